//! New sites: an empty one to fill in, or that of a council that does not exist.

use super::{Outcome, Quiet, err, failed};
use crate::cli::arguments::Global;
use crate::demo::Demo;
use crate::init;
use crate::path::{shown, typed};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(super) fn start(global: &Global, dir: &Path, council: &str, area_code: &str) -> Outcome {
    if council.trim().is_empty() {
        err(
            "error: --council is empty; write the council's name as it is to be printed: --council \"Anytown Council\"",
        );
        return Outcome::WrongUse;
    }
    if !init::is_area_code(area_code) {
        err(&format!(
            "error: \"{area_code}\" is not an area code; one is a letter and eight digits, such as E06000021"
        ));
        return Outcome::WrongUse;
    }
    if dir.is_file() {
        err(&format!(
            "error: {} is a file; name a new folder",
            shown(dir)
        ));
        return Outcome::WrongUse;
    }
    let taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        err(&format!(
            "error: {} is not empty; name a new folder",
            shown(dir)
        ));
        return Outcome::WrongUse;
    }
    for (path, text) in init::starter(council, area_code) {
        let file = dir.join(path);
        if let Some(folder) = file.parent()
            && let Err(error) = fs::create_dir_all(folder)
        {
            return failed("make", folder, &error);
        }
        if let Err(error) = fs::write(&file, text) {
            return failed("write", &file, &error);
        }
    }
    if !global.quiet {
        err(&format!(
            "Made a new site in {}. Look at it with:\n  candour serve {}",
            shown(dir),
            typed(dir)
        ));
    }
    Outcome::Done
}

pub(super) fn invent(
    global: &Global,
    rows: Option<u64>,
    services: Option<usize>,
    years: Option<u16>,
    seed: Option<u64>,
    to: Option<&Path>,
) -> Outcome {
    let base = Demo::default();
    let demo = Demo {
        rows: rows.or(base.rows),
        services: services.unwrap_or(base.services),
        years: years.unwrap_or(base.years),
        seed: seed.unwrap_or(base.seed),
        until: global.as_of.unwrap_or(base.until),
    };
    let Some(path) = to else {
        return match demo.write_csv(&mut BufWriter::new(Quiet(io::stdout().lock()))) {
            Ok(_) => Outcome::Done,
            Err(error) => failed("write", Path::new("standard output"), &error),
        };
    };
    let whole_site = path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    let result = if whole_site {
        invent_site(&demo, path)
    } else {
        invent_file(&demo, path)
    };
    match result {
        Ok(()) => Outcome::Done,
        Err(error) => failed("write", path, &error),
    }
}

fn invent_file(demo: &Demo, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
    demo.write_csv(&mut file)?;
    file.flush()
}

fn invent_site(demo: &Demo, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("data/cases"))?;
    fs::write(
        folder.join("candour.toml"),
        demo.configuration("Example Council", "E99999999"),
    )?;
    for (name, bytes) in demo.quarters()? {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
