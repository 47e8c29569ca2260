//! Dates of birth: a whole date (ISO 8601, or day, month and year as people write them) beside a word for birth. A date
//! alone is no detail of a person, and a year alone does not tell one from another.

use super::words::{before, only};
use super::{Kind, Match, Prepared, Word};

/// Words for birth.
const BIRTH: &[&str] = &["dob", "birth", "birthdate", "birthday", "born"];

/// Words that may stand between a word for birth and the date.
const BETWEEN: &[&str] = &[
    "is", "was", "were", "on", "in", "at", "the", "of", "date", "as", "given", "recorded", "a",
    "her", "his", "their",
];

/// What may be born without being a person.
const THINGS: &[&str] = &[
    "service",
    "services",
    "scheme",
    "team",
    "project",
    "idea",
    "programme",
    "partnership",
    "council",
    "charity",
    "campaign",
    "policy",
    "hub",
    "initiative",
];

/// Months by their first three letters.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// How far a date may stand from the word.
const REACH: usize = 40;

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for (index, word) in text.words.iter().enumerate() {
        let initials = is_initials(text, index);
        if !word.is_in(BIRTH) && !initials || is_thing(text, index) {
            continue;
        }
        let end = if initials {
            text.words[index + 2].end
        } else {
            word.end
        };
        if let Some(range) = date_after(text, end).or_else(|| date_before(text, word.start)) {
            found.push(Match {
                kind: Kind::DateOfBirth,
                range,
            });
        }
    }
}

/// Returns whether `D.O.B` or `d o b` begins with this word.
fn is_initials(text: &Prepared, index: usize) -> bool {
    let Some([d, o, b]) = text.words.get(index..index + 3) else {
        return false;
    };
    d.is("d") && o.is("o") && b.is("b") && b.start - d.start <= 6
}

fn is_thing(text: &Prepared, index: usize) -> bool {
    let word = text.words[index];
    word.is("born")
        && text.words[..index]
            .iter()
            .rev()
            .take(4)
            .any(|before| before.is_in(THINGS))
}

/// Returns the date behind this place, with nothing but signs and small words between.
fn date_after(text: &Prepared, from: usize) -> Option<std::ops::Range<usize>> {
    let mut at = from;
    while at < text.text.len().min(from + REACH) {
        if let Some(end) = date(text, at) {
            return Some(at..end);
        }
        let c = text.text[at..].chars().next()?;
        if c.is_ascii_digit() {
            return None;
        }
        if let Some(word) = word_at(text, at) {
            if !word.is_in(BETWEEN) {
                return None;
            }
            at = word.end;
        } else {
            at += c.len_utf8();
        }
    }
    None
}

/// Returns the date straight before this place: `03/04/1962 (DOB)`.
fn date_before(text: &Prepared, to: usize) -> Option<std::ops::Range<usize>> {
    (to.saturating_sub(24)..to).find_map(|at| {
        let clear = before(text.text, at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let end = text
            .text
            .is_char_boundary(at)
            .then(|| date(text, at))
            .flatten()?;
        let straight = clear && end <= to && to - end <= 4 && only(text.text, end..to, "(,:-=");
        straight.then_some(at..end)
    })
}

fn word_at<'t>(text: &Prepared<'t>, at: usize) -> Option<Word<'t>> {
    let index = text
        .words
        .binary_search_by_key(&at, |word| word.start)
        .ok()?;
    text.words.get(index).copied()
}

/// Returns where the date that begins here ends.
fn date(text: &Prepared, start: usize) -> Option<usize> {
    let (first, end) =
        number(text.text, start).map_or((None, start), |(digits, end)| (Some(digits), end));
    let Some(first) = first else {
        // April 3, 1962
        let word = word_at(text, start).filter(|word| is_month(word.text))?;
        let (day, end) = number(text.text, gap(text.text, word.end, " ."))?;
        let end = ordinal(text, end);
        let (year, end) = number(text.text, gap(text.text, end, " ,"))?;
        return (day.len() <= 2 && is_year(year)).then_some(end);
    };
    if first.len() == 8 {
        let day_first: u32 = first.get(..2)?.parse().ok()?;
        return (1..=31)
            .contains(&day_first)
            .then_some(end)
            .or(is_year(first.get(..4)?).then_some(end));
    }
    // 3rd of April, 1962
    let behind = gap(text.text, ordinal(text, end), " -./");
    let behind = word_at(text, behind)
        .filter(|word| word.is("of"))
        .map_or(behind, |of| gap(text.text, of.end, " "));
    if let Some(month) = word_at(text, behind) {
        let (year, end) = number(text.text, gap(text.text, month.end, " ,-./'"))?;
        return (first.len() <= 2 && is_month(month.text) && is_year(year)).then_some(end);
    }
    let (second, end) = number(text.text, gap(text.text, end, "-./ "))?;
    let (third, end) = number(text.text, gap(text.text, end, "-./ "))?;
    let day_first = first.len() <= 2 && second.len() <= 2 && is_year(third);
    let year_first = first.len() == 4 && second.len() <= 2 && third.len() <= 2;
    (day_first || year_first).then_some(end)
}

/// Returns the digits that begin here and where they end.
fn number(text: &str, start: usize) -> Option<(&str, usize)> {
    let rest = text.get(start..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=8)
        .contains(&length)
        .then(|| (&rest[..length], start + length))
}

/// Returns where the next part begins, at most two signs on.
fn gap(text: &str, at: usize, signs: &str) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .chars()
        .take(2)
        .take_while(|c| signs.contains(*c))
        .count()
}

fn ordinal(text: &Prepared, end: usize) -> usize {
    word_at(text, end)
        .filter(|word| word.is_in(&["st", "nd", "rd", "th"]))
        .map_or(end, |word| word.end)
}

fn is_month(word: &str) -> bool {
    word.get(..3)
        .is_some_and(|head| MONTHS.iter().any(|month| head.eq_ignore_ascii_case(month)))
}

fn is_year(digits: &str) -> bool {
    digits.len() == 2 || digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}
