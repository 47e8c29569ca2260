//! The page of one decision.

use crate::dataset::OmbudsmanDecision;
use crate::number::Decimal;
use crate::publication::compose::Composer;
use crate::publication::page::{
    Block, Cell, Column, Fact, Inline, Link, Page, Section, Table, TableRow,
};
use crate::publication::sheet::Sheet;
use crate::release::Shorthand;
use crate::vocabulary::List;

impl Composer<'_> {
    pub(super) fn decision_page(&self, decision: &OmbudsmanDecision) -> Page {
        let words = self.from.words;
        let names = self.names();
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
            value: vec![match self
                .from
                .site
                .services
                .get(decision.service)
                .filter(|node| node.page)
            {
                Some(node) => Inline::Link {
                    link: Link {
                        path: format!("services/{}/", node.slug),
                        text: node.name.clone(),
                        ..Link::default()
                    },
                },
                None => Inline::text(names.service(decision.service)),
            }],
        });
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
        let mut sections = vec![Section {
            id: "facts".into(),
            heading: words.get("decision.facts").to_owned(),
            blocks: vec![Block::Facts { facts }],
            ..Section::default()
        }];
        if !decision.summary.is_empty() {
            sections.push(Section {
                id: "summary".into(),
                heading: words.get("decision.summary").to_owned(),
                blocks: vec![Block::Prose {
                    lines: vec![vec![Inline::text(decision.summary.clone())]],
                }],
                ..Section::default()
            });
        }
        if !decision.requirements.is_empty() || decision.total_amount.is_some() {
            sections.push(self.requirements_section(decision, &sheet));
        }
        if !decision.lessons.is_empty() {
            let lines = decision
                .lessons
                .iter()
                .map(|lesson| vec![Inline::text(lesson.clone())])
                .collect();
            sections.push(Section {
                id: "lessons".into(),
                heading: words.get("decision.lessons").to_owned(),
                blocks: vec![Block::Prose { lines }],
                ..Section::default()
            });
        }
        Page {
            path: self.path(decision),
            template: "decision",
            title: words.fill("decision.title", &args),
            heading: heading.clone(),
            description: words.fill("decision.description", &args),
            nav: "ombudsman/".into(),
            crumbs: self
                .last(self.crumbs(&[("ombudsman/", words.get("nav.ombudsman")), ("", &heading)])),
            sections,
            more: vec![Link {
                path: "ombudsman/".into(),
                text: words.get("decision.all").to_owned(),
                ..Link::default()
            }],
            downloads: self.own_downloads(),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
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

    fn requirements_section(&self, decision: &OmbudsmanDecision, sheet: &Sheet) -> Section {
        let words = self.from.words;
        let column = |key: &str, numeric| Column {
            text: words.get(key).to_owned(),
            numeric,
        };
        let with_dates = decision
            .requirements
            .iter()
            .any(|requirement| !requirement.due.is_empty() || !requirement.done.is_empty());
        let with_amounts = decision
            .requirements
            .iter()
            .any(|requirement| requirement.amount.is_some())
            || decision.total_amount.is_some();
        let mut columns = vec![column("decision.action", false)];
        if with_amounts {
            columns.push(column("decision.amount", true));
        }
        if with_dates {
            columns.extend([
                column("decision.due", false),
                column("decision.done", false),
            ]);
        }
        let date = |text: &str| match text.parse() {
            Ok(day) => words.date(day),
            Err(_) if text.is_empty() => words.get("decision.not_stated").to_owned(),
            Err(_) => text.to_owned(),
        };
        let money = |name: String, amount: Option<Decimal>| match amount {
            Some(amount) => match self.amount(decision, sheet, &name, amount) {
                Inline::Figure { key, text } => Cell {
                    key,
                    text,
                    ..Cell::default()
                },
                _ => sheet.blank(Shorthand::NotApplicable),
            },
            None => sheet.blank(Shorthand::NotApplicable),
        };
        let mut rows = Vec::new();
        for (index, requirement) in decision.requirements.iter().enumerate() {
            let text = if requirement.text.is_empty() {
                words.get("decision.payment").to_owned()
            } else {
                requirement.text.clone()
            };
            let mut cells = Vec::new();
            if with_amounts {
                cells.push(money(format!("amount/{}", index + 1), requirement.amount));
            }
            if with_dates {
                cells.push(sheet.words(date(&requirement.due)));
                cells.push(sheet.words(date(&requirement.done)));
            }
            rows.push(TableRow {
                head: vec![Inline::text(text)],
                cells,
            });
        }
        let foot = decision.total_amount.map(|total| {
            let mut cells = vec![money("total_amount".into(), Some(total))];
            if with_dates {
                cells.extend([
                    sheet.blank(Shorthand::NotApplicable),
                    sheet.blank(Shorthand::NotApplicable),
                ]);
            }
            TableRow {
                head: vec![Inline::text(words.get("decision.total"))],
                cells,
            }
        });
        let blocks = if columns.len() == 1 {
            vec![Block::Prose {
                lines: rows.into_iter().map(|row| row.head).collect(),
            }]
        } else {
            vec![Block::Table {
                table: Table {
                    caption: words.get("decision.requirements_caption").to_owned(),
                    columns,
                    rows,
                    foot: foot.into_iter().collect(),
                    ..Table::default()
                },
            }]
        };
        Section {
            id: "requirements".into(),
            heading: words.get("decision.requirements").to_owned(),
            blocks,
            ..Section::default()
        }
    }
}
