//! CSV files: encodings, separators and line ends recognised, rows numbered as a spreadsheet shows them, any size.

mod dialect;
mod rows;
mod telling;

use super::blocks;
use super::records::{self, Faults, Room, Shape};
use super::table::{Body, Cells, Kind, Table};
use super::{Limits, headings};
use crate::diagnostic::{Location, Report};
use dialect::{BLOCK, Dialect, HEAD, recognise, separator_note};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;
use telling::Telling;

/// Where the bytes are.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// In a file, opened anew for each reading.
    File(PathBuf),
    /// In memory.
    Bytes(Arc<[u8]>),
}

impl Origin {
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Origin::File(path) => Box::new(File::open(path)?),
            Origin::Bytes(bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }

    fn size(&self) -> io::Result<u64> {
        match self {
            Origin::File(path) => Ok(path.metadata()?.len()),
            Origin::Bytes(bytes) => Ok(bytes.len() as u64),
        }
    }
}

/// A CSV file of which everything is known but the rows.
#[derive(Debug)]
pub(super) struct Csv {
    origin: Origin,
    dialect: Dialect,
    shape: Shape,
    /// The records down to the headings, which are no rows.
    heading_records: u32,
    size: u64,
}

/// Recognises how the file is written, and reads its headings. Nothing when there are none, or when the file is too large
/// or cannot be read; the report then says so.
pub(super) fn open(
    origin: Origin,
    kind: Kind,
    file: Arc<str>,
    limits: &Limits,
    report: &mut Report,
) -> Option<Table> {
    let place = Location::file(file.clone());
    let size = match origin.size() {
        Ok(size) => size,
        Err(error) => {
            report.push(super::unreadable(&error).at(place));
            return None;
        }
    };
    if size > limits.csv_bytes {
        report.push(super::too_large(size, limits.csv_bytes).at(place));
        return None;
    }
    match headed(origin, size, kind, file, limits, report) {
        Ok(table) => table,
        Err(error) => {
            report.push(super::unreadable(&error).at(place));
            None
        }
    }
}

/// Reads the top of a file: its headings, and the first rows as a sample. Nothing when it has no headings that will do.
fn headed(
    origin: Origin,
    size: u64,
    kind: Kind,
    file: Arc<str>,
    limits: &Limits,
    report: &mut Report,
) -> io::Result<Option<Table>> {
    let dialect = recognise(&origin, limits)?;
    let place = Location::file(file.clone());
    let mut block = Vec::new();
    dialect.blocks(&origin)?.next(&mut block)?;
    let (text, script) = blocks::text(block);
    let mut csv = Csv {
        origin,
        dialect,
        shape: Shape {
            separator: dialect.separator,
            width: None,
            unheaded: Vec::new(),
            cell_bytes: limits.cell_bytes,
            line_bytes: limits.line_bytes,
        },
        heading_records: 0,
        size,
    };
    let (found, faults) = top(&text, &csv.shape);
    let mut found = found.into_iter();
    let Some((row, cells)) = found.next() else {
        tell_no_top(&csv, place, (script, &text), faults, report);
        return Ok(None);
    };
    let Some((header, unheaded)) =
        headings::check(cells, &place.clone().row(row + 1), limits, report)
    else {
        return Ok(None);
    };
    csv.shape.width = Some(header.len());
    csv.shape.unheaded = unheaded;
    csv.heading_records = row + 1;
    if dialect.separator != b',' {
        report.push(separator_note(dialect.separator).at(place.clone()));
    }
    let sample: Vec<Vec<String>> = found.map(|(_, cells)| cells).collect();
    if sample.is_empty() && size < BLOCK as u64 && faults.list.is_empty() {
        report.push(super::no_rows(&place));
    }
    Ok(Some(Table {
        kind,
        file,
        sheet: None,
        header,
        header_row: row + 1,
        sample,
        body: Body::Csv(csv),
    }))
}

/// Tells what made the top of a file unreadable; without such a fault the file is empty.
fn tell_no_top(
    csv: &Csv,
    place: Location,
    (script, text): (blocks::Script, &str),
    faults: Faults,
    report: &mut Report,
) {
    if faults.list.is_empty() && script.neither.is_none() {
        report.push(super::empty().at(place));
        return;
    }
    let mut telling = Telling::new(csv, place, &[], report);
    telling.script(script, 1, text);
    telling.faults(faults, 1);
    telling.end();
}

/// The cells of a record with its number from 0.
type Numbered = (u32, Vec<String>);

/// Returns the first records that hold text, the headings and two hundred rows, and the faults of the text where there
/// are fewer.
fn top(text: &str, shape: &Shape) -> (Vec<Numbered>, Faults) {
    // Nearly always the rows are found in a small part of the first block.
    if let Some(part) = blocks::whole_records(text, HEAD) {
        let (found, faults) = first(part, shape);
        if found.len() > ROWS && faults.list.is_empty() {
            return (found, faults);
        }
    }
    first(text, shape)
}

/// How many rows beside the headings are looked at to tell how the columns are written.
const ROWS: usize = 200;

fn first(text: &str, shape: &Shape) -> (Vec<Numbered>, Faults) {
    let mut found = Vec::new();
    let mut faults = Faults::default();
    records::scan(
        text,
        shape,
        &mut Room::default(),
        &mut faults,
        |row, cells| {
            if found.len() <= ROWS {
                found.push((row, strings(&cells)));
            }
        },
    );
    (found, faults)
}

fn strings(cells: &Cells<'_>) -> Vec<String> {
    (0..cells.spans.len())
        .map(|column| cells.get(column).to_owned())
        .collect()
}
