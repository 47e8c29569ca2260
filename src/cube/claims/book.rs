//! What the counts say about a share, a rate or a change.

use crate::config::Site;
use crate::cube::aggregates::slack;
use crate::cube::relation::joined_parts;
use crate::cube::span::{HAIR, Span, scaled};
use crate::cube::{Cube, words};
use crate::dataset::{AggregateRecord, Qualifier};
use crate::number::Decimal;
use crate::vocabulary::{AGAINST, Claim, Code, List, NOT_CONSIDERED, ObservationKey, Unit, code};

/// What the counts make of a claim.
#[derive(Debug, Clone)]
pub(super) struct Computed {
    pub span: Span,
    /// The figure to publish, when the counts are exact.
    pub figure: Option<Decimal>,
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    /// How it comes about: `50 of 179 received`.
    pub words: String,
}

impl Computed {
    /// Returns a value that is only compared, never published.
    pub(super) fn reading(span: Span) -> Self {
        Computed {
            span,
            figure: None,
            numerator: None,
            denominator: None,
            words: String::new(),
        }
    }
}

/// The figures of a cube, to look things up in.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    pub cube: &'a Cube,
    pub site: &'a Site,
}

/// The measures that shares are taken of, in the order in which they are tried.
pub(super) const BASES: [Code; 6] = [
    code::RECEIVED,
    code::ACCEPTED,
    code::RESPONDED,
    code::DECIDED,
    code::INVESTIGATED,
    code::NATURES,
];

/// The measures that a share's own count may stand under.
pub(super) const COUNTED: [Code; 6] = [
    code::RECEIVED,
    code::RESPONDED,
    code::ACCEPTED,
    code::DECIDED,
    code::CLOSED_WITHOUT_RESPONSE,
    code::INVESTIGATED,
];

/// The breakdowns that a share is over, the most telling first: a share of nature and outcome together is the share of
/// the outcome among the complaints of that nature.
const OVER: [Code; 11] = [
    code::OUTCOME,
    code::DECISION,
    code::DECISION_REASON,
    code::FINDING,
    code::TIMELINESS,
    code::RESPONSE_BAND,
    code::REFUSAL_REASON,
    code::NATURE,
    code::COMPLAINANT,
    code::CHANNEL,
    code::REMEDY,
];

impl Book<'_> {
    /// Returns the number at a key with the room that its wording leaves; for joined values the sum of their parts.
    pub fn quantity(&self, key: &ObservationKey) -> Option<(Span, Option<Decimal>)> {
        if let Some(exact) = self.cube.exact(key) {
            return Some((Span::exact(exact), Some(exact)));
        }
        if let Some(found) = self.cube.get(key) {
            let number = found.value.ok()?;
            let slack = slack(number);
            let span = Span::around(number, slack);
            let twice = 2 * scaled(slack);
            return match found.qualifier {
                Qualifier::About => Some((span, None)),
                Qualifier::Over => Some((
                    Span {
                        low: scaled(number),
                        high: scaled(number) + twice,
                    },
                    None,
                )),
                Qualifier::Under => Some((
                    Span {
                        low: scaled(number) - twice,
                        high: scaled(number),
                    },
                    None,
                )),
                _ => None,
            };
        }
        self.joined(key).map(|sum| (Span::exact(sum), Some(sum)))
    }

    fn joined(&self, key: &ObservationKey) -> Option<Decimal> {
        for &(name, category) in key.breakdowns.iter().flatten() {
            if let Some(parts) = joined_parts(self.site, &self.cube.codes, name, category) {
                let rest = key.without(name);
                return parts
                    .into_iter()
                    .map(|part| self.cube.exact(&rest.with(&self.cube.codes, name, part)))
                    .reduce(|sum, next| Some(sum?.plus(next?)))?;
            }
        }
        None
    }

    /// Returns the breakdown that a share is over.
    pub fn over(&self, key: &ObservationKey) -> Option<Code> {
        OVER.into_iter().find(|name| key.category(*name).is_some())
    }

    /// Returns what the counts make of a claim; nothing when there are not enough of them.
    pub fn compute(&self, key: &ObservationKey) -> Option<Computed> {
        let codes = &self.cube.codes;
        let name = codes.word(key.measure);
        let decided = |decision| {
            key.measure(code::DECIDED)
                .with(codes, code::DECISION, decision)
        };
        match key.measure {
            code::UPHOLD_RATE => {
                return self.ratio(
                    &decided(code::UPHELD),
                    &key.measure(code::INVESTIGATED),
                    100,
                );
            }
            code::SATISFACTORY_REMEDY_RATE => {
                return self.ratio(
                    &key.measure(code::SATISFACTORY_REMEDIES),
                    &decided(code::UPHELD),
                    100,
                );
            }
            code::COMPLIANCE_RATE => {
                return self.ratio(
                    &key.measure(code::COMPLIANCE_DONE),
                    &key.measure(code::COMPLIANCE_DUE),
                    100,
                );
            }
            code::LATE_COMPLIANCE_RATE => {
                return self.ratio(
                    &key.measure(code::COMPLIANCE_LATE),
                    &key.measure(code::COMPLIANCE_DONE),
                    100,
                );
            }
            code::MALADMINISTRATION_RATE => return self.maladministration(key),
            _ => {}
        }
        match Claim::of(name)? {
            Claim::Share("unstated") => None,
            Claim::Share(stem) => {
                let base = codes.get(stem)?;
                self.shares(key, base).into_iter().next()
            }
            Claim::Per1000(stem) => self.rate(key, stem, code::POPULATION, 1000),
            Claim::Per1000Homes(stem) => self.rate(key, stem, code::HOMES_OWNED, 1000),
            Claim::Per100000(stem) => self.rate(key, stem, code::POPULATION, 100_000),
            Claim::Change(stem) => self.change(key, codes.get(stem)?),
            Claim::ChangePercent(stem) => self.change_percent(key, codes.get(stem)?),
        }
    }

    /// The findings against the council, of those that are on what the ombudsman considered; only where the findings that
    /// are known make all there are.
    fn maladministration(&self, key: &ObservationKey) -> Option<Computed> {
        let findings = key.measure(code::FINDINGS);
        let total = self.cube.exact(&findings)?.as_whole()?;
        let (mut all, mut against, mut not_considered) = (0, 0, 0);
        for entry in &self.site.list(List::Finding).entries {
            let of = findings.with(&self.cube.codes, code::FINDING, entry.code);
            let count = self.cube.exact(&of).and_then(Decimal::as_whole);
            let count = count.unwrap_or_default();
            all += count;
            against += if AGAINST.contains(&entry.code) {
                count
            } else {
                0
            };
            not_considered += if NOT_CONSIDERED.contains(&entry.code) {
                count
            } else {
                0
            };
        }
        if all != total {
            return None;
        }
        Computed::of(against, total - not_considered, 100)
    }

    /// Returns one number over another.
    pub fn ratio(
        &self,
        top: &ObservationKey,
        bottom: &ObservationKey,
        scale: i64,
    ) -> Option<Computed> {
        let (a, a_exact) = self.quantity(top)?;
        let (b, b_exact) = self.quantity(bottom)?;
        let span = a.over(b, i128::from(scale))?;
        let whole = |number: Option<Decimal>| number.and_then(Decimal::as_whole);
        let (numerator, denominator) = (whole(a_exact), whole(b_exact));
        let figure = numerator
            .zip(denominator)
            .and_then(|(a, b)| Decimal::ratio(a, b, scale, 1));
        let shown = |key: &ObservationKey, exact: Option<Decimal>| match exact {
            Some(number) => number.grouped(),
            None => self.cube.get(key).map_or_else(String::new, |found| {
                words::value(found.value, found.qualifier, found.unit)
            }),
        };
        let mut words = format!(
            "{} of {} {}",
            shown(top, a_exact),
            shown(bottom, b_exact),
            words::plain(&self.cube.codes, bottom.measure)
        );
        if bottom.period != top.period {
            words += &format!(" in {}", bottom.period.id());
        }
        Some(Computed {
            span,
            figure,
            numerator,
            denominator,
            words,
        })
    }

    /// Returns the readings of a share of this base for which there are counts, the likeliest first.
    pub fn shares(&self, key: &ObservationKey, base: Code) -> Vec<Computed> {
        let codes = &self.cube.codes;
        let plain = |key: ObservationKey| key.measure(base);
        if let Some(stage) = key.category(code::NEXT_STAGE) {
            let here = key.without(code::NEXT_STAGE);
            let next = ObservationKey {
                stage,
                ..here.measure(code::RECEIVED)
            };
            return self.ratio(&next, &plain(here), 100).into_iter().collect();
        }
        if let Some(service) = key.category(code::SERVICE) {
            let here = plain(key.without(code::SERVICE));
            return self
                .ratio(&here.service(service), &here, 100)
                .into_iter()
                .collect();
        }
        if self.is_context(base) {
            return self
                .context(key, base)
                .and_then(|bottom| self.ratio(&key.measure(code::RECEIVED), &bottom, 100))
                .into_iter()
                .collect();
        }
        let Some(over) = self.over(key) else {
            return Vec::new();
        };
        let mut bottoms = vec![plain(key.without(over))];
        let bare = OVER.into_iter().fold(*key, |key, name| key.without(name));
        if bare.breakdowns != key.without(over).breakdowns {
            bottoms.push(plain(bare));
        }
        let tops = std::iter::once(base)
            .chain(COUNTED)
            .map(|name| key.measure(name))
            .chain(
                // "Investigated" is a kind of decision in some reports, and a measure of its own here.
                key.category(code::DECISION)
                    .filter(|&decision| codes.word(decision) == "investigated")
                    .map(|_| key.without(code::DECISION).measure(code::INVESTIGATED)),
            );
        let tops: Vec<ObservationKey> = tops.collect();
        bottoms
            .iter()
            .filter_map(|bottom| tops.iter().find_map(|top| self.ratio(top, bottom, 100)))
            .collect()
    }

    fn is_context(&self, base: Code) -> bool {
        [code::OPEN_CASES, code::POPULATION, code::HOMES_OWNED].contains(&base)
            || (crate::vocabulary::measure(base).is_none())
    }

    /// Returns the context figure of a service, or of the nearest one above it.
    pub(super) fn context(&self, key: &ObservationKey, measure: Code) -> Option<ObservationKey> {
        let mut nodes = self.site.services.ancestors(key.service);
        nodes.push(code::ALL);
        nodes
            .into_iter()
            .map(|node| ObservationKey::contacts(node, key.period, code::CONTEXT, measure))
            .find(|key| self.cube.get(key).is_some())
    }

    fn rate(&self, key: &ObservationKey, stem: &str, base: Code, scale: i64) -> Option<Computed> {
        let bottom = self.context(key, base)?;
        self.ratio(&self.counted(key, stem)?, &bottom, scale)
    }

    /// Returns the key of what a rate counts.
    pub(super) fn counted(&self, key: &ObservationKey, stem: &str) -> Option<ObservationKey> {
        let codes = &self.cube.codes;
        if stem == "upheld" {
            let decided = key.measure(code::DECIDED);
            return Some(decided.with(codes, code::DECISION, code::UPHELD));
        }
        Some(key.measure(codes.get(stem)?))
    }

    /// Returns a value of a plain measure, or of a claim from its counts, else as it was printed.
    pub(super) fn value(&self, key: &ObservationKey) -> Option<(Span, Option<Decimal>, String)> {
        if crate::cube::aggregates::is_claim(&self.cube.codes, key) {
            if let Some(computed) = self.compute(key) {
                let text = computed
                    .figure
                    .map_or_else(String::new, |figure| words::amount(figure, Unit::Percent));
                return Some((computed.span, None, text));
            }
            let record = self.cube.record(key)?;
            let number = record.value.ok()?;
            return Some((
                printed(record, number),
                None,
                words::value(record.value, record.qualifier, record.unit),
            ));
        }
        let (span, exact) = self.quantity(key)?;
        let text = exact.map_or_else(
            || {
                self.cube.get(key).map_or_else(String::new, |found| {
                    words::value(found.value, found.qualifier, found.unit)
                })
            },
            Decimal::grouped,
        );
        Some((span, exact, text))
    }
}

/// Returns the room that a printed number leaves: half a unit of its last decimal.
pub(super) fn printed(record: &AggregateRecord, number: Decimal) -> Span {
    if record.unit == Unit::Count || record.unit == Unit::Gbp {
        Span::exact(number)
    } else {
        Span::around(number, Decimal::new(5, number.places() + 1))
    }
}

/// Returns whether a printed value agrees with the counts as exactly as it was printed.
pub(super) fn fits(record: &AggregateRecord, computed: &Computed) -> bool {
    let Ok(number) = record.value else {
        return true;
    };
    let span = printed(record, number);
    match record.qualifier {
        Qualifier::None => span.meets(computed.span),
        Qualifier::About => {
            let half = Decimal::new(5, number.places() + 1);
            let room = slack(number).max(half);
            Span::around(number, room.plus(half)).meets(computed.span)
        }
        Qualifier::Over => computed.span.high + HAIR >= scaled(number),
        Qualifier::Under => computed.span.low <= scaled(number) + HAIR,
        Qualifier::Unsigned => span.meets(computed.span) || span.meets(computed.span.flipped()),
    }
}

/// Returns whether a printed value is the computed one cut off where it should have been rounded.
pub(super) fn cut_off(record: &AggregateRecord, computed: &Computed) -> bool {
    let Ok(number) = record.value else {
        return false;
    };
    let unit = scaled(Decimal::new(1, number.places()));
    let at = computed.span.low.abs();
    computed.span.low == computed.span.high && at - at % unit == scaled(number).abs()
}
