//! What was open at the end of a period is open when the next one begins.
//!
//! The end of last year stands in last year's report and the beginning in this year's. Where they differ, one of the two was
//! corrected and the other was not.

use super::desk::{Desk, add_note};
use crate::config::Site;
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::period::Period;
use crate::vocabulary::{ObservationKey, code};

/// Compares each period's start with the end of the one before.
pub(super) fn carried(cube: &mut Cube, desk: &mut Desk) {
    let starts = cube
        .observations
        .keys()
        .filter(|key| key.measure == code::OPEN_AT_START && key.category(code::GROUP).is_none());
    let found: Vec<(ObservationKey, Diagnostic)> = starts
        .filter_map(|start| Some((*start, lost(cube, desk.site, start)?)))
        .collect();
    for (key, finding) in found {
        let Some(accepted) = desk.raise(finding, &[]) else {
            continue;
        };
        for key in std::iter::once(key).chain(first_quarter(&key)) {
            if let Some(observation) = cube.observations.get_mut(&key) {
                add_note(&mut observation.notes, &accepted.reason);
            }
        }
    }
}

fn lost(cube: &Cube, site: &Site, start: &ObservationKey) -> Option<Diagnostic> {
    let ended = |period| start.period(period).measure(code::OPEN_AT_END);
    let end = before(start.period)
        .into_iter()
        .flatten()
        .map(ended)
        .find(|end| cube.room(end).is_some())?;
    let (begins, ends) = (cube.room(start)?, cube.room(&end)?);
    if let Period::Quarter(year, 1) = start.period {
        let year = start.period(Period::Year(year));
        if cube.room(&year) == Some(begins) && lost(cube, site, &year).is_some() {
            return None;
        }
    }
    let supplied = cube.record(start).is_some() || cube.record(&end).is_some();
    if begins.meets(ends) || !supplied {
        return None;
    }
    let difference = match begins.minus(ends) {
        more if more.low >= 0 => more,
        less => less.flipped(),
    };
    let mut finding = Diagnostic::error(
        rule::CARRIED_OVER,
        format!(
            "{} is {}, but {} were open at the end of {}",
            words::figure(&cube.codes, site, start),
            begins.words(),
            ends.words(),
            end.period.id()
        ),
    )
    .value(&begins.words())
    .key(start.text(&cube.codes))
    .help(format!(
        "The difference is {}. What is open when a period ends is open when the next one begins. {}",
        difference.words(),
        if cube.record(start).is_some() {
            "Correct the one that is wrong; where complaints were found or struck out since, say so."
        } else {
            "The start is counted from the case rows: add those of the complaints that came in earlier and were still open."
        }
    ));
    finding.location = cube.origin(start).or_else(|| cube.origin(&end));
    finding.related = cube.origin(&end).into_iter().collect();
    Some(finding)
}

/// Returns the same figure of the year's first quarter, which begins on the same day.
fn first_quarter(key: &ObservationKey) -> Option<ObservationKey> {
    match key.period {
        Period::Year(year) => Some(key.period(Period::Quarter(year, 1))),
        _ => None,
    }
}

/// Returns the period that ends where this one begins, the one of its own kind first.
fn before(period: Period) -> [Option<Period>; 2] {
    match period {
        Period::Quarter(year, 1) => {
            let last = year.checked_sub(1);
            [
                last.map(|year| Period::Quarter(year, 4)),
                last.map(Period::Year),
            ]
        }
        Period::Quarter(year, quarter) => [Some(Period::Quarter(year, quarter - 1)), None],
        Period::Year(year) => {
            let last = year.checked_sub(1).map(|year| Period::Quarter(year, 4));
            [period.year_before(), last]
        }
        _ => [period.year_before(), None],
    }
}
