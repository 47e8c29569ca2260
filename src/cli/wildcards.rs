//! Files that are named by a pattern, on systems whose shells leave that to the program.
//!
//! On Linux and macOS the shell makes `*.csv` a list of files; on Windows the program gets the pattern itself.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the files that are meant.
pub(super) fn files(named: Vec<PathBuf>) -> Vec<PathBuf> {
    if !cfg!(windows) {
        return named;
    }
    named.iter().flat_map(|path| meant(path)).collect()
}

/// Returns the files that fit a path whose last part has `*` or `?` in it, sorted by name; the path itself when none does or
/// when it is no pattern. What begins with a dot is meant only by a pattern that does too, as in other shells.
fn meant(path: &Path) -> Vec<PathBuf> {
    let itself = vec![path.to_path_buf()];
    let Some(pattern) = path.file_name().and_then(|name| name.to_str()) else {
        return itself;
    };
    if !pattern.contains(['*', '?']) {
        return itself;
    }
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let folder = path.parent().unwrap_or(Path::new(""));
    let place = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let mut found: Vec<PathBuf> = fs::read_dir(place)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            let hidden = name.starts_with('.') && pattern.first() != Some(&'.');
            !hidden && fits(&pattern, &name.chars().collect::<Vec<char>>())
        })
        .map(|entry| folder.join(entry.file_name()))
        .collect();
    found.sort();
    if found.is_empty() { itself } else { found }
}

/// Returns whether a name fits a pattern: `*` stands for any signs or none, `?` for one. Each star is tried again only from
/// where it stood last, so that no pattern takes long.
fn fits(pattern: &[char], name: &[char]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(sign) if *sign == '?' || *sign == name[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((before, from)) = star else {
                    return false;
                };
                star = Some((before, from + 1));
                (at, read) = (before + 1, from + 1);
            }
        }
    }
    pattern[at..].iter().all(|sign| *sign == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_the_files_that_fit_it_in_the_order_of_their_names() {
        let folder = std::env::temp_dir().join(format!("candour-wildcards-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("folder.csv")).unwrap();
        for name in ["q2.csv", "Q1.CSV", "q10.csv", "notes.txt", ".q3.csv"] {
            fs::write(folder.join(name), "").unwrap();
        }
        let named = |pattern: &str| -> Vec<String> {
            let all = meant(&folder.join(pattern));
            let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
            all.iter().map(name).collect()
        };
        assert_eq!(named("*.csv"), ["Q1.CSV", "q10.csv", "q2.csv"]);
        assert_eq!(named("q?.csv"), ["Q1.CSV", "q2.csv"]);
        assert_eq!(named("q*1*"), ["Q1.CSV", "q10.csv"]);
        assert_eq!(named("q2.csv"), ["q2.csv"]);
        // What nothing fits is handed on, so that the fault names it.
        assert_eq!(named("*.ods"), ["*.ods"]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_pattern_of_many_stars_is_no_trap() {
        let pattern: Vec<char> = format!("{}b", "*a".repeat(200)).chars().collect();
        assert!(!fits(&pattern, &vec!['a'; 20_000]));
    }
}
