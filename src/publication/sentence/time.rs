//! How long answers took, and how many were on time.

use super::{Line, Speaker};
use crate::calendar::DayUnit;
use crate::publication::figures::Figure;
use crate::publication::table::Scope;
use crate::vocabulary::{List, ObservationKey, Unit, code};

impl Speaker<'_, '_> {
    /// Returns how long answers took on average, against the year before and the target (cases 20 to 26). Only for one
    /// procedure: units are never mixed.
    pub fn days(&self, scope: &Scope) -> Option<Line> {
        let names = &self.sheet.names;
        let key = scope.key(code::MEAN_RESPONSE_DAYS);
        let figure = self.sheet.find(&key)?;
        let mean = figure.number()?;
        let whole = mean.round(0).as_whole()?;
        let unit = names
            .words
            .count(&format!("days.{}", figure.unit.code()), whole, &[]);
        let procedure = match scope.procedure {
            code::ALL => String::new(),
            procedure => names.of(List::Procedure, procedure),
        };
        let sentence = if scope.procedure == code::ALL {
            "sentence.days"
        } else {
            "sentence.days_procedure"
        };
        let mut line = names.words.pieces(
            sentence,
            &[
                ("n", vec![self.sheet.inline_figure(&figure)]),
                ("unit", self.text(unit)),
                ("procedure", self.text(procedure)),
                (
                    "stage",
                    self.text(names.words.within(&names.stage(scope.stage))),
                ),
            ],
        );
        line.extend(self.days_before(&key, &figure));
        if let Some(replies) = figure.denominator.filter(|replies| *replies < 5) {
            line.extend(self.after(names.words.count_pieces(
                "sentence.days_few",
                replies,
                &[("n", self.text(replies.to_string()))],
            )));
        }
        Some(line)
    }

    fn days_before(&self, key: &ObservationKey, now: &Figure) -> Line {
        let names = &self.sheet.names;
        let Some(before) = self.sheet.figures.compared_with(key.service, key.period) else {
            return Line::new();
        };
        let Some(then) = self.sheet.find(&key.period(before)) else {
            return Line::new();
        };
        let (Some(a), Some(b)) = (now.number(), then.number()) else {
            return Line::new();
        };
        if !self.sheet.figures.comparable(now, &then) {
            return Line::new();
        }
        if let Some(reason) = self.sheet.figures.unlike(now, &then) {
            return self.not_compared(before, reason);
        }
        let then_name = self.text(names.period(before));
        if now.unit != then.unit {
            return self.after(names.words.pieces(
                "sentence.days_unit_changed",
                &[
                    ("then", then_name),
                    ("unit", self.text(names.unit(then.unit))),
                ],
            ));
        }
        let difference = a.minus(b).round(0);
        if difference.is_zero() {
            return self.after(
                names
                    .words
                    .pieces("sentence.days_same", &[("then", then_name)]),
            );
        }
        let key = if difference.is_negative() {
            "sentence.days_shorter"
        } else {
            "sentence.days_longer"
        };
        let size = difference.absolute();
        self.after(names.words.count_pieces(
            key,
            size.as_whole().unwrap_or(2),
            &[("n", self.text(size.grouped())), ("then", then_name)],
        ))
    }

    /// Returns what share was answered on time (cases 27, 28, 32), with the target where one procedure has one.
    pub fn on_time(&self, scope: &Scope) -> Option<Line> {
        let codes = self.sheet.names.codes;
        let share = self
            .sheet
            .find(&scope.in_time(code::RESPONDED_PERCENT, codes));
        let base = self.sheet.find(&scope.key(code::RESPONDED));
        let part = self.sheet.find(&scope.in_time(code::RESPONDED, codes));
        let mut line = match base.zip(part) {
            Some((base, part)) => {
                let counts = (base.whole()?, part.whole()?);
                if counts.0 == 0 {
                    let args = [("thing", &*self.thing(scope, 2))];
                    let words = self.sheet.names.words;
                    return Some(self.text(words.fill("sentence.no_replies", &args)));
                }
                self.on_time_of(scope, (&base, &part), counts, share.as_ref())
            }
            None => {
                let share = share.filter(|share| share.number().is_some())?;
                self.sheet.names.words.pieces(
                    "sentence.on_time_share",
                    &[
                        ("share", vec![self.sheet.inline_figure(&share)]),
                        ("thing", self.text(self.thing(scope, 2))),
                    ],
                )
            }
        };
        if let Some(target) = self.target(scope) {
            line.extend(self.after(target));
        }
        Some(line)
    }

    /// How many of how many; the share where it says more than the two.
    fn on_time_of(
        &self,
        scope: &Scope,
        (base, part): (&Figure, &Figure),
        (of, number): (i64, i64),
        share: Option<&Figure>,
    ) -> Line {
        let thing = self.text(self.thing(scope, of));
        let n = vec![self.sheet.inline_figure(part)];
        let words = self.sheet.names.words;
        let figures = &self.sheet.figures;
        if number == of && figures.rounded(&base.key).is_none() {
            let args = [("n", n), ("thing", thing)];
            return words.count_pieces("sentence.on_time_all", of, &args);
        }
        let share = share.map(|share| vec![self.sheet.inline_figure(share)]);
        let key = match of < figures.enough(&base.key) {
            true => "sentence.on_time_few",
            false => "sentence.on_time",
        };
        let args = [
            ("n", n),
            ("base", vec![self.sheet.inline_figure(base)]),
            ("share", share.unwrap_or_default()),
            ("thing", thing),
        ];
        words.count_pieces(key, of, &args)
    }

    /// Returns the target of one procedure, where it has one.
    pub fn target(&self, scope: &Scope) -> Option<Line> {
        let names = &self.sheet.names;
        if scope.procedure == code::ALL {
            return None;
        }
        let day = scope.period.end().unwrap_or(self.sheet.figures.as_of);
        let timer = names
            .site
            .procedure(scope.procedure)?
            .timer(scope.stage, day)?;
        let days = timer.days?;
        let unit = names
            .words
            .count(&format!("days.{}", day_unit(timer.unit)), days.into(), &[]);
        Some(self.text(names.words.fill(
            "sentence.target",
            &[("n", &days.to_string()), ("unit", &unit)],
        )))
    }
}

fn day_unit(unit: DayUnit) -> &'static str {
    match unit {
        DayUnit::Working => Unit::WorkingDays.code(),
        DayUnit::Calendar => Unit::CalendarDays.code(),
        DayUnit::School => Unit::SchoolDays.code(),
        DayUnit::Months => "months",
    }
}
