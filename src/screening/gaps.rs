//! Places that a new site leaves to the council, `[fill in: …]`. They are published as they stand.

use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use std::ops::Range;

/// The address that a new site is given, which is nobody's.
const NEW_ADDRESS: &str = "https://complaints.example/";

/// How such a place begins.
const MARK: &str = "[fill in:";

/// Returns the places in a text.
fn of(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(MARK).map(|(at, _)| {
        let rest = text[at..].lines().next().unwrap_or_default();
        let end = rest.find(']').map_or(rest.len(), |end| end + 1);
        at..at + end
    })
}

/// Returns whether a text has such a place.
pub(super) fn has(text: &str) -> bool {
    text.contains(MARK)
}

/// Warns of the places in a part of a text that people write by hand.
pub(super) fn in_text(file: &str, text: &str, part: Range<usize>, report: &mut Report) {
    for place in of(&text[part.clone()]) {
        let place = part.start + place.start..part.start + place.end;
        report.push(found().in_text(file, text, place));
    }
}

/// Warns of the address of a new site, as it stands in a part of the settings.
pub(super) fn address(file: &str, text: &str, part: Range<usize>, report: &mut Report) {
    if text[part.clone()].contains(NEW_ADDRESS) {
        let found = Diagnostic::warning(
            rule::PAGE_GAP,
            "this is the address that a new site is given, and nobody's",
        );
        report.push(
            found
                .help("write the address at which your site will stand: its pages name it as their own")
                .in_text(file, text, part),
        );
    }
}

/// Warns of the first place in a cell.
pub(super) fn in_cell(cell: &str, place: impl Fn() -> Location, report: &mut Report) {
    if let Some(gap) = of(cell).next() {
        report.push(found().value(&cell[gap]).at(place()));
    }
}

fn found() -> Diagnostic {
    Diagnostic::warning(rule::PAGE_GAP, "a place is still to be filled in")
        .help("put your own words in its place, or take the sentence out")
}
