//! The only writer of the output folder.
//!
//! Readers see the whole old site or the whole new one, never a mixture, whenever the program is stopped. The new site is
//! put together in a folder beside the old one and takes its place by one exchange of names, where the system has that;
//! elsewhere by two renames, which the next start puts right if it was stopped between them. Files whose bytes did not
//! change are linked over from the old site, so that they keep their time of change, and when nothing changed nothing is
//! touched. Candour deletes only what a manifest of its own lists.

mod lock;
mod swap;

use super::{Contents, OutputTree, manifest};
use crate::diagnostic::named as rule;
use crate::diagnostic::{Diagnostic, Location};
use crate::path::{refused, shown};
use lock::Lock;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{IoSlice, Write as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What a writing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have other bytes than before.
    pub changed: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// Files of the old site that are no more.
    pub removed: usize,
}

/// Writes a sealed tree to a folder. `inputs` are the files and folders that the site is made from.
pub fn write(tree: &OutputTree, folder: &Path, inputs: &[&Path]) -> Result<Written, Diagnostic> {
    no_device(folder)?;
    let folder = &real(folder)?;
    keep_clear_of(inputs, folder)?;
    let names = Names::of(folder)?;
    make_folder(names.parent())?;
    let _lock = Lock::take(&names.lock)?;
    swap::recover(&names)?;
    let old = old_files(folder)?;
    let same: Vec<bool> = tree
        .iter()
        .collect::<Vec<_>>()
        .par_iter()
        .map(|(path, contents)| old.contains(*path) && is_same(&folder.join(path), contents))
        .collect();
    let kept = same.iter().filter(|same| **same).count();
    let written = Written {
        changed: tree.len() - kept,
        kept,
        removed: old.iter().filter(|path| tree.get(path).is_none()).count(),
    };
    if written.changed == 0 && written.removed == 0 {
        return Ok(written);
    }
    if let Err(fault) = stage(tree, &same, folder, &names.new) {
        // The old site stands untouched; what was begun beside it is no use to anybody.
        let _ = swap::remove(&names.new);
        return Err(fault);
    }
    if let Err(fault) = swap::into_place(&names, folder) {
        let _ = swap::remove(&names.new);
        return Err(fault);
    }
    Ok(written)
}

/// The folder and what may stand beside it for a while.
struct Names {
    folder: PathBuf,
    /// The new site while it is put together, and the old one after the exchange.
    new: PathBuf,
    /// The old site while two renames are under way.
    old: PathBuf,
    lock: PathBuf,
}

impl Names {
    fn of(folder: &Path) -> Result<Self, Diagnostic> {
        let Some(name) = folder.file_name() else {
            let message = format!("\"{}\" cannot be an output folder", shown(folder));
            return Err(
                Diagnostic::error(rule::OUTPUT_NOT_OURS, message).help("Name a folder below it.")
            );
        };
        let beside = |ending: &str| {
            let mut text = OsString::from(name);
            text.push(ending);
            folder.with_file_name(text)
        };
        Ok(Names {
            folder: folder.to_owned(),
            new: beside(".candour-new"),
            old: beside(".candour-old"),
            lock: beside(".candour-lock"),
        })
    }

    fn parent(&self) -> &Path {
        self.folder.parent().unwrap_or(Path::new("."))
    }
}

/// Returns the finding for a path that the system refused.
fn failed(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot {what} {}: {error}", shown(path));
    Diagnostic::error(rule::WRITE_FAILED, message)
        .at(Location::file(shown(path)))
        .help("The old site is as it was. Close what has the folder or a file in it open, free some space or change the folder's permissions, then build again.")
}

/// Refuses a folder that on Windows is none, whatever stands before its name: `sites\aux` is the first serial port.
fn no_device(folder: &Path) -> Result<(), Diagnostic> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    match refused(&name).filter(|_| cfg!(windows)) {
        None => Ok(()),
        Some(why) => Err(Diagnostic::error(
            rule::OUTPUT_NOT_OURS,
            format!("no folder can be called \"{name}\": {why}"),
        )
        .help("Choose another folder with --out.")),
    }
}

/// Returns the folder's absolute path with links followed, as far as it is there already.
fn real(folder: &Path) -> Result<PathBuf, Diagnostic> {
    let whole = std::path::absolute(folder).map_err(|error| failed("find", folder, &error))?;
    let mut missing = Vec::new();
    let mut there = whole.as_path();
    loop {
        match there.canonicalize() {
            Ok(path) => {
                return Ok(missing
                    .iter()
                    .rev()
                    .fold(path, |path, name| path.join(name)));
            }
            // What is there and has no other path: drives of Windows that are made by a program of their own can have none.
            Err(error) if error.kind() == io::ErrorKind::NotFound || there.exists() => {
                let (Some(parent), Some(name)) = (there.parent(), there.file_name()) else {
                    return Ok(whole);
                };
                missing.push(name);
                there = parent;
            }
            Err(error) => return Err(failed("find", there, &error)),
        }
    }
}

/// Refuses a folder that holds what the site is made from, or stands inside it.
fn keep_clear_of(inputs: &[&Path], folder: &Path) -> Result<(), Diagnostic> {
    for input in inputs {
        if !input.exists() {
            continue;
        }
        let input = real(input)?;
        if input.starts_with(folder) || folder.starts_with(&input) {
            let message = format!(
                "the output folder {} and {} overlap",
                shown(folder),
                shown(&input)
            );
            return Err(Diagnostic::error(rule::OUTPUT_HOLDS_SOURCES, message)
                .help("Choose another folder with --out; building replaces the whole folder."));
        }
    }
    Ok(())
}

fn make_folder(folder: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| failed("create", folder, &error))
}

/// Returns the paths of the old site's files. A folder that holds anything Candour did not write is refused; what file
/// managers leave behind does not count.
fn old_files(folder: &Path) -> Result<BTreeSet<String>, Diagnostic> {
    let there = files_in(folder)?;
    if there.is_empty() {
        return Ok(there);
    }
    let text = fs::read_to_string(folder.join(manifest::PATH)).unwrap_or_default();
    let Some(listed) = manifest::listed(&text) else {
        let message = format!(
            "{} holds files, but no MANIFEST of Candour's",
            shown(folder)
        );
        return Err(Diagnostic::error(rule::OUTPUT_NOT_OURS, message)
            .help("Choose another folder with --out, or empty this one yourself."));
    };
    let litter = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
    };
    let mut foreign = there
        .iter()
        .filter(|path| !listed.contains(*path) && !litter(path));
    if let Some(path) = foreign.next() {
        let more = foreign.count();
        let mut fault = Diagnostic::error(
            rule::FOREIGN_FILE,
            format!("{} is not a file that Candour wrote", shown(&folder.join(path))),
        )
        .help("Building replaces the whole folder. Move the file out of it, or into the theme's static/ folder.");
        if more > 0 {
            fault = fault.fact("further files", more.to_string());
        }
        return Err(fault);
    }
    Ok(there)
}

/// Returns all files below a folder, with `/`; none when the folder is not there.
fn files_in(folder: &Path) -> Result<BTreeSet<String>, Diagnostic> {
    let mut files = BTreeSet::new();
    if !folder.exists() {
        return Ok(files);
    }
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            failed("read", &path, &error.into())
        })?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"));
        }
    }
    Ok(files)
}

fn is_same(path: &Path, contents: &Contents) -> bool {
    let long = fs::symlink_metadata(path)
        .is_ok_and(|data| data.is_file() && data.len() == contents.len() as u64);
    long && fs::read(path).is_ok_and(|old| contents.are(&old))
}

/// Puts the new site together in its own folder. The manifest comes first, so that a folder left behind by a build that
/// was stopped is known as ours.
fn stage(tree: &OutputTree, same: &[bool], old: &Path, new: &Path) -> Result<(), Diagnostic> {
    make_folder(new)?;
    if let Some(contents) = tree.get(manifest::PATH) {
        put(&new.join(manifest::PATH), contents)?;
    }
    let folders: BTreeSet<&str> = tree
        .iter()
        .filter_map(|(path, _)| Some(path.rsplit_once('/')?.0))
        .collect();
    folders
        .par_iter()
        .try_for_each(|folder| make_folder(&new.join(folder)))?;
    let repeated = tree.repeated();
    let (again, files): (Vec<_>, Vec<_>) = tree
        .iter()
        .zip(same)
        .filter(|((path, _), _)| *path != manifest::PATH)
        .partition(|((path, _), same)| !**same && repeated.contains_key(path));
    files.par_iter().try_for_each(|((path, contents), same)| {
        let target = new.join(path);
        if **same && keep(&old.join(path), &target).is_ok() {
            return Ok(());
        }
        put(&target, contents)
    })?;
    // The newest tables are the dated ones under a second name.
    for ((path, contents), _) in again {
        let first = repeated.get(path).map(|first| new.join(first));
        let target = new.join(path);
        let linked = first.is_some_and(|first| fs::hard_link(first, &target).is_ok());
        if !linked {
            put(&target, contents)?;
        }
    }
    swap::flush(new)
}

/// How many bytes of short pieces are gathered before they are written.
const GATHERED: usize = 1 << 18;

/// Pieces of so many bytes are not worth gathering: the system takes many of them at once.
const LONG: usize = 1 << 10;

/// How many the system takes at most.
const AT_ONCE: usize = 1024;

fn put(path: &Path, contents: &Contents) -> Result<(), Diagnostic> {
    let written = match contents.as_slice() {
        Some(bytes) => fs::write(path, bytes),
        None => put_pieces(path, contents),
    };
    written.map_err(|error| failed("write", path, &error))
}

fn put_pieces(path: &Path, contents: &Contents) -> io::Result<()> {
    let pieces = contents.pieces();
    let mut file = fs::File::create(path)?;
    if contents.len() >= pieces.len() * LONG {
        let slices = pieces.iter().map(|piece| IoSlice::new(piece.bytes()));
        return write_all(&mut file, &mut slices.collect::<Vec<_>>());
    }
    let size = contents.len().min(GATHERED);
    let mut file = io::BufWriter::with_capacity(size, file);
    for piece in pieces {
        file.write_all(piece.bytes())?;
    }
    file.flush()
}

fn write_all(file: &mut fs::File, mut slices: &mut [IoSlice]) -> io::Result<()> {
    // Empty ones at the beginning would look as if nothing could be written any more.
    IoSlice::advance_slices(&mut slices, 0);
    while !slices.is_empty() {
        let some = &slices[..slices.len().min(AT_ONCE)];
        match file.write_vectored(some) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut slices, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Takes a file over from the old site with its time of change: as a second name for it, or as a copy where the file
/// system has no such thing.
fn keep(old: &Path, new: &Path) -> io::Result<()> {
    if fs::hard_link(old, new).is_ok() {
        return Ok(());
    }
    fs::copy(old, new)?;
    let changed = fs::metadata(old)?.modified()?;
    fs::File::options()
        .write(true)
        .open(new)?
        .set_modified(changed)
}
