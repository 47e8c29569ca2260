//! A page of docs/: read, compared, rewritten on request.

use std::fs;
use std::path::PathBuf;

/// Returns the text of a file of this repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(place(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn place(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a page with what the program's lists make of it; names the first line that differs.
pub fn is(path: &str, expected: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(place(path), expected).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let found = fs::read_to_string(place(path)).unwrap_or_default();
    let found = found.replace("\r\n", "\n");
    if found == expected {
        return;
    }
    let differs = found
        .lines()
        .zip(expected.lines())
        .position(|(found, expected)| found != expected)
        .unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
    panic!(
        "{path} is not what the program says; run UPDATE_EXPECTED=1 cargo test --test documented\n\
         line {}\n  stands:  {}\n  belongs: {}",
        differs + 1,
        found.lines().nth(differs).unwrap_or("(the end)"),
        expected.lines().nth(differs).unwrap_or("(the end)"),
    );
}

/// Returns a row of a Markdown table; strokes inside cells are escaped.
pub fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// Returns the first two rows of a Markdown table.
pub fn head(cells: &[&str]) -> String {
    format!("\n{}|{}\n", row(cells), "---|".repeat(cells.len()))
}

/// Returns words as code, divided by commas.
pub fn codes<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// Returns plain words as Markdown that prints them as they are.
pub fn plain(text: &str) -> String {
    text.replace('<', "\\<").replace('*', "\\*")
}
