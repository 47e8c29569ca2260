//! A table of text cells with their positions, read row by row.

use crate::diagnostic::{Location, Report};
use std::sync::Arc;

/// What a table under `data/` holds; its folder says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `data/cases/`: one row per case per stage.
    Cases,
    /// `data/aggregates/`: ready figures, wide or long.
    Aggregates,
    /// `data/decisions/`: ombudsmen's decisions.
    Decisions,
    /// `data/lessons/`: you said, we did.
    Lessons,
    /// `data/quotes/`: what people wrote in thanks.
    Quotes,
    /// `data/context.csv`: facts about the council.
    Context,
    /// `data/benchmarks.csv`: other councils' averages.
    Benchmarks,
    /// `data/calendars/`: further non-working days.
    Calendars,
}

/// One row of a table, borrowed while it is looked at. Rows without any text are never handed out, but they are counted.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// As the spreadsheet shows it: the header is row 1. Inside [`Table::par_fold`] it is relative to the piece, from 0.
    pub number: u32,
    cells: Cells<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Cells<'a> {
    Strings(&'a [String]),
}

impl<'a> Row<'a> {
    /// Returns the cell in this column (from 0), trimmed; empty when the row is short.
    pub fn cell(&self, column: usize) -> &'a str {
        match self.cells {
            Cells::Strings(strings) => strings.get(column).map_or("", String::as_str),
        }
    }
}

/// What became of one stretch of a table in [`Table::par_fold`].
#[derive(Debug)]
pub struct Piece<T> {
    /// The folded value.
    pub value: T,
    /// What to add to the piece's row numbers to get those a spreadsheet shows.
    pub first_row: u32,
}

/// A table of text cells with their positions.
#[derive(Debug)]
pub struct Table {
    /// What it holds.
    pub kind: Kind,
    /// Its path below the site's root, with `/`.
    pub file: Arc<str>,
    /// The sheet, in a workbook.
    pub sheet: Option<Arc<str>>,
    /// The headings as written, trimmed.
    pub header: Vec<Arc<str>>,
    rows: Vec<(u32, Vec<String>)>,
}

impl Table {
    /// Reads a table from CSV text in memory: for tests, and for tables that are no files. Nothing when it has no
    /// headings.
    pub fn from_csv(kind: Kind, file: &str, text: &str, report: &mut Report) -> Option<Table> {
        let _ = report;
        let mut lines = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty());
        let cells = |line: &str| {
            line.split(',')
                .map(|cell| cell.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let (header, _) = lines.next()?;
        Some(Table {
            kind,
            file: file.into(),
            sheet: None,
            header: cells(header).into_iter().map(Into::into).collect(),
            rows: lines.map(|(line, number)| (number, cells(line))).collect(),
        })
    }

    /// Calls `each` with every row, in order. Faults of reading (a row of too many cells, a quotation mark that is not
    /// closed) go to the report.
    pub fn rows(&self, report: &mut Report, mut each: impl FnMut(Row<'_>)) {
        let _ = report;
        for (number, cells) in &self.rows {
            each(Row {
                number: *number,
                cells: Cells::Strings(cells),
            });
        }
    }

    /// Folds all rows, several stretches of the file at once, without ever holding the whole file.
    ///
    /// The pieces come back in the order of the file. Row numbers inside a piece count from 0; a piece's `first_row`
    /// makes them those of a spreadsheet ([`Report::shift_rows`] does so for findings). A small file is one piece.
    /// Where the pieces are cut depends on the file alone, so the same file gives the same pieces.
    pub fn par_fold<T: Send>(
        &self,
        init: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Row<'_>) + Sync,
        report: &mut Report,
    ) -> Vec<Piece<T>> {
        let mut value = init();
        self.rows(report, |row| each(&mut value, row));
        vec![Piece {
            value,
            first_row: 0,
        }]
    }

    /// Returns the place of the table.
    pub fn location(&self) -> Location {
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            ..Location::default()
        }
    }

    /// Returns the place of a cell.
    pub fn cell(&self, row: u32, column: usize) -> Location {
        let heading = self
            .header
            .get(column)
            .cloned()
            .unwrap_or_else(|| "".into());
        self.location().row(row).column(column as u16, heading)
    }
}
