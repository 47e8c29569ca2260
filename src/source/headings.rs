//! The first row of a table, of whichever kind of file.

use super::Limits;
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::vocabulary::fold;
use std::collections::HashMap;
use std::sync::Arc;

/// Tests the headings. Returns them, without empty ones at the end, and the numbers of the empty ones among them; nothing
/// when the row holds no headings or too many.
pub(super) fn check(
    mut cells: Vec<String>,
    place: &Location,
    limits: &Limits,
    report: &mut Report,
) -> Option<(Vec<Arc<str>>, Vec<usize>)> {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() > limits.columns {
        report.push(too_many(cells.len(), limits.columns).at(place.clone()));
        return None;
    }
    // A date tells more plainly than a number that this is no row of headings.
    let data = cells
        .iter()
        .position(|cell| is_data(cell) && cell.len() >= 8);
    if let Some(column) = data.or_else(|| cells.iter().position(|cell| is_data(cell))) {
        report.push(no_headings(&cells[column]).at(place.clone().column(column as u16, "")));
        return None;
    }
    if let [title] = &cells[..]
        && title.contains([' ', '\u{a0}'])
    {
        report.push(title_above(title).at(place.clone().column(0, "")));
        return None;
    }
    let doubled = doubled(&cells, place, report);
    let unheaded = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.is_empty())
        .map(|(column, _)| column)
        .collect();
    let header = cells.into_iter().map(Into::into).collect();
    (!doubled).then_some((header, unheaded))
}

/// Returns whether a cell is a number or a date, which no heading is.
fn is_data(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits > 0
        && cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"/-.:, ".contains(&byte))
}

fn no_headings(cell: &str) -> Diagnostic {
    Diagnostic::error(
        rule::NO_HEADINGS,
        format!("the first row should hold the headings, but \"{}\" is a value", crate::diagnostic::cut(cell)),
    )
    .value(cell)
    .help("put the headings in row 1, one for each column, and nothing above them (docs/columns.md lists them)")
}

/// Reports often have a title over their table, which a reader of the sheet takes for the only heading.
fn title_above(cell: &str) -> Diagnostic {
    Diagnostic::error(
        rule::NO_HEADINGS,
        format!(
            "the first row should hold the headings, but it holds one cell alone: \"{}\"",
            crate::diagnostic::cut(cell)
        ),
    )
    .value(cell)
    .help("delete every row above the headings, titles and empty rows too; if the columns stand in this one cell, save the table as \"CSV UTF-8 (comma delimited)\"")
}

fn too_many(count: usize, limit: usize) -> Diagnostic {
    Diagnostic::error(
        rule::TOO_MANY_COLUMNS,
        format!("this table has {count} columns; at most {limit} are read"),
    )
    .help("delete the columns that are not needed; a table with a column for each month or service is to be turned into rows")
}

fn doubled(cells: &[String], place: &Location, report: &mut Report) -> bool {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut found = false;
    for (column, cell) in cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
    {
        let Some(first) = seen.insert(fold(cell), column) else {
            continue;
        };
        found = true;
        let letter = crate::diagnostic::column_letter(first as u16);
        report.push(
            Diagnostic::error(
                rule::DOUBLED_HEADING,
                format!(
                    "the heading \"{}\" stands twice",
                    crate::diagnostic::cut(cell)
                ),
            )
            .at(place.clone().column(column as u16, cell.as_str()))
            .value(cell)
            .fact("first", format!("column {letter}"))
            .help("give each column its own heading, or delete one of the two"),
        );
    }
    found
}
