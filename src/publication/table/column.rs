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

impl Head {
    fn new(measure: Code, period: Period) -> Self {
        Head { measure, period }
    }
}

/// The shares that are compared with the year before: those of outcomes and times. Of the many other categories the earlier
/// count is enough, unless the council supplied more.
const COMPARED_IN_FULL: [Code; 3] = [
    code::DECIDED_PERCENT,
    code::RESPONDED_PERCENT,
    code::ACKNOWLEDGED_PERCENT,
];

pub(super) fn is_percent(code: Code) -> bool {
    measure(code).is_some_and(|measure| measure.unit == Unit::Percent)
}

impl Tables<'_, '_> {
    /// Returns the columns: each count now, its share, the quarters of a year, then, and the change; those without any
    /// figure are left out.
    pub(super) fn heads(
        &self,
        scope: &Scope,
        measures: &BTreeSet<Code>,
        share: Option<Code>,
        keys: &[&ObservationKey],
    ) -> Vec<Head> {
        let names = &self.sheet.names;
        let now = scope.period;
        let (changes, values): (Vec<Code>, Vec<Code>) = order(measures, names.codes)
            .into_iter()
            .partition(|measure| names.is_change(*measure));
        let (mut shares, counts): (Vec<Code>, Vec<Code>) =
            values.into_iter().partition(|code| is_percent(*code));
        if let Some(share) = share.filter(|share| !shares.contains(share)) {
            shares.insert(0, share);
        }
        let at = |period: Period| move |measure: &Code| Head::new(*measure, period);
        let mut heads = Vec::new();
        for count in &counts {
            let quarters = self.quarters.iter();
            heads.extend(quarters.map(|quarter| Head::new(*count, *quarter)));
            heads.push(Head::new(*count, now));
        }
        heads.extend(shares.iter().map(at(now)));
        let in_full = share.is_none_or(|share| COMPARED_IN_FULL.contains(&share));
        if let Some(then) = self.before {
            let earlier = |share: &&Code| in_full || self.is_supplied(keys, **share);
            heads.extend(
                counts
                    .iter()
                    .chain(shares.iter().filter(earlier))
                    .map(at(then)),
            );
        }
        let mut last: Vec<Code> = Vec::new();
        if self.quarters.is_empty() && in_full {
            let change = |count: &Code| self.sheet.figures.change_code(*count, false);
            last.extend(counts.iter().filter_map(change));
        }
        for change in changes {
            if !last.contains(&change) {
                last.push(change);
            }
        }
        heads.extend(last.iter().map(at(now)));
        let told = |head: &Head, key: &ObservationKey| {
            self.sheet
                .has(&key.measure(head.measure).period(head.period))
        };
        heads.retain(|head| keys.iter().any(|key| told(head, key)));
        heads
    }

    fn is_supplied(&self, keys: &[&ObservationKey], measure: Code) -> bool {
        keys.iter()
            .filter(|key| key.measure == measure)
            .any(|key| self.sheet.find(key).is_some_and(|figure| figure.supplied))
    }

    /// Divides the columns by what they count, when there are more than a reader can take in side by side. A share and a
    /// change stand with the count that they are of.
    pub(super) fn parts(&self, heads: Vec<Head>) -> Vec<(Code, Vec<Head>)> {
        const MOST: usize = 5;
        let mut counts: Vec<Code> = Vec::new();
        for head in &heads {
            let plain = !is_percent(head.measure) && !self.sheet.names.is_change(head.measure);
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

    /// Puts a table together; `named` is the measure that its caption names.
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
        let counts: BTreeSet<Code> = heads
            .iter()
            .map(|head| head.measure)
            .filter(|measure| !self.sheet.names.is_change(*measure))
            .filter(|measure| !is_percent(*measure))
            .collect();
        let mut columns = vec![Column::words(first)];
        let text = |head: &Head| self.head_text(scope, head, &counts, named);
        columns.extend(heads.iter().map(text).map(Column::figures));
        Table {
            notes: self.notes(rows.iter().chain(&foot)),
            foot,
            ..Table::new(caption, columns, rows)
        }
    }

    /// What stands over a column: no more than tells it from the others.
    fn head_text(
        &self,
        scope: &Scope,
        head: &Head,
        counts: &BTreeSet<Code>,
        named: Option<Code>,
    ) -> String {
        let names = &self.sheet.names;
        let Head { measure, period } = *head;
        if names.is_change_percent(measure) {
            return names.words.get("table.change_percent").to_owned();
        }
        if names.is_change(measure) {
            return match self.sheet.figures.change_of(measure) {
                Some(Derived::Change(of)) if !counts.contains(&of) || counts.len() > 1 => {
                    let args = [("measure", &*names.measure_short(of))];
                    names.words.fill("table.change_of", &args)
                }
                _ => names.words.get("table.change").to_owned(),
            };
        }
        let when = self.period_head(scope.period, period);
        if is_percent(measure) {
            let share = names.measure_short(measure);
            return match period == scope.period {
                true => share,
                false => format!("{share}, {when}"),
            };
        }
        // A quarter's column needs no more than its months: the year's column beside it says what is counted.
        let known = measure == code::RECEIVED || self.is_quarter_of(scope, head);
        if named == Some(measure) || counts.len() == 1 && known {
            return when;
        }
        format!("{}, {when}", names.measure_short(measure))
    }

    fn is_quarter_of(&self, scope: &Scope, head: &Head) -> bool {
        head.period != scope.period && self.quarters.contains(&head.period)
    }

    /// Returns the head of a column of another period on a page: of a year's quarters, the months alone.
    pub fn period_head(&self, of: Period, period: Period) -> String {
        let words = self.sheet.names.words;
        match (of, period) {
            (Period::Year(_), Period::Quarter(_, quarter)) => words.quarter_short(quarter),
            _ => {
                let named = words.period_short(period);
                match self.sheet.figures.so_far(self.service, period) {
                    true => words.fill("service.so_far", &[("period", &named)]),
                    false => named,
                }
            }
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
