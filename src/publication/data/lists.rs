//! The services, measures and periods that the tables name, each with what is known of it, so that whoever has the files
//! needs no page to read them.

use super::dictionary::Used;
use crate::config::{Service, ServiceChange};
use crate::number::Decimal;
use crate::period::Period;
use crate::publication::beside::{MEASURES_NAMED, PERIODS, SERVICES};
use crate::publication::compose::Composer;
use crate::publication::page::Texts;
use crate::vocabulary::{Code, code, measure};
use chrono::NaiveDate;
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Every service that a table names, and those above it.
    pub(super) fn service_list(&self, used: &Used) -> Texts {
        let site = self.from.site;
        let words = [
            self.from.decisions.iter().map(|one| one.service).collect(),
            self.from.lessons.iter().map(|one| one.service).collect(),
            used.services.clone(),
        ];
        let named: BTreeSet<Code> = words.into_iter().flat_map(BTreeSet::into_iter).collect();
        let above = |service: &Code| site.services.ancestors(*service);
        let told: BTreeSet<Code> = named.iter().flat_map(above).chain(named.clone()).collect();
        let whole = told.contains(&code::ALL).then(|| self.whole_council());
        let nodes = site
            .services
            .iter()
            .filter(|node| told.contains(&node.code));
        let nodes = nodes.map(|node| self.service_row(node));
        Texts {
            table: &SERVICES,
            rows: whole.into_iter().chain(nodes).collect(),
        }
    }

    fn whole_council(&self) -> Vec<String> {
        let names = self.names();
        let mut row = vec![
            names.codes.word(code::ALL).to_owned(),
            names.service(code::ALL),
        ];
        row.extend(std::iter::repeat_n(String::new(), 7));
        row.push(self.service_address(code::ALL));
        row
    }

    fn service_row(&self, node: &Service) -> Vec<String> {
        let codes = self.names().codes;
        let word = |code: Code| codes.word(code).to_owned();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let successors: Vec<&str> = node
            .successors
            .iter()
            .map(|code| codes.word(*code))
            .collect();
        let change = node.change.map_or("", |change| match change {
            ServiceChange::Rename => "rename",
            ServiceChange::Split => "split",
            ServiceChange::Merge => "merge",
            ServiceChange::Transfer => "transfer",
        });
        vec![
            word(node.code),
            node.name.clone(),
            node.kind.clone(),
            word(node.parent.unwrap_or(code::ALL)),
            node.subject.clone(),
            day(node.from),
            day(node.to),
            successors.join("; "),
            change.to_owned(),
            self.service_address(node.code),
        ]
    }

    /// Where a service has its page; empty where it has none.
    fn service_address(&self, service: Code) -> String {
        match self.periods(service) {
            [] => String::new(),
            _ => format!("services/{}/", self.names().slug(service)),
        }
    }

    /// Every measure of the whole table.
    pub(super) fn measure_list(&self, used: &Used) -> Texts {
        let names = self.names();
        let row = |(code, entry): (Code, super::dictionary::Entry)| {
            let known = measure(code);
            let (since, breaks) = (entry.since_id(), entry.breaks_ids());
            let base = known.and_then(|known| known.base);
            let adds_up = known.map_or("", |known| match (known.stock, known.additive) {
                (true, _) => "stock",
                (false, true) => "yes",
                (false, false) => "no",
            });
            vec![
                entry.code,
                entry.name,
                entry.unit,
                base.map_or("", |base| names.codes.word(base)).to_owned(),
                adds_up.to_owned(),
                entry.meaning,
                entry.formula,
                since,
                breaks,
            ]
        };
        let changes = self.changes(used);
        let named = self.measures_named(used).into_iter().chain(changes);
        Texts {
            table: &MEASURES_NAMED,
            rows: named.map(row).chain(self.amount_rows(used)).collect(),
        }
    }

    fn amount_rows(&self, used: &Used) -> impl Iterator<Item = Vec<String>> {
        self.amounts(used).into_iter().map(|entry| {
            let (base, adds_up) = (String::new(), "no".to_owned());
            let since = entry.since_id();
            vec![
                entry.code,
                entry.name,
                entry.unit,
                base,
                adds_up,
                entry.meaning,
                entry.formula,
                since,
                String::new(),
            ]
        })
    }

    /// Every period that a table names, in the order of time.
    pub(super) fn period_list(&self, used: &Used) -> Texts {
        let words = self.from.words;
        let mut named: BTreeSet<Period> = used.periods.clone();
        named.extend(self.from.decisions.iter().map(|one| one.period));
        named.extend(self.from.lessons.iter().map(|one| one.period));
        let mut named: Vec<Period> = named.into_iter().collect();
        named.sort_by_key(Period::time_order);
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let row = |period: Period| {
            let days = period.days().map(Decimal::whole);
            let year = match period {
                Period::Quarter(year, _) => Period::Year(year).id(),
                _ => String::new(),
            };
            vec![
                period.id(),
                period.kind().code().to_owned(),
                words.period(period),
                day(period.start()),
                day(period.end()),
                days.map(|days| days.to_string()).unwrap_or_default(),
                year,
            ]
        };
        Texts {
            table: &PERIODS,
            rows: named.into_iter().map(row).collect(),
        }
    }
}
