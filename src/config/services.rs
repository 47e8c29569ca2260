//! The tree of services.

use super::council::required;
use super::keys;
use super::lists::{Spellings, shaped};
use super::text::{Reader, Table, offer};
use super::{Service, ServiceChange, Services};
use crate::diagnostic::named as rule;
use crate::vocabulary::{Code, Codes, fold};
use std::collections::HashMap;
use toml::Spanned;

const CHANGES: &[(&str, ServiceChange)] = &[
    ("rename", ServiceChange::Rename),
    ("split", ServiceChange::Split),
    ("merge", ServiceChange::Merge),
    ("transfer", ServiceChange::Transfer),
];

/// The eight subjects under which the ombudsman counts all councils' complaints.
pub const SUBJECTS: &[&str] = &[
    "adult_social_care",
    "benefits_and_tax",
    "education_and_childrens_services",
    "environmental_services",
    "highways_and_transport",
    "housing",
    "planning_and_development",
    "corporate_and_other_services",
];

/// What a service's entry says, with the places of what is tested against other entries.
struct Written {
    service: Service,
    word: String,
    parent: Option<Spanned<String>>,
    successors: Vec<Spanned<String>>,
    aliases: Vec<Spanned<String>>,
    span: std::ops::Range<usize>,
    slug_span: std::ops::Range<usize>,
}

pub(super) fn services(reader: &mut Reader, root: &mut Table, codes: &mut Codes) -> Services {
    let mut section = reader.table(root, "services");
    let mut all: Vec<Written> = Vec::new();
    for (key, table) in reader.named(&mut section) {
        if shaped(reader, &key) {
            all.push(service(reader, &key, table, codes));
        }
    }
    if all.is_empty() {
        let help = "add a section for each service:\n    [services.adults]\n    name = \"Adult social care\"";
        let message = "candour.toml names no service";
        reader.error(rule::SETTINGS_MISSING, section.span.clone(), message, help);
    }
    slugs(reader, &all);
    references(reader, &mut all, codes);
    cycles(reader, &mut all);
    spellings(reader, &all);
    Services::new(
        all.into_iter().map(|written| written.service).collect(),
        codes,
    )
}

fn service(reader: &mut Reader, key: &Spanned<&str>, table: Table, codes: &mut Codes) -> Written {
    let mut table = table;
    let word = key.get_ref().to_string();
    if word == "all" || word == "items" {
        let message = format!("a service cannot have the code {word}");
        reader.error(
            rule::RESERVED_WORD,
            key.span(),
            message,
            "choose another code",
        );
    }
    let line = format!("name = \"{}\"", word.replace('_', " "));
    let name = required(reader, &mut table, "name", &line);
    let slug = reader
        .word(&mut table, "slug")
        .unwrap_or_else(|| Spanned::new(key.span(), word.replace('_', "-")));
    slug_shape(reader, &slug);
    let subject = subject(reader, &mut table);
    let aliases = reader.strings(&mut table, "aliases").unwrap_or_default();
    let keywords = reader.strings(&mut table, "keywords").unwrap_or_default();
    let from = reader.date(&mut table, "from");
    let to = reader.date(&mut table, "to");
    if let (Some(from), Some(to)) = (&from, &to)
        && to.get_ref() < from.get_ref()
    {
        let message = format!("the service {word} ends before it begins");
        reader.error(rule::DATE_ORDER, to.span(), message, "");
    }
    let written = Written {
        parent: reader.word(&mut table, "parent"),
        successors: reader.strings(&mut table, "successor").unwrap_or_default(),
        service: Service {
            code: codes.intern(&word),
            name,
            slug: slug.get_ref().clone(),
            page: reader.flag(&mut table, "page").unwrap_or(true),
            kind: kind(reader, &mut table),
            parent: None,
            subject,
            keywords: keywords.into_iter().map(Spanned::into_inner).collect(),
            aliases: aliases.iter().map(|text| text.get_ref().clone()).collect(),
            from: from.map(Spanned::into_inner),
            to: to.map(Spanned::into_inner),
            successors: Vec::new(),
            change: reader.choice(&mut table, "change", rule::SETTINGS_CHOICE, CHANGES),
        },
        word,
        aliases,
        span: key.span(),
        slug_span: slug.span(),
    };
    reader.finish(table, keys::SERVICE);
    written
}

fn kind(reader: &mut Reader, table: &mut Table) -> String {
    let kind = reader.text(table, "kind");
    if kind.is_empty() {
        "service".into()
    } else {
        kind
    }
}

fn subject(reader: &mut Reader, table: &mut Table) -> String {
    let Some(text) = reader.word(table, "subject") else {
        return String::new();
    };
    if !SUBJECTS.contains(&text.get_ref().as_str()) {
        let message = format!(
            "\"{}\" is not one of the ombudsman's subjects",
            crate::diagnostic::cut(text.get_ref())
        );
        let help = offer(text.get_ref(), SUBJECTS);
        reader.error(rule::SETTINGS_CHOICE, text.span(), message, help);
    }
    text.into_inner()
}

fn slug_shape(reader: &mut Reader, slug: &Spanned<String>) {
    let text = slug.get_ref();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !plain || text.starts_with('-') || text.ends_with('-') || text.len() > 60 {
        let message = format!("\"{}\" is not a slug", crate::diagnostic::cut(text));
        let help = "use small letters, digits and single hyphens: adult-social-care";
        reader.error(rule::SLUG_SHAPE, slug.span(), message, help);
    }
    if text == "all" || text == "items" {
        let message = format!("a service cannot have the slug {text}");
        reader.error(
            rule::RESERVED_WORD,
            slug.span(),
            message,
            "choose another slug",
        );
    }
    if plain && let Some(why) = crate::path::refused(text) {
        let message = format!("no folder of the site can be called {text}: {why}");
        let help = format!("write under this service: slug = \"{text}-service\"");
        reader.error(rule::RESERVED_WORD, slug.span(), message, help);
    }
}

fn slugs(reader: &mut Reader, all: &[Written]) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for written in all {
        if let Some(first) = seen.insert(&written.service.slug, &written.word) {
            let message = format!(
                "the services {first} and {} have the same slug, \"{}\"",
                written.word, written.service.slug
            );
            reader.error(
                rule::SLUG_TWICE,
                written.slug_span.clone(),
                message,
                "give one of them another slug",
            );
        }
    }
}

/// Fills in parents and successors, and refuses those that do not exist.
fn references(reader: &mut Reader, all: &mut [Written], codes: &Codes) {
    let words: Vec<String> = all.iter().map(|written| written.word.clone()).collect();
    let known: Vec<&str> = words.iter().map(String::as_str).collect();
    let find = |reader: &mut Reader, text: &Spanned<String>, rule, role: &str| -> Option<Code> {
        let code = known
            .contains(&text.get_ref().as_str())
            .then(|| codes.get(text.get_ref()))
            .flatten();
        if code.is_none() {
            let message = format!(
                "the {role} \"{}\" is not the code of a service",
                crate::diagnostic::cut(text.get_ref())
            );
            reader.error(rule, text.span(), message, offer(text.get_ref(), &known));
        }
        code
    };
    for written in all {
        if let Some(parent) = &written.parent {
            written.service.parent = find(reader, parent, rule::PARENT_UNKNOWN, "parent");
        }
        for successor in &written.successors {
            let code = find(reader, successor, rule::REFERENCE, "successor");
            written.service.successors.extend(code);
        }
    }
}

/// Refuses circles; the parent that closes one is taken out, so that later stages always find an end.
fn cycles(reader: &mut Reader, all: &mut [Written]) {
    let mut parents: HashMap<Code, Option<Code>> = all
        .iter()
        .map(|written| (written.service.code, written.service.parent))
        .collect();
    for written in all {
        let mut line = vec![written.service.code];
        let mut at = written.service.parent;
        while let Some(code) = at.filter(|code| !line.contains(code)) {
            line.push(code);
            at = parents.get(&code).copied().flatten();
        }
        if at == Some(written.service.code) {
            let span = written
                .parent
                .as_ref()
                .map_or(written.span.clone(), Spanned::span);
            let message = format!("the service {} stands above itself", written.word);
            reader.error(
                rule::PARENT_CYCLE,
                span,
                message,
                "give it another parent, or none",
            );
            written.service.parent = None;
            parents.insert(written.service.code, None);
        }
    }
}

/// Refuses aliases that mean two services; warns of a name that two services share, which no longer finds either.
fn spellings(reader: &mut Reader, all: &[Written]) {
    let mut spellings = Spellings::default();
    for written in all {
        spellings.own(&written.word, &written.word);
    }
    for written in all {
        for alias in &written.aliases {
            spellings.claim(reader, &written.word, alias);
        }
    }
    let mut names: HashMap<String, &str> = HashMap::new();
    for written in all {
        if let Some(first) = names.insert(fold(&written.service.name), &written.word) {
            let message = format!(
                "the services {first} and {} have the same name, \"{}\"",
                written.word,
                crate::diagnostic::cut(&written.service.name)
            );
            let help = "data that write this name cannot be placed: write the code there, or give each an alias";
            reader.warning(rule::ALIAS_TWICE, written.span.clone(), message, help);
        }
    }
}
