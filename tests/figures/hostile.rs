//! Figures that nobody means but a file may hold: too large, too many at once, named without end.

use crate::council::Council;
use candour::diagnostic::render_text;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Returns a table's findings as text; fails when it took longer than a person waits.
fn findings(council: Council) -> String {
    let begun = Instant::now();
    let checked = council.check();
    assert!(begun.elapsed() < Duration::from_secs(20), "it never ends");
    render_text(&checked.report)
}

#[test]
fn the_largest_figures_are_added_and_compared_without_overflow() {
    let most = "999999999999";
    let mut rows = format!("2024-25,,complaint,corporate,1,,,received,{most}\n");
    for quarter in 1..=4 {
        writeln!(
            rows,
            "2024-25-q{quarter},,complaint,corporate,1,,,received,{most}"
        )
        .unwrap();
    }
    rows += "2023-24,,complaint,corporate,1,,,received,1\n";
    rows += "2024-25,,complaint,corporate,1,,,received_change_percent,99999999999800\n";
    rows += "2024-25,,complaint,corporate,1,,,mean_response_days,999999999999.999999\n";
    rows += "2024-25,,complaint,corporate,1,outcome,upheld,received,999999999999\n";
    rows += "2024-25,,complaint,corporate,1,outcome,upheld,received_percent,100\n";
    let said = findings(Council::new().figures(&rows));
    assert!(said.contains("3,999,999,999,996"), "{said}");
    assert!(
        said.contains("is larger than any figure of a council"),
        "{said}"
    );
}

#[test]
fn a_change_has_no_change_of_its_own() {
    let name = format!("received{}", "_change".repeat(500));
    let said =
        findings(Council::new().figures(&format!("2024-25,,complaint,corporate,1,,,{name},1")));
    assert!(said.contains("is not one this site knows"), "{said}");
}

#[test]
fn a_value_joined_of_hundreds_is_refused_at_once() {
    let settings = "
        [natures.conduct_or_conduct]
        name = \"Conduct twice\"
    ";
    for joint in [" or ", "_or_", "/"] {
        let category = vec!["conduct"; 300].join(joint);
        let row = format!("2024-25,,complaint,corporate,1,nature,{category},received,1");
        let said = findings(Council::new().settings(settings).figures(&row));
        assert!(said.contains("is not one this site knows"), "{said}");
    }
}

#[test]
fn many_rows_of_totals_are_compared_with_many_rows() {
    let mut rows = String::new();
    for year in 1900..2020 {
        let period = format!("{year}-{:02}", (year + 1) % 100);
        for place in ["corporate,1", "corporate,2", "housing,1", "housing,2"] {
            for service in [
                "Total", "housing", "parking", "adults", "children", "schools",
            ] {
                let value = if service == "Total" { 5 } else { 1 };
                writeln!(
                    rows,
                    "{period},{service},complaint,{place},,,received,{value}"
                )
                .unwrap();
            }
        }
    }
    let said = findings(Council::new().figures(&rows));
    assert!(said.contains("was compared and left out"), "{said}");
    assert!(!said.contains("rows make"), "{said}");
}
