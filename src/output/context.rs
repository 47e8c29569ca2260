//! The publication as templates see it.
//!
//! Each struct becomes an object with the same field names. A conversion by serde would build a map with an allocation for
//! every field of every cell; here a struct is one allocation, and sentences and cells stay as they are until a filter
//! prints them, which is what makes a thousand pages a matter of a tenth of a second.

use super::Sizes;
use super::fit::{fits_telephone, is_years};
use super::hasher::TextSet;
use crate::publication::SiteFacts;
use crate::publication::page::{
    Block, Cell, Choice, Column, DecisionEntry, Download, Fact, Inline, LessonEntry, Link, Page,
    QuoteEntry, Section, Selector, Step, Table, TableRow, Tile,
};
use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use std::sync::Arc;

/// Named values, as a template asks for them: `tile.heading`.
#[derive(Debug)]
struct Fields<const N: usize> {
    names: &'static [&'static str; N],
    values: [Value; N],
}

impl<const N: usize> Object for Fields<N> {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let at = self.names.iter().position(|name| *name == key)?;
        Some(self.values[at].clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(self.names)
    }
}

/// Makes an object from names and values.
macro_rules! fields {
    ($($name:ident: $value:expr),* $(,)?) => {
        Value::from_object(Fields { names: &[$(stringify!($name)),*], values: [$(Value::from($value)),*] })
    };
    // `r#type` would name the field so; a block's kind is called `type`, as in the JSON of the publication.
    ($kind:literal; $($name:ident: $value:expr),* $(,)?) => {
        Value::from_object(Fields {
            names: &["type", $(stringify!($name)),*],
            values: [Value::from($kind), $(Value::from($value)),*],
        })
    };
}

/// A sentence; the `inline` filter prints it.
#[derive(Debug)]
pub(super) struct Line(pub Vec<Inline>);

impl Object for Line {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.0.is_empty()
    }
}

/// The cells of a row; the `cells` filter prints them all, and a template may go through them one by one.
#[derive(Debug)]
pub(super) struct Cells(pub Arc<[Cell]>);

impl Object for Cells {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(cell(self.0.get(key.as_usize()?)?))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

/// A cell; the `cell`, `figure` and `attributes` filters print its parts.
#[derive(Debug)]
pub(super) struct CellValue(pub Cell);

impl Object for CellValue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let Cell {
            key: figure,
            text,
            meaning,
            marks,
            link,
            words,
        } = &self.0;
        Some(match key {
            "key" => figure.into(),
            "text" => text.into(),
            "meaning" => meaning.into(),
            "marks" => list(
                marks,
                |(mark, meaning)| fields! { text: mark, meaning: meaning },
            ),
            "link" => link.into(),
            "words" => (*words).into(),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["key", "text", "meaning", "marks", "link", "words"])
    }
}

fn list<T>(items: &[T], convert: impl Fn(&T) -> Value) -> Value {
    Value::from(items.iter().map(convert).collect::<Vec<Value>>())
}

fn line(line: &[Inline]) -> Value {
    Value::from_object(Line(line.to_vec()))
}

fn lines(all: &[Vec<Inline>]) -> Value {
    list(all, |one| line(one))
}

fn cell(cell: &Cell) -> Value {
    Value::from_object(CellValue(cell.clone()))
}

/// Returns what every page shares.
pub(super) fn site(facts: &SiteFacts) -> Value {
    let SiteFacts {
        council,
        website,
        base_url,
        lang,
        banners,
        published,
        navigation,
        footer,
    } = facts;
    fields! {
        council: council,
        website: website,
        base_url: base_url,
        lang: lang,
        banners: banners,
        published: published,
        navigation: list(navigation, link),
        footer: list(footer, link),
    }
}

/// What a page has to know of the other files.
pub(super) struct Shared<'a> {
    /// The selectors of all pages: a choice leads to the same selector on the next page, where it is there, so that
    /// whoever uses the keyboard goes on where they were.
    anchors: TextSet<(&'a str, &'static str)>,
    /// The sizes of downloads.
    sizes: &'a Sizes,
}

impl<'a> Shared<'a> {
    /// Collects the selectors of all pages.
    pub(super) fn of(pages: &'a [Page], sizes: &'a Sizes) -> Self {
        let pairs = pages.iter().flat_map(|page| {
            let inside = page.sections.iter().flat_map(|section| &section.blocks);
            let inside = inside.filter_map(|block| match block {
                Block::Selectors { selectors } => Some(selectors),
                _ => None,
            });
            let all = std::iter::once(&page.selectors).chain(inside).flatten();
            all.map(|selector| (page.path.as_str(), selector.id))
        });
        Shared {
            anchors: pairs.collect(),
            sizes,
        }
    }
}

/// A page with what it has to know of the others.
#[derive(Clone, Copy)]
struct View<'a> {
    path: &'a str,
    shared: &'a Shared<'a>,
}

/// Returns a page.
pub(super) fn page(page: &Page, shared: &Shared) -> Value {
    let view = View {
        path: &page.path,
        shared,
    };
    let Page {
        path,
        template,
        title,
        heading,
        description,
        nav,
        crumbs,
        status,
        lead,
        selectors,
        notes,
        sections,
        more,
        downloads,
        indexed,
        // The rows of data.csv are for the writers of files, not for templates.
        rows: _,
    } = page;
    fields! {
        path: path,
        template: *template,
        title: title,
        heading: heading,
        description: description,
        nav: nav,
        crumbs: list(crumbs, link),
        status: line(status),
        lead: line(lead),
        selectors: list(selectors, |one| selector(one, view)),
        notes: lines(notes),
        sections: list(sections, |one| section(one, view)),
        more: list(more, link),
        downloads: list(downloads, |one| download(one, view)),
        indexed: *indexed,
    }
}

fn link(link: &Link) -> Value {
    let Link {
        path,
        text,
        current,
        external,
    } = link;
    fields! { path: path, text: text, current: *current, external: *external }
}

fn download(file: &Download, view: View) -> Value {
    let Download {
        file,
        text,
        format,
        size,
    } = file;
    let size = if size.is_empty() {
        let beside = format!("{}{file}", view.path);
        let path = if file.contains('/') { file } else { &beside };
        view.shared.sizes.text(path)
    } else {
        size.clone()
    };
    fields! { file: file, text: text, format: *format, size: size }
}

fn selector(selector: &Selector, view: View) -> Value {
    let Selector {
        id,
        label,
        short,
        choices,
    } = selector;
    fields! {
        id: *id,
        label: label,
        short: short,
        choices: list(choices, |one| choice(one, id, view)),
    }
}

fn choice(choice: &Choice, selector: &'static str, view: View) -> Value {
    let Choice {
        text,
        path,
        current,
        depth,
    } = choice;
    let anchor = path
        .as_deref()
        .filter(|path| view.shared.anchors.contains(&(path, selector)));
    fields! {
        text: text,
        path: path,
        anchor: if anchor.is_some() { selector } else { "" },
        current: *current,
        depth: u64::from(*depth),
    }
}

fn section(section: &Section, view: View) -> Value {
    let Section {
        id,
        heading,
        blocks,
        screen_only,
        wide,
    } = section;
    fields! {
        id: id,
        heading: heading,
        blocks: list(blocks, |one| block(one, view)),
        screen_only: *screen_only,
        wide: *wide,
    }
}

fn block(block: &Block, view: View) -> Value {
    match block {
        Block::Heading { id, text } => fields! { "heading"; id: id, text: text },
        Block::Prose { lines: all } => fields! { "prose"; lines: lines(all) },
        Block::Short { lines: all } => fields! { "short"; lines: lines(all) },
        Block::Notes { lines: all } => fields! { "notes"; lines: lines(all) },
        Block::Tiles { tiles } => fields! { "tiles"; tiles: list(tiles, tile) },
        Block::Table { table: one } => fields! { "table"; table: table(one) },
        Block::Html { html } => fields! { "html"; html: html },
        Block::Links { links } => fields! { "links"; links: list(links, link) },
        Block::Selectors { selectors } => {
            fields! { "selectors"; selectors: list(selectors, |one| selector(one, view)) }
        }
        Block::Decisions { entries } => fields! { "decisions"; entries: list(entries, decision) },
        Block::Lessons { entries } => fields! { "lessons"; entries: list(entries, lesson) },
        Block::Quotes { quotes } => fields! { "quotes"; quotes: list(quotes, quote) },
        Block::Facts { facts } => fields! { "facts"; facts: list(facts, fact) },
        Block::Steps { steps } => fields! { "steps"; steps: list(steps, step) },
        Block::Downloads { files } => {
            fields! { "downloads"; files: list(files, |one| download(one, view)) }
        }
    }
}

fn tile(tile: &Tile) -> Value {
    let Tile {
        heading,
        figure,
        notes,
        link: more,
        colour,
    } = tile;
    fields! {
        heading: heading,
        figure: cell(figure),
        notes: lines(notes),
        link: more.as_ref().map(link),
        colour: *colour,
    }
}

fn table(table: &Table) -> Value {
    let Table {
        id,
        caption,
        columns,
        rows,
        foot,
        notes,
        wide,
    } = table;
    fields! {
        id: id,
        caption: caption,
        columns: list(columns, |Column { text, numeric }| {
            fields! { text: text, numeric: *numeric, year: is_years(text) }
        }),
        rows: list(rows, row),
        foot: list(foot, row),
        notes: lines(notes),
        wide: *wide || !fits_telephone(table),
    }
}

fn row(row: &TableRow) -> Value {
    let TableRow { head, cells } = row;
    fields! { head: line(head), cells: Value::from_object(Cells(cells.clone())) }
}

fn decision(entry: &DecisionEntry) -> Value {
    let DecisionEntry {
        link: page,
        verdict,
        colour,
        meta,
        summary,
        remedy,
    } = entry;
    fields! {
        link: link(page),
        verdict: verdict,
        colour: *colour,
        meta: meta,
        summary: summary,
        remedy: line(remedy),
    }
}

fn lesson(entry: &LessonEntry) -> Value {
    let LessonEntry {
        id,
        you_said,
        we_found,
        we_did,
        meta,
        state,
        status,
        link: proof,
    } = entry;
    fields! {
        id: id,
        you_said: you_said,
        we_found: we_found,
        we_did: we_did,
        meta: meta,
        state: state,
        status: status,
        link: proof.as_ref().map(link),
    }
}

fn quote(quote: &QuoteEntry) -> Value {
    let QuoteEntry { text, meta } = quote;
    fields! { text: text, meta: meta }
}

fn fact(fact: &Fact) -> Value {
    let Fact { name, value } = fact;
    fields! { name: name, value: line(value) }
}

fn step(step: &Step) -> Value {
    let Step {
        title,
        took,
        lines: all,
        live,
    } = step;
    fields! { title: title, took: took, lines: lines(all), live: line(live) }
}

/// Returns the three names that a template begins with.
pub(super) fn whole(site: Value, page: Value, root: &str) -> Value {
    fields! { site: site, page: page, root: root }
}
