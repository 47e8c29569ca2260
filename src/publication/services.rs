//! The pages of services: all of them, and one over all years.

mod headlines;
mod life;
mod quarters;
mod years;

use super::compose::Composer;
use super::page::{Block, Fact, Inline, Link, Page, Section};
use super::sentence::{Line, Speaker};
use super::sheet::Sheet;
use super::slice::SlicePage;
use super::tidy::TidyRow;
use crate::period::Period;
use crate::vocabulary::{Code, code};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Composer<'_> {
    /// Returns the page of all services, one row each.
    pub(super) fn services_page(&self) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = &self.from.site.council.name;
        let block = match self.services_table(&sheet, None) {
            Some(table) => Block::Table { table },
            None => Block::Prose {
                lines: vec![vec![Inline::text(words.get("services.none"))]],
            },
        };
        Page {
            path: "services/".into(),
            template: "services",
            title: words.fill("services.title", &[("council", council)]),
            heading: words.get("services.heading").to_owned(),
            description: words.fill("services.description", &[("council", council)]),
            nav: "services/".into(),
            crumbs: self.last(self.crumbs(&[("services/", words.get("nav.services"))])),
            lead: vec![Inline::text(words.get("services.lead"))],
            sections: std::iter::once(Section::new(
                "all",
                words.get("services.table"),
                vec![block],
            ))
            .chain(self.keywords())
            .collect(),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    /// Residents' own words for what each service does: who looks for their bins finds the service that has them.
    fn keywords(&self) -> Option<Section> {
        let words = self.from.words;
        let facts: Vec<Fact> = self
            .services()
            .into_iter()
            .filter_map(|(service, _)| self.from.site.services.get(service))
            .filter(|node| !node.keywords.is_empty())
            .map(|node| Fact {
                name: self.names().service(node.code),
                value: vec![Inline::text(node.keywords.join(", "))],
            })
            .collect();
        (!facts.is_empty()).then(|| {
            Section::new(
                "words",
                words.get("services.words"),
                vec![Block::Facts { facts }],
            )
        })
    }

    /// Marks the last step of a way as the page itself.
    pub(super) fn last(&self, mut crumbs: Vec<Link>) -> Vec<Link> {
        if let Some(last) = crumbs.last_mut() {
            last.current = true;
        }
        crumbs
    }

    /// Returns the page of each service over all years.
    pub(super) fn service_pages(&self) -> Vec<Page> {
        use rayon::prelude::*;
        self.services()
            .par_iter()
            .map(|(service, _)| self.service_page(*service))
            .collect()
    }

    fn service_page(&self, service: Code) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let name = sheet.names.service(service);
        let council = &self.from.site.council.name;
        let args = [("service", name.as_str()), ("council", council.as_str())];
        let mut sections: Vec<Section> = Vec::new();
        sections.extend(self.years_section(&sheet, service));
        sections.extend(self.quarters_section(&sheet, service));
        sections.extend(self.teams_section(&sheet, service));
        let undated = self
            .periods(service)
            .contains(&Period::Undated)
            .then(|| SlicePage::new(self, service, Period::Undated).page());
        let mut rows = sheet.rows();
        let mut lead = Line::new();
        if let Some(year) = self.latest_year(service)
            && let Some(scope) = self.headline_scope(&sheet, service, year)
        {
            lead = Speaker { sheet: &sheet }.received_in(&scope);
            rows = sheet.rows();
        }
        if let Some(undated) = undated {
            sections.extend(undated.sections.into_iter().map(|section| Section {
                id: format!("undated-{}", section.id),
                ..section
            }));
            rows.extend(undated.rows);
        }
        let tells = |row: &Arc<TidyRow>| !row.cell("value").is_empty() || row.is_hidden();
        if !rows.iter().any(tells) {
            lead = vec![Inline::text(words.fill("service.nothing", &args))];
        }
        sections.extend(self.newest_lessons_of(service));
        sections.extend(self.newest_decisions_of(&sheet, service));
        // Amounts of the decisions; those of the undated ones are there.
        let known: BTreeSet<Arc<str>> = rows.iter().map(|row| row.id().clone()).collect();
        let more = sheet.rows().into_iter();
        rows.extend(more.filter(|row| !known.contains(row.id())));
        let listed = match rows.is_empty() {
            true => self.listed(service, None),
            false => None,
        };
        Page {
            path: format!("services/{}/", sheet.names.slug(service)),
            template: "service",
            title: words.fill("service.title", &args),
            heading: words.fill("service.heading", &args),
            description: words.fill("service.description", &args),
            nav: "services/".into(),
            crumbs: self
                .last(self.crumbs(&[("services/", words.get("nav.services")), ("", &name)])),
            lead,
            selectors: self.selectors(service, None),
            notes: self.service_notes(service),
            sections,
            indexed: true,
            rows,
            texts: listed,
            ..Page::default()
        }
    }

    /// The nodes below: their newest figures, and links to those that have pages.
    fn teams_section(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        if service == code::ALL {
            return None;
        }
        let scope = self
            .latest(service)
            .and_then(|latest| self.headline_scope(sheet, service, latest));
        let table = scope.and_then(|scope| self.parts_table(sheet, &scope));
        // The table leads to the nodes that it names; the others have figures of other periods.
        let named: Vec<Code> = scope
            .iter()
            .flat_map(|scope| self.parts_of(scope))
            .map(|part| part.service)
            .collect();
        let links: Vec<Link> = self
            .from
            .site
            .services
            .children(service)
            .filter(|node| !self.periods(node.code).is_empty() && !named.contains(&node.code))
            .map(|node| Link::new(format!("services/{}/", node.slug), node.name.clone()))
            .collect();
        let links = (!links.is_empty()).then_some(Block::Links { links });
        let table = table.map(|table| Block::Table { table });
        let blocks: Vec<Block> = table.into_iter().chain(links).collect();
        (!blocks.is_empty())
            .then(|| Section::new("teams", self.from.words.get("service.teams"), blocks))
    }
}
