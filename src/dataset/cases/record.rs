//! One case at one stage, as small as it can be: a council's decade is held in memory as such records.

use crate::period::Period;
use crate::vocabulary::{Code, code};
use chrono::{Datelike, NaiveDate};

/// A day as a number (1 is 1 January of the year 1), or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

impl Day {
    /// No day.
    pub const NONE: Day = Day(i32::MIN);

    /// Returns the day of a date.
    pub fn of(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce())
    }

    /// Returns the day with this number.
    pub fn numbered(number: i32) -> Day {
        Day(number)
    }

    /// Returns the number, when there is a day.
    pub fn number(self) -> Option<i32> {
        (self != Day::NONE).then_some(self.0)
    }

    /// Returns the date, when there is a day.
    pub fn date(self) -> Option<NaiveDate> {
        self.number().and_then(NaiveDate::from_num_days_from_ce_opt)
    }

    /// Returns whether there is no day.
    pub fn is_none(self) -> bool {
        self == Day::NONE
    }

    /// Returns this day, or the other when there is none.
    pub fn or(self, other: Day) -> Day {
        if self.is_none() { other } else { self }
    }
}

/// A quarter of the council's year as a number, so that the next quarter is the next number; or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(pub u16);

impl Quarter {
    /// No quarter. Sorts after every quarter, as what has not happened yet.
    pub const NONE: Quarter = Quarter(u16::MAX);

    /// Returns the quarter that holds a day.
    pub fn of(date: NaiveDate) -> Quarter {
        let months = date.year() * 12 + date.month() as i32 - 4;
        Quarter((months / 3).clamp(0, i32::from(u16::MAX) - 1) as u16)
    }

    /// Returns the number of a period that is a quarter.
    pub fn of_period(period: Period) -> Option<Quarter> {
        match period {
            Period::Quarter(year, quarter) => {
                Some(Quarter(year.checked_mul(4)? + u16::from(quarter) - 1))
            }
            _ => None,
        }
    }

    /// Returns the quarter as a period.
    pub fn period(self) -> Period {
        Period::Quarter(self.0 / 4, (self.0 % 4) as u8 + 1)
    }

    /// Returns the council's year that the quarter belongs to.
    pub fn year(self) -> Period {
        Period::Year(self.0 / 4)
    }

    /// Returns whether there is no quarter.
    pub fn is_none(self) -> bool {
        self == Quarter::NONE
    }
}

/// What the tests of time said about a case, as bits. A test that could not be made sets neither of its two bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing(pub u16);

impl Timing {
    /// The stage has a target of the council's own.
    pub const TARGET: Timing = Timing(1);
    /// The answer could be tested against the target.
    pub const TESTED: Timing = Timing(1 << 1);
    /// Answered within the target, without any extension.
    pub const IN_TIME: Timing = Timing(1 << 2);
    /// Answered within the target or by the day to which it was extended.
    pub const IN_TIME_EXTENDED: Timing = Timing(1 << 3);
    /// The ombudsmen's Codes set a limit for the stage.
    pub const CODE: Timing = Timing(1 << 4);
    /// The answer could be tested against the Code.
    pub const CODE_TESTED: Timing = Timing(1 << 5);
    /// Answered within the Code's limit from acknowledgement.
    pub const IN_TIME_CODE: Timing = Timing(1 << 6);
    /// There is a limit of acknowledgement and answer together.
    pub const OUTER: Timing = Timing(1 << 7);
    /// The answer could be tested against the outer limit.
    pub const OUTER_TESTED: Timing = Timing(1 << 8);
    /// Answered within acknowledgement and answer limit together, from receipt.
    pub const IN_TIME_OUTER: Timing = Timing(1 << 9);
    /// The stage has a limit for acknowledging.
    pub const ACKNOWLEDGE: Timing = Timing(1 << 10);
    /// Acknowledged within the limit.
    pub const ACKNOWLEDGED_IN_TIME: Timing = Timing(1 << 11);
    /// An extension was agreed.
    pub const EXTENDED: Timing = Timing(1 << 12);
    /// It was open at the end of a quarter, and nobody can tell whether its time was over.
    pub const DUE_UNKNOWN: Timing = Timing(1 << 13);

    /// Returns whether the bit is set.
    pub fn has(self, bit: Timing) -> bool {
        self.0 & bit.0 != 0
    }

    /// Sets the bit when the condition holds.
    pub fn set(&mut self, bit: Timing, on: bool) {
        if on {
            self.0 |= bit.0;
        }
    }
}

/// The unit that response days are counted in, one bit each so that a mixture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayUnits(pub u8);

impl DayUnits {
    /// Working days.
    pub const WORKING: DayUnits = DayUnits(1);
    /// Calendar days.
    pub const CALENDAR: DayUnits = DayUnits(2);
    /// School days.
    pub const SCHOOL: DayUnits = DayUnits(4);
}

/// One case at one stage. `all` stands for a code that the row does not give.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The row, counted from the first row of its piece.
    pub row: u32,
    /// Received on.
    pub received: Day,
    /// Answered on; the day of closing where the row has an answer's outcome and no other date.
    pub responded: Day,
    /// The index of its natures in the piece's lists.
    pub natures: u32,
    /// The index of its remedies in the piece's lists.
    pub remedies: u32,
    /// The team if given, else the service.
    pub service: Code,
    /// The kind of contact.
    pub contact: Code,
    /// The procedure; `all` for contacts other than complaints.
    pub procedure: Code,
    /// The stage; `all` for contacts other than complaints.
    pub stage: Code,
    /// The outcome: `open` or `unknown` where the row has none.
    pub outcome: Code,
    /// Why it was refused.
    pub refusal_reason: Code,
    /// Who complained.
    pub complainant: Code,
    /// How it came in.
    pub channel: Code,
    /// The quarter of receipt.
    pub received_quarter: Quarter,
    /// The quarter of acknowledgement.
    pub acknowledged_quarter: Quarter,
    /// The quarter in which it was answered or closed; none while open.
    pub ended_quarter: Quarter,
    /// The first quarter at whose end it was open and past its due day; none where there was no such quarter.
    pub overdue_quarter: Quarter,
    /// Days from receipt to answer in the procedure's own unit; [`Case::NO_DAYS`] when not known.
    pub response_days: u16,
    /// What the tests of time said.
    pub timing: Timing,
    /// What `response_days` counts.
    pub unit: DayUnits,
}

impl Case {
    /// Stands in `response_days` where they are not known.
    pub const NO_DAYS: u16 = u16::MAX;

    /// Returns whether the outcome is one that comes with an answer (contract 5). `unknown` is, when there is a date.
    pub fn answered(outcome: Code) -> bool {
        matches!(
            outcome,
            code::UPHELD
                | code::PARTIALLY_UPHELD
                | code::NOT_UPHELD
                | code::RESOLVED
                | code::INCONCLUSIVE
                | code::UNKNOWN
                | code::OTHER
        )
    }

    /// Returns whether the complaint was taken on: not refused, out of jurisdiction or moved elsewhere.
    pub fn accepted(&self) -> bool {
        !matches!(
            self.outcome,
            code::REFUSED | code::OUT_OF_JURISDICTION | code::TRANSFERRED
        )
    }

    /// Returns whether it was decided on its merits.
    pub fn decided(&self) -> bool {
        matches!(
            self.outcome,
            code::UPHELD | code::PARTIALLY_UPHELD | code::NOT_UPHELD
        )
    }
}
