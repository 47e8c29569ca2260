//! The services that make a service: those below it that have figures, each complaint counted once.

use super::{Relation, Relations, Sum};
use crate::config::Service;
use crate::period::Period;
use crate::vocabulary::ObservationKey;

/// The parts of a node of the service tree.
#[derive(Default)]
struct Cover {
    parts: Vec<ObservationKey>,
    foreign: Vec<ObservationKey>,
    complete: bool,
}

impl<'a> Relations<'a> {
    pub(super) fn services(&self, whole: &ObservationKey) -> Option<Relation> {
        let mut cover = Cover {
            complete: true,
            ..Cover::default()
        };
        self.below(whole, true, &mut cover);
        (!cover.parts.is_empty()).then_some(Relation {
            sum: Sum::Services,
            whole: *whole,
            parts: cover.parts,
            foreign: cover.foreign,
            complete: cover.complete,
        })
    }

    /// Returns the figures nearest to a node that count all below it, each complaint once.
    fn cover(&self, key: &ObservationKey, with_foreign: bool) -> Cover {
        let itself = || Cover {
            parts: vec![*key],
            foreign: Vec::new(),
            complete: true,
        };
        if self.keys.get(key) == Some(&true) {
            return itself();
        }
        // A total that only follows is taken apart again, so that messages can name the rows.
        if let Some(relation) = self.of_procedures(key) {
            return Cover {
                parts: relation.parts,
                foreign: Vec::new(),
                complete: relation.complete,
            };
        }
        if self.has(key) {
            return itself();
        }
        let mut cover = Cover {
            complete: self.site.services.children(key.service).next().is_some(),
            ..Cover::default()
        };
        self.below(key, with_foreign, &mut cover);
        if cover.parts.is_empty()
            && cover.foreign.is_empty()
            && with_foreign
            && let Period::Year(year) = key.period
        {
            let other = self.cover(&key.period(Period::Academic(year)), false);
            return Cover {
                parts: Vec::new(),
                foreign: other.parts,
                complete: other.complete,
            };
        }
        cover
    }

    /// Adds what the services below a key's node have. One that does not live in the period may still answer what it had
    /// received before, so its figures count, but none are missed.
    fn below(&self, key: &ObservationKey, with_foreign: bool, cover: &mut Cover) {
        for child in self.site.services.children(key.service) {
            let part = self.cover(&key.service(child.code), with_foreign);
            cover.complete &= part.complete || !self.expected(key, child);
            cover.parts.extend(part.parts);
            cover.foreign.extend(part.foreign);
        }
    }

    /// Returns the services below a key's node that live in its period and that its procedure is for.
    pub(super) fn alive(&self, key: &ObservationKey) -> impl Iterator<Item = &'a Service> {
        let site = self.site;
        let mut expected: Vec<&'a Service> = site.services.children(key.service).collect();
        expected.retain(|child| self.expected(key, child));
        expected.into_iter()
    }

    /// Returns whether a service lives in a key's period and its procedure is for it.
    fn expected(&self, key: &ObservationKey, service: &Service) -> bool {
        let (site, period) = (self.site, key.period);
        let begun = period
            .end()
            .is_none_or(|end| service.from.is_none_or(|from| from <= end));
        let ended = period
            .start()
            .is_some_and(|start| service.to.is_some_and(|to| to < start));
        let runs = site
            .procedure(key.procedure)
            .filter(|procedure| !procedure.services.is_empty())
            .is_none_or(|procedure| {
                procedure.services.iter().any(|&runs| {
                    site.services.ancestors(runs).contains(&service.code)
                        || site.services.ancestors(service.code).contains(&runs)
                })
            });
        begun && !ended && runs
    }
}
