//! Rows of totals, which are compared with the rows that they add up.

use super::Figures;
use crate::dataset::AggregateRecord;
use crate::dataset::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A figure of a row of totals.
pub(super) struct Total {
    pub record: AggregateRecord,
    pub of: TotalOf,
}

/// What a row of totals adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum TotalOf {
    /// Rows of these periods. Where the row leaves its service, procedure or stage empty, rows of any.
    Rows(Over),
    /// The categories of a breakdown.
    Categories(Code),
}

/// The periods that a row of totals is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Over {
    /// That of the row.
    Period,
    /// The quarters of the row's year.
    Quarters,
    /// All of the table; the key says undated.
    Everything,
}

impl Over {
    /// Returns the period that the key of a total over this one has.
    pub fn whole(self, period: Period) -> Option<Period> {
        match (self, period) {
            (Over::Period, period) => Some(period),
            (Over::Quarters, Period::Quarter(year, _)) => Some(Period::Year(year)),
            (Over::Quarters, _) => None,
            (Over::Everything, _) => Some(Period::Undated),
        }
    }
}

impl TotalOf {
    /// Returns whether a figure is one of those that the total with this key adds up.
    fn has(self, whole: &ObservationKey, part: &ObservationKey) -> bool {
        self.wholes(part).contains(whole)
    }

    /// Returns the keys of all totals of this kind that may add up a figure.
    fn wholes(self, part: &ObservationKey) -> Vec<ObservationKey> {
        let over = match self {
            TotalOf::Categories(name) => {
                return part
                    .category(name)
                    .map(|_| part.without(name))
                    .into_iter()
                    .collect();
            }
            TotalOf::Rows(over) => over,
        };
        let Some(period) = over.whole(part.period) else {
            return Vec::new();
        };
        own_and_all(&part.period(period), &[])
    }
}

/// Returns a key with each of its service, procedure and stage, and without; the service also as one of those above it.
fn own_and_all(key: &ObservationKey, above: &[Code]) -> Vec<ObservationKey> {
    let mut keys = Vec::new();
    for &service in [key.service, code::ALL].iter().chain(above) {
        for procedure in [key.procedure, code::ALL] {
            for stage in [key.stage, code::ALL] {
                let key = ObservationKey {
                    service,
                    procedure,
                    stage,
                    ..*key
                };
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
    }
    keys
}

/// The figures that each total may add up, by what it is a total of.
struct Parts<'a> {
    by_whole: HashMap<(TotalOf, ObservationKey), Vec<&'a AggregateRecord>>,
}

impl<'a> Parts<'a> {
    /// Sorts the figures under the totals that there are.
    fn new(sheet: &Sheet, figures: &'a Figures) -> Self {
        let mut by_whole: HashMap<(TotalOf, ObservationKey), Vec<&'a AggregateRecord>> = figures
            .totals
            .iter()
            .map(|total| ((total.of, total.record.key), Vec::new()))
            .collect();
        let kinds: BTreeSet<TotalOf> = figures.totals.iter().map(|total| total.of).collect();
        let keys: HashSet<&ObservationKey> = figures.records.iter().map(|part| &part.key).collect();
        for record in &figures.records {
            for &of in &kinds {
                for whole in of.wholes(&record.key) {
                    if let Some(parts) = by_whole.get_mut(&(of, whole))
                        && !counted_above(sheet, of, &whole, &record.key, &keys)
                    {
                        parts.push(record);
                    }
                }
            }
        }
        Parts { by_whole }
    }

    fn of(&self, total: &Total) -> &[&'a AggregateRecord] {
        self.by_whole
            .get(&(total.of, total.record.key))
            .map_or(&[], Vec::as_slice)
    }
}

/// Returns whether another part of the total counts what this one counts: its service, its year, all its procedures.
fn counted_above(
    sheet: &Sheet,
    of: TotalOf,
    whole: &ObservationKey,
    part: &ObservationKey,
    keys: &HashSet<&ObservationKey>,
) -> bool {
    let above = sheet.site.services.ancestors(part.service);
    let periods = [Some(part.period), Over::Quarters.whole(part.period)];
    periods
        .into_iter()
        .flatten()
        .flat_map(|period| own_and_all(&part.period(period), &above))
        .any(|other| other != *part && keys.contains(&other) && of.has(whole, &other))
}

/// Compares the rows of totals with the rows that they add up.
pub(super) fn check_totals(sheet: &mut Sheet, figures: &Figures) {
    let parts_of = Parts::new(sheet, figures);
    // A part that could not be read has been told; the sum without it would be one more fault, and none of its own.
    let whole = |total: &&Total| !figures.unread.iter().any(|part| part.may_be_in(total));
    let mut rows: BTreeMap<Option<u32>, Found> = BTreeMap::new();
    for total in figures.totals.iter().filter(whole) {
        let record = &total.record;
        let parts = parts_of.of(total);
        let sum = parts
            .iter()
            .map(|part| part.value.ok())
            .reduce(|sum, next| Some(sum?.plus(next?)))
            .flatten();
        let counts = record.unit == Unit::Count || record.unit == Unit::Gbp;
        let place = &record.origin;
        let row = rows.entry(place.row).or_insert_with(|| Found::at(place));
        let (Ok(printed), Some(sum), true) = (record.value, sum, counts) else {
            continue;
        };
        if printed == sum {
            row.right = true;
        } else {
            row.wrong = true;
            let rows = parts.iter().map(|part| part.origin.clone()).collect();
            sheet.faults.push(wrong(record, printed, sum, rows));
        }
    }
    for note in rows.into_values().filter_map(Found::left_out) {
        sheet.faults.push(note);
    }
}

fn wrong(
    record: &AggregateRecord,
    printed: Decimal,
    sum: Decimal,
    rows: Vec<Location>,
) -> Diagnostic {
    let message = format!(
        "the total is {}, but its {} {}",
        printed.grouped(),
        match rows.len() {
            1 => "only row makes".to_owned(),
            count => format!("{count} rows make"),
        },
        sum.grouped()
    );
    let mut fault = Diagnostic::error(rule::TOTAL_WRONG, message)
        .at(record.origin.clone())
        .value(&printed.to_string())
        .help("Correct the total or the row that is wrong. Candour makes its own totals, so the row may also go.");
    fault.related = rows;
    fault
}

/// What came of a row of totals.
struct Found {
    /// The row; not one of its cells.
    place: Location,
    right: bool,
    wrong: bool,
}

impl Found {
    fn at(origin: &Location) -> Self {
        Found {
            place: Location {
                column: None,
                heading: None,
                ..origin.clone()
            },
            right: false,
            wrong: false,
        }
    }

    /// Says that the row is no figure, unless all that is known of it is that it is wrong.
    fn left_out(self) -> Option<Diagnostic> {
        let message = match (self.right, self.wrong) {
            (true, _) => "a row of totals was compared and left out",
            (false, true) => return None,
            (false, false) => {
                "a row of totals was left out; the table has no counts to compare it with"
            }
        };
        Some(Diagnostic::note(rule::TOTAL_LEFT_OUT, message).at(self.place))
    }
}
