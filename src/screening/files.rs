//! Any file before the guard, for `candour guard`.

use super::{markup, tables};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::guard::{self, Finding, Kind, Permitted, digest};
use crate::source::{self, BookTexts, Limits};
use std::collections::HashMap;
use std::sync::Arc;

/// A detail in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The sheet, or the part beside the sheets, of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The line of a text; the row of a table as a spreadsheet shows it.
    pub line: u32,
    /// The column of a table, from 0.
    pub column: Option<usize>,
    /// What it is.
    pub kind: Kind,
    /// The detail, masked.
    pub masked: String,
    /// Where it begins and ends, in characters from the beginning of its line or cell.
    pub start: usize,
    /// See `start`.
    pub end: usize,
    /// By what approvals.toml names it, where it can be approved.
    pub digest: Option<String>,
}

/// A place in a file.
#[derive(Default, Clone)]
struct Place {
    sheet: Option<Arc<str>>,
    line: u32,
    column: Option<usize>,
}

/// Finds the details in a file that may not be printed, in the order of their places; a refusal where it cannot be read.
pub fn file(
    name: &str,
    bytes: Vec<u8>,
    limits: &Limits,
    permitted: &Permitted,
) -> Result<Vec<Hit>, Diagnostic> {
    let ending = name
        .rsplit_once('.')
        .map_or(String::new(), |(_, ending)| ending.to_lowercase());
    let mut hits = Vec::new();
    if let Some(what) = sealed(&bytes, &ending) {
        let message = format!(
            "this is {what}, which cannot be looked through; save it as text and look through that"
        );
        return Err(Diagnostic::error(rule::UNKNOWN_FILE, message));
    }
    if bytes.starts_with(b"PK\x03\x04") || matches!(ending.as_str(), "xlsx" | "ods" | "xls") {
        of_workbook(
            &source::workbook_texts(bytes, limits)?,
            permitted,
            &mut hits,
        );
        return Ok(hits);
    }
    let text = source::decoded(bytes);
    let head: String = text.trim_start().chars().take(9).collect();
    let page = ["<!doctype", "<html", "<?xml", "<svg"];
    let is_page = page
        .iter()
        .any(|start| head.to_ascii_lowercase().starts_with(start));
    match ending.as_str() {
        "csv" | "tsv" => of_table(&text, permitted, &mut hits),
        "html" | "htm" | "xhtml" | "xml" | "svg" => of_page(&text, permitted, &mut hits),
        _ if is_page => of_page(&text, permitted, &mut hits),
        _ => of_text(&text, permitted, &mut hits),
    }
    Ok(hits)
}

/// Files that are no text, by their first bytes. To say that nothing was found in one would be taken for an answer.
const SEALED: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1F\x8B", "a packed file"),
    (b"7z\xBC\xAF", "a packed file"),
    (b"Rar!", "a packed file"),
];

/// Returns what a file is whose text cannot be got at; nothing for texts, tables and workbooks.
fn sealed(bytes: &[u8], ending: &str) -> Option<&'static str> {
    match ending {
        "docx" | "doc" | "odt" if !bytes.is_empty() => {
            let packed = bytes.starts_with(b"PK") || bytes.starts_with(b"\xD0\xCF\x11\xE0");
            return packed.then_some("a document of a word processor");
        }
        "pptx" | "odp" => return Some("a presentation"),
        "zip" => return Some("a packed file"),
        "xls" => return None,
        _ => {}
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some("a document of an office program");
    }
    let known = SEALED.iter().find(|(start, _)| bytes.starts_with(start));
    known.map(|(_, what)| *what)
}

fn of_text(text: &str, permitted: &Permitted, hits: &mut Vec<Hit>) {
    let mut lines = Lines::of(text);
    for one in guard::find(text) {
        if !permitted.permits(&one) {
            let line = lines.at(one.range.start);
            let start = text[lines.start..one.range.start].chars().count();
            let place = Place {
                line,
                ..Place::default()
            };
            hits.push(hit(&one, text, place, start));
        }
    }
}

fn of_page(text: &str, permitted: &Permitted, hits: &mut Vec<Hit>) {
    let mut found = Vec::new();
    markup::texts(text, &guard::may_hold, &mut |block| {
        for one in guard::find(&block.text) {
            if !permitted.permits(&one) {
                found.push((
                    block.place(one.range.start),
                    hit(&one, &block.text, Place::default(), 0),
                ));
            }
        }
    });
    found.sort_by_key(|(at, _)| *at);
    let mut lines = Lines::of(text);
    for (at, mut one) in found {
        one.line = lines.at(at);
        one.start = text[lines.start..at].chars().count();
        one.end += one.start;
        hits.push(one);
    }
}

fn of_table(text: &str, permitted: &Permitted, hits: &mut Vec<Hit>) {
    let mut headings: HashMap<usize, String> = HashMap::new();
    tables::cells(text, &mut |cell| {
        let place = Place {
            sheet: None,
            line: cell.row,
            column: Some(cell.column),
        };
        of_cell(&mut headings, place, &cell.text, permitted, hits);
    });
}

fn of_workbook(book: &BookTexts, permitted: &Permitted, hits: &mut Vec<Hit>) {
    let mut headings: HashMap<usize, String> = HashMap::new();
    let mut sheet: Option<(&str, u32)> = None;
    for cell in &book.cells {
        // The first row of a sheet with something in it holds its headings.
        if sheet.is_none_or(|(name, _)| name != &*cell.sheet) {
            headings.clear();
            sheet = Some((&cell.sheet, cell.row));
        }
        let first = sheet.map_or(1, |(_, row)| row);
        let place = Place {
            sheet: Some(cell.sheet.clone()),
            line: cell.row,
            column: Some(cell.column),
        };
        if cell.row == first {
            headings.insert(cell.column, cell.text.clone());
        }
        of_cell(&mut headings, place, &cell.text, permitted, hits);
    }
    for (part, xml) in &book.beside {
        let from = hits.len();
        of_page(xml, permitted, hits);
        for one in &mut hits[from..] {
            one.sheet = Some(part.as_str().into());
        }
    }
}

fn of_cell(
    headings: &mut HashMap<usize, String>,
    place: Place,
    text: &str,
    permitted: &Permitted,
    hits: &mut Vec<Hit>,
) {
    let column = place.column.unwrap_or_default();
    if place.line == 1 {
        headings.insert(column, text.to_owned());
    }
    let heading = headings.get(&column).map_or("", String::as_str);
    let found = if heading == text {
        guard::find(text)
    } else {
        guard::find_beside(heading, text)
    };
    for one in found {
        if !permitted.permits(&one) {
            let start = text[..one.range.start].chars().count();
            hits.push(hit(&one, text, place.clone(), start));
        }
    }
}

fn hit(one: &Finding, text: &str, place: Place, start: usize) -> Hit {
    let length = text[one.range.clone()].chars().count();
    Hit {
        sheet: place.sheet,
        line: place.line,
        column: place.column,
        kind: one.kind,
        masked: one.masked(text),
        start,
        end: start + length,
        digest: one.kind.is_soft().then(|| digest(one.value())),
    }
}

/// The lines of a text, for places that only go forward.
struct Lines<'t> {
    text: &'t str,
    line: u32,
    start: usize,
    seen: usize,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Lines {
            text,
            line: 1,
            start: 0,
            seen: 0,
        }
    }

    /// Returns the line of a place, from 1; `start` is then where it begins.
    fn at(&mut self, place: usize) -> u32 {
        let seen = self.seen;
        for at in memchr::memchr_iter(b'\n', &self.text.as_bytes()[seen..place]) {
            self.line += 1;
            self.start = seen + at + 1;
        }
        self.seen = place;
        self.line
    }
}
