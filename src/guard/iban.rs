//! International bank account numbers: ISO 13616. Country, two check digits and the country's own number of characters;
//! with the first four moved to the end and letters as 10 to 35, the rest of a division by 97 is 1.

use super::words::{after, before};
use super::{Kind, Match, Prepared};

/// The length by country, of the registry's countries that councils meet.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SC", 31),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for chain in &text.chains {
        for group in chain {
            let Some(start) = group.start.checked_sub(2) else {
                continue;
            };
            let clear = before(text.text, start).is_none_or(|byte| !byte.is_ascii_alphanumeric());
            if group.len() >= 2
                && clear
                && let Some(end) = end(text.text, start)
            {
                found.push(Match {
                    kind: Kind::Iban,
                    range: start..end,
                });
            }
        }
    }
}

/// Returns where the number that begins here ends.
fn end(text: &str, start: usize) -> Option<usize> {
    let country = text.get(start..start + 2)?.to_ascii_uppercase();
    let length = LENGTHS.iter().find(|(code, _)| *code == country)?.1;
    let mut number = String::with_capacity(length);
    let mut at = start;
    while number.len() < length {
        match after(text, at)? {
            byte if byte.is_ascii_alphanumeric() => {
                number.push(char::from(byte.to_ascii_uppercase()))
            }
            b' ' | b'-' if after(text, at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric()) => {
            }
            _ => return None,
        }
        at += 1;
    }
    let clear = after(text, at).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (clear && remainder(&number) == 1).then_some(at)
}

fn remainder(number: &str) -> u32 {
    let (head, tail) = number.split_at(4);
    tail.chars().chain(head.chars()).fold(0, |rest, c| {
        let value = c.to_digit(36).unwrap_or_default();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    })
}
