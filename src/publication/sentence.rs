//! The words for a figure: what it is, and how it stands against the same period a year earlier.
//!
//! A sentence states what the numbers state, and no more: more complaints are not "worse". Every sentence stands whole in
//! the language file; here the case is chosen and the figures are filled in, each with its key.

mod comparison;
mod fault;
mod time;

use super::page::Inline;
use super::sheet::Sheet;
use super::table::Scope;
use crate::disclosure::rounding::Base;
use crate::number::Decimal;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{Code, List, ObservationKey, code};

/// Running text.
pub type Line = Vec<Inline>;

/// Says sentences with the figures of one page.
pub struct Speaker<'s, 'a> {
    /// The page's figures.
    pub sheet: &'s Sheet<'a>,
}

impl Speaker<'_, '_> {
    fn text(&self, text: impl Into<String>) -> Line {
        vec![Inline::text(text)]
    }

    /// Returns what is counted, for this many: "stage 1 complaints", "compliment".
    pub fn thing(&self, scope: &Scope, count: i64) -> String {
        let names = &self.sheet.names;
        if scope.contact != code::COMPLAINT {
            let key = format!("thing.{}", names.codes.word(scope.contact));
            if names.words.has(&format!("{key}.other")) {
                return names.words.count(&key, count, &[]);
            }
            return names.words.within(&names.of(List::Contact, scope.contact));
        }
        let stage = names.words.within(&names.stage(scope.stage));
        if scope.stage == code::ALL {
            return names.words.count("thing.complaint", count, &[]);
        }
        if scope.procedure == code::ALL {
            return names
                .words
                .count("thing.stage", count, &[("stage", &stage)]);
        }
        let procedure = names
            .words
            .within(&names.of(List::Procedure, scope.procedure));
        names.words.count(
            "thing.stage_procedure",
            count,
            &[("stage", &stage), ("procedure", &procedure)],
        )
    }

    /// Returns how many came in, and how that compares with the year before (cases 1, 3 to 13, 18, 19).
    pub fn received(&self, scope: &Scope) -> Line {
        self.counted(scope, &scope.key(code::RECEIVED), "sentence.received")
    }

    /// The same, saying of a part of a period what it is: "So far in 2026 to 2027 (April to June 2026) we received …"
    /// (case 33).
    pub fn received_first(&self, scope: &Scope) -> Line {
        let figures = &self.sheet.figures;
        match figures.is_part(scope.service, scope.period) {
            true => self.received_in(scope),
            false => self.received(scope),
        }
    }

    /// The same, beginning with the period: "In April to June 2023 we received …".
    pub fn received_in(&self, scope: &Scope) -> Line {
        let figures = &self.sheet.figures;
        let (service, period) = (scope.service, scope.period);
        let sentence = match figures.covered(service, period) {
            Some(_) if figures.so_far(service, period) => "sentence.received_so_far_of",
            Some(_) => "sentence.received_part",
            None if figures.so_far(service, period) => "sentence.received_so_far",
            None => "sentence.received_in",
        };
        self.counted(scope, &scope.key(code::RECEIVED), sentence)
    }

    fn counted(&self, scope: &Scope, key: &ObservationKey, sentence: &str) -> Line {
        let names = &self.sheet.names;
        let figure = self.sheet.figures.get_or_missing(key);
        let period = names.period(scope.period);
        let months = self.sheet.figures.covered(scope.service, scope.period);
        let months = months.map(|(first, last)| names.words.months(first, last));
        let number = match (figure.value, figure.whole()) {
            (ReleasedValue::Withheld(Shorthand::Confidential), _) => {
                let what = names.words.beginning(&self.thing(scope, 2));
                let args = [("thing", what.as_str()), ("period", period.as_str())];
                return self.text(names.words.fill("sentence.hidden", &args));
            }
            (_, Some(number)) => number,
            _ => {
                let thing = self.thing(scope, 2);
                return self.text(names.words.fill(
                    "sentence.not_recorded",
                    &[("thing", &thing), ("period", &period)],
                ));
            }
        };
        let shown = if number == 0 {
            self.sheet
                .inline_as(&figure, names.words.get("sentence.no"))
        } else {
            self.sheet.inline_figure(&figure)
        };
        let thing = self.thing(scope, number);
        let mut line = names.words.pieces(
            sentence,
            &[
                ("n", vec![shown]),
                ("thing", self.text(thing)),
                ("period", self.text(period)),
                ("months", self.text(months.unwrap_or_default())),
            ],
        );
        line.extend(self.against(&figure));
        line
    }

    fn after(&self, mut line: Line) -> Line {
        line.insert(0, Inline::text(" "));
        line
    }

    /// Returns how many went on to the next stage, of those answered that could: a sentence for each procedure that has the
    /// stage where others have not, since their answers are no part of the base.
    pub fn went_on(&self, scope: &Scope, procedures: &[Code], next: Code) -> Vec<Line> {
        let has_next = |procedure: &Code| {
            let known = self.sheet.names.site.procedure(*procedure);
            known.is_none_or(|known| known.stages.contains(&next))
        };
        let of_one = |line: fn(&Self, &Scope, Code) -> Option<Line>, procedure: Code| {
            line(self, &scope.procedure(procedure), next)
        };
        let all = procedures.iter().all(has_next);
        if all || scope.procedure != code::ALL && has_next(&scope.procedure) {
            return of_one(Self::went_on_of, scope.procedure)
                .into_iter()
                .collect();
        }
        let with_next = procedures.iter().filter(|procedure| {
            let named = **procedure != code::ALL;
            named && has_next(procedure) && scope.procedure == code::ALL
        });
        with_next
            .filter_map(|procedure| of_one(Self::went_on_of, *procedure))
            .collect()
    }

    /// Returns that these procedures have no such stage; nothing when there are none.
    pub fn without_stage(&self, procedures: &[Code], stage: Code) -> Option<Line> {
        let names = &self.sheet.names;
        let name = |procedure: &Code| names.words.within(&names.of(List::Procedure, *procedure));
        let named: Vec<String> = procedures.iter().map(name).collect();
        let args = [
            ("procedures", &*names.words.all_of(&named)),
            ("stage", &*names.words.within(&names.stage(stage))),
        ];
        let said = |count| self.text(names.words.count("sentence.no_stage", count, &args));
        (!named.is_empty()).then(|| said(named.len() as i64))
    }

    fn went_on_of(&self, scope: &Scope, next: Code) -> Option<Line> {
        let names = &self.sheet.names;
        let next_scope = Scope {
            stage: next,
            ..*scope
        };
        let (on, base) = (
            self.sheet.find(&next_scope.key(code::RECEIVED))?,
            self.sheet.find(&scope.key(code::RESPONDED))?,
        );
        let (count, base_count) = (on.whole()?, base.whole()?);
        if base_count == 0 {
            return None;
        }
        let (sentence, procedure) = match scope.procedure {
            code::ALL => ("sentence.went_on", String::new()),
            procedure => (
                "sentence.went_on_procedure",
                names.words.within(&names.of(List::Procedure, procedure)),
            ),
        };
        Some(names.words.count_pieces(
            sentence,
            count,
            &[
                ("procedure", self.text(procedure)),
                ("n", vec![self.sheet.inline_figure(&on)]),
                ("base", vec![self.sheet.inline_figure(&base)]),
                (
                    "stage",
                    self.text(names.words.within(&names.stage(scope.stage))),
                ),
                ("next", self.text(names.words.within(&names.stage(next)))),
            ],
        ))
    }

    /// Returns how many are still open at the end of the period; nothing when none is, or it is not known.
    pub fn still_open(&self, scope: &Scope) -> Option<Line> {
        let names = &self.sheet.names;
        let key = scope.key(super::print::outcome_measure(names)).with(
            names.codes,
            code::OUTCOME,
            code::OPEN,
        );
        let open = self.sheet.find(&key)?;
        let count = open.whole().filter(|count| *count > 0)?;
        let figure = vec![self.sheet.inline_figure(&open)];
        Some(
            names
                .words
                .count_pieces("sentence.still_open", count, &[("n", figure)]),
        )
    }

    /// Returns the change of a figure for a tile: "1 more than in 2021 to 2022".
    pub fn tile_change(&self, key: &ObservationKey) -> Option<Line> {
        let names = &self.sheet.names;
        let figures = &self.sheet.figures;
        let change = figures.change_code(key.measure, false)?;
        let figure = self.sheet.find(&key.measure(change))?;
        let before = key.period.year_before()?;
        let then = self.text(names.period(before));
        let compared = [*key, key.period(before)].map(|key| self.sheet.find(&key));
        if let [Some(now), Some(earlier)] = compared
            && figures.unlike(&now, &earlier).is_some()
        {
            return Some(names.words.pieces("tile.not_compared", &[("then", then)]));
        }
        let number = figure.number()?;
        let close = |base: Base| number.absolute() < Decimal::whole(2 * base.number());
        if self.sheet.figures.rounded(key).is_some_and(close) {
            return None;
        }
        let sentence = if number.is_zero() {
            "tile.same"
        } else {
            "tile.change"
        };
        let shown = vec![self.sheet.inline_figure(&figure)];
        Some(
            names
                .words
                .pieces(sentence, &[("change", shown), ("then", then)]),
        )
    }
}
