//! CSV files: encodings, separators and line ends recognised, rows numbered as a spreadsheet shows them, any size.

use super::blocks::{self, Blocks, Charset, Script};
use super::records::{self, Fault, Faults, Room, Shape, Trouble};
use super::table::{Body, Cells, Kind, Piece, Row, Table};
use super::{Limits, headings};
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

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

/// How a file is written.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    charset: Charset,
    /// Bytes before the first record: a mark, and the line `sep=;` that some programs write.
    skip: usize,
    separator: u8,
    returns: bool,
    block: usize,
}

/// A block holds at least this much.
const BLOCK: usize = 2 << 20;

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
    let mut shape = Shape {
        separator: dialect.separator,
        width: None,
        unheaded: Vec::new(),
        cell_bytes: limits.cell_bytes,
        line_bytes: limits.line_bytes,
    };
    let (found, faults) = top(&text, &shape);
    if found.is_empty() {
        // Whatever made the top unreadable is told; without such a fault the file is empty.
        let csv = Csv {
            origin,
            dialect,
            shape,
            heading_records: 0,
            size,
        };
        if faults.list.is_empty() && script.neither.is_none() {
            report.push(super::empty().at(place));
        } else {
            let mut telling = Telling::new(&csv, place, &[], report);
            telling.script(script, 1, &text);
            telling.faults(faults, 1);
            telling.end();
        }
        return Ok(None);
    }
    let mut found = found.into_iter();
    let (row, cells) = found.next().unwrap_or_default();
    let Some((header, unheaded)) =
        headings::check(cells, &place.clone().row(row + 1), limits, report)
    else {
        return Ok(None);
    };
    shape.width = Some(header.len());
    shape.unheaded = unheaded;
    if dialect.separator != b',' {
        report.push(separator_note(dialect.separator).at(place.clone()));
    }
    let sample: Vec<Vec<String>> = found.map(|(_, cells)| cells).collect();
    if sample.is_empty() && size < BLOCK as u64 && faults.list.is_empty() {
        report.push(super::no_rows().at(place));
    }
    let csv = Csv {
        origin,
        dialect,
        shape,
        heading_records: row + 1,
        size,
    };
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

/// Returns the first records that hold text: the headings and two hundred rows, each with its number from 0.
#[allow(clippy::type_complexity)]
fn top(text: &str, shape: &Shape) -> (Vec<(u32, Vec<String>)>, Faults) {
    let mut found = Vec::new();
    let mut faults = Faults::default();
    records::scan(
        text,
        shape,
        &mut Room::default(),
        &mut faults,
        |row, cells| {
            if found.len() <= 200 {
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

/// Tells from the first bytes how the file is written.
fn recognise(origin: &Origin, limits: &Limits) -> io::Result<Dialect> {
    let mut head = Vec::new();
    origin.open()?.take(64 << 10).read_to_end(&mut head)?;
    let (charset, mark) = Charset::of(&head);
    let mut dialect = Dialect {
        charset,
        skip: mark,
        separator: b',',
        returns: false,
        block: BLOCK.max(limits.line_bytes.saturating_mul(2)),
    };
    let mut text = Vec::new();
    dialect.blocks(origin)?.next(&mut text)?;
    text.truncate(64 << 10);
    dialect.returns = !text.contains(&b'\n') && text.contains(&b'\r');
    if let Some((sign, length)) = declared(&text, dialect.returns) {
        dialect.separator = sign;
        dialect.skip += length * if charset == Charset::Utf8 { 1 } else { 2 };
    } else {
        dialect.separator = separator(first_line(&text));
    }
    Ok(dialect)
}

/// Returns the separator that a first line `sep=;` declares, and how long that line is. Spreadsheets do not show it.
fn declared(text: &[u8], returns: bool) -> Option<(u8, usize)> {
    let line = text
        .split_inclusive(|byte| *byte == if returns { b'\r' } else { b'\n' })
        .next()?;
    let &[b's', b'e', b'p', b'=', sign, ref rest @ ..] = line else {
        return None;
    };
    let fits = matches!(sign, b',' | b';' | b'\t' | b'|');
    (fits && rest.iter().all(u8::is_ascii_whitespace)).then_some((sign, line.len()))
}

/// Returns the first line with text, without its line break.
fn first_line(text: &[u8]) -> &[u8] {
    text.split(|byte| matches!(byte, b'\n' | b'\r'))
        .find(|line| line.iter().any(|byte| !byte.is_ascii_whitespace()))
        .unwrap_or_default()
}

/// Returns the separator that stands most often between the headings, outside quotation marks.
fn separator(line: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for &byte in line {
        quoted ^= byte == b'"';
        if !quoted && let Some((_, count)) = counts.iter_mut().find(|(sep, _)| *sep == byte) {
            *count += 1;
        }
    }
    let mut best = counts[0];
    for other in &counts[1..] {
        if other.1 > best.1 {
            best = *other;
        }
    }
    best.0
}

fn separator_note(separator: u8) -> Diagnostic {
    let (name, why) = match separator {
        b';' => (
            "semicolons",
            "some spreadsheets write them where the comma is the decimal point",
        ),
        b'\t' => ("tabs", "as when cells are copied out of a spreadsheet"),
        _ => ("another sign than commas", "as its first line says"),
    };
    Diagnostic::note(
        rule::SEPARATOR,
        format!("the cells are divided by {name}: {why}; read so"),
    )
}

impl Dialect {
    fn blocks(&self, origin: &Origin) -> io::Result<Blocks> {
        Blocks::new(
            origin.open()?,
            self.charset,
            self.skip,
            self.returns,
            self.block,
        )
    }
}

/// What one block came to.
struct Outcome<T> {
    index: usize,
    value: T,
    records: u32,
    faults: Faults,
    script: Script,
    /// The numbers of the records with the bytes that `script` names.
    rows: (u32, u32),
}

/// The file and the number of its next block, and whether to stop.
struct Feed {
    blocks: Blocks,
    index: usize,
    error: Option<io::Error>,
}

impl Csv {
    pub(super) fn rows(&self, table: &Table, report: &mut Report, each: &mut dyn FnMut(Row<'_>)) {
        let mut telling = Telling::new(self, table.location(), &table.header, report);
        let mut blocks = match self.dialect.blocks(&self.origin) {
            Ok(blocks) => blocks,
            Err(error) => return telling.error(&error),
        };
        let (mut block, mut room, mut first) = (Vec::new(), Room::default(), 1);
        loop {
            match blocks.next(&mut block) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return telling.error(&error),
            }
            let (text, script) = blocks::text(std::mem::take(&mut block));
            let mut faults = Faults::default();
            let records =
                records::scan(&text, &self.shape, &mut room, &mut faults, |row, cells| {
                    if row + first > self.heading_records {
                        each(Row {
                            number: row + first,
                            cells,
                        });
                    }
                });
            let broken = faults.broken;
            telling.script(script, first, &text);
            telling.faults(faults, first);
            first += records;
            block = text.into_bytes();
            if broken {
                break;
            }
        }
        telling.end();
    }

    pub(super) fn par_fold<T: Send>(
        &self,
        table: &Table,
        init: &(impl Fn() -> T + Sync),
        each: &(impl Fn(&mut T, Row<'_>) + Sync),
        report: &mut Report,
    ) -> Vec<Piece<T>> {
        let mut telling = Telling::new(self, table.location(), &table.header, report);
        let feed = match self.dialect.blocks(&self.origin) {
            Ok(blocks) => Mutex::new(Feed {
                blocks,
                index: 0,
                error: None,
            }),
            Err(error) => {
                telling.error(&error);
                return Vec::new();
            }
        };
        let outcomes = Mutex::new(Vec::new());
        let stop = AtomicBool::new(false);
        let work = || self.work(&feed, &outcomes, &stop, init, each);
        if self.size <= self.dialect.block as u64 {
            work();
        } else {
            rayon::scope(|scope| {
                for _ in 0..rayon::current_num_threads() {
                    scope.spawn(|_| work());
                }
            });
        }
        let mut outcomes = outcomes
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        outcomes.sort_by_key(|outcome: &Outcome<T>| outcome.index);
        if let Some(error) = feed
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .error
        {
            telling.error(&error);
        }
        join(outcomes, telling)
    }

    /// Takes blocks from the feed until there are none. Several threads do this at once; one reads while others parse.
    fn work<T>(
        &self,
        feed: &Mutex<Feed>,
        outcomes: &Mutex<Vec<Outcome<T>>>,
        stop: &AtomicBool,
        init: &impl Fn() -> T,
        each: &impl Fn(&mut T, Row<'_>),
    ) {
        let (mut block, mut room) = (Vec::new(), Room::default());
        while !stop.load(Ordering::Relaxed) {
            let index = {
                let mut feed = feed.lock().unwrap_or_else(PoisonError::into_inner);
                match feed.blocks.next(&mut block) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        feed.error = Some(error);
                        return;
                    }
                }
                feed.index += 1;
                feed.index - 1
            };
            let (text, script) = blocks::text(std::mem::take(&mut block));
            let outcome = self.one(index, &text, script, &mut room, init(), each);
            if outcome.faults.broken {
                stop.store(true, Ordering::Relaxed);
            }
            outcomes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(outcome);
            block = text.into_bytes();
        }
    }

    fn one<T>(
        &self,
        index: usize,
        text: &str,
        script: Script,
        room: &mut Room,
        mut value: T,
        each: &impl Fn(&mut T, Row<'_>),
    ) -> Outcome<T> {
        let skip = if index == 0 { self.heading_records } else { 0 };
        let mut faults = Faults::default();
        let records = records::scan(text, &self.shape, room, &mut faults, |number, cells| {
            if number >= skip {
                each(&mut value, Row { number, cells });
            }
        });
        Outcome {
            index,
            value,
            records,
            faults,
            script,
            rows: rows_of(text, script, &self.shape),
        }
    }
}

/// Returns the numbers (from 0) of the records with the bytes that are no UTF-8, and nothing at all.
///
/// The offsets are those of the bytes; the text has become longer by decoding, but line breaks and quotation marks have
/// not, so the offset is found again by the bytes that a character took.
fn rows_of(text: &str, script: Script, shape: &Shape) -> (u32, u32) {
    let row = |offset: Option<usize>| {
        offset.map_or(0, |offset| {
            let at = text
                .char_indices()
                .nth(offset)
                .map_or(text.len(), |(at, _)| at);
            records::record_of(text, at, shape)
        })
    };
    (row(script.other), row(script.neither))
}

/// Puts the blocks in order, gives each its first row, and tells the faults. Nothing behind a broken block counts.
fn join<T>(outcomes: Vec<Outcome<T>>, mut telling: Telling<'_>) -> Vec<Piece<T>> {
    let mut pieces = Vec::with_capacity(outcomes.len());
    let mut first = 1;
    for outcome in outcomes {
        let broken = outcome.faults.broken;
        telling.rows(outcome.script, first, outcome.rows);
        telling.faults(outcome.faults, first);
        pieces.push(Piece {
            value: outcome.value,
            first_row: first,
        });
        first += outcome.records;
        if broken {
            break;
        }
    }
    telling.end();
    pieces
}

/// Turns faults into findings, and remembers what is to be said once for a file.
struct Telling<'a> {
    csv: &'a Csv,
    place: Location,
    header: &'a [Arc<str>],
    report: &'a mut Report,
    utf8: bool,
    latin: Option<u32>,
    told: usize,
    more: bool,
}

impl<'a> Telling<'a> {
    /// More faults of rows than this are not listed one by one.
    const MOST: usize = 1000;

    fn new(csv: &'a Csv, place: Location, header: &'a [Arc<str>], report: &'a mut Report) -> Self {
        Telling {
            csv,
            place,
            header,
            report,
            utf8: false,
            latin: None,
            told: 0,
            more: false,
        }
    }

    fn error(&mut self, error: &io::Error) {
        self.report
            .push(super::unreadable(error).at(self.place.clone()));
    }

    fn script(&mut self, script: Script, first: u32, text: &str) {
        if script != Script::default() {
            let rows = rows_of(text, script, &self.csv.shape);
            self.rows(script, first, rows);
        }
    }

    fn rows(&mut self, script: Script, first: u32, rows: (u32, u32)) {
        self.utf8 |= script.utf8;
        if script.other.is_some() {
            self.latin.get_or_insert(first + rows.0);
        }
        if script.neither.is_some() {
            self.report.push(
                Diagnostic::error(
                    rule::ENCODING_UNDECIDABLE,
                    "a byte here is a character in no encoding that is known to this program",
                )
                .at(self.place.clone().row(first + rows.1))
                .help("open the file in your spreadsheet and save it again as \"CSV UTF-8 (comma delimited)\""),
            );
        }
    }

    fn faults(&mut self, faults: Faults, first: u32) {
        self.more |= faults.more;
        for fault in faults.list {
            if self.told >= Self::MOST {
                self.more = true;
                return;
            }
            self.told += 1;
            let finding = self.finding(&fault, first);
            self.report.push(finding);
        }
    }

    fn finding(&self, fault: &Fault, first: u32) -> Diagnostic {
        let mut place = self.place.clone().row(first + fault.row);
        if let Some(column) = fault.column {
            let heading = self.header.get(column).cloned();
            place = place.column(column as u16, heading.unwrap_or_else(|| "".into()));
        }
        let (message, help) = words(fault, self.header.len());
        let finding = Diagnostic::error(rule_of(fault.trouble), message)
            .at(place)
            .help(help);
        if fault.value.is_empty() {
            finding
        } else {
            finding.value(&fault.value)
        }
    }

    /// Says what holds for the file as a whole.
    fn end(self) {
        if self.more {
            self.report.push(
                Diagnostic::error(
                    rule::MORE_FAULTS,
                    "this file has more faulty rows than are listed here",
                )
                .at(self.place.clone())
                .help("put right the first ones; most often all have the same cause"),
            );
        }
        if let Charset::Utf16(_) = self.csv.dialect.charset {
            self.report
                .push(encoding("UTF-16", "\"Unicode text\"").at(self.place));
        } else if let Some(row) = self.latin {
            self.report.push(if self.utf8 {
                Diagnostic::error(
                    rule::ENCODING_UNDECIDABLE,
                    "this file mixes two encodings: some characters are written in UTF-8 and the one in this row is not",
                )
                .at(self.place.row(row))
                .help("it was most likely pasted together from two files: save each as \"CSV UTF-8 (comma delimited)\" first")
            } else {
                encoding("Windows-1252", "\"CSV (comma delimited)\"").at(self.place)
            });
        }
    }
}

fn encoding(name: &str, save: &str) -> Diagnostic {
    Diagnostic::warning(
        rule::ENCODING,
        format!("this file is written in {name}, not in UTF-8; read so"),
    )
    .help(format!(
        "spreadsheets write {name} when a table is saved as {save}; choose \"CSV UTF-8 (comma delimited)\" and no letter can go wrong"
    ))
}

fn rule_of(trouble: Trouble) -> &'static crate::diagnostic::Rule {
    match trouble {
        Trouble::TooMany(_) => rule::TOO_MANY_CELLS,
        Trouble::TooFew(_) => rule::TOO_FEW_CELLS,
        Trouble::Quote => rule::QUOTATION_MARK,
        Trouble::CellTooLong(_) => rule::CELL_TOO_LONG,
        Trouble::LineTooLong(_) => rule::ROW_TOO_LONG,
        Trouble::Unheaded => rule::CELL_WITHOUT_HEADING,
        Trouble::StrayReturn => rule::STRAY_RETURN,
        Trouble::Control(_) => rule::CONTROL_CHARACTER,
        Trouble::Damaged => rule::LOST_CHARACTER,
    }
}

/// Returns what is wrong and what to do.
fn words(fault: &Fault, width: usize) -> (String, String) {
    match fault.trouble {
        Trouble::TooMany(count) => (
            format!("this row has {count} cells, but there are {width} headings"),
            "most often a comma stands in a cell without quotation marks: write \"Delay, or no reply\" for Delay, or no reply"
                .into(),
        ),
        Trouble::TooFew(count) => (
            format!("this row has {count} {}, but there are {width} headings", if count == 1 { "cell" } else { "cells" }),
            "write every cell, also the empty ones, or save the table again from a spreadsheet".into(),
        ),
        Trouble::Quote => (
            "a quotation mark in this cell opens and is not closed where the cell ends".into(),
            "put the whole cell in quotation marks and double those inside: \"the \"\"hub\"\" desk\"".into(),
        ),
        Trouble::CellTooLong(bytes) => (
            format!("this cell holds {bytes} bytes; at most 4,096 may stand in a cell"),
            "tables hold figures, codes and short texts; a long text belongs on a page under content/".into(),
        ),
        Trouble::LineTooLong(bytes) => (
            format!("this row is {bytes} bytes long; at most 1,048,576 may stand in a row"),
            "most often a quotation mark was opened and never closed".into(),
        ),
        Trouble::Unheaded => (
            "this cell stands in a column without a heading".into(),
            "give the column its heading in the first row, or delete the cell".into(),
        ),
        Trouble::StrayReturn => (
            "a line break inside this cell does not stand in quotation marks".into(),
            "remove it, or save the table again from a spreadsheet".into(),
        ),
        Trouble::Control(0) => (
            "this cell holds a NUL byte, which is not text".into(),
            "the file may be UTF-16 without its mark, or no table at all; save it as \"CSV UTF-8 (comma delimited)\"".into(),
        ),
        Trouble::Control(byte) => (
            format!("this cell holds the control character {byte:#04x}, which nobody can see"),
            "delete it: type the cell anew, or use the spreadsheet's CLEAN function".into(),
        ),
        Trouble::Damaged => (
            "this cell holds \u{FFFD}, the sign for a letter that was lost".into(),
            "the file was damaged before it came here; export it again, as \"CSV UTF-8 (comma delimited)\"".into(),
        ),
    }
}
