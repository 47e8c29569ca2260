//! The page of one decision.

use crate::dataset::{Lesson, OmbudsmanDecision};
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Fact, Inline, Link, Page, Section};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::vocabulary::{List, code};

impl Composer<'_> {
    pub(super) fn decision_page(&self, decision: &OmbudsmanDecision) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = &self.from.site.council.name;
        let heading = self.heading(decision);
        let label = if decision.reference.is_empty() {
            decision.id.clone()
        } else {
            decision.reference.clone()
        };
        let args = [
            ("subject", heading.as_str()),
            ("reference", label.as_str()),
            ("council", council.as_str()),
        ];
        Page {
            path: self.path(decision),
            template: "decision",
            title: words.fill("decision.title", &args),
            heading: heading.clone(),
            description: words.fill("decision.description", &args),
            nav: "ombudsman/".into(),
            crumbs: self
                .last(self.crumbs(&[("ombudsman/", words.get("nav.ombudsman")), ("", &heading)])),
            sections: self.decision_sections(decision, &sheet),
            more: self.lists_about(decision.service),
            texts: Some(self.decision_texts([decision])),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    fn decision_facts(&self, decision: &OmbudsmanDecision) -> Vec<Fact> {
        let words = self.from.words;
        let names = self.names();
        let fact = |key: &str, text: String| Fact {
            name: words.get(key).to_owned(),
            value: vec![Inline::text(text)],
        };
        let mut facts = vec![fact(
            "decision.ombudsman",
            names.of(List::Ombudsman, decision.ombudsman),
        )];
        if !decision.reference.is_empty() {
            facts.push(fact("decision.reference", decision.reference.clone()));
        }
        facts.push(fact(
            "decision.when",
            match decision.decided_on {
                Some(day) => words.date(day),
                None => words.period(decision.period),
            },
        ));
        facts.push(Fact {
            name: words.get("decision.service").to_owned(),
            value: vec![self.service_link(decision)],
        });
        if decision.stage != code::ALL {
            let stage = names.of(List::Stage, decision.stage);
            facts.push(fact("decision.stage", words.beginning(&stage)));
        }
        facts.push(fact("decision.outcome", self.verdict(decision)));
        let plain = self.in_plain_words(decision);
        if !plain.is_empty() {
            facts.push(fact("decision.in_plain_words", words.beginning(&plain)));
        }
        if !decision.link.is_empty() {
            facts.push(Fact {
                name: words.get("decision.source").to_owned(),
                value: vec![Inline::Link {
                    link: Link {
                        path: decision.link.clone(),
                        text: words.get("decision.source_link").to_owned(),
                        external: true,
                        current: false,
                    },
                }],
            });
        }
        facts
    }

    /// Returns the decision's service, as a link where it has pages.
    fn service_link(&self, decision: &OmbudsmanDecision) -> Inline {
        let services = &self.from.site.services;
        match services.get(decision.service).filter(|node| node.page) {
            Some(node) => Inline::Link {
                link: Link::new(format!("services/{}/", node.slug), node.name.clone()),
            },
            None => Inline::text(self.names().service(decision.service)),
        }
    }

    fn decision_sections(&self, decision: &OmbudsmanDecision, sheet: &Sheet) -> Vec<Section> {
        let words = self.from.words;
        let section = |id: &str, heading: &str, block: Block| {
            Section::new(id, words.get(heading), vec![block])
        };
        let facts = Block::Facts {
            facts: self.decision_facts(decision),
        };
        let mut sections = vec![section("facts", "decision.facts", facts)];
        if !decision.summary.is_empty() {
            let lines = vec![vec![Inline::text(decision.summary.clone())]];
            sections.push(section(
                "summary",
                "decision.summary",
                Block::Prose { lines },
            ));
        }
        if !decision.requirements.is_empty() || decision.total_amount.is_some() {
            sections.push(self.requirements_section(decision, sheet));
        }
        if !decision.lessons.is_empty() {
            let lines = decision
                .lessons
                .iter()
                .map(|lesson| self.learned(lesson))
                .collect();
            sections.push(section(
                "lessons",
                "decision.lessons",
                Block::Prose { lines },
            ));
        }
        sections
    }

    /// What was learned, in words, or as a link to the lesson that is named.
    fn learned(&self, part: &str) -> Line {
        let mut lessons = self.from.lessons.iter();
        let Some(lesson) = lessons.find(|lesson| lesson.id == part) else {
            return vec![Inline::text(part)];
        };
        let entry = self.lesson_entry(lesson);
        let said = [&lesson.we_did, &lesson.we_found, &lesson.you_said];
        let said = said.into_iter().find(|text| !text.is_empty());
        let link = Link::new(self.lesson_path(lesson), said.map_or("", String::as_str));
        let args = [
            ("lesson", vec![Inline::Link { link }]),
            ("status", vec![Inline::text(entry.status)]),
        ];
        self.from.words.pieces("decision.lesson", &args)
    }

    /// Returns links to the decisions from which a lesson was learned.
    pub(in crate::publication) fn decisions_behind(&self, lesson: &Lesson) -> Vec<Link> {
        let decisions = self.from.decisions.iter();
        let behind = decisions.filter(|decision| decision.lessons.contains(&lesson.id));
        behind
            .map(|decision| Link::new(self.path(decision), self.heading(decision)))
            .collect()
    }

    /// What the decision means, or each of its findings.
    fn in_plain_words(&self, decision: &OmbudsmanDecision) -> String {
        let words = self.from.words;
        let codes = self.names().codes;
        let mut meanings: Vec<&str> = Vec::new();
        let decided = ("decision_meanings", decision.decision);
        let found = decision
            .findings
            .iter()
            .map(|finding| ("finding_meanings", *finding));
        for (section, code) in std::iter::once(decided).chain(found) {
            let key = format!("{section}.{}", codes.word(code));
            if words.has(&key) && !meanings.contains(&words.get(&key)) {
                meanings.push(words.get(&key));
            }
        }
        meanings.join("; ")
    }
}
