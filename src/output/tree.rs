//! [`OutputTree`]: the whole site in memory, before anything is written.

use super::Contents;
use crate::vocabulary::TextSet;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Paths (relative, with `/`, such as `services/adults/index.html`) to bytes, sorted.
#[derive(Debug, Clone, Default)]
pub struct OutputTree {
    files: BTreeMap<String, Contents>,
    /// All paths in small letters, for file systems that are blind to case.
    folded: TextSet<String>,
    /// The folders that files stand in, in small letters.
    folders: TextSet<String>,
    /// The path that the site will stand under; empty stands for `/`.
    base: String,
}

impl OutputTree {
    /// Makes a tree without files, for a site that will stand under this path (`/complaints/`).
    pub fn at(base: &str) -> Self {
        OutputTree {
            base: base.to_owned(),
            ..OutputTree::default()
        }
    }

    /// Returns the path that the site will stand under, with a slash at both ends.
    pub fn base(&self) -> &str {
        if self.base.is_empty() {
            "/"
        } else {
            &self.base
        }
    }

    /// Adds a file; returns whether the path was free. It is taken when another file has it, also comparing without case,
    /// when it is a folder that another file stands in, or when another file stands where one of its folders must be. A
    /// file whose path is taken is not added.
    pub fn insert(&mut self, path: impl Into<String>, contents: impl Into<Contents>) -> bool {
        let path = path.into();
        let folded = path.to_lowercase();
        let parents: Vec<&str> = folded
            .match_indices('/')
            .map(|(at, _)| &folded[..at])
            .collect();
        let taken = self.folded.contains(&folded)
            || self.folders.contains(&folded)
            || parents.iter().any(|folder| self.folded.contains(*folder));
        if taken {
            return false;
        }
        for folder in parents {
            if !self.folders.contains(folder) {
                self.folders.insert(folder.to_owned());
            }
        }
        self.folded.insert(folded);
        self.files.insert(path, contents.into());
        true
    }

    /// Returns what is in a file.
    pub fn get(&self, path: &str) -> Option<&Contents> {
        self.files.get(path)
    }

    /// Returns all files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Contents)> {
        self.files
            .iter()
            .map(|(path, contents)| (path.as_str(), contents))
    }

    /// Returns the files that hold the same bytes as one before them in the order of paths, each with that one: those that
    /// were added as one value, which need not be compared.
    pub fn repeated(&self) -> BTreeMap<&str, &str> {
        let mut first: HashMap<usize, &str> = HashMap::new();
        let mut repeated = BTreeMap::new();
        for (path, contents) in self.iter() {
            match first.entry(contents.identity()) {
                Entry::Occupied(known) => {
                    repeated.insert(path, *known.get());
                }
                Entry::Vacant(free) => {
                    free.insert(path);
                }
            }
        }
        repeated
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Contents, OutputTree};

    #[test]
    fn a_path_that_is_taken_is_refused_also_without_case() {
        let mut tree = OutputTree::default();
        assert!(tree.insert("services/adults/index.html", *b"one"));
        assert!(!tree.insert("services/adults/index.html", *b"two"));
        assert!(!tree.insert("Services/Adults/Index.html", *b"two"));
        assert!(!tree.insert("services/adults", *b"two"));
        assert!(!tree.insert("services/adults/index.html/more", *b"two"));
        assert!(tree.insert("services/adults/data.csv", *b"two"));
        assert_eq!(
            tree.get("services/adults/index.html"),
            Some(&Contents::from(*b"one"))
        );
        assert_eq!(tree.len(), 2);
    }
    #[test]
    fn files_of_one_value_are_known_as_the_same() {
        let mut tree = OutputTree::default();
        let bytes = Contents::from(*b"one");
        tree.insert("b/one", bytes.clone());
        tree.insert("a/one", bytes);
        tree.insert("c/one", *b"one");
        assert_eq!(
            tree.repeated().into_iter().collect::<Vec<_>>(),
            [("b/one", "a/one")]
        );
    }
}
