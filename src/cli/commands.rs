//! Each command: calls the library, prints what came of it.

mod findings;
mod guard;
mod serve;
mod start;
mod tabulate;

use findings::{conclude, conclude_with, counts};

use super::Outcome;
use super::arguments::{Arguments, Command, Global};
use super::progress::Progress;
use super::wildcards;
use crate::build::{self, AsOf, Built, Job};
use crate::diagnostic::{self, Report};
use crate::output;
use crate::path::{shown, typed};
use crate::source::Limits;
use chrono::{DateTime, NaiveDate};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Runs a command.
pub fn run(arguments: Arguments) -> Outcome {
    let global = &arguments.global;
    match arguments.command {
        Command::Init {
            dir,
            council,
            area_code,
        } => start::start(global, &dir, &council, &area_code),
        Command::Check { dir } => check(global, dir),
        Command::Build { dir, out, base_url } => make(global, dir, out, base_url),
        Command::Serve(options) => serve::serve(global, options),
        Command::Tabulate { files, out } => tabulate::count(global, &wildcards::files(files), &out),
        Command::Guard { files, approvals } => {
            guard::run(global, &wildcards::files(files), approvals)
        }
        Command::Explain { code } => explain(code.as_deref()),
        Command::Demo {
            rows,
            services,
            years,
            seed,
            out,
        } => start::invent(global, rows, services, years, seed, out.as_deref()),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut super::command(),
                "candour",
                &mut Quiet(io::stdout()),
            );
            Outcome::Done
        }
    }
}

/// Writes to a pipe that may have been closed: what nobody reads is not a failure.
struct Quiet<W>(W);

/// Returns whether nobody reads any more.
fn is_closed(error: &io::Error) -> bool {
    /// Windows' number for a pipe without another end, which the standard library does not know as one.
    const PIPE_NOT_CONNECTED: i32 = 233;
    error.kind() == io::ErrorKind::BrokenPipe
        || (cfg!(windows) && error.raw_os_error() == Some(PIPE_NOT_CONNECTED))
}

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if is_closed(&error) => Ok(bytes.len()),
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if is_closed(&error) => Ok(()),
            other => other,
        }
    }
}

/// Prints on standard output; what cannot be written there is lost to whoever asked for it, so that is a failure.
fn out(text: &str) -> Outcome {
    match writeln!(Quiet(io::stdout()), "{text}") {
        Ok(()) => Outcome::Done,
        Err(error) => failed("write", Path::new("standard output"), &error),
    }
}

fn err(text: &str) {
    let _ = writeln!(Quiet(io::stderr()), "{text}");
}

/// Says on standard error what went wrong with a file, naming it.
fn failed(doing: &str, path: &Path, error: &io::Error) -> Outcome {
    err(&format!("error: cannot {doing} {}: {error}", shown(path)));
    if error.kind() == io::ErrorKind::PermissionDenied {
        err("  help: close it in other programs, and see that you may read and write there");
    }
    Outcome::InputOutput
}

fn job(global: &Global, dir: Option<PathBuf>) -> Job {
    let limits = Limits::default();
    Job {
        root: dir
            .or_else(|| global.root.clone())
            .unwrap_or_else(|| PathBuf::from(".")),
        config: global.config.clone(),
        as_of: as_of(global),
        base_url: None,
        limits: global.max_size.map_or(limits, |megabytes| {
            limits.max_size(megabytes.saturating_mul(1 << 20))
        }),
        public: false,
        memory: Default::default(),
    }
}

/// Says what is wrong with the folder that was named; nothing when it is one.
fn no_folder(root: &Path) -> Option<Outcome> {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => None,
        Ok(_) => {
            err(&format!(
                "error: {} is a file; name the folder of the site, in which candour.toml lies",
                shown(root)
            ));
            Some(Outcome::WrongUse)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            err(&format!(
                "error: there is no folder {}\n  help: see that it is spelt as it is on the disk; a new site is made with\n    candour init {} --council NAME --area-code CODE",
                shown(root),
                typed(root)
            ));
            Some(Outcome::WrongUse)
        }
        Err(error) => Some(failed("read", root, &error)),
    }
}

/// The only place that reads the clock.
fn as_of(global: &Global) -> AsOf {
    let epoch = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|text| text.parse().ok());
    AsOf {
        asked: global.as_of,
        environment: epoch
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .map(|time| time.date_naive()),
        today: today(),
    }
}

fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// Builds in memory, showing progress.
fn build_site(global: &Global, job: &Job, report: &mut Report) -> Option<Built> {
    let mut progress = Progress::new(global.quiet || global.json);
    build::build(job, report, &mut |stage| progress.step(stage))
}

fn check(global: &Global, dir: Option<PathBuf>) -> Outcome {
    let mut report = Report::new();
    let job = job(global, dir);
    if let Some(outcome) = no_folder(&job.root) {
        return outcome;
    }
    let built = build_site(global, &job, &mut report);
    let closing = match &built {
        Some(built) => format!(
            "Checked as of {}: {}. The site would have {} pages and {} figures.",
            built.as_of,
            counts(&report),
            built.pages,
            built.figures
        ),
        None => format!("{}. Nothing was written.", counts(&report)),
    };
    let account = built.as_ref().and_then(|built| built.account.as_ref());
    let account = account.map(|account| (account.text(), account.json()));
    conclude_with(global, &report, &closing, account)
}

fn make(
    global: &Global,
    dir: Option<PathBuf>,
    into: Option<PathBuf>,
    base_url: Option<String>,
) -> Outcome {
    let mut report = Report::new();
    let job = Job {
        base_url,
        public: true,
        ..job(global, dir)
    };
    if let Some(outcome) = no_folder(&job.root) {
        return outcome;
    }
    let folder = into.unwrap_or_else(|| job.root.join("public"));
    let Some(built) = build_site(global, &job, &mut report) else {
        let closing = format!(
            "{}. Nothing was written; {} is as it was.",
            counts(&report),
            shown(&folder)
        );
        return conclude(global, &report, &closing);
    };
    let inputs = build::watched(&job.root);
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    let written = output::write(&built.tree, &folder, &inputs)
        .map_err(|fault| report.push(fault))
        .ok();
    let closing = match &written {
        Some(written) => format!(
            "Built as of {}: {} pages, {} figures, {} files ({} changed) in {}. {}.",
            built.as_of,
            built.pages,
            built.figures,
            built.tree.len(),
            written.changed,
            shown(&folder),
            counts(&report)
        ),
        None => format!(
            "{}. Nothing was written; {} is as it was.",
            counts(&report),
            shown(&folder)
        ),
    };
    // The program ends here. Taking a large site apart first would take longer than writing it.
    std::mem::forget(built);
    let outcome = conclude(global, &report, &closing);
    if written.is_none() {
        Outcome::InputOutput
    } else {
        outcome
    }
}

fn explain(code: Option<&str>) -> Outcome {
    let Some(code) = code else {
        let lines: Vec<String> = diagnostic::catalogue()
            .map(|rule| format!("{}  {}", rule.code, rule.title))
            .collect();
        return out(&lines.join("\n"));
    };
    match diagnostic::rule(code) {
        Some(rule) => out(&format!(
            "{}: {}\n\n{}",
            rule.code, rule.title, rule.explanation
        )),
        None => {
            err(&format!(
                "error: no finding has the code {code}; `candour explain` lists all of them"
            ));
            Outcome::WrongUse
        }
    }
}
