//! What is said of a CSV file: faults of its rows as findings, and what holds for the whole.

use super::Csv;
use super::rows::rows_of;
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::source::blocks::{Charset, Script};
use crate::source::records::{Fault, Faults, Trouble};
use std::io;
use std::sync::Arc;

/// Turns faults into findings, and remembers what is to be said once for a file.
pub(super) struct Telling<'a> {
    csv: &'a Csv,
    place: Location,
    header: &'a [Arc<str>],
    report: &'a mut Report,
    utf8: bool,
    latin: Option<u32>,
    told: usize,
    more: bool,
}

impl<'a> Telling<'a> {
    /// More faults of rows than this are not listed one by one.
    const MOST: usize = 1000;

    pub(super) fn new(
        csv: &'a Csv,
        place: Location,
        header: &'a [Arc<str>],
        report: &'a mut Report,
    ) -> Self {
        Telling {
            csv,
            place,
            header,
            report,
            utf8: false,
            latin: None,
            told: 0,
            more: false,
        }
    }

    pub(super) fn error(&mut self, error: &io::Error) {
        self.report
            .push(crate::source::unreadable(error).at(self.place.clone()));
    }

    pub(super) fn script(&mut self, script: Script, first: u32, text: &str) {
        if script != Script::default() {
            let rows = rows_of(text, script, &self.csv.shape);
            self.rows(script, first, rows);
        }
    }

    pub(super) fn rows(&mut self, script: Script, first: u32, rows: (u32, u32)) {
        self.utf8 |= script.utf8;
        if script.other.is_some() {
            self.latin.get_or_insert(first + rows.0);
        }
        if script.neither.is_some() {
            self.report.push(
                Diagnostic::error(
                    rule::ENCODING_UNDECIDABLE,
                    "a byte here is a character in no encoding that is known to this program",
                )
                .at(self.place.clone().row(first + rows.1))
                .help("open the file in your spreadsheet and save it again as \"CSV UTF-8 (comma delimited)\""),
            );
        }
    }

    pub(super) fn faults(&mut self, faults: Faults, first: u32) {
        self.more |= faults.more;
        for fault in faults.list {
            if self.told >= Self::MOST {
                self.more = true;
                return;
            }
            self.told += 1;
            let finding = self.finding(&fault, first);
            self.report.push(finding);
        }
    }

    fn finding(&self, fault: &Fault, first: u32) -> Diagnostic {
        let mut place = self.place.clone().row(first + fault.row);
        if let Some(column) = fault.column {
            let heading = self.header.get(column).cloned();
            place = place.column(column as u16, heading.unwrap_or_else(|| "".into()));
        }
        let (message, help) = words(fault, self.header.len());
        let finding = Diagnostic::error(rule_of(fault.trouble), message)
            .at(place)
            .help(help);
        if fault.value.is_empty() {
            finding
        } else {
            finding.value(&fault.value)
        }
    }

    /// Says what holds for the file as a whole.
    pub(super) fn end(self) {
        if self.more {
            self.report.push(
                Diagnostic::error(
                    rule::MORE_FAULTS,
                    "this file has more faulty rows than are listed here",
                )
                .at(self.place.clone())
                .help("put right the first ones; most often all have the same cause"),
            );
        }
        if let Charset::Utf16(_) = self.csv.dialect.charset {
            self.report
                .push(encoding("UTF-16", "\"Unicode text\"").at(self.place));
        } else if let Some(row) = self.latin {
            self.report.push(if self.utf8 {
                Diagnostic::error(
                    rule::ENCODING_UNDECIDABLE,
                    "this file mixes two encodings: some characters are written in UTF-8 and the one in this row is not",
                )
                .at(self.place.row(row))
                .help("it was most likely pasted together from two files: save each as \"CSV UTF-8 (comma delimited)\" first")
            } else {
                encoding("Windows-1252", "\"CSV (comma delimited)\"").at(self.place)
            });
        }
    }
}

fn encoding(name: &str, save: &str) -> Diagnostic {
    Diagnostic::warning(
        rule::ENCODING,
        format!("this file is written in {name}, not in UTF-8; read so"),
    )
    .help(format!(
        "spreadsheets write {name} when a table is saved as {save}; choose \"CSV UTF-8 (comma delimited)\" and no letter can go wrong"
    ))
}

fn rule_of(trouble: Trouble) -> &'static crate::diagnostic::Rule {
    match trouble {
        Trouble::TooMany(_) => rule::TOO_MANY_CELLS,
        Trouble::TooFew(_) => rule::TOO_FEW_CELLS,
        Trouble::Quote => rule::QUOTATION_MARK,
        Trouble::CellTooLong(_) => rule::CELL_TOO_LONG,
        Trouble::LineTooLong(_) => rule::ROW_TOO_LONG,
        Trouble::Unheaded => rule::CELL_WITHOUT_HEADING,
        Trouble::StrayReturn => rule::STRAY_RETURN,
        Trouble::Control(_) => rule::CONTROL_CHARACTER,
        Trouble::Damaged => rule::LOST_CHARACTER,
    }
}

/// Returns what is wrong and what to do.
fn words(fault: &Fault, width: usize) -> (String, String) {
    match fault.trouble {
        Trouble::TooMany(count) => (
            format!("this row has {count} cells, but there are {width} headings"),
            "most often a comma stands in a cell without quotation marks: write \"Delay, or no reply\" for Delay, or no reply"
                .into(),
        ),
        Trouble::TooFew(count) => (
            format!("this row has {count} {}, but there are {width} headings", if count == 1 { "cell" } else { "cells" }),
            "write every cell, also the empty ones, or save the table again from a spreadsheet".into(),
        ),
        Trouble::Quote => (
            "a quotation mark in this cell opens and is not closed where the cell ends".into(),
            "put the whole cell in quotation marks and double those inside: \"the \"\"hub\"\" desk\"".into(),
        ),
        Trouble::CellTooLong(bytes) => (
            format!("this cell holds {bytes} bytes; at most 4,096 may stand in a cell"),
            "tables hold figures, codes and short texts; a long text belongs on a page under content/".into(),
        ),
        Trouble::LineTooLong(bytes) => (
            format!("this row is {bytes} bytes long; at most 1,048,576 may stand in a row"),
            "most often a quotation mark was opened and never closed".into(),
        ),
        Trouble::Unheaded => (
            "this cell stands in a column without a heading".into(),
            "give the column its heading in the first row, or delete the cell".into(),
        ),
        Trouble::StrayReturn => (
            "a line break inside this cell does not stand in quotation marks".into(),
            "remove it, or save the table again from a spreadsheet".into(),
        ),
        Trouble::Control(0) => (
            "this cell holds a NUL byte, which is not text".into(),
            "the file may be UTF-16 without its mark, or no table at all; save it as \"CSV UTF-8 (comma delimited)\"".into(),
        ),
        Trouble::Control(byte) => (
            format!("this cell holds the control character {byte:#04x}, which nobody can see"),
            "delete it: type the cell anew, or use the spreadsheet's CLEAN function".into(),
        ),
        Trouble::Damaged => (
            "this cell holds \u{FFFD}, the sign for a letter that was lost".into(),
            "the file was damaged before it came here; export it again, as \"CSV UTF-8 (comma delimited)\"".into(),
        ),
    }
}
