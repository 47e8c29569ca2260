//! Counts that differ from a year earlier by more than chance and habit explain. The numbers are those of two councils.

use crate::council::{Council, facts};
use candour::diagnostic::{Severity, render_text};

#[test]
fn a_jump_is_a_warning_that_gives_both_counts_and_what_would_be_usual() {
    // 37, 146 and 213 corporate complaints about children's services: the first step is a jump, the second is not.
    let checked = Council::new()
        .figures(
            "
            2022-23,children,complaint,corporate,1,,,received,37
            2023-24,children,complaint,corporate,1,,,received,146
            2024-25,children,complaint,corporate,1,,,received,213
        ",
        )
        .check();
    let key = "children/2023-24/complaint/corporate/1/received";
    let finding = checked.finding("C221", key);
    assert_eq!(finding.severity, Severity::Warning);
    assert_eq!(
        finding.message,
        "Children, 2023-24, corporate stage 1, received is 146, after 37 in 2022-23: up to 79 would be no surprise"
    );
    assert_eq!(finding.location.unwrap().row, Some(3));
    assert_eq!(finding.related[0].row, Some(2));
    assert_eq!(checked.codes(), ["C221"]);
}

#[test]
fn an_explained_jump_is_quiet_and_its_reason_stands_beside_the_figure() {
    let key = "corporate/2024-25/member_enquiry/all/all/received";
    let checked = Council::new()
        .figures(
            "
            2023-24,corporate,member_enquiry,,,,,received,1644
            2024-25,corporate,member_enquiry,,,,,received,705
        ",
        )
        .accepts(
            "C221",
            key,
            "",
            "Members now report repairs to the contact centre.",
        )
        .check();
    checked.is_quiet();
    assert_eq!(
        checked.notes(key),
        ["Members now report repairs to the contact centre."]
    );
}

#[test]
fn small_numbers_and_ordinary_years_are_no_jumps() {
    Council::new()
        .figures(
            "
            2022-23,adults,complaint,statutory_adults,1,,,received,3
            2023-24,adults,complaint,statutory_adults,1,,,received,9
            2024-25,adults,complaint,statutory_adults,1,,,received,0
            2023-24,,complaint,corporate,1,,,received,1595
            2024-25,,complaint,corporate,1,,,received,1805
        ",
        )
        .check()
        .is_quiet();
}

#[test]
fn the_biggest_jump_comes_first() {
    // Service delay fell from 66 to 21 and service failure rose from 19 to 58: filed under another heading.
    let checked = Council::new()
        .figures(
            "
            2023-24,children,complaint,corporate,1,nature,communication,received,19
            2024-25,children,complaint,corporate,1,nature,communication,received,58
            2023-24,children,complaint,corporate,1,nature,service_failure,received,66
            2024-25,children,complaint,corporate,1,nature,service_failure,received,21
            2023-24,children,complaint,corporate,1,nature,conduct,received,26
            2024-25,children,complaint,corporate,1,nature,conduct,received,52
        ",
        )
        .check();
    let text = render_text(&checked.report);
    let first = text.find("(service failure) is 21, after 66").unwrap();
    let second = text.find("(communication) is 58, after 19").unwrap();
    assert!(first < second, "{text}");
    assert!(!text.contains("(conduct)"), "{text}");
}

#[test]
fn one_jump_is_told_once() {
    // The council's jump is that of one service, the year's that of its quarters, the outcome's that of all complaints.
    let checked = Council::new()
        .figures(
            "
            2023-24,,complaint,,1,,,received,120
            2024-25,,complaint,,1,,,received,320
            2023-24,housing,complaint,corporate,1,,,received,50
            2024-25,housing,complaint,corporate,1,,,received,250
            2023-24,housing,complaint,corporate,1,outcome,upheld,received,20
            2024-25,housing,complaint,corporate,1,outcome,upheld,received,99
            2023-24-q1,housing,complaint,corporate,1,,,received,12
            2024-25-q1,housing,complaint,corporate,1,,,received,60
        ",
        )
        .check();
    let found = checked.finding("C221", "housing/2024-25/complaint/corporate/1/received");
    assert!(facts(&found, "looks like").is_empty());
    assert_eq!(checked.codes(), ["C221"]);
}

#[test]
fn a_series_that_always_moves_so_much_has_not_jumped() {
    let mut rows = String::new();
    for (year, count) in [20u32, 60, 20, 60, 20, 60, 20].into_iter().enumerate() {
        let year = 2016 + year;
        rows += &format!(
            "{year}-{:02},housing,complaint,corporate,1,,,received,{count}\n",
            (year + 1) % 100
        );
    }
    Council::new().figures(&rows).check().is_quiet();
}

#[test]
fn a_service_that_began_between_the_years_has_not_jumped() {
    let rows = "
        2023-24,libraries,complaint,corporate,1,,,received,10
        2024-25,libraries,complaint,corporate,1,,,received,60
    ";
    let service = "\n[services.libraries]\nname = \"Libraries\"\n";
    let whole = Council::new().settings(service).figures(rows).check();
    assert_eq!(whole.codes(), ["C221"]);
    let began = format!("{service}from = \"2024-01-15\"\n");
    Council::new()
        .settings(&began)
        .figures(rows)
        .check()
        .is_quiet();
}

#[test]
fn no_more_than_twenty_jumps_are_listed_and_the_rest_are_counted() {
    let mut settings = String::new();
    let mut rows = String::new();
    for at in 0..25u32 {
        settings += &format!("\n[services.team_{at}]\nname = \"Team {at}\"\n");
        rows += &format!("2023-24,team_{at},complaint,corporate,1,,,received,10\n");
        rows += &format!(
            "2024-25,team_{at},complaint,corporate,1,,,received,{}\n",
            60 + at
        );
    }
    let checked = Council::new().settings(&settings).figures(&rows).check();
    assert_eq!(checked.codes().len(), 21);
    let last = checked.finding("C221", "");
    assert_eq!(
        last.message,
        "5 more figures jump, less far than the 20 that are listed"
    );
    let text = render_text(&checked.report);
    assert!(text.find("Team 24").unwrap() < text.find("Team 23").unwrap());
}
