//! The plain answers: how many, how often at fault, on time, how long; of the whole council, or of each service.

use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::hidden::HIDDEN;
use crate::publication::page::{Block, Inline, Link, Section, Tile};
use crate::publication::sentence::{Line, Speaker};
use crate::publication::sheet::Sheet;
use crate::publication::table::{Scope, Tables};
use crate::vocabulary::{Code, List, ObservationKey, code};

impl Composer<'_> {
    /// The three plain answers of each service, where there are none for the whole council.
    pub(super) fn answers_by_service(&self, sheet: &Sheet, period: Period) -> Vec<Section> {
        self.services()
            .into_iter()
            .filter(|(service, depth)| *service != code::ALL && *depth == 0)
            .filter_map(|(service, _)| {
                let at = match self.tells(service, period) {
                    true => period,
                    false => self.latest(service)?,
                };
                let lines = self.answers_in_words(sheet, service, at)?;
                let name = sheet.names.service(service);
                let args = [("service", name.as_str())];
                let text = self.from.words.fill("home.see_service", &args);
                let links = vec![Link::new(self.slice_path(service, at), text)];
                Some(Section::new(
                    format!("now-{}", sheet.names.slug(service)),
                    name,
                    vec![Block::Short { lines }, Block::Links { links }],
                ))
            })
            .collect()
    }

    /// The answers of a service as sentences; nothing when there is none.
    fn answers_in_words(&self, sheet: &Sheet, service: Code, period: Period) -> Option<Vec<Line>> {
        let speaker = Speaker { sheet };
        let counted = self.headline_scope(sheet, service, period);
        // Shares may be known where the count is not.
        let scope = match counted {
            Some(scope) => scope,
            None => Scope {
                service,
                period,
                contact: code::COMPLAINT,
                procedure: *Tables::new(sheet, service, period)
                    .procedures(code::COMPLAINT, code::STAGE_1)
                    .first()?,
                stage: code::STAGE_1,
            },
        };
        let mut lines: Vec<Line> = counted
            .iter()
            .map(|scope| speaker.received_in(scope))
            .collect();
        lines.extend(match counted {
            Some(_) => speaker.at_fault(&scope),
            None => speaker.at_fault_first(&scope),
        });
        lines.extend(self.days_by_procedure(sheet, &scope));
        lines.extend(speaker.on_time(&scope));
        (!lines.is_empty()).then_some(lines)
    }

    /// How long answers took, a sentence for each procedure: days of several are never mixed.
    fn days_by_procedure(&self, sheet: &Sheet, scope: &Scope) -> Vec<Line> {
        Tables::new(sheet, scope.service, scope.period)
            .procedures(code::COMPLAINT, code::STAGE_1)
            .into_iter()
            .filter(|procedure| *procedure != code::ALL)
            .filter_map(|procedure| Speaker { sheet }.days(&scope.procedure(procedure)))
            .collect()
    }

    /// Four boxes: received, at fault, on time, compliments; then how long it took.
    pub(super) fn answers(&self, sheet: &Sheet, service: Code, period: Period) -> Option<Section> {
        let words = self.from.words;
        let scope = self.headline_scope(sheet, service, period)?;
        let path = self.slice_path(service, period);
        let see = |key: &str| Some(Link::new(path.clone(), words.get(key)));
        let received = scope.key(code::RECEIVED);
        let mut tiles =
            vec![self.tile(sheet, &received, "home.received", see("home.see_received"))];
        tiles.extend(self.fault_tile(sheet, &scope).map(|tile| Tile {
            link: see("home.see_outcomes"),
            ..tile
        }));
        tiles.extend(self.time_tile(sheet, &scope).map(|mut tile| {
            tile.notes.extend(self.targets(sheet, &scope));
            Tile {
                link: see("home.see_times"),
                ..tile
            }
        }));
        let of = self.of_procedure(sheet, &scope);
        tiles
            .iter_mut()
            .for_each(|tile| tile.notes.extend(of.clone()));
        let compliments =
            ObservationKey::contacts(service, period, code::COMPLIMENT, code::RECEIVED);
        if sheet.whole(&compliments).is_some() {
            let link = see("home.see_contacts");
            tiles.push(self.tile(sheet, &compliments, "home.compliments", link));
        }
        let mut blocks = vec![Block::Tiles { tiles }];
        let days = self.days_by_procedure(sheet, &scope);
        if !days.is_empty() {
            blocks.push(Block::Short { lines: days });
        }
        let unknown = self.unknown(sheet, &scope);
        if !unknown.is_empty() {
            blocks.push(Block::Prose { lines: unknown });
        }
        let heading = words.fill(
            "home.answers",
            &[
                ("service", &sheet.names.service(service)),
                ("period", &words.period(period)),
            ],
        );
        Some(Section::new("now", heading, blocks))
    }

    /// Which procedure the answers are of, where services have figures of others.
    fn of_procedure(&self, sheet: &Sheet, scope: &Scope) -> Option<Line> {
        let others = |service: Code| {
            let tables = Tables::new(sheet, service, scope.period);
            let procedures = tables.procedures(code::COMPLAINT, scope.stage);
            let other = |of: &Code| ![code::ALL, scope.procedure].contains(of);
            procedures.iter().any(other)
        };
        let mut services = self.services().into_iter().map(|(service, _)| service);
        if scope.procedure == code::ALL || !services.any(others) {
            return None;
        }
        let name = sheet.names.of(List::Procedure, scope.procedure);
        let args = [("procedure", name.as_str())];
        let text = self.from.words.fill("tile.of_procedure", &args);
        Some(vec![Inline::text(text)])
    }

    fn fault_tile(&self, sheet: &Sheet, scope: &Scope) -> Option<Tile> {
        let agreed = scope.at_fault(code::DECIDED, sheet.names.codes);
        sheet.whole(&agreed)?;
        let mut tile = self.tile(sheet, &agreed, "home.at_fault", None);
        // Beside hidden parts the whole stands alone.
        let hidden =
            |piece: &Inline| matches!(piece, Inline::Figure { text, .. } if text == HIDDEN);
        let line = self.of_decided(sheet, scope);
        tile.notes = match line.iter().any(hidden) {
            true => Vec::new(),
            false => vec![line],
        };
        Some(tile)
    }

    /// How many were in time, of how many; the share as the council printed it, where the counts behind it are not known.
    fn time_tile(&self, sheet: &Sheet, scope: &Scope) -> Option<Tile> {
        let codes = sheet.names.codes;
        let in_time = scope.in_time(code::RESPONDED, codes);
        let share = scope.in_time(code::RESPONDED_PERCENT, codes);
        if sheet.whole(&in_time).is_none() {
            sheet.find(&share)?.number()?;
            return Some(self.tile(sheet, &share, "home.on_time", None));
        }
        let mut tile = self.tile(sheet, &in_time, "home.on_time", None);
        tile.notes = vec![self.from.words.pieces(
            "home.of_replies",
            &[
                ("base", vec![sheet.inline(&scope.key(code::RESPONDED))]),
                ("share", vec![sheet.inline(&share)]),
            ],
        )];
        Some(tile)
    }

    /// The target, where all procedures that are counted have the same; else that each has its own.
    fn targets(&self, sheet: &Sheet, scope: &Scope) -> Option<Line> {
        let speaker = Speaker { sheet };
        if scope.procedure != code::ALL {
            return speaker.target(scope);
        }
        let mut targets: Vec<Option<Line>> = Vec::new();
        let tables = Tables::new(sheet, scope.service, scope.period);
        for procedure in tables.procedures(code::COMPLAINT, scope.stage) {
            if procedure != code::ALL {
                targets.push(speaker.target(&scope.procedure(procedure)));
            }
        }
        let written =
            |target: &Option<Line>| target.as_deref().map(crate::publication::page::plain_words);
        let first = targets.first()?.clone();
        if targets
            .iter()
            .all(|target| written(target) == written(&first))
        {
            return first;
        }
        let own = self.from.words.get("home.own_targets");
        Some(vec![Inline::text(own)])
    }

    fn tile(&self, sheet: &Sheet, key: &ObservationKey, heading: &str, link: Option<Link>) -> Tile {
        Tile {
            heading: self.from.words.get(heading).to_owned(),
            figure: sheet.cell_with_unit(key),
            notes: Speaker { sheet }.tile_change(key).into_iter().collect(),
            link,
            colour: "",
        }
    }

    fn of_decided(&self, sheet: &Sheet, scope: &Scope) -> Line {
        let decided = scope.key(code::DECIDED);
        let part = |outcome| {
            let key = decided.with(sheet.names.codes, code::OUTCOME, outcome);
            vec![sheet.inline(&key)]
        };
        self.from.words.pieces(
            "home.of_decided",
            &[
                ("base", vec![sheet.inline(&decided)]),
                ("upheld", part(code::UPHELD)),
                ("partly", part(code::PARTIALLY_UPHELD)),
            ],
        )
    }
}
