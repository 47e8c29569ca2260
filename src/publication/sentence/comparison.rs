//! How a count stands against the year before.

use super::{Line, Speaker};
use crate::number::Decimal;
use crate::period::Period;
use crate::publication::figures::Figure;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::ObservationKey;
use std::cmp::Ordering;

impl Speaker<'_, '_> {
    /// Returns the comparison of a count with the year before, with a space before it; empty for periods that have none.
    pub(super) fn against(&self, now: &Figure) -> Line {
        let names = &self.sheet.names;
        let figures = &self.sheet.figures;
        let Some(before) = figures.compared_with(now.key.service, now.key.period) else {
            return self.against_same_months(now);
        };
        let name = ("then", self.text(names.period(before)));
        let Some(then) = self.sheet.find(&now.key.period(before)) else {
            // Nobody expects a figure of the time before the council's first one.
            return match figures.release.told.contains(&before) {
                true => self.after(names.words.pieces("sentence.first", &[name])),
                false => Line::new(),
            };
        };
        let (Some(a), Some(b)) = (now.whole(), then.whole()) else {
            let key = match then.value {
                ReleasedValue::Withheld(Shorthand::Confidential) => "sentence.then_hidden",
                _ => "sentence.first",
            };
            return self.after(names.words.pieces(key, &[name]));
        };
        if let Some(reason) = figures.unlike(now, &then) {
            return self.not_compared(before, reason);
        }
        let none = || {
            vec![
                self.sheet
                    .inline_as(&then, names.words.get("sentence.none")),
            ]
        };
        let size = (a - b).abs();
        let mut line = self.after(match (a, b) {
            (0, 0) => names
                .words
                .pieces("sentence.none_either", &[name, ("n", none())]),
            (_, 0) => names
                .words
                .pieces("sentence.none_then", &[name, ("n", none())]),
            (0, b) => {
                let earlier = ("n", vec![self.sheet.inline_figure(&then)]);
                names
                    .words
                    .count_pieces("sentence.some_then", b, &[name, earlier])
            }
            _ if figures.too_close(&now.key, a, b) => {
                let earlier = ("n", vec![self.sheet.inline_figure(&then)]);
                names.words.pieces("sentence.too_close", &[name, earlier])
            }
            _ if a == b => names.words.pieces("sentence.same", &[name]),
            _ => {
                let key = match a > b {
                    true => "sentence.more",
                    false => "sentence.fewer",
                };
                let difference = ("n", self.difference(&now.key, size));
                names.words.count_pieces(key, size, &[difference, name])
            }
        });
        if let Some(reason) = figures.caution(now, &then) {
            line.extend(self.after(self.text(reason)));
        }
        line
    }

    /// That a figure is not compared with an earlier one, and why unless the page's notes say it, with a space before it.
    pub(super) fn not_compared(&self, before: Period, reason: &str) -> Line {
        let names = &self.sheet.names;
        let then = names.period(before);
        let mut line = self.text(
            names
                .words
                .fill("sentence.not_compared", &[("then", &then)]),
        );
        if !reason.is_empty() {
            line.extend(self.after(self.text(reason)));
        }
        self.after(line)
    }

    /// A running year against the same months of the year before (case 33): never against a whole year.
    fn against_same_months(&self, now: &Figure) -> Line {
        let figures = &self.sheet.figures;
        let (service, period) = (now.key.service, now.key.period);
        if figures.rounded(&now.key).is_some() {
            // Rounded quarters do not add up to anything that can be compared.
            return Line::new();
        }
        let covered = figures
            .covered(service, period)
            .filter(|_| figures.so_far(service, period));
        let Some(((Period::Quarter(year, first), Period::Quarter(_, last)), Some(count))) =
            covered.zip(Some(now.whole()))
        else {
            return Line::new();
        };
        let sum = |year: u16| -> Option<i64> {
            (first..=last)
                .map(|quarter| {
                    self.sheet
                        .whole(&now.key.period(Period::Quarter(year, quarter)))
                })
                .sum()
        };
        let (Some(before), true) = (year.checked_sub(1), sum(year) == Some(count)) else {
            return Line::new();
        };
        let Some(then) = sum(before) else {
            return Line::new();
        };
        let words = self.sheet.names.words;
        let months = words.months(
            Period::Quarter(before, first),
            Period::Quarter(before, last),
        );
        let args = [("then", self.text(months))];
        let size = (count - then).abs();
        let key = match count.cmp(&then) {
            Ordering::Equal => return self.after(words.pieces("sentence.same", &args)),
            Ordering::Greater => "sentence.more",
            Ordering::Less => "sentence.fewer",
        };
        let difference = if first == last {
            self.difference(&now.key.period(Period::Quarter(year, last)), size)
        } else {
            self.text(Decimal::whole(size).grouped())
        };
        let [then] = args;
        self.after(words.count_pieces(key, size, &[("n", difference), then]))
    }

    /// The size of a change, under the key of the change.
    fn difference(&self, key: &ObservationKey, size: i64) -> Line {
        let text = Decimal::whole(size).grouped();
        let change = self
            .sheet
            .figures
            .change_code(key.measure, false)
            .and_then(|code| self.sheet.find(&key.measure(code)));
        match change {
            Some(figure)
                if figure
                    .number()
                    .is_some_and(|number| number.absolute() == Decimal::whole(size)) =>
            {
                vec![self.sheet.inline_as(&figure, text)]
            }
            _ => self.text(text),
        }
    }
}
