//! The cube as cells and sums.
//!
//! Every count that may be published is a cell, and everything that ties counts together is a sum: what
//! [`crate::cube::relation`] names, and what goes without saying there (a part is at most its whole, complaints that come
//! in are answered, closed or open). Sums that happen to be whole are taken to be so for ever: a reader who sees that the
//! channels add up everywhere will reckon with it.
//!
//! Figures that must be equal (a year of which one quarter has passed and that quarter; a service and its only team) are
//! one cell, shown together or hidden together.

use super::policy::{Policy, counts};
use super::system::{Cell, Id, Seen, System};
use crate::config::Site;
use crate::cube::Cube;
use crate::cube::relation::{Relations, joined_parts};
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, code, measure};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The cube as cells and sums.
#[derive(Debug)]
pub struct Model {
    /// The cells and sums.
    pub system: System,
    /// The figures of each cell.
    pub keys: Vec<Vec<ObservationKey>>,
    /// The cell of each count.
    pub cells: HashMap<ObservationKey, Id>,
    /// Counts that are withheld with their whole table, noughts too, because most of it would be hidden.
    pub withheld: HashSet<ObservationKey>,
    /// Cells of withheld tables with the range that they need and the cells that they divide.
    pub bounds: Vec<(Id, i64, Vec<Id>)>,
    /// What the parts that are published nowhere have of a whole, together.
    pub rests: Vec<(ObservationKey, Id)>,
    /// The counts of each table that can be withheld whole, by the numbers that the system gives these tables.
    tables: Vec<Vec<ObservationKey>>,
}

impl Model {
    /// Takes note of the tables that the search has withheld.
    pub fn settle(&mut self) {
        for (number, keys) in self.tables.iter().enumerate() {
            if self.system.is_withheld(number as u32) {
                self.withheld.extend(keys);
            }
        }
    }
}

/// How counts are tied together, by their places in the list of counts.
enum Tie {
    /// The parts make the whole, or leave something of it over.
    Parts(usize, Vec<usize>),
    /// The same where other parts are published nowhere, so that nobody knows whether anything is left over.
    Some(usize, Vec<usize>),
    /// The first is never more than the second.
    AtMost(usize, usize),
    /// The two are one number.
    Same(usize, usize),
    /// The signed counts add up to what they add up to.
    Flow(Vec<(usize, i64)>),
}

struct Counts<'a> {
    cube: &'a Cube,
    site: &'a Site,
    keys: Vec<ObservationKey>,
    values: Vec<i64>,
    places: HashMap<ObservationKey, usize>,
    procedures: BTreeMap<ObservationKey, Vec<usize>>,
    categories: BTreeMap<(ObservationKey, Code), Vec<(Code, usize)>>,
    /// Whether the policy protects each count: for what it is, or because it is the same as one that it protects.
    protected: Vec<bool>,
    /// Whether the site shows counts of this kind.
    shown: Vec<bool>,
}

/// Makes the model of a cube under a policy.
pub fn model(cube: &Cube, site: &Site, policy: &Policy) -> Model {
    let counts = Counts::new(cube, site, policy);
    let withheld = counts.withheld(policy);
    let ties = counts.ties();
    counts.join(policy, withheld, &ties)
}

impl<'a> Counts<'a> {
    fn new(cube: &'a Cube, site: &'a Site, policy: &Policy) -> Self {
        let mut found = Counts {
            cube,
            site,
            keys: Vec::new(),
            values: Vec::new(),
            places: HashMap::new(),
            procedures: BTreeMap::new(),
            categories: BTreeMap::new(),
            protected: Vec::new(),
            shown: Vec::new(),
        };
        for (key, observation) in cube.iter() {
            let whole = observation.value.ok().and_then(|number| number.as_whole());
            let Some(value) = whole.filter(|value| *value >= 0 && counts(key)) else {
                continue;
            };
            if policy.passes_over(key) {
                continue;
            }
            let at = found.keys.len();
            found.keys.push(*key);
            found.values.push(value);
            found.shown.push(!policy.out_of_reach(key));
            found.places.insert(*key, at);
            if key.procedure != code::ALL {
                found
                    .procedures
                    .entry(all_procedures(key))
                    .or_default()
                    .push(at);
            }
            for &(name, category) in key.breakdowns.iter().flatten() {
                let whole = (key.without(name), name);
                found
                    .categories
                    .entry(whole)
                    .or_default()
                    .push((category, at));
            }
        }
        found.protected = found.protected(policy);
        found
    }

    /// All procedures together are the same as the only one of which there was anything, and a service the same as the only
    /// one below it.
    fn protected(&self, policy: &Policy) -> Vec<bool> {
        let alone = self.alone();
        let place = |key: &ObservationKey| (key.contact, key.stage, key.service, key.period);
        let protects = |key: &ObservationKey| {
            let only = alone.get(&place(key)).copied().flatten();
            let only = only.filter(|_| key.procedure == code::ALL);
            policy.protects(key)
                || only
                    .is_some_and(|procedure| policy.protects(&ObservationKey { procedure, ..*key }))
        };
        let mut protected: Vec<bool> = self.keys.iter().map(protects).collect();
        for _ in 0..4 {
            for (at, key) in self.keys.iter().enumerate() {
                let children = || self.site.services.children(key.service);
                if !children().all(|child| child.page) {
                    continue;
                }
                let mut below = children().filter_map(|child| self.at(&key.service(child.code)));
                if let (Some(only), None) = (below.next(), below.next())
                    && self.values[only] == self.values[at]
                {
                    protected[at] |= protected[only];
                }
            }
        }
        protected
    }

    /// Returns the only procedure of which there was anything at each place; nothing where there were several.
    fn alone(&self) -> HashMap<(Code, Code, Code, Period), Option<Code>> {
        let mut alone = HashMap::new();
        for (key, observation) in self.cube.iter() {
            let plain = key.breakdowns[0].is_none() && key.procedure != code::ALL && counts(key);
            let whole = observation.value.ok().and_then(|number| number.as_whole());
            if plain && whole.is_some_and(|value| value > 0) {
                let place = (key.contact, key.stage, key.service, key.period);
                let only = alone.entry(place).or_insert(Some(key.procedure));
                *only = only.filter(|procedure| *procedure == key.procedure);
            }
        }
        alone
    }

    fn at(&self, key: &ObservationKey) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Returns the counts of tables in which more than a third would be hidden as small.
    fn withheld(&self, policy: &Policy) -> HashSet<usize> {
        let mut tables: BTreeMap<(ObservationKey, bool, bool), Vec<usize>> = BTreeMap::new();
        for (at, key) in self.keys.iter().enumerate() {
            if self.protected[at] && self.shown[at] {
                // The quarters of a year are withheld together: each protects the others.
                let quarter = matches!(key.period, Period::Quarter(..));
                let year = key.period.financial_year().unwrap_or(key.period);
                let (table, plain) = table_of(&key.period(year));
                tables.entry((table, plain, quarter)).or_default().push(at);
            }
        }
        let mut withheld: HashSet<usize> = tables
            .into_values()
            .filter(|cells| {
                let small = cells
                    .iter()
                    .filter(|at| policy.small(self.values[**at]))
                    .count();
                // Noughts do not count: they stand in every table and would make the smallest look the fullest.
                let some = cells.iter().filter(|at| self.values[**at] > 0).count();
                cells.len() > 1 && 3 * small > some
            })
            .flatten()
            .collect();
        withheld.extend(self.of_small_bases(policy));
        withheld
    }

    /// Returns the counts of tables that divide a small number which is shown. Beside the noughts of such a table hidden
    /// numbers would be narrowed down by that alone.
    fn of_small_bases(&self, policy: &Policy) -> Vec<usize> {
        let mut small: HashSet<ObservationKey> = HashSet::new();
        for (at, key) in self.keys.iter().enumerate() {
            let hidden = self.protected[at] && self.shown[at] && policy.small(self.values[at]);
            let few = |base: &usize| self.values[*base] < policy.threshold;
            if hidden && self.bases(&[at]).iter().any(few) {
                small.insert(table_of(key).0);
            }
        }
        let keys = self.keys.iter().enumerate();
        keys.filter(|(at, key)| {
            self.shown[*at] && key.breakdowns[0].is_some() && small.contains(&table_of(key).0)
        })
        .map(|(at, _)| at)
        .collect()
    }

    fn ties(&self) -> Vec<Tie> {
        let mut ties = Vec::new();
        for (at, key) in self.keys.iter().enumerate() {
            let additive = measure(key.measure).is_some_and(|measure| measure.additive);
            let stock = Relations::is_stock(key);
            if additive {
                self.parts(
                    &mut ties,
                    at,
                    key.period
                        .quarters()
                        .into_iter()
                        .flatten()
                        .map(|quarter| key.period(quarter)),
                );
            }
            if additive || stock {
                let children = || self.site.services.children(key.service);
                let from = ties.len();
                self.parts(
                    &mut ties,
                    at,
                    children().map(|child| key.service(child.code)),
                );
                if children().any(|child| !child.page)
                    && let Some(Tie::Parts(whole, parts)) = ties.get_mut(from)
                {
                    ties[from] = Tie::Some(*whole, std::mem::take(parts));
                }
                if let Some(parts) = self.procedures.get(key) {
                    ties.push(Tie::Parts(at, parts.clone()));
                }
            }
            if key.measure == code::RECEIVED_ALL_STAGES {
                let stages = [code::STAGE_1, code::STAGE_2, code::STAGE_3];
                self.parts(
                    &mut ties,
                    at,
                    stages
                        .map(|stage| ObservationKey {
                            stage,
                            measure: code::RECEIVED,
                            ..*key
                        })
                        .into_iter(),
                );
            }
            if stock {
                self.stock(&mut ties, at, key);
            }
            self.decided(&mut ties, at, key);
            self.joined(&mut ties, at, key);
            self.measures(&mut ties, at, key);
        }
        for ((whole, name), parts) in &self.categories {
            self.breakdown(&mut ties, whole, *name, parts);
        }
        ties
    }

    fn parts(
        &self,
        ties: &mut Vec<Tie>,
        whole: usize,
        parts: impl Iterator<Item = ObservationKey>,
    ) {
        let parts: Vec<usize> = parts.filter_map(|key| self.at(&key)).collect();
        if !parts.is_empty() {
            ties.push(Tie::Parts(whole, parts));
        }
    }

    /// A year begins with its first quarter's open complaints and ends with its last one's; a quarter begins with what the
    /// one before left.
    fn stock(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        let mut same = |other: Option<usize>| {
            if let Some(other) = other.filter(|other| self.values[*other] == self.values[at]) {
                ties.push(Tie::Same(at, other));
            }
        };
        if let Some(quarters) = key.period.quarters() {
            let known = quarters
                .into_iter()
                .filter_map(|quarter| self.at(&key.period(quarter)));
            same(if key.measure == code::OPEN_AT_START {
                known.min()
            } else {
                known.max()
            });
        }
        if let (Period::Quarter(year, quarter), code::OPEN_AT_END) = (key.period, key.measure) {
            let next = match quarter {
                4 => Period::Quarter(year + 1, 1),
                _ => Period::Quarter(year, quarter + 1),
            };
            same(self.at(&key.period(next).measure(code::OPEN_AT_START)));
        }
    }

    /// What was decided with an outcome is what was received, or answered, with it.
    fn decided(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        if key.measure != code::DECIDED || key.category(code::OUTCOME).is_none() {
            return;
        }
        for of in [code::RECEIVED, code::RESPONDED] {
            let other = self.at(&key.measure(of));
            if let Some(other) = other.filter(|other| self.values[*other] == self.values[at]) {
                ties.push(Tie::Same(at, other));
            }
        }
    }

    /// A category that was printed as one of several.
    fn joined(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        for &(name, category) in key.breakdowns.iter().flatten() {
            if let Some(parts) = joined_parts(self.site, &self.cube.codes, name, category) {
                let rest = key.without(name);
                self.parts(
                    ties,
                    at,
                    parts
                        .into_iter()
                        .map(|part| rest.with(&self.cube.codes, name, part)),
                );
            }
        }
    }

    /// What ties the measures of one service, procedure, stage and period.
    fn measures(&self, ties: &mut Vec<Tie>, at: usize, key: &ObservationKey) {
        if key.breakdowns[0].is_some() {
            return;
        }
        let codes = &self.cube.codes;
        let outcome = |outcome| key.with(codes, code::OUTCOME, outcome);
        match key.measure {
            code::OPEN_AT_START => {
                let flow = [
                    (code::OPEN_AT_START, 1),
                    (code::RECEIVED, 1),
                    (code::RESPONDED, -1),
                    (code::CLOSED_WITHOUT_RESPONSE, -1),
                    (code::OPEN_AT_END, -1),
                ];
                let terms: Option<Vec<(usize, i64)>> = flow
                    .into_iter()
                    .map(|(measure, sign)| self.at(&key.measure(measure)).map(|at| (at, sign)))
                    .collect();
                ties.extend(terms.map(Tie::Flow));
            }
            code::RECEIVED => {
                if let Some(accepted) = self.at(&key.measure(code::ACCEPTED)) {
                    let mut parts = vec![accepted];
                    let refused = [code::REFUSED, code::OUT_OF_JURISDICTION, code::TRANSFERRED];
                    parts.extend(
                        refused
                            .into_iter()
                            .filter_map(|code| self.at(&outcome(code))),
                    );
                    let total: i64 = parts.iter().map(|part| self.values[*part]).sum();
                    match total == self.values[at] {
                        true => ties.push(Tie::Parts(at, parts)),
                        false => ties.push(Tie::AtMost(accepted, at)),
                    }
                }
            }
            _ => {}
        }
        if key.measure == code::DECIDED {
            for of in [code::RECEIVED, code::RESPONDED] {
                let base = key.measure(of);
                let outcomes = [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD];
                let parts: Vec<usize> = outcomes
                    .into_iter()
                    .filter_map(|outcome| self.at(&base.with(codes, code::OUTCOME, outcome)))
                    .collect();
                let total: i64 = parts.iter().map(|part| self.values[*part]).sum();
                if !parts.is_empty() && total == self.values[at] {
                    ties.push(Tie::Parts(at, parts));
                }
            }
        }
    }

    /// The categories of one breakdown: each at most the whole, and together the whole where a complaint has one of them.
    fn breakdown(
        &self,
        ties: &mut Vec<Tie>,
        whole: &ObservationKey,
        name: Code,
        parts: &[(Code, usize)],
    ) {
        let base = match name {
            // The refused are the base of their reasons.
            code::REFUSAL_REASON => self
                .at(&whole.with(&self.cube.codes, code::OUTCOME, code::REFUSED))
                .or(self.at(whole)),
            _ => self.at(whole),
        };
        let Some(base) = base else { return };
        let apart = self.apart(name, parts);
        let total: i64 = apart.iter().map(|at| self.values[*at]).sum();
        let several = [code::NATURE, code::REMEDY, code::NEXT_STAGE, code::SERVICE].contains(&name);
        let adds_up = total == self.values[base] || (!several && total < self.values[base]);
        if adds_up {
            ties.push(Tie::Parts(base, apart.clone()));
        }
        let rest = parts
            .iter()
            .map(|part| part.1)
            .filter(|at| !adds_up || !apart.contains(at));
        ties.extend(rest.map(|part| Tie::AtMost(part, base)));
        if name == code::TIMELINESS {
            let of = |code: Code| parts.iter().find(|part| part.0 == code).map(|part| part.1);
            if let (Some(own), Some(extended)) = (of(code::IN_TIME), of(code::IN_TIME_EXTENDED)) {
                ties.push(Tie::AtMost(own, extended));
            }
        }
    }

    /// The categories that no complaint shares.
    fn apart(&self, name: Code, parts: &[(Code, usize)]) -> Vec<usize> {
        let known: BTreeSet<Code> = parts.iter().map(|part| part.0).collect();
        let joined = |category: Code| {
            joined_parts(self.site, &self.cube.codes, name, category)
                .is_some_and(|of| of.iter().any(|part| known.contains(part)))
        };
        let finer = known.contains(&code::BAND_0_10);
        parts
            .iter()
            .filter(|(category, _)| match name {
                code::TIMELINESS => [code::IN_TIME, code::LATE].contains(category),
                code::RESPONSE_BAND if finer => {
                    ![code::BAND_0_5, code::BAND_6_10].contains(category)
                }
                _ => !joined(*category),
            })
            .map(|part| part.1)
            .collect()
    }

    /// Joins counts that must be equal to cells, and adds the sums.
    fn join(&self, policy: &Policy, withheld: HashSet<usize>, ties: &[Tie]) -> Model {
        let mut first: Vec<usize> = (0..self.keys.len()).collect();
        for tie in ties {
            match tie {
                Tie::Same(one, other) => unite(&mut first, *one, *other),
                Tie::Parts(whole, parts) => {
                    // The only category that a table lists is not the same: another may not be listed because the table
                    // is withheld.
                    if let [part] = parts[..]
                        && self.values[part] == self.values[*whole]
                        && self.keys[part].breakdowns == self.keys[*whole].breakdowns
                    {
                        unite(&mut first, part, *whole);
                    }
                }
                _ => {}
            }
        }
        let mut system = System::default();
        let mut keys: Vec<Vec<ObservationKey>> = Vec::new();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.keys.len() {
            members.entry(root(&first, at)).or_default().push(at);
        }
        let mut cells = vec![0; self.keys.len()];
        let mut bounds = Vec::new();
        for same in members.values() {
            let cell = system.cell(self.cell(policy, &withheld, same));
            for &at in same {
                cells[at] = cell;
            }
            keys.push(same.iter().map(|at| self.keys[*at]).collect());
            let it = &system.cells[cell as usize];
            if it.need > 0 && it.need < policy.threshold - 1 {
                bounds.push((cell, same));
            }
        }
        let bounds = bounds
            .into_iter()
            .map(|(cell, same)| {
                let of = self.bases(same).into_iter().map(|at| cells[at]).collect();
                (cell, policy.threshold - 1, of)
            })
            .collect();
        let tables = self.tables(&mut system, &cells, &withheld);
        let mut rests = Vec::new();
        for tie in ties {
            match tie {
                Tie::Parts(whole, parts) => {
                    let parts: Vec<Id> = parts.iter().map(|at| cells[*at]).collect();
                    if parts != [cells[*whole]] {
                        system.parts(cells[*whole], &parts);
                    }
                }
                Tie::Some(whole, parts) => {
                    let parts: Vec<Id> = parts.iter().map(|at| cells[*at]).collect();
                    let rest = system.some_parts(cells[*whole], &parts);
                    rests.extend(rest.map(|rest| (self.keys[*whole], rest)));
                }
                Tie::AtMost(part, whole) if cells[*part] != cells[*whole] => {
                    system.at_most(cells[*part], cells[*whole]);
                }
                Tie::Flow(terms) => system.sum(terms.iter().map(|&(at, sign)| (cells[at], sign))),
                _ => {}
            }
        }
        Model {
            system,
            keys,
            cells: self
                .keys
                .iter()
                .copied()
                .zip(cells.iter().copied())
                .collect(),
            withheld: withheld.into_iter().map(|at| self.keys[at]).collect(),
            bounds,
            rests,
            tables,
        }
    }

    /// Tells the system which cells can be withheld together: those of one table in one period.
    fn tables(
        &self,
        system: &mut System,
        cells: &[Id],
        withheld: &HashSet<usize>,
    ) -> Vec<Vec<ObservationKey>> {
        let mut tables: BTreeMap<(ObservationKey, bool), Vec<usize>> = BTreeMap::new();
        for (at, key) in self.keys.iter().enumerate() {
            if self.shown[at] {
                tables.entry(table_of(key)).or_default().push(at);
            }
        }
        let whole = |table: &Vec<usize>| table.iter().all(|at| withheld.contains(at));
        for table in tables.values() {
            let of = table.iter().map(|at| cells[*at]).collect();
            system.table(of, whole(table));
        }
        tables
            .into_values()
            .map(|table| table.into_iter().map(|at| self.keys[at]).collect())
            .collect()
    }

    fn cell(&self, policy: &Policy, withheld: &HashSet<usize>, same: &[usize]) -> Cell {
        let value = self.values[same[0]];
        let shown: Vec<usize> = same.iter().copied().filter(|at| self.shown[*at]).collect();
        let same = match &shown[..] {
            // What stands nowhere may be any number, unless it stood somewhere before.
            [] if !same
                .iter()
                .any(|at| policy.is_public(&self.keys[*at], value)) =>
            {
                return Cell {
                    value,
                    seen: Seen::Hidden,
                    least: 0,
                    cost: 0,
                    need: 0,
                };
            }
            [] => same,
            shown => shown,
        };
        let all_withheld = same.iter().all(|at| withheld.contains(at));
        let protected = same.iter().any(|at| self.protected[*at]);
        let public = same
            .iter()
            .any(|at| policy.is_public(&self.keys[*at], value));
        let was_hidden = same.iter().any(|at| policy.was_hidden(&self.keys[*at]));
        let small = (protected && policy.small(value)) || was_hidden;
        let cost = |at: &usize| match withheld.contains(at) {
            true => 0,
            false => self.cost(&self.keys[*at]),
        };
        Cell {
            value,
            seen: match value {
                _ if public => Seen::Fixed,
                _ if small || all_withheld => Seen::Hidden,
                0 if policy.show_zeros => Seen::Nought,
                _ => Seen::Shown,
            },
            // What an earlier release hid may be nought.
            least: i64::from(policy.show_zeros && !all_withheld).min(value),
            cost: same.iter().map(cost).sum::<u32>().max(1),
            need: match small && value > 0 && !public {
                true if all_withheld => self.bound(policy, withheld, same),
                true => policy.threshold - 1,
                false => 0,
            },
        }
    }

    /// How wide the range of a count in a table that is withheld whole must be. The policy may show the number that the
    /// table divides, and where that is small it bounds the count by itself, as if the table had never been made.
    fn bound(&self, policy: &Policy, withheld: &HashSet<usize>, same: &[usize]) -> i64 {
        let bases = self.bases(same);
        let hidden = |at: &usize| {
            withheld.contains(at)
                || !self.shown[*at]
                || (self.protected[*at] && policy.small(self.values[*at]))
        };
        bases
            .into_iter()
            .filter(|at| !hidden(at))
            .map(|at| self.values[at])
            .fold(policy.threshold - 1, i64::min)
    }

    /// The counts that some counts divide.
    fn bases(&self, same: &[usize]) -> Vec<usize> {
        let mut bases = Vec::new();
        for at in same {
            let key = self.keys[*at];
            let names = key.breakdowns.iter().flatten();
            bases.extend(names.filter_map(|pair| self.at(&key.without(pair.0))));
        }
        bases
    }

    /// What hiding a figure costs the reader: an inner one 1, one that is a total in one direction 12, in two 60. What the
    /// whole council reports first is hidden only when nothing else serves.
    fn cost(&self, key: &ObservationKey) -> u32 {
        let totals = [
            key.service == code::ALL,
            self.site.services.children(key.service).next().is_some(),
            matches!(key.period, Period::Year(_)),
            key.procedure == code::ALL,
            key.breakdowns[0].is_none(),
        ];
        let totals = totals.iter().filter(|total| **total).count();
        let cost = [1, 12, 60, 200, 600, 1500][totals];
        // What the whole council reports first is hidden only where nothing else serves.
        match key.breakdowns[0] {
            _ if !Self::first(key) => cost,
            Some((code::OUTCOME, outcome)) if outcome != code::UPHELD => 20 * cost,
            _ => 100 * cost,
        }
    }

    /// Returns whether a figure is one that the whole council reports first: what came in and was answered at the first two
    /// stages, what of it in time, and how it was decided, in a quarter or year.
    fn first(key: &ObservationKey) -> bool {
        let headline = match key.breakdowns {
            [None, ..] => [code::RECEIVED, code::RESPONDED].contains(&key.measure),
            [Some((code::TIMELINESS, code::IN_TIME)), None, _] => key.measure == code::RESPONDED,
            [Some((code::OUTCOME, outcome)), None, _] => {
                [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD].contains(&outcome)
            }
            _ => false,
        };
        headline
            && key.procedure == code::ALL
            && key.service == code::ALL
            && [code::STAGE_1, code::STAGE_2].contains(&key.stage)
    }
}

/// Returns the table a count stands in: the same measure by the same breakdowns; all measures without a breakdown are one.
fn table_of(key: &ObservationKey) -> (ObservationKey, bool) {
    let plain = key.breakdowns[0].is_none();
    let mut table = *key;
    if plain {
        table.measure = code::RECEIVED;
    }
    for pair in table.breakdowns.iter_mut().flatten() {
        pair.1 = code::ALL;
    }
    (table, plain)
}

fn all_procedures(key: &ObservationKey) -> ObservationKey {
    ObservationKey {
        procedure: code::ALL,
        ..*key
    }
}

fn root(first: &[usize], mut at: usize) -> usize {
    while first[at] != at {
        at = first[at];
    }
    at
}

fn unite(first: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(first, one), root(first, other));
    first[one.max(other)] = one.min(other);
}
