//! A quick hasher for ids, titles and paths of our own pages.
//!
//! A large site has half a million ids, and the standard hasher, which nobody can choose texts against, would be a tenth of
//! the work. The texts here are the council's own figures and addresses.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// A set of texts.
pub(super) type TextSet<T> = HashSet<T, BuildHasherDefault<TextHasher>>;

/// Multiplies and folds, eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct TextHasher(u64);

impl TextHasher {
    fn add(&mut self, number: u64) {
        let wide = u128::from(self.0 ^ number ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93_u128;
        self.0 = (wide as u64) ^ (wide >> 64) as u64;
    }
}

impl Hasher for TextHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.add(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    // The end of a text, which its length tells already.
    fn write_u8(&mut self, _: u8) {}
}
