//! From counters to observations: every measure of a series in every covered quarter and year.

mod facts;

use super::cell::{Cell, Test};
use super::coverage::Coverage;
use super::layout::{self, Layout};
use super::tally::{Series, SeriesKey};
use crate::config::{OutcomeBasis, Site};
use crate::dataset::cases::{Quarter, Timing};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Breakdowns, Code, ObservationKey, Unit, code};
use facts::{Facts, unit_of};

/// The fewest answers over which a median, a percentile or a longest time may stand (contract 5).
const ENOUGH: u32 = 10;

/// One value, before it becomes an [`super::Observation`] or a row of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value {
    pub(crate) value: Result<Decimal, Shorthand>,
    pub(crate) numerator: Option<i64>,
    pub(crate) denominator: Option<i64>,
    pub(crate) unit: Unit,
}

impl Value {
    fn count(count: i64) -> Self {
        Value {
            value: Ok(Decimal::whole(count)),
            numerator: None,
            denominator: None,
            unit: Unit::Count,
        }
    }

    fn none(why: Shorthand) -> Self {
        Value {
            value: Err(why),
            ..Value::count(0)
        }
    }
}

/// Takes observations as they are made.
pub(crate) trait Sink {
    /// Takes one.
    fn put(&mut self, key: &ObservationKey, value: Value);
}

/// Makes the observations of one series after the other.
#[derive(Debug)]
pub(super) struct Emitter<'a> {
    site: &'a Site,
    layout: &'a Layout,
    coverage: Coverage,
    /// The measure that outcomes are a breakdown of.
    outcome_measure: Code,
    /// The alphabetical order of breakdown names is that of their words.
    nature_first: bool,
    /// Whether the council records extensions at all.
    extensions: bool,
}

/// A cell with what stood open around it.
struct Stretch<'c> {
    period: Period,
    cell: &'c Cell,
    open_at_start: i64,
    open_at_end: i64,
    /// Of these, how many were past their due day; only at the end of a quarter, where all due days are known.
    overdue: Option<i64>,
    /// The covered quarters it is made of, by place.
    quarters: (usize, usize),
}

impl<'a> Emitter<'a> {
    pub(super) fn new(
        site: &'a Site,
        layout: &'a Layout,
        coverage: Coverage,
        extensions: bool,
    ) -> Self {
        let outcome_measure = match site.measures.outcome_basis {
            OutcomeBasis::Received => code::RECEIVED,
            OutcomeBasis::Responded => code::RESPONDED,
        };
        let nature_first = site.codes.word(code::NATURE) < site.codes.word(code::OUTCOME);
        Emitter {
            site,
            layout,
            coverage,
            outcome_measure,
            nature_first,
            extensions,
        }
    }

    /// Hands every observation of a series to the sink: by quarter, and after its quarters the year.
    pub(super) fn emit(&self, key: &SeriesKey, series: &Series, sink: &mut impl Sink) {
        let Some((first, _)) = self.coverage.bounds() else {
            return;
        };
        let facts = self.facts(key, series);
        let mut crosses: Vec<(u64, u32)> = series
            .crosses
            .iter()
            .map(|(key, count)| (*key, *count))
            .collect();
        crosses.sort_unstable();
        let (mut open, mut overdue) = (0, 0);
        let (mut year, mut year_start, mut year_from) = (Cell::default(), 0, 0);
        for (at, cell) in series.cells.iter().enumerate() {
            let quarter = Quarter(first.0 + at as u16);
            let start = open;
            open += i64::from(cell.received) - i64::from(cell.responded) - i64::from(cell.closed);
            overdue += i64::from(cell.overdue) - i64::from(cell.overdue_ended);
            let stretch = Stretch {
                period: quarter.period(),
                cell,
                open_at_start: start,
                open_at_end: open,
                overdue: facts.due.then_some(overdue),
                quarters: (at, at),
            };
            self.stretch(key, series, &facts, &crosses, &stretch, sink);
            year.add(cell);
            let last =
                at + 1 == series.cells.len() || Quarter(quarter.0 + 1).year() != quarter.year();
            if last {
                let stretch = Stretch {
                    period: quarter.year(),
                    cell: &year,
                    open_at_start: year_start,
                    open_at_end: open,
                    overdue: None,
                    quarters: (year_from, at),
                };
                self.stretch(key, series, &facts, &crosses, &stretch, sink);
                (year, year_start, year_from) = (Cell::default(), open, at + 1);
            }
        }
    }

    /// Hands over the observations of one series in one period.
    fn stretch(
        &self,
        key: &SeriesKey,
        series: &Series,
        facts: &Facts,
        crosses: &[(u64, u32)],
        stretch: &Stretch<'_>,
        sink: &mut impl Sink,
    ) {
        let idle =
            stretch.cell.is_empty() && stretch.open_at_start == 0 && stretch.open_at_end == 0;
        if idle && !self.alive(key.service, stretch.period) {
            return;
        }
        let mut page = Page {
            key: base(key, stretch.period),
            sink,
        };
        if key.contact == code::COMPLAINT && key.stage == code::ALL {
            page.count(code::RECEIVED_ALL_STAGES, stretch.cell.received);
            return;
        }
        page.count(code::RECEIVED, stretch.cell.received);
        for list in [
            layout::NATURE,
            layout::COMPLAINANT,
            layout::CHANNEL,
            layout::REMEDY,
            layout::REFUSAL_REASON,
        ] {
            self.categories(&mut page, code::RECEIVED, list, facts, stretch.cell);
        }
        if key.contact != code::COMPLAINT {
            return;
        }
        self.categories(
            &mut page,
            self.outcome_measure,
            layout::OUTCOME,
            facts,
            stretch.cell,
        );
        self.crosses(&mut page, crosses, stretch.quarters);
        page.count(code::ACCEPTED, stretch.cell.accepted);
        self.acknowledged(&mut page, series, facts, stretch.cell);
        self.responded(&mut page, series, facts, stretch.cell);
        self.decided(&mut page, stretch.cell);
        page.count(code::CLOSED_WITHOUT_RESPONSE, stretch.cell.closed);
        self.categories(
            &mut page,
            code::CLOSED_WITHOUT_RESPONSE,
            layout::CLOSED,
            facts,
            stretch.cell,
        );
        page.put(code::OPEN_AT_START, Value::count(stretch.open_at_start));
        page.put(code::OPEN_AT_END, Value::count(stretch.open_at_end));
        if let Some(overdue) = stretch.overdue {
            let count = Value::count(overdue);
            page.broken(code::OPEN_AT_END, code::TIMELINESS, code::LATE, count);
        }
        self.days(&mut page, key, facts, stretch.cell);
    }

    /// Returns whether the service existed on any day of the period.
    fn alive(&self, service: Code, period: Period) -> bool {
        let (Some(node), Some(start), Some(end)) = (
            self.site.services.get(service),
            period.start(),
            period.end(),
        ) else {
            return true;
        };
        node.from.is_none_or(|from| from <= end) && node.to.is_none_or(|to| start <= to)
    }

    /// Hands over one breakdown: every category that occurs anywhere in the series, nought or not.
    fn categories<S: Sink>(
        &self,
        page: &mut Page<'_, S>,
        measure: Code,
        list: usize,
        facts: &Facts,
        cell: &Cell,
    ) {
        let breakdown = layout::LISTS[list].0;
        for slot in self.layout.starts[list]..self.layout.starts[list + 1] {
            if facts.occurs[slot] {
                page.broken(
                    measure,
                    breakdown,
                    self.layout.categories[slot],
                    Value::count(cell.category(slot).into()),
                );
            }
        }
    }

    /// Hands over natures with their outcomes, where there are any.
    fn crosses<S: Sink>(
        &self,
        page: &mut Page<'_, S>,
        crosses: &[(u64, u32)],
        (from, to): (usize, usize),
    ) {
        let start = crosses.partition_point(|(key, _)| (key >> 32) < from as u64);
        let end = crosses.partition_point(|(key, _)| (key >> 32) <= to as u64);
        let mut sums: Vec<(u32, u32)> = crosses[start..end]
            .iter()
            .map(|(key, count)| (*key as u32, *count))
            .collect();
        sums.sort_unstable();
        for same in sums.chunk_by(|a, b| a.0 == b.0) {
            let count: u32 = same.iter().map(|(_, count)| count).sum();
            let (nature, outcome) = ((same[0].0 >> 16) as usize, (same[0].0 & 0xffff) as usize);
            let nature = (code::NATURE, self.layout.categories[nature]);
            let outcome = (code::OUTCOME, self.layout.categories[outcome]);
            let pair = if self.nature_first {
                [Some(nature), Some(outcome), None]
            } else {
                [Some(outcome), Some(nature), None]
            };
            page.crossed(self.outcome_measure, pair, Value::count(count.into()));
        }
    }

    fn acknowledged<S: Sink>(
        &self,
        page: &mut Page<'_, S>,
        series: &Series,
        facts: &Facts,
        cell: &Cell,
    ) {
        if !series.acknowledges {
            return;
        }
        page.count(code::ACKNOWLEDGED, cell.acknowledged);
        if facts.acknowledge {
            let in_time = Value::count(cell.acknowledged_in_time.into());
            page.broken(code::ACKNOWLEDGED, code::TIMELINESS, code::IN_TIME, in_time);
        }
    }

    fn responded<S: Sink>(
        &self,
        page: &mut Page<'_, S>,
        series: &Series,
        facts: &Facts,
        cell: &Cell,
    ) {
        page.count(code::RESPONDED, cell.responded);
        let mut put =
            |category, value| page.broken(code::RESPONDED, code::TIMELINESS, category, value);
        if series.traits.has(Timing::TARGET) {
            let test = &cell.own;
            put(code::IN_TIME, tested(test, cell.responded, test.passed));
            if self.extensions {
                put(
                    code::IN_TIME_EXTENDED,
                    tested(test, cell.responded, cell.in_time_extended),
                );
            }
            put(
                code::LATE,
                tested(test, cell.responded, test.tested - test.passed),
            );
        }
        if facts.code {
            put(
                code::IN_TIME_CODE,
                tested(&cell.code, cell.responded, cell.code.passed),
            );
        }
        if facts.outer {
            put(
                code::IN_TIME_OUTER,
                tested(&cell.outer, cell.responded, cell.outer.passed),
            );
        }
        if facts.unit.is_some() && cell.days.count == cell.responded {
            for (band, from, to) in [
                (code::BAND_0_5, 0, 5),
                (code::BAND_6_10, 6, 10),
                (code::BAND_11_15, 11, 15),
                (code::BAND_16_PLUS, 16, usize::MAX - 1),
            ] {
                let count = Value::count(cell.days.band(from, to).into());
                page.broken(code::RESPONDED, code::RESPONSE_BAND, band, count);
            }
        }
    }

    /// Hands over what was decided on its merits: the base of the shares of outcomes.
    fn decided<S: Sink>(&self, page: &mut Page<'_, S>, cell: &Cell) {
        let outcome = |code| {
            self.layout
                .slot(layout::OUTCOME, code)
                .map_or(0, |slot| cell.category(slot))
        };
        let [upheld, partially, not] =
            [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD].map(outcome);
        page.count(code::DECIDED, upheld + partially + not);
        for (category, count) in [
            (code::UPHELD, upheld),
            (code::PARTIALLY_UPHELD, partially),
            (code::NOT_UPHELD, not),
            (code::UPHELD_OR_PARTIALLY_UPHELD, upheld + partially),
        ] {
            page.broken(
                code::DECIDED,
                code::OUTCOME,
                category,
                Value::count(count.into()),
            );
        }
    }

    /// Hands over mean, median, 90th percentile and longest. A mean over both working and calendar days would be of
    /// nothing, so all procedures together have one only when all of them count in one unit.
    fn days<S: Sink>(&self, page: &mut Page<'_, S>, key: &SeriesKey, facts: &Facts, cell: &Cell) {
        let days = &cell.days;
        let own = if key.procedure == code::ALL {
            None
        } else {
            unit_of(days.units)
        };
        let mixed = days.units.0.count_ones() > 1;
        let Some(unit) = own.or(facts.unit).filter(|_| !mixed) else {
            return;
        };
        let with = |value| Value {
            value: Ok(value),
            numerator: None,
            denominator: Some(days.count.into()),
            unit,
        };
        if days.count == 0 {
            let why = if cell.responded == 0 {
                Shorthand::NotApplicable
            } else {
                Shorthand::NotAvailable
            };
            page.put(
                code::MEAN_RESPONSE_DAYS,
                Value {
                    unit,
                    ..Value::none(why)
                },
            );
            return;
        }
        let sum = i64::try_from(days.sum).unwrap_or(i64::MAX);
        if let Some(mean) = Decimal::ratio(sum, days.count.into(), 1, 1) {
            page.put(
                code::MEAN_RESPONSE_DAYS,
                Value {
                    numerator: Some(sum),
                    ..with(mean)
                },
            );
        }
        if days.count < ENOUGH {
            return;
        }
        let n = days.count;
        let [low, high, most, longest] =
            days.at_ranks([n.div_ceil(2), n / 2 + 1, (n * 9).div_ceil(10), n]);
        page.put(
            code::MEDIAN_RESPONSE_DAYS,
            with(Decimal::new((i64::from(low) + i64::from(high)) * 5, 1)),
        );
        page.put(
            code::PERCENTILE_90_RESPONSE_DAYS,
            with(Decimal::whole(most.into())),
        );
        page.put(
            code::LONGEST_RESPONSE_DAYS,
            with(Decimal::whole(longest.into())),
        );
    }
}

/// Returns the count of a test of time, or why there is none: answers that could not be tested make it not available,
/// for they may have been in time or not.
fn tested(test: &Test, responded: u32, count: u32) -> Value {
    if test.tested == responded {
        Value::count(count.into())
    } else if test.tested + test.untested == 0 {
        Value::none(Shorthand::NotApplicable)
    } else {
        Value::none(Shorthand::NotAvailable)
    }
}

fn base(key: &SeriesKey, period: Period) -> ObservationKey {
    ObservationKey {
        service: key.service,
        period,
        contact: key.contact,
        procedure: key.procedure,
        stage: key.stage,
        measure: code::RECEIVED,
        breakdowns: [None; 3],
    }
}

/// Hands over observations of one series and period.
struct Page<'s, S> {
    key: ObservationKey,
    sink: &'s mut S,
}

impl<S: Sink> Page<'_, S> {
    fn crossed(&mut self, measure: Code, breakdowns: Breakdowns, value: Value) {
        self.key.measure = measure;
        self.key.breakdowns = breakdowns;
        self.sink.put(&self.key, value);
    }

    fn put(&mut self, measure: Code, value: Value) {
        self.crossed(measure, [None; 3], value);
    }

    fn broken(&mut self, measure: Code, breakdown: Code, category: Code, value: Value) {
        self.crossed(measure, [Some((breakdown, category)), None, None], value);
    }

    fn count(&mut self, measure: Code, count: u32) {
        self.put(measure, Value::count(count.into()));
    }
}
