//! What follows from an ombudsman's findings: the share that went against the council, and nought where nothing is left
//! for a finding.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SETTINGS: &str = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
    example = true\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n[release]\ndate = \"2025-08-29\"\n\
    [services.housing]\nname = \"Housing\"\n";

const DECISIONS: &str = "id,ombudsman,service,decided_on,subject,decision,findings\n\
    leak,housing,housing,2023-08-22,A leak,,maladministration; service_failure\n\
    noise,housing,housing,2024-01-30,Noise,,no_maladministration; outside_jurisdiction\n\
    door,housing,housing,2024-06-25,A door,,reasonable_redress\n";

/// Runs `build` on a site of these decisions, and these rows of the long form.
fn build(name: &str, rows: &str) -> (PathBuf, Output) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    for folder in ["decisions", "aggregates"] {
        fs::create_dir_all(root.join("data").join(folder)).unwrap();
    }
    fs::write(root.join("candour.toml"), SETTINGS).unwrap();
    fs::write(root.join("data/decisions/all.csv"), DECISIONS).unwrap();
    let figures = format!("period,service,contact,breakdown,category,measure,value\n{rows}");
    if !rows.is_empty() {
        fs::write(root.join("data/aggregates/report.csv"), figures).unwrap();
    }
    let out = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["build", "--quiet", "--root"])
        .arg(&root)
        .output()
        .unwrap();
    (root.join("public"), out)
}

/// The rows of a page's data.csv from the contact on.
fn rows(page: &Path) -> String {
    fs::read_to_string(page.join("data.csv")).unwrap()
}

const RATE: &str = "2023-24,,ombudsman_enquiry,ombudsman,housing,maladministration_rate,";

#[test]
fn a_finding_that_no_decision_has_is_nought_where_the_others_make_the_whole() {
    let (site, out) = build("findings", "");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let page = rows(&site.join("services/all/2024-25"));
    let row = |category: &str, value: &str| {
        format!("finding+ombudsman,{category}+housing,findings,{value},")
    };
    for row in [
        row("reasonable_redress", "1"),
        row("maladministration", "0"),
    ] {
        assert!(
            page.contains(&format!(
                "2024-25,financial_year,all,,ombudsman_enquiry,all,all,{row}"
            )),
            "{row}\n{page}"
        );
    }
    let text = fs::read_to_string(site.join("services/all/2024-25/index.html")).unwrap();
    assert!(!text.contains("[x]</span>"), "{text}");
}

/// Two of three: the finding outside jurisdiction is on nothing that the ombudsman considered.
#[test]
fn the_share_of_findings_against_us_is_of_those_considered() {
    let (site, out) = build("findings-rate", "");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let page = rows(&site.join("services/all/2023-24"));
    assert!(
        page.contains("ombudsman,housing,maladministration_rate,66.7,,percent,,2,3,findings,"),
        "{page}"
    );
    let text = fs::read_to_string(site.join("ombudsman/2023-24/index.html")).unwrap();
    assert!(text.contains("maladministration_rate/ombudsman=housing"));
}

#[test]
fn a_printed_share_of_findings_is_tested_by_the_findings() {
    let (_, out) = build("findings-printed", &format!("{RATE}67\n"));
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let (_, out) = build("findings-misprinted", &format!("{RATE}50\n"));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("but 2 of 3 is 66.7"), "{said}");
}
