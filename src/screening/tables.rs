//! The cells of CSV and the strings of JSON, as they stand in files.

use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// A cell of CSV.
pub(super) struct Cell<'t> {
    /// The row, as a spreadsheet shows it.
    pub row: u32,
    /// The column, from 0.
    pub column: usize,
    /// What it holds, without quotation marks around it.
    pub text: Cow<'t, str>,
}

/// Calls `each` with every cell. Nothing is a fault here: a mark that is never closed only makes a longer cell.
pub(super) fn cells<'t>(text: &'t str, each: &mut dyn FnMut(Cell<'t>)) {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    let separator = [',', ';', '\t']
        .into_iter()
        .max_by_key(|one| (count(*one), *one == ','));
    let separator = separator.unwrap_or(',') as u8;
    let bytes = text.as_bytes();
    let (mut at, mut row, mut column) = (0, 1, 0);
    while at <= bytes.len() {
        let quoted = bytes.get(at) == Some(&b'"');
        let (cell, end) = if quoted {
            quoted_cell(text, at)
        } else {
            (Cow::Borrowed(""), at)
        };
        let rest = end
            + bytes[end..]
                .iter()
                .position(|byte| *byte == separator || matches!(byte, b'\n' | b'\r'))
                .unwrap_or(bytes.len() - end);
        let text = if quoted && rest == end {
            cell
        } else {
            Cow::Borrowed(&text[at..rest])
        };
        if !text.is_empty() {
            each(Cell { row, column, text });
        }
        match bytes.get(rest) {
            Some(byte) if *byte == separator => column += 1,
            Some(b'\r') if bytes.get(rest + 1) == Some(&b'\n') => {
                (row, column, at) = (row + 1, 0, rest + 2);
                continue;
            }
            Some(_) => (row, column) = (row + 1, 0),
            None => return,
        }
        at = rest + 1;
    }
}

/// Returns a cell in quotation marks, and where it ends.
fn quoted_cell(text: &str, open: usize) -> (Cow<'_, str>, usize) {
    let bytes = text.as_bytes();
    let mut at = open + 1;
    let mut doubled = false;
    loop {
        let Some(mark) = memchr(b'"', &bytes[at..]).map(|length| at + length) else {
            return (Cow::Borrowed(&text[open + 1..]), bytes.len());
        };
        if bytes.get(mark + 1) != Some(&b'"') {
            let cell = &text[open + 1..mark];
            let cell = if doubled {
                Cow::Owned(cell.replace("\"\"", "\""))
            } else {
                Cow::Borrowed(cell)
            };
            return (cell, mark + 1);
        }
        doubled = true;
        at = mark + 2;
    }
}

/// Calls `each` with every string of JSON, keys included, and with what stands between strings, where numbers are.
pub(super) fn strings<'t>(text: &'t str, each: &mut dyn FnMut(Cow<'t, str>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let open = memchr(b'"', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        if open - at > 8 {
            each(Cow::Borrowed(&text[at..open]));
        }
        let mut end = open + 1;
        let mut escaped = false;
        while let Some(mark) = bytes
            .get(end..)
            .and_then(|rest| memchr2(b'"', b'\\', rest))
            .map(|length| end + length)
        {
            end = mark;
            if bytes[mark] == b'"' {
                break;
            }
            escaped = true;
            end = mark + 2;
        }
        let end = end.min(bytes.len());
        if let Some(string) = text.get(open + 1..end).filter(|string| string.len() > 4) {
            each(if escaped {
                unescaped(string)
            } else {
                Cow::Borrowed(string)
            });
        }
        at = end + 1;
    }
}

fn unescaped(string: &str) -> Cow<'_, str> {
    serde_json::from_str(&format!("\"{string}\"")).map_or(Cow::Borrowed(string), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::{cells, strings};

    #[test]
    fn cells_are_found_with_their_places() {
        let mut found = Vec::new();
        cells("a;b\r\n\"x;\"\"y\"\"\n\";2\n\n;\"open", &mut |cell| {
            found.push((cell.row, cell.column, cell.text.into_owned()))
        });
        let expected = [
            (1, 0, "a"),
            (1, 1, "b"),
            (2, 0, "x;\"y\"\n"),
            (2, 1, "2"),
            (4, 1, "open"),
        ];
        assert_eq!(
            found,
            expected.map(|(row, column, text)| (row, column, text.to_owned()))
        );
    }

    #[test]
    fn strings_are_found_with_their_escapes_undone() {
        let mut found = Vec::new();
        strings(
            "{\"key12\": \"one\\u0040two\", \"n\": 7700900123, \"open",
            &mut |text| found.push(text.into_owned()),
        );
        assert!(found.contains(&"one@two".to_owned()), "{found:?}");
        assert!(
            found.iter().any(|text| text.contains("7700900123")),
            "{found:?}"
        );
    }
}
