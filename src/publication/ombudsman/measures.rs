//! The table of an ombudsman's measures, a measure a row: now, other councils, the year before, the change.

use crate::period::Period;
use crate::publication::page::{Cell, Column, Inline, Table, TableRow};
use crate::publication::sheet::Sheet;
use crate::publication::table::{Scope, Tables};
use crate::release::Shorthand;
use crate::vocabulary::Derived;
use crate::vocabulary::{Code, List, MEASURES, ObservationKey, Unit, code};
use std::collections::BTreeSet;

/// The rates that are worth a row wherever they can be worked out.
const RATES: [Code; 6] = [
    code::UPHOLD_RATE,
    code::SATISFACTORY_REMEDY_RATE,
    code::COMPLIANCE_RATE,
    code::LATE_COMPLIANCE_RATE,
    code::MALADMINISTRATION_RATE,
    code::UPHELD_PER_100000,
];

/// Returns the table of one ombudsman's measures; nothing where there are none.
pub(super) fn table(tables: &Tables, scope: &Scope, who: Code, what: &str) -> Option<Table> {
    let measures = Measures::new(tables, scope, who);
    if measures.rows.is_empty() {
        return None;
    }
    let columns = measures.columns();
    Some(Table {
        wide: columns.len() > 4,
        caption: tables.caption(scope, "table.figures", &[("what", what)]),
        columns,
        rows: measures.rows.iter().map(|row| measures.row(*row)).collect(),
        notes: measures
            .rows
            .iter()
            .flat_map(|row| measures.notes(*row))
            .collect(),
        ..Table::default()
    })
}

/// What the rows and columns of the table are.
struct Measures<'t, 's, 'a> {
    sheet: &'s Sheet<'a>,
    scope: &'t Scope,
    who: Code,
    /// The measures, a row each.
    rows: Vec<Code>,
    /// The groups of other councils, a column each.
    groups: BTreeSet<Code>,
    /// The year before, where it has figures.
    then: Option<Period>,
    change: bool,
    percent: bool,
}

impl<'t, 's, 'a> Measures<'t, 's, 'a> {
    fn new(tables: &Tables<'s, 'a>, scope: &'t Scope, who: Code) -> Self {
        let own: Vec<&ObservationKey> = tables
            .now
            .iter()
            .chain(tables.then)
            .filter(|key| {
                key.contact == scope.contact
                    && key.procedure == scope.procedure
                    && key.stage == scope.stage
                    && key.category(code::OMBUDSMAN) == Some(who)
            })
            .collect();
        let mut table = Measures {
            sheet: tables.sheet,
            scope,
            who,
            rows: Vec::new(),
            groups: own
                .iter()
                .filter_map(|key| key.category(code::GROUP))
                .collect(),
            then: None,
            change: false,
            percent: false,
        };
        table.rows = table.measures(&own);
        let any = |test: &dyn Fn(Code) -> bool| table.rows.iter().any(|measure| test(*measure));
        let then = scope
            .period
            .year_before()
            .filter(|then| any(&|measure| table.sheet.has(&table.key(measure, *then))));
        let change = any(&|measure| table.change(measure, false).is_some());
        let percent = any(&|measure| table.worth(measure).is_some());
        Measures {
            then,
            change,
            percent,
            ..table
        }
    }

    /// Returns the measures that have figures, or changes, without further breakdowns, and the rates that follow from them,
    /// in the order of the vocabulary.
    fn measures(&self, own: &[&ObservationKey]) -> Vec<Code> {
        let plain: BTreeSet<Code> = own
            .iter()
            .filter(|key| key.without(code::OMBUDSMAN).without(code::GROUP).breakdowns == [None; 3])
            .map(|key| key.measure)
            .collect();
        let changed = plain
            .iter()
            .filter_map(|measure| self.sheet.figures.change_of(*measure))
            .map(|change| match change {
                Derived::Change(of) | Derived::ChangePercent(of) => of,
            });
        let rates = RATES.into_iter().filter(|rate| {
            self.sheet.has(&self.key(*rate, self.scope.period))
                && (*rate != code::UPHELD_PER_100000 || self.scope.service == code::ALL)
        });
        let values = plain
            .iter()
            .copied()
            .filter(|measure| !self.sheet.names.is_change(*measure));
        let measures: BTreeSet<Code> = values.chain(changed).chain(rates).collect();
        let mut ordered: Vec<Code> = measures.into_iter().collect();
        ordered.sort_by_key(|measure| {
            let place = MEASURES.iter().position(|known| known.code == *measure);
            (place.unwrap_or(usize::MAX), *measure)
        });
        ordered
    }

    fn key(&self, measure: Code, period: Period) -> ObservationKey {
        let codes = self.sheet.names.codes;
        self.scope
            .period(period)
            .key(measure)
            .with(codes, code::OMBUDSMAN, self.who)
    }

    fn of_group(&self, measure: Code, group: Code) -> ObservationKey {
        self.key(measure, self.scope.period)
            .with(self.sheet.names.codes, code::GROUP, group)
    }

    /// Returns the key of a measure's change, where there is one.
    fn change(&self, measure: Code, percent: bool) -> Option<ObservationKey> {
        self.sheet
            .figures
            .change_code(measure, percent)
            .map(|change| self.key(change, self.scope.period))
            .filter(|key| self.sheet.has(key))
    }

    /// Returns the key of a measure's relative change where it was printed or has a note; one that merely follows from small
    /// numbers is left out.
    fn worth(&self, measure: Code) -> Option<ObservationKey> {
        let noted = |key: &ObservationKey| {
            self.sheet
                .find(key)
                .is_some_and(|figure| !figure.notes.is_empty())
        };
        self.change(measure, true)
            .filter(|key| noted(key) || self.sheet.figures.release.values.contains_key(key))
    }

    fn columns(&self) -> Vec<Column> {
        let names = &self.sheet.names;
        let words = names.words;
        let mut heads = vec![words.period_short(self.scope.period)];
        heads.extend(
            self.groups
                .iter()
                .map(|group| names.of(List::Group, *group)),
        );
        heads.extend(self.then.map(|then| words.period_short(then)));
        heads.extend(self.change.then(|| words.get("table.change").to_owned()));
        heads.extend(
            self.percent
                .then(|| words.get("table.change_percent").to_owned()),
        );
        let first = Column::words(words.get("table.measure"));
        let rest = heads.into_iter().map(Column::figures);
        std::iter::once(first).chain(rest).collect()
    }

    fn row(&self, measure: Code) -> TableRow {
        let mut keys = vec![Some(self.key(measure, self.scope.period))];
        keys.extend(
            self.groups
                .iter()
                .map(|group| Some(self.of_group(measure, *group))),
        );
        keys.extend(self.then.map(|then| Some(self.key(measure, then))));
        keys.extend(self.change.then(|| self.change(measure, false)));
        keys.extend(self.percent.then(|| self.worth(measure)));
        TableRow {
            head: vec![Inline::text(self.head(measure))],
            cells: keys.into_iter().map(|key| self.cell(key)).collect(),
        }
    }

    fn cell(&self, key: Option<ObservationKey>) -> Cell {
        match key.filter(|key| self.sheet.has(key)) {
            Some(key) => self.sheet.cell(&key),
            None => self.sheet.blank(Shorthand::NotAvailable),
        }
    }

    /// Returns a measure's name, with its unit where that is not a count.
    fn head(&self, measure: Code) -> String {
        let figure = self.sheet.find(&self.key(measure, self.scope.period));
        let unit = figure
            .map(|figure| figure.unit)
            .filter(|unit| *unit != Unit::Count);
        self.sheet.names.measure_in(measure, unit)
    }

    /// Returns what must stand beside the figures of a row.
    fn notes(&self, measure: Code) -> Vec<Vec<Inline>> {
        let mut keys = vec![self.key(measure, self.scope.period)];
        keys.extend(self.change(measure, false));
        keys.extend(self.change(measure, true));
        keys.extend(
            self.groups
                .iter()
                .map(|group| self.of_group(measure, *group)),
        );
        keys.iter()
            .filter_map(|key| self.sheet.find(key))
            .filter(|figure| !figure.notes.is_empty())
            .map(|figure| {
                let notes = figure.notes.join(" ");
                vec![Inline::text(format!("{}: {notes}", self.head(measure)))]
            })
            .collect()
    }
}
