//! What an ombudsman asked the council to do: each thing a row, with its amount and its days where there are any.

use crate::dataset::{OmbudsmanDecision, Requirement};
use crate::number::Decimal;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Cell, Column, Inline, Section, Table, TableRow};
use crate::publication::sheet::Sheet;
use crate::release::Shorthand;

impl Composer<'_> {
    /// Returns the section of what was asked for.
    pub(super) fn requirements_section(
        &self,
        decision: &OmbudsmanDecision,
        sheet: &Sheet,
    ) -> Section {
        let words = self.from.words;
        let shape = Shape::of(decision);
        let rows = decision.requirements.iter().enumerate();
        let rows: Vec<TableRow> = rows
            .map(|(index, requirement)| TableRow {
                head: vec![Inline::text(if requirement.text.is_empty() {
                    words.get("decision.payment").to_owned()
                } else {
                    requirement.text.clone()
                })],
                cells: self
                    .requirement_cells(decision, sheet, shape, index, requirement)
                    .into(),
            })
            .collect();
        let block = if shape.is_plain() {
            Block::Prose {
                lines: rows.into_iter().map(|row| row.head).collect(),
            }
        } else {
            Block::Table {
                table: Table {
                    caption: words.get("decision.requirements_caption").to_owned(),
                    columns: self.requirement_columns(shape),
                    rows,
                    foot: self
                        .requirements_foot(decision, sheet, shape)
                        .into_iter()
                        .collect(),
                    ..Table::default()
                },
            }
        };
        Section::new(
            "requirements",
            words.get("decision.requirements"),
            vec![block],
        )
    }

    fn requirement_columns(&self, shape: Shape) -> Vec<Column> {
        let words = self.from.words;
        let column = |key: &str, numeric| Column {
            text: words.get(key).to_owned(),
            numeric,
        };
        let mut columns = vec![column("decision.action", false)];
        if shape.amounts {
            columns.push(column("decision.amount", true));
        }
        if shape.dates {
            columns.extend([
                column("decision.due", false),
                column("decision.done", false),
            ]);
        }
        columns
    }

    fn requirement_cells(
        &self,
        decision: &OmbudsmanDecision,
        sheet: &Sheet,
        shape: Shape,
        index: usize,
        requirement: &Requirement,
    ) -> Vec<Cell> {
        let mut cells = Vec::new();
        if shape.amounts {
            let name = format!("amount/{}", index + 1);
            cells.push(self.amount_cell(decision, sheet, &name, requirement.amount));
        }
        if shape.dates {
            cells.push(sheet.words(self.day_or_words(&requirement.due)));
            cells.push(sheet.words(self.day_or_words(&requirement.done)));
        }
        cells
    }

    /// Returns the row of the total, where one was printed.
    fn requirements_foot(
        &self,
        decision: &OmbudsmanDecision,
        sheet: &Sheet,
        shape: Shape,
    ) -> Option<TableRow> {
        let total = decision.total_amount?;
        let mut cells = vec![self.amount_cell(decision, sheet, "total_amount", Some(total))];
        if shape.dates {
            // Below days, which are words.
            let none = Cell {
                words: true,
                ..sheet.blank(Shorthand::NotApplicable)
            };
            cells.extend([none.clone(), none]);
        }
        Some(TableRow {
            head: vec![Inline::text(self.from.words.get("decision.total"))],
            cells: cells.into(),
        })
    }

    fn amount_cell(
        &self,
        decision: &OmbudsmanDecision,
        sheet: &Sheet,
        name: &str,
        amount: Option<Decimal>,
    ) -> Cell {
        let figure = amount.map(|amount| self.amount(decision, sheet, name, amount));
        match figure {
            Some(Inline::Figure { key, text }) => Cell {
                key,
                text,
                ..Cell::default()
            },
            _ => sheet.blank(Shorthand::NotApplicable),
        }
    }

    /// Returns a day as words, and words as they are.
    fn day_or_words(&self, text: &str) -> String {
        let words = self.from.words;
        match text.parse() {
            Ok(day) => words.date(day),
            Err(_) if text.is_empty() => words.get("decision.not_stated").to_owned(),
            Err(_) => text.to_owned(),
        }
    }
}

/// Which columns the table needs.
#[derive(Debug, Clone, Copy)]
struct Shape {
    amounts: bool,
    dates: bool,
}

impl Shape {
    fn of(decision: &OmbudsmanDecision) -> Self {
        let any = |test: fn(&Requirement) -> bool| decision.requirements.iter().any(test);
        Shape {
            amounts: any(|one| one.amount.is_some()) || decision.total_amount.is_some(),
            dates: any(|one| !one.due.is_empty() || !one.done.is_empty()),
        }
    }

    /// Returns whether there are no columns beside the words.
    fn is_plain(self) -> bool {
        !self.amounts && !self.dates
    }
}
