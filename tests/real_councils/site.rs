//! A council's site, built with the real program and read back.

use crate::figures::{Printed, Tidy};
use crate::page::Element;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// A built site.
pub struct Site {
    council: &'static str,
    folder: PathBuf,
    slugs: BTreeMap<String, String>,
    pages: Mutex<BTreeMap<String, Option<&'static Element>>>,
    tables: Mutex<BTreeMap<String, &'static BTreeMap<String, Tidy>>>,
}

impl Site {
    /// Builds the site of a council into a folder of its own.
    pub fn build(council: &'static str, purpose: &str) -> Site {
        let root = source(council);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("real_councils")
            .join(format!("{council}-{purpose}"));
        let output = Command::new(env!("CARGO_BIN_EXE_candour"))
            .args(["build", "--root"])
            .arg(&root)
            .arg("--out")
            .arg(&folder)
            .output()
            .expect("the program starts");
        assert!(
            output.status.success(),
            "{council} does not build:\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Site {
            council,
            folder,
            slugs: slugs(&root),
            pages: Mutex::default(),
            tables: Mutex::default(),
        }
    }

    /// Returns the council's printed figures.
    pub fn printed(&self) -> Vec<Printed> {
        let rows = table(&source(self.council).join("figures-map.csv"));
        let field = |row: &Tidy, name: &str| row.get(name).cloned().unwrap_or_default();
        rows.iter()
            .map(|row| Printed {
                row: field(row, "row"),
                key: field(row, "key"),
                service: field(row, "service"),
                period: field(row, "period"),
                value: field(row, "value"),
                lost: field(row, "note"),
            })
            .collect()
    }

    /// Returns a service's part of addresses.
    pub fn slug<'a>(&'a self, service: &'a str) -> &'a str {
        self.slugs.get(service).map_or(service, String::as_str)
    }

    /// Returns the page in a folder of the site, when there is one. Pages are read once; the test ends soon enough.
    pub fn page(&self, folder: &str) -> Option<&'static Element> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        *pages.entry(folder.into()).or_insert_with(|| {
            let page = Element::read(&self.folder.join(folder).join("index.html"))?;
            Some(Box::leak(Box::new(page)))
        })
    }

    /// Returns the row of a page's data.csv with the coordinates of this key.
    pub fn tidy(&self, folder: &str, key: &str) -> Option<&'static Tidy> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = tables.entry(folder.into()).or_insert_with(|| {
            let rows = table(&self.folder.join(folder).join("data.csv"));
            Box::leak(Box::new(
                rows.into_iter().map(|row| (key_of(&row), row)).collect(),
            ))
        });
        rows.get(key)
    }
}

/// Returns the folder of a council's site in this repository.
pub fn source(council: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/sites")
        .join(council)
}

/// Writes the coordinates of a published row as the key of contract 7.
fn key_of(row: &Tidy) -> String {
    let field = |name: &str| row.get(name).map_or("", String::as_str);
    let mut key = [
        "service",
        "period",
        "contact",
        "procedure",
        "stage",
        "measure",
    ]
    .map(field)
    .join("/");
    if !matches!(field("breakdown"), "" | "all") {
        for (name, category) in field("breakdown")
            .split('+')
            .zip(field("category").split('+'))
        {
            key.push_str(&format!("/{name}={category}"));
        }
    }
    key
}

fn table(path: &Path) -> Vec<Tidy> {
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        return Vec::new();
    };
    reader
        .deserialize()
        .map(|row| row.expect("a row of text"))
        .collect()
}

fn slugs(root: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(root.join("candour.toml")).expect("candour.toml");
    let settings: toml::Table = text.parse().expect("candour.toml is TOML");
    let services = settings["services"].as_table().expect("services");
    let slug = |node: &toml::Value| {
        node.get("slug")
            .and_then(|slug| slug.as_str().map(String::from))
    };
    services
        .iter()
        .filter_map(|(code, node)| Some((code.clone(), slug(node)?)))
        .collect()
}
