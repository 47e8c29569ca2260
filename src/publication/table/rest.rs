//! What a table of outcomes does not list: those that are withheld together, and those that nobody gave.

use super::column::{Head, is_percent};
use super::{Scope, Tables};
use crate::publication::page::{Cell, Inline, TableRow};
use crate::publication::sentence::Line;
use crate::release::Shorthand;
use crate::vocabulary::{Code, ObservationKey, code};

impl Tables<'_, '_> {
    /// Returns the row that stands for all outcomes without a row of their own, where a column of counts withholds them: without
    /// it the column would seem not to add up to its foot.
    ///
    /// Whether it is there goes by what is withheld, never by the keys or the numbers of single outcomes, which would tell
    /// which of them occur.
    pub(super) fn other_outcomes(
        &self,
        scope: &Scope,
        heads: &[Head],
        categories: &[ObservationKey],
    ) -> Option<TableRow> {
        let counts = |head: &&Head| self.counts(head);
        let mut counted = heads.iter().filter(counts);
        if !counted.any(|head| self.withholds_others(scope, head)) {
            return None;
        }
        let cell = |head: &Head| self.other_cell(scope, head, categories);
        Some(TableRow {
            head: vec![Inline::text(
                self.sheet.names.words.get("table.other_outcomes"),
            )],
            cells: heads.iter().map(cell).collect(),
        })
    }

    /// Returns the same row of a table whose columns are procedures.
    pub(super) fn other_outcomes_of(
        &self,
        scope: &Scope,
        head: &Head,
        categories: &[ObservationKey],
        procedures: &[Code],
    ) -> Option<TableRow> {
        let mut scopes = procedures.iter().map(|code| scope.procedure(*code));
        if !scopes.any(|scope| self.withholds_others(&scope, head)) {
            return None;
        }
        let cell = |procedure: &Code| {
            let scope = scope.procedure(*procedure);
            if !self.sheet.has(&scope.key(head.measure).period(head.period)) {
                return self.sheet.blank(Shorthand::NotApplicable);
            }
            let own = categories.iter().map(|key| ObservationKey {
                procedure: *procedure,
                ..*key
            });
            self.other_cell(&scope, head, &own.collect::<Vec<_>>())
        };
        Some(TableRow {
            head: vec![Inline::text(
                self.sheet.names.words.get("table.other_outcomes"),
            )],
            cells: procedures.iter().map(cell).collect(),
        })
    }

    fn other_cell(&self, scope: &Scope, head: &Head, categories: &[ObservationKey]) -> Cell {
        if is_percent(head.measure) || head.measure == code::DECIDED {
            return self.sheet.blank(Shorthand::NotApplicable);
        }
        let release = self.sheet.figures.release;
        let none = self.sheet.names.words.get("table.none");
        match !self.counts(&head) || release.hides_nought(&self.another(scope, head)) {
            true => self.sheet.blank(Shorthand::Confidential),
            false if self.is_all(scope, head, categories) => self.sheet.words(none),
            false => self.sheet.blank(Shorthand::NotAvailable),
        }
    }

    /// Whether there is nothing beside these categories, in a column that hides no nought: what was counted has a row for all
    /// that occurs. What is not in a table that was supplied is not known to be nought.
    fn is_all(&self, scope: &Scope, head: &Head, categories: &[ObservationKey]) -> bool {
        let whole = scope.key(head.measure).period(head.period);
        let values = &self.sheet.figures.release.values;
        let supplied = || {
            // Figures of all procedures may follow from what was supplied for one.
            let own =
                |key: &ObservationKey| (key.contact, key.stage) == (scope.contact, scope.stage);
            let mut all = values.of(scope.service, head.period).iter();
            all.any(|(key, released)| released.supplied && own(key))
        };
        let counted =
            self.sheet.has(&whole) && (values.plain(scope.service, head.period) || !supplied());
        let whole = self.sheet.whole(&whole);
        counted || whole.is_some() && self.sum(categories, head) == whole
    }

    /// Returns that the rows are not all there is, where nothing is hidden and those that were given make less than the foot.
    pub(super) fn of_the_rest(
        &self,
        scope: &Scope,
        heads: &[Head],
        categories: &[ObservationKey],
        base: Code,
    ) -> Option<Line> {
        let short = |head: &&Head| {
            let whole = scope.key(base).period(head.period);
            let sum = self.sum(categories, head);
            let rounded = self.sheet.figures.rounded(&whole).is_some();
            let whole = self.sheet.whole(&whole).filter(|_| !rounded);
            sum.zip(whole).is_some_and(|(sum, whole)| sum < whole)
        };
        heads
            .iter()
            .filter(|head| head.measure == base && !self.withholds_others(scope, head))
            .find(short)?;
        let text = self.sheet.names.words.get("table.rest");
        Some(vec![Inline::text(text)])
    }

    /// Adds up what a column shows of some categories; nothing where any is hidden or not known.
    fn sum(&self, categories: &[ObservationKey], head: &Head) -> Option<i64> {
        let part = |category: &ObservationKey| {
            let key = category.measure(head.measure).period(head.period);
            self.sheet.whole(&key)
        };
        categories.iter().map(part).sum()
    }

    /// Returns the key of an outcome that is not on merits: they are one table of what is withheld, so any will do.
    fn another(&self, scope: &Scope, head: &Head) -> ObservationKey {
        let key = scope.key(head.measure).period(head.period);
        key.with(self.sheet.names.codes, code::OUTCOME, code::WITHDRAWN)
    }

    fn withholds_others(&self, scope: &Scope, head: &Head) -> bool {
        let release = self.sheet.figures.release;
        release.withholds(&self.another(scope, head))
    }

    fn counts(&self, head: &&Head) -> bool {
        !is_percent(head.measure) && !self.sheet.names.is_change(head.measure)
    }
}
