//! The lists of natures and remedies that cells hold, each kept once.

use crate::vocabulary::Code;
use std::collections::HashMap;

/// The lists of codes that cells hold, each once.
#[derive(Debug)]
pub struct Lists {
    lists: Vec<Box<[Code]>>,
    places: HashMap<Box<[Code]>, u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Lists {
            lists: vec![Box::default()],
            places: HashMap::new(),
        }
    }
}

impl Lists {
    /// Returns the codes of a list; the list 0 is empty.
    pub fn get(&self, index: u32) -> &[Code] {
        self.lists.get(index as usize).map_or(&[], |list| list)
    }

    /// Returns the index of a list, adding it when it is new.
    pub(super) fn add(&mut self, list: Vec<Code>) -> u32 {
        if list.is_empty() {
            return 0;
        }
        let list = list.into_boxed_slice();
        *self.places.entry(list).or_insert_with_key(|list| {
            self.lists.push(list.clone());
            self.lists.len() as u32 - 1
        })
    }
}
