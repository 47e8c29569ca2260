//! A figure as text: on pages, in sentences and in files.
//!
//! Shares and means are whole on pages and carry one decimal in files (contract 4). A share that rounds to 100 or 0 without
//! being it says so in words.

use super::figures::Figure;
use super::names::Names;
use super::page::{Beside, Cell};
use super::tidy::{ROUNDED, RowMaker, TidyRow};
use crate::dataset::Qualifier;
use crate::number::Decimal;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{ObservationKey, Unit, code};
use std::cell::RefCell;
use std::sync::Arc;

/// Returns a number as a page prints it, without its unit: `1,805`, `66`, `more than 99`, `£` left out.
pub fn plain(number: Decimal, figure: &Figure, names: &Names) -> String {
    let is_mean = matches!(
        figure.unit,
        Unit::WorkingDays | Unit::CalendarDays | Unit::SchoolDays
    );
    match figure.unit {
        Unit::Percent => percent(number, figure, names),
        _ if is_mean => whole(number, figure).grouped(),
        _ => number.grouped(),
    }
}

fn percent(number: Decimal, figure: &Figure, names: &Names) -> String {
    let words = names.words;
    // The exact parts decide, not the rounded number: 99.96 rounds to 100.0 and is still not all of them.
    let (below_all, above_none) = match (figure.numerator, figure.denominator) {
        (Some(a), Some(b)) if b > 0 => (a < b, a > 0),
        _ => (number < Decimal::whole(100), number > Decimal::whole(0)),
    };
    if below_all && above_none && number >= Decimal::new(995, 1) {
        return words.fill("figure.more_than", &[("n", "99")]);
    }
    if above_none && number < Decimal::new(5, 1) {
        return words.fill("figure.less_than", &[("n", "1")]);
    }
    whole(number, figure).grouped()
}

/// Rounds a share or a mean to a whole number, from its exact parts where they make it: 7.47 is 7, though the 7.5 of the
/// file would round to 8.
fn whole(number: Decimal, figure: &Figure) -> Decimal {
    let scale = if figure.unit == Unit::Percent { 100 } else { 1 };
    let exact = |places| Decimal::ratio(figure.numerator?, figure.denominator?, scale, places);
    match exact(0) {
        Some(exactly) if exact(number.places()) == Some(number) => exactly,
        _ => number.round(0),
    }
}

/// Returns a number with its qualifier in words: `about 1,700`, `over 291,000`.
fn qualified(text: String, qualifier: Qualifier, names: &Names) -> String {
    let key = match qualifier {
        Qualifier::None | Qualifier::Unsigned => return text,
        Qualifier::About => "figure.about",
        Qualifier::Over => "figure.over",
        Qualifier::Under => "figure.under",
    };
    names.words.fill(key, &[("n", &text)])
}

/// Returns a figure's text without its unit, for a table whose head names the unit.
pub fn bare(figure: &Figure, names: &Names) -> String {
    match figure.value {
        ReleasedValue::Number(number) if names.is_change(figure.key.measure) => {
            change(number, figure, names)
        }
        ReleasedValue::Number(number) => {
            qualified(plain(number, figure, names), figure.qualifier, names)
        }
        ReleasedValue::Withheld(why) => format!("[{}]", why.letter()),
    }
}

/// Returns a figure's text with the sign of its unit: `66%`, `£300`; days and counts have none.
pub fn with_unit(figure: &Figure, names: &Names) -> String {
    let text = bare(figure, names);
    if figure.number().is_none() || names.is_change(figure.key.measure) {
        return text;
    }
    match figure.unit {
        Unit::Percent => format!("{text}%"),
        Unit::Gbp => format!("£{text}"),
        _ => text,
    }
}

/// Returns a change in words: `1 more`, `9 fewer`, `same`, `3 points higher`, `2 days shorter`.
fn change(number: Decimal, figure: &Figure, names: &Names) -> String {
    let words = names.words;
    let percent_of = names.is_change_percent(figure.key.measure);
    let sign = match figure.unit {
        Unit::Gbp => "£",
        _ => "",
    };
    if figure.qualifier == Qualifier::Unsigned {
        let text = if percent_of {
            percent_of_change(number, figure, names)
        } else {
            format!("{sign}{}", number.absolute().grouped())
        };
        return words.fill("change.unsigned", &[("n", &text)]);
    }
    if number.is_zero() {
        return words.get("change.same").to_owned();
    }
    let of_share = !percent_of && figure.unit == Unit::Percent;
    let days = matches!(
        figure.unit,
        Unit::WorkingDays | Unit::CalendarDays | Unit::SchoolDays
    );
    let kind = match () {
        () if percent_of && names.is_change_of_things(figure.key.measure) => "percent",
        () if percent_of => "percent_of_amount",
        () if of_share => "points",
        () if days => "days",
        () if figure.unit == Unit::Gbp => "money",
        () if matches!(figure.unit, Unit::Per1000 | Unit::Per100000) => "rate",
        () => "count",
    };
    let direction = if number.is_negative() { "down" } else { "up" };
    let size = match kind {
        "points" | "days" => number
            .absolute()
            .round(if number.absolute() < Decimal::whole(1) {
                1
            } else {
                0
            }),
        _ => number.absolute(),
    };
    let text = if percent_of {
        percent_of_change(number, figure, names)
    } else {
        format!("{sign}{}", size.grouped())
    };
    let text = qualified(text, figure.qualifier, names);
    let singular = size == Decimal::whole(1);
    words.fill(
        &format!(
            "change.{kind}_{direction}.{}",
            if singular { "one" } else { "other" }
        ),
        &[("n", &text)],
    )
}

/// Returns the size of a change in per cent, whole as all shares are: `13%`, `less than 1%`.
fn percent_of_change(number: Decimal, figure: &Figure, names: &Names) -> String {
    let size = whole(number, figure).absolute();
    if size.is_zero() && !number.is_zero() {
        let text = names.words.fill("figure.less_than", &[("n", "1")]);
        return format!("{text}%");
    }
    format!("{}%", size.grouped())
}

/// Returns a figure as a table's cell or a tile's number.
pub fn cell(figure: &Figure, key: Arc<str>, names: &Names, unit: bool) -> Cell {
    let text = if unit {
        with_unit(figure, names)
    } else {
        bare(figure, names)
    };
    let meaning = match figure.value {
        ReleasedValue::Withheld(why) => names.words.get(symbol(why)).to_owned(),
        ReleasedValue::Number(_) => String::new(),
    };
    let mut marks = Vec::new();
    if is_nought(&text) && figure.numerator.is_some_and(|top| top > 0) {
        marks.push((
            "[low]".to_owned(),
            names.words.get("symbols.low").to_owned(),
        ));
    }
    if figure.number().is_some() && figure.status.series_break {
        marks.push(("[b]".to_owned(), names.words.get("symbols.b").to_owned()));
    }
    if figure.number().is_some() && figure.status.revised {
        marks.push(("[r]".to_owned(), names.words.get("symbols.r").to_owned()));
    }
    let beside = Beside {
        meaning,
        marks,
        link: String::new(),
    };
    Cell {
        key,
        text,
        beside: beside.boxed(),
        words: false,
    }
}

/// Returns whether a number is printed as nought: `0`, `0.0`.
fn is_nought(text: &str) -> bool {
    text.starts_with('0') && text.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

fn symbol(why: Shorthand) -> &'static str {
    match why {
        Shorthand::Confidential => "symbols.c",
        Shorthand::NotAvailable => "symbols.x",
        Shorthand::NotApplicable => "symbols.z",
    }
}

/// Returns the cells that all rows of a service and period begin with.
pub fn row_head(key: &ObservationKey, names: &Names) -> Box<str> {
    let subject = names.site.services.get(key.service);
    let council = &names.site.council;
    let mut row = RowMaker::default();
    row.words([&*council.area_code].into_iter());
    row.words([&*council.name].into_iter());
    row.written(|text| key.period.push_id(text));
    row.cell(key.period.kind().code());
    row.cell(names.codes.word(key.service));
    row.cell(subject.map_or("", |node| &node.subject));
    row.head()
}

/// Returns a figure as a row of the published table, of which the first cells are there.
pub fn row(head: &str, figure: &Figure, names: &Names) -> TidyRow {
    let mut row = RowMaker::after(head);
    let key = &figure.key;
    let word = |code| names.codes.word(code);
    let breakdowns = || key.breakdowns.iter().flatten();
    row.cell(word(key.contact));
    row.cell(word(key.procedure));
    row.cell(word(key.stage));
    if key.breakdowns[0].is_none() {
        row.cell("all");
        row.cell("all");
    } else {
        row.joined(breakdowns().map(|pair| word(pair.0)), '+');
        row.joined(breakdowns().map(|pair| word(pair.1)), '+');
    }
    row.cell(word(key.measure));
    row.number(figure.number().map(|number| filed(number, figure)));
    row.qualifier(match figure.rounded {
        true => ROUNDED,
        false => figure.qualifier.code(),
    });
    row.cell(figure.unit.code());
    row.number(
        names
            .target_days(key)
            .map(|days| Decimal::whole(days.into())),
    );
    row.number(figure.numerator.map(Decimal::whole));
    row.number(figure.denominator.map(Decimal::whole));
    row.cell(figure.base.map_or("", word));
    row.status(status(figure).into_iter().flatten());
    row.words(figure.notes.iter().map(|note| &**note));
    row.finish(written(key, names), Some(*key))
}

/// Returns a key in writing. It is written into a text that is used again, and so taken from memory once.
fn written(key: &ObservationKey, names: &Names) -> Arc<str> {
    thread_local!(static TEXT: RefCell<String> = RefCell::default());
    TEXT.with_borrow_mut(|text| {
        text.clear();
        key.push_text(names.codes, text);
        text.as_str().into()
    })
}

/// One decimal for shares and means, as printed for what was supplied.
fn filed(number: Decimal, figure: &Figure) -> Decimal {
    match figure.unit {
        Unit::Percent | Unit::WorkingDays | Unit::CalendarDays | Unit::SchoolDays => {
            number.round(1)
        }
        _ => number,
    }
}

/// The letters of the `status` column.
fn status(figure: &Figure) -> [Option<&'static str>; 4] {
    if let ReleasedValue::Withheld(why) = figure.value {
        return [Some(why.letter()), None, None, None];
    }
    let marks = [
        low(figure).then_some("low"),
        figure.status.series_break.then_some("b"),
        figure.status.provisional.then_some("p"),
        figure.status.revised.then_some("r"),
    ];
    match marks {
        [None, None, None, None] => [Some("ok"), None, None, None],
        marks => marks,
    }
}

/// Whether the value rounds to nought in the file but is not nought.
fn low(figure: &Figure) -> bool {
    figure.numerator.is_some_and(|top| top > 0)
        && figure
            .number()
            .is_some_and(|number| number.round(1).is_zero())
}

/// Returns the key of the base of outcomes for a stage: what their table is of.
pub fn outcome_measure(names: &Names) -> crate::vocabulary::Code {
    match names.site.measures.outcome_basis {
        crate::config::OutcomeBasis::Received => code::RECEIVED,
        crate::config::OutcomeBasis::Responded => code::RESPONDED,
    }
}
