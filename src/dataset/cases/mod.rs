//! Case rows: one row for each case at each stage, read from any number of files.
//!
//! A council's decade can be a million rows, so a record is small ([`Case`]), files are read in pieces on all cores, a
//! cell's text is looked up once for each spelling, and like faults are counted while they are found. What a row says is
//! settled here once and for all: which service, when it was received, when it left the open complaints, how many days
//! it took, and whether that was in time. [`crate::cube`] only counts.
//!
//! Where the data are silent Candour does not guess:
//!
//! - No outcome and no date of an end: `open`. No outcome but a response: `unknown`.
//! - An outcome without any date counts among the outcomes, and the case stays open until a date is given.
//! - Only a closing date: taken as the response where the outcome is an answer, with a warning.
//! - Exact dates removed (`period` in place of `received`): the quarter of receipt stands for that of the answer.

mod dates;
mod ending;
mod faults;
mod gaps;
mod lists;
mod memo;
mod order;
mod place;
mod record;
mod references;
mod rows;
mod timing;
mod words;

pub use lists::Lists;
pub use record::{Case, Day, DayUnits, Quarter, Timing};
pub use rows::NAMES;

use crate::calendar::Calendar;
use crate::config::Site;
use crate::dataset::schema;
use crate::diagnostic::Report;
use crate::period::Period;
use crate::source::Table;
use crate::vocabulary::Code;
use chrono::NaiveDate;
use faults::Faults;
use rayon::prelude::*;
use rows::{Piece, Rules};

/// The records of all case tables, in the order of the files.
#[derive(Debug, Default)]
pub struct Cases {
    /// The records in pieces, as they were read.
    pub pieces: Vec<CasePiece>,
}

/// A stretch of one case table.
#[derive(Debug)]
pub struct CasePiece {
    /// The number of the table among those that were read.
    pub table: usize,
    /// The row of the file that the piece's row 0 is.
    pub first_row: u32,
    /// The first and the last quarter in which one of them was received.
    pub quarters: Option<(Quarter, Quarter)>,
    /// The records.
    pub records: Vec<Case>,
    /// The lists of natures and remedies that the records name by number.
    pub lists: Lists,
}

impl Cases {
    /// Reads all case tables. Every fault of every row goes to the report; rows with faults that leave them without a
    /// place are left out, which no build ever sees, since an error stops it.
    pub fn read(
        tables: &[&Table],
        site: &Site,
        calendar: &Calendar,
        as_of: NaiveDate,
        report: &mut Report,
    ) -> Cases {
        let rules = Rules::new(site, calendar, as_of);
        // Councils have a file for each quarter, and a file of one block is read by one thread.
        let read: Vec<_> = tables
            .par_iter()
            .map(|table| {
                let mut told = Report::new();
                let columns = schema::survey(table, site, &mut told);
                let read = read_table(table, &rules, &columns, &mut told);
                (columns.sound, read, told)
            })
            .collect();
        let mut pieces = Vec::new();
        let mut references = Vec::new();
        for (number, (&table, (sound, read, told))) in tables.iter().zip(read).enumerate() {
            report.extend(told);
            let mut faults = Faults::default();
            for mut piece in read {
                faults.join(std::mem::take(&mut piece.value.faults), piece.first_row);
                if !sound {
                    // Its cells were looked at; its rows are not used.
                    continue;
                }
                references.push(piece.value.references);
                pieces.push(CasePiece {
                    table: number,
                    first_row: piece.first_row,
                    quarters: piece.value.quarters,
                    records: piece.value.records,
                    lists: piece.value.lists,
                });
            }
            let faults = faults.diagnostics(table);
            for diagnostic in faults
                .into_iter()
                .filter(|fault| sound || schema::alone(fault))
            {
                report.push(diagnostic);
            }
        }
        let cases = Cases { pieces };
        references::check(&cases, &references, tables, report);
        cases
    }

    /// Reports years between the first and the last row in which nothing was received, unless candour.toml accepts them.
    /// `tables` are those that were read, and `counted` the periods of figures that were counted from case rows elsewhere.
    pub fn check_gaps(
        &self,
        tables: &[&Table],
        counted: impl Iterator<Item = Period>,
        site: &Site,
        report: &mut Report,
    ) {
        gaps::check(self, tables, counted, site, report);
    }

    /// Returns how many records there are.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.records.len()).sum()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| piece.records.is_empty())
    }

    /// Returns the records, each with its natures and remedies.
    pub fn iter(&self) -> impl Iterator<Item = (&Case, &[Code], &[Code])> {
        self.pieces.iter().flat_map(|piece| {
            piece.records.iter().map(|case| {
                (
                    case,
                    piece.lists.get(case.natures),
                    piece.lists.get(case.remedies),
                )
            })
        })
    }
}

fn read_table<'a>(
    table: &Table,
    rules: &'a Rules<'a>,
    columns: &schema::Columns,
    report: &mut Report,
) -> Vec<crate::source::Piece<Piece<'a>>> {
    let places = NAMES.map(|name| columns.get(name));
    let forms = places.map(|place| {
        place
            .map(|column| columns.date_form(column))
            .unwrap_or_default()
    });
    table.par_fold(
        || Piece::new(rules, places, forms),
        |piece, row| piece.read(row),
        report,
    )
}
