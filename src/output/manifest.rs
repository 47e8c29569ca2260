//! `MANIFEST`, at the root of every site: what was written, by which version, under which policy.
//!
//! It tells a folder that Candour made from any other, and whoever has a copy of the site can test it with `sha256sum`:
//! the lines of files have its form. Hashes of inputs never stand here, because a small table can be guessed from its
//! hash.

use super::OutputTree;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Its path in the tree.
pub const PATH: &str = "MANIFEST";

/// How its first line begins.
const FIRST: &str = "# candour ";

/// Adds the manifest to a tree that is otherwise complete. `policy` is the disclosure policy in one line.
pub fn seal(tree: &mut OutputTree, policy: &str) {
    let files: Vec<(&str, &[u8])> = tree.iter().map(|(path, bytes)| (path, &**bytes)).collect();
    let version = env!("CARGO_PKG_VERSION");
    let text = format!(
        "{FIRST}{version}\n# policy {}\n{}",
        policy.replace('\n', " "),
        lines(&files)
    );
    tree.insert(PATH, text.into_bytes());
}

/// Returns `data/checksums.txt`, for readers of the whole tables: `sha256sum -c checksums.txt` in that folder tests them.
pub(super) fn checksums(files: &[(String, Arc<[u8]>)]) -> (String, Arc<[u8]>) {
    let mut whole: Vec<(&str, &[u8])> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("data/")?, &**bytes)))
        .filter(|(path, _)| path.contains('/'))
        .collect();
    whole.sort_unstable_by_key(|(path, _)| *path);
    (
        "data/checksums.txt".to_owned(),
        lines(&whole).into_bytes().into(),
    )
}

/// Returns a line for each file, as `sha256sum` writes them. The newest tables are the dated ones under a second name and
/// the largest files of all: what stands at one place in memory is hashed once.
fn lines(files: &[(&str, &[u8])]) -> String {
    let mut distinct: Vec<&[u8]> = files.iter().map(|(_, bytes)| *bytes).collect();
    distinct.sort_unstable_by_key(|bytes| (bytes.as_ptr(), bytes.len()));
    distinct.dedup_by_key(|bytes| (bytes.as_ptr(), bytes.len()));
    let hashes: HashMap<(usize, usize), String> = distinct
        .into_par_iter()
        .map(|bytes| ((bytes.as_ptr().addr(), bytes.len()), hash(bytes)))
        .collect();
    let mut text = String::with_capacity(files.len() * 128);
    for (path, bytes) in files {
        let hash = hashes.get(&(bytes.as_ptr().addr(), bytes.len()));
        text.push_str(hash.map_or("", String::as_str));
        text.push_str("  ");
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// Returns the SHA-256 of some bytes in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Returns the paths that a manifest lists, itself included; nothing when the text is not a manifest of Candour's.
pub(super) fn listed(text: &str) -> Option<BTreeSet<String>> {
    if !text.starts_with(FIRST) {
        return None;
    }
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let paths = lines.filter_map(|line| Some(line.split_once("  ")?.1.to_owned()));
    Some(paths.chain([PATH.to_owned()]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_lists_every_file_with_its_hash() {
        let mut tree = OutputTree::default();
        tree.insert("index.html", *b"abc");
        seal(&mut tree, "threshold 0");
        let text = String::from_utf8_lossy(tree.get(PATH).expect("sealed")).into_owned();
        assert!(
            text.contains(
                "\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  index.html\n"
            ),
            "{text}"
        );
        assert!(text.contains("# policy threshold 0\n"));
        let paths = listed(&text).expect("a manifest");
        assert_eq!(
            paths.into_iter().collect::<Vec<_>>(),
            ["MANIFEST", "index.html"]
        );
        assert_eq!(listed("something else"), None);
    }
}
