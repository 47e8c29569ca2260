//! What is said of parts and wholes that disagree.

use super::sum::{Added, Outcome, Test};
use crate::cube::relation::{Relation, Sum};
use crate::cube::span::Span;
use crate::cube::words;
use crate::diagnostic::{Diagnostic, Rule, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{ObservationKey, code};

impl Test<'_> {
    pub(super) fn unequal(
        &self,
        relation: &Relation,
        whole: Decimal,
        own: &Added,
        foreign: &Added,
        elsewhere: &[Period],
    ) -> Outcome {
        let with = own.sum.plus(foreign.sum);
        let more = own.sum > whole;
        let kind = if relation.complete || !more {
            rule::PARTS_UNEQUAL
        } else {
            rule::PARTS_EXCEED
        };
        let unit = self.unit(&relation.whole);
        let mut message = format!(
            "{} is {}, but {} {} {}",
            words::figure(&self.cube.codes, self.site, &relation.whole),
            words::amount(whole, unit),
            noun(relation.sum),
            if relation.sum == Sum::Stock {
                "has"
            } else if relation.complete || !more {
                "add up to"
            } else {
                "alone are"
            },
            words::amount(with, unit),
        );
        if !relation.foreign.is_empty() {
            message += &format!(
                " ({} without {}, a part from another kind of year)",
                words::amount(own.sum, unit),
                self.names(relation, &relation.foreign)
            );
        }
        let mut finding = self
            .finding(kind, relation, message)
            .value(&whole.to_string())
            .help(format!(
                "The difference is {}. Correct the whole or the part that is wrong.",
                words::amount(with.minus(whole).absolute(), unit)
            ));
        if !elsewhere.is_empty() {
            finding = finding.fact(
                "elsewhere",
                format!("the same parts make the whole in {}", list(elsewhere)),
            );
        }
        let mut hints = self.same_sum(relation, own.sum);
        hints.extend(self.one_part(relation, whole, with));
        hints.extend(changed_places(whole, with));
        for hint in hints {
            finding = finding.fact("looks like", hint);
        }
        let total = (relation.foreign.is_empty() && relation.complete).then_some(own.sum);
        (relation.whole, finding, total)
    }

    /// Returns the finding about a sum that no numbers would make right that "about", "over" and "under" allow.
    pub(super) fn roughly_unequal(&self, relation: &Relation, sum: Span) -> Outcome {
        let record = self.cube.record(&relation.whole);
        let whole = record.map_or_else(String::new, |record| {
            words::value(record.value, record.qualifier, record.unit)
        });
        let (kind, verb) = match (relation.sum, relation.complete) {
            (Sum::Stock, _) => (rule::PARTS_UNEQUAL, "has"),
            (_, true) => (rule::PARTS_UNEQUAL, "add up to"),
            (_, false) => (rule::PARTS_EXCEED, "alone are"),
        };
        let message = format!(
            "{} is {whole}, but {} {verb} {}",
            words::figure(&self.cube.codes, self.site, &relation.whole),
            noun(relation.sum),
            sum.words()
        );
        let mut finding = self
            .finding(kind, relation, message)
            .value(&whole)
            .help("Correct the whole or the part that is wrong. \"About 1,700\" leaves room from 1,650 to 1,750, \"over\" and \"under\" on one side.");
        if let (true, Some(room)) = (sum.low == sum.high, self.cube.room(&relation.whole)) {
            finding = finding.fact("room", format!("{whole} is {}", room.words()));
        }
        (relation.whole, finding, None)
    }

    /// Returns the part by which whole and sum differ: it may have been left out of the whole, or counted in it twice.
    fn one_part(&self, relation: &Relation, whole: Decimal, sum: Decimal) -> Option<String> {
        let parts = || relation.parts.iter().chain(&relation.foreign);
        let difference = sum.minus(whole).absolute();
        let mut same = parts().filter(|part| self.cube.exact(part) == Some(difference));
        let part = same.next().filter(|_| parts().count() > 2)?;
        if same.next().is_some() {
            return None;
        }
        let name = words::part(&self.cube.codes, self.site, &relation.whole, part);
        let number = difference.grouped();
        Some(if sum > whole {
            format!("a whole that leaves out {name}, {number}")
        } else {
            format!("a whole that counts {name}, {number}, twice")
        })
    }

    /// Returns which other figures of the same whole are what the parts add up to: one quantity may stand in another's row.
    fn same_sum(&self, relation: &Relation, sum: Decimal) -> Vec<String> {
        let whole = &relation.whole;
        let mut hints: Vec<String> = self
            .cube
            .supplied
            .range(whole.first_of_place()..)
            .map(|(key, _)| key)
            .take_while(|key| key.same_place(whole))
            .filter(|key| key.measure != whole.measure && self.cube.exact(key) == Some(sum))
            .map(|key| {
                format!(
                    "another quantity in the place of the parts: {} is {}",
                    words::figure(&self.cube.codes, self.site, key),
                    sum.grouped()
                )
            })
            .collect();
        hints.truncate(2);
        hints
    }

    /// Returns the finding about a relation with its place, its key and its parts.
    fn finding(&self, kind: &'static Rule, relation: &Relation, message: String) -> Diagnostic {
        let mut finding = Diagnostic::error(kind, message)
            .key(relation.whole.text(&self.cube.codes))
            .fact("parts", self.parts(relation));
        finding.location = self.cube.origin(&relation.whole);
        finding.related = relation
            .parts
            .iter()
            .chain(&relation.foreign)
            .filter_map(|part| self.cube.origin(part))
            .collect();
        finding
    }

    fn parts(&self, relation: &Relation) -> String {
        let seen_from = self.cube.origin(&relation.whole);
        let parts: Vec<String> = relation
            .parts
            .iter()
            .chain(&relation.foreign)
            .map(|part| {
                let name = words::part(&self.cube.codes, self.site, &relation.whole, part);
                let number = self.cube.get(part).map_or("[x]".into(), |found| {
                    words::value(found.value, found.qualifier, found.unit)
                });
                let row = match self.cube.origin(part) {
                    Some(origin) => words::row(&origin, seen_from.as_ref()),
                    None => "computed".into(),
                };
                format!("{number} {name} ({row})")
            })
            .collect();
        parts.join(" + ")
    }

    fn names(&self, relation: &Relation, parts: &[ObservationKey]) -> String {
        let names: Vec<String> = parts
            .iter()
            .map(|part| words::part(&self.cube.codes, self.site, &relation.whole, part))
            .collect();
        names.join("; ")
    }

    fn unit(&self, key: &ObservationKey) -> crate::vocabulary::Unit {
        self.cube
            .get(key)
            .map_or(crate::vocabulary::Unit::Count, |found| found.unit)
    }

    /// A sum that holds only with a part from another kind of year: true, but not one of Candour's relations.
    pub(super) fn other_kind(&self, relation: &Relation) -> Outcome {
        let mut services: Vec<String> = relation
            .foreign
            .iter()
            .map(|part| words::service(&self.cube.codes, self.site, part.service))
            .collect();
        services.dedup();
        let mut finding = Diagnostic::note(
            rule::OTHER_KIND,
            format!(
                "{} adds up only with another kind of year: {}",
                words::series(&self.cube.codes, self.site, &relation.whole),
                services.join(", ")
            ),
        )
        .fact("parts", self.parts(relation))
        .help(
            "Nothing need be done. The total mixes years that begin in April with others; the column note can say so beside the figure.",
        );
        finding.location = self.cube.origin(&relation.whole);
        (relation.whole, finding, None)
    }

    /// Outcomes that do not reach what they are of, although all three decided ones are there.
    pub(super) fn short(
        &self,
        relation: &Relation,
        whole: Decimal,
        own: &Added,
    ) -> Option<Outcome> {
        let listed = match relation.sum {
            Sum::Categories(code::OUTCOME) => self.has_decided(relation),
            Sum::Natures => own.all,
            _ => false,
        };
        if !listed || !own.all || own.sum >= whole {
            return None;
        }
        let missing = whole.minus(own.sum);
        let mut finding = Diagnostic::warning(
            rule::PARTS_SHORT,
            format!(
                "{} is {}, but {} reach only {}",
                words::figure(&self.cube.codes, self.site, &relation.whole),
                whole.grouped(),
                noun(relation.sum),
                own.sum.grouped()
            ),
        )
        .value(&whole.to_string())
        .fact("parts", self.parts(relation))
        .help(format!(
            "Say what became of the other {}: open, withdrawn, refused, unknown or other.",
            missing.grouped()
        ));
        finding.location = self.cube.origin(&relation.whole);
        finding.key = relation.whole.text(&self.cube.codes);
        Some((relation.whole, finding, None))
    }

    /// A part may never be larger than its whole, even where parts overlap or one complaint may have several.
    pub(super) fn larger_parts(&self, key: &ObservationKey) -> Vec<Outcome> {
        let Some(part) = self.cube.room(key) else {
            return Vec::new();
        };
        if !self.relations.adds_up(key) || key.category(code::OMBUDSMAN).is_some() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for &(name, _) in key.breakdowns.iter().flatten() {
            let overlapping = ![code::OUTCOME, code::RESPONSE_BAND, code::CHANNEL].contains(&name);
            let whole = key.without(name);
            let Some(total) = self.cube.room(&whole).filter(|total| total.is_below(part)) else {
                continue;
            };
            if !overlapping {
                continue;
            }
            let mut finding = Diagnostic::error(
                rule::PARTS_EXCEED,
                format!(
                    "{} is {}, more than the {} of which it is a part",
                    words::figure(&self.cube.codes, self.site, key),
                    part.words(),
                    total.words()
                ),
            )
            .value(&part.words())
            .key(key.text(&self.cube.codes))
            .help("Correct the part or the whole.");
            finding.location = self.cube.origin(key);
            finding.related = self.cube.origin(&whole).into_iter().collect();
            found.push((*key, finding, None));
        }
        found
    }
}

/// Returns what two numbers look like that differ by two digits which changed places: 46 and 64.
fn changed_places(whole: Decimal, sum: Decimal) -> Option<String> {
    let (a, b) = (whole.to_string(), sum.to_string());
    let differ: Vec<usize> = (0..a.len().min(b.len()))
        .filter(|&at| a.as_bytes()[at] != b.as_bytes()[at])
        .collect();
    let [first, second] = differ[..] else {
        return None;
    };
    let (x, y) = (a.as_bytes(), b.as_bytes());
    (a.len() == b.len() && second == first + 1 && x[first] == y[second] && x[second] == y[first])
        .then(|| {
            format!(
                "two digits that changed places: {} and {}",
                whole.grouped(),
                sum.grouped()
            )
        })
}

/// Returns what the parts of a sum are called.
pub(super) fn noun(sum: Sum) -> &'static str {
    match sum {
        Sum::Quarters => "its quarters",
        Sum::Services => "the services below it",
        Sum::Procedures => "its procedures",
        Sum::Categories(code::OUTCOME) => "its outcomes",
        Sum::Categories(code::TIMELINESS) => "in time and late",
        Sum::Categories(code::RESPONSE_BAND) => "its bands",
        Sum::Categories(_) => "its categories",
        Sum::Joined(_) => "the values that it joins",
        Sum::Stages => "its stages",
        Sum::Natures => "the natures",
        Sum::Investigated => "upheld and not upheld",
        Sum::Granted => "those granted and those refused",
        Sum::Stock => "the quarter at that end of the year",
    }
}

fn list(periods: &[Period]) -> String {
    let ids: Vec<String> = periods.iter().map(Period::id).collect();
    match ids.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => ids.concat(),
    }
}
