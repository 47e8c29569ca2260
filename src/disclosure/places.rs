//! The places of a cube, and what a complaint adds to at each: what [`super::bundles`] makes its moves of.

mod kinds;
mod lines;

use super::layout::{Choice, Dimension, Feature, Layout, NONE, Place, by_chance};
use super::model::Model;
use crate::config::Site;
use crate::cube::relation::joined_parts;
use crate::period::Period;
use crate::vocabulary::{Code, Codes, ObservationKey, code};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
        self.layout.dimensions.push(Dimension {
            choices,
            ..Dimension::default()
        });
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
        let places = 0..self.layout.exact.len();
        let tables = places.filter_map(|place| {
            let parts: Vec<i64> = all.iter().filter_map(|of| self.value(place, *of)).collect();
            Some((place, parts, self.value(place, base)?))
        });
        let tables: Vec<(usize, Vec<i64>, i64)> = tables.collect();
        let told = tables.iter().filter(|of| !of.1.is_empty());
        if by_chance(name, told.map(|of| (of.1.iter().sum(), of.2))) {
            return;
        }
        for at in dimensions {
            self.layout.dimensions[*at].whole = Some(base);
            self.layout.dimensions[*at].parts = all.clone();
        }
        let whole = |of: &&(usize, Vec<i64>, i64)| of.1.iter().sum::<i64>() == of.2;
        for (place, ..) in tables.iter().filter(whole) {
            for at in dimensions {
                self.layout.exact[*place] |= 1 << at;
            }
        }
    }
}
