//! The meanings of the symbols on a page, at its end: of those that stand there, and of no others.

use super::page::{Block, Cell, Inline, Page, Section};
use crate::language::Words;
use rayon::prelude::*;

/// All symbols, in the order in which they are explained.
const LETTERS: [&str; 7] = ["c", "x", "z", "low", "b", "p", "r"];

/// Says on each page with symbols what they mean.
pub(super) fn explain(pages: &mut [Page], words: &Words) {
    pages.par_iter_mut().for_each(|page| {
        let shown = |letter: &&str| page.sections.iter().any(|section| shows(section, letter));
        let used: Vec<&str> = LETTERS.into_iter().filter(shown).collect();
        if used.is_empty() {
            return;
        }
        let line: Vec<String> = used
            .iter()
            .map(|letter| {
                words.fill(
                    "notes.symbol",
                    &[
                        ("symbol", &format!("[{letter}]")),
                        ("name", words.get(&format!("symbols.{letter}"))),
                        ("meaning", words.get(&format!("symbol_meanings.{letter}"))),
                    ],
                )
            })
            .collect();
        add(page, vec![Inline::text(line.join(" "))]);
    });
}

/// Puts the line before the others of the page's notes, or under the last figures where there are no notes.
fn add(page: &mut Page, line: Vec<Inline>) {
    let of_notes = page
        .sections
        .iter()
        .position(|section| section.id == "notes");
    let of_figures = || {
        let with = |section: &Section| LETTERS.iter().any(|letter| shows(section, letter));
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

fn shows(section: &Section, letter: &str) -> bool {
    section.blocks.iter().any(|block| match block {
        Block::Tiles { tiles } => tiles.iter().any(|tile| marked(&tile.figure, letter)),
        Block::Table { table } => table
            .rows
            .iter()
            .chain(&table.foot)
            .flat_map(|row| row.cells.iter())
            .any(|cell| marked(cell, letter)),
        Block::Prose { lines } | Block::Short { lines } => {
            lines.iter().any(|line| said(line, letter))
        }
        _ => false,
    })
}

fn said(line: &[Inline], letter: &str) -> bool {
    let symbol = format!("[{letter}]");
    let is = |piece: &Inline| matches!(piece, Inline::Figure { text, .. } if *text == symbol);
    line.iter().any(is)
}

fn marked(cell: &Cell, letter: &str) -> bool {
    let is = |text: &str| {
        text.strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
            == Some(letter)
    };
    (!cell.meaning.is_empty() && is(&cell.text)) || cell.marks.iter().any(|(mark, _)| is(mark))
}
