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
    let flow = Flow::of(cube, relations, key)?;
    if !flow.is_broken() {
        return None;
    }
    let (came, went) = (flow.came(), flow.went());
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
    .fact("sum", flow.words())
    .help(format!(
        "Open at the start and received must be responded, closed without a response, and open at the end: {} {}. Correct the one that is wrong.",
        match came.minus(went) {
            more if more.low >= 0 => more,
            less => less.flipped(),
        }
        .words(),
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

/// The complaints that come and go in a period, as far as they were supplied.
struct Flow {
    start: Option<Span>,
    received: Span,
    responded: Span,
    closed: Option<Span>,
    end: Option<Span>,
}

impl Flow {
    fn of(cube: &Cube, relations: &Relations, key: &ObservationKey) -> Option<Flow> {
        let room = |measure| cube.room(&key.measure(measure));
        Some(Flow {
            start: room(code::OPEN_AT_START),
            received: room(code::RECEIVED)?,
            responded: room(code::RESPONDED)?,
            closed: room(code::CLOSED_WITHOUT_RESPONSE)
                .or_else(|| closed_by_outcome(cube, relations, key)),
            end: room(code::OPEN_AT_END),
        })
    }

    fn came(&self) -> Span {
        let nought = Span::exact(Decimal::whole(0));
        self.start.unwrap_or(nought).plus(self.received)
    }

    fn went(&self) -> Span {
        let nought = Span::exact(Decimal::whole(0));
        self.responded
            .plus(self.closed.unwrap_or(nought))
            .plus(self.end.unwrap_or(nought))
    }

    /// What is missing cannot be below nought, so an unequal sum is a fault only when the other side is all there.
    fn is_broken(&self) -> bool {
        let (came, went) = (self.came(), self.went());
        (went.is_below(came) && self.closed.is_some() && self.end.is_some())
            || (came.is_below(went) && self.start.is_some())
    }

    fn words(&self) -> String {
        let term = |name: &str, value: Option<Span>| match value {
            Some(number) => format!("{} {name}", number.words()),
            None => format!("{name} not supplied"),
        };
        format!(
            "{} + {} = {} + {} + {}",
            term("open at start", self.start),
            term("received", Some(self.received)),
            term("responded", Some(self.responded)),
            term("closed without response", self.closed),
            term("open at end", self.end)
        )
    }
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
