//! The columns of a table: which they are, how they are divided, and what stands over them.

use super::breakdown::Titles;
use super::{Scope, Tables};
use crate::period::Period;
use crate::publication::page::{Column, Table, TableRow};
use crate::vocabulary::Derived;
use crate::vocabulary::{Code, Codes, MEASURES, ObservationKey, Unit, code, measure};
use std::collections::BTreeSet;

/// A column of figures before it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) measure: Code,
    pub(super) period: Period,
}

impl Tables<'_, '_> {
    /// Returns the columns: each count now, its share, the quarters of a year, then, and the change.
    pub(super) fn heads(
        &self,
        scope: &Scope,
        measures: &BTreeSet<Code>,
        share: Option<Code>,
        keys: &[&ObservationKey],
    ) -> Vec<Head> {
        let names = &self.sheet.names;
        let now = scope.period;
        let then = now.year_before();
        let mut heads = Vec::new();
        let (changes, values): (Vec<Code>, Vec<Code>) = order(measures, names.codes)
            .into_iter()
            .partition(|measure| names.is_change(*measure));
        let is_share =
            |code: &Code| measure(*code).is_some_and(|measure| measure.unit == Unit::Percent);
        let (mut shares, counts): (Vec<Code>, Vec<Code>) = values.into_iter().partition(is_share);
        if let Some(share) = share.filter(|share| !shares.contains(share)) {
            shares.insert(0, share);
        }
        for count in &counts {
            heads.extend(self.quarters.iter().map(|quarter| Head {
                measure: *count,
                period: *quarter,
            }));
            heads.push(Head {
                measure: *count,
                period: now,
            });
        }
        heads.extend(shares.iter().map(|share| Head {
            measure: *share,
            period: now,
        }));
        // Outcomes and times are compared in full; of the many other categories the earlier count is enough, unless the
        // council supplied more.
        let in_full = share.is_none_or(|share| {
            [
                code::DECIDED_PERCENT,
                code::RESPONDED_PERCENT,
                code::ACKNOWLEDGED_PERCENT,
            ]
            .contains(&share)
        });
        let supplied = |measure: Code| {
            keys.iter().any(|key| {
                key.measure == measure && self.sheet.find(key).is_some_and(|figure| figure.supplied)
            })
        };
        if let Some(then) = then {
            let earlier = counts
                .iter()
                .chain(shares.iter().filter(|share| in_full || supplied(**share)));
            heads.extend(earlier.map(|measure| Head {
                measure: *measure,
                period: then,
            }));
        }
        let plain = if self.quarters.is_empty() && in_full {
            &counts[..]
        } else {
            &[]
        };
        let computed = plain
            .iter()
            .filter_map(|count| self.sheet.figures.change_code(*count, false));
        let mut last: Vec<Code> = computed.collect();
        last.extend(
            changes
                .into_iter()
                .filter(|change| !last.contains(change))
                .collect::<Vec<_>>(),
        );
        heads.extend(last.into_iter().map(|measure| Head {
            measure,
            period: now,
        }));
        heads.retain(|head| {
            keys.iter().any(|key| {
                self.sheet
                    .has(&key.measure(head.measure).period(head.period))
            })
        });
        heads
    }

    /// Divides the columns by what they count, when there are more than a reader can take in side by side. A share and a
    /// change stand with the count that they are of.
    pub(super) fn parts(&self, heads: Vec<Head>) -> Vec<(Code, Vec<Head>)> {
        const MOST: usize = 5;
        let percent =
            |code: Code| measure(code).is_some_and(|measure| measure.unit == Unit::Percent);
        let mut counts: Vec<Code> = Vec::new();
        for head in &heads {
            let plain = !percent(head.measure) && !self.sheet.names.is_change(head.measure);
            if plain && !counts.contains(&head.measure) {
                counts.push(head.measure);
            }
        }
        let Some(first) = counts.first().copied() else {
            return vec![(code::ALL, heads)];
        };
        if counts.len() == 1 || heads.len() <= MOST {
            return vec![(first, heads)];
        }
        let base = |head: &Head| {
            let of = match self.sheet.figures.change_of(head.measure) {
                Some(Derived::Change(of) | Derived::ChangePercent(of)) => of,
                _ => match head.measure {
                    code::DECIDED_PERCENT => code::DECIDED,
                    code::RESPONDED_PERCENT => code::RESPONDED,
                    code::RECEIVED_PERCENT => code::RECEIVED,
                    code::ACKNOWLEDGED_PERCENT => code::ACKNOWLEDGED,
                    measure => measure,
                },
            };
            if counts.contains(&of) { of } else { first }
        };
        let mut parts: Vec<(Code, Vec<Head>)> =
            counts.iter().map(|count| (*count, Vec::new())).collect();
        for head in heads {
            let of = base(&head);
            if let Some((_, part)) = parts.iter_mut().find(|(count, _)| *count == of) {
                part.push(head);
            }
        }
        parts
    }

    pub(super) fn finish(
        &self,
        titles: Titles,
        scope: &Scope,
        heads: &[Head],
        body: (Vec<TableRow>, Vec<TableRow>),
        named: Option<Code>,
    ) -> Table {
        let Titles { caption, first } = titles;
        let (rows, foot) = body;
        let names = &self.sheet.names;
        let counts: BTreeSet<Code> = heads
            .iter()
            .map(|head| head.measure)
            .filter(|m| !names.is_change(*m))
            .filter(|m| measure(*m).is_none_or(|m| m.unit != Unit::Percent))
            .collect();
        let mut columns = vec![Column::words(first)];
        for head in heads {
            let text = if names.is_change_percent(head.measure) {
                names.words.get("table.change_percent").to_owned()
            } else if names.is_change(head.measure) {
                match self.sheet.figures.change_of(head.measure) {
                    Some(Derived::Change(of)) if !counts.contains(&of) || counts.len() > 1 => names
                        .words
                        .fill("table.change_of", &[("measure", &names.measure(of))]),
                    _ => names.words.get("table.change").to_owned(),
                }
            } else if measure(head.measure).is_some_and(|m| m.unit == Unit::Percent) {
                let period =
                    (head.period != scope.period).then(|| self.period_head(scope, head.period));
                let share = names.measure(head.measure);
                let share = names.words.fill("table.share_head", &[("share", &share)]);
                match period {
                    Some(period) => format!("{share}, {period}"),
                    None => share,
                }
            } else if named == Some(head.measure)
                || counts.len() == 1
                    && (head.measure == code::RECEIVED || self.is_quarter_of(scope, head))
            {
                // A quarter's column needs no more than its months: the year's column beside it says what is counted.
                self.period_head(scope, head.period)
            } else {
                format!(
                    "{}, {}",
                    names.measure(head.measure),
                    self.period_head(scope, head.period)
                )
            };
            columns.push(Column::figures(text));
        }
        let notes = self.notes(rows.iter().chain(&foot));
        Table {
            id: String::new(),
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            foot,
            notes,
        }
    }

    fn is_quarter_of(&self, scope: &Scope, head: &Head) -> bool {
        head.period != scope.period && self.quarters.contains(&head.period)
    }

    pub(super) fn period_head(&self, scope: &Scope, period: Period) -> String {
        let words = self.sheet.names.words;
        match (scope.period, period) {
            (Period::Year(_), Period::Quarter(_, quarter)) => words.quarter_short(quarter),
            _ => words.period_short(period),
        }
    }
}

/// Measures in the order a reader follows a case: what was open, came in, was answered, stayed open; how long it took.
pub(super) fn order(measures: &BTreeSet<Code>, codes: &Codes) -> Vec<Code> {
    let first = [
        code::OPEN_AT_START,
        code::RECEIVED,
        code::ACCEPTED,
        code::ACKNOWLEDGED,
        code::RESPONDED,
        code::DECIDED,
        code::CLOSED_WITHOUT_RESPONSE,
        code::OPEN_AT_END,
        code::RECEIVED_ALL_STAGES,
    ];
    let rank = |code: Code| {
        first
            .iter()
            .position(|m| *m == code)
            .or_else(|| {
                MEASURES
                    .iter()
                    .position(|m| m.code == code)
                    .map(|at| at + first.len())
            })
            .unwrap_or(usize::MAX)
    };
    let mut all: Vec<Code> = measures.iter().copied().collect();
    all.sort_by(|a, b| (rank(*a), codes.word(*a)).cmp(&(rank(*b), codes.word(*b))));
    all
}
