//! How large the files to download are, in words, and how a copy of a whole table is known.

use super::{Contents, manifest};
use std::collections::HashMap;

/// Sizes by path, and the hashes of the whole tables.
#[derive(Debug, Default)]
pub struct Sizes(HashMap<String, (usize, String)>);

/// How much of a hash a page shows: enough to tell two files apart. All of it stands in the list of checksums.
const SHOWN: usize = 12;

impl Sizes {
    /// Notes the sizes of files, and the hashes of those below `data/`.
    pub fn of(files: &[(String, Contents)]) -> Self {
        let checksum = |path: &str, contents: &Contents| match path.starts_with("data/") {
            true => manifest::hash(contents)[..SHOWN].to_owned(),
            false => String::new(),
        };
        let note = |(path, contents): &(String, Contents)| {
            (path.clone(), (contents.len(), checksum(path, contents)))
        };
        Sizes(files.iter().map(note).collect())
    }

    /// Returns the beginning of the SHA-256 of a whole table; empty for any other file.
    pub fn checksum(&self, path: &str) -> String {
        self.0
            .get(path)
            .map_or_else(String::new, |(_, hash)| hash.clone())
    }

    /// Returns a file's size as it is printed, `84 kB`, with a space that does not break; empty for a file that is not
    /// known.
    pub fn text(&self, path: &str) -> String {
        match self.0.get(path).map(|(bytes, _)| bytes) {
            None => String::new(),
            Some(bytes @ 0..1_000_000) => format!("{}\u{a0}kB", bytes.div_ceil(1000).max(1)),
            Some(bytes) => {
                let tenths = bytes.div_ceil(100_000);
                format!("{}.{}\u{a0}MB", tenths / 10, tenths % 10)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sizes;

    #[test]
    fn sizes_are_rounded_up_so_that_nobody_waits_longer_than_told() {
        let sizes = Sizes::of(&[
            ("a".into(), vec![0; 1].into()),
            ("b".into(), vec![0; 84_001].into()),
            ("c".into(), vec![0; 1_210_000].into()),
        ]);
        assert_eq!(sizes.text("a"), "1\u{a0}kB");
        assert_eq!(sizes.text("b"), "85\u{a0}kB");
        assert_eq!(sizes.text("c"), "1.3\u{a0}MB");
        assert_eq!(sizes.text("d"), "");
    }

    #[test]
    fn only_the_whole_tables_have_a_checksum() {
        let sizes = Sizes::of(&[
            ("data/latest/complaints.csv".into(), b"abc".to_vec().into()),
            ("services/data.csv".into(), b"abc".to_vec().into()),
        ]);
        // The first example of the standard, FIPS 180-4.
        assert_eq!(sizes.checksum("data/latest/complaints.csv"), "ba7816bf8f01");
        assert_eq!(sizes.checksum("services/data.csv"), "");
    }
}
