//! Each command: calls the library, prints what came of it.

mod guard;

use super::Outcome;
use super::arguments::{Arguments, Colour, Command, Deny, Global, Serve};
use super::progress::Progress;
use super::wildcards;
use crate::build::{self, AsOf, Built, Job};
use crate::demo::Demo;
use crate::diagnostic::{self, Report, Severity, named as rule};
use crate::path::{shown, typed};
use crate::preview::{self, Preview};
use crate::source::Limits;
use crate::{init, output};
use chrono::{DateTime, NaiveDate};
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Runs a command.
pub fn run(arguments: Arguments) -> Outcome {
    let global = &arguments.global;
    match arguments.command {
        Command::Init {
            dir,
            council,
            area_code,
        } => start(global, &dir, &council, &area_code),
        Command::Check { dir } => check(global, dir),
        Command::Build { dir, out, base_url } => make(global, dir, out, base_url),
        Command::Serve(options) => serve(global, options),
        Command::Tabulate { files, out } => count(global, &wildcards::files(files), &out),
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
        } => invent(global, rows, services, years, seed, out.as_deref()),
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

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            other => other,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
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

fn job(global: &Global, dir: Option<PathBuf>, base_url: Option<String>) -> Job {
    let limits = Limits::default();
    Job {
        root: dir
            .or_else(|| global.root.clone())
            .unwrap_or_else(|| PathBuf::from(".")),
        config: global.config.clone(),
        as_of: as_of(global),
        base_url,
        limits: global.max_size.map_or(limits, |megabytes| {
            limits.max_size(megabytes.saturating_mul(1 << 20))
        }),
        public: false,
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

/// Prints the findings and one closing line; returns how it ended.
fn conclude(global: &Global, report: &Report, closing: &str) -> Outcome {
    conclude_with(global, report, closing, None)
}

/// The same, with what the publisher alone is told of hiding.
fn conclude_with(
    global: &Global,
    report: &Report,
    closing: &str,
    account: Option<(String, serde_json::Value)>,
) -> Outcome {
    let mut printed = Outcome::Done;
    if global.json {
        let mut json = diagnostic::render_json(report);
        if let Some((_, account)) = account {
            json["disclosure"] = account;
        }
        printed = out(&json.to_string());
    } else {
        let mut shown = report.clone();
        if global.quiet {
            shown.retain(|finding| finding.severity == Severity::Error);
        }
        let text = coloured(global, &diagnostic::render_text(&shown));
        let _ = write!(Quiet(io::stderr()), "{text}");
        if let Some((account, _)) = account.filter(|_| !global.quiet) {
            err(&account);
        }
        let wanted = !global.quiet || report.has_errors();
        if wanted && !closing.is_empty() {
            err(closing);
        }
    }
    let denied = global.deny == Some(Deny::Warnings) && report.count(Severity::Warning) > 0;
    let unreadable = |finding: &diagnostic::Diagnostic| {
        finding.severity == Severity::Error && finding.rule.code == rule::UNREADABLE.code
    };
    if report.diagnostics().iter().any(unreadable) {
        Outcome::InputOutput
    } else if report.has_errors() || denied {
        Outcome::Faults
    } else {
        printed
    }
}

/// Colours the first word of each finding.
fn coloured(global: &Global, text: &str) -> String {
    let on = match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            io::stderr().is_terminal()
                && std::env::var_os("NO_COLOR").is_none()
                && std::env::var("CLICOLOR").as_deref() != Ok("0")
                && console_colours()
        }
    };
    if !on {
        return text.to_owned();
    }
    let mut coloured = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let colour = [("error[", "31"), ("warning[", "33"), ("note[", "36")]
            .iter()
            .find(|(start, _)| line.starts_with(start));
        match (colour, line.find(']')) {
            (Some((_, colour)), Some(end)) => coloured.push_str(&format!(
                "\x1b[1;{colour}m{}\x1b[0m{}",
                &line[..=end],
                &line[end + 1..]
            )),
            _ => coloured.push_str(line),
        }
    }
    coloured
}

/// Returns whether a terminal understands colours. The consoles of Windows have to be asked to; older ones print the signs.
fn console_colours() -> bool {
    anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
}

/// "1 error, 2 warnings"
fn counts(report: &Report) -> String {
    let say = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    };
    format!(
        "{}, {}",
        say(report.count(Severity::Error), "error"),
        say(report.count(Severity::Warning), "warning")
    )
}

fn check(global: &Global, dir: Option<PathBuf>) -> Outcome {
    let mut report = Report::new();
    let job = job(global, dir, None);
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
        public: true,
        ..job(global, dir, base_url)
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

fn serve(global: &Global, options: Serve) -> Outcome {
    let job = job(global, options.dir, Some("http://127.0.0.1/".to_owned()));
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
        sources: build::watched(&job.root),
        bar: "Preview: not published.".to_owned(),
    };
    let (quiet, colour) = (global.quiet, global.color);
    let show = Global {
        root: None,
        config: None,
        as_of: None,
        json: false,
        quiet,
        color: colour,
        deny: None,
        max_size: None,
    };
    let rebuild = move || {
        let mut report = Report::new();
        let built = build_site(&show, &job, &mut report);
        let closing = match &built {
            Some(built) => format!("{} pages, {}.", built.pages, counts(&report)),
            None => format!("{}. The last good site is still shown.", counts(&report)),
        };
        conclude(&show, &report, &closing);
        built.map(|built| built.tree).ok_or(report)
    };
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

fn count(global: &Global, files: &[PathBuf], to: &Path) -> Outcome {
    let mut report = Report::new();
    let mut progress = Progress::new(global.quiet || global.json);
    let job = job(global, None, None);
    if let Some(outcome) = no_folder(&job.root) {
        return outcome;
    }
    let counted = build::tabulate(&job, files, &mut report, &mut |stage| progress.step(stage));
    let Some(counted) = counted else {
        let closing = format!("{}. Nothing was written.", counts(&report));
        return conclude(global, &report, &closing);
    };
    match whole_file(to, |file| counted.write(file).map(Some)) {
        Ok(figures) => {
            let closing = format!(
                "Counted {} case rows as of {} into {} figures in {}. They are not protected: small numbers can point to people, so keep the file private.",
                counted.cases,
                counted.as_of,
                figures.unwrap_or_default(),
                shown(to)
            );
            conclude(global, &report, &closing)
        }
        Err(error) => failed("write", to, &error),
    }
}

/// Writes a file beside its place and moves it there once it is whole, so that a fault leaves the old one as it was.
fn whole_file<T>(
    to: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<Option<T>>,
) -> io::Result<Option<T>> {
    let mut name = to.as_os_str().to_owned();
    name.push(".candour-new");
    let beside = PathBuf::from(name);
    let done = fs::File::create(&beside).and_then(|mut file| write(&mut file));
    let done = done.and_then(|done| {
        if done.is_some() {
            fs::rename(&beside, to)?;
        }
        Ok(done)
    });
    if !matches!(done, Ok(Some(_))) {
        // What was begun is no use to anybody, and may tell of people; that it cannot be taken away is not what went wrong.
        let _ = fs::remove_file(&beside);
    }
    done
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

fn start(global: &Global, dir: &Path, council: &str, area_code: &str) -> Outcome {
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

fn invent(
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
