//! The finished tree, read as its readers will: pages, tables, JSON, feeds and the theme's own files.
//!
//! A file of rows is made of pieces of texts that many files share. Each such text is looked through once, and a file of
//! nothing but whole lines of clean texts is clean, because tables are looked at line by line. Any other file is put
//! together and looked at as it will be read.

use super::{clean::Clean, details, markup, names, rows::Rows, tables};
use crate::diagnostic::{Location, Report};
use crate::guard::{self, Finding, Kind, Permitted};
use crate::output::{Contents, OutputTree, Piece, manifest};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    let files: Vec<(&str, &Contents)> = tree
        .iter()
        .filter(|(path, contents)| *path != manifest::PATH && seen.insert(contents.identity()))
        .collect();
    let shared = Shared::of(&files, permitted);
    let clean = Clean::default();
    let found: Vec<(&str, Vec<Found>)> = files
        .par_iter()
        .map(|(path, contents)| {
            let found = if shared.makes(path, contents) {
                of_name(path, permitted)
            } else {
                of_file(path, &contents.whole(), permitted, &clean)
            };
            (*path, found)
        })
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

/// The texts that files of more than one piece are made of.
struct Shared {
    /// By where the text stands in memory and how it is read, whether nothing is in it.
    clean: HashMap<(usize, Reading), bool>,
}

impl Shared {
    fn of(files: &[(&str, &Contents)], permitted: &Permitted) -> Self {
        let shared = files
            .par_iter()
            .filter(|(_, contents)| contents.pieces().len() > 1);
        let texts = shared.flat_map_iter(|(path, contents)| {
            let reading = Reading::of(path);
            let texts = Self::of_texts(contents.pieces());
            texts.map(move |piece| ((Self::place(piece), reading), piece.text()))
        });
        let texts: HashMap<(usize, Reading), &[u8]> = texts.collect();
        let clean = texts
            .into_par_iter()
            .map(|((place, reading), text)| {
                // Cut up lines would be other lines, and tags go over the ends of theirs.
                let clean = reading != Reading::Markup
                    && std::str::from_utf8(text)
                        .is_ok_and(|text| of_lines(reading, text, permitted).is_empty());
                ((place, reading), clean)
            })
            .collect();
        Shared { clean }
    }

    fn place(piece: &Piece) -> usize {
        piece.text().as_ptr().addr()
    }

    /// Returns a piece of each text. Most pieces are of one of the two texts that came last, and left out.
    fn of_texts(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
        let mut last = [0; 2];
        pieces.iter().filter(move |piece| {
            let place = Self::place(piece);
            let known = last.contains(&place);
            if !known {
                last = [place, last[0]];
            }
            !known
        })
    }

    /// Returns whether a file is made of whole lines of clean texts, so that there is nothing to find in it.
    fn makes(&self, path: &str, contents: &Contents) -> bool {
        let reading = Reading::of(path);
        let pieces = contents.pieces();
        let is_clean =
            |piece: &Piece| self.clean.get(&(Self::place(piece), reading)) == Some(&true);
        pieces.len() > 1
            && Self::of_texts(pieces).all(is_clean)
            && pieces.iter().all(Piece::ends_where_line_does)
            && are_lines(reading, pieces)
    }
}

/// Returns whether pieces that end where lines of their texts do make lines in which nothing can be that is not in those
/// texts: each begins where the one before has ended a line and where a line of its text does. Or, of JSON, a bracket
/// stands before the rest of a line, from the mark of one of its strings on: then the strings are some of that line's.
fn are_lines(reading: Reading, pieces: &[Piece]) -> bool {
    let mut begun: &[u8] = b"";
    pieces.iter().all(|piece| {
        let cut_off = piece.cut_off();
        let fits = match (begun, cut_off) {
            (b"", b"") => true,
            (b"[", cut_off) => {
                reading == Reading::Tree
                    && piece.bytes().first() == Some(&b'"')
                    && is_outside_strings(cut_off)
            }
            _ => false,
        };
        let last = piece.bytes().last();
        begun = match last {
            None | Some(b'\n') => b"",
            _ => piece.bytes(),
        };
        fits
    })
}

/// Returns whether a line of JSON that begins so goes on outside of its strings.
fn is_outside_strings(begun: &[u8]) -> bool {
    memchr::memchr(b'\\', begun).is_none()
        && memchr::memchr_iter(b'"', begun).count().is_multiple_of(2)
}

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Reading {
    /// Tags and texts.
    Markup,
    /// Lines of cells.
    Sheet,
    /// Lines of strings: a string of JSON never goes over the end of its line.
    Tree,
    /// Lines.
    Plain,
}

impl Reading {
    fn of(path: &str) -> Self {
        match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" | "htm" | "xml" | "svg" | "atom" | "rss" => Reading::Markup,
            "csv" | "tsv" => Reading::Sheet,
            "json" | "webmanifest" | "geojson" => Reading::Tree,
            _ => Reading::Plain,
        }
    }
}

fn of_name(path: &str, permitted: &Permitted) -> Vec<Found> {
    let mut found = Vec::new();
    for one in names::find(path) {
        keep(one, path, permitted, &mut found);
    }
    found
}

fn of_file(path: &str, bytes: &[u8], permitted: &Permitted, clean: &Clean) -> Vec<Found> {
    let mut found = of_name(path, permitted);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return found;
    };
    let reading = Reading::of(path);
    if reading == Reading::Markup {
        markup::texts(text, &|text| clean.may_hold(text), &mut |block| {
            look(&block.text, permitted, &mut found);
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
        .map(|piece| of_lines(reading, piece, permitted))
        .collect();
    found.extend(pieces.into_iter().flatten());
    found
}

/// Looks through lines; nearly all of them are done with at the first look.
fn of_lines(reading: Reading, text: &str, permitted: &Permitted) -> Vec<Found> {
    let mut found = Vec::new();
    let mut rows = Rows::of(reading);
    for line in lines(text).filter(|line| rows.may_hold(line)) {
        let mut look = |text: &str| look(text, permitted, &mut found);
        match reading {
            Reading::Sheet => tables::cells(line, &mut |cell| look(&cell.text)),
            Reading::Tree => tables::strings(line, &mut |string| look(&string)),
            Reading::Markup | Reading::Plain => look(line),
        }
    }
    found
}

/// Returns the lines of a text as [`str::lines`] does, found sooner: tables have hundreds of thousands.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let (line, behind) = match end {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None => return Some(std::mem::take(&mut rest)),
        };
        rest = behind;
        Some(line.strip_suffix('\r').unwrap_or(line))
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::Range;
    use std::sync::Arc;

    /// Which text, and which bytes of it.
    type Part = (usize, Range<usize>);

    /// Returns the files in which the guard finds something, each made of parts of texts.
    fn found(texts: &[&str], files: &[(&str, &[Part])]) -> Vec<String> {
        let texts: Vec<Arc<Vec<u8>>> = texts
            .iter()
            .map(|text| Arc::new(text.as_bytes().to_vec()))
            .collect();
        let mut all = OutputTree::default();
        for (path, pieces) in files {
            let pieces = pieces
                .iter()
                .map(|(text, range)| Piece::new(&texts[*text], range.clone()));
            assert!(all.insert(*path, pieces.collect::<Contents>()));
        }
        let mut report = Report::new();
        tree(&all, &Permitted::new([], Vec::new()), &mut report);
        report
            .diagnostics()
            .iter()
            .flat_map(|one| one.location.iter().chain(&one.also_at))
            .map(|place| place.file.to_string())
            .collect()
    }

    #[test]
    fn a_detail_in_a_shared_text_is_found_in_the_files_that_have_its_line() {
        let rows = "adults,5\r\nstreets,01632 960140\r\nhousing,2\r\n";
        let (first, second, third) = (0..10, 10..32, 32..43);
        assert_eq!(
            found(
                &["service,value\r\n", rows],
                &[
                    ("a/data.csv", &[(0, 0..15), (1, first.clone()), (1, third)]),
                    ("b/data.csv", &[(0, 0..15), (1, second.clone())]),
                    ("c/data.csv", &[(0, 0..15), (1, first), (1, second)]),
                ]
            ),
            ["b/data.csv", "c/data.csv"]
        );
    }

    #[test]
    fn a_detail_that_pieces_make_only_together_is_found() {
        // The first text has no end of its line.
        let texts = ["streets,01632", " 960140\n", "one\n"];
        assert_eq!(
            found(
                &texts,
                &[
                    ("a/data.csv", &[(0, 0..13), (1, 0..8)]),
                    ("b/data.csv", &[(2, 0..4), (1, 0..8)]),
                ]
            ),
            ["a/data.csv"]
        );
    }

    #[test]
    fn a_line_that_is_a_detail_only_when_it_is_cut_is_found() {
        let texts = ["one\n", "x017,01632960140222\n"];
        assert_eq!(
            found(
                &texts,
                &[
                    ("a/data.csv", &[(0, 0..4), (1, 0..20)]),
                    ("b/data.csv", &[(0, 0..4), (1, 5..16)]),
                    ("c/data.csv", &[(0, 0..4), (1, 0..16)]),
                ]
            ),
            ["b/data.csv", "c/data.csv"]
        );
    }

    #[test]
    fn a_bracket_before_the_rest_of_a_line_makes_no_string_that_the_line_has_not() {
        // Cut behind its mark, the string is none, and what stands around it is one.
        let rows = "[\"key-1\",\"9901632960140\"]\n[\"key-2\",\"adults\"]\n";
        assert_eq!(
            found(
                &["{\n", "[", rows],
                &[
                    ("a/data.json", &[(0, 0..2), (1, 0..1), (2, 9..26)]),
                    ("b/data.json", &[(0, 0..2), (1, 0..1), (2, 12..26)]),
                    ("c/data.json", &[(0, 0..2), (1, 0..1), (2, 35..45)]),
                    ("d/data.csv", &[(0, 0..2), (1, 0..1), (2, 12..26)]),
                ]
            ),
            ["b/data.json", "d/data.csv"]
        );
    }

    #[test]
    fn a_text_that_is_clean_as_a_table_is_looked_at_again_as_a_page() {
        let texts = ["one\n", "<p>01632 <b>960</b> 140</p>\n"];
        assert_eq!(
            found(
                &texts,
                &[
                    ("a/data.csv", &[(0, 0..4), (1, 0..28)]),
                    ("b/index.html", &[(0, 0..4), (1, 0..28)]),
                ]
            ),
            ["b/index.html"]
        );
    }

    #[test]
    fn a_detail_is_found_in_every_page_that_has_it_however_often_its_text_was_clean() {
        let mut all = OutputTree::default();
        let page = |text: &str| format!("<p title=\"{text}\">{text}</p>").into_bytes();
        for (path, text) in [
            ("a.html", "The same words stand on every page of the site."),
            ("b.html", "The same words stand on every page of the site."),
            ("c.html", "Please write to someone@council.example instead."),
            ("d.html", "Please write to someone@council.example instead."),
            ("e.html", "https://council.example/01632%20960%20140/there"),
        ] {
            all.insert(path, page(text));
        }
        let mut report = Report::new();
        tree(&all, &Permitted::new([], Vec::new()), &mut report);
        let files: Vec<&str> = report
            .diagnostics()
            .iter()
            .flat_map(|one| one.location.iter().chain(&one.also_at))
            .map(|place| &*place.file)
            .collect();
        assert_eq!(files, ["c.html", "d.html", "e.html"]);
    }
}
