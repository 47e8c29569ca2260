//! What the publisher is told where counts are rounded.

use super::{Account, Cause, Entry, NAMED, ranges};
use crate::config::Site;
use crate::cube::Cube;
use crate::disclosure::hide::Hiding;
use crate::disclosure::policy::{Policy, counts};
use crate::disclosure::rounding::Rounding;
use crate::history::History;

impl Account {
    /// Takes account of what was rounded.
    pub(super) fn of_rounded(
        hiding: &Hiding,
        rounding: &Rounding,
        cube: &Cube,
        site: &Site,
        earlier: &History,
    ) -> Self {
        let policy = Policy::after(site, earlier).within(&hiding.reach);
        let mut found = Account {
            base: Some(rounding.base.number()),
            ..Account::begun(hiding, cube, &policy)
        };
        let ranges = ranges(hiding);
        for (key, observation) in cube.iter() {
            let value = observation.value.ok().and_then(|number| number.as_whole());
            if !counts(key) {
                if hiding.mask.hidden.contains(key) {
                    found.repeated += 1;
                    found.entries.push(Entry {
                        key: *key,
                        cause: Cause::Repeats,
                        range: None,
                    });
                }
                continue;
            }
            let Some(value) = value.filter(|_| !policy.leaves_out(key)) else {
                continue;
            };
            found.counts += 1;
            if value == 0 || !policy.small(value) || !policy.protects(key) {
                continue;
            }
            if policy.is_public(key, value) {
                found.already_public.push(*key);
                continue;
            }
            found.small += 1;
            let range = ranges.get(key);
            found.entries.push(Entry {
                key: *key,
                cause: Cause::Small,
                range: range.map(|(low, high)| (value + low, value + high)),
            });
        }
        found
    }

    /// Returns the account as text.
    pub(super) fn text_of_rounded(&self, base: i64) -> String {
        let mut lines = vec![format!(
            "Rounded to {base} to protect people (threshold {}): {} counts, {} of them small; {} averages and shares cannot be made of rounded numbers and are not shown.",
            self.threshold, self.counts, self.small, self.repeated
        )];
        let small = self
            .entries
            .iter()
            .filter(|entry| entry.cause == Cause::Small);
        let named = small.clone().take(NAMED);
        lines.extend(named.map(|entry| format!("  {}", self.entry(entry))));
        let more = self.small.saturating_sub(NAMED);
        if more > 0 {
            lines.push(format!("  and {more} more; candour check --json lists all"));
        }
        lines.push("This account is for you alone; none of it is in the site.".to_owned());
        lines.join("\n")
    }
}
