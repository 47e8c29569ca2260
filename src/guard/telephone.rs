//! Telephone numbers: Ofcom's National Telephone Numbering Plan. A nought and nine or ten digits, of which the first says
//! what kind of number it is; +44, 0044 or 44 stand for the nought. Numbers of other countries by E.164: a plus and nine to
//! fifteen digits. Numbers for drama (01632 960000 to 960999, 07700 900000 to 900999 and others) lie in ordinary ranges.

use super::digits::{Group, begins, digits, ends};
use super::words::follows_word;
use super::{Kind, Match, Prepared};

/// Words before a number that say it is a reference, so that a chance checksum does not make it personal.
pub(super) const REFERENCES: &[&str] = &[
    "ref",
    "complaint",
    "complaints",
    "enquiry",
    "request",
    "foi",
    "refs",
    "reference",
    "case",
    "crm",
    "invoice",
    "order",
    "account",
    "acct",
    "id",
    "job",
    "ticket",
    "minute",
    "application",
    "licence",
    "report",
    "version",
];

/// Words before a number that say it is for ringing.
const LABELS: &[&str] = &[
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
];

/// The fewest digits of a number, without its area code.
const SHORTEST: usize = 6;

/// Area codes below which some numbers have only five digits (Ofcom's list of 4+5 codes).
const SHORT: &[&str] = &[
    "01204", "01208", "01254", "01276", "01297", "01298", "01363", "01364", "01384", "01386",
    "01404", "01420", "01460", "01461", "01480", "01488", "01524", "01527", "01562", "01566",
    "01606", "01629", "01635", "01647", "01659", "01695", "01697", "01726", "01744", "01750",
    "01768", "01827", "01837", "01884", "01900", "01905", "01935", "01946", "01949", "01963",
    "01995",
];

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for chain in &text.chains {
        let mut index = 0;
        while index < chain.len() {
            match longest(text, chain, index) {
                Some(to) => {
                    found.push(Match {
                        kind: Kind::Telephone,
                        range: opening(text.text, chain[index].start)..chain[to - 1].end,
                    });
                    index = to;
                }
                None => index += 1,
            }
        }
    }
}

/// Returns where the number begins with its plus and bracket.
fn opening(text: &str, start: usize) -> usize {
    text[..start].trim_end_matches(['(', '+']).len()
}

/// Returns the end of the longest number that begins with this group.
fn longest(text: &Prepared, chain: &[Group], from: usize) -> Option<usize> {
    if !begins(text.text, chain, from) && !follows_label(text, chain[from].start) {
        return None;
    }
    let mut longest = None;
    let mut total = 0;
    for to in from + 1..=chain.len().min(from + 12) {
        total += chain[to - 1].len();
        if total > 16 || to - from > 1 && !joins(text.text, chain[to - 2], chain[to - 1]) {
            break;
        }
        if total >= SHORTEST && ends(text.text, chain[to - 1].end) && fits(text, &chain[from..to]) {
            longest = Some(to);
        }
    }
    longest
}

/// A slash divides two numbers, or the parts of a date; it joins only an area code to what follows (01632/960123).
fn joins(text: &str, left: Group, right: Group) -> bool {
    let gap = &text[left.end..right.start];
    !gap.contains('+') && (!gap.contains('/') || left.len() == 5 && right.len() == 6 && gap == "/")
}

fn follows_label(text: &Prepared, start: usize) -> bool {
    follows_word(&text.words, start, LABELS, 16)
}

fn fits(text: &Prepared, groups: &[Group]) -> bool {
    let start = groups[0].start;
    let plus = text.text[..start].ends_with('+') || text.text[..start].ends_with("+(");
    let whole = groups.len() == 1;
    // Most lists of numbers end here, before anything is copied.
    let listed = groups.len() > 5
        && groups.iter().any(|group| group.len() == 1)
        && groups.iter().any(|group| group.len() > 1);
    if listed && !plus {
        return false;
    }
    let number = digits(text.text, groups);
    if let Some(national) = national(&number, plus) {
        let reference =
            whole && !number.starts_with("07") && follows_word(&text.words, start, REFERENCES, 24);
        return is_shaped(
            groups,
            plus || !number.starts_with('0') || number.starts_with("00"),
        ) && is_national(&national)
            && !reference;
    }
    if plus {
        return (9..=15).contains(&number.len())
            && !number.starts_with('0')
            && groups[0].len() <= 12;
    }
    lost_nought(text, groups, &number) || local(text, groups, &number)
}

/// Returns the number with a nought in the place of the country's code; nothing for another country's.
fn national(number: &str, plus: bool) -> Option<String> {
    let rest = if plus {
        number.strip_prefix("44")
    } else {
        match number.strip_prefix("0044") {
            Some(rest) => Some(rest),
            None if number.len() == 12 || number.len() == 13 => number.strip_prefix("44"),
            None => None,
        }
    };
    match rest {
        Some(rest) => Some(format!("0{}", rest.strip_prefix('0').unwrap_or(rest))),
        None if !plus && number.starts_with('0') => Some(number.into()),
        None => None,
    }
}

/// Returns whether the groups are those of a number and not of a list: an area code of three digits or more, then groups of
/// two or more; or one digit after the other.
fn is_shaped(groups: &[Group], coded: bool) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let single = lengths.len() > 8 && lengths.iter().all(|length| *length == 1);
    let first = lengths[0] >= if coded { 2 } else { 3 };
    let rest = lengths
        .iter()
        .skip(1)
        .enumerate()
        .all(|(at, length)| *length >= 2 || coded && at == 0);
    single || first && rest && lengths.len() <= if coded { 8 } else { 5 }
}

/// Returns whether these digits, a nought first, are in a range of the plan.
fn is_national(number: &str) -> bool {
    let third = number.as_bytes().get(2).copied().unwrap_or_default();
    if number.bytes().skip(1).all(|byte| byte == b'0') {
        return false;
    }
    match (number.len(), &number[..number.len().min(2)]) {
        (11, "01") => third != b'0',
        (10, "01") => SHORT.iter().any(|code| number.starts_with(code)),
        (11, "02") => matches!(third, b'0' | b'3' | b'4' | b'8' | b'9'),
        (11, "03") => matches!(third, b'0' | b'3' | b'4' | b'7'),
        (11, "05") => matches!(third, b'5' | b'6'),
        (11, "07") => true,
        (11, "08") => matches!(third, b'0' | b'4' | b'7'),
        (10, "08") => number.starts_with("0800"),
        (10, "05") => number.starts_with("0500"),
        (11, "09") => matches!(third, b'0' | b'1' | b'8'),
        _ => false,
    }
}

/// Spreadsheets drop a leading nought: ten digits that begin as a mobile number does, alone in a cell or after a word for
/// ringing.
fn lost_nought(text: &Prepared, groups: &[Group], number: &str) -> bool {
    let mobile = number.len() == 10
        && number.starts_with('7')
        && number
            .as_bytes()
            .get(1)
            .is_some_and(|byte| matches!(byte, b'1'..=b'5' | b'7'..=b'9'));
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let shaped = matches!(lengths.as_slice(), [10] | [4, 6] | [4, 3, 3]);
    let range = groups[0].start..groups[groups.len() - 1].end;
    let alone = text.text.trim().len() == range.len();
    mobile && shaped && (alone || follows_label(text, range.start))
}

/// A number without its area code is one only straight after a word for ringing.
fn local(text: &Prepared, groups: &[Group], number: &str) -> bool {
    let straight = follows_word(
        &text.words,
        groups[0].start,
        &["tel", "telephone", "mob", "mobile", "landline"],
        10,
    );
    let dated = number.starts_with("20") || number.starts_with("19");
    straight
        && matches!(number.len(), 6..=8)
        && groups.len() <= 2
        && !dated
        && groups.iter().all(|group| group.len() > 2)
}
