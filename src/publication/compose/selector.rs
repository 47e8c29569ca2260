//! Services, years and quarters to choose from.

use super::Composer;
use crate::period::{Period, PeriodKind};
use crate::publication::page::{Choice, Selector};
use crate::vocabulary::Code;

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
                    _ => format!("services/{}/", self.names().slug(service)),
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
        if !quarters
            .iter()
            .any(|quarter| self.has_slice(service, *quarter))
        {
            return Vec::new();
        }
        let mut choices: Vec<Choice> = quarters
            .iter()
            .map(|quarter| {
                let Period::Quarter(_, number) = quarter else {
                    return choice(String::new(), None, false, 0);
                };
                let name = words.quarter_name(*number);
                if self.has_slice(service, *quarter) {
                    return choice(
                        name,
                        Some(self.slice_path(service, *quarter)),
                        period == Some(*quarter),
                        0,
                    );
                }
                let over = quarter.end().is_some_and(|end| end < self.from.as_of);
                let reason = if over {
                    "choose.no_data"
                } else {
                    "choose.not_yet"
                };
                choice(words.fill(reason, &[("quarter", &name)]), None, false, 0)
            })
            .collect();
        if self.has_slice(service, year) {
            let figures = self.sheet().figures;
            let key = if figures.so_far(service, year) {
                "choose.year_so_far"
            } else if figures.is_part(service, year) {
                "choose.part_of_year"
            } else {
                "choose.whole_year"
            };
            choices.push(choice(
                words.get(key).to_owned(),
                Some(self.slice_path(service, year)),
                period == Some(year),
                0,
            ));
        }
        choices
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
        choices,
    }
}
