//! How a CSV file is written: its characters, separator and line ends.

use super::Origin;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::source::Limits;
use crate::source::blocks::{Blocks, Charset};
use std::io::{self, Read};

/// How a file is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    pub charset: Charset,
    /// Bytes before the first record: a mark, and the line `sep=;` that some programs write.
    pub skip: usize,
    pub separator: u8,
    pub returns: bool,
    pub block: usize,
}

/// A block holds at least this much.
pub(super) const BLOCK: usize = 2 << 20;

/// How much of a file is looked at to tell how it is written.
pub(super) const HEAD: usize = 64 << 10;

/// Tells from the first bytes how the file is written.
pub(super) fn recognise(origin: &Origin, limits: &Limits) -> io::Result<Dialect> {
    let mut head = Vec::new();
    origin.open()?.take(HEAD as u64).read_to_end(&mut head)?;
    let (charset, mark) = Charset::of(&head);
    let mut dialect = Dialect {
        charset,
        skip: mark,
        separator: b',',
        returns: false,
        block: BLOCK.max(limits.line_bytes.saturating_mul(2)),
    };
    let mut text = Vec::new();
    let start = Dialect {
        block: HEAD,
        ..dialect
    };
    start.blocks(origin)?.next(&mut text)?;
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

pub(super) fn separator_note(separator: u8) -> Diagnostic {
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
    pub fn blocks(&self, origin: &Origin) -> io::Result<Blocks> {
        Blocks::new(
            origin.open()?,
            self.charset,
            self.skip,
            self.returns,
            self.block,
        )
    }
}
