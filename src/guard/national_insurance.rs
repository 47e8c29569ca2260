//! National Insurance numbers: HMRC's National Insurance Manual, NIM39110. Two letters, six digits and A, B, C or D. D, F,
//! I, Q, U and V are in no prefix, O is no second letter, and BG, GB, KN, NK, NT, TN and ZZ are not given out. QQ is
//! HMRC's own prefix for specimens; what looks like one is a form that somebody filled in, so it counts.

use super::words::{after, before, follows_word};
use super::{Kind, Match, Prepared};

const LABELS: &[&str] = &["ni", "nino", "insurance", "nin"];

/// Words of two letters that could be a prefix.
const SMALL: &[&str] = &[
    "an", "as", "at", "by", "he", "me", "my", "pm", "am", "re", "we", "st", "ms", "mr",
];

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for chain in &text.chains {
        for index in 0..chain.len() {
            found.extend(at(text, chain, index));
        }
    }
}

fn at(text: &Prepared, chain: &[super::Group], index: usize) -> Option<Match> {
    let bytes = text.text.as_bytes();
    let groups = six(text.text, &chain[index..])?;
    let digits = groups.first()?.start..groups.last()?.end;
    let gap = |at: usize| usize::from(matches!(after(text.text, at), Some(b' ' | b'-' | b'.')));
    // The prefix, with at most one sign between it and the digits.
    let lead = usize::from(matches!(
        before(text.text, digits.start),
        Some(b' ' | b'-' | b'.')
    ));
    let start = digits.start.checked_sub(lead + 2)?;
    let clear = before(text.text, start).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    if !clear || !is_prefix(bytes[start], bytes[start + 1]) {
        return None;
    }
    let suffix = digits.end + gap(digits.end);
    let is_suffix = after(text.text, suffix)
        .is_some_and(|byte| matches!(byte.to_ascii_uppercase(), b'A'..=b'D'))
        && after(text.text, suffix + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let spread = lead > 0 || groups.len() > 1 || suffix > digits.end;
    // Loose parts in mixed letters, or behind a small word, are words and numbers of a sentence: "as 123456 a".
    let upper = bytes[start].is_ascii_uppercase();
    let same = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_uppercase() == upper)
    };
    let prefix = &text.text[start..start + 2];
    let alike = same(start + 1) && same(suffix) && (upper || !SMALL.contains(&prefix));
    if is_suffix && (!spread || alike) {
        return Some(Match {
            kind: Kind::NationalInsurance,
            range: start..suffix + 1,
        });
    }
    // The last letter is often left off. Without it only a word before says what the number is.
    let ended = after(text.text, digits.end).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (ended && !is_suffix && follows_word(&text.words, start, LABELS, 24)).then_some(Match {
        kind: Kind::NationalInsurance,
        range: start..digits.end,
    })
}

/// Returns the groups that make six digits: one of six, or three of two.
fn six<'g>(text: &str, groups: &'g [super::Group]) -> Option<&'g [super::Group]> {
    if groups.first()?.len() == 6 {
        return groups.get(..1);
    }
    let three = groups.get(..3)?;
    let pairs = three.iter().all(|group| group.len() == 2);
    let tight = three
        .windows(2)
        .all(|pair| pair[1].start - pair[0].end == 1)
        && !text.is_empty();
    (pairs && tight).then_some(three)
}

fn is_prefix(first: u8, second: u8) -> bool {
    let pair = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
    if pair == *b"QQ" {
        return true;
    }
    let letters = pair.iter().all(u8::is_ascii_uppercase);
    let barred = pair.iter().any(|letter| b"DFIQUV".contains(letter)) || pair[1] == b'O';
    letters && !barred && ![b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"].contains(&&pair)
}
