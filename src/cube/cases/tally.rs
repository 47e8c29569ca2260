//! Counts the records: one pass, on all cores, into the cells of the services that the rows name.

use super::cell::{Cell, Test};
use super::coverage::Coverage;
use super::layout::{self, Layout};
use crate::config::{OutcomeBasis, Site};
use crate::dataset::cases::{Case, CasePiece, Cases, Quarter, Timing};
use crate::vocabulary::NumberMap;
use crate::vocabulary::{Code, code};
use rayon::prelude::*;

/// What is counted together over the quarters: a service, contact, procedure and stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SeriesKey {
    pub(super) service: Code,
    pub(super) contact: Code,
    pub(super) procedure: Code,
    pub(super) stage: Code,
}

impl SeriesKey {
    fn of(case: &Case) -> Self {
        SeriesKey {
            service: case.service,
            contact: case.contact,
            procedure: case.procedure,
            stage: case.stage,
        }
    }

    fn packed(self) -> u64 {
        let [a, b, c, d] =
            [self.service, self.contact, self.procedure, self.stage].map(|code| u64::from(code.0));
        a << 48 | b << 32 | c << 16 | d
    }
}

/// The cells of one series.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    /// One for each quarter from the first covered one.
    pub(super) cells: Vec<Cell>,
    /// Counts of a nature with an outcome, by quarter and the two counters.
    pub(super) crosses: NumberMap<u64, u32>,
    /// What occurs anywhere in the series, so that zeros can stand beside it.
    pub(super) traits: Timing,
    /// Whether any acknowledgement occurs.
    pub(super) acknowledges: bool,
}

/// The number of a cross: its quarter and the two counters.
pub(super) fn cross(quarter: usize, nature: usize, outcome: usize) -> u64 {
    (quarter as u64) << 32 | (nature as u64) << 16 | outcome as u64
}

impl Series {
    /// Adds another series.
    pub(super) fn add(&mut self, other: &Series) {
        if self.cells.is_empty() {
            *self = other.clone();
            return;
        }
        if self.cells.len() < other.cells.len() {
            self.cells.resize_with(other.cells.len(), Cell::default);
        }
        for (sum, cell) in self.cells.iter_mut().zip(&other.cells) {
            sum.add(cell);
        }
        for (key, count) in &other.crosses {
            *self.crosses.entry(*key).or_default() += count;
        }
        self.traits.0 |= other.traits.0;
        self.acknowledges |= other.acknowledges;
    }
}

/// All series of the services that rows name, before they are added up.
#[derive(Debug, Default)]
pub(super) struct Tally {
    places: NumberMap<u64, u32>,
    pub(super) series: Vec<(SeriesKey, Series)>,
}

/// What the counting needs to know.
struct Counter<'a> {
    layout: &'a Layout,
    first: Quarter,
    quarters: usize,
    by_response: bool,
}

impl Tally {
    /// Counts all records.
    pub(super) fn of(cases: &Cases, site: &Site, layout: &Layout, coverage: &Coverage) -> Tally {
        let Some((first, last)) = coverage.bounds() else {
            return Tally::default();
        };
        let counter = Counter {
            layout,
            first,
            quarters: usize::from(last.0 - first.0) + 1,
            by_response: site.measures.outcome_basis == OutcomeBasis::Responded,
        };
        cases
            .pieces
            .par_iter()
            .fold(Tally::default, |mut tally, piece| {
                for case in &piece.records {
                    counter.count(&mut tally, piece, case);
                }
                tally
            })
            .reduce(Tally::default, Tally::join)
    }

    fn join(mut self, other: Tally) -> Tally {
        if self.series.is_empty() {
            return other;
        }
        for (key, series) in other.series {
            self.series(key).add(&series);
        }
        self
    }

    fn series(&mut self, key: SeriesKey) -> &mut Series {
        let next = self.series.len() as u32;
        let at = *self.places.entry(key.packed()).or_insert(next);
        if at == next {
            self.series.push((key, Series::default()));
        }
        &mut self.series[at as usize].1
    }
}

impl Counter<'_> {
    /// Returns the place of a quarter among the covered ones; nothing for what happened after the last of them.
    fn place(&self, quarter: Quarter) -> Option<usize> {
        let at = usize::from(quarter.0.checked_sub(self.first.0)?);
        (at < self.quarters).then_some(at)
    }

    fn count(&self, tally: &mut Tally, piece: &CasePiece, case: &Case) {
        let series = tally.series(SeriesKey::of(case));
        if series.cells.is_empty() {
            series.cells.resize_with(self.quarters, Cell::default);
        }
        series.traits.0 |= case.timing.0;
        let received = self.place(case.received_quarter);
        if let Some(at) = received {
            self.count_received(series, piece, case, at);
        }
        if case.contact != code::COMPLAINT {
            return;
        }
        if !case.acknowledged_quarter.is_none() {
            series.acknowledges = true;
            if let Some(at) = self.place(case.acknowledged_quarter) {
                let cell = &mut series.cells[at];
                cell.acknowledged += 1;
                cell.acknowledge_limited += u32::from(case.timing.has(Timing::ACKNOWLEDGE));
                cell.acknowledged_in_time +=
                    u32::from(case.timing.has(Timing::ACKNOWLEDGED_IN_TIME));
            }
        }
        let ended = if case.outcome == code::OPEN {
            None
        } else {
            self.place(case.ended_quarter)
        };
        if let Some(at) = ended {
            self.count_end(&mut series.cells[at], case);
        }
        if let Some(at) = self.place(case.overdue_quarter) {
            series.cells[at].overdue += 1;
            if let Some(at) = ended {
                series.cells[at].overdue_ended += 1;
            }
        }
        let outcome = if !self.by_response {
            received
        } else if Case::answered(case.outcome) {
            ended
        } else {
            None
        };
        if let Some(at) = outcome {
            self.count_outcome(series, piece, case, at);
        }
    }

    fn count_received(&self, series: &mut Series, piece: &CasePiece, case: &Case, at: usize) {
        let (layout, slots) = (self.layout, self.layout.len());
        let cell = &mut series.cells[at];
        cell.received += 1;
        cell.accepted += u32::from(case.accepted());
        cell.count(slots, layout.slot(layout::COMPLAINANT, case.complainant));
        cell.count(slots, layout.slot(layout::CHANNEL, case.channel));
        for nature in piece.lists.get(case.natures) {
            cell.count(slots, layout.slot(layout::NATURE, *nature));
        }
        for remedy in piece.lists.get(case.remedies) {
            cell.count(slots, layout.slot(layout::REMEDY, *remedy));
        }
        if case.outcome == code::REFUSED {
            cell.count(
                slots,
                layout.slot(layout::REFUSAL_REASON, case.refusal_reason),
            );
        }
    }

    fn count_outcome(&self, series: &mut Series, piece: &CasePiece, case: &Case, at: usize) {
        let layout = self.layout;
        let Some(outcome) = layout.slot(layout::OUTCOME, case.outcome) else {
            return;
        };
        series.cells[at].count(layout.len(), Some(outcome));
        for nature in piece.lists.get(case.natures) {
            if let Some(nature) = layout.slot(layout::NATURE, *nature) {
                *series
                    .crosses
                    .entry(cross(at, nature, outcome))
                    .or_default() += 1;
            }
        }
    }

    fn count_end(&self, cell: &mut Cell, case: &Case) {
        // An outcome that nobody wrote down is an answer only when an answer is dated (contract 5).
        let unanswered =
            case.outcome == code::UNKNOWN && case.responded.is_none() && !case.received.is_none();
        if !Case::answered(case.outcome) || unanswered {
            cell.closed += 1;
            cell.count(
                self.layout.len(),
                self.layout.slot(layout::CLOSED, case.outcome),
            );
            return;
        }
        cell.responded += 1;
        if case.response_days != Case::NO_DAYS {
            cell.days.push(case.response_days, case.unit);
        }
        let timing = case.timing;
        let test = |of: Timing, tested: Timing, passed: Timing| Test {
            passed: u32::from(timing.has(passed)),
            tested: u32::from(timing.has(tested)),
            untested: u32::from(timing.has(of) && !timing.has(tested)),
        };
        cell.own
            .add(&test(Timing::TARGET, Timing::TESTED, Timing::IN_TIME));
        cell.code.add(&test(
            Timing::CODE,
            Timing::CODE_TESTED,
            Timing::IN_TIME_CODE,
        ));
        cell.outer.add(&test(
            Timing::OUTER,
            Timing::OUTER_TESTED,
            Timing::IN_TIME_OUTER,
        ));
        cell.in_time_extended += u32::from(timing.has(Timing::IN_TIME_EXTENDED));
    }
}
