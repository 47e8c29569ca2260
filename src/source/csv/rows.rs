//! The rows of a CSV file, read block by block on one core or on all.

use super::Csv;
use super::telling::Telling;
use crate::diagnostic::Report;
use crate::source::blocks::{self, Blocks, Script};
use crate::source::records::{self, Faults, Room, Shape};
use crate::source::table::{Piece, Row, Table};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What one block came to.
struct Outcome<T> {
    index: usize,
    value: T,
    records: u32,
    faults: Faults,
    script: Script,
    /// The numbers of the records with the bytes that `script` names.
    rows: (u32, u32),
}

/// The file and the number of its next block, and whether to stop.
struct Feed {
    blocks: Blocks,
    index: usize,
    error: Option<io::Error>,
}

impl Csv {
    pub(in crate::source) fn rows(
        &self,
        table: &Table,
        report: &mut Report,
        each: &mut dyn FnMut(Row<'_>),
    ) {
        let mut telling = Telling::new(self, table.location(), &table.header, report);
        let mut blocks = match self.dialect.blocks(&self.origin) {
            Ok(blocks) => blocks,
            Err(error) => return telling.error(&error),
        };
        let (mut block, mut room, mut first) = (Vec::new(), Room::default(), 1);
        loop {
            match blocks.next(&mut block) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return telling.error(&error),
            }
            let (text, script) = blocks::text(std::mem::take(&mut block));
            let mut faults = Faults::default();
            let records =
                records::scan(&text, &self.shape, &mut room, &mut faults, |row, cells| {
                    if row + first > self.heading_records {
                        each(Row {
                            number: row + first,
                            cells,
                        });
                    }
                });
            let broken = faults.broken;
            telling.script(script, first, &text);
            telling.faults(faults, first);
            first += records;
            block = text.into_bytes();
            if broken {
                break;
            }
        }
        telling.end();
    }

    pub(in crate::source) fn par_fold<T: Send>(
        &self,
        table: &Table,
        init: &(impl Fn() -> T + Sync),
        each: &(impl Fn(&mut T, Row<'_>) + Sync),
        report: &mut Report,
    ) -> Vec<Piece<T>> {
        let mut telling = Telling::new(self, table.location(), &table.header, report);
        let feed = match self.dialect.blocks(&self.origin) {
            Ok(blocks) => Mutex::new(Feed {
                blocks,
                index: 0,
                error: None,
            }),
            Err(error) => {
                telling.error(&error);
                return Vec::new();
            }
        };
        let outcomes = Mutex::new(Vec::new());
        let stop = AtomicBool::new(false);
        let work = || self.work(&feed, &outcomes, &stop, init, each);
        if self.size <= self.dialect.block as u64 {
            work();
        } else {
            rayon::scope(|scope| {
                for _ in 0..rayon::current_num_threads() {
                    scope.spawn(|_| work());
                }
            });
        }
        let mut outcomes = outcomes
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        outcomes.sort_by_key(|outcome: &Outcome<T>| outcome.index);
        if let Some(error) = feed
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .error
        {
            telling.error(&error);
        }
        join(outcomes, telling)
    }

    /// Takes blocks from the feed until there are none. Several threads do this at once; one reads while others parse.
    fn work<T>(
        &self,
        feed: &Mutex<Feed>,
        outcomes: &Mutex<Vec<Outcome<T>>>,
        stop: &AtomicBool,
        init: &impl Fn() -> T,
        each: &impl Fn(&mut T, Row<'_>),
    ) {
        let (mut block, mut room) = (Vec::new(), Room::default());
        while !stop.load(Ordering::Relaxed) {
            let index = {
                let mut feed = feed.lock().unwrap_or_else(PoisonError::into_inner);
                match feed.blocks.next(&mut block) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        feed.error = Some(error);
                        return;
                    }
                }
                feed.index += 1;
                feed.index - 1
            };
            let (text, script) = blocks::text(std::mem::take(&mut block));
            let outcome = self.one(index, &text, script, &mut room, init(), each);
            if outcome.faults.broken {
                stop.store(true, Ordering::Relaxed);
            }
            outcomes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(outcome);
            block = text.into_bytes();
        }
    }

    fn one<T>(
        &self,
        index: usize,
        text: &str,
        script: Script,
        room: &mut Room,
        mut value: T,
        each: &impl Fn(&mut T, Row<'_>),
    ) -> Outcome<T> {
        let skip = if index == 0 { self.heading_records } else { 0 };
        let mut faults = Faults::default();
        let records = records::scan(text, &self.shape, room, &mut faults, |number, cells| {
            if number >= skip {
                each(&mut value, Row { number, cells });
            }
        });
        Outcome {
            index,
            value,
            records,
            faults,
            script,
            rows: rows_of(text, script, &self.shape),
        }
    }
}

/// Returns the numbers (from 0) of the records with the bytes that are no UTF-8, and nothing at all.
///
/// The offsets are those of the bytes; the text has become longer by decoding, but line breaks and quotation marks have
/// not, so the offset is found again by the bytes that a character took.
pub(super) fn rows_of(text: &str, script: Script, shape: &Shape) -> (u32, u32) {
    let row = |offset: Option<usize>| {
        offset.map_or(0, |offset| {
            let at = text
                .char_indices()
                .nth(offset)
                .map_or(text.len(), |(at, _)| at);
            records::record_of(text, at, shape)
        })
    };
    (row(script.other), row(script.neither))
}

/// Puts the blocks in order, gives each its first row, and tells the faults. Nothing behind a broken block counts.
fn join<T>(outcomes: Vec<Outcome<T>>, mut telling: Telling<'_>) -> Vec<Piece<T>> {
    let mut pieces = Vec::with_capacity(outcomes.len());
    let mut first = 1;
    for outcome in outcomes {
        let broken = outcome.faults.broken;
        telling.rows(outcome.script, first, outcome.rows);
        telling.faults(outcome.faults, first);
        pieces.push(Piece {
            value: outcome.value,
            first_row: first,
        });
        first += outcome.records;
        if broken {
            break;
        }
    }
    telling.end();
    pieces
}
