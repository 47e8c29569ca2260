//! Small numbers told in words: "In Fostering two complaints were upheld" gives away what the table beside it hides.
//!
//! Where the policy hides small numbers, sentences that people wrote are read for a small number of complaints or people
//! together with a service. Whether it tells anything hidden only a person can say, so it is a warning, and the sentence can
//! be approved by its exact words, as names can.

use crate::config::Site;
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::guard::{Permitted, digest};
use std::ops::Range;

/// Words for numbers, from one on.
const NUMBERS: [&str; 9] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

/// What is counted, as words begin.
const COUNTED: [&str; 19] = [
    "adult",
    "applicant",
    "apolog",
    "carer",
    "case",
    "child",
    "complain",
    "famil",
    "parent",
    "patient",
    "payment",
    "people",
    "person",
    "pupil",
    "remed",
    "resident",
    "student",
    "tenant",
    "upheld",
];

/// How many words after a number what is counted may stand.
const NEAR: usize = 4;

/// Words after which a number names a thing and counts none: stage 2.
const NAMING: [&str; 12] = [
    "stage", "section", "page", "quarter", "part", "step", "rule", "level", "option", "chapter",
    "figure", "appendix",
];

/// Words before which a number measures time.
const TIME: [&str; 8] = [
    "working", "day", "week", "month", "year", "hour", "minute", "calendar",
];

/// Looks for small numbers in what people wrote.
pub(super) struct Told<'a> {
    threshold: i64,
    /// The services' names, each as its words.
    names: Vec<Vec<String>>,
    permitted: &'a Permitted,
}

impl<'a> Told<'a> {
    /// Prepares the look; nothing where the policy hides nothing.
    pub fn new(site: &Site, permitted: &'a Permitted) -> Option<Self> {
        let threshold = i64::from(site.disclosure.threshold);
        let services = site.services.iter();
        let names = services.flat_map(|one| one.aliases.iter().chain([&one.name]));
        let words = |name: &String| words(name).map(|(_, word)| word).collect();
        (threshold > 0).then(|| Told {
            threshold,
            names: names.map(words).collect(),
            permitted,
        })
    }

    /// Looks through a text that names the services it speaks of.
    pub fn in_text(&self, file: &str, text: &str, report: &mut Report) {
        for place in self.of(text, false) {
            let found = self.found(&text[place.clone()]);
            report.push(found.in_text(file, text, place));
        }
    }

    /// Looks through a text that belongs to a service.
    pub fn in_cell(&self, text: &str, place: &Location, report: &mut Report) {
        for sentence in self.of(text, true) {
            report.push(self.found(&text[sentence]).at(place.clone()));
        }
    }

    /// Returns the sentences that tell a small number of a service and are not approved.
    fn of(&self, text: &str, of_service: bool) -> Vec<Range<usize>> {
        let tells = |place: &Range<usize>| {
            let sentence = &text[place.clone()];
            let words: Vec<(usize, String)> = words(sentence).collect();
            (of_service || self.names_service(&words))
                && self.counts(sentence, &words)
                && !self.permitted.approves(sentence)
        };
        sentences(text).into_iter().filter(tells).collect()
    }

    fn names_service(&self, words: &[(usize, String)]) -> bool {
        let is = |name: &Vec<String>, at: usize| {
            let there = words[at..].iter().map(|(_, word)| word);
            !name.is_empty() && there.take(name.len()).eq(name.iter())
        };
        (0..words.len()).any(|at| self.names.iter().any(|name| is(name, at)))
    }

    fn counts(&self, sentence: &str, words: &[(usize, String)]) -> bool {
        (0..words.len()).any(|at| {
            let (from, word) = &words[at];
            let small = (1..self.threshold).contains(&number(sentence, *from, word));
            let begins = |word: &String, list: &[&str]| {
                let word = word.as_str();
                list.iter().any(|start| word.starts_with(start))
            };
            let after = &words[at + 1..];
            let named = at > 0 && NAMING.contains(&words[at - 1].1.as_str());
            let timed = after.first().is_some_and(|(_, next)| begins(next, &TIME));
            let of_some = after
                .iter()
                .take(NEAR)
                .any(|(_, next)| begins(next, &COUNTED));
            small && !named && !timed && of_some
        })
    }

    fn found(&self, sentence: &str) -> Diagnostic {
        Diagnostic::warning(
            rule::SMALL_NUMBER_TOLD,
            "this sentence tells a small number of a service's complaints or people, which the tables may hide",
        )
        .help(format!(
            "say it without the number (\"some\", \"a few\"), or, where it tells nothing that is hidden, approve the sentence in approvals.toml:\n    [[approved]]\n    hash = \"{}\"\n    who = \"\"\n    when = \"\"",
            digest(sentence)
        ))
    }
}

/// Returns the number that a word is; nought for none. Digits that belong to a date, a decimal or a share are none.
fn number(sentence: &str, from: usize, word: &str) -> i64 {
    if let Some(at) = NUMBERS.iter().position(|number| *number == word) {
        return at as i64 + 1;
    }
    let joined = |c: char| matches!(c, '.' | ',' | '/' | '-' | ':' | '£' | '%');
    let before = sentence[..from].chars().next_back();
    let mut after = sentence[from + word.len()..].chars();
    let next = after.next();
    let behind = next.filter(|c| joined(*c)).and_then(|_| after.next());
    let apart = !before.is_some_and(joined)
        && next != Some('%')
        && !behind.is_some_and(|c| c.is_ascii_digit());
    word.parse().ok().filter(|_| apart).unwrap_or_default()
}

/// Returns the words of a text in small letters, with where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric())
        .map(move |word| {
            let from = text[at..].find(word).map_or(at, |found| at + found);
            at = from + word.len();
            (from, word.to_lowercase())
        })
        .filter(|(_, word)| !word.is_empty())
}

/// Returns the sentences of a text: up to a full stop with a space behind it, an empty line, or a line that begins a
/// heading, a row or an item.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ends = Vec::new();
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let stops = matches!(byte, b'.' | b'!' | b'?') && next.is_ascii_whitespace();
        let breaks = *byte == b'\n' && matches!(next, b'\n' | b'\r' | b'#' | b'-' | b'*' | b'|');
        if stops || breaks {
            ends.push(at + 1);
        }
    }
    ends.push(text.len());
    let mut from = 0;
    let mut found = Vec::new();
    for end in ends {
        let part = &text[from..end];
        let start = from + (part.len() - part.trim_start().len());
        let stop = from + part.trim_end().len();
        if start < stop {
            found.push(start..stop);
        }
        from = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Told;
    use crate::guard::{Permitted, digest};

    fn told(text: &str, of_service: bool, approved: &[&str]) -> Vec<String> {
        let approved = approved.iter().map(|text| digest(text));
        let permitted = Permitted::new([], approved);
        let told = Told {
            threshold: 5,
            names: vec![
                vec!["fostering".into()],
                vec!["housing".into(), "repairs".into()],
            ],
            permitted: &permitted,
        };
        let found = told.of(text, of_service);
        found
            .into_iter()
            .map(|place| text[place].to_owned())
            .collect()
    }

    #[test]
    fn a_small_number_of_complaints_beside_a_service_is_told() {
        for text in [
            "In Fostering two complaints were upheld.",
            "Three families complained about housing\nrepairs.",
            "Of the complaints about Fostering, 1 was upheld.",
            "| Fostering | 4 complaints |",
        ] {
            assert_eq!(told(text, false, &[]).len(), 1, "{text}");
        }
    }

    #[test]
    fn other_numbers_and_other_services_are_not_told() {
        for text in [
            "In Fostering 12 complaints were upheld.",
            "Two complaints were upheld.",
            "Fostering answers stage 2 complaints within 25 working days.",
            "Fostering answers complaints within two working days.",
            "On 3/4/2024 Fostering met families.",
            "Fostering upheld 2.5 % of complaints and 4% of cases.",
        ] {
            assert_eq!(told(text, false, &[]), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_text_of_a_service_need_not_name_it() {
        let text = "We met them. Two residents told us so.";
        assert_eq!(told(text, true, &[]), ["Two residents told us so."]);
    }

    #[test]
    fn an_approved_sentence_passes() {
        let text = "In Fostering two complaints were upheld.";
        assert_eq!(told(text, false, &[text]), [""; 0]);
    }
}
