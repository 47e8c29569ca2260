//! Whole sites: a file of the good site damaged, the rest as it is, from the folder to the finished pages.

use crate::corpus::{files, here};
use crate::damage::Text;
use crate::readers::said;
use crate::runner::{self, fuzz};
use candour::build::{AsOf, Job, build};
use candour::diagnostic::Report;
use candour::source::Limits;
use chrono::NaiveDate;
use std::fs;

const ROOT: &str = "tests/support/good-site/";

const ANY: Text = Text {
    dividers: b",;= \n\"",
    words: &[
        "received",
        "responded",
        "upheld",
        "not_upheld",
        "2024-04-30",
        "2024-06-30",
        "2022-23",
        "2023-24-q4",
        "1",
        "7",
        "40",
        "adults",
        "children",
        "corporate",
        "statutory_adults",
        "2",
        "10",
        "lgsco",
        "ombudsman_enquiry",
        "compliment",
        "threshold = 0",
        "page = false",
    ],
};

#[test]
fn sites() {
    // The first line names the file that the rest stands for.
    let good: Vec<(String, Vec<u8>)> = files(|path| path.starts_with(ROOT))
        .into_iter()
        .map(|(path, bytes)| (path[ROOT.len()..].to_owned(), bytes))
        .collect();
    let corpus: Vec<Vec<u8>> = good
        .iter()
        .map(|(path, bytes)| [path.as_bytes(), b"\n", bytes].concat())
        .collect();
    assert!(here().join(ROOT).is_dir());
    let root = runner::file("site");
    let _ = fs::remove_dir_all(&root);
    let day = NaiveDate::from_ymd_opt(2024, 8, 1).expect("a day");
    let job = Job {
        root: root.clone(),
        config: None,
        as_of: AsOf {
            asked: None,
            environment: None,
            today: day,
        },
        base_url: None,
        limits: Limits::default(),
        public: true,
        memory: Default::default(),
    };
    fuzz("sites", &corpus, ANY, |bytes| {
        let (name, text) = bytes.split_at(
            bytes
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1),
        );
        for (path, good) in &good {
            let damaged = name.strip_suffix(b"\n") == Some(path.as_bytes());
            let file = root.join(path);
            fs::create_dir_all(file.parent().expect("a folder")).unwrap();
            fs::write(file, if damaged { text } else { good }).unwrap();
        }
        let mut report = Report::new();
        let built = build(&job, &mut report, &mut |_| {});
        assert_eq!(
            built.is_none(),
            report.has_errors(),
            "a site is built when there is no error, and only then"
        );
        said(&report);
    });
}
