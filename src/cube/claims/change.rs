//! What the counts say about a printed change.

use super::book::{Book, Computed, printed};
use crate::cube::span::Span;
use crate::dataset::Qualifier;
use crate::number::Decimal;
use crate::vocabulary::{Code, ObservationKey};

impl Book<'_> {
    pub(super) fn change(&self, key: &ObservationKey, stem: Code) -> Option<Computed> {
        let now = key.measure(stem);
        let then = now.period(key.period.year_before()?);
        let (a, a_exact, a_words) = self.value(&now)?;
        let (b, b_exact, b_words) = self.value(&then)?;
        Some(Computed {
            span: a.minus(b),
            figure: a_exact.zip(b_exact).map(|(a, b)| a.minus(b)),
            numerator: None,
            denominator: None,
            words: format!(
                "from {b_words} in {} to {a_words} in {}",
                then.period.id(),
                key.period.id()
            ),
        })
    }

    pub(super) fn change_percent(&self, key: &ObservationKey, stem: Code) -> Option<Computed> {
        let now = key.measure(stem);
        let before = key.period.year_before()?;
        let (a, a_exact, a_words) = self.value(&now)?;
        let (b, b_exact, b_words) = match self.value(&now.period(before)) {
            Some(found) => found,
            None => self.implied(key, stem, a, a_exact)?,
        };
        let whole = |number: Option<Decimal>| number.and_then(Decimal::as_whole);
        let figure = whole(a_exact)
            .zip(whole(b_exact))
            .and_then(|(a, b)| Decimal::ratio(a - b, b, 100, 1));
        Some(Computed {
            span: a.minus(b).over(b, 100)?,
            figure,
            numerator: None,
            denominator: None,
            words: format!(
                "from {b_words} in {} to {a_words} in {}",
                before.id(),
                key.period.id()
            ),
        })
    }

    /// Returns the value a year earlier that a printed difference leads to.
    fn implied(
        &self,
        key: &ObservationKey,
        stem: Code,
        now: Span,
        exact: Option<Decimal>,
    ) -> Option<(Span, Option<Decimal>, String)> {
        let codes = &self.cube.codes;
        let name = codes.get(&format!("{}_change", codes.word(stem)))?;
        let record = self.cube.record(&key.measure(name))?;
        if record.qualifier == Qualifier::Unsigned {
            return None;
        }
        let difference = record.value.ok()?;
        let before = exact.map(|now| now.minus(difference));
        let text = before.map_or_else(String::new, Decimal::grouped);
        Some((now.minus(printed(record, difference)), before, text))
    }
}
