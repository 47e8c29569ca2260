//! Lines of tables, of which only what differs from the line before is looked at.
//!
//! Rows that follow one another have most of their cells in common: the council, the period, the service. Tables are read
//! cell by cell and JSON string by string, so a cell that was clean in the line before is clean in this one.

use super::tree::Reading;
use crate::guard;
use memchr::{memchr, memrchr};

/// Looks at the lines of one text in turn.
pub(super) struct Rows<'t> {
    reading: Reading,
    /// The last clean line whose cells can be told apart by their marks alone.
    before: &'t str,
}

impl<'t> Rows<'t> {
    /// Returns one that has seen no line yet.
    pub(super) fn of(reading: Reading) -> Self {
        Rows {
            reading,
            before: "",
        }
    }

    /// Returns whether any detector could find something in a cell of the next line.
    pub(super) fn may_hold(&mut self, line: &'t str) -> bool {
        let mark = match self.reading {
            Reading::Sheet if is_plain_sheet(line) => b',',
            Reading::Tree if memchr(b'\\', line.as_bytes()).is_none() => b'"',
            _ => return guard::may_hold(line),
        };
        let may = fresh_may_hold(line, self.before.as_bytes(), mark);
        self.before = if may { "" } else { line };
        may
    }
}

/// Whether commas alone divide a line: with quotation marks, other separators or a bare CR its cells are others.
fn is_plain_sheet(line: &str) -> bool {
    let other = |byte: u8| matches!(byte, b'"' | b';' | b'\t' | b'\r');
    !line.bytes().fold(false, |found, byte| found | other(byte))
}

/// Returns whether any detector could find something in the cells that the line before has not got in the same place.
/// Cells stand between marks; in JSON every second one is what stands between two strings.
fn fresh_may_hold(mut line: &str, mut before: &[u8], mark: u8) -> bool {
    loop {
        let bytes = line.as_bytes();
        let same = common(bytes, before);
        if same == bytes.len() && same == before.len() {
            return false;
        }
        let start = memrchr(mark, &bytes[..same]).map_or(0, |at| at + 1);
        let end = memchr(mark, &bytes[same..]).map_or(bytes.len(), |length| same + length);
        if guard::may_hold(&line[start..end]) {
            return true;
        }
        if end == bytes.len() {
            return false;
        }
        line = &line[end + 1..];
        let behind = memchr(mark, &before[same..]).map(|length| same + length + 1);
        before = behind.map_or(&[], |behind| &before[behind..]);
    }
}

/// Returns how many bytes two texts begin with in common.
fn common(a: &[u8], b: &[u8]) -> usize {
    let ((a_chunks, _), (b_chunks, _)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    let chunks = a_chunks.iter().zip(b_chunks);
    let whole = chunks.take_while(|(a, b)| a == b).count() * 16;
    let rest = a[whole..].iter().zip(&b[whole..]);
    whole + rest.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the lines in which something may be.
    fn told<'t>(reading: Reading, lines: &[&'t str]) -> Vec<&'t str> {
        let mut rows = Rows::of(reading);
        let told = lines.iter().copied();
        told.filter(|line| rows.may_hold(line)).collect()
    }

    #[test]
    fn a_detail_is_told_in_every_line_that_has_it() {
        let lines = [
            "adults,2023-24,ok,5",
            "adults,2023-24,01632 960140,5",
            "adults,2023-24,01632 960140,6",
            "adults,2023-24,ok,6",
            "01632 960140,2023-24,ok,6",
            "adults,2023-24,ok,01632 960140",
        ];
        let with: Vec<&str> = lines
            .into_iter()
            .filter(|line| line.contains("01632"))
            .collect();
        assert_eq!(told(Reading::Sheet, &lines), with);
        let as_json = |line: &&str| format!("[\"{}\"],", line.replace(',', "\",\""));
        let lines: Vec<String> = lines.iter().map(as_json).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let with: Vec<&str> = lines
            .iter()
            .copied()
            .filter(|line| line.contains("01632"))
            .collect();
        assert_eq!(told(Reading::Tree, &lines), with);
    }

    #[test]
    fn a_cell_that_goes_on_where_the_one_before_ended_is_looked_at_whole() {
        assert_eq!(
            told(Reading::Sheet, &["a,01632 96,b", "a,01632 960140,b"]),
            ["a,01632 960140,b"]
        );
        assert_eq!(
            told(Reading::Sheet, &["a,b,01632 96", "a,b,01632 960140"]),
            ["a,b,01632 960140"]
        );
        // A shorter line, and one whose marks are elsewhere.
        assert_eq!(
            told(
                Reading::Sheet,
                &["a,b,c,d", "a,b", "a", "", "d,a@b.example"]
            ),
            ["d,a@b.example"]
        );
        assert_eq!(
            told(
                Reading::Tree,
                &["[\"a\",1,\"b\"]", "[\"a\",\"1\",\"a@b.example\"]"]
            ),
            ["[\"a\",\"1\",\"a@b.example\"]"]
        );
    }

    #[test]
    fn lines_that_marks_alone_do_not_divide_are_looked_at_whole() {
        let line = "a;\"b, a@b.example\";c";
        assert_eq!(told(Reading::Sheet, &[line, line]), [line, line]);
        let line = "[\"a\\\"b\",\"a@b.example\"]";
        assert_eq!(told(Reading::Tree, &[line, line]), [line, line]);
    }

    #[test]
    fn what_two_texts_begin_with_is_counted() {
        let text: Vec<u8> = (0..100).collect();
        for length in 0..100 {
            let mut other = text.clone();
            assert_eq!(common(&text[..length], &text), length);
            other[length] ^= 255;
            assert_eq!(common(&text, &other), length);
        }
    }
}
