//! The published figures of four councils, each looked up on the site that is made from them.
//!
//! A figure stands on the page of its own service and period, in an element that carries its key, and in the page's
//! data.csv; a printed value that lost against another stands in the note beside the one that is used.

mod dashboard;
mod figures;
mod page;
mod site;

use site::Site;
use std::collections::BTreeMap;

/// Printed rows that have no place on the site, with the reason; at most 3 of 100 of a council's.
const UNPLACED: &[(&str, &str, &str)] = &[];

fn every_figure_is_in_its_place(council: &'static str) {
    let site = Site::build(council, "figures");
    let printed = site.printed();
    let excused: Vec<&str> = UNPLACED
        .iter()
        .filter(|(of, ..)| *of == council)
        .map(|(_, row, _)| *row)
        .collect();
    assert!(!printed.is_empty(), "figures-map.csv is empty");
    assert!(
        excused.len() * 100 <= printed.len() * 3,
        "{} of {} rows are excused",
        excused.len(),
        printed.len()
    );
    let mut faults: BTreeMap<String, String> = BTreeMap::new();
    for figure in printed
        .iter()
        .filter(|figure| !excused.contains(&figure.row.as_str()))
    {
        if let Some(fault) = figure.fault(&site) {
            let line = format!(
                "row {:>3} {} printed {}: {fault}",
                figure.row, figure.key, figure.value
            );
            faults.insert(format!("{:0>4}", figure.row), line);
        }
    }
    let lines: Vec<String> = faults.into_values().collect();
    assert!(
        lines.is_empty(),
        "{council}: {} of {} printed figures are not in their place\n{}",
        lines.len(),
        printed.len(),
        lines.join("\n")
    );
}

#[test]
fn every_figure_of_wolverhampton_is_in_its_place() {
    every_figure_is_in_its_place("wolverhampton");
}

#[test]
fn every_figure_of_stoke_on_trent_is_in_its_place() {
    every_figure_is_in_its_place("stoke-on-trent");
}

#[test]
fn every_figure_of_stockport_is_in_its_place() {
    every_figure_is_in_its_place("stockport");
}

#[test]
fn every_figure_of_staffordshire_is_in_its_place() {
    every_figure_is_in_its_place("staffordshire");
}
