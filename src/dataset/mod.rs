//! Every record that passed validation.

mod aggregates;
pub mod calendars;
pub mod cases;
pub mod cells;
mod columns;
mod context;
mod dates;
mod decisions;
mod ledger;
mod lessons;
mod measures;
mod quotes;
pub mod schema;
mod sheet;
mod validate;
mod wide;
mod words;

pub use validate::validate;

use crate::diagnostic::Location;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Code, Codes, ObservationKey, Unit};
use chrono::NaiveDate;
use std::sync::Arc;

/// All validated records of a site.
#[derive(Debug)]
pub struct Dataset {
    /// The site's codes and the joined ones met in the data.
    pub codes: Codes,
    /// One entry per ready figure, benchmarks included (they carry a `group` breakdown).
    pub aggregates: Vec<AggregateRecord>,
    /// Ombudsmen's decisions.
    pub decisions: Vec<OmbudsmanDecision>,
    /// What each row of decisions says was paid, also of a row that has another fault and is no decision.
    pub payments: Vec<Payments>,
    /// What was learned.
    pub lessons: Vec<Lesson>,
    /// What people wrote in thanks.
    pub quotes: Vec<Quote>,
}

/// One ready figure, as supplied. Context figures are of contact `context`.
#[derive(Debug, Clone)]
pub struct AggregateRecord {
    /// Where it stands.
    pub origin: Location,
    /// What it is about.
    pub key: ObservationKey,
    /// The value, or why there is none.
    pub value: Result<Decimal, Shorthand>,
    /// How exact it is.
    pub qualifier: Qualifier,
    /// For shares, means and rates: the numerator, when supplied.
    pub numerator: Option<i64>,
    /// For shares, means and rates: the denominator, when supplied.
    pub denominator: Option<i64>,
    /// The unit.
    pub unit: Unit,
    /// The base in words or as a measure's code, as supplied.
    pub basis: Arc<str>,
    /// Where the council took it from.
    pub source: Arc<str>,
    /// A note to print with it.
    pub note: Arc<str>,
}

impl AggregateRecord {
    /// What the `source` column says of a figure that Candour counted from case rows (`candour tabulate` writes it).
    pub const CASE_ROWS: &str = "case_rows";

    /// Returns whether the figure was counted from case rows elsewhere, and is not one that the council printed.
    pub fn counted(&self) -> bool {
        &*self.source == Self::CASE_ROWS
    }
}

/// How exact a supplied value is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    /// Exact.
    #[default]
    None,
    /// `about`
    About,
    /// `over`
    Over,
    /// `under`
    Under,
    /// `unsigned`: a change whose direction is not known.
    Unsigned,
}

impl Qualifier {
    /// Returns the word of the `qualifier` column; empty when exact.
    pub fn code(self) -> &'static str {
        match self {
            Qualifier::None => "",
            Qualifier::About => "about",
            Qualifier::Over => "over",
            Qualifier::Under => "under",
            Qualifier::Unsigned => "unsigned",
        }
    }
}

/// One decision of an ombudsman, in its own words.
#[derive(Debug, Clone)]
pub struct OmbudsmanDecision {
    /// Where it stands.
    pub origin: Location,
    /// Its permanent name: the id, else the reference as a slug.
    pub id: String,
    /// The ombudsman's own reference, in canonical form; may be empty.
    pub reference: String,
    /// Which ombudsman.
    pub ombudsman: Code,
    /// The service.
    pub service: Code,
    /// The last stage it went through at the council; `all` where that is not known.
    pub stage: Code,
    /// The day, when known.
    pub decided_on: Option<NaiveDate>,
    /// The council's year of the decision, or `Undated`.
    pub period: Period,
    /// What it is about, a few words.
    pub subject: String,
    /// The decision, as a code; several joined as printed.
    pub decision: Code,
    /// The second level, when given after a colon: `upheld: fault and injustice`.
    pub reason: Option<Code>,
    /// Findings, one per issue (Housing Ombudsman).
    pub findings: Vec<Code>,
    /// What happened, in plain words.
    pub summary: String,
    /// What was asked for.
    pub requirements: Vec<Requirement>,
    /// The printed total of the amounts.
    pub total_amount: Option<Decimal>,
    /// What was learned: ids of lessons, or words.
    pub lessons: Vec<String>,
    /// The ombudsman's own page.
    pub link: String,
}

/// One thing an ombudsman asked for.
#[derive(Debug, Clone, Default)]
pub struct Requirement {
    /// In words; may be empty where only an amount is known.
    pub text: String,
    /// Pounds to pay.
    pub amount: Option<Decimal>,
    /// By when: a date, or words such as "4 weeks".
    pub due: String,
    /// When done: a date, or words.
    pub done: String,
}

/// The sums of money of a decision, in pounds.
#[derive(Debug, Clone)]
pub struct Payments {
    /// Where the total stands.
    pub origin: Location,
    /// The decision's permanent name, where it could be read.
    pub id: Option<String>,
    /// The printed total.
    pub total: Decimal,
    /// What it should be the sum of; none where no single amount is given.
    pub amounts: Vec<Decimal>,
}

/// You said, we found, we did.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Where it stands.
    pub origin: Location,
    /// Its permanent name.
    pub id: String,
    /// The period.
    pub period: Period,
    /// The service.
    pub service: Code,
    /// The theme.
    pub theme: Code,
    /// You said.
    pub you_said: String,
    /// We found.
    pub we_found: String,
    /// We did.
    pub we_did: String,
    /// done, under_way or not_done.
    pub status: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// Proof.
    pub link: String,
}

/// What somebody wrote in thanks.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Where it stands.
    pub origin: Location,
    /// The period.
    pub period: Period,
    /// The service.
    pub service: Code,
    /// The words.
    pub text: String,
}
