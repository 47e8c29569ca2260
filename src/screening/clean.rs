//! The lines and texts that were looked at and hold nothing.
//!
//! A row of figures stands in the file of its page, in those of the year and the parent, and in the whole table; words of
//! pages stand on all of them. Looked at once, they need no second look. Only what holds nothing is kept, so a detail is
//! found in every file that has it.

use crate::guard;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many are kept. A later one takes an earlier one's place, so memory has an end.
const KEPT: usize = 1 << 20;

/// Texts shorter than this are looked at sooner than they are found here.
const SHORT: usize = 32;

/// What was looked at, by a hash whose key is drawn anew for each: nobody can write a text that passes for another.
pub(super) struct Clean {
    hasher: RandomState,
    kept: Vec<AtomicU64>,
}

impl Default for Clean {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            kept: std::iter::repeat_with(AtomicU64::default)
                .take(KEPT)
                .collect(),
        }
    }
}

impl Clean {
    /// Returns whether any detector could find something, as [`guard::may_hold`] does.
    pub(super) fn may_hold(&self, text: &str) -> bool {
        if text.len() < SHORT {
            return guard::may_hold(text);
        }
        // Nought is the place that nothing was put in.
        let hash = self.hasher.hash_one(text).max(1);
        let Some(place) = self.kept.get(hash as usize % KEPT) else {
            return true;
        };
        if place.load(Ordering::Relaxed) == hash {
            return false;
        }
        if guard::may_hold(text) {
            return true;
        }
        place.store(hash, Ordering::Relaxed);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Clean;

    #[test]
    fn a_detail_is_told_every_time_and_a_clean_text_is_known_again() {
        let clean = Clean::default();
        for _ in 0..3 {
            assert!(clean.may_hold("Please write to someone@council.example about this matter."));
            assert!(!clean.may_hold("Twelve complaints were answered within the time limit."));
            assert!(!clean.may_hold("short"));
        }
    }
}
