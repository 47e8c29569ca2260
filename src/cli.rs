//! Arguments to a command, and its outcome to an exit code.
//!
//! Only this module reads the clock and the environment. A closed pipe is no error. Machine output goes to standard
//! output and nothing else does; findings, progress and addresses go to standard error.

mod arguments;
mod commands;
mod progress;
mod wildcards;

use arguments::Arguments;
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// How a command ended (contract 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; warnings alone are no failure.
    Done,
    /// Errors in data or content.
    Faults,
    /// The command was used wrongly.
    WrongUse,
    /// Reading or writing failed.
    InputOutput,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::Faults => 1,
            Outcome::WrongUse => 2,
            Outcome::InputOutput => 3,
        })
    }
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => commands::run(arguments).into(),
        Err(error) => {
            // clap prints help and version to standard output and faults to standard error; a closed pipe is no fault.
            let _ = error.print();
            if error.use_stderr() {
                Outcome::WrongUse.into()
            } else {
                ExitCode::SUCCESS
            }
        }
    }
}

/// Returns the command line's description, for completions and for the tests of the documentation.
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}
