//! A theme: templates, words and static files, the council's own over the built-in ones.
//!
//! A theme is a chain. The site's `themes/<name>/` comes first, then what its theme.toml `extends`, and at the end always
//! the default theme, which is compiled in. Each file is taken from the first theme of the chain that has it, so that a
//! council replaces single files and keeps the rest; language files are joined word by word. Templates see only these
//! files, in memory: nothing a template says reaches the file system.

mod built_in;
mod contrast;
mod environment;
mod escape;
mod fault;

pub use escape::{escape, push_escaped};

use crate::diagnostic::named as rule;
use crate::diagnostic::{Diagnostic, Location, Report, excerpt};
use crate::language::Words;
use minijinja::Environment;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name of the built-in theme, the end of every chain.
pub const DEFAULT: &str = "default";

/// The version of what templates may use; a theme names the one it was written for in theme.toml.
pub const CONTRACT: i64 = 1;

/// A theme, ready to print pages.
#[derive(Debug)]
pub struct Theme {
    environment: Environment<'static>,
    words: BTreeMap<String, Words>,
    statics: BTreeMap<String, Arc<[u8]>>,
}

/// What theme.toml may hold.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// The theme's name for people.
    #[serde(default, rename = "name")]
    _name: String,
    /// The theme below it.
    #[serde(default)]
    extends: String,
    /// The version of [`CONTRACT`] it was written for.
    contract: Option<i64>,
}

/// A file of the chain with the path that messages name.
struct File {
    shown: String,
    bytes: Vec<u8>,
}

impl Theme {
    /// Puts a theme together from the files below the site's `themes/` folder (`anytown/templates/base.html`) and the
    /// built-in theme. `language` is the code of the pages' language (`en`). Faults go to the report; the built-in
    /// theme stands in for what cannot be used.
    pub fn load(
        files: &BTreeMap<String, Vec<u8>>,
        name: &str,
        language: &str,
        report: &mut Report,
    ) -> Self {
        let mut chosen: BTreeMap<String, File> = BTreeMap::new();
        let mut languages: BTreeMap<String, Vec<File>> = BTreeMap::new();
        for (path, file) in chain(files, name, report) {
            match path
                .strip_prefix("lang/")
                .and_then(|rest| rest.strip_suffix(".toml"))
            {
                Some(code) => languages.entry(code.to_owned()).or_default().push(file),
                None => {
                    chosen.entry(path).or_insert(file);
                }
            }
        }
        let words: BTreeMap<String, Words> = languages
            .into_iter()
            .map(|(code, files)| (code, join(files, report)))
            .collect();
        let spoken = words.get(language).or_else(|| words.get("en"));
        let mut environment = environment::environment(spoken.cloned().unwrap_or_default());
        let mut statics = BTreeMap::new();
        for (path, file) in chosen {
            if let Some(template) = path.strip_prefix("templates/") {
                add_template(&mut environment, template, file, report);
            } else if let Some(name) = path.strip_prefix("static/") {
                if name == "style.css" {
                    contrast::check(&file.shown, &String::from_utf8_lossy(&file.bytes), report);
                }
                statics.insert(name.to_owned(), file.bytes.into());
            }
        }
        Theme {
            environment,
            words,
            statics,
        }
    }

    /// Returns all words of a language, the council's own over the built-in ones.
    pub fn lang(&self, code: &str) -> Option<&Words> {
        self.words.get(code)
    }

    /// Returns the files that are copied as they are, by their path below `static/`.
    pub fn static_files(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.statics
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// Returns the template environment; the stage that prints pages adds its own filters to a copy.
    pub fn environment(&self) -> &Environment<'static> {
        &self.environment
    }

    /// Turns a template's error into a finding with the lines around it.
    pub fn fault(error: &minijinja::Error) -> Diagnostic {
        fault::diagnostic(error)
    }
}

/// Returns all files of the chain, the theme's own first, each with its path below the theme's folder.
fn chain(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    report: &mut Report,
) -> Vec<(String, File)> {
    let mut all = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = name.to_owned();
    while seen.insert(next.clone()) {
        let own: BTreeMap<&str, &Vec<u8>> = files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(&next)?.strip_prefix('/')?, bytes)))
            .collect();
        if own.is_empty() && next != DEFAULT {
            report.push(unknown_theme(files, &next));
            break;
        }
        for (path, bytes) in &own {
            let file = File {
                shown: format!("themes/{next}/{path}"),
                bytes: as_written(path, bytes),
            };
            check_name(path, &file, report);
            all.push((path.to_string(), file));
        }
        let below = own
            .get("theme.toml")
            .map(|bytes| manifest(&next, &as_written("theme.toml", bytes), report).extends)
            .filter(|extends| !extends.is_empty());
        next = below.unwrap_or_else(|| DEFAULT.to_owned());
        if next != DEFAULT && seen.contains(&next) {
            report.push(circle(&next));
        }
    }
    for (path, bytes) in built_in::DEFAULT {
        let shown = format!("themes/default/{path} (built in)");
        all.push((
            path.to_string(),
            File {
                shown,
                bytes: bytes.to_vec(),
            },
        ));
    }
    all
}

/// Returns a file of a theme as it was written, whatever editor saved it: a template that came over Windows makes the same pages,
/// because the mark that some editors put before a text, and their second sign at each end of a line, are no part of it. What is
/// copied as it is stays as it is.
fn as_written(path: &str, bytes: &[u8]) -> Vec<u8> {
    if path.starts_with("static/") {
        return bytes.to_vec();
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let ends = |at: usize| text[at] == b'\r' && text.get(at + 1) == Some(&b'\n');
    (0..text.len())
        .filter(|at| !ends(*at))
        .map(|at| text[at])
        .collect()
}

fn unknown_theme(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Diagnostic {
    let known: BTreeSet<&str> = files
        .keys()
        .filter_map(|path| Some(path.split_once('/')?.0))
        .chain([DEFAULT])
        .collect();
    let known: Vec<&str> = known.into_iter().collect();
    Diagnostic::error(rule::UNKNOWN_THEME, format!("there is no theme \"{name}\""))
        .at(Location::file("candour.toml"))
        .fact("known", known.join(", "))
        .help(format!(
            "Put the theme's files into themes/{name}/, or write name = \"default\" under [theme]."
        ))
}

fn circle(name: &str) -> Diagnostic {
    Diagnostic::error(
        rule::THEME_CIRCLE,
        format!("theme \"{name}\" extends itself by a circle"),
    )
    .at(Location::file(format!("themes/{name}/theme.toml")))
    .help("Let the last theme of the chain extend \"default\", or leave `extends` out.")
}

fn manifest(name: &str, bytes: &[u8], report: &mut Report) -> Manifest {
    let path = format!("themes/{name}/theme.toml");
    let text = String::from_utf8_lossy(bytes);
    let manifest: Manifest = match toml::from_str(&text) {
        Ok(manifest) => manifest,
        Err(error) => {
            report.push(toml_fault(rule::THEME_FILE, &path, &text, &error));
            return Manifest::default();
        }
    };
    if manifest.contract.is_some_and(|version| version != CONTRACT) {
        let version = manifest.contract.unwrap_or_default();
        report.push(
            Diagnostic::error(
                rule::THEME_CONTRACT,
                format!("the theme was written for version {version} of the template contract; this is {CONTRACT}"),
            )
            .at(Location::file(path))
            .help("docs/themes.md lists what templates may use; change the templates, then the number."),
        );
    }
    manifest
}

fn toml_fault(
    rule: &'static crate::diagnostic::Rule,
    path: &str,
    text: &str,
    error: &toml::de::Error,
) -> Diagnostic {
    let message = error
        .message()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    let mut fault = Diagnostic::error(rule, message.clone()).at(Location::file(path));
    if let Some(range) = error.span() {
        let line = text
            .get(..range.start)
            .map_or(1, |before| before.matches('\n').count() + 1);
        fault.location = fault.location.map(|place| place.row(line as u32));
        fault.excerpt = Some(excerpt(text, range, &message));
    }
    fault
}

/// Warns of a file that replaces nothing: most often its name is misspelt.
fn check_name(path: &str, file: &File, report: &mut Report) {
    let known = |path: &str| built_in::DEFAULT.iter().any(|(name, _)| *name == path);
    let own_part = path.starts_with("templates/_") && path.ends_with(".html");
    let free = path.starts_with("static/") || path.starts_with("lang/") || own_part;
    if known(path) || free {
        return;
    }
    let last = path.rsplit('/').next().unwrap_or(path);
    let near = built_in::DEFAULT
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| name.rsplit('/').next() == Some(last))
        .map(|name| format!("Did you mean {name}? "))
        .next()
        .unwrap_or_default();
    report.push(
        Diagnostic::warning(rule::UNUSED_THEME_FILE, format!("no page uses \"{path}\""))
            .at(Location::file(file.shown.clone()))
            .help(format!(
                "{near}A theme replaces files of the default theme by the same name; parts of its own begin with an underscore."
            )),
    );
}

/// Joins the language files of the chain: a word of an earlier file hides the same word of a later one.
fn join(files: Vec<File>, report: &mut Report) -> Words {
    let mut joined = Words::default();
    for file in files {
        match Words::parse(&file.shown, &String::from_utf8_lossy(&file.bytes)) {
            Ok(words) => joined = joined.or(&words),
            Err(fault) => report.push(fault),
        }
    }
    joined
}

fn add_template(
    environment: &mut Environment<'static>,
    name: &str,
    file: File,
    report: &mut Report,
) {
    let Ok(text) = String::from_utf8(file.bytes) else {
        report.push(
            Diagnostic::error(rule::TEMPLATE_SYNTAX, "the template is not UTF-8")
                .at(Location::file(file.shown))
                .help("Save it again as UTF-8."),
        );
        return;
    };
    if let Err(error) = environment.add_template_owned(name.to_owned(), text.clone()) {
        report.push(fault::syntax(&error, &file.shown, &text));
    }
}

#[cfg(test)]
mod tests;
