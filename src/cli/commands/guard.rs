//! `candour guard`: any file before the guard.

use super::super::Outcome;
use super::super::arguments::Global;
use super::{err, failed, job, out};
use crate::config;
use crate::diagnostic::{Report, column_letter, render_text};
use crate::guard::Permitted;
use crate::screening::{self, Hit};
use crate::source::{self, Limits};
use serde_json::json;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Runs the command.
pub(super) fn run(global: &Global, files: &[PathBuf], approvals: bool) -> Outcome {
    let job = job(global, None);
    let mut report = Report::new();
    let permitted = permitted(&job.root, global, &job.limits, &mut report);
    if report.has_errors() {
        err(render_text(&report).trim_end());
        return Outcome::Faults;
    }
    let (mut count, mut read_through, mut unread) = (0, 0, None);
    for path in files {
        let name = path.to_string_lossy();
        let bytes = match read(path, &job.limits) {
            Ok(bytes) => bytes,
            Err(error) => {
                unread = Some(failed("read", path, &error));
                continue;
            }
        };
        match screening::file(&name, bytes, &job.limits, &permitted) {
            Ok(hits) => {
                count += hits.len();
                read_through += 1;
                hits.iter()
                    .for_each(|hit| tell(global, &name, hit, approvals));
            }
            Err(refusal) => {
                err(&format!("error: {name}: {}", refusal.message));
                unread = Some(Outcome::InputOutput);
            }
        }
    }
    if !global.json && !global.quiet && read_through > 0 {
        err(&closing(count, read_through));
    }
    unread.unwrap_or(if count > 0 {
        Outcome::Faults
    } else {
        Outcome::Done
    })
}

/// Returns what may be printed by the settings of the site at hand; where there is no site, the ombudsmen's details alone.
fn permitted(root: &Path, global: &Global, limits: &Limits, report: &mut Report) -> Permitted {
    let settings = global
        .config
        .clone()
        .unwrap_or_else(|| root.join("candour.toml"));
    let asked = global.root.is_some() || global.config.is_some();
    if !asked && !settings.is_file() {
        return Permitted::default();
    }
    let found = source::read_settings(root, global.config.as_deref(), limits, report);
    // What else is wrong with the settings is not asked here.
    let site = found
        .config
        .as_ref()
        .and_then(|text| config::parse(&text.file, &text.text, &mut Report::new()));
    match site {
        Some(site) => screening::permitted(&site, found.approvals.as_ref(), report),
        None => Permitted::default(),
    }
}

fn read(path: &Path, limits: &Limits) -> io::Result<Vec<u8>> {
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path)?)
    };
    let mut bytes = Vec::new();
    source
        .take(limits.csv_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limits.csv_bytes {
        let why = format!(
            "it is larger than {} MB; allow more with --max-size",
            limits.csv_bytes >> 20
        );
        return Err(io::Error::other(why));
    }
    Ok(bytes)
}

fn tell(global: &Global, name: &str, hit: &Hit, approvals: bool) {
    let shown = screening::masked_name(name);
    if approvals {
        if let Some(digest) = &hit.digest {
            out(&format!(
                "[[approved]]  # {}, {shown}, line {}\nhash = \"{digest}\"\nwho = \"\"\nwhen = \"\"\nreason = \"\"\n",
                hit.masked, hit.line
            ));
        }
    } else if global.json {
        out(&json!({
            "file": shown,
            "sheet": hit.sheet.as_deref(),
            "line": hit.line,
            "column_letter": hit.column.map(|column| column_letter(column.min(usize::from(u16::MAX)) as u16)),
            "kind": hit.kind.code(),
            "masked": hit.masked,
            "start": hit.start,
            "end": hit.end,
        })
        .to_string());
    } else {
        err(&format!(
            "{shown}, {}: {}: {}",
            place(hit),
            hit.kind.words(),
            hit.masked
        ));
    }
}

fn place(hit: &Hit) -> String {
    let sheet = hit
        .sheet
        .as_ref()
        .map_or(String::new(), |sheet| format!("\"{sheet}\", "));
    match hit.column {
        Some(column) => format!(
            "{sheet}row {}, column {}",
            hit.line,
            column_letter(column.min(usize::from(u16::MAX)) as u16)
        ),
        None => format!("{sheet}line {}", hit.line),
    }
}

fn closing(count: usize, files: usize) -> String {
    let files = if files == 1 {
        "1 file".into()
    } else {
        format!("{files} files")
    };
    match count {
        0 => format!(
            "Nothing personal was found in {files}. What no rule describes is not found: read it yourself too."
        ),
        1 => format!("1 detail was found in {files}."),
        _ => format!("{count} details were found in {files}."),
    }
}
