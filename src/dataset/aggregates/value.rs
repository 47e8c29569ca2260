//! How exact a figure is, what it is counted in, and the figure itself.

use crate::dataset::Qualifier;
use crate::dataset::cells::{self, Fault, Read};
use crate::dataset::measures;
use crate::dataset::sheet::Sheet;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::release::Shorthand;
use crate::source::Row;
use crate::vocabulary::{Code, Codes, ObservationKey, Unit, code};

pub(in crate::dataset) fn qualifier(sheet: &mut Sheet, row: &Row) -> Option<Qualifier> {
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
pub(in crate::dataset) fn unit(
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

/// Reads a figure of this unit.
pub(in crate::dataset) fn figure(
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
