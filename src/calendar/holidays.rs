//! The lists of bank holidays, built in and as the government offers them.

use super::Nation;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What a calendar file says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// No work is done (`add`).
    Close,
    /// Work is done although it is a bank holiday (`remove`).
    Open,
    /// Only schools are closed (`school`).
    CloseSchools,
}

impl Change {
    /// Returns what a cell of the column `change` means; blank means `add`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_lowercase().as_str() {
            "" | "add" => Change::Close,
            "remove" => Change::Open,
            "school" => Change::CloseSchools,
            _ => return None,
        })
    }
}

/// The files, `date,title,kind`. England and Wales were checked against two computations; the others follow from the
/// rules that the tests compute anew. 2027 and 2028 follow the rules alone: proclamations may still change them.
fn file(nation: Nation) -> &'static str {
    match nation {
        Nation::England | Nation::Wales => include_str!("england-wales.csv"),
        Nation::Scotland => include_str!("scotland.csv"),
        Nation::NorthernIreland => include_str!("northern-ireland.csv"),
    }
}

/// Returns the nation's bank holidays that fall on weekdays.
pub(super) fn built_in(nation: Nation) -> BTreeSet<NaiveDate> {
    file(nation)
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next()?.parse().ok())
        .collect()
}

/// Why the government's file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarFileError {
    /// Not JSON.
    Json,
    /// The nation's part is missing: `england-and-wales`.
    Division(&'static str),
    /// An event without a day.
    Date(String),
}

impl fmt::Display for CalendarFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalendarFileError::Json => f.write_str("the file is not JSON"),
            CalendarFileError::Division(name) => write!(f, "the file has no part \"{name}\""),
            CalendarFileError::Date(text) => write!(f, "\"{text}\" is not a day as 2028-12-25"),
        }
    }
}

impl std::error::Error for CalendarFileError {}

/// Returns the changes that the government's bank-holidays.json makes to the nation's built-in calendar: in each year that
/// it lists in full, its days are closed and the built-in ones that it lacks are open. It wins because it knows of
/// proclamations.
pub fn government_json(
    text: &str,
    nation: Nation,
) -> Result<Vec<(NaiveDate, Change)>, CalendarFileError> {
    let division = match nation {
        Nation::England | Nation::Wales => "england-and-wales",
        Nation::Scotland => "scotland",
        Nation::NorthernIreland => "northern-ireland",
    };
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|_| CalendarFileError::Json)?;
    let events = value[division]["events"]
        .as_array()
        .ok_or(CalendarFileError::Division(division))?;
    let mut years: BTreeMap<i32, BTreeSet<NaiveDate>> = BTreeMap::new();
    for event in events {
        let written = event["date"].as_str().unwrap_or_default();
        let day: NaiveDate = written
            .parse()
            .map_err(|_| CalendarFileError::Date(written.chars().take(40).collect()))?;
        years.entry(day.year()).or_default().insert(day);
    }
    let mut changes = Vec::new();
    let built_in = built_in(nation);
    for (year, days) in &years {
        if days.len() >= 6 {
            let dropped = built_in
                .iter()
                .filter(|day| day.year() == *year && !days.contains(day));
            changes.extend(dropped.map(|day| (*day, Change::Open)));
        }
        changes.extend(days.iter().map(|day| (*day, Change::Close)));
    }
    Ok(changes)
}
