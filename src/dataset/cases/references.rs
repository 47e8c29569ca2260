//! Follows case references over all files: the same case and stage twice, stages that cannot follow one another, and later
//! stages without the first.

use super::order::{self, Wrong};
use super::{Case, Cases};
use crate::diagnostic::{Diagnostic, Location, Report, Severity, named as rule};
use crate::source::Table;
use crate::vocabulary::code;
use rayon::prelude::*;

/// How many doubled cases are named.
const DUPLICATES: usize = 100;
/// How many stages that cannot follow one another are named.
const DISORDERED: usize = 100;
/// How many later stages without a first are named.
const ORPHANS: usize = 20;

/// A case reference as a number, with what is asked of its record.
///
/// The reference's hash takes all bits but the lowest, which tells whether the record is of a later stage.
#[derive(Debug, Clone, Copy)]
struct Reference(u64);

impl Reference {
    fn of(hash: u64, case: &Case) -> Self {
        let complaint = case.contact == code::COMPLAINT;
        let later = complaint && matches!(case.stage, code::STAGE_2 | code::STAGE_3);
        Reference(hash & !1 | u64::from(later))
    }

    fn case(self) -> u64 {
        self.0 >> 1
    }

    fn later(self) -> bool {
        self.0 & 1 == 1
    }
}

/// Into how many parts references are divided by their first bits, so that all cores can look for equal ones at once.
const PARTS: usize = 16;

/// The case references of one piece of a table, in parts, each with the number of its record.
#[derive(Debug)]
pub(super) struct References([Vec<(Reference, u32)>; PARTS]);

impl References {
    /// Returns none, with room for some.
    pub(super) fn new(rows: usize) -> Self {
        References(std::array::from_fn(|_| Vec::with_capacity(rows / PARTS)))
    }

    /// Adds the reference of a record by its hash.
    pub(super) fn push(&mut self, hash: u64, case: &Case, record: usize) {
        let reference = Reference::of(hash, case);
        self.0[(reference.0 >> 60) as usize % PARTS].push((reference, record as u32));
    }
}

/// A reference and where its record is.
#[derive(Debug, Clone, Copy)]
struct Place {
    reference: Reference,
    piece: u32,
    record: u32,
}

impl Place {
    fn order(&self) -> (u32, u32) {
        (self.piece, self.record)
    }
}

/// What was found among the references of one part.
#[derive(Debug, Default)]
struct Found {
    /// Records that repeat another, after the one they repeat.
    doubled: Vec<(Place, Place)>,
    /// Records of a later stage that contradict an earlier one, after that one.
    disordered: Vec<(Place, Place, Wrong)>,
    /// Records of a later stage whose case has no earlier one.
    orphans: Vec<Place>,
    /// Whether any case has two stages, so that references can be followed from stage to stage.
    followed: bool,
}

/// Reports duplicates and orphans. `references` are those of the pieces of `cases`.
pub(super) fn check(
    cases: &Cases,
    references: &[References],
    tables: &[&Table],
    report: &mut Report,
) {
    let found: Vec<Found> = (0..PARTS)
        .into_par_iter()
        .map(|part| look(cases, references, part))
        .collect();
    let followed = found.iter().any(|found| found.followed);
    let (mut doubled, mut disordered, mut orphans) = (Vec::new(), Vec::new(), Vec::new());
    for found in found {
        doubled.extend(found.doubled);
        disordered.extend(found.disordered);
        orphans.extend(found.orphans);
    }
    doubled.sort_unstable_by_key(|(_, second)| second.order());
    for (first, second) in doubled.iter().take(DUPLICATES) {
        report.push(duplicate(cases, tables, first, second));
    }
    if doubled.len() > DUPLICATES {
        let message = format!(
            "{} more rows repeat a case and stage",
            doubled.len() - DUPLICATES
        );
        report.push(
            Diagnostic::error(rule::DUPLICATE_CASE, message)
                .help("Look whether one export contains another."),
        );
    }
    disordered.sort_unstable_by_key(|(_, later, wrong)| (wrong.severity(), later.order()));
    for (first, later, wrong) in disordered.iter().take(DISORDERED) {
        report.push(contradiction(cases, tables, (first, later), *wrong));
    }
    if let Some((_, _, wrong)) = disordered.get(DISORDERED) {
        let more = disordered.len() - DISORDERED;
        report.push(more_disordered(more, wrong.severity()));
    }
    if followed && !orphans.is_empty() {
        report.push(orphaned(cases, tables, &mut orphans));
    }
}

/// Looks through one part of the references.
fn look(cases: &Cases, references: &[References], part: usize) -> Found {
    let mut places = Vec::with_capacity(references.iter().map(|piece| piece.0[part].len()).sum());
    for (piece, references) in (0..).zip(references) {
        let list = references.0[part].iter();
        places.extend(list.map(|&(reference, record)| Place {
            reference,
            piece,
            record,
        }));
    }
    let mut found = Found::default();
    let mut shared = shared(&places, &mut found.orphans);
    shared.sort_unstable_by_key(|place: &Place| (place.reference.case(), place.order()));
    for group in shared.chunk_by(|a, b| a.reference.case() == b.reference.case()) {
        if group.iter().all(|place| place.reference.later()) {
            found.orphans.push(group[0]);
        }
        compare(cases, group, &mut found);
    }
    found
}

/// Returns the records that share their reference with another, and adds those of a later stage that stand alone to the
/// orphans. Most references stand once, so a table finds the others sooner than putting all in order would.
fn shared(places: &[Place], orphans: &mut Vec<Place>) -> Vec<Place> {
    const FREE: u32 = u32::MAX;
    let mut slots = vec![FREE; (2 * places.len()).next_power_of_two()];
    let last = slots.len() - 1;
    let mut repeated = vec![false; places.len()];
    let mut shared = Vec::new();
    for (number, place) in (0..).zip(places) {
        // The first bits chose the part and the lowest is no part of the hash.
        let mut at = place.reference.case() as usize & last;
        let first = loop {
            match slots[at] {
                FREE => break None,
                other if places[other as usize].reference.case() == place.reference.case() => {
                    break Some(other as usize);
                }
                _ => at = (at + 1) & last,
            }
        };
        match first {
            None => slots[at] = number,
            Some(first) => {
                if !std::mem::replace(&mut repeated[first], true) {
                    shared.push(places[first]);
                }
                repeated[number as usize] = true;
                shared.push(*place);
            }
        }
    }
    let alone = places
        .iter()
        .zip(&repeated)
        .filter(|(_, repeated)| !**repeated);
    orphans.extend(
        alone
            .map(|(place, _)| *place)
            .filter(|place| place.reference.later()),
    );
    shared
}

/// Compares the records of one reference.
fn compare(cases: &Cases, group: &[Place], found: &mut Found) {
    let case = |place: &Place| {
        cases
            .pieces
            .get(place.piece as usize)?
            .records
            .get(place.record as usize)
    };
    let stages: Vec<(&Place, &Case)> = group
        .iter()
        .filter_map(|place| Some((place, case(place)?)))
        .collect();
    found.followed |= stages
        .windows(2)
        .any(|pair| pair[0].1.stage != pair[1].1.stage);
    for (at, (place, second)) in stages.iter().enumerate().skip(1) {
        let before = stages[..at].iter().find(|(_, first)| same(first, second));
        found
            .doubled
            .extend(before.map(|(before, _)| (**before, **place)));
    }
    for (later, second) in &stages {
        let mut others = stages.iter();
        let wrong = others.find_map(|(place, first)| Some((**place, order::wrong(first, second)?)));
        let wrong = wrong.map(|(first, wrong)| (first, **later, wrong));
        found.disordered.extend(wrong);
    }
}

/// Returns whether two records of one reference are one complaint at one stage. A complaint moved to another procedure
/// stands in both.
fn same(first: &Case, second: &Case) -> bool {
    let moved = first.procedure != second.procedure
        && (first.outcome == code::TRANSFERRED || second.outcome == code::TRANSFERRED);
    first.stage == second.stage && first.contact == second.contact && !moved
}

fn location(cases: &Cases, tables: &[&Table], place: &Place) -> Location {
    location_in(cases, tables, place, "caseref")
}

/// Returns the place of a record's cell in a column, by the folded heading; the whole row where the heading is another.
fn location_in(cases: &Cases, tables: &[&Table], place: &Place, heading: &str) -> Location {
    let piece = &cases.pieces[place.piece as usize];
    let row = piece.first_row + piece.records[place.record as usize].row;
    let table = tables[piece.table];
    let mut headings = table.header.iter();
    let column = headings.position(|known| crate::vocabulary::fold(known) == heading);
    match column {
        Some(column) => table.cell(row, column),
        None => table.location().row(row),
    }
}

fn duplicate(cases: &Cases, tables: &[&Table], first: &Place, second: &Place) -> Diagnostic {
    let before = location(cases, tables, first);
    let at = location(cases, tables, second);
    let first_place = row_seen_from(&before, &at);
    Diagnostic::error(rule::DUPLICATE_CASE, format!("the same case and stage as in {first_place}"))
        .at(at)
        .help("Delete one of the two rows. If they are two stages or two complaints, correct the stage or the reference.")
}

/// Returns a row in words, with its file where that is another than the one it is told from.
fn row_seen_from(row: &Location, at: &Location) -> String {
    let number = row.row.unwrap_or_default();
    if row.file == at.file && row.sheet == at.sheet {
        format!("row {number}")
    } else {
        format!("{}, row {number}", row.file)
    }
}

fn contradiction(
    cases: &Cases,
    tables: &[&Table],
    (first, later): (&Place, &Place),
    wrong: Wrong,
) -> Diagnostic {
    let stage = |place: &Place| {
        let record = &cases.pieces[place.piece as usize].records[place.record as usize];
        order::name(record.stage)
    };
    let at = location_in(cases, tables, later, wrong.column());
    let before = location_in(cases, tables, first, "received");
    let message = wrong.message(stage(first), stage(later));
    let message = format!("{message}, in {}", row_seen_from(&before, &at));
    let mut told = match wrong.severity() {
        Severity::Error => Diagnostic::error(rule::STAGES_OUT_OF_ORDER, message),
        _ => Diagnostic::warning(rule::STAGES_OUT_OF_ORDER, message),
    };
    told.related = vec![before];
    told.at(at).help(wrong.help())
}

fn more_disordered(more: usize, severity: Severity) -> Diagnostic {
    let message = format!("{more} more rows contradict an earlier stage of their case");
    let told = match severity {
        Severity::Error => Diagnostic::error(rule::STAGES_OUT_OF_ORDER, message),
        _ => Diagnostic::warning(rule::STAGES_OUT_OF_ORDER, message),
    };
    told.help("Look whether one reference stands for several complaints, or for a person.")
}

fn orphaned(cases: &Cases, tables: &[&Table], orphans: &mut [Place]) -> Diagnostic {
    orphans.sort_unstable_by_key(Place::order);
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
