//! How often the council was at fault.

use super::{Line, Speaker};
use crate::number::Decimal;
use crate::period::Period;
use crate::publication::figures::{Figure, exact_difference};
use crate::publication::page::Inline;
use crate::publication::print;
use crate::publication::table::Scope;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::code;

/// A share of a year earlier, and how far it is from today's.
struct Before {
    period: Period,
    then: Figure,
    points: Decimal,
    /// Whether all three are printed to one decimal, because whole ones would not agree.
    exactly: bool,
}

impl Speaker<'_, '_> {
    /// Returns how often the council was at fault, of those decided; from supplied shares where counts are not known
    /// (cases 27 to 32).
    pub fn at_fault(&self, scope: &Scope) -> Option<Line> {
        self.at_fault_told(scope, "")
    }

    /// The same as a first sentence, which names the period and the stage where no count before it does.
    pub fn at_fault_first(&self, scope: &Scope) -> Option<Line> {
        self.at_fault_told(scope, "_in")
    }

    fn at_fault_told(&self, scope: &Scope, first: &str) -> Option<Line> {
        let names = &self.sheet.names;
        let decided = self.sheet.find(&scope.key(code::DECIDED));
        let agreed_key = scope.at_fault(code::DECIDED, names.codes);
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
        self.at_fault_supplied(scope, first)
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
        let rounded = self.sheet.figures.rounded(&decided.key).is_some();
        if part == base && !rounded {
            let all = vec![self.sheet.inline_figure(agreed)];
            return names
                .words
                .count_pieces("sentence.agreed_all", base, &[("n", all)]);
        }
        let part_piece = vec![self.sheet.inline_figure(agreed)];
        if base < self.sheet.figures.enough(&decided.key) {
            return names.words.pieces(
                "sentence.agreed_few",
                &[("base", base_piece), ("n", part_piece)],
            );
        }
        let share_key = scope.at_fault(code::DECIDED_PERCENT, names.codes);
        let share = self.sheet.figures.get_or_missing(&share_key);
        let before = self.share_before(&share);
        let exactly = before.as_ref().is_some_and(|before| before.exactly);
        let mut line = names.words.pieces(
            "sentence.agreed",
            &[
                ("base", base_piece),
                ("n", part_piece),
                ("share", vec![self.share(&share, exactly)]),
            ],
        );
        if let Some(before) = before {
            line.extend(self.since(&before));
        }
        line
    }

    /// A share as it is printed everywhere, or to one decimal.
    fn share(&self, figure: &Figure, exactly: bool) -> Inline {
        match figure.number().filter(|_| exactly) {
            Some(number) => self
                .sheet
                .inline_as(figure, format!("{}%", number.round(1).grouped())),
            None => self.sheet.inline_figure(figure),
        }
    }

    /// The share a year earlier and the difference in percentage points, where both bases are 20 or more.
    fn share_before(&self, now: &Figure) -> Option<Before> {
        let figures = &self.sheet.figures;
        let key = &now.key;
        let before = figures.compared_with(key.service, key.period)?;
        let then = self.sheet.find(&key.period(before))?;
        let few = |figure: &Figure| figure.denominator.unwrap_or(0) < 20;
        let alike = figures.comparable(now, &then) && figures.unlike(now, &then).is_none();
        if few(now) || few(&then) || !alike {
            return None;
        }
        let points = exact_difference(now, &then).unwrap_or(now.number()?.minus(then.number()?));
        // Where the whole numbers do not make the difference, the reader is shown why.
        let printed = |figure: &Figure| {
            let number = figure.number()?;
            Decimal::parse(&print::plain(number, figure, &self.sheet.names))
        };
        let told = printed(now).zip(printed(&then));
        let exactly = points.absolute() >= Decimal::whole(1)
            && told.is_some_and(|(now, then)| now.minus(then) != points.round(0));
        let points = match exactly {
            true => now.number()?.round(1).minus(then.number()?.round(1)),
            false => points,
        };
        Some(Before {
            period: before,
            then,
            points,
            exactly,
        })
    }

    /// Says what a share was, and by how much it changed.
    fn since(&self, before: &Before) -> Line {
        let words = self.sheet.names.words;
        let points = before.points;
        let places = u8::from(before.exactly);
        let size = points.absolute().round(places);
        let args = [
            ("then", self.text(self.sheet.names.period(before.period))),
            ("share", vec![self.share(&before.then, before.exactly)]),
            ("n", self.text(size.grouped())),
        ];
        if points.absolute() < Decimal::whole(1) {
            return self.after(words.pieces("sentence.share_same", &args));
        }
        let key = match points.is_negative() {
            true => "sentence.share_lower",
            false => "sentence.share_higher",
        };
        self.after(words.count_pieces(key, size.as_whole().unwrap_or(2), &args))
    }

    fn at_fault_supplied(&self, scope: &Scope, first: &str) -> Option<Line> {
        let names = &self.sheet.names;
        let period = || self.text(names.period(scope.period));
        let stage = || self.text(names.words.within(&names.stage(scope.stage)));
        let said = |sentence: &str, holes: &[(&str, Line)]| {
            let holes = [holes, &[("period", period()), ("stage", stage())]].concat();
            names.words.pieces(sentence, &holes)
        };
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
                return Some(said(
                    &format!("sentence.agreed_share{first}"),
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
                    Some(partly) => said(
                        &format!("sentence.upheld_shares{first}"),
                        &[
                            ("upheld", upheld),
                            ("partly", vec![self.sheet.inline_figure(&partly)]),
                            ("base", base()),
                        ],
                    ),
                    None => said(
                        &format!("sentence.upheld_share{first}"),
                        &[("upheld", upheld), ("base", base())],
                    ),
                },
            );
        }
        None
    }
}
