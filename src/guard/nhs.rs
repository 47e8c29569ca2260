//! NHS numbers: the NHS Data Dictionary's modulus 11. Ten digits, often 3-3-4; the first nine weigh 10 down to 2, and
//! eleven less the rest of their sum by 11 is the tenth (11 counts as 0, and 10 is never given out). Scotland's CHI and
//! Northern Ireland's Health and Care numbers are checked alike.

use super::digits::{begins, digits, ends, evenly_spaced};
use super::words::follows_word;
use super::{Kind, Match, Prepared, telephone};

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for chain in &text.chains {
        for index in 0..chain.len() {
            let groups = match chain[index].len() {
                10 => &chain[index..=index],
                3 => match chain.get(index..index + 3) {
                    Some(three)
                        if three[1].len() == 3
                            && three[2].len() == 4
                            && evenly_spaced(text.text, three) =>
                    {
                        three
                    }
                    _ => continue,
                },
                _ => continue,
            };
            let (start, end) = (groups[0].start, groups[groups.len() - 1].end);
            // "NHSno4301239871" and "NHS-999…": the label may touch the number.
            let labelled = labelled(text, start);
            let clear = (begins(text.text, chain, index) || labelled) && ends(text.text, end);
            let reference =
                groups.len() == 1 && follows_word(&text.words, start, telephone::REFERENCES, 24);
            if clear && (labelled || !reference) && is_number(&digits(text.text, groups)) {
                found.push(Match {
                    kind: Kind::Nhs,
                    range: start..end,
                });
            }
        }
    }
}

fn labelled(text: &Prepared, start: usize) -> bool {
    let last = text.words.partition_point(|word| word.end <= start);
    text.words[..last].last().is_some_and(|word| {
        start - word.end <= 2
            && word
                .text
                .get(..3)
                .is_some_and(|head| head.eq_ignore_ascii_case("nhs"))
    })
}

/// Returns whether ten digits are such a number.
fn is_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = values
        .iter()
        .take(9)
        .zip((2..=10).rev())
        .map(|(value, weight)| value * weight)
        .sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        check => check,
    };
    values.iter().any(|value| *value > 0) && values.get(9) == Some(&check)
}
