//! Ombudsmen's decisions: all, by year, by ombudsman, and each on its own page for ever.

mod decision;
mod entry;
mod figures;
mod measures;
mod requirements;

use super::compose::Composer;
use super::page::{Block, DecisionEntry, Inline, Link, Page, Section};
use super::sheet::Sheet;
use crate::dataset::OmbudsmanDecision;
use crate::period::Period;
use crate::vocabulary::{Code, List};
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Returns the pages of decisions.
    pub(super) fn ombudsman_pages(&self) -> Vec<Page> {
        if self.from.decisions.is_empty() {
            return Vec::new();
        }
        let words = self.from.words;
        let everything: Vec<&OmbudsmanDecision> = self.from.decisions.iter().collect();
        let mut pages = vec![self.list_page(
            "ombudsman/",
            words.get("ombudsman.all"),
            &everything,
            None,
            None,
        )];
        for period in self.decision_periods() {
            let some: Vec<&OmbudsmanDecision> = everything
                .iter()
                .copied()
                .filter(|decision| decision.period == period)
                .collect();
            pages.push(self.list_page(
                &format!("ombudsman/{}/", period.id()),
                &words.beginning(&words.period(period)),
                &some,
                Some(period),
                None,
            ));
        }
        for ombudsman in self.ombudsmen() {
            let some: Vec<&OmbudsmanDecision> = everything
                .iter()
                .copied()
                .filter(|decision| decision.ombudsman == ombudsman)
                .collect();
            let path = format!(
                "ombudsman/{}/",
                self.names().codes.word(ombudsman).replace('_', "-")
            );
            pages.push(self.list_page(
                &path,
                &self.names().of(List::Ombudsman, ombudsman),
                &some,
                None,
                Some(ombudsman),
            ));
        }
        pages.extend(
            everything
                .iter()
                .map(|decision| self.decision_page(decision)),
        );
        pages
    }

    fn decision_periods(&self) -> Vec<Period> {
        let periods: BTreeSet<Period> = self
            .from
            .decisions
            .iter()
            .map(|decision| decision.period)
            .collect();
        let mut periods: Vec<Period> = periods.into_iter().collect();
        periods.sort_by_key(|period| std::cmp::Reverse(period.start()));
        periods
    }

    fn ombudsmen(&self) -> BTreeSet<Code> {
        self.from
            .decisions
            .iter()
            .map(|decision| decision.ombudsman)
            .collect()
    }

    fn list_page(
        &self,
        path: &str,
        which: &str,
        decisions: &[&OmbudsmanDecision],
        period: Option<Period>,
        ombudsman: Option<Code>,
    ) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = &self.from.site.council.name;
        let args = [("council", council.as_str()), ("which", which)];
        let main = period.is_none() && ombudsman.is_none();
        let some = if main { "" } else { "_some" };
        let choose = Section {
            screen_only: true,
            ..Section::new(
                "choose",
                words.get("ombudsman.choose"),
                vec![Block::Links {
                    links: self.filters(period, ombudsman),
                }],
            )
        };
        let entries: Vec<DecisionEntry> = newest_first(decisions.iter().copied())
            .into_iter()
            .map(|decision| self.entry(decision, &sheet))
            .collect();
        let list = Section::new(
            "decisions",
            words.get("ombudsman.list"),
            vec![Block::Decisions { entries }],
        );
        let figures = self.figures_section(&sheet, period, ombudsman);
        let mut crumbs = self.crumbs(&[("ombudsman/", words.get("nav.ombudsman"))]);
        crumbs.extend((!main).then(|| Link::new("", which)));
        let counted = || words.count("ombudsman.lead", decisions.len() as i64, &args);
        let lead = self
            .what_they_did(&sheet, period, ombudsman)
            .unwrap_or_else(|| vec![Inline::text(counted())]);
        Page {
            path: path.to_owned(),
            template: "decisions",
            title: words.fill(&format!("ombudsman.title{some}"), &args),
            heading: words.fill(&format!("ombudsman.heading{some}"), &args),
            description: words.fill("ombudsman.description", &args),
            nav: "ombudsman/".into(),
            crumbs: self.last(crumbs),
            lead,
            sections: [choose].into_iter().chain(figures).chain([list]).collect(),
            downloads: self.own_downloads(),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    fn filters(&self, period: Option<Period>, ombudsman: Option<Code>) -> Vec<Link> {
        let words = self.from.words;
        let mut links = vec![Link {
            path: "ombudsman/".into(),
            text: words.get("ombudsman.all").to_owned(),
            current: period.is_none() && ombudsman.is_none(),
            external: false,
        }];
        links.extend(self.decision_periods().into_iter().map(|at| Link {
            path: format!("ombudsman/{}/", at.id()),
            text: words.beginning(&words.period(at)),
            current: period == Some(at),
            external: false,
        }));
        links.extend(self.ombudsmen().into_iter().map(|who| Link {
            path: format!(
                "ombudsman/{}/",
                self.names().codes.word(who).replace('_', "-")
            ),
            text: self.names().of(List::Ombudsman, who),
            current: ombudsman == Some(who),
            external: false,
        }));
        links
    }

    /// Returns the home page's part about decisions: the newest ones.
    pub(super) fn newest_decisions(&self, sheet: &Sheet) -> Option<Section> {
        let line = self.what_they_did(sheet, None, None);
        let lead = line.map(|line| Block::Prose { lines: vec![line] });
        self.newest_of_these(sheet, self.from.decisions.iter().collect(), lead)
    }

    /// Returns the newest decisions about a service and about those below it, for its own page.
    pub(super) fn newest_decisions_of(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        let decisions = self.from.decisions.iter();
        let own = decisions.filter(|decision| {
            let dated = decision.decided_on.is_some() || decision.period != Period::Undated;
            dated && self.belongs(decision.service, service)
        });
        self.newest_of_these(sheet, own.collect(), None)
    }

    fn newest_of_these(
        &self,
        sheet: &Sheet,
        decisions: Vec<&OmbudsmanDecision>,
        lead: Option<Block>,
    ) -> Option<Section> {
        let words = self.from.words;
        let newest = newest_first(decisions).into_iter().take(3);
        let entries: Vec<DecisionEntry> =
            newest.map(|decision| self.entry(decision, sheet)).collect();
        if entries.is_empty() {
            return None;
        }
        let mut blocks: Vec<Block> = lead.into_iter().collect();
        blocks.push(Block::Decisions { entries });
        blocks.push(Block::Links {
            links: vec![Link::new("ombudsman/", words.get("home.all_decisions"))],
        });
        Some(Section::new(
            "ombudsman",
            words.get("home.ombudsman"),
            blocks,
        ))
    }
}

/// Returns decisions in the order of time, the newest first; those of one day by their id.
fn newest_first<'d>(
    decisions: impl IntoIterator<Item = &'d OmbudsmanDecision>,
) -> Vec<&'d OmbudsmanDecision> {
    let mut sorted: Vec<&OmbudsmanDecision> = decisions.into_iter().collect();
    sorted.sort_by(|a, b| {
        (b.decided_on, b.period.start(), &a.id).cmp(&(a.decided_on, a.period.start(), &b.id))
    });
    sorted
}
