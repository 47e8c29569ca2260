//! What the words in the cells of case rows stand for, and the cure where they stand for nothing.

use crate::config::Site;
use crate::dataset::cells;
use crate::diagnostic::{Diagnostic, cut};
use crate::vocabulary::{Code, List, code, fold};

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This code.
    Code(Code),
    /// This code, though candour.toml spells it otherwise.
    Otherwise(Code),
    /// Two codes, and nobody but the council can say which.
    Ambiguous,
    /// Nothing that the site knows.
    Unknown,
}

/// Returns the service that a cell names.
pub(super) fn service(site: &Site, cell: &str) -> Meaning {
    cells::service(cell, site).map_or(Meaning::Unknown, |code| named(site, cell, code))
}

fn named(site: &Site, cell: &str, code: Code) -> Meaning {
    if site.services.spells(code, cell, &site.codes) {
        Meaning::Code(code)
    } else {
        Meaning::Otherwise(code)
    }
}

/// Returns the team that a cell names: a node below the service, for several services may have a team of one name.
pub(super) fn team(site: &Site, service: Code, cell: &str) -> Meaning {
    if cells::plain(cell).is_err() {
        return Meaning::Unknown;
    }
    let wanted = fold(cell);
    let is_named = |node: &crate::config::Service| {
        [node.name.as_str(), site.codes.word(node.code)]
            .into_iter()
            .chain(node.aliases.iter().map(String::as_str))
            .any(|spelling| fold(spelling) == wanted)
    };
    let mut below: Vec<Code> = vec![service];
    let mut at = 0;
    while at < below.len() {
        for node in site.services.children(below[at]) {
            if is_named(node) {
                return named(site, cell, node.code);
            }
            if !below.contains(&node.code) {
                below.push(node.code);
            }
        }
        at += 1;
    }
    Meaning::Unknown
}

/// Returns the code of a list that a word stands for. "Rejected" is never guessed: it is written for complaints not
/// upheld and for complaints refused.
pub(super) fn code_of(site: &Site, list: List, word: &str) -> Meaning {
    match site
        .list(list)
        .find(word)
        .filter(|_| cells::plain(word).is_ok())
    {
        Some(code) => Meaning::Code(code),
        None if list == List::Outcome && fold(word) == "rejected" => Meaning::Ambiguous,
        None => Meaning::Unknown,
    }
}

/// Returns `in_time` or `late` for what stands in the column in_time: yes or no, or a word for one of the two.
pub(super) fn in_time(site: &Site, cell: &str) -> Meaning {
    match cells::yes_no(cell) {
        Ok(true) => Meaning::Code(code::IN_TIME),
        Ok(false) => Meaning::Code(code::LATE),
        Err(_) => match code_of(site, List::Timeliness, cell) {
            Meaning::Code(code) if code == code::IN_TIME || code == code::LATE => {
                Meaning::Code(code)
            }
            _ => Meaning::Unknown,
        },
    }
}

/// Returns the codes of a cell that may hold several, each once; or the words that are wrong.
pub(super) fn codes_of<'c>(
    site: &Site,
    list: List,
    cell: &'c str,
) -> Result<Vec<Code>, Vec<(&'c str, Meaning)>> {
    // A name with a semicolon in it would be cut in two, so the whole cell is tried first.
    if let Meaning::Code(code) = code_of(site, list, cell) {
        return Ok(vec![code]);
    }
    let (mut codes, mut wrong) = (Vec::new(), Vec::new());
    for word in cell
        .split(';')
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        match code_of(site, list, word) {
            Meaning::Code(code) if codes.contains(&code) => {}
            Meaning::Code(code) => codes.push(code),
            meaning => wrong.push((word, meaning)),
        }
    }
    if wrong.is_empty() {
        Ok(codes)
    } else {
        Err(wrong)
    }
}

/// Returns the message about a word that the site does not know.
pub(super) fn not_known(column: &str, word: &str) -> String {
    format!("{column} \"{}\" is not one this site knows", cut(word))
}

/// Says what is wrong with a service's name, with the nearest known one and the lines for candour.toml.
pub(super) fn service_help(site: &Site, cell: &str, diagnostic: Diagnostic) -> Diagnostic {
    match cells::service(cell, site) {
        Err(fault) => cured(diagnostic, *fault),
        Ok(_) => diagnostic,
    }
}

/// Puts the words of a cell's fault into a finding that has its place already.
fn cured(diagnostic: Diagnostic, fault: Diagnostic) -> Diagnostic {
    Diagnostic {
        rule: fault.rule,
        message: fault.message,
        facts: fault.facts,
        help: fault.help,
        ..diagnostic
    }
}

/// Adds the service's known teams and the lines for candour.toml.
pub(super) fn team_help(
    site: &Site,
    service: Code,
    cell: &str,
    diagnostic: Diagnostic,
) -> Diagnostic {
    if let Err(fault) = cells::plain(cell) {
        return cured(diagnostic, *fault);
    }
    let word = site.codes.word(service);
    let mut children = site
        .services
        .children(service)
        .map(|node| site.codes.word(node.code))
        .peekable();
    let diagnostic = if children.peek().is_some() {
        diagnostic.fact("known", list_of(children))
    } else {
        diagnostic
    };
    diagnostic.help(format!(
        "Correct the spelling, or add the team to candour.toml:\n    [services.{}]\n    name = \"{}\"\n    parent = \"{word}\"\nIf teams are not published, drop the column:\n    [columns]\n    ignore = [\"team\"]",
        code_from(cell),
        cut(cell).replace('"', "'")
    ))
}

/// Says what is wrong with a word of a list, with the nearest known one and the lines for candour.toml.
pub(super) fn code_help(site: &Site, list: List, word: &str, diagnostic: Diagnostic) -> Diagnostic {
    match cells::code(word, list, site) {
        Err(fault) => cured(diagnostic, *fault),
        Ok(_) => diagnostic,
    }
}

/// Adds the two meanings of "rejected".
pub(super) fn ambiguous_help(word: &str, diagnostic: Diagnostic) -> Diagnostic {
    let word = cut(word);
    diagnostic.fact("known", "not_upheld, refused").help(format!(
        "Write not_upheld if the complaint was looked into, refused if it was not. If your system always means the first:\n    [outcomes.not_upheld]\n    aliases = [\"{word}\"]"
    ))
}

/// Joins codes, at most a dozen.
fn list_of<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<_> = codes.take(13).collect();
    let shown = codes[..codes.len().min(12)].join(", ");
    if codes.len() > 12 {
        shown + ", …"
    } else {
        shown
    }
}

/// Returns a code that could be made of a word.
fn code_from(word: &str) -> String {
    let mut code = String::new();
    for c in word.chars().take(40).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            code.push(c);
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
        }
    }
    let code = code.trim_end_matches('_');
    if code.is_empty() {
        "x".into()
    } else {
        code.into()
    }
}
