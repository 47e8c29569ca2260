//! Tables of a page as those who do not see them need them: with a name, heads of columns and heads of rows.
//!
//! Markdown knows heads of columns alone. The first cell of each row is taken for its head, and the name comes from a line
//! `Table: …` right above, which becomes the caption; without one from the heading above, unseen, because it is on the page
//! already. A table that a small telephone has no room for gets a box to scroll in, as the tables of figures have.

use super::figures;
use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

/// How the line that names a table begins.
const NAMED: &str = "Table:";

/// How many letters a figure has that is not filled in yet, at most as a rule.
const FIGURE: usize = 6;

/// How many letters fit beside each other on a small telephone, and how many the space between two columns takes.
const ROOM: usize = 34;
const GAP: usize = 1;

/// Replaces the tables among the events of a page by finished HTML. `title` is the page's own.
pub(super) fn finish<'e>(events: Vec<Event<'e>>, title: &str) -> Vec<Event<'e>> {
    let mut heading = title.to_owned();
    let mut out: Vec<Event> = Vec::with_capacity(events.len());
    let mut events = events.into_iter();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Table(columns)) => {
                let inside = events.by_ref();
                let inside: Vec<Event> = inside
                    .take_while(|event| !matches!(event, Event::End(TagEnd::Table)))
                    .collect();
                let caption = take_caption(&mut out);
                print(&columns, inside, caption, &heading, &mut out);
            }
            Event::End(TagEnd::Heading(_)) => {
                let is_start = |event: &Event| matches!(event, Event::Start(Tag::Heading { .. }));
                let from = out.iter().rposition(is_start).unwrap_or(out.len());
                heading = words(&out[from..]);
                out.push(event);
            }
            other => out.push(other),
        }
    }
    out
}

/// Takes the paragraph that names the next table from the end of what has been printed.
fn take_caption<'e>(out: &mut Vec<Event<'e>>) -> Option<Vec<Event<'e>>> {
    if !matches!(out.last(), Some(Event::End(TagEnd::Paragraph))) {
        return None;
    }
    let is_start = |event: &Event| matches!(event, Event::Start(Tag::Paragraph));
    let start = out.iter().rposition(is_start)?;
    let Some(Event::Text(first)) = out.get(start + 1) else {
        return None;
    };
    let rest = first.strip_prefix(NAMED)?.trim_start().to_owned();
    let mut caption = out.split_off(start + 1);
    caption.pop();
    out.pop();
    caption[0] = Event::Text(rest.into());
    Some(caption)
}

/// Returns the words of some events, without figures: those have no value yet.
fn words(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    figures::without(&text).trim().to_owned()
}

fn print<'e>(
    columns: &[Alignment],
    inside: Vec<Event<'e>>,
    caption: Option<Vec<Event<'e>>>,
    heading: &str,
    out: &mut Vec<Event<'e>>,
) {
    let mut push = |html: &str| out.push(Event::Html(CowStr::from(html.to_owned())));
    let wide = !fits(columns.len(), &inside);
    let name = caption
        .as_deref()
        .map(words)
        .filter(|name| !name.is_empty());
    if wide {
        let name = escape(name.as_deref().unwrap_or(heading));
        push(&format!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">\n"
        ));
    }
    push(&format!("<table class=\"c{}\">\n<caption>", columns.len()));
    match caption.filter(|_| name.is_some()) {
        Some(caption) => {
            push(if wide { "<span>" } else { "" });
            out.extend(caption);
        }
        None => push(&format!("<span class=\"vh\">{}", escape(heading))),
    }
    let mut push = |html: &str| out.push(Event::Html(CowStr::from(html.to_owned())));
    push(if name.is_some() && !wide {
        "</caption>\n"
    } else {
        "</span></caption>\n"
    });
    let mut cells = Cells {
        columns,
        wide,
        head: true,
        at: 0,
        open: "td",
    };
    let mut inside = inside.into_iter().peekable();
    while let Some(event) = inside.next() {
        let empty = matches!(inside.peek(), Some(Event::End(TagEnd::TableCell)));
        out.push(match cells.tag(&event, empty) {
            Some(html) => Event::Html(html.into()),
            None => event,
        });
    }
    out.push(Event::Html("</tbody>\n</table>\n".into()));
    if wide {
        out.push(Event::Html("</div>\n".into()));
    }
}

/// Goes through the cells of a table.
struct Cells<'a> {
    columns: &'a [Alignment],
    wide: bool,
    head: bool,
    at: usize,
    open: &'static str,
}

impl Cells<'_> {
    /// Returns the tag for an event that is a part of the table itself.
    fn tag(&mut self, event: &Event, empty: bool) -> Option<String> {
        Some(match event {
            Event::Start(Tag::TableHead) => "<thead><tr>".into(),
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                "</tr></thead>\n<tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.at = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => self.cell(empty),
            Event::End(TagEnd::TableCell) => format!("</{}>", self.open),
            _ => return None,
        })
    }

    /// Opens a cell. One without words heads nothing.
    fn cell(&mut self, empty: bool) -> String {
        let at = self.at;
        self.at += 1;
        let numeric = self.columns.get(at) == Some(&Alignment::Right);
        let heads_row = at == 0 && self.columns.len() > 1;
        let (open, scope) = match (self.head, empty) {
            (_, true) => ("td", ""),
            (true, _) => ("th", " scope=\"col\""),
            (false, _) if heads_row => ("th", " scope=\"row\""),
            (false, _) => ("td", ""),
        };
        self.open = open;
        let class = match (numeric, self.wide && open == "td") {
            (true, _) => " class=\"n\"",
            (false, true) => " class=\"text\"",
            (false, false) => "",
        };
        format!("<{open}{scope}{class}>")
    }
}

/// Returns whether the longest words of all columns stand beside each other on a small telephone.
fn fits(columns: usize, inside: &[Event]) -> bool {
    let mut widths = vec![0_usize; columns];
    let mut at = 0;
    for event in inside {
        match event {
            Event::Start(Tag::TableRow | Tag::TableHead) => at = 0,
            Event::End(TagEnd::TableCell) => at += 1,
            Event::Text(text) | Event::Code(text) => {
                let plain = figures::without(text);
                let pieces = plain.split([' ', '-', '/']);
                let longest = pieces.map(|piece| piece.chars().count()).max().unwrap_or(0);
                let figure = if plain.len() < text.len() { FIGURE } else { 0 };
                let longest = longest.max(figure);
                if let Some(width) = widths.get_mut(at) {
                    *width = (*width).max(longest);
                }
            }
            _ => {}
        }
    }
    widths.iter().sum::<usize>() + columns.saturating_sub(1) * GAP <= ROOM
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
