//! Tables as JSON: the rows of the CSV beside it, with what each column means.
//!
//! `{"columns": [{"name", "definition"}, …], "rows": [[…], …]}`. A row is a list of cells in the order of the columns:
//! naming every column in every row would make the files three times as long. Every row has every column; a number that
//! is hidden, not known or not applicable is `null`, and `status` says which.

use super::number::is_number;
use crate::publication::tidy::TidyRow;

/// The columns of the published table that hold numbers.
const NUMBERS: [&str; 4] = ["value", "target", "numerator", "denominator"];

/// Writes the rows of the published table (contract 4), each with its figure's key as `id`, which is also its anchor on
/// the page. `define` says what a column means.
pub fn tidy<'a>(rows: &[TidyRow], define: impl Fn(&str) -> &'a str) -> Vec<u8> {
    let columns: Vec<(&str, &str)> = std::iter::once("id")
        .chain(TidyRow::COLUMNS)
        .map(|name| (name, define(name)))
        .collect();
    table(
        &columns,
        &NUMBERS,
        rows.iter().map(|row| {
            let id = key(row);
            let cells = row.cells().map(str::to_owned);
            std::iter::once(id).chain(cells).collect::<Vec<String>>()
        }),
    )
}

/// Writes a table of cells. `columns` are names with definitions; in the columns named by `numbers` a cell is a number
/// or, when it is empty, `null`.
pub fn table<R, C>(
    columns: &[(&str, &str)],
    numbers: &[&str],
    rows: impl IntoIterator<Item = R>,
) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
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
    for (at, row) in rows.into_iter().enumerate() {
        out.push_str(if at == 0 { "\n[" } else { ",\n[" });
        for (column, ((name, _), cell)) in columns.iter().zip(row).enumerate() {
            if column > 0 {
                out.push(',');
            }
            value(&mut out, cell.as_ref(), numbers.contains(name));
        }
        out.push(']');
    }
    out.push_str("\n]\n}\n");
    out.into_bytes()
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
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)))
            }
            letter => out.push(letter),
        }
    }
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
        let bytes = tidy(&[row()], |_| "what it means");
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
        let file: Value = serde_json::from_slice(&tidy(&[hidden], |_| "")).expect("JSON");
        assert_eq!(file["rows"][0][13], Value::Null);
        assert_eq!(file["rows"][0][20], "c");
    }

    #[test]
    fn a_table_without_rows_is_still_a_table() {
        let file: Value = serde_json::from_slice(&tidy(&[], |_| "")).expect("JSON");
        assert_eq!(file["rows"], json!([]));
    }
}
