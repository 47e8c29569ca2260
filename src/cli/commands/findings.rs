//! What is told at the end of a command: the findings, one closing line, and how it ended.

use super::{Outcome, Quiet, err, out};
use crate::cli::arguments::{Colour, Deny, Global};
use crate::diagnostic::{self, Report, Severity, named as rule};
use std::io::{self, IsTerminal, Write};

/// Prints the findings and one closing line; returns how it ended.
pub(super) fn conclude(global: &Global, report: &Report, closing: &str) -> Outcome {
    conclude_with(global, report, closing, None)
}

/// The same, with what the publisher alone is told of hiding.
pub(super) fn conclude_with(
    global: &Global,
    report: &Report,
    closing: &str,
    account: Option<(String, serde_json::Value)>,
) -> Outcome {
    let mut printed = Outcome::Done;
    if global.json {
        let mut json = diagnostic::render_json(report);
        if let Some((_, account)) = account {
            json["disclosure"] = account;
        }
        printed = out(&json.to_string());
    } else {
        let mut shown = report.clone();
        if global.quiet {
            shown.retain(|finding| finding.severity == Severity::Error);
        }
        let text = coloured(global, &diagnostic::render_text(&shown));
        let _ = write!(Quiet(io::stderr()), "{text}");
        if let Some((account, _)) = account.filter(|_| !global.quiet) {
            err(&account);
        }
        let wanted = !global.quiet || report.has_errors();
        if wanted && !closing.is_empty() {
            err(closing);
        }
    }
    let denied = global.deny == Some(Deny::Warnings) && report.count(Severity::Warning) > 0;
    let unreadable = |finding: &diagnostic::Diagnostic| {
        finding.severity == Severity::Error && finding.rule.code == rule::UNREADABLE.code
    };
    if report.diagnostics().iter().any(unreadable) {
        Outcome::InputOutput
    } else if report.has_errors() || denied {
        Outcome::Faults
    } else {
        printed
    }
}

/// Colours the first word of each finding.
fn coloured(global: &Global, text: &str) -> String {
    let on = match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            io::stderr().is_terminal()
                && std::env::var_os("NO_COLOR").is_none()
                && std::env::var("CLICOLOR").as_deref() != Ok("0")
                && console_colours()
        }
    };
    if !on {
        return text.to_owned();
    }
    let mut coloured = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let colour = [("error[", "31"), ("warning[", "33"), ("note[", "36")]
            .iter()
            .find(|(start, _)| line.starts_with(start));
        match (colour, line.find(']')) {
            (Some((_, colour)), Some(end)) => coloured.push_str(&format!(
                "\x1b[1;{colour}m{}\x1b[0m{}",
                &line[..=end],
                &line[end + 1..]
            )),
            _ => coloured.push_str(line),
        }
    }
    coloured
}

/// Returns whether a terminal understands colours. The consoles of Windows have to be asked to; older ones print the signs.
fn console_colours() -> bool {
    anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
}

/// "1 error, 2 warnings"
pub(super) fn counts(report: &Report) -> String {
    let say = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    };
    format!(
        "{}, {}",
        say(report.count(Severity::Error), "error"),
        say(report.count(Severity::Warning), "warning")
    )
}
