//! What a printed share or change looks like, where the counts say another.

use super::book::{BASES, Book, COUNTED, Computed, cut_off, fits, printed};
use crate::cube::span::Span;
use crate::cube::words;
use crate::dataset::{AggregateRecord, Qualifier};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Claim, Code, ObservationKey, code};

impl Book<'_> {
    /// Returns what else would give a printed share: another base, or last year's counts.
    pub fn other_bases(&self, key: &ObservationKey, record: &AggregateRecord) -> Vec<String> {
        let mut found = Vec::new();
        let before = key.period.year_before();
        for base in BASES {
            let mut readings = self.shares(key, base);
            if let Some(before) = before {
                readings.extend(
                    self.shares(&key.period(before), base)
                        .into_iter()
                        .map(|mut c| {
                            c.words += &format!(" in {}", before.id());
                            c
                        }),
                );
                readings.extend(self.crossed(key, base, before));
            }
            for reading in readings {
                if fits(record, &reading) && !found.contains(&reading.words) {
                    found.push(reading.words);
                }
            }
        }
        found.truncate(3);
        found
    }

    /// Returns what a printed rate may have been meant for: another year's population, or what population it needs.
    pub(super) fn rate_hints(&self, key: &ObservationKey, record: &AggregateRecord) -> Vec<String> {
        let codes = &self.cube.codes;
        let (stem, base, scale) = match Claim::of(codes.word(key.measure)) {
            Some(Claim::Per1000(stem)) => (stem, code::POPULATION, 1000),
            Some(Claim::Per1000Homes(stem)) => (stem, code::HOMES_OWNED, 1000),
            Some(Claim::Per100000(stem)) => (stem, code::POPULATION, 100_000),
            _ => return Vec::new(),
        };
        let Some(top) = self.counted(key, stem) else {
            return Vec::new();
        };
        let mut hints = Vec::new();
        for year in years_near(key.period) {
            let bottom = self.context(&key.period(year), base);
            let reading = bottom.and_then(|bottom| self.ratio(&top, &bottom, scale));
            if let Some(reading) = reading.filter(|reading| fits(record, reading)) {
                hints.push(reading.words);
            }
        }
        let needs = record
            .value
            .ok()
            .zip(self.quantity(&top))
            .and_then(|(rate, (count, _))| {
                count.over(printed(record, rate), scale.into())?.wholes()
            });
        if let Some((least, most)) = needs.filter(|_| record.qualifier == Qualifier::None) {
            hints.push(format!(
                "a rate of {} to {} {}",
                Decimal::whole(least).grouped(),
                Decimal::whole(most).grouped(),
                if base == code::HOMES_OWNED {
                    "homes"
                } else {
                    "people"
                }
            ));
        }
        hints
    }

    /// Returns what a printed relative change may have been meant for.
    pub fn change_hints(
        &self,
        key: &ObservationKey,
        stem: &str,
        record: &AggregateRecord,
    ) -> Vec<String> {
        let codes = &self.cube.codes;
        let mut hints = Vec::new();
        let Some((stem_code, before)) = codes.get(stem).zip(key.period.year_before()) else {
            return hints;
        };
        let now = key.measure(stem_code);
        let values = self.value(&now).zip(self.value(&now.period(before)));
        if let Some(((a, _, a_words), (b, ..))) = values {
            let reading = Computed::reading;
            if a.minus(b)
                .over(a, 100)
                .is_some_and(|span| fits(record, &reading(span)))
            {
                hints.push(format!(
                    "the change divided by this year's {a_words} instead of last year's value"
                ));
            }
            let points = reading(a.minus(b));
            if matches!(Claim::of(stem), Some(Claim::Share(_)))
                && (fits(record, &points) || cut_off(record, &points))
            {
                hints.push("the difference in percentage points".into());
            }
        }
        hints.extend(self.other_printed(key, stem, record));
        hints
    }

    /// Returns which other printed value of this year or the last would give a printed change.
    pub fn other_printed(
        &self,
        key: &ObservationKey,
        stem: &str,
        record: &AggregateRecord,
    ) -> Vec<String> {
        let codes = &self.cube.codes;
        let mut hints = Vec::new();
        let Some((stem_code, before)) = codes.get(stem).zip(key.period.year_before()) else {
            return hints;
        };
        let now = key.measure(stem_code);
        let then = now.period(before);
        let all = |key: &ObservationKey| -> Vec<(Decimal, bool)> {
            let used = self.cube.exact(key);
            self.cube
                .supplied
                .get(key)
                .into_iter()
                .flatten()
                .filter_map(|record| record.value.ok())
                .map(|number| (number, used == Some(number)))
                .collect()
        };
        for (a, a_used) in all(&now) {
            for (b, b_used) in all(&then) {
                let (from, to) = (Span::exact(b), Span::exact(a));
                let relative = codes.word(key.measure).ends_with("_percent");
                let span = if relative {
                    to.minus(from).over(from, 100)
                } else {
                    Some(to.minus(from))
                };
                let reading = span.map(Computed::reading);
                if (!a_used || !b_used) && reading.is_some_and(|reading| fits(record, &reading)) {
                    hints.push(format!(
                        "{} in {} and {} in {}, as printed elsewhere",
                        b.grouped(),
                        before.id(),
                        a.grouped(),
                        key.period.id()
                    ));
                }
            }
        }
        hints.extend(self.same_number(&now, &then));
        hints.dedup();
        hints
    }

    /// Returns which other quantity of this year has last year's number: one of the two may be a slip of the pen.
    fn same_number(&self, now: &ObservationKey, then: &ObservationKey) -> Vec<String> {
        let Some(before) = self
            .cube
            .exact(then)
            .filter(|number| *number >= Decimal::whole(20))
        else {
            return Vec::new();
        };
        self.cube
            .supplied
            .range(now.first_of_place()..)
            .map(|(key, _)| key)
            .take_while(|key| key.same_place(now))
            .filter(|key| key.measure != now.measure && key.breakdowns == now.breakdowns)
            .filter(|key| self.cube.exact(key) == Some(before))
            .map(|key| {
                format!(
                    "a mix-up: {} is also printed as {} in {}",
                    before.grouped(),
                    words::plain(&self.cube.codes, key.measure),
                    key.period.id()
                )
            })
            .collect()
    }

    /// One year's count over the other year's base.
    fn crossed(
        &self,
        key: &ObservationKey,
        base: Code,
        before: crate::period::Period,
    ) -> Vec<Computed> {
        let (top, bottom) = if let Some(stage) = key.category(code::NEXT_STAGE) {
            let here = key.without(code::NEXT_STAGE);
            let next = ObservationKey {
                stage,
                ..here.measure(code::RECEIVED)
            };
            (next, here.measure(base))
        } else {
            let Some(over) = self.over(key) else {
                return Vec::new();
            };
            let bottom = key.without(over).measure(base);
            let Some(top) = COUNTED
                .into_iter()
                .map(|name| key.measure(name))
                .find(|top| self.cube.get(top).is_some())
            else {
                return Vec::new();
            };
            (top, bottom)
        };
        let mut found = Vec::new();
        found.extend(self.ratio(&top.period(before), &bottom, 100).map(|mut c| {
            c.words += &format!(", {}'s count over this year's base", before.id());
            c
        }));
        found.extend(self.ratio(&top, &bottom.period(before), 100));
        found
    }
}

/// Returns the years whose population may have been taken instead.
fn years_near(period: Period) -> Vec<Period> {
    let (Period::Year(year) | Period::Academic(year) | Period::Calendar(year)) = period else {
        return Vec::new();
    };
    let near = [
        year.checked_sub(1),
        year.checked_sub(2),
        year.checked_add(1),
    ];
    let same = near.into_iter().flatten().map(|other| match period {
        Period::Academic(_) => Period::Academic(other),
        Period::Calendar(_) => Period::Calendar(other),
        _ => Period::Year(other),
    });
    let others = [
        Period::Year(year),
        Period::Academic(year),
        Period::Calendar(year),
    ];
    let mut years: Vec<Period> = same.chain(others).collect();
    years.retain(|other| *other != period);
    years
}
