//! Where each category has its counter in a cell.

use crate::config::Site;
use crate::vocabulary::{Code, List, code};

/// The breakdowns by one category that case rows have: of what was received, and what was closed without a response.
pub(super) const LISTS: [(Code, List); 7] = [
    (code::OUTCOME, List::Outcome),
    (code::NATURE, List::Nature),
    (code::COMPLAINANT, List::Complainant),
    (code::CHANNEL, List::Channel),
    (code::REMEDY, List::Remedy),
    (code::REFUSAL_REASON, List::RefusalReason),
    (code::OUTCOME, List::Outcome),
];

/// The place in [`LISTS`] of outcomes, of the complaints that the site's tables of outcomes are of.
pub(super) const OUTCOME: usize = 0;
/// The place of natures.
pub(super) const NATURE: usize = 1;
/// The place of complainants.
pub(super) const COMPLAINANT: usize = 2;
/// The place of channels.
pub(super) const CHANNEL: usize = 3;
/// The place of remedies.
pub(super) const REMEDY: usize = 4;
/// The place of reasons of refusal.
pub(super) const REFUSAL_REASON: usize = 5;
/// The place of the outcomes of what was closed without a response.
pub(super) const CLOSED: usize = 6;

/// Where each category has its counter: one number for each code of each list.
#[derive(Debug)]
pub(super) struct Layout {
    /// For each list the counters of its codes, by the code's number.
    slots: [Vec<u16>; LISTS.len()],
    /// For each list its first counter.
    pub(super) starts: [usize; LISTS.len() + 1],
    /// The category of each counter.
    pub(super) categories: Vec<Code>,
}

impl Layout {
    pub(super) fn new(site: &Site) -> Self {
        let mut layout = Layout {
            slots: Default::default(),
            starts: [0; LISTS.len() + 1],
            categories: Vec::new(),
        };
        for (at, (_, list)) in LISTS.iter().enumerate() {
            layout.starts[at] = layout.categories.len();
            for entry in &site.list(*list).entries {
                layout.add(at, entry.code);
            }
            // What Candour itself says of rows without an outcome.
            if *list == List::Outcome {
                layout.add(at, code::OPEN);
                layout.add(at, code::UNKNOWN);
            }
        }
        layout.starts[LISTS.len()] = layout.categories.len();
        layout
    }

    fn add(&mut self, list: usize, code: Code) {
        let slots = &mut self.slots[list];
        let number = usize::from(code.0);
        if slots.len() <= number {
            slots.resize(number + 1, u16::MAX);
        }
        if slots[number] == u16::MAX {
            slots[number] = self.categories.len() as u16;
            self.categories.push(code);
        }
    }

    /// Returns how many counters there are.
    pub(super) fn len(&self) -> usize {
        self.categories.len()
    }

    /// Returns the counter of a code in a list; nothing for `all`, which stands for no code.
    pub(super) fn slot(&self, list: usize, code: Code) -> Option<usize> {
        let slot = *self.slots[list].get(usize::from(code.0))?;
        (slot != u16::MAX).then_some(usize::from(slot))
    }
}
