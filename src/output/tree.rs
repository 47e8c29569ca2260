//! [`OutputTree`]: the whole site in memory, before anything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Paths (relative, with `/`, such as `services/adults/index.html`) to bytes, sorted.
#[derive(Debug, Clone, Default)]
pub struct OutputTree {
    files: BTreeMap<String, Arc<[u8]>>,
}

impl OutputTree {
    /// Adds a file; returns whether the path was free (also comparing without case, for file systems that are blind to it).
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> bool {
        self.files.insert(path.into(), bytes.into()).is_none()
    }

    /// Returns a file's bytes.
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// Returns all files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes))
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
