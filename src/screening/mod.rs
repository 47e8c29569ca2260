//! Puts every text that will be published before the guard: first where the council wrote it, with file, row and column;
//! then all of the finished tree, before it can take the place of the old site.
//!
//! The first look finds what the second would, and says where to mend it. The second knows nothing of where texts come
//! from, so it also finds what no table holds: a theme's own words, or two harmless texts that a template joined. What
//! may be printed is decided once, by [`permitted`]. No message shows a detail: [`mask`] sees to it for the findings of every
//! other stage too, because a report may be read by more people than the data.

mod approvals;
mod clean;
mod details;
mod files;
mod gaps;
mod markup;
mod names;
mod rows;
mod site;
mod tables;
mod told;
mod tree;

pub use approvals::{KEYS, unused as unused_approvals};
pub use details::mask;
pub use files::{Hit, file};
pub use names::masked_name;
pub use site::sources;
pub use tree::tree;

use crate::config::Site;
use crate::diagnostic::Report;
use crate::guard::Permitted;
use crate::source::TextFile;

/// Returns what may be printed: the ombudsmen's published details, candour.toml's `[[printable]]`, and what
/// approvals.toml approves. Faults of approvals.toml go to the report.
pub fn permitted(site: &Site, approvals: Option<&TextFile>, report: &mut Report) -> Permitted {
    let approved = approvals.map_or_else(Vec::new, |file| approvals::read(file, report));
    Permitted::new(site.printable.iter().map(|one| one.text.as_str()), approved)
}
