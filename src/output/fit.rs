//! Whether a table fits the screen of a small telephone.
//!
//! A table of few columns stands on the page as it is; one that cannot be made narrow enough gets a box of its own to
//! scroll in, because a page that scrolls sideways as a whole cannot be read. How narrow a table can be is estimated from
//! its longest words: only a browser knows the widths of letters, so the estimate is a little too large.

use crate::publication::page::{Cell, Inline, Table};

/// Room on a screen of 320 pixels, inside the margins.
const ROOM: usize = 288;

/// The width of a letter in the table's letters, and the space between two columns.
const LETTER: f64 = 8.3;
const GAP: usize = 8;

/// What the style sheet gives a head over numbers at least.
const NUMBER_HEAD: usize = 48;

/// Returns whether a head over a column is a year of two numbers, `2024–25`, which a browser would break after the dash.
pub(super) fn is_years(head: &str) -> bool {
    head.contains('–') && !head.contains(' ')
}

/// Returns whether a head is so long that it needs room, or it would stand in many short lines.
pub(super) fn is_long(head: &str) -> bool {
    head.chars().count() > 12
}

/// Returns whether the table fits without scrolling.
pub(super) fn fits_telephone(table: &Table) -> bool {
    let heads = table.columns.iter().map(|column| {
        let least = if column.numeric { NUMBER_HEAD } else { 0 };
        pixels(&column.text).max(least)
    });
    let mut widths: Vec<usize> = heads.collect();
    for row in table.rows.iter().chain(&table.foot) {
        let cells = row.cells.iter().map(width);
        let head = row
            .head
            .iter()
            .map(|piece| pixels(words(piece)))
            .max()
            .unwrap_or(0);
        for (at, width) in std::iter::once(head).chain(cells).enumerate() {
            match widths.get_mut(at) {
                Some(widest) => *widest = (*widest).max(width),
                None => widths.push(width),
            }
        }
    }
    widths.iter().sum::<usize>() + widths.len().saturating_sub(1) * GAP <= ROOM
}

fn words(piece: &Inline) -> &str {
    match piece {
        Inline::Text { text } | Inline::Strong { text } | Inline::Figure { text, .. } => text,
        Inline::Link { link } => &link.text,
    }
}

/// Returns the width of what is seen of a cell. Its marks stand behind spaces, where a browser may break.
fn width(cell: &Cell) -> usize {
    let marks = cell.marks().iter().map(|(mark, _)| pixels(mark));
    marks.fold(pixels(&cell.text), usize::max)
}

/// Returns the width of the longest piece that a browser does not break.
fn pixels(text: &str) -> usize {
    let pieces = text.split([' ', '-', '/']);
    let longest = pieces.map(|piece| piece.chars().count()).max().unwrap_or(0);
    (longest as f64 * LETTER) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publication::page::{Column, TableRow};

    fn table(heads: &[&str], row: &[&str]) -> Table {
        let columns = heads.iter().enumerate();
        Table {
            columns: columns
                .map(|(at, text)| Column {
                    text: text.to_string(),
                    numeric: at > 0,
                })
                .collect(),
            rows: vec![TableRow {
                head: vec![Inline::text(row[0])],
                cells: row[1..]
                    .iter()
                    .map(|text| Cell {
                        text: text.to_string(),
                        ..Cell::default()
                    })
                    .collect(),
            }],
            ..Table::default()
        }
    }

    #[test]
    fn four_short_columns_fit_and_long_words_do_not() {
        assert!(fits_telephone(&table(
            &["Outcome", "2024–25", "2023–24", "Change"],
            &["Partly upheld", "1,805", "1,595", "210 more"]
        )));
        assert!(fits_telephone(&table(
            &[
                "Service",
                "Stage 1 received",
                "% we agreed with",
                "% on time"
            ],
            &["Children's services", "1,805", "less than 1", "100"]
        )));
        assert!(!fits_telephone(&table(
            &[
                "The ombudsman’s finding",
                "Findings of the ombudsman, 2026–27",
                "Findings of the ombudsman, 2025–26"
            ],
            &["Maladministration", "1", "2"],
        )));
    }
}
