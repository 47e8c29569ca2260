//! The tests of time: days taken, and whether an answer came within the council's target and the ombudsmen's limits.
//!
//! A test is of dates: an answer is in time when it is dated no later than the due day, even where weekends lie between.
//! All tests are one subtraction in a table of how many working days went before each day, because a council's decade
//! has a million rows.

use super::record::{Case, Day, DayUnits, Quarter, Timing};
use crate::calendar::{Calendar, Convention, DayUnit, Nation, months_end};
use crate::config::{Clock, Procedure, Site, Timer};
use crate::vocabulary::{Code, code};
use chrono::{Datelike, NaiveDate};

/// Counts days of any unit between two days, in one step.
#[derive(Debug)]
pub(super) struct DayTable {
    /// The first day that the calendar knows.
    first: i32,
    /// How many working days there are up to and including each day.
    working: Vec<u32>,
    /// The same for school days.
    school: Vec<u32>,
    /// The quarter of each day.
    quarters: Vec<Quarter>,
    /// Whether the day of receipt is day 1 (Scotland) and not day 0.
    inclusive: bool,
}

impl DayTable {
    pub(super) fn new(calendar: &Calendar, nation: Nation) -> Self {
        let (from, to) = calendar.range();
        let mut table = DayTable {
            first: from.num_days_from_ce(),
            working: Vec::new(),
            school: Vec::new(),
            quarters: Vec::new(),
            inclusive: Convention::of(nation) == Convention::Inclusive,
        };
        let (mut working, mut school) = (0, 0);
        for day in from.iter_days().take_while(|day| *day <= to) {
            working += u32::from(calendar.is_working_day(day).unwrap_or(false));
            school += u32::from(calendar.is_school_day(day).unwrap_or(false));
            table.working.push(working);
            table.school.push(school);
            table.quarters.push(Quarter::of(day));
        }
        table
    }

    /// Returns the quarter of a day that the calendar knows; none for other days.
    pub(super) fn quarter(&self, day: i32) -> Quarter {
        let at = usize::try_from(i64::from(day) - i64::from(self.first));
        at.ok()
            .and_then(|at| self.quarters.get(at))
            .copied()
            .unwrap_or(Quarter::NONE)
    }

    /// Returns how many days of the unit lie up to and including this day, counted from anywhere.
    fn count(&self, unit: DayUnit, day: i32) -> i32 {
        let table = match unit {
            DayUnit::Working => &self.working,
            DayUnit::School => &self.school,
            DayUnit::Calendar | DayUnit::Months => return day,
        };
        let at = usize::try_from(i64::from(day) - i64::from(self.first)).unwrap_or(0);
        let counted = table.get(at).or(table.last());
        counted.map_or(0, |count| *count as i32)
    }

    /// Returns the days taken from one day to another: none on the same day, or one where the first day counts.
    fn between(&self, unit: DayUnit, from: i32, to: i32) -> i32 {
        self.count(unit, to) - self.count(unit, self.before(from))
    }

    /// Returns whether `to` is no later than the day on which `days` of the unit after `from` are full.
    fn within(&self, unit: DayUnit, from: i32, days: u16, to: i32) -> bool {
        match unit {
            DayUnit::Months => NaiveDate::from_num_days_from_ce_opt(from)
                .and_then(|from| months_end(from, days))
                .is_some_and(|due| to <= due.num_days_from_ce()),
            DayUnit::Calendar => to - self.before(from) <= i32::from(days),
            _ => {
                to <= from
                    || self.count(unit, to - 1) - self.count(unit, self.before(from))
                        < i32::from(days)
            }
        }
    }

    fn before(&self, from: i32) -> i32 {
        if self.inclusive { from - 1 } else { from }
    }
}

/// A timer made ready for a million rows.
#[derive(Debug, Clone, Copy)]
struct Limit {
    from: i32,
    days: Option<u16>,
    unit: DayUnit,
    report_in: DayUnit,
    clock: Clock,
    acknowledge: Option<u16>,
    /// The Code's working days from acknowledgement, for procedures under a Code.
    code: Option<u16>,
}

impl Limit {
    fn of(timer: &Timer, code: Option<u16>) -> Self {
        Limit {
            from: timer.from.map_or(i32::MIN, |day| day.num_days_from_ce()),
            days: timer.days,
            unit: timer.unit,
            report_in: timer.report_in,
            clock: timer.clock,
            acknowledge: timer.acknowledge,
            code,
        }
    }
}

/// Returns the working days that the LGSCO's and the Housing Ombudsman's Codes give for an answer, from its
/// acknowledgement. They are for complaints to English councils that no law gives another procedure.
fn code_days(procedure: &Procedure, stage: Code, nation: Nation) -> Option<u16> {
    let under_code = matches!(procedure.code, code::CORPORATE | code::HOUSING)
        || !(procedure.statutory
            || matches!(
                procedure.code,
                code::SCHOOLS
                    | code::PUBLIC_HEALTH
                    | code::STATUTORY_ADULTS
                    | code::STATUTORY_CHILDREN
            ));
    match stage {
        _ if !under_code || nation != Nation::England => None,
        code::STAGE_1 => Some(10),
        code::STAGE_2 => Some(20),
        _ => None,
    }
}

/// What a row says about its own timing, besides the dates of its record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated {
    pub(super) acknowledged: Day,
    pub(super) started: Day,
    pub(super) extended_to: Day,
    pub(super) in_time: Option<bool>,
    pub(super) response_days: Option<u16>,
    /// Whether the table has a column of acknowledgements at all.
    pub(super) acknowledgements: bool,
    /// Whether it has a column of starts.
    pub(super) starts: bool,
}

/// What a row says about its timing that does not follow from its dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Judgement {
    /// The stated in_time is wrong; this is right.
    pub(super) in_time: Option<bool>,
    /// The stated response_days are wrong; these are right.
    pub(super) response_days: Option<u16>,
    /// The event that the clock runs from, when the row does not have it.
    pub(super) missing: Option<Clock>,
    /// The answer came after its due day, on a day that does not count, so that no more days were taken than allowed.
    pub(super) late_by_date_alone: bool,
    /// The time was extended to a day before that on which the answer was due anyway.
    pub(super) shortened: bool,
}

/// Judges the timing of cases.
#[derive(Debug)]
pub(super) struct Timekeeper {
    pub(super) days: DayTable,
    limits: Vec<((Code, Code), Vec<Limit>)>,
    /// The day up to which anything is known.
    as_of: NaiveDate,
}

impl Timekeeper {
    pub(super) fn new(site: &Site, calendar: &Calendar, as_of: NaiveDate) -> Self {
        let nation = site.council.nation;
        let mut limits = Vec::new();
        for procedure in &site.procedures {
            for (stage, timers) in &procedure.timers {
                let code = code_days(procedure, *stage, nation);
                let list = timers.iter().map(|timer| Limit::of(timer, code)).collect();
                limits.push(((procedure.code, *stage), list));
            }
        }
        Timekeeper {
            as_of,
            days: DayTable::new(calendar, nation),
            limits,
        }
    }

    fn limit(&self, case: &Case, received: i32) -> Option<Limit> {
        let (_, limits) = self
            .limits
            .iter()
            .find(|(key, _)| *key == (case.procedure, case.stage))?;
        limits
            .iter()
            .rev()
            .find(|limit| limit.from <= received)
            .or(limits.first())
            .copied()
    }

    /// Returns about how many calendar days the stage of a case has for its answer, where it has a limit.
    pub(super) fn limit_in_calendar_days(&self, case: &Case, received: i32) -> Option<i32> {
        let limit = self.limit(case, received)?;
        let days = i32::from(limit.days?);
        Some(match limit.unit {
            DayUnit::Calendar => days,
            DayUnit::Months => days * 30,
            // School holidays can double them.
            DayUnit::School => days * 2,
            DayUnit::Working => days * 7 / 5,
        })
    }

    /// Works out the days taken and the tests of time, and says what in the row does not follow from its dates.
    #[inline]
    pub(super) fn judge(&self, case: &mut Case, stated: Stated) -> Judgement {
        let start = case.received.number().or_else(|| {
            case.received_quarter
                .period()
                .start()
                .map(|day| day.num_days_from_ce())
        });
        let Some(limit) = start.and_then(|start| self.limit(case, start)) else {
            case.response_days = stated.response_days.unwrap_or(Case::NO_DAYS);
            case.unit = DayUnits::WORKING;
            self.judge_waiting(case, None, stated);
            return Judgement::default();
        };
        case.unit = match limit.report_in {
            DayUnit::Calendar => DayUnits::CALENDAR,
            DayUnit::School => DayUnits::SCHOOL,
            DayUnit::Working | DayUnit::Months => DayUnits::WORKING,
        };
        let timing = &mut case.timing;
        timing.set(Timing::TARGET, limit.days.is_some());
        timing.set(Timing::CODE, limit.code.is_some());
        timing.set(Timing::OUTER, outer_days(&limit).is_some());
        timing.set(Timing::ACKNOWLEDGE, limit.acknowledge.is_some());
        timing.set(Timing::EXTENDED, !stated.extended_to.is_none());
        self.judge_acknowledgement(case, &limit, stated);
        self.judge_waiting(case, Some(&limit), stated);
        let answered = Case::answered(case.outcome) && !case.ended_quarter.is_none();
        if !answered {
            return Judgement::default();
        }
        match (case.received.number(), case.responded.number()) {
            (Some(received), Some(responded)) => {
                self.judge_dates(case, &limit, stated, received, responded)
            }
            _ => {
                judge_statement(case, &limit, stated);
                Judgement::default()
            }
        }
    }

    /// Finds the first quarter at whose end the case was open and its own time, without an extension, was over. A clock that
    /// runs from a later event runs from receipt until that is known, as it does for answers.
    fn judge_waiting(&self, case: &mut Case, limit: Option<&Limit>, stated: Stated) {
        let ended = match case.outcome {
            code::OPEN => Quarter::NONE,
            _ => case.ended_quarter,
        };
        if case.received_quarter.is_none() || ended <= case.received_quarter {
            return;
        }
        let Some((unit, days, from)) = limit.and_then(|limit| due(case, limit, stated)) else {
            case.timing.set(Timing::DUE_UNKNOWN, true);
            return;
        };
        let last = Quarter(ended.0 - 1).min(Quarter::of(self.as_of));
        for quarter in (case.received_quarter.0..=last.0).map(Quarter) {
            let end = quarter.period().end().unwrap_or(self.as_of).min(self.as_of);
            if !self.days.within(unit, from, days, end.num_days_from_ce()) {
                case.overdue_quarter = quarter;
                return;
            }
        }
    }

    fn judge_acknowledgement(&self, case: &mut Case, limit: &Limit, stated: Stated) {
        if let (Some(received), Some(acknowledged), Some(days)) = (
            case.received.number(),
            stated.acknowledged.number(),
            limit.acknowledge,
        ) {
            let in_time = self
                .days
                .within(DayUnit::Working, received, days, acknowledged);
            case.timing.set(Timing::ACKNOWLEDGED_IN_TIME, in_time);
        }
    }

    #[inline]
    fn judge_dates(
        &self,
        case: &mut Case,
        limit: &Limit,
        stated: Stated,
        received: i32,
        responded: i32,
    ) -> Judgement {
        let report_in = if limit.report_in == DayUnit::Months {
            DayUnit::Working
        } else {
            limit.report_in
        };
        let taken = self
            .days
            .between(report_in, received, responded)
            .clamp(0, i32::from(Case::NO_DAYS) - 1) as u16;
        case.response_days = taken;
        let mut judgement = Judgement {
            response_days: stated
                .response_days
                .filter(|days| *days != taken)
                .map(|_| taken),
            ..Judgement::default()
        };
        let timing = &mut case.timing;
        if let Some(days) = limit.days {
            self.judge_target(
                timing,
                &mut judgement,
                (limit, days),
                stated,
                received,
                responded,
            );
        }
        if let Some(days) = limit.code {
            // Without an acknowledgement the clock started no earlier than on receipt: what is in time from receipt is in
            // time, and nothing more can be shown. Where no row has one, there is nothing to test.
            let acknowledged = stated.acknowledged.number();
            let clock = acknowledged.unwrap_or(received);
            let can_test = acknowledged.is_some() || stated.acknowledgements;
            timing.set(Timing::CODE_TESTED, can_test);
            timing.set(
                Timing::IN_TIME_CODE,
                can_test && self.days.within(DayUnit::Working, clock, days, responded),
            );
        }
        if let Some(days) = outer_days(limit) {
            timing.set(Timing::OUTER_TESTED, true);
            timing.set(
                Timing::IN_TIME_OUTER,
                self.days
                    .within(DayUnit::Working, received, days, responded),
            );
        }
        judgement
    }

    /// Tests the answer against the procedure's own limit, from the event that its clock runs from.
    #[inline]
    fn judge_target(
        &self,
        timing: &mut Timing,
        judgement: &mut Judgement,
        (limit, days): (&Limit, u16),
        stated: Stated,
        received: i32,
        responded: i32,
    ) {
        let (event, known) = match limit.clock {
            Clock::Received => (Some(received), true),
            Clock::Acknowledged => (stated.acknowledged.number(), stated.acknowledgements),
            Clock::Started => (stated.started.number(), stated.starts),
        };
        judgement.missing = event.is_none().then_some(limit.clock);
        let from = event.unwrap_or(received);
        let in_time = self.days.within(limit.unit, from, days, responded);
        let tested = event.is_some() || known;
        timing.set(Timing::TESTED, tested);
        timing.set(Timing::IN_TIME, tested && in_time);
        let extended = stated
            .extended_to
            .number()
            .is_some_and(|day| responded <= day);
        timing.set(Timing::IN_TIME_EXTENDED, tested && (in_time || extended));
        judgement.late_by_date_alone = event.is_some()
            && !in_time
            && self.days.between(limit.unit, from, responded) <= i32::from(days);
        judgement.shortened = event.is_some()
            && stated.extended_to.number().is_some_and(|day| {
                // The day after is no later than the due day.
                self.days.within(limit.unit, from, days, day + 1)
            });
        if tested && judgement.missing.is_none() {
            judgement.in_time = stated
                .in_time
                .filter(|said| *said != in_time && !(*said && extended))
                .map(|_| in_time);
        } else if let Some(said) = stated.in_time.filter(|_| !tested) {
            timing.set(Timing::TESTED, true);
            timing.set(Timing::IN_TIME, said);
            timing.set(Timing::IN_TIME_EXTENDED, said || extended);
            judgement.missing = None;
        }
    }
}

/// Returns how many days of which unit a case has from which day; nothing where that is not known.
fn due(case: &Case, limit: &Limit, stated: Stated) -> Option<(DayUnit, u16, i32)> {
    let received = case.received.number()?;
    let (event, known) = match limit.clock {
        Clock::Received => (Some(received), true),
        Clock::Acknowledged => (stated.acknowledged.number(), stated.acknowledgements),
        Clock::Started => (stated.started.number(), stated.starts),
    };
    known.then_some((limit.unit, limit.days?, event.unwrap_or(received)))
}

/// Takes what the row says where its exact dates were removed.
fn judge_statement(case: &mut Case, limit: &Limit, stated: Stated) {
    case.response_days = stated.response_days.unwrap_or(Case::NO_DAYS);
    let by_days = || {
        let days = limit
            .days
            .filter(|_| limit.unit == limit.report_in && limit.clock == Clock::Received)?;
        Some(stated.response_days? <= days)
    };
    if let Some(in_time) = stated
        .in_time
        .or_else(by_days)
        .filter(|_| limit.days.is_some())
    {
        case.timing.set(Timing::TESTED, true);
        case.timing.set(Timing::IN_TIME, in_time);
        case.timing.set(Timing::IN_TIME_EXTENDED, in_time);
    }
    if let (Some(outer), Some(days), DayUnit::Working) =
        (outer_days(limit), stated.response_days, limit.report_in)
    {
        case.timing.set(Timing::OUTER_TESTED, true);
        case.timing.set(Timing::IN_TIME_OUTER, days <= outer);
    }
}

/// Returns acknowledgement and answer limit together; only for the stages that a Code is about, where councils publish it.
fn outer_days(limit: &Limit) -> Option<u16> {
    limit.code?;
    (limit.unit == DayUnit::Working).then_some(limit.acknowledge? + limit.days?)
}
