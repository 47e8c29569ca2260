//! Keys that were asked for and are not there.

use std::sync::OnceLock;

/// The keys that were missing so far, as the words to print for them. A chain that only grows, so that the words can be
/// lent out as long as the language file lives, and several threads may ask at once.
#[derive(Debug, Default)]
pub(super) struct Missing {
    first: OnceLock<Box<Link>>,
}

#[derive(Debug)]
struct Link {
    shown: String,
    next: OnceLock<Box<Link>>,
}

/// Enough for any theme that was meant to work; beyond it the key is not shown, only that one is missing.
const LIMIT: usize = 1000;

impl Missing {
    /// Returns the keys that were missing so far, in alphabetical order.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let mut place = &self.first;
        while let Some(link) = place.get() {
            keys.push(link.shown.trim_matches(['⟦', '⟧']).to_owned());
            place = &link.next;
        }
        keys.sort();
        keys
    }

    /// Returns the key between ⟦ and ⟧.
    pub fn note(&self, key: &str) -> &str {
        let shown = format!("⟦{key}⟧");
        let mut place = &self.first;
        for _ in 0..LIMIT {
            let link = place.get_or_init(|| {
                Box::new(Link {
                    shown: shown.clone(),
                    next: OnceLock::new(),
                })
            });
            if link.shown == shown {
                return &link.shown;
            }
            place = &link.next;
        }
        "⟦⟧"
    }
}

impl Clone for Missing {
    /// Starts afresh: what was missed is noted where it is missed.
    fn clone(&self) -> Self {
        Missing::default()
    }
}
