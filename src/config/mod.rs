//! The text of candour.toml, checked and turned into a [`Site`].
//!
//! Unknown keys are refused with the nearest known one; every fault carries the place in the file. Later stages read the
//! [`Site`] and never the text.

mod code_list;
mod council;
mod keys;
mod lists;
mod ombudsmen;
mod pages;
mod policy;
mod procedure;
mod procedures;
mod services;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod tree;

pub use code_list::{CodeEntry, CodeList};
pub use keys::KEYS;
pub use ombudsmen::FiguresSource;
pub use pages::{BUILT_IN_SECTIONS, COLUMNS, PARTS};
pub use procedure::{Clock, Procedure, Timer};
pub use services::SUBJECTS;
pub use tree::{Service, ServiceChange, Services};

use crate::calendar::Nation;
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::period::Period;
use crate::vocabulary::{Code, Codes, List, Unit};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Everything a council settles about its site.
#[derive(Debug, Clone)]
pub struct Site {
    /// The council itself.
    pub council: Council,
    /// Telephone numbers, addresses and mail boxes that may be printed.
    pub printable: Vec<Printable>,
    /// The tree of services.
    pub services: Services,
    /// The procedures, by code, in the order of the file, built-in defaults included when data may use them.
    pub procedures: Vec<Procedure>,
    /// All words that have a code so far; stages that read data may add joined ones to their own copy.
    pub codes: Codes,
    /// The permitted codes of each list with the council's own names and aliases.
    pub lists: BTreeMap<List, CodeList>,
    /// Where ombudsmen's figures come from, in the order of the file.
    pub figures_sources: Vec<FiguresSource>,
    /// Header aliases: a canonical column to the council's own headings.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Columns to drop unread.
    pub ignored_columns: Vec<String>,
    /// How measures are taken.
    pub measures: MeasureOptions,
    /// The disclosure policy.
    pub disclosure: DisclosurePolicy,
    /// Dates of releases.
    pub release: ReleaseDates,
    /// Findings that are known and explained in public.
    pub accepted: Vec<Acceptance>,
    /// The theme's name.
    pub theme: String,
    /// Which sections and tiles each service shows: by service code, `default` for the others.
    pub pages: BTreeMap<String, PageLayout>,
}

/// Parses the text of candour.toml. All faults go to the report; the site is returned also when there are some, so that
/// the data can be checked in the same run, but not when the text is no TOML at all.
pub fn parse(file: &str, text: &str, report: &mut Report) -> Option<Site> {
    let rules = text::TextRules {
        syntax: rule::SETTINGS_SYNTAX,
        unknown: rule::SETTINGS_UNKNOWN_KEY,
        kind: rule::SETTINGS_WRONG_KIND,
    };
    let mut reader = text::Reader::new(file, text, rules, report);
    let document = reader.document()?;
    let mut root = text::Table::root(&document);
    let site = read(&mut reader, &mut root);
    reader.finish(root, keys::SECTIONS);
    if site.codes.is_full() {
        report.push(too_many_codes());
    }
    Some(site)
}

/// Returns the finding that codes have run out, in candour.toml or in the tables.
pub fn too_many_codes() -> Diagnostic {
    Diagnostic::error(
        rule::TOO_MANY_CODES,
        "candour.toml and the tables have more codes than can be told apart",
    )
    .help("Look for a section of candour.toml or a column of the tables that holds something else than codes.")
}

/// Reads the sections in an order in which each finds the codes that it names.
fn read(reader: &mut text::Reader, root: &mut text::Table) -> Site {
    let mut codes = Codes::default();
    let council = council::council(reader, root);
    let printable = council::printable(reader, root);
    let services = services::services(reader, root, &mut codes);
    let (procedures, aliases) =
        procedures::procedures(reader, root, &mut codes, council.nation, &services);
    let (lists, figures_sources) = lists::lists(reader, root, &mut codes, &aliases);
    let measures = policy::measures(reader, root, &mut codes);
    let mut site = Site {
        council,
        printable,
        services,
        procedures,
        codes,
        lists,
        figures_sources,
        columns: BTreeMap::new(),
        ignored_columns: Vec::new(),
        measures,
        disclosure: DisclosurePolicy::default(),
        release: policy::release(reader, root),
        accepted: policy::accepted(reader, root),
        theme: theme(reader, root),
        pages: BTreeMap::new(),
    };
    site.disclosure = policy::disclosure(reader, root, &site);
    site.pages = pages::pages(reader, root, &site);
    (site.columns, site.ignored_columns) = pages::columns(reader, root, &site);
    site
}

fn theme(reader: &mut text::Reader, root: &mut text::Table) -> String {
    let mut table = reader.table(root, "theme");
    let name = reader.word(&mut table, "name");
    reader.finish(table, keys::THEME);
    name.map_or_else(|| "default".into(), toml::Spanned::into_inner)
}

/// The council.
#[derive(Debug, Clone, Default)]
pub struct Council {
    /// As printed.
    pub name: String,
    /// GSS code.
    pub area_code: String,
    /// county, district, metropolitan, unitary, london_borough, …
    pub kind: String,
    /// Chooses calendar, procedures and ombudsmen.
    pub nation: Nation,
    /// Where the site will stand, ending in `/`.
    pub base_url: String,
    /// Language codes; the first lives at the root.
    pub languages: Vec<String>,
    /// The council's own site.
    pub website: String,
    /// An invented council: every page says so.
    pub example: bool,
    /// One line on top of every page.
    pub banner: String,
}

/// A detail that may be printed although it looks personal.
#[derive(Debug, Clone)]
pub struct Printable {
    /// What it is.
    pub label: String,
    /// The exact text.
    pub text: String,
}

/// How measures are taken.
#[derive(Debug, Clone)]
pub struct MeasureOptions {
    /// What tables of outcomes are of.
    pub outcome_basis: OutcomeBasis,
    /// How many days after a period's end its figures stay provisional.
    pub provisional_days: u16,
    /// The council's own measures.
    pub own: Vec<OwnMeasure>,
}

/// What a table of outcomes is of (contract 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeBasis {
    /// The complaints received in the period.
    Received,
    /// Those responded to in the period.
    Responded,
}

/// A measure that a council counts for itself.
#[derive(Debug, Clone)]
pub struct OwnMeasure {
    /// Its code.
    pub code: Code,
    /// As printed.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// What it means.
    pub definition: String,
}

/// The disclosure policy of contract 6.
#[derive(Debug, Clone, Default)]
pub struct DisclosurePolicy {
    /// The count from which a number may be shown; 0 hides nothing.
    pub threshold: u16,
    /// `suppress` or `round`.
    pub method: String,
    /// What counts are rounded to, where they are.
    pub base: u16,
    /// What nobody can guess, for lots that nobody can draw again: which way each number is rounded.
    pub secret: String,
    /// Whether zeros are shown.
    pub show_zeros: bool,
    /// Added to the protected list.
    pub protect: Vec<String>,
    /// Taken from the protected list.
    pub show: Vec<String>,
    /// Why the policy is not the default; printed on the methods page.
    pub reason: String,
}

impl DisclosurePolicy {
    /// Returns whether all counts are rounded in place of hiding the small ones.
    pub fn rounds(&self) -> bool {
        self.threshold > 0 && self.method == "round"
    }
}

/// Dates of releases.
#[derive(Debug, Clone, Default)]
pub struct ReleaseDates {
    /// The day these figures are published.
    pub date: Option<NaiveDate>,
    /// The next days.
    pub next: Vec<NaiveDate>,
    /// Why these figures came out later than was announced; empty where they did not.
    pub late: String,
    /// Not to be published before this day.
    pub embargo: Option<NaiveDate>,
}

/// A finding that is known and explained in public.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The finding's code.
    pub code: String,
    /// The finding's key.
    pub key: String,
    /// Which of two disagreeing values to publish: `computed`, `supplied`, or the text of a row's `source`.
    pub choose: String,
    /// The explanation that the page prints.
    pub reason: String,
    /// The line in candour.toml, for messages.
    pub line: u32,
}

/// The sections that a service's pages show, in order.
#[derive(Debug, Clone, Default)]
pub struct PageLayout {
    /// Ids in order.
    pub sections: Vec<String>,
    /// What the council settled about a section, by id.
    pub settings: BTreeMap<String, SectionLayout>,
}

/// One section's settings.
#[derive(Debug, Clone, Default)]
pub struct SectionLayout {
    /// Its heading; nothing for the language file's.
    pub title: Option<String>,
    /// Its tiles, in order; nothing for the default ones.
    pub tiles: Option<Vec<String>>,
    /// Its parts, in order; nothing for the default ones.
    pub parts: Option<Vec<String>>,
}

impl Site {
    /// Returns the procedure with this code.
    pub fn procedure(&self, code: Code) -> Option<&Procedure> {
        self.procedures
            .iter()
            .find(|procedure| procedure.code == code)
    }

    /// Returns the permitted codes of a list.
    pub fn list(&self, list: List) -> &CodeList {
        static EMPTY: std::sync::OnceLock<CodeList> = std::sync::OnceLock::new();
        self.lists
            .get(&list)
            .unwrap_or_else(|| EMPTY.get_or_init(CodeList::default))
    }

    /// Returns the acceptance of a finding, when candour.toml has one.
    pub fn acceptance(&self, code: &str, key: &str) -> Option<&Acceptance> {
        self.accepted
            .iter()
            .find(|accepted| accepted.code == code && accepted.key == key)
    }

    /// Returns whether figures of this period may still change on the as-of date.
    pub fn provisional(&self, period: Period, as_of: NaiveDate) -> bool {
        period.end().is_some_and(|end| {
            as_of < end + chrono::Days::new(self.measures.provisional_days.into())
        })
    }
}
