//! What stands beside each page to download: `data.csv` and `data.json`, so that whoever sees a page has its rows.
//!
//! A page's figures come first, in the columns of the published table. A page without figures has there what it lists:
//! lessons, time limits, the files themselves. A page that shows figures and a list has the list beside them, in a file with
//! the list's own name. A page of nothing but words has one row, which says what it is. Nothing stands in these files that
//! the site's pages do not say.

use super::compose::Composer;
use super::page::{Download, Page, Texts};
use crate::period::Period;
use crate::vocabulary::Code;

/// A table of words, which every site has with the same columns.
#[derive(Debug)]
pub struct TextTable {
    /// Its name, of its file and in the language file: `limits`.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// Those of them whose every cell is a number or empty. A column of another table may have the same name and hold words.
    pub numbers: &'static [&'static str],
}

/// Ombudsmen's decisions.
pub(super) const DECISIONS: TextTable = TextTable {
    name: "decisions",
    columns: &[
        "id",
        "reference",
        "ombudsman",
        "service",
        "stage",
        "period",
        "decided_on",
        "subject",
        "decision",
        "decision_reason",
        "findings",
        "summary",
        "requirements",
        "amounts",
        "total_amount",
        "due",
        "done",
        "lessons",
        "link",
    ],
    numbers: &["total_amount"],
};

/// What was changed because of complaints.
pub(super) const LESSONS: TextTable = TextTable {
    name: "lessons",
    columns: &[
        "id", "period", "service", "theme", "you_said", "we_found", "we_did", "status", "due",
        "link",
    ],
    numbers: &[],
};

/// How long each stage of each procedure may take, from when on.
pub(super) const LIMITS: TextTable = TextTable {
    name: "limits",
    columns: &[
        "procedure",
        "stage",
        "from",
        "days",
        "unit",
        "clock",
        "acknowledge",
        "extension",
        "maximum",
        "request",
        "who",
        "law",
    ],
    numbers: &["days", "acknowledge", "extension", "maximum", "request"],
};

/// Contradictions in what was supplied, each with its reason.
pub(super) const DIFFERENCES: TextTable = TextTable {
    name: "differences",
    columns: &["key", "figure", "published", "other", "reason"],
    numbers: &[],
};

/// How small numbers are protected.
pub(super) const POLICY: TextTable = TextTable {
    name: "policy",
    columns: &["setting", "value", "meaning"],
    numbers: &[],
};

/// When figures come out.
pub(super) const DATES: TextTable = TextTable {
    name: "dates",
    columns: &["date", "event"],
    numbers: &[],
};

/// What columns, measures and codes mean.
pub(super) const DICTIONARY: TextTable = TextTable {
    name: "dictionary",
    columns: &[
        "list", "code", "name", "meaning", "formula", "unit", "kind", "values", "since", "breaks",
    ],
    numbers: &[],
};

/// The services that the tables name.
pub(super) const SERVICES: TextTable = TextTable {
    name: "services",
    columns: &[
        "code",
        "name",
        "kind",
        "parent",
        "subject",
        "from",
        "to",
        "successors",
        "change",
        "page",
    ],
    numbers: &[],
};

/// The measures that the tables name.
pub(super) const MEASURES_NAMED: TextTable = TextTable {
    name: "measures",
    columns: &[
        "code", "name", "unit", "basis", "adds_up", "meaning", "formula", "since", "breaks",
    ],
    numbers: &[],
};

/// The periods that the tables name.
pub(super) const PERIODS: TextTable = TextTable {
    name: "periods",
    columns: &[
        "period",
        "period_kind",
        "name",
        "first_day",
        "last_day",
        "days",
        "year",
    ],
    numbers: &["days"],
};

/// The whole tables. Their sizes and sums are filled in by whoever makes the files.
pub(super) const FILES: TextTable = TextTable {
    name: "files",
    columns: &[
        "file", "contents", "format", "rows", "updated", "bytes", "sha256",
    ],
    numbers: &["rows", "bytes"],
};

/// What a page of nothing but words is.
const PAGE: TextTable = TextTable {
    name: "page",
    columns: &[
        "title",
        "description",
        "address",
        "language",
        "published",
        "licence",
    ],
    numbers: &[],
};

/// All tables of words that stand beside pages.
pub const TABLES: &[&TextTable] = &[
    &DECISIONS,
    &LESSONS,
    &LIMITS,
    &DIFFERENCES,
    &POLICY,
    &DATES,
    &DICTIONARY,
    &SERVICES,
    &MEASURES_NAMED,
    &PERIODS,
    &FILES,
    &PAGE,
];

impl Composer<'_> {
    /// Offers the files of a page on it. A page that has neither figures nor a list gets the row that says what it is.
    pub(super) fn beside(&self, page: &mut Page) {
        if !page.rows.is_empty() {
            page.downloads = self.two_files("data", "figures");
            let list = page.texts.as_ref().map(|texts| texts.table.name);
            let list = list.map(|name| self.two_files(name, name));
            page.downloads.extend(list.into_iter().flatten());
            return;
        }
        let texts = page.texts.take();
        let texts = texts.filter(|texts| !texts.rows.is_empty());
        let texts = texts.unwrap_or_else(|| self.row_of(page));
        page.downloads = self.two_files("data", texts.table.name);
        page.texts = Some(texts);
    }

    fn two_files(&self, name: &str, contents: &str) -> Vec<Download> {
        let text = self.from.words.get(&format!("download.{contents}"));
        let file = |ending: &str, format| Download {
            file: format!("{name}.{ending}"),
            text: text.to_owned(),
            format,
            ..Download::default()
        };
        vec![file("csv", "CSV"), file("json", "JSON")]
    }

    /// Returns the row that says what a page of nothing but words is.
    fn row_of(&self, page: &Page) -> Texts {
        let council = &self.from.site.council;
        let language = council.languages.first();
        Texts {
            table: &PAGE,
            rows: vec![vec![
                page.heading.clone(),
                page.description.clone(),
                format!("{}{}", council.base_url, page.path),
                language.cloned().unwrap_or_else(|| "en".to_owned()),
                self.released().to_string(),
                self.from.words.get("template.licence_address").to_owned(),
            ]],
        }
    }

    /// Returns what the page of a service lists where it shows no figures: decisions, else lessons.
    pub(super) fn listed(&self, service: Code, period: Option<Period>) -> Option<Texts> {
        let decisions = self.from.decisions.iter().filter(|decision| {
            self.belongs(decision.service, service)
                && period.is_none_or(|period| self.falls(decision, period))
        });
        let lessons = self.from.lessons.iter().filter(|lesson| {
            self.belongs(lesson.service, service)
                && period.is_none_or(|period| self.learned_in(lesson, period))
        });
        [self.decision_texts(decisions), self.lesson_texts(lessons)]
            .into_iter()
            .find(|texts| !texts.rows.is_empty())
    }
}
