//! What a site shows at all.
//!
//! A cube holds every figure that could be made of the cases, by every procedure, breakdown and period. Pages show a fifth of
//! it. What stands nowhere needs no proof, and may be any number when other counts are others; so the first thing that
//! protects people is that it is not published.
//!
//! It is kinds of figures that are in reach or out of it, never single ones: a figure must not be missing because of its
//! number.

use super::mask::DAYS;
use crate::vocabulary::{Code, Codes, NumberMap, ObservationKey, code};
use std::collections::HashMap;

/// The kinds of figures that pages and files show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Nothing where all figures are in reach.
    kinds: Option<Kinds>,
}

/// Asked for every figure, several times.
type Kinds = NumberMap<Kind, ()>;

/// A kind of figure: whatever service, period within a year or without, and category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    contact: Code,
    procedure: Code,
    stage: Code,
    measure: Code,
    breakdowns: [Option<Code>; 3],
    whole_council: bool,
    year: bool,
}

impl Kind {
    fn of(key: &ObservationKey) -> Self {
        Kind {
            contact: key.contact,
            procedure: key.procedure,
            stage: key.stage,
            measure: key.measure,
            breakdowns: key.breakdown_names(),
            whole_council: key.service == code::ALL,
            year: key.period.quarters().is_some(),
        }
    }
}

impl Reach {
    /// Returns the reach of a site that shows these figures. What a share or a change is made of is in reach with it.
    pub fn of<'a>(shown: impl Iterator<Item = &'a ObservationKey>, codes: &Codes) -> Self {
        let mut bases: HashMap<Code, Code> = HashMap::new();
        let mut kinds = Kinds::default();
        for key in shown {
            let base = *bases
                .entry(key.measure)
                .or_insert_with(|| base(key.measure, codes));
            let mut key = key.measure(base);
            if DAYS.contains(&base) {
                // A mean is printed with the number of answers that it is over.
                key = key.measure(code::RESPONDED);
            }
            kinds.insert(Kind::of(&key), ());
            let parts = key.breakdowns.iter().flatten();
            kinds.extend(parts.map(|pair| (Kind::of(&key.without(pair.0)), ())));
        }
        Reach { kinds: Some(kinds) }
    }

    /// Returns whether figures of this kind are shown.
    pub fn has(&self, key: &ObservationKey) -> bool {
        self.kinds
            .as_ref()
            .is_none_or(|kinds| kinds.contains_key(&Kind::of(key)))
    }
}

/// Returns the measure that a share, a change or a mean is made of.
fn base(measure: Code, codes: &Codes) -> Code {
    let mut word = codes.word(measure);
    for ending in ["_percent", "_change"] {
        word = word.strip_suffix(ending).unwrap_or(word);
    }
    codes.get(word).unwrap_or(measure)
}

#[cfg(test)]
mod tests {
    use super::Reach;
    use crate::period::Period;
    use crate::vocabulary::{Codes, ObservationKey, code};

    fn received(procedure: crate::vocabulary::Code, year: u16) -> ObservationKey {
        ObservationKey::complaints(
            code::ALL,
            Period::Year(year),
            procedure,
            code::STAGE_1,
            code::RECEIVED,
        )
    }

    #[test]
    fn a_kind_of_figure_is_in_reach_for_every_period_and_no_other_kind_is() {
        let codes = Codes::default();
        let shown = received(code::ALL, 2024);
        let reach = Reach::of([shown].iter(), &codes);
        assert!(reach.has(&received(code::ALL, 2021)));
        assert!(!reach.has(&received(code::CORPORATE, 2024)));
        assert!(!reach.has(&shown.measure(code::ACCEPTED)));
    }

    #[test]
    fn the_base_of_a_breakdown_is_in_reach_with_it() {
        let codes = Codes::default();
        let shown = received(code::ALL, 2024).with(&codes, code::OUTCOME, code::UPHELD);
        let reach = Reach::of([shown].iter(), &codes);
        assert!(reach.has(&received(code::ALL, 2024)));
    }

    #[test]
    fn without_a_site_everything_is_in_reach() {
        assert!(Reach::default().has(&received(code::CORPORATE, 2024)));
    }
}
