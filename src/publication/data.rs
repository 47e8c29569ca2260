//! The data page, the dictionary, and the files behind them.

use super::compose::Composer;
use super::page::{Block, Cell, Column, Download, Inline, Link, Page, Section, Table, TableRow};
use super::tidy::TidyRow;
use crate::dataset::Requirement;
use crate::vocabulary::{BREAKDOWNS, Code, Codes, List, MEASURES, breakdown_list};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A file of rows that the site offers: written as CSV and as JSON.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Its name without an ending: `complaints`.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: DataRows,
}

/// The rows of a file.
#[derive(Debug, Clone)]
pub enum DataRows {
    /// Figures, in the columns of the published table.
    Figures(Vec<Arc<TidyRow>>),
    /// Cells of text.
    Texts(Vec<Vec<String>>),
}

impl DataRows {
    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        match self {
            DataRows::Figures(rows) => rows.len(),
            DataRows::Texts(rows) => rows.len(),
        }
    }

    /// Returns whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

const DECISION_COLUMNS: [&str; 18] = [
    "id",
    "reference",
    "ombudsman",
    "service",
    "period",
    "decided_on",
    "subject",
    "decision",
    "decision_reason",
    "findings",
    "summary",
    "requirements",
    "amounts",
    "total_amount",
    "due",
    "done",
    "lessons",
    "link",
];
const LESSON_COLUMNS: [&str; 10] = [
    "id", "period", "service", "theme", "you_said", "we_found", "we_did", "status", "due", "link",
];

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
    /// Returns the files of whole tables: complaints, decisions, lessons.
    pub(super) fn data_files(&self, rows: Vec<Arc<TidyRow>>) -> Vec<DataFile> {
        let mut files = vec![DataFile {
            name: "complaints",
            columns: TidyRow::COLUMNS.to_vec(),
            rows: DataRows::Figures(rows),
        }];
        if !self.from.decisions.is_empty() {
            files.push(DataFile {
                name: "decisions",
                columns: DECISION_COLUMNS.to_vec(),
                rows: DataRows::Texts(self.decision_rows()),
            });
        }
        if !self.from.lessons.is_empty() {
            files.push(DataFile {
                name: "lessons",
                columns: LESSON_COLUMNS.to_vec(),
                rows: DataRows::Texts(self.lesson_rows()),
            });
        }
        files
    }

    fn decision_rows(&self) -> Vec<Vec<String>> {
        let codes = self.names().codes;
        let joined = |parts: Vec<String>| {
            if parts.iter().all(String::is_empty) {
                String::new()
            } else {
                parts.join("; ")
            }
        };
        self.from
            .decisions
            .iter()
            .map(|decision| {
                let of_each = |part: fn(&Requirement) -> String| {
                    decision.requirements.iter().map(part).collect()
                };
                vec![
                    decision.id.clone(),
                    decision.reference.clone(),
                    codes.word(decision.ombudsman).to_owned(),
                    codes.word(decision.service).to_owned(),
                    decision.period.id(),
                    decision
                        .decided_on
                        .map(|day| day.to_string())
                        .unwrap_or_default(),
                    decision.subject.clone(),
                    codes.word(decision.decision).to_owned(),
                    decision
                        .reason
                        .map(|reason| codes.word(reason).to_owned())
                        .unwrap_or_default(),
                    joined(
                        decision
                            .findings
                            .iter()
                            .map(|finding| codes.word(*finding).to_owned())
                            .collect(),
                    ),
                    decision.summary.clone(),
                    joined(
                        decision
                            .requirements
                            .iter()
                            .map(|requirement| requirement.text.clone())
                            .collect(),
                    ),
                    joined(
                        decision
                            .requirements
                            .iter()
                            .map(|requirement| {
                                requirement
                                    .amount
                                    .map(|amount| amount.to_string())
                                    .unwrap_or_default()
                            })
                            .collect(),
                    ),
                    decision
                        .total_amount
                        .map(|amount| amount.to_string())
                        .unwrap_or_default(),
                    joined(of_each(|requirement| requirement.due.clone())),
                    joined(of_each(|requirement| requirement.done.clone())),
                    joined(decision.lessons.clone()),
                    decision.link.clone(),
                ]
            })
            .collect()
    }

    fn lesson_rows(&self) -> Vec<Vec<String>> {
        let codes = self.names().codes;
        self.from
            .lessons
            .iter()
            .map(|lesson| {
                vec![
                    lesson.id.clone(),
                    lesson.period.id(),
                    codes.word(lesson.service).to_owned(),
                    codes.word(lesson.theme).to_owned(),
                    lesson.you_said.clone(),
                    lesson.we_found.clone(),
                    lesson.we_did.clone(),
                    lesson.status.clone(),
                    lesson.due.map(|day| day.to_string()).unwrap_or_default(),
                    lesson.link.clone(),
                ]
            })
            .collect()
    }

    /// Returns the data page and the dictionary.
    pub(super) fn data_pages(&self, used: &Used, files: &[DataFile]) -> Vec<Page> {
        vec![self.data_page(files), self.dictionary_page(used)]
    }

    fn data_page(&self, whole: &[DataFile]) -> Page {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let mut files = Vec::new();
        for file in whole {
            let text = words.count(&format!("data.{}", file.name), file.rows.len() as i64, &[]);
            for (ending, format) in [("csv", "CSV"), ("json", "JSON")] {
                files.push(Download {
                    file: format!("data/latest/{}.{ending}", file.name),
                    text: text.clone(),
                    format,
                    size: String::new(),
                });
            }
        }
        let date = self.released();
        let cite = words.fill(
            "data.cite",
            &[("council", council), ("date", &words.date(date))],
        );
        let prose = |lines: Vec<String>| Block::Prose {
            lines: lines
                .into_iter()
                .map(|line| vec![Inline::text(line)])
                .collect(),
        };
        let link = |path: String, text: String| Link {
            path,
            text,
            ..Link::default()
        };
        let others = vec![
            link(
                format!("data/{date}/complaints.csv"),
                words.fill("data.dated", &[("date", &words.date(date))]),
            ),
            link(
                "data/checksums.txt".into(),
                words.get("data.checksums").to_owned(),
            ),
        ];
        let section = |id: &str, key: &str, blocks| Section {
            id: id.into(),
            heading: words.get(key).to_owned(),
            blocks,
            ..Section::default()
        };
        Page {
            path: "data/".into(),
            template: "data",
            title: words.fill("data.title", &[("council", council)]),
            heading: words.get("data.heading").to_owned(),
            description: words.fill("data.description", &[("council", council)]),
            nav: "data/".into(),
            crumbs: self.last(self.crumbs(&[("data/", words.get("nav.data"))])),
            lead: vec![Inline::text(words.get("data.lead"))],
            sections: vec![
                section(
                    "files",
                    "data.files",
                    vec![Block::Downloads { files }, Block::Links { links: others }],
                ),
                section(
                    "which",
                    "data.which",
                    vec![prose(vec![
                        words.get("data.which_csv").into(),
                        words.get("data.which_json").into(),
                        words.get("data.which_page").into(),
                    ])],
                ),
                section("cite", "data.how_to_cite", vec![prose(vec![cite])]),
                section(
                    "symbols",
                    "data.symbols",
                    vec![Block::Table {
                        table: self.symbols(),
                    }],
                ),
                section(
                    "dictionary",
                    "data.dictionary",
                    vec![Block::Links {
                        links: vec![Link {
                            path: "data/dictionary/".into(),
                            text: words.get("data.to_dictionary").to_owned(),
                            ..Link::default()
                        }],
                    }],
                ),
            ],
            indexed: true,
            ..Page::default()
        }
    }

    fn symbols(&self) -> Table {
        let words = self.from.words;
        let column = |key: &str| Column {
            text: words.get(key).to_owned(),
            numeric: false,
        };
        let cell = |text: String| Cell {
            text,
            words: true,
            ..Cell::default()
        };
        let rows = ["c", "x", "z", "low", "p", "r", "b"]
            .iter()
            .map(|letter| TableRow {
                head: vec![Inline::text(format!("[{letter}]"))],
                cells: [
                    cell(words.get(&format!("symbols.{letter}")).to_owned()),
                    cell((*letter).to_owned()),
                    cell(words.get(&format!("symbol_meanings.{letter}")).to_owned()),
                ]
                .into(),
            })
            .collect();
        Table {
            caption: words.get("data.symbols_caption").to_owned(),
            columns: vec![
                column("data.symbol"),
                column("data.read_out"),
                column("data.status"),
                column("data.meaning"),
            ],
            rows,
            wide: true,
            ..Table::default()
        }
    }

    fn dictionary_page(&self, used: &Used) -> Page {
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
