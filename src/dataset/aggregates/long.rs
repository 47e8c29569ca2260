//! The long form: one row, one figure.

use super::total::TotalOf;
use super::value::{figure, qualifier, unit};
use super::{Coordinates, Figures, alive, compatible, coordinates};
use crate::dataset::cells;
use crate::dataset::measures;
use crate::dataset::sheet::{Sheet, is_all, is_total};
use crate::dataset::{AggregateRecord, Qualifier};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::release::Shorthand;
use crate::source::{Kind, Row};
use crate::vocabulary::{Code, Codes, List, ObservationKey, Unit, breakdown_list, code};
use std::sync::Arc;

pub(super) fn long(sheet: &mut Sheet, row: &Row, figures: &mut Figures) {
    let mut at = coordinates(sheet, row);
    let name = sheet.cell(row, "measure");
    let measure = match measures::read(name, sheet.site, sheet.codes) {
        Ok(measure) => Some(measure),
        Err(fault) => {
            sheet.fault(row, "measure", *fault);
            None
        }
    };
    let breakdowns = breakdowns(sheet, row);
    let qualifier = qualifier(sheet, row);
    let numerator = part(sheet, row, "numerator");
    let denominator = part(sheet, row, "denominator");
    let mut text = |name| -> Arc<str> { sheet.text(row, name).into() };
    let (basis, source, note) = (text("basis"), text("source"), text("note"));
    let read = match measure {
        Some(measure) => {
            let key = key(sheet.codes, &at, measure, &breakdowns);
            let unit = unit(sheet, row, measure, key.procedure, key.stage);
            value(sheet, row, &key, unit, qualifier, denominator).zip(unit.map(|unit| (key, unit)))
        }
        None => {
            // Whatever was counted, this is no number.
            let read = cells::number(sheet.cell(row, "value"));
            sheet.read(row, "value", read);
            None
        }
    };
    let (Some((value, (key, unit))), Some((_, whole)), Some(qualifier), true) =
        (read, breakdowns, qualifier, at.complete())
    else {
        figures.lack(measure, &at);
        return;
    };
    at.total = at.total.or(whole.map(TotalOf::Categories));
    let record = AggregateRecord {
        origin: sheet.place(row, "value"),
        key,
        value,
        qualifier,
        numerator,
        denominator,
        unit,
        basis,
        source,
        note,
    };
    alive(sheet, &record);
    figures.add(record, at.total);
}

/// Returns the key of a figure. Where its breakdown could not be read it may be that of the next stage, whose shares have no
/// limit.
fn key(
    codes: &Codes,
    at: &Coordinates,
    measure: Code,
    breakdowns: &Option<(Pairs, Option<Code>)>,
) -> ObservationKey {
    let key = at.key(measure);
    match breakdowns {
        Some((pairs, _)) => pairs.iter().fold(key, |key, &(name, category)| {
            key.with(codes, name, category)
        }),
        None => key.with(codes, code::NEXT_STAGE, code::ALL),
    }
}

/// Reads the value of a row of which the measure is known, and tests it against the row's other cells as far as they are.
fn value(
    sheet: &mut Sheet,
    row: &Row,
    key: &ObservationKey,
    unit: Option<Unit>,
    qualifier: Option<Qualifier>,
    denominator: Option<i64>,
) -> Option<Result<Decimal, Shorthand>> {
    let (measure, procedure, stage) = (key.measure, key.procedure, key.stage);
    let unit =
        unit.unwrap_or_else(|| measures::unit(measure, procedure, stage, sheet.site, sheet.codes));
    let qualifier = qualifier.unwrap_or_default();
    let read = figure(sheet.codes, sheet.cell(row, "value"), unit, key, qualifier);
    let value = sheet.read(row, "value", read)?;
    let placed = compatible(sheet, row, key, value);
    let of_nothing = denominator == Some(0) && nothing(sheet, row, value);
    (placed && !of_nothing).then_some(value)
}

type Pairs = Vec<(Code, Code)>;

/// Reads breakdowns and categories; a category "Total" makes the row one of totals.
fn breakdowns(sheet: &mut Sheet, row: &Row) -> Option<(Pairs, Option<Code>)> {
    let (names, categories) = (sheet.cell(row, "breakdown"), sheet.cell(row, "category"));
    let group = group(sheet, row);
    let split = |cell: &'_ str| -> Vec<String> {
        if is_all(cell) {
            return Vec::new();
        }
        cell.split('+')
            .map(|part| part.trim().to_string())
            .collect()
    };
    let (names, categories) = (split(names), split(categories));
    let allowed = 2 + names
        .iter()
        .filter(|name| *name == "ombudsman" || *name == "group")
        .count();
    if names.len() != categories.len() || names.len() > allowed.min(3) {
        sheet.fault(
            row,
            "category",
            Diagnostic::error(
                rule::CATEGORIES_UNEVEN,
                format!(
                    "{} breakdowns and {} categories do not make a figure",
                    names.len(),
                    categories.len()
                ),
            )
            .help("Write one category for each breakdown, in the same order: nature+outcome and conduct+upheld. At most two, and ombudsman or group on top."),
        );
        return None;
    }
    let mut sound = group.is_some();
    let mut pairs: Pairs = group
        .flatten()
        .into_iter()
        .map(|group| (code::GROUP, group))
        .collect();
    let mut whole = None;
    for (name, category) in names.iter().zip(&categories) {
        match pair(sheet, row, name, category) {
            Some((name, None)) => whole = Some(name),
            Some((name, Some(category))) if pairs.iter().all(|(known, _)| *known != name) => {
                pairs.push((name, category));
            }
            Some(_) => {
                sound = false;
                sheet.fault(
                    row,
                    "breakdown",
                    Diagnostic::error(rule::CATEGORIES_UNEVEN, "a breakdown is named twice")
                        .help("Name each breakdown once."),
                );
            }
            None => sound = false,
        }
    }
    (sound && pairs.len() <= 3).then_some((pairs, whole))
}

/// Reads one breakdown and its category; no category for "Total".
fn pair(sheet: &mut Sheet, row: &Row, name: &str, category: &str) -> Option<(Code, Option<Code>)> {
    let name = match measures::breakdown(name, sheet.codes) {
        Ok(name) => name,
        Err(fault) => {
            sheet.fault(row, "breakdown", *fault);
            return None;
        }
    };
    if name == code::GROUP && sheet.table.kind != Kind::Benchmarks {
        not_a_group(sheet, row, "breakdown");
        return None;
    }
    if is_total(category) {
        return Some((name, None));
    }
    match measures::category(category, name, sheet.site, sheet.codes) {
        Ok(code) => {
            let note = match breakdown_list(name) {
                None => cells::service_otherwise(category, code, sheet.site),
                Some(list) => cells::code_otherwise(category, list, code, sheet.site),
            };
            sheet.otherwise(row, "category", note);
            Some((name, Some(code)))
        }
        Err(fault) => {
            sheet.fault(row, "category", *fault);
            None
        }
    }
}

/// Reads the group of a benchmark.
fn group(sheet: &mut Sheet, row: &Row) -> Option<Option<Code>> {
    let cell = sheet.cell(row, "group");
    match (sheet.table.kind, cell.is_empty()) {
        (Kind::Benchmarks, false) => {
            let found = measures::word(cell, List::Group, sheet.site, sheet.codes);
            match found {
                Ok(group) => Some(Some(group)),
                Err(fault) => {
                    sheet.fault(row, "group", *fault);
                    None
                }
            }
        }
        (Kind::Benchmarks, true) if !sheet.cell(row, "breakdown").contains("group") => {
            sheet.fault(
                row,
                "group",
                Diagnostic::error(
                    rule::GROUP_MISPLACED,
                    "a comparison does not say what councils it is of",
                )
                .help("Write similar or england into the group column."),
            );
            None
        }
        (Kind::Benchmarks, true) | (_, true) => Some(None),
        (_, false) => {
            not_a_group(sheet, row, "group");
            None
        }
    }
}

fn not_a_group(sheet: &mut Sheet, row: &Row, column: &str) {
    sheet.fault(
        row,
        column,
        Diagnostic::error(
            rule::GROUP_MISPLACED,
            "figures of other councils stand among your own",
        )
        .help("Put them into data/benchmarks.csv."),
    );
}

/// Reads a numerator or denominator.
fn part(sheet: &mut Sheet, row: &Row, name: &str) -> Option<i64> {
    let cell = sheet.cell(row, name);
    if cell.is_empty() {
        return None;
    }
    let read = cells::count(cell);
    sheet.read(row, name, read)?.ok()
}

/// Reports a value over nothing; returns whether it was one.
fn nothing(sheet: &mut Sheet, row: &Row, value: Result<Decimal, Shorthand>) -> bool {
    if value.is_err() {
        return false;
    }
    sheet.fault(
        row,
        "denominator",
        Diagnostic::error(
            rule::NOTHING_OF_NOTHING,
            "a share or mean of nothing has a value",
        )
        .help("Write [z] into the value, or correct the denominator."),
    );
    true
}
