//! What could be counted together, and what each way would save.
//!
//! With many small services hiding eats the tables. Counting more people together costs far less, but only the council can
//! decide what belongs together, so each way is put before the officer with what it would save. The numbers are estimates:
//! the true counts are added up as the way would add them, which tells exactly how many of them would be small; how many
//! others would have to be hidden for their sake only a new search could tell, so it is taken that each small count needs as
//! many as it does there now.

#[cfg(test)]
mod tests;

use super::mask::Mask;
use super::policy::{Policy, counts};
use crate::config::{Service, Site};
use crate::cube::Cube;
use crate::period::Period;
use crate::vocabulary::{Code, Codes, ObservationKey, code};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many ways of one kind are named.
const NAMED: usize = 3;

/// From how many counts saved a way is worth naming.
const WORTH: usize = 3;

/// Of how many services with most hidden a partner is looked for: every pair of a hundred would take longer than it tells.
const JOINED: usize = 12;

/// The breakdowns that are columns of their own, and can be left out.
const COLUMNS: [Code; 5] = [
    code::NATURE,
    code::COMPLAINANT,
    code::CHANNEL,
    code::REMEDY,
    code::REFUSAL_REASON,
];

/// A way to publish less finely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coarsening {
    /// What would be done.
    pub way: Way,
    /// How many counts are hidden now where it would be done.
    pub hidden: usize,
    /// How many of them are small.
    pub small: usize,
    /// How many counts would be small then; this is certain.
    pub small_then: usize,
    /// How many would be hidden then, the small ones included; this is an estimate.
    pub remain: usize,
    /// How many more counts would be shown then, or how many fewer; an estimate too.
    pub shown: i64,
    words: String,
}

/// What could be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Two services under one code.
    Join(Code, Code),
    /// The services below this one counted in it, without figures of their own.
    Teams(Code),
    /// Years without their quarters.
    Years,
    /// A column left out.
    LeaveOut(Code),
}

impl Coarsening {
    /// Returns how many hidden counts it would save.
    pub fn saves(&self) -> usize {
        self.hidden - self.remain
    }

    /// Returns the way and what it would save in words.
    pub fn text(&self) -> String {
        let certain = matches!(self.way, Way::Teams(_) | Way::LeaveOut(_));
        let become_then = match self.remain {
            0 if certain => "none".to_owned(),
            0 => "few or none".to_owned(),
            n => format!("about {n}"),
        };
        let about = if certain { "" } else { "about " };
        let shown = match self.shown {
            0 => String::new(),
            1 => format!(", and {about}1 more is shown"),
            -1 => format!(", and {about}1 fewer is shown"),
            more if more > 0 => format!(", and {about}{more} more are shown"),
            fewer => format!(", and {about}{} fewer are shown", -fewer),
        };
        let (words, hidden) = (&self.words, self.hidden);
        format!("{words}: {hidden} hidden counts become {become_then}{shown}")
    }

    /// Returns it as JSON.
    pub fn json(&self, codes: &Codes) -> serde_json::Value {
        let word = |code: Code| codes.word(code).to_owned();
        let (way, services, breakdown) = match self.way {
            Way::Join(one, other) => ("join", vec![word(one), word(other)], None),
            Way::Teams(above) => ("teams", vec![word(above)], None),
            Way::Years => ("years", Vec::new(), None),
            Way::LeaveOut(name) => ("leave_out", Vec::new(), Some(word(name))),
        };
        serde_json::json!({
            "way": way,
            "services": services,
            "breakdown": breakdown,
            "hidden": self.hidden,
            "small": self.small,
            "small_then": self.small_then,
            "hidden_then": self.remain,
            "shown_change": self.shown,
            "text": self.text(),
        })
    }
}

/// One count as it is now.
#[derive(Debug, Clone, Copy)]
struct Count {
    value: i64,
    hidden: bool,
    protected: bool,
}

/// Some counts, taken together.
#[derive(Debug, Default, Clone, Copy)]
struct Heap {
    counts: usize,
    hidden: usize,
    small: usize,
}

impl Heap {
    fn add(&mut self, count: Count, policy: &Policy) {
        self.counts += 1;
        self.hidden += usize::from(count.hidden);
        self.small += usize::from(count.hidden && count.is_small(policy));
    }
}

impl Count {
    fn is_small(self, policy: &Policy) -> bool {
        self.protected && policy.small(self.value)
    }

    /// The count of both together.
    fn with(self, other: Count) -> Count {
        Count {
            value: self.value + other.value,
            hidden: self.hidden || other.hidden,
            protected: self.protected || other.protected,
        }
    }
}

/// The counts of each service, by their key without it.
type Counts = BTreeMap<Code, HashMap<ObservationKey, Count>>;

/// Returns the ways that would save most, the best first.
pub fn suggest(cube: &Cube, site: &Site, policy: &Policy, mask: &Mask) -> Vec<Coarsening> {
    let counts = collect(cube, policy, mask);
    let desk = Desk {
        site,
        policy,
        codes: &cube.codes,
        counts: &counts,
    };
    let kinds = [desk.joined(), desk.teams(), desk.columns(), desk.years()];
    let mut found: Vec<Coarsening> = kinds.into_iter().flatten().collect();
    found.sort_by_key(|way| Reverse(way.saves()));
    found
}

fn collect(cube: &Cube, policy: &Policy, mask: &Mask) -> Counts {
    let mut found = Counts::new();
    for (key, observation) in cube.iter() {
        let value = observation.value.ok().and_then(|number| number.as_whole());
        let Some(value) = value.filter(|_| counts(key) && !policy.leaves_out(key)) else {
            continue;
        };
        let count = Count {
            value,
            hidden: mask.hidden.contains(key),
            protected: policy.protects(key),
        };
        let place = key.service(code::ALL);
        found.entry(key.service).or_default().insert(place, count);
    }
    found
}

/// Where ways are tried.
struct Desk<'a> {
    site: &'a Site,
    policy: &'a Policy<'a>,
    codes: &'a Codes,
    counts: &'a Counts,
}

impl Desk<'_> {
    /// Says what comes of a way that has these counts now and those then; nothing where it is not worth it.
    fn weigh(&self, way: Way, words: String, now: Heap, then: &[Count]) -> Option<Coarsening> {
        let small_then = then
            .iter()
            .filter(|count| count.hidden && count.is_small(self.policy))
            .count();
        let remain = match now.small {
            // All that is hidden here protects what is small elsewhere, and would go on doing so.
            0 if !then.is_empty() => return None,
            0 => 0,
            small => (small_then * now.hidden).div_ceil(small),
        };
        let remain = remain.min(then.len()).min(now.hidden);
        let shown = (then.len() - remain) as i64 - (now.counts - now.hidden) as i64;
        let found = Coarsening {
            way,
            hidden: now.hidden,
            small: now.small,
            small_then,
            remain,
            shown,
            words,
        };
        let worth = found.saves() >= WORTH && 3 * found.saves() >= found.hidden;
        worth.then_some(found)
    }

    fn heap(&self, service: Code) -> Heap {
        let mut heap = Heap::default();
        for count in self
            .counts
            .get(&service)
            .into_iter()
            .flat_map(HashMap::values)
        {
            heap.add(*count, self.policy);
        }
        heap
    }

    fn name(&self, service: Code) -> &str {
        let node = self.site.services.get(service);
        node.map_or(self.codes.word(service), |node| &node.name)
    }

    /// Each service that has most hidden, with the one beside it that it would save most with; each is named once.
    fn joined(&self) -> Vec<Coarsening> {
        let services = self.site.services.iter();
        let alone: Vec<(&Service, Heap)> = services
            .filter(|node| node.page && !self.counted_below(node.code))
            .map(|node| (node, self.heap(node.code)))
            .collect();
        let mut most: Vec<&(&Service, Heap)> = alone.iter().collect();
        most.sort_by_key(|(_, heap)| Reverse(heap.hidden));
        let mut found: Vec<Coarsening> = Vec::new();
        for (one, of_one) in most.into_iter().take(JOINED) {
            let beside = alone
                .iter()
                .filter(|(other, _)| other.parent == one.parent && other.code != one.code);
            for (other, of_other) in beside {
                let now = Heap {
                    counts: of_one.counts + of_other.counts,
                    hidden: of_one.hidden + of_other.hidden,
                    small: of_one.small + of_other.small,
                };
                let words = format!("join {} with {}", one.name, other.name);
                let then = self.together(one.code, other.code);
                let way = Way::Join(one.code, other.code);
                found.extend(self.weigh(way, words, now, &then));
            }
        }
        found.sort_by_key(|way| Reverse(way.saves()));
        let mut taken = BTreeSet::new();
        found.retain(|found| match found.way {
            Way::Join(one, other) if !taken.contains(&one) && !taken.contains(&other) => {
                taken.extend([one, other]);
                true
            }
            _ => false,
        });
        found.truncate(NAMED);
        found
    }

    /// Returns whether services below this one have figures of their own.
    fn counted_below(&self, service: Code) -> bool {
        let mut below = self.site.services.children(service);
        below.any(|child| self.counts.contains_key(&child.code))
    }

    fn together(&self, one: Code, other: Code) -> Vec<Count> {
        let none = HashMap::new();
        let of = |service| self.counts.get(&service).unwrap_or(&none);
        let (one, other) = (of(one), of(other));
        let mut all = one.clone();
        for (place, count) in other {
            all.entry(*place)
                .and_modify(|known| *known = known.with(*count))
                .or_insert(*count);
        }
        all.into_values().collect()
    }

    /// Services whose parts would be counted in them.
    fn teams(&self) -> Vec<Coarsening> {
        let services = self.site.services.iter();
        let above = services.filter(|node| self.counted_below(node.code));
        let mut found: Vec<Coarsening> = above
            .filter_map(|node| {
                let mut now = Heap::default();
                for child in self.site.services.children(node.code) {
                    let of = self.heap(child.code);
                    now.counts += of.counts;
                    now.hidden += of.hidden;
                    now.small += of.small;
                }
                let words = format!("count what is below {} in it (page = false)", node.name);
                self.weigh(Way::Teams(node.code), words, now, &[])
            })
            .collect();
        found.sort_by_key(|way| Reverse(way.saves()));
        found.truncate(NAMED);
        found
    }

    /// Columns that would be left out, for all services: for one alone its numbers would follow from those of the others.
    fn columns(&self) -> Vec<Coarsening> {
        let mut found: Vec<Coarsening> = COLUMNS
            .into_iter()
            .filter_map(|name| {
                let has = |key: &ObservationKey| key.category(name).is_some();
                let (now, _) = self.split(has, |_| false);
                let words = format!("leave {} out", self.codes.word(name));
                self.weigh(Way::LeaveOut(name), words, now, &[])
            })
            .collect();
        found.sort_by_key(|way| Reverse(way.saves()));
        found.truncate(NAMED);
        found
    }

    /// Years without quarters, for all services for the same reason.
    fn years(&self) -> Vec<Coarsening> {
        let quarter = |key: &ObservationKey| matches!(key.period, Period::Quarter(..));
        let keys = self.counts.values().flat_map(HashMap::keys);
        let told: BTreeSet<Period> = keys
            .filter(|key| quarter(key))
            .filter_map(|key| key.period.financial_year())
            .collect();
        let year = |key: &ObservationKey| told.contains(&key.period);
        let (now, then) = self.split(|key| quarter(key) || year(key), year);
        let services = self.counts.keys().copied();
        let services = services.filter(|service| *service != code::ALL);
        let most = services.max_by_key(|service| {
            let of = &self.counts[service];
            let hidden = of
                .iter()
                .filter(|(key, count)| count.hidden && quarter(key));
            (hidden.count(), Reverse(*service))
        });
        let most = most.map_or("the whole council", |service| self.name(service));
        let words = format!("give years and not quarters (most is hidden of {most})");
        let found = self.weigh(Way::Years, words, now, &then);
        found.into_iter().collect()
    }

    /// Returns the counts that a way touches, together, and those of them that would still be there.
    fn split(
        &self,
        touched: impl Fn(&ObservationKey) -> bool,
        stays: impl Fn(&ObservationKey) -> bool,
    ) -> (Heap, Vec<Count>) {
        let (mut now, mut then) = (Heap::default(), Vec::new());
        for (key, count) in self
            .counts
            .values()
            .flatten()
            .filter(|(key, _)| touched(key))
        {
            now.add(*count, self.policy);
            if stays(key) {
                then.push(*count);
            }
        }
        (now, then)
    }
}
