//! Facts about the council that give its figures their scale: residents, homes, open cases.

use super::aggregates;
use super::cells;
use super::measures;
use super::sheet::Sheet;
use super::{AggregateRecord, Qualifier};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::source::Row;
use crate::vocabulary::{Code, ObservationKey, Unit, code};

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
    let qualifier = aggregates::qualifier(sheet, row);
    let unit = measure.map(|measure| aggregates::unit(sheet, row, measure, code::ALL, code::ALL));
    let value = value(sheet, row, measure.zip(unit), qualifier);
    let note = reference_date(sheet, row);
    let source = sheet.text(row, "source");
    Some(AggregateRecord {
        origin: sheet.place(row, "value"),
        key: ObservationKey::contacts(service?, period?, code::CONTEXT, measure?),
        value: value?,
        qualifier: qualifier?,
        numerator: None,
        denominator: None,
        unit: unit??,
        basis: "".into(),
        source: source.into(),
        note: note?.into(),
    })
}

/// Reads the value, as far as it is known what it is of.
fn value(
    sheet: &mut Sheet,
    row: &Row,
    measure: Option<(Code, Option<Unit>)>,
    qualifier: Option<Qualifier>,
) -> Option<Result<Decimal, Shorthand>> {
    let cell = sheet.cell(row, "value");
    let Some((measure, unit)) = measure else {
        sheet.read(row, "value", cells::number(cell));
        return None;
    };
    let own = || measures::unit(measure, code::ALL, code::ALL, sheet.site, sheet.codes);
    let unit = unit.unwrap_or_else(own);
    let key = ObservationKey::contacts(code::ALL, Period::Undated, code::CONTEXT, measure);
    let qualifier = qualifier.unwrap_or_default();
    let read = aggregates::figure(sheet.codes, cell, unit, &key, qualifier);
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
    Some(value)
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
