//! What was published once is compared with what is about to be published.
//!
//! Last year's figure stands in last year's release, and readers have it. Where this build gives another number for the same
//! figure, somebody will lay the two side by side. For figures that came in tables this is a contradiction like any other:
//! an error, one for each table of a service, until its reason is given, which is printed beside each of them. What is counted
//! from case rows changes whenever a case is corrected or found, so there it is a warning, one for each period.
//!
//! Figures that were provisional are expected to change, as replies come in, and numbers that were hidden cannot be compared.
//! Whatever the cause, a figure that was shown as another number carries the mark `[r]`.

use super::desk::{Desk, add_note};
use crate::config::Site;
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::history::{Earlier, History, Shown};
use crate::number::Decimal;
use crate::vocabulary::{Claim, ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet};

/// How many figures a finding names.
const NAMED: usize = 6;

/// A figure that was published as another number.
#[derive(Debug, Clone)]
struct Changed<'h> {
    key: ObservationKey,
    /// The release that showed it last, and the row there.
    release: &'h str,
    row: u32,
    then: Decimal,
    now: Decimal,
}

/// Compares the figures with the earlier releases.
pub(super) fn published(cube: &mut Cube, earlier: &History, desk: &mut Desk) {
    if earlier.releases.is_empty() {
        return;
    }
    cube.revised = revised(cube, earlier);
    let changed: Vec<Changed> = cube
        .revised
        .iter()
        .filter_map(|key| changed(cube, earlier, key))
        .collect();
    let (supplied, counted): (Vec<Changed>, Vec<Changed>) = changed
        .into_iter()
        .partition(|one| cube.supplied.contains_key(&one.key));
    // What follows from a figure that is told already has no fault of its own, and the same reason.
    let site = desk.site;
    let (follow, counted): (Vec<Changed>, Vec<Changed>) = counted.into_iter().partition(|one| {
        supplied
            .iter()
            .any(|part| follows(site, &one.key, &part.key))
    });
    for (of, group) in grouped(supplied, table) {
        let Some(reason) = raise(cube, &of, &group, true, desk) else {
            continue;
        };
        let from = |one: &&Changed| group.iter().any(|part| follows(site, &one.key, &part.key));
        for one in group.iter().chain(follow.iter().filter(from)) {
            explain(cube, &one.key, reason);
        }
    }
    for (of, group) in grouped(counted, period) {
        if let Some(reason) = raise(cube, &of, &group, false, desk) {
            group.iter().for_each(|one| explain(cube, &one.key, reason));
        }
    }
}

/// Collects what is told together; the whole before its parts, as a reader would ask.
fn grouped(
    changed: Vec<Changed>,
    by: fn(&ObservationKey) -> ObservationKey,
) -> BTreeMap<ObservationKey, Vec<Changed>> {
    let mut groups: BTreeMap<ObservationKey, Vec<Changed>> = BTreeMap::new();
    for one in changed {
        groups.entry(by(&one.key)).or_default().push(one);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|one| (rank(&one.key), one.key));
    }
    groups
}

fn explain(cube: &mut Cube, key: &ObservationKey, reason: &str) {
    if let Some(observation) = cube.observations.get_mut(key) {
        add_note(&mut observation.notes, reason);
    }
}

/// Hands a finding in; returns the reason with which it was accepted.
fn raise<'a>(
    cube: &Cube,
    of: &ObservationKey,
    changed: &[Changed],
    error: bool,
    desk: &mut Desk<'a, '_>,
) -> Option<&'a str> {
    let finding = finding(cube, desk.site, of, changed, error);
    desk.raise(finding, &[])
        .map(|accepted| accepted.reason.as_str())
}

/// Returns the figures that any release showed as another number, as exactly as tables print them.
fn revised(cube: &Cube, earlier: &History) -> BTreeSet<ObservationKey> {
    let all = earlier
        .releases
        .iter()
        .flat_map(|release| release.rows.keys().map(move |key| (release, key)));
    let other = |release: &Earlier, key: &ObservationKey| {
        let then = number(release, key);
        now(cube, key).is_some_and(|now| then.is_some_and(|then| now != then))
    };
    all.filter(|(release, key)| other(release, key))
        .map(|(_, key)| *key)
        .collect()
}

/// Returns the number that a release showed.
fn number(release: &Earlier, key: &ObservationKey) -> Option<Decimal> {
    match release.figures.get(key) {
        Some(Shown::Number(number)) => Some(*number),
        _ => None,
    }
}

/// Returns a number as the published table prints it.
fn now(cube: &Cube, key: &ObservationKey) -> Option<Decimal> {
    let number = cube.exact(key)?;
    let unit = cube.get(key)?.unit;
    let days = matches!(
        unit,
        Unit::Percent | Unit::WorkingDays | Unit::CalendarDays | Unit::SchoolDays
    );
    Some(if days { number.round(1) } else { number })
}

fn changed<'h>(cube: &Cube, earlier: &'h History, key: &ObservationKey) -> Option<Changed<'h>> {
    let mut releases = earlier.releases.iter().rev();
    let last = releases.find(|release| number(release, key).is_some())?;
    let row = *last.rows.get(key)?;
    let (then, now) = (number(last, key)?, now(cube, key)?);
    // A share that follows from its counts has changed because they have.
    let claim = Claim::of(cube.codes.word(key.measure)).is_some();
    let follows = claim && cube.get(key)?.numerator.is_some();
    if now == then || follows || last.provisional.contains(key) {
        return None;
    }
    Some(Changed {
        key: *key,
        release: &last.id,
        row,
        then,
        now,
    })
}

/// Returns whether a total that nobody supplied changes with a figure, or with others of its table that were hidden then:
/// it is of the same stage in the same year, for the service or one above, and for the procedure or all.
fn follows(site: &Site, total: &ObservationKey, part: &ObservationKey) -> bool {
    let year = |key: &ObservationKey| key.period.financial_year().unwrap_or(key.period);
    let service = [code::ALL, part.service].contains(&total.service)
        || site
            .services
            .ancestors(part.service)
            .contains(&total.service);
    service
        && [code::ALL, part.procedure].contains(&total.procedure)
        && (total.contact, total.stage) == (part.contact, part.stage)
        && year(total) == year(part)
}

/// Returns the key of all figures of a service, period, contact, procedure and stage.
fn table(key: &ObservationKey) -> ObservationKey {
    ObservationKey {
        measure: code::ALL,
        breakdowns: [None; 3],
        ..*key
    }
}

/// Returns the key of all figures of a period.
fn period(key: &ObservationKey) -> ObservationKey {
    ObservationKey {
        service: code::ALL,
        contact: code::COMPLAINT,
        procedure: code::ALL,
        stage: code::ALL,
        ..table(key)
    }
}

fn rank(key: &ObservationKey) -> (bool, bool, usize, bool) {
    (
        key.service != code::ALL,
        key.procedure != code::ALL,
        key.breakdowns.iter().flatten().count(),
        key.measure != code::RECEIVED,
    )
}

fn finding(
    cube: &Cube,
    site: &Site,
    of: &ObservationKey,
    changed: &[Changed],
    error: bool,
) -> Diagnostic {
    let releases: BTreeSet<&str> = changed.iter().map(|one| one.release).collect();
    let releases: Vec<&str> = releases.into_iter().collect();
    let named = changed.iter().take(NAMED).map(|one| {
        let words = match error {
            true => words::measured(&cube.codes, site, &one.key),
            false => words::series(&cube.codes, site, &one.key),
        };
        format!(
            "{words} {} then, {} now",
            one.then.grouped(),
            told(one, site)
        )
    });
    let mut named: Vec<String> = named.collect();
    let more = changed.len() - named.len();
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    let place = match error {
        true => words::table(&cube.codes, site, of),
        false => of.period.id(),
    };
    let count = match changed.len() {
        1 => "1 figure is".to_owned(),
        n => format!("{n} figures are"),
    };
    let message = format!(
        "{place}: {count} not what was published on {}",
        releases.join(" and ")
    );
    let first = changed.first();
    let released = changed.iter().take(NAMED).map(|one| {
        let file = format!("releases/{}/complaints.csv", one.release);
        Location::file(file).row(one.row)
    });
    let mut finding = match error {
        true => Diagnostic::error(rule::PUBLISHED_OTHERWISE, message).help(
            "Readers have both numbers. Correct the one in your tables, or say what was corrected since.",
        ),
        false => Diagnostic::warning(rule::PUBLISHED_OTHERWISE, message).help(
            "The case rows have changed since. See whether rows were added, taken away or corrected by mistake.",
        ),
    };
    finding.location = first.and_then(|one| cube.origin(&one.key));
    finding.related = released.collect();
    finding
        .key(of.text(&cube.codes))
        .fact("figures", named.join("; "))
}

/// Returns today's number; a small one is not told, because it may be one that will be hidden and a build log may be public.
fn told(one: &Changed, site: &Site) -> String {
    let threshold = i64::from(site.disclosure.threshold);
    match one.now.as_whole() {
        Some(now) if (1..threshold).contains(&now) => format!("fewer than {threshold}"),
        _ => one.now.grouped(),
    }
}
