//! Faults of case rows, like ones counted together while they are found: a file of a million wrong rows must not need
//! the memory of a million messages.

use crate::diagnostic::{Diagnostic, Rule, Severity, named as rule};
use crate::source::Table;
use std::collections::HashMap;

/// How many rows with the same fault are named; the others are counted.
const ROWS: usize = 20;
/// How many different faults of one kind are listed; the others are counted.
const KINDS: u32 = 100;

/// One kind of fault in one column, and where it was met.
#[derive(Debug)]
struct Fault {
    diagnostic: Diagnostic,
    column: Option<u16>,
    rows: Vec<u32>,
    count: u64,
}

/// The faults of one piece of a table, or of the whole.
#[derive(Debug, Default)]
pub(super) struct Faults {
    list: Vec<Fault>,
    places: HashMap<(&'static str, Option<u16>, Box<str>), usize>,
    kinds: HashMap<&'static str, u32>,
    more: HashMap<&'static str, (u32, u64)>,
}

impl Faults {
    /// Adds a fault; `dress` adds value, facts and cure to its first occurrence only.
    pub(super) fn add(
        &mut self,
        severity: Severity,
        rule: &'static Rule,
        row: u32,
        column: Option<u16>,
        message: String,
        dress: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let key = (rule.code, column, message.into_boxed_str());
        if let Some(&at) = self.places.get(&key) {
            let fault = &mut self.list[at];
            fault.count += 1;
            if fault.rows.len() < ROWS {
                fault.rows.push(row);
            }
            return;
        }
        let kinds = self.kinds.entry(rule.code).or_default();
        *kinds += 1;
        if *kinds > KINDS {
            self.more.entry(rule.code).or_insert((row, 0)).1 += 1;
            return;
        }
        let diagnostic = match severity {
            Severity::Error => Diagnostic::error(rule, &*key.2),
            Severity::Warning => Diagnostic::warning(rule, &*key.2),
            Severity::Note => Diagnostic::note(rule, &*key.2),
        };
        self.list.push(Fault {
            diagnostic: dress(diagnostic),
            column,
            rows: vec![row],
            count: 1,
        });
        self.places.insert(key, self.list.len() - 1);
    }

    /// Takes in the faults of a later piece whose rows are numbered from `first_row`.
    pub(super) fn join(&mut self, piece: Faults, first_row: u32) {
        for (code, (row, count)) in piece.more {
            self.more.entry(code).or_insert((row + first_row, 0)).1 += count;
        }
        for fault in piece.list {
            let rows = fault.rows.iter().map(|row| row + first_row);
            let message: Box<str> = fault.diagnostic.message.as_str().into();
            let key = (fault.diagnostic.rule.code, fault.column, message);
            if let Some(&at) = self.places.get(&key) {
                let known = &mut self.list[at];
                known.count += fault.count;
                known
                    .rows
                    .extend(rows.take(ROWS.saturating_sub(known.rows.len())));
                continue;
            }
            let kinds = self.kinds.entry(fault.diagnostic.rule.code).or_default();
            *kinds += 1;
            if *kinds > KINDS {
                let first = fault.rows.first().map_or(first_row, |row| row + first_row);
                self.more
                    .entry(fault.diagnostic.rule.code)
                    .or_insert((first, 0))
                    .1 += fault.count;
                continue;
            }
            let rows = rows.collect();
            self.list.push(Fault { rows, ..fault });
            self.places.insert(key, self.list.len() - 1);
        }
    }

    /// Returns the faults as diagnostics, in the order in which they were met.
    pub(super) fn diagnostics(self, table: &Table) -> Vec<Diagnostic> {
        let place = |row: u32, column: Option<u16>| match column {
            Some(column) => table.cell(row, column.into()),
            None => table.location().row(row),
        };
        let mut out = Vec::new();
        for fault in self.list {
            let mut rows = fault.rows.into_iter();
            let mut diagnostic = fault.diagnostic;
            diagnostic.location = rows.next().map(|row| place(row, fault.column));
            diagnostic.also_at = rows.map(|row| place(row, fault.column)).collect();
            diagnostic.unlisted = fault.count - 1 - diagnostic.also_at.len() as u64;
            out.push(diagnostic);
        }
        let mut more: Vec<_> = self.more.into_iter().collect();
        more.sort_unstable();
        for (code, (row, count)) in more {
            let message = format!(
                "{count} more {} with faults of kind {code} that are not listed",
                if count == 1 { "row" } else { "rows" }
            );
            out.push(
                Diagnostic::note(rule::MORE_CASE_FAULTS, message)
                    .at(table.location().row(row))
                    .help("Put the listed ones right and check again."),
            );
        }
        out
    }
}
