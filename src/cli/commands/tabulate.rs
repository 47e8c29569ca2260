//! Counting case rows into a table.

use super::findings::{conclude, counts};
use super::{Outcome, failed, job, no_folder};
use crate::build;
use crate::cli::arguments::Global;
use crate::cli::progress::Progress;
use crate::diagnostic::Report;
use crate::path::shown;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(super) fn count(global: &Global, files: &[PathBuf], to: &Path) -> Outcome {
    let mut report = Report::new();
    let mut progress = Progress::new(global.quiet || global.json);
    let job = job(global, None);
    if let Some(outcome) = no_folder(&job.root) {
        return outcome;
    }
    let counted = build::tabulate(&job, files, &mut report, &mut |stage| progress.step(stage));
    let Some(counted) = counted else {
        let closing = format!("{}. Nothing was written.", counts(&report));
        return conclude(global, &report, &closing);
    };
    match whole_file(to, |file| counted.write(file).map(Some)) {
        Ok(figures) => {
            let closing = format!(
                "Counted {} case rows as of {} into {} figures in {}. They are not protected: small numbers can point to people, so keep the file private.",
                counted.cases,
                counted.as_of,
                figures.unwrap_or_default(),
                shown(to)
            );
            conclude(global, &report, &closing)
        }
        Err(error) => failed("write", to, &error),
    }
}

/// Writes a file beside its place and moves it there once it is whole, so that a fault leaves the old one as it was.
fn whole_file<T>(
    to: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<Option<T>>,
) -> io::Result<Option<T>> {
    let mut name = to.as_os_str().to_owned();
    name.push(".candour-new");
    let beside = PathBuf::from(name);
    let done = fs::File::create(&beside).and_then(|mut file| write(&mut file));
    let done = done.and_then(|done| {
        if done.is_some() {
            fs::rename(&beside, to)?;
        }
        Ok(done)
    });
    if !matches!(done, Ok(Some(_))) {
        // What was begun is no use to anybody, and may tell of people; that it cannot be taken away is not what went wrong.
        let _ = fs::remove_file(&beside);
    }
    done
}
