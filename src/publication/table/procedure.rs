//! Tables of the procedures beside one another.

use super::{Scope, Tables};
use crate::publication::page::{Cell, Column, Inline, Table, TableRow};
use crate::release::Shorthand;
use crate::vocabulary::{Code, List, code};
use std::collections::BTreeMap;

impl Tables<'_, '_> {
    /// Returns the table of procedures side by side: what came in, how long answers took, what share was in time.
    pub fn procedures_table(&self, scope: &Scope, procedures: &[Code]) -> Option<Table> {
        let names = &self.sheet.names;
        let keys: Vec<(Code, &str)> = vec![
            (code::RECEIVED, ""),
            (code::RESPONDED, ""),
            (code::MEAN_RESPONSE_DAYS, "days"),
            (code::RESPONDED_PERCENT, "in_time"),
        ];
        let key_of = |procedure: Code, measure: Code, kind: &str| {
            let key = scope.procedure(procedure).key(measure);
            if kind == "in_time" {
                key.with(names.codes, code::TIMELINESS, code::IN_TIME)
            } else {
                key
            }
        };
        let shown: Vec<&(Code, &str)> = keys
            .iter()
            .filter(|(measure, kind)| {
                procedures
                    .iter()
                    .any(|p| self.sheet.has(&key_of(*p, *measure, kind)))
            })
            .collect();
        let has_target = procedures.iter().any(|p| {
            names
                .target(&key_of(*p, code::MEAN_RESPONSE_DAYS, "days"))
                .is_some()
        });
        let mut columns = vec![Column::words(names.words.get("table.procedure"))];
        for (measure, kind) in &shown {
            let text = if *kind == "in_time" {
                names.words.get("table.in_time_percent").to_owned()
            } else {
                names.measure(*measure)
            };
            columns.push(Column::figures(text));
            if *kind == "days" {
                columns.push(Column::words(names.words.get("table.counted_in")));
            }
        }
        if has_target {
            columns.push(Column::figures(names.words.get("table.target")));
        }
        let mut rows = Vec::new();
        for procedure in procedures.iter().filter(|code| **code != code::ALL) {
            let mut cells = Vec::new();
            for (measure, kind) in &shown {
                let key = key_of(*procedure, *measure, kind);
                cells.push(self.sheet.cell(&key));
                if *kind == "days" {
                    let unit = self.sheet.find(&key).map(|figure| names.unit(figure.unit));
                    cells.push(unit.map_or_else(
                        || self.sheet.blank(Shorthand::NotApplicable),
                        |unit| self.sheet.words(unit),
                    ));
                }
            }
            if has_target {
                let target = names.target(&key_of(*procedure, code::MEAN_RESPONSE_DAYS, "days"));
                cells.push(target.map_or_else(
                    || self.sheet.blank(Shorthand::NotApplicable),
                    |days| Cell {
                        text: days.to_string(),
                        ..Cell::default()
                    },
                ));
            }
            rows.push(TableRow {
                head: vec![Inline::text(names.of(List::Procedure, *procedure))],
                cells: cells.into(),
            });
        }
        if rows.is_empty() || columns.len() < 2 {
            return None;
        }
        let caption = self.caption(scope, "table.procedures", &[("what", &self.what(scope))]);
        let notes = self.notes(rows.iter());
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes,
            ..Table::default()
        })
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
        let mut categories: BTreeMap<usize, Code> = BTreeMap::new();
        for key in self.now.iter().filter(|key| {
            key.contact == scope.contact && key.stage == scope.stage && key.measure == count
        }) {
            if key.breakdown_names() == [Some(breakdown), None, None]
                && let Some(category) = key.category(breakdown)
            {
                categories.insert(self.list_place(breakdown, category), category);
            }
        }
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
        let rows: Vec<TableRow> = categories
            .values()
            .map(|category| TableRow {
                head: vec![Inline::text(names.category(breakdown, *category))],
                cells: procedures
                    .iter()
                    .map(|procedure| {
                        let key = key_of(*procedure, *category);
                        if self.sheet.has(&key) {
                            self.sheet.cell(&key)
                        } else {
                            self.sheet.blank(Shorthand::NotApplicable)
                        }
                    })
                    .collect(),
            })
            .collect();
        if rows.is_empty() {
            return None;
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
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            ..Table::default()
        })
    }
}
