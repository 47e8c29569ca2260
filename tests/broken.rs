//! One fault, its exact report: each folder of tests/broken/ is laid over the good site, and what `candour check` says of
//! it must be word for word what the case's expected.txt holds.
//!
//! A case is added by adding a folder with the files that differ from tests/support/good-site/. `UPDATE_EXPECTED=1 cargo
//! test --test broken` writes expected.txt; read the difference aloud before it is committed. A case named `warned-…` or
//! `noted-…` is one that does not stop a build.

#[path = "support/files.rs"]
mod files;

use files::files;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder's files over another's.
fn lay(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            lay(&entry.path(), &target);
        } else if entry.file_name() != "expected.txt" {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Makes the good site in a folder of its own, with a case's files laid over it.
fn site(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("broken")
        .join(name);
    let _ = fs::remove_dir_all(&root);
    lay(&here().join("tests/support/good-site"), &root);
    let case = here().join("tests/broken").join(name);
    if case.exists() {
        lay(&case, &root);
    }
    root
}

fn candour(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(arguments)
        .current_dir(root)
        .args(["--color", "never"])
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap()
}

/// Returns what the program printed, without how large the site would be: that is the theme's business.
fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let text = String::from_utf8(text).unwrap().replace("\r\n", "\n");
    let lines = text
        .lines()
        .map(|line| match line.split_once(" The site would have") {
            Some((before, _)) => before,
            None => line,
        });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Checks a case; returns what is wrong with it.
fn tried(name: &str) -> Option<String> {
    let root = site(name);
    let before = files(&root);
    let output = candour(&root, &["check"]);
    let text = said(&output);
    if files(&root) != before {
        return Some(format!("{name}: something was written"));
    }
    let wrong = !name.starts_with("warned-") && !name.starts_with("noted-");
    if output.status.code() != Some(i32::from(wrong)) {
        return Some(format!(
            "{name}: exit code {:?}\n{text}",
            output.status.code()
        ));
    }
    if text.contains(env!("CARGO_TARGET_TMPDIR")) {
        return Some(format!(
            "{name}: the report names a folder of this computer\n{text}"
        ));
    }
    let expected = here().join("tests/broken").join(name).join("expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&expected, &text).unwrap();
    }
    let asked = fs::read_to_string(&expected)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    (asked != text).then(|| format!("{name}: expected\n{asked}\nbut it says\n{text}"))
}

#[test]
fn every_fault_is_told_in_the_words_expected() {
    let mut names: Vec<String> = fs::read_dir(here().join("tests/broken"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 40, "at least forty faults are tried");
    let wrong: Vec<String> = names.iter().filter_map(|name| tried(name)).collect();
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE_EXPECTED=1 writes what is said now",
        wrong.join("\n")
    );
}

#[test]
fn the_good_site_has_no_fault() {
    let root = site("no such case");
    let output = candour(&root, &["check", "--deny", "warnings"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn a_fault_leaves_the_old_site_as_it_was() {
    let root = site("no such case, built");
    assert!(candour(&root, &["build"]).status.success());
    let before = files(&root.join("public"));
    assert!(!before.is_empty());
    let cases = root.join("data/cases/2024-25-q1.csv");
    let text = fs::read_to_string(&cases).unwrap();
    fs::write(&cases, text.replace("not_upheld", "nothing much")).unwrap();
    let output = candour(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("public is as it was"),
        "{}",
        said(&output)
    );
    assert!(files(&root.join("public")) == before);
}
