//! What still waited for its answer at the end of each quarter, and how much of that was late.
//!
//! The share that was answered on time is of the answers; a council that leaves its late complaints unanswered would look
//! punctual. So those that are open and late stand beside it.

use super::{SlicePage, table};
use crate::period::Period;
use crate::publication::page::{Block, Column, Inline, Table, TableRow};
use crate::publication::table::{Scope, Tables};
use crate::vocabulary::{ObservationKey, code};

impl SlicePage<'_, '_> {
    /// A table of the quarters that the page is about, each with what was open on its last day and late by then. Only
    /// those of the whole council are told: of a small service so few wait that "two of them late" would point to people.
    pub(super) fn waiting(&self, tables: &Tables, scope: &Scope) -> Vec<Block> {
        if self.service != code::ALL {
            return Vec::new();
        }
        let (names, words) = (&self.sheet.names, self.words());
        let open = |quarter: Period| scope.key(code::OPEN_AT_END).period(quarter);
        let late = |quarter| open(quarter).with(names.codes, code::TIMELINESS, code::LATE);
        let told = |quarter: &Period| self.sheet.has(&late(*quarter));
        // Of a quarter that has not ended only what had come by the day of the build is known.
        let last_day = |quarter: Period| quarter.end().map(|day| day.min(self.composer.from.as_of));
        let row = |quarter: Period| {
            Some(TableRow {
                head: vec![Inline::text(words.date(last_day(quarter)?))],
                cells: [open(quarter), late(quarter)]
                    .map(|key: ObservationKey| self.sheet.cell(&key))
                    .into(),
            })
        };
        let quarters = match self.period.quarters() {
            Some(quarters) => quarters.to_vec(),
            None => vec![self.period],
        };
        let rows: Vec<TableRow> = quarters.into_iter().filter(told).filter_map(row).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let caption = words.fill(
            "table.waiting",
            &[
                ("what", &tables.what(scope)),
                ("service", &names.service(self.service)),
            ],
        );
        let columns = vec![
            Column::words(words.get("table.waiting_day")),
            Column::figures(words.get("table.waiting_open")),
            Column::figures(words.get("table.waiting_late")),
        ];
        vec![table(Table::new(caption, columns, rows))]
    }
}
