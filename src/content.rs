//! The council's own pages: Markdown with front matter.
//!
//! A page may name figures by their keys; they stay symbolic here and are filled in when the page is composed, so that words
//! and figures cannot disagree. HTML in a page is printed as text: a page must not be able to load anything from
//! elsewhere, and a mistake in a tag must not break the page for people who use a screen reader.

mod body;
mod figures;
mod head;
mod tables;

pub use head::KEYS;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::source::TextFile;
use chrono::NaiveDate;

/// One page that the council wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentPage {
    /// The file's path below `content/` without its ending: `home`, `how-to-complain`, `about`.
    pub path: String,
    /// The title of its front matter, else its first heading.
    pub title: String,
    /// The description of its front matter; may be empty.
    pub description: String,
    /// Its place among the council's own pages; those without one come last.
    pub order: Option<u16>,
    /// The day on which somebody last saw that it is right.
    pub reviewed: Option<NaiveDate>,
    /// The day after which it must be looked at again.
    pub expires: Option<NaiveDate>,
    /// The body.
    pub pieces: Vec<Piece>,
}

/// A piece of a page's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Safe HTML.
    Html(String),
    /// The key of a figure to fill in.
    Figure(String),
}

impl ContentPage {
    /// Returns whether the body says nothing.
    pub fn is_blank(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Html(html) if html.trim().is_empty()))
    }
}

/// Reads the pages under `content/`, in the order of the council's choice and then of their paths.
pub fn read(files: &[TextFile], report: &mut Report) -> Vec<ContentPage> {
    let mut pages: Vec<ContentPage> = files
        .iter()
        .map(|file| parse(&file.file, &file.text, report))
        .collect();
    pages.sort_by(|a, b| {
        let place = |page: &ContentPage| page.order.unwrap_or(u16::MAX);
        (place(a), &a.path).cmp(&(place(b), &b.path))
    });
    pages
}

/// Parses one page. `file` is its path below the site's root: `content/about.md`. A page is returned also when it has
/// faults, which go to the report.
pub fn parse(file: &str, text: &str, report: &mut Report) -> ContentPage {
    let (mut page, start) = head::read(file, text, report);
    page.path = path(file, report);
    (page.title, page.pieces) = body::read(file, text, start, &page.title, report);
    if page.title.is_empty() {
        report.push(
            Diagnostic::error(rule::PAGE_TITLE, "the page has no title")
                .at(Location::file(file))
                .help("begin the file with\n    +++\n    title = \"How to complain\"\n    +++"),
        );
    }
    if page.is_blank() {
        report.push(
            Diagnostic::warning(rule::PAGE_BLANK, "the page says nothing")
                .at(Location::file(file))
                .help("write its text below the head, or delete the file"),
        );
    }
    page
}

/// Returns the path below `content/` without `.md`. It becomes an address, so it holds what addresses hold.
fn path(file: &str, report: &mut Report) -> String {
    let path = file.strip_prefix("content/").unwrap_or(file);
    let path = path.strip_suffix(".md").unwrap_or(path);
    let plain = path.bytes().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/')
    });
    if !plain {
        report.push(
            Diagnostic::error(rule::PAGE_NAME, "the file's name cannot be a web address")
                .at(Location::file(file))
                .help("use small letters, digits and hyphens: content/our-promise.md"),
        );
    }
    path.to_string()
}

/// Warns of pages that must be looked at again by the as-of date.
pub fn check_dates(pages: &[ContentPage], as_of: NaiveDate, report: &mut Report) {
    for page in pages {
        if let Some(day) = page.expires.filter(|day| *day < as_of) {
            let message = format!("the page was to be looked at again by {day}");
            let file = format!("content/{}.md", page.path);
            report.push(
                Diagnostic::warning(rule::PAGE_EXPIRED, message)
                    .at(Location::file(file))
                    .help("see that it is still right, then set reviewed and expires anew"),
            );
        }
    }
}
