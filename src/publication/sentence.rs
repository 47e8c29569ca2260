//! The words for a figure: what it is, and how it stands against the same period a year earlier.
//!
//! A sentence states what the numbers state, and no more: more complaints are not "worse". Every sentence stands whole in
//! the language file; here the case is chosen and the figures are filled in, each with its key.

use super::figures::Figure;
use super::page::Inline;
use super::sheet::Sheet;
use super::table::Scope;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{Code, List, ObservationKey, Unit, code};
use std::cmp::Ordering;

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

    /// Returns the comparison of a count with the year before, with a space before it; empty for periods that have none.
    fn against(&self, now: &Figure) -> Line {
        let names = &self.sheet.names;
        let figures = &self.sheet.figures;
        let Some(before) = figures.compared_with(now.key.service, now.key.period) else {
            return self.against_same_months(now);
        };
        let then_name = names.period(before);
        let then = self.sheet.find(&now.key.period(before));
        let Some(then) = then else {
            // Nobody expects a figure of the time before the council's first one.
            if !figures.release.told.contains(&before) {
                return Line::new();
            }
            return self.after(
                names
                    .words
                    .pieces("sentence.first", &[("then", self.text(then_name))]),
            );
        };
        let (Some(a), Some(b)) = (now.whole(), then.whole()) else {
            let key = match then.value {
                ReleasedValue::Withheld(Shorthand::Confidential) => "sentence.then_hidden",
                _ => "sentence.first",
            };
            return self.after(names.words.pieces(key, &[("then", self.text(then_name))]));
        };
        let earlier = |text: Option<&str>| match text {
            Some(text) => vec![self.sheet.inline_as(&then, text)],
            None => vec![self.sheet.inline_figure(&then)],
        };
        let case = match (a, b) {
            (0, 0) => names.words.pieces(
                "sentence.none_either",
                &[
                    ("then", self.text(then_name)),
                    ("n", earlier(Some(names.words.get("sentence.none")))),
                ],
            ),
            (_, 0) => names.words.pieces(
                "sentence.none_then",
                &[
                    ("then", self.text(then_name)),
                    ("n", earlier(Some(names.words.get("sentence.none")))),
                ],
            ),
            (0, b) => names.words.count_pieces(
                "sentence.some_then",
                b,
                &[("then", self.text(then_name)), ("n", earlier(None))],
            ),
            _ if a == b => names
                .words
                .pieces("sentence.same", &[("then", self.text(then_name))]),
            _ => {
                let difference = self.difference(&now.key, (a - b).abs());
                let key = if a > b {
                    "sentence.more"
                } else {
                    "sentence.fewer"
                };
                names.words.count_pieces(
                    key,
                    (a - b).abs(),
                    &[("n", difference), ("then", self.text(then_name))],
                )
            }
        };
        self.after(case)
    }

    /// A running year against the same months of the year before (case 33): never against a whole year.
    fn against_same_months(&self, now: &Figure) -> Line {
        let figures = &self.sheet.figures;
        let (service, period) = (now.key.service, now.key.period);
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

    fn after(&self, mut line: Line) -> Line {
        line.insert(0, Inline::text(" "));
        line
    }

    /// Returns how often the council was at fault, of those decided; from supplied shares where counts are not known
    /// (cases 27 to 32).
    pub fn at_fault(&self, scope: &Scope) -> Option<Line> {
        let names = &self.sheet.names;
        let codes = names.codes;
        let decided = self.sheet.find(&scope.key(code::DECIDED));
        let agreed_key =
            scope
                .key(code::DECIDED)
                .with(codes, code::OUTCOME, code::UPHELD_OR_PARTIALLY_UPHELD);
        if let (Some(decided), Some(agreed)) = (decided, self.sheet.find(&agreed_key)) {
            if let (Some(base), Some(part)) = (decided.whole(), agreed.whole()) {
                return Some(self.share_of(scope, &decided, &agreed, base, part));
            }
            // Hidden is said as hidden; what was never given is not.
            let hidden = ReleasedValue::Withheld(Shorthand::Confidential);
            if [decided.value, agreed.value].contains(&hidden) {
                return Some(self.text(names.words.get("sentence.fault_hidden")));
            }
        }
        self.at_fault_supplied(scope)
    }

    fn share_of(
        &self,
        scope: &Scope,
        decided: &Figure,
        agreed: &Figure,
        base: i64,
        part: i64,
    ) -> Line {
        let names = &self.sheet.names;
        if base == 0 {
            return self.text(names.words.get("sentence.none_decided"));
        }
        let base_piece = vec![self.sheet.inline_figure(decided)];
        if part == 0 {
            let none = vec![
                self.sheet
                    .inline_as(agreed, names.words.get("sentence.none")),
            ];
            return names.words.count_pieces(
                "sentence.agreed_none",
                base,
                &[("base", base_piece), ("n", none)],
            );
        }
        if part == base {
            let all = vec![self.sheet.inline_figure(agreed)];
            return names
                .words
                .count_pieces("sentence.agreed_all", base, &[("n", all)]);
        }
        let part_piece = vec![self.sheet.inline_figure(agreed)];
        if base < 10 {
            return names.words.pieces(
                "sentence.agreed_few",
                &[("base", base_piece), ("n", part_piece)],
            );
        }
        let share_key = scope.key(code::DECIDED_PERCENT).with(
            names.codes,
            code::OUTCOME,
            code::UPHELD_OR_PARTIALLY_UPHELD,
        );
        let mut line = names.words.pieces(
            "sentence.agreed",
            &[
                ("base", base_piece),
                ("n", part_piece),
                ("share", vec![self.sheet.inline(&share_key)]),
            ],
        );
        line.extend(self.share_before(&share_key));
        line
    }

    /// The share a year earlier and the difference in percentage points, where both bases are 20 or more.
    fn share_before(&self, key: &ObservationKey) -> Line {
        let names = &self.sheet.names;
        let Some(before) = self.sheet.figures.compared_with(key.service, key.period) else {
            return Line::new();
        };
        let (Some(now), Some(then)) = (self.sheet.find(key), self.sheet.find(&key.period(before)))
        else {
            return Line::new();
        };
        if now.denominator.unwrap_or(0) < 20 || then.denominator.unwrap_or(0) < 20 {
            return Line::new();
        }
        let (Some(a), Some(b)) = (now.number(), then.number()) else {
            return Line::new();
        };
        let points = a.minus(b);
        let size = points.absolute().round(0);
        let args = [
            ("then", self.text(names.period(before))),
            ("share", vec![self.sheet.inline_figure(&then)]),
            ("n", self.text(size.grouped())),
        ];
        if points.absolute() < Decimal::whole(1) {
            return self.after(names.words.pieces("sentence.share_same", &args));
        }
        let key = if points.is_negative() {
            "sentence.share_lower"
        } else {
            "sentence.share_higher"
        };
        self.after(
            names
                .words
                .count_pieces(key, size.as_whole().unwrap_or(2), &args),
        )
    }

    fn at_fault_supplied(&self, scope: &Scope) -> Option<Line> {
        let names = &self.sheet.names;
        for (share, base) in [
            (code::RESPONDED_PERCENT, "base.responded"),
            (code::RECEIVED_PERCENT, "base.received"),
            (code::INVESTIGATED_PERCENT, "base.investigated"),
        ] {
            let of = |outcome| {
                self.sheet
                    .find(&scope.key(share).with(names.codes, code::OUTCOME, outcome))
            };
            let base = || self.text(names.words.get(base));
            if let Some(joined) =
                of(code::UPHELD_OR_PARTIALLY_UPHELD).filter(|figure| figure.number().is_some())
            {
                return Some(names.words.pieces(
                    "sentence.agreed_share",
                    &[
                        ("share", vec![self.sheet.inline_figure(&joined)]),
                        ("base", base()),
                    ],
                ));
            }
            let Some(upheld) = of(code::UPHELD).filter(|figure| figure.number().is_some()) else {
                continue;
            };
            let upheld = vec![self.sheet.inline_figure(&upheld)];
            return Some(
                match of(code::PARTIALLY_UPHELD).filter(|figure| figure.number().is_some()) {
                    Some(partly) => names.words.pieces(
                        "sentence.upheld_shares",
                        &[
                            ("upheld", upheld),
                            ("partly", vec![self.sheet.inline_figure(&partly)]),
                            ("base", base()),
                        ],
                    ),
                    None => names.words.pieces(
                        "sentence.upheld_share",
                        &[("upheld", upheld), ("base", base())],
                    ),
                },
            );
        }
        None
    }

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

    /// Returns what share was answered on time (cases 27, 28, 32).
    pub fn on_time(&self, scope: &Scope) -> Option<Line> {
        let names = &self.sheet.names;
        let in_time = |measure| {
            scope
                .key(measure)
                .with(names.codes, code::TIMELINESS, code::IN_TIME)
        };
        let target = self.target(scope);
        let with_target = |mut line: Line| {
            if let Some(target) = &target {
                line.extend(self.after(target.clone()));
            }
            line
        };
        let share = self.sheet.find(&in_time(code::RESPONDED_PERCENT));
        let counted = (
            self.sheet.find(&scope.key(code::RESPONDED)),
            self.sheet.find(&in_time(code::RESPONDED)),
        );
        let (Some(base), Some(part)) = counted else {
            let share = share.filter(|share| share.number().is_some())?;
            return Some(with_target(names.words.pieces(
                "sentence.on_time_share",
                &[
                    ("share", vec![self.sheet.inline_figure(&share)]),
                    ("thing", self.text(self.thing(scope, 2))),
                ],
            )));
        };
        let (base_count, part_count) = (base.whole()?, part.whole()?);
        if base_count == 0 {
            return Some(
                self.text(
                    names
                        .words
                        .fill("sentence.no_replies", &[("thing", &self.thing(scope, 2))]),
                ),
            );
        }
        let thing = self.text(self.thing(scope, base_count));
        let pieces = |key: &str| {
            names.words.count_pieces(
                key,
                base_count,
                &[
                    ("n", vec![self.sheet.inline_figure(&part)]),
                    ("base", vec![self.sheet.inline_figure(&base)]),
                    (
                        "share",
                        share
                            .as_ref()
                            .map(|share| vec![self.sheet.inline_figure(share)])
                            .unwrap_or_default(),
                    ),
                    ("thing", thing.clone()),
                ],
            )
        };
        Some(with_target(match part_count {
            n if n == base_count => names.words.count_pieces(
                "sentence.on_time_all",
                base_count,
                &[
                    ("n", vec![self.sheet.inline_figure(&part)]),
                    ("thing", thing.clone()),
                ],
            ),
            _ if base_count < 10 => pieces("sentence.on_time_few"),
            _ => pieces("sentence.on_time"),
        }))
    }

    fn target(&self, scope: &Scope) -> Option<Line> {
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

    /// Returns how many went on to the next stage, of those answered.
    pub fn went_on(&self, scope: &Scope, next: Code) -> Option<Line> {
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
        Some(names.words.count_pieces(
            "sentence.went_on",
            count,
            &[
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
        let change = self.sheet.figures.change_code(key.measure, false)?;
        let figure = self.sheet.find(&key.measure(change))?;
        let then = self.text(names.period(key.period.year_before()?));
        let number = figure.number()?;
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

fn day_unit(unit: crate::calendar::DayUnit) -> &'static str {
    match unit {
        crate::calendar::DayUnit::Working => Unit::WorkingDays.code(),
        crate::calendar::DayUnit::Calendar => Unit::CalendarDays.code(),
        crate::calendar::DayUnit::School => Unit::SchoolDays.code(),
        crate::calendar::DayUnit::Months => "months",
    }
}
