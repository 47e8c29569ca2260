//! Shares that say what they are of: of several bases in one table, or of a base that shares in time are not of.

use super::Found;
use crate::cube::claims::book::{BASES, Book, Computed, fits};
use crate::cube::relation::joined_parts;
use crate::cube::words;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::vocabulary::{Claim, Code, ObservationKey, code};
use std::collections::{BTreeMap, BTreeSet};

/// Returns whether an outcome is one of complaints that were answered, or all that it joins are.
fn is_answer(book: &Book, outcome: Code) -> bool {
    const ANSWERS: [Code; 5] = [
        code::UPHELD,
        code::PARTIALLY_UPHELD,
        code::NOT_UPHELD,
        code::RESOLVED,
        code::INCONCLUSIVE,
    ];
    match joined_parts(book.site, &book.cube.codes, code::OUTCOME, outcome) {
        Some(parts) => parts.iter().all(|part| ANSWERS.contains(part)),
        None => ANSWERS.contains(&outcome),
    }
}

/// The shares of the outcomes that are answers, some named as of one base and some of another. Shares of those refused or
/// withdrawn are left out: they cannot be of the answers.
pub(super) fn named_bases(book: &Book, found: &mut Vec<Found>) {
    let codes = &book.cube.codes;
    let mut tables: BTreeMap<ObservationKey, BTreeMap<Code, Vec<ObservationKey>>> = BTreeMap::new();
    for key in book.cube.supplied.keys() {
        let base = match Claim::of(codes.word(key.measure)) {
            Some(Claim::Share(stem)) => codes.get(stem).filter(|base| BASES.contains(base)),
            _ => None,
        };
        let (Some(base), Some(outcome)) = (base, key.category(code::OUTCOME)) else {
            continue;
        };
        if key.category(code::GROUP).is_none() && is_answer(book, outcome) {
            tables
                .entry(key.without(code::OUTCOME).measure(code::UNSTATED_PERCENT))
                .or_default()
                .entry(base)
                .or_default()
                .push(*key);
        }
    }
    for bases in tables.values().filter(|bases| bases.len() > 1) {
        let outcomes = |keys: &[ObservationKey]| -> BTreeSet<Code> {
            keys.iter()
                .filter_map(|key| key.category(code::OUTCOME))
                .collect()
        };
        let all: BTreeSet<Code> = bases.values().flat_map(|keys| outcomes(keys)).collect();
        // Where one base has every outcome, the others are a second table, and each says what it is of.
        if bases.values().any(|keys| outcomes(keys) == all) {
            continue;
        }
        found.extend(named_mix(book, bases));
    }
}

fn named_mix(book: &Book, bases: &BTreeMap<Code, Vec<ObservationKey>>) -> Option<Found> {
    let codes = &book.cube.codes;
    let (_, common) = bases
        .iter()
        .map(|(base, keys)| (keys.len(), *base))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let odd: Vec<ObservationKey> = bases
        .iter()
        .filter(|(base, _)| **base != common)
        .flat_map(|(_, keys)| keys.iter().copied())
        .collect();
    let first = odd.first()?;
    let table = first.without(code::OUTCOME);
    let said: Vec<String> = bases
        .iter()
        .flat_map(|(base, keys)| keys.iter().map(move |key| (base, key)))
        .filter_map(|(base, key)| {
            let record = book.cube.record(key)?;
            let value = words::value(record.value, record.qualifier, record.unit);
            let part = words::part(codes, book.site, &table, &key.measure(table.measure));
            Some(format!(
                "{value} {part} of those {}",
                words::plain(codes, *base)
            ))
        })
        .collect();
    let mut finding = Diagnostic::error(
        rule::MIXED_BASES,
        format!(
            "the shares of one table have different bases: {}",
            words::figure(codes, book.site, &table)
        ),
    )
    .key(table.text(codes))
    .fact("shares", said.join("; "))
    .help("Readers compare the shares of a table. Take all of the same base.");
    finding.location = book.cube.origin(first);
    finding.related = bases[&common]
        .iter()
        .filter_map(|key| book.cube.origin(key))
        .collect();
    Some(Found {
        finding,
        claims: odd.into_iter().map(|key| (key, None)).collect(),
    })
}

/// A share in time of something else than the answers, where it is known how many there were.
pub(super) fn other_base(book: &Book, found: &mut Vec<Found>) {
    let codes = &book.cube.codes;
    for (key, records) in &book.cube.supplied {
        let Some(Claim::Share(stem)) = Claim::of(codes.word(key.measure)) else {
            continue;
        };
        let named = codes
            .get(stem)
            .filter(|base| [code::RECEIVED, code::ACCEPTED, code::DECIDED].contains(base));
        let (Some(base), Some(_)) = (named, key.category(code::TIMELINESS)) else {
            continue;
        };
        let (Some(own), Some(answered)) = (
            book.shares(key, base).into_iter().next(),
            book.shares(key, code::RESPONDED).into_iter().next(),
        ) else {
            continue;
        };
        let record = &records[0];
        if own.denominator == answered.denominator || !fits(record, &own) {
            continue;
        }
        let value = words::value(record.value, record.qualifier, record.unit);
        let finding = Diagnostic::error(
            rule::OTHER_BASE,
            format!(
                "{} is {value}, which is {}; of those answered it is {}",
                words::figure(codes, book.site, key),
                own.words,
                share_first(&answered)
            ),
        )
        .at(record.origin.clone())
        .value(&value)
        .key(key.text(codes))
        .help("Shares in time are of the complaints answered in the period: one that is still open is neither in time nor late. Print responded_percent.");
        let note = format!("Of those answered it is {}.", share_first(&answered));
        found.push(Found {
            finding,
            claims: vec![(*key, Some(note))],
        });
    }
}

/// Returns a reading with its result first: `33.3 % (9 of 27 received)`.
fn share_first(computed: &Computed) -> String {
    match computed.figure {
        Some(figure) => format!("{figure} % ({})", computed.words),
        None => computed.words.clone(),
    }
}
