//! Two breakdowns across one another: what complaints were about by how they ended.

use super::{Scope, Tables};
use crate::publication::page::{Column, Inline, Table, TableRow};
use crate::release::Shorthand;
use crate::vocabulary::{Code, code};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The outcomes with a column of their own.
const FINDINGS: [Code; 3] = [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD];

impl Tables<'_, '_> {
    /// Returns a row for each nature and a column for each finding, of the period alone: one below the other they would be a
    /// table of fifty rows, most of them nought, and with a column for every outcome one that no paper holds.
    pub fn natures_by_outcome(&self, scope: &Scope, count: Code) -> Option<Table> {
        let names = &self.sheet.names;
        let key = |nature: Code, outcome: Option<Code>| {
            let key = scope.key(count).with(names.codes, code::NATURE, nature);
            match outcome {
                Some(outcome) => key.with(names.codes, code::OUTCOME, outcome),
                None => key,
            }
        };
        let mut natures: BTreeMap<Code, i64> = BTreeMap::new();
        for pair in self.of(scope).filter(|pair| pair.measure == count) {
            let (Some(nature), Some(_)) =
                (pair.category(code::NATURE), pair.category(code::OUTCOME))
            else {
                continue;
            };
            let Some(number) = self.sheet.whole(pair).filter(|number| *number > 0) else {
                continue;
            };
            *natures.entry(nature).or_default() += number;
        }
        if natures.is_empty() {
            return None;
        }
        let mut order: Vec<(Code, i64)> = natures.into_iter().collect();
        order.sort_by_key(|(nature, number)| (*nature == code::OTHER, Reverse(*number), *nature));
        let rows: Vec<TableRow> = order
            .iter()
            .map(|(nature, _)| TableRow {
                head: vec![Inline::text(names.category(code::NATURE, *nature))],
                cells: FINDINGS
                    .into_iter()
                    .map(Some)
                    .chain([None])
                    .map(|outcome| {
                        let key = key(*nature, outcome);
                        if self.sheet.has(&key) {
                            self.sheet.cell(&key)
                        } else {
                            self.sheet.blank(Shorthand::NotAvailable)
                        }
                    })
                    .collect(),
            })
            .collect();
        let by = [code::NATURE, code::OUTCOME].map(|name| names.by(name));
        let caption = self.caption(
            scope,
            "table.by",
            &[
                ("what", &self.what(scope)),
                ("breakdown", &names.words.all_of(&by)),
            ],
        );
        let numeric = |text: String| Column::figures(text);
        let mut columns = vec![Column::words(names.breakdown(code::NATURE))];
        columns.extend(
            FINDINGS
                .into_iter()
                .map(|outcome| numeric(names.category(code::OUTCOME, outcome))),
        );
        columns.push(numeric(names.words.get("table.all").to_owned()));
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes: vec![vec![Inline::text(names.words.get("table.all_outcomes"))]],
            ..Table::default()
        })
    }
}
