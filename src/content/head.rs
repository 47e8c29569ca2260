//! The head of a page, between two lines of three plus signs.

use super::ContentPage;
use crate::config::text::{Reader, Table, TextRules};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use std::ops::Range;
use toml::Spanned;

/// The keys of a page's head.
pub const KEYS: &[&str] = &["title", "description", "order", "reviewed", "expires"];

/// Reads the head; returns the page with what it says, and where the body begins.
pub(super) fn read(file: &str, text: &str, report: &mut Report) -> (ContentPage, usize) {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let Some((head, body)) = bounds(&text[start..]) else {
        return (ContentPage::default(), start);
    };
    let Some(head) = head else {
        report.push(
            Diagnostic::error(rule::FRONT_MATTER, "the head of the page does not end")
                .in_text(file, text, start..start + 3)
                .help("put a line of three plus signs under it: +++"),
        );
        return (ContentPage::default(), text.len());
    };
    (
        fill(file, text, start + head.start..start + head.end, report),
        start + body,
    )
}

/// Finds the head and the beginning of the body; nothing where there is no head, and no head where it does not end.
fn bounds(text: &str) -> Option<(Option<Range<usize>>, usize)> {
    let mut at = 0;
    let mut head = None;
    for line in text.split_inclusive('\n') {
        let plus = line.trim_end() == "+++";
        match head {
            None if !plus => return None,
            None => head = Some(at + line.len()),
            Some(start) if plus => return Some((Some(start..at), at + line.len())),
            Some(_) => {}
        }
        at += line.len();
    }
    head.map(|_| (None, text.len()))
}

fn fill(file: &str, text: &str, head: Range<usize>, report: &mut Report) -> ContentPage {
    // Blanks before the head keep every place what it is in the file.
    let mut blanked: String = text.as_bytes()[..head.start]
        .iter()
        .map(|byte| if *byte == b'\n' { '\n' } else { ' ' })
        .collect();
    blanked.push_str(&text[head]);
    let rules = TextRules {
        syntax: rule::FRONT_MATTER,
        unknown: rule::FRONT_MATTER_KEY,
        kind: rule::FRONT_MATTER_KIND,
    };
    let mut reader = Reader::new(file, &blanked, rules, report);
    let Some(document) = reader.document() else {
        return ContentPage::default();
    };
    let mut table = Table::root(&document);
    let page = ContentPage {
        title: reader.text(&mut table, "title"),
        description: reader.text(&mut table, "description"),
        order: reader.number(&mut table, "order").map(Spanned::into_inner),
        reviewed: reader.date(&mut table, "reviewed").map(Spanned::into_inner),
        expires: reader.date(&mut table, "expires").map(Spanned::into_inner),
        ..ContentPage::default()
    };
    reader.finish(table, KEYS);
    page
}
