//! Every figure that pages and files may print: released values, and what follows from them.
//!
//! Shares, changes and rates are worked out here from released values alone, never from the cube, so nothing hidden can
//! come back in other clothes. A supplied share or change is kept as printed where the counts behind it are not known.

use crate::config::{OutcomeBasis, ServiceChange, Site};
use crate::dataset::Qualifier;
use crate::disclosure::{Release, Released};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand, Status};
use crate::vocabulary::{
    AGAINST, Code, Codes, Derived, List, NOT_CONSIDERED, ObservationKey, Unit, code, measure,
};
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
            None => self.derive(key)?,
        };
        figure.status.series_break |= self.is_break(key);
        Some(figure)
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
            ..self.withheld(key, Shorthand::NotAvailable, unit)
        }
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

    /// The difference from the year before. Differences of percentages are in percentage points.
    fn change(&self, key: &ObservationKey, of: Code, percent: bool) -> Option<Figure> {
        let before = self.compared_with(key.service, key.period)?;
        let now = self.get(&key.measure(of))?;
        let then = self.get(&key.measure(of).period(before))?;
        if now.unit != then.unit {
            return None;
        }
        if now.status.series_break {
            return Some(self.withheld(key, Shorthand::NotApplicable, now.unit));
        }
        let unit = if percent { Unit::Percent } else { now.unit };
        let (Some(a), Some(b)) = (now.number(), then.number()) else {
            let hidden =
                [now.value, then.value].contains(&ReleasedValue::Withheld(Shorthand::Confidential));
            let why = if hidden {
                Shorthand::Confidential
            } else {
                Shorthand::NotAvailable
            };
            return Some(self.withheld(key, why, unit));
        };
        let provisional = now.status.provisional || then.status.provisional;
        if !percent {
            let difference = exact_difference(&now, &then).unwrap_or(a.minus(b));
            return Some(self.computed(key, difference, None, unit, provisional));
        }
        let (a, b) = (a.as_whole()?, b.as_whole()?);
        let Some(number) = Decimal::ratio(a - b, b, 100, 1) else {
            return Some(self.withheld(key, Shorthand::NotApplicable, unit));
        };
        Some(self.computed(key, number, Some((a - b, b)), unit, provisional))
    }

    /// Decided on merits: upheld, partially and not upheld together, or one of them.
    fn decided(&self, key: &ObservationKey) -> Option<Figure> {
        let of = match self.site.measures.outcome_basis {
            OutcomeBasis::Received => code::RECEIVED,
            OutcomeBasis::Responded => code::RESPONDED,
        };
        let base = key.measure(of);
        if key.category(code::OUTCOME).is_some() {
            let figure = self.get(&base)?;
            return Some(Figure {
                key: *key,
                ..figure
            });
        }
        self.sum(
            key,
            [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD]
                .map(|outcome| base.with(self.codes(), code::OUTCOME, outcome)),
        )
    }

    /// A joined category ("upheld or partially upheld") as the sum of its parts.
    fn joined(&self, key: &ObservationKey) -> Option<Figure> {
        if key.category(code::OUTCOME) != Some(code::UPHELD_OR_PARTIALLY_UPHELD)
            || self.unit(key) != Unit::Count
        {
            return None;
        }
        let rest = key.without(code::OUTCOME);
        self.sum(
            key,
            [code::UPHELD, code::PARTIALLY_UPHELD]
                .map(|outcome| rest.with(self.codes(), code::OUTCOME, outcome)),
        )
    }

    /// Nought for an outcome or a nature that none of the case rows has: where complaints were counted from their rows,
    /// what does not occur among them did not happen. A total that only follows from supplied figures tells nothing of
    /// the kind: one of its parts may be silent on the outcome.
    fn none_counted(&self, key: &ObservationKey) -> Option<Figure> {
        // A base that is hidden was counted all the same.
        let hidden = ReleasedValue::Withheld(Shorthand::Confidential);
        let known = |key: &ObservationKey| {
            let released = self.release.values.get(key)?;
            let counted = released.value.number().is_some() || released.value == hidden;
            (!released.supplied && counted).then_some(released)
        };
        let (base, sign) = match key.breakdowns {
            [Some((name @ (code::OUTCOME | code::NATURE), _)), None, None] => {
                let base = key.without(name);
                // Case rows give what was decided beside what was received; a total that follows has no such figure.
                (base, base.measure(code::DECIDED))
            }
            [Some(_), Some(_), None]
                if key.category(code::OUTCOME).is_some()
                    && key.category(code::NATURE).is_some() =>
            {
                let nature = key.without(code::OUTCOME);
                let base = nature.without(code::NATURE);
                known(&nature)?;
                (base, base.measure(code::DECIDED))
            }
            // Rows of decisions give every finding that was made.
            [Some(_), Some(_), None]
                if key.measure == code::FINDINGS && key.category(code::FINDING).is_some() =>
            {
                let base = key.without(code::FINDING);
                (base, base)
            }
            _ => return None,
        };
        if ![code::RECEIVED, code::RESPONDED, code::FINDINGS].contains(&key.measure) {
            return None;
        }
        known(&sign)?;
        let base = known(&base)?;
        // Where a table is withheld its noughts are, too: those that were written down and those that were not.
        if self.release.hides_nought(key) {
            return Some(self.withheld(key, Shorthand::Confidential, Unit::Count));
        }
        Some(self.computed(
            key,
            Decimal::whole(0),
            None,
            Unit::Count,
            base.status.provisional,
        ))
    }

    /// Nought for a finding or a decision of an ombudsman that nothing is left for: those that there are make the whole.
    fn none_left(&self, key: &ObservationKey) -> Option<Figure> {
        let counted = [code::FINDINGS, code::DECIDED, code::INVESTIGATED].contains(&key.measure);
        if !counted || key.category(code::GROUP).is_some() {
            return None;
        }
        let (name, list) = [
            (code::FINDING, List::Finding),
            (code::DECISION, List::Decision),
        ]
        .into_iter()
        .find(|(name, _)| key.category(*name).is_some())?;
        let rest = key.without(name);
        let whole = self.release.values.get(&rest)?;
        let mut left = whole.value.number()?.as_whole()?;
        for entry in &self.site.list(list).entries {
            let part = rest.with(self.codes(), name, entry.code);
            if let Some(part) = self.release.values.get(&part) {
                left -= part.value.number()?.as_whole()?;
            }
        }
        let nought = || {
            let (number, provisional) = (Decimal::whole(0), whole.status.provisional);
            self.computed(key, number, None, Unit::Count, provisional)
        };
        (left == 0).then(nought)
    }

    fn sum<const N: usize>(
        &self,
        key: &ObservationKey,
        parts: [ObservationKey; N],
    ) -> Option<Figure> {
        let mut total = 0;
        let mut provisional = false;
        for part in parts {
            let figure = self.get(&part)?;
            match figure.value {
                ReleasedValue::Withheld(why) => return Some(self.withheld(key, why, Unit::Count)),
                ReleasedValue::Number(number) => total += number.as_whole()?,
            }
            provisional |= figure.status.provisional;
        }
        Some(self.computed(key, Decimal::whole(total), None, Unit::Count, provisional))
    }

    /// Returns the counts that a share is made of: the part and the base.
    pub fn share_parts(&self, key: &ObservationKey) -> Option<(ObservationKey, ObservationKey)> {
        let base = match key.measure {
            code::RECEIVED_PERCENT => code::RECEIVED,
            code::RESPONDED_PERCENT => code::RESPONDED,
            code::ACCEPTED_PERCENT => code::ACCEPTED,
            code::DECIDED_PERCENT => code::DECIDED,
            code::ACKNOWLEDGED_PERCENT => code::ACKNOWLEDGED,
            code::INVESTIGATED_PERCENT => code::INVESTIGATED,
            code::FINDINGS_PERCENT => code::FINDINGS,
            _ => return None,
        };
        let whole = key.measure(base);
        if let Some(stage) = key.category(code::NEXT_STAGE) {
            let whole = whole.without(code::NEXT_STAGE);
            return Some((
                ObservationKey {
                    stage,
                    measure: code::RECEIVED,
                    ..whole
                },
                whole,
            ));
        }
        if let Some(part) = key.category(code::SERVICE) {
            let whole = whole.without(code::SERVICE);
            return Some((whole.service(part), whole));
        }
        // The outcome, decision or finding is the part where there are several breakdowns: the share of upheld among
        // complaints about delay, not the share of delay among those upheld.
        let parted = [
            code::OUTCOME,
            code::DECISION,
            code::FINDING,
            code::TIMELINESS,
        ]
        .into_iter()
        .find(|name| key.category(*name).is_some())
        .or(key
            .breakdowns
            .iter()
            .flatten()
            .map(|(name, _)| *name)
            .find(|name| *name != code::OMBUDSMAN))?;
        Some((whole, whole.without(parted)))
    }

    fn share(&self, key: &ObservationKey) -> Option<Figure> {
        let (part, whole) = self.share_parts(key)?;
        self.proportion(key, &self.get(&part)?, &self.get(&whole)?)
    }

    fn proportion(&self, key: &ObservationKey, part: &Figure, whole: &Figure) -> Option<Figure> {
        let provisional = part.status.provisional || whole.status.provisional;
        match (part.value, whole.value) {
            (ReleasedValue::Number(a), ReleasedValue::Number(b)) => {
                let (a, b) = (a.as_whole()?, b.as_whole()?);
                match Decimal::ratio(a, b, 100, 1) {
                    Some(number) => {
                        Some(self.computed(key, number, Some((a, b)), Unit::Percent, provisional))
                    }
                    None => Some(self.withheld(key, Shorthand::NotApplicable, Unit::Percent)),
                }
            }
            (ReleasedValue::Withheld(why), _) | (_, ReleasedValue::Withheld(why)) => {
                Some(self.withheld(key, why, Unit::Percent))
            }
        }
    }

    /// A rate over a context figure of the whole council for the period or its year.
    fn rate(&self, key: &ObservationKey, over: Code, scale: i64, unit: Unit) -> Option<Figure> {
        let count = self.get(&key.measure(code::RECEIVED))?;
        self.per(key, &count, over, scale, unit)
    }

    fn upheld_rate(&self, key: &ObservationKey) -> Option<Figure> {
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
    pub fn context(&self, service: Code, period: Period, measure: Code) -> Option<Figure> {
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
    fn uphold_rate(&self, key: &ObservationKey) -> Option<Figure> {
        if key.category(code::GROUP).is_some() {
            return None;
        }
        let decided = |decision| {
            self.get(
                &key.measure(code::DECIDED)
                    .with(self.codes(), code::DECISION, decision),
            )?
            .whole()
        };
        let upheld = decided(code::UPHELD)?;
        let investigated = match decided(code::NOT_UPHELD) {
            Some(not_upheld) => upheld + not_upheld,
            None => self.get(&key.measure(code::INVESTIGATED))?.whole()?,
        };
        match Decimal::ratio(upheld, investigated, 100, 1) {
            Some(number) => Some(self.computed(
                key,
                number,
                Some((upheld, investigated)),
                Unit::Percent,
                false,
            )),
            None => Some(self.withheld(key, Shorthand::NotApplicable, Unit::Percent)),
        }
    }
}

impl Figures<'_> {
    /// The share of upheld complaints that the council had already put right to the ombudsman's satisfaction.
    fn satisfactory_remedy_rate(&self, key: &ObservationKey) -> Option<Figure> {
        let upheld = key
            .measure(code::DECIDED)
            .with(self.codes(), code::DECISION, code::UPHELD);
        self.part_of(key, &key.measure(code::SATISFACTORY_REMEDIES), &upheld)
    }

    /// The share of findings that went against the council, of all that the ombudsman considered (domain 5.1): not of
    /// those outside its jurisdiction or withdrawn. A complaint settled by mediation was considered.
    fn maladministration_rate(&self, key: &ObservationKey) -> Option<Figure> {
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

    fn ombudsman_rate(&self, key: &ObservationKey, part: Code, whole: Code) -> Option<Figure> {
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

    /// A count from before a service was made by a merger: that of the services it was made from, together. So the new
    /// service is compared with what it took over, and not with nothing.
    fn merged(&self, key: &ObservationKey) -> Option<Figure> {
        let counted = measure(key.measure).is_some_and(|m| m.additive && m.unit == Unit::Count);
        if !counted || key.contact == code::CONTEXT || key.category(code::SERVICE).is_some() {
            return None;
        }
        let from = self.site.services.get(key.service)?.from?;
        if key.period.end()? >= from {
            return None;
        }
        let mut total = 0;
        let mut names: Vec<&str> = Vec::new();
        for node in self.site.services.iter() {
            if !node.successors.contains(&key.service) {
                continue;
            }
            if node.change != Some(ServiceChange::Merge) || node.successors.len() > 1 {
                return None;
            }
            let key_then = key.service(node.code);
            let then = match self.release.values.get(&key_then) {
                Some(released) => released.value,
                None => self.none_counted(&key_then)?.value,
            };
            match then {
                ReleasedValue::Number(number) => total += number.as_whole()?,
                ReleasedValue::Withheld(why) => {
                    return Some(self.withheld(key, why, Unit::Count));
                }
            }
            names.push(&node.name);
        }
        (!names.is_empty()).then(|| Figure {
            notes: vec![names.join("; ").into()],
            ..self.computed(key, Decimal::whole(total), None, Unit::Count, false)
        })
    }

    /// Returns whether a figure of what was in time was counted otherwise a year before: the time allowed, or the event
    /// it runs from, changed between.
    fn is_break(&self, key: &ObservationKey) -> bool {
        let timed = [code::IN_TIME, code::IN_TIME_EXTENDED, code::LATE];
        let answers = [code::RESPONDED, code::RESPONDED_PERCENT].contains(&key.measure);
        if !answers
            || !key
                .category(code::TIMELINESS)
                .is_some_and(|category| timed.contains(&category))
        {
            return false;
        }
        let before = key.period.year_before().and_then(|then| then.start());
        let (Some(before), Some(end)) = (before, key.period.end()) else {
            return false;
        };
        self.site.procedures.iter().any(|procedure| {
            let own = ObservationKey {
                procedure: procedure.code,
                ..key.measure(code::RESPONDED)
            };
            let counted = key.procedure == procedure.code || self.release.values.contains_key(&own);
            (key.procedure == code::ALL || key.procedure == procedure.code)
                && counted
                && procedure
                    .timers
                    .iter()
                    .filter(|(stage, _)| *stage == key.stage)
                    .any(|(_, timers)| {
                        timers.windows(2).any(|pair| {
                            let other = (pair[0].days, pair[0].unit, pair[0].clock)
                                != (pair[1].days, pair[1].unit, pair[1].clock);
                            let from = pair[1].from;
                            other && from.is_some_and(|from| before < from && from <= end)
                        })
                    })
        })
    }
}

/// The difference of two shares, rates or means from their exact parts, rounded once, to one decimal.
fn exact_difference(now: &Figure, then: &Figure) -> Option<Decimal> {
    let (a, b) = (now.numerator?, now.denominator?);
    let (c, d) = (then.numerator?, then.denominator?);
    let scale = match now.unit {
        Unit::Percent => 100,
        Unit::Per1000 => 1000,
        Unit::Per100000 => 100_000,
        _ => 1,
    };
    let top = a.checked_mul(d)?.checked_sub(c.checked_mul(b)?)?;
    Decimal::ratio(top, b.checked_mul(d)?, scale, 1)
}
