//! What is said of stages and procedures, of periods, and of what is still open.

use crate::council::{Council, Site};

const PAGE: &str = "services/children/2023-24/";

/// Seen: "2 of 86 answered at stage 1 went on to stage 2", of which 74 were answered under a law that knows no stage 2.
#[test]
fn only_answers_that_could_go_on_to_the_next_stage_are_the_base_of_those_that_did() {
    let statutory = "[procedures.statutory_adults]\nstages = [\"1\"]\nservices = [\"children\"]\n";
    let site = Council::new("could go on")
        .settings(statutory)
        .figures(
            "2023-24,children,complaint,corporate,1,,,received,14,report
             2023-24,children,complaint,corporate,1,,,responded,12,report
             2023-24,children,complaint,corporate,2,,,received,2,report
             2023-24,children,complaint,statutory_adults,1,,,received,80,report
             2023-24,children,complaint,statutory_adults,1,,,responded,74,report
             2023-24,children,complaint,all,1,,,received,94,report
             2023-24,children,complaint,all,1,,,responded,86,report
             2023-24,children,complaint,all,2,,,received,2,report",
        )
        .build();
    site.says(
        PAGE,
        "2 of the 12 answered at stage 1 of the corporate procedure went on to stage 2.",
    );
    site.says_not(PAGE, "of the 86");
    site.says(
        PAGE,
        "The adult social care statutory procedure has no stage 2.",
    );
    site.says(PAGE, "The corporate procedure has no stage 3.");
}

#[test]
fn where_every_procedure_has_the_next_stage_all_answers_are_the_base() {
    let site = Council::new("all could go on")
        .figures(
            "2023-24,children,complaint,all,1,,,responded,86,report
             2023-24,children,complaint,all,1,,,received,90,report
             2023-24,children,complaint,all,2,,,received,2,report
             2023-24,children,complaint,corporate,1,,,received,40,report
             2023-24,children,complaint,statutory_children,1,,,received,50,report",
        )
        .build();
    site.says(PAGE, "2 of the 86 answered at stage 1 went on to stage 2.");
}

/// Seen: a home page that began "We upheld 39% of the complaints we received."
#[test]
fn a_share_that_stands_first_names_its_period_and_its_stage() {
    let site = Council::new("first share")
        .figures("2023-24,adults,complaint,corporate,1,outcome,upheld,received_percent,39,report")
        .build();
    site.says(
        "",
        "In 2023 to 2024 we upheld 39% of the complaints we received at stage 1.",
    );
}

/// Seen: "We do not expect these figures to change" above "Still open: 4".
#[test]
fn figures_of_a_period_with_open_complaints_are_not_called_settled() {
    let figures = |open: u32| {
        format!(
            "2022-23,children,complaint,corporate,1,,,received,20,report
             2022-23,children,complaint,corporate,1,outcome,open,received,{open},report"
        )
    };
    let page = "services/children/2022-23/";
    let open = Council::new("open").figures(&figures(4)).build();
    open.says(
        page,
        "Figures of complaints that are still open may change.",
    );
    open.says_not(page, "We do not expect these figures to change");
    let none = Council::new("none open").figures(&figures(0)).build();
    none.says(page, "We do not expect these figures to change");
}

/// Seen: the same table of stage 2 twice, of the one procedure there was and of "all" procedures.
#[test]
fn a_table_of_all_procedures_that_says_what_the_only_one_says_is_left_out() {
    let one = "2023-24,adults,complaint,corporate,2,,,received,12,report
         2023-24,adults,complaint,corporate,2,outcome,upheld,received,5,report
         2023-24,adults,complaint,corporate,2,outcome,not_upheld,received,7,report";
    let page = "services/adults/2023-24/";
    let site = Council::new("one procedure").figures(one).build();
    let captions = |site: &Site, words: &str| {
        site.file(&format!("{page}index.html"))
            .matches(words)
            .count()
    };
    assert_eq!(captions(&site, "<caption>Stage 2 complaints in figures"), 1);
    assert_eq!(captions(&site, "<caption>Stage 2 complaints by outcome"), 1);
    site.says(
        page,
        "Stage 2 complaints by outcome, Adult social care, 2023 to 2024: corporate",
    );
    // Also where the one says more: a share of the year before.
    let more = format!(
        "{one}\n2022-23,adults,complaint,corporate,2,outcome,upheld,received_percent,40,report"
    );
    let site = Council::new("one says more").figures(&more).build();
    assert_eq!(
        captions(&site, "<caption><span>Stage 2 complaints by outcome"),
        1
    );
    assert_eq!(
        captions(
            &site,
            "adults/2022-23/complaint/corporate/2/received_percent/outcome=upheld"
        ),
        2
    );
    // What the council printed of both has its place in both.
    let both = format!("{one}\n2023-24,adults,complaint,,2,,,received,12,report");
    let site = Council::new("printed of both").figures(&both).build();
    assert_eq!(captions(&site, "<caption>Stage 2 complaints in figures"), 2);
    assert_eq!(captions(&site, "<caption>Stage 2 complaints by outcome"), 1);
}

#[test]
fn each_answer_on_the_home_page_leads_on_and_replies_on_time_name_their_target() {
    let site = Council::new("four answers")
        .figures(
            "2023-24,all,complaint,corporate,1,,,received,40,report
             2023-24,all,complaint,corporate,1,,,responded,38,report
             2023-24,all,complaint,corporate,1,timeliness,in_time,responded,31,report
             2023-24,all,complaint,corporate,1,outcome,upheld,received,6,report
             2023-24,all,complaint,corporate,1,outcome,partially_upheld,received,10,report
             2023-24,all,complaint,corporate,1,outcome,not_upheld,received,24,report
             2023-24,all,compliment,,,,,received,90,report",
        )
        .build();
    for words in [
        "See all figures",
        "See how they ended",
        "Our target is 10 working days.\nSee times",
        "See other contacts",
    ] {
        site.says("", words);
    }
}

/// Seen: "Share of complaints acknowledged (%), Apr–Jun 2024" in five lines over a column of two digits.
#[test]
fn the_head_of_a_column_is_short_because_the_caption_says_what_is_counted() {
    let site = Council::new("short heads")
        .figures(
            "2023-24,adults,complaint,corporate,1,,,received,40,report
             2023-24,adults,complaint,corporate,1,,,responded,38,report
             2023-24,adults,complaint,corporate,1,timeliness,in_time,responded,31,report
             2023-24,adults,complaint,corporate,1,timeliness,late,responded,7,report",
        )
        .build();
    let html = site.file("services/adults/2023-24/index.html");
    for head in html.split("<th scope=\"col\"").skip(1) {
        let text = head.split_once('>').unwrap().1;
        let text = text.split_once("</th>").unwrap().0;
        let text = text
            .replace("<span class=\"y\">", "")
            .replace("</span>", "");
        assert!(text.chars().count() < 24, "{text}");
    }
    site.says("services/adults/2023-24/", "Replied to, 2023–24");
    site.says("services/adults/2023-24/", "% of replies");
}

#[test]
fn services_to_choose_from_are_folded_when_there_are_more_than_eight() {
    let page = |name: &'static str, services: usize| {
        let codes = (1..=services).map(|n| format!("s{n}"));
        let settings: String = codes
            .clone()
            .map(|code| format!("\n[services.{code}]\nname = \"{code}\"\n"))
            .collect();
        let row =
            |code: String| format!("2023-24,{code},complaint,corporate,1,,,received,12,report\n");
        let rows: String = codes.map(row).collect::<String>()
            + "2023-24,all,complaint,corporate,1,,,received,400,report";
        let site = Council::new(name)
            .settings(&settings)
            .figures(&rows)
            .build();
        site.file("services/s1/2023-24/index.html")
    };
    assert!(!page("eight services", 8).contains("<details class=\"many\""));
    let nine = page("nine services", 9);
    assert!(
        nine.contains("<summary>Choose a service (now: s1)</summary>"),
        "{nine}"
    );
}

/// Seen: "Last year 76% came in time", of which year and of what nobody knew.
#[test]
fn how_to_complain_says_of_which_months_and_of_how_many_answers_a_share_is() {
    let site = Council::new("named base")
        .figures(
            "2023-24,all,complaint,corporate,1,,,responded,40,report
             2023-24,all,complaint,corporate,1,timeliness,in_time,responded,31,report
             2023-24,all,complaint,corporate,2,timeliness,in_time,responded_percent,64,report",
        )
        .build();
    let page = "how-to-complain/";
    site.says(
        page,
        "In the year April 2023 to March 2024 we answered 40 complaints at this stage. 31 had their answer on time (78%).",
    );
    site.says(
        page,
        "In the year April 2023 to March 2024, 64% of the complaints that we answered at this stage had their answer on time. How many that were is not shown.",
    );
}

/// Seen: "Adults" marked as the page's service on the home page of a council that is told service by service.
#[test]
fn no_single_service_is_marked_on_the_home_page() {
    let site = Council::new("told by service")
        .figures(
            "2023-24,adults,complaint,corporate,1,,,received,12,report
             2023-24,children,complaint,statutory_children,1,,,received,[x],report
             2023-24,all,compliment,,,,,received,90,report",
        )
        .build();
    site.says("", "publishes complaint figures service by service");
    let home = site.file("index.html");
    let list = home.split_once("<nav id=\"service\"").unwrap().1;
    let list = list.split_once("</nav>").unwrap().0;
    let mut marks = list.split("aria-current=").skip(1);
    let marked = marks.next().unwrap().split_once('>').unwrap().1;
    assert!(marked.starts_with("Whole council<"), "{marked}");
    assert_eq!(marks.next(), None);
}

/// Seen: 24 and 12 in the table of the procedures, and each once more in a table of its own.
#[test]
fn a_procedure_whose_figures_stand_beside_the_others_has_no_table_of_its_own() {
    let site = Council::new("figures once")
        .figures(
            "2023-24,children,complaint,corporate,1,,,received,24,report
             2023-24,children,complaint,statutory_children,1,,,received,12,report
             2023-24,children,complaint,statutory_children,1,,,open_at_end,3,report",
        )
        .build();
    let page = "services/children/2023-24/";
    site.says(page, "Stage 1 complaints by procedure");
    site.says_not(
        page,
        "Stage 1 complaints in figures, Children's services, 2023 to 2024: corporate procedure",
    );
    // What stands nowhere else keeps its table.
    site.says(
        page,
        "Stage 1 complaints in figures, Children's services, 2023 to 2024: children's statutory procedure",
    );
}
