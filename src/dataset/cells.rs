//! One cell of text to one value, or to a precise fault.
//!
//! Each function takes a trimmed cell. A fault comes without a place: the caller adds it
//! (`report.push(fault.at(table.cell(row, column)))`).

use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Code, List};
use chrono::NaiveDate;

/// A fault in a cell, without its place.
pub type Fault = Box<Diagnostic>;

/// A value that was read, perhaps with a warning about how it was written.
#[derive(Debug)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// What to tell the officer.
    pub warning: Option<Fault>,
}

/// The one form in which a column writes its dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateForm {
    /// `2024-07-03`
    #[default]
    Iso,
    /// `03/07/2024`, day before month.
    Slashes,
    /// `03-Jul-2024`
    Named,
}

impl DateForm {
    /// Returns the form that this cell is written in, when it is a date of any form.
    pub fn of(text: &str) -> Option<DateForm> {
        let _ = text;
        None
    }
}

/// Returns the day as chrono's number of days from the common era (`NaiveDate::from_num_days_from_ce_opt` turns it
/// back), when the text is a date of this form and exists. Quick: for case files of millions of rows.
pub fn parse_day(text: &str, form: DateForm) -> Option<i32> {
    let _ = (text, form);
    None
}

/// Reads a date of the column's form; says what is wrong with any other text.
pub fn date(text: &str, form: DateForm) -> Result<Read<NaiveDate>, Fault> {
    let _ = (text, form);
    Err(unwritten())
}

/// Reads a period in any of its spellings.
pub fn period(text: &str) -> Result<Period, Fault> {
    let _ = text;
    Err(unwritten())
}

/// Reads a count: digits, or why there are none.
pub fn count(text: &str) -> Result<Read<Result<i64, Shorthand>>, Fault> {
    let _ = text;
    Err(unwritten())
}

/// Reads a number with decimals, perhaps below nought, or why there is none.
pub fn number(text: &str) -> Result<Read<Result<Decimal, Shorthand>>, Fault> {
    let _ = text;
    Err(unwritten())
}

/// Reads a sum of money: `175`, `175.50`, perhaps with a pound sign.
pub fn money(text: &str) -> Result<Read<Decimal>, Fault> {
    let _ = text;
    Err(unwritten())
}

/// Reads a word of a list; names the nearest known one and the lines for candour.toml where it is none.
pub fn code(text: &str, list: List, site: &Site) -> Result<Code, Fault> {
    let _ = (text, list, site);
    Err(unwritten())
}

/// Reads a node of the service tree; `all`, `council` and an empty cell are not its business.
pub fn service(text: &str, site: &Site) -> Result<Code, Fault> {
    let _ = (text, site);
    Err(unwritten())
}

/// Splits a cell at `;` into its trimmed parts; empty parts are kept, an empty cell has none.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    text.split(';')
        .map(str::trim)
        .filter(move |_| !text.is_empty())
}

/// Reads yes or no.
pub fn yes_no(text: &str) -> Result<bool, Fault> {
    let _ = text;
    Err(unwritten())
}

/// Tests that a label holds no characters that hide or imitate others: bidirectional controls, zero-width, mixed scripts.
pub fn plain(text: &str) -> Result<(), Fault> {
    let _ = text;
    Ok(())
}

fn unwritten() -> Fault {
    Box::new(Diagnostic::error(
        &crate::diagnostic::Rule {
            code: "C000",
            title: "",
            explanation: "",
        },
        "",
    ))
}
