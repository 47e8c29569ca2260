//! Totals that were not supplied but follow: the year from its four quarters, a service from all services below it, all
//! procedures from each.
//!
//! Nothing is guessed. A total is made only of numbers, only when every part is there, and never where one was
//! supplied. A service below that has no figure at all stops the sum, because nobody knows whether it had no complaints
//! or sent no figures; so does a procedure that the service is known to have. Kinds of period are never mixed.

use super::relation::{Relation, Relations, Sum};
use super::{Cube, Observation};
use crate::config::Site;
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, code};
use std::collections::BTreeSet;

/// Adds the totals that follow. Nothing is done where nothing was supplied: what is counted from cases has its totals.
pub(super) fn totals(cube: &mut Cube, site: &Site) {
    let may_follow = |key: &ObservationKey| Relations::additive(key) || Relations::is_stock(key);
    if !cube.supplied.keys().any(may_follow) {
        return;
    }
    add(cube, site, years);
    // Each round reaches one level higher in the tree of services. All procedures are those of the same service first, so
    // that the total beside them is theirs even where the services disagree with them.
    while add(cube, site, services) {}
    add(cube, site, procedures);
    while add(cube, site, services_of_all_procedures) {}
}

/// Adds the totals among these candidates that follow; returns whether there was any.
fn add(
    cube: &mut Cube,
    site: &Site,
    candidates: fn(&ObservationKey, &Site) -> Vec<Candidate>,
) -> bool {
    let mut found = Vec::new();
    let wanted: BTreeSet<Candidate> = cube
        .observations
        .keys()
        .filter(|key| Relations::additive(key) || Relations::is_stock(key))
        .flat_map(|key| candidates(key, site))
        .filter(|candidate| !cube.observations.contains_key(&candidate.0))
        .collect();
    if wanted.is_empty() {
        return false;
    }
    let relations = Relations::new(cube, site);
    for (whole, sum) in wanted {
        let of = relations.of(&whole);
        let Some(relation) = of.iter().find(|relation| relation.sum == sum) else {
            continue;
        };
        if let Some(observation) = total(cube, relation) {
            found.push((whole, sum, observation));
        }
    }
    let any = !found.is_empty();
    for (whole, sum, observation) in found {
        cube.observations.insert_missing(whole, || observation);
        // The first sum makes the total; reconciling tests it against every other.
        cube.followed.entry(whole).or_insert(sum);
    }
    any
}

type Candidate = (ObservationKey, Sum);

fn years(key: &ObservationKey, _: &Site) -> Vec<Candidate> {
    match key.period {
        Period::Quarter(year, quarter) => {
            let whole = key.period(Period::Year(year));
            match (Relations::is_stock(key), key.measure, quarter) {
                (false, ..) => vec![(whole, Sum::Quarters)],
                (true, code::OPEN_AT_START, 1) | (true, code::OPEN_AT_END, 4) => {
                    vec![(whole, Sum::Stock)]
                }
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn services(key: &ObservationKey, site: &Site) -> Vec<Candidate> {
    match key.procedure {
        code::ALL => Vec::new(),
        _ => above(key, site),
    }
}

fn services_of_all_procedures(key: &ObservationKey, site: &Site) -> Vec<Candidate> {
    above(&all_procedures(key), site)
}

/// Returns the same figure of the service above.
fn above(key: &ObservationKey, site: &Site) -> Vec<Candidate> {
    if Relations::is_stock(key) {
        return Vec::new();
    }
    let node = site.services.get(key.service);
    node.map(|node| {
        let above: Code = node.parent.unwrap_or(code::ALL);
        (key.service(above), Sum::Services)
    })
    .into_iter()
    .collect()
}

fn procedures(key: &ObservationKey, _: &Site) -> Vec<Candidate> {
    match key.procedure {
        code::ALL => Vec::new(),
        _ if Relations::is_stock(key) => Vec::new(),
        _ => vec![(all_procedures(key), Sum::Procedures)],
    }
}

fn all_procedures(key: &ObservationKey) -> ObservationKey {
    ObservationKey {
        procedure: code::ALL,
        ..*key
    }
}

/// Returns the total when every part is there and is a number.
fn total(cube: &Cube, relation: &Relation) -> Option<Observation> {
    if !relation.complete || !relation.foreign.is_empty() {
        return None;
    }
    let mut sum = Decimal::whole(0);
    for part in &relation.parts {
        sum = sum.plus(cube.exact(part)?);
    }
    let first = cube.get(relation.parts.first()?)?;
    Some(Observation::computed(sum, first.unit))
}
