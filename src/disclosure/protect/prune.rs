//! Shows again what needs no hiding.

use super::super::system::{Id, Seen};
use super::{Range, Work, amount};
use std::collections::HashMap;

/// How many such steps may be taken for each cell that needs protection, all together.
const PRUNING_EACH: usize = 60;

impl Work<'_> {
    /// Shows cells that were hidden for others again, the dearest first, where all keep their tables without.
    pub(super) fn prune(&mut self, needy: &[Id]) {
        let mut secondary: Vec<Id> = self.secondary.keys().copied().collect();
        secondary.retain(|cell| !self.system.stands_in_withheld(*cell));
        secondary.sort_by_key(|cell| {
            (
                std::cmp::Reverse(self.system.cells[*cell as usize].cost),
                *cell,
            )
        });
        let mut users: HashMap<Id, Vec<Id>> = HashMap::new();
        for &cell in needy {
            for table in self.resting_on(cell) {
                for &(other, _) in &self.tables[table as usize] {
                    if self.secondary.contains_key(&other) {
                        users.entry(other).or_default().push(cell);
                    }
                }
            }
        }
        let most = self.finder.taken + PRUNING_EACH * needy.len();
        for cell in secondary {
            if self.finder.taken > most {
                break;
            }
            let mut needing = users.remove(&cell).unwrap_or_default();
            needing.sort_unstable();
            needing.dedup();
            needing.retain(|user| self.rests_on(*user, cell));
            if self.without(cell, &needing) {
                self.secondary.remove(&cell);
                for user in needing {
                    for table in self.resting_on(user) {
                        for &(other, _) in &self.tables[table as usize] {
                            if self.secondary.contains_key(&other) {
                                users.entry(other).or_default().push(user);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Returns the tables that a cell's proof rests on.
    pub(super) fn resting_on(&self, cell: Id) -> Vec<u32> {
        let range = &self.ranges[cell as usize];
        let mut tables = vec![range.lowest, range.highest];
        let second = self.second.get(&cell).into_iter().flatten();
        tables.extend(second.flat_map(|pair| [pair.0, pair.1]));
        tables
    }

    fn rests_on(&self, user: Id, cell: Id) -> bool {
        let tables = self.resting_on(user);
        tables
            .iter()
            .any(|table| amount(&self.tables[*table as usize], cell) != 0)
    }

    /// Tries to show a cell again; all stays as it was when somebody's protection needs it.
    fn without(&mut self, cell: Id, needing: &[Id]) -> bool {
        self.system.cells[cell as usize].seen = Seen::Fixed;
        let kept = self.kept(needing);
        let mut all = true;
        for &user in needing {
            let need = self.system.cells[user as usize].need;
            let mut range = Range::default();
            all = self.widen(user, &mut range, need, 0, false);
            if all {
                self.ranges[user as usize] = range;
                all = self.cover_alone(user, 0);
            }
            if !all {
                break;
            }
        }
        if all {
            return true;
        }
        self.system.cells[cell as usize].seen = Seen::Hidden;
        self.restore(kept);
        false
    }
}
