//! Tables of figures: categories against periods, measures against periods, procedures side by side.
//!
//! One builder serves every breakdown, so a figure that the data hold always has its natural place: in the table of its
//! breakdown, under the measure and base it was given with.

mod breakdown;
mod column;
mod cross;
mod measure;
mod procedure;
mod rest;
mod scope;

pub use breakdown::Cut;
pub(super) use breakdown::names_of;
pub use scope::Scope;

use super::page::{Inline, TableRow, plain_words};
use super::sheet::Sheet;
use crate::disclosure::Released;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{Code, ObservationKey, Unit, code, measure};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Builds the tables of one page.
pub struct Tables<'s, 'a> {
    /// The page's figures.
    pub sheet: &'s Sheet<'a>,
    /// The released keys of the page's service and period.
    pub now: &'a [ObservationKey],
    /// Those of the year before.
    pub then: &'a [ObservationKey],
    /// The period a year before; nothing where one of the two is told only in part, since months are not set beside a year.
    pub before: Option<Period>,
    service: Code,
    /// For a year: its quarters that have figures.
    pub quarters: Vec<Period>,
    /// What each scope has figures for.
    holdings: BTreeMap<Place, Vec<Holding>>,
    /// The keys, as cells carry them, of the figures that something must stand beside: few, and none where all was
    /// counted from case rows.
    noted: BTreeMap<Arc<str>, ObservationKey>,
}

impl<'s, 'a> Tables<'s, 'a> {
    /// Collects what there is to tell about a service in a period.
    pub fn new(sheet: &'s Sheet<'a>, service: Code, period: Period) -> Self {
        let values = &sheet.figures.release.values;
        let before = sheet.figures.compared_with(service, period);
        let then = before.map_or(&[][..], |before| values.keys_of(service, before));
        let quarters = period
            .quarters()
            .into_iter()
            .flatten()
            .filter(|quarter| !values.keys_of(service, *quarter).is_empty())
            .collect();
        let hidden = ReleasedValue::Withheld(Shorthand::Confidential);
        let noted = [Some(period), before]
            .into_iter()
            .flatten()
            .filter(|period| !values.plain(service, *period))
            .flat_map(|period| values.of(service, period))
            .filter(|(_, released)| released.value != hidden)
            .filter(|(key, released)| is_claim(sheet, key, released) || !released.notes.is_empty())
            .map(|(key, _)| (key.text(sheet.names.codes).into(), *key))
            .collect();
        Tables {
            sheet,
            now: values.keys_of(service, period),
            then,
            before,
            service,
            quarters,
            holdings: match values.plain(service, period) {
                true => holdings(values.keys_of(service, period), |key| (key, false)),
                false => holdings(values.of(service, period), |(key, released)| {
                    (key, released.supplied)
                }),
            },
            noted,
        }
    }

    /// Returns the keys of a scope, now and a year before.
    fn of(&self, scope: &Scope) -> impl Iterator<Item = &ObservationKey> {
        scope
            .part_of(self.now)
            .iter()
            .chain(scope.part_of(self.then))
    }

    /// Returns the same, and of a year the keys of the quarters beside it that the council supplied: what is known of these
    /// need not be known of the year, and what was counted is.
    fn of_all(&self, scope: &Scope) -> impl Iterator<Item = &ObservationKey> {
        let values = &self.sheet.figures.release.values;
        let supplied = |quarter: &&Period| !values.plain(scope.service, **quarter);
        let quarters = self.quarters.iter().filter(supplied);
        self.of(scope).chain(quarters.flat_map(|quarter| {
            let keys = values.keys_of(scope.service, *quarter);
            scope.period(*quarter).part_of(keys)
        }))
    }

    /// Returns the procedures that figures of a contact and stage name, in the order of candour.toml, `all` last.
    pub fn procedures(&self, contact: Code, stage: Code) -> Vec<Code> {
        let mut found: Vec<Code> = self
            .holdings
            .keys()
            .filter(|place| place.0 == contact && place.2 == stage)
            .map(|place| place.1)
            .collect();
        let order = &self.sheet.names.site.procedures;
        let place = |code: &Code| order.iter().position(|procedure| procedure.code == *code);
        found.sort_by_key(|code| (*code == code::ALL, place(code).unwrap_or(usize::MAX), *code));
        found
    }

    /// Returns the sets of breakdowns that a scope has figures for, in a fixed order.
    pub fn breakdowns(&self, scope: &Scope) -> impl Iterator<Item = &[Code]> {
        let sets = self.holdings.get(&scope.place());
        sets.into_iter()
            .flatten()
            .map(|set| &set.names[..])
            .filter(|names| !names.is_empty())
    }

    /// Returns whether a scope has figures for a set of breakdowns.
    pub fn holds(&self, scope: &Scope, set: &[Code]) -> bool {
        self.breakdowns(scope).any(|known| known == set)
    }

    /// Returns whether the council supplied one of a scope's figures for a set of breakdowns.
    pub fn supplied(&self, scope: &Scope, set: &[Code]) -> bool {
        let sets = self.holdings.get(&scope.place());
        sets.into_iter()
            .flatten()
            .any(|known| known.names == set && known.supplied)
    }

    /// Returns what a scope counts, in words: "Stage 1 complaints", "Compliments".
    pub fn what(&self, scope: &Scope) -> String {
        let names = &self.sheet.names;
        if scope.contact != code::COMPLAINT {
            return names.of(crate::vocabulary::List::Contact, scope.contact);
        }
        match scope.stage {
            code::ALL => names.words.get("what.complaints").to_owned(),
            stage => names
                .words
                .fill("what.stage_complaints", &[("stage", &names.stage(stage))]),
        }
    }

    pub(super) fn caption(&self, scope: &Scope, key: &str, args: &[(&str, &str)]) -> String {
        let names = &self.sheet.names;
        let (service, period) = (names.service(scope.service), names.period(scope.period));
        let mut all: Vec<(&str, &str)> = args.to_vec();
        all.extend([("service", service.as_str()), ("period", period.as_str())]);
        let text = names.words.fill(key, &all);
        if scope.procedure == code::ALL {
            return text;
        }
        let procedure = names
            .words
            .within(&names.of(crate::vocabulary::List::Procedure, scope.procedure));
        names.words.fill(
            "table.of_procedure",
            &[("caption", &text), ("procedure", &procedure)],
        )
    }

    /// Returns what must stand beside single figures of a table, each line naming its figure.
    fn notes<'t>(&self, rows: impl Iterator<Item = &'t TableRow>) -> Vec<Vec<Inline>> {
        let mut lines = Vec::new();
        let mut as_supplied = false;
        if self.noted.is_empty() {
            return lines;
        }
        for row in rows {
            for cell in row.cells.iter() {
                let Some(key) = self.noted.get(&cell.key) else {
                    continue;
                };
                let text = notes_on(self.sheet, key);
                if text.is_empty() {
                    as_supplied = true;
                    continue;
                }
                let mut line = row.head.clone();
                line.push(Inline::text(format!(
                    ", {}: {}",
                    self.sheet.names.words.period_short(key.period),
                    text.join(" ")
                )));
                lines.push(line);
            }
        }
        lines.dedup_by(|a, b| plain_words(a) == plain_words(b));
        if as_supplied {
            lines.push(vec![Inline::text(
                self.sheet.names.words.get("table.as_supplied"),
            )]);
        }
        lines
    }
}

/// Returns the notes of a released figure.
fn notes_on<'a>(sheet: &Sheet<'a>, key: &ObservationKey) -> Vec<&'a str> {
    let release = sheet.figures.release;
    let notes = release.values.get(key).map(|released| &released.notes[..]);
    notes.into_iter().flatten().map(|note| &**note).collect()
}

/// A supplied share or change whose counts are not known is said to be as supplied.
fn is_claim(sheet: &Sheet, key: &ObservationKey, released: &Released) -> bool {
    let share = || measure(key.measure).is_some_and(|measure| measure.unit == Unit::Percent);
    released.supplied && (sheet.names.is_change(key.measure) || share())
}

/// Contact, procedure and stage.
type Place = (Code, Code, Code);

/// A set of breakdowns that a scope has figures for; without names, the figures without breakdowns.
#[derive(Debug)]
struct Holding {
    names: Vec<Code>,
    supplied: bool,
}

/// Collects what each scope has figures for, in one walk over them: pages ask again and again. Those of a scope stand side
/// by side.
fn holdings<V>(
    values: &[V],
    of: impl Fn(&V) -> (&ObservationKey, bool),
) -> BTreeMap<Place, Vec<Holding>> {
    let place = |value: &V| {
        let key = of(value).0;
        (key.contact, key.procedure, key.stage)
    };
    let scopes = values.chunk_by(|a, b| place(a) == place(b));
    let held = scopes.filter_map(|scope| {
        let mut sets: Vec<([Option<Code>; 3], bool)> = Vec::new();
        for (key, is_supplied) in scope.iter().map(&of) {
            let names = key.breakdown_names();
            // The set before, nearly always.
            match sets.iter_mut().rev().find(|(known, _)| *known == names) {
                Some((_, supplied)) => *supplied |= is_supplied,
                None => sets.push((names, is_supplied)),
            }
        }
        sets.sort_unstable();
        Some((place(scope.first()?), listed(sets)))
    });
    held.collect()
}

fn listed(sets: Vec<([Option<Code>; 3], bool)>) -> Vec<Holding> {
    let mut listed: Vec<Holding> = sets
        .into_iter()
        .map(|(names, supplied)| Holding {
            names: names.into_iter().flatten().collect(),
            supplied,
        })
        .collect();
    listed.sort_by_cached_key(|set| {
        let places: Vec<usize> = set.names.iter().map(|name| place(*name)).collect();
        (places.len(), places)
    });
    listed
}

/// The place of a breakdown on a page.
fn place(breakdown: Code) -> usize {
    [
        code::OUTCOME,
        code::TIMELINESS,
        code::RESPONSE_BAND,
        code::NEXT_STAGE,
        code::NATURE,
        code::COMPLAINANT,
        code::CHANNEL,
        code::REMEDY,
        code::REFUSAL_REASON,
        code::SERVICE,
    ]
    .iter()
    .position(|name| *name == breakdown)
    .unwrap_or(usize::MAX)
}
