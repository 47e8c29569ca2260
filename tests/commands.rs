//! What the program says to a wrong use, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("commands")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the program in a folder; returns its exit code and what it said on standard error.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    (
        out.status.code(),
        String::from_utf8_lossy(&out.stderr).into_owned(),
    )
}

const INIT: &[&str] = &[
    "init",
    "our site",
    "--council",
    "Newtown",
    "--area-code",
    "E06000999",
];

#[test]
fn a_folder_that_is_not_there_is_wrong_use_and_named() {
    let here = folder("missing");
    for command in [
        &["check", "nowhere"][..],
        &["build", "nowhere"],
        &["serve", "nowhere"],
        &["tabulate", "x.csv", "--out", "y.csv", "--root", "nowhere"],
    ] {
        let (code, said) = run(&here, command);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.starts_with("error: there is no folder nowhere\n")
                && said.contains("candour init nowhere"),
            "{said}"
        );
    }
    fs::write(here.join("candour.toml"), "").unwrap();
    let (code, said) = run(&here, &["check", "candour.toml"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("candour.toml is a file"), "{said}");
}

#[test]
fn settings_that_are_not_where_config_says_are_named_with_that_cure() {
    let here = folder("no such settings");
    fs::write(here.join("candour.toml"), "").unwrap();
    let (code, said) = run(&here, &["check", "--config", "other/ours.toml"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("there is no file ours.toml where --config says")
            && said.contains("help: correct the path after --config")
            && !said.contains("candour init"),
        "{said}"
    );
}

#[test]
fn a_folder_without_settings_is_said_to_be_no_site_and_nothing_else() {
    let (code, said) = run(&folder("no settings"), &["check"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("error[C001]")
            && said.ends_with("1 error, 0 warnings. Nothing was written.\n"),
        "{said}"
    );
}

#[test]
fn a_new_site_has_a_name_a_code_and_a_folder_of_its_own() {
    let here = folder("init");
    for (arguments, words) in [
        (
            ["init", "a", "--council", " ", "--area-code", "E06000999"],
            "--council is empty",
        ),
        (
            [
                "init",
                "a",
                "--council",
                "Newtown",
                "--area-code",
                "Newtown",
            ],
            "\"Newtown\" is not an area code",
        ),
    ] {
        let (code, said) = run(&here, &arguments);
        assert_eq!(code, Some(2));
        assert!(said.contains(words) && !here.join("a").exists(), "{said}");
    }
    assert_eq!(run(&here, INIT).0, Some(0));
    assert_eq!(
        run(&here, &["build", "our site", "--quiet"]),
        (Some(0), String::new())
    );
    for (nation, code) in [("wales", "W06000015"), ("scotland", "S12000036")] {
        let arguments = ["init", nation, "--council", "Newtown", "--area-code", code];
        assert_eq!(run(&here, &arguments).0, Some(0));
        let (code, said) = run(&here, &["build", nation, "--quiet"]);
        assert_eq!((code, said.as_str()), (Some(0), ""), "{nation}");
    }
    let (code, said) = run(&here, INIT);
    assert_eq!(
        (code, said.as_str()),
        (Some(2), "error: our site is not empty; name a new folder\n")
    );
}

#[test]
fn a_new_site_says_what_is_still_to_be_filled_in() {
    let here = folder("gaps");
    assert_eq!(run(&here, INIT).0, Some(0));
    let (code, said) = run(&here, &["check", "our site"]);
    assert_eq!(code, Some(0), "{said}");
    let warned = said
        .lines()
        .filter(|line| line.starts_with("warning"))
        .collect::<Vec<_>>();
    assert!(
        !warned.is_empty() && warned.iter().all(|line| line.contains("C273")),
        "{said}"
    );
    assert!(
        said.contains("this is the address that a new site is given"),
        "{said}"
    );
    // What the program prints of the settings and the tables has such places too, and not only the pages.
    for place in ["candour.toml", "data/context.csv", "content/methods.md"] {
        assert!(
            said.contains(&format!("--> {place}")) || said.contains(&format!(" {place}")),
            "{said}"
        );
    }
    let settings = fs::read_to_string(here.join("our site/candour.toml")).unwrap();
    let banner = settings.lines().find(|line| line.starts_with("banner"));
    let banner = banner.unwrap();
    assert!(banner.contains("[fill in: "), "{banner}");
    assert!(
        settings.lines().any(|line| line == "threshold = 5"),
        "a new site hides small numbers"
    );
}

#[test]
fn the_invented_tables_of_a_new_site_cannot_stay_beside_a_councils_own() {
    let here = folder("samples");
    assert_eq!(run(&here, INIT).0, Some(0));
    let data = here.join("our site/data");
    let cases = data.join("cases/sample-cases.csv");
    let lessons = data.join("lessons/sample-lessons.csv");
    fs::copy(&cases, data.join("cases/export.csv")).unwrap();
    fs::remove_file(cases).unwrap();
    let (code, said) = run(&here, &["check", "our site"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("error[C041]") && said.contains("--> data/lessons/sample-lessons.csv"),
        "{said}"
    );
    fs::remove_file(lessons).unwrap();
    assert_eq!(run(&here, &["check", "our site"]).0, Some(0));
    // Both READMEs name each of them.
    for readme in [
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap(),
        fs::read_to_string(here.join("our site/README.md")).unwrap(),
    ] {
        for sample in [
            "data/cases/sample-cases.csv",
            "data/lessons/sample-lessons.csv",
        ] {
            assert!(readme.contains(sample), "{sample}");
        }
    }
}

#[test]
fn figures_under_embargo_are_looked_at_and_not_built() {
    let here = folder("embargo");
    assert_eq!(run(&here, INIT).0, Some(0));
    let settings = here.join("our site/candour.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let (before, after) = text.split_once("[release]\n").unwrap();
    fs::write(
        &settings,
        format!("{before}[release]\nembargo = 2026-08-28\n{after}"),
    )
    .unwrap();
    let run = |command: &str, day: &str| run(&here, &[command, "our site", "--as-of", day]);
    let (code, said) = run("check", "2026-08-27");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("warning[C077]: these figures may not be public before 2026-08-28"),
        "{said}"
    );
    let (code, said) = run("build", "2026-08-27");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("error[C077]") && !here.join("our site/public").exists(),
        "{said}"
    );
    let (code, said) = run("build", "2026-08-28");
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("C077"), "{said}");
}

#[test]
fn a_day_of_the_command_line_is_written_year_first() {
    let (code, said) = run(&folder("day"), &["check", "--as-of", "31/12/2024"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("a day is written year, month, day: 2024-12-31"),
        "{said}"
    );
}

#[test]
fn nobody_reading_is_no_failure() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_candour"))
        .arg("explain")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(program.stdout.take());
    assert!(program.wait().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    for command in [&["explain"][..], &["demo"], &["check", "--json"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/good-site");
        let mut program = Command::new(env!("CARGO_BIN_EXE_candour"));
        let ended = program
            .args(command)
            .current_dir(here)
            .stdout(full)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(ended.code(), Some(3), "{command:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_named_and_ends_with_the_code_of_input() {
    use std::os::unix::ffi::OsStrExt;
    let here = folder("name");
    assert_eq!(run(&here, INIT).0, Some(0));
    let name = std::ffi::OsStr::from_bytes(b"our site/data/cases/b\xe9d.csv");
    fs::write(here.join(name), "a,b\n").unwrap();
    let (code, said) = run(&here, &["check", "our site", "--quiet"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("error[C002]") && said.contains("--> data/cases/b\u{fffd}d.csv"),
        "{said}"
    );
}

#[test]
fn a_table_named_by_its_whole_path_is_shown_by_it_with_one_kind_of_stroke() {
    let here = folder("whole path");
    assert_eq!(run(&here, INIT).0, Some(0));
    let table = here.join("export.csv");
    fs::write(&table, "Nonsense\r\n1\r\n").unwrap();
    let whole = table.to_str().unwrap();
    let (code, said) = run(
        &here,
        &["tabulate", whole, "--out", "t.csv", "--root", "our site"],
    );
    assert_eq!(code, Some(1), "{said}");
    let place = format!("--> {}, row 1", whole.replace('\\', "/"));
    assert!(said.contains(&place), "{said}");
}

#[test]
fn a_table_that_cannot_take_its_place_is_not_left_beside_it() {
    let here = folder("in the place");
    assert_eq!(run(&here, INIT).0, Some(0));
    fs::create_dir_all(here.join("t.csv/held")).unwrap();
    let (code, said) = run(
        &here.join("our site"),
        &[
            "tabulate",
            "data/cases/sample-cases.csv",
            "--out",
            "../t.csv",
        ],
    );
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("cannot write"), "{said}");
    let left: Vec<_> = fs::read_dir(&here).unwrap().map(Result::unwrap).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_file_that_could_not_be_read_is_not_said_to_hold_nothing_personal() {
    let here = folder("unread");
    let (code, said) = run(&here, &["guard", "nowhere.csv"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(!said.contains("Nothing personal"), "{said}");
    fs::write(here.join("a.csv"), "service\nwaste\n").unwrap();
    let (code, said) = run(&here, &["guard", "a.csv", "nowhere.csv"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("Nothing personal was found in 1 file."),
        "{said}"
    );
}

#[test]
fn the_command_that_a_new_site_is_looked_at_with_can_be_typed_as_it_is_printed() {
    let here = folder("typed");
    let (_, said) = run(&here, INIT);
    assert!(said.ends_with("candour serve \"our site\"\n"), "{said}");
}
