//! Notices that a source has changed.
//!
//! The system's word is taken only as a hint: after any event, and a pause of [`PAUSE`] without another, the sources are walked
//! and compared with how they stood before. Debouncers that judge single events lose renames, and reading a file is itself an
//! event on some systems, which would rebuild for ever.

use notify::{EventKind, RecursiveMode, Watcher, event::AccessKind};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};
use walkdir::WalkDir;

/// How long nothing more may happen before the sources are looked at: an editor saves in several steps.
pub const PAUSE: Duration = Duration::from_millis(20);

/// How long that calm is waited for at most: a folder that is copied in gives no calm for minutes.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How often the sources are looked at with `--poll`.
const POLL: Duration = Duration::from_millis(400);

/// How often they are looked at all the same when the system tells of changes: it may have lost one.
const LOOK_ANYWAY: Duration = Duration::from_secs(10);

/// How the sources stood: each file with its size and time. (A file rewritten at the same length within one tick of the clock of
/// its file system, some milliseconds, goes unnoticed; no person saves so fast.)
type Standing = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Watches the sources of a site.
pub struct Watch {
    sources: Vec<PathBuf>,
    standing: Standing,
    hints: Option<Hints>,
}

struct Hints {
    events: Receiver<()>,
    /// Stops telling when it is dropped.
    _watcher: notify::RecommendedWatcher,
}

impl Watch {
    /// Starts to watch files and folders, existing or not. Where the system cannot tell of changes, they are looked for.
    pub fn new(sources: &[PathBuf], poll: bool) -> Self {
        let hints = if poll { None } else { hints(sources) };
        Self {
            standing: standing(sources),
            sources: sources.to_vec(),
            hints,
        }
    }

    /// Calls the function after each change, for ever. What changes while it runs is the next change.
    pub fn each_change(mut self, mut changed: impl FnMut()) {
        loop {
            let now = standing(&self.sources);
            if now == self.standing {
                self.pause();
                continue;
            }
            self.standing = now;
            changed();
            // A folder that is new has to be watched from now on. What happens meanwhile is seen by the look that follows.
            if self.hints.is_some() {
                self.hints = hints(&self.sources);
            }
        }
    }

    /// Waits for a hint and for the calm after it.
    fn pause(&self) {
        let Some(hints) = &self.hints else {
            std::thread::sleep(POLL);
            return;
        };
        if hints.recv_timeout(LOOK_ANYWAY) == Err(RecvTimeoutError::Disconnected) {
            std::thread::sleep(POLL);
        }
        let first = Instant::now();
        while first.elapsed() < LONGEST_PAUSE && hints.recv_timeout(PAUSE).is_ok() {}
    }
}

impl Hints {
    fn recv_timeout(&self, wait: Duration) -> Result<(), RecvTimeoutError> {
        self.events.recv_timeout(wait)
    }
}

/// Asks the system to tell of changes below the sources; nothing where it cannot.
fn hints(sources: &[PathBuf]) -> Option<Hints> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = event.is_ok_and(|event| match event.kind {
            EventKind::Access(AccessKind::Close(_)) => true,
            EventKind::Access(_) => false,
            _ => true,
        });
        if matters {
            // Nobody listens any more: the watcher is about to be dropped.
            let _ = sender.send(());
        }
    })
    .ok()?;
    for source in sources {
        let (place, mode) = if source.is_dir() {
            (source.as_path(), RecursiveMode::Recursive)
        } else {
            // A file is watched by its folder, because editors save by putting a new file in its place; what is not there yet,
            // by the nearest folder that is.
            (nearest_folder(source)?, RecursiveMode::NonRecursive)
        };
        watcher.watch(place, mode).ok()?;
    }
    Some(Hints {
        events,
        _watcher: watcher,
    })
}

fn nearest_folder(path: &Path) -> Option<&Path> {
    path.ancestors()
        .skip(1)
        .map(|folder| match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        })
        .find(|folder| folder.is_dir())
}

fn standing(sources: &[PathBuf]) -> Standing {
    sources
        .iter()
        .flat_map(|source| WalkDir::new(source).into_iter().filter_map(Result::ok))
        .filter_map(|entry| {
            let about = fs::metadata(entry.path()).ok()?;
            let size = if about.is_dir() { 0 } else { about.len() };
            // A folder's time changes with what is in it, which is looked at anyway.
            let time = about.modified().ok().filter(|_| !about.is_dir());
            Some((entry.into_path(), (size, time)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// Runs a change against a watched folder and waits for the news of it.
    fn is_noticed(poll: bool, prepare: impl Fn(&Path), change: impl Fn(&Path)) -> bool {
        let folder = std::env::temp_dir().join(format!(
            "candour-watch-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a temporary folder");
        prepare(&folder);
        let watch = Watch::new(&[folder.join("data"), folder.join("candour.toml")], poll);
        let (sender, news) = mpsc::channel();
        std::thread::spawn(move || watch.each_change(|| sender.send(()).unwrap_or_default()));
        assert!(
            news.recv_timeout(Duration::from_millis(150)).is_err(),
            "nothing has changed yet"
        );
        change(&folder);
        let noticed = news.recv_timeout(Duration::from_secs(5)).is_ok();
        let _ = fs::remove_dir_all(&folder);
        noticed
    }

    fn with_data(folder: &Path) {
        fs::create_dir_all(folder.join("data/cases")).expect("folder");
        fs::write(folder.join("data/cases/q1.csv"), "a").expect("file");
        fs::write(folder.join("candour.toml"), "a").expect("file");
    }

    #[test]
    fn a_changed_file_in_a_folder_below_is_noticed() {
        let change =
            |folder: &Path| fs::write(folder.join("data/cases/q1.csv"), "ab").expect("file");
        assert!(is_noticed(false, with_data, change));
    }

    #[test]
    fn polling_notices_without_the_systems_help() {
        let change =
            |folder: &Path| fs::write(folder.join("data/cases/q1.csv"), "ab").expect("file");
        assert!(is_noticed(true, with_data, change));
    }

    #[test]
    fn a_file_put_in_the_place_of_another_is_noticed() {
        let change = |folder: &Path| {
            fs::write(folder.join("new"), "other").expect("file");
            fs::rename(folder.join("new"), folder.join("candour.toml")).expect("rename");
        };
        assert!(is_noticed(false, with_data, change));
    }

    #[test]
    fn a_folder_that_was_not_there_is_noticed() {
        let change = |folder: &Path| {
            fs::create_dir_all(folder.join("data/lessons")).expect("folder");
            fs::write(folder.join("data/lessons/l.csv"), "a").expect("file");
        };
        assert!(is_noticed(false, |_| (), change));
    }
}
