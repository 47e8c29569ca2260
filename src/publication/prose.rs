//! The pages of words: about, methods, quality, releases, accessibility, the frame of how to complain, and any other the
//! council wrote.
//!
//! What the program knows (targets, the policy, dates, accepted contradictions) is said from the settings, so that words
//! and figures cannot disagree; the council's own Markdown stands before it.

mod methods;
mod notes;
mod quality;
mod written;

pub use written::html;
use written::parts;

use super::compose::Composer;
use super::page::{Block, Inline, Link, Page, Section};
use crate::content::ContentPage;

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
        let title = words.fill(
            "prose.title",
            &[("heading", &heading), ("council", council)],
        );
        let mut way: Vec<(&str, &str)> = Vec::new();
        if path.starts_with("about/") && path != "about/" {
            way.push(("about/", words.get("nav.about")));
        }
        way.push((path, &heading));
        Page {
            path: path.to_owned(),
            template: if key == "complain" { "steps" } else { "text" },
            title,
            description: written
                .map(|page| page.description.clone())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| {
                    words.fill(&format!("{key}.description"), &[("council", council)])
                }),
            nav: if key == "complain" {
                path.to_owned()
            } else {
                String::new()
            },
            crumbs: self.last(self.crumbs(&way)),
            heading,
            sections,
            downloads: if sheet.rows().is_empty() {
                Vec::new()
            } else {
                self.own_downloads()
            },
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    fn own_page(&self, page: &ContentPage) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let html = html(page, &sheet);
        let rows = sheet.rows();
        Page {
            path: format!("{}/", page.path),
            template: "text",
            title: words.fill(
                "prose.title",
                &[
                    ("heading", &page.title),
                    ("council", &self.from.site.council.name),
                ],
            ),
            heading: page.title.clone(),
            description: if page.description.is_empty() {
                page.title.clone()
            } else {
                page.description.clone()
            },
            crumbs: self.last(self.crumbs(&[("", &page.title)])),
            sections: parts(&html, words.get("prose.own")),
            downloads: if rows.is_empty() {
                Vec::new()
            } else {
                self.own_downloads()
            },
            indexed: true,
            rows,
            ..Page::default()
        }
    }

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
        let next: Vec<String> = release
            .next
            .iter()
            .filter(|day| **day > self.from.as_of)
            .map(|day| words.date(*day))
            .collect();
        dates.push(if next.is_empty() {
            words.get("releases.none").to_owned()
        } else {
            words.fill("releases.next", &[("dates", &words.all_of(&next))])
        });
        vec![self.section("dates", "releases.dates", dates)]
    }

    fn accessibility(&self, written: bool) -> Vec<Section> {
        if written {
            return Vec::new();
        }
        vec![self.section(
            "missing",
            "accessibility.missing_heading",
            vec![self.from.words.get("accessibility.missing").to_owned()],
        )]
    }
}
