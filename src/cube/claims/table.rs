//! Shares that stand in one table: do they have one base, and do they add to a hundred?

mod hundred;
mod named;
mod unstated;

use super::book::Book;
use crate::cube::Cube;
use crate::cube::reconcile::{Desk, add_note};
use crate::cube::relation::Relations;
use crate::diagnostic::{Diagnostic, Severity};
use crate::vocabulary::ObservationKey;

/// A finding with the claims whose note carries its explanation, and what the note says besides.
struct Found {
    finding: Diagnostic,
    claims: Vec<(ObservationKey, Option<String>)>,
}

/// Tests the tables of shares.
pub(super) fn test(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let mut found = Vec::new();
    let mut notes = Vec::new();
    {
        let book = Book {
            cube,
            site: desk.site,
        };
        unstated::unstated(&book, &mut found, &mut notes);
        named::named_bases(&book, &mut found);
        named::other_base(&book, &mut found);
        hundred::hundred(&book, relations, &mut found);
    }
    for (key, note) in notes {
        if let Some(observation) = cube.observations.get_mut(&key) {
            add_note(&mut observation.notes, &note);
        }
    }
    for Found { finding, claims } in found {
        if finding.severity == Severity::Note {
            desk.report.push(finding);
            continue;
        }
        let Some(accepted) = desk.raise(finding, &[]) else {
            continue;
        };
        for (key, note) in claims {
            if let Some(observation) = cube.observations.get_mut(&key) {
                add_note(&mut observation.notes, note.as_deref().unwrap_or_default());
                add_note(&mut observation.notes, &accepted.reason);
            }
        }
    }
}
