//! The wide form: one row, several figures, a column each.

use super::value::figure;
use super::{Figures, alive, compatible, coordinates, key};
use crate::dataset::measures;
use crate::dataset::sheet::Sheet;
use crate::dataset::{AggregateRecord, Qualifier};
use crate::source::Row;
use crate::vocabulary::code;

pub(super) fn wide(sheet: &mut Sheet, row: &Row, figures: &mut Figures) {
    let Some(at) = coordinates(sheet, row) else {
        return;
    };
    let columns = sheet.columns;
    for column in &columns.figures {
        let cell = row.cell(column.column).trim();
        let contact = column.contact.unwrap_or(at.contact);
        let of_complaints = contact == code::COMPLAINT;
        // A column of compliments beside rows for each stage is filled in once.
        if cell.is_empty() && !of_complaints && at.stage != code::ALL {
            continue;
        }
        let mut key = key(&at, column.measure);
        key.contact = contact;
        if !of_complaints {
            key.procedure = code::ALL;
            key.stage = code::ALL;
        }
        if let Some((breakdown, category)) = column.breakdown {
            key = key.with(sheet.codes, breakdown, category);
        }
        let unit = measures::unit(
            key.measure,
            key.procedure,
            key.stage,
            sheet.site,
            sheet.codes,
        );
        let place = sheet.table.cell(row.number, column.column);
        let read = figure(sheet.codes, cell, unit, &key, Qualifier::None);
        let value = sheet.read_at(place.clone(), cell, read);
        let Some(value) = value else { continue };
        if !compatible(sheet, row, &key, value) {
            continue;
        }
        let record = AggregateRecord {
            origin: place,
            key,
            value,
            qualifier: Qualifier::None,
            numerator: None,
            denominator: None,
            unit,
            basis: "".into(),
            source: sheet.cell(row, "source").into(),
            note: sheet.cell(row, "note").into(),
        };
        alive(sheet, &record);
        figures.add(record, at.total);
    }
}
