//! The lines of smallest places through time, and the places above each.

use super::super::layout::{Line, Place};
use super::{At, Builder};
use crate::period::Period;
use crate::vocabulary::{Code, code};
use std::collections::{BTreeMap, BTreeSet};

/// Contact, stage, service and procedure.
type Ways = (Code, Code, Code, Code);

impl Builder<'_> {
    /// Lays out the lines, the places above each, and the quarters that each period begins and ends with.
    pub(super) fn lines(&mut self) {
        let smallest = self.smallest();
        let index = self.number_times(&smallest);
        self.periods(&index);
        let mut families: BTreeMap<(Code, Code), usize> = BTreeMap::new();
        for (ways, periods) in lines_of(&smallest) {
            let (contact, stage, service, procedure) = ways;
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
                quarters: vec![None; index.len()],
            };
            for period in &periods {
                let mut quarters = period.quarters().into_iter().flatten();
                let divided = quarters.any(|quarter| periods.contains(&quarter));
                let Some(&time) = index.get(period).filter(|_| !divided) else {
                    continue;
                };
                let places = self.above(ways, *period);
                for &place in &places {
                    self.layout.below[place as usize].push((number as u32, time as u32));
                }
                line.quarters[time] = Some(places);
            }
            self.layout.lines.push(line);
        }
    }

    /// Returns the places at which complaints are counted, and not only summed up. Contacts without stages are counted at all
    /// stages.
    fn smallest(&self) -> Vec<At> {
        let stages = self.places.keys().filter(|at| at.1 != code::ALL);
        let staged: BTreeSet<Code> = stages.map(|at| at.0).collect();
        let places = self.places.keys();
        places
            .filter(|at| at.1 != code::ALL || !staged.contains(&at.0))
            .copied()
            .collect()
    }

    /// Numbers the periods: the quarters in their order, then years and months that stand for themselves.
    fn number_times(&mut self, smallest: &[At]) -> BTreeMap<Period, usize> {
        let known: BTreeSet<Period> = smallest.iter().map(|at| at.4).collect();
        let (mut times, others): (Vec<Period>, Vec<Period>) = known
            .into_iter()
            .partition(|period| matches!(period, Period::Quarter(..)));
        times.extend(others);
        let year_of = |(at, period): (usize, &Period)| match period {
            Period::Quarter(year, _) => i32::from(*year),
            _ => -1 - at as i32,
        };
        self.layout.years = times.iter().enumerate().map(year_of).collect();
        times.into_iter().zip(0..).collect()
    }

    fn periods(&mut self, index: &BTreeMap<Period, usize>) {
        for (place, number) in self.places.iter().chain(&self.unpublished) {
            let own = index.get(&place.4).copied().unwrap_or_default();
            let quarters = place.4.quarters().into_iter().flatten();
            let known: Vec<usize> = quarters.filter_map(|of| index.get(&of)).copied().collect();
            self.layout.period[*number as usize] = Place {
                first: known.first().copied().unwrap_or(own),
                last: known.last().copied().unwrap_or(own),
            };
        }
    }

    /// The places that count a complaint, its own first.
    fn above(&self, (contact, stage, service, procedure): Ways, period: Period) -> Vec<u32> {
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

/// Returns the lines of these places with their periods: where a stage is counted by procedure or service, those alone.
fn lines_of(smallest: &[At]) -> BTreeMap<Ways, Vec<Period>> {
    let mut lines: BTreeMap<Ways, Vec<Period>> = BTreeMap::new();
    for at in smallest {
        let ways = (at.0, at.1, at.2, at.3);
        lines.entry(ways).or_default().push(at.4);
    }
    let whole: Vec<Ways> = lines.keys().copied().collect();
    lines.retain(|&(contact, stage, service, procedure), _| {
        let finer = whole
            .iter()
            .any(|of| (of.0, of.1, of.2) == (contact, stage, service) && of.3 != code::ALL);
        let below = whole
            .iter()
            .any(|of| (of.0, of.1) == (contact, stage) && of.2 != code::ALL);
        (procedure != code::ALL || !finer) && (service != code::ALL || !below)
    });
    lines
}
