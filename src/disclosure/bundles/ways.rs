//! The ways in which complaints are moved.

use super::super::moves::Table;
use super::super::system::System;
use super::bounds::{Bounds, Chosen, Shape, Span, Way};
use super::tries::{Open, Tries, Try};
use super::{Beside, Bundler, Moved, NONE, Pattern, UNIT, Unions, Wanted, turned};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// The number of a try, and what it costs at least.
type Live = (usize, u32);

/// A search for moves that begin at one smallest place.
///
/// All ways are listed in one order. Those that may hide nothing are tried as they come, and the first of them ends the search.
/// The others wait until it is known of all what they cost at least; then the one that may cost least is tried first.
struct Around<'s, 'a> {
    bundler: &'s mut Bundler<'a>,
    system: &'s System,
    wanted: &'s mut Wanted,
    bounds: &'s mut Bounds,
    patterns: &'s [Pattern],
    tries: &'s Tries<'a>,
    line: usize,
    quarter: usize,
    waiting: Vec<Reverse<Waiting>>,
}

/// A move that is not made yet: what it costs at least, its place in the order, and how it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    least: u32,
    order: u64,
    made: Made,
}

/// How a move is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Made {
    /// Between the lines of a pattern, with those of another quarter or without: the numbers of pattern and try.
    Between(usize, Option<usize>, Shape, usize),
    /// Against another line, with a third kind.
    ThreeKinds(usize, usize),
    /// Over time: the number of the pattern, the two quarters, the try and its sign.
    OverTime(usize, [Option<usize>; 2], OfTime, usize, i64),
}

/// What is moved over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum OfTime {
    Later,
    Both,
    Waits,
}

impl<'a> Around<'_, 'a> {
    fn run(&mut self) {
        let years = &self.bundler.layout.years;
        let (quarter, year) = (self.quarter, years[self.quarter]);
        let others = (0..years.len()).filter(|other| *other != quarter && years[*other] == year);
        for time in std::iter::once(None).chain(others.map(Some)) {
            if self.between(time) {
                return;
            }
        }
        self.three_kinds();
        self.over_time();
        let mut waiting = BinaryHeap::from(std::mem::take(&mut self.waiting));
        while let Some(Reverse(next)) = waiting.pop() {
            if next.least > self.wanted.limit {
                break;
            }
            if next.least < self.wanted.limit(next.order) {
                self.make(next.made, next.order);
            }
        }
    }

    /// Lists the same complaints moved between lines, and other ones in their place; returns whether a move was found that
    /// hides nothing.
    fn between(&mut self, time: Option<usize>) -> bool {
        let shapes = [Shape::Moved, Shape::Changed].map(|shape| {
            let tries = &self.tries.two;
            (shape, self.live(time, shape, tries))
        });
        if shapes.iter().all(|(_, live)| live.is_empty()) {
            return false;
        }
        for (at, pattern) in self.patterns.iter().enumerate() {
            for (shape, live) in &shapes {
                let way = Way {
                    pattern: &pattern[1..],
                    quarter: self.quarter,
                    time,
                    shape: *shape,
                };
                let alone = way.pattern.is_empty() && time.is_none() && *shape == Shape::Moved;
                if !self.bundler.has(&way) {
                    continue;
                }
                for &(number, own) in live {
                    let of = &self.tries.two[number];
                    if !alone || of.alone {
                        let made = Made::Between(at, time, *shape, number);
                        self.list(&way, &of.chosen, own, made);
                    }
                }
            }
            if self.wanted.is_free() {
                return true;
            }
        }
        false
    }

    /// Another kind here, a second kind elsewhere in its place, and a third that makes up for both: above the two only the
    /// first and the second change.
    fn three_kinds(&mut self) {
        let live = self.live(None, Shape::ThreeKinds, &self.tries.three);
        if live.is_empty() {
            return;
        }
        let (layout, line) = (self.bundler.layout, self.line);
        let family = &layout.families[layout.lines[line].family];
        for &other in family.iter().filter(|other| **other != line) {
            let way = Way {
                pattern: &[(other, -1)],
                quarter: self.quarter,
                time: None,
                shape: Shape::ThreeKinds,
            };
            if !self.bundler.has(&way) {
                continue;
            }
            for &(number, own) in &live {
                let chosen = &self.tries.three[number].chosen;
                self.list(&way, chosen, own, Made::ThreeKinds(other, number));
            }
        }
    }

    /// Returns the tries that may cost less than the limit, as far as their first line tells.
    fn live(&mut self, time: Option<usize>, shape: Shape, tries: &[Try]) -> Vec<Live> {
        let way = Way {
            pattern: &[(self.line, 1)],
            quarter: self.quarter,
            time,
            shape,
        };
        if !self.bundler.has(&way) {
            return Vec::new();
        }
        let mut live = Vec::new();
        for (number, of) in tries.iter().enumerate() {
            let limit = self.wanted.limit;
            let least = self
                .bounds
                .least(self.bundler, self.system, &way, &of.chosen, limit);
            if least < limit {
                live.push((number, least));
            }
        }
        live
    }

    /// Lists a move of which it is known what it costs at its first line; the way is that of the others.
    fn list(&mut self, others: &Way, chosen: &Chosen, own: u32, made: Made) {
        let order = self.wanted.next();
        let limit = self.wanted.limit;
        if own >= limit {
            return;
        }
        let left = limit - own;
        let least = self
            .bounds
            .least(self.bundler, self.system, others, chosen, left);
        if least < left {
            self.wait(own + least, order, made);
        }
    }

    /// Makes a move that may hide nothing; others wait.
    fn wait(&mut self, least: u32, order: u64, made: Made) {
        match least < UNIT {
            true => self.make(made, order),
            false => self.waiting.push(Reverse(Waiting { least, order, made })),
        }
    }

    /// Lists what lies between two quarters that follow one another: answers given in the later one, and complaints that
    /// come in in the first and are answered, or closed, in the second. Before the first quarter and after the last one
    /// anything may have been.
    fn over_time(&mut self) {
        let years = &self.bundler.layout.years;
        // Before the first quarter and after the last one there are others, of which nothing is told.
        let known = |time: usize| years.get(time).is_some_and(|year| *year >= 0);
        let before = self.quarter.checked_sub(1).filter(|time| known(*time));
        let after = Some(self.quarter + 1).filter(|time| known(*time));
        let spans = [[Some(self.quarter), after], [before, Some(self.quarter)]];
        for (at, pattern) in self.patterns.iter().enumerate() {
            for [from, to] in spans {
                let span = Span { pattern, from, to };
                for number in 0..self.tries.later.len() {
                    for sign in [1, -1] {
                        let made = Made::OverTime(at, [from, to], OfTime::Later, number, sign);
                        self.list_open(&span, &self.tries.later[number], made, sign);
                    }
                }
                let (of, others) = match (from, to) {
                    (Some(_), Some(_)) => (OfTime::Both, &self.tries.both),
                    (Some(_), None) => (OfTime::Waits, &self.tries.waiting),
                    _ => continue,
                };
                for (number, open) in others.iter().enumerate() {
                    self.list_open(
                        &span,
                        open,
                        Made::OverTime(at, [from, to], of, number, 1),
                        1,
                    );
                }
            }
        }
    }

    fn list_open(&mut self, span: &Span, open: &Open, made: Made, sign: i64) {
        let order = self.wanted.next();
        let later = matches!(made, Made::OverTime(_, _, OfTime::Later, ..));
        let least = self
            .bounds
            .least_open(self.bundler, self.system, span, (open, later), sign);
        if least < self.wanted.limit {
            self.wait(least, order, made);
        }
    }

    /// Makes a move and prices it; keeps it if it is the best so far.
    fn make(&mut self, made: Made, order: u64) {
        match made {
            Made::OverTime(at, [from, to], of, number, sign) => {
                let pattern = &self.patterns[at];
                let span = Span { pattern, from, to };
                self.make_open(&span, (of, number), sign, order);
            }
            Made::Between(at, time, shape, number) => {
                let pattern = &self.patterns[at][..];
                let quarter = self.quarter;
                let way = Way {
                    pattern,
                    quarter,
                    time,
                    shape,
                };
                self.make_way(&way, &self.tries.two[number], order);
            }
            Made::ThreeKinds(other, number) => {
                let way = Way {
                    pattern: &[(self.line, 1), (other, -1)],
                    quarter: self.quarter,
                    time: None,
                    shape: Shape::ThreeKinds,
                };
                self.make_way(&way, &self.tries.three[number], order);
            }
        }
    }

    fn make_way(&mut self, way: &Way, of: &Try, order: u64) {
        let layout = self.bundler.layout;
        let moved = self.bundler.moved(way);
        let unions = Unions::new(&mut self.bundler.adder, moved);
        let kinds = of.chosen.kinds.map(|at| &layout.kinds[at]);
        let kinds = &kinds[..unions.kinds];
        let beside = Beside {
            by: self.wanted.by,
            cells: &[],
            price: 0,
        };
        let bundler = &mut self.bundler;
        bundler.price(
            self.system,
            self.wanted,
            &unions,
            kinds,
            of.fixed,
            &beside,
            order,
        );
    }

    /// Makes a move of complaints that are open between two quarters, with what they add to the counts of open ones.
    fn make_open(&mut self, span: &Span, (of, number): (OfTime, usize), sign: i64, order: u64) {
        let Some(between) = self.bundler.between(span) else {
            return;
        };
        let (moved, open) = match of {
            OfTime::Later => (vec![between.later], &self.tries.later[number]),
            OfTime::Both => (vec![between.here, between.there], &self.tries.both[number]),
            OfTime::Waits => (vec![between.here], &self.tries.waiting[number]),
        };
        let unions = Unions::new(&mut self.bundler.adder, moved);
        let by = sign * self.wanted.by;
        let cells = between.open.iter().map(|&(cell, times)| (cell, times * by));
        let cells: Table = cells.collect();
        let mut price = 0_u32;
        for &(cell, by) in &cells {
            let Some(cost) = self.bundler.one(self.system, cell, by) else {
                return;
            };
            price = price.saturating_add(cost);
        }
        let beside = Beside {
            by,
            cells: &cells,
            price,
        };
        for &fixed in &open.fixed {
            let bundler = &mut self.bundler;
            bundler.price(
                self.system,
                self.wanted,
                &unions,
                &open.kinds,
                fixed,
                &beside,
                order,
            );
        }
    }
}

impl<'a> Bundler<'a> {
    /// Tries the moves that begin at a smallest place: alone, against another, two against two, and each of these against
    /// the same in another quarter.
    pub(super) fn around(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        bounds: &mut Bounds,
        (line, quarter): (usize, usize),
    ) {
        let patterns = self.patterns(line);
        let tries = self.tries(wanted);
        let mut around = Around {
            patterns: &patterns,
            tries: &tries,
            bundler: self,
            system,
            wanted,
            bounds,
            line,
            quarter,
            waiting: Vec::new(),
        };
        around.run();
    }

    fn tries(&mut self, wanted: &Wanted) -> Rc<Tries<'a>> {
        let layout = self.layout;
        let new = || Rc::new(Tries::new(layout, wanted.feature));
        self.tries[wanted.feature].get_or_insert_with(new).clone()
    }

    /// Returns whether all lines have the quarters in which something is moved.
    fn has(&self, way: &Way) -> bool {
        let lines = &self.layout.lines;
        let mut entries = way.entries();
        entries.all(|(line, time, _)| lines[line].quarters[time].is_some())
    }

    /// Returns how many complaints of each kind each place has more.
    fn moved(&mut self, way: &Way) -> Vec<Moved> {
        let layout = self.layout;
        let by_sign = |sign: i64| {
            let entries = way.entries().filter(move |entry| entry.2 == sign);
            entries.flat_map(|(line, time, by)| {
                let places = layout.lines[line].quarters[time].iter().flatten();
                places.map(move |place| (*place, by))
            })
        };
        let more = self.adder.added_up(by_sign(1));
        let less = self.adder.added_up(by_sign(-1));
        let all = match way.shape {
            Shape::Moved if less.is_empty() => return vec![more],
            Shape::Moved => return vec![more, less],
            _ => self.adder.merged(&[&more, &less]),
        };
        let back = turned(&all);
        match way.shape {
            Shape::ThreeKinds => vec![more, less, back],
            _ => vec![all, back],
        }
    }

    /// Returns what changes between two quarters; nothing where a line has none of them.
    fn between(&mut self, span: &Span) -> Option<Between> {
        let layout = self.layout;
        let of = |time: Option<usize>| -> Vec<(usize, usize, i64)> {
            let times = time.into_iter();
            let lines = |time| {
                span.pattern
                    .iter()
                    .map(move |&(line, sign)| (line, time, sign))
            };
            times.flat_map(lines).collect()
        };
        let (here, there) = (self.places(&of(span.from))?, self.places(&of(span.to))?);
        // What is open at the end of a period, if the period ends between the two quarters.
        let [end, start] = layout.stock;
        let period = |place: u32| &layout.period[place as usize];
        let ends = here
            .iter()
            .filter(|at| Some(period(at.0).last) == span.from);
        let starts = there
            .iter()
            .filter(|at| Some(period(at.0).first) == span.to);
        let open = ends
            .map(|at| (self.cell(at.0, end), at.1))
            .chain(starts.map(|at| (self.cell(at.0, start), at.1)))
            .filter(|entry| entry.0 != NONE)
            .collect();
        Some(Between {
            later: self.adder.merged(&[&there, &turned(&here)]),
            open,
            here,
            there,
        })
    }
}

/// What changes between two quarters.
struct Between {
    /// In the first, in the second, and from the first to the second.
    here: Moved,
    there: Moved,
    later: Moved,
    /// The counts of what is open between them.
    open: Table,
}
