//! Whole complaints as moves.
//!
//! Counts of one place (a service, procedure, stage and period) hang together: one complaint more is one more received, one
//! more of its outcome, one more answered, in time, in its band of days. A search that repairs sum after sum finds this
//! again each time, and loses its way where all of them must be lowered elsewhere. Here a move is made of whole complaints:
//! one more at a place, one less at another, with all the counts above them. So every sum inside a place and between
//! places holds before any search has begun, and what is left to choose is where the others are taken from and what kind
//! of complaint it is: the way that hides least.
//!
//! Like every search here it may fail or find something dear. It cannot go wrong: what it finds is tested by others.

mod bounds;
mod price;
#[cfg(test)]
mod tests;
mod tries;
mod ways;

use super::layout::{Feature, Kind, Layout, NONE};
use super::moves::Table;
use super::system::{Id, System, added_up};
use bounds::Bounds;
use std::cell::OnceCell;
use std::rc::Rc;
use tries::Tries;

/// Complaints moved: a number for each place.
type Moved = Vec<(u32, i64)>;

/// Adds up what is moved. Most of a search's time goes by here, so nothing is sorted: the places stay in the order in which
/// they were first named.
#[derive(Debug)]
struct Adder {
    sums: Vec<i64>,
    known: Vec<bool>,
}

impl Adder {
    fn new(places: usize) -> Self {
        Adder {
            sums: vec![0; places],
            known: vec![false; places],
        }
    }

    fn added_up(&mut self, moved: impl Iterator<Item = (u32, i64)>) -> Moved {
        let mut all = Moved::new();
        for (place, by) in moved {
            let at = place as usize;
            if !std::mem::replace(&mut self.known[at], true) {
                all.push((place, 0));
            }
            self.sums[at] += by;
        }
        for (place, by) in &mut all {
            let at = *place as usize;
            self.known[at] = false;
            *by = std::mem::take(&mut self.sums[at]);
        }
        all.retain(|(_, by)| *by != 0);
        all
    }

    fn merged(&mut self, parts: &[&Moved]) -> Moved {
        self.added_up(parts.iter().flat_map(|part| part.iter().copied()))
    }
}

fn turned(moved: &Moved) -> Moved {
    moved.iter().map(|&(place, by)| (place, -by)).collect()
}

/// What is moved of each of a few kinds, and of any of them together, as far as it was asked for.
struct Unions {
    parts: Vec<Moved>,
    of: [OnceCell<Moved>; 8],
}

impl Unions {
    /// Takes up to three kinds.
    fn new(parts: Vec<Moved>) -> Self {
        let of = Default::default();
        Unions { parts, of }
    }

    fn kinds(&self) -> usize {
        self.parts.len()
    }

    /// Returns what is moved of the kinds that meet a condition.
    fn of(&self, kinds: &[&Kind], meets: impl Fn(&Kind) -> bool) -> &Moved {
        let chosen = kinds.iter().enumerate().filter(|(_, kind)| meets(kind));
        let set = chosen.map(|(at, _)| 1 << at).sum::<usize>();
        if set.is_power_of_two() {
            return self.single(set.trailing_zeros() as usize);
        }
        self.of[set].get_or_init(|| {
            let chosen = self.parts.iter().enumerate();
            let chosen = chosen.filter(|(at, _)| set & 1 << at != 0);
            added_up(chosen.flat_map(|(_, part)| part.iter().copied()))
        })
    }

    fn single(&self, at: usize) -> &Moved {
        &self.parts[at]
    }
}

/// Looks for moves of whole complaints.
#[derive(Debug)]
pub struct Bundler<'a> {
    layout: &'a Layout,
    before: Vec<i64>,
    still: Vec<bool>,
    adder: Adder,
    off: Vec<i64>,
    /// For each sum what is left over of it, when it is an inequality.
    rests: Vec<Option<(Id, i64)>>,
    bounds: Bounds,
    /// What may be moved between a line and others, as far as it was asked for.
    patterns: Vec<Option<Rc<[Pattern]>>>,
    /// For each count the kinds of complaints that may add to it, as far as it was asked for.
    tries: Vec<Option<Rc<Tries<'a>>>>,
    /// How many moves were priced.
    pub priced: usize,
}

/// Lines with their signs.
type Pattern = Vec<(usize, i64)>;

/// What one cell of one in a move counts for, beside what hiding costs.
const UNIT: u32 = 16;
/// How many smallest places below a total are tried.
const STARTS: usize = 3;

/// What is being looked for: the cell's count, by how much, and at what price.
struct Wanted {
    cell: Id,
    feature: Feature,
    by: i64,
    /// The price from which a move is of no use any more.
    limit: u32,
    best: Option<(u32, Table)>,
    /// The place of the best one in the order in which moves are listed: of two that cost the same the first is taken.
    order: u64,
    /// How many are listed.
    listed: u64,
}

impl Wanted {
    /// Returns the price from which the move at this place is of no use.
    fn limit(&self, order: u64) -> u32 {
        match order < self.order {
            true => self.limit.saturating_add(1),
            false => self.limit,
        }
    }

    fn take(&mut self, price: u32, table: Table, order: u64) {
        (self.limit, self.order) = (price, order);
        self.best = Some((price, table));
    }

    /// Returns the place of one more move.
    fn next(&mut self) -> u64 {
        self.listed += 1;
        self.listed
    }

    /// Returns whether a move was found that hides nothing.
    fn is_free(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.0 < UNIT)
    }
}

/// What happens to the complaints that are moved, beside what their kinds say: how many of each are meant by one, and what
/// else changes at what price.
struct Beside<'m> {
    by: i64,
    cells: &'m [(Id, i64)],
    price: u32,
    /// The place of the move in the order in which moves are listed.
    order: u64,
}

impl<'a> Bundler<'a> {
    /// Makes room for searches.
    pub fn new(system: &System, layout: &'a Layout) -> Self {
        let mut bundler = Bundler {
            layout,
            bounds: Bounds::default(),
            patterns: vec![None; layout.lines.len()],
            tries: vec![None; layout.features],
            before: vec![0; system.cells.len()],
            still: vec![false; system.cells.len()],
            adder: Adder::new(layout.has.len()),
            off: vec![0; system.sums()],
            rests: (0..system.sums() as u32)
                .map(|sum| {
                    let mut terms = system.terms(sum).iter();
                    terms
                        .find(|(cell, _)| *cell as usize >= layout.counts.len())
                        .copied()
                })
                .collect(),
            priced: 0,
        };
        bundler.bounds = Bounds::new(&bundler);
        bundler
    }

    /// Forbids, or allows again, to touch these cells.
    pub fn hold(&mut self, cells: &[Id], still: bool) {
        for &cell in cells {
            self.still[cell as usize] = still;
        }
    }

    /// Finds a cheap move of whole complaints that adds `by` to a cell, mostly the cheapest, from a table that may already differ from the
    /// true one, for at most this price; returns what hiding it costs too.
    pub fn find(
        &mut self,
        system: &System,
        from: &[(Id, i64)],
        cell: Id,
        by: i64,
        most: u32,
    ) -> Option<(u32, Table)> {
        let counts = self.layout.counts.get(cell as usize)?;
        for &(cell, by) in from {
            self.before[cell as usize] = by;
        }
        // The count nearest to the smallest places has the fewest ways, and they are the cheapest.
        let nearest = counts
            .iter()
            .min_by_key(|(place, _)| self.layout.below[*place as usize].len());
        let mut found = None;
        if let Some(&(place, feature)) = nearest {
            let mut wanted = Wanted {
                cell,
                feature,
                by,
                limit: most.saturating_mul(UNIT).saturating_add(UNIT),
                best: None,
                order: 0,
                listed: 0,
            };
            let mut bounds = std::mem::take(&mut self.bounds);
            bounds.begin(feature, by);
            let mut starts = self.layout.below[place as usize].clone();
            let size = |(line, quarter): &(u32, u32)| {
                let places = self.layout.lines[*line as usize].quarters[*quarter as usize].as_ref();
                let own = places.and_then(|places| places.first());
                let cell = own.map_or(NONE, |own| self.cell(*own, feature));
                match cell {
                    NONE => i64::MIN,
                    cell => system.value(cell),
                }
            };
            starts.sort_by_key(|start| std::cmp::Reverse(size(start)));
            starts.truncate(STARTS);
            for (line, quarter) in starts {
                self.around(
                    system,
                    &mut wanted,
                    &mut bounds,
                    (line as usize, quarter as usize),
                );
                if wanted.is_free() {
                    break;
                }
            }
            self.bounds = bounds;
            found = wanted.best.map(|(price, table)| (price / UNIT, table));
        }
        for &(cell, _) in from {
            self.before[cell as usize] = 0;
        }
        found
    }

    fn cell(&self, place: u32, feature: Feature) -> Id {
        self.layout.cells[place as usize * self.layout.features + feature]
    }

    /// Returns what may be moved between lines: one alone, one against another, and two of one service against the same two
    /// procedures of another.
    fn patterns(&mut self, line: usize) -> Rc<[Pattern]> {
        if let Some(known) = &self.patterns[line] {
            return known.clone();
        }
        let found: Rc<[Pattern]> = self.all_patterns(line).into();
        self.patterns[line] = Some(found.clone());
        found
    }

    fn all_patterns(&self, line: usize) -> Vec<Pattern> {
        let layout = self.layout;
        let own = &layout.lines[line];
        let family = &layout.families[own.family];
        let mut patterns: Vec<Pattern> = vec![vec![(line, 1)]];
        for &other in family.iter().filter(|other| **other != line) {
            patterns.push(vec![(line, 1), (other, -1)]);
        }
        for &beside in family {
            let at = &layout.lines[beside];
            if beside == line || at.service != own.service {
                continue;
            }
            for &third in family {
                let there = &layout.lines[third];
                if there.service == own.service || there.procedure != at.procedure {
                    continue;
                }
                for &fourth in family {
                    if fourth != third && layout.lines[fourth].service == there.service {
                        patterns.push(vec![(line, 1), (beside, -1), (third, 1), (fourth, -1)]);
                    }
                }
            }
        }
        patterns
    }

    /// Returns how many complaints each place has more when these lines have more in these quarters.
    fn places(&mut self, entries: &[(usize, usize, i64)]) -> Option<Moved> {
        let lines = &self.layout.lines;
        let places = |&(line, time, by): &(usize, usize, i64)| {
            let places = lines[line].quarters[time].as_ref();
            places.map(|places| places.iter().map(move |place| (*place, by)))
        };
        let known = entries.iter().map(places).collect::<Option<Vec<_>>>()?;
        Some(self.adder.added_up(known.into_iter().flatten()))
    }
}
