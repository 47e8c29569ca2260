//! Masks a detail: what is left tells which one is meant to somebody who has it before them, and to nobody else.

use super::{Kind, find};

/// What stands for a letter or digit that is not shown.
const MASK: char = '•';

/// Masks one detail: its first letter stays, for names that of each part; titles and signs stay.
pub(super) fn masked(kind: Kind, detail: &str) -> String {
    if kind == Kind::Name {
        return by_words(detail, true);
    }
    if matches!(kind, Kind::Address | Kind::FirstName) {
        return by_words(detail, false);
    }
    let mut first = true;
    let one = |c: char| {
        if !c.is_alphanumeric() {
            return c;
        }
        let shown = if std::mem::take(&mut first) { c } else { MASK };
        // The first digit of a date or a card says more than the first letter of an address.
        if matches!(kind, Kind::DateOfBirth | Kind::Card | Kind::Uprn) {
            MASK
        } else {
            shown
        }
    };
    detail.chars().map(one).collect()
}

fn by_words(detail: &str, titled: bool) -> String {
    let mut masked = String::with_capacity(detail.len());
    let (mut inside, mut words, mut title) = (false, 0, titled);
    for c in detail.chars() {
        let letter = c.is_alphabetic();
        if letter && !inside {
            words += 1;
            // The title itself is no secret.
            title = titled && words == 1;
        }
        masked.push(match c {
            c if c.is_numeric() => MASK,
            _ if letter && inside && !title => MASK,
            c => c,
        });
        inside = letter;
    }
    masked
}

/// Masks every detail in a text; nothing when there is none, so that most texts are not copied.
pub fn mask(text: &str) -> Option<String> {
    let found = find(text);
    if found.is_empty() {
        return None;
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for one in &found {
        masked.push_str(&text[from..one.range.start]);
        masked.push_str(&one.masked(text));
        from = one.range.end;
    }
    masked.push_str(&text[from..]);
    Some(masked)
}
