//! All observations, found by key and walked through in the order of their keys.

use super::Observation;
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, in_order};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Observations by key, those of each service apart: what is counted from case rows are hundreds of thousands, so services
/// are put in order, and walked through, on all cores. Services come in the order of their codes, so all are in the order
/// of the keys.
#[derive(Debug, Clone, Default)]
pub struct Observations {
    services: BTreeMap<Code, OfService>,
}

/// The observations of one service.
#[derive(Debug, Clone)]
pub struct OfService {
    service: Code,
    /// Those that came all at once, in order.
    sorted: Vec<(ObservationKey, Observation)>,
    /// Those that came one by one, in any order. None has a key of the others.
    single: BTreeMap<ObservationKey, Observation>,
}

/// What was made of some series of case rows, in no order; one list for each service, or several.
pub(super) type Lists = Vec<(Code, Vec<(ObservationKey, Observation)>)>;

impl Observations {
    /// Puts observations in order, no two of which have the same key. Each list is of one service.
    pub(super) fn of_lists(lists: Lists) -> Self {
        let mut services: BTreeMap<Code, Vec<_>> = BTreeMap::new();
        for (service, list) in lists {
            services.entry(service).or_default().push(list);
        }
        let services: Vec<(Code, Vec<_>)> = services.into_iter().collect();
        let services = services.into_par_iter().map(|(service, lists)| {
            let of = OfService {
                service,
                sorted: in_order_of_keys(lists),
                single: BTreeMap::new(),
            };
            (service, of)
        });
        Observations {
            services: services.collect::<Vec<_>>().into_iter().collect(),
        }
    }

    /// Returns the observation with this key.
    pub fn get(&self, key: &ObservationKey) -> Option<&Observation> {
        self.services.get(&key.service)?.get(key)
    }

    /// Returns the observation with this key, to be changed.
    pub fn get_mut(&mut self, key: &ObservationKey) -> Option<&mut Observation> {
        let of = self.services.get_mut(&key.service)?;
        match of.place(key) {
            Ok(place) => Some(&mut of.sorted[place].1),
            Err(_) => of.single.get_mut(key),
        }
    }

    /// Returns whether there is an observation with this key.
    pub fn contains_key(&self, key: &ObservationKey) -> bool {
        self.get(key).is_some()
    }

    /// Adds an observation, in the place of another with the same key.
    pub fn insert(&mut self, key: ObservationKey, observation: Observation) {
        let of = self.services.entry(key.service);
        let of = of.or_insert_with(|| OfService {
            service: key.service,
            sorted: Vec::new(),
            single: BTreeMap::new(),
        });
        match of.place(&key) {
            Ok(place) => of.sorted[place].1 = observation,
            Err(_) => {
                of.single.insert(key, observation);
            }
        }
    }

    /// Adds an observation where there is none with this key.
    pub fn insert_missing(&mut self, key: ObservationKey, make: impl FnOnce() -> Observation) {
        if !self.contains_key(&key) {
            self.insert(key, make());
        }
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        let lengths = self.services.values();
        lengths.map(|of| of.sorted.len() + of.single.len()).sum()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns all in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
        self.services.values().flat_map(OfService::iter)
    }

    /// Returns the keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &ObservationKey> {
        self.iter().map(|(key, _)| key)
    }

    /// Returns those of a service in a period, in the order of their keys.
    pub fn of(
        &self,
        service: Code,
        period: Period,
    ) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
        let of = self.services.get(&service);
        of.into_iter().flat_map(move |of| of.within(period))
    }

    /// Returns the services in the order of their codes, each with its observations, for many threads.
    pub fn services(&self) -> impl IndexedParallelIterator<Item = &OfService> {
        let services: Vec<&OfService> = self.services.values().collect();
        services.into_par_iter()
    }
}

impl FromIterator<(ObservationKey, Observation)> for Observations {
    fn from_iter<I: IntoIterator<Item = (ObservationKey, Observation)>>(all: I) -> Self {
        let mut observations = Observations::default();
        for (key, observation) in all {
            observations.insert(key, observation);
        }
        observations
    }
}

impl OfService {
    /// Returns all in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
        merged(pairs(&self.sorted), self.single.iter())
    }

    /// Returns those in a period, in the order of their keys.
    pub fn within(&self, period: Period) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
        let sorted = &self.sorted;
        let from = sorted.partition_point(|(key, _)| key.period < period);
        let to = sorted.partition_point(|(key, _)| key.period <= period);
        let first = ObservationKey {
            service: self.service,
            period,
            contact: Code(0),
            procedure: Code(0),
            stage: Code(0),
            measure: Code(0),
            breakdowns: [None; 3],
        };
        let single = self.single.range(first..);
        let single = single.take_while(move |(key, _)| key.period == period);
        merged(pairs(&sorted[from..to]), single)
    }

    fn get(&self, key: &ObservationKey) -> Option<&Observation> {
        match self.place(key) {
            Ok(place) => Some(&self.sorted[place].1),
            Err(_) => self.single.get(key),
        }
    }

    fn place(&self, key: &ObservationKey) -> Result<usize, usize> {
        self.sorted.binary_search_by_key(&key, |(known, _)| known)
    }
}

fn pairs(
    all: &[(ObservationKey, Observation)],
) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
    all.iter().map(|(key, observation)| (key, observation))
}

/// Returns what two lists in the order of their keys hold, in that order.
fn merged<'o>(
    one: impl Iterator<Item = (&'o ObservationKey, &'o Observation)>,
    other: impl Iterator<Item = (&'o ObservationKey, &'o Observation)>,
) -> impl Iterator<Item = (&'o ObservationKey, &'o Observation)> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some((first, _)), Some((second, _))) if first > second => other.next(),
        (None, Some(_)) => other.next(),
        _ => one.next(),
    })
}

/// Puts the observations of many lists in the order of their keys. Each is moved once, because it is large: out of its list
/// to where it belongs.
fn in_order_of_keys(
    lists: Vec<Vec<(ObservationKey, Observation)>>,
) -> Vec<(ObservationKey, Observation)> {
    let all: Vec<&ObservationKey> = lists.iter().flatten().map(|(key, _)| key).collect();
    let order = in_order(all.par_iter().map(|key| Some(*key)));
    let places: Vec<(u32, u32)> = lists
        .iter()
        .zip(0..)
        .flat_map(|(list, number)| (0..list.len() as u32).map(move |at| (number, at)))
        .collect();
    let some = |list: Vec<_>| -> Vec<Option<_>> { list.into_iter().map(Some).collect() };
    let mut lists: Vec<Vec<Option<_>>> = lists.into_iter().map(some).collect();
    let mut sorted = Vec::with_capacity(order.len());
    sorted.extend(order.into_iter().filter_map(|at| {
        let (list, at) = places[at as usize];
        lists[list as usize][at as usize].take()
    }));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Decimal;
    use crate::vocabulary::{Unit, code};

    fn observation(count: i64) -> Observation {
        Observation::computed(Decimal::whole(count), Unit::Count)
    }

    fn key(service: u16, period: Period, measure: u16) -> ObservationKey {
        ObservationKey::contacts(Code(service), period, code::COMPLAINT, Code(measure))
    }

    fn counts<'o>(
        all: impl Iterator<Item = (&'o ObservationKey, &'o Observation)>,
    ) -> Vec<(ObservationKey, i64)> {
        let whole = |observation: &Observation| observation.value.ok()?.as_whole();
        all.map(|(key, observation)| (*key, whole(observation).unwrap_or(-1)))
            .collect()
    }

    /// Three services, three periods and five measures; every third was added later, one by one.
    fn filled() -> (Observations, Vec<(ObservationKey, i64)>) {
        let periods = [
            Period::Year(2024),
            Period::Quarter(2024, 1),
            Period::Undated,
        ];
        let mut wanted = Vec::new();
        let (mut lists, mut later): (Lists, Vec<_>) = (Lists::new(), Vec::new());
        for at in 0..45u16 {
            let place = at * 17 % 45;
            let key = key(place % 3, periods[usize::from(place / 3 % 3)], place / 9);
            let count = i64::from(place);
            wanted.push((key, count));
            match at % 3 {
                0 => later.push((key, observation(count))),
                _ => lists.push((key.service, vec![(key, observation(count))])),
            }
        }
        let mut observations = Observations::of_lists(lists);
        for (key, observation) in later {
            observations.insert(key, observation);
        }
        wanted.sort_unstable();
        (observations, wanted)
    }

    #[test]
    fn all_come_in_the_order_of_their_keys_however_they_were_added() {
        let (observations, wanted) = filled();
        assert_eq!(counts(observations.iter()), wanted);
        assert_eq!(observations.len(), wanted.len());
        let services: Vec<_> = observations
            .services()
            .flat_map_iter(|of| counts(of.iter()))
            .collect();
        assert_eq!(services, wanted);
    }

    #[test]
    fn those_of_a_service_in_a_period_are_found_together() {
        let (observations, wanted) = filled();
        for (service, period) in [
            (0, Period::Undated),
            (1, Period::Year(2024)),
            (2, Period::Quarter(2024, 1)),
            (2, Period::Quarter(2024, 2)),
            (9, Period::Undated),
        ] {
            let found = counts(observations.of(Code(service), period));
            let of = |key: &ObservationKey| key.service == Code(service) && key.period == period;
            let wanted: Vec<_> = wanted.iter().filter(|(key, _)| of(key)).copied().collect();
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn the_last_one_with_a_key_stays_and_a_missing_one_is_added_once() {
        let (mut observations, wanted) = filled();
        for (key, count) in &wanted {
            assert!(observations.contains_key(key));
            observations.insert_missing(*key, || observation(1000));
            if let Some(found) = observations.get_mut(key) {
                found.notes.push("seen".into());
            }
            assert_eq!(
                observations.get(key).map(|found| found.notes.len()),
                Some(1)
            );
            observations.insert(*key, observation(count + 100));
        }
        let more: Vec<_> = wanted
            .iter()
            .map(|(key, count)| (*key, count + 100))
            .collect();
        assert_eq!(counts(observations.iter()), more);
        observations.insert_missing(key(7, Period::Undated, 0), || observation(1000));
        assert_eq!(observations.len(), wanted.len() + 1);
    }
}
