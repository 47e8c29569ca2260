//! Walks the site's folder and tells what each file is.

use super::csv::Origin;
use super::{Kind, Limits, Sources, TextFile, too_large, unreadable};
use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A file that was found.
pub(super) struct Found {
    /// Where it lies on this computer; never shown.
    pub path: PathBuf,
    /// Its path below the site's root, with `/`.
    pub file: Arc<str>,
}

impl Found {
    /// Returns a file that was named on the command line; messages show it as it was named.
    pub fn named(path: &Path) -> Found {
        let file = slashed(path).unwrap_or_else(|| path.display().to_string());
        Found {
            path: path.to_path_buf(),
            file: file.into(),
        }
    }

    fn place(&self) -> Location {
        Location::file(self.file.clone())
    }

    fn name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or_default()
    }

    /// The ending in lower case, without the dot.
    fn ending(&self) -> String {
        let ending = self
            .name()
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending);
        ending.to_lowercase()
    }
}

/// Returns a path with `/`; nothing when it is not written in Unicode.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let mut text = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => text.push('/'),
            // A drive or a share of Windows.
            Component::Prefix(place) => text = place.as_os_str().to_str()?.replace('\\', "/"),
            Component::ParentDir | Component::Normal(_) => {
                if !text.is_empty() && !text.ends_with('/') {
                    text.push('/');
                }
                text.push_str(part.as_os_str().to_str()?);
            }
        }
    }
    Some(text)
}

/// Returns all files below a folder of the site, sorted by path. Hidden files, lock files and README files are passed
/// over; links are reported and not followed; names that differ in case alone are reported.
pub(super) fn files(root: &Path, folder: &str, report: &mut Report) -> Vec<Found> {
    let mut found = Vec::new();
    let walk = walkdir::WalkDir::new(root.join(folder))
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !passed_over(entry.file_name().to_str()));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            // A site need not have every folder.
            Err(error) if error.depth() == 0 => continue,
            Err(error) => {
                let path = error.path().and_then(|path| path.strip_prefix(root).ok());
                let file = path.and_then(slashed).unwrap_or_else(|| folder.into());
                let error = error
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("loop"));
                report.push(unreadable(&error).at(Location::file(file)));
                continue;
            }
        };
        let relative = entry.path().strip_prefix(root).ok().and_then(slashed);
        let Some(file) = relative else {
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            report.push(unreadable_name(&parts.join("/")));
            continue;
        };
        if entry.file_type().is_symlink() {
            report.push(
                Diagnostic::warning(
                    rule::LINK_NOT_FOLLOWED,
                    "this is a link to a place elsewhere and is passed over",
                )
                .at(Location::file(file))
                .help("put the file itself here"),
            );
        } else if entry.file_type().is_file() {
            found.push(Found {
                path: entry.path().to_path_buf(),
                file: file.into(),
            });
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    clashes(&found, report);
    found
}

/// Returns whether a name is of a file that is no part of a site.
fn passed_over(name: Option<&str>) -> bool {
    name.is_some_and(|name| {
        name.starts_with('.')
            || name.starts_with("~$")
            || name.to_lowercase().starts_with("readme")
            || matches!(name, "Thumbs.db" | "desktop.ini")
    })
}

fn unreadable_name(file: &str) -> Diagnostic {
    Diagnostic::error(
        rule::UNREADABLE,
        "the name of this file is not written in Unicode",
    )
    .at(Location::file(file))
    .help("rename it, with plain letters and digits")
}

fn clashes(found: &[Found], report: &mut Report) {
    let mut seen: HashMap<String, &Found> = HashMap::new();
    for file in found {
        if let Some(first) = seen.insert(file.file.to_lowercase(), file) {
            report.push(
                Diagnostic::error(
                    rule::NAME_CLASH,
                    format!(
                        "on many computers {} and {} are one file",
                        first.file, file.file
                    ),
                )
                .at(file.place())
                .help("rename one of the two"),
            );
        }
    }
}

/// Reads a whole file.
pub(super) fn bytes(found: &Found, limit: u64, report: &mut Report) -> Option<Vec<u8>> {
    let read = || {
        let file = File::open(&found.path)?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((size, bytes))
    };
    match read() {
        Ok((size, bytes)) if bytes.len() as u64 > limit => {
            let size = size.max(bytes.len() as u64);
            report.push(too_large(size, limit).at(found.place()));
            None
        }
        Ok((_, bytes)) => Some(bytes),
        Err(error) => {
            report.push(unreadable(&error).at(found.place()));
            None
        }
    }
}

/// Reads a text: UTF-8 with or without a mark, or UTF-16 with one.
pub(super) fn text(found: &Found, limits: &Limits, report: &mut Report) -> Option<TextFile> {
    let bytes = bytes(found, limits.text_bytes, report)?;
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    let (text, script) = super::blocks::text(bytes);
    if let Some(byte) = script.other {
        let row = text.chars().take(byte).filter(|c| *c == '\n').count() as u32 + 1;
        let place = found.place();
        if script.utf8 || script.neither.is_some() {
            report.push(
                Diagnostic::error(
                    rule::ENCODING_UNDECIDABLE,
                    "this text is not written in UTF-8",
                )
                .at(place.row(row))
                .help("open it in an editor and save it with the encoding UTF-8"),
            );
            return None;
        }
        report.push(
            Diagnostic::warning(
                rule::ENCODING,
                "this text is written in Windows-1252, not in UTF-8; read so",
            )
            .at(place)
            .help("save it with the encoding UTF-8 and no letter can go wrong"),
        );
    }
    Some(TextFile {
        file: found.file.clone(),
        text,
    })
}

/// Takes a file under `data/` for what its folder and ending say.
pub(super) fn data(found: &Found, limits: &Limits, sources: &mut Sources, report: &mut Report) {
    if let Some(kind) = kind(found, report) {
        data_of(found, kind, limits, sources, report);
    }
}

/// Takes a file for a table of this kind.
pub(super) fn data_of(
    found: &Found,
    kind: Kind,
    limits: &Limits,
    sources: &mut Sources,
    report: &mut Report,
) {
    match found.ending().as_str() {
        "csv" | "tsv" => {
            if super::workbook::is_packed(&found.path) {
                report.push(super::not_a_table("a workbook", ".xlsx or .ods").at(found.place()));
                return;
            }
            let origin = Origin::File(found.path.clone());
            sources.tables.extend(super::csv::open(
                origin,
                kind,
                found.file.clone(),
                limits,
                report,
            ));
        }
        "xlsx" | "ods" => {
            if let Some(bytes) = bytes(found, limits.workbook_bytes, report) {
                let file = found.file.clone();
                sources
                    .tables
                    .extend(super::workbook::open(bytes, kind, file, limits, report));
            }
        }
        "json" if kind == Kind::Calendars => {
            sources.calendars.extend(text(found, limits, report));
        }
        ending @ ("xls" | "xlsb" | "xlsm" | "xltx" | "xltm" | "numbers" | "fods") => {
            report.push(
                Diagnostic::error(rule::OLD_WORKBOOK, format!("a workbook of the kind .{ending} is not read"))
                    .at(found.place())
                    .help("open it in your spreadsheet and save it as .xlsx, .ods or \"CSV UTF-8 (comma delimited)\""),
            );
        }
        _ => report.push(
            Diagnostic::error(
                rule::UNKNOWN_FILE,
                "this file is no table: .csv, .xlsx and .ods are read here",
            )
            .at(found.place())
            .help("save the table in one of these forms, or move the file out of data/"),
        ),
    }
}

/// The folders under `data/` with the kinds of their tables.
const FOLDERS: [Kind; 6] = [
    Kind::Cases,
    Kind::Aggregates,
    Kind::Decisions,
    Kind::Lessons,
    Kind::Quotes,
    Kind::Calendars,
];

/// Returns what a file under `data/` holds.
fn kind(found: &Found, report: &mut Report) -> Option<Kind> {
    let below = found.file.strip_prefix("data/").unwrap_or(&found.file);
    let Some((folder, _)) = below.split_once('/') else {
        let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        let kind = [Kind::Context, Kind::Benchmarks]
            .into_iter()
            .find(|kind| kind.word() == stem);
        if kind.is_none() {
            report.push(
                Diagnostic::error(rule::UNKNOWN_FOLDER, "a table in data/ itself can only be context or benchmarks")
                    .at(found.place())
                    .help("move it into the folder of its kind: data/cases/, data/aggregates/, data/decisions/, data/lessons/, data/quotes/ or data/calendars/"),
            );
        }
        return kind;
    };
    let kind = FOLDERS.into_iter().find(|kind| kind.word() == folder);
    if kind.is_none() {
        let near = crate::vocabulary::nearest(folder, FOLDERS.iter().map(|kind| kind.word()));
        let help = match near {
            Some(near) => format!("did you mean data/{near}/?"),
            None => {
                "the folders are cases, aggregates, decisions, lessons, quotes and calendars".into()
            }
        };
        report.push(
            Diagnostic::error(
                rule::UNKNOWN_FOLDER,
                format!("data/{folder}/ means nothing here, so this file is not read"),
            )
            .at(found.place())
            .help(help),
        );
    }
    kind
}

/// Endings of files in which scripts can stand: an attachment must not be able to run anything in the site's name.
const RUNNING: [&str; 9] = [
    "htm", "html", "xhtml", "shtml", "js", "mjs", "svg", "xml", "css",
];

/// Takes a file under `content/`.
pub(super) fn content(found: &Found, limits: &Limits, sources: &mut Sources, report: &mut Report) {
    if let Some(path) = found.file.strip_prefix("content/assets/") {
        if RUNNING.contains(&found.ending().as_str()) {
            report.push(
                Diagnostic::error(
                    rule::UNKNOWN_FILE,
                    "a browser can run what is in this file, so it is not published",
                )
                .at(found.place())
                .help("publish pictures as .png, .jpg or .webp, documents as .pdf, .docx or .ods"),
            );
        } else if let Some(bytes) = bytes(found, limits.asset_bytes, report) {
            sources.assets.insert(path.to_owned(), bytes);
        }
        return;
    }
    if found.ending() == "md" {
        sources.content.extend(text(found, limits, report));
        return;
    }
    report.push(
        Diagnostic::warning(
            rule::UNKNOWN_FILE,
            "under content/ only pages (.md) are read; this file is passed over",
        )
        .at(found.place())
        .help("move what pages show or offer into content/assets/"),
    );
}
