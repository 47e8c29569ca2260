//! Rows of totals, which are compared with the rows that they add up.

use super::Figures;
use crate::dataset::AggregateRecord;
use crate::dataset::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, Unit, code};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A figure of a row of totals.
pub(super) struct Total {
    pub record: AggregateRecord,
    pub of: TotalOf,
}

/// What a row of totals adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum TotalOf {
    Services,
    Quarters,
    Categories(Code),
}

/// The figures that each total may add up, by what it is a total of.
struct Parts<'a> {
    by_whole: HashMap<(TotalOf, ObservationKey), Vec<&'a AggregateRecord>>,
}

impl<'a> Parts<'a> {
    /// Sorts the figures under the totals that there are, each once for every kind of total.
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
                if let Some(whole) = whole(sheet, of, &record.key, &keys)
                    && let Some(parts) = by_whole.get_mut(&(of, whole))
                {
                    parts.push(record);
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

/// Returns the key of the total that a figure is a part of. Of a service and those below it, only the service is one.
fn whole(
    sheet: &Sheet,
    of: TotalOf,
    key: &ObservationKey,
    keys: &HashSet<&ObservationKey>,
) -> Option<ObservationKey> {
    match of {
        TotalOf::Services => {
            let above = sheet.site.services.ancestors(key.service);
            let counted_above = above
                .iter()
                .any(|&node| node != key.service && keys.contains(&key.service(node)));
            (key.service != code::ALL && !counted_above).then(|| key.service(code::ALL))
        }
        TotalOf::Quarters => match key.period {
            Period::Quarter(year, _) => Some(key.period(Period::Year(year))),
            _ => None,
        },
        TotalOf::Categories(name) => key.category(name).map(|_| key.without(name)),
    }
}

/// Compares the rows of totals with the rows that they add up.
pub(super) fn check_totals(sheet: &mut Sheet, figures: &Figures) {
    let parts_of = Parts::new(sheet, figures);
    // A part that could not be read has been told; the sum without it would be one more fault, and none of its own.
    let whole = |total: &&Total| !figures.unread.iter().any(|part| part.may_be_in(total));
    for total in figures.totals.iter().filter(whole) {
        let record = &total.record;
        let parts = parts_of.of(total);
        let sum = parts
            .iter()
            .map(|part| part.value.ok())
            .reduce(|sum, next| Some(sum?.plus(next?)))
            .flatten();
        let counts = record.unit == Unit::Count || record.unit == Unit::Gbp;
        let (Ok(printed), Some(sum), true) = (record.value, sum, counts) else {
            sheet.faults.push(left_out(&record.origin));
            continue;
        };
        if printed == sum {
            sheet.faults.push(left_out(&record.origin));
            continue;
        }
        let rows: Vec<Location> = parts.iter().map(|part| part.origin.clone()).collect();
        let mut fault = Diagnostic::error(
            rule::TOTAL_WRONG,
            format!(
                "the total is {}, but its {} rows make {}",
                printed.grouped(),
                rows.len(),
                sum.grouped()
            ),
        )
        .at(record.origin.clone())
        .value(&printed.to_string())
        .help("Correct the total or the row that is wrong. Candour makes its own totals, so the row may also go.");
        fault.related = rows;
        sheet.faults.push(fault);
    }
}

/// Says that a row of totals is no figure. The row counts, not each of its cells, so the note has no column.
fn left_out(origin: &Location) -> Diagnostic {
    let place = Location {
        column: None,
        heading: None,
        ..origin.clone()
    };
    Diagnostic::note(
        rule::TOTAL_LEFT_OUT,
        "a row of totals was compared and left out",
    )
    .at(place)
}
