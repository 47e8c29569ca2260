//! Years against one another: what was open, what was published then, years that are not alike, and rates of a year.

use crate::council::{Council, facts};
use candour::source::Kind;

#[test]
fn what_is_open_at_the_end_is_open_when_the_next_period_begins() {
    let rows = |start: u32| {
        format!(
            "
            2022-23,children,complaint,corporate,1,,,open_at_end,9
            2023-24,children,complaint,corporate,1,,,open_at_start,{start}
            2023-24-q1,adults,complaint,corporate,1,,,open_at_end,4
            2023-24-q2,adults,complaint,corporate,1,,,open_at_start,4
            "
        )
    };
    Council::new().figures(&rows(9)).check().is_quiet();
    let key = "children/2023-24/complaint/corporate/1/open_at_start";
    let wrong = Council::new().figures(&rows(7)).check();
    let finding = wrong.finding("C225", key);
    assert_eq!(
        finding.message,
        "Children, 2023-24, corporate stage 1, open at start is 7, but 9 were open at the end of 2022-23"
    );
    assert!(finding.help.starts_with("The difference is 2."));
    let accepted = Council::new()
        .figures(&rows(7))
        .accepts("C225", key, "", "Two were found to be the same complaint.")
        .check();
    accepted.is_quiet();
    assert_eq!(
        accepted.notes(key),
        ["Two were found to be the same complaint."]
    );
}

#[test]
fn a_quarter_begins_with_what_the_last_one_left_also_over_the_turn_of_the_year() {
    let wrong = Council::new()
        .figures(
            "
            2022-23-q4,adults,complaint,corporate,1,,,open_at_end,6
            2023-24-q1,adults,complaint,corporate,1,,,open_at_start,5
        ",
        )
        .check();
    assert!(wrong.codes().contains(&"C225"));
    wrong.finding(
        "C225",
        "adults/2023-24-q1/complaint/corporate/1/open_at_start",
    );
}

#[test]
fn last_years_figure_is_the_one_that_was_published_then() {
    // Last year's report said 1,595; this year's prints another number for the same year.
    let rows = |again: u32| {
        format!(
            "
            2023-24,,complaint,corporate,1,,,received,1595,,Annual report 2023-24
            2023-24,,complaint,corporate,1,,,received,{again},,Annual report 2024-25
            2024-25,,complaint,corporate,1,,,received,1805,,Annual report 2024-25
            "
        )
    };
    Council::new().figures(&rows(1595)).check().is_quiet();
    let key = "all/2023-24/complaint/corporate/1/received";
    let finding = Council::new()
        .figures(&rows(1565))
        .check()
        .finding("C200", key);
    assert!(
        finding.message.ends_with(
            "has more than one value: 1,595 (row 2, \"Annual report 2023-24\") and 1,565 (row 3, \"Annual report 2024-25\")"
        ),
        "{}",
        finding.message
    );
    assert!(finding.help.starts_with("The difference is 30."));
}

#[test]
fn a_change_compares_years_of_one_kind() {
    // A school year begins in September. 59 to 55 is 4 fewer, but the 59 are of April to March.
    let rows = |before: &str| {
        format!(
            "
            academic-2023-24,schools,complaint,schools,1,,,received,55
            {before},schools,complaint,schools,1,,,received,59
            academic-2023-24,schools,complaint,schools,1,,,received_change,-4
            "
        )
    };
    Council::new()
        .figures(&rows("academic-2022-23"))
        .check()
        .is_quiet();
    let key = "schools/academic-2023-24/complaint/schools/1/received_change";
    let finding = Council::new()
        .figures(&rows("2022-23"))
        .check()
        .finding("C227", key);
    assert!(
        finding
            .message
            .ends_with("is -4, which holds against 2022-23, another kind of year")
    );
    // Where there is a like year and the change holds with an unlike one, that is what it looks like.
    let both = rows("academic-2022-23").replace("-4", "-7")
        + "2022-23,schools,complaint,schools,1,,,received,62";
    let finding = Council::new().figures(&both).check().finding("C206", key);
    assert_eq!(
        facts(&finding, "looks like"),
        ["the change from 62 in 2022-23, another kind of year"]
    );
}

#[test]
fn a_part_of_a_year_is_not_compared_with_a_whole_one() {
    let rows = "
        2023-24,libraries,complaint,corporate,1,,,received,8
        2024-25,libraries,complaint,corporate,1,,,received,12
        2024-25,libraries,complaint,corporate,1,,,received_change,4
    ";
    let service =
        |from: &str| format!("\n[services.libraries]\nname = \"Libraries\"\nfrom = \"{from}\"\n");
    Council::new()
        .settings(&service("2023-04-01"))
        .figures(rows)
        .check()
        .is_quiet();
    let finding = Council::new()
        .settings(&service("2023-10-01"))
        .figures(rows)
        .check()
        .finding(
            "C227",
            "libraries/2024-25/complaint/corporate/1/received_change",
        );
    assert!(finding.message.ends_with(
        "is 4, but Libraries began on 2023-10-01, so 2023-24 and 2024-25 are not alike in length"
    ));
}

#[test]
fn a_wrong_rate_says_which_population_would_give_it() {
    let checked = |rate: &str| {
        Council::new()
            .figures(&format!(
                "
                2024-25,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,8
                2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,upheld_per_100000,{rate}
                "
            ))
            .table(
                Kind::Context,
                "data/context.csv",
                "period,service,measure,value,qualifier,unit,reference_date,source",
                "
                2024-25,,population,265000
                2023-24,,population,250000
                ",
            )
            .check()
    };
    let key = "all/2024-25/ombudsman_enquiry/all/all/upheld_per_100000/ombudsman=lgsco";
    checked("3.0").is_quiet();
    let finding = checked("3.2").finding("C207", key);
    assert_eq!(
        facts(&finding, "looks like"),
        [
            "8 of 250,000 population in 2023-24",
            "a rate of 246,154 to 253,968 people"
        ]
    );
    let unknown = checked("5.3").finding("C207", key);
    assert_eq!(facts(&unknown, "looks like").len(), 1);
}

#[test]
fn a_row_names_the_counts_that_stand_in_the_table() {
    let long = "period,service,contact,procedure,stage,breakdown,category,measure,value,numerator,denominator";
    let table = |top: u32, bottom: u32| {
        Council::new()
            .table(
                Kind::Aggregates,
                "data/aggregates/shares.csv",
                long,
                &format!(
                    "
                    2023-24,adults,complaint,corporate,1,,,received,100,,
                    2023-24,adults,complaint,corporate,1,outcome,upheld,received,25,,
                    2023-24,adults,complaint,corporate,1,outcome,upheld,received_percent,25,{top},{bottom}
                    "
                ),
            )
            .check()
    };
    table(25, 100).is_quiet();
    let key = "adults/2023-24/complaint/corporate/1/received_percent/outcome=upheld";
    let finding = table(24, 96).finding("C205", key);
    assert!(
        finding
            .message
            .ends_with("is of 24 of 96 by its own row, but 25 of 100 received stands in the table")
    );
}

#[test]
fn outcomes_of_one_table_are_shares_of_one_base() {
    let rows = |base: &str| {
        format!(
            "
            2023-24,adults,complaint,corporate,1,outcome,upheld,received_percent,22
            2023-24,adults,complaint,corporate,1,outcome,partially_upheld,received_percent,20
            2023-24,adults,complaint,corporate,1,outcome,not_upheld,{base},58
            "
        )
    };
    Council::new()
        .figures(&rows("received_percent"))
        .check()
        .is_quiet();
    let finding = Council::new()
        .figures(&rows("responded_percent"))
        .check()
        .finding(
            "C209",
            "adults/2023-24/complaint/corporate/1/responded_percent",
        );
    assert_eq!(
        facts(&finding, "shares"),
        [
            "22 % upheld of those received; 20 % partially upheld of those received; 58 % not upheld of those responded"
        ]
    );
    // Refused requests cannot be a share of the answers: two bases that each say what they are of.
    Council::new()
        .figures(
            "
            2024-25,,complaint,corporate,2,outcome,withdrawn_or_refused,received_percent,13
            2024-25,,complaint,corporate,2,outcome,upheld_or_partially_upheld,investigated_percent,35
        ",
        )
        .check()
        .is_quiet();
}
