//! The meanings of the symbols on a page, at its end: of those that stand there, and of no others.

use super::page::{Block, Cell, Inline, Page, Section};
use crate::language::Words;
use rayon::prelude::*;

/// All symbols, in the order in which they are explained.
const LETTERS: [&str; 7] = ["c", "x", "z", "low", "b", "p", "r"];

/// Some of the symbols, each by its place in the list.
type Set = u8;

/// Says on each page with symbols what they mean.
pub(super) fn explain(pages: &mut [Page], rounded: bool, words: &Words) {
    pages.par_iter_mut().for_each(|page| {
        let shown = page.sections.iter().fold(0, |set, one| set | shows(one));
        if shown == 0 {
            return;
        }
        let line: Vec<String> = LETTERS
            .into_iter()
            .enumerate()
            .filter(|(place, _)| shown >> place & 1 == 1)
            .map(|(_, letter)| {
                words.fill(
                    "notes.symbol",
                    &[
                        ("symbol", &format!("[{letter}]")),
                        ("name", words.get(&format!("symbols.{letter}"))),
                        ("meaning", words.get(&meaning(letter, rounded))),
                    ],
                )
            })
            .collect();
        add(page, vec![Inline::text(line.join(" "))]);
    });
}

/// Returns where the meaning of a symbol stands. Where numbers are rounded other figures are hidden than where small ones are.
pub(super) fn meaning(letter: &str, rounded: bool) -> String {
    match (letter, rounded) {
        ("c", true) => "symbol_meanings.c_rounded".to_owned(),
        _ => format!("symbol_meanings.{letter}"),
    }
}

/// Puts the line before the others of the page's notes, or under the last figures where there are no notes.
fn add(page: &mut Page, line: Vec<Inline>) {
    let of_notes = page
        .sections
        .iter()
        .position(|section| section.id == "notes");
    let of_figures = || {
        let with = |section: &Section| shows(section) != 0;
        page.sections.iter().rposition(with)
    };
    let Some(place) = of_notes.or_else(of_figures) else {
        return;
    };
    let blocks = &mut page.sections[place].blocks;
    match blocks.last_mut() {
        Some(Block::Notes { lines }) => {
            let before_last = lines.len().saturating_sub(1);
            lines.insert(before_last, line);
        }
        _ => blocks.push(Block::Notes { lines: vec![line] }),
    }
}

/// Returns the symbols that stand in a section.
fn shows(section: &Section) -> Set {
    let of_block = |block: &Block| match block {
        Block::Tiles { tiles } => all(tiles.iter().map(|tile| marked(&tile.figure))),
        Block::Table { table } => {
            let rows = table.rows.iter().chain(&table.foot);
            all(rows.flat_map(|row| row.cells.iter()).map(marked))
        }
        Block::Prose { lines } | Block::Short { lines } => all(lines.iter().flatten().map(said)),
        _ => 0,
    };
    all(section.blocks.iter().map(of_block))
}

fn all(sets: impl Iterator<Item = Set>) -> Set {
    sets.fold(0, |all, one| all | one)
}

fn said(piece: &Inline) -> Set {
    match piece {
        Inline::Figure { text, .. } => symbol(text),
        _ => 0,
    }
}

fn marked(cell: &Cell) -> Set {
    let own = match cell.meaning().is_empty() {
        true => 0,
        false => symbol(&cell.text),
    };
    own | all(cell.marks().iter().map(|(mark, _)| symbol(mark)))
}

/// Returns the one symbol that a text is, or none.
fn symbol(text: &str) -> Set {
    let letter = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let place = letter.and_then(|letter| LETTERS.iter().position(|one| *one == letter));
    place.map_or(0, |place| 1 << place)
}
