//! The plain answers that nobody gave: which they are, and where the nearest figure stands.

use crate::publication::compose::Composer;
use crate::publication::page::{Inline, Link};
use crate::publication::sentence::{Line, Speaker};
use crate::publication::sheet::Sheet;
use crate::publication::table::Scope;
use crate::publication::table::Tables;
use crate::vocabulary::{List, ObservationKey, code};

/// One of the plain answers after how many: how long answers took, or how often the council was at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Time,
    Fault,
}

impl Composer<'_> {
    /// Says which plain answer is not known of the whole council, and where it is known of a part. What is hidden is known.
    pub(super) fn unknown(&self, sheet: &Sheet, scope: &Scope) -> Vec<Line> {
        let words = self.from.words;
        // Looking for figures must not put them into the page's data.
        let shown = sheet.shown();
        let asked = [
            (Answer::Time, "home.no_time"),
            (Answer::Fault, "home.no_fault"),
        ];
        let lines = asked
            .into_iter()
            .filter(|(answer, _)| !self.is_told(sheet, scope, *answer))
            .map(|(answer, key)| {
                let mut line = vec![Inline::text(words.get(key))];
                if let Some(link) = self.nearest(sheet, scope, answer) {
                    line.push(Inline::text(" "));
                    let link = vec![Inline::Link { link }];
                    line.extend(words.pieces("home.nearest", &[("link", link)]));
                }
                line
            })
            .collect();
        sheet.forget_after(shown);
        lines
    }

    /// Whether an answer is known of a service, or hidden. How long answers took is told of each procedure for itself.
    fn is_told(&self, sheet: &Sheet, scope: &Scope, answer: Answer) -> bool {
        let speaker = Speaker { sheet };
        if answer == Answer::Fault {
            return speaker.at_fault(scope).is_some();
        }
        let codes = sheet.names.codes;
        let hidden = |key: ObservationKey| sheet.find(&key).is_some_and(|it| it.is_hidden());
        let tables = Tables::new(sheet, scope.service, scope.period);
        let mut days = tables
            .procedures(code::COMPLAINT, scope.stage)
            .into_iter()
            .map(|procedure| scope.procedure(procedure));
        speaker.on_time(scope).is_some()
            || hidden(scope.key(code::RESPONDED))
            || hidden(scope.in_time(code::RESPONDED, codes))
            || hidden(scope.in_time(code::RESPONDED_PERCENT, codes))
            || days
                .any(|of| speaker.days(&of).is_some() || hidden(of.key(code::MEAN_RESPONSE_DAYS)))
    }

    /// The first place where an answer is known in the same period: one of the whole council's procedures, else a service.
    fn nearest(&self, sheet: &Sheet, scope: &Scope, answer: Answer) -> Option<Link> {
        let words = self.from.words;
        let names = &sheet.names;
        let period = names.period(scope.period);
        let others = self.services().into_iter().map(|(service, _)| service);
        let services = others.filter(|service| *service != scope.service);
        for service in std::iter::once(scope.service).chain(services) {
            let of = Scope { service, ..*scope };
            let tables = Tables::new(sheet, service, scope.period);
            for procedure in tables.procedures(code::COMPLAINT, scope.stage) {
                if !self.is_told(sheet, &of.procedure(procedure), answer) {
                    continue;
                }
                let text = match service == scope.service {
                    true => words.fill(
                        "home.nearest_procedure",
                        &[
                            ("procedure", &names.of(List::Procedure, procedure)),
                            ("period", &period),
                        ],
                    ),
                    false => words.fill(
                        "home.nearest_service",
                        &[("service", &names.service(service)), ("period", &period)],
                    ),
                };
                return Some(Link::new(self.slice_path(service, scope.period), text));
            }
        }
        None
    }
}
