//! Decides what of the cube may be seen, and makes the [`Release`].
//!
//! Everything after this module works on the release, so a page or a download cannot show a hidden number even by
//! mistake. [`hide`] decides what is hidden and proves that it stays so: [`policy`] says which counts are protected, [`model`]
//! turns the cube into cells and sums, [`protect`] hides cells and keeps the proof, with the tables that [`moves`] finds,
//! [`mask`] hides what repeats a hidden count, and [`verify`] tests the proof on the cube. What has no proof is an error of
//! [`findings`], and nothing is built. [`account`] tells the publisher what was hidden and why.

pub mod account;
pub mod bundles;
pub mod coarsening;
pub mod findings;
pub mod hide;
pub mod layout;
pub mod mask;
pub mod memory;
pub mod model;
pub mod moves;
pub mod noughts;
pub mod places;
pub mod policy;
pub mod protect;
pub mod reach;
pub mod rounding;
pub mod system;
mod values;
pub mod verify;

pub use values::Values;

use hide::Hiding;
use mask::Mask;
use policy::Policy;
use rounding::{Base, Rounding};

use crate::config::Site;
use crate::cube::{Cube, Observation};
use crate::dataset::Qualifier;
use crate::diagnostic::Tested;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand, Status};
use crate::vocabulary::{Changes, Code, Codes, MEASURES, ON_MERITS, ObservationKey, Unit, code};
use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
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
    /// Whether small numbers are hidden at all.
    pub protected: bool,
    /// What all counts of the council's contacts are rounded to, where the policy rounds.
    pub rounded: Option<Base>,
    /// How much of what was supplied or published before was tested.
    pub tested: Tested,
    /// The tables that are withheld whole, noughts too, each by the key that [`table`] gives its counts.
    withheld: HashSet<ObservationKey>,
    /// The tables in which a nought is not shown: it is hidden as if it were small, or the table is left out altogether. By the
    /// same keys.
    noughts: HashSet<ObservationKey>,
}

impl Release {
    /// Returns whether the table that a count stands in is withheld whole.
    pub fn withholds(&self, key: &ObservationKey) -> bool {
        !self.withheld.is_empty() && self.withheld.contains(&table(key))
    }

    /// Returns whether a nought that was not written down, because nothing of the kind happened, is hidden here.
    pub fn hides_nought(&self, key: &ObservationKey) -> bool {
        self.withholds(key) || (!self.noughts.is_empty() && self.noughts.contains(&table(key)))
    }
}

/// Returns the table that a count stands in: the same measure by the same breakdowns, whatever the categories. The outcomes
/// on merits are a table of their own, so that they can be shown where others, which are rare, are withheld.
fn table(key: &ObservationKey) -> ObservationKey {
    let mut table = *key;
    for pair in table.breakdowns.iter_mut().flatten() {
        let on_merits = ON_MERITS.contains(&pair.1) || pair.1 == code::UPHELD_OR_PARTIALLY_UPHELD;
        pair.1 = match pair.0 {
            code::OUTCOME if on_merits => code::UPHELD,
            _ => code::ALL,
        };
    }
    table
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
    /// Whether it is a rounded number, or made of rounded numbers.
    pub rounded: bool,
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
            status: self.status.unrevised(),
            ..self
        }
    }

    /// Returns the same figure rounded: a count as it is printed, and an average made of the printed number of answers.
    fn rounded(self, rounding: &Rounding, cube: &Cube, key: &ObservationKey) -> Self {
        if let ReleasedValue::Number(number) = self.value
            && let (true, Some(value)) = (policy::counts(key), number.as_whole())
        {
            return Released {
                value: ReleasedValue::Number(Decimal::whole(rounding.printed(key, value))),
                numerator: None,
                denominator: None,
                qualifier: Qualifier::None,
                rounded: true,
                status: self.status.unrevised(),
                ..self
            };
        }
        if key.measure != code::MEAN_RESPONSE_DAYS || self.value.number().is_none() {
            return self;
        }
        let parts = rounding.mean(cube, key);
        let mean = parts.and_then(|(days, replies)| Decimal::ratio(days, replies, 1, 1));
        let Some(((days, replies), mean)) = parts.zip(mean) else {
            return self.hidden();
        };
        Released {
            value: ReleasedValue::Number(mean),
            numerator: Some(days),
            denominator: Some(replies),
            qualifier: Qualifier::None,
            rounded: true,
            status: self.status.unrevised(),
            ..self
        }
    }

    /// Returns the same figure with those of its notes that hold no number.
    fn with_plain_notes(mut self) -> Self {
        let plain = |note: &Arc<str>| !note.contains(|c: char| c.is_ascii_digit());
        self.notes.retain(plain);
        self
    }
}

/// Where a note beside a figure that is shown could tell one that is hidden. Notes on figures that disagree give sums and
/// values of another source, which the proof knows nothing of; so beside hidden figures of the same contact and year,
/// or of the year before, they may hold no number. The council's reasons stand on the page on data quality all the same.
#[derive(Debug, Default)]
struct Telling(HashSet<(Code, Option<i32>)>);

impl Telling {
    /// What the site shows no figure of is nothing to be told.
    fn of(mask: &Mask, policy: &Policy) -> Self {
        let gone = mask.gone.iter().filter(|key| !policy.out_of_reach(key));
        let hidden = mask.hidden.iter().chain(gone);
        Telling(hidden.map(|key| (key.contact, year(key))).collect())
    }

    fn may(&self, key: &ObservationKey) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let near = |year| self.0.contains(&(key.contact, year));
        let at = year(key);
        near(at) || at.is_some_and(|at| near(Some(at - 1)) || near(Some(at + 1)))
    }
}

/// The calendar year in which the financial year of a period begins, or in which the period does.
fn year(key: &ObservationKey) -> Option<i32> {
    let whole = key.period.financial_year().unwrap_or(key.period);
    whole.start().map(|day| day.year())
}

/// Makes the release of a cube, behind what is hidden of it; without that everything may be seen. Figures of periods that
/// may still change on the as-of date are provisional.
pub fn release(cube: &Cube, site: &Site, as_of: NaiveDate, hiding: Option<&Hiding>) -> Release {
    let Some(hiding) = hiding else {
        return masked(
            cube,
            site,
            as_of,
            &Mask::default(),
            &Telling::default(),
            None,
        );
    };
    let rounding = hiding.rounding.as_ref();
    let policy = Policy::new(site).within(&hiding.reach);
    let hides_noughts = |key: &&ObservationKey| !policy.show_zeros && policy.protects(key);
    let noughts = cube.iter().map(|(key, _)| key).filter(hides_noughts);
    let telling = Telling::of(&hiding.mask, &policy);
    // What is left out altogether must not come back as a nought.
    let left_out = hiding.mask.gone.iter().filter(|key| policy::counts(key));
    Release {
        protected: true,
        withheld: hiding.model.withheld.iter().map(table).collect(),
        noughts: noughts.chain(left_out).map(table).collect(),
        rounded: rounding.map(|rounding| rounding.base),
        ..masked(cube, site, as_of, &hiding.mask, &telling, rounding)
    }
}

/// Makes the release of a cube behind a mask, its counts rounded where that is asked for. Which periods and years are told of
/// goes by the figures that there are, not by their numbers.
fn masked(
    cube: &Cube,
    site: &Site,
    as_of: NaiveDate,
    mask: &Mask,
    telling: &Telling,
    rounding: Option<&Rounding>,
) -> Release {
    let part_years = part_years(cube);
    let provisional = |key: &ObservationKey| {
        let covered = part_years.get(&(key.service, key.period));
        site.provisional(key.period, as_of)
            || covered.is_some_and(|(_, last)| last.end() < key.period.end())
    };
    let seen = |(key, observation): (&ObservationKey, &Observation)| {
        let shown = show(observation, provisional(key), cube.revised.contains(key));
        let seen = match mask.hidden.contains(key) {
            true => shown.hidden(),
            false => match rounding {
                Some(rounding) => shown.rounded(rounding, cube, key).with_plain_notes(),
                None if telling.may(key) => shown.with_plain_notes(),
                None => shown,
            },
        };
        (*key, seen)
    };
    let services = cube.observations.services();
    let values = services.map(|of| {
        let there = of.iter().filter(|(key, _)| !mask.gone.contains(key));
        there.map(seen).collect()
    });
    let told = told(cube);
    let codes = with_changes(cube, site);
    Release {
        changes: Changes::read(&codes),
        codes,
        values: Values::sorted(values.collect()),
        part_years,
        told,
        tested: cube.tested.clone(),
        ..Release::default()
    }
}

/// Returns the periods of which there are figures of complaints.
fn told(cube: &Cube) -> BTreeSet<Period> {
    let services = cube.observations.services();
    let told = services.flat_map_iter(|of| {
        let keys = of.iter().map(|(key, _)| key);
        let keys = keys.filter(|key| key.contact == code::COMPLAINT);
        let mut periods: Vec<Period> = keys.map(|key| key.period).collect();
        // Those of one period stand side by side.
        periods.dedup();
        periods
    });
    told.collect()
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
    let parts = cube.observations.services().flat_map_iter(|of| {
        let mut parts = Vec::new();
        for (period, quarters) in &covered {
            let counted = of.within(*period).filter(|(key, observation)| {
                !observation.supplied && key.contact == code::COMPLAINT
            });
            let of_some_quarters = |key: &ObservationKey| {
                let quarters = key.period.quarters().into_iter().flatten();
                let told = quarters.filter(|at| cube.observations.contains_key(&key.period(*at)));
                (1..4).contains(&told.count())
            };
            let part = counted
                .map(|(key, _)| key)
                .find(|key| of_some_quarters(key));
            if let (Some(key), Some(first), Some(last)) = (part, quarters.first(), quarters.last())
            {
                parts.push(((key.service, *period), (*first, *last)));
            }
        }
        parts
    });
    parts.collect()
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

fn show(observation: &Observation, provisional: bool, revised: bool) -> Released {
    Released {
        value: match observation.value {
            Ok(number) => ReleasedValue::Number(number),
            Err(shorthand) => ReleasedValue::Withheld(shorthand),
        },
        status: Status {
            provisional,
            revised,
            ..Status::default()
        },
        numerator: observation.numerator,
        denominator: observation.denominator,
        unit: observation.unit,
        qualifier: observation.qualifier,
        rounded: false,
        supplied: observation.supplied,
        source: observation.source.clone(),
        notes: observation.notes.clone(),
    }
}
