//! The ways in which complaints are moved.

use super::super::moves::Table;
use super::super::system::System;
use super::bounds::{Bounds, Shape, Span, Way};
use super::tries::{Open, Tries, Try};
use super::{Beside, Bundler, Moved, NONE, Unions, Wanted, turned};
use std::rc::Rc;

/// The number of a try, and what it costs at least.
type Live = (usize, u32);

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
        let layout = self.layout;
        let patterns = self.patterns(line);
        let tries = self.tries(wanted);
        let year = layout.years[quarter];
        let others = (0..layout.years.len())
            .filter(|other| *other != quarter && layout.years[*other] == year);
        for time in std::iter::once(None).chain(others.map(Some)) {
            let own = [(line, 1)];
            // The same complaints moved, or other ones in their place.
            let shapes = [Shape::Moved, Shape::Changed].map(|shape| {
                let way = Way {
                    pattern: &own,
                    quarter,
                    time,
                    shape,
                };
                let live = self.live(system, wanted, bounds, &way, &tries.two);
                (shape, live)
            });
            if shapes.iter().all(|(_, live)| live.is_empty()) {
                continue;
            }
            for pattern in patterns.iter() {
                for (shape, live) in &shapes {
                    let way = Way {
                        pattern,
                        quarter,
                        time,
                        shape: *shape,
                    };
                    self.complaints(system, wanted, bounds, &way, (&tries.two, live));
                }
                if wanted.is_free() {
                    return;
                }
            }
        }
        self.three_kinds(system, wanted, bounds, (line, quarter), &tries);
        // Before the first quarter and after the last one there are others, of which nothing is told.
        let known = |time: usize| layout.years.get(time).is_some_and(|year| *year >= 0);
        let before = quarter.checked_sub(1).filter(|time| known(*time));
        let after = Some(quarter + 1).filter(|time| known(*time));
        let spans = [(Some(quarter), after), (before, Some(quarter))];
        for pattern in patterns.iter() {
            for (from, to) in spans {
                let span = Span { pattern, from, to };
                self.over_time(system, wanted, bounds, &span, &tries);
            }
        }
    }

    fn tries(&mut self, wanted: &Wanted) -> Rc<Tries<'a>> {
        let layout = self.layout;
        let new = || Rc::new(Tries::new(layout, wanted.feature));
        self.tries[wanted.feature].get_or_insert_with(new).clone()
    }

    /// Another kind here, a second kind elsewhere in its place, and a third that makes up for both: above the two only the
    /// first and the second change.
    fn three_kinds(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        bounds: &mut Bounds,
        (line, quarter): (usize, usize),
        tries: &Tries,
    ) {
        let layout = self.layout;
        let (time, shape) = (None, Shape::ThreeKinds);
        let own = Way {
            pattern: &[(line, 1)],
            quarter,
            time,
            shape,
        };
        let live = self.live(system, wanted, bounds, &own, &tries.three);
        if live.is_empty() {
            return;
        }
        let family = &layout.families[layout.lines[line].family];
        for &other in family.iter().filter(|other| **other != line) {
            let way = Way {
                pattern: &[(line, 1), (other, -1)],
                ..own
            };
            self.complaints(system, wanted, bounds, &way, (&tries.three, &live));
        }
    }

    /// Returns the tries that may cost less than the limit, as far as their first line tells.
    fn live(
        &self,
        system: &System,
        wanted: &Wanted,
        bounds: &mut Bounds,
        way: &Way,
        tries: &[Try],
    ) -> Vec<Live> {
        if !self.has(way) {
            return Vec::new();
        }
        let mut live = Vec::new();
        for (number, of) in tries.iter().enumerate() {
            let least = bounds.least(self, system, way, &of.chosen, wanted.limit);
            if least < wanted.limit {
                live.push((number, least));
            }
        }
        live
    }

    /// Returns whether all lines have the quarters in which something is moved.
    fn has(&self, way: &Way) -> bool {
        let lines = &self.layout.lines;
        let mut entries = way.entries();
        entries.all(|(line, time, _)| lines[line].quarters[time].is_some())
    }

    /// Tries complaints of each kind that has the wanted count, with those of the same kind or of another, moved in one way.
    /// What the first line costs is known.
    fn complaints(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        bounds: &mut Bounds,
        way: &Way,
        (tries, live): (&[Try], &[Live]),
    ) {
        let alone = way.time.is_none() && way.pattern.len() == 1 && way.shape == Shape::Moved;
        let others = Way {
            pattern: &way.pattern[1..],
            ..*way
        };
        if !self.has(&others) {
            return;
        }
        let mut unions: Option<Unions> = None;
        let layout = self.layout;
        for &(number, own) in live {
            let of = &tries[number];
            if own >= wanted.limit || (alone && !of.alone) {
                continue;
            }
            let left = wanted.limit - own;
            if bounds.least(self, system, &others, &of.chosen, left) >= left {
                continue;
            }
            let unions = unions.get_or_insert_with(|| {
                let moved = self.moved(way);
                Unions::new(&mut self.adder, moved)
            });
            let kinds = of.chosen.kinds.map(|at| &layout.kinds[at]);
            let beside = Beside {
                by: wanted.by,
                cells: &[],
                price: 0,
            };
            let kinds = &kinds[..unions.kinds];
            self.price(system, wanted, unions, kinds, of.fixed, &beside);
        }
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

    /// Tries what lies between two quarters that follow one another: answers given in the later one, and complaints that
    /// come in in the first and are answered, or closed, in the second. Before the first quarter and after the last one
    /// anything may have been.
    fn over_time(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        bounds: &mut Bounds,
        span: &Span,
        tries: &Tries,
    ) {
        let (ways, waits) = match (span.from, span.to) {
            (Some(_), Some(_)) => (&tries.both, false),
            (Some(_), None) => (&tries.waiting, true),
            _ => (&tries.later, false),
        };
        let comes_in = span.from.is_some();
        let turns = tries
            .later
            .iter()
            .flat_map(|of| [(of, 1, true), (of, -1, true)]);
        let others = ways.iter().filter(|_| comes_in).map(|of| (of, 1, false));
        let mut made: Option<Between> = None;
        for (of, sign, later) in turns.chain(others) {
            let least = bounds.least_open(self, system, span, (of, later), sign);
            if least >= wanted.limit {
                continue;
            }
            if made.is_none() {
                made = self.between(span);
            }
            let Some(between) = &made else { return };
            let moved = match (later, waits) {
                (true, _) => vec![between.later.clone()],
                (false, true) => vec![between.here.clone()],
                (false, false) => vec![between.here.clone(), between.there.clone()],
            };
            let unions = Unions::new(&mut self.adder, moved);
            self.open(system, wanted, &unions, of, &between.open, sign * wanted.by);
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

    /// Prices complaints that are open between two quarters, with what they add to the counts of open ones.
    fn open(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        unions: &Unions,
        of: &Open,
        open: &Table,
        by: i64,
    ) {
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
        for &fixed in &of.fixed {
            self.price(system, wanted, unions, &of.kinds, fixed, &beside);
        }
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
