//! Changes from the year before, and the years between which none is told.

use super::{Figure, Figures};
use crate::config::Acceptance;
use crate::number::Decimal;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{Code, ObservationKey, Unit, code};

/// The finding of a count that jumps.
const JUMP: &str = "C221";

impl Figures<'_> {
    /// The difference from the year before. Differences of percentages are in percentage points.
    pub(super) fn change(&self, key: &ObservationKey, of: Code, percent: bool) -> Option<Figure> {
        let before = self.compared_with(key.service, key.period)?;
        let now = self.get(&key.measure(of))?;
        let Some(then) = self.get(&key.measure(of).period(before)) else {
            // What began after that year has nothing to be compared with, whatever it was made of.
            let unborn = !self.site.services.lived(key.service, before);
            return unborn.then(|| self.withheld(key, Shorthand::NotApplicable, now.unit));
        };
        if now.unit != then.unit {
            return None;
        }
        if now.status.series_break {
            return Some(self.withheld(key, Shorthand::NotApplicable, now.unit));
        }
        let unit = if percent { Unit::Percent } else { now.unit };
        let (Some(a), Some(b)) = (now.number(), then.number()) else {
            let hidden =
                [now.value, then.value].contains(&ReleasedValue::Withheld(Shorthand::Confidential));
            let why = if hidden {
                Shorthand::Confidential
            } else {
                Shorthand::NotAvailable
            };
            return Some(self.withheld(key, why, unit));
        };
        if self.unlike(&now, &then).is_some() {
            return Some(self.withheld(key, Shorthand::NotApplicable, unit));
        }
        let provisional = now.status.provisional || then.status.provisional;
        if !percent {
            if now.unit != Unit::Count && !self.comparable(&now, &then) {
                return Some(self.withheld(key, Shorthand::Confidential, unit));
            }
            let difference = exact_difference(&now, &then).unwrap_or(a.minus(b));
            return Some(self.computed(key, difference, None, unit, provisional));
        }
        let (a, b) = (a.as_whole()?, b.as_whole()?);
        if self.too_small(key, a) || self.too_small(key, b) {
            return Some(self.withheld(key, Shorthand::Confidential, unit));
        }
        let Some(number) = Decimal::ratio(a - b, b, 100, 1) else {
            return Some(self.withheld(key, Shorthand::NotApplicable, unit));
        };
        Some(self.computed(key, number, Some((a - b, b)), unit, provisional))
    }

    /// Returns why two figures of a series are not alike: where a part of another service came to this one between them, which
    /// the notes of its pages tell (so the reason is empty), and where the council explained that one of them contradicts
    /// others and had it published all the same. What it printed itself as the change is its own word. Sentences, tiles and
    /// columns of changes all ask here, so that none compares what another does not.
    pub fn unlike(&self, now: &Figure, then: &Figure) -> Option<&str> {
        // Only changes that were printed are among the released values; all others follow from them.
        let supplied = |change: Code| {
            let change = now.key.measure(change);
            self.release.values.contains_key(&change)
        };
        let change = self.change_code(now.key.measure, false);
        if change.is_some_and(supplied) {
            return None;
        }
        if self.grew(&now.key) {
            return Some("");
        }
        let explained = self.explained(now, then)?;
        // Made of its parts it is like the others, and a jump is explained beside what it explains.
        let kept = explained.choose == "computed" || explained.code == JUMP;
        (!kept).then_some(&explained.reason)
    }

    /// Returns why two figures of a series may not be alike, or differ so much, where the council explained it.
    pub fn caution(&self, now: &Figure, then: &Figure) -> Option<&str> {
        Some(&self.explained(now, then)?.reason)
    }

    fn explained(&self, now: &Figure, then: &Figure) -> Option<&Acceptance> {
        let notes = || now.notes.iter().chain(&then.notes);
        notes().next()?;
        let mut accepted = self.site.accepted.iter();
        accepted.find(|accepted| notes().any(|note| **note == *accepted.reason))
    }

    /// Returns whether a service took over another one, or a part of it, since the year before a figure.
    fn grew(&self, key: &ObservationKey) -> bool {
        let arrivals = self.site.services.arrivals(key.service);
        if arrivals.is_empty() || key.contact == code::CONTEXT {
            return false;
        }
        let before = key.period.year_before().and_then(|then| then.start());
        let between = before.zip(key.period.end());
        between.is_some_and(|(before, end)| arrivals.iter().any(|day| before < *day && *day <= end))
    }

    /// Returns whether a figure was counted otherwise a year before: the service took over another's work, or, for what was
    /// in time, the time allowed or the event it runs from changed between.
    pub(super) fn is_break(&self, key: &ObservationKey) -> bool {
        if self.grew(key) {
            return true;
        }
        let timed = [code::IN_TIME, code::IN_TIME_EXTENDED, code::LATE];
        let answers = [code::RESPONDED, code::RESPONDED_PERCENT].contains(&key.measure);
        if !answers
            || !key
                .category(code::TIMELINESS)
                .is_some_and(|category| timed.contains(&category))
        {
            return false;
        }
        let before = key.period.year_before().and_then(|then| then.start());
        let (Some(before), Some(end)) = (before, key.period.end()) else {
            return false;
        };
        self.site.procedures.iter().any(|procedure| {
            let own = ObservationKey {
                procedure: procedure.code,
                ..key.measure(code::RESPONDED)
            };
            let counted = key.procedure == procedure.code || self.release.values.contains_key(&own);
            (key.procedure == code::ALL || key.procedure == procedure.code)
                && counted
                && procedure
                    .timers
                    .iter()
                    .filter(|(stage, _)| *stage == key.stage)
                    .any(|(_, timers)| {
                        timers.windows(2).any(|pair| {
                            let other = (pair[0].days, pair[0].unit, pair[0].clock)
                                != (pair[1].days, pair[1].unit, pair[1].clock);
                            let from = pair[1].from;
                            other && from.is_some_and(|from| before < from && from <= end)
                        })
                    })
        })
    }
}

/// Returns the difference of two shares, rates or means from their exact parts, rounded once, to one decimal.
pub fn exact_difference(now: &Figure, then: &Figure) -> Option<Decimal> {
    let (a, b) = (now.numerator?, now.denominator?);
    let (c, d) = (then.numerator?, then.denominator?);
    let scale = match now.unit {
        Unit::Percent => 100,
        Unit::Per1000 => 1000,
        Unit::Per100000 => 100_000,
        _ => 1,
    };
    let top = a.checked_mul(d)?.checked_sub(c.checked_mul(b)?)?;
    Decimal::ratio(top, b.checked_mul(d)?, scale, 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_jump_is_known_by_the_code_that_check_reports() {
        assert_eq!(super::JUMP, crate::diagnostic::named::JUMP.code);
    }
}
