//! One cell to a day, and precise words about every text that is none.

use super::cells::{Fault, Read};
use crate::diagnostic::{Diagnostic, cut, named as rule};
use crate::period::day::{DateForm, fields, length, month_name, parse_day, without_time};
use chrono::{Datelike, NaiveDate};

/// Returns an example of a form with words.
fn example(form: DateForm) -> &'static str {
    match form {
        DateForm::Iso => "2024-07-03 (year, month, day)",
        DateForm::Slashes => "03/07/2024 (day, month, year)",
        DateForm::Named => "03-Jul-2024",
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
            format!("write it as {}", example(form)),
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
                example(form)
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
            format!("write all four digits: {}", example(form)),
        );
    }
    (
        format!("\"{shown}\" is not a date that can be read"),
        format!("write it as {}", example(form)),
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
        let name = month_name(month);
        return Some((
            format!("\"{shown}\" does not exist: {name} {year} has {last} days"),
            "correct the day; if the table is exported from another system, correct it there, or it comes back".into(),
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
