//! Follows case references over all files: the same case and stage twice, and later stages without the first.

use super::memo::hash;
use super::{Case, Cases};
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::source::Table;
use crate::vocabulary::code;
use rayon::prelude::*;

/// How many doubled cases are named.
const DUPLICATES: usize = 100;
/// How many later stages without a first are named.
const ORPHANS: usize = 20;

/// A case reference as a number, with what is asked of its record.
///
/// The reference's hash takes all bits but the lowest, which tells whether the record is of a later stage. Nought is a row
/// without a reference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reference(u64);

impl Reference {
    /// Returns the reference of a record.
    pub(super) fn of(cell: &str, case: &Case) -> Self {
        let later =
            case.contact == code::COMPLAINT && matches!(case.stage, code::STAGE_2 | code::STAGE_3);
        if cell.is_empty() {
            Reference(0)
        } else {
            Reference(hash(cell.as_bytes()).max(2) & !1 | u64::from(later))
        }
    }

    fn case(self) -> u64 {
        self.0 >> 1
    }

    fn later(self) -> bool {
        self.0 & 1 == 1
    }
}

/// A reference and where its record is.
#[derive(Clone, Copy)]
struct Place {
    reference: Reference,
    piece: u32,
    record: u32,
}

/// Reports duplicates and orphans. `references` runs beside the records of `cases`.
pub(super) fn check(
    cases: &Cases,
    references: &[Vec<Reference>],
    tables: &[&Table],
    report: &mut Report,
) {
    let mut places = gather(references);
    places.par_sort_unstable_by_key(|place| place.reference.case());
    let case = |place: &Place| {
        cases
            .pieces
            .get(place.piece as usize)
            .and_then(|piece| piece.records.get(place.record as usize))
    };
    let (mut doubled, mut orphans, mut followed) = (0, Vec::new(), false);
    for group in places.chunk_by_mut(|a, b| a.reference.case() == b.reference.case()) {
        if group.len() == 1 {
            if group[0].reference.later() {
                orphans.push(group[0]);
            }
            continue;
        }
        group.sort_unstable_by_key(|place| (place.piece, place.record));
        let Some(first) = case(&group[0]) else {
            continue;
        };
        let stages: Vec<(&Place, &Case)> = group
            .iter()
            .filter_map(|place| Some((place, case(place)?)))
            .collect();
        followed |= stages.iter().any(|(_, other)| other.stage != first.stage);
        if group.iter().all(|place| place.reference.later()) {
            orphans.push(group[0]);
        }
        for (at, (place, second)) in stages.iter().enumerate().skip(1) {
            let Some((before, _)) = stages[..at].iter().find(|(_, first)| same(first, second))
            else {
                continue;
            };
            doubled += 1;
            if doubled <= DUPLICATES {
                report.push(duplicate(cases, tables, before, place));
            }
        }
    }
    if doubled > DUPLICATES {
        let message = format!("{} more rows repeat a case and stage", doubled - DUPLICATES);
        report.push(
            Diagnostic::error(rule::DUPLICATE_CASE, message)
                .help("Look whether one export contains another."),
        );
    }
    if followed && !orphans.is_empty() {
        report.push(orphaned(cases, tables, &mut orphans));
    }
}

fn gather(references: &[Vec<Reference>]) -> Vec<Place> {
    let mut places = Vec::with_capacity(references.iter().map(Vec::len).sum());
    for (piece, list) in (0..).zip(references) {
        let named = (0..).zip(list).filter(|(_, reference)| reference.0 != 0);
        places.extend(named.map(|(record, &reference)| Place {
            reference,
            piece,
            record,
        }));
    }
    places
}

/// Returns whether two records of one reference are one complaint at one stage. A complaint moved to another procedure
/// stands in both.
fn same(first: &Case, second: &Case) -> bool {
    let moved = first.procedure != second.procedure
        && (first.outcome == code::TRANSFERRED || second.outcome == code::TRANSFERRED);
    first.stage == second.stage && first.contact == second.contact && !moved
}

fn location(cases: &Cases, tables: &[&Table], place: &Place) -> Location {
    let piece = &cases.pieces[place.piece as usize];
    let row = piece.first_row + piece.records[place.record as usize].row;
    let table = tables[piece.table];
    let column = table
        .header
        .iter()
        .position(|heading| crate::vocabulary::fold(heading) == "caseref");
    match column {
        Some(column) => table.cell(row, column),
        None => table.location().row(row),
    }
}

fn duplicate(cases: &Cases, tables: &[&Table], first: &Place, second: &Place) -> Diagnostic {
    let before = location(cases, tables, first);
    let row = before.row.unwrap_or_default();
    let at = location(cases, tables, second);
    let first_place = if before.file == at.file {
        format!("row {row}")
    } else {
        format!("{}, row {row}", before.file)
    };
    Diagnostic::error(rule::DUPLICATE_CASE, format!("the same case and stage as in {first_place}"))
        .at(at)
        .help("Delete one of the two rows. If they are two stages or two complaints, correct the stage or the reference.")
}

fn orphaned(cases: &Cases, tables: &[&Table], orphans: &mut [Place]) -> Diagnostic {
    orphans.sort_unstable_by_key(|place| (place.piece, place.record));
    let count = orphans.len();
    let message = match count {
        1 => "1 case stands at a later stage only".to_owned(),
        _ => format!("{count} cases stand at a later stage only"),
    };
    let mut diagnostic = Diagnostic::note(rule::NO_STAGE_BEFORE, message)
        .help("If the first stage was before the first file, nothing is wrong. Otherwise look how the references are spelt.");
    let mut places = orphans
        .iter()
        .take(ORPHANS)
        .map(|place| location(cases, tables, place));
    diagnostic.location = places.next();
    diagnostic.also_at = places.collect();
    diagnostic
}
