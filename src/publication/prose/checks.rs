//! The checks that every build makes, with what came of them.

use crate::diagnostic::Check;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Column, Inline, Section, Table, TableRow};
use crate::publication::sheet::Sheet;

impl Composer<'_> {
    /// The checks of this build: what was compared, and with what result. Nothing is built where figures contradict one another
    /// and nobody has said why.
    pub(super) fn checks(&self, sheet: &Sheet) -> Section {
        let words = self.from.words;
        let row = |check: &str, compared: String, result: String| TableRow {
            head: vec![Inline::text(words.get(&format!("checks.{check}")))],
            cells: [sheet.words(compared), sheet.words(result)].into(),
        };
        let release = self.from.release;
        let told = Check::ALL.iter().filter_map(|check| {
            let outcome = release.tested.get(check)?;
            // How many were supplied may tell which of the hidden ones are nought.
            let compared = match release.protected {
                true => words.get("checks.supplied").to_owned(),
                false => words.count("checks.figures", outcome.made as i64, &[]),
            };
            Some(row(
                name(*check),
                compared,
                self.result(*check, outcome.open),
            ))
        });
        let said = |key: &str| words.get(&format!("checks.{key}")).to_owned();
        let mut rows: Vec<TableRow> = told.collect();
        if release.protected {
            rows.push(row("hidden", said("every_figure"), said("hidden_result")));
        }
        rows.push(row("personal", said("every_text"), said("personal_result")));
        rows.push(row("links", said("every_page"), said("links_result")));
        let columns = ["check", "compared", "result"];
        let columns = columns.map(|key| Column::words(words.get(&format!("checks.{key}"))));
        let table = Table::new(said("caption"), columns.into(), rows);
        let lines = ["quality.checked", "quality.stops"];
        let lines = lines.map(|key| vec![Inline::text(words.get(key))]);
        Section::new(
            "checks",
            words.get("quality.checks"),
            vec![
                Block::Prose {
                    lines: lines.into(),
                },
                Block::Table { table },
            ],
        )
    }

    /// What came of a check: nothing contradicts another, or how many do and are explained on the page; what changed since it was
    /// published is marked. What only may be a fault, such as parts that do not reach their whole, is no contradiction: it
    /// is told as open until the council has explained it.
    fn result(&self, check: Check, open: usize) -> String {
        let words = self.from.words;
        let of_check = |code: &str| check.rules().iter().any(|rule| rule.code == code);
        let accepted = &self.from.site.accepted;
        let explained = accepted.iter().filter(|it| of_check(&it.code)).count();
        let said = match explained {
            0 if check == Check::Published => words.get("checks.marked").to_owned(),
            0 => words.get("checks.agree").to_owned(),
            many => words.count("checks.explained", many as i64, &[]),
        };
        match open {
            0 => said,
            // How many may tell which of the hidden numbers they are about.
            _ if self.from.release.protected => {
                words.fill("checks.some_open", &[("result", &said)])
            }
            many => words.count("checks.open", many as i64, &[("result", &said)]),
        }
    }
}

fn name(check: Check) -> &'static str {
    match check {
        Check::Sums => "sums",
        Check::Flow => "flow",
        Check::Carried => "carried",
        Check::Days => "days",
        Check::Shares => "shares",
        Check::Decisions => "decisions",
        Check::Twice => "twice",
        Check::Published => "published",
    }
}
