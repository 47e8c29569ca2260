//! How large the files to download are, in words.

use super::Contents;
use std::collections::HashMap;

/// Sizes by path.
#[derive(Debug, Default)]
pub struct Sizes(HashMap<String, usize>);

impl Sizes {
    /// Notes the sizes of files.
    pub fn of(files: &[(String, Contents)]) -> Self {
        Sizes(
            files
                .iter()
                .map(|(path, contents)| (path.clone(), contents.len()))
                .collect(),
        )
    }

    /// Returns a file's size as it is printed, `84 kB`, with a space that does not break; empty for a file that is not
    /// known.
    pub fn text(&self, path: &str) -> String {
        match self.0.get(path) {
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
}
