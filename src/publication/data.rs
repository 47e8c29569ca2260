//! The data page and the files behind it.

use super::beside::FILES;
use super::compose::Composer;
use super::page::{
    Block, Cell, Column, Download, Inline, Link, Page, Section, Table, TableRow, Texts,
};
use super::symbols::meaning;
use super::tidy::TidyRow;
use std::sync::Arc;

mod dictionary;
mod lists;
mod texts;
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
    /// Returns the files of whole tables: the figures, the decisions and lessons, and what they name.
    pub(super) fn data_files(&self, rows: Vec<Arc<TidyRow>>, used: &Used) -> Vec<DataFile> {
        let lists = [
            ("decisions", self.decision_texts(self.from.decisions)),
            ("lessons", self.lesson_texts(self.from.lessons)),
            ("services", self.service_list(used)),
            ("measures", self.measure_list(used)),
            ("periods", self.period_list(used)),
            ("dictionary", self.dictionary(used)),
        ];
        let lists = lists.into_iter().filter(|(_, list)| !list.rows.is_empty());
        let lists = lists.map(|(name, list)| DataFile {
            name,
            rows: DataRows::Words(list),
        });
        let figures = DataFile {
            name: "complaints",
            rows: DataRows::Figures(rows),
        };
        std::iter::once(figures).chain(lists).collect()
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
                    "data.about_dictionary",
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
