//! The text as the detectors see it, and the way back to the text as it stands.

use std::borrow::Cow;

/// A text without what hides details: no-break and other spaces are spaces, dashes hyphens, curly marks straight,
/// full-width signs and digits plain, and characters without width are gone. Line breaks and tabs are spaces too: a
/// detail in a cell may be broken anywhere.
pub(super) struct Plain<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// For each byte, and the end, its place in the text as it stands; nothing where both are the same.
    map: Option<Vec<u32>>,
}

impl<'t> Plain<'t> {
    /// Returns the text as the detectors see it.
    pub fn of(text: &'t str) -> Self {
        if text.is_ascii() && !text.bytes().any(|byte| byte < b' ') {
            return Plain {
                text: Cow::Borrowed(text),
                map: None,
            };
        }
        let mut plain = String::with_capacity(text.len());
        let mut map = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            let Some(c) = shown(c) else { continue };
            plain.push(c);
            map.resize(plain.len(), at as u32);
        }
        map.push(text.len() as u32);
        Plain {
            text: Cow::Owned(plain),
            map: Some(map),
        }
    }

    /// Returns where a byte of the plain text stands in the text as it stands.
    pub fn original(&self, at: usize) -> usize {
        match &self.map {
            Some(map) => map.get(at).copied().unwrap_or_default() as usize,
            None => at,
        }
    }

    /// Returns where what ends here ends in the text as it stands.
    pub fn original_end(&self, at: usize) -> usize {
        // What was left out behind the last character counts as its end: masking it harms nobody.
        self.original(at)
    }
}

/// Returns the plain character for one, or nothing for those without width.
fn shown(c: char) -> Option<char> {
    Some(match c {
        '\t'
        | '\n'
        | '\r'
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => ' ',
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        // Full-width forms of the signs, digits and letters of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from((c as u32 - 0xff01 + 0x21) as u8),
        // Digits of other scripts, and digits drawn as symbols.
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{966}'..='\u{96f}' => digit(c, 0x966),
        '\u{1d7ce}'..='\u{1d7ff}' => digit(c, 0x1d7ce),
        c => c,
    })
}

fn digit(c: char, nought: u32) -> char {
    char::from(b'0' + ((c as u32 - nought) % 10) as u8)
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn what_hides_a_detail_is_undone_and_the_way_back_is_known() {
        let text = "a\u{a0}b\u{200b}c\u{ff11}\u{2013}\u{e9}x";
        let plain = Plain::of(text);
        assert_eq!(plain.text, "a bc1-\u{e9}x");
        let at = |part: &str| {
            let from = plain.text.find(part).unwrap();
            &text[plain.original(from)..plain.original_end(from + part.len())]
        };
        assert_eq!(at("bc"), "b\u{200b}c");
        assert_eq!(at("1"), "\u{ff11}");
        assert_eq!(at("x"), "x");
    }
}
