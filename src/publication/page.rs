//! A page as blocks, ready to print: what templates may use.
//!
//! Templates choose and print; they do not calculate. Every number here is already text, made from a released value, and
//! carries the key of its figure. Paths are written from the site's root without a leading `/` (`services/adults/`);
//! templates put `root` (`../../`) before them.

use serde::Serialize;
use std::sync::Arc;

/// One page of the site.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Page {
    /// The address below the site's root: empty for the home page, else ending in `/`, or a file name (`404.html`).
    pub path: String,
    /// The template that prints it, without `.html`: home, services, service, slice, decisions, decision, learning,
    /// data, dictionary, text, steps, reports, report.
    pub template: &'static str,
    /// The whole text of `<title>`; no two pages share one.
    pub title: String,
    /// The one `h1`.
    pub heading: String,
    /// The description for search engines.
    pub description: String,
    /// The path of the main-navigation entry that this page belongs to; empty for none.
    pub nav: String,
    /// The way from the home page to here; the last one is this page.
    pub crumbs: Vec<Link>,
    /// "Final. Published 28 June 2024. We do not expect these figures to change.", in the head of data pages; may be empty.
    pub status: Vec<Inline>,
    /// The first sentences, large; may be empty.
    pub lead: Vec<Inline>,
    /// Service, year and quarter as lists of links; may be empty.
    pub selectors: Vec<Selector>,
    /// Small lines under the selectors: what is open, what is hidden.
    pub notes: Vec<Vec<Inline>>,
    /// The body.
    pub sections: Vec<Section>,
    /// Links to the neighbours at the end.
    pub more: Vec<Link>,
    /// The files beside the page that hold its figures.
    pub downloads: Vec<Download>,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// The rows of `data.csv` and `data.json` beside the page: every figure on it, once. Not for templates.
    #[serde(skip)]
    pub rows: Vec<Arc<super::tidy::TidyRow>>,
    /// What the page lists besides figures, such as lessons or time limits: in the same two files where it shows no figures,
    /// else in two of its own. Not for templates.
    #[serde(skip)]
    pub texts: Option<Texts>,
}

/// Rows of words to download.
#[derive(Debug, Clone)]
pub struct Texts {
    /// What they are rows of.
    pub table: &'static super::TextTable,
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
}

/// A link to a page of the site or elsewhere.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Link {
    /// Below the site's root, or a whole address (`https://…`).
    pub path: String,
    /// Its words.
    pub text: String,
    /// Whether it is the page itself, or the entry that is chosen.
    pub current: bool,
    /// Whether `path` is a whole address.
    pub external: bool,
}

impl Link {
    /// Returns a link to another page of the site.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Link {
            path: path.into(),
            text: text.into(),
            ..Link::default()
        }
    }
}

/// A file to download.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Download {
    /// The file's name beside the page, or its path below the site's root when it holds a `/`.
    pub file: String,
    /// What is in it.
    pub text: String,
    /// `CSV` or `JSON`.
    pub format: &'static str,
    /// Its size in words (`1 kB`); filled in once the files are made.
    pub size: String,
    /// The day of its figures in words; empty beside a page, which says it.
    pub updated: String,
    /// The beginning of its SHA-256; filled in once the files are made, for the whole tables only.
    pub checksum: String,
}

/// A list of links, one of them chosen.
#[derive(Debug, Clone, Serialize)]
pub struct Selector {
    /// `service`, `year` or `quarter`: its anchor.
    pub id: &'static str,
    /// "Choose a service".
    pub label: String,
    /// "Service".
    pub short: String,
    /// The choices; shared with those who print them.
    pub choices: Arc<[Choice]>,
}

/// One choice of a selector.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// Its words; for a choice without a page, with the reason ("January to March (not yet published)").
    pub text: String,
    /// The page, when there is one.
    pub path: Option<String>,
    /// Whether it is chosen.
    pub current: bool,
    /// How far it is indented: teams stand below their service.
    pub depth: u8,
}

/// A piece of running text.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Inline {
    /// Plain words.
    Text {
        /// The words.
        text: String,
    },
    /// A number with its key.
    Figure {
        /// The key, for `data-figure`.
        key: Arc<str>,
        /// As printed, with its unit sign: `66%`, `£300`, `1,805`.
        text: String,
    },
    /// A link.
    Link {
        /// Where it leads.
        link: Link,
    },
    /// Words that matter.
    Strong {
        /// The words.
        text: String,
    },
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Inline::Text { text }
    }
}

impl Inline {
    /// Returns plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text { text: text.into() }
    }
}

/// A part of a page with a heading.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Section {
    /// Its anchor, unique on the page.
    pub id: String,
    /// Its `h2`.
    pub heading: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
    /// Left out on paper (choosers).
    pub screen_only: bool,
    /// Uses the whole width of the sheet for its tables.
    pub wide: bool,
}

impl Section {
    /// Returns a part of a page.
    pub fn new(id: impl Into<String>, heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Section {
            id: id.into(),
            heading: heading.into(),
            blocks,
            ..Section::default()
        }
    }
}

/// What a section is made of.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// An `h3` that begins a part.
    Heading {
        /// Its anchor; may be empty.
        id: String,
        /// Its words.
        text: String,
    },
    /// Sentences, each a paragraph.
    Prose {
        /// The sentences.
        lines: Vec<Vec<Inline>>,
    },
    /// Sentences as a list, in large letters: "In short".
    Short {
        /// The sentences.
        lines: Vec<Vec<Inline>>,
    },
    /// Small print.
    Notes {
        /// The lines.
        lines: Vec<Vec<Inline>>,
    },
    /// Figures in boxes.
    Tiles {
        /// The boxes.
        tiles: Vec<Tile>,
    },
    /// A table.
    Table {
        /// The table.
        table: Table,
    },
    /// HTML made from the council's Markdown by the content stage, safe to print as it is.
    Html {
        /// The HTML.
        html: String,
    },
    /// A list of links.
    Links {
        /// The links.
        links: Vec<Link>,
    },
    /// Service, year and quarter to choose from.
    Selectors {
        /// The lists of links.
        selectors: Vec<Selector>,
    },
    /// Ombudsmen's decisions in a list.
    Decisions {
        /// The decisions.
        entries: Vec<DecisionEntry>,
    },
    /// You said, we found, we did.
    Lessons {
        /// The lessons.
        entries: Vec<LessonEntry>,
    },
    /// What people wrote in thanks.
    Quotes {
        /// The quotes.
        quotes: Vec<QuoteEntry>,
    },
    /// Names and values, one under the other.
    Facts {
        /// The pairs.
        facts: Vec<Fact>,
    },
    /// The stages of a procedure, in order.
    Steps {
        /// The steps.
        steps: Vec<Step>,
    },
    /// Files to download.
    Downloads {
        /// The files.
        files: Vec<Download>,
    },
}

/// A figure in a box.
#[derive(Debug, Clone, Serialize)]
pub struct Tile {
    /// What is counted.
    pub heading: String,
    /// The figure.
    pub figure: Cell,
    /// One or two short lines: the comparison, what an outcome means.
    pub notes: Vec<Vec<Inline>>,
    /// Where to read more.
    pub link: Option<Link>,
    /// The colour of the bar over the tile: `k0` neutral, `k1` not upheld, `k2` partly upheld, `k3` upheld, `k4`
    /// withdrawn, `k5` open; empty for none.
    pub colour: &'static str,
}

/// A table of figures or words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Table {
    /// Its anchor, unique on the page; may be empty.
    pub id: String,
    /// In words, first.
    pub caption: String,
    /// The heads; the first one is over the row heads.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// The total, last.
    pub foot: Vec<TableRow>,
    /// Lines under the table: bases, meanings of symbols, notes on single figures.
    pub notes: Vec<Vec<Inline>>,
    /// More than four columns: it may scroll sideways in its own box.
    pub wide: bool,
}

impl Table {
    /// Returns a table with these columns, the first of them over the heads of the rows.
    pub fn new(caption: String, columns: Vec<Column>, rows: Vec<TableRow>) -> Self {
        Table {
            caption,
            wide: columns.len() > 4,
            columns,
            rows,
            ..Table::default()
        }
    }
}

impl Table {
    /// Returns whether it says all that another says: under the same heads the same rows, with the same notes.
    pub fn says(&self, other: &Table) -> bool {
        let place = |head: &Column| self.columns.iter().position(|own| own.text == head.text);
        let Some(places) = other.columns.iter().map(place).collect::<Option<Vec<_>>>() else {
            return false;
        };
        // The first head stands over the heads of the rows.
        let places = places.get(1..).unwrap_or_default();
        let same = |own: &TableRow, row: &TableRow| {
            let cell = |(place, cell): (&usize, &Cell)| {
                let own = place.checked_sub(1).and_then(|at| own.cells.get(at));
                own.is_some_and(|own| own.text == cell.text && own.beside == cell.beside)
            };
            plain_words(&own.head) == plain_words(&row.head)
                && places.len() == row.cells.len()
                && places.iter().zip(row.cells.iter()).all(cell)
        };
        let rows = |own: &[TableRow], rows: &[TableRow]| {
            rows.iter().all(|row| own.iter().any(|own| same(own, row)))
        };
        let line = |line: &Vec<Inline>| {
            let mut own = self.notes.iter();
            own.any(|own| plain_words(own) == plain_words(line))
        };
        rows(&self.rows, &other.rows)
            && rows(&self.foot, &other.foot)
            && other.notes.iter().all(line)
    }
}

/// Returns the words of running text, without its figures' keys.
pub fn plain_words(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Text { text } | Inline::Figure { text, .. } | Inline::Strong { text } => {
                text.as_str()
            }
            Inline::Link { link } => link.text.as_str(),
        })
        .collect()
}

/// The head of a column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its words, with the unit.
    pub text: String,
    /// Whether it holds numbers (right-aligned).
    pub numeric: bool,
}

impl Column {
    /// Returns the head of a column of words.
    pub fn words(text: impl Into<String>) -> Self {
        Column {
            text: text.into(),
            numeric: false,
        }
    }

    /// Returns the head of a column of figures.
    pub fn figures(text: impl Into<String>) -> Self {
        Column {
            text: text.into(),
            numeric: true,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, Serialize)]
pub struct TableRow {
    /// The row's head.
    pub head: Vec<Inline>,
    /// The other cells; shared with those who print them.
    pub cells: Arc<[Cell]>,
}

/// A cell, or the figure of a tile.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Cell {
    /// The figure's key; empty when the cell holds only words.
    pub key: Arc<str>,
    /// As printed; `[c]`, `[x]`, `[z]` for figures without a number.
    pub text: String,
    /// What most cells have not got: a large site has a million of them.
    #[serde(flatten)]
    pub beside: Option<Box<Beside>>,
    /// Words rather than a number: may wrap, left-aligned.
    pub words: bool,
}

/// What stands beside the text of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// What a symbol means, read out in its place; empty for numbers.
    pub meaning: String,
    /// Marks after the number, with their meanings: `("[p]", "provisional")`.
    pub marks: Vec<(String, String)>,
    /// The page behind it; empty for none.
    pub link: String,
}

impl Beside {
    /// Returns it for a cell; nothing where it is empty.
    pub fn boxed(self) -> Option<Box<Self>> {
        let Beside {
            meaning,
            marks,
            link,
        } = &self;
        let empty = meaning.is_empty() && marks.is_empty() && link.is_empty();
        (!empty).then(|| Box::new(self))
    }
}

impl Cell {
    /// Returns what a symbol means, read out in its place; empty for numbers.
    pub fn meaning(&self) -> &str {
        self.beside.as_ref().map_or("", |beside| &beside.meaning)
    }

    /// Returns the marks after the number, with their meanings.
    pub fn marks(&self) -> &[(String, String)] {
        self.beside.as_ref().map_or(&[], |beside| &beside.marks)
    }

    /// Returns the page behind it; empty for none.
    pub fn link(&self) -> &str {
        self.beside.as_ref().map_or("", |beside| &beside.link)
    }
}

/// A decision in a list, and the head of its own page.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionEntry {
    /// Its permanent page.
    pub link: Link,
    /// "Upheld: fault and injustice".
    pub verdict: String,
    /// `k1` not upheld, `k2` partly, `k3` upheld, empty for others.
    pub colour: &'static str,
    /// Ombudsman, day or year, reference, service.
    pub meta: Vec<String>,
    /// What happened.
    pub summary: String,
    /// "What we did:", or "What we were asked to do:" where nothing says that it was done.
    pub asked: String,
    /// What the council had to do, in one line with its amounts, and what is known to be done.
    pub remedy: Vec<Inline>,
}

/// A lesson in a list.
#[derive(Debug, Clone, Serialize)]
pub struct LessonEntry {
    /// Its anchor.
    pub id: String,
    /// You said.
    pub you_said: String,
    /// We found; may be empty.
    pub we_found: String,
    /// We did.
    pub we_did: String,
    /// Theme, service, period, status.
    pub meta: Vec<String>,
    /// `done`, `under_way` or `not_done`.
    pub state: String,
    /// The state in words.
    pub status: String,
    /// Proof; nothing when there is none.
    pub link: Option<Link>,
    /// The ombudsmen's decisions that it was learned from.
    pub decisions: Vec<Link>,
}

/// What somebody wrote in thanks.
#[derive(Debug, Clone, Serialize)]
pub struct QuoteEntry {
    /// The words.
    pub text: String,
    /// Service and period.
    pub meta: String,
}

/// A name and its value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Vec<Inline>,
}

/// One stage on the how-to-complain page.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Its heading.
    pub title: String,
    /// How long it takes.
    pub took: String,
    /// What happens, one sentence a line.
    pub lines: Vec<Vec<Inline>>,
    /// The live figure beside it; may be empty.
    pub live: Vec<Inline>,
}
