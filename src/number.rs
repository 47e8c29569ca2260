//! Exact numbers and their rounding.
//!
//! Figures are whole numbers, or whole numbers over a power of ten. Floating point is never used: it rounds ties to even
//! and prints 12.5 as 12. Shares and means are rounded half away from nought in integer arithmetic (contract 4).

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal number: `units` divided by ten to the power of `places`.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i64,
    places: u8,
}

impl Decimal {
    /// The largest number of decimal places that is read.
    pub const MAX_PLACES: u8 = 6;

    /// Returns a whole number.
    pub const fn whole(units: i64) -> Self {
        Decimal { units, places: 0 }
    }

    /// Returns `units` divided by ten to the power of `places`, at most eighteen.
    pub const fn new(units: i64, places: u8) -> Self {
        Decimal { units, places }
    }

    /// Parses digits with an optional sign and an optional decimal point; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !plain(whole)
            || !plain(fraction)
            || (digits.contains('.') && fraction.is_empty())
        {
            return None;
        }
        if fraction.len() > usize::from(Self::MAX_PLACES) {
            return None;
        }
        let units: i64 = format!("{whole}{fraction}").parse().ok()?;
        Some(Decimal {
            units: sign * units,
            places: fraction.len() as u8,
        })
    }

    /// Returns the numerator over the denominator times `scale`, rounded half away from nought to `places` decimals;
    /// nothing when the denominator is nought or the number is too large.
    pub fn ratio(numerator: i64, denominator: i64, scale: i64, places: u8) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let power = 10i128.checked_pow(places.into())?;
        let top = i128::from(numerator) * i128::from(scale) * power;
        let units = divide(top, i128::from(denominator));
        Some(Decimal {
            units: i64::try_from(units).ok()?,
            places,
        })
    }

    /// Returns the number as a whole number, when it is one.
    pub fn as_whole(self) -> Option<i64> {
        let power = 10i64.pow(self.places.into());
        (self.units % power == 0).then_some(self.units / power)
    }

    /// Returns the number rounded half away from nought to this many decimals.
    pub fn round(self, places: u8) -> Self {
        if places >= self.places {
            return self;
        }
        let power = 10i128.pow((self.places - places).into());
        Decimal {
            units: fit(divide(self.units.into(), power)),
            places,
        }
    }

    /// Returns the number times ten to the power of its places, which is whole.
    pub fn units(self) -> i64 {
        self.units
    }

    /// Returns how many decimals the number was written with.
    pub fn places(self) -> u8 {
        self.places
    }

    /// Returns the number with its sign changed.
    pub fn negated(self) -> Self {
        Decimal {
            units: self.units.saturating_neg(),
            places: self.places,
        }
    }

    /// Returns the number without its sign.
    pub fn absolute(self) -> Self {
        Decimal {
            units: self.units.saturating_abs(),
            places: self.places,
        }
    }

    /// Returns whether the number is below nought.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Returns whether the number is nought.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// Returns the difference of two numbers; the largest number there is where it would be larger.
    pub fn minus(self, other: Self) -> Self {
        self.combined(other, -1)
    }

    /// Returns the sum of two numbers; the largest number there is where it would be larger.
    pub fn plus(self, other: Self) -> Self {
        self.combined(other, 1)
    }

    fn combined(self, other: Self, sign: i128) -> Self {
        let places = self.places.max(other.places);
        Decimal {
            units: fit(self.scaled(places) + sign * other.scaled(places)),
            places,
        }
    }

    fn scaled(self, places: u8) -> i128 {
        i128::from(self.units) * 10i128.pow((places - self.places).into())
    }

    /// Adds the number to a text, as it is displayed.
    pub fn push_to(self, out: &mut String) {
        if self.units < 0 {
            out.push('-');
        }
        let units = self.units.unsigned_abs();
        if self.places == 0 {
            return push_whole(out, units);
        }
        let power = 10u64.pow(self.places.into());
        push_whole(out, units / power);
        out.push('.');
        let mut digit = power / 10;
        while digit > 0 {
            out.push(char::from(b'0' + (units / digit % 10) as u8));
            digit /= 10;
        }
    }

    /// Returns the number with commas between thousands, for pages: `1,805`, `27.5`.
    pub fn grouped(self) -> String {
        if let (0, 0..1000) = (self.places, self.units) {
            return self.units.to_string();
        }
        let text = self.to_string();
        let (sign, digits) = text
            .strip_prefix('-')
            .map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits
            .split_once('.')
            .map_or((digits, String::new()), |(w, f)| (w, format!(".{f}")));
        let mut out = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        format!("{sign}{out}{fraction}")
    }
}

/// Returns the nearest number of units that can be kept.
fn fit(units: i128) -> i64 {
    units.clamp(i64::MIN.into(), i64::MAX.into()) as i64
}

/// Divides, rounding half away from nought.
fn divide(top: i128, bottom: i128) -> i128 {
    let (top, bottom) = if bottom < 0 {
        (-top, -bottom)
    } else {
        (top, bottom)
    };
    let sign = if top < 0 { -1 } else { 1 };
    sign * ((2 * top.abs() + bottom) / (2 * bottom))
}

/// Adds a whole number to a text: every row has several, and formatting takes many times as long.
pub fn push_whole(out: &mut String, mut number: u64) {
    let mut digits = [0; 20];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend(digits[from..].iter().map(|digit| char::from(*digit)));
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        if self.places == 0 {
            return write!(f, "{sign}{}", self.units.unsigned_abs());
        }
        let power = 10u64.pow(self.places.into());
        let units = self.units.unsigned_abs();
        write!(
            f,
            "{sign}{}.{:0width$}",
            units / power,
            units % power,
            width = usize::from(self.places)
        )
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.places.max(other.places);
        self.scaled(places).cmp(&other.scaled(places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_half_away_from_nought() {
        let text = |n, d, places| Decimal::ratio(n, d, 100, places).map(|v| v.to_string());
        assert_eq!(text(1, 8, 0).as_deref(), Some("13"));
        assert_eq!(text(-1, 8, 0).as_deref(), Some("-13"));
        assert_eq!(text(1, 400, 1).as_deref(), Some("0.3"));
        assert_eq!(text(50, 179, 1).as_deref(), Some("27.9"));
        assert_eq!(text(1, 0, 1), None);
    }

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        assert_eq!(
            Decimal::parse("27.5").map(|v| v.to_string()).as_deref(),
            Some("27.5")
        );
        assert_eq!(Decimal::parse("-3"), Some(Decimal::whole(-3)));
        for wrong in [
            "",
            "-",
            "1,234",
            "1.",
            ".5",
            "1e3",
            "+1",
            " 1",
            "99999999999999999999",
        ] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_too_large_to_keep_become_the_largest_and_never_wrap() {
        let most = Decimal::whole(i64::MAX);
        let least = Decimal::whole(i64::MIN);
        assert_eq!(most.plus(Decimal::whole(1)), most);
        assert_eq!(least.minus(most), least);
        assert_eq!(least.negated(), most);
        assert_eq!(least.absolute(), most);
        assert!(most > Decimal::parse("1.000001").unwrap());
        assert!(most != Decimal::new(i64::MAX, 6));
        assert_eq!(Decimal::ratio(i64::MAX, 1, 100_000, 1), None);
        assert_eq!(Decimal::ratio(i64::MIN, -1, 1, 0), None);
    }

    #[test]
    fn a_number_is_added_to_a_text_as_it_is_displayed() {
        for (units, places) in [
            (0, 0),
            (0, 2),
            (7, 0),
            (-7, 1),
            (105, 2),
            (-5, 3),
            (i64::MAX, 0),
            (i64::MIN, 0),
            (i64::MIN, 6),
        ] {
            let number = Decimal { units, places };
            let mut text = String::new();
            number.push_to(&mut text);
            assert_eq!(text, number.to_string());
        }
    }

    #[test]
    fn thousands_are_parted_by_commas_on_pages() {
        assert_eq!(Decimal::whole(1_234_567).grouped(), "1,234,567");
        assert_eq!(Decimal::whole(-1805).grouped(), "-1,805");
        assert_eq!(Decimal::new(12345, 1).grouped(), "1,234.5");
    }
}
