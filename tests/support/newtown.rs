//! A council of three services, whose figures a test gives as rows.

use candour::build::{AsOf, Job, Prepared};
use candour::diagnostic::{Report, render_text};
use candour::source::Limits;
use chrono::NaiveDate;
use std::fs;
use std::path::{Path, PathBuf};

/// Its settings, to which a test adds its policy.
pub const SETTINGS: &str = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
    example = true\n[release]\ndate = \"2025-08-29\"\n[services.north]\nname = \"North\"\n[services.south]\n\
    name = \"South\"\n[services.east]\nname = \"East\"\n";

const HEADS: &str =
    "period,service,procedure,stage,received,upheld,partially_upheld,not_upheld,note\n";

/// Its services, and all of them together.
pub const SERVICES: [&str; 4] = ["north", "south", "east", "all"];

/// The outcomes of its complaints, and all of them together.
pub const OUTCOMES: [&str; 4] = ["upheld", "partially_upheld", "not_upheld", "all"];

/// Writes its site into a folder of its own for a test.
pub fn site(name: &str, settings: &str, rows: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("data/aggregates")).unwrap();
    change(&root, settings, rows);
    root
}

/// Gives its site other settings and figures.
pub fn change(root: &Path, settings: &str, rows: &str) {
    fs::write(root.join("candour.toml"), format!("{SETTINGS}{settings}")).unwrap();
    let file = root.join("data/aggregates/figures.csv");
    fs::write(file, format!("{HEADS}{rows}")).unwrap();
}

/// Reads a site and hides or rounds what its policy says; returns what the program says where it cannot be built.
pub fn read(root: &Path) -> Result<Prepared, String> {
    let job = Job {
        root: root.to_owned(),
        config: None,
        as_of: AsOf {
            asked: None,
            environment: None,
            today: NaiveDate::from_ymd_opt(2025, 8, 29).unwrap(),
        },
        base_url: None,
        limits: Limits::default(),
        public: true,
        memory: Default::default(),
    };
    let mut report = Report::new();
    let prepared = Prepared::read(&job, &mut report, &mut |_| ());
    prepared.ok_or_else(|| render_text(&report))
}

/// Says why a service's figures of the last year are not those that were published.
pub fn corrected(service: &str) -> String {
    format!(
        "[[accept]]\ncode = \"C228\"\nkey = \"{service}/2024-25/complaint/statutory_adults/1/all\"\nreason = \"A late case.\"\n"
    )
}
