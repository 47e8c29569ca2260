//! The default theme, compiled in: a site works without a theme folder of its own.

/// Makes the table of files from their paths below `themes/default/`; a path that is not there does not compile.
macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_bytes!(concat!("../../themes/default/", $path)).as_slice())),*]
    };
}

/// All files of the default theme; a test holds the list against the folder.
pub(super) const DEFAULT: &[(&str, &[u8])] = files! {
    "lang/en.toml"
    "static/icon.svg"
    "static/style.css"
    "templates/_decisions.html"
    "templates/_downloads.html"
    "templates/_facts.html"
    "templates/_heading.html"
    "templates/_html.html"
    "templates/_lessons.html"
    "templates/_links.html"
    "templates/_notes.html"
    "templates/_pick.html"
    "templates/_prose.html"
    "templates/_quotes.html"
    "templates/_section.html"
    "templates/_selectors.html"
    "templates/_short.html"
    "templates/_steps.html"
    "templates/_table.html"
    "templates/_tiles.html"
    "templates/base.html"
    "templates/data.html"
    "templates/decision.html"
    "templates/decisions.html"
    "templates/dictionary.html"
    "templates/home.html"
    "templates/learning.html"
    "templates/service.html"
    "templates/services.html"
    "templates/slice.html"
    "templates/steps.html"
    "templates/text.html"
    "theme.toml"
};

#[cfg(test)]
mod tests {
    use super::DEFAULT;

    #[test]
    fn every_file_of_the_default_theme_is_compiled_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let mut there: Vec<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(|entry| entry.expect("the theme folder can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry
                    .path()
                    .strip_prefix(&folder)
                    .expect("below the folder");
                path.to_string_lossy().replace('\\', "/")
            })
            .collect();
        there.sort();
        let listed: Vec<&str> = DEFAULT.iter().map(|(path, _)| *path).collect();
        assert_eq!(there, listed);
    }
}
