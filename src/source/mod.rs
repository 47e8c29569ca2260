//! Finds the input files and reads each once; the only reader of the site folder.
//!
//! Everything that is found becomes a part of [`Sources`]: tables of text cells with their positions, texts, and bytes.
//! Encodings, separators, line ends and the traps of workbooks are dealt with here, so that later stages see clean text.
//! Paths are always below the site's root and written with `/`: the path of a machine never gets into a message.

mod table;

pub use table::{Kind, Piece, Row, Table};

use crate::diagnostic::Report;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How large an input may be (contract 3). Each limit is a matter of configuration and each refusal names it.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a CSV file.
    pub csv_bytes: u64,
    /// Bytes of a workbook as it lies on disk.
    pub workbook_bytes: u64,
    /// Bytes of a workbook's parts when unpacked, together.
    pub unpacked_bytes: u64,
    /// How many times larger than packed a workbook's part may be.
    pub ratio: u64,
    /// Bytes of a cell.
    pub cell_bytes: usize,
    /// Bytes of a row.
    pub line_bytes: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes of a page of content or of candour.toml.
    pub text_bytes: u64,
    /// Bytes of a picture, a document or a file of a theme.
    pub asset_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            csv_bytes: 512 << 20,
            workbook_bytes: 64 << 20,
            unpacked_bytes: 512 << 20,
            ratio: 200,
            cell_bytes: 4 << 10,
            line_bytes: 1 << 20,
            columns: 256,
            text_bytes: 4 << 20,
            asset_bytes: 64 << 20,
        }
    }
}

impl Limits {
    /// Returns the limits with another size for tables of every kind (`--max-size`).
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.csv_bytes = bytes;
        self.workbook_bytes = bytes;
        self.unpacked_bytes = self.unpacked_bytes.max(bytes.saturating_mul(8));
        self
    }
}

/// Everything a site is made of, as found.
#[derive(Debug, Default)]
pub struct Sources {
    /// candour.toml; nothing when there is none (which is reported).
    pub config: Option<TextFile>,
    /// The tables under `data/`, sorted by path. Calendars that are CSV are among them.
    pub tables: Vec<Table>,
    /// The pages `content/**/*.md`, sorted by path.
    pub content: Vec<TextFile>,
    /// Pictures and documents, by their path below `content/assets/`.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The site's own theme files, by their path below `themes/`: `default/theme.toml`.
    pub themes: BTreeMap<String, Vec<u8>>,
    /// Calendars in the government's JSON, sorted by path.
    pub calendars: Vec<TextFile>,
}

impl Sources {
    /// Returns the tables of a kind, sorted by path.
    pub fn tables(&self, kind: Kind) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(move |table| table.kind == kind)
    }
}

/// A file of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// Its path below the site's root, with `/`.
    pub file: Arc<str>,
    /// What it holds.
    pub text: String,
}

/// Finds and reads everything below the site's root.
///
/// `config` names another file than `candour.toml`. Million-row tables are not held in memory: see [`Table::par_fold`].
pub fn read(root: &Path, config: Option<&Path>, limits: &Limits, report: &mut Report) -> Sources {
    let _ = (root, config, limits, report);
    Sources::default()
}
