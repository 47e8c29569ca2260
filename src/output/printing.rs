//! The filters that print figures, sentences and links.
//!
//! They stand here and not in templates because what they print is fixed for every theme: the key of each figure
//! (contract 7), the words read out for a symbol, and addresses that work from any page.

use super::context::{CellValue, Cells, Choices, Rows};
use crate::publication::page::{Cell, Choice, Inline, Link};
use crate::theme::push_escaped;
use minijinja::{Environment, Error, ErrorKind, State, Value};
use std::borrow::Cow;

/// Returns a copy of the theme's environment with the filters added.
pub(super) fn with_filters(environment: &Environment<'static>) -> Environment<'static> {
    let mut environment = environment.clone();
    environment.add_filter("inline", |line: Value| {
        if line.is_safe() {
            return Ok(line);
        }
        let message = format!("inline prints sentences of the page, not a {}", line.kind());
        Err(Error::new(ErrorKind::InvalidOperation, message))
    });
    environment.add_filter("rows", |state: &State, rows: &Rows| {
        let cells: usize = rows.0.iter().map(|row| row.cells.len()).sum();
        let mut html = String::with_capacity((cells + rows.0.len()) * 160);
        let root = root(state);
        for row in &rows.0 {
            html.push_str("<tr><th scope=\"row\">");
            html.push_str(&row.head);
            html.push_str("</th>");
            self::cells(&mut html, &row.cells, text(&root));
            html.push_str("</tr>\n");
        }
        Value::from_safe_string(html)
    });
    environment.add_filter("cells", |state: &State, cells: &Cells| {
        let mut html = String::with_capacity(cells.0.len() * 160);
        self::cells(&mut html, &cells.0, text(&root(state)));
        Value::from_safe_string(html)
    });
    environment.add_filter("choices", |state: &State, choices: &Choices| {
        let mut html = String::with_capacity(choices.choices.len() * 128);
        let root = root(state);
        for (choice, anchor) in choices.choices.iter().zip(&choices.anchors) {
            self::choice(&mut html, choice, anchor, text(&root));
        }
        Value::from_safe_string(html)
    });
    environment.add_filter("cell", |state: &State, cell: &CellValue| {
        let mut html = String::new();
        contents(&mut html, &cell.0, text(&root(state)));
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

/// Returns the way from the page to the site's root, as the template has it.
fn root(state: &State) -> Value {
    state.lookup("root").unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Returns the address of a link, a choice or a download, seen from the page.
fn href(state: &State, target: &Value) -> Result<Value, Error> {
    let root = root(state);
    let root = text(&root);
    let file = target.get_attr("file")?;
    if !text(&file).is_empty() {
        let beside = !text(&file).contains('/');
        return Ok(match beside {
            true => file,
            false => Value::from([root, text(&file)].concat()),
        });
    }
    let path = target.get_attr("path")?;
    let path = text(&path);
    if target.get_attr("external")?.is_true() {
        return Ok(Value::from(outside(path)));
    }
    let anchor = target.get_attr("anchor")?;
    let address = inside(path, root);
    Ok(match text(&anchor) {
        "" => Value::from(address),
        anchor => Value::from([&*address, "#", anchor].concat()),
    })
}

/// Returns a path below the site's root as seen from the page.
fn inside<'p>(path: &'p str, root: &str) -> Cow<'p, str> {
    if path.starts_with('#') {
        return Cow::Borrowed(path);
    }
    match [root, path].concat() {
        address if address.is_empty() => Cow::Borrowed("./"),
        address => Cow::Owned(address),
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

fn cells(html: &mut String, cells: &[Cell], root: &str) {
    for cell in cells {
        html.push_str("<td");
        attributes(html, cell);
        html.push('>');
        contents(html, cell, root);
        html.push_str("</td>");
    }
}

/// Prints a choice of a selector as an item of a list: a link, or words alone where there is no page.
fn choice(html: &mut String, choice: &Choice, anchor: &str, root: &str) {
    html.push_str(match choice.depth {
        0 => "<li>",
        _ => "<li class=\"below\">",
    });
    match &choice.path {
        None => {
            html.push_str("<span>");
            push_escaped(html, &choice.text);
            html.push_str("</span>");
        }
        Some(path) => {
            html.push_str("<a href=\"");
            push_escaped(html, &inside(path, root));
            if !anchor.is_empty() {
                html.push('#');
                push_escaped(html, anchor);
            }
            html.push_str(match choice.current {
                true => "\" aria-current=\"page\">",
                false => "\">",
            });
            push_escaped(html, &choice.text);
            html.push_str("</a>");
        }
    }
    html.push_str("</li>\n");
}

fn contents(html: &mut String, cell: &Cell, root: &str) {
    if !cell.link().is_empty() {
        html.push_str("<a href=\"");
        push_escaped(html, &inside(cell.link(), root));
        html.push_str("\">");
    }
    if cell.meaning().is_empty() {
        push_escaped(html, &cell.text);
    } else {
        symbol(html, &cell.text, cell.meaning());
    }
    for (mark, meaning) in cell.marks() {
        html.push(' ');
        symbol(html, mark, meaning);
    }
    if !cell.link().is_empty() {
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

/// Prints a sentence.
pub(super) fn inline(html: &mut String, line: &[Inline], root: &str) {
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
