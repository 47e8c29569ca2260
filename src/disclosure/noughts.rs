//! Noughts that nobody wrote down.
//!
//! A table lists the categories that there were. In one that is withheld whole nobody sees which these are, so there any of the
//! others may be the true one too; and in one that is shown, what is not listed is known to be none. So all tables of a
//! kind are given the same categories before cells are made of them.

use super::policy::{Policy, counts};
use crate::config::Site;
use crate::cube::relation::joined_parts;
use crate::cube::{Cube, Observation};
use crate::number::Decimal;
use crate::vocabulary::{Code, ObservationKey, code};
use std::collections::{BTreeMap, BTreeSet};

/// The breakdowns whose tables list what there was. Tests of time and the like are complete as they are.
const LISTED: [Code; 6] = [
    code::OUTCOME,
    code::CHANNEL,
    code::COMPLAINANT,
    code::NATURE,
    code::REMEDY,
    code::REFUSAL_REASON,
];

/// Returns the cube with a nought for each category that a table does not list and others of its kind do.
pub fn written(cube: &Cube, site: &Site, policy: &Policy) -> Cube {
    type Kind = (Code, Code, Code, Code);
    let mut known: BTreeMap<Kind, BTreeSet<Code>> = BTreeMap::new();
    let mut tables: BTreeMap<(ObservationKey, Code), &Observation> = BTreeMap::new();
    for (key, observation) in cube.iter() {
        let [Some((name, category)), None, _] = key.breakdowns else {
            continue;
        };
        let listed = LISTED.contains(&name) && counts(key) && !policy.passes_over(key);
        if !listed || observation.value.is_err() {
            continue;
        }
        tables
            .entry((key.without(name), name))
            .or_insert(observation);
        if joined_parts(site, &cube.codes, name, category).is_none() {
            let kind = (key.contact, key.stage, key.measure, name);
            known.entry(kind).or_default().insert(category);
        }
    }
    let mut full = cube.clone();
    for ((of, name), like) in tables {
        let kind = (of.contact, of.stage, of.measure, name);
        for category in known.get(&kind).into_iter().flatten() {
            let key = of.with(&cube.codes, name, *category);
            full.observations.insert_missing(key, || Observation {
                value: Ok(Decimal::whole(0)),
                notes: Vec::new(),
                ..(*like).clone()
            });
        }
    }
    full
}
