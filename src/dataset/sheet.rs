//! One table while it is read: its cells by the name of their column, its faults with their place.

use super::cells::{self, Fault, Read};
use super::schema::Columns;
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::period::Period;
use crate::source::{Row, Table, error_cell, is_error};
use crate::vocabulary::{Code, Codes, List, code, fold};
use chrono::NaiveDate;
use std::collections::HashSet;

/// A table while it is read.
pub(super) struct Sheet<'a> {
    pub table: &'a Table,
    pub columns: &'a Columns,
    pub site: &'a Site,
    pub codes: &'a mut Codes,
    pub as_of: NaiveDate,
    pub faults: Report,
    /// The spellings that were told to be others, each once for a table.
    pub otherwise: HashSet<(&'static str, String)>,
}

impl Sheet<'_> {
    /// Returns the cell in the column with this name; empty where the table has no such column.
    pub fn cell<'r>(&self, row: &Row<'r>, name: &str) -> &'r str {
        self.columns
            .get(name)
            .map_or("", |column| row.cell(column).trim())
    }

    /// Returns the place of a row.
    pub fn row(&self, row: &Row) -> Location {
        self.table.location().row(row.number)
    }

    /// Returns the place of a cell; of the row where the table has no such column.
    pub fn place(&self, row: &Row, name: &str) -> Location {
        match self.columns.get(name) {
            Some(column) => self.table.cell(row.number, column),
            None => self.row(row),
        }
    }

    /// Reports a fault of a cell, quoting it.
    pub fn fault(&mut self, row: &Row, name: &str, fault: Diagnostic) {
        let (place, cell) = (self.place(row, name), self.cell(row, name));
        self.fault_at(place, cell, fault);
    }

    fn fault_at(&mut self, place: Location, cell: &str, mut fault: Diagnostic) {
        if is_error(cell) {
            // A workbook marks such cells, and they were told when it was read.
            if self.table.sheet.is_some() {
                return;
            }
            fault = error_cell();
        }
        if fault.value.is_none() && !cell.is_empty() {
            fault = fault.value(cell);
        }
        self.faults.push(fault.at(place));
    }

    /// Returns a value that was read, and reports its warning or its fault.
    pub fn read<T>(&mut self, row: &Row, name: &str, read: Result<Read<T>, Fault>) -> Option<T> {
        let (place, cell) = (self.place(row, name), self.cell(row, name));
        self.read_at(place, cell, read)
    }

    /// The same for a cell that is known by its place.
    pub fn read_at<T>(
        &mut self,
        place: Location,
        cell: &str,
        read: Result<Read<T>, Fault>,
    ) -> Option<T> {
        match read {
            Ok(Read { value, warning }) => {
                if let Some(warning) = warning {
                    self.fault_at(place, cell, *warning);
                }
                Some(value)
            }
            Err(fault) => {
                self.fault_at(place, cell, *fault);
                None
            }
        }
    }

    fn plain<T>(&mut self, row: &Row, name: &str, read: Result<T, Fault>) -> Option<T> {
        self.read(
            row,
            name,
            read.map(|value| Read {
                value,
                warning: None,
            }),
        )
    }

    /// Reads a service; an empty cell, `all` and `council` are the whole council.
    pub fn service(&mut self, row: &Row) -> Option<Code> {
        let cell = self.cell(row, "service");
        if is_all(cell) {
            return Some(code::ALL);
        }
        let read = cells::service(cell, self.site);
        let code = self.plain(row, "service", read)?;
        self.otherwise(
            row,
            "service",
            cells::service_otherwise(cell, code, self.site),
        );
        Some(code)
    }

    /// Tells once of each spelling that it is another name's.
    pub fn otherwise(&mut self, row: &Row, column: &'static str, note: Option<Diagnostic>) {
        if let Some(note) = note
            && self.otherwise.insert((column, note.message.clone()))
        {
            self.fault(row, column, note);
        }
    }

    /// Reads a word of a list; an empty cell and `all` are `otherwise`.
    pub fn code(
        &mut self,
        row: &Row,
        name: &'static str,
        list: List,
        otherwise: Code,
    ) -> Option<Code> {
        let cell = self.cell(row, name);
        if is_all(cell) {
            return Some(otherwise);
        }
        let read = cells::code(cell, list, self.site);
        let code = self.plain(row, name, read)?;
        self.otherwise(
            row,
            name,
            cells::code_otherwise(cell, list, code, self.site),
        );
        Some(code)
    }

    /// Reads the period from `period`, or from `year` and `quarter`.
    pub fn period(&mut self, row: &Row) -> Option<Period> {
        let (whole, cell) = (self.whole_period(row), self.cell(row, "quarter"));
        // Of a year that cannot be read it is not known whether it has quarters, but what is no quarter is none of any.
        let period = match (whole, cell) {
            (_, "") => whole?,
            (None, quarter) => {
                if self.cell(row, "period").is_empty() {
                    self.quarter(row, 0, quarter);
                }
                return None;
            }
            (Some(Period::Year(year)), quarter) => self.quarter(row, year, quarter)?,
            (Some(other), _) => other,
        };
        if period.start().is_some_and(|start| start > self.as_of) {
            let name = self.period_column(row);
            self.fault(
                row,
                name,
                Diagnostic::error(rule::RECORD_FUTURE, "a period lies in the future").help(
                    format!(
                        "The day of this build is {}. Correct the period.",
                        self.as_of
                    ),
                ),
            );
            return None;
        }
        Some(period)
    }

    /// Returns the column that the period of a row stands in.
    pub fn period_column(&self, row: &Row) -> &'static str {
        match self.cell(row, "period") {
            "" if self.columns.get("year").is_some() => "year",
            _ => "period",
        }
    }

    /// Reads the period from `period` or `year`, whatever `quarter` says.
    pub fn whole_period(&mut self, row: &Row) -> Option<Period> {
        let name = self.period_column(row);
        let cell = self.cell(row, name);
        if cell.is_empty() {
            self.fault(
                row,
                name,
                Diagnostic::error(rule::RECORD_PERIOD, "a row has no period").help(
                    "Write a period such as 2023-24 or 2023-24-q1; undated where it is not known.",
                ),
            );
            return None;
        }
        self.plain(row, name, cells::period(cell))
    }

    fn quarter(&mut self, row: &Row, year: u16, cell: &str) -> Option<Period> {
        match crate::period::parse_quarter(cell) {
            Some(quarter) => Some(Period::Quarter(year, quarter)),
            None => {
                self.fault(
                    row,
                    "quarter",
                    Diagnostic::error(
                        rule::RECORD_PERIOD,
                        format!("\"{}\" is no quarter", crate::diagnostic::cut(cell)),
                    )
                    .help(
                        "Write Q1 or Apr-Jun, Q2, Q3 or Q4, or leave it empty for the whole year.",
                    ),
                );
                None
            }
        }
    }

    /// Reads a date; nothing for an empty cell.
    pub fn date(&mut self, row: &Row, name: &str) -> Option<NaiveDate> {
        let column = self.columns.get(name)?;
        let cell = row.cell(column).trim();
        if cell.is_empty() {
            return None;
        }
        let read = cells::date(cell, self.columns.date_form(column));
        self.read(row, name, read)
    }

    /// Reads a text that will be printed.
    pub fn text(&mut self, row: &Row, name: &str) -> String {
        let cell = self.cell(row, name);
        if let Err(fault) = cells::plain(cell) {
            self.fault(row, name, *fault);
        }
        cell.to_string()
    }

    /// Reads a link.
    pub fn link(&mut self, row: &Row) -> String {
        let cell = self.cell(row, "link");
        if !cell.is_empty() && !cell.starts_with("https://") {
            self.fault(
                row,
                "link",
                Diagnostic::error(rule::LINK_SHAPE, "a link is not a web address")
                    .help("Write the whole address, beginning with https://."),
            );
        }
        cell.to_string()
    }

    /// Reads an id: small letters, digits and hyphens.
    pub fn id(&mut self, row: &Row, otherwise: &str) -> Option<String> {
        let cell = self.cell(row, "id");
        if cell.is_empty() {
            if otherwise.is_empty() {
                self.fault(
                    row,
                    "id",
                    Diagnostic::error(rule::NEEDS_ID, "a record has no id")
                        .help("Give it a short name of small letters, digits and hyphens, and never change it: it is a permanent address."),
                );
                return None;
            }
            return Some(otherwise.to_string());
        }
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !cell.chars().all(fits) || cell.starts_with('-') || cell.ends_with('-') {
            let slug = slug(cell);
            self.fault(
                row,
                "id",
                Diagnostic::error(
                    rule::ID_SHAPE,
                    format!("\"{}\" is no id", crate::diagnostic::cut(cell)),
                )
                .help(format!("Write {slug}.")),
            );
            return None;
        }
        Some(cell.to_string())
    }
}

/// Returns a word as part of an address.
pub(super) fn slug(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

/// Returns whether a cell stands for all.
pub(super) fn is_all(cell: &str) -> bool {
    cell.is_empty() || ["all", "council", "wholecouncil"].contains(&fold(cell).as_str())
}

/// Returns the year of which a cell says that its row is the total: "Total 2024-25", "2024/25 total".
pub(super) fn total_of_year(cell: &str) -> Option<Period> {
    let lower = cell.to_lowercase();
    let rest = lower
        .strip_prefix("total")
        .or(lower.strip_suffix("total"))?;
    let year = rest.trim_matches(|c: char| c.is_whitespace() || c == ':');
    Period::parse(year)
        .ok()
        .filter(|year| matches!(year, Period::Year(_)))
}

/// Returns whether a cell marks a row of totals.
pub(super) fn is_total(cell: &str) -> bool {
    ["total", "totals", "grandtotal", "subtotal", "overalltotal"].contains(&fold(cell).as_str())
}
