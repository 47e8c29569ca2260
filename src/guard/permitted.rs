//! What may be printed although it looks personal: declared details, the ombudsmen's, and what somebody approved.

use super::{Finding, Kind, find, ombudsmen};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Details that may be printed.
#[derive(Debug, Clone)]
pub struct Permitted {
    values: BTreeSet<(Kind, String)>,
    /// The digests of what was approved, and whether any text has had need of it.
    approved: BTreeMap<String, Arc<AtomicBool>>,
}

impl Permitted {
    /// Permits the ombudsmen's details, every detail in these declared texts, and each soft one whose digest stands in
    /// the list of approvals.
    pub fn new<'a>(
        printable: impl IntoIterator<Item = &'a str>,
        approved: impl IntoIterator<Item = String>,
    ) -> Self {
        let texts = ombudsmen::DETAILS.iter().copied().chain(printable);
        let values = texts
            .flat_map(find)
            .map(|one| (one.kind, one.value))
            .collect();
        Permitted {
            values,
            approved: approved
                .into_iter()
                .map(|digest| (digest, Arc::default()))
                .collect(),
        }
    }

    /// Returns whether these exact words are approved.
    pub fn approves(&self, text: &str) -> bool {
        !self.approved.is_empty()
            && self
                .approved
                .get(&digest(text))
                .inspect(|used| used.store(true, Ordering::Relaxed))
                .is_some()
    }

    /// Returns whether a detail may be printed.
    pub fn permits(&self, finding: &Finding) -> bool {
        self.values.contains(&(finding.kind, finding.value.clone()))
            || finding.kind.is_soft() && self.approves(&finding.value)
    }

    /// Returns the digests that no text has had need of.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        self.approved
            .iter()
            .filter(|(_, used)| !used.load(Ordering::Relaxed))
            .map(|(digest, _)| digest.as_str())
    }
}

impl Default for Permitted {
    /// Permits the ombudsmen's details alone.
    fn default() -> Self {
        Self::new([], [])
    }
}

/// Returns the digest by which `approvals.toml` names a text: the SHA-256 of the text with single spaces.
pub fn digest(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let hash = Sha256::digest(text.join(" ").as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a detail in one spelling: shaped ones without what people put between, soft ones with single spaces.
pub(super) fn one_spelling(kind: Kind, detail: &str) -> String {
    match kind {
        Kind::Telephone => {
            let digits: String = detail.chars().filter(char::is_ascii_digit).collect();
            let rest = digits
                .strip_prefix("0044")
                .or_else(|| digits.strip_prefix("44").filter(|_| digits.len() > 10));
            match rest {
                Some(rest) => format!("0{}", rest.trim_start_matches('0')),
                None => digits,
            }
        }
        Kind::Email => detail.replace(' ', "").replace("%40", "@").to_lowercase(),
        kind if kind.is_soft() => detail.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => detail
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect(),
    }
}
