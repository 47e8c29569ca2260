//! A build that is killed, or that the disk refuses, leaves the whole old site or the whole new one, and the next build needs
//! no cleaning.
//!
//! The real program is started and killed while it writes: its lock file says when that begins, and how long it lasts is
//! measured first, so that the kills fall all over it. CANDOUR_KILLS asks for more of them (README.md).

use candour::output::manifest;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Files with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// Whether this system exchanges two folders in one step.
const EXCHANGED: bool = cfg!(any(target_os = "linux", target_os = "macos"));

/// How many files besides pages a site has, so that writing takes its time.
const STATIC_FILES: usize = 150;

fn good_site() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/support/good-site")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            found.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// A site with two states, and what each is built to.
struct Site {
    root: PathBuf,
    built: [Files; 2],
}

impl Site {
    fn new(root: PathBuf) -> Self {
        let _ = fs::remove_dir_all(&root);
        copy(&good_site(), &root);
        let mut site = Site {
            root,
            built: Default::default(),
        };
        for state in [1, 0] {
            site.change(state);
            assert!(site.build().status.success());
            site.built[state] = files(&site.public());
            site.is_whole();
        }
        assert!(site.built[0].len() > STATIC_FILES && site.built[0] != site.built[1]);
        site
    }

    fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    fn lock(&self) -> PathBuf {
        self.root.join("public.candour-lock")
    }

    /// Brings the inputs into one of the two states: other words, other files, and some files that only one has.
    fn change(&self, state: usize) {
        let page = format!(
            "+++\ntitle = \"About\"\ndescription = \"State {state}.\"\n+++\n\nState {state}.\n"
        );
        fs::write(self.root.join("content/about.md"), page).unwrap();
        let folder = self.root.join("themes/default/static");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for number in 0..STATIC_FILES {
            // One file in three is the same in both; one in seven has a name of its own.
            let text = if number % 3 == 0 {
                "same".into()
            } else {
                format!("{state}\n").repeat(number)
            };
            let name = if number % 7 == 0 {
                format!("{number}-{state}.txt")
            } else {
                format!("{number}.txt")
            };
            fs::write(folder.join(name), text).unwrap();
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candour"));
        command
            .args([
                "build",
                "--as-of",
                "2024-08-01",
                "--color",
                "never",
                "--root",
            ])
            .arg(&self.root);
        command
    }

    fn build(&self) -> Output {
        self.command().output().unwrap()
    }

    fn start(&self) -> Child {
        self.command().stderr(Stdio::null()).spawn().unwrap()
    }

    /// Returns which of the two states stands; fails when it is neither, whole and as its manifest says.
    fn is_whole(&self) -> usize {
        let found = files(&self.public());
        let listed = String::from_utf8_lossy(&found["MANIFEST"]).into_owned();
        let lines: Vec<_> = listed
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert_eq!(
            lines.len() + 1,
            found.len(),
            "the manifest lists every file but itself"
        );
        for line in lines {
            let (hash, path) = line.split_once("  ").unwrap();
            assert_eq!(manifest::hash(&found[path].clone().into()), hash, "{path}");
        }
        if self.built[0].is_empty() {
            return 0;
        }
        let state = self.built.iter().position(|files| *files == found);
        state.expect("the old site or the new one")
    }

    fn nothing_is_beside(&self) {
        for entry in fs::read_dir(&self.root).unwrap() {
            let name = entry.unwrap().file_name();
            assert!(
                !name.to_string_lossy().contains(".candour-"),
                "{name:?} was left"
            );
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("killed")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("our site")
}

/// Waits until a build takes the lock; nothing when it ended before.
fn writing_begins(site: &Site, build: &mut Child) -> bool {
    loop {
        if site.lock().exists() {
            return true;
        }
        if build.try_wait().unwrap().is_some() {
            return false;
        }
        std::hint::spin_loop();
    }
}

/// Returns how long a build that is left alone takes from the lock to its end.
fn time_of_writing(site: &Site) -> Duration {
    let state = 1 - site.is_whole();
    site.change(state);
    let mut build = site.start();
    assert!(writing_begins(site, &mut build));
    let started = Instant::now();
    assert!(build.wait().unwrap().success());
    assert_eq!(site.is_whole(), state);
    started.elapsed()
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one() {
    let site = Site::new(folder("any moment"));
    let wanted: u32 = std::env::var("CANDOUR_KILLS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(6);
    let lasts = time_of_writing(&site);
    let (mut landed, mut began, mut swapped) = (0, 0, 0);
    for attempt in 0..wanted * 4 {
        if landed == wanted {
            break;
        }
        let old = site.is_whole();
        site.change(1 - old);
        // Taken away only to see the next build take it; every fourth build meets what the kill left, as it was left.
        let _ = fs::remove_file(site.lock());
        let mut build = site.start();
        if writing_begins(&site, &mut build) {
            // From the first moment to a little after the last.
            sleep(lasts.mul_f64(f64::from(attempt % (wanted + 2)) / f64::from(wanted)));
        }
        build.kill().unwrap();
        build.wait().unwrap();
        if !EXCHANGED && !site.public().exists() {
            // Killed between two renames; the next build puts it right.
            assert!(site.build().status.success());
        }
        let now = site.is_whole();
        // Whoever ends by himself takes the lock away.
        landed += u32::from(site.lock().exists());
        began += u32::from(site.root.join("public.candour-new").exists());
        swapped += u32::from(now != old);
        if attempt % 4 == 3 {
            site.change(1 - now);
            let built = site.build();
            assert!(
                built.status.success(),
                "{}",
                String::from_utf8_lossy(&built.stderr)
            );
            assert_eq!(site.is_whole(), 1 - now);
            site.nothing_is_beside();
        }
    }
    println!(
        "{landed} killed while writing, {began} of them with the new site begun, {swapped} with it in place; writing takes {lasts:?}"
    );
    assert!(
        landed >= wanted / 2 && began > 0,
        "{landed} of {wanted} kills met a writing; {began} met one under way"
    );
}

#[test]
fn a_build_killed_before_it_writes_leaves_no_trace() {
    let site = Site::new(folder("before"));
    site.change(1);
    for delay in [0, 1, 5, 20, 60] {
        let mut build = site.start();
        sleep(Duration::from_millis(delay));
        if !site.lock().exists() && site.is_whole() == 0 {
            build.kill().unwrap();
        }
        build.wait().unwrap();
        site.is_whole();
    }
    assert!(site.build().status.success());
    assert_eq!(site.is_whole(), 1);
    site.nothing_is_beside();
}

#[test]
fn whoever_reads_during_builds_always_finds_a_whole_file() {
    let site = Site::new(folder("readers"));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut times = 0;
            while !over.load(Ordering::Relaxed) {
                for path in ["MANIFEST", "about/index.html"] {
                    let read = fs::read(site.public().join(path));
                    if !EXCHANGED && read.is_err() {
                        // Between two renames there is no site, and a reader who kept at it would hold it open for ever.
                        sleep(Duration::from_millis(5));
                        continue;
                    }
                    let found = read.expect("the file is there");
                    assert!(
                        site.built.iter().any(|files| files[path] == found),
                        "{path} is half of something"
                    );
                    times += 1;
                }
            }
            times
        });
        for state in [1, 0, 1] {
            site.change(state);
            assert!(site.build().status.success());
        }
        over.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 20);
    });
}

/// Asserts that a build failed with the exit code of input and output, named a path, and left the old site.
#[cfg(unix)]
fn refused(site: &Site, built: &Output, named: &str) {
    let said = String::from_utf8_lossy(&built.stderr);
    assert_eq!(built.status.code(), Some(3), "{said}");
    assert!(
        said.contains("error[C285]") && said.contains(named),
        "{said}"
    );
    assert!(said.contains("is as it was"), "{said}");
    assert_eq!(site.is_whole(), 0);
    site.nothing_is_beside();
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_is_named_and_the_old_site_stays() {
    use std::os::unix::fs::PermissionsExt;
    // Where somebody who is not root can get at it.
    let parent = std::env::temp_dir().join(format!("candour-test-{}", std::process::id()));
    let site = Site::new(parent.join("our site"));
    let program = parent.join("candour");
    fs::copy(env!("CARGO_BIN_EXE_candour"), &program).unwrap();
    site.change(1);
    fs::set_permissions(&site.root, fs::Permissions::from_mode(0o555)).unwrap();
    let built = as_nobody(&program)
        .args(["build", "--as-of", "2024-08-01"])
        .current_dir(&site.root)
        .output()
        .unwrap();
    fs::set_permissions(&site.root, fs::Permissions::from_mode(0o755)).unwrap();
    refused(&site, &built, "public.candour-lock");
    fs::remove_dir_all(parent).unwrap();
}

/// Root may write everywhere, so the program is started as somebody else then.
#[cfg(unix)]
fn as_nobody(program: &Path) -> Command {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(program);
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    command
}

#[cfg(unix)]
#[test]
fn a_file_the_disk_has_no_room_for_is_named_and_the_old_site_stays() {
    let site = Site::new(folder("no room"));
    site.change(1);
    // No file may be longer than 4 kB (the unit is 512 bytes, in some shells 1024). The signal is set aside, so that the write fails as on a full disk.
    let mut limited = Command::new("sh");
    limited.args([
        "-c",
        "trap '' XFSZ; ulimit -f 8; exec \"$@\"",
        "sh",
        env!("CARGO_BIN_EXE_candour"),
    ]);
    limited
        .args(["build", "--as-of", "2024-08-01", "--root"])
        .arg(&site.root);
    refused(&site, &limited.output().unwrap(), "public.candour-new");
    // With the signal the program is killed at the first long file.
    let mut killed = Command::new("sh");
    killed.args([
        "-c",
        "ulimit -c 0; ulimit -f 8; exec \"$@\"",
        "sh",
        env!("CARGO_BIN_EXE_candour"),
    ]);
    killed
        .args(["build", "--as-of", "2024-08-01", "--root"])
        .arg(&site.root);
    assert_eq!(killed.output().unwrap().status.code(), None);
    assert_eq!(site.is_whole(), 0);
    assert!(site.root.join("public.candour-new").exists());
    assert!(site.build().status.success());
    assert_eq!(site.is_whole(), 1);
    site.nothing_is_beside();
}
