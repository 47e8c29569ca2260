//! Rounding: the second way to protect people.
//!
//! Every count of the council's contacts is printed as a multiple of a base: 5, or 10 or 20 where that is not enough. A
//! nought stays a nought, because a page that says "none" must not be wrong, and no other number becomes one: 1 to 4 are
//! printed as 5. Any other number is printed as one of the two multiples next to it, and nobody who reads the site can know
//! which of the two the program took. So a printed 5 may be anything from 1 to 9, a printed 20 anything from 16 to 24.
//!
//! All counts are rounded, protected or not, each for itself. A site of rounded parts and exact totals would tell the parts, and
//! so would totals that are put together from rounded parts.
//!
//! Which multiple is printed is drawn by lot ([`draw`]), from a secret of the council that is part of no page. Totals narrow
//! down what their parts can be, so lots are not enough: for every small count that is protected [`tables`] looks for two tables of whole numbers
//! that are printed the same as the true one and in which the count differs by the threshold less 1, and draws again around
//! a count that has none. [`proof`] puts these steps in order and tests the result.

pub mod draw;
pub mod proof;
pub mod tables;

use crate::config::DisclosurePolicy;
use crate::cube::Cube;
use crate::number::Decimal;
use crate::vocabulary::{ObservationKey, code};
use std::collections::HashMap;

/// Shares and averages are made only of rounded numbers of at least this many times the base: below, rounding alone could
/// move them by a tenth and more.
const ENOUGH: i64 = 10;

/// They are compared with those of another year only where both are of at least this many times the base.
const ENOUGH_TO_COMPARE: i64 = 100;

/// What a count is rounded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base(i64);

impl Base {
    /// Returns the base of a policy.
    pub fn of(policy: &DisclosurePolicy) -> Self {
        Base(i64::from(policy.base.max(1)))
    }

    /// Returns the base as a number.
    pub fn number(self) -> i64 {
        self.0
    }

    /// Returns the two multiples that a count may be printed as, the lower one first; twice the same one where there is no
    /// choice.
    pub fn neighbours(self, value: i64) -> (i64, i64) {
        let below = value.div_euclid(self.0) * self.0;
        match value {
            _ if value % self.0 == 0 => (value, value),
            1.. if below == 0 => (self.0, self.0),
            _ => (below, below + self.0),
        }
    }

    /// Returns what a count can be that is printed like this.
    pub fn possible(self, printed: i64) -> Possible {
        match printed {
            0 => Possible { least: 0, most: 0 },
            _ => Possible {
                least: (printed - self.0 + 1).max(1),
                most: printed + self.0 - 1,
            },
        }
    }

    /// Returns the least printed number that a share or an average is made of.
    pub fn enough(self) -> i64 {
        ENOUGH * self.0
    }

    /// Returns the least printed number that a share or an average is compared over.
    pub fn enough_to_compare(self) -> i64 {
        ENOUGH_TO_COMPARE * self.0
    }

    /// Returns whether the difference of two printed numbers leaves open which of the two true numbers is larger.
    pub fn is_close(self, one: i64, other: i64) -> bool {
        (one - other).abs() < 2 * self.0
    }
}

/// The least and the most that a count can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Possible {
    /// The least.
    pub least: i64,
    /// The most.
    pub most: i64,
}

impl Possible {
    /// Returns whether a count can be this number.
    pub fn has(self, value: i64) -> bool {
        (self.least..=self.most).contains(&value)
    }
}

/// What is printed of a count, and what the public takes it for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// A multiple of the base.
    pub number: i64,
    /// What the count can be, as far as its own prints tell, in this release and earlier ones.
    pub possible: Possible,
}

/// What is printed of each count.
#[derive(Debug)]
pub struct Rounding {
    /// The base.
    pub base: Base,
    prints: HashMap<ObservationKey, Print>,
}

impl Rounding {
    /// Puts together what was settled for each count.
    pub fn new(base: Base, prints: HashMap<ObservationKey, Print>) -> Self {
        Rounding { base, prints }
    }

    /// Returns what was settled for a count; nothing for one that is published nowhere.
    pub fn print(&self, key: &ObservationKey) -> Option<Print> {
        self.prints.get(key).copied()
    }

    /// Returns what a mean is made of: the days of all answers, and their rounded number.
    pub fn mean(&self, cube: &Cube, key: &ObservationKey) -> Option<(i64, i64)> {
        let (days, replies) = days(cube, key)?;
        Some((days, self.printed(&key.measure(code::RESPONDED), replies)))
    }

    /// Returns how many counts are rounded.
    pub fn count(&self) -> usize {
        self.prints.len()
    }

    /// Returns what is printed if a count is this number: what was settled, as long as it may be printed so. A count that
    /// nothing was settled for is printed as the nearer multiple.
    pub fn printed(&self, key: &ObservationKey, value: i64) -> i64 {
        let settled = self.print(key).filter(|print| print.possible.has(value));
        settled.map_or_else(
            || {
                let (below, above) = self.base.neighbours(value);
                match value - below < above - value {
                    true => below,
                    false => above,
                }
            },
            |print| print.number,
        )
    }
}

/// Returns the days that all answers of a mean took together, with their true number. Where the council printed the mean
/// alone they are as many as it makes.
fn days(cube: &Cube, key: &ObservationKey) -> Option<(i64, i64)> {
    let mean = cube.get(key)?;
    let replies = cube.get(&key.measure(code::RESPONDED))?.value.ok()?;
    let replies = replies.as_whole()?;
    let printed = || {
        let value = mean.value.ok()?;
        let scale = 10_i64.checked_pow(value.places().into())?;
        let days = Decimal::ratio(value.units().checked_mul(replies)?, scale, 1, 0)?;
        days.as_whole()
    };
    Some((mean.numerator.or_else(printed)?, replies))
}

#[cfg(test)]
mod tests {
    use super::Base;

    #[test]
    fn a_nought_stays_and_nothing_else_becomes_one() {
        let five = Base(5);
        assert_eq!(five.neighbours(0), (0, 0));
        assert_eq!(five.neighbours(1), (5, 5));
        assert_eq!(five.neighbours(4), (5, 5));
        assert_eq!(five.neighbours(6), (5, 10));
        assert_eq!(five.neighbours(20), (20, 20));
    }

    #[test]
    fn what_is_printed_allows_each_number_that_may_be_printed_so_and_no_other() {
        for base in [5, 10, 20].map(Base) {
            for value in 0..60 {
                let (below, above) = base.neighbours(value);
                for printed in (0..80).filter(|at| at % base.number() == 0) {
                    let may = printed == below || printed == above;
                    assert_eq!(base.possible(printed).has(value), may, "{value} {printed}");
                }
            }
        }
    }

    #[test]
    fn a_small_number_alone_is_hidden_in_a_range_as_wide_as_the_threshold_asks_for() {
        for (threshold, base) in [(3, 5), (5, 5), (5, 10), (10, 10), (10, 20)] {
            let base = Base(base);
            for value in 1..threshold {
                let possible = base.possible(base.neighbours(value).0);
                assert!(possible.most - possible.least >= threshold - 1);
            }
        }
    }
}
