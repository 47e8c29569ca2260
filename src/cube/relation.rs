//! The sums that must hold, said once: reconciling tests them, later stages rely on them.
//!
//! What adds up: the outcomes within their base, procedures, services of one level, quarters to their year, the stages
//! of `received_all_stages`, the parts of a value that was printed as one. What does not: stages, stocks, natures and
//! other lists of which one complaint may have several, means, people (contract 5).

mod category;
mod service;

pub use category::{joined_parts, outcomes_told};

use super::Cube;
use crate::config::Site;
use crate::vocabulary::{Code, Codes, NumberMap, ObservationKey, code, measure};
use std::collections::{BTreeMap, BTreeSet};

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
    keys: NumberMap<ObservationKey, bool>,
    /// By key without one of its breakdowns, and that breakdown: the categories there are.
    categories: NumberMap<(ObservationKey, Code), Vec<Code>>,
    /// By key for all procedures: the procedures there are.
    procedures: NumberMap<ObservationKey, Vec<Code>>,
    /// Every procedure that any figure of a service or of one below it names for a contact at a stage, in any period.
    seen: BTreeMap<(Code, Code, Code), BTreeSet<Code>>,
    /// The services with any figure of a contact, or with one below them that has.
    speaking: BTreeSet<(Code, Code)>,
}

impl<'a> Relations<'a> {
    /// Indexes the keys of the cube.
    pub fn new(cube: &Cube, site: &'a Site) -> Self {
        let mut relations = Relations {
            site,
            codes: cube.codes.clone(),
            keys: NumberMap::with_capacity_and_hasher(cube.observations.len(), Default::default()),
            categories: NumberMap::default(),
            procedures: NumberMap::default(),
            seen: BTreeMap::new(),
            speaking: BTreeSet::new(),
        };
        // Keys in their order have hundreds of neighbours that speak of the same procedure at the same stage.
        let place = |key: &ObservationKey| (key.service, key.contact, key.procedure, key.stage);
        let mut heard = None;
        for key in cube.observations.keys() {
            if heard.replace(place(key)) != Some(place(key)) {
                relations.hear(key);
            }
            relations.index(key, cube.supplied.contains_key(key));
        }
        relations
    }

    /// Remembers that the service of a key, and all above it, have figures of its contact and procedure.
    fn hear(&mut self, key: &ObservationKey) {
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
    }

    fn index(&mut self, key: &ObservationKey, supplied: bool) {
        self.keys.insert(*key, supplied);
        if !self.adds_up(key) && !Self::is_overdue(key) {
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
        if Self::is_overdue(whole) {
            found.extend(self.services(whole));
            found.extend(self.of_procedures(whole));
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

    /// Returns whether a key counts those that are open and past their due day. At the end of one quarter they are those of
    /// the services and of the procedures together; those of two quarters may be the same ones.
    pub fn is_overdue(key: &ObservationKey) -> bool {
        key.measure == code::OPEN_AT_END && key.category(code::TIMELINESS) == Some(code::LATE)
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
