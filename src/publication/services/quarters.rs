//! The quarters of a service: rows are years, columns quarters.

use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Cell, Column, Inline, Section, Table, TableRow};
use crate::publication::sheet::Sheet;
use crate::release::Shorthand;
use crate::vocabulary::{Code, code};

impl Composer<'_> {
    /// Rows are years, columns quarters, each cell a link with the stage 1 count.
    pub(super) fn quarters_section(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        let words = self.from.words;
        let mut years: Vec<u16> = self
            .periods(service)
            .iter()
            .filter_map(|period| match period {
                Period::Quarter(year, _) => Some(*year),
                _ => None,
            })
            .collect();
        years.dedup();
        if years.is_empty() {
            return None;
        }
        let cell =
            |year, quarter| self.quarter_cell(sheet, service, Period::Quarter(year, quarter));
        let rows = years
            .iter()
            .rev()
            .map(|year| TableRow {
                head: vec![Inline::text(words.period(Period::Year(*year)))],
                cells: (1..=4).map(|quarter| cell(*year, quarter)).collect(),
            })
            .collect();
        let mut columns = vec![Column::words(words.get("service.year"))];
        columns.extend((1..=4).map(|quarter| Column::figures(words.quarter_short(quarter))));
        let table = Table {
            caption: words.fill(
                "service.quarters_caption",
                &[("service", &sheet.names.service(service))],
            ),
            columns,
            rows,
            wide: true,
            ..Table::default()
        };
        Some(Section::new(
            "quarters",
            words.get("service.quarters"),
            vec![Block::Table { table }],
        ))
    }

    /// The stage 1 count of a quarter, with a link to its page; for a quarter without a page, whether it is yet to come.
    fn quarter_cell(&self, sheet: &Sheet, service: Code, quarter: Period) -> Cell {
        if self.has_slice(service, quarter) {
            let mut cell = match self.headline_scope(sheet, service, quarter) {
                Some(scope) => sheet.cell(&scope.key(code::RECEIVED)),
                None => sheet.blank(Shorthand::NotAvailable),
            };
            cell.beside.get_or_insert_default().link = self.slice_path(service, quarter);
            return cell;
        }
        let words = self.from.words;
        let Some(due) = self.awaited(service, quarter) else {
            return sheet.blank(Shorthand::NotAvailable);
        };
        let text = match due {
            Some(day) => words.fill("service.due", &[("date", &words.date(day))]),
            None => words.get("service.not_yet").to_owned(),
        };
        Cell {
            text,
            ..Cell::default()
        }
    }
}
