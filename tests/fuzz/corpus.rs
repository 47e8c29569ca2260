//! What is damaged: the files of the tests and of the example site.

use std::path::{Path, PathBuf};

/// The longest file that is taken whole; of longer ones the beginning will do.
const LONGEST: usize = 6 << 10;

/// Returns the repository's folder.
pub fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the files of the test sites and of the example with their paths, sorted; `wanted` sees a path with `/`.
pub fn files(wanted: impl Fn(&str) -> bool) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in [
        "tests/support",
        "tests/broken",
        "tests/sites",
        "content",
        "data",
        "src/init",
    ] {
        for entry in walkdir::WalkDir::new(here().join(folder)).sort_by_file_name() {
            let entry = entry.unwrap();
            let path = slashed(entry.path());
            if entry.file_type().is_file() && wanted(&path) {
                found.push((path, std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    found
}

fn slashed(path: &Path) -> String {
    let below = path.strip_prefix(here()).unwrap();
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Returns the beginnings of texts, cut after a line.
pub fn texts(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let cut = |(_, bytes): (String, Vec<u8>)| {
        let end = bytes.len().min(LONGEST);
        let line = bytes[..end].iter().rposition(|byte| *byte == b'\n');
        let end = if end < bytes.len() {
            line.map_or(end, |at| at + 1)
        } else {
            end
        };
        bytes[..end].to_vec()
    };
    files(wanted).into_iter().map(cut).collect()
}
