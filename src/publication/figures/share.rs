//! Shares of a count in another.

use super::{Figure, Figures};
use crate::number::Decimal;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{ObservationKey, Unit, code};

impl Figures<'_> {
    /// Returns the counts that a share is made of: the part and the base.
    fn share_parts(&self, key: &ObservationKey) -> Option<(ObservationKey, ObservationKey)> {
        let base = match key.measure {
            code::RECEIVED_PERCENT => code::RECEIVED,
            code::RESPONDED_PERCENT => code::RESPONDED,
            code::ACCEPTED_PERCENT => code::ACCEPTED,
            code::DECIDED_PERCENT => code::DECIDED,
            code::ACKNOWLEDGED_PERCENT => code::ACKNOWLEDGED,
            code::INVESTIGATED_PERCENT => code::INVESTIGATED,
            code::FINDINGS_PERCENT => code::FINDINGS,
            _ => return None,
        };
        let whole = key.measure(base);
        if let Some(stage) = key.category(code::NEXT_STAGE) {
            let whole = whole.without(code::NEXT_STAGE);
            return Some((
                ObservationKey {
                    stage,
                    measure: code::RECEIVED,
                    ..whole
                },
                whole,
            ));
        }
        if let Some(part) = key.category(code::SERVICE) {
            let whole = whole.without(code::SERVICE);
            return Some((whole.service(part), whole));
        }
        // The outcome, decision or finding is the part where there are several breakdowns: the share of upheld among
        // complaints about delay, not the share of delay among those upheld.
        let parted = [
            code::OUTCOME,
            code::DECISION,
            code::FINDING,
            code::TIMELINESS,
        ]
        .into_iter()
        .find(|name| key.category(*name).is_some())
        .or(key
            .breakdowns
            .iter()
            .flatten()
            .map(|(name, _)| *name)
            .find(|name| *name != code::OMBUDSMAN))?;
        Some((whole, whole.without(parted)))
    }

    pub(super) fn share(&self, key: &ObservationKey) -> Option<Figure> {
        let (part, whole) = self.share_parts(key)?;
        self.proportion(key, &self.get(&part)?, &self.get(&whole)?)
    }

    pub(super) fn proportion(
        &self,
        key: &ObservationKey,
        part: &Figure,
        whole: &Figure,
    ) -> Option<Figure> {
        let provisional = part.status.provisional || whole.status.provisional;
        match (part.value, whole.value) {
            (ReleasedValue::Number(a), ReleasedValue::Number(b)) => {
                let (a, b) = (a.as_whole()?, b.as_whole()?);
                if a > 0 && self.too_small(key, b) {
                    return Some(self.withheld(key, Shorthand::Confidential, Unit::Percent));
                }
                match Decimal::ratio(a, b, 100, 1) {
                    Some(number) => {
                        Some(self.computed(key, number, Some((a, b)), Unit::Percent, provisional))
                    }
                    None => Some(self.withheld(key, Shorthand::NotApplicable, Unit::Percent)),
                }
            }
            (ReleasedValue::Withheld(why), _) | (_, ReleasedValue::Withheld(why)) => {
                Some(self.withheld(key, why, Unit::Percent))
            }
        }
    }
}
