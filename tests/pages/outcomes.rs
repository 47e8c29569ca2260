//! Tables whose rows make the last one: where they do not, they say so.

use super::council::{Council, Site};

/// A year of complaints about adults' services under a procedure that is protected: so many of each outcome.
fn closed(name: &'static str, outcomes: &[(&str, usize)]) -> Site {
    let mut rows = String::new();
    let each = outcomes
        .iter()
        .flat_map(|(outcome, count)| vec![*outcome; *count]);
    for (at, outcome) in each.enumerate() {
        let (month, day) = ([4, 5, 7, 8, 10, 11][at % 6], 1 + at % 20);
        let date = |later: usize| format!("2023-{month:02}-{:02}", day + later);
        let (received, acknowledged, responded) = (date(0), date(1), date(5));
        rows += &format!(
            "A{at},adults,statutory_adults,1,{received},{acknowledged},{responded},{outcome},\n"
        );
    }
    rows += "B1,children,corporate,1,2024-02-01,2024-02-02,2024-02-06,upheld,\n";
    Council::new(name).protected().cases(&rows).build()
}

/// Seen: 28, 20 and 25 of 85 complaints, and nothing about the other 12.
#[test]
fn a_row_stands_for_the_outcomes_that_are_withheld_together() {
    let outcomes = [
        ("upheld", 40),
        ("partially_upheld", 35),
        ("not_upheld", 38),
        ("withdrawn", 2),
        ("resolved", 1),
        ("inconclusive", 2),
    ];
    let site = closed("others withheld", &outcomes);
    let page = "services/adults/2023-24/";
    site.says(page, "\nOther outcomes\n[c]");
    site.says_not(page, "\nWithdrawn");
    site.says_not(page, "do not add up");
}

#[test]
fn where_no_outcome_is_withheld_no_row_stands_for_others() {
    let outcomes = [("upheld", 40), ("partially_upheld", 35), ("not_upheld", 38)];
    let site = closed("none withheld", &outcomes);
    site.says_not("services/adults/2023-24/", "Other outcomes");
}

/// Seen: one row, "On time: 97", and nothing that it is of.
#[test]
fn acknowledgements_in_time_stand_over_all_of_them() {
    let site = closed("acknowledged", &[("upheld", 40), ("not_upheld", 38)]);
    let page = "services/adults/2023-24/";
    let text = site.read(page);
    let table = text.split("Stage 1 acknowledgements by time taken").nth(1);
    let table = table.unwrap().split("Stage").next().unwrap();
    assert!(
        table.contains("\nOn time\n") && table.contains("\nComplaints acknowledged\n"),
        "{text}"
    );
}

/// Seen: 116 of 310 replies by outcome, because the report tells of those that were upheld alone.
#[test]
fn a_table_says_that_the_outcomes_given_are_not_all() {
    let figures = "2023-24,adults,complaint,corporate,1,,,responded,30,report
        2023-24,adults,complaint,corporate,1,outcome,upheld,responded,9,report
        2023-24,adults,complaint,corporate,1,outcome,partially_upheld,responded,6,report
        2023-24,adults,complaint,corporate,1,outcome,not_upheld,responded,";
    let settings = "[measures]\noutcome_basis = \"responded\"\n";
    let of = |name: &'static str, rest: &str| {
        let figures = format!("{figures}{rest},report");
        Council::new(name)
            .settings(settings)
            .figures(&figures)
            .build()
    };
    let said = "The rows do not add up to the last one. We have no figures for the others.";
    let page = "services/adults/2023-24/";
    of("outcomes short", "10").says(page, said);
    of("outcomes whole", "15").says_not(page, said);
}
