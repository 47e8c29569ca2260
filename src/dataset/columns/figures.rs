//! The columns of ready figures, long and wide, of context and of comparisons.

use super::{COUNT, DATE, FREE, NUMBER, PERIOD, SERVICE, column};
use crate::dataset::schema::{Column, Holds, Required};
use crate::vocabulary::List;
use Required::{No, Or, Yes};

pub(super) const LONG: &[Column] = &[
    column(
        "period",
        Yes,
        Holds::Period,
        &["reporting period"],
        "The period that the figure is about.",
        PERIOD,
    ),
    column(
        "service",
        No,
        Holds::Service,
        &[
            "service area",
            "service name",
            "directorate",
            "department",
            "team",
        ],
        "The service that the figure is about.",
        SERVICE,
    ),
    column(
        "contact",
        No,
        Holds::Code(List::Contact),
        &["contact type"],
        "The kind of contact that the figure counts; a complaint where the column is left out.",
        "complaint, compliment, ombudsman_enquiry and the others, or your own; empty for all",
    ),
    column(
        "procedure",
        No,
        Holds::Code(List::Procedure),
        &["complaint procedure"],
        "The procedure that the figure is about.",
        "corporate, statutory_adults and the others; empty for all",
    ),
    column(
        "stage",
        No,
        Holds::Code(List::Stage),
        &["complaint stage"],
        "The stage that the figure is about.",
        "informal, 1, 2 or 3; empty for all",
    ),
    column(
        "breakdown",
        No,
        Holds::Reference,
        &["dimension"],
        "The dimension that the figure is a part of; two are joined by + in alphabetical order.",
        "outcome, nature, complainant, channel, remedy, timeliness, response_band, refusal_reason, next_stage, service, ombudsman, decision, decision_reason, finding, group; or two: nature+outcome",
    ),
    column(
        "category",
        No,
        Holds::Reference,
        &[],
        "The part: a code of the breakdown's list, joined by + like the breakdowns.",
        "upheld; conduct+upheld; upheld_or_partially_upheld where two were printed as one; other",
    ),
    column(
        "measure",
        Yes,
        Holds::Reference,
        &[],
        "What was counted or averaged; a share is named by its base.",
        "received, responded, received_percent, mean_response_days, received_change and the others of docs/measures.md",
    ),
    column(
        "value",
        Yes,
        Holds::Number,
        &["figure"],
        "The figure itself.",
        NUMBER,
    ),
    column(
        "qualifier",
        No,
        Holds::Reference,
        &[],
        "How exact the figure is.",
        "empty, about, over, under, or unsigned for a change whose direction is not known",
    ),
    column(
        "numerator",
        No,
        Holds::Count,
        &[],
        "For shares, means and rates: what was divided.",
        COUNT,
    ),
    column(
        "denominator",
        No,
        Holds::Count,
        &["base"],
        "For shares, means and rates: what it was divided by.",
        COUNT,
    ),
    column(
        "unit",
        No,
        Holds::Reference,
        &[],
        "What the figure is counted in, where it is not the measure's own unit.",
        "count, working_days, calendar_days, school_days, percent, gbp, per_1000, per_100000, weeks",
    ),
    column(
        "basis",
        No,
        Holds::Text,
        &[],
        "What the figure is a share of, as the source puts it.",
        FREE,
    ),
    column(
        "source",
        No,
        Holds::Text,
        &["source_ref"],
        "Where the figure was taken from; names the winner where two sources disagree. `candour tabulate` writes case_rows.",
        FREE,
    ),
    column(
        "note",
        No,
        Holds::Text,
        &["notes"],
        "A note to print with the figure.",
        FREE,
    ),
];

pub(super) const WIDE: &[Column] = &[
    column(
        "period",
        Or("year"),
        Holds::Period,
        &["reporting period"],
        "The period that the row is about.",
        PERIOD,
    ),
    column(
        "year",
        Or("period"),
        Holds::Period,
        &["financial year"],
        "The council's year, where year and quarter stand in two columns.",
        "2024-25 or 2024/25",
    ),
    column(
        "quarter",
        No,
        Holds::Reference,
        &["qtr"],
        "The quarter of that year; empty for the whole year.",
        "1 to 4, Q1 to Q4, or its months: Jan-Mar",
    ),
    column(
        "service",
        No,
        Holds::Service,
        &[
            "service area",
            "service name",
            "directorate",
            "department",
            "team",
        ],
        "The service that the row is about.",
        SERVICE,
    ),
    column(
        "procedure",
        No,
        Holds::Code(List::Procedure),
        &["complaint procedure", "complaints procedure"],
        "The procedure that the row is about.",
        "corporate, statutory_adults and the others; empty for all",
    ),
    column(
        "stage",
        No,
        Holds::Code(List::Stage),
        &["complaint stage", "level"],
        "The stage that the row is about.",
        "informal, 1, 2 or 3; empty for all",
    ),
    column(
        "source",
        No,
        Holds::Text,
        &["source_ref"],
        "Where the figures were taken from.",
        FREE,
    ),
    column(
        "note",
        No,
        Holds::Text,
        &["notes"],
        "A note to print with the figures.",
        FREE,
    ),
];

pub(super) const CONTEXT: &[Column] = &[
    column(
        "period",
        Yes,
        Holds::Period,
        &["year"],
        "The period that the fact is about.",
        PERIOD,
    ),
    column(
        "service",
        No,
        Holds::Service,
        &["directorate", "department"],
        "The service that the fact is about.",
        SERVICE,
    ),
    column(
        "measure",
        Yes,
        Holds::Reference,
        &["fact"],
        "Which fact: the base of rates and shares, or one of your own.",
        "population, homes_owned, open_cases, or your own",
    ),
    column(
        "value",
        Yes,
        Holds::Number,
        &["figure"],
        "The figure.",
        NUMBER,
    ),
    column(
        "qualifier",
        No,
        Holds::Reference,
        &[],
        "How exact the figure is.",
        "empty, about, over or under",
    ),
    column(
        "unit",
        No,
        Holds::Reference,
        &[],
        "What it is counted in.",
        "count, percent, weeks and the others",
    ),
    column(
        "reference_date",
        No,
        Holds::Date,
        &["as at", "date"],
        "The day on which it was so.",
        DATE,
    ),
    column(
        "source",
        No,
        Holds::Text,
        &["source_ref"],
        "Who says so.",
        FREE,
    ),
];

pub(super) const GROUP: Column = column(
    "group",
    Yes,
    Holds::Code(List::Group),
    &["comparator"],
    "The councils that the figure is the average of.",
    "similar, england, or your own",
);

/// The long form with the group in front.
pub(super) const BENCHMARKS: [Column; LONG.len() + 1] = {
    let mut columns = [GROUP; LONG.len() + 1];
    let mut index = 0;
    while index < LONG.len() {
        columns[index + 1] = LONG[index];
        index += 1;
    }
    columns
};
