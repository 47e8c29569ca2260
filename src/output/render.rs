//! The whole site from its publication.

use super::lines::Lines;
use super::sizes::Sizes;
use super::{Contents, OutputTree, csv, json, links, manifest, pages};
use crate::diagnostic::named as rule;
use crate::diagnostic::{Diagnostic, Location, Report};
use crate::language::Words;
use crate::path;
use crate::publication::TextTable;
use crate::publication::page::{Page, Texts};
use crate::publication::tidy::TidyRow;
use crate::publication::{DataFile, DataRows, Publication};
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Makes all files of the site: the pages, the figures beside each page, the whole tables, the theme's own files, and
/// `assets`, the pictures and documents of the council's own pages. Every link is checked before anything can be written.
/// `policy` is the disclosure policy in one line, for the manifest.
pub fn render(
    publication: &Publication,
    theme: &Theme,
    words: &Words,
    assets: &BTreeMap<String, Vec<u8>>,
    policy: &str,
    report: &mut Report,
) -> OutputTree {
    let mut files = tables(publication, words);
    // The manifest wants all hashes, and all together keep every thread busy to the end.
    manifest::hash_all(files.iter().map(|(_, contents)| contents));
    files.extend(lists_of_files(publication, &files, words));
    let sizes = Sizes::of(&files);
    let printed = pages::render(publication, theme, &sizes, report);
    files.extend(printed);
    files.push(manifest::checksums(&files));
    let base = pages::base_path(&publication.site.base_url);
    let mut tree = OutputTree::at(base);
    for (path, contents) in files {
        add(&mut tree, path, contents, report);
    }
    for (path, bytes) in theme.static_files() {
        let bytes = match path {
            "style.css" => with_council(bytes, &publication.site.council).into(),
            _ => Contents::from(&**bytes),
        };
        add(&mut tree, format!("static/{path}"), bytes, report);
    }
    for (path, bytes) in assets {
        add(
            &mut tree,
            format!("assets/{path}"),
            bytes.as_slice(),
            report,
        );
    }
    // A page that could not be printed would be missed by every link to it: its own fault is enough.
    if !report.has_errors() {
        links::check(&tree, base, report);
    }
    manifest::seal(&mut tree, policy);
    tree
}

fn add(tree: &mut OutputTree, path: String, contents: impl Into<Contents>, report: &mut Report) {
    let refused = path
        .split('/')
        .find_map(|name| Some((name, path::refused(name)?)));
    if let Some((name, why)) = refused {
        report.push(
            Diagnostic::error(rule::NAME_REFUSED, format!("not every computer can have a file or folder called \"{name}\": {why}"))
                .at(Location::file(path.clone()))
                .help("rename what it comes from: a service's or a decision's slug, a page under content/, a file in content/assets/ or in the theme's static/"),
        );
    }
    if !tree.insert(path.clone(), contents) {
        report.push(
            Diagnostic::error(rule::PATH_TAKEN, format!("two files would have the address \"{path}\""))
                .at(Location::file(path))
                .help("Give one of the two services, texts or decisions another slug in candour.toml or its own file."),
        );
    }
}

/// Adds the rule that prints the council's name at the head of each sheet of paper: such a rule takes only a literal text.
fn with_council(style: &[u8], council: &str) -> Vec<u8> {
    let name: String = council
        .chars()
        .filter(|letter| !letter.is_control())
        .flat_map(|letter| {
            matches!(letter, '"' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([letter])
        })
        .collect();
    let rule = format!("@page {{ @top-left {{ content: \"{name}\"; font: 9pt sans-serif; }} }}\n");
    [style, rule.as_bytes()].concat()
}

/// Makes the tables: those of each page, and the whole ones.
fn tables(publication: &Publication, words: &Words) -> Vec<(String, Contents)> {
    let figures = publication.files.iter().find_map(|file| match &file.rows {
        DataRows::Figures(rows) => Some(&rows[..]),
        DataRows::Words(_) => None,
    });
    let columns: Vec<(&str, &str)> = std::iter::once("id")
        .chain(TidyRow::COLUMNS)
        .map(|name| (name, meaning(words, name)))
        .collect();
    let lines = Lines::of(figures.unwrap_or_default(), json::head(&columns));
    let of_pages = publication.pages.par_iter().flat_map_iter(|page| {
        let figures = !page.rows.is_empty();
        let beside = figures.then(|| at(&page.path, "data", lines.page(&page.rows)));
        let list = page.texts.as_ref().filter(|list| !names_files(list));
        let list = list.map(|list| {
            let name = if figures { list.table.name } else { "data" };
            at(&page.path, name, texts(list.table, &list.rows, words))
        });
        beside.into_iter().chain(list).flatten()
    });
    let whole = publication.files.par_iter().flat_map_iter(|file| {
        let files = match &file.rows {
            DataRows::Figures(_) => lines.whole(|name| meaning(words, name)),
            DataRows::Words(list) => texts(list.table, &list.rows, words),
        };
        whole_tables(file, &publication.dated, files)
    });
    // The whole tables first, or one thread would still be at them when the other has made those of all pages.
    let (whole, mut files): (Vec<_>, Vec<_>) =
        rayon::join(|| whole.collect(), || of_pages.collect());
    files.extend(whole);
    files
}

/// The two files of a table, in a page's folder.
fn at(folder: &str, name: &str, files: [Contents; 2]) -> [(String, Contents); 2] {
    let [sheet, tree] = files;
    [
        (format!("{folder}{name}.csv"), sheet),
        (format!("{folder}{name}.json"), tree),
    ]
}

/// A table of words as CSV and as JSON.
fn texts(table: &TextTable, rows: &[Vec<String>], words: &Words) -> [Contents; 2] {
    let meanings: Vec<(&str, &str)> = table
        .columns
        .iter()
        .map(|name| (*name, meaning_of_text(words, table.name, name)))
        .collect();
    [
        csv::table(table.columns, rows).into(),
        json::table(&meanings, table.numbers, rows).into(),
    ]
}

/// Whether a list is one of files, whose sizes and sums are not known before the files are made.
fn names_files(list: &Texts) -> bool {
    list.table.columns.contains(&"sha256")
}

/// Makes the lists of files, with the size and the SHA-256 of each file that they name.
fn lists_of_files(
    publication: &Publication,
    files: &[(String, Contents)],
    words: &Words,
) -> Vec<(String, Contents)> {
    let lists = publication.pages.iter().filter_map(|page| {
        let list = page.texts.as_ref()?;
        names_files(list).then_some((page, list))
    });
    let filled = |(page, list): (&Page, &Texts)| {
        let row = |row: &Vec<String>| {
            let named = files.iter().find(|(path, _)| row.contains(path));
            let cells = list.table.columns.iter().zip(row);
            let cell = |(column, cell): (&&str, &String)| match (*column, named) {
                ("bytes", Some((_, contents))) => contents.len().to_string(),
                ("sha256", Some((_, contents))) => manifest::hash(contents),
                _ => cell.clone(),
            };
            cells.map(cell).collect()
        };
        let rows: Vec<Vec<String>> = list.rows.iter().map(row).collect();
        at(&page.path, "data", texts(list.table, &rows, words))
    };
    lists.flat_map(filled).collect()
}

/// The newest whole tables, and the same bytes in the folder of their day, where they stay.
fn whole_tables(file: &DataFile, day: &str, files: [Contents; 2]) -> [(String, Contents); 4] {
    let [sheet, tree] = files;
    let at = |folder: &str, ending: &str| format!("data/{folder}/{}.{ending}", file.name);
    [
        (at(day, "csv"), sheet.clone()),
        (at(day, "json"), tree.clone()),
        (at("latest", "csv"), sheet),
        (at("latest", "json"), tree),
    ]
}

/// Returns what a column of a table of words means: some share a name with a column of figures, or of another table, and mean
/// another thing.
fn meaning_of_text<'a>(words: &'a Words, table: &str, column: &str) -> &'a str {
    words
        .find(&format!("table_columns.{table}.{column}"))
        .or_else(|| words.find(&format!("file_columns.{column}")))
        .unwrap_or_else(|| meaning(words, column))
}

/// Returns what a column means.
fn meaning<'a>(words: &'a Words, column: &str) -> &'a str {
    let key = format!("columns.{column}");
    match words.find(&key) {
        Some(meaning) => meaning,
        None => words.get(&format!("file_columns.{column}")),
    }
}
