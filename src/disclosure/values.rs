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
    services: Vec<Service>,
    slices: NumberMap<(Code, Period), Slice>,
}

/// The values of one service.
#[derive(Debug)]
struct Service {
    sorted: Vec<(ObservationKey, Released)>,
    /// Their keys alone: pages go through those of a period again and again.
    keys: Vec<ObservationKey>,
}

/// The values of one service and period.
#[derive(Debug, Default)]
struct Slice {
    service: usize,
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
    /// Collects the values of each service, in the order of services and of their keys, as the cube gives them.
    pub fn sorted(services: Vec<Vec<(ObservationKey, Released)>>) -> Self {
        let made: Vec<(Service, Vec<_>)> = services
            .into_par_iter()
            .enumerate()
            .map(|(service, sorted)| {
                let slices = slices(service, &sorted).collect();
                let keys = sorted.iter().map(|(key, _)| *key).collect();
                (Service { sorted, keys }, slices)
            })
            .collect();
        let mut values = Values::default();
        for (service, slices) in made {
            values.services.push(service);
            values.slices.extend(slices);
        }
        values
    }

    /// Returns the value with this key.
    pub fn get(&self, key: &ObservationKey) -> Option<&Released> {
        let slice = self.slices.get(&(key.service, key.period))?;
        let place = *slice.places.get(&Rest::of(key))? as usize;
        Some(&self.services[slice.service].sorted[slice.from + place].1)
    }

    /// Returns whether there is a value with this key.
    pub fn contains_key(&self, key: &ObservationKey) -> bool {
        self.get(key).is_some()
    }

    /// Returns all values with their keys, in the order of those.
    pub fn iter(&self) -> impl Iterator<Item = &(ObservationKey, Released)> {
        self.services.iter().flat_map(|service| &service.sorted)
    }

    /// Returns all keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &ObservationKey> {
        self.services.iter().flat_map(|service| &service.keys)
    }

    /// Returns the keys of a service in a period, in their order.
    pub fn keys_of(&self, service: Code, period: Period) -> &[ObservationKey] {
        let slice = self.slices.get(&(service, period));
        slice.map_or(&[], |slice| {
            &self.services[slice.service].keys[slice.from..slice.to]
        })
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
        slice.map_or(&[], |slice| {
            &self.services[slice.service].sorted[slice.from..slice.to]
        })
    }
}

/// Returns the slices of a service's values, each with what it is of.
fn slices(
    service: usize,
    sorted: &[(ObservationKey, Released)],
) -> impl Iterator<Item = ((Code, Period), Slice)> {
    let mut from = 0;
    let runs = sorted.chunk_by(|(a, _), (b, _)| a.period == b.period);
    runs.filter_map(move |run| {
        let (first, _) = run.first()?;
        let plain = |(_, released): &(_, Released)| !released.supplied && released.notes.is_empty();
        let slice = Slice {
            service,
            from,
            to: from + run.len(),
            plain: run.iter().all(plain),
            places: run.iter().map(|(key, _)| Rest::of(key)).zip(0..).collect(),
        };
        from = slice.to;
        Some(((first.service, first.period), slice))
    })
}
