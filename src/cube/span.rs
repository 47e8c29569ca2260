//! Numbers between two bounds: room for what was only printed roughly, or rounded.

use super::Cube;
use super::aggregates::slack;
use crate::dataset::Qualifier;
use crate::number::Decimal;
use crate::release::Shorthand;
use crate::vocabulary::ObservationKey;

/// A number between two bounds, in thousand-millionths, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The least that it may be.
    pub low: i128,
    /// The most that it may be.
    pub high: i128,
}

/// How many parts a whole one has.
const SCALE: i128 = 1_000_000_000;
/// More than the rounding of a division and less than any printed digit.
pub(super) const HAIR: i128 = 2;
/// Larger than any number that can be read, small enough that a million of them can be added.
const ENDLESS: i128 = i128::MAX / 4_000_000;

impl Span {
    /// Returns the span of one number.
    pub fn exact(number: Decimal) -> Self {
        let at = scaled(number);
        Span { low: at, high: at }
    }

    /// Returns all numbers at most `slack` away from this one.
    pub fn around(number: Decimal, slack: Decimal) -> Self {
        let (at, slack) = (scaled(number), scaled(slack));
        Span {
            low: at - slack,
            high: at + slack,
        }
    }

    /// Returns what a number may be that was rounded to its last digit.
    pub fn rounded(number: Decimal) -> Self {
        Span::around(number, Decimal::new(5, number.places() + 1))
    }

    /// Returns the span of a number that is at least this.
    pub fn from(number: Decimal) -> Self {
        Span {
            low: scaled(number),
            high: ENDLESS,
        }
    }

    /// Returns one whole number over another, times `scale`.
    pub fn of(numerator: i64, denominator: i64, scale: i64) -> Option<Self> {
        Span::exact(Decimal::whole(numerator))
            .over(Span::exact(Decimal::whole(denominator)), scale.into())
    }

    /// Returns the middle, rounded half away from nought to one decimal.
    pub fn middle(self) -> Decimal {
        let tenths = (self.low + self.high) * 5 / SCALE;
        let rest = (self.low + self.high) * 5 % SCALE;
        let up = if 2 * rest.abs() >= SCALE {
            rest.signum()
        } else {
            0
        };
        Decimal::new(i64::try_from(tenths + up).unwrap_or_default(), 1)
    }

    /// Returns what the two may be together.
    pub fn plus(self, other: Span) -> Span {
        Span {
            low: self.low.saturating_add(other.low),
            high: self.high.saturating_add(other.high),
        }
    }

    /// Returns this less another, as far apart as both leave room for.
    pub fn minus(self, other: Span) -> Span {
        Span {
            low: self.low - other.high,
            high: self.high - other.low,
        }
    }

    /// Returns this many times the span.
    pub fn times(self, count: i64) -> Span {
        let count = i128::from(count.max(0));
        Span {
            low: self.low.saturating_mul(count),
            high: self.high.saturating_mul(count),
        }
    }

    /// Returns this over another span, times `scale`; nothing when that may be nought or below, or when the
    /// result is too large to tell.
    pub fn over(self, other: Span, scale: i128) -> Option<Span> {
        if other.low <= 0 {
            return None;
        }
        let mut all = Vec::with_capacity(4);
        for by in [other.low, other.high] {
            for top in [self.low, self.high] {
                all.push(top.checked_mul(scale)?.checked_mul(SCALE)? / by);
            }
        }
        Some(Span {
            low: all.iter().copied().min()?,
            high: all.into_iter().max()?,
        })
    }

    /// Returns whether the two may be the same number.
    pub fn meets(self, other: Span) -> bool {
        self.low <= other.high.saturating_add(HAIR) && other.low <= self.high.saturating_add(HAIR)
    }

    /// Returns whether every number of this span is below every number of the other.
    pub fn is_below(self, other: Span) -> bool {
        self.high.saturating_add(HAIR) < other.low
    }

    /// Returns the span on the other side of nought.
    pub fn flipped(self) -> Span {
        Span {
            low: -self.high,
            high: -self.low,
        }
    }

    /// Returns whether there is a whole number in the span.
    pub fn has_whole(self) -> bool {
        self.whole().is_some()
    }

    /// Returns the largest whole number that is not above the span's beginning.
    pub fn floor(self) -> Option<i64> {
        i64::try_from(self.low.div_euclid(SCALE)).ok()
    }

    /// Returns the smallest whole number in the span.
    pub fn whole(self) -> Option<i64> {
        let up = self.low.saturating_add(SCALE - 1 - HAIR).div_euclid(SCALE);
        (up.saturating_mul(SCALE) <= self.high.saturating_add(HAIR))
            .then(|| i64::try_from(up).ok())
            .flatten()
    }

    /// Returns the smallest and the largest whole number in the span.
    pub fn wholes(self) -> Option<(i64, i64)> {
        let least = self.whole()?;
        let most = i64::try_from(self.high.saturating_add(HAIR).div_euclid(SCALE)).ok()?;
        Some((least, most))
    }

    /// Returns the span in words, to a tenth: `417`, `1,650 to 1,750`, `1,700 or more`.
    pub fn words(self) -> String {
        let tenths = |at: i128| {
            let tenths = Decimal::new(
                i64::try_from(at.saturating_mul(10) / SCALE).unwrap_or(i64::MAX),
                1,
            );
            match tenths.as_whole() {
                Some(whole) => Decimal::whole(whole).grouped(),
                None => tenths.grouped(),
            }
        };
        if self.high >= ENDLESS {
            return format!("{} or more", tenths(self.low));
        }
        if self.low == self.high {
            return tenths(self.low);
        }
        format!("{} to {}", tenths(self.low), tenths(self.high))
    }
}

/// Returns a number in thousand-millionths.
pub(super) fn scaled(number: Decimal) -> i128 {
    i128::from(number.units()) * SCALE / 10i128.pow(number.places().into())
}

impl Cube {
    /// Returns what a count or a sum of money may be: the number itself, or the room that "about", "over" and "under"
    /// leave. What cannot exist is nought; what is hidden or missing is nothing that could be added.
    pub(super) fn room(&self, key: &ObservationKey) -> Option<Span> {
        let found = self.observations.get(key)?;
        let nought = Decimal::whole(0);
        match (found.value, found.qualifier) {
            (Ok(number), Qualifier::None) => Some(Span::exact(number)),
            (Ok(number), Qualifier::About) => Some(Span::around(number, slack(number))),
            (Ok(number), Qualifier::Over) => Some(Span::from(number)),
            (Ok(number), Qualifier::Under) => Some(Span {
                low: scaled(nought),
                high: scaled(number),
            }),
            (Err(Shorthand::NotApplicable), _) => Some(Span::exact(nought)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_number_has_room_for_half_of_its_last_digit() {
        let twelve = Span::rounded(Decimal::new(125, 1));
        assert!(twelve.times(2).has_whole(), "25 of 2 is 12.5");
        assert!(!twelve.times(3).has_whole(), "37 of 3 is 12.3, 38 is 12.7");
        assert_eq!(twelve.times(4).whole(), Some(50));
        assert_eq!(
            Span::rounded(Decimal::whole(22)).times(29).whole(),
            Some(624)
        );
    }

    #[test]
    fn spans_are_said_in_words() {
        assert_eq!(Span::exact(Decimal::whole(1417)).words(), "1,417");
        assert_eq!(Span::from(Decimal::whole(1700)).words(), "1,700 or more");
        let about = Span::around(Decimal::whole(1700), Decimal::whole(50));
        assert_eq!(about.words(), "1,650 to 1,750");
    }

    #[test]
    fn numbers_of_any_size_are_compared_without_overflow() {
        let most = Span::exact(Decimal::whole(i64::MAX));
        assert_eq!(most.over(Span::exact(Decimal::new(1, 6)), 100_000), None);
        assert!(most.minus(most.flipped()).meets(most.minus(most.flipped())));
        assert_eq!(
            Span::of(50, 179, 100).map(|span| span.middle().to_string()),
            Some("27.9".into())
        );
        assert_eq!(scaled(Decimal::new(-5, 1)), -500_000_000);
        assert!(
            Span::from(Decimal::whole(0))
                .times(i64::MAX)
                .plus(most)
                .high
                > 0
        );
    }
}
