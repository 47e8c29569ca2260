//! The filters that print figures, sentences and links.
//!
//! They stand here and not in templates because what they print is fixed for every theme: the key of each figure
//! (contract 7), the words read out for a symbol, and addresses that work from any page.

use super::context::{CellValue, Cells, Line};
use crate::publication::page::{Cell, Inline, Link};
use crate::theme::push_escaped;
use minijinja::{Environment, Error, State, Value};

/// Returns a copy of the theme's environment with the filters added.
pub(super) fn with_filters(environment: &Environment<'static>) -> Environment<'static> {
    let mut environment = environment.clone();
    environment.add_filter("inline", |state: &State, line: &Line| {
        let mut html = String::with_capacity(128);
        inline(&mut html, &line.0, &root(state));
        Value::from_safe_string(html)
    });
    environment.add_filter("cells", |state: &State, cells: &Cells| {
        let mut html = String::with_capacity(cells.0.len() * 128);
        let root = root(state);
        for cell in cells.0.iter() {
            html.push_str("<td");
            attributes(&mut html, cell);
            html.push('>');
            contents(&mut html, cell, &root);
            html.push_str("</td>");
        }
        Value::from_safe_string(html)
    });
    environment.add_filter("cell", |state: &State, cell: &CellValue| {
        let mut html = String::new();
        contents(&mut html, &cell.0, &root(state));
        Value::from_safe_string(html)
    });
    environment.add_filter("figure", |cell: &CellValue| {
        let mut html = String::new();
        key(&mut html, &cell.0.key);
        Value::from_safe_string(html)
    });
    environment.add_filter("attributes", |cell: &CellValue| {
        let mut html = String::new();
        attributes(&mut html, &cell.0);
        Value::from_safe_string(html)
    });
    environment.add_filter("href", href);
    environment
}

/// Returns the way from the page to the site's root.
fn root(state: &State) -> String {
    let root = state.lookup("root");
    root.as_ref()
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Returns the address of a link, a choice or a download, seen from the page.
fn href(state: &State, target: &Value) -> Result<String, Error> {
    let text = |name: &str| {
        target
            .get_attr(name)
            .map(|value| value.as_str().unwrap_or_default().to_owned())
    };
    let file = text("file")?;
    if !file.is_empty() {
        let beside = !file.contains('/');
        return Ok(if beside { file } else { root(state) + &file });
    }
    let path = text("path")?;
    if target.get_attr("external")?.is_true() {
        return Ok(outside(&path).to_owned());
    }
    let mut address = inside(&path, &root(state));
    let anchor = text("anchor")?;
    if !anchor.is_empty() {
        address.push('#');
        address.push_str(&anchor);
    }
    Ok(address)
}

/// Returns a path below the site's root as seen from the page.
fn inside(path: &str, root: &str) -> String {
    if path.starts_with('#') {
        return path.to_owned();
    }
    match format!("{root}{path}") {
        address if address.is_empty() => "./".to_owned(),
        address => address,
    }
}

/// Returns an address outside the site, or a harmless one where it could run a script.
fn outside(address: &str) -> &str {
    let kinds = ["https://", "http://", "mailto:", "tel:"];
    let harmless = kinds.iter().any(|kind| {
        address
            .get(..kind.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(kind))
    });
    if harmless { address } else { "about:invalid" }
}

fn key(html: &mut String, key: &str) {
    if !key.is_empty() {
        html.push_str(" data-figure=\"");
        push_escaped(html, key);
        html.push('"');
    }
}

fn attributes(html: &mut String, cell: &Cell) {
    html.push_str(if cell.words {
        " class=\"text\""
    } else {
        " class=\"n\""
    });
    key(html, &cell.key);
}

fn contents(html: &mut String, cell: &Cell, root: &str) {
    if !cell.link.is_empty() {
        html.push_str("<a href=\"");
        push_escaped(html, &inside(&cell.link, root));
        html.push_str("\">");
    }
    if cell.meaning.is_empty() {
        push_escaped(html, &cell.text);
    } else {
        symbol(html, &cell.text, &cell.meaning);
    }
    for (mark, meaning) in &cell.marks {
        html.push(' ');
        symbol(html, mark, meaning);
    }
    if !cell.link.is_empty() {
        html.push_str("</a>");
    }
}

/// Prints a symbol for the eye and its meaning for the ear.
fn symbol(html: &mut String, symbol: &str, meaning: &str) {
    html.push_str("<span class=\"sym\" aria-hidden=\"true\">");
    push_escaped(html, symbol);
    html.push_str("</span><span class=\"vh\">");
    push_escaped(html, meaning);
    html.push_str("</span>");
}

fn inline(html: &mut String, line: &[Inline], root: &str) {
    for piece in line {
        match piece {
            Inline::Text { text } => push_escaped(html, text),
            Inline::Figure { key: figure, text } => {
                html.push_str("<span class=\"num\"");
                key(html, figure);
                html.push('>');
                push_escaped(html, text);
                html.push_str("</span>");
            }
            Inline::Strong { text } => {
                html.push_str("<b>");
                push_escaped(html, text);
                html.push_str("</b>");
            }
            Inline::Link { link } => anchor(html, link, root),
        }
    }
}

fn anchor(html: &mut String, link: &Link, root: &str) {
    html.push_str("<a href=\"");
    if link.external {
        push_escaped(html, outside(&link.path));
    } else {
        push_escaped(html, &inside(&link.path, root));
    }
    html.push_str("\">");
    push_escaped(html, &link.text);
    html.push_str("</a>");
}
