//! A small random number generator whose numbers never change.
//!
//! The example council's files are compared byte for byte with what the generator makes today, and benchmarks of
//! different years are compared with one another, so the numbers must not depend on the version of a library. This is
//! xoshiro256++ by David Blackman and Sebastiano Vigna, its state filled by SplitMix64 as its authors advise, written
//! from the published description. It is not fit for secrets.

/// A stream of pseudo-random numbers made from one seed.
#[derive(Debug, Clone)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// Starts the stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        let mut counter = seed;
        let mut state = [0; 4];
        for word in &mut state {
            *word = split_mix(&mut counter);
        }
        Random { state }
    }

    /// Returns the next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// Returns a number from 0 to `limit - 1`, or 0 when `limit` is 0.
    ///
    /// The high bits of a product are taken instead of a remainder. That favours some numbers by at most one part in
    /// 2⁶⁴ / `limit`, which no complaint will ever notice.
    #[inline]
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(limit)) >> 64) as u64
    }

    /// Returns a number from `low` to `high`, both included. `low` must not be above `high`.
    #[inline]
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(u64::from(high.saturating_sub(low)) + 1) as u32
    }

    /// Is true `per_mille` times in a thousand.
    #[inline]
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < u64::from(per_mille)
    }

    /// Picks one of `choices`, each as often as its weight says. An empty list gives `None`.
    #[inline]
    pub fn pick<'a, T>(&mut self, choices: &'a [(T, u32)]) -> Option<&'a T> {
        let total: u64 = choices.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = self.below(total);
        for (choice, weight) in choices {
            let weight = u64::from(*weight);
            if left < weight {
                return Some(choice);
            }
            left -= weight;
        }
        None
    }
}

/// The next number of the SplitMix64 sequence.
fn split_mix(counter: &mut u64) -> u64 {
    *counter = counter.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*counter ^ (*counter >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_mix_gives_the_published_first_numbers_of_seed_1234567() {
        let mut counter = 1_234_567;
        let numbers: Vec<u64> = (0..3).map(|_| split_mix(&mut counter)).collect();
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn xoshiro_gives_the_published_first_numbers_of_state_1_2_3_4() {
        let mut random = Random {
            state: [1, 2, 3, 4],
        };
        let numbers: Vec<u64> = (0..4).map(|_| random.bits()).collect();
        assert_eq!(
            numbers,
            [
                41_943_041,
                58_720_359,
                3_588_806_011_781_223,
                3_591_011_842_654_386
            ]
        );
    }

    #[test]
    fn a_pick_follows_the_weights() {
        let mut random = Random::new(1);
        let mut counts = [0; 3];
        for _ in 0..10_000 {
            if let Some(i) = random.pick(&[(0usize, 1), (1, 0), (2, 3)]) {
                counts[*i] += 1;
            }
        }
        assert_eq!(counts[1], 0);
        assert!((7_300..7_700).contains(&counts[2]), "{counts:?}");
    }

    #[test]
    fn an_empty_list_has_nothing_to_pick() {
        assert_eq!(Random::new(1).pick::<u8>(&[]), None);
    }
}
