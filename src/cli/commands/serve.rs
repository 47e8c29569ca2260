//! Looking at the site before the public does.

use super::findings::{conclude, counts};
use super::{Outcome, build_site, err, job, no_folder};
use crate::build::{self, Job};
use crate::cli::arguments::{Global, Serve};
use crate::diagnostic::Report;
use crate::output::OutputTree;
use crate::preview::{self, Preview};
use std::path::PathBuf;

/// Serves the site until it is stopped, building it again when a file of it changes.
pub(super) fn serve(global: &Global, options: Serve) -> Outcome {
    let job = job(global, options.dir);
    if let Some(outcome) = no_folder(&job.root) {
        return outcome;
    }
    if !options.host.is_loopback() {
        err("warning: this address can be reached by others, who can then see your drafts");
    }
    let settings = preview::Options {
        host: options.host,
        port: options.port,
        reload: !options.no_reload,
        poll: options.poll,
        sources: sources(&job),
        bar: "Preview: not published.".to_owned(),
    };
    let show = Global {
        root: None,
        config: None,
        as_of: None,
        json: false,
        quiet: global.quiet,
        color: global.color,
        deny: None,
        max_size: None,
    };
    let rebuild = move || rebuild(&show, &job);
    match Preview::start(settings, rebuild) {
        Ok(preview) => {
            err(&format!("Serving at {} (stop with Ctrl+C)", preview.url()));
            if options.open {
                open_browser(&preview.url());
            }
            preview.wait()
        }
        Err(error) => {
            err(&format!(
                "error: cannot listen at {}:{}: {error}",
                options.host, options.port
            ));
            Outcome::InputOutput
        }
    }
}

/// Returns what makes a new build necessary when it changes: the site's own files, and settings that lie elsewhere.
fn sources(job: &Job) -> Vec<PathBuf> {
    let mut sources = build::watched(&job.root);
    sources.extend(job.config.clone());
    sources
}

/// Builds the site again and tells what came of it.
fn rebuild(show: &Global, job: &Job) -> Result<OutputTree, Report> {
    let mut report = Report::new();
    let built = build_site(show, job, &mut report);
    let closing = match &built {
        Some(built) => format!("{} pages, {}.", built.pages, counts(&report)),
        None => format!(
            "{}. The preview shows the report, with a link to the last good site.",
            counts(&report)
        ),
    };
    conclude(show, &report, &closing);
    built.map(|built| built.tree).ok_or(report)
}

/// Asks the system to open an address; that it cannot is no failure, the address was printed.
fn open_browser(url: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let _ = std::process::Command::new(program)
        .args(arguments)
        .arg(url)
        .spawn();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::Arguments;
    use clap::Parser;

    #[test]
    fn settings_that_lie_elsewhere_are_watched_too() {
        let arguments = [
            "candour",
            "serve",
            "site",
            "--config",
            "drafts/candour.toml",
        ];
        let global = Arguments::parse_from(arguments).global;
        let sources = sources(&job(&global, Some("site".into())));
        assert!(sources.contains(&PathBuf::from("site/data")));
        assert!(sources.contains(&PathBuf::from("drafts/candour.toml")));
    }
}
