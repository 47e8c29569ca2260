//! How to complain: the stages of each procedure, how long each takes and how often it did, and who to go to next.

use super::beside::LIMITS;
use super::compose::Composer;
use super::page::{Block, Inline, Link, Section, Step, Texts};
use super::sentence::Line;
use super::sheet::Sheet;
use super::table::Scope;
use crate::calendar::{DayUnit, Nation};
use crate::config::{Clock, Procedure, Timer};
use crate::period::PeriodKind;
use crate::vocabulary::{Code, List, code};
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Returns one list of stages for each procedure that the site's figures or settings name.
    pub(super) fn complain(&self, sheet: &Sheet) -> Vec<Section> {
        let names = self.names();
        let procedures = self.procedures();
        procedures
            .iter()
            .map(|procedure| {
                let mut blocks = Vec::new();
                if !procedure.law.is_empty() {
                    let law = self
                        .from
                        .words
                        .fill("complain.law", &[("law", &procedure.law)]);
                    blocks.push(Block::Prose {
                        lines: vec![vec![Inline::text(law)]],
                    });
                }
                let steps = procedure
                    .stages
                    .iter()
                    .map(|stage| self.step(procedure, *stage, sheet))
                    .collect();
                blocks.push(Block::Steps { steps });
                Section::new(
                    format!(
                        "procedure-{}",
                        names.codes.word(procedure.code).replace('_', "-")
                    ),
                    self.procedure_heading(procedure, &procedures),
                    blocks,
                )
            })
            .collect()
    }

    /// The procedures that the site has figures of.
    fn procedures(&self) -> Vec<&Procedure> {
        let keys = self.from.release.values.keys();
        let used: BTreeSet<Code> = keys.map(|key| key.procedure).collect();
        let procedures = self.from.site.procedures.iter();
        let of_site = |procedure: &&Procedure| used.contains(&procedure.code);
        procedures.filter(of_site).collect()
    }

    /// Returns the limits of all stages as rows, those of earlier days too: a figure of a year is tested by the limits of
    /// that year.
    pub(super) fn limits(&self) -> Texts {
        let codes = self.names().codes;
        let mut rows = Vec::new();
        for procedure in self.procedures() {
            for stage in &procedure.stages {
                let timers = procedure.timers.iter().find(|(code, _)| code == stage);
                let mut place = vec![
                    codes.word(procedure.code).to_owned(),
                    codes.word(*stage).to_owned(),
                ];
                match timers.map_or(&[][..], |(_, timers)| timers) {
                    [] => {
                        place.resize(LIMITS.columns.len() - 1, String::new());
                        place.push(procedure.law.clone());
                        rows.push(place);
                    }
                    timers => rows.extend(timers.iter().map(|timer| {
                        let limit = limit(timer).into_iter();
                        let law = std::iter::once(procedure.law.clone());
                        place.iter().cloned().chain(limit).chain(law).collect()
                    })),
                }
            }
        }
        Texts {
            table: &LIMITS,
            rows,
        }
    }

    /// A procedure's own name, with what it is for where another has the same name.
    fn procedure_heading(&self, procedure: &Procedure, all: &[&Procedure]) -> String {
        let short = self.names().of(List::Procedure, procedure.code);
        if procedure.name.is_empty() {
            return short;
        }
        let same = all.iter().filter(|other| other.name == procedure.name);
        if same.count() < 2 {
            return procedure.name.clone();
        }
        self.from.words.fill(
            "complain.same_name",
            &[("name", &procedure.name), ("procedure", &short)],
        )
    }

    fn step(&self, procedure: &Procedure, stage: Code, sheet: &Sheet) -> Step {
        let words = self.from.words;
        let names = self.names();
        let timer = procedure.timer(stage, self.from.as_of);
        let mut lines: Vec<Line> = Vec::new();
        let mut say = |key: &str, days: Option<u16>, unit: DayUnit| {
            if let Some(days) = days {
                lines.push(vec![Inline::text(
                    words.fill(key, &[("days", &self.days(days, unit))]),
                )]);
            }
        };
        let mut took = words.get("complain.no_target").to_owned();
        if let Some(timer) = timer {
            say("complain.request", timer.request, DayUnit::Working);
            say("complain.acknowledge", timer.acknowledge, working_or(timer));
            say("complain.extension", timer.extension, timer.unit);
            say("complain.maximum", timer.maximum, timer.unit);
            if let Some(days) = timer.days {
                took = self.time_limit(timer, days);
            }
            if !timer.who.is_empty() {
                lines.insert(
                    0,
                    vec![Inline::text(
                        words.fill("complain.who", &[("who", &timer.who)]),
                    )],
                );
            }
        }
        if procedure.stages.last() == Some(&stage) {
            lines.extend(self.who_next(procedure));
        }
        Step {
            title: names.stage(stage),
            took,
            lines,
            live: self.live(procedure.code, stage, sheet),
        }
    }

    /// Returns a time limit in words: "10 working days from the day we receive it".
    pub(super) fn time_limit(&self, timer: &Timer, days: u16) -> String {
        let key = match timer.clock {
            Clock::Received => "complain.took_received",
            Clock::Acknowledged => "complain.took_acknowledged",
            Clock::Started => "complain.took_started",
        };
        self.from
            .words
            .fill(key, &[("days", &self.days(days, timer.unit))])
    }

    /// Who looks at a complaint after the last stage, with a link to them.
    fn who_next(&self, procedure: &Procedure) -> Option<Line> {
        let words = self.from.words;
        let next = match (self.from.site.council.nation, procedure.code) {
            (Nation::England, code::SCHOOLS) => "dfe",
            (Nation::England, code::HOUSING) => "housing",
            (Nation::England, _) => "lgsco",
            (Nation::Wales, _) => "pso_wales",
            (Nation::Scotland, _) => "spso",
            (Nation::NorthernIreland, _) => "nipso",
        };
        let text = match self.names().codes.get(next) {
            Some(code) => self.names().of(List::Ombudsman, code),
            None => words.get(&format!("ombudsmen.{next}")).to_owned(),
        };
        let link = Inline::Link {
            link: Link {
                path: words.get(&format!("ombudsman_addresses.{next}")).to_owned(),
                text,
                external: true,
                ..Link::default()
            },
        };
        Some(words.pieces("complain.next", &[("ombudsman", vec![link])]))
    }

    /// "In the year April 2023 to March 2024 we answered 38 complaints at this stage. 31 had their answer on time (82%)", from the newest whole year that has the figure.
    fn live(&self, procedure: Code, stage: Code, sheet: &Sheet) -> Line {
        let years = self
            .periods(code::ALL)
            .iter()
            .rev()
            .copied()
            .filter(|period| {
                period.kind() == PeriodKind::FinancialYear
                    && !sheet.figures.is_part(code::ALL, *period)
            });
        for year in years {
            let scope = Scope {
                service: code::ALL,
                period: year,
                contact: code::COMPLAINT,
                procedure,
                stage,
            };
            let in_time = |measure| scope.in_time(measure, sheet.names.codes);
            let share = in_time(code::RESPONDED_PERCENT);
            let found = sheet.find(&share);
            if found.is_none_or(|figure| figure.number().is_none()) {
                continue;
            }
            let (part, base) = (in_time(code::RESPONDED), scope.key(code::RESPONDED));
            let words = self.from.words;
            let mut args = vec![("period", vec![Inline::text(words.months(year, year))])];
            let (Some(_), Some(replies)) = (sheet.whole(&part), sheet.whole(&base)) else {
                args.push(("share", vec![sheet.inline(&share)]));
                return words.pieces("complain.live_share", &args);
            };
            args.push(("n", vec![sheet.inline(&part)]));
            args.push(("base", vec![sheet.inline(&base)]));
            // Of fewer than ten a share says more than is known.
            if replies < 10 {
                return words.count_pieces("complain.live_few", replies, &args);
            }
            args.push(("share", vec![sheet.inline(&share)]));
            return words.pieces("complain.live", &args);
        }
        Line::new()
    }
}

/// A limit as cells: from when on it holds, how many days, and who looks at the complaint.
fn limit(timer: &Timer) -> [String; 9] {
    let number = |days: Option<u16>| days.map(|days| days.to_string()).unwrap_or_default();
    let unit = match timer.unit {
        DayUnit::Working => "working",
        DayUnit::Calendar => "calendar",
        DayUnit::School => "school",
        DayUnit::Months => "months",
    };
    let clock = match timer.clock {
        Clock::Received => "received",
        Clock::Acknowledged => "acknowledged",
        Clock::Started => "started",
    };
    [
        timer.from.map(|day| day.to_string()).unwrap_or_default(),
        number(timer.days),
        unit.to_owned(),
        clock.to_owned(),
        number(timer.acknowledge),
        number(timer.extension),
        number(timer.maximum),
        number(timer.request),
        timer.who.clone(),
    ]
}

fn working_or(timer: &Timer) -> DayUnit {
    if timer.unit == DayUnit::Months {
        DayUnit::Working
    } else {
        timer.unit
    }
}
