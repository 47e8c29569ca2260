//! Names of files as every system takes them, and paths as people type them.
//!
//! Complaints teams have Windows, web servers seldom. A site must be able to lie on both, so a name that one of them cannot have
//! is refused on all; and a path is shown as the programs of the computer at hand write it, so that it can be copied into them.
//! Everything here is about text: no file is touched.

use std::path::{Path, PathBuf};

/// Names that stand for devices on Windows, with any ending and in capitals or not: a folder `con` cannot be opened or deleted
/// there with the system's own programs.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Returns why a file or folder cannot have this name on every computer; nothing when it can.
pub fn refused(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if DEVICES
        .iter()
        .any(|device| device.eq_ignore_ascii_case(stem))
    {
        Some("Windows keeps this name for a device")
    } else if name.ends_with(['.', ' ']) {
        Some("on Windows no name ends with a dot or a space")
    } else if name.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) {
        Some("on Windows no name holds any of < > : \" | ? * \\")
    } else if name.chars().any(char::is_control) {
        Some("it holds a character that nobody sees")
    } else {
        None
    }
}

/// Returns a path of this computer as its programs write it.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { windows(&text) } else { text }
}

/// Returns a path as it is typed in a shell: in quotation marks when a space is in it.
pub fn typed(path: &Path) -> String {
    // Taken apart and put together it has no stroke at its end, which before a quotation mark Windows takes for a part of it.
    let text = shown(&path.components().collect::<PathBuf>());
    if text.contains(' ') {
        format!("\"{text}\"")
    } else {
        text
    }
}

/// Writes a path of Windows without the mark `\\?\` that the system itself puts before it, and with one kind of stroke.
fn windows(text: &str) -> String {
    let plain = match (text.strip_prefix(r"\\?\UNC\"), text.strip_prefix(r"\\?\")) {
        (Some(share), _) => format!(r"\\{share}"),
        (None, Some(local)) => local.to_owned(),
        (None, None) => text.to_owned(),
    };
    plain.replace('/', r"\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_windows_keeps_or_cannot_have_is_refused_everywhere() {
        for name in [
            "con",
            "AUX",
            "nul.csv",
            "Com1.tar.gz",
            "lpt9 .txt",
            "ends.",
            "ends ",
            "a:b.pdf",
            "what?.pdf",
            "back\\stroke",
            "a\tb",
        ] {
            assert!(refused(name).is_some(), "{name}");
        }
        for name in [
            "conduct",
            "com10",
            "com",
            "auxiliary.csv",
            "a con.pdf",
            ".nojekyll",
            "2024-25",
            "Grüße & more.pdf",
        ] {
            assert_eq!(refused(name), None, "{name}");
        }
    }

    #[test]
    fn a_path_of_windows_is_shown_as_its_own_programs_write_it() {
        for (path, shown) in [
            (r"\\?\C:\Our Sites\public", r"C:\Our Sites\public"),
            (r"\\?\UNC\server\share\site", r"\\server\share\site"),
            (r"our site/any\public", r"our site\any\public"),
            (r"\\server\share", r"\\server\share"),
        ] {
            assert_eq!(windows(path), shown);
        }
    }

    #[test]
    fn a_path_with_a_space_is_typed_in_quotation_marks() {
        assert_eq!(typed(Path::new("our site")), "\"our site\"");
        assert_eq!(typed(Path::new("our site/")), "\"our site\"");
        assert_eq!(typed(Path::new("site")), "site");
    }
}
