//! Shares of all outcomes, which are a hundred together.

use super::Found;
use crate::cube::claims::book::Book;
use crate::cube::relation::{Relations, outcomes_told};
use crate::cube::words;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::vocabulary::{Claim, Code, ObservationKey, code};
use std::collections::BTreeMap;

/// Shares of all outcomes are a hundred, give or take their rounding.
pub(super) fn hundred(book: &Book, relations: &Relations, found: &mut Vec<Found>) {
    let mut tables: BTreeMap<ObservationKey, Vec<ObservationKey>> = BTreeMap::new();
    for key in book.cube.supplied.keys() {
        let share = matches!(
            Claim::of(book.cube.codes.word(key.measure)),
            Some(Claim::Share(_))
        );
        if share
            && key.measure != code::UNSTATED_PERCENT
            && key.category(code::OUTCOME).is_some()
            && key.category(code::GROUP).is_none()
        {
            tables
                .entry(key.without(code::OUTCOME))
                .or_default()
                .push(*key);
        }
    }
    for (table, keys) in tables {
        found.extend(add_to_hundred(book, relations, &table, &keys));
    }
}

fn add_to_hundred(
    book: &Book,
    relations: &Relations,
    table: &ObservationKey,
    keys: &[ObservationKey],
) -> Option<Found> {
    let codes = &book.cube.codes;
    let categories: Vec<Code> = keys
        .iter()
        .filter_map(|key| key.category(code::OUTCOME))
        .collect();
    let apart = relations.apart(code::OUTCOME, &categories);
    let mut sum = Decimal::whole(0);
    let mut room = Decimal::whole(0);
    let mut parts = Vec::new();
    for key in keys {
        let record = book.cube.record(key)?;
        if !apart.contains(&key.category(code::OUTCOME)?) {
            continue;
        }
        let number = record.value.ok()?;
        sum = sum.plus(number);
        room = room.plus(Decimal::new(5, number.places() + 1));
        let part = words::part(codes, book.site, table, key);
        parts.push(format!("{number} {part}"));
    }
    let hundred = Decimal::whole(100);
    let over = sum.minus(room) > hundred;
    let short = sum.plus(room) < hundred && is_whole(book, &apart);
    if !over && !short {
        return None;
    }
    let message = format!(
        "{}: the shares of the outcomes add up to {sum} %",
        words::figure(codes, book.site, table)
    );
    let mut finding = if over {
        Diagnostic::error(rule::SHARES_NOT_HUNDRED, message)
    } else {
        Diagnostic::warning(rule::SHARES_NOT_HUNDRED, message)
    }
    .key(table.text(codes))
    .fact("shares", parts.join(" + "))
    .help(if over {
        "Correct the share that is too large, or split shares that overlap."
    } else {
        "Add the outcomes that are missing; readers take a table of outcomes for the whole."
    });
    finding.location = keys.first().and_then(|key| book.cube.origin(key));
    Some(Found {
        finding,
        claims: keys.iter().map(|key| (*key, None)).collect(),
    })
}

/// Returns whether a table tells both of those upheld and of those not, so that readers take it for the whole.
fn is_whole(book: &Book, outcomes: &[Code]) -> bool {
    let told = outcomes_told(book.site, &book.cube.codes, outcomes.iter().copied());
    [code::UPHELD, code::NOT_UPHELD]
        .iter()
        .all(|outcome| told.contains(outcome))
}
