//! Everything that a workbook holds, for the guard: every sheet, hidden ones too, and what lies beside the sheets.

use super::sheet::Builder;
use super::{Trouble, Workbook, in_sheet, ods, told, xlsx};
use crate::diagnostic::{Diagnostic, Location, Report};
use crate::source::Limits;
use std::io::Cursor;
use std::sync::Arc;
use zip::ZipArchive;

/// A cell of a workbook.
#[derive(Debug, Clone)]
pub struct BookCell {
    /// Its sheet.
    pub sheet: Arc<str>,
    /// Its row, from 1.
    pub row: u32,
    /// Its column, from 0.
    pub column: usize,
    /// What it holds, as the spreadsheet shows it.
    pub text: String,
}

/// What a workbook holds.
#[derive(Debug, Default)]
pub struct BookTexts {
    /// The cells of all sheets.
    pub cells: Vec<BookCell>,
    /// What lies beside the sheets (comments, copies kept by pivot tables, who wrote it), by the name of its part, as XML.
    pub beside: Vec<(String, String)>,
}

/// The parts beside the sheets that may hold texts.
const BESIDE: &[&str] = &[
    "xl/comments",
    "xl/threadedComments",
    "xl/persons/",
    "xl/pivotCache/",
    "xl/externalLinks/",
    "xl/drawings/",
    "xl/headerFooter",
    "docProps/",
    "meta.xml",
];

/// The most bytes that are read of a part beside the sheets.
const MOST: u64 = 32 << 20;

/// Reads everything that a workbook holds.
pub(in crate::source) fn read(bytes: Vec<u8>, limits: &Limits) -> Result<BookTexts, Diagnostic> {
    if let Some(refusal) = super::refused(&bytes) {
        return Err(refusal);
    }
    inside(bytes, limits).map_err(told)
}

fn inside(bytes: Vec<u8>, limits: &Limits) -> Result<BookTexts, Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    super::weigh(&mut archive, limits)?;
    let is_xlsx = archive.index_for_name("xl/workbook.xml").is_some();
    let mut book = Workbook { archive, limits };
    let mut texts = BookTexts::default();
    // Faults of a table are no matter here.
    let mut report = Report::new();
    let place = Location::default();
    if is_xlsx {
        let found = xlsx::Book::open(&mut book)?;
        for (index, sheet) in found.names.iter().enumerate() {
            let place = in_sheet(&place, &sheet.name);
            let builder = Builder::of_all(&place, limits, &mut report, &mut texts.cells);
            found.read(&mut book, index, builder)?;
        }
    } else {
        for (index, sheet) in ods::names(&mut book)?.iter().enumerate() {
            let place = in_sheet(&place, &sheet.name);
            let builder = Builder::of_all(&place, limits, &mut report, &mut texts.cells);
            ods::read(&mut book, index, builder)?;
        }
        let comments = annotations(&book.text("content.xml", MOST));
        texts.beside.push(("comments".into(), comments));
    }
    let names: Vec<String> = book
        .archive
        .file_names()
        .flatten()
        .filter(|name| BESIDE.iter().any(|start| name.starts_with(start)))
        .map(|name| name.to_string())
        .collect();
    for name in names {
        let text = book.text(&name, MOST);
        texts.beside.push((name, text));
    }
    Ok(texts)
}

/// Returns the comments of an OpenDocument sheet.
fn annotations(xml: &str) -> String {
    let starts = xml.match_indices("<office:annotation");
    let parts = starts.map(|(at, _)| {
        let rest = &xml[at..];
        rest.find("</office:annotation>")
            .map_or("", |end| &rest[..end])
    });
    parts.collect()
}
