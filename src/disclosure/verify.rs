//! The proof, tested: knows nothing of how cells were chosen.
//!
//! For each hidden small count there are two tables of whole numbers. Each is put in the place of the true one, and must
//! agree with all that the public knows: no count below what it can be, every sum of [`crate::cube::relation`] that holds
//! of the true numbers holds of these, a part is at most its whole, complaints come in and are answered, closed or open.
//! Then both are hidden behind the same mask, and the releases must be equal: value, numerator, denominator and mark of
//! every figure. All pages and files are made from the release alone, so they are equal too, to the last word.

use super::mask::Mask;
use super::policy::{Policy, counts};
use crate::config::Site;
use crate::cube::relation::{Relation, Relations};
use crate::cube::{Cube, Observation};
use crate::period::Period;
use crate::vocabulary::{NumberMap, ObservationKey, code};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What a table adds to the true counts.
pub type Witness = BTreeMap<ObservationKey, i64>;

/// The proof that a count cannot be told: two tables, by their numbers.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The hidden count.
    pub key: ObservationKey,
    /// The table in which it is least.
    pub least: usize,
    /// The table in which it is most.
    pub most: usize,
    /// The figures that are this number, itself among them.
    pub same: Arc<[ObservationKey]>,
}

/// Tests proofs on a cube.
pub struct Verifier<'a> {
    cube: &'a Cube,
    site: &'a Site,
    policy: &'a Policy<'a>,
    mask: &'a Mask,
    /// Counts whose table is withheld whole, noughts too.
    withheld: &'a HashSet<ObservationKey>,
    relations: Relations<'a>,
    /// The whole numbers of the cube; nothing for those of counts that are published nowhere.
    numbers: NumberMap<ObservationKey, Option<i64>>,
}

/// The sums of the wholes that were asked for.
type Known = NumberMap<ObservationKey, Vec<Relation>>;

impl<'a> Verifier<'a> {
    /// Makes a verifier of what a mask hides.
    pub fn new(
        cube: &'a Cube,
        site: &'a Site,
        policy: &'a Policy<'a>,
        mask: &'a Mask,
        withheld: &'a HashSet<ObservationKey>,
    ) -> Self {
        let number = |(key, observation): (&ObservationKey, &Observation)| {
            let number = observation.value.ok()?.as_whole()?;
            let told = !counts(key) || !policy.passes_over(key);
            Some((*key, told.then_some(number)))
        };
        Verifier {
            numbers: cube.iter().filter_map(number).collect(),
            relations: Relations::new(cube, site),
            cube,
            site,
            policy,
            mask,
            withheld,
        }
    }

    /// Tests all proofs; returns what is wrong, by the figure it concerns.
    pub fn verify(
        &self,
        tables: &[Witness],
        claims: &[Claim],
    ) -> Vec<(ObservationKey, &'static str)> {
        let mut wrong = Vec::new();
        let proven: HashSet<ObservationKey> = claims.iter().map(|claim| claim.key).collect();
        for (key, observation) in self.cube.iter() {
            let value = observation.value.ok().and_then(|number| number.as_whole());
            let small = |value| value > 0 && self.policy.small(value) && self.policy.protects(key);
            let hid = |value| value > 0 && counts(key) && self.policy.was_hidden(key);
            let known = |value| self.policy.is_public(key, value);
            if value.is_some_and(|value| (small(value) || hid(value)) && !known(value)) {
                if !self.mask.covers(key) {
                    wrong.push((*key, "it is small and shown"));
                }
                if !proven.contains(key) && !self.policy.leaves_out(key) {
                    wrong.push((*key, "it has no proof"));
                }
            }
        }
        let mut used: Vec<usize> = claims
            .iter()
            .flat_map(|claim| [claim.least, claim.most])
            .collect();
        used.sort_unstable();
        used.dedup();
        // Every thread takes a stretch of the tables, because neighbours ask for the same sums.
        let stretch = used.len().div_ceil(rayon::current_num_threads()).max(1);
        let faults = used.par_chunks(stretch).flat_map_iter(|used| {
            let mut known = Known::default();
            let faults = used
                .iter()
                .filter_map(|table| self.fault(&mut known, &tables[*table]));
            faults.collect::<Vec<_>>()
        });
        wrong.extend(faults.collect::<Vec<_>>());
        for claim in claims {
            let amount = |table: usize| tables[table].get(&claim.key).copied().unwrap_or_default();
            if amount(claim.most) - amount(claim.least) < self.needed(claim) {
                wrong.push((claim.key, "its range is too narrow"));
            }
        }
        wrong
    }

    /// Returns how wide a count's range must be. In a table that is withheld whole, the numbers that the table divides and
    /// that are shown bound it too, as if the table had never been made.
    fn needed(&self, claim: &Claim) -> i64 {
        let (key, most) = (&claim.key, self.policy.threshold - 1);
        if !self.withheld.contains(key) {
            return most;
        }
        // The only procedure or service that has such a count has the same one.
        let one = |other: &&ObservationKey| {
            let there = ObservationKey {
                service: key.service,
                procedure: key.procedure,
                ..**other
            };
            there == *key && self.count(other) == self.count(key)
        };
        let same = claim.same.iter().filter(one);
        let bases = same.flat_map(|key| {
            let names = key.breakdowns.iter().flatten();
            names.map(|pair| key.without(pair.0))
        });
        let shown = bases.filter(|base| !self.mask.covers(base));
        shown
            .filter_map(|base| self.count(&base))
            .fold(most, i64::min)
    }

    /// Returns the first thing that tells a table from the true one.
    fn fault(&self, known: &mut Known, table: &Witness) -> Option<(ObservationKey, &'static str)> {
        let mut wholes = Vec::new();
        for (key, by) in table.iter().filter(|(_, by)| **by != 0) {
            let Some(value) = self.count(key).map(|value| value + by) else {
                return Some((*key, "it is not a count that there is"));
            };
            let any = self.withheld.contains(key) || self.policy.out_of_reach(key);
            let least = i64::from(self.policy.show_zeros && !any);
            if value < least {
                return Some((*key, "it is less than it can be"));
            }
            if let Some(fault) = self.seen(key) {
                return Some(fault);
            }
            if !self.parts_fit(table, key) || !self.flows(table, key) || !self.same(table, key) {
                return Some((*key, "it does not fit its own table"));
            }
            wholes.extend(self.wholes(key));
        }
        // Counts of one place have the same wholes.
        wholes.sort_unstable();
        wholes.dedup();
        wholes
            .into_iter()
            .find(|whole| !self.holds(known, table, whole))
            .map(|whole| (whole, "its parts do not make it"))
    }

    fn count(&self, key: &ObservationKey) -> Option<i64> {
        self.cube.get(key)?.value.ok()?.as_whole()
    }

    /// Returns a count as it is and as the table has it; nothing for one that is published nowhere.
    fn changed(&self, table: &Witness, key: &ObservationKey) -> Option<(i64, i64)> {
        let now = self.numbers.get(key).copied().flatten()?;
        Some((now, now + table.get(key).copied().unwrap_or_default()))
    }

    /// Returns a figure that the mask shows and that a change of this count would change. Besides the count itself these
    /// are the means over it and what was supplied of it.
    fn seen(&self, key: &ObservationKey) -> Option<(ObservationKey, &'static str)> {
        if !self.mask.covers(key) {
            return Some((*key, "it changes and is shown"));
        }
        if self
            .count(key)
            .is_some_and(|value| self.policy.is_public(key, value))
        {
            return Some((*key, "it changes and was shown before"));
        }
        // Where no bands are shown days tell nothing of them.
        let timed = key.breakdowns[0].is_none() || !self.policy.out_of_reach(key);
        if key.measure == code::RESPONDED && timed {
            let means = [
                code::MEAN_RESPONSE_DAYS,
                code::MEDIAN_RESPONSE_DAYS,
                code::PERCENTILE_90_RESPONSE_DAYS,
                code::LONGEST_RESPONSE_DAYS,
            ];
            let place = key.without(code::TIMELINESS).without(code::RESPONSE_BAND);
            for mean in means.map(|mean| place.measure(mean)) {
                if self.cube.get(&mean).is_some() && !self.mask.covers(&mean) {
                    return Some((mean, "it is of answers that are hidden"));
                }
            }
        }
        None
    }

    /// A part that is at most its whole stays so.
    fn parts_fit(&self, table: &Witness, key: &ObservationKey) -> bool {
        let mut pairs: Vec<(ObservationKey, ObservationKey)> = Vec::new();
        for &(name, category) in key.breakdowns.iter().flatten() {
            pairs.push((*key, key.without(name)));
            let codes = &self.cube.codes;
            let rest = key.without(name);
            if (name, category) == (code::TIMELINESS, code::IN_TIME) {
                pairs.push((*key, rest.with(codes, name, code::IN_TIME_EXTENDED)));
            }
            if (name, category) == (code::TIMELINESS, code::IN_TIME_EXTENDED) {
                pairs.push((rest.with(codes, name, code::IN_TIME), *key));
            }
            if name == code::REFUSAL_REASON {
                pairs.push((*key, rest.with(codes, code::OUTCOME, code::REFUSED)));
            }
        }
        for name in crate::vocabulary::BREAKDOWNS {
            for &category in self.relations.categories(key, name) {
                pairs.push((key.with(&self.cube.codes, name, category), *key));
            }
        }
        if [code::RECEIVED, code::ACCEPTED].contains(&key.measure) {
            pairs.push((key.measure(code::ACCEPTED), key.measure(code::RECEIVED)));
        }
        pairs.into_iter().all(|(part, whole)| {
            match (self.changed(table, &part), self.changed(table, &whole)) {
                (Some((part, part_now)), Some((whole, whole_now))) => {
                    part > whole || part_now <= whole_now
                }
                _ => true,
            }
        })
    }

    /// What was open and came in is answered, closed or open; and a period begins with what the one before left.
    fn flows(&self, table: &Witness, key: &ObservationKey) -> bool {
        let terms = [
            (code::OPEN_AT_START, 1),
            (code::RECEIVED, 1),
            (code::RESPONDED, -1),
            (code::CLOSED_WITHOUT_RESPONSE, -1),
            (code::OPEN_AT_END, -1),
        ];
        if key.breakdowns[0].is_some() || !terms.iter().any(|term| term.0 == key.measure) {
            return true;
        }
        let values: Option<Vec<(i64, i64)>> = terms
            .iter()
            .map(|(measure, sign)| {
                self.changed(table, &key.measure(*measure))
                    .map(|(was, is)| (sign * was, sign * is))
            })
            .collect();
        let flows = values.is_none_or(|values| {
            let (was, is) = values
                .iter()
                .fold((0, 0), |sum, value| (sum.0 + value.0, sum.1 + value.1));
            was == is
        });
        flows && self.chain(table, key)
    }

    fn chain(&self, table: &Witness, key: &ObservationKey) -> bool {
        let Period::Quarter(year, quarter) = key.period else {
            return true;
        };
        let after = if quarter == 4 {
            Period::Quarter(year + 1, 1)
        } else {
            Period::Quarter(year, quarter + 1)
        };
        let before = if quarter == 1 {
            Period::Quarter(year - 1, 4)
        } else {
            Period::Quarter(year, quarter - 1)
        };
        match key.measure {
            code::OPEN_AT_END => {
                self.equal(table, key, &key.period(after).measure(code::OPEN_AT_START))
            }
            code::OPEN_AT_START => {
                self.equal(table, key, &key.period(before).measure(code::OPEN_AT_END))
            }
            _ => true,
        }
    }

    /// Two counts that are equal stay equal.
    fn equal(&self, table: &Witness, one: &ObservationKey, other: &ObservationKey) -> bool {
        match (self.changed(table, one), self.changed(table, other)) {
            (Some((a, a_now)), Some((b, b_now))) => a != b || a_now == b_now,
            _ => true,
        }
    }

    /// What was decided with an outcome is what was received with it.
    fn same(&self, table: &Witness, key: &ObservationKey) -> bool {
        if key.category(code::OUTCOME).is_none() {
            return true;
        }
        match key.measure {
            code::DECIDED => [code::RECEIVED, code::RESPONDED]
                .iter()
                .all(|of| self.equal(table, key, &key.measure(*of))),
            code::RECEIVED | code::RESPONDED => self.equal(table, key, &key.measure(code::DECIDED)),
            _ => true,
        }
    }

    /// Returns the figures that a count may be a part of.
    fn wholes(&self, key: &ObservationKey) -> Vec<ObservationKey> {
        let mut wholes = vec![*key];
        wholes.extend(key.period.financial_year().map(|year| key.period(year)));
        let mut above = self.site.services.ancestors(key.service);
        above.push(code::ALL);
        for service in above {
            for procedure in [key.procedure, code::ALL] {
                wholes.push(ObservationKey {
                    service,
                    procedure,
                    ..*key
                });
            }
        }
        for &(name, _) in key.breakdowns.iter().flatten() {
            let rest = key.without(name);
            wholes.extend([
                rest,
                rest.measure(code::RECEIVED),
                rest.measure(code::NATURES),
            ]);
            for &category in self.relations.categories(&rest, name) {
                wholes.push(rest.with(&self.cube.codes, name, category));
            }
        }
        if key.measure == code::RECEIVED {
            wholes.push(ObservationKey {
                stage: code::ALL,
                measure: code::RECEIVED_ALL_STAGES,
                ..*key
            });
        }
        wholes.push(key.measure(code::RECEIVED));
        wholes.sort_unstable();
        wholes.dedup();
        wholes
    }

    /// Returns whether the sums of a whole hold of a table as they hold of the true one.
    fn holds(&self, known: &mut Known, table: &Witness, whole: &ObservationKey) -> bool {
        if self.cube.get(whole).is_none() {
            return true;
        }
        let of = known
            .entry(*whole)
            .or_insert_with(|| self.relations.of(whole));
        of.iter().all(|relation| self.keeps(table, relation))
    }

    /// Returns whether the parts can be all there are: where a service has parts without pages nobody sees what those have.
    fn are_all(&self, relation: &Relation) -> bool {
        let whole = relation.whole.service;
        let by_service = relation.parts.iter().any(|part| part.service != whole);
        !by_service || self.site.services.children(whole).all(|child| child.page)
    }

    fn keeps(&self, table: &Witness, relation: &Relation) -> bool {
        let Some((whole, whole_now)) = self.changed(table, &relation.whole) else {
            return true;
        };
        let (mut sum, mut sum_now, mut all) = (0, 0, self.are_all(relation));
        for part in &relation.parts {
            // Nobody sees a part that is published nowhere, so it can be whatever is left over.
            let Some((was, is)) = self.changed(table, part) else {
                if self.policy.passes_over(part) {
                    all = false;
                    continue;
                }
                return true;
            };
            sum += was;
            sum_now += is;
        }
        match whole - sum {
            0 if all => whole_now == sum_now,
            left if left >= 0 => whole_now >= sum_now,
            // Parts that are more than their whole share something, or contradict it as they did before.
            _ => !relation.complete || whole_now - whole == sum_now - sum,
        }
    }
}
