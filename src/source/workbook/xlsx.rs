//! Workbooks in the form of Excel.

use super::sheet::{Builder, Finished, Mark, position};
use super::{SheetName, Trouble, Workbook, attribute, reference};
use chrono::{Days, NaiveDate, TimeDelta};
use quick_xml::events::Event;
use std::collections::HashMap;

/// What is known of a workbook before a sheet of it is read.
pub(super) struct Book {
    pub names: Vec<SheetName>,
    pub from_1904: bool,
    paths: Vec<String>,
    /// The texts that cells point to.
    shared: Vec<String>,
    /// For each style of cell, whether it shows a number as a date.
    dates: Vec<bool>,
}

/// The most bytes of shared texts.
const SHARED: usize = 128 << 20;

impl Book {
    /// Reads the lists of sheets, texts and styles, and looks into each sheet for a cell with something in it.
    pub(super) fn open(book: &mut Workbook<'_>) -> Result<Book, Trouble> {
        let targets = targets(book)?;
        let mut found = Book {
            names: Vec::new(),
            from_1904: false,
            paths: Vec::new(),
            shared: Vec::new(),
            dates: Vec::new(),
        };
        found.list(book, &targets)?;
        for index in 0..found.paths.len() {
            found.names[index].filled = filled(book, &found.paths[index])?;
        }
        found.shared = shared(book)?;
        found.dates = dates(book)?;
        Ok(found)
    }

    fn list(
        &mut self,
        book: &mut Workbook<'_>,
        targets: &HashMap<String, String>,
    ) -> Result<(), Trouble> {
        let mut xml = book.part("xl/workbook.xml")?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(tag) if tag.local_name().as_ref() == "workbookPr" => {
                    self.from_1904 =
                        attribute(&tag, "date1904").is_some_and(|value| is_true(&value));
                }
                Event::Start(tag) if tag.local_name().as_ref() == "sheet" => {
                    // The relation's id and the sheet's own differ in their prefix alone.
                    let relation = tag
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .find(|a| a.key.as_ref().ends_with(":id"));
                    let path = relation.and_then(|relation| targets.get(relation.value.as_ref()));
                    let (Some(path), Some(name)) = (path, attribute(&tag, "name")) else {
                        continue;
                    };
                    if !path.contains("worksheets/") {
                        continue;
                    }
                    self.paths.push(path.clone());
                    self.names.push(SheetName {
                        name: name.into_owned(),
                        hidden: attribute(&tag, "state").is_some_and(|state| state != "visible"),
                        filled: false,
                    });
                    if self.names.len() > 1000 {
                        return Err(Trouble::Bomb("it has more than a thousand sheets".into()));
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads a sheet.
    pub(super) fn read(
        &self,
        book: &mut Workbook<'_>,
        index: usize,
        mut builder: Builder<'_>,
    ) -> Result<Option<Finished>, Trouble> {
        let mut xml = book.part(&self.paths[index])?;
        let mut buffer = Vec::new();
        let mut at = At::default();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "col" if attribute(&tag, "hidden").is_some_and(|value| is_true(&value)) => {
                        let number = |name| {
                            attribute(&tag, name).and_then(|value| value.parse::<usize>().ok())
                        };
                        if let (Some(first @ 1..), Some(last)) = (number("min"), number("max")) {
                            builder.hide(first - 1..last);
                        }
                    }
                    "row" => {
                        let number = attribute(&tag, "r").and_then(|value| value.parse().ok());
                        at.begin_row(number)?;
                        at.hidden = attribute(&tag, "hidden").is_some_and(|value| is_true(&value));
                    }
                    "c" => {
                        let name = attribute(&tag, "r")
                            .map(|name| position(&name).ok_or(Trouble::Damaged))
                            .transpose()?;
                        at.begin_cell(name.map(|(_, column)| column));
                        at.style = attribute(&tag, "s")
                            .and_then(|value| value.parse().ok())
                            .unwrap_or(0);
                        at.kind = Held::of(attribute(&tag, "t").as_deref());
                    }
                    "v" | "t" if at.in_cell => at.in_text = !at.in_phonetic,
                    "rPh" => at.in_phonetic = true,
                    "f" => at.formula = true,
                    "mergeCell" => {
                        if let Some(area) = attribute(&tag, "ref") {
                            builder.merged(&area);
                        }
                    }
                    _ => {}
                },
                Event::Text(text) if at.in_text => at.text.push_str(&text.xml10_content()),
                Event::CData(text) if at.in_text => at.text.push_str(&text.xml10_content()),
                Event::GeneralRef(name) if at.in_text => {
                    at.text.push_str(&reference(&name).ok_or(Trouble::Damaged)?);
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "v" | "t" => at.in_text = false,
                    "rPh" => at.in_phonetic = false,
                    "c" => {
                        let (text, mark) = self.value(&at)?;
                        builder.cell(at.row, at.column, &text, mark);
                        at.in_cell = false;
                    }
                    "row" => builder.end_row(at.row, at.hidden, 1)?,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(builder.finish())
    }

    /// Returns a cell's text as the spreadsheet means it.
    fn value(&self, at: &At) -> Result<(String, Mark), Trouble> {
        let text = at.text.trim();
        if text.is_empty() {
            let never = at.formula && at.kind != Held::Text;
            return Ok((
                String::new(),
                if never { Mark::NoValue } else { Mark::None },
            ));
        }
        Ok(match at.kind {
            Held::Shared => {
                let index: usize = text.parse().map_err(|_| Trouble::Damaged)?;
                (
                    self.shared.get(index).ok_or(Trouble::Damaged)?.clone(),
                    Mark::None,
                )
            }
            Held::Text => (unescaped(&at.text), Mark::None),
            Held::Bool => (
                if text == "1" { "TRUE" } else { "FALSE" }.into(),
                Mark::None,
            ),
            Held::Error => (text.into(), Mark::Error),
            Held::Date => (midnight(text), Mark::None),
            Held::Number => {
                let is_date = self.dates.get(at.style).copied().unwrap_or(false);
                let date = is_date.then(|| day(text, self.from_1904)).flatten();
                (date.unwrap_or_else(|| plain(text)), Mark::None)
            }
        })
    }
}

/// Where the reader of a sheet stands.
#[derive(Debug, Default)]
struct At {
    row: u32,
    column: usize,
    next_column: usize,
    hidden: bool,
    in_cell: bool,
    in_text: bool,
    in_phonetic: bool,
    formula: bool,
    style: usize,
    kind: Held,
    text: String,
}

/// What kind of value a cell holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Held {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl Held {
    fn of(kind: Option<&str>) -> Held {
        match kind {
            Some("s") => Held::Shared,
            Some("str" | "inlineStr") => Held::Text,
            Some("b") => Held::Bool,
            Some("e") => Held::Error,
            Some("d") => Held::Date,
            _ => Held::Number,
        }
    }
}

impl At {
    /// A row without a number follows the one before; rows that go back make no sheet.
    fn begin_row(&mut self, number: Option<u32>) -> Result<(), Trouble> {
        let row = number.unwrap_or(self.row + 1);
        if row <= self.row || row > 1 << 24 {
            return Err(Trouble::Damaged);
        }
        self.row = row;
        self.next_column = 0;
        Ok(())
    }

    fn begin_cell(&mut self, column: Option<usize>) {
        self.column = column.unwrap_or(self.next_column);
        self.next_column = self.column + 1;
        self.in_cell = true;
        self.in_text = false;
        self.formula = false;
        self.text.clear();
    }
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// Returns the parts that the workbook's relations point to, by their id.
fn targets(book: &mut Workbook<'_>) -> Result<HashMap<String, String>, Trouble> {
    let mut targets = HashMap::new();
    let mut xml = book.part("xl/_rels/workbook.xml.rels")?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target"))
                {
                    let path = match target.strip_prefix('/') {
                        Some(path) => path.to_owned(),
                        None => format!("xl/{}", target.trim_start_matches("./")),
                    };
                    targets.insert(id.into_owned(), path);
                }
            }
            Event::Eof => return Ok(targets),
            _ => {}
        }
    }
}

/// Returns whether a sheet has a cell with something in it.
fn filled(book: &mut Workbook<'_>, path: &str) -> Result<bool, Trouble> {
    let mut xml = book.part(path)?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) if matches!(tag.local_name().as_ref(), "v" | "is" | "f") => {
                return Ok(true);
            }
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => return Ok(false),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// Reads the texts that cells point to. How many the file says there are is not looked at.
fn shared(book: &mut Workbook<'_>) -> Result<Vec<String>, Trouble> {
    let mut shared = Vec::new();
    if book
        .archive
        .index_for_name("xl/sharedStrings.xml")
        .is_none()
    {
        return Ok(shared);
    }
    let mut xml = book.part("xl/sharedStrings.xml")?;
    let mut buffer = Vec::new();
    let (mut text, mut in_text, mut in_phonetic, mut bytes) = (String::new(), false, false, 0);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => in_text = !in_phonetic,
                "rPh" => in_phonetic = true,
                _ => {}
            },
            Event::Text(part) if in_text => text.push_str(&part.xml10_content()),
            Event::CData(part) if in_text => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) if in_text => {
                text.push_str(&reference(&name).ok_or(Trouble::Damaged)?)
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                "si" => {
                    bytes += text.len() + size_of::<String>();
                    if bytes > SHARED {
                        return Err(Trouble::Bomb(
                            "it holds more text than can be read from a workbook".into(),
                        ));
                    }
                    shared.push(unescaped(&std::mem::take(&mut text)));
                }
                _ => {}
            },
            Event::Eof => return Ok(shared),
            _ => {}
        }
    }
}

/// Undoes `_x000D_`, by which workbooks write characters that XML cannot hold; line breaks become plain ones.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        match code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
        {
            Some('\r') => rest = &rest[at + 7..],
            Some(c) => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}

/// Returns for each style of cell whether it shows a number as a date.
fn dates(book: &mut Workbook<'_>) -> Result<Vec<bool>, Trouble> {
    let mut dates = Vec::new();
    if book.archive.index_for_name("xl/styles.xml").is_none() {
        return Ok(dates);
    }
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut in_cells = false;
    let mut xml = book.part("xl/styles.xml")?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) => {
                let id = attribute(&tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                match (tag.local_name().as_ref(), id) {
                    ("numFmt", Some(id)) => {
                        let code = attribute(&tag, "formatCode").unwrap_or_default();
                        own.insert(id, shows_date(&code));
                    }
                    ("cellXfs", _) => in_cells = true,
                    ("xf", id) if in_cells && dates.len() < 1 << 16 => {
                        let id = id.unwrap_or(0);
                        let built_in =
                            matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58);
                        dates.push(own.get(&id).copied().unwrap_or(built_in));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(dates),
            _ => {}
        }
    }
}

/// Returns whether a format shows days or years, outside quotation marks and brackets.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut skip) = (false, false, false);
    let code = code.to_lowercase();
    if code.starts_with("general") {
        return false;
    }
    for c in code.chars() {
        match c {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            '\\' | '_' | '*' => skip = true,
            '[' => bracket = true,
            ']' => bracket = false,
            'd' | 'y' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

/// Returns the date that a spreadsheet's number stands for, with its time when it has one.
fn day(text: &str, from_1904: bool) -> Option<String> {
    let serial: f64 = text.parse().ok()?;
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (year, month, first) = match (from_1904, serial >= 61.0) {
        (true, _) => (1904, 1, 1),
        (false, true) => (1899, 12, 30),
        // Spreadsheets believe in 29 February 1900; before it days count from one day later.
        (false, false) => (1899, 12, 31),
    };
    let date =
        NaiveDate::from_ymd_opt(year, month, first)?.checked_add_days(Days::new(serial as u64))?;
    let seconds = ((serial - serial.floor()) * 86_400.0).round() as i64;
    if seconds == 0 {
        return Some(date.to_string());
    }
    let time = date
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(TimeDelta::seconds(seconds))?;
    Some(time.format("%Y-%m-%d %H:%M:%S").to_string())
}

/// Returns an ISO date-time without a time of midnight.
fn midnight(text: &str) -> String {
    let text = text.trim_end_matches('Z');
    match text.split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.')) => date.into(),
        Some((date, time)) => format!("{date} {time}"),
        None => text.into(),
    }
}

/// Returns a number as people write it: without `.0`, without the dust of binary fractions, never with an exponent.
pub(super) fn plain(text: &str) -> String {
    let Ok(value) = text.parse::<f64>() else {
        return text.into();
    };
    if !value.is_finite() || value.abs() >= 1e15 {
        return text.into();
    }
    let digits = format!("{value:.9}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    if digits == "-0" {
        "0".into()
    } else {
        digits.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (text, written) in [
            ("12", "12"),
            ("12.0", "12"),
            ("27.500000000000004", "27.5"),
            ("1E3", "1000"),
            ("-0", "0"),
            ("x", "x"),
        ] {
            assert_eq!(plain(text), written);
        }
    }

    #[test]
    fn days_are_counted_as_the_workbook_counts_them() {
        assert_eq!(day("45476", false).as_deref(), Some("2024-07-03"));
        assert_eq!(day("44014", true).as_deref(), Some("2024-07-03"));
        assert_eq!(day("1", false).as_deref(), Some("1900-01-01"));
        assert_eq!(
            day("45476.5", false).as_deref(),
            Some("2024-07-03 12:00:00")
        );
        assert_eq!(day("-1", false), None);
    }

    #[test]
    fn formats_with_days_or_years_show_dates() {
        for code in ["dd/mm/yyyy", "[$-809]d mmmm yyyy;@", "yyyy\\-mm\\-dd"] {
            assert!(shows_date(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0 \"days\"",
            "[Red]0",
            "_-* #,##0_-",
            "h:mm",
        ] {
            assert!(!shows_date(code), "{code}");
        }
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_read() {
        assert_eq!(unescaped("a_x000D_\nb_x0041__xyz"), "a\nbA_xyz");
    }
}
