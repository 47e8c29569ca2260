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

use super::moves::Table;
use super::system::{Id, Seen, System, added_up};
use std::collections::HashMap;

/// The number of a count within every place: what is counted there, whatever the place.
pub type Feature = usize;

/// No cell: the place has no such count.
pub const NONE: Id = Id::MAX;

/// One category of a breakdown: the counts to which a complaint of this category adds. The first is the category's own.
pub type Choice = Vec<Feature>;

/// A breakdown, of which each complaint has one category at most.
#[derive(Debug, Clone, Default)]
pub struct Dimension {
    /// Its categories.
    pub choices: Vec<Choice>,
}

/// A kind of complaint, or of a part of its way: the counts that each adds to, and its breakdowns.
#[derive(Debug, Clone, Default)]
pub struct Kind {
    /// The counts that each adds to.
    pub base: Vec<Feature>,
    /// Its breakdowns, by their places in [`Layout::dimensions`].
    pub dimensions: Vec<usize>,
    /// Whether only what came of a complaint is another thing, and it is answered or closed as before: such a one can stand in
    /// the place of one of its kind alone, because a complaint more would have to be answered.
    pub in_place: bool,
}

/// A line of smallest places through time: a service and a procedure at a stage. Complaints are moved between lines, and
/// along one.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Lines of one family are of one stage; only they exchange complaints.
    pub family: usize,
    /// Its service.
    pub service: usize,
    /// Its procedure.
    pub procedure: usize,
    /// For each quarter, the places that count its complaints: its own and those above, years too.
    pub quarters: Vec<Option<Vec<u32>>>,
}

/// The places with their counts.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// How many counts a place may have.
    pub features: usize,
    /// The cells of each place, one row after the other.
    pub cells: Vec<Id>,
    /// The breakdowns.
    pub dimensions: Vec<Dimension>,
    /// For each place, the breakdowns whose categories make the whole there, as bits.
    pub exact: Vec<u32>,
    /// For each place, the breakdowns it has at all, as bits.
    pub has: Vec<u32>,
    /// The kinds of whole complaints.
    pub kinds: Vec<Kind>,
    /// What changes when a complaint is answered, or closed, a quarter later.
    pub later: Vec<Kind>,
    /// A complaint that came in and is open when the figures end.
    pub waiting: Kind,
    /// The counts open at the end of a period and at the start of one.
    pub stock: [Feature; 2],
    /// The lines.
    pub lines: Vec<Line>,
    /// The lines of each family.
    pub families: Vec<Vec<usize>>,
    /// The year of each quarter: quarters of the same year may exchange complaints.
    pub years: Vec<i32>,
    /// For each cell its counts: the place and what is counted.
    pub counts: Vec<Vec<(u32, Feature)>>,
    /// For each place the lines and quarters below it.
    pub below: Vec<Vec<(u32, u32)>>,
    /// For each place its period.
    pub period: Vec<Place>,
}

/// The quarters that a place's period begins and ends with: what is open is counted there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    /// The first quarter of the period.
    pub first: usize,
    /// The last.
    pub last: usize,
}

/// Complaints moved: a number for each place.
type Moved = Vec<(u32, i64)>;

/// Adds up what is moved.
fn merged(parts: &[&Moved]) -> Moved {
    added_up(parts.iter().flat_map(|part| part.iter().copied()))
}

fn turned(moved: &Moved) -> Moved {
    moved.iter().map(|&(place, by)| (place, -by)).collect()
}

/// What is moved of each of a few kinds, and of any of them together.
struct Unions {
    of: Vec<Moved>,
}

impl Unions {
    fn new(parts: &[&Moved]) -> Self {
        let of = (0..1_usize << parts.len())
            .map(|set| {
                let chosen = parts.iter().enumerate();
                let chosen: Vec<&Moved> = chosen
                    .filter(|(at, _)| set & 1 << at != 0)
                    .map(|(_, part)| *part)
                    .collect();
                merged(&chosen)
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
    coefficient: Vec<i64>,
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
            coefficient: vec![0; layout.has.len()],
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
                let all = merged(&[&more, &less]);
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
                let between = turned(&merged(&[&here, &there]));
                self.complaints(system, wanted, &[&here, &there, &between]);
            }
        }
        // Before the first quarter and after the last one there are others, of which nothing is told.
        let known = |time: usize| layout.years.get(time).is_some_and(|year| *year >= 0);
        let before = quarter.checked_sub(1).filter(|time| known(*time));
        let after = Some(quarter + 1).filter(|time| known(*time));
        if after.is_none() && known(quarter) {
            for pattern in &patterns {
                self.waiting(system, wanted, pattern, quarter);
            }
        }
        for pattern in &patterns {
            self.answered_later(system, wanted, pattern, (Some(quarter), after));
            self.answered_later(system, wanted, pattern, (before, Some(quarter)));
            for times in [(Some(quarter), after), (before, Some(quarter))] {
                for kind in &layout.later {
                    self.later(system, wanted, kind, pattern, times);
                }
            }
        }
    }

    /// Returns how many complaints each place has more when these lines have more in these quarters.
    fn places(&mut self, entries: &[(usize, usize, i64)]) -> Option<Moved> {
        let layout = self.layout;
        let mut touched = Vec::new();
        let mut whole = true;
        for &(line, time, by) in entries {
            let Some(places) = &layout.lines[line].quarters[time] else {
                whole = false;
                continue;
            };
            for &place in places {
                if self.coefficient[place as usize] == 0 {
                    touched.push(place);
                }
                self.coefficient[place as usize] += by;
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let moved = touched
            .into_iter()
            .map(|place| (place, std::mem::take(&mut self.coefficient[place as usize])))
            .filter(|(_, by)| *by != 0)
            .collect();
        whole.then_some(moved)
    }

    /// Tries complaints of each kind that has the wanted count, with those of the same kind or of another.
    fn complaints(&mut self, system: &System, wanted: &mut Wanted, moved: &[&Moved]) {
        let layout = self.layout;
        let moved = match moved {
            [one, none] if none.is_empty() => &[*one][..],
            _ => moved,
        };
        let unions = Unions::new(moved);
        for kind in &layout.kinds {
            let of_base = kind.base.contains(&wanted.feature);
            let fixed: Vec<(usize, &Choice)> = kind
                .dimensions
                .iter()
                .flat_map(|at| {
                    let choices = layout.dimensions[*at].choices.iter();
                    choices.map(move |choice| (*at, choice))
                })
                .filter(|(_, choice)| choice.contains(&wanted.feature))
                .collect();
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

    /// Prices complaints of several kinds, each moved between places of its own: of the same category where that is
    /// cheapest.
    fn price(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        unions: &Unions,
        kinds: &[&Kind],
        fixed: Option<(usize, &Choice)>,
        beside: &Beside,
    ) {
        self.priced += 1;
        let layout = self.layout;
        let (limit, by) = (wanted.limit, beside.by);
        let mut price = beside.price;
        if price >= limit {
            return;
        }
        // What is written where: places and the counts that change there.
        let mut written: Vec<(&Moved, &[Feature])> = Vec::new();
        for (at, kind) in kinds.iter().enumerate() {
            for feature in &kind.base {
                if kinds[..at].iter().any(|kind| kind.base.contains(feature)) {
                    continue;
                }
                let moved = unions.of(kinds, |kind| kind.base.contains(feature));
                match self.cost(system, moved, *feature, by) {
                    Some(cost) if cost.saturating_add(price) < limit => price += cost,
                    _ => return,
                }
                written.push((moved, std::slice::from_ref(feature)));
            }
        }
        for (at, kind) in kinds.iter().enumerate() {
            for &dimension in &kind.dimensions {
                if kinds[..at]
                    .iter()
                    .any(|kind| kind.dimensions.contains(&dimension))
                {
                    continue;
                }
                let choices = &layout.dimensions[dimension].choices;
                let bit = 1 << dimension;
                let fixed = fixed.filter(|fixed| fixed.0 == dimension).map(|of| of.1);
                // No category at all will do where they do not make the whole.
                let optional = |moved: &Moved| {
                    let mut places = moved.iter();
                    places.all(|(place, _)| layout.exact[*place as usize] & bit == 0)
                };
                let all = unions.of(kinds, |kind| kind.dimensions.contains(&dimension));
                let together = match fixed {
                    Some(_) if all.is_empty() => None,
                    Some(choice) => self
                        .choice(system, all, bit, choice, by)
                        .map(|cost| (cost, Some(choice))),
                    None if optional(all) => Some((0, None)),
                    None => self.cheapest(system, all, bit, choices, None, by),
                };
                let most = together.map_or(u32::MAX, |of| of.0);
                let mut apart: Option<u32> = Some(0);
                let mut pieces: Vec<(&Moved, &[Feature])> = Vec::new();
                let has = |kind: &&&Kind| kind.dimensions.contains(&dimension);
                if most > 0 && kinds.iter().filter(has).count() > 1 {
                    let mut first = None;
                    for (number, kind) in kinds.iter().enumerate() {
                        if !kind.dimensions.contains(&dimension) {
                            continue;
                        }
                        let moved = unions.single(number);
                        let best = match fixed.filter(|_| number == 0) {
                            Some(choice) => self
                                .choice(system, moved, bit, choice, by)
                                .map(|cost| (cost, Some(choice))),
                            None if optional(moved) && first.is_some() => Some((0, None)),
                            None => self.cheapest(system, moved, bit, choices, first, by),
                        };
                        if number == 0 {
                            first = best.and_then(|best| best.1);
                        }
                        apart = apart
                            .zip(best)
                            .map(|(sum, best)| sum.saturating_add(best.0));
                        pieces.extend(best.and_then(|best| best.1).map(|of| (moved, &of[..])));
                    }
                } else {
                    apart = None;
                }
                let cost = match (together, apart) {
                    (_, Some(apart)) if apart < most => {
                        written.extend(pieces);
                        apart
                    }
                    (Some((cost, choice)), _) => {
                        written.extend(choice.map(|of| (all, &of[..])));
                        cost
                    }
                    _ => return,
                };
                price = price.saturating_add(cost);
                if price >= limit {
                    return;
                }
            }
        }
        let mut added: HashMap<(u32, Feature), i64> = HashMap::new();
        for (moved, features) in written {
            for &feature in features {
                for &(place, times) in moved {
                    *added.entry((place, feature)).or_default() += times * by;
                }
            }
        }
        let mut table = Table::new();
        for ((place, feature), by) in added {
            let cell = self.cell(place, feature);
            if cell != NONE {
                table.push((cell, by));
            }
        }
        table.extend_from_slice(beside.cells);
        if let Some(table) = self.close(system, table, wanted.cell, wanted.by) {
            wanted.limit = price;
            wanted.best = Some((price, table));
        }
    }

    /// Returns the cheapest category but one.
    fn cheapest<'c>(
        &self,
        system: &System,
        moved: &Moved,
        bit: u32,
        choices: &'c [Choice],
        not: Option<&Choice>,
        by: i64,
    ) -> Option<(u32, Option<&'c Choice>)> {
        let mut best: Option<(u32, Option<&Choice>)> = None;
        for choice in choices {
            if not == Some(choice) {
                continue;
            }
            if let Some(cost) = self.choice(system, moved, bit, choice, by)
                && best.is_none_or(|best| cost < best.0)
            {
                best = Some((cost, Some(choice)));
                if cost == 0 {
                    break;
                }
            }
        }
        best
    }

    /// Prices answers given a quarter later: complaints stay open between.
    fn later(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        kind: &Kind,
        pattern: &[(usize, i64)],
        (from, to): (Option<usize>, Option<usize>),
    ) {
        let layout = self.layout;
        let [end, start] = layout.stock;
        let answers = kind.base.contains(&wanted.feature)
            || kind.dimensions.iter().any(|dimension| {
                let choices = &layout.dimensions[*dimension].choices;
                choices
                    .iter()
                    .any(|choice| choice.contains(&wanted.feature))
            });
        if !answers && wanted.feature != end && wanted.feature != start {
            return;
        }
        let of = |time: Option<usize>| -> Vec<(usize, usize, i64)> {
            let times = time.into_iter();
            times
                .flat_map(|time| pattern.iter().map(move |&(line, sign)| (line, time, sign)))
                .collect()
        };
        let (Some(here), Some(there)) = (self.places(&of(from)), self.places(&of(to))) else {
            return;
        };
        let moved = merged(&[&there, &turned(&here)]);
        let unions = Unions::new(&[&moved]);
        // What is open at the end of a period, if the period ends between the two quarters.
        let mut open = Vec::new();
        for &(place, by) in &here {
            if Some(layout.period[place as usize].last) == from {
                open.push((self.cell(place, end), by));
            }
        }
        for &(place, by) in &there {
            if Some(layout.period[place as usize].first) == to {
                open.push((self.cell(place, start), by));
            }
        }
        open.retain(|entry| entry.0 != NONE);
        for sign in [1, -1] {
            let by = wanted.by * sign;
            let mut stock = 0;
            let all = open
                .iter()
                .all(|&(cell, times)| match self.one(system, cell, times * by) {
                    Some(cost) => {
                        stock = u32::saturating_add(stock, cost);
                        true
                    }
                    None => false,
                });
            if !all {
                continue;
            }
            let cells: Table = open
                .iter()
                .map(|&(cell, times)| (cell, times * by))
                .collect();
            let beside = Beside {
                by,
                cells: &cells,
                price: stock,
            };
            match kind.base.contains(&wanted.feature) || !answers {
                true => self.price(system, wanted, &unions, &[kind], None, &beside),
                false => {
                    for &dimension in &kind.dimensions {
                        for choice in &layout.dimensions[dimension].choices {
                            if choice.contains(&wanted.feature) {
                                let fixed = Some((dimension, choice));
                                self.price(system, wanted, &unions, &[kind], fixed, &beside);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Prices complaints of the last quarter that are not answered yet.
    fn waiting(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        pattern: &[(usize, i64)],
        quarter: usize,
    ) {
        let layout = self.layout;
        let end = layout.stock[0];
        let lines: Vec<(usize, usize, i64)> = pattern
            .iter()
            .map(|&(line, sign)| (line, quarter, sign))
            .collect();
        let Some(moved) = self.places(&lines) else {
            return;
        };
        let kind = &layout.waiting;
        let fixed = self.choice_of(kind, wanted.feature);
        if fixed.is_none() && wanted.feature != end && !kind.base.contains(&wanted.feature) {
            return;
        }
        let by = wanted.by;
        let mut cells = Table::new();
        let mut price = 0_u32;
        for &(place, times) in &moved {
            let cell = self.cell(place, end);
            if cell != NONE && layout.period[place as usize].last == quarter {
                let Some(cost) = self.one(system, cell, times * by) else {
                    return;
                };
                price = price.saturating_add(cost);
                cells.push((cell, times * by));
            }
        }
        let beside = Beside {
            by,
            cells: &cells,
            price,
        };
        let unions = Unions::new(&[&moved]);
        self.price(system, wanted, &unions, &[kind], fixed, &beside);
    }

    /// Prices complaints that come in in one quarter and are answered, or closed, in the next one.
    fn answered_later(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        pattern: &[(usize, i64)],
        times: (Option<usize>, Option<usize>),
    ) {
        let layout = self.layout;
        let (Some(from), Some(to)) = times else {
            return;
        };
        let Some(comes_in) = layout.kinds.iter().find(|kind| kind.in_place) else {
            return;
        };
        let of = |time: usize| -> Vec<(usize, usize, i64)> {
            let lines = pattern.iter();
            lines.map(|&(line, sign)| (line, time, sign)).collect()
        };
        let (Some(here), Some(there)) = (self.places(&of(from)), self.places(&of(to))) else {
            return;
        };
        let by = wanted.by;
        let [end, start] = layout.stock;
        let ends = here
            .iter()
            .filter(|of| layout.period[of.0 as usize].last == from);
        let starts = there
            .iter()
            .filter(|of| layout.period[of.0 as usize].first == to);
        let open = ends
            .map(|of| (self.cell(of.0, end), of.1 * by))
            .chain(starts.map(|of| (self.cell(of.0, start), of.1 * by)));
        let cells: Table = open.filter(|entry| entry.0 != NONE).collect();
        let costs = cells.iter().map(|&(cell, by)| self.one(system, cell, by));
        let Some(costs) = costs.collect::<Option<Vec<u32>>>() else {
            return;
        };
        let beside = Beside {
            by,
            cells: &cells,
            price: costs.into_iter().fold(0, u32::saturating_add),
        };
        let unions = Unions::new(&[&here, &there]);
        for answer in &layout.later {
            let kinds = [comes_in, answer];
            let fixed = kinds
                .iter()
                .find_map(|kind| self.choice_of(kind, wanted.feature));
            let base = kinds.iter().any(|kind| kind.base.contains(&wanted.feature));
            if fixed.is_some() || base || [end, start].contains(&wanted.feature) {
                self.price(system, wanted, &unions, &kinds, fixed, &beside);
            }
        }
    }

    /// Returns the category of a kind to which a count belongs.
    fn choice_of(&self, kind: &Kind, feature: Feature) -> Option<(usize, &'a Choice)> {
        let layout = self.layout;
        kind.dimensions.iter().find_map(|&dimension| {
            let mut choices = layout.dimensions[dimension].choices.iter();
            let found = choices.find(|choice| choice.contains(&feature));
            found.map(|choice| (dimension, choice))
        })
    }

    fn cost(&self, system: &System, moved: &Moved, feature: Feature, by: i64) -> Option<u32> {
        let mut sum = 0;
        for &(place, times) in moved {
            let cell = self.cell(place, feature);
            if cell != NONE {
                sum = u32::saturating_add(sum, self.one(system, cell, times * by)?);
            }
        }
        Some(sum)
    }

    fn choice(
        &self,
        system: &System,
        moved: &Moved,
        bit: u32,
        choice: &[Feature],
        by: i64,
    ) -> Option<u32> {
        let mut sum = 0;
        for (at, &feature) in choice.iter().enumerate() {
            for &(place, times) in moved {
                let cell = self.cell(place, feature);
                if cell != NONE {
                    sum = u32::saturating_add(sum, self.one(system, cell, times * by)?);
                } else if at == 0 && self.layout.has[place as usize] & bit != 0 {
                    // The place has the breakdown, and never one of this category.
                    return None;
                }
            }
        }
        Some(sum)
    }

    /// Returns what changing a cell so costs, if it can be.
    fn one(&self, system: &System, cell: Id, by: i64) -> Option<u32> {
        let at = cell as usize;
        let it = &system.cells[at];
        let now = it.value + self.before[at] + by;
        if it.seen == Seen::Fixed || self.still[at] || now < 0 {
            return None;
        }
        let one = u32::from(it.value == 1);
        let cost = match it.seen {
            Seen::Hidden if now >= it.least => return Some(one),
            Seen::Shown if now >= it.least => it.cost,
            // Only where all of its table is withheld can it be none, or more than none.
            _ => system.cost_of_tables(cell)?,
        };
        Some(cost.saturating_mul(UNIT).saturating_add(one))
    }

    /// Brings a move into the order of its cells and adds what is left over of inequalities; nothing when a sum would not
    /// hold, or when figures that are one number would change by two.
    fn close(&mut self, system: &System, table: Table, cell: Id, by: i64) -> Option<Table> {
        let mut cells: HashMap<Id, i64> = HashMap::with_capacity(table.len());
        for (cell, by) in table {
            if *cells.entry(cell).or_insert(by) != by {
                return None;
            }
        }
        let mut table: Table = cells.into_iter().filter(|entry| entry.1 != 0).collect();
        table.sort_unstable();
        let at = table.binary_search_by_key(&cell, |entry| entry.0).ok()?;
        if table[at].1 != by {
            return None;
        }
        let mut sums = Vec::new();
        for &(cell, by) in &table {
            for &(sum, sign) in system.within(cell) {
                sums.push(sum);
                self.off[sum as usize] += sign * by;
            }
        }
        sums.sort_unstable();
        sums.dedup();
        let mut whole = true;
        for sum in sums {
            let off = std::mem::take(&mut self.off[sum as usize]);
            if off == 0 {
                continue;
            }
            match self.rests[sum as usize] {
                Some((rest, sign)) => {
                    let by = -off * sign;
                    let at = rest as usize;
                    let left = system.value(rest) + self.before[at] + by;
                    whole &= left >= 0 && !self.still[at];
                    table.push((rest, by));
                }
                None => whole = false,
            }
        }
        table.sort_unstable();
        whole.then_some(table)
    }
}
