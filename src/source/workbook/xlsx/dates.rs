//! Dates, which a workbook holds as numbers: a style says which numbers are dates.

use crate::source::workbook::{Trouble, Workbook, attribute};
use chrono::{Days, NaiveDate, TimeDelta};
use quick_xml::events::Event;
use std::collections::HashMap;

/// Returns for each style of cell whether it shows a number as a date.
pub(super) fn dates(book: &mut Workbook<'_>) -> Result<Vec<bool>, Trouble> {
    let mut dates = Vec::new();
    if book.archive.index_for_name("xl/styles.xml").is_none() {
        return Ok(dates);
    }
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut in_cells = false;
    let mut xml = book.part("xl/styles.xml")?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) => {
                let id = attribute(&tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                match (tag.local_name().as_ref(), id) {
                    ("numFmt", Some(id)) => {
                        let code = attribute(&tag, "formatCode").unwrap_or_default();
                        own.insert(id, shows_date(&code));
                    }
                    ("cellXfs", _) => in_cells = true,
                    ("xf", id) if in_cells && dates.len() < 1 << 16 => {
                        let id = id.unwrap_or(0);
                        let built_in =
                            matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58);
                        dates.push(own.get(&id).copied().unwrap_or(built_in));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(dates),
            _ => {}
        }
    }
}

/// Returns whether a format shows days or years, outside quotation marks and brackets.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut skip) = (false, false, false);
    let code = code.to_lowercase();
    if code.starts_with("general") {
        return false;
    }
    for c in code.chars() {
        match c {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            '\\' | '_' | '*' => skip = true,
            '[' => bracket = true,
            ']' => bracket = false,
            'd' | 'y' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

/// Returns the date that a spreadsheet's number stands for, with its time when it has one.
pub(super) fn day(text: &str, from_1904: bool) -> Option<String> {
    let serial: f64 = text.parse().ok()?;
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (year, month, first) = match (from_1904, serial >= 61.0) {
        (true, _) => (1904, 1, 1),
        (false, true) => (1899, 12, 30),
        // Spreadsheets believe in 29 February 1900; before it days count from one day later.
        (false, false) => (1899, 12, 31),
    };
    let date =
        NaiveDate::from_ymd_opt(year, month, first)?.checked_add_days(Days::new(serial as u64))?;
    let seconds = ((serial - serial.floor()) * 86_400.0).round() as i64;
    if seconds == 0 {
        return Some(date.to_string());
    }
    let time = date
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(TimeDelta::seconds(seconds))?;
    Some(time.format("%Y-%m-%d %H:%M:%S").to_string())
}

/// Returns an ISO date-time without a time of midnight.
pub(super) fn midnight(text: &str) -> String {
    let text = text.trim_end_matches('Z');
    match text.split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.')) => date.into(),
        Some((date, time)) => format!("{date} {time}"),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_workbook_counts_them() {
        assert_eq!(day("45476", false).as_deref(), Some("2024-07-03"));
        assert_eq!(day("44014", true).as_deref(), Some("2024-07-03"));
        assert_eq!(day("1", false).as_deref(), Some("1900-01-01"));
        assert_eq!(
            day("45476.5", false).as_deref(),
            Some("2024-07-03 12:00:00")
        );
        assert_eq!(day("-1", false), None);
    }

    #[test]
    fn formats_with_days_or_years_show_dates() {
        for code in ["dd/mm/yyyy", "[$-809]d mmmm yyyy;@", "yyyy\\-mm\\-dd"] {
            assert!(shows_date(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0 \"days\"",
            "[Red]0",
            "_-* #,##0_-",
            "h:mm",
        ] {
            assert!(!shows_date(code), "{code}");
        }
    }
}
