//! The coordinates of an observation, and their one written form.

use super::{Code, Codes, Packed, code};
use crate::period::Period;
use std::hash::{Hash, Hasher};

/// Up to three further coordinates, each a breakdown and a category, in alphabetical order of the breakdown.
pub type Breakdowns = [Option<(Code, Code)>; 3];

/// The coordinates of one observation. A total is `all`.
///
/// Written `service/period/contact/procedure/stage/measure` and then each breakdown as `/name=category` (contract 7);
/// that text is the anchor on pages, the id in JSON and the name in `[[accept]]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// A few words of four codes each, where the derived one would hash code by code: every figure of every page is looked up
/// by its key.
impl Hash for ObservationKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let word = |codes: [Code; 4]| {
            codes
                .iter()
                .fold(0, |word, code| word << 16 | u64::from(code.0))
        };
        // No breakdown is written as two of the last code, which no word has: a table holds fewer words than that.
        let free = Code(u16::MAX);
        let [first, second, third] = self.breakdowns.map(|pair| pair.unwrap_or((free, free)));
        self.period.hash(state);
        state.write_u64(word([
            self.service,
            self.contact,
            self.procedure,
            self.stage,
        ]));
        state.write_u64(word([self.measure, first.0, first.1, second.0]));
        if self.breakdowns[1].is_some() {
            state.write_u64(word([second.1, third.0, third.1, free]));
        }
    }
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
        let new = self.category(breakdown).is_none();
        let free = self.breakdowns.iter_mut().find(|slot| slot.is_none());
        if let Some(slot) = free.filter(|_| new) {
            *slot = Some((breakdown, category));
        }
        self.breakdowns.sort_by(|a, b| match (a, b) {
            (Some((a, _)), Some((b, _))) => codes.word(*a).cmp(codes.word(*b)),
            // Free places stay behind.
            (a, b) => a.is_none().cmp(&b.is_none()),
        });
        self
    }

    /// Returns the same key without this breakdown.
    pub fn without(mut self, breakdown: Code) -> Self {
        let pairs = self.breakdowns.into_iter().flatten();
        let mut rest = pairs.filter(|(name, _)| *name != breakdown);
        self.breakdowns = std::array::from_fn(|_| rest.next());
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

    /// Returns whether another key has the same coordinates but for its measure and breakdowns.
    pub fn same_place(&self, other: &Self) -> bool {
        let place = |key: &Self| {
            (
                key.service,
                key.period,
                key.contact,
                key.procedure,
                key.stage,
            )
        };
        place(self) == place(other)
    }

    /// Returns the first key, in their order, of those that share this one's coordinates but for measure and breakdowns.
    pub fn first_of_place(&self) -> Self {
        ObservationKey {
            measure: Code(0),
            breakdowns: [None; 3],
            ..*self
        }
    }

    /// Returns the names of the key's breakdowns, in their order.
    pub fn breakdown_names(&self) -> [Option<Code>; 3] {
        self.breakdowns.map(|pair| pair.map(|(name, _)| name))
    }

    /// Returns whether these are the names of the key's breakdowns. Pages ask it of every key of a scope for every table, and
    /// the first name nearly always decides.
    pub fn is_by(&self, names: &[Option<Code>; 3]) -> bool {
        let mut pairs = self.breakdowns.iter().zip(names);
        pairs.all(|(pair, name)| pair.map(|(own, _)| own) == *name)
    }

    /// Returns numbers that are in the order of the keys, where `period` is the place of the key's period in the order of
    /// periods: they are compared sooner than keys are.
    pub fn packed(&self, period: u16) -> Packed {
        let four = |codes: [u16; 4]| codes.iter().fold(0, |all, one| all << 16 | u64::from(*one));
        // None comes before all codes, and no word has the last code.
        let pairs = self.breakdowns.map(|pair| {
            pair.map_or((0, 0), |(name, category)| {
                (name.0.saturating_add(1), category.0.saturating_add(1))
            })
        });
        let [first, second, third] = pairs;
        Packed([
            four([self.service.0, period, self.contact.0, self.procedure.0]),
            four([self.stage.0, self.measure.0, first.0, first.1]),
            four([second.0, second.1, third.0, third.1]),
        ])
    }

    /// Returns the key's written form. Context figures are `service/period/context/all/all/measure`.
    pub fn text(&self, codes: &Codes) -> String {
        let mut out = String::with_capacity(96);
        self.push_text(codes, &mut out);
        out
    }

    /// Adds the key's written form to a text.
    pub fn push_text(&self, codes: &Codes, out: &mut String) {
        out.push_str(codes.word(self.service));
        out.push('/');
        self.period.push_id(out);
        for code in [self.contact, self.procedure, self.stage, self.measure] {
            out.push('/');
            out.push_str(codes.word(code));
        }
        for (name, category) in self.breakdowns.iter().flatten() {
            out.push('/');
            out.push_str(codes.word(*name));
            out.push('=');
            out.push_str(codes.word(*category));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_keys_are_in_the_order_of_keys() {
        let key = ObservationKey::complaints(
            Code(7),
            Period::Year(2024),
            Code(0),
            code::STAGE_1,
            code::RECEIVED,
        );
        let with = |pairs: &[(u16, u16)]| {
            let mut pairs = pairs.iter().map(|(a, b)| (Code(*a), Code(*b)));
            let breakdowns = std::array::from_fn(|_| pairs.next());
            ObservationKey { breakdowns, ..key }
        };
        let mut keys = vec![
            with(&[(3, 65_534)]),
            with(&[(3, 0), (4, 1)]),
            with(&[(3, 0)]),
            with(&[(0, 0)]),
            with(&[]),
            key.measure(Code(1)),
            key.service(Code(300)),
            key.service(Code(2)),
        ];
        keys.sort();
        let sorted = keys.clone();
        keys.sort_by_key(|key| std::cmp::Reverse(key.packed(9)));
        keys.sort_by_key(|key| key.packed(9));
        assert_eq!(keys, sorted);
        assert!(key.packed(1) < key.packed(2));
    }
}
