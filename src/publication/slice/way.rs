//! The ways to and from the page: what it stands below, its neighbours, where more can be seen.

use super::SlicePage;
use crate::period::Period;
use crate::publication::page::{Inline, Link};
use crate::publication::sentence::Line;
use crate::vocabulary::code;

impl SlicePage<'_, '_> {
    /// Where more can be seen: the whole year, the service above, the whole council.
    pub(super) fn elsewhere(&self) -> Option<Line> {
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
            let link = Link::new(
                self.composer.slice_path(service, period),
                match service == self.service {
                    true => names.period(period),
                    false => names.service(service),
                },
            );
            links.push(vec![Inline::Link { link }]);
        }
        if links.is_empty() {
            return None;
        }
        let links = names.words.any_of_pieces(&links);
        Some(names.words.pieces("notes.much_hidden", &[("links", links)]))
    }

    pub(super) fn crumbs(&self) -> Vec<Link> {
        let names = &self.sheet.names;
        let mut crumbs = self
            .composer
            .crumbs(&[("services/", names.words.get("nav.services"))]);
        let service_path = format!("services/{}/", names.slug(self.service));
        crumbs.push(Link::new(service_path.clone(), names.service(self.service)));
        if let Period::Quarter(year, quarter) = self.period {
            let year = Period::Year(year);
            if self.composer.has_slice(self.service, year) {
                crumbs.push(Link::new(
                    self.composer.slice_path(self.service, year),
                    names.period(year),
                ));
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

    pub(super) fn more(&self) -> Vec<Link> {
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
            more.push(Link::new(
                self.composer.slice_path(self.service, before),
                names
                    .words
                    .fill("slice.before", &[("period", &names.period(before))]),
            ));
        }
        if let Some(after) = at.and_then(|at| same_kind.get(at + 1)) {
            more.push(Link::new(
                self.composer.slice_path(self.service, *after),
                names
                    .words
                    .fill("slice.after", &[("period", &names.period(*after))]),
            ));
        }
        more.push(Link::new(
            format!("services/{}/", names.slug(self.service)),
            names.words.fill(
                "slice.all_years",
                &[("service", &names.service(self.service))],
            ),
        ));
        if self.composer.pages.dictionary {
            more.push(Link::new(
                "data/dictionary/",
                names.words.get("slice.dictionary"),
            ));
        }
        more
    }
}
