//! The pages of services: all of them, and one over all years.

use super::compose::{Composer, alive};
use super::page::{Block, Cell, Column, Fact, Inline, Link, Page, Section, Table, TableRow};
use super::sentence::{Line, Speaker};
use super::sheet::Sheet;
use super::slice::SlicePage;
use super::table::Tables;
use super::tidy::TidyRow;
use crate::config::ServiceChange;
use crate::period::{Period, PeriodKind};
use crate::release::Shorthand;
use crate::vocabulary::{Code, List, ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A column's head, and the key of its figure in a year.
type Pick<'p> = (String, Box<dyn Fn(Period) -> ObservationKey + 'p>);

impl Composer<'_> {
    /// Returns the page of all services, one row each.
    pub(super) fn services_page(&self) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = &self.from.site.council.name;
        let mut blocks = Vec::new();
        match self.services_table(&sheet, None) {
            Some(table) => blocks.push(Block::Table { table }),
            None => blocks.push(Block::Prose {
                lines: vec![vec![Inline::text(words.get("services.none"))]],
            }),
        }
        Page {
            path: "services/".into(),
            template: "services",
            title: words.fill("services.title", &[("council", council)]),
            heading: words.get("services.heading").to_owned(),
            description: words.fill("services.description", &[("council", council)]),
            nav: "services/".into(),
            crumbs: self.last(self.crumbs(&[("services/", words.get("nav.services"))])),
            lead: vec![Inline::text(words.get("services.lead"))],
            sections: std::iter::once(Section {
                id: "all".into(),
                heading: words.get("services.table").to_owned(),
                blocks,
                ..Section::default()
            })
            .chain(self.keywords())
            .collect(),
            downloads: self.own_downloads(),
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    /// Residents' own words for what each service does: who looks for their bins finds the service that has them.
    fn keywords(&self) -> Option<Section> {
        let words = self.from.words;
        let facts: Vec<Fact> = self
            .services()
            .into_iter()
            .filter_map(|(service, _)| self.from.site.services.get(service))
            .filter(|node| !node.keywords.is_empty())
            .map(|node| Fact {
                name: self.names().service(node.code),
                value: vec![Inline::text(node.keywords.join(", "))],
            })
            .collect();
        (!facts.is_empty()).then(|| Section {
            id: "words".into(),
            heading: words.get("services.words").to_owned(),
            blocks: vec![Block::Facts { facts }],
            ..Section::default()
        })
    }

    /// Marks the last step of a way as the page itself.
    pub(super) fn last(&self, mut crumbs: Vec<Link>) -> Vec<Link> {
        if let Some(last) = crumbs.last_mut() {
            last.current = true;
        }
        crumbs
    }

    /// Returns the table of services with their headline figures: in this period where they have it, else in their newest.
    pub(super) fn services_table(&self, sheet: &Sheet, period: Option<Period>) -> Option<Table> {
        let words = self.from.words;
        let names = &sheet.names;
        let mut rows = Vec::new();
        let mut of_another = false;
        for (service, depth) in self.services() {
            if depth > 1 || (period.is_some() && depth > 0) {
                continue;
            }
            // A service that is no more stands among all services, not among those of today.
            if period.is_some_and(|period| !alive(self.from.site, service, period)) {
                continue;
            }
            let at = period
                .filter(|period| self.has_slice(service, *period) && self.tells(service, *period))
                .or_else(|| self.latest(service));
            let path = match at {
                Some(at) => self.slice_path(service, at),
                None => format!("services/{}/", names.slug(service)),
            };
            let head = vec![Inline::Link {
                link: Link::new(path, names.service(service)),
            }];
            let mut cells = vec![sheet.words(at.map_or_else(
                || words.get("services.no_figures").to_owned(),
                |at| words.period_short(at),
            ))];
            let scope = at.and_then(|at| self.headline_scope(sheet, service, at));
            let figure = |key: Option<ObservationKey>| {
                key.filter(|key| sheet.has(key)).map_or_else(
                    || sheet.blank(Shorthand::NotAvailable),
                    |key| sheet.cell(&key),
                )
            };
            cells.push(figure(scope.map(|scope| scope.key(code::RECEIVED))));
            let outcome = |measure, outcome| {
                scope.map(|scope| scope.key(measure).with(names.codes, code::OUTCOME, outcome))
            };
            cells.push(figure(outcome(
                code::DECIDED_PERCENT,
                code::UPHELD_OR_PARTIALLY_UPHELD,
            )));
            cells.push(figure(scope.map(|scope| {
                scope.key(code::RESPONDED_PERCENT).with(
                    names.codes,
                    code::TIMELINESS,
                    code::IN_TIME,
                )
            })));
            of_another |= at != period;
            rows.push(TableRow {
                head,
                cells: cells.into(),
            });
        }
        if rows.is_empty() {
            return None;
        }
        // A column in which no service has a figure tells nothing.
        // On the home page, a service without any is found in the list of services below.
        if period.is_some() {
            rows.retain(|row| row.cells[1..].iter().any(|cell| !cell.key.is_empty()));
        }
        let known = |at: &usize| {
            rows.iter()
                .any(|row: &TableRow| !row.cells[*at].key.is_empty())
        };
        let shown: Vec<usize> = (1..4).filter(known).collect();
        if shown.is_empty() && period.is_some() {
            return None;
        }
        for row in &mut rows {
            row.cells = row
                .cells
                .iter()
                .enumerate()
                .filter(|(at, _)| (*at == 0 && of_another) || shown.contains(at))
                .map(|(_, cell)| cell.clone())
                .collect();
        }
        let column = |key: &str, numeric| Column {
            text: words.get(key).to_owned(),
            numeric,
        };
        let caption = match period {
            Some(period) => words.fill("services.caption_in", &[("period", &words.period(period))]),
            None => words.get("services.caption").to_owned(),
        };
        let figures = ["services.received", "services.at_fault", "services.on_time"];
        let mut columns = vec![column("services.service", false)];
        // Where all are of one period the caption names it, and a telephone has room for the figures.
        if of_another {
            columns.push(column("table.period", false));
        }
        columns.extend(shown.iter().map(|at| column(figures[at - 1], true)));
        Some(Table {
            caption,
            wide: columns.len() > 4,
            columns,
            rows,
            ..Table::default()
        })
    }

    /// Returns the page of each service over all years.
    pub(super) fn service_pages(&self) -> Vec<Page> {
        use rayon::prelude::*;
        self.services()
            .par_iter()
            .map(|(service, _)| self.service_page(*service))
            .collect()
    }

    fn service_page(&self, service: Code) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let name = sheet.names.service(service);
        let council = &self.from.site.council.name;
        let args = [("service", name.as_str()), ("council", council.as_str())];
        let mut sections: Vec<Section> = Vec::new();
        sections.extend(self.years_section(&sheet, service));
        sections.extend(self.quarters_section(&sheet, service));
        sections.extend(self.teams_section(&sheet, service));
        let undated = self
            .periods(service)
            .contains(&Period::Undated)
            .then(|| SlicePage::new(self, service, Period::Undated).page());
        let mut rows = sheet.rows();
        let mut lead = Line::new();
        if let Some(latest) = self.latest(service)
            && let Some(scope) = self.headline_scope(&sheet, service, latest)
        {
            lead = Speaker { sheet: &sheet }.received_in(&scope);
            rows = sheet.rows();
        }
        if let Some(undated) = undated {
            sections.extend(undated.sections.into_iter().map(|section| Section {
                id: format!("undated-{}", section.id),
                ..section
            }));
            rows.extend(undated.rows);
        }
        let tells = |row: &Arc<TidyRow>| !row.cell("value").is_empty() || row.is_hidden();
        if !rows.iter().any(tells) {
            lead = vec![Inline::text(words.fill("service.nothing", &args))];
        }
        Page {
            path: format!("services/{}/", sheet.names.slug(service)),
            template: "service",
            title: words.fill("service.title", &args),
            heading: words.fill("service.heading", &args),
            description: words.fill("service.description", &args),
            nav: "services/".into(),
            crumbs: self
                .last(self.crumbs(&[("services/", words.get("nav.services")), ("", &name)])),
            lead,
            selectors: self.selectors(service, None),
            notes: self.service_notes(service),
            sections,
            downloads: self.own_downloads(),
            indexed: true,
            rows,
            ..Page::default()
        }
    }

    /// One row a year: received, at fault, on time, stage 2 and 3, compliments.
    fn years_section(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        let words = self.from.words;
        let names = &sheet.names;
        let years: Vec<Period> = self
            .periods(service)
            .iter()
            .copied()
            .filter(|period| !matches!(period.kind(), PeriodKind::Quarter | PeriodKind::Undated))
            .collect();
        let tables: BTreeMap<Period, Tables> = years
            .iter()
            .map(|year| (*year, Tables::new(sheet, service, *year)))
            .collect();
        // Where there is no figure of all procedures, that of one may stand for it, but not one laid down in law above
        // other services: it would be read as the whole.
        let stage = |period: Period, stage: Code, measure: Code| {
            let tables = tables.get(&period);
            let procedures = tables.map(|tables| tables.procedures(code::COMPLAINT, stage));
            let key =
                |procedure| ObservationKey::complaints(service, period, procedure, stage, measure);
            let chosen = procedures.into_iter().flatten().rev().find(|procedure| {
                let head = key(*procedure).measure(code::RECEIVED);
                sheet.has(&key(*procedure)) && (*procedure == code::ALL || sheet.may_head(&head))
            });
            chosen.map(key).unwrap_or_else(|| key(code::ALL))
        };
        let mut columns: Vec<Pick> = vec![
            (
                words.get("service.received_1").to_owned(),
                Box::new(move |p| stage(p, code::STAGE_1, code::RECEIVED)),
            ),
            (
                words.get("service.at_fault").to_owned(),
                Box::new(move |p| {
                    stage(p, code::STAGE_1, code::DECIDED_PERCENT).with(
                        names.codes,
                        code::OUTCOME,
                        code::UPHELD_OR_PARTIALLY_UPHELD,
                    )
                }),
            ),
            (
                words.get("service.on_time").to_owned(),
                Box::new(move |p| {
                    stage(p, code::STAGE_1, code::RESPONDED_PERCENT).with(
                        names.codes,
                        code::TIMELINESS,
                        code::IN_TIME,
                    )
                }),
            ),
            (
                words.get("service.received_2").to_owned(),
                Box::new(move |p| stage(p, code::STAGE_2, code::RECEIVED)),
            ),
            (
                words.get("service.received_3").to_owned(),
                Box::new(move |p| stage(p, code::STAGE_3, code::RECEIVED)),
            ),
            (
                names.of(List::Contact, code::COMPLIMENT),
                Box::new(move |p| {
                    ObservationKey::contacts(service, p, code::COMPLIMENT, code::RECEIVED)
                }),
            ),
        ];
        let mut averages: Vec<Pick> = Vec::new();
        let mean = |procedure: Code, year: Period| {
            ObservationKey::complaints(
                service,
                year,
                procedure,
                code::STAGE_1,
                code::MEAN_RESPONSE_DAYS,
            )
        };
        for procedure in self.from.site.procedures.iter().map(|known| known.code) {
            let units: BTreeSet<Unit> = years
                .iter()
                .filter_map(|year| sheet.find(&mean(procedure, *year)))
                .filter(|figure| figure.number().is_some())
                .map(|figure| figure.unit)
                .collect();
            // Days of two kinds are not put into one column.
            if let [unit] = units.into_iter().collect::<Vec<_>>()[..] {
                let head = words.fill(
                    "service.average",
                    &[
                        ("procedure", &names.of(List::Procedure, procedure)),
                        ("unit", &names.unit(unit)),
                    ],
                );
                averages.push((head, Box::new(move |p| mean(procedure, p))));
            }
        }
        let upheld = |who: Code, year: Period| {
            ObservationKey::contacts(service, year, code::OMBUDSMAN_ENQUIRY, code::DECIDED)
                .with(names.codes, code::OMBUDSMAN, who)
                .with(names.codes, code::DECISION, code::UPHELD)
        };
        let ombudsmen: Vec<Code> = names
            .site
            .list(List::Ombudsman)
            .entries
            .iter()
            .map(|entry| entry.code)
            .filter(|who| years.iter().any(|year| sheet.has(&upheld(*who, *year))))
            .collect();
        let alone = ombudsmen.len() == 1;
        for who in ombudsmen {
            let head = if alone {
                words.get("service.ombudsman_upheld").to_owned()
            } else {
                let name = names.of(List::Ombudsman, who);
                words.fill("service.upheld_by", &[("ombudsman", &name)])
            };
            let place = columns.len() - 1;
            columns.insert(place, (head, Box::new(move |p| upheld(who, p))));
        }
        // Each stage's shares may stand under another procedure than its counts. The averages have a table of their own,
        // so that both fit on paper.
        let blocks: Vec<Block> = [
            (columns, "service.years_caption"),
            (averages, "service.averages_caption"),
        ]
        .into_iter()
        .filter_map(|(columns, caption)| {
            self.years_table(sheet, service, &years, &columns, caption)
        })
        .map(|table| Block::Table { table })
        .collect();
        (!blocks.is_empty()).then(|| Section {
            id: "years".into(),
            heading: words.get("service.years").to_owned(),
            blocks,
            ..Section::default()
        })
    }

    /// One row a year, with these columns where any year has their figure.
    fn years_table(
        &self,
        sheet: &Sheet,
        service: Code,
        years: &[Period],
        columns: &[Pick],
        caption: &str,
    ) -> Option<Table> {
        let words = self.from.words;
        let names = &sheet.names;
        let columns: Vec<&Pick> = columns
            .iter()
            .filter(|(_, key)| years.iter().any(|year| sheet.has(&key(*year))))
            .collect();
        // A year that has figures of other things alone is chosen above; here its row would be empty.
        let told = |year: &&Period| columns.iter().any(|(_, key)| sheet.has(&key(**year)));
        let rows: Vec<TableRow> = years
            .iter()
            .rev()
            .filter(told)
            .map(|year| {
                let named = words.period(*year);
                let text = if sheet.figures.so_far(service, *year) {
                    words.fill("service.so_far", &[("period", &named)])
                } else if let Some((first, last)) = sheet.figures.covered(service, *year) {
                    let months = words.months(first, last);
                    words.fill("service.part", &[("period", &named), ("months", &months)])
                } else {
                    words.beginning(&named)
                };
                TableRow {
                    head: vec![Inline::Link {
                        link: Link::new(self.slice_path(service, *year), text),
                    }],
                    cells: columns
                        .iter()
                        .map(|(_, key)| key(*year))
                        .map(|key| {
                            if sheet.has(&key) {
                                sheet.cell(&key)
                            } else {
                                sheet.blank(Shorthand::NotAvailable)
                            }
                        })
                        .collect(),
                }
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut heads = vec![Column::words(words.get("service.year"))];
        heads.extend(
            columns
                .iter()
                .map(|(text, _)| Column::figures(text.clone())),
        );
        Some(Table {
            caption: words.fill(caption, &[("service", &names.service(service))]),
            wide: heads.len() > 4,
            columns: heads,
            rows,
            ..Table::default()
        })
    }

    /// Rows are years, columns quarters, each cell a link with the stage 1 count.
    fn quarters_section(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        let words = self.from.words;
        let mut years: Vec<u16> = self
            .periods(service)
            .iter()
            .filter_map(|period| {
                if let Period::Quarter(year, _) = period {
                    Some(*year)
                } else {
                    None
                }
            })
            .collect();
        years.dedup();
        if years.is_empty() {
            return None;
        }
        let cell = |year: u16, quarter: u8| -> Cell {
            let period = Period::Quarter(year, quarter);
            if !self.has_slice(service, period) {
                let past = period.end().is_none_or(|end| end < self.from.as_of);
                return if past {
                    sheet.blank(Shorthand::NotAvailable)
                } else {
                    Cell {
                        text: words.get("service.not_yet").to_owned(),
                        ..Cell::default()
                    }
                };
            }
            let key = self
                .headline_scope(sheet, service, period)
                .map(|scope| scope.key(code::RECEIVED));
            let cell = key.map_or_else(
                || sheet.blank(Shorthand::NotAvailable),
                |key| sheet.cell(&key),
            );
            Cell {
                link: self.slice_path(service, period),
                ..cell
            }
        };
        let rows = years
            .iter()
            .rev()
            .map(|year| TableRow {
                head: vec![Inline::text(words.period(Period::Year(*year)))],
                cells: (1..=4).map(|quarter| cell(*year, quarter)).collect(),
            })
            .collect();
        let mut columns = vec![Column::words(words.get("service.year"))];
        columns.extend((1..=4).map(|quarter| Column::figures(words.quarter_short(quarter))));
        let table = Table {
            caption: words.fill(
                "service.quarters_caption",
                &[("service", &sheet.names.service(service))],
            ),
            columns,
            rows,
            wide: true,
            ..Table::default()
        };
        Some(Section {
            id: "quarters".into(),
            heading: words.get("service.quarters").to_owned(),
            blocks: vec![Block::Table { table }],
            ..Section::default()
        })
    }

    /// The nodes below: their newest figures, and links to those that have pages.
    fn teams_section(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        if service == code::ALL {
            return None;
        }
        let scope = self
            .latest(service)
            .and_then(|latest| self.headline_scope(sheet, service, latest));
        let table = scope.and_then(|scope| self.parts_table(sheet, &scope));
        // The table leads to the nodes that it names; the others have figures of other periods.
        let named: Vec<Code> = scope
            .iter()
            .flat_map(|scope| self.parts_of(scope))
            .map(|part| part.service)
            .collect();
        let links: Vec<Link> = self
            .from
            .site
            .services
            .children(service)
            .filter(|node| !self.periods(node.code).is_empty() && !named.contains(&node.code))
            .map(|node| Link::new(format!("services/{}/", node.slug), node.name.clone()))
            .collect();
        let links = (!links.is_empty()).then_some(Block::Links { links });
        let table = table.map(|table| Block::Table { table });
        let blocks: Vec<Block> = table.into_iter().chain(links).collect();
        (!blocks.is_empty()).then(|| Section {
            id: "teams".into(),
            heading: self.from.words.get("service.teams").to_owned(),
            blocks,
            ..Section::default()
        })
    }

    /// Returns what to know about a service's life: what it was called before, what it became (case 41).
    pub(super) fn service_notes(&self, service: Code) -> Vec<Line> {
        let words = self.from.words;
        let services = &self.from.site.services;
        let name = |code: &Code| self.names().service(*code);
        let mut lines = Vec::new();
        if let Some(node) = services.get(service)
            && !node.successors.is_empty()
        {
            let key = match node.change {
                Some(ServiceChange::Split) => "change_of_service.split_into",
                Some(ServiceChange::Merge) => "change_of_service.merged_into",
                Some(ServiceChange::Transfer) => "change_of_service.part_moved_to",
                _ => "change_of_service.renamed_to",
            };
            let to: Vec<String> = node.successors.iter().map(name).collect();
            let day = node
                .to
                .and_then(|day| day.succ_opt())
                .map(|day| words.date(day))
                .unwrap_or_default();
            lines.push(vec![Inline::text(words.fill(
                key,
                &[
                    ("service", &node.name),
                    ("to", &words.all_of(&to)),
                    ("date", &day),
                ],
            ))]);
        }
        for before in services
            .iter()
            .filter(|node| node.successors.contains(&service))
        {
            let key = match before.change {
                Some(ServiceChange::Split) => "change_of_service.split_from",
                Some(ServiceChange::Merge) => "change_of_service.includes",
                Some(ServiceChange::Transfer) => "change_of_service.part_moved_from",
                _ => "change_of_service.renamed_from",
            };
            let day = before
                .to
                .and_then(|day| day.succ_opt())
                .map(|day| words.date(day))
                .unwrap_or_default();
            lines.push(vec![Inline::text(
                words.fill(key, &[("before", &before.name), ("date", &day)]),
            )]);
        }
        lines
    }
}
