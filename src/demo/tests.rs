//! What may be relied on of the invented rows.

use std::collections::HashMap;

use super::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn text(demo: &Demo) -> String {
    let mut bytes = Vec::new();
    demo.write_csv(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn rows(text: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn some(rows: u64) -> Demo {
    Demo {
        rows: Some(rows),
        ..Default::default()
    }
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    assert_eq!(text(&some(3000)), text(&some(3000)));
}

#[test]
fn another_seed_gives_other_rows() {
    let other = Demo {
        seed: 7,
        ..some(3000)
    };
    assert_ne!(text(&some(3000)), text(&other));
}

#[test]
fn exactly_as_many_rows_come_as_were_asked_for() {
    for count in [0, 1, 2, 999, 12_345] {
        assert_eq!(text(&some(count)).lines().count() as u64, count + 1);
    }
}

#[test]
fn a_council_of_any_size_and_any_age_can_be_invented() {
    for (services, years) in [(0, 0), (1, 1), (3, 2), (4, 12), (60, 5), (300, 1)] {
        let demo = Demo {
            services,
            years,
            ..some(2000)
        };
        assert_eq!(
            rows(&text(&demo)).len(),
            2000,
            "{services} services, {years} years"
        );
    }
}

#[test]
fn a_council_with_more_services_uses_them_all() {
    let demo = Demo {
        services: 30,
        ..some(20_000)
    };
    let mut codes: Vec<String> = rows(&text(&demo))
        .iter()
        .map(|row| row["service"].clone())
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 32, "thirty today, and two that were merged");
}

#[test]
fn the_span_is_whole_years_and_the_quarters_that_are_over() {
    let until = |year, month, day| Demo {
        until: date(year, month, day),
        ..Default::default()
    };
    assert_eq!(
        until(2026, 8, 28).span(),
        (date(2023, 4, 1), date(2026, 6, 30))
    );
    assert_eq!(
        until(2026, 6, 30).span(),
        (date(2023, 4, 1), date(2026, 6, 30))
    );
    assert_eq!(
        until(2026, 6, 29).span(),
        (date(2023, 4, 1), date(2026, 3, 31))
    );
}

#[test]
fn no_reply_comes_before_its_complaint_or_after_the_extract() {
    for row in rows(&text(&some(20_000))) {
        let until = "2026-07-10";
        let received = row["received"].as_str();
        for column in ["acknowledged", "responded", "closed"] {
            let event = row[column].as_str();
            assert!(
                event.is_empty() || (received <= event && event <= until),
                "{row:?}"
            );
        }
        let after_reply = row["closed"].is_empty() || row["responded"] <= row["closed"];
        let thanked_first = row["responded"].is_empty() || row["acknowledged"] <= row["responded"];
        assert!(after_reply && thanked_first, "{row:?}");
    }
}

#[test]
fn a_later_stage_follows_the_reply_of_the_stage_before_under_the_same_reference() {
    let rows = rows(&text(&some(20_000)));
    let mut last: HashMap<&str, &HashMap<String, String>> = HashMap::new();
    let mut stages = [0; 4];
    for row in rows.iter().filter(|row| row["contact"] == "complaint") {
        let stage: usize = row["stage"].parse().unwrap();
        stages[stage] += 1;
        let before = last.insert(&row["case_ref"], row);
        assert_eq!(before.is_some(), stage > 1);
        if let Some(before) = before {
            assert_eq!(before["procedure"], row["procedure"]);
            assert_eq!(before["stage"].parse::<usize>().unwrap() + 1, stage);
            let left = if before["responded"].is_empty() {
                &before["closed"]
            } else {
                &before["responded"]
            };
            assert!(
                !left.is_empty() && left <= &row["received"],
                "{before:?} {row:?}"
            );
        }
    }
    assert!(
        stages[1] > stages[2] && stages[2] > stages[3] && stages[3] > 0,
        "{stages:?}"
    );
}

#[test]
fn only_childrens_complaints_reach_stage_3_and_adults_complaints_stay_at_stage_1() {
    for row in rows(&text(&some(20_000))) {
        let procedure = row["procedure"].as_str();
        match row["stage"].as_str() {
            "3" => assert_eq!(procedure, "statutory_children"),
            "2" => assert_ne!(procedure, "statutory_adults"),
            _ => {}
        }
    }
}

#[test]
fn an_outcome_agrees_with_the_dates() {
    for row in rows(&text(&some(20_000))) {
        if row["contact"] != "complaint" {
            assert_eq!(row["outcome"], "");
            continue;
        }
        let answered = !row["responded"].is_empty();
        match row["outcome"].as_str() {
            "open" => assert!(!answered && row["closed"].is_empty()),
            "upheld" | "partially_upheld" | "not_upheld" | "resolved" | "inconclusive" | "" => {
                assert!(answered);
            }
            _ => assert!(!answered && !row["closed"].is_empty(), "{row:?}"),
        }
        assert!(row["refusal_reason"].is_empty() || row["outcome"] == "refused");
    }
}

#[test]
fn the_merged_services_end_where_the_new_one_begins() {
    for row in rows(&text(&some(20_000))) {
        let old = matches!(row["service"].as_str(), "streets" | "planning");
        let new = row["service"] == "place";
        if old || new {
            assert_eq!(old, row["received"].as_str() < "2024-04-01", "{row:?}");
        }
    }
}

#[test]
fn the_quarters_together_are_the_whole() {
    let demo = some(5000);
    let mut parts: Vec<String> = Vec::new();
    let written = demo.quarters().unwrap();
    for (name, bytes) in &written {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let quarter = rows(&text);
        let (first, last) = (
            &quarter[0]["received"],
            &quarter[quarter.len() - 1]["received"],
        );
        assert!(first[..4] == last[..4], "{name} holds {first} and {last}");
        parts.extend(text.lines().skip(1).map(str::to_owned));
    }
    let whole = text(&demo);
    let mut rows: Vec<&str> = whole.lines().skip(1).collect();
    rows.sort_unstable();
    parts.sort_unstable();
    assert_eq!(parts, rows);
    assert_eq!(written.len(), 13);
    assert_eq!(written[0].0, "data/cases/2023-24-q1.csv");
    assert_eq!(written[12].0, "data/cases/2026-27-q1.csv");
}
