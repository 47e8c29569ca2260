//! Days and months as text: three forms, and the names of months.
//!
//! Cells, periods and settings are all read by this, so that no two of them can disagree about what a date is.

use chrono::NaiveDate;

/// The one form in which a column writes its dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateForm {
    /// `2024-07-03`
    #[default]
    Iso,
    /// `03/07/2024`, day before month.
    Slashes,
    /// `03-Jul-2024`
    Named,
}

impl DateForm {
    /// Returns the form that this cell is written in, when it is a date of any form, whether it exists or not.
    pub fn of(text: &str) -> Option<DateForm> {
        let (day, _) = without_time(text);
        [DateForm::Iso, DateForm::Slashes, DateForm::Named]
            .into_iter()
            .find(|form| fields(day, *form).is_some())
    }
}

/// Returns the day that a text of the form 2024-07-03 names, of the years 1900 to 2199.
pub fn iso(text: &str) -> Option<NaiveDate> {
    parse_day(text, DateForm::Iso).and_then(NaiveDate::from_num_days_from_ce_opt)
}

/// Returns the day as chrono's number of days from the common era (`NaiveDate::from_num_days_from_ce_opt` turns it
/// back), when the text is a date of this form and exists. Quick: for case files of millions of rows.
#[inline]
pub fn parse_day(text: &str, form: DateForm) -> Option<i32> {
    let (year, month, day) = match (form, text.as_bytes()) {
        (DateForm::Iso, &[a, b, c, d, e, f, g, h, i, j]) => {
            dashed(u64::from_le_bytes([a, b, c, d, e, f, g, h]), [i, j])?
        }
        (DateForm::Slashes, &[a, b, b'/', c, d, b'/', e, f, g, h]) => {
            (two(e, f)? * 100 + two(g, h)?, two(c, d)?, two(a, b)?)
        }
        _ => fields(text, form)?,
    };
    if month == 0 || month > 12 {
        return None;
    }
    let at = (year.checked_sub(FIRST)? * 12 + month - 1) as usize;
    let &[begin, next] = BEGINNINGS.get(at..)?.first_chunk()?;
    let day = day as i32;
    (day > 0 && day <= next - begin).then_some(begin + day - 1)
}

/// The first year of dates.
const FIRST: u32 = 1900;

/// The first day of each month from [`FIRST`] to the year 2199, and of the month after.
static BEGINNINGS: [i32; 300 * 12 + 1] = {
    let mut days = [0; 300 * 12 + 1];
    let mut at = 0;
    while at < days.len() {
        days[at] = days_before(FIRST + at as u32 / 12, at as u32 % 12 + 1) + 1;
        at += 1;
    }
    days
};

/// Reads `2024-07-` and `03`, eight bytes at once: a million case rows have four million dates.
#[inline]
fn dashed(year_month: u64, day: [u8; 2]) -> Option<(u32, u32, u32)> {
    // Digits become 0 to 9, hyphens nought.
    let digits = year_month ^ u64::from_le_bytes(*b"0000-00-");
    let hyphens = digits & u64::from_le_bytes([0, 0, 0, 0, 0xff, 0, 0, 0xff]);
    // What is above 9 passes 0x7f when 0x76 is added.
    let above = (digits | digits.wrapping_add(0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080;
    if hyphens | above != 0 {
        return None;
    }
    // Each byte becomes ten times itself and the one behind it.
    let tens = digits * 10 + (digits >> 8);
    let pair = |at: u32| (tens >> (8 * at)) as u32 & 0xff;
    Some((pair(0) * 100 + pair(2), pair(5), two(day[0], day[1])?))
}

#[inline]
fn two(a: u8, b: u8) -> Option<u32> {
    (a.is_ascii_digit() && b.is_ascii_digit())
        .then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
}

/// Returns whether a date with strokes can only be read month first: 04/22/2024.
pub fn is_month_first(text: &str) -> bool {
    fields(without_time(text).0, DateForm::Slashes)
        .is_some_and(|(_, month, day)| month > 12 && month <= 31 && (1..=12).contains(&day))
}

/// Returns whether a date with strokes can only be read day first: 22/04/2024.
pub fn is_day_first(text: &str) -> bool {
    fields(without_time(text).0, DateForm::Slashes)
        .is_some_and(|(_, month, day)| day > 12 && day <= 31 && (1..=12).contains(&month))
}

/// Returns how many days a month (1 to 12) of a year has.
pub fn length(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// Counts the days before a month, from the first of January of the year 1. The year is taken to begin in March, so that
/// the leap day comes last.
const fn days_before(year: u32, month: u32) -> i32 {
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let before = (153 * month + 2) / 5;
    (365 * year + year / 4 - year / 100 + year / 400 + before) as i32 - 306
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the name of a month, 1 to 12; empty for any other number.
pub fn month_name(month: u32) -> &'static str {
    (month as usize)
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .map_or("", |name| name)
}

/// Returns year, month and day of a text of this form, whether there is such a day or not.
pub fn fields(text: &str, form: DateForm) -> Option<(u32, u32, u32)> {
    let digits = |text: &str, lengths: &[usize]| {
        (lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let divide = |signs: &[char]| {
        let parts: Vec<&str> = text.split(signs).collect();
        <[&str; 3]>::try_from(parts).ok()
    };
    match form {
        DateForm::Iso => {
            let [year, month, day] = divide(&['-'])?;
            Some((
                digits(year, &[4])?,
                digits(month, &[2])?,
                digits(day, &[2])?,
            ))
        }
        DateForm::Slashes => {
            let [day, month, year] = divide(&['/'])?;
            Some((
                digits(year, &[4])?,
                digits(month, &[1, 2])?,
                digits(day, &[1, 2])?,
            ))
        }
        DateForm::Named => {
            let [day, month, year] = divide(&['-', ' ', '/'])?;
            Some((
                digits(year, &[4])?,
                month_named(month)?,
                digits(day, &[1, 2])?,
            ))
        }
    }
}

/// Returns the number of a month by its name or at least its first three letters, in capitals or not.
pub fn month_named(text: &str) -> Option<u32> {
    let begins = |name: &&str| {
        text.len() >= 3
            && name
                .get(..text.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    MONTHS.iter().position(begins).map(|index| index as u32 + 1)
}

/// Parts a time of day from a date, and tells whether there is one.
pub fn without_time(text: &str) -> (&str, bool) {
    let Some((day, time)) = text
        .split_once(['T', ' '])
        .filter(|(_, time)| time.contains(':'))
    else {
        return (text, false);
    };
    let clock = time
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b":.Z+ ".contains(&byte));
    if clock {
        (day.trim(), true)
    } else {
        (text, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;

    #[test]
    fn days_are_counted_as_chrono_counts_them() {
        for text in [
            "1900-01-01",
            "2000-02-29",
            "2024-02-29",
            "2024-03-01",
            "2023-12-31",
            "2199-12-31",
            "2100-03-01",
        ] {
            let date: NaiveDate = text.parse().unwrap();
            assert_eq!(
                parse_day(text, DateForm::Iso),
                Some(date.num_days_from_ce()),
                "{text}"
            );
        }
    }

    #[test]
    fn three_forms_are_read_and_no_other() {
        let day = NaiveDate::from_ymd_opt(2024, 7, 3).map(|date| date.num_days_from_ce());
        for (text, form) in [
            ("2024-07-03", DateForm::Iso),
            ("03/07/2024", DateForm::Slashes),
            ("3/7/2024", DateForm::Slashes),
            ("03-Jul-2024", DateForm::Named),
            ("3 July 2024", DateForm::Named),
        ] {
            assert_eq!(parse_day(text, form), day, "{text}");
            assert_eq!(DateForm::of(text), Some(form), "{text}");
        }
        for text in [
            "2024-7-3",
            "2023-02-29",
            "31/02/2024",
            "03.07.2024",
            "20240703",
            "45476",
            "2024-07",
            "1-1-1",
        ] {
            for form in [DateForm::Iso, DateForm::Slashes, DateForm::Named] {
                assert_eq!(parse_day(text, form), None, "{text}");
            }
        }
    }

    #[test]
    fn months_are_read_by_their_names_or_at_least_three_letters_of_them() {
        for text in ["Sep", "sept", "SEPTEMBER"] {
            assert_eq!(month_named(text), Some(9), "{text}");
        }
        for text in ["", "s", "se", "septembre", "septembers", "é", "ma"] {
            assert_eq!(month_named(text), None, "{text}");
        }
        assert_eq!(month_name(12), "December");
        assert_eq!(month_name(0), "");
    }
}
