//! Tables as JSON: the rows of the CSV beside it, with what each column means.
//!
//! `{"columns": [{"name", "definition"}, …], "rows": [[…], …]}`. A row is a list of cells in the order of the columns:
//! naming every column in every row would make the files three times as long. Every row has every column; a number that
//! is hidden, not known or not applicable is `null`, and `status` says which.

use super::number::is_number;
use crate::publication::tidy::TidyRow;

/// The columns of the published table that hold numbers.
const NUMBER_COLUMNS: [&str; 4] = ["value", "target", "numerator", "denominator"];

/// Returns which columns of the published table hold numbers.
pub(super) fn numbers() -> [bool; TidyRow::COLUMNS.len()] {
    TidyRow::COLUMNS.map(|name| NUMBER_COLUMNS.contains(&name))
}

/// Writes a table. `columns` are names with definitions; in the columns named by `numbers` a cell is a number or, when it is
/// empty, `null`.
pub fn table(columns: &[(&str, &str)], numbers: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = head(columns);
    let numbers: Vec<bool> = columns
        .iter()
        .map(|(name, _)| numbers.contains(name))
        .collect();
    for (at, row) in rows.iter().enumerate() {
        out.push_str(before(at));
        cells(&mut out, &numbers, row.iter().map(String::as_str));
    }
    out.push_str(FOOT);
    out.into_bytes()
}

/// Returns all that stands before the rows: the columns, names with definitions.
pub(super) fn head<D: AsRef<str>>(columns: &[(&str, D)]) -> String {
    let mut out = String::with_capacity(8192);
    out.push_str("{\n\"columns\": [\n");
    for (at, (name, definition)) in columns.iter().enumerate() {
        out.push_str("{\"name\": ");
        string(&mut out, name);
        out.push_str(", \"definition\": ");
        string(&mut out, definition.as_ref());
        out.push_str(if at + 1 < columns.len() {
            "},\n"
        } else {
            "}\n"
        });
    }
    out.push_str("],\n\"rows\": [");
    out
}

/// What stands after the rows.
pub(super) const FOOT: &str = "\n]\n}\n";

/// Returns what stands before a row: the comma after the row before, which the first of all has not, and its bracket.
pub(super) fn before(row: usize) -> &'static str {
    if row == 0 { "\n[" } else { ",\n[" }
}

/// Adds the cells of a row and the bracket that ends it.
pub(super) fn cells<'r>(
    out: &mut String,
    numbers: &[bool],
    cells: impl IntoIterator<Item = &'r str>,
) {
    cells_of(out, numbers, cells, string);
}

/// Adds the cells of a row in which there is nothing that JSON forbids inside a string.
pub(super) fn ordinary_cells<'r>(
    out: &mut String,
    numbers: &[bool],
    cells: impl IntoIterator<Item = &'r str>,
) {
    cells_of(out, numbers, cells, quoted);
}

fn cells_of<'r>(
    out: &mut String,
    numbers: &[bool],
    cells: impl IntoIterator<Item = &'r str>,
    string: impl Fn(&mut String, &str),
) {
    for (column, (number, cell)) in numbers.iter().zip(cells).enumerate() {
        if column > 0 {
            out.push(',');
        }
        match cell {
            "" if *number => out.push_str("null"),
            cell if *number && is_number(cell) => out.push_str(cell),
            cell => string(out, cell),
        }
    }
    out.push(']');
}

/// Adds a text in which JSON forbids nothing.
fn quoted(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// Whether JSON forbids a byte inside a string. All of them are single bytes, so that a text may be cut at them.
fn forbidden(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Adds a quoted string. Letters stay letters; only what JSON forbids is written as an escape.
pub(super) fn string(out: &mut String, text: &str) {
    // Nearly no text has one, and a loop that does not stop compares many bytes at once.
    if !text
        .bytes()
        .fold(false, |found, byte| found | forbidden(byte))
    {
        return quoted(out, text);
    }
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(forbidden) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => out.push_str(&format!("\\u{control:04x}")),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_number_is_a_number_and_none_is_null() {
        let columns = [("name", "what it \"means\""), ("value", "")];
        let rows = [["a\nb", "4"], ["-3", "-0.5"], ["", ""], ["x", "007"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let bytes = table(&columns, &["value"], &rows);
        let file: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(
            file,
            json!({
                "columns": [
                    {"name": "name", "definition": "what it \"means\""},
                    {"name": "value", "definition": ""}
                ],
                "rows": [["a\nb", 4], ["-3", -0.5], ["", null], ["x", "007"]]
            })
        );
    }

    #[test]
    fn a_table_without_rows_is_still_a_table() {
        let file: Value = serde_json::from_slice(&table(&[], &[], &[])).expect("JSON");
        assert_eq!(file["rows"], json!([]));
    }
}
