//! Words and their neighbours.

use std::ops::Range;

/// What is named after somebody: with one of these behind it a name is not a person's.
pub(super) const NAMED_AFTER: &[&str] = &[
    "school",
    "academy",
    "college",
    "road",
    "street",
    "lane",
    "avenue",
    "close",
    "way",
    "drive",
    "house",
    "home",
    "homes",
    "centre",
    "hospital",
    "park",
    "court",
    "primary",
    "trust",
    "foundation",
    "award",
    "library",
    "hall",
    "bridge",
    "building",
    "fund",
    "nursery",
    "infant",
    "infants",
    "junior",
    "church",
    "ward",
    "estate",
    "hotel",
    "inn",
    "hill",
    "well",
    "wood",
    "bay",
    "gardens",
    "square",
    "university",
    "surgery",
    "practice",
    "stadium",
    "museum",
    "charity",
];

/// The months.
pub(super) const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A word of a text: letters, with apostrophes and hyphens between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    /// The word as it stands.
    pub text: &'t str,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Word<'_> {
    /// Returns the word in small letters.
    pub fn folded(&self) -> String {
        self.text.to_lowercase()
    }

    /// Returns whether it is this word, in whatever letters.
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Returns whether it is one of these words, in whatever letters.
    pub fn is_in(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Returns whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Returns whether it has several letters and all are capitals.
    pub fn is_all_capitals(&self) -> bool {
        self.text.chars().count() > 1 && !self.text.chars().any(char::is_lowercase)
    }

    /// Returns the word without a possessive `'s`.
    pub fn bare(&self) -> &str {
        let text = self.text;
        text.strip_suffix("'s")
            .or_else(|| text.strip_suffix("'S"))
            .unwrap_or(text)
    }

    /// Returns how many letters it has, without a possessive `'s`.
    pub fn letters(&self) -> usize {
        self.bare().chars().count()
    }
}

/// Returns the words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let joins = matches!(c, '\'' | '-')
                && text[at + 1..]
                    .chars()
                    .next()
                    .is_some_and(char::is_alphabetic);
            if !c.is_alphabetic() && !joins {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        words.push(Word {
            text: &text[start..end],
            start,
            end,
        });
    }
    words
}

/// Returns the byte before a place.
pub(super) fn before(text: &str, at: usize) -> Option<u8> {
    at.checked_sub(1)
        .and_then(|at| text.as_bytes().get(at))
        .copied()
}

/// Returns the byte at a place.
pub(super) fn after(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}

/// Returns whether nothing but spaces, and at most these signs, stands here.
pub(super) fn only(text: &str, range: Range<usize>, signs: &str) -> bool {
    text.get(range)
        .is_some_and(|between| between.chars().all(|c| c == ' ' || signs.contains(c)))
}

/// Returns whether one of these words stands at most `reach` bytes before a place, with nothing between but signs and
/// the small words that join a label to its value.
pub(super) fn follows_word(words: &[Word], at: usize, labels: &[&str], reach: usize) -> bool {
    let last = words.partition_point(|word| word.end <= at);
    for word in words[..last].iter().rev() {
        if word.start + reach < at {
            return false;
        }
        if word.is_in(labels) {
            return true;
        }
        if !word.is_in(&[
            "no", "number", "num", "nr", "is", "was", "of", "on", "at", "the", "to", "s",
        ]) {
            return false;
        }
    }
    false
}
