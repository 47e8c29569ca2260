//! A finding of the guard as a diagnostic, and the masking of all others.

use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::guard::{self, Finding, Kind};

/// Returns the diagnostic of a detail in something that the council wrote.
pub(super) fn written(finding: &Finding, text: &str, place: Location) -> Diagnostic {
    let masked = finding.masked(text);
    let message = format!("this would publish {}: {masked}", finding.kind.words());
    let (rule, help) = if *text == *place.file {
        let help = "give the file another name: it becomes an address, or stands in messages";
        let rule = if finding.kind.is_soft() {
            rule::PERSONAL_WORDS
        } else {
            rule::PERSONAL_DETAIL
        };
        (rule, help.to_owned())
    } else if finding.kind.is_soft() {
        (
            rule::PERSONAL_WORDS,
            approve(finding.kind, &super::masked_name(&place.file)),
        )
    } else {
        (rule::PERSONAL_DETAIL, declare(finding.kind))
    };
    Diagnostic::error(rule, message)
        .value(&masked)
        .help(help)
        .at(place)
}

fn declare(kind: Kind) -> String {
    let cure = match kind {
        Kind::Email | Kind::Telephone | Kind::Postcode => {
            "take it out; where it is the council's own and may be printed, declare it in candour.toml:"
        }
        _ => "take it out; where it only looks like one, declare the exact text in candour.toml:",
    };
    format!(
        "{cure}\n    [[printable]]\n    label = \"what it is\"\n    text = \"exactly as it is printed\""
    )
}

/// The entry itself stands in no finding: from its hash a name could be guessed by trying names, and a build log may be
/// public.
fn approve(kind: Kind, file: &str) -> String {
    let cure = match kind {
        Kind::Name => "write \"a resident\", or \"Mr X\" as ombudsmen do.",
        Kind::Address => {
            "take it out; the council's own belongs under [[printable]] in candour.toml."
        }
        _ => "write \"an officer\", or the team's name.",
    };
    format!(
        "{cure} Where the words may be printed, somebody approves them in approvals.toml:\n    candour guard --approvals {file}\nprints the entry to paste"
    )
}

/// Returns the diagnostic of a detail in the finished site, that was not seen where it was written.
pub(super) fn finished(kind: Kind, masked: &str, places: Vec<Location>) -> Diagnostic {
    let message = format!("the finished site would hold {}: {masked}", kind.words());
    let pass = if kind.is_soft() {
        "approve it in approvals.toml (candour guard --approvals FILE prints the entry)"
    } else {
        "declare it under [[printable]] in candour.toml"
    };
    let help = format!(
        "look for it on the page named, and in the theme: it stands in none of your tables and texts as a whole; where it may be printed, {pass}"
    );
    let mut places = places.into_iter();
    let mut found = Diagnostic::error(rule::PERSONAL_OUTPUT, message)
        .value(masked)
        .help(help);
    found.location = places.next();
    found.also_at = places.collect();
    found
}

/// Masks every detail in the findings of other stages: a cell of the wrong shape may hold anything. Where one does, the
/// cure is not to teach the program the word but to take it out; and what the cure would quote may be spelt in a way
/// that no detector knows (`pat_doe_example_org`), so the cure is replaced.
pub fn mask(report: &mut Report) {
    report.each(|finding| {
        let shown = [Some(&mut finding.message), finding.value.as_mut()];
        let mut personal = false;
        for text in shown.into_iter().flatten() {
            if let Some(masked) = guard::mask(text) {
                *text = masked;
                personal = true;
            }
        }
        if personal {
            finding.help = "this looks like personal data: take it out of what is published".into();
            finding.facts.retain(|(name, _)| *name == "known");
        }
        let texts = finding
            .facts
            .iter_mut()
            .map(|(_, text)| text)
            .chain([&mut finding.help, &mut finding.key])
            .chain(finding.excerpt.as_mut());
        for text in texts {
            if let Some(masked) = guard::mask(text) {
                *text = masked;
            }
        }
        let places = finding
            .location
            .iter_mut()
            .chain(&mut finding.also_at)
            .chain(&mut finding.related);
        for place in places {
            let names = [
                Some(&mut place.file),
                place.sheet.as_mut(),
                place.heading.as_mut(),
            ];
            for name in names.into_iter().flatten() {
                if let Some(masked) = super::names::mask(name) {
                    *name = masked.into();
                }
            }
        }
    });
}
