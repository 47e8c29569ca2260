//! Tables of every kind, from bytes to counted figures.

use crate::corpus::{files, here, texts};
use crate::damage::Text;
use crate::runner::{self, fuzz};
use crate::texts::said;
use candour::calendar::Calendar;
use candour::config::{self, Site};
use candour::cube::{self, Cube};
use candour::dataset::{self, cases::Cases};
use candour::diagnostic::Report;
use candour::history::History;
use candour::source::{self, Kind, Limits, Table};
use chrono::NaiveDate;

/// The settings of the good site, by which everything here is read.
pub struct Settings {
    pub site: Site,
    pub calendar: Calendar,
    pub as_of: NaiveDate,
}

impl Settings {
    pub fn new() -> Self {
        let mut report = Report::new();
        let text =
            std::fs::read_to_string(here().join("tests/support/good-site/candour.toml")).unwrap();
        let site = config::parse("candour.toml", &text, &mut report).expect("good settings");
        let as_of = NaiveDate::from_ymd_opt(2024, 8, 1).expect("a day");
        let calendar =
            dataset::calendars::read(&source::Sources::default(), &site, as_of, &mut report);
        Settings {
            site,
            calendar,
            as_of,
        }
    }

    /// Reads case rows, and counts them when nothing is wrong.
    pub fn count(&self, tables: &[&Table], report: &mut Report) {
        let cases = Cases::read(tables, &self.site, &self.calendar, self.as_of, report);
        if !report.has_errors() {
            cube::cases::assemble(&cases, &self.site, self.as_of);
        }
    }

    /// Reads ready figures or other records, and reconciles them when nothing is wrong.
    pub fn reconcile(&self, tables: &[Table], report: &mut Report) {
        let data = dataset::validate(&self.site, tables, self.as_of, report);
        if report.has_errors() {
            return;
        }
        let mut cube = Cube {
            codes: data.codes.clone(),
            ..Cube::default()
        };
        cube::aggregates::supply(&mut cube, &data, &self.site, report);
        cube::reconcile::reconcile(&mut cube, &self.site, &History::default(), report);
    }
}

const CASES: Text = Text {
    dividers: b",;\t\n",
    words: &[
        "case_ref",
        "received",
        "responded",
        "outcome",
        "period",
        "in_time",
        "upheld",
        "withdrawn",
        "1",
        "2",
        "3",
        "adults",
        "corporate",
        "2024-04-30",
        "2024-06-30",
        "complaint",
        "extended_to",
    ],
};
const FIGURES: Text = Text {
    dividers: b",;\t\n",
    words: &[
        "received",
        "responded",
        "upheld",
        "received_percent",
        "mean_response_days",
        "open_at_start",
        "open_at_end",
        "timeliness",
        "in_time",
        "outcome",
        "nature+outcome",
        "received_change_percent",
        "all",
        "over",
        "unsigned",
        "gbp",
        "percent",
        "2022-23-q1",
        "2021-22",
        "service",
        "ombudsman",
        "lgsco",
    ],
};

#[test]
fn case_rows() {
    let settings = Settings::new();
    let corpus = texts(|path| path.contains("data/cases/") && path.ends_with(".csv"));
    let file = runner::file("case-rows.csv");
    fuzz("case-rows", &corpus, CASES, |bytes| {
        std::fs::write(&file, bytes).unwrap();
        let mut report = Report::new();
        let tables =
            source::case_files(std::slice::from_ref(&file), &Limits::default(), &mut report);
        settings.count(&tables.iter().collect::<Vec<_>>(), &mut report);
        said(&report);
    });
}

#[test]
fn figures_and_records() {
    let settings = Settings::new();
    let kinds = [
        ("data/aggregates/", Kind::Aggregates),
        ("data/decisions/", Kind::Decisions),
        ("data/lessons/", Kind::Lessons),
        ("data/quotes/", Kind::Quotes),
        ("data/context.csv", Kind::Context),
    ];
    // The first byte says which kind of table the rest is.
    let mut corpus = Vec::new();
    for (number, (folder, _)) in kinds.iter().enumerate() {
        for (_, bytes) in files(|path| path.contains(folder) && path.ends_with(".csv")) {
            let end = bytes.len().min(4_000);
            corpus.push([&[b'0' + number as u8], &bytes[..end]].concat());
        }
    }
    fuzz("figures", &corpus, FIGURES, |bytes| {
        let first = bytes.first().copied().unwrap_or_default();
        let (_, kind) = kinds[usize::from(first) % kinds.len()];
        let text = String::from_utf8_lossy(bytes.get(1..).unwrap_or_default());
        let mut report = Report::new();
        let table = Table::from_csv(kind, "data/table.csv", &text, &mut report);
        let tables: Vec<Table> = table.into_iter().collect();
        settings.reconcile(&tables, &mut report);
        said(&report);
    });
}
