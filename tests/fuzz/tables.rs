//! Tables of every kind, from bytes to counted figures.

use crate::corpus::{files, texts};
use crate::damage::Text;
use crate::readers;
use crate::runner::fuzz;

const CASES: Text = Text {
    dividers: b",;\t\n",
    words: &[
        "case_ref",
        "received",
        "responded",
        "outcome",
        "period",
        "in_time",
        "upheld",
        "withdrawn",
        "1",
        "2",
        "3",
        "adults",
        "corporate",
        "2024-04-30",
        "2024-06-30",
        "complaint",
        "extended_to",
    ],
};
const FIGURES: Text = Text {
    dividers: b",;\t\n",
    words: &[
        "received",
        "responded",
        "upheld",
        "received_percent",
        "mean_response_days",
        "open_at_start",
        "open_at_end",
        "timeliness",
        "in_time",
        "outcome",
        "nature+outcome",
        "received_change_percent",
        "all",
        "over",
        "unsigned",
        "gbp",
        "percent",
        "2022-23-q1",
        "2021-22",
        "service",
        "ombudsman",
        "lgsco",
    ],
};

#[test]
fn case_rows() {
    let corpus = texts(|path| path.contains("data/cases/") && path.ends_with(".csv"));
    fuzz("case-rows", &corpus, CASES, |bytes| {
        readers::case_file(bytes, "csv");
    });
}

#[test]
fn figures_and_records() {
    let mut corpus = Vec::new();
    for (number, (folder, _)) in readers::KINDS.iter().enumerate() {
        for (_, bytes) in files(|path| path.contains(folder) && path.ends_with(".csv")) {
            let end = bytes.len().min(4_000);
            corpus.push([&[b'0' + number as u8], &bytes[..end]].concat());
        }
    }
    fuzz("figures", &corpus, FIGURES, readers::figures);
}

#[test]
fn earlier_releases() {
    let corpus = texts(|path| path.contains("/releases/") && path.ends_with(".csv"));
    fuzz("releases", &corpus, FIGURES, readers::release);
}
