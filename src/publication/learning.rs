//! You said, we did: all, by theme, by year.

use super::compose::Composer;
use super::page::{Block, Inline, LessonEntry, Link, Page, QuoteEntry, Section};
use crate::dataset::Lesson;
use crate::period::Period;
use crate::vocabulary::{Code, List};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl Composer<'_> {
    /// Returns the pages of lessons.
    pub(super) fn learning_pages(&self) -> Vec<Page> {
        if self.from.lessons.is_empty() {
            return Vec::new();
        }
        let all: Vec<&Lesson> = self.from.lessons.iter().collect();
        let mut pages = vec![self.lessons_page("learning/", None, &all)];
        for theme in self.themes() {
            let some: Vec<&Lesson> = all
                .iter()
                .copied()
                .filter(|lesson| lesson.theme == theme)
                .collect();
            pages.push(self.lessons_page(
                &self.theme_path(theme),
                Some(self.names().of(List::Theme, theme)),
                &some,
            ));
        }
        for period in self.lesson_periods() {
            let some: Vec<&Lesson> = all
                .iter()
                .copied()
                .filter(|lesson| self.lesson_year(lesson) == period)
                .collect();
            pages.push(self.lessons_page(
                &format!("learning/{}/", period.id()),
                Some(self.from.words.beginning(&self.from.words.period(period))),
                &some,
            ));
        }
        pages
    }

    fn themes(&self) -> BTreeSet<Code> {
        self.from
            .lessons
            .iter()
            .map(|lesson| lesson.theme)
            .collect()
    }

    fn theme_path(&self, theme: Code) -> String {
        format!(
            "learning/{}/",
            self.names().codes.word(theme).replace('_', "-")
        )
    }

    fn lesson_year(&self, lesson: &Lesson) -> Period {
        lesson.period.financial_year().unwrap_or(lesson.period)
    }

    fn lesson_periods(&self) -> Vec<Period> {
        let periods: BTreeSet<Period> = self
            .from
            .lessons
            .iter()
            .map(|lesson| self.lesson_year(lesson))
            .collect();
        let mut periods: Vec<Period> = periods.into_iter().collect();
        periods.sort_by_key(|period| Reverse(period.start()));
        periods
    }

    fn lessons_page(&self, path: &str, which: Option<String>, lessons: &[&Lesson]) -> Page {
        let words = self.from.words;
        let council = &self.from.site.council.name;
        let shown = which.clone().unwrap_or_default();
        let args = [("council", council.as_str()), ("which", shown.as_str())];
        let lead = self.how_far(lessons);
        let mut sections = vec![Section {
            id: "choose".into(),
            heading: words.get("learning.choose").to_owned(),
            blocks: vec![Block::Links {
                links: self.lesson_links(path),
            }],
            screen_only: true,
            ..Section::default()
        }];
        sections.extend(self.lessons_by_year(lessons));
        let mut crumbs = self.crumbs(&[("learning/", words.get("nav.learning"))]);
        crumbs.extend(which.as_ref().map(|which| Link::new("", which)));
        let some = if which.is_some() { "_some" } else { "" };
        Page {
            path: path.to_owned(),
            template: "learning",
            title: words.fill(&format!("learning.title{some}"), &args),
            heading: words.fill(&format!("learning.heading{some}"), &args),
            description: words.fill("learning.description", &args),
            nav: "learning/".into(),
            crumbs: self.last(crumbs),
            lead: vec![Inline::text(lead)],
            sections,
            texts: Some(self.lesson_texts(lessons.iter().copied())),
            indexed: true,
            ..Page::default()
        }
    }

    /// A section for each year, the newest first.
    fn lessons_by_year(&self, lessons: &[&Lesson]) -> Vec<Section> {
        let words = self.from.words;
        let mut years: BTreeMap<(Reverse<Option<NaiveDate>>, Period), Vec<&Lesson>> =
            BTreeMap::new();
        for lesson in lessons {
            let year = self.lesson_year(lesson);
            let place = (Reverse(year.start()), year);
            years.entry(place).or_default().push(lesson);
        }
        let section = |((_, year), mut lessons): ((_, Period), Vec<&Lesson>)| {
            lessons.sort_by_key(|lesson| Reverse(lesson.period.start()));
            let entries = lessons
                .into_iter()
                .map(|lesson| self.lesson_entry(lesson))
                .collect();
            Section::new(
                format!("in-{}", year.id()),
                words.beginning(&words.period(year)),
                vec![Block::Lessons { entries }],
            )
        };
        years.into_iter().map(section).collect()
    }

    /// "We recorded 38 changes. 31 are done and 7 are under way."
    fn how_far(&self, lessons: &[&Lesson]) -> String {
        let words = self.from.words;
        let all = lessons.len() as i64;
        let states: Vec<(&str, i64)> = ["done", "under_way", "not_done"]
            .into_iter()
            .map(|state| {
                let of = lessons.iter().filter(|lesson| lesson.status == state);
                (state, of.count() as i64)
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        let status = |state: &str| words.get(&format!("learning.status.{state}"));
        let said = match states.as_slice() {
            [] => String::new(),
            [(state, count)] if *count == all => {
                words.count("learning.all_of_them", all, &[("status", status(state))])
            }
            several => {
                let parts: Vec<String> = several
                    .iter()
                    .map(|(state, count)| {
                        words.count("learning.of_them", *count, &[("status", status(state))])
                    })
                    .collect();
                words.fill("learning.states", &[("states", &words.all_of(&parts))])
            }
        };
        let lead = words.count("learning.lead", all, &[]);
        format!("{lead} {said}").trim_end().to_owned()
    }

    fn lesson_links(&self, current: &str) -> Vec<Link> {
        let words = self.from.words;
        let link = |path: String, text: String| Link {
            current: path == current,
            path,
            text,
            external: false,
        };
        let mut links = vec![link(
            "learning/".into(),
            words.get("learning.all").to_owned(),
        )];
        links.extend(self.themes().into_iter().map(|theme| {
            let count = self
                .from
                .lessons
                .iter()
                .filter(|lesson| lesson.theme == theme)
                .count();
            link(
                self.theme_path(theme),
                format!("{} ({count})", self.names().of(List::Theme, theme)),
            )
        }));
        links.extend(self.lesson_periods().into_iter().map(|period| {
            let text = words.beginning(&words.period(period));
            link(format!("learning/{}/", period.id()), text)
        }));
        links
    }

    pub(super) fn lesson_entry(&self, lesson: &Lesson) -> LessonEntry {
        let names = self.names();
        let words = self.from.words;
        let late =
            lesson.status == "under_way" && lesson.due.is_some_and(|due| due < self.from.as_of);
        let status = match (lesson.status.as_str(), lesson.due) {
            ("under_way", Some(due)) if late => {
                words.fill("learning.overdue", &[("date", &words.date(due))])
            }
            ("under_way", Some(due)) => words.fill("learning.due", &[("date", &words.date(due))]),
            (status, _) => words.get(&format!("learning.status.{status}")).to_owned(),
        };
        LessonEntry {
            id: lesson.id.clone(),
            you_said: lesson.you_said.clone(),
            we_found: lesson.we_found.clone(),
            we_did: lesson.we_did.clone(),
            meta: vec![
                names.of(List::Theme, lesson.theme),
                names.service(lesson.service),
                words.period(lesson.period),
            ],
            state: lesson.status.clone(),
            status,
            link: (!lesson.link.is_empty()).then(|| Link {
                path: lesson.link.clone(),
                text: words.get("learning.proof").to_owned(),
                external: true,
                current: false,
            }),
            decisions: self.decisions_behind(lesson),
        }
    }

    /// Returns the place of a lesson on the page of its year, where it stays.
    pub(super) fn lesson_path(&self, lesson: &Lesson) -> String {
        format!("learning/{}/#{}", self.lesson_year(lesson).id(), lesson.id)
    }

    /// Returns the lessons of a service in a period, for its page; a year has those of its quarters too.
    pub(super) fn lessons_of(&self, service: Code, period: Period) -> Vec<LessonEntry> {
        self.from
            .lessons
            .iter()
            .filter(|lesson| {
                self.belongs(lesson.service, service) && self.learned_in(lesson, period)
            })
            .map(|lesson| self.lesson_entry(lesson))
            .collect()
    }

    /// Whether a lesson is of a period; those of its quarters are of a year too.
    pub(super) fn learned_in(&self, lesson: &Lesson, period: Period) -> bool {
        lesson.period == period || lesson.period.financial_year() == Some(period)
    }

    /// Returns what people wrote in thanks to a service in a period.
    pub(super) fn quotes_of(&self, service: Code, period: Period) -> Vec<QuoteEntry> {
        let names = self.names();
        self.from
            .quotes
            .iter()
            .filter(|quote| {
                self.belongs(quote.service, service)
                    && (quote.period == period || quote.period.financial_year() == Some(period))
            })
            .map(|quote| QuoteEntry {
                text: quote.text.clone(),
                meta: format!(
                    "{}, {}",
                    names.service(quote.service),
                    names.period(quote.period)
                ),
            })
            .collect()
    }

    /// Returns the home page's part about lessons: the three newest.
    pub(super) fn newest_lessons(&self) -> Option<Section> {
        self.newest_of(self.from.lessons.iter().collect())
    }

    /// Returns the newest lessons of a service and of those below it, for its own page.
    pub(super) fn newest_lessons_of(&self, service: Code) -> Option<Section> {
        let lessons = self.from.lessons.iter();
        let own = lessons.filter(|lesson| {
            lesson.period != Period::Undated && self.belongs(lesson.service, service)
        });
        self.newest_of(own.collect())
    }

    fn newest_of(&self, mut lessons: Vec<&Lesson>) -> Option<Section> {
        let words = self.from.words;
        lessons.sort_by_key(|lesson| (Reverse(lesson.period.start()), lesson.id.clone()));
        let newest = lessons.into_iter().take(3);
        let entries: Vec<LessonEntry> = newest.map(|lesson| self.lesson_entry(lesson)).collect();
        if entries.is_empty() {
            return None;
        }
        let links = vec![Link::new("learning/", words.get("home.all_lessons"))];
        Some(Section::new(
            "learning",
            words.get("home.learning"),
            vec![Block::Lessons { entries }, Block::Links { links }],
        ))
    }
}
