//! The cube as cells and sums.
//!
//! Every count that may be published is a cell, and everything that ties counts together is a sum: what
//! [`crate::cube::relation`] names, and what goes without saying there (a part is at most its whole, complaints that come
//! in are answered, closed or open). Sums that happen to be whole are taken to be so for ever: a reader who sees that the
//! channels add up everywhere will reckon with it.
//!
//! Figures that must be equal (a year of which one quarter has passed and that quarter; a service and its only team) are
//! one cell, shown together or hidden together.

mod cost;
mod ties;

use super::policy::{Policy, counts};
use super::system::{Cell, Id, Seen, System};
use super::verify::Witness;
use crate::config::Site;
use crate::cube::Cube;
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, code};
use std::collections::{BTreeMap, HashMap, HashSet};
use ties::Tie;

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

    /// Writes a table in figures instead of cells.
    pub fn witness(&self, table: &[(Id, i64)]) -> Witness {
        // What is left over of inequalities is no figure.
        let known = table.iter().filter_map(|&(cell, by)| {
            let keys = self.keys.get(cell as usize)?;
            Some(keys.iter().map(move |key| (*key, by)))
        });
        known.flatten().collect()
    }
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
}

/// Returns the table a count stands in: the same measure by the same breakdowns; all measures without a breakdown are one.
fn table_of(key: &ObservationKey) -> (ObservationKey, bool) {
    let plain = key.breakdowns[0].is_none();
    let mut table = super::table(key);
    if plain {
        table.measure = code::RECEIVED;
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
