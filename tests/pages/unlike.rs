//! Figures that are not alike, and figures that are not there: the pages say so.

use super::council::Council;

/// Seen: 1,805 corporate complaints of the whole council above 111 of adults' under a law, as if these were among them.
#[test]
fn rows_of_different_procedures_name_them_and_are_not_to_be_added() {
    let site = Council::new("unlike rows")
        .settings("[services.place]\nname = \"Place\"\n")
        .figures(
            "2023-24,all,complaint,corporate,1,,,received,180,report
             2023-24,all,complaint,corporate,1,,,responded,170,report
             2023-24,children,complaint,corporate,1,,,received,90,report
             2023-24,adults,complaint,statutory_adults,1,,,received,40,report",
        )
        .build();
    site.says("", "Whole council (corporate procedure)");
    site.says(
        "",
        "Adult social care (adult social care statutory procedure)",
    );
    site.says("", "Children's services (corporate procedure)");
    site.says("", "Do not add them up or compare them.");
    site.says(
        "",
        "The whole council's number is of the corporate procedure alone.",
    );
    site.says("", "Corporate procedure only");
}

#[test]
fn rows_of_all_procedures_need_no_name() {
    let site = Council::new("like rows")
        .figures(
            "2023-24,all,complaint,all,1,,,received,220,report
             2023-24,children,complaint,all,1,,,received,90,report
             2023-24,adults,complaint,all,1,,,received,130,report",
        )
        .build();
    site.says_not("", "procedure)");
    site.says_not("", "Do not add them up");
}

/// Seen: a home page with one number, and no word about the other two that readers ask for.
#[test]
fn the_home_page_says_which_answer_is_not_known_and_where_the_nearest_is() {
    let site = Council::new("unknown answers")
        .figures(
            "2023-24,all,complaint,all,1,,,received,220,report
             2023-24,adults,complaint,corporate,1,,,received,130,report
             2023-24,adults,complaint,corporate,1,,,responded,120,report
             2023-24,adults,complaint,corporate,1,timeliness,in_time,responded,90,report",
        )
        .build();
    site.says(
        "",
        "We have not published how long our answers took, for the whole council. \
         The nearest figure is here: Adult social care, 2023 to 2024.",
    );
    site.says(
        "",
        "We have not published how often we were at fault, for the whole council.",
    );
}

/// Seen: "No other number" beside every figure that only moved more than others.
#[test]
fn what_only_looks_unusual_stands_apart_from_what_contradicts_another_number() {
    let site = Council::new("unusual")
        .settings(
            "[[accept]]\ncode = \"C221\"\nkey = \"adults/2023-24/complaint/corporate/1/received\"\n\
             reason = \"A new form.\"\n\
             [[accept]]\ncode = \"C221\"\nkey = \"adults/2023-24/comment/all/all/received\"\n\
             reason = \"We asked.\"\n\
             [[accept]]\ncode = \"C200\"\nkey = \"children/2023-24/complaint/corporate/1/received\"\n\
             use = \"report\"\nreason = \"The text is older.\"\n",
        )
        .figures(
            "2022-23,adults,complaint,corporate,1,,,received,130,report
             2023-24,adults,complaint,corporate,1,,,received,1300,report
             2022-23,adults,comment,,,,,received,130,report
             2023-24,adults,comment,,,,,received,1300,report
             2023-24,children,complaint,corporate,1,,,received,30,report
             2023-24,children,complaint,corporate,1,,,received,31,text",
        )
        .build();
    let page = site.read("about/quality/");
    let (differ, unusual) = page
        .split_once("Figures that look unusual, and why")
        .unwrap_or_else(|| panic!("{page}"));
    assert!(differ.contains("The text is older.") && !differ.contains("A new form."));
    assert!(unusual.contains("A new form.") && !unusual.contains("What else was given"));
    assert!(
        unusual.contains("2023 to 2024, Comments\n"),
        "comments are no complaints: {unusual}"
    );
    let rows = site.file("about/quality/differences.csv");
    assert!(rows.contains("A new form.") && !rows.contains("No other number"));
}

/// Seen: a column headed "Compared with and Service".
#[test]
fn the_head_over_two_breakdowns_is_a_phrase() {
    let site = Council::new("two breakdowns")
        .settings("[groups.england]\nname = \"All councils in England\"\n")
        .figures(
            "2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,investigated,16,report
             2023-24,all,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,11,report",
        )
        .file(
            "data/benchmarks.csv",
            "period,service,contact,procedure,stage,breakdown,category,measure,value,group",
            "2023-24,all,ombudsman_enquiry,,,ombudsman+service,lgsco+adults,investigated_percent,26,england",
        )
        .build();
    site.says("services/all/2023-24/", "Group of councils and service");
    site.says_not("services/all/2023-24/", "Compared with and");
}
