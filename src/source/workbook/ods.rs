//! Workbooks in the form of OpenDocument.

use super::sheet::{Builder, Finished, Mark};
use super::{SheetName, Trouble, Workbook, attribute, comments, reference};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;

/// Lists the sheets, and tells for each whether it is hidden and whether a cell of it holds something.
pub(super) fn names(book: &mut Workbook<'_>) -> Result<Vec<SheetName>, Trouble> {
    let mut names: Vec<SheetName> = Vec::new();
    let mut hidden_styles: HashSet<String> = HashSet::new();
    let mut style = String::new();
    let mut xml = book.part("content.xml")?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "style" => style = attribute(&tag, "name").unwrap_or_default().into_owned(),
                "table-properties" if attribute(&tag, "display").as_deref() == Some("false") => {
                    hidden_styles.insert(style.clone());
                }
                "table" if tag.name().as_ref().starts_with("table:") => {
                    let style = attribute(&tag, "style-name").unwrap_or_default();
                    names.push(SheetName {
                        name: attribute(&tag, "name").unwrap_or_default().into_owned(),
                        hidden: hidden_styles.contains(style.as_ref()),
                        filled: false,
                    });
                    if names.len() > 1000 {
                        return Err(Trouble::Bomb("it has more than a thousand sheets".into()));
                    }
                }
                "table-cell" if holds_something(&tag) => {
                    if let Some(sheet) = names.last_mut() {
                        sheet.filled = true;
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(names),
            _ => {}
        }
    }
}

fn holds_something(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "value-type").is_some() || attribute(tag, "formula").is_some()
}

/// Where the reader of a sheet stands.
#[derive(Debug, Default)]
struct At {
    /// The number of the sheet at hand, from 1; sheets inside cells do not count.
    sheet: usize,
    /// The row at hand and how often it stands.
    row: u32,
    times: u32,
    hidden: bool,
    column: usize,
    repeat: usize,
    /// The cell's value as its attributes tell it, else its text.
    value: Option<String>,
    text: String,
    paragraphs: usize,
    mark: Option<Mark>,
    formula: bool,
    in_cell: bool,
    in_paragraph: usize,
    /// How deep inside something that is no part of the cell's text: a comment, a picture, a list of changes.
    aside: usize,
    next_column: usize,
    comment: bool,
}

/// Elements whose text is no text of the cell.
const ASIDE: &[&str] = &[
    "annotation",
    "frame",
    "shapes",
    "tracked-changes",
    "forms",
    "custom-shape",
    "ruby-text",
];

/// Reads a sheet.
pub(super) fn read(
    book: &mut Workbook<'_>,
    index: usize,
    mut builder: Builder<'_>,
) -> Result<Option<Finished>, Trouble> {
    let mut xml = book.part("content.xml")?;
    let mut buffer = Vec::new();
    let mut at = At::default();
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer)?;
        if let Event::Eof = event {
            break;
        }
        step(event, &mut at, index + 1, &mut builder)?;
    }
    if at.comment {
        builder.say(comments());
    }
    Ok(builder.finish())
}

fn step(
    event: Event<'_>,
    at: &mut At,
    wanted: usize,
    builder: &mut Builder<'_>,
) -> Result<(), Trouble> {
    match event {
        Event::Start(tag) => {
            let tag_name = tag.local_name();
            let name = tag_name.as_ref();
            if ASIDE.contains(&name) {
                at.aside += 1;
                at.comment |= name == "annotation" && at.sheet == wanted;
            } else if at.aside > 0 {
            } else if name == "table" && tag.name().as_ref().starts_with("table:") {
                at.sheet += 1;
                at.row = 0;
                at.times = 1;
                at.next_column = 0;
            } else if at.sheet == wanted {
                begin(name, &tag, at, builder)?;
            }
        }
        Event::End(tag) => {
            let tag_name = tag.local_name();
            let name = tag_name.as_ref();
            if ASIDE.contains(&name) {
                at.aside = at.aside.saturating_sub(1);
            } else if at.aside == 0 && at.sheet == wanted {
                end(name, at, builder)?;
            }
        }
        Event::Text(text) if at.in_paragraph > 0 && at.aside == 0 => {
            at.text.push_str(&text.xml10_content())
        }
        Event::CData(text) if at.in_paragraph > 0 && at.aside == 0 => {
            at.text.push_str(&text.xml10_content())
        }
        Event::GeneralRef(name) if at.in_paragraph > 0 && at.aside == 0 => {
            at.text.push_str(&reference(&name).ok_or(Trouble::Damaged)?);
        }
        _ => {}
    }
    Ok(())
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> u32 {
    let times = attribute(tag, name).and_then(|value| value.parse::<u32>().ok());
    times.unwrap_or(1).clamp(1, 1 << 24)
}

fn begin(
    name: &str,
    tag: &BytesStart<'_>,
    at: &mut At,
    builder: &mut Builder<'_>,
) -> Result<(), Trouble> {
    match name {
        "table-column" => {
            let times = repeated(tag, "number-columns-repeated") as usize;
            if is_hidden(tag) {
                builder.hide(at.next_column..at.next_column.saturating_add(times));
            }
            at.next_column = at.next_column.saturating_add(times);
        }
        "table-row" => {
            at.row = at.row.saturating_add(at.times);
            if at.row > 1 << 24 {
                return Err(Trouble::Bomb(
                    "it has more rows than a spreadsheet can have".into(),
                ));
            }
            // The first row stands at 1, whatever was counted before it.
            at.times = repeated(tag, "number-rows-repeated");
            at.hidden = is_hidden(tag);
            at.column = 0;
        }
        "table-cell" | "covered-table-cell" => begin_cell(tag, at),
        "p" | "h" if at.in_cell => {
            if at.paragraphs > 0 && at.in_paragraph == 0 {
                at.text.push('\n');
            }
            at.paragraphs += 1;
            at.in_paragraph += 1;
        }
        "s" if at.in_paragraph > 0 => {
            let spaces = repeated(tag, "c").min(1000) as usize;
            at.text.push_str(&" ".repeat(spaces));
        }
        "tab" if at.in_paragraph > 0 => at.text.push('\t'),
        "line-break" if at.in_paragraph > 0 => at.text.push('\n'),
        _ => {}
    }
    Ok(())
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "visibility").is_some_and(|value| value != "visible")
}

fn begin_cell(tag: &BytesStart<'_>, at: &mut At) {
    at.in_cell = true;
    at.repeat = repeated(tag, "number-columns-repeated") as usize;
    at.text.clear();
    at.paragraphs = 0;
    at.in_paragraph = 0;
    at.formula = attribute(tag, "formula").is_some();
    let spans = |name| attribute(tag, name).is_some_and(|value| value != "1");
    let merged = spans("number-columns-spanned") || spans("number-rows-spanned");
    at.mark = merged.then_some(Mark::Merged);
    // Both names end alike; the one with the prefix calcext knows of errors.
    let is_error = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .any(|a| a.key.as_ref() == "calcext:value-type" && a.value == "error");
    if is_error {
        at.mark = Some(Mark::Error);
    }
    at.value = match attribute(tag, "value-type").as_deref() {
        Some("float" | "percentage" | "currency") => {
            attribute(tag, "value").map(|value| super::xlsx::plain(&value))
        }
        Some("date") => attribute(tag, "date-value").map(|value| date(&value)),
        Some("time") => attribute(tag, "time-value").map(|value| value.into_owned()),
        Some("boolean") => attribute(tag, "boolean-value").map(|value| value.to_uppercase()),
        Some("string") => attribute(tag, "string-value").map(|value| value.into_owned()),
        _ => None,
    };
}

/// Returns a date without a time of midnight.
fn date(text: &str) -> String {
    match text.split_once('T') {
        Some((date, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.')) => date.into(),
        Some((date, time)) => format!("{date} {}", time.split('.').next().unwrap_or(time)),
        None => text.into(),
    }
}

fn end(name: &str, at: &mut At, builder: &mut Builder<'_>) -> Result<(), Trouble> {
    match name {
        "p" | "h" if at.in_cell => at.in_paragraph = at.in_paragraph.saturating_sub(1),
        "table-cell" | "covered-table-cell" if at.in_cell => {
            at.in_cell = false;
            let text = at.value.take().unwrap_or_else(|| at.text.clone());
            let mut mark = at.mark.unwrap_or(Mark::None);
            if at.formula && text.is_empty() && mark == Mark::None {
                mark = Mark::NoValue;
            }
            // Empty cells are repeated to the sheet's edge; so many with something in them are told as too many columns.
            let times = if text.trim().is_empty() {
                1
            } else {
                at.repeat.min(1 << 10)
            };
            for again in 0..times {
                builder.cell(at.row, at.column.saturating_add(again), &text, mark);
            }
            at.column = at.column.saturating_add(at.repeat);
        }
        "table-row" => builder.end_row(at.row, at.hidden, at.times)?,
        _ => {}
    }
    Ok(())
}
