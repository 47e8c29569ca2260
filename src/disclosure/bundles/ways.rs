//! The ways in which complaints are moved.

use super::super::moves::Table;
use super::super::system::System;
use super::bounds::{Bounds, Chosen, Own, Scales, Shape, Span, Way};
use super::tries::{Tries, Try};
use super::{Beside, Bundler, Moved, NONE, Pattern, UNIT, Unions, Wanted, turned};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// All ways of taking a line's own places, in their order.
const OWN: [Own; 3] = [Own::Line, Own::Service, Own::All];

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
    /// What was moved last, and how.
    last: Option<(Last, Unions)>,
}

/// The pattern, or the other line, with what else tells what is moved.
type Last = (usize, Option<usize>, Shape);

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
        let all = [Shape::Moved, Shape::Changed].map(|shape| {
            let live = self.live(time, shape, &self.tries.two);
            (shape, live)
        });
        if all.iter().all(|(_, live)| live[0].is_empty()) {
            return false;
        }
        for (at, pattern) in self.patterns.iter().enumerate() {
            let own = self.own(pattern);
            for (shape, live) in &all {
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
                for &(number, least) in &live[own as usize] {
                    let of = &self.tries.two[number];
                    if !alone || of.alone {
                        let made = Made::Between(at, time, *shape, number);
                        self.list((&way, own), &of.chosen, least, made);
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
        let all = self.live(None, Shape::ThreeKinds, &self.tries.three);
        if all[0].is_empty() {
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
            let own = self.own(&[(line, 1), (other, -1)]);
            for &(number, least) in &all[own as usize] {
                let chosen = &self.tries.three[number].chosen;
                let made = Made::ThreeKinds(other, number);
                self.list((&way, own), chosen, least, made);
            }
        }
    }

    /// Returns the tries that may cost less than the limit, as far as their first line tells, for each way of taking its own
    /// places.
    fn live(&mut self, time: Option<usize>, shape: Shape, tries: &[Try]) -> [Vec<Live>; 3] {
        let way = Way {
            pattern: &[(self.line, 1)],
            quarter: self.quarter,
            time,
            shape,
        };
        let mut live = [Vec::new(), Vec::new(), Vec::new()];
        if !self.bundler.has(&way) {
            return live;
        }
        for (number, of) in tries.iter().enumerate() {
            if shape == Shape::Changed && !of.changes {
                continue;
            }
            for (live, own) in live.iter_mut().zip(OWN) {
                let least = self.least((&way, own), &of.chosen, self.wanted.limit);
                // Of more places it would cost no less.
                if least >= self.wanted.limit {
                    break;
                }
                live.push((number, least));
            }
        }
        live
    }

    /// Lists a move of which it is known what it costs at its first line; the way is that of the others.
    fn list(&mut self, others: (&Way, Own), chosen: &Chosen, own: u32, made: Made) {
        let order = self.wanted.next();
        let limit = self.wanted.limit;
        if own >= limit {
            return;
        }
        let least = self.least(others, chosen, limit - own);
        if least < limit - own {
            self.wait(own + least, order, made);
        }
    }

    fn least(&mut self, way: (&Way, Own), chosen: &Chosen, limit: u32) -> u32 {
        let scales = Scales {
            bundler: self.bundler,
            system: self.system,
            limit,
        };
        self.bounds.least(&scales, way, chosen)
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
        let live = spans.map(|span| self.live_over_time(span));
        if live.iter().all(Vec::is_empty) {
            return;
        }
        for (at, pattern) in self.patterns.iter().enumerate() {
            let own = self.own(pattern);
            for ([from, to], live) in spans.into_iter().zip(&live) {
                let span = Span { pattern, from, to };
                for &(of, number, sign) in live {
                    let order = self.wanted.next();
                    let least = self.least_over_time(&span, (of, number), (sign, own));
                    if least < self.wanted.limit {
                        self.wait(
                            least,
                            order,
                            Made::OverTime(at, [from, to], of, number, sign),
                        );
                    }
                }
            }
        }
    }

    /// Returns what may cost less than the limit between two quarters, as far as the first line tells, with its sign.
    fn live_over_time(&mut self, [from, to]: [Option<usize>; 2]) -> Vec<(OfTime, usize, i64)> {
        let numbers = 0..self.tries.later.len();
        let mut all: Vec<(OfTime, usize, i64)> = numbers
            .flat_map(|number| [1, -1].map(|sign| (OfTime::Later, number, sign)))
            .collect();
        let others = match (from, to) {
            (Some(_), Some(_)) => Some((OfTime::Both, self.tries.both.len())),
            (Some(_), None) => Some((OfTime::Waits, self.tries.waiting.len())),
            _ => None,
        };
        let others = others.into_iter();
        all.extend(others.flat_map(|(of, count)| (0..count).map(move |at| (of, at, 1))));
        let pattern = &[(self.line, 1)];
        let span = Span { pattern, from, to };
        all.retain(|&(of, number, sign)| {
            self.least_over_time(&span, (of, number), (sign, Own::Line)) < self.wanted.limit
        });
        all
    }

    fn least_over_time(
        &mut self,
        span: &Span,
        (of, number): (OfTime, usize),
        sign: (i64, Own),
    ) -> u32 {
        let open = match of {
            OfTime::Later => &self.tries.later[number],
            OfTime::Both => &self.tries.both[number],
            OfTime::Waits => &self.tries.waiting[number],
        };
        let open = (open, of == OfTime::Later);
        let scales = Scales {
            bundler: self.bundler,
            system: self.system,
            limit: self.wanted.limit,
        };
        self.bounds.least_open(&scales, span, open, sign)
    }

    /// Returns which places of each of these lines no other of them counts at.
    fn own(&self, pattern: &[(usize, i64)]) -> Own {
        let lines = &self.bundler.layout.lines;
        match *pattern {
            [_] => Own::All,
            [(one, _), (other, _)] if lines[one].service != lines[other].service => Own::Service,
            _ => Own::Line,
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
                self.make_way(&way, (at, time, shape), &self.tries.two[number], order);
            }
            Made::ThreeKinds(other, number) => {
                let way = Way {
                    pattern: &[(self.line, 1), (other, -1)],
                    quarter: self.quarter,
                    time: None,
                    shape: Shape::ThreeKinds,
                };
                let last = (other, None, Shape::ThreeKinds);
                self.make_way(&way, last, &self.tries.three[number], order);
            }
        }
    }

    fn make_way(&mut self, way: &Way, last: Last, of: &Try, order: u64) {
        let layout = self.bundler.layout;
        // Several kinds are tried in the same way, one after the other.
        let unions = match self.last.take() {
            Some((of, unions)) if of == last => unions,
            _ => {
                let moved = self.bundler.moved(way);
                Unions::new(moved)
            }
        };
        let kinds = of.chosen.kinds.map(|at| &layout.kinds[at]);
        let kinds = &kinds[..unions.kinds()];
        let beside = Beside {
            by: self.wanted.by,
            cells: &[],
            price: 0,
            order,
        };
        let bundler = &mut self.bundler;
        bundler.price(self.system, self.wanted, &unions, kinds, of.fixed, &beside);
        self.last = Some((last, unions));
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
        let unions = Unions::new(moved);
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
            order,
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
            last: None,
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
