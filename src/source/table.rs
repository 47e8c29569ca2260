//! A table of text cells with their positions, read row by row.

use super::csv::Csv;
use super::ends::Ends;
use super::grid::Grid;
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

impl Kind {
    /// Returns the word for the kind, which is also the name of its folder or file: `cases`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Cases => "cases",
            Kind::Aggregates => "aggregates",
            Kind::Decisions => "decisions",
            Kind::Lessons => "lessons",
            Kind::Quotes => "quotes",
            Kind::Context => "context",
            Kind::Benchmarks => "benchmarks",
            Kind::Calendars => "calendars",
        }
    }
}

/// One row of a table, borrowed while it is looked at. Rows without any text are never handed out, but they are counted.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// As the spreadsheet shows it: the header is row 1. Inside [`Table::par_fold`] it is relative to the piece, from 0.
    pub number: u32,
    pub(super) cells: Cells<'a>,
}

/// Where a row's cells lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    /// The text that the spans point into.
    pub text: &'a str,
    /// Cells whose doubled quotation marks were undone.
    pub undone: &'a str,
    /// One span for each cell.
    pub spans: &'a [Span],
}

/// A cell's place in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The highest bit of `start` tells that the cell stands in the second text.
    const UNDONE: u32 = 1 << 31;

    pub(super) fn new(start: usize, end: usize) -> Self {
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    pub(super) fn undone(start: usize, end: usize) -> Self {
        Span {
            start: start as u32 | Self::UNDONE,
            end: end as u32,
        }
    }

    pub(super) fn len(self) -> usize {
        (self.end - (self.start & !Self::UNDONE)) as usize
    }
}

impl<'a> Cells<'a> {
    /// Returns the cell as it stands.
    pub(super) fn raw(&self, column: usize) -> &'a str {
        let Some(span) = self.spans.get(column) else {
            return "";
        };
        let (text, start, end) = self.lies(*span);
        text.get(start..end).unwrap_or("")
    }

    /// Returns the text that a span points into, and from where to where.
    #[inline]
    fn lies(&self, span: Span) -> (&'a str, usize, usize) {
        let text = if span.start & Span::UNDONE == 0 {
            self.text
        } else {
            self.undone
        };
        (
            text,
            (span.start & !Span::UNDONE) as usize,
            span.end as usize,
        )
    }

    /// Returns whether the cell stands in quotation marks.
    pub(super) fn quoted(&self, column: usize) -> bool {
        self.spans.get(column).is_some_and(|span| {
            span.start & Span::UNDONE != 0
                || span.start > 0
                    && self.text.as_bytes().get(span.start as usize - 1) == Some(&b'"')
        })
    }

    pub(super) fn get(&self, column: usize) -> &'a str {
        trim(self.raw(column))
    }
}

/// Trims spaces of every kind, the no-break space included; most cells need none and leave at once.
fn trim(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_none_or(|byte| (0x21..0x7f).contains(byte));
    let bytes = text.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) {
        return text;
    }
    text.trim()
}

impl<'a> Row<'a> {
    /// Returns the cell in this column (from 0), trimmed; empty when the row is short.
    pub fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column)
    }

    /// Returns the cell in this column as it stands, spaces around it and all.
    pub fn raw(&self, column: usize) -> &'a str {
        self.cells.raw(column)
    }

    /// Returns the ends of the cell as it stands.
    #[inline]
    pub fn ends(&self, column: usize) -> Ends {
        let Some(span) = self.cells.spans.get(column) else {
            return Ends::of(&[], 0, 0);
        };
        let (text, start, end) = self.cells.lies(*span);
        Ends::of(text.as_bytes(), start, end)
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
    /// The row that the headings stand in.
    pub header_row: u32,
    pub(super) sample: Vec<Vec<String>>,
    pub(super) body: Body,
}

/// Where a table's rows come from.
#[derive(Debug)]
pub(super) enum Body {
    /// CSV, opened anew for each reading.
    Csv(Csv),
    /// A sheet of a workbook, in memory.
    Grid(Grid),
}

impl Table {
    /// Reads a table from CSV text in memory: for tests, and for tables that are no files. Nothing when it has no
    /// headings.
    pub fn from_csv(kind: Kind, file: &str, text: &str, report: &mut Report) -> Option<Table> {
        let bytes: Arc<[u8]> = text.as_bytes().into();
        super::csv::open(
            super::csv::Origin::Bytes(bytes),
            kind,
            file.into(),
            &super::Limits::default(),
            report,
        )
    }

    /// Returns the first rows (two hundred at most), to tell from them how the columns are written.
    pub fn sample(&self) -> &[Vec<String>] {
        &self.sample
    }

    /// Calls `each` with every row, in order. Faults of reading (a row of too many cells, a quotation mark that is not
    /// closed) go to the report.
    pub fn rows(&self, report: &mut Report, mut each: impl FnMut(Row<'_>)) {
        match &self.body {
            Body::Csv(csv) => csv.rows(self, report, &mut each),
            Body::Grid(grid) => grid.rows(&mut each),
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
        match &self.body {
            Body::Csv(csv) => csv.par_fold(self, &init, &each, report),
            Body::Grid(grid) => {
                let mut value = init();
                grid.rows(&mut |row| each(&mut value, row));
                vec![Piece {
                    value,
                    first_row: 0,
                }]
            }
        }
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
