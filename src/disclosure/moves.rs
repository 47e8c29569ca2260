//! Finds tables that look the same from outside.
//!
//! A move adds to some cells and takes from others so that every sum stays what it is. It is found by repair: one cell is
//! changed, the sums it stands in no longer hold, and each is put right by a cell that may be changed, which disturbs
//! others, until all hold again. The sum with the fewest ways of putting it right comes first, and among these the cell
//! that costs least and disturbs least. In a table of products (outcomes by quarters by services) what comes out are the
//! product moves; but nothing here depends on the table's being one, so open complaints, joined outcomes and the tables of
//! earlier releases are closed over in the same way.
//!
//! The search may fail or find something dear. It cannot go wrong: what it finds is tested by others.

use super::system::{Id, Seen, System};

/// Cells with what is added to them, in the order of the cells.
pub type Table = Vec<(Id, i64)>;

/// How far one search may go.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// What may be hidden in addition, as cost.
    pub budget: u32,
    /// How many steps it may take.
    pub steps: usize,
    /// The order in which equal ways are tried: 0 takes the cell with most room, others a mixed one.
    pub order: u64,
}

/// Room for searches in one system.
#[derive(Debug)]
pub struct Finder {
    /// What the move adds to each cell.
    added: Vec<i64>,
    /// What the table that the move starts from adds to each.
    before: Vec<i64>,
    /// By how much each sum is off.
    off: Vec<i64>,
    /// The sums that are off, and for each sum its place among them.
    open: Vec<u32>,
    place: Vec<u32>,
    /// Cells that must stay as they are.
    still: Vec<bool>,
    trail: Vec<Id>,
    steps: usize,
    most: i64,
    order: u64,
    /// How many steps all searches took.
    pub taken: usize,
}

const NOWHERE: u32 = u32::MAX;
/// A move of more cells than this is not worth having.
const LONGEST: usize = 400;
/// A sum of more cells than this is passed over when another has no more ways than these.
const LONG: usize = 24;
const FEW: usize = 4;
/// How many ways of putting a sum right are tried.
const WAYS: usize = 8;

/// One way of putting a sum right.
struct Way {
    cell: Id,
    by: i64,
    cost: u32,
    disturbs: i64,
    room: i64,
}

impl Finder {
    /// Makes room for a system of this size.
    pub fn new(system: &System) -> Self {
        Finder {
            added: vec![0; system.cells.len()],
            before: vec![0; system.cells.len()],
            off: vec![0; system.sums()],
            open: Vec::new(),
            place: vec![NOWHERE; system.sums()],
            still: vec![false; system.cells.len()],
            trail: Vec::new(),
            steps: 0,
            most: 0,
            order: 0,
            taken: 0,
        }
    }

    /// Forbids, or allows again, to touch these cells.
    pub fn hold(&mut self, cells: &[Id], still: bool) {
        for &cell in cells {
            self.still[cell as usize] = still;
        }
    }

    /// Finds a move that adds `by` to a cell, from a table that may already differ from the true one. The result holds the
    /// move alone, with the cells it needs hidden in addition.
    pub fn find(
        &mut self,
        system: &System,
        from: &[(Id, i64)],
        cell: Id,
        by: i64,
        limits: Limits,
    ) -> Option<Table> {
        for &(cell, by) in from {
            self.before[cell as usize] = by;
        }
        self.steps = limits.steps;
        self.most = by.abs() * 2;
        self.order = limits.order;
        let found = self
            .cost(system, cell, by, limits.budget)
            .is_some_and(|cost| {
                self.put(system, cell, by);
                self.repair(system, limits.budget - cost)
            });
        let table = found.then(|| {
            let mut table: Table = self
                .trail
                .iter()
                .map(|&cell| (cell, self.added[cell as usize]))
                .collect();
            table.sort_unstable();
            table
        });
        while !self.trail.is_empty() {
            self.take_back(system);
        }
        for &(cell, _) in from {
            self.before[cell as usize] = 0;
        }
        table
    }

    /// Returns what it costs to change a cell so, when it can be.
    fn cost(&self, system: &System, cell: Id, by: i64, budget: u32) -> Option<u32> {
        let at = cell as usize;
        let it = &system.cells[at];
        if matches!(it.seen, Seen::Fixed | Seen::Nought) || self.still[at] || self.added[at] != 0 {
            return None;
        }
        let hidden = it.seen == Seen::Hidden;
        let cost = if hidden { 0 } else { it.cost };
        let enough = it.value + self.before[at] + by >= it.least;
        (enough && cost <= budget && (hidden || it.value >= it.least)).then_some(cost)
    }

    fn put(&mut self, system: &System, cell: Id, by: i64) {
        self.added[cell as usize] = by;
        self.trail.push(cell);
        for &(sum, sign) in system.within(cell) {
            self.shift(sum, sign * by);
        }
    }

    fn take_back(&mut self, system: &System) {
        let Some(cell) = self.trail.pop() else { return };
        let by = std::mem::take(&mut self.added[cell as usize]);
        for &(sum, sign) in system.within(cell) {
            self.shift(sum, -sign * by);
        }
    }

    fn shift(&mut self, sum: u32, by: i64) {
        let at = sum as usize;
        self.off[at] += by;
        if self.off[at] != 0 && self.place[at] == NOWHERE {
            self.place[at] = self.open.len() as u32;
            self.open.push(sum);
        } else if self.off[at] == 0 && self.place[at] != NOWHERE {
            let place = self.place[at] as usize;
            self.open.swap_remove(place);
            if let Some(&moved) = self.open.get(place) {
                self.place[moved as usize] = place as u32;
            }
            self.place[at] = NOWHERE;
        }
    }

    /// Puts all sums right; leaves the move in place when it can.
    fn repair(&mut self, system: &System, budget: u32) -> bool {
        if self.open.is_empty() {
            return true;
        }
        if self.steps == 0 || self.trail.len() > LONGEST {
            return false;
        }
        self.steps -= 1;
        self.taken += 1;
        let Some(sum) = self.tightest(system, budget) else {
            return false;
        };
        for way in self.ways(system, sum, budget) {
            self.put(system, way.cell, way.by);
            if self.repair(system, budget - way.cost) {
                return true;
            }
            self.take_back(system);
            if self.steps == 0 {
                return false;
            }
        }
        false
    }

    /// Returns the open sum with the fewest ways of putting it right; nothing when one has none.
    fn tightest(&self, system: &System, budget: u32) -> Option<u32> {
        let mut best = (usize::MAX, NOWHERE);
        for &sum in &self.open {
            // A long sum has many ways nearly always, and counting them is what takes the time.
            if best.0 <= FEW && system.terms(sum).len() > LONG {
                continue;
            }
            let mut count = 0;
            for &(cell, sign) in system.terms(sum) {
                let by = self.needed(sum, sign);
                if by.is_some_and(|by| self.cost(system, cell, by, budget).is_some()) {
                    count += 1;
                    if count >= best.0 {
                        break;
                    }
                }
            }
            if count == 0 {
                return None;
            }
            if count < best.0 {
                best = (count, sum);
                if count == 1 {
                    break;
                }
            }
        }
        Some(best.1)
    }

    /// Returns what must be added to a cell of this sign to put a sum right.
    fn needed(&self, sum: u32, sign: i64) -> Option<i64> {
        let off = self.off[sum as usize];
        (off % sign == 0 && (off / sign).abs() <= self.most).then_some(-off / sign)
    }

    fn ways(&self, system: &System, sum: u32, budget: u32) -> Vec<Way> {
        let mut ways = Vec::new();
        for &(cell, sign) in system.terms(sum) {
            let Some(by) = self.needed(sum, sign) else {
                continue;
            };
            let Some(cost) = self.cost(system, cell, by, budget) else {
                continue;
            };
            let disturbs = system
                .within(cell)
                .iter()
                .map(|&(other, sign)| match self.off[other as usize] {
                    0 => 1,
                    off if off + sign * by == 0 => -1,
                    _ => 0,
                })
                .sum();
            let it = &system.cells[cell as usize];
            let room = it.value + self.before[cell as usize] - it.least;
            ways.push(Way {
                cell,
                by,
                cost,
                disturbs,
                room,
            });
        }
        if self.order == 0 {
            ways.sort_by_key(|way| (way.cost, way.disturbs, -way.room, way.cell));
        } else {
            ways.sort_by_key(|way| (way.disturbs, mixed(way.cell, self.order), 0, way.cell));
        }
        ways.truncate(WAYS);
        ways
    }
}

/// Puts cells in an order that depends on them alone.
fn mixed(cell: Id, order: u64) -> u32 {
    let spread = (u64::from(cell) + 1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ order.wrapping_mul(0xd6e8_feb8_6659_fd93));
    (spread >> 40) as u32
}
