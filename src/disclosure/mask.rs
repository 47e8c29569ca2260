//! Which figures the public does not see: small counts, those that protect them, and all that is made of either.

use super::model::Model;
use super::policy::{Policy, counts};
use super::protect::{Protection, protect};
use super::system::{Cell, Id, Seen, System};
use crate::config::Site;
use crate::cube::{Cube, Observation};
use crate::vocabulary::{Code, ObservationKey, Unit, code, measure};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The figures that are not shown.
#[derive(Debug, Default)]
pub struct Mask {
    /// Printed as `[c]`.
    pub hidden: HashSet<ObservationKey>,
    /// Left out altogether. A median stands only over ten answers or more, so even `[c]` in its place would tell something.
    pub gone: HashSet<ObservationKey>,
}

impl Mask {
    /// Returns whether the public does not see a figure.
    pub fn covers(&self, key: &ObservationKey) -> bool {
        self.hidden.contains(key) || self.gone.contains(key)
    }
}

pub(super) const DAYS: [Code; 4] = [
    code::MEAN_RESPONSE_DAYS,
    code::MEDIAN_RESPONSE_DAYS,
    code::PERCENTILE_90_RESPONSE_DAYS,
    code::LONGEST_RESPONSE_DAYS,
];

/// Hides the counts that the model hides, and then everything that repeats one of them.
pub fn mask(cube: &Cube, model: &Model, policy: &Policy) -> Mask {
    let mut mask = Mask::default();
    for (cell, keys) in model.system.cells.iter().zip(&model.keys) {
        if cell.seen == Seen::Hidden {
            mask.hidden
                .extend(keys.iter().filter(|key| !policy.leaves_out(key)));
        }
    }
    mask.hidden.extend(&model.withheld);
    let keys = cube.iter().map(|(key, _)| *key);
    mask.gone = keys.filter(|key| policy.leaves_out(key)).collect();
    let timed = timed(&mask);
    let mut more = Mask::default();
    for (key, observation) in cube.iter() {
        if DAYS.contains(&key.measure) {
            if days_hidden(cube, &mask, &timed, policy, key, observation) {
                match key.measure {
                    code::MEAN_RESPONSE_DAYS => more.hidden.insert(*key),
                    _ => more.gone.insert(*key),
                };
            }
        } else if counts(key) {
            // "Not applicable" beside a hidden base would tell that the base is nought.
            let names = key.breakdowns.iter().flatten();
            let base_hidden = names
                .map(|pair| key.without(pair.0))
                .any(|base| mask.hidden.contains(&base));
            if observation.value.is_err() && base_hidden {
                more.hidden.insert(*key);
            }
        } else if repeats_hidden(cube, &mask, policy, key) {
            more.hidden.insert(*key);
        }
    }
    mask.hidden.extend(more.hidden);
    mask.gone.extend(more.gone);
    mask
}

/// Returns the places (keys of what was responded) of which a count of answers by their time is hidden.
fn timed(mask: &Mask) -> HashSet<ObservationKey> {
    let by_time = |key: &&ObservationKey| {
        key.measure == code::RESPONDED
            && [code::TIMELINESS, code::RESPONSE_BAND]
                .iter()
                .any(|name| key.category(*name).is_some())
    };
    let place = |key: &ObservationKey| key.without(code::TIMELINESS).without(code::RESPONSE_BAND);
    mask.hidden.iter().filter(by_time).map(place).collect()
}

/// Days over hidden or few answers are hidden, and days beside hidden bands: the mean and the order of the days narrow
/// down what the bands can be.
fn days_hidden(
    cube: &Cube,
    mask: &Mask,
    timed: &HashSet<ObservationKey>,
    policy: &Policy,
    key: &ObservationKey,
    observation: &Observation,
) -> bool {
    let base = key.measure(code::RESPONDED);
    mask.covers(&base)
        || timed.contains(&base)
        || few(cube, key, observation).is_some_and(|n| (1..policy.threshold).contains(&n))
}

/// Returns over how many answers days are.
fn few(cube: &Cube, key: &ObservationKey, observation: &Observation) -> Option<i64> {
    let responded = cube.get(&key.measure(code::RESPONDED));
    let counted = responded.and_then(|of| of.value.ok()?.as_whole());
    observation.denominator.or(counted)
}

/// Returns whether a supplied share, rate or change is made of a hidden count: at its own place, without one of its
/// breakdowns, at the next stage, of the part, or a year before.
pub(super) fn repeats_hidden(
    cube: &Cube,
    mask: &Mask,
    policy: &Policy,
    key: &ObservationKey,
) -> bool {
    let count = measure(key.measure).is_some_and(|measure| measure.unit == Unit::Count);
    if count || key.contact == code::CONTEXT {
        return false;
    }
    let mut places = vec![
        *key,
        ObservationKey {
            breakdowns: [None; 3],
            ..*key
        },
    ];
    places.extend(
        key.breakdowns
            .iter()
            .flatten()
            .map(|pair| key.without(pair.0)),
    );
    if let Some(stage) = key.category(code::NEXT_STAGE) {
        places.push(ObservationKey {
            stage,
            ..key.without(code::NEXT_STAGE)
        });
    }
    if let Some(part) = key.category(code::SERVICE) {
        places.push(key.without(code::SERVICE).service(part));
    }
    let before: Vec<ObservationKey> = places
        .iter()
        .filter_map(|place| Some(place.period(place.period.year_before()?)))
        .collect();
    if cube.codes.word(key.measure).contains("_change") {
        places.extend(before);
    }
    let bases = crate::vocabulary::MEASURES
        .iter()
        .filter(|measure| measure.unit == Unit::Count);
    bases
        .flat_map(|base| places.iter().map(|place| place.measure(base.code)))
        .any(|place| {
            mask.hidden.contains(&place) || (mask.gone.contains(&place) && policy.protects(&place))
        })
}

/// The sums of days behind the means, with a proof that those over few answers cannot be worked out from the others.
pub struct Days {
    /// The cells and sums.
    pub system: System,
    /// The mean of each cell.
    pub keys: Vec<ObservationKey>,
    /// The hidden cells with their proof.
    pub protection: Protection,
}

/// Hides further means, so that no mean over few answers follows from the others.
pub fn protect_days(cube: &Cube, site: &Site, policy: &Policy, mask: &mut Mask) -> Days {
    let mut system = System::default();
    let mut keys = Vec::new();
    let mut cells: BTreeMap<ObservationKey, Id> = BTreeMap::new();
    let mut procedures: HashMap<ObservationKey, Vec<Id>> = HashMap::new();
    for (key, observation) in cube.iter() {
        let (code::MEAN_RESPONSE_DAYS, Some(days)) = (key.measure, observation.numerator) else {
            continue;
        };
        let hidden = mask.covers(key);
        let n = few(cube, key, observation).unwrap_or_default();
        let few = hidden && (1..policy.threshold).contains(&n);
        let cell = system.cell(Cell {
            value: days,
            seen: if hidden { Seen::Hidden } else { Seen::Shown },
            least: 0,
            cost: if key.service == code::ALL { 60 } else { 12 },
            need: if few { n * (policy.threshold - 1) } else { 0 },
        });
        keys.push(*key);
        cells.insert(*key, cell);
        if key.procedure != code::ALL {
            let whole = ObservationKey {
                procedure: code::ALL,
                ..*key
            };
            procedures.entry(whole).or_default().push(cell);
        }
    }
    for (key, &cell) in &cells {
        let add = |system: &mut System, parts: Vec<Id>| {
            if !parts.is_empty() {
                system.parts(cell, &parts);
            }
        };
        let known = |key: ObservationKey| cells.get(&key).copied();
        let quarters = key.period.quarters().into_iter().flatten();
        add(
            &mut system,
            quarters
                .filter_map(|quarter| known(key.period(quarter)))
                .collect(),
        );
        let children = site.services.children(key.service);
        add(
            &mut system,
            children
                .filter_map(|child| known(key.service(child.code)))
                .collect(),
        );
        add(
            &mut system,
            procedures.get(key).cloned().unwrap_or_default(),
        );
    }
    let protection = protect(&mut system);
    for &cell in protection.secondary.keys() {
        mask.hidden.insert(keys[cell as usize]);
    }
    Days {
        system,
        keys,
        protection,
    }
}
