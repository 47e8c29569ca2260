//! The wide form: one row, several figures, a column each.

use super::value::figure;
use super::{Coordinates, Figures, alive, compatible, coordinates};
use crate::dataset::measures;
use crate::dataset::schema::FigureColumn;
use crate::dataset::sheet::Sheet;
use crate::dataset::{AggregateRecord, Qualifier};
use crate::number::Decimal;
use crate::release::Shorthand;
use crate::source::Row;
use crate::vocabulary::{ObservationKey, Unit, code};
use std::sync::Arc;

pub(super) fn wide(sheet: &mut Sheet, row: &Row, figures: &mut Figures) {
    let at = coordinates(sheet, row);
    let source: Arc<str> = sheet.text(row, "source").into();
    let note: Arc<str> = sheet.text(row, "note").into();
    let columns = sheet.columns;
    for column in &columns.figures {
        if left_empty(row, column, &at) {
            continue;
        }
        let Some((key, value)) = cell(sheet, row, column, &at) else {
            figures.lack(Some(column.measure), &at);
            continue;
        };
        if !at.complete() {
            figures.lack(Some(column.measure), &at);
            continue;
        }
        let record = AggregateRecord {
            origin: sheet.table.cell(row.number, column.column),
            key,
            value,
            qualifier: Qualifier::None,
            numerator: None,
            denominator: None,
            unit: unit(sheet, &key),
            basis: "".into(),
            source: source.clone(),
            note: note.clone(),
        };
        alive(sheet, &record);
        figures.add(record, at.total);
    }
}

/// Returns whether a cell may be empty: a column of compliments beside rows for each stage is filled in once, and a
/// row of totals need not have all. Where contact or stage could not be read it may be such a cell.
fn left_empty(row: &Row, column: &FigureColumn, at: &Coordinates) -> bool {
    if at.total.is_some() && row.cell(column.column).trim().is_empty() {
        return true;
    }
    let of_complaints = column.contact.or(at.contact) == Some(code::COMPLAINT);
    row.cell(column.column).trim().is_empty() && !of_complaints && at.stage != Some(code::ALL)
}

/// Reads one figure of a row, whether or not the row's place is known.
fn cell(
    sheet: &mut Sheet,
    row: &Row,
    column: &FigureColumn,
    at: &Coordinates,
) -> Option<(ObservationKey, Result<Decimal, Shorthand>)> {
    let mut key = at.key(column.measure);
    key.contact = column.contact.unwrap_or(key.contact);
    if key.contact != code::COMPLAINT {
        key.procedure = code::ALL;
        key.stage = code::ALL;
    }
    if let Some((breakdown, category)) = column.breakdown {
        key = key.with(sheet.codes, breakdown, category);
    }
    let text = row.cell(column.column).trim();
    let place = sheet.table.cell(row.number, column.column);
    let unit = unit(sheet, &key);
    let read = figure(sheet.codes, text, unit, &key, Qualifier::None);
    let value = sheet.read_at(place, text, read)?;
    compatible(sheet, row, &key, value).then_some((key, value))
}

fn unit(sheet: &Sheet, key: &ObservationKey) -> Unit {
    measures::unit(
        key.measure,
        key.procedure,
        key.stage,
        sheet.site,
        sheet.codes,
    )
}
