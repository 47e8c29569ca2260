//! The sections of a stage: tiles, sentences, then a table for each part.

use super::{SlicePage, stage_of, table};
use crate::config::SectionLayout;
use crate::period::Period;
use crate::publication::page::{Block, Cell, Column, Inline, Table, TableRow, plain_words};
use crate::publication::sentence::{Line, Speaker};
use crate::publication::table::{Scope, Tables};
use crate::vocabulary::{Code, ObservationKey, code};

/// What a stage began with, what came and went, and what it ended with: `flow`.
const FLOW: &[Code] = &[
    code::OPEN_AT_START,
    code::RECEIVED,
    code::RESPONDED,
    code::CLOSED_WITHOUT_RESPONSE,
    code::OPEN_AT_END,
];

/// How long the answers took, beside how many there were: `days`.
const DAYS: &[Code] = &[
    code::RESPONDED,
    code::MEAN_RESPONSE_DAYS,
    code::MEDIAN_RESPONSE_DAYS,
    code::PERCENTILE_90_RESPONSE_DAYS,
    code::LONGEST_RESPONSE_DAYS,
];

impl SlicePage<'_, '_> {
    /// A stage: tiles, sentences, the procedures side by side, then a table for each breakdown.
    pub(super) fn stage(
        &self,
        tables: &Tables,
        stage: Code,
        settings: &SectionLayout,
    ) -> Vec<Block> {
        let procedures = tables.procedures(code::COMPLAINT, stage);
        if procedures.is_empty() {
            // That a procedure has no third stage is said where the other stages stand.
            return Vec::new();
        }
        let Some(scope) = self.headline(tables, stage) else {
            return Vec::new();
        };
        let mut blocks = Vec::new();
        let tiles = self.tiles(&scope, settings.tiles.as_deref());
        if !tiles.is_empty() {
            blocks.push(Block::Tiles { tiles });
        }
        match &settings.parts {
            Some(parts) => {
                let mut compared = false;
                for part in parts {
                    let more = self.part(tables, &scope, &procedures, part);
                    // What comes after the comparison is no part of it.
                    let heads = matches!(more.first(), Some(Block::Heading { .. }));
                    if compared && !heads && !more.is_empty() {
                        blocks.push(Block::Heading {
                            id: format!("detail-{}", self.sheet.names.codes.word(stage)),
                            text: self.words().get("section.detail").to_owned(),
                        });
                    }
                    if !more.is_empty() {
                        compared = heads;
                    }
                    blocks.extend(more);
                }
            }
            None => blocks.extend(self.all_parts(tables, &scope, &procedures)),
        }
        blocks
    }

    fn all_parts(&self, tables: &Tables, scope: &Scope, procedures: &[Code]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let speaker = Speaker { sheet: &self.sheet };
        if scope.stage != code::STAGE_1 && scope.stage != code::ALL {
            let lines: Vec<Line> = [speaker.at_fault(scope), speaker.on_time(scope)]
                .into_iter()
                .flatten()
                .collect();
            if !lines.is_empty() {
                blocks.push(Block::Prose { lines });
            }
        }
        if procedures
            .iter()
            .filter(|procedure| **procedure != code::ALL)
            .count()
            > 1
        {
            let beside = self.part(tables, scope, procedures, "procedures");
            // The procedures beside one another may say all that the tables of each would.
            let mut figures = self.part(tables, scope, procedures, "figures");
            figures.retain(|block| !beside.iter().any(|beside| repeats(block, beside)));
            blocks.extend(beside);
            blocks.extend(figures);
        } else {
            blocks.extend(self.part(tables, scope, procedures, "figures"));
        }
        for part in [
            "outcomes",
            "timeliness",
            "bands",
            "next_stage",
            "natures",
            "complainant",
            "channel",
            "remedy",
            "refusal_reason",
            "services",
            "other",
        ] {
            blocks.extend(self.part(tables, scope, procedures, part));
        }
        blocks
    }

    /// Returns one part of a stage. A part may name another section's stage: `stage_3.procedures`.
    pub(super) fn part(
        &self,
        tables: &Tables,
        scope: &Scope,
        procedures: &[Code],
        part: &str,
    ) -> Vec<Block> {
        if let Some((stage, part)) = part.split_once('.')
            && let Some(stage) = stage_of(stage)
        {
            let procedures = tables.procedures(code::COMPLAINT, stage);
            return match self.headline(tables, stage) {
                Some(scope) => self.part(tables, &scope, &procedures, part),
                None => Vec::new(),
            };
        }
        match part {
            "procedures" => tables
                .procedures_table(scope, procedures)
                .map(table)
                .into_iter()
                .collect(),
            "comparison" => self.comparison(scope),
            "services" => {
                let parts = self.composer.parts_table(&self.sheet, scope).map(table);
                let supplied = self.broken_down(tables, scope, procedures, part);
                parts.into_iter().chain(supplied).collect()
            }
            "figures" => self.measures(tables, scope, procedures, None),
            "flow" => self.measures(tables, scope, procedures, Some((FLOW, "table.flow"))),
            "days" => self.measures(tables, scope, procedures, Some((DAYS, "table.days"))),
            "timeliness" => {
                let mut blocks = self.broken_down(tables, scope, procedures, part);
                blocks.extend(self.waiting(tables, scope));
                blocks
            }
            _ => self.broken_down(tables, scope, procedures, part),
        }
    }

    /// The measures of a stage: of all procedures together where the case rows give that, since the procedures stand beside
    /// one another in a table of their own; of each procedure where the council supplied them. Only some of them, with the
    /// caption of their table, or all.
    fn measures(
        &self,
        tables: &Tables,
        scope: &Scope,
        procedures: &[Code],
        some: Option<(&[Code], &str)>,
    ) -> Vec<Block> {
        let what = tables.what(scope);
        let all = procedures.contains(&code::ALL);
        let shown = |procedure: &&Code| {
            !all || **procedure == code::ALL || tables.supplied(&scope.procedure(**procedure), &[])
        };
        let shown = procedures.iter().rev().filter(shown).copied();
        let of = |procedure: Code| -> Vec<Table> {
            let scope = scope.procedure(procedure);
            let table = match some {
                None => tables.by_measure(&scope, "table.figures", &what),
                Some((these, key)) => tables.by_these_measures(&scope, these, key, &what),
            };
            table.into_iter().collect()
        };
        let supplied = all && tables.supplied(&scope.procedure(code::ALL), &[]);
        let built = self.without_twins(shown.collect(), supplied, of);
        built.into_iter().map(table).collect()
    }

    /// Returns the tables of some procedures, in their order. Those of all procedures together are left out where one
    /// procedure's table beside them says the same, unless the council supplied them too: then each figure has its place.
    pub(super) fn without_twins(
        &self,
        procedures: Vec<Code>,
        supplied: bool,
        of: impl Fn(Code) -> Vec<Table>,
    ) -> Vec<Table> {
        let (all, each): (Vec<Code>, Vec<Code>) = procedures
            .into_iter()
            .partition(|procedure| *procedure == code::ALL && !supplied);
        let each: Vec<Table> = each.into_iter().flat_map(&of).collect();
        let shown = self.sheet.shown();
        let all: Vec<Table> = all.into_iter().flat_map(&of).collect();
        if !self.composer.from.twins
            && !all.is_empty()
            && all
                .iter()
                .all(|one| each.iter().any(|other| other.says(one)))
        {
            self.sheet.forget_after(shown);
            return each;
        }
        all.into_iter().chain(each).collect()
    }

    /// The same count now and a year earlier, in a table of two rows and a sentence.
    fn comparison(&self, scope: &Scope) -> Vec<Block> {
        let figures = &self.sheet.figures;
        let key = scope.key(code::RECEIVED);
        let Some(before) = figures
            .compared_with(self.service, self.period)
            .filter(|before| self.sheet.has(&key.period(*before)))
        else {
            return Vec::new();
        };
        let names = &self.sheet.names;
        let said = Speaker { sheet: &self.sheet }.received(scope);
        vec![
            Block::Heading {
                id: format!("comparison-{}", names.codes.word(scope.stage)),
                text: names.words.get("section.comparison").to_owned(),
            },
            Block::Prose { lines: vec![said] },
            table(self.comparison_table(scope, before)),
        ]
    }

    fn comparison_table(&self, scope: &Scope, before: Period) -> Table {
        let names = &self.sheet.names;
        let key = scope.key(code::RECEIVED);
        let row = |head: &str, key: &ObservationKey| TableRow {
            head: vec![Inline::text(head)],
            cells: [self.sheet.cell(key)].into(),
        };
        let of = |period: Period| row(&names.period(period), &key.period(period));
        let change = self.sheet.figures.change_code(code::RECEIVED, false);
        let foot = change.map(|change| {
            let head = names.words.get("table.difference");
            row(head, &key.measure(change))
        });
        let what = names.words.fill(
            "what.stage_complaints",
            &[("stage", &names.stage(scope.stage))],
        );
        let caption = names.words.fill(
            "table.comparison",
            &[("what", &what), ("service", &names.service(self.service))],
        );
        let columns = vec![
            Column::words(names.words.get("table.period")),
            Column::figures(names.measure(code::RECEIVED)),
        ];
        Table {
            foot: foot.into_iter().collect(),
            ..Table::new(caption, columns, vec![of(self.period), of(before)])
        }
    }
}

/// Returns whether every figure of a table stands in the one beside it too, printed the same, and nothing else is said in it.
fn repeats(block: &Block, beside: &Block) -> bool {
    let (Block::Table { table }, Block::Table { table: beside }) = (block, beside) else {
        return false;
    };
    fn cells(table: &Table) -> impl Iterator<Item = &Cell> {
        let rows = table.rows.iter().chain(&table.foot);
        rows.flat_map(|row| row.cells.iter())
    }
    let holds = |cell: &Cell| {
        let same = |own: &Cell| own.key == cell.key && own.text == cell.text;
        !cell.key.is_empty() && cells(beside).any(same)
    };
    let line = |line: &Line| {
        let mut own = beside.notes.iter();
        own.any(|own| plain_words(own) == plain_words(line))
    };
    cells(table).all(holds) && table.notes.iter().all(line)
}
