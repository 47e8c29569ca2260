//! How a figure stands against the year before, in words that agree with the figures beside them.

use crate::council::{Council, Site};

/// A council that supplied outcomes of two years: decided and upheld in the first, then in the second.
fn shares(name: &'static str, then: (u32, u32), now: (u32, u32)) -> Site {
    let mut rows = String::new();
    for (year, (decided, upheld)) in [("2022-23", then), ("2023-24", now)] {
        let of = |outcome: &str, n: u32| {
            format!("{year},adults,complaint,corporate,1,outcome,{outcome},received,{n},report\n")
        };
        rows += &format!("{year},adults,complaint,corporate,1,,,received,{decided},report\n");
        rows += &of("upheld", upheld);
        rows += &of("partially_upheld", 0);
        rows += &of("not_upheld", decided - upheld);
    }
    Council::new(name).figures(&rows).build()
}

const PAGE: &str = "services/adults/2023-24/";

/// Seen: "66% … In the year before it was 64%. It went up by 3 percentage points."
#[test]
fn shares_that_do_not_agree_with_their_difference_when_rounded_have_one_decimal_all_three() {
    let site = shares("shares to one decimal", (85, 54), (110, 73));
    site.says(
        PAGE,
        "We decided 110 and agreed, fully or in part, with 73 (66.4%). In 2022 to 2023 it was 63.5%. \
         It went up by 2.9 percentage points.",
    );
    let site = shares("fewer, to one decimal", (110, 73), (85, 54));
    site.says(
        PAGE,
        "with 54 (63.5%). In 2022 to 2023 it was 66.4%. It went down by 2.9 percentage points.",
    );
}

#[test]
fn shares_that_agree_with_their_difference_stay_whole() {
    let site = shares("whole shares", (100, 60), (100, 66));
    site.says(
        PAGE,
        "with 66 (66%). In 2022 to 2023 it was 60%. It went up by 6 percentage points.",
    );
    let site = shares("one point", (100, 65), (100, 66));
    site.says(PAGE, "it was 65%. It went up by 1 percentage point.");
    let site = shares("about the same", (1000, 656), (1000, 663));
    site.says(
        PAGE,
        "(66%). In 2022 to 2023 it was 66%, which is about the same.",
    );
}

/// Totals of two years, of which the earlier was printed without one of its parts.
fn totals(name: &'static str, choice: &str, more: &str) -> Site {
    Council::new(name)
        .settings(&format!(
            "[[accept]]\ncode = \"C201\"\nkey = \"all/2022-23/complaint/all/1/received\"\n\
             use = \"{choice}\"\nreason = \"The printed total leaves out children's services.\"\n"
        ))
        .figures(&format!(
            "2022-23,all,complaint,all,1,,,received,60,report
             2022-23,adults,complaint,all,1,,,received,60,report
             2022-23,children,complaint,all,1,,,received,25,report
             2023-24,all,complaint,all,1,,,received,90,report
             2023-24,adults,complaint,all,1,,,received,62,report
             2023-24,children,complaint,all,1,,,received,28,report
             {more}"
        ))
        .build()
}

/// Seen: "We received 491 stage 1 complaints. That is 163 more", of which the council knew that 89 had not been counted.
#[test]
fn figures_that_are_known_not_to_be_alike_are_not_compared_in_sentences_and_tiles() {
    let site = totals("not alike", "supplied", "");
    for page in ["", "services/all/2023-24/"] {
        site.says(
            page,
            "90 stage 1 complaints. We do not compare this with 2022 to 2023. \
             The printed total leaves out children's services.",
        );
        site.says(page, "not compared with 2022 to 2023");
        site.says_not(page, "more than in 2022 to 2023");
        // Seen: "163 more" and "50% more" in the table below.
        site.says_not(page, "30 more");
        site.says_not(page, "50% more");
    }
    let data = site.file("services/all/2023-24/data.csv");
    assert!(!data.contains(",received_change,30,"), "{data}");
}

#[test]
fn a_change_that_the_council_printed_is_told_with_what_is_known_of_it() {
    let more = "2023-24,all,complaint,all,1,,,received_change,30,report";
    let site = totals("change printed", "supplied", more);
    site.says(
        "services/all/2023-24/",
        "That is 30 more than in 2022 to 2023. The printed total leaves out children's services.",
    );
}

#[test]
fn a_total_that_is_made_of_its_parts_is_compared() {
    let site = totals("made of parts", "computed", "");
    site.says(
        "services/all/2023-24/",
        "That is 5 more than in 2022 to 2023. The printed total leaves out children's services.",
    );
}

#[test]
fn amounts_of_money_and_rates_are_less_or_lower_and_never_fewer() {
    let site = Council::new("amounts")
        .file(
            "data/context.csv",
            "period,service,measure,value,unit,reference_date,source",
            "2022-23,all,population,10000,,2022-06-30,estimate
             2023-24,all,population,10000,,2023-06-30,estimate",
        )
        .figures(
            "2022-23,all,complaint,corporate,1,,,received,94,report
             2023-24,all,complaint,corporate,1,,,received,90,report
             2022-23,all,ombudsman_enquiry,,,ombudsman,lgsco,payments,2400,report
             2023-24,all,ombudsman_enquiry,,,ombudsman,lgsco,payments,1500,report",
        )
        .build();
    let page = "services/all/2023-24/";
    site.says(page, "4 fewer");
    site.says(page, "£900 less");
    site.says(page, "0.4 lower");
    site.says_not(page, "900 fewer");
    site.says_not(page, "0.4 fewer");
}

/// Seen: a file marked a rate `low` and the page beside it printed a bare 0.0.
#[test]
fn a_rate_that_rounds_to_nought_is_marked_on_the_page_as_in_the_file() {
    let site = Council::new("low rate")
        .file(
            "data/context.csv",
            "period,service,measure,value,unit,reference_date,source",
            "2023-24,all,population,300000,,2023-06-30,estimate",
        )
        .figures("2023-24,all,complaint,corporate,1,,,received,9,report")
        .build();
    let page = "services/all/2023-24/";
    let rows = site.file(&format!("{page}data.csv"));
    let rate = rows.lines().find(|row| row.contains("received_per_1000"));
    assert!(rate.is_some_and(|row| row.contains(",low,")), "{rows}");
    let html = site.file(&format!("{page}index.html"));
    assert!(html.contains("[low]"), "{html}");
    site.says(page, "rounds to 0 but is not 0");
}

/// A council in which each of the four changes of services happened at once.
fn reorganised(name: &'static str) -> Council {
    Council::new(name)
        .settings(
            r#"
[services.tax]
name = "Council tax"
to = "2023-03-31"
successor = ["money"]
change = "transfer"

[services.money]
name = "Money advice"

[services.bins]
name = "Bins"
to = "2023-03-31"
successor = ["waste"]
change = "rename"

[services.waste]
name = "Waste"
from = "2023-04-01"

[services.people]
name = "People"
to = "2023-03-31"
successor = ["learning", "libraries"]
change = "split"

[services.learning]
name = "Learning"
from = "2023-04-01"

[services.libraries]
name = "Libraries"
from = "2023-04-01"
"#,
        )
        .figures(
            "2022-23,tax,complaint,corporate,1,,,received,60,report
             2022-23,money,complaint,corporate,1,,,received,50,report
             2023-24,money,complaint,corporate,1,,,received,90,report
             2022-23,bins,complaint,corporate,1,,,received,50,report
             2022-23,bins,complaint,corporate,1,,,mean_response_days,12,report
             2023-24,waste,complaint,corporate,1,,,received,70,report
             2023-24,waste,complaint,corporate,1,,,mean_response_days,9,report
             2022-23,people,complaint,corporate,1,,,received,40,report
             2023-24,learning,complaint,corporate,1,,,received,25,report
             2023-24,libraries,complaint,corporate,1,,,received,12,report",
        )
}

#[test]
fn a_service_that_took_over_part_of_another_is_not_compared_across_that_day() {
    let site = reorganised("transfer").build();
    let page = "services/money/2023-24/";
    site.says(page, "We do not compare this with 2022 to 2023.");
    site.says(
        page,
        "Part of Council tax moved to this service on 1 April 2023.",
    );
    site.says_not(page, "40 more");
    let rows = site.file(&format!("{page}data.csv"));
    let of_year = |row: &&str| row.contains(",2023-24,");
    let mut own = rows.lines().filter(of_year);
    assert!(own.all(|row| row.contains(",b,")), "{rows}");
    assert!(!rows.contains("received_change,40"), "{rows}");
}

#[test]
fn a_service_with_a_new_name_is_compared_with_what_it_was_called_before() {
    let site = reorganised("rename").build();
    let page = "services/waste/2023-24/";
    site.says(page, "That is 20 more than in 2022 to 2023.");
    site.says(page, "Until 1 April 2023 this service was called Bins.");
    site.says_not(page, "There is no figure for 2022 to 2023");
}

#[test]
fn a_part_of_a_service_that_was_split_has_nothing_to_be_compared_with() {
    let site = reorganised("split").build();
    let page = "services/learning/2023-24/";
    site.says(page, "This service was part of People until 1 April 2023.");
    site.says_not(page, "15 fewer");
    site.says_not(page, "[x]");
}
