//! Adds the tallies up: teams to services and the council, procedures to all of them.

use super::tally::{Series, SeriesKey, Tally};
use crate::config::Site;
use crate::vocabulary::{Code, code};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Every series that the site shows, in the order of its key: that of the codes, so the same for the same input.
pub(super) type Rolled = Vec<(SeriesKey, Series)>;

/// Adds each series to those of all nodes above its service, and of all procedures together.
pub(super) fn roll_up(tally: &Tally, site: &Site) -> Rolled {
    let mut lines: HashMap<Code, Vec<Code>> = HashMap::new();
    let mut sums: BTreeMap<SeriesKey, Vec<usize>> = BTreeMap::new();
    for (at, (key, _)) in tally.series.iter().enumerate() {
        let line = lines.entry(key.service).or_insert_with(|| {
            let mut line = site.services.ancestors(key.service);
            line.push(code::ALL);
            line
        });
        for &service in line.iter() {
            for (procedure, stage) in targets(key) {
                sums.entry(SeriesKey {
                    service,
                    procedure,
                    stage,
                    ..*key
                })
                .or_default()
                .push(at);
            }
        }
    }
    let sums: Vec<_> = sums.into_iter().collect();
    sums.into_par_iter()
        .map(|(key, parts)| {
            let mut sum = Series::default();
            for part in parts {
                sum.add(&tally.series[part].1);
            }
            (key, sum)
        })
        .collect()
}

/// Returns the procedures and stages that a series counts for. Stages are not added up, save for the one measure of
/// complaints at all stages; other contacts have neither procedure nor stage.
fn targets(key: &SeriesKey) -> Vec<(Code, Code)> {
    if key.contact != code::COMPLAINT {
        return vec![(code::ALL, code::ALL)];
    }
    vec![
        (key.procedure, key.stage),
        (code::ALL, key.stage),
        (key.procedure, code::ALL),
        (code::ALL, code::ALL),
    ]
}
