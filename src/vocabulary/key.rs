//! The coordinates of an observation, and their one written form.

use super::{Code, Codes, code};
use crate::period::Period;

/// Up to three further coordinates, each a breakdown and a category, in alphabetical order of the breakdown.
pub type Breakdowns = [Option<(Code, Code)>; 3];

/// The coordinates of one observation. A total is `all`.
///
/// Written `service/period/contact/procedure/stage/measure` and then each breakdown as `/name=category` (contract 7);
/// that text is the anchor on pages, the id in JSON and the name in `[[accept]]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObservationKey {
    /// A node of the service tree, or `all`.
    pub service: Code,
    /// The period.
    pub period: Period,
    /// The kind of contact, or `all`; `context` for figures about the council rather than its contacts.
    pub contact: Code,
    /// The procedure, or `all`.
    pub procedure: Code,
    /// The stage, or `all`.
    pub stage: Code,
    /// What is counted or averaged.
    pub measure: Code,
    /// Further coordinates; see [`Breakdowns`].
    pub breakdowns: Breakdowns,
}

impl ObservationKey {
    /// Returns the key of a measure of complaints without breakdowns.
    pub fn complaints(
        service: Code,
        period: Period,
        procedure: Code,
        stage: Code,
        measure: Code,
    ) -> Self {
        ObservationKey {
            service,
            period,
            contact: code::COMPLAINT,
            procedure,
            stage,
            measure,
            breakdowns: [None; 3],
        }
    }

    /// Returns the key of a measure of any contact, all procedures and stages.
    pub fn contacts(service: Code, period: Period, contact: Code, measure: Code) -> Self {
        ObservationKey {
            service,
            period,
            contact,
            procedure: code::ALL,
            stage: code::ALL,
            measure,
            breakdowns: [None; 3],
        }
    }

    /// Returns the same key with one more breakdown, kept in the alphabetical order of `codes`; a breakdown beyond the
    /// third, or one that is there already, replaces nothing and is dropped.
    pub fn with(mut self, codes: &Codes, breakdown: Code, category: Code) -> Self {
        let mut all: Vec<(Code, Code)> = self.breakdowns.iter().flatten().copied().collect();
        if all.len() < 3 && all.iter().all(|(name, _)| *name != breakdown) {
            all.push((breakdown, category));
        }
        all.sort_by(|a, b| codes.word(a.0).cmp(codes.word(b.0)));
        self.breakdowns = [None; 3];
        for (slot, pair) in self.breakdowns.iter_mut().zip(all) {
            *slot = Some(pair);
        }
        self
    }

    /// Returns the same key without this breakdown.
    pub fn without(mut self, breakdown: Code) -> Self {
        let rest: Vec<_> = self
            .breakdowns
            .iter()
            .flatten()
            .copied()
            .filter(|(name, _)| *name != breakdown)
            .collect();
        self.breakdowns = [None; 3];
        for (slot, pair) in self.breakdowns.iter_mut().zip(rest) {
            *slot = Some(pair);
        }
        self
    }

    /// Returns the same key for another measure.
    pub fn measure(mut self, measure: Code) -> Self {
        self.measure = measure;
        self
    }

    /// Returns the same key for another period.
    pub fn period(mut self, period: Period) -> Self {
        self.period = period;
        self
    }

    /// Returns the same key for another service.
    pub fn service(mut self, service: Code) -> Self {
        self.service = service;
        self
    }

    /// Returns the category of a breakdown, when the key has it.
    pub fn category(&self, breakdown: Code) -> Option<Code> {
        self.breakdowns
            .iter()
            .flatten()
            .find(|(name, _)| *name == breakdown)
            .map(|(_, category)| *category)
    }

    /// Returns the names of the key's breakdowns, in their order.
    pub fn breakdown_names(&self) -> [Option<Code>; 3] {
        self.breakdowns.map(|pair| pair.map(|(name, _)| name))
    }

    /// Returns the key's written form. Context figures are `service/period/context/all/all/measure`.
    pub fn text(&self, codes: &Codes) -> String {
        let mut out = format!(
            "{}/{}/{}/{}/{}/{}",
            codes.word(self.service),
            self.period.id(),
            codes.word(self.contact),
            codes.word(self.procedure),
            codes.word(self.stage),
            codes.word(self.measure)
        );
        for (name, category) in self.breakdowns.iter().flatten() {
            out.push_str(&format!("/{}={}", codes.word(*name), codes.word(*category)));
        }
        out
    }
}
