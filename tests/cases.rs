//! Case rows to observations: each measure and each rule on tables small enough to count by hand.

use candour::calendar::Calendar;
use candour::config::{self, Site};
use candour::cube::cases::{Coverage, assemble};
use candour::dataset::cases::Cases;
use candour::diagnostic::{Report, render_text};
use candour::release::Shorthand;
use candour::source::{Kind, Table};
use chrono::NaiveDate;
use std::collections::BTreeMap;

const SETTINGS: &str = r#"
[council]
name = "Exampleshire"
area_code = "E10000000"
nation = "england"
base_url = "https://complaints.example.gov.uk/"
languages = ["en"]

[disclosure]
threshold = 0
reason = "Invented figures."

[services.place]
name = "Place"
slug = "place"

[services.waste]
name = "Waste and Recycling"
slug = "waste"
parent = "place"

[services.crew]
name = "Crew"
slug = "crew"
parent = "waste"

[services.parks]
name = "Parks"
slug = "parks"
parent = "place"
to = "2024-09-30"

[services.adults]
name = "Adults"
slug = "adults"

[natures.delay]
name = "Delay"
[natures.conduct]
name = "Conduct"
"#;

/// What a table of cases gives.
struct Outcome {
    figures: BTreeMap<String, String>,
    coverage: Coverage,
    report: String,
    codes: Vec<(String, &'static str)>,
}

impl Outcome {
    fn figure(&self, key: &str) -> Option<&str> {
        self.figures.get(key).map(String::as_str)
    }

    #[track_caller]
    fn is(&self, key: &str, value: &str) -> &Self {
        assert_eq!(self.figure(key), Some(value), "{key}\n{}", self.report);
        self
    }

    #[track_caller]
    fn is_absent(&self, key: &str) -> &Self {
        assert_eq!(self.figure(key), None, "{key}");
        self
    }

    #[track_caller]
    fn found(&self, code: &str, severity: &str) -> &Self {
        let hit = self
            .codes
            .iter()
            .any(|(known, grave)| known == code && *grave == severity);
        assert!(hit, "no {severity}[{code}] in\n{}", self.report);
        self
    }

    #[track_caller]
    fn clean(&self) -> &Self {
        assert!(self.codes.is_empty(), "{}", self.report);
        self
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn settings(text: &str) -> Site {
    let mut report = Report::new();
    let site = config::parse("candour.toml", text, &mut report);
    assert!(!report.has_errors(), "{}", render_text(&report));
    site.unwrap()
}

fn england() -> Calendar {
    Calendar::new(candour::calendar::Nation::England)
}

/// Returns CSV from a table drawn with spaces: two spaces divide cells, `-` is an empty one.
fn csv(drawn: &str) -> String {
    let rows = drawn.lines().map(str::trim).filter(|row| !row.is_empty());
    rows.map(|row| {
        let cells = row
            .split("  ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty());
        cells
            .map(|cell| if cell == "-" { "" } else { cell })
            .collect::<Vec<_>>()
            .join(",")
            + "\n"
    })
    .collect()
}

fn read(settings_text: &str, files: &[&str], as_of: &str) -> Outcome {
    let site = settings(settings_text);
    let mut report = Report::new();
    let tables: Vec<Table> = files
        .iter()
        .enumerate()
        .map(|(at, text)| {
            Table::from_csv(
                Kind::Cases,
                &format!("data/cases/{}.csv", at + 1),
                text,
                &mut report,
            )
            .unwrap()
        })
        .collect();
    let tables: Vec<&Table> = tables.iter().collect();
    let cases = Cases::read(&tables, &site, &england(), day(as_of), &mut report);
    cases.check_gaps(&tables, std::iter::empty(), &site, &mut report);
    let (observations, coverage) = assemble(&cases, &site, day(as_of));
    let figures = observations
        .iter()
        .map(|(key, observation)| {
            let value = match observation.value {
                Ok(number) => number.to_string(),
                Err(Shorthand::NotAvailable) => "[x]".into(),
                Err(Shorthand::NotApplicable) => "[z]".into(),
                Err(Shorthand::Confidential) => "[c]".into(),
            };
            (key.text(&site.codes), value)
        })
        .collect();
    let codes = report
        .grouped()
        .iter()
        .map(|d| {
            let severity = match d.severity {
                candour::diagnostic::Severity::Error => "error",
                candour::diagnostic::Severity::Warning => "warning",
                candour::diagnostic::Severity::Note => "note",
            };
            (d.rule.code.to_owned(), severity)
        })
        .collect();
    Outcome {
        figures,
        coverage,
        report: render_text(&report),
        codes,
    }
}

fn cases(drawn: &str) -> Outcome {
    read(SETTINGS, &[&csv(drawn)], "2025-06-30")
}

#[test]
fn a_complaint_counts_at_its_service_and_all_above_in_its_quarter_and_year() {
    let outcome = cases(
        "service  team  procedure  stage  received    responded   outcome
         waste    crew  corporate  1      2024-04-02  2024-04-16  upheld",
    );
    outcome.clean();
    for service in ["crew", "waste", "place", "all"] {
        for procedure in ["corporate", "all"] {
            for period in ["2024-25-q1", "2024-25"] {
                let key =
                    |measure: &str| format!("{service}/{period}/complaint/{procedure}/1/{measure}");
                outcome
                    .is(&key("received"), "1")
                    .is(&key("received/outcome=upheld"), "1")
                    .is(&key("received/outcome=not_upheld"), "0")
                    .is(&key("responded"), "1")
                    .is(&key("responded/timeliness=in_time"), "1")
                    .is(&key("responded/timeliness=late"), "0")
                    .is(&key("responded/response_band=6_10"), "1")
                    .is(&key("decided"), "1")
                    .is(&key("decided/outcome=upheld_or_partially_upheld"), "1")
                    .is(&key("mean_response_days"), "10.0")
                    .is(&key("open_at_end"), "0");
            }
        }
    }
    outcome.is("all/2024-25/complaint/all/all/received_all_stages", "1");
    outcome.is_absent("adults/2024-25/complaint/corporate/1/received");
}

#[test]
fn a_complaint_that_rolls_over_counts_where_each_thing_happened() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome
         waste    corporate  1      2024-06-28  2024-07-05  not upheld
         waste    corporate  1      2024-07-01  -           -
         waste    corporate  1      2024-12-30  2025-01-06  upheld",
    );
    outcome.clean();
    let key =
        |period: &str, measure: &str| format!("waste/{period}/complaint/corporate/1/{measure}");
    for (period, start, received, responded, end) in [
        ("2024-25-q1", "0", "1", "0", "1"),
        ("2024-25-q2", "1", "1", "1", "1"),
        ("2024-25-q3", "1", "1", "0", "2"),
        ("2024-25", "0", "3", "1", "2"),
    ] {
        outcome
            .is(&key(period, "open_at_start"), start)
            .is(&key(period, "received"), received)
            .is(&key(period, "responded"), responded)
            .is(&key(period, "open_at_end"), end);
    }
    // The outcome belongs to the complaint received in quarter 1, the answer to quarter 2.
    outcome.is(&key("2024-25-q1", "received/outcome=not_upheld"), "1");
    outcome.is(&key("2024-25-q2", "received/outcome=open"), "1");
    outcome.is(&key("2024-25-q1", "mean_response_days"), "[z]");
    // Nothing was received in quarter 4, so nobody knows whether its file is there: it is not covered.
    outcome.is_absent(&key("2024-25-q4", "received"));
    assert!(outcome.coverage.so_far("2024-25".parse_period()));
}

/// Reads a period id in tests.
trait ParsePeriod {
    fn parse_period(&self) -> candour::period::Period;
}

impl ParsePeriod for str {
    fn parse_period(&self) -> candour::period::Period {
        let year: u16 = self[..4].parse().unwrap();
        match self.split("-q").nth(1) {
            Some(quarter) => candour::period::Period::Quarter(year, quarter.parse().unwrap()),
            None => candour::period::Period::Year(year),
        }
    }
}

#[test]
fn a_quarter_between_covered_ones_has_noughts_and_one_after_them_has_nothing() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome
         waste    corporate  1      2024-04-02  2024-04-16  upheld
         waste    corporate  1      2024-10-02  2024-10-09  upheld",
    );
    outcome
        .is("waste/2024-25-q2/complaint/corporate/1/received", "0")
        .is(
            "waste/2024-25-q2/complaint/corporate/1/received/outcome=upheld",
            "0",
        )
        .is_absent("waste/2024-25-q4/complaint/corporate/1/received");
    let covered: Vec<String> = outcome
        .coverage
        .quarters()
        .map(|quarter| quarter.id())
        .collect();
    assert_eq!(covered, ["2024-25-q1", "2024-25-q2", "2024-25-q3"]);
}

#[test]
fn an_extension_makes_a_late_answer_in_time_extended_but_not_in_time() {
    let outcome = cases(
        "service  procedure  stage  received    responded   extended_to  outcome
         waste    corporate  1      2024-04-02  2024-04-17  2024-04-30   upheld
         waste    corporate  1      2024-04-02  2024-05-07  2024-04-30   upheld
         waste    corporate  1      2024-04-02  2024-04-16  -            upheld",
    );
    let key = |category: &str| {
        format!("waste/2024-25-q1/complaint/corporate/1/responded/timeliness={category}")
    };
    outcome
        .is(&key("in_time"), "1")
        .is(&key("in_time_extended"), "2")
        .is(&key("late"), "2");
}

#[test]
fn the_codes_clock_runs_from_acknowledgement_and_the_outer_limit_from_receipt() {
    // Received 18 December 2024, acknowledged on the 24th: the Code's day is 10 January, the outer one 13 January, and
    // ten days from receipt end on 6 January.
    let outcome = cases(
        "service  procedure  stage  received    acknowledged  responded   outcome
         waste    corporate  1      2024-12-18  2024-12-24    2025-01-06  upheld
         waste    corporate  1      2024-12-18  2024-12-24    2025-01-10  upheld
         waste    corporate  1      2024-12-18  2024-12-24    2025-01-13  upheld
         waste    corporate  1      2024-12-18  2025-01-02    2025-01-14  upheld
         waste    corporate  1      2025-01-20  -             -           open",
    );
    let key = |category: &str| format!("waste/2024-25/complaint/corporate/1/{category}");
    outcome
        .is(&key("responded/timeliness=in_time"), "1")
        .is(&key("responded/timeliness=in_time_code"), "3")
        .is(&key("responded/timeliness=in_time_outer"), "3")
        .is(&key("acknowledged"), "4")
        .is(&key("acknowledged/timeliness=in_time"), "3");
}

#[test]
fn without_any_acknowledgement_the_code_measure_is_not_available() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome
         waste    corporate  1      2024-12-18  2025-01-06  upheld
         waste    corporate  1      2025-01-20  -           open",
    );
    outcome
        .is(
            "waste/2024-25/complaint/corporate/1/responded/timeliness=in_time_code",
            "[x]",
        )
        .is(
            "waste/2024-25/complaint/corporate/1/responded/timeliness=in_time_outer",
            "1",
        )
        .is_absent("waste/2024-25/complaint/corporate/1/acknowledged");
}

#[test]
fn a_target_from_acknowledgement_is_not_met_where_no_acknowledgement_shows_it() {
    let text = format!(
        "{SETTINGS}\n[[procedures.corporate.stage_1]]\ndays = 10\nclock = \"acknowledged\"\nacknowledge = 5\n"
    );
    let drawn = "service  procedure  stage  received    acknowledged  responded   outcome
                 waste    corporate  1      2024-12-18  2024-12-24    2025-01-10  upheld
                 waste    corporate  1      2024-12-18  -             2025-01-06  upheld
                 waste    corporate  1      2024-12-18  -             2025-01-07  upheld
                 waste    corporate  1      2025-01-20  -             -           open";
    let outcome = read(&text, &[&csv(drawn)], "2025-06-30");
    outcome.found("C146", "warning");
    outcome.is(
        "waste/2024-25/complaint/corporate/1/responded/timeliness=in_time",
        "2",
    );
    outcome.is(
        "waste/2024-25/complaint/corporate/1/responded/timeliness=late",
        "1",
    );
}

#[test]
fn a_target_from_the_start_of_the_work_counts_from_the_column_started() {
    let text =
        format!("{SETTINGS}\n[[procedures.corporate.stage_1]]\ndays = 10\nclock = \"started\"\n");
    let drawn = "service  procedure  stage  received    started     responded   outcome
                 waste    corporate  1      2024-12-18  2024-12-24  2025-01-10  upheld
                 waste    corporate  1      2024-12-18  2024-12-18  2025-01-10  upheld
                 waste    corporate  1      2024-12-18  -           2025-01-06  upheld
                 waste    corporate  1      2025-01-20  -           -           open";
    let outcome = read(&text, &[&csv(drawn)], "2025-06-30");
    outcome.found("C146", "warning");
    let key = |category: &str| {
        format!("waste/2024-25/complaint/corporate/1/responded/timeliness={category}")
    };
    outcome.is(&key("in_time"), "2").is(&key("late"), "1");
}

#[test]
fn nothing_is_said_of_time_where_no_row_says_when_the_work_started() {
    let text =
        format!("{SETTINGS}\n[[procedures.corporate.stage_1]]\ndays = 10\nclock = \"started\"\n");
    let drawn = "service  procedure  stage  received    responded   outcome
                 waste    corporate  1      2024-12-18  2024-12-20  upheld";
    let outcome = read(&text, &[&csv(drawn)], "2025-06-30");
    outcome.found("C146", "warning");
    outcome.is(
        "waste/2024-25/complaint/corporate/1/responded/timeliness=in_time",
        "[x]",
    );
}

#[test]
fn six_months_count_the_day_of_receipt_and_end_with_the_month() {
    let outcome = cases(
        "service  procedure         stage  received    responded   outcome
         adults   statutory_adults  1      2023-08-31  2024-02-29  upheld
         adults   statutory_adults  1      2023-08-31  2024-03-01  upheld
         adults   statutory_adults  1      2024-09-30  2025-03-29  upheld
         adults   statutory_adults  1      2024-09-30  2025-03-30  upheld",
    );
    let key = |year: &str, category: &str| {
        format!("adults/{year}/complaint/statutory_adults/1/responded/timeliness={category}")
    };
    outcome
        .is(&key("2023-24", "in_time"), "1")
        .is(&key("2023-24", "late"), "1")
        .is_absent(&key("2023-24", "in_time_code"));
}

#[test]
fn an_answer_on_a_saturday_after_the_due_day_is_late_though_the_count_of_days_is_not_over() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome
         waste    corporate  1      2025-06-06  2025-06-21  upheld",
    );
    outcome
        .is(
            "waste/2025-26/complaint/corporate/1/responded/timeliness=late",
            "1",
        )
        .is(
            "waste/2025-26/complaint/corporate/1/mean_response_days",
            "10.0",
        );
}

#[test]
fn days_in_two_units_are_never_averaged_together() {
    let text = format!(
        "{SETTINGS}\n[[procedures.corporate.stage_1]]\ndays = 14\nunit = \"calendar\"\nacknowledge = 5\n"
    );
    let drawn = "service  procedure         stage  received    responded   outcome
                 adults   corporate         1      2024-04-02  2024-04-16  upheld
                 adults   statutory_adults  1      2024-04-02  2024-04-16  upheld";
    let outcome = read(&text, &[&csv(drawn)], "2025-06-30");
    outcome
        .is(
            "adults/2024-25/complaint/corporate/1/mean_response_days",
            "14.0",
        )
        .is(
            "adults/2024-25/complaint/statutory_adults/1/mean_response_days",
            "10.0",
        )
        .is_absent("adults/2024-25/complaint/all/1/mean_response_days")
        .is_absent("adults/2024-25/complaint/all/1/responded/response_band=0_5");
}

#[test]
fn median_percentile_and_longest_stand_over_ten_answers_and_not_over_nine() {
    let rows = |count: u32| {
        let mut drawn = "service  procedure  stage  received  responded  outcome\n".to_owned();
        for n in 1..=count {
            // Monday 3 March 2025 and n calendar days later; days over weekends repeat a count.
            let responded = day("2025-03-03") + chrono::Days::new(n.into());
            drawn += &format!("waste  corporate  1  2025-03-03  {responded}  upheld\n");
        }
        cases(&drawn)
    };
    let key =
        |measure: &str| format!("waste/2024-25/complaint/corporate/1/{measure}_response_days");
    // Working days taken: 1 2 3 4 4 4 5 6 7 8.
    let ten = rows(10);
    ten.is(&key("mean"), "4.4")
        .is(&key("median"), "4.0")
        .is(&key("percentile_90"), "7")
        .is(&key("longest"), "8");
    rows(9)
        .is(&key("mean"), "4.0")
        .is_absent(&key("median"))
        .is_absent(&key("percentile_90"))
        .is_absent(&key("longest"));
}

#[test]
fn what_ends_without_an_answer_is_closed_and_not_responded() {
    let outcome = cases(
        "service  procedure  stage  received    responded   closed      outcome              refusal_reason
         waste    corporate  1      2024-04-02  -           2024-07-03  withdrawn            -
         waste    corporate  1      2024-04-02  2024-04-09  -           refused              insurance
         waste    corporate  1      2024-04-02  -           2024-04-09  out of jurisdiction  -
         waste    corporate  1      2024-04-02  2024-04-16  2024-07-20  upheld               -",
    );
    outcome.clean();
    let key =
        |period: &str, measure: &str| format!("waste/{period}/complaint/corporate/1/{measure}");
    outcome
        .is(&key("2024-25-q1", "received"), "4")
        .is(&key("2024-25-q1", "accepted"), "2")
        .is(&key("2024-25-q1", "responded"), "1")
        .is(&key("2024-25-q1", "closed_without_response"), "2")
        .is(
            &key("2024-25-q1", "closed_without_response/outcome=refused"),
            "1",
        )
        .is(
            &key("2024-25-q1", "received/refusal_reason=insurance_claim"),
            "1",
        )
        .is(&key("2024-25-q1", "open_at_end"), "1")
        .is_absent(&key("2024-25-q2", "closed_without_response"));
}

#[test]
fn what_is_open_at_a_quarters_end_is_late_when_its_due_day_has_passed_whatever_was_extended() {
    // Ten working days from Monday 10 June are over on Monday 24 June, from Thursday 20 June on Thursday 4 July.
    let rows = [
        "2024-06-10  2024-06-11  2024-07-05  -           upheld     -",
        "2024-06-20  2024-06-21  2024-07-10  -           upheld     -",
        "2024-06-10  2024-06-11  2024-07-08  -           upheld     2024-07-12",
        "2024-06-10  2024-06-11  -           2024-08-01  withdrawn  -",
        "2024-06-10  2024-06-11  2024-06-28  -           upheld     -",
        "2024-06-14  2024-06-17  -           -           open       -",
        "2024-09-27  2024-09-27  2024-10-04  -           upheld     -",
    ];
    let drawn = |rows: &[&str]| {
        let head = "service  procedure  stage  received  acknowledged  responded  closed  outcome  extended_to\n";
        let rows = rows
            .iter()
            .map(|row| format!("waste  corporate  1  {row}\n"));
        cases(&rows.fold(head.to_owned(), |table, row| table + &row))
    };
    let outcome = drawn(&rows);
    let key =
        |period: &str, of: &str| format!("waste/{period}/complaint/corporate/1/open_at_end{of}");
    outcome
        .is(&key("2024-25-q1", ""), "5")
        .is(&key("2024-25-q1", "/timeliness=late"), "4")
        .is(&key("2024-25-q2", ""), "2")
        .is(&key("2024-25-q2", "/timeliness=late"), "1")
        .is_absent(&key("2024-25", "/timeliness=late"));
    // Who has waited how long is not known of all: nothing is said.
    let undated = read(
        SETTINGS,
        &[
            "service,procedure,stage,period,outcome\nwaste,corporate,1,2024-25-q1,open\n\
           waste,corporate,1,2024-25-q2,upheld\n",
        ],
        "2025-12-31",
    );
    undated
        .is(&key("2024-25-q1", ""), "1")
        .is_absent(&key("2024-25-q1", "/timeliness=late"));
}

#[test]
fn natures_count_each_mention_and_cross_with_the_outcome_where_they_occur() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome     nature
         waste    corporate  1      2024-04-02  2024-04-16  upheld      delay; conduct
         waste    corporate  1      2024-07-02  2024-07-16  not upheld  delay; delay",
    );
    outcome.clean();
    let key =
        |period: &str, rest: &str| format!("waste/{period}/complaint/corporate/1/received/{rest}");
    outcome
        .is(&key("2024-25", "nature=delay"), "2")
        .is(&key("2024-25-q2", "nature=conduct"), "0")
        .is(&key("2024-25", "nature=delay/outcome=upheld"), "1")
        .is(&key("2024-25", "nature=delay/outcome=not_upheld"), "1")
        .is_absent(&key("2024-25-q2", "nature=conduct/outcome=upheld"));
}

#[test]
fn other_contacts_have_neither_procedure_nor_stage() {
    let outcome = cases(
        "service  contact     procedure  stage  received    responded  outcome
         waste    compliment  -          -      2024-04-02  -          -
         waste    complaint   corporate  1      2024-04-02  -          -",
    );
    outcome.clean();
    outcome
        .is("waste/2024-25-q1/compliment/all/all/received", "1")
        .is("all/2024-25/compliment/all/all/received", "1")
        .is("waste/2024-25-q1/complaint/corporate/1/received", "1")
        .is("waste/2024-25-q1/complaint/corporate/1/open_at_end", "1");
}

#[test]
fn stages_are_not_added_up_but_for_the_one_measure_that_says_so() {
    let outcome = cases(
        "case_ref  service  procedure  stage  received    responded   outcome
         A1        waste    corporate  1      2024-04-02  2024-04-16  not upheld
         A1        waste    corporate  2      2024-05-02  2024-05-16  upheld",
    );
    outcome.clean();
    outcome
        .is("waste/2024-25/complaint/corporate/1/received", "1")
        .is("waste/2024-25/complaint/corporate/2/received", "1")
        .is(
            "waste/2024-25/complaint/corporate/all/received_all_stages",
            "2",
        )
        .is_absent("waste/2024-25/complaint/corporate/all/received");
}

#[test]
fn with_the_basis_responded_outcomes_stand_in_the_period_of_the_answer() {
    let text = format!("{SETTINGS}\n[measures]\noutcome_basis = \"responded\"\n");
    let drawn = "service  procedure  stage  received    responded   closed      outcome
                 waste    corporate  1      2024-06-28  2024-07-05  -           upheld
                 waste    corporate  1      2024-07-01  -           2024-07-02  withdrawn";
    let outcome = read(&text, &[&csv(drawn)], "2025-06-30");
    outcome
        .is(
            "waste/2024-25-q1/complaint/corporate/1/responded/outcome=upheld",
            "0",
        )
        .is(
            "waste/2024-25-q2/complaint/corporate/1/responded/outcome=upheld",
            "1",
        )
        .is("waste/2024-25-q2/complaint/corporate/1/decided", "1")
        .is_absent("waste/2024-25-q2/complaint/corporate/1/responded/outcome=withdrawn")
        .is_absent("waste/2024-25-q2/complaint/corporate/1/received/outcome=upheld");
}

#[test]
fn where_dates_were_removed_the_row_says_how_long_and_whether_in_time() {
    let outcome = cases(
        "service  procedure  stage  period      response_days  in_time  outcome
         waste    corporate  1      2024-25-q2  12             no       upheld
         waste    corporate  1      2024-25-q2  3              yes      not upheld
         waste    corporate  1      2024-25-q2  -              -        open",
    );
    outcome.clean();
    let key = |measure: &str| format!("waste/2024-25-q2/complaint/corporate/1/{measure}");
    outcome
        .is(&key("received"), "3")
        .is(&key("responded"), "2")
        .is(&key("responded/timeliness=in_time"), "1")
        .is(&key("responded/timeliness=late"), "1")
        .is(&key("mean_response_days"), "7.5")
        .is(&key("open_at_end"), "1");
}

#[test]
fn a_year_is_not_a_period_for_a_case() {
    cases(
        "service  procedure  stage  period   outcome
         waste    corporate  1      2024-25  upheld",
    )
    .found("C147", "error");
}

#[test]
fn a_service_has_no_noughts_after_its_end() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome
         parks    corporate  1      2024-04-02  2024-04-16  upheld
         waste    corporate  1      2024-12-02  2024-12-10  upheld",
    );
    outcome
        .is("parks/2024-25-q2/complaint/corporate/1/received", "0")
        .is_absent("parks/2024-25-q3/complaint/corporate/1/received");
}

#[test]
fn what_the_site_does_not_know_is_refused_with_the_nearest_and_the_lines_to_add() {
    let outcome = cases(
        "service  procedure  stage  received    responded   outcome        nature
         wastes   corporate  1      2024-04-02  2024-04-16  upheld         delay
         waste    corprate   1      2024-04-02  2024-04-16  upheld         delay
         waste    corporate  1      2024-04-02  2024-04-16  partly uphelt  delay
         waste    corporate  1      2024-04-02  2024-04-16  rejected       delay
         waste    corporate  1      2024-04-02  2024-04-16  upheld         delays",
    );
    outcome
        .found("C105", "error")
        .found("C104", "error")
        .found("C132", "error");
    for part in [
        "did you mean waste?",
        "did you mean corporate?",
        "[outcomes.partially_upheld]",
        "[natures.delay]",
        "not_upheld, refused",
    ] {
        assert!(outcome.report.contains(part), "{part}\n{}", outcome.report);
    }
}

#[test]
fn a_stage_must_be_one_of_its_procedure() {
    cases(
        "service  procedure         stage  received
         adults   statutory_adults  2      2024-04-02",
    )
    .found("C134", "error");
}

#[test]
fn every_row_needs_a_service_a_procedure_a_stage_and_a_date() {
    let outcome = cases(
        "service  procedure  stage  received    outcome
         -        corporate  1      2024-04-02  open
         waste    -          1      2024-04-02  open
         waste    corporate  -      2024-04-02  open
         waste    corporate  1      -           open",
    );
    for part in [
        "the service is missing",
        "the procedure is missing",
        "the stage is missing",
        "the day of receipt is missing",
    ] {
        assert!(outcome.report.contains(part), "{part}\n{}", outcome.report);
    }
}

#[test]
fn a_row_of_totals_is_not_a_case() {
    cases(
        "service  procedure  stage  received
         waste    corporate  1      2024-04-02
         TOTAL    -          -      -",
    )
    .found("C135", "error");
}

#[test]
fn dates_must_follow_one_another_and_not_lie_ahead_or_outside_the_calendar() {
    cases(
        "service  procedure  stage  received    acknowledged  responded   outcome
         waste    corporate  1      2024-04-02  2024-04-03    2024-04-01  upheld
         waste    corporate  1      2024-04-02  2024-04-30    2024-04-16  upheld
         waste    corporate  1      2025-07-01  -             -           open
         waste    corporate  1      1924-04-02  -             -           open",
    )
    .found("C136", "error")
    .found("C137", "error")
    .found("C138", "error");
}

#[test]
fn an_answer_that_came_improbably_long_after_receipt_is_told_with_its_days_and_counted() {
    let outcome = cases(
        "service  procedure         stage  received    responded   outcome
         waste    corporate         1      2022-04-12  2024-04-16  upheld
         waste    corporate         1      2023-04-12  2024-04-16  upheld
         waste    corporate         1      2023-10-02  2024-04-16  upheld
         adults   statutory_adults  1      2023-04-12  2024-04-16  upheld",
    );
    outcome.found("C130", "warning");
    for part in [
        "answered more than 2 years after it was received",
        "row 2, column E",
        "735 from receipt on 2022-04-12",
        "answered more than a year after it was received",
        "row 3, column E",
    ] {
        assert!(outcome.report.contains(part), "{part}\n{}", outcome.report);
    }
    // Half a year is late and no slip; adult social care has no limit, and a year alone is no sign.
    assert_eq!(outcome.codes.len(), 2, "{}", outcome.report);
    outcome.is("waste/2023-24-q1/complaint/corporate/1/received", "1");
}

#[test]
fn a_year_without_a_case_row_is_refused_at_the_rows_that_stand_alone() {
    let drawn = "service  procedure  stage  received    outcome
                 waste    corporate  1      2024-04-02  open
                 waste    corporate  1      2024-07-02  open
                 waste    corporate  1      2015-05-05  open
                 waste    corporate  1      2024-08-02  open";
    let outcome = cases(drawn);
    outcome.found("C131", "error");
    for part in [
        "no case was received in 35 quarters in a row, from 2015-16-q2 to 2023-24-q4",
        "row 4, column D",
        "before: 1 row\n",
        "after: 3 rows",
        "key = \"all/2015-07-01--2024-03-31/all/all/all/all\"",
    ] {
        assert!(outcome.report.contains(part), "{part}\n{}", outcome.report);
    }
    let accepted = SETTINGS.to_owned()
        + "[[accept]]\ncode = \"C131\"\nkey = \"all/2015-07-01--2024-03-31/all/all/all/all\"\nreason = \"There were none.\"";
    let outcome = read(&accepted, &[&csv(drawn)], "2025-06-30");
    outcome.found("C131", "note");
}

#[test]
fn three_quarters_without_a_case_row_are_quiet_ones() {
    cases(
        "service  procedure  stage  received    outcome
         waste    corporate  1      2024-04-02  open
         waste    corporate  1      2023-06-30  open",
    )
    .clean();
}

#[test]
fn a_gap_is_not_told_of_a_file_whose_rows_could_not_all_be_read() {
    let outcome = cases(
        "service  procedure  stage  received    outcome
         waste    corporate  1      2024-04-02  open
         wastes   corporate  1      2022-04-02  open
         waste    corporate  1      2020-04-02  open",
    );
    assert!(!outcome.report.contains("C131"), "{}", outcome.report);
}

#[test]
fn outcome_and_dates_must_agree() {
    let outcome = cases(
        "service  procedure  stage  received    responded   closed      outcome
         waste    corporate  1      2024-04-02  2024-04-16  -           open
         waste    corporate  1      2024-04-02  -           -           upheld
         waste    corporate  1      2024-04-02  -           2024-04-16  upheld
         waste    corporate  1      2024-04-02  2024-04-16  -           refused",
    );
    outcome
        .found("C141", "error")
        .found("C140", "warning")
        .found("C142", "warning");
    outcome.is("waste/2024-25-q1/complaint/corporate/1/responded", "1");
}

#[test]
fn cells_that_contradict_the_dates_are_told_and_not_used() {
    let outcome = cases(
        "service  procedure  stage  received    responded   period      response_days  in_time  outcome
         waste    corporate  1      2024-04-02  2024-04-16  2024-25-q2  11             no       upheld",
    );
    outcome.found("C139", "warning");
    for part in [
        "the period does not hold",
        "response_days does not follow",
        "in_time does not follow",
    ] {
        assert!(outcome.report.contains(part), "{part}\n{}", outcome.report);
    }
    outcome.is(
        "waste/2024-25-q1/complaint/corporate/1/responded/timeliness=in_time",
        "1",
    );
}

#[test]
fn a_complaint_after_the_end_of_its_service_is_told_and_counted_there() {
    let outcome = cases(
        "service  procedure  stage  received    outcome
         parks    corporate  1      2024-11-02  open",
    );
    outcome
        .found("C143", "warning")
        .is("parks/2024-25-q3/complaint/corporate/1/received", "1");
}

#[test]
fn the_same_case_and_stage_in_two_files_is_an_error_that_names_both_places() {
    let one = csv("case_ref  service  procedure  stage  received    outcome
                   A1        waste    corporate  1      2024-04-02  open");
    let two = csv("case_ref  service  procedure  stage  received    outcome
                   B1        waste    corporate  1      2024-04-02  open
                   A1        waste    corporate  1      2024-04-02  open");
    let outcome = read(SETTINGS, &[&one, &two], "2025-06-30");
    outcome.found("C144", "error");
    assert!(
        outcome.report.contains("data/cases/1.csv, row 2"),
        "{}",
        outcome.report
    );
    assert!(
        outcome.report.contains("data/cases/2.csv, row 3"),
        "{}",
        outcome.report
    );
}

#[test]
fn a_later_stage_comes_after_the_earlier_one_of_its_case() {
    let outcome = cases(
        "case_ref  service  procedure  stage  received    responded   outcome
         A1        waste    corporate  1      2024-05-02  2024-05-14  upheld
         A1        waste    corporate  2      2024-04-02  2024-05-20  upheld
         B1        waste    corporate  2      2024-04-02  2024-04-12  upheld
         B1        waste    corporate  1      2024-04-22  -           open
         C1        waste    corporate  1      2024-04-02  2024-05-14  upheld
         C1        waste    corporate  2      2024-05-01  2024-05-28  upheld",
    );
    outcome.found("C149", "error").found("C149", "warning");
    for part in [
        "stage 2 was received before stage 1 of the same case, in row 2",
        "row 3, column E",
        "stage 2 was answered before stage 1 of the same case was received, in row 5",
        "row 4, column F",
        "stage 2 was received before stage 1 of the same case was answered, in row 6",
        "row 7, column E",
    ] {
        assert!(outcome.report.contains(part), "{part}\n{}", outcome.report);
    }
}

#[test]
fn stages_that_follow_one_another_are_no_finding() {
    cases(
        "case_ref  service  procedure  stage  received    responded   closed      outcome
         A1        waste    corporate  1      2024-05-02  2024-05-14  -           upheld
         A1        waste    corporate  2      2024-05-14  2024-05-20  -           upheld
         B1        waste    corporate  1      2024-04-02  -           2024-05-14  escalated_without_outcome
         B1        waste    corporate  2      2024-05-01  2024-05-28  -           upheld",
    )
    .clean();
}

#[test]
fn a_withdrawn_complaint_with_an_answer_is_told_and_counts_as_closed_without_one() {
    let outcome = cases(
        "service  procedure  stage  received    responded   closed      outcome
         waste    corporate  1      2024-05-02  2024-05-14  -           withdrawn
         waste    corporate  1      2024-05-02  -           2024-05-14  withdrawn",
    );
    outcome.found("C139", "warning");
    assert_eq!(outcome.codes.len(), 1, "{}", outcome.report);
    assert!(
        outcome.report.contains("row 2, column E"),
        "{}",
        outcome.report
    );
    outcome.is("waste/2024-25-q1/complaint/corporate/1/responded", "0");
    outcome.is(
        "waste/2024-25-q1/complaint/corporate/1/closed_without_response",
        "2",
    );
}

#[test]
fn a_complaint_moved_to_another_procedure_may_stand_in_both() {
    cases(
        "case_ref  service  procedure         stage  received    closed      outcome
         A1        adults   corporate         1      2024-04-02  2024-04-03  transferred
         A1        adults   statutory_adults  1      2024-04-03  -           open",
    )
    .clean();
}

#[test]
fn a_later_stage_without_the_first_is_noted_where_references_can_be_followed() {
    let followed = "case_ref  service  procedure  stage  received    outcome
                    A1        waste    corporate  1      2024-04-02  open
                    A1        waste    corporate  2      2024-05-02  open
                    B7        waste    corporate  2      2024-05-02  open";
    cases(followed).found("C145", "note");
    let unfollowed = "case_ref  service  procedure  stage  received    outcome
                      A1        waste    corporate  1      2024-04-02  open
                      B7        waste    corporate  2      2024-05-02  open";
    cases(unfollowed).clean();
}

#[test]
fn like_faults_are_one_finding_with_their_rows() {
    let mut drawn = "service  procedure  stage  received  outcome\n".to_owned();
    for _ in 0..500 {
        drawn += "wastes  corporate  1  2024-04-02  open\n";
    }
    let outcome = cases(&drawn);
    assert_eq!(outcome.codes.len(), 1, "{}", outcome.report);
    assert!(
        outcome
            .report
            .contains("the same in 499 more rows (3, 4, 5, …)"),
        "{}",
        outcome.report
    );
    assert!(!outcome.report.contains("in all"), "{}", outcome.report);
}

#[test]
fn a_heading_at_fault_hides_no_cell_that_can_be_read() {
    let outcome = cases(
        "service  procedure  stage  beginning   responded   outcome   nature
         wastes   corporate  1      2024-04-02  2024-02-31  Rejected  rudeness
         waste    -          1      2024-04-02  2024-04-22  upheld    delay",
    );
    for code in ["C100", "C105", "C106", "C132", "C104"] {
        outcome.found(code, "error");
    }
    // That the procedure is missing may only follow from a column that was not found, as the day of receipt is.
    assert!(!outcome.report.contains("is missing"), "{}", outcome.report);
}

#[test]
fn a_column_that_two_headings_name_is_not_read() {
    let outcome = cases(
        "service  procedure  stage  received    date_received  outcome
         waste    corporate  1      2024-04-02  31 March       open",
    );
    outcome.found("C102", "error");
    assert_eq!(outcome.codes.len(), 1, "{}", outcome.report);
}

#[test]
fn a_service_spelt_otherwise_is_found_and_told_with_all_its_rows() {
    let told = read(
        SETTINGS,
        &[&csv("
            service                   team    procedure  stage  received    nature
            WASTE\u{a0}AND\u{a0}RECYCLING  CREW  corporate  1      2024-05-01  delay
            Waste and Recycling       Crew    corporate  1      2024-05-02  delay
            WASTE\u{a0}AND\u{a0}RECYCLING  Crew  corporate  1      2024-05-03  Delay
        ")],
        "2024-10-01",
    );
    told.is("crew/2024-25-q1/complaint/corporate/1/received", "3");
    let codes: Vec<&str> = told.codes.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["C114", "C114"], "{}", told.report);
    for words in [
        "is read as Waste and Recycling",
        "is read as Crew",
        "1 more row (4)",
    ] {
        assert!(told.report.contains(words), "{words}\n{}", told.report);
    }
}

#[test]
fn a_team_with_characters_that_hide_is_refused() {
    let told = read(
        SETTINGS,
        &[&csv("
            service  team        procedure  stage  received
            waste    Cr\u{200b}ew  corporate  1      2024-05-01
        ")],
        "2024-10-01",
    );
    told.found("C113", "error");
}
