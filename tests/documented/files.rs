//! docs/files.md, from the columns that the program publishes.

use crate::page::{self, head, plain, row};
use candour::language::Words;
use candour::publication::TABLES;
use candour::publication::tidy::TidyRow;

const TOP: &str = "\
# The files of a site

The numbers behind any page are at that page's address plus a file name: `data.csv` and `data.json`. CSV is UTF-8 with commas
and one heading row; JSON has the same rows, and says what each column means.

- **A page's figures come first**, in the columns of the published table below. `/data/latest/complaints.csv` has the figures of
  all pages, each once.
- **A page without figures has what it lists**: lessons, decisions, time limits, the dictionary, the list of files.
- **A page with figures and a list** has the list in a second file beside it, with the name that stands below. The decisions
  and lessons that a service's page repeats stand in the files of the ombudsman and learning pages.
- **A page of nothing but words** has one row that says what it is.

The page for addresses that are not there has no files: it has no address of its own. The list of files on the data page names
the whole tables, which change with each release, and not itself.

This page is written from the program's own lists; a test fails when it is not up to date.
";

/// What each table of words is about, and the pages that have it.
const ABOUT: &[(&str, &str)] = &[
    (
        "decisions",
        "Ombudsmen's decisions: `/ombudsman/` and what is below it, and pages of services that have nothing else",
    ),
    (
        "lessons",
        "What was changed: `/learning/` and what is below it, and pages of services that have nothing else",
    ),
    (
        "limits",
        "Time limits, a row for each procedure, stage and change: `/about/methods/`, `/how-to-complain/`",
    ),
    ("differences", "Known differences: `/about/quality/`"),
    (
        "policy",
        "How small numbers are protected: `/about/protecting-people/`",
    ),
    ("dates", "Days of publication: `/about/releases/`"),
    (
        "dictionary",
        "The dictionary: `/data/dictionary/`, `/data/latest/dictionary.csv`",
    ),
    (
        "services",
        "The services that the files name: `/data/latest/services.csv`",
    ),
    (
        "measures",
        "The measures that the figures name: `/data/latest/measures.csv`",
    ),
    (
        "periods",
        "The periods that the files name: `/data/latest/periods.csv`",
    ),
    ("files", "The whole tables: `/data/`"),
    (
        "page",
        "What a page is: any page that has nothing else to list",
    ),
];

#[test]
fn every_column_that_is_published_is_documented() {
    let words = Words::parse("en.toml", &page::read("themes/default/lang/en.toml")).unwrap();
    let mut text = TOP.to_owned();
    let mut table = |title: &str, columns: &[&str], sections: &[String]| {
        text += &format!("\n## {title}\n{}", head(&["column", "what stands in it"]));
        for column in columns {
            let mut known = sections
                .iter()
                .filter_map(|section| words.find(&format!("{section}.{column}")));
            let meaning = known
                .next()
                .unwrap_or_else(|| panic!("no meaning of {title}: {column}"));
            text += &row(&[&format!("`{column}`"), &plain(meaning)]);
        }
    };
    let figures = "The published table: figures of any page, `complaints.csv`";
    table(figures, &TidyRow::COLUMNS, &["columns".to_owned()]);
    for known in TABLES {
        let about = ABOUT.iter().find(|(name, _)| *name == known.name);
        let (_, about) = about.unwrap_or_else(|| panic!("say which pages have {}", known.name));
        let own = format!("table_columns.{}", known.name);
        let sections = [own, "file_columns".to_owned(), "columns".to_owned()];
        table(
            &format!("`{}`: {about}", known.name),
            known.columns,
            &sections,
        );
    }
    page::is("docs/files.md", &text);
}

/// Seen: a column added here, and every site refused by the checker beside it.
#[test]
fn the_checker_of_built_sites_knows_the_same_columns() {
    let checker = page::read("tests/standards/csv_profile.py");
    // Long texts stand in several pieces there.
    let said: String = checker
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect::<String>()
        .replace("\"\"", "");
    for table in TABLES {
        let line = format!("\"{}\":\"{}\"", table.name, table.columns.join(","));
        assert!(said.contains(&line), "csv_profile.py does not know {line}");
    }
}
