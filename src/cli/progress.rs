//! What is going on, on standard error, once a step takes over a second and somebody is watching.

use crate::build::Stage;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The step that is going on, and since when.
type Current = Mutex<Option<(Stage, Instant)>>;

/// Shows a line while a step takes long; shows nothing when standard error is not a terminal.
pub struct Progress {
    now: Option<Arc<Current>>,
}

impl Progress {
    /// Begins to watch.
    pub fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Progress { now: None };
        }
        let now = Arc::new(Mutex::new(None));
        let seen = Arc::downgrade(&now);
        std::thread::spawn(move || {
            let mut told = None;
            while let Some(now) = seen.upgrade() {
                let current: Option<(Stage, Instant)> =
                    *now.lock().unwrap_or_else(PoisonError::into_inner);
                drop(now);
                if let Some((stage, since)) = current
                    && since.elapsed() > Duration::from_secs(1)
                    && told != Some(stage)
                {
                    told = Some(stage);
                    let _ = writeln!(std::io::stderr(), "{} …", words(stage));
                }
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        Progress { now: Some(now) }
    }

    /// Says that a step begins.
    pub fn step(&mut self, stage: Stage) {
        if let Some(now) = &self.now {
            *now.lock().unwrap_or_else(PoisonError::into_inner) = Some((stage, Instant::now()));
        }
    }
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading the files",
        Stage::Checking => "checking every row",
        Stage::Counting => "counting and reconciling",
        Stage::Printing => "making the pages",
        Stage::Writing => "writing the site",
    }
}
