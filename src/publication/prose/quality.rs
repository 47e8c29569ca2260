//! Known contradictions in what was supplied, and why.

use crate::config::Acceptance;
use crate::disclosure::findings;
use crate::publication::beside::DIFFERENCES;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Cell, Column, Inline, Section, Table, TableRow, Texts};
use crate::publication::sheet::Sheet;
use crate::vocabulary::{List, code};

impl Composer<'_> {
    /// Known contradictions in what was supplied, each with both values and its reason.
    pub(super) fn quality(&self, sheet: &Sheet) -> Vec<Section> {
        let words = self.from.words;
        let site = self.from.site;
        let mut sections = vec![self.section(
            "checks",
            "quality.checks",
            vec![
                words.get("quality.checked").to_owned(),
                words.get("quality.stops").to_owned(),
            ],
        )];
        if site.accepted.is_empty() {
            sections.push(self.section(
                "differences",
                "quality.differences",
                vec![words.get("quality.no_differences").to_owned()],
            ));
            return sections;
        }
        let column = |key: &str| Column {
            text: words.get(&format!("quality.{key}")).to_owned(),
            numeric: key == "published",
        };
        let columns = ["figure", "published", "other", "reason"];
        let table = Table {
            caption: words.get("quality.differences_caption").to_owned(),
            columns: columns.map(column).into(),
            rows: site
                .accepted
                .iter()
                .map(|accepted| self.difference(sheet, accepted))
                .collect(),
            wide: true,
            ..Table::default()
        };
        let lines = vec![vec![Inline::text(words.get("quality.differences_lead"))]];
        sections.push(Section::new(
            "differences",
            words.get("quality.differences"),
            vec![Block::Prose { lines }, Block::Table { table }],
        ));
        sections
    }

    /// Returns the row of a contradiction: the figure, the value that is published, what else was printed, and why. The
    /// value that was not used stands in the notes of the figure; where the figure is hidden nothing is said of it.
    fn difference(&self, sheet: &Sheet, accepted: &Acceptance) -> TableRow {
        TableRow {
            head: vec![Inline::text(self.say_key(&accepted.key))],
            cells: self.compared(sheet, accepted).into(),
        }
    }

    fn compared(&self, sheet: &Sheet, accepted: &Acceptance) -> [Cell; 3] {
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
        let other = match others.join(" ") {
            none if none.is_empty() => words.get("quality.no_other").to_owned(),
            others => others,
        };
        [
            published,
            sheet.words(other),
            sheet.words(accepted.reason.clone()),
        ]
    }

    /// The same contradictions as rows.
    pub(super) fn differences(&self, sheet: &Sheet) -> Texts {
        let row = |accepted: &Acceptance| {
            let [published, other, reason] = self.compared(sheet, accepted);
            let figure = self.say_key(&accepted.key);
            vec![
                accepted.key.clone(),
                figure,
                published.text,
                other.text,
                reason.text,
            ]
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
                // Some findings are about all figures of a place.
                if key.measure != code::ALL {
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
