//! What a spreadsheet writes where it could not calculate.

use crate::diagnostic::{Diagnostic, named as rule};

/// The errors of Excel and LibreOffice, as cells show them. LibreOffice numbers some: `Err:502`.
const ERRORS: &[&str] = &[
    "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
];

/// Returns whether a cell shows an error of a spreadsheet instead of a value.
pub fn is_error(cell: &str) -> bool {
    let numbered = cell.strip_prefix("Err:");
    ERRORS.contains(&cell)
        || numbered.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns the finding for such a cell.
pub fn error_cell() -> Diagnostic {
    let message = "this cell holds an error that the spreadsheet could not calculate";
    Diagnostic::error(rule::ERROR_CELL, message)
        .help("put the formula right or type the value; [x] where there is none to give")
}
