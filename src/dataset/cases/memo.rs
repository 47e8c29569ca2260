//! Remembers what a cell's text means, so that a text met again costs one comparison.

/// A small table of texts and what they mean. A text that falls on another's place takes it: the table never grows, and
/// a file of a million different texts is merely slower.
#[derive(Debug)]
pub(super) struct Memo<V> {
    places: Vec<Option<Known<V>>>,
}

/// A text and what it means. Length and both ends tell short texts apart, so that most are known without looking at the
/// text itself.
#[derive(Debug)]
struct Known<V> {
    ends: Ends,
    value: V,
    text: Box<str>,
}

/// The first and the last eight bytes of a text (which may overlap), and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    head: u64,
    tail: u64,
    length: usize,
}

impl Ends {
    /// Texts up to this length are nothing but their ends.
    const WHOLE: usize = 16;

    fn of(bytes: &[u8]) -> Ends {
        let length = bytes.len();
        if let (Some(head), Some(tail)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            return Ends {
                head: u64::from_le_bytes(*head),
                tail: u64::from_le_bytes(*tail),
                length,
            };
        }
        let four =
            |chunk: Option<&[u8; 4]>| chunk.map(|chunk| u64::from(u32::from_le_bytes(*chunk)));
        match (four(bytes.first_chunk()), four(bytes.last_chunk())) {
            (Some(head), Some(tail)) => Ends { head, tail, length },
            _ => Ends {
                head: bytes
                    .iter()
                    .fold(0, |word, byte| word << 8 | u64::from(*byte)),
                tail: 0,
                length,
            },
        }
    }

    fn place(&self) -> usize {
        let mixed = (self.head ^ self.tail.rotate_left(29) ^ self.length as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize
    }
}

impl<V: Copy> Memo<V> {
    /// Returns a memo with places for this many texts, a power of two. Two texts on one place cost a lookup each time, so
    /// there should be many more places than texts.
    pub(super) fn new(places: usize) -> Self {
        Memo {
            places: std::iter::repeat_with(|| None)
                .take(places.next_power_of_two())
                .collect(),
        }
    }

    /// Returns what the text means, asking `find` when it is not remembered.
    #[inline]
    pub(super) fn get(&mut self, text: &str, find: impl FnOnce() -> V) -> V {
        let ends = Ends::of(text.as_bytes());
        let at = ends.place() & (self.places.len() - 1);
        let place = &mut self.places[at];
        if let Some(known) = place
            && known.ends == ends
            && (ends.length <= Ends::WHOLE || *known.text == *text)
        {
            return known.value;
        }
        let value = find();
        *place = Some(Known {
            ends,
            value,
            text: text.into(),
        });
        value
    }
}

/// Mixes bytes into 64 bits by multiplying to 128 and folding; good enough to tell a million case references apart.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(word));
    }
    let mut word = [0; 8];
    let rest = chunks.remainder();
    word[..rest.len()].copy_from_slice(rest);
    fold(fold(state ^ u64::from_le_bytes(word)) ^ 0x2545_f491_4f6c_dd1d)
}

fn fold(value: u64) -> u64 {
    let wide = u128::from(value) * 0xd6e8_feb8_6659_fd93_u128;
    (wide as u64) ^ ((wide >> 64) as u64).rotate_left(23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_million_case_references_have_a_million_hashes() {
        let hashes: HashSet<u64> = (0..1_000_000)
            .map(|n| hash(format!("C001-{n:08}").as_bytes()))
            .collect();
        assert_eq!(hashes.len(), 1_000_000);
    }

    #[test]
    fn texts_that_share_both_ends_are_told_apart() {
        let mut memo = Memo::new(256);
        assert_eq!(memo.get("Housing, area one, repairs", || 1), 1);
        assert_eq!(memo.get("Housing, area two, repairs", || 2), 2);
        assert_eq!(memo.get("abcdefgh", || 3), 3);
        assert_eq!(memo.get("abcdefghabcdefgh", || 4), 4);
    }

    #[test]
    fn a_text_is_asked_for_once() {
        let mut memo = Memo::new(256);
        assert_eq!(memo.get("upheld", || 1), 1);
        assert_eq!(memo.get("upheld", || 2), 1);
        assert_eq!(memo.get("up", || 3), 3);
        assert_eq!(memo.get("pu", || 4), 4);
    }
}
