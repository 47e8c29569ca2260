//! Financial and academic years, quarters, other periods, their many spellings, and the same period a year earlier.
//!
//! Kinds of period are never added together or compared with one another (contract 1). A council's year runs from
//! 1 April to 31 March; quarter 1 is April to June, so quarter 4 of 2023-24 is January to March 2024.

pub mod day;
mod parse;

pub use parse::{PeriodError, quarter as parse_quarter};

use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A period of time that figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Figures without a stated period.
    Undated,
    /// The council's year that begins on 1 April of this year: `2023-24`.
    Year(u16),
    /// A quarter (1 to 4) of the council's year that begins on 1 April of this year: `2023-24-q1`.
    Quarter(u16, u8),
    /// The school year that begins on 1 September of this year: `academic-2023-24`.
    Academic(u16),
    /// January to December: `calendar-2023`.
    Calendar(u16),
    /// Any other stretch of days, both included: `2023-01-01--2023-03-31`.
    Range(NaiveDate, NaiveDate),
}

/// One word, where the derived one would hash part by part: every figure of every page is looked up by its period.
impl Hash for Period {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let kind = |kind: u64| kind << 60;
        let day = |day: &NaiveDate| u64::from(day.num_days_from_ce().unsigned_abs()) & 0x3fff_ffff;
        state.write_u64(match self {
            Period::Undated => kind(0),
            Period::Year(year) => kind(1) | u64::from(*year),
            Period::Quarter(year, quarter) => kind(2) | u64::from(*year) << 8 | u64::from(*quarter),
            Period::Academic(year) => kind(3) | u64::from(*year),
            Period::Calendar(year) => kind(4) | u64::from(*year),
            Period::Range(first, last) => kind(5) | day(first) << 30 | day(last),
        });
    }
}

/// The kind of a period, as the published `period_kind` column writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    /// `undated`
    Undated,
    /// `financial_year`
    FinancialYear,
    /// `quarter`
    Quarter,
    /// `academic_year`
    AcademicYear,
    /// `calendar_year`
    CalendarYear,
    /// `range`
    Range,
}

impl Period {
    /// Returns the council's year that holds this day.
    pub fn year_of(day: NaiveDate) -> Period {
        Period::Year(first_year(day))
    }

    /// Returns the quarter that holds this day.
    pub fn quarter_of(day: NaiveDate) -> Period {
        Period::Quarter(first_year(day), ((day.month() + 8) % 12 / 3 + 1) as u8)
    }
}

/// Returns the year in which the council's year of this day began.
fn first_year(day: NaiveDate) -> u16 {
    let year = day.year() - i32::from(day.month() < 4);
    year.clamp(0, 9998) as u16
}

impl Period {
    /// Returns the id of contract 1.
    pub fn id(&self) -> String {
        let mut id = String::with_capacity(12);
        self.push_id(&mut id);
        id
    }

    /// Adds the id to a text: every key of a figure holds one.
    pub fn push_id(&self, out: &mut String) {
        use std::fmt::Write;
        let next = |year: u16| (year + 1) % 100;
        let years = |out: &mut String, year: u16| {
            let digit = |number: u16| char::from(b'0' + (number % 10) as u8);
            if (1000..10_000).contains(&year) {
                out.extend([year / 1000, year / 100, year / 10, year].map(digit));
            } else {
                out.push_str(&year.to_string());
            }
            out.extend(['-', digit(next(year) / 10), digit(next(year))]);
        };
        // Writing to a string cannot fail.
        let _ = match *self {
            Period::Undated => out.write_str("undated"),
            Period::Year(year) => {
                years(out, year);
                Ok(())
            }
            Period::Quarter(year, quarter @ ..10) => {
                years(out, year);
                out.extend(['-', 'q', char::from(b'0' + quarter)]);
                Ok(())
            }
            Period::Quarter(year, quarter) => {
                years(out, year);
                write!(out, "-q{quarter}")
            }
            Period::Academic(year) => write!(out, "academic-{year}-{:02}", next(year)),
            Period::Calendar(year) => write!(out, "calendar-{year}"),
            Period::Range(from, to) => write!(out, "{from}--{to}"),
        };
    }

    /// Returns the first day.
    pub fn start(&self) -> Option<NaiveDate> {
        match *self {
            Period::Undated => None,
            Period::Year(year) => NaiveDate::from_ymd_opt(year.into(), 4, 1),
            Period::Quarter(year, 4) => NaiveDate::from_ymd_opt(i32::from(year) + 1, 1, 1),
            Period::Quarter(year, quarter) => {
                NaiveDate::from_ymd_opt(year.into(), u32::from(quarter) * 3 + 1, 1)
            }
            Period::Academic(year) => NaiveDate::from_ymd_opt(year.into(), 9, 1),
            Period::Calendar(year) => NaiveDate::from_ymd_opt(year.into(), 1, 1),
            Period::Range(from, _) => Some(from),
        }
    }

    /// Returns the last day.
    pub fn end(&self) -> Option<NaiveDate> {
        let before = |year: i32, month: u32| {
            NaiveDate::from_ymd_opt(year, month, 1).and_then(|day| day.pred_opt())
        };
        match *self {
            Period::Undated => None,
            Period::Year(year) | Period::Quarter(year, 4) => before(i32::from(year) + 1, 4),
            Period::Quarter(year, 3) => before(i32::from(year) + 1, 1),
            Period::Quarter(year, quarter) => before(year.into(), u32::from(quarter) * 3 + 4),
            Period::Academic(year) => before(i32::from(year) + 1, 9),
            Period::Calendar(year) => before(i32::from(year) + 1, 1),
            Period::Range(_, to) => Some(to),
        }
    }

    /// Returns the kind.
    pub fn kind(&self) -> PeriodKind {
        match self {
            Period::Undated => PeriodKind::Undated,
            Period::Year(_) => PeriodKind::FinancialYear,
            Period::Quarter(..) => PeriodKind::Quarter,
            Period::Academic(_) => PeriodKind::AcademicYear,
            Period::Calendar(_) => PeriodKind::CalendarYear,
            Period::Range(..) => PeriodKind::Range,
        }
    }

    /// Returns the same period a year earlier; nothing for ranges and undated figures.
    pub fn year_before(&self) -> Option<Period> {
        Some(match *self {
            Period::Year(year) => Period::Year(year.checked_sub(1)?),
            Period::Quarter(year, quarter) => Period::Quarter(year.checked_sub(1)?, quarter),
            Period::Academic(year) => Period::Academic(year.checked_sub(1)?),
            Period::Calendar(year) => Period::Calendar(year.checked_sub(1)?),
            Period::Range(..) | Period::Undated => return None,
        })
    }

    /// Returns the four quarters of a council's year; nothing for other kinds.
    pub fn quarters(&self) -> Option<[Period; 4]> {
        match *self {
            Period::Year(year) => Some([1, 2, 3, 4].map(|quarter| Period::Quarter(year, quarter))),
            _ => None,
        }
    }

    /// Returns the council's year that a quarter belongs to, the year itself, or nothing.
    pub fn financial_year(&self) -> Option<Period> {
        match *self {
            Period::Year(year) | Period::Quarter(year, _) => Some(Period::Year(year)),
            _ => None,
        }
    }

    /// Returns the part of an address that stands for the period: `2023-24/q1`, `academic-2023-24`; empty for undated
    /// figures, which stand on the service's own page.
    pub fn address(&self) -> String {
        match *self {
            Period::Undated => String::new(),
            Period::Quarter(year, quarter) => format!("{}/q{quarter}", Period::Year(year).id()),
            _ => self.id(),
        }
    }
}

impl Period {
    /// Parses an id of contract 1 or any other usual spelling: `2023/24`, `FY23-24`, `Q1 2023/24`, `Apr-Jun 2023`.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        parse::period(text)
    }

    /// Returns whether the day lies in the period; never in undated figures.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.start().is_some_and(|start| start <= day) && self.end().is_some_and(|end| day <= end)
    }

    /// Returns how many days the period has.
    pub fn days(&self) -> Option<i64> {
        Some((self.end()? - self.start()?).num_days() + 1)
    }

    /// Returns a key that sorts periods in the order of time: by first day, the longer one first (a year before its first
    /// quarter), undated figures last.
    pub fn time_order(&self) -> TimeOrder {
        (
            self.start().is_none(),
            self.start(),
            Reverse(self.end()),
            self.kind(),
        )
    }
}

/// What [`Period::time_order`] sorts by.
pub type TimeOrder = (
    bool,
    Option<NaiveDate>,
    Reverse<Option<NaiveDate>>,
    PeriodKind,
);

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id())
    }
}

impl PeriodKind {
    /// Returns the kind as the published `period_kind` column writes it.
    pub fn code(self) -> &'static str {
        match self {
            PeriodKind::Undated => "undated",
            PeriodKind::FinancialYear => "financial_year",
            PeriodKind::Quarter => "quarter",
            PeriodKind::AcademicYear => "academic_year",
            PeriodKind::CalendarYear => "calendar_year",
            PeriodKind::Range => "range",
        }
    }
}

#[cfg(test)]
mod tests;
