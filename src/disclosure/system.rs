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
    /// A nought that is shown, unless its whole table is withheld.
    Nought,
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
    tables: Vec<Whole>,
    /// For each cell the tables it stands in.
    stands_in: Vec<Vec<u32>>,
}

/// What is hidden of a system, to go back to.
#[derive(Debug, Clone)]
pub struct Hidden {
    cells: Vec<Cell>,
    tables: Vec<(bool, u32)>,
}

impl Hidden {
    /// Returns what hiding a cell costs that was shown then, and could be hidden.
    pub fn shown(&self, cell: Id) -> Option<u32> {
        let it = &self.cells[cell as usize];
        (it.seen == Seen::Shown).then_some(it.cost)
    }

    /// Returns whether a cell was hidden.
    pub fn is_hidden(&self, cell: Id) -> bool {
        self.cells[cell as usize].seen == Seen::Hidden
    }

    /// Returns whether a table was withheld whole.
    pub fn is_withheld(&self, table: u32) -> bool {
        self.tables[table as usize].0
    }

    /// Returns whether a cell could have been so much more without its table withheld.
    pub fn could_be(&self, cell: Id, by: i64) -> bool {
        let it = &self.cells[cell as usize];
        it.seen != Seen::Nought && it.value + by >= it.least
    }
}

/// A table that can be withheld whole, noughts too.
#[derive(Debug, Clone)]
struct Whole {
    cells: Vec<Id>,
    withheld: bool,
    /// What withholding it costs as things are.
    cost: u32,
}

impl System {
    /// Adds a cell.
    pub fn cell(&mut self, cell: Cell) -> Id {
        self.cells.push(cell);
        self.within.push(Vec::new());
        self.stands_in.push(Vec::new());
        (self.cells.len() - 1) as Id
    }

    /// Adds a table that can be withheld whole; returns its number.
    pub fn table(&mut self, mut cells: Vec<Id>, withheld: bool) -> u32 {
        cells.sort_unstable();
        cells.dedup();
        let number = self.tables.len() as u32;
        let mut cost = 0_u32;
        for &cell in &cells {
            self.stands_in[cell as usize].push(number);
            cost = cost.saturating_add(cost_in_table(&self.cells[cell as usize]));
        }
        self.tables.push(Whole {
            cells,
            withheld,
            cost,
        });
        number
    }

    /// Returns whether a table is withheld whole.
    pub fn is_withheld(&self, table: u32) -> bool {
        self.tables[table as usize].withheld
    }

    /// Returns what it costs to withhold the tables that a cell stands in, so that it can be as little as nought, or more
    /// than the nought it is; nothing when it cannot be withheld.
    pub fn cost_of_tables(&self, cell: Id) -> Option<u32> {
        let tables = &self.stands_in[cell as usize];
        if tables.is_empty() || self.cells[cell as usize].seen == Seen::Fixed {
            return None;
        }
        let open = tables.iter().map(|table| &self.tables[*table as usize]);
        let costs = open.filter(|table| !table.withheld).map(|table| table.cost);
        Some(costs.fold(0, u32::saturating_add))
    }

    /// Returns whether a cell stands in a table that is withheld whole.
    pub fn stands_in_withheld(&self, cell: Id) -> bool {
        let mut tables = self.stands_in[cell as usize].iter();
        tables.any(|table| self.tables[*table as usize].withheld)
    }

    /// Hides one cell that is shown; returns whether it was.
    pub fn hide(&mut self, cell: Id) -> bool {
        let it = &mut self.cells[cell as usize];
        if it.seen != Seen::Shown {
            return false;
        }
        it.seen = Seen::Hidden;
        let cost = it.cost;
        for &table in &self.stands_in[cell as usize] {
            let of = &mut self.tables[table as usize].cost;
            *of = of.saturating_sub(cost);
        }
        true
    }

    /// Withholds all tables that a cell stands in.
    pub fn withhold(&mut self, cell: Id) {
        for at in 0..self.stands_in[cell as usize].len() {
            let table = self.stands_in[cell as usize][at] as usize;
            if std::mem::replace(&mut self.tables[table].withheld, true) {
                continue;
            }
            let cells = std::mem::take(&mut self.tables[table].cells);
            for &cell in &cells {
                self.hide(cell);
                let mut of = self.stands_in[cell as usize].iter();
                let whole = of.all(|table| self.tables[*table as usize].withheld);
                let it = &mut self.cells[cell as usize];
                // A number that stands in another table too is known to be none if it is shown as none there.
                if whole && it.seen != Seen::Fixed {
                    (it.seen, it.least, it.cost) = (Seen::Hidden, 0, 1);
                }
            }
            self.tables[table].cells = cells;
        }
    }

    /// Returns what is hidden.
    pub fn hidden(&self) -> Hidden {
        let tables = self.tables.iter();
        Hidden {
            cells: self.cells.clone(),
            tables: tables.map(|table| (table.withheld, table.cost)).collect(),
        }
    }

    /// Goes back to what was hidden before.
    pub fn go_back(&mut self, to: Hidden) {
        self.cells = to.cells;
        for (table, (withheld, cost)) in self.tables.iter_mut().zip(to.tables) {
            (table.withheld, table.cost) = (withheld, cost);
        }
    }

    /// Withholds these tables and no others, and hides these cells beside them; all else is as it was at first. What was
    /// shown for good since stays so.
    pub fn hide_only(
        &mut self,
        first: &Hidden,
        withheld: impl Fn(u32) -> bool,
        hidden: impl Fn(Id) -> bool,
    ) {
        for (number, table) in self.tables.iter_mut().enumerate() {
            table.withheld = first.tables[number].0 || withheld(number as u32);
        }
        for (at, it) in self.cells.iter_mut().enumerate() {
            if it.seen == Seen::Fixed {
                continue;
            }
            let need = it.need;
            *it = Cell {
                need,
                ..first.cells[at]
            };
            let tables = &self.stands_in[at];
            let is_withheld = |table: &u32| self.tables[*table as usize].withheld;
            // A number that stands in another table too was shown although one of them was withheld from the first.
            let any = tables
                .iter()
                .any(|table| is_withheld(table) && !first.tables[*table as usize].0);
            let whole = any && tables.iter().all(is_withheld);
            if it.seen == Seen::Shown && (any || hidden(at as Id)) {
                it.seen = Seen::Hidden;
            }
            if whole {
                (it.seen, it.least, it.cost) = (Seen::Hidden, 0, 1);
            }
        }
        for table in &mut self.tables {
            let costs = table.cells.iter().map(|cell| self.cells[*cell as usize]);
            table.cost = costs.fold(0, |sum, cell| sum.saturating_add(cost_in_table(&cell)));
        }
    }

    /// Returns the tables that a cell stands in.
    pub fn tables_of(&self, cell: Id) -> &[u32] {
        &self.stands_in[cell as usize]
    }

    /// Returns what is hidden beyond what was hidden before, as cost.
    pub fn hidden_since(&self, before: &Hidden, first: &Hidden) -> u32 {
        let now = self.cells.iter().zip(&before.cells).zip(&first.cells);
        let more =
            now.filter(|((now, then), _)| now.seen == Seen::Hidden && then.seen != Seen::Hidden);
        more.fold(0, |sum, (_, cell)| sum.saturating_add(cost_in_table(cell)))
    }

    /// Returns whether a table needs no more hidden than is.
    pub fn fits(&self, table: &[(Id, i64)]) -> bool {
        table.iter().all(|&(cell, by)| {
            let at = &self.cells[cell as usize];
            by == 0 || (at.seen == Seen::Hidden && at.value + by >= at.least)
        })
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
            let now = at.value + by;
            by == 0
                || match at.seen {
                    Seen::Fixed => false,
                    Seen::Shown | Seen::Hidden if now >= at.least => true,
                    _ => now >= 0 && self.cost_of_tables(cell).is_some(),
                }
        }) && self.balances(table)
    }

    /// Hides what must be hidden for the table that differs from the true one by these amounts to be possible. Returns the
    /// cells that are hidden for themselves, and not with a whole table.
    pub fn make_room(&mut self, table: &[(Id, i64)]) -> Vec<Id> {
        let mut hidden = Vec::new();
        for &(cell, by) in table {
            let it = &self.cells[cell as usize];
            match it.seen {
                Seen::Shown | Seen::Hidden if it.value + by >= it.least => {
                    if self.hide(cell) {
                        hidden.push(cell);
                    }
                }
                Seen::Fixed => {}
                _ => self.withhold(cell),
            }
        }
        hidden
    }

    /// Returns whether the table that differs from the true one by these amounts could be true for all that the public
    /// knows: every shown cell as it is, every sum as it is, no hidden cell below its least.
    pub fn allows(&self, table: &[(Id, i64)]) -> bool {
        self.fits(table) && self.balances(table)
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

/// What a cell adds to the cost of withholding its table.
fn cost_in_table(cell: &Cell) -> u32 {
    match cell.seen {
        Seen::Shown => cell.cost,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Id, Seen, System};

    fn cell(system: &mut System, value: i64, seen: Seen) -> Id {
        let least = i64::from(seen != Seen::Nought);
        system.cell(Cell {
            value,
            seen,
            least,
            cost: 5,
            need: 0,
        })
    }

    #[test]
    fn a_nought_that_is_shown_moves_only_when_its_table_is_withheld_and_all_of_it_is() {
        let mut system = System::default();
        let nought = cell(&mut system, 0, Seen::Nought);
        let beside = cell(&mut system, 7, Seen::Shown);
        let elsewhere = cell(&mut system, 3, Seen::Hidden);
        system.table(vec![nought, beside], false);
        system.sum([(nought, 1), (elsewhere, 1)]);
        let table = [(nought, 2), (elsewhere, -2)];
        assert!(system.could(&table) && !system.allows(&table));
        assert_eq!(system.cost_of_tables(nought), Some(6));
        assert!(system.make_room(&table).is_empty());
        assert!(system.allows(&table));
        assert_eq!(system.cells[beside as usize].seen, Seen::Hidden);
        assert_eq!(system.cost_of_tables(nought), Some(0));
    }

    #[test]
    fn a_nought_that_stands_in_another_table_too_needs_both_withheld() {
        let mut system = System::default();
        let nought = cell(&mut system, 0, Seen::Nought);
        let beside = cell(&mut system, 7, Seen::Shown);
        system.table(vec![nought, beside], false);
        system.table(vec![nought], false);
        assert_eq!(system.cost_of_tables(nought), Some(7));
        system.withhold(beside);
        assert_eq!(system.cells[nought as usize].seen, Seen::Nought);
        system.withhold(nought);
        assert_eq!(system.cells[nought as usize].seen, Seen::Hidden);
    }

    #[test]
    fn what_was_shown_before_is_not_hidden_with_its_table() {
        let mut system = System::default();
        let known = cell(&mut system, 4, Seen::Fixed);
        let beside = cell(&mut system, 7, Seen::Shown);
        system.table(vec![known, beside], false);
        system.withhold(beside);
        assert_eq!(system.cells[known as usize].seen, Seen::Fixed);
        assert!(!system.could(&[(known, 1)]));
    }
}
