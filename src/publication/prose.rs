//! The pages of words: about, methods, quality, releases, accessibility, the frame of how to complain, and any other the
//! council wrote.
//!
//! What the program knows (targets, the policy, dates, accepted contradictions) is said from the settings, so that words
//! and figures cannot disagree; the council's own Markdown stands before it.

mod checks;
mod methods;
mod notes;
mod quality;
mod written;

pub use written::html;
use written::parts;

use super::beside::DATES;
use super::compose::Composer;
use super::page::{Block, Inline, Link, Page, Section, Texts};
use super::sheet::Sheet;
use crate::content::ContentPage;
use chrono::NaiveDate;

/// The pages every site has: the name of its Markdown file, its address, and its key in the language file.
const STANDARD: [(&str, &str, &str); 7] = [
    ("about", "about/", "about"),
    ("methods", "about/methods/", "methods"),
    (
        "protecting-people",
        "about/protecting-people/",
        "protection",
    ),
    ("quality", "about/quality/", "quality"),
    ("releases", "about/releases/", "releases"),
    ("how-to-complain", "how-to-complain/", "complain"),
    ("accessibility", "accessibility/", "accessibility"),
];

/// How many releases before this one readers are told of.
const RELEASES_TOLD: usize = 8;

impl Composer<'_> {
    /// Returns the pages of words.
    pub(super) fn prose_pages(&self) -> Vec<Page> {
        let mut pages: Vec<Page> = STANDARD
            .iter()
            .map(|(file, path, key)| self.standard(file, path, key))
            .collect();
        let own = self.from.content.iter().filter(|page| {
            page.path != "home" && !STANDARD.iter().any(|(file, ..)| *file == page.path)
        });
        pages.extend(own.map(|page| self.own_page(page)));
        pages
    }

    fn standard(&self, file: &str, path: &str, key: &str) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = self.from.site.council.name.as_str();
        let written = self.from.content.iter().find(|page| page.path == file);
        let mut sections: Vec<Section> = Vec::new();
        if let Some(page) = written {
            let own = words.get(&format!("{key}.own"));
            sections.extend(parts(&html(page, &sheet), own));
        }
        sections.extend(match key {
            "about" => self.about(),
            "methods" => self.methods(),
            "protection" => self.protection(),
            "quality" => self.quality(&sheet),
            "releases" => self.releases(),
            "complain" => self.complain(&sheet),
            _ => self.accessibility(written.is_some()),
        });
        let heading = match written {
            Some(page) if !page.title.is_empty() => page.title.clone(),
            _ => words.get(&format!("{key}.heading")).to_owned(),
        };
        let description = match written {
            Some(page) if !page.description.is_empty() => page.description.clone(),
            _ => words.fill(&format!("{key}.description"), &[("council", council)]),
        };
        let below_about = path.starts_with("about/") && path != "about/";
        let about = below_about.then(|| ("about/", words.get("nav.about")));
        let way: Vec<(&str, &str)> = about.into_iter().chain([(path, &*heading)]).collect();
        let (template, nav) = match key {
            "complain" => ("steps", path),
            _ => ("text", ""),
        };
        let texts = match key {
            "methods" | "complain" => Some(self.limits()),
            "protection" => Some(self.policy()),
            "quality" => Some(self.differences(&sheet)),
            "releases" => Some(self.dates()),
            _ => None,
        };
        Page {
            path: path.to_owned(),
            template,
            texts,
            nav: nav.to_owned(),
            crumbs: self.last(self.crumbs(&way)),
            ..self.page_of_words(&sheet, heading, description, sections)
        }
    }

    fn own_page(&self, page: &ContentPage) -> Page {
        let sheet = self.sheet();
        let html = html(page, &sheet);
        let description = match page.description.is_empty() {
            true => page.title.clone(),
            false => page.description.clone(),
        };
        let sections = parts(&html, self.from.words.get("prose.own"));
        Page {
            path: format!("{}/", page.path),
            crumbs: self.last(self.crumbs(&[("", &page.title)])),
            ..self.page_of_words(&sheet, page.title.clone(), description, sections)
        }
    }

    /// What all pages of words share.
    fn page_of_words(
        &self,
        sheet: &Sheet,
        heading: String,
        description: String,
        sections: Vec<Section>,
    ) -> Page {
        let council = self.from.site.council.name.as_str();
        let rows = sheet.rows();
        let args = [("heading", heading.as_str()), ("council", council)];
        Page {
            template: "text",
            title: self.from.words.fill("prose.title", &args),
            heading,
            description,
            sections,
            indexed: true,
            rows,
            ..Page::default()
        }
    }

    /// Returns a section of sentences.
    pub(super) fn section(&self, id: &str, key: &str, lines: Vec<String>) -> Section {
        let lines = lines
            .into_iter()
            .map(|line| vec![Inline::text(line)])
            .collect();
        Section::new(id, self.from.words.get(key), vec![Block::Prose { lines }])
    }

    fn about(&self) -> Vec<Section> {
        let words = self.from.words;
        let links = [
            "methods",
            "protection",
            "quality",
            "releases",
            "complain",
            "accessibility",
        ]
        .iter()
        .filter_map(|key| STANDARD.iter().find(|(_, _, known)| known == key))
        .map(|(_, path, key)| Link::new(*path, words.get(&format!("{key}.heading"))))
        .collect();
        let council = &self.from.site.council.name;
        let mut site = self.section(
            "site",
            "about.site",
            vec![
                words.fill("about.what", &[("council", council)]),
                words.get("about.reuse").to_owned(),
                words.get("about.nothing_else").to_owned(),
            ],
        );
        site.blocks.push(Block::Links { links });
        vec![site]
    }

    fn releases(&self) -> Vec<Section> {
        let words = self.from.words;
        let release = &self.from.site.release;
        let mut dates: Vec<String> = release
            .date
            .iter()
            .map(|day| words.fill("releases.this", &[("date", &words.date(*day))]))
            .collect();
        if !release.late.is_empty() {
            dates.push(words.fill("releases.late", &[("reason", &release.late)]));
        }
        let next: Vec<String> = self.planned().map(|day| words.date(day)).collect();
        dates.push(if next.is_empty() {
            words.get("releases.none").to_owned()
        } else {
            words.fill("releases.next", &[("dates", &words.all_of(&next))])
        });
        let before: Vec<String> = self.before().map(|day| words.date(day)).collect();
        if !before.is_empty() {
            dates.push(words.fill("releases.before", &[("dates", &words.all_of(&before))]));
        }
        vec![self.section("dates", "releases.dates", dates)]
    }

    /// The days of the last releases before this one, newest first.
    fn before(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let mut days = self.from.earlier.to_vec();
        days.retain(|day| *day < self.released());
        days.sort_unstable();
        days.dedup();
        days.into_iter().rev().take(RELEASES_TOLD)
    }

    /// The days to come on which figures come out.
    fn planned(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let next = self.from.site.release.next.iter().copied();
        next.filter(|day| *day > self.from.as_of)
    }

    /// The same days as rows.
    fn dates(&self) -> Texts {
        let published = self.from.site.release.date.into_iter();
        let published = published.map(|day| (day, "published"));
        let before: Vec<(NaiveDate, &str)> = self.before().map(|day| (day, "published")).collect();
        let published = before.into_iter().rev().chain(published);
        let planned = self.planned().map(|day| (day, "planned"));
        let row = |(day, event): (NaiveDate, &str)| vec![day.to_string(), event.to_owned()];
        Texts {
            table: &DATES,
            rows: published.chain(planned).map(row).collect(),
        }
    }

    /// What the program checked by itself; before that, that the council has not written its own statement yet.
    fn accessibility(&self, written: bool) -> Vec<Section> {
        let words = self.from.words;
        let missing = (!written).then(|| {
            let line = words.get("accessibility.missing").to_owned();
            self.section("missing", "accessibility.missing_heading", vec![line])
        });
        let day = words.date(self.from.as_of);
        let mut tested = vec![words.fill("accessibility.tested", &[("date", &day)])];
        tested.extend(
            ["links", "titles", "ids", "contrast"]
                .map(|check| words.get(&format!("accessibility.{check}")).to_owned()),
        );
        tested.push(words.get("accessibility.not_tested").to_owned());
        let tested = self.section("tested", "accessibility.tested_heading", tested);
        missing.into_iter().chain([tested]).collect()
    }
}
