//! The catalogue of measures: one list that the code, the dictionary page and docs/measures.md share.
//!
//! Names, definitions and formulas in words stand in the language files under `[measures.CODE]`; a test fails when one
//! of either side lacks the other.

use super::Code;
use super::code;
use std::sync::OnceLock;

/// What a value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Things counted.
    Count,
    /// Working days.
    WorkingDays,
    /// Calendar days.
    CalendarDays,
    /// School days.
    SchoolDays,
    /// Per cent of the base that the measure names.
    Percent,
    /// Pounds.
    Gbp,
    /// Per thousand.
    Per1000,
    /// Per hundred thousand.
    Per100000,
    /// Weeks; for a council's own measures.
    Weeks,
}

impl Unit {
    /// Returns the unit as the published `unit` column writes it.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::WorkingDays => "working_days",
            Unit::CalendarDays => "calendar_days",
            Unit::SchoolDays => "school_days",
            Unit::Percent => "percent",
            Unit::Gbp => "gbp",
            Unit::Per1000 => "per_1000",
            Unit::Per100000 => "per_100000",
            Unit::Weeks => "weeks",
        }
    }

    /// Returns the unit with this code.
    pub fn parse(text: &str) -> Option<Self> {
        use Unit::*;
        [
            Count,
            WorkingDays,
            CalendarDays,
            SchoolDays,
            Percent,
            Gbp,
            Per1000,
            Per100000,
            Weeks,
        ]
        .into_iter()
        .find(|unit| unit.code() == text)
    }
}

/// How a measure of the catalogue comes about and behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its code.
    pub code: Code,
    /// Its unit; means and the like take the unit of their procedure, which stands here as working days.
    pub unit: Unit,
    /// For shares and means: the measure that is the base.
    pub base: Option<Code>,
    /// Whether its values add up over quarters, services and procedures.
    pub additive: bool,
    /// Whether it is a stock at one moment: the year takes the first quarter's start and the last one's end.
    pub stock: bool,
}

const fn count(code: Code) -> Measure {
    Measure {
        code,
        unit: Unit::Count,
        base: None,
        additive: true,
        stock: false,
    }
}

const fn stock(code: Code) -> Measure {
    Measure {
        code,
        unit: Unit::Count,
        base: None,
        additive: false,
        stock: true,
    }
}

const fn people(code: Code) -> Measure {
    Measure {
        code,
        unit: Unit::Count,
        base: None,
        additive: false,
        stock: false,
    }
}

const fn days(code: Code) -> Measure {
    Measure {
        code,
        unit: Unit::WorkingDays,
        base: Some(code::RESPONDED),
        additive: false,
        stock: false,
    }
}

const fn share(code: Code, base: Option<Code>) -> Measure {
    Measure {
        code,
        unit: Unit::Percent,
        base,
        additive: false,
        stock: false,
    }
}

const fn rate(code: Code, unit: Unit, base: Code) -> Measure {
    Measure {
        code,
        unit,
        base: Some(base),
        additive: false,
        stock: false,
    }
}

/// All built-in measures, in the order of the dictionary.
pub const MEASURES: &[Measure] = &[
    count(code::RECEIVED),
    count(code::ACKNOWLEDGED),
    count(code::ACCEPTED),
    count(code::RESPONDED),
    count(code::DECIDED),
    count(code::CLOSED_WITHOUT_RESPONSE),
    stock(code::OPEN_AT_START),
    stock(code::OPEN_AT_END),
    Measure {
        code: code::RECEIVED_ALL_STAGES,
        unit: Unit::Count,
        base: None,
        additive: true,
        stock: false,
    },
    days(code::MEAN_RESPONSE_DAYS),
    days(code::MEDIAN_RESPONSE_DAYS),
    days(code::PERCENTILE_90_RESPONSE_DAYS),
    days(code::LONGEST_RESPONSE_DAYS),
    people(code::COMPLAINANTS),
    people(code::NATURES),
    share(code::RECEIVED_PERCENT, Some(code::RECEIVED)),
    share(code::ACCEPTED_PERCENT, Some(code::ACCEPTED)),
    share(code::RESPONDED_PERCENT, Some(code::RESPONDED)),
    share(code::DECIDED_PERCENT, Some(code::DECIDED)),
    share(code::ACKNOWLEDGED_PERCENT, Some(code::ACKNOWLEDGED)),
    share(code::NATURES_PERCENT, Some(code::NATURES)),
    share(code::INVESTIGATED_PERCENT, Some(code::INVESTIGATED)),
    share(code::FINDINGS_PERCENT, Some(code::FINDINGS)),
    share(code::OPEN_CASES_PERCENT, Some(code::OPEN_CASES)),
    share(code::UNSTATED_PERCENT, None),
    count(code::INVESTIGATED),
    count(code::FINDINGS),
    count(code::RECOMMENDATIONS),
    count(code::PUBLIC_REPORTS),
    count(code::SATISFACTORY_REMEDIES),
    count(code::REMEDIES_IDENTIFIED),
    count(code::SERVICE_IMPROVEMENTS),
    count(code::COMPLIANCE_DUE),
    count(code::COMPLIANCE_DONE),
    count(code::COMPLIANCE_LATE),
    Measure {
        code: code::PAYMENTS,
        unit: Unit::Gbp,
        base: None,
        additive: true,
        stock: false,
    },
    share(code::UPHOLD_RATE, Some(code::INVESTIGATED)),
    share(code::SATISFACTORY_REMEDY_RATE, Some(code::UPHELD)),
    share(code::COMPLIANCE_RATE, Some(code::COMPLIANCE_DUE)),
    share(code::LATE_COMPLIANCE_RATE, Some(code::COMPLIANCE_DONE)),
    share(code::MALADMINISTRATION_RATE, Some(code::FINDINGS)),
    rate(code::RECEIVED_PER_1000, Unit::Per1000, code::POPULATION),
    rate(
        code::RECEIVED_PER_1000_HOMES,
        Unit::Per1000,
        code::HOMES_OWNED,
    ),
    rate(code::RECEIVED_PER_100000, Unit::Per100000, code::POPULATION),
    rate(code::UPHELD_PER_100000, Unit::Per100000, code::POPULATION),
    stock(code::POPULATION),
    stock(code::HOMES_OWNED),
    stock(code::OPEN_CASES),
];

/// The outcomes that decide a complaint on its merits: the base of the shares of outcomes.
pub const ON_MERITS: [Code; 3] = [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD];

/// The findings of an ombudsman that went against the council: the top of the maladministration rate.
pub const AGAINST: [Code; 3] = [
    code::SEVERE_MALADMINISTRATION,
    code::MALADMINISTRATION,
    code::SERVICE_FAILURE,
];

/// The findings on what an ombudsman did not consider: they are no part of the base of that rate.
pub const NOT_CONSIDERED: [Code; 2] = [code::OUTSIDE_JURISDICTION, code::WITHDRAWN];

/// Returns the catalogue's entry of a measure; nothing for a council's own and for changes (`…_change`).
pub fn measure(code: Code) -> Option<&'static Measure> {
    static PLACES: OnceLock<Vec<Option<&Measure>>> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let last = MEASURES.iter().map(|measure| measure.code.0).max();
        let mut places = vec![None; usize::from(last.unwrap_or(0)) + 1];
        for measure in MEASURES {
            places[usize::from(measure.code.0)] = Some(measure);
        }
        places
    });
    places.get(usize::from(code.0)).copied().flatten()
}
