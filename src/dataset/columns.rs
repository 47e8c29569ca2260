//! The columns that are known, as data. docs/columns.md is made from this.

mod cases;
mod figures;
mod ledger;

use super::schema::{Column, Form, Holds, KindColumns, Required};
use crate::source::Kind;
use Required::{No, Yes};
use cases::CASES;
use figures::{BENCHMARKS, CONTEXT, LONG, WIDE};
use ledger::{DECISIONS, LESSONS, QUOTES};

/// Writes a column down in the order in which one explains it.
const fn column(
    name: &'static str,
    required: Required,
    holds: Holds,
    aliases: &'static [&'static str],
    meaning: &'static str,
    values: &'static str,
) -> Column {
    Column {
        name,
        aliases,
        holds,
        required,
        meaning,
        values,
    }
}

const PERIOD: &str = "2024-25-q2, 2024-25, academic-2023-24, calendar-2023, 2023-01-01--2023-03-31 or undated; other spellings such as 2024/25 Q2 are read too";
const DATE: &str =
    "2024-07-03, 03/07/2024 (day first) or 03-Jul-2024; one form for the whole column";
const COUNT: &str =
    "a whole number; [x] not available, [z] not applicable, [c] hidden to protect people";
const NUMBER: &str = "a number, with a point before decimals; [x], [z] or [c]";
const SERVICE: &str = "a service of candour.toml: its code, its name or one of its aliases; empty for the whole council";
const FREE: &str = "words for the public; no names of residents";

const CALENDARS: &[Column] = &[
    column("date", Yes, Holds::Date, &["day"], "The day.", DATE),
    column(
        "title",
        No,
        Holds::Text,
        &["name", "event", "reason"],
        "Why it is no working day.",
        "a few words",
    ),
    column(
        "change",
        No,
        Holds::Reference,
        &[],
        "Whether the day is added to the non-working days or taken from them, or only schools are closed on it; added where it is left out.",
        "add, remove or school",
    ),
];

/// All kinds of table with their columns.
pub const COLUMNS: &[KindColumns] = &[
    KindColumns {
        kind: Kind::Cases,
        form: Form::Records,
        place: "data/cases/",
        columns: CASES,
    },
    KindColumns {
        kind: Kind::Aggregates,
        form: Form::Wide,
        place: "data/aggregates/",
        columns: WIDE,
    },
    KindColumns {
        kind: Kind::Aggregates,
        form: Form::Long,
        place: "data/aggregates/",
        columns: LONG,
    },
    KindColumns {
        kind: Kind::Decisions,
        form: Form::Records,
        place: "data/decisions/",
        columns: DECISIONS,
    },
    KindColumns {
        kind: Kind::Lessons,
        form: Form::Records,
        place: "data/lessons/",
        columns: LESSONS,
    },
    KindColumns {
        kind: Kind::Quotes,
        form: Form::Records,
        place: "data/quotes/",
        columns: QUOTES,
    },
    KindColumns {
        kind: Kind::Context,
        form: Form::Long,
        place: "data/context.csv",
        columns: CONTEXT,
    },
    KindColumns {
        kind: Kind::Benchmarks,
        form: Form::Long,
        place: "data/benchmarks.csv",
        columns: &BENCHMARKS,
    },
    KindColumns {
        kind: Kind::Calendars,
        form: Form::Records,
        place: "data/calendars/",
        columns: CALENDARS,
    },
];
