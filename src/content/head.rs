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
        if let Some(end) = foreign(&text[start..]) {
            report.push(
                Diagnostic::error(rule::FRONT_MATTER, "the head of the page stands between lines of three hyphens")
                    .in_text(file, text, start..start + 3)
                    .help("write it between lines of three plus signs, each value after an equals sign and in quotation marks:\n    +++\n    title = \"How to complain\"\n    +++"),
            );
            let page = ContentPage {
                title: foreign_title(&text[start..start + end]),
                ..ContentPage::default()
            };
            return (page, start + end);
        }
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

/// Finds the end of a head as other programs have it, in YAML; nothing where three hyphens are only a line across the page.
fn foreign(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut keys = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let (told, ended) = (line.trim_end(), line.trim_end() == "---");
        match number {
            0 if !ended => return None,
            0 => {}
            _ if ended => return (keys > 0).then_some(at),
            _ if told.is_empty() => {}
            // A list, a text over several lines, a remark.
            _ if keys > 0 && told.starts_with([' ', '-', '#']) => {}
            _ => {
                let (key, _) = told.split_once(':').or(told.split_once('='))?;
                let word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
                if !key.trim().chars().all(word) {
                    return None;
                }
                keys += 1;
            }
        }
    }
    None
}

/// Returns the title of a head as other programs have it, so that it is not told to be missing as well.
fn foreign_title(head: &str) -> String {
    let title = head.lines().find_map(|line| line.strip_prefix("title"));
    let title = title.unwrap_or_default().trim_start();
    let title = title.strip_prefix([':', '=']).unwrap_or_default();
    title.trim().trim_matches(['"', '\'']).to_owned()
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
