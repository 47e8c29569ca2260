//! Every reader of what comes from outside is given damaged input without end: it must answer, and never panic or hang.
//!
//! Each test takes good and bad files of this repository, damages them by a generator with a fixed seed, and runs a reader
//! over them for CANDOUR_FUZZ_SECONDS (1 when it is not set). What makes a reader fail is cut down to what is needed for
//! it, and its file is named in the message: it becomes a named test beside the reader. CANDOUR_FUZZ_SEED takes another
//! way through. README.md tells how to run it for longer.

mod corpus;
mod damage;
mod markup;
mod readers;
mod runner;
mod server;
mod sites;
mod tables;
mod texts;
mod workbooks;

/// The targets in `fuzz/` need an unstable compiler and are not built here, so what they run is read from them.
#[test]
fn every_reader_has_a_target_that_looks_where_the_program_goes() {
    let text = |path: &str| std::fs::read_to_string(corpus::here().join(path)).unwrap();
    let readers = text("tests/fuzz/readers.rs");
    let readers: Vec<&str> = readers
        .lines()
        .filter_map(|line| line.strip_prefix("pub fn ")?.split_once("(bytes: &[u8]"))
        .map(|(name, _)| name)
        .collect();
    assert!(readers.len() >= 7, "{readers:?}");
    let manifest = text("fuzz/Cargo.toml");
    let paths = manifest.lines().filter_map(|line| {
        let path = line.strip_prefix("path = \"targets/")?;
        path.strip_suffix('"')
    });
    let targets: Vec<String> = paths
        .map(|path| text(&format!("fuzz/targets/{path}")))
        .collect();
    let listed = text("fuzz/README.md");
    for reader in readers {
        let call = format!("readers::{reader}(bytes");
        assert!(
            targets.iter().any(|target| target.contains(&call)),
            "{reader}"
        );
    }
    let names = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \""));
    for name in names.skip(1).filter_map(|name| name.strip_suffix('"')) {
        assert!(listed.contains(&format!("`{name}`")), "{name}");
    }
}
