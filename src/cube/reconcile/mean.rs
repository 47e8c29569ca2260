//! There is no mean of nothing.

use super::desk::{Desk, add_note};
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::vocabulary::{code, measure};

/// There is no mean of nothing.
pub(super) fn means(cube: &mut Cube, desk: &mut Desk) {
    let mut found = Vec::new();
    for (key, records) in &cube.supplied {
        let is_mean = measure(key.measure).is_some_and(|m| m.base == Some(code::RESPONDED))
            && crate::vocabulary::Claim::of(cube.codes.word(key.measure)).is_none();
        let Some(observation) = cube.get(key).filter(|_| is_mean) else {
            continue;
        };
        let count = |measure| {
            cube.exact(&key.measure(measure))
                .and_then(Decimal::as_whole)
        };
        let n = observation
            .denominator
            .or_else(|| count(code::RESPONDED))
            .or_else(|| count(code::RECEIVED));
        if n == Some(0) && observation.value.is_ok() {
            let mut finding = Diagnostic::error(
                rule::MEAN_OF_NOTHING,
                format!(
                    "{} is {}, but there was nothing to take it of",
                    words::figure(&cube.codes, desk.site, key),
                    words::value(observation.value, observation.qualifier, observation.unit)
                ),
            )
            .key(key.text(&cube.codes))
            .help("Write [z] where no complaint was answered.");
            finding.location = records.first().map(|record| record.origin.clone());
            found.push((*key, finding));
        }
    }
    for (key, finding) in found {
        if let Some(accepted) = desk.raise(finding, &[])
            && let Some(observation) = cube.observations.get_mut(&key)
        {
            add_note(&mut observation.notes, &accepted.reason);
        }
    }
}
