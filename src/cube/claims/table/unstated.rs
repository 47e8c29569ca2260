//! Shares that are printed without saying what they are of.

use super::Found;
use crate::cube::claims::book::{BASES, Book, Computed, cut_off, fits};
use crate::cube::words;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::vocabulary::{Code, ObservationKey, code};
use std::collections::BTreeMap;

/// One share of no stated base, with the bases that would give it.
struct Share {
    key: ObservationKey,
    fitting: Vec<(Code, Computed)>,
    tried: Vec<(Code, Computed)>,
}

pub(super) fn unstated(
    book: &Book,
    found: &mut Vec<Found>,
    notes: &mut Vec<(ObservationKey, String)>,
) {
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
        .any(|(_, computed)| cut_off(record, computed))
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
        .key(table.text(codes))
        .help("Shares of different bases must not be compared. Take both of one base.");
        finding.location = shares.first().and_then(|s| book.cube.origin(&s.key));
        found.push(Found {
            finding,
            claims: shares.iter().map(|share| (share.key, None)).collect(),
        });
    }
}
