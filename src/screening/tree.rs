//! The finished tree, read as its readers will: pages, tables, JSON, feeds and the theme's own files.

use super::{clean::Clean, details, markup, names, tables};
use crate::diagnostic::{Location, Report};
use crate::guard::{self, Finding, Kind, Permitted};
use crate::output::{OutputTree, manifest};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// A detail in a file of the tree.
struct Found {
    kind: Kind,
    value: String,
    masked: String,
}

/// Looks through every file of a tree that is text. A detail is an error once, at the first file that has it.
pub fn tree(tree: &OutputTree, permitted: &Permitted, report: &mut Report) {
    // The newest tables stand in two places with the same bytes.
    let mut seen = HashSet::new();
    let files: Vec<(&str, &[u8])> = tree
        .iter()
        .filter(|(path, bytes)| {
            *path != manifest::PATH && seen.insert((bytes.as_ptr(), bytes.len()))
        })
        .map(|(path, bytes)| (path, &**bytes))
        .collect();
    let clean = Clean::default();
    let found: Vec<(&str, Vec<Found>)> = files
        .par_iter()
        .map(|(path, bytes)| (*path, of_file(path, bytes, permitted, &clean)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    let mut places: BTreeMap<(Kind, String), (String, Vec<Location>)> = BTreeMap::new();
    for (path, found) in found {
        for one in found {
            let (_, places) = places
                .entry((one.kind, one.value))
                .or_insert((one.masked, Vec::new()));
            if places.last().is_none_or(|last| *last.file != *path) {
                places.push(Location::file(path));
            }
        }
    }
    for ((kind, _), (masked, places)) in places {
        report.push(details::finished(kind, &masked, places));
    }
}

/// How much of a long table one thread looks through at a time.
const PIECE: usize = 1 << 20;

fn of_file(path: &str, bytes: &[u8], permitted: &Permitted, clean: &Clean) -> Vec<Found> {
    let mut found = Vec::new();
    for one in names::find(path) {
        keep(one, path, permitted, &mut found);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return found;
    };
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    if let "html" | "htm" | "xml" | "svg" | "atom" | "rss" = ending {
        markup::texts(text, &mut |block| {
            if clean.may_hold(&block.text) {
                look(&block.text, permitted, &mut found);
            }
            if block.text.contains('%') {
                let address = markup::unescaped(&block.text);
                if address != block.text {
                    look(&address, permitted, &mut found);
                }
            }
        });
        return found;
    }
    let pieces: Vec<Vec<Found>> = pieces(text)
        .par_iter()
        .map(|piece| of_lines(ending, piece, permitted, clean))
        .collect();
    found.extend(pieces.into_iter().flatten());
    found
}

/// Looks through lines; nearly all of them are done with at the first look.
fn of_lines(ending: &str, text: &str, permitted: &Permitted, clean: &Clean) -> Vec<Found> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| clean.may_hold(line)) {
        let mut look = |text: &str| look(text, permitted, &mut found);
        match ending {
            "csv" | "tsv" => tables::cells(line, &mut |cell| look(&cell.text)),
            // A string of JSON never goes over the end of its line.
            "json" | "webmanifest" | "geojson" => {
                tables::strings(line, &mut |string| look(&string))
            }
            _ => look(line),
        }
    }
    found
}

/// Cuts a text at ends of lines.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > PIECE {
        let Some(end) = memchr::memchr(b'\n', &rest.as_bytes()[PIECE..]) else {
            break;
        };
        let (piece, behind) = rest.split_at(PIECE + end + 1);
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces
}

fn look(text: &str, permitted: &Permitted, found: &mut Vec<Found>) {
    for one in guard::find(text) {
        keep(one, text, permitted, found);
    }
}

fn keep(one: Finding, text: &str, permitted: &Permitted, found: &mut Vec<Found>) {
    if !permitted.permits(&one) {
        found.push(Found {
            kind: one.kind,
            value: one.value().to_owned(),
            masked: one.masked(text),
        });
    }
}
