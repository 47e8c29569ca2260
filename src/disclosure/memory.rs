//! What was hidden the last time, for a preview that builds again and again.
//!
//! Hiding takes most of the time of a protected build, and most changes to a site are to its words. So a preview remembers what
//! it hid and of which numbers, and hides anew only when these, the settings, the earlier releases or the kinds of figures that
//! the pages show are others. It is kept in memory alone: true numbers are never written down.

use super::hide::{Hiding, hide_after};
use super::reach::Reach;
use crate::config::Site;
use crate::cube::Cube;
use crate::history::History;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// What was hidden the last time. Copies remember the same.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Option<Remembered>>>);

#[derive(Debug)]
struct Remembered {
    of: [u8; 32],
    hiding: Arc<Hiding>,
}

impl Memory {
    /// Hides what the policy protects, or returns what was hidden before if nothing that it rests on has changed. `settings` is
    /// the text that the site was read from.
    pub fn hide(
        &self,
        cube: &Cube,
        (site, settings): (&Site, &str),
        earlier: &History,
        reach: Reach,
    ) -> Arc<Hiding> {
        let of = digest(cube, settings, earlier);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && last.of == of
            && last.hiding.reach == reach
        {
            return last.hiding.clone();
        }
        let hiding = Arc::new(hide_after(cube, site, earlier, reach));
        *last = Some(Remembered {
            of,
            hiding: hiding.clone(),
        });
        hiding
    }
}

/// Returns a digest of all that hiding rests on beside the kinds of figures that are shown.
fn digest(cube: &Cube, settings: &str, earlier: &History) -> [u8; 32] {
    let mut text = Digested(Sha256::new());
    // Writing to a digest cannot fail.
    let _ = write!(text, "{settings:?}{earlier:?}{:?}", cube.coverage);
    for word in cube.codes.words() {
        let _ = write!(text, "{word:?}");
    }
    for (key, seen) in cube.iter() {
        let _ = write!(
            text,
            "{key:?}{:?}{:?}{:?}{}",
            seen.value, seen.numerator, seen.denominator, seen.supplied
        );
    }
    text.0.finalize().into()
}

struct Digested(Sha256);

impl Write for Digested {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use crate::config::parse;
    use crate::cube::Cube;
    use crate::diagnostic::Report;
    use crate::disclosure::reach::Reach;
    use crate::history::History;
    use crate::period::Period;
    use crate::vocabulary::{ObservationKey, code};
    use std::sync::Arc;

    const SETTINGS: &str = "[council]\nname = \"Wold\"\narea_code = \"E99999999\"\n[services.adults]\nname = \"Adults\"\n";

    #[test]
    fn what_was_hidden_is_remembered_until_what_it_rests_on_changes() {
        let site = parse("candour.toml", SETTINGS, &mut Report::new()).unwrap();
        let (cube, memory) = (Cube::default(), Memory::default());
        let earlier = History::default();
        let hide = |settings, reach| memory.hide(&cube, (&site, settings), &earlier, reach);
        let first = hide(SETTINGS, Reach::default());
        assert!(Arc::ptr_eq(&first, &hide(SETTINGS, Reach::default())));
        let key = ObservationKey::complaints(
            code::ALL,
            Period::Year(2024),
            code::ALL,
            code::STAGE_1,
            code::RECEIVED,
        );
        let reach = Reach::of([key].iter(), &cube.codes);
        let other = hide(SETTINGS, reach);
        assert!(!Arc::ptr_eq(&first, &other));
        assert!(!Arc::ptr_eq(&other, &hide("", Reach::default())));
    }
}
