//! A small council and what is read on its pages.

use crate::builder::built;
use std::fs;
use std::path::PathBuf;

const SETTINGS: &str = r#"
[council]
name = "Anytown Council"
area_code = "E06000999"
kind = "unitary"
nation = "england"
base_url = "https://complaints.anytown.example/figures/"
example = true

[release]
date = "2024-08-01"

[disclosure]
threshold = 0
reason = "An invented council has nobody to protect."

[services.adults]
name = "Adult social care"

[services.children]
name = "Children's services"

[procedures.corporate]
stages = ["1", "2"]

[procedures.statutory_children]
stages = ["1", "2", "3"]
services = ["children"]
"#;

const OPEN: &str =
    "[disclosure]\nthreshold = 0\nreason = \"An invented council has nobody to protect.\"\n";

const LONG: &str = "period,service,contact,procedure,stage,breakdown,category,measure,value,source";
const CASES: &str =
    "case_ref,service,procedure,stage,received,acknowledged,responded,outcome,nature";

/// A small council's folder.
pub struct Council {
    name: &'static str,
    files: Vec<(String, String)>,
}

impl Council {
    pub fn new(name: &'static str) -> Self {
        Council {
            name,
            files: vec![("candour.toml".into(), SETTINGS.into())],
        }
    }

    pub fn settings(mut self, lines: &str) -> Self {
        self.files[0].1 += lines;
        self
    }

    /// Hides small numbers as councils do that say nothing else.
    pub fn protected(mut self) -> Self {
        self.files[0].1 = SETTINGS.replace(OPEN, "");
        self
    }

    pub fn file(mut self, path: &str, header: &str, rows: &str) -> Self {
        let mut text = format!("{header}\n");
        for row in rows.lines().map(str::trim).filter(|row| !row.is_empty()) {
            text.push_str(row);
            text.push('\n');
        }
        self.files.push((path.into(), text));
        self
    }

    pub fn figures(self, rows: &str) -> Self {
        self.file("data/aggregates/figures.csv", LONG, rows)
    }

    pub fn cases(self, rows: &str) -> Self {
        self.file("data/cases/cases.csv", CASES, rows)
    }

    pub fn build(self) -> Site {
        let files = self.files.iter();
        let files = files.map(|(path, text)| (path.as_str(), text.as_str()));
        let root = built(&format!("pages/{}", self.name), files);
        Site(root.join("public"))
    }
}

/// What was built.
pub struct Site(pub PathBuf);

impl Site {
    pub fn file(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The words of a page as they are read, without its tags.
    pub fn read(&self, page: &str) -> String {
        let html = self.file(&format!("{page}index.html"));
        let main = html.split_once("<main").unwrap().1;
        let main = main.split_once("</main>").unwrap().0;
        let mut text = String::new();
        for piece in main.split('<').skip(1) {
            let (tag, words) = piece.split_once('>').unwrap_or_default();
            let inline = ["span", "/span", "b", "/b", "a ", "/a"];
            if !inline.iter().any(|name| tag.starts_with(name)) {
                text.push('\n');
            }
            text.push_str(words);
        }
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        lines
            .join("\n")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
            .replace("&quot;", "\"")
    }

    pub fn says(&self, page: &str, words: &str) {
        let text = self.read(page);
        assert!(
            text.contains(words),
            "{page} does not say {words:?}:\n{text}"
        );
    }

    pub fn says_not(&self, page: &str, words: &str) {
        let text = self.read(page);
        assert!(!text.contains(words), "{page} says {words:?}:\n{text}");
    }
}
