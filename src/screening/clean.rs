//! The texts of pages that were looked at and hold nothing.
//!
//! Words of pages stand on all of them, and a figure's key on every page that shows it. Looked at once, they need no second
//! look. Only what holds nothing is kept, so a detail is found in every file that has it.

use crate::guard;
use memchr::memchr;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many are kept. A later one takes an earlier one's place, so memory has an end.
const KEPT: usize = 1 << 17;

/// Texts shorter than this are looked at sooner than they are found here.
const SHORT: usize = 24;

/// What was looked at, by a hash whose keys are drawn anew for each: nobody can write a text that passes for another.
pub(super) struct Clean {
    keys: [u64; 4],
    kept: Vec<AtomicU64>,
}

impl Default for Clean {
    fn default() -> Self {
        let random = RandomState::new();
        Self {
            keys: [0, 1, 2, 3].map(|number| random.hash_one(number)),
            kept: std::iter::repeat_with(AtomicU64::default)
                .take(KEPT)
                .collect(),
        }
    }
}

/// Multiplies, and folds the product.
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

impl Clean {
    /// Returns whether any detector could find something, as [`guard::may_hold`] does, or an address has to be read
    /// without its escapes first.
    pub(super) fn may_hold(&self, text: &str) -> bool {
        if text.len() < SHORT {
            return may_hold(text);
        }
        // Nought is the place that nothing was put in.
        let hash = self.hash(text.as_bytes()).max(1);
        let Some(place) = self.kept.get(hash as usize % KEPT) else {
            return true;
        };
        if place.load(Ordering::Relaxed) == hash {
            return false;
        }
        if may_hold(text) {
            return true;
        }
        place.store(hash, Ordering::Relaxed);
        false
    }

    /// Sixteen bytes at a time, each time with keys that nobody knows.
    fn hash(&self, text: &[u8]) -> u64 {
        let [first, second, third, fourth] = self.keys;
        let (pairs, rest) = text.as_chunks::<16>();
        let word = |bytes: &[u8]| {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(word)
        };
        let hash = pairs.iter().fold(first ^ text.len() as u64, |hash, pair| {
            let (a, b) = pair.split_at(8);
            mix(word(a) ^ second, word(b) ^ hash)
        });
        let (a, b) = rest.split_at(rest.len().min(8));
        mix(mix(word(a) ^ second, word(b) ^ hash) ^ third, fourth)
    }
}

fn may_hold(text: &str) -> bool {
    guard::may_hold(text) || memchr(b'%', text.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::Clean;

    #[test]
    fn a_detail_is_told_every_time_and_a_clean_text_is_known_again() {
        let clean = Clean::default();
        for _ in 0..3 {
            assert!(clean.may_hold("Please write to someone@council.example about this matter."));
            assert!(clean.may_hold("https://council.example/01632%20960%20001/complaints"));
            assert!(!clean.may_hold("Twelve complaints were answered within the time limit."));
            assert!(!clean.may_hold("short"));
        }
    }

    #[test]
    fn texts_that_differ_in_one_byte_are_not_the_same() {
        let clean = Clean::default();
        let text = "Twelve complaints were answered within the time limit, and one was not.";
        let hash = clean.hash(text.as_bytes());
        for at in 0..text.len() {
            let mut other = text.as_bytes().to_vec();
            other[at] ^= 1;
            assert_ne!(clean.hash(&other), hash);
            assert_ne!(clean.hash(&text.as_bytes()[..at]), hash);
        }
    }
}
