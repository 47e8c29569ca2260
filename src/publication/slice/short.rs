//! In short: the first sentences of the page, and whose figures they are of.

use super::SlicePage;
use crate::publication::page::{Block, Inline};
use crate::publication::sentence::{Line, Speaker};
use crate::publication::table::{Scope, Tables};
use crate::vocabulary::{Code, code};

impl SlicePage<'_, '_> {
    /// The first sentences: how many, and how often at fault.
    pub(super) fn lead(&self, tables: &Tables) -> Line {
        let speaker = Speaker { sheet: &self.sheet };
        let Some(scope) = self.headline(tables, code::STAGE_1) else {
            return Line::new();
        };
        let mut line = speaker.received_first(&scope);
        if let Some(fault) = speaker.at_fault(&scope) {
            line.push(Inline::text(" "));
            line.extend(fault);
        }
        line
    }

    /// Returns the scope of a stage's headline: all procedures where that is known, else the one procedure there is, else
    /// the first with a count.
    pub(super) fn headline(&self, tables: &Tables, stage: Code) -> Option<Scope> {
        let procedures = tables.procedures(code::COMPLAINT, stage);
        let real: Vec<Code> = procedures
            .iter()
            .copied()
            .filter(|procedure| *procedure != code::ALL)
            .filter(|procedure| {
                let scope = self.scope(code::COMPLAINT, *procedure, stage);
                self.sheet.may_head(&scope.key(code::RECEIVED))
            })
            .collect();
        let counted = |procedure: &Code| {
            self.sheet.has(
                &self
                    .scope(code::COMPLAINT, *procedure, stage)
                    .key(code::RECEIVED),
            )
        };
        let all = procedures.contains(&code::ALL) && counted(&code::ALL);
        let chosen = match real[..] {
            _ if all => code::ALL,
            [] if !procedures.is_empty() => code::ALL,
            [only] => only,
            _ => real
                .iter()
                .copied()
                .find(counted)
                .or(real.first().copied())
                .or(procedures.first().copied())?,
        };
        Some(self.scope(code::COMPLAINT, chosen, stage))
    }

    /// In short: the three plain answers, then what went on.
    pub(super) fn short(&self, tables: &Tables) -> Vec<Block> {
        let speaker = Speaker { sheet: &self.sheet };
        let mut lines = Vec::new();
        if let Some(scope) = self.headline(tables, code::STAGE_1) {
            for procedure in tables.procedures(code::COMPLAINT, code::STAGE_1) {
                let scope = scope.procedure(procedure);
                let only = tables.procedures(code::COMPLAINT, code::STAGE_1).len() < 3;
                if procedure != code::ALL || only && !lines.iter().any(|_| self.has_days(tables)) {
                    lines.extend(speaker.days(&scope));
                }
            }
            lines.extend(speaker.on_time(&scope));
            let procedures = tables.procedures(code::COMPLAINT, code::STAGE_1);
            lines.extend(speaker.went_on(&scope, &procedures, code::STAGE_2));
            lines.extend(speaker.still_open(&scope));
        }
        for stage in [code::STAGE_2, code::STAGE_3] {
            let known = |scope: &Scope| self.sheet.has(&scope.key(code::RECEIVED));
            if let Some(scope) = self.headline(tables, stage).filter(known) {
                lines.push(speaker.received(&scope));
            }
        }
        lines.extend(self.without_stage(tables));
        if lines.is_empty() {
            Vec::new()
        } else {
            vec![Block::Short { lines }]
        }
    }

    /// Which procedures have no second or no third stage, of those that have figures here of the first. What a council has
    /// figures of all the same, it has; and who has no second stage is not said to have no third.
    fn without_stage(&self, tables: &Tables) -> Vec<Line> {
        let speaker = Speaker { sheet: &self.sheet };
        let mut left = tables.procedures(code::COMPLAINT, code::STAGE_1);
        left.retain(|procedure| *procedure != code::ALL);
        let mut lines = Vec::new();
        for stage in [code::STAGE_2, code::STAGE_3] {
            let told = tables.procedures(code::COMPLAINT, stage);
            let has_not = |procedure: &Code| {
                let known = self.sheet.names.site.procedure(*procedure);
                known.is_some_and(|known| !known.stages.contains(&stage))
                    && !told.contains(procedure)
            };
            let (ended, more): (Vec<Code>, Vec<Code>) = left.into_iter().partition(has_not);
            lines.extend(speaker.without_stage(&ended, stage));
            left = more;
        }
        lines
    }

    fn has_days(&self, tables: &Tables) -> bool {
        tables.now.iter().any(|key| {
            key.measure == code::MEAN_RESPONSE_DAYS
                && key.stage == code::STAGE_1
                && key.procedure != code::ALL
        })
    }
}
