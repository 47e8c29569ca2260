//! A complaints procedure: its stages and how long each may take.

use crate::calendar::DayUnit;
use crate::vocabulary::Code;
use chrono::NaiveDate;

/// A complaints procedure: its stages and their timers.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Its code.
    pub code: Code,
    /// The council's own name; empty for the language file's.
    pub name: String,
    /// The law it rests on, as printed.
    pub law: String,
    /// Whether it is laid down in law.
    pub statutory: bool,
    /// The services it is for; empty for all.
    pub services: Vec<Code>,
    /// The stages it has, in order.
    pub stages: Vec<Code>,
    /// Timers by stage, earliest first; a later one starts a series break.
    pub timers: Vec<(Code, Vec<Timer>)>,
}

/// How long a stage may take, from a date on.
#[derive(Debug, Clone)]
pub struct Timer {
    /// The target; nothing where there is none.
    pub days: Option<u16>,
    /// What days are counted in.
    pub unit: DayUnit,
    /// The unit that response days are reported in (for targets in months, working days).
    pub report_in: DayUnit,
    /// The event that starts the clock.
    pub clock: Clock,
    /// Days to acknowledge, from receipt.
    pub acknowledge: Option<u16>,
    /// Days an extension may add.
    pub extension: Option<u16>,
    /// The most days in all.
    pub maximum: Option<u16>,
    /// Days a resident has to ask for this stage.
    pub request: Option<u16>,
    /// Who looks at it.
    pub who: String,
    /// The first day on which a complaint received runs by this timer.
    pub from: Option<NaiveDate>,
}

/// The event that starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Receipt.
    Received,
    /// Acknowledgement, as in the ombudsmen's Codes.
    Acknowledged,
    /// A start date given in the data.
    Started,
}

impl Procedure {
    /// Returns the timer of a stage for complaints received on this day.
    pub fn timer(&self, stage: Code, received: NaiveDate) -> Option<&Timer> {
        let timers = &self.timers.iter().find(|(code, _)| *code == stage)?.1;
        timers
            .iter()
            .rev()
            .find(|timer| timer.from.is_none_or(|from| from <= received))
            .or(timers.first())
    }
}
