//! What the link checker needs to know of a page: ids, links and title, read in one pass.

use super::hasher::TextSet;
use memchr::memchr;
use std::borrow::Cow;

/// The parts of a page.
#[derive(Debug, Default)]
pub(super) struct Markup<'a> {
    /// All ids.
    pub ids: TextSet<&'a str>,
    /// Ids that came twice.
    pub repeated: Vec<&'a str>,
    /// All `href` and `src`, with character references resolved; each once.
    pub links: Vec<Cow<'a, str>>,
    /// The text of `title`.
    pub title: &'a str,
}

/// Reads a page. Written for HTML as the templates make it; anything else is read as far as it makes sense.
pub(super) fn read(html: &str) -> Markup<'_> {
    let mut markup = Markup::default();
    let mut links: TextSet<&str> = TextSet::default();
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = after(comment, "-->");
        } else if rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let start = rest;
            let tag = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
                .unwrap_or(rest.len());
            let name = &start[..tag];
            rest = attributes(&rest[tag..], &mut markup, &mut links);
            match name {
                "title" if markup.title.is_empty() => {
                    markup.title = rest.split_once('<').map_or(rest, |(title, _)| title);
                }
                // What stands inside is no markup.
                "script" => rest = after(rest, "</script"),
                "style" => rest = after(rest, "</style"),
                _ => {}
            }
        }
    }
    markup
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// Reads the attributes of a tag and returns what comes after it.
fn attributes<'a>(
    mut rest: &'a str,
    markup: &mut Markup<'a>,
    links: &mut TextSet<&'a str>,
) -> &'a str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(end) = rest.strip_prefix('>') {
            return end;
        }
        if rest.is_empty() {
            return rest;
        }
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len());
        // A sign that can begin no name would stop the reading here for ever.
        let end = end
            .max(rest.chars().next().map_or(1, char::len_utf8))
            .min(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        let Some(quoted) = rest.strip_prefix('=') else {
            continue;
        };
        let value;
        (value, rest) = match quoted.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = &quoted[1..];
                match memchr(quote as u8, inside.as_bytes()) {
                    Some(end) => (&inside[..end], &inside[end + 1..]),
                    None => (inside, ""),
                }
            }
            _ => quoted.split_at(
                quoted
                    .find(|c: char| c.is_ascii_whitespace() || c == '>')
                    .unwrap_or(quoted.len()),
            ),
        };
        match name {
            "id" if !markup.ids.insert(value) => markup.repeated.push(value),
            "href" | "src" if links.insert(value) => markup.links.push(resolved(value)),
            _ => {}
        }
    }
}

/// Resolves the character references that an address may hold.
fn resolved(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let plain = value
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn ids_links_and_title_are_found_however_they_are_quoted() {
        let page = read(
            "<!-- <a href=x> --><TITLE><title>A & B</title><a id='one' href=\"a?b=1&amp;c\">href=\"no\"</a><img src=c.svg><br/><script>\"<a href=d>\"</script><b id=two>",
        );
        assert_eq!(page.title, "A & B");
        assert_eq!(page.links, ["a?b=1&c", "c.svg"]);
        assert!(page.ids.contains("one") && page.ids.contains("two"));
    }

    #[test]
    fn broken_markup_is_read_to_its_end() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"x",
            "<a = >",
            "<a é=\"ü\"",
            "<a \u{1f600}",
            "<!--",
            "<title>",
            "<script>",
        ] {
            read(html);
        }
    }
}
