//! Rates: counts over how many people or homes there are, and what ombudsmen print of their decisions.

use super::{Figure, Figures};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{AGAINST, Code, NOT_CONSIDERED, ObservationKey, Unit, code};

impl Figures<'_> {
    /// A rate over a context figure of the whole council for the period or its year.
    pub(super) fn rate(
        &self,
        key: &ObservationKey,
        over: Code,
        scale: i64,
        unit: Unit,
    ) -> Option<Figure> {
        let count = self.get(&key.measure(code::RECEIVED))?;
        self.per(key, &count, over, scale, unit)
    }

    pub(super) fn upheld_rate(&self, key: &ObservationKey) -> Option<Figure> {
        if key.category(code::GROUP).is_some() {
            return None;
        }
        let count = self.get(&key.measure(code::DECIDED).with(
            self.codes(),
            code::DECISION,
            code::UPHELD,
        ))?;
        self.per(key, &count, code::POPULATION, 100_000, Unit::Per100000)
    }

    fn per(
        &self,
        key: &ObservationKey,
        count: &Figure,
        over: Code,
        scale: i64,
        unit: Unit,
    ) -> Option<Figure> {
        let bottom = self.context(key.service, key.period, over)?.whole()?;
        if let ReleasedValue::Withheld(why @ Shorthand::Confidential) = count.value {
            return Some(self.withheld(key, why, unit));
        }
        let top = count.whole()?;
        if self.too_small(key, top) {
            return Some(self.withheld(key, Shorthand::Confidential, unit));
        }
        let number = Decimal::ratio(top, bottom, scale, 1)?;
        Some(self.computed(
            key,
            number,
            Some((top, bottom)),
            unit,
            count.status.provisional,
        ))
    }

    /// Returns a context figure of the service or the council, for the period or its year.
    fn context(&self, service: Code, period: Period, measure: Code) -> Option<Figure> {
        let year = period.financial_year().unwrap_or(period);
        [
            (service, period),
            (service, year),
            (code::ALL, period),
            (code::ALL, year),
        ]
        .into_iter()
        .find_map(|(service, period)| {
            let key = ObservationKey::contacts(service, period, code::CONTEXT, measure);
            let released = self.release.values.get(&key)?;
            Some(self.released(key, released))
        })
    }

    /// The share of detailed investigations that were upheld (LGSCO's definition).
    pub(super) fn uphold_rate(&self, key: &ObservationKey) -> Option<Figure> {
        if key.category(code::GROUP).is_some() {
            return None;
        }
        let decided = |decision| {
            let key = key.measure(code::DECIDED);
            let figure = self.get(&key.with(self.codes(), code::DECISION, decision))?;
            Some((figure.whole()?, figure.status.provisional))
        };
        let (upheld, provisional) = decided(code::UPHELD)?;
        let (investigated, base_provisional) = match decided(code::NOT_UPHELD) {
            Some((not_upheld, provisional)) => (upheld + not_upheld, provisional),
            None => {
                let figure = self.get(&key.measure(code::INVESTIGATED))?;
                (figure.whole()?, figure.status.provisional)
            }
        };
        Some(match Decimal::ratio(upheld, investigated, 100, 1) {
            Some(number) => {
                let (parts, provisional) =
                    ((upheld, investigated), provisional || base_provisional);
                self.computed(key, number, Some(parts), Unit::Percent, provisional)
            }
            None => self.withheld(key, Shorthand::NotApplicable, Unit::Percent),
        })
    }

    /// The share of upheld complaints that the council had already put right to the ombudsman's satisfaction.
    pub(super) fn satisfactory_remedy_rate(&self, key: &ObservationKey) -> Option<Figure> {
        let upheld = key
            .measure(code::DECIDED)
            .with(self.codes(), code::DECISION, code::UPHELD);
        self.part_of(key, &key.measure(code::SATISFACTORY_REMEDIES), &upheld)
    }

    /// The share of findings that went against the council, of all that the ombudsman considered (domain 5.1): not of
    /// those outside its jurisdiction or withdrawn. A complaint settled by mediation was considered.
    pub(super) fn maladministration_rate(&self, key: &ObservationKey) -> Option<Figure> {
        if key.category(code::GROUP).is_some() {
            return None;
        }
        let all = key.measure(code::FINDINGS);
        let found = |finding| self.get(&all.with(self.codes(), code::FINDING, finding));
        let total = self.get(&all)?;
        let against: Option<Vec<Figure>> = AGAINST.into_iter().map(found).collect();
        let not_considered: Option<Vec<Figure>> = NOT_CONSIDERED.into_iter().map(found).collect();
        let (against, not_considered) = (against?, not_considered?);
        let hidden = against
            .iter()
            .chain(&not_considered)
            .chain([&total])
            .find_map(|figure| match figure.value {
                ReleasedValue::Withheld(why) => Some(why),
                ReleasedValue::Number(_) => None,
            });
        if let Some(why) = hidden {
            return Some(self.withheld(key, why, Unit::Percent));
        }
        let sum = |figures: &[Figure]| figures.iter().map(Figure::whole).sum::<Option<i64>>();
        let (part, base) = (sum(&against)?, total.whole()? - sum(&not_considered)?);
        let provisional = total.status.provisional;
        match Decimal::ratio(part, base, 100, 1) {
            Some(number) => {
                Some(self.computed(key, number, Some((part, base)), Unit::Percent, provisional))
            }
            None => Some(self.withheld(key, Shorthand::NotApplicable, Unit::Percent)),
        }
    }

    pub(super) fn ombudsman_rate(
        &self,
        key: &ObservationKey,
        part: Code,
        whole: Code,
    ) -> Option<Figure> {
        self.part_of(key, &key.measure(part), &key.measure(whole))
    }

    fn part_of(
        &self,
        key: &ObservationKey,
        part: &ObservationKey,
        whole: &ObservationKey,
    ) -> Option<Figure> {
        // Other councils' averages are printed, never made from our counts.
        if key.category(code::GROUP).is_some() {
            return None;
        }
        self.proportion(key, &self.get(part)?, &self.get(whole)?)
    }
}
