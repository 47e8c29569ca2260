//! Text made safe inside HTML, in content and in quoted attributes alike.

/// Gives `write` the text piece by piece, with the five characters that mean something in HTML written as references.
/// A slash is left alone, unlike in the engine's own escaping, so that addresses and keys stay readable.
pub fn escape<E>(text: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    if !has_special(text) {
        return write(text);
    }
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        if start < at {
            write(&text[start..at])?;
        }
        write(reference)?;
        start = at + 1;
    }
    if start < text.len() {
        write(&text[start..])?;
    }
    Ok(())
}

/// Nearly no text has one of the five. A loop that does not stop at the first is one that compares many bytes at once.
fn has_special(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| {
        found | matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'')
    })
}

/// Adds text to HTML, escaped.
pub fn push_escaped(html: &mut String, text: &str) {
    let pushed: Result<(), std::convert::Infallible> = escape(text, |piece| {
        html.push_str(piece);
        Ok(())
    });
    match pushed {
        Ok(()) => (),
    }
}

#[cfg(test)]
mod tests {
    use super::push_escaped;

    #[test]
    fn markup_becomes_text_and_addresses_stay_as_they_are() {
        let mut html = String::new();
        push_escaped(&mut html, "<a href=\"x\">'é' & ../b/</a>");
        assert_eq!(
            html,
            "&lt;a href=&quot;x&quot;&gt;&#39;é&#39; &amp; ../b/&lt;/a&gt;"
        );
    }
}
