//! The kinds of test that figures go through, for the page on data quality.

use super::{Rule, named as rule};
use std::collections::BTreeMap;

/// A kind of test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Parts and their whole.
    Sums,
    /// What came in and what went out.
    Flow,
    /// What was open at the end and at the next start.
    Carried,
    /// Averages and other numbers of days.
    Days,
    /// Shares, rates and changes.
    Shares,
    /// Rows of ombudsmen's decisions and printed totals.
    Decisions,
    /// One figure in two places.
    Twice,
    /// What was published before.
    Published,
}

impl Check {
    /// All of them, in the order in which readers are told.
    pub const ALL: [Check; 8] = [
        Check::Sums,
        Check::Flow,
        Check::Carried,
        Check::Days,
        Check::Shares,
        Check::Decisions,
        Check::Twice,
        Check::Published,
    ];

    /// Returns the rules whose findings this kind of test makes.
    pub fn rules(self) -> &'static [&'static Rule] {
        match self {
            Check::Sums => &[
                rule::PARTS_UNEQUAL,
                rule::PARTS_EXCEED,
                rule::PARTS_SHORT,
                rule::OTHER_KIND,
                rule::NOT_IN_TOTALS,
            ],
            Check::Flow => &[rule::FLOW_BROKEN],
            Check::Carried => &[rule::CARRIED_OVER],
            Check::Days => &[
                rule::MEAN_OF_NOTHING,
                rule::MEAN_IMPOSSIBLE,
                rule::MEANS_UNEQUAL,
                rule::DAYS_CONTRADICT,
                rule::UNITS_MIX,
            ],
            Check::Shares => &[
                rule::SHARE_UNEQUAL,
                rule::CHANGE_UNEQUAL,
                rule::RATE_UNEQUAL,
                rule::NO_BASE,
                rule::MIXED_BASES,
                rule::BASE_CHANGES,
                rule::OTHER_BASE,
                rule::SHARES_NOT_HUNDRED,
                rule::OTHER_LENGTH,
            ],
            Check::Decisions => &[rule::DECISION_ROWS, rule::AMOUNTS_UNEQUAL],
            Check::Twice => &[rule::TWO_VALUES, rule::COUNTED_AND_SUPPLIED],
            Check::Published => &[rule::PUBLISHED_OTHERWISE],
        }
    }
}

/// How often one kind of test was made, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The figures or sums that it was made on.
    pub made: usize,
    /// Its warnings that nobody has explained: what may be a fault.
    pub open: usize,
}

/// What came of each kind of test; those that were not made are not in it.
pub type Tested = BTreeMap<Check, Outcome>;
