//! Measures, disclosure, dates of releases and accepted findings.

use super::council::required;
use super::keys;
use super::lists::shaped;
use super::text::{Reader, Table, offer};
use super::{
    Acceptance, DisclosurePolicy, MeasureOptions, OutcomeBasis, OwnMeasure, ReleaseDates, Site,
};
use crate::diagnostic::named as rule;
use crate::vocabulary::{BREAKDOWNS, Codes, List, Unit, measure};
use toml::Spanned;

const BASES: &[(&str, OutcomeBasis)] = &[
    ("received", OutcomeBasis::Received),
    ("responded", OutcomeBasis::Responded),
];
const METHODS: &[(&str, &str)] = &[("suppress", "suppress"), ("round", "round")];
const ZEROS: &[(&str, bool)] = &[("show", true), ("hide", false)];
const UNITS: &[(&str, Unit)] = &[
    ("count", Unit::Count),
    ("working_days", Unit::WorkingDays),
    ("calendar_days", Unit::CalendarDays),
    ("school_days", Unit::SchoolDays),
    ("percent", Unit::Percent),
    ("gbp", Unit::Gbp),
    ("per_1000", Unit::Per1000),
    ("per_100000", Unit::Per100000),
    ("weeks", Unit::Weeks),
];

/// How long figures stay provisional unless the council says otherwise: most answers of a quarter are in by then.
const PROVISIONAL_DAYS: u16 = 60;

/// The count from which a number may be shown unless the council says otherwise; a lower one needs a reason.
const DEFAULT_THRESHOLD: u16 = 5;

pub(super) fn measures(reader: &mut Reader, root: &mut Table, codes: &mut Codes) -> MeasureOptions {
    let mut section = reader.table(root, "measures");
    let outcome_basis = reader
        .choice(&mut section, "outcome_basis", rule::SETTINGS_CHOICE, BASES)
        .unwrap_or(OutcomeBasis::Received);
    let provisional_days = reader
        .number(&mut section, "provisional_days")
        .map_or(PROVISIONAL_DAYS, Spanned::into_inner);
    let mut own = Vec::new();
    // A misspelt option is not a table; naming the options keeps its message from asking for one.
    for (key, table) in reader.named_tables(&mut section) {
        if shaped(reader, &key) {
            own.extend(own_measure(reader, &key, table, codes));
        }
    }
    reader.finish(section, keys::MEASURES);
    MeasureOptions {
        outcome_basis,
        provisional_days,
        own,
    }
}

fn own_measure(
    reader: &mut Reader,
    key: &Spanned<&str>,
    mut table: Table,
    codes: &mut Codes,
) -> Option<OwnMeasure> {
    let code = codes.intern(key.get_ref());
    if measure(code).is_some() {
        let message = format!("{} is a built-in measure", key.get_ref());
        let help = "give your own measure another code";
        reader.error(rule::OWN_MEASURE, key.span(), message, help);
        return None;
    }
    let own = OwnMeasure {
        code,
        name: required(
            reader,
            &mut table,
            "name",
            "name = \"Plans finished in time\"",
        ),
        unit: reader
            .choice(&mut table, "unit", rule::SETTINGS_CHOICE, UNITS)
            .unwrap_or(Unit::Count),
        definition: required(
            reader,
            &mut table,
            "definition",
            "definition = \"What is counted, and of what.\"",
        ),
    };
    reader.finish(table, keys::MEASURE);
    Some(own)
}

pub(super) fn disclosure(reader: &mut Reader, root: &mut Table, site: &Site) -> DisclosurePolicy {
    let mut table = reader.table(root, "disclosure");
    let threshold = threshold(reader, &mut table);
    let policy = DisclosurePolicy {
        threshold,
        method: reader
            .choice(&mut table, "method", rule::SETTINGS_CHOICE, METHODS)
            .unwrap_or("suppress")
            .to_owned(),
        base: base(reader, &mut table, threshold),
        secret: reader.text(&mut table, "secret"),
        show_zeros: reader
            .choice(&mut table, "zeros", rule::SETTINGS_CHOICE, ZEROS)
            .unwrap_or(true),
        protect: terms(reader, &mut table, "protect", site),
        show: terms(reader, &mut table, "show", site),
        reason: reader.text(&mut table, "reason"),
    };
    if policy.method == "round" {
        rounding(reader, &table, &policy);
    }
    let bends = policy.threshold < DEFAULT_THRESHOLD
        || !policy.protect.is_empty()
        || !policy.show.is_empty();
    if bends && policy.reason.is_empty() {
        let message = "[disclosure] departs from the default and gives no reason";
        let help = "add a sentence for the methods page:\n    reason = \"These figures were protected before they were put here.\"";
        reader.error(rule::REASON_MISSING, table.span.clone(), message, help);
    }
    reader.finish(table, keys::DISCLOSURE);
    policy
}

/// The thresholds that the proof is made for; a council's guidance names one of these.
const THRESHOLDS: [u16; 4] = [0, 3, 5, 10];

/// Takes the threshold.
fn threshold(reader: &mut Reader, table: &mut Table) -> u16 {
    let Some(given) = reader.number(table, "threshold") else {
        return DEFAULT_THRESHOLD;
    };
    if !THRESHOLDS.contains(given.get_ref()) {
        let message = format!("a threshold of {} is not known", given.get_ref());
        let help = "write 5, or another of these:\n    threshold = 3     # hides 1 and 2\n    threshold = 5     # hides 1 to 4\n    threshold = 10    # hides 1 to 9\n    threshold = 0     # hides nothing, and needs a reason";
        reader.error(rule::POLICY_NOT_DONE, given.span(), message, help);
    }
    given.into_inner()
}

/// How long the secret must be, so that trying all would take for ever.
const SECRET: usize = 16;

/// What numbers can be rounded to.
const BASES_OF_ROUNDING: [u16; 3] = [5, 10, 20];

/// Takes what numbers are rounded to: the least that can protect numbers below the threshold, unless the council says more.
fn base(reader: &mut Reader, table: &mut Table, threshold: u16) -> u16 {
    let mut enough = BASES_OF_ROUNDING
        .into_iter()
        .filter(|base| *base >= threshold);
    let least = enough.next().unwrap_or(threshold);
    let Some(given) = reader.number(table, "base") else {
        return least;
    };
    if given.get_ref() != &least && !enough.any(|base| base == *given.get_ref()) {
        let message = format!(
            "numbers cannot be rounded to {} beside a threshold of {threshold}",
            given.get_ref()
        );
        let help = "write base = 5, 10 or 20, and not less than the threshold";
        reader.error(rule::POLICY_NOT_DONE, given.span(), message, help);
    }
    given.into_inner()
}

/// Tests what rounding asks of the other settings.
fn rounding(reader: &mut Reader, table: &Table, policy: &DisclosurePolicy) {
    let mut refuse = |message: &str, help: &str| {
        reader.error(rule::POLICY_NOT_DONE, table.span.clone(), message, help);
    };
    if policy.threshold == 0 {
        refuse(
            "method = \"round\" rounds nothing beside threshold = 0",
            "write threshold = 5, or leave method out",
        );
    }
    if !policy.show_zeros {
        refuse(
            "noughts cannot be hidden where numbers are rounded",
            "leave zeros out: a nought is printed as 0, and no other number is; or write method = \"suppress\"",
        );
    }
    if policy.secret.chars().count() < SECRET {
        refuse(
            "method = \"round\" needs a secret of 16 characters or more",
            "write letters and digits that nobody can guess, never change them, and show this file to nobody who may not see the case rows:\n    secret = \"…\"\nLots drawn with it settle which way each number is rounded; whoever has it could draw them again.",
        );
    }
}

/// Takes a list of what is protected: `everything`, `teams`, procedures, contacts, services and breakdowns.
fn terms(reader: &mut Reader, table: &mut Table, key: &str, site: &Site) -> Vec<String> {
    let codes = &site.codes;
    let mut known: Vec<&str> = vec!["everything", "teams"];
    known.extend(BREAKDOWNS.map(|breakdown| codes.word(breakdown)));
    for list in [List::Procedure, List::Contact] {
        known.extend(
            site.list(list)
                .entries
                .iter()
                .map(|entry| codes.word(entry.code)),
        );
    }
    known.extend(site.services.iter().map(|node| codes.word(node.code)));
    let mut terms = Vec::new();
    for text in reader.strings(table, key).unwrap_or_default() {
        match text.get_ref().split('+').find(|part| !known.contains(part)) {
            None => terms.push(text.into_inner()),
            Some(part) => {
                let message = format!(
                    "{key} names \"{}\", which is not known",
                    crate::diagnostic::cut(part)
                );
                let help = offer(part, &known);
                reader.error(rule::POLICY_TERM, text.span(), message, help);
            }
        }
    }
    terms
}

pub(super) fn release(reader: &mut Reader, root: &mut Table) -> ReleaseDates {
    let mut table = reader.table(root, "release");
    let date = reader.date(&mut table, "date");
    let mut next = reader.dates(&mut table, "next");
    next.sort_by_key(|day| *day.get_ref());
    if let (Some(date), Some(first)) = (&date, next.first())
        && first.get_ref() <= date.get_ref()
    {
        let message = "the next release stands before the one of these figures";
        reader.error(rule::DATE_ORDER, first.span(), message, "");
    }
    let late = reader.text(&mut table, "late");
    let embargo = reader.date(&mut table, "embargo");
    if let (Some(date), Some(embargo)) = (&date, &embargo) {
        if date.get_ref() < embargo.get_ref() {
            let message = "the figures come out before their embargo ends";
            reader.error(rule::DATE_ORDER, embargo.span(), message, "");
        } else {
            let message = "the embargo does nothing beside date, as of which every build is made";
            let help = "take date out until the embargo has ended, or say --as-of with the day on which you build";
            reader.warning(rule::EMBARGO, embargo.span(), message, help);
        }
    }
    reader.finish(table, keys::RELEASE);
    ReleaseDates {
        date: date.map(Spanned::into_inner),
        next: next.into_iter().map(Spanned::into_inner).collect(),
        late,
        embargo: embargo.map(Spanned::into_inner),
    }
}

pub(super) fn accepted(reader: &mut Reader, root: &mut Table) -> Vec<Acceptance> {
    let tables = reader.tables(root, "accept").unwrap_or_default();
    let mut all: Vec<Acceptance> = Vec::new();
    for mut table in tables {
        let one = acceptance(reader, &mut table);
        if all
            .iter()
            .any(|other| other.code == one.code && other.key == one.key)
            && !one.key.is_empty()
        {
            let message = format!("the finding {} {} is accepted twice", one.code, one.key);
            reader.error(
                rule::ACCEPT_INCOMPLETE,
                table.span.clone(),
                message,
                "keep one of the two",
            );
        }
        all.push(one);
        reader.finish(table, keys::ACCEPT);
    }
    all
}

fn acceptance(reader: &mut Reader, table: &mut Table) -> Acceptance {
    let line = reader.line(&table.span);
    let code = reader.word(table, "code");
    if let Some(code) = &code
        && crate::diagnostic::rule(code.get_ref()).is_none()
    {
        let message = format!(
            "\"{}\" is not the code of a finding",
            crate::diagnostic::cut(code.get_ref())
        );
        let help = "the code stands in brackets at the head of the finding, as in warning[C201]";
        reader.error(rule::ACCEPT_INCOMPLETE, code.span(), message, help);
    }
    let mut say = |reader: &mut Reader, key: &str| {
        let found = reader.word(table, key);
        if found.is_none() {
            let message = format!("an [[accept]] entry does not say {key}");
            let help = "an entry needs code, key and reason";
            reader.error(rule::ACCEPT_INCOMPLETE, table.span.clone(), message, help);
        }
        found.map(Spanned::into_inner).unwrap_or_default()
    };
    let key = say(reader, "key");
    let reason = say(reader, "reason");
    if code.is_none() {
        let help = "an entry needs code, key and reason";
        let message = "an [[accept]] entry does not say code";
        reader.error(rule::ACCEPT_INCOMPLETE, table.span.clone(), message, help);
    }
    Acceptance {
        code: code.map(Spanned::into_inner).unwrap_or_default(),
        key,
        choose: reader.text(table, "use"),
        reason,
        line,
    }
}
