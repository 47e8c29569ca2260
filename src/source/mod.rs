//! Finds the input files and reads each once; the only reader of the site folder.

use crate::diagnostic::Location;
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

/// One row of a table, borrowed while it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// As the spreadsheet shows it: the header is row 1.
    pub number: u32,
    cells: Cells<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Cells<'a> {
    Record(&'a csv::StringRecord),
    Strings(&'a [String]),
}

impl<'a> Row<'a> {
    /// Returns the cell in this column (from 0), trimmed by the reader; empty when the row is short.
    pub fn cell(&self, column: usize) -> &'a str {
        match self.cells {
            Cells::Record(record) => record.get(column).unwrap_or(""),
            Cells::Strings(strings) => strings.get(column).map_or("", String::as_str),
        }
    }
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
    /// The headings as written.
    pub header: Vec<Arc<str>>,
}

impl Table {
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
