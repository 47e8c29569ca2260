//! The released values, found by key.

use super::Released;
use crate::period::Period;
use crate::vocabulary::{Breakdowns, Code, NumberMap, ObservationKey};
use rayon::prelude::*;

/// Values in the order of their keys, those of one service and period side by side.
///
/// Pages look millions of figures up, nearly all of a few services and periods. So each service and period has an index of
/// its own, which is small enough to stay in the processor's memory while its page is made; one index of all values, or a
/// search through them, would fetch each from far away.
#[derive(Debug, Default)]
pub struct Values {
    sorted: Vec<(ObservationKey, Released)>,
    /// Their keys alone: pages go through those of a service and period again and again.
    keys: Vec<ObservationKey>,
    slices: NumberMap<(Code, Period), Slice>,
}

/// The values of one service and period.
#[derive(Debug, Default)]
struct Slice {
    from: usize,
    to: usize,
    /// Whether the council supplied none of them, and nothing stands beside any.
    plain: bool,
    places: NumberMap<Rest, u32>,
}

/// What a key has beside its service and period: contact, procedure, stage and measure, and the breakdowns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Rest(u64, u64, u32);

impl Rest {
    fn of(key: &ObservationKey) -> Self {
        let word = |codes: &[Code]| {
            codes
                .iter()
                .fold(0, |word, code| word << 16 | u64::from(code.0))
        };
        // A code that no word has stands for a breakdown that is not there.
        let free = Code(u16::MAX);
        let breakdowns: Breakdowns = key.breakdowns;
        let [first, second, third] = breakdowns.map(|pair| pair.unwrap_or((free, free)));
        Rest(
            word(&[key.contact, key.procedure, key.stage, key.measure]),
            word(&[first.0, first.1, second.0, second.1]),
            word(&[third.0, third.1]) as u32,
        )
    }
}

impl Values {
    /// Collects values that come in the order of their keys, as the cube gives them.
    pub fn sorted(sorted: Vec<(ObservationKey, Released)>) -> Self {
        let mut slices = Vec::new();
        let mut from = 0;
        for run in sorted.chunk_by(|(a, _), (b, _)| (a.service, a.period) == (b.service, b.period))
        {
            slices.push((from, run));
            from += run.len();
        }
        let slices = slices
            .into_par_iter()
            .filter_map(|(from, run)| {
                let (first, _) = run.first()?;
                let slice = Slice {
                    from,
                    to: from + run.len(),
                    plain: run
                        .iter()
                        .all(|(_, released)| !released.supplied && released.notes.is_empty()),
                    places: run.iter().map(|(key, _)| Rest::of(key)).zip(0..).collect(),
                };
                Some(((first.service, first.period), slice))
            })
            .collect();
        let keys = sorted.par_iter().map(|(key, _)| *key).collect();
        Values {
            sorted,
            keys,
            slices,
        }
    }

    /// Returns the value with this key.
    pub fn get(&self, key: &ObservationKey) -> Option<&Released> {
        let slice = self.slices.get(&(key.service, key.period))?;
        let place = *slice.places.get(&Rest::of(key))? as usize;
        Some(&self.sorted[slice.from + place].1)
    }

    /// Returns whether there is a value with this key.
    pub fn contains_key(&self, key: &ObservationKey) -> bool {
        self.get(key).is_some()
    }

    /// Returns all values with their keys, in the order of those.
    pub fn iter(&self) -> impl Iterator<Item = &(ObservationKey, Released)> {
        self.sorted.iter()
    }

    /// Returns all keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &ObservationKey> {
        self.keys.iter()
    }

    /// Returns the keys of a service in a period, in their order.
    pub fn keys_of(&self, service: Code, period: Period) -> &[ObservationKey] {
        let slice = self.slices.get(&(service, period));
        slice.map_or(&[], |slice| &self.keys[slice.from..slice.to])
    }

    /// Returns whether the council supplied no value of a service in a period, and no note stands beside any.
    pub fn plain(&self, service: Code, period: Period) -> bool {
        let slice = self.slices.get(&(service, period));
        slice.is_none_or(|slice| slice.plain)
    }

    /// Returns the services and periods that there are values of, in no order.
    pub fn places(&self) -> impl Iterator<Item = (Code, Period)> {
        self.slices.keys().copied()
    }

    /// Returns the values of a service in a period, in the order of their keys.
    pub fn of(&self, service: Code, period: Period) -> &[(ObservationKey, Released)] {
        let slice = self.slices.get(&(service, period));
        slice.map_or(&[], |slice| &self.sorted[slice.from..slice.to])
    }
}
