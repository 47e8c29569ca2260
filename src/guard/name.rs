//! Names with a title. Ombudsmen call people Mr X and Mrs B, and a Lord Mayor is an office: single letters, offices and
//! what is named after somebody (Sir John Moore School) pass.

use super::words::{MONTHS, NAMED_AFTER, only};
use super::{Kind, Match, Prepared, Word};

/// Titles before any name.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "mister", "madam"];

/// Titles after which a name may be that of a place or an organisation.
const HONOURS: &[&str] = &[
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "revd",
    "reverend",
    "sir",
    "dame",
    "lord",
    "lady",
    "cllr",
    "councillor",
    "canon",
    "imam",
    "rabbi",
];

/// What follows a title without being a name: offices, greetings, words that begin a sentence, products.
const NO_NAMES: &[&str] = &[
    "mayor",
    "mayoress",
    "mayor's",
    "mayors",
    "lieutenant",
    "chancellor",
    "chief",
    "president",
    "provost",
    "speaker",
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "justice",
    "advocate",
    "bishop",
    "madam",
    "and",
    "or",
    "of",
    "to",
    "the",
    "thank",
    "thanks",
    "we",
    "i",
    "it",
    "you",
    "your",
    "my",
    "please",
    "this",
    "in",
    "on",
    "for",
    "from",
    "day",
    "plan",
    "plans",
    "test",
    "tests",
    "word",
    "excel",
    "teams",
    "office",
    "outlook",
    "access",
    "sharepoint",
    "project",
    "society",
    "nurse",
    "therapy",
    "centre",
    "records",
    "submission",
    "submissions",
    "role",
    "roles",
    "surgery",
    "ward",
    "allowance",
    "allowances",
    "conduct",
    "development",
    "enquiry",
    "enquiries",
    "call",
    "complaints",
    "questions",
    "grants",
    "who",
    "is",
    "was",
    "has",
    "had",
    "will",
    "with",
    "a",
    "an",
    "at",
    "by",
    "as",
    "not",
    "if",
    "what",
    "bins",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "redacted",
    "anon",
    "anonymous",
    "name",
    "surname",
    "service",
    "services",
    "training",
    "portal",
    "support",
    "charter",
    "led",
    "training",
];

/// Particles of names.
const PARTICLES: &[&str] = &[
    "de", "la", "le", "van", "von", "der", "den", "du", "da", "al", "el", "bin", "ibn", "ap", "st",
    "di", "ter",
];

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    let mut index = 0;
    while index < text.words.len() {
        match named(text, index) {
            Some(last) => {
                found.push(Match {
                    kind: Kind::Name,
                    range: text.words[index].start
                        ..text.words[last].start + text.words[last].bare().len(),
                });
                index = last + 1;
            }
            None => index += 1,
        }
    }
}

/// Returns the last word of the name that begins with the title here.
fn named(text: &Prepared, index: usize) -> Option<usize> {
    let title = text.words[index];
    if !is_title(text, index) {
        return None;
    }
    let mut at = index + 1;
    // Mr and Mrs Fernsby; Mr & Mrs Fernsby.
    let second = text
        .words
        .get(at)
        .filter(|word| word.is("and"))
        .map_or(at, |_| at + 1);
    if text
        .words
        .get(second)
        .is_some_and(|word| word.is_in(TITLES))
        && second - index <= 2
    {
        let gap = text.words[index].end..text.words[second].start;
        if text.text[gap]
            .trim_matches([' ', '.', '/', '+', '&'])
            .eq_ignore_ascii_case("and")
            || second == at && joined(text, index, at, " ./+&")
        {
            at = second + 1;
        }
    }
    let first = at;
    while let Some(word) = text.words.get(at) {
        let initial = word.letters() == 1 && is_close(text, at) && at - first < 3;
        let particle = word.is_in(PARTICLES) && is_close(text, at);
        if !initial && !particle {
            break;
        }
        at += 1;
    }
    let name = *text.words.get(at)?;
    if !is_close(text, at) || !is_name(title, name) {
        return None;
    }
    let mut last = at;
    while last - at < 2
        && text
            .words
            .get(last + 1)
            .is_some_and(|word| is_close(text, last + 1) && goes_on(name, *word))
    {
        last += 1;
    }
    let honour = title.is_in(HONOURS);
    let follower = text
        .words
        .get(last + 1)
        .filter(|_| joined(text, last, last + 1, ""));
    let place = text.words[at..=last]
        .iter()
        .chain(follower)
        .any(|word| word.is_in(NAMED_AFTER));
    (!honour || !place).then_some(last)
}

fn is_no_name(folded: &str) -> bool {
    NO_NAMES.contains(&folded) || MONTHS.contains(&folded)
}

/// Returns whether nothing but spaces, and these signs, stands between two words.
fn joined(text: &Prepared, left: usize, right: usize, signs: &str) -> bool {
    only(
        text.text,
        text.words[left].end..text.words[right].start,
        signs,
    )
}

/// Returns whether a word stands close behind the one before: a space, or the full stop of a title or initial.
fn is_close(text: &Prepared, index: usize) -> bool {
    let (left, right) = (text.words[index - 1], text.words[index]);
    let short = left.letters() <= 4;
    right.start - left.end <= 4 && joined(text, index - 1, index, if short { "." } else { "" })
}

fn is_title(text: &Prepared, index: usize) -> bool {
    let word = text.words[index];
    let glued = |at: Option<u8>| at.is_some_and(|byte| byte.is_ascii_digit() || byte == b'@');
    if glued(super::words::after(text.text, word.end))
        || !word.is_in(TITLES) && !word.is_in(HONOURS)
    {
        return false;
    }
    // Small letters: "ms" and "miss" are also milliseconds and a verb, "dr" a drive, and lords are not written so.
    let small = !word.is_capital();
    if small && !word.is_in(&["mr", "mrs", "ms", "dr", "cllr", "mx"]) {
        return false;
    }
    let after_number = text.text[..word.start]
        .trim_end()
        .ends_with(|c: char| c.is_ascii_digit());
    if small && word.is("ms") && after_number {
        return false;
    }
    // A Drive: 12 Oak Dr.
    let drive = word.is("dr")
        && index > 0
        && joined(text, index - 1, index, "")
        && text.text[..text.words[index - 1].start]
            .trim_end()
            .ends_with(|c: char| c.is_ascii_digit());
    !drive
}

fn is_name(title: Word, name: Word) -> bool {
    let capitals = title.is_all_capitals();
    // MS Word and MS nurse are no Ms; MS FERNSBY is.
    if capitals && title.is_in(&["ms", "dr", "mx", "rev"]) && !name.is_all_capitals() {
        return false;
    }
    // Mr AB, as some ombudsmen write when letters run out.
    let letters = name.letters();
    let pseudonym = letters < 2 || letters <= 3 && name.is_all_capitals() && !capitals;
    let small = !name.is_capital();
    // Small letters after a title with a capital are a sentence that goes on; after a small title they are a name.
    let meant = !small || !title.is_capital() && letters > 2;
    !pseudonym && meant && !is_no_name(name.folded().trim_end_matches("'s"))
}

/// Returns whether a word goes on with the name: another capitalised word.
fn goes_on(name: Word, word: Word) -> bool {
    name.is_capital() && word.is_capital() && word.letters() > 1 && !is_no_name(&word.folded())
        || word.is_in(PARTICLES)
            && !word.is("st")
            && !word.is_capital()
            && !word.is_in(&["la", "le", "da", "bin", "du", "den", "di"])
}
