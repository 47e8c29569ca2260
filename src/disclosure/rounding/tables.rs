//! Other tables that are printed the same.
//!
//! A table begins with one count moved by one. That breaks the sums it stands in, and perhaps takes counts above it farther
//! than what is printed of them allows. Then whatever is wrong is put right by moving further counts, each time the one that
//! leaves least wrong, until nothing is; what stays wrong for long counts more and more. From such a table the next is looked
//! for, in which the count is moved by two. What is moved is mostly a count of the finest kind together with all that it is counted
//! in: its service, its year, all procedures. So sums along these hold by themselves, and two or three moves make a whole table.

use super::Possible;
use super::draw::Prints;
use crate::config::Site;
use crate::disclosure::model::Model;
use crate::disclosure::system::Id;
use crate::vocabulary::{ObservationKey, code, measure};

/// How many moves a search may make, one try after the other.
const TRIES: [usize; 3] = [150, 800, 4000];

/// How many ways to put one thing right are weighed.
const WAYS: usize = 40;

/// For how many moves a count that was moved stays as it is.
const REST: usize = 6;

/// What a table adds to the true counts.
pub type Table = Vec<(Id, i64)>;

/// A move: a cell, how far, and whether all that it is counted in moves with it.
#[derive(Clone, Copy)]
struct Move {
    cell: Id,
    by: i64,
    whole: bool,
}

/// The cells as a search sees them.
pub struct Search<'a> {
    model: &'a Model,
    /// For each cell those that it is counted in, itself the first.
    counted_in: Vec<Vec<Id>>,
    /// For each cell those of the finest kind that are counted in it.
    finest: Vec<Vec<Id>>,
    /// For each sum what is left over of it, if it is an inequality: the number and its sign.
    rests: Vec<Option<(i64, i64)>>,
    /// How far each cell has been moved.
    by: Marks,
    /// How far each sum is from what it must be.
    broken: Marks,
    /// The same, as far as a move that is only weighed would change it.
    weighed: Marks,
    /// When each cell was moved last.
    moved: Marks,
    /// What it counts that a cell or a sum is wrong, besides 1: more for those that have long been.
    cell_weights: Marks,
    sum_weights: Marks,
    chance: u64,
    /// How many moves all searches have made.
    pub moves: usize,
}

/// Numbers of which nearly all are nought.
struct Marks {
    numbers: Vec<i64>,
    set: Vec<u32>,
    is_set: Vec<bool>,
}

impl Marks {
    fn new(count: usize) -> Self {
        Marks {
            numbers: vec![0; count],
            set: Vec::new(),
            is_set: vec![false; count],
        }
    }

    fn get(&self, at: u32) -> i64 {
        self.numbers[at as usize]
    }

    fn touch(&mut self, at: u32) -> &mut i64 {
        if !std::mem::replace(&mut self.is_set[at as usize], true) {
            self.set.push(at);
        }
        &mut self.numbers[at as usize]
    }

    fn clear(&mut self) {
        for at in self.set.drain(..) {
            self.numbers[at as usize] = 0;
            self.is_set[at as usize] = false;
        }
    }
}

/// What is looked for.
struct Goal<'g> {
    cell: Id,
    target: i64,
    prints: &'g Prints,
    /// Cells that must stay as they are, in their order.
    still: &'g [Id],
}

/// What is wrong with a table so far.
#[derive(Default)]
struct Wrong {
    sums: Vec<u32>,
    cells: Vec<Id>,
}

impl<'a> Search<'a> {
    /// Prepares to search.
    pub fn new(model: &'a Model, site: &Site) -> Self {
        let (cells, sums) = (model.system.cells.len(), model.system.sums());
        let counted_in: Vec<Vec<Id>> = (0..cells as Id)
            .map(|cell| counted_in(model, site, cell))
            .collect();
        let mut coarse = vec![false; cells];
        for (cell, wholes) in counted_in.iter().enumerate() {
            for whole in wholes.iter().filter(|whole| **whole as usize != cell) {
                coarse[*whole as usize] = true;
            }
        }
        let mut finest = vec![Vec::new(); cells];
        for cell in (0..cells).filter(|cell| !coarse[*cell]) {
            for whole in &counted_in[cell] {
                finest[*whole as usize].push(cell as Id);
            }
        }
        let rest = |sum: usize| {
            let mut terms = model.system.terms(sum as u32).iter();
            let rest = terms.find(|term| term.0 as usize >= model.keys.len())?;
            Some((model.system.value(rest.0), rest.1))
        };
        Search {
            model,
            counted_in,
            finest,
            rests: (0..sums).map(rest).collect(),
            by: Marks::new(cells),
            broken: Marks::new(sums),
            weighed: Marks::new(sums),
            moved: Marks::new(cells),
            cell_weights: Marks::new(cells),
            sum_weights: Marks::new(sums),
            chance: 0x9e37_79b9_7f4a_7c15,
            moves: 0,
        }
    }

    /// Looks for a table that is printed the same and in which a cell is one more, or one less, than in another such table;
    /// else returns the cells that stood in the way. Step by step tables are found that are far from the true one.
    pub fn find(
        &mut self,
        prints: &Prints,
        still: &[Id],
        from: &Table,
        cell: Id,
        step: i64,
    ) -> Result<Table, Vec<Id>> {
        let before = from.iter().find(|(other, _)| *other == cell);
        let before = before.map_or(0, |(_, by)| *by);
        let target = self.model.system.value(cell) + before + step;
        if !prints.possible(cell).has(target) {
            return Err(vec![cell]);
        }
        let goal = Goal {
            cell,
            target,
            prints,
            still,
        };
        let mut blocked = Vec::new();
        for moves in TRIES {
            for &(cell, by) in from {
                self.add(alone(cell, by));
            }
            let starts = self.finest[cell as usize].len();
            let at = self.draw(starts);
            let start = self.finest[cell as usize].get(at).copied();
            self.add(Move {
                cell: start.unwrap_or(cell),
                by: step,
                whole: true,
            });
            let found = self.search(&goal, moves);
            if !found {
                blocked = self.wrong(&goal).cells;
            }
            let table = self.clear();
            if found {
                return Ok(table);
            }
        }
        Err(blocked)
    }

    fn search(&mut self, goal: &Goal, moves: usize) -> bool {
        for time in 1..=moves as i64 {
            let wrong = self.wrong(goal);
            if wrong.sums.is_empty() && wrong.cells.is_empty() {
                return true;
            }
            self.moves += 1;
            let mut best: Option<(i64, Move)> = None;
            for way in self.ways(goal, &wrong) {
                let moved = self.moved.get(way.cell);
                if moved > 0 && moved + REST as i64 > time {
                    continue;
                }
                // Among equals any may be taken, so that a search does not go round in a circle.
                let worth = 4 * self.weigh(goal, way) + self.draw(3) as i64;
                if best.is_none_or(|(least, _)| worth < least) {
                    best = Some((worth, way));
                }
            }
            let Some((worth, way)) = best else {
                continue;
            };
            if worth >= 0 {
                // Nothing makes it better at once: what is wrong now counts more from here on.
                for sum in wrong.sums {
                    *self.sum_weights.touch(sum) += 1;
                }
                for cell in wrong.cells {
                    *self.cell_weights.touch(cell) += 1;
                }
            }
            self.add(way);
            *self.moved.touch(way.cell) = time;
        }
        false
    }

    fn add(&mut self, way: Move) {
        for at in 0..self.reach(way).len() {
            let cell = self.reach(way)[at];
            *self.by.touch(cell) += way.by;
            for &(sum, sign) in self.model.system.within(cell) {
                *self.broken.touch(sum) += sign * way.by;
            }
        }
    }

    fn reach(&self, way: Move) -> &[Id] {
        let all = &self.counted_in[way.cell as usize];
        if way.whole { all } else { &all[..1] }
    }

    /// Returns how much more, or less, would be wrong after a move.
    fn weigh(&mut self, goal: &Goal, way: Move) -> i64 {
        let mut more = 0;
        for at in 0..self.reach(way).len() {
            let cell = self.reach(way)[at];
            let now = self.now(cell);
            let changed = self.off(goal, cell, now + way.by) - self.off(goal, cell, now);
            more += changed * (1 + self.cell_weights.get(cell));
            for &(sum, sign) in self.model.system.within(cell) {
                *self.weighed.touch(sum) += sign * way.by;
            }
        }
        for &sum in &self.weighed.set {
            let (now, by) = (self.broken.get(sum), self.weighed.get(sum));
            let changed = self.amiss(sum, now + by) - self.amiss(sum, now);
            more += changed * (1 + self.sum_weights.get(sum));
        }
        self.weighed.clear();
        more
    }

    /// Returns how much is wrong with a sum that is so far from what it must be.
    fn amiss(&self, sum: u32, broken: i64) -> i64 {
        match self.rests[sum as usize] {
            // What is left over takes up the difference, down to nought.
            Some((rest, sign)) => (sign * broken - rest).max(0),
            None => broken.abs(),
        }
    }

    fn now(&self, cell: Id) -> i64 {
        self.model.system.value(cell) + self.by.get(cell)
    }

    /// Returns how far a number is from what a cell may be.
    fn off(&self, goal: &Goal, cell: Id, number: i64) -> i64 {
        let may = self.may(goal, cell);
        (may.least - number).max(number - may.most).max(0)
    }

    fn may(&self, goal: &Goal, cell: Id) -> Possible {
        let only = |number| Possible {
            least: number,
            most: number,
        };
        match goal.still.binary_search(&cell) {
            _ if cell == goal.cell => only(goal.target),
            Ok(_) => only(self.model.system.value(cell)),
            Err(_) => goal.prints.possible(cell),
        }
    }

    fn wrong(&self, goal: &Goal) -> Wrong {
        let sums = self.broken.set.iter().copied();
        let cells = self.by.set.iter().copied();
        Wrong {
            sums: sums
                .filter(|sum| self.amiss(*sum, self.broken.get(*sum)) > 0)
                .collect(),
            cells: cells
                .filter(|cell| self.off(goal, *cell, self.now(*cell)) > 0)
                .collect(),
        }
    }

    /// Returns moves that put something right: a sum first, because what sums need settles which cells are too far off.
    fn ways(&mut self, goal: &Goal, wrong: &Wrong) -> Vec<Move> {
        let mut ways = Vec::new();
        if wrong.sums.is_empty() {
            let cell = wrong.cells[self.draw(wrong.cells.len())];
            let (now, may) = (self.now(cell), self.may(goal, cell));
            let by = (may.least - now).max(0) - (now - may.most).max(0);
            self.ways_to(goal, cell, by, &mut ways);
        } else {
            let sum = wrong.sums[self.draw(wrong.sums.len())];
            let broken = self.broken.get(sum);
            let short = self.amiss(sum, broken) * -broken.signum();
            for &(cell, sign) in self.model.system.terms(sum) {
                if (cell as usize) < self.model.keys.len() && cell != goal.cell {
                    self.ways_to(goal, cell, sign * short, &mut ways);
                }
            }
        }
        while ways.len() > WAYS {
            let at = self.draw(ways.len());
            ways.swap_remove(at);
        }
        ways
    }

    /// Adds the moves that move a cell so far, or as far as it goes: by each of the finest kind below it, and by itself.
    fn ways_to(&self, goal: &Goal, cell: Id, by: i64, ways: &mut Vec<Move>) {
        let mut add = |cell: Id, whole: bool| {
            let (now, may) = (self.now(cell), self.may(goal, cell));
            let by = (now + by).clamp(may.least.min(now), may.most.max(now)) - now;
            if by != 0 {
                ways.push(Move { cell, by, whole });
            }
        };
        for &fine in &self.finest[cell as usize] {
            add(fine, true);
        }
        if self.finest[cell as usize][..] != [cell] || self.counted_in[cell as usize].len() > 1 {
            add(cell, false);
        }
    }

    /// Takes everything back; returns what was moved.
    fn clear(&mut self) -> Table {
        let moved = self.by.set.iter().map(|cell| (*cell, self.by.get(*cell)));
        let mut table: Table = moved.filter(|(_, by)| *by != 0).collect();
        table.sort_unstable();
        for marks in [
            &mut self.by,
            &mut self.broken,
            &mut self.moved,
            &mut self.cell_weights,
            &mut self.sum_weights,
        ] {
            marks.clear();
        }
        table
    }

    /// Returns a number below `of`. Which tables are found does not matter to anybody, so this is no secret.
    fn draw(&mut self, of: usize) -> usize {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        (self.chance % of.max(1) as u64) as usize
    }

    /// Returns whether a cell cannot move without another: it is counted in it, or the other in it.
    pub fn moves_with(&self, cell: Id, other: Id) -> bool {
        let counted = |one: Id, other: Id| self.counted_in[one as usize].contains(&other);
        counted(cell, other) || counted(other, cell)
    }
}

fn alone(cell: Id, by: i64) -> Move {
    Move {
        cell,
        by,
        whole: false,
    }
}

/// Returns the cells that a cell is counted in, itself the first.
fn counted_in(model: &Model, site: &Site, cell: Id) -> Vec<Id> {
    let mut all = vec![cell];
    for key in model.keys.get(cell as usize).into_iter().flatten() {
        for whole in wholes(key, site) {
            let at = model.cells.get(&whole).copied();
            if let Some(at) = at.filter(|at| !all.contains(at)) {
                all.push(at);
            }
        }
    }
    all
}

/// Returns the keys of all that a count is counted in.
fn wholes(key: &ObservationKey, site: &Site) -> Vec<ObservationKey> {
    let mut services = site.services.ancestors(key.service);
    services.push(code::ALL);
    let additive = measure(key.measure).is_some_and(|measure| measure.additive);
    let mut periods = vec![key.period];
    periods.extend(key.period.financial_year().filter(|_| additive));
    let mut keys = Vec::new();
    for &service in &services {
        for &period in &periods {
            for procedure in [key.procedure, code::ALL] {
                keys.push(ObservationKey {
                    service,
                    period,
                    procedure,
                    ..*key
                });
            }
        }
    }
    keys
}
