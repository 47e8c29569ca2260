//! docs/diagnostics.md, from the catalogue of rules.

use crate::page::{self, head, plain, row};
use candour::diagnostic::{Rule, catalogue};
use std::collections::BTreeSet;

const TOP: &str = "\
# What can be wrong

Every finding has a code. `candour explain CODE` prints what this page says. Codes are never used again for another thing.

An **error** stops the build: nothing is written, and the site that was there stays. A **warning** does not, unless you ask for
it with `--deny warnings`. A **note** says what was recognised, joined or left out.

A contradiction between figures that you have already published can be accepted in `candour.toml` with a public reason: see
`[[accept]]` in [configuration.md](configuration.md).

This page is written from the program's own lists; a test fails when it is not up to date.
";

/// The families of codes: the first code, and what they are about.
const FAMILIES: &[(&str, &str)] = &[
    ("C001", "Files"),
    ("C050", "candour.toml"),
    ("C100", "Cells and columns"),
    ("C130", "Case rows"),
    ("C150", "Records"),
    ("C200", "Figures"),
    ("C250", "Your pages, words and theme"),
    ("C280", "The finished site"),
    ("C300", "Disclosure control"),
    ("C350", "Personal data"),
];

#[test]
fn every_finding_is_documented() {
    let mut text = TOP.to_owned();
    let families: Vec<(&str, Vec<&Rule>)> = FAMILIES
        .iter()
        .map(|(_, name)| (*name, Vec::new()))
        .collect();
    let mut families = families;
    for rule in catalogue() {
        let family = FAMILIES.iter().rposition(|(first, _)| *first <= rule.code);
        families[family.unwrap_or(0)].1.push(rule);
    }
    families.retain(|(_, rules)| !rules.is_empty());
    text += &head(&["code", "finding"]);
    for rule in families.iter().flat_map(|(_, rules)| rules) {
        let link = format!("[{}](#{})", rule.code, rule.code.to_lowercase());
        text += &row(&[&link, &plain(rule.title)]);
    }
    for (name, rules) in &families {
        text += &format!("\n## {name}\n");
        for rule in rules {
            text += &format!(
                "\n### {}\n\n**{}.** {}\n",
                rule.code,
                plain(rule.title),
                body(rule)
            );
        }
    }
    page::is("docs/diagnostics.md", &text);
}

/// Returns an explanation as Markdown: lines that are indented are lines to paste.
fn body(rule: &Rule) -> String {
    let parts: Vec<String> = rule
        .explanation
        .split("\n\n")
        .map(|part| match part.starts_with("    ") {
            true => part.to_owned(),
            false => plain(part),
        })
        .collect();
    parts.join("\n\n")
}

#[test]
fn a_code_is_a_letter_and_three_digits_and_stands_for_one_finding() {
    let mut seen = BTreeSet::new();
    for rule in catalogue() {
        let digits = rule.code.strip_prefix('C').unwrap_or("");
        assert!(
            digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{}",
            rule.code
        );
        assert!(
            seen.insert(rule.code),
            "{} stands for two findings",
            rule.code
        );
    }
}

#[test]
fn a_finding_has_a_title_like_a_heading_and_an_explanation_in_sentences() {
    let mut wrong = String::new();
    for rule in catalogue() {
        let file = rule
            .title
            .split(' ')
            .next()
            .is_some_and(|word| word.contains('.'));
        if rule.title.starts_with(|first: char| first.is_lowercase()) && !file {
            wrong += &format!("{}: the title begins small: {}\n", rule.code, rule.title);
        }
        if rule.title.ends_with('.') {
            wrong += &format!("{}: the title ends in a full stop\n", rule.code);
        }
        if rule.explanation.len() < 80 {
            wrong += &format!(
                "{}: the explanation explains little: {}\n",
                rule.code, rule.explanation
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
