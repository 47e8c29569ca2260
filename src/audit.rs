//! The outsider: reads the finished site and tries to learn what it hides.
//!
//! The proof of [`crate::disclosure`] says that the hidden numbers could be others. Here that is put to the test on what
//! will really be published, in three ways that share no code with the hiding:
//!
//! - [`worlds`] makes whole other tables out of the witnesses, in which every hidden count is another number, and asks
//!   whether the public would see any figure differently. Pages and files are made of released figures alone, so where
//!   these are the same, so is the site.
//! - [`files`] reads every page, table and JSON file back and looks whether a hidden figure has a number anywhere.
//! - [`attack`] takes all numbers that were read, and works out by sums and differences what the hidden ones can be.
//!
//! What is found is an error: the site is not written.

pub mod attack;
pub mod files;
pub mod worlds;

use crate::config::Site;
use crate::cube::Cube;
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::disclosure::Release;
use crate::disclosure::hide::Hiding;
use crate::history::History;
use crate::output::OutputTree;
use crate::vocabulary::ObservationKey;
use chrono::NaiveDate;

/// What the outsider gets to see, and what it is measured by.
pub struct Audit<'a> {
    /// The true numbers.
    pub cube: &'a Cube,
    /// The settings.
    pub site: &'a Site,
    /// The date of the build.
    pub as_of: NaiveDate,
    /// What is hidden, with its proof.
    pub hiding: &'a Hiding,
    /// What was published before.
    pub earlier: &'a History,
}

impl Audit<'_> {
    /// Tests the release and the finished files; adds what an outsider could learn.
    pub fn run(&self, release: &Release, tree: &OutputTree, report: &mut Report) {
        for key in worlds::differences(self, release) {
            report.push(self.finding(
                &key,
                "a figure that is shown would be another one if the hidden counts were others that fit as well",
            ));
        }
        let names = files::Names::new(self.cube, self.hiding);
        let read = files::read(tree, &names);
        for leak in &read.leaks {
            let key = &leak.key;
            report.push(
                Diagnostic::error(
                    rule::HIDDEN_PRINTED,
                    format!("{} has a number of \"{key}\", which is hidden", leak.file),
                )
                .key(key.clone())
                .help(HELP),
            );
        }
        for key in attack::narrow(self, &read.known) {
            report.push(self.finding(
                &key,
                "what is shown leaves too few numbers that this hidden count can be",
            ));
        }
    }

    fn finding(&self, key: &ObservationKey, what: &str) -> Diagnostic {
        let text = key.text(&self.cube.codes);
        Diagnostic::error(rule::HIDDEN_FOLLOWS, format!("{text}: {what}"))
            .key(text)
            .help(HELP)
    }
}

const HELP: &str = "nothing was written; this is a fault of the program, not of your data: please report it. Until it is mended, a coarser \
choice such as taking the breakdown out of the pages, or joining two services, may avoid it";
