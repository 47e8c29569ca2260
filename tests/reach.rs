//! How far the case rows reach decides what a page says of its period, and what it is compared with: a year that the rows
//! tell in part is not held against a whole one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SETTINGS: &str = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
    example = true\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n[services.adults]\nname = \"Adults\"\n\
    [services.schools]\nname = \"Schools\"\n";

/// Two complaints a quarter, from October 2023 to September 2025.
fn case_rows() -> String {
    let mut rows = String::from("case_ref,service,procedure,stage,received,responded,outcome\n");
    let months = (10..=12).map(|month| (2023, month));
    let months = months.chain((1..=12).map(|month| (2024, month)));
    let months = months.chain((1..=9).map(|month| (2025, month)));
    for (year, month) in months.filter(|(_, month)| month % 3 != 0) {
        rows += &format!(
            "{year}{month:02},adults,corporate,1,{year}-{month:02}-03,{year}-{month:02}-12,upheld\n"
        );
    }
    rows
}

/// A site of these case rows, built long after its last quarter ended.
struct Site {
    root: PathBuf,
}

impl Site {
    fn build(name: &str, figures: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        for folder in ["cases", "aggregates"] {
            fs::create_dir_all(root.join("data").join(folder)).unwrap();
        }
        fs::write(root.join("candour.toml"), SETTINGS).unwrap();
        fs::write(root.join("data/cases/all.csv"), case_rows()).unwrap();
        if !figures.is_empty() {
            fs::write(root.join("data/aggregates/report.csv"), figures).unwrap();
        }
        let site = Site { root };
        site.run(&["build"]);
        site
    }

    fn run(&self, arguments: &[&str]) {
        let out = Command::new(env!("CARGO_BIN_EXE_candour"))
            .args(["--quiet", "--as-of", "2026-12-31", "--root"])
            .arg(&self.root)
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{said}");
    }

    fn text(&self, page: &str) -> String {
        fs::read_to_string(self.root.join("public/services").join(page)).unwrap()
    }

    /// Asserts that the page says these words. Figures in them are left out, since marks stand around them.
    fn says(&self, page: &str, words: &[&str]) {
        let text = self.text(&format!("{page}/index.html"));
        for words in words {
            assert!(text.contains(words), "{page} does not say: {words}");
        }
    }

    fn does_not_say(&self, page: &str, words: &[&str]) {
        let text = self.text(&format!("{page}/index.html"));
        for words in words {
            assert!(!text.contains(words), "{page} says: {words}");
        }
    }
}

#[test]
fn a_year_whose_last_rows_have_not_come_is_told_so_far() {
    let site = Site::build("reach-so-far", "");
    site.says(
        "adults/2025-26",
        &[
            "Adults: complaints in 2025 to 2026, so far",
            "So far in 2025 to 2026 (April to September 2025) we received",
            "Provisional.",
            "Year so far",
        ],
    );
    let table = site.text("adults/2025-26/data.csv");
    assert!(!table.contains("_change"), "{table}");
    site.says("adults", &["2025 to 2026, so far"]);
    site.says(
        "adults/2025-26/q2",
        &["Final.", "same as in July to September 2024"],
    );
}

#[test]
fn a_year_that_the_rows_begin_in_is_told_in_part_and_compared_with_nothing() {
    let site = Site::build("reach-part", "");
    site.says(
        "adults/2023-24",
        &[
            "Adults: complaints in 2023 to 2024 (October 2023 to March 2024 only)",
            "From October 2023 to March 2024 we received",
            "We have no figures for the rest of 2023 to 2024.",
            "Part of the year",
            "Final.",
        ],
    );
    site.does_not_say("adults/2024-25", &["than in 2023 to 2024"]);
    let table = site.text("adults/2024-25/data.csv");
    assert!(!table.contains("_change"), "{table}");
}

#[test]
fn a_year_that_was_supplied_is_whole_however_far_the_case_rows_of_others_reach() {
    let figures = "period,service,procedure,stage,received\n2024-25,schools,corporate,1,8\n2025-26,schools,corporate,1,9\n";
    let site = Site::build("reach-supplied", figures);
    site.says(
        "schools/2025-26",
        &[
            "Schools: complaints in 2025 to 2026<",
            "more than in 2024 to 2025",
        ],
    );
}

/// Before its first published period no council has figures, and nobody expects them.
#[test]
fn an_earlier_figure_is_missed_only_where_the_council_has_others_of_that_time() {
    let figures = "period,service,procedure,stage,received\n2024-25-q3,schools,corporate,1,8\n";
    let site = Site::build("reach-first", figures);
    site.does_not_say("adults/2023-24/q3", &["There is no figure"]);
    site.says(
        "schools/2024-25/q3",
        &["There is no figure for October to December 2023 to compare it with."],
    );
}
