//! What a page makes of hidden figures: it says how many of its own are hidden, and a table in which nothing is left to see
//! becomes a sentence. So do the tables of which most is hidden where a page would be a wall of marks: what is shown in them
//! stands in the page's data all the same.
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

/// How many marks a page may hold whatever the rest: fewer are no wall.
const FEW: usize = 20;

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
        thin_out(&mut page.sections, words);
        page.notes.insert(0, note(hidden, page.rows.len(), words));
    });
}

fn note(hidden: usize, all: usize, words: &Words) -> Line {
    let (n, all) = (hidden.to_string(), all.to_string());
    let key = words.counted("notes.hidden", hidden as i64);
    vec![Inline::text(words.fill(&key, &[("n", &n), ("all", &all)]))]
}

/// Returns whether so much of a page is hidden that a reader is better served elsewhere: more than a third.
pub(super) fn is_much(rows: &[Arc<TidyRow>]) -> bool {
    let hidden = rows.iter().filter(|row| row.is_hidden()).count();
    let all = rows.len();
    Share { hidden, all }.is_much()
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

/// Puts a sentence in the place of tables, those of which most is hidden first, until few of the figures that stand on a page are
/// hidden, or at most a third.
fn thin_out(sections: &mut [Section], words: &Words) {
    let mut page = Share::default();
    let mut tables: Vec<(Share, usize, usize)> = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        for (place, block) in section.blocks.iter().enumerate() {
            match block {
                Block::Table { table } => {
                    let share = Share::of(cells(table));
                    tables.push((share, at, place));
                    page.add(share);
                }
                Block::Tiles { tiles } => {
                    page.add(Share::of(tiles.iter().map(|tile| &tile.figure)))
                }
                _ => {}
            }
        }
    }
    // Of equal ones the last goes first: what matters most stands above.
    tables.sort_by_key(|(share, at, place)| (share.hidden * 1000 / share.all.max(1), *at, *place));
    while page.hidden > FEW
        && page.is_much()
        && let Some((share, at, place)) = tables.pop()
        && share.hidden > 0
    {
        page = Share {
            hidden: page.hidden - share.hidden,
            all: page.all - share.all,
        };
        let block = &mut sections[at].blocks[place];
        if let Block::Table { table } = block {
            let line = words.fill("table.most_hidden", &[("caption", &table.caption)]);
            *block = Block::Prose {
                lines: vec![vec![Inline::text(line)]],
            };
        }
    }
}

/// How many figures are hidden, of how many.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    hidden: usize,
    all: usize,
}

impl Share {
    fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Self {
        let mut share = Share::default();
        for cell in cells.filter(|cell| !cell.key.is_empty()) {
            share.all += 1;
            share.hidden += usize::from(cell.text == HIDDEN);
        }
        share
    }

    fn add(&mut self, other: Share) {
        self.hidden += other.hidden;
        self.all += other.all;
    }

    /// Returns whether it is more than a third.
    fn is_much(&self) -> bool {
        3 * self.hidden > self.all
    }
}

fn cells(table: &Table) -> impl Iterator<Item = &Cell> {
    table.rows.iter().flat_map(|row| row.cells.iter())
}

/// Whether figures are hidden and none is shown; what is not available or does not apply shows nothing.
fn is_wall<'c>(cells: impl Iterator<Item = &'c Cell>) -> bool {
    let mut hidden = false;
    for cell in cells {
        let shown = !cell.key.is_empty() && cell.meaning().is_empty();
        if shown {
            return false;
        }
        hidden |= cell.text == HIDDEN;
    }
    hidden
}
