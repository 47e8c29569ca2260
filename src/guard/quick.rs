//! One look at each byte of a text: could any detector begin here?
//!
//! Nearly all text of a site holds nothing, and a site has tens of megabytes of it, so this decides what the guard costs. It
//! must never say no where a detector would say yes, which a test tries with every detail of the corpus; that it sometimes
//! says yes to nothing costs only time. Digits are counted in runs and words are compared by their first letter and length.

/// What a byte is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Digit,
    Letter,
    /// `@` and `%`.
    Sign,
    /// A byte of a letter or sign outside ASCII.
    Wide,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0usize;
    while byte < 256 {
        let this = byte as u8;
        classes[byte] = if this.is_ascii_digit() {
            Class::Digit
        } else if this.is_ascii_alphabetic() {
            Class::Letter
        } else if this == b'@' || this == b'%' {
            Class::Sign
        } else if this >= 0x80 {
            Class::Wide
        } else {
            Class::Other
        };
        byte += 1;
    }
    classes
}

/// What a word must have beside it to matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    /// Nothing.
    Nothing,
    /// A word straight behind it.
    Word,
    /// A digit a little before it.
    DigitBefore,
    /// A digit a little behind it.
    DigitBehind,
    /// Capital letters or its own, and a word behind it: titles that are small words too.
    CapitalWord,
}

/// The words, by what they want.
const WORDS: &[(Wants, &[&str])] = &[
    (Wants::Word, &["mr", "mrs", "ms", "mx", "dr", "cllr"]),
    (
        Wants::CapitalWord,
        &[
            "miss",
            "mister",
            "madam",
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
            "councillor",
            "canon",
            "imam",
            "rabbi",
        ],
    ),
    (
        Wants::DigitBefore,
        &[
            "street",
            "st",
            "road",
            "rd",
            "avenue",
            "ave",
            "av",
            "lane",
            "ln",
            "close",
            "cl",
            "drive",
            "crescent",
            "cres",
            "court",
            "ct",
            "place",
            "way",
            "gardens",
            "gdns",
            "terrace",
            "grove",
            "square",
            "sq",
            "hill",
            "walk",
            "mews",
            "row",
            "view",
            "rise",
            "green",
            "park",
            "parade",
            "broadway",
            "vale",
            "croft",
            "fold",
            "meadow",
            "meadows",
            "mount",
            "villas",
            "cottages",
            "buildings",
            "quay",
            "wharf",
            "wynd",
            "brae",
            "esplanade",
            "promenade",
            "yard",
            "gate",
            "bank",
            "end",
            "drove",
            "chase",
            "heights",
            "common",
            "path",
            "circus",
            "garth",
            "dale",
            "field",
            "fields",
            "orchard",
            "house",
            "tower",
            "towers",
            "lodge",
            "point",
            "mansions",
            "apartments",
            "mill",
            "dr",
        ],
    ),
    (
        Wants::DigitBehind,
        &[
            "uprn",
            "uprns",
            "reference",
            "dob",
            "birth",
            "birthdate",
            "birthday",
            "born",
            "b",
            "tel",
            "telephone",
            "phone",
            "phoned",
            "mobile",
            "mob",
            "fax",
            "landline",
            "ring",
            "rang",
            "call",
            "called",
            "text",
            "whatsapp",
            "ni",
            "nino",
            "nin",
            "insurance",
        ],
    ),
    (Wants::Nothing, &["dot", "well", "gem", "hero"]),
];

/// Beginnings of words that praise.
const PRAISE: &[&str] = &[
    "thank",
    "grateful",
    "gratitude",
    "brilliant",
    "helpful",
    "excellent",
    "amazing",
    "fantastic",
    "wonderful",
    "kind",
    "caring",
    "patient",
    "professional",
    "superb",
    "lovely",
    "star",
    "credit",
    "praise",
    "appreciat",
    "outstanding",
    "friendly",
    "supportive",
    "courteous",
    "polite",
    "compassionate",
    "marvellous",
    "incredibl",
    "terrific",
    "legend",
    "pleasure",
    "delight",
    "exceptional",
    "invaluable",
    "cheers",
    "kudos",
    "angel",
    "lifesaver",
    "beyond",
    "knowledgeable",
    "reassuring",
    "efficient",
    "best",
    "great",
];

/// For each first letter, a bit for every length that one of the words has; beginnings count for all longer lengths.
const LENGTHS: [u32; 26] = lengths();

const fn lengths() -> [u32; 26] {
    let mut lengths = [0u32; 26];
    let mut list = 0;
    while list < WORDS.len() {
        let mut at = 0;
        while at < WORDS[list].1.len() {
            let word = WORDS[list].1[at].as_bytes();
            lengths[(word[0] - b'a') as usize] |= 1 << word.len();
            at += 1;
        }
        list += 1;
    }
    let mut at = 0;
    while at < PRAISE.len() {
        let word = PRAISE[at].as_bytes();
        lengths[(word[0] - b'a') as usize] |= u32::MAX << word.len();
        at += 1;
    }
    lengths
}

/// How near a digit must stand to a word that wants one.
const NEAR: usize = 64;

/// Returns whether any detector could find something.
pub(super) fn may_hold(text: &[u8]) -> bool {
    let mut at = 0;
    let mut digit = None;
    while let Some(&byte) = text.get(at) {
        match CLASSES[byte as usize] {
            Class::Other => at += 1,
            Class::Digit => {
                let end = digits_end(text, at);
                if number(text, at, end) {
                    return true;
                }
                // The next digit of a chain begins a run of its own, for postcodes in the middle of one.
                digit = Some(end);
                at = end;
            }
            Class::Letter => {
                let end = letters_end(text, at);
                if word(text, at, end, digit) {
                    return true;
                }
                at = end;
            }
            Class::Sign => {
                if sign(text, at) {
                    return true;
                }
                at += 1;
            }
            Class::Wide => {
                if hides(text, at) {
                    return true;
                }
                at += 1;
            }
        }
    }
    false
}

fn is(text: &[u8], at: usize, class: Class) -> bool {
    text.get(at)
        .is_some_and(|byte| CLASSES[*byte as usize] == class)
}

fn digits_end(text: &[u8], mut at: usize) -> usize {
    while is(text, at, Class::Digit) {
        at += 1;
    }
    at
}

fn letters_end(text: &[u8], mut at: usize) -> usize {
    while is(text, at, Class::Letter) {
        at += 1;
    }
    at
}

/// Whether the digits here could be part of a number of nine digits or more, of a National Insurance number, or a
/// postcode's.
fn number(text: &[u8], start: usize, end: usize) -> bool {
    postcode(text, end) || insurance(text, start, end) || long(text, start, end)
}

fn long(text: &[u8], start: usize, end: usize) -> bool {
    let mut count = end - start;
    let mut at = end;
    while count < 9 {
        let gap = text[at..]
            .iter()
            .take(6)
            .position(|byte| byte.is_ascii_digit())
            .unwrap_or(usize::MAX);
        let joined = gap != usize::MAX
            && text[at..at + gap].iter().all(|byte| {
                matches!(
                    byte,
                    b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'+' | b'\t' | b'\n' | b'\r'
                ) || *byte >= 0x80
            });
        if !joined {
            return false;
        }
        let from = at + gap;
        at = digits_end(text, from);
        count += at - from;
    }
    true
}

fn postcode(text: &[u8], end: usize) -> bool {
    let letter = |at: usize| {
        text.get(at)
            .map(u8::to_ascii_uppercase)
            .filter(u8::is_ascii_uppercase)
    };
    let (Some(first), Some(second)) = (letter(end), letter(end + 1)) else {
        return false;
    };
    let next = text.get(end + 2).is_some_and(u8::is_ascii_alphanumeric);
    let barred = |letter: u8| matches!(letter, b'C' | b'I' | b'K' | b'M' | b'O' | b'V');
    if next || barred(first) || barred(second) {
        return false;
    }
    let digit = end - 1;
    let gap = text[..digit]
        .iter()
        .rev()
        .take(9)
        .take_while(|byte| {
            matches!(byte, b' ' | b'-' | b'+' | b'_' | b'\t' | b'\n' | b'\r') || **byte >= 0x80
        })
        .count();
    let before = &text[..digit - gap];
    before.last().is_some_and(u8::is_ascii_alphanumeric)
        && (before.iter().rev().take(4).any(u8::is_ascii_digit) || before.ends_with(b"GIR"))
}

fn insurance(text: &[u8], start: usize, end: usize) -> bool {
    let head = &text[..start];
    let head = match head.last() {
        Some(b' ' | b'-' | b'.' | b'\t' | b'\n') => &head[..head.len() - 1],
        Some(byte) if *byte >= 0x80 => {
            &head[..head.len() - head.iter().rev().take_while(|byte| **byte >= 0x80).count()]
        }
        _ => head,
    };
    let barred = |byte: &u8| matches!(byte.to_ascii_uppercase(), b'D' | b'F' | b'I' | b'U' | b'V');
    let pair = head.last_chunk::<2>().is_some_and(|pair| {
        pair.iter()
            .all(|byte| byte.is_ascii_alphabetic() && !barred(byte))
            && !matches!(pair[1], b'o' | b'O')
    });
    let alone = !head
        .len()
        .checked_sub(3)
        .is_some_and(|at| head[at].is_ascii_alphanumeric());
    let mut last = end;
    if end - start == 2 {
        for _ in 0..2 {
            let gap = text[last..]
                .iter()
                .take(4)
                .take_while(|byte| !byte.is_ascii_alphanumeric())
                .count();
            let next = digits_end(text, last + gap);
            if gap == 0 || next - last - gap != 2 {
                return false;
            }
            last = next;
        }
    } else if end - start != 6 {
        return false;
    }
    let suffix = last
        + text[last..]
            .iter()
            .take(3)
            .take_while(|byte| !byte.is_ascii_alphanumeric())
            .count();
    let ends = text
        .get(suffix)
        .is_some_and(|byte| matches!(byte.to_ascii_uppercase(), b'A'..=b'D'))
        && !text.get(suffix + 1).is_some_and(u8::is_ascii_alphanumeric);
    pair && alone && ends
}

/// Whether the word here could be one of a detector's.
fn word(text: &[u8], start: usize, end: usize, digit: Option<usize>) -> bool {
    let length = (end - start).min(31);
    let first = text[start].to_ascii_lowercase();
    if LENGTHS[usize::from(first - b'a')] >> length & 1 == 0 {
        return false;
    }
    let word = &text[start..end];
    for (wants, words) in WORDS {
        if words
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
            && beside(*wants, text, start, end, digit)
        {
            return true;
        }
    }
    PRAISE.iter().any(|known| {
        word.get(..known.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(known.as_bytes()))
    })
}

fn beside(wants: Wants, text: &[u8], start: usize, end: usize, digit: Option<usize>) -> bool {
    match wants {
        Wants::Nothing => true,
        Wants::DigitBefore => digit.is_some_and(|digit| start - digit <= NEAR),
        Wants::DigitBehind => text[end..].iter().take(NEAR).any(u8::is_ascii_digit),
        Wants::Word => word_behind(text, end),
        Wants::CapitalWord => text[start].is_ascii_uppercase() && word_behind(text, end),
    }
}

/// Whether a word of two letters or more, or an initial, begins close behind; "Mr X" and the end of a sentence do not.
fn word_behind(text: &[u8], end: usize) -> bool {
    let gap = text[end..]
        .iter()
        .take(8)
        .take_while(|byte| {
            matches!(
                byte,
                b' ' | b'.' | b'&' | b'/' | b'+' | b'\t' | b'\n' | b'\r'
            )
        })
        .count();
    let from = end + gap;
    if gap == 0 || !(is(text, from, Class::Letter) || is(text, from, Class::Wide)) {
        return is(text, end, Class::Wide);
    }
    let single = !text
        .get(from + 1)
        .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    !single || matches!(text.get(from + 1), Some(b' ' | b'.' | b'\''))
}

fn sign(text: &[u8], at: usize) -> bool {
    if text[at] == b'%' {
        return text.get(at + 1..at + 3) == Some(b"40");
    }
    let before = at.checked_sub(1).map(|at| text[at]);
    let before = match before {
        Some(b' ') => at.checked_sub(2).map(|at| text[at]),
        before => before,
    };
    let behind = text.get(at + 1).copied().unwrap_or_default();
    before.is_some_and(|byte| {
        byte.is_ascii_alphanumeric() || byte >= 0x80 || b"!#$&'*+-=?^_`{|}~.".contains(&byte)
    }) && (behind.is_ascii_alphanumeric() || behind == b' ' || behind >= 0x80)
}

/// Whether a character that hides a detail begins here: see [`super::plain`].
fn hides(text: &[u8], at: usize) -> bool {
    match text[at..] {
        [0xC2, 0xAD, ..] | [0xD8, 0x9C, ..] => true,
        [0xE1, 0xA0, 0x8E, ..] => true,
        [0xE2, 0x80, 0x8B..=0x8F | 0xAA..=0xAE, ..] => true,
        [0xE2, 0x81, 0xA0..=0xAF, ..] => true,
        // Full-width forms, variation selectors and the byte order mark.
        [0xEF, 0xB8 | 0xBB | 0xBC | 0xBD, ..] => true,
        // Digits of other scripts.
        [0xD9, 0xA0..=0xA9, ..] | [0xDB, 0xB0..=0xB9, ..] | [0xE0, 0xA5, ..] | [0xF0, 0x9D, ..] => {
            true
        }
        _ => false,
    }
}
