//! One cell to a day: three forms, one for a column, and precise words about every other.

use super::cells::{Fault, Read};
use crate::diagnostic::{Diagnostic, cut, named as rule};
use chrono::{Datelike, NaiveDate};

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

    /// Returns an example with words.
    fn words(self) -> &'static str {
        match self {
            DateForm::Iso => "2024-07-03 (year, month, day)",
            DateForm::Slashes => "03/07/2024 (day, month, year)",
            DateForm::Named => "03-Jul-2024",
        }
    }
}

/// Returns the day as chrono's number of days from the common era (`NaiveDate::from_num_days_from_ce_opt` turns it
/// back), when the text is a date of this form and exists. Quick: for case files of millions of rows.
pub fn parse_day(text: &str, form: DateForm) -> Option<i32> {
    let (year, month, day) = match (form, text.as_bytes()) {
        (DateForm::Iso, &[a, b, c, d, b'-', e, f, b'-', g, h]) => {
            (two(a, b)? * 100 + two(c, d)?, two(e, f)?, two(g, h)?)
        }
        (DateForm::Slashes, &[a, b, b'/', c, d, b'/', e, f, g, h]) => {
            (two(e, f)? * 100 + two(g, h)?, two(c, d)?, two(a, b)?)
        }
        _ => fields(text, form)?,
    };
    if !(1900..2200).contains(&year) || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    (day <= length(year, month)).then(|| days(year, month, day))
}

fn two(a: u8, b: u8) -> Option<u32> {
    (a.is_ascii_digit() && b.is_ascii_digit())
        .then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
}

/// Returns whether a date with strokes can only be read month first: 04/22/2024.
pub fn is_month_first(text: &str) -> bool {
    fields(without_time(text).0, DateForm::Slashes)
        .is_some_and(|(_, month, day)| month > 12 && month <= 31 && (1..=12).contains(&day))
}

/// Returns how many days a month has.
fn length(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// Counts days from the first of January of the year 1, which is day 1. The year is taken to begin in March, so that the
/// leap day comes last.
fn days(year: u32, month: u32, day: u32) -> i32 {
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let before = (153 * month + 2) / 5;
    (365 * year + year / 4 - year / 100 + year / 400 + before + day) as i32 - 306
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Returns year, month and day of a text of this form, not yet tested.
fn fields(text: &str, form: DateForm) -> Option<(u32, u32, u32)> {
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

/// Returns the number of a month by its name or the first letters of it.
fn month_named(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let long = |month: &&str| {
        month.starts_with(&text) && text.len() >= 3 || text == "sept" && month.starts_with(&text)
    };
    MONTHS.iter().position(long).map(|index| index as u32 + 1)
}

/// Parts a time of day from a date, and tells whether there is one.
fn without_time(text: &str) -> (&str, bool) {
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

/// Reads a date of the column's form; says what is wrong with any other text.
pub fn date(text: &str, form: DateForm) -> Result<Read<NaiveDate>, Fault> {
    let (day, time) = without_time(text);
    let Some(value) = parse_day(day, form).and_then(NaiveDate::from_num_days_from_ce_opt) else {
        return Err(Box::new(wrong(text, day, form)));
    };
    let warning = time.then(|| {
        Box::new(
            Diagnostic::warning(rule::TIME_DROPPED, "dates in this column carry a time of day, which is not used")
                .value(text)
                .help("export the date alone: a time can shift the day when the export converts time zones"),
        )
    });
    Ok(Read { value, warning })
}

fn wrong(text: &str, day: &str, form: DateForm) -> Diagnostic {
    let (message, help) = words(text, day, form);
    Diagnostic::error(rule::DATE, message)
        .value(text)
        .help(help)
}

fn words(text: &str, day: &str, form: DateForm) -> (String, String) {
    let shown = cut(text);
    if text.is_empty() {
        return (
            "a date is missing here".into(),
            format!("write it as {}", form.words()),
        );
    }
    if let Some(other) = DateForm::of(day) {
        if let Some((year, month, date)) = fields(day, other)
            && let Some(fault) = impossible(&shown, year, month, date, other)
        {
            return fault;
        }
        return (
            format!("\"{shown}\" is a date of another form than the rest of its column"),
            format!(
                "the column writes dates as {}; write this one so too",
                form.words()
            ),
        );
    }
    if let Some(date) = serial(text) {
        return (
            format!("\"{shown}\" is a spreadsheet's inner number for {date}, not a date"),
            "format the column as a date (year-month-day) in the spreadsheet and export it again"
                .into(),
        );
    }
    if two_digit_year(day) {
        return (
            format!(
                "\"{shown}\" has a year of two digits, which could be of two centuries or no year at all"
            ),
            format!("write all four digits: {}", form.words()),
        );
    }
    (
        format!("\"{shown}\" is not a date that can be read"),
        format!("write it as {}", form.words()),
    )
}

/// Says why a date that is well written cannot be.
fn impossible(
    shown: &str,
    year: u32,
    month: u32,
    day: u32,
    form: DateForm,
) -> Option<(String, String)> {
    if !(1900..2200).contains(&year) {
        return Some((
            format!("\"{shown}\" has the year {year}"),
            "correct the year".into(),
        ));
    }
    if month > 12 && day <= 12 && form == DateForm::Slashes {
        return Some((
            format!("\"{shown}\" has no month {month}: it is written month first"),
            "dates are read day first; have the whole column exported as year-month-day, for others in it would be read wrongly"
                .into(),
        ));
    }
    if !(1..=12).contains(&month) {
        return Some((
            format!("\"{shown}\" has no month {month}"),
            "correct the month: it is 1 to 12".into(),
        ));
    }
    let last = length(year, month);
    if day == 0 || day > last {
        let name = MONTHS[month as usize - 1];
        let name = name[..1].to_uppercase() + &name[1..];
        return Some((
            format!("\"{shown}\" does not exist: {name} {year} has {last} days"),
            "correct the day in the case system too, or it comes back with the next export".into(),
        ));
    }
    None
}

/// Returns the date that a spreadsheet's day number stands for, of the years that matter.
fn serial(text: &str) -> Option<NaiveDate> {
    let whole = text.split('.').next()?;
    if whole.len() != 5
        || !text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    let days: u64 = whole.parse().ok()?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days))?;
    (1990..2100).contains(&date.year()).then_some(date)
}

fn two_digit_year(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '-', ' ', '.']).collect();
    parts.len() == 3
        && parts[2].len() == 2
        && parts[2].bytes().all(|byte| byte.is_ascii_digit())
        && parts[0].len() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_is_wrong_with_a_date_is_said() {
        let message = |text: &str, form| date(text, form).map(|_| ()).unwrap_err().message;
        for (text, form, says) in [
            ("31/02/2024", DateForm::Slashes, "February 2024 has 29 days"),
            ("07/23/2024", DateForm::Slashes, "month first"),
            ("45476", DateForm::Iso, "inner number for 2024-07-03"),
            ("03/07/24", DateForm::Slashes, "two digits"),
            ("01-May-23", DateForm::Named, "two digits"),
            ("03/07/2024", DateForm::Iso, "another form"),
            ("0024-07-03", DateForm::Iso, "the year 24"),
            ("soon", DateForm::Iso, "not a date"),
            ("", DateForm::Iso, "missing"),
        ] {
            assert!(
                message(text, form).contains(says),
                "{text}: {}",
                message(text, form)
            );
        }
        assert!(
            date("2024-07-03 00:00:00", DateForm::Iso)
                .unwrap()
                .warning
                .is_some()
        );
        assert!(
            date("2024-07-03T14:05", DateForm::Iso)
                .unwrap()
                .warning
                .is_some()
        );
    }
}
