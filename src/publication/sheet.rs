//! The figures of one page: found, printed and remembered, so that its files hold just what it shows.

use super::figures::{Figure, Figures};
use super::names::Names;
use super::page::{Beside, Cell, Inline};
use super::print;
use super::tidy::{Rows, TidyRow};
use crate::number::Decimal;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{ObservationKey, Packed};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The figures that one page shows.
pub struct Sheet<'a> {
    /// Where figures come from.
    pub figures: Figures<'a>,
    /// How they are said.
    pub names: Names<'a>,
    rows: &'a Rows,
    /// Each figure with its row as often as it is shown, which is seldom more than once.
    used: RefCell<Vec<(ObservationKey, Arc<TidyRow>)>>,
    extra: RefCell<BTreeMap<Arc<str>, Arc<TidyRow>>>,
}

/// How many figures a page usually shows, or a little more.
const USUAL: usize = 448;

impl<'a> Sheet<'a> {
    /// Returns a sheet on which nothing is shown yet.
    pub fn new(figures: Figures<'a>, names: Names<'a>, rows: &'a Rows) -> Self {
        Sheet {
            figures,
            names,
            rows,
            used: RefCell::new(Vec::with_capacity(USUAL)),
            extra: RefCell::default(),
        }
    }

    /// Returns a figure without showing it.
    pub fn find(&self, key: &ObservationKey) -> Option<Figure> {
        self.figures.get(key)
    }

    /// Returns the whole number of a figure, when it has one to see.
    pub fn whole(&self, key: &ObservationKey) -> Option<i64> {
        self.figures.value(key)?.number()?.as_whole()
    }

    /// Returns whether there is a figure with this key, with or without a number.
    pub fn has(&self, key: &ObservationKey) -> bool {
        self.figures.value(key).is_some()
    }

    /// Returns whether a figure is worth a row of its own: it is not nought, or it is hidden for itself. In a table that is
    /// withheld whole the rows must not tell which categories occur.
    pub fn tells(&self, key: &ObservationKey) -> bool {
        let hidden = ReleasedValue::Withheld(Shorthand::Confidential);
        match self.figures.value(key) {
            Some(ReleasedValue::Number(number)) => !number.is_zero(),
            Some(value) if value == hidden => {
                let release = self.figures.release;
                release.values.contains_key(key) && !release.withholds(key)
            }
            _ => false,
        }
    }

    /// Returns whether the count of one procedure may stand for a service. Above other services a procedure laid down in
    /// law is that of a few of them, so its count is theirs and no headline, unless the council printed it so.
    pub fn may_head(&self, key: &ObservationKey) -> bool {
        let site = self.names.site;
        let alone = site.services.children(key.service).next().is_none();
        let statutory = site
            .procedure(key.procedure)
            .is_some_and(|procedure| procedure.statutory);
        alone || !statutory || self.find(key).is_some_and(|figure| figure.supplied)
    }

    /// Shows a figure as a cell whose head names the unit.
    pub fn cell(&self, key: &ObservationKey) -> Cell {
        self.show(key, false)
    }

    /// Shows a figure as a cell with the sign of its unit.
    pub fn cell_with_unit(&self, key: &ObservationKey) -> Cell {
        self.show(key, true)
    }

    fn show(&self, key: &ObservationKey, unit: bool) -> Cell {
        match self.find(key) {
            Some(figure) => {
                let id = self.note(&figure);
                print::cell(&figure, id, &self.names, unit)
            }
            None if self.names.site.services.lived(key.service, key.period) => {
                self.blank(Shorthand::NotAvailable)
            }
            None => self.blank(Shorthand::NotApplicable),
        }
    }

    /// Returns a cell without a figure: not available, or not applicable.
    pub fn blank(&self, why: Shorthand) -> Cell {
        let key = match why {
            Shorthand::Confidential => "symbols.c",
            Shorthand::NotAvailable => "symbols.x",
            Shorthand::NotApplicable => "symbols.z",
        };
        Cell {
            text: format!("[{}]", why.letter()),
            beside: Beside {
                meaning: self.names.words.get(key).to_owned(),
                ..Beside::default()
            }
            .boxed(),
            ..Cell::default()
        }
    }

    /// Returns a cell of words.
    pub fn words(&self, text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            words: true,
            ..Cell::default()
        }
    }

    /// Shows a figure in running text.
    pub fn inline(&self, key: &ObservationKey) -> Inline {
        match self.find(key) {
            Some(figure) => self.inline_figure(&figure),
            None => Inline::text(self.names.words.get("symbols.x")),
        }
    }

    /// Shows a figure that is at hand in running text.
    pub fn inline_figure(&self, figure: &Figure) -> Inline {
        Inline::Figure {
            key: self.note(figure),
            text: print::with_unit(figure, &self.names),
        }
    }

    /// Shows a figure in running text as `text`, such as "none" for nought.
    pub fn inline_as(&self, figure: &Figure, text: impl Into<String>) -> Inline {
        Inline::Figure {
            key: self.note(figure),
            text: text.into(),
        }
    }

    /// Shows the figure whose key is written so; nothing when the text is no key.
    pub fn by_text(&self, text: &str) -> Option<Inline> {
        let key = self.names.parse_key(text)?;
        Some(self.inline(&key))
    }

    /// Returns how many figures are shown so far.
    pub fn shown(&self) -> usize {
        self.used.borrow().len()
    }

    /// Forgets what was shown since there were so many: it stands on no page after all.
    pub fn forget_after(&self, shown: usize) {
        self.used.borrow_mut().truncate(shown);
    }

    /// Remembers a figure and returns its key in writing.
    fn note(&self, figure: &Figure) -> Arc<str> {
        let key = figure.key;
        let values = &self.figures.release.values;
        let begin = || {
            let room = values.keys_of(key.service, key.period).len();
            (print::row_head(&key, &self.names), room)
        };
        let make = |head: &str| print::row(head, figure, &self.names);
        let row = self.rows.of(key, begin, make);
        let id = row.id().clone();
        self.used.borrow_mut().push((key, row));
        id
    }

    /// Adds a row that is no observation: an amount of a decision.
    pub fn add(&self, row: TidyRow) {
        let id = row.id().clone();
        self.extra
            .borrow_mut()
            .entry(id)
            .or_insert_with(|| Arc::new(row));
    }

    /// Returns the rows of everything shown, in the order of their keys.
    pub fn rows(&self) -> Vec<Arc<TidyRow>> {
        let used = self.used.borrow();
        // A page is about few periods.
        let mut periods: Vec<Period> = Vec::new();
        for (key, _) in used.iter() {
            if !periods.contains(&key.period) {
                periods.push(key.period);
            }
        }
        periods.sort_unstable();
        let packed = |key: &ObservationKey| {
            let place = periods.iter().position(|period| *period == key.period);
            key.packed(place.unwrap_or_default() as u16)
        };
        let mut rows: Vec<(Packed, &Arc<TidyRow>)> =
            used.iter().map(|(key, row)| (packed(key), row)).collect();
        rows.sort_unstable_by_key(|(key, _)| *key);
        rows.dedup_by(|(_, a), (_, b)| Arc::ptr_eq(a, b));
        let rows = rows.into_iter().map(|(_, row)| row);
        rows.chain(self.extra.borrow().values()).cloned().collect()
    }

    /// Returns the number of a figure for sorting; figures without one come last.
    pub fn rank(&self, key: &ObservationKey) -> Decimal {
        match self.figures.value(key) {
            Some(ReleasedValue::Number(number)) => number,
            _ => Decimal::whole(-1),
        }
    }
}
