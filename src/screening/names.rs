//! Names of files: what stands for spaces in them is read as spaces.

use crate::guard::{self, Finding};

/// Finds details in the name of a file or the parts of an address.
pub(super) fn find(name: &str) -> Vec<Finding> {
    // One byte for one byte, so that places stay what they are.
    let spaced = name.replace(['_', '/', '-'], " ");
    let mut found = guard::find(name);
    for one in guard::find(&spaced) {
        let apart = |other: &Finding| {
            one.range.end <= other.range.start || other.range.end <= one.range.start
        };
        if found.iter().all(apart) {
            found.push(one);
        }
    }
    found.sort_by_key(|one| one.range.start);
    found
}

/// Returns a name with its details masked.
pub fn masked_name(name: &str) -> String {
    mask(name).unwrap_or_else(|| name.to_owned())
}

/// Masks the details in a name; nothing when there is none.
pub(super) fn mask(name: &str) -> Option<String> {
    let found = find(name);
    if found.is_empty() {
        return None;
    }
    let mut masked = String::with_capacity(name.len());
    let mut from = 0;
    for one in &found {
        masked.push_str(&name[from..one.range.start]);
        masked.push_str(&one.masked(name));
        from = one.range.end;
    }
    masked.push_str(&name[from..]);
    Some(masked)
}
