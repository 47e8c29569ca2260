//! Figures that follow from the rows of the ombudsmen's decisions, and the comparison with the printed ones.
//!
//! A council may list every decision or only some (the upheld ones, the published ones), and nothing in the table says
//! which. Where printed totals exist, the rows are all of them when they reach the printed number decided. Rows that are
//! not all make no figures, or a service with one listed decision would seem to have had one in all.

use super::reconcile::Desk;
use super::relation::joined_parts;
use super::words;
use super::{Cube, Observation};
use crate::dataset::{Dataset, OmbudsmanDecision, Payments};
use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, Codes, List, ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet};

/// What the rows of one ombudsman and period add up to, by key.
type Tally = BTreeMap<ObservationKey, Counted>;

struct Counted {
    sum: Decimal,
    unit: Unit,
    rows: Vec<Location>,
}

/// The measures that the rows can be compared with.
const PRINTED: [Code; 4] = [
    code::DECIDED,
    code::INVESTIGATED,
    code::FINDINGS,
    code::PAYMENTS,
];

/// Adds what follows from the rows, and reports where rows and printed totals differ.
pub(super) fn observe(cube: &mut Cube, dataset: &Dataset, desk: &mut Desk) {
    let mut groups: BTreeMap<(Code, Period), Vec<&OmbudsmanDecision>> = BTreeMap::new();
    let printed: Vec<ObservationKey> = cube
        .supplied
        .keys()
        .filter(|key| PRINTED.contains(&key.measure) && key.category(code::OMBUDSMAN).is_some())
        .copied()
        .collect();
    totals(dataset, desk);
    for decision in &dataset.decisions {
        groups
            .entry((decision.ombudsman, decision.period))
            .or_default()
            .push(decision);
    }
    for rows in groups.into_values() {
        let tally = tally(&cube.codes, &rows, desk);
        let all = reach_printed(cube, &printed, &tally);
        compare(cube, &printed, &tally, desk);
        if all {
            for (key, counted) in tally {
                cube.observations
                    .insert_missing(key, || counted.observation());
            }
        }
    }
}

/// Returns whether the rows can be all decisions of their ombudsman and period: every printed number decided
/// is theirs.
fn reach_printed(cube: &Cube, printed: &[ObservationKey], tally: &Tally) -> bool {
    let Some(any) = tally.keys().next() else {
        return false;
    };
    printed
        .iter()
        .filter(|key| key.measure == code::DECIDED && of_the_same(key, any))
        .all(|key| {
            let rows = tally
                .get(key)
                .map_or(Decimal::whole(0), |counted| counted.sum);
            cube.exact(key).is_none_or(|printed| printed == rows)
        })
}

/// Returns whether a figure is of the same ombudsman and period, and of this council.
fn of_the_same(key: &ObservationKey, any: &ObservationKey) -> bool {
    key.period == any.period
        && key.category(code::OMBUDSMAN) == any.category(code::OMBUDSMAN)
        && key.category(code::GROUP).is_none()
}

impl Counted {
    fn observation(self) -> Observation {
        Observation::computed(self.sum, self.unit)
    }
}

fn tally(codes: &Codes, rows: &[&OmbudsmanDecision], desk: &Desk) -> Tally {
    let mut tally = Tally::new();
    for row in rows {
        let mut nodes = desk.site.services.ancestors(row.service);
        nodes.push(code::ALL);
        nodes.dedup();
        for node in nodes {
            count(codes, row, node, &mut tally);
        }
    }
    tally
}

fn count(codes: &Codes, row: &OmbudsmanDecision, node: Code, tally: &mut Tally) {
    let mut add = |measure: Code, breakdown: Option<(Code, Code)>, sum: Decimal, unit: Unit| {
        let mut key = ObservationKey::contacts(node, row.period, code::OMBUDSMAN_ENQUIRY, measure)
            .with(codes, code::OMBUDSMAN, row.ombudsman);
        if let Some((name, category)) = breakdown {
            key = key.with(codes, name, category);
        }
        let counted = tally.entry(key).or_insert(Counted {
            sum: Decimal::whole(0),
            unit,
            rows: Vec::new(),
        });
        counted.sum = counted.sum.plus(sum);
        if counted.rows.last() != Some(&row.origin) {
            counted.rows.push(row.origin.clone());
        }
    };
    let one = Decimal::whole(1);
    add(code::DECIDED, None, one, Unit::Count);
    if row.decision != code::ALL {
        add(
            code::DECIDED,
            Some((code::DECISION, row.decision)),
            one,
            Unit::Count,
        );
    }
    if [code::UPHELD, code::NOT_UPHELD].contains(&row.decision) {
        add(code::INVESTIGATED, None, one, Unit::Count);
    }
    for &finding in &row.findings {
        add(code::FINDINGS, None, one, Unit::Count);
        add(
            code::FINDINGS,
            Some((code::FINDING, finding)),
            one,
            Unit::Count,
        );
    }
    if let Some(paid) = row.total_amount.or_else(|| sum_of_amounts(row)) {
        add(code::PAYMENTS, None, paid, Unit::Gbp);
    }
}

/// Returns the sum of a decision's amounts; nothing when it has none.
fn sum_of_amounts(row: &OmbudsmanDecision) -> Option<Decimal> {
    row.requirements
        .iter()
        .filter_map(|requirement| requirement.amount)
        .reduce(Decimal::plus)
}

/// Reports the decisions whose amounts do not make their total.
pub(super) fn totals(dataset: &Dataset, desk: &mut Desk) {
    for payments in &dataset.payments {
        let sum = payments.amounts.iter().copied().reduce(Decimal::plus);
        if let Some(sum) = sum.filter(|sum| *sum != payments.total) {
            unequal(payments, sum, desk);
        }
    }
}

fn unequal(payments: &Payments, sum: Decimal, desk: &mut Desk) {
    let pounds = |amount: Decimal| words::amount(amount, Unit::Gbp);
    let parts: Vec<String> = payments.amounts.iter().copied().map(pounds).collect();
    let whose = match &payments.id {
        Some(id) => format!("decision {id}: "),
        None => String::new(),
    };
    let finding = Diagnostic::error(
        rule::AMOUNTS_UNEQUAL,
        format!(
            "{whose}the total is {}, but {} make {}",
            pounds(payments.total),
            parts.join(" + "),
            pounds(sum)
        ),
    )
    .at(payments.origin.clone())
    .value(&payments.total.to_string())
    .help("Correct the total or the amounts.");
    match &payments.id {
        Some(id) => {
            desk.raise(finding.key(format!("decisions/{id}/total_amount")), &[]);
        }
        // Without a name it cannot be accepted yet.
        None => desk.report.push(finding),
    }
}

/// Compares the rows with every printed figure that they could make.
fn compare(cube: &mut Cube, printed: &[ObservationKey], tally: &Tally, desk: &mut Desk) {
    let Some(any) = tally.keys().next() else {
        return;
    };
    for key in printed {
        if of_the_same(key, any) {
            compare_one(cube, tally, key, desk);
        }
    }
}

fn compare_one(cube: &mut Cube, tally: &Tally, key: &ObservationKey, desk: &mut Desk) {
    let Some(printed) = cube.exact(key) else {
        return;
    };
    let keys = made_of(&cube.codes, key, desk);
    let counted: Vec<&Counted> = keys.iter().filter_map(|part| tally.get(part)).collect();
    let sum = counted
        .iter()
        .fold(Decimal::whole(0), |sum, counted| sum.plus(counted.sum));
    let total = ObservationKey {
        measure: code::DECIDED,
        ..*key
    }
    .without(code::DECISION)
    .without(code::FINDING);
    let complete = tally
        .get(&total)
        .is_some_and(|counted| cube.exact(&total) == Some(counted.sum));
    let fewer =
        complete && may_fall_short(&cube.codes, key, &keys, tally, &total, printed.minus(sum));
    if sum == printed || (sum < printed && !fewer) {
        return;
    }
    let unit = cube.get(key).map_or(Unit::Count, |found| found.unit);
    let place = cube.origin(key);
    let rows: Vec<Location> = counted.iter().flat_map(|c| c.rows.clone()).collect();
    let mut finding = Diagnostic::error(
        rule::DECISION_ROWS,
        format!(
            "{} is {}, but the decisions themselves have {}",
            words::figure(&cube.codes, desk.site, key),
            words::amount(printed, unit),
            words::amount(sum, unit)
        ),
    )
    .value(&printed.to_string())
    .key(key.text(&cube.codes))
    .fact("decisions", rows_in_words(&rows))
    .help(format!(
        "The difference is {}. Correct the total, or the rows of the decisions table.",
        words::amount(sum.minus(printed).absolute(), unit)
    ));
    finding.location = place;
    finding.related = rows;
    if let Some(accepted) = desk.raise(finding, &[]) {
        let note = format!(
            "The decisions listed here have {}.",
            words::amount(sum, unit)
        );
        if let Some(observation) = cube.observations.get_mut(key) {
            observation.notes.push(note.into());
            observation.notes.push(accepted.reason.as_str().into());
        }
    }
}

/// Returns whether it is a contradiction that all decisions of the year are fewer than printed: always of findings and
/// payments, of decisions when they are the ombudsman's own words, and no row may be one of those missing.
fn may_fall_short(
    codes: &Codes,
    key: &ObservationKey,
    parts: &[ObservationKey],
    tally: &Tally,
    total: &ObservationKey,
    missing: Decimal,
) -> bool {
    let known = |decision: Code| {
        let words = List::Decision.built_in();
        words
            .iter()
            .any(|(word, _)| codes.get(word) == Some(decision))
    };
    match key.measure {
        code::FINDINGS | code::PAYMENTS => true,
        code::DECIDED => {
            let named = tally
                .iter()
                .filter(|(key, _)| key.without(code::DECISION) == *total)
                .filter(|(key, _)| key.category(code::DECISION).is_some_and(known))
                .fold(Decimal::whole(0), |sum, (_, counted)| sum.plus(counted.sum));
            let unnamed = tally
                .get(total)
                .map_or(Decimal::whole(0), |all| all.sum.minus(named));
            let mut decisions = parts.iter().map(|part| part.category(code::DECISION));
            decisions.all(|decision| decision.is_some_and(known)) && unnamed < missing
        }
        // What an ombudsman investigated and neither upheld nor dismissed is in none of the rows.
        _ => false,
    }
}

/// Returns the key itself, or those of its parts when it was printed as one.
fn made_of(codes: &Codes, key: &ObservationKey, desk: &Desk) -> Vec<ObservationKey> {
    for &(name, category) in key.breakdowns.iter().flatten() {
        if let Some(parts) = joined_parts(desk.site, codes, name, category) {
            let rest = key.without(name);
            return parts
                .into_iter()
                .map(|part| rest.with(codes, name, part))
                .collect();
        }
    }
    vec![*key]
}

fn rows_in_words(rows: &[Location]) -> String {
    let numbers: BTreeSet<u32> = rows.iter().filter_map(|row| row.row).collect();
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    match rows.first() {
        Some(first) => format!("{}, rows {}", first.file, numbers.join(", ")),
        None => "none".into(),
    }
}
