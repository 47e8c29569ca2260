//! The dictionary: what the columns, measures and codes of the published tables mean.

use crate::publication::beside::DICTIONARY;
use crate::publication::compose::Composer;
use crate::publication::page::{
    Block, Cell, Column, Inline, Page, Section, Table, TableRow, Texts,
};
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

/// What a column, a measure or a code of the published tables is called and means.
#[derive(Default)]
struct Entry {
    code: String,
    name: String,
    meaning: String,
    formula: String,
    unit: String,
}

/// Entries of one kind, with the name of their kind and its words.
struct Part {
    /// `measures`, `columns`, `outcomes`.
    list: &'static str,
    heading: String,
    entries: Vec<Entry>,
}

impl Composer<'_> {
    /// Returns the page that explains the tables.
    pub(super) fn dictionary_page(&self, used: &Used) -> Page {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let mut parts = vec![self.measures(used), self.columns()];
        parts.extend(self.code_lists(used));
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
            sections: parts.iter().map(|part| self.part(part)).collect(),
            texts: Some(Texts {
                table: &DICTIONARY,
                rows: parts.iter().flat_map(rows).collect(),
            }),
            indexed: true,
            ..Page::default()
        }
    }

    /// The measures that the site's table holds, with what they mean; changes are explained once.
    fn measures(&self, used: &Used) -> Part {
        let words = self.from.words;
        let names = self.names();
        let built_in = MEASURES.iter().map(|measure| (measure.code, measure.unit));
        let built_in = built_in.map(|(code, unit)| {
            let word = names.codes.word(code);
            let says = |what: &str| words.get(&format!("measures.{word}.{what}")).to_owned();
            let entry = Entry {
                code: word.to_owned(),
                name: names.measure(code),
                meaning: says("definition"),
                formula: says("formula"),
                unit: names.unit(unit),
            };
            (code, entry)
        });
        let own = self.from.site.measures.own.iter().map(|own| {
            let entry = Entry {
                code: names.codes.word(own.code).to_owned(),
                name: own.name.clone(),
                meaning: own.definition.clone(),
                formula: words.get("dictionary.supplied").to_owned(),
                unit: names.unit(own.unit),
            };
            (own.code, entry)
        });
        let mut entries: Vec<Entry> = built_in
            .chain(own)
            .filter(|(code, _)| used.measures.contains(code))
            .map(|(_, entry)| entry)
            .collect();
        let is_change = |measure: &Code| names.is_change(*measure);
        if used.measures.iter().any(is_change) {
            entries.push(Entry {
                code: "…_change, …_change_percent".into(),
                name: words.get("dictionary.change").to_owned(),
                meaning: words.get("dictionary.change_definition").to_owned(),
                formula: words.get("dictionary.change_formula").to_owned(),
                unit: words.get("dictionary.change_unit").to_owned(),
            });
        }
        Part {
            list: "measures",
            heading: words.get("dictionary.measures").to_owned(),
            entries,
        }
    }

    fn columns(&self) -> Part {
        let words = self.from.words;
        let entry = |name: &&str| Entry {
            code: (*name).to_owned(),
            meaning: words.get(&format!("columns.{name}")).to_owned(),
            ..Entry::default()
        };
        Part {
            list: "columns",
            heading: words.get("dictionary.columns").to_owned(),
            entries: TidyRow::COLUMNS.iter().map(entry).collect(),
        }
    }

    /// The codes that the table uses, list by list.
    fn code_lists(&self, used: &Used) -> Vec<Part> {
        let lists: BTreeSet<List> = [List::Contact, List::Procedure, List::Stage]
            .into_iter()
            .chain(BREAKDOWNS.iter().filter_map(|name| breakdown_list(*name)))
            .collect();
        let part = |list: List| {
            let codes = self.from.site.list(list).entries.iter();
            let codes = codes.filter(|entry| used.words.contains(&entry.code));
            let title = format!("code_lists.{}", list.section());
            Part {
                list: list.section(),
                heading: self.from.words.get(&title).to_owned(),
                entries: codes.map(|entry| self.of_code(list, entry.code)).collect(),
            }
        };
        let parts = lists.into_iter().map(part);
        parts.filter(|part| !part.entries.is_empty()).collect()
    }

    /// A code with its name, and what it means where the language file says so.
    fn of_code(&self, list: List, code: Code) -> Entry {
        let (words, names) = (self.from.words, self.names());
        let word = names.codes.word(code);
        let meaning = meanings(list).and_then(|section| words.find(&format!("{section}.{word}")));
        Entry {
            code: word.to_owned(),
            name: names.of(list, code),
            meaning: meaning.unwrap_or_default().to_owned(),
            ..Entry::default()
        }
    }

    /// Entries as a section of the page.
    fn part(&self, part: &Part) -> Section {
        let words = self.from.words;
        type Printed<'a> = fn(&Composer<'a>, &Entry) -> TableRow;
        let (id, caption, columns, row): (_, _, &[&str], Printed) = match part.list {
            "measures" => (
                part.list.to_owned(),
                words.get("dictionary.measures_caption").to_owned(),
                &[
                    "dictionary.name",
                    "dictionary.code",
                    "data.meaning",
                    "dictionary.formula",
                    "dictionary.unit",
                ],
                |_, entry| {
                    let cells = [&entry.code, &entry.meaning, &entry.formula, &entry.unit];
                    table_row(&entry.name, &cells)
                },
            ),
            "columns" => (
                part.list.to_owned(),
                words.get("dictionary.columns_caption").to_owned(),
                &["dictionary.column", "data.meaning"],
                |_, entry| table_row(&entry.code, &[&entry.meaning]),
            ),
            list => (
                format!("list-{}", list.replace('_', "-")),
                words.fill("dictionary.list_caption", &[("list", &part.heading)]),
                &["dictionary.code", "dictionary.name"],
                |composer, entry| table_row(&entry.code, &[&composer.explained(entry)]),
            ),
        };
        let columns = columns.iter().map(|key| Column::words(words.get(key)));
        let rows = part.entries.iter().map(|entry| row(self, entry));
        let table = Table::new(caption, columns.collect(), rows.collect());
        Section::new(id, part.heading.clone(), vec![Block::Table { table }])
    }

    /// Returns a code's name, with what it means.
    fn explained(&self, entry: &Entry) -> String {
        if entry.meaning.is_empty() {
            return entry.name.clone();
        }
        let args = [("name", &*entry.name), ("meaning", &*entry.meaning)];
        self.from.words.fill("dictionary.name_meaning", &args)
    }
}

fn table_row(head: &str, cells: &[&String]) -> TableRow {
    let cell = |text: &&String| Cell {
        text: (*text).clone(),
        words: true,
        ..Cell::default()
    };
    TableRow {
        head: vec![Inline::text(head)],
        cells: cells.iter().map(cell).collect(),
    }
}

/// Entries as rows of the file.
fn rows(part: &Part) -> impl Iterator<Item = Vec<String>> + '_ {
    part.entries.iter().map(|entry| {
        vec![
            part.list.to_owned(),
            entry.code.clone(),
            entry.name.clone(),
            entry.meaning.clone(),
            entry.formula.clone(),
            entry.unit.clone(),
        ]
    })
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
