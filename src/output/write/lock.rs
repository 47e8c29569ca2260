//! One build at a time for each output folder.

use super::failed;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::named as rule;
use crate::path::shown;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Holds the lock until it is dropped. The system lets go of it when the program ends, however it ends, so a lock file that
/// was left behind never stands in the way.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock, or says that another build has it.
    pub(super) fn take(path: &Path) -> Result<Self, Diagnostic> {
        // Between opening the file and locking it the holder may have ended and removed it: then try again.
        for _ in 0..100 {
            let opened = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(path);
            let file = opened.map_err(|error| failed("create", path, &error))?;
            match file.try_lock() {
                Ok(()) if still_there(&file, path) => {
                    return Ok(Lock {
                        path: path.to_owned(),
                        _file: file,
                    });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(failed("lock", path, &error)),
            }
        }
        Err(Diagnostic::error(
            rule::OUTPUT_BUSY,
            "another candour is building this site now",
        )
        .fact("lock", shown(path))
        .help("Wait until it has ended, then build again."))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still held; whoever opened it before finds it gone.
        let _ = fs::remove_file(&self.path);
    }
}

/// Returns whether the file that was locked is the one that stands at the path.
#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(locked), Ok(there)) => (locked.dev(), locked.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Elsewhere a file that somebody holds open cannot be replaced by another of the same name.
#[cfg(not(unix))]
fn still_there(_: &File, path: &Path) -> bool {
    path.exists()
}
