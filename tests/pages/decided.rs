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

const THREE: &str =
    "one,23 001 234,lgsco,children,2023-06-12,School place,upheld,,We were late.,Apology,300,,,,,
    two,202300077,housing,housing,2023-09-05,Leak,,maladministration,We sent three plumbers.,,,,,,,
    three,23 002 345,lgsco,lettings,2024-05-14,Wrong band,upheld,,We got the band wrong.,,,,,,,";

/// A council with a service that shares its name with an ombudsman, and a team below that has no pages.
fn three_decisions(name: &'static str) -> Site {
    Council::new(name)
        .settings(
            "\n[services.housing]\nname = \"Housing\"\n\n[services.lettings]\nname = \"Lettings\"\nparent = \"housing\"\npage = false\n",
        )
        .figures(
            "2023-24,all,complaint,corporate,1,,,received,60,report
             2023-24,housing,ombudsman_enquiry,,,ombudsman,lgsco,received,4,report
             2023-24,children,ombudsman_enquiry,,,ombudsman,lgsco,received,5,report",
        )
        .file("data/decisions/decisions.csv", DECISIONS, THREE)
        .build()
}

#[test]
fn a_service_has_a_list_of_the_decisions_about_it_and_about_all_below_it() {
    let site = three_decisions("by service");
    let page = "ombudsman/services/housing/";
    site.says(page, "Ombudsman decisions about Housing");
    site.says(page, "Leak");
    site.says(page, "Wrong band");
    site.says_not(page, "School place");
    // The ombudsman of the same name keeps its address.
    site.says("ombudsman/housing/", "Leak");
    site.says_not("ombudsman/housing/", "Wrong band");
    let children = "ombudsman/services/children/";
    site.says(children, "School place");
    site.says_not(children, "Leak");
}

#[test]
fn only_a_service_with_pages_and_decisions_has_a_list_of_them() {
    let site = three_decisions("no empty list");
    for without in ["adults", "lettings"] {
        let page = format!("ombudsman/services/{without}");
        assert!(!site.0.join(&page).exists(), "{page}");
    }
}

#[test]
fn decisions_are_chosen_by_year_ombudsman_and_service_from_each_list() {
    let site = three_decisions("chosen");
    let pages = [
        ("ombudsman/", "All decisions"),
        ("ombudsman/2023-24/", "2023 to 2024"),
        ("ombudsman/housing/", "Housing Ombudsman"),
        ("ombudsman/services/housing/", "Housing"),
    ];
    for (page, chosen) in pages {
        let html = site.file(&format!("{page}index.html"));
        let choose = html.split_once("id=\"choose\"").unwrap().1;
        let choose = choose.split_once("</section>").unwrap().0;
        for (_, other) in pages {
            let place = choose.matches(&format!(">{other}</a>")).count();
            assert_eq!(place, 1, "{other} on {page}: {choose}");
        }
        let current = format!("aria-current=\"page\">{chosen}</a>");
        assert_eq!(choose.matches("aria-current").count(), 1, "{page}");
        assert!(choose.contains(&current), "{page}: {choose}");
    }
}

/// The files beside a list hold what it shows: the service's own figures and the amounts of its decisions.
#[test]
fn the_figures_beside_a_list_of_a_service_are_those_of_that_service() {
    let site = three_decisions("figures of a service");
    let rows = site.file("ombudsman/services/children/data.csv");
    let received = ",children,,ombudsman_enquiry,all,all,ombudsman,lgsco,received,5,";
    assert!(rows.contains(received), "{rows}");
    assert!(rows.contains(",300,"), "{rows}");
    assert!(!rows.contains("housing"), "{rows}");
}

#[test]
fn pages_of_a_service_lead_to_all_decisions_about_it() {
    let site = three_decisions("led to");
    let link = "ombudsman/services/housing/\">All decisions about Housing</a>";
    for page in [
        "services/housing/",
        "services/housing/2023-24/",
        "ombudsman/decisions/two/",
        // The list of a team without pages is that of its service.
        "ombudsman/decisions/three/",
    ] {
        let html = site.file(&format!("{page}index.html"));
        assert!(html.contains(link), "{page}: {html}");
    }
}

const LETTER: &str = "2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,received,75,letter
    2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,investigated,16,letter
    2023-24,all,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,11,letter
    2023-24,all,ombudsman_enquiry,,,decision+ombudsman,not_upheld+lgsco,decided,5,letter
    2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,compliance_due,9,letter
    2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,compliance_done,9,letter
    2022-23,all,ombudsman_enquiry,,,ombudsman,lgsco,received,65,letter
    2022-23,all,ombudsman_enquiry,,,ombudsman,lgsco,investigated,21,letter
    2022-23,all,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,18,letter
    2022-23,all,ombudsman_enquiry,,,decision+ombudsman,not_upheld+lgsco,decided,3,letter";

const GROUPS: &str = "period,service,contact,breakdown,category,measure,value,source,group";

fn letter(name: &'static str) -> Council {
    let row = "one,23 001 234,lgsco,children,2023-06-12,School place,upheld,,We were late.,,,,,,,";
    Council::new(name)
        .figures(LETTER)
        .file("data/decisions/decisions.csv", DECISIONS, row)
}

#[test]
fn the_source_of_an_ombudsman_s_figures_stands_under_those_of_its_year() {
    let source = "\n[[ombudsmen.lgsco.figures]]\nyear = \"2023-24\"\ntitle = \"Annual review letter\"\n\
        published = \"2024-07-24\"\nlink = \"https://www.anytown.example/letter\"\n\
        [[ombudsmen.lgsco.figures]]\nyear = \"2022-23\"\ntitle = \"The letter before\"\n";
    let site = letter("source").settings(source).build();
    let said = "Source: Annual review letter, published 24 July 2024.";
    for page in ["ombudsman/", "ombudsman/2023-24/", "ombudsman/lgsco/"] {
        site.says(page, said);
        site.says_not(page, "The letter before");
    }
    site.says("services/all/2022-23/", "Source: The letter before.");
    let html = site.file("ombudsman/index.html");
    let link = "<a href=\"https://www.anytown.example/letter\">Annual review letter</a>";
    assert!(html.contains(link), "{html}");
    // A service's figures may be the council's own count.
    site.says_not("ombudsman/services/children/", "Source:");
}

#[test]
fn the_table_of_an_ombudsman_has_the_order_of_the_sentence_above_it() {
    let site = letter("order").build();
    let text = site.read("ombudsman/");
    let rows = [
        "Complaints received\n75",
        "Complaints the ombudsman investigated\n16",
        "Complaints the ombudsman upheld\n11",
        "Share of investigations upheld",
        "Remedies due",
        "Remedies carried out\n9",
    ];
    let places = rows.map(|row| text.find(row).unwrap_or_else(|| panic!("{row}: {text}")));
    assert!(places.is_sorted(), "{places:?}: {text}");
}

/// Seen: a column "Similar councils" with a mark in every row but one.
#[test]
fn other_councils_have_rows_where_somebody_published_their_figures_and_nowhere_else() {
    let none = letter("no group").build();
    none.says_not("ombudsman/", "Similar councils");
    let rate = "2023-24,,ombudsman_enquiry,ombudsman,lgsco,uphold_rate,80,report,similar";
    let one = letter("one year of a group")
        .file("data/benchmarks.csv", GROUPS, rate)
        .build();
    let text = one.read("ombudsman/");
    let row = "Similar councils: share of investigations upheld (per cent)\n80\n[x]";
    assert!(text.contains(row), "{text}");
    assert_eq!(text.matches("Similar councils: ").count(), 2, "{text}");
    one.says(
        "ombudsman/",
        "Similar councils: we have no figures for 2022 to 2023.",
    );
    // What is published by service alone is no figure of the whole.
    let part = "2023-24,,ombudsman_enquiry,ombudsman+service,lgsco+children,investigated_percent,26,report,england";
    let site = letter("a group by service")
        .file("data/benchmarks.csv", GROUPS, part)
        .build();
    site.says_not("ombudsman/", "All councils in England: share");
}

/// Seen: two columns of marks, because one of eleven figures was known of the year before.
#[test]
fn a_year_before_of_which_little_is_known_is_told_in_words() {
    let row = "one,23 001 234,lgsco,children,2023-06-12,School place,upheld,,We were late.,,,,,,,";
    let sparse: Vec<&str> = LETTER.lines().take(7).collect();
    let site = Council::new("sparse year before")
        .figures(&sparse.join("\n"))
        .file("data/decisions/decisions.csv", DECISIONS, row)
        .build();
    let page = "ombudsman/";
    site.says(
        page,
        "Complaints received: 65 in 2022 to 2023. Since then: 10 more.",
    );
    site.says_not(page, "[x]");
}

#[test]
fn a_decision_says_which_stage_was_the_last_with_the_council_where_that_is_known() {
    let site = Council::new("stage reached")
        .figures("2023-24,children,complaint,corporate,1,,,received,20,report")
        .file(
            "data/decisions/decisions.csv",
            "id,ombudsman,service,stage,decided_on,decision",
            "one,lgsco,children,2,2023-06-12,upheld
             two,lgsco,children,,2023-06-13,upheld",
        )
        .build();
    site.says("ombudsman/decisions/one/", "Stage reached with us\nStage 2");
    site.says_not("ombudsman/decisions/two/", "Stage reached");
}

const LESSONS: &str = "id,period,service,theme,you_said,we_found,we_did,status,due,link";

#[test]
fn a_decision_leads_to_the_lesson_that_it_names_and_the_lesson_back() {
    let row = "one,23 001 234,lgsco,children,2023-06-12,School place,upheld,,We were late.,,,,,,plans; Staff were told,";
    let site = Council::new("lesson of a decision")
        .figures("2023-24,children,complaint,corporate,1,,,received,20,report")
        .file("data/decisions/decisions.csv", DECISIONS, row)
        .file(
            "data/lessons/lessons.csv",
            LESSONS,
            "plans,2023-24-q2,children,other,Your plan came late.,,One person checks the dates.,done,,
             doors,2023-24-q2,children,other,The door was shut.,,It is open.,done,,",
        )
        .build();
    let page = "ombudsman/decisions/one/";
    site.says(
        page,
        "What we changed: One person checks the dates. (done)\nStaff were told",
    );
    let html = site.file("ombudsman/decisions/one/index.html");
    let link = "href=\"../../../learning/2023-24/#plans\">One person checks the dates.</a>";
    assert!(html.contains(link), "{html}");
    for page in [
        "learning/",
        "learning/2023-24/",
        "services/children/2023-24/",
    ] {
        let html = site.file(&format!("{page}index.html"));
        let back = "ombudsman/decisions/one/\">School place</a>";
        let lesson = html.split_once("One person checks the dates.").unwrap().1;
        let lesson = lesson.split_once("</li>").unwrap().0;
        assert!(lesson.contains(back), "{page}: {lesson}");
    }
    site.says_not(
        "learning/other/",
        "It is open.\nAfter an ombudsman’s decision",
    );
}
