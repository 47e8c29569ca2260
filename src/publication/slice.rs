//! The page of one service in one period: the main page of the site.

mod breakdown;
mod contact;
mod stage;
mod tile;

use super::compose::Composer;
use super::hidden::is_much;
use super::page::{Block, Choice, Inline, Link, Page, Section, Selector};
use super::sentence::{Line, Speaker};
use super::sheet::Sheet;
use super::table::{Scope, Tables};
use super::tidy::TidyRow;
use crate::config::{PageLayout, SectionLayout};
use crate::period::Period;
use crate::vocabulary::{Code, code};
use std::sync::Arc;

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

    /// Returns the heading, which says when the figures are of a part of the period.
    fn heading(&self, args: &[(&str, &str)]) -> String {
        let (figures, words) = (&self.sheet.figures, self.words());
        if figures.so_far(self.service, self.period) {
            return words.fill("slice.heading_so_far", args);
        }
        match figures.covered(self.service, self.period) {
            Some((first, last)) => {
                let months = words.months(first, last);
                let args = [args, &[("months", months.as_str())]].concat();
                words.fill("slice.heading_part", &args)
            }
            None => words.fill("slice.heading", args),
        }
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
        let heading = self.heading(&args);
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
            status: self.composer.status(self.service, self.period),
            lead,
            selectors: self.composer.selectors(self.service, Some(self.period)),
            notes: self.notes_on(&rows),
            sections,
            more: self.more(),
            downloads: self.composer.own_downloads(),
            indexed: true,
            rows,
        }
    }

    /// What the service was before; and where to look instead when little is left to see.
    fn notes_on(&self, rows: &[Arc<TidyRow>]) -> Vec<Line> {
        let mut lines = Vec::new();
        if is_much(rows) {
            lines.extend(self.elsewhere());
        }
        lines.extend(self.composer.service_notes(self.service, self.period));
        lines
    }

    /// Where more can be seen: the whole year, the service above, the whole council.
    fn elsewhere(&self) -> Option<Line> {
        let names = &self.sheet.names;
        let year = self
            .period
            .financial_year()
            .map(|year| (self.service, year));
        let node = names.site.services.get(self.service);
        let above = node
            .and_then(|node| node.parent)
            .map(|above| (above, self.period));
        let council = (self.service != code::ALL).then_some((code::ALL, self.period));
        let mut links: Vec<Line> = Vec::new();
        for (service, period) in [year, above, council].into_iter().flatten() {
            let here = (service, period) == (self.service, self.period);
            if here || !self.composer.has_slice(service, period) {
                continue;
            }
            let link = Link {
                path: self.composer.slice_path(service, period),
                text: match service == self.service {
                    true => names.period(period),
                    false => names.service(service),
                },
                ..Link::default()
            };
            links.push(vec![Inline::Link { link }]);
        }
        if links.is_empty() {
            return None;
        }
        let links = names.words.any_of_pieces(&links);
        Some(names.words.pieces("notes.much_hidden", &[("links", links)]))
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
        let mut line = speaker.received_first(&scope);
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
                text: self
                    .words()
                    .get(if self.period == Period::Undated {
                        "section.decisions_undated"
                    } else {
                        "section.decisions"
                    })
                    .to_owned(),
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
                    .by_breakdown(&scope, set, &what)
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
