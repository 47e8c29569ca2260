//! One row of a case table to one record, or to faults.

use super::faults::Faults;
use super::memo::{Memo, hash};
use super::record::{Case, Day, DayUnits, Quarter, Timing};
use super::timing::{Judgement, Stated, Timekeeper};
use super::words::{self, Meaning};
use crate::calendar::Calendar;
use crate::config::Site;
use crate::dataset::cells::{self, DateForm, parse_day};
use crate::diagnostic::{Diagnostic, Severity, named as rule};
use crate::source::Row;
use crate::vocabulary::{Code, List, code};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;

/// The columns of a case table, in the order of [`NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Column {
    CaseRef,
    Contact,
    Service,
    Team,
    Procedure,
    Stage,
    Received,
    Acknowledged,
    Responded,
    Closed,
    ExtendedTo,
    Outcome,
    RefusalReason,
    Nature,
    Complainant,
    Channel,
    Remedy,
    Period,
    ResponseDays,
    InTime,
}

/// The canonical names of the columns, in the order of [`Column`].
pub const NAMES: [&str; 20] = [
    "case_ref",
    "contact",
    "service",
    "team",
    "procedure",
    "stage",
    "received",
    "acknowledged",
    "responded",
    "closed",
    "extended_to",
    "outcome",
    "refusal_reason",
    "nature",
    "complainant",
    "channel",
    "remedy",
    "period",
    "response_days",
    "in_time",
];

/// Where each column stands in a table.
pub(super) type Columns = [Option<usize>; NAMES.len()];

/// One row's cells, by [`Column`]; empty where the table has no such column.
struct Cells<'r> {
    number: u32,
    texts: [&'r str; NAMES.len()],
}

/// What all rows are read against.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    pub(super) site: &'a Site,
    pub(super) timekeeper: Timekeeper,
    pub(super) as_of: Day,
    pub(super) as_of_date: NaiveDate,
    /// Whether any service begins or ends.
    mortal: bool,
    /// Whether any nature belongs to some procedures only.
    natures_differ: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn new(site: &'a Site, calendar: &Calendar, as_of: NaiveDate) -> Self {
        Rules {
            site,
            timekeeper: Timekeeper::new(site, calendar),
            as_of: Day::of(as_of),
            as_of_date: as_of,
            mortal: site
                .services
                .iter()
                .any(|service| service.from.is_some() || service.to.is_some()),
            natures_differ: site
                .list(List::Nature)
                .entries
                .iter()
                .any(|entry| !entry.procedures.is_empty()),
        }
    }
}

/// The dates that are done with when a row is read.
struct Dates {
    acknowledged: Day,
    closed: Day,
    closed_quarter: Quarter,
    extended_to: Day,
}

/// The records of a piece of a table, and what is needed to read on.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    rules: &'a Rules<'a>,
    columns: Columns,
    pub(super) records: Vec<Case>,
    /// The case references as numbers, for finding the same one again; 0 where a row has none.
    pub(super) references: Vec<u64>,
    pub(super) lists: Lists,
    /// The first and the last quarter of receipt.
    pub(super) quarters: Option<(Quarter, Quarter)>,
    pub(super) faults: Faults,
    date_forms: [DateForm; NAMES.len()],
    services: Memo<Meaning>,
    teams: HashMap<(Code, Box<str>), Meaning>,
    codes: [Memo<Meaning>; 10],
    cells: [Memo<u32>; 2],
}

/// The lists of codes that cells hold, each once.
#[derive(Debug)]
pub struct Lists {
    lists: Vec<Box<[Code]>>,
    places: HashMap<Box<[Code]>, u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Lists {
            lists: vec![Box::default()],
            places: HashMap::new(),
        }
    }
}

impl Lists {
    /// Returns the codes of a list; the list 0 is empty.
    pub fn get(&self, index: u32) -> &[Code] {
        self.lists.get(index as usize).map_or(&[], |list| list)
    }

    fn add(&mut self, list: Vec<Code>) -> u32 {
        if list.is_empty() {
            return 0;
        }
        let list = list.into_boxed_slice();
        *self.places.entry(list).or_insert_with_key(|list| {
            self.lists.push(list.clone());
            self.lists.len() as u32 - 1
        })
    }
}

/// The single-code columns and their lists, in the order of `Piece::codes`.
const LISTED: [(Column, List); 9] = [
    (Column::Contact, List::Contact),
    (Column::Procedure, List::Procedure),
    (Column::Stage, List::Stage),
    (Column::Outcome, List::Outcome),
    (Column::RefusalReason, List::RefusalReason),
    (Column::Complainant, List::Complainant),
    (Column::Channel, List::Channel),
    (Column::Nature, List::Nature),
    (Column::Remedy, List::Remedy),
];

impl<'a> Piece<'a> {
    pub(super) fn new(
        rules: &'a Rules<'a>,
        columns: Columns,
        date_forms: [DateForm; NAMES.len()],
    ) -> Self {
        Piece {
            rules,
            columns,
            records: Vec::new(),
            references: Vec::new(),
            lists: Lists::default(),
            quarters: None,
            faults: Faults::default(),
            date_forms,
            services: Memo::new(),
            teams: HashMap::new(),
            codes: std::array::from_fn(|_| Memo::new()),
            cells: std::array::from_fn(|_| Memo::new()),
        }
    }

    /// Returns the cell of a column; empty when the table has no such column.
    fn cell<'r>(&self, row: &Cells<'r>, column: Column) -> &'r str {
        row.texts[column as usize]
    }

    fn has(&self, column: Column) -> bool {
        self.columns[column as usize].is_some()
    }

    fn place(&self, column: Column) -> Option<u16> {
        self.columns[column as usize].and_then(|at| u16::try_from(at).ok())
    }

    #[cold]
    fn fault(
        &mut self,
        severity: Severity,
        rule: &'static crate::diagnostic::Rule,
        row: &Cells<'_>,
        column: Column,
        message: impl Into<String>,
        dress: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let value = self.cell(row, column);
        let place = self.place(column);
        self.faults.add(
            severity,
            rule,
            row.number,
            place,
            message.into(),
            |diagnostic| {
                dress(if value.is_empty() {
                    diagnostic
                } else {
                    diagnostic.value(value)
                })
            },
        );
    }

    fn error(
        &mut self,
        rule: &'static crate::diagnostic::Rule,
        row: &Cells<'_>,
        column: Column,
        message: &str,
        help: &str,
    ) {
        self.fault(Severity::Error, rule, row, column, message, |d| {
            d.help(help)
        });
    }

    fn warning(
        &mut self,
        rule: &'static crate::diagnostic::Rule,
        row: &Cells<'_>,
        column: Column,
        message: &str,
        help: &str,
    ) {
        self.fault(Severity::Warning, rule, row, column, message, |d| {
            d.help(help)
        });
    }

    /// Reads one row: a record is kept when it is free of errors that leave it without a place.
    pub(super) fn read(&mut self, row: Row<'_>) {
        let row = Cells {
            number: row.number,
            texts: self.columns.map(|at| at.map_or("", |at| row.cell(at))),
        };
        if self.may_be_total(&row) && self.is_total(&row) {
            return;
        }
        let Some(mut case) = self.place_case(&row) else {
            return;
        };
        self.read_attributes(&row, &mut case);
        let dates = self.read_dates(&row, &mut case);
        if case.received_quarter.is_none() {
            return;
        }
        self.settle_outcome(&row, &mut case, &dates);
        self.judge_timing(&row, &mut case, &dates);
        let reference = self.cell(&row, Column::CaseRef);
        self.references.push(if reference.is_empty() {
            0
        } else {
            hash(reference.as_bytes()).max(1)
        });
        let at = case.received_quarter;
        let (first, last) = self.quarters.unwrap_or((at, at));
        self.quarters = Some((first.min(at), last.max(at)));
        self.records.push(case);
    }

    /// Returns whether the row could be one of sums, for a million rows that are not.
    fn may_be_total(&self, row: &Cells<'_>) -> bool {
        let begins = |column| {
            matches!(
                self.cell(row, column).as_bytes().first(),
                Some(b't' | b'T' | b'g' | b'G')
            )
        };
        begins(Column::CaseRef)
            || begins(Column::Service)
            || begins(Column::Procedure)
            || begins(Column::Stage)
    }

    /// Refuses rows of sums. They say so in one of their first cells.
    fn is_total(&mut self, row: &Cells<'_>) -> bool {
        for column in [
            Column::CaseRef,
            Column::Service,
            Column::Procedure,
            Column::Stage,
        ] {
            let cell = self.cell(row, column);
            let total = cell
                .get(..5)
                .is_some_and(|start| start.eq_ignore_ascii_case("total"))
                || cell.len() == 11 && cell.eq_ignore_ascii_case("grand total");
            if total && (column != Column::Service || self.rules.site.services.find(cell).is_none())
            {
                let help = "Delete the row: each row is one complaint at one stage, and Candour adds up for itself.";
                self.error(
                    rule::TOTAL_AMONG_CASES,
                    row,
                    column,
                    "this is a row of totals, not a case",
                    help,
                );
                return true;
            }
        }
        false
    }

    /// Reads the cells that say where the case is counted.
    fn place_case(&mut self, row: &Cells<'_>) -> Option<Case> {
        let contact = match self.cell(row, Column::Contact) {
            "" => Some(code::COMPLAINT),
            _ => self.listed(row, 0),
        };
        let complaint = contact == Some(code::COMPLAINT);
        let service = self.service(row);
        let procedure = if complaint {
            self.required(row, 1)
        } else {
            Some(code::ALL)
        };
        let stage = if complaint {
            self.required(row, 2)
        } else {
            Some(code::ALL)
        };
        if let (true, Some(procedure), Some(stage)) = (complaint, procedure, stage) {
            self.check_stage(row, procedure, stage);
        }
        Some(Case {
            row: row.number,
            received: Day::NONE,
            responded: Day::NONE,
            natures: 0,
            remedies: 0,
            service: service?,
            contact: contact?,
            procedure: procedure?,
            stage: stage?,
            outcome: code::ALL,
            refusal_reason: code::ALL,
            complainant: code::ALL,
            channel: code::ALL,
            received_quarter: Quarter::NONE,
            acknowledged_quarter: Quarter::NONE,
            ended_quarter: Quarter::NONE,
            response_days: Case::NO_DAYS,
            timing: Timing::default(),
            unit: DayUnits::default(),
        })
    }

    fn service(&mut self, row: &Cells<'_>) -> Option<Code> {
        let site = self.rules.site;
        let cell = self.cell(row, Column::Service);
        let service = if cell.is_empty() {
            self.missing(row, Column::Service);
            None
        } else {
            match self.services.get(cell, || words::service(site, cell)) {
                Meaning::Code(service) => Some(service),
                _ => {
                    self.fault(
                        Severity::Error,
                        rule::UNKNOWN_SERVICE,
                        row,
                        Column::Service,
                        words::not_known("service", cell),
                        |d| words::service_help(site, cell, d),
                    );
                    None
                }
            }
        };
        let team = self.cell(row, Column::Team);
        if team.is_empty() {
            return service;
        }
        let service = service?;
        let meaning = match self.teams.get(&(service, team.into())) {
            Some(meaning) => *meaning,
            None => {
                let meaning = words::team(site, service, team);
                if self.teams.len() < 10_000 {
                    self.teams.insert((service, team.into()), meaning);
                }
                meaning
            }
        };
        match meaning {
            Meaning::Code(team) => Some(team),
            _ => {
                self.fault(
                    Severity::Error,
                    rule::UNKNOWN_SERVICE,
                    row,
                    Column::Team,
                    words::not_known("team", team),
                    |d| words::team_help(site, service, team, d),
                );
                None
            }
        }
    }

    /// Reads a cell of a code list; `at` is the column's place in [`LISTED`]. Faults are told.
    fn listed(&mut self, row: &Cells<'_>, at: usize) -> Option<Code> {
        let (column, list) = LISTED[at];
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return None;
        }
        let site = self.rules.site;
        match self.codes[at].get(cell, || words::code_of(site, list, cell)) {
            Meaning::Code(code) => Some(code),
            meaning => {
                self.wrong_word(row, column, list, cell, meaning);
                None
            }
        }
    }

    fn wrong_word(
        &mut self,
        row: &Cells<'_>,
        column: Column,
        list: List,
        word: &str,
        meaning: Meaning,
    ) {
        let site = self.rules.site;
        let name = NAMES[column as usize];
        if meaning == Meaning::Ambiguous {
            let message = format!(
                "outcome \"{}\" can mean not upheld or refused",
                crate::diagnostic::cut(word)
            );
            self.fault(
                Severity::Error,
                rule::AMBIGUOUS_OUTCOME,
                row,
                column,
                message,
                |d| words::ambiguous_help(word, d),
            );
        } else {
            self.fault(
                Severity::Error,
                rule::UNKNOWN_CODE,
                row,
                column,
                words::not_known(name, word),
                |d| words::code_help(site, list, word, d),
            );
        }
    }

    fn required(&mut self, row: &Cells<'_>, at: usize) -> Option<Code> {
        let column = LISTED[at].0;
        if self.cell(row, column).is_empty() {
            self.missing(row, column);
            return None;
        }
        self.listed(row, at)
    }

    fn missing(&mut self, row: &Cells<'_>, column: Column) {
        let message = format!("the {} is missing", NAMES[column as usize]);
        let help = match column {
            Column::Received => {
                "Write the day on which the complaint was received, or its quarter in the column period."
            }
            Column::Procedure => {
                "Write under which procedure the complaint was handled, e.g. corporate."
            }
            Column::Stage => "Write the stage: 1, 2, 3 or informal.",
            _ => "Write the service that the complaint is about.",
        };
        self.fault(
            Severity::Error,
            rule::MISSING_CELL,
            row,
            column,
            message,
            |d| d.help(help),
        );
    }

    fn check_stage(&mut self, row: &Cells<'_>, procedure: Code, stage: Code) {
        let site = self.rules.site;
        let Some(known) = site.procedure(procedure) else {
            return;
        };
        if known.stages.contains(&stage) {
            return;
        }
        let word = |code| site.codes.word(code);
        let stages = known
            .stages
            .iter()
            .map(|code| word(*code))
            .collect::<Vec<_>>()
            .join(", ");
        let message = format!(
            "the procedure {} has no stage {}",
            word(procedure),
            word(stage)
        );
        self.fault(Severity::Error, rule::STAGE_NOT_OF_PROCEDURE, row, Column::Stage, message, |d| {
            d.fact("stages", stages.clone()).help(format!(
                "Correct the stage or the procedure. If the procedure has this stage, add it to candour.toml:\n    [procedures.{}]\n    stages = [{}]",
                word(procedure),
                known.stages.iter().chain([&stage]).map(|code| format!("\"{}\"", word(*code))).collect::<Vec<_>>().join(", "),
            ))
        });
    }

    /// Reads what the case was about and how it ended.
    fn read_attributes(&mut self, row: &Cells<'_>, case: &mut Case) {
        case.outcome = self.listed(row, 3).unwrap_or(code::ALL);
        case.refusal_reason = self.listed(row, 4).unwrap_or(code::ALL);
        case.complainant = self.listed(row, 5).unwrap_or(code::ALL);
        case.channel = self.listed(row, 6).unwrap_or(code::ALL);
        case.natures = self.list(row, 0, 7);
        case.remedies = self.list(row, 1, 8);
        if case.natures != 0 && self.rules.natures_differ {
            self.check_natures(row, case);
        }
    }

    /// Reads a cell that may hold several codes, divided by semicolons. The whole cell is remembered.
    fn list(&mut self, row: &Cells<'_>, memo: usize, at: usize) -> u32 {
        let (column, list) = LISTED[at];
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return 0;
        }
        const WRONG: u32 = u32::MAX;
        let (site, lists) = (self.rules.site, &mut self.lists);
        let index = self.cells[memo].get(cell, || match words::codes_of(site, list, cell) {
            Ok(codes) => lists.add(codes),
            Err(_) => WRONG,
        });
        if index != WRONG {
            return index;
        }
        if let Err(wrong) = words::codes_of(site, list, cell) {
            for (word, meaning) in wrong {
                self.wrong_word(row, column, list, word, meaning);
            }
        }
        0
    }

    fn check_natures(&mut self, row: &Cells<'_>, case: &Case) {
        let site = self.rules.site;
        let foreign = self.lists.get(case.natures).iter().find(|nature| {
            let entry = site.list(List::Nature).entry(**nature);
            entry.is_some_and(|entry| {
                !entry.procedures.is_empty() && !entry.procedures.contains(&case.procedure)
            })
        });
        if let Some(nature) = foreign.filter(|_| case.contact == code::COMPLAINT) {
            let word = |code| site.codes.word(code);
            let message = format!(
                "the procedure {} does not use the nature {}",
                word(case.procedure),
                word(*nature)
            );
            let help = format!(
                "Correct the nature, or add the procedure to `procedures` of [natures.{}] in candour.toml.",
                word(*nature)
            );
            self.warning(rule::CONTRADICTION, row, Column::Nature, &message, &help);
        }
    }

    /// Reads the dates, or the period that stands in place of the date of receipt.
    fn read_dates(&mut self, row: &Cells<'_>, case: &mut Case) -> Dates {
        let received = self.date(row, Column::Received);
        let acknowledged = self.date(row, Column::Acknowledged);
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
            closed: closed.0,
            closed_quarter: closed.1,
            extended_to,
        };
        self.read_period(row, case);
        self.check_order(row, case, &dates);
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
        let quarter = self.rules.timekeeper.days.quarter(number);
        if quarter.is_none() {
            let year = Day::numbered(number).date().map_or(0, |date| date.year());
            let message = format!("the calendar does not know the year {year}");
            let help =
                "Correct the date, or put the bank holidays of that year into data/calendars/.";
            self.error(rule::OUTSIDE_CALENDAR, row, column, &message, help);
            return NONE;
        }
        let day = Day::numbered(number);
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
        (day, quarter)
    }

    /// Adds a fault that reading a cell gave.
    #[cold]
    fn tell_cell(&mut self, row: &Cells<'_>, column: Column, fault: Diagnostic) {
        let place = self.place(column);
        self.faults.add(
            fault.severity,
            fault.rule,
            row.number,
            place,
            fault.message.clone(),
            |_| fault,
        );
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
        let wrong = |piece: &mut Self, column, message: &str| {
            piece.error(
                rule::DATES_OUT_OF_ORDER,
                row,
                column,
                message,
                "Look for a wrong year or swapped cells, and correct the date.",
            );
        };
        if before(case.responded, case.received) {
            wrong(self, Column::Responded, "answered before it was received");
        }
        if before(dates.closed, case.received) {
            wrong(self, Column::Closed, "closed before it was received");
        }
        if before(dates.acknowledged, case.received) {
            wrong(
                self,
                Column::Acknowledged,
                "acknowledged before it was received",
            );
        }
        if before(case.responded, dates.acknowledged) {
            wrong(
                self,
                Column::Acknowledged,
                "acknowledged after it was answered",
            );
        }
        if before(dates.extended_to, case.received) {
            wrong(
                self,
                Column::ExtendedTo,
                "extended to a day before it was received",
            );
        }
        let ended = if case.ended_quarter.is_none() {
            None
        } else {
            Some(case.ended_quarter)
        };
        // A date of receipt that cannot be read was told; what seems to follow from its absence is no further fault.
        let removed = self.cell(row, Column::Received).is_empty();
        if case.received.is_none()
            && removed
            && ended.is_some_and(|ended| ended < case.received_quarter)
        {
            wrong(
                self,
                Column::Period,
                "answered or closed before the period in which it was received",
            );
        }
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

    /// Brings the outcome and the dates together, and settles when the case left the open ones.
    fn settle_outcome(&mut self, row: &Cells<'_>, case: &mut Case, dates: &Dates) {
        if case.contact != code::COMPLAINT {
            return;
        }
        let dated = !case.ended_quarter.is_none();
        let without_dates = case.received.is_none() && !dated;
        let stated_end = without_dates && !self.cell(row, Column::ResponseDays).is_empty();
        if case.outcome == code::ALL {
            case.outcome = if dated || stated_end {
                code::UNKNOWN
            } else {
                code::OPEN
            };
            if self.cell(row, Column::Outcome).is_empty()
                && case.responded.is_none()
                && !dates.closed.is_none()
            {
                let help = "Give the outcome: withdrawn, refused, transferred, … or the date of the response.";
                self.warning(
                    rule::NO_RESPONSE_DATE,
                    row,
                    Column::Closed,
                    "closed without a response and without an outcome",
                    help,
                );
            }
        }
        if case.outcome == code::OPEN {
            if dated {
                let column = if case.responded.is_none() {
                    Column::Closed
                } else {
                    Column::Responded
                };
                let help = "Give the outcome, or empty the dates of response and closing while the complaint is open.";
                self.error(
                    rule::OPEN_WITH_RESPONSE,
                    row,
                    column,
                    "an open complaint cannot have a response",
                    help,
                );
            }
            return;
        }
        if case.outcome == code::REFUSED && case.refusal_reason == code::ALL && self.has_reasons() {
            let help = "Fill in refusal_reason: the yearly report needs a summary of what was refused and why.";
            self.warning(
                rule::NO_REASON,
                row,
                Column::Outcome,
                "refused without a reason",
                help,
            );
        }
        if without_dates {
            // Exact dates were removed, and with them the quarter of the answer: the quarter of receipt stands for it.
            case.ended_quarter = case.received_quarter;
        } else if !dated {
            if !self.cell(row, Column::Responded).is_empty()
                || !self.cell(row, Column::Closed).is_empty()
            {
                return;
            }
            let message = format!(
                "{} without a date of response or closing",
                self.rules.site.codes.word(case.outcome)
            );
            let help = "Fill in the date. Until then the complaint counts among the outcomes of its period of receipt, and stays open.";
            self.warning(rule::NO_RESPONSE_DATE, row, Column::Outcome, &message, help);
        } else if case.responded.is_none()
            && Case::answered(case.outcome)
            && case.outcome != code::UNKNOWN
        {
            case.responded = dates.closed;
            let help =
                "Fill in the date of the response. The day of closing is taken in its place.";
            self.warning(
                rule::NO_RESPONSE_DATE,
                row,
                Column::Closed,
                "no date of response, only of closing",
                help,
            );
        }
        if !Case::answered(case.outcome) && !dates.closed.is_none() {
            case.ended_quarter = dates.closed_quarter;
        }
    }

    /// Returns whether the table has somewhere to write why a complaint was refused.
    fn has_reasons(&self) -> bool {
        self.has(Column::RefusalReason) || self.has(Column::Outcome)
    }

    fn judge_timing(&mut self, row: &Cells<'_>, case: &mut Case, dates: &Dates) {
        if case.contact != code::COMPLAINT {
            return;
        }
        let stated = Stated {
            in_time: self.stated_in_time(row),
            response_days: self.stated_days(row),
            acknowledged: dates.acknowledged,
            extended_to: dates.extended_to,
            acknowledgements: self.has(Column::Acknowledged),
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
        if judgement.no_acknowledgement {
            let help = "Fill in the day of acknowledgement. Without it the answer counts as in time only when it came within the limit counted from receipt.";
            self.warning(
                rule::NO_ACKNOWLEDGEMENT,
                row,
                Column::Acknowledged,
                "no acknowledgement to count the time limit from",
                help,
            );
        }
    }

    fn stated_in_time(&mut self, row: &Cells<'_>) -> Option<bool> {
        let cell = self.cell(row, Column::InTime);
        if cell.is_empty() {
            return None;
        }
        match self.codes[9].get(cell, || words::in_time(self.rules.site, cell)) {
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
