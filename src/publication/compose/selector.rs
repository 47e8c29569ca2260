//! Services, years and quarters to choose from.

use super::Composer;
use crate::period::{Period, PeriodKind};
use crate::publication::page::{Choice, Selector};
use crate::vocabulary::Code;
use chrono::NaiveDate;

impl Composer<'_> {
    /// Returns the lists of services, years and quarters to choose from.
    pub fn selectors(&self, service: Code, period: Option<Period>) -> Vec<Selector> {
        let words = self.from.words;
        let mut selectors = vec![selector(
            "service",
            words.get("choose.service"),
            words.get("choose.service_short"),
            self.service_choices(service, period),
        )];
        let years = self.year_choices(service, period);
        if !years.is_empty() {
            selectors.push(selector(
                "year",
                words.get("choose.year"),
                words.get("choose.year_short"),
                years,
            ));
        }
        let quarters = self.quarter_choices(service, period);
        if !quarters.is_empty() {
            selectors.push(selector(
                "quarter",
                words.get("choose.quarter"),
                words.get("choose.quarter_short"),
                quarters,
            ));
        }
        selectors
    }

    /// Another service keeps the period where it has figures of it, else leads to its own page.
    fn service_choices(&self, chosen: Code, period: Option<Period>) -> Vec<Choice> {
        self.services()
            .into_iter()
            .map(|(service, depth)| {
                let path = match period {
                    Some(period) if self.has_slice(service, period) => {
                        self.slice_path(service, period)
                    }
                    _ => ["services/", self.names().slug(service), "/"].concat(),
                };
                choice(
                    self.names().service(service),
                    Some(path),
                    service == chosen,
                    depth,
                )
            })
            .collect()
    }

    fn year_choices(&self, service: Code, period: Option<Period>) -> Vec<Choice> {
        let words = self.from.words;
        let chosen_year = period.map(|period| period.financial_year().unwrap_or(period));
        self.periods(service)
            .iter()
            .filter(|year| !matches!(year.kind(), PeriodKind::Quarter | PeriodKind::Undated))
            .map(|year| {
                let same_quarter = match (period, year) {
                    (Some(Period::Quarter(_, quarter)), Period::Year(year)) => {
                        Some(Period::Quarter(*year, quarter))
                    }
                    _ => None,
                };
                let path = same_quarter
                    .filter(|quarter| self.has_slice(service, *quarter))
                    .unwrap_or(*year);
                choice(
                    words.beginning(&words.period(*year)),
                    Some(self.slice_path(service, path)),
                    chosen_year == Some(*year),
                    0,
                )
            })
            .collect()
    }

    fn quarter_choices(&self, service: Code, period: Option<Period>) -> Vec<Choice> {
        let words = self.from.words;
        let Some(year) = period.and_then(|period| period.financial_year()) else {
            return Vec::new();
        };
        let Some(quarters) = year.quarters() else {
            return Vec::new();
        };
        let has_page = |period: &Period| self.has_slice(service, *period);
        if !quarters.iter().any(has_page) {
            return Vec::new();
        }
        let figures = self.figures();
        let whole = has_page(&year).then(|| {
            let key = if figures.so_far(service, year) {
                "choose.year_so_far"
            } else if figures.is_part(service, year) {
                "choose.part_of_year"
            } else {
                "choose.whole_year"
            };
            let path = Some(self.slice_path(service, year));
            choice(words.get(key).to_owned(), path, period == Some(year), 0)
        });
        quarters
            .into_iter()
            .map(|quarter| self.quarter_choice(service, quarter, period == Some(quarter)))
            .chain(whole)
            .collect()
    }

    /// A quarter to choose; without a page, with the reason.
    fn quarter_choice(&self, service: Code, quarter: Period, chosen: bool) -> Choice {
        let words = self.from.words;
        let name = match quarter {
            Period::Quarter(_, number) => words.quarter_name(number),
            other => words.period(other),
        };
        if self.has_slice(service, quarter) {
            return choice(name, Some(self.slice_path(service, quarter)), chosen, 0);
        }
        let quarter_alone = [("quarter", &*name)];
        let text = match self.awaited(service, quarter) {
            None => words.fill("choose.no_data", &quarter_alone),
            Some(None) => words.fill("choose.not_yet", &quarter_alone),
            Some(Some(day)) => {
                let date = words.date(day);
                words.fill("choose.due", &[("quarter", &*name), ("date", &*date)])
            }
        };
        choice(text, None, false, 0)
    }

    /// Returns whether figures of a quarter are still to come, and the day they are due where one is planned. A quarter that
    /// has ended waits for the next release only if none could have told it: the last came out before its end, or ends
    /// with the quarter before it.
    pub fn awaited(&self, service: Code, quarter: Period) -> Option<Option<NaiveDate>> {
        let (begin, end) = (quarter.start()?, quarter.end()?);
        let node = self.from.site.services.get(service);
        if node.is_some_and(|node| node.to.is_some_and(|last| last < begin)) {
            return None;
        }
        let quarters = || {
            let periods = self.slices.values().flatten();
            periods.filter(|period| period.kind() == PeriodKind::Quarter)
        };
        if quarters().any(|told| told >= &quarter) {
            return None;
        }
        let last = quarters().filter_map(Period::end).max();
        let follows = begin.pred_opt().is_some_and(|day| last == Some(day));
        let planned = self.from.site.release.next.iter().copied();
        let due = planned.filter(|day| *day > end.max(self.from.as_of)).min();
        let could_be_told = self.released() > end && !follows;
        match end < self.from.as_of {
            true if could_be_told || due.is_none() => None,
            _ => Some(due),
        }
    }
}

/// Returns a choice of a selector.
fn choice(text: String, path: Option<String>, current: bool, depth: u8) -> Choice {
    Choice {
        text,
        path,
        current,
        depth,
    }
}

/// Returns a selector.
fn selector(id: &'static str, label: &str, short: &str, choices: Vec<Choice>) -> Selector {
    Selector {
        id,
        label: label.to_owned(),
        short: short.to_owned(),
        choices: choices.into(),
    }
}
