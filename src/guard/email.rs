//! E-mail addresses: `local@domain`, the local part of RFC 5322's dot-atom characters, the domain of at least two labels
//! (RFC 1123) whose last is letters. Spaces around the sign, and "at" and "dot" in brackets, are seen through.

use super::words::only;
use super::{Kind, Match, Prepared};

/// Endings of file names, which stand behind an @ in names of pictures for fine screens (`logo@2x.png`).
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "json", "html", "pdf", "xlsx", "csv",
];

/// How long a local part or a label may be (RFC 5321).
const LONGEST: usize = 64;

/// The forms of "at" that people put in the place of the sign.
const AT: &[&str] = &["@", "%40", "(at)", "[at]", "{at}", "<at>"];

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    let lower = text.text.to_ascii_lowercase();
    for sign in AT {
        for (at, _) in lower.match_indices(sign) {
            found.extend(around(&lower, at, at + sign.len()));
        }
    }
    spelt(text, found);
}

/// Returns the address around the sign that stands here.
fn around(text: &str, sign: usize, behind: usize) -> Option<Match> {
    let spaces = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let local_end = text[..sign].trim_end_matches(' ').len();
    if sign - local_end > 1 {
        return None;
    }
    let start = local(text, local_end)?;
    let gap = spaces(&text[behind..]);
    // A space on one side only divides a word from a price: `5 bins @£12`.
    if gap > 1 {
        return None;
    }
    let end = domain(text, behind + gap)?;
    Some(Match {
        kind: Kind::Email,
        range: start..end,
    })
}

/// Returns where the local part that ends here begins.
fn local(text: &str, end: usize) -> Option<usize> {
    let fits = |c: char| c.is_alphanumeric() || "!#$&'*+-=?^_`{|}~.".contains(c);
    let head = &text[..end];
    let mut start = end;
    for (at, c) in head.char_indices().rev().take(LONGEST) {
        if !fits(c) {
            break;
        }
        start = at;
    }
    let part = &text[start..end];
    // Labels and brackets around an address are no part of it: `contact=pat`, `'pat`.
    let part = part
        .rsplit(['=', '\''])
        .next()
        .filter(|part| part.len() > 1)
        .unwrap_or(part);
    let part = part.trim_start_matches(|c: char| !c.is_alphanumeric());
    part.contains(char::is_alphanumeric)
        .then_some(end - part.len())
}

/// Returns where the domain that begins here ends.
fn domain(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let length = rest
        .char_indices()
        .take(255)
        .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
        .map_or_else(|| rest.len().min(255), |(at, _)| at);
    let name = rest.get(..length)?.trim_end_matches(['.', '-']);
    let (_, last) = name.rsplit_once('.')?;
    let labels = name
        .split('.')
        .all(|label| !label.is_empty() && label.len() < LONGEST);
    let letters = last.len() >= 2 && last.chars().all(char::is_alphabetic);
    (labels && letters && !FILES.contains(&last)).then_some(start + name.len())
}

/// Finds addresses spelt in words: `pat at example dot org`.
fn spelt(text: &Prepared, found: &mut Vec<Match>) {
    let next_to = |a: usize, b: usize| only(text.text, a..b, "()[]") && b - a <= 4;
    for (index, word) in text.words.iter().enumerate() {
        if !word.is("at") || index == 0 {
            continue;
        }
        let Some([at, host, dot, end]) = text.words.get(index..index + 4) else {
            continue;
        };
        let local = text.words[index - 1];
        let joined = next_to(local.end, at.start)
            && next_to(at.end, host.start)
            && next_to(host.end, dot.start)
            && next_to(dot.end, end.start);
        if joined && dot.is("dot") {
            let mut last = index + 3;
            while let Some([dot, end]) = text.words.get(last + 1..last + 3) {
                if !dot.is("dot")
                    || !next_to(text.words[last].end, dot.start)
                    || !next_to(dot.end, end.start)
                {
                    break;
                }
                last += 2;
            }
            found.push(Match {
                kind: Kind::Email,
                range: local.start..text.words[last].end,
            });
        }
    }
}
