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

mod price;

use super::layout::{Choice, Feature, Kind, Layout, NONE};
use super::moves::Table;
use super::system::{Id, System};
use std::borrow::Cow;

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

/// What is moved of each of a few kinds, and of any of them together.
struct Unions<'m> {
    of: Vec<Cow<'m, Moved>>,
}

impl<'m> Unions<'m> {
    fn new(adder: &mut Adder, parts: &[&'m Moved]) -> Self {
        let of = (0..1_usize << parts.len())
            .map(|set| {
                let chosen = parts.iter().enumerate();
                let chosen: Vec<&Moved> = chosen
                    .filter(|(at, _)| set & 1 << at != 0)
                    .map(|(_, part)| *part)
                    .collect();
                match chosen[..] {
                    [one] => Cow::Borrowed(one),
                    _ => Cow::Owned(adder.merged(&chosen)),
                }
            })
            .collect();
        Unions { of }
    }

    /// Returns what is moved of the kinds that meet a condition.
    fn of(&self, kinds: &[&Kind], meets: impl Fn(&Kind) -> bool) -> &Moved {
        let chosen = kinds.iter().enumerate().filter(|(_, kind)| meets(kind));
        &self.of[chosen.map(|(at, _)| 1 << at).sum::<usize>()]
    }

    fn single(&self, at: usize) -> &Moved {
        &self.of[1 << at]
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
    /// How many moves were priced.
    pub priced: usize,
}

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
}

impl Wanted {
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
}

impl<'a> Bundler<'a> {
    /// Makes room for searches.
    pub fn new(system: &System, layout: &'a Layout) -> Self {
        Bundler {
            layout,
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
        }
    }

    /// Forbids, or allows again, to touch these cells.
    pub fn hold(&mut self, cells: &[Id], still: bool) {
        for &cell in cells {
            self.still[cell as usize] = still;
        }
    }

    /// Finds the cheapest move of whole complaints that adds `by` to a cell, from a table that may already differ from the
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
            };
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
                self.around(system, &mut wanted, line as usize, quarter as usize);
                if wanted.is_free() {
                    break;
                }
            }
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

    /// Tries the moves that begin at a smallest place: alone, against another, two against two, and each of these against
    /// the same in another quarter.
    fn around(&mut self, system: &System, wanted: &mut Wanted, line: usize, quarter: usize) {
        let layout = self.layout;
        let family = &layout.families[layout.lines[line].family];
        let patterns = self.patterns(line);
        let year = layout.years[quarter];
        let times: Vec<Option<usize>> = std::iter::once(None)
            .chain(
                (0..layout.years.len())
                    .filter(|other| *other != quarter && layout.years[*other] == year)
                    .map(Some),
            )
            .collect();
        for &time in &times {
            for pattern in &patterns {
                let (mut more, mut less) = (Vec::new(), Vec::new());
                for &(line, sign) in pattern {
                    for (time, way) in [(Some(quarter), 1), (time, -1)] {
                        let Some(time) = time else { continue };
                        match sign * way {
                            1 => more.push((line, time, 1)),
                            _ => less.push((line, time, -1)),
                        }
                    }
                }
                let (Some(more), Some(less)) = (self.places(&more), self.places(&less)) else {
                    continue;
                };
                // The same complaints moved, or other ones in their place.
                let all = self.adder.merged(&[&more, &less]);
                self.complaints(system, wanted, &[&more, &less]);
                self.complaints(system, wanted, &[&all, &turned(&all)]);
                if wanted.is_free() {
                    return;
                }
            }
        }
        // Another kind here, a second kind elsewhere in its place, and a third that makes up for both: above the two only
        // the first and the second change.
        let Some(here) = self.places(&[(line, quarter, 1)]) else {
            return;
        };
        for &other in family.iter().filter(|other| **other != line) {
            if let Some(there) = self.places(&[(other, quarter, -1)]) {
                let between = turned(&self.adder.merged(&[&here, &there]));
                self.complaints(system, wanted, &[&here, &there, &between]);
            }
        }
        // Before the first quarter and after the last one there are others, of which nothing is told.
        let known = |time: usize| layout.years.get(time).is_some_and(|year| *year >= 0);
        let before = quarter.checked_sub(1).filter(|time| known(*time));
        let after = Some(quarter + 1).filter(|time| known(*time));
        for pattern in &patterns {
            self.over_time(system, wanted, pattern, (Some(quarter), after));
            self.over_time(system, wanted, pattern, (before, Some(quarter)));
        }
    }

    /// Returns what may be moved between lines: one alone, one against another, and two of one service against the same two
    /// procedures of another.
    fn patterns(&self, line: usize) -> Vec<Vec<(usize, i64)>> {
        let layout = self.layout;
        let own = &layout.lines[line];
        let family = &layout.families[own.family];
        let mut patterns: Vec<Vec<(usize, i64)>> = vec![vec![(line, 1)]];
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

    /// Tries complaints of each kind that has the wanted count, with those of the same kind or of another.
    fn complaints(&mut self, system: &System, wanted: &mut Wanted, moved: &[&Moved]) {
        let layout = self.layout;
        let moved = match moved {
            [one, none] if none.is_empty() => &[*one][..],
            _ => moved,
        };
        let unions = Unions::new(&mut self.adder, moved);
        for kind in &layout.kinds {
            let of_base = kind.base.contains(&wanted.feature);
            let fixed = self.choices_of(kind, wanted.feature);
            if !of_base && fixed.is_empty() {
                continue;
            }
            for with in &layout.kinds {
                let same = std::ptr::eq(kind, with);
                // Kinds that have nothing in common stand for nothing in each other's place.
                let common = kind.base.iter().any(|feature| with.base.contains(feature));
                if !same && (!common || moved.len() == 1) {
                    continue;
                }
                if kind.in_place != with.in_place || (kind.in_place && moved.len() != 2) {
                    continue;
                }
                for third in &layout.kinds[..if moved.len() == 3 { 2 } else { 1 }] {
                    let kinds = &[kind, with, third][..moved.len()];
                    let beside = Beside {
                        by: wanted.by,
                        cells: &[],
                        price: 0,
                    };
                    if of_base {
                        self.price(system, wanted, &unions, kinds, None, &beside);
                        continue;
                    }
                    for &of in &fixed {
                        self.price(system, wanted, &unions, kinds, Some(of), &beside);
                    }
                }
            }
        }
    }

    /// Tries what lies between two quarters that follow one another: answers given in the later one, and complaints that
    /// come in in the first and are answered, or closed, in the second. Before the first quarter and after the last one
    /// anything may have been.
    fn over_time(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        pattern: &[(usize, i64)],
        (from, to): (Option<usize>, Option<usize>),
    ) {
        let layout = self.layout;
        let of = |time: Option<usize>| -> Vec<(usize, usize, i64)> {
            let times = time.into_iter();
            times
                .flat_map(|time| pattern.iter().map(move |&(line, sign)| (line, time, sign)))
                .collect()
        };
        let (Some(here), Some(there)) = (self.places(&of(from)), self.places(&of(to))) else {
            return;
        };
        // What is open at the end of a period, if the period ends between the two quarters.
        let [end, start] = layout.stock;
        let period = |place: u32| &layout.period[place as usize];
        let ends = here.iter().filter(|at| Some(period(at.0).last) == from);
        let starts = there.iter().filter(|at| Some(period(at.0).first) == to);
        let open: Table = ends
            .map(|at| (self.cell(at.0, end), at.1))
            .chain(starts.map(|at| (self.cell(at.0, start), at.1)))
            .filter(|entry| entry.0 != NONE)
            .collect();
        let later = self.adder.merged(&[&there, &turned(&here)]);
        let later = Unions::new(&mut self.adder, &[&later]);
        for kind in &layout.later {
            for by in [wanted.by, -wanted.by] {
                self.open(system, wanted, &later, &[kind], &open, by);
            }
        }
        let by = wanted.by;
        match (from, to, layout.kinds.iter().find(|kind| kind.in_place)) {
            (Some(_), Some(_), Some(comes_in)) => {
                let both = Unions::new(&mut self.adder, &[&here, &there]);
                for answer in &layout.later {
                    self.open(system, wanted, &both, &[comes_in, answer], &open, by);
                }
            }
            (Some(_), None, _) => {
                let here = Unions::new(&mut self.adder, &[&here]);
                self.open(system, wanted, &here, &[&layout.waiting], &open, by);
            }
            _ => {}
        }
    }

    /// Prices complaints that are open between two quarters, with what they add to the counts of open ones.
    fn open(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        unions: &Unions,
        kinds: &[&Kind],
        open: &[(Id, i64)],
        by: i64,
    ) {
        let stock = self.layout.stock.contains(&wanted.feature);
        let base = kinds.iter().any(|kind| kind.base.contains(&wanted.feature));
        let fixed: Vec<Option<(usize, &Choice)>> = match stock || base {
            true => vec![None],
            false => kinds
                .iter()
                .flat_map(|kind| self.choices_of(kind, wanted.feature))
                .map(Some)
                .collect(),
        };
        if fixed.is_empty() {
            return;
        }
        let cells: Table = open
            .iter()
            .map(|&(cell, times)| (cell, times * by))
            .collect();
        let costs = cells.iter().map(|&(cell, by)| self.one(system, cell, by));
        let Some(costs) = costs.collect::<Option<Vec<u32>>>() else {
            return;
        };
        let beside = Beside {
            by,
            cells: &cells,
            price: costs.into_iter().fold(0, u32::saturating_add),
        };
        for fixed in fixed {
            self.price(system, wanted, unions, kinds, fixed, &beside);
        }
    }
}
