//! The code lists with the council's own codes, names and aliases.

use super::keys;
use super::ombudsmen::{self, FiguresSource};
use super::text::{Reader, Table, offer};
use super::{CodeEntry, CodeList};
use crate::diagnostic::named as rule;
use crate::vocabulary::{Code, Codes, List, fold};
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

/// Returns whether a section's key can be a code, and refuses it when not.
pub(super) fn shaped(reader: &mut Reader, key: &Spanned<&str>) -> bool {
    let text = key.get_ref();
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let good = plain && !text.is_empty() && !text.starts_with('_') && text.len() <= 60;
    if !good {
        let message = format!("\"{}\" is not a code", crate::diagnostic::cut(text));
        let help = "use small letters, digits and underscores: adult_social_care; the words people read go into name";
        reader.error(rule::CODE_SHAPE, key.span(), message, help);
    }
    good
}

/// Which code each of the council's spellings means, to refuse one that means two.
#[derive(Default)]
pub(super) struct Spellings {
    owners: HashMap<String, String>,
}

impl Spellings {
    /// Notes that a spelling is this code's own word.
    pub fn own(&mut self, spelling: &str, code: &str) {
        self.owners.insert(fold(spelling), code.into());
    }

    /// Notes an alias; refuses it when it means another code already.
    pub fn claim(&mut self, reader: &mut Reader, code: &str, alias: &Spanned<String>) -> bool {
        let owner = self
            .owners
            .entry(fold(alias.get_ref()))
            .or_insert_with(|| code.into());
        if owner == code {
            return true;
        }
        let message = format!(
            "\"{}\" would mean both {owner} and {code}",
            crate::diagnostic::cut(alias.get_ref())
        );
        reader.error(
            rule::ALIAS_TWICE,
            alias.span(),
            message,
            "remove it from one of the two",
        );
        false
    }
}

/// Lists to which a council adds names and aliases, but no codes: sums and clocks rest on them.
const FIXED: &[List] = &[List::Stage, List::Outcome, List::Timeliness];

/// Builds every list: the built-in codes, then the council's own in the order of the file. Returns the sources of ombudsmen's
/// figures too, which stand in the same sections.
pub(super) fn lists(
    reader: &mut Reader,
    root: &mut Table,
    codes: &mut Codes,
    procedures: &[(String, Vec<Spanned<String>>)],
) -> (BTreeMap<List, CodeList>, Vec<FiguresSource>) {
    let mut lists = BTreeMap::new();
    let mut sources = Vec::new();
    for list in List::ALL {
        let mut built = built_in(list, codes);
        if list == List::Procedure {
            own_procedures(reader, &mut built, codes, procedures);
        } else {
            sources.extend(own(reader, root, list, &mut built, codes, procedures));
        }
        lists.insert(list, built);
    }
    (lists, sources)
}

fn built_in(list: List, codes: &mut Codes) -> CodeList {
    let mut built = CodeList::default();
    for (word, spellings) in list.built_in() {
        let entry = CodeEntry {
            code: codes.intern(word),
            name: None,
            procedures: Vec::new(),
        };
        built.add(codes, entry, spellings);
    }
    built
}

fn own_procedures(
    reader: &mut Reader,
    built: &mut CodeList,
    codes: &mut Codes,
    procedures: &[(String, Vec<Spanned<String>>)],
) {
    let mut spellings = own_words(built, codes);
    for (word, aliases) in procedures {
        let code = codes.intern(word);
        if built.entry(code).is_none() {
            let entry = CodeEntry {
                code,
                name: None,
                procedures: Vec::new(),
            };
            built.add(codes, entry, &[]);
            spellings.own(word, word);
        }
        for alias in aliases {
            if spellings.claim(reader, word, alias) {
                built.alias(alias.get_ref(), code);
            }
        }
    }
}

fn own_words(built: &CodeList, codes: &Codes) -> Spellings {
    let mut spellings = Spellings::default();
    for entry in &built.entries {
        let word = codes.word(entry.code);
        spellings.own(word, word);
    }
    spellings
}

fn own(
    reader: &mut Reader,
    root: &mut Table,
    list: List,
    built: &mut CodeList,
    codes: &mut Codes,
    procedures: &[(String, Vec<Spanned<String>>)],
) -> Vec<FiguresSource> {
    let mut sources = Vec::new();
    let mut section = reader.table(root, list.section());
    let mut spellings = own_words(built, codes);
    let named = reader.named(&mut section);
    // Own codes first claim their words, so that an alias cannot take them whatever the order.
    for (key, _) in &named {
        spellings.own(key.get_ref(), key.get_ref());
    }
    for (key, mut table) in named {
        if shaped(reader, &key) && permitted(reader, list, &key, built, codes) {
            let entry = entry(reader, &key, &mut table, codes, procedures);
            let aliases = reader.strings(&mut table, "aliases").unwrap_or_default();
            let ombudsman = list == List::Ombudsman;
            if ombudsman {
                let named = entry.name.is_some();
                sources.extend(ombudsmen::sources(reader, &key, &mut table, named, codes));
            }
            add(built, codes, entry);
            let code = codes.intern(key.get_ref());
            for alias in aliases {
                if spellings.claim(reader, key.get_ref(), &alias) {
                    built.alias(alias.get_ref(), code);
                }
            }
            let known = if ombudsman {
                keys::OMBUDSMAN
            } else {
                keys::CODE
            };
            reader.finish(table, known);
        }
    }
    sources
}

/// Returns whether the list may hold this code: any, but for the fixed lists only built-in ones and those joined of two
/// built-in ones as a source prints them (`withdrawn_or_refused`).
fn permitted(
    reader: &mut Reader,
    list: List,
    key: &Spanned<&str>,
    built: &CodeList,
    codes: &Codes,
) -> bool {
    let known: Vec<&str> = built
        .entries
        .iter()
        .map(|entry| codes.word(entry.code))
        .collect();
    let joined = key
        .get_ref()
        .split("_or_")
        .all(|part| known.contains(&part));
    let good = joined || known.contains(key.get_ref()) || !FIXED.contains(&list);
    if !good {
        let message = format!(
            "{} is a fixed list, and \"{}\" is not in it",
            list.section(),
            key.get_ref()
        );
        let help = format!(
            "{} Add your spelling to the aliases of the one that it means.",
            offer(key.get_ref(), &known)
        );
        reader.error(rule::REFERENCE, key.span(), message, help);
    }
    good
}

fn entry(
    reader: &mut Reader,
    key: &Spanned<&str>,
    table: &mut Table,
    codes: &mut Codes,
    procedures: &[(String, Vec<Spanned<String>>)],
) -> CodeEntry {
    let name = reader.word(table, "name").map(Spanned::into_inner);
    let wanted = reader.strings(table, "procedures").unwrap_or_default();
    let code = codes.intern(key.get_ref());
    CodeEntry {
        code,
        name,
        procedures: wanted
            .iter()
            .filter_map(|text| procedure(reader, text, codes, procedures))
            .collect(),
    }
}

/// Finds a procedure by its code; refuses one that is neither built in nor the council's own.
pub(super) fn procedure(
    reader: &mut Reader,
    text: &Spanned<String>,
    codes: &mut Codes,
    procedures: &[(String, Vec<Spanned<String>>)],
) -> Option<Code> {
    let built = List::Procedure.built_in().iter().map(|(word, _)| *word);
    let own = procedures.iter().map(|(word, _)| word.as_str());
    let known: Vec<&str> = built.chain(own).collect();
    if known.contains(&text.get_ref().as_str()) {
        return Some(codes.intern(text.get_ref()));
    }
    let message = format!(
        "the procedure \"{}\" does not exist",
        crate::diagnostic::cut(text.get_ref())
    );
    reader.error(
        rule::REFERENCE,
        text.span(),
        message,
        offer(text.get_ref(), &known),
    );
    None
}

/// Adds a council's entry: a built-in code gets the council's name, another one is new.
fn add(built: &mut CodeList, codes: &Codes, entry: CodeEntry) {
    if let Some(name) = &entry.name {
        built.alias(name, entry.code);
    }
    match built.entries.iter_mut().find(|old| old.code == entry.code) {
        Some(old) => *old = entry,
        None => built.add(codes, entry, &[]),
    }
}
