//! The tiles of a section: the numbers that are read first.

use super::{SlicePage, stage_of};
use crate::publication::page::{Inline, Tile};
use crate::publication::print::outcome_measure;
use crate::publication::sentence::Speaker;
use crate::publication::table::{Scope, Tables};
use crate::vocabulary::{self, Code, List, ObservationKey, code};

impl SlicePage<'_, '_> {
    /// Returns tiles by name, leaving out those without a figure unless the council asked for them.
    pub(super) fn tiles(&self, scope: &Scope, asked: Option<&[String]>) -> Vec<Tile> {
        let default = self.default_tiles(scope);
        let wanted: &[String] = asked.unwrap_or(&default);
        let known = |name: &String| {
            self.tile_key(scope, name)
                .is_some_and(|key| self.sheet.has(&key))
        };
        if !wanted.iter().any(known) {
            return Vec::new();
        }
        wanted
            .iter()
            .filter_map(|name| {
                let tile = self.tile(scope, name)?;
                let key = self.tile_key(scope, name)?;
                let empty = self.sheet.find(&key).is_none()
                    || (name == "open" && self.sheet.whole(&key) == Some(0));
                (asked.is_some() || !empty).then_some(tile)
            })
            .collect()
    }

    /// What came in and how it ended. Outcomes stand together or not at all: three of which one is not known would be read
    /// as all there is.
    fn default_tiles(&self, scope: &Scope) -> Vec<String> {
        let known = |outcome: &str| {
            let key = self.tile_key(scope, outcome);
            key.is_some_and(|key| self.sheet.has(&key))
        };
        let main = ["not_upheld", "partially_upheld", "upheld"];
        let mut tiles = vec!["received"];
        if main.into_iter().all(known) {
            tiles.extend(main);
            tiles.push("open");
        } else {
            tiles.extend(["responded", "upheld_or_partially_upheld"]);
        }
        tiles.into_iter().map(str::to_owned).collect()
    }

    fn tile_key(&self, scope: &Scope, name: &str) -> Option<ObservationKey> {
        let names = &self.sheet.names;
        if let Some((place, measure)) = name.rsplit_once('.') {
            let measure = names.codes.get(measure)?;
            // "ombudsman_enquiry.lgsco.received" counts what one ombudsman asked about.
            if let Some((contact, ombudsman)) = place.split_once('.') {
                let scope = self.scope(names.codes.get(contact)?, code::ALL, code::ALL);
                let of = names.site.list(List::Ombudsman).find(ombudsman)?;
                let key = self.outcome_or_measure(&scope, measure);
                return Some(key.with(names.codes, code::OMBUDSMAN, of));
            }
            let scope = match stage_of(place) {
                Some(stage) => self
                    .headline(&Tables::new(&self.sheet, self.service, self.period), stage)
                    .unwrap_or(self.scope(code::COMPLAINT, code::ALL, stage)),
                None => self.scope(names.codes.get(place)?, code::ALL, code::ALL),
            };
            return Some(self.outcome_or_measure(&scope, measure));
        }
        Some(self.outcome_or_measure(scope, names.codes.get(name)?))
    }

    fn outcome_or_measure(&self, scope: &Scope, word: Code) -> ObservationKey {
        let names = &self.sheet.names;
        let is_outcome = names.site.list(List::Outcome).entry(word).is_some()
            && vocabulary::measure(word).is_none();
        if is_outcome {
            return scope
                .key(outcome_measure(names))
                .with(names.codes, code::OUTCOME, word);
        }
        if word == code::IN_TIME {
            return scope.in_time(code::RESPONDED, names.codes);
        }
        scope.key(word)
    }

    fn tile(&self, scope: &Scope, name: &str) -> Option<Tile> {
        let names = &self.sheet.names;
        let key = self.tile_key(scope, name)?;
        let mut notes = Vec::new();
        let (heading, colour) = match key.category(code::OUTCOME) {
            Some(outcome) => {
                let meaning = format!("outcome_meanings.{}", names.codes.word(outcome));
                if names.words.has(&meaning) && !names.words.get(&meaning).is_empty() {
                    notes.push(vec![Inline::text(names.words.get(&meaning))]);
                }
                (names.of(List::Outcome, outcome), colour(outcome))
            }
            None if key.contact != code::COMPLAINT => (self.contact_tile(&key), "k0"),
            None if name.contains('.') && key.measure == code::RECEIVED => {
                let stage = names.stage(key.stage);
                let what = names
                    .words
                    .fill("what.stage_complaints", &[("stage", &stage)]);
                (names.words.fill("tile.received", &[("what", &what)]), "k0")
            }
            None if name.contains('.') => {
                let what = names.words.fill(
                    "what.stage_complaints",
                    &[("stage", &names.stage(key.stage))],
                );
                (
                    names.words.fill(
                        "tile.of",
                        &[
                            ("measure", &names.words.within(&names.measure(key.measure))),
                            ("what", &what),
                        ],
                    ),
                    "k0",
                )
            }
            None => (names.measure(key.measure), "k0"),
        };
        if key.category(code::OUTCOME).is_none() {
            notes.extend(Speaker { sheet: &self.sheet }.tile_change(&key));
        }
        notes.extend(self.of_one_procedure(&key));
        Some(Tile {
            heading,
            figure: self.sheet.cell_with_unit(&key),
            notes,
            link: None,
            colour,
        })
    }

    /// Which procedure a tile is of, where the service has figures of others at that stage.
    fn of_one_procedure(&self, key: &ObservationKey) -> Option<Vec<Inline>> {
        if key.contact != code::COMPLAINT || key.procedure == code::ALL {
            return None;
        }
        let tables = Tables::new(&self.sheet, self.service, self.period);
        let procedures = tables.procedures(key.contact, key.stage);
        let other = |of: &Code| ![code::ALL, key.procedure].contains(of);
        procedures.iter().find(|of| other(of))?;
        let names = &self.sheet.names;
        let name = names.of(List::Procedure, key.procedure);
        let args = [("procedure", name.as_str())];
        let text = names.words.fill("tile.of_procedure", &args);
        Some(vec![Inline::text(text)])
    }

    /// Returns the heading of a tile that counts contacts, with the ombudsman when it is of one.
    fn contact_tile(&self, key: &ObservationKey) -> String {
        let names = &self.sheet.names;
        let contact = names.of(List::Contact, key.contact);
        match key.category(code::OMBUDSMAN) {
            Some(who) => names.words.fill(
                "tile.of_ombudsman",
                &[
                    ("contact", &contact),
                    ("ombudsman", &names.of(List::Ombudsman, who)),
                ],
            ),
            None => names.words.fill("tile.contacts", &[("contact", &contact)]),
        }
    }
}

/// Returns the colour of an outcome's tile.
fn colour(outcome: Code) -> &'static str {
    match outcome {
        code::NOT_UPHELD => "k1",
        code::PARTIALLY_UPHELD | code::UPHELD_OR_PARTIALLY_UPHELD => "k2",
        code::UPHELD => "k3",
        code::WITHDRAWN => "k4",
        code::OPEN => "k5",
        _ => "k0",
    }
}
