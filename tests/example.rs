//! The example council at the top of the repository is what the generator and the words about it say it is.

use std::fs;
use std::path::Path;
use std::process::Command;

use candour::demo::Demo;

/// The case rows are never edited by hand: whoever changes the generator writes them again with
/// `UPDATE_EXPECTED=1 cargo test --test example` and reads the difference.
#[test]
fn the_case_rows_are_those_that_the_generator_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut stale = Vec::new();
    for (name, made) in Demo::default().quarters().unwrap() {
        let path = root.join(&name);
        if fs::read(&path).ok().as_deref() == Some(made.as_slice()) {
            continue;
        }
        if update {
            fs::write(&path, made).unwrap();
        } else {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "not what the generator makes: {stale:?}");
}

/// The words, services and limits that come with invented rows fit them, and a larger council than the example can be invented.
#[test]
fn an_invented_site_is_read_without_a_finding() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("invented");
    let _ = fs::remove_dir_all(&root);
    let folder = format!("{}/", root.display());
    let size = [
        "--rows",
        "300",
        "--services",
        "5",
        "--years",
        "1",
        "--seed",
        "7",
    ];
    let run = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_candour"))
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned()
            + &String::from_utf8_lossy(&out.stdout);
        assert!(out.status.success(), "{said}");
    };
    run(&[&["demo", "--out", &folder], &size[..]].concat());
    run(&["check", "--deny", "warnings", "--root", &folder]);
}
