//! Decides what of the cube may be seen, and makes the [`Release`].
//!
//! Everything after this module works on the release, so a page or a download cannot show a hidden number even by
//! mistake. Until small counts can be hidden with proof, a threshold above nought is refused as an error: a policy that
//! is not carried out must not look as if it were.
//!
//! How they will be hidden stands here already, tested by itself: [`policy`] says which counts are protected, [`model`]
//! turns the cube into cells and sums, [`protect`] hides cells and keeps the proof, with the tables that [`moves`] finds,
//! [`mask`] hides what repeats a hidden count, and [`verify`] tests the proof on the cube. [`hide`] calls them in order.

pub mod hide;
pub mod mask;
pub mod model;
pub mod moves;
pub mod policy;
pub mod protect;
pub mod system;
mod values;
pub mod verify;

pub use values::Values;

use mask::Mask;

use crate::config::Site;
use crate::cube::{Cube, Observation};
use crate::dataset::Qualifier;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand, Status};
use crate::vocabulary::{Changes, Code, Codes, MEASURES, ObservationKey, Unit, code};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All values that may be seen.
#[derive(Debug, Default)]
pub struct Release {
    /// The words of the codes in the keys.
    pub codes: Codes,
    /// Which of them are changes of which.
    pub changes: Changes,
    /// The values by key.
    pub values: Values,
    /// The years of which a service's case rows tell only a part, with the first and the last quarter that they cover.
    pub part_years: BTreeMap<(Code, Period), (Period, Period)>,
    /// The periods of which anything about complaints is told.
    pub told: BTreeSet<Period>,
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

impl Released {
    /// Returns the same figure without anything that tells its number.
    fn hidden(self) -> Self {
        Released {
            value: ReleasedValue::Withheld(Shorthand::Confidential),
            numerator: None,
            denominator: None,
            qualifier: Qualifier::None,
            notes: Vec::new(),
            ..self
        }
    }
}

/// Makes the release of a cube under the site's policy. Figures of periods that may still change on the as-of date are
/// provisional.
///
/// The configuration stage refuses a threshold above nought, so every value may be seen; small counts are hidden here
/// once hiding comes with its proof.
pub fn release(cube: &Cube, site: &Site, as_of: NaiveDate) -> Release {
    masked(cube, site, as_of, &Mask::default())
}

/// Makes the release of a cube behind a mask. Which periods and years are told of goes by the figures that there are,
/// not by their numbers.
pub fn masked(cube: &Cube, site: &Site, as_of: NaiveDate, mask: &Mask) -> Release {
    let part_years = part_years(cube);
    let provisional = |key: &ObservationKey| {
        let covered = part_years.get(&(key.service, key.period));
        site.provisional(key.period, as_of)
            || covered.is_some_and(|(_, last)| last.end() < key.period.end())
    };
    let all: Vec<(&ObservationKey, &Observation)> = cube
        .iter()
        .filter(|(key, _)| !mask.gone.contains(key))
        .collect();
    let values = all
        .into_par_iter()
        .map(|(key, observation)| {
            let shown = show(observation, provisional(key));
            let hidden = mask.hidden.contains(key);
            (*key, if hidden { shown.hidden() } else { shown })
        })
        .collect();
    let told = cube
        .observations
        .keys()
        .filter(|key| key.contact == code::COMPLAINT)
        .map(|key| key.period)
        .collect();
    let codes = with_changes(cube, site);
    Release {
        changes: Changes::read(&codes),
        codes,
        values: Values::sorted(values),
        part_years,
        told,
    }
}

/// Returns the years that case rows tell only in part. A year that the council supplied, or that follows from
/// figures which it supplied, is a whole one however far the case rows of other services reach.
fn part_years(cube: &Cube) -> BTreeMap<(Code, Period), (Period, Period)> {
    let Some(coverage) = &cube.coverage else {
        return BTreeMap::new();
    };
    let covered: BTreeMap<Period, Vec<Period>> = coverage
        .years()
        .map(|year| (year, coverage.quarters_of(year)))
        .filter(|(_, quarters)| quarters.len() < 4)
        .collect();
    let mut parts = BTreeMap::new();
    for (key, observation) in cube.iter() {
        let Some((first, last)) = covered
            .get(&key.period)
            .and_then(|quarters| quarters.first().zip(quarters.last()))
        else {
            continue;
        };
        let counted = !observation.supplied && key.contact == code::COMPLAINT;
        let of_some_quarters = || {
            let quarters = key.period.quarters().into_iter().flatten();
            let told = quarters.filter(|at| cube.observations.contains_key(&key.period(*at)));
            (1..4).contains(&told.count())
        };
        let place = (key.service, key.period);
        if counted && !parts.contains_key(&place) && of_some_quarters() {
            parts.insert(place, (*first, *last));
        }
    }
    parts
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
