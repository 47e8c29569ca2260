//! The order of many keys, found sooner than by comparing the keys themselves.

use super::ObservationKey;
use crate::period::Period;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Twelve small numbers, four to a word: the order of keys, or of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Packed(pub [u64; 3]);

impl Packed {
    /// The first two words as one number. It is compared in two steps without a branch, and most keys differ in it: half a
    /// million of them are sorted, several times over.
    fn front(&self) -> u128 {
        let [first, second, _] = self.0;
        u128::from(first) << 64 | u128::from(second)
    }
}

impl Ord for Packed {
    fn cmp(&self, other: &Self) -> Ordering {
        let front = self.front().cmp(&other.front());
        front.then_with(|| self.0[2].cmp(&other.0[2]))
    }
}

impl PartialOrd for Packed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns the places of keys in the order of the keys; what has none comes first, and the same keys come in the order of
/// their places. Moved about are few numbers for each key, not what the keys belong to.
pub fn in_order<'k>(
    keys: impl IndexedParallelIterator<Item = Option<&'k ObservationKey>> + Clone,
) -> Vec<u32> {
    let periods: BTreeMap<Period, u16> = periods(keys.clone().flatten_iter())
        .into_iter()
        .zip(1..)
        .collect();
    let packed = |key: &ObservationKey| {
        let period = periods.get(&key.period);
        key.packed(period.copied().unwrap_or_default())
    };
    // All noughts come before every key, the periods of which are counted from one.
    let mut order: Vec<(Packed, u32)> = keys
        .enumerate()
        .map(|(place, key)| (key.map(packed).unwrap_or_default(), place as u32))
        .collect();
    order.par_sort_unstable_by(|(a, at_a), (b, at_b)| a.cmp(b).then_with(|| at_a.cmp(at_b)));
    order.into_par_iter().map(|(_, place)| place).collect()
}

/// Returns the periods of keys.
pub fn periods<'k>(keys: impl ParallelIterator<Item = &'k ObservationKey>) -> BTreeSet<Period> {
    keys.fold(BTreeSet::new, |mut periods, key| {
        periods.insert(key.period);
        periods
    })
    .reduce(BTreeSet::new, |a, b| a.into_iter().chain(b).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Code, code};

    #[test]
    fn keys_come_in_their_order_whatever_their_periods() {
        let day = |text: &str| text.parse().expect("a day");
        let periods = [
            Period::Quarter(2024, 2),
            Period::Year(2025),
            Period::Undated,
            Period::Range(day("2024-01-01"), day("2024-03-31")),
            Period::Calendar(2023),
            Period::Quarter(2023, 4),
        ];
        let keys: Vec<Option<ObservationKey>> = (0..60u16)
            .map(|at| {
                let period = periods[usize::from(at * 7 % 11) % periods.len()];
                let service = Code(at * 5 % 3);
                let mut key =
                    ObservationKey::contacts(service, period, Code(at % 4), code::RECEIVED);
                if at % 3 == 0 {
                    key.breakdowns[0] = Some((code::OUTCOME, Code(at % 2)));
                }
                (at % 13 != 0).then_some(key)
            })
            .collect();
        let found = in_order(keys.par_iter().map(Option::as_ref));
        let mut wanted: Vec<u32> = (0..60).collect();
        wanted.sort_by_key(|place| keys[*place as usize]);
        assert_eq!(found, wanted);
    }
}
