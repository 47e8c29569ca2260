//! The page of one service in one period: the main page of the site.

use super::compose::Composer;
use super::names::lower_first;
use super::page::{Block, Choice, Link, Page, Section, Selector, Tile};
use super::sentence::{Line, Speaker};
use super::sheet::Sheet;
use super::table::{Cut, Scope, Tables};
use crate::config::{PageLayout, SectionLayout};
use crate::period::Period;
use crate::vocabulary::{Code, List, ObservationKey, code};

/// The sections of a page when candour.toml says nothing else.
const DEFAULT_SECTIONS: [&str; 12] = [
    "short",
    "stage_1",
    "stage_2",
    "stage_3",
    "informal",
    "all_stages",
    "contacts",
    "ombudsman",
    "context",
    "learning",
    "quotes",
    "notes",
];

/// Makes the page of a service in a period.
pub struct SlicePage<'s, 'a> {
    composer: &'s Composer<'a>,
    sheet: Sheet<'s>,
    service: Code,
    period: Period,
}

impl<'s, 'a> SlicePage<'s, 'a> {
    /// Returns the maker of one page.
    pub fn new(composer: &'s Composer<'a>, service: Code, period: Period) -> Self {
        SlicePage {
            composer,
            sheet: composer.sheet(),
            service,
            period,
        }
    }

    fn scope(&self, contact: Code, procedure: Code, stage: Code) -> Scope {
        Scope {
            service: self.service,
            period: self.period,
            contact,
            procedure,
            stage,
        }
    }

    fn words(&self) -> &'s crate::language::Words {
        self.sheet.names.words
    }

    /// Returns the page.
    pub fn page(&self) -> Page {
        let names = &self.sheet.names;
        let (service, period) = (names.service(self.service), names.period(self.period));
        let args = [
            ("service", service.as_str()),
            ("period", period.as_str()),
            ("council", names.site.council.name.as_str()),
        ];
        let so_far = self.sheet.figures.so_far(self.period);
        let heading = names.words.fill(
            if so_far {
                "slice.heading_so_far"
            } else {
                "slice.heading"
            },
            &args,
        );
        let tables = Tables::new(&self.sheet, self.service, self.period);
        let sections = self.sections(&tables);
        let lead = self.lead(&tables);
        let rows = self.sheet.rows();
        Page {
            path: self.composer.slice_path(self.service, self.period),
            template: "slice",
            title: names.words.fill(
                if self.service == code::ALL {
                    "slice.title_all"
                } else {
                    "slice.title"
                },
                &args,
            ),
            heading,
            description: names.words.fill("slice.description", &args),
            nav: "services/".to_owned(),
            crumbs: self.crumbs(),
            status: self.composer.status(self.period),
            lead,
            selectors: self.composer.selectors(self.service, Some(self.period)),
            notes: self
                .composer
                .notes_on(self.service, self.period, &self.sheet),
            sections,
            more: self.more(),
            downloads: self.composer.own_downloads(),
            indexed: true,
            rows,
        }
    }

    fn crumbs(&self) -> Vec<Link> {
        let names = &self.sheet.names;
        let mut crumbs = self
            .composer
            .crumbs(&[("services/", names.words.get("nav.services"))]);
        let service_path = format!("services/{}/", names.slug(self.service));
        crumbs.push(Link {
            path: service_path.clone(),
            text: names.service(self.service),
            ..Link::default()
        });
        if let Period::Quarter(year, quarter) = self.period {
            let year = Period::Year(year);
            if self.composer.has_slice(self.service, year) {
                crumbs.push(Link {
                    path: self.composer.slice_path(self.service, year),
                    text: names.period(year),
                    ..Link::default()
                });
            }
            crumbs.push(Link {
                text: names.words.quarter_name(quarter),
                current: true,
                ..Link::default()
            });
        } else {
            crumbs.push(Link {
                text: names.period(self.period),
                current: true,
                ..Link::default()
            });
        }
        crumbs
    }

    fn more(&self) -> Vec<Link> {
        let names = &self.sheet.names;
        let mut more = Vec::new();
        let same_kind: Vec<Period> = self
            .composer
            .periods(self.service)
            .iter()
            .copied()
            .filter(|period| period.kind() == self.period.kind())
            .collect();
        let at = same_kind.iter().position(|period| *period == self.period);
        if let Some(before) = at.and_then(|at| at.checked_sub(1)).map(|at| same_kind[at]) {
            more.push(Link {
                path: self.composer.slice_path(self.service, before),
                text: names
                    .words
                    .fill("slice.before", &[("period", &names.period(before))]),
                ..Link::default()
            });
        }
        if let Some(after) = at.and_then(|at| same_kind.get(at + 1)) {
            more.push(Link {
                path: self.composer.slice_path(self.service, *after),
                text: names
                    .words
                    .fill("slice.after", &[("period", &names.period(*after))]),
                ..Link::default()
            });
        }
        more.push(Link {
            path: format!("services/{}/", names.slug(self.service)),
            text: names.words.fill(
                "slice.all_years",
                &[("service", &names.service(self.service))],
            ),
            ..Link::default()
        });
        if self.composer.pages.dictionary {
            more.push(Link {
                path: "data/dictionary/".into(),
                text: names.words.get("slice.dictionary").to_owned(),
                ..Link::default()
            });
        }
        more
    }

    /// The first sentences: how many, and how often at fault.
    fn lead(&self, tables: &Tables) -> Line {
        let speaker = Speaker { sheet: &self.sheet };
        let Some(scope) = self.headline(tables, code::STAGE_1) else {
            return Line::new();
        };
        let mut line = speaker.received(&scope);
        if let Some(fault) = speaker.at_fault(&scope) {
            line.push(super::page::Inline::text(" "));
            line.extend(fault);
        }
        line
    }

    /// Returns the scope of a stage's headline: all procedures where that is known, else the one procedure there is, else
    /// the first with a count.
    fn headline(&self, tables: &Tables, stage: Code) -> Option<Scope> {
        let procedures = tables.procedures(code::COMPLAINT, stage);
        let real: Vec<Code> = procedures
            .iter()
            .copied()
            .filter(|procedure| *procedure != code::ALL)
            .filter(|procedure| {
                let scope = self.scope(code::COMPLAINT, *procedure, stage);
                self.sheet.may_head(&scope.key(code::RECEIVED))
            })
            .collect();
        let counted = |procedure: &Code| {
            self.sheet.has(
                &self
                    .scope(code::COMPLAINT, *procedure, stage)
                    .key(code::RECEIVED),
            )
        };
        let all = procedures.contains(&code::ALL) && counted(&code::ALL);
        let chosen = match real[..] {
            _ if all => code::ALL,
            [] if !procedures.is_empty() => code::ALL,
            [only] => only,
            _ => real
                .iter()
                .copied()
                .find(counted)
                .or(real.first().copied())
                .or(procedures.first().copied())?,
        };
        Some(self.scope(code::COMPLAINT, chosen, stage))
    }

    fn layout(&self) -> PageLayout {
        let pages = &self.sheet.names.site.pages;
        let own = pages
            .get(self.sheet.names.codes.word(self.service))
            .or_else(|| pages.get("default"));
        let mut layout = own.cloned().unwrap_or_default();
        if layout.sections.is_empty() {
            layout.sections = DEFAULT_SECTIONS.map(str::to_owned).to_vec();
        }
        layout
    }

    fn sections(&self, tables: &Tables) -> Vec<Section> {
        let layout = self.layout();
        let none = SectionLayout::default();
        layout
            .sections
            .iter()
            .filter_map(|id| self.section(tables, id, layout.settings.get(id).unwrap_or(&none)))
            .collect()
    }

    fn section(&self, tables: &Tables, id: &str, settings: &SectionLayout) -> Option<Section> {
        let blocks = match id {
            "short" => self.short(tables),
            "stage_1" => self.stage(tables, code::STAGE_1, settings),
            "stage_2" => self.stage(tables, code::STAGE_2, settings),
            "stage_3" => self.stage(tables, code::STAGE_3, settings),
            "informal" => self.stage(tables, code::INFORMAL, settings),
            "all_stages" => self.stage(tables, code::ALL, settings),
            "contacts" => self.contacts(tables, settings),
            "ombudsman" => self.ombudsman(tables),
            "context" => self.context(tables),
            "learning" => self.learning(),
            "quotes" => self.quotes(),
            "notes" => self.notes(tables),
            "natures" if settings.parts.is_none() => {
                let scope = self.scope(code::COMPLAINT, code::ALL, code::STAGE_1);
                self.part(tables, &scope, &[], "stage_1.natures")
            }
            _ => self.own(tables, settings),
        };
        if blocks.is_empty() {
            return None;
        }
        let key = format!("section.{id}");
        let heading = match &settings.title {
            Some(title) => title.clone(),
            None if self.words().has(&key) => self.words().get(&key).to_owned(),
            None => id.replace('_', " "),
        };
        Some(Section {
            id: id.replace('_', "-"),
            heading,
            blocks,
            ..Section::default()
        })
    }

    /// In short: the three plain answers, then what went on.
    fn short(&self, tables: &Tables) -> Vec<Block> {
        let speaker = Speaker { sheet: &self.sheet };
        let mut lines = Vec::new();
        if let Some(scope) = self.headline(tables, code::STAGE_1) {
            for procedure in tables.procedures(code::COMPLAINT, code::STAGE_1) {
                let scope = scope.procedure(procedure);
                let only = tables.procedures(code::COMPLAINT, code::STAGE_1).len() < 3;
                if procedure != code::ALL || only && !lines.iter().any(|_| self.has_days(tables)) {
                    lines.extend(speaker.days(&scope));
                }
            }
            lines.extend(speaker.on_time(&scope));
            lines.extend(speaker.went_on(&scope, code::STAGE_2));
            lines.extend(speaker.still_open(&scope));
        }
        for stage in [code::STAGE_2, code::STAGE_3] {
            let known = |scope: &Scope| self.sheet.has(&scope.key(code::RECEIVED));
            if let Some(scope) = self.headline(tables, stage).filter(known) {
                lines.push(speaker.received(&scope));
            }
        }
        if lines.is_empty() {
            Vec::new()
        } else {
            vec![Block::Short { lines }]
        }
    }

    fn has_days(&self, tables: &Tables) -> bool {
        tables.now.iter().any(|key| {
            key.measure == code::MEAN_RESPONSE_DAYS
                && key.stage == code::STAGE_1
                && key.procedure != code::ALL
        })
    }

    /// A stage: tiles, sentences, the procedures side by side, then a table for each breakdown.
    fn stage(&self, tables: &Tables, stage: Code, settings: &SectionLayout) -> Vec<Block> {
        let procedures = tables.procedures(code::COMPLAINT, stage);
        if procedures.is_empty() {
            return self.no_such_stage(stage);
        }
        let Some(scope) = self.headline(tables, stage) else {
            return Vec::new();
        };
        let mut blocks = Vec::new();
        let tiles = self.tiles(&scope, settings.tiles.as_deref());
        if !tiles.is_empty() {
            blocks.push(Block::Tiles { tiles });
        }
        match &settings.parts {
            Some(parts) => blocks.extend(
                parts
                    .iter()
                    .flat_map(|part| self.part(tables, &scope, &procedures, part)),
            ),
            None => blocks.extend(self.all_parts(tables, &scope, &procedures)),
        }
        blocks
    }

    /// A stage that the service's procedures have, but of which nothing is known, is left out; that a procedure has no
    /// third stage is said where the other stages stand.
    fn no_such_stage(&self, _stage: Code) -> Vec<Block> {
        Vec::new()
    }

    fn all_parts(&self, tables: &Tables, scope: &Scope, procedures: &[Code]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let speaker = Speaker { sheet: &self.sheet };
        if scope.stage != code::STAGE_1 && scope.stage != code::ALL {
            let lines: Vec<Line> = [speaker.at_fault(scope), speaker.on_time(scope)]
                .into_iter()
                .flatten()
                .collect();
            if !lines.is_empty() {
                blocks.push(Block::Prose { lines });
            }
        }
        if procedures
            .iter()
            .filter(|procedure| **procedure != code::ALL)
            .count()
            > 1
        {
            blocks.extend(self.part(tables, scope, procedures, "procedures"));
        }
        for part in [
            "figures",
            "outcomes",
            "timeliness",
            "bands",
            "next_stage",
            "natures",
            "complainant",
            "channel",
            "remedy",
            "refusal_reason",
            "services",
            "other",
        ] {
            blocks.extend(self.part(tables, scope, procedures, part));
        }
        blocks
    }

    /// Returns one part of a stage. A part may name another section's stage: `stage_3.procedures`.
    fn part(&self, tables: &Tables, scope: &Scope, procedures: &[Code], part: &str) -> Vec<Block> {
        if let Some((stage, part)) = part.split_once('.')
            && let Some(stage) = stage_of(stage)
        {
            let procedures = tables.procedures(code::COMPLAINT, stage);
            return match self.headline(tables, stage) {
                Some(scope) => self.part(tables, &scope, &procedures, part),
                None => Vec::new(),
            };
        }
        match part {
            "procedures" => tables
                .procedures_table(scope, procedures)
                .map(table)
                .into_iter()
                .collect(),
            "comparison" => self.comparison(scope),
            "figures" | "flow" => self.measures(tables, scope, procedures),
            _ => self.broken_down(tables, scope, procedures, part),
        }
    }

    /// The measures of a stage: of all procedures together where the case rows give that, since the procedures stand beside
    /// one another in a table of their own; of each procedure where the council supplied them.
    fn measures(&self, tables: &Tables, scope: &Scope, procedures: &[Code]) -> Vec<Block> {
        let what = tables.what(scope);
        let all = procedures.contains(&code::ALL);
        let shown = |procedure: &&Code| {
            !all || **procedure == code::ALL || self.supplied(tables, scope, **procedure, &[])
        };
        procedures
            .iter()
            .rev()
            .filter(shown)
            .filter_map(|procedure| {
                tables.by_measure(&scope.procedure(*procedure), "table.figures", &what)
            })
            .map(table)
            .collect()
    }

    /// The same count now and a year earlier, in a table of two rows and a sentence.
    fn comparison(&self, scope: &Scope) -> Vec<Block> {
        use super::page::{Column, Inline, Table, TableRow};
        let names = &self.sheet.names;
        let speaker = Speaker { sheet: &self.sheet };
        let key = scope.key(code::RECEIVED);
        let Some(before) = self
            .period
            .year_before()
            .filter(|before| self.sheet.has(&key.period(*before)))
        else {
            return Vec::new();
        };
        let row = |period: Period| TableRow {
            head: vec![Inline::text(names.period(period))],
            cells: vec![self.sheet.cell(&key.period(period))],
        };
        let change = self
            .sheet
            .figures
            .change_code(code::RECEIVED, false)
            .map(|change| key.measure(change));
        let foot = change.map(|change| TableRow {
            head: vec![Inline::text(names.words.get("table.difference"))],
            cells: vec![self.sheet.cell(&change)],
        });
        let what = names.words.fill(
            "what.stage_complaints",
            &[("stage", &names.stage(scope.stage))],
        );
        let table = Table {
            caption: names.words.fill(
                "table.comparison",
                &[("what", &what), ("service", &names.service(self.service))],
            ),
            columns: vec![
                Column {
                    text: names.words.get("table.period").to_owned(),
                    numeric: false,
                },
                Column {
                    text: names.measure(code::RECEIVED),
                    numeric: true,
                },
            ],
            rows: vec![row(self.period), row(before)],
            foot: foot.into_iter().collect(),
            ..Table::default()
        };
        vec![
            Block::Heading {
                id: format!("comparison-{}", names.codes.word(scope.stage)),
                text: names.words.get("section.comparison").to_owned(),
            },
            Block::Prose {
                lines: vec![speaker.received(scope)],
            },
            Block::Table { table },
        ]
    }

    fn broken_down(
        &self,
        tables: &Tables,
        scope: &Scope,
        procedures: &[Code],
        part: &str,
    ) -> Vec<Block> {
        let what = tables.what(scope);
        let mut blocks = Vec::new();
        let mut sets: Vec<Vec<Code>> = Vec::new();
        for procedure in procedures.iter().rev() {
            for set in tables.breakdowns(&scope.procedure(*procedure)) {
                if part_of(&set) == part
                    && !sets.contains(&set)
                    && self.worth_a_table(tables, scope, &set)
                {
                    sets.push(set);
                }
            }
        }
        for set in sets {
            blocks.extend(self.by_set(tables, scope, procedures, &set, &what));
        }
        blocks
    }

    /// The tables of one set of breakdowns. Where all procedures are counted together from cases, that one table stands, and
    /// the procedures beside one another in a second; what a council supplied for a procedure has a table of its own.
    fn by_set(
        &self,
        tables: &Tables,
        scope: &Scope,
        procedures: &[Code],
        set: &[Code],
        what: &str,
    ) -> Vec<Block> {
        let holds = |procedure: &Code| {
            tables
                .breakdowns(&scope.procedure(*procedure))
                .iter()
                .any(|known| known == set)
        };
        let with_set: Vec<Code> = procedures.iter().rev().copied().filter(holds).collect();
        let supplied = |procedure: &Code| self.supplied(tables, scope, *procedure, set);
        let real: Vec<Code> = with_set
            .iter()
            .copied()
            .filter(|procedure| *procedure != code::ALL)
            .collect();
        let whole = self.is_whole(tables, scope, &real, set) && with_set.contains(&code::ALL);
        let shown = |procedure: &&Code| {
            if **procedure == code::ALL {
                whole
            } else {
                !whole || supplied(procedure)
            }
        };
        let counted = !with_set.iter().any(supplied);
        let measures = if counted {
            self.counted_measures(set)
        } else {
            vec![None]
        };
        let mut blocks = Vec::new();
        for procedure in with_set.iter().filter(shown) {
            let scope = scope.procedure(*procedure);
            let tables = measures.iter().flat_map(|measure| {
                let cut = Cut {
                    measure: *measure,
                    fixed: None,
                };
                let stage = self.sheet.names.stage(scope.stage);
                let acknowledged = self
                    .words()
                    .fill("what.acknowledgements", &[("stage", &stage)]);
                let what = if *measure == Some(code::ACKNOWLEDGED) {
                    &acknowledged
                } else {
                    what
                };
                tables.by_breakdown_of(&scope, set, what, cut)
            });
            blocks.extend(tables.map(table));
        }
        if whole && real.len() > 1 && !real.iter().any(supplied) {
            blocks.extend(self.side_by_side(tables, scope, real, set).map(table));
        }
        blocks
    }

    /// Of what the case rows give for a breakdown, what a reader needs: outcomes on their basis alone, since the decided ones
    /// are the same numbers; replies and acknowledgements each in a table of their own.
    fn counted_measures(&self, set: &[Code]) -> Vec<Option<Code>> {
        match set {
            [code::OUTCOME] => vec![Some(super::print::outcome_measure(&self.sheet.names))],
            [code::TIMELINESS] => vec![Some(code::RESPONDED), Some(code::ACKNOWLEDGED)],
            _ => vec![None],
        }
    }

    /// Whether the figures of all procedures together tell of every category that one of them tells of: else the sum of
    /// what is known would be read as the whole.
    fn is_whole(&self, tables: &Tables, scope: &Scope, real: &[Code], set: &[Code]) -> bool {
        let categories = |procedure: Code| -> std::collections::BTreeSet<_> {
            let of = |key: &&ObservationKey| {
                key.contact == scope.contact
                    && key.stage == scope.stage
                    && key.procedure == procedure
                    && key
                        .breakdown_names()
                        .into_iter()
                        .flatten()
                        .eq(set.iter().copied())
            };
            tables
                .now
                .iter()
                .filter(of)
                .map(|key| key.breakdowns)
                .collect()
        };
        let all = categories(code::ALL);
        let supplied = |procedure: Code| self.supplied(tables, scope, procedure, set);
        supplied(code::ALL)
            || !real.iter().any(|procedure| supplied(*procedure))
            || real
                .iter()
                .all(|procedure| categories(*procedure).is_subset(&all))
    }

    /// The procedures beside one another, for the breakdowns that readers compare.
    fn side_by_side(
        &self,
        tables: &Tables,
        scope: &Scope,
        real: Vec<Code>,
        set: &[Code],
    ) -> Option<super::page::Table> {
        let count = match set {
            [code::OUTCOME] => super::print::outcome_measure(&self.sheet.names),
            [code::TIMELINESS] => code::RESPONDED,
            [code::NATURE] => code::RECEIVED,
            _ => return None,
        };
        let mut columns: Vec<Code> = real.into_iter().rev().collect();
        columns.push(code::ALL);
        tables.by_procedure(scope, set[0], count, &columns)
    }

    /// Two breakdowns at once make long tables of small numbers: a quarter shows them only where the council supplied them.
    fn worth_a_table(&self, tables: &Tables, scope: &Scope, set: &[Code]) -> bool {
        let quarter = matches!(self.period, Period::Quarter(..));
        let procedures = tables.procedures(scope.contact, scope.stage);
        !quarter
            || set.len() < 2
            || procedures
                .iter()
                .any(|procedure| self.supplied(tables, scope, *procedure, set))
    }

    fn supplied(&self, tables: &Tables, scope: &Scope, procedure: Code, set: &[Code]) -> bool {
        tables.now.iter().any(|key| {
            key.contact == scope.contact
                && key.stage == scope.stage
                && key.procedure == procedure
                && key
                    .breakdown_names()
                    .into_iter()
                    .flatten()
                    .eq(set.iter().copied())
                && self.sheet.find(key).is_some_and(|figure| figure.supplied)
        })
    }

    /// Returns tiles by name, leaving out those without a figure unless the council asked for them.
    fn tiles(&self, scope: &Scope, asked: Option<&[String]>) -> Vec<Tile> {
        let default = self.default_tiles(scope);
        let wanted: &[String] = asked.unwrap_or(&default);
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
            && crate::vocabulary::measure(word).is_none();
        if is_outcome {
            return scope.key(super::print::outcome_measure(names)).with(
                names.codes,
                code::OUTCOME,
                word,
            );
        }
        if word == code::IN_TIME {
            return scope
                .key(code::RESPONDED)
                .with(names.codes, code::TIMELINESS, code::IN_TIME);
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
                    notes.push(vec![super::page::Inline::text(names.words.get(&meaning))]);
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
                            ("measure", &lower_first(&names.measure(key.measure))),
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
        Some(Tile {
            heading,
            figure: self.sheet.cell_with_unit(&key),
            notes,
            link: None,
            colour,
        })
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

    /// A section of the council's own: tiles and parts as it settled them.
    fn own(&self, tables: &Tables, settings: &SectionLayout) -> Vec<Block> {
        let scope = self.scope(code::COMPLAINT, code::ALL, code::ALL);
        let mut blocks = Vec::new();
        if let Some(tiles) = &settings.tiles {
            let tiles = self.tiles(&scope, Some(tiles));
            if !tiles.is_empty() {
                blocks.push(Block::Tiles { tiles });
            }
        }
        for part in settings.parts.iter().flatten() {
            blocks.extend(self.part(tables, &scope, &[], part));
        }
        blocks
    }

    /// Compliments, comments and all other contacts: one table, then what is known of each.
    fn contacts(&self, tables: &Tables, settings: &SectionLayout) -> Vec<Block> {
        let mut blocks = Vec::new();
        if let Some(tiles) = &settings.tiles {
            blocks.push(Block::Tiles {
                tiles: self.tiles(
                    &self.scope(code::COMPLAINT, code::ALL, code::ALL),
                    Some(tiles),
                ),
            });
        }
        blocks.extend(self.contacts_table(tables).map(table));
        for contact in self.other_contacts(tables) {
            for (procedure, stage) in self.places(tables, contact) {
                let scope = self.scope(contact, procedure, stage);
                let what = tables.what(&scope);
                if (procedure, stage) != (code::ALL, code::ALL)
                    || self.more_than_received(tables, contact)
                {
                    blocks.extend(tables.by_measure(&scope, "table.figures", &what).map(table));
                }
                for set in tables.breakdowns(&scope) {
                    blocks.extend(
                        tables
                            .by_breakdown(&scope, &set, &what)
                            .into_iter()
                            .map(table),
                    );
                }
            }
        }
        blocks
    }

    fn other_contacts(&self, tables: &Tables) -> Vec<Code> {
        let not_other = [
            code::COMPLAINT,
            code::OMBUDSMAN_ENQUIRY,
            code::CONTEXT,
            code::ALL,
        ];
        let entries = &self.sheet.names.site.list(List::Contact).entries;
        entries
            .iter()
            .map(|entry| entry.code)
            .filter(|contact| {
                !not_other.contains(contact) && tables.now.iter().any(|key| key.contact == *contact)
            })
            .collect()
    }

    fn places(&self, tables: &Tables, contact: Code) -> Vec<(Code, Code)> {
        let mut places: Vec<(Code, Code)> = tables
            .now
            .iter()
            .filter(|key| key.contact == contact)
            .map(|key| (key.procedure, key.stage))
            .collect();
        places.sort();
        places.dedup();
        places
    }

    /// Whether a contact has measures beside the count and its change, which the common table shows.
    fn more_than_received(&self, tables: &Tables, contact: Code) -> bool {
        let change = self.sheet.figures.change_code(code::RECEIVED, false);
        tables.now.iter().any(|key| {
            key.contact == contact
                && key.procedure == code::ALL
                && key.stage == code::ALL
                && key.breakdowns[0].is_none()
                && key.measure != code::RECEIVED
                && Some(key.measure) != change
        })
    }

    fn contacts_table(&self, tables: &Tables) -> Option<super::page::Table> {
        use super::page::{Column, Inline, Table, TableRow};
        let names = &self.sheet.names;
        let change = self.sheet.figures.change_code(code::RECEIVED, false)?;
        let key = |contact: Code, period: Period| {
            ObservationKey::contacts(self.service, period, contact, code::RECEIVED)
        };
        let contacts: Vec<Code> = self
            .other_contacts(tables)
            .into_iter()
            .filter(|contact| self.sheet.has(&key(*contact, self.period)))
            .collect();
        let then = self.period.year_before().filter(|then| {
            contacts
                .iter()
                .any(|contact| self.sheet.has(&key(*contact, *then)))
        });
        let with_change = contacts
            .iter()
            .any(|contact| self.sheet.has(&key(*contact, self.period).measure(change)));
        let mut columns = vec![Column {
            text: names.words.get("table.contact").to_owned(),
            numeric: false,
        }];
        columns.extend(tables.quarters.iter().map(|quarter| match quarter {
            Period::Quarter(_, quarter) => Column {
                text: names.words.quarter_short(*quarter),
                numeric: true,
            },
            other => Column {
                text: names.words.period_short(*other),
                numeric: true,
            },
        }));
        columns.push(Column {
            text: names.words.period_short(self.period),
            numeric: true,
        });
        columns.extend(then.map(|then| Column {
            text: names.words.period_short(then),
            numeric: true,
        }));
        if with_change {
            columns.push(Column {
                text: names.words.get("table.change").to_owned(),
                numeric: true,
            });
        }
        let rows: Vec<TableRow> = contacts
            .iter()
            .map(|contact| {
                let mut cells: Vec<_> = tables
                    .quarters
                    .iter()
                    .map(|quarter| self.sheet.cell(&key(*contact, *quarter)))
                    .collect();
                cells.push(self.sheet.cell(&key(*contact, self.period)));
                cells.extend(then.map(|then| self.sheet.cell(&key(*contact, then))));
                if with_change {
                    cells.push(self.sheet.cell(&key(*contact, self.period).measure(change)));
                }
                TableRow {
                    head: vec![Inline::text(names.of(List::Contact, *contact))],
                    cells,
                }
            })
            .collect();
        let caption = names.words.fill(
            "table.contacts",
            &[
                ("service", &names.service(self.service)),
                ("period", &names.period(self.period)),
            ],
        );
        (!rows.is_empty()).then(|| Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            ..Table::default()
        })
    }

    /// What the ombudsmen made of it: one table for each set of figures, then the decisions of the period.
    fn ombudsman(&self, tables: &Tables) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (procedure, stage) in self.places(tables, code::OMBUDSMAN_ENQUIRY) {
            blocks.extend(self.composer.ombudsman_tables(
                tables,
                &self.scope(code::OMBUDSMAN_ENQUIRY, procedure, stage),
            ));
        }
        let entries = self
            .composer
            .decisions_of(self.service, self.period, &self.sheet);
        if !entries.is_empty() {
            blocks.push(Block::Heading {
                id: "decisions".into(),
                text: self.words().get("section.decisions").to_owned(),
            });
            blocks.push(Block::Decisions { entries });
        }
        blocks
    }

    /// Facts about the service that explain its figures.
    fn context(&self, tables: &Tables) -> Vec<Block> {
        let scope = self.scope(code::CONTEXT, code::ALL, code::ALL);
        let what = self.words().get("what.context").to_owned();
        let mut blocks: Vec<Block> = tables
            .by_measure(&scope, "table.context", &what)
            .map(table)
            .into_iter()
            .collect();
        for set in tables.breakdowns(&scope) {
            blocks.extend(
                tables
                    .by_breakdown(&scope, &set, &what)
                    .into_iter()
                    .map(table),
            );
        }
        blocks
    }

    fn learning(&self) -> Vec<Block> {
        let entries = self.composer.lessons_of(self.service, self.period);
        if entries.is_empty() {
            Vec::new()
        } else {
            vec![Block::Lessons { entries }]
        }
    }

    fn quotes(&self) -> Vec<Block> {
        let quotes = self.composer.quotes_of(self.service, self.period);
        if quotes.is_empty() {
            Vec::new()
        } else {
            vec![Block::Quotes { quotes }]
        }
    }

    /// What a reader must know: what outcomes are of, how averages are made, what the service was called before.
    fn notes(&self, tables: &Tables) -> Vec<Block> {
        self.composer.page_notes(self.service, self.period, tables)
    }
}

fn table(table: super::page::Table) -> Block {
    Block::Table { table }
}

/// Returns the stage that a section's name stands for.
fn stage_of(section: &str) -> Option<Code> {
    Some(match section {
        "stage_1" => code::STAGE_1,
        "stage_2" => code::STAGE_2,
        "stage_3" => code::STAGE_3,
        "informal" => code::INFORMAL,
        "all_stages" => code::ALL,
        _ => return None,
    })
}

/// Returns the part of a stage that shows a set of breakdowns.
fn part_of(set: &[Code]) -> &'static str {
    match set {
        [code::OUTCOME] => "outcomes",
        [code::TIMELINESS] => "timeliness",
        [code::RESPONSE_BAND] => "bands",
        [code::NEXT_STAGE] => "next_stage",
        [code::CHANNEL] => "channel",
        [code::REMEDY] => "remedy",
        [code::REFUSAL_REASON] => "refusal_reason",
        [code::SERVICE] => "services",
        set if set.contains(&code::NATURE) => "natures",
        set if set.contains(&code::COMPLAINANT) => "complainant",
        _ => "other",
    }
}

/// Returns the colour of an outcome's tile.
pub fn colour(outcome: Code) -> &'static str {
    match outcome {
        code::NOT_UPHELD => "k1",
        code::PARTIALLY_UPHELD | code::UPHELD_OR_PARTIALLY_UPHELD => "k2",
        code::UPHELD => "k3",
        code::WITHDRAWN => "k4",
        code::OPEN => "k5",
        _ => "k0",
    }
}

/// Returns a choice of a selector.
pub fn choice(text: String, path: Option<String>, current: bool, depth: u8) -> Choice {
    Choice {
        text,
        path,
        current,
        depth,
    }
}

/// Returns a selector.
pub fn selector(id: &'static str, label: &str, short: &str, choices: Vec<Choice>) -> Selector {
    Selector {
        id,
        label: label.to_owned(),
        short: short.to_owned(),
        choices,
    }
}
