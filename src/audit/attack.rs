//! What the shown numbers leave of the hidden ones.
//!
//! Each hidden count begins with no bounds but its least. Every sum that it stands in narrows it: a part is at most what
//! the other parts leave of the whole, and at least that where they make the whole exactly. That is repeated until nothing
//! changes. The outsider is given more than a reader has: it knows of every sum whether the parts make all of the whole.
//!
//! A rounded count begins with what may be printed like it.
//!
//! This finds every number that follows by a chain of single sums, as a patient reader would. It cannot show that nothing
//! follows: that is what the witnesses are for.

use super::Audit;
use crate::cube::Cube;
use crate::cube::relation::Relations;
use crate::disclosure::noughts;
use crate::disclosure::policy::{Policy, counts};
use crate::vocabulary::{NumberMap, ObservationKey, code};
use std::collections::BTreeMap;

/// More than any council counts.
const MANY: i64 = 1 << 40;

/// A whole less its parts less what is left over: nought. Signs are 1 or -1.
struct Sum {
    terms: Vec<(usize, i64)>,
}

#[derive(Clone, Copy)]
struct Bounds {
    low: i64,
    high: i64,
}

/// Counts with their bounds, and the sums between them.
#[derive(Default)]
struct Attack {
    bounds: Vec<Bounds>,
    places: NumberMap<ObservationKey, usize>,
    /// The true numbers of those that are whole: only to know which sums there are.
    numbers: Vec<Option<i64>>,
    sums: Vec<Sum>,
    within: Vec<Vec<usize>>,
}

/// Returns the hidden small counts of which the numbers read leave fewer than the policy asks for.
pub fn narrow(audit: &Audit, known: &BTreeMap<ObservationKey, i64>) -> Vec<ObservationKey> {
    let policy = Policy::after(audit.site, audit.earlier).within(&audit.hiding.reach);
    // What a withheld table does not list may be there all the same.
    let full = noughts::written(audit.cube, audit.site, &policy);
    let mut attack = Attack::new(audit, &full, &policy, known);
    attack.run();
    let mut narrow = Vec::new();
    for (key, &at) in &attack.places {
        let value = count(audit.cube, key).unwrap_or_default();
        let small = value > 0 && policy.small(value) && policy.protects(key);
        if !small || policy.leaves_out(key) || policy.is_public(key, value) {
            continue;
        }
        let bounds = attack.bounds[at];
        if bounds.high - bounds.low < needed(audit, &policy, known, key) {
            narrow.push(*key);
        }
    }
    narrow.sort_unstable();
    narrow
}

/// Returns how far apart a count's bounds must be: the threshold less 1. In a table that is withheld whole every number
/// from nought to the one that the table divides must stay possible, which is all that can be said without the table.
fn needed(
    audit: &Audit,
    policy: &Policy,
    known: &BTreeMap<ObservationKey, i64>,
    key: &ObservationKey,
) -> i64 {
    let most = policy.threshold - 1;
    if !audit.hiding.model.withheld.contains(key) {
        return most;
    }
    let names = key.breakdowns.iter().flatten();
    let bases = names.map(|pair| key.without(pair.0));
    bases
        .filter_map(|base| known.get(&base).copied())
        .fold(most, i64::min)
}

fn count(cube: &Cube, key: &ObservationKey) -> Option<i64> {
    cube.get(key)?.value.ok()?.as_whole()
}

/// Returns whether the parts that a reader can know of can be all there are. Where some of a service's parts have no pages,
/// or a table is not shown at all, nobody sees what else there was.
fn are_all(
    audit: &Audit,
    policy: &Policy,
    whole: &ObservationKey,
    parts: &[ObservationKey],
) -> bool {
    let by_service = parts.iter().any(|part| part.service != whole.service);
    let mut children = audit.site.services.children(whole.service);
    let unseen = parts.iter().any(|part| policy.passes_over(part));
    !unseen && (!by_service || children.all(|child| child.page))
}

impl Attack {
    fn new(
        audit: &Audit,
        full: &Cube,
        policy: &Policy,
        known: &BTreeMap<ObservationKey, i64>,
    ) -> Self {
        let mut attack = Attack::default();
        for (key, observation) in full.iter().filter(|(key, _)| counts(key)) {
            let withheld = audit.hiding.model.withheld.contains(key);
            let listed = audit.cube.get(key).is_some();
            let hidden = audit.hiding.mask.hidden.contains(key);
            let none = (!listed && !hidden).then_some(0);
            let public = count(audit.cube, key).filter(|now| policy.is_public(key, *now));
            let only = |number| Bounds {
                low: number,
                high: number,
            };
            let unknown = || Bounds {
                low: i64::from(
                    policy.show_zeros
                        && !withheld
                        && hidden
                        && count(audit.cube, key).is_some_and(|value| value > 0),
                ),
                high: MANY,
            };
            let read = known.get(key).copied();
            let bounds = match (read, audit.hiding.rounding.as_ref()) {
                (Some(number), None) => only(number),
                (Some(printed), Some(rounding)) if public.is_none() => {
                    let possible = rounding.base.possible(printed);
                    Bounds {
                        low: possible.least,
                        high: possible.most,
                    }
                }
                _ => public.or(none).map_or_else(unknown, only),
            };
            let at = attack.add(bounds);
            attack.places.insert(*key, at);
            let number = observation.value.ok();
            attack
                .numbers
                .push(number.and_then(|number| number.as_whole()));
        }
        let relations = Relations::new(full, audit.site);
        for (whole, _) in full.iter().filter(|(key, _)| counts(key)) {
            for relation in relations.of(whole) {
                let all = are_all(audit, policy, whole, &relation.parts);
                attack.relate(whole, &relation.parts, all);
            }
            attack.flow(whole);
        }
        attack
    }

    fn add(&mut self, bounds: Bounds) -> usize {
        self.bounds.push(bounds);
        self.within.push(Vec::new());
        self.bounds.len() - 1
    }

    /// Adds a whole with its parts. Parts that are more than their whole share something and say nothing.
    fn relate(&mut self, whole: &ObservationKey, parts: &[ObservationKey], all: bool) {
        let mut terms = Vec::with_capacity(parts.len() + 2);
        let mut left = 0;
        let signed = parts.iter().map(|part| (part, -1)).chain([(whole, 1)]);
        for (key, sign) in signed {
            let Some(&at) = self.places.get(key) else {
                return;
            };
            let Some(number) = self.numbers[at] else {
                return;
            };
            left += sign * number;
            terms.push((at, sign));
        }
        if left < 0 {
            return;
        }
        if left > 0 || !all {
            let rest = self.add(Bounds { low: 0, high: MANY });
            terms.push((rest, -1));
        }
        self.sum(terms);
    }

    /// What was open and what came in is answered, closed or open.
    fn flow(&mut self, key: &ObservationKey) {
        if key.measure != code::OPEN_AT_START || key.breakdowns[0].is_some() {
            return;
        }
        let terms: Option<Vec<(usize, i64)>> = [
            (code::OPEN_AT_START, 1),
            (code::RECEIVED, 1),
            (code::RESPONDED, -1),
            (code::CLOSED_WITHOUT_RESPONSE, -1),
            (code::OPEN_AT_END, -1),
        ]
        .into_iter()
        .map(|(measure, sign)| Some((*self.places.get(&key.measure(measure))?, sign)))
        .collect();
        if let Some(terms) = terms {
            self.sum(terms);
        }
    }

    fn sum(&mut self, terms: Vec<(usize, i64)>) {
        if terms
            .iter()
            .all(|(at, _)| self.bounds[*at].low == self.bounds[*at].high)
        {
            return;
        }
        let number = self.sums.len();
        for &(at, _) in &terms {
            self.within[at].push(number);
        }
        self.sums.push(Sum { terms });
    }

    fn run(&mut self) {
        let mut waiting: Vec<usize> = (0..self.sums.len()).collect();
        let mut queued = vec![true; self.sums.len()];
        while let Some(number) = waiting.pop() {
            queued[number] = false;
            for at in self.tighten(number) {
                for &next in &self.within[at] {
                    if !std::mem::replace(&mut queued[next], true) {
                        waiting.push(next);
                    }
                }
            }
        }
    }

    /// Narrows the counts of a sum by one another; returns those that changed. Bounds only ever shrink, and between them
    /// there are whole numbers, so this ends.
    fn tighten(&mut self, number: usize) -> Vec<usize> {
        let terms = &self.sums[number].terms;
        let (mut low, mut high) = (0, 0);
        for &(at, sign) in terms {
            let Bounds { low: l, high: h } = self.bounds[at];
            let (l, h) = if sign > 0 { (l, h) } else { (-h, -l) };
            low += l;
            high += h;
        }
        let mut changed = Vec::new();
        for &(at, sign) in terms {
            let Bounds { low: l, high: h } = self.bounds[at];
            let (least, most) = if sign > 0 { (l, h) } else { (-h, -l) };
            // The others make between these, so this one makes between their opposites.
            let (least, most) = (least.max(most - high), most.min(least - low));
            let (l_new, h_new) = if sign > 0 {
                (least, most)
            } else {
                (-most, -least)
            };
            if (l_new > l || h_new < h) && l_new <= h_new {
                self.bounds[at] = Bounds {
                    low: l_new,
                    high: h_new,
                };
                changed.push(at);
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::{Attack, Bounds, MANY};

    fn unknown(attack: &mut Attack) -> usize {
        attack.add(Bounds { low: 1, high: MANY })
    }

    fn known(attack: &mut Attack, number: i64) -> usize {
        attack.add(Bounds {
            low: number,
            high: number,
        })
    }

    #[test]
    fn what_is_left_of_a_whole_is_known() {
        let mut attack = Attack::default();
        let (whole, part, hidden) = (
            known(&mut attack, 9),
            known(&mut attack, 7),
            unknown(&mut attack),
        );
        attack.sum(vec![(whole, 1), (part, -1), (hidden, -1)]);
        attack.run();
        assert_eq!(
            (attack.bounds[hidden].low, attack.bounds[hidden].high),
            (2, 2)
        );
    }

    #[test]
    fn two_hidden_parts_of_five_are_one_to_four() {
        let mut attack = Attack::default();
        let (whole, one, other) = (
            known(&mut attack, 5),
            unknown(&mut attack),
            unknown(&mut attack),
        );
        attack.sum(vec![(whole, 1), (one, -1), (other, -1)]);
        attack.run();
        assert_eq!((attack.bounds[one].low, attack.bounds[one].high), (1, 4));
    }

    #[test]
    fn a_number_follows_through_two_tables() {
        let mut attack = Attack::default();
        let (a, b, c) = (
            unknown(&mut attack),
            unknown(&mut attack),
            unknown(&mut attack),
        );
        let (six, four) = (known(&mut attack, 6), known(&mut attack, 4));
        attack.sum(vec![(six, 1), (a, -1), (b, -1)]);
        attack.sum(vec![(four, 1), (b, -1), (c, -1)]);
        let three = known(&mut attack, 3);
        attack.sum(vec![(three, 1), (c, -1)]);
        attack.run();
        assert_eq!((attack.bounds[a].low, attack.bounds[a].high), (5, 5));
    }
}
