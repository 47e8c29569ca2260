//! The home page: how many complaints, how long the answer took, how often the council was at fault, before anything else.

use super::compose::Composer;
use super::page::{Block, Inline, Link, Page, Section, Tile};
use super::sentence::{Line, Speaker};
use super::sheet::Sheet;
use super::table::{Scope, Tables};
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, code};

impl Composer<'_> {
    /// Returns the home page, and the page that says an address is not one of the site's.
    pub(super) fn home_page(&self) -> Vec<Page> {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let sheet = self.sheet();
        let newest = self.newest();
        let mut sections = Vec::new();
        let mut lead = Line::new();
        let mut status = Line::new();
        if let Some((service, period)) = newest {
            let headline = self.headline_scope(&sheet, service, period);
            if service == code::ALL
                && let Some(scope) = headline
            {
                let speaker = Speaker { sheet: &sheet };
                lead = speaker.received_in(&scope);
                let more = [speaker.on_time(&scope), speaker.at_fault(&scope)];
                for sentence in more.into_iter().flatten() {
                    lead.push(Inline::text(" "));
                    lead.extend(sentence);
                }
            } else {
                lead = vec![Inline::text(
                    words.fill("home.by_service", &[("council", council)]),
                )];
            }
            status = self.status(service, period);
            if service == code::ALL {
                sections.extend(self.answers(&sheet, service, period));
            } else {
                sections.extend(self.answers_by_service(&sheet, period));
            }
            sections.extend(self.by_service(&sheet, period));
            sections.push(Section {
                id: "choose".into(),
                heading: words.get("home.choose").to_owned(),
                blocks: vec![Block::Selectors {
                    selectors: self.selectors(service, Some(period)),
                }],
                screen_only: true,
                ..Section::default()
            });
        }
        sections.extend(self.intro());
        sections.extend(self.newest_lessons());
        sections.extend(self.newest_decisions(&sheet));
        sections.push(self.for_reuse());
        let mut page = Page {
            path: String::new(),
            template: "home",
            title: words.fill("home.title", &[("council", council)]),
            heading: words.fill("home.heading", &[("council", council)]),
            description: words.fill("home.description", &[("council", council)]),
            status,
            lead,
            sections,
            downloads: self.own_downloads(),
            indexed: true,
            ..Page::default()
        };
        page.rows = sheet.rows();
        vec![page]
    }

    /// The newest period of the whole council, else of the first service that has any.
    pub(super) fn newest(&self) -> Option<(Code, Period)> {
        let told = |service: Code| {
            let period = self.latest(service)?;
            self.tells(service, period).then_some((service, period))
        };
        let whole = told(code::ALL).filter(|(_, period)| self.speaks_for_all(*period));
        let mut services = self.services().into_iter().map(|(service, _)| service);
        whole
            .or_else(|| services.find_map(|service| told(service).filter(|_| service != code::ALL)))
            .or_else(|| {
                self.services()
                    .first()
                    .and_then(|(service, _)| Some((*service, self.latest(*service)?)))
            })
    }

    /// Whether the council's own count is of all its services: one that is smaller than a service's is only of some
    /// procedure, and would be read as the whole.
    fn speaks_for_all(&self, period: Period) -> bool {
        let sheet = self.sheet();
        let count = |service: Code| {
            let scope = self.headline_scope(&sheet, service, period)?;
            sheet.whole(&scope.key(code::RECEIVED))
        };
        let Some(whole) = count(code::ALL) else {
            return false;
        };
        self.services()
            .into_iter()
            .filter_map(|(service, _)| count(service))
            .all(|part| part <= whole)
    }

    /// The three plain answers of each service, where there are none for the whole council.
    fn answers_by_service(&self, sheet: &Sheet, period: Period) -> Vec<Section> {
        let speaker = Speaker { sheet };
        let top = self
            .services()
            .into_iter()
            .filter(|(service, depth)| *service != code::ALL && *depth == 0);
        top.filter_map(|(service, _)| {
            let at = if self.tells(service, period) {
                period
            } else {
                self.latest(service)?
            };
            let tables = Tables::new(sheet, service, at);
            let procedures = tables.procedures(code::COMPLAINT, code::STAGE_1);
            let counted = self.headline_scope(sheet, service, at);
            // Shares may be known where the count is not.
            let scope = counted.or_else(|| {
                Some(Scope {
                    service,
                    period: at,
                    contact: code::COMPLAINT,
                    procedure: *procedures.first()?,
                    stage: code::STAGE_1,
                })
            })?;
            let mut lines: Vec<Line> = counted
                .iter()
                .map(|scope| speaker.received_in(scope))
                .collect();
            lines.extend(speaker.at_fault(&scope));
            lines.extend(
                procedures
                    .into_iter()
                    .filter(|p| *p != code::ALL)
                    .filter_map(|p| speaker.days(&scope.procedure(p))),
            );
            lines.extend(speaker.on_time(&scope));
            if lines.is_empty() {
                return None;
            }
            let name = sheet.names.service(service);
            let link = Link::new(
                self.slice_path(service, at),
                self.from
                    .words
                    .fill("home.see_service", &[("service", &name)]),
            );
            Some(Section {
                id: format!("now-{}", sheet.names.slug(service)),
                heading: sheet.names.service(service),
                blocks: vec![Block::Short { lines }, Block::Links { links: vec![link] }],
                ..Section::default()
            })
        })
        .collect()
    }

    /// The scope of a service's stage 1 headline in a period.
    pub(super) fn headline_scope(
        &self,
        sheet: &Sheet,
        service: Code,
        period: Period,
    ) -> Option<Scope> {
        let tables = Tables::new(sheet, service, period);
        let scope = |procedure| Scope {
            service,
            period,
            contact: code::COMPLAINT,
            procedure,
            stage: code::STAGE_1,
        };
        let procedures = tables.procedures(code::COMPLAINT, code::STAGE_1);
        let counted = |procedure: &Code| {
            sheet
                .whole(&scope(*procedure).key(code::RECEIVED))
                .is_some()
        };
        if procedures.contains(&code::ALL) && counted(&code::ALL) {
            return Some(scope(code::ALL));
        }
        let heads = |scope: &Scope| sheet.may_head(&scope.key(code::RECEIVED));
        let shown = procedures
            .iter()
            .map(|procedure| scope(*procedure))
            .find(|scope| counted(&scope.procedure) && heads(scope));
        // Where the only counts are hidden the reader is told so, not that there are none.
        let hidden = |scope: &Scope| {
            let key = scope.key(code::RECEIVED);
            sheet.find(&key).is_some_and(|figure| figure.is_hidden())
        };
        let all = procedures.iter().rev().map(|procedure| scope(*procedure));
        shown.or_else(|| all.filter(heads).find(hidden))
    }

    /// Four boxes: received, at fault, on time or how long, compliments.
    fn answers(&self, sheet: &Sheet, service: Code, period: Period) -> Option<Section> {
        let words = self.from.words;
        let scope = self.headline_scope(sheet, service, period)?;
        let speaker = Speaker { sheet };
        let page = Link::new(
            self.slice_path(service, period),
            words.get("home.see_received"),
        );
        let mut tiles = vec![self.tile(
            sheet,
            &scope.key(code::RECEIVED),
            "home.received",
            Some(page),
        )];
        let agreed = scope.key(code::DECIDED).with(
            sheet.names.codes,
            code::OUTCOME,
            code::UPHELD_OR_PARTIALLY_UPHELD,
        );
        if sheet.whole(&agreed).is_some() {
            let mut tile = self.tile(sheet, &agreed, "home.at_fault", None);
            tile.notes = self.of_decided(sheet, &scope);
            // Beside hidden parts the whole stands alone.
            let hidden = |text: &str| text == super::hidden::HIDDEN;
            tile.notes.retain(|line| {
                !line
                    .iter()
                    .any(|piece| matches!(piece, Inline::Figure { text, .. } if hidden(text)))
            });
            tiles.push(tile);
        }
        let in_time =
            scope
                .key(code::RESPONDED)
                .with(sheet.names.codes, code::TIMELINESS, code::IN_TIME);
        if sheet.whole(&in_time).is_some() {
            let mut tile = self.tile(sheet, &in_time, "home.on_time", None);
            let share = scope.key(code::RESPONDED_PERCENT).with(
                sheet.names.codes,
                code::TIMELINESS,
                code::IN_TIME,
            );
            tile.notes = vec![words.pieces(
                "home.of_replies",
                &[
                    ("base", vec![sheet.inline(&scope.key(code::RESPONDED))]),
                    ("share", vec![sheet.inline(&share)]),
                ],
            )];
            tiles.push(tile);
        } else {
            // The share as the council printed it, where the counts behind it are not known.
            let share = scope.key(code::RESPONDED_PERCENT).with(
                sheet.names.codes,
                code::TIMELINESS,
                code::IN_TIME,
            );
            if sheet
                .find(&share)
                .is_some_and(|figure| figure.number().is_some())
            {
                tiles.push(self.tile(sheet, &share, "home.on_time", None));
            }
        }
        let compliments =
            ObservationKey::contacts(service, period, code::COMPLIMENT, code::RECEIVED);
        if sheet.whole(&compliments).is_some() {
            tiles.push(self.tile(sheet, &compliments, "home.compliments", None));
        }
        let tables = Tables::new(sheet, service, period);
        let days: Vec<Line> = tables
            .procedures(code::COMPLAINT, code::STAGE_1)
            .into_iter()
            .filter(|p| *p != code::ALL)
            .filter_map(|p| speaker.days(&scope.procedure(p)))
            .collect();
        let heading = words.fill(
            "home.answers",
            &[
                ("service", &sheet.names.service(service)),
                ("period", &words.period(period)),
            ],
        );
        let mut blocks = vec![Block::Tiles { tiles }];
        if !days.is_empty() {
            blocks.push(Block::Short { lines: days });
        }
        Some(Section {
            id: "now".into(),
            heading,
            blocks,
            ..Section::default()
        })
    }

    fn tile(&self, sheet: &Sheet, key: &ObservationKey, heading: &str, link: Option<Link>) -> Tile {
        let words = self.from.words;
        let notes = Speaker { sheet }.tile_change(key).into_iter().collect();
        Tile {
            heading: words.get(heading).to_owned(),
            figure: sheet.cell_with_unit(key),
            notes,
            link,
            colour: "",
        }
    }

    fn of_decided(&self, sheet: &Sheet, scope: &Scope) -> Vec<Line> {
        let part =
            |outcome| {
                vec![sheet.inline(&scope.key(code::DECIDED).with(
                    sheet.names.codes,
                    code::OUTCOME,
                    outcome,
                ))]
            };
        vec![self.from.words.pieces(
            "home.of_decided",
            &[
                ("base", vec![sheet.inline(&scope.key(code::DECIDED))]),
                ("upheld", part(code::UPHELD)),
                ("partly", part(code::PARTIALLY_UPHELD)),
            ],
        )]
    }

    /// Each service with its headline figures in the newest period it tells about.
    fn by_service(&self, sheet: &Sheet, period: Period) -> Option<Section> {
        let table = self.services_table(sheet, Some(period))?;
        Some(Section {
            id: "services".into(),
            heading: self.from.words.get("home.services").to_owned(),
            blocks: vec![Block::Table { table }],
            ..Section::default()
        })
    }

    /// The council's own first words, from content/home.md.
    fn intro(&self) -> Option<Section> {
        let page = self.from.content.iter().find(|page| page.path == "home")?;
        let html = super::prose::html(page, &self.sheet());
        Some(Section {
            id: "about".into(),
            heading: page.title.clone(),
            blocks: vec![Block::Html { html }],
            ..Section::default()
        })
    }

    fn for_reuse(&self) -> Section {
        let words = self.from.words;
        let link = |path: &str, key: &str| Link::new(path, words.get(key));
        let mut links = vec![
            link("data/", "home.all_data"),
            link("data/dictionary/", "home.dictionary"),
        ];
        links.push(link("how-to-complain/", "home.how_to_complain"));
        Section {
            id: "more".into(),
            heading: words.get("home.more").to_owned(),
            blocks: vec![Block::Links { links }],
            ..Section::default()
        }
    }

    /// Returns the page for addresses that are not the site's.
    pub(super) fn not_found_page(&self) -> Page {
        let words = self.from.words;
        let mut links = vec![Link {
            text: words.get("nav.home").to_owned(),
            ..Link::default()
        }];
        links.push(Link::new("services/", words.get("nav.services")));
        if let Some((service, period)) = self.newest() {
            let text = words.fill(
                "not_found.latest",
                &[
                    ("service", &self.names().service(service)),
                    ("period", &words.period(period)),
                ],
            );
            links.push(Link::new(self.slice_path(service, period), text));
        }
        let lines = vec![
            vec![Inline::text(words.get("not_found.text"))],
            vec![Inline::text(words.get("not_found.shape"))],
        ];
        Page {
            path: "404.html".into(),
            template: "text",
            title: words.fill(
                "not_found.title",
                &[("council", &self.from.site.council.name)],
            ),
            heading: words.get("not_found.heading").to_owned(),
            description: words.get("not_found.text").to_owned(),
            sections: vec![Section {
                id: "links".into(),
                heading: words.get("not_found.links").to_owned(),
                blocks: vec![Block::Prose { lines }, Block::Links { links }],
                ..Section::default()
            }],
            ..Page::default()
        }
    }
}
