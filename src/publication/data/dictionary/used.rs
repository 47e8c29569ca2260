//! What the whole table names: its measures and since when they are told, its codes, services and periods.

use crate::period::Period;
use crate::publication::tidy::TidyRow;
use crate::vocabulary::{Code, Codes, ObservationKey, code};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the whole table names.
#[derive(Debug, Default)]
pub struct Used {
    /// Its measures.
    pub measures: BTreeMap<Code, Told>,
    /// What single decisions' rows measure: amounts of pounds.
    pub amounts: BTreeMap<String, Told>,
    /// Its contacts, procedures, stages and categories.
    pub words: BTreeSet<Code>,
    /// What it breaks figures down by.
    pub breakdowns: BTreeSet<Code>,
    /// Its services.
    pub services: BTreeSet<Code>,
    /// Its periods.
    pub periods: BTreeSet<Period>,
}

/// When a measure is told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The first period, in the order of time.
    pub since: Option<Period>,
    /// The periods whose figure of the whole council begins a new series.
    pub breaks: BTreeSet<Period>,
}

impl Told {
    fn at(&mut self, period: Period) {
        let earlier = |since: &Period| since.time_order() <= period.time_order();
        if self.since.as_ref().is_none_or(|since| !earlier(since)) {
            self.since = Some(period);
        }
    }

    fn and(&mut self, other: Told) {
        other.since.into_iter().for_each(|since| self.at(since));
        self.breaks.extend(other.breaks);
    }
}

impl Used {
    /// Collects what all rows name.
    pub fn of(rows: &[Arc<TidyRow>], codes: &Codes) -> Self {
        rows.par_chunks(4096)
            .map(|rows| Self::of_some(rows, codes))
            .reduce(Self::default, Self::and)
    }

    fn and(mut self, other: Self) -> Self {
        for (measure, told) in other.measures {
            self.measures.entry(measure).or_default().and(told);
        }
        for (amount, told) in other.amounts {
            self.amounts.entry(amount).or_default().and(told);
        }
        self.words.extend(other.words);
        self.breakdowns.extend(other.breakdowns);
        self.services.extend(other.services);
        self.periods.extend(other.periods);
        self
    }

    fn of_some(rows: &[Arc<TidyRow>], codes: &Codes) -> Self {
        let mut used = Used::default();
        // A mark for each code there is, because rows name the same few again and again.
        let none = vec![false; codes.words().len()];
        let mut marks = [const { Vec::new() }; 3].map(|_: Vec<bool>| none.clone());
        // Rows stand in the order of their periods.
        let mut last: Vec<Option<Period>> = vec![None; none.len()];
        let [words, breakdowns, services] = &mut marks;
        for row in rows {
            let Some(key) = row.key() else {
                used.other(row, codes);
                continue;
            };
            let named = [key.contact, key.procedure, key.stage];
            let pairs = key.breakdowns.iter().flatten();
            pairs.clone().for_each(|pair| mark(breakdowns, pair.0));
            let named = named.into_iter().chain(pairs.map(|pair| pair.1));
            named.for_each(|code| mark(words, code));
            mark(services, key.service);
            let place = last.get_mut(usize::from(key.measure.0));
            if place.is_none_or(|last| last.replace(key.period) != Some(key.period)) {
                used.measures.entry(key.measure).or_default().at(key.period);
                used.periods.insert(key.period);
            }
            if begins_series(row, key) {
                let told = used.measures.entry(key.measure).or_default();
                told.breaks.insert(key.period);
            }
        }
        let [words, breakdowns, services] = marks.map(marked);
        used.words.extend(words);
        used.breakdowns.extend(breakdowns);
        used.services.extend(services);
        used
    }

    /// A row that is no observation: an amount of a decision.
    fn other(&mut self, row: &TidyRow, codes: &Codes) {
        let cells = ["contact", "procedure", "stage"].map(|column| row.cell(column));
        let named = cells.into_iter().chain(row.cell("category").split('+'));
        self.words.extend(named.filter_map(|word| codes.get(word)));
        self.services.extend(codes.get(row.cell("service")));
        let told = self.amounts.entry(row.cell("measure").to_owned());
        let told = told.or_default();
        if let Ok(period) = Period::parse(row.cell("period")) {
            told.at(period);
            self.periods.insert(period);
        }
    }
}

fn mark(marks: &mut [bool], code: Code) {
    if let Some(mark) = marks.get_mut(usize::from(code.0)) {
        *mark = true;
    }
}

fn marked(marks: Vec<bool>) -> BTreeSet<Code> {
    let marks = marks.into_iter().zip(0..);
    let marks = marks.filter(|(mark, _)| *mark);
    marks.map(|(_, code)| Code(code)).collect()
}

/// Returns whether a figure of the whole council begins a new series.
fn begins_series(row: &TidyRow, key: &ObservationKey) -> bool {
    let whole = key.service == code::ALL && key.breakdowns == [None; 3];
    whole && row.cell("status").split(' ').any(|mark| mark == "b")
}
