//! approvals.toml: texts that look personal and that somebody decided may be printed.
//!
//! An entry names its text by a digest, so that the file of approvals is no list of names.

use crate::config::text::{Reader, Table, TextRules};
use crate::diagnostic::{Diagnostic, Location, Report, line_of, named as rule};
use crate::guard::Permitted;
use crate::source::TextFile;

/// The keys of an `[[approved]]` entry. The documentation is tested against this list.
pub const KEYS: &[&str] = &["hash", "who", "when", "reason"];

/// Reads the file; returns the digests. An entry with a fault approves nothing.
pub(super) fn read(file: &TextFile, report: &mut Report) -> Vec<String> {
    let rules = TextRules {
        syntax: rule::APPROVALS,
        unknown: rule::APPROVALS,
        kind: rule::APPROVALS,
    };
    let mut reader = Reader::new(&file.file, &file.text, rules, report);
    let Some(document) = reader.document() else {
        return Vec::new();
    };
    let mut root = Table::root(&document);
    let entries = reader.tables(&mut root, "approved").unwrap_or_default();
    let approved = entries
        .into_iter()
        .filter_map(|entry| one(&mut reader, entry))
        .collect();
    reader.finish(root, &["approved"]);
    approved
}

/// Warns of the approvals that no text of the site has had need of: what they are for was taken out or changed. Their
/// hashes are not shown, as in no finding.
pub fn unused(file: &TextFile, permitted: &Permitted, report: &mut Report) {
    let text = file.text.to_ascii_lowercase();
    for digest in permitted.unused() {
        let row = text.find(digest).map_or(1, |at| line_of(&text, at));
        report.push(
            Diagnostic::warning(
                rule::APPROVAL_UNUSED,
                "an approval is of words that the site does not have",
            )
            .at(Location::file(file.file.clone()).row(row))
            .help("take the entry out; words that were changed need a new one"),
        );
    }
}

fn one(reader: &mut Reader, mut entry: Table) -> Option<String> {
    let hash = reader.word(&mut entry, "hash");
    let who = reader.word(&mut entry, "who");
    let when = reader.date(&mut entry, "when");
    reader.text(&mut entry, "reason");
    let span = entry.span.clone();
    reader.finish(entry, KEYS);
    let shaped = |hash: &str| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lacks = match (&hash, &who, &when) {
        (Some(hash), ..) if !shaped(hash.get_ref()) => "has a hash that is not one",
        (None, ..) => "has no hash",
        (_, None, _) => "does not say who approved it",
        (_, _, None) => "does not say when it was approved",
        _ => return hash.map(|hash| hash.into_inner().to_ascii_lowercase()),
    };
    reader.error(
        rule::APPROVALS,
        span,
        format!("an approval {lacks}"),
        "paste the entry that the finding prints, and write who decided and on which day",
    );
    None
}
