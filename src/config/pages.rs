//! The layout of pages, and the aliases of columns.

use super::keys;
use super::text::{Reader, Table, offer};
use super::{PageLayout, SectionLayout, Site};
use crate::diagnostic::named as rule;
use crate::vocabulary::{List, MEASURES, fold};
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

/// The sections that a page can show without further words.
pub const BUILT_IN_SECTIONS: &[&str] = &[
    "short",
    "all_stages",
    "informal",
    "stage_1",
    "stage_2",
    "stage_3",
    "contacts",
    "natures",
    "ombudsman",
    "learning",
    "quotes",
    "context",
    "notes",
];

/// The parts that a section can show below its tiles.
pub const PARTS: &[&str] = &[
    "procedures",
    "comparison",
    "outcomes",
    "timeliness",
    "flow",
    "days",
    "bands",
    "natures",
    "complainant",
    "channel",
    "remedy",
    "refusal_reason",
    "services",
    "next_stage",
    "other",
];

pub(super) fn pages(
    reader: &mut Reader,
    root: &mut Table,
    site: &Site,
) -> BTreeMap<String, PageLayout> {
    let mut section = reader.table(root, "pages");
    let mut known: Vec<&str> = vec!["default", "all"];
    known.extend(site.services.iter().map(|node| site.codes.word(node.code)));
    let mut pages = BTreeMap::new();
    for (key, table) in reader.named(&mut section) {
        if !known.contains(key.get_ref()) {
            let message = format!("\"{}\" is not the code of a service", key.get_ref());
            let help = offer(key.get_ref(), &known);
            reader.error(rule::REFERENCE, key.span(), message, help);
        }
        pages.insert(key.get_ref().to_string(), page(reader, table, site));
    }
    pages
}

fn page(reader: &mut Reader, mut table: Table, site: &Site) -> PageLayout {
    let sections = reader.strings(&mut table, "sections");
    let mut settings = BTreeMap::new();
    for (key, inner) in reader.named_tables(&mut table) {
        settings.insert(key.get_ref().to_string(), layout(reader, inner, site));
    }
    reader.finish(table, keys::PAGE);
    let known: Vec<&str> = BUILT_IN_SECTIONS
        .iter()
        .copied()
        .chain(settings.keys().map(String::as_str))
        .collect();
    let mut order = Vec::new();
    for text in sections.unwrap_or_default() {
        if !known.contains(&text.get_ref().as_str()) {
            let message = format!(
                "the section \"{}\" is neither built in nor described",
                crate::diagnostic::cut(text.get_ref())
            );
            let help = offer(text.get_ref(), &known);
            reader.error(rule::PAGE_LAYOUT, text.span(), message, help);
        } else if !order.contains(text.get_ref()) {
            order.push(text.into_inner());
        }
    }
    PageLayout {
        sections: order,
        settings,
    }
}

fn layout(reader: &mut Reader, mut table: Table, site: &Site) -> SectionLayout {
    let tiles = reader.strings(&mut table, "tiles");
    let parts = reader.strings(&mut table, "parts");
    let words = tile_words(site);
    let layout = SectionLayout {
        title: reader.word(&mut table, "title").map(Spanned::into_inner),
        tiles: tiles.map(|tiles| checked(reader, tiles, &words, "tile")),
        parts: parts.map(|parts| checked(reader, parts, PARTS, "part")),
    };
    reader.finish(table, keys::SECTION);
    layout
}

/// Returns the words that the last piece of a tile may be: measures, outcomes and the tests of time.
fn tile_words(site: &Site) -> Vec<&str> {
    let own = site.measures.own.iter().map(|measure| measure.code);
    let listed = [List::Outcome, List::Timeliness]
        .into_iter()
        .flat_map(|list| site.list(list).entries.iter().map(|entry| entry.code));
    MEASURES
        .iter()
        .map(|measure| measure.code)
        .chain(own)
        .chain(listed)
        .map(|code| site.codes.word(code))
        .collect()
}

/// Returns the tiles or parts that are known: a word, or words before it that say of what (`stage_3.received`).
fn checked(
    reader: &mut Reader,
    texts: Vec<Spanned<String>>,
    known: &[&str],
    noun: &str,
) -> Vec<String> {
    let mut good = Vec::new();
    for text in texts {
        let last = text.get_ref().rsplit('.').next().unwrap_or_default();
        if known.contains(&last) {
            good.push(text.into_inner());
        } else {
            let message = format!(
                "the {noun} \"{}\" is not known",
                crate::diagnostic::cut(text.get_ref())
            );
            reader.error(rule::PAGE_LAYOUT, text.span(), message, offer(last, known));
        }
    }
    good
}

/// The columns of all input tables (contract 3) that are not codes.
pub const COLUMNS: &[&str] = &[
    "accepted",
    "acknowledged",
    "amount",
    "basis",
    "breakdown",
    "case_ref",
    "category",
    "change",
    "channel",
    "closed",
    "complainant",
    "contact",
    "date",
    "decided_on",
    "decision",
    "decision_reason",
    "denominator",
    "done",
    "due",
    "extended_to",
    "findings",
    "group",
    "id",
    "in_time",
    "lessons",
    "link",
    "measure",
    "nature",
    "note",
    "numerator",
    "ombudsman",
    "outcome",
    "period",
    "procedure",
    "qualifier",
    "quarter",
    "received",
    "reference",
    "reference_date",
    "refusal_reason",
    "released",
    "remedy",
    "requirements",
    "responded",
    "response_days",
    "service",
    "source",
    "stage",
    "started",
    "status",
    "subject",
    "summary",
    "team",
    "text",
    "theme",
    "title",
    "total_amount",
    "unit",
    "value",
    "we_did",
    "we_found",
    "year",
    "you_said",
];

/// Header aliases and ignored columns.
pub(super) fn columns(
    reader: &mut Reader,
    root: &mut Table,
    site: &Site,
) -> (BTreeMap<String, Vec<String>>, Vec<String>) {
    let mut table = reader.table(root, "columns");
    let ignored = reader.strings(&mut table, "ignore").unwrap_or_default();
    let mut seen: HashMap<String, String> = HashMap::new();
    for text in &ignored {
        seen.insert(fold(text.get_ref()), "ignore".into());
    }
    let known = column_names(site);
    let mut columns = BTreeMap::new();
    for key in table.keys() {
        if !known.iter().any(|name| name == key) {
            continue;
        }
        let mut headings = Vec::new();
        for text in reader.strings(&mut table, key).unwrap_or_default() {
            match seen.insert(fold(text.get_ref()), key.into()) {
                Some(other) if other != key => {
                    let message = format!(
                        "the heading \"{}\" would mean both {other} and {key}",
                        crate::diagnostic::cut(text.get_ref())
                    );
                    let help = "remove it from one of the two";
                    reader.error(rule::COLUMN_ALIAS, text.span(), message, help);
                }
                _ => headings.push(text.into_inner()),
            }
        }
        columns.insert(key.to_string(), headings);
    }
    let known: Vec<&str> = known.iter().map(String::as_str).chain(["ignore"]).collect();
    reader.finish(table, &known);
    (
        columns,
        ignored.into_iter().map(Spanned::into_inner).collect(),
    )
}

/// Returns every heading that an input table may have: the fixed columns, and the wide ones, which are measures and codes.
fn column_names(site: &Site) -> Vec<String> {
    let codes = &site.codes;
    let mut names: Vec<String> = COLUMNS.iter().map(|name| name.to_string()).collect();
    names.extend(
        MEASURES
            .iter()
            .map(|measure| codes.word(measure.code).to_string()),
    );
    names.extend(
        site.measures
            .own
            .iter()
            .map(|own| codes.word(own.code).to_string()),
    );
    for list in List::ALL {
        for entry in &site.list(list).entries {
            let word = codes.word(entry.code);
            names.push(word.to_string());
            if list == List::Contact {
                names.push(plural(word));
            }
        }
    }
    names
}

/// Returns the plural under which a wide table counts a contact: `compliments`, `member_enquiries`.
fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}
