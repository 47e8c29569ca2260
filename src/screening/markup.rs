//! The texts of a page of HTML, or of any XML: one for each block, however it is cut up by tags inside it, and one for each
//! attribute. `01632 <b>960</b> 001` is one number to a reader, and so to the guard.

use memchr::{memchr, memmem};
use std::borrow::Cow;
use std::ops::Range;

/// Returns whether an element does not end a block of text.
fn is_inline(name: &str) -> bool {
    matches!(
        name.as_bytes(),
        b"a" | b"abbr"
            | b"b"
            | b"bdi"
            | b"bdo"
            | b"cite"
            | b"code"
            | b"data"
            | b"dfn"
            | b"em"
            | b"font"
            | b"i"
            | b"kbd"
            | b"mark"
            | b"q"
            | b"s"
            | b"samp"
            | b"small"
            | b"span"
            | b"strong"
            | b"sub"
            | b"sup"
            | b"time"
            | b"tspan"
            | b"u"
            | b"var"
            | b"wbr"
    )
}

/// A text of a page, with the way back to where it stands.
#[derive(Default)]
pub(super) struct Block {
    /// The text, its references resolved.
    pub text: String,
    /// Where its pieces begin, in the text and in the page.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    /// Returns where a byte of the text stands in the page.
    pub fn place(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|(from, _)| *from <= at);
        let (from, place) = index
            .checked_sub(1)
            .map_or((0, 0), |index| self.pieces[index]);
        place + (at - from)
    }

    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
    }

    /// Adds a piece of the page, its references resolved.
    fn push(&mut self, piece: &str, place: usize) {
        let mut from = 0;
        while let Some(at) = memchr(b'&', &piece.as_bytes()[from..]).map(|at| from + at) {
            let Some((c, length)) = reference(&piece[at..]) else {
                self.add(&piece[from..=at], place + from);
                from = at + 1;
                continue;
            };
            self.add(&piece[from..at], place + from);
            self.pieces.push((self.text.len(), place + at));
            self.text.push(c);
            from = at + length;
        }
        self.add(&piece[from..], place + from);
    }

    fn add(&mut self, piece: &str, place: usize) {
        if !piece.is_empty() {
            self.pieces.push((self.text.len(), place));
            self.text.push_str(piece);
        }
    }
}

/// Calls `each` with every text of a page in which `may_hold` says that something may be.
pub(super) fn texts(html: &str, may_hold: &impl Fn(&str) -> bool, each: &mut dyn FnMut(&Block)) {
    let bytes = html.as_bytes();
    let mut block = Block::default();
    let mut inside = Block::default();
    let mut values = Vec::new();
    let flush = |block: &mut Block, each: &mut dyn FnMut(&Block)| {
        if block.text.len() > SHORTEST && may_hold(&block.text) {
            each(block);
        }
        block.clear();
    };
    let mut at = 0;
    while at < html.len() {
        let open = memchr(b'<', &bytes[at..]).map_or(html.len(), |length| at + length);
        if at < open {
            block.push(&html[at..open], at);
        }
        if open == html.len() {
            break;
        }
        let rest = &html[open..];
        if rest.starts_with("<!--") {
            flush(&mut block, each);
            let end =
                memmem::find(&bytes[open..], b"-->").map_or(html.len(), |length| open + length + 3);
            block.push(&html[open..end], open);
            flush(&mut block, each);
            at = end;
            continue;
        }
        let name = name(rest);
        if name.is_empty() {
            block.push("<", open);
            at = open + 1;
            continue;
        }
        if !is_inline(name) {
            if name == "br" {
                block.push(" ", open);
            } else {
                flush(&mut block, each);
            }
        }
        at = values_of(bytes, open, name.len(), &mut values);
        let mut last = "";
        for value in values.drain(..) {
            let text = &html[value.clone()];
            // A figure's key is its element's id too.
            if text == last || text.len() <= SHORTEST {
                continue;
            }
            last = text;
            if memchr(b'&', text.as_bytes()).is_some() || may_hold(text) {
                inside.push(text, value.start);
                flush(&mut inside, each);
            }
        }
        if matches!(name, "script" | "style") && !rest.starts_with("</") {
            let close = format!("</{name}");
            let end = memmem::find(&bytes[at..], close.as_bytes())
                .map_or(html.len(), |length| at + length);
            for (line, place) in lines(&html[at..end]) {
                block.clear();
                block.add(line, at + place);
                flush(&mut block, each);
            }
            at = end;
        }
    }
    flush(&mut block, each);
}

/// Returns the lines of a text with where they begin.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let from = *at;
        *at += line.len();
        Some((line, from))
    })
}

/// No detail is so short.
const SHORTEST: usize = 4;

/// Returns the name of the tag that begins here, in small letters as we write them; empty when it is none.
fn name(tag: &str) -> &str {
    let rest = tag[1..].strip_prefix(['/', '!', '?']).unwrap_or(&tag[1..]);
    let end = rest
        .bytes()
        .position(|byte| !byte.is_ascii_alphanumeric() && byte != b':' && byte != b'-')
        .unwrap_or(rest.len());
    if rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        &rest[..end]
    } else {
        ""
    }
}

/// Finds the values of the attributes of the tag that begins here, and returns where the tag ends. Half of all tags end with
/// their name, and nearly all others are of names in small letters, each with its value in quotation marks.
fn values_of(bytes: &[u8], open: usize, name: usize, values: &mut Vec<Range<usize>>) -> usize {
    let slash = usize::from(bytes.get(open + 1) == Some(&b'/'));
    let mut at = open + 1 + slash + name;
    loop {
        match bytes.get(at) {
            Some(b'>') => return at + 1,
            Some(b' ') => at += 1,
            Some(b'a'..=b'z') => {
                let is_name = |byte: &&u8| byte.is_ascii_lowercase() || **byte == b'-';
                at += bytes[at..].iter().take_while(is_name).count();
                if !bytes[at..].starts_with(b"=\"") {
                    // No value, or one of another kind, which no space ends.
                    match bytes.get(at) {
                        Some(b' ' | b'>') => continue,
                        _ => break,
                    }
                }
                let from = at + 2;
                let Some(length) = memchr(b'"', &bytes[from..]) else {
                    break;
                };
                values.push(from..from + length);
                at = from + length + 1;
            }
            _ => break,
        }
    }
    values.clear();
    let end = tag_end(bytes, open);
    odd_values(bytes, open, end, values);
    end
}

/// Returns where any tag ends: behind its `>`, which inside quotation marks is none.
fn tag_end(bytes: &[u8], open: usize) -> usize {
    let mut quote = 0;
    for (at, &byte) in bytes[open..].iter().enumerate() {
        match byte {
            b'"' | b'\'' if quote == 0 => quote = byte,
            byte if byte == quote => quote = 0,
            b'>' if quote == 0 => return open + at + 1,
            _ => {}
        }
    }
    bytes.len()
}

/// Finds the values of any tag's attributes.
fn odd_values(bytes: &[u8], open: usize, end: usize, values: &mut Vec<Range<usize>>) {
    let mut at = open;
    while let Some(equals) = memchr(b'=', &bytes[at..end]).map(|length| at + length) {
        let rest = &bytes[..end];
        let (from, to) = match rest.get(equals + 1) {
            Some(&quote @ (b'"' | b'\'')) => {
                let from = equals + 2;
                (
                    from,
                    memchr(quote, &rest[from..]).map_or(end, |length| from + length),
                )
            }
            _ => {
                let from = equals + 1;
                let space = rest[from..]
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || *byte == b'>');
                (from, space.map_or(end, |length| from + length))
            }
        };
        values.push(from..to);
        at = to.max(equals + 1);
    }
}

/// Returns the character that a reference stands for, and how long the reference is.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let number = name.strip_prefix('#');
    let c = match (name, number) {
        (_, Some(number)) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(
                || number.parse().ok(),
                |hex| u32::from_str_radix(hex, 16).ok(),
            )?;
            char::from_u32(code)?
        }
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot", _) => '"',
        ("apos" | "rsquo" | "lsquo", _) => '\'',
        ("nbsp" | "ensp" | "emsp" | "thinsp", _) => ' ',
        ("commat", _) => '@',
        ("period", _) => '.',
        ("plus", _) => '+',
        ("shy" | "zwnj" | "zwj", _) => '\u{ad}',
        ("ndash" | "mdash" | "minus" | "hyphen", _) => '-',
        _ => return None,
    };
    Some((c, end + 1))
}

/// Returns an address with its escapes resolved, where it has any.
pub(super) fn unescaped(address: &str) -> Cow<'_, str> {
    let Some(first) = address.find('%') else {
        return Cow::Borrowed(address);
    };
    let mut bytes = address.as_bytes()[..first].to_vec();
    let mut rest = &address.as_bytes()[first..];
    while let Some((&byte, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        match code
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|_| byte == b'%')
        {
            Some(value) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(address), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{odd_values, tag_end, texts, unescaped, values_of};

    fn all(html: &str) -> Vec<String> {
        let mut found = Vec::new();
        texts(html, &|_| true, &mut |block| {
            found.push(block.text.trim().to_owned())
        });
        found
    }

    #[test]
    fn a_block_is_one_text_whatever_tags_are_in_it() {
        let html = "<p>01632 <b>960</b>&nbsp;001</p><td>next one</td><br><li>Mr&#32;Fernsby<br>of here</li>";
        assert_eq!(
            all(html),
            ["01632 960 001", "next one", "Mr Fernsby of here"]
        );
    }

    #[test]
    fn attributes_comments_and_scripts_are_texts_too() {
        let html = "<img alt=\"Mrs Fernsby > 1\"><!-- Mr Fernsby --><script>x='Dr Fernsby'</script><a href=mailto:a&#64;b.org>there</a>";
        let found = all(html);
        for text in [
            "Mrs Fernsby > 1",
            "x='Dr Fernsby'",
            "mailto:a@b.org",
            "there",
        ] {
            assert!(found.iter().any(|one| one == text), "{text} in {found:?}");
        }
        assert!(
            found.iter().any(|one| one.contains("Mr Fernsby")),
            "{found:?}"
        );
    }

    #[test]
    fn a_tag_of_the_usual_form_is_read_as_any_other() {
        for (tag, name) in [
            ("<td>", 2),
            ("</td>", 3),
            ("<td class=\"n\" data-figure=\"a/b=c\" id=\"a/b=c\">4", 2),
            ("<a href=\"a>b\" download>", 1),
            ("<a download href=\"x\"id=\"y\" >", 1),
            ("<a href='x' id=\"y\">", 1),
            ("<a href=x id=\"y\"", 1),
            ("<!DOCTYPE html>", 7),
            ("<svg viewBox=\"0 0 1 1\"/>", 3),
        ] {
            let bytes = tag.as_bytes();
            let name = name - usize::from(tag.starts_with("</"));
            let (mut usual, mut any) = (Vec::new(), Vec::new());
            let end = values_of(bytes, 0, name, &mut usual);
            assert_eq!(end, tag_end(bytes, 0), "{tag}");
            odd_values(bytes, 0, end, &mut any);
            assert_eq!(usual, any, "{tag}");
        }
    }

    #[test]
    fn a_text_knows_where_it_stands() {
        let html = "<p>one &amp; <b>two</b> three</p>";
        texts(html, &|_| true, &mut |block| {
            let at = block.text.find("three").unwrap();
            assert_eq!(&html[block.place(at)..block.place(at) + 5], "three");
        });
    }

    #[test]
    fn broken_pages_are_read_to_their_end() {
        for html in [
            "<",
            "<a",
            "<a href",
            "<a href=",
            "<a href=\"x",
            "<!--",
            "&",
            "&#;",
            "&#x110000;",
            "<script>",
            "</",
            "<é>",
        ] {
            texts(html, &|_| true, &mut |_| {});
        }
        assert_eq!(unescaped("a%40b.org%"), "a@b.org%");
    }
}
