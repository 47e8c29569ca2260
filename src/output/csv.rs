//! Tables as CSV: UTF-8 without a mark, CRLF, one header row, no cell that a spreadsheet would run.
//!
//! A text that begins like a formula (`=`, `+`, `-`, `@`) gets an apostrophe in front, which spreadsheets show as text;
//! a number, negative ones included, stays as it is. Line breaks inside a cell become spaces, so that one row is one line
//! for every reader; cells are trimmed, and other control characters are left out.

use super::number::is_number;
use crate::publication::tidy::TidyRow;
use rayon::prelude::*;
use std::borrow::Cow;

/// Writes the rows of the published table (contract 4).
pub fn tidy<R: AsRef<TidyRow> + Sync>(rows: &[R]) -> Vec<u8> {
    table(&TidyRow::COLUMNS, rows, |row| row.as_ref().cells())
}

/// Writes a table of text cells; `cells` gives those of a row.
pub fn table<'r, T, R>(header: &[&str], rows: &'r [T], cells: impl Fn(&'r T) -> R + Sync) -> Vec<u8>
where
    T: Sync,
    R: IntoIterator<Item = &'r str>,
{
    let mut out = Vec::new();
    line(&mut out, header.iter().copied());
    let pieces: Vec<Vec<u8>> = rows
        .par_chunks(PIECE)
        .map(|rows| {
            let mut piece = Vec::with_capacity(rows.len() * 160);
            for row in rows {
                line(&mut piece, cells(row));
            }
            piece
        })
        .collect();
    for piece in pieces {
        out.extend_from_slice(&piece);
    }
    out
}

/// How many rows are written at a time: one page's at once, the whole table's by all threads.
const PIECE: usize = 4096;

fn line<'a>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        quoted(out, &harmless(cell));
    }
    out.extend_from_slice(b"\r\n");
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
    use std::sync::Arc;

    fn cell(text: &str) -> String {
        let bytes = table(&["a"], &[text], |text| [*text]);
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
    fn commas_and_quotes_are_kept_and_line_breaks_become_spaces() {
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell(" one\r\ntwo\nthree\u{7} "), "one two three");
    }

    #[test]
    fn the_published_columns_stand_in_their_order() {
        let bytes = tidy(&[Arc::new(TidyRow {
            council: "Anytown".into(),
            value: "5".into(),
            status: "ok".into(),
            ..TidyRow::default()
        })]);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let mut lines = text.split("\r\n");
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("area_code,council,period,period_kind,"))
        );
        assert_eq!(lines.next(), Some(",Anytown,,,,,,,,,,,5,,,,,,,ok,"));
        assert_eq!(lines.next(), Some(""));
    }
}
