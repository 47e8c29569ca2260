//! The new site in the place of the old one.

use super::{Names, failed, files_in};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::named as rule;
use crate::output::manifest;
use crate::path::shown;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;
use std::{fs, io};

/// Puts right what a build that was stopped has left behind: the old site goes back if it was on its way out, and what
/// was begun is removed.
pub(super) fn recover(names: &Names) -> Result<(), Diagnostic> {
    if names.old.exists() && !names.folder.exists() {
        rename(&names.old, &names.folder)
            .map_err(|error| failed("put back", &names.old, &error))?;
    }
    discard(&names.old)?;
    discard(&names.new)
}

/// Removes a folder that a build has left behind. One that does not look like ours is somebody else's.
fn discard(folder: &Path) -> Result<(), Diagnostic> {
    if !folder.exists() {
        return Ok(());
    }
    let text = fs::read_to_string(folder.join(manifest::PATH)).unwrap_or_default();
    // A build that was stopped at its very beginning leaves half a manifest and nothing else.
    let others = files_in(folder)?.iter().any(|path| path != manifest::PATH);
    if others && manifest::listed(&text).is_none() {
        let message = format!(
            "{} is in the way, and Candour did not make it",
            shown(folder)
        );
        return Err(Diagnostic::error(rule::OUTPUT_NOT_OURS, message)
            .help("Move it elsewhere, then build again."));
    }
    remove(folder).map_err(|error| failed("remove", folder, &error))
}

/// Removes a site of ours, its manifest last: if it is stopped half-way, the next start still knows whose it is.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == manifest::PATH {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    fs::remove_dir_all(folder)
}

/// Gives the new site the folder's name. When this returns an error the old site stands where it stood.
pub(super) fn into_place(names: &Names, folder: &Path) -> Result<(), Diagnostic> {
    if !folder.exists() {
        return rename(&names.new, folder).map_err(|error| failed("rename", &names.new, &error));
    }
    match exchange(&names.new, folder) {
        Ok(()) => {
            leave(&names.new);
            return Ok(());
        }
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(error) => return Err(failed("exchange", &names.new, &error)),
    }
    rename(folder, &names.old).map_err(|error| failed("rename", folder, &error))?;
    if let Err(error) = rename(&names.new, folder) {
        let _ = rename(&names.old, folder);
        return Err(failed("rename", &names.new, &error));
    }
    leave(&names.old);
    Ok(())
}

/// Removes the old site once the new one stands. What cannot be removed now, the next build removes.
fn leave(old: &Path) {
    let _ = remove(old);
}

/// How often a folder of Windows is renamed before the refusal is believed: for about three seconds in all.
const TRIES: u32 = 12;

/// Gives a folder another name. On Windows that is refused while anything has a file in it open, and virus scanners and search
/// indexes open what is new for a moment, so there it is tried again for a while.
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let tries = if cfg!(windows) { TRIES } else { 1 };
    patiently(tries, || fs::rename(from, to))
}

/// Does what may be refused for a moment, up to so many times, with longer and longer pauses.
fn patiently(tries: u32, mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    for pause in 1..tries {
        match attempt() {
            Err(error) if is_passing(&error) => sleep(Duration::from_millis(40 * u64::from(pause))),
            done => return done,
        }
    }
    attempt()
}

/// Returns whether a refusal can come of somebody else's having a file open.
fn is_passing(error: &io::Error) -> bool {
    /// Windows' number for a file that another program does not share.
    const SHARING_VIOLATION: i32 = 32;
    error.kind() == io::ErrorKind::PermissionDenied
        || (cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION))
}

/// Exchanges the names of two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|error| match error {
        // The kernel or this file system (a network share) does not have it.
        Errno::NOSYS | Errno::INVAL | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
        error => error.into(),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes sure that the new site is on the disk before it takes the old one's place, so that a power cut cannot leave
/// empty files behind a name that readers use.
#[cfg(target_os = "linux")]
pub(super) fn flush(folder: &Path) -> Result<(), Diagnostic> {
    let flushed = fs::File::open(folder).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
    flushed.map_err(|error| failed("flush", folder, &error))
}

/// Elsewhere there is no call that flushes a whole folder at once, and one for each of some thousand files takes longer
/// than the build.
#[cfg(not(target_os = "linux"))]
pub(super) fn flush(_: &Path) -> Result<(), Diagnostic> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_for_a_moment_is_tried_again_and_no_other_fault_is() {
        let refusals = |kind: io::ErrorKind, tries, until| {
            let mut made = 0;
            let done = patiently(tries, || {
                made += 1;
                if made < until {
                    Err(kind.into())
                } else {
                    Ok(())
                }
            });
            (done.is_ok(), made)
        };
        let denied = io::ErrorKind::PermissionDenied;
        assert_eq!(refusals(denied, 3, 3), (true, 3));
        assert_eq!(refusals(denied, 3, 9), (false, 3));
        assert_eq!(refusals(denied, 1, 2), (false, 1));
        assert_eq!(refusals(io::ErrorKind::NotFound, 3, 2), (false, 1));
    }
}
