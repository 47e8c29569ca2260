//! The life of a service: what it was called before, what it became.

use crate::config::{Service, ServiceChange};
use crate::publication::compose::Composer;
use crate::publication::page::Inline;
use crate::publication::sentence::Line;
use crate::vocabulary::Code;

impl Composer<'_> {
    /// Returns what to know about a service's life: what it was called before, what it became (case 41).
    pub(in crate::publication) fn service_notes(&self, service: Code) -> Vec<Line> {
        let services = &self.from.site.services;
        let after = services
            .get(service)
            .filter(|node| !node.successors.is_empty())
            .map(|node| self.became(node));
        let before = services
            .iter()
            .filter(|node| node.successors.contains(&service))
            .map(|node| self.came_from(node));
        let said = after.into_iter().chain(before);
        said.map(|text| vec![Inline::text(text)]).collect()
    }

    fn became(&self, node: &Service) -> String {
        let words = self.from.words;
        let key = match node.change {
            Some(ServiceChange::Split) => "change_of_service.split_into",
            Some(ServiceChange::Merge) => "change_of_service.merged_into",
            Some(ServiceChange::Transfer) => "change_of_service.part_moved_to",
            _ => "change_of_service.renamed_to",
        };
        let names = node.successors.iter();
        let to: Vec<String> = names.map(|code| self.names().service(*code)).collect();
        words.fill(
            key,
            &[
                ("service", &node.name),
                ("to", &words.all_of(&to)),
                ("date", &self.day_of_change(node)),
            ],
        )
    }

    fn came_from(&self, before: &Service) -> String {
        let key = match before.change {
            Some(ServiceChange::Split) => "change_of_service.split_from",
            Some(ServiceChange::Merge) => "change_of_service.includes",
            Some(ServiceChange::Transfer) => "change_of_service.part_moved_from",
            _ => "change_of_service.renamed_from",
        };
        let day = self.day_of_change(before);
        let args = [("before", before.name.as_str()), ("date", day.as_str())];
        self.from.words.fill(key, &args)
    }

    /// The first day on which a service was no more what it had been.
    fn day_of_change(&self, node: &Service) -> String {
        let day = node.to.and_then(|day| day.succ_opt());
        day.map(|day| self.from.words.date(day)).unwrap_or_default()
    }
}
