//! Workbooks in the form of Excel.

mod dates;
mod shared;

use self::dates::{dates, day, midnight};
use self::shared::{shared, unescaped};
use super::sheet::{Builder, Finished, Mark, position};
use super::{SheetName, Trouble, Workbook, attribute, reference};
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
}
