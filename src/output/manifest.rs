//! `MANIFEST`, at the root of every site: what was written, by which version, under which policy.
//!
//! It tells a folder that Candour made from any other, and whoever has a copy of the site can test it with `sha256sum`:
//! the lines of files have its form. Hashes of inputs never stand here, because a small table can be guessed from its
//! hash.

use super::{Contents, OutputTree};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Its path in the tree.
pub const PATH: &str = "MANIFEST";

/// How its first line begins.
const FIRST: &str = "# candour ";

/// Adds the manifest to a tree that is otherwise complete. `policy` is the disclosure policy in one line.
pub fn seal(tree: &mut OutputTree, policy: &str) {
    let files: Vec<(&str, &Contents)> = tree.iter().collect();
    let version = env!("CARGO_PKG_VERSION");
    let text = format!(
        "{FIRST}{version}\n# policy {}\n{}",
        policy.replace('\n', " "),
        lines(&files)
    );
    tree.insert(PATH, text.into_bytes());
}

/// Returns `data/checksums.txt`, for readers of the whole tables: `sha256sum -c checksums.txt` in that folder tests them.
pub(super) fn checksums(files: &[(String, Contents)]) -> (String, Contents) {
    let mut whole: Vec<(&str, &Contents)> = files
        .iter()
        .filter_map(|(path, contents)| Some((path.strip_prefix("data/")?, contents)))
        .filter(|(path, _)| path.contains('/'))
        .collect();
    whole.sort_unstable_by_key(|(path, _)| *path);
    (
        "data/checksums.txt".to_owned(),
        lines(&whole).into_bytes().into(),
    )
}

/// Returns a line for each file, as `sha256sum` writes them.
fn lines(files: &[(&str, &Contents)]) -> String {
    hash_all(files.iter().map(|(_, contents)| *contents));
    let mut text = String::with_capacity(files.len() * 128);
    for (path, contents) in files {
        text.push_str(&hash(contents));
        text.push_str("  ");
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// Has the hashes of all files worked out. The newest tables are the dated ones under a second name, and the largest files
/// of all: they come first, and once, so that no thread waits for another at the end.
pub(super) fn hash_all<'c>(all: impl Iterator<Item = &'c Contents>) {
    let mut distinct: Vec<&Contents> = all.collect();
    distinct.sort_unstable_by_key(|contents| (Reverse(contents.len()), contents.identity()));
    distinct.dedup_by_key(|contents| contents.identity());
    distinct
        .into_par_iter()
        .with_max_len(1)
        .for_each(|contents| {
            contents.hash();
        });
}

/// Returns the SHA-256 of a file in hexadecimal.
pub fn hash(contents: &Contents) -> String {
    let digits = b"0123456789abcdef";
    let halves = contents
        .hash()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .map(|half| char::from(digits[usize::from(half)]))
        .collect()
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
        let text = tree.get(PATH).expect("sealed").whole();
        let text = String::from_utf8_lossy(&text).into_owned();
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
