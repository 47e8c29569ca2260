//! The settings of every site in this repository.

use candour::diagnostic::{Report, render_text};
use std::path::Path;

#[test]
fn every_candour_toml_of_this_repository_is_read_without_a_finding() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("candour.toml")];
    for entry in std::fs::read_dir(root.join("tests/sites")).unwrap() {
        files.push(entry.unwrap().path().join("candour.toml"));
    }
    let mut wrong = String::new();
    for file in files.iter().filter(|file| file.exists()) {
        let text = std::fs::read_to_string(file).unwrap();
        let mut report = Report::new();
        candour::config::parse(&file.display().to_string(), &text, &mut report);
        wrong += &render_text(&report);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_subject_of_the_ombudsman_has_a_label() {
    let text = include_str!("../themes/default/lang/en.toml");
    let words = candour::language::Words::parse("en.toml", text).unwrap();
    for subject in candour::config::SUBJECTS {
        assert!(words.has(&format!("subjects.{subject}")), "{subject}");
    }
}

#[test]
fn every_content_page_of_this_repository_is_read_without_a_finding() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("content")];
    for entry in std::fs::read_dir(root.join("tests/sites")).unwrap() {
        folders.push(entry.unwrap().path().join("content"));
    }
    let mut report = Report::new();
    for file in folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
    {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            candour::content::parse(&format!("content/{name}"), &text, &mut report);
        }
    }
    assert!(report.diagnostics().is_empty(), "{}", render_text(&report));
}
