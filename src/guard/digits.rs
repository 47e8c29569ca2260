//! Digits that stand close together: the groups in which people write long numbers.

/// A run of digits without anything between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Group {
    /// Returns how many digits it has.
    pub fn len(self) -> usize {
        self.end - self.start
    }
}

/// The widest gap within a number: `01632) - 960`.
const GAP: usize = 3;

/// Returns the digits of a text as chains of groups. Between two groups of a chain stand at most three signs that people
/// put into numbers.
pub(super) fn chains(text: &str) -> Vec<Vec<Group>> {
    let bytes = text.as_bytes();
    let mut chains: Vec<Vec<Group>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let group = Group { start, end: at };
        match chains.last_mut() {
            Some(chain) if joins(bytes, chain, start) => chain.push(group),
            _ => chains.push(vec![group]),
        }
    }
    chains
}

fn joins(bytes: &[u8], chain: &[Group], start: usize) -> bool {
    let end = chain.last().map_or(start, |group| group.end);
    start - end <= GAP
        && bytes[end..start]
            .iter()
            .all(|byte| matches!(byte, b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'+'))
}

/// Returns the digits of these groups.
pub(super) fn digits(text: &str, groups: &[Group]) -> String {
    groups
        .iter()
        .map(|group| &text[group.start..group.end])
        .collect()
}

/// Returns whether a number can begin with this group: no letter, amount or other number leads into it.
pub(super) fn begins(text: &str, chain: &[Group], index: usize) -> bool {
    let bytes = text.as_bytes();
    let mut at = chain[index].start;
    while at > 0 && matches!(bytes[at - 1], b'(' | b'+') {
        at -= 1;
    }
    let before = at.checked_sub(1).map(|at| bytes[at]);
    let clear = match before {
        None | Some(b' ') => true,
        Some(b'.' | b',') => !at
            .checked_sub(2)
            .is_some_and(|at| bytes[at].is_ascii_digit()),
        // The last byte of a pound or euro sign, or of a letter with an accent.
        Some(byte) if byte >= 0x80 => false,
        Some(b'$') => false,
        Some(byte) => !byte.is_ascii_alphanumeric(),
    };
    let led_in = index > 0 && {
        let gap = &text[chain[index - 1].end..chain[index].start];
        gap.contains(['-', '.']) && !gap.contains(' ')
    };
    clear && !led_in
}

/// Returns whether a number can end with this group.
pub(super) fn ends(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(end).copied();
    let digit_after = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    match next {
        None => true,
        Some(b'.' | b',' | b'-') => !digit_after,
        Some(b'%' | b'_') => false,
        Some(byte) => !byte.is_ascii_alphanumeric(),
    }
}

/// Returns whether the gaps between these groups are all one space or one hyphen.
pub(super) fn evenly_spaced(text: &str, groups: &[Group]) -> bool {
    groups
        .windows(2)
        .all(|pair| matches!(&text[pair[0].end..pair[1].start], " " | "-" | " - "))
}
