//! The page of one service in one period: the main page of the site.

mod breakdown;
mod contact;
mod short;
mod stage;
mod tile;
mod waiting;
mod way;

use super::compose::Composer;
use super::hidden::is_much;
use super::page::{Block, Page, Section};
use super::sentence::Line;
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
        let listed = match rows.is_empty() {
            true => self.composer.listed(self.service, Some(self.period)),
            false => None,
        };
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
            texts: listed,
            downloads: Vec::new(),
            indexed: true,
            rows,
        }
    }

    /// What the service was before; and where to look instead when little is left to see.
    fn notes_on(&self, rows: &[Arc<TidyRow>]) -> Vec<Line> {
        let mut lines = Vec::new();
        let rounded = self.sheet.figures.release.rounded;
        if rounded.is_none() && is_much(rows) {
            lines.extend(self.elsewhere());
        }
        lines.extend(self.composer.service_notes(self.service));
        lines
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
        Some(Section::new(id.replace('_', "-"), heading, blocks))
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
            let links = self.composer.lists_about(self.service);
            blocks.push(Block::Links { links });
        }
        blocks
    }

    /// Facts about the service that explain its figures.
    fn context(&self, tables: &Tables) -> Vec<Block> {
        let scope = self.scope(code::CONTEXT, code::ALL, code::ALL);
        let what = self.words().get("what.context").to_owned();
        let facts = tables.by_measure(&scope, "table.context", &what);
        let mut blocks: Vec<Block> = facts.map(table).into_iter().collect();
        blocks.extend(by_breakdowns(tables, &scope, &what));
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
        self.composer.page_notes(tables)
    }
}

fn table(table: super::page::Table) -> Block {
    Block::Table { table }
}

/// Returns the tables of all that a scope is broken down by.
fn by_breakdowns(tables: &Tables, scope: &Scope, what: &str) -> Vec<Block> {
    let sets = tables.breakdowns(scope);
    sets.flat_map(|set| tables.by_breakdown(scope, set, what))
        .map(table)
        .collect()
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
