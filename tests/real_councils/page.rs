//! A page as a browser sees it: enough of a tree to find an element, its text and what stands around it.

use std::path::Path;

/// An element, or the whole page.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

/// Elements that never have an end tag.
const VOID: &[&str] = &[
    "meta", "link", "br", "img", "input", "hr", "col", "wbr", "base",
];

impl Element {
    /// Reads a page; nothing when there is none.
    pub fn read(path: &Path) -> Option<Element> {
        Some(parse(&std::fs::read_to_string(path).ok()?))
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    /// Returns the text with its white space in order.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => {
                    // Words of neighbouring cells and paragraphs must not run together.
                    let apart =
                        !matches!(element.name.as_str(), "span" | "a" | "strong" | "b" | "em");
                    if apart {
                        text.push(' ');
                    }
                    element.gather(text);
                    if apart {
                        text.push(' ');
                    }
                }
            }
        }
    }

    /// Returns the elements below this one that pass the test, in the order of the page.
    pub fn all(&self, test: &dyn Fn(&Element) -> bool) -> Vec<&Element> {
        let mut found = Vec::new();
        self.visit(&mut |element| {
            if test(element) {
                found.push(element);
            }
        });
        found
    }

    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Element)) {
        for child in &self.children {
            if let Node::Element(element) = child {
                see(element);
                element.visit(see);
            }
        }
    }

    /// Returns the elements that carry this figure.
    pub fn figures(&self, key: &str) -> Vec<&Element> {
        self.all(&|element| element.attribute("data-figure") == Some(key))
    }

    /// Returns the keys of all figures in the order of the page.
    pub fn keys(&self) -> Vec<&str> {
        let carriers = self.all(&|element| element.attribute("data-figure").is_some());
        carriers
            .iter()
            .filter_map(|element| element.attribute("data-figure"))
            .collect()
    }

    /// Returns the sections (of whatever depth) that hold a figure, the outermost first.
    pub fn sections_with(&self, key: &str) -> Vec<&Element> {
        self.all(&|element| element.name == "section" && !element.figures(key).is_empty())
    }

    /// Returns the section under this heading, compared without case.
    pub fn section(&self, heading: &str) -> Option<&Element> {
        let wanted = heading.to_lowercase();
        let headed = |element: &Element| {
            element.children.iter().any(|child| match child {
                Node::Element(inner) => inner.name == "h2" && inner.text().to_lowercase() == wanted,
                Node::Text(_) => false,
            })
        };
        self.all(&headed).into_iter().next()
    }

    /// Returns the headings of the page's sections, in order.
    pub fn headings(&self) -> Vec<String> {
        let headings = self.all(&|element| element.name == "h2");
        headings.iter().map(|heading| heading.text()).collect()
    }
}

fn parse(html: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        add(&mut open, Node::Text(plain(&rest[..at])));
        rest = &rest[at..];
        if let Some(end) = rest
            .strip_prefix("<!--")
            .and_then(|inner| inner.find("-->"))
        {
            rest = &rest[end + 7..];
            continue;
        }
        let end = tag_end(rest);
        let tag = &rest[1..end];
        rest = rest.get(end + 1..).unwrap_or("");
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name.trim());
        } else if !tag.starts_with('!') && !tag.starts_with('?') {
            let element = start(tag);
            let empty = tag.ends_with('/') || VOID.contains(&element.name.as_str());
            let raw = matches!(element.name.as_str(), "script" | "style");
            let name = element.name.clone();
            if empty {
                add(&mut open, Node::Element(element));
            } else {
                open.push(element);
            }
            if raw {
                let close = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                rest = &rest[close..];
            }
        }
    }
    while open.len() > 1 {
        fold(&mut open);
    }
    open.remove(0)
}

/// Returns where a tag ends: the first `>` outside quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(mark), letter) if mark == letter => quote = None,
            _ => {}
        }
    }
    text.len() - 1
}

fn start(tag: &str) -> Element {
    let tag = tag.trim_end_matches('/');
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|letter: char| letter == '=' || letter.is_whitespace())
            .unwrap_or(rest.len());
        let key = rest[..end].to_lowercase();
        rest = &rest[end..];
        let value = match rest.strip_prefix('=') {
            Some(after) => {
                let quote = after
                    .chars()
                    .next()
                    .filter(|mark| matches!(mark, '"' | '\''));
                let (value, after) = match quote {
                    Some(mark) => after[1..].split_once(mark).unwrap_or((&after[1..], "")),
                    None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
                };
                rest = after;
                plain(value)
            }
            None => String::new(),
        };
        attributes.push((key, value));
    }
    Element {
        name: name.to_lowercase(),
        attributes,
        children: Vec::new(),
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    if open.iter().skip(1).any(|element| element.name == name) {
        while open.last().is_some_and(|element| element.name != name) {
            fold(open);
        }
        fold(open);
    }
}

fn fold(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        add(open, Node::Element(element));
    }
}

/// Turns the marks that templates escape back into letters.
fn plain(text: &str) -> String {
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2f;", "/"),
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("\u{a0}", " "),
        ("&amp;", "&"),
    ];
    marks.iter().fold(text.to_string(), |text, (mark, letter)| {
        text.replace(mark, letter)
    })
}
