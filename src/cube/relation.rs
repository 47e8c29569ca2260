//! The sums that must hold, said once: reconciling tests them, later stages rely on them.
//!
//! What adds up: the outcomes within their base, procedures, services of one level, quarters to their year, the stages
//! of `received_all_stages`, the parts of a value that was printed as one. What does not: stages, stocks, natures and
//! other lists of which one complaint may have several, means, people (contract 5).

use super::Cube;
use crate::config::{Service, Site};
use crate::period::Period;
use crate::vocabulary::{Code, Codes, MOST_JOINED, ObservationKey, breakdown_list, code, measure};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Why parts make a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sum {
    /// The four quarters of a year.
    Quarters,
    /// The services below a node, each counted once.
    Services,
    /// The procedures of a service.
    Procedures,
    /// The categories of a breakdown of which each complaint has one.
    Categories(Code),
    /// The categories that were printed as one.
    Joined(Code),
    /// The stages, each with its own count.
    Stages,
    /// The natures, all mentions counted.
    Natures,
    /// The ombudsman's upheld and not upheld: what was investigated.
    Investigated,
    /// Requests granted, and those that were not.
    Granted,
    /// The first quarter's start or the last one's end: what is open when the year begins and ends.
    Stock,
}

/// One sum: parts that make a whole.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Why.
    pub sum: Sum,
    /// The whole.
    pub whole: ObservationKey,
    /// The parts; no complaint is in two of them.
    pub parts: Vec<ObservationKey>,
    /// Parts of another kind of period (schools report academic years). They are never added for publication.
    pub foreign: Vec<ObservationKey>,
    /// Whether these are all the parts there are. When not, they can show that the whole is too small, not that it is
    /// too large.
    pub complete: bool,
}

/// Finds the relations among the keys of a cube.
///
/// The index is made once and copies what it needs: there may be hundreds of thousands of keys.
pub struct Relations<'a> {
    site: &'a Site,
    codes: Codes,
    /// Every key, and whether it was supplied.
    keys: HashMap<ObservationKey, bool>,
    /// By key without one of its breakdowns, and that breakdown: the categories there are.
    categories: HashMap<(ObservationKey, Code), Vec<Code>>,
    /// By key for all procedures: the procedures there are.
    procedures: HashMap<ObservationKey, Vec<Code>>,
    /// Every procedure that any figure of a service or of one below it names for a contact at a stage, in any period.
    seen: BTreeMap<(Code, Code, Code), BTreeSet<Code>>,
    /// The services with any figure of a contact, or with one below them that has.
    speaking: BTreeSet<(Code, Code)>,
}

/// The parts of a node of the service tree.
#[derive(Default)]
struct Cover {
    parts: Vec<ObservationKey>,
    foreign: Vec<ObservationKey>,
    complete: bool,
}

impl<'a> Relations<'a> {
    /// Indexes the keys of the cube.
    pub fn new(cube: &Cube, site: &'a Site) -> Self {
        let mut relations = Relations {
            site,
            codes: cube.codes.clone(),
            keys: HashMap::with_capacity(cube.observations.len()),
            categories: HashMap::new(),
            procedures: HashMap::new(),
            seen: BTreeMap::new(),
            speaking: BTreeSet::new(),
        };
        for key in cube.observations.keys() {
            relations.index(key, cube.supplied.contains_key(key));
        }
        relations
    }

    fn index(&mut self, key: &ObservationKey, supplied: bool) {
        self.keys.insert(*key, supplied);
        let above = self.site.services.ancestors(key.service);
        for node in above.into_iter().chain([code::ALL]) {
            self.speaking.insert((node, key.contact));
            if key.procedure != code::ALL {
                self.seen
                    .entry((node, key.contact, key.stage))
                    .or_default()
                    .insert(key.procedure);
            }
        }
        if !self.adds_up(key) {
            return;
        }
        for &(name, category) in key.breakdowns.iter().flatten() {
            self.categories
                .entry((key.without(name), name))
                .or_default()
                .push(category);
        }
        if key.procedure != code::ALL {
            let whole = ObservationKey {
                procedure: code::ALL,
                ..*key
            };
            self.procedures
                .entry(whole)
                .or_default()
                .push(key.procedure);
        }
    }

    /// Returns whether a key's measure is one whose values add up.
    pub fn adds_up(&self, key: &ObservationKey) -> bool {
        Self::additive(key)
    }

    /// The same without a cube.
    pub fn additive(key: &ObservationKey) -> bool {
        measure(key.measure).is_some_and(|measure| measure.additive)
            && key.category(code::GROUP).is_none()
            && key.contact != code::CONTEXT
    }

    /// Returns the sums whose whole is this key.
    pub fn of(&self, whole: &ObservationKey) -> Vec<Relation> {
        let mut found = Vec::new();
        if self.adds_up(whole) {
            found.extend(self.quarters(whole));
            found.extend(self.services(whole));
            found.extend(self.of_procedures(whole));
            found.extend(self.stages(whole));
            found.extend(self.of_categories(whole));
            found.extend(self.joined(whole));
            found.extend(self.granted(whole));
            found.extend(self.investigated(whole));
        }
        found.extend(self.natures(whole));
        found.extend(self.stock(whole));
        found
    }

    /// Returns whether a year takes its value of this measure from one of its quarters.
    pub fn is_stock(key: &ObservationKey) -> bool {
        [code::OPEN_AT_START, code::OPEN_AT_END].contains(&key.measure)
            && key.category(code::GROUP).is_none()
    }

    fn stock(&self, whole: &ObservationKey) -> Option<Relation> {
        let [first, .., last] = whole.period.quarters().filter(|_| Self::is_stock(whole))?;
        let quarter = if whole.measure == code::OPEN_AT_START {
            first
        } else {
            last
        };
        self.relation(Sum::Stock, whole, [whole.period(quarter)])
    }

    fn has(&self, key: &ObservationKey) -> bool {
        self.keys.contains_key(key)
    }

    /// Keeps the parts that the cube has; complete when it has them all.
    fn relation(
        &self,
        sum: Sum,
        whole: &ObservationKey,
        parts: impl IntoIterator<Item = ObservationKey>,
    ) -> Option<Relation> {
        let (parts, missing): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| self.has(part));
        (!parts.is_empty()).then(|| Relation {
            sum,
            whole: *whole,
            complete: missing.is_empty(),
            parts,
            foreign: Vec::new(),
        })
    }

    fn quarters(&self, whole: &ObservationKey) -> Option<Relation> {
        let quarters = whole.period.quarters()?;
        self.relation(
            Sum::Quarters,
            whole,
            quarters.map(|quarter| whole.period(quarter)),
        )
    }

    fn services(&self, whole: &ObservationKey) -> Option<Relation> {
        let mut cover = Cover {
            complete: true,
            ..Cover::default()
        };
        self.below(whole, true, &mut cover);
        (!cover.parts.is_empty()).then_some(Relation {
            sum: Sum::Services,
            whole: *whole,
            parts: cover.parts,
            foreign: cover.foreign,
            complete: cover.complete,
        })
    }

    /// Returns the figures nearest to a node that count all below it, each complaint once.
    fn cover(&self, key: &ObservationKey, with_foreign: bool) -> Cover {
        let itself = || Cover {
            parts: vec![*key],
            foreign: Vec::new(),
            complete: true,
        };
        if self.keys.get(key) == Some(&true) {
            return itself();
        }
        // A total that only follows is taken apart again, so that messages can name the rows.
        if let Some(relation) = self.of_procedures(key) {
            return Cover {
                parts: relation.parts,
                foreign: Vec::new(),
                complete: relation.complete,
            };
        }
        if self.has(key) {
            return itself();
        }
        let mut cover = Cover {
            complete: self.site.services.children(key.service).next().is_some(),
            ..Cover::default()
        };
        self.below(key, with_foreign, &mut cover);
        if cover.parts.is_empty()
            && cover.foreign.is_empty()
            && with_foreign
            && let Period::Year(year) = key.period
        {
            let other = self.cover(&key.period(Period::Academic(year)), false);
            return Cover {
                parts: Vec::new(),
                foreign: other.parts,
                complete: other.complete,
            };
        }
        cover
    }

    /// Adds what the services below a key's node have. One that does not live in the period may still answer what it had
    /// received before, so its figures count, but none are missed.
    fn below(&self, key: &ObservationKey, with_foreign: bool, cover: &mut Cover) {
        for child in self.site.services.children(key.service) {
            let part = self.cover(&key.service(child.code), with_foreign);
            cover.complete &= part.complete || !self.expected(key, child);
            cover.parts.extend(part.parts);
            cover.foreign.extend(part.foreign);
        }
    }

    /// Returns the services below a key's node that live in its period and that its procedure is for.
    fn alive(&self, key: &ObservationKey) -> impl Iterator<Item = &'a Service> {
        let site = self.site;
        let mut expected: Vec<&'a Service> = site.services.children(key.service).collect();
        expected.retain(|child| self.expected(key, child));
        expected.into_iter()
    }

    /// Returns whether a service lives in a key's period and its procedure is for it.
    fn expected(&self, key: &ObservationKey, service: &Service) -> bool {
        let (site, period) = (self.site, key.period);
        let begun = period
            .end()
            .is_none_or(|end| service.from.is_none_or(|from| from <= end));
        let ended = period
            .start()
            .is_some_and(|start| service.to.is_some_and(|to| to < start));
        let runs = site
            .procedure(key.procedure)
            .filter(|procedure| !procedure.services.is_empty())
            .is_none_or(|procedure| {
                procedure.services.iter().any(|&runs| {
                    site.services.ancestors(runs).contains(&service.code)
                        || site.services.ancestors(service.code).contains(&runs)
                })
            });
        begun && !ended && runs
    }

    fn of_procedures(&self, whole: &ObservationKey) -> Option<Relation> {
        // An ombudsman's figures name a procedure only here and there, so those of the procedures are not all there are.
        if whole.procedure != code::ALL || whole.contact == code::OMBUDSMAN_ENQUIRY {
            return None;
        }
        let procedures = self.procedures.get(whole)?;
        let seen = self.seen.get(&(whole.service, whole.contact, whole.stage));
        Some(Relation {
            sum: Sum::Procedures,
            whole: *whole,
            parts: procedures
                .iter()
                .map(|&procedure| ObservationKey {
                    procedure,
                    ..*whole
                })
                .collect(),
            foreign: Vec::new(),
            complete: seen.is_none_or(|seen| seen.iter().all(|code| procedures.contains(code)))
                && self.all_speak(whole),
        })
    }

    /// Returns whether every service below the whole council has figures of this contact. One that has none may run
    /// procedures that no figure names.
    fn all_speak(&self, whole: &ObservationKey) -> bool {
        whole.service != code::ALL
            || self
                .alive(whole)
                .all(|child| self.speaking.contains(&(child.code, whole.contact)))
    }

    fn stages(&self, whole: &ObservationKey) -> Option<Relation> {
        if whole.measure != code::RECEIVED_ALL_STAGES {
            return None;
        }
        let stages = [code::STAGE_1, code::STAGE_2, code::STAGE_3]
            .into_iter()
            .map(|stage| ObservationKey {
                stage,
                measure: code::RECEIVED,
                ..*whole
            });
        self.relation(Sum::Stages, whole, stages)
    }

    fn of_categories(&self, whole: &ObservationKey) -> Vec<Relation> {
        const SINGLE: [Code; 5] = [
            code::OUTCOME,
            code::TIMELINESS,
            code::RESPONSE_BAND,
            code::CHANNEL,
            code::DECISION,
        ];
        SINGLE
            .into_iter()
            .filter_map(|name| {
                let categories = self.categories.get(&(*whole, name))?;
                let parts = self.apart(name, categories);
                let complete = self.every_category(whole, name, &parts);
                (!parts.is_empty()).then(|| Relation {
                    sum: Sum::Categories(name),
                    whole: *whole,
                    parts: parts
                        .into_iter()
                        .map(|category| whole.with(&self.codes, name, category))
                        .collect(),
                    foreign: Vec::new(),
                    complete,
                })
            })
            .collect()
    }

    /// Returns whether categories are all there are: both of in time and late, every band, or an outcome for the rest. Of
    /// complaints received, open ones are a rest of their own. "Other" of a list that may be left empty is no rest.
    fn every_category(&self, whole: &ObservationKey, name: Code, parts: &[Code]) -> bool {
        let has = |codes: &[Code]| codes.iter().all(|code| parts.contains(code));
        match name {
            code::TIMELINESS => has(&[code::IN_TIME, code::LATE]),
            code::RESPONSE_BAND => {
                has(&[code::BAND_11_15, code::BAND_16_PLUS])
                    && (has(&[code::BAND_0_10]) || has(&[code::BAND_0_5, code::BAND_6_10]))
            }
            code::OUTCOME if whole.measure == code::RESPONDED => {
                has(&[code::OTHER]) || has(&[code::UNKNOWN])
            }
            code::OUTCOME => has(&[code::OTHER]) || has(&[code::OPEN, code::UNKNOWN]),
            _ => false,
        }
    }

    /// Returns categories that share nothing: of `upheld_or_partially_upheld` and its two parts either the one or the
    /// others, of the tests of time only in time and late.
    pub fn apart(&self, name: Code, categories: &[Code]) -> Vec<Code> {
        let mut apart: Vec<Code> = categories.to_vec();
        if name == code::TIMELINESS {
            apart.retain(|code| [code::IN_TIME, code::LATE].contains(code));
        }
        if name == code::RESPONSE_BAND && apart.contains(&code::BAND_0_10) {
            apart.retain(|code| ![code::BAND_0_5, code::BAND_6_10].contains(code));
        }
        for &category in categories {
            let Some(parts) = joined_parts(self.site, &self.codes, name, category) else {
                continue;
            };
            if parts.iter().all(|part| categories.contains(part)) {
                apart.retain(|code| *code != category);
            } else {
                apart.retain(|code| !parts.contains(code));
            }
        }
        apart
    }

    fn joined(&self, whole: &ObservationKey) -> Vec<Relation> {
        whole
            .breakdowns
            .iter()
            .flatten()
            .filter_map(|&(name, category)| {
                let parts = joined_parts(self.site, &self.codes, name, category)?;
                let rest = whole.without(name);
                let parts = parts
                    .into_iter()
                    .map(|part| rest.with(&self.codes, name, part));
                self.relation(Sum::Joined(name), whole, parts)
            })
            .collect()
    }

    fn granted(&self, whole: &ObservationKey) -> Option<Relation> {
        let plain = whole.measure == code::RECEIVED && whole.breakdowns == [None; 3];
        let accepted = whole.measure(code::ACCEPTED);
        if !plain || !self.has(&accepted) {
            return None;
        }
        let mut parts = vec![accepted];
        // What case rows say was closed counts in the period of its closing, not in that of its receipt.
        let printed = self.keys.get(whole) == Some(&true);
        let measures = [
            Some(code::RECEIVED),
            printed.then_some(code::CLOSED_WITHOUT_RESPONSE),
        ];
        for outcome in [code::REFUSED, code::OUT_OF_JURISDICTION, code::TRANSFERRED] {
            let closed = measures
                .iter()
                .flatten()
                .map(|name| whole.measure(*name))
                .map(|key| key.with(&self.codes, code::OUTCOME, outcome));
            parts.extend(closed.into_iter().find(|key| self.has(key)));
        }
        let complete = parts.len() > 1;
        Some(Relation {
            sum: Sum::Granted,
            whole: *whole,
            parts,
            foreign: Vec::new(),
            complete,
        })
    }

    fn investigated(&self, whole: &ObservationKey) -> Option<Relation> {
        if whole.measure != code::INVESTIGATED {
            return None;
        }
        let decided = [code::UPHELD, code::NOT_UPHELD].map(|decision| {
            whole
                .measure(code::DECIDED)
                .with(&self.codes, code::DECISION, decision)
        });
        self.relation(Sum::Investigated, whole, decided)
    }

    fn natures(&self, whole: &ObservationKey) -> Option<Relation> {
        if whole.measure != code::NATURES {
            return None;
        }
        let received = whole.measure(code::RECEIVED);
        let natures = self.categories.get(&(received, code::NATURE))?;
        Some(Relation {
            sum: Sum::Natures,
            whole: *whole,
            parts: natures
                .iter()
                .map(|&nature| received.with(&self.codes, code::NATURE, nature))
                .collect(),
            foreign: Vec::new(),
            complete: false,
        })
    }

    /// Returns the categories that the cube has of a breakdown of this key.
    pub fn categories(&self, whole: &ObservationKey, name: Code) -> &[Code] {
        self.categories
            .get(&(*whole, name))
            .map_or(&[], Vec::as_slice)
    }
}

/// Returns the parts of a value that was printed as one (`upheld_or_partially_upheld`); nothing for a value of its own.
pub fn joined_parts(
    site: &Site,
    codes: &Codes,
    breakdown: Code,
    category: Code,
) -> Option<Vec<Code>> {
    let list = breakdown_list(breakdown)?;
    let word = codes.word(category);
    let known = |code: Code| site.list(list).entry(code).is_some();
    if !word.contains("_or_") || known(category) {
        return None;
    }
    split_joined(word, &|part| codes.get(part).filter(|&code| known(code)))
}

/// Splits a joined word where every part is known; nothing for one of more parts than are ever printed as one.
pub(crate) fn split_joined(word: &str, known: &dyn Fn(&str) -> Option<Code>) -> Option<Vec<Code>> {
    if word.matches("_or_").count() >= MOST_JOINED {
        return None;
    }
    let mut from = 0;
    while let Some(at) = word[from..].find("_or_").map(|at| at + from) {
        if let Some(head) = known(&word[..at]) {
            let rest = &word[at + 4..];
            let tail = known(rest)
                .map(|code| vec![code])
                .or_else(|| split_joined(rest, known));
            if let Some(tail) = tail {
                return Some([vec![head], tail].concat());
            }
        }
        from = at + 4;
    }
    None
}
