//! All observations by key, made from cases or supplied as aggregates, never both for one key.
//!
//! The cube holds true numbers. Only [`crate::disclosure`] may read it; nothing public is computed from it.

pub mod aggregates;
pub mod cases;
mod claims;
mod decisions;
mod follow;
mod observations;
pub mod reconcile;
pub mod relation;
mod span;
mod words;

pub use claims::made_of;
pub use observations::{Observations, OfService};

use crate::dataset::{AggregateRecord, Qualifier};
use crate::diagnostic::Tested;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Code, Codes, ObservationKey, Unit};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All observations of a site.
#[derive(Debug, Clone, Default)]
pub struct Cube {
    /// The words of the codes in the keys.
    pub codes: Codes,
    /// The observations by key.
    pub observations: Observations,
    /// What was supplied for each key, every row of it: where the figures stand that reconciling compares.
    pub supplied: BTreeMap<ObservationKey, Vec<AggregateRecord>>,
    /// The same of each key that was counted from case rows elsewhere and came as a table. To the pages such a figure is
    /// one counted here; only its sums are tested, because a table can be edited.
    pub tabulated: BTreeMap<ObservationKey, Vec<AggregateRecord>>,
    /// The totals that nobody supplied and that were added up here, each with the sum that made it.
    pub followed: BTreeMap<ObservationKey, relation::Sum>,
    /// Which periods the case rows cover, here or where they were tabulated; nothing when that was not asked.
    pub coverage: Option<cases::Coverage>,
    /// The figures that an earlier release showed as another number.
    pub revised: BTreeSet<ObservationKey>,
    /// How much of what was supplied or published before was tested.
    pub tested: Tested,
}

/// One value of one measure at one key.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The value, or why there is none.
    pub value: Result<Decimal, Shorthand>,
    /// For shares, means and rates: the exact numerator.
    pub numerator: Option<i64>,
    /// For shares, means and rates: the exact denominator (for means, their n).
    pub denominator: Option<i64>,
    /// The unit.
    pub unit: Unit,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// Whether the council supplied it ready, or it was made from cases, here or elsewhere.
    pub supplied: bool,
    /// Where the council took it from; empty for cases.
    pub source: Arc<str>,
    /// What the page prints beside the figure: the council's own notes, accepted findings, the value that was not used.
    pub notes: Vec<Arc<str>>,
}

impl Observation {
    /// Makes a number that was counted or added up here, and that nothing is said of.
    pub fn computed(value: Decimal, unit: Unit) -> Self {
        Observation {
            value: Ok(value),
            numerator: None,
            denominator: None,
            unit,
            qualifier: Qualifier::None,
            supplied: false,
            source: "".into(),
            notes: Vec::new(),
        }
    }
}

impl Cube {
    /// Returns the observations in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
        self.observations.iter()
    }

    /// Returns the observations of a service in a period, in the order of their keys.
    pub fn slice(
        &self,
        service: Code,
        period: Period,
    ) -> impl Iterator<Item = (&ObservationKey, &Observation)> {
        self.observations.of(service, period)
    }

    /// Returns the observation with this key.
    pub fn get(&self, key: &ObservationKey) -> Option<&Observation> {
        self.observations.get(key)
    }
}
