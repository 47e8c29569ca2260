//! The long form: one row, one figure.

use super::total::TotalOf;
use super::value::{figure, qualifier, unit};
use super::{Figures, alive, compatible, coordinates, key};
use crate::dataset::AggregateRecord;
use crate::dataset::cells;
use crate::dataset::measures;
use crate::dataset::sheet::{Sheet, is_all, is_total};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::release::Shorthand;
use crate::source::{Kind, Row};
use crate::vocabulary::{Code, List, breakdown_list, code};
use std::sync::Arc;

pub(super) fn long(sheet: &mut Sheet, row: &Row, figures: &mut Figures) {
    let coordinates = coordinates(sheet, row);
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
    let (Some(mut at), Some(measure), Some((breakdowns, whole)), Some(qualifier)) =
        (coordinates, measure, breakdowns, qualifier)
    else {
        return;
    };
    at.total = at.total.or(whole.map(TotalOf::Categories));
    let unit = unit(sheet, row, measure, at.procedure, at.stage);
    let numerator = part(sheet, row, "numerator");
    let denominator = part(sheet, row, "denominator");
    let mut key = key(&at, measure);
    for (breakdown, category) in breakdowns {
        key = key.with(sheet.codes, breakdown, category);
    }
    let Some(unit) = unit else { return };
    let read = figure(sheet.codes, sheet.cell(row, "value"), unit, &key, qualifier);
    let Some(value) = sheet.read(row, "value", read) else {
        return;
    };
    if !compatible(sheet, row, &key, value)
        || (denominator == Some(0) && nothing(sheet, row, value))
    {
        return;
    }
    let text = |sheet: &mut Sheet, name| -> Arc<str> { sheet.text(row, name).into() };
    let record = AggregateRecord {
        origin: sheet.place(row, "value"),
        key,
        value,
        qualifier,
        numerator,
        denominator,
        unit,
        basis: text(sheet, "basis"),
        source: text(sheet, "source"),
        note: text(sheet, "note"),
    };
    alive(sheet, &record);
    figures.add(record, at.total);
}

type Pairs = Vec<(Code, Code)>;

/// Reads breakdowns and categories; a category "Total" makes the row one of totals.
fn breakdowns(sheet: &mut Sheet, row: &Row) -> Option<(Pairs, Option<Code>)> {
    let (names, categories) = (sheet.cell(row, "breakdown"), sheet.cell(row, "category"));
    let group = group(sheet, row)?;
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
    let mut pairs: Pairs = group
        .into_iter()
        .map(|group| (code::GROUP, group))
        .collect();
    let mut whole = None;
    let mut sound = true;
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
