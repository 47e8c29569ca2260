//! What a table of decisions or lessons gives: its records, and what can be tested of rows that are none.

use super::Payments;
use crate::diagnostic::Location;

/// The rows of a table that were read.
#[derive(Debug)]
pub(super) struct Ledger<T> {
    /// The records.
    pub records: Vec<T>,
    /// The name of every row that has one, and where it stands: that two rows share it is a fault whatever else is wrong
    /// with either.
    pub names: Vec<(String, Location)>,
    /// What each row says was paid.
    pub payments: Vec<Payments>,
    /// The lessons that each row names, ids or words, and where.
    pub mentions: Vec<(Vec<String>, Location)>,
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Ledger {
            records: Vec::new(),
            names: Vec::new(),
            payments: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

impl<T> Ledger<T> {
    /// Keeps the name of a row, where it has one.
    pub fn name(&mut self, name: Option<&String>, place: &Location) {
        self.names
            .extend(name.map(|name| (name.clone(), place.clone())));
    }
}
