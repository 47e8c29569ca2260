//! Markdown to safe HTML.

use super::{Piece, figures, tables};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd, html,
};
use std::ops::Range;

/// Reads the body of a page from `start` on; returns its title, which is its first heading when it has none so far, and its
/// pieces.
pub(super) fn read(
    file: &str,
    text: &str,
    start: usize,
    title: &str,
    report: &mut Report,
) -> (String, Vec<Piece>) {
    let (marked, keys) = figures::take_out(file, text, start, report);
    let mut filter = Filter {
        file,
        text,
        start,
        report,
        dropped: Vec::new(),
        image: None,
        html_reported: false,
        shift: 0,
    };
    let mut events: Vec<(Event, Range<usize>)> = parser(&marked).collect();
    let title = if title.is_empty() {
        take_title(&mut events)
    } else {
        title.to_owned()
    };
    filter.shift = shift(&events);
    let safe: Vec<Event> = events
        .into_iter()
        .filter_map(|(event, span)| filter.pass(event, span))
        .collect();
    let mut out = String::new();
    html::push_html(&mut out, tables::finish(safe, &title).into_iter());
    (title, figures::put_in(&out, &keys))
}

fn parser(text: &str) -> OffsetIter<'_> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Takes the first heading out of the page when it is of the first level.
fn take_title(events: &mut Vec<(Event, Range<usize>)>) -> String {
    let is_start = |event: &Event| {
        matches!(
            event,
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            })
        )
    };
    let is_end = |event: &Event| matches!(event, Event::End(TagEnd::Heading(HeadingLevel::H1)));
    let Some(from) = events.iter().position(|(event, _)| is_start(event)) else {
        return String::new();
    };
    let Some(to) = events[from..].iter().position(|(event, _)| is_end(event)) else {
        return String::new();
    };
    events
        .drain(from..=from + to)
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            _ => None,
        })
        .collect()
}

/// Returns how many levels headings move down. The page's own heading is the one `h1`, and the section in which its words stand
/// has an `h2`, so the first level below is `h3`, whether a page begins with `#` or, as it should, with `##`.
fn shift(events: &[(Event, Range<usize>)]) -> usize {
    let first = |event: &Event| {
        matches!(
            event,
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            })
        )
    };
    1 + usize::from(events.iter().any(|(event, _)| first(event)))
}

/// Lets through what is safe and reports the rest.
struct Filter<'a> {
    file: &'a str,
    text: &'a str,
    start: usize,
    report: &'a mut Report,
    /// For each open link or image, whether its tag was dropped.
    dropped: Vec<bool>,
    /// The open image's place, and whether it has words so far.
    image: Option<(Range<usize>, bool)>,
    /// HTML is reported once a page.
    html_reported: bool,
    shift: usize,
}

impl Filter<'_> {
    fn report(&mut self, diagnostic: Diagnostic, span: &Range<usize>) {
        let span = self.start + span.start..self.start + span.end;
        self.report
            .push(diagnostic.in_text(self.file, self.text, span));
    }

    fn pass<'e>(&mut self, event: Event<'e>, span: Range<usize>) -> Option<Event<'e>> {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => self.raw(html, span),
            Event::Start(tag) => self.open(tag, span).map(Event::Start),
            Event::End(tag) => self.close(tag).map(Event::End),
            Event::Text(text) => {
                if let Some((_, has_words)) = &mut self.image {
                    *has_words |= !text.trim().is_empty();
                }
                Some(Event::Text(text))
            }
            other => Some(other),
        }
    }

    /// Prints HTML as text. Comments go: they are notes of the writers to each other.
    fn raw<'e>(&mut self, html: CowStr<'e>, span: Range<usize>) -> Option<Event<'e>> {
        let trimmed = html.trim();
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
            return None;
        }
        if !self.html_reported {
            self.html_reported = true;
            let found = Diagnostic::warning(rule::RAW_HTML, "HTML is printed as text").help(
                "say it in Markdown: **bold**, [words](address), a blank line between paragraphs",
            );
            self.report(found, &span);
        }
        Some(Event::Text(html))
    }

    fn open<'e>(&mut self, tag: Tag<'e>, span: Range<usize>) -> Option<Tag<'e>> {
        match tag {
            Tag::HtmlBlock => Some(Tag::Paragraph),
            Tag::Heading { level, .. } => Some(Tag::Heading {
                level: lower(level, self.shift),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Tag::Link {
                link_type,
                ref dest_url,
                ..
            } => {
                let safe = self.link(link_type, dest_url, &span);
                self.dropped.push(!safe);
                safe.then_some(tag)
            }
            Tag::Image { ref dest_url, .. } => {
                let safe = self.picture(dest_url, &span);
                self.dropped.push(!safe);
                self.image = Some((span, false));
                safe.then_some(tag)
            }
            other => Some(other),
        }
    }

    fn close(&mut self, tag: TagEnd) -> Option<TagEnd> {
        match tag {
            TagEnd::HtmlBlock => Some(TagEnd::Paragraph),
            TagEnd::Heading(level) => Some(TagEnd::Heading(lower(level, self.shift))),
            TagEnd::Link => (!self.dropped.pop().unwrap_or(false)).then_some(tag),
            TagEnd::Image => {
                if let Some((span, false)) = self.image.take() {
                    let found = Diagnostic::warning(rule::IMAGE, "the picture has no words")
                        .help("say what it shows: ![A chart of ...](picture.png)");
                    self.report(found, &span);
                }
                (!self.dropped.pop().unwrap_or(false)).then_some(tag)
            }
            other => Some(other),
        }
    }

    /// Returns whether a link may be printed as one.
    fn link(&mut self, kind: LinkType, address: &str, span: &Range<usize>) -> bool {
        if kind == LinkType::Email {
            return true;
        }
        match fault(address) {
            None => true,
            Some(help) => {
                let message = format!(
                    "the link to \"{}\" cannot be printed",
                    crate::diagnostic::cut(address)
                );
                self.report(
                    Diagnostic::error(rule::LINK_SCHEME, message).help(help),
                    span,
                );
                false
            }
        }
    }

    /// Returns whether a picture may be shown: one of this site.
    fn picture(&mut self, address: &str, span: &Range<usize>) -> bool {
        if scheme(address).is_none() && fault(address).is_none() {
            return true;
        }
        let found = Diagnostic::error(rule::IMAGE, "the picture is not one of this site").help(
            "put it into content/assets/ and name it as seen from the page: ../assets/picture.png",
        );
        self.report(found, span);
        false
    }
}

/// Returns the scheme of an address: `https` of `https://…`; nothing for a relative one.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let relative = scheme.contains(['/', '?', '#']);
    (!relative).then(|| scheme.trim().to_lowercase())
}

/// Returns what to write instead of an address that may not be linked to.
fn fault(address: &str) -> Option<&'static str> {
    match scheme(address).as_deref() {
        Some("https" | "http" | "mailto" | "tel") => None,
        Some(_) => Some("links begin with https://, http://, mailto: or tel:"),
        None if address.starts_with(['/', '\\']) => Some(
            "the site may stand below another one: name its pages as seen from this page, as ../data/",
        ),
        // A browser takes line ends and tabs out of an address before it looks at its scheme.
        None if address.contains(|c: char| c.is_control()) => {
            Some("an address is one word without line ends")
        }
        None => None,
    }
}

fn lower(level: HeadingLevel, by: usize) -> HeadingLevel {
    HeadingLevel::try_from((level as usize + by).min(6)).unwrap_or(HeadingLevel::H6)
}
