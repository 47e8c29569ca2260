//! The texts that cells point to.

use crate::source::workbook::{Trouble, Workbook, reference};
use quick_xml::events::Event;

/// The most bytes of shared texts.
const SHARED: usize = 128 << 20;

/// Reads the texts that cells point to. How many the file says there are is not looked at.
pub(super) fn shared(book: &mut Workbook<'_>) -> Result<Vec<String>, Trouble> {
    let mut shared = Vec::new();
    if book
        .archive
        .index_for_name("xl/sharedStrings.xml")
        .is_none()
    {
        return Ok(shared);
    }
    let mut xml = book.part("xl/sharedStrings.xml")?;
    let mut buffer = Vec::new();
    let (mut text, mut in_text, mut in_phonetic, mut bytes) = (String::new(), false, false, 0);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => in_text = !in_phonetic,
                "rPh" => in_phonetic = true,
                _ => {}
            },
            Event::Text(part) if in_text => text.push_str(&part.xml10_content()),
            Event::CData(part) if in_text => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) if in_text => {
                text.push_str(&reference(&name).ok_or(Trouble::Damaged)?)
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                "si" => {
                    bytes += text.len() + size_of::<String>();
                    if bytes > SHARED {
                        return Err(Trouble::Bomb(
                            "it holds more text than can be read from a workbook".into(),
                        ));
                    }
                    shared.push(unescaped(&std::mem::take(&mut text)));
                }
                _ => {}
            },
            Event::Eof => return Ok(shared),
            _ => {}
        }
    }
}

/// Undoes `_x000D_`, by which workbooks write characters that XML cannot hold; line breaks become plain ones.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest
            .get(at + 2..at + 6)
            .filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        match code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
        {
            Some('\r') => rest = &rest[at + 7..],
            Some(c) => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_cannot_hold_are_read() {
        assert_eq!(unescaped("a_x000D_\nb_x0041__xyz"), "a\nbA_xyz");
    }
}
