//! What is in a file: a text of its own, or pieces of texts that several files share.

use memchr::memrchr;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The bytes of a file.
///
/// A row of figures stands in the files of several pages, with the same bytes in each. So it is written once, into a text of
/// rows, and files name the places in it: nothing is copied, and whoever looks through all texts has seen every byte of
/// every file.
#[derive(Debug, Clone)]
pub struct Contents(Arc<Whole>);

/// What the names of one file share.
#[derive(Debug)]
struct Whole {
    pieces: Box<[Piece]>,
    /// How many bytes there are: a large table has hundreds of thousands of pieces.
    length: usize,
    /// The SHA-256 of the bytes, once somebody has asked for it.
    hash: OnceLock<[u8; 32]>,
}

/// How many bytes of short pieces are gathered before they are hashed.
const GATHERED: usize = 1 << 13;

/// A part of a text.
#[derive(Debug, Clone)]
pub struct Piece {
    text: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Piece {
    /// Returns a part of a text; all of it when it is shorter.
    pub fn new(text: &Arc<Vec<u8>>, range: Range<usize>) -> Self {
        let end = range.end.min(text.len());
        Piece {
            text: text.clone(),
            range: range.start.min(end)..end,
        }
    }

    /// Returns its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.text[self.range.clone()]
    }

    /// Returns the whole text that it is a part of.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Returns whether it ends where a line of its text does.
    pub fn ends_where_line_does(&self) -> bool {
        let end = self.range.end;
        end == 0 || end == self.text.len() || self.text[end - 1] == b'\n'
    }

    /// Returns the line that it begins in, up to where it begins; empty where a line of its text begins.
    pub fn cut_off(&self) -> &[u8] {
        let before = &self.text[..self.range.start];
        &before[memrchr(b'\n', before).map_or(0, |end| end + 1)..]
    }
}

impl Contents {
    /// Returns the pieces, in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0.pieces
    }

    /// Returns the SHA-256 of the bytes. It is worked out once, for the checksums, the manifest and the preview alike.
    pub fn hash(&self) -> &[u8; 32] {
        self.0.hash.get_or_init(|| {
            let mut hasher = Sha256::new();
            let mut gathered = Vec::new();
            for piece in self.pieces() {
                // Short pieces together: each end of one that is no end of a block costs as much as several blocks.
                if gathered.len() + piece.bytes().len() > GATHERED {
                    hasher.update(&gathered);
                    gathered.clear();
                }
                match piece.bytes() {
                    long if long.len() > GATHERED => hasher.update(long),
                    short => gathered.extend_from_slice(short),
                }
            }
            hasher.update(&gathered);
            hasher.finalize().into()
        })
    }

    /// Returns the bytes where they are one text of their own, as those of pages are.
    pub fn as_slice(&self) -> Option<&[u8]> {
        match self.pieces() {
            [] => Some(&[]),
            [only] => Some(only.bytes()),
            _ => None,
        }
    }

    /// Returns the bytes in one piece.
    pub fn whole(&self) -> Cow<'_, [u8]> {
        match self.as_slice() {
            Some(bytes) => Cow::Borrowed(bytes),
            None => {
                let mut whole = Vec::with_capacity(self.len());
                self.pieces()
                    .iter()
                    .for_each(|piece| whole.extend_from_slice(piece.bytes()));
                Cow::Owned(whole)
            }
        }
    }

    /// Returns how many bytes there are.
    pub fn len(&self) -> usize {
        self.0.length
    }

    /// Returns whether there is no byte.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns a number that two have in common only when one is the other under a second name, which is known without
    /// comparing bytes.
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// Returns whether these are all the bytes.
    pub fn are(&self, bytes: &[u8]) -> bool {
        let mut rest = bytes;
        let fits = self.pieces().iter().all(|piece| {
            rest.strip_prefix(piece.bytes())
                .map(|behind| rest = behind)
                .is_some()
        });
        fits && rest.is_empty()
    }
}

impl PartialEq for Contents {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity() || self.len() == other.len() && self.are(&other.whole())
    }
}

impl Eq for Contents {}

impl FromIterator<Piece> for Contents {
    fn from_iter<I: IntoIterator<Item = Piece>>(pieces: I) -> Self {
        let pieces: Box<[Piece]> = pieces.into_iter().collect();
        Contents(Arc::new(Whole {
            length: pieces.iter().map(|piece| piece.range.len()).sum(),
            pieces,
            hash: OnceLock::new(),
        }))
    }
}

impl From<Vec<u8>> for Contents {
    fn from(bytes: Vec<u8>) -> Self {
        let text = Arc::new(bytes);
        let piece = Piece::new(&text, 0..text.len());
        [piece].into_iter().collect()
    }
}

impl From<&[u8]> for Contents {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<[u8; N]> for Contents {
    fn from(bytes: [u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

/// Puts pieces together; those that follow one another in a text become one.
#[derive(Debug, Default)]
pub(super) struct Joiner(Vec<Piece>);

impl Joiner {
    /// Adds a part of a text.
    pub(super) fn push(&mut self, text: &Arc<Vec<u8>>, range: Range<usize>) {
        match self.0.last_mut() {
            Some(last) if Arc::ptr_eq(&last.text, text) && last.range.end == range.start => {
                last.range.end = range.end.min(text.len());
            }
            _ => self.0.push(Piece::new(text, range)),
        }
    }

    /// Adds a whole text.
    pub(super) fn push_all(&mut self, text: &Arc<Vec<u8>>) {
        self.push(text, 0..text.len());
    }

    /// Returns what was put together.
    pub(super) fn finish(self) -> Contents {
        self.0.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined() -> Contents {
        let text = Arc::new(b"one\ntwo\nthree\n".to_vec());
        let mut joiner = Joiner::default();
        joiner.push(&text, 0..4);
        joiner.push(&text, 4..8);
        joiner.push(&text, 4..6);
        joiner.finish()
    }

    #[test]
    fn pieces_are_the_bytes_that_they_make_together() {
        let contents = joined();
        assert_eq!(contents.pieces().len(), 2);
        assert_eq!(&*contents.whole(), b"one\ntwo\ntw");
        assert_eq!(contents.len(), 10);
        assert!(contents.are(b"one\ntwo\ntw") && !contents.are(b"one\ntwo\nt"));
        assert!(!contents.are(b"one\ntwo\ntwo"));
        assert_eq!(contents, Contents::from(*b"one\ntwo\ntw"));
        assert_ne!(contents, Contents::from(*b"one\ntwo\ntx"));
    }

    #[test]
    fn a_piece_that_is_cut_inside_a_line_is_known() {
        let joined = joined();
        let ends = joined.pieces().iter().map(Piece::ends_where_line_does);
        assert_eq!(ends.collect::<Vec<_>>(), [true, false]);
        let text = Arc::new(b"one\ntwo\n".to_vec());
        let cut_off = |from: usize| Piece::new(&text, from..8).cut_off().to_vec();
        assert_eq!([cut_off(0), cut_off(4)], [b"", b""]);
        assert_eq!([cut_off(2), cut_off(5)], [&b"on"[..], b"t"]);
    }
}
