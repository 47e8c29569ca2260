//! Rows of totals, which are compared with the rows that they add up.

use super::Figures;
use crate::dataset::AggregateRecord;
use crate::dataset::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::period::Period;
use crate::vocabulary::{Code, Unit, code};

/// A figure of a row of totals.
pub(super) struct Total {
    pub record: AggregateRecord,
    pub of: TotalOf,
}

/// What a row of totals adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TotalOf {
    Services,
    Quarters,
    Categories(Code),
}

/// Compares the rows of totals with the rows that they add up.
pub(super) fn check_totals(sheet: &mut Sheet, figures: &Figures) {
    for total in &figures.totals {
        let record = &total.record;
        let parts: Vec<&AggregateRecord> = figures
            .records
            .iter()
            .filter(|part| belongs(sheet, total, part, &figures.records))
            .collect();
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

/// Returns whether a figure is one of those that a total adds up. Of a service and those below it, only the service.
fn belongs(
    sheet: &Sheet,
    total: &Total,
    part: &AggregateRecord,
    records: &[AggregateRecord],
) -> bool {
    let (whole, key) = (&total.record.key, &part.key);
    match total.of {
        TotalOf::Services => {
            key.service != code::ALL
                && key.service(code::ALL) == *whole
                && !records.iter().any(|other| {
                    other.key.service != key.service
                        && other.key.service(code::ALL) == *whole
                        && sheet
                            .site
                            .services
                            .ancestors(key.service)
                            .contains(&other.key.service)
                })
        }
        TotalOf::Quarters => {
            matches!(key.period, Period::Quarter(..))
                && key.period.financial_year() == Some(whole.period)
                && key.period(whole.period) == *whole
        }
        TotalOf::Categories(name) => key.category(name).is_some() && key.without(name) == *whole,
    }
}
