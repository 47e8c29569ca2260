//! Ombudsmen's decisions: all, by year, by ombudsman, by service, and each on its own page for ever.

mod decision;
mod entry;
mod figures;
mod listing;
mod measures;
mod requirements;

use super::compose::Composer;
use super::page::{Block, DecisionEntry, Link, Page, Section};
use super::sheet::Sheet;
use crate::dataset::OmbudsmanDecision;
use crate::period::Period;
use crate::vocabulary::Code;
use listing::Listed;

impl Composer<'_> {
    /// Returns the pages of decisions.
    pub(super) fn ombudsman_pages(&self) -> Vec<Page> {
        if self.from.decisions.is_empty() {
            return Vec::new();
        }
        let lists = self.decision_lists().into_iter();
        let each = self.from.decisions.iter();
        lists
            .map(|listed| self.list_page(listed))
            .chain(each.map(|decision| self.decision_page(decision)))
            .collect()
    }

    /// Returns the home page's part about decisions: the newest ones.
    pub(super) fn newest_decisions(&self, sheet: &Sheet) -> Option<Section> {
        let line = self.what_they_did(sheet, Listed::All);
        let lead = line.map(|line| Block::Prose { lines: vec![line] });
        let links = vec![self.list_link(Listed::All)];
        self.newest_of_these(sheet, self.from.decisions.iter().collect(), lead, links)
    }

    /// Returns the newest decisions about a service and about those below it, for its own page.
    pub(super) fn newest_decisions_of(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        let decisions = self.from.decisions.iter();
        let own = decisions.filter(|decision| {
            let dated = decision.decided_on.is_some() || decision.period != Period::Undated;
            dated && self.belongs(decision.service, service)
        });
        let links = self.lists_about(service);
        self.newest_of_these(sheet, own.collect(), None, links)
    }

    fn newest_of_these(
        &self,
        sheet: &Sheet,
        decisions: Vec<&OmbudsmanDecision>,
        lead: Option<Block>,
        links: Vec<Link>,
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
        blocks.push(Block::Links { links });
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
