//! Tests supplied figures against the relations.
//!
//! A council's report is made by many hands, and its figures contradict one another more often than anyone expects. Each
//! contradiction is a finding: an error, unless candour.toml accepts it by code and key with a reason, which the page
//! then prints beside the figure. Nothing is smoothed away: whichever value is published, the other stands in the note.
//!
//! Only what came in tables is tested. What Candour counts from case rows adds up by construction; but it can jump, or differ
//! from what was published once, as well as anything that is supplied, so both are looked at for that.

mod carry;
mod desk;
mod disagreement;
mod flow;
mod followed;
mod jump;
mod mean;
mod published;
mod sum;
mod tested;
mod unit;

pub(super) use desk::{Desk, add_note, computed_or_supplied};

use super::relation::Relations;
use super::{Cube, claims};
use crate::config::{Acceptance, Site};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::history::History;
use crate::vocabulary::{ObservationKey, code};
use carry::carried;
use desk::accept_place;
use flow::flows;
use followed::{followed, inherit};
use jump::jumps;
use mean::means;
use published::published;
use std::collections::BTreeSet;
use sum::sums;
use tested::tested;
use unit::units;

/// Tests the supplied figures of a cube and compares them with the earlier releases, and settles which of two disagreeing values is published.
pub fn reconcile(cube: &mut Cube, site: &Site, earlier: &History, report: &mut Report) {
    let mut desk = Desk::new(site, report);
    if given(cube).next().is_some() {
        let relations = Relations::new(cube, site);
        sums(cube, &relations, &mut desk);
        followed(cube, &relations, &mut desk);
        flows(cube, &relations, &mut desk);
        carried(cube, &mut desk);
        means(cube, &relations, &mut desk);
        units(cube, &mut desk);
        claims::test(cube, &relations, &mut desk);
        inherit(cube, &relations, &desk);
    }
    published(cube, earlier, &mut desk);
    jumps(cube, &mut desk);
    sources(cube, &mut desk);
    stale(&mut desk);
    cube.tested = tested(cube, site, earlier, report);
}

/// Returns the keys of all figures that came in tables, which people can edit.
fn given(cube: &Cube) -> impl Iterator<Item = &ObservationKey> {
    cube.supplied.keys().chain(cube.tabulated.keys())
}

/// A source stands under the figures of the whole council; where an ombudsman's year has none, no page names it.
fn sources(cube: &Cube, desk: &mut Desk) {
    for source in &desk.site.figures_sources {
        let of_it = |key: &ObservationKey| {
            key.category(code::OMBUDSMAN) == Some(source.ombudsman)
                && key.category(code::GROUP).is_none()
        };
        let mut figures = cube.slice(code::ALL, source.year);
        if figures.any(|(key, _)| of_it(key)) {
            continue;
        }
        let (who, year) = (cube.codes.word(source.ombudsman), source.year.id());
        let message = format!(
            "a source is named of the figures of {who} for {year}, and there are no such figures"
        );
        desk.report.push(
            Diagnostic::warning(rule::SOURCE_OF_NOTHING, message)
                .at(crate::diagnostic::Location::file("candour.toml").row(source.line))
                .help("Supply that year's figures of the whole council in data/aggregates/, correct the year, or take the entry out."),
        );
    }
}

/// An acceptance that accepts nothing any more is out of date, and its explanation is printed nowhere.
fn stale(desk: &mut Desk) {
    let met: BTreeSet<(&str, &str)> = desk
        .report
        .diagnostics()
        .iter()
        .map(|found| (found.rule.code, found.key.as_str()))
        .collect();
    let mut stale = Vec::new();
    // What is hidden is settled later, and so is what may be accepted of it.
    let of_figures = |accepted: &&Acceptance| !accepted.key.starts_with("disclosure/");
    for accepted in desk.site.accepted.iter().filter(of_figures) {
        if !met.contains(&(accepted.code.as_str(), accepted.key.as_str())) {
            stale.push(
                Diagnostic::warning(
                    rule::ACCEPT_STALE,
                    format!(
                        "nothing needs accepting: there is no finding {} of {}",
                        accepted.code, accepted.key
                    ),
                )
                .at(accept_place(accepted))
                .help("Remove the entry, or correct its code or key: the message of a finding gives both."),
            );
        }
    }
    for warning in stale {
        desk.report.push(warning);
    }
}
