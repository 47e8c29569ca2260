//! Counts that follow from other counts: sums, and noughts that nobody wrote down.

use super::{Figure, Figures};
use crate::config::{OutcomeBasis, ServiceChange};
use crate::number::Decimal;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{List, ON_MERITS, ObservationKey, Unit, code, measure};

impl Figures<'_> {
    /// Decided on merits: upheld, partially and not upheld together, or one of them.
    pub(super) fn decided(&self, key: &ObservationKey) -> Option<Figure> {
        let of = match self.site.measures.outcome_basis {
            OutcomeBasis::Received => code::RECEIVED,
            OutcomeBasis::Responded => code::RESPONDED,
        };
        let base = key.measure(of);
        if key.category(code::OUTCOME).is_some() {
            let figure = self.get(&base)?;
            return Some(Figure {
                key: *key,
                ..figure
            });
        }
        self.sum(
            key,
            ON_MERITS.map(|outcome| base.with(self.codes(), code::OUTCOME, outcome)),
        )
    }

    /// A joined category ("upheld or partially upheld") as the sum of its parts.
    pub(super) fn joined(&self, key: &ObservationKey) -> Option<Figure> {
        if key.category(code::OUTCOME) != Some(code::UPHELD_OR_PARTIALLY_UPHELD)
            || self.unit(key) != Unit::Count
        {
            return None;
        }
        let rest = key.without(code::OUTCOME);
        self.sum(
            key,
            [code::UPHELD, code::PARTIALLY_UPHELD]
                .map(|outcome| rest.with(self.codes(), code::OUTCOME, outcome)),
        )
    }

    /// Nought for an outcome or a nature that none of the case rows has: where complaints were counted from their rows,
    /// what does not occur among them did not happen. A total that only follows from supplied figures tells nothing of
    /// the kind: one of its parts may be silent on the outcome.
    pub(super) fn none_counted(&self, key: &ObservationKey) -> Option<Figure> {
        // A base that is hidden was counted all the same.
        let hidden = ReleasedValue::Withheld(Shorthand::Confidential);
        let known = |key: &ObservationKey| {
            let released = self.release.values.get(key)?;
            let counted = released.value.number().is_some() || released.value == hidden;
            (!released.supplied && counted).then_some(released)
        };
        let (base, sign) = match key.breakdowns {
            [Some((name @ (code::OUTCOME | code::NATURE), _)), None, None] => {
                let base = key.without(name);
                // Case rows give what was decided beside what was received; a total that follows has no such figure.
                (base, base.measure(code::DECIDED))
            }
            [Some(_), Some(_), None]
                if key.category(code::OUTCOME).is_some()
                    && key.category(code::NATURE).is_some() =>
            {
                let nature = key.without(code::OUTCOME);
                let base = nature.without(code::NATURE);
                known(&nature)?;
                (base, base.measure(code::DECIDED))
            }
            // Rows of decisions give every finding that was made.
            [Some(_), Some(_), None]
                if key.measure == code::FINDINGS && key.category(code::FINDING).is_some() =>
            {
                let base = key.without(code::FINDING);
                (base, base)
            }
            _ => return None,
        };
        if ![code::RECEIVED, code::RESPONDED, code::FINDINGS].contains(&key.measure) {
            return None;
        }
        known(&sign)?;
        let base = known(&base)?;
        // Where a table is withheld its noughts are, too: those that were written down and those that were not.
        if self.release.hides_nought(key) {
            return Some(self.withheld(key, Shorthand::Confidential, Unit::Count));
        }
        Some(self.computed(
            key,
            Decimal::whole(0),
            None,
            Unit::Count,
            base.status.provisional,
        ))
    }

    /// Nought for a finding or a decision of an ombudsman that nothing is left for: those that there are make the whole.
    pub(super) fn none_left(&self, key: &ObservationKey) -> Option<Figure> {
        let counted = [code::FINDINGS, code::DECIDED, code::INVESTIGATED].contains(&key.measure);
        if !counted || key.category(code::GROUP).is_some() {
            return None;
        }
        let (name, list) = [
            (code::FINDING, List::Finding),
            (code::DECISION, List::Decision),
        ]
        .into_iter()
        .find(|(name, _)| key.category(*name).is_some())?;
        let rest = key.without(name);
        let whole = self.release.values.get(&rest)?;
        let mut left = whole.value.number()?.as_whole()?;
        for entry in &self.site.list(list).entries {
            let part = rest.with(self.codes(), name, entry.code);
            if let Some(part) = self.release.values.get(&part) {
                left -= part.value.number()?.as_whole()?;
            }
        }
        let nought = || {
            let (number, provisional) = (Decimal::whole(0), whole.status.provisional);
            self.computed(key, number, None, Unit::Count, provisional)
        };
        (left == 0).then(nought)
    }

    /// A figure from before a service had its name: that of the service it was called then.
    pub(super) fn renamed(&self, key: &ObservationKey) -> Option<Figure> {
        let services = &self.site.services;
        let own = services.get(key.service)?;
        if services.lived(key.service, key.period) {
            return None;
        }
        let mut before = services
            .iter()
            .filter(|node| node.successors.contains(&key.service));
        let (Some(then), None) = (before.next(), before.next()) else {
            return None;
        };
        // A name of the future, or of two services in a ring, would ask for ever.
        let earlier = then.from.is_none() || then.from < own.from;
        let renamed = matches!(then.change, None | Some(ServiceChange::Rename));
        if !renamed || then.successors.len() > 1 || !earlier {
            return None;
        }
        let figure = self.get(&key.service(then.code))?;
        let mut notes = figure.notes;
        notes.push(then.name.as_str().into());
        Some(Figure {
            key: *key,
            notes,
            ..figure
        })
    }

    /// A count from before a service was made by a merger: that of the services it was made from, together. So the new
    /// service is compared with what it took over, and not with nothing.
    pub(super) fn merged(&self, key: &ObservationKey) -> Option<Figure> {
        let counted = measure(key.measure).is_some_and(|m| m.additive && m.unit == Unit::Count);
        if !counted || key.contact == code::CONTEXT || key.category(code::SERVICE).is_some() {
            return None;
        }
        let from = self.site.services.get(key.service)?.from?;
        if key.period.end()? >= from {
            return None;
        }
        let mut total = 0;
        let mut provisional = false;
        let mut names: Vec<&str> = Vec::new();
        for node in self.site.services.iter() {
            if !node.successors.contains(&key.service) {
                continue;
            }
            if node.change != Some(ServiceChange::Merge) || node.successors.len() > 1 {
                return None;
            }
            let key_then = key.service(node.code);
            let (then, status) = match self.release.values.get(&key_then) {
                Some(released) => (released.value, released.status),
                None => {
                    let nought = self.none_counted(&key_then)?;
                    (nought.value, nought.status)
                }
            };
            provisional |= status.provisional;
            match then {
                ReleasedValue::Number(number) => total += number.as_whole()?,
                ReleasedValue::Withheld(why) => {
                    return Some(self.withheld(key, why, Unit::Count));
                }
            }
            names.push(&node.name);
        }
        (!names.is_empty()).then(|| Figure {
            notes: vec![names.join("; ").into()],
            ..self.computed(key, Decimal::whole(total), None, Unit::Count, provisional)
        })
    }

    fn sum<const N: usize>(
        &self,
        key: &ObservationKey,
        parts: [ObservationKey; N],
    ) -> Option<Figure> {
        let mut total = 0;
        let mut provisional = false;
        for part in parts {
            let figure = self.get(&part)?;
            match figure.value {
                ReleasedValue::Withheld(why) => return Some(self.withheld(key, why, Unit::Count)),
                ReleasedValue::Number(number) => total += number.as_whole()?,
            }
            provisional |= figure.status.provisional;
        }
        Some(self.computed(key, Decimal::whole(total), None, Unit::Count, provisional))
    }
}
