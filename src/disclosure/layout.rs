//! Places, and what a complaint adds to at each.
//!
//! A place is a service, procedure, stage and period. What is counted there has the same number at every place, so a move of
//! complaints is a few places and a few counts. [`super::places`] lays a cube out like this; [`super::bundles`] looks for moves.

use super::system::Id;
use crate::vocabulary::{Code, code};

/// Breakdowns that a complaint may have no category of.
pub const OPTIONAL: [Code; 2] = [code::REMEDY, code::NEXT_STAGE];

/// Returns whether the categories of an optional breakdown make the whole by chance where they do, so that nobody knows it of
/// numbers that are hidden. Where they do so nearly everywhere it is the council's way of counting, and readers see it.
///
/// Takes for each table what its categories make, and its whole.
pub fn by_chance(name: Code, tables: impl Iterator<Item = (i64, i64)>) -> bool {
    if !OPTIONAL.contains(&name) {
        return false;
    }
    let (mut all, mut apart) = (0, 0);
    for (sum, whole) in tables.filter(|table| table.1 > 0) {
        all += 1;
        apart += usize::from(sum != whole);
    }
    // Small tables agree by chance more often than large ones.
    4 * apart >= all
}

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
    /// The count that its categories make where it is exact, perhaps with those of other breakdowns of the same count.
    pub whole: Option<Feature>,
    /// The counts that make it.
    pub parts: Vec<Feature>,
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
    /// The counts of refused complaints by reason.
    pub reasons: Vec<Feature>,
    /// For each place, whether it has any of these: then a refused complaint has one there too.
    pub reasoned: Vec<bool>,
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
