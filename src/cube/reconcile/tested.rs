//! How much was tested, for the page on data quality.
//!
//! Only what was supplied is counted, and what was published before: how many figures are counted from case rows would tell
//! which of them are nought. Where numbers are hidden these counts are printed nowhere, because so would they.

use crate::config::Site;
use crate::cube::Cube;
use crate::cube::aggregates::is_claim;
use crate::cube::relation::Relations;
use crate::diagnostic::{Check, Outcome, Report, Severity, Tested};
use crate::history::{History, Shown};
use crate::vocabulary::{ObservationKey, Unit, code};
use std::collections::BTreeSet;

/// Counts what there was to test, and what the tests left open.
pub(super) fn tested(cube: &Cube, site: &Site, earlier: &History, report: &Report) -> Tested {
    let supplied = |key: &ObservationKey| cube.supplied.contains_key(key);
    let keys = || cube.supplied.keys();
    let own = |key: &&ObservationKey| key.category(code::GROUP).is_none();
    let flows = keys().filter(|key| {
        key.measure == code::RECEIVED
            && key.breakdowns == [None; 3]
            && supplied(&key.measure(code::RESPONDED))
    });
    let starts = keys().filter(|key| key.measure == code::OPEN_AT_START);
    let days = keys().filter(own).filter(|key| {
        let unit = cube.get(key).map(|found| found.unit);
        let days = [Unit::WorkingDays, Unit::CalendarDays, Unit::SchoolDays];
        unit.is_some_and(|unit| days.contains(&unit))
    });
    let shares = keys().filter(own).filter(|key| is_claim(&cube.codes, key));
    let decisions = keys().filter(own).filter(|key| {
        key.contact == code::OMBUDSMAN_ENQUIRY
            && [code::DECIDED, code::INVESTIGATED, code::PAYMENTS].contains(&key.measure)
    });
    let twice = cube.supplied.values().filter(|rows| rows.len() > 1);
    let before: BTreeSet<&ObservationKey> = earlier
        .releases
        .iter()
        .flat_map(|release| &release.figures)
        .filter(|(_, shown)| matches!(shown, Shown::Number(_)))
        .map(|(key, _)| key)
        .collect();
    let counted = [
        (Check::Sums, sums(cube, site)),
        (Check::Flow, flows.count()),
        (Check::Carried, starts.count()),
        (Check::Days, days.count()),
        (Check::Shares, shares.count()),
        (Check::Decisions, decisions.count()),
        (Check::Twice, twice.count()),
        (Check::Published, before.len()),
    ];
    let outcome = |(check, made): (Check, usize)| {
        let of_check = |code: &str| check.rules().iter().any(|rule| rule.code == code);
        let warnings = report
            .diagnostics()
            .iter()
            .filter(|found| found.severity == Severity::Warning && of_check(found.rule.code));
        let open = warnings.count();
        (made > 0 || open > 0).then_some((check, Outcome { made, open }))
    };
    counted.into_iter().filter_map(outcome).collect()
}

/// Counts the sums with a supplied whole and a supplied part.
fn sums(cube: &Cube, site: &Site) -> usize {
    // Case rows alone may have made hundreds of thousands of keys, which need no index to count nothing.
    if cube.supplied.is_empty() {
        return 0;
    }
    let relations = Relations::new(cube, site);
    let own = |key: &&ObservationKey| key.category(code::GROUP).is_none();
    let wholes = cube.supplied.keys().filter(own);
    let sums = wholes.flat_map(|whole| relations.of(whole));
    let supplied = |part: &ObservationKey| cube.supplied.contains_key(part);
    sums.filter(|sum| sum.parts.iter().any(supplied)).count()
}
