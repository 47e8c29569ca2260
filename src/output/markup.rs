//! What the link checker needs to know of a page: ids, links and title, read in one pass.

use crate::vocabulary::TextSet;
use memchr::{memchr, memmem};
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
    // Half as many would have to be moved to a larger table, once or twice.
    markup.ids.reserve(html.len() / 256);
    let mut links: TextSet<&str> = TextSet::default();
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(length) = memchr(b'<', &bytes[at..]) {
        at += length + 1;
        if bytes[at..].starts_with(b"!--") {
            at = after(bytes, at + 3, b"-->");
        } else if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let name = at;
            let end = run(bytes, at, |byte| !is_end(byte));
            at = attributes(html, end, &mut markup, &mut links);
            match &bytes[name..end] {
                b"title" if markup.title.is_empty() => {
                    let rest = &html[at..];
                    markup.title = rest.split_once('<').map_or(rest, |(title, _)| title);
                }
                // What stands inside is no markup.
                b"script" => at = after(bytes, at, b"</script"),
                b"style" => at = after(bytes, at, b"</style"),
                _ => {}
            }
        }
    }
    markup
}

/// Whether a byte ends the name of a tag.
fn is_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')
}

/// Returns where the bytes that are so end.
fn run(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> usize {
    let rest = bytes[from..].iter();
    from + rest.take_while(|byte| is(**byte)).count()
}

fn after(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    memmem::find(&bytes[from..], end).map_or(bytes.len(), |at| from + at + end.len())
}

/// Reads the attributes of a tag, and returns where the tag ends. Every place where the text is cut is beside a byte of
/// ASCII.
fn attributes<'a>(
    html: &'a str,
    mut at: usize,
    markup: &mut Markup<'a>,
    links: &mut TextSet<&'a str>,
) -> usize {
    let bytes = html.as_bytes();
    loop {
        if bytes.get(at) == Some(&b'>') {
            return at + 1;
        }
        at = run(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b'/');
        match bytes.get(at) {
            Some(b'>') => return at + 1,
            None => return at,
            Some(_) => {}
        }
        let name = at;
        at = run(bytes, at, |byte| byte.is_ascii_lowercase() || byte == b'-');
        if bytes.get(at) != Some(&b'=') {
            at = run(bytes, at, |byte| !is_end(byte) && byte != b'=');
        }
        let name = &bytes[name..at];
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        let value = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let from = at + 1;
                let end = memchr(quote, &bytes[from..]).map_or(bytes.len(), |end| from + end);
                at = bytes.len().min(end + 1);
                &html[from..end]
            }
            _ => {
                let from = at;
                at = run(bytes, at, |byte| {
                    !byte.is_ascii_whitespace() && byte != b'>'
                });
                &html[from..at]
            }
        };
        match name {
            b"id" if !markup.ids.insert(value) => markup.repeated.push(value),
            b"href" | b"src" if links.insert(value) => markup.links.push(resolved(value)),
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
