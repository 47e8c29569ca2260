//! docs/columns.md, from the columns that the program knows.

use crate::page::{self, codes, head, row};
use candour::dataset::schema::{
    COLUMNS, Column, Form, Holds, KindColumns, Required, WIDE_HEADINGS,
};
use candour::language::Words;
use candour::source::Kind;
use candour::vocabulary::{Code, Codes, List};

const TOP: &str = "\
# The columns of your tables

Candour reads the tables under `data/`. The folder says what kind of table it is. A table is a CSV file, or one sheet of a
workbook (XLSX or ODS). Its first row holds the headings.

- **Only known columns are read.** A heading that is not listed here is refused, so that nothing gets in that must not be
  published. Say under `[columns]` in `candour.toml` what your system calls a column, or name it under `ignore` to have it
  dropped unread: see [configuration.md](configuration.md).
- **Headings and words are compared** without capitals, spaces, hyphens and underscores: `Date Received` is `date_received`. `&` is
  `and`, `%` is `percent` and `£` is `pounds`, so `Waste & Recycling` is `waste and recycling`, and `% upheld` or `Received (£)` is no
  count.
- **Several words in one cell** are divided by `;`.
- **Zero is a figure.** Where there is no figure, say why: `[x]` not available, `[z]` not applicable, `[c]` hidden to protect
  people. A blank where a count must stand is refused, because it could mean any of these.
- **Row numbers** in messages are those a spreadsheet shows: the headings are row 1.

This page is written from the program's own lists; a test fails when it is not up to date.
";

const WIDE: &str = "
Each further column is a figure. Its heading says which:

- a measure by its code, as `received`, `responded`, `open_at_end`, `mean_response_days`: see [measures.md](measures.md);
- an outcome, as `upheld`: complaints received that ended so. With `outcome_basis = \"responded\"` in `candour.toml`: those
  responded to that ended so;
- a test of time, as `in_time` or `late`, or a band of days, as `0_5`: complaints responded to;
- a kind of contact, as `compliments` or `informal_complaint`: how many were received;
- one of your own measures.

These headings are read too:
";

#[test]
fn every_column_of_every_table_is_documented() {
    let words = Words::parse("en.toml", &page::read("themes/default/lang/en.toml")).unwrap();
    let mut text = TOP.to_owned();
    for known in COLUMNS {
        table(&mut text, known);
    }
    text += "\n## The words that are read\n\nEach list has codes and other spellings that are read for them. They are compared \
             without capitals, spaces,\nhyphens and underscores. Add your own spellings, names and codes in `candour.toml`, \
             under the section that the\nheading names. Stages, outcomes and tests of time take your spellings, but no further \
             codes.\n";
    for list in List::ALL {
        words_of(&mut text, list, &words);
    }
    page::is("docs/columns.md", &text);
}

fn table(text: &mut String, known: &KindColumns) {
    *text += &format!("\n## {}\n\n{}\n", title(known), about(known));
    *text += &head(&[
        "column",
        "required",
        "holds",
        "what it means",
        "what may stand in it",
        "other headings",
    ]);
    for column in known.columns {
        *text += &row(&[
            &format!("`{}`", column.name),
            &required(column),
            &holds(column.holds),
            column.meaning,
            column.values,
            &column.aliases.join(", "),
        ]);
    }
    if known.form == Form::Wide {
        *text += WIDE;
        *text += &head(&["heading", "read as"]);
        let codes = Codes::default();
        for (heading, measure) in WIDE_HEADINGS {
            *text += &row(&[heading, &format!("`{}`", word(&codes, *measure))]);
        }
    }
}

fn word(codes: &Codes, code: Code) -> String {
    codes.word(code).to_owned()
}

fn title(known: &KindColumns) -> String {
    let kind = match (known.kind, known.form) {
        (Kind::Cases, _) => "Case rows",
        (Kind::Aggregates, Form::Wide) => "Ready figures, a column for each (wide)",
        (Kind::Aggregates, _) => "Ready figures, a row for each (long)",
        (Kind::Decisions, _) => "Ombudsmen's decisions",
        (Kind::Lessons, _) => "Lessons",
        (Kind::Quotes, _) => "Thanks",
        (Kind::Context, _) => "Facts about the council",
        (Kind::Benchmarks, _) => "Figures of other councils",
        (Kind::Calendars, _) => "Days that are not worked",
    };
    format!("{kind}: `{}`", known.place)
}

fn about(known: &KindColumns) -> &'static str {
    match (known.kind, known.form) {
        (Kind::Cases, _) => {
            "One row for each case and stage. Rows may be spread over any number of files."
        }
        (Kind::Aggregates, Form::Wide) => {
            "One row for each period, service, procedure and stage. A table without the columns `measure` and `value` is wide."
        }
        (Kind::Aggregates, _) => {
            "One row for each figure. `candour tabulate` writes this form. An empty coordinate is the total; published tables \
             write it `all`."
        }
        (Kind::Decisions, _) => {
            "One row for each decision. The first `amount`, `due` and `done` belong to the first of the `requirements`, and so on; \
             a part may be empty."
        }
        (Kind::Lessons, _) => {
            "One row for each lesson: what people said, what was found, what was changed."
        }
        (Kind::Quotes, _) => "One row for each quotation. Nothing is printed that is not released.",
        (Kind::Context, _) => {
            "One row for each fact: population, homes owned, open cases, or a measure of your own."
        }
        (Kind::Benchmarks, _) => {
            "The columns of the long form, and the group of councils in front."
        }
        (Kind::Calendars, _) => {
            "Your council's closed days. The bank holidays of 2015 to 2028 are known. The government's bank-holiday JSON, as \
             downloaded, may stand here too."
        }
    }
}

fn required(column: &Column) -> String {
    match column.required {
        Required::Yes => "yes".to_owned(),
        Required::No => "no".to_owned(),
        Required::Or(other) => format!("this or `{other}`"),
    }
}

fn holds(holds: Holds) -> String {
    match holds {
        Holds::Code(list) => format!("a [{0}](#{0}) word", list.section()),
        Holds::Codes(list) => format!("[{0}](#{0}) words", list.section()),
        Holds::Service => "a service".to_owned(),
        Holds::Period => "a period".to_owned(),
        Holds::Date => "a date".to_owned(),
        Holds::Count => "a whole number".to_owned(),
        Holds::Number => "a number".to_owned(),
        Holds::YesNo => "yes or no".to_owned(),
        Holds::Reference => "a short word".to_owned(),
        Holds::Text => "words".to_owned(),
        Holds::Texts => "words, in parts".to_owned(),
        Holds::Link => "an address beginning with https://".to_owned(),
    }
}

fn words_of(text: &mut String, list: List, words: &Words) {
    let section = list.section();
    *text += &format!("\n### {section}\n");
    if list.built_in().is_empty() {
        *text += &format!("\nNone are built in: declare yours under `[{section}.…]`.\n");
        return;
    }
    *text += &head(&["code", "name", "other spellings"]);
    for (code, spellings) in list.built_in() {
        let name = words.get(&format!("{section}.{code}")).to_owned();
        *text += &row(&[&codes([*code]), &name, &spellings.join(", ")]);
    }
}
