//! The publication as templates see it.
//!
//! Each struct becomes an object with the same field names. A conversion by serde would build a map with an allocation for
//! every field of every cell; here a struct is one allocation, a sentence is HTML at once, and cells stay as they are until a
//! filter prints them, which is what makes a thousand pages a matter of tenths of a second.

use super::fit::{fits_telephone, is_long, is_years};
use super::{Sizes, printing};
use crate::publication::SiteFacts;
use crate::publication::page::{
    Block, Choice, Column, DecisionEntry, Download, Fact, Inline, LessonEntry, Link, Page,
    QuoteEntry, Section, Selector, Step, Table, TableRow, Tile,
};
use crate::vocabulary::TextSet;
use minijinja::Value;

mod objects;
pub(super) use objects::{CellValue, Cells, Choices, Rows};
use objects::{Fields, Row, cell, fields, list};

/// Returns a sentence as HTML; the `inline` filter lets it through.
fn line(line: &[Inline], view: View) -> Value {
    Value::from_safe_string(sentence(line, view))
}

fn sentence(line: &[Inline], view: View) -> String {
    let mut html = String::with_capacity(64);
    printing::inline(&mut html, line, view.root);
    html
}

fn lines(all: &[Vec<Inline>], view: View) -> Value {
    list(all, |one| line(one, view))
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
    /// The way from the page to the site's root.
    root: &'a str,
    shared: &'a Shared<'a>,
}

/// Returns a page.
pub(super) fn page(page: &Page, root: &str, shared: &Shared) -> Value {
    let view = View {
        path: &page.path,
        root,
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
        texts: _,
    } = page;
    fields! {
        path: path,
        template: *template,
        title: title,
        heading: heading,
        description: description,
        nav: nav,
        crumbs: list(crumbs, link),
        status: line(status, view),
        lead: line(lead, view),
        selectors: list(selectors, |one| selector(one, view)),
        notes: lines(notes, view),
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
        updated,
        checksum,
    } = file;
    let beside = format!("{}{file}", view.path);
    let path = if file.contains('/') { file } else { &beside };
    let or = |known: &String, made: String| match known.is_empty() {
        true => made,
        false => known.clone(),
    };
    fields! {
        file: file,
        text: text,
        format: *format,
        size: or(size, view.shared.sizes.text(path)),
        updated: updated,
        checksum: or(checksum, view.shared.sizes.checksum(path)),
    }
}

/// How many services stand side by side before their list is folded.
const FEW: usize = 8;

/// Returns whether there are more choices than a reader takes in at a glance. The whole council is not one of many.
fn is_many(choices: &[Choice]) -> bool {
    let whole = |choice: &&Choice| {
        let path = choice.path.as_deref().unwrap_or_default();
        path.starts_with("services/all/")
    };
    choices.len() - choices.iter().take(1).filter(whole).count() > FEW
}

fn selector(selector: &Selector, view: View) -> Value {
    let Selector {
        id,
        label,
        short,
        choices,
    } = selector;
    let chosen = choices.iter().find(|choice| choice.current);
    let anchor = |choice: &Choice| {
        let path = choice.path.as_deref();
        let there = path.filter(|path| view.shared.anchors.contains(&(path, *id)));
        there.map_or("", |_| *id)
    };
    let anchors = choices.iter().map(anchor).collect();
    fields! {
        id: *id,
        label: label,
        short: short,
        chosen: chosen.map_or("", |choice| choice.text.as_str()),
        many: is_many(choices),
        choices: Value::from_object(Choices {
            choices: choices.clone(),
            anchors,
        }),
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
        Block::Prose { lines: all } => fields! { "prose"; lines: lines(all, view) },
        Block::Short { lines: all } => fields! { "short"; lines: lines(all, view) },
        Block::Notes { lines: all } => fields! { "notes"; lines: lines(all, view) },
        Block::Tiles { tiles } => fields! { "tiles"; tiles: list(tiles, |one| tile(one, view)) },
        Block::Table { table: one } => fields! { "table"; table: table(one, view) },
        Block::Html { html } => fields! { "html"; html: html },
        Block::Links { links } => fields! { "links"; links: list(links, link) },
        Block::Selectors { selectors } => {
            fields! { "selectors"; selectors: list(selectors, |one| selector(one, view)) }
        }
        Block::Decisions { entries } => {
            fields! { "decisions"; entries: list(entries, |one| decision(one, view)) }
        }
        Block::Lessons { entries } => fields! { "lessons"; entries: list(entries, lesson) },
        Block::Quotes { quotes } => fields! { "quotes"; quotes: list(quotes, quote) },
        Block::Facts { facts } => fields! { "facts"; facts: list(facts, |one| fact(one, view)) },
        Block::Steps { steps } => fields! { "steps"; steps: list(steps, |one| step(one, view)) },
        Block::Downloads { files } => {
            fields! { "downloads"; files: list(files, |one| download(one, view)) }
        }
    }
}

fn tile(tile: &Tile, view: View) -> Value {
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
        notes: lines(notes, view),
        link: more.as_ref().map(link),
        colour: *colour,
    }
}

fn table(table: &Table, view: View) -> Value {
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
            fields! {
                text: text,
                numeric: *numeric,
                year: is_years(text),
                years: years(text),
                long: is_long(text),
            }
        }),
        rows: table_rows(rows, view),
        foot: table_rows(foot, view),
        notes: lines(notes, view),
        wide: *wide || !fits_telephone(table),
    }
}

/// Returns the years at the end of a head such as `Complaints decided, 2024–25`, which must not be broken after the dash; empty
/// where there are none, or nothing before them.
fn years(head: &str) -> &str {
    let last = head.rsplit_once(' ').map_or("", |(_, last)| last);
    if is_years(last) { last } else { "" }
}

fn table_rows(rows: &[TableRow], view: View) -> Value {
    let row = |TableRow { head, cells }: &TableRow| Row {
        head: sentence(head, view),
        cells: cells.clone(),
    };
    Value::from_object(Rows(rows.iter().map(row).collect()))
}

fn decision(entry: &DecisionEntry, view: View) -> Value {
    let DecisionEntry {
        link: page,
        verdict,
        colour,
        meta,
        summary,
        asked,
        remedy,
    } = entry;
    fields! {
        link: link(page),
        verdict: verdict,
        colour: *colour,
        meta: meta,
        summary: summary,
        asked: asked,
        remedy: line(remedy, view),
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
        decisions,
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
        decisions: list(decisions, link),
    }
}

fn quote(quote: &QuoteEntry) -> Value {
    let QuoteEntry { text, meta } = quote;
    fields! { text: text, meta: meta }
}

fn fact(fact: &Fact, view: View) -> Value {
    let Fact { name, value } = fact;
    fields! { name: name, value: line(value, view) }
}

fn step(step: &Step, view: View) -> Value {
    let Step {
        title,
        took,
        lines: all,
        live,
    } = step;
    fields! { title: title, took: took, lines: lines(all, view), live: line(live, view) }
}

/// Returns the three names that a template begins with.
pub(super) fn whole(site: Value, page: Value, root: &str) -> Value {
    fields! { site: site, page: page, root: root }
}
