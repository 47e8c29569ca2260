//! What holds for all periods of a series.

use super::Emitter;
use crate::cube::cases::cell::Test;
use crate::cube::cases::layout;
use crate::cube::cases::tally::{Series, SeriesKey};
use crate::dataset::cases::{DayUnits, Timing};
use crate::vocabulary::{ON_MERITS, Unit, code};

/// What holds for all periods of a series.
pub(super) struct Facts {
    /// The counters that are above nought anywhere.
    pub(super) occurs: Vec<bool>,
    /// The one unit of its response days; nothing when they are mixed or there are none.
    pub(super) unit: Option<Unit>,
    /// Whether every acknowledgement is one that has a limit.
    pub(super) acknowledge: bool,
    /// Whether every answer is one that the Code, or the outer limit, is about.
    pub(super) code: bool,
    pub(super) outer: bool,
    /// Whether there are due days, and all are known that tell who waited longer.
    pub(super) due: bool,
}

impl Emitter<'_> {
    /// Looks through the counters of all quarters.
    pub(super) fn facts(&self, key: &SeriesKey, series: &Series) -> Facts {
        let mut occurs = vec![false; self.layout.len()];
        let (mut units, mut code, mut outer, mut responded) =
            (DayUnits::default(), Test::default(), Test::default(), 0);
        let (mut acknowledged, mut limited) = (0, 0);
        for cell in &series.cells {
            for (at, count) in cell.categories.iter().enumerate() {
                occurs[at] |= *count > 0;
            }
            units.0 |= cell.days.units.0;
            code.add(&cell.code);
            outer.add(&cell.outer);
            responded += cell.responded;
            acknowledged += cell.acknowledged;
            limited += cell.acknowledge_limited;
        }
        if key.contact == code::COMPLAINT {
            for outcome in ON_MERITS {
                if let Some(slot) = self.layout.slot(layout::OUTCOME, outcome) {
                    occurs[slot] = true;
                }
            }
        }
        let whole = |test: Test| test.tested + test.untested == responded;
        Facts {
            occurs,
            unit: unit_of(units),
            acknowledge: limited > 0 && limited == acknowledged,
            code: series.traits.has(Timing::CODE) && whole(code),
            outer: series.traits.has(Timing::OUTER) && whole(outer),
            due: series.traits.has(Timing::TARGET) && !series.traits.has(Timing::DUE_UNKNOWN),
        }
    }
}

/// Returns the unit of response days where they are all counted in one.
pub(super) fn unit_of(units: DayUnits) -> Option<Unit> {
    match units {
        DayUnits::WORKING => Some(Unit::WorkingDays),
        DayUnits::CALENDAR => Some(Unit::CalendarDays),
        DayUnits::SCHOOL => Some(Unit::SchoolDays),
        _ => None,
    }
}
