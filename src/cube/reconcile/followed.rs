//! Whether a total that nobody supplied is the same whichever way it is added up.
//!
//! The quarters of the whole council make its year, and so do the years of its services. Where no total is printed, the
//! first of these sums makes it; another that gives another number is a contradiction like one with a printed total,
//! and a resident who adds up the other table must not be the first to find it.

use super::desk::{Desk, add_note};
use super::disagreement::noun;
use super::sum::Test;
use crate::cube::Cube;
use crate::cube::relation::{Relation, Relations, Sum};
use crate::cube::words;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::ObservationKey;
use std::collections::BTreeSet;

/// Tests each total that followed from one sum against all its others.
pub(super) fn followed(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let periods: BTreeSet<Period> = cube.supplied.keys().map(|key| key.period).collect();
    let found = {
        let test = Test {
            cube,
            site: desk.site,
            relations,
            periods: &periods,
        };
        let mut found: Vec<(Relation, Diagnostic)> = cube
            .followed
            .keys()
            .flat_map(|key| relations.of(key))
            .filter_map(|relation| test.followed(relation))
            .collect();
        let told = told(&found, desk);
        found.retain(|(relation, _)| !test.inherited(relation, &told));
        found
    };
    for (relation, finding) in found {
        let Some(accepted) = desk.raise(finding, &[]) else {
            continue;
        };
        let sum = known(cube, &relation.parts);
        if let Some(observation) = cube.observations.get_mut(&relation.whole) {
            let other = format!(
                "Added up from {}, it is {}.",
                noun(relation.sum),
                words::amount(sum, observation.unit)
            );
            add_note(&mut observation.notes, &other);
            add_note(&mut observation.notes, &accepted.reason);
        }
    }
}

/// Gives a total of one figure alone the reasons that were given for that figure: all procedures of a service that has one
/// are that one, and what is not compared there is not compared here.
pub(super) fn inherit(cube: &mut Cube, relations: &Relations, desk: &Desk) {
    let reasons: BTreeSet<&str> = desk
        .site
        .accepted
        .iter()
        .map(|accepted| accepted.reason.as_str())
        .collect();
    if reasons.is_empty() {
        return;
    }
    let alone: Vec<(ObservationKey, ObservationKey)> = cube
        .followed
        .iter()
        .filter_map(|(whole, sum)| {
            let of = relations.of(whole);
            let made = of.iter().find(|relation| relation.sum == *sum)?;
            match made.parts[..] {
                [part] => Some((*whole, part)),
                _ => None,
            }
        })
        .collect();
    // A total may be made of a total: a procedure of a team, all of the team, all of its service.
    for _ in 0..alone.len().min(MOST_STEPS) {
        for (whole, part) in &alone {
            let notes = cube.get(part).map_or(&[][..], |part| &part.notes);
            let given: Vec<_> = notes
                .iter()
                .filter(|note| reasons.contains(&***note))
                .cloned()
                .collect();
            if let Some(observation) = cube.observations.get_mut(whole) {
                for note in given {
                    add_note(&mut observation.notes, &note);
                }
            }
        }
    }
}

/// How many totals may stand above one figure, each of the one below it alone.
const MOST_STEPS: usize = 10;

/// Returns the keys of all figures of which it is known that they do not add up, those found here and those supplied.
fn told(found: &[(Relation, Diagnostic)], desk: &Desk) -> BTreeSet<String> {
    let supplied = desk.report.diagnostics().iter();
    supplied
        .chain(found.iter().map(|(_, finding)| finding))
        .filter(|finding| disagrees(finding))
        .map(|finding| finding.key.clone())
        .collect()
}

fn disagrees(finding: &Diagnostic) -> bool {
    [rule::PARTS_UNEQUAL, rule::PARTS_EXCEED].contains(&finding.rule)
}

fn known(cube: &Cube, parts: &[ObservationKey]) -> Decimal {
    let nought = Decimal::whole(0);
    parts
        .iter()
        .filter_map(|part| cube.exact(part))
        .fold(nought, Decimal::plus)
}

impl Test<'_> {
    /// Tests a total against one of its sums. That outcomes do not reach it, or that it holds only with another kind of
    /// year, was said of the figures that make it.
    fn followed(&self, relation: Relation) -> Option<(Relation, Diagnostic)> {
        let made_by = *self.cube.followed.get(&relation.whole)?;
        if relation.sum == made_by {
            return None;
        }
        let (_, found, _) = self.one(&relation)?;
        let total = self
            .cube
            .exact(&relation.whole)
            .filter(|_| disagrees(&found) && relation.foreign.is_empty())?;
        let unit = self.cube.get(&relation.whole)?.unit;
        let sum = words::amount(known(self.cube, &relation.parts), unit);
        let message = format!(
            "{} is not supplied, and the figures disagree about it: {} add up to {}, but {} {} {sum}",
            words::figure(&self.cube.codes, self.site, &relation.whole),
            noun(made_by),
            words::amount(total, unit),
            noun(relation.sum),
            if found.rule == rule::PARTS_EXCEED {
                "alone are"
            } else {
                "add up to"
            },
        );
        let mut finding = Diagnostic {
            message,
            location: self.first_row(&relation.parts),
            ..found
        };
        finding.help =
            "Correct the figure that is wrong, or take out those that count something else.".into();
        Some((relation, finding))
    }

    /// Returns whether a disagreement only repeats one: that of a figure of which either sum is made, or of the same figure
    /// of one procedure.
    fn inherited(&self, relation: &Relation, told: &BTreeSet<String>) -> bool {
        let whole = &relation.whole;
        let of_a_procedure = || {
            let procedures = self.made(whole, Some(Sum::Procedures));
            procedures.iter().any(|part| self.in_doubt(part, told))
        };
        let made_by = self.cube.followed.get(whole).copied();
        let made_of = self.made(whole, made_by);
        let mut parts = relation.parts.iter().chain(&made_of);
        parts.any(|part| self.in_doubt(part, told)) || of_a_procedure()
    }

    /// Returns whether a figure, or one of which it was made, is known not to add up.
    fn in_doubt(&self, key: &ObservationKey, told: &BTreeSet<String>) -> bool {
        let made_by = self.cube.followed.get(key).copied();
        told.contains(&key.text(&self.cube.codes))
            || self
                .made(key, made_by)
                .iter()
                .any(|part| self.in_doubt(part, told))
    }

    /// Returns the parts that make a figure by a sum of this kind.
    fn made(&self, key: &ObservationKey, by: Option<Sum>) -> Vec<ObservationKey> {
        let relations = by.map_or(Vec::new(), |_| self.relations.of(key));
        let relation = relations.into_iter().find(|found| Some(found.sum) == by);
        relation.map_or(Vec::new(), |relation| relation.parts)
    }

    /// Returns the row of the first figure of which these are made.
    fn first_row(&self, parts: &[ObservationKey]) -> Option<crate::diagnostic::Location> {
        parts.iter().find_map(|part| {
            self.cube.origin(part).or_else(|| {
                let made_by = self.cube.followed.get(part)?;
                self.first_row(&self.made(part, Some(*made_by)))
            })
        })
    }
}
