//! A council may publish from the table that `candour tabulate` makes of its case rows, and keep the rows at home. The site
//! must be the one that the rows would have made, in every byte: else what a resident reads would depend on how the
//! council keeps its data.

#[path = "support/files.rs"]
mod files;

use files::files;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The date of all builds here.
const AS_OF: &str = "2026-08-28";

fn candour(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["--quiet", "--as-of", AS_OF, "--root"])
        .arg(root)
        .args(arguments)
        .output()
        .unwrap()
}

fn run(root: &Path, arguments: &[&str]) {
    let out = candour(root, arguments);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {said}");
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    root
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Puts a table of figures in the place of the case rows of a site; returns the new site.
fn tabulated(site: &Path, name: &str) -> PathBuf {
    let root = folder(name);
    copy(site, &root);
    let _ = fs::remove_dir_all(root.join("public"));
    fs::create_dir_all(root.join("data/aggregates")).unwrap();
    let mut cases: Vec<String> = files(&root.join("data/cases"))
        .into_keys()
        .map(|file| root.join("data/cases").join(file).display().to_string())
        .collect();
    cases.sort();
    let out = root.join("data/aggregates/case-figures.csv");
    let mut arguments = vec!["tabulate"];
    arguments.extend(cases.iter().map(String::as_str));
    let out = out.display().to_string();
    arguments.extend(["--out", &out]);
    run(&root, &arguments);
    fs::remove_dir_all(root.join("data/cases")).unwrap();
    root
}

/// Builds a site from its case rows and from their table, and compares the two in every file.
fn builds_the_same(site: &Path, name: &str) {
    let from_table = tabulated(site, &format!("{name}-tabulated"));
    std::thread::scope(|scope| {
        scope.spawn(|| run(site, &["build"]));
        scope.spawn(|| run(&from_table, &["build"]));
    });
    let (rows, table) = (
        files(&site.join("public")),
        files(&from_table.join("public")),
    );
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&rows), names(&table), "the sites have other files");
    assert!(rows.len() > 50, "no site was built");
    let other: Vec<&PathBuf> = rows
        .iter()
        .filter(|(name, bytes)| table[*name] != **bytes)
        .map(|(name, _)| name)
        .collect();
    assert!(other.is_empty(), "these files differ: {other:?}");
}

/// The example of this repository, with all that a council may supply beside its case rows.
#[test]
fn the_example_from_its_table_is_the_example_from_its_case_rows() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = folder("example-from-rows");
    for part in ["content", "data"] {
        copy(&repository.join(part), &root.join(part));
    }
    // Hiding is the same for both, since the numbers are, and takes a minute in a program that is not optimised.
    let settings = fs::read_to_string(repository.join("candour.toml")).unwrap();
    let settings = settings.replace("threshold = 5", "threshold = 0\nreason = \"Invented.\"");
    fs::write(root.join("candour.toml"), settings).unwrap();
    builds_the_same(&root, "example");
}

/// An invented council with nothing but case rows, so that nothing else can lend the table what it lacks.
fn invented(name: &str) -> PathBuf {
    let root = folder(name);
    let out = format!("{}/", root.display());
    let size = ["--rows", "150", "--services", "3", "--years", "2"];
    run(&root, &[&["demo", "--out", &out], &size[..]].concat());
    root
}

#[test]
fn a_council_with_nothing_but_case_rows_has_the_same_site_from_their_table() {
    let root = invented("rows-alone");
    let settings = root.join("candour.toml");
    let text = fs::read_to_string(&settings).unwrap();
    assert!(!text.contains("[measures]"), "the test adds that table");
    fs::write(
        &settings,
        text + "\n[measures]\noutcome_basis = \"responded\"\n",
    )
    .unwrap();
    builds_the_same(&root, "rows-alone");
}

/// A table can be edited, so what was counted is tested again.
#[test]
fn a_tabulated_number_that_was_changed_by_hand_is_found() {
    let root = tabulated(&invented("edited-rows"), "edited");
    let path = root.join("data/aggregates/case-figures.csv");
    let text = fs::read_to_string(&path).unwrap();
    let row = text
        .lines()
        .find(|row| row.contains(",,complaint,,1,,,received,"))
        .unwrap();
    let (before, after) = row.split_once(",received,").unwrap();
    let (number, after) = after.split_once(',').unwrap();
    let more: u32 = number.parse::<u32>().unwrap() + 1000;
    let edited = text.replacen(row, &format!("{before},received,{more},{after}"), 1);
    fs::write(&path, edited).unwrap();
    let out = candour(&root, &["check"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1));
    assert!(said.contains("case-figures.csv"), "{said}");
}

/// Two makers of one figure drift apart unseen, also where one of them is a table.
#[test]
fn a_figure_that_was_tabulated_may_not_be_supplied_too() {
    let root = tabulated(&invented("supplied-rows"), "supplied-too");
    let path = root.join("data/aggregates/case-figures.csv");
    let text = fs::read_to_string(&path).unwrap();
    let head = text.lines().next().unwrap();
    let row = text.lines().nth(1).unwrap().replace("case_rows", "Report");
    fs::write(
        root.join("data/aggregates/report.csv"),
        format!("{head}\r\n{row}\r\n"),
    )
    .unwrap();
    let out = candour(&root, &["check"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1));
    assert!(said.contains("C217"), "{said}");
    assert!(said.contains("has it counted from case rows"), "{said}");
}
