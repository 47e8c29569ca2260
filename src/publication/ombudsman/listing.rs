//! The lists of decisions: all, by year, by ombudsman and by service, and the links from each to the others.

use super::newest_first;
use crate::dataset::OmbudsmanDecision;
use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Choice, Inline, Link, Page, Section, Selector};
use crate::vocabulary::{Code, List, code};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Which decisions a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Every decision.
    All,
    /// Those of a year of the council.
    In(Period),
    /// Those of an ombudsman.
    By(Code),
    /// Those about a service and about all below it.
    About(Code),
}

impl Listed {
    /// Returns the year, where the list is of one.
    pub fn period(self) -> Option<Period> {
        match self {
            Listed::In(period) => Some(period),
            _ => None,
        }
    }

    /// Returns the ombudsman, where the list is of one.
    pub fn ombudsman(self) -> Option<Code> {
        match self {
            Listed::By(ombudsman) => Some(ombudsman),
            _ => None,
        }
    }

    /// Returns the service whose figures stand beside the list: the whole council's, unless it is of a service.
    pub fn service(self) -> Code {
        match self {
            Listed::About(service) => service,
            _ => code::ALL,
        }
    }
}

impl Composer<'_> {
    /// Returns the lists that have a page: none is empty.
    pub(super) fn decision_lists(&self) -> Vec<Listed> {
        let services = self.decided_services().into_iter();
        let mut lists = vec![Listed::All];
        lists.extend(self.decision_periods().into_iter().map(Listed::In));
        lists.extend(self.ombudsmen().into_iter().map(Listed::By));
        lists.extend(services.map(|(service, _)| Listed::About(service)));
        lists
    }

    fn decision_periods(&self) -> Vec<Period> {
        let decisions = self.from.decisions.iter();
        let periods: BTreeSet<Period> = decisions.map(|decision| decision.period).collect();
        let mut periods: Vec<Period> = periods.into_iter().collect();
        periods.sort_by_key(|period| Reverse(period.start()));
        periods
    }

    fn ombudsmen(&self) -> Vec<Code> {
        let decisions = self.from.decisions.iter();
        self.in_order(decisions.map(|decision| decision.ombudsman).collect())
    }

    /// Returns the services with pages that decisions are about, those above them too, each with its depth in the tree.
    fn decided_services(&self) -> Vec<(Code, u8)> {
        let mut found = Vec::new();
        self.decided_below(code::ALL, 0, &mut found);
        found
    }

    fn decided_below(&self, parent: Code, depth: u8, found: &mut Vec<(Code, u8)>) {
        if depth > 8 {
            return;
        }
        for node in self.from.site.services.children(parent) {
            if !self.is_decided(node.code) {
                continue;
            }
            if node.page {
                found.push((node.code, depth));
            }
            self.decided_below(node.code, depth + u8::from(node.page), found);
        }
    }

    /// Whether any decision is about a service or about one below it.
    fn is_decided(&self, service: Code) -> bool {
        let mut decisions = self.from.decisions.iter();
        decisions.any(|decision| self.belongs(decision.service, service))
    }

    fn is_listed(&self, decision: &OmbudsmanDecision, listed: Listed) -> bool {
        match listed {
            Listed::All => true,
            Listed::In(period) => decision.period == period,
            Listed::By(ombudsman) => decision.ombudsman == ombudsman,
            Listed::About(service) => self.belongs(decision.service, service),
        }
    }

    /// Returns a list's address. Services have a folder of their own: a service and an ombudsman may share a name.
    fn list_path(&self, listed: Listed) -> String {
        match listed {
            Listed::All => "ombudsman/".to_owned(),
            Listed::In(period) => format!("ombudsman/{}/", period.id()),
            Listed::By(ombudsman) => {
                let word = self.names().codes.word(ombudsman);
                format!("ombudsman/{}/", word.replace('_', "-"))
            }
            Listed::About(service) => {
                format!("ombudsman/services/{}/", self.names().slug(service))
            }
        }
    }

    /// Returns what tells a list from the others.
    fn list_name(&self, listed: Listed) -> String {
        let words = self.from.words;
        match listed {
            Listed::All => words.get("ombudsman.all").to_owned(),
            Listed::In(period) => words.beginning(&words.period(period)),
            Listed::By(ombudsman) => self.names().of(List::Ombudsman, ombudsman),
            Listed::About(service) => self.names().service(service),
        }
    }

    /// Returns a link to a list from another page.
    pub(super) fn list_link(&self, listed: Listed) -> Link {
        let words = self.from.words;
        let text = match listed {
            Listed::About(_) => words.fill(
                "ombudsman.all_about",
                &[("service", &self.list_name(listed))],
            ),
            _ => words.get("home.all_decisions").to_owned(),
        };
        Link::new(self.list_path(listed), text)
    }

    /// Returns links to the decisions about a service, or about the nearest one above it that has a page, and to all.
    pub(in crate::publication) fn lists_about(&self, service: Code) -> Vec<Link> {
        let services = &self.from.site.services;
        let mut line = services.ancestors(service).into_iter();
        let own = line.find(|code| {
            self.is_decided(*code) && services.get(*code).is_some_and(|node| node.page)
        });
        let lists = own.map(Listed::About).into_iter().chain([Listed::All]);
        lists.map(|listed| self.list_link(listed)).collect()
    }

    /// Returns the page of a list: what to choose from, the council's figures, the decisions.
    pub(super) fn list_page(&self, listed: Listed) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = &self.from.site.council.name;
        let which = self.list_name(listed);
        let args = [("council", council.as_str()), ("which", which.as_str())];
        let some = match listed {
            Listed::All => "",
            Listed::About(_) => "_about",
            _ => "_some",
        };
        let choose = Section {
            screen_only: true,
            ..Section::new(
                "choose",
                words.get("ombudsman.choose"),
                self.choosers(listed),
            )
        };
        let decisions = self.from.decisions.iter();
        let decisions = newest_first(decisions.filter(|one| self.is_listed(one, listed)));
        let count = decisions.len() as i64;
        let texts = self.decision_texts(decisions.iter().copied());
        let entries = decisions.into_iter().map(|one| self.entry(one, &sheet));
        let entries = entries.collect();
        let list = Section::new(
            "decisions",
            words.get("ombudsman.list"),
            vec![Block::Decisions { entries }],
        );
        let figures = self.figures_section(&sheet, listed);
        let mut crumbs = self.crumbs(&[("ombudsman/", words.get("nav.ombudsman"))]);
        crumbs.extend((listed != Listed::All).then(|| Link::new("", which.as_str())));
        let counted = || vec![Inline::text(words.count("ombudsman.lead", count, &args))];
        let lead = self.what_they_did(&sheet, listed).unwrap_or_else(counted);
        Page {
            path: self.list_path(listed),
            template: "decisions",
            title: words.fill(&format!("ombudsman.title{some}"), &args),
            heading: words.fill(&format!("ombudsman.heading{some}"), &args),
            description: words.fill("ombudsman.description", &args),
            nav: "ombudsman/".into(),
            crumbs: self.last(crumbs),
            lead,
            sections: [choose].into_iter().chain(figures).chain([list]).collect(),
            texts: Some(texts),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    /// All decisions, or those of a year, of an ombudsman, about a service: links to ready pages, which need no script.
    fn choosers(&self, chosen: Listed) -> Vec<Block> {
        let words = self.from.words;
        let all = Link {
            current: chosen == Listed::All,
            ..Link::new(self.list_path(Listed::All), self.list_name(Listed::All))
        };
        let choice = |listed: Listed, depth: u8| Choice {
            text: self.list_name(listed),
            path: Some(self.list_path(listed)),
            current: listed == chosen,
            depth,
        };
        let years = self.decision_periods().into_iter();
        let ombudsmen = self.ombudsmen().into_iter();
        let services = self.decided_services().into_iter();
        let selectors = [
            (
                "year",
                years
                    .map(|at| choice(Listed::In(at), 0))
                    .collect::<Vec<_>>(),
            ),
            (
                "ombudsman",
                ombudsmen.map(|who| choice(Listed::By(who), 0)).collect(),
            ),
            (
                "service",
                services
                    .map(|(service, depth)| choice(Listed::About(service), depth))
                    .collect(),
            ),
        ];
        let selectors = selectors
            .into_iter()
            .filter(|(_, choices)| !choices.is_empty())
            .map(|(id, choices)| Selector {
                id,
                label: words.get(&format!("choose.{id}")).to_owned(),
                short: words.get(&format!("choose.{id}_short")).to_owned(),
                choices: choices.into(),
            })
            .collect();
        vec![
            Block::Links { links: vec![all] },
            Block::Selectors { selectors },
        ]
    }
}
