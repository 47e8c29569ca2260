//! Small numbers are hidden so that an outsider cannot work them out, and little else is.

#[path = "support/attacker.rs"]
mod attacker;

use attacker::Attacker;
use candour::config::{self, Site};
use candour::cube::{Cube, Observation};
use candour::diagnostic::Report;
use candour::disclosure::hide::{Hiding, hide};
use candour::disclosure::policy::Policy;
use candour::disclosure::protect::{Protection, amount, protect};
use candour::disclosure::system::{Cell, Id, Seen, System};
use candour::disclosure::verify::Verifier;
use candour::number::Decimal;
use candour::period::Period;
use candour::vocabulary::{ObservationKey, Unit, code};
use std::collections::BTreeMap;

/// Numbers from a seed, the same on every computer.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) % below
    }
}

/// A tree of one dimension: for each node its children; the first nodes are leaves.
#[derive(Clone)]
struct Tree {
    children: Vec<Vec<usize>>,
}

impl Tree {
    fn flat(leaves: usize) -> Tree {
        let mut children = vec![Vec::new(); leaves];
        children.push((0..leaves).collect());
        Tree { children }
    }

    /// Two groups of leaves below one top.
    fn deep(first: usize, second: usize) -> Tree {
        let mut children = vec![Vec::new(); first + second];
        children.push((0..first).collect());
        children.push((first..first + second).collect());
        children.push(vec![first + second, first + second + 1]);
        Tree { children }
    }

    fn leaves(&self, node: usize) -> Vec<usize> {
        if self.children[node].is_empty() {
            return vec![node];
        }
        self.children[node]
            .iter()
            .flat_map(|child| self.leaves(*child))
            .collect()
    }
}

/// A table of the product of trees with its sums.
struct Product {
    values: Vec<i64>,
    costs: Vec<u32>,
    sums: Vec<Vec<(usize, i64)>>,
}

fn product(trees: &[Tree], random: &mut Random, zeros: u64) -> Product {
    let sizes: Vec<usize> = trees.iter().map(|tree| tree.children.len()).collect();
    let total: usize = sizes.iter().product();
    let split = |mut at: usize| -> Vec<usize> {
        sizes
            .iter()
            .map(|size| {
                let here = at % size;
                at /= size;
                here
            })
            .collect()
    };
    let join = |nodes: &[usize]| {
        nodes
            .iter()
            .zip(&sizes)
            .rev()
            .fold(0, |at, (node, size)| at * size + node)
    };
    let mut values = vec![0; total];
    let mut costs = vec![0; total];
    for at in 0..total {
        let nodes = split(at);
        let totals = nodes
            .iter()
            .zip(trees)
            .filter(|(node, tree)| !tree.children[**node].is_empty())
            .count();
        costs[at] = [1, 12, 60, 300, 1500][totals];
        if totals == 0 {
            values[at] = match random.next(10) {
                n if n < zeros => 0,
                n if n < 6 => 1 + random.next(4) as i64,
                _ => 5 + random.next(20) as i64,
            };
        }
    }
    let mut sums = Vec::new();
    for at in 0..total {
        let nodes = split(at);
        if costs[at] > 1 {
            let mut leaves = vec![Vec::new()];
            for (node, tree) in nodes.iter().zip(trees) {
                leaves = leaves
                    .into_iter()
                    .flat_map(|start: Vec<usize>| {
                        tree.leaves(*node)
                            .into_iter()
                            .map(move |leaf| [&start[..], &[leaf]].concat())
                    })
                    .collect();
            }
            values[at] = leaves.iter().map(|leaf| values[join(leaf)]).sum();
        }
        for (dimension, tree) in trees.iter().enumerate() {
            if !tree.children[nodes[dimension]].is_empty() {
                let mut terms = vec![(at, 1)];
                for &child in &tree.children[nodes[dimension]] {
                    let mut part = nodes.clone();
                    part[dimension] = child;
                    terms.push((join(&part), -1));
                }
                sums.push(terms);
            }
        }
    }
    Product {
        values,
        costs,
        sums,
    }
}

impl Product {
    /// Small numbers from 1 to the threshold less 1 are hidden; noughts stay.
    fn system(&self, threshold: i64) -> System {
        let mut system = System::default();
        for (&value, &cost) in self.values.iter().zip(&self.costs) {
            let small = (1..threshold).contains(&value);
            system.cell(Cell {
                value,
                seen: match value {
                    _ if small => Seen::Hidden,
                    0 => Seen::Fixed,
                    _ => Seen::Shown,
                },
                least: 1,
                cost,
                need: if small { threshold - 1 } else { 0 },
            });
        }
        for terms in &self.sums {
            system.sum(terms.iter().map(|&(cell, sign)| (cell as Id, sign)));
        }
        system
    }

    /// Returns for each cell those that are the same complaints, because all else in a sum with them is nought.
    fn twins(&self) -> Vec<Vec<usize>> {
        let mut twins: Vec<Vec<usize>> = (0..self.values.len()).map(|at| vec![at]).collect();
        for terms in &self.sums {
            let some: Vec<usize> = terms
                .iter()
                .map(|term| term.0)
                .filter(|at| self.values[*at] > 0)
                .collect();
            if let [one, other] = some[..] {
                let all = [&twins[one][..], &twins[other][..]].concat();
                for &at in &all {
                    twins[at] = all.clone();
                }
            }
        }
        twins
    }

    fn attacker(&self, hidden: &dyn Fn(usize) -> bool) -> Attacker {
        let cells: Vec<Result<i64, i64>> = (0..self.values.len())
            .map(|at| {
                if hidden(at) {
                    Err(1)
                } else {
                    Ok(self.values[at])
                }
            })
            .collect();
        Attacker::new(
            &cells,
            self.sums.iter().map(|terms| (terms.clone(), 0)).collect(),
        )
    }
}

fn hidden_cost(system: &System, protection: &Protection) -> u32 {
    protection
        .secondary
        .keys()
        .map(|cell| system.cells[*cell as usize].cost)
        .sum()
}

/// Attacks every small number of a table, as an outsider and as each person who knows a number of one.
fn leaks(product: &Product, system: &System, threshold: i64) -> Vec<(usize, (i64, i64))> {
    let hidden = |at: usize| system.cells[at].seen == Seen::Hidden;
    let outsider = product.attacker(&hidden);
    let ones: Vec<usize> = (0..product.values.len())
        .filter(|at| hidden(*at) && product.values[*at] == 1)
        .collect();
    let small =
        (0..product.values.len()).filter(|at| (1..threshold).contains(&product.values[*at]));
    let twins = product.twins();
    let mut found = Vec::new();
    for cell in small {
        let mut ranges = vec![outsider.range(cell)];
        ranges.extend(
            ones.iter()
                .filter(|one| !twins[cell].contains(one))
                .map(|one| {
                    // The person in a cell of one sees it as if it were shown.
                    let insider = product.attacker(&|at| at != *one && hidden(at));
                    insider.range(cell)
                }),
        );
        found.extend(
            ranges
                .into_iter()
                .filter(|(low, high)| high - low < threshold - 1)
                .map(|range| (cell, range)),
        );
    }
    found
}

fn shapes() -> Vec<Vec<Tree>> {
    vec![
        vec![Tree::flat(3), Tree::flat(4)],
        vec![Tree::flat(4), Tree::flat(4)],
        vec![Tree::deep(2, 3), Tree::flat(3)],
        vec![Tree::flat(3), Tree::flat(2), Tree::flat(2)],
    ]
}

/// Returns the cost of the cheapest set of hidden cells that leaves no leak, if one is cheaper than what is given.
fn optimum(product: &Product, threshold: i64, given: u32) -> u32 {
    let candidates: Vec<usize> = (0..product.values.len())
        .filter(|at| product.values[*at] >= threshold)
        .collect();
    let mut sets: Vec<(u32, Vec<usize>)> = vec![(0, Vec::new())];
    for &cell in &candidates {
        let with: Vec<_> = sets
            .iter()
            .map(|(cost, set)| (cost + product.costs[cell], [&set[..], &[cell]].concat()))
            .filter(|(cost, _)| *cost < given)
            .collect();
        sets.extend(with);
    }
    sets.sort();
    for (cost, set) in sets {
        let mut system = product.system(threshold);
        for cell in set {
            system.cells[cell].seen = Seen::Hidden;
        }
        if leaks(product, &system, threshold).is_empty() {
            return cost;
        }
    }
    given
}

#[test]
fn no_small_number_of_random_tables_can_be_worked_out() {
    let mut random = Random(7);
    let mut hopeless = 0;
    let mut missed = 0;
    for round in 0..40 {
        for shape in shapes() {
            for threshold in [3, 5] {
                let table = product(&shape, &mut random, round % 4);
                let mut system = table.system(threshold);
                let protection = protect(&mut system);
                if !protection.exposed.is_empty() {
                    for cell in &mut system.cells {
                        cell.seen = if cell.value > 0 {
                            Seen::Hidden
                        } else {
                            Seen::Fixed
                        };
                    }
                    match leaks(&table, &system, threshold).is_empty() {
                        true => missed += 1,
                        false => hopeless += 1,
                    }
                    continue;
                }
                for (cell, proof) in &protection.proofs {
                    let ends = [proof.least, proof.most]
                        .map(|at| amount(&protection.tables[at as usize], *cell));
                    assert!(ends[1] - ends[0] >= threshold - 1);
                    for at in [proof.least, proof.most] {
                        assert!(
                            system.allows(&protection.tables[at as usize]),
                            "a proof holds at the end"
                        );
                    }
                }
                assert_eq!(leaks(&table, &system, threshold), [], "{:?}", table.values);
            }
        }
    }
    assert_eq!(
        missed, 0,
        "a table that can be protected is; {hopeless} cannot be"
    );
}

#[test]
fn hiding_costs_hardly_more_than_the_cheapest_way() {
    let mut random = Random(11);
    let (mut ours, mut best) = (0, 0);
    for _ in 0..10 {
        for shape in [
            vec![Tree::flat(3), Tree::flat(3)],
            vec![Tree::flat(4), Tree::flat(3)],
        ] {
            let table = product(&shape, &mut random, 1);
            let mut system = table.system(5);
            let protection = protect(&mut system);
            if !protection.exposed.is_empty() {
                continue;
            }
            let cost = hidden_cost(&system, &protection);
            let least = optimum(&table, 5, cost);
            ours += cost;
            best += least;
        }
    }
    assert!(
        4 * ours <= 5 * best,
        "costs {ours}, the cheapest way {best}"
    );
}

#[test]
fn a_hundred_services_by_quarters_and_outcomes_are_protected() {
    let mut random = Random(3);
    let table = product(
        &[Tree::flat(100), Tree::flat(4), Tree::flat(3)],
        &mut random,
        2,
    );
    let mut system = table.system(5);
    let protection = protect(&mut system);
    assert!(protection.exposed.is_empty());
    let small = protection.proofs.len();
    assert!(
        protection.secondary.len() < small,
        "hides {} for {small}",
        protection.secondary.len()
    );
}

const SITE: &str = r#"
[council]
name = "A council"
area_code = "E99999999"
kind = "unitary"
nation = "england"
base_url = "https://example.org/"

[services.adults]
name = "Adults"

[services.homes]
name = "Homes"

[services.children]
name = "Children"

[disclosure]
threshold = 0
reason = "A test."
"#;

fn site() -> Site {
    let mut report = Report::default();
    let mut site = config::parse("candour.toml", SITE, &mut report).expect("settings");
    assert!(!report.has_errors(), "{report:?}");
    site.disclosure.threshold = 5;
    site
}

/// A year of complaints of three services under two procedures, with their outcomes and with the open ones, added up.
fn cube(site: &Site, random: &mut Random) -> Cube {
    let codes = &site.codes;
    let mut counts: BTreeMap<ObservationKey, i64> = BTreeMap::new();
    let year = Period::Year(2024);
    let services = ["adults", "homes", "children"].map(|name| codes.get(name).expect("a service"));
    for service in services {
        for procedure in [code::CORPORATE, code::STATUTORY_ADULTS] {
            let mut open = 0;
            for quarter in year.quarters().expect("a year") {
                let mut add = |period: Period, measure, outcome: Option<_>, count: i64| {
                    for service in [service, code::ALL] {
                        for procedure in [procedure, code::ALL] {
                            let key = ObservationKey::complaints(
                                service,
                                period,
                                procedure,
                                code::STAGE_1,
                                measure,
                            );
                            let key = outcome
                                .map_or(key, |outcome| key.with(codes, code::OUTCOME, outcome));
                            *counts.entry(key).or_default() += count;
                        }
                    }
                };
                let mut received = 0;
                for outcome in [
                    code::UPHELD,
                    code::PARTIALLY_UPHELD,
                    code::NOT_UPHELD,
                    code::WITHDRAWN,
                ] {
                    let count = match random.next(4) {
                        0 => random.next(2) as i64,
                        1 => 1 + random.next(4) as i64,
                        _ => 5 + random.next(12) as i64,
                    };
                    received += count;
                    for period in [quarter, year] {
                        add(period, code::RECEIVED, Some(outcome), count);
                    }
                }
                let (start, responded) = (open, random.next(received as u64 + 1) as i64);
                open += received - responded;
                for period in [quarter, year] {
                    add(period, code::RECEIVED, None, received);
                    add(period, code::RESPONDED, None, responded);
                    add(period, code::CLOSED_WITHOUT_RESPONSE, None, 0);
                }
                add(quarter, code::OPEN_AT_START, None, start);
                add(quarter, code::OPEN_AT_END, None, open);
            }
        }
    }
    let observations = counts.into_iter().map(|(key, count)| {
        let observation = Observation::computed(Decimal::whole(count), Unit::Count);
        (key, observation)
    });
    Cube {
        codes: codes.clone(),
        observations: observations.collect(),
        ..Cube::default()
    }
}

#[test]
fn the_proof_of_a_cube_holds_and_shows_every_headline() {
    let site = site();
    let mut random = Random(5);
    for _ in 0..2 {
        let cube = cube(&site, &mut random);
        let Hiding {
            mask,
            faults,
            protection,
            exposed_means,
            ..
        } = hide(&cube, &site);
        let faults: Vec<String> = faults
            .iter()
            .map(|(key, why)| format!("{}: {why}", key.text(&cube.codes)))
            .collect();
        assert!(protection.exposed.is_empty() && exposed_means.is_empty());
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(!mask.hidden.is_empty());
        let total = ObservationKey::complaints(
            code::ALL,
            Period::Year(2024),
            code::ALL,
            code::STAGE_1,
            code::RECEIVED,
        );
        assert!(!mask.covers(&total), "the council's year is shown");
    }
}

#[test]
fn showing_any_hidden_figure_breaks_the_proof() {
    let site = site();
    let cube = cube(&site, &mut Random(9));
    let policy = Policy::new(&site);
    let Hiding {
        mut mask,
        model,
        protection,
        tables,
        claims,
        ..
    } = hide(&cube, &site);
    assert!(!protection.secondary.is_empty());
    let mut hidden: Vec<ObservationKey> = mask.hidden.iter().copied().collect();
    hidden.sort();
    for key in hidden.into_iter().step_by(3) {
        let used = claims.iter().find(|claim| {
            let mut pair = [claim.least, claim.most].into_iter();
            pair.any(|table| tables[table].contains_key(&key))
        });
        // What no table changes protects nobody: it is withheld with a table most of which is small.
        let Some(claim) = used else { continue };
        mask.hidden.remove(&key);
        let verifier = Verifier::new(&cube, &site, &policy, &mask, &model.withheld);
        let faults = verifier.verify(&tables, std::slice::from_ref(claim));
        assert!(
            faults.contains(&(key, "it changes and is shown")),
            "{}",
            key.text(&cube.codes)
        );
        mask.hidden.insert(key);
    }
}

#[test]
fn a_table_that_does_not_add_up_is_no_proof() {
    let site = site();
    let cube = cube(&site, &mut Random(9));
    let policy = Policy::new(&site);
    let Hiding {
        mask,
        model,
        tables,
        claims,
        ..
    } = hide(&cube, &site);
    let at = claims
        .iter()
        .map(|claim| claim.most)
        .find(|at| !tables[*at].is_empty())
        .expect("a table");
    for key in tables[at].keys().copied().take(5).collect::<Vec<_>>() {
        let mut forged = tables.clone();
        *forged[at].get_mut(&key).expect("its own key") += 1;
        let faults =
            Verifier::new(&cube, &site, &policy, &mask, &model.withheld).verify(&forged, &claims);
        assert!(!faults.is_empty(), "{}", key.text(&cube.codes));
    }
}
