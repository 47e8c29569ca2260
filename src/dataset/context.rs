//! Facts about the council that give its figures their scale: residents, homes, open cases.

use super::AggregateRecord;
use super::aggregates;
use super::measures;
use super::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::number::Decimal;
use crate::source::Row;
use crate::vocabulary::{ObservationKey, code};

/// Reads the table of context.
pub(super) fn read(sheet: &mut Sheet) -> Vec<AggregateRecord> {
    let mut records = Vec::new();
    let table = sheet.table;
    let mut reading = Report::new();
    table.rows(&mut reading, |row| records.extend(record(sheet, &row)));
    sheet.faults.extend(reading);
    records
}

fn record(sheet: &mut Sheet, row: &Row) -> Option<AggregateRecord> {
    let period = sheet.period(row);
    let service = sheet.service(row);
    let measure = match measures::read(sheet.cell(row, "measure"), sheet.site, sheet.codes) {
        Ok(measure) => Some(measure),
        Err(fault) => {
            sheet.fault(row, "measure", *fault);
            None
        }
    };
    let qualifier = aggregates::qualifier(sheet, row)?;
    let (period, service, measure) = (period?, service?, measure?);
    let key = ObservationKey::contacts(service, period, code::CONTEXT, measure);
    let unit = aggregates::unit(sheet, row, measure, code::ALL, code::ALL)?;
    let read = aggregates::figure(sheet.codes, sheet.cell(row, "value"), unit, &key, qualifier);
    let value = sheet.read(row, "value", read)?;
    if value == Ok(Decimal::whole(0)) && matches!(measure, code::POPULATION | code::HOMES_OWNED) {
        let message = format!(
            "{} is 0: a rate has nothing to be of",
            sheet.codes.word(measure)
        );
        let help =
            "Write the number, or leave the row out where it is not known or does not apply.";
        sheet.fault(
            row,
            "value",
            Diagnostic::error(rule::VALUE_RANGE, message).help(help),
        );
        return None;
    }
    let note = reference_date(sheet, row)?;
    Some(AggregateRecord {
        origin: sheet.place(row, "value"),
        key,
        value,
        qualifier,
        numerator: None,
        denominator: None,
        unit,
        basis: "".into(),
        source: sheet.text(row, "source").into(),
        note: note.into(),
    })
}

/// Returns the day that the figure is of, as a note; empty where none is given.
fn reference_date(sheet: &mut Sheet, row: &Row) -> Option<String> {
    if sheet.cell(row, "reference_date").is_empty() {
        return Some(String::new());
    }
    let day = sheet.date(row, "reference_date")?;
    if day > sheet.as_of {
        let fault =
            Diagnostic::error(rule::RECORD_FUTURE, "a date lies in the future").help(format!(
                "The day of this build is {}. Correct the date.",
                sheet.as_of
            ));
        sheet.fault(row, "reference_date", fault);
        return None;
    }
    Some(format!("At {}.", day.format("%-d %B %Y")))
}
