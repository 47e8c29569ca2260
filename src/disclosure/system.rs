//! The published table as arithmetic: cells, and the sums that tie them together.
//!
//! Nothing here knows of services or outcomes. A cell is a whole number that the public sees or does not see; a sum is a
//! combination of cells whose value the public knows, so that no table it can think of changes it. An inequality is a
//! sum with one cell more, which nobody ever sees: what is left over, at least nought.

/// The number of a cell in its [`System`].
pub type Id = u32;

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Shown, whatever happens.
    Fixed,
    /// Shown, and may be hidden to protect another.
    Shown,
    /// Hidden.
    Hidden,
}

/// One cell.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// The true number.
    pub value: i64,
    /// What becomes of it.
    pub seen: Seen,
    /// The least number the public must allow for when it is hidden.
    pub least: i64,
    /// What hiding it costs.
    pub cost: u32,
    /// How far apart the least and the most that the public can think of must be; 0 for cells that need no protection.
    pub need: i64,
}

/// Adds up what stands several times, in the order of the numbers; what comes to nought is left out.
pub fn added_up(terms: impl IntoIterator<Item = (Id, i64)>) -> Vec<(Id, i64)> {
    let mut terms: Vec<(Id, i64)> = terms.into_iter().collect();
    terms.sort_unstable();
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    terms.retain(|term| term.1 != 0);
    terms
}

/// A combination of cells that stays the same.
type Sum = Vec<(Id, i64)>;

/// Cells and sums.
#[derive(Debug, Clone, Default)]
pub struct System {
    /// The cells.
    pub cells: Vec<Cell>,
    sums: Vec<Sum>,
    /// For each cell the sums it stands in, with its sign there.
    within: Vec<Vec<(u32, i64)>>,
}

impl System {
    /// Adds a cell.
    pub fn cell(&mut self, cell: Cell) -> Id {
        self.cells.push(cell);
        self.within.push(Vec::new());
        (self.cells.len() - 1) as Id
    }

    /// Adds what is left over of an inequality: a number nobody sees.
    pub fn rest(&mut self, value: i64) -> Id {
        self.cell(Cell {
            value,
            seen: Seen::Hidden,
            least: 0,
            cost: 0,
            need: 0,
        })
    }

    /// Adds a sum that stays the same. A cell that stands in it several times counts as often; one that is shown for good
    /// need not be kept in it, so cells are settled before their sums.
    pub fn sum(&mut self, terms: impl IntoIterator<Item = (Id, i64)>) {
        let mut sum: Sum = added_up(terms);
        sum.retain(|term| self.cells[term.0 as usize].seen != Seen::Fixed);
        if sum.is_empty() {
            return;
        }
        let number = self.sums.len() as u32;
        for &(cell, sign) in &sum {
            self.within[cell as usize].push((number, sign));
        }
        self.sums.push(sum);
    }

    /// Adds a whole and its parts: equal to their sum for ever when it is so now or when they exceed it, otherwise with
    /// something left over.
    pub fn parts(&mut self, whole: Id, parts: &[Id]) {
        let total: i64 = parts.iter().map(|part| self.value(*part)).sum();
        let left = self.value(whole) - total;
        let mut terms: Vec<(Id, i64)> = parts.iter().map(|part| (*part, -1)).collect();
        terms.push((whole, 1));
        if left > 0 {
            terms.push((self.rest(left), -1));
        }
        self.sum(terms);
    }

    /// Adds parts of which the public knows that they may not be all: something may be left over, even if nothing is.
    /// Returns what is left over.
    pub fn some_parts(&mut self, whole: Id, parts: &[Id]) -> Option<Id> {
        let total: i64 = parts.iter().map(|part| self.value(*part)).sum();
        let left = self.value(whole) - total;
        if left < 0 {
            self.parts(whole, parts);
            return None;
        }
        let rest = self.rest(left);
        let parts = parts.iter().map(|part| (*part, -1));
        self.sum(parts.chain([(whole, 1), (rest, -1)]).collect::<Vec<_>>());
        Some(rest)
    }

    /// Adds that one cell is never more than another, if it is so now.
    pub fn at_most(&mut self, part: Id, whole: Id) {
        let left = self.value(whole) - self.value(part);
        if left >= 0 {
            let rest = self.rest(left);
            self.sum([(whole, 1), (part, -1), (rest, -1)]);
        }
    }

    /// Returns a cell's true number.
    pub fn value(&self, cell: Id) -> i64 {
        self.cells[cell as usize].value
    }

    /// Returns the sums a cell stands in, with its sign there.
    pub fn within(&self, cell: Id) -> &[(u32, i64)] {
        &self.within[cell as usize]
    }

    /// Returns a sum's cells with their signs.
    pub fn terms(&self, sum: u32) -> &[(Id, i64)] {
        &self.sums[sum as usize]
    }

    /// Returns how many sums there are.
    pub fn sums(&self) -> usize {
        self.sums.len()
    }

    /// Returns whether the table that differs from the true one by these amounts could be true if all cells in it were
    /// hidden that may be.
    pub fn could(&self, table: &[(Id, i64)]) -> bool {
        table.iter().all(|&(cell, by)| {
            let at = &self.cells[cell as usize];
            by == 0 || (at.seen != Seen::Fixed && at.value + by >= at.least)
        }) && self.balances(table)
    }

    /// Returns whether the table that differs from the true one by these amounts could be true for all that the public
    /// knows: every shown cell as it is, every sum as it is, no hidden cell below its least.
    pub fn allows(&self, table: &[(Id, i64)]) -> bool {
        table.iter().all(|&(cell, by)| {
            let at = &self.cells[cell as usize];
            by == 0 || (at.seen == Seen::Hidden && at.value + by >= at.least)
        }) && self.balances(table)
    }

    fn balances(&self, table: &[(Id, i64)]) -> bool {
        let mut sums = std::collections::HashMap::new();
        for &(cell, by) in table {
            for &(sum, sign) in self.within(cell) {
                *sums.entry(sum).or_insert(0) += sign * by;
            }
        }
        sums.values().all(|changed| *changed == 0)
    }
}
