//! The code lists, the measures and the key of an observation.
//!
//! A [`Code`] is a small number that stands for a snake_case word; [`Codes`] gives the word back. All kinds of code
//! (services, outcomes, measures, …) share one table, so a key is a few numbers, cheap to copy and compare however many
//! observations there are. Words for people are not kept here: they stand in the language files.

mod built_in;
mod change;
mod claim;
mod codes;
mod hasher;
mod key;
mod measures;
mod nearest;
mod order;

pub use change::{Changes, Derived};
pub use claim::Claim;
pub use codes::{Code, Codes, code};
pub use hasher::{NumberMap, TextMap, TextSet};
pub use key::{Breakdowns, ObservationKey};
pub use measures::{AGAINST, MEASURES, Measure, NOT_CONSIDERED, ON_MERITS, Unit, measure};
pub use nearest::nearest;
pub use order::{Packed, in_order, periods};

use unicode_normalization::UnicodeNormalization;

/// A list of permitted codes. Each is also a section of candour.toml (`[natures.x]`), a column of the case table or a
/// breakdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// Kinds of contact: complaint, compliment, …
    Contact,
    /// Procedures: corporate, statutory_adults, …
    Procedure,
    /// Stages: informal, 1, 2, 3.
    Stage,
    /// Outcomes decided by the council.
    Outcome,
    /// Reasons why a complaint was refused.
    RefusalReason,
    /// What complaints are about.
    Nature,
    /// Who complained.
    Complainant,
    /// How it came in.
    Channel,
    /// What the resident got.
    Remedy,
    /// Themes of lessons.
    Theme,
    /// Ombudsmen, and `dfe` for schools.
    Ombudsman,
    /// An ombudsman's decision.
    Decision,
    /// The second level of a decision.
    DecisionReason,
    /// The Housing Ombudsman's findings.
    Finding,
    /// In time, late and the other tests of time.
    Timeliness,
    /// Bands of response days.
    ResponseBand,
    /// Groups of councils that figures are compared with.
    Group,
}

impl List {
    /// All lists.
    pub const ALL: [List; 17] = [
        List::Contact,
        List::Procedure,
        List::Stage,
        List::Outcome,
        List::RefusalReason,
        List::Nature,
        List::Complainant,
        List::Channel,
        List::Remedy,
        List::Theme,
        List::Ombudsman,
        List::Decision,
        List::DecisionReason,
        List::Finding,
        List::Timeliness,
        List::ResponseBand,
        List::Group,
    ];

    /// Returns the section of candour.toml and of a language file that names the list's codes: `outcomes`.
    pub fn section(self) -> &'static str {
        match self {
            List::Contact => "contacts",
            List::Procedure => "procedures",
            List::Stage => "stages",
            List::Outcome => "outcomes",
            List::RefusalReason => "refusal_reasons",
            List::Nature => "natures",
            List::Complainant => "complainants",
            List::Channel => "channels",
            List::Remedy => "remedies",
            List::Theme => "themes",
            List::Ombudsman => "ombudsmen",
            List::Decision => "decisions",
            List::DecisionReason => "decision_reasons",
            List::Finding => "findings",
            List::Timeliness => "timeliness",
            List::ResponseBand => "response_bands",
            List::Group => "groups",
        }
    }

    /// Returns the built-in codes with the other spellings that are read for them (compared without case, spaces,
    /// hyphens and underscores). A council adds its own in candour.toml.
    pub fn built_in(self) -> &'static [(&'static str, &'static [&'static str])] {
        built_in::built_in(self)
    }
}

/// Returns the list whose codes are the categories of this breakdown; nothing for `service` (nodes of the tree),
/// and for words that are no breakdown.
pub fn breakdown_list(breakdown: Code) -> Option<List> {
    Some(match breakdown {
        code::OUTCOME => List::Outcome,
        code::NATURE => List::Nature,
        code::COMPLAINANT => List::Complainant,
        code::CHANNEL => List::Channel,
        code::REMEDY => List::Remedy,
        code::TIMELINESS => List::Timeliness,
        code::RESPONSE_BAND => List::ResponseBand,
        code::REFUSAL_REASON => List::RefusalReason,
        code::NEXT_STAGE => List::Stage,
        code::OMBUDSMAN => List::Ombudsman,
        code::DECISION => List::Decision,
        code::DECISION_REASON => List::DecisionReason,
        code::FINDING => List::Finding,
        code::GROUP => List::Group,
        _ => return None,
    })
}

/// The breakdowns of contract 3, in alphabetical order.
pub const BREAKDOWNS: [Code; 15] = [
    code::CHANNEL,
    code::COMPLAINANT,
    code::DECISION,
    code::DECISION_REASON,
    code::FINDING,
    code::GROUP,
    code::NATURE,
    code::NEXT_STAGE,
    code::OMBUDSMAN,
    code::OUTCOME,
    code::REFUSAL_REASON,
    code::REMEDY,
    code::RESPONSE_BAND,
    code::SERVICE,
    code::TIMELINESS,
];

/// The most values that are read as printed as one: `upheld_or_partially_upheld` is two.
pub const MOST_JOINED: usize = 8;

/// Folds a spelling for comparison: small letters and digits only, so that "Part-upheld" and "part upheld" are one.
/// Characters that Unicode holds for the same are the same (NFKC): an accent typed apart, a letter of full width.
/// "&" is "and"; "%" is "percent" and "£" is "pounds", so that neither a share nor a sum of money is taken for a count.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| fold_into(&mut folded, c));
    } else {
        text.nfkc().for_each(|c| fold_into(&mut folded, c));
    }
    folded
}

/// Returns whether two different spellings are drawn alike: they are one after Unicode's compatibility normalisation.
pub fn looks_like(a: &str, b: &str) -> bool {
    a.nfkc().eq(b.nfkc())
}

fn fold_into(folded: &mut String, c: char) {
    match c {
        '&' => folded.push_str("and"),
        '%' => folded.push_str("percent"),
        '£' => folded.push_str("pounds"),
        c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_people_take_for_one_are_one() {
        assert_eq!(fold("Part-upheld"), fold("part  UPHELD"));
        assert_eq!(fold("Waste & Recycling"), fold("waste_and_recycling"));
        assert_ne!(fold("Stage 1"), fold("Stage 2"));
        assert_ne!(fold("% upheld"), fold("Upheld"));
        assert_ne!(fold("Received (£)"), fold("Received"));
        assert_eq!(fold("Upheld %"), fold("upheld_percent"));
    }

    #[test]
    fn characters_that_unicode_holds_for_the_same_are_the_same() {
        assert_eq!(fold("Caf\u{e9}"), fold("Cafe\u{301}"));
        assert_eq!(
            fold("Adult\u{a0}social\u{2009}care"),
            fold("adult social care")
        );
        assert_eq!(fold("T\u{177}\u{2019}r Cyngor"), fold("ty\u{302}'r cyngor"));
        assert_eq!(fold("\u{ff28}ousing o\u{fb03}ce"), fold("Housing office"));
        assert_ne!(fold("Caf\u{e9}"), fold("Cafe"));
    }
}
