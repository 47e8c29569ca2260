//! Keys, values and places in the words of a finding.

use super::Cube;
use crate::config::Site;
use crate::dataset::{AggregateRecord, Qualifier};
use crate::diagnostic::Location;
use crate::number::Decimal;
use crate::release::Shorthand;
use crate::vocabulary::{Claim, Code, Codes, ObservationKey, Unit, code, fold};

/// Returns a key as a person would say it: `Children's Services, 2023-24, corporate stage 1, received (upheld)`.
pub(super) fn figure(codes: &Codes, site: &Site, key: &ObservationKey) -> String {
    let period = key.period.id();
    describe(codes, site, key, Some(period))
}

/// Returns what a key counts, whatever the period: `whole council, stage 1, received`.
pub(super) fn series(codes: &Codes, site: &Site, key: &ObservationKey) -> String {
    describe(codes, site, key, None)
}

/// Returns what a figure of a table counts: `received (upheld)`.
pub(super) fn measured(codes: &Codes, site: &Site, key: &ObservationKey) -> String {
    let measure = measure(codes.word(key.measure));
    match categories(codes, site, key) {
        none if none.is_empty() => measure,
        categories => format!("{measure} ({categories})"),
    }
}

/// Returns what a table is of, whatever it counts: `Children's Services, 2023-24, corporate stage 1`.
pub(super) fn table(codes: &Codes, site: &Site, key: &ObservationKey) -> String {
    coordinates(codes, site, key, Some(key.period.id())).join(", ")
}

fn describe(codes: &Codes, site: &Site, key: &ObservationKey, period: Option<String>) -> String {
    let mut parts = coordinates(codes, site, key, period);
    parts.push(match key.contact {
        code::CONTEXT => plain(codes, key.measure),
        _ => measured(codes, site, key),
    });
    parts.join(", ")
}

/// Returns the service, the period, the contact, and the procedure with its stage.
fn coordinates(
    codes: &Codes,
    site: &Site,
    key: &ObservationKey,
    period: Option<String>,
) -> Vec<String> {
    let mut parts = vec![service(codes, site, key.service)];
    parts.extend(period);
    if key.contact == code::CONTEXT {
        return parts;
    }
    if key.contact != code::COMPLAINT {
        parts.push(plain(codes, key.contact));
    }
    let mut place = Vec::new();
    if key.procedure != code::ALL {
        place.push(plain(codes, key.procedure));
    }
    match codes.word(key.stage) {
        "all" => {}
        word @ ("1" | "2" | "3") => place.push(format!("stage {word}")),
        word => place.push(format!("{word} stage")),
    }
    if !place.is_empty() {
        parts.push(place.join(" "));
    }
    parts
}

/// Returns a measure in words: `share of those received`, `relative change of those received`.
fn measure(name: &str) -> String {
    let thing = |stem: &str| match stem {
        "natures" | "open_cases" | "findings" | "population" => stem.replace('_', " "),
        "unstated" => "no stated base".into(),
        _ => format!("those {}", stem.replace('_', " ")),
    };
    let of = |stem: &str| match Claim::of(stem) {
        Some(_) => format!("the {}", measure(stem)),
        None => thing(stem),
    };
    match Claim::of(name) {
        Some(Claim::Share(stem)) => format!("share of {}", thing(stem)),
        Some(Claim::Per1000(stem)) => format!("{} per 1,000 people", stem.replace('_', " ")),
        Some(Claim::Per1000Homes(stem)) => format!("{} per 1,000 homes", stem.replace('_', " ")),
        Some(Claim::Per100000(stem)) => format!("{} per 100,000 people", stem.replace('_', " ")),
        Some(Claim::Change(stem)) => format!("change of {}", of(stem)),
        Some(Claim::ChangePercent(stem)) => format!("relative change of {}", of(stem)),
        None => name.replace('_', " "),
    }
}

/// Returns the categories of a key in words: `conduct, upheld`.
fn categories(codes: &Codes, site: &Site, key: &ObservationKey) -> String {
    let words: Vec<String> = key
        .breakdowns
        .iter()
        .flatten()
        .map(|&(name, category)| match name {
            code::SERVICE => service(codes, site, category),
            code::NEXT_STAGE => format!("went on to stage {}", codes.word(category)),
            _ => plain(codes, category),
        })
        .collect();
    words.join(", ")
}

/// Returns what sets a part apart from its whole: `Adult Social Care, statutory adults`.
pub(super) fn part(
    codes: &Codes,
    site: &Site,
    whole: &ObservationKey,
    part: &ObservationKey,
) -> String {
    let mut words = Vec::new();
    if part.service != whole.service {
        words.push(service(codes, site, part.service));
    }
    if part.procedure != whole.procedure {
        let procedure = plain(codes, part.procedure);
        if words.iter().all(|word| fold(word) != fold(&procedure)) {
            words.push(procedure);
        }
    }
    if part.stage != whole.stage {
        words.push(format!("stage {}", codes.word(part.stage)));
    }
    if part.period != whole.period {
        words.push(part.period.id());
    }
    for &(name, category) in part.breakdowns.iter().flatten() {
        if whole.category(name) != Some(category) {
            words.push(plain(codes, category));
        }
    }
    if words.is_empty() || part.measure != whole.measure {
        words.insert(0, plain(codes, part.measure));
    }
    words.join(", ")
}

/// Returns a service's name as the council prints it.
pub(super) fn service(codes: &Codes, site: &Site, service: Code) -> String {
    if service == code::ALL {
        return "whole council".into();
    }
    site.services
        .get(service)
        .map_or_else(|| plain(codes, service), |node| node.name.clone())
}

/// Returns a code as words: `partially upheld`.
pub(super) fn plain(codes: &Codes, word: Code) -> String {
    codes.word(word).replace('_', " ")
}

/// Returns a sentence that begins with a capital letter.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}

/// Returns a number with its unit: `1,805`, `22 %`, `£150`, `14 working days`.
pub(super) fn amount(number: Decimal, unit: Unit) -> String {
    match unit {
        Unit::Percent => format!("{} %", number.grouped()),
        Unit::Gbp => format!("£{}", number.grouped()),
        Unit::WorkingDays => format!("{} working days", number.grouped()),
        Unit::CalendarDays => format!("{} calendar days", number.grouped()),
        Unit::SchoolDays => format!("{} school days", number.grouped()),
        _ => number.grouped(),
    }
}

/// Returns a value as it was supplied: `about 1,700`, `[x]`.
pub(super) fn value(value: Result<Decimal, Shorthand>, qualifier: Qualifier, unit: Unit) -> String {
    match value {
        Err(shorthand) => format!("[{}]", shorthand.letter()),
        Ok(number) => match qualifier {
            Qualifier::None | Qualifier::Unsigned => amount(number, unit),
            other => format!("{} {}", other.code(), amount(number, unit)),
        },
    }
}

/// Returns where a row stands, seen from another place: `row 12`, or with its file when that is another one.
pub(super) fn row(origin: &Location, seen_from: Option<&Location>) -> String {
    let row = origin
        .row
        .map_or_else(String::new, |row| format!("row {row}"));
    if seen_from.is_some_and(|place| place.file == origin.file) {
        return row;
    }
    format!("{} {row}", origin.file).trim_end().to_string()
}

/// Returns where a supplied figure stands and which section of the council's document it is from:
/// `row 12, "Compliments"`.
pub(super) fn place(record: &AggregateRecord, seen_from: Option<&Location>) -> String {
    let row = row(&record.origin, seen_from);
    if record.source.is_empty() {
        row
    } else {
        format!("{row}, \"{}\"", record.source)
    }
}

impl Cube {
    /// Returns the first row of a key, printed or tabulated.
    pub(super) fn record(&self, key: &ObservationKey) -> Option<&AggregateRecord> {
        let rows = self.supplied.get(key).or(self.tabulated.get(key))?;
        rows.first()
    }

    /// Returns the place of a key's first row; nothing when it was not supplied.
    pub(super) fn origin(&self, key: &ObservationKey) -> Option<Location> {
        self.record(key).map(|record| record.origin.clone())
    }

    /// Returns the exact number at a key. What cannot exist counts as nought; what is hidden, missing or only roughly
    /// known is no number.
    pub(super) fn exact(&self, key: &ObservationKey) -> Option<Decimal> {
        let found = self.observations.get(key)?;
        match found.value {
            Ok(number) if found.qualifier == Qualifier::None => Some(number),
            Err(Shorthand::NotApplicable) => Some(Decimal::whole(0)),
            _ => None,
        }
    }
}
