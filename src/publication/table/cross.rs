//! Two breakdowns across one another: what complaints were about by how they ended.

use super::{Scope, Tables};
use crate::publication::page::{Column, Inline, Table, TableRow};
use crate::vocabulary::{Code, ON_MERITS, code};
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Tables<'_, '_> {
    /// Returns a row for each nature and a column for each outcome on the merits, of the period alone: one below the other they would be a
    /// table of fifty rows, most of them nought, and with a column for every outcome one that no paper holds.
    pub fn natures_by_outcome(&self, scope: &Scope, count: Code) -> Option<Table> {
        let natures = self.natures_with_outcomes(scope, count);
        if natures.is_empty() {
            return None;
        }
        let names = &self.sheet.names;
        let row = |nature: Code| {
            let all = scope.key(count).with(names.codes, code::NATURE, nature);
            let found = ON_MERITS.map(|outcome| all.with(names.codes, code::OUTCOME, outcome));
            let keys = found.iter().chain([&all]);
            TableRow {
                head: vec![Inline::text(names.category(code::NATURE, nature))],
                cells: keys.map(|key| self.sheet.cell(key)).collect(),
            }
        };
        let rows: Vec<TableRow> = natures.into_iter().map(row).collect();
        let by = [code::NATURE, code::OUTCOME].map(|name| names.by(name));
        let caption = self.caption(
            scope,
            "table.by",
            &[
                ("what", &self.what(scope)),
                ("breakdown", &names.words.all_of(&by)),
            ],
        );
        let mut columns = vec![Column::words(names.breakdown(code::NATURE))];
        let findings = ON_MERITS.map(|outcome| names.category(code::OUTCOME, outcome));
        columns.extend(findings.map(Column::figures));
        columns.push(Column::figures(names.words.get("table.all")));
        Some(Table {
            notes: vec![vec![Inline::text(names.words.get("table.all_outcomes"))]],
            ..Table::new(caption, columns, rows)
        })
    }

    /// The natures of which an outcome is told in the period, those with the most complaints first.
    fn natures_with_outcomes(&self, scope: &Scope, count: Code) -> Vec<Code> {
        let mut natures: BTreeMap<Code, i64> = BTreeMap::new();
        let pairs = scope.part_of(self.now).iter();
        for pair in pairs.filter(|pair| pair.measure == count) {
            let (Some(nature), Some(_)) =
                (pair.category(code::NATURE), pair.category(code::OUTCOME))
            else {
                continue;
            };
            if let Some(number) = self.sheet.whole(pair).filter(|number| *number > 0) {
                *natures.entry(nature).or_default() += number;
            }
        }
        let mut order: Vec<(Code, i64)> = natures.into_iter().collect();
        order.sort_by_key(|(nature, number)| (*nature == code::OTHER, Reverse(*number), *nature));
        order.into_iter().map(|(nature, _)| nature).collect()
    }
}
