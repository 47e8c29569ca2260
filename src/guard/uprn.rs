//! Unique Property Reference Numbers: GeoPlace's, up to twelve digits without a check digit. Nothing in one tells it from
//! any other number, so it counts only behind the word.

use super::words::only;
use super::{Kind, Match, Prepared};

/// How far the number may stand behind the word.
const REACH: usize = 24;

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for (index, word) in text.words.iter().enumerate() {
        let spelt = word.is("unique")
            && text
                .words
                .get(index + 1)
                .is_some_and(|word| word.is("property"))
            && text
                .words
                .get(index + 2)
                .is_some_and(|word| word.is("reference"));
        if !spelt && !word.is_in(&["uprn", "uprns"]) {
            continue;
        }
        let from = if spelt {
            text.words[index + 2].end
        } else {
            word.end
        };
        found.extend(number(text, from));
    }
}

fn number(text: &Prepared, from: usize) -> Option<Match> {
    let mut at = from;
    let words = &text.words[text.words.partition_point(|word| word.start < from)..];
    for word in words.iter().take(3) {
        let label = word.is_in(&["no", "number", "num", "is", "was", "of"]);
        if !label || !only(text.text, at..word.start, ":=#.-()'\"") {
            break;
        }
        at = word.end;
    }
    let group = text
        .chains
        .iter()
        .flatten()
        .find(|group| group.start >= at)?;
    let next = text.text.as_bytes().get(group.end).copied();
    let whole = !next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b',' | b'%'))
        || next == Some(b',')
            && !text.text[group.end..]
                .chars()
                .nth(1)
                .is_some_and(|c| c.is_ascii_digit());
    let close = group.start - from <= REACH && only(text.text, at..group.start, ":=#.-()'\"");
    let digits = &text.text[group.start..group.end];
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    (close && whole && !year && (4..=12).contains(&digits.len())).then_some(Match {
        kind: Kind::Uprn,
        range: group.start..group.end,
    })
}
