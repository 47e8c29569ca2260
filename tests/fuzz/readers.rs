//! What is done with damaged input: each reader takes bytes, must answer, and must never panic.
//!
//! Two runners call them: the tests beside this file, on a stable compiler, and the targets in `fuzz/`, which look where the
//! program goes and need an unstable one.

use crate::markup;
use candour::calendar::Calendar;
use candour::config::{self, Site};
use candour::content::Piece;
use candour::cube::{self, Cube};
use candour::dataset::{self, cases::Cases};
use candour::diagnostic::{Report, render_json, render_text};
use candour::history::History;
use candour::preview::request::{self, Here, Part};
use candour::source::{self, Kind, Limits, Table, TextFile};
use candour::theme::Theme;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Prints what was found as people and programs see it: messages quote the text and must not fail on it.
pub fn said(report: &Report) {
    render_text(report);
    render_json(report).to_string();
}

/// The settings of the good site, by which tables are read.
struct Settings {
    site: Site,
    calendar: Calendar,
    as_of: NaiveDate,
}

impl Settings {
    fn new() -> Self {
        let mut report = Report::new();
        let text = include_str!("../support/good-site/candour.toml");
        let site = config::parse("candour.toml", text, &mut report).expect("good settings");
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
    fn count(&self, tables: &[&Table], report: &mut Report) {
        let cases = Cases::read(tables, &self.site, &self.calendar, self.as_of, report);
        if !report.has_errors() {
            cube::cases::assemble(&cases, &self.site, self.as_of);
        }
    }

    /// Reads ready figures or other records, and reconciles them when nothing is wrong.
    fn reconcile(&self, tables: &[Table], report: &mut Report) {
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

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::new);

/// Reads a file of case rows by the ending of its name, and counts them when nothing is wrong.
pub fn case_file(bytes: &[u8], ending: &str) {
    thread_local!(static PLACE: PathBuf = own_place());
    let file = PLACE.with(|place| place.with_extension(ending));
    std::fs::write(&file, bytes).expect("the temporary folder is written to");
    let mut report = Report::new();
    let files = std::slice::from_ref(&file);
    let tables = source::case_files(files, &Limits::default(), &mut report);
    SETTINGS.count(&tables.iter().collect::<Vec<_>>(), &mut report);
    said(&report);
}

/// Each thread of each process writes to a file of its own.
fn own_place() -> PathBuf {
    let thread = format!("{:?}", std::thread::current().id());
    let thread: String = thread.chars().filter(char::is_ascii_digit).collect();
    let name = format!("candour-damaged-{}-{thread}", std::process::id());
    std::env::temp_dir().join(name)
}

/// The kinds of tables beside case rows. The first byte of an input says which kind the rest is.
pub const KINDS: [(&str, Kind); 5] = [
    ("data/aggregates/", Kind::Aggregates),
    ("data/decisions/", Kind::Decisions),
    ("data/lessons/", Kind::Lessons),
    ("data/quotes/", Kind::Quotes),
    ("data/context.csv", Kind::Context),
];

/// Reads a table of ready figures or other records, and reconciles them when nothing is wrong.
pub fn figures(bytes: &[u8]) {
    let first = bytes.first().copied().unwrap_or_default();
    let (_, kind) = KINDS[usize::from(first) % KINDS.len()];
    let text = String::from_utf8_lossy(bytes.get(1..).unwrap_or_default());
    let mut report = Report::new();
    let table = Table::from_csv(kind, "data/table.csv", &text, &mut report);
    let tables: Vec<Table> = table.into_iter().collect();
    SETTINGS.reconcile(&tables, &mut report);
    said(&report);
}

/// Reads the table of an earlier release.
pub fn release(bytes: &[u8]) {
    let file = TextFile {
        file: "releases/2024-06-28/complaints.csv".into(),
        text: String::from_utf8_lossy(bytes).into_owned(),
    };
    let mut report = Report::new();
    let history = History::read(&[file], &SETTINGS.site.codes, &mut report);
    for earlier in &history.releases {
        assert!(earlier.rows.len() <= earlier.figures.len());
    }
    said(&report);
}

/// Reads candour.toml.
pub fn settings(bytes: &[u8]) {
    let mut report = Report::new();
    config::parse("candour.toml", &String::from_utf8_lossy(bytes), &mut report);
    said(&report);
}

/// Reads a page: its head and its Markdown.
pub fn page(bytes: &[u8]) {
    let mut report = Report::new();
    let page = candour::content::parse(
        "content/page.md",
        &String::from_utf8_lossy(bytes),
        &mut report,
    );
    said(&report);
    let html = page.pieces.iter().map(|piece| match piece {
        Piece::Html(html) => html.as_str(),
        Piece::Figure(_) => "",
    });
    let html: String = html.collect();
    markup::is_harmless(&html);
}

/// Reads a file of a theme, whose name is the first line, and prints its templates.
pub fn theme(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (name, text) = text
        .split_once('\n')
        .unwrap_or(("templates/page.html", &text));
    let files = BTreeMap::from([(format!("own/{name}"), text.as_bytes().to_vec())]);
    let mut report = Report::new();
    let theme = Theme::load(&files, "own", "en", &mut report);
    said(&report);
    let names: Vec<String> = theme
        .environment()
        .templates()
        .map(|(name, _)| name.to_owned())
        .collect();
    for name in names {
        let template = theme
            .environment()
            .get_template(&name)
            .expect("it is there");
        if let Err(error) = template.render(()) {
            report.push(Theme::fault(&error));
        }
    }
    said(&report);
}

/// Reads a request to the preview.
pub fn request(bytes: &[u8]) {
    let here = Here {
        port: 4040,
        loopback: false,
    };
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(' ');
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let Ok(asked) = request::read(method, target, headers.iter().copied(), here) else {
        return;
    };
    let leaves = asked
        .path
        .split('/')
        .any(|part| part == ".." || part == ".");
    assert!(
        !leaves && !asked.path.starts_with('/') && !asked.path.contains(['\\', '\0']),
        "{:?}",
        asked.path
    );
    request::names_version(asked.if_none_match.as_deref().unwrap_or_default(), "\"b\"");
    for length in [0, 1, 26, usize::MAX] {
        if let Part::Bytes(from, to) =
            request::part(asked.range.as_deref().unwrap_or_default(), length)
        {
            assert!(from <= to && to < length);
        }
    }
}
