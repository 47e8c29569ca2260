//! How often the council was at fault.

use super::{Line, Speaker};
use crate::number::Decimal;
use crate::publication::figures::Figure;
use crate::publication::table::Scope;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{ObservationKey, code};

impl Speaker<'_, '_> {
    /// Returns how often the council was at fault, of those decided; from supplied shares where counts are not known
    /// (cases 27 to 32).
    pub fn at_fault(&self, scope: &Scope) -> Option<Line> {
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
        if !self.sheet.figures.comparable(&now, &then) {
            return Line::new();
        }
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
}
