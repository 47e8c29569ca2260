//! Hides what must be hidden, and keeps the proof.
//!
//! A cell that needs protection is protected by two tables that the public cannot tell from the true one, in which it has
//! numbers as far apart as the threshold asks for. They are looked for with what is hidden already, and when there are
//! none, with more cells hidden, the cheapest first. At the end each cell hidden for others is shown again if all still
//! have their tables without it. What is left are the hidden cells and, for each that needs it, its two tables.

mod again;
mod alone;
mod prune;

use super::bundles::Bundler;
use super::layout::Layout;
use super::moves::{Finder, Limits, Table};
use super::system::{Id, Seen, System, added_up};
use std::collections::HashMap;

/// What a search may cost, one try after the other, and how many steps each may take.
const BUDGETS: [(u32, usize); 21] = [
    (0, 250),
    (1, 120),
    (2, 120),
    (3, 200),
    (4, 200),
    (5, 200),
    (7, 300),
    (9, 300),
    (12, 300),
    (14, 300),
    (18, 300),
    (26, 400),
    (38, 400),
    (62, 500),
    (90, 500),
    (130, 500),
    (200, 500),
    (400, 600),
    (900, 600),
    (2500, 800),
    (20000, 2000),
];

/// A system with more cells to protect than this is hardly searched otherwise than for whole complaints moved, and not all is
/// asked that may be asked of a small one.
const LARGE: usize = 400;

/// The same where moves of whole complaints were looked for before.
const AFTER_WHOLE: [(u32, usize); 3] = [(0, 60), (130, 100), (2500, 100)];

/// How often a search that failed is begun again in another order, what it may cost then, and how many steps it may take.
const RESTARTS: u64 = 12;
const DEAREST: u32 = 20000;
const STEPS_AGAIN: usize = 400;

/// How many steps a search may take when it is only to spare hiding.
const PRUNING: usize = 60;

/// The hidden cells with their proof.
#[derive(Debug, Default)]
pub struct Protection {
    /// Tables that the public cannot tell from the true one; the first is the true one.
    pub tables: Vec<Table>,
    /// For each cell that needs protection, the two tables in which it is least and most.
    pub proofs: HashMap<Id, Proof>,
    /// Cells hidden to protect others, each with the first cell it was hidden for.
    pub secondary: HashMap<Id, Id>,
    /// Cells that could not be protected.
    pub exposed: Vec<Id>,
    /// Cells that the public cannot tell, but perhaps a person who knows that a cell of one is their own.
    pub told: Vec<Id>,
}

/// A cell, the widest range that it may need, and the cells that it divides.
pub type Bound = (Id, i64, Vec<Id>);

/// Pairs of tables, by their numbers.
pub type Pairs = Vec<(u32, u32)>;

/// The tables in which a cell is least and most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The table in which it is least.
    pub least: u32,
    /// The table in which it is most.
    pub most: u32,
    /// The same against people who know a cell of one, their own: for each such cell that changes in the first two tables
    /// there is a pair here in which it does not.
    pub alone: Pairs,
}

/// What the tables so far allow of a cell.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    low: i64,
    high: i64,
    lowest: u32,
    highest: u32,
}

impl Range {
    fn wide(&self) -> i64 {
        self.high - self.low
    }

    fn take(&mut self, by: i64, table: u32) {
        if by > self.high {
            (self.high, self.highest) = (by, table);
        }
        if by < self.low {
            (self.low, self.lowest) = (by, table);
        }
    }
}

/// Hides cells of a system until every cell that needs it is protected, also from a person who knows a cell of one.
pub fn protect(system: &mut System) -> Protection {
    protect_places(system, None, &[])
}

/// The same where it is known what a whole complaint adds to at each place.
///
/// The cells of `bounds` divide others: their range need not be wider than the smallest of these that is shown.
pub fn protect_places(
    system: &mut System,
    layout: Option<&Layout>,
    bounds: &[Bound],
) -> Protection {
    let first = system.hidden();
    let mut work = Work::new(system, layout);
    let mut needy: Vec<Id> = work.needy();
    work.large = layout.is_some() && needy.len() > LARGE;
    needy.sort_by_key(|cell| (work.system.value(*cell), *cell));
    let mut left: Vec<Id> = needy
        .iter()
        .copied()
        .filter(|cell| !work.cover(*cell))
        .collect();
    // What was hidden since for others may protect these.
    left.retain(|cell| !work.cover(*cell));
    work.exposed = left;
    work.alone(&needy);
    // What was hidden since bounds nothing any more.
    while work.bounded(bounds) {}
    // A large table has too much hidden to ask of each cell whether it must be.
    match work.large {
        true => {
            work.show_again(&needy, &first, bounds);
            while work.bounded(bounds) {}
        }
        false => {
            work.prune(&needy);
            work.tidy(&needy, &first);
        }
    }
    work.finish(&needy)
}

/// A cell with what its proof rests on, to go back to.
type Kept = (Id, Range, Option<Pairs>);

struct Work<'a> {
    system: &'a mut System,
    finder: Finder,
    /// Looks for moves of whole complaints.
    bundler: Option<Bundler<'a>>,
    tables: Vec<Table>,
    ranges: Vec<Range>,
    /// For cells that a person of a cell of one could work out from the first tables: others.
    second: HashMap<Id, Pairs>,
    secondary: HashMap<Id, Id>,
    exposed: Vec<Id>,
    told: Vec<Id>,
    /// Whether there are so many cells to protect that some things are not asked.
    large: bool,
    /// For each cell the first of those that are the same number, because all else in a sum with them is shown.
    twins: Vec<Id>,
}

impl<'a> Work<'a> {
    fn new(system: &'a mut System, layout: Option<&'a Layout>) -> Self {
        Work {
            finder: Finder::new(system),
            bundler: layout.map(|layout| Bundler::new(system, layout)),
            twins: alone::twins(system),
            ranges: vec![Range::default(); system.cells.len()],
            system,
            tables: vec![Table::new()],
            second: HashMap::new(),
            secondary: HashMap::new(),
            exposed: Vec::new(),
            told: Vec::new(),
            large: false,
        }
    }

    fn needy(&self) -> Vec<Id> {
        let cells = self.system.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| cell.need > 0 && cell.seen == Seen::Hidden)
            .map(|(at, _)| at as Id)
            .collect()
    }

    /// Widens the ranges of cells whose bounds are hidden by now; returns whether there were any.
    fn bounded(&mut self, bounds: &[Bound]) -> bool {
        let mut any = false;
        for (cell, most, by) in bounds {
            let need = self.bound(*most, by);
            if need <= self.system.cells[*cell as usize].need {
                continue;
            }
            any = true;
            self.system.cells[*cell as usize].need = need;
            let known = self.exposed.contains(cell);
            if !self.cover(*cell) {
                if !known {
                    self.exposed.push(*cell);
                }
            } else if !known && !self.told.contains(cell) {
                self.told_alone(*cell);
            }
        }
        any
    }

    /// Returns how wide the range of a cell must be that divides these.
    fn bound(&self, most: i64, by: &[Id]) -> i64 {
        let shown = by
            .iter()
            .map(|of| &self.system.cells[*of as usize])
            .filter(|of| of.seen != Seen::Hidden);
        shown.map(|of| of.value).fold(most, i64::min)
    }

    /// Looks for tables until a cell's range is as wide as it needs to be.
    fn cover(&mut self, cell: Id) -> bool {
        let need = self.system.cells[cell as usize].need;
        let mut range = self.ranges[cell as usize];
        let known = range.wide() > 0;
        let mut widened = |range: &mut Range| self.widen(cell, range, need, u32::MAX, true);
        // What was found for others may be where no way goes on from.
        widened(&mut range) || (known && widened(&mut Range::default()))
    }

    /// Widens a range by new tables. The range may be another than the one that all tables give, where some tables must not
    /// be used.
    fn widen(&mut self, cell: Id, range: &mut Range, need: i64, most: u32, shared: bool) -> bool {
        if range.wide() >= need {
            return true;
        }
        // Sum after sum hides a little less in a small table, and takes ten times as long.
        if self.widen_whole(cell, range, need, most, shared) {
            return true;
        }
        if self.large && most == 0 {
            return false;
        }
        // In a large table the search by repair only fills gaps.
        let (budgets, restarts) = match self.bundler {
            Some(_) if self.large => (&AFTER_WHOLE[..], 0),
            _ => (&BUDGETS[..], RESTARTS),
        };
        let tries = budgets.iter().map(|&(budget, steps)| (budget, steps, 0));
        let last = (1..=restarts).map(|order| (DEAREST, STEPS_AGAIN, order));
        for (budget, steps, order) in tries.chain(last).filter(|(budget, ..)| *budget <= most) {
            let steps = if most == 0 { PRUNING } else { steps };
            let limits = Limits {
                budget,
                steps,
                order,
            };
            while let Some(table) = self.step(cell, range, need, limits) {
                if self.extend(cell, range, need, table, shared) {
                    return true;
                }
            }
        }
        false
    }

    /// Widens a range by whole complaints moved: those that hide nothing more first.
    fn widen_whole(
        &mut self,
        cell: Id,
        range: &mut Range,
        need: i64,
        most: u32,
        shared: bool,
    ) -> bool {
        let budgets = if most == 0 { &[0][..] } else { &[0, most][..] };
        for &budget in budgets {
            while let Some(table) = self.step_whole(cell, range, need, budget) {
                if self.extend(cell, range, need, table, shared) {
                    return true;
                }
            }
        }
        false
    }

    /// Takes a table, and its way back where there is one; returns whether the range is wide enough now.
    fn extend(
        &mut self,
        cell: Id,
        range: &mut Range,
        need: i64,
        table: Table,
        shared: bool,
    ) -> bool {
        let number = self.keep(cell, table, shared);
        let by = amount(&self.tables[number as usize], cell);
        range.take(by, number);
        self.mirror(cell, range, number, shared);
        range.wide() >= need
    }

    /// Looks for a table of whole complaints moved: the cheaper of one in which a cell is more and one in which it is less,
    /// by as much as is missing or by less.
    fn step_whole(&mut self, cell: Id, range: &Range, need: i64, budget: u32) -> Option<Table> {
        let bundler = self.bundler.as_mut()?;
        let missing = need - range.wide();
        let mut by = missing;
        // Several small steps may be cheaper than one large one: each takes its complaints from elsewhere.
        let mut best: Option<(u64, Table)> = None;
        while by > 0 {
            let steps = (missing + by - 1) / by;
            for (from, by) in [(range.highest, by), (range.lowest, -by)] {
                let from = &self.tables[from as usize];
                let most = best.as_ref().map_or(u64::from(budget), |best| {
                    (best.0.saturating_sub(1) / steps as u64).min(u64::from(budget))
                });
                if let Some((cost, found)) = bundler.find(self.system, from, cell, by, most as u32)
                {
                    let table = sum(from, &found, 1);
                    let cost = u64::from(cost) * steps as u64;
                    if self.system.could(&table) && best.as_ref().is_none_or(|best| cost < best.0) {
                        best = Some((cost, table));
                    }
                }
                if best.as_ref().is_some_and(|best| best.0 == 0) {
                    return best.map(|best| best.1);
                }
            }
            by = if by == 1 { 0 } else { (by + 1) / 2 };
        }
        best.map(|best| best.1)
    }

    /// Looks for one more table in which a cell is more than its most or less than its least, by as much as is missing or
    /// by less.
    fn step(&mut self, cell: Id, range: &Range, need: i64, limits: Limits) -> Option<Table> {
        let mut by = need - range.wide();
        while by > 0 {
            for (from, by) in [(range.highest, by), (range.lowest, -by)] {
                let from = &self.tables[from as usize];
                if let Some(found) = self.finder.find(self.system, from, cell, by, limits) {
                    return Some(sum(from, &found, 1));
                }
            }
            by = if by == 1 { 0 } else { (by + 1) / 2 };
        }
        None
    }

    /// The way back: what a table adds may often be taken from the table at the other end.
    fn mirror(&mut self, cell: Id, range: &mut Range, number: u32, shared: bool) {
        let table = &self.tables[number as usize];
        let up = amount(table, cell) > 0;
        let other = if up { range.lowest } else { range.highest };
        let back = sum(&self.tables[other as usize], table, -1);
        if self.system.allows(&back) {
            let number = self.keep(cell, back, shared);
            range.take(amount(&self.tables[number as usize], cell), number);
        }
    }

    /// Keeps a table and hides what it needs hidden.
    fn keep(&mut self, cause: Id, table: Table, shared: bool) -> u32 {
        let number = self.tables.len() as u32;
        for cell in self.system.make_room(&table) {
            self.secondary.insert(cell, cause);
        }
        if shared {
            for &(cell, by) in &table {
                self.ranges[cell as usize].take(by, number);
            }
        }
        self.tables.push(table);
        number
    }

    /// Returns what the proofs of these cells rest on.
    fn kept(&self, cells: &[Id]) -> Vec<Kept> {
        let kept = |cell: &Id| {
            let second = self.second.get(cell).cloned();
            (*cell, self.ranges[*cell as usize], second)
        };
        cells.iter().map(kept).collect()
    }

    /// Lets proofs rest on what they rested on before.
    fn restore(&mut self, kept: Vec<Kept>) {
        for (cell, range, second) in kept {
            self.ranges[cell as usize] = range;
            match second {
                Some(pairs) => self.second.insert(cell, pairs),
                None => self.second.remove(&cell),
            };
        }
    }

    fn finish(mut self, needy: &[Id]) -> Protection {
        // What was found for others since may be the proof of these too.
        let (system, ranges) = (&self.system, &self.ranges);
        self.exposed
            .retain(|&cell| ranges[cell as usize].wide() < system.cells[cell as usize].need);
        let proofs = needy
            .iter()
            .map(|&cell| {
                let range = &self.ranges[cell as usize];
                let proof = Proof {
                    least: range.lowest,
                    most: range.highest,
                    alone: self.second.get(&cell).cloned().unwrap_or_default(),
                };
                (cell, proof)
            })
            .collect();
        Protection {
            tables: self.tables,
            proofs,
            secondary: self.secondary,
            exposed: self.exposed,
            told: self.told,
        }
    }
}

/// Returns what a table adds to a cell.
pub fn amount(table: &[(Id, i64)], cell: Id) -> i64 {
    table
        .binary_search_by_key(&cell, |entry| entry.0)
        .map_or(0, |at| table[at].1)
}

/// Returns what two tables add together, the second one times a sign.
fn sum(one: &[(Id, i64)], other: &[(Id, i64)], sign: i64) -> Table {
    let other = other.iter().map(|&(cell, by)| (cell, sign * by));
    added_up(one.iter().copied().chain(other))
}
