//! Puts the publication together: which pages there are, what they share, and each page in turn.

mod frame;
mod selector;

use super::Publication;
use super::data::Used;
use super::figures::Figures;
use super::names::Names;
use super::page::{Link, Page};
use super::sentence::Line;
use super::sheet::Sheet;
use super::slice::SlicePage;
use super::tidy::{Rows, whole_table};
use crate::config::Site;
use crate::content::ContentPage;
use crate::dataset::{Lesson, OmbudsmanDecision, Quote};
use crate::disclosure::Release;
use crate::language::Words;
use crate::period::{Period, PeriodKind};
use crate::publication::page::Inline;
use crate::release::{ReleasedValue, Shorthand};
use crate::vocabulary::{Code, ObservationKey, code};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a publication is made from: released values and words, never true numbers.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The council's settings.
    pub site: &'a Site,
    /// What may be seen.
    pub release: &'a Release,
    /// Ombudsmen's decisions.
    pub decisions: &'a [OmbudsmanDecision],
    /// What was learned.
    pub lessons: &'a [Lesson],
    /// What people wrote in thanks.
    pub quotes: &'a [Quote],
    /// The council's own pages.
    pub content: &'a [ContentPage],
    /// The words of the pages' language.
    pub words: &'a Words,
    /// The date of the build.
    pub as_of: NaiveDate,
    /// The days of the releases before this one.
    pub earlier: &'a [NaiveDate],
    /// Whether a table is printed that says the same as the one beside it. What a site shows at all must not hang on whether
    /// two tables have the same numbers.
    pub twins: bool,
}

/// Which pages that others link to exist.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageSet {
    /// `/ombudsman/`
    pub ombudsman: bool,
    /// `/learning/`
    pub learning: bool,
    /// `/data/dictionary/`
    pub dictionary: bool,
}

/// Knows everything that pages share while they are made.
pub struct Composer<'a> {
    /// What the publication is made from.
    pub from: Sources<'a>,
    /// Which pages there are.
    pub pages: PageSet,
    slices: BTreeMap<Code, Vec<Period>>,
    rows: Rows,
}

/// Makes the publication.
pub fn compose(from: Sources<'_>) -> Publication {
    let composer = Composer::new(from);
    // The single pages are made by one thread while the others begin with the many.
    let (mut pages, single) = rayon::join(
        || composer.slice_pages(),
        || {
            let mut pages = composer.service_pages();
            pages.push(composer.services_page());
            pages.extend(composer.home_page());
            pages.extend(composer.ombudsman_pages());
            pages.extend(composer.learning_pages());
            pages.extend(composer.prose_pages());
            pages
        },
    );
    pages.extend(single);
    // Every figure that a page shows, once. What no page shows is not published, so that what is signed off by eye is all
    // there is.
    let shown = pages.par_iter().map(|page| &page.rows[..]);
    let rows = whole_table(shown, &from.release.codes);
    let used = Used::of(&rows, &from.release.codes);
    let files = composer.data_files(rows, &used);
    pages.extend(composer.data_pages(&used, &files));
    pages.par_iter_mut().for_each(|page| composer.beside(page));
    pages.push(composer.not_found_page());
    let rounded = from.release.rounded;
    super::hidden::tell(&mut pages, rounded, from.words);
    super::symbols::explain(&mut pages, rounded.is_some(), from.words);
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let publication = Publication {
        site: composer.facts(),
        files,
        dated: composer.released().to_string(),
        pages,
    };
    // Hundreds of thousands are taken off their shelves while the next stage begins.
    let rows = composer.rows;
    rayon::spawn(move || drop(rows));
    publication
}

impl<'a> Composer<'a> {
    fn new(from: Sources<'a>) -> Self {
        let pages = PageSet {
            ombudsman: !from.decisions.is_empty(),
            learning: !from.lessons.is_empty(),
            dictionary: true,
        };
        Composer {
            slices: slices(&from),
            from,
            pages,
            rows: Rows::default(),
        }
    }

    /// Returns the day these figures are published.
    pub fn released(&self) -> NaiveDate {
        self.from.site.release.date.unwrap_or(self.from.as_of)
    }

    /// Returns a fresh sheet for a page.
    pub fn sheet(&self) -> Sheet<'_> {
        Sheet::new(self.figures(), self.names(), &self.rows)
    }

    /// Returns all figures, of which none is shown by asking for it.
    pub fn figures(&self) -> Figures<'a> {
        Figures {
            site: self.from.site,
            release: self.from.release,
            as_of: self.from.as_of,
        }
    }

    /// Returns how codes are said.
    pub fn names(&self) -> Names<'a> {
        Names {
            site: self.from.site,
            words: self.from.words,
            codes: &self.from.release.codes,
            changes: &self.from.release.changes,
        }
    }

    /// Returns the periods of which a service has figures, in order of time within each kind.
    pub fn periods(&self, service: Code) -> &[Period] {
        self.slices.get(&service).map_or(&[], Vec::as_slice)
    }

    /// Returns whether a service in a period has a page.
    pub fn has_slice(&self, service: Code, period: Period) -> bool {
        period != Period::Undated && self.periods(service).contains(&period)
    }

    /// Returns the address of a service in a period.
    pub fn slice_path(&self, service: Code, period: Period) -> String {
        let slug = self.names().slug(service);
        match period.address() {
            address if address.is_empty() => ["services/", slug, "/"].concat(),
            address => ["services/", slug, "/", &address, "/"].concat(),
        }
    }

    /// Returns the services that have pages: everything first, then in the order of candour.toml, each with its depth in
    /// the tree.
    pub fn services(&self) -> Vec<(Code, u8)> {
        let mut services = Vec::new();
        if self.slices.contains_key(&code::ALL) {
            services.push((code::ALL, 0));
        }
        self.below(code::ALL, 0, &mut services);
        services
    }

    fn below(&self, parent: Code, depth: u8, services: &mut Vec<(Code, u8)>) {
        if depth > 8 {
            return;
        }
        for node in self.from.site.services.children(parent) {
            let shown = self.slices.contains_key(&node.code);
            if shown {
                services.push((node.code, depth));
            }
            self.below(node.code, depth + u8::from(shown), services);
        }
    }

    /// Returns the newest period of a service: its last quarter, else its last year, else whatever there is.
    pub fn latest(&self, service: Code) -> Option<Period> {
        let periods = self.periods(service);
        let last = |kind: PeriodKind| {
            periods
                .iter()
                .copied()
                .rfind(|period| period.kind() == kind && self.tells(service, *period))
        };
        let quarter = last(PeriodKind::Quarter);
        let year = last(PeriodKind::FinancialYear);
        match (quarter, year) {
            (Some(quarter), Some(year))
                if year.end() > quarter.end() && !self.figures().so_far(service, year) =>
            {
                Some(year)
            }
            (Some(quarter), _) => Some(quarter),
            (None, Some(year)) => Some(year),
            (None, None) => periods
                .iter()
                .copied()
                .rfind(|period| *period != Period::Undated),
        }
    }

    /// Returns the last year of a service that is over and told in full; else its newest period.
    pub fn latest_year(&self, service: Code) -> Option<Period> {
        let whole = |period: &Period| {
            let years = [
                PeriodKind::FinancialYear,
                PeriodKind::AcademicYear,
                PeriodKind::CalendarYear,
            ];
            years.contains(&period.kind())
                && !self.figures().is_part(service, *period)
                && self.tells(service, *period)
        };
        let whole_years = self.periods(service).iter().copied().filter(whole);
        whole_years
            .max_by_key(|period| period.end())
            .or_else(|| self.latest(service))
    }

    /// Whether there are complaint figures of a service in a period.
    pub fn tells(&self, service: Code, period: Period) -> bool {
        let values = &self.from.release.values;
        values
            .of(service, period)
            .iter()
            .any(|(key, _)| key.contact == code::COMPLAINT)
    }

    fn slice_pages(&self) -> Vec<Page> {
        let all: Vec<(Code, Period)> = self
            .slices
            .iter()
            .flat_map(|(service, periods)| periods.iter().map(|period| (*service, *period)))
            .filter(|(_, period)| *period != Period::Undated)
            .collect();
        // Few at a time, or one thread would wait at the end for another that still has a hundred to make.
        all.par_iter()
            .with_max_len(4)
            .map(|(service, period)| SlicePage::new(self, *service, *period).page())
            .collect()
    }

    /// Returns the way to a page: home, then these.
    pub fn crumbs(&self, way: &[(&str, &str)]) -> Vec<Link> {
        let home = Link {
            text: self.from.words.get("nav.home").to_owned(),
            ..Link::default()
        };
        let rest = way.iter().map(|(path, text)| Link::new(*path, *text));
        [home].into_iter().chain(rest).collect()
    }

    /// Returns the status of a service's figures in a period, with the day they were published.
    pub fn status(&self, service: Code, period: Period) -> Line {
        let words = self.from.words;
        let provisional = self.from.site.provisional(period, self.from.as_of)
            || self.figures().so_far(service, period);
        let mut line = vec![Inline::Strong {
            text: words
                .get(if provisional {
                    "status.provisional"
                } else {
                    "status.final"
                })
                .to_owned(),
        }];
        if let Some(day) = self.from.site.release.date {
            line.push(Inline::text(format!(
                " {}",
                words.fill("status.published", &[("date", &words.date(day))])
            )));
        }
        let meaning = match () {
            () if provisional => "status.may_change",
            () if self.may_be_open(service, period) => "status.open_may_change",
            () => "status.stays",
        };
        line.push(Inline::text(format!(" {}", words.get(meaning))));
        line
    }

    /// Whether complaints of a period are still open, or it is hidden whether any are.
    fn may_be_open(&self, service: Code, period: Period) -> bool {
        let mut released = self.figures().release.values.of(service, period).iter();
        released.any(|(key, released)| {
            key.contact == code::COMPLAINT
                && key.category(code::OUTCOME) == Some(code::OPEN)
                && match released.value {
                    ReleasedValue::Number(number) => !number.is_zero(),
                    ReleasedValue::Withheld(why) => why == Shorthand::Confidential,
                }
        })
    }
}

/// Finds the services that have pages, each with its periods: years and quarters first, each kind in order of time.
fn slices(from: &Sources) -> BTreeMap<Code, Vec<Period>> {
    let has_page = |service: Code| {
        let node = from.site.services.get(service);
        service == code::ALL || node.is_some_and(|node| node.page)
    };
    // How many people live here tells of no complaint: a year of which only that is known has nothing to show.
    let tells = |key: &ObservationKey| {
        let people = matches!(key.measure, code::POPULATION | code::HOMES_OWNED);
        !people && key.category(code::GROUP).is_none()
    };
    let values = &from.release.values;
    let told = values.places().filter(|(service, period)| {
        let keys = values.keys_of(*service, *period);
        alive(from.site, *service, *period) && keys.iter().any(tells)
    });
    let mut found: BTreeMap<Code, BTreeSet<Period>> = BTreeMap::new();
    for (service, period) in told
        .chain(from.decisions.iter().map(|d| (d.service, d.period)))
        .chain(from.lessons.iter().map(|l| (l.service, l.period)))
    {
        if has_page(service) {
            found.entry(service).or_default().insert(period);
        }
    }
    let in_order = |periods: BTreeSet<Period>| {
        let mut periods: Vec<Period> = periods.into_iter().collect();
        periods.sort_by_key(|period| {
            let kind = period.kind();
            let main = [PeriodKind::FinancialYear, PeriodKind::Quarter].contains(&kind);
            (!main, kind, period.start(), *period)
        });
        periods
    };
    found
        .into_iter()
        .map(|(service, periods)| (service, in_order(periods)))
        .collect()
}

/// Whether a service was there at some time in a period.
pub(super) fn alive(site: &Site, service: Code, period: Period) -> bool {
    let Some(node) = site.services.get(service) else {
        return true;
    };
    let ended = node
        .to
        .zip(period.start())
        .is_some_and(|(to, start)| to < start);
    let not_begun = node
        .from
        .zip(period.end())
        .is_some_and(|(from, end)| end < from);
    !ended && !not_begun
}
