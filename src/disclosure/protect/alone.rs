//! The person in a cell of one.
//!
//! Somebody who is the only one in a cell knows its number, however it is hidden, and may work others out with it. So no cell
//! may be protected by tables that rest on such a cell alone.

use super::super::system::{Id, System};
use super::{Pairs, Range, Work, amount};

/// A cell hidden for its own sake that is one of these numbers is known to the one person in it.
const ALONE: i64 = 1;

impl Work<'_> {
    /// Returns the cells of one that a cell's range rests on.
    fn ones(&self, cell: Id, range: &Range) -> Vec<Id> {
        let mut ones: Vec<Id> = [range.lowest, range.highest]
            .iter()
            .flat_map(|table| &self.tables[*table as usize])
            .map(|(other, _)| *other)
            .filter(|other| {
                let it = &self.system.cells[*other as usize];
                self.twins[*other as usize] != self.twins[cell as usize]
                    && it.cost > 0
                    && it.value == ALONE
            })
            .collect();
        ones.sort_unstable();
        ones.dedup();
        ones
    }

    /// Protects each cell from those who know a cell of one that its tables rest on: by two tables in which none of these
    /// changes.
    pub(super) fn alone(&mut self, needy: &[Id]) {
        for &cell in needy {
            if self.exposed.contains(&cell) {
                continue;
            }
            self.told_alone(cell);
        }
    }

    /// Notes a cell that a person in a cell of one could tell.
    pub(super) fn told_alone(&mut self, cell: Id) {
        // In a large table every rare category would hide half of it for this.
        let most = if self.large { 0 } else { u32::MAX };
        match self.cover_alone(cell, most) {
            true => {}
            false if self.large => self.told.push(cell),
            false => self.exposed.push(cell),
        }
    }

    pub(super) fn cover_alone(&mut self, cell: Id, most: u32) -> bool {
        let ones = self.ones(cell, &self.ranges[cell as usize]);
        self.second.remove(&cell);
        if ones.is_empty() {
            return true;
        }
        // One pair against all of them is the usual case. Where nothing hidden so far gives one, each is taken by itself.
        if let Some(pair) = self.holding(cell, &ones, 0) {
            self.second.insert(cell, vec![pair]);
            return true;
        }
        let mut pairs = Pairs::new();
        for one in ones {
            let served = pairs.iter().any(|pair| {
                [pair.0, pair.1]
                    .iter()
                    .all(|table| amount(&self.tables[*table as usize], one) == 0)
            });
            if served {
                continue;
            }
            match self.holding(cell, &[one], most) {
                Some(pair) => pairs.push(pair),
                None => return false,
            }
        }
        self.second.insert(cell, pairs);
        true
    }

    /// Returns two tables far enough apart in which none of these cells changes.
    fn holding(&mut self, cell: Id, ones: &[Id], most: u32) -> Option<(u32, u32)> {
        let need = self.system.cells[cell as usize].need;
        let mut range = Range::default();
        self.hold(ones, true);
        let found = self.widen(cell, &mut range, need, most, false);
        self.hold(ones, false);
        found.then_some((range.lowest, range.highest))
    }

    fn hold(&mut self, cells: &[Id], still: bool) {
        self.finder.hold(cells, still);
        if let Some(bundler) = &mut self.bundler {
            bundler.hold(cells, still);
        }
    }
}

/// Finds the cells that are the same complaints: the only two of a sum that are not nought. A person who is the one in such
/// a number is the one in its twin, and learns nothing from it.
pub(super) fn twins(system: &System) -> Vec<Id> {
    let mut first: Vec<Id> = (0..system.cells.len() as Id).collect();
    let find = |first: &[Id], mut at: Id| {
        while first[at as usize] != at {
            at = first[at as usize];
        }
        at
    };
    for sum in 0..system.sums() as u32 {
        let mut open = system
            .terms(sum)
            .iter()
            .filter(|(cell, _)| system.value(*cell) != 0);
        if let (Some((one, a)), Some((other, b)), None) = (open.next(), open.next(), open.next())
            && a + b == 0
            && system.value(*one) == system.value(*other)
        {
            let (one, other) = (find(&first, *one), find(&first, *other));
            first[one.max(other) as usize] = one.min(other);
        }
    }
    (0..system.cells.len() as Id)
        .map(|cell| find(&first, cell))
        .collect()
}
