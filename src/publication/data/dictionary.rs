//! The dictionary: what the columns, measures and codes of the published tables mean.

use crate::publication::compose::Composer;
use crate::publication::page::{Block, Cell, Column, Inline, Page, Section, Table, TableRow};
use crate::publication::tidy::TidyRow;
use crate::vocabulary::{BREAKDOWNS, Code, Codes, List, MEASURES, breakdown_list};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The codes that the whole table holds, for the dictionary.
#[derive(Debug, Default)]
pub struct Used {
    measures: BTreeSet<Code>,
    words: BTreeSet<Code>,
}

impl Used {
    /// Collects the codes of all rows.
    pub fn of(rows: &[Arc<TidyRow>], codes: &Codes) -> Self {
        rows.par_chunks(4096)
            .map(|rows| Self::of_some(rows, codes))
            .reduce(Self::default, |mut all, some| {
                all.measures.extend(some.measures);
                all.words.extend(some.words);
                all
            })
    }

    fn of_some(rows: &[Arc<TidyRow>], codes: &Codes) -> Self {
        // A mark for each code there is, because rows name the same few again and again.
        let none = vec![false; codes.words().len()];
        let (mut measures, mut words) = (none.clone(), none);
        let mark = |marks: &mut Vec<bool>, code: Code| {
            if let Some(mark) = marks.get_mut(usize::from(code.0)) {
                *mark = true;
            }
        };
        for row in rows {
            let Some(key) = row.key() else {
                let cells = ["contact", "procedure", "stage"].map(|column| row.cell(column));
                let named = cells.into_iter().chain(row.cell("category").split('+'));
                named
                    .filter_map(|word| codes.get(word))
                    .for_each(|code| mark(&mut words, code));
                continue;
            };
            mark(&mut measures, key.measure);
            let categories = key.breakdowns.iter().flatten().map(|pair| pair.1);
            let named = [key.contact, key.procedure, key.stage];
            let named = named.into_iter().chain(categories);
            named.for_each(|code| mark(&mut words, code));
        }
        let marked = |marks: Vec<bool>| {
            let marks = marks.into_iter().zip(0..);
            marks
                .filter(|(mark, _)| *mark)
                .map(|(_, code)| Code(code))
                .collect()
        };
        Used {
            measures: marked(measures),
            words: marked(words),
        }
    }
}

impl Composer<'_> {
    /// Returns the page that explains the tables.
    pub(super) fn dictionary_page(&self, used: &Used) -> Page {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let column = |key: &str| Column {
            text: words.get(key).to_owned(),
            numeric: false,
        };
        let cell = |text: String| Cell {
            text,
            words: true,
            ..Cell::default()
        };
        let columns = TidyRow::COLUMNS
            .iter()
            .map(|name| TableRow {
                head: vec![Inline::text(*name)],
                cells: [cell(words.get(&format!("columns.{name}")).to_owned())].into(),
            })
            .collect();
        let columns = Table {
            caption: words.get("dictionary.columns_caption").to_owned(),
            columns: vec![column("dictionary.column"), column("data.meaning")],
            rows: columns,
            ..Table::default()
        };
        let section = |id: &str, key: &str, table| Section {
            id: id.into(),
            heading: words.get(key).to_owned(),
            blocks: vec![Block::Table { table }],
            ..Section::default()
        };
        let mut sections = vec![
            section("measures", "dictionary.measures", self.measures_table(used)),
            section("columns", "dictionary.columns", columns),
        ];
        sections.extend(self.code_lists(used));
        Page {
            path: "data/dictionary/".into(),
            template: "dictionary",
            title: words.fill("dictionary.title", &[("council", council)]),
            heading: words.get("dictionary.heading").to_owned(),
            description: words.fill("dictionary.description", &[("council", council)]),
            nav: "data/".into(),
            crumbs: self.last(self.crumbs(&[
                ("data/", words.get("nav.data")),
                ("data/dictionary/", words.get("dictionary.heading")),
            ])),
            lead: vec![Inline::text(words.get("dictionary.lead"))],
            sections,
            indexed: true,
            ..Page::default()
        }
    }

    /// The measures that the site's table holds, with what they mean; changes are explained once.
    fn measures_table(&self, used: &Used) -> Table {
        let words = self.from.words;
        let names = self.names();
        let cell = |text: String| Cell {
            text,
            words: true,
            ..Cell::default()
        };
        let mut table_rows = Vec::new();
        for measure in MEASURES
            .iter()
            .filter(|measure| used.measures.contains(&measure.code))
        {
            let word = names.codes.word(measure.code);
            table_rows.push(TableRow {
                head: vec![Inline::text(names.measure(measure.code))],
                cells: [
                    cell(word.to_owned()),
                    cell(words.get(&format!("measures.{word}.definition")).to_owned()),
                    cell(words.get(&format!("measures.{word}.formula")).to_owned()),
                    cell(names.unit(measure.unit)),
                ]
                .into(),
            });
        }
        for own in self
            .from
            .site
            .measures
            .own
            .iter()
            .filter(|own| used.measures.contains(&own.code))
        {
            table_rows.push(TableRow {
                head: vec![Inline::text(own.name.clone())],
                cells: [
                    cell(names.codes.word(own.code).to_owned()),
                    cell(own.definition.clone()),
                    cell(words.get("dictionary.supplied").to_owned()),
                    cell(names.unit(own.unit)),
                ]
                .into(),
            });
        }
        let is_change = |measure: &Code| names.is_change(*measure);
        if used.measures.iter().any(is_change) {
            table_rows.push(TableRow {
                head: vec![Inline::text(words.get("dictionary.change"))],
                cells: [
                    cell("…_change, …_change_percent".into()),
                    cell(words.get("dictionary.change_definition").to_owned()),
                    cell(words.get("dictionary.change_formula").to_owned()),
                    cell(words.get("dictionary.change_unit").to_owned()),
                ]
                .into(),
            });
        }
        let column = |key: &str| Column {
            text: words.get(key).to_owned(),
            numeric: false,
        };
        Table {
            caption: words.get("dictionary.measures_caption").to_owned(),
            columns: vec![
                column("dictionary.name"),
                column("dictionary.code"),
                column("data.meaning"),
                column("dictionary.formula"),
                column("dictionary.unit"),
            ],
            rows: table_rows,
            wide: true,
            ..Table::default()
        }
    }

    /// The codes that the table uses, list by list.
    fn code_lists(&self, used: &Used) -> Vec<Section> {
        let words = self.from.words;
        let names = self.names();
        let lists: BTreeSet<List> = [List::Contact, List::Procedure, List::Stage]
            .into_iter()
            .chain(BREAKDOWNS.iter().filter_map(|name| breakdown_list(*name)))
            .collect();
        let mut sections = Vec::new();
        for list in lists {
            let rows: Vec<TableRow> = self
                .from
                .site
                .list(list)
                .entries
                .iter()
                .filter(|entry| used.words.contains(&entry.code))
                .map(|entry| TableRow {
                    head: vec![Inline::text(names.codes.word(entry.code))],
                    cells: [Cell {
                        text: self.explained(list, entry.code),
                        words: true,
                        ..Cell::default()
                    }]
                    .into(),
                })
                .collect();
            if rows.is_empty() {
                continue;
            }
            let title = words
                .get(&format!("code_lists.{}", list.section()))
                .to_owned();
            let column = |key: &str| Column {
                text: words.get(key).to_owned(),
                numeric: false,
            };
            let table = Table {
                caption: words.fill("dictionary.list_caption", &[("list", &title)]),
                columns: vec![column("dictionary.code"), column("dictionary.name")],
                rows,
                ..Table::default()
            };
            sections.push(Section {
                id: format!("list-{}", list.section().replace('_', "-")),
                heading: title,
                blocks: vec![Block::Table { table }],
                ..Section::default()
            });
        }
        sections
    }

    /// Returns a code's name, with what it means where the language file says so.
    fn explained(&self, list: List, code: Code) -> String {
        let (words, names) = (self.from.words, self.names());
        let name = names.of(list, code);
        let meaning = meanings(list)
            .and_then(|section| words.find(&format!("{section}.{}", names.codes.word(code))));
        match meaning {
            Some(meaning) => words.fill(
                "dictionary.name_meaning",
                &[("name", &name), ("meaning", meaning)],
            ),
            None => name,
        }
    }
}

/// Returns the section of the language file that says what the codes of a list mean.
fn meanings(list: List) -> Option<&'static str> {
    Some(match list {
        List::Contact => "contact_meanings",
        List::Procedure => "procedure_meanings",
        List::Outcome => "outcome_meanings",
        List::Decision => "decision_meanings",
        List::Finding => "finding_meanings",
        List::Timeliness => "timeliness_meanings",
        _ => return None,
    })
}
