//! Known contradictions in what was supplied, and why.

use crate::config::Acceptance;
use crate::diagnostic::{Rule, named as rule};
use crate::disclosure::findings;
use crate::publication::beside::DIFFERENCES;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Cell, Column, Inline, Section, Table, TableRow, Texts};
use crate::publication::sheet::Sheet;
use crate::vocabulary::{List, code};

/// An accepted finding, as readers are told of it.
struct Explained {
    figure: String,
    published: Cell,
    /// Whether it contradicts nothing, and only looks unusual.
    unusual: bool,
    /// What else was given; empty where that is no number.
    other: String,
    reason: String,
}

/// The rules whose findings contradict no other number.
const UNUSUAL: [&Rule; 8] = [
    rule::JUMP,
    rule::PARTS_SHORT,
    rule::OTHER_KIND,
    rule::OTHER_LENGTH,
    rule::ONE_OUTCOME,
    rule::SMALL_STEP,
    rule::ALREADY_PUBLIC,
    rule::SHOWN_AFTER_ALL,
];

impl Composer<'_> {
    /// Known contradictions in what was supplied, each with both values and its reason, and what only looks unusual.
    pub(super) fn quality(&self, sheet: &Sheet) -> Vec<Section> {
        let words = self.from.words;
        let site = self.from.site;
        let mut sections = vec![self.checks(sheet)];
        let rows = site.accepted.iter().map(|it| self.told_of(sheet, it));
        let (unusual, differences): (Vec<Explained>, Vec<Explained>) =
            rows.partition(|row| row.unusual);
        sections.push(match differences.is_empty() {
            true => self.section(
                "differences",
                "quality.differences",
                vec![words.get("quality.no_differences").to_owned()],
            ),
            false => self.explanations(sheet, "differences", differences),
        });
        if !unusual.is_empty() {
            sections.push(self.explanations(sheet, "unusual", unusual));
        }
        sections
    }

    /// Returns the section of figures that contradict another number, or of those that only look unusual: these have no
    /// column for another number.
    fn explanations(&self, sheet: &Sheet, kind: &'static str, rows: Vec<Explained>) -> Section {
        let words = self.from.words;
        let said = |key: &str| words.get(&format!("quality.{kind}{key}")).to_owned();
        let others = kind == "differences";
        let columns = ["figure", "published", "other", "reason"];
        let columns = columns.into_iter().filter(|key| others || *key != "other");
        let row = |row: Explained| {
            let other = others.then(|| match row.other.is_empty() {
                true => sheet.words(words.get("quality.no_other")),
                false => sheet.words(row.other),
            });
            let cells = std::iter::once(row.published).chain(other);
            TableRow {
                head: vec![Inline::text(row.figure)],
                cells: cells.chain([sheet.words(row.reason)]).collect(),
            }
        };
        let table = Table {
            caption: said("_caption"),
            columns: columns
                .map(|key| Column {
                    text: words.get(&format!("quality.{key}")).to_owned(),
                    numeric: key == "published",
                })
                .collect(),
            rows: rows.into_iter().map(row).collect(),
            wide: true,
            ..Table::default()
        };
        let lines = vec![vec![Inline::text(said("_lead"))]];
        Section::new(
            kind,
            said(""),
            vec![Block::Prose { lines }, Block::Table { table }],
        )
    }

    /// Returns what is known of an accepted finding: the figure, the value that is published, what else was printed, and why.
    /// The value that was not used stands in the notes of the figure; where the figure is hidden nothing is said of it.
    fn told_of(&self, sheet: &Sheet, accepted: &Acceptance) -> Explained {
        let words = self.from.words;
        let key = self.names().parse_key(&accepted.key);
        let figure = key.and_then(|key| sheet.find(&key));
        let published = match (&key, &figure) {
            (Some(key), Some(_)) => sheet.cell_with_unit(key),
            _ => sheet.words(words.get("quality.several")),
        };
        let others: Vec<&str> = figure
            .iter()
            .filter(|figure| figure.number().is_some())
            .flat_map(|figure| &figure.notes)
            .map(|note| &**note)
            .filter(|note| *note != accepted.reason)
            .collect();
        Explained {
            unusual: UNUSUAL.iter().any(|rule| rule.code == accepted.code),
            figure: self.say_key(&accepted.key),
            published,
            other: others.join(" "),
            reason: accepted.reason.clone(),
        }
    }

    /// The same as rows of one file, in the order of candour.toml.
    pub(super) fn differences(&self, sheet: &Sheet) -> Texts {
        let row = |accepted: &Acceptance| {
            let of = self.told_of(sheet, accepted);
            let key = accepted.key.clone();
            vec![key, of.figure, of.published.text, of.other, of.reason]
        };
        Texts {
            table: &DIFFERENCES,
            rows: self.from.site.accepted.iter().map(row).collect(),
        }
    }

    /// Says a figure's key in words where it is one; else the key as it is.
    fn say_key(&self, text: &str) -> String {
        let names = self.names();
        match names.parse_key(text) {
            Some(key) => {
                let mut said = vec![names.service(key.service), names.period(key.period)];
                if key.contact != code::COMPLAINT {
                    said.push(names.of(List::Contact, key.contact));
                }
                if key.procedure != code::ALL {
                    said.push(names.of(List::Procedure, key.procedure));
                }
                if key.stage != code::ALL {
                    said.push(names.words.within(&names.stage(key.stage)));
                }
                // Some findings are about all figures of a place. Comments are said to be such; "complaints received" they are not.
                let contacts = key.contact != code::COMPLAINT && key.measure == code::RECEIVED;
                if key.measure != code::ALL && !contacts {
                    said.push(names.words.within(&names.measure(key.measure)));
                }
                if key.breakdowns[0].is_some() {
                    said.push(names.words.within(&names.categories(&key)));
                }
                said.join(", ")
            }
            None if text == findings::ONE_OUTCOME => {
                self.from.words.get("quality.one_outcome").to_owned()
            }
            None if text == findings::STEPS => self.from.words.get("quality.steps").to_owned(),
            None if text == findings::SHOWN_AFTER_ALL => {
                self.from.words.get("quality.shown_after_all").to_owned()
            }
            None => text.to_owned(),
        }
    }
}
