//! References to figures in a page: `{{ figure "adults/2023-24/complaint/corporate/1/received" }}`.
//!
//! They are taken out before the Markdown is read and put in again as marks that no page can contain, of the same length
//! in bytes, so that places in messages stay right.

use super::Piece;
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::period::Period;

/// The marks: private-use characters, which are taken out of the text itself beforehand.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

/// Returns the text with a mark in place of each reference, and the keys that the marks stand for.
pub(super) fn take_out(
    file: &str,
    text: &str,
    start: usize,
    report: &mut Report,
) -> (String, Vec<String>) {
    let mut keys = Vec::new();
    let mut out = String::new();
    let mut at = start;
    while let Some(found) = text[at..].find("{{") {
        let open = at + found;
        out.push_str(&plain(&text[at..open]));
        let line = text[open..].lines().next().unwrap_or_default();
        let Some(length) = line.find("}}").map(|end| end + 2) else {
            let message = "a reference to a figure does not end";
            report.push(
                Diagnostic::error(rule::FIGURE_REFERENCE, message)
                    .in_text(file, text, open..open + line.len())
                    .help("close it on the same line with }}"),
            );
            out.push_str(&plain(line));
            at = open + line.len();
            continue;
        };
        match key(&line[2..length - 2]) {
            Ok(key) => {
                out.push_str(&mark(keys.len(), length));
                keys.push(key);
            }
            Err(message) => {
                report.push(
                    Diagnostic::error(rule::FIGURE_REFERENCE, message)
                        .in_text(file, text, open..open + length)
                        .help(
                            "write {{ figure \"adults/2023-24/complaint/corporate/1/received\" }}",
                        ),
                );
                out.push_str(&" ".repeat(length));
            }
        }
        at = open + length;
    }
    out.push_str(&plain(&text[at..]));
    (out, keys)
}

/// Returns a text without the marks in it.
pub(super) fn without(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        rest = after.split_once(CLOSE).map_or("", |(_, end)| end);
    }
    out + rest
}

/// Replaces the characters of marks by question marks of the same length.
fn plain(text: &str) -> String {
    text.replace([OPEN, CLOSE], "???")
}

/// Returns a mark as long as the reference: the number of the key, filled up with `x`.
fn mark(number: usize, length: usize) -> String {
    let width = length.saturating_sub(OPEN.len_utf8() + CLOSE.len_utf8());
    format!("{OPEN}{:x<width$}{CLOSE}", format!("{number}x"))
}

/// Parses what stands between the braces; the message when it is no reference.
fn key(inside: &str) -> Result<String, String> {
    let rest = inside
        .trim()
        .strip_prefix("figure")
        .ok_or("only figures can be put into a page")?;
    let (name, mut rest) = quoted(rest).ok_or("the key of a figure stands in quotation marks")?;
    let mut parts: Vec<String> = name.split('/').map(str::to_string).collect();
    while !rest.trim().is_empty() {
        let (place, more) = match rest.trim_start().split_once('=') {
            Some(("service", more)) => (0, more),
            Some(("period", more)) => (1, more),
            _ => return Err("after the key only service= and period= can stand".into()),
        };
        let (value, more) = quoted(more).ok_or("a value stands in quotation marks")?;
        if let Some(part) = parts.get_mut(place) {
            *part = value.to_string();
        }
        rest = more;
    }
    checked(parts)
}

/// Returns the text in quotation marks at the beginning, and what follows it. Typeset quotation marks count too: word
/// processors put them in unasked.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quotes = ['"', '“', '”'];
    let inside = text.trim_start().strip_prefix(quotes)?;
    inside.split_once(quotes)
}

fn checked(mut parts: Vec<String>) -> Result<String, String> {
    if parts.first().is_some_and(|part| part == "decisions") {
        return Ok(parts.join("/"));
    }
    let blank = parts.iter().any(|part| part.trim().is_empty());
    if parts.len() < 6 || blank || parts[6..].iter().any(|part| !part.contains('=')) {
        return Err(
            "a key is service/period/contact/procedure/stage/measure, and then each breakdown as /name=category"
                .into(),
        );
    }
    match Period::parse(&parts[1]) {
        Ok(period) => parts[1] = period.id(),
        Err(error) => {
            let found = crate::diagnostic::cut(&parts[1]);
            return Err(format!("the period \"{found}\" of a figure: {error}"));
        }
    }
    Ok(parts.join("/"))
}

/// Splits finished HTML at the marks.
pub(super) fn put_in(html: &str, keys: &[String]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((mark, end)) = after.split_once(CLOSE) else {
            break;
        };
        let number = mark.trim_end_matches('x').parse::<usize>().ok();
        pieces.push(Piece::Html(before.to_string()));
        if let Some(key) = number.and_then(|number| keys.get(number)) {
            pieces.push(Piece::Figure(key.clone()));
        }
        rest = end;
    }
    pieces.push(Piece::Html(rest.to_string()));
    pieces.retain(|piece| !matches!(piece, Piece::Html(html) if html.is_empty()));
    pieces
}
