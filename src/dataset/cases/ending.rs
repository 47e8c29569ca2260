//! How a case ended: outcome and dates brought together, days taken and the tests of time.

use super::dates::Dates;
use super::record::Case;
use super::rows::{Cells, Column, Piece};
use super::timing::{Judgement, Stated};
use super::words::{self, Meaning};
use crate::config::Clock;
use crate::dataset::cells;
use crate::diagnostic::{Severity, named as rule};
use crate::vocabulary::code;

impl Piece<'_> {
    /// Brings the outcome and the dates together, and settles when the case left the open ones.
    pub(super) fn settle_outcome(&mut self, row: &Cells<'_>, case: &mut Case, dates: &Dates) {
        if case.contact != code::COMPLAINT {
            if !self.cell(row, Column::Outcome).is_empty() {
                self.tell_no_complaint(row);
            }
            return;
        }
        let dated = !case.ended_quarter.is_none();
        let without_dates = case.received.is_none() && !dated;
        if case.outcome == code::ALL {
            let stated_end = without_dates && !self.cell(row, Column::ResponseDays).is_empty();
            case.outcome = if dated || stated_end {
                code::UNKNOWN
            } else {
                code::OPEN
            };
            self.check_closing(row, case, dates);
        }
        if case.outcome == code::OPEN {
            if let Some(column) = self.answered_in(row, case) {
                self.tell_open(row, column);
            }
            return;
        }
        if case.outcome == code::WITHDRAWN && !case.responded.is_none() {
            self.tell_withdrawn(row);
        }
        match (case.outcome, case.refusal_reason == code::ALL) {
            (code::REFUSED, true) => self.tell_no_reason(row),
            (code::REFUSED | code::OUT_OF_JURISDICTION, _) | (_, true) => {}
            (_, false) => self.tell_reason_of_nothing(row),
        }
        if without_dates {
            // Exact dates were removed, and with them the quarter of the answer: the quarter of receipt stands for it.
            case.ended_quarter = case.received_quarter;
        } else if !dated {
            let told = [Column::Responded, Column::Closed];
            if told.iter().any(|at| !self.cell(row, *at).is_empty()) {
                // There is a date, and it was told that it cannot be read.
                return;
            }
            self.tell_no_end(row, case);
        } else if case.responded.is_none()
            && Case::answered(case.outcome)
            && case.outcome != code::UNKNOWN
        {
            case.responded = dates.closed;
            self.tell_closing_taken(row);
        }
        if !Case::answered(case.outcome) && !dates.closed.is_none() {
            case.ended_quarter = dates.closed_quarter;
        }
    }

    /// A case that was closed says how, or when it was answered.
    fn check_closing(&mut self, row: &Cells<'_>, case: &Case, dates: &Dates) {
        let silent = self.cell(row, Column::Outcome).is_empty() && case.responded.is_none();
        if silent && !dates.closed.is_none() {
            let message = "closed without a response and without an outcome";
            let help =
                "Give the outcome: withdrawn, refused, transferred, … or the date of the response.";
            self.warning(rule::NO_RESPONSE_DATE, row, Column::Closed, message, help);
        }
    }

    /// Returns the column that says an open complaint was answered or closed. Where exact dates were removed, the days it
    /// took say so; that it was not in time may be true of an open one.
    fn answered_in(&self, row: &Cells<'_>, case: &Case) -> Option<Column> {
        if !case.ended_quarter.is_none() {
            return Some(match case.responded.is_none() {
                true => Column::Closed,
                false => Column::Responded,
            });
        }
        let stated = case.received.is_none() && !self.cell(row, Column::ResponseDays).is_empty();
        stated.then_some(Column::ResponseDays)
    }

    #[cold]
    fn tell_no_complaint(&mut self, row: &Cells<'_>) {
        let message = "only complaints have an outcome";
        let help = "It is not counted. Empty the cell, or correct the contact.";
        self.warning(rule::CONTRADICTION, row, Column::Outcome, message, help);
    }

    #[cold]
    fn tell_reason_of_nothing(&mut self, row: &Cells<'_>) {
        let message = "a reason for refusing beside another outcome";
        let help = "It is not counted. Empty the cell, or correct the outcome to refused.";
        let column = Column::RefusalReason;
        self.warning(rule::CONTRADICTION, row, column, message, help);
    }

    #[cold]
    fn tell_open(&mut self, row: &Cells<'_>, column: Column) {
        let message = "an open complaint cannot have a response";
        let help =
            "Give the outcome, or empty the cells of the answer while the complaint is open.";
        self.error(rule::OPEN_WITH_RESPONSE, row, column, message, help);
    }

    #[cold]
    fn tell_withdrawn(&mut self, row: &Cells<'_>) {
        let message = "withdrawn, but with a date of response";
        let help = "A complaint that was withdrawn was not answered: it is counted as closed without a response on that day. Move the day to the column closed, or correct the outcome.";
        self.warning(rule::CONTRADICTION, row, Column::Responded, message, help);
    }

    #[cold]
    fn tell_no_reason(&mut self, row: &Cells<'_>) {
        let message = "refused without a reason";
        let help = "Fill in refusal_reason: the yearly report needs a summary of what was refused and why.";
        self.warning(rule::NO_REASON, row, Column::Outcome, message, help);
    }

    #[cold]
    fn tell_no_end(&mut self, row: &Cells<'_>, case: &Case) {
        let outcome = self.rules.site.codes.word(case.outcome);
        let message = format!("{outcome} without a date of response or closing");
        let help = "Fill in the date. Until then the complaint counts among the outcomes of its period of receipt, and stays open.";
        self.warning(rule::NO_RESPONSE_DATE, row, Column::Outcome, &message, help);
    }

    #[cold]
    fn tell_closing_taken(&mut self, row: &Cells<'_>) {
        let message = "no date of response, only of closing";
        let help = "Fill in the date of the response. The day of closing is taken in its place.";
        self.warning(rule::NO_RESPONSE_DATE, row, Column::Closed, message, help);
    }

    /// Works out the days taken and the tests of time, and tells what the row says otherwise.
    pub(super) fn judge_timing(&mut self, row: &Cells<'_>, case: &mut Case, dates: &Dates) {
        if case.contact != code::COMPLAINT {
            return;
        }
        let stated = Stated {
            in_time: self.stated_in_time(row),
            response_days: self.stated_days(row),
            acknowledged: dates.acknowledged,
            started: dates.started,
            extended_to: dates.extended_to,
            acknowledgements: self.has(Column::Acknowledged),
            starts: self.has(Column::Started),
        };
        let judgement = self.rules.timekeeper.judge(case, stated);
        if judgement != Judgement::default() {
            self.tell(row, judgement);
        }
    }

    fn tell(&mut self, row: &Cells<'_>, judgement: Judgement) {
        if judgement.in_time.is_some() {
            let help = "The dates are used. Correct the dates, or leave the column in_time out.";
            self.warning(
                rule::CONTRADICTION,
                row,
                Column::InTime,
                "in_time does not follow from the dates",
                help,
            );
        }
        if let Some(days) = judgement.response_days {
            let message = "response_days does not follow from the dates";
            self.fault(Severity::Warning, rule::CONTRADICTION, row, Column::ResponseDays, message, |d| {
                d.fact("by the dates", days.to_string()).help(
                    "The dates are used. If every row is one too high, the column was made with NETWORKDAYS: leave it out.",
                )
            });
        }
        if judgement.late_by_date_alone {
            self.warning(
                rule::ANSWER_ON_DAY_OFF,
                row,
                Column::Responded,
                "answered after the due day, on a day that does not count",
                "It counts as late, although no more days were taken than allowed. If the answer went out on the due day and was entered later, correct the date.",
            );
        }
        if judgement.shortened {
            self.warning(
                rule::CONTRADICTION,
                row,
                Column::ExtendedTo,
                "extended to a day before the answer was due anyway",
                "The due day stays as it was. Correct the day, or empty the cell where nothing was extended.",
            );
        }
        match judgement.missing {
            None | Some(Clock::Received) => {}
            Some(Clock::Acknowledged) => self.warning(
                rule::NO_CLOCK,
                row,
                Column::Acknowledged,
                "no acknowledgement to count the time limit from",
                "Fill in the day of acknowledgement. Without it the answer counts as in time only when it came within the limit counted from receipt.",
            ),
            Some(Clock::Started) => self.warning(
                rule::NO_CLOCK,
                row,
                Column::Started,
                "no start to count the time limit from",
                "Fill in the day on which the work started, in a column `started`. Without it the answer counts as in time only when it came within the limit counted from receipt.",
            ),
        }
    }

    fn stated_in_time(&mut self, row: &Cells<'_>) -> Option<bool> {
        let cell = self.cell(row, Column::InTime);
        if cell.is_empty() {
            return None;
        }
        let meaning = Self::remembered(
            &mut self.codes[9],
            &self.columns,
            row,
            Column::InTime,
            || words::in_time(self.rules.site, cell),
        );
        match meaning {
            Meaning::Code(code) => Some(code == code::IN_TIME),
            _ => {
                if let Err(fault) = cells::yes_no(cell) {
                    self.tell_cell(row, Column::InTime, *fault);
                }
                None
            }
        }
    }

    fn stated_days(&mut self, row: &Cells<'_>) -> Option<u16> {
        let cell = self.cell(row, Column::ResponseDays);
        if cell.is_empty() {
            return None;
        }
        if let Ok(days) = cell.parse::<u16>() {
            return Some(days.min(Case::NO_DAYS - 1));
        }
        match cells::count(cell) {
            Ok(read) => {
                if let Some(warning) = read.warning {
                    self.tell_cell(row, Column::ResponseDays, *warning);
                }
                read.value.ok().and_then(|days| u16::try_from(days).ok())
            }
            Err(fault) => {
                self.tell_cell(row, Column::ResponseDays, *fault);
                None
            }
        }
    }
}
