//! The modules import what DESIGN.md says they may, and nothing else.
//!
//! Reads the table of modules there and every path through `crate::` in `src/`. Tests may import anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A row of the table in DESIGN.md.
struct Module {
    layer: u32,
    may_import: BTreeSet<String>,
}

/// A path through `crate::` in a source file: `["dataset", "Qualifier"]`.
struct Import {
    file: String,
    path: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the modules that DESIGN.md describes.
fn described() -> BTreeMap<String, Module> {
    let text = fs::read_to_string(root().join("DESIGN.md")).unwrap();
    let mut modules = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (&[layer, name, _, imports], true) = (&cells[..], line.starts_with('|')) else {
            continue;
        };
        let Ok(layer) = layer.parse() else { continue };
        let may_import = imports
            .split_whitespace()
            .map(|name| name.trim_matches('`').to_owned())
            .collect();
        modules.insert(
            name.trim_matches('`').to_owned(),
            Module { layer, may_import },
        );
    }
    modules
}

/// Returns the source files with their text, without comments and without the tests of a module.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, found),
                false => found.push(path),
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join("src"), &mut paths);
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).unwrap();
            let text = fs::read_to_string(path).unwrap();
            let text = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            let lines = text
                .lines()
                .map(|line| line.split("//").next().unwrap_or_default());
            let code: Vec<&str> = lines.collect();
            (name.to_string_lossy().replace('\\', "/"), code.join("\n"))
        })
        .filter(|(name, _)| !name.ends_with("/tests.rs") && !name.contains("/tests/"))
        .collect()
}

/// Returns the module that a file belongs to: `dataset` for `dataset/cases/mod.rs`.
fn module_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or_default();
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Returns every path through `crate::`, those of a group in braces one by one.
fn imports() -> Vec<Import> {
    let mut found = Vec::new();
    for (file, code) in sources() {
        for (at, _) in code.match_indices("crate::") {
            for path in paths(&code[at + "crate::".len()..]) {
                found.push(Import {
                    file: file.clone(),
                    path,
                });
            }
        }
    }
    found
}

/// Takes the path at the beginning of a text apart: `a::{b, c::{d, e}}` is `a::b`, `a::c::d` and `a::c::e`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        return split(group).into_iter().flat_map(paths).collect();
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return Vec::new();
    }
    let below = rest.strip_prefix("::").map(paths).unwrap_or_default();
    if below.is_empty() {
        return vec![vec![name.to_owned()]];
    }
    below
        .into_iter()
        .map(|mut path| {
            path.insert(0, name.to_owned());
            path
        })
        .collect()
}

/// Splits the inside of braces at its own commas.
fn split(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn paths_in_braces_are_read_one_by_one() {
    let read = |text: &str| {
        paths(text)
            .iter()
            .map(|path| path.join("::"))
            .collect::<Vec<_>>()
    };
    assert_eq!(read("cube::{self, Cube};"), ["cube::self", "cube::Cube"]);
    assert_eq!(read("{a, b::{c, d::e}}; x"), ["a", "b::c", "b::d::e"]);
    assert_eq!(read("vocabulary::fold(text)"), ["vocabulary::fold"]);
}

#[test]
fn every_module_is_described_in_design_md_and_no_other() {
    let described: BTreeSet<String> = described().into_keys().collect();
    let there: BTreeSet<String> = sources()
        .iter()
        .map(|(file, _)| module_of(file).to_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect();
    assert_eq!(described, there);
}

#[test]
fn what_a_module_may_import_lies_on_a_lower_layer() {
    let modules = described();
    for (name, module) in &modules {
        for import in &module.may_import {
            let lower = modules.get(import).map(|import| import.layer);
            assert!(
                lower.is_some_and(|layer| layer < module.layer),
                "{name} may not import {import}"
            );
        }
    }
}

#[test]
fn a_module_imports_only_what_design_md_says() {
    let modules = described();
    let mut wrong = BTreeSet::new();
    for import in imports() {
        let module = module_of(&import.file);
        let (Some(known), Some(target)) = (modules.get(module), import.path.first()) else {
            continue;
        };
        if target != module && modules.contains_key(target) && !known.may_import.contains(target) {
            wrong.insert(format!("{} imports {target}", import.file));
        }
    }
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(
        wrong.is_empty(),
        "DESIGN.md does not allow:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn nothing_behind_the_release_can_name_a_true_number() {
    const RECORDS: &[&str] = &[
        "Lesson",
        "OmbudsmanDecision",
        "Qualifier",
        "Quote",
        "Requirement",
    ];
    let mut wrong = Vec::new();
    for import in imports() {
        let behind = matches!(
            module_of(&import.file),
            "publication" | "output" | "theme" | "preview"
        );
        let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
        let true_number = match path[..] {
            ["cube" | "tabulate", ..] => true,
            ["dataset", item, ..] => !RECORDS.contains(&item),
            ["dataset"] => true,
            _ => false,
        };
        if behind && true_number {
            wrong.push(format!("{} names {}", import.file, path.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_four_modules_touch_files_or_the_network_and_only_one_asks_for_the_day() {
    const OUTSIDE: &[&str] = &[
        "fs::",
        "std::fs",
        "std::net",
        "TcpListener",
        "TcpStream",
        "SystemTime",
        "Command::new",
    ];
    const DAY: &[&str] = &["Local::now", "Utc::now", "env::var"];
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let module = module_of(&file);
        let names = |words: &[&str]| {
            words
                .iter()
                .find(|word| code.contains(**word))
                .map(|word| word.to_string())
        };
        if !matches!(module, "source" | "output" | "preview" | "cli")
            && let Some(word) = names(OUTSIDE)
        {
            wrong.push(format!("{file} uses {word}"));
        }
        if module != "cli"
            && let Some(word) = names(DAY)
        {
            wrong.push(format!("{file} uses {word}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    for (file, _) in sources() {
        for part in file.split('/') {
            let name = part.strip_suffix(".rs").unwrap_or(part);
            assert!(
                !matches!(name, "utils" | "util" | "helpers" | "common" | "misc"),
                "{file}"
            );
        }
    }
}
