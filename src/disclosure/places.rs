//! The places of a cube, and what a complaint adds to at each: what [`super::bundles`] makes its moves of.

use super::bundles::{Choice, Dimension, Feature, Kind, Layout, Line, NONE, Place};
use super::model::Model;
use crate::config::Site;
use crate::cube::relation::joined_parts;
use crate::period::Period;
use crate::vocabulary::{Code, Codes, ObservationKey, code};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Outcomes of complaints that were closed without an answer.
const CLOSED: [Code; 4] = [
    code::WITHDRAWN,
    code::REFUSED,
    code::OUT_OF_JURISDICTION,
    code::TRANSFERRED,
];
/// Of these, the ones that were never accepted.
const NOT_ACCEPTED: [Code; 3] = [code::REFUSED, code::OUT_OF_JURISDICTION, code::TRANSFERRED];
const DECIDED: [Code; 3] = [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD];

type Count = (Code, Option<(Code, Code)>);
type At = (Code, Code, Code, Code, Period);

struct Builder<'a> {
    model: &'a Model,
    site: &'a Site,
    codes: &'a Codes,
    features: HashMap<Count, Feature>,
    places: BTreeMap<At, u32>,
    /// The places of what the parts of a service that are published nowhere have together.
    unpublished: BTreeMap<At, u32>,
    layout: Layout,
}

/// Lays the model's counts out by place.
pub fn layout(model: &Model, site: &Site, codes: &Codes) -> Layout {
    let mut builder = Builder {
        model,
        site,
        codes,
        features: HashMap::new(),
        places: BTreeMap::new(),
        unpublished: BTreeMap::new(),
        layout: Layout::default(),
    };
    builder.index();
    builder.dimensions();
    builder.lines();
    builder.layout
}

fn at(key: &ObservationKey) -> At {
    (
        key.contact,
        key.stage,
        key.service,
        key.procedure,
        key.period,
    )
}

fn count(key: &ObservationKey) -> Option<Count> {
    let measure = match key.measure {
        code::RECEIVED_ALL_STAGES => code::RECEIVED,
        measure => measure,
    };
    key.breakdowns[1]
        .is_none()
        .then_some((measure, key.breakdowns[0]))
}

impl Builder<'_> {
    fn index(&mut self) {
        let mut keys: Vec<(ObservationKey, u32)> = Vec::new();
        for (cell, same) in self.model.keys.iter().enumerate() {
            keys.extend(same.iter().map(|key| (*key, cell as u32)));
        }
        keys.sort_unstable();
        // Open complaints are asked for by name, whether or not there are any.
        for measure in [code::OPEN_AT_END, code::OPEN_AT_START] {
            let next = self.features.len();
            self.features.entry((measure, None)).or_insert(next);
        }
        self.layout.stock = [0, 1];
        for (key, _) in &keys {
            let next = self.places.len() as u32;
            self.places.entry(at(key)).or_insert(next);
            if let Some(count) = count(key) {
                let next = self.features.len();
                self.features.entry(count).or_insert(next);
            }
        }
        let mut places = self.places.len();
        for (key, _) in &self.model.rests {
            self.unpublished.entry(at(key)).or_insert_with(|| {
                places += 1;
                (places - 1) as u32
            });
        }
        self.layout.features = self.features.len();
        self.layout.cells = vec![NONE; self.features.len() * places];
        for (key, rest) in &self.model.rests {
            let feature = count(key).and_then(|count| self.features.get(&count));
            if let (Some(&feature), Some(&place)) = (feature, self.unpublished.get(&at(key))) {
                self.layout.cells[place as usize * self.layout.features + feature] = *rest;
            }
        }
        self.layout.counts = vec![Vec::new(); self.model.keys.len()];
        for (key, cell) in keys {
            let Some(feature) = count(&key).map(|count| self.features[&count]) else {
                continue;
            };
            let place = self.places[&at(&key)];
            self.layout.cells[place as usize * self.layout.features + feature] = cell;
            self.layout.counts[cell as usize].push((place, feature));
        }
        self.layout.has = vec![0; places];
        self.layout.exact = vec![0; places];
        self.layout.below = vec![Vec::new(); places];
        self.layout.period = vec![Place::default(); places];
    }

    fn feature(&self, measure: Code, of: Option<(Code, Code)>) -> Option<Feature> {
        self.features.get(&(measure, of)).copied()
    }

    /// Returns the known ones of these counts.
    fn known(&self, counts: &[Count]) -> Choice {
        let mut choice: Choice = Vec::new();
        for &(measure, of) in counts {
            if let Some(feature) = self.feature(measure, of)
                && !choice.contains(&feature)
            {
                choice.push(feature);
            }
        }
        choice
    }

    /// The categories that any place has of these measures by a breakdown, without those printed as one of several whose
    /// parts are known too.
    fn categories(&self, measures: &[Code], name: Code) -> Vec<Code> {
        let known: BTreeSet<Code> = self
            .features
            .keys()
            .filter(|(measure, _)| measures.contains(measure))
            .filter_map(|(_, of)| of.filter(|of| of.0 == name).map(|of| of.1))
            .collect();
        let parts = |category: Code| joined_parts(self.site, self.codes, name, category);
        let joined = |category: &Code| {
            parts(*category).is_some_and(|parts| parts.iter().any(|part| known.contains(part)))
        };
        known
            .iter()
            .filter(|category| !joined(category))
            .copied()
            .collect()
    }

    /// The counts of a measure by a category, with those in which it was printed together with others.
    fn with_joined(&self, measure: Code, name: Code, category: Code) -> Vec<Count> {
        let mut counts = vec![(measure, Some((name, category)))];
        for &(other, of) in self.features.keys() {
            if other == measure
                && let Some((found, joined)) = of
                && found == name
                && joined_parts(self.site, self.codes, name, joined)
                    .is_some_and(|parts| parts.contains(&category))
            {
                counts.push((measure, of));
            }
        }
        counts.sort_unstable_by_key(|(_, of)| *of != Some((name, category)));
        counts
    }

    fn dimensions(&mut self) {
        let base = |measures: &[Code]| -> Vec<Count> {
            measures.iter().map(|measure| (*measure, None)).collect()
        };
        let (mut answered, mut closed, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        let outcomes = self.outcomes();
        for (choices, kind) in outcomes.into_iter().zip([&mut answered, &mut closed]) {
            kind.extend(self.dimension(choices));
        }
        self.exact(&answered, code::RECEIVED, code::OUTCOME);
        self.exact(&closed, code::RECEIVED, code::OUTCOME);
        let ends = self.ends();
        let mut ended: Vec<usize> = self.dimension(ends).into_iter().collect();
        self.exact(&ended, code::RECEIVED, code::OUTCOME);
        let open = self.known(&self.with_joined(code::RECEIVED, code::OUTCOME, code::OPEN));
        let mut waiting: Vec<usize> = self.dimension(vec![open]).into_iter().collect();
        self.exact(&waiting, code::RECEIVED, code::OUTCOME);
        let names = [
            code::CHANNEL,
            code::COMPLAINANT,
            code::NATURE,
            code::REMEDY,
            code::NEXT_STAGE,
            code::SERVICE,
        ];
        for (measure, name) in names
            .iter()
            .map(|name| (code::RECEIVED, *name))
            .chain([(code::RESPONDED, code::REMEDY)])
        {
            let choices = self
                .categories(&[measure], name)
                .into_iter()
                .map(|category| self.known(&self.with_joined(measure, name, category)))
                .collect();
            if let Some(dimension) = self.dimension(choices) {
                answered.push(dimension);
                if measure == code::RECEIVED {
                    closed.push(dimension);
                    ended.push(dimension);
                    waiting.push(dimension);
                } else {
                    answers.push(dimension);
                }
                self.exact(&[dimension], measure, name);
            }
        }
        for choices in [self.times(), self.bands()] {
            let name = answers.len();
            if let Some(dimension) = self.dimension(choices) {
                answers.push(dimension);
                answered.push(dimension);
                let name = if name == answers.len() - 1 && self.is_time(dimension) {
                    code::TIMELINESS
                } else {
                    code::RESPONSE_BAND
                };
                self.exact(&[dimension], code::RESPONDED, name);
            }
        }
        for test in [code::IN_TIME_CODE, code::IN_TIME_OUTER] {
            let choice = self.known(&[(code::RESPONDED, Some((code::TIMELINESS, test)))]);
            if let Some(dimension) = self.dimension(vec![choice]) {
                answers.push(dimension);
                answered.push(dimension);
            }
        }
        let acknowledged = [code::IN_TIME, code::LATE].map(|category| {
            self.known(&[(code::ACKNOWLEDGED, Some((code::TIMELINESS, category)))])
        });
        let acknowledged: Vec<usize> = self.dimension(acknowledged.into()).into_iter().collect();
        self.exact(&acknowledged, code::ACKNOWLEDGED, code::TIMELINESS);
        self.layout.kinds = vec![
            Kind {
                base: self.known(&base(&[code::RECEIVED, code::ACCEPTED, code::RESPONDED])),
                dimensions: answered,
                in_place: false,
            },
            Kind {
                base: self.known(&base(&[code::RECEIVED, code::CLOSED_WITHOUT_RESPONSE])),
                dimensions: closed,
                in_place: false,
            },
            Kind {
                base: self.known(&base(&[code::ACKNOWLEDGED])),
                dimensions: acknowledged,
                in_place: false,
            },
            Kind {
                base: self.known(&base(&[code::RECEIVED])),
                dimensions: ended,
                in_place: true,
            },
        ];
        self.layout.waiting = Kind {
            base: self.known(&base(&[code::RECEIVED, code::ACCEPTED])),
            dimensions: waiting,
            in_place: false,
        };
        let ways = self
            .categories(&[code::CLOSED_WITHOUT_RESPONSE], code::OUTCOME)
            .into_iter()
            .map(|outcome| {
                self.known(&[(
                    code::CLOSED_WITHOUT_RESPONSE,
                    Some((code::OUTCOME, outcome)),
                )])
            })
            .collect();
        let ways: Vec<usize> = self.dimension(ways).into_iter().collect();
        self.exact(&ways, code::CLOSED_WITHOUT_RESPONSE, code::OUTCOME);
        self.layout.later = vec![
            Kind {
                base: self.known(&base(&[code::RESPONDED])),
                dimensions: answers,
                in_place: false,
            },
            Kind {
                base: self.known(&base(&[code::CLOSED_WITHOUT_RESPONSE])),
                dimensions: ways,
                in_place: false,
            },
        ];
    }

    fn is_time(&self, dimension: usize) -> bool {
        let time = self.feature(code::RESPONDED, Some((code::TIMELINESS, code::IN_TIME)));
        let choices = &self.layout.dimensions[dimension].choices;
        time.is_some_and(|time| choices.iter().any(|choice| choice.contains(&time)))
    }

    /// Adds a breakdown and marks the places that have it.
    fn dimension(&mut self, mut choices: Vec<Choice>) -> Option<usize> {
        choices.retain(|choice| !choice.is_empty());
        if choices.is_empty() || self.layout.dimensions.len() == 32 {
            return None;
        }
        let number = self.layout.dimensions.len();
        for place in 0..self.layout.has.len() {
            let has = choices
                .iter()
                .any(|choice| self.value(place, choice[0]).is_some());
            self.layout.has[place] |= u32::from(has) << number;
        }
        self.layout.dimensions.push(Dimension { choices });
        Some(number)
    }

    fn value(&self, place: usize, feature: Feature) -> Option<i64> {
        let cell = self.layout.cells[place * self.layout.features + feature];
        (cell != NONE).then(|| self.model.system.value(cell))
    }

    /// Marks the places where the categories of a breakdown make the whole.
    fn exact(&mut self, dimensions: &[usize], measure: Code, name: Code) {
        let Some(base) = self.feature(measure, None) else {
            return;
        };
        let all: Vec<Feature> = match name {
            code::TIMELINESS | code::RESPONSE_BAND => dimensions
                .iter()
                .flat_map(|at| self.layout.dimensions[*at].choices.iter())
                .map(|choice| choice[0])
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            _ => {
                let categories = self.categories(&[measure], name);
                let of = |category| self.feature(measure, Some((name, category)));
                categories.into_iter().filter_map(of).collect()
            }
        };
        for place in 0..self.layout.exact.len() {
            let parts: i64 = all
                .iter()
                .filter_map(|feature| self.value(place, *feature))
                .sum();
            if self.value(place, base) == Some(parts) {
                for at in dimensions {
                    self.layout.exact[place] |= 1 << at;
                }
            }
        }
    }

    /// The outcomes of complaints that were answered, and of those that were closed.
    fn outcomes(&self) -> [Vec<Choice>; 2] {
        let measures = [code::RECEIVED, code::RESPONDED];
        let (mut answered, mut closed) = (Vec::new(), Vec::new());
        let mut all = self.categories(&measures, code::OUTCOME);
        for outcome in self.categories(&[code::DECIDED], code::OUTCOME) {
            if !all.contains(&outcome) {
                all.push(outcome);
            }
        }
        let without = self.categories(&[code::CLOSED_WITHOUT_RESPONSE], code::OUTCOME);
        for outcome in without
            .iter()
            .filter(|outcome| !all.contains(outcome))
            .copied()
            .collect::<Vec<_>>()
        {
            all.push(outcome);
        }
        for outcome in all {
            let mut counts = self.with_joined(code::RECEIVED, code::OUTCOME, outcome);
            counts.extend(self.with_joined(code::RESPONDED, code::OUTCOME, outcome));
            if DECIDED.contains(&outcome) {
                counts.extend(self.with_joined(code::DECIDED, code::OUTCOME, outcome));
                counts.push((code::DECIDED, None));
            }
            if !CLOSED.contains(&outcome) {
                answered.push(self.known(&counts));
                if !without.contains(&outcome) {
                    continue;
                }
            }
            counts.push((
                code::CLOSED_WITHOUT_RESPONSE,
                Some((code::OUTCOME, outcome)),
            ));
            if !NOT_ACCEPTED.contains(&outcome) {
                counts.push((code::ACCEPTED, None));
            }
            let reasons = self.categories(&[code::RECEIVED], code::REFUSAL_REASON);
            if outcome == code::REFUSED {
                for &reason in &reasons {
                    let reason = (code::RECEIVED, Some((code::REFUSAL_REASON, reason)));
                    let counts = [&counts[..], &[reason]].concat();
                    closed.push(self.known(&counts));
                }
            }
            if outcome != code::REFUSED || reasons.is_empty() {
                closed.push(self.known(&counts));
            }
        }
        [answered, closed]
    }

    /// What may come of a complaint, however and whenever it is answered or closed.
    fn ends(&self) -> Vec<Choice> {
        let mut ends = Vec::new();
        let reasons = self.categories(&[code::RECEIVED], code::REFUSAL_REASON);
        for outcome in self.categories(&[code::RECEIVED], code::OUTCOME) {
            let mut counts = self.with_joined(code::RECEIVED, code::OUTCOME, outcome);
            if DECIDED.contains(&outcome) {
                counts.extend(self.with_joined(code::DECIDED, code::OUTCOME, outcome));
                counts.push((code::DECIDED, None));
            }
            if !NOT_ACCEPTED.contains(&outcome) {
                counts.push((code::ACCEPTED, None));
            }
            if outcome != code::REFUSED || reasons.is_empty() {
                ends.push(self.known(&counts));
                continue;
            }
            for &reason in &reasons {
                let reason = (code::RECEIVED, Some((code::REFUSAL_REASON, reason)));
                ends.push(self.known(&[&counts[..], &[reason]].concat()));
            }
        }
        ends
    }

    fn times(&self) -> Vec<Choice> {
        let of = |time| (code::RESPONDED, Some((code::TIMELINESS, time)));
        let mut choices = vec![
            self.known(&[of(code::IN_TIME), of(code::IN_TIME_EXTENDED)]),
            self.known(&[of(code::LATE)]),
        ];
        if self
            .feature(of(code::IN_TIME_EXTENDED).0, of(code::IN_TIME_EXTENDED).1)
            .is_some()
        {
            choices.push(self.known(&[of(code::LATE), of(code::IN_TIME_EXTENDED)]));
        }
        choices
    }

    fn bands(&self) -> Vec<Choice> {
        let of = |band| (code::RESPONDED, Some((code::RESPONSE_BAND, band)));
        let mut choices = vec![
            self.known(&[of(code::BAND_0_5), of(code::BAND_0_10)]),
            self.known(&[of(code::BAND_6_10), of(code::BAND_0_10)]),
            self.known(&[of(code::BAND_11_15)]),
            self.known(&[of(code::BAND_16_PLUS)]),
        ];
        choices.dedup();
        choices
    }

    fn lines(&mut self) {
        // Contacts without stages are counted at all stages; complaints are only summed up there.
        let staged: BTreeSet<Code> = self
            .places
            .keys()
            .filter(|at| at.1 != code::ALL)
            .map(|at| at.0)
            .collect();
        let smallest: Vec<At> = self
            .places
            .keys()
            .filter(|at| at.1 != code::ALL || !staged.contains(&at.0))
            .copied()
            .collect();
        let quarters: BTreeSet<Period> = smallest
            .iter()
            .map(|at| at.4)
            .filter(|period| matches!(period, Period::Quarter(..)))
            .collect();
        let mut times: Vec<Period> = quarters.iter().copied().collect();
        let others: BTreeSet<Period> = smallest
            .iter()
            .map(|at| at.4)
            .filter(|period| !quarters.contains(period))
            .collect();
        times.extend(others);
        let year_of = |(at, period): (usize, &Period)| match period {
            Period::Quarter(year, _) => i32::from(*year),
            _ => -1 - at as i32,
        };
        self.layout.years = times.iter().enumerate().map(year_of).collect();
        let index: BTreeMap<Period, usize> =
            times.iter().enumerate().map(|(at, of)| (*of, at)).collect();
        for (place, number) in self.places.iter().chain(&self.unpublished) {
            let own = index.get(&place.4).copied().unwrap_or_default();
            let quarters = place.4.quarters().into_iter().flatten();
            let known: Vec<usize> = quarters.filter_map(|of| index.get(&of)).copied().collect();
            self.layout.period[*number as usize] = Place {
                first: known.first().copied().unwrap_or(own),
                last: known.last().copied().unwrap_or(own),
            };
        }
        let mut lines: BTreeMap<(Code, Code, Code, Code), Vec<Period>> = BTreeMap::new();
        for at in &smallest {
            lines
                .entry((at.0, at.1, at.2, at.3))
                .or_default()
                .push(at.4);
        }
        let whole: Vec<_> = lines.keys().copied().collect();
        lines.retain(|&(contact, stage, service, procedure), _| {
            let finer = whole
                .iter()
                .any(|of| (of.0, of.1, of.2) == (contact, stage, service) && of.3 != code::ALL);
            let below = whole
                .iter()
                .any(|of| (of.0, of.1) == (contact, stage) && of.2 != code::ALL);
            (procedure != code::ALL || !finer) && (service != code::ALL || !below)
        });
        let mut families: BTreeMap<(Code, Code), usize> = BTreeMap::new();
        for ((contact, stage, service, procedure), periods) in lines {
            let next = families.len();
            let family = *families.entry((contact, stage)).or_insert(next);
            if family == self.layout.families.len() {
                self.layout.families.push(Vec::new());
            }
            let number = self.layout.lines.len();
            self.layout.families[family].push(number);
            let mut line = Line {
                family,
                service: service.0.into(),
                procedure: procedure.0.into(),
                quarters: vec![None; times.len()],
            };
            for period in &periods {
                let of_quarters = period.quarters().into_iter().flatten();
                if of_quarters
                    .filter(|quarter| periods.contains(quarter))
                    .count()
                    > 0
                {
                    continue;
                }
                let Some(&time) = index.get(period) else {
                    continue;
                };
                let places = self.above(contact, stage, service, procedure, *period);
                for &place in &places {
                    self.layout.below[place as usize].push((number as u32, time as u32));
                }
                line.quarters[time] = Some(places);
            }
            self.layout.lines.push(line);
        }
    }

    /// The places that count a complaint, its own first.
    fn above(
        &self,
        contact: Code,
        stage: Code,
        service: Code,
        procedure: Code,
        period: Period,
    ) -> Vec<u32> {
        let own = service;
        let mut services = self.site.services.ancestors(service);
        services.retain(|of| *of != service);
        services.insert(0, service);
        services.push(code::ALL);
        services.dedup();
        let mut procedures = vec![procedure, code::ALL];
        procedures.dedup();
        let mut stages = vec![stage, code::ALL];
        stages.dedup();
        let periods = [Some(period), period.financial_year()];
        let mut places = Vec::new();
        for &stage in &stages {
            for &service in &services {
                for &procedure in &procedures {
                    for period in periods.into_iter().flatten() {
                        let at = (contact, stage, service, procedure, period);
                        let known = self.places.get(&at);
                        let rest = self.unpublished.get(&at).filter(|_| at.2 == own);
                        for &place in known.into_iter().chain(rest) {
                            if !places.contains(&place) {
                                places.push(place);
                            }
                        }
                    }
                }
            }
        }
        places
    }
}
