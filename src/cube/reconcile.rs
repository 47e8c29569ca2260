//! Tests supplied figures against the relations.
//!
//! A council's report is made by many hands, and its figures contradict one another more often than anyone expects. Each
//! contradiction is a finding: an error, unless candour.toml accepts it by code and key with a reason, which the page
//! then prints beside the figure. Nothing is smoothed away: whichever value is published, the other stands in the note.
//!
//! Only what was supplied is tested. What Candour counts from case rows adds up by construction.

use super::relation::{Relation, Relations, Sum, joined_parts};
use super::{Cube, claims, words};
use crate::config::{Acceptance, Site};
use crate::diagnostic::{Diagnostic, Report, Rule, Severity, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Codes, ObservationKey, code, measure};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Tests the supplied figures of a cube, and settles which of two disagreeing values is published.
pub fn reconcile(cube: &mut Cube, site: &Site, report: &mut Report) {
    let mut desk = Desk::new(site, report);
    if !cube.supplied.is_empty() {
        let relations = Relations::new(cube, site);
        sums(cube, &relations, &mut desk);
        flows(cube, &relations, &mut desk);
        means(cube, &mut desk);
        claims::test(cube, &relations, &mut desk);
    }
    stale(&mut desk);
}

/// Where findings are handed in: an accepted one becomes a note, any other an error.
pub(super) struct Desk<'a, 'r> {
    pub site: &'a Site,
    pub report: &'r mut Report,
}

impl<'a, 'r> Desk<'a, 'r> {
    pub fn new(site: &'a Site, report: &'r mut Report) -> Self {
        Desk { site, report }
    }

    /// Reports a finding that has a key; returns how it was accepted, if it was.
    ///
    /// `choices` is what `use` may say, where one of several values must be chosen; else none.
    pub fn raise(&mut self, mut finding: Diagnostic, choices: &[String]) -> Option<&'a Acceptance> {
        let accepted = self.site.acceptance(finding.rule.code, &finding.key);
        match accepted {
            Some(accepted) => {
                finding.severity = Severity::Note;
                finding.help.clear();
                finding = finding.fact("accepted", accepted.reason.clone());
            }
            None => {
                let choice = match choices.split_first() {
                    None => String::new(),
                    Some((first, [])) => format!("    use = \"{first}\"\n"),
                    Some((first, rest)) => {
                        format!("    use = \"{first}\"  # or {}\n", quoted(rest))
                    }
                };
                finding.help += &format!(
                    "\nIf it stands as it was published, explain it in candour.toml:\n    [[accept]]\n    code = \"{}\"\n    \
                     key = \"{}\"\n{choice}    reason = \"what the page says about it\"",
                    finding.rule.code, finding.key
                );
            }
        }
        self.report.push(finding);
        accepted
    }

    /// Returns the acceptance of a finding about this figure.
    pub fn acceptance(
        &self,
        rule: &Rule,
        codes: &Codes,
        key: &ObservationKey,
    ) -> Option<&'a Acceptance> {
        self.site.acceptance(rule.code, &key.text(codes))
    }

    /// Reports that an acceptance does not say which of the values to publish.
    pub fn unclear_choice(&mut self, accepted: &Acceptance, choices: &[String]) {
        self.report.push(
            Diagnostic::error(
                rule::ACCEPT_CHOICE,
                if accepted.choose.is_empty() {
                    format!(
                        "the accepted finding {} of {} does not say which value to publish",
                        accepted.code, accepted.key
                    )
                } else {
                    format!(
                        "\"{}\" is none of the values of {}",
                        accepted.choose, accepted.key
                    )
                },
            )
            .at(accept_place(accepted))
            .value(&accepted.choose)
            .help(format!("Write use = {}.", quoted(choices))),
        );
    }
}

fn quoted(choices: &[String]) -> String {
    let quoted: Vec<String> = choices
        .iter()
        .map(|choice| format!("\"{choice}\""))
        .collect();
    quoted.join(" or ")
}

/// What `use` says where a printed figure and the computed one disagree.
pub(super) fn computed_or_supplied() -> Vec<String> {
    vec!["computed".into(), "supplied".into()]
}

fn accept_place(accepted: &Acceptance) -> crate::diagnostic::Location {
    crate::diagnostic::Location::file("candour.toml").row(accepted.line)
}

fn sums(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let testable = |key: &&ObservationKey| {
        Relations::additive(key) || Relations::is_stock(key) || key.measure == code::NATURES
    };
    let keys: Vec<ObservationKey> = cube.supplied.keys().filter(testable).copied().collect();
    let mut outcomes = Vec::new();
    if !keys.is_empty() {
        let periods: BTreeSet<Period> = cube.supplied.keys().map(|key| key.period).collect();
        let test = Test {
            cube,
            site: desk.site,
            relations,
            periods: &periods,
        };
        for key in &keys {
            let mut found: Vec<Outcome> = relations
                .of(key)
                .iter()
                .filter_map(|relation| test.one(relation))
                .collect();
            // Where it is known that the parts do not make the whole, that some are more than it says nothing new.
            if found.iter().any(|(_, f, _)| f.rule == rule::PARTS_UNEQUAL) {
                found.retain(|(_, f, _)| f.rule != rule::PARTS_EXCEED);
            }
            outcomes.extend(found);
            outcomes.extend(test.larger_parts(key));
        }
    }
    for (key, finding, total) in outcomes {
        if finding.severity != Severity::Error {
            desk.report.push(finding);
            continue;
        }
        let choice = if total.is_some() {
            computed_or_supplied()
        } else {
            Vec::new()
        };
        if let Some(accepted) = desk.raise(finding, &choice) {
            settle(cube, &key, total, accepted);
        }
    }
}

/// Publishes the sum of the parts or the printed whole, the other in the note.
fn settle(cube: &mut Cube, key: &ObservationKey, total: Option<Decimal>, accepted: &Acceptance) {
    let Some(observation) = cube.observations.get_mut(key) else {
        return;
    };
    if let Some(total) = total
        && let Ok(printed) = observation.value
    {
        let note = if accepted.choose == "computed" {
            observation.value = Ok(total);
            observation.supplied = false;
            format!("Printed as {}.", words::amount(printed, observation.unit))
        } else {
            format!(
                "The parts add up to {}.",
                words::amount(total, observation.unit)
            )
        };
        add_note(&mut observation.notes, &note);
    }
    add_note(&mut observation.notes, &accepted.reason);
}

pub(super) fn add_note(notes: &mut Vec<Arc<str>>, note: &str) {
    if !note.is_empty() && notes.iter().all(|known| &**known != note) {
        notes.push(note.into());
    }
}

/// A finding about a whole, with the sum of its parts where that may be published instead.
type Outcome = (ObservationKey, Diagnostic, Option<Decimal>);

struct Test<'a> {
    cube: &'a Cube,
    site: &'a Site,
    relations: &'a Relations<'a>,
    periods: &'a BTreeSet<Period>,
}

/// What the parts of a relation add up to.
struct Added {
    sum: Decimal,
    all: bool,
}

impl Test<'_> {
    fn add(&self, parts: &[ObservationKey]) -> Added {
        let mut added = Added {
            sum: Decimal::whole(0),
            all: true,
        };
        for part in parts {
            match self.cube.exact(part) {
                Some(number) => added.sum = added.sum.plus(number),
                None => added.all = false,
            }
        }
        added
    }

    fn one(&self, relation: &Relation) -> Option<Outcome> {
        let whole = self.cube.exact(&relation.whole)?;
        let own = self.add(&relation.parts);
        let foreign = self.add(&relation.foreign);
        // The usual case, and the quick way out: there may be a hundred thousand figures.
        if own.sum == whole && relation.foreign.is_empty() {
            return None;
        }
        if own.sum > whole {
            let elsewhere = self.elsewhere(relation);
            return Some(self.unequal(relation, whole, &own, &foreign, &elsewhere));
        }
        if own.all && foreign.all {
            let elsewhere = self.elsewhere(relation);
            let every = relation.complete || elsewhere.len() >= 2;
            if every && own.sum.plus(foreign.sum) == whole {
                return Some(self.other_kind(relation));
            }
            // Below the whole council, a complaint may be known of a service and of none of its teams, and the tree is
            // often only the teams that a report happens to name.
            if every && (relation.sum != Sum::Services || relation.whole.service == code::ALL) {
                return Some(self.unequal(relation, whole, &own, &foreign, &elsewhere));
            }
        }
        self.short(relation, whole, &own)
    }

    /// Returns the other periods in which the same parts make the whole: evidence that there are no further parts,
    /// where the service tree alone cannot tell.
    fn elsewhere(&self, relation: &Relation) -> Vec<Period> {
        // The further tests of time are given only by services that have such limits.
        let optional = relation
            .whole
            .category(code::TIMELINESS)
            .is_some_and(|test| ![code::IN_TIME, code::LATE].contains(&test));
        if optional || !matches!(relation.sum, Sum::Services | Sum::Procedures) {
            return Vec::new();
        }
        let kind = relation.whole.period.kind();
        self.periods
            .iter()
            .copied()
            .filter(|period| period.kind() == kind && *period != relation.whole.period)
            .filter(|&period| self.holds(relation, period))
            .collect()
    }

    fn holds(&self, relation: &Relation, period: Period) -> bool {
        let moved = |key: &ObservationKey| match (key.period, period) {
            (Period::Academic(_), Period::Year(year)) => key.period(Period::Academic(year)),
            _ => key.period(period),
        };
        let parts: Vec<_> = relation
            .parts
            .iter()
            .chain(&relation.foreign)
            .map(moved)
            .collect();
        let added = self.add(&parts);
        added.all
            && !added.sum.is_zero()
            && self.cube.exact(&relation.whole.period(period)) == Some(added.sum)
    }

    fn unequal(
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
            .help("Correct the whole or the part that is wrong.");
        if !elsewhere.is_empty() {
            finding = finding.fact(
                "elsewhere",
                format!("the same parts make the whole in {}", list(elsewhere)),
            );
        }
        for hint in self.same_sum(relation, own.sum) {
            finding = finding.fact("looks like", hint);
        }
        let total = (relation.foreign.is_empty() && relation.complete).then_some(own.sum);
        (relation.whole, finding, total)
    }

    /// Returns which other figures of the same whole are what the parts add up to: one quantity may stand in another's row.
    fn same_sum(&self, relation: &Relation, sum: Decimal) -> Vec<String> {
        let whole = &relation.whole;
        let same_place = |key: &ObservationKey| {
            (
                key.service,
                key.period,
                key.contact,
                key.procedure,
                key.stage,
            ) == (
                whole.service,
                whole.period,
                whole.contact,
                whole.procedure,
                whole.stage,
            ) && key.measure != whole.measure
        };
        let mut hints: Vec<String> = self
            .cube
            .supplied
            .keys()
            .filter(|key| same_place(key) && self.cube.exact(key) == Some(sum))
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
                let number = self.cube.exact(part).map_or("[x]".into(), Decimal::grouped);
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
    fn other_kind(&self, relation: &Relation) -> Outcome {
        let mut services: Vec<String> = relation
            .foreign
            .iter()
            .map(|part| words::service(&self.cube.codes, self.site, part.service))
            .collect();
        services.dedup();
        let mut finding = Diagnostic::warning(
            rule::OTHER_KIND,
            format!(
                "{} adds up only with another kind of year: {}",
                words::series(&self.cube.codes, self.site, &relation.whole),
                services.join(", ")
            ),
        )
        .fact("parts", self.parts(relation))
        .help(
            "Nothing need be done. The total mixes years that begin in April with others; a note beside the figure should say so.",
        );
        finding.location = self.cube.origin(&relation.whole);
        (relation.whole, finding, None)
    }

    /// Outcomes that do not reach what they are of, although all three decided ones are there.
    fn short(&self, relation: &Relation, whole: Decimal, own: &Added) -> Option<Outcome> {
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
        Some((relation.whole, finding, None))
    }

    fn has_decided(&self, relation: &Relation) -> bool {
        let mut found: BTreeSet<_> = relation
            .parts
            .iter()
            .filter_map(|part| part.category(code::OUTCOME))
            .collect();
        for category in found.clone() {
            let parts = joined_parts(self.site, &self.cube.codes, code::OUTCOME, category);
            found.extend(parts.into_iter().flatten());
        }
        [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD]
            .iter()
            .all(|code| found.contains(code))
    }

    /// A part may never be larger than its whole, even where parts overlap or one complaint may have several.
    fn larger_parts(&self, key: &ObservationKey) -> Vec<Outcome> {
        let Some(part) = self.cube.exact(key) else {
            return Vec::new();
        };
        if !self.relations.adds_up(key) || key.category(code::OMBUDSMAN).is_some() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for &(name, _) in key.breakdowns.iter().flatten() {
            let overlapping = ![code::OUTCOME, code::RESPONSE_BAND, code::CHANNEL].contains(&name);
            let whole = key.without(name);
            let Some(total) = self.cube.exact(&whole).filter(|total| part > *total) else {
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
                    part.grouped(),
                    total.grouped()
                ),
            )
            .value(&part.to_string())
            .key(key.text(&self.cube.codes))
            .help("Correct the part or the whole.");
            finding.location = self.cube.origin(key);
            finding.related = self.cube.origin(&whole).into_iter().collect();
            found.push((*key, finding, None));
        }
        found
    }
}

fn noun(sum: Sum) -> &'static str {
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

/// What came in and what was open must be what went out and what is open:
/// open at start + received = responded + closed without response + open at end.
fn flows(cube: &mut Cube, relations: &Relations, desk: &mut Desk) {
    let mut wholes = BTreeSet::new();
    for key in cube.supplied.keys() {
        if [
            code::OPEN_AT_START,
            code::OPEN_AT_END,
            code::CLOSED_WITHOUT_RESPONSE,
            code::RESPONDED,
        ]
        .contains(&key.measure)
            && key.breakdowns == [None; 3]
        {
            wholes.insert(key.measure(code::RECEIVED));
        }
    }
    let found: Vec<(ObservationKey, Diagnostic)> = wholes
        .into_iter()
        .filter_map(|key| Some((key, flow(cube, relations, desk.site, &key)?)))
        .collect();
    for (key, finding) in found {
        if let Some(accepted) = desk.raise(finding, &[])
            && let Some(observation) = cube.observations.get_mut(&key)
        {
            add_note(&mut observation.notes, &accepted.reason);
        }
    }
}

fn flow(
    cube: &Cube,
    relations: &Relations,
    site: &Site,
    key: &ObservationKey,
) -> Option<Diagnostic> {
    let number = |measure| cube.exact(&key.measure(measure));
    let received = number(code::RECEIVED)?;
    let start = number(code::OPEN_AT_START);
    let responded = number(code::RESPONDED)?;
    let closed =
        number(code::CLOSED_WITHOUT_RESPONSE).or_else(|| closed_by_outcome(cube, relations, key));
    let end = number(code::OPEN_AT_END);
    let nought = Decimal::whole(0);
    let came = start.unwrap_or(nought).plus(received);
    let went = responded
        .plus(closed.unwrap_or(nought))
        .plus(end.unwrap_or(nought));
    // What is missing cannot be below nought, so an unequal sum is a fault only when the other side is all there.
    let fault =
        (came > went && closed.is_some() && end.is_some()) || (went > came && start.is_some());
    if !fault {
        return None;
    }
    let term = |name: &str, value: Option<Decimal>| {
        value.map_or(format!("{name} not supplied"), |number| {
            format!("{} {name}", number.grouped())
        })
    };
    let mut finding = Diagnostic::error(
        rule::FLOW_BROKEN,
        format!(
            "{}: {} came in or were open, but {} went out or are open",
            words::figure(&cube.codes, site, key),
            came.grouped(),
            went.grouped()
        ),
    )
    .key(key.text(&cube.codes))
    .fact(
        "sum",
        format!(
            "{} + {} = {} + {} + {}",
            term("open at start", start),
            term("received", Some(received)),
            term("responded", Some(responded)),
            term("closed without response", closed),
            term("open at end", end)
        ),
    )
    .help("Open at the start and received must be responded, closed without a response, and open at the end. Correct the one that is wrong.");
    finding.location = cube
        .origin(key)
        .or_else(|| cube.origin(&key.measure(code::RESPONDED)));
    Some(finding)
}

/// Returns those closed without a response, added up from their outcomes.
fn closed_by_outcome(cube: &Cube, relations: &Relations, key: &ObservationKey) -> Option<Decimal> {
    let whole = key.measure(code::CLOSED_WITHOUT_RESPONSE);
    relations
        .categories(&whole, code::OUTCOME)
        .iter()
        .map(|&outcome| cube.exact(&whole.with(&cube.codes, code::OUTCOME, outcome)))
        .reduce(|sum, next| Some(sum?.plus(next?)))?
}

/// There is no mean of nothing.
fn means(cube: &mut Cube, desk: &mut Desk) {
    let mut found = Vec::new();
    for (key, records) in &cube.supplied {
        let is_mean = measure(key.measure).is_some_and(|m| m.base == Some(code::RESPONDED))
            && crate::vocabulary::Claim::of(cube.codes.word(key.measure)).is_none();
        let Some(observation) = cube.get(key).filter(|_| is_mean) else {
            continue;
        };
        let count = |measure| {
            cube.exact(&key.measure(measure))
                .and_then(Decimal::as_whole)
        };
        let n = observation
            .denominator
            .or_else(|| count(code::RESPONDED))
            .or_else(|| count(code::RECEIVED));
        if n == Some(0) && observation.value.is_ok() {
            let mut finding = Diagnostic::error(
                rule::MEAN_OF_NOTHING,
                format!(
                    "{} is {}, but there was nothing to take it of",
                    words::figure(&cube.codes, desk.site, key),
                    words::value(observation.value, observation.qualifier, observation.unit)
                ),
            )
            .key(key.text(&cube.codes))
            .help("Write [z] where no complaint was answered.");
            finding.location = records.first().map(|record| record.origin.clone());
            found.push((*key, finding));
        }
    }
    for (key, finding) in found {
        if let Some(accepted) = desk.raise(finding, &[])
            && let Some(observation) = cube.observations.get_mut(&key)
        {
            add_note(&mut observation.notes, &accepted.reason);
        }
    }
}

/// An acceptance that accepts nothing any more is out of date, and its explanation is printed nowhere.
fn stale(desk: &mut Desk) {
    let mut stale = Vec::new();
    for accepted in &desk.site.accepted {
        let ours = accepted.code.as_str() >= "C150" && accepted.code.as_str() < "C250";
        let met = desk
            .report
            .diagnostics()
            .iter()
            .any(|found| found.rule.code == accepted.code && found.key == accepted.key);
        if ours && !met {
            stale.push(
                Diagnostic::warning(
                    rule::ACCEPT_STALE,
                    format!(
                        "nothing needs accepting: there is no finding {} of {}",
                        accepted.code, accepted.key
                    ),
                )
                .at(accept_place(accepted))
                .help("Remove the entry, or correct its code or key: the message of a finding gives both."),
            );
        }
    }
    for warning in stale {
        desk.report.push(warning);
    }
}
