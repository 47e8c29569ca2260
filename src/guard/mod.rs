//! Finds personal data in a text.
//!
//! Knows nothing of tables or pages: it is given a text and says what in it looks like a person's own detail, of which
//! [`Kind`], and where. Kinds with a fixed shape (an e-mail address, a telephone number) are told by the standard that
//! fixes it, one file each; the soft kinds (a title with a name, a house number with a street) by the words around them.
//! What may be printed all the same stands in [`Permitted`].
//!
//! A text goes through three steps, each for the few that pass the one before. [`quick`] looks once at every byte for
//! anything a detector could begin from; nearly all text of a site ends there. [`plain`] undoes what people and
//! spreadsheets do to details without meaning it: no-break spaces, characters without width, full-width digits. Then the
//! detectors run. Each looks a bounded way to both sides of where it begins, so time grows with the text and no faster.

mod card;
mod date_of_birth;
mod digits;
mod email;
mod iban;
mod mask;
mod name;
mod national_insurance;
mod nhs;
mod ombudsmen;
mod permitted;
mod plain;
mod postcode;
mod praise;
mod quick;
mod street;
mod telephone;
mod uprn;
mod words;

pub use mask::mask;
pub use permitted::{Permitted, digest};

use digits::Group;
use plain::Plain;
use std::ops::Range;
use words::Word;

/// What a detail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
    /// A National Insurance number.
    NationalInsurance,
    /// An NHS number, or a Scottish CHI number, which is built alike.
    Nhs,
    /// A whole postcode.
    Postcode,
    /// A date beside a word for birth.
    DateOfBirth,
    /// A property's number beside the word UPRN.
    Uprn,
    /// The number of a payment card.
    Card,
    /// An international bank account number.
    Iban,
    /// A title with a name.
    Name,
    /// A house number with a street, or a flat with its house.
    Address,
    /// A first name beside praise or blame.
    FirstName,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 12] = [
        Kind::Email,
        Kind::Telephone,
        Kind::NationalInsurance,
        Kind::Nhs,
        Kind::Postcode,
        Kind::DateOfBirth,
        Kind::Uprn,
        Kind::Card,
        Kind::Iban,
        Kind::Name,
        Kind::Address,
        Kind::FirstName,
    ];

    /// Returns the kind's code, as machine output has it.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Email => "email",
            Kind::Telephone => "telephone",
            Kind::NationalInsurance => "national_insurance",
            Kind::Nhs => "nhs",
            Kind::Postcode => "postcode",
            Kind::DateOfBirth => "date_of_birth",
            Kind::Uprn => "uprn",
            Kind::Card => "card",
            Kind::Iban => "iban",
            Kind::Name => "name",
            Kind::Address => "address",
            Kind::FirstName => "first_name",
        }
    }

    /// Returns the kind in words, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Email => "an e-mail address",
            Kind::Telephone => "a telephone number",
            Kind::NationalInsurance => "a National Insurance number",
            Kind::Nhs => "an NHS number",
            Kind::Postcode => "a postcode",
            Kind::DateOfBirth => "a date of birth",
            Kind::Uprn => "a property's reference number (UPRN)",
            Kind::Card => "a payment card's number",
            Kind::Iban => "a bank account number (IBAN)",
            Kind::Name => "a title with a name",
            Kind::Address => "a house number with a street",
            Kind::FirstName => "a first name beside praise or blame",
        }
    }

    /// Returns whether the kind has no fixed shape, so that a person must decide; such findings can be approved.
    pub fn is_soft(self) -> bool {
        matches!(self, Kind::Name | Kind::Address | Kind::FirstName)
    }
}

/// A detail that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// The detail in one spelling, so that all spellings of it compare equal. Never shown.
    value: String,
}

impl Finding {
    /// Returns the detail in one spelling. It is personal: for comparing, never for showing.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Returns the finding's text with all but its first letters masked.
    pub fn masked(&self, text: &str) -> String {
        mask::masked(self.kind, text.get(self.range.clone()).unwrap_or_default())
    }
}

/// A text made ready for the detectors.
struct Prepared<'t> {
    text: &'t str,
    words: Vec<Word<'t>>,
    /// Digits that stand close together, a number's groups.
    chains: Vec<Vec<Group>>,
}

/// A match of a detector, in the prepared text.
struct Match {
    kind: Kind,
    range: Range<usize>,
}

/// The detectors, in the order in which they win where two match the same place.
const DETECTORS: [fn(&Prepared, &mut Vec<Match>); 12] = [
    email::find,
    iban::find,
    national_insurance::find,
    postcode::find,
    date_of_birth::find,
    uprn::find,
    telephone::find,
    nhs::find,
    card::find,
    street::find,
    name::find,
    praise::find,
];

/// The longest piece that is looked at as one, so that a long text costs no more a byte than a short one.
const PIECE: usize = 4096;

/// Finds every detail in a text, in the order of their places. Of two that overlap the first detector's stays.
pub fn find(text: &str) -> Vec<Finding> {
    if text.len() <= PIECE {
        return found_in(text, 0);
    }
    let mut found = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let to = cut(text, from);
        found.extend(found_in(&text[from..to], from));
        from = to;
    }
    found
}

/// Returns where a piece that begins at `from` ends: at the end of a paragraph, a line or a word.
fn cut(text: &str, from: usize) -> usize {
    if text.len() - from <= PIECE {
        return text.len();
    }
    let end = (from..=from + PIECE)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len());
    let piece = &text[from..end];
    let half = piece.len() / 2;
    let at = |ending: &str| {
        piece
            .rfind(ending)
            .map(|at| at + ending.len())
            .filter(|at| *at > half)
    };
    let kept = at("\n\n")
        .or_else(|| at("\n"))
        .or_else(|| at(". "))
        .or_else(|| at(" "));
    from + kept.unwrap_or(piece.len())
}

/// Finds every detail in a cell, with its column's heading for a word that says what a number is ("Date of birth").
pub fn find_beside(heading: &str, cell: &str) -> Vec<Finding> {
    if heading.is_empty()
        || !cell
            .bytes()
            .any(|byte| byte.is_ascii_digit() || byte >= 0x80)
    {
        return find(cell);
    }
    let before = format!("{heading}: ");
    let mut found = find(&format!("{before}{cell}"));
    found.retain_mut(|one| {
        let inside = one.range.start >= before.len();
        if inside {
            one.range = one.range.start - before.len()..one.range.end - before.len();
        }
        inside
    });
    found
}

/// Returns whether a text could hold any detail; for most text the answer is no, and costs little.
pub fn may_hold(text: &str) -> bool {
    quick::may_hold(text.as_bytes())
}

fn found_in(text: &str, offset: usize) -> Vec<Finding> {
    if !may_hold(text) {
        return Vec::new();
    }
    let plain = Plain::of(text);
    let prepared = Prepared {
        text: &plain.text,
        words: words::words(&plain.text),
        chains: digits::chains(&plain.text),
    };
    let mut kept: Vec<Match> = Vec::new();
    let mut matches = Vec::new();
    for detector in DETECTORS {
        detector(&prepared, &mut matches);
        for one in matches.drain(..) {
            let apart = |other: &Match| {
                one.range.end <= other.range.start || other.range.end <= one.range.start
            };
            if kept.iter().all(apart) {
                kept.push(one);
            }
        }
    }
    kept.sort_by_key(|one| one.range.start);
    kept.into_iter()
        .map(|one| Finding {
            kind: one.kind,
            value: permitted::one_spelling(one.kind, &plain.text[one.range.clone()]),
            range: plain.original(one.range.start) + offset
                ..plain.original_end(one.range.end) + offset,
        })
        .collect()
}
