//! Sums whose terms are only roughly known, sums of which every part is there, and sums of money.

use crate::council::{Council, facts};
use candour::diagnostic::Severity;

fn check(rows: &str) -> crate::council::Checked {
    Council::new().figures(rows).check()
}

#[test]
fn a_rough_whole_leaves_the_room_that_its_words_say() {
    let rows = |whole: &str| {
        check(&format!(
            "
            2023-24,adults,complaint,,1,,,received,{whole}
            2023-24,adults,complaint,corporate,1,,,received,700
            2023-24,adults,complaint,statutory_adults,1,,,received,1020
            "
        ))
    };
    for right in ["1700,about", "1700,over", "1800,under", "1720"] {
        rows(right).is_quiet();
    }
    let key = "adults/2023-24/complaint/all/1/received";
    let about = rows("1600,about").finding("C201", key);
    assert_eq!(
        about.message,
        "Adults, 2023-24, stage 1, received is about 1,600, but its procedures add up to 1,720"
    );
    assert_eq!(facts(&about, "room"), ["about 1,600 is 1,550 to 1,650"]);
    assert_eq!(rows("1750,over").codes(), ["C201"]);
    assert_eq!(rows("1700,under").codes(), ["C201"]);
}

#[test]
fn a_rough_part_makes_a_rough_sum() {
    let rows = |part: &str| {
        check(&format!(
            "
            2023-24,adults,complaint,,1,,,received,120
            2023-24,adults,complaint,corporate,1,,,received,80
            2023-24,adults,complaint,statutory_adults,1,,,received,{part}
            "
        ))
    };
    rows("40,about").is_quiet();
    rows("30,over").is_quiet();
    rows("50,under").is_quiet();
    let wrong = rows("60,about").finding("C201", "adults/2023-24/complaint/all/1/received");
    assert!(
        wrong
            .message
            .ends_with("is 120, but its procedures add up to 135 to 145"),
        "{}",
        wrong.message
    );
    assert_eq!(rows("30,under").codes(), ["C201"]);
    assert_eq!(rows("50,over").codes(), ["C201"]);
}

#[test]
fn a_rough_flow_is_wrong_only_when_no_numbers_mend_it() {
    let rows = |end: &str| {
        check(&format!(
            "
            2023-24,children,complaint,corporate,1,,,open_at_start,0
            2023-24,children,complaint,corporate,1,,,received,150
            2023-24,children,complaint,corporate,1,,,responded,126
            2023-24,children,complaint,corporate,1,,,closed_without_response,1
            2023-24,children,complaint,corporate,1,,,open_at_end,{end}
            "
        ))
    };
    rows("23").is_quiet();
    rows("20,about").is_quiet();
    rows("20,over").is_quiet();
    let wrong = rows("20,under").finding("C213", "children/2023-24/complaint/corporate/1/received");
    assert_eq!(
        wrong.message,
        "Children, 2023-24, corporate stage 1, received: 150 came in or were open, but 127 to 147 went out or are open"
    );
}

#[test]
fn requests_for_stage_2_are_granted_or_refused() {
    // 18 granted and 2 refused are the 20 requested; 25 and 2 are the 27.
    let rows = |requested: u32, granted: u32, refused: u32| {
        format!(
            "
            2020-21,corporate,complaint,corporate,2,,,received,{requested}
            2020-21,corporate,complaint,corporate,2,,,accepted,{granted}
            2020-21,corporate,complaint,corporate,2,outcome,refused,received,{refused}
            "
        )
    };
    check(&rows(20, 18, 2)).is_quiet();
    check(&rows(27, 25, 2)).is_quiet();
    let key = "corporate/2020-21/complaint/corporate/2/received";
    let lost = check(&rows(28, 25, 2)).finding("C201", key);
    assert!(
        lost.message
            .ends_with("is 28, but those granted and those refused add up to 27")
    );
    assert!(
        lost.help.starts_with("The difference is 1."),
        "{}",
        lost.help
    );
    // One that was withdrawn before anybody decided is neither.
    let withdrawn = "2020-21,corporate,complaint,corporate,2,outcome,withdrawn,received,1";
    check(&format!("{}{withdrawn}", rows(28, 25, 2))).is_quiet();
    assert_eq!(
        check(&rows(26, 25, 2)).codes(),
        ["C201"],
        "granted and refused cannot be more than requested"
    );
}

#[test]
fn a_table_of_outcomes_with_a_place_for_the_rest_is_whole() {
    let rows = |measure: &str, rest: &str| {
        check(&format!(
            "
            2023-24,adults,complaint,corporate,1,,,{measure},50
            2023-24,adults,complaint,corporate,1,outcome,upheld,{measure},14
            2023-24,adults,complaint,corporate,1,outcome,partially_upheld,{measure},21
            2023-24,adults,complaint,corporate,1,outcome,not_upheld,{measure},6
            2023-24,adults,complaint,corporate,1,outcome,{rest},{measure},7
            "
        ))
    };
    let key = "adults/2023-24/complaint/corporate/1/received";
    let whole = rows("received", "other").finding("C201", key);
    assert_eq!(whole.severity, Severity::Error);
    assert!(
        whole
            .message
            .ends_with("is 50, but its outcomes add up to 48")
    );
    assert_eq!(rows("responded", "unknown").codes(), ["C201"]);
    // Withdrawn ones are no place for the rest: two more may be open.
    assert_eq!(rows("received", "withdrawn").codes(), ["C203"]);
}

#[test]
fn an_explained_shortfall_is_quiet() {
    let rows = "
        2020-21,corporate,complaint,corporate,2,,,received,20
        2020-21,corporate,complaint,corporate,2,outcome,upheld,received,1
        2020-21,corporate,complaint,corporate,2,outcome,partially_upheld,received,3
        2020-21,corporate,complaint,corporate,2,outcome,not_upheld,received,13
        2020-21,corporate,complaint,corporate,2,outcome,refused,received,2
    ";
    let key = "corporate/2020-21/complaint/corporate/2/received";
    assert_eq!(check(rows).codes(), ["C203"]);
    let accepted = Council::new()
        .figures(rows)
        .accepts("C203", key, "", "One request was settled by a meeting.")
        .check();
    accepted.is_quiet();
    assert_eq!(
        accepted.notes(key),
        ["One request was settled by a meeting."]
    );
}

#[test]
fn bands_of_days_make_the_answers() {
    let rows = |last: u32| {
        check(&format!(
            "
            2023-24,adults,complaint,corporate,1,,,responded,40
            2023-24,adults,complaint,corporate,1,response_band,0_10,responded,25
            2023-24,adults,complaint,corporate,1,response_band,11_15,responded,10
            2023-24,adults,complaint,corporate,1,response_band,16_plus,responded,{last}
            "
        ))
    };
    rows(5).is_quiet();
    assert_eq!(rows(4).codes(), ["C201"]);
    assert_eq!(rows(6).codes(), ["C201"]);
}

#[test]
fn a_wrong_sum_says_what_it_looks_like() {
    let sum = |whole: u32| {
        let rows = format!(
            "
            2023-24,corporate,compliment,,,,,received,{whole}
            2023-24-q1,corporate,compliment,,,,,received,11
            2023-24-q2,corporate,compliment,,,,,received,19
            2023-24-q3,corporate,compliment,,,,,received,5
            2023-24-q4,corporate,compliment,,,,,received,29
            "
        );
        let key = "corporate/2023-24/compliment/all/all/received";
        facts(&check(&rows).finding("C201", key), "looks like")
    };
    assert_eq!(sum(46), ["two digits that changed places: 46 and 64"]);
    assert_eq!(sum(53), ["a whole that leaves out 2023-24-q1, 11"]);
    assert_eq!(sum(69), ["a whole that counts 2023-24-q3, 5, twice"]);
    assert!(sum(77).is_empty());
}

#[test]
fn payments_of_services_make_those_of_the_council() {
    let rows = |total: u32| {
        let mut rows = format!("2024-25,,ombudsman_enquiry,,,ombudsman,lgsco,payments,{total}\n");
        for (service, paid) in [
            ("adults", 600),
            ("children", 175),
            ("corporate", 0),
            ("schools", 0),
        ] {
            rows +=
                &format!("2024-25,{service},ombudsman_enquiry,,,ombudsman,lgsco,payments,{paid}\n");
        }
        check(&rows)
    };
    rows(775).is_quiet();
    let key = "all/2024-25/ombudsman_enquiry/all/all/payments/ombudsman=lgsco";
    assert!(
        rows(785)
            .finding("C201", key)
            .message
            .ends_with("is £785, but the services below it add up to £775")
    );
}

#[test]
fn printed_payments_are_those_of_the_decisions() {
    // £150 and £775 are paid in all: £925.
    let rows = |paid: u32| {
        Council::new()
            .figures(&format!(
                "
                2024-25,housing,ombudsman_enquiry,,,ombudsman,housing,decided,2
                2024-25,housing,ombudsman_enquiry,,,ombudsman,housing,payments,{paid}
                "
            ))
            .decisions(
                "
                hos-1,,housing,housing,,2024-25,Back door,,service_failure,Pay;Pay,100;50,150
                hos-2,,housing,housing,,2024-25,Insulation,,maladministration,Pay;Pay,600;175,775
                ",
            )
            .check()
    };
    rows(925).is_quiet();
    let key = "housing/2024-25/ombudsman_enquiry/all/all/payments/ombudsman=housing";
    for wrong in [900, 1000] {
        let message = rows(wrong).finding("C215", key).message;
        assert!(
            message.ends_with("but the decisions themselves have £925"),
            "{message}"
        );
    }
}

#[test]
fn all_decisions_of_a_year_make_the_printed_number_upheld() {
    let rows = |upheld: u32, second: &str| {
        Council::new()
            .settings("\n[decisions.put_right]\nname = \"Put right before\"\n")
            .figures(&format!(
                "
                2023-24,,ombudsman_enquiry,,,ombudsman,lgsco,decided,2
                2023-24,,ombudsman_enquiry,,,decision+ombudsman,upheld+lgsco,decided,{upheld}
                "
            ))
            .decisions(&format!(
                "
                lgsco-1,,lgsco,adults,,2023-24,Care,upheld
                lgsco-2,,lgsco,children,,2023-24,Plan,{second}
                "
            ))
            .check()
    };
    rows(2, "upheld").is_quiet();
    assert_eq!(rows(2, "not_upheld").codes(), ["C215"]);
    // A row with a decision of the council's own words may be the other one.
    rows(2, "put_right").is_quiet();
}
