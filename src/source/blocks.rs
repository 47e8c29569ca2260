//! Reads a file of text in blocks that end where a record ends.
//!
//! A block is cut behind the last line break with an even number of quotation marks before it: only such a line break
//! ends a record. The block's size is fixed, so the same file is always cut in the same places.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr_iter, memrchr};
use std::io::{self, Read};

/// How a file's bytes stand for characters, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, or Windows-1252 where that proves impossible.
    Utf8,
    /// UTF-16 with a mark.
    Utf16(bool),
}

impl Charset {
    /// Returns what the first bytes tell, and how many of them are the mark.
    pub(super) fn of(head: &[u8]) -> (Charset, usize) {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => (Charset::Utf8, 3),
            [0xFF, 0xFE, ..] => (Charset::Utf16(false), 2),
            [0xFE, 0xFF, ..] => (Charset::Utf16(true), 2),
            _ => (Charset::Utf8, 0),
        }
    }

    fn decoder(self) -> Option<Decoder> {
        let encoding: &'static Encoding = match self {
            Charset::Utf8 => return None,
            Charset::Utf16(false) => UTF_16LE,
            Charset::Utf16(true) => UTF_16BE,
        };
        Some(encoding.new_decoder_without_bom_handling())
    }
}

/// How much is read at once.
const STEP: usize = 128 << 10;

/// A file being read.
pub(super) struct Blocks {
    source: Box<dyn Read + Send>,
    decoder: Option<Decoder>,
    /// Whether lines end in a carriage return alone.
    returns: bool,
    /// How many bytes a block holds at most, as long as a record ends within.
    size: usize,
    carry: Vec<u8>,
    ended: bool,
}

impl Blocks {
    /// Begins to read behind the first `skip` bytes.
    pub(super) fn new(
        mut source: Box<dyn Read + Send>,
        charset: Charset,
        skip: usize,
        returns: bool,
        size: usize,
    ) -> io::Result<Blocks> {
        io::copy(&mut source.by_ref().take(skip as u64), &mut io::sink())?;
        Ok(Blocks {
            source,
            decoder: charset.decoder(),
            returns,
            size,
            carry: Vec::new(),
            ended: false,
        })
    }

    /// Puts the next block into `block`; false at the end of the file.
    pub(super) fn next(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        if self.ended {
            block.clear();
            return Ok(false);
        }
        let old = self.carry.len();
        let even = self.fill(block)?;
        self.carry.clear();
        if self.returns {
            for byte in &mut block[old..] {
                if *byte == b'\r' {
                    *byte = b'\n';
                }
            }
        }
        if block.len() < self.size {
            self.ended = true;
            return Ok(!block.is_empty());
        }
        match cut(block, even) {
            Some(end) => self.carry.extend_from_slice(&block[end..]),
            // No record ends in so long a block: the reader of records will say why.
            None => self.ended = true,
        }
        block.truncate(block.len() - self.carry.len());
        Ok(true)
    }

    /// Fills the block behind what the last one left over; says whether it holds an even number of quotation marks.
    fn fill(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        let Some(decoder) = &mut self.decoder else {
            return self.read(block);
        };
        block.clear();
        block.extend_from_slice(&self.carry);
        let mut raw = Vec::with_capacity(64 << 10);
        while block.len() < self.size {
            raw.clear();
            self.source.by_ref().take(64 << 10).read_to_end(&mut raw)?;
            decode(decoder, &raw, raw.is_empty(), block);
            if raw.is_empty() {
                break;
            }
        }
        Ok(is_even(block))
    }

    /// Reads bytes as they are. What the block held before is written over rather than cleared, and quotation marks are
    /// counted while the bytes are still near: both passes over a large file would be felt.
    fn read(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        let mut length = self.carry.len();
        if block.len() < length {
            block.resize(length, 0);
        }
        block[..length].copy_from_slice(&self.carry);
        let mut even = is_even(&self.carry);
        while length < self.size {
            let end = self.size.min(length + STEP);
            if block.len() < end {
                block.resize(end, 0);
            }
            match self.source.read(&mut block[length..end]) {
                Ok(0) => break,
                Ok(read) => {
                    even ^= !is_even(&block[length..length + read]);
                    length += read;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        block.truncate(length);
        Ok(even)
    }
}

/// Returns whether there is an even number of quotation marks.
fn is_even(bytes: &[u8]) -> bool {
    memchr_iter(b'"', bytes).count().is_multiple_of(2)
}

/// Decodes UTF-16; what is none becomes the replacement character, which is reported later.
fn decode(decoder: &mut Decoder, mut raw: &[u8], last: bool, out: &mut Vec<u8>) {
    loop {
        let mut text = String::with_capacity(
            decoder
                .max_utf8_buffer_length_without_replacement(raw.len())
                .unwrap_or(raw.len() * 3 + 16),
        );
        let (result, read) = decoder.decode_to_string_without_replacement(raw, &mut text, last);
        out.extend_from_slice(text.as_bytes());
        raw = &raw[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => out.extend_from_slice("\u{FFFD}".as_bytes()),
        }
    }
}

/// Returns where the last whole record of the block ends, which has an even number of quotation marks or not.
fn cut(block: &[u8], mut even: bool) -> Option<usize> {
    let mut end = block.len();
    loop {
        let at = memrchr(b'\n', &block[..end])?;
        even ^= !is_even(&block[at..end]);
        if even {
            return Some(at + 1);
        }
        end = at;
    }
}

/// Returns the whole records among the first bytes of a longer text.
pub(super) fn whole_records(text: &str, bytes: usize) -> Option<&str> {
    let head = text.as_bytes().get(..bytes)?;
    text.get(..cut(head, is_even(head))?)
}

/// What a block's bytes turned out to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Script {
    /// Whether it holds characters beyond ASCII as UTF-8.
    pub utf8: bool,
    /// The first byte that is no UTF-8.
    pub other: Option<usize>,
    /// The first byte that is nothing in Windows-1252 either.
    pub neither: Option<usize>,
}

/// Returns the block as text: as it is where it is UTF-8, else as Windows-1252.
pub(super) fn text(block: Vec<u8>) -> (String, Script) {
    let block = match String::from_utf8(block) {
        Ok(text) => {
            let utf8 = !text.is_ascii();
            return (
                text,
                Script {
                    utf8,
                    ..Script::default()
                },
            );
        }
        Err(error) => error.into_bytes(),
    };
    let script = Script {
        utf8: block.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()),
        other: block.utf8_chunks().next().map(|chunk| chunk.valid().len()),
        neither: block
            .iter()
            .position(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)),
    };
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&block);
    (text.into_owned(), script)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, size: usize) -> Vec<String> {
        let source = Box::new(io::Cursor::new(text.as_bytes().to_vec()));
        let mut blocks = Blocks::new(source, Charset::Utf8, 0, false, size).unwrap();
        let mut block = Vec::new();
        let mut all = Vec::new();
        while blocks.next(&mut block).unwrap() {
            all.push(String::from_utf8(block.clone()).unwrap());
        }
        all
    }

    #[test]
    fn blocks_end_where_records_end_and_lose_nothing() {
        let text = "a,b\n1,\"two\nlines\"\n3,4\n5,\"six \"\"6\"\"\n\"\n7,8";
        for size in 8..60 {
            let all = blocks(text, size);
            assert!(text.starts_with(&all.concat()), "{size}: {all:?}");
            if size < 24 {
                // The longest record is longer than the block: what is read of it comes in one piece, and no more.
                continue;
            }
            assert_eq!(all.concat(), text);
            for block in &all {
                assert_eq!(block.matches('"').count() % 2, 0, "{size}: {block:?}");
            }
        }
    }
}
