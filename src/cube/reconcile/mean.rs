//! Means and other numbers of days against the number of complaints they are of, and against one another.
//!
//! A mean is of whole days, so it times its number of complaints is a whole number, as exactly as it was printed: no three
//! answers have a mean of 12.5 days. A year's mean is that of its quarters, each with the weight of its complaints, and
//! not the mean of four means. A longest answer is no shorter than the mean. None of this needs the cases themselves.

use super::desk::Desk;
use crate::config::Site;
use crate::cube::relation::{Relations, Sum};
use crate::cube::span::Span;
use crate::cube::{Cube, words};
use crate::dataset::{AggregateRecord, Qualifier};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::number::Decimal;
use crate::vocabulary::{Claim, Code, ObservationKey, code, measure};

/// Tests every supplied number of days.
pub(super) fn means(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let days = Days {
        cube,
        site: desk.site,
    };
    let mut found: Vec<(ObservationKey, Diagnostic)> = Vec::new();
    for key in cube.supplied.keys().filter(|key| days.is_one(key)) {
        let own = days
            .of_nothing(key)
            .or_else(|| days.other_count(key))
            .or_else(|| days.impossible(key))
            .or_else(|| days.contradiction(key));
        let finding = own.or_else(|| days.unequal(key, relations));
        found.extend(finding.map(|finding| (*key, finding)));
    }
    desk.raise_all(cube, found);
}

struct Days<'a> {
    cube: &'a Cube,
    site: &'a Site,
}

impl Days<'_> {
    fn is_one(&self, key: &ObservationKey) -> bool {
        measure(key.measure).is_some_and(|m| m.base == Some(code::RESPONDED))
            && Claim::of(self.cube.codes.word(key.measure)).is_none()
            && key.category(code::GROUP).is_none()
    }

    fn count(&self, key: &ObservationKey, measure: Code) -> Option<i64> {
        self.cube.exact(&key.measure(measure))?.as_whole()
    }

    /// Returns how many answers the number of days is of: by its own row, else those answered.
    fn n(&self, key: &ObservationKey) -> Option<i64> {
        let own = self.cube.get(key)?.denominator;
        own.or_else(|| self.count(key, code::RESPONDED))
    }

    /// Returns what the days may have been before they were rounded; nothing for those that are not numbers or rough.
    fn room(&self, key: &ObservationKey) -> Option<Span> {
        let found = self.cube.get(key)?;
        let number = found.value.ok()?;
        (found.qualifier == Qualifier::None).then(|| Span::rounded(number))
    }

    fn value(&self, key: &ObservationKey) -> String {
        self.cube.get(key).map_or_else(String::new, |found| {
            words::value(found.value, found.qualifier, found.unit)
        })
    }

    fn finding(
        &self,
        kind: &'static crate::diagnostic::Rule,
        key: &ObservationKey,
        what: &str,
    ) -> Diagnostic {
        let figure = words::figure(&self.cube.codes, self.site, key);
        let value = self.value(key);
        let mut finding = Diagnostic::error(kind, format!("{figure} is {value}, {what}"))
            .value(&value)
            .key(key.text(&self.cube.codes));
        finding.location = self.cube.origin(key);
        finding
    }

    /// There is no mean of nothing.
    fn of_nothing(&self, key: &ObservationKey) -> Option<Diagnostic> {
        let n = self.n(key).or_else(|| self.count(key, code::RECEIVED));
        (n == Some(0) && self.cube.get(key)?.value.is_ok()).then(|| {
            self.finding(
                rule::MEAN_OF_NOTHING,
                key,
                "but there was nothing to take it of",
            )
            .help("Write [z] where no complaint was answered.")
        })
    }

    /// The row of the mean says that it is of so many answers, and so many others were answered.
    fn other_count(&self, key: &ObservationKey) -> Option<Diagnostic> {
        let own = self.cube.get(key)?.denominator?;
        let answered = self.count(key, code::RESPONDED)?;
        let place = self.cube.origin(&key.measure(code::RESPONDED));
        (own != answered).then(|| {
            let mut finding = self
                .finding(
                    rule::MEAN_IMPOSSIBLE,
                    key,
                    &format!(
                        "of {} by its own row, but {} were answered",
                        grouped(own),
                        grouped(answered)
                    ),
                )
                .help("Correct the denominator, or the number answered. A mean of some of the answers needs a note that says which.");
            finding.related = place.into_iter().collect();
            finding
        })
    }

    /// No whole numbers of days give what was printed.
    fn impossible(&self, key: &ObservationKey) -> Option<Diagnostic> {
        let (room, n) = (self.room(key)?, self.n(key)?);
        let record = self.cube.record(key)?;
        match key.measure {
            code::MEAN_RESPONSE_DAYS => self.impossible_mean(key, record, room, n),
            code::MEDIAN_RESPONSE_DAYS if n % 2 == 0 => {
                let twice = room.times(2);
                (!twice.has_whole()).then(|| {
                    self.finding(
                        rule::MEAN_IMPOSSIBLE,
                        key,
                        "but the middle of whole days is a whole number, or a half",
                    )
                    .help("Correct it: the median is the day in the middle, or the mean of the two in the middle.")
                })
            }
            _ => (!room.has_whole()).then(|| {
                self.finding(
                    rule::MEAN_IMPOSSIBLE,
                    key,
                    &format!(
                        "but one of {} answers took it, and days are whole",
                        grouped(n)
                    ),
                )
                .help("Correct it, or its number of complaints.")
            }),
        }
    }

    fn impossible_mean(
        &self,
        key: &ObservationKey,
        record: &AggregateRecord,
        room: Span,
        n: i64,
    ) -> Option<Diagnostic> {
        let printed = record.value.ok()?;
        let mean = |days: i64| {
            Some(format!(
                "{} days in all make {}",
                grouped(days),
                Decimal::ratio(days, n, 1, printed.places())?
            ))
        };
        if let Some(days) = record.numerator {
            let fits = Span::of(days, n, 1).is_some_and(|exact| exact.meets(room));
            return (!fits).then(|| {
                let made = mean(days).unwrap_or_default();
                self.finding(
                    rule::MEAN_IMPOSSIBLE,
                    key,
                    &format!("but of {} answers {made}", grouped(n)),
                )
                .help("Correct the mean, or the numerator (all days together) and denominator (answers) of its row.")
            });
        }
        if room.times(n).has_whole() {
            return None;
        }
        let below = room.times(n).floor()?;
        let near: Vec<String> = [below, below + 1].into_iter().filter_map(mean).collect();
        let mut finding = self
            .finding(
                rule::MEAN_IMPOSSIBLE,
                key,
                &format!(
                    "but no {} answers have that mean: {}",
                    grouped(n),
                    near.join(", ")
                ),
            )
            .help("Correct the mean or its number of complaints: a mean in whole days is of whole days.");
        // Each of the numbers of complaints near by may be the one that was meant: of answers, of all received.
        let others = [code::RECEIVED, code::ACCEPTED, code::DECIDED];
        for other in others {
            if let Some(count) = self.count(key, other)
                && count > 0
                && count != n
                && room.times(count).has_whole()
            {
                finding = finding.fact(
                    "looks like",
                    format!(
                        "a mean of the {} {}",
                        grouped(count),
                        words::plain(&self.cube.codes, other)
                    ),
                );
            }
        }
        Some(finding)
    }

    /// A mean or median that is longer than the longest, and the like.
    fn contradiction(&self, key: &ObservationKey) -> Option<Diagnostic> {
        let unit = self.cube.get(key)?.unit;
        let room = self.room(key)?;
        let longer: &[Code] = match key.measure {
            code::MEAN_RESPONSE_DAYS => &[code::LONGEST_RESPONSE_DAYS],
            code::MEDIAN_RESPONSE_DAYS => &[
                code::PERCENTILE_90_RESPONSE_DAYS,
                code::LONGEST_RESPONSE_DAYS,
            ],
            code::PERCENTILE_90_RESPONSE_DAYS => &[code::LONGEST_RESPONSE_DAYS],
            _ => &[],
        };
        for &measure in longer {
            let other = key.measure(measure);
            let alike = self
                .cube
                .get(&other)
                .is_some_and(|found| found.unit == unit);
            let Some(limit) = self.room(&other).filter(|_| alike) else {
                continue;
            };
            let what = if measure == code::LONGEST_RESPONSE_DAYS {
                format!("the longest answer took {}", self.value(&other))
            } else {
                format!("the 90th percentile is {}", self.value(&other))
            };
            // One answer took as long as the longest, and none took less than nought.
            let too_short = key.measure == code::MEAN_RESPONSE_DAYS
                && self.n(key).is_some_and(|n| room.times(n).is_below(limit));
            let what = if limit.is_below(room) {
                format!("but {what}")
            } else if too_short {
                format!(
                    "which its {} answers cannot have: {what}",
                    grouped(self.n(key)?)
                )
            } else {
                continue;
            };
            let mut finding = self
                .finding(rule::DAYS_CONTRADICT, key, &what)
                .help("Correct the one that is wrong.");
            finding.related = self.cube.origin(&other).into_iter().collect();
            return Some(finding);
        }
        None
    }

    /// A mean against those of its quarters, services or procedures, each with the weight of its answers.
    fn unequal(&self, key: &ObservationKey, relations: &Relations) -> Option<Diagnostic> {
        if key.measure != code::MEAN_RESPONSE_DAYS {
            return None;
        }
        let unit = self.cube.get(key)?.unit;
        let (room, n) = (self.room(key)?, self.n(key).filter(|n| *n > 0)?);
        let wanted = |sum: Sum| matches!(sum, Sum::Quarters | Sum::Services | Sum::Procedures);
        let relations = relations.of(&key.measure(code::RESPONDED));
        for relation in relations.iter().filter(|relation| wanted(relation.sum)) {
            let parts = relation.parts.iter().map(|part| part.measure(key.measure));
            let parts: Vec<ObservationKey> = parts.collect();
            if let Some(days) = self.added(&parts, n, unit)
                && !days.meets(room.times(n))
            {
                let makes = days.over(Span::exact(Decimal::whole(n)), 1)?;
                return Some(self.unequal_parts(key, relation.sum, &parts, (room, makes)));
            }
        }
        None
    }

    fn unequal_parts(
        &self,
        key: &ObservationKey,
        sum: Sum,
        parts: &[ObservationKey],
        (room, makes): (Span, Span),
    ) -> Diagnostic {
        let noun = match sum {
            Sum::Quarters => "quarters",
            Sum::Services => "services",
            _ => "procedures",
        };
        let but = format!("but those of its {noun} make {}", makes.words());
        let mut finding = self
            .finding(rule::MEANS_UNEQUAL, key, &but)
            .fact("parts", self.in_words(parts))
            .help("A mean of several is weighted: each times its number of answers, added up, divided by all answers. Correct the one that is wrong.");
        let plain = self.plain_mean(parts);
        if plain.is_some_and(|plain| plain.meets(room)) {
            let means = parts.len();
            finding = finding.fact(
                "looks like",
                format!("the mean of the {means} means, as if each had as many answers"),
            );
        }
        finding.related = parts
            .iter()
            .filter_map(|part| self.cube.origin(part))
            .collect();
        finding
    }

    /// Returns the days of all parts together; nothing unless the parts have all the answers and all their means are known.
    fn added(
        &self,
        parts: &[ObservationKey],
        n: i64,
        unit: crate::vocabulary::Unit,
    ) -> Option<Span> {
        let mut days = Span::exact(Decimal::whole(0));
        let mut answers = 0i64;
        for part in parts {
            let count = self.count(part, code::RESPONDED)?;
            answers = answers.checked_add(count)?;
            if count > 0 {
                let found = self.cube.get(part).filter(|found| found.unit == unit)?;
                // A part that says itself of how many it is, and says otherwise, weighs nothing certain.
                found
                    .denominator
                    .is_none_or(|own| own == count)
                    .then_some(())?;
                days = days.plus(self.room(part)?.times(count));
            }
        }
        (answers == n).then_some(days)
    }

    /// Returns the mean of means, which is what it should not be.
    fn plain_mean(&self, parts: &[ObservationKey]) -> Option<Span> {
        let rooms: Vec<Span> = parts
            .iter()
            .filter_map(|part| self.cube.get(part)?.value.ok())
            .map(Span::exact)
            .collect();
        let sum = rooms.iter().copied().reduce(Span::plus)?;
        sum.over(Span::exact(Decimal::whole(rooms.len() as i64)), 1)
    }

    fn in_words(&self, parts: &[ObservationKey]) -> String {
        let said: Vec<String> = parts
            .iter()
            .filter_map(|part| {
                let count = self.count(part, code::RESPONDED)?;
                let number = self.cube.get(part)?.value.ok()?;
                Some(format!("{} × {number}", grouped(count)))
            })
            .collect();
        said.join(" + ")
    }
}

fn grouped(count: i64) -> String {
    Decimal::whole(count).grouped()
}
