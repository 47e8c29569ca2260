//! The steps of rounding in order: lots, tables, further lots where there are none, what is made of counts, and the test.

use super::draw::Prints;
use super::tables::{Search, Table};
use super::{Print, Rounding};
use crate::config::Site;
use crate::cube::{self, Cube};
use crate::disclosure::hide::Hiding;
use crate::disclosure::mask::{DAYS, Mask, protect_days, repeats_hidden};
use crate::disclosure::model::{Model, model};
use crate::disclosure::policy::{Policy, counts};
use crate::disclosure::protect::Protection;
use crate::disclosure::reach::Reach;
use crate::disclosure::system::Id;
use crate::disclosure::verify::{Claim, Verifier, Witness};
use crate::history::History;
use crate::vocabulary::{ObservationKey, code};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// How often lots are drawn again around one count before it is given up.
const TURNS: usize = 16;

/// After how many counts without a proof the search ends: nothing can be published then, and a few are told by name.
const ENOUGH_EXPOSED: usize = 8;

/// How many moves all searches may make together, and how many more for each count that needs a proof. Where most have one these are
/// never needed, and where they are the rest would seldom have one.
const MOVES: usize = 100_000;
const MOVES_EACH: usize = 1000;

/// What was found.
struct Found {
    prints: Prints,
    tables: Vec<Table>,
    /// For each cell that has a proof the tables in which it is least and most; the first table is the true one.
    proofs: HashMap<Id, (usize, usize)>,
    exposed: Vec<Id>,
}

/// Rounds all counts and tests the proof: for each small count that the policy protects, two tables that are printed the same
/// and in which it differs by the threshold less 1.
pub fn round(cube: &Cube, site: &Site, earlier: &History, reach: Reach) -> Hiding {
    let policy = Policy::after(site, earlier).within(&reach);
    let mut model = model(cube, site, &policy);
    // Rounding hides no table.
    model.withheld.clear();
    let prints = Prints::draw(&model, &policy, &site.disclosure, &cube.codes);
    let found = Finder::new(&model, site, &policy, prints).run();
    let rounding = rounding(&model, &policy, &found.prints);
    let (tables, claims) = claims(&model, &found);
    let mut mask = mask(cube, site, &policy, &rounding);
    let days = protect_days(cube, site, &policy, &mut mask);
    let exposed = days.protection.exposed.iter();
    let exposed_means = exposed.map(|cell| days.keys[*cell as usize]).collect();
    let faults = faults(cube, site, &policy, &rounding, &tables, &claims);
    Hiding {
        reach,
        mask,
        protection: Protection {
            exposed: found.exposed,
            ..Protection::default()
        },
        model,
        exposed_means,
        faults,
        tables,
        claims,
        rounding: Some(rounding),
    }
}

/// Looks for tables, and draws again where there are none.
struct Finder<'a> {
    model: &'a Model,
    search: Search<'a>,
    prints: Prints,
    need: i64,
    /// Whether the policy hides a cell for its own sake: it must have a proof.
    must: Vec<bool>,
    /// Whether the policy would if it were small.
    protected: Vec<bool>,
    /// Cells of one: each is known to the one person in it, so tables leave them as they are where they can.
    alone: Vec<Id>,
    tables: Vec<Table>,
    /// For each cell how far the tables move it down and up, with the numbers of these tables.
    ranges: Vec<((i64, usize), (i64, usize))>,
    chance: u64,
}

impl<'a> Finder<'a> {
    fn new(model: &'a Model, site: &Site, policy: &Policy, prints: Prints) -> Self {
        let shown = |key: &ObservationKey| policy.protects(key) && !policy.leaves_out(key);
        let keys = model.keys.iter();
        let protected: Vec<bool> = keys.map(|keys| keys.iter().any(shown)).collect();
        let alone = (0..model.keys.len() as Id)
            .filter(|cell| model.system.value(*cell) == 1 && protected[*cell as usize])
            .collect();
        let must = model.system.cells[..model.keys.len()].iter();
        Finder {
            search: Search::new(model, site),
            need: policy.threshold - 1,
            must: must.map(|cell| cell.need > 0).collect(),
            protected,
            alone,
            tables: vec![Table::new()],
            ranges: vec![((0, 0), (0, 0)); model.system.cells.len()],
            chance: 1,
            model,
            prints,
        }
    }

    fn run(mut self) -> Found {
        let first = self.prints.base().number();
        // Whoever sees a number that may be small does not know whether it is, so all such are treated alike.
        let mut waiting: VecDeque<Id> = (0..self.model.keys.len() as Id)
            .filter(|cell| {
                let may_be_small = self
                    .prints
                    .print(*cell)
                    .is_some_and(|print| print.number == first);
                self.must[*cell as usize] || (may_be_small && self.protected[*cell as usize])
            })
            .collect();
        let mut turns: HashMap<Id, usize> = HashMap::new();
        let mut proofs: HashMap<Id, (usize, usize)> = HashMap::new();
        let mut exposed = Vec::new();
        let most = MOVES + MOVES_EACH * waiting.len();
        while let Some(cell) = waiting.pop_front() {
            if self.search.moves > most {
                exposed.push(cell);
                break;
            }
            match self.proof(cell) {
                Ok(proof) => {
                    proofs.insert(cell, proof);
                }
                Err(blocked) => {
                    let tried = turns.entry(cell).or_default();
                    *tried += 1;
                    if *tried > TURNS {
                        exposed.push(cell);
                        let must = exposed.iter().filter(|cell| self.must[**cell as usize]);
                        if must.count() >= ENOUGH_EXPOSED {
                            break;
                        }
                        continue;
                    }
                    // Where nothing can be drawn again the tables that others need may serve it in the end.
                    let turned = self.turn(cell, &blocked).unwrap_or_default();
                    waiting.extend(self.forget(&turned, &mut proofs));
                    waiting.push_back(cell);
                }
            }
        }
        exposed.extend(waiting);
        exposed.retain(|cell| self.must[*cell as usize] && !proofs.contains_key(cell));
        exposed.sort_unstable();
        exposed.dedup();
        Found {
            prints: self.prints,
            tables: self.tables,
            proofs,
            exposed,
        }
    }

    /// Returns the two tables in which a cell is far enough apart, or what stood in the way.
    fn proof(&mut self, cell: Id) -> Result<(usize, usize), Vec<Id>> {
        let mut blocked = Vec::new();
        for step in [1, -1] {
            loop {
                let ((down, least), (up, most)) = self.ranges[cell as usize];
                if up - down >= self.need {
                    return Ok((least, most));
                }
                let from = if step > 0 { most } else { least };
                match self.find(cell, from, step) {
                    Ok(table) => self.keep(table),
                    Err(cells) => {
                        blocked.extend(cells);
                        break;
                    }
                }
            }
        }
        Err(blocked)
    }

    fn keep(&mut self, table: Table) {
        let number = self.tables.len();
        for &(cell, by) in &table {
            let range = &mut self.ranges[cell as usize];
            if by < range.0.0 {
                range.0 = (by, number);
            }
            if by > range.1.0 {
                range.1 = (by, number);
            }
        }
        self.tables.push(table);
    }

    /// Looks for a table that leaves the cells of one as they are; where there is none, for any.
    fn find(&mut self, cell: Id, from: usize, step: i64) -> Result<Table, Vec<Id>> {
        let from = &self.tables[from];
        let moved = |other: &Id| from.binary_search_by_key(other, |term| term.0).is_ok();
        let mut still = self.alone.clone();
        still.retain(|other| !moved(other) && !self.search.moves_with(cell, *other));
        let (search, prints) = (&mut self.search, &self.prints);
        search
            .find(prints, &still, from, cell, step)
            .or_else(|_| search.find(prints, &[], from, cell, step))
    }

    /// Takes the other multiple for one of the cells that stood in the way, or for the cell itself.
    fn turn(&mut self, cell: Id, blocked: &[Id]) -> Option<Vec<Id>> {
        let mut ways: Vec<Id> = blocked.to_vec();
        ways.push(cell);
        ways.sort_unstable();
        ways.dedup();
        while !ways.is_empty() {
            self.chance = self
                .chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (self.chance >> 33) as usize % ways.len();
            let way = ways.swap_remove(at);
            if let Some(turned) = self.prints.turn(way) {
                return Some(turned);
            }
        }
        None
    }

    /// Forgets the proofs that rest on tables which are printed otherwise now; returns whose they were.
    fn forget(&mut self, turned: &[Id], proofs: &mut HashMap<Id, (usize, usize)>) -> Vec<Id> {
        let prints = &self.prints;
        let model = self.model;
        let fits = |table: &Table| {
            table
                .iter()
                .filter(|(cell, _)| turned.contains(cell))
                .all(|&(cell, by)| prints.possible(cell).has(model.system.value(cell) + by))
        };
        let gone: HashSet<usize> = (0..self.tables.len())
            .filter(|number| !fits(&self.tables[*number]))
            .collect();
        if gone.is_empty() {
            return Vec::new();
        }
        for &number in &gone {
            self.tables[number].clear();
        }
        self.ranges.fill(((0, 0), (0, 0)));
        for table in std::mem::take(&mut self.tables) {
            self.keep(table);
        }
        let mut lost: Vec<Id> = proofs
            .iter()
            .filter(|(_, (least, most))| gone.contains(least) || gone.contains(most))
            .map(|(cell, _)| *cell)
            .collect();
        lost.sort_unstable();
        for cell in &lost {
            proofs.remove(cell);
        }
        lost
    }
}

/// Writes down what is printed of each figure.
fn rounding(model: &Model, policy: &Policy, prints: &Prints) -> Rounding {
    let mut all: HashMap<ObservationKey, Print> = HashMap::new();
    for (cell, keys) in model.keys.iter().enumerate() {
        let Some(print) = prints.print(cell as Id) else {
            continue;
        };
        let shown = keys.iter().filter(|key| !policy.leaves_out(key));
        all.extend(shown.map(|key| (*key, print)));
    }
    Rounding::new(prints.base(), all)
}

/// Writes the proofs in figures instead of cells.
fn claims(model: &Model, found: &Found) -> (Vec<Witness>, Vec<Claim>) {
    let mut claims = Vec::new();
    for (&cell, &(least, most)) in &found.proofs {
        let same: Arc<[ObservationKey]> = model.keys[cell as usize].clone().into();
        claims.extend(same.iter().map(|key| Claim {
            key: *key,
            least,
            most,
            same: same.clone(),
        }));
    }
    claims.sort_by_key(|claim| (claim.key, claim.least, claim.most));
    let tables = found.tables.iter();
    (tables.map(|table| model.witness(table)).collect(), claims)
}

/// What is not shown beside rounded counts.
///
/// Averages are of a rounded number of answers, and stand only where that is large enough to say something. Where a
/// protected number of answers by their time may be small there is none, since days narrow it down. Middle values, percentiles
/// and longest times are exact facts about one or two complaints and are left out. Shares, rates and changes that the council supplied were
/// made of exact counts: they are left to be made again of the rounded ones, and hidden where that cannot be.
fn mask(cube: &Cube, site: &Site, policy: &Policy, rounding: &Rounding) -> Mask {
    let mut mask = Mask {
        hidden: HashSet::new(),
        gone: cube
            .iter()
            .map(|(key, _)| *key)
            .filter(|key| policy.leaves_out(key))
            .collect(),
    };
    let all = Mask {
        hidden: cube.iter().map(|(key, _)| *key).filter(counts).collect(),
        gone: HashSet::new(),
    };
    let timed = timed(policy, rounding, &all);
    for (key, _) in cube.iter() {
        if key.measure == code::MEAN_RESPONSE_DAYS {
            let replies = key.measure(code::RESPONDED);
            let print = rounding.print(&replies);
            let enough = |print: Print| print.number >= rounding.base.enough();
            if timed.contains(&replies) || !print.is_some_and(enough) {
                mask.hidden.insert(*key);
            }
        } else if DAYS.contains(&key.measure) {
            mask.gone.insert(*key);
        } else if !counts(key) && repeats_hidden(cube, &all, policy, key) {
            match cube::made_of(cube, site, key) {
                Some(_) => mask.gone.insert(*key),
                None => mask.hidden.insert(*key),
            };
        }
    }
    mask
}

/// Returns the places (keys of what was responded) of which a protected number of answers by their time may be small.
fn timed(policy: &Policy, rounding: &Rounding, all: &Mask) -> HashSet<ObservationKey> {
    let first = rounding.base.number();
    let by_time = |key: &&ObservationKey| {
        key.measure == code::RESPONDED
            && [code::TIMELINESS, code::RESPONSE_BAND]
                .iter()
                .any(|name| key.category(*name).is_some())
            && policy.protects(key)
            && rounding
                .print(key)
                .is_some_and(|print| print.number == first)
    };
    let place = |key: &ObservationKey| key.without(code::TIMELINESS).without(code::RESPONSE_BAND);
    all.hidden.iter().filter(by_time).map(place).collect()
}

/// Tests the proof on the cube: the tables keep every sum, and each count of theirs is printed as the true one.
fn faults(
    cube: &Cube,
    site: &Site,
    policy: &Policy,
    rounding: &Rounding,
    tables: &[Witness],
    claims: &[Claim],
) -> Vec<(ObservationKey, &'static str)> {
    // No exact count is shown, and nothing that is made of exact counts.
    let hidden = cube.iter().map(|(key, _)| *key);
    let unseen = Mask {
        hidden: hidden
            .filter(|key| counts(key) || DAYS.contains(&key.measure))
            .collect(),
        gone: HashSet::new(),
    };
    let withheld = HashSet::new();
    let verifier = Verifier::new(cube, site, policy, &unseen, &withheld);
    let mut faults = verifier.verify(tables, claims);
    let used: HashSet<usize> = claims
        .iter()
        .flat_map(|claim| [claim.least, claim.most])
        .collect();
    for (key, by) in used.into_iter().flat_map(|table| &tables[table]) {
        let value = cube.get(key).and_then(|it| it.value.ok()?.as_whole());
        let (Some(value), Some(print)) = (value, rounding.print(key)) else {
            continue;
        };
        if rounding.base.neighbours(value).0 != print.number
            && rounding.base.neighbours(value).1 != print.number
        {
            faults.push((*key, "it is not printed as a multiple next to it"));
        }
        if !print.possible.has(value + by) {
            faults.push((*key, "it would be printed as another number"));
        }
    }
    faults.sort_unstable();
    faults.dedup();
    faults
}
