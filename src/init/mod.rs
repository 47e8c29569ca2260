//! What `candour init` writes: the folder of a new site that checks and builds at once.
//!
//! A complaints officer starts from something that works and changes it piece by piece, so the folder holds a tiny
//! quarter of invented cases, the settings with a note at each, and the pages every site needs. What only the council can
//! know is marked `[fill in: …]`, and `candour check` lists those places; invented tables have names that begin with `sample-`,
//! and are refused beside a council's own. The texts stand in `src/init/` as they will be written; this module only puts the
//! council's name and area code in and names the files. It writes nothing itself.

use crate::calendar::Nation;

/// The settings; the name, the code and its nation are put in.
const SETTINGS: &str = include_str!("candour.toml");

/// The other files, by their place in the new folder.
const FILES: [(&str, &str); 12] = [
    (".gitignore", include_str!("gitignore.txt")),
    ("README.md", include_str!("README.md")),
    ("content/about.md", include_str!("about.md")),
    ("content/accessibility.md", include_str!("accessibility.md")),
    ("content/home.md", include_str!("home.md")),
    (
        "content/how-to-complain.md",
        include_str!("how-to-complain.md"),
    ),
    ("content/methods.md", include_str!("methods.md")),
    ("content/quality.md", include_str!("quality.md")),
    ("content/releases.md", include_str!("releases.md")),
    (
        "data/cases/sample-cases.csv",
        include_str!("sample-cases.csv"),
    ),
    (
        "data/lessons/sample-lessons.csv",
        include_str!("sample-lessons.csv"),
    ),
    ("data/context.csv", include_str!("context.csv")),
];

/// Returns the files of a new site as paths (with `/`, below the site's folder) and contents, sorted by path.
pub fn starter(council: &str, area_code: &str) -> Vec<(&'static str, String)> {
    let nation = Nation::of_area_code(area_code).unwrap_or_default();
    let settings = SETTINGS
        .replace("\"COUNCIL\"", &quoted(council))
        .replace("\"AREA_CODE\"", &quoted(area_code))
        .replace("\"NATION\"", &quoted(nation.word()));
    let mut files = vec![("candour.toml", settings)];
    files.extend(FILES.map(|(path, text)| (path, text.to_owned())));
    files.sort_unstable_by_key(|(path, _)| *path);
    files
}

/// Returns whether a text has the form of a code in the register of geographic codes: a letter and eight digits.
pub fn is_area_code(text: &str) -> bool {
    let mut letters = text.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_uppercase())
        && letters.len() == 8
        && letters.all(|digit| digit.is_ascii_digit())
}

/// Writes a text as TOML does, whatever is in it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::diagnostic::{Report, render_text};

    fn settings(council: &str) -> String {
        let files = starter(council, "E06000999");
        files
            .into_iter()
            .find(|(path, _)| *path == "candour.toml")
            .unwrap()
            .1
    }

    #[test]
    fn the_settings_of_a_new_site_are_read_without_a_finding() {
        let mut report = Report::new();
        let site =
            config::parse("candour.toml", &settings("Newtown Council"), &mut report).unwrap();
        assert!(report.diagnostics().is_empty(), "{}", render_text(&report));
        assert_eq!(site.council.name, "Newtown Council");
        assert_eq!(site.council.area_code, "E06000999");
    }

    #[test]
    fn a_name_with_quotes_and_a_backslash_stays_as_it_was_given() {
        for name in [
            "St Ives \"Bay\"",
            "A\\B",
            "Cyngor Sir Fôn",
            "two\nlines",
            "it's",
        ] {
            let table: toml::Table = settings(name).parse().unwrap();
            assert_eq!(table["council"]["name"].as_str(), Some(name));
        }
    }

    #[test]
    fn case_rows_and_private_records_stay_out_of_git() {
        let files = starter("Newtown Council", "E06000999");
        let ignored = &files
            .iter()
            .find(|(path, _)| *path == ".gitignore")
            .unwrap()
            .1;
        for line in ["/data/cases/", "/private/", "/public/"] {
            assert!(ignored.lines().any(|found| found == line), "{line}");
        }
    }

    #[test]
    fn every_page_of_a_new_site_begins_with_a_title_and_a_description() {
        for (path, text) in starter("Newtown Council", "E06000999") {
            if path.starts_with("content/") {
                let front = text.split("+++").nth(1).unwrap();
                let table: toml::Table = front.parse().unwrap();
                assert!(
                    table["title"].is_str() && table["description"].is_str(),
                    "{path}"
                );
            }
        }
    }

    #[test]
    fn the_sample_rows_use_services_of_the_settings() {
        let table: toml::Table = settings("Newtown Council").parse().unwrap();
        let mut reader = csv::Reader::from_reader(include_str!("sample-cases.csv").as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            assert!(table["services"].get(&row[2]).is_some(), "{row:?}");
        }
    }
}
