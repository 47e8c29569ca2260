//! Long stretches of time without any case row. One mistyped year among the dates of receipt would otherwise become years
//! of pages that say that there were no complaints.

use super::{Cases, Quarter};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Location, Report, Severity, named as rule};
use crate::period::Period;
use crate::source::Table;
use crate::vocabulary::{ObservationKey, code};
use rayon::prelude::*;

/// How many quarters in a row without a row are a gap. A small service may have a quiet quarter; a council has no quiet year.
const QUARTERS: usize = 4;
/// How many rows beside a gap are named.
const NAMED: usize = 5;

/// Reports every gap between the first and the last quarter of receipt as an error that candour.toml can accept.
///
/// `counted` are the periods of figures that were counted from case rows elsewhere: they fill a gap. Where a file of cases
/// has errors its rows may be missing for that reason, so nothing is said until they are put right.
pub(super) fn check(
    cases: &Cases,
    tables: &[&Table],
    counted: impl Iterator<Item = Period>,
    site: &Site,
    report: &mut Report,
) {
    let Some(rows) = rows_by_quarter(cases) else {
        return;
    };
    if broken(tables, report) {
        return;
    }
    let mut filled: Vec<bool> = rows.counts.iter().map(|count| *count > 0).collect();
    for quarter in counted.filter_map(Quarter::of_period) {
        let at = usize::from(quarter.0).checked_sub(usize::from(rows.first.0));
        if let Some(filled) = at.and_then(|at| filled.get_mut(at)) {
            *filled = true;
        }
    }
    let mut at = 0;
    for stretch in filled.chunk_by(|a, b| a == b) {
        let next = at + stretch.len();
        if !stretch[0] && stretch.len() >= QUARTERS {
            let told = gap(cases, tables, &rows, (at, next), site);
            report.push(told);
        }
        at = next;
    }
}

/// How many rows were received in each quarter, from the first to the last.
struct Rows {
    first: Quarter,
    counts: Vec<u64>,
}

impl Rows {
    fn quarter(&self, at: usize) -> Quarter {
        Quarter(self.first.0.saturating_add(at as u16))
    }
}

/// Counts the rows of each quarter; nothing where there is no room for a gap.
fn rows_by_quarter(cases: &Cases) -> Option<Rows> {
    let bounds = cases.pieces.iter().filter_map(|piece| piece.quarters);
    let (first, last) = bounds.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let length = usize::from(last.0.checked_sub(first.0)?) + 1;
    if length < QUARTERS + 2 {
        return None;
    }
    let counts = cases
        .pieces
        .par_iter()
        .fold(
            || vec![0_u64; length],
            |mut counts, piece| {
                for case in &piece.records {
                    let at = usize::from(case.received_quarter.0 - first.0);
                    if let Some(count) = counts.get_mut(at) {
                        *count += 1;
                    }
                }
                counts
            },
        )
        .reduce(
            || vec![0; length],
            |mut all, more| {
                all.iter_mut()
                    .zip(more)
                    .for_each(|(all, more)| *all += more);
                all
            },
        );
    Some(Rows { first, counts })
}

fn broken(tables: &[&Table], report: &Report) -> bool {
    let mut found = report.diagnostics().iter();
    found.any(|found| {
        let file = found.location.as_ref().map(|place| &*place.file);
        found.severity == Severity::Error
            && file.is_some_and(|file| {
                file.starts_with("data/cases/") || tables.iter().any(|table| *table.file == *file)
            })
    })
}

/// Tells a gap at the rows that stand on its shorter side: those are the ones that may be slips.
fn gap(
    cases: &Cases,
    tables: &[&Table],
    rows: &Rows,
    (from, to): (usize, usize),
    site: &Site,
) -> Diagnostic {
    let before: u64 = rows.counts[..from].iter().sum();
    let after: u64 = rows.counts[to..].iter().sum();
    let (start, end) = (rows.quarter(from), rows.quarter(to - 1));
    let message = format!(
        "no case was received in {} quarters in a row, from {} to {}",
        to - from,
        start.period(),
        end.period()
    );
    let mut places = match before <= after {
        true => places(cases, tables, |quarter| quarter < start),
        false => places(cases, tables, |quarter| quarter > end),
    };
    let period = period(start, end);
    let key = ObservationKey::contacts(code::ALL, period, code::ALL, code::ALL).text(&site.codes);
    let mut told = Diagnostic::error(rule::GAP_WITHOUT_CASES, message)
        .fact("before", counted(before))
        .fact("after", counted(after))
        .help("If a year of receipt is mistyped, correct it. If files of that time are missing, add them: without them the site would say that there were no complaints.")
        .key(key);
    if !places.is_empty() {
        told.location = Some(places.remove(0));
        told.related = places;
    }
    match site.acceptance(told.rule.code, &told.key) {
        Some(accepted) => {
            told.severity = Severity::Note;
            told.help.clear();
            told.fact("accepted", accepted.reason.clone())
        }
        None => {
            told.help += &format!(
                "\nIf there really were none in all that time, say why in candour.toml:\n    [[accept]]\n    \
                 code = \"{}\"\n    key = \"{}\"\n    reason = \"what the site says about it\"",
                told.rule.code, told.key
            );
            told
        }
    }
}

fn counted(rows: u64) -> String {
    match rows {
        0 => "no case row; figures counted elsewhere".into(),
        1 => "1 row".into(),
        _ => format!("{rows} rows"),
    }
}

/// Returns the days from the first quarter to the last as one period, in the form in which keys are written.
fn period(start: Quarter, end: Quarter) -> Period {
    if start.0.is_multiple_of(4) && end.0 - start.0 == 3 {
        return start.year();
    }
    match (start.period().start(), end.period().end()) {
        (Some(from), Some(to)) => Period::Range(from, to),
        _ => start.period(),
    }
}

/// Returns the places of the first rows that were received then.
fn places(cases: &Cases, tables: &[&Table], then: impl Fn(Quarter) -> bool) -> Vec<Location> {
    let rows = cases.pieces.iter().flat_map(|piece| {
        let found = piece.records.iter();
        let found = found.filter(|case| then(case.received_quarter));
        found.map(move |case| (piece.table, piece.first_row + case.row, case.received))
    });
    rows.take(NAMED)
        .map(|(table, row, received)| {
            let table = tables[table];
            let name = if received.is_none() {
                "period"
            } else {
                "received"
            };
            let column = table
                .header
                .iter()
                .position(|heading| crate::vocabulary::fold(heading) == name);
            match column {
                Some(column) => table.cell(row, column),
                None => table.location().row(row),
            }
        })
        .collect()
}
