//! Shares that stand in one table: do they have one base, and do they add to a hundred?

use super::book::{BASES, Book, Computed, fits};
use crate::cube::reconcile::{Desk, add_note};
use crate::cube::relation::{Relations, joined_parts};
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, Severity, named as rule};
use crate::number::Decimal;
use crate::vocabulary::{Claim, Code, ObservationKey, code};
use std::collections::{BTreeMap, BTreeSet};

/// A finding with the claims whose note carries its explanation, and what the note says besides.
struct Found {
    finding: Diagnostic,
    claims: Vec<(ObservationKey, Option<String>)>,
}

/// Tests the tables of shares.
pub(super) fn test(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let mut found = Vec::new();
    let mut notes = Vec::new();
    {
        let book = Book {
            cube,
            site: desk.site,
        };
        unstated(&book, &mut found, &mut notes);
        named_bases(&book, &mut found);
        other_base(&book, &mut found);
        hundred(&book, relations, &mut found);
    }
    for (key, note) in notes {
        if let Some(observation) = cube.observations.get_mut(&key) {
            add_note(&mut observation.notes, &note);
        }
    }
    for Found { finding, claims } in found {
        if finding.severity != Severity::Error {
            desk.report.push(finding);
            continue;
        }
        let Some(accepted) = desk.raise(finding, &[]) else {
            continue;
        };
        for (key, note) in claims {
            if let Some(observation) = cube.observations.get_mut(&key) {
                add_note(&mut observation.notes, note.as_deref().unwrap_or_default());
                add_note(&mut observation.notes, &accepted.reason);
            }
        }
    }
}

/// One share of no stated base, with the bases that would give it.
struct Share {
    key: ObservationKey,
    fitting: Vec<(Code, Computed)>,
    tried: Vec<(Code, Computed)>,
}

fn unstated(book: &Book, found: &mut Vec<Found>, notes: &mut Vec<(ObservationKey, String)>) {
    let mut tables: BTreeMap<(ObservationKey, Code), Vec<Share>> = BTreeMap::new();
    for key in book.cube.supplied.keys() {
        if key.measure != code::UNSTATED_PERCENT || key.category(code::GROUP).is_some() {
            continue;
        }
        let (Some(over), Some(record)) = (book.over(key), book.cube.record(key)) else {
            continue;
        };
        let tried: Vec<(Code, Computed)> = BASES
            .into_iter()
            .filter_map(|base| Some((base, book.shares(key, base).into_iter().next()?)))
            .collect();
        let fitting = tried
            .iter()
            .filter(|(_, computed)| fits(record, computed))
            .cloned()
            .collect();
        let share = Share {
            key: *key,
            fitting,
            tried,
        };
        tables
            .entry((key.without(over), over))
            .or_default()
            .push(share);
    }
    for ((table, _), shares) in &tables {
        for share in shares {
            no_base(book, share, found);
        }
        mixed(book, table, shares, found);
        for share in shares {
            if let Some((_, computed)) = share.fitting.first() {
                let note = format!(
                    "It is not stated of what; {} would give it.",
                    computed.words
                );
                notes.push((share.key, note));
            }
        }
    }
    base_changes(book, &tables, found);
}

/// No base for which there are counts gives the printed share.
fn no_base(book: &Book, share: &Share, found: &mut Vec<Found>) {
    if share.tried.is_empty() || !share.fitting.is_empty() {
        return;
    }
    let Some(record) = book.cube.record(&share.key) else {
        return;
    };
    let codes = &book.cube.codes;
    let value = words::value(record.value, record.qualifier, record.unit);
    let tried: Vec<String> = share.tried.iter().map(|(_, c)| reading(c)).collect();
    let tried = tried.join("; ");
    let mut finding = Diagnostic::error(
        rule::NO_BASE,
        format!(
            "{} is {value}, which no base gives",
            words::figure(codes, book.site, &share.key)
        ),
    )
    .at(record.origin.clone())
    .value(&value)
    .key(share.key.text(codes))
    .fact("counts", tried.clone())
    .help("Correct the share or the counts, and say what the share is of.");
    if share
        .tried
        .iter()
        .any(|(_, computed)| super::book::cut_off(record, computed))
    {
        finding = finding.fact(
            "looks like",
            "a share that was cut off where it should be rounded",
        );
    }
    found.push(Found {
        finding,
        claims: vec![(share.key, Some(format!("By the counts: {tried}.")))],
    });
}

/// Returns a reading with its result: `9 of 27 received is 33.3 %`.
fn reading(computed: &Computed) -> String {
    let figure = computed
        .figure
        .map_or_else(String::new, |figure| format!(" is {figure} %"));
    format!("{}{figure}", computed.words)
}

/// Returns a reading with its result first: `33.3 % (9 of 27 received)`.
fn share_first(computed: &Computed) -> String {
    match computed.figure {
        Some(figure) => format!("{figure} % ({})", computed.words),
        None => computed.words.clone(),
    }
}

/// Shares of one table for which no single base will do.
fn mixed(book: &Book, table: &ObservationKey, shares: &[Share], found: &mut Vec<Found>) {
    let known: Vec<&Share> = shares.iter().filter(|s| !s.fitting.is_empty()).collect();
    let common = common_base(&known);
    if known.len() < 2 || known.iter().all(|share| fits_base(share, common)) {
        return;
    }
    let codes = &book.cube.codes;
    let said: Vec<String> = known
        .iter()
        .map(|share| {
            let of: Vec<&str> = share
                .fitting
                .iter()
                .map(|(_, c)| c.words.as_str())
                .collect();
            let printed = book
                .cube
                .record(&share.key)
                .map_or_else(String::new, |record| {
                    words::value(record.value, record.qualifier, record.unit)
                });
            format!(
                "{printed} {} is {}",
                words::part(codes, book.site, table, &share.key),
                of.join(" or ")
            )
        })
        .collect();
    let mut finding = Diagnostic::error(
        rule::MIXED_BASES,
        format!(
            "the shares of one table have different bases: {}",
            words::figure(codes, book.site, table)
        ),
    )
    .key(table.text(codes))
    .fact("shares", said.join("; "))
    .help("Take all shares of a table of the same base, and name it: received_percent, accepted_percent, responded_percent.");
    let odd: Vec<_> = known
        .iter()
        .filter(|share| !fits_base(share, common))
        .collect();
    finding.location = known.first().and_then(|share| book.cube.origin(&share.key));
    finding.related = known[1..]
        .iter()
        .filter_map(|share| book.cube.origin(&share.key))
        .collect();
    let claims = odd.iter().map(|share| (share.key, None)).collect();
    found.push(Found { finding, claims });
}

/// Returns the base that gives most of the shares.
fn common_base(shares: &[&Share]) -> Option<Code> {
    BASES
        .into_iter()
        .map(|base| {
            let count = shares
                .iter()
                .filter(|share| fits_base(share, Some(base)))
                .count();
            (count, base)
        })
        .filter(|(count, _)| *count > 0)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, base)| base)
}

fn fits_base(share: &Share, base: Option<Code>) -> bool {
    share.fitting.iter().any(|(code, _)| Some(*code) == base)
}

/// The same table has one base in one year and another in the next.
fn base_changes(
    book: &Book,
    tables: &BTreeMap<(ObservationKey, Code), Vec<Share>>,
    found: &mut Vec<Found>,
) {
    for ((table, over), shares) in tables {
        let Some(before) = table.period.year_before() else {
            continue;
        };
        let Some(earlier) = tables.get(&(table.period(before), *over)) else {
            continue;
        };
        let common = |shares: &[Share]| {
            let known: Vec<&Share> = shares.iter().filter(|s| !s.fitting.is_empty()).collect();
            let base = common_base(&known)?;
            (known.len() > 1).then_some((base, known.iter().all(|s| fits_base(s, Some(base)))))
        };
        let (Some((now, _)), Some((then, _))) = (common(shares), common(earlier)) else {
            continue;
        };
        let same = shares
            .iter()
            .any(|share| fits_base(share, Some(then)) && !share.fitting.is_empty() && now == then);
        let then_will_do = shares
            .iter()
            .filter(|s| !s.fitting.is_empty())
            .all(|s| fits_base(s, Some(then)));
        if now == then || same || then_will_do {
            continue;
        }
        let codes = &book.cube.codes;
        let mut finding = Diagnostic::warning(
            rule::BASE_CHANGES,
            format!(
                "{}: most shares are of those {}, a year earlier of those {}",
                words::figure(codes, book.site, table),
                words::plain(codes, now),
                words::plain(codes, then)
            ),
        )
        .help("Shares of different bases must not be compared. Take both of one base, or say so in a note.");
        finding.location = shares.first().and_then(|s| book.cube.origin(&s.key));
        found.push(Found {
            finding,
            claims: Vec::new(),
        });
    }
}

/// The shares of the outcomes that are answers, some named as of one base and some of another. Shares of those refused or
/// withdrawn are left out: they cannot be of the answers.
fn named_bases(book: &Book, found: &mut Vec<Found>) {
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

/// A share in time of something else than the answers, where it is known how many there were.
fn other_base(book: &Book, found: &mut Vec<Found>) {
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

/// Shares of all outcomes are a hundred, give or take their rounding.
fn hundred(book: &Book, relations: &Relations, found: &mut Vec<Found>) {
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
        .filter_map(|k| k.category(code::OUTCOME))
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
        parts.push(format!(
            "{number} {}",
            words::part(codes, book.site, table, key)
        ));
    }
    let hundred = Decimal::whole(100);
    let over = sum.minus(room) > hundred;
    let mut decided: BTreeSet<Code> = apart.iter().copied().collect();
    for &category in &apart {
        decided.extend(
            joined_parts(book.site, codes, code::OUTCOME, category)
                .into_iter()
                .flatten(),
        );
    }
    let table_is_whole = [code::UPHELD, code::NOT_UPHELD]
        .iter()
        .all(|code| decided.contains(code));
    let short = table_is_whole && sum.plus(room) < hundred;
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
