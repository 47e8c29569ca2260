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

pub(super) fn unknown(
    heading: &str,
    near: Option<&Column>,
    known: &[Column],
    form: Form,
    site: &Site,
) -> Diagnostic {
    let words: Vec<String> = heading
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let ignore = format!("[columns]\n    ignore = [{}]", toml(heading));
    let texts = known
        .iter()
        .any(|column| matches!(column.holds, Holds::Text | Holds::Texts));
    if has(PERSONAL) {
        return Diagnostic::error(
            rule::PERSONAL_COLUMN,
            format!("the column \"{}\" looks like personal data, which must not come in here", cut(heading)),
        )
        .help(format!("leave it out of the export; if that is not possible, have it dropped unread, in candour.toml:\n    {ignore}"));
    }
    if !texts && has(FREE_TEXT) {
        return Diagnostic::error(
            rule::PERSONAL_COLUMN,
            format!("the column \"{}\" looks like free text about cases, which must not come in here", cut(heading)),
        )
        .help(format!("leave it out of the export; if that is not possible, have it dropped unread, in candour.toml:\n    {ignore}"));
    }
    let fault = Diagnostic::error(
        rule::UNKNOWN_COLUMN,
        format!("the column \"{}\" is not one that is known", cut(heading)),
    )
    .fact("known", listed(known, form, site));
    if WORKED_OUT.contains(&fold(heading).as_str()) {
        return fault.help(format!(
            "target dates and years are worked out from the dates and from candour.toml; have it dropped unread:\n    {ignore}"
        ));
    }
    if heading.contains('%')
        || words
            .iter()
            .any(|word| word == "percent" || word == "percentage" || word == "rate")
    {
        return fault.help(format!(
            "shares are worked out from the counts; give the count, or a printed share in the long form, or have it dropped unread:\n    {ignore}"
        ));
    }
    let likely = words.iter().find_map(|word| {
        let (_, name) = LIKELY.iter().find(|(known, _)| known == word)?;
        known.iter().find(|column| column.name == *name)
    });
    fault.help(match likely.or(near) {
        Some(near) => format!(
            "did you mean {0}? If your system always writes {1} for it, add to candour.toml:\n    [columns]\n    {0} = [{1}]",
            near.name,
            toml(heading)
        ),
        None => format!(
            "if it is one of these under another name, say so in candour.toml, with the known name in front:\n    [columns]\n    known_name = [{0}]\nIf it is not needed, have it dropped unread:\n    {1}",
            toml(heading),
            ignore
        ),
    })
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
