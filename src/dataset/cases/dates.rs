//! When things happened: the dates of a row, their order, and the period that may stand in their place.

use super::record::{Case, Day, Quarter};
use super::rows::{Cells, Column, Piece};
use crate::dataset::cells;
use crate::diagnostic::{Severity, named as rule};
use crate::period::day::parse_day;
use chrono::Datelike;

/// The days of a year.
const YEAR: i32 = 365;

/// What can be wrong with the order of dates, in the order in which it is looked for: the column to look at, and what it is.
const OUT_OF_ORDER: [(Column, &str); 8] = [
    (Column::Responded, "answered before it was received"),
    (Column::Closed, "closed before it was received"),
    (Column::Acknowledged, "acknowledged before it was received"),
    (Column::Acknowledged, "acknowledged after it was answered"),
    (Column::Started, "started before it was received"),
    (Column::Started, "started after it was answered"),
    (
        Column::ExtendedTo,
        "extended to a day before it was received",
    ),
    (
        Column::Period,
        "answered or closed before the period in which it was received",
    ),
];

/// The dates that are done with when a row is read.
pub(super) struct Dates {
    pub(super) acknowledged: Day,
    pub(super) started: Day,
    pub(super) closed: Day,
    pub(super) closed_quarter: Quarter,
    pub(super) extended_to: Day,
}

impl Piece<'_> {
    /// Reads the dates, or the period that stands in place of the date of receipt.
    pub(super) fn read_dates(&mut self, row: &Cells<'_>, case: &mut Case) -> Dates {
        let received = self.date(row, Column::Received);
        let acknowledged = self.date(row, Column::Acknowledged);
        let started = self.date(row, Column::Started).0;
        let responded = self.date(row, Column::Responded);
        let closed = self.date(row, Column::Closed);
        let extended_to = self.date(row, Column::ExtendedTo).0;
        (case.received, case.received_quarter) = received;
        case.acknowledged_quarter = acknowledged.1;
        case.responded = responded.0;
        case.ended_quarter = if responded.0.is_none() {
            closed.1
        } else {
            responded.1
        };
        let dates = Dates {
            acknowledged: acknowledged.0,
            started,
            closed: closed.0,
            closed_quarter: closed.1,
            extended_to,
        };
        self.read_period(row, case);
        self.check_order(row, case, &dates);
        self.check_length(row, case, &dates);
        if self.rules.mortal {
            self.check_life(row, case);
        }
        dates
    }

    fn date(&mut self, row: &Cells<'_>, column: Column) -> (Day, Quarter) {
        const NONE: (Day, Quarter) = (Day::NONE, Quarter::NONE);
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return NONE;
        }
        let form = self.date_forms[column as usize];
        let number = match parse_day(cell, form) {
            Some(number) => number,
            None => match cells::date(cell, form) {
                Ok(read) => {
                    if let Some(warning) = read.warning {
                        self.tell_cell(row, column, *warning);
                    }
                    read.value.num_days_from_ce()
                }
                Err(fault) => {
                    self.tell_cell(row, column, *fault);
                    return NONE;
                }
            },
        };
        let day = Day::numbered(number);
        // Told first: the calendar seldom reaches into the years of such a slip.
        if day > self.rules.as_of && column != Column::ExtendedTo {
            let help = format!(
                "Correct the date, or give a later as-of date than {} with --as-of.",
                self.rules.as_of_date
            );
            self.error(
                rule::FUTURE_DATE,
                row,
                column,
                "this date has not come yet",
                &help,
            );
            return NONE;
        }
        let quarter = self.rules.timekeeper.days.quarter(number);
        if quarter.is_none() {
            let year = day.date().map_or(0, |date| date.year());
            let message = format!("the calendar does not know the year {year}");
            let help =
                "Correct the date, or put the bank holidays of that year into data/calendars/.";
            self.error(rule::OUTSIDE_CALENDAR, row, column, &message, help);
            return NONE;
        }
        (day, quarter)
    }

    fn read_period(&mut self, row: &Cells<'_>, case: &mut Case) {
        let cell = self.cell(row, Column::Period);
        if cell.is_empty() {
            if self.cell(row, Column::Received).is_empty() {
                self.missing(row, Column::Received);
            }
            return;
        }
        let quarter = match cells::period(cell) {
            Ok(period) => Quarter::of_period(period),
            Err(fault) => return self.tell_cell(row, Column::Period, *fault),
        };
        let Some(quarter) = quarter else {
            let help = "Write the quarter in which the complaint was received: 2024-25-q2. Figures of whole years belong into data/aggregates/.";
            self.error(
                rule::PERIOD_NOT_A_QUARTER,
                row,
                Column::Period,
                "the period of a case row must be a quarter",
                help,
            );
            return;
        };
        if case.received_quarter.is_none() {
            if self.cell(row, Column::Received).is_empty() {
                case.received_quarter = quarter;
            }
        } else if case.received_quarter != quarter {
            let help = "The date of receipt is used. Correct the date or the period.";
            self.warning(
                rule::CONTRADICTION,
                row,
                Column::Period,
                "the period does not hold the date of receipt",
                help,
            );
        }
    }

    fn check_order(&mut self, row: &Cells<'_>, case: &Case, dates: &Dates) {
        let before = |day: Day, other: Day| !day.is_none() && !other.is_none() && day < other;
        let (received, responded) = (case.received, case.responded);
        let wrong = [
            before(responded, received),
            before(dates.closed, received),
            before(dates.acknowledged, received),
            before(responded, dates.acknowledged),
            before(dates.started, received),
            before(responded, dates.started),
            before(dates.extended_to, received),
            self.ended_before_receipt(row, case),
        ];
        if wrong.contains(&true) {
            self.tell_order(row, wrong);
        }
        if before(dates.closed, responded) && !before(dates.closed, received) {
            self.tell_closed_early(row);
        }
    }

    #[cold]
    fn tell_closed_early(&mut self, row: &Cells<'_>) {
        let message = "closed before it was answered";
        let help = "The date of response is used. Correct one of the two dates.";
        self.warning(rule::CONTRADICTION, row, Column::Closed, message, help);
    }

    /// An answer years after receipt is more often a slip of the keys than an answer. What was closed without one may have
    /// been tidied up late, so only what is more than two years is told of it.
    fn check_length(&mut self, row: &Cells<'_>, case: &Case, dates: &Dates) {
        let ended = case.responded.or(dates.closed);
        let (Some(received), Some(ended)) = (case.received.number(), ended.number()) else {
            return;
        };
        let days = ended - received;
        if days > YEAR {
            let limit = self.rules.timekeeper.limit_in_calendar_days(case, received);
            let limit = limit.filter(|_| !case.responded.is_none());
            if days > 2 * YEAR || limit.is_some_and(|limit| days > 10 * limit) {
                self.tell_length(row, case, days);
            }
        }
    }

    #[cold]
    fn tell_length(&mut self, row: &Cells<'_>, case: &Case, days: i32) {
        let (column, done) = match case.responded.is_none() {
            true => (Column::Closed, "closed"),
            false => (Column::Responded, "answered"),
        };
        let years = match days / YEAR {
            1 => "a year".to_owned(),
            years => format!("{years} years"),
        };
        let message = format!("{done} more than {years} after it was received");
        let received = case.received.date().map(|day| day.to_string());
        let fact = format!("{days} from receipt on {}", received.unwrap_or_default());
        self.fault(Severity::Warning, rule::LONG_ANSWER, row, column, message, |d| {
            d.fact("days", fact).help(
                "Look for a wrong year in the date of receipt or of the answer, and correct it. If it did take so long, leave it.",
            )
        });
    }

    #[cold]
    fn tell_order(&mut self, row: &Cells<'_>, wrong: [bool; OUT_OF_ORDER.len()]) {
        let help = "Look for a wrong year or swapped cells, and correct the date.";
        let found = OUT_OF_ORDER.iter().zip(wrong).filter(|(_, wrong)| *wrong);
        for ((column, message), _) in found {
            self.error(rule::DATES_OUT_OF_ORDER, row, *column, message, help);
        }
    }

    /// Of a case whose date of receipt was removed only the quarters tell. A date that cannot be read was told; what seems to
    /// follow from its absence is no further fault.
    fn ended_before_receipt(&self, row: &Cells<'_>, case: &Case) -> bool {
        case.received.is_none()
            && self.cell(row, Column::Received).is_empty()
            && !case.received_quarter.is_none()
            && !case.ended_quarter.is_none()
            && case.ended_quarter < case.received_quarter
    }

    fn check_life(&mut self, row: &Cells<'_>, case: &Case) {
        let site = self.rules.site;
        let Some(service) = site.services.get(case.service) else {
            return;
        };
        if service.from.is_none() && service.to.is_none() {
            return;
        }
        let Some(received) = case.received.date() else {
            return;
        };
        let early = service.from.is_some_and(|from| received < from);
        let late = service.to.is_some_and(|to| received > to);
        if early || late {
            let end = if early { "began" } else { "ended" };
            let on = if early { service.from } else { service.to }
                .map(|day| day.to_string())
                .unwrap_or_default();
            let sides = if early { "before" } else { "after" };
            let message = format!(
                "received {sides} the service {} {end} on {on}",
                site.codes.word(case.service)
            );
            let help = "Name the service that existed on that day, or correct `from` and `to` in candour.toml.";
            self.warning(
                rule::SERVICE_NOT_ALIVE,
                row,
                Column::Service,
                &message,
                help,
            );
        }
    }
}
