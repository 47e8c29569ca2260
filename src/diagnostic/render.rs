//! A report as text for people and as JSON for programs.

use super::{Diagnostic, Location, Report, Severity, column_letter, cut};
use serde_json::{Value, json};

/// Renders the findings as text, errors first, without the closing summary.
pub fn render_text(report: &Report) -> String {
    let mut out = String::new();
    for diagnostic in report.grouped() {
        one(&mut out, &diagnostic);
        out.push('\n');
    }
    out
}

fn one(out: &mut String, diagnostic: &Diagnostic) {
    out.push_str(&format!(
        "{}[{}]: {}\n",
        diagnostic.severity, diagnostic.rule.code, diagnostic.message
    ));
    if let Some(location) = &diagnostic.location {
        let of_text = [".toml", ".md"]
            .iter()
            .any(|end| location.file.ends_with(end));
        let row = if diagnostic.excerpt.is_some() || of_text {
            "line"
        } else {
            "row"
        };
        out.push_str(&format!("  --> {}", place(location, row)));
        out.push_str(&unsaid_value(diagnostic));
        out.push('\n');
    }
    if let Some(excerpt) = &diagnostic.excerpt {
        out.push_str(excerpt.trim_end());
        out.push('\n');
    }
    for (name, text) in &diagnostic.facts {
        out.push_str(&format!("  {name}: {text}\n"));
    }
    if !diagnostic.help.is_empty() {
        let mut lines = diagnostic.help.lines();
        out.push_str(&format!("  help: {}\n", lines.next().unwrap_or_default()));
        for line in lines {
            out.push_str(&format!("        {line}\n"));
        }
    }
    if !diagnostic.also_at.is_empty() {
        out.push_str(&format!(
            "  also: {}\n",
            others(&diagnostic.also_at, diagnostic.unlisted)
        ));
    }
    if !diagnostic.related.is_empty() {
        out.push_str(&format!("  see also: {}\n", related(diagnostic)));
    }
    if diagnostic.severity == Severity::Error {
        out.push_str(&format!(
            "  more: candour explain {}\n",
            diagnostic.rule.code
        ));
    }
}

/// Returns the cell that is at fault, where neither the message nor an excerpt quotes it.
fn unsaid_value(diagnostic: &Diagnostic) -> String {
    // The value of a heading stands in the place already.
    let of_a_cell = |location: &&Location| location.column.is_some() && location.row != Some(1);
    match (
        &diagnostic.value,
        diagnostic.location.as_ref().filter(of_a_cell),
    ) {
        (Some(value), Some(_)) if !value.is_empty() && !diagnostic.message.contains(value) => {
            format!(": \"{value}\"")
        }
        _ => String::new(),
    }
}

/// Returns a place in words: `data/cases/q2.csv, sheet "Data", row 118, column D "outcome"`. Tables have rows, texts lines.
fn place(location: &Location, row_word: &str) -> String {
    let mut text = location.file.to_string();
    if let Some(sheet) = &location.sheet {
        text += &format!(", sheet \"{sheet}\"");
    }
    if let Some(row) = location.row {
        text += &format!(", {row_word} {row}");
    }
    if let Some(column) = location.column {
        text += &format!(", column {}", column_letter(column));
        if let Some(heading) = location
            .heading
            .as_deref()
            .filter(|heading| !heading.is_empty())
        {
            text += &format!(" \"{}\"", cut(heading));
        }
    }
    text
}

/// Returns the related places in words, with their file where it is another: `row 2, column G; row 3, column G`.
fn related(diagnostic: &Diagnostic) -> String {
    const MOST: usize = 6;
    let mut file = diagnostic.location.as_ref().map(|place| &place.file);
    let mut words: Vec<String> = diagnostic
        .related
        .iter()
        .take(MOST)
        .map(|other| {
            let mut parts = Vec::new();
            if Some(&other.file) != file {
                parts.push(other.file.to_string());
                file = Some(&other.file);
            }
            parts.extend(other.row.map(|row| format!("row {row}")));
            parts.extend(
                other
                    .column
                    .map(|column| format!("column {}", column_letter(column))),
            );
            parts.join(", ")
        })
        .collect();
    if diagnostic.related.len() > MOST {
        words.push("…".into());
    }
    words.join("; ")
}

/// Returns the other places in words, all of them counted: a report lists the first of very many only.
fn others(places: &[Location], unlisted: u64) -> String {
    let rows: Vec<String> = places
        .iter()
        .filter_map(|place| place.row)
        .take(3)
        .map(|row| row.to_string())
        .collect();
    let count = places.len() as u64 + unlisted;
    let noun = if count == 1 { "row" } else { "rows" };
    if rows.is_empty() {
        return format!(
            "{count} more {}",
            if count == 1 { "place" } else { "places" }
        );
    }
    let more = if count > rows.len() as u64 {
        ", …"
    } else {
        ""
    };
    format!(
        "the same in {count} more {noun} ({}{more})",
        rows.join(", ")
    )
}

/// Renders the findings as the object of contract 7.
pub fn render_json(report: &Report) -> Value {
    let findings: Vec<Value> = report.grouped().iter().map(finding).collect();
    json!({ "version": 1, "findings": findings, "disclosure": {} })
}

fn finding(diagnostic: &Diagnostic) -> Value {
    let location = diagnostic.location.clone().unwrap_or_default();
    json!({
        "code": diagnostic.rule.code,
        "severity": diagnostic.severity.to_string(),
        "file": if location.file.is_empty() { Value::Null } else { json!(&*location.file) },
        "sheet": location.sheet.as_deref(),
        "row": location.row,
        "column": location.heading.as_deref(),
        "column_letter": location.column.map(column_letter),
        "value": diagnostic.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "key": diagnostic.key,
        "also_at": diagnostic.also_at.iter().chain(&diagnostic.related).map(|other| json!({
            "file": &*other.file, "sheet": other.sheet.as_deref(), "row": other.row,
            "column": other.heading.as_deref(), "column_letter": other.column.map(column_letter),
        })).collect::<Vec<_>>(),
    })
}
