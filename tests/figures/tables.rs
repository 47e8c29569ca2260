//! Tables of figures, decisions, lessons, thanks and context: what is read, what is refused and with which words.

use crate::council::{Checked, Council};
use candour::diagnostic::{Diagnostic, Severity, render_text};
use candour::source::Kind;

/// Returns the one error of this kind.
fn error(checked: &Checked, code: &str) -> Diagnostic {
    let found: Vec<Diagnostic> = checked
        .report
        .grouped()
        .into_iter()
        .filter(|found| found.rule.code == code)
        .collect();
    assert_eq!(found.len(), 1, "{code}\n{}", render_text(&checked.report));
    found[0].clone()
}

fn place(finding: &Diagnostic) -> (u32, String) {
    let at = finding.location.clone().unwrap_or_default();
    (
        at.row.unwrap_or_default(),
        at.heading.unwrap_or_default().to_string(),
    )
}

#[test]
fn an_empty_coordinate_is_the_total_and_all_may_be_written() {
    let checked = Council::new()
        .figures(
            "
            2024-25,,complaint,corporate,1,,,received,1805
            2023-24,all,complaint,corporate,1,all,all,received,1595
        ",
        )
        .check();
    checked.is_quiet();
    assert_eq!(
        checked.value("all/2024-25/complaint/corporate/1/received"),
        "1805"
    );
    assert_eq!(
        checked.value("all/2023-24/complaint/corporate/1/received"),
        "1595"
    );
}

#[test]
fn a_row_is_found_by_names_and_aliases_and_has_its_key() {
    let checked = Council::new()
        .figures(
            "
            2024/25,Children,complaint,Corporate,Stage 1,nature+outcome,conduct+upheld,received,4
            2024-25,Children,Complaint,corporate,1,outcome,Part upheld,received,3
        ",
        )
        .check();
    checked.is_quiet();
    assert!(
        checked
            .has("children/2024-25/complaint/corporate/1/received/nature=conduct/outcome=upheld")
    );
    assert!(
        checked.has("children/2024-25/complaint/corporate/1/received/outcome=partially_upheld")
    );
}

#[test]
fn joined_values_are_one_value_in_the_order_of_their_list() {
    let checked = Council::new()
        .figures(
            "
            2024-25,adults,complaint,corporate,1,outcome,upheld_or_partially_upheld,received,4
            2024-25,adults,complaint,corporate,1,outcome,Partially upheld or upheld,received,4
            2024-25,housing,ombudsman_enquiry,,,finding+ombudsman,Severe maladministration or maladministration or service failure+housing,findings,5
        ",
        )
        .check();
    checked.is_quiet();
    assert!(
        checked.has(
            "adults/2024-25/complaint/corporate/1/received/outcome=upheld_or_partially_upheld"
        )
    );
    assert!(checked.has(
        "housing/2024-25/ombudsman_enquiry/all/all/findings/\
         finding=severe_maladministration_or_maladministration_or_service_failure/ombudsman=housing"
    ));
}

#[test]
fn markers_say_why_there_is_no_number() {
    let checked = Council::new()
        .figures(
            "
            2024-25,adults,complaint,corporate,1,,,received,[x]
            2024-25,children,complaint,corporate,1,,,received,[z]
            2024-25,schools,complaint,corporate,1,,,received,[c]
        ",
        )
        .check();
    checked.is_quiet();
    assert_eq!(
        checked.value("adults/2024-25/complaint/corporate/1/received"),
        "[x]"
    );
    assert_eq!(
        checked.value("children/2024-25/complaint/corporate/1/received"),
        "[z]"
    );
    assert_eq!(
        checked.value("schools/2024-25/complaint/corporate/1/received"),
        "[c]"
    );
}

#[test]
fn what_stands_in_place_of_a_count_is_refused_with_the_cure() {
    for wrong in ["n/a", "-", "..", "", "12.5", "-3", "100% (2)"] {
        let checked = Council::new()
            .figures(&format!(
                "2024-25,adults,complaint,corporate,1,,,received,{wrong}"
            ))
            .check();
        let errors: Vec<_> = checked
            .report
            .grouped()
            .into_iter()
            .filter(|found| found.severity == Severity::Error)
            .collect();
        assert_eq!(errors.len(), 1, "{wrong}\n{}", render_text(&checked.report));
        assert_eq!(place(&errors[0]), (2, "value".into()), "{wrong}");
        assert!(!errors[0].help.is_empty(), "{wrong}");
        assert!(checked.dataset.aggregates.is_empty(), "{wrong}");
    }
}

#[test]
fn an_unknown_measure_offers_the_nearest_and_how_to_declare_one() {
    let checked = Council::new()
        .figures("2024-25,adults,complaint,corporate,1,,,recieved,3")
        .check();
    let fault = error(&checked, "C150");
    assert_eq!(
        fault.message,
        "measure \"recieved\" is not one this site knows"
    );
    assert_eq!(place(&fault), (2, "measure".into()));
    assert!(
        fault.help.starts_with("Did you mean received?"),
        "{}",
        fault.help
    );
    assert!(fault.help.contains("[measures.recieved]"));
}

#[test]
fn shares_rates_and_changes_are_named_by_what_they_are_made_of() {
    let checked = Council::new()
        .figures(
            "
            2024-25,adults,complaint,corporate,1,outcome,upheld,received_percent,22
            2024-25,adults,complaint,corporate,1,timeliness,in_time,responded_percent_change,20
            2024-25,adults,complaint,corporate,1,,,received_change_percent,-13.5
            2024-25,adults,complaint,corporate,1,,,received_per_1000,1.5
            2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,upheld_per_100000,5.3
            2024-25,adults,compliment,,,,,managers_trained_change,4
        ",
        )
        .check();
    checked.is_quiet();
    let unit = |key| checked.observation(key).unit.code();
    assert_eq!(
        unit("adults/2024-25/complaint/corporate/1/received_per_1000"),
        "per_1000"
    );
    assert_eq!(
        unit("adults/2024-25/compliment/all/all/managers_trained_change"),
        "count"
    );
    let wrong = Council::new()
        .figures("2024-25,adults,complaint,corporate,1,,,happy_percent,22")
        .check();
    assert_eq!(wrong.codes(), ["C150"]);
}

#[test]
fn breakdowns_and_categories_go_together() {
    let one = Council::new()
        .figures("2024-25,adults,complaint,corporate,1,nature+outcome,conduct,received,3")
        .check();
    assert_eq!(
        error(&one, "C152").message,
        "2 breakdowns and 1 categories do not make a figure"
    );
    let unknown = Council::new()
        .figures("2024-25,adults,complaint,corporate,1,natur,conduct,received,3")
        .check();
    assert!(
        error(&unknown, "C151")
            .help
            .starts_with("Did you mean nature?")
    );
    let twice = Council::new()
        .figures(
            "2024-25,adults,complaint,corporate,1,outcome+outcome,upheld+not_upheld,received,3",
        )
        .check();
    assert_eq!(twice.codes(), ["C152"]);
    let order = Council::new()
        .figures("2024-25,adults,complaint,corporate,1,outcome+nature,upheld+conduct,received,3")
        .check();
    assert!(
        order.has("adults/2024-25/complaint/corporate/1/received/nature=conduct/outcome=upheld"),
        "another order means the same"
    );
}

#[test]
fn a_share_is_at_most_a_hundred_and_only_a_change_may_fall() {
    for (row, words) in [
        (
            "outcome,upheld,received_percent,122",
            "received_percent is over 100 %",
        ),
        (
            "outcome,upheld,received_percent,-5",
            "received_percent is below nought",
        ),
        (
            ",,received,4,unsigned",
            "received is unsigned, which only a change can be",
        ),
    ] {
        let checked = Council::new()
            .figures(&format!("2024-25,adults,complaint,corporate,1,{row}"))
            .check();
        assert_eq!(error(&checked, "C154").message, words);
    }
    Council::new()
        .figures(
            "
            2024-25,adults,complaint,corporate,1,next_stage,2,responded_percent,104
            2024-25,adults,complaint,corporate,1,,,received_change,-4
        ",
        )
        .check()
        .is_quiet();
}

#[test]
fn a_stage_that_the_procedure_has_not_is_refused_unless_nothing_is_counted() {
    let some = Council::new()
        .figures("2024-25,adults,complaint,statutory_adults,2,,,received,1")
        .check();
    assert_eq!(
        error(&some, "C155").message,
        "procedure statutory_adults has no stage 2"
    );
    Council::new()
        .figures("2024-25,adults,complaint,statutory_adults,2,,,received,0")
        .check()
        .is_quiet();
}

#[test]
fn days_take_the_unit_of_their_procedure_or_the_one_written() {
    let header = "period,service,contact,procedure,stage,measure,value,unit";
    let rows = "
        2024-25,adults,complaint,corporate,1,mean_response_days,12.5,
        2024-25,children,complaint,statutory_children,1,mean_response_days,22,calendar_days
    ";
    let checked = Council::new()
        .table(Kind::Aggregates, "data/aggregates/days.csv", header, rows)
        .check();
    checked.is_quiet();
    let unit = |key| checked.observation(key).unit.code();
    assert_eq!(
        unit("adults/2024-25/complaint/corporate/1/mean_response_days"),
        "working_days"
    );
    assert_eq!(
        unit("children/2024-25/complaint/statutory_children/1/mean_response_days"),
        "calendar_days"
    );
    let wrong = Council::new()
        .table(
            Kind::Aggregates,
            "data/aggregates/days.csv",
            header,
            "2024-25,adults,complaint,corporate,1,received,12,percent",
        )
        .check();
    assert_eq!(error(&wrong, "C153").help, "Write count or leave it empty.");
}

#[test]
fn a_share_of_a_part_stands_at_the_service_above_it() {
    Council::new()
        .figures("2024-25,corporate,complaint,corporate,1,service,housing,received_percent,65")
        .check()
        .is_quiet();
    let wrong = Council::new()
        .figures("2024-25,adults,complaint,corporate,1,service,housing,received_percent,65")
        .check();
    assert_eq!(wrong.codes(), ["C158"]);
}

#[test]
fn what_has_not_happened_yet_cannot_be_counted() {
    let checked = Council::new()
        .figures("2027-28,adults,complaint,corporate,1,,,received,3")
        .check();
    let fault = error(&checked, "C157");
    assert_eq!(place(&fault), (2, "period".into()));
    assert!(fault.help.contains("2026-10-01"));
}

#[test]
fn rows_of_totals_are_compared_and_left_out() {
    let rows = |total: u32| {
        format!(
            "
            2024-25,housing,complaint,corporate,1,,,received,10
            2024-25,adults,complaint,corporate,1,,,received,7
            2024-25,TOTAL,complaint,corporate,1,,,received,{total}
            2024-25,adults,complaint,corporate,1,nature,conduct,received,3
            2024-25,adults,complaint,corporate,1,nature,communication,received,4
            2024-25,adults,complaint,corporate,1,nature,Total,received,7
            "
        )
    };
    let right = Council::new().figures(&rows(17)).check();
    right.is_quiet();
    assert!(!right.has("all/2024-25/complaint/corporate/1/received"));
    assert_eq!(error(&right, "C159").severity, Severity::Note);
    let wrong = Council::new().figures(&rows(18)).check();
    let fault = error(&wrong, "C160");
    assert_eq!(fault.message, "the total is 18, but its 2 rows make 17");
    assert_eq!(place(&fault), (4, "value".into()));
}

#[test]
fn a_row_of_totals_may_say_so_in_any_column_and_leave_the_others_empty() {
    let council = |last: &str| {
        let rows = format!(
            "
            2024-25-q1,adults,corporate,1,10,8,9.5
            2024-25-q2,adults,corporate,1,20,8,9.5
            2024-25-q1,children,corporate,1,5,1,4
            2024-25-q2,children,corporate,2,2,2,4
            {last}
            "
        );
        Council::new()
            .table(
                Kind::Aggregates,
                "data/aggregates/figures.csv",
                "period,service,procedure,stage,received,responded,mean_response_days",
                &rows,
            )
            .check()
    };
    for right in [
        "TOTAL,,,,37,19,",
        "Total,adults,,,30,16,9.5",
        ",Total,,,37,19,",
        "TOTAL,,corporate,1,35,17,",
        "2024-25-q2,,,Total,22,10,",
        "2024-25-q1,,Total,,15,9,",
        "Total 2024-25,adults,corporate,1,30,16,",
        "2024/25 total,,,,37,19,",
    ] {
        let checked = council(right);
        assert_eq!(checked.codes(), [""; 0], "{right}");
        let note = error(&checked, "C159");
        assert_eq!(note.message, "a row of totals was compared and left out");
        assert_eq!(place(&note).0, 6);
    }
    let wrong = council("TOTAL,,,,37,18,");
    let fault = error(&wrong, "C160");
    assert_eq!(fault.message, "the total is 18, but its 4 rows make 19");
    let of_nothing = council("2023-24,Total,,,37,18,");
    assert_eq!(
        error(&of_nothing, "C159").message,
        "a row of totals was left out; the table has no counts to compare it with"
    );
}

#[test]
fn a_row_of_totals_counts_once_what_a_row_above_has_counted() {
    let checked = Council::new()
        .figures(
            "
            2024-25-q1,corporate,complaint,corporate,1,,,received,4
            2024-25,corporate,complaint,corporate,1,,,received,10
            2024-25,housing,complaint,corporate,1,,,received,6
            2024-25,adults,complaint,corporate,1,,,received,7
            TOTAL,,,,,,,received,17
            ",
        )
        .check();
    checked.is_quiet();
    assert_eq!(
        error(&checked, "C159").message,
        "a row of totals was compared and left out"
    );
}

#[test]
fn a_wide_column_is_shorthand_for_a_measure() {
    let checked = Council::new()
        .table(
            Kind::Aggregates,
            "data/aggregates/wide.csv",
            "year,quarter,service,procedure,stage,received,upheld,not_upheld,in_time,compliments",
            "
            2023-24,Q1,housing,corporate,1,10,3,7,9,4
            2023-24,Q2,housing,corporate,1,11,[x],8,10,0
        ",
        )
        .check();
    checked.is_quiet();
    let value = |key| checked.value(key);
    assert_eq!(
        value("housing/2023-24-q1/complaint/corporate/1/received"),
        "10"
    );
    assert_eq!(
        value("housing/2023-24-q1/complaint/corporate/1/received/outcome=upheld"),
        "3"
    );
    assert_eq!(
        value("housing/2023-24-q2/complaint/corporate/1/received/outcome=upheld"),
        "[x]"
    );
    assert_eq!(
        value("housing/2023-24-q1/complaint/corporate/1/responded/timeliness=in_time"),
        "9"
    );
    assert_eq!(value("housing/2023-24-q1/compliment/all/all/received"), "4");
    let empty = Council::new()
        .table(
            Kind::Aggregates,
            "data/aggregates/wide.csv",
            "period,service,procedure,stage,received,upheld",
            "2023-24-q1,housing,corporate,1,10,",
        )
        .check();
    let faults = empty.report.grouped();
    assert_eq!(faults.len(), 1, "{}", render_text(&empty.report));
    assert_eq!(place(&faults[0]), (2, "upheld".into()));
}

#[test]
fn figures_of_other_councils_name_their_group_and_stand_apart() {
    let header = "period,service,contact,procedure,stage,breakdown,category,measure,value,group";
    let row = "2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,upheld_per_100000,5.3";
    let checked = Council::new()
        .table(
            Kind::Benchmarks,
            "data/benchmarks.csv",
            header,
            &format!("{row},similar"),
        )
        .check();
    checked.is_quiet();
    assert!(checked.has(
        "all/2024-25/ombudsman_enquiry/all/all/upheld_per_100000/group=similar/ombudsman=lgsco"
    ));
    let without = Council::new()
        .table(Kind::Benchmarks, "data/benchmarks.csv", header, row)
        .check();
    assert_eq!(without.codes(), ["C161"]);
    let among = Council::new()
        .figures("2024-25,,ombudsman_enquiry,,,group+ombudsman,similar+lgsco,upheld_per_100000,5.3")
        .check();
    assert_eq!(among.codes(), ["C161"]);
}

#[test]
fn context_is_keyed_apart_and_says_its_day() {
    let checked = Council::new()
        .table(
            Kind::Context,
            "data/context.csv",
            "period,service,measure,value,qualifier,unit,reference_date,source",
            "
            2024-25,children,open_cases,2850,,count,2025-03-31,Chapter 3
            calendar-2023,children,managers_trained,70
        ",
        )
        .check();
    checked.is_quiet();
    let key = "children/2024-25/context/all/all/open_cases";
    assert_eq!(checked.value(key), "2850");
    assert_eq!(checked.notes(key), ["At 31 March 2025."]);
    assert!(checked.has("children/calendar-2023/context/all/all/managers_trained"));
}

#[test]
fn a_decision_is_named_by_its_id_or_its_reference() {
    let checked = Council::new()
        .decisions(
            "
            ,22-001-239,lgsco,adults,2023-06-14,,Care,upheld: fault and injustice
            ,22001240,lgsco,adults,2023-06-14,,Care,not_upheld
            ,202215678,housing,housing,2023-06-14,,Damp,,maladministration
            lgsco-4,,lgsco,children,,undated,Plan,closed_initial: premature
        ",
        )
        .check();
    checked.is_quiet();
    let decisions = &checked.dataset.decisions;
    let names: Vec<(&str, &str)> = decisions
        .iter()
        .map(|d| (d.id.as_str(), d.reference.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("22-001-239", "22 001 239"),
            ("22-001-240", "22 001 240"),
            ("202215678", "202215678"),
            ("lgsco-4", "")
        ]
    );
    assert_eq!(decisions[0].period.id(), "2023-24");
    assert_eq!(decisions[3].period.id(), "undated");
    let reason = decisions[0]
        .reason
        .map(|code| checked.cube.codes.word(code).to_string());
    assert_eq!(reason.as_deref(), Some("fault_and_injustice"));
    assert_eq!(
        checked.value("adults/2023-24/ombudsman_enquiry/all/all/investigated/ombudsman=lgsco"),
        "2"
    );
}

#[test]
fn decisions_are_refused_with_the_cell_that_is_wrong() {
    for (row, code, column) in [
        (
            ",22-00-1239,lgsco,adults,2023-06-14,,Care,upheld",
            "C167",
            "reference",
        ),
        (
            ",12345,housing,housing,2023-06-14,,Damp,,maladministration",
            "C167",
            "reference",
        ),
        (",,lgsco,adults,2023-06-14,,Care,upheld", "C164", "id"),
        (
            "Case One,,lgsco,adults,2023-06-14,,Care,upheld",
            "C165",
            "id",
        ),
        (
            "a,,lgsco,adults,2027-06-14,,Care,upheld",
            "C157",
            "decided_on",
        ),
        (
            "a,,lgsco,adults,2023-06-14,2022-23,Care,upheld",
            "C163",
            "decided_on",
        ),
        ("a,,lgsco,adults,,,Care,upheld", "C162", "period"),
        ("a,,lgsco,adults,2023-06-14,,Care", "C169", "decision"),
        (
            "a,,housing,housing,2023-06-14,,Damp,closed_initial",
            "C168",
            "decision",
        ),
        (
            "a,,lgsco,adults,2023-06-14,,Care,upheld,maladministration",
            "C168",
            "findings",
        ),
        (
            "a,,lgsco,adults,2023-06-14,,Care,upheld,,Pay,100;50,150",
            "C170",
            "amount",
        ),
    ] {
        let checked = Council::new().decisions(row).check();
        let fault = error(&checked, code);
        assert_eq!(place(&fault), (2, column.to_string()), "{row}");
        assert!(!fault.help.is_empty(), "{row}");
        assert!(checked.dataset.decisions.is_empty(), "{row}");
    }
    let twice = Council::new()
        .decisions(
            "
            a,,lgsco,adults,2023-06-14,,Care,upheld
            a,,lgsco,children,2023-06-14,,Care,upheld
        ",
        )
        .check();
    assert_eq!(
        error(&twice, "C166").message,
        "two decisions have the id \"a\""
    );
}

#[test]
fn the_nth_amount_and_due_belong_to_the_nth_requirement() {
    let checked = Council::new()
        .decisions(
            "a,,lgsco,adults,2023-06-14,,Care,upheld,,Apologise;Pay;Train staff,;150,150,;4 weeks",
        )
        .check();
    checked.is_quiet();
    let requirements = &checked.dataset.decisions[0].requirements;
    let amounts: Vec<Option<String>> = requirements
        .iter()
        .map(|r| r.amount.map(|amount| amount.to_string()))
        .collect();
    assert_eq!(amounts, [None, Some("150".to_string()), None]);
    assert_eq!(requirements[1].due, "4 weeks");
    assert_eq!(requirements[2].text, "Train staff");
}

#[test]
fn a_lesson_says_what_became_of_it() {
    let header = "id,period,service,you_said,we_did,status";
    let council = |row: &str| {
        Council::new()
            .table(Kind::Lessons, "data/lessons/lessons.csv", header, row)
            .check()
    };
    let checked = council("calls,2023-24,housing,Calls went unanswered,A new rota,In progress");
    checked.is_quiet();
    assert_eq!(checked.dataset.lessons[0].status, "under_way");
    assert_eq!(
        council("calls,2023-24,housing,Calls,Rota,soon").codes(),
        ["C172"]
    );
    assert_eq!(
        council("calls,2023-24,housing,Calls,Rota,").codes(),
        ["C172"]
    );
    assert_eq!(council("calls,2023-24,housing,,,done").codes(), ["C173"]);
}

#[test]
fn thanks_are_printed_only_when_released() {
    let checked = Council::new()
        .table(
            Kind::Quotes,
            "data/quotes/quotes.csv",
            "period,service,text,released",
            "
            2023-24,housing,Very kind,yes
            2023-24,housing,Thank you,no
            2023-24,housing,So helpful,
        ",
        )
        .check();
    checked.is_quiet();
    assert_eq!(checked.dataset.quotes.len(), 1);
    assert_eq!(error(&checked, "C174").also_at.len(), 1);
}

#[test]
fn all_faults_of_a_file_come_in_one_run_and_like_ones_together() {
    let checked = Council::new()
        .figures(
            "
            2024-25,adults,complaint,corporate,1,,,recieved,3
            2024-25,adult,complaint,corporate,1,,,received,3
            2024-25,children,complaint,corporate,1,,,recieved,3
            20245,adults,complaint,corporate,1,outcome,upheldd,received,x
        ",
        )
        .check();
    let fault = error(&checked, "C150");
    assert_eq!(fault.also_at.len(), 1);
    let errors = checked.report.grouped().len();
    assert!(errors >= 4, "{}", render_text(&checked.report));
}

#[test]
fn names_are_compared_as_people_see_them_and_each_other_spelling_is_told_once() {
    let settings = "
        [services.cafe]
        name = \"Caf\u{e9} and catering\"
    ";
    let checked = Council::new()
        .settings(settings)
        .figures(
            "
            2024-25,Cafe\u{301}\u{a0}and catering,complaint,corporate,1,,,received,5
            2023-24,Cafe\u{301}\u{a0}and catering,complaint,corporate,1,,,received,6
            2022-23,Caf\u{e9} and catering,complaint,corporate,1,,,received,7
            2024-25,HOUSING,complaint,corporate,1,,,received,4
            2024-25,,complaint,corporate,1,nature,service\u{a0}failure,received,3
        ",
        )
        .check();
    checked.is_quiet();
    assert_eq!(
        checked.value("cafe/2024-25/complaint/corporate/1/received"),
        "5"
    );
    let told: Vec<String> = checked
        .report
        .diagnostics()
        .iter()
        .filter(|found| found.rule.code == "C114")
        .map(|found| found.message.clone())
        .collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(
        told[0].ends_with(
            "is read as Caf\u{e9} and catering, though it is written with other characters"
        ),
        "{told:#?}"
    );
    assert_eq!(told[1], "service \"HOUSING\" is read as Housing");
    assert!(told[2].starts_with("nature ") && told[2].ends_with("is read as service_failure"));
}
