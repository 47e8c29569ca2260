//! The language file against the places that ask for its words.
//!
//! Which keys the program asks for is read from its source: every text in quotation marks that looks like a key, with
//! `{…}` standing for any word. A section whose name stands in quotation marks is taken to be used whole. A key without
//! a user is a sentence that translators would work on for nothing.

use crate::page;
use candour::language::Words;
use candour::vocabulary::{Codes, List, MEASURES};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where words are asked for.
const USERS: &[&str] = &[
    "src/publication",
    "src/output",
    "src/language.rs",
    "src/build.rs",
    "src/theme",
    "themes/default/templates",
];

/// Sections whose pages come later: those that compare councils of one nation under the ombudsman's subjects.
const WAITING: &[&str] = &["subjects", "nations"];

/// Sections whose keys are made from the lists of the vocabulary; other tests compare them with those lists.
fn from_lists(section: &str) -> bool {
    section == "measures" || List::ALL.iter().any(|list| list.section() == section)
}

fn english() -> Words {
    Words::parse("en.toml", &page::read("themes/default/lang/en.toml")).unwrap()
}

fn files(path: PathBuf, found: &mut Vec<PathBuf>) {
    if path.is_file() {
        found.push(path);
        return;
    }
    for entry in fs::read_dir(&path).unwrap() {
        files(entry.unwrap().path(), found);
    }
}

/// Returns every text in quotation marks where words are asked for, with the file that it stands in.
fn texts() -> BTreeSet<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    USERS
        .iter()
        .for_each(|user| files(root.join(user), &mut paths));
    let mut found = BTreeSet::new();
    for path in paths {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if name.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Tests of a module stand at its end and may ask for anything.
        let text = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        found.extend(
            text.split('"')
                .skip(1)
                .map(|literal| (literal.to_owned(), name.clone())),
        );
    }
    found
}

/// Returns whether a text looks like a key of one of the sections; `base.html` and `data.csv` are files.
fn is_key(text: &str, sections: &BTreeSet<String>) -> bool {
    const FILES: &[&str] = &["html", "csv", "json", "toml", "css", "svg"];
    let parts: Vec<&str> = text.split('.').collect();
    let plain = |part: &&str| {
        let word = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_{}()".contains(&byte)
        };
        !part.is_empty() && part.bytes().all(word)
    };
    let known = sections.contains(parts[0])
        || (parts[0].starts_with('{') && parts.len() > 1 && !parts[1].contains('{'));
    known
        && parts.len() > 1
        && parts.iter().all(plain)
        && !parts.last().is_some_and(|last| FILES.contains(last))
}

/// Returns whether a key is what a text asks for: itself, one of its forms for a number, or a hole filled.
fn answers(key: &str, asked: &str) -> bool {
    let forms = ["", ".one", ".other", ".none"];
    forms.iter().any(|form| match key.strip_suffix(form) {
        Some(stem) => fits(stem, asked),
        None => false,
    })
}

fn fits(key: &str, pattern: &str) -> bool {
    match pattern.split_once('{') {
        None => key == pattern,
        Some((before, rest)) => {
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            key.strip_prefix(before).is_some_and(|rest| {
                (0..=rest.len()).any(|end| rest.is_char_boundary(end) && fits(&rest[end..], after))
            })
        }
    }
}

#[test]
fn all_words_that_the_program_asks_for_are_in_the_language_file() {
    let words = english();
    let sections = sections(&words);
    let missing: Vec<String> = texts()
        .into_iter()
        .filter(|(text, _)| is_key(text, &sections))
        .filter(|(asked, _)| !words.keys().any(|key| answers(key, asked)))
        .map(|(asked, file)| format!("{asked} ({file})"))
        .collect();
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
}

#[test]
fn all_words_of_the_language_file_have_a_user() {
    let words = english();
    let sections = sections(&words);
    let texts: BTreeSet<String> = texts().into_iter().map(|(text, _)| text).collect();
    let whole = |section: &str| texts.contains(section) || texts.contains(&format!("{section}."));
    let idle: Vec<&str> = words
        .keys()
        .filter(|key| {
            let section = key.split('.').next().unwrap_or_default();
            !from_lists(section) && !whole(section) && !WAITING.contains(&section)
        })
        .filter(|key| {
            !texts
                .iter()
                .any(|text| is_key(text, &sections) && answers(key, text))
        })
        .collect();
    assert!(idle.is_empty(), "nothing asks for:\n{}", idle.join("\n"));
}

fn sections(words: &Words) -> BTreeSet<String> {
    words
        .keys()
        .filter_map(|key| key.split('.').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_measure_has_its_words_and_no_words_are_of_another() {
    let (words, codes) = (english(), Codes::default());
    let measures: BTreeSet<&str> = MEASURES
        .iter()
        .map(|measure| codes.word(measure.code))
        .collect();
    let worded: BTreeSet<&str> = words
        .keys_from("measures.")
        .filter_map(|key| key.split('.').nth(1))
        .collect();
    assert_eq!(measures, worded);
}
