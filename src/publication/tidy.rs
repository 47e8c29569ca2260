//! One row of the published tidy table (contract 4).

use crate::vocabulary::ObservationKey;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One row. Every coordinate is a code, `all` for a total; `value` is a number as text, or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TidyRow {
    /// GSS code of the council.
    pub area_code: String,
    /// The council's name.
    pub council: String,
    /// Period id.
    pub period: String,
    /// Kind of period.
    pub period_kind: String,
    /// Service code.
    pub service: String,
    /// One of the eight ombudsman subjects; may be empty.
    pub subject: String,
    /// Contact.
    pub contact: String,
    /// Procedure.
    pub procedure: String,
    /// Stage.
    pub stage: String,
    /// Breakdowns joined by `+`.
    pub breakdown: String,
    /// Categories joined by `+`.
    pub category: String,
    /// Measure.
    pub measure: String,
    /// The number; empty when there is none.
    pub value: String,
    /// `about`, `over`, `under`, `unsigned`; empty when exact.
    pub qualifier: String,
    /// Unit.
    pub unit: String,
    /// The target in days, for measures of time.
    pub target: String,
    /// Exact numerator of a share, mean or rate.
    pub numerator: String,
    /// Exact denominator.
    pub denominator: String,
    /// What a share, mean or rate is of.
    pub basis: String,
    /// `ok`, or shorthand letters.
    pub status: String,
    /// What to know about the figure.
    pub note: String,
}

impl TidyRow {
    /// The columns, in the published order.
    pub const COLUMNS: [&'static str; 21] = [
        "area_code",
        "council",
        "period",
        "period_kind",
        "service",
        "subject",
        "contact",
        "procedure",
        "stage",
        "breakdown",
        "category",
        "measure",
        "value",
        "qualifier",
        "unit",
        "target",
        "numerator",
        "denominator",
        "basis",
        "status",
        "note",
    ];

    /// Returns the cells in the order of [`Self::COLUMNS`].
    pub fn cells(&self) -> [&str; 21] {
        [
            &self.area_code,
            &self.council,
            &self.period,
            &self.period_kind,
            &self.service,
            &self.subject,
            &self.contact,
            &self.procedure,
            &self.stage,
            &self.breakdown,
            &self.category,
            &self.measure,
            &self.value,
            &self.qualifier,
            &self.unit,
            &self.target,
            &self.numerator,
            &self.denominator,
            &self.basis,
            &self.status,
            &self.note,
        ]
    }
}

/// The rows of one publication while it is composed. A figure stands on several pages (its quarter, its year, the year
/// after), but says the same on each, so its row is made once and shared.
#[derive(Debug, Default)]
pub struct Rows {
    /// Several shelves, so that pages made at the same time seldom wait for one another.
    shelves: [Mutex<HashMap<ObservationKey, Arc<TidyRow>>>; 16],
}

impl Rows {
    /// Returns the row of a figure; `make` is called for the first page that shows it.
    pub fn of(&self, key: ObservationKey, make: impl FnOnce() -> TidyRow) -> Arc<TidyRow> {
        let shelf = &self.shelves[usize::from(key.service.0) % self.shelves.len()];
        // A shelf is whole after each insertion, so one left by a thread that stopped is as good as any.
        let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.entry(key).or_insert_with(|| Arc::new(make())).clone()
    }
}
