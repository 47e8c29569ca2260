//! What people wrote in thanks, printed only when it was released for publication.

use super::Quote;
use super::cells;
use super::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::source::Row;

/// Reads a table of quotations.
pub(super) fn read(sheet: &mut Sheet) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let table = sheet.table;
    let mut reading = Report::new();
    table.rows(&mut reading, |row| quotes.extend(quote(sheet, &row)));
    sheet.faults.extend(reading);
    quotes
}

fn quote(sheet: &mut Sheet, row: &Row) -> Option<Quote> {
    let released = released(sheet, row);
    if released == Some(false) {
        let place = sheet.row(row);
        sheet.faults.push(
            Diagnostic::note(
                rule::QUOTE_NOT_RELEASED,
                "a quotation that was not released is left out",
            )
            .at(place)
            .help("Write yes into released when it may be published."),
        );
        return None;
    }
    let period = sheet.period(row);
    let service = sheet.service(row);
    let text = sheet.text(row, "text");
    if text.is_empty() {
        sheet.fault(
            row,
            "text",
            Diagnostic::error(rule::EMPTY_TEXT, "a quotation has no words")
                .help("Write the words, or take the row out."),
        );
        return None;
    }
    released?;
    Some(Quote {
        origin: sheet.place(row, "text"),
        period: period?,
        service: service?,
        text,
    })
}

/// Returns whether a quotation may be published. An empty cell is no: silence is no consent.
fn released(sheet: &mut Sheet, row: &Row) -> Option<bool> {
    let cell = sheet.cell(row, "released");
    if cell.is_empty() {
        return Some(false);
    }
    match cells::yes_no(cell) {
        Ok(released) => Some(released),
        Err(fault) => {
            let cure = "Write yes when these words may be published. Write no, or leave the cell empty, when they may not: they are then left out.";
            sheet.fault(row, "released", fault.help(cure));
            None
        }
    }
}
