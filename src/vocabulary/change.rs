//! The measures that are changes of other measures: `received_change`, `received_change_percent`.

use super::{Code, Codes};

/// What a derived measure is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// The difference from the year before of this measure.
    Change(Code),
    /// The same in per cent of the year before.
    ChangePercent(Code),
}

/// Which codes are changes of which, read once from the endings of their words: pages ask for every cell.
#[derive(Debug, Default)]
pub struct Changes {
    codes: Vec<Links>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Links {
    ending: Ending,
    of: Option<Code>,
    change: Option<Code>,
    change_percent: Option<Code>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Ending {
    #[default]
    None,
    Change,
    ChangePercent,
}

impl Changes {
    /// Reads the endings of all words. Words that are added later are not known.
    pub fn read(codes: &Codes) -> Self {
        let mut links = vec![Links::default(); codes.words().count()];
        for (at, word) in codes.words().enumerate() {
            let (ending, base) = if let Some(base) = word.strip_suffix("_change_percent") {
                (Ending::ChangePercent, base)
            } else if let Some(base) = word.strip_suffix("_change") {
                (Ending::Change, base)
            } else {
                continue;
            };
            let of = codes.get(base);
            links[at].ending = ending;
            links[at].of = of;
            let Some(of) = of.and_then(|of| links.get_mut(usize::from(of.0))) else {
                continue;
            };
            let code = Some(Code(at as u16));
            match ending {
                Ending::ChangePercent => of.change_percent = code,
                _ => of.change = code,
            }
        }
        Changes { codes: links }
    }

    fn links(&self, code: Code) -> Links {
        self.codes
            .get(usize::from(code.0))
            .copied()
            .unwrap_or_default()
    }

    /// Returns what a measure is the change of.
    pub fn of(&self, measure: Code) -> Option<Derived> {
        let Links { ending, of, .. } = self.links(measure);
        match ending {
            Ending::None => None,
            Ending::Change => of.map(Derived::Change),
            Ending::ChangePercent => of.map(Derived::ChangePercent),
        }
    }

    /// Returns the code of the change of a measure, when there is such a word.
    pub fn code(&self, measure: Code, percent: bool) -> Option<Code> {
        let links = self.links(measure);
        if percent {
            links.change_percent
        } else {
            links.change
        }
    }

    /// Returns whether a measure is a change on the year before.
    pub fn is_change(&self, measure: Code) -> bool {
        self.links(measure).ending != Ending::None
    }

    /// Returns whether a measure is a change in per cent.
    pub fn is_change_percent(&self, measure: Code) -> bool {
        self.links(measure).ending == Ending::ChangePercent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::code;

    #[test]
    fn a_change_and_its_measure_know_one_another() {
        let mut codes = Codes::default();
        let change = codes.intern("received_change");
        let percent = codes.intern("received_change_percent");
        let lost = codes.intern("unheard_of_change");
        let changes = Changes::read(&codes);
        assert_eq!(changes.of(change), Some(Derived::Change(code::RECEIVED)));
        assert_eq!(
            changes.of(percent),
            Some(Derived::ChangePercent(code::RECEIVED))
        );
        assert_eq!(changes.code(code::RECEIVED, false), Some(change));
        assert_eq!(changes.code(code::RECEIVED, true), Some(percent));
        assert_eq!(changes.of(code::RECEIVED), None);
        assert!(changes.is_change(lost) && changes.of(lost).is_none());
        assert!(changes.is_change_percent(percent) && !changes.is_change_percent(change));
    }
}
