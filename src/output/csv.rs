//! Tables as CSV: UTF-8 without a mark, CRLF, one header row, no cell that a spreadsheet would run.
//!
//! A text that begins like a formula (`=`, `+`, `-`, `@`) gets an apostrophe in front, which spreadsheets show as text;
//! a number, negative ones included, stays as it is. Line breaks inside a cell become spaces, so that one row is one line
//! for every reader; cells are trimmed, and other control characters are left out.

use super::number::is_number;
use std::borrow::Cow;

/// Writes a table of text cells.
pub fn table(columns: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = header(columns);
    for row in rows {
        line(&mut out, row.iter().map(String::as_str));
    }
    out
}

/// Returns the header row.
pub(super) fn header(columns: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    line(&mut out, columns.iter().copied());
    out
}

/// Adds a row.
pub(super) fn line<'a>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        if is_plain(cell) {
            out.extend_from_slice(cell.as_bytes());
        } else {
            quoted(out, &harmless(cell));
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// Adds a row of which [`is_ordinary`] says so, from its cells as one text with NULs between them. Nearly always all of them
/// begin and end with letters and digits too: then the text is the line, with commas in the place of the NULs.
pub(super) fn ordinary_line(out: &mut Vec<u8>, text: &str) {
    if !have_plain_ends(text.as_bytes()) {
        return line(out, text.split('\0'));
    }
    let comma = |byte| if byte == 0 { b',' } else { byte };
    out.extend(text.bytes().map(comma));
    out.extend_from_slice(b"\r\n");
}

/// Returns whether cells with NULs between them begin and end as most do. A loop that does not stop looks at many bytes at
/// once.
fn have_plain_ends(cells: &[u8]) -> bool {
    let pairs = cells.iter().zip(cells.get(1..).unwrap_or_default());
    let beside = |a: u8, b: u8| a != 0 || b == 0 || is_plain_end(b);
    let inside = pairs.fold(true, |all, (a, b)| all & beside(*a, *b) & beside(*b, *a));
    let ends = [cells.first(), cells.last()];
    inside
        && ends
            .into_iter()
            .flatten()
            .all(|byte| *byte == 0 || is_plain_end(*byte))
}

fn is_plain_end(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Returns whether a cell stands in a file as it is, whatever the rules below: most are codes and numbers.
fn is_plain(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let ends = [bytes.first(), bytes.last()];
    ends.into_iter().flatten().all(|byte| is_plain_end(*byte)) && cell.bytes().all(may_be_within)
}

fn may_be_within(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b' ')
}

/// Returns whether so many cells, as one text with NULs between them, are of letters, digits and a few harmless signs. Then
/// each needs only its ends looked at for CSV, and nothing for JSON. Loops that do not stop look at many bytes at once.
pub(super) fn is_ordinary(text: &str, cells: usize) -> bool {
    let harmless = |all, byte| all & (byte == 0 || may_be_within(byte));
    // One more NUL would be inside a cell.
    text.bytes().fold(true, harmless) && text.bytes().filter(|byte| *byte == 0).count() < cells
}

fn quoted(out: &mut Vec<u8>, cell: &str) {
    if !cell.contains(['"', ',']) {
        out.extend_from_slice(cell.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in cell.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Returns the cell as it may stand in a file.
fn harmless(cell: &str) -> Cow<'_, str> {
    let mut cell = Cow::Borrowed(cell.trim());
    if cell.contains(char::is_control) {
        let spaced = |c: char| {
            if matches!(c, '\r' | '\n' | '\t') {
                ' '
            } else {
                c
            }
        };
        let plain: String = cell.replace("\r\n", " ").chars().map(spaced).collect();
        cell = Cow::Owned(plain.replace(char::is_control, "").trim().to_owned());
    }
    // Full-width signs too: some spreadsheets read them as the plain ones.
    let formula = cell.starts_with([
        '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ]);
    if formula && !is_number(&cell) {
        cell = Cow::Owned(format!("'{cell}"));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let bytes = table(&["a"], &[vec![text.to_owned()]]);
        let text = String::from_utf8(bytes).expect("UTF-8");
        text["a\r\n".len()..].trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_shown_as_text() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("+44 1632"), "'+44 1632");
        assert_eq!(cell("- late"), "'- late");
        assert_eq!(cell("\t=1"), "'=1");
        assert_eq!(cell("-1+2"), "'-1+2");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        assert_eq!(cell("-3"), "-3");
        assert_eq!(cell("-0.5"), "-0.5");
    }

    #[test]
    fn a_row_of_ordinary_cells_is_the_line_of_its_cells() {
        for cells in [
            ["a", "", "1.5"],
            ["", "", ""],
            ["-1", "b c", "x"],
            ["a", "+", "b-"],
            ["a", " b", ".5"],
            ["-x", "a_", "_"],
        ] {
            let text = cells.join("\0");
            assert!(is_ordinary(&text, cells.len()));
            let (mut one, mut other) = (Vec::new(), Vec::new());
            line(&mut one, cells);
            ordinary_line(&mut other, &text);
            assert_eq!(one, other, "{cells:?}");
        }
    }

    #[test]
    fn commas_and_quotes_are_kept_and_line_breaks_become_spaces() {
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell(" one\r\ntwo\nthree\u{7} "), "one two three");
    }
}
