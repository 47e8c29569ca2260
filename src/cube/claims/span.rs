//! Numbers between two bounds: room for what was only printed roughly.

use crate::number::Decimal;

/// A number between two bounds, in thousand-millionths: room for what was only printed roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub low: i128,
    pub high: i128,
}

const SCALE: i128 = 1_000_000_000;
/// More than the rounding of a division and less than any printed digit.
pub(super) const HAIR: i128 = 2;

impl Span {
    pub fn exact(number: Decimal) -> Self {
        let at = scaled(number);
        Span { low: at, high: at }
    }

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

    pub fn minus(self, other: Span) -> Span {
        Span {
            low: self.low - other.high,
            high: self.high - other.low,
        }
    }

    /// Returns this over another span, times `scale`; nothing when that may be nought or below.
    pub fn over(self, other: Span, scale: i128) -> Option<Span> {
        if other.low <= 0 {
            return None;
        }
        let ends = [other.low, other.high];
        let all = ends
            .iter()
            .flat_map(|by| [self.low, self.high].map(|top| top * scale * SCALE / by));
        Some(Span {
            low: all.clone().min()?,
            high: all.max()?,
        })
    }

    pub fn meets(self, other: Span) -> bool {
        self.low <= other.high + HAIR && other.low <= self.high + HAIR
    }

    pub fn flipped(self) -> Span {
        Span {
            low: -self.high,
            high: -self.low,
        }
    }
}

pub(super) fn scaled(number: Decimal) -> i128 {
    let places = u32::from(number.places());
    let units: i128 = number
        .to_string()
        .replace('.', "")
        .parse()
        .unwrap_or_default();
    units * SCALE / 10i128.pow(places)
}
