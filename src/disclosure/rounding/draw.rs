//! Lots: which of the two multiples next to a count is printed.
//!
//! A lot is drawn from the council's secret and the figure's key. It is the same in every build and every release, and nobody
//! without the secret can draw it. The nearer multiple is the likelier one, so that what is printed is right on average. No
//! choice depends on other numbers, except that a part is never printed as more than its whole.

use super::{Base, Possible, Print};
use crate::config::DisclosurePolicy;
use crate::disclosure::model::Model;
use crate::disclosure::policy::Policy;
use crate::disclosure::system::{Id, Seen};
use crate::vocabulary::{Codes, ObservationKey};
use sha2::{Digest, Sha256};

/// What is printed of each cell of a model.
#[derive(Debug, Clone)]
pub struct Prints {
    base: Base,
    /// What is printed; nothing for what is published nowhere.
    printed: Vec<Option<i64>>,
    possible: Vec<Possible>,
    /// Cells that an earlier release printed: they stay as they are.
    settled: Vec<bool>,
    /// What the last release printed of a cell that has changed since, so that it cannot be printed so again.
    before: Vec<Vec<i64>>,
    values: Vec<i64>,
    /// Cells that are at least as large as a cell, and those that are at most as large.
    wholes: Vec<Vec<Id>>,
    parts: Vec<Vec<Id>>,
}

/// More than any council counts.
const MANY: i64 = 1 << 40;

impl Prints {
    /// Draws for all cells.
    pub fn draw(
        model: &Model,
        policy: &Policy,
        settings: &DisclosurePolicy,
        codes: &Codes,
    ) -> Self {
        let base = Base::of(settings);
        let cells = model.system.cells.len();
        let mut prints = Prints {
            base,
            printed: vec![None; cells],
            possible: vec![
                Possible {
                    least: 0,
                    most: MANY
                };
                cells
            ],
            settled: vec![false; cells],
            before: vec![Vec::new(); cells],
            values: model.system.cells.iter().map(|cell| cell.value).collect(),
            wholes: vec![Vec::new(); cells],
            parts: vec![Vec::new(); cells],
        };
        let lot = Lot::new(&settings.secret, base);
        for (cell, keys) in model.keys.iter().enumerate() {
            let value = prints.values[cell];
            let mut shown = keys.iter().filter(|key| !policy.leaves_out(key));
            let Some(first) = shown.next() else {
                continue;
            };
            let (below, above) = base.neighbours(value);
            let earlier = keys.iter().filter_map(|key| policy.rounded_before(key));
            let mut printed = None;
            for before in earlier {
                match before == below || before == above {
                    true => printed = printed.or(Some(before)),
                    false => prints.before[cell].push(before),
                }
            }
            prints.settled[cell] = printed.is_some();
            prints.printed[cell] = Some(printed.unwrap_or_else(|| lot.of(value, first, codes)));
            if model.system.cells[cell].seen == Seen::Fixed {
                // An earlier release showed the number itself.
                prints.possible[cell] = Possible {
                    least: value,
                    most: value,
                };
            } else {
                prints.settle(cell as Id);
            }
            let hidden_before = keys.iter().any(|key| policy.was_hidden(key));
            if hidden_before && value > 0 {
                let possible = &mut prints.possible[cell];
                possible.least = possible.least.max(1);
            }
        }
        prints.order(model);
        prints
    }

    /// Returns what is printed of a cell, and what it can be; nothing for what is published nowhere.
    pub fn print(&self, cell: Id) -> Option<Print> {
        Some(Print {
            number: self.printed[cell as usize]?,
            possible: self.possible(cell),
        })
    }

    /// Returns what a cell can be.
    pub fn possible(&self, cell: Id) -> Possible {
        self.possible[cell as usize]
    }

    /// Returns the base.
    pub fn base(&self) -> Base {
        self.base
    }

    /// Works out what a cell can be that is printed as it is now. The last release's print stays where it still may, so
    /// where it changed the count is none of those that may be printed so.
    fn settle(&mut self, cell: Id) {
        let at = cell as usize;
        let Some(printed) = self.printed[at] else {
            return;
        };
        let mut possible = self.base.possible(printed);
        for &before in &self.before[at] {
            let was = self.base.possible(before);
            match before < printed {
                true => possible.least = possible.least.max(was.most + 1),
                false => possible.most = possible.most.min(was.least - 1),
            }
        }
        self.possible[at] = possible;
    }

    /// Takes the other multiple for a cell, and for those that would not fit it then; nothing is changed where an earlier
    /// release stands in the way.
    pub fn turn(&mut self, cell: Id) -> Option<Vec<Id>> {
        let mut turned: Vec<Id> = Vec::new();
        let mut waiting = vec![cell];
        while let Some(cell) = waiting.pop() {
            if turned.contains(&cell) {
                continue;
            }
            let Some(other) = self.other(cell) else {
                for &cell in &turned {
                    self.take_other(cell);
                }
                return None;
            };
            let up = Some(other) > self.printed[cell as usize];
            self.take_other(cell);
            turned.push(cell);
            let beside = match up {
                true => &self.wholes,
                false => &self.parts,
            };
            let wrong = |next: &&Id| {
                let Some(printed) = self.printed[**next as usize] else {
                    return false;
                };
                match up {
                    true => printed < other,
                    false => printed > other,
                }
            };
            waiting.extend(beside[cell as usize].iter().filter(wrong).copied());
        }
        Some(turned)
    }

    /// Returns the multiple that a cell is not printed as and might be.
    fn other(&self, cell: Id) -> Option<i64> {
        let at = cell as usize;
        let printed = self.printed[at].filter(|_| !self.settled[at])?;
        let fixed = self.possible[at].least == self.possible[at].most;
        let (below, above) = self.base.neighbours(self.values[at]);
        match printed == below {
            _ if fixed || below == above => None,
            true => Some(above),
            false => Some(below),
        }
    }

    fn take_other(&mut self, cell: Id) {
        if let Some(other) = self.other(cell) {
            self.printed[cell as usize] = Some(other);
            self.settle(cell);
        }
    }

    /// Sees to it that no part is printed as more than its whole.
    fn order(&mut self, model: &Model) {
        for sum in 0..model.system.sums() {
            let terms = model.system.terms(sum as u32);
            let mut wholes = terms.iter().filter(|term| term.1 > 0);
            let (Some(&(whole, _)), None) = (wholes.next(), wholes.next()) else {
                continue;
            };
            for &(part, _) in terms.iter().filter(|term| term.1 < 0) {
                if self.printed[part as usize].is_some() && self.printed[whole as usize].is_some() {
                    self.wholes[part as usize].push(whole);
                    self.parts[whole as usize].push(part);
                }
            }
        }
        let mut waiting: Vec<Id> = (0..self.printed.len() as Id).collect();
        while let Some(whole) = waiting.pop() {
            for at in 0..self.parts[whole as usize].len() {
                let part = self.parts[whole as usize][at];
                let more = self.printed[part as usize] > self.printed[whole as usize];
                if more && (self.turn(part).is_some() || self.turn(whole).is_some()) {
                    waiting.push(part);
                }
            }
        }
    }
}

/// Draws lots.
struct Lot {
    base: Base,
    begun: Sha256,
}

impl Lot {
    fn new(secret: &str, base: Base) -> Self {
        let mut begun = Sha256::new();
        begun.update(secret.as_bytes());
        begun.update([0]);
        Lot { base, begun }
    }

    /// Returns what is printed of a count. The farther it is above the lower multiple the likelier it is the higher one.
    fn of(&self, value: i64, key: &ObservationKey, codes: &Codes) -> i64 {
        let (below, above) = self.base.neighbours(value);
        let mut hash = self.begun.clone();
        hash.update(key.text(codes).as_bytes());
        let first = hash
            .finalize()
            .iter()
            .take(8)
            .fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        let drawn = (first % self.base.number() as u64) as i64;
        match drawn < value - below {
            true => above,
            false => below,
        }
    }
}
