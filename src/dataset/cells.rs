//! One cell of text to one value, or to a precise fault.
//!
//! Each function takes a trimmed cell. A fault comes without a place: the caller adds it
//! (`report.push(fault.at(table.cell(row, column)))`).

pub use super::dates::date;
pub use super::words::{code, code_otherwise, plain, service, service_otherwise};
use crate::diagnostic::{Diagnostic, cut, named as rule};
use crate::number::Decimal;
use crate::period::{Period, PeriodError};
use crate::release::Shorthand;

/// A fault in a cell, without its place.
pub type Fault = Box<Diagnostic>;

/// A value that was read, perhaps with a warning about how it was written.
#[derive(Debug)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// What to tell the officer.
    pub warning: Option<Fault>,
}

impl<T> Read<T> {
    fn plain(value: T) -> Self {
        Read {
            value,
            warning: None,
        }
    }
}

/// Returns a text as candour.toml writes it, in quotation marks.
pub fn toml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Reads a period in any of its spellings.
pub fn period(text: &str) -> Result<Period, Fault> {
    Period::parse(text).map_err(|error| Box::new(wrong_period(text, &error)))
}

fn wrong_period(text: &str, error: &PeriodError) -> Diagnostic {
    let forms = "write 2024-25 for the year from April 2024, 2024-25-q2 for its second quarter, or another form of docs/columns.md";
    let help = match error {
        PeriodError::NotConsecutive => {
            "correct one of the two years; 2024-25 is the year from April 2024"
        }
        PeriodError::SingleYear => {
            "write 2024-25 for the council's year or calendar-2024 for January to December"
        }
        PeriodError::Date => {
            "spreadsheets turn 2011-12 into a date: format the column as text, and write the period anew"
        }
        PeriodError::Backwards => "put the earlier day first",
        PeriodError::Empty | PeriodError::Unknown => forms,
    };
    let message = if text.is_empty() {
        "a period is missing here".to_owned()
    } else {
        format!("\"{}\": {error}", cut(text))
    };
    Diagnostic::error(rule::PERIOD, message)
        .value(text)
        .help(help)
}

/// Reads a count: digits, or why there are none.
pub fn count(text: &str) -> Result<Read<Result<i64, Shorthand>>, Fault> {
    if !text.is_empty()
        && text.len() <= MOST_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit())
    {
        return text
            .parse()
            .map(|value| Read::plain(Ok(value)))
            .map_err(|_| wrong_count(text));
    }
    if let Some(shorthand) = shorthand(text) {
        return Ok(Read {
            value: Err(shorthand.value),
            warning: shorthand.warning,
        });
    }
    if let Some(digits) = without_commas(text)
        && let Ok(value) = digits.parse()
    {
        return Ok(Read {
            value: Ok(value),
            warning: Some(commas(text, &digits)),
        });
    }
    if let Some(whole) = Decimal::parse(text)
        .and_then(Decimal::as_whole)
        .filter(|whole| (0..1_000_000_000_000).contains(whole))
    {
        let warning = Diagnostic::warning(
            rule::NUMBER_READ,
            "counts in this column are written with decimals; read as whole numbers",
        )
        .value(text)
        .help("format the column as whole numbers");
        return Ok(Read {
            value: Ok(whole),
            warning: Some(Box::new(warning)),
        });
    }
    Err(wrong_count(text))
}

/// The most digits before the decimal point: no council has a million million of anything.
const MOST_DIGITS: usize = 12;

/// Parses a number that is not larger than any figure of a council.
fn decimal(text: &str) -> Option<Decimal> {
    let whole = text.split('.').next().unwrap_or_default();
    Decimal::parse(text).filter(|_| whole.trim_start_matches('-').len() <= MOST_DIGITS)
}

/// Reads a number with decimals, perhaps below nought, or why there is none.
pub fn number(text: &str) -> Result<Read<Result<Decimal, Shorthand>>, Fault> {
    if let Some(value) = decimal(text) {
        return Ok(Read::plain(Ok(value)));
    }
    if let Some(shorthand) = shorthand(text) {
        return Ok(Read {
            value: Err(shorthand.value),
            warning: shorthand.warning,
        });
    }
    let (sign, rest) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, String::new()), |(whole, rest)| {
            (whole, format!(".{rest}"))
        });
    if let Some(digits) = without_commas(whole)
        && let Some(value) = decimal(&format!("{sign}{digits}{fraction}"))
    {
        return Ok(Read {
            value: Ok(value),
            warning: Some(commas(text, &value.to_string())),
        });
    }
    Err(wrong_number(text))
}

/// Reads a sum of money: `175`, `175.50`; with a pound sign or commas it is read with a warning.
pub fn money(text: &str) -> Result<Read<Decimal>, Fault> {
    let bare = text.strip_prefix('£').map_or(text, str::trim);
    let (whole, fraction) = bare
        .split_once('.')
        .map_or((bare, String::new()), |(whole, rest)| {
            (whole, format!(".{rest}"))
        });
    let digits = without_commas(whole).unwrap_or_else(|| whole.to_owned());
    let plain = format!("{digits}{fraction}");
    match decimal(&plain).filter(|value| !value.is_negative() && value.places() <= 2) {
        Some(value) if plain == text => Ok(Read::plain(value)),
        Some(value) => Ok(Read {
            value,
            warning: Some(Box::new(
                Diagnostic::warning(
                    rule::NUMBER_READ,
                    format!("\"{}\" is read as {plain} pounds", cut(text)),
                )
                .value(text)
                .help("write the number alone, without £ and without commas"),
            )),
        }),
        None => Err(Box::new(
            Diagnostic::error(
                rule::MONEY,
                format!("\"{}\" is not a sum of money", cut(text)),
            )
            .value(text)
            .help("write the pounds alone, as 175 or 175.50; several are divided by ;"),
        )),
    }
}

/// Reads the signs that stand for a number that is not there. Nothing when the text is none of them.
fn shorthand(text: &str) -> Option<Read<Shorthand>> {
    match text.to_ascii_lowercase().as_str() {
        "[c]" => return Some(Read::plain(Shorthand::Confidential)),
        "[x]" => return Some(Read::plain(Shorthand::NotAvailable)),
        "[z]" => return Some(Read::plain(Shorthand::NotApplicable)),
        _ => {}
    }
    let below = text.strip_prefix('<').map(str::trim);
    let small = below
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    if !small && !["*", "c", "suppressed"].contains(&text.to_ascii_lowercase().as_str()) {
        return None;
    }
    let warning = Diagnostic::warning(
        rule::NUMBER_READ,
        format!("\"{}\" is read as [c]: hidden to protect people", cut(text)),
    )
    .value(text)
    .help("write [c]");
    Some(Read {
        value: Shorthand::Confidential,
        warning: Some(Box::new(warning)),
    })
}

/// Returns the digits of a number with commas between its thousands.
fn without_commas(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let sound = digits(first) && first.len() <= 3 && !rest.is_empty() && rest.len() <= 3;
    (sound && rest.iter().all(|group| group.len() == 3 && digits(group)))
        .then(|| format!("{first}{}", rest.concat()))
}

fn commas(text: &str, read: &str) -> Fault {
    Box::new(
        Diagnostic::warning(
            rule::NUMBER_READ,
            format!("\"{}\" is read as {read}", cut(text)),
        )
        .value(text)
        .help("write numbers without commas"),
    )
}

const CURE: &str = "write a whole number: 0 when there were none, [x] when it is not known, [z] when there can be none";

fn wrong_count(text: &str) -> Fault {
    let shown = cut(text);
    let (message, help) = if text.is_empty() {
        ("a count is missing here".to_owned(), CURE)
    } else if no_number(text) {
        (
            format!("\"{shown}\" does not say whether there were none or whether it is not known"),
            CURE,
        )
    } else if text.contains('%') {
        (
            format!("\"{shown}\" is a share where a count belongs"),
            "write the count; shares are worked out from counts",
        )
    } else if text.contains('£') {
        (
            format!("\"{shown}\" is a sum of money where a count belongs"),
            "move it to a column for money, or write the count",
        )
    } else if Decimal::parse(text).is_some_and(Decimal::is_negative) {
        (
            format!("\"{shown}\" is below nought, which no count is"),
            "look up the true count; a change goes into the long form as …_change",
        )
    } else if Decimal::parse(text).is_some() {
        (
            format!("\"{shown}\" is a fraction of a count"),
            "write a whole number; a mean has a column of its own",
        )
    } else if marked(text) {
        (
            format!("\"{shown}\" carries a footnote mark"),
            "write the number alone and put the note into the column note",
        )
    } else {
        (format!("\"{shown}\" is not a count"), CURE)
    };
    Box::new(
        Diagnostic::error(rule::COUNT, message)
            .value(text)
            .help(help),
    )
}

fn wrong_number(text: &str) -> Fault {
    let shown = cut(text);
    let cure =
        "write a number such as 27 or 27.5; [x] when it is not known, [z] when there can be none";
    let (message, help) = if text.is_empty() {
        ("a figure is missing here".to_owned(), cure)
    } else if no_number(text) {
        (
            format!(
                "\"{shown}\" does not say whether there is no figure or whether it is not known"
            ),
            cure,
        )
    } else if text.contains('%') {
        (
            format!("\"{shown}\" has a per cent sign"),
            "write the number alone: the measure's name says that it is a share",
        )
    } else if text.contains('£') {
        (
            format!("\"{shown}\" has a pound sign"),
            "write the number alone: the unit says that it is money",
        )
    } else if marked(text) {
        (
            format!("\"{shown}\" carries a footnote mark"),
            "write the number alone and put the note into the column note",
        )
    } else if Decimal::parse(text).is_some() {
        (
            format!("\"{shown}\" is larger than any figure of a council"),
            "correct the number; large sums are written in pounds, without pence or units",
        )
    } else {
        (format!("\"{shown}\" is not a number"), cure)
    };
    Box::new(
        Diagnostic::error(rule::COUNT, message)
            .value(text)
            .help(help),
    )
}

/// Returns whether a text is one of the many that stand for "nothing here", each with two meanings.
fn no_number(text: &str) -> bool {
    let folded = crate::vocabulary::fold(text);
    folded.is_empty()
        || [
            "na",
            "nil",
            "none",
            "null",
            "tbc",
            "unknown",
            "notavailable",
            "notapplicable",
            "x",
            "z",
        ]
        .contains(&folded.as_str())
}

/// Returns whether a text is a number with a footnote mark behind it.
fn marked(text: &str) -> bool {
    let bare = text.trim_end_matches(['*', '†', '‡', '§', '¹', '²', '³', '^', '#']);
    bare != text && Decimal::parse(bare.trim()).is_some()
}

/// Splits a cell at `;` into its trimmed parts; empty parts are kept, an empty cell has none.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    text.split(';')
        .map(str::trim)
        .filter(move |_| !text.is_empty())
}

/// Reads yes or no.
pub fn yes_no(text: &str) -> Result<bool, Fault> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "met" => Ok(true),
        "no" | "n" | "false" | "0" | "missed" | "not met" => Ok(false),
        _ => Err(Box::new(
            Diagnostic::error(
                rule::YES_NO,
                format!("\"{}\" is neither yes nor no", cut(text)),
            )
            .value(text)
            .help("write yes or no, or leave the cell empty when it is not known"),
        )),
    }
}

/// Returns whether a label names a row of totals, which is no service: "Total", "Grand total", "Council total", "Overall".
pub fn is_total(label: &str) -> bool {
    let folded = crate::vocabulary::fold(label);
    ["total", "totals", "overall", "sum", "subtotal"].contains(&folded.as_str())
        || folded.ends_with("total")
        || folded.starts_with("total") && folded.len() <= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_digits_and_what_else_may_stand_there_is_settled() {
        let value = |text| {
            count(text)
                .map(|read| (read.value, read.warning.is_some()))
                .ok()
        };
        assert_eq!(value("0"), Some((Ok(0), false)));
        assert_eq!(value("[c]"), Some((Err(Shorthand::Confidential), false)));
        assert_eq!(value("[X]"), Some((Err(Shorthand::NotAvailable), false)));
        for text in ["*", "<5", "< 5", "suppressed", "c"] {
            assert_eq!(
                value(text),
                Some((Err(Shorthand::Confidential), true)),
                "{text}"
            );
        }
        assert_eq!(value("1,234"), Some((Ok(1234), true)));
        assert_eq!(value("12.0"), Some((Ok(12), true)));
        for text in [
            "",
            "n/a",
            "-",
            "..",
            "12%",
            "£12",
            "100% (2)",
            "1.5",
            "-3",
            "12*",
            "1,23",
            "twelve",
            "9999999999999",
            "x",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_may_have_decimals_and_a_sign() {
        let value = |text| {
            number(text)
                .ok()
                .and_then(|read| read.value.ok())
                .map(|value| value.to_string())
        };
        assert_eq!(value("-13.5").as_deref(), Some("-13.5"));
        assert_eq!(value("1,805.5").as_deref(), Some("1805.5"));
        assert_eq!(value("22%"), None);
        assert_eq!(
            value("999999999999.999999").as_deref(),
            Some("999999999999.999999")
        );
        assert_eq!(value("1000000000000"), None);
        assert!(money("9223372036854775807").is_err());
        assert_eq!(money("£1,200.50").unwrap().value.to_string(), "1200.50");
        assert!(money("175").unwrap().warning.is_none());
        assert!(money("-5").is_err() && money("5.123").is_err() && money("five").is_err());
    }

    #[test]
    fn rows_of_totals_are_told_by_their_label() {
        assert!(
            is_total("TOTAL")
                && is_total("Grand total")
                && is_total("Totals:")
                && is_total("Sub-total")
        );
        assert!(!is_total("Housing") && !is_total("Total care partnership for families"));
    }
}
