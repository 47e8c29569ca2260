//! What every page of the site shares: names, banners, dates, and the ways to other pages.

use super::Composer;
use crate::publication::SiteFacts;
use crate::publication::page::Link;

impl Composer<'_> {
    pub(super) fn facts(&self) -> SiteFacts {
        let words = self.from.words;
        let council = &self.from.site.council;
        let mut banners = Vec::new();
        if council.example {
            banners.push(words.fill("banner.example", &[("council", &council.name)]));
        }
        if !council.banner.is_empty() {
            banners.push(council.banner.clone());
        }
        let release = &self.from.site.release;
        let mut published: Vec<String> = release
            .date
            .iter()
            .map(|day| words.fill("footer.published", &[("date", &words.date(*day))]))
            .collect();
        if let Some(next) = release.next.iter().find(|day| **day > self.from.as_of) {
            published.push(words.fill("footer.next", &[("date", &words.date(*next))]));
        }
        SiteFacts {
            council: council.name.clone(),
            website: council.website.clone(),
            base_url: council.base_url.clone(),
            lang: language_tag(council.languages.first().map_or("en", String::as_str)),
            banners,
            published: published.join(" "),
            navigation: self.navigation(),
            footer: self.footer(),
        }
    }

    fn link(&self, path: &str, key: &str) -> Link {
        Link::new(path, self.from.words.get(key))
    }

    fn navigation(&self) -> Vec<Link> {
        let mut links = vec![self.link("services/", "nav.services")];
        if self.pages.ombudsman {
            links.push(self.link("ombudsman/", "nav.ombudsman"));
        }
        if self.pages.learning {
            links.push(self.link("learning/", "nav.learning"));
        }
        links.push(self.link("data/", "nav.data"));
        links.push(self.link("how-to-complain/", "nav.how_to_complain"));
        links
    }

    fn footer(&self) -> Vec<Link> {
        vec![
            self.link("about/", "nav.about"),
            self.link("about/methods/", "nav.methods"),
            self.link("about/protecting-people/", "nav.protection"),
            self.link("about/quality/", "nav.quality"),
            self.link("about/releases/", "nav.releases"),
            self.link("accessibility/", "nav.accessibility"),
            self.link("how-to-complain/", "nav.contact"),
        ]
    }
}

fn language_tag(language: &str) -> String {
    if language == "en" {
        "en-GB".to_owned()
    } else {
        language.to_owned()
    }
}
