//! Procedures and their time limits: the built-in defaults and the council's own.
//!
//! The defaults are those of law and of the ombudsmen's Codes. A stage that candour.toml writes replaces the default of
//! that stage; the others stay.

use super::keys;
use super::lists::shaped;
use super::text::{Reader, Table, offer};
use super::{Clock, Procedure, Timer};
use crate::calendar::{DayUnit, Nation};
use crate::diagnostic::named as rule;
use crate::vocabulary::{Code, Codes, List, code};
use toml::Spanned;

const UNITS: &[(&str, DayUnit)] = &[
    ("working", DayUnit::Working),
    ("calendar", DayUnit::Calendar),
    ("months", DayUnit::Months),
    ("school", DayUnit::School),
];
const CLOCKS: &[(&str, Clock)] = &[
    ("received", Clock::Received),
    ("acknowledged", Clock::Acknowledged),
    ("started", Clock::Started),
];
const STAGES: [(Code, &str, &str); 4] = [
    (code::INFORMAL, "informal", "informal"),
    (code::STAGE_1, "1", "stage_1"),
    (code::STAGE_2, "2", "stage_2"),
    (code::STAGE_3, "3", "stage_3"),
];

/// The procedures, and the aliases of each by its code's word.
pub(super) type Found = (Vec<Procedure>, Vec<(String, Vec<Spanned<String>>)>);

pub(super) fn procedures(
    reader: &mut Reader,
    root: &mut Table,
    codes: &mut Codes,
    nation: Nation,
    services: &super::Services,
) -> Found {
    let mut section = reader.table(root, "procedures");
    let mut all = Vec::new();
    let mut aliases = Vec::new();
    for (key, mut table) in reader.named(&mut section) {
        if shaped(reader, &key) {
            let code = codes.intern(key.get_ref());
            aliases.push((
                key.get_ref().to_string(),
                reader.strings(&mut table, "aliases").unwrap_or_default(),
            ));
            let start = built_in(code, nation);
            all.push(procedure(reader, &key, table, start, codes, services));
        }
    }
    // Built-in ones that are not written come last: data may use them all the same.
    for (word, _) in List::Procedure.built_in() {
        let code = codes.intern(word);
        if all
            .iter()
            .all(|procedure: &Procedure| procedure.code != code)
        {
            all.push(built_in(code, nation));
        }
    }
    (all, aliases)
}

fn procedure(
    reader: &mut Reader,
    key: &Spanned<&str>,
    mut table: Table,
    start: Procedure,
    codes: &Codes,
    services: &super::Services,
) -> Procedure {
    let mut procedure = start;
    if let Some(name) = reader.word(&mut table, "name") {
        procedure.name = name.into_inner();
    }
    if let Some(law) = reader.string(&mut table, "law") {
        procedure.law = law.into_inner();
    }
    if let Some(statutory) = reader.flag(&mut table, "statutory") {
        procedure.statutory = statutory;
    }
    procedure.services = of_services(reader, &mut table, codes, services);
    let listed = stages(reader, &mut table);
    for (stage, _, word) in STAGES {
        if let Some(entries) = reader.tables(&mut table, word) {
            let timers = entries
                .into_iter()
                .map(|entry| timer(reader, entry))
                .collect();
            put(reader, &mut procedure, stage, timers);
        }
    }
    settle_stages(reader, key, &mut procedure, listed, &table);
    reader.finish(table, keys::PROCEDURE);
    procedure
}

fn of_services(
    reader: &mut Reader,
    table: &mut Table,
    codes: &Codes,
    services: &super::Services,
) -> Vec<Code> {
    let known: Vec<&str> = services.iter().map(|node| codes.word(node.code)).collect();
    let mut found = Vec::new();
    for text in reader.strings(table, "services").unwrap_or_default() {
        match codes
            .get(text.get_ref())
            .filter(|code| services.get(*code).is_some())
        {
            Some(code) => found.push(code),
            None => {
                let message = format!(
                    "\"{}\" is not the code of a service",
                    crate::diagnostic::cut(text.get_ref())
                );
                let help = offer(text.get_ref(), &known);
                reader.error(rule::REFERENCE, text.span(), message, help);
            }
        }
    }
    found
}

/// Takes the list of stages, when it is written.
fn stages(reader: &mut Reader, table: &mut Table) -> Option<Vec<Code>> {
    let texts = reader.strings(table, "stages")?;
    let mut found = Vec::new();
    for text in texts {
        match STAGES
            .iter()
            .find(|(_, word, key)| text.get_ref() == word || text.get_ref() == key)
        {
            Some((stage, ..)) => found.push(*stage),
            None => {
                let message = format!(
                    "\"{}\" is not a stage",
                    crate::diagnostic::cut(text.get_ref())
                );
                let help = "stages are \"informal\", \"1\", \"2\" and \"3\"";
                reader.error(rule::STAGES, text.span(), message, help);
            }
        }
    }
    found.sort_by_key(|stage| STAGES.iter().position(|(code, ..)| code == stage));
    found.dedup();
    Some(found)
}

fn settle_stages(
    reader: &mut Reader,
    key: &Spanned<&str>,
    procedure: &mut Procedure,
    listed: Option<Vec<Code>>,
    table: &Table,
) {
    let timed: Vec<Code> = STAGES
        .iter()
        .map(|(stage, ..)| *stage)
        .filter(|stage| procedure.timers.iter().any(|(code, _)| code == stage))
        .collect();
    procedure.stages = match listed {
        Some(listed) => {
            // A built-in time limit of a stage that the council has not got goes without a word.
            procedure.timers.retain(|(stage, _)| listed.contains(stage));
            listed
        }
        None if timed.is_empty() => procedure.stages.clone(),
        None => timed,
    };
    if procedure.stages.is_empty() {
        let message = format!("the procedure {} has no stages", key.get_ref());
        let help = format!(
            "add to [{}] the line\n    stages = [\"1\", \"2\"]",
            table.name
        );
        reader.error(rule::STAGES, key.span(), message, help);
    }
}

fn timer(reader: &mut Reader, mut table: Table) -> (Timer, std::ops::Range<usize>) {
    let unit = reader
        .choice(&mut table, "unit", rule::SETTINGS_CHOICE, UNITS)
        .unwrap_or(DayUnit::Working);
    let report_in = reader
        .choice(&mut table, "report_in", rule::SETTINGS_CHOICE, UNITS)
        .unwrap_or(if unit == DayUnit::Months {
            DayUnit::Working
        } else {
            unit
        });
    let days = limit(reader, &mut table, "days");
    let maximum = limit(reader, &mut table, "maximum");
    if let (Some(days), Some(most)) = (days, maximum)
        && most < days
    {
        let message = format!("the maximum of {most} days is below the target of {days}");
        reader.error(rule::TIMER, table.span.clone(), message, "");
    }
    let timer = Timer {
        days,
        unit,
        report_in,
        clock: reader
            .choice(&mut table, "clock", rule::SETTINGS_CHOICE, CLOCKS)
            .unwrap_or(Clock::Received),
        acknowledge: limit(reader, &mut table, "acknowledge"),
        extension: limit(reader, &mut table, "extension"),
        maximum,
        request: limit(reader, &mut table, "request"),
        who: reader.text(&mut table, "who"),
        from: reader.date(&mut table, "from").map(Spanned::into_inner),
    };
    let span = table.span.clone();
    reader.finish(table, keys::TIMER);
    (timer, span)
}

fn limit(reader: &mut Reader, table: &mut Table, key: &str) -> Option<u16> {
    let number = reader.number(table, key)?;
    if *number.get_ref() == 0 {
        let message = format!("{key} cannot be 0");
        let help = format!("leave {key} out where there is no limit");
        reader.error(rule::TIMER, number.span(), message, help);
        return None;
    }
    Some(number.into_inner())
}

/// Puts a stage's timers in place of the default ones, earliest first.
fn put(
    reader: &mut Reader,
    procedure: &mut Procedure,
    stage: Code,
    timers: Vec<(Timer, std::ops::Range<usize>)>,
) {
    for pair in timers.windows(2) {
        let (before, (after, span)) = (&pair[0].0, &pair[1]);
        if after.from.is_none() || after.from <= before.from {
            let message = "a later entry of a stage needs from, a day after the entry before it";
            let help = "add the first day on which complaints run by it: from = \"2024-04-01\"";
            reader.error(rule::TIMER, span.clone(), message, help);
        }
    }
    procedure.timers.retain(|(code, _)| *code != stage);
    let timers = timers.into_iter().map(|(timer, _)| timer).collect();
    procedure.timers.push((stage, timers));
}

/// Returns a procedure as law and the ombudsmen's Codes have it; an empty one for a council's own.
fn built_in(procedure: Code, nation: Nation) -> Procedure {
    let (stages, statutory): (Vec<(Code, Timer)>, bool) = match procedure {
        code::CORPORATE => (corporate(nation), false),
        code::HOUSING => (two_stages(), false),
        code::STATUTORY_CHILDREN => (children(), true),
        code::STATUTORY_ADULTS | code::PUBLIC_HEALTH => (vec![(code::STAGE_1, six_months())], true),
        code::SCHOOLS => (schools(), true),
        _ => (Vec::new(), false),
    };
    Procedure {
        code: procedure,
        name: String::new(),
        law: law(procedure, nation).into(),
        statutory,
        services: Vec::new(),
        stages: stages.iter().map(|(stage, _)| *stage).collect(),
        timers: stages
            .into_iter()
            .map(|(stage, timer)| (stage, vec![timer]))
            .collect(),
    }
}

fn corporate(nation: Nation) -> Vec<(Code, Timer)> {
    match nation {
        Nation::England => two_stages(),
        // The model procedures of Scotland and Northern Ireland: five days at the front line, twenty to investigate.
        Nation::Scotland | Nation::NorthernIreland => vec![
            (code::STAGE_1, working(5, None, Some(5))),
            (code::STAGE_2, working(20, Some(3), None)),
        ],
        // Wales: an informal stage, then one formal stage of twenty working days.
        Nation::Wales => vec![
            (code::INFORMAL, untimed(DayUnit::Working)),
            (code::STAGE_1, working(20, Some(5), None)),
        ],
    }
}

/// The ombudsmen's joint Complaint Handling Code.
fn two_stages() -> Vec<(Code, Timer)> {
    vec![
        (code::STAGE_1, working(10, Some(5), Some(10))),
        (code::STAGE_2, working(20, Some(5), Some(20))),
    ]
}

fn children() -> Vec<(Code, Timer)> {
    let most = |timer: Timer, maximum| Timer {
        maximum: Some(maximum),
        ..timer
    };
    vec![
        (code::STAGE_1, most(working(10, None, Some(10)), 20)),
        (code::STAGE_2, most(working(25, None, Some(40)), 65)),
        (code::STAGE_3, working(30, None, None)),
    ]
}

fn six_months() -> Timer {
    Timer {
        days: Some(6),
        unit: DayUnit::Months,
        acknowledge: Some(3),
        ..untimed(DayUnit::Working)
    }
}

fn schools() -> Vec<(Code, Timer)> {
    [code::STAGE_1, code::STAGE_2, code::STAGE_3]
        .map(|stage| (stage, untimed(DayUnit::School)))
        .into()
}

fn working(days: u16, acknowledge: Option<u16>, extension: Option<u16>) -> Timer {
    Timer {
        days: Some(days),
        acknowledge,
        extension,
        ..untimed(DayUnit::Working)
    }
}

fn untimed(unit: DayUnit) -> Timer {
    Timer {
        days: None,
        unit,
        report_in: unit,
        clock: Clock::Received,
        acknowledge: None,
        extension: None,
        maximum: None,
        request: None,
        who: String::new(),
        from: None,
    }
}

/// Returns the law that a procedure rests on. Legal names come from here and not from a council's own papers, in which
/// they are often wrong; those of other nations are left to the council.
fn law(procedure: Code, nation: Nation) -> &'static str {
    if nation != Nation::England {
        return "";
    }
    match procedure {
        code::STATUTORY_CHILDREN => {
            "Children Act 1989 Representations Procedure (England) Regulations 2006"
        }
        code::STATUTORY_ADULTS => {
            "Local Authority Social Services and National Health Service Complaints (England) Regulations 2009"
        }
        code::PUBLIC_HEALTH => {
            "NHS Bodies and Local Authorities (Partnership Arrangements, Care Trusts, Public Health and Local \
             Healthwatch) Regulations 2012"
        }
        code::SCHOOLS => "Education Act 2002, section 29",
        code::HOUSING => "Social Housing (Regulation) Act 2023",
        _ => "",
    }
}
