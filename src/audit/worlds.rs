//! Other tables that could be true, and whether the public would notice.
//!
//! The witnesses of the proof change a few counts each. Put together they make a few whole tables in which hidden counts
//! are other numbers everywhere at once. What is released of such a table must be what is released of the true one, value
//! by value: then no page, sentence, bar or file can tell the two apart, because nothing after the release knows more.

use super::Audit;
use crate::config::Site;
use crate::cube::{self, Cube, Observation};
use crate::disclosure::verify::Witness;
use crate::disclosure::{self, Release, Released};
use crate::number::Decimal;
use crate::vocabulary::{ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the figures that are shown and would be others in one of the [`tables`].
pub fn differences(audit: &Audit, release: &Release) -> Vec<ObservationKey> {
    let mut found = BTreeSet::new();
    for table in tables(audit) {
        let other = apply(audit.cube, audit.site, &table);
        let hiding = Some(audit.hiding);
        let other = disclosure::release(&other, audit.site, audit.as_of, hiding);
        found.extend(compare(release, &other));
    }
    found.into_iter().collect()
}

/// Puts the witnesses together into as few tables as may be, so that each count that one of them changes is another number
/// in one table at least. No count is below nought.
pub fn tables(audit: &Audit) -> Vec<Witness> {
    let used: BTreeSet<usize> = audit
        .hiding
        .claims
        .iter()
        .flat_map(|claim| [claim.least, claim.most])
        .collect();
    let witnesses: Vec<&Witness> = used
        .into_iter()
        .filter_map(|at| audit.hiding.tables.get(at))
        .collect();
    let mut left: BTreeSet<ObservationKey> = witnesses
        .iter()
        .flat_map(|table| table.iter().filter(|(_, by)| **by != 0))
        .map(|(key, _)| *key)
        .collect();
    let mut tables = Vec::new();
    while !left.is_empty() {
        let mut table = Witness::new();
        for witness in &witnesses {
            // One that brings nothing new would only use up the room that others need.
            let new = |key: &ObservationKey| left.contains(key) && !table.contains_key(key);
            if witness.keys().any(new) && fits(audit, &table, witness) {
                add(&mut table, witness);
            }
        }
        let before = left.len();
        left.retain(|key| !table.contains_key(key));
        if left.len() == before {
            break;
        }
        tables.push(table);
    }
    tables
}

/// Returns whether a witness can be put to a table: no count is below nought, and where counts are rounded each is printed
/// as it is.
fn fits(audit: &Audit, table: &Witness, witness: &Witness) -> bool {
    let rounding = audit.hiding.rounding.as_ref();
    witness.iter().all(|(key, by)| {
        let value = count(audit.cube, key).unwrap_or_default();
        let now = value + by + table.get(key).copied().unwrap_or_default();
        let print = rounding.and_then(|rounding| rounding.print(key));
        now >= 0 && print.is_none_or(|print| print.possible.has(now))
    })
}

fn add(table: &mut Witness, witness: &Witness) {
    for (key, by) in witness {
        let sum = table.entry(*key).or_default();
        *sum += by;
        if *sum == 0 {
            table.remove(key);
        }
    }
}

fn count(cube: &Cube, key: &ObservationKey) -> Option<i64> {
    cube.get(key)?.value.ok()?.as_whole()
}

/// Returns the cube as it would be with other counts: means have another n, and a share, rate or change that was printed
/// is another one where its counts are.
pub fn apply(cube: &Cube, site: &Site, table: &Witness) -> Cube {
    let mut other = cube.clone();
    for (key, by) in table {
        let Some(now) = count(cube, key) else {
            continue;
        };
        if let Some(observation) = other.observations.get_mut(key) {
            observation.value = Ok(Decimal::whole(now + by));
        }
        if key.measure == code::RESPONDED && key.breakdowns[0].is_none() {
            let mean = other
                .observations
                .get_mut(&key.measure(code::MEAN_RESPONSE_DAYS));
            if let Some(mean) = mean {
                over(mean, now, *by);
            }
        }
    }
    let printed: Vec<ObservationKey> = cube
        .iter()
        .filter(|(_, found)| found.supplied && found.unit != Unit::Count)
        .map(|(key, _)| *key)
        .collect();
    for key in printed {
        let now = cube::made_of(&other, site, &key);
        if now != cube::made_of(cube, site, &key)
            && let Some(observation) = other.observations.get_mut(&key)
        {
            observation.value = observation.value.map(|value| value.plus(Decimal::whole(1)));
        }
    }
    other
}

/// A mean over more or fewer answers, whose days are still the same; as many as the mean makes where it was printed alone.
fn over(mean: &mut Observation, now: i64, by: i64) {
    let counted = mean.numerator.zip(mean.denominator);
    let printed = || {
        let value = mean.value.ok()?;
        let scale = 10_i64.checked_pow(value.places().into())?;
        let days = Decimal::ratio(value.units().checked_mul(now)?, scale, 1, 0)?;
        Some((days.as_whole()?, now))
    };
    let (Some((days, n)), places) = (
        counted.or_else(printed),
        if counted.is_some() { 1 } else { 6 },
    ) else {
        return;
    };
    mean.denominator = mean.denominator.map(|_| n + by);
    if let Some(value) = Decimal::ratio(days, n + by, 1, places) {
        mean.value = Ok(value);
    }
}

/// Returns the figures of which two releases show different things, or that only one of them has.
pub fn compare(one: &Release, other: &Release) -> Vec<ObservationKey> {
    let mut left: BTreeMap<ObservationKey, &Released> = one
        .values
        .iter()
        .map(|(key, value)| (*key, value))
        .collect();
    let mut found = Vec::new();
    for (key, value) in other.values.iter() {
        match left.remove(key) {
            Some(true_one) if same(true_one, value) => {}
            _ => found.push(*key),
        }
    }
    found.extend(left.into_keys());
    found.sort_unstable();
    found
}

fn same(one: &Released, other: &Released) -> bool {
    let seen = |it: &Released| {
        (
            it.value,
            it.numerator,
            it.denominator,
            it.status,
            it.unit,
            it.qualifier,
            it.rounded,
            it.supplied,
        )
    };
    seen(one) == seen(other) && one.notes == other.notes && one.source == other.source
}
