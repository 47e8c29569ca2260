//! Every observation that the site makes from case rows.
//!
//! The records are counted once, on all cores, into cells of service, contact, procedure, stage and quarter; the cells are
//! added up to the services above, to all procedures together and to years; and each cell gives its measures. What was
//! received counts in the period of receipt, acknowledged, answered and closed in that of the event (contract 5), so a
//! complaint may be received in one period and answered in another. Open complaints are stocks: a year has the first
//! quarter's start and the last one's end.
//!
//! Zeros: where a service, contact, procedure and stage occurs in the data at all, every covered period has its counts,
//! and a breakdown has every category that occurs there, nought or not; the three findings always. Natures with outcomes
//! stand only where there are any. [`Coverage`] says which periods are covered.

mod cell;
mod coverage;
mod emit;
mod layout;
mod rollup;
mod tally;

pub use coverage::Coverage;
pub(crate) use emit::{Sink, Value};

use crate::config::Site;
use crate::cube::Observation;
use crate::cube::observations::{Lists, Observations};
use crate::dataset::Qualifier;
use crate::dataset::cases::{Cases, Timing};
use crate::vocabulary::{ObservationKey, code};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::sync::Arc;

/// Makes all observations of the case rows, and says which periods they cover.
pub fn assemble(cases: &Cases, site: &Site, as_of: NaiveDate) -> (Observations, Coverage) {
    let tables = Tables::count(cases, site, as_of);
    let make = || Collected {
        // Each its own, or all threads would count the users of one.
        source: "".into(),
        lists: Vec::new(),
    };
    let mut lists = Vec::new();
    tables.emit_all(site, make, |collected| lists.extend(collected.lists));
    (Observations::of_lists(lists), tables.coverage)
}

struct Collected {
    source: Arc<str>,
    lists: Lists,
}

/// The room of the first list: no more than a small council's service fills.
const FIRST_ROOM: usize = 1024;

impl Sink for Collected {
    fn put(&mut self, key: &ObservationKey, value: Value) {
        let observation = Observation {
            value: value.value,
            numerator: value.numerator,
            denominator: value.denominator,
            unit: value.unit,
            qualifier: Qualifier::None,
            supplied: false,
            source: self.source.clone(),
            notes: Vec::new(),
        };
        match self.lists.last_mut() {
            Some((service, list)) if *service == key.service => list.push((*key, observation)),
            last => {
                // As long as the one before: a list that grows is moved again and again.
                let room = last.map_or(FIRST_ROOM, |(_, list)| list.len());
                let mut list = Vec::with_capacity(room);
                list.push((*key, observation));
                self.lists.push((key.service, list));
            }
        }
    }
}

/// The counted and added up cells, ready to give their observations.
#[derive(Debug)]
pub(crate) struct Tables {
    rolled: rollup::Rolled,
    layout: layout::Layout,
    pub(crate) coverage: Coverage,
}

impl Tables {
    /// Counts the records and adds them up.
    pub(crate) fn count(cases: &Cases, site: &Site, as_of: NaiveDate) -> Tables {
        let coverage = Coverage::of(cases, as_of);
        let layout = layout::Layout::new(site);
        let tally = tally::Tally::of(cases, site, &layout, &coverage);
        let rolled = rollup::roll_up(&tally, site);
        Tables {
            rolled,
            layout,
            coverage,
        }
    }

    /// Hands all observations over: each sink gets those of some series, made on all cores, and the sinks are taken in the
    /// order of the series, a few dozen at a time so that a long table need not lie in memory. The council comes first,
    /// then the services as candour.toml has them.
    pub(crate) fn emit_all<S: Sink + Send>(
        &self,
        site: &Site,
        make: impl Fn() -> S + Sync,
        mut take: impl FnMut(S) + Send,
    ) {
        let extensions = self
            .rolled
            .iter()
            .any(|(_, series)| series.traits.has(Timing::EXTENDED));
        let emitter = emit::Emitter::new(site, &self.layout, self.coverage, extensions);
        let position = |service| {
            if service == code::ALL {
                0
            } else {
                site.services.position(service).saturating_add(1)
            }
        };
        let mut order: Vec<&(tally::SeriesKey, tally::Series)> = self.rolled.iter().collect();
        order.sort_by_key(|(key, _)| (position(key.service), *key));
        let emit = |wave: &[&(tally::SeriesKey, tally::Series)]| -> Vec<S> {
            wave.par_chunks(4)
                .map(|chunk| {
                    let mut sink = make();
                    for (key, series) in chunk {
                        emitter.emit(key, series, &mut sink);
                    }
                    sink
                })
                .collect()
        };
        // One wave is taken (written to disk, say) while the next is made.
        let mut made: Vec<S> = Vec::new();
        for wave in order.chunks(64) {
            let last = std::mem::take(&mut made);
            let take = &mut take;
            made = rayon::join(|| emit(wave), || last.into_iter().for_each(take)).0;
        }
        made.into_iter().for_each(take);
    }
}
