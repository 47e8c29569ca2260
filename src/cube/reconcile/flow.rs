//! What came in and what was open must be what went out and what is open.

use super::desk::Desk;
use super::given;
use crate::config::Site;
use crate::cube::relation::Relations;
use crate::cube::span::Span;
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::vocabulary::{ObservationKey, code};
use std::collections::BTreeSet;

/// What came in and what was open must be what went out and what is open:
/// open at start + received = responded + closed without response + open at end.
pub(super) fn flows(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let mut wholes = BTreeSet::new();
    for key in given(cube) {
        if [
            code::OPEN_AT_START,
            code::OPEN_AT_END,
            code::CLOSED_WITHOUT_RESPONSE,
            code::RESPONDED,
        ]
        .contains(&key.measure)
            && key.breakdowns == [None; 3]
        {
            wholes.insert(key.measure(code::RECEIVED));
        }
    }
    let found: Vec<(ObservationKey, Diagnostic)> = wholes
        .into_iter()
        .filter_map(|key| Some((key, flow(cube, relations, desk.site, &key)?)))
        .collect();
    desk.raise_all(cube, found);
}

fn flow(
    cube: &Cube,
    relations: &Relations,
    site: &Site,
    key: &ObservationKey,
) -> Option<Diagnostic> {
    let room = |measure| cube.room(&key.measure(measure));
    let received = room(code::RECEIVED)?;
    let responded = room(code::RESPONDED)?;
    let start = room(code::OPEN_AT_START);
    let closed =
        room(code::CLOSED_WITHOUT_RESPONSE).or_else(|| closed_by_outcome(cube, relations, key));
    let end = room(code::OPEN_AT_END);
    let nought = Span::exact(Decimal::whole(0));
    let came = start.unwrap_or(nought).plus(received);
    let went = responded
        .plus(closed.unwrap_or(nought))
        .plus(end.unwrap_or(nought));
    // What is missing cannot be below nought, so an unequal sum is a fault only when the other side is all there.
    let fault = (went.is_below(came) && closed.is_some() && end.is_some())
        || (came.is_below(went) && start.is_some());
    if !fault {
        return None;
    }
    let term = |name: &str, value: Option<Span>| {
        value.map_or(format!("{name} not supplied"), |number| {
            format!("{} {name}", number.words())
        })
    };
    let difference = match came.minus(went) {
        more if more.low >= 0 => more,
        less => less.flipped(),
    };
    let mut finding = Diagnostic::error(
        rule::FLOW_BROKEN,
        format!(
            "{}: {} came in or were open, but {} went out or are open",
            words::figure(&cube.codes, site, key),
            came.words(),
            went.words()
        ),
    )
    .key(key.text(&cube.codes))
    .fact(
        "sum",
        format!(
            "{} + {} = {} + {} + {}",
            term("open at start", start),
            term("received", Some(received)),
            term("responded", Some(responded)),
            term("closed without response", closed),
            term("open at end", end)
        ),
    )
    .help(format!(
        "Open at the start and received must be responded, closed without a response, and open at the end: {} {}. Correct the one that is wrong.",
        difference.words(),
        if came.is_below(went) {
            "more went out than came in"
        } else {
            "did not come out"
        }
    ));
    finding.location = cube
        .origin(key)
        .or_else(|| cube.origin(&key.measure(code::RESPONDED)));
    Some(finding)
}

/// Returns those closed without a response, added up from their outcomes.
fn closed_by_outcome(cube: &Cube, relations: &Relations, key: &ObservationKey) -> Option<Span> {
    let whole = key.measure(code::CLOSED_WITHOUT_RESPONSE);
    relations
        .categories(&whole, code::OUTCOME)
        .iter()
        .map(|&outcome| cube.room(&whole.with(&cube.codes, code::OUTCOME, outcome)))
        .reduce(|sum, next| Some(sum?.plus(next?)))?
}
