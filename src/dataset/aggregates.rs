//! Ready figures, long and wide, and other councils' figures to compare with: one row to one or more records.
//!
//! The long form is canonical: one row, one figure. A wide column is shorthand for a measure and perhaps a breakdown.
//! Rows of totals are compared with the rows that they add up, then left out: Candour makes its own totals.

use super::cells::{self, Fault, Read};
use super::measures;
use super::schema::Form;
use super::sheet::{Sheet, is_all, is_total};
use super::{AggregateRecord, Qualifier};
use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::source::{Kind, Row};
use crate::vocabulary::{Code, Codes, List, ObservationKey, Unit, code};
use std::sync::Arc;

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
struct Figures {
    records: Vec<AggregateRecord>,
    totals: Vec<Total>,
}

/// A figure of a row of totals.
struct Total {
    record: AggregateRecord,
    of: TotalOf,
}

/// What a row of totals adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TotalOf {
    Services,
    Quarters,
    Categories(Code),
}

/// What the columns that are not figures say.
struct Coordinates {
    period: Period,
    service: Code,
    contact: Code,
    procedure: Code,
    stage: Code,
    total: Option<TotalOf>,
}

fn coordinates(sheet: &mut Sheet, row: &Row) -> Option<Coordinates> {
    let mut total = None;
    let service = if is_total(sheet.cell(row, "service")) {
        total = Some(TotalOf::Services);
        Some(code::ALL)
    } else {
        sheet.service(row)
    };
    let period = if is_total(sheet.cell(row, "quarter")) {
        total = Some(TotalOf::Quarters);
        year(sheet, row)
    } else {
        sheet.period(row)
    };
    let contact = sheet.code(row, "contact", List::Contact, code::COMPLAINT);
    let procedure = sheet.code(row, "procedure", List::Procedure, code::ALL);
    let stage = sheet.code(row, "stage", List::Stage, code::ALL);
    let coordinates = Coordinates {
        period: period?,
        service: service?,
        contact: contact?,
        procedure: procedure?,
        stage: stage?,
        total,
    };
    Some(coordinates)
}

fn year(sheet: &mut Sheet, row: &Row) -> Option<Period> {
    cells::period(sheet.cell(row, "year")).ok()
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

fn long(sheet: &mut Sheet, row: &Row, figures: &mut Figures) {
    let coordinates = coordinates(sheet, row);
    let name = sheet.cell(row, "measure");
    let measure = match measures::read(name, sheet.site, sheet.codes) {
        Ok(measure) => Some(measure),
        Err(fault) => {
            sheet.fault(row, "measure", *fault);
            None
        }
    };
    let breakdowns = breakdowns(sheet, row);
    let qualifier = qualifier(sheet, row);
    let (Some(mut at), Some(measure), Some((breakdowns, whole)), Some(qualifier)) =
        (coordinates, measure, breakdowns, qualifier)
    else {
        return;
    };
    at.total = at.total.or(whole.map(TotalOf::Categories));
    let unit = unit(sheet, row, measure, at.procedure, at.stage);
    let numerator = part(sheet, row, "numerator");
    let denominator = part(sheet, row, "denominator");
    let mut key = key(&at, measure);
    for (breakdown, category) in breakdowns {
        key = key.with(sheet.codes, breakdown, category);
    }
    let Some(unit) = unit else { return };
    let read = figure(sheet.codes, sheet.cell(row, "value"), unit, &key, qualifier);
    let Some(value) = sheet.read(row, "value", read) else {
        return;
    };
    if !compatible(sheet, row, &key, value)
        || (denominator == Some(0) && nothing(sheet, row, value))
    {
        return;
    }
    let text = |sheet: &mut Sheet, name| -> Arc<str> { sheet.text(row, name).into() };
    let record = AggregateRecord {
        origin: sheet.place(row, "value"),
        key,
        value,
        qualifier,
        numerator,
        denominator,
        unit,
        basis: text(sheet, "basis"),
        source: text(sheet, "source"),
        note: text(sheet, "note"),
    };
    alive(sheet, &record);
    figures.add(record, at.total);
}

impl Figures {
    fn add(&mut self, record: AggregateRecord, total: Option<TotalOf>) {
        match total {
            Some(of) => self.totals.push(Total { record, of }),
            None => self.records.push(record),
        }
    }
}

fn key(at: &Coordinates, measure: Code) -> ObservationKey {
    ObservationKey {
        service: at.service,
        period: at.period,
        contact: at.contact,
        procedure: at.procedure,
        stage: at.stage,
        measure,
        breakdowns: [None; 3],
    }
}

type Pairs = Vec<(Code, Code)>;

/// Reads breakdowns and categories; a category "Total" makes the row one of totals.
fn breakdowns(sheet: &mut Sheet, row: &Row) -> Option<(Pairs, Option<Code>)> {
    let (names, categories) = (sheet.cell(row, "breakdown"), sheet.cell(row, "category"));
    let group = group(sheet, row)?;
    let split = |cell: &'_ str| -> Vec<String> {
        if is_all(cell) {
            return Vec::new();
        }
        cell.split('+')
            .map(|part| part.trim().to_string())
            .collect()
    };
    let (names, categories) = (split(names), split(categories));
    let allowed = 2 + names
        .iter()
        .filter(|name| *name == "ombudsman" || *name == "group")
        .count();
    if names.len() != categories.len() || names.len() > allowed.min(3) {
        sheet.fault(
            row,
            "category",
            Diagnostic::error(
                rule::CATEGORIES_UNEVEN,
                format!(
                    "{} breakdowns and {} categories do not make a figure",
                    names.len(),
                    categories.len()
                ),
            )
            .help("Write one category for each breakdown, in the same order: nature+outcome and conduct+upheld. At most two, and ombudsman or group on top."),
        );
        return None;
    }
    let mut pairs: Pairs = group
        .into_iter()
        .map(|group| (code::GROUP, group))
        .collect();
    let mut whole = None;
    let mut sound = true;
    for (name, category) in names.iter().zip(&categories) {
        match pair(sheet, row, name, category) {
            Some((name, None)) => whole = Some(name),
            Some((name, Some(category))) if pairs.iter().all(|(known, _)| *known != name) => {
                pairs.push((name, category));
            }
            Some(_) => {
                sound = false;
                sheet.fault(
                    row,
                    "breakdown",
                    Diagnostic::error(rule::CATEGORIES_UNEVEN, "a breakdown is named twice")
                        .help("Name each breakdown once."),
                );
            }
            None => sound = false,
        }
    }
    (sound && pairs.len() <= 3).then_some((pairs, whole))
}

/// Reads one breakdown and its category; no category for "Total".
fn pair(sheet: &mut Sheet, row: &Row, name: &str, category: &str) -> Option<(Code, Option<Code>)> {
    let name = match measures::breakdown(name, sheet.codes) {
        Ok(name) => name,
        Err(fault) => {
            sheet.fault(row, "breakdown", *fault);
            return None;
        }
    };
    if name == code::GROUP && sheet.table.kind != Kind::Benchmarks {
        not_a_group(sheet, row, "breakdown");
        return None;
    }
    if is_total(category) {
        return Some((name, None));
    }
    match measures::category(category, name, sheet.site, sheet.codes) {
        Ok(category) => Some((name, Some(category))),
        Err(fault) => {
            sheet.fault(row, "category", *fault);
            None
        }
    }
}

/// Reads the group of a benchmark.
fn group(sheet: &mut Sheet, row: &Row) -> Option<Option<Code>> {
    let cell = sheet.cell(row, "group");
    match (sheet.table.kind, cell.is_empty()) {
        (Kind::Benchmarks, false) => {
            let found = measures::word(cell, List::Group, sheet.site, sheet.codes);
            match found {
                Ok(group) => Some(Some(group)),
                Err(fault) => {
                    sheet.fault(row, "group", *fault);
                    None
                }
            }
        }
        (Kind::Benchmarks, true) if !sheet.cell(row, "breakdown").contains("group") => {
            sheet.fault(
                row,
                "group",
                Diagnostic::error(
                    rule::GROUP_MISPLACED,
                    "a comparison does not say what councils it is of",
                )
                .help("Write similar or england into the group column."),
            );
            None
        }
        (Kind::Benchmarks, true) | (_, true) => Some(None),
        (_, false) => {
            not_a_group(sheet, row, "group");
            None
        }
    }
}

fn not_a_group(sheet: &mut Sheet, row: &Row, column: &str) {
    sheet.fault(
        row,
        column,
        Diagnostic::error(
            rule::GROUP_MISPLACED,
            "figures of other councils stand among your own",
        )
        .help("Put them into data/benchmarks.csv."),
    );
}

pub(super) fn qualifier(sheet: &mut Sheet, row: &Row) -> Option<Qualifier> {
    let cell = sheet.cell(row, "qualifier");
    let found = match crate::vocabulary::fold(cell).as_str() {
        "" => Qualifier::None,
        "about" | "approximately" | "approx" | "around" => Qualifier::About,
        "over" | "morethan" => Qualifier::Over,
        "under" | "lessthan" => Qualifier::Under,
        "unsigned" => Qualifier::Unsigned,
        _ => {
            sheet.fault(
                row,
                "qualifier",
                Diagnostic::error(
                    rule::QUALIFIER_UNKNOWN,
                    format!(
                        "qualifier \"{}\" is not known",
                        crate::diagnostic::cut(cell)
                    ),
                )
                .help("Write about, over, under or unsigned, or leave it empty."),
            );
            return None;
        }
    };
    Some(found)
}

/// Reads the unit; an empty cell takes that of the measure.
pub(super) fn unit(
    sheet: &mut Sheet,
    row: &Row,
    measure: Code,
    procedure: Code,
    stage: Code,
) -> Option<Unit> {
    let own = measures::unit(measure, procedure, stage, sheet.site, sheet.codes);
    let cell = sheet.cell(row, "unit");
    if cell.is_empty() {
        return Some(own);
    }
    let found = Unit::parse(&cell.to_lowercase().replace([' ', '-'], "_"));
    let fits = |unit: &Unit| *unit == own || (measures::is_days(*unit) && measures::is_days(own));
    match found.filter(fits) {
        Some(unit) => Some(unit),
        None => {
            let message = format!(
                "unit \"{}\" does not fit {}",
                crate::diagnostic::cut(cell),
                sheet.codes.word(measure)
            );
            let help = if measures::is_days(own) {
                "Write working_days, calendar_days or school_days.".into()
            } else {
                format!("Write {} or leave it empty.", own.code())
            };
            sheet.fault(
                row,
                "unit",
                Diagnostic::error(rule::UNIT_MISFIT, message).help(help),
            );
            None
        }
    }
}

/// Reads a numerator or denominator.
fn part(sheet: &mut Sheet, row: &Row, name: &str) -> Option<i64> {
    let cell = sheet.cell(row, name);
    if cell.is_empty() {
        return None;
    }
    let read = cells::count(cell);
    sheet.read(row, name, read)?.ok()
}

/// Reads a figure of this unit.
pub(super) fn figure(
    codes: &Codes,
    cell: &str,
    unit: Unit,
    key: &ObservationKey,
    qualifier: Qualifier,
) -> Result<Read<Result<Decimal, Shorthand>>, Fault> {
    let change = measures::is_change(key.measure, codes);
    let read = if unit == Unit::Count && !change {
        let Read { value, warning } = cells::count(cell)?;
        Read {
            value: value.map(Decimal::whole),
            warning,
        }
    } else {
        cells::number(cell)?
    };
    let number = read.value.unwrap_or(Decimal::whole(0));
    let wrong = if number.is_negative() && (!change || qualifier == Qualifier::Unsigned) {
        "below nought"
    } else if unit == Unit::Percent && number > Decimal::whole(100) && bounded(key, change) {
        "over 100 %"
    } else if unit == Unit::Count && number.as_whole().is_none() {
        "not a whole number"
    } else if qualifier == Qualifier::Unsigned && !change {
        "unsigned, which only a change can be"
    } else {
        return Ok(read);
    };
    Err(Box::new(
        Diagnostic::error(
            rule::VALUE_RANGE,
            format!("{} is {wrong}", codes.word(key.measure)),
        )
        .help("Correct the value or its measure."),
    ))
}

/// Returns whether a share cannot be over a hundred.
fn bounded(key: &ObservationKey, change: bool) -> bool {
    !change && key.category(code::NEXT_STAGE).is_none() && key.contact != code::CONTEXT
}

/// Reports a value over nothing; returns whether it was one.
fn nothing(sheet: &mut Sheet, row: &Row, value: Result<Decimal, Shorthand>) -> bool {
    if value.is_err() {
        return false;
    }
    sheet.fault(
        row,
        "denominator",
        Diagnostic::error(
            rule::NOTHING_OF_NOTHING,
            "a share or mean of nothing has a value",
        )
        .help("Write [z] into the value, or correct the denominator."),
    );
    true
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

fn wide(sheet: &mut Sheet, row: &Row, figures: &mut Figures) {
    let Some(at) = coordinates(sheet, row) else {
        return;
    };
    let columns = sheet.columns.figures.clone();
    for column in columns {
        let cell = row.cell(column.column).trim();
        let contact = column.contact.unwrap_or(at.contact);
        let of_complaints = contact == code::COMPLAINT;
        // A column of compliments beside rows for each stage is filled in once.
        if cell.is_empty() && !of_complaints && at.stage != code::ALL {
            continue;
        }
        let mut key = key(&at, column.measure);
        key.contact = contact;
        if !of_complaints {
            key.procedure = code::ALL;
            key.stage = code::ALL;
        }
        if let Some((breakdown, category)) = column.breakdown {
            key = key.with(sheet.codes, breakdown, category);
        }
        let unit = measures::unit(
            key.measure,
            key.procedure,
            key.stage,
            sheet.site,
            sheet.codes,
        );
        let place = sheet.table.cell(row.number, column.column);
        let read = figure(sheet.codes, cell, unit, &key, Qualifier::None);
        let value = sheet.read_at(place.clone(), cell, read);
        let Some(value) = value else { continue };
        if !compatible(sheet, row, &key, value) {
            continue;
        }
        let record = AggregateRecord {
            origin: place,
            key,
            value,
            qualifier: Qualifier::None,
            numerator: None,
            denominator: None,
            unit,
            basis: "".into(),
            source: sheet.cell(row, "source").into(),
            note: sheet.cell(row, "note").into(),
        };
        alive(sheet, &record);
        figures.add(record, at.total);
    }
}

/// Compares the rows of totals with the rows that they add up.
fn check_totals(sheet: &mut Sheet, figures: &Figures) {
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
