//! Measures and breakdowns by name, as tables of figures write them.

use super::cells::{self, Fault};
use crate::calendar::DayUnit;
use crate::config::Site;
use crate::diagnostic::{Diagnostic, named as rule};
use crate::vocabulary::{
    BREAKDOWNS, Claim, Code, Codes, List, MEASURES, MOST_JOINED, Unit, breakdown_list, fold,
    measure, nearest,
};

/// Reads a measure: built in, the council's own, or a share, rate or change of one.
pub(super) fn read(text: &str, site: &Site, codes: &mut Codes) -> Result<Code, Fault> {
    // The quick way for files that write the codes themselves, as `candour tabulate` does.
    if let Some(code) = codes.get(text).filter(|code| measure(*code).is_some()) {
        return Ok(code);
    }
    let word: String = text
        .trim()
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_");
    if known(&word, site, codes) {
        return Ok(codes.intern(&word));
    }
    let mut names: Vec<&str> = MEASURES.iter().map(|m| codes.word(m.code)).collect();
    names.extend(
        site.measures
            .own
            .iter()
            .map(|own| site.codes.word(own.code)),
    );
    let fault = Diagnostic::error(
        rule::UNKNOWN_MEASURE,
        format!(
            "measure \"{}\" is not one this site knows",
            crate::diagnostic::cut(text)
        ),
    );
    let help = match nearest(&word, names) {
        Some(near) => format!(
            "Did you mean {near}? docs/measures.md lists them all. One of your own is declared in candour.toml:"
        ),
        None => "docs/measures.md lists the measures. One of your own is declared in candour.toml:"
            .into(),
    };
    Err(Box::new(fault.help(format!(
        "{help}\n    [measures.{}]\n    name = \"{}\"\n    unit = \"count\"",
        if word.is_empty() { "name" } else { &word },
        crate::diagnostic::cut(text)
    ))))
}

fn known(word: &str, site: &Site, codes: &Codes) -> bool {
    plain(word, site, codes)
        || match Claim::of(word) {
            Some(Claim::Change(stem) | Claim::ChangePercent(stem)) => {
                !changes(stem) && known(stem, site, codes)
            }
            Some(Claim::Share("upheld")) => true,
            Some(claim) => plain(claim.stem(), site, codes) || claim.stem() == "upheld",
            None => false,
        }
}

/// Returns whether a name is that of a change, which has no change of its own.
fn changes(name: &str) -> bool {
    matches!(
        Claim::of(name),
        Some(Claim::Change(_) | Claim::ChangePercent(_))
    )
}

fn plain(word: &str, site: &Site, codes: &Codes) -> bool {
    codes.get(word).is_some_and(|code| {
        measure(code).is_some() || site.measures.own.iter().any(|own| own.code == code)
    })
}

/// Returns the unit that a measure has of itself; of days, the one in which the procedure reports.
pub(super) fn unit(
    measure_code: Code,
    procedure: Code,
    stage: Code,
    site: &Site,
    codes: &Codes,
) -> Unit {
    if let Some(own) = site
        .measures
        .own
        .iter()
        .find(|own| own.code == measure_code)
    {
        return own.unit;
    }
    let days = || match timer_unit(procedure, stage, site) {
        Some(DayUnit::Calendar) => Unit::CalendarDays,
        Some(DayUnit::School) => Unit::SchoolDays,
        _ => Unit::WorkingDays,
    };
    if let Some(known) = measure(measure_code) {
        return if is_days(known.unit) {
            days()
        } else {
            known.unit
        };
    }
    match Claim::of(codes.word(measure_code)) {
        Some(Claim::Change(stem)) => codes.get(stem).map_or(Unit::Count, |stem| {
            unit(stem, procedure, stage, site, codes)
        }),
        Some(Claim::Share(_) | Claim::ChangePercent(_)) => Unit::Percent,
        Some(Claim::Per1000(_) | Claim::Per1000Homes(_)) => Unit::Per1000,
        Some(Claim::Per100000(_)) => Unit::Per100000,
        None => Unit::Count,
    }
}

fn timer_unit(procedure: Code, stage: Code, site: &Site) -> Option<DayUnit> {
    let procedure = site.procedure(procedure)?;
    let (_, timers) = procedure.timers.iter().find(|(code, _)| *code == stage)?;
    Some(timers.last()?.report_in)
}

/// Returns whether a unit is one of days.
pub(super) fn is_days(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::WorkingDays | Unit::CalendarDays | Unit::SchoolDays
    )
}

/// Returns whether a measure is a change, which may be below nought.
pub(super) fn is_change(measure: Code, codes: &Codes) -> bool {
    changes(codes.word(measure))
}

/// Reads the name of a breakdown.
pub(super) fn breakdown(text: &str, codes: &Codes) -> Result<Code, Fault> {
    if let Some(code) = codes.get(text).filter(|code| BREAKDOWNS.contains(code)) {
        return Ok(code);
    }
    let folded = fold(text);
    let names = || BREAKDOWNS.iter().map(|name| codes.word(*name));
    if let Some(name) = BREAKDOWNS
        .iter()
        .find(|name| fold(codes.word(**name)) == folded)
    {
        return Ok(*name);
    }
    let near =
        nearest(text, names()).map_or(String::new(), |near| format!("Did you mean {near}? "));
    Err(Box::new(
        Diagnostic::error(
            rule::UNKNOWN_BREAKDOWN,
            format!(
                "breakdown \"{}\" is not one this site knows",
                crate::diagnostic::cut(text)
            ),
        )
        .fact("known", names().collect::<Vec<_>>().join(", "))
        .help(format!(
            "{near}Two breakdowns are joined by a plus sign: nature+outcome."
        )),
    ))
}

/// Reads a category of a breakdown: a word of its list, several that were printed as one (`upheld_or_partially_upheld`,
/// "Upheld or partially upheld"), or a service.
pub(super) fn category(
    text: &str,
    breakdown: Code,
    site: &Site,
    codes: &mut Codes,
) -> Result<Code, Fault> {
    match breakdown_list(breakdown) {
        None => cells::service(text, site),
        Some(list) => word(text, list, site, codes),
    }
}

/// Reads a word of a list, or several that were printed as one. Joined words stand in the order of their list, so that
/// "partially upheld or upheld" is the same value as "upheld or partially upheld".
pub(super) fn word(text: &str, list: List, site: &Site, codes: &mut Codes) -> Result<Code, Fault> {
    cells::plain(text)?;
    if let Some(found) = site.list(list).find(text) {
        return Ok(found);
    }
    if let Some(mut parts) = split(text, list, site) {
        let order = |code: &Code| {
            site.list(list)
                .entries
                .iter()
                .position(|entry| entry.code == *code)
        };
        parts.sort_by_key(order);
        parts.dedup();
        let words: Vec<&str> = parts.iter().map(|&part| codes.word(part)).collect();
        let joined = words.join("_or_");
        return Ok(codes.intern(&joined));
    }
    cells::code(text, list, site)
}

/// Splits a joined value at "or" (or a stroke) where every part is known.
fn split(text: &str, list: List, site: &Site) -> Option<Vec<Code>> {
    let text = text.to_lowercase().replace('_', " ").replace('/', " or ");
    let words: Vec<&str> = text.split_whitespace().collect();
    // Nobody prints more as one, and the ways to part a long text double with each "or".
    if words.iter().filter(|word| **word == "or").count() >= MOST_JOINED {
        return None;
    }
    parts(&words, &|part| site.list(list).find(part))
}

fn parts(words: &[&str], known: &dyn Fn(&str) -> Option<Code>) -> Option<Vec<Code>> {
    for (at, _) in words.iter().enumerate().filter(|(_, word)| **word == "or") {
        let (head, tail) = (words[..at].join(" "), &words[at + 1..]);
        let Some(head) = known(&head) else { continue };
        let tail = known(&tail.join(" "))
            .map(|code| vec![code])
            .or_else(|| parts(tail, known));
        if let Some(tail) = tail {
            return Some([vec![head], tail].concat());
        }
    }
    None
}
