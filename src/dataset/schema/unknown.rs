//! Headings that nobody declared: what they look like, and what to do about them.

use super::{Column, Form, Holds};
use crate::config::Site;
use crate::dataset::cells::toml;
use crate::diagnostic::{Diagnostic, cut, named as rule};
use crate::vocabulary::{List, fold};

/// Words in headings that tell of personal data. A heading is taken apart at everything that is no letter.
const PERSONAL: &[&str] = &[
    "name",
    "names",
    "forename",
    "forenames",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "title",
    "initials",
    "email",
    "mail",
    "phone",
    "telephone",
    "tel",
    "mobile",
    "address",
    "addressline",
    "street",
    "postcode",
    "post",
    "town",
    "dob",
    "birth",
    "age",
    "gender",
    "sex",
    "ethnicity",
    "religion",
    "disability",
    "nhs",
    "nino",
    "ni",
    "insurance",
    "uprn",
    "officer",
    "handler",
    "investigator",
    "owner",
    "manager",
    "assigned",
    "username",
    "user",
    "signature",
    "iban",
];

/// Words in headings that tell of free text about a case.
const FREE_TEXT: &[&str] = &[
    "description",
    "details",
    "detail",
    "narrative",
    "text",
    "comments",
    "notes",
    "note",
    "summary",
    "statement",
    "letter",
    "response",
    "lessons",
    "learning",
    "circumstances",
];

/// Words in headings of dates and numbers that the program works out itself.
const WORKED_OUT: &[&str] = &[
    "targetdate",
    "duedate",
    "deadline",
    "target",
    "due",
    "dayslate",
    "daysoverdue",
    "age",
    "year",
    "month",
];

/// Words in headings of case systems with the column they most likely mean: a hint for the message, never acted upon.
const LIKELY: &[(&str, &str)] = &[
    ("ack", "acknowledged"),
    ("ackd", "acknowledged"),
    ("acknowledgement", "acknowledged"),
    ("issue", "nature"),
    ("issues", "nature"),
    ("category", "nature"),
    ("reason", "nature"),
    ("opened", "received"),
    ("logged", "received"),
    ("replied", "responded"),
    ("reply", "responded"),
    ("result", "outcome"),
    ("finding", "outcome"),
    ("source", "channel"),
    ("directorate", "service"),
];

fn words_of(heading: &str) -> Vec<String> {
    let words = heading.split(|c: char| !c.is_alphanumeric());
    words.map(str::to_lowercase).collect()
}

/// Returns the finding for a heading that no column has: what it looks like, and what to do with it.
pub(super) fn unknown(
    heading: &str,
    near: Option<&Column>,
    known: &[Column],
    form: Form,
    site: &Site,
) -> Diagnostic {
    let words = words_of(heading);
    let ignore = format!("[columns]\n    ignore = [{}]", toml(heading));
    if let Some(what) = private(&words, known) {
        return Diagnostic::error(
            rule::PERSONAL_COLUMN,
            format!("the column \"{}\" looks like {what}, which must not come in here", cut(heading)),
        )
        .help(format!("leave it out of the export; if that is not possible, have it dropped unread, in candour.toml:\n    {ignore}"));
    }
    let help = match not_needed(heading, form) {
        Some(why) => format!("{why} dropped unread:\n    {ignore}"),
        None => rename(heading, near, &ignore),
    };
    Diagnostic::error(
        rule::UNKNOWN_COLUMN,
        format!("the column \"{}\" is not one that is known", cut(heading)),
    )
    .fact("known", listed(known, form, site))
    .help(help)
}

/// What a column holds that must not come in, by the words of its heading.
fn private(words: &[String], known: &[Column]) -> Option<&'static str> {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let texts = known
        .iter()
        .any(|column| matches!(column.holds, Holds::Text | Holds::Texts));
    if has(PERSONAL) {
        Some("personal data")
    } else if !texts && has(FREE_TEXT) {
        Some("free text about cases")
    } else {
        None
    }
}

/// What to do with a column whose heading says that it holds what the program works out for itself, or money where things
/// are counted; to be read before "dropped unread".
fn not_needed(heading: &str, form: Form) -> Option<&'static str> {
    let folded = fold(heading);
    let words = words_of(heading);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let share = folded.contains("percent") || has(&["rate", "share", "proportion"]);
    if WORKED_OUT.contains(&folded.as_str()) {
        Some("target dates and years are worked out from the dates and from candour.toml; have it")
    } else if share && form == Form::Wide {
        Some(
            "shares are worked out from the counts: give the count; where only the share is known, write it in a table of the long \
             form (measure received_percent, breakdown outcome, category upheld, for one), and have this one",
        )
    } else if share {
        Some("shares are worked out from the counts; have it")
    } else if heading.contains('£') && form == Form::Wide {
        Some(
            "this column says that it holds pounds, and no sum of money has that name: name it payments or, with unit = \"gbp\", as a \
             measure of your own; if it is not needed, have it",
        )
    } else {
        None
    }
}

/// Returns the column that a word of a heading most likely means.
pub(super) fn likely<'c>(heading: &str, known: &'c [Column]) -> Option<&'c Column> {
    words_of(heading).iter().find_map(|word| {
        let (_, name) = LIKELY.iter().find(|(known, _)| known == word)?;
        known.iter().find(|column| column.name == *name)
    })
}

/// How to say in candour.toml that the heading stands for a column that is known.
fn rename(heading: &str, near: Option<&Column>, ignore: &str) -> String {
    let written = toml(heading);
    match near {
        Some(near) => format!(
            "did you mean {0}? If your system always writes {1} for it, add to candour.toml:\n    [columns]\n    {0} = [{1}]",
            near.name, written
        ),
        None => format!(
            "if it is one of these under another name, say so in candour.toml, with the known name in front:\n    [columns]\n    known_name = [{written}]\nIf it is not needed, have it dropped unread:\n    {ignore}"
        ),
    }
}

fn listed(known: &[Column], form: Form, site: &Site) -> String {
    let mut words: Vec<&str> = known.iter().map(|column| column.name).collect();
    if form == Form::Wide {
        words.extend([
            "received",
            "responded",
            "in_time",
            "late",
            "mean_response_days",
            "open_at_start",
            "open_at_end",
        ]);
        words.extend(
            site.list(List::Outcome)
                .entries
                .iter()
                .map(|entry| site.codes.word(entry.code))
                .take(3),
        );
        words.extend(["compliments", "…"]);
    }
    words.join(", ")
}
