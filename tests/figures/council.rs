//! A small council whose figures a test writes down as a table.

use candour::cube::{Cube, aggregates, reconcile};
use candour::dataset::Dataset;
use candour::diagnostic::{Diagnostic, Report, Severity, render_text};
use candour::history::History;
use candour::source::{Kind, Table, TextFile};

const SITE: &str = r#"
[council]
name = "Anytown"
area_code = "E07000105"
kind = "district"
nation = "england"
base_url = "https://example.org/"
languages = ["en"]

[disclosure]
threshold = 0
reason = "A test."

[services.adults]
name = "Adults"

[services.children]
name = "Children"

[services.corporate]
name = "Corporate"

[services.schools]
name = "Schools"

[services.housing]
name = "Housing"
parent = "corporate"

[services.parking]
name = "Parking"
parent = "corporate"

[natures.communication]
name = "Communication"

[natures.conduct]
name = "Conduct"

[natures.service_failure]
name = "Service failure"

[measures.managers_trained]
name = "Managers trained"
unit = "count"
definition = "Managers who took the course."

[procedures.corporate]
stages = ["1", "2"]

[procedures.statutory_adults]
stages = ["1"]
services = ["adults"]

[procedures.statutory_children]
stages = ["1", "2", "3"]
services = ["children"]

[procedures.schools]
stages = ["1", "2", "3"]
services = ["schools"]
"#;

const LONG: &str =
    "period,service,contact,procedure,stage,breakdown,category,measure,value,qualifier,source";

/// A council before its figures are read.
#[derive(Default)]
pub struct Council {
    settings: String,
    tables: Vec<(Kind, String, String)>,
    releases: Vec<TextFile>,
}

impl Council {
    pub fn new() -> Self {
        Council::default()
    }

    /// Adds lines to candour.toml.
    pub fn settings(mut self, lines: &str) -> Self {
        self.settings += lines;
        self
    }

    /// Accepts a finding.
    pub fn accepts(self, code: &str, key: &str, choose: &str, reason: &str) -> Self {
        self.settings(&format!(
            "\n[[accept]]\ncode = \"{code}\"\nkey = \"{key}\"\nuse = \"{choose}\"\nreason = \"{reason}\"\n"
        ))
    }

    /// Adds rows of the long form: period, service, contact, procedure, stage, breakdown, category, measure, value,
    /// qualifier, source.
    pub fn figures(self, rows: &str) -> Self {
        self.table(Kind::Aggregates, "data/aggregates/figures.csv", LONG, rows)
    }

    /// Adds an earlier release: service, period, contact, procedure, stage, breakdown, category, measure, value,
    /// qualifier, status.
    pub fn released(mut self, day: &str, rows: &str) -> Self {
        let header = "service,period,contact,procedure,stage,breakdown,category,measure,value,qualifier,status";
        let rows: Vec<&str> = rows
            .lines()
            .map(str::trim)
            .filter(|row| !row.is_empty())
            .collect();
        self.releases.push(TextFile {
            file: format!("releases/{day}/complaints.csv").into(),
            text: format!("{header}\n{}\n", rows.join("\n")),
        });
        self
    }

    /// Adds rows of decisions.
    pub fn decisions(self, rows: &str) -> Self {
        self.table(
            Kind::Decisions,
            "data/decisions/decisions.csv",
            "id,reference,ombudsman,service,decided_on,period,subject,decision,findings,requirements,amount,total_amount,due",
            rows,
        )
    }

    /// Adds a table with its own heading.
    pub fn table(mut self, kind: Kind, file: &str, header: &str, rows: &str) -> Self {
        let width = header.split(',').count();
        let rows: Vec<String> = rows
            .lines()
            .map(str::trim)
            .filter(|row| !row.is_empty())
            .map(|row| {
                let missing = width.saturating_sub(row.split(',').count());
                let filled = if row.contains('"') { 0 } else { missing };
                format!("{row}{}", ",".repeat(filled))
            })
            .collect();
        let text = format!("{header}\n{}\n", rows.join("\n"));
        self.tables.push((kind, file.into(), text));
        self
    }

    /// Reads the tables and reconciles the figures, as of 1 October 2026.
    pub fn check(self) -> Checked {
        let mut report = Report::new();
        let settings = format!("{SITE}{}", self.settings);
        let site = candour::config::parse("candour.toml", &settings, &mut report)
            .unwrap_or_else(|| panic!("{}", render_text(&report)));
        let tables: Vec<Table> = self
            .tables
            .iter()
            .filter_map(|(kind, file, text)| Table::from_csv(*kind, file, text, &mut report))
            .collect();
        let as_of = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let dataset = candour::dataset::validate(&site, &tables, as_of, &mut report);
        let mut cube = Cube {
            codes: dataset.codes.clone(),
            ..Cube::default()
        };
        aggregates::supply(&mut cube, &dataset, &site, &mut report);
        let earlier = History::read(&self.releases, &cube.codes, &mut report);
        reconcile::reconcile(&mut cube, &site, &earlier, &mut report);
        Checked {
            site,
            dataset,
            cube,
            report,
        }
    }
}

/// What came of it.
pub struct Checked {
    site: candour::config::Site,
    pub dataset: Dataset,
    pub cube: Cube,
    pub report: Report,
}

impl Checked {
    /// Returns the settings.
    pub fn site(&self) -> candour::config::Site {
        self.site.clone()
    }

    /// Returns the one finding with this code and key (or, of findings without a key, with this code).
    pub fn finding(&self, code: &str, key: &str) -> Diagnostic {
        let found: Vec<Diagnostic> = self
            .report
            .grouped()
            .into_iter()
            .filter(|found| found.rule.code == code && found.key == key)
            .collect();
        assert_eq!(
            found.len(),
            1,
            "{code} {key}\n{}",
            render_text(&self.report)
        );
        found[0].clone()
    }

    /// Asserts that nothing is wrong and nothing is doubtful.
    pub fn is_quiet(&self) {
        let loud = self
            .report
            .diagnostics()
            .iter()
            .any(|found| found.severity != Severity::Note);
        assert!(!loud, "{}", render_text(&self.report));
    }

    /// Returns the codes of all findings that are errors or warnings.
    pub fn codes(&self) -> Vec<&'static str> {
        self.report
            .grouped()
            .iter()
            .filter(|found| found.severity != Severity::Note)
            .map(|found| found.rule.code)
            .collect()
    }

    /// Returns a published value as text; `[x]` and the like for none.
    pub fn value(&self, key: &str) -> String {
        let found = self.observation(key);
        match found.value {
            Ok(number) => number.to_string(),
            Err(shorthand) => format!("[{}]", shorthand.letter()),
        }
    }

    /// Returns the notes beside a figure.
    pub fn notes(&self, key: &str) -> Vec<String> {
        let notes = &self.observation(key).notes;
        notes.iter().map(|note| note.to_string()).collect()
    }

    /// Returns whether there is a figure.
    pub fn has(&self, key: &str) -> bool {
        self.cube
            .iter()
            .any(|(other, _)| other.text(&self.cube.codes) == key)
    }

    pub fn observation(&self, key: &str) -> &candour::cube::Observation {
        let found = self
            .cube
            .iter()
            .find(|(other, _)| other.text(&self.cube.codes) == key);
        let (_, observation) = found.unwrap_or_else(|| {
            let keys: Vec<String> = self
                .cube
                .iter()
                .map(|(k, _)| k.text(&self.cube.codes))
                .collect();
            panic!("no {key} among {keys:#?}\n{}", render_text(&self.report))
        });
        observation
    }
}

/// Returns the facts of a finding with this name.
pub fn facts(finding: &Diagnostic, name: &str) -> Vec<String> {
    finding
        .facts
        .iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, text)| text.clone())
        .collect()
}
