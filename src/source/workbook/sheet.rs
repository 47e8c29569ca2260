//! Builds a table from the cells of a sheet, one row after the other, and names what is wrong with them.

use super::super::grid::Grid;
use super::super::headings;
use super::Trouble;
use super::texts::BookCell;
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::source::Limits;
use crate::source::{error_cell, is_error};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most bytes that the cells of a sheet may take.
const MOST: usize = 192 << 20;

/// A sheet that was read.
pub(super) struct Finished {
    pub header: Vec<Arc<str>>,
    pub header_row: u32,
    pub sample: Vec<Vec<String>>,
    pub grid: Grid,
}

/// A sheet while it is read.
pub(super) struct Builder<'a> {
    place: &'a Location,
    limits: &'a Limits,
    report: &'a mut Report,
    header: Option<(Vec<Arc<str>>, Vec<usize>)>,
    header_row: u32,
    /// The first row was no header: nothing of the sheet can be read.
    headless: bool,
    grid: Grid,
    sample: Vec<Vec<String>>,
    cells: Vec<String>,
    hidden_columns: BTreeSet<usize>,
    hidden_told: BTreeSet<usize>,
    faults: usize,
    /// Takes every cell as it comes, in place of a table.
    all: Option<&'a mut Vec<BookCell>>,
    /// How many bytes it took.
    taken: usize,
}

/// What a cell is beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// The spreadsheet could not calculate it.
    Error,
    /// A formula that was never calculated.
    NoValue,
    /// It spans several cells.
    Merged,
}

impl<'a> Builder<'a> {
    pub(super) fn new(place: &'a Location, limits: &'a Limits, report: &'a mut Report) -> Self {
        Builder {
            place,
            limits,
            report,
            header: None,
            header_row: 0,
            headless: false,
            grid: Grid::default(),
            sample: Vec::new(),
            cells: Vec::new(),
            hidden_columns: BTreeSet::new(),
            hidden_told: BTreeSet::new(),
            faults: 0,
            all: None,
            taken: 0,
        }
    }

    /// Takes every cell of the sheet, whether it makes a table or not.
    pub(super) fn of_all(
        place: &'a Location,
        limits: &'a Limits,
        report: &'a mut Report,
        cells: &'a mut Vec<BookCell>,
    ) -> Self {
        Builder {
            all: Some(cells),
            ..Builder::new(place, limits, report)
        }
    }

    /// Says something of the whole sheet.
    pub(super) fn say(&mut self, finding: Diagnostic) {
        self.report.push(finding.at(self.place.clone()));
    }

    /// Says that these columns are hidden.
    pub(super) fn hide(&mut self, columns: std::ops::Range<usize>) {
        let end = columns.end.min(self.limits.columns);
        self.hidden_columns.extend(columns.start..end);
    }

    /// Sets a cell of the row at hand. Rows count from 1, columns from 0.
    pub(super) fn cell(&mut self, row: u32, column: usize, text: &str, mark: Mark) {
        if self.all.is_some() {
            self.take(row, column, text.trim());
            return;
        }
        self.marked(row, column, text, mark);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.check_hidden(row, column, text);
        if let Some(fault) = self.unreadable(column, text) {
            self.fault(row, Some(column), text, fault);
            return;
        }
        self.check_characters(row, column, text);
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        text.clone_into(&mut self.cells[column]);
    }

    /// Takes a cell as it stands, for those who look at every text of a workbook.
    fn take(&mut self, row: u32, column: usize, text: &str) {
        // A cell of one character holds nothing, and there may be millions of them.
        if text.len() <= 1 || self.taken >= MOST {
            return;
        }
        self.taken += text.len() + size_of::<BookCell>();
        let sheet = self.place.sheet.clone().unwrap_or_default();
        if let Some(all) = &mut self.all {
            all.push(BookCell {
                sheet,
                row,
                column,
                text: text.to_owned(),
            });
        }
    }

    /// A hidden column that holds something is told of at its first cell.
    fn check_hidden(&mut self, row: u32, column: usize, text: &str) {
        if self.hidden_columns.contains(&column) && self.hidden_told.insert(column) {
            let fault = Diagnostic::error(
                rule::HIDDEN_CELLS,
                "this column is hidden and holds something",
            )
            .help("show it and delete it if it is not to be read");
            self.fault(row, Some(column), text, fault);
        }
    }

    /// Why a cell is not read: it stands too far to the right, or it is too long.
    fn unreadable(&self, column: usize, text: &str) -> Option<Diagnostic> {
        if column > self.limits.columns {
            let message = format!(
                "this cell stands beyond the {} columns that are read",
                self.limits.columns
            );
            return Some(
                Diagnostic::error(rule::TOO_MANY_COLUMNS, message)
                    .help("delete what stands far to the right of the table"),
            );
        }
        (text.len() > self.limits.cell_bytes).then(|| {
            let message = format!(
                "this cell holds {} bytes; at most 4,096 may stand in a cell",
                text.len()
            );
            Diagnostic::error(rule::CELL_TOO_LONG, message)
                .help("tables hold figures, codes and short texts; a long text belongs on a page under content/")
        })
    }

    fn check_characters(&mut self, row: u32, column: usize, text: &str) {
        let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
        if let Some(byte) = text.bytes().find(control) {
            let message =
                format!("this cell holds the control character {byte:#04x}, which nobody can see");
            let fault = Diagnostic::error(rule::CONTROL_CHARACTER, message)
                .help("delete it: type the cell anew, or use the spreadsheet's CLEAN function");
            self.fault(row, Some(column), "", fault);
        }
    }

    fn marked(&mut self, row: u32, column: usize, text: &str, mark: Mark) {
        let fault = match mark {
            Mark::None if is_error(text) => error_cell(),
            Mark::None => return,
            Mark::Error => error_cell(),
            Mark::NoValue => Diagnostic::error(
                rule::FORMULA_WITHOUT_VALUE,
                "this cell holds a formula that was never calculated",
            )
            .help("open the workbook in a spreadsheet, let it calculate, and save it"),
            Mark::Merged => Diagnostic::error(rule::MERGED_CELLS, "cells are merged here")
                .help("unmerge them and write the value in each cell"),
        };
        self.fault(row, Some(column), text, fault);
    }

    fn fault(&mut self, row: u32, column: Option<usize>, value: &str, fault: Diagnostic) {
        self.faults += 1;
        if self.faults > 1000 {
            return;
        }
        let mut place = self.place.clone().row(row);
        if let Some(column) = column {
            let heading = self
                .header
                .as_ref()
                .and_then(|(header, _)| header.get(column).cloned());
            place = place.column(
                column.min(usize::from(u16::MAX)) as u16,
                heading.unwrap_or_else(|| "".into()),
            );
        }
        let fault = if value.is_empty() {
            fault
        } else {
            fault.value(value)
        };
        self.report.push(fault.at(place));
    }

    /// Reports merged cells that the sheet lists apart from its cells: `A1:B2`.
    pub(super) fn merged(&mut self, area: &str) {
        if self.all.is_some() {
            return;
        }
        if let Some((row, column)) = area.split(':').next().and_then(position) {
            self.marked(row, column, "", Mark::Merged);
        }
    }

    /// Ends the row at hand, which stands so many times.
    pub(super) fn end_row(&mut self, row: u32, hidden: bool, times: u32) -> Result<(), Trouble> {
        let cells = std::mem::take(&mut self.cells);
        if self.taken >= MOST {
            return Err(Trouble::Bomb(
                "its cells hold more text than can be read from a workbook".into(),
            ));
        }
        if cells.is_empty() || self.headless {
            return Ok(());
        }
        if hidden {
            self.fault(
                row,
                None,
                "",
                Diagnostic::error(rule::HIDDEN_CELLS, "this row is hidden and holds something")
                    .help(
                        "show it (a filter hides rows too) and delete it if it is not to be read",
                    ),
            );
            return Ok(());
        }
        let Some((header, unheaded)) = &self.header else {
            self.header_row = row;
            let place = self.place.clone().row(row);
            self.header = headings::check(cells, &place, self.limits, self.report);
            self.headless = self.header.is_none();
            return Ok(());
        };
        let width = header.len();
        let stray = (width..cells.len())
            .chain(unheaded.iter().copied())
            .find(|column| cells.get(*column).is_some_and(|cell| !cell.is_empty()));
        if let Some(column) = stray {
            let value = cells[column].clone();
            self.fault(
                row,
                Some(column),
                &value,
                Diagnostic::error(
                    rule::CELL_WITHOUT_HEADING,
                    "this cell stands in a column without a heading",
                )
                .help("give the column its heading in the first row, or delete the cell"),
            );
            return Ok(());
        }
        self.push(row, times, cells, width)
    }

    fn push(
        &mut self,
        row: u32,
        times: u32,
        mut cells: Vec<String>,
        width: usize,
    ) -> Result<(), Trouble> {
        if times > 10_000 {
            return Err(Trouble::Bomb(format!(
                "one row of it is repeated {times} times"
            )));
        }
        cells.resize(width, String::new());
        for again in 0..times {
            self.grid.push(row + again, &cells);
            if self.grid.bytes() > MOST {
                return Err(Trouble::Bomb(
                    "its cells hold more text than can be read from a workbook".into(),
                ));
            }
        }
        if self.sample.len() < 200 {
            self.sample.push(cells);
        }
        Ok(())
    }

    /// Ends the sheet.
    pub(super) fn finish(self) -> Option<Finished> {
        if self.faults > 1000 {
            self.report.push(
                Diagnostic::error(
                    rule::MORE_FAULTS,
                    "this sheet has more faulty cells than are listed here",
                )
                .at(self.place.clone())
                .help("put right the first ones; most often all have the same cause"),
            );
        }
        let (header, _) = self.header?;
        if self.sample.is_empty() {
            self.report.push(super::super::no_rows(self.place));
        }
        Some(Finished {
            header,
            header_row: self.header_row,
            sample: self.sample,
            grid: self.grid,
        })
    }
}

/// Returns the row (from 1) and the column (from 0) of a cell's name: `B12`.
pub(super) fn position(name: &str) -> Option<(u32, usize)> {
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(split);
    let mut column = 0usize;
    for letter in letters.trim_matches('$').bytes() {
        let value = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|value| *value < 26)?;
        column = column
            .checked_mul(26)?
            .checked_add(usize::from(value) + 1)?;
        if column > 1 << 20 {
            return None;
        }
    }
    let row: u32 = digits
        .parse()
        .ok()
        .filter(|row| (1..=1 << 24).contains(row))?;
    Some((row, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn cells_are_found_by_their_name() {
        assert_eq!(position("A1"), Some((1, 0)));
        assert_eq!(position("AB12"), Some((12, 27)));
        for wrong in ["", "A", "1", "A0", "ZZZZZZZZZZZZZ1", "A99999999999", "é1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
