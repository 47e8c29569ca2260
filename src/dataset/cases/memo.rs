//! Remembers what a cell's text means, so that a text met again costs one comparison.

use crate::source::{Ends, Row};

/// A small table of texts and what they mean. A text that falls on another's place takes it: the table never grows, and
/// a file of a million different texts is merely slower.
#[derive(Debug)]
pub(super) struct Memo<V> {
    places: Vec<Option<Known<V>>>,
}

/// A cell and what it means. Its ends tell most cells apart, so that they are known without looking at the text itself.
#[derive(Debug)]
struct Known<V> {
    ends: Ends,
    value: V,
    /// The text of a cell that is more than its ends.
    text: Box<str>,
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

    /// Returns what a cell means, asking `find` when it is not remembered.
    #[inline]
    pub(super) fn get(&mut self, row: &Row<'_>, column: usize, find: impl FnOnce() -> V) -> V {
        let ends = row.ends(column);
        let at = ends.number() & (self.places.len() - 1);
        let place = &mut self.places[at];
        if let Some(known) = place
            && known.ends == ends
            && (ends.is_whole() || *known.text == *row.raw(column))
        {
            return known.value;
        }
        let value = find();
        *place = Some(Known {
            ends,
            value,
            text: if ends.is_whole() {
                "".into()
            } else {
                row.raw(column).into()
            },
        });
        value
    }
}

/// Mixes a text and its ends into 64 bits by multiplying to 128 and folding; good enough to tell a million case references
/// apart. The same text has the same number wherever it stands.
pub(super) fn hash(ends: &Ends, text: &str) -> u64 {
    let ([a, b, c, d], length) = ends.words();
    let mut state = fold(fold(a ^ 0x9e37_79b9_7f4a_7c15 ^ length as u64) ^ b);
    if c | d != 0 {
        state = fold(fold(state ^ c) ^ d);
    }
    if !ends.is_whole() {
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            state = fold(state ^ u64::from_le_bytes(word));
        }
    }
    fold(state ^ 0x2545_f491_4f6c_dd1d)
}

fn fold(value: u64) -> u64 {
    let wide = u128::from(value) * 0xd6e8_feb8_6659_fd93_u128;
    (wide as u64) ^ ((wide >> 64) as u64).rotate_left(23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Kind, Table};
    use std::collections::HashSet;

    #[test]
    fn a_million_case_references_have_a_million_hashes() {
        let hashes: HashSet<u64> = (0..1_000_000)
            .map(|n| format!("C001-{n:08}"))
            .map(|text| hash(&Ends::alone(&text), &text))
            .collect();
        assert_eq!(hashes.len(), 1_000_000);
    }

    #[test]
    fn references_of_any_length_have_hashes_of_their_own() {
        let texts: HashSet<String> = (0..200)
            .flat_map(|n| {
                [0, 8, 16, 24, 32, 40, 80].map(|zeros| format!("{}{n}x", "0".repeat(zeros)))
            })
            .collect();
        let hashes: HashSet<u64> = texts
            .iter()
            .map(|text| hash(&Ends::alone(text), text))
            .collect();
        assert_eq!(hashes.len(), texts.len());
    }

    /// Asks for the only cell of each row, saying that it means the row's number.
    fn ask(rows: &str) -> Vec<u32> {
        let mut report = crate::diagnostic::Report::default();
        let table = Table::from_csv(Kind::Cases, "a.csv", &format!("a,b\n{rows}"), &mut report);
        let mut memo = Memo::new(256);
        let mut all = Vec::new();
        table.unwrap().rows(&mut report, |row| {
            all.push(memo.get(&row, 0, || row.number));
        });
        all
    }

    #[test]
    fn texts_that_share_both_ends_are_told_apart() {
        let rows = "Housing repairs: the area called one of repairs,\nHousing repairs: the area called two of repairs,\n\
                    abcdefgh,\nabcdefghabcdefgh,\nabcdefghabcdefghabcdefghabcdefghabcdefgh,\n";
        assert_eq!(ask(rows), [2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_text_is_asked_for_once() {
        let long = "Housing repairs: the area called one of repairs";
        let rows = format!("upheld,\nupheld,x\nup,\npu,\n{long},\n\"upheld\",\n{long},\nup,\n");
        assert_eq!(ask(&rows), [2, 2, 4, 5, 6, 2, 6, 4]);
    }
}
