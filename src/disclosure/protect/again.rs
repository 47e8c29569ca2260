//! Shows again what readers miss most.
//!
//! Cells are covered one after the other, and the first to come takes what is cheapest then. Later ones hide more, and with
//! that in hand the first could have done with less. So at the end each dear cell is tried the other way round: it is shown
//! for good, those that rested on it look for other tables, and if what they hide is worth less than it, it stays shown.

use super::super::system::{Hidden, Id, Seen};
use super::{Bound, Work};
use std::collections::{HashMap, HashSet};

/// What hiding a cell costs from which it is worth the search.
const DEAR: u32 = 600;

impl Work<'_> {
    /// Shows again what hardly anything rests on.
    pub(super) fn show_again(&mut self, needy: &[Id], first: &Hidden, bounds: &[Bound]) {
        self.tidy(needy, first);
        let cells = 0..self.system.cells.len() as Id;
        let mut dear: Vec<(u32, Id)> = cells
            .filter(|cell| self.system.cells[*cell as usize].seen == Seen::Hidden)
            .filter_map(|cell| Some((first.shown(cell)?, cell)))
            .filter(|(cost, _)| *cost >= DEAR)
            .collect();
        dear.sort_by_key(|&(cost, cell)| (std::cmp::Reverse(cost), cell));
        for (cost, cell) in dear {
            if self.system.cells[cell as usize].seen == Seen::Hidden
                && self.instead(cell, cost, needy, first, bounds)
            {
                self.tidy(needy, first);
            }
        }
    }

    /// Shows a cell for good, and covers those that rested on it in another way, if that hides less; else all stays as it was.
    fn instead(
        &mut self,
        cell: Id,
        cost: u32,
        needy: &[Id],
        first: &Hidden,
        bounds: &[Bound],
    ) -> bool {
        let before = self.system.hidden();
        let tables = self.system.tables_of(cell).to_vec();
        self.system.cells[cell as usize].seen = Seen::Fixed;
        self.system.hide_only(
            first,
            |table| before.is_withheld(table) && !tables.contains(&table),
            |other| before.is_hidden(other),
        );
        let users: Vec<Id> = needy
            .iter()
            .copied()
            .filter(|user| !self.fits(*user))
            .collect();
        let told = self.told.len();
        let kept = self.kept(&users);
        let all = users.iter().all(|user| {
            let spent = self.system.hidden_since(&before, first);
            spent < cost && self.otherwise(*user, cost - spent)
        });
        // A base that is hidden now bounds its parts no more, and they would need wider ranges.
        let wider =
            |(of, most, by): &Bound| self.bound(*most, by) > self.system.cells[*of as usize].need;
        let fair = all && !bounds.iter().any(wider);
        // What was hidden since may have withheld its table, and it would be hidden with that.
        let withheld = |table: &u32| self.system.is_withheld(*table) && !first.is_withheld(*table);
        let fair = fair && !tables.iter().any(withheld);
        if fair && self.system.hidden_since(&before, first) < cost {
            // From here on it is shown like any other: whoever withholds its table or needs it hides it again, and pays for it.
            self.system.cells[cell as usize].seen = Seen::Shown;
            self.secondary.remove(&cell);
            return true;
        }
        self.system.go_back(before);
        self.told.truncate(told);
        self.restore(kept);
        false
    }

    /// Covers a cell anew, for less than this.
    fn otherwise(&mut self, user: Id, most: u32) -> bool {
        let need = self.system.cells[user as usize].need;
        let mut range = Default::default();
        if !self.widen(user, &mut range, need, most - 1, false) {
            return false;
        }
        self.ranges[user as usize] = range;
        if !self.told.contains(&user) {
            self.told_alone(user);
        }
        true
    }

    /// Returns whether all tables that a cell's proof rests on need no more hidden than is.
    fn fits(&self, cell: Id) -> bool {
        let mut tables = self.resting_on(cell).into_iter();
        tables.all(|table| self.system.fits(&self.tables[table as usize]))
    }

    /// Shows what no proof rests on: cells that no table changes, and tables whose noughts stand in nobody's way.
    pub(super) fn tidy(&mut self, needy: &[Id], first: &Hidden) {
        let mut used: HashMap<Id, Id> = HashMap::new();
        let mut withheld: HashSet<u32> = HashSet::new();
        for &user in needy {
            for table in self.resting_on(user) {
                for &(cell, by) in &self.tables[table as usize] {
                    if by == 0 {
                        continue;
                    }
                    used.entry(cell).or_insert(user);
                    if !first.could_be(cell, by) {
                        withheld.extend(self.system.tables_of(cell));
                    }
                }
            }
        }
        self.system.hide_only(
            first,
            |table| withheld.contains(&table),
            |cell| used.contains_key(&cell),
        );
        let system = &self.system;
        self.secondary.retain(|cell, _| {
            system.cells[*cell as usize].seen == Seen::Hidden && used.contains_key(cell)
        });
        for (cell, user) in used {
            if first.shown(cell).is_some() {
                self.secondary.entry(cell).or_insert(user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::system::{Cell, Seen, System};
    use super::super::Work;

    #[test]
    fn what_is_shown_again_is_hidden_with_its_table_like_anything_that_is_shown() {
        let mut system = System::default();
        let mut cell = |value, seen, cost, need| {
            system.cell(Cell {
                value,
                seen,
                least: 1,
                cost,
                need,
            })
        };
        let small = cell(2, Seen::Hidden, 1, 4);
        let dear = cell(10, Seen::Shown, 1000, 0);
        let cheap = cell(12, Seen::Shown, 5, 0);
        let table = system.table(vec![dear], false);
        system.sum([(small, 1), (dear, 1), (cheap, 1)]);
        let first = system.hidden();
        let mut work = Work::new(&mut system, None);
        work.keep(small, vec![(small, 4), (dear, -4)], true);
        work.show_again(&[small], &first, &[]);
        let seen = |work: &Work, cell: u32| work.system.cells[cell as usize].seen;
        assert_eq!(seen(&work, dear), Seen::Shown);
        assert_eq!(seen(&work, cheap), Seen::Hidden);
        work.system.withhold(dear);
        assert!(work.system.is_withheld(table));
        assert_eq!(seen(&work, dear), Seen::Hidden);
    }
}
