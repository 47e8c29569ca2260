//! The data page and the files behind it.

use super::beside::{DECISIONS, FILES, LESSONS};
use super::compose::Composer;
use super::page::{
    Block, Cell, Column, Download, Inline, Link, Page, Section, Table, TableRow, Texts,
};
use super::symbols::meaning;
use super::tidy::TidyRow;
use crate::dataset::{Lesson, OmbudsmanDecision, Requirement};
use crate::vocabulary::code;
use std::sync::Arc;

mod dictionary;
pub(super) use dictionary::Used;

/// A file of rows that the site offers: written as CSV and as JSON.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Its name without an ending: `complaints`.
    pub name: &'static str,
    /// Its rows.
    pub rows: DataRows,
}

/// The rows of a file.
#[derive(Debug, Clone)]
pub enum DataRows {
    /// Figures, in the columns of the published table.
    Figures(Vec<Arc<TidyRow>>),
    /// Words.
    Words(Texts),
}

impl DataRows {
    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        match self {
            DataRows::Figures(rows) => rows.len(),
            DataRows::Words(texts) => texts.rows.len(),
        }
    }

    /// Returns whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Composer<'_> {
    /// Returns the files of whole tables: complaints, decisions, lessons.
    pub(super) fn data_files(&self, rows: Vec<Arc<TidyRow>>) -> Vec<DataFile> {
        let mut files = vec![DataFile {
            name: "complaints",
            rows: DataRows::Figures(rows),
        }];
        if !self.from.decisions.is_empty() {
            files.push(DataFile {
                name: "decisions",
                rows: DataRows::Words(self.decision_texts(self.from.decisions)),
            });
        }
        if !self.from.lessons.is_empty() {
            files.push(DataFile {
                name: "lessons",
                rows: DataRows::Words(self.lesson_texts(self.from.lessons)),
            });
        }
        files
    }

    /// Returns decisions as they stand in the whole table of them.
    pub(super) fn decision_texts<'d>(
        &self,
        decisions: impl IntoIterator<Item = &'d OmbudsmanDecision>,
    ) -> Texts {
        let codes = self.names().codes;
        let joined = |parts: Vec<String>| {
            if parts.iter().all(String::is_empty) {
                String::new()
            } else {
                parts.join("; ")
            }
        };
        let rows = decisions
            .into_iter()
            .map(|decision| {
                let of_each = |part: fn(&Requirement) -> String| {
                    decision.requirements.iter().map(part).collect()
                };
                vec![
                    decision.id.clone(),
                    decision.reference.clone(),
                    codes.word(decision.ombudsman).to_owned(),
                    codes.word(decision.service).to_owned(),
                    match decision.stage {
                        code::ALL => String::new(),
                        stage => codes.word(stage).to_owned(),
                    },
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
            .collect();
        Texts {
            table: &DECISIONS,
            rows,
        }
    }

    /// Returns lessons as they stand in the whole table of them.
    pub(super) fn lesson_texts<'l>(&self, lessons: impl IntoIterator<Item = &'l Lesson>) -> Texts {
        let codes = self.names().codes;
        let row = |lesson: &Lesson| {
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
        };
        Texts {
            table: &LESSONS,
            rows: lessons.into_iter().map(row).collect(),
        }
    }

    /// Returns the data page and the dictionary.
    pub(super) fn data_pages(&self, used: &Used, files: &[DataFile]) -> Vec<Page> {
        vec![self.data_page(files), self.dictionary_page(used)]
    }

    fn data_page(&self, whole: &[DataFile]) -> Page {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let updated = words.date(self.released());
        let mut files = Vec::new();
        let mut rows = Vec::new();
        for file in whole {
            let count = file.rows.len();
            let text = words.count(&format!("data.{}", file.name), count as i64, &[]);
            for (ending, format) in [("csv", "CSV"), ("json", "JSON")] {
                let path = format!("data/latest/{}.{ending}", file.name);
                rows.push(vec![
                    path.clone(),
                    text.clone(),
                    format.to_owned(),
                    count.to_string(),
                    self.released().to_string(),
                    String::new(),
                    String::new(),
                ]);
                files.push(Download {
                    file: path,
                    text: text.clone(),
                    format,
                    updated: updated.clone(),
                    ..Download::default()
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
                        words.get("data.which_own").into(),
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
            texts: Some(Texts {
                table: &FILES,
                rows,
            }),
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
        let rounded = self.from.release.rounded.is_some();
        let rows = ["c", "x", "z", "low", "p", "r", "b"]
            .iter()
            .map(|letter| TableRow {
                head: vec![Inline::text(format!("[{letter}]"))],
                cells: [
                    cell(words.get(&format!("symbols.{letter}")).to_owned()),
                    cell((*letter).to_owned()),
                    cell(words.get(&meaning(letter, rounded)).to_owned()),
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
}
