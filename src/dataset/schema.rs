//! The columns of each kind of table: name, aliases, type, required or not; unknown columns refused.
//!
//! [`COLUMNS`] is data: docs/columns.md is made from it, and [`resolve`] compares a table's headings with it. A heading
//! is an allow-list's entry or it is refused: what nobody declared (a name, a telephone number) never gets past here.

mod heading;
mod unknown;

pub use super::columns::COLUMNS;
pub use super::wide::WORDS as WIDE_HEADINGS;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::period::day::DateForm;
use crate::source::Kind;
use crate::vocabulary::{Code, List};
pub use heading::{resolve, survey};
use std::collections::BTreeMap;

/// The columns of one kind of table.
#[derive(Debug, Clone, Copy)]
pub struct KindColumns {
    /// The kind.
    pub kind: Kind,
    /// How the table is laid out.
    pub form: Form,
    /// Where such tables lie: `data/cases/`.
    pub place: &'static str,
    /// The columns, in the order of the documentation.
    pub columns: &'static [Column],
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One row, one record.
    Records,
    /// One row, one figure (contract 3).
    Long,
    /// One row, several figures, a column each.
    Wide,
}

/// A column that is known.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The canonical name.
    pub name: &'static str,
    /// Other headings that are read for it, compared without case, spaces, hyphens and underscores.
    pub aliases: &'static [&'static str],
    /// What stands in its cells.
    pub holds: Holds,
    /// Whether a table without it is refused.
    pub required: Required,
    /// What it means, one plain sentence.
    pub meaning: &'static str,
    /// What may stand in it, in words.
    pub values: &'static str,
}

/// Whether a table must have a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// It must.
    Yes,
    /// It need not.
    No,
    /// It must, unless it has this other one.
    Or(&'static str),
}

/// What stands in a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A word of one of the lists.
    Code(List),
    /// Several words of a list, divided by `;`.
    Codes(List),
    /// A node of the service tree.
    Service,
    /// A period.
    Period,
    /// A date.
    Date,
    /// A whole number of things, or a shorthand.
    Count,
    /// A number with decimals, or a shorthand.
    Number,
    /// yes or no.
    YesNo,
    /// A short reference or slug.
    Reference,
    /// Free words, which only tables that are written for the public may hold.
    Text,
    /// Free words, several parts divided by `;`.
    Texts,
    /// An address beginning with https://.
    Link,
}

/// Where each known column stands in one table.
#[derive(Debug, Clone)]
pub struct Columns {
    /// The kind of table.
    pub kind: Kind,
    /// How it is laid out.
    pub form: Form,
    /// The wide columns of figures.
    pub figures: Vec<FigureColumn>,
    /// Whether all headings are in order, so that the rows can be used.
    pub sound: bool,
    by_name: BTreeMap<&'static str, usize>,
    date_forms: BTreeMap<usize, DateForm>,
}

/// A column of figures in a wide table: what it is shorthand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureColumn {
    /// The column's number, from 0.
    pub column: usize,
    /// The contact that it is about, of all procedures and stages; nothing where the row's own (a complaint) counts.
    pub contact: Option<Code>,
    /// The measure.
    pub measure: Code,
    /// The breakdown and its category.
    pub breakdown: Option<(Code, Code)>,
}

impl Columns {
    /// Returns the number (from 0) of the column with this canonical name, when the table has it.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Returns the one form in which a column's dates are written.
    pub fn date_form(&self, column: usize) -> DateForm {
        self.date_forms.get(&column).copied().unwrap_or_default()
    }
}

/// Returns whether a fault of a row is one of its cell alone: true whatever the other columns are called. Where headings are
/// at fault no others are told, for they may only follow from a column that could not be found.
pub(super) fn alone(fault: &Diagnostic) -> bool {
    let place = fault.location.as_ref();
    let of_a_cell = place.is_some_and(|place| place.column.is_some());
    let of_the_file = fault.rule.code < "C050";
    of_the_file || of_a_cell && fault.value.is_some() && CELL_FAULTS.contains(&fault.rule.code)
}

const CELL_FAULTS: [&str; 13] = [
    rule::UNKNOWN_CODE.code,
    rule::UNKNOWN_SERVICE.code,
    rule::DATE.code,
    rule::COUNT.code,
    rule::MONEY.code,
    rule::PERIOD.code,
    rule::YES_NO.code,
    rule::HIDDEN_CHARACTER.code,
    rule::SPELT_OTHERWISE.code,
    rule::AMBIGUOUS_OUTCOME.code,
    rule::TOTAL_AMONG_CASES.code,
    rule::FUTURE_DATE.code,
    rule::OUTSIDE_CALENDAR.code,
];

/// Returns the columns of a kind of table in a form.
pub fn columns_of(kind: Kind, form: Form) -> &'static [Column] {
    COLUMNS
        .iter()
        .find(|known| known.kind == kind && known.form == form)
        .or_else(|| COLUMNS.iter().find(|known| known.kind == kind))
        .map_or(&[], |known| known.columns)
}
