//! What the council wrote: its Markdown with figures in it, parted into sections.

use crate::content::{ContentPage, Piece};
use crate::publication::hidden::HIDDEN;
use crate::publication::page::{Block, Inline, Section};
use crate::publication::sheet::Sheet;

/// Returns a content page's body with its figures filled in, each under its key.
pub fn html(page: &ContentPage, sheet: &Sheet) -> String {
    page.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Html(html) => html.clone(),
            Piece::Figure(text) => match sheet.by_text(text) {
                Some(Inline::Figure { key, text }) => {
                    let said = match text == HIDDEN {
                        true => sheet.names.words.get("symbols.c"),
                        false => &text,
                    };
                    format!(
                        "<span data-figure=\"{}\">{}</span>",
                        escape(&key),
                        escape(said)
                    )
                }
                _ => sheet.names.words.get("symbols.x").to_owned(),
            },
        })
        .collect()
}

/// Parts what the council wrote at its highest headings, which stand below a section's, so that each is a section of the
/// page, and raises those below by one level. What stands before the first of them comes under `heading`.
pub(super) fn parts(html: &str, heading: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut push = |heading: &str, html: &str| {
        if html.trim().is_empty() && sections.is_empty() {
            return;
        }
        let id = match sections.len() {
            0 => "words".to_owned(),
            before => format!("words-{}", before + 1),
        };
        sections.push(Section::new(
            id,
            unescape(heading),
            vec![Block::Html { html: raised(html) }],
        ));
    };
    let mut pieces = html.split("<h3>");
    push(heading, pieces.next().unwrap_or_default());
    for piece in pieces {
        match piece.split_once("</h3>") {
            Some((heading, rest)) => push(&plain(heading), rest),
            None => push(heading, piece),
        }
    }
    sections
}

/// Raises headings from the fourth level on by one. Only we write tags: those of a text are escaped.
fn raised(html: &str) -> String {
    (4..=6).fold(html.to_owned(), |html, level| {
        html.replace(&format!("<h{level}>"), &format!("<h{}>", level - 1))
            .replace(&format!("</h{level}>"), &format!("</h{}>", level - 1))
    })
}

/// Returns the words of a heading without its emphasis and links.
fn plain(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|letter| {
            inside |= *letter == '<';
            let shown = !inside;
            inside &= *letter != '>';
            shown
        })
        .collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
