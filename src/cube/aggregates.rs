//! Supplied figures into the cube.
//!
//! The same figure from two sources is one observation when the values agree. When they do not, that is a finding, and
//! candour.toml says which one to publish and why; the other is printed in the note beside it. What Candour counts from
//! case rows is never also supplied: two makers of one figure would drift apart unseen.

use super::reconcile::{Desk, add_note};
use super::words;
use super::{Cube, Observation, decisions, follow};
use crate::config::Site;
use crate::dataset::{AggregateRecord, Dataset, Qualifier};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Claim, Codes, ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Adds the supplied figures, those that follow from the ombudsmen's decisions, and the totals that follow from both.
pub fn supply(cube: &mut Cube, dataset: &Dataset, site: &Site, report: &mut Report) {
    let (tabulated, printed) = by_key(&dataset.aggregates);
    let mut desk = Desk::new(site, report);
    // First what was counted, so that the totals are there when something is found not to be in them.
    for (key, records) in &tabulated {
        if cube.observations.contains_key(key) {
            counted_too(cube, site, key, records, desk.report);
            continue;
        }
        let observation = join(&cube.codes, key, &tabulated, &mut desk);
        let counted = Observation {
            supplied: false,
            ..observation
        };
        cube.observations.insert(*key, counted);
        cube.tabulated.insert(*key, records.clone());
    }
    if let Some(coverage) = &mut cube.coverage {
        coverage.widen(cube.tabulated.keys().map(|key| key.period));
    }
    for (key, records) in &printed {
        if cube.observations.contains_key(key) {
            counted_too(cube, site, key, records, desk.report);
            continue;
        }
        not_included(cube, site, key, records, desk.report);
        let observation = join(&cube.codes, key, &printed, &mut desk);
        cube.observations.insert(*key, observation);
        cube.supplied.insert(*key, records.clone());
    }
    decisions::observe(cube, dataset, &mut desk);
    follow::totals(cube, site);
}

/// Reports what contradicts itself whatever else is wrong: one figure with two values, and payments that are not their total.
/// Rows that could not be read are missing, so no sum is tested of the rest.
pub fn contradictions(dataset: &Dataset, site: &Site, report: &mut Report) {
    let (tabulated, printed) = by_key(&dataset.aggregates);
    let mut desk = Desk::new(site, report);
    for rows in [tabulated, printed] {
        for key in rows.keys() {
            if let Some(finding) = doubled(&dataset.codes, key, &rows, site) {
                desk.raise(finding, &sources(&rows[key]));
            }
        }
    }
    decisions::totals(dataset, &mut desk);
}

/// Returns the rows by key: those that `candour tabulate` counted, and those that the council printed. A counted row has no
/// other source to name, as it would have none had its case rows been read here.
fn by_key(records: &[AggregateRecord]) -> (Rows, Rows) {
    let (mut tabulated, mut printed) = (Rows::new(), Rows::new());
    for record in records {
        let (rows, record) = if record.counted() {
            let source: Arc<str> = "".into();
            let record = AggregateRecord {
                source,
                ..record.clone()
            };
            (&mut tabulated, record)
        } else {
            (&mut printed, record.clone())
        };
        rows.entry(record.key).or_default().push(record);
    }
    (tabulated, printed)
}

/// A supplied figure is not in the totals that are counted from case rows. Adding it would make some totals include it
/// and others (of a measure or quarter that was not supplied) not, so the totals say what they leave out.
fn not_included(
    cube: &mut Cube,
    site: &Site,
    key: &ObservationKey,
    records: &[AggregateRecord],
    report: &mut Report,
) {
    let counts = key.measure == code::RECEIVED && key.breakdowns == [None; 3];
    if !counts || key.contact == code::OMBUDSMAN_ENQUIRY || key.service == code::ALL {
        return;
    }
    let mut left_out = false;
    let above = site.services.ancestors(key.service);
    for node in above.into_iter().chain([code::ALL]) {
        for procedure in [key.procedure, code::ALL] {
            let total = ObservationKey {
                procedure,
                ..key.service(node)
            };
            let other = !cube.supplied.contains_key(&total) && total != *key;
            if let Some(total) = cube.observations.get_mut(&total).filter(|_| other) {
                left_out = true;
                let name = words::service(&cube.codes, site, key.service);
                add_note(&mut total.notes, &format!("Without {name}."));
            }
        }
    }
    if left_out {
        let name = words::service(&cube.codes, site, key.service);
        let message = format!("{name} is not in the totals that are counted from case rows");
        report.push(
            Diagnostic::warning(rule::NOT_IN_TOTALS, message)
                .at(records[0].origin.clone())
                .help("Supply its case rows too, or supply everything as figures (candour tabulate makes them of case rows). The pages say which totals leave it out."),
        );
    }
}

fn counted_too(
    cube: &Cube,
    site: &Site,
    key: &ObservationKey,
    records: &[AggregateRecord],
    report: &mut Report,
) {
    let table = cube.tabulated.get(key).and_then(|rows| rows.first());
    for record in records {
        let (message, help) = match table {
            None => (
                "this figure is supplied, and Candour counts it from the case rows too".to_owned(),
                "Keep one of the two: take the row out of this file, or the cases of that service and period out of data/cases/.",
            ),
            Some(row) => (
                format!(
                    "this figure is supplied, and {} has it counted from case rows",
                    row.origin.file
                ),
                "Keep one of the two: take the row out of one of the files.",
            ),
        };
        report.push(
            Diagnostic::error(rule::COUNTED_AND_SUPPLIED, message)
                .at(record.origin.clone())
                .value(&words::value(record.value, record.qualifier, record.unit))
                .fact("figure", words::figure(&cube.codes, site, key))
                .help(help),
        );
    }
}

/// The supplied rows by key.
type Rows = BTreeMap<ObservationKey, Vec<AggregateRecord>>;

/// Makes one observation of all rows for a key.
fn join(codes: &Codes, key: &ObservationKey, rows: &Rows, desk: &mut Desk) -> Observation {
    let records = &rows[key];
    let mut chosen = best(records);
    let mut notes: Vec<Arc<str>> = Vec::new();
    if let Some(finding) = doubled(codes, key, rows, desk.site) {
        if let Some(accepted) = desk.raise(finding, &sources(records)) {
            match named(records, &accepted.choose) {
                Some(record) => chosen = record,
                None => desk.unclear_choice(accepted, &sources(records)),
            }
            notes.extend(also_printed(chosen, records));
            notes.push(accepted.reason.as_str().into());
        }
    } else if records.iter().any(|other| !agree(chosen, other))
        && let Some(accepted) = desk.acceptance(rule::TWO_VALUES, codes, key)
    {
        chosen = named(records, &accepted.choose).unwrap_or(chosen);
    }
    for record in records.iter().filter(|record| agree(chosen, record)) {
        if !record.note.is_empty() && !notes.contains(&record.note) {
            notes.push(record.note.clone());
        }
    }
    let exact = |pick: fn(&AggregateRecord) -> Option<i64>| {
        pick(chosen).or_else(|| {
            records
                .iter()
                .filter(|other| agree(chosen, other))
                .find_map(pick)
        })
    };
    Observation {
        value: chosen.value,
        numerator: exact(|record| record.numerator),
        denominator: exact(|record| record.denominator),
        unit: chosen.unit,
        qualifier: chosen.qualifier,
        supplied: true,
        source: chosen.source.clone(),
        notes,
    }
}

/// Returns the finding that the rows for a key disagree, where they do. Shares, rates and changes have one more witness, the
/// counts: `claims` judges each printed value by them.
fn doubled(codes: &Codes, key: &ObservationKey, rows: &Rows, site: &Site) -> Option<Diagnostic> {
    let records = &rows[key];
    let chosen = best(records);
    let disagree = records.iter().any(|other| !agree(chosen, other));
    if !disagree || is_claim(codes, key) {
        return None;
    }
    let finding = two_values(codes, site, key, records);
    let hints = of_another_year(key, rows).into_iter();
    Some(hints.fold(finding, |finding, hint| finding.fact("looks like", hint)))
}

/// Returns which of the values is printed for the year before or after too.
fn of_another_year(key: &ObservationKey, rows: &Rows) -> Vec<String> {
    let mut hints = Vec::new();
    let after = |period: &Period| period.year_before() == Some(key.period);
    let near = rows
        .range(key.period(Period::Undated)..)
        .take_while(|(other, _)| other.service == key.service)
        .map(|(other, _)| other.period)
        .filter(|period| after(period) || key.period.year_before() == Some(*period));
    let near: BTreeSet<Period> = near.collect();
    for period in near {
        for record in rows.get(&key.period(period)).into_iter().flatten() {
            let same = rows[key].iter().find(|own| own.value == record.value);
            if let Some(Ok(number)) = same.map(|own| own.value) {
                let hint = format!("{} is the value of {}", number.grouped(), period.id());
                if !hints.contains(&hint) {
                    hints.push(hint);
                }
            }
        }
    }
    hints
}

/// Returns the row that says most: an exact number before a rough one, a number before none, more decimals before fewer.
fn best(records: &[AggregateRecord]) -> &AggregateRecord {
    let rank = |record: &AggregateRecord| {
        (
            record.value.is_ok(),
            record.qualifier == Qualifier::None,
            record.value.map_or(0, |number| number.places()),
        )
    };
    let mut best = &records[0];
    for record in &records[1..] {
        if agree(best, record) && rank(record) > rank(best) {
            best = record;
        }
    }
    best
}

/// Returns whether two rows say the same thing, each as exactly as it was printed.
pub(super) fn agree(a: &AggregateRecord, b: &AggregateRecord) -> bool {
    match (a.value, b.value) {
        // Twenty-two working days are not twenty-two calendar days.
        (Ok(_), Ok(_)) if a.unit != b.unit => false,
        (Ok(one), Ok(two)) => {
            let same = if a.unit == Unit::Count || a.unit == Unit::Gbp {
                one == two
            } else {
                let places = one.places().min(two.places());
                one.round(places) == two.round(places)
            };
            same || rough(one, a.qualifier, two) || rough(two, b.qualifier, one)
        }
        (Err(one), Err(two)) => one == two,
        (Ok(_), Err(mark)) | (Err(mark), Ok(_)) => mark == Shorthand::NotAvailable,
    }
}

/// Returns whether a rough value leaves room for this exact one.
fn rough(value: Decimal, qualifier: Qualifier, exact: Decimal) -> bool {
    match qualifier {
        Qualifier::None => false,
        Qualifier::About => exact.minus(value).absolute() <= slack(value),
        Qualifier::Over => exact >= value,
        Qualifier::Under => exact <= value,
        Qualifier::Unsigned => exact.absolute() == value.absolute(),
    }
}

/// Returns how far an exact number may be from one printed with "about": half a unit of its last digit that is not
/// nought, at least half of one. "About 1,700" is 1,650 to 1,750.
pub(super) fn slack(value: Decimal) -> Decimal {
    let mut half = 5;
    if let Some(mut whole) = value.as_whole().filter(|whole| *whole != 0) {
        while whole % 10 == 0 {
            whole /= 10;
            half *= 10;
        }
        return Decimal::new(half, 1);
    }
    Decimal::new(half, value.places() + 1)
}

/// Returns whether a measure is a share, a rate or a change of counts that Candour may have.
pub(super) fn is_claim(codes: &Codes, key: &ObservationKey) -> bool {
    Claim::of(codes.word(key.measure)).is_some()
        || matches!(
            key.measure,
            code::UPHOLD_RATE
                | code::SATISFACTORY_REMEDY_RATE
                | code::COMPLIANCE_RATE
                | code::LATE_COMPLIANCE_RATE
                | code::MALADMINISTRATION_RATE
        )
}

/// Returns the row that `use` names: by the text of its `source`, or as `file:row`.
pub(super) fn named<'a>(
    records: &'a [AggregateRecord],
    choice: &str,
) -> Option<&'a AggregateRecord> {
    let choice = choice.trim();
    records.iter().find(|record| {
        (!record.source.is_empty() && record.source.trim() == choice)
            || record
                .origin
                .row
                .is_some_and(|row| format!("{}:{row}", record.origin.file) == choice)
    })
}

/// Returns what `use` can name.
pub(super) fn sources(records: &[AggregateRecord]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for record in records {
        let name = match (record.source.is_empty(), record.origin.row) {
            (false, _) => record.source.to_string(),
            (true, row) => format!("{}:{}", record.origin.file, row.unwrap_or_default()),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the finding that two rows disagree.
pub(super) fn two_values(
    codes: &Codes,
    site: &Site,
    key: &ObservationKey,
    records: &[AggregateRecord],
) -> Diagnostic {
    let first = &records[0];
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for record in records {
        let value = words::value(record.value, record.qualifier, record.unit);
        let place = words::place(record, Some(&first.origin));
        match said.iter_mut().find(|(known, _)| *known == value) {
            Some((_, places)) => places.push(place),
            None => said.push((value, vec![place])),
        }
    }
    let said: Vec<String> = said
        .iter()
        .map(|(value, places)| format!("{value} ({})", places.join("; ")))
        .collect();
    let mut finding = Diagnostic::error(
        rule::TWO_VALUES,
        format!(
            "{} has more than one value: {}",
            words::figure(codes, site, key),
            said.join(" and ")
        ),
    )
    .at(first.origin.clone())
    .value(&words::value(first.value, first.qualifier, first.unit))
    .key(key.text(codes))
    .help(match difference(records) {
        Some(difference) => format!("The difference is {difference}. Correct the wrong one."),
        None => "Correct the wrong one.".into(),
    });
    finding.related = records[1..].iter().map(|r| r.origin.clone()).collect();
    finding
}

/// Returns by how much two values differ, where there are two exact ones in one unit.
fn difference(records: &[AggregateRecord]) -> Option<String> {
    let exact =
        |record: &&AggregateRecord| record.value.is_ok() && record.qualifier == Qualifier::None;
    let one = records.iter().find(exact)?;
    let mut others = records
        .iter()
        .filter(exact)
        .filter(|other| other.value != one.value);
    let two = others.next()?;
    let more = others.any(|other| other.value != two.value);
    let difference = one.value.ok()?.minus(two.value.ok()?).absolute();
    (!more && one.unit == two.unit).then(|| match one.unit {
        Unit::Percent => format!("{} percentage points", difference.grouped()),
        unit => words::amount(difference, unit),
    })
}

/// Returns, for each other value than the chosen one, the sentence that the page prints beside it.
pub(super) fn also_printed(chosen: &AggregateRecord, records: &[AggregateRecord]) -> Vec<Arc<str>> {
    let mut notes: Vec<Arc<str>> = Vec::new();
    for record in records.iter().filter(|record| !agree(chosen, record)) {
        let value = words::value(record.value, record.qualifier, record.unit);
        let note: Arc<str> = if record.source.is_empty() {
            format!("Also printed as {value}.").into()
        } else {
            format!("Also printed as {value} (“{}”).", record.source).into()
        };
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}
