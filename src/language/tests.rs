use super::*;
use crate::vocabulary::{BREAKDOWNS, Codes, List, MEASURES};

fn english() -> Words {
    let text = include_str!("../../themes/default/lang/en.toml");
    Words::parse("en.toml", text).unwrap_or_else(|fault| panic!("{fault:?}"))
}

#[test]
fn every_built_in_code_has_a_label() {
    let words = english();
    for list in List::ALL {
        for (code, _) in list.built_in() {
            let key = format!("{}.{code}", list.section());
            assert!(words.has(&key), "{key}");
        }
    }
    let codes = Codes::default();
    for breakdown in BREAKDOWNS {
        let key = format!("breakdowns.{}", codes.word(breakdown));
        assert!(words.has(&key), "{key}");
    }
}

#[test]
fn every_outcome_has_a_meaning() {
    let words = english();
    for (code, _) in List::Outcome.built_in() {
        assert!(words.has(&format!("outcome_meanings.{code}")), "{code}");
    }
}

#[test]
fn every_measure_is_in_the_dictionary_and_the_dictionary_holds_no_other() {
    let (words, codes) = (english(), Codes::default());
    let measures: Vec<&str> = MEASURES
        .iter()
        .map(|measure| codes.word(measure.code))
        .collect();
    for code in &measures {
        for part in ["name", "short", "definition", "formula"] {
            let key = format!("measures.{code}.{part}");
            assert!(words.has(&key), "{key}");
        }
    }
    for key in words.keys_from("measures.") {
        let code = key.split('.').nth(1).unwrap();
        assert!(measures.contains(&code), "{key}");
    }
}

#[test]
fn every_unit_has_its_words() {
    let words = english();
    for unit in [
        "count",
        "working_days",
        "calendar_days",
        "school_days",
        "percent",
        "gbp",
        "per_1000",
        "per_100000",
        "weeks",
    ] {
        let unit = Unit::parse(unit).unwrap();
        assert!(words.has(&format!("units.{}", unit.code())));
        assert!(words.amount(unit, "3", false).contains('3'));
        assert!(words.amount(unit, "1", true).contains('1'));
    }
    assert_eq!(words.amount(Unit::Gbp, "1,300", false), "£1,300");
    assert_eq!(words.amount(Unit::WorkingDays, "1", true), "1 working day");
}

#[test]
fn periods_are_written_as_residents_say_them() {
    let words = english();
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    for (period, long, short) in [
        (
            Period::Quarter(2023, 1),
            "April to June 2023",
            "Apr–Jun 2023",
        ),
        (
            Period::Quarter(2023, 4),
            "January to March 2024",
            "Jan–Mar 2024",
        ),
        (Period::Year(2023), "2023 to 2024", "2023–24"),
        (Period::Year(2099), "2099 to 2100", "2099–00"),
        (
            Period::Academic(2023),
            "school year 2023 to 2024",
            "School year 2023–24",
        ),
        (
            Period::Calendar(2023),
            "January to December 2023",
            "Jan–Dec 2023",
        ),
        (Period::Undated, "no stated period", "No period"),
        (
            Period::Range(day(2023, 1, 1), day(2023, 3, 31)),
            "1 January 2023 to 31 March 2023",
            "1 January 2023–31 March 2023",
        ),
    ] {
        assert_eq!(words.period(period), long);
        assert_eq!(words.period_short(period), short);
    }
    assert_eq!(words.date(day(2024, 6, 28)), "28 June 2024");
    assert_eq!(words.quarter_name(2), "July to September");
}

#[test]
fn holes_are_filled_and_numbers_choose_their_words() {
    let text = "[a]\nx = \"{b} and {c} and {b}\"\n[n]\nnone = \"no cats\"\none = \"{n} cat\"\nother = \"{n} cats{of}\"\n";
    let words = Words::parse("en.toml", text).unwrap();
    assert_eq!(
        words.fill("a.x", &[("b", "1"), ("c", "2")]),
        "1 and 2 and 1"
    );
    assert_eq!(words.fill("a.x", &[("b", "1")]), "1 and ⟦c⟧ and 1");
    assert_eq!(words.count("n", 0, &[]), "no cats");
    assert_eq!(words.count("n", 1, &[]), "1 cat");
    assert_eq!(words.count("n", 1805, &[("of", "!")]), "1,805 cats!");
    let pieces: Vec<String> = words.count_pieces("n", 2, &[("n", vec!["two".into()])]);
    assert_eq!(pieces, ["two", " cats", "⟦of⟧"]);
}

#[test]
fn a_missing_key_shows_itself() {
    let words = Words::default();
    assert_eq!(words.get("a.b"), "⟦a.b⟧");
    assert_eq!(words.get("a.b"), "⟦a.b⟧");
    assert_eq!(words.count("c", 3, &[]), "⟦c.other⟧");
}

#[test]
fn lists_are_joined_as_sentences_do() {
    let words = english();
    let none: [&str; 0] = [];
    assert_eq!(words.all_of(&none), "");
    assert_eq!(words.all_of(&["a"]), "a");
    assert_eq!(words.all_of(&["a", "b"]), "a and b");
    assert_eq!(words.all_of(&["a", "b", "c"]), "a, b and c");
    assert_eq!(words.any_of(&["a", "b", "c"]), "a, b or c");
}

#[test]
fn labels_fit_into_sentences_without_harm_to_names() {
    let words = english();
    assert_eq!(words.within("Not upheld"), "not upheld");
    assert_eq!(words.within("MP enquiries"), "MP enquiries");
    assert_eq!(
        words.within("Local Government and Social Care Ombudsman"),
        "Local Government and Social Care Ombudsman"
    );
    assert_eq!(words.within(""), "");
}

#[test]
fn a_faulty_language_file_is_shown_in_its_place() {
    let fault = Words::parse("en.toml", "[a]\nb = c\n").unwrap_err();
    assert_eq!(fault.location.and_then(|place| place.row), Some(2));
    assert!(Words::parse("en.toml", "a = 1\n").is_err());
}
