//! A few lines of a source text with the fault marked, as compilers show it.

use super::{Diagnostic, Location};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// Shows one line of a text, whose number is `row`, with a part of it underlined: for lines that the caller has masked.
pub fn line_excerpt(line: &str, row: u32, range: Range<usize>) -> String {
    let mark = AnnotationKind::Primary.span(floor(line, range.start)..floor(line, range.end));
    let snippet = Snippet::source(line)
        .line_start(row as usize)
        .annotation(mark);
    let group = Level::ERROR.no_name().primary_title("").element(snippet);
    let text = Renderer::plain().render(&[group]);
    text.split_once('\n')
        .map_or("", |(_, rest)| rest)
        .to_owned()
}

/// Shows the lines around `range` (in bytes) of a file that people write by hand, with a caret and a word about it. Never
/// for data files: a build log may be public, and an excerpt would print the whole row.
pub fn excerpt(source: &str, range: Range<usize>, label: &str) -> String {
    let start = floor(source, range.start);
    let end = floor(source, range.end.max(range.start)).max(start);
    let line = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let row = line_of(source, line) as usize;
    // A line may be as long as the file, and there may be a fault in every word of it: only what can be seen is drawn.
    let end = floor(source, end.min(start + AROUND)).max(start);
    let from = floor(source, start.saturating_sub(AROUND)).max(line);
    let rest = &source[end..floor(source, end + AROUND)];
    let to = end + rest.find('\n').unwrap_or(rest.len());
    let shown = source[from..to].trim_end_matches('\r');
    // A fault may be in the returns that are not drawn.
    let start = start.min(from + shown.len());
    let end = end.min(from + shown.len()).max(start);
    let mut mark = AnnotationKind::Primary.span(start - from..end - from);
    if !label.is_empty() {
        mark = mark.label(label);
    }
    let snippet = Snippet::source(shown)
        .line_start(row)
        .fold(true)
        .annotation(mark);
    let group = Level::ERROR.no_name().primary_title("").element(snippet);
    let text = Renderer::plain().render(&[group]);
    // The first line holds the empty title; the finding's own first line says it better.
    text.split_once('\n')
        .map_or("", |(_, rest)| rest)
        .to_owned()
}

/// How many bytes before, in and after a fault are drawn at most; more than fits on a line.
const AROUND: usize = 400;

impl Diagnostic {
    /// Says where in a text that people write by hand: the line, and an excerpt with the faulty part underlined. A part of
    /// several lines is cut to its first, since carets under a whole section say nothing.
    pub fn in_text(mut self, file: &str, text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(start));
        let end = text[start..end].find('\n').map_or(end, |at| start + at);
        self.location = Some(Location::file(file).row(line_of(text, start)));
        self.excerpt = Some(excerpt(text, start..end, ""));
        self
    }
}

/// Returns the line of a byte, counted from 1.
pub fn line_of(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count() as u32
}

/// Returns the nearest place at or before `at` where a character begins.
fn floor(source: &str, at: usize) -> usize {
    let at = at.min(source.len());
    (0..=at)
        .rev()
        .find(|&at| source.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use crate::diagnostic::{Diagnostic, named};

    #[test]
    fn the_faulty_part_is_underlined_on_its_own_line() {
        let text = "[council]\nname = \"Ash\"\nslug = \"A B\"\n[more]";
        let at = text.find("\"A B\"").unwrap();
        let found = Diagnostic::error(named::SETTINGS_SYNTAX, "").in_text("f", text, at..at + 9);
        assert_eq!(found.location.and_then(|place| place.row), Some(3));
        assert_eq!(
            found.excerpt.as_deref().map(str::trim_end),
            Some("3 | slug = \"A B\"\n  |        ^^^^^")
        );
    }

    #[test]
    fn a_fault_in_the_returns_at_the_end_of_a_line_is_marked_behind_it() {
        let text = "a = 1\r\r\r\nb = 2\n";
        for at in 5..8 {
            let shown = excerpt(text, at..at + 1, "");
            assert!(shown.starts_with("1 | a = 1\n"), "{at}: {shown}");
        }
    }

    #[test]
    fn of_a_very_long_line_only_what_can_be_seen_is_drawn() {
        let text = format!("one = 1\ntwo = [{}]\n", "[x] ".repeat(100_000));
        for at in (0..200).map(|number| 400 + 4 * number) {
            let shown = excerpt(&text, at..at + 3, "");
            assert!(
                shown.starts_with("2 | ...") && shown.len() < 1000,
                "{shown}"
            );
        }
    }

    #[test]
    fn the_line_is_shown_with_a_mark_under_the_fault() {
        let text = excerpt("one = 1\ntwo = = 2\nthree = 3\n", 14..15, "not a value");
        assert!(text.contains("two = = 2"), "{text}");
        assert!(text.contains("^ not a value"), "{text}");
    }

    #[test]
    fn a_range_outside_the_text_or_inside_a_letter_is_no_panic() {
        excerpt("é", 1..9, "here");
        excerpt("", 5..5, "here");
    }
}
