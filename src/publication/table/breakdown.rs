//! Tables of categories: outcomes, natures, times, each a row.

use super::column::Head;
use super::{Scope, Tables};
use crate::publication::page::{Cell, Inline, Table, TableRow};
use crate::release::Shorthand;
use crate::vocabulary::{Code, ON_MERITS, ObservationKey, breakdown_list, code};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What a table of breakdowns is about.
#[derive(Clone, Copy)]
struct Subject<'t> {
    scope: &'t Scope,
    set: &'t [Code],
    what: &'t str,
    fixed: Option<(Code, Code)>,
}

/// The words over a table, and over its first column.
pub(super) struct Titles {
    pub(super) caption: String,
    pub(super) first: String,
}

/// Which part of a table of breakdowns is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cut {
    /// One category of one of the breakdowns, such as one ombudsman's decisions.
    pub fixed: Option<(Code, Code)>,
    /// One measure.
    pub measure: Option<Code>,
}

impl Tables<'_, '_> {
    /// Returns the tables of one set of breakdowns: one, or one for each measure where one would have too many columns to
    /// read; none when they would hold no figure.
    pub fn by_breakdown(&self, scope: &Scope, set: &[Code], what: &str) -> Vec<Table> {
        self.by_breakdown_of(scope, set, what, Cut::default())
    }

    /// Returns a cut of the same table.
    pub fn by_breakdown_of(&self, scope: &Scope, set: &[Code], what: &str, cut: Cut) -> Vec<Table> {
        let Cut { fixed, measure } = cut;
        let names = names_of(set);
        let of_set = |key: &&ObservationKey| {
            measure.is_none_or(|measure| key.measure == measure)
                && key.is_by(&names)
                && fixed.is_none_or(|(name, category)| key.category(name) == Some(category))
        };
        let keys: Vec<&ObservationKey> = self.of_all(scope).filter(of_set).collect();
        let measures: BTreeSet<Code> = keys.iter().map(|key| key.measure).collect();
        let share = match measure {
            Some(code::ACKNOWLEDGED) => Some(code::ACKNOWLEDGED_PERCENT),
            _ => default_share(set),
        };
        let heads = self.heads(scope, &measures, share, &keys);
        let of = Subject {
            scope,
            set,
            what,
            fixed,
        };
        let parts = self.parts(heads);
        let whole = parts.len() == 1;
        parts
            .into_iter()
            .filter_map(|(measure, heads)| {
                let named = (!whole).then_some(measure);
                self.breakdown_table(&of, &keys, &heads, named)
            })
            .collect()
    }

    /// Makes one table; `named` is the measure that its caption names when there are others beside it.
    fn breakdown_table(
        &self,
        of: &Subject,
        keys: &[&ObservationKey],
        heads: &[Head],
        named: Option<Code>,
    ) -> Option<Table> {
        let Subject {
            scope,
            set,
            what,
            fixed,
        } = *of;
        let mut categories: Vec<ObservationKey> = keys
            .iter()
            .map(|key| key.measure(code::ALL).period(scope.period))
            .collect();
        categories.sort();
        categories.dedup();
        let first = heads.first()?;
        categories.retain(|category| self.worth_a_row(category, heads, set));
        self.sort(&mut categories, set, first);
        let mut rows: Vec<TableRow> = categories
            .iter()
            .map(|category| self.row(category, heads, set, fixed))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let others = match set == [code::OUTCOME] {
            true => self.other_outcomes(scope, heads, &categories),
            false => None,
        };
        // Of acknowledgements only those in time are counted, so what is left to their foot is no row that was not given.
        let all_given = set != [code::TIMELINESS];
        rows.extend(others);
        let set: Vec<Code> = set
            .iter()
            .copied()
            .filter(|name| fixed.is_none_or(|(fixed, _)| fixed != *name))
            .collect();
        let set = &set[..];
        let known = |base: &Code| {
            let key = scope.key(*base);
            heads
                .iter()
                .any(|head| self.sheet.has(&key.period(head.period)))
        };
        let base = base_of(set, heads).filter(known);
        let foot = base.map(|base| self.foot(scope, heads, base));
        let rest = base
            .filter(|_| all_given)
            .and_then(|base| self.of_the_rest(scope, heads, &categories, base));
        let names = &self.sheet.names;
        let caption = self.breakdown_caption(scope, set, what, named);
        let first = names.breakdowns(set);
        let titles = Titles { caption, first };
        let foot = foot.into_iter().collect();
        let mut table = self.finish(titles, scope, heads, (rows, foot), named);
        table.notes.extend(rest);
        Some(table)
    }

    /// Returns the caption of a table of breakdowns; `named` is the measure that it names.
    fn breakdown_caption(
        &self,
        scope: &Scope,
        set: &[Code],
        what: &str,
        named: Option<Code>,
    ) -> String {
        let names = &self.sheet.names;
        let by: Vec<String> = set.iter().map(|name| names.by(*name)).collect();
        let measure = named.map(|measure| names.words.within(&names.measure(measure)));
        let mut words = vec![("what", what)];
        let by = names.words.all_of(&by);
        words.push(("breakdown", &by));
        match &measure {
            Some(measure) => {
                words.push(("measure", measure));
                self.caption(scope, "table.by_of_measure", &words)
            }
            None => self.caption(scope, "table.by", &words),
        }
    }

    /// A category is worth a row when it was supplied, is one of the main outcomes, or is not nought in every column. In a table
    /// that is withheld whole it does not matter whether it was supplied: that would tell which categories occur.
    fn worth_a_row(&self, category: &ObservationKey, heads: &[Head], set: &[Code]) -> bool {
        let main = [code::OUTCOME, code::TIMELINESS]
            .into_iter()
            .any(|name| set == [name]);
        let expected = match category.category(code::OUTCOME) {
            Some(outcome) => ON_MERITS.contains(&outcome),
            None => main,
        };
        (main && expected)
            || heads
                .iter()
                .map(|head| category.measure(head.measure).period(head.period))
                .any(|key| {
                    let release = self.sheet.figures.release;
                    let given = || self.sheet.find(&key).is_some_and(|figure| figure.supplied);
                    self.sheet.tells(&key) || (!release.withholds(&key) && given())
                })
    }

    fn sort(&self, categories: &mut [ObservationKey], set: &[Code], first: &Head) {
        let services = &self.sheet.names.site.services;
        let fixed = set.iter().all(|name| {
            [
                code::OUTCOME,
                code::TIMELINESS,
                code::RESPONSE_BAND,
                code::NEXT_STAGE,
                code::DECISION,
                code::OMBUDSMAN,
                code::FINDING,
                code::DECISION_REASON,
                code::GROUP,
            ]
            .contains(name)
        });
        if fixed {
            let order = |key: &ObservationKey| -> Vec<usize> {
                key.breakdowns
                    .iter()
                    .flatten()
                    .map(|(name, category)| self.list_place(*name, *category))
                    .collect()
            };
            categories.sort_by_key(order);
        } else if set == [code::SERVICE] {
            categories.sort_by_key(|key| {
                key.category(code::SERVICE)
                    .map(|service| services.position(service))
            });
        } else {
            let other = |key: &ObservationKey| {
                key.breakdowns
                    .iter()
                    .flatten()
                    .any(|(_, category)| *category == code::OTHER)
            };
            let count = |key: &ObservationKey| {
                self.sheet
                    .rank(&key.measure(first.measure).period(first.period))
            };
            categories.sort_by_cached_key(|key| (other(key), Reverse(count(key)), key.breakdowns));
        }
    }

    pub(super) fn list_place(&self, breakdown: Code, category: Code) -> usize {
        let Some(list) = breakdown_list(breakdown) else {
            return usize::MAX;
        };
        self.sheet
            .names
            .site
            .list(list)
            .entries
            .iter()
            .position(|entry| entry.code == category)
            .unwrap_or(usize::MAX - usize::from(u16::MAX) + usize::from(category.0))
    }

    fn row(
        &self,
        category: &ObservationKey,
        heads: &[Head],
        set: &[Code],
        fixed: Option<(Code, Code)>,
    ) -> TableRow {
        let names = &self.sheet.names;
        let shown = fixed.map_or(*category, |(name, _)| category.without(name));
        let mut head = names.categories(&shown);
        if set == [code::OUTCOME]
            && let Some(outcome) = category.category(code::OUTCOME)
        {
            let key = format!("outcome_meanings.{}", names.codes.word(outcome));
            if names.words.has(&key) && !names.words.get(&key).is_empty() {
                head = names.words.fill(
                    "table.outcome_meaning",
                    &[("outcome", &head), ("meaning", names.words.get(&key))],
                );
            }
        }
        let cells = heads
            .iter()
            .map(|head| self.cell(&category.measure(head.measure).period(head.period)))
            .collect();
        TableRow {
            head: vec![Inline::text(head)],
            cells,
        }
    }

    /// A share of decided complaints does not apply to outcomes that decide nothing.
    fn cell(&self, key: &ObservationKey) -> Cell {
        let undecided = key.measure == code::DECIDED_PERCENT
            && key.category(code::OUTCOME).is_some_and(|outcome| {
                outcome != code::UPHELD_OR_PARTIALLY_UPHELD && !ON_MERITS.contains(&outcome)
            });
        if undecided {
            self.sheet.blank(Shorthand::NotApplicable)
        } else {
            self.sheet.cell(key)
        }
    }

    /// What the rows are of, which stands last.
    fn foot(&self, scope: &Scope, heads: &[Head], base: Code) -> TableRow {
        let total = |head: &Head| {
            let key = scope.key(head.measure).period(head.period);
            let applies = head.measure == base
                || Some(head.measure) == self.sheet.figures.change_code(base, false);
            if applies {
                self.sheet.cell(&key)
            } else {
                self.sheet.blank(Shorthand::NotApplicable)
            }
        };
        TableRow {
            head: vec![Inline::text(self.sheet.names.measure(base))],
            cells: heads.iter().map(total).collect(),
        }
    }
}

/// Returns the measure that the rows of a table are of: outcomes and response times add up to it. Of acknowledgements only
/// those in time are counted, which tells nothing without all of them.
fn base_of(set: &[Code], heads: &[Head]) -> Option<Code> {
    let of: &[Code] = match set {
        [code::OUTCOME | code::RESPONSE_BAND] => &[code::RECEIVED, code::RESPONDED],
        [code::TIMELINESS] => &[code::ACKNOWLEDGED],
        _ => return None,
    };
    let mut measures = heads.iter().map(|head| head.measure);
    measures.find(|measure| of.contains(measure))
}

/// Returns a set of breakdowns as keys have them.
pub(in crate::publication) fn names_of(set: &[Code]) -> [Option<Code>; 3] {
    std::array::from_fn(|at| set.get(at).copied())
}

/// The share that stands beside a breakdown's counts.
fn default_share(set: &[Code]) -> Option<Code> {
    match set {
        [code::OUTCOME] => Some(code::DECIDED_PERCENT),
        [code::TIMELINESS | code::RESPONSE_BAND | code::NEXT_STAGE] => {
            Some(code::RESPONDED_PERCENT)
        }
        [code::NATURE | code::COMPLAINANT | code::CHANNEL] => Some(code::RECEIVED_PERCENT),
        _ => None,
    }
}
