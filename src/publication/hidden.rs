//! What a page makes of hidden figures: it says how many of its own are hidden, and a table in which nothing is left to see
//! becomes a sentence.
//!
//! It never says which are small and which protect another: that would be half of what hiding is for.

use super::page::{Block, Cell, Inline, Page, Section, Table};
use super::sentence::Line;
use super::tidy::TidyRow;
use crate::disclosure::rounding::Base;
use crate::language::Words;
use rayon::prelude::*;
use std::sync::Arc;

/// The text of a hidden figure.
pub(super) const HIDDEN: &str = "[c]";

/// Says on each page how many of its figures are hidden, and puts sentences in the place of tables that show nothing.
///
/// Where counts are rounded it says so on each page that has any, and nothing of the kind is hidden: what is marked is left
/// out because rounded numbers are too small to make it.
pub(super) fn tell(pages: &mut [Page], rounded: Option<Base>, words: &Words) {
    pages.par_iter_mut().for_each(|page| {
        let hidden = page.rows.iter().filter(|row| row.is_hidden()).count();
        if let Some(base) = rounded {
            if page.rows.iter().any(|row| row.is_rounded()) {
                let numbers = [base.number(), 2 * base.number()];
                let [base, twice] = numbers.map(|number| number.to_string());
                let to = [("base", &*base), ("twice", &*twice)];
                let said = Inline::text(words.fill("notes.rounded", &to));
                page.notes.insert(0, vec![said]);
            }
            return;
        }
        if hidden == 0 {
            return;
        }
        for section in &mut page.sections {
            without_walls(section, words);
        }
        page.notes.insert(0, note(hidden, page.rows.len(), words));
    });
}

fn note(hidden: usize, all: usize, words: &Words) -> Line {
    let numbers = [("n", hidden.to_string()), ("all", all.to_string())];
    let numbers = numbers
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    vec![Inline::text(words.fill("notes.hidden", &numbers))]
}

/// Returns whether so much of a page is hidden that a reader is better served elsewhere: more than a third.
pub(super) fn is_much(rows: &[Arc<TidyRow>]) -> bool {
    3 * rows.iter().filter(|row| row.is_hidden()).count() > rows.len()
}

/// Puts a sentence in the place of each table and each row of tiles of which every figure is hidden, and one sentence in
/// the place of a section of nothing else.
fn without_walls(section: &mut Section, words: &Words) {
    let mut walls = 0;
    let mut rest = 0;
    for block in &mut section.blocks {
        let line = match block {
            Block::Table { table } if is_wall(cells(table)) => {
                words.fill("table.all_hidden", &[("caption", &table.caption)])
            }
            Block::Tiles { tiles } if is_wall(tiles.iter().map(|tile| &tile.figure)) => {
                words.get("tile.all_hidden").to_owned()
            }
            Block::Heading { .. } | Block::Notes { .. } => continue,
            _ => {
                rest += 1;
                continue;
            }
        };
        walls += 1;
        *block = Block::Prose {
            lines: vec![vec![Inline::text(line)]],
        };
    }
    if walls > 1 && rest == 0 {
        let line = vec![Inline::text(words.get("section.all_hidden"))];
        section.blocks = vec![Block::Prose { lines: vec![line] }];
    }
}

fn cells(table: &Table) -> impl Iterator<Item = &Cell> {
    table.rows.iter().flat_map(|row| row.cells.iter())
}

/// Whether figures are hidden and none is shown; what is not available or does not apply shows nothing.
fn is_wall<'c>(cells: impl Iterator<Item = &'c Cell>) -> bool {
    let mut hidden = false;
    for cell in cells {
        let shown = !cell.key.is_empty() && cell.meaning.is_empty();
        if shown {
            return false;
        }
        hidden |= cell.text == HIDDEN;
    }
    hidden
}
