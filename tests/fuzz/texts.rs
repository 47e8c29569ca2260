//! Readers of short texts: dates, periods, numbers, settings, pages, words and templates.

use crate::corpus::{self, here};
use crate::damage::Text;
use crate::readers;
use crate::runner::fuzz;
use candour::dataset::cells;
use candour::period::Period;
use candour::period::day::{self, DateForm};
use chrono::NaiveDate;

fn list(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

const CELLS: Text = Text {
    dividers: b"-/ ",
    words: &["Q1", "q4", "Jan", "September", "2024", "24", "FY", "to"],
};

#[test]
fn dates() {
    let corpus = list(&[
        "2024-07-03",
        "03/07/2024",
        "03-Jul-2024",
        "3 July 2024",
        "2024-07-03 10:00:00",
        "45476",
    ]);
    fuzz("dates", &corpus, CELLS, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        day::is_month_first(&text);
        let written = DateForm::of(&text);
        for form in [DateForm::Iso, DateForm::Slashes, DateForm::Named] {
            let read = cells::date(&text, form);
            if let Ok(read) = &read {
                assert_eq!(written, Some(form), "a date is of the form it is read in");
                assert!((1900..2200).contains(&chrono::Datelike::year(&read.value)));
            }
            let number = day::parse_day(&text, form).and_then(NaiveDate::from_num_days_from_ce_opt);
            assert!(
                number.is_none() || read.is_ok_and(|read| Some(read.value) == number),
                "both readers agree"
            );
        }
    });
}

#[test]
fn periods_and_numbers() {
    let corpus = list(&[
        "2023-24",
        "2023/24",
        "2023-24-q1",
        "Q1 2023/24",
        "academic-2023-24",
        "calendar-2023",
        "2023-01-01--2023-03-31",
        "April to June 2023",
        "undated",
        "1234",
        "1,234.5",
        "-12",
        "£1,000.50",
        "12 %",
        "[c]",
    ]);
    fuzz("periods", &corpus, CELLS, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(period) = Period::parse(&text) {
            assert_eq!(
                Period::parse(&period.id()).as_ref(),
                Ok(&period),
                "an id is read back"
            );
            let _ = (period.start(), period.end(), period.days());
            let _ = (
                period.year_before(),
                period.quarters(),
                period.financial_year(),
            );
            let _ = (period.address(), period.kind(), period.time_order());
        }
        let _ = (
            cells::period(&text),
            cells::count(&text),
            cells::number(&text),
            cells::money(&text),
        );
        let _ = (
            cells::yes_no(&text),
            cells::is_total(&text),
            cells::parts(&text).count(),
        );
    });
}

#[test]
fn settings() {
    let corpus = corpus::texts(|path| path.ends_with("candour.toml"));
    let damage = Text {
        dividers: b" =\n\"[].,",
        words: &[
            "[council]",
            "[services.x]",
            "parent = \"x\"",
            "[[accept]]",
            "true",
            "[]",
            "{}",
            "1979-05-27",
            "[[procedures.corporate.stage_1]]",
            "slug = \"all\"",
            "from = \"2024-04-01\"",
            "successor = [\"x\"]",
            "[pages.default]",
            "=",
        ],
    };
    fuzz("settings", &corpus, damage, readers::settings);
}

const MARKDOWN: &[&str] = &[
    "# ",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "|",
    "\n\n",
    "**",
    "_",
    "~~",
    "`",
    "![",
    "[a](",
    "](",
    ")",
    "[^1]",
    "[^1]: x",
    "<https://x>",
    "<b>",
    "<!-- x -->",
    "title = \"x\"",
    "order = 1",
    "expires = 2024-01-01",
    "{{ figure \"all/2023-24/complaint/corporate/1/received\" }}",
    "{{ figure",
    "\n***\n",
    "\n    code",
    "***",
    "Table: ",
];

#[test]
fn pages() {
    let corpus = corpus::texts(|path| path.ends_with(".md"));
    let damage = Text {
        dividers: b" \n|*_[]()",
        words: MARKDOWN,
    };
    fuzz("pages", &corpus, damage, readers::page);
}

#[test]
fn themes() {
    let mut corpus = Vec::new();
    for folder in ["templates", "lang", "static"] {
        for entry in
            walkdir::WalkDir::new(here().join("themes/default").join(folder)).sort_by_file_name()
        {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
                let text: String = text.chars().take(6_000).collect();
                corpus.push(format!("{folder}/{name}\n{text}").into_bytes());
            }
        }
    }
    corpus.push(b"theme.toml\nname = \"x\"\nextends = \"default\"\ncontract = 1\n".to_vec());
    let damage = Text {
        dividers: b" \n=\"{}%.|",
        words: &[
            "{% include \"base.html\" %}",
            "{% extends \"base.html\" %}",
            "{% for i in range(100000) %}",
            "{% endfor %}",
            "{{ a|safe }}",
            "{% macro a() %}",
            "{{ 1/0 }}",
            "{# ",
            "(((",
            "{one",
            "one}",
            "extends = \"other\"",
        ],
    };
    fuzz("themes", &corpus, damage, readers::theme);
}
