//! What the publisher is told of hiding, and nobody else: how much is hidden, why each figure is, and what can be told of it.
//!
//! None of this is ever written into the site. [`crate::build`] hands it to the command line, and no stage in between
//! sees it.

mod rounded;

use super::coarsening::{Coarsening, suggest};
use super::findings;
use super::hide::Hiding;
use super::policy::{Policy, counts};
use crate::config::Site;
use crate::cube::Cube;
use crate::history::History;
use crate::period::Period;
use crate::vocabulary::{Codes, ObservationKey, code};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many hidden figures the text names; `--json` gives all of them.
const NAMED: usize = 40;

/// How many of the places in which most is hidden the text names.
const MOST: usize = 5;

/// What is hidden and why.
#[derive(Debug, Default)]
pub struct Account {
    /// The count from which a number may be shown.
    pub threshold: i64,
    /// What all counts are rounded to, where the policy rounds; then none is hidden.
    pub base: Option<i64>,
    /// How many counts the policy hides for their own sake.
    pub small: usize,
    /// How many counts are hidden, those included.
    pub hidden: usize,
    /// How many counts there are that could be hidden.
    pub counts: usize,
    /// How many further figures are hidden because they repeat a hidden count: averages, shares, changes.
    pub repeated: usize,
    /// How many figures are left out altogether.
    pub left_out: usize,
    /// The tables that are withheld whole, each by one of its figures' keys without the category.
    pub tables: BTreeSet<ObservationKey>,
    /// Of the complaints with an outcome, how many stand in an outcome that is shown somewhere: for the quarter, the year
    /// or the service above.
    pub covered: i64,
    /// How many complaints with an outcome there are.
    pub complaints: i64,
    /// Each hidden figure.
    pub entries: Vec<Entry>,
    /// Small groups of which all complaints had one outcome, which the noughts beside it tell.
    pub one_outcome: Vec<ObservationKey>,
    /// How many hidden counts each service and each table has, the most first: where counting people together saves most.
    pub most: Vec<(String, usize)>,
    /// What could be published less finely, and what each way would save; the best first.
    pub coarsenings: Vec<Coarsening>,
    /// Small numbers that are shown, because an earlier release showed them.
    pub already_public: Vec<ObservationKey>,
    /// Protected numbers that are shown and differ by less than the threshold from what was shown last: the difference
    /// tells of few people.
    pub steps: Vec<Step>,
    codes: Codes,
}

/// One hidden figure.
#[derive(Debug)]
pub struct Entry {
    /// Which.
    pub key: ObservationKey,
    /// Why it is hidden.
    pub cause: Cause,
    /// The least and the most that the tables of the proof give it: the public can tell no more than this.
    pub range: Option<(i64, i64)>,
}

/// A small step between two releases.
#[derive(Debug)]
pub struct Step {
    /// Which figure.
    pub key: ObservationKey,
    /// The release that showed it last.
    pub release: String,
    /// What it showed.
    pub was: i64,
    /// What is shown now.
    pub now: i64,
}

/// Why a figure is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It is small.
    Small,
    /// An earlier release hid it.
    Earlier,
    /// It is the number of another that is hidden, or would give it away.
    Protects(ObservationKey),
    /// Most of its table would be hidden, so all of it is.
    Table,
    /// It is made of a hidden count.
    Repeats,
}

impl Account {
    /// Takes account of what was hidden.
    pub fn of(hiding: &Hiding, cube: &Cube, site: &Site, earlier: &History) -> Self {
        if let Some(rounding) = &hiding.rounding {
            return Account::of_rounded(hiding, rounding, cube, site, earlier);
        }
        let policy = Policy::after(site, earlier).within(&hiding.reach);
        let mut found = Account::begun(hiding, cube, &policy);
        let ranges = ranges(hiding);
        for (key, observation) in cube.iter() {
            let value = observation.value.ok().and_then(|number| number.as_whole());
            if counts(key) && !policy.leaves_out(key) && value.is_some() {
                found.counts += 1;
            }
            if !hiding.mask.hidden.contains(key) {
                found.known(key, value, &policy, earlier);
                continue;
            }
            let small = value.is_some_and(|value| policy.small(value)) && policy.protects(key);
            let cause = match cause(hiding, key, small && counts(key)) {
                Cause::Protects(_) | Cause::Repeats if counts(key) && policy.was_hidden(key) => {
                    Cause::Earlier
                }
                other => other,
            };
            match cause {
                Cause::Repeats => found.repeated += 1,
                _ => found.hidden += 1,
            }
            found.small += usize::from(cause == Cause::Small);
            if hiding.model.withheld.contains(key) {
                found.tables.insert(super::table(key));
            }
            let range = ranges.get(key).zip(value);
            found.entries.push(Entry {
                key: *key,
                cause,
                range: range.map(|((low, high), value)| (value + low, value + high)),
            });
        }
        found.most = found.most();
        found.coarsenings = suggest(cube, site, &policy, &hiding.mask);
        (found.covered, found.complaints) = covered(hiding, cube, site);
        found
    }

    /// Begins an account with what is told whatever the method is.
    fn begun(hiding: &Hiding, cube: &Cube, policy: &Policy) -> Self {
        Account {
            threshold: policy.threshold,
            left_out: hiding.mask.gone.len(),
            codes: cube.codes.clone(),
            one_outcome: findings::one_outcome(cube, policy, &hiding.mask),
            ..Account::default()
        }
    }

    /// Counts the hidden counts of each service and of each breakdown of it.
    fn most(&self) -> Vec<(String, usize)> {
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        let named = self.entries.iter();
        for entry in named.filter(|entry| entry.cause != Cause::Repeats) {
            let service = self.codes.word(entry.key.service);
            let names = entry.key.breakdowns.iter().flatten();
            let by: Vec<&str> = names.map(|pair| self.codes.word(pair.0)).collect();
            let place = match by.is_empty() {
                true => service.to_owned(),
                false => format!("{service} by {}", by.join(" and ")),
            };
            *counted.entry(place).or_default() += 1;
        }
        let mut most: Vec<(String, usize)> = counted.into_iter().collect();
        most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        most
    }

    /// Takes account of a figure that is shown.
    fn known(
        &mut self,
        key: &ObservationKey,
        value: Option<i64>,
        policy: &Policy,
        earlier: &History,
    ) {
        let Some(now) = value.filter(|_| policy.protects(key) && !policy.leaves_out(key)) else {
            return;
        };
        if now > 0 && policy.small(now) {
            self.already_public.push(*key);
        }
        let last = earlier.last(key);
        let last = last.and_then(|(release, was)| Some((release, was.as_whole()?)));
        if let Some((release, was)) = last
            && (1..policy.threshold).contains(&(now - was).abs())
        {
            self.steps.push(Step {
                key: *key,
                release: release.to_owned(),
                was,
                now,
            });
        }
    }

    /// Returns the share of complaints that stand in an outcome shown somewhere, in whole per cent, rounded down.
    pub fn covered_percent(&self) -> i64 {
        match self.complaints {
            0 => 100,
            all => self.covered * 100 / all,
        }
    }

    /// Returns the account as text for the officer.
    pub fn text(&self) -> String {
        if let Some(base) = self.base {
            return self.text_of_rounded(base);
        }
        let mut lines = vec![
            format!(
                "Hidden to protect people (threshold {}): {} small, {} others that would give one away, of {} counts; {} averages and shares made of them.",
                self.threshold,
                self.small,
                self.hidden - self.small,
                self.counts,
                self.repeated
            ),
            format!(
                "Withheld whole: {} tables. {}% of the complaints stand in an outcome that is shown for their quarter, their year or a service above.",
                self.tables.len(),
                self.covered_percent()
            ),
        ];
        if !self.most.is_empty() {
            let most = self.most.iter().take(MOST);
            let most: Vec<String> = most.map(|(place, n)| format!("{place} ({n})")).collect();
            lines.push(format!("Most is hidden of: {}.", most.join(", ")));
        }
        if !self.coarsenings.is_empty() {
            lines
                .push("Counting more people together would save (these are estimates):".to_owned());
            let ways = self.coarsenings.iter().take(MOST);
            lines.extend(ways.map(|way| format!("  {}", way.text())));
        }
        let named = self
            .entries
            .iter()
            .filter(|entry| entry.cause != Cause::Repeats);
        for entry in named.clone().take(NAMED) {
            lines.push(format!("  {}", self.entry(entry)));
        }
        let more = named.count().saturating_sub(NAMED);
        if more > 0 {
            lines.push(format!("  and {more} more; candour check --json lists all"));
        }
        lines.push("This account is for you alone; none of it is in the site.".to_owned());
        lines.join("\n")
    }

    fn entry(&self, entry: &Entry) -> String {
        let key = entry.key.text(&self.codes);
        let range = match entry.range {
            Some((low, high)) => {
                format!("; anything from {low} to {high} agrees with what is shown")
            }
            None => String::new(),
        };
        match entry.cause {
            Cause::Small => format!("{key}: small{range}"),
            Cause::Protects(of) => format!("{key}: protects {}{range}", of.text(&self.codes)),
            Cause::Earlier => format!("{key}: hidden in an earlier release{range}"),
            Cause::Table => format!("{key}: its table is withheld"),
            Cause::Repeats => format!("{key}: made of a hidden count"),
        }
    }

    /// Returns the account as the `disclosure` object of contract 7.
    pub fn json(&self) -> serde_json::Value {
        let key = |key: &ObservationKey| key.text(&self.codes);
        let cells: Vec<serde_json::Value> = self
            .entries
            .iter()
            .map(|entry| {
                let (cause, of) = match &entry.cause {
                    Cause::Small => ("small", None),
                    Cause::Protects(of) => ("protects", Some(key(of))),
                    Cause::Earlier => ("earlier", None),
                    Cause::Table => ("table", None),
                    Cause::Repeats => ("repeats", None),
                };
                serde_json::json!({
                    "key": key(&entry.key),
                    "cause": cause,
                    "protects": of,
                    "least": entry.range.map(|range| range.0),
                    "most": entry.range.map(|range| range.1),
                })
            })
            .collect();
        serde_json::json!({
            "method": if self.base.is_some() { "round" } else { "suppress" },
            "base": self.base,
            "threshold": self.threshold,
            "counts": self.counts,
            "small": self.small,
            "hidden": self.hidden,
            "repeated": self.repeated,
            "left_out": self.left_out,
            "tables_withheld": self.tables.iter().map(key).collect::<Vec<_>>(),
            "complaints": self.complaints,
            "complaints_in_a_shown_outcome": self.covered,
            "most": self.most.iter().map(|(place, count)| serde_json::json!({
                "place": place, "hidden": count,
            })).collect::<Vec<_>>(),
            "coarsenings": self.coarsenings.iter().map(|way| way.json(&self.codes)).collect::<Vec<_>>(),
            "cells": cells,
            "already_public": self.already_public.iter().map(key).collect::<Vec<_>>(),
            "steps": self.steps.iter().map(|step| serde_json::json!({
                "key": key(&step.key),
                "release": step.release,
                "was": step.was,
                "now": step.now,
            })).collect::<Vec<_>>(),
            "one_outcome": self.one_outcome.iter().map(key).collect::<Vec<_>>(),
        })
    }
}

fn cause(hiding: &Hiding, key: &ObservationKey, small: bool) -> Cause {
    if small {
        return Cause::Small;
    }
    if hiding.model.withheld.contains(key) {
        return Cause::Table;
    }
    let Some(cell) = hiding.model.cells.get(key) else {
        return Cause::Repeats;
    };
    let keys = |cell: u32| hiding.model.keys.get(cell as usize);
    let of = match hiding.protection.secondary.get(cell) {
        Some(of) => keys(*of).and_then(|keys| keys.first()),
        // One number with another that is hidden for its own sake.
        None => keys(*cell).and_then(|keys| keys.iter().find(|other| *other != key)),
    };
    of.map_or(Cause::Repeats, |of| Cause::Protects(*of))
}

/// Returns how far the tables of the proof move each count down and up.
fn ranges(hiding: &Hiding) -> HashMap<ObservationKey, (i64, i64)> {
    let mut ranges: HashMap<ObservationKey, (i64, i64)> = HashMap::new();
    let used: BTreeSet<usize> = hiding
        .claims
        .iter()
        .flat_map(|claim| [claim.least, claim.most])
        .collect();
    for (key, by) in used.into_iter().flat_map(|table| &hiding.tables[table]) {
        let range = ranges.entry(*key).or_default();
        *range = (range.0.min(*by), range.1.max(*by));
    }
    ranges
}

/// Counts the complaints at the finest level that stand in an outcome, and those whose outcome is shown there or further up.
fn covered(hiding: &Hiding, cube: &Cube, site: &Site) -> (i64, i64) {
    let mut known: BTreeMap<ObservationKey, bool> = BTreeMap::new();
    let mut shown = |key: ObservationKey| {
        *known
            .entry(key)
            .or_insert_with(|| cube.get(&key).is_some() && !hiding.mask.covers(&key))
    };
    let (mut covered, mut all) = (0, 0);
    let policy = Policy::new(site).within(&hiding.reach);
    for (key, observation) in cube.iter() {
        let outcome = key.breakdown_names() == [Some(code::OUTCOME), None, None];
        let of = crate::disclosure::policy::counts(key) && key.contact == code::COMPLAINT;
        let fine = |key: &ObservationKey| {
            let children = site.services.children(key.service);
            let mut below = children.map(|child| key.service(child.code));
            let mut quarters = key.period.quarters().into_iter().flatten();
            key.service != code::ALL
                && key.procedure != code::ALL
                && !below.any(|below| cube.get(&below).is_some() && !policy.leaves_out(&below))
                && !quarters.any(|quarter| cube.get(&key.period(quarter)).is_some())
        };
        let measure = match site.measures.outcome_basis {
            crate::config::OutcomeBasis::Received => code::RECEIVED,
            crate::config::OutcomeBasis::Responded => code::RESPONDED,
        };
        if !outcome || !of || key.measure != measure || policy.leaves_out(key) || !fine(key) {
            continue;
        }
        let value = observation.value.ok().and_then(|number| number.as_whole());
        let value = value.unwrap_or_default();
        all += value;
        let mut services = vec![key.service];
        services.extend(site.services.ancestors(key.service));
        services.push(code::ALL);
        let periods: Vec<Period> = [Some(key.period), key.period.financial_year()]
            .into_iter()
            .flatten()
            .collect();
        let anywhere = services.iter().any(|service| {
            periods.iter().any(|period| {
                [key.procedure, code::ALL].into_iter().any(|procedure| {
                    shown(ObservationKey {
                        service: *service,
                        period: *period,
                        procedure,
                        ..*key
                    })
                })
            })
        });
        covered += if anywhere { value } else { 0 };
    }
    (covered, all)
}
