//! docs/commands.md, from the command line's own description.

use crate::page::{self, codes, head, row};
use candour::diagnostic::{Diagnostic, Location, Report, named, render_json};
use clap::{Arg, ArgAction, Command};

const TOP: &str = "\
# The commands

`candour COMMAND --help` prints what this page says.
";

const END: &str = "
## How a command ends

| code | meaning |
|---|---|
| 0 | done; there may be warnings |
| 1 | errors in the data, the words or the settings; warnings too with `--deny warnings` |
| 2 | the command was used wrongly |
| 3 | a file could not be read or written |

Findings, progress and addresses go to standard error. Only what a program may want to read goes to standard output. Progress is
shown when a step takes over a second and standard error is a terminal. A pipe that is closed early is no error.

## The day of a build

Everything that asks whether a day is past goes by one date: `--as-of`, else `[release] date` in `candour.toml`, else
`SOURCE_DATE_EPOCH` in the environment, else today. The same files and the same date make the same bytes.

## Findings for programs

`--json` prints one object on standard output:

";

const AFTER: &str = "
`severity` is `error`, `warning` or `note`. What is not known is `null`: findings about the whole site have no file, and texts have
a line in place of a row. `key` is what an `[[accept]]` entry names; it is empty when the finding cannot be accepted. `also_at`
holds the other places with the same fault. `disclosure` tells what `check` hides ([disclosure.md](disclosure.md)); it is empty where nothing is hidden. `version` changes only when
something is taken away or renamed.

This page is written from the program itself; a test fails when it is not up to date.
";

#[test]
fn every_command_and_option_is_documented() {
    let mut program = candour::cli::command();
    program.build();
    let mut text = TOP.to_owned();
    text += &head(&["command", "what it does"]);
    let commands: Vec<&Command> = program
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
        .collect();
    for command in &commands {
        let name = command.get_name();
        let about = command
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        text += &row(&[&format!("[`{name}`](#{name})"), &sentence(&about)]);
    }
    for command in &commands {
        one(&mut text, command);
    }
    text += "\n## Options of every command\n";
    options(
        &mut text,
        program
            .get_arguments()
            .filter(|argument| argument.is_global_set()),
    );
    text += END;
    text += &format!("```json\n{}\n```\n{AFTER}", example());
    page::is("docs/commands.md", &text);
}

fn one(text: &mut String, command: &Command) {
    let mut command = command.clone();
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    let about = command.get_long_about().or(command.get_about());
    let about = sentence(&about.map(ToString::to_string).unwrap_or_default());
    *text += &format!(
        "\n## {}\n\n```sh\n{usage}\n```\n\n{about}\n",
        command.get_name()
    );
    let own: Vec<&Arg> = command
        .get_arguments()
        .filter(|argument| !argument.is_global_set() && argument.get_id() != "help")
        .collect();
    if !own.is_empty() {
        options(text, own.into_iter());
    }
}

fn options<'a>(text: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    *text += &head(&["option", "meaning", "default"]);
    for argument in arguments {
        let help = argument.get_long_help().or(argument.get_help());
        let mut help =
            sentence(&help.map(ToString::to_string).unwrap_or_default()).replace('\n', " ");
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if !values.is_empty() && takes_value(argument) {
            help += &format!(" One of {}.", codes(values.iter().map(String::as_str)));
        }
        let default = argument
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy());
        let default: Vec<String> = default.map(|value| format!("`{value}`")).collect();
        let default = if takes_value(argument) {
            default.join(", ")
        } else {
            String::new()
        };
        *text += &row(&[&format!("`{}`", name(argument)), &help, &default]);
    }
}

/// Gives back the full stop that the command line's help leaves out.
fn sentence(text: &str) -> String {
    match text.chars().last() {
        Some(last) if last.is_alphanumeric() || last == ')' => format!("{text}."),
        _ => text.to_owned(),
    }
}

fn takes_value(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Set | ArgAction::Append)
}

/// Returns an option as one types it: `-o, --out <DIR>`.
fn name(argument: &Arg) -> String {
    let values: Vec<String> = argument
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|value| format!("<{value}>"))
        .collect();
    let value = values.join(" ");
    if argument.is_positional() {
        return value;
    }
    let short = argument
        .get_short()
        .map(|short| format!("-{short}, "))
        .unwrap_or_default();
    let long = argument
        .get_long()
        .map(|long| format!("--{long}"))
        .unwrap_or_default();
    let text = format!("{short}{long}");
    if takes_value(argument) {
        format!("{text} {value}")
    } else {
        text
    }
}

/// Returns a finding as the program prints it.
fn example() -> String {
    let mut report = Report::new();
    let place = |row| {
        Location::file("data/cases/2024-25-q2.csv")
            .row(row)
            .column(3, "outcome")
    };
    for row in [118, 131] {
        report.push(
            Diagnostic::error(
                named::UNKNOWN_CODE,
                "outcome \"Upheld in part\" is not one this site knows",
            )
            .at(place(row))
            .value("Upheld in part")
            .help("did you mean partially_upheld?"),
        );
    }
    serde_json::to_string_pretty(&render_json(&report)).unwrap()
}
