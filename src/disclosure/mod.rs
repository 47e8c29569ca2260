//! Decides what of the cube may be seen, and makes the [`Release`].
//!
//! Everything after this module works on the release, so a page or a download cannot show a hidden number even by
//! mistake. Until small counts can be hidden with proof, a threshold above nought is refused as an error: a policy that
//! is not carried out must not look as if it were.

use crate::config::Site;
use crate::cube::{Cube, Observation};
use crate::dataset::Qualifier;
use crate::release::{ReleasedValue, Status};
use crate::vocabulary::{Codes, MEASURES, ObservationKey, Unit};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All values that may be seen.
#[derive(Debug, Default)]
pub struct Release {
    /// The words of the codes in the keys.
    pub codes: Codes,
    /// The values by key.
    pub values: BTreeMap<ObservationKey, Released>,
}

/// One value that may be seen.
#[derive(Debug, Clone)]
pub struct Released {
    /// The value, or why there is none.
    pub value: ReleasedValue,
    /// Marks beside it.
    pub status: Status,
    /// The exact numerator, when it may be seen.
    pub numerator: Option<i64>,
    /// The exact denominator, when it may be seen.
    pub denominator: Option<i64>,
    /// The unit.
    pub unit: Unit,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// Whether the council supplied it ready, or it was made from cases.
    pub supplied: bool,
    /// Where the council took it from; empty for cases.
    pub source: Arc<str>,
    /// What the page prints beside the figure.
    pub notes: Vec<Arc<str>>,
}

/// Makes the release of a cube under the site's policy. Figures of periods that may still change on the as-of date are
/// provisional.
///
/// The configuration stage refuses a threshold above nought, so every value may be seen; small counts are hidden here
/// once hiding comes with its proof.
pub fn release(cube: &Cube, site: &Site, as_of: NaiveDate) -> Release {
    let values = cube
        .iter()
        .map(|(key, observation)| (*key, show(observation, site.provisional(key.period, as_of))))
        .collect();
    Release {
        codes: with_changes(cube, site),
        values,
    }
}

/// Adds the words of the changes that pages work out (`received_change`), so that each has its key.
fn with_changes(cube: &Cube, site: &Site) -> Codes {
    let mut codes = cube.codes.clone();
    let own = site.measures.own.iter().map(|own| own.code);
    for measure in MEASURES.iter().map(|measure| measure.code).chain(own) {
        let word = codes.word(measure).to_owned();
        codes.intern(&format!("{word}_change"));
        codes.intern(&format!("{word}_change_percent"));
    }
    codes
}

fn show(observation: &Observation, provisional: bool) -> Released {
    Released {
        value: match observation.value {
            Ok(number) => ReleasedValue::Number(number),
            Err(shorthand) => ReleasedValue::Withheld(shorthand),
        },
        status: Status {
            provisional,
            ..Status::default()
        },
        numerator: observation.numerator,
        denominator: observation.denominator,
        unit: observation.unit,
        qualifier: observation.qualifier,
        supplied: observation.supplied,
        source: observation.source.clone(),
        notes: observation.notes.clone(),
    }
}
