//! The many spellings of a period.
//!
//! `2011-12` is a council's year here and never a month: the column says that it holds periods, so nothing is guessed. A
//! bare year (`2023`) and a bare quarter (`Q1 2023`) are refused, because councils mean different twelve months by them.

use super::Period;
use super::day::{iso, month_named};
use chrono::{Months, NaiveDate};
use std::fmt;

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeriodError {
    /// Nothing is written.
    Empty,
    /// The second year does not follow the first: `2023-25`.
    NotConsecutive,
    /// A single year, which could be two things: `2023`, `Q1 2023`.
    SingleYear,
    /// A day or month, usually a year that a spreadsheet turned into a date: `2023-04-01`, `Oct-11`.
    Date,
    /// The last day stands before the first.
    Backwards,
    /// Anything else.
    Unknown,
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PeriodError::Empty => "there is no period",
            PeriodError::NotConsecutive => {
                "the second year of a period must be the one after the first"
            }
            PeriodError::SingleYear => "a single year can mean two different periods",
            PeriodError::Date => "this is a day or a month, not a period",
            PeriodError::Backwards => "the period ends before it begins",
            PeriodError::Unknown => "this is not a period",
        })
    }
}

impl std::error::Error for PeriodError {}

impl PeriodError {
    /// Returns what to write instead.
    pub fn help(&self) -> &'static str {
        match self {
            PeriodError::SingleYear => {
                "write 2023-24 for April 2023 to March 2024, 2023-24-q1 for its first quarter, or calendar-2023 for January to December"
            }
            PeriodError::Date => {
                "a spreadsheet may have turned a year such as 10-11 into a date: format the column as text and write 2010-11"
            }
            _ => "write a year as 2023-24 and a quarter as 2023-24-q1",
        }
    }
}

pub(super) fn period(text: &str) -> Result<Period, PeriodError> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(PeriodError::Empty);
    }
    if text == "undated" {
        return Ok(Period::Undated);
    }
    if let Some(range) = days(&text) {
        return range;
    }
    let words = words(&text);
    if let Some(found) = months(&words) {
        return found;
    }
    by_words(&words)
}

/// Writes dashes of all kinds as hyphens and spaces of all kinds as one space, in small letters.
fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Parses two days: `2023-01-01--2023-03-31`, `2023-01-01 to 2023-03-31`. A single day is told apart from a year.
fn days(text: &str) -> Option<Result<Period, PeriodError>> {
    let day = |text: &str| iso(text.trim());
    if day(text).is_some() {
        return Some(Err(PeriodError::Date));
    }
    let (from, to) = text.split_once("--").or_else(|| text.split_once(" to "))?;
    let (from, to) = (day(from)?, day(to)?);
    Some(if from <= to {
        Ok(Period::Range(from, to))
    } else {
        Err(PeriodError::Backwards)
    })
}

/// A piece of a spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    /// Two or four digits; how many, and the number.
    Number(usize, u16),
    /// A month by its name, 1 to 12.
    Month(u32),
    /// `q1`.
    Quarter(u8),
    /// Any other word.
    Other(String),
}

/// Splits at everything that is neither letter nor digit, and between letters and digits (`FY23`, but `q1` is one).
fn words(text: &str) -> Vec<Word> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        let same = (c.is_ascii_digit() && last.is_ascii_digit())
            || (c.is_alphabetic() && last.is_alphabetic());
        match parts.last_mut() {
            Some(part) if same => part.push(c),
            _ if c.is_alphanumeric() => parts.push(c.into()),
            _ => {}
        }
        last = c;
    }
    let mut words: Vec<Word> = Vec::new();
    for part in parts {
        let quarter = match (words.last(), part.as_str()) {
            (Some(Word::Other(before)), "1" | "2" | "3" | "4") => {
                matches!(before.as_str(), "q" | "qtr" | "quarter")
            }
            _ => false,
        };
        if quarter {
            words.pop();
            words.push(Word::Quarter(part.bytes().map(|b| b - b'0').sum()));
        } else {
            words.push(word(part));
        }
    }
    words
}

fn word(part: String) -> Word {
    if let Ok(number) = part.parse() {
        return Word::Number(part.len(), number);
    }
    match month_named(&part) {
        Some(month) => Word::Month(month),
        None => Word::Other(part),
    }
}

/// Parses months: `Apr-Jun 2023`, `April 2023 to March 2024`, `Q1 (Apr-Jun) 2023/24` is left to [`by_words`].
fn months(words: &[Word]) -> Option<Result<Period, PeriodError>> {
    use Word::{Month, Number, Other};
    let plain: Vec<&Word> = words
        .iter()
        .filter(|word| !matches!(word, Other(text) if text == "to" || text == "and"))
        .collect();
    let (first, last, from, to) = match plain[..] {
        [Month(_), Number(..)] => return Some(Err(PeriodError::Date)),
        [Month(from), Month(to), Number(digits, year)] => {
            let last = full(*digits, *year)?;
            // A stretch over New Year with one year written could begin in either.
            if from > to {
                return Some(Err(PeriodError::SingleYear));
            }
            (last, last, *from, *to)
        }
        [
            Month(from),
            Number(digits, year),
            Month(to),
            Number(digits_to, year_to),
        ] => (
            full(*digits, *year)?,
            full(*digits_to, *year_to)?,
            *from,
            *to,
        ),
        _ => return None,
    };
    Some(stretch(first, from, last, to))
}

/// Returns the period from the first day of one month to the last day of another: of the council's own kinds where it is
/// one, else a range.
fn stretch(first: u16, from: u32, last: u16, to: u32) -> Result<Period, PeriodError> {
    let begin = NaiveDate::from_ymd_opt(first.into(), from, 1);
    let end = NaiveDate::from_ymd_opt(last.into(), to, 1)
        .and_then(|day| day.checked_add_months(Months::new(1)))
        .and_then(|day| day.pred_opt());
    let (Some(begin), Some(end)) = (begin, end) else {
        return Err(PeriodError::Unknown);
    };
    if end < begin {
        return Err(PeriodError::Backwards);
    }
    let candidates = [
        Period::quarter_of(begin),
        Period::Year(first),
        Period::Academic(first),
        Period::Calendar(first),
    ];
    let same = candidates
        .into_iter()
        .find(|period| period.start() == Some(begin) && period.end() == Some(end));
    Ok(same.unwrap_or(Period::Range(begin, end)))
}

/// Parses years and quarters, with words that say which kind of year.
fn by_words(words: &[Word]) -> Result<Period, PeriodError> {
    let mut academic = false;
    let mut calendar = false;
    let mut quarter = None;
    let mut months = Vec::new();
    let mut numbers = Vec::new();
    for word in words {
        match word {
            Word::Number(digits, number) => numbers.push((*digits, *number)),
            Word::Quarter(found) if quarter.is_none() => quarter = Some(*found),
            Word::Month(month) => months.push(*month),
            Word::Other(text) => match text.as_str() {
                "academic" | "school" | "ay" => academic = true,
                "calendar" | "cy" => calendar = true,
                "fy" | "financial" | "year" | "f" | "y" | "to" | "the" | "council" => {}
                _ => return Err(PeriodError::Unknown),
            },
            Word::Quarter(_) => return Err(PeriodError::Unknown),
        }
    }
    if !months_fit(quarter, &months) || (academic && calendar) {
        return Err(PeriodError::Unknown);
    }
    match (numbers.as_slice(), quarter) {
        ([one], None) if calendar => full(one.0, one.1)
            .map(Period::Calendar)
            .ok_or(PeriodError::Unknown),
        (_, Some(_)) if academic || calendar => Err(PeriodError::Unknown),
        (_, None) if calendar => Err(PeriodError::Unknown),
        ([_], _) => Err(single(&numbers)),
        ([first, second], quarter) => {
            let year = consecutive(*first, *second)?;
            Ok(match quarter {
                Some(quarter) => Period::Quarter(year, quarter),
                None if academic => Period::Academic(year),
                None => Period::Year(year),
            })
        }
        _ => Err(PeriodError::Unknown),
    }
}

/// Parses a quarter of any year: `Q1`, `quarter 1`, `1`, `Jan-Mar`, `January to March`.
pub fn quarter(text: &str) -> Option<u8> {
    let words = words(text);
    let mut months = Vec::new();
    for word in &words {
        match word {
            Word::Month(month) => months.push(*month),
            Word::Other(text) if text == "to" || text == "and" => {}
            _ => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                return digits
                    .parse()
                    .ok()
                    .filter(|number| (1..=4).contains(number));
            }
        }
    }
    (1..=4).find(|quarter| months.len() == 2 && months_fit(Some(*quarter), &months))
}

/// Returns whether the months beside a quarter are its own: `Q1 (Apr-Jun) 2023/24`.
fn months_fit(quarter: Option<u8>, months: &[u32]) -> bool {
    match (quarter, months) {
        (_, []) => true,
        (Some(quarter), [from, to]) => {
            let first = (u32::from(quarter) * 3) % 12 + 1;
            *from == first && *to == first + 2
        }
        _ => false,
    }
}

fn single(numbers: &[(usize, u16)]) -> PeriodError {
    match numbers {
        [(4, year)] if (1900..2200).contains(year) => PeriodError::SingleYear,
        // Five digits are a day as a spreadsheet counts them.
        [(5, _)] => PeriodError::Date,
        _ => PeriodError::Unknown,
    }
}

/// Returns the first of two years that follow each other.
fn consecutive(first: (usize, u16), second: (usize, u16)) -> Result<u16, PeriodError> {
    let year = full(first.0, first.1).ok_or(PeriodError::Unknown)?;
    let follows = match second.0 {
        4 => second.1 == year + 1,
        2 => second.1 == (year + 1) % 100,
        _ => return Err(PeriodError::Unknown),
    };
    if follows {
        Ok(year)
    } else {
        Err(PeriodError::NotConsecutive)
    }
}

/// Returns a year of two or four digits in full; two digits from 80 up lie in the last century.
fn full(digits: usize, number: u16) -> Option<u16> {
    match digits {
        4 if (1900..2200).contains(&number) => Some(number),
        2 if number >= 80 => Some(1900 + number),
        2 => Some(2000 + number),
        _ => None,
    }
}
