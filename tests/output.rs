//! The output folder is always the whole old site or the whole new one.

use candour::output::{OutputTree, manifest, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A folder of its own for each test, below a parent with a space in its name.
fn folder(name: &str) -> PathBuf {
    let parent = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("output folder")
        .join(name);
    let _ = fs::remove_dir_all(&parent);
    fs::create_dir_all(&parent).unwrap();
    parent.join("public")
}

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        assert!(tree.insert(*path, text.as_bytes()));
    }
    manifest::seal(&mut tree, "threshold 0");
    tree
}

fn contents(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != "MANIFEST")
        .map(|entry| {
            let path = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn beside(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.parent().unwrap()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn pairs(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files
        .iter()
        .map(|(path, text)| (path.to_string(), text.to_string()))
        .collect()
}

#[test]
fn a_site_is_written_whole_and_nothing_stays_beside_it() {
    let public = folder("whole");
    let files = [
        ("index.html", "home"),
        ("services/adults/index.html", "adults"),
    ];
    let written = write(&tree(&files), &public, &[]).unwrap();
    assert_eq!((written.changed, written.kept, written.removed), (3, 0, 0));
    assert_eq!(contents(&public), pairs(&files));
    assert_eq!(beside(&public), ["public"]);
}

#[test]
fn what_did_not_change_keeps_its_time_and_what_is_gone_is_removed() {
    let public = folder("times");
    write(
        &tree(&[
            ("index.html", "home"),
            ("a/index.html", "one"),
            ("b/index.html", "two"),
        ]),
        &public,
        &[],
    )
    .unwrap();
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in ["index.html", "a/index.html"] {
        fs::File::options()
            .write(true)
            .open(public.join(path))
            .unwrap()
            .set_modified(old)
            .unwrap();
    }
    let files = [
        ("index.html", "home"),
        ("a/index.html", "new"),
        ("c/index.html", "three"),
    ];
    let written = write(&tree(&files), &public, &[]).unwrap();
    assert_eq!((written.changed, written.kept, written.removed), (3, 1, 1));
    assert_eq!(contents(&public), pairs(&files));
    let changed = |path: &str| fs::metadata(public.join(path)).unwrap().modified().unwrap();
    assert_eq!(changed("index.html"), old);
    assert_ne!(changed("a/index.html"), old);
    assert_eq!(beside(&public), ["public"]);
}

#[test]
fn when_nothing_changed_nothing_is_touched() {
    let public = folder("same");
    let tree = tree(&[("index.html", "home")]);
    write(&tree, &public, &[]).unwrap();
    let before = fs::metadata(&public).unwrap().modified().unwrap();
    let written = write(&tree, &public, &[]).unwrap();
    assert_eq!((written.changed, written.kept, written.removed), (0, 2, 0));
    assert_eq!(fs::metadata(&public).unwrap().modified().unwrap(), before);
}

#[test]
fn a_folder_that_candour_did_not_make_is_refused_untouched() {
    let public = folder("foreign");
    fs::create_dir_all(&public).unwrap();
    fs::write(public.join("thesis.doc"), "years of work").unwrap();
    let fault = write(&tree(&[("index.html", "home")]), &public, &[]).unwrap_err();
    assert_eq!(fault.rule.code, "C281");
    assert_eq!(contents(&public), pairs(&[("thesis.doc", "years of work")]));
}

#[test]
fn a_file_that_somebody_put_into_the_site_is_not_deleted() {
    let public = folder("added");
    write(&tree(&[("index.html", "home")]), &public, &[]).unwrap();
    fs::write(public.join("CNAME"), "example.org").unwrap();
    let fault = write(&tree(&[("index.html", "new")]), &public, &[]).unwrap_err();
    assert_eq!(fault.rule.code, "C284");
    assert!(fault.message.contains("CNAME"), "{}", fault.message);
    assert_eq!(
        fs::read_to_string(public.join("index.html")).unwrap(),
        "home"
    );
    fs::remove_file(public.join("CNAME")).unwrap();
    fs::write(public.join(".DS_Store"), "").unwrap();
    write(&tree(&[("index.html", "new")]), &public, &[]).unwrap();
    assert_eq!(contents(&public), pairs(&[("index.html", "new")]));
}

#[test]
fn an_empty_folder_may_be_used() {
    let public = folder("empty");
    fs::create_dir_all(&public).unwrap();
    write(&tree(&[("index.html", "home")]), &public, &[]).unwrap();
    assert_eq!(contents(&public), pairs(&[("index.html", "home")]));
}

#[test]
fn the_sources_are_never_written_over() {
    let public = folder("sources");
    let root = public.parent().unwrap().to_owned();
    let data = root.join("data");
    fs::create_dir_all(&data).unwrap();
    let tree = tree(&[("index.html", "home")]);
    for output in [
        &root,
        &data,
        &data.join("public"),
        &root.join("data/../data"),
    ] {
        let fault = write(&tree, output, &[&data]).unwrap_err();
        assert_eq!(fault.rule.code, "C282", "{}", output.display());
    }
    write(&tree, &root.join("public"), &[&data]).unwrap();
}

#[test]
fn a_build_that_was_stopped_needs_no_cleaning() {
    let public = folder("stopped");
    write(&tree(&[("index.html", "old")]), &public, &[]).unwrap();
    let begun = public.with_file_name("public.candour-new");
    // Stopped while the new site was put together, which begins with the manifest.
    fs::create_dir_all(begun.join("services")).unwrap();
    fs::copy(public.join("MANIFEST"), begun.join("MANIFEST")).unwrap();
    fs::write(begun.join("services/half.html"), "ha").unwrap();
    fs::write(public.with_file_name("public.candour-lock"), "").unwrap();
    write(&tree(&[("index.html", "new")]), &public, &[]).unwrap();
    assert_eq!(contents(&public), pairs(&[("index.html", "new")]));
    assert_eq!(beside(&public), ["public"]);
    // Stopped while that manifest was written.
    fs::create_dir_all(&begun).unwrap();
    fs::write(begun.join("MANIFEST"), "# can").unwrap();
    write(&tree(&[("index.html", "newer")]), &public, &[]).unwrap();
    assert_eq!(beside(&public), ["public"]);
    write(&tree(&[("index.html", "new")]), &public, &[]).unwrap();
    // Stopped between two renames, where the system has no exchange of names.
    fs::rename(&public, public.with_file_name("public.candour-old")).unwrap();
    write(&tree(&[("index.html", "new")]), &public, &[]).unwrap();
    assert_eq!(contents(&public), pairs(&[("index.html", "new")]));
    assert_eq!(beside(&public), ["public"]);
}

#[test]
fn what_is_in_the_way_and_not_ours_is_left_alone() {
    let public = folder("in the way");
    let begun = public.with_file_name("public.candour-new");
    fs::create_dir_all(&begun).unwrap();
    fs::write(begun.join("thesis.doc"), "years of work").unwrap();
    let fault = write(&tree(&[("index.html", "home")]), &public, &[]).unwrap_err();
    assert_eq!(fault.rule.code, "C281");
    assert!(begun.join("thesis.doc").exists() && !public.exists());
}

#[test]
fn two_builds_of_one_folder_do_not_meet() {
    let public = folder("busy");
    let lock = public.with_file_name("public.candour-lock");
    let file = fs::File::create(&lock).unwrap();
    file.lock().unwrap();
    let fault = write(&tree(&[("index.html", "home")]), &public, &[]).unwrap_err();
    assert_eq!(fault.rule.code, "C283");
    assert!(!public.exists());
    drop(file);
    write(&tree(&[("index.html", "home")]), &public, &[]).unwrap();
    assert!(!lock.exists());
}

#[test]
fn a_writing_that_fails_names_the_path_and_leaves_the_old_site() {
    let public = folder("fails");
    write(&tree(&[("index.html", "old")]), &public, &[]).unwrap();
    // No file system takes a name this long.
    let long = format!("{}/index.html", "x".repeat(300));
    let fault = write(&tree(&[("index.html", "new"), (&long, "")]), &public, &[]).unwrap_err();
    assert_eq!(fault.rule.code, "C285");
    assert!(fault.message.contains("xxx"), "{}", fault.message);
    assert_eq!(contents(&public), pairs(&[("index.html", "old")]));
    assert_eq!(beside(&public), ["public"]);
}

#[cfg(unix)]
#[test]
fn a_folder_behind_a_link_is_written_where_it_is() {
    let public = folder("linked");
    let real = public.with_file_name("elsewhere");
    fs::create_dir_all(&real).unwrap();
    std::os::unix::fs::symlink(&real, &public).unwrap();
    write(&tree(&[("index.html", "home")]), &public, &[]).unwrap();
    assert!(fs::symlink_metadata(&public).unwrap().is_symlink());
    assert_eq!(contents(&real), pairs(&[("index.html", "home")]));
}

#[cfg(windows)]
#[test]
fn a_device_is_no_output_folder() {
    for name in ["aux", "NUL", "com1.site", "ends."] {
        let public = folder("device").with_file_name(name);
        let fault = write(&tree(&[("index.html", "home")]), &public, &[]).unwrap_err();
        assert_eq!(fault.rule.code, "C281", "{name}");
    }
}
