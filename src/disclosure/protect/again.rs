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
        let kept: Vec<_> = users
            .iter()
            .map(|user| {
                let second = self.second.get(user).cloned();
                (*user, self.ranges[*user as usize], second)
            })
            .collect();
        let all = users.iter().all(|user| {
            let spent = self.system.hidden_since(&before, first);
            spent < cost && self.otherwise(*user, cost - spent)
        });
        // A base that is hidden now bounds its parts no more, and they would need wider ranges.
        let wider =
            |(of, most, by): &Bound| self.bound(*most, by) > self.system.cells[*of as usize].need;
        let fair = all && !bounds.iter().any(wider);
        if fair && self.system.hidden_since(&before, first) < cost {
            self.secondary.remove(&cell);
            return true;
        }
        self.system.go_back(before);
        self.told.truncate(told);
        for (user, range, second) in kept {
            self.ranges[user as usize] = range;
            match second {
                Some(pair) => self.second.insert(user, pair),
                None => self.second.remove(&user),
            };
        }
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
    fn tidy(&mut self, needy: &[Id], first: &Hidden) {
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
