//! What may stand in the HTML that a council's words become.

const ELEMENTS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "a",
    "img",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "span",
    "br",
    "sup",
    "div",
];
const ATTRIBUTES: &[&str] = &[
    "href",
    "src",
    "alt",
    "title",
    "scope",
    "class",
    "id",
    "start",
    "tabindex",
    "role",
    "aria-label",
    "aria-labelledby",
];

/// Asserts that HTML holds nothing that runs, loads or is styled, and that its tags are whole.
pub fn is_harmless(html: &str) {
    for tag in html.split('<').skip(1) {
        let (tag, _) = tag
            .split_once('>')
            .unwrap_or_else(|| panic!("a tag without an end: {tag}"));
        let tag = tag.trim_start_matches('/').trim_end_matches('/').trim_end();
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "an element {name:?} in {html}");
        let mut rest = attributes.trim();
        while !rest.is_empty() {
            let (attribute, after) = rest
                .split_once("=\"")
                .unwrap_or_else(|| panic!("{rest:?} in {html}"));
            let (value, after) = after
                .split_once('"')
                .unwrap_or_else(|| panic!("{rest:?} in {html}"));
            assert!(
                ATTRIBUTES.contains(&attribute.trim()),
                "an attribute {attribute:?} in {html}"
            );
            let runs = value
                .trim()
                .to_lowercase()
                .replace(['\n', '\t', '\r'], "")
                .starts_with("javascript:");
            assert!(!runs, "a script in {html}");
            rest = after.trim();
        }
    }
}
