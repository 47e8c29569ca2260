//! The kinds of complaints, and their breakdowns.

use super::super::layout::{Choice, Feature, Kind};
use super::{Builder, Count};
use crate::vocabulary::{Code, ON_MERITS, code};

/// Outcomes of complaints that were closed without an answer.
const CLOSED: [Code; 4] = [
    code::WITHDRAWN,
    code::REFUSED,
    code::OUT_OF_JURISDICTION,
    code::TRANSFERRED,
];
/// Of these, the ones that were never accepted.
const NOT_ACCEPTED: [Code; 3] = [code::REFUSED, code::OUT_OF_JURISDICTION, code::TRANSFERRED];

impl Builder<'_> {
    /// Lays out the kinds of complaints that there are, each with its breakdowns.
    pub(super) fn dimensions(&mut self) {
        self.reasons();
        let outcomes = self.outcomes();
        let [answered, closed] = outcomes.map(|of| self.of_outcome(of));
        let ends = self.ends();
        let ended = self.of_outcome(ends);
        let open = self.known(&self.with_joined(code::RECEIVED, code::OUTCOME, code::OPEN));
        let waiting = self.of_outcome(vec![open]);
        let about = self.about();
        let answers = self.answers();
        let acknowledged = [code::IN_TIME, code::LATE].map(|category| {
            self.known(&[(code::ACKNOWLEDGED, Some((code::TIMELINESS, category)))])
        });
        let acknowledged: Vec<usize> = self.dimension(acknowledged.into()).into_iter().collect();
        self.exact(&acknowledged, code::ACKNOWLEDGED, code::TIMELINESS);
        let closing = |outcome| {
            (
                code::CLOSED_WITHOUT_RESPONSE,
                Some((code::OUTCOME, outcome)),
            )
        };
        let ways = self
            .categories(&[code::CLOSED_WITHOUT_RESPONSE], code::OUTCOME)
            .into_iter()
            .map(|outcome| self.known(&[closing(outcome)]))
            .collect();
        let ways: Vec<usize> = self.dimension(ways).into_iter().collect();
        self.exact(&ways, code::CLOSED_WITHOUT_RESPONSE, code::OUTCOME);
        let all = [&answered[..], &about, &answers].concat();
        self.layout.kinds = vec![
            self.kind(&[code::RECEIVED, code::ACCEPTED, code::RESPONDED], all),
            self.kind(
                &[code::RECEIVED, code::CLOSED_WITHOUT_RESPONSE],
                [&closed[..], &about].concat(),
            ),
            self.kind(&[code::ACKNOWLEDGED], acknowledged),
            Kind {
                in_place: true,
                ..self.kind(&[code::RECEIVED], [&ended[..], &about].concat())
            },
        ];
        // One more or one fewer of those that are open is past its due day.
        let overdue = self.feature(code::OPEN_AT_END, Some((code::TIMELINESS, code::LATE)));
        self.layout.kinds.extend(overdue.map(|feature| Kind {
            base: vec![feature],
            dimensions: Vec::new(),
            in_place: false,
        }));
        self.layout.waiting = self.kind(
            &[code::RECEIVED, code::ACCEPTED],
            [&waiting[..], &about].concat(),
        );
        self.layout.later = vec![
            self.kind(&[code::RESPONDED], answers),
            self.kind(&[code::CLOSED_WITHOUT_RESPONSE], ways),
        ];
    }

    /// Marks the places that tell why complaints were refused.
    fn reasons(&mut self) {
        let reasons = self.categories(&[code::RECEIVED], code::REFUSAL_REASON);
        let counts = reasons.into_iter().filter_map(|reason| {
            let of = Some((code::REFUSAL_REASON, reason));
            self.feature(code::RECEIVED, of)
        });
        let reasons: Vec<Feature> = counts.collect();
        let places = 0..self.layout.has.len();
        let reasoned =
            places.map(|place| reasons.iter().any(|of| self.value(place, *of).is_some()));
        self.layout.reasoned = reasoned.collect();
        self.layout.reasons = reasons;
    }

    fn kind(&self, measures: &[Code], dimensions: Vec<usize>) -> Kind {
        let base: Vec<Count> = measures.iter().map(|measure| (*measure, None)).collect();
        Kind {
            base: self.known(&base),
            dimensions,
            in_place: false,
        }
    }

    /// Adds what came of complaints, by when they came in.
    fn of_outcome(&mut self, choices: Vec<Choice>) -> Vec<usize> {
        let found: Vec<usize> = self.dimension(choices).into_iter().collect();
        self.exact(&found, code::RECEIVED, code::OUTCOME);
        found
    }

    /// Adds the breakdowns that every complaint has, whatever came of it.
    fn about(&mut self) -> Vec<usize> {
        let names = [
            code::CHANNEL,
            code::COMPLAINANT,
            code::NATURE,
            code::REMEDY,
            code::NEXT_STAGE,
            code::SERVICE,
        ];
        let of = names.iter();
        of.filter_map(|name| self.breakdown(code::RECEIVED, *name))
            .collect()
    }

    /// Adds the breakdowns of answers.
    fn answers(&mut self) -> Vec<usize> {
        let mut answers = Vec::new();
        answers.extend(self.breakdown(code::RESPONDED, code::REMEDY));
        for (choices, name) in [
            (self.times(), code::TIMELINESS),
            (self.bands(), code::RESPONSE_BAND),
        ] {
            if let Some(dimension) = self.dimension(choices) {
                answers.push(dimension);
                self.exact(&[dimension], code::RESPONDED, name);
            }
        }
        for test in [code::IN_TIME_CODE, code::IN_TIME_OUTER] {
            let choice = self.known(&[(code::RESPONDED, Some((code::TIMELINESS, test)))]);
            answers.extend(self.dimension(vec![choice]));
        }
        answers
    }

    /// Adds the categories of a measure by a breakdown.
    fn breakdown(&mut self, measure: Code, name: Code) -> Option<usize> {
        let choices = self
            .categories(&[measure], name)
            .into_iter()
            .map(|category| self.known(&self.with_joined(measure, name, category)))
            .collect();
        let dimension = self.dimension(choices)?;
        self.exact(&[dimension], measure, name);
        Some(dimension)
    }

    /// The outcomes of complaints that were answered, and of those that were closed.
    fn outcomes(&self) -> [Vec<Choice>; 2] {
        let measures = [code::RECEIVED, code::RESPONDED];
        let (mut answered, mut closed) = (Vec::new(), Vec::new());
        let mut all = self.categories(&measures, code::OUTCOME);
        for outcome in self.categories(&[code::DECIDED], code::OUTCOME) {
            if !all.contains(&outcome) {
                all.push(outcome);
            }
        }
        let without = self.categories(&[code::CLOSED_WITHOUT_RESPONSE], code::OUTCOME);
        for outcome in without
            .iter()
            .filter(|outcome| !all.contains(outcome))
            .copied()
            .collect::<Vec<_>>()
        {
            all.push(outcome);
        }
        for outcome in all {
            let mut counts = self.with_joined(code::RECEIVED, code::OUTCOME, outcome);
            counts.extend(self.with_joined(code::RESPONDED, code::OUTCOME, outcome));
            if ON_MERITS.contains(&outcome) {
                counts.extend(self.with_joined(code::DECIDED, code::OUTCOME, outcome));
                counts.push((code::DECIDED, None));
            }
            if !CLOSED.contains(&outcome) {
                answered.push(self.known(&counts));
                if !without.contains(&outcome) {
                    continue;
                }
            }
            counts.push((
                code::CLOSED_WITHOUT_RESPONSE,
                Some((code::OUTCOME, outcome)),
            ));
            if !NOT_ACCEPTED.contains(&outcome) {
                counts.push((code::ACCEPTED, None));
            }
            let reasons = self.categories(&[code::RECEIVED], code::REFUSAL_REASON);
            if outcome == code::REFUSED {
                for &reason in &reasons {
                    let reason = (code::RECEIVED, Some((code::REFUSAL_REASON, reason)));
                    let counts = [&counts[..], &[reason]].concat();
                    closed.push(self.known(&counts));
                }
            }
            if outcome != code::REFUSED || reasons.is_empty() {
                closed.push(self.known(&counts));
            }
        }
        [answered, closed]
    }

    /// What may come of a complaint, however and whenever it is answered or closed.
    fn ends(&self) -> Vec<Choice> {
        let mut ends = Vec::new();
        let reasons = self.categories(&[code::RECEIVED], code::REFUSAL_REASON);
        for outcome in self.categories(&[code::RECEIVED], code::OUTCOME) {
            let mut counts = self.with_joined(code::RECEIVED, code::OUTCOME, outcome);
            if ON_MERITS.contains(&outcome) {
                counts.extend(self.with_joined(code::DECIDED, code::OUTCOME, outcome));
                counts.push((code::DECIDED, None));
            }
            if !NOT_ACCEPTED.contains(&outcome) {
                counts.push((code::ACCEPTED, None));
            }
            if outcome != code::REFUSED || reasons.is_empty() {
                ends.push(self.known(&counts));
                continue;
            }
            for &reason in &reasons {
                let reason = (code::RECEIVED, Some((code::REFUSAL_REASON, reason)));
                ends.push(self.known(&[&counts[..], &[reason]].concat()));
            }
        }
        ends
    }

    fn times(&self) -> Vec<Choice> {
        let of = |time| (code::RESPONDED, Some((code::TIMELINESS, time)));
        let mut choices = vec![
            self.known(&[of(code::IN_TIME), of(code::IN_TIME_EXTENDED)]),
            self.known(&[of(code::LATE)]),
        ];
        if self
            .feature(of(code::IN_TIME_EXTENDED).0, of(code::IN_TIME_EXTENDED).1)
            .is_some()
        {
            choices.push(self.known(&[of(code::LATE), of(code::IN_TIME_EXTENDED)]));
        }
        choices
    }

    fn bands(&self) -> Vec<Choice> {
        let of = |band| (code::RESPONDED, Some((code::RESPONSE_BAND, band)));
        let mut choices = vec![
            self.known(&[of(code::BAND_0_5), of(code::BAND_0_10)]),
            self.known(&[of(code::BAND_6_10), of(code::BAND_0_10)]),
            self.known(&[of(code::BAND_11_15)]),
            self.known(&[of(code::BAND_16_PLUS)]),
        ];
        choices.dedup();
        choices
    }
}
