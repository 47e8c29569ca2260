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
    if !released(sheet, row)? {
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
    Some(Quote {
        origin: sheet.place(row, "text"),
        period: period?,
        service: service?,
        text,
    })
}

fn released(sheet: &mut Sheet, row: &Row) -> Option<bool> {
    let cell = sheet.cell(row, "released");
    if cell.is_empty() {
        return Some(false);
    }
    match cells::yes_no(cell) {
        Ok(released) => Some(released),
        Err(fault) => {
            sheet.fault(row, "released", *fault);
            None
        }
    }
}
