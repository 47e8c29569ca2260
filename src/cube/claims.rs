//! Printed shares, rates and changes against the counts.
//!
//! A printed claim stands under its own key. Equal to the counts, as exactly as it was printed, the computed figure is
//! published. Unequal, it is a finding, and candour.toml says which to publish, the other goes into the note. Without
//! counts it is published as supplied. When a share does not hold, the finding names what would give it: another base,
//! or last year's counts.

mod book;
mod change;
mod hint;
mod length;
mod table;

use super::aggregates::{agree, also_printed, is_claim, named, sources, two_values};
use super::reconcile::{Desk, add_note, computed_or_supplied};
use super::relation::Relations;
use super::span::Span;
use super::{Cube, words};
use crate::config::{Acceptance, Site};
use crate::dataset::{AggregateRecord, Qualifier};
use crate::diagnostic::{Diagnostic, Rule, named as rule};
use crate::number::Decimal;
use crate::vocabulary::{Claim, ObservationKey, Unit, code};
use book::{Book, Computed, cut_off, fits};

/// Tests every printed claim and settles what is published.
pub(super) fn test(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let keys: Vec<ObservationKey> = cube
        .supplied
        .keys()
        .filter(|key| is_claim(&cube.codes, key) && key.category(code::GROUP).is_none())
        .copied()
        .collect();
    let mut verdicts = Vec::new();
    let mut lengths = Vec::new();
    for key in keys {
        let book = Book {
            cube,
            site: desk.site,
        };
        let computed = book.compute(&key).or_else(|| own_counts(cube, &key));
        let finding = match &computed {
            Some(computed) => disagreement(&book, &key, computed),
            None => book.other_kind_of_year(&key),
        };
        lengths.extend(book.part_of_a_year(&key).map(|finding| (key, finding)));
        verdicts.push((key, computed, finding));
    }
    for (key, computed, finding) in verdicts {
        match (computed, finding) {
            (Some(computed), None) => publish(cube, &key, &computed),
            (Some(computed), Some(finding)) => {
                if let Some(accepted) = desk.raise(finding, &computed_or_supplied()) {
                    settle(cube, &key, &computed, accepted, desk);
                }
            }
            (None, finding) => {
                lengths.extend(finding.map(|finding| (key, finding)));
                no_counts(cube, &key, desk);
            }
        }
    }
    desk.raise_all(cube, lengths);
    table::test(cube, relations, desk);
}

/// What a share, rate or change is made of, where the counts tell: the numbers it is between, its exact numerator and
/// denominator.
pub type MadeOf = ((i128, i128), Option<i64>, Option<i64>);

/// Returns what the counts of a cube make of a share, a rate or a change.
pub fn made_of(cube: &Cube, site: &Site, key: &ObservationKey) -> Option<MadeOf> {
    let computed = Book { cube, site }.compute(key)?;
    let span = computed.span;
    Some((
        (span.low, span.high),
        computed.numerator,
        computed.denominator,
    ))
}

/// Returns what a row's own numerator and denominator make.
fn own_counts(cube: &Cube, key: &ObservationKey) -> Option<Computed> {
    let record = cube
        .supplied
        .get(key)?
        .iter()
        .find(|record| record.numerator.is_some() && record.denominator.is_some())?;
    let scale = match Claim::of(cube.codes.word(key.measure)) {
        Some(Claim::Per1000(_) | Claim::Per1000Homes(_)) => 1000,
        Some(Claim::Per100000(_)) => 100_000,
        Some(Claim::Change(_) | Claim::ChangePercent(_)) => return None,
        _ => 100,
    };
    Computed::of(record.numerator?, record.denominator?, scale)
}

fn disagreement(book: &Book, key: &ObservationKey, computed: &Computed) -> Option<Diagnostic> {
    let records = book.cube.supplied.get(key)?;
    let wrong: Vec<&AggregateRecord> = records
        .iter()
        .filter(|record| !fits(record, computed) || of_other_counts(record, computed))
        .collect();
    let first = *wrong.first()?;
    let codes = &book.cube.codes;
    let figure = words::amount(computed.rounded(), first.unit);
    let value = words::value(first.value, first.qualifier, first.unit);
    let name = words::figure(codes, book.site, key);
    let message = match (first.numerator, first.denominator) {
        (Some(top), Some(bottom)) if fits(first, computed) => format!(
            "{name} is of {} of {} by its own row, but {} stands in the table",
            Decimal::whole(top).grouped(),
            Decimal::whole(bottom).grouped(),
            computed.words
        ),
        _ => format!("{name} is {value}, but {} is {figure}", computed.words),
    };
    let mut finding = Diagnostic::error(rule_of(book, key), message)
        .at(first.origin.clone())
        .value(&value)
        .key(key.text(codes))
        .help("Correct the figure or the counts.");
    for hint in hints(book, key, first, computed) {
        finding = finding.fact("looks like", hint);
    }
    finding.also_at = wrong[1..]
        .iter()
        .map(|record| record.origin.clone())
        .collect();
    Some(finding)
}

/// Returns whether a row names counts of its own that are not those of the table.
fn of_other_counts(record: &AggregateRecord, computed: &Computed) -> bool {
    let other = |own: Option<i64>, counted: Option<i64>| {
        own.zip(counted)
            .is_some_and(|(own, counted)| own != counted)
    };
    other(record.numerator, computed.numerator) || other(record.denominator, computed.denominator)
}

fn rule_of(book: &Book, key: &ObservationKey) -> &'static Rule {
    match Claim::of(book.cube.codes.word(key.measure)) {
        Some(Claim::Change(_) | Claim::ChangePercent(_)) => rule::CHANGE_UNEQUAL,
        Some(Claim::Per1000(_) | Claim::Per1000Homes(_) | Claim::Per100000(_)) => {
            rule::RATE_UNEQUAL
        }
        _ => rule::SHARE_UNEQUAL,
    }
}

/// Returns what a wrong figure may have been meant for.
fn hints(
    book: &Book,
    key: &ObservationKey,
    record: &AggregateRecord,
    computed: &Computed,
) -> Vec<String> {
    let mut hints = Vec::new();
    if cut_off(record, computed) {
        hints.push("a figure that was cut off where it should be rounded".into());
    }
    match Claim::of(book.cube.codes.word(key.measure)) {
        Some(Claim::ChangePercent(stem)) => hints.extend(book.change_hints(key, stem, record)),
        Some(Claim::Change(stem)) => hints.extend(book.other_printed(key, stem, record)),
        Some(Claim::Per1000(_) | Claim::Per1000Homes(_) | Claim::Per100000(_)) => {
            hints.extend(book.rate_hints(key, record));
        }
        _ => hints.extend(book.other_bases(key, record)),
    }
    if rule_of(book, key) == rule::CHANGE_UNEQUAL {
        hints.extend(book.other_kind_hints(key, record));
    }
    hints
}

/// Publishes the computed figure.
fn publish(cube: &mut Cube, key: &ObservationKey, computed: &Computed) {
    let Some(observation) = cube.observations.get_mut(key) else {
        return;
    };
    let Some(figure) = computed.figure.filter(|_| observation.value.is_ok()) else {
        return;
    };
    observation.value = Ok(figure);
    observation.numerator = computed.numerator;
    observation.denominator = computed.denominator;
    observation.qualifier = Qualifier::None;
    observation.supplied = false;
}

fn settle(
    cube: &mut Cube,
    key: &ObservationKey,
    computed: &Computed,
    accepted: &Acceptance,
    desk: &mut Desk,
) {
    let records = cube.supplied.get(key).cloned().unwrap_or_default();
    let unit = records.first().map_or(Unit::Percent, |record| record.unit);
    let mut notes = Vec::new();
    let by_counts = format!(
        "{} is {}.",
        computed.words,
        words::amount(computed.rounded(), unit)
    );
    if accepted.choose == "computed" {
        publish(cube, key, computed);
        let mut said: Vec<String> = Vec::new();
        for record in records.iter().filter(|record| !fits(record, computed)) {
            let value = words::value(record.value, record.qualifier, record.unit);
            let note = format!("Printed as {value}.");
            if !said.contains(&note) {
                said.push(note);
            }
        }
        notes.extend(said);
    } else {
        let chosen = if accepted.choose == "supplied" {
            let wrong = records.iter().find(|record| !fits(record, computed));
            wrong.or(records.first())
        } else {
            named(&records, &accepted.choose)
        };
        let Some(chosen) = chosen else {
            let choices = [computed_or_supplied(), sources(&records)].concat();
            desk.unclear_choice(accepted, &choices);
            return;
        };
        if let Some(observation) = cube.observations.get_mut(key) {
            observation.value = chosen.value;
            observation.qualifier = chosen.qualifier;
            observation.source = chosen.source.clone();
        }
        notes.extend(
            also_printed(chosen, &records)
                .iter()
                .map(|note| note.to_string()),
        );
        notes.push(words::sentence(&by_counts));
    }
    notes.push(accepted.reason.clone());
    if let Some(observation) = cube.observations.get_mut(key) {
        for note in notes {
            add_note(&mut observation.notes, &note);
        }
    }
}

/// Without counts, two printed values can only be compared with one another.
fn no_counts(cube: &mut Cube, key: &ObservationKey, desk: &mut Desk) {
    let Some(records) = cube.supplied.get(key) else {
        return;
    };
    let Some(first) = records.first() else {
        return;
    };
    if records.iter().all(|record| agree(first, record)) {
        return;
    }
    let finding = two_values(&cube.codes, desk.site, key, records);
    let Some(accepted) = desk.raise(finding, &sources(records)) else {
        return;
    };
    let Some(chosen) = named(records, &accepted.choose) else {
        let sources = sources(records);
        desk.unclear_choice(accepted, &sources);
        return;
    };
    let notes = also_printed(chosen, records);
    if let Some(observation) = cube.observations.get_mut(key) {
        for note in notes {
            add_note(&mut observation.notes, &note);
        }
        add_note(&mut observation.notes, &accepted.reason);
    }
}

impl Computed {
    /// Returns the figure to one decimal, for messages and notes.
    fn rounded(&self) -> Decimal {
        self.figure.unwrap_or_else(|| self.span.middle())
    }

    /// Returns a share or rate made of two counts.
    fn of(numerator: i64, denominator: i64, scale: i64) -> Option<Self> {
        let figure = Decimal::ratio(numerator, denominator, scale, 1)?;
        Some(Computed {
            span: Span::of(numerator, denominator, scale)?,
            figure: Some(figure),
            numerator: Some(numerator),
            denominator: Some(denominator),
            words: format!(
                "{} of {}",
                Decimal::whole(numerator).grouped(),
                Decimal::whole(denominator).grouped()
            ),
        })
    }
}
