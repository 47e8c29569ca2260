//! A few lines of a source text with the fault marked, as compilers show it.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// Shows the lines around `range` (in bytes) of a file that people write by hand, with a caret and a word about it. Never
/// for data files: a build log may be public, and an excerpt would print the whole row.
pub fn excerpt(source: &str, range: Range<usize>, label: &str) -> String {
    let start = floor(source, range.start);
    let end = floor(source, range.end.max(range.start)).max(start);
    let snippet = Snippet::source(source)
        .fold(true)
        .annotation(AnnotationKind::Primary.span(start..end).label(label));
    let group = Level::ERROR.no_name().primary_title("").element(snippet);
    let text = Renderer::plain().render(&[group]);
    // The first line holds the empty title; the finding's own first line says it better.
    text.split_once('\n')
        .map_or("", |(_, rest)| rest)
        .to_owned()
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
