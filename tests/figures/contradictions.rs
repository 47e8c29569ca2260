//! Contradictions that real councils printed, and sums that hold. The numbers are those of the four source councils.

use crate::council::{Council, facts};
use candour::diagnostic::Severity;
use candour::source::Kind;

#[test]
fn a_printed_change_is_this_years_value_less_last_years() {
    // V1: "an increase of 240", 1,805 against 1,595; and 1,595 is printed as the number of complainants too.
    let rows = "
        2024-25,,complaint,corporate,1,,,received,1805
        2023-24,,complaint,corporate,1,,,received,1595
        2024-25,,complaint,corporate,1,,,complainants,1595
        2024-25,,complaint,corporate,1,,,received_change,240
        2024-25,,complaint,corporate,1,,,received_change_percent,13
    ";
    let key = "all/2024-25/complaint/corporate/1/received_change";
    let checked = Council::new().figures(rows).check();
    let finding = checked.finding("C206", key);
    assert_eq!(
        finding.message,
        "whole council, 2024-25, corporate stage 1, change of those received is 240, but from 1,595 in 2023-24 to 1,805 in \
         2024-25 is 210"
    );
    assert_eq!(
        facts(&finding, "looks like"),
        ["a mix-up: 1,595 is also printed as complainants in 2024-25"]
    );
    assert_eq!(checked.codes(), ["C206"]);

    let accepted = Council::new()
        .figures(rows)
        .accepts("C206", key, "computed", "The report subtracts wrongly.")
        .check();
    accepted.is_quiet();
    assert_eq!(accepted.value(key), "210");
    assert_eq!(
        accepted.notes(key),
        ["Printed as 240.", "The report subtracts wrongly."]
    );
}

#[test]
fn a_relative_change_is_divided_by_last_years_value() {
    // V2: service failure rose from 19 to 58, printed as 67 %, which is 39 of 58.
    let checked = Council::new()
        .figures(
            "
            2023-24,children,complaint,corporate,1,nature,service_failure,received,19
            2024-25,children,complaint,corporate,1,nature,service_failure,received,58
            2024-25,children,complaint,corporate,1,nature,service_failure,received_change_percent,67
        ",
        )
        .check();
    let key =
        "children/2024-25/complaint/corporate/1/received_change_percent/nature=service_failure";
    let finding = checked.finding("C206", key);
    assert!(
        finding.message.ends_with("is 205.3 %"),
        "{}",
        finding.message
    );
    assert_eq!(
        facts(&finding, "looks like"),
        ["the change divided by this year's 58 instead of last year's value"]
    );
}

/// Stockport's stage 1, four years; `total` is the printed total of 2022-23.
fn stage_1(total: u32) -> String {
    format!(
        "
        2020-21,,complaint,,1,,,received,302
        2021-22,,complaint,,1,,,received,441
        2022-23,,complaint,,1,,,received,{total}
        2023-24,,complaint,,1,,,received,491
        2020-21,corporate,complaint,corporate,1,,,received,132
        2021-22,corporate,complaint,corporate,1,,,received,143
        2022-23,corporate,complaint,corporate,1,,,received,161
        2023-24,corporate,complaint,corporate,1,,,received,179
        2020-21,adults,complaint,statutory_adults,1,,,received,84
        2021-22,adults,complaint,statutory_adults,1,,,received,146
        2022-23,adults,complaint,statutory_adults,1,,,received,89
        2023-24,adults,complaint,statutory_adults,1,,,received,87
        2020-21,children,complaint,statutory_children,1,,,received,36
        2021-22,children,complaint,statutory_children,1,,,received,52
        2022-23,children,complaint,statutory_children,1,,,received,28
        2023-24,children,complaint,statutory_children,1,,,received,20
        2020-21,children,complaint,corporate,1,,,received,25
        2021-22,children,complaint,corporate,1,,,received,49
        2022-23,children,complaint,corporate,1,,,received,80
        2023-24,children,complaint,corporate,1,,,received,150
        academic-2020-21,schools,complaint,schools,1,,,received,25
        academic-2021-22,schools,complaint,schools,1,,,received,51
        academic-2022-23,schools,complaint,schools,1,,,received,59
        academic-2023-24,schools,complaint,schools,1,,,received,55
        "
    )
}

#[test]
fn parts_make_their_whole_and_a_part_of_another_kind_of_year_is_named() {
    // V3: 161 + 89 + 28 + 80 + 59 (schools' academic year) is 417, printed 328. The other three years add up.
    let checked = Council::new().figures(&stage_1(328)).check();
    let finding = checked.finding("C201", "all/2022-23/complaint/all/1/received");
    assert!(
        finding
            .message
            .contains("is 328, but the services below it add up to 417 (358 without Schools"),
        "{}",
        finding.message
    );
    assert_eq!(
        facts(&finding, "elsewhere"),
        ["the same parts make the whole in 2020-21, 2021-22 and 2023-24"]
    );
    let note = checked.finding("C204", "");
    assert_eq!(note.severity, Severity::Note);
    assert_eq!(
        note.message,
        "whole council, stage 1, received adds up only with another kind of year: Schools"
    );
    assert_eq!(note.also_at.len(), 2, "three years are one finding");

    assert_eq!(
        facts(&finding, "looks like"),
        ["a whole that leaves out Adults, statutory adults, 89"]
    );

    let right = Council::new().figures(&stage_1(417)).check();
    assert_eq!(right.codes(), ["C221"], "80 to 150 is a jump");
}

#[test]
fn shares_of_one_table_have_one_base_and_some_base() {
    // V4: 8 % refused is 2 of 25 granted, 52 % not upheld is 14 of 27 requests, 34 % upheld is 9 of neither.
    let checked = Council::new()
        .figures(
            "
            2023-24,corporate,complaint,corporate,2,,,received,27
            2023-24,corporate,complaint,corporate,2,,,accepted,25
            2023-24,corporate,complaint,corporate,2,outcome,refused,received,2
            2023-24,corporate,complaint,corporate,2,outcome,upheld,received,9
            2023-24,corporate,complaint,corporate,2,outcome,partially_upheld,received,1
            2023-24,corporate,complaint,corporate,2,outcome,not_upheld,received,14
            2023-24,corporate,complaint,corporate,2,outcome,withdrawn,received,1
            2023-24,corporate,complaint,corporate,2,outcome,refused,unstated_percent,8
            2023-24,corporate,complaint,corporate,2,outcome,upheld,unstated_percent,34
            2023-24,corporate,complaint,corporate,2,outcome,partially_upheld,unstated_percent,4
            2023-24,corporate,complaint,corporate,2,outcome,not_upheld,unstated_percent,52
        ",
        )
        .check();
    let mixed = checked.finding(
        "C209",
        "corporate/2023-24/complaint/corporate/2/unstated_percent",
    );
    assert_eq!(
        facts(&mixed, "shares"),
        [
            "4 % partially upheld is 1 of 27 received or 1 of 25 accepted; 52 % not upheld is 14 of 27 received; 8 % refused is \
          2 of 25 accepted"
        ]
    );
    let none = checked.finding(
        "C208",
        "corporate/2023-24/complaint/corporate/2/unstated_percent/outcome=upheld",
    );
    assert_eq!(
        facts(&none, "counts"),
        ["9 of 27 received is 33.3 %; 9 of 25 accepted is 36.0 %"]
    );
    assert_eq!(checked.codes().len(), 2, "{:?}", checked.codes());
}

#[test]
fn a_share_of_no_stated_base_that_fits_one_says_so() {
    let checked = Council::new()
        .figures(
            "
            2022-23,corporate,complaint,corporate,2,,,received,28
            2022-23,corporate,complaint,corporate,2,outcome,upheld,received,7
            2022-23,corporate,complaint,corporate,2,outcome,upheld,unstated_percent,25
        ",
        )
        .check();
    checked.is_quiet();
    let key = "corporate/2022-23/complaint/corporate/2/unstated_percent/outcome=upheld";
    assert_eq!(
        checked.notes(key),
        ["It is not stated of what; 7 of 28 received would give it."]
    );
    assert!(checked.observation(key).supplied);
}

#[test]
fn a_share_in_time_is_of_the_answers() {
    // V5: 62 % in time is 93 of the 150 received; 126 were answered, so it is 73.8 %.
    let key = "children/2023-24/complaint/corporate/1/received_percent/timeliness=in_time";
    let rows = "
        2023-24,children,complaint,corporate,1,,,received,150
        2023-24,children,complaint,corporate,1,,,responded,126
        2023-24,children,complaint,corporate,1,outcome,withdrawn,closed_without_response,1
        2023-24,children,complaint,corporate,1,,,open_at_end,23
        2023-24,children,complaint,corporate,1,timeliness,in_time,responded,93
        2023-24,children,complaint,corporate,1,timeliness,in_time,received_percent,62
        2023-24,children,complaint,corporate,1,outcome,upheld_or_partially_upheld,responded,68
        2023-24,children,complaint,corporate,1,outcome,upheld_or_partially_upheld,responded_percent,54
    ";
    let checked = Council::new().figures(rows).check();
    let finding = checked.finding("C211", key);
    assert!(
        finding
            .message
            .ends_with("is 62 %, which is 93 of 150 received; of those answered it is 73.8 % (93 of 126 responded)"),
        "{}",
        finding.message
    );
    assert_eq!(checked.codes(), ["C211"]);
    let accepted = Council::new()
        .figures(rows)
        .accepts(
            "C211",
            key,
            "",
            "The report takes the share of those received.",
        )
        .check();
    accepted.is_quiet();
    assert_eq!(
        accepted.notes(key),
        [
            "Of those answered it is 73.8 % (93 of 126 responded).",
            "The report takes the share of those received."
        ]
    );
}

#[test]
fn a_share_follows_from_its_counts_and_what_else_would_give_it_is_named() {
    // V6: 50 of 179 is 27.9 %, printed 29; 41 of 111 is 36.9 %, printed 39; 52 of 161 is 32.3 %, printed 33.
    let checked = Council::new()
        .figures(
            "
            2023-24,corporate,complaint,corporate,1,,,received,179
            2022-23,corporate,complaint,corporate,1,,,received,161
            2023-24,corporate,complaint,corporate,2,,,received,50
            2022-23,corporate,complaint,corporate,2,,,received,52
            2023-24,corporate,complaint,corporate,1,next_stage,2,received_percent,29
            2022-23,corporate,complaint,corporate,1,next_stage,2,received_percent,32
            2024-25,adults,complaint,statutory_adults,1,,,received,111
            2024-25,adults,complaint,statutory_adults,1,nature,communication,received,41
            2024-25,adults,complaint,statutory_adults,1,nature,communication,received_percent,39
            2023-24,,ombudsman_enquiry,,,ombudsman,lgsco,received,160
            2023-24,,ombudsman_enquiry,,,ombudsman,lgsco,decided,161
            2023-24,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,52
            2023-24,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided_percent,33
        ",
        )
        .check();
    let gone_on = checked.finding(
        "C205",
        "corporate/2023-24/complaint/corporate/1/received_percent/next_stage=2",
    );
    assert!(
        gone_on
            .message
            .ends_with("is 29 %, but 50 of 179 received is 27.9 %")
    );
    assert_eq!(
        facts(&gone_on, "looks like"),
        ["52 of 179 received in 2023-24, 2022-23's count over this year's base"]
    );
    let nature = checked.finding(
        "C205",
        "adults/2024-25/complaint/statutory_adults/1/received_percent/nature=communication",
    );
    assert!(
        nature
            .message
            .ends_with("is 39 %, but 41 of 111 received is 36.9 %")
    );
    let other = checked.finding(
        "C205",
        "all/2023-24/ombudsman_enquiry/all/all/decided_percent/decision=upheld/ombudsman=lgsco",
    );
    assert_eq!(facts(&other, "looks like"), ["52 of 160 received"]);
    assert_eq!(
        checked.value("corporate/2022-23/complaint/corporate/1/received_percent/next_stage=2"),
        "32.3",
        "an equal share is published as the counts give it"
    );
}

#[test]
fn one_figure_printed_twice_has_one_value() {
    // V7: the table says 15, the text 13. A total of natures above the complaints is no contradiction.
    let rows = "
        academic-2023-24,schools,complaint,schools,2,,,received,15,,4.8
        academic-2023-24,schools,complaint,schools,2,,,received,13,,8.3
        academic-2023-24,schools,complaint,schools,2,,,received,15,,Appendix
        2023-24,children,complaint,corporate,1,,,received,146
        2023-24,children,complaint,corporate,1,,,natures,160
        2023-24,children,complaint,corporate,1,nature,communication,received,94
        2023-24,children,complaint,corporate,1,nature,conduct,received,66
    ";
    let key = "schools/academic-2023-24/complaint/schools/2/received";
    let finding = Council::new().figures(rows).check().finding("C200", key);
    assert!(
        finding
            .message
            .ends_with("has more than one value: 15 (row 2, \"4.8\"; row 4, \"Appendix\") and 13 (row 3, \"8.3\")"),
        "{}",
        finding.message
    );
    assert_eq!(finding.severity, Severity::Error);

    let accepted = Council::new()
        .figures(rows)
        .accepts("C200", key, "4.8", "The table was checked again in June.")
        .check();
    accepted.is_quiet();
    assert_eq!(accepted.value(key), "15");
    assert_eq!(
        accepted.notes(key),
        [
            "Also printed as 13 (“8.3”).",
            "The table was checked again in June."
        ]
    );
    let by_row = Council::new()
        .figures(rows)
        .accepts(
            "C200",
            key,
            "data/aggregates/figures.csv:3",
            "Counted again.",
        )
        .check();
    assert_eq!(by_row.value(key), "13");
    let unclear = Council::new()
        .figures(rows)
        .accepts("C200", key, "4.9", "Counted again.")
        .check();
    let help = unclear.finding("C219", "").help;
    assert_eq!(help, "Write use = \"4.8\" or \"8.3\" or \"Appendix\".");
}

#[test]
fn parts_that_are_another_quantity_are_recognised() {
    // V8: 11 + 17 + 3 is 31, the number upheld, in the row of those investigated, 46.
    let checked = Council::new()
        .figures(
            "
            2021-22,,ombudsman_enquiry,,,ombudsman,lgsco,investigated,46
            2021-22,adults,ombudsman_enquiry,,,ombudsman,lgsco,investigated,11
            2021-22,children,ombudsman_enquiry,,,ombudsman,lgsco,investigated,17
            2021-22,corporate,ombudsman_enquiry,,,ombudsman,lgsco,investigated,3
            2021-22,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,31
            2022-23,,ombudsman_enquiry,,,ombudsman,lgsco,investigated,49
            2022-23,adults,ombudsman_enquiry,,,ombudsman,lgsco,investigated,14
            2022-23,children,ombudsman_enquiry,,,ombudsman,lgsco,investigated,27
            2022-23,corporate,ombudsman_enquiry,,,ombudsman,lgsco,investigated,8
            2023-24,,ombudsman_enquiry,,,ombudsman,lgsco,investigated,52
            2023-24,adults,ombudsman_enquiry,,,ombudsman,lgsco,investigated,16
            2023-24,children,ombudsman_enquiry,,,ombudsman,lgsco,investigated,32
            2023-24,corporate,ombudsman_enquiry,,,ombudsman,lgsco,investigated,4
        ",
        )
        .check();
    let finding = checked.finding(
        "C201",
        "all/2021-22/ombudsman_enquiry/all/all/investigated/ombudsman=lgsco",
    );
    assert!(
        finding
            .message
            .ends_with("is 46, but the services below it add up to 31")
    );
    assert_eq!(
        facts(&finding, "looks like"),
        [
            "another quantity in the place of the parts: whole council, 2021-22, ombudsman enquiry, decided (upheld, lgsco) is 31"
        ]
    );
    assert_eq!(checked.codes(), ["C201"]);
}

#[test]
fn all_in_time_is_a_hundred_per_cent() {
    // V9: 13 of 13 on time, 85 % printed.
    let checked = Council::new()
        .figures(
            "
            2023-24,housing,complaint,corporate,1,,,responded,13
            2023-24,housing,complaint,corporate,1,timeliness,in_time,responded,13
            2023-24,housing,complaint,corporate,1,timeliness,late,responded,0
            2023-24,housing,complaint,corporate,1,timeliness,in_time,responded_percent,85
        ",
        )
        .check();
    let finding = checked.finding(
        "C205",
        "housing/2023-24/complaint/corporate/1/responded_percent/timeliness=in_time",
    );
    assert!(
        finding
            .message
            .ends_with("is 85 %, but 13 of 13 responded is 100.0 %")
    );
}

#[test]
fn a_value_that_belongs_to_another_year_is_recognised() {
    // V10: a table headed 2022-2023 that gives the 27 requests of 2023-24.
    let checked = Council::new()
        .figures(
            "
            2022-23,corporate,complaint,corporate,2,,,received,27,,Table headed 2022-2023
            2022-23,corporate,complaint,corporate,2,,,received,28,,Overview
            2023-24,corporate,complaint,corporate,2,,,received,27,,Overview
        ",
        )
        .check();
    let finding = checked.finding("C200", "corporate/2022-23/complaint/corporate/2/received");
    assert_eq!(
        facts(&finding, "looks like"),
        ["27 is the value of 2023-24"]
    );
}

#[test]
fn percentage_points_are_not_per_cent() {
    // V11: from 31.1 % to 20.6 % is called a relative decrease of 10 %.
    let checked = Council::new()
        .figures(
            "
            2022-23,,complaint,,1,,,received,328
            2022-23,,complaint,,2,,,received,102
            2023-24,,complaint,,1,,,received,491
            2023-24,,complaint,,2,,,received,101
            2023-24,,complaint,,1,next_stage,2,received_percent_change_percent,-10
            2023-24,,complaint,,1,next_stage,2,received_percent_change,-10.5
        ",
        )
        .check();
    let finding = checked.finding(
        "C206",
        "all/2023-24/complaint/all/1/received_percent_change_percent/next_stage=2",
    );
    assert!(
        finding
            .message
            .ends_with("is -10 %, but from 31.1 % in 2022-23 to 20.6 % in 2023-24 is -33.9 %"),
        "{}",
        finding.message
    );
    assert_eq!(
        facts(&finding, "looks like"),
        ["the difference in percentage points"]
    );
    assert_eq!(checked.codes(), ["C206"], "points are tested as points");
}

#[test]
fn the_rows_of_decisions_match_the_printed_totals() {
    // V12: four findings in the table, five in the text. All three decisions of the year are listed.
    let key = "housing/2024-25/ombudsman_enquiry/all/all/findings/\
               finding=severe_maladministration_or_maladministration_or_service_failure/ombudsman=housing";
    let checked = Council::new()
        .figures(
            "
            2024-25,housing,ombudsman_enquiry,,,ombudsman,housing,decided,3
            2024-25,housing,ombudsman_enquiry,,,finding+ombudsman,severe_maladministration_or_maladministration_or_service_failure+housing,findings,5
        ",
        )
        .decisions(
            "
            hos-1,,housing,housing,,2024-25,Back door,,service_failure;service_failure,Pay 100;Pay 50,100;50,150
            hos-2,,housing,housing,,2024-25,Insulation,,maladministration;maladministration,Pay 600;Pay 175,600;175,775
            hos-3,,housing,housing,,2024-25,Repairs,no_determination
        ",
        )
        .check();
    let finding = checked.finding("C215", key);
    assert!(
        finding
            .message
            .ends_with("is 5, but the decisions themselves have 4")
    );
    assert_eq!(
        facts(&finding, "decisions"),
        ["data/decisions/decisions.csv, rows 2, 3"]
    );
    assert_eq!(checked.codes(), ["C215"]);
    assert_eq!(
        checked.value("housing/2024-25/ombudsman_enquiry/all/all/payments/ombudsman=housing"),
        "925"
    );
    assert_eq!(
        checked.value("all/2024-25/ombudsman_enquiry/all/all/findings/finding=service_failure/ombudsman=housing"),
        "2"
    );
}

#[test]
fn rows_that_are_not_all_decisions_make_no_figures() {
    let checked = Council::new()
        .figures("2023-24,,ombudsman_enquiry,,,ombudsman,lgsco,decided,67")
        .decisions("lgsco-1,,lgsco,adults,,2023-24,Care,upheld")
        .check();
    checked.is_quiet();
    assert!(!checked.has("adults/2023-24/ombudsman_enquiry/all/all/decided/ombudsman=lgsco"));
}

#[test]
fn more_decisions_than_printed_are_a_contradiction() {
    let checked = Council::new()
        .figures("2023-24,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,1")
        .decisions(
            "
            lgsco-1,,lgsco,adults,,2023-24,Care,upheld
            lgsco-2,,lgsco,children,,2023-24,Plan,upheld
        ",
        )
        .check();
    assert_eq!(checked.codes(), ["C215"]);
}

#[test]
fn outcome_shares_add_to_a_hundred() {
    // V13: 54 + 22 + 19 + 5 and 27 + 29 + 35 + 9 pass; 39 + 33 + 8 lacks a category.
    let table = |service: &str, shares: [(&str, u32); 4]| {
        let mut rows = String::new();
        for (outcome, share) in shares {
            rows += &format!(
                "2024-25,{service},complaint,corporate,1,outcome,{outcome},received_percent,{share}\n"
            );
        }
        rows
    };
    let stoke = [
        ("not_upheld", 54),
        ("upheld", 22),
        ("partially_upheld", 19),
        ("other", 5),
    ];
    let adults = [
        ("not_upheld", 35),
        ("upheld", 27),
        ("partially_upheld", 29),
        ("other", 9),
    ];
    let whole = Council::new()
        .figures(&(table("", stoke) + &table("adults", adults)))
        .check();
    whole.is_quiet();
    let staffordshire = "
        2023-24,corporate,complaint,corporate,1,outcome,upheld,received_percent,39
        2023-24,corporate,complaint,corporate,1,outcome,not_upheld,received_percent,33
        2023-24,corporate,complaint,corporate,1,outcome,no_written_response,received_percent,8
    ";
    let short = Council::new().figures(staffordshire).check();
    let finding = short.finding(
        "C212",
        "corporate/2023-24/complaint/corporate/1/received_percent",
    );
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.message.ends_with("add up to 80 %"));
    let over = Council::new()
        .figures(&table(
            "",
            [
                ("not_upheld", 54),
                ("upheld", 32),
                ("partially_upheld", 19),
                ("other", 5),
            ],
        ))
        .check();
    let finding = over.finding("C212", "all/2024-25/complaint/corporate/1/received_percent");
    assert_eq!(finding.severity, Severity::Error);
}

#[test]
fn what_comes_in_goes_out_or_is_open() {
    // V14: five series hold.
    let rows = |period: &str,
                stage: u8,
                open: u32,
                got: u32,
                answered: u32,
                withdrawn: u32,
                end: u32| {
        format!(
            "
            {period},children,complaint,corporate,{stage},,,open_at_start,{open}
            {period},children,complaint,corporate,{stage},,,received,{got}
            {period},children,complaint,corporate,{stage},,,responded,{answered}
            {period},children,complaint,corporate,{stage},outcome,withdrawn,closed_without_response,{withdrawn}
            {period},children,complaint,corporate,{stage},,,open_at_end,{end}
            "
        )
    };
    let five = rows("2017-18", 1, 5, 179, 184, 0, 0)
        + &rows("2018-19", 2, 0, 50, 48, 0, 2)
        + &rows("2019-20", 1, 0, 20, 14, 0, 6)
        + &rows("2021-22", 1, 0, 150, 126, 1, 23)
        + &rows("2023-24", 2, 0, 35, 33, 1, 1);
    Council::new().figures(&five).check().is_quiet();
    let lost = Council::new()
        .figures(&rows("2022-23", 1, 0, 150, 126, 1, 22))
        .check();
    let finding = lost.finding("C213", "children/2022-23/complaint/corporate/1/received");
    assert_eq!(
        facts(&finding, "sum"),
        [
            "0 open at start + 150 received = 126 responded + 1 closed without response + 22 open at end"
        ]
    );
}

#[test]
fn a_flow_with_a_term_missing_is_wrong_only_when_nothing_could_mend_it() {
    let some = Council::new()
        .figures(
            "
            2023-24,corporate,complaint,corporate,1,,,received,179
            2023-24,corporate,complaint,corporate,1,,,responded,170
        ",
        )
        .check();
    some.is_quiet();
    let too_many = Council::new()
        .figures(
            "
            2023-24,corporate,complaint,corporate,1,,,open_at_start,5
            2023-24,corporate,complaint,corporate,1,,,received,179
            2023-24,corporate,complaint,corporate,1,,,responded,185
        ",
        )
        .check();
    assert_eq!(too_many.codes(), ["C213"]);
}

#[test]
fn outcomes_and_procedures_make_what_was_received() {
    // V15: 14 + 21 + 6 = 41 = 29 + 12; 9 + 9 + 7 = 25 = 1 + 24; 2 + 4 = 6.
    let checked = Council::new()
        .figures(
            "
            2022-23,children,complaint,,1,,,received,41
            2022-23,children,complaint,,1,outcome,not_upheld,received,14
            2022-23,children,complaint,,1,outcome,partially_upheld,received,21
            2022-23,children,complaint,,1,outcome,upheld,received,6
            2022-23,children,complaint,corporate,1,,,received,29
            2022-23,children,complaint,statutory_children,1,,,received,12
            2022-23,adults,complaint,,1,,,received,25
            2022-23,adults,complaint,,1,outcome,not_upheld,received,9
            2022-23,adults,complaint,,1,outcome,partially_upheld,received,9
            2022-23,adults,complaint,,1,outcome,upheld,received,7
            2022-23,adults,complaint,corporate,1,,,received,1
            2022-23,adults,complaint,statutory_adults,1,,,received,24
            2022-23,children,complaint,,2,,,received,6
            2022-23,children,complaint,corporate,2,,,received,2
            2022-23,children,complaint,statutory_children,2,,,received,4
            2021-22,children,complaint,,1,,,received,40
            2022-23,children,complaint,,1,,,received_change,1
        ",
        )
        .check();
    checked.is_quiet();
    let wrong = Council::new()
        .figures(
            "
            2022-23,children,complaint,,1,,,received,42
            2022-23,children,complaint,,1,outcome,not_upheld,received,14
            2022-23,children,complaint,,1,outcome,partially_upheld,received,21
            2022-23,children,complaint,,1,outcome,upheld,received,6
            2022-23,children,complaint,corporate,1,,,received,29
            2022-23,children,complaint,statutory_children,1,,,received,12
        ",
        )
        .check();
    let key = "children/2022-23/complaint/all/1/received";
    assert!(
        wrong
            .finding("C201", key)
            .message
            .ends_with("is 42, but its procedures add up to 41")
    );
    let short = wrong.finding("C203", key);
    assert_eq!(short.severity, Severity::Warning);
    assert!(short.help.starts_with("Say what became of the other 1"));
}

#[test]
fn quarters_make_their_year_and_are_added_where_no_year_is_given() {
    let quarters = "
        2023-24-q1,housing,complaint,corporate,1,,,received,10
        2023-24-q2,housing,complaint,corporate,1,,,received,11
        2023-24-q3,housing,complaint,corporate,1,,,received,12
        2023-24-q4,housing,complaint,corporate,1,,,received,13
    ";
    let followed = Council::new().figures(quarters).check();
    let key = "housing/2023-24/complaint/corporate/1/received";
    assert_eq!(followed.value(key), "46");
    assert!(!followed.observation(key).supplied);
    let year = format!("{quarters}2023-24,housing,complaint,corporate,1,,,received,45");
    let wrong = Council::new().figures(&year).check();
    assert!(
        wrong
            .finding("C201", key)
            .message
            .ends_with("is 45, but its quarters add up to 46")
    );
    let computed = Council::new()
        .figures(&year)
        .accepts("C201", key, "computed", "A complaint came in late.")
        .check();
    assert_eq!(computed.value(key), "46");
    assert_eq!(
        computed.notes(key),
        ["Printed as 45.", "A complaint came in late."]
    );
    let three = Council::new()
        .figures(
            "
            2023-24,housing,complaint,corporate,1,,,received,30
            2023-24-q1,housing,complaint,corporate,1,,,received,10
            2023-24-q2,housing,complaint,corporate,1,,,received,11
            2023-24-q3,housing,complaint,corporate,1,,,received,12
        ",
        )
        .check();
    assert_eq!(
        three.codes(),
        ["C202"],
        "three quarters may not be more than the year"
    );
}

#[test]
fn a_year_begins_and_ends_with_what_its_first_and_last_quarter_have_open() {
    let quarters = "
        2023-24-q1,housing,complaint,corporate,1,,,open_at_start,4
        2023-24-q1,housing,complaint,corporate,1,,,open_at_end,6
        2023-24-q4,housing,complaint,corporate,1,,,open_at_start,7
        2023-24-q4,housing,complaint,corporate,1,,,open_at_end,9
    ";
    let followed = Council::new().figures(quarters).check();
    followed.is_quiet();
    assert_eq!(
        followed.value("housing/2023-24/complaint/corporate/1/open_at_start"),
        "4"
    );
    let end = "housing/2023-24/complaint/corporate/1/open_at_end";
    assert_eq!(followed.value(end), "9");
    let wrong = Council::new()
        .figures(&format!(
            "{quarters}2023-24,housing,complaint,corporate,1,,,open_at_end,15"
        ))
        .check();
    assert!(
        wrong
            .finding("C201", end)
            .message
            .ends_with("is 15, but the quarter at that end of the year has 9")
    );
}

#[test]
fn a_service_that_sends_figures_is_missing_from_counted_totals_and_they_say_so() {
    use candour::cube::{Cube, aggregates};
    let supplied = Council::new()
        .figures("2023-24,schools,complaint,schools,1,,,received,55")
        .check();
    let site = supplied.site();
    let total = supplied
        .cube
        .iter()
        .map(|(key, observation)| (*key, observation.clone()))
        .find(|(key, _)| key.text(&supplied.cube.codes).starts_with("schools/"));
    let (key, mut counted) = total.unwrap();
    counted.supplied = false;
    let whole = candour::vocabulary::ObservationKey {
        service: candour::vocabulary::code::ALL,
        procedure: candour::vocabulary::code::ALL,
        ..key
    };
    let mut cube = Cube {
        codes: supplied.cube.codes.clone(),
        ..Cube::default()
    };
    cube.observations.insert(whole, counted);
    let mut report = candour::diagnostic::Report::new();
    aggregates::supply(&mut cube, &supplied.dataset, &site, &mut report);
    let notes: Vec<String> = cube
        .get(&whole)
        .unwrap()
        .notes
        .iter()
        .map(|n| n.to_string())
        .collect();
    assert_eq!(notes, ["Without Schools."]);
    assert_eq!(report.diagnostics()[0].rule.code, "C220");
}

#[test]
fn no_total_follows_while_a_service_is_silent() {
    let some = Council::new()
        .figures(
            "
            2023-24,housing,complaint,corporate,1,,,received,10
            2023-24,adults,complaint,corporate,1,,,received,5
        ",
        )
        .check();
    assert!(!some.has("corporate/2023-24/complaint/corporate/1/received"));
    let all = Council::new()
        .figures(
            "
            2023-24,housing,complaint,corporate,1,,,received,10
            2023-24,parking,complaint,corporate,1,,,received,7
            2023-24,adults,complaint,corporate,1,,,received,5
            2023-24,children,complaint,corporate,1,,,received,3
            2023-24,schools,complaint,corporate,1,,,received,0
        ",
        )
        .check();
    assert_eq!(
        all.value("corporate/2023-24/complaint/corporate/1/received"),
        "17"
    );
    assert_eq!(
        all.value("all/2023-24/complaint/corporate/1/received"),
        "25"
    );
    assert_eq!(all.value("all/2023-24/complaint/all/1/received"), "25");
}

#[test]
fn values_printed_as_one_are_the_sum_of_their_parts() {
    let checked = Council::new()
        .figures(
            "
            2023-24,adults,complaint,corporate,1,outcome,upheld_or_partially_upheld,responded,48
            2023-24,adults,complaint,corporate,1,outcome,upheld,responded,20
            2023-24,adults,complaint,corporate,1,outcome,partially_upheld,responded,27
        ",
        )
        .check();
    let key = "adults/2023-24/complaint/corporate/1/responded/outcome=upheld_or_partially_upheld";
    assert!(
        checked
            .finding("C201", key)
            .message
            .ends_with("is 48, but the values that it joins add up to 47")
    );
}

#[test]
fn stages_add_up_only_in_the_total_over_all_stages() {
    // 491 + 101 + 2 = 594
    let rows = |total: u32| {
        format!(
            "
            2023-24,,complaint,,1,,,received,491
            2023-24,,complaint,,2,,,received,101
            2023-24,,complaint,,3,,,received,2
            2023-24,,complaint,,,,,received_all_stages,{total}
            "
        )
    };
    Council::new().figures(&rows(594)).check().is_quiet();
    assert_eq!(Council::new().figures(&rows(595)).check().codes(), ["C201"]);
}

#[test]
fn a_part_is_never_more_than_its_whole() {
    let checked = Council::new()
        .figures(
            "
            2023-24,adults,complaint,corporate,1,,,received,10
            2023-24,adults,complaint,corporate,1,nature,communication,received,11
        ",
        )
        .check();
    let key = "adults/2023-24/complaint/corporate/1/received/nature=communication";
    assert!(
        checked
            .finding("C202", key)
            .message
            .ends_with("is 11, more than the 10 of which it is a part")
    );
}

#[test]
fn rough_figures_are_taken_at_their_word() {
    let checked = Council::new()
        .figures(
            "
            2024-25,,complaint,corporate,1,,,received,1805
            2024-25,,complaint,corporate,1,outcome,refused,received,14
            2024-25,,complaint,corporate,1,outcome,refused,received_percent,1,under
            2023-24,corporate,member_enquiry,,,,,received,100
            2024-25,corporate,member_enquiry,,,,,received,77
            2024-25,corporate,member_enquiry,,,,,received_change_percent,23,unsigned
        ",
        )
        .table(
            Kind::Context,
            "data/context.csv",
            "period,service,measure,value,qualifier,unit,reference_date,source",
            "2024-25,,population,260000,about",
        )
        .check();
    checked.is_quiet();
    assert_eq!(
        checked.value("corporate/2024-25/member_enquiry/all/all/received_change_percent"),
        "-23.0",
        "the counts know the direction"
    );
    let wrong = Council::new()
        .figures(
            "
            2024-25,,complaint,corporate,1,,,received,1805
            2024-25,,complaint,corporate,1,outcome,refused,received,24
            2024-25,,complaint,corporate,1,outcome,refused,received_percent,1,under
        ",
        )
        .check();
    assert_eq!(wrong.codes(), ["C205"]);
}

#[test]
fn a_rate_follows_from_its_count_and_population() {
    // 8 upheld of about 260,000 residents is 3 in 100,000.
    let context = |council: Council| {
        council.table(
            Kind::Context,
            "data/context.csv",
            "period,service,measure,value,qualifier,unit,reference_date,source",
            "2024-25,,population,258000",
        )
    };
    let rows = |rate: &str| {
        format!(
            "
            2024-25,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,8
            2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,investigated,10
            2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,uphold_rate,80
            2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,upheld_per_100000,{rate}
            "
        )
    };
    let right = context(Council::new().figures(&rows("3"))).check();
    right.is_quiet();
    assert_eq!(
        right.value("all/2024-25/ombudsman_enquiry/all/all/upheld_per_100000/ombudsman=lgsco"),
        "3.1"
    );
    let wrong = context(Council::new().figures(&rows("5.3"))).check();
    assert_eq!(wrong.codes(), ["C207"]);
}

#[test]
fn there_is_no_mean_of_nothing() {
    let checked = Council::new()
        .figures(
            "
            2023-24,adults,complaint,corporate,1,,,responded,0
            2023-24,adults,complaint,corporate,1,,,mean_response_days,12
        ",
        )
        .check();
    assert_eq!(checked.codes(), ["C214"]);
}

#[test]
fn payments_make_their_total() {
    let right = Council::new()
        .decisions(
            "hos-2,,housing,housing,,2024-25,Insulation,,maladministration,Pay;Pay,600;175,775",
        )
        .check();
    right.is_quiet();
    let wrong = Council::new()
        .decisions(
            "hos-2,,housing,housing,,2024-25,Insulation,,maladministration,Pay;Pay,600;175,785",
        )
        .check();
    assert_eq!(
        wrong
            .finding("C216", "decisions/hos-2/total_amount")
            .message,
        "decision hos-2: the total is £785, but £600 + £175 make £775"
    );
}

#[test]
fn without_counts_a_share_stands_as_supplied() {
    let checked = Council::new()
        .figures("2024-25,,complaint,corporate,1,timeliness,in_time,responded_percent,64")
        .check();
    checked.is_quiet();
    let key = "all/2024-25/complaint/corporate/1/responded_percent/timeliness=in_time";
    assert_eq!(checked.value(key), "64");
    assert!(checked.observation(key).supplied);
}

#[test]
fn the_supplied_share_may_be_published_with_the_counts_beside_it() {
    let key = "corporate/2023-24/complaint/corporate/1/received_percent/next_stage=2";
    let checked = Council::new()
        .figures(
            "
            2023-24,corporate,complaint,corporate,1,,,received,179
            2023-24,corporate,complaint,corporate,2,,,received,50
            2023-24,corporate,complaint,corporate,1,next_stage,2,received_percent,29
        ",
        )
        .accepts("C205", key, "supplied", "Two requests were counted later.")
        .check();
    checked.is_quiet();
    assert_eq!(checked.value(key), "29");
    assert_eq!(
        checked.notes(key),
        [
            "50 of 179 received is 27.9 %.",
            "Two requests were counted later."
        ]
    );
}

#[test]
fn an_acceptance_of_nothing_is_out_of_date() {
    let checked = Council::new()
        .figures("2023-24,corporate,complaint,corporate,1,,,received,179")
        .accepts(
            "C201",
            "all/2023-24/complaint/all/1/received",
            "",
            "Once it was so.",
        )
        .check();
    let finding = checked.finding("C218", "");
    assert_eq!(finding.severity, Severity::Warning);
    assert_eq!(
        finding.message,
        "nothing needs accepting: there is no finding C201 of all/2023-24/complaint/all/1/received"
    );
}

/// Quarters of the whole council of 1,000 each, and years of its services of 100 each; the whole year is nowhere.
const TWO_WAYS: &str = "
    2024-25-q1,,complaint,corporate,1,,,received,1000
    2024-25-q2,,complaint,corporate,1,,,received,1000
    2024-25-q3,,complaint,corporate,1,,,received,1000
    2024-25-q4,,complaint,corporate,1,,,received,1000
    2024-25,adults,complaint,corporate,1,,,received,100
    2024-25,children,complaint,corporate,1,,,received,100
    2024-25,corporate,complaint,corporate,1,,,received,100
    2024-25,schools,complaint,corporate,1,,,received,100
";

#[test]
fn a_total_that_follows_from_two_sums_is_the_same_by_both() {
    let checked = Council::new().figures(TWO_WAYS).check();
    assert_eq!(checked.codes(), ["C201"], "one cause is told once");
    let key = "all/2024-25/complaint/corporate/1/received";
    assert_eq!(
        checked.finding("C201", key).message,
        "whole council, 2024-25, corporate stage 1, received is not supplied, and the figures disagree about it: its \
         quarters add up to 4,000, but the services below it add up to 400"
    );

    let accepted = Council::new()
        .figures(TWO_WAYS)
        .accepts("C201", key, "", "The services count closed ones only.")
        .check();
    accepted.is_quiet();
    assert_eq!(accepted.value(key), "4000");
    let all_procedures = "all/2024-25/complaint/all/1/received";
    assert_eq!(accepted.value(all_procedures), "4000");
    assert_eq!(
        accepted.notes(key),
        [
            "Added up from the services below it, it is 400.",
            "The services count closed ones only."
        ]
    );

    Council::new()
        .figures(&TWO_WAYS.replace(",1000", ",100"))
        .check()
        .is_quiet();
}

#[test]
fn a_total_of_one_figure_alone_has_the_reason_that_was_given_for_it() {
    let key = "adults/2024-25/complaint/corporate/1/received";
    let council = |rows: &str| {
        Council::new()
            .figures(&format!(
                "
                2024-25-q1,adults,complaint,corporate,1,,,received,100
                2024-25-q2,adults,complaint,corporate,1,,,received,100
                2024-25-q3,adults,complaint,corporate,1,,,received,100
                2024-25-q4,adults,complaint,corporate,1,,,received,100
                2024-25,adults,complaint,corporate,1,,,received,410
                {rows}
                "
            ))
            .accepts("C201", key, "supplied", "Ten came in between.")
            .check()
    };
    let alone = council("");
    let all_procedures = "adults/2024-25/complaint/all/1/received";
    assert_eq!(alone.value(all_procedures), "410");
    assert_eq!(alone.notes(all_procedures), ["Ten came in between."]);
    let of_two = council("2024-25,adults,complaint,statutory_adults,1,,,received,7");
    assert_eq!(of_two.value(all_procedures), "417");
    assert!(of_two.notes(all_procedures).is_empty());
}
