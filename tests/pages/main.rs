//! What readers are told on the pages: each sentence says what the figures say, and no more.
//!
//! Every test here was a fault of a page that somebody read: a wrong number, a wrong reason, or words that do not fit.

mod beside;
#[path = "../support/builder.rs"]
mod builder;
mod compared;
mod council;
mod decided;
mod outcomes;
mod stages;
mod unlike;

use council::Council;

/// Seen: a total of two procedures' supplied figures said that none was upheld, because one of the two said nothing of it.
#[test]
fn an_outcome_that_one_procedure_does_not_tell_of_is_not_nought_for_all() {
    let site = Council::new("silent procedure")
        .figures(
            "2023-24,children,complaint,corporate,2,,,received,30,report
             2023-24,children,complaint,corporate,2,outcome,upheld,received,9,report
             2023-24,children,complaint,corporate,2,outcome,partially_upheld,received,6,report
             2023-24,children,complaint,corporate,2,outcome,not_upheld,received,15,report
             2023-24,children,complaint,statutory_children,2,,,received,2,report
             2023-24,children,complaint,statutory_children,2,outcome,partially_upheld,received,1,report
             2023-24,children,complaint,statutory_children,2,outcome,not_upheld,received,1,report",
        )
        .build();
    let rows = site.file("services/children/2023-24/data.csv");
    let wrong = "children,,complaint,all,2,outcome,upheld,received,0,";
    assert!(!rows.contains(wrong), "{rows}");
    assert!(
        !rows.contains("upheld_or_partially_upheld,decided_percent"),
        "{rows}"
    );
}

/// Seen: "We hide how often we were at fault, to protect people", of a service that had sent no figures.
#[test]
fn what_was_not_supplied_is_not_called_hidden() {
    let site = Council::new("not supplied")
        .figures(
            "2023-24,adults,complaint,corporate,1,,,received,12,report
             2023-24,children,complaint,corporate,1,,,received,[x],report
             2023-24,children,complaint,corporate,1,outcome,upheld,received,[x],report
             2023-24,children,complaint,corporate,1,outcome,partially_upheld,received,[x],report
             2023-24,children,complaint,corporate,1,outcome,not_upheld,received,[x],report",
        )
        .build();
    site.says(
        "services/children/2023-24/",
        "We have no figure for stage 1 complaints",
    );
    site.says_not("services/children/2023-24/", "We hide");
}

/// Seen: "Complaints received: 318" in the table of compliments.
#[test]
fn compliments_are_not_called_complaints() {
    let site = Council::new("compliments")
        .figures(
            "2023-24,all,compliment,,,,,received,318,report
             2023-24,all,compliment,,,,,received_change_percent,-14,report
             2023-24,all,complaint,corporate,1,,,received,90,report",
        )
        .build();
    site.says("services/all/2023-24/", "Compliments in figures");
    site.says_not("services/all/2023-24/", "Complaints received\n318");
}

/// Seen: "In 2025 to 2026 we replied on time to 80%", which was four of five.
#[test]
fn how_to_complain_gives_no_share_of_fewer_than_ten_replies() {
    let site = Council::new("few replies")
        .cases(
            "A1,adults,corporate,1,2023-05-01,2023-05-02,2023-05-05,upheld,
             A2,adults,corporate,1,2023-05-02,2023-05-03,2023-05-09,not_upheld,
             A3,adults,corporate,1,2023-05-03,2023-05-04,2023-07-31,upheld,
             A4,adults,corporate,1,2024-02-05,2024-02-06,2024-02-09,upheld,",
        )
        .build();
    site.says(
        "how-to-complain/",
        "In the year April 2023 to March 2024 we answered 4 complaints at this stage, 3 of them on time.",
    );
    site.says(
        "how-to-complain/",
        "you can go to the Local Government and Social Care Ombudsman.",
    );
}

/// Seen: two headings "Statutory complaints procedure", one under the other.
#[test]
fn two_procedures_of_one_name_are_told_apart() {
    let site = Council::new("same name")
        .settings(
            "name = \"Statutory complaints procedure\"\n[procedures.statutory_adults]\nname = \"Statutory complaints procedure\"\n",
        )
        .figures(
            "2023-24,children,complaint,statutory_children,1,,,received,12,report
             2023-24,adults,complaint,statutory_adults,1,,,received,14,report",
        )
        .build();
    site.says(
        "how-to-complain/",
        "Statutory complaints procedure: Children's statutory",
    );
}

/// Seen: "1 are under way", "9 are done, 0 are under way".
#[test]
fn how_far_the_changes_are_is_said_in_right_numbers() {
    let header = "id,period,service,theme,you_said,we_found,we_did,status,due";
    let site = Council::new("changes")
        .settings("[themes.delays]\nname = \"Delays\"\n[themes.letters]\nname = \"Letters\"\n")
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .file(
            "data/lessons/lessons.csv",
            header,
            "a,2023-24,adults,delays,Slow.,,Faster.,done,
             b,2023-24,adults,delays,Slow.,,Faster.,done,
             c,2023-24,adults,delays,Slow.,,Soon.,under_way,
             d,2023-24,adults,letters,Long.,,Short.,done,
             e,undated,adults,letters,Late.,,Early.,done,",
        )
        .build();
    site.says(
        "learning/",
        "We recorded 5 changes. 4 are done and 1 is under way.",
    );
    site.says(
        "learning/letters/",
        "We recorded 2 changes. All of them are done.",
    );
    site.says("learning/undated/", "We recorded 1 change. It is done.");
    site.says("learning/", "\nNo stated period\n");
    // Each page offers its own lessons, as they stand in the whole table.
    let whole = site.file("data/latest/lessons.csv");
    assert_eq!(site.file("learning/data.csv"), whole);
    let letters = whole
        .lines()
        .filter(|line| line.starts_with("id,") || line.contains(",letters,"))
        .map(|line| format!("{line}\r\n"))
        .collect::<String>();
    assert_eq!(site.file("learning/letters/data.csv"), letters);
    let json = site.file("learning/undated/data.json");
    assert!(
        json.contains("[\"e\",\"undated\",") && !json.contains("[\"a\","),
        "{json}"
    );
    let page = site.file("learning/letters/index.html");
    assert!(
        page.contains("href=\"data.csv\" download>These lessons (CSV, "),
        "{page}"
    );
}

/// Seen: lessons of April to June 2023 under "2023 to 2024", because both begin on the same day.
#[test]
fn lessons_of_two_periods_that_begin_on_one_day_stand_apart() {
    let header = "id,period,service,theme,you_said,we_found,we_did,status,due";
    let site = Council::new("lessons of two periods")
        .settings("[themes.delays]\nname = \"Delays\"\n")
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .file(
            "data/lessons/lessons.csv",
            header,
            "a,2023-24,adults,delays,Slow.,,Faster.,done,
             b,2023-04-01--2023-05-15,adults,delays,Late.,,Early.,done,",
        )
        .build();
    let page = site.file("learning/index.html");
    for id in ["in-2023-24", "in-2023-04-01--2023-05-15"] {
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

/// Seen: a heading that was only the service's name, and "Maladministration; Maladministration".
#[test]
fn a_decision_without_a_subject_has_a_heading_of_its_own() {
    let header = "id,ombudsman,service,decided_on,period,subject,decision,findings";
    let site = Council::new("decisions")
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .file(
            "data/decisions/decisions.csv",
            header,
            "one,lgsco,adults,2023-06-12,,,upheld,
             two,lgsco,adults,,2023-24,Adult social care,not_upheld,
             three,housing,adults,,2023-24,Damp,,maladministration;service_failure;maladministration",
        )
        .build();
    site.says(
        "ombudsman/decisions/one/",
        "Adult social care: upheld, decided 12 June 2023",
    );
    site.says(
        "ombudsman/decisions/two/",
        "Adult social care: not upheld, decided in 2023 to 2024",
    );
    site.says(
        "ombudsman/decisions/three/",
        "Maladministration (2 findings); Service failure",
    );
    site.says(
        "ombudsman/decisions/three/",
        "We went wrong; we went wrong in a smaller way",
    );
    // Rows of decisions give every finding: what does not occur among them was not made.
    site.says(
        "ombudsman/",
        "the Housing Ombudsman decided 1 complaint and made 3 findings.",
    );
}

/// Seen: a whole column of "not available" for outcomes that no complaint of the quarter had.
#[test]
fn reasons_and_outcomes_counted_from_case_rows_have_noughts_and_not_gaps() {
    let site = Council::new("reasons")
        .settings("[natures.delay]\nname = \"Delay\"\n[natures.staff]\nname = \"Staff\"\n")
        .cases(
            "A1,adults,corporate,1,2023-05-01,2023-05-02,2023-05-05,upheld,delay
             A2,adults,corporate,1,2023-05-02,2023-05-03,2023-05-09,not_upheld,delay
             A3,adults,corporate,1,2023-08-03,2023-08-04,2023-08-10,not_upheld,staff
             A4,adults,corporate,1,2023-11-03,2023-11-04,2023-11-10,not_upheld,staff
             A5,adults,corporate,1,2024-02-03,2024-02-04,2024-02-09,not_upheld,staff",
        )
        .build();
    site.says(
        "services/adults/2023-24/",
        "Stage 1 complaints by what they were about and outcome",
    );
    site.says("services/adults/2023-24/", "\nStaff\n0\n0\n3\n3\n");
}

/// Seen: first a row of noughts, because complaints of the year before had been counted with those of the period.
#[test]
fn natures_by_outcome_are_of_the_period_alone() {
    let site = Council::new("natures of a period")
        .settings("[natures.delay]\nname = \"Delay\"\n[natures.staff]\nname = \"Staff\"\n")
        .cases(
            "A1,adults,corporate,1,2022-05-03,2022-05-04,2022-05-06,upheld,delay
             A2,adults,corporate,1,2022-05-04,2022-05-05,2022-05-09,upheld,delay
             A3,adults,corporate,1,2023-05-03,2023-05-04,2023-05-10,not_upheld,staff
             A4,adults,corporate,1,2024-02-02,2024-02-05,2024-02-09,not_upheld,staff",
        )
        .build();
    let text = site.read("services/adults/2023-24/");
    let caption = "Stage 1 complaints by what they were about and outcome";
    let (_, table) = text.split_once(caption).unwrap();
    let first = table.lines().find(|line| ["Delay", "Staff"].contains(line));
    assert_eq!(first, Some("Staff"), "{text}");
}

/// Seen: a year that had just begun, with no word of what it was compared with.
#[test]
fn a_running_year_is_compared_with_the_same_months() {
    let site = Council::new("running year")
        .cases(
            "A1,adults,corporate,1,2023-05-01,2023-05-02,2023-05-05,upheld,
             A2,adults,corporate,1,2023-11-02,2023-11-03,2023-11-09,not_upheld,
             A3,adults,corporate,1,2024-02-02,2024-02-05,2024-02-09,not_upheld,
             A4,adults,corporate,1,2024-05-01,2024-05-02,2024-05-05,upheld,
             A5,adults,corporate,1,2024-06-01,2024-06-03,2024-06-05,upheld,",
        )
        .build();
    site.says(
        "services/adults/2024-25/",
        "So far in 2024 to 2025 (April to June 2024) we received 2 stage 1 complaints. That is 1 more than in April to June 2023.",
    );
}

/// Seen: a table with three months in one column and the whole year before in the next.
#[test]
fn no_table_of_a_running_year_has_a_column_of_the_whole_year_before() {
    let site = Council::new("running year in tables")
        .cases(
            "A1,adults,corporate,1,2023-05-01,2023-05-02,2023-05-05,upheld,
             A2,adults,corporate,1,2023-11-02,2023-11-03,2023-11-09,not_upheld,
             A3,adults,corporate,1,2024-02-02,2024-02-05,2024-02-09,not_upheld,
             A4,adults,corporate,1,2024-05-01,2024-05-02,2024-05-05,upheld,
             A5,adults,corporate,1,2024-06-01,2024-06-03,2024-06-05,upheld,",
        )
        .build();
    site.says("services/adults/2024-25/", "2024–25, so far");
    site.says_not("services/adults/2024-25/", "2023–24");
    site.says("services/adults/2023-24/", "2023–24");
    site.says_not("services/adults/2023-24/", "so far");
}

/// Seen: the average of four complaints, then the words "only 4 complaints", then "That is 2 days longer".
#[test]
fn a_comparison_stands_beside_the_average_it_is_of() {
    let site = Council::new("few days")
        .cases(
            "A1,adults,corporate,1,2022-05-03,2022-05-04,2022-05-06,upheld,
             A2,adults,corporate,1,2023-05-02,2023-05-03,2023-05-09,not_upheld,",
        )
        .build();
    site.says(
        "services/adults/2023-24/q1/",
        "That is 1 day longer than in April to June 2022. This is the time of only 1 complaint.",
    );
}

/// Seen: a legend of symbols that were not on the page, without those that were.
#[test]
fn only_the_symbols_on_a_page_are_explained() {
    let site = Council::new("symbols")
        .figures(
            "2023-24,adults,complaint,corporate,1,,,received,12,report
             2022-23,adults,complaint,corporate,1,,,received,[x],report",
        )
        .build();
    site.says("services/adults/2022-23/", "[x] means not available");
    site.says_not("services/adults/2022-23/", "[c] means");
    site.says_not("services/adults/2023-24/", "[z] means");
}

/// Seen: the subject of a decision described as "the ombudsman's subject the service belongs to".
#[test]
fn columns_of_decisions_are_described_as_what_they_hold() {
    let site = Council::new("columns")
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .file(
            "data/decisions/decisions.csv",
            "id,ombudsman,service,decided_on,subject,decision,requirements,due,done,link",
            "one,lgsco,adults,2023-06-12,Missed visits,upheld,Apology; Review,2023-07-01; 2023-09-01,2023-06-20;,https://www.lgo.org.uk/",
        )
        .build();
    let json = site.file("data/latest/decisions.json");
    assert!(
        json.contains(r#""name": "subject", "definition": "What it was about, in a few words.""#),
        "{json}"
    );
    let csv = site.file("data/latest/decisions.csv");
    assert!(csv.contains(",2023-07-01; 2023-09-01,2023-06-20;"), "{csv}");
    let sums = site.file("data/checksums.txt");
    assert!(sums.contains("  latest/decisions.csv\n"), "{sums}");
    site.says("data/", "decisions.csv\nOmbudsman decisions: 1 row\nCSV\n");
}

/// Seen: "local Government and Social Care Ombudsman".
#[test]
fn names_keep_their_capitals_inside_a_line() {
    let key = "all/2023-24/ombudsman_enquiry/all/all/decided/ombudsman=lgsco";
    let site = Council::new("names")
        .settings(&format!(
            "[[accept]]\ncode = \"C200\"\nkey = \"{key}\"\nuse = \"letter\"\nreason = \"The letter is right.\"\n"
        ))
        .figures(
            "2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,decided,12,letter
             2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,decided,13,report
             2023-24,adults,complaint,corporate,1,,,received,12,report",
        )
        .build();
    site.says(
        "about/quality/",
        ", Local Government and Social Care Ombudsman",
    );
}

/// Seen: methods that spoke of our bank holidays where the council had printed the averages.
#[test]
fn methods_claim_to_count_days_only_where_days_are_counted() {
    let site = Council::new("methods")
        .figures(
            "2023-24,adults,complaint,corporate,1,,,received,12,report
             2023-24,adults,complaint,corporate,1,,,mean_response_days,14,report",
        )
        .build();
    site.says_not("about/methods/", "Working days are Monday to Friday");
    site.says(
        "about/methods/",
        "The days it took to reply are as we counted and printed them.",
    );
}

/// Seen: "our target was 20 working days and has been 20 working days since 1 April 2024".
#[test]
fn a_time_limit_that_changed_says_from_when_its_days_run() {
    let site = Council::new("limits")
        .settings(
            r#"
[[procedures.corporate.stage_1]]
days = 10
unit = "working"
clock = "received"

[[procedures.corporate.stage_1]]
days = 10
unit = "working"
clock = "acknowledged"
from = "2024-04-01"
"#,
        )
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .build();
    site.says(
        "about/methods/",
        "our target was 10 working days from the day we receive it. Since 1 April 2024 it has been 10 working days from the day we acknowledge it.",
    );
}

/// Seen: a page's own words under two headings, one of them empty.
#[test]
fn a_councils_headings_are_the_sections_of_its_page() {
    let site = Council::new("own words")
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .file(
            "content/about.md",
            "+++\ntitle = \"About\"\n+++",
            "## Who we are\n\nA team.\n\n## What *else* & more\n\nWords.\n\n### Below\n\nMore.",
        )
        .build();
    let html = site.file("about/index.html");
    assert!(html.contains("<h2 id=\"words\">Who we are</h2>"), "{html}");
    assert!(
        html.contains("<h2 id=\"words-2\">What else &amp; more</h2>"),
        "{html}"
    );
    assert!(html.contains("<p>Words.</p>\n<h3>Below</h3>"), "{html}");
}

/// Seen: a home page without one answer, of a council that had printed shares and no counts.
#[test]
fn the_home_page_gives_shares_where_no_count_is_known() {
    let site = Council::new("shares")
        .figures(
            "2023-24,adults,complaint,corporate,1,outcome,upheld,received_percent,39,report
             2023-24,adults,complaint,corporate,1,timeliness,in_time,responded_percent,76,report",
        )
        .build();
    site.says(
        "",
        "In 2023 to 2024 we upheld 39% of the complaints we received at stage 1.",
    );
    site.says("", "We replied on time to 76% of stage 1 complaints");
    site.says("", "See all figures of Adult social care");
    site.says_not("", "We have no figure");
}

/// Seen: a table of the services of today with two that are no more, and figures of two years ago.
#[test]
fn the_home_page_lists_the_services_of_today() {
    let site = Council::new("services of today")
        .settings("[services.streets]\nname = \"Streets\"\nto = \"2023-03-31\"\n")
        .figures(
            "2023-24,adults,complaint,corporate,1,,,received,12,report
             2023-24,children,complaint,corporate,1,,,received,13,report
             2022-23,streets,complaint,corporate,1,,,received,14,report",
        )
        .build();
    site.says(
        "",
        "Stage 1 complaints by service, 2023 to 2024\nService\nStage 1 received\n",
    );
    site.says_not("", "Streets\n14");
    site.says("services/", "Streets\n2022–23\n14");
}

/// Seen: one procedure's count in the row of the whole council, as if it were all.
#[test]
fn a_count_of_a_procedure_laid_down_in_law_is_not_the_whole_councils() {
    let site = Council::new("part of the whole")
        .settings("[procedures.statutory_adults]\nstages = [\"1\"]\nservices = [\"adults\"]\n")
        .figures(
            "2023-24,adults,complaint,statutory_adults,1,,,received,24,report
             2023-24,adults,complaint,corporate,1,,,received,1,report
             2023-24,adults,complaint,,1,,,received,25,report
             2023-24,children,complaint,,1,,,received,[x],report",
        )
        .build();
    site.says_not("services/all/", "\n24\n");
    site.says("services/adults/", "\n25\n");
}
