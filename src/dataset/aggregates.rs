//! Ready figures, long and wide, and other councils' figures to compare with: one row to one or more records.
//!
//! The long form is canonical: one row, one figure. A wide column is shorthand for a measure and perhaps a breakdown.
//! Rows of totals are compared with the rows that they add up, then left out: Candour makes its own totals.

mod long;
mod total;
mod value;
mod wide;

pub(super) use value::{figure, qualifier, unit};

use super::AggregateRecord;
use super::schema::Form;
use super::sheet::{Sheet, is_total, total_of_year};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::source::Row;
use crate::vocabulary::{Code, List, ObservationKey, code};
use long::long;
use std::collections::HashSet;
use total::{Over, Total, TotalOf, check_totals};
use wide::wide;

/// Reads a table of figures.
pub(super) fn read(sheet: &mut Sheet) -> Vec<AggregateRecord> {
    let mut figures = Figures::default();
    let table = sheet.table;
    let mut reading = crate::diagnostic::Report::new();
    table.rows(&mut reading, |row| match sheet.columns.form {
        Form::Wide => wide(sheet, &row, &mut figures),
        _ => long(sheet, &row, &mut figures),
    });
    sheet.faults.extend(reading);
    check_totals(sheet, &figures);
    figures.records
}

#[derive(Default)]
pub(super) struct Figures {
    records: Vec<AggregateRecord>,
    totals: Vec<Total>,
    /// The figures that could not be read.
    unread: HashSet<Unread>,
}

/// What is known of a figure that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Unread {
    measure: Option<Code>,
    service: Option<Code>,
    period: Option<Period>,
}

impl Unread {
    /// Returns whether a total may be made of this figure, as far as is known.
    fn may_be_in(&self, total: &Total) -> bool {
        let key = &total.record.key;
        let period = |period: Period| match total.of {
            TotalOf::Rows(over) => over.whole(period) == Some(key.period),
            TotalOf::Categories(_) => period == key.period,
        };
        self.measure.is_none_or(|measure| measure == key.measure)
            && self.period.is_none_or(period)
            && (key.service == code::ALL
                || self.service.is_none_or(|service| service == key.service))
    }
}

/// What the columns that are not figures say; nothing of those that could not be read, whose faults are told.
pub(super) struct Coordinates {
    period: Option<Period>,
    service: Option<Code>,
    contact: Option<Code>,
    procedure: Option<Code>,
    stage: Option<Code>,
    total: Option<TotalOf>,
}

impl Coordinates {
    /// Returns whether a figure of this row has its place. One that has none is looked at and not used.
    fn complete(&self) -> bool {
        let codes = [self.service, self.contact, self.procedure, self.stage];
        self.period.is_some() && codes.iter().all(Option::is_some)
    }

    /// Returns the key of a measure. What is not known is left as the whole, of which no test of places says anything.
    fn key(&self, measure: Code) -> ObservationKey {
        let known = |code: Option<Code>| code.unwrap_or(code::ALL);
        ObservationKey {
            service: known(self.service),
            period: self.period.unwrap_or(Period::Undated),
            contact: known(self.contact),
            procedure: known(self.procedure),
            stage: known(self.stage),
            measure,
            breakdowns: [None; 3],
        }
    }
}

pub(super) fn coordinates(sheet: &mut Sheet, row: &Row) -> Coordinates {
    let total = |name: &str| is_total(sheet.cell(row, name));
    let (when, quarter) = (sheet.period_column(row), "quarter");
    let of_rows = ["service", "procedure", "stage"].map(total);
    let year = total_of_year(sheet.cell(row, when));
    let over = if year.is_some() {
        Some(Over::Quarters)
    } else if total(when) || (of_rows.contains(&true) && sheet.cell(row, when).is_empty()) {
        Some(Over::Everything)
    } else if total(quarter) {
        Some(Over::Quarters)
    } else {
        of_rows.contains(&true).then_some(Over::Period)
    };
    let [service, procedure, stage] = of_rows;
    Coordinates {
        period: match over {
            Some(Over::Everything) => Some(Period::Undated),
            Some(Over::Quarters) => year.or_else(|| sheet.whole_period(row)),
            _ => sheet.period(row),
        },
        service: if service {
            Some(code::ALL)
        } else {
            sheet.service(row)
        },
        contact: sheet.code(row, "contact", List::Contact, code::COMPLAINT),
        procedure: match procedure {
            true => Some(code::ALL),
            false => sheet.code(row, "procedure", List::Procedure, code::ALL),
        },
        stage: match stage {
            true => Some(code::ALL),
            false => sheet.code(row, "stage", List::Stage, code::ALL),
        },
        total: over.map(TotalOf::Rows),
    }
}

/// Warns of complaints received in a time in which their service did not exist. It may still answer, after its end, what it
/// had received before.
fn alive(sheet: &mut Sheet, record: &AggregateRecord) {
    let (key, received) = (&record.key, record.value);
    let some = received.is_ok_and(|number| !number.is_zero());
    let Some(service) = sheet.site.services.get(key.service) else {
        return;
    };
    let before = key
        .period
        .end()
        .is_some_and(|end| service.from.is_some_and(|from| from > end));
    let after = key
        .period
        .start()
        .is_some_and(|start| service.to.is_some_and(|to| to < start));
    let plain = key.measure == code::RECEIVED && key.breakdowns == [None; 3];
    if plain && some && (before || after) {
        let message = format!("{} received something when it did not exist", service.name);
        sheet.faults.push(
            Diagnostic::warning(rule::NOT_ALIVE, message)
                .at(record.origin.clone())
                .help("Correct the service or the period, or from and to of the service in candour.toml."),
        );
    }
}

impl Figures {
    fn add(&mut self, record: AggregateRecord, total: Option<TotalOf>) {
        match total {
            Some(of) => self.totals.push(Total { record, of }),
            None => self.records.push(record),
        }
    }

    /// Keeps in mind that a figure could not be read, so that no total is found wrong for the lack of it.
    fn lack(&mut self, measure: Option<Code>, at: &Coordinates) {
        self.unread.insert(Unread {
            measure,
            service: at.service,
            period: at.period,
        });
    }
}

/// Tests the coordinates against the procedures and the tree.
fn compatible(
    sheet: &mut Sheet,
    row: &Row,
    key: &ObservationKey,
    value: Result<Decimal, Shorthand>,
) -> bool {
    let site = sheet.site;
    if let Some(procedure) = site.procedure(key.procedure)
        && key.contact == code::COMPLAINT
        && key.stage != code::ALL
        && !procedure.stages.contains(&key.stage)
        && value.is_ok_and(|number| !number.is_zero())
    {
        let message = format!(
            "procedure {} has no stage {}",
            sheet.codes.word(key.procedure),
            sheet.codes.word(key.stage)
        );
        sheet.fault(
            row,
            "stage",
            Diagnostic::error(rule::STAGE_ABSENT, message)
                .help("Correct the stage, or add it to the procedure's stages in candour.toml."),
        );
        return false;
    }
    if let Some(part) = key.category(code::SERVICE)
        && key.service != code::ALL
        && !site.services.ancestors(part).contains(&key.service)
    {
        sheet.fault(
            row,
            "category",
            Diagnostic::error(rule::NOT_BELOW, "a part is not below its service")
                .help("Name a service below the one in the service column, or correct its parent in candour.toml."),
        );
        return false;
    }
    true
}
