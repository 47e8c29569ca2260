//! What earlier releases showed, against what is about to be published.

use crate::council::{Checked, Council, facts};

const KEY: &str = "children/2022-23/complaint/corporate/1/all";
const RECEIVED: &str = "children/2022-23/complaint/corporate/1/received";

/// Children's year as it was published on a day: the number received, and the letters of its status.
fn published(council: Council, day: &str, received: &str, status: &str) -> Council {
    council.released(
        day,
        &format!(
            "children,2022-23,complaint,corporate,1,all,all,received,{received},,{status}
             children,2022-23,complaint,corporate,1,outcome,upheld,received,9,,ok"
        ),
    )
}

/// The same year as it is supplied now.
fn supplied(received: &str) -> Council {
    Council::new().figures(&format!(
        "
        2022-23,children,complaint,corporate,1,,,received,{received}
        2022-23,children,complaint,corporate,1,outcome,upheld,received,9
        "
    ))
}

fn revised(checked: &Checked) -> Vec<String> {
    let keys = checked.cube.revised.iter();
    keys.map(|key| key.text(&checked.cube.codes)).collect()
}

#[test]
fn a_figure_is_the_one_that_was_published_then() {
    let same = published(supplied("44"), "2023-06-30", "44", "ok").check();
    same.is_quiet();
    assert!(same.cube.revised.is_empty());
    let wrong = published(supplied("54"), "2023-06-30", "44", "ok").check();
    let finding = wrong.finding("C228", KEY);
    assert_eq!(
        finding.message,
        "Children, 2022-23, corporate stage 1: 1 figure is not what was published on 2023-06-30"
    );
    assert_eq!(facts(&finding, "figures"), ["received 44 then, 54 now"]);
    let place = finding.location.unwrap();
    assert_eq!(
        (&*place.file, place.row),
        ("data/aggregates/figures.csv", Some(2))
    );
    let there = &finding.related[0];
    assert_eq!(
        (&*there.file, there.row),
        ("releases/2023-06-30/complaints.csv", Some(2))
    );
    assert_eq!(revised(&wrong), [RECEIVED]);
}

#[test]
fn what_was_corrected_since_is_said_beside_the_figure() {
    let accepted = published(supplied("54"), "2023-06-30", "44", "ok")
        .accepts(
            "C228",
            KEY,
            "",
            "Ten complaints were found in another system.",
        )
        .check();
    accepted.is_quiet();
    assert_eq!(
        accepted.notes(RECEIVED),
        ["Ten complaints were found in another system."]
    );
    // The figure that did not change has nothing to explain.
    let upheld = format!("{RECEIVED}/outcome=upheld");
    assert_eq!(accepted.notes(&upheld), [""; 0]);
    let needless = published(supplied("44"), "2023-06-30", "44", "ok")
        .accepts("C228", KEY, "", "Nothing to explain.")
        .check();
    assert_eq!(needless.codes(), ["C218"]);
}

#[test]
fn the_release_that_showed_a_figure_last_is_the_one_to_agree_with() {
    let corrected = |now: &str| {
        let council = published(supplied(now), "2023-06-30", "44", "ok");
        published(council, "2023-09-29", "54", "ok").check()
    };
    let agreed = corrected("54");
    agreed.is_quiet();
    assert_eq!(revised(&agreed), [RECEIVED], "it was another number once");
    let finding = corrected("44").finding("C228", KEY);
    assert!(finding.message.ends_with("published on 2023-09-29"));
}

#[test]
fn provisional_figures_change_when_replies_come_in() {
    let replied = published(supplied("54"), "2023-04-14", "44", "p").check();
    replied.is_quiet();
    assert_eq!(revised(&replied), [RECEIVED]);
}

#[test]
fn what_was_hidden_missing_or_rough_then_cannot_be_compared() {
    for (value, status) in [("", "c"), ("", "x")] {
        let checked = published(supplied("54"), "2023-06-30", value, status).check();
        checked.is_quiet();
        assert!(checked.cube.revised.is_empty());
    }
    let rough = supplied("54").released(
        "2023-06-30",
        "children,2022-23,complaint,corporate,1,all,all,received,40,about,ok",
    );
    rough.check().is_quiet();
}

#[test]
fn a_mean_is_compared_as_exactly_as_it_was_printed() {
    let mean = |then: &str| {
        Council::new()
            .figures("2022-23,children,complaint,corporate,1,,,mean_response_days,12.25")
            .released(
                "2023-06-30",
                &format!(
                    "children,2022-23,complaint,corporate,1,all,all,mean_response_days,{then},,ok"
                ),
            )
            .check()
    };
    mean("12.3").is_quiet();
    mean("12.2").finding("C228", KEY);
}

#[test]
fn a_total_that_follows_from_a_corrected_figure_is_told_with_it() {
    let council = || {
        Council::new()
            .figures(
                "
                2022-23,adults,complaint,corporate,1,,,received,20
                2022-23,children,complaint,corporate,1,,,received,54
                2022-23,corporate,complaint,corporate,1,,,received,30
                2022-23,schools,complaint,corporate,1,,,received,10
                ",
            )
            .released(
                "2023-06-30",
                "all,2022-23,complaint,corporate,1,all,all,received,104,,ok
                 children,2022-23,complaint,corporate,1,all,all,received,44,,ok",
            )
    };
    let wrong = council().check();
    assert_eq!(wrong.codes(), ["C228"]);
    wrong.finding("C228", KEY);
    assert_eq!(
        revised(&wrong).len(),
        2,
        "the total is revised with its part"
    );
    let accepted = council()
        .accepts("C228", KEY, "", "Ten were found.")
        .check();
    accepted.is_quiet();
    let total = "all/2022-23/complaint/corporate/1/received";
    assert_eq!(accepted.notes(total), ["Ten were found."]);
}
