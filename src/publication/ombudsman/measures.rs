//! The table of an ombudsman's measures, a measure a row and other councils' below it: now, the year before, the change.

use crate::period::Period;
use crate::publication::page::{Cell, Column, Inline, Table, TableRow};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::publication::table::{Scope, Tables};
use crate::release::Shorthand;
use crate::vocabulary::{Code, Derived, List, MEASURES, ObservationKey, Unit, code};
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

/// The order of the rows: that of the sentence above them. What reached the ombudsman, what it investigated, upheld and
/// asked for, and whether the council followed. All other measures come after these, in the order of the vocabulary.
const ORDER: [Code; 18] = [
    code::RECEIVED,
    code::DECIDED,
    code::INVESTIGATED,
    code::UPHELD,
    code::UPHOLD_RATE,
    code::UPHELD_PER_100000,
    code::FINDINGS,
    code::MALADMINISTRATION_RATE,
    code::SATISFACTORY_REMEDIES,
    code::SATISFACTORY_REMEDY_RATE,
    code::RECOMMENDATIONS,
    code::REMEDIES_IDENTIFIED,
    code::SERVICE_IMPROVEMENTS,
    code::COMPLIANCE_DUE,
    code::COMPLIANCE_DONE,
    code::COMPLIANCE_RATE,
    code::COMPLIANCE_LATE,
    code::LATE_COMPLIANCE_RATE,
];

/// Returns the table of one ombudsman's measures; nothing where there are none.
pub(super) fn table(tables: &Tables, scope: &Scope, who: Code, what: &str) -> Option<Table> {
    let measures = Measures::new(tables, scope, who);
    if measures.rows.is_empty() {
        return None;
    }
    let columns = measures.columns();
    let each = measures.rows.iter();
    Some(Table {
        wide: columns.len() > 4,
        caption: tables.caption(scope, "table.figures", &[("what", what)]),
        columns,
        rows: each.clone().map(|row| measures.row(*row)).collect(),
        notes: each
            .flat_map(|row| measures.notes(*row))
            .chain(measures.missing())
            .collect(),
        ..Table::default()
    })
}

/// A row: a measure of the council's own cases, or of a group of other councils.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// The measure; `upheld` for the cases decided so.
    measure: Code,
    /// Whose it is, where it is not the council's own.
    group: Option<Code>,
}

/// What the rows and columns of the table are.
struct Measures<'t, 's, 'a> {
    sheet: &'s Sheet<'a>,
    scope: &'t Scope,
    who: Code,
    /// The rows, each measure's followed by those of other councils.
    rows: Vec<Row>,
    /// The year before, where it has figures.
    then: Option<Period>,
    /// The year before, where it has so few figures that they stand in words below.
    before: Option<Period>,
    change: bool,
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
            then: None,
            before: None,
            change: false,
        };
        let groups: BTreeSet<Code> = own
            .iter()
            .filter_map(|key| key.category(code::GROUP))
            .collect();
        // A group has a row where somebody printed its figure of this year or of the year before.
        let values = &tables.sheet.figures.release.values;
        let printed = |row: &Row| table.keys(*row).any(|key| values.contains_key(&key));
        let rows = table.measures(&own).into_iter().flat_map(|measure| {
            let ours = Row {
                measure,
                group: None,
            };
            let groups = groups.iter().filter(|_| measure != code::UPHELD);
            let theirs = groups.map(|group| Row {
                measure,
                group: Some(*group),
            });
            let theirs: Vec<Row> = theirs.filter(printed).collect();
            std::iter::once(ours).chain(theirs).collect::<Vec<_>>()
        });
        table.rows = rows.collect();
        let any = |test: &dyn Fn(Row) -> bool| table.rows.iter().any(|row| test(*row));
        let before = scope.period.year_before();
        let told = |then: Period| {
            let keys = table.rows.iter().map(|row| table.key(*row, then));
            keys.filter(|key| table.sheet.has(key)).count()
        };
        // A column in which most rows have nothing to say is told in words.
        let told = before.map_or(0, told);
        let sparse = told > 0 && told * 2 < table.rows.len();
        let change = !sparse && any(&|row| table.change(row, false).is_some());
        Measures {
            then: before.filter(|_| told > 0 && !sparse),
            before: before.filter(|_| sparse),
            change,
            ..table
        }
    }

    /// Returns the measures that have figures, or changes, without further breakdowns, the cases upheld, and the rates that
    /// follow from them, in the order of the sentence and then of the vocabulary.
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
            let row = Row {
                measure: *rate,
                group: None,
            };
            self.sheet.has(&self.key(row, self.scope.period))
                && (*rate != code::UPHELD_PER_100000 || self.scope.service == code::ALL)
        });
        let upheld = Row {
            measure: code::UPHELD,
            group: None,
        };
        // Beside what was investigated; without it the table of decisions is enough.
        let upheld = (plain.contains(&code::INVESTIGATED)
            && self.keys(upheld).any(|key| self.sheet.has(&key)))
        .then_some(code::UPHELD);
        let values = plain
            .iter()
            .copied()
            .filter(|measure| !self.sheet.names.is_change(*measure));
        let measures: BTreeSet<Code> = values.chain(changed).chain(rates).chain(upheld).collect();
        let mut ordered: Vec<Code> = measures.into_iter().collect();
        ordered.sort_by_key(|measure| {
            let told = ORDER.iter().position(|first| first == measure);
            let place = MEASURES.iter().position(|known| known.code == *measure);
            let last = usize::MAX;
            (told.unwrap_or(last), place.unwrap_or(last), *measure)
        });
        ordered
    }

    fn key(&self, row: Row, period: Period) -> ObservationKey {
        let codes = self.sheet.names.codes;
        let scope = self.scope.period(period);
        let key = match row.measure {
            code::UPHELD => scope
                .key(code::DECIDED)
                .with(codes, code::DECISION, code::UPHELD),
            measure => scope.key(measure),
        };
        let key = key.with(codes, code::OMBUDSMAN, self.who);
        match row.group {
            Some(group) => key.with(codes, code::GROUP, group),
            None => key,
        }
    }

    /// Returns the keys of a row in this year and in the year before.
    fn keys(&self, row: Row) -> impl Iterator<Item = ObservationKey> {
        let now = self.scope.period;
        let periods = [Some(now), now.year_before()].into_iter().flatten();
        periods.map(move |period| self.key(row, period))
    }

    /// Returns the key of a row's change, where there is one.
    fn change(&self, row: Row, percent: bool) -> Option<ObservationKey> {
        let key = self.key(row, self.scope.period);
        self.sheet
            .figures
            .change_code(key.measure, percent)
            .map(|change| key.measure(change))
            .filter(|key| self.sheet.has(key))
    }

    /// Returns the key of a row's relative change where it was printed or has a note; one that merely follows from small
    /// numbers is left out.
    fn worth(&self, row: Row) -> Option<ObservationKey> {
        let noted = |key: &ObservationKey| {
            self.sheet
                .find(key)
                .is_some_and(|figure| !figure.notes.is_empty())
        };
        self.change(row, true)
            .filter(|key| noted(key) || self.sheet.figures.release.values.contains_key(key))
    }

    fn columns(&self) -> Vec<Column> {
        let words = self.sheet.names.words;
        let mut heads = vec![words.period_short(self.scope.period)];
        heads.extend(self.then.map(|then| words.period_short(then)));
        heads.extend(self.change.then(|| words.get("table.change").to_owned()));
        let first = Column::words(words.get("table.measure"));
        let rest = heads.into_iter().map(Column::figures);
        std::iter::once(first).chain(rest).collect()
    }

    fn row(&self, row: Row) -> TableRow {
        let mut keys = vec![Some(self.key(row, self.scope.period))];
        keys.extend(self.then.map(|then| Some(self.key(row, then))));
        keys.extend(self.change.then(|| self.change(row, false)));
        TableRow {
            head: vec![Inline::text(self.head(row))],
            cells: keys.into_iter().map(|key| self.cell(key)).collect(),
        }
    }

    fn cell(&self, key: Option<ObservationKey>) -> Cell {
        match key.filter(|key| self.sheet.has(key)) {
            Some(key) => self.sheet.cell(&key),
            None => self.sheet.blank(Shorthand::NotAvailable),
        }
    }

    /// Returns a row's name: the measure, with its unit where that is not a count, and whose it is.
    fn head(&self, row: Row) -> String {
        let names = &self.sheet.names;
        let mut periods = [Some(self.scope.period), self.then].into_iter().flatten();
        let unit = periods
            .find_map(|period| self.sheet.find(&self.key(row, period)))
            .map(|figure| figure.unit)
            .filter(|unit| *unit != Unit::Count);
        let measure = match row.measure {
            code::UPHELD => names.words.get("ombudsman.upheld").to_owned(),
            measure => names.measure_in(measure, unit),
        };
        match row.group {
            Some(group) => names.words.fill(
                "ombudsman.of_group",
                &[
                    ("group", &names.of(List::Group, group)),
                    ("measure", &names.words.within(&measure)),
                ],
            ),
            None => measure,
        }
    }

    /// Returns what must stand beside the figures of a row, and the relative change that was printed of it.
    fn notes(&self, row: Row) -> Vec<Line> {
        let head = self.head(row);
        let worth = self.worth(row);
        let changed = worth.map(|key| {
            let change = vec![self.sheet.inline(&key)];
            let measure = vec![Inline::text(head.as_str())];
            let args = [("measure", measure), ("change", change)];
            self.sheet.names.words.pieces("ombudsman.changed", &args)
        });
        let keys = [
            Some(self.key(row, self.scope.period)),
            self.change(row, false),
            self.change(row, true),
        ];
        let noted = keys
            .iter()
            .flatten()
            .filter_map(|key| self.sheet.find(key))
            .filter(|figure| !figure.notes.is_empty())
            .map(|figure| {
                let notes = figure.notes.join(" ");
                vec![Inline::text(format!("{head}: {notes}"))]
            });
        let earlier = self.earlier(row, &head);
        earlier.into_iter().chain(changed).chain(noted).collect()
    }

    /// "Complaints received: 83 in 2023 to 2024. Since then: 17 fewer."
    fn earlier(&self, row: Row, head: &str) -> Option<Line> {
        let words = self.sheet.names.words;
        let before = self.before?;
        let key = self.key(row, before);
        self.sheet.find(&key)?.number()?;
        let change = self.change(row, false);
        let sentence = match change {
            Some(_) => "ombudsman.before_change",
            None => "ombudsman.before",
        };
        let change = change.map(|key| self.sheet.inline(&key));
        let args = [
            ("measure", vec![Inline::text(head)]),
            ("n", vec![self.sheet.inline(&key)]),
            ("period", vec![Inline::text(words.period(before))]),
            ("change", change.into_iter().collect()),
        ];
        Some(words.pieces(sentence, &args))
    }

    /// Returns in words which figures of other councils are not there in one of the years.
    fn missing(&self) -> Vec<Line> {
        let names = &self.sheet.names;
        let groups: BTreeSet<Code> = self.rows.iter().filter_map(|row| row.group).collect();
        let periods = [Some(self.scope.period), self.then];
        let places = groups
            .iter()
            .flat_map(|group| periods.into_iter().flatten().map(move |at| (*group, at)));
        let said = places.filter_map(|(group, period)| {
            let rows = self.rows.iter().filter(|row| row.group == Some(group));
            let gone = rows
                .clone()
                .filter(|row| !self.sheet.has(&self.key(**row, period)));
            let gone: Vec<String> = gone
                .map(|row| names.words.within(&names.measure_in(row.measure, None)))
                .collect();
            let key = match gone.len() {
                0 => return None,
                count if count == rows.count() => "ombudsman.group_missing",
                _ => "ombudsman.group_missing_some",
            };
            let args = [
                ("group", names.of(List::Group, group)),
                ("period", names.words.period(period)),
                ("measures", names.words.all_of(&gone)),
            ];
            let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
            Some(vec![Inline::text(names.words.fill(key, &args))])
        });
        said.collect()
    }
}
