//! The files under `data/calendars/`: a council's closed days, and the government's list of bank holidays.

use super::{Kind, Row, Sources, Table};
use crate::calendar::{Calendar, Change, Nation, government_json};
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::vocabulary::fold;
use chrono::NaiveDate;

/// Returns the nation's calendar with what the site's own files change. Tables win over the government's list, and a later
/// file over an earlier one.
pub fn calendar(nation: Nation, sources: &Sources, report: &mut Report) -> Calendar {
    let mut calendar = Calendar::new(nation);
    let mut changes = Vec::new();
    for file in &sources.calendars {
        match government_json(&file.text, nation) {
            Ok(found) => changes.extend(found),
            Err(fault) => {
                let help = "download https://www.gov.uk/bank-holidays.json again and put it here as it comes";
                let message = format!("the list of bank holidays cannot be read: {fault}");
                let found = Diagnostic::error(rule::CALENDAR_FILE, message)
                    .at(Location::file(file.file.clone()))
                    .help(help);
                report.push(found);
            }
        }
    }
    for table in sources.tables(Kind::Calendars) {
        changes.extend(closed_days(table, report));
    }
    calendar.change(changes);
    calendar
}

/// Reads a table of closed days: `date`, `change`, and a title that is for people only.
fn closed_days(table: &Table, report: &mut Report) -> Vec<(NaiveDate, Change)> {
    let column = |name: &str| table.header.iter().position(|head| fold(head) == name);
    let Some(date) = column("date") else {
        let message = "the calendar has no column date";
        let found = Diagnostic::error(rule::CALENDAR_FILE, message)
            .at(table.location().row(1))
            .help("give it the columns date, title and change");
        report.push(found);
        return Vec::new();
    };
    let change = column("change");
    let mut faults = Report::new();
    let mut changes = Vec::new();
    table.rows(report, |row| {
        if let Some(found) = closed_day(table, row, date, change, &mut faults) {
            changes.push(found);
        }
    });
    report.extend(faults);
    changes
}

fn closed_day(
    table: &Table,
    row: Row,
    date: usize,
    change: Option<usize>,
    report: &mut Report,
) -> Option<(NaiveDate, Change)> {
    let mut wrong = |column: usize, message: &str, help: &str| {
        let found = Diagnostic::error(rule::CALENDAR_FILE, message)
            .at(table.cell(row.number, column))
            .value(row.cell(column))
            .help(help);
        report.push(found);
    };
    let day = as_day(row.cell(date));
    if day.is_none() {
        let message = format!(
            "\"{}\" is not a day",
            crate::diagnostic::cut(row.cell(date))
        );
        wrong(date, &message, "write it as 2024-12-27 or 27/12/2024");
    }
    let said = change.map_or(Some(Change::Close), |column| {
        Change::parse(row.cell(column))
    });
    if let (None, Some(column)) = (said, change) {
        let message = format!(
            "\"{}\" is not a change of the calendar",
            crate::diagnostic::cut(row.cell(column))
        );
        let help = "write add for a day without work, remove for a bank holiday on which you worked, school for a day on which only schools are closed";
        wrong(column, &message, help);
    }
    Some((day?, said?))
}

fn as_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    ["%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TextFile;

    fn read(csv: &str, json: Option<&str>) -> (Calendar, Report) {
        let mut report = Report::new();
        let table = Table::from_csv(
            Kind::Calendars,
            "data/calendars/closed.csv",
            csv,
            &mut report,
        );
        let sources = Sources {
            tables: table.into_iter().collect(),
            calendars: json
                .map(|text| TextFile {
                    file: "data/calendars/bank-holidays.json".into(),
                    text: text.into(),
                })
                .into_iter()
                .collect(),
            ..Sources::default()
        };
        let calendar = calendar(Nation::England, &sources, &mut report);
        (calendar, report)
    }

    fn works(calendar: &Calendar, day: &str) -> bool {
        calendar.is_working_day(day.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_councils_closed_days_are_read_from_its_table() {
        let csv = "date,title,change\n2024-12-27,Closed,add\n30/12/2024,Closed,\n2024-08-26,Open,remove\n";
        let (calendar, report) = read(csv, None);
        assert!(report.diagnostics().is_empty());
        assert!(!works(&calendar, "2024-12-27"));
        assert!(!works(&calendar, "2024-12-30"));
        assert!(works(&calendar, "2024-08-26"));
    }

    #[test]
    fn every_faulty_row_is_reported_and_the_others_count() {
        let csv = "date,change\n2024-13-27,add\n2024-12-27,maybe\n2024-12-30,add\n";
        let (calendar, report) = read(csv, Some("{}"));
        let rows: Vec<_> = report
            .diagnostics()
            .iter()
            .map(|found| found.location.as_ref().and_then(|place| place.row))
            .collect();
        assert_eq!(rows, [None, Some(2), Some(3)]);
        assert!(!works(&calendar, "2024-12-30"));
    }

    #[test]
    fn a_table_without_dates_is_refused() {
        let (_, report) = read("day\n2024-12-27\n", None);
        assert!(report.has_errors());
    }
}
