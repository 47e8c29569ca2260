//! The days on which the council does not work beside weekends and bank holidays, from `data/calendars/`.

use super::schema::{alone, survey};
use super::sheet::Sheet;
use crate::calendar::{Calendar, Change, government_json};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::source::{Kind, Row, Sources, Table};
use crate::vocabulary::Codes;
use chrono::NaiveDate;
use std::collections::HashSet;

/// Returns the nation's calendar with the council's own days and those of the government's list.
pub fn read(sources: &Sources, site: &Site, as_of: NaiveDate, report: &mut Report) -> Calendar {
    let mut calendar = Calendar::new(site.council.nation);
    for file in &sources.calendars {
        match government_json(&file.text, site.council.nation) {
            Ok(days) => calendar.change(days),
            Err(error) => report.push(
                Diagnostic::error(
                    rule::CALENDAR_FILE,
                    format!("this is not the government's list of bank holidays: {error}"),
                )
                .at(Location::file(file.file.clone()))
                .help("download it again from gov.uk/bank-holidays.json and put it here as it is"),
            ),
        }
    }
    for table in sources.tables(Kind::Calendars) {
        calendar.change(days(table, site, as_of, report));
    }
    calendar
}

fn days(
    table: &Table,
    site: &Site,
    as_of: NaiveDate,
    report: &mut Report,
) -> Vec<(NaiveDate, Change)> {
    let columns = survey(table, site, report);
    let mut codes = Codes::default();
    let mut sheet = Sheet {
        table,
        columns: &columns,
        site,
        codes: &mut codes,
        as_of,
        faults: Report::new(),
        otherwise: HashSet::new(),
    };
    let mut days = Vec::new();
    let mut reading = Report::new();
    table.rows(&mut reading, |row| days.extend(day(&mut sheet, &row)));
    report.extend(reading);
    let mut faults = sheet.faults;
    if !columns.sound {
        // Of a table whose headings are at fault the cells are looked at, and its days are not used.
        faults.retain(alone);
        days.clear();
    }
    report.extend(faults);
    days
}

fn day(sheet: &mut Sheet, row: &Row) -> Option<(NaiveDate, Change)> {
    let day = sheet.date(row, "date");
    if sheet.cell(row, "date").is_empty() {
        let fault = Diagnostic::error(rule::DATE, "a day of the calendar has no date")
            .help("Write the day as 2024-12-24, or take the row out.");
        sheet.fault(row, "date", fault);
    }
    let change = Change::parse(sheet.cell(row, "change"));
    if change.is_none() {
        let fault = Diagnostic::error(rule::CALENDAR_CHANGE, "this says neither that a day is closed nor that it is open")
            .help("write add for a day on which you are closed, remove for a bank holiday on which you work, or school for a day on which only schools are closed");
        sheet.fault(row, "change", fault);
    }
    Some((day?, change?))
}
