//! One row of the published tidy table (contract 4).

use crate::period::Period;
use crate::vocabulary::{Code, Codes, NumberMap, ObservationKey, code};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Stands between the cells of a row. It sorts before every letter, so rows are in the order of their cells when they are
/// in the order of their texts.
const BETWEEN: char = '\0';

/// One row. Every coordinate is a code, `all` for a total; `value` is a number as text, or empty.
///
/// The cells stand in one text: a large site has hundreds of thousands of rows, and a text for each of 21 cells would be
/// most of the work of making and dropping them.
#[derive(Debug, Clone)]
pub struct TidyRow {
    id: Arc<str>,
    key: Option<ObservationKey>,
    text: String,
    ends: [u32; Self::COLUMNS.len()],
    /// Where it stands in the whole table, once that is made.
    place: OnceLock<u32>,
}

impl TidyRow {
    /// The columns, in the published order.
    pub const COLUMNS: [&'static str; 21] = [
        // GSS code of the council.
        "area_code",
        // The council's name.
        "council",
        // Period id.
        "period",
        "period_kind",
        // Service code.
        "service",
        // One of the eight ombudsman subjects; may be empty.
        "subject",
        "contact",
        "procedure",
        "stage",
        // Breakdowns joined by `+`.
        "breakdown",
        // Categories joined by `+`.
        "category",
        "measure",
        // The number; empty when there is none.
        "value",
        // `about`, `over`, `under`, `unsigned`; empty when exact.
        "qualifier",
        "unit",
        // The target in days, for measures of time.
        "target",
        // Exact numerator and denominator of a share, mean or rate.
        "numerator",
        "denominator",
        // What a share, mean or rate is of.
        "basis",
        // `ok`, or shorthand letters.
        "status",
        // What to know about the figure.
        "note",
    ];

    /// Returns a row with these cells; columns that are not named are empty.
    pub fn named(id: impl Into<Arc<str>>, cells: &[(&str, &str)]) -> Self {
        let mut row = RowMaker::default();
        for column in Self::COLUMNS {
            let cell = cells.iter().find(|(name, _)| *name == column);
            row.cell(cell.map_or("", |(_, text)| text));
        }
        row.finish(id.into(), None)
    }

    /// Returns the figure's key in writing: its anchor on pages and its id in JSON (contract 7).
    pub fn id(&self) -> &Arc<str> {
        &self.id
    }

    /// Returns the key of the observation; nothing for the amount of a decision.
    pub fn key(&self) -> Option<&ObservationKey> {
        self.key.as_ref()
    }

    /// Returns its place in the whole table; nothing when that has another row of the same words instead.
    pub fn place(&self) -> Option<usize> {
        self.place.get().map(|place| *place as usize)
    }

    /// Returns the cells in the order of [`Self::COLUMNS`].
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.at(at))
    }

    fn at(&self, column: usize) -> &str {
        let start = match column {
            0 => 0,
            _ => self.ends[column - 1] as usize + BETWEEN.len_utf8(),
        };
        &self.text[start..self.ends[column] as usize]
    }

    /// Returns the cell of a column; empty for a column that there is not.
    pub fn cell(&self, column: &str) -> &str {
        let at = Self::COLUMNS.iter().position(|name| *name == column);
        at.map_or("", |at| self.at(at))
    }

    /// Returns whether the number is hidden to protect people.
    pub fn is_hidden(&self) -> bool {
        self.cell("status").split(' ').any(|letter| letter == "c")
    }
}

/// Writes the cells of a row one after the other.
#[derive(Debug)]
pub struct RowMaker {
    text: String,
    ends: [u32; TidyRow::COLUMNS.len()],
    at: usize,
}

impl Default for RowMaker {
    fn default() -> Self {
        RowMaker {
            // Long enough for most rows.
            text: String::with_capacity(192),
            ends: Default::default(),
            at: 0,
        }
    }
}

impl RowMaker {
    /// Adds the next cell.
    pub fn cell(&mut self, text: &str) {
        self.begin();
        self.text.push_str(text);
        self.end();
    }

    /// Adds the next cell: empty when there is nothing.
    pub fn number(&mut self, number: Option<impl Display>) {
        self.begin();
        if let Some(number) = number {
            // Writing to a string cannot fail.
            let _ = write!(self.text, "{number}");
        }
        self.end();
    }

    /// Adds the next cell: these with something between them.
    pub fn joined<'t>(&mut self, parts: impl Iterator<Item = &'t str>, between: char) {
        self.begin();
        for (at, part) in parts.enumerate() {
            if at > 0 {
                self.text.push(between);
            }
            self.text.push_str(part);
        }
        self.end();
    }

    fn begin(&mut self) {
        if self.at > 0 {
            self.text.push(BETWEEN);
        }
    }

    fn end(&mut self) {
        if let Some(end) = self.ends.get_mut(self.at) {
            *end = self.text.len() as u32;
        }
        self.at += 1;
    }

    /// Returns the row once all cells are there.
    pub fn finish(self, id: Arc<str>, key: Option<ObservationKey>) -> TidyRow {
        TidyRow {
            id,
            key,
            text: self.text,
            ends: self.ends,
            place: OnceLock::new(),
        }
    }
}

/// The rows of one publication while it is composed. A figure stands on several pages (its quarter, its year, the year
/// after), but says the same on each, so its row is made once and shared.
#[derive(Debug, Default)]
pub struct Rows {
    /// Several shelves, so that pages made at the same time seldom wait for one another.
    shelves: [Mutex<NumberMap<(Code, Period), Shelf>>; 32],
}

/// The rows of one service and period: few enough to be found quickly.
type Shelf = NumberMap<ObservationKey, Arc<TidyRow>>;

impl Rows {
    /// Returns the row of a figure; `make` is called for the first page that shows it.
    pub fn of(&self, key: ObservationKey, make: impl FnOnce() -> TidyRow) -> Arc<TidyRow> {
        let shelf = &self.shelves[usize::from(key.service.0) % self.shelves.len()];
        // A shelf is whole after each insertion, so one left by a thread that stopped is as good as any.
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = shelf.entry((key.service, key.period)).or_default();
        shelf.entry(key).or_insert_with(|| Arc::new(make())).clone()
    }
}

/// The whole table from the rows of all pages: each row once, in the order of the cells.
pub fn whole_table<'r>(
    rows: impl Iterator<Item = &'r Arc<TidyRow>>,
    codes: &Codes,
) -> Vec<Arc<TidyRow>> {
    let mut rows: Vec<&Arc<TidyRow>> = rows.collect();
    // Most rows are shared by several pages: telling one and the same from its address spares comparing the texts.
    rows.par_sort_unstable_by_key(|row| Arc::as_ptr(row));
    rows.dedup_by_key(|row| Arc::as_ptr(row));
    let (figures, others): (Vec<&Arc<TidyRow>>, Vec<_>) =
        rows.into_iter().partition(|row| row.key.is_some());
    let ranks = Ranks::of(figures.iter().filter_map(|row| row.key()), codes);
    let mut figures: Vec<(Rank, &Arc<TidyRow>)> = figures
        .into_iter()
        .filter_map(|row| Some((ranks.rank(row.key()?), row)))
        .collect();
    figures.par_sort_unstable_by_key(|(rank, _)| *rank);
    let mut all: Vec<Arc<TidyRow>> = figures.into_iter().map(|(_, row)| row.clone()).collect();
    // The amounts of decisions are few.
    for other in others {
        let place = all.partition_point(|row| row.text < other.text);
        if all.get(place).is_none_or(|row| row.text != other.text) {
            all.insert(place, other.clone());
        }
    }
    for (row, place) in all.iter().zip(0..) {
        row.place.get_or_init(|| place);
    }
    all
}

/// The cells of a figure by which rows are sorted, as numbers in the order of the words.
type Rank = [u16; 12];

/// The places of words and periods in alphabetical order, so that rows can be sorted without reading them.
struct Ranks {
    words: Vec<u16>,
    periods: BTreeMap<Period, u16>,
}

impl Ranks {
    fn of<'k>(keys: impl Iterator<Item = &'k ObservationKey>, codes: &Codes) -> Self {
        let mut order: Vec<(&str, usize)> = codes.words().zip(0..).collect();
        order.sort_unstable();
        let mut words = vec![0; order.len()];
        for ((_, code), rank) in order.into_iter().zip(1..) {
            words[code] = rank;
        }
        let mut periods: BTreeMap<_, u16> = keys.map(|key| (key.period, 0)).collect();
        let mut ids: Vec<(String, &mut u16)> = periods
            .iter_mut()
            .map(|(period, rank)| (period.id(), rank))
            .collect();
        ids.sort();
        for ((_, rank), place) in ids.into_iter().zip(0..) {
            *rank = place;
        }
        Ranks { words, periods }
    }

    fn rank(&self, key: &ObservationKey) -> Rank {
        let word = |code: Code| self.words.get(usize::from(code.0)).copied().unwrap_or(0);
        // No breakdown is written `all`; a second or third that is not there is the end of the text, before all letters.
        let none = (code::ALL, code::ALL);
        let first = key.breakdowns[0].unwrap_or(none);
        let further = |at: usize, name: bool| {
            key.breakdowns[at].map_or(0, |pair| word(if name { pair.0 } else { pair.1 }))
        };
        [
            self.periods.get(&key.period).copied().unwrap_or(0),
            word(key.service),
            word(key.contact),
            word(key.procedure),
            word(key.stage),
            word(first.0),
            further(1, true),
            further(2, true),
            word(first.1),
            further(1, false),
            further(2, false),
            word(key.measure),
        ]
    }
}
