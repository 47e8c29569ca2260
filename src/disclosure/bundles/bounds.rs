//! What a move costs at least, before it is made.
//!
//! Some places are a line's own: no other line is counted there, so what a move changes there no other part of it undoes. What it
//! costs at these is soon added up, and nearly all moves cost too much there alone. The search makes and prices only the others,
//! and finds what it would find if it priced all.

use super::super::layout::{Choice, Feature, Kind, Layout, NONE};
use super::super::system::System;
use super::tries::Open;
use super::{Bundler, Moved};

/// Not worked out yet.
const UNKNOWN: u32 = u32::MAX - 1;

/// The kinds of some complaints that are moved, each by its number, and the breakdown of the first whose category is settled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    pub(super) kinds: [usize; 3],
    pub(super) fixed: Option<usize>,
}

/// How complaints are moved between lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Those of one kind to where those of another were.
    Moved,
    /// Those of one kind stand in the place of those of another.
    Changed,
    /// The same with a third kind that makes up for both.
    ThreeKinds,
}

/// Complaints moved between lines: the lines with their signs, in a quarter and the other way round in another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'p> {
    pub(super) pattern: &'p [(usize, i64)],
    pub(super) quarter: usize,
    pub(super) time: Option<usize>,
    pub(super) shape: Shape,
}

impl Way<'_> {
    /// Returns the lines, quarters and signs of what is moved.
    pub(super) fn entries(&self) -> impl Iterator<Item = (usize, usize, i64)> {
        let times = [(Some(self.quarter), 1), (self.time, -1)];
        self.pattern.iter().flat_map(move |&(line, sign)| {
            let times = times.into_iter();
            times.filter_map(move |(time, way)| Some((line, time?, sign * way)))
        })
    }
}

/// Complaints that lie between two quarters that follow one another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span<'p> {
    pub(super) pattern: &'p [(usize, i64)],
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
}

/// Which places are taken for a line's own: those at which no line counts that has a part in the same move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Own {
    /// Where no other line counts.
    Line,
    /// Where no line of another service counts.
    Service,
    /// All its places.
    All,
}

/// A line's own places in a quarter, and whether as many more or fewer are counted there.
#[derive(Debug, Clone, Copy)]
struct Spot {
    /// The number of the places.
    places: usize,
    sign: i64,
}

/// What moves are weighed with: what is hidden, and the price from which they are of no use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scales<'s, 'a> {
    pub(super) bundler: &'s Bundler<'a>,
    pub(super) system: &'s System,
    pub(super) limit: u32,
}

impl Scales<'_, '_> {
    /// Returns the same with so much spent.
    fn less(&self, spent: u32) -> Self {
        Scales {
            limit: self.limit.saturating_sub(spent),
            ..*self
        }
    }
}

/// What is known of moves that add so many to a count.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    quarters: usize,
    /// For each line and quarter its own places, for each way of taking them: those of the quarter alone, and these with the
    /// others.
    own: Vec<[Moved; KINDS_OF_PLACES]>,
    /// The counts that kinds of complaints add to, whatever their categories.
    bases: Vec<Feature>,
    /// For each kind its counts among these, and its breakdowns, as bits: the kinds of whole complaints, then those that are
    /// answered later, then the one that waits.
    kinds: Vec<(u32, u32)>,
    breakdowns: usize,
    /// For two kinds the breakdowns, as bits, where they cannot stand in each other's place if these are exact: one has a
    /// category of them and the other has not. For a kind and itself, where it cannot be moved: it has none.
    unfit: Vec<Vec<u32>>,
    /// The breakdowns that are exact at some of the places, as bits.
    exact: Vec<[u32; KINDS_OF_PLACES]>,
    /// What is worked out, one row after the other: for each of the places, with either sign, what each count costs and what
    /// each breakdown does.
    costs: Vec<u32>,
    /// The rows that anything is worked out in.
    begun: Vec<usize>,
    is_begun: Vec<bool>,
    feature: Feature,
    by: i64,
    /// Whether nothing is known of any move, so that all are made and priced.
    #[cfg(test)]
    pub(super) unknown: bool,
}

/// In how many ways a line's own places are taken in a quarter.
const KINDS_OF_PLACES: usize = 6;

/// What a breakdown costs at least at some places.
const ANY: usize = 0;
/// The same with a category that has the wanted count.
const WANTED: usize = 1;
/// The same with a category that has not.
const OTHER: usize = 2;

impl Bounds {
    /// Prepares for moves of a layout's lines.
    pub(super) fn new(bundler: &Bundler) -> Self {
        let layout = bundler.layout;
        let all = || {
            layout
                .kinds
                .iter()
                .chain(&layout.later)
                .chain([&layout.waiting])
        };
        let mut bases: Vec<Feature> = all().flat_map(|kind| kind.base.clone()).collect();
        bases.sort_unstable();
        bases.dedup();
        let bits = |kind: &Kind| {
            let base = kind
                .base
                .iter()
                .filter_map(|it| bases.binary_search(it).ok());
            let base = base.fold(0, |bits, at| bits | 1 << at);
            let dimensions = kind.dimensions.iter().fold(0, |bits, at| bits | 1 << at);
            (base, dimensions)
        };
        let kinds = all().map(bits).collect();
        let all: Vec<&Kind> = all().collect();
        let unfit = all.iter().map(|one| {
            let of = all.iter().map(|other| unfit(layout, one, other));
            of.collect()
        });
        let unfit = unfit.collect();
        let quarters = layout.years.len();
        let mut own = Vec::new();
        for (line, of) in layout.lines.iter().enumerate() {
            for places in &of.quarters {
                let time = own.len() % quarters;
                let service = |of: usize| layout.lines[of].service == layout.lines[line].service;
                let places = |own: Own, whole: bool| -> Moved {
                    let counts = |of: &(u32, u32)| {
                        let own = match own {
                            Own::Line => of.0 as usize == line,
                            Own::Service => service(of.0 as usize),
                            Own::All => true,
                        };
                        own && (whole || of.1 as usize == time)
                    };
                    let all = |place: &&u32| layout.below[**place as usize].iter().all(counts);
                    let places = places.iter().flatten().filter(all);
                    places.map(|place| (*place, 1)).collect()
                };
                own.push([
                    places(Own::Line, false),
                    places(Own::Line, true),
                    places(Own::Service, false),
                    places(Own::Service, true),
                    places(Own::All, false),
                    places(Own::All, true),
                ]);
            }
        }
        let exact = own.iter().map(|places| {
            let bits = |at: &(u32, i64)| layout.exact[at.0 as usize];
            places
                .each_ref()
                .map(|places| places.iter().map(bits).fold(0, |all, bits| all | bits))
        });
        let exact = exact.collect();
        let breakdowns = layout.dimensions.len();
        let rows = own.len() * 2 * KINDS_OF_PLACES;
        Bounds {
            quarters,
            costs: vec![UNKNOWN; rows * (bases.len() + 3 * breakdowns)],
            begun: Vec::new(),
            is_begun: vec![false; rows],
            own,
            bases,
            kinds,
            breakdowns,
            unfit,
            exact,
            feature: 0,
            by: 0,
            #[cfg(test)]
            unknown: false,
        }
    }

    /// Forgets what was worked out: from here on a move adds so many to this count.
    pub(super) fn begin(&mut self, feature: Feature, by: i64) {
        (self.feature, self.by) = (feature, by);
        let width = self.width();
        for row in self.begun.drain(..) {
            self.costs[row * width..(row + 1) * width].fill(UNKNOWN);
            self.is_begun[row] = false;
        }
    }

    fn spot(&self, line: usize, time: usize, (own, whole): (Own, usize), sign: i64) -> Spot {
        let first = (line * self.quarters + time) * KINDS_OF_PLACES;
        Spot {
            places: first + 2 * own as usize + whole,
            sign,
        }
    }

    fn places(&self, spot: Spot) -> &Moved {
        &self.own[spot.places / KINDS_OF_PLACES][spot.places % KINDS_OF_PLACES]
    }

    fn exact(&self, spot: Spot) -> u32 {
        self.exact[spot.places / KINDS_OF_PLACES][spot.places % KINDS_OF_PLACES]
    }

    fn width(&self) -> usize {
        self.bases.len() + 3 * self.breakdowns
    }

    /// Returns what a move costs at least, or the limit if it costs as much.
    pub(super) fn least(
        &mut self,
        scales: &Scales,
        (way, own): (&Way, Own),
        chosen: &Chosen,
    ) -> u32 {
        #[cfg(test)]
        if self.unknown {
            return 0;
        }
        let limit = scales.limit;
        let [one, other, third] = chosen.kinds;
        // In another quarter of its year a line takes back what it adds to the year.
        let whole = usize::from(way.time.is_none());
        let mut sum = 0_u32;
        for (line, time, sign) in way.entries() {
            let spot = self.spot(line, time, (own, whole), sign);
            let scales = &scales.less(sum);
            let cost = match (way.shape, sign) {
                (Shape::Moved, 1) => self.single(scales, spot, one, chosen.fixed),
                (Shape::Moved, _) => self.single(scales, spot, other, None),
                (Shape::Changed, _) => self.double(scales, spot, [one, other], chosen.fixed),
                (Shape::ThreeKinds, 1) => {
                    let all = |dimension: &usize| self.kinds[other].1 & 1 << dimension != 0;
                    let fixed = chosen.fixed.filter(all);
                    self.double(scales, spot, [one, third], fixed)
                }
                (Shape::ThreeKinds, _) => {
                    let apart = self.double(scales, spot, [other, third], None);
                    let both = self.kinds[one].1 & self.kinds[other].1 & self.kinds[third].1;
                    match chosen.fixed.filter(|at| both & 1 << at != 0) {
                        Some(at) => {
                            let [there, back] = [spot, spot.turned()]
                                .map(|spot| self.category(scales, spot, at, OTHER));
                            apart.saturating_add(there).saturating_add(back)
                        }
                        None => apart,
                    }
                }
            };
            sum = sum.saturating_add(cost);
            if sum >= limit {
                return limit;
            }
        }
        sum
    }

    /// Returns what complaints that are open between two quarters cost at least, or more than the limit if it is as much: those
    /// that are answered later, or those that come in and are.
    pub(super) fn least_open(
        &mut self,
        scales: &Scales,
        span: &Span,
        (open, later): (&Open, bool),
        (sign, own): (i64, Own),
    ) -> u32 {
        #[cfg(test)]
        if self.unknown {
            return 0;
        }
        let limit = scales.limit;
        let mut sum = 0_u32;
        for &(line, of_line) in span.pattern {
            let sign = sign * of_line;
            let stock = self.stock(scales, line, span, (sign, own));
            sum = sum.saturating_add(stock);
            if sum >= limit {
                return limit;
            }
            let mut add = |time: Option<usize>, sign: i64, whole: usize, kind: usize| {
                if let Some(time) = time {
                    let spot = self.spot(line, time, (own, whole), sign);
                    let cost = self.single(scales, spot, kind, None);
                    sum = sum.saturating_add(cost);
                }
            };
            match open.numbers[..] {
                // Of a year the first takes back what the second adds.
                [kind] if later => {
                    add(span.from, -sign, 0, kind);
                    add(span.to, sign, 0, kind);
                }
                [kind] => add(span.from, sign, 1, kind),
                [one, other] => {
                    add(span.from, sign, 0, one);
                    add(span.to, sign, 0, other);
                }
                _ => {}
            }
        }
        sum
    }

    /// What is open at the end of a line's first quarter costs.
    fn stock(&self, scales: &Scales, line: usize, span: &Span, (sign, own): (i64, Own)) -> u32 {
        let layout = scales.bundler.layout;
        let [end, start] = layout.stock;
        let mut sum = 0_u32;
        for (time, feature) in [(span.from, end), (span.to, start)] {
            let Some(at) = time else { continue };
            let spot = self.spot(line, at, (own, 1), sign);
            for &(place, _) in self.places(spot) {
                let period = &layout.period[place as usize];
                let borders = match feature == end {
                    true => period.last == at,
                    false => period.first == at,
                };
                let cell = scales.bundler.cell(place, feature);
                if borders && cell != NONE {
                    let cost = scales.bundler.one(scales.system, cell, sign * self.by);
                    sum = sum.saturating_add(cost.unwrap_or(u32::MAX));
                }
            }
        }
        sum
    }

    /// What complaints of one kind cost.
    fn single(&mut self, scales: &Scales, spot: Spot, kind: usize, fixed: Option<usize>) -> u32 {
        let (base, breakdowns) = self.kinds[kind];
        if self.unfit[kind][kind] & self.exact(spot) != 0 {
            return u32::MAX;
        }
        let mut sum = self.counts(scales, spot, base);
        for at in bits(breakdowns) {
            if sum >= scales.limit {
                break;
            }
            let of = if fixed == Some(at) { WANTED } else { ANY };
            sum = sum.saturating_add(self.category(scales, spot, at, of));
        }
        sum
    }

    /// What complaints of one kind cost in the place of those of another: what both have in common stays.
    fn double(
        &mut self,
        scales: &Scales,
        spot: Spot,
        [one, other]: [usize; 2],
        fixed: Option<usize>,
    ) -> u32 {
        if one != other && self.unfit[one][other] & self.exact(spot) != 0 {
            return u32::MAX;
        }
        let (one, other) = (self.kinds[one], self.kinds[other]);
        let mut sum = self.counts(scales, spot, one.0 & !other.0);
        sum = sum.saturating_add(self.counts(scales, spot.turned(), other.0 & !one.0));
        for at in bits(one.1 | other.1) {
            if sum >= scales.limit {
                break;
            }
            let has = |kind: (u32, u32)| kind.1 & 1 << at != 0;
            let cost = match (has(one), has(other), fixed == Some(at)) {
                (true, true, false) => 0,
                (true, true, true) => {
                    let one = self.category(scales, spot, at, WANTED);
                    let other = self.category(scales, spot.turned(), at, OTHER);
                    one.saturating_add(other)
                }
                (true, false, true) => self.category(scales, spot, at, WANTED),
                (true, false, false) => self.category(scales, spot, at, ANY),
                _ => self.category(scales, spot.turned(), at, ANY),
            };
            sum = sum.saturating_add(cost);
        }
        sum
    }

    fn row(&mut self, spot: Spot) -> usize {
        let row = spot.places * 2 + usize::from(spot.sign > 0);
        if !std::mem::replace(&mut self.is_begun[row], true) {
            self.begun.push(row);
        }
        row * self.width()
    }

    /// What some of the counts that kinds add to cost.
    fn counts(&mut self, scales: &Scales, spot: Spot, of: u32) -> u32 {
        if of == 0 {
            return 0;
        }
        let row = self.row(spot);
        let mut sum = 0_u32;
        for at in bits(of) {
            if self.costs[row + at] == UNKNOWN {
                let (places, by) = (self.places(spot), spot.sign * self.by);
                let cost = scales
                    .bundler
                    .cost(scales.system, places, self.bases[at], by);
                self.costs[row + at] = cost.unwrap_or(u32::MAX);
            }
            sum = sum.saturating_add(self.costs[row + at]);
            if sum >= scales.limit {
                break;
            }
        }
        sum
    }

    /// What the categories of a breakdown cost.
    fn category(&mut self, scales: &Scales, spot: Spot, at: usize, of: usize) -> u32 {
        // Where they do not make the whole any may be missing.
        if of != WANTED && self.exact(spot) & 1 << at == 0 {
            return 0;
        }
        let row = self.row(spot) + self.bases.len() + 3 * at + of;
        if self.costs[row] == UNKNOWN {
            self.costs[row] = self.cheapest(scales, spot, at, of);
        }
        self.costs[row]
    }

    fn cheapest(&self, scales: &Scales, spot: Spot, at: usize, of: usize) -> u32 {
        let choices = &scales.bundler.layout.dimensions[at].choices;
        let wanted = |choice: &Choice| choice.contains(&self.feature);
        // Where several categories have the count, another may have it too.
        let several = || choices.iter().filter(|choice| wanted(choice)).count() > 1;
        let any = of == ANY || (of == OTHER && several());
        let (places, by) = (self.places(spot), spot.sign * self.by);
        let mut least = u32::MAX;
        for choice in choices {
            if !any && wanted(choice) != (of == WANTED) {
                continue;
            }
            let cost = scales
                .bundler
                .choice(scales.system, places, 1 << at, choice, by);
            least = least.min(cost.unwrap_or(u32::MAX));
            if least == 0 {
                break;
            }
        }
        least
    }
}

/// Returns the breakdowns, as bits, that would not make their whole any more where one kind stands in the place of another, or
/// where a kind is moved.
fn unfit(layout: &Layout, one: &Kind, other: &Kind) -> u32 {
    let mut bits = 0;
    for (at, breakdown) in layout.dimensions.iter().enumerate() {
        let Some(whole) = breakdown.whole else {
            continue;
        };
        let counts = |kind: &Kind| kind.base.contains(&whole);
        let always = |kind: &Kind| kind.dimensions.contains(&at);
        let ever = |kind: &Kind| {
            let choices = kind
                .dimensions
                .iter()
                .flat_map(|at| &layout.dimensions[*at].choices);
            let mut counts = choices.flatten().chain(&kind.base);
            counts.any(|feature| breakdown.parts.contains(feature))
        };
        let unfit = match std::ptr::eq(one, other) {
            true => counts(one) && !ever(one),
            false => {
                counts(one) == counts(other)
                    && ((always(one) && !ever(other)) || (always(other) && !ever(one)))
            }
        };
        bits |= u32::from(unfit) << at;
    }
    bits
}

impl Spot {
    fn turned(self) -> Self {
        Spot {
            sign: -self.sign,
            ..self
        }
    }
}

/// Returns the places of the bits that are set.
fn bits(mut of: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = of.trailing_zeros();
        (of != 0).then(|| {
            of &= of - 1;
            at as usize
        })
    })
}
