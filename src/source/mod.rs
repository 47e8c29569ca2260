//! Finds the input files and reads each once; the only reader of the site folder.
//!
//! Everything that is found becomes a part of [`Sources`]: tables of text cells with their positions, texts, and bytes.
//! Encodings, separators, line ends and the traps of workbooks are dealt with here, so that later stages see clean text.
//! Paths are always below the site's root and written with `/`: the path of a machine never gets into a message.

mod blocks;
mod csv;
mod ends;
mod errors;
mod grid;
mod headings;
mod records;
mod table;
mod walk;
mod workbook;

pub use ends::Ends;
pub use errors::{error_cell, is_error};
pub use table::{Kind, Piece, Row, Table};
pub use workbook::texts::{BookCell, BookTexts};

use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
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
    /// approvals.toml beside it; nothing when there is none.
    pub approvals: Option<TextFile>,
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
    /// The whole tables of earlier releases, `releases/<id>/complaints.csv`, sorted by path.
    pub releases: Vec<TextFile>,
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
    let mut sources = Sources {
        config: settings(root, config, limits, report),
        approvals: approvals(root, limits, report),
        ..Sources::default()
    };
    let data = walk::files(root, "data", report);
    if data.is_empty() && sources.config.is_some() {
        report.push(
            Diagnostic::warning(rule::NO_TABLES, "there is no table under data/").help(
                "put the quarter's figures into data/aggregates/ or its case rows into data/cases/",
            ),
        );
    }
    for found in &data {
        walk::data(found, limits, &mut sources, report);
    }
    samples(&sources.tables, report);
    for found in walk::files(root, "content", report) {
        walk::content(&found, limits, &mut sources, report);
    }
    for found in walk::files(root, "themes", report) {
        let path = found.file["themes/".len()..].to_owned();
        if let Some(bytes) = walk::bytes(&found, limits.asset_bytes, report) {
            sources.themes.insert(path, bytes);
        }
    }
    for found in walk::files(root, "releases", report) {
        if found.file.ends_with("/complaints.csv") {
            let limits = Limits {
                text_bytes: limits.csv_bytes,
                ..*limits
            };
            sources.releases.extend(walk::text(&found, &limits, report));
        }
    }
    sources
}

/// How the names of the invented tables of a new site begin.
const SAMPLE: &str = "sample-";

/// Refuses the invented tables of a new site beside tables that tell of residents: they would be counted with them.
fn samples(tables: &[Table], report: &mut Report) {
    let invented = |table: &Table| {
        let name = table.file.rsplit('/').next().unwrap_or_default();
        name.starts_with(SAMPLE)
    };
    let tells = |table: &&Table| {
        !matches!(
            table.kind,
            Kind::Context | Kind::Benchmarks | Kind::Calendars
        )
    };
    let (samples, own): (Vec<&Table>, Vec<&Table>) = tables
        .iter()
        .filter(tells)
        .partition(|table| invented(table));
    if own.is_empty() {
        return;
    }
    for sample in samples {
        report.push(
            Diagnostic::error(
                rule::SAMPLE_BESIDE,
                "this table is invented, and stands beside tables of your own",
            )
            .at(Location::file(sample.file.clone()))
            .help("delete it; if it is your own, give it a name that does not begin with sample-"),
        );
    }
}

/// Finds and reads what counting needs, and nothing else of the site: candour.toml and the calendars.
pub fn read_settings(
    root: &Path,
    config: Option<&Path>,
    limits: &Limits,
    report: &mut Report,
) -> Sources {
    let mut sources = Sources {
        config: settings(root, config, limits, report),
        approvals: approvals(root, limits, report),
        ..Sources::default()
    };
    for found in walk::files(root, "data/calendars", report) {
        walk::data(&found, limits, &mut sources, report);
    }
    sources
}

fn settings(
    root: &Path,
    config: Option<&Path>,
    limits: &Limits,
    report: &mut Report,
) -> Option<TextFile> {
    let path = config.map_or_else(|| root.join("candour.toml"), Path::to_path_buf);
    // A path outside the site's folder is shown by its name alone: messages never name a machine's folders.
    let file = path
        .strip_prefix(root)
        .ok()
        .and_then(walk::slashed)
        .or_else(|| Some(path.file_name()?.to_str()?.to_owned()))
        .unwrap_or_else(|| "candour.toml".into());
    let there = path.metadata();
    if let Err(error) = &there
        && error.kind() == io::ErrorKind::PermissionDenied
    {
        report.push(unreadable(error).at(Location::file(file)));
        return None;
    }
    if !there.is_ok_and(|found| found.is_file()) {
        let (message, help) = match config {
            Some(_) => (
                format!("there is no file {file} where --config says"),
                "correct the path after --config, or leave it out to read the candour.toml of the site's folder",
            ),
            None => (
                format!("there is no {file} here"),
                "go to the site's folder or name it with --root; `candour init DIR --council NAME --area-code CODE` makes a new one",
            ),
        };
        let place = Location::file(file);
        report.push(
            Diagnostic::error(rule::NO_SETTINGS, message)
                .at(place)
                .help(help),
        );
        return None;
    }
    walk::text(
        &walk::Found {
            path,
            file: file.into(),
        },
        limits,
        report,
    )
}

fn approvals(root: &Path, limits: &Limits, report: &mut Report) -> Option<TextFile> {
    let path = root.join("approvals.toml");
    let file = "approvals.toml".into();
    path.is_file()
        .then(|| walk::text(&walk::Found { path, file }, limits, report))?
}

fn unreadable(error: &io::Error) -> Diagnostic {
    // The text of the system's own message differs between computers and may name a folder; its kind does not.
    let why = match error.kind() {
        io::ErrorKind::NotFound => "it is not there any more",
        io::ErrorKind::PermissionDenied => "this computer does not let you read it",
        io::ErrorKind::IsADirectory => "it is a folder",
        _ => "the computer could not read it",
    };
    Diagnostic::error(rule::UNREADABLE, format!("the file cannot be read: {why}"))
        .help("close it in other programs, see that you may open it, and try again")
}

fn too_large(size: u64, limit: u64) -> Diagnostic {
    Diagnostic::error(
        rule::TOO_LARGE,
        format!(
            "the file is {} large; at most {} are read",
            mega(size),
            mega(limit)
        ),
    )
    .help("split the table into several files, or allow more with --max-size")
}

fn mega(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes.div_ceil(1 << 20))
    }
}

fn empty() -> Diagnostic {
    Diagnostic::error(
        rule::EMPTY_TABLE,
        "the table is empty: it has no headings and no rows",
    )
    .help("export it again, or delete the file")
}

fn no_rows(place: &Location) -> Diagnostic {
    // One row is one case, so a table of cases cannot say 0.
    let help = if place.file.starts_with("data/cases/") {
        "when the rows are missing, export them again; when there were no cases, delete the file: a quarter between \
         others that have rows counts as one without, and for the latest quarter a row with 0 can stand in data/aggregates/"
    } else {
        "when there was nothing to count, write a row with 0; else delete the file"
    };
    Diagnostic::warning(rule::NO_ROWS, "the table has headings and no rows")
        .at(place.clone())
        .help(help)
}

/// Opens case files that are named one by one, wherever they lie, for `candour tabulate`.
pub fn case_files(files: &[PathBuf], limits: &Limits, report: &mut Report) -> Vec<Table> {
    let mut sources = Sources::default();
    for path in files {
        let found = walk::Found::named(path);
        walk::data_of(&found, Kind::Cases, limits, &mut sources, report);
    }
    sources.tables
}

/// Returns everything that a workbook holds, hidden or not, for the guard; the refusal where it cannot be opened.
pub fn workbook_texts(bytes: Vec<u8>, limits: &Limits) -> Result<BookTexts, Diagnostic> {
    workbook::texts::read(bytes, limits)
}

/// Returns a text from its bytes: UTF-8, UTF-16 with a mark, else Windows-1252.
pub fn decoded(mut bytes: Vec<u8>) -> String {
    let (charset, mark) = blocks::Charset::of(&bytes);
    if let blocks::Charset::Utf16(big) = charset {
        let encoding = if big {
            encoding_rs::UTF_16BE
        } else {
            encoding_rs::UTF_16LE
        };
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    bytes.drain(..mark);
    blocks::text(bytes).0
}

fn not_a_table(what: &str, ending: &str) -> Diagnostic {
    Diagnostic::error(
        rule::NOT_A_TABLE,
        format!("this file is {what}, whatever its name says"),
    )
    .help(format!(
        "give it the ending {ending}, or save it as \"CSV UTF-8 (comma delimited)\""
    ))
}
