//! What may stand on the command line.

use chrono::NaiveDate;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

/// Publishes a council's complaint figures as a website.
///
/// Candour reads a folder with your figures (data/), your words (content/) and your settings (candour.toml), checks them,
/// and makes a folder of plain web pages and data files (public/). If anything is wrong it says which cell, why, and what
/// to type instead, and leaves the site that was there as it was.
#[derive(Debug, Parser)]
#[command(
    name = "candour",
    version,
    after_help = "Start with:\n  candour init my-site --council \"Anytown Council\" --area-code E06000999\n  candour serve my-site\n\nExit codes: 0 done, 1 errors in data or content, 2 wrong use, 3 reading or writing failed."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command knows.
    #[command(flatten)]
    pub global: Global,
}

/// Options that every command knows, before or after its name.
#[derive(Debug, Args)]
pub struct Global {
    /// The site's folder.
    #[arg(short, long, global = true, value_name = "DIR", value_parser = path())]
    pub root: Option<PathBuf>,
    /// Another settings file than the folder's candour.toml.
    #[arg(short, long, global = true, value_name = "FILE", value_parser = path())]
    pub config: Option<PathBuf>,
    /// Build as if today were this day (YYYY-MM-DD). Without it: the release date in candour.toml, else
    /// SOURCE_DATE_EPOCH, else today.
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// Print the findings as one JSON object on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// Print errors only.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// When to use colour. NO_COLOR and CLICOLOR are heeded too.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Fail on warnings too.
    #[arg(long, global = true, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// The largest input file, in megabytes, instead of 512 for CSV and 64 for workbooks.
    #[arg(long, global = true, value_name = "MB")]
    pub max_size: Option<u64>,
}

/// Reads a day of the command line.
fn day(text: &str) -> Result<NaiveDate, String> {
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    read.map_err(|_| "a day is written year, month, day: 2024-12-31".to_owned())
}

/// Reads a path of the command line.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|text| unbroken(text, cfg!(windows)))
}

/// Refuses a path that a shell of Windows has broken: there `"C:\our site\"` hands over a quotation mark, which no path can hold,
/// and whatever follows it.
fn unbroken(text: OsString, windows: bool) -> Result<PathBuf, String> {
    if windows && text.to_string_lossy().contains('"') {
        return Err(
            "a quotation mark got into the path; leave out the \\ at its end: \"C:\\our site\""
                .to_owned(),
        );
    }
    Ok(text.into())
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// When standard error is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What counts as a failure beside errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings.
    Warnings,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a new site: a folder that checks and builds at once, with a small invented quarter to replace.
    Init {
        /// The folder to make; it must be new or empty.
        #[arg(value_parser = path())]
        dir: PathBuf,
        /// The council's name, as printed.
        #[arg(long, value_name = "NAME")]
        council: String,
        /// The council's code in the register of geographic codes, such as E06000021.
        #[arg(long, value_name = "CODE")]
        area_code: String,
    },
    /// Say everything that is wrong with the data, the words and the settings. Writes nothing.
    Check {
        /// The site's folder.
        #[arg(value_parser = path())]
        dir: Option<PathBuf>,
    },
    /// Check, then make the site.
    Build {
        /// The site's folder.
        #[arg(value_parser = path())]
        dir: Option<PathBuf>,
        /// The folder to make; `public` in the site's folder when left out.
        #[arg(short, long, value_name = "DIR", value_parser = path())]
        out: Option<PathBuf>,
        /// Where the site will stand, instead of candour.toml's base_url (or CANDOUR_BASE_URL in the environment).
        #[arg(short = 'u', long, value_name = "ADDRESS", env = "CANDOUR_BASE_URL")]
        base_url: Option<String>,
    },
    /// Check, build and show the site on this computer; build again and reload the browser on every change.
    Serve(Serve),
    /// Count case rows into the long table of figures, so that case rows never leave the case system's computer.
    ///
    /// What comes out is every figure the site would make from the case rows, small ones included: keep it private, and
    /// put it into data/aggregates/ of the site in place of the case rows.
    Tabulate {
        /// The case files.
        #[arg(required = true, value_name = "IN", value_parser = path())]
        files: Vec<PathBuf>,
        /// The table to write.
        #[arg(short, long, value_name = "OUT", value_parser = path())]
        out: PathBuf,
    },
    /// Find personal data in any file: text, CSV, HTML, .xlsx and .ods workbooks with everything hidden in them.
    ///
    /// Says what stands where, masked. Details that candour.toml declares as printable, and what approvals.toml approves,
    /// pass when the command is given in a site's folder or with --root. Ends with 1 when anything is found.
    Guard {
        /// The files; - is standard input.
        #[arg(required = true, value_name = "FILE", value_parser = path())]
        files: Vec<PathBuf>,
        /// Print, for each name or address found, the entry that approves it in approvals.toml.
        #[arg(long)]
        approvals: bool,
    },
    /// Explain a finding's code, such as C012; without a code, list all of them.
    Explain {
        /// The code.
        code: Option<String>,
    },
    /// Invent the case rows of a council that does not exist, to try things with.
    Demo {
        /// How many rows; as many as a council of this size has when left out.
        #[arg(long)]
        rows: Option<u64>,
        /// How many services.
        #[arg(long)]
        services: Option<usize>,
        /// How many whole years.
        #[arg(long)]
        years: Option<u16>,
        /// Another seed invents another council's luck.
        #[arg(long)]
        seed: Option<u64>,
        /// The file to write, or a folder (ending in a slash) for a whole small site; standard output when left out.
        #[arg(short, long, value_name = "OUT", value_parser = path())]
        out: Option<PathBuf>,
    },
    /// Print the completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// The site's folder.
    #[arg(value_parser = path())]
    pub dir: Option<PathBuf>,
    /// The port; 0 takes any free one, and one that is taken gives way to the next free one.
    #[arg(short, long, default_value_t = crate::preview::PORT)]
    pub port: u16,
    /// Listen at another address than this computer's own. Others can then see your drafts.
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Open the browser.
    #[arg(short, long)]
    pub open: bool,
    /// Do not reload open pages on a change.
    #[arg(long)]
    pub no_reload: bool,
    /// Look for changes at intervals: needed where files lie on a network share.
    #[arg(long)]
    pub poll: bool,
}

#[cfg(test)]
mod tests {
    use super::unbroken;
    use std::path::PathBuf;

    #[test]
    fn a_path_that_a_shell_has_broken_is_refused_on_windows_alone() {
        for broken in ["C:\\our site\"", "C:\\our site\" --json"] {
            let why = unbroken(broken.into(), true).unwrap_err();
            assert!(why.contains("leave out the \\ at its end"), "{why}");
            assert_eq!(unbroken(broken.into(), false), Ok(PathBuf::from(broken)));
        }
        assert!(unbroken("C:\\our site\\".into(), true).is_ok());
    }
}
