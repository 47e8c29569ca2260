//! What a table is about.

use crate::period::Period;
use crate::vocabulary::{Code, Codes, ObservationKey, code};

/// What a table is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The service.
    pub service: Code,
    /// The period.
    pub period: Period,
    /// The contact.
    pub contact: Code,
    /// The procedure, or all.
    pub procedure: Code,
    /// The stage, or all.
    pub stage: Code,
}

impl Scope {
    /// Returns the key of a measure in this scope.
    pub fn key(&self, measure: Code) -> ObservationKey {
        ObservationKey {
            service: self.service,
            period: self.period,
            contact: self.contact,
            procedure: self.procedure,
            stage: self.stage,
            measure,
            breakdowns: [None; 3],
        }
    }

    /// Returns the key of a measure of what was upheld, in whole or in part.
    pub fn at_fault(&self, measure: Code, codes: &Codes) -> ObservationKey {
        let agreed = code::UPHELD_OR_PARTIALLY_UPHELD;
        self.key(measure).with(codes, code::OUTCOME, agreed)
    }

    /// Returns the key of a measure of what was answered in time.
    pub fn in_time(&self, measure: Code, codes: &Codes) -> ObservationKey {
        self.key(measure)
            .with(codes, code::TIMELINESS, code::IN_TIME)
    }

    /// Returns the same scope for another period.
    pub fn period(self, period: Period) -> Self {
        Scope { period, ..self }
    }

    /// Returns the same scope for another procedure.
    pub fn procedure(self, procedure: Code) -> Self {
        Scope { procedure, ..self }
    }

    /// Returns its contact, procedure and stage.
    pub(super) fn place(&self) -> (Code, Code, Code) {
        (self.contact, self.procedure, self.stage)
    }

    /// Returns the keys that are of this scope. The keys are those of one service and period in their order, so that those
    /// of a scope stand side by side.
    pub(super) fn part_of<'k>(&self, keys: &'k [ObservationKey]) -> &'k [ObservationKey] {
        let place = self.place();
        let of = |key: &ObservationKey| (key.contact, key.procedure, key.stage);
        let start = keys.partition_point(|key| of(key) < place);
        let length = keys[start..].partition_point(|key| of(key) == place);
        &keys[start..start + length]
    }
}
