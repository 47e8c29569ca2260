//! One look at each byte of a text: could any detector begin here?
//!
//! Nearly all text of a site holds nothing, and a site has tens of megabytes of it, so this decides what the guard costs. It
//! must never say no where a detector would say yes, which a test tries with every detail of the corpus; that it sometimes
//! says yes to nothing costs only time. Digits are counted in runs and words are compared by their first letter and length.

use std::sync::LazyLock;

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
        } else if this.is_ascii_alphabetic() || this == b'_' {
            // Codes such as open_at_start are one word.
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
    /// Anything but "of": a kind of complaint is no praise.
    NoOf,
    /// A bracket that closes: an address with its sign in brackets.
    Bracket,
    /// A word straight behind it.
    Word,
    /// Capital letters or its own, and a word behind it: titles that are small words too.
    CapitalWord,
    /// A number before it, with nothing but words between.
    Number,
    /// A digit straight behind it.
    DigitBehind,
    /// A digit a little before or behind it.
    DigitNear,
}

/// The words, by what they want.
const WORDS: &[(Wants, &str)] = &[
    (Wants::NoOf, "kind"),
    (Wants::Bracket, "at"),
    (Wants::Word, "mr mrs ms mx dr cllr"),
    (
        Wants::CapitalWord,
        "miss mister madam doctor prof professor rev revd reverend sir dame lord lady councillor canon imam rabbi",
    ),
    (
        Wants::Number,
        "street st road rd avenue ave av lane ln close cl drive crescent cres court ct place way gardens gdns terrace grove \
         square sq hill walk mews row view rise green park parade broadway vale croft fold meadow meadows mount villas \
         cottages buildings quay wharf wynd brae esplanade promenade yard gate bank end drove chase heights common path \
         circus garth dale field fields orchard house tower towers lodge point mansions apartments mill dr",
    ),
    (
        Wants::DigitBehind,
        "tel telephone phone phoned mobile mob fax landline ring rang call called text whatsapp",
    ),
    (
        Wants::DigitNear,
        "uprn uprns dob birth birthdate birthday born ni nino nin insurance reference",
    ),
    (
        Wants::Nothing,
        "dot star gem hero best great praise credit angel angels beyond legend legends cheers kudos rude lied lazy",
    ),
];

/// Beginnings of longer words that praise or blame.
const PRAISE: &str = "thank grateful gratitude brilliant helpful excellent amazing fantastic wonderful caring patient \
professional superb lovely appreciat outstanding friendly supportive courteous polite compassionate marvellous incredibl \
terrific pleasure delight exceptional invaluable lifesaver knowledgeable reassuring efficient stars credits praised heroes \
gems kinder kindest kindly kindness rudely rudeness dismissive unhelpful unprofessional arrogan abrupt patronis condescend aggressive \
incompetent disrespect bullied bully useless ignored spoke";

/// The words by their first two letters.
struct Table {
    /// For each pair of letters a bit for every length that one of the words has; longer words that a beginning fits too.
    lengths: [u32; 26 * 26],
    words: Vec<Vec<(&'static str, Wants)>>,
    beginnings: Vec<Vec<&'static str>>,
}

/// The longest word that is looked at; its length is a bit of a number.
const LONGEST: usize = 31;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        lengths: [0; 26 * 26],
        words: vec![Vec::new(); 26 * 26],
        beginnings: vec![Vec::new(); 26 * 26],
    };
    // "well done" praises; "well" alone does not.
    let words = WORDS
        .iter()
        .flat_map(|(wants, words)| words.split_whitespace().map(|word| (word, *wants)));
    for (word, wants) in words.chain([("well", Wants::Word)]) {
        let pair = pair(word.as_bytes()).unwrap_or_default();
        table.lengths[pair] |= 1 << word.len();
        table.words[pair].push((word, wants));
    }
    for word in PRAISE.split_whitespace() {
        let pair = pair(word.as_bytes()).unwrap_or_default();
        table.lengths[pair] |= u32::MAX << word.len();
        table.beginnings[pair].push(word);
    }
    table
});

/// Returns the number of a word's first two letters; nothing for other signs.
fn pair(word: &[u8]) -> Option<usize> {
    let letter = |at: usize| {
        let letter = word.get(at)?.to_ascii_lowercase().wrapping_sub(b'a');
        (letter < 26).then_some(usize::from(letter))
    };
    Some(letter(0)? * 26 + letter(1)?)
}

/// How near a digit must stand to a word that wants one.
const NEAR: usize = 48;

/// Returns whether any detector could find something.
pub(super) fn may_hold(text: &[u8]) -> bool {
    let table = &*TABLE;
    let mut at = 0;
    let mut digit = None;
    while let Some(&byte) = text.get(at) {
        match CLASSES[byte as usize] {
            Class::Other => at = run_end(text, at + 1, Class::Other),
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
                if word(table, text, at, end, digit) {
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

/// Returns where the run of this class that is here ends.
fn run_end(text: &[u8], at: usize, class: Class) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest
        .iter()
        .position(|byte| CLASSES[*byte as usize] != class)
        .unwrap_or(rest.len());
    at + length
}

fn digits_end(text: &[u8], at: usize) -> usize {
    run_end(text, at, Class::Digit)
}

fn letters_end(text: &[u8], at: usize) -> usize {
    run_end(text, at, Class::Letter)
}

/// Whether the digits here could be part of a number of nine digits or more, of a National Insurance number, or a
/// postcode's.
fn number(text: &[u8], start: usize, end: usize) -> bool {
    // Most numbers end here: a short one, with nothing behind it that goes on.
    match text.get(end) {
        Some(byte) if byte.is_ascii_alphabetic() => {
            if postcode(text, end) {
                return true;
            }
        }
        Some(b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'+' | b'\t' | b'\n' | b'\r' | 0x80..) => {}
        _ => return end - start >= 9,
    }
    matches!(end - start, 2 | 6) && insurance(text, start, end) || long(text, start, end)
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
    if !pair {
        return false;
    }
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
    alone && ends
}

/// Whether the word here could be one of a detector's.
fn word(table: &Table, text: &[u8], start: usize, end: usize, digit: Option<usize>) -> bool {
    let word = &text[start..end];
    let Some(pair) = pair(word) else {
        return word.eq_ignore_ascii_case(b"b") && initials(text, start);
    };
    if table.lengths[pair] >> word.len().min(LONGEST) & 1 == 0 {
        return false;
    }
    let begins = |known: &&str| {
        word.get(..known.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(known.as_bytes()))
    };
    table.words[pair].iter().any(|(known, wants)| {
        word.eq_ignore_ascii_case(known.as_bytes()) && beside(*wants, text, start, end, digit)
    }) || table.beginnings[pair].iter().any(begins)
}

/// Whether the b here ends D.O.B.
fn initials(text: &[u8], b: usize) -> bool {
    b >= 4 && text[b - 2].eq_ignore_ascii_case(&b'o') && text[b - 4].eq_ignore_ascii_case(&b'd')
        || b >= 2 && text[b - 1] >= 0x80
}

fn beside(wants: Wants, text: &[u8], start: usize, end: usize, digit: Option<usize>) -> bool {
    match wants {
        Wants::Nothing => true,
        Wants::NoOf => !text[end..].starts_with(b" of "),
        Wants::Bracket => matches!(text.get(end), Some(b')' | b']' | b'}' | b'>')),
        Wants::Number => digit.is_some_and(|digit| numbered(&text[digit..start])),
        Wants::DigitBehind => {
            let near = text[end..].iter().take(20);
            let mut near = near.take_while(|byte| !matches!(byte, b'"' | b',' | b'<' | b';'));
            near.any(u8::is_ascii_digit)
        }
        Wants::DigitNear => {
            digit.is_some_and(|digit| start - digit <= NEAR)
                || text[end..].iter().take(NEAR).any(u8::is_ascii_digit)
        }
        Wants::Word => word_behind(text, end),
        Wants::CapitalWord => {
            // A name begins with a capital, or with de, van or von.
            let name = text[end..]
                .iter()
                .take(8)
                .find(|byte| !matches!(byte, b' ' | b'.' | b'\t' | b'\n' | b'\r'));
            let capital =
                name.is_some_and(|byte| !byte.is_ascii_lowercase() || matches!(byte, b'd' | b'v'));
            text[start].is_ascii_uppercase() && capital && word_behind(text, end)
        }
    }
}

/// Whether only words stand between a number and its street. A comma may follow the number (14, Rowan Avenue).
fn numbered(between: &[u8]) -> bool {
    between.len() <= 2 * NEAR
        && between.iter().enumerate().all(|(at, byte)| {
            byte.is_ascii_alphabetic()
                || *byte >= 0x80
                || matches!(byte, b' ' | b'\'' | b'-' | b'.' | b'\t' | b'\n' | b'\r')
                || at < 3 && *byte == b','
        })
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
