//! A decision in a list: what was decided, when, and what the council had to do.

use crate::dataset::{OmbudsmanDecision, Requirement};
use crate::number::Decimal;
use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::page::{DecisionEntry, Inline, Link};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::publication::tidy::TidyRow;
use crate::vocabulary::{Code, List, code};
use chrono::NaiveDate;
use std::sync::Arc;

impl Composer<'_> {
    /// Returns the decisions of a service in a period, for its page. Those of the services below stand there too.
    pub(in crate::publication) fn decisions_of(
        &self,
        service: Code,
        period: Period,
        sheet: &Sheet,
    ) -> Vec<DecisionEntry> {
        self.from
            .decisions
            .iter()
            .filter(|decision| {
                self.belongs(decision.service, service) && self.falls(decision, period)
            })
            .map(|decision| self.entry(decision, sheet))
            .collect()
    }

    /// Whether a node is this service or below it.
    pub(in crate::publication) fn belongs(&self, node: Code, service: Code) -> bool {
        service == code::ALL
            || node == service
            || self.from.site.services.ancestors(node).contains(&service)
    }

    /// Whether a decision was made in a period.
    pub(in crate::publication) fn falls(
        &self,
        decision: &OmbudsmanDecision,
        period: Period,
    ) -> bool {
        match (decision.decided_on, period) {
            (Some(day), Period::Quarter(..)) => Period::quarter_of(day) == period,
            _ => decision.period == period,
        }
    }

    pub(super) fn verdict(&self, decision: &OmbudsmanDecision) -> String {
        let names = self.names();
        let mut text = names.of(List::Decision, decision.decision);
        if let Some(reason) = decision.reason {
            text = format!(
                "{text}: {}",
                names.words.within(&names.of(List::DecisionReason, reason))
            );
        }
        if !decision.findings.is_empty() {
            let findings = self.findings(decision);
            text = if decision.decision == code::ALL {
                findings.join("; ")
            } else {
                format!("{text} ({})", findings.join("; ").to_lowercase())
            };
        }
        text
    }

    /// The findings by name, each once, with how often where that is more than once.
    fn findings(&self, decision: &OmbudsmanDecision) -> Vec<String> {
        let names = self.names();
        let mut counted: Vec<(Code, i64)> = Vec::new();
        for finding in &decision.findings {
            match counted.iter_mut().find(|(known, _)| known == finding) {
                Some((_, count)) => *count += 1,
                None => counted.push((*finding, 1)),
            }
        }
        counted
            .into_iter()
            .map(|(finding, count)| {
                let name = names.of(List::Finding, finding);
                if count == 1 {
                    return name;
                }
                let count = names.words.count("ombudsman.findings", count, &[]);
                format!("{name} ({count})")
            })
            .collect()
    }

    fn colour(&self, decision: &OmbudsmanDecision) -> &'static str {
        let at_fault = [
            code::SEVERE_MALADMINISTRATION,
            code::MALADMINISTRATION,
            code::SERVICE_FAILURE,
        ];
        match decision.decision {
            code::UPHELD => "k3",
            code::NOT_UPHELD => "k1",
            _ if decision
                .findings
                .iter()
                .any(|finding| at_fault.contains(finding)) =>
            {
                "k3"
            }
            _ if decision.findings.contains(&code::NO_MALADMINISTRATION) => "k1",
            _ => "",
        }
    }

    fn decided_when(&self, decision: &OmbudsmanDecision) -> String {
        let words = self.from.words;
        match decision.decided_on {
            Some(day) => words.fill("ombudsman.decided_on", &[("date", &words.date(day))]),
            None if decision.period == Period::Undated => words.get("ombudsman.undated").to_owned(),
            None => words.fill(
                "ombudsman.decided_in",
                &[("period", &words.period(decision.period))],
            ),
        }
    }

    pub(super) fn path(&self, decision: &OmbudsmanDecision) -> String {
        format!("ombudsman/decisions/{}/", decision.id)
    }

    pub(super) fn heading(&self, decision: &OmbudsmanDecision) -> String {
        // Several decisions about one service must be told apart by their headings alone.
        if self.names_its_subject(decision) {
            return decision.subject.clone();
        }
        self.from.words.fill(
            "ombudsman.no_subject",
            &[
                ("service", &self.names().service(decision.service)),
                ("verdict", &self.from.words.within(&self.verdict(decision))),
                ("when", &self.decided_when(decision)),
            ],
        )
    }

    /// Whether the heading says more than the service's name.
    fn names_its_subject(&self, decision: &OmbudsmanDecision) -> bool {
        let subject = decision.subject.to_lowercase();
        !subject.is_empty() && subject != self.names().service(decision.service).to_lowercase()
    }

    pub(super) fn entry(&self, decision: &OmbudsmanDecision, sheet: &Sheet) -> DecisionEntry {
        let names = self.names();
        let words = self.from.words;
        let mut meta = vec![
            names.of(List::Ombudsman, decision.ombudsman),
            self.decided_when(decision),
        ];
        if !decision.reference.is_empty() {
            meta.push(words.fill("ombudsman.reference", &[("reference", &decision.reference)]));
        }
        if self.names_its_subject(decision) {
            meta.push(names.service(decision.service));
        }
        DecisionEntry {
            link: Link::new(self.path(decision), self.heading(decision)),
            verdict: self.verdict(decision),
            colour: self.colour(decision),
            meta,
            summary: decision.summary.clone(),
            asked: self.asked(decision).to_owned(),
            remedy: self.remedy(decision, sheet),
        }
    }

    /// What was asked for is not what was done, unless every part of it says so.
    fn asked(&self, decision: &OmbudsmanDecision) -> &str {
        let done = |requirement: &Requirement| !requirement.done.is_empty();
        let requirements = &decision.requirements;
        let all = !requirements.is_empty() && requirements.iter().all(done);
        self.from.words.get(match all {
            true => "ombudsman.we_did",
            false => "ombudsman.were_asked",
        })
    }

    /// By when all of it was done, in whose words; or how much of it.
    fn done(&self, decision: &OmbudsmanDecision) -> Option<String> {
        let words = self.from.words;
        let requirements = &decision.requirements;
        let told = requirements.iter().map(|requirement| &*requirement.done);
        let told: Vec<&str> = told.filter(|done| !done.is_empty()).collect();
        if told.is_empty() {
            return None;
        }
        if told.len() < requirements.len() {
            return Some(words.count("ombudsman.done_some", told.len() as i64, &[]));
        }
        let days: Result<Vec<NaiveDate>, _> = told.iter().map(|done| done.parse()).collect();
        if let Some(last) = days.ok().and_then(|days| days.into_iter().max()) {
            return Some(words.fill("ombudsman.done_by", &[("date", &words.date(last))]));
        }
        let mut each: Vec<String> = Vec::new();
        for done in told {
            let done = done.parse().map_or(done.to_owned(), |day| words.date(day));
            if !each.contains(&done) {
                each.push(done);
            }
        }
        let each = each.join("; ");
        Some(words.fill(
            "ombudsman.done_as",
            &[("words", each.trim_end_matches('.'))],
        ))
    }

    /// What the council had to do, in one line, each amount under its key.
    fn remedy(&self, decision: &OmbudsmanDecision, sheet: &Sheet) -> Line {
        let words = self.from.words;
        let mut line = Line::new();
        for (index, requirement) in decision.requirements.iter().enumerate() {
            if !line.is_empty() {
                line.push(Inline::text("; "));
            }
            if !requirement.text.is_empty() {
                line.push(Inline::text(requirement.text.clone()));
            }
            if let Some(amount) = requirement.amount {
                if !requirement.text.is_empty() {
                    line.push(Inline::text(" "));
                }
                line.push(self.amount(decision, sheet, &format!("amount/{}", index + 1), amount));
            }
        }
        if let Some(total) = decision.total_amount {
            if !line.is_empty() {
                line.push(Inline::text(". "));
            }
            let figure = self.amount(decision, sheet, "total_amount", total);
            line.extend(words.pieces("ombudsman.total", &[("n", vec![figure])]));
        }
        if let Some(done) = self.done(decision) {
            // A requirement may be a sentence with a stop of its own.
            let stops = matches!(line.last(), Some(Inline::Text { text }) if text.ends_with('.'));
            line.push(Inline::text(if stops { " " } else { ". " }));
            line.push(Inline::text(done));
        }
        line
    }

    pub(super) fn amount(
        &self,
        decision: &OmbudsmanDecision,
        sheet: &Sheet,
        name: &str,
        amount: Decimal,
    ) -> Inline {
        let codes = sheet.names.codes;
        let what = if name == "total_amount" {
            "total_amount"
        } else {
            "amount"
        };
        let key: Arc<str> = format!("decisions/{}/{name}", decision.id).into();
        let services = &self.from.site.services;
        let subject = services.get(decision.service).map(|node| &node.subject);
        let category = format!("{}+{}/{name}", codes.word(decision.ombudsman), decision.id);
        let row = [
            ("area_code", self.from.site.council.area_code.as_str()),
            ("council", &self.from.site.council.name),
            ("period", &decision.period.id()),
            ("period_kind", decision.period.kind().code()),
            ("service", codes.word(decision.service)),
            ("subject", subject.map_or("", |subject| subject)),
            ("contact", codes.word(code::OMBUDSMAN_ENQUIRY)),
            ("procedure", "all"),
            ("stage", "all"),
            ("breakdown", "ombudsman+requirement"),
            ("category", &category),
            ("measure", what),
            ("value", &amount.to_string()),
            ("unit", "gbp"),
            ("status", "ok"),
        ];
        sheet.add(TidyRow::named(key.clone(), &row));
        Inline::Figure {
            key,
            text: format!("£{}", amount.grouped()),
        }
    }
}
