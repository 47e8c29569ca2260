//! The parts of a service beside one another: the services of the council, the teams of a service.
//!
//! A team need not have pages of its own. Its figures then stand here alone, on the page of the service that it is part of,
//! so that everything counted has a place where it can be read.

use super::compose::Composer;
use super::page::{Cell, Column, Inline, Link, Table, TableRow};
use super::sentence::Line;
use super::sheet::Sheet;
use super::table::Scope;
use crate::vocabulary::{List, ObservationKey, code};

/// A column: its head, and the figure of a scope that stands in it.
type Pick<'p> = (String, Box<dyn Fn(&Scope) -> ObservationKey + 'p>);

impl Composer<'_> {
    /// Returns the table of the nodes right below a service, a row each, with the service itself last; nothing when none of
    /// them has complaints counted in this scope.
    pub(super) fn parts_table(&self, sheet: &Sheet, scope: &Scope) -> Option<Table> {
        let words = self.from.words;
        let parts = self.parts_of(scope);
        if parts.is_empty() {
            return None;
        }
        let mut columns = part_columns(sheet);
        columns.retain(|(_, key)| parts.iter().any(|part| sheet.has(&key(part))));
        let cells = |of: &Scope| -> Vec<Cell> {
            let keys = columns.iter().map(|(_, key)| key(of));
            keys.map(|key| sheet.cell(&key)).collect()
        };
        let rows = parts
            .iter()
            .map(|part| TableRow {
                head: vec![self.part_head(sheet, part)],
                cells: cells(part).into(),
            })
            .collect();
        let foot = TableRow {
            head: vec![Inline::text(self.whole_of(sheet, scope))],
            cells: cells(scope).into(),
        };
        let of_council = scope.service == code::ALL;
        let first = words.get(if of_council {
            "parts.service"
        } else {
            "parts.part"
        });
        let mut heads = vec![Column::words(first)];
        heads.extend(columns.iter().map(|(text, _)| Column::figures(text)));
        Some(Table {
            foot: vec![foot],
            notes: self.not_of_a_part(sheet, scope, &parts),
            ..Table::new(self.parts_caption(sheet, scope), heads, rows)
        })
    }

    /// Returns the scopes of the nodes below that have a count of their own, in the order of candour.toml.
    pub(super) fn parts_of(&self, scope: &Scope) -> Vec<Scope> {
        self.from
            .site
            .services
            .children(scope.service)
            .map(|node| Scope {
                service: node.code,
                ..*scope
            })
            .filter(|part| {
                let counted = part.key(code::RECEIVED);
                self.from.release.values.contains_key(&counted)
            })
            .collect()
    }

    fn whole_of(&self, sheet: &Sheet, scope: &Scope) -> String {
        let service = sheet.names.service(scope.service);
        match scope.service {
            code::ALL => service,
            _ => self
                .from
                .words
                .fill("parts.whole", &[("service", &service)]),
        }
    }

    /// Says why the parts do not add up to the whole, when they do not.
    fn not_of_a_part(&self, sheet: &Sheet, scope: &Scope, parts: &[Scope]) -> Vec<Line> {
        let received = |of: &Scope| sheet.whole(&of.key(code::RECEIVED));
        let sum: Option<i64> = parts.iter().map(received).sum();
        let rounded = sheet.figures.rounded(&scope.key(code::RECEIVED)).is_some();
        match (received(scope), sum) {
            (Some(whole), Some(sum)) if sum < whole && !rounded => {
                let key = match scope.service {
                    code::ALL => "parts.rest_services",
                    _ => "parts.rest",
                };
                vec![vec![Inline::text(self.from.words.get(key))]]
            }
            _ => Vec::new(),
        }
    }

    /// The name of a part, with a link where it has a page of the period.
    fn part_head(&self, sheet: &Sheet, part: &Scope) -> Inline {
        let text = sheet.names.service(part.service);
        if !self.has_slice(part.service, part.period) {
            return Inline::text(text);
        }
        Inline::Link {
            link: Link::new(self.slice_path(part.service, part.period), text),
        }
    }

    fn parts_caption(&self, sheet: &Sheet, scope: &Scope) -> String {
        let (words, names) = (self.from.words, &sheet.names);
        let stage = names.stage(scope.stage);
        let what = words.fill("what.stage_complaints", &[("stage", &stage)]);
        let period = names.period(scope.period);
        let service = names.service(scope.service);
        let key = match scope.service {
            code::ALL => "parts.caption_services",
            _ => "parts.caption",
        };
        let args = [
            ("what", &*what),
            ("period", &*period),
            ("service", &*service),
        ];
        let caption = words.fill(key, &args);
        if scope.procedure == code::ALL {
            return caption;
        }
        let procedure = words.within(&names.of(List::Procedure, scope.procedure));
        let args = [("caption", &*caption), ("procedure", &*procedure)];
        words.fill("table.of_procedure", &args)
    }
}

/// Received, decided, what share of those we agreed with, what share of the replies came in time: what the table of all
/// services shows, with the base of its shares.
fn part_columns<'s>(sheet: &'s Sheet) -> Vec<Pick<'s>> {
    let (words, codes) = (sheet.names.words, sheet.names.codes);
    let of = |text: &str| words.get(text).to_owned();
    vec![
        (
            of("parts.received"),
            Box::new(|scope: &Scope| scope.key(code::RECEIVED)),
        ),
        (
            of("parts.decided"),
            Box::new(|scope: &Scope| scope.key(code::DECIDED)),
        ),
        (
            of("parts.at_fault"),
            Box::new(move |scope: &Scope| scope.at_fault(code::DECIDED_PERCENT, codes)),
        ),
        (
            of("parts.on_time"),
            Box::new(move |scope: &Scope| scope.in_time(code::RESPONDED_PERCENT, codes)),
        ),
    ]
}
