//! What hiding a figure costs its readers.

use super::Counts;
use crate::period::Period;
use crate::vocabulary::{ON_MERITS, ObservationKey, code};

impl Counts<'_> {
    /// What hiding a figure costs the reader: an inner one 1, one that is a total in one direction 12, in two 60. What the
    /// whole council reports first is hidden only when nothing else serves.
    pub(super) fn cost(&self, key: &ObservationKey) -> u32 {
        let totals = [
            key.service == code::ALL,
            self.site.services.children(key.service).next().is_some(),
            matches!(key.period, Period::Year(_)),
            key.procedure == code::ALL,
            key.breakdowns[0].is_none(),
        ];
        let totals = totals.iter().filter(|total| **total).count();
        let cost = [1, 12, 60, 200, 600, 1500][totals];
        // What the whole council reports first is hidden only where nothing else serves, and what came in of a service,
        // with which its page begins, only where much else would have to be.
        match key.breakdowns[0] {
            None if Self::begins(key) => 10 * cost,
            _ if !Self::first(key) => cost,
            Some((code::OUTCOME, outcome)) if outcome != code::UPHELD => 50 * cost,
            _ => 100 * cost,
        }
    }

    /// Returns whether a figure is one that the page of a service begins with: what came in and was answered at the first
    /// two stages.
    fn begins(key: &ObservationKey) -> bool {
        [code::RECEIVED, code::RESPONDED].contains(&key.measure)
            && [code::STAGE_1, code::STAGE_2].contains(&key.stage)
            && key.service != code::ALL
    }

    /// Returns whether a figure is one that the whole council reports first: what came in and was answered at the first two
    /// stages, what of it in time, and how it was decided, in a quarter or year.
    fn first(key: &ObservationKey) -> bool {
        let headline = match key.breakdowns {
            [None, ..] => [code::RECEIVED, code::RESPONDED].contains(&key.measure),
            [Some((code::TIMELINESS, code::IN_TIME)), None, _] => key.measure == code::RESPONDED,
            [Some((code::OUTCOME, outcome)), None, _] => ON_MERITS.contains(&outcome),
            _ => false,
        };
        headline
            && key.procedure == code::ALL
            && key.service == code::ALL
            && [code::STAGE_1, code::STAGE_2].contains(&key.stage)
    }
}
