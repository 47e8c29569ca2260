//! Ombudsmen's decisions: all, by year, by ombudsman, and each on its own page for ever.

use super::compose::Composer;
use super::page::{
    Block, Cell, Column, DecisionEntry, Fact, Inline, Link, Page, Section, Table, TableRow,
};
use super::sentence::Line;
use super::sheet::Sheet;
use super::table::{Cut, Scope, Tables};
use super::tidy::TidyRow;
use crate::dataset::OmbudsmanDecision;
use crate::number::Decimal;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Code, List, MEASURES, ObservationKey, code};
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Returns the pages of decisions.
    pub(super) fn ombudsman_pages(&self) -> Vec<Page> {
        if self.from.decisions.is_empty() {
            return Vec::new();
        }
        let words = self.from.words;
        let everything: Vec<&OmbudsmanDecision> = self.from.decisions.iter().collect();
        let mut pages = vec![self.list_page(
            "ombudsman/",
            words.get("ombudsman.all"),
            &everything,
            None,
            None,
        )];
        for period in self.decision_periods() {
            let some: Vec<&OmbudsmanDecision> = everything
                .iter()
                .copied()
                .filter(|decision| decision.period == period)
                .collect();
            pages.push(self.list_page(
                &format!("ombudsman/{}/", period.id()),
                &words.period(period),
                &some,
                Some(period),
                None,
            ));
        }
        for ombudsman in self.ombudsmen() {
            let some: Vec<&OmbudsmanDecision> = everything
                .iter()
                .copied()
                .filter(|decision| decision.ombudsman == ombudsman)
                .collect();
            let path = format!(
                "ombudsman/{}/",
                self.names().codes.word(ombudsman).replace('_', "-")
            );
            pages.push(self.list_page(
                &path,
                &self.names().of(List::Ombudsman, ombudsman),
                &some,
                None,
                Some(ombudsman),
            ));
        }
        pages.extend(
            everything
                .iter()
                .map(|decision| self.decision_page(decision)),
        );
        pages
    }

    fn decision_periods(&self) -> Vec<Period> {
        let periods: BTreeSet<Period> = self
            .from
            .decisions
            .iter()
            .map(|decision| decision.period)
            .collect();
        let mut periods: Vec<Period> = periods.into_iter().collect();
        periods.sort_by_key(|period| std::cmp::Reverse(period.start()));
        periods
    }

    fn ombudsmen(&self) -> BTreeSet<Code> {
        self.from
            .decisions
            .iter()
            .map(|decision| decision.ombudsman)
            .collect()
    }

    fn list_page(
        &self,
        path: &str,
        which: &str,
        decisions: &[&OmbudsmanDecision],
        period: Option<Period>,
        ombudsman: Option<Code>,
    ) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = &self.from.site.council.name;
        let args = [("council", council.as_str()), ("which", which)];
        let main = period.is_none() && ombudsman.is_none();
        let mut sections = Vec::new();
        let filters = self.filters(period, ombudsman);
        sections.push(Section {
            id: "choose".into(),
            heading: words.get("ombudsman.choose").to_owned(),
            blocks: vec![Block::Links { links: filters }],
            screen_only: true,
            ..Section::default()
        });
        sections.extend(self.figures_section(&sheet, period, ombudsman));
        let mut sorted = decisions.to_vec();
        sorted.sort_by(|a, b| {
            (b.decided_on, b.period.start(), &a.id).cmp(&(a.decided_on, a.period.start(), &b.id))
        });
        let entries: Vec<DecisionEntry> = sorted
            .iter()
            .map(|decision| self.entry(decision, &sheet))
            .collect();
        sections.push(Section {
            id: "decisions".into(),
            heading: words.get("ombudsman.list").to_owned(),
            blocks: vec![Block::Decisions { entries }],
            ..Section::default()
        });
        let mut crumbs = self.crumbs(&[("ombudsman/", words.get("nav.ombudsman"))]);
        if !main {
            crumbs.push(Link {
                text: which.to_owned(),
                ..Link::default()
            });
        }
        let lead = self
            .investigated(&sheet, period, ombudsman)
            .unwrap_or_else(|| {
                vec![Inline::text(words.count(
                    "ombudsman.lead",
                    decisions.len() as i64,
                    &args,
                ))]
            });
        Page {
            path: path.to_owned(),
            template: "decisions",
            title: words.fill(
                if main {
                    "ombudsman.title"
                } else {
                    "ombudsman.title_some"
                },
                &args,
            ),
            heading: words.fill(
                if main {
                    "ombudsman.heading"
                } else {
                    "ombudsman.heading_some"
                },
                &args,
            ),
            description: words.fill("ombudsman.description", &args),
            nav: "ombudsman/".into(),
            crumbs: self.last(crumbs),
            lead,
            sections,
            downloads: self.own_downloads(),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    fn filters(&self, period: Option<Period>, ombudsman: Option<Code>) -> Vec<Link> {
        let words = self.from.words;
        let mut links = vec![Link {
            path: "ombudsman/".into(),
            text: words.get("ombudsman.all").to_owned(),
            current: period.is_none() && ombudsman.is_none(),
            external: false,
        }];
        links.extend(self.decision_periods().into_iter().map(|at| Link {
            path: format!("ombudsman/{}/", at.id()),
            text: words.period(at),
            current: period == Some(at),
            external: false,
        }));
        links.extend(self.ombudsmen().into_iter().map(|who| Link {
            path: format!(
                "ombudsman/{}/",
                self.names().codes.word(who).replace('_', "-")
            ),
            text: self.names().of(List::Ombudsman, who),
            current: ombudsman == Some(who),
            external: false,
        }));
        links
    }

    /// "In 2023 to 2024 the ombudsman investigated 10 complaints and upheld 8 (80%)", for the newest year that says so.
    fn investigated(
        &self,
        sheet: &Sheet,
        period: Option<Period>,
        ombudsman: Option<Code>,
    ) -> Option<Line> {
        let who = ombudsman.unwrap_or(code::LGSCO);
        let codes = sheet.names.codes;
        let periods: Vec<Period> = match period {
            Some(period) => vec![period],
            None => self.years_to_show(),
        };
        periods.into_iter().find_map(|period| {
            let key =
                |measure| {
                    ObservationKey::contacts(code::ALL, period, code::OMBUDSMAN_ENQUIRY, measure)
                        .with(codes, code::OMBUDSMAN, who)
                };
            let upheld = key(code::DECIDED).with(codes, code::DECISION, code::UPHELD);
            let base = sheet.whole(&key(code::INVESTIGATED))?;
            sheet.whole(&upheld)?;
            (base > 0).then(|| {
                let mut line = self.from.words.count_pieces(
                    "ombudsman.investigated",
                    base,
                    &[
                        ("period", vec![Inline::text(self.from.words.period(period))]),
                        (
                            "ombudsman",
                            vec![Inline::text(sheet.names.of(List::Ombudsman, who))],
                        ),
                        ("base", vec![sheet.inline(&key(code::INVESTIGATED))]),
                        ("n", vec![sheet.inline(&upheld)]),
                    ],
                );
                let similar = key(code::UPHOLD_RATE).with(codes, code::GROUP, code::SIMILAR);
                if sheet.has(&similar) {
                    line.push(Inline::text(" "));
                    line.extend(self.from.words.pieces(
                        "ombudsman.similar",
                        &[("share", vec![sheet.inline(&similar)])],
                    ));
                }
                line
            })
        })
    }

    /// The years in the order in which they are worth a headline: newest first, but one that has not ended comes after
    /// all others, since the ombudsman counts whole years and one decision is no rate.
    fn years_to_show(&self) -> Vec<Period> {
        let years = self.periods(code::ALL).iter().rev().copied();
        let (ended, running): (Vec<Period>, Vec<Period>) = years
            .filter(|period| matches!(period, Period::Year(_)))
            .partition(|period| period.end().is_some_and(|end| end < self.from.as_of));
        ended.into_iter().chain(running).collect()
    }

    /// The council's figures of each ombudsman, for a year, or for the newest that has ended.
    fn figures_section(
        &self,
        sheet: &Sheet,
        period: Option<Period>,
        ombudsman: Option<Code>,
    ) -> Option<Section> {
        let periods: Vec<Period> = match period {
            Some(period) => vec![period],
            None => self
                .years_to_show()
                .into_iter()
                .filter(|period| self.has_ombudsman_figures(sheet, *period))
                .take(1)
                .collect(),
        };
        let mut blocks = Vec::new();
        for period in periods {
            let tables = Tables::new(sheet, code::ALL, period);
            let scope = Scope {
                service: code::ALL,
                period,
                contact: code::OMBUDSMAN_ENQUIRY,
                procedure: code::ALL,
                stage: code::ALL,
            };
            for who in
                ombudsman.map_or_else(|| self.found_ombudsmen(&tables, &scope), |who| vec![who])
            {
                blocks.extend(self.one_ombudsman(&tables, &scope, who));
            }
        }
        (!blocks.is_empty()).then(|| Section {
            id: "figures".into(),
            heading: self.from.words.get("ombudsman.figures").to_owned(),
            blocks,
            ..Section::default()
        })
    }

    fn has_ombudsman_figures(&self, sheet: &Sheet, period: Period) -> bool {
        sheet
            .keys(code::ALL, period)
            .iter()
            .any(|key| key.contact == code::OMBUDSMAN_ENQUIRY)
    }

    fn found_ombudsmen(&self, tables: &Tables, scope: &Scope) -> Vec<Code> {
        let found: BTreeSet<Code> = tables
            .now
            .iter()
            .filter(|key| {
                key.contact == scope.contact
                    && key.procedure == scope.procedure
                    && key.stage == scope.stage
            })
            .filter_map(|key| key.category(code::OMBUDSMAN))
            .collect();
        found.into_iter().collect()
    }

    /// Returns the tables of a slice's ombudsman figures: each ombudsman's measures beside similar councils, then its
    /// decisions, reasons and findings.
    pub(super) fn ombudsman_tables(&self, tables: &Tables, scope: &Scope) -> Vec<Block> {
        let mut blocks = Vec::new();
        for who in self.found_ombudsmen(tables, scope) {
            blocks.extend(self.one_ombudsman(tables, scope, who));
        }
        let what = self.from.words.get("what.ombudsman").to_owned();
        blocks.extend(
            tables
                .by_measure(scope, "table.figures", &what)
                .map(|table| Block::Table { table }),
        );
        for set in tables
            .breakdowns(scope)
            .into_iter()
            .filter(|set| !set.contains(&code::OMBUDSMAN))
        {
            blocks.extend(
                tables
                    .by_breakdown(scope, &set, &what)
                    .into_iter()
                    .map(|table| Block::Table { table }),
            );
        }
        blocks
    }

    fn one_ombudsman(&self, tables: &Tables, scope: &Scope, who: Code) -> Vec<Block> {
        let names = &tables.sheet.names;
        let what = names.of(List::Ombudsman, who);
        let mut blocks: Vec<Block> = self
            .measures_of(tables, scope, who, &what)
            .map(|table| Block::Table { table })
            .into_iter()
            .collect();
        for set in tables.breakdowns(scope) {
            // Other councils' figures stand beside ours in the table of measures, unless they are broken down further.
            let own = !set.contains(&code::GROUP) || set.len() > 2;
            if set.len() > 1 && set.contains(&code::OMBUDSMAN) && own {
                blocks.extend(
                    tables
                        .by_breakdown_of(
                            scope,
                            &set,
                            &what,
                            Cut {
                                fixed: Some((code::OMBUDSMAN, who)),
                                measure: None,
                            },
                        )
                        .into_iter()
                        .map(|table| Block::Table { table }),
                );
            }
        }
        blocks
    }

    /// One row a measure: now, similar councils, the year before, the change.
    fn measures_of(&self, tables: &Tables, scope: &Scope, who: Code, what: &str) -> Option<Table> {
        let sheet = tables.sheet;
        let names = &sheet.names;
        let words = self.from.words;
        let codes = names.codes;
        let key = |measure: Code, period: Period| {
            scope
                .period(period)
                .key(measure)
                .with(codes, code::OMBUDSMAN, who)
        };
        let own: Vec<&ObservationKey> = tables
            .now
            .iter()
            .chain(&tables.then)
            .filter(|k| {
                k.contact == scope.contact
                    && k.procedure == scope.procedure
                    && k.stage == scope.stage
                    && k.category(code::OMBUDSMAN) == Some(who)
            })
            .collect();
        let groups: BTreeSet<Code> = own
            .iter()
            .filter_map(|key| key.category(code::GROUP))
            .collect();
        let plain: BTreeSet<Code> = own
            .iter()
            .filter(|key| {
                key.breakdowns.iter().flatten().count()
                    == 1 + usize::from(key.category(code::GROUP).is_some())
            })
            .map(|key| key.measure)
            .collect();
        let mut measures: BTreeSet<Code> = plain
            .iter()
            .copied()
            .filter(|measure| !names.is_change(*measure))
            .collect();
        for change in plain
            .iter()
            .filter_map(|measure| sheet.figures.change_of(*measure))
        {
            let (super::figures::Derived::Change(of) | super::figures::Derived::ChangePercent(of)) =
                change;
            measures.insert(of);
        }
        measures.extend(
            [
                code::UPHOLD_RATE,
                code::SATISFACTORY_REMEDY_RATE,
                code::COMPLIANCE_RATE,
                code::LATE_COMPLIANCE_RATE,
                code::UPHELD_PER_100000,
            ]
            .into_iter()
            .filter(|rate| {
                sheet.has(&key(*rate, scope.period))
                    && (*rate != code::UPHELD_PER_100000 || scope.service == code::ALL)
            }),
        );
        let mut ordered: Vec<Code> = measures.into_iter().collect();
        ordered.sort_by_key(|measure| {
            (
                MEASURES
                    .iter()
                    .position(|m| m.code == *measure)
                    .unwrap_or(usize::MAX),
                *measure,
            )
        });
        let then = scope.period.year_before().filter(|then| {
            ordered
                .iter()
                .any(|measure| sheet.has(&key(*measure, *then)))
        });
        let change = |measure: Code, percent| {
            sheet
                .figures
                .change_code(measure, percent)
                .map(|change| key(change, scope.period))
                .filter(|key| sheet.has(key))
        };
        let with_change = ordered
            .iter()
            .any(|measure| change(*measure, false).is_some());
        let worth = |key: &ObservationKey| {
            sheet
                .find(key)
                .is_some_and(|figure| !figure.notes.is_empty())
                || sheet.figures.release.values.contains_key(key)
        };
        let with_percent = ordered
            .iter()
            .any(|measure| change(*measure, true).is_some_and(|key| worth(&key)));
        let mut columns = vec![
            Column {
                text: words.get("table.measure").to_owned(),
                numeric: false,
            },
            Column {
                text: words.period_short(scope.period),
                numeric: true,
            },
        ];
        columns.extend(groups.iter().map(|group| Column {
            text: names.of(List::Group, *group),
            numeric: true,
        }));
        columns.extend(then.map(|then| Column {
            text: words.period_short(then),
            numeric: true,
        }));
        if with_change {
            columns.push(Column {
                text: words.get("table.change").to_owned(),
                numeric: true,
            });
        }
        if with_percent {
            columns.push(Column {
                text: words.get("table.change_percent").to_owned(),
                numeric: true,
            });
        }
        let shown = |key: Option<ObservationKey>| {
            key.filter(|key| sheet.has(key)).map_or_else(
                || sheet.blank(Shorthand::NotAvailable),
                |key| sheet.cell(&key),
            )
        };
        let mut notes = Vec::new();
        let rows: Vec<TableRow> = ordered
            .iter()
            .map(|measure| {
                let mut cells: Vec<Cell> = vec![shown(Some(key(*measure, scope.period)))];
                cells.extend(groups.iter().map(|group| {
                    shown(Some(key(*measure, scope.period).with(
                        codes,
                        code::GROUP,
                        *group,
                    )))
                }));
                cells.extend(then.map(|then| shown(Some(key(*measure, then)))));
                if with_change {
                    cells.push(shown(change(*measure, false)));
                }
                if with_percent {
                    cells.push(shown(change(*measure, true).filter(worth)));
                }
                let unit = sheet
                    .find(&key(*measure, scope.period))
                    .map(|figure| figure.unit)
                    .filter(|unit| *unit != crate::vocabulary::Unit::Count);
                let name = names.measure(*measure);
                let head = unit.map_or(name.clone(), |unit| {
                    words.fill(
                        "table.with_unit",
                        &[("name", &name), ("unit", &names.unit(unit))],
                    )
                });
                let mut beside = vec![key(*measure, scope.period)];
                beside.extend(change(*measure, false));
                beside.extend(change(*measure, true));
                beside.extend(
                    groups
                        .iter()
                        .map(|group| key(*measure, scope.period).with(codes, code::GROUP, *group)),
                );
                for figure in beside
                    .iter()
                    .filter_map(|key| sheet.find(key))
                    .filter(|figure| !figure.notes.is_empty())
                {
                    notes.push(vec![Inline::text(format!(
                        "{head}: {}",
                        figure.notes.join(" ")
                    ))]);
                }
                TableRow {
                    head: vec![Inline::text(head)],
                    cells,
                }
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut caption = words.fill(
            "table.figures",
            &[
                ("what", what),
                ("service", &names.service(scope.service)),
                ("period", &names.period(scope.period)),
            ],
        );
        if scope.procedure != code::ALL {
            caption = words.fill(
                "table.of_procedure",
                &[
                    ("caption", &caption),
                    (
                        "procedure",
                        &super::names::lower_first(&names.of(List::Procedure, scope.procedure)),
                    ),
                ],
            );
        }
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes,
            ..Table::default()
        })
    }

    /// Returns the decisions of a service in a period, for its page. Those of the services below stand there too.
    pub(super) fn decisions_of(
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
    pub(super) fn belongs(&self, node: Code, service: Code) -> bool {
        service == code::ALL
            || node == service
            || self.from.site.services.ancestors(node).contains(&service)
    }

    fn falls(&self, decision: &OmbudsmanDecision, period: Period) -> bool {
        match (decision.decided_on, period) {
            (Some(day), Period::Quarter(..)) => Period::quarter_of(day) == period,
            _ => decision.period == period,
        }
    }

    fn verdict(&self, decision: &OmbudsmanDecision) -> String {
        let names = self.names();
        let mut text = names.of(List::Decision, decision.decision);
        if let Some(reason) = decision.reason {
            text = format!(
                "{text}: {}",
                super::names::lower_first(&names.of(List::DecisionReason, reason))
            );
        }
        if !decision.findings.is_empty() {
            let findings: Vec<String> = decision
                .findings
                .iter()
                .map(|finding| names.of(List::Finding, *finding))
                .collect();
            text = if decision.decision == code::ALL {
                findings.join("; ")
            } else {
                format!("{text} ({})", findings.join("; ").to_lowercase())
            };
        }
        text
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
            None => words.period(decision.period),
        }
    }

    fn path(&self, decision: &OmbudsmanDecision) -> String {
        format!("ombudsman/decisions/{}/", decision.id)
    }

    fn heading(&self, decision: &OmbudsmanDecision) -> String {
        if decision.subject.is_empty() {
            self.names().service(decision.service)
        } else {
            decision.subject.clone()
        }
    }

    fn entry(&self, decision: &OmbudsmanDecision, sheet: &Sheet) -> DecisionEntry {
        let names = self.names();
        let words = self.from.words;
        let mut meta = vec![
            names.of(List::Ombudsman, decision.ombudsman),
            self.decided_when(decision),
        ];
        if !decision.reference.is_empty() {
            meta.push(words.fill("ombudsman.reference", &[("reference", &decision.reference)]));
        }
        if !decision.subject.is_empty() {
            meta.push(names.service(decision.service));
        }
        DecisionEntry {
            link: Link {
                path: self.path(decision),
                text: self.heading(decision),
                ..Link::default()
            },
            verdict: self.verdict(decision),
            colour: self.colour(decision),
            meta,
            summary: decision.summary.clone(),
            remedy: self.remedy(decision, sheet),
        }
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
        line
    }

    fn amount(
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
        sheet.add(TidyRow {
            area_code: self.from.site.council.area_code.clone(),
            council: self.from.site.council.name.clone(),
            period: decision.period.id(),
            period_kind: decision.period.kind().code().to_owned(),
            service: codes.word(decision.service).to_owned(),
            subject: self
                .from
                .site
                .services
                .get(decision.service)
                .map(|node| node.subject.clone())
                .unwrap_or_default(),
            contact: codes.word(code::OMBUDSMAN_ENQUIRY).to_owned(),
            procedure: "all".into(),
            stage: "all".into(),
            breakdown: "ombudsman+requirement".into(),
            category: format!("{}+{}/{name}", codes.word(decision.ombudsman), decision.id),
            measure: what.to_owned(),
            value: amount.to_string(),
            unit: "gbp".into(),
            status: "ok".into(),
            ..TidyRow::default()
        });
        Inline::Figure {
            key: format!("decisions/{}/{name}", decision.id),
            text: format!("£{}", amount.grouped()),
        }
    }

    fn decision_page(&self, decision: &OmbudsmanDecision) -> Page {
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
        let plain = format!("decision_meanings.{}", names.codes.word(decision.decision));
        if words.has(&plain) {
            facts.push(fact(
                "decision.in_plain_words",
                words.get(&plain).to_owned(),
            ));
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

    /// Returns the home page's part about decisions: the newest ones.
    pub(super) fn newest_decisions(&self, sheet: &Sheet) -> Option<Section> {
        let words = self.from.words;
        let mut sorted: Vec<&OmbudsmanDecision> = self.from.decisions.iter().collect();
        sorted.sort_by(|a, b| {
            (b.decided_on, b.period.start(), &a.id).cmp(&(a.decided_on, a.period.start(), &b.id))
        });
        let mut blocks = Vec::new();
        if let Some(line) = self.investigated(sheet, None, None) {
            blocks.push(Block::Prose { lines: vec![line] });
        }
        let entries: Vec<DecisionEntry> = sorted
            .iter()
            .take(3)
            .map(|decision| self.entry(decision, sheet))
            .collect();
        if entries.is_empty() {
            return None;
        }
        blocks.push(Block::Decisions { entries });
        blocks.push(Block::Links {
            links: vec![Link {
                path: "ombudsman/".into(),
                text: words.get("home.all_decisions").to_owned(),
                ..Link::default()
            }],
        });
        Some(Section {
            id: "ombudsman".into(),
            heading: words.get("home.ombudsman").to_owned(),
            blocks,
            ..Section::default()
        })
    }
}
