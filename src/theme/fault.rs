//! Template errors as findings, with the lines around them.

use crate::diagnostic::named as rule;
use crate::diagnostic::{Diagnostic, Location, excerpt};
use minijinja::{Error, ErrorKind};
use std::error::Error as _;

/// Turns an error met while a page was printed into a finding at the template's line.
pub(super) fn diagnostic(error: &Error) -> Diagnostic {
    // An error inside an included part is wrapped in one for each template around it: the innermost says most.
    let mut inner = error;
    while let Some(next) = inner
        .source()
        .and_then(|source| source.downcast_ref::<Error>())
    {
        inner = next;
    }
    let kind = match inner.kind() {
        ErrorKind::SyntaxError => rule::TEMPLATE_SYNTAX,
        ErrorKind::TemplateNotFound => rule::UNKNOWN_TEMPLATE,
        ErrorKind::OutOfFuel => rule::TEMPLATE_ENDLESS,
        _ => rule::TEMPLATE_ERROR,
    };
    let message = match inner.detail() {
        Some(detail) => format!("{}: {detail}", inner.kind()),
        None => inner.kind().to_string(),
    };
    let mut fault = Diagnostic::error(kind, message);
    // A template that was not found has no lines of its own; the one that asked for it has.
    let placed = if inner.name().is_some() { inner } else { error };
    if let Some(name) = placed.name() {
        let mut place = Location::file(format!("templates/{name}"));
        if let Some(line) = placed.line() {
            place = place.row(line as u32);
        }
        fault = fault.at(place);
    }
    if let (Some(source), Some(range)) = (placed.template_source(), placed.range()) {
        fault.excerpt = Some(excerpt(source, range, ""));
    }
    fault.help("docs/themes.md lists what templates may use.")
}

/// Turns an error in a template's own grammar into a finding.
pub(super) fn syntax(error: &Error, path: &str, source: &str) -> Diagnostic {
    let message = error
        .detail()
        .unwrap_or("the template cannot be read")
        .to_owned();
    let mut place = Location::file(path);
    if let Some(line) = error.line() {
        place = place.row(line as u32);
    }
    let mut fault = Diagnostic::error(rule::TEMPLATE_SYNTAX, message).at(place);
    if let Some(range) = error.range() {
        fault.excerpt = Some(excerpt(source, range, ""));
    }
    fault.help(
        "The rest of the theme was read; the default theme's file of the same name shows the form.",
    )
}
