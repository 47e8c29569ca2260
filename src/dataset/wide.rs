//! What a column of figures in a wide table is shorthand for (contract 3).

use crate::config::{OutcomeBasis, Site};
use crate::vocabulary::{
    BREAKDOWNS, Claim, Code, List, MEASURES, Unit, code, fold, measure as measure_of,
};

/// An observation that a column stands for; the row gives period, service, procedure and stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// The contact; nothing where the row's own counts.
    pub contact: Option<Code>,
    /// The measure.
    pub measure: Code,
    /// The breakdown and its category.
    pub breakdown: Option<(Code, Code)>,
}

/// Headings of wide tables that are no code themselves, with the measure they mean.
pub const WORDS: &[(&str, Code)] = &[
    ("number", code::RECEIVED),
    ("number received", code::RECEIVED),
    ("total received", code::RECEIVED),
    ("answered", code::RESPONDED),
    ("responses", code::RESPONDED),
    ("brought forward", code::OPEN_AT_START),
    ("carried forward", code::OPEN_AT_END),
    ("mean days", code::MEAN_RESPONSE_DAYS),
    ("average days", code::MEAN_RESPONSE_DAYS),
    ("average response days", code::MEAN_RESPONSE_DAYS),
    ("median days", code::MEDIAN_RESPONSE_DAYS),
    ("longest days", code::LONGEST_RESPONSE_DAYS),
];

/// Returns what a heading means, as an outcome, a test of time, a measure or a kind of contact, in this order.
pub fn observed(heading: &str, site: &Site) -> Option<Observed> {
    let plain = |measure| Observed {
        contact: None,
        measure,
        breakdown: None,
    };
    // A measure's own name comes before everything else, so that no alias of a word can take it away.
    let money = || {
        let named = measure(&without_pounds(heading)?, site)?;
        let own = site.measures.own.iter().find(|own| own.code == named);
        let unit = own
            .map(|own| own.unit)
            .or(measure_of(named).map(|known| known.unit));
        (unit == Some(Unit::Gbp)).then_some(named)
    };
    if let Some(measure) = measure(heading, site).or_else(money) {
        return Some(plain(measure));
    }
    if let Some(category) = site.list(List::Outcome).find(heading) {
        return Some(outcome(category, site.measures.outcome_basis));
    }
    for (list, breakdown) in [
        (List::Timeliness, code::TIMELINESS),
        (List::ResponseBand, code::RESPONSE_BAND),
    ] {
        if let Some(category) = site.list(list).find(heading) {
            return Some(Observed {
                breakdown: Some((breakdown, category)),
                ..plain(code::RESPONDED)
            });
        }
    }
    let folded = fold(heading);
    if let Some((_, measure)) = WORDS.iter().find(|(word, _)| fold(word) == folded) {
        return Some(plain(*measure));
    }
    site.list(List::Contact)
        .find(heading)
        .or_else(|| plural(heading, site))
        .map(|contact| Observed {
            contact: Some(contact),
            ..plain(code::RECEIVED)
        })
}

/// Returns a heading without the sign of pounds; nothing where it has none.
pub fn without_pounds(heading: &str) -> Option<String> {
    heading.contains('£').then(|| heading.replace('£', " "))
}

/// Returns the contact whose plural this is.
fn plural(heading: &str, site: &Site) -> Option<Code> {
    let one = match heading.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => heading.strip_suffix('s')?.to_owned(),
    };
    site.list(List::Contact).find(&one)
}

/// An outcome is of those received, or of those responded where the council counts so; then what ends without a response
/// is closed without one, and what is open stands at the end.
fn outcome(category: Code, basis: OutcomeBasis) -> Observed {
    let of = |measure| Observed {
        contact: None,
        measure,
        breakdown: Some((code::OUTCOME, category)),
    };
    if basis == OutcomeBasis::Received {
        return of(code::RECEIVED);
    }
    match category {
        code::OPEN => Observed {
            breakdown: None,
            ..of(code::OPEN_AT_END)
        },
        code::WITHDRAWN
        | code::REFUSED
        | code::OUT_OF_JURISDICTION
        | code::ESCALATED_WITHOUT_OUTCOME
        | code::TRANSFERRED
        | code::NO_WRITTEN_RESPONSE => of(code::CLOSED_WITHOUT_RESPONSE),
        _ => of(code::RESPONDED),
    }
}

/// Returns the measure of this name: of the catalogue, the council's own, or a change or rate of one.
fn measure(heading: &str, site: &Site) -> Option<Code> {
    let folded = fold(heading);
    let named = |code: &Code| fold(site.codes.word(*code)) == folded;
    if let Some(measure) = MEASURES.iter().map(|measure| measure.code).find(named) {
        return Some(measure);
    }
    let own = site
        .measures
        .own
        .iter()
        .find(|own| named(&own.code) || fold(&own.name) == folded);
    if let Some(own) = own {
        return Some(own.code);
    }
    let word = heading.trim().to_lowercase();
    let code = site.codes.get(&word)?;
    let claim = Claim::of(&word)?;
    let known = |stem: &str| {
        MEASURES
            .iter()
            .any(|measure| site.codes.word(measure.code) == stem)
    };
    (known(claim.stem()) && !BREAKDOWNS.contains(&code)).then_some(code)
}
