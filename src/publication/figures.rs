//! Every figure that pages and files may print: released values, and what follows from them.
//!
//! Shares, changes and rates are worked out here from released values alone, never from the cube, so nothing hidden can
//! come back in other clothes. A supplied share or change is kept as printed where the counts behind it are not known.

mod change;
mod count;
mod rate;
mod share;

pub use change::exact_difference;

use crate::config::Site;
use crate::dataset::Qualifier;
use crate::disclosure::rounding::Base;
use crate::disclosure::{Release, Released};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand, Status};
use crate::vocabulary::{Code, Codes, Derived, ObservationKey, Unit, code, measure};
use chrono::NaiveDate;
use std::sync::Arc;

/// A figure: a value with all that must stand beside it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is about.
    pub key: ObservationKey,
    /// The number, or why there is none.
    pub value: ReleasedValue,
    /// Marks beside it.
    pub status: Status,
    /// Exact numerator of a share, mean or rate.
    pub numerator: Option<i64>,
    /// Exact denominator.
    pub denominator: Option<i64>,
    /// The unit.
    pub unit: Unit,
    /// The measure that is the base of a share.
    pub base: Option<Code>,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// Whether it is a rounded number, or made of rounded numbers.
    pub rounded: bool,
    /// Whether the council supplied it as it stands.
    pub supplied: bool,
    /// What the page prints beside it.
    pub notes: Vec<Arc<str>>,
}

impl Figure {
    /// Returns the number, when there is one to see.
    pub fn number(&self) -> Option<Decimal> {
        self.value.number()
    }

    /// Returns whether it is hidden to protect people.
    pub fn is_hidden(&self) -> bool {
        self.value == ReleasedValue::Withheld(Shorthand::Confidential)
    }

    /// Returns the number as a whole number, when it is one.
    pub fn whole(&self) -> Option<i64> {
        self.number().and_then(Decimal::as_whole)
    }
}

/// The released values and what follows from them.
#[derive(Debug, Clone, Copy)]
pub struct Figures<'a> {
    /// The council's settings.
    pub site: &'a Site,
    /// What may be seen.
    pub release: &'a Release,
    /// The date of the build.
    pub as_of: NaiveDate,
}

impl<'a> Figures<'a> {
    /// Returns the words of the codes in keys.
    pub fn codes(&self) -> &'a Codes {
        &self.release.codes
    }

    /// Returns the figure with this key: as released, else worked out from released values; nothing when neither is
    /// possible.
    pub fn get(&self, key: &ObservationKey) -> Option<Figure> {
        let mut figure = match self.release.values.get(key) {
            Some(released) => self.released(*key, released),
            None => self.derive(key).or_else(|| self.renamed(key))?,
        };
        figure.status.series_break |= self.is_break(key);
        Some(figure)
    }

    /// Returns the value of the figure with this key, which is sooner found than the whole figure.
    pub fn value(&self, key: &ObservationKey) -> Option<ReleasedValue> {
        match self.release.values.get(key) {
            Some(released) => Some(released.value),
            None => {
                let figure = self.derive(key).or_else(|| self.renamed(key));
                figure.map(|figure| figure.value)
            }
        }
    }

    /// Returns the figure with this key, or `[x]` in its place.
    pub fn get_or_missing(&self, key: &ObservationKey) -> Figure {
        self.get(key)
            .unwrap_or_else(|| self.withheld(key, Shorthand::NotAvailable, self.unit(key)))
    }

    fn released(&self, key: ObservationKey, released: &Released) -> Figure {
        Figure {
            key,
            value: released.value,
            status: released.status,
            numerator: released.numerator,
            denominator: released.denominator,
            unit: released.unit,
            base: measure(key.measure).and_then(|measure| measure.base),
            qualifier: released.qualifier,
            rounded: released.rounded,
            supplied: released.supplied,
            notes: released.notes.clone(),
        }
    }

    fn withheld(&self, key: &ObservationKey, why: Shorthand, unit: Unit) -> Figure {
        Figure {
            key: *key,
            value: ReleasedValue::Withheld(why),
            status: Status::default(),
            numerator: None,
            denominator: None,
            unit,
            base: measure(key.measure).and_then(|measure| measure.base),
            qualifier: Qualifier::None,
            rounded: false,
            supplied: false,
            notes: Vec::new(),
        }
    }

    fn computed(
        &self,
        key: &ObservationKey,
        number: Decimal,
        parts: Option<(i64, i64)>,
        unit: Unit,
        provisional: bool,
    ) -> Figure {
        Figure {
            value: ReleasedValue::Number(number),
            status: Status {
                provisional,
                ..Status::default()
            },
            numerator: parts.map(|parts| parts.0),
            denominator: parts.map(|parts| parts.1),
            rounded: self.rounded(key).is_some(),
            ..self.withheld(key, Shorthand::NotAvailable, unit)
        }
    }

    /// Returns what the counts behind a figure are rounded to, where they are. What an ombudsman decided and facts about
    /// a service are exact.
    pub fn rounded(&self, key: &ObservationKey) -> Option<Base> {
        let exact = [code::CONTEXT, code::OMBUDSMAN_ENQUIRY].contains(&key.contact)
            || key.category(code::OMBUDSMAN).is_some()
            || key.category(code::GROUP).is_some();
        self.release.rounded.filter(|_| !exact)
    }

    /// Returns whether a count is too small, after rounding, for a share or a rate to be made of it.
    fn too_small(&self, key: &ObservationKey, count: i64) -> bool {
        let base = self.rounded(key);
        base.is_some_and(|base| count > 0 && count < base.enough())
    }

    /// Returns the least number of complaints of which a share is told in a sentence, beside the numbers it is made of.
    pub fn enough(&self, key: &ObservationKey) -> i64 {
        const ENOUGH: i64 = 10;
        self.rounded(key).map_or(ENOUGH, Base::enough)
    }

    /// Returns whether two numbers are so close that after rounding nobody can say which was more. Noughts are exact.
    pub fn too_close(&self, key: &ObservationKey, one: i64, other: i64) -> bool {
        let base = self.rounded(key);
        base.is_some_and(|base| one > 0 && other > 0 && base.is_close(one, other))
    }

    /// Returns whether two shares or averages may be compared: of rounded numbers only where both are of very many.
    pub fn comparable(&self, one: &Figure, other: &Figure) -> bool {
        let least = |base: Base| base.enough_to_compare();
        self.rounded(&one.key)
            .map(least)
            .is_none_or(|least| [one, other].iter().all(|it| it.denominator >= Some(least)))
    }

    /// Returns the unit a measure is in, for figures that are not there.
    fn unit(&self, key: &ObservationKey) -> Unit {
        measure(key.measure).map_or(Unit::Count, |measure| measure.unit)
    }

    /// Returns what a measure named `…_change` or `…_change_percent` is the change of.
    pub fn change_of(&self, measure: Code) -> Option<Derived> {
        self.release.changes.of(measure)
    }

    /// Returns the code of the change of a measure, when any figure or the site's vocabulary names it.
    pub fn change_code(&self, measure: Code, percent: bool) -> Option<Code> {
        self.release.changes.code(measure, percent)
    }

    /// Returns whether more of a period is to come: it has not ended, or the case rows do not reach to its end.
    pub fn so_far(&self, service: Code, period: Period) -> bool {
        let missing = |(_, last): (Period, Period)| last.end() < period.end();
        period.end().is_some_and(|end| self.as_of <= end)
            || self.covered(service, period).is_some_and(missing)
    }

    /// Returns the first and the last quarter of a year that a service's case rows cover; nothing when they cover all of
    /// it, or the council supplied the year.
    pub fn covered(&self, service: Code, period: Period) -> Option<(Period, Period)> {
        self.release.part_years.get(&(service, period)).copied()
    }

    /// Returns whether the figures of a service in a period are of a part of it, and not compared with those of a whole
    /// one.
    pub fn is_part(&self, service: Code, period: Period) -> bool {
        self.so_far(service, period) || self.covered(service, period).is_some()
    }

    /// Returns the same period a year earlier, unless one of the two is told only in part.
    pub fn compared_with(&self, service: Code, period: Period) -> Option<Period> {
        let before = period.year_before()?;
        let whole = |period| !self.is_part(service, period);
        (whole(period) && whole(before)).then_some(before)
    }

    fn derive(&self, key: &ObservationKey) -> Option<Figure> {
        match self.change_of(key.measure) {
            Some(Derived::Change(of)) => return self.change(key, of, false),
            Some(Derived::ChangePercent(of)) => return self.change(key, of, true),
            None => {}
        }
        match key.measure {
            code::DECIDED if key.contact == code::COMPLAINT => self.decided(key),
            code::RECEIVED_PER_1000 => self.rate(key, code::POPULATION, 1000, Unit::Per1000),
            code::RECEIVED_PER_100000 => self.rate(key, code::POPULATION, 100_000, Unit::Per100000),
            code::RECEIVED_PER_1000_HOMES => self.rate(key, code::HOMES_OWNED, 1000, Unit::Per1000),
            code::UPHELD_PER_100000 => self.upheld_rate(key),
            code::UPHOLD_RATE => self.uphold_rate(key),
            code::SATISFACTORY_REMEDY_RATE => self.satisfactory_remedy_rate(key),
            code::MALADMINISTRATION_RATE => self.maladministration_rate(key),
            code::COMPLIANCE_RATE => {
                self.ombudsman_rate(key, code::COMPLIANCE_DONE, code::COMPLIANCE_DUE)
            }
            code::LATE_COMPLIANCE_RATE => {
                self.ombudsman_rate(key, code::COMPLIANCE_LATE, code::COMPLIANCE_DONE)
            }
            code::MEDIAN_RESPONSE_DAYS
            | code::PERCENTILE_90_RESPONSE_DAYS
            | code::LONGEST_RESPONSE_DAYS => self.of_few_answers(key),
            _ => self
                .joined(key)
                .or_else(|| self.share(key))
                .or_else(|| self.merged(key))
                .or_else(|| self.none_counted(key))
                .or_else(|| self.none_left(key)),
        }
    }

    /// In place of a median, a percentile or a longest time that is not there. They are left out over fewer than ten answers
    /// and where they would tell a hidden count, and the mark must not tell which.
    fn of_few_answers(&self, key: &ObservationKey) -> Option<Figure> {
        let mean = self
            .release
            .values
            .get(&key.measure(code::MEAN_RESPONSE_DAYS))?;
        if !self.release.protected || mean.supplied {
            return None;
        }
        let why = match mean.value {
            ReleasedValue::Withheld(Shorthand::NotApplicable) => Shorthand::NotApplicable,
            _ => Shorthand::Confidential,
        };
        Some(self.withheld(key, why, mean.unit))
    }
}
