//! Which periods the case rows cover.

use crate::dataset::cases::{Cases, Quarter};
use crate::period::Period;
use chrono::NaiveDate;

/// The quarters that the case rows cover: all from the first to the last in which any complaint or other contact was
/// received.
///
/// A quarter between them without a row had none; before the first and after the last nothing is known, for nobody can
/// tell an empty quarter from one whose file has not come yet. So zeros stand in covered quarters only. A year is
/// covered when one of its quarters is, and then holds those that are: `so far` when later ones are still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    first: Quarter,
    last: Quarter,
    as_of: NaiveDate,
}

impl Coverage {
    /// Returns the coverage of case rows; of none, when there are no rows.
    pub fn of(cases: &Cases, as_of: NaiveDate) -> Coverage {
        let quarters = || cases.pieces.iter().filter_map(|piece| piece.quarters);
        Coverage {
            first: quarters()
                .map(|(first, _)| first)
                .min()
                .unwrap_or(Quarter::NONE),
            last: quarters()
                .map(|(_, last)| last)
                .max()
                .unwrap_or(Quarter::NONE),
            as_of,
        }
    }

    /// Adds the quarters between the first and the last of these periods, of figures that were counted elsewhere. Every
    /// covered quarter has its counts of the whole council, so the figures tell how far the case rows went.
    pub fn widen(&mut self, periods: impl Iterator<Item = Period>) {
        for quarter in periods.filter_map(Quarter::of_period) {
            self.first = self.first.min(quarter);
            if self.last.is_none() || self.last < quarter {
                self.last = quarter;
            }
        }
    }

    /// Returns the first and the last quarter; nothing when there are no case rows.
    pub(super) fn bounds(&self) -> Option<(Quarter, Quarter)> {
        (!self.first.is_none()).then_some((self.first, self.last))
    }

    /// Returns the covered quarters, earliest first.
    pub fn quarters(&self) -> impl Iterator<Item = Period> + use<> {
        let numbers = self.bounds().map(|(first, last)| first.0..=last.0);
        numbers
            .into_iter()
            .flatten()
            .map(|number| Quarter(number).period())
    }

    /// Returns the years that have a covered quarter, earliest first.
    pub fn years(&self) -> impl Iterator<Item = Period> + use<> {
        let mut years: Vec<Period> = self
            .quarters()
            .filter_map(|quarter| quarter.financial_year())
            .collect();
        years.dedup();
        years.into_iter()
    }

    /// Returns whether the case rows say something about this period.
    pub fn covers(&self, period: Period) -> bool {
        match period {
            Period::Year(_) => period
                .quarters()
                .is_some_and(|quarters| quarters.iter().any(|quarter| self.covers(*quarter))),
            _ => Quarter::of_period(period).is_some_and(|quarter| {
                self.first <= quarter && quarter <= self.last && !self.first.is_none()
            }),
        }
    }

    /// Returns whether the period is covered from its first to its last day: over on the as-of date, and no quarter missing.
    pub fn complete(&self, period: Period) -> bool {
        let over = period.end().is_some_and(|end| end < self.as_of);
        let whole = match period.quarters() {
            Some(quarters) => quarters.iter().all(|quarter| self.covers(*quarter)),
            None => self.covers(period),
        };
        over && whole
    }

    /// Returns whether the last day of the period is past on the as-of date, covered or not. Undated figures are past.
    pub fn over(&self, period: Period) -> bool {
        period.end().is_none_or(|end| end < self.as_of)
    }

    /// Returns whether the period is covered, but more is still to come: its figures are those so far.
    pub fn so_far(&self, period: Period) -> bool {
        let last_is_missing = period
            .quarters()
            .is_some_and(|quarters| !self.covers(quarters[3]));
        self.covers(period) && (last_is_missing || period.end().is_none_or(|end| end >= self.as_of))
    }

    /// Returns the quarters of a year that are covered.
    pub fn quarters_of(&self, year: Period) -> Vec<Period> {
        year.quarters()
            .into_iter()
            .flatten()
            .filter(|quarter| self.covers(*quarter))
            .collect()
    }
}
