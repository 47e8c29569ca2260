//! One row of the published tidy table (contract 4).

use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, Codes, NumberMap, ObservationKey, Packed, code, in_order, periods};
use memchr::memchr_iter;
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
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
    text: Box<str>,
    /// Whether the number is hidden to protect people: every page asks it of every row.
    hidden: bool,
    /// Whether it is rounded to protect people.
    rounded: bool,
    /// Set by whoever collects the rows of all pages and meets it first.
    met: OnceLock<()>,
    /// Where it stands in the whole table, once that is made.
    place: OnceLock<u32>,
}

/// What the column `qualifier` says of a number that was rounded to protect people.
pub const ROUNDED: &str = "rounded";

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
            let text = cell.map_or("", |(_, text)| text);
            match column {
                "qualifier" => row.qualifier(text),
                "status" => row.status(text.split(' ')),
                _ => row.words([text].into_iter()),
            }
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
        let mut from = 0;
        let ends = memchr_iter(BETWEEN as u8, self.text.as_bytes());
        ends.chain([self.text.len()]).map(move |end| {
            let cell = &self.text[from..end];
            from = end + 1;
            cell
        })
    }

    /// Returns all cells as one text, with a NUL between each and the next.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the cell of a column; empty for a column that there is not.
    pub fn cell(&self, column: &str) -> &str {
        let mut cells = Self::COLUMNS.iter().zip(self.cells());
        let found = cells.find(|(name, _)| **name == column);
        found.map_or("", |(_, cell)| cell)
    }

    /// Returns whether the number is rounded to protect people.
    pub fn is_rounded(&self) -> bool {
        self.rounded
    }

    /// Returns whether the number is hidden to protect people.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }
}

/// Writes the cells of a row one after the other, into a text that is used again, so that a row is taken from memory once.
#[derive(Debug)]
pub struct RowMaker {
    text: String,
    begun: bool,
    hidden: bool,
    rounded: bool,
}

thread_local!(static SPARE: RefCell<String> = RefCell::default());

impl Default for RowMaker {
    fn default() -> Self {
        RowMaker::after("")
    }
}

impl RowMaker {
    /// Returns one for a row that begins with these cells; with none where the text is empty.
    pub fn after(head: &str) -> Self {
        let mut text = SPARE.take();
        text.clear();
        text.push_str(head);
        RowMaker {
            text,
            begun: !head.is_empty(),
            hidden: false,
            rounded: false,
        }
    }

    /// Returns the cells so far, for the rows that begin with the same.
    pub fn head(self) -> Box<str> {
        let head = self.text.as_str().into();
        SPARE.set(self.text);
        head
    }

    /// Adds the next cell, a code.
    pub fn cell(&mut self, text: &str) {
        self.written(|row| row.push_str(text));
    }

    /// Adds the next cell, words of the council's: those may hold any sign, and what stands between cells is no word's.
    pub fn words<'t>(&mut self, words: impl Iterator<Item = &'t str>) {
        self.written(|row| {
            for (at, words) in words.enumerate() {
                row.push_str(if at > 0 { " " } else { "" });
                row.extend(words.split(BETWEEN));
            }
        });
    }

    /// Adds the next cell as `write` writes it.
    pub fn written(&mut self, write: impl FnOnce(&mut String)) {
        if self.begun {
            self.text.push(BETWEEN);
        }
        self.begun = true;
        write(&mut self.text);
    }

    /// Adds the next cell: how exact the number is.
    pub fn qualifier(&mut self, qualifier: &str) {
        self.rounded = qualifier == ROUNDED;
        self.cell(qualifier);
    }

    /// Adds the next cell: why the number is not there, or what is to be known of it.
    pub fn status<'t>(&mut self, letters: impl Iterator<Item = &'t str>) {
        let mut hidden = false;
        self.joined(letters.inspect(|letter| hidden |= *letter == "c"), ' ');
        self.hidden = hidden;
    }

    /// Adds the next cell: empty when there is nothing.
    pub fn number(&mut self, number: Option<Decimal>) {
        self.written(|text| {
            if let Some(number) = number {
                number.push_to(text);
            }
        });
    }

    /// Adds the next cell: these with something between them.
    pub fn joined<'t>(&mut self, parts: impl Iterator<Item = &'t str>, between: char) {
        self.written(|text| {
            for (at, part) in parts.enumerate() {
                if at > 0 {
                    text.push(between);
                }
                text.push_str(part);
            }
        });
    }

    /// Returns the row once all cells are there.
    pub fn finish(self, id: Arc<str>, key: Option<ObservationKey>) -> TidyRow {
        TidyRow {
            id,
            key,
            hidden: self.hidden,
            rounded: self.rounded,
            text: self.head(),
            met: OnceLock::new(),
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
#[derive(Debug)]
struct Shelf {
    /// The cells that all of them begin with.
    head: Box<str>,
    rows: NumberMap<ObservationKey, Arc<TidyRow>>,
}

impl Rows {
    /// Returns the row of a figure; `make` is called for the first page that shows it, and `begin` for the first figure of
    /// its service and period: the cells that all its rows begin with, and about how many rows there will be.
    pub fn of(
        &self,
        key: ObservationKey,
        begin: impl FnOnce() -> (Box<str>, usize),
        make: impl FnOnce(&str) -> TidyRow,
    ) -> Arc<TidyRow> {
        let shelf = &self.shelves[usize::from(key.service.0) % self.shelves.len()];
        // A shelf is whole after each insertion, so one left by a thread that stopped is as good as any.
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = shelf.entry((key.service, key.period)).or_insert_with(|| {
            let (head, room) = begin();
            let rows = NumberMap::with_capacity_and_hasher(room, Default::default());
            Shelf { head, rows }
        });
        let make = || Arc::new(make(&shelf.head));
        shelf.rows.entry(key).or_insert_with(make).clone()
    }
}

/// The whole table from the rows of each page: each row once, in the order of the cells.
pub fn whole_table<'r>(
    pages: impl ParallelIterator<Item = &'r [Arc<TidyRow>]>,
    codes: &Codes,
) -> Vec<Arc<TidyRow>> {
    // Most rows are shared by several pages. Whichever comes first brings the row, and the order below is that of the
    // cells, so it does not matter which.
    let rows: Vec<&Arc<TidyRow>> = pages
        .flat_map_iter(|rows| rows.iter().filter(|row| row.met.set(()).is_ok()))
        .collect();
    let ranks = Ranks::of(&rows, codes);
    let mut figures: Vec<(Rank, &Arc<TidyRow>)> = rows
        .par_iter()
        .filter_map(|row| Some((ranks.rank(row.key()?), *row)))
        .collect();
    figures.par_sort_unstable_by_key(|(rank, _)| *rank);
    let mut all: Vec<Arc<TidyRow>> = figures
        .into_par_iter()
        .map(|(_, row)| row.clone())
        .collect();
    // The amounts of decisions are few.
    for other in rows.into_iter().filter(|row| row.key.is_none()) {
        let place = all.partition_point(|row| row.text < other.text);
        if all.get(place).is_none_or(|row| row.text != other.text) {
            all.insert(place, other.clone());
        }
    }
    all.par_iter().enumerate().for_each(|(place, row)| {
        row.place.get_or_init(|| place as u32);
    });
    all
}

/// Returns the places of rows in the order of their keys, in which pages have them.
pub fn in_order_of_keys(rows: &[Arc<TidyRow>]) -> Vec<u32> {
    in_order(rows.par_iter().map(|row| row.key()))
}

/// The cells of a figure by which rows are sorted, as numbers in the order of the words.
type Rank = Packed;

/// The places of words and periods in alphabetical order, so that rows can be sorted without reading them.
struct Ranks {
    words: Vec<u16>,
    periods: BTreeMap<Period, u16>,
}

impl Ranks {
    fn of(rows: &[&Arc<TidyRow>], codes: &Codes) -> Self {
        let mut order: Vec<(&str, usize)> = codes.words().zip(0..).collect();
        order.sort_unstable();
        let mut words = vec![0; order.len()];
        for ((_, code), rank) in order.into_iter().zip(1..) {
            words[code] = rank;
        }
        let periods = periods(rows.par_iter().filter_map(|row| row.key()));
        let mut periods: BTreeMap<Period, u16> =
            periods.into_iter().map(|period| (period, 0)).collect();
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
        let four = |numbers: [u16; 4]| {
            numbers
                .iter()
                .fold(0, |all, one| all << 16 | u64::from(*one))
        };
        Packed([
            four([
                self.periods.get(&key.period).copied().unwrap_or(0),
                word(key.service),
                word(key.contact),
                word(key.procedure),
            ]),
            four([
                word(key.stage),
                word(first.0),
                further(1, true),
                further(2, true),
            ]),
            four([
                word(first.1),
                further(1, false),
                further(2, false),
                word(key.measure),
            ]),
        ])
    }
}
