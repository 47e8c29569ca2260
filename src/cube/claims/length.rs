//! Changes between years that are not alike: a school year and a council's year, or a whole year and a part of one.

use super::book::{Book, Computed, fits};
use crate::config::Service;
use crate::cube::words;
use crate::dataset::AggregateRecord;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::period::Period;
use crate::vocabulary::{Claim, Code, ObservationKey};

impl Book<'_> {
    /// Returns the finding that a printed change has no year of its own kind to compare with, and holds with another kind.
    pub(super) fn other_kind_of_year(&self, key: &ObservationKey) -> Option<Diagnostic> {
        let record = self.cube.record(key)?;
        let then = self.with_other_kinds(key, record).into_iter().next()?;
        let codes = &self.cube.codes;
        let value = words::value(record.value, record.qualifier, record.unit);
        let mut finding = Diagnostic::error(
            rule::OTHER_LENGTH,
            format!(
                "{} is {value}, which holds against {}, another kind of year",
                words::figure(codes, self.site, key),
                then.period.id()
            ),
        )
        .at(record.origin.clone())
        .value(&value)
        .key(key.text(codes))
        .help(format!(
            "The two have different months, so they are not compared. Supply {} too, or take the change out.",
            key.period.year_before().map_or_else(String::new, |year| year.id())
        ));
        finding.related = self.cube.origin(&then).into_iter().collect();
        Some(finding)
    }

    /// Returns in words which year of another kind would give a printed change.
    pub(super) fn other_kind_hints(
        &self,
        key: &ObservationKey,
        record: &AggregateRecord,
    ) -> Vec<String> {
        self.with_other_kinds(key, record)
            .into_iter()
            .filter_map(|then| {
                let (.., text) = self.value(&then)?;
                let year = then.period.id();
                Some(format!(
                    "the change from {text} in {year}, another kind of year"
                ))
            })
            .collect()
    }

    /// Returns the earlier values of years of other kinds that give a printed change.
    fn with_other_kinds(
        &self,
        key: &ObservationKey,
        record: &AggregateRecord,
    ) -> Vec<ObservationKey> {
        let Some((stem, relative)) = self.stem(key) else {
            return Vec::new();
        };
        let now = key.measure(stem);
        let Some((a, ..)) = self.value(&now) else {
            return Vec::new();
        };
        let mut found = other_years_before(key.period);
        found.retain(|&year| {
            self.value(&now.period(year)).is_some_and(|(b, ..)| {
                let difference = a.minus(b);
                let span = if relative {
                    difference.over(b, 100)
                } else {
                    Some(difference)
                };
                span.is_some_and(|span| fits(record, &Computed::reading(span)))
            })
        });
        found.into_iter().map(|year| now.period(year)).collect()
    }

    fn stem(&self, key: &ObservationKey) -> Option<(Code, bool)> {
        let codes = &self.cube.codes;
        match Claim::of(codes.word(key.measure))? {
            Claim::Change(stem) => Some((codes.get(stem)?, false)),
            Claim::ChangePercent(stem) => Some((codes.get(stem)?, true)),
            _ => None,
        }
    }

    /// Returns the finding that a printed change compares a year with a part of one: its service began or ended on a day
    /// within the two years.
    pub(super) fn part_of_a_year(&self, key: &ObservationKey) -> Option<Diagnostic> {
        let record = self.cube.record(key)?;
        self.stem(key)?;
        record.value.ok()?;
        let service = self.site.services.get(key.service)?;
        let before = key.period.year_before()?;
        let (day, begins) = broken(service, before, key.period)?;
        let codes = &self.cube.codes;
        let value = words::value(record.value, record.qualifier, record.unit);
        Some(
            Diagnostic::error(
                rule::OTHER_LENGTH,
                format!(
                    "{} is {value}, but {} {} on {day}, so {} and {} are not alike in length",
                    words::figure(codes, self.site, key),
                    service.name,
                    if begins { "began" } else { "ended" },
                    before.id(),
                    key.period.id()
                ),
            )
            .at(record.origin.clone())
            .value(&value)
            .key(key.text(codes))
            .help("Take the change out, or correct from and to of the service in candour.toml."),
        )
    }
}

/// Returns the day within the two years on which a service began or ended, when it is not the first or last of one.
fn broken(service: &Service, before: Period, now: Period) -> Option<(chrono::NaiveDate, bool)> {
    let inside = |period: Period, day: chrono::NaiveDate| {
        period.contains(day) && period.start() != Some(day) && period.end() != Some(day)
    };
    let either = |day: &chrono::NaiveDate| inside(before, *day) || inside(now, *day);
    let from = service.from.filter(either).map(|day| (day, true));
    from.or_else(|| service.to.filter(either).map(|day| (day, false)))
}

/// Returns the years of other kinds that are taken for the year before.
fn other_years_before(period: Period) -> Vec<Period> {
    let (Period::Year(year) | Period::Academic(year) | Period::Calendar(year)) = period else {
        return Vec::new();
    };
    let Some(last) = year.checked_sub(1) else {
        return Vec::new();
    };
    let all = [
        Period::Year(last),
        Period::Academic(last),
        Period::Calendar(last),
        Period::Calendar(year),
    ];
    all.into_iter()
        .filter(|other| other.kind() != period.kind())
        .collect()
}
