//! Numbers between two bounds: room for what was only printed roughly.

use crate::number::Decimal;

/// A number between two bounds, in thousand-millionths: room for what was only printed roughly.
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

    /// Returns this less another, as far apart as both leave room for.
    pub fn minus(self, other: Span) -> Span {
        Span {
            low: self.low - other.high,
            high: self.high - other.low,
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
        self.low <= other.high + HAIR && other.low <= self.high + HAIR
    }

    /// Returns the span on the other side of nought.
    pub fn flipped(self) -> Span {
        Span {
            low: -self.high,
            high: -self.low,
        }
    }
}

/// Returns a number in thousand-millionths.
pub(super) fn scaled(number: Decimal) -> i128 {
    i128::from(number.units()) * SCALE / 10i128.pow(number.places().into())
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
