//! Workbooks (.xlsx and .ods): one sheet becomes a table, and everything else in the file is named.
//!
//! Read by hand on top of `zip` and `quick-xml`. A ready-made reader would trust what the file says about itself (a few
//! kilobytes that claim four thousand million strings stop the whole program), would not tell what is hidden, merged or
//! commented, and would hold a sheet as a full grid. Here nothing is believed, and nothing is held but the text of cells.

mod ods;
mod sheet;
pub(super) mod texts;
mod xlsx;

use super::table::{Body, Kind, Table};
use super::{Limits, not_a_table};
use crate::diagnostic::{Diagnostic, Location, Report, cut, named as rule};
use crate::vocabulary::fold;
use memchr::{memchr, memmem, memrchr};
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use zip::ZipArchive;

/// What a packed file begins with.
const PACKED: &[u8] = b"PK\x03\x04";

/// What the files of older office programs begin with, and workbooks with a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// The most parts a workbook may have; honest ones have a few dozen.
const PARTS: usize = 10_000;

/// Returns whether a file is packed, as workbooks are.
pub(super) fn is_packed(path: &Path) -> bool {
    let mut head = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == PACKED
}

/// Why a workbook could not be read; told once, by [`open`].
enum Trouble {
    /// A part is missing or damaged.
    Damaged,
    /// It claims or holds too much.
    Bomb(String),
}

impl From<quick_xml::Error> for Trouble {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                Trouble::Bomb("one of its parts is larger than can be".into())
            }
            _ => Trouble::Damaged,
        }
    }
}

impl From<zip::result::ZipError> for Trouble {
    fn from(_: zip::result::ZipError) -> Self {
        Trouble::Damaged
    }
}

/// A sheet of a workbook, as its list of sheets names it.
struct SheetName {
    name: String,
    hidden: bool,
    filled: bool,
}

/// An open workbook.
struct Workbook<'l> {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    limits: &'l Limits,
}

/// A part of a workbook being read.
type Xml<'w> = Reader<BufReader<Guarded<Box<dyn Read + 'w>>>>;

/// Reads the one sheet of a workbook that holds the table.
pub(super) fn open(
    bytes: Vec<u8>,
    kind: Kind,
    file: Arc<str>,
    limits: &Limits,
    report: &mut Report,
) -> Option<Table> {
    let place = Location::file(file);
    if let Some(refusal) = refused(&bytes) {
        report.push(refusal.at(place));
        return None;
    }
    match inside(bytes, kind, &place, limits, report) {
        Ok(table) => table,
        Err(trouble) => {
            report.push(told(trouble).at(place));
            None
        }
    }
}

fn told(trouble: Trouble) -> Diagnostic {
    match trouble {
        Trouble::Damaged => Diagnostic::error(
            rule::WORKBOOK_UNREADABLE,
            "the workbook is damaged or cut short",
        )
        .help("open it in your spreadsheet and save it again, or save the table as CSV"),
        Trouble::Bomb(why) => Diagnostic::error(
            rule::WORKBOOK_BOMB,
            format!("the workbook was not opened: {why}"),
        )
        .help("copy the cells that matter into a new workbook, or save the sheet as CSV"),
    }
}

/// Tells from the first bytes what is no workbook of the two kinds.
fn refused(bytes: &[u8]) -> Option<Diagnostic> {
    if bytes.starts_with(COMPOUND) {
        return Some(old(
            "this is an older workbook (.xls) or one with a password",
        ));
    }
    if !bytes.starts_with(PACKED) {
        return Some(if bytes.is_empty() {
            super::empty()
        } else if is_page(bytes) {
            page()
        } else {
            not_a_table("no workbook", ".csv if it is a text")
        });
    }
    let parts = memmem::find_iter(bytes, b"PK\x01\x02")
        .take(PARTS + 1)
        .count();
    (parts > PARTS).then(|| told(Trouble::Bomb(format!("it has more than {PARTS} parts"))))
}

/// Tells whether the bytes are a web page, or the XML that spreadsheets once wrote: case systems export both under the name
/// of a workbook, and spreadsheets open them.
fn is_page(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    // In UTF-16 every other byte is nought.
    let text: String = start
        .iter()
        .filter(|byte| byte.is_ascii_graphic())
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let begins = [
        "<!doctypehtml",
        "<html",
        "<table",
        "<head",
        "<meta",
        "<style",
        "<?xml",
    ];
    begins.iter().any(|begin| text.starts_with(begin))
}

fn page() -> Diagnostic {
    Diagnostic::error(
        rule::NOT_A_TABLE,
        "this file is a web page (HTML or XML), not a workbook, whatever its name says",
    )
    .help("many systems export so: open it in your spreadsheet and save it as an Excel workbook (.xlsx) or as \"CSV UTF-8 (comma delimited)\"")
}

fn old(what: &str) -> Diagnostic {
    Diagnostic::error(rule::OLD_WORKBOOK, format!("{what}; such are not read"))
        .help("open it in your spreadsheet and save it as .xlsx without a password, as .ods or as \"CSV UTF-8 (comma delimited)\"")
}

fn inside(
    bytes: Vec<u8>,
    kind: Kind,
    place: &Location,
    limits: &Limits,
    report: &mut Report,
) -> Result<Option<Table>, Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    weigh(&mut archive, limits)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let is_xlsx = has("xl/workbook.xml");
    let refusal = if has("xl/workbook.bin") {
        Some(old("this is a binary workbook (.xlsb)"))
    } else if has("xl/vbaProject.bin") {
        Some(old("this workbook holds macros (.xlsm)"))
    } else if !is_xlsx && !has("content.xml") {
        Some(not_a_table("no workbook", "of what it is"))
    } else {
        None
    };
    if let Some(refusal) = refusal {
        report.push(refusal.at(place.clone()));
        return Ok(None);
    }
    let mut book = Workbook { archive, limits };
    book.beside(place, report);
    if is_xlsx {
        let found = xlsx::Book::open(&mut book)?;
        if found.from_1904 {
            report.push(from_1904().at(place.clone()));
        }
        let Some(index) = choose(&found.names, kind, place, report) else {
            return Ok(None);
        };
        let place = in_sheet(place, &found.names[index].name);
        let builder = sheet::Builder::new(&place, limits, report);
        let sheet = found.read(&mut book, index, builder)?;
        return Ok(table(sheet, kind, place));
    }
    if book
        .text("META-INF/manifest.xml", 1 << 20)
        .contains("encryption-data")
    {
        report.push(old("this workbook has a password").at(place.clone()));
        return Ok(None);
    }
    let names = ods::names(&mut book)?;
    let Some(index) = choose(&names, kind, place, report) else {
        return Ok(None);
    };
    let place = in_sheet(place, &names[index].name);
    let builder = sheet::Builder::new(&place, limits, report);
    let sheet = ods::read(&mut book, index, builder)?;
    Ok(table(sheet, kind, place))
}

fn in_sheet(place: &Location, name: &str) -> Location {
    Location {
        sheet: Some(name.into()),
        ..place.clone()
    }
}

fn table(sheet: Option<sheet::Finished>, kind: Kind, place: Location) -> Option<Table> {
    let sheet = sheet?;
    Some(Table {
        kind,
        file: place.file,
        sheet: place.sheet,
        header: sheet.header,
        header_row: sheet.header_row,
        sample: sheet.sample,
        body: Body::Grid(sheet.grid),
    })
}

fn from_1904() -> Diagnostic {
    Diagnostic::warning(
        rule::DATES_1904,
        "this workbook counts its dates from 1904; read so",
    )
    .help("look at one date in the result and see that it is right")
}

/// Weighs a packed file before any part of it is unpacked.
fn weigh(archive: &mut ZipArchive<Cursor<Vec<u8>>>, limits: &Limits) -> Result<(), Trouble> {
    if archive.has_overlapping_entries().unwrap_or(true) {
        return Err(Trouble::Bomb("its parts lie over one another".into()));
    }
    let mut unpacked = 0u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        let (size, packed) = (part.size(), part.compressed_size().max(1));
        unpacked = unpacked.saturating_add(size);
        // Small parts may be packed as tightly as they like.
        if size > 1 << 20 && size / packed > limits.ratio {
            return Err(Trouble::Bomb(format!(
                "a part of it unpacks to {} times its size",
                size / packed
            )));
        }
    }
    if unpacked > limits.unpacked_bytes {
        return Err(Trouble::Bomb(format!(
            "it unpacks to {}; at most {} are read",
            super::mega(unpacked),
            super::mega(limits.unpacked_bytes)
        )));
    }
    Ok(())
}

impl Workbook<'_> {
    /// Begins to read a part.
    fn part(&mut self, name: &str) -> Result<Xml<'_>, Trouble> {
        let limit = self.limits.unpacked_bytes;
        let part = self.archive.by_name(name)?;
        let source: Box<dyn Read + '_> = Box::new(part);
        let mut reader = Reader::from_reader(BufReader::new(Guarded {
            source,
            left: limit,
            run: 0,
        }));
        reader.config_mut().expand_empty_elements = true;
        Ok(reader)
    }

    /// Returns the beginning of a part as text; empty when there is no such part.
    fn text(&mut self, name: &str, limit: u64) -> String {
        let mut bytes = Vec::new();
        if let Ok(part) = self.archive.by_name(name) {
            let _ = part.take(limit).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Names what lies in the file beside its sheets.
    fn beside(&self, place: &Location, report: &mut Report) {
        let has = |start: &str| {
            self.archive
                .file_names()
                .any(|name| name.is_ok_and(|name| name.starts_with(start)))
        };
        if has("xl/comments") || has("xl/threadedComments") {
            report.push(comments().at(place.clone()));
        }
        if has("xl/externalLinks/") {
            report.push(
                Diagnostic::warning(
                    rule::SHEET_NOT_READ,
                    "this workbook keeps copies of cells of other workbooks that its formulas point to; they are not read",
                )
                .at(place.clone())
                .help("break the links (Data, Edit links) before you hand the file on: the copies stay in it"),
            );
        }
        if has("xl/pivotCache") {
            report.push(
                Diagnostic::warning(
                    rule::SHEET_NOT_READ,
                    "a pivot table in this workbook keeps a copy of all its source rows; it is not read",
                )
                .at(place.clone())
                .help("delete the pivot table before you hand the file on: the copy stays even when the sheet is gone"),
            );
        }
    }
}

fn comments() -> Diagnostic {
    Diagnostic::warning(
        rule::COMMENTS,
        "cells in this workbook have comments; they are not read",
    )
    .help("remove them before you hand the file on: comments often hold names")
}

/// Returns which sheet holds the table: the only one that is visible and holds something, or the one that is called like
/// the kind. Every other sheet with something in it is named.
fn choose(names: &[SheetName], kind: Kind, place: &Location, report: &mut Report) -> Option<usize> {
    let visible: Vec<usize> = (0..names.len())
        .filter(|&index| names[index].filled && !names[index].hidden)
        .collect();
    let called = |index: &&usize| fold(&names[**index].name) == kind.word();
    let chosen = match visible.as_slice() {
        [] => {
            report.push(super::empty().at(place.clone()));
            None
        }
        [only] => Some(*only),
        several => match several.iter().find(called) {
            Some(index) => Some(*index),
            None => {
                report.push(several_sheets(several, names, kind).at(place.clone()));
                None
            }
        },
    };
    for (index, sheet) in names.iter().enumerate() {
        if !sheet.filled || chosen.is_none_or(|chosen| chosen == index) {
            continue;
        }
        let name = cut(&sheet.name);
        let place = in_sheet(place, &sheet.name);
        report.push(if sheet.hidden {
            Diagnostic::warning(
                rule::SHEET_NOT_READ,
                format!("the sheet \"{name}\" is hidden and not read"),
            )
            .at(place)
            .help("delete it before you hand the file on, unless you know what it holds")
        } else {
            Diagnostic::note(
                rule::SHEET_NOT_READ,
                format!("the sheet \"{name}\" is not read"),
            )
            .at(place)
        });
    }
    chosen
}

fn several_sheets(several: &[usize], names: &[SheetName], kind: Kind) -> Diagnostic {
    let listed: Vec<String> = several
        .iter()
        .take(8)
        .map(|&index| format!("\"{}\"", cut(&names[index].name)))
        .collect();
    Diagnostic::error(
        rule::SEVERAL_SHEETS,
        format!(
            "several sheets of this workbook hold something: {}",
            listed.join(", ")
        ),
    )
    .help(format!(
        "keep the one that is to be read, or call it \"{}\" like its folder",
        kind.word()
    ))
}

/// Gives back the bytes of a part as long as they can be those of a workbook: not without end, and never a megabyte
/// without a tag, which would have to be held as one piece.
struct Guarded<R> {
    source: R,
    left: u64,
    run: usize,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let bytes = &buffer[..count];
        self.run += memchr(b'<', bytes).unwrap_or(count);
        if self.run > 1 << 20 || count as u64 > self.left {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        if let Some(last) = memrchr(b'<', bytes) {
            self.run = count - last;
        }
        self.left -= count as u64;
        Ok(count)
    }
}

/// Returns an attribute by its name without prefix.
fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    let mut attributes = tag.attributes();
    let attributes = attributes.with_checks(false);
    let found = attributes
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(match found.value {
        Cow::Borrowed(value) => quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value)),
        Cow::Owned(value) => Cow::Owned(
            quick_xml::escape::unescape(&value).map_or_else(|_| value.clone(), Cow::into_owned),
        ),
    })
}

/// Returns the text that a reference such as `&amp;` or `&#233;` stands for; nothing for those that a file makes up.
fn reference(name: &str) -> Option<String> {
    let escaped = format!("&{name};");
    quick_xml::escape::unescape(&escaped)
        .ok()
        .map(Cow::into_owned)
}
