//! The dictionary: what the columns, measures and codes of the published tables mean.

use crate::period::Period;
use crate::publication::beside::{DECISIONS, DICTIONARY, LESSONS};
use crate::publication::compose::Composer;
use crate::publication::page::{
    Block, Cell, Column, Inline, Page, Section, Table, TableRow, Texts,
};
use crate::publication::tidy::TidyRow;
use crate::vocabulary::{BREAKDOWNS, Code, List, MEASURES, Unit, breakdown_list, code, measure};
use std::collections::BTreeSet;

mod used;
pub(in crate::publication) use used::Used;

/// What a column, a measure or a code of the published tables is called and means.
#[derive(Default)]
pub(super) struct Entry {
    pub code: String,
    pub name: String,
    pub meaning: String,
    /// Of measures: how they are worked out.
    pub formula: String,
    /// Of measures: what they are counted in.
    pub unit: String,
    /// Of measures: the first period told, and those from which on they cannot be compared with what was before.
    pub since: Option<Period>,
    pub breaks: BTreeSet<Period>,
    /// Of columns: what kind of cell, and which values it may have.
    pub kind: String,
    pub values: String,
}

impl Entry {
    /// The first period told, as files write it.
    pub fn since_id(&self) -> String {
        self.since.map(|since| since.id()).unwrap_or_default()
    }

    /// The periods of breaks, as files write them.
    pub fn breaks_ids(&self) -> String {
        let ids: Vec<String> = self.breaks.iter().map(Period::id).collect();
        ids.join("; ")
    }
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
        let parts = self.parts_of_dictionary(used);
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
            texts: Some(self.dictionary(used)),
            indexed: true,
            ..Page::default()
        }
    }

    /// The same as rows.
    pub(super) fn dictionary(&self, used: &Used) -> Texts {
        Texts {
            table: &DICTIONARY,
            rows: self
                .parts_of_dictionary(used)
                .iter()
                .flat_map(rows)
                .collect(),
        }
    }

    fn parts_of_dictionary(&self, used: &Used) -> Vec<Part> {
        let mut parts = vec![self.measures(used)];
        parts.extend(self.columns());
        parts.extend(self.breakdowns(used));
        parts.extend(self.code_lists(used));
        parts
    }

    /// The measures that the site's table holds, with what they mean; changes are explained once.
    fn measures(&self, used: &Used) -> Part {
        let words = self.from.words;
        let named = self.measures_named(used);
        let mut entries: Vec<Entry> = named.into_iter().map(|(_, entry)| entry).collect();
        if !self.changes(used).is_empty() {
            entries.push(Entry {
                code: "…_change, …_change_percent".into(),
                name: words.get("dictionary.change").to_owned(),
                unit: words.get("dictionary.change_unit").to_owned(),
                ..self.change()
            });
        }
        entries.extend(self.amounts(used));
        Part {
            list: "measures",
            heading: words.get("dictionary.measures").to_owned(),
            entries,
        }
    }

    /// The measures of the table that are no changes.
    pub(super) fn measures_named(&self, used: &Used) -> Vec<(Code, Entry)> {
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
                unit: match measure(code).and_then(|measure| measure.base) {
                    Some(code::RESPONDED) if unit == Unit::WorkingDays => {
                        words.get("dictionary.days").to_owned()
                    }
                    _ => names.unit(unit),
                },
                ..Entry::default()
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
                ..Entry::default()
            };
            (own.code, entry)
        });
        let used_ones = built_in.chain(own).filter_map(|(code, entry)| {
            let told = used.measures.get(&code)?;
            Some((code, self.told(entry, told)))
        });
        used_ones.collect()
    }

    /// The changes of measures that the table holds, each by its own code.
    pub(super) fn changes(&self, used: &Used) -> Vec<(Code, Entry)> {
        let names = self.names();
        let told = used.measures.iter();
        let changes = told.filter(|(measure, _)| names.is_change(**measure));
        let entry = |code: Code| Entry {
            code: names.codes.word(code).to_owned(),
            name: names.measure(code),
            unit: match names.is_change_percent(code) {
                true => names.unit(Unit::Percent),
                false => self.from.words.get("dictionary.as_figure").to_owned(),
            },
            ..self.change()
        };
        changes
            .map(|(code, told)| (*code, self.told(entry(*code), told)))
            .collect()
    }

    fn change(&self) -> Entry {
        let words = self.from.words;
        Entry {
            meaning: words.get("dictionary.change_definition").to_owned(),
            formula: words.get("dictionary.change_formula").to_owned(),
            ..Entry::default()
        }
    }

    /// Adds since when a measure is told, and where its series breaks.
    fn told(&self, entry: Entry, told: &used::Told) -> Entry {
        Entry {
            since: told.since,
            breaks: told.breaks.clone(),
            ..entry
        }
    }

    /// The pounds of single decisions, which are no measures of the catalogue.
    pub(super) fn amounts(&self, used: &Used) -> Vec<Entry> {
        let words = self.from.words;
        let entry = |(code, told): (&String, &used::Told)| {
            let says = |what: &str| words.get(&format!("amounts.{code}.{what}")).to_owned();
            let entry = Entry {
                code: code.clone(),
                name: says("name"),
                meaning: says("definition"),
                formula: says("formula"),
                unit: self.names().unit(Unit::Gbp),
                ..Entry::default()
            };
            self.told(entry, told)
        };
        used.amounts.iter().map(entry).collect()
    }

    /// The columns of the published table, and those of the decisions and lessons where the site has any.
    fn columns(&self) -> Vec<Part> {
        let words = self.from.words;
        let of = |list: &'static str, columns: &[&str], sections: &[[&str; 3]]| {
            let entry = |name: &&str| {
                let found = |which: usize| {
                    let keys = sections
                        .iter()
                        .map(|names| format!("{}.{name}", names[which]));
                    keys.into_iter().find_map(|key| words.find(&key))
                };
                let kind = found(1).unwrap_or("text");
                Entry {
                    code: (*name).to_owned(),
                    meaning: found(0).unwrap_or_default().to_owned(),
                    kind: words.get(&format!("column_kind.{kind}")).to_owned(),
                    values: found(2).unwrap_or_default().to_owned(),
                    ..Entry::default()
                }
            };
            Part {
                list,
                heading: words.get(&format!("dictionary.{list}")).to_owned(),
                entries: columns.iter().map(entry).collect(),
            }
        };
        let figures = ["columns", "columns_kinds", "columns_values"];
        let lists = ["file_columns", "file_columns_kinds", "file_columns_values"];
        let mut parts = vec![of("columns", &TidyRow::COLUMNS, &[figures])];
        let others = [lists, figures];
        if !self.from.decisions.is_empty() {
            parts.push(of("decision_columns", DECISIONS.columns, &others));
        }
        if !self.from.lessons.is_empty() {
            parts.push(of("lesson_columns", LESSONS.columns, &others));
        }
        parts
    }

    /// What the table's figures are broken down by.
    fn breakdowns(&self, used: &Used) -> Option<Part> {
        let (words, names) = (self.from.words, self.names());
        let entry = |code: &Code| Entry {
            code: names.codes.word(*code).to_owned(),
            name: words.beginning(&names.breakdown(*code)),
            meaning: match breakdown_list(*code) {
                Some(list) => words
                    .get(&format!("code_lists.{}", list.section()))
                    .to_owned(),
                None => String::new(),
            },
            ..Entry::default()
        };
        let mut entries: Vec<Entry> = used.breakdowns.iter().map(entry).collect();
        if !used.amounts.is_empty() {
            entries.push(Entry {
                code: "requirement".into(),
                name: words.get("dictionary.requirement").to_owned(),
                meaning: words.get("dictionary.requirement_meaning").to_owned(),
                ..Entry::default()
            });
        }
        (!entries.is_empty()).then(|| Part {
            list: "breakdowns",
            heading: words.get("dictionary.breakdowns").to_owned(),
            entries,
        })
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
            "measures" => return self.measures_part(part),
            "columns" | "decision_columns" | "lesson_columns" => (
                part.list.replace('_', "-"),
                words.fill("dictionary.columns_caption", &[("file", &part.heading)]),
                &[
                    "dictionary.column",
                    "data.meaning",
                    "dictionary.kind",
                    "dictionary.values",
                ],
                |_, entry| table_row(&entry.code, &[&entry.meaning, &entry.kind, &entry.values]),
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

    /// The measures; their breaks where there are any.
    fn measures_part(&self, part: &Part) -> Section {
        let words = self.from.words;
        let broken = part.entries.iter().any(|entry| !entry.breaks.is_empty());
        let mut columns = vec![
            "dictionary.name",
            "dictionary.code",
            "data.meaning",
            "dictionary.formula",
            "dictionary.unit",
            "dictionary.since",
        ];
        columns.extend(broken.then_some("dictionary.breaks"));
        let named = |period: &Period| words.period(*period);
        let row = |entry: &Entry| {
            let since = entry.since.as_ref().map(named).unwrap_or_default();
            let breaks: Vec<String> = entry.breaks.iter().map(named).collect();
            let breaks = breaks.join(", ");
            let mut cells = vec![&entry.code, &entry.meaning, &entry.formula, &entry.unit];
            cells.push(&since);
            cells.extend(broken.then_some(&breaks));
            table_row(&entry.name, &cells)
        };
        let columns = columns.iter().map(|key| Column::words(words.get(key)));
        let table = Table::new(
            words.get("dictionary.measures_caption").to_owned(),
            columns.collect(),
            part.entries.iter().map(row).collect(),
        );
        Section::new(
            part.list,
            part.heading.clone(),
            vec![Block::Table { table }],
        )
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
            entry.kind.clone(),
            entry.values.clone(),
            entry.since_id(),
            entry.breaks_ids(),
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
