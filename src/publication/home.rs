//! The home page: how many complaints, how long the answer took, how often the council was at fault, before anything else.

mod answers;
mod unknown;

use super::compose::Composer;
use super::page::{Block, Inline, Link, Page, Section};
use super::sentence::{Line, Speaker};
use super::sheet::Sheet;
use super::table::{Scope, Tables};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, code};

impl Composer<'_> {
    /// Returns the home page, and the page that says an address is not one of the site's.
    pub(super) fn home_page(&self) -> Vec<Page> {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let sheet = self.sheet();
        let mut sections = Vec::new();
        let mut lead = Line::new();
        let mut status = Line::new();
        if let Some((service, period)) = self.newest() {
            lead = self.first_words(&sheet, service, period);
            status = self.status(service, period);
            match service {
                code::ALL => sections.extend(self.answers(&sheet, service, period)),
                _ => sections.extend(self.answers_by_service(&sheet, period)),
            }
            sections.extend(self.by_service(&sheet, period));
            // The page is the whole council's, also where it is told service by service.
            let selectors = self.selectors(code::ALL, Some(period));
            sections.push(Section {
                screen_only: true,
                ..Section::new(
                    "choose",
                    words.get("home.choose"),
                    vec![Block::Selectors { selectors }],
                )
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
            indexed: true,
            ..Page::default()
        };
        page.rows = sheet.rows();
        vec![page]
    }

    /// How many, how many on time and how often at fault, of the whole council; else that it is told by service.
    fn first_words(&self, sheet: &Sheet, service: Code, period: Period) -> Line {
        let headline = self.headline_scope(sheet, service, period);
        let Some(scope) = headline.filter(|_| service == code::ALL) else {
            let council = &self.from.site.council.name;
            let words = self.from.words;
            return vec![Inline::text(
                words.fill("home.by_service", &[("council", council)]),
            )];
        };
        let speaker = Speaker { sheet };
        let mut line = speaker.received_in(&scope);
        let more = [speaker.on_time(&scope), speaker.at_fault(&scope)];
        for sentence in more.into_iter().flatten() {
            line.push(Inline::text(" "));
            line.extend(sentence);
        }
        line
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
        // Which count leads must not hang on what is hidden: what hiding leaves was weighed for this one.
        let counted = |scope: &Scope| {
            let figure = sheet.find(&scope.key(code::RECEIVED));
            figure.is_some_and(|of| {
                of.is_hidden() || of.number().and_then(Decimal::as_whole).is_some()
            })
        };
        let heads = |scope: &Scope| sheet.may_head(&scope.key(code::RECEIVED));
        let all = Some(scope(code::ALL));
        let mut each = procedures.iter().map(|procedure| scope(*procedure));
        all.filter(|all| procedures.contains(&code::ALL) && counted(all))
            .or_else(|| each.find(|scope| counted(scope) && heads(scope)))
    }

    /// Each service with its headline figures in the newest period it tells about.
    fn by_service(&self, sheet: &Sheet, period: Period) -> Option<Section> {
        let table = self.services_table(sheet, Some(period))?;
        Some(Section::new(
            "services",
            self.from.words.get("home.services"),
            vec![Block::Table { table }],
        ))
    }

    /// The council's own first words, from content/home.md.
    fn intro(&self) -> Option<Section> {
        let page = self.from.content.iter().find(|page| page.path == "home")?;
        let html = super::prose::html(page, &self.sheet());
        Some(Section::new(
            "about",
            page.title.clone(),
            vec![Block::Html { html }],
        ))
    }

    fn for_reuse(&self) -> Section {
        let words = self.from.words;
        let link = |path: &str, key: &str| Link::new(path, words.get(key));
        let mut links = vec![
            link("data/", "home.all_data"),
            link("data/dictionary/", "home.dictionary"),
        ];
        links.push(link("how-to-complain/", "home.how_to_complain"));
        Section::new("more", words.get("home.more"), vec![Block::Links { links }])
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
            sections: vec![Section::new(
                "links",
                words.get("not_found.links"),
                vec![Block::Prose { lines }, Block::Links { links }],
            )],
            ..Page::default()
        }
    }
}
