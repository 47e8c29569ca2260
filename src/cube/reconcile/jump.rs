//! Counts that jump from one year to the next more than chance and habit explain.
//!
//! A file read twice, a service whose rows did not come, complaints filed under another heading: each leaves every sum
//! intact and shows only as a jump. What is a jump depends on the size of the series. From 3 to 7 is chance; from 300 to
//! 700 is not.
//!
//! The measure is simple enough to be done by hand. If people complain one by one and nothing has changed, the difference
//! of two years' counts varies about nought with a variance of their sum. Real years differ by more than that (weather, a
//! new bin round, a form put online), so each count is also allowed a tenth of itself:
//!
//! ```text
//! variance = a + b + (a² + b²) / 100
//! a jump:    (|a - b| - 1)² > 9 × variance
//! ```
//!
//! Nine is three standard deviations, as on the control charts that complaints teams know; for numbers under 30 the result
//! was compared with the exact one (a test does so). Where the series itself has at least four other steps and its usual step is
//! larger than chance would make it, the limit grows in proportion: what always moves has not jumped. The median of the
//! other steps says what is usual, so that one wild year hides no other. A limit from the spread of the series alone (an XmR chart)
//! was not taken, because most councils have three or four years.

use super::desk::{Desk, add_note};
use crate::config::Site;
use crate::cube::relation::Relations;
use crate::cube::{Cube, Observation, words};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::period::{Period, PeriodKind};
use crate::vocabulary::{Code, ObservationKey, Unit, code};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many are listed. More than this is no longer a list of single faults.
const MOST: usize = 20;

/// How many other steps a series needs before its own habit counts.
const STEPS: usize = 4;

/// One count of a series, and the one a year earlier.
#[derive(Debug, Clone, Copy)]
struct Jump {
    key: ObservationKey,
    before: i64,
    now: i64,
    /// The square of the difference over its variance, in thousandths.
    surprise: i128,
    /// The largest surprise that would have been none.
    limit: i128,
}

/// Warns of the jumps, biggest first.
pub(super) fn jumps(cube: &mut Cube, desk: &mut Desk) {
    let mut found = find(cube, desk.site);
    found.sort_by_key(|jump| (Reverse(jump.surprise), jump.key));
    let mut told = 0;
    let mut untold = 0;
    let mut accepted = Vec::new();
    for jump in found {
        let key = jump.key.text(&cube.codes);
        let known = desk.site.acceptance(rule::JUMP.code, &key).is_some();
        if !known && told == MOST {
            untold += 1;
            continue;
        }
        told += usize::from(!known);
        let finding = jump.finding(cube, desk.site).order(told as u32).key(key);
        if let Some(acceptance) = desk.raise(finding, &[]) {
            accepted.push((jump.key, acceptance));
        }
    }
    for (key, acceptance) in accepted {
        if let Some(observation) = cube.observations.get_mut(&key) {
            add_note(&mut observation.notes, &acceptance.reason);
        }
    }
    if untold > 0 {
        let message =
            format!("{untold} more figures jump, less far than the {MOST} that are listed");
        desk.report.push(
            Diagnostic::warning(rule::JUMP, message)
                .order(told as u32 + 1)
                .help("Look at the largest first: they often have one cause, and the others go with it."),
        );
    }
}

/// The years of a series: everything but the period, the kind of year (and which quarter of it).
type Series = (ObservationKey, PeriodKind);

fn find(cube: &Cube, site: &Site) -> Vec<Jump> {
    let services = cube.observations.services();
    let found = services.flat_map_iter(|of_service| {
        let mut series: HashMap<Series, BTreeMap<Period, i64>> = HashMap::new();
        for (key, observation) in of_service.iter() {
            if let Some(count) = counts(cube, site, key, observation) {
                let name = (key.period(Period::Undated), key.period.kind());
                series.entry(name).or_default().insert(key.period, count);
            }
        }
        let found = series.iter().flat_map(|(name, years)| of(name, years));
        found.collect::<Vec<Jump>>()
    });
    let mut found: Vec<Jump> = found.collect();
    found.retain(|jump| lived(site, &jump.key));
    let told_already = explained(&found, site);
    found.retain(|jump| !told_already.contains(&jump.key));
    found
}

/// Returns the count at a key, where it is one whose jumps are worth a question and its period is over.
fn counts(
    cube: &Cube,
    site: &Site,
    key: &ObservationKey,
    observation: &Observation,
) -> Option<i64> {
    let headline = [code::RECEIVED, code::DECIDED].contains(&key.measure)
        && key.without(code::OMBUDSMAN).breakdowns == [None; 3];
    let part = [code::RECEIVED, code::RESPONDED].contains(&key.measure)
        && matches!(key.breakdowns, [Some((name, _)), None, None] if PARTS.contains(&name));
    if !(headline || part) {
        return None;
    }
    // What is counted from case rows is coded by one hand in one system; a total of it says enough.
    let asked = headline || observation.supplied;
    if !asked || observation.unit != Unit::Count || !Relations::additive(key) {
        return None;
    }
    let over = cube.coverage.is_none_or(|coverage| {
        coverage.over(key.period) && (observation.supplied || coverage.complete(key.period))
    });
    let part_of_parts = joined(cube, site, key);
    (over && !part_of_parts)
        .then(|| cube.exact(key)?.as_whole())
        .flatten()
}

/// The breakdowns whose single categories are looked at.
const PARTS: [Code; 5] = [
    code::NATURE,
    code::OUTCOME,
    code::CHANNEL,
    code::COMPLAINANT,
    code::TIMELINESS,
];

fn joined(cube: &Cube, site: &Site, key: &ObservationKey) -> bool {
    key.breakdowns.iter().flatten().any(|&(name, category)| {
        crate::cube::relation::joined_parts(site, &cube.codes, name, category).is_some()
    })
}

fn of(name: &Series, years: &BTreeMap<Period, i64>) -> Vec<Jump> {
    let steps: Vec<(Period, i64, i64)> = years
        .iter()
        .filter_map(|(&period, &now)| Some((period, *years.get(&period.year_before()?)?, now)))
        .collect();
    let mut found = Vec::new();
    for (at, &(period, before, now)) in steps.iter().enumerate() {
        let surprise = surprise(before, now);
        if surprise <= LIMIT {
            continue;
        }
        let others = steps.iter().enumerate().filter(|(other, _)| *other != at);
        let limit = limit(others.map(|(_, &(_, a, b))| self::surprise(a, b)).collect());
        if surprise > limit {
            found.push(Jump {
                key: name.0.period(period),
                before,
                now,
                surprise,
                limit,
            });
        }
    }
    found
}

/// Three standard deviations, squared, in thousandths.
const LIMIT: i128 = 9_000;

/// The median of the square of a normal number, in thousandths: how large a step's surprise usually is by chance alone.
const USUAL: i128 = 455;

/// Returns the square of the difference of two counts over its variance, in thousandths.
fn surprise(a: i64, b: i64) -> i128 {
    let (a, b) = (i128::from(a), i128::from(b));
    let difference = ((a - b).abs() - 1).max(0);
    let variance = 100 * (a + b) + a * a + b * b;
    if variance == 0 {
        return 0;
    }
    100_000 * difference * difference / variance
}

/// Returns the limit for a step of a series with these other steps.
fn limit(mut others: Vec<i128>) -> i128 {
    if others.len() < STEPS {
        return LIMIT;
    }
    others.sort_unstable();
    // The lower of the two middle ones, so that the limit does not grow by the wilder half.
    let usual = others[(others.len() - 1) / 2];
    LIMIT * usual.max(USUAL) / USUAL
}

impl Jump {
    fn rises(&self) -> bool {
        self.now > self.before
    }

    fn size(&self) -> i64 {
        (self.now - self.before).abs()
    }

    /// Returns the smallest and the largest count that would have been no surprise after the one a year earlier.
    fn usual(&self) -> (i64, i64) {
        let calm = |count: i64| surprise(self.before, count) <= self.limit;
        // The surprise grows with the distance on either side, so halving finds its edge.
        let mut low = (0, self.before);
        while low.0 < low.1 {
            let middle = low.0 + (low.1 - low.0) / 2;
            if calm(middle) {
                low.1 = middle;
            } else {
                low.0 = middle + 1;
            }
        }
        let mut high = (self.before, self.now.max(self.before));
        while high.0 < high.1 {
            let middle = high.0 + (high.1 - high.0 + 1) / 2;
            if calm(middle) {
                high.0 = middle;
            } else {
                high.1 = middle - 1;
            }
        }
        (low.1, high.0)
    }

    fn finding(&self, cube: &Cube, site: &Site) -> Diagnostic {
        let before = self.key.period.year_before().unwrap_or(self.key.period);
        let grouped = |count: i64| Decimal::whole(count).grouped();
        let (low, high) = self.usual();
        let usual = if self.rises() {
            format!("up to {} would be no surprise", grouped(high))
        } else {
            format!("down to {} would be no surprise", grouped(low))
        };
        let mut finding = Diagnostic::warning(
            rule::JUMP,
            format!(
                "{} is {}, after {} in {}: {usual}",
                words::figure(&cube.codes, site, &self.key),
                grouped(self.now),
                grouped(self.before),
                before.id(),
            ),
        )
        .help("Look whether rows are missing or there twice, and whether complaints are now filed under another heading.");
        if cube.supplied.contains_key(&self.key) {
            finding = finding.value(&self.now.to_string());
        }
        finding.location = cube.origin(&self.key);
        finding.related = cube.origin(&self.key.period(before)).into_iter().collect();
        finding
    }
}

/// Returns whether a service existed through both years, as far as candour.toml says. One that began, ended or was parted in
/// them has another size for a reason that is known.
fn lived(site: &Site, key: &ObservationKey) -> bool {
    let Some(service) = site.services.get(key.service) else {
        return true;
    };
    let first = key.period.year_before().and_then(|before| before.start());
    let begun = service
        .from
        .is_none_or(|from| first.is_some_and(|first| from <= first));
    let ended = service
        .to
        .is_some_and(|to| key.period.end().is_some_and(|end| to < end));
    begun && !ended
}

/// Returns the jumps that another one says already: a year's says its quarters', a total's its categories', and one that is
/// at least half of a jump further up in the tree of services or of all procedures says that.
fn explained(found: &[Jump], site: &Site) -> HashSet<ObservationKey> {
    let by_key: HashMap<ObservationKey, &Jump> =
        found.iter().map(|jump| (jump.key, jump)).collect();
    let mut said = HashSet::new();
    for jump in found {
        let alike = |other: &&&Jump| other.rises() == jump.rises();
        let year = jump.key.period.financial_year().unwrap_or(jump.key.period);
        let mut wider = vec![jump.key.period(year)];
        for (name, _) in jump.key.breakdowns.into_iter().flatten() {
            if name != code::OMBUDSMAN {
                wider.push(jump.key.without(name));
                wider.push(jump.key.without(name).measure(code::RECEIVED));
                wider.push(jump.key.without(name).period(year));
            }
        }
        if wider
            .iter()
            .any(|key| *key != jump.key && by_key.get(key).filter(alike).is_some())
        {
            said.insert(jump.key);
        }
    }
    for jump in found
        .iter()
        .filter(|jump| !said.contains(&jump.key))
        .copied()
        .collect::<Vec<_>>()
    {
        let above = site
            .services
            .ancestors(jump.key.service)
            .into_iter()
            .chain([code::ALL]);
        for service in above {
            for procedure in [jump.key.procedure, code::ALL] {
                let whole = ObservationKey {
                    procedure,
                    ..jump.key.service(service)
                };
                let larger = by_key.get(&whole).filter(|other| {
                    other.key != jump.key
                        && other.rises() == jump.rises()
                        && 2 * jump.size() >= other.size()
                });
                if larger.is_some() {
                    said.insert(whole);
                }
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many ways there are to choose `k` of `n`.
    fn ways(n: u64, k: u64) -> u128 {
        (0..k).fold(1, |ways, i| ways * u128::from(n - i) / u128::from(i + 1))
    }

    #[test]
    fn small_counts_are_judged_as_the_exact_test_of_two_counts_would() {
        // If nothing has changed, each of the a + b complaints fell into either year as a coin falls. Three standard
        // deviations are passed once in 370 times.
        for total in 1..60u64 {
            for few in 0..=total / 2 {
                let tail: u128 = (0..=few).map(|k| ways(total, k)).sum();
                let rare = 2 * tail * 370 < 1u128 << total;
                let jump = surprise(few as i64, (total - few) as i64) > LIMIT;
                assert!(rare || !jump, "{few} and {} is chance", total - few);
            }
        }
    }

    #[test]
    fn what_is_a_jump_depends_on_the_size() {
        let jump = |a, b| surprise(a, b) > LIMIT;
        assert!(!jump(3, 9) && !jump(0, 11) && jump(0, 12));
        assert!(!jump(25, 49) && jump(19, 58) && jump(300, 700));
        // A large council's number moves by a tenth without a cause anybody could name.
        assert!(!jump(1595, 1805) && !jump(10_000, 13_000) && jump(10_000, 16_000));
        assert_eq!(surprise(0, 0), 0);
        assert!(surprise(i64::MAX / 1_000_000, 0) > LIMIT);
    }

    #[test]
    fn a_series_that_always_moves_has_not_jumped() {
        assert_eq!(limit(vec![9_000; 3]), LIMIT, "three steps show no habit");
        assert_eq!(limit(vec![100; 8]), LIMIT);
        assert_eq!(limit(vec![910; 8]), 2 * LIMIT);
        assert_eq!(
            limit(vec![0, 0, 0, 90_000]),
            LIMIT,
            "one wild year is no habit"
        );
    }
}
