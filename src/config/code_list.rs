//! The permitted codes of a list, and the spellings that are read for each.

use crate::vocabulary::{Code, Codes, fold};
use std::collections::{HashMap, HashSet};

/// The permitted codes of one list.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    /// The codes in order, built-in ones first.
    pub entries: Vec<CodeEntry>,
    by_fold: HashMap<String, Code>,
    /// The spellings with other characters than ASCII, as they are written.
    written: HashSet<String>,
}

/// One permitted code.
#[derive(Debug, Clone)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// The council's own name; nothing for the language file's.
    pub name: Option<String>,
    /// Procedures it belongs to; empty for all.
    pub procedures: Vec<Code>,
}

impl CodeList {
    /// Adds a code with the spellings that are read for it. A spelling that is taken keeps its first owner.
    pub fn add(&mut self, codes: &Codes, entry: CodeEntry, spellings: &[&str]) {
        let word = codes.word(entry.code);
        for spelling in spellings
            .iter()
            .copied()
            .chain(entry.name.as_deref())
            .chain([word])
        {
            self.write(spelling);
            self.by_fold.entry(fold(spelling)).or_insert(entry.code);
        }
        self.entries.push(entry);
    }

    /// Makes a spelling mean this code, whatever it meant before (a council's own alias wins over a built-in one).
    pub fn alias(&mut self, spelling: &str, code: Code) {
        self.write(spelling);
        self.by_fold.insert(fold(spelling), code);
    }

    /// Returns the code that the data spell so.
    pub fn find(&self, spelling: &str) -> Option<Code> {
        self.by_fold.get(&fold(spelling)).copied()
    }

    fn write(&mut self, spelling: &str) {
        if !spelling.is_ascii() {
            self.written.insert(spelling.to_owned());
        }
    }

    /// Returns whether a spelling has characters, such as a no-break space or an accent typed apart, that no spelling of
    /// this list is written with, so that it is another one's only because Unicode holds them for the same.
    pub fn is_otherwise(&self, spelling: &str) -> bool {
        !spelling.is_ascii() && !self.written.contains(spelling)
    }

    /// Returns the entry of a code.
    pub fn entry(&self, code: Code) -> Option<&CodeEntry> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}
