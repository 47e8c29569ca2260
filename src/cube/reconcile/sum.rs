//! Whether parts add up to their whole, and what is published where they do not.

use super::desk::{Desk, add_note, computed_or_supplied};
use super::given;
use crate::config::{Acceptance, Site};
use crate::cube::relation::{Relation, Relations, Sum, outcomes_told};
use crate::cube::span::Span;
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{ON_MERITS, ObservationKey, code};
use std::collections::BTreeSet;

pub(super) fn sums(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let testable = |key: &&ObservationKey| {
        Relations::additive(key) || Relations::is_stock(key) || key.measure == code::NATURES
    };
    let keys: Vec<ObservationKey> = given(cube).filter(testable).copied().collect();
    let mut outcomes = Vec::new();
    if !keys.is_empty() {
        let periods: BTreeSet<Period> = given(cube).map(|key| key.period).collect();
        let test = Test {
            cube,
            site: desk.site,
            relations,
            periods: &periods,
        };
        for key in &keys {
            let mut found: Vec<Outcome> = relations
                .of(key)
                .iter()
                .filter_map(|relation| test.one(relation))
                .collect();
            // Where it is known that the parts do not make the whole, that some are more than it says nothing new.
            if found.iter().any(|(_, f, _)| f.rule == rule::PARTS_UNEQUAL) {
                found.retain(|(_, f, _)| f.rule != rule::PARTS_EXCEED);
            }
            outcomes.extend(found);
            outcomes.extend(test.larger_parts(key));
        }
    }
    for (key, finding, total) in outcomes {
        // A note about the same parts of several years is one finding, so it has no key of its own.
        if finding.key.is_empty() {
            desk.report.push(finding);
            continue;
        }
        let choice = if total.is_some() {
            computed_or_supplied()
        } else {
            Vec::new()
        };
        if let Some(accepted) = desk.raise(finding, &choice) {
            let unclear = !accepted.choose.is_empty() && !choice.contains(&accepted.choose);
            if unclear && total.is_some() {
                desk.unclear_choice(accepted, &choice);
            }
            settle(cube, &key, total, accepted);
        }
    }
}

/// Publishes the sum of the parts or the printed whole, the other in the note.
fn settle(cube: &mut Cube, key: &ObservationKey, total: Option<Decimal>, accepted: &Acceptance) {
    let Some(observation) = cube.observations.get_mut(key) else {
        return;
    };
    if let Some(total) = total
        && let Ok(printed) = observation.value
    {
        let note = if accepted.choose == "computed" {
            observation.value = Ok(total);
            observation.supplied = false;
            format!("Printed as {}.", words::amount(printed, observation.unit))
        } else {
            format!(
                "The parts add up to {}.",
                words::amount(total, observation.unit)
            )
        };
        add_note(&mut observation.notes, &note);
    }
    add_note(&mut observation.notes, &accepted.reason);
}

/// A finding about a whole, with the sum of its parts where that may be published instead.
pub(super) type Outcome = (ObservationKey, Diagnostic, Option<Decimal>);

pub(super) struct Test<'a> {
    pub cube: &'a Cube,
    pub site: &'a Site,
    pub relations: &'a Relations<'a>,
    pub periods: &'a BTreeSet<Period>,
}

/// What the parts of a relation add up to.
pub(super) struct Added {
    pub sum: Decimal,
    pub all: bool,
}

impl Test<'_> {
    fn add(&self, parts: &[ObservationKey]) -> Added {
        let mut added = Added {
            sum: Decimal::whole(0),
            all: true,
        };
        for part in parts {
            match self.cube.exact(part) {
                Some(number) => added.sum = added.sum.plus(number),
                None => added.all = false,
            }
        }
        added
    }

    pub(super) fn one(&self, relation: &Relation) -> Option<Outcome> {
        // Parts that are all counted from the ombudsmen's decisions are compared with the printed total as decisions.
        let from_decisions = relation.whole.contact == code::OMBUDSMAN_ENQUIRY
            && !relation
                .parts
                .iter()
                .any(|part| self.cube.record(part).is_some());
        if from_decisions {
            return None;
        }
        let Some(whole) = self.cube.exact(&relation.whole) else {
            return self.roughly(relation);
        };
        let own = self.add(&relation.parts);
        let foreign = self.add(&relation.foreign);
        // The usual case, and the quick way out: there may be a hundred thousand figures.
        if own.sum == whole && relation.foreign.is_empty() {
            return None;
        }
        if own.sum > whole {
            let elsewhere = self.elsewhere(relation);
            return Some(self.unequal(relation, whole, &own, &foreign, &elsewhere));
        }
        if relation.sum == Sum::Granted && self.withdrawn(relation, whole.minus(own.sum)) {
            return None;
        }
        if own.all && foreign.all {
            let elsewhere = self.elsewhere(relation);
            let every = relation.complete || elsewhere.len() >= 2;
            if every && own.sum.plus(foreign.sum) == whole {
                return Some(self.other_kind(relation));
            }
            // Below the whole council, a complaint may be known of a service and of none of its teams, and the tree is
            // often only the teams that a report happens to name.
            if every && (relation.sum != Sum::Services || relation.whole.service == code::ALL) {
                return Some(self.unequal(relation, whole, &own, &foreign, &elsewhere));
            }
        }
        self.short(relation, whole, &own)
            .or_else(|| self.roughly(relation).filter(|_| !own.all))
    }

    /// Tests a sum of which the whole or a part is only known as "about", "over" or "under": it is wrong when no numbers that
    /// these words allow would make it right.
    fn roughly(&self, relation: &Relation) -> Option<Outcome> {
        let whole = self.cube.room(&relation.whole)?;
        let nought = Span::exact(Decimal::whole(0));
        let mut sum = nought;
        let mut all = relation.foreign.is_empty();
        for part in &relation.parts {
            match self.cube.room(part) {
                Some(room) => sum = sum.plus(room),
                None => all = false,
            }
        }
        let below_council = relation.sum == Sum::Services && relation.whole.service != code::ALL;
        let too_much = whole.is_below(sum);
        let too_little = all && relation.complete && !below_council && sum.is_below(whole);
        (too_much || too_little).then(|| self.roughly_unequal(relation, sum))
    }

    /// Returns the other periods in which the same parts make the whole: evidence that there are no further parts,
    /// where the service tree alone cannot tell.
    fn elsewhere(&self, relation: &Relation) -> Vec<Period> {
        // The further tests of time are given only by services that have such limits.
        let optional = relation
            .whole
            .category(code::TIMELINESS)
            .is_some_and(|test| ![code::IN_TIME, code::LATE].contains(&test));
        let may_lack = matches!(
            relation.sum,
            Sum::Services | Sum::Procedures | Sum::Categories(code::OUTCOME | code::DECISION)
        );
        if optional || !may_lack {
            return Vec::new();
        }
        let kind = relation.whole.period.kind();
        self.periods
            .iter()
            .copied()
            .filter(|period| period.kind() == kind && *period != relation.whole.period)
            .filter(|&period| self.holds(relation, period))
            .collect()
    }

    fn holds(&self, relation: &Relation, period: Period) -> bool {
        let moved = |key: &ObservationKey| match (key.period, period) {
            (Period::Academic(_), Period::Year(year)) => key.period(Period::Academic(year)),
            _ => key.period(period),
        };
        let parts: Vec<_> = relation
            .parts
            .iter()
            .chain(&relation.foreign)
            .map(moved)
            .collect();
        let added = self.add(&parts);
        added.all
            && !added.sum.is_zero()
            && self.cube.exact(&relation.whole.period(period)) == Some(added.sum)
    }

    /// Returns whether as many requests were withdrawn, perhaps before anybody decided on them, as are missing from those granted
    /// and those refused.
    fn withdrawn(&self, relation: &Relation, missing: Decimal) -> bool {
        [code::RECEIVED, code::CLOSED_WITHOUT_RESPONSE]
            .map(|name| relation.whole.measure(name))
            .map(|key| key.with(&self.cube.codes, code::OUTCOME, code::WITHDRAWN))
            .iter()
            .any(|key| self.cube.exact(key).is_some_and(|count| count >= missing))
    }

    pub(super) fn has_decided(&self, relation: &Relation) -> bool {
        let outcomes = relation
            .parts
            .iter()
            .filter_map(|part| part.category(code::OUTCOME));
        let told = outcomes_told(self.site, &self.cube.codes, outcomes);
        ON_MERITS.iter().all(|outcome| told.contains(outcome))
    }
}
