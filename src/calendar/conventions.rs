//! When a clock starts, and the day on which a limit ends.

use super::{Calendar, DayUnit, Nation, OutsideCalendar};
use chrono::{Datelike, Days, NaiveDate};

/// Which day is day 1. Councils and laws differ; one day more or less decides whether an answer was on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// The day of receipt is day 0 and the next working day is day 1: England, Wales and Northern Ireland ("within ten
    /// working days after the day on which it receives it").
    AfterReceipt,
    /// The day of receipt, or the next working day, is day 1: Scotland's model procedure.
    Inclusive,
    /// A receipt on a day without work is moved to the next working day, which is day 0. Some councils count so; it
    /// gives a day more at weekends.
    Deemed,
}

impl Convention {
    /// Returns the nation's convention.
    pub fn of(nation: Nation) -> Self {
        match nation {
            Nation::Scotland => Convention::Inclusive,
            _ => Convention::AfterReceipt,
        }
    }
}

impl Calendar {
    /// Returns the last day on which an answer is in time.
    pub fn due(
        &self,
        unit: DayUnit,
        convention: Convention,
        received: NaiveDate,
        days: u16,
    ) -> Result<NaiveDate, OutsideCalendar> {
        let outside = || self.outside();
        match (unit, convention) {
            (DayUnit::Months, _) => months_end(received, days).ok_or_else(outside),
            (DayUnit::Calendar, Convention::Inclusive) => {
                let days = Days::new(u64::from(days.saturating_sub(1)));
                received.checked_add_days(days).ok_or_else(outside)
            }
            (DayUnit::Calendar, _) => received
                .checked_add_days(Days::new(days.into()))
                .ok_or_else(outside),
            (_, Convention::AfterReceipt) => {
                self.counts(unit).add(received, days).ok_or_else(outside)
            }
            (_, Convention::Inclusive) => {
                let first = self.next_counted_day(unit, received)?;
                self.counts(unit)
                    .add(first, days.saturating_sub(1))
                    .ok_or_else(outside)
            }
            (_, Convention::Deemed) => {
                let first = self.next_counted_day(unit, received)?;
                self.counts(unit).add(first, days).ok_or_else(outside)
            }
        }
    }

    /// Returns the due date where the day of receipt is day 1.
    pub fn due_inclusive(
        &self,
        received: NaiveDate,
        days: u16,
    ) -> Result<NaiveDate, OutsideCalendar> {
        self.due(DayUnit::Working, Convention::Inclusive, received, days)
    }

    /// Returns the due date where a receipt on a day without work counts as one of the next working day.
    pub fn due_deemed(&self, received: NaiveDate, days: u16) -> Result<NaiveDate, OutsideCalendar> {
        self.due(DayUnit::Working, Convention::Deemed, received, days)
    }
}

/// Returns the last day of a stretch of months that begins on this day, which counts: six months from 31 August end on
/// the last day of February. Adding months and taking a day off would be wrong for the 29th to the 31st.
pub fn months_end(received: NaiveDate, months: u16) -> Option<NaiveDate> {
    let index = i64::from(received.year()) * 12 + i64::from(received.month0()) + i64::from(months);
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = index.rem_euclid(12) as u32 + 1;
    match NaiveDate::from_ymd_opt(year, month, received.day()) {
        Some(same) => same.pred_opt(),
        None => {
            let (year, month) = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
        }
    }
}
