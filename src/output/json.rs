//! Tables as JSON: the rows of the CSV beside it, with what each column means.
//!
//! `{"columns": [{"name", "definition"}, …], "rows": [[…], …]}`. A row is a list of cells in the order of the columns:
//! naming every column in every row would make the files three times as long. Every row has every column; a number that
//! is hidden, not known or not applicable is `null`, and `status` says which.

use super::number::is_number;
use crate::publication::tidy::TidyRow;
use rayon::prelude::*;
use std::borrow::Cow;

/// The columns of the published table that hold numbers.
const NUMBERS: [&str; 4] = ["value", "target", "numerator", "denominator"];

/// Writes the rows of the published table (contract 4), each with its figure's key as `id`, which is also its anchor on
/// the page. `define` says what a column means.
pub fn tidy<'a, R>(rows: &[R], define: impl Fn(&str) -> &'a str) -> Vec<u8>
where
    R: AsRef<TidyRow> + Sync,
{
    let columns: Vec<(&str, &str)> = std::iter::once("id")
        .chain(TidyRow::COLUMNS)
        .map(|name| (name, define(name)))
        .collect();
    table(&columns, &NUMBERS, rows, |row| {
        let row = row.as_ref();
        let cells = row.cells().into_iter().map(Cow::Borrowed);
        std::iter::once(Cow::Owned(key(row))).chain(cells)
    })
}

/// Writes a table. `columns` are names with definitions, `cells` gives the cells of a row; in the columns named by
/// `numbers` a cell is a number or, when it is empty, `null`.
pub fn table<'r, T, R>(
    columns: &[(&str, &str)],
    numbers: &[&str],
    rows: &'r [T],
    cells: impl Fn(&'r T) -> R + Sync,
) -> Vec<u8>
where
    T: Sync,
    R: IntoIterator<Item = Cow<'r, str>>,
{
    let mut out = String::with_capacity(8192);
    out.push_str("{\n\"columns\": [\n");
    for (at, (name, definition)) in columns.iter().enumerate() {
        out.push_str("{\"name\": ");
        string(&mut out, name);
        out.push_str(", \"definition\": ");
        string(&mut out, definition);
        out.push_str(if at + 1 < columns.len() {
            "},\n"
        } else {
            "}\n"
        });
    }
    out.push_str("],\n\"rows\": [");
    let numbers: Vec<bool> = columns
        .iter()
        .map(|(name, _)| numbers.contains(name))
        .collect();
    // Every piece begins with the comma after the row before, which the first row of all has not.
    let pieces: Vec<String> = rows
        .par_chunks(PIECE)
        .map(|rows| {
            let mut piece = String::with_capacity(rows.len() * 192);
            for row in rows {
                piece.push_str(",\n");
                array(&mut piece, &numbers, cells(row));
            }
            piece
        })
        .collect();
    let mut all = pieces.iter().map(String::as_str);
    if let Some(first) = all.next() {
        out.push_str(first.strip_prefix(',').unwrap_or(first));
    }
    out.extend(all);
    out.push_str("\n]\n}\n");
    out.into_bytes()
}

/// How many rows are written at a time: one page's at once, the whole table's by all threads.
const PIECE: usize = 4096;

fn array<'r>(out: &mut String, numbers: &[bool], cells: impl IntoIterator<Item = Cow<'r, str>>) {
    out.push('[');
    for (column, (number, cell)) in numbers.iter().zip(cells).enumerate() {
        if column > 0 {
            out.push(',');
        }
        value(out, &cell, *number);
    }
    out.push(']');
}

fn value(out: &mut String, cell: &str, number: bool) {
    match cell {
        "" if number => out.push_str("null"),
        cell if number && is_number(cell) => out.push_str(cell),
        cell => string(out, cell),
    }
}

/// Adds a quoted string. Letters stay letters; only what JSON forbids is written as an escape.
fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    // All of them are single bytes, so that the text may be cut at them.
    let forbidden = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
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

/// Returns the figure's key (contract 7): six coordinates, then the breakdowns in their order.
fn key(row: &TidyRow) -> String {
    let mut key = [
        &row.service,
        &row.period,
        &row.contact,
        &row.procedure,
        &row.stage,
        &row.measure,
    ]
    .map(String::as_str)
    .join("/");
    if row.breakdown != "all" && !row.breakdown.is_empty() {
        for (name, category) in row.breakdown.split('+').zip(row.category.split('+')) {
            key.push('/');
            key.push_str(name);
            key.push('=');
            key.push_str(category);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn row() -> TidyRow {
        TidyRow {
            service: "children".into(),
            period: "2024-25".into(),
            contact: "complaint".into(),
            procedure: "corporate".into(),
            stage: "1".into(),
            breakdown: "nature+outcome".into(),
            category: "conduct+upheld".into(),
            measure: "received".into(),
            value: "4".into(),
            status: "ok".into(),
            note: "A \"note\"\nin two lines".into(),
            ..TidyRow::default()
        }
    }

    #[test]
    fn a_row_has_its_key_and_numbers_are_numbers() {
        let bytes = tidy(&[Arc::new(row())], |_| "what it means");
        let file: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(
            file["columns"][0],
            json!({"name": "id", "definition": "what it means"})
        );
        assert_eq!(file["columns"].as_array().map(Vec::len), Some(22));
        let names = file["columns"].as_array().cloned().unwrap_or_default();
        let cell = |name: &str| {
            let at = names.iter().position(|column| column["name"] == name);
            file["rows"][0][at.expect("a column")].clone()
        };
        assert_eq!(
            cell("id"),
            "children/2024-25/complaint/corporate/1/received/nature=conduct/outcome=upheld"
        );
        assert_eq!(cell("value"), json!(4));
        assert_eq!(cell("numerator"), Value::Null);
        assert_eq!(cell("note"), "A \"note\"\nin two lines");
        assert_eq!(file["rows"][0].as_array().map(Vec::len), Some(22));
    }

    #[test]
    fn a_hidden_number_is_null_with_its_status() {
        let hidden = TidyRow {
            value: String::new(),
            status: "c".into(),
            ..row()
        };
        let file: Value = serde_json::from_slice(&tidy(&[Arc::new(hidden)], |_| "")).expect("JSON");
        assert_eq!(file["rows"][0][13], Value::Null);
        assert_eq!(file["rows"][0][20], "c");
    }

    #[test]
    fn a_table_without_rows_is_still_a_table() {
        let file: Value = serde_json::from_slice(&tidy::<Arc<TidyRow>>(&[], |_| "")).expect("JSON");
        assert_eq!(file["rows"], json!([]));
    }
}
