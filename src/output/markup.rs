//! What the link checker needs to know of a page: ids, links and title, read in one pass.

use crate::vocabulary::TextSet;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// The parts of a page.
#[derive(Debug, Default)]
pub(super) struct Markup<'a> {
    /// All ids.
    pub ids: TextSet<&'a [u8]>,
    /// Ids that came twice.
    pub repeated: Vec<&'a [u8]>,
    /// All `href` and `src`, with character references resolved; each once.
    pub links: Vec<Cow<'a, str>>,
    /// The text of `title`.
    pub title: &'a [u8],
}

/// Reads a page. Written for HTML as the templates make it; anything else is read as far as it makes sense. Only its links
/// are read as text: to look through all of it for letters that are none would take as long as the rest.
pub(super) fn read(html: &[u8]) -> Markup<'_> {
    let mut markup = Markup::default();
    // Half as many would have to be moved to a larger table, once or twice.
    markup.ids.reserve(html.len() / 256);
    let mut links: TextSet<&[u8]> = TextSet::default();
    let mut at = 0;
    while let Some(length) = memchr(b'<', &html[at..]) {
        at += length + 1;
        if html[at..].starts_with(b"!--") {
            at = after(html, at + 3, b"-->");
        } else if html.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let name = at;
            let end = run(html, at, |byte| !is_end(byte));
            at = attributes(html, end, &mut markup, &mut links);
            match &html[name..end] {
                b"title" if markup.title.is_empty() => {
                    let rest = &html[at..];
                    markup.title = memchr(b'<', rest).map_or(rest, |end| &rest[..end]);
                }
                // What stands inside is no markup.
                b"script" => at = after(html, at, b"</script"),
                b"style" => at = after(html, at, b"</style"),
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

/// Reads the attributes of a tag, and returns where the tag ends.
fn attributes<'a>(
    bytes: &'a [u8],
    mut at: usize,
    markup: &mut Markup<'a>,
    links: &mut TextSet<&'a [u8]>,
) -> usize {
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
                &bytes[from..end]
            }
            _ => {
                let from = at;
                at = run(bytes, at, |byte| {
                    !byte.is_ascii_whitespace() && byte != b'>'
                });
                &bytes[from..at]
            }
        };
        match name {
            b"id" if !markup.ids.insert(value) => markup.repeated.push(value),
            b"href" | b"src" if links.insert(value) => {
                markup.links.push(resolved(String::from_utf8_lossy(value)));
            }
            _ => {}
        }
    }
}

/// Resolves the character references that an address may hold.
fn resolved(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
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
            b"<!-- <a href=x> --><TITLE><title>A & B</title><a id='one' href=\"a?b=1&amp;c\">href=\"no\"</a><img src=c.svg><br/><script>\"<a href=d>\"</script><b id=two>",
        );
        assert_eq!(page.title, b"A & B");
        assert_eq!(page.links, ["a?b=1&c", "c.svg"]);
        assert!(page.ids.contains(&b"one"[..]) && page.ids.contains(&b"two"[..]));
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
            read(html.as_bytes());
        }
    }
}
