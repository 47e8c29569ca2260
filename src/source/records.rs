//! Cuts CSV text into records and cells, and numbers the records as a spreadsheet does.
//!
//! Written by hand because the numbers must be right: the csv crate counts physical lines, and wrongly so where lines end
//! in CR LF. A record is one row of the spreadsheet: blank lines count, line breaks inside quotation marks do not.

use super::table::{Cells, Span};
use memchr::{memchr, memchr_iter, memmem};

/// What a record must look like.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// The byte between cells.
    pub separator: u8,
    /// How many cells; nothing while the headings are not known.
    pub width: Option<usize>,
    /// Columns without a heading, which must stay empty.
    pub unheaded: Vec<usize>,
    /// The most bytes of a cell.
    pub cell_bytes: usize,
    /// The most bytes of a record.
    pub line_bytes: usize,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    /// More cells than headings.
    TooMany(usize),
    /// Fewer cells than headings.
    TooFew(usize),
    /// A quotation mark that is not closed, or not doubled, or stands in a cell that does not begin with one.
    Quote,
    /// A cell beyond the limit, of so many bytes.
    CellTooLong(usize),
    /// A record beyond the limit, of so many bytes.
    LineTooLong(usize),
    /// Text under an empty heading.
    Unheaded,
    /// A carriage return inside a cell that is not in quotation marks.
    StrayReturn,
    /// A control character.
    Control(u8),
    /// A replacement character: the text was damaged before it came here.
    Damaged,
}

/// One fault, with the record's number counted from 0.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub row: u32,
    pub column: Option<usize>,
    pub trouble: Trouble,
    pub value: String,
}

/// The faults of a stretch of text.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub list: Vec<Fault>,
    /// Whether faults were left out because there were too many.
    pub more: bool,
    /// Whether an odd number of quotation marks leaves in doubt where later records begin.
    pub broken: bool,
}

impl Faults {
    /// More faults than this in one stretch are only counted as "more": a report is to be read.
    const MOST: usize = 500;

    fn push(&mut self, row: u32, column: Option<usize>, trouble: Trouble, value: &str) {
        if self.list.len() >= Self::MOST {
            self.more = true;
            return;
        }
        self.list.push(Fault {
            row,
            column,
            trouble,
            value: value.chars().take(41).collect(),
        });
    }
}

/// Room that is used again from record to record and from block to block.
#[derive(Debug, Default)]
pub(super) struct Room {
    spans: Vec<Span>,
    undone: String,
}

/// Calls `each` with every record that holds text and has the right shape, and returns how many records there are.
pub(super) fn scan(
    text: &str,
    shape: &Shape,
    room: &mut Room,
    faults: &mut Faults,
    each: impl FnMut(u32, Cells<'_>),
) -> u32 {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        shape,
        room,
        faults,
        each,
        cell: 0,
        record: 0,
        number: 0,
        returns: 0,
        seen: Seen::default(),
    };
    scanner.run();
    let Scanner {
        number,
        returns,
        seen,
        ..
    } = scanner;
    if seen.returns != returns
        || seen.flags & Seen::CONTROL != 0
        || seen.flags & Seen::BEYOND_ASCII != 0
            && memmem::find(text.as_bytes(), "\u{FFFD}".as_bytes()).is_some()
    {
        audit(text, shape, faults);
    }
    number
}

/// Returns the number (from 0) of the record that holds this byte.
pub(super) fn record_of(text: &str, offset: usize, shape: &Shape) -> u32 {
    let loose = Shape {
        width: None,
        ..shape.clone()
    };
    let before = text.get(..offset).unwrap_or(text);
    let count = scan(
        before,
        &loose,
        &mut Room::default(),
        &mut Faults::default(),
        |_, _| {},
    );
    if before.is_empty() || before.ends_with('\n') {
        count
    } else {
        count.saturating_sub(1)
    }
}

struct Scanner<'a, 'r, E> {
    text: &'a str,
    bytes: &'a [u8],
    shape: &'a Shape,
    room: &'r mut Room,
    faults: &'r mut Faults,
    each: E,
    /// Where the cell at hand begins.
    cell: usize,
    /// Where the record at hand begins.
    record: usize,
    /// The number of the record at hand.
    number: u32,
    /// Carriage returns that stand where they may.
    returns: usize,
    /// What was met on the way.
    seen: Seen,
}

/// How many bytes are looked at in one step.
const STEP: usize = 64;

/// What the bytes of a text are, found on the same way as where its cells end.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    returns: usize,
    flags: u8,
}

impl Seen {
    const CONTROL: u8 = 1;
    const BEYOND_ASCII: u8 = 0x80;

    /// Looks at one step: returns a bit for each byte that ends a cell or a record or is a quotation mark. The loop has
    /// neither a branch nor a call, so that the compiler can take many bytes at once.
    #[inline]
    fn look(&mut self, bytes: &[u8; STEP], separator: u8) -> u64 {
        let mut marked = [0; STEP];
        let (mut flags, mut returns) = (0, 0);
        for (mark, &byte) in marked.iter_mut().zip(bytes) {
            *mark = u8::from((byte == separator) | (byte == b'\n') | (byte == b'"'));
            flags |= u8::from(is_control(byte)) | byte & Self::BEYOND_ASCII;
            returns += u8::from(byte == b'\r');
        }
        self.flags |= flags;
        self.returns += usize::from(returns);
        let mut bits = 0;
        let (eights, _) = marked.as_chunks::<8>();
        for (at, eight) in eights.iter().enumerate() {
            // Brings the lowest bit of each of the eight bytes together in the highest byte.
            let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits |= gathered << (8 * at);
        }
        bits
    }
}

/// Returns the bits from `at` on.
fn from(bits: u64, at: usize) -> u64 {
    if at < STEP {
        bits & (u64::MAX << at)
    } else {
        0
    }
}

impl<E: FnMut(u32, Cells<'_>)> Scanner<'_, '_, E> {
    fn run(&mut self) {
        self.room.spans.clear();
        self.room.undone.clear();
        // What lies before this belongs to a cell in quotation marks that was read already.
        let mut done = 0;
        let bytes = self.bytes;
        let (steps, rest) = bytes.as_chunks::<STEP>();
        let mut last = [b' '; STEP];
        last[..rest.len()].copy_from_slice(rest);
        for (step, bytes) in steps.iter().chain([&last]).enumerate() {
            let start = step * STEP;
            let mut marks = self.seen.look(bytes, self.shape.separator);
            if done > start {
                marks = from(marks, done - start);
            }
            while marks != 0 {
                let within = marks.trailing_zeros() as usize;
                let at = start + within;
                marks &= marks - 1;
                match bytes[within] {
                    b'\n' => self.end_record(at),
                    b'"' => {
                        done = self.quoted(at);
                        marks = from(marks, done - start);
                    }
                    _ => {
                        self.room.spans.push(Span::new(self.cell, at));
                        self.cell = at + 1;
                    }
                }
            }
        }
        if self.record < self.bytes.len() {
            self.end_record(self.bytes.len());
        }
    }

    /// Ends the last cell at `end`, where the line break stands, and the record with it.
    fn end_record(&mut self, end: usize) {
        let mut last = end;
        if last > self.cell && self.bytes[last - 1] == b'\r' {
            last -= 1;
            self.returns += 1;
        }
        self.room.spans.push(Span::new(self.cell, last));
        self.close(end);
    }

    /// Hands the record over when it is in order, and begins the next behind `end`.
    fn close(&mut self, end: usize) {
        let cells = Cells {
            text: self.text,
            undone: &self.room.undone,
            spans: &self.room.spans,
        };
        if !blank(&cells)
            && sound(
                &cells,
                self.shape,
                self.number,
                end - self.record,
                self.faults,
            )
        {
            (self.each)(self.number, cells);
        }
        self.next_record(end);
    }

    fn next_record(&mut self, end: usize) {
        self.room.spans.clear();
        self.room.undone.clear();
        self.number += 1;
        self.record = end + 1;
        self.cell = end + 1;
    }

    /// Reads a cell in quotation marks, the first of which stands at `open`. Returns where to read on.
    fn quoted(&mut self, open: usize) -> usize {
        if self.cell < open && !self.text[self.cell..open].trim().is_empty() {
            return self.faulty_quote(open);
        }
        let mut doubled = false;
        let mut from = open + 1;
        let close = loop {
            let Some(hit) = memchr(b'"', &self.bytes[from..]) else {
                return self.faulty_quote(open);
            };
            let at = from + hit;
            if self.bytes.get(at + 1) != Some(&b'"') {
                break at;
            }
            doubled = true;
            from = at + 2;
        };
        let rest = &self.bytes[close + 1..];
        let gap = rest.iter().take_while(|byte| **byte == b' ').count();
        let after = close + 1 + gap;
        let end = match self.bytes.get(after) {
            None => after,
            Some(b'\n') => after,
            Some(b'\r') if self.bytes.get(after + 1).is_none_or(|byte| *byte == b'\n') => {
                self.returns += 1;
                after + 1
            }
            Some(byte) if *byte == self.shape.separator => after,
            Some(_) => return self.faulty_quote(open),
        };
        self.push_quoted(open + 1, close, doubled);
        self.cell = end + 1;
        if self.bytes.get(end) != Some(&self.shape.separator) {
            self.close(end);
        }
        (end + 1).min(self.bytes.len())
    }

    fn push_quoted(&mut self, start: usize, end: usize, doubled: bool) {
        let inner = &self.text[start..end];
        self.returns += memchr_iter(b'\r', inner.as_bytes()).count();
        if doubled {
            let from = self.room.undone.len();
            self.room.undone.push_str(&inner.replace("\"\"", "\""));
            self.room
                .spans
                .push(Span::undone(from, self.room.undone.len()));
        } else {
            self.room.spans.push(Span::new(start, end));
        }
    }

    /// Reports the quotation mark and takes the record to end with the line it stands in, so that the rows after it are
    /// read as what they most likely are.
    fn faulty_quote(&mut self, open: usize) -> usize {
        let end = memchr(b'\n', &self.bytes[open..]).map_or(self.bytes.len(), |hit| open + hit);
        let line = &self.text[self.cell..end];
        self.faults.push(
            self.number,
            Some(self.room.spans.len()),
            Trouble::Quote,
            line.trim(),
        );
        let record = &self.bytes[self.record..end];
        self.faults.broken ^= memchr_iter(b'"', record).count() % 2 == 1;
        // Whatever stands in the spoilt line is counted as permitted, not to be reported twice.
        self.returns += memchr_iter(b'\r', &self.bytes[self.cell..end]).count();
        self.next_record(end);
        (end + 1).min(self.bytes.len())
    }
}

/// Returns whether no cell holds text.
fn blank(cells: &Cells<'_>) -> bool {
    (0..cells.spans.len()).all(|column| cells.get(column).is_empty())
}

/// Tests a record against the shape.
fn sound(cells: &Cells<'_>, shape: &Shape, row: u32, bytes: usize, faults: &mut Faults) -> bool {
    if bytes > shape.line_bytes {
        faults.push(row, None, Trouble::LineTooLong(bytes), "");
        return false;
    }
    if bytes > shape.cell_bytes
        && let Some(column) = cells
            .spans
            .iter()
            .position(|span| span.len() > shape.cell_bytes)
    {
        let length = Trouble::CellTooLong(cells.spans[column].len());
        faults.push(row, Some(column), length, cells.get(column));
        return false;
    }
    let Some(width) = shape.width else {
        return true;
    };
    let count = cells.spans.len();
    if count < width {
        faults.push(row, None, Trouble::TooFew(count), "");
        return false;
    }
    if count > width
        && let Some(column) = (width..count).find(|column| !cells.get(*column).is_empty())
    {
        faults.push(
            row,
            Some(column),
            Trouble::TooMany(count),
            cells.get(column),
        );
        return false;
    }
    if let Some(&column) = shape
        .unheaded
        .iter()
        .find(|column| !cells.get(**column).is_empty())
    {
        faults.push(row, Some(column), Trouble::Unheaded, cells.get(column));
        return false;
    }
    true
}

/// Returns whether a byte is a control character that no table holds.
#[inline]
fn is_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f)
}

/// Goes over the text again and names the cells with stray carriage returns and control characters. Slow, and only done
/// where there are such.
fn audit(text: &str, shape: &Shape, faults: &mut Faults) {
    let loose = Shape {
        width: None,
        ..shape.clone()
    };
    let mut found = Vec::new();
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        shape: &loose,
        room: &mut Room::default(),
        faults: &mut Faults::default(),
        each: |row: u32, cells: Cells<'_>| {
            for column in 0..cells.spans.len() {
                let cell = cells.raw(column);
                let control = cell.bytes().find(|byte| is_control(*byte));
                // A cell in quotation marks may hold any line break.
                let quoted = cells.quoted(column);
                if let Some(byte) = control {
                    found.push((row, column, Trouble::Control(byte)));
                } else if cell.contains('\u{FFFD}') {
                    found.push((row, column, Trouble::Damaged));
                } else if !quoted && cell.contains('\r') {
                    found.push((row, column, Trouble::StrayReturn));
                }
            }
        },
        cell: 0,
        record: 0,
        number: 0,
        returns: 0,
        seen: Seen::default(),
    };
    scanner.run();
    for (row, column, trouble) in found {
        faults.push(row, Some(column), trouble, "");
    }
}
