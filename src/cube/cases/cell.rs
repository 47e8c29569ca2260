//! What is counted of one service, contact, procedure and stage in one quarter, and the sum of such cells.

use crate::dataset::cases::DayUnits;

/// Counters of one cell. Adding two cells gives the cell of both together: quarters to years, teams to services.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// By date of receipt.
    pub(super) received: u32,
    pub(super) accepted: u32,
    /// By date of acknowledgement.
    pub(super) acknowledged: u32,
    pub(super) acknowledged_in_time: u32,
    /// Those that have a limit for acknowledging.
    pub(super) acknowledge_limited: u32,
    /// By date of response.
    pub(super) responded: u32,
    /// By date of closing.
    pub(super) closed: u32,
    /// Open at the end of the quarter and then past their due day for the first time, and such ones that ended in it.
    pub(super) overdue: u32,
    pub(super) overdue_ended: u32,
    pub(super) own: Test,
    pub(super) in_time_extended: u32,
    pub(super) code: Test,
    pub(super) outer: Test,
    /// Days from receipt to response.
    pub(super) days: Days,
    /// One counter for each category of [`super::layout::Layout`]; empty until one is needed.
    pub(super) categories: Vec<u32>,
}

/// One test of time over many answers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Test {
    /// Answers that passed.
    pub(super) passed: u32,
    /// Answers that were tested.
    pub(super) tested: u32,
    /// Answers that the test is meant for, but that lack what it needs.
    pub(super) untested: u32,
}

impl Test {
    pub(super) fn add(&mut self, other: &Test) {
        self.passed += other.passed;
        self.tested += other.tested;
        self.untested += other.untested;
    }
}

/// How many answers took how many days.
#[derive(Debug, Clone, Default)]
pub(super) struct Days {
    /// How many took each number of days below [`Days::SHORT`].
    short: Vec<u32>,
    /// The others one by one, in no order.
    long: Vec<u16>,
    pub(super) sum: u64,
    pub(super) count: u32,
    /// The units that were met.
    pub(super) units: DayUnits,
}

impl Days {
    const SHORT: usize = 128;

    pub(super) fn push(&mut self, days: u16, unit: DayUnits) {
        self.sum += u64::from(days);
        self.count += 1;
        self.units.0 |= unit.0;
        let at = usize::from(days);
        if at >= Self::SHORT {
            self.long.push(days);
            return;
        }
        if self.short.len() <= at {
            self.short.resize(at + 1, 0);
        }
        self.short[at] += 1;
    }

    fn add(&mut self, other: &Days) {
        self.sum += other.sum;
        self.count += other.count;
        self.units.0 |= other.units.0;
        self.long.extend_from_slice(&other.long);
        add_all(&mut self.short, &other.short);
    }

    /// Returns how many took from `from` to `to` days, both included.
    pub(super) fn band(&self, from: usize, to: usize) -> u32 {
        let short: u32 = self
            .short
            .iter()
            .take(to.saturating_add(1))
            .skip(from)
            .sum();
        let long = self
            .long
            .iter()
            .filter(|days| (from..=to).contains(&usize::from(**days)))
            .count();
        short + long as u32
    }

    /// Returns the days of the answer at each of these ranks (from 1, ordered by days).
    pub(super) fn at_ranks<const N: usize>(&self, ranks: [u32; N]) -> [u16; N] {
        let mut long = self.long.clone();
        long.sort_unstable();
        ranks.map(|rank| {
            let mut below = 0;
            for (days, count) in self.short.iter().enumerate() {
                below += count;
                if below >= rank {
                    return days as u16;
                }
            }
            let at = rank.saturating_sub(below + 1) as usize;
            long.get(at).copied().unwrap_or_default()
        })
    }
}

impl Cell {
    /// Counts one more in a category.
    pub(super) fn count(&mut self, slots: usize, slot: Option<usize>) {
        let Some(slot) = slot else { return };
        if self.categories.is_empty() {
            self.categories.resize(slots, 0);
        }
        self.categories[slot] += 1;
    }

    /// Adds another cell.
    pub(super) fn add(&mut self, other: &Cell) {
        self.received += other.received;
        self.accepted += other.accepted;
        self.acknowledged += other.acknowledged;
        self.acknowledged_in_time += other.acknowledged_in_time;
        self.acknowledge_limited += other.acknowledge_limited;
        self.responded += other.responded;
        self.closed += other.closed;
        self.overdue += other.overdue;
        self.overdue_ended += other.overdue_ended;
        self.in_time_extended += other.in_time_extended;
        self.own.add(&other.own);
        self.code.add(&other.code);
        self.outer.add(&other.outer);
        self.days.add(&other.days);
        add_all(&mut self.categories, &other.categories);
    }

    /// Returns whether nothing at all was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.received + self.acknowledged + self.responded + self.closed == 0
    }

    /// Returns the counter of a category.
    pub(super) fn category(&self, slot: usize) -> u32 {
        self.categories.get(slot).copied().unwrap_or_default()
    }
}

fn add_all(to: &mut Vec<u32>, from: &[u32]) {
    if to.len() < from.len() {
        to.resize(from.len(), 0);
    }
    for (sum, count) in to.iter_mut().zip(from) {
        *sum += count;
    }
}
