//! What tables list, and what they say where a number is missing.

#[path = "support/builder.rs"]
mod builder;
#[path = "support/files.rs"]
mod files;

use builder::built;
use std::fs;
use std::path::Path;
use std::process::Command;

const SETTINGS: &str = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
    example = true\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n[release]\ndate = \"2025-08-29\"\n\
    [services.adults]\nname = \"Adults\"\n";

fn page(name: &str, path: &str, settings: &str, tables: &[&str]) -> String {
    let named =
        |(at, table): (usize, &&str)| (format!("data/aggregates/{at}.csv"), table.to_string());
    let mut files: Vec<(String, String)> = tables.iter().enumerate().map(named).collect();
    files.push(("candour.toml".to_owned(), settings.to_owned()));
    let files = files.iter().map(|(path, text)| (&**path, &**text));
    let root = built(name, files);
    fs::read_to_string(root.join("public").join(path).join("index.html")).unwrap()
}

/// Returns the rows of tables that begin with this head.
fn rows<'p>(page: &'p str, head: &str) -> Vec<&'p str> {
    let all = page.split("<tr>").map(|row| row.split("</tr>").next());
    all.flatten().filter(|row| row.contains(head)).collect()
}

/// Seen: a year without an average of its own, whose page named those of its quarters nowhere.
#[test]
fn a_year_lists_what_is_known_of_its_quarters_alone() {
    let quarter =
        |quarter: u8, days: u8| format!("2024-25-Q{quarter},adults,corporate,1,20,20,{days}\n");
    let quarters: String = [(1, 11), (2, 12), (3, 13), (4, 14)]
        .map(|(number, days)| quarter(number, days))
        .concat();
    let quarters =
        format!("period,service,procedure,stage,received,responded,mean_response_days\n{quarters}");
    let year =
        "period,service,procedure,stage,received,responded\n2024-25,adults,corporate,1,80,80\n";
    let page = page(
        "tables-quarters",
        "services/adults/2024-25",
        SETTINGS,
        &[year, &quarters],
    );
    let means = rows(&page, "Average");
    let cells = ["11", "12", "13", "14", "[x]"];
    let whole = |row: &&str| cells.iter().all(|cell| row.contains(&format!(">{cell}<")));
    assert!(means.iter().any(whole), "{means:?}");
}

#[test]
fn the_table_of_checks_says_how_many_questions_are_open() {
    let table = |name: &str, settings: &str| {
        // Of forty complaints thirty have an outcome.
        let figures = "period,service,procedure,stage,received,upheld,partially_upheld,not_upheld\n\
            2024-25,adults,corporate,1,40,10,10,10\n";
        let page = page(name, "about/quality", settings, &[figures]);
        rows(&page, "Parts add up to their whole")[0].to_owned()
    };
    let open = table("tables-open", SETTINGS);
    assert!(
        open.contains("No contradictions; 1 question open"),
        "{open}"
    );
    let accepted = "[[accept]]\ncode = \"C203\"\nkey = \"adults/2024-25/complaint/corporate/1/received\"\n\
        reason = \"Ten were still being looked at.\"\n";
    let explained = table("tables-explained", &format!("{SETTINGS}{accepted}"));
    assert!(explained.contains("1 explained below<"), "{explained}");
    let hidden = SETTINGS.replace("threshold = 0\nreason = \"Invented.\"", "threshold = 5");
    let hidden = table("tables-hidden", &hidden);
    assert!(
        hidden.contains("No contradictions; questions open<"),
        "{hidden}"
    );
}

/// A column of counted complaints lacks nothing: what has no row is nought, or hidden.
#[test]
fn other_outcomes_of_counted_complaints_are_none_or_hidden_beside_each_procedure_too() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tables-others");
    let _ = fs::remove_dir_all(&out);
    let built = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args([
            "build",
            "--quiet",
            "--root",
            env!("CARGO_MANIFEST_DIR"),
            "--out",
        ])
        .arg(&out)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    let mut beside = 0;
    for (path, bytes) in files::files(&out.join("services")) {
        let page = String::from_utf8_lossy(&bytes);
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        for table in page.split("<table").skip(1) {
            let table = table.split("</table>").next().unwrap();
            for row in rows(table, "Other outcomes") {
                assert!(!row.contains("[x]"), "{}: {row}", path.display());
                beside += usize::from(table.contains("by outcome and procedure"));
            }
        }
    }
    assert!(beside > 0);
}
