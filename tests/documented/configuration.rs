//! docs/configuration.md against the keys that the program reads.

use crate::page;
use candour::config::{self, BUILT_IN_SECTIONS, KEYS, PARTS};
use candour::diagnostic::{Report, render_text};
use candour::vocabulary::List;
use std::collections::BTreeMap;

/// A row of the page: the key, its meaning, its default and an example.
struct Entry {
    key: String,
    meaning: String,
    default: String,
    example: String,
}

/// Returns the entries of each section; a heading that names several sections speaks for all of them.
fn documented() -> BTreeMap<String, Vec<Entry>> {
    let mut found: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut sections: Vec<String> = Vec::new();
    for line in page::read("docs/configuration.md").lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            sections = heading
                .split(", ")
                .map(|name| name.trim_matches(['`', '[', ']']).to_owned())
                .map(|name| {
                    if name == "The sections" {
                        String::new()
                    } else {
                        name
                    }
                })
                .collect();
        } else if line.starts_with("| `") {
            for section in &sections {
                found.entry(section.clone()).or_default().push(entry(line));
            }
        }
    }
    found
}

fn entry(line: &str) -> Entry {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    assert_eq!(cells.len(), 4, "four cells belong into: {line}");
    Entry {
        key: cells[0].trim_matches('`').to_owned(),
        meaning: cells[1].to_owned(),
        default: cells[2].to_owned(),
        example: cells[3].trim_matches('`').to_owned(),
    }
}

#[test]
fn every_key_of_candour_toml_is_documented_and_no_other() {
    let documented = documented();
    let mut wrong = String::new();
    for (section, keys) in KEYS {
        let entries = documented.get(*section).map_or(&[][..], Vec::as_slice);
        for key in *keys {
            if !entries.iter().any(|entry| entry.key == *key) {
                wrong += &format!("missing: {key} of [{section}]\n");
            }
        }
        for entry in entries {
            if !keys.contains(&entry.key.as_str()) {
                wrong += &format!("not a key: {} of [{section}]\n", entry.key);
            }
            if entry.meaning.is_empty() || entry.default.is_empty() || entry.example.is_empty() {
                wrong += &format!("says too little: {} of [{section}]\n", entry.key);
            }
        }
    }
    for section in documented.keys() {
        if !KEYS.iter().any(|(known, _)| known == section) {
            wrong += &format!("not a section: [{section}]\n");
        }
    }
    assert!(wrong.is_empty(), "docs/configuration.md:\n{wrong}");
}

#[test]
fn every_example_of_a_key_is_one_that_the_program_reads() {
    let documented = documented();
    let mut text = String::new();
    for (section, _) in KEYS.iter().filter(|(section, _)| !section.is_empty()) {
        text += &format!("{}\n", heading(section));
        // An example of a section itself is a heading; those stand here already.
        for entry in documented.get(*section).into_iter().flatten() {
            let (key, written) = (&entry.key, &entry.example);
            assert!(
                written.starts_with('[') || written.starts_with(&format!("{key} = ")),
                "the example of {key} in [{section}] is {written}"
            );
            if !written.starts_with('[') {
                text += &format!("{written}\n");
            }
        }
    }
    text += "[services.people]\nname = \"People\"\n[services.care]\nname = \"Care\"\n";
    let mut report = Report::new();
    config::parse("docs/configuration.md", &text, &mut report);
    // A date and an embargo are examples each of its own; beside each other the second does nothing.
    report.retain(|found| found.rule.code != "C077");
    let findings = render_text(&report);
    assert!(findings.is_empty(), "{findings}\nin\n{text}");
}

/// Returns a section's heading with codes in place of x and y.
fn heading(section: &str) -> String {
    if matches!(section, "printable" | "accept") {
        return format!("[[{section}]]");
    }
    let several = [
        ("procedures.x.stage_1", "[[procedures.corporate.stage_1]]"),
        ("ombudsmen.x.figures", "[[ombudsmen.lgsco.figures]]"),
    ];
    if let Some((_, heading)) = several.iter().find(|(name, _)| *name == section) {
        return (*heading).to_owned();
    }
    let first = section.split('.').next().unwrap_or_default();
    let own = List::ALL.into_iter().find(|list| list.section() == first);
    let code = match (first, own.and_then(|list| list.built_in().first())) {
        ("services" | "pages", _) => "adults",
        (_, Some((code, _))) => code,
        (_, None) => "delays",
    };
    let named = section
        .replace(".x", &format!(".{code}"))
        .replace(".y", ".closing");
    format!("[{named}]")
}

#[test]
fn every_section_and_part_of_a_page_is_named() {
    let text = page::read("docs/configuration.md");
    for word in BUILT_IN_SECTIONS.iter().chain(PARTS) {
        assert!(text.contains(&format!("`{word}`")), "{word}");
    }
}
