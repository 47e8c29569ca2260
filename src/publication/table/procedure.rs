//! Tables of the procedures beside one another.

use super::column::Head;
use super::{Scope, Tables};
use crate::publication::page::{Cell, Column, Inline, Table, TableRow};
use crate::release::Shorthand;
use crate::vocabulary::{Code, List, ObservationKey, code};
use std::collections::BTreeMap;

/// What stands in a column of procedures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Count(Code),
    /// With the unit beside it, which each procedure has for itself.
    Days,
    InTime,
}

impl Tables<'_, '_> {
    /// Returns the table of procedures side by side: what came in, how long answers took, what share was in time.
    pub fn procedures_table(&self, scope: &Scope, procedures: &[Code]) -> Option<Table> {
        let names = &self.sheet.names;
        let shown: Vec<Said> = [
            Said::Count(code::RECEIVED),
            Said::Count(code::RESPONDED),
            Said::Days,
            Said::InTime,
        ]
        .into_iter()
        .filter(|said| {
            let mut scopes = procedures.iter().map(|code| scope.procedure(*code));
            scopes.any(|scope| self.sheet.has(&self.said_key(&scope, *said)))
        })
        .collect();
        let target = |procedure: Code| {
            let scope = scope.procedure(procedure);
            names.target(&self.said_key(&scope, Said::Days))
        };
        let has_target = procedures.iter().any(|code| target(*code).is_some());
        let rows: Vec<TableRow> = procedures
            .iter()
            .filter(|procedure| **procedure != code::ALL)
            .map(|procedure| {
                let of = scope.procedure(*procedure);
                let said = shown.iter().flat_map(|said| self.said_cells(&of, *said));
                let target = has_target.then(|| self.target_cell(target(*procedure)));
                TableRow {
                    head: vec![Inline::text(names.of(List::Procedure, *procedure))],
                    cells: said.chain(target).collect(),
                }
            })
            .collect();
        let mut columns = vec![Column::words(names.words.get("table.procedure"))];
        columns.extend(shown.iter().flat_map(|said| self.said_heads(*said)));
        if has_target {
            columns.push(Column::figures(names.words.get("table.target")));
        }
        if rows.is_empty() || columns.len() < 2 {
            return None;
        }
        let caption = self.caption(scope, "table.procedures", &[("what", &self.what(scope))]);
        Some(Table {
            notes: self.notes(rows.iter()),
            ..Table::new(caption, columns, rows)
        })
    }

    fn target_cell(&self, days: Option<u16>) -> Cell {
        match days {
            Some(days) => Cell {
                text: days.to_string(),
                ..Cell::default()
            },
            None => self.sheet.blank(Shorthand::NotApplicable),
        }
    }

    fn said_key(&self, scope: &Scope, said: Said) -> ObservationKey {
        match said {
            Said::Count(measure) => scope.key(measure),
            Said::Days => scope.key(code::MEAN_RESPONSE_DAYS),
            Said::InTime => scope.in_time(code::RESPONDED_PERCENT, self.sheet.names.codes),
        }
    }

    fn said_heads(&self, said: Said) -> Vec<Column> {
        let names = &self.sheet.names;
        match said {
            Said::Count(measure) => vec![Column::figures(names.measure_short(measure))],
            Said::Days => vec![
                Column::figures(names.measure_short(code::MEAN_RESPONSE_DAYS)),
                Column::words(names.words.get("table.counted_in")),
            ],
            Said::InTime => vec![Column::figures(names.words.get("table.in_time_percent"))],
        }
    }

    fn said_cells(&self, scope: &Scope, said: Said) -> Vec<Cell> {
        let key = self.said_key(scope, said);
        let mut cells = vec![self.sheet.cell(&key)];
        if said == Said::Days {
            cells.push(match self.sheet.find(&key) {
                Some(figure) => self.sheet.words(self.sheet.names.unit(figure.unit)),
                None => self.sheet.blank(Shorthand::NotApplicable),
            });
        }
        cells
    }

    /// Returns the table of one breakdown with a column for each procedure.
    pub fn by_procedure(
        &self,
        scope: &Scope,
        breakdown: Code,
        count: Code,
        procedures: &[Code],
    ) -> Option<Table> {
        let names = &self.sheet.names;
        let mut categories = self.categories_of_all(scope, breakdown, count);
        let key_of = |procedure: Code, category: Code| {
            scope
                .procedure(procedure)
                .key(count)
                .with(names.codes, breakdown, category)
        };
        categories.retain(|_, category| {
            procedures
                .iter()
                .any(|p| self.sheet.tells(&key_of(*p, *category)))
        });
        let row = |category: &Code| TableRow {
            head: vec![Inline::text(names.category(breakdown, *category))],
            cells: procedures
                .iter()
                .map(|procedure| self.applicable(&key_of(*procedure, *category)))
                .collect(),
        };
        let mut rows: Vec<TableRow> = categories.values().map(row).collect();
        if rows.is_empty() {
            return None;
        }
        if breakdown == code::OUTCOME {
            let head = Head {
                measure: count,
                period: scope.period,
            };
            let of_all = |category: &Code| key_of(code::ALL, *category);
            let listed: Vec<ObservationKey> = categories.values().map(of_all).collect();
            rows.extend(self.other_outcomes_of(scope, &head, &listed, procedures));
        }
        let caption = self.caption(
            scope,
            "table.by_procedure",
            &[
                ("what", &self.what(scope)),
                ("breakdown", &names.by(breakdown)),
            ],
        );
        let mut columns = vec![Column::words(names.breakdown(breakdown))];
        columns.extend(
            procedures
                .iter()
                .map(|procedure| Column::figures(names.procedure_short(*procedure))),
        );
        Some(Table::new(caption, columns, rows))
    }

    /// The categories of a count that any procedure has, in the order of their list.
    fn categories_of_all(
        &self,
        scope: &Scope,
        breakdown: Code,
        count: Code,
    ) -> BTreeMap<usize, Code> {
        self.now
            .iter()
            .filter(|key| (key.contact, key.stage) == (scope.contact, scope.stage))
            .filter(|key| key.measure == count)
            .filter(|key| key.is_by(&[Some(breakdown), None, None]))
            .filter_map(|key| key.category(breakdown))
            .map(|category| (self.list_place(breakdown, category), category))
            .collect()
    }

    /// A category that a procedure has no figure of does not apply to it.
    fn applicable(&self, key: &ObservationKey) -> Cell {
        match self.sheet.has(key) {
            true => self.sheet.cell(key),
            false => self.sheet.blank(Shorthand::NotApplicable),
        }
    }
}
