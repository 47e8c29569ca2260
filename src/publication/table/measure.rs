//! Tables of measures: what is known of a scope without breakdowns, a measure a row.

use super::column::order;
use super::{Scope, Tables};
use crate::period::Period;
use crate::publication::page::{Cell, Column, Inline, Table, TableRow};
use crate::release::Shorthand;
use crate::vocabulary::{Code, Derived, ObservationKey, code};
use std::collections::BTreeSet;

impl Tables<'_, '_> {
    /// Returns the table of the measures of a scope without breakdowns, a measure a row.
    pub fn by_measure(&self, scope: &Scope, key: &str, what: &str) -> Option<Table> {
        let measures: BTreeSet<Code> = self
            .of(scope)
            .filter(|key| key.breakdowns[0].is_none())
            .map(|key| key.measure)
            .collect();
        let names = &self.sheet.names;
        let (changes, mut values): (Vec<Code>, Vec<Code>) = order(&measures, names.codes)
            .into_iter()
            .partition(|measure| names.is_change(*measure));
        for change in &changes {
            let of = match self.sheet.figures.change_of(*change) {
                Some(Derived::Change(of) | Derived::ChangePercent(of)) => of,
                None => continue,
            };
            if !values.contains(&of) {
                values.push(of);
            }
        }
        let rates = [
            code::RECEIVED_PER_1000,
            code::RECEIVED_PER_1000_HOMES,
            code::RECEIVED_PER_100000,
        ];
        if scope.contact == code::COMPLAINT {
            values.extend(
                rates
                    .into_iter()
                    .filter(|rate| !values.contains(rate) && self.own_rate(scope, *rate))
                    .collect::<Vec<_>>(),
            );
        }
        let then = scope.period.year_before();
        let mut heads: Vec<Option<Period>> = self.quarters.iter().copied().map(Some).collect();
        heads.push(Some(scope.period));
        heads.extend(
            then.filter(|then| {
                values
                    .iter()
                    .any(|measure| self.sheet.has(&scope.key(*measure).period(*then)))
            })
            .map(Some),
        );
        let change = |measure: Code, percent| {
            self.sheet
                .figures
                .change_code(measure, percent)
                .map(|code| scope.key(code))
        };
        let any_change = values
            .iter()
            .any(|measure| change(*measure, false).is_some_and(|key| self.sheet.has(&key)));
        let any_percent = values.iter().any(|measure| {
            change(*measure, true).is_some_and(|key| self.worth_percent(&key, *measure, scope))
        });
        let mut rows = Vec::new();
        for measure in &values {
            let mut cells: Vec<Cell> = heads
                .iter()
                .flatten()
                .map(|period| self.sheet.cell(&scope.key(*measure).period(*period)))
                .collect();
            if any_change {
                cells.push(change(*measure, false).map_or_else(
                    || self.sheet.blank(Shorthand::NotAvailable),
                    |key| self.sheet.cell(&key),
                ));
            }
            if any_percent {
                let shown =
                    change(*measure, true).filter(|key| self.worth_percent(key, *measure, scope));
                cells.push(shown.map_or_else(
                    || self.sheet.blank(Shorthand::NotApplicable),
                    |key| self.sheet.cell(&key),
                ));
            }
            rows.push(TableRow {
                head: self.measure_head(scope, *measure),
                cells: cells.into(),
            });
        }
        if rows.is_empty() {
            return None;
        }
        let caption = self.caption(scope, key, &[("what", what)]);
        let mut columns = vec![Column::words(names.words.get("table.measure"))];
        columns.extend(
            heads
                .iter()
                .flatten()
                .map(|period| Column::figures(self.period_head(scope, *period))),
        );
        if any_change {
            columns.push(Column::figures(names.words.get("table.change")));
        }
        if any_percent {
            columns.push(Column::figures(names.words.get("table.change_percent")));
        }
        let notes = self.notes(rows.iter());
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes,
            ..Table::default()
        })
    }

    /// A rate is shown where its context figure stands at the service itself.
    fn own_rate(&self, scope: &Scope, rate: Code) -> bool {
        let over = match rate {
            code::RECEIVED_PER_1000_HOMES => code::HOMES_OWNED,
            _ => code::POPULATION,
        };
        let year = scope.period.financial_year().unwrap_or(scope.period);
        let own = |period| {
            self.sheet
                .figures
                .release
                .values
                .contains_key(&ObservationKey::contacts(
                    scope.service,
                    period,
                    code::CONTEXT,
                    over,
                ))
        };
        rate != code::RECEIVED_PER_100000
            && (own(scope.period) || own(year))
            && self.sheet.has(&scope.key(rate))
    }

    /// A change in per cent stands beside large numbers, and wherever the council printed one.
    fn worth_percent(&self, key: &ObservationKey, of: Code, scope: &Scope) -> bool {
        let Some(figure) = self.sheet.find(key) else {
            return false;
        };
        let large = |period: Period| {
            self.sheet
                .whole(&scope.key(of).period(period))
                .is_some_and(|count| count >= 50)
        };
        self.sheet.figures.release.values.contains_key(key)
            || !figure.notes.is_empty()
            || (large(scope.period) && scope.period.year_before().is_some_and(large))
    }

    fn measure_head(&self, scope: &Scope, measure: Code) -> Vec<Inline> {
        let names = &self.sheet.names;
        // "Complaints received" would be wrong of compliments; the caption says what these are.
        let others = ![
            code::COMPLAINT,
            code::OMBUDSMAN_ENQUIRY,
            code::INFORMAL_COMPLAINT,
        ]
        .contains(&scope.contact);
        let text = if others && measure == code::RECEIVED {
            names.words.get("measures.received.short").to_owned()
        } else {
            let figure = self.sheet.find(&scope.key(measure));
            names.measure_in(measure, figure.map(|figure| figure.unit))
        };
        vec![Inline::text(text)]
    }
}
