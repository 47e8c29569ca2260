//! What ties counts together.

use super::super::layout::by_chance;
use super::Counts;
use crate::cube::relation::{Relations, joined_parts};
use crate::period::Period;
use crate::vocabulary::{Code, ON_MERITS, ObservationKey, code, measure};
use std::collections::{BTreeMap, BTreeSet};

/// How counts are tied together, by their places in the list of counts.
pub(super) enum Tie {
    /// The parts make the whole, or leave something of it over.
    Parts(usize, Vec<usize>),
    /// The same where other parts are published nowhere, so that nobody knows whether anything is left over.
    Some(usize, Vec<usize>),
    /// The first is never more than the second.
    AtMost(usize, usize),
    /// The two are one number.
    Same(usize, usize),
    /// The signed counts add up to what they add up to.
    Flow(Vec<(usize, i64)>),
}

impl Counts<'_> {
    pub(super) fn ties(&self) -> Vec<Tie> {
        let mut ties = Vec::new();
        for (at, key) in self.keys.iter().enumerate() {
            let additive = measure(key.measure).is_some_and(|measure| measure.additive);
            let stock = Relations::is_stock(key);
            if additive {
                self.parts(
                    &mut ties,
                    at,
                    key.period
                        .quarters()
                        .into_iter()
                        .flatten()
                        .map(|quarter| key.period(quarter)),
                );
            }
            if additive || stock {
                let children = || self.site.services.children(key.service);
                let from = ties.len();
                self.parts(
                    &mut ties,
                    at,
                    children().map(|child| key.service(child.code)),
                );
                if children().any(|child| !child.page)
                    && let Some(Tie::Parts(whole, parts)) = ties.get_mut(from)
                {
                    ties[from] = Tie::Some(*whole, std::mem::take(parts));
                }
                if let Some(parts) = self.procedures.get(key) {
                    ties.push(Tie::Parts(at, parts.clone()));
                }
            }
            if key.measure == code::RECEIVED_ALL_STAGES {
                let stages = [code::STAGE_1, code::STAGE_2, code::STAGE_3];
                self.parts(
                    &mut ties,
                    at,
                    stages
                        .map(|stage| ObservationKey {
                            stage,
                            measure: code::RECEIVED,
                            ..*key
                        })
                        .into_iter(),
                );
            }
            if stock {
                self.stock(&mut ties, at, key);
            }
            self.decided(&mut ties, at, key);
            self.joined(&mut ties, at, key);
            self.measures(&mut ties, at, key);
        }
        let chances = self.chances();
        for ((whole, name), parts) in &self.categories {
            self.breakdown(&mut ties, whole, *name, parts, &chances);
        }
        ties
    }

    fn parts(
        &self,
        ties: &mut Vec<Tie>,
        whole: usize,
        parts: impl Iterator<Item = ObservationKey>,
    ) {
        let parts: Vec<usize> = parts.filter_map(|key| self.at(&key)).collect();
        if !parts.is_empty() {
            ties.push(Tie::Parts(whole, parts));
        }
    }

    /// A year begins with its first quarter's open complaints and ends with its last one's; a quarter begins with what the
    /// one before left.
    fn stock(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        let mut same = |other: Option<usize>| {
            if let Some(other) = other.filter(|other| self.values[*other] == self.values[at]) {
                ties.push(Tie::Same(at, other));
            }
        };
        if let Some(quarters) = key.period.quarters() {
            let known = quarters
                .into_iter()
                .filter_map(|quarter| self.at(&key.period(quarter)));
            same(if key.measure == code::OPEN_AT_START {
                known.min()
            } else {
                known.max()
            });
        }
        if let (Period::Quarter(year, quarter), code::OPEN_AT_END) = (key.period, key.measure) {
            let next = match quarter {
                4 => Period::Quarter(year + 1, 1),
                _ => Period::Quarter(year, quarter + 1),
            };
            same(self.at(&key.period(next).measure(code::OPEN_AT_START)));
        }
    }

    /// What was decided with an outcome is what was received, or answered, with it.
    fn decided(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        if key.measure != code::DECIDED || key.category(code::OUTCOME).is_none() {
            return;
        }
        for of in [code::RECEIVED, code::RESPONDED] {
            let other = self.at(&key.measure(of));
            if let Some(other) = other.filter(|other| self.values[*other] == self.values[at]) {
                ties.push(Tie::Same(at, other));
            }
        }
    }

    /// A category that was printed as one of several.
    fn joined(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        for &(name, category) in key.breakdowns.iter().flatten() {
            if let Some(parts) = joined_parts(self.site, &self.cube.codes, name, category) {
                let rest = key.without(name);
                self.parts(
                    ties,
                    at,
                    parts
                        .into_iter()
                        .map(|part| rest.with(&self.cube.codes, name, part)),
                );
            }
        }
    }

    /// What ties the measures of one service, procedure, stage and period.
    fn measures(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        if key.breakdowns[0].is_some() {
            return;
        }
        let codes = &self.cube.codes;
        let outcome = |outcome| key.with(codes, code::OUTCOME, outcome);
        match key.measure {
            code::OPEN_AT_START => {
                let flow = [
                    (code::OPEN_AT_START, 1),
                    (code::RECEIVED, 1),
                    (code::RESPONDED, -1),
                    (code::CLOSED_WITHOUT_RESPONSE, -1),
                    (code::OPEN_AT_END, -1),
                ];
                let terms: Option<Vec<(usize, i64)>> = flow
                    .into_iter()
                    .map(|(measure, sign)| self.at(&key.measure(measure)).map(|at| (at, sign)))
                    .collect();
                ties.extend(terms.map(Tie::Flow));
            }
            code::RECEIVED => {
                if let Some(accepted) = self.at(&key.measure(code::ACCEPTED)) {
                    let mut parts = vec![accepted];
                    let refused = [code::REFUSED, code::OUT_OF_JURISDICTION, code::TRANSFERRED];
                    parts.extend(
                        refused
                            .into_iter()
                            .filter_map(|code| self.at(&outcome(code))),
                    );
                    let total: i64 = parts.iter().map(|part| self.values[*part]).sum();
                    match total == self.values[at] {
                        true => ties.push(Tie::Parts(at, parts)),
                        false => ties.push(Tie::AtMost(accepted, at)),
                    }
                }
            }
            _ => {}
        }
        if key.measure == code::DECIDED {
            for of in [code::RECEIVED, code::RESPONDED] {
                let base = key.measure(of);
                let parts: Vec<usize> = ON_MERITS
                    .into_iter()
                    .filter_map(|outcome| self.at(&base.with(codes, code::OUTCOME, outcome)))
                    .collect();
                let total: i64 = parts.iter().map(|part| self.values[*part]).sum();
                if !parts.is_empty() && total == self.values[at] {
                    ties.push(Tie::Parts(at, parts));
                }
            }
        }
    }

    /// The breakdowns, each of a measure, whose categories make the whole by chance.
    fn chances(&self) -> BTreeSet<(Code, Code)> {
        let mut tables: BTreeMap<(Code, Code), Vec<(i64, i64)>> = BTreeMap::new();
        for ((whole, name), parts) in &self.categories {
            if let Some(base) = self.at(whole) {
                let sum = parts.iter().map(|part| self.values[part.1]).sum();
                let of = tables.entry((whole.measure, *name)).or_default();
                of.push((sum, self.values[base]));
            }
        }
        let chance = |((_, name), tables): &((Code, Code), Vec<(i64, i64)>)| {
            by_chance(*name, tables.iter().copied())
        };
        tables.into_iter().filter(chance).map(|of| of.0).collect()
    }

    /// The categories of one breakdown: each at most the whole, and together the whole where a complaint has one of them.
    fn breakdown(
        &self,
        ties: &mut Vec<Tie>,
        whole: &ObservationKey,
        name: Code,
        parts: &[(Code, usize)],
        chances: &BTreeSet<(Code, Code)>,
    ) {
        let base = match name {
            // The refused are the base of their reasons.
            code::REFUSAL_REASON => self
                .at(&whole.with(&self.cube.codes, code::OUTCOME, code::REFUSED))
                .or(self.at(whole)),
            _ => self.at(whole),
        };
        let Some(base) = base else { return };
        let apart = self.apart(name, parts);
        let total: i64 = apart.iter().map(|at| self.values[*at]).sum();
        let several = [code::NATURE, code::REMEDY, code::NEXT_STAGE, code::SERVICE].contains(&name);
        let known = total == self.values[base] && !chances.contains(&(whole.measure, name));
        let adds_up = known || (!several && total < self.values[base]);
        if adds_up {
            ties.push(Tie::Parts(base, apart.clone()));
        }
        let rest = parts
            .iter()
            .map(|part| part.1)
            .filter(|at| !adds_up || !apart.contains(at));
        ties.extend(rest.map(|part| Tie::AtMost(part, base)));
        if name == code::TIMELINESS {
            let of = |code: Code| parts.iter().find(|part| part.0 == code).map(|part| part.1);
            if let (Some(own), Some(extended)) = (of(code::IN_TIME), of(code::IN_TIME_EXTENDED)) {
                ties.push(Tie::AtMost(own, extended));
            }
        }
    }

    /// The categories that no complaint shares.
    fn apart(&self, name: Code, parts: &[(Code, usize)]) -> Vec<usize> {
        let known: BTreeSet<Code> = parts.iter().map(|part| part.0).collect();
        let joined = |category: Code| {
            joined_parts(self.site, &self.cube.codes, name, category)
                .is_some_and(|of| of.iter().any(|part| known.contains(part)))
        };
        let finer = known.contains(&code::BAND_0_10);
        parts
            .iter()
            .filter(|(category, _)| match name {
                code::TIMELINESS => [code::IN_TIME, code::LATE].contains(category),
                code::RESPONSE_BAND if finer => {
                    ![code::BAND_0_5, code::BAND_6_10].contains(category)
                }
                _ => !joined(*category),
            })
            .map(|part| part.1)
            .collect()
    }
}
