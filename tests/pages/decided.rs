//! What is said of ombudsmen's decisions and of what became of them.

use crate::council::{Council, Site};

const DECISIONS: &str = "id,reference,ombudsman,service,decided_on,subject,decision,findings,summary,requirements,amount,total_amount,due,done,lessons,link";

fn decision(name: &'static str, requirements: &str, due: &str, done: &str) -> Site {
    Council::new(name)
        .figures("2023-24,adults,complaint,corporate,1,,,received,30,report")
        .file(
            "data/decisions/decisions.csv",
            DECISIONS,
            &format!("one,23 001 234,lgsco,adults,2023-06-12,Care at home,upheld,,We were late.,{requirements},,,{due},{done},,"),
        )
        .build()
}

/// Seen: "What we did: apology; £300" of a report that said only that the council had four weeks for it.
#[test]
fn what_an_ombudsman_asked_for_is_not_called_done_where_nobody_said_so() {
    let site = decision("asked for", "Apology; Training", "4 weeks; 4 weeks", "");
    site.says("ombudsman/", "What we were asked to do: Apology; Training");
    site.says_not("ombudsman/", "What we did");
    site.says_not("ombudsman/", "Done");
}

#[test]
fn what_was_done_says_by_when() {
    let site = decision(
        "done by a day",
        "Apology; Training",
        "2023-07-30; 2023-08-30",
        "2023-07-12; 2023-08-04",
    );
    site.says(
        "ombudsman/",
        "What we did: Apology; Training. Done by 4 August 2023.",
    );
}

#[test]
fn what_was_done_in_part_says_how_much() {
    let site = decision("done in part", "Apology; Training", "", "2023-07-12");
    site.says(
        "ombudsman/",
        "What we were asked to do: Apology; Training. Of these, 1 is done.",
    );
}

const UPHELD: &str =
    "2022-23,children,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,1,report
    2023-24,children,complaint,corporate,1,,,received,20,report
    2022-23,children,complaint,corporate,1,,,received,20,report
    2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,decided,7,report";

/// Seen: "Upheld by the ombudsman: [x] not available" of years in which the site itself lists upheld decisions.
#[test]
fn a_service_whose_decisions_are_listed_is_not_said_to_have_no_figure_of_them() {
    let row = "one,23 001 234,lgsco,children,2023-06-12,School place,upheld,,We were late.,,,,,,,";
    let listed = Council::new("listed")
        .figures(UPHELD)
        .file("data/decisions/decisions.csv", DECISIONS, row)
        .build();
    listed.says_not("services/children/", "Upheld by the ombudsman");
    let none = Council::new("none listed").figures(UPHELD).build();
    none.says("services/children/", "Upheld by the ombudsman");
}

#[test]
fn the_page_of_a_service_lists_its_newest_decisions_and_lessons() {
    let row = "one,23 001 234,lgsco,children,2023-06-12,School place,upheld,,We were late.,Apology,300,,,,,";
    let site = Council::new("newest of a service")
        .figures("2023-24,children,complaint,corporate,1,,,received,20,report")
        .file("data/decisions/decisions.csv", DECISIONS, row)
        .file(
            "data/lessons/lessons.csv",
            "id,period,service,theme,you_said,we_found,we_did,status,due,link",
            "plans,2023-24,children,other,Your plan came late.,,One person checks the dates.,done,,",
        )
        .build();
    let page = "services/children/";
    site.says(page, "What the ombudsmen found\nSchool place");
    site.says(page, "One person checks the dates.");
    let rows = site.file("services/children/data.csv");
    assert_eq!(rows.matches(",300,").count(), 1, "{rows}");
}
