//! Where findings about figures are handed in, and what candour.toml accepts of them.

use crate::config::{Acceptance, Site};
use crate::cube::Cube;
use crate::diagnostic::{Diagnostic, Report, Rule, Severity, named as rule};
use crate::vocabulary::{Codes, ObservationKey};
use std::sync::Arc;

/// Where findings are handed in: an accepted one becomes a note, any other an error.
pub(in crate::cube) struct Desk<'a, 'r> {
    pub site: &'a Site,
    pub report: &'r mut Report,
}

impl<'a, 'r> Desk<'a, 'r> {
    pub fn new(site: &'a Site, report: &'r mut Report) -> Self {
        Desk { site, report }
    }

    /// Reports a finding that has a key; returns how it was accepted, if it was. A warning that nobody accepts stays one.
    ///
    /// `choices` is what `use` may say, where one of several values must be chosen; else none.
    pub fn raise(&mut self, mut finding: Diagnostic, choices: &[String]) -> Option<&'a Acceptance> {
        let accepted = self.site.acceptance(finding.rule.code, &finding.key);
        match accepted {
            Some(accepted) => {
                finding.severity = Severity::Note;
                finding.help.clear();
                finding = finding.fact("accepted", accepted.reason.clone());
            }
            None => {
                let choice = match choices.split_first() {
                    None => String::new(),
                    Some((first, [])) => format!("    use = \"{first}\"\n"),
                    Some((first, rest)) => {
                        format!("    use = \"{first}\"  # or {}\n", quoted(rest))
                    }
                };
                let ask = if finding.severity == Severity::Error {
                    "If it stands as it was published, explain it in candour.toml:"
                } else {
                    "If it is right, say why in candour.toml, and the page says it too:"
                };
                finding.help += &format!(
                    "\n{ask}\n    [[accept]]\n    code = \"{}\"\n    \
                     key = \"{}\"\n{choice}    reason = \"what the page says about it\"",
                    finding.rule.code, finding.key
                );
            }
        }
        self.report.push(finding);
        accepted
    }

    /// Reports findings about figures that stay as they are; the reason of an accepted one is printed beside its figure.
    pub fn raise_all(&mut self, cube: &mut Cube, found: Vec<(ObservationKey, Diagnostic)>) {
        for (key, finding) in found {
            if let Some(accepted) = self.raise(finding, &[])
                && let Some(observation) = cube.observations.get_mut(&key)
            {
                add_note(&mut observation.notes, &accepted.reason);
            }
        }
    }

    /// Returns the acceptance of a finding about this figure.
    pub fn acceptance(
        &self,
        rule: &Rule,
        codes: &Codes,
        key: &ObservationKey,
    ) -> Option<&'a Acceptance> {
        self.site.acceptance(rule.code, &key.text(codes))
    }

    /// Reports that an acceptance does not say which of the values to publish.
    pub fn unclear_choice(&mut self, accepted: &Acceptance, choices: &[String]) {
        self.report.push(
            Diagnostic::error(
                rule::ACCEPT_CHOICE,
                if accepted.choose.is_empty() {
                    format!(
                        "the accepted finding {} of {} does not say which value to publish",
                        accepted.code, accepted.key
                    )
                } else {
                    format!(
                        "\"{}\" is none of the values of {}",
                        accepted.choose, accepted.key
                    )
                },
            )
            .at(accept_place(accepted))
            .value(&accepted.choose)
            .help(format!("Write use = {}.", quoted(choices))),
        );
    }
}

fn quoted(choices: &[String]) -> String {
    let quoted: Vec<String> = choices
        .iter()
        .map(|choice| format!("\"{choice}\""))
        .collect();
    quoted.join(" or ")
}

/// What `use` says where a printed figure and the computed one disagree.
pub(in crate::cube) fn computed_or_supplied() -> Vec<String> {
    vec!["computed".into(), "supplied".into()]
}

pub(super) fn accept_place(accepted: &Acceptance) -> crate::diagnostic::Location {
    crate::diagnostic::Location::file("candour.toml").row(accepted.line)
}

pub(in crate::cube) fn add_note(notes: &mut Vec<Arc<str>>, note: &str) {
    if !note.is_empty() && notes.iter().all(|known| &**known != note) {
        notes.push(note.into());
    }
}
