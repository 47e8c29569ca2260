//! One row of a case table to one record, or to faults.

use super::faults::Faults;
use super::lists::Lists;
use super::memo::{Memo, hash};
use super::record::{Case, Day, Quarter};
use super::references::References;
use super::timing::Timekeeper;
use super::words::Meaning;
use crate::calendar::Calendar;
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity, named as rule};
use crate::period::day::DateForm;
use crate::source::{Ends, Row};
use crate::vocabulary::{Code, List};
use chrono::NaiveDate;
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
    Started,
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

/// The canonical names of the columns of case rows, in the order in which their cells are kept.
pub const NAMES: [&str; 21] = [
    "case_ref",
    "contact",
    "service",
    "team",
    "procedure",
    "stage",
    "received",
    "acknowledged",
    "started",
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

/// For how many rows of a piece there is room from the start.
const ROWS: usize = 8192;

/// One row's cells, by [`Column`]; empty where the table has no such column.
pub(super) struct Cells<'r> {
    pub(super) number: u32,
    row: Row<'r>,
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
    pub(super) mortal: bool,
    /// Whether any nature belongs to some procedures only.
    pub(super) natures_differ: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn new(site: &'a Site, calendar: &Calendar, as_of: NaiveDate) -> Self {
        Rules {
            site,
            timekeeper: Timekeeper::new(site, calendar, as_of),
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

/// The records of a piece of a table, and what is needed to read on.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) rules: &'a Rules<'a>,
    pub(super) columns: Columns,
    pub(super) records: Vec<Case>,
    /// The case references, for finding the same one again.
    pub(super) references: References,
    pub(super) lists: Lists,
    /// The first and the last quarter of receipt.
    pub(super) quarters: Option<(Quarter, Quarter)>,
    pub(super) faults: Faults,
    pub(super) date_forms: [DateForm; NAMES.len()],
    pub(super) services: Memo<Meaning>,
    pub(super) teams: HashMap<(Code, Box<str>), Meaning>,
    pub(super) codes: [Memo<Meaning>; 10],
    pub(super) cells: [Memo<(u32, bool)>; 2],
}

impl<'a> Piece<'a> {
    pub(super) fn new(
        rules: &'a Rules<'a>,
        columns: Columns,
        date_forms: [DateForm; NAMES.len()],
    ) -> Self {
        Piece {
            rules,
            columns,
            records: Vec::with_capacity(ROWS),
            references: References::new(ROWS),
            lists: Lists::default(),
            quarters: None,
            faults: Faults::default(),
            date_forms,
            services: Memo::new(1024),
            teams: HashMap::new(),
            codes: std::array::from_fn(|_| Memo::new(128)),
            cells: std::array::from_fn(|_| Memo::new(1024)),
        }
    }

    /// Returns the cell of a column; empty when the table has no such column.
    pub(super) fn cell<'r>(&self, row: &Cells<'r>, column: Column) -> &'r str {
        row.texts[column as usize]
    }

    /// Returns what a cell means, asking `find` when the memo does not know it.
    #[inline]
    pub(super) fn remembered<V: Copy>(
        memo: &mut Memo<V>,
        columns: &Columns,
        row: &Cells<'_>,
        column: Column,
        find: impl FnOnce() -> V,
    ) -> V {
        match columns[column as usize] {
            Some(at) => memo.get(&row.row, at, find),
            None => find(),
        }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns[column as usize].is_some()
    }

    pub(super) fn place(&self, column: Column) -> Option<u16> {
        self.columns[column as usize].and_then(|at| u16::try_from(at).ok())
    }

    #[cold]
    pub(super) fn fault(
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

    pub(super) fn error(
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

    pub(super) fn warning(
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
        let mut texts = [""; NAMES.len()];
        // A loop and not `map`, which is not always made part of this function.
        for (text, at) in texts.iter_mut().zip(&self.columns) {
            if let Some(at) = at {
                *text = row.cell(*at);
            }
        }
        let row = Cells {
            number: row.number,
            row,
            texts,
        };
        if self.may_be_total(&row) && self.is_total(&row) {
            return;
        }
        let (mut case, placed) = self.place_case(&row);
        // A row without a place is no record, but its other cells are read all the same: all faults come in one run.
        self.read_attributes(&row, &mut case);
        let dates = self.read_dates(&row, &mut case);
        if !placed || case.received_quarter.is_none() {
            return;
        }
        self.settle_outcome(&row, &mut case, &dates);
        self.judge_timing(&row, &mut case, &dates);
        self.keep_reference(&row, &case);
        let at = case.received_quarter;
        let (first, last) = self.quarters.unwrap_or((at, at));
        self.quarters = Some((first.min(at), last.max(at)));
        self.records.push(case);
    }

    /// Keeps the case reference; a row without one is left out.
    fn keep_reference(&mut self, row: &Cells<'_>, case: &Case) {
        let cell = self.cell(row, Column::CaseRef);
        let Some(at) = self.columns[Column::CaseRef as usize].filter(|_| !cell.is_empty()) else {
            return;
        };
        // Spaces around a reference are no part of it.
        let ends = if row.row.raw(at).len() == cell.len() {
            row.row.ends(at)
        } else {
            Ends::alone(cell)
        };
        let number = hash(&ends, cell);
        self.references.push(number, case, self.records.len());
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

    /// Adds a fault that reading a cell gave.
    #[cold]
    pub(super) fn tell_cell(&mut self, row: &Cells<'_>, column: Column, fault: Diagnostic) {
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
}
