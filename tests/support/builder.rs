//! Sites in folders of their own, built by the real program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes a site into a folder of this name and builds it; returns the folder. Panics with what the program said when it
/// does not build.
pub fn built<'f>(name: &str, files: impl IntoIterator<Item = (&'f str, &'f str)>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let out = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["build", "--quiet", "--root"])
        .arg(&root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{name}: {said}");
    root
}
