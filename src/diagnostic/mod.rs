//! What can be wrong, where, and how to put it right.
//!
//! Every stage adds [`Diagnostic`]s to one [`Report`]. Nothing is printed where a fault is found: the report is rendered
//! once, as text for people and as JSON for programs, with like faults together. A diagnostic never carries a whole row,
//! only the one offending cell, cut short, because a build log may be public.

mod audit;
mod cases;
mod cells;
mod check;
mod content;
mod disclosure;
mod excerpt;
mod figures;
mod files;
mod output;
mod personal;
mod records;
mod render;
mod settings;

pub use check::{Check, Outcome, Tested};
pub use excerpt::{excerpt, line_excerpt, line_of};
pub use render::{render_json, render_text};

use std::fmt;
use std::sync::Arc;

/// A kind of fault: a stable code, a short name and the explanation that `candour explain CODE` prints.
///
/// Codes are `C` and three digits and are never reused: C001-C049 files, C050-C099 candour.toml, C100-C129 cells and
/// columns, C130-C149 and C180-C189 case rows, C150-C179 and C190-C199 records, C200-C249 figures, C250-C279 content and themes, C280-C299 output,
/// C300 to C349 disclosure, C350 to C369 personal data.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `C012`.
    pub code: &'static str,
    /// A few words, as a heading of docs/diagnostics.md.
    pub title: &'static str,
    /// What it means, why it matters and what to do, in plain words; paragraphs divided by blank lines.
    pub explanation: &'static str,
}

/// Returns all rules, in the order of their codes.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    [
        files::RULES,
        settings::RULES,
        cells::RULES,
        cases::RULES,
        records::RULES,
        figures::RULES,
        content::RULES,
        output::RULES,
        disclosure::RULES,
        audit::RULES,
        personal::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Returns the rule with this code, in upper or lower case.
pub fn rule(code: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// Names every rule in one place per folder of faults: `rules! { NAME "C012" "title" "explanation"; … }` makes a
/// constant `NAME: Rule` for each and `RULES`, the list of them.
macro_rules! rules {
    ($($name:ident $code:literal $title:literal $explanation:literal;)*) => {
        $(#[doc = $title] pub const $name: &crate::diagnostic::Rule =
            &crate::diagnostic::Rule { code: $code, title: $title, explanation: $explanation };)*
        pub(super) const RULES: &[&crate::diagnostic::Rule] = &[$($name),*];
    };
}
use rules;

/// The rules by name, for the stages that report them: `rule::UNKNOWN_COLUMN`.
pub mod named {
    pub use super::audit::*;
    pub use super::cases::*;
    pub use super::cells::*;
    pub use super::content::*;
    pub use super::disclosure::*;
    pub use super::figures::*;
    pub use super::files::*;
    pub use super::output::*;
    pub use super::personal::*;
    pub use super::records::*;
    pub use super::settings::*;
}

/// How grave a diagnostic is. An error stops before anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Worth a look; does not stop.
    Warning,
    /// Said for completeness: what was recognised, joined or left out.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// A place in an input file. All parts but the file may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The path below the site's root, with `/`.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The row as a spreadsheet shows it: the header is row 1.
    pub row: Option<u32>,
    /// The column's number from 0; shown as a letter.
    pub column: Option<u16>,
    /// The column's heading as the file writes it.
    pub heading: Option<Arc<str>>,
}

impl Location {
    /// Returns the place that is a whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Location {
            file: file.into(),
            ..Location::default()
        }
    }

    /// Returns the same place at this row.
    pub fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// Returns the same place at this column, with its heading.
    pub fn column(mut self, column: u16, heading: impl Into<Arc<str>>) -> Self {
        self.column = Some(column);
        self.heading = Some(heading.into());
        self
    }
}

/// Returns a column's letter as spreadsheets write it: 0 is `A`, 26 is `AA`.
pub fn column_letter(column: u16) -> String {
    let mut letters = String::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault.
    pub rule: &'static Rule,
    /// How grave.
    pub severity: Severity,
    /// One line that says what is wrong, quoting the value.
    pub message: String,
    /// Where; findings about the whole site have none.
    pub location: Option<Location>,
    /// The offending cell, cut at 40 characters; masked by the caller when it may be personal.
    pub value: Option<String>,
    /// Further facts, one a line: `("known", "upheld, not_upheld, …")`.
    pub facts: Vec<(&'static str, String)>,
    /// The cure in words that the officer can use; may hold lines to paste, indented.
    pub help: String,
    /// The other places with the same fault.
    pub also_at: Vec<Location>,
    /// How many places more have the same fault and are not listed.
    pub unlisted: u64,
    /// Places that the finding is about too, without having the fault: the parts of a wrong total.
    pub related: Vec<Location>,
    /// The key an `[[accept]]` entry names to accept this finding; empty when it cannot be accepted.
    pub key: String,
    /// A source excerpt with a caret, for candour.toml, front matter and templates only.
    pub excerpt: Option<String>,
    /// Where it stands among findings of its severity; 0 for all that stand in the order of their places. Jumps are told
    /// biggest first.
    pub order: u32,
}

impl Diagnostic {
    /// Returns an error of this kind with its message.
    pub fn error(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message)
    }

    /// Returns a warning of this kind with its message.
    pub fn warning(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message)
    }

    /// Returns a note of this kind with its message.
    pub fn note(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Note, message)
    }

    fn new(rule: &'static Rule, severity: Severity, message: impl Into<String>) -> Self {
        Diagnostic {
            rule,
            severity,
            message: message.into(),
            location: None,
            value: None,
            facts: Vec::new(),
            help: String::new(),
            also_at: Vec::new(),
            unlisted: 0,
            related: Vec::new(),
            key: String::new(),
            excerpt: None,
            order: 0,
        }
    }

    /// Says where.
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// Quotes the offending cell, cut at 40 characters.
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(cut(value));
        self
    }

    /// Adds a further fact.
    pub fn fact(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.facts.push((name, text.into()));
        self
    }

    /// Says the cure.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Says where it stands among findings of its severity, behind those in the order of their places.
    pub fn order(mut self, order: u32) -> Self {
        self.order = order;
        self
    }

    /// Names the key by which candour.toml can accept this finding.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }
}

/// Cuts a value for quoting at 40 characters, on one line. A character that cannot be seen or that turns the direction of
/// text would make a report show another text than there is, so it shows as \u{FFFD}.
pub fn cut(value: &str) -> String {
    let mut chars = value.chars();
    let head: String = chars.by_ref().take(40).map(shown).collect();
    if chars.next().is_some() {
        head + "…"
    } else {
        head
    }
}

fn shown(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() || is_hidden(c) => '\u{FFFD}',
        c => c,
    }
}

/// Returns whether a character takes no room or turns the direction of text.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}'..='\u{200F}' | '\u{061C}'
        | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}')
}

/// What makes two findings one: rule, message, and the column of the file they stand in.
type Likeness<'a> = (
    &'a str,
    &'a str,
    Option<(&'a str, Option<&'a str>, Option<u16>)>,
);

/// All findings of a run.
#[derive(Debug, Default, Clone)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Returns an empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Adds this many to every row number: findings of a piece of a table count from the piece's beginning.
    pub fn shift_rows(&mut self, by: u32) {
        for diagnostic in &mut self.diagnostics {
            let places = diagnostic
                .location
                .iter_mut()
                .chain(&mut diagnostic.also_at)
                .chain(&mut diagnostic.related);
            for row in places.filter_map(|place| place.row.as_mut()) {
                *row = row.saturating_add(by);
            }
        }
    }

    /// Returns whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns how many findings have this severity, like faults counted once.
    pub fn count(&self, severity: Severity) -> usize {
        self.grouped()
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Returns the findings as they were added.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Calls `change` with every finding.
    pub fn each(&mut self, change: impl FnMut(&mut Diagnostic)) {
        self.diagnostics.iter_mut().for_each(change);
    }

    /// Keeps only the findings for which the test holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// Returns the findings with like faults joined: same rule, message, file and column become one finding at the first
    /// place, the others in `also_at`. Errors come first, then warnings, then notes; within them by order, file and place.
    pub fn grouped(&self) -> Vec<Diagnostic> {
        use std::collections::HashMap;
        let mut joined: Vec<Diagnostic> = Vec::new();
        let mut seen: HashMap<Likeness, usize> = HashMap::new();
        for diagnostic in &self.diagnostics {
            let place = diagnostic
                .location
                .as_ref()
                .map(|l| (&*l.file, l.sheet.as_deref(), l.column));
            match seen.entry((diagnostic.rule.code, &diagnostic.message, place)) {
                std::collections::hash_map::Entry::Occupied(entry) => {
                    let first = &mut joined[*entry.get()];
                    // Several figures of one row may have the same fault, of the same cell.
                    let place = diagnostic.location.as_ref();
                    if first.location.as_ref() != place && first.also_at.last() != place {
                        first.also_at.extend(place.cloned());
                    }
                    first.also_at.extend(diagnostic.also_at.iter().cloned());
                    first.unlisted += diagnostic.unlisted;
                }
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(joined.len());
                    joined.push(diagnostic.clone());
                }
            }
        }
        joined.sort_by(|a, b| {
            (a.severity, a.order, &a.location, a.rule.code, &a.message).cmp(&(
                b.severity,
                b.order,
                &b.location,
                b.rule.code,
                &b.message,
            ))
        });
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_value_shows_what_is_there_on_one_line() {
        assert_eq!(cut("a\nb\u{202E}c\u{1B}"), "a b\u{FFFD}c\u{FFFD}");
        assert_eq!(cut(&"é".repeat(41)), "é".repeat(40) + "…");
    }

    #[test]
    fn every_code_stands_once_and_has_an_explanation() {
        let mut codes: Vec<&str> = catalogue().map(|rule| rule.code).collect();
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(
            catalogue().all(|rule| rule.explanation.len() > 60),
            "an explanation says what to do"
        );
    }
}
