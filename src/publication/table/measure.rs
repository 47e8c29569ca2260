//! Tables of measures: what is known of a scope without breakdowns, a measure a row.

use super::column::order;
use super::{Scope, Tables};
use crate::period::Period;
use crate::publication::page::{Cell, Column, Inline, Table, TableRow};
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{Code, Derived, ObservationKey, code};
use std::collections::BTreeSet;

/// Which columns a table of measures has beside the measure itself.
struct Columns {
    periods: Vec<Period>,
    change: bool,
    percent: bool,
}

impl Tables<'_, '_> {
    /// Returns the table of the measures of a scope without breakdowns, a measure a row.
    pub fn by_measure(&self, scope: &Scope, key: &str, what: &str) -> Option<Table> {
        self.of_measures(scope, self.measures_of(scope), key, what)
    }

    /// The same of these measures alone, as far as the scope has them.
    pub fn by_these_measures(
        &self,
        scope: &Scope,
        these: &[Code],
        key: &str,
        what: &str,
    ) -> Option<Table> {
        let mut measures = self.measures_of(scope);
        measures.retain(|measure| these.contains(measure));
        self.of_measures(scope, measures, key, what)
    }

    fn of_measures(
        &self,
        scope: &Scope,
        measures: Vec<Code>,
        key: &str,
        what: &str,
    ) -> Option<Table> {
        if measures.is_empty() {
            return None;
        }
        let columns = self.measure_columns(scope, &measures);
        let rows: Vec<TableRow> = measures
            .iter()
            .map(|measure| TableRow {
                head: self.measure_head(scope, *measure),
                cells: self.measure_cells(scope, *measure, &columns).into(),
            })
            .collect();
        let words = self.sheet.names.words;
        let mut heads = vec![Column::words(words.get("table.measure"))];
        let periods = columns.periods.iter();
        heads
            .extend(periods.map(|period| Column::figures(self.period_head(scope.period, *period))));
        let last = [
            (columns.change, "table.change"),
            (columns.percent, "table.change_percent"),
        ];
        let last = last.into_iter().filter(|(shown, _)| *shown);
        heads.extend(last.map(|(_, key)| Column::figures(words.get(key))));
        let caption = self.caption(scope, key, &[("what", what)]);
        Some(Table {
            notes: self.notes(rows.iter()),
            ..Table::new(caption, heads, rows)
        })
    }

    /// The measures of a scope in their order: those it has figures of, itself or in the quarters beside it, those of which
    /// it has changes, and rates.
    fn measures_of(&self, scope: &Scope) -> Vec<Code> {
        let found: BTreeSet<Code> = self
            .of_all(scope)
            .filter(|key| key.breakdowns[0].is_none())
            .map(|key| key.measure)
            .collect();
        let names = &self.sheet.names;
        let (changes, mut measures): (Vec<Code>, Vec<Code>) = order(&found, names.codes)
            .into_iter()
            .partition(|measure| names.is_change(*measure));
        for change in changes {
            let of = match self.sheet.figures.change_of(change) {
                Some(Derived::Change(of) | Derived::ChangePercent(of)) => of,
                None => continue,
            };
            if !measures.contains(&of) {
                measures.push(of);
            }
        }
        if scope.contact == code::COMPLAINT {
            for rate in [
                code::RECEIVED_PER_1000,
                code::RECEIVED_PER_1000_HOMES,
                code::RECEIVED_PER_100000,
            ] {
                if !measures.contains(&rate) && self.own_rate(scope, rate) {
                    measures.push(rate);
                }
            }
        }
        measures
    }

    fn measure_columns(&self, scope: &Scope, measures: &[Code]) -> Columns {
        let earlier = |then: &Period| {
            let mut keys = measures.iter().map(|measure| scope.key(*measure));
            keys.any(|key| self.sheet.has(&key.period(*then)))
        };
        let mut periods = self.quarters.clone();
        periods.push(scope.period);
        periods.extend(self.before.filter(earlier));
        let changed = |measure: &Code| {
            let key = self.change_key(scope, *measure, false);
            key.is_some_and(|key| self.applies(&key))
        };
        let worth = |measure: &Code| {
            let key = self.change_key(scope, *measure, true);
            key.is_some_and(|key| self.worth_percent(&key, *measure, scope))
        };
        Columns {
            periods,
            change: measures.iter().any(changed),
            percent: measures.iter().any(worth),
        }
    }

    fn measure_cells(&self, scope: &Scope, measure: Code, columns: &Columns) -> Vec<Cell> {
        let key = scope.key(measure);
        let mut cells: Vec<Cell> = columns
            .periods
            .iter()
            .map(|period| self.sheet.cell(&key.period(*period)))
            .collect();
        if columns.change {
            cells.push(match self.change_key(scope, measure, false) {
                Some(key) => self.sheet.cell(&key),
                None => self.sheet.blank(Shorthand::NotAvailable),
            });
        }
        if columns.percent {
            let worth = |key: &ObservationKey| self.worth_percent(key, measure, scope);
            cells.push(match self.change_key(scope, measure, true).filter(worth) {
                Some(key) => self.sheet.cell(&key),
                None => self.sheet.blank(Shorthand::NotApplicable),
            });
        }
        cells
    }

    /// Whether a change can be told: a column of nothing but marks for what is not compared tells nothing.
    fn applies(&self, key: &ObservationKey) -> bool {
        let none = ReleasedValue::Withheld(Shorthand::NotApplicable);
        let value = self.sheet.figures.value(key);
        value.is_some_and(|value| value != none)
    }

    /// The key of the change of a measure, where any figure of the site is that change.
    fn change_key(&self, scope: &Scope, measure: Code, percent: bool) -> Option<ObservationKey> {
        let change = self.sheet.figures.change_code(measure, percent);
        change.map(|code| scope.key(code))
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
            || (self.applies(key)
                && large(scope.period)
                && scope.period.year_before().is_some_and(large))
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
