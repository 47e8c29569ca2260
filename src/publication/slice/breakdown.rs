//! The tables of a stage by outcome, time, nature and all else that figures are broken down by.

use super::{SlicePage, table};
use crate::period::Period;
use crate::publication::page::{Block, Table};
use crate::publication::print::outcome_measure;
use crate::publication::table::{Cut, Scope, Tables, names_of};
use crate::vocabulary::{Code, ObservationKey, code};
use std::collections::BTreeSet;

impl SlicePage<'_, '_> {
    pub(super) fn broken_down(
        &self,
        tables: &Tables,
        scope: &Scope,
        procedures: &[Code],
        part: &str,
    ) -> Vec<Block> {
        let what = tables.what(scope);
        let mut blocks = Vec::new();
        let mut sets: Vec<&[Code]> = Vec::new();
        for procedure in procedures.iter().rev() {
            for set in tables.breakdowns(&scope.procedure(*procedure)) {
                if part_of(set) == part
                    && !sets.contains(&set)
                    && self.worth_a_table(tables, scope, set)
                {
                    sets.push(set);
                }
            }
        }
        for set in sets {
            blocks.extend(self.by_set(tables, scope, procedures, set, &what));
        }
        blocks
    }

    /// The tables of one set of breakdowns. Where all procedures are counted together from cases, that one table stands, and
    /// the procedures beside one another in a second; what a council supplied for a procedure has a table of its own.
    fn by_set(
        &self,
        tables: &Tables,
        scope: &Scope,
        procedures: &[Code],
        set: &[Code],
        what: &str,
    ) -> Vec<Block> {
        let holds = |procedure: &Code| tables.holds(&scope.procedure(*procedure), set);
        let with_set: Vec<Code> = procedures.iter().rev().copied().filter(holds).collect();
        let supplied = |procedure: &Code| tables.supplied(&scope.procedure(*procedure), set);
        let real: Vec<Code> = with_set
            .iter()
            .copied()
            .filter(|procedure| *procedure != code::ALL)
            .collect();
        let whole = self.is_whole(tables, scope, &real, set) && with_set.contains(&code::ALL);
        let shown = |procedure: &&Code| {
            if **procedure == code::ALL {
                whole
            } else {
                !whole || supplied(procedure)
            }
        };
        let counted = !with_set.iter().any(supplied);
        let measures = if counted {
            self.counted_measures(set)
        } else {
            vec![None]
        };
        let crossed = counted && set == [code::NATURE, code::OUTCOME];
        let of = |procedure: Code| -> Vec<Table> {
            let scope = scope.procedure(procedure);
            if crossed {
                let measure = outcome_measure(&self.sheet.names);
                let crossed = tables.natures_by_outcome(&scope, measure);
                return crossed.into_iter().collect();
            }
            let tables = measures.iter().flat_map(|measure| {
                let cut = Cut {
                    measure: *measure,
                    fixed: None,
                };
                let stage = self.sheet.names.stage(scope.stage);
                let acknowledged = self
                    .words()
                    .fill("what.acknowledgements", &[("stage", &stage)]);
                let what = if *measure == Some(code::ACKNOWLEDGED) {
                    &acknowledged
                } else {
                    what
                };
                tables.by_breakdown_of(&scope, set, what, cut)
            });
            tables.collect()
        };
        let shown = with_set.iter().filter(shown).copied().collect();
        let built = self.without_twins(shown, supplied(&code::ALL), of);
        let mut blocks: Vec<Block> = built.into_iter().map(table).collect();
        if whole && real.len() > 1 && !real.iter().any(supplied) {
            blocks.extend(self.side_by_side(tables, scope, real, set).map(table));
        }
        blocks
    }

    /// Of what the case rows give for a breakdown, what a reader needs: outcomes on their basis alone, since the decided ones
    /// are the same numbers; replies and acknowledgements each in a table of their own.
    fn counted_measures(&self, set: &[Code]) -> Vec<Option<Code>> {
        match set {
            [code::OUTCOME] => vec![Some(outcome_measure(&self.sheet.names))],
            [code::TIMELINESS] => vec![Some(code::RESPONDED), Some(code::ACKNOWLEDGED)],
            _ => vec![None],
        }
    }

    /// Whether the figures of all procedures together tell of every category that one of them tells of: else the sum of
    /// what is known would be read as the whole.
    fn is_whole(&self, tables: &Tables, scope: &Scope, real: &[Code], set: &[Code]) -> bool {
        let names = names_of(set);
        let categories = |procedure: Code| -> BTreeSet<_> {
            let of = |key: &&ObservationKey| {
                key.contact == scope.contact
                    && key.stage == scope.stage
                    && key.procedure == procedure
                    && key.is_by(&names)
            };
            tables
                .now
                .iter()
                .filter(of)
                .map(|key| key.breakdowns)
                .collect()
        };
        let supplied = |procedure: Code| tables.supplied(&scope.procedure(procedure), set);
        if supplied(code::ALL) || !real.iter().any(|procedure| supplied(*procedure)) {
            return true;
        }
        let all = categories(code::ALL);
        real.iter()
            .all(|procedure| categories(*procedure).is_subset(&all))
    }

    /// The procedures beside one another, for the breakdowns that readers compare.
    fn side_by_side(
        &self,
        tables: &Tables,
        scope: &Scope,
        real: Vec<Code>,
        set: &[Code],
    ) -> Option<Table> {
        let count = match set {
            [code::OUTCOME] => outcome_measure(&self.sheet.names),
            [code::TIMELINESS] => code::RESPONDED,
            [code::NATURE] => code::RECEIVED,
            _ => return None,
        };
        let mut columns: Vec<Code> = real.into_iter().rev().collect();
        columns.push(code::ALL);
        tables.by_procedure(scope, set[0], count, &columns)
    }

    /// Two breakdowns at once make long tables of small numbers: a quarter shows them only where the council supplied them.
    fn worth_a_table(&self, tables: &Tables, scope: &Scope, set: &[Code]) -> bool {
        let quarter = matches!(self.period, Period::Quarter(..));
        let procedures = tables.procedures(scope.contact, scope.stage);
        !quarter
            || set.len() < 2
            || procedures
                .iter()
                .any(|procedure| tables.supplied(&scope.procedure(*procedure), set))
    }
}

/// Returns the part of a stage that shows a set of breakdowns.
fn part_of(set: &[Code]) -> &'static str {
    match set {
        [code::OUTCOME] => "outcomes",
        [code::TIMELINESS] => "timeliness",
        [code::RESPONSE_BAND] => "bands",
        [code::NEXT_STAGE] => "next_stage",
        [code::CHANNEL] => "channel",
        [code::REMEDY] => "remedy",
        [code::REFUSAL_REASON] => "refusal_reason",
        [code::SERVICE] => "services",
        set if set.contains(&code::NATURE) => "natures",
        set if set.contains(&code::COMPLAINANT) => "complainant",
        _ => "other",
    }
}
