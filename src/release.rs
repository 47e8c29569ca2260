//! What may be seen of a number.

use crate::number::Decimal;

/// Why a value is not a number, or what to know about one that is (contract 1 and 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shorthand {
    /// `[c]`: hidden to protect people.
    Confidential,
    /// `[x]`: not recorded or not supplied.
    NotAvailable,
    /// `[z]`: cannot exist here.
    NotApplicable,
}

impl Shorthand {
    /// Returns the letter of the `status` column.
    pub fn letter(self) -> &'static str {
        match self {
            Shorthand::Confidential => "c",
            Shorthand::NotAvailable => "x",
            Shorthand::NotApplicable => "z",
        }
    }
}

/// Marks beside a number that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status {
    /// `[b]`: counted differently from the value before.
    pub series_break: bool,
    /// `[p]`: may change when all replies are in.
    pub provisional: bool,
    /// `[r]`: changed since first published.
    pub revised: bool,
}

impl Status {
    /// Returns the same marks without `[r]`: beside a number that is not shown as it is, it tells that this is not what was
    /// published before.
    pub fn unrevised(self) -> Self {
        Status {
            revised: false,
            ..self
        }
    }
}

/// A value as the public may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleasedValue {
    /// A number.
    Number(Decimal),
    /// No number, and why.
    Withheld(Shorthand),
}

impl ReleasedValue {
    /// Returns the number, when there is one to see.
    pub fn number(self) -> Option<Decimal> {
        match self {
            ReleasedValue::Number(number) => Some(number),
            ReleasedValue::Withheld(_) => None,
        }
    }
}
