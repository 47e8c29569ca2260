//! All tables of records, and the checks that need several of them.

use super::ledger::Ledger;
use super::schema::{alone, survey};
use super::sheet::Sheet;
use super::{Dataset, aggregates, context, decisions, lessons, quotes};
use crate::config::{self, Site};
use crate::diagnostic::{Diagnostic, Location, Report, Rule, Severity, named as rule};
use crate::source::{Kind, Table};
use crate::vocabulary::nearest;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Reads every table but those of cases and calendars, which are not held as records.
pub fn validate(site: &Site, tables: &[Table], as_of: NaiveDate, report: &mut Report) -> Dataset {
    let mut dataset = Dataset {
        codes: site.codes.clone(),
        aggregates: Vec::new(),
        decisions: Vec::new(),
        payments: Vec::new(),
        lessons: Vec::new(),
        quotes: Vec::new(),
    };
    let mut names = Names::default();
    for table in tables {
        if !matches!(table.kind, Kind::Cases | Kind::Calendars) {
            read((&mut dataset, &mut names), site, table, as_of, report);
        }
    }
    twice(&names.decisions, "decisions", rule::ID_TWICE, report);
    twice(&names.lessons, "lessons", rule::ID_TWICE, report);
    lessons_named(&names.mentions, &dataset, report);
    if dataset.codes.is_full() && !site.codes.is_full() {
        report.push(config::too_many_codes());
    }
    dataset
}

/// The names of all rows that have one, records or not, with their places.
#[derive(Default)]
struct Names {
    decisions: Vec<(String, Location)>,
    lessons: Vec<(String, Location)>,
    mentions: Vec<(Vec<String>, Location)>,
}

fn read(
    (dataset, names): (&mut Dataset, &mut Names),
    site: &Site,
    table: &Table,
    as_of: NaiveDate,
    report: &mut Report,
) {
    let columns = survey(table, site, report);
    let mut sheet = Sheet {
        table,
        columns: &columns,
        site,
        codes: &mut dataset.codes,
        as_of,
        faults: Report::new(),
        otherwise: HashSet::new(),
    };
    // Of a table whose headings are at fault the cells are looked at, and its records are not used.
    let (mut figures, mut quoted) = Default::default();
    let (mut decided, mut learned) = (Ledger::default(), Ledger::default());
    match table.kind {
        Kind::Aggregates | Kind::Benchmarks => figures = aggregates::read(&mut sheet),
        Kind::Context => figures = context::read(&mut sheet),
        Kind::Decisions => decided = decisions::read(&mut sheet),
        Kind::Lessons => learned = lessons::read(&mut sheet),
        Kind::Quotes => quoted = quotes::read(&mut sheet),
        Kind::Cases | Kind::Calendars => {}
    }
    let mut faults = sheet.faults;
    if !columns.sound {
        faults.retain(alone);
        report.extend(faults);
        return;
    }
    report.extend(faults);
    dataset.aggregates.extend(figures);
    names.decisions.extend(decided.names);
    names.lessons.extend(learned.names);
    names.mentions.extend(decided.mentions);
    dataset.decisions.extend(decided.records);
    dataset.payments.extend(decided.payments);
    dataset.lessons.extend(learned.records);
    dataset.quotes.extend(quoted);
}

/// Reports lessons that a decision names by ids and that are not there. Nothing is known of them while the tables of lessons have
/// errors of their own.
fn lessons_named(mentions: &[(Vec<String>, Location)], dataset: &Dataset, report: &mut Report) {
    let unread = |found: &Diagnostic| {
        let place = found.location.as_ref();
        let lessons = place.is_some_and(|place| place.file.starts_with("data/lessons"));
        lessons && found.severity == Severity::Error
    };
    if report.diagnostics().iter().any(unread) {
        return;
    }
    let known: HashSet<&str> = dataset.lessons.iter().map(|one| one.id.as_str()).collect();
    for (parts, place) in mentions {
        for part in parts.iter().filter(|part| !known.contains(part.as_str())) {
            // Words may have a hyphen too: only beside an id, or near one, is it meant for one.
            let near = nearest(part, dataset.lessons.iter().map(|one| one.id.as_str()));
            let beside = || parts.iter().any(|one| known.contains(one.as_str()));
            if !is_slug(part) || (near.is_none() && !(part.contains('-') && beside())) {
                continue;
            }
            let meant = near.map_or(String::new(), |near| format!("Did you mean {near}? "));
            let message = format!("there is no lesson \"{}\"", crate::diagnostic::cut(part));
            let help = format!(
                "{meant}Write the id of a lesson of data/lessons/, or what was learned, in words."
            );
            let fault = Diagnostic::error(rule::LESSON_UNKNOWN, message);
            let fault = fault.at(place.clone());
            report.push(fault.value(part).help(help));
        }
    }
}

/// Returns whether a text has the shape of an id, which a number or a dash alone has not.
fn is_slug(text: &str) -> bool {
    let of_an_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.bytes().all(of_an_id)
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && !text.starts_with('-')
}

/// Reports names that two records share.
fn twice(names: &[(String, Location)], what: &str, kind: &'static Rule, report: &mut Report) {
    let mut seen: HashMap<&str, &Location> = HashMap::new();
    for (name, place) in names {
        if let Some(first) = seen.get(name.as_str()) {
            let mut fault = Diagnostic::error(kind, format!("two {what} have the id \"{name}\""))
                .at(place.clone())
                .value(name)
                .help("Give each its own id. One case or lesson is one row.");
            fault.related = vec![(*first).clone()];
            report.push(fault);
        } else {
            seen.insert(name, place);
        }
    }
}
