//! Payment cards: ISO/IEC 7812. Thirteen to nineteen digits that begin with an issuer's number and whose last digit makes
//! the sum by Luhn's rule a multiple of ten.

use super::digits::{Group, begins, digits, ends, evenly_spaced};
use super::words::follows_word;
use super::{Kind, Match, Prepared, telephone};

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for chain in &text.chains {
        let mut index = 0;
        while index < chain.len() {
            match (index + 1..=chain.len().min(index + 5))
                .rev()
                .find(|&to| fits(text, chain, index, to))
            {
                Some(to) => {
                    found.push(Match {
                        kind: Kind::Card,
                        range: chain[index].start..chain[to - 1].end,
                    });
                    index = to;
                }
                None => index += 1,
            }
        }
    }
}

fn fits(text: &Prepared, chain: &[Group], from: usize, to: usize) -> bool {
    let groups = &chain[from..to];
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let shaped = match lengths.as_slice() {
        [13..=19] | [4, 6, 4 | 5] => true,
        [head @ .., last] if !head.is_empty() => {
            head.iter().all(|length| *length == 4) && *last <= 4
        }
        _ => false,
    };
    if !shaped || !evenly_spaced(text.text, groups) {
        return false;
    }
    let number = digits(text.text, groups);
    let reference =
        groups.len() == 1 && follows_word(&text.words, groups[0].start, telephone::REFERENCES, 24);
    begins(text.text, chain, from)
        && ends(text.text, groups[groups.len() - 1].end)
        && !reference
        && is_issued(&number)
        && adds_up(&number)
}

/// Returns whether the number begins as those of the issuers that are in use do, and has their length.
fn is_issued(number: &str) -> bool {
    let head = |digits: usize| {
        number
            .get(..digits)
            .and_then(|head| head.parse::<u32>().ok())
            .unwrap_or_default()
    };
    match (number.len(), head(1), head(2), head(4)) {
        // Visa.
        (13 | 16 | 19, 4, ..) => true,
        // Mastercard.
        (16, _, 51..=55, _) | (16, _, _, 2221..=2720) => true,
        // American Express.
        (15, _, 34 | 37, _) => true,
        // Diners Club, Discover, JCB, UnionPay and Maestro.
        (14, _, 30 | 36 | 38 | 39, _) | (16, _, 30 | 35 | 36 | 38 | 39, _) => true,
        (13..=19, _, 50 | 56..=69, _) => true,
        _ => false,
    }
}

/// Returns whether the digits add up by Luhn's rule.
fn adds_up(number: &str) -> bool {
    let sum: u32 = number
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10) && number.bytes().any(|byte| byte != b'0')
}
