//! The life of one case: acknowledged, perhaps extended, answered or closed, perhaps taken to the next stage.

use super::contact;
use super::council::{self, Service, Weighted};
use super::days::{Day, Days};
use super::random::Random;

/// One row of the case table: a case at one stage.
#[derive(Debug)]
pub struct Row<'a> {
    pub case: u64,
    pub contact: &'static str,
    pub service: &'a str,
    pub team: &'a str,
    pub procedure: &'static str,
    pub stage: &'static str,
    pub received: Day,
    pub acknowledged: Option<Day>,
    pub responded: Option<Day>,
    pub closed: Option<Day>,
    pub extended_to: Option<Day>,
    pub outcome: &'static str,
    pub refusal: &'static str,
    pub natures: [&'static str; 2],
    pub complainant: &'static str,
    pub channel: &'static str,
    pub remedies: [&'static str; 2],
}

/// What a stage of a procedure allows, in working days.
#[derive(Debug, Clone, Copy)]
struct Timer {
    days: u32,
    acknowledge: u32,
    extension: u32,
    from_acknowledgement: bool,
    /// How many of a thousand replies are in time.
    in_time: u32,
}

/// The days the generator needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Horizon {
    /// 1 April 2024, when the corporate target went from 20 to 10 working days.
    pub change: Day,
    /// The last day on which a row may be received.
    pub last_received: Day,
    /// The day of the extract: later events have not happened yet.
    pub until: Day,
}

/// Writes the lives of cases.
#[derive(Debug)]
pub struct Lives<'a> {
    pub days: &'a Days,
    pub horizon: Horizon,
}

impl Lives<'_> {
    /// Makes case number `case`, received on `received` in financial year `year`, and hands each of its rows to `emit`.
    pub fn live<'s, E>(
        &self,
        random: &mut Random,
        service: &'s Service,
        (case, received, year): (u64, Day, i32),
        emit: &mut impl FnMut(&Row<'s>) -> Result<(), E>,
    ) -> Result<(), E> {
        let contact = *random.pick(contact::CONTACTS).unwrap_or(&"complaint");
        let (team, procedures) = team(random, service, year);
        let mut row = Row {
            case,
            contact,
            service: &service.code,
            team,
            procedure: "",
            stage: "",
            received,
            acknowledged: None,
            responded: None,
            closed: None,
            extended_to: None,
            outcome: "",
            refusal: "",
            natures: [""; 2],
            complainant: "",
            channel: "",
            remedies: [""; 2],
        };
        if contact != "complaint" {
            self.answer_contact(random, &mut row);
            return emit(&row);
        }
        row.procedure = random.pick(procedures).copied().unwrap_or("corporate");
        if !random.chance(25) {
            row.channel = contact::channel(random, (year - 2015).max(0) as u32);
        }
        self.complain(random, service, &mut row, emit)
    }

    /// Compliments are only counted; the rest are answered. Nobody records more of them than that.
    fn answer_contact(&self, random: &mut Random, row: &mut Row<'_>) {
        let answered = match row.contact {
            "compliment" => return,
            "comment" => random.chance(600),
            _ => random.chance(985),
        };
        let longest = match row.contact {
            "informal_complaint" => 5,
            "service_request" => 8,
            _ => 14,
        };
        if answered {
            let days = random.between(0, longest).max(random.between(0, longest));
            row.responded = self.known(self.days.add(row.received, days));
            row.closed = row.responded;
        }
    }

    fn complain<'s, E>(
        &self,
        random: &mut Random,
        service: &'s Service,
        row: &mut Row<'s>,
        emit: &mut impl FnMut(&Row<'s>) -> Result<(), E>,
    ) -> Result<(), E> {
        row.natures = natures(random, row.procedure);
        if !random.chance(50) {
            row.complainant = random
                .pick(contact::complainants(row.procedure))
                .copied()
                .unwrap_or("");
        }
        for stage in ["1", "2", "3"] {
            row.stage = stage;
            self.pass_stage(random, service, row);
            let next = self.next_stage(random, row);
            emit(row)?;
            let Some(received) = next else {
                break;
            };
            row.received = received;
            if received >= self.horizon.change && !service.heir.is_empty() {
                // The service is gone by the time the resident comes back, so its heir looks at the complaint again.
                (row.service, row.team) = (service.heir, "");
            }
        }
        Ok(())
    }

    /// Fills in what happened to the complaint at the stage it stands at.
    fn pass_stage(&self, random: &mut Random, service: &Service, row: &mut Row<'_>) {
        (row.acknowledged, row.responded, row.closed, row.extended_to) = (None, None, None, None);
        (row.outcome, row.refusal, row.remedies) = ("open", "", [""; 2]);
        let timer = self.timer(row, service.punctual);
        let acknowledged = self.acknowledge(random, row.received, timer.acknowledge);
        // The day is missing only where no limit is counted from it. Where one is, the complaints team looks it up before
        // it sends the rows.
        if timer.from_acknowledgement || !random.chance(70) {
            row.acknowledged = self.known(acknowledged);
        }
        let outcome = *random.pick(outcomes(row)).unwrap_or(&"not_upheld");
        if is_answered(outcome) {
            self.answer(random, row, timer, acknowledged, outcome);
        } else {
            self.close(random, row, outcome);
        }
    }

    fn acknowledge(&self, random: &mut Random, received: Day, limit: u32) -> Day {
        let days = match random.chance(945) {
            true => random.between(0, limit).min(random.between(1, limit)),
            false => random.between(limit + 1, limit + 6),
        };
        self.days.add(received, days)
    }

    fn answer(
        &self,
        random: &mut Random,
        row: &mut Row<'_>,
        timer: Timer,
        acknowledged: Day,
        outcome: &'static str,
    ) {
        let start = match (timer.from_acknowledgement, row.acknowledged) {
            (true, Some(day)) => day,
            _ => row.received,
        };
        let due = self.days.add(start, timer.days);
        let (responded, extended_to) = self.answer_day(random, start, due, timer);
        row.extended_to = extended_to.filter(|_| due <= self.horizon.until);
        // A reply also acknowledges: nobody is thanked for a letter after it has been answered.
        if acknowledged > responded {
            row.acknowledged = row
                .acknowledged
                .map(|_| responded)
                .and_then(|day| self.known(day));
        }
        row.responded = self.known(responded);
        if row.responded.is_none() {
            return;
        }
        // Answering and closing are two steps in the case system; a few are never closed properly.
        let closed = match random.below(10) {
            0..=6 => Some(responded),
            7..=8 => Some(self.days.add(responded, random.between(1, 8))),
            _ => None,
        };
        row.closed = closed.and_then(|day| self.known(day));
        row.outcome = if random.chance(7) { "" } else { outcome };
        row.remedies = remedies(random, outcome);
    }

    /// The day of the reply, and the day to which the limit was extended, if it was.
    fn answer_day(
        &self,
        random: &mut Random,
        start: Day,
        due: Day,
        timer: Timer,
    ) -> (Day, Option<Day>) {
        if random.chance(timer.in_time) {
            let days = random
                .between(1, timer.days)
                .max(random.between(1, timer.days));
            return (self.days.add(start, days), None);
        }
        let late = random.between(1, 25).min(random.between(1, 25));
        if timer.extension == 0 || random.chance(450) {
            let far = if random.chance(40) {
                random.between(20, 70)
            } else {
                0
            };
            return (self.days.add(due, late + far), None);
        }
        let extended_to = self.days.add(
            due,
            random.between(timer.extension.div_ceil(2), timer.extension),
        );
        let responded = match random.chance(780) {
            true => self
                .days
                .add(due, random.between(1, timer.extension.div_ceil(2))),
            false => self.days.add(extended_to, late),
        };
        (responded, Some(extended_to))
    }

    /// Ends a stage without a reply.
    fn close(&self, random: &mut Random, row: &mut Row<'_>, outcome: &'static str) {
        let days = random.between(1, 9);
        row.closed = self.known(self.days.add(row.received, days));
        let Some(closed) = row.closed else {
            return;
        };
        row.acknowledged = row.acknowledged.map(|day| day.min(closed));
        row.outcome = outcome;
        if outcome == "refused" {
            let reason = match row.stage {
                "1" => random.pick(contact::REFUSALS).copied(),
                _ => Some("previously_considered"),
            };
            row.refusal = reason.unwrap_or("other");
        }
    }

    /// Says on which day the complaint goes on to the next stage, if it does and the extract knows of it.
    fn next_stage(&self, random: &mut Random, row: &Row<'_>) -> Option<Day> {
        let per_mille = match (row.procedure, row.stage, row.outcome) {
            ("statutory_adults", ..) | (_, "3", _) => 0,
            (_, "1", "escalated_without_outcome") => 1000,
            (_, _, "open" | "withdrawn" | "refused" | "out_of_jurisdiction" | "transferred") => 0,
            ("statutory_children", "1", _) => 130,
            ("statutory_children", ..) => 260,
            (_, "2", _) => 0,
            (_, _, "upheld") => 70,
            ("housing", ..) => 170,
            _ => 135,
        };
        if !random.chance(per_mille) {
            return None;
        }
        let left = match row.responded {
            Some(day) => self
                .days
                .add(day, random.between(1, 12).min(random.between(2, 20))),
            None => row.closed?,
        };
        Some(left).filter(|day| *day <= self.horizon.last_received)
    }

    fn timer(&self, row: &Row<'_>, punctual: i32) -> Timer {
        let changed = row.received >= self.horizon.change;
        // Each year since the change a few more replies are in time: the council learns to work to the shorter limit.
        let learned = (row.received.saturating_sub(self.horizon.change) / 365).min(4) as i32 * 65;
        let (days, acknowledge, extension, from_acknowledgement, in_time) =
            match (row.procedure, row.stage) {
                ("statutory_adults", _) => (20, 3, 20, false, 690),
                ("statutory_children", "1") => (10, 3, 10, false, 560 + learned / 2),
                ("statutory_children", "2") => (25, 5, 40, false, 430),
                ("statutory_children", _) => (45, 5, 0, false, 800),
                ("housing", "1") => (10, 5, 10, true, 610 + learned),
                ("housing", _) => (20, 5, 20, true, 700 + learned / 2),
                (_, "1") if changed => (10, 5, 10, true, 600 + learned),
                (_, "1") => (20, 5, 10, false, 770),
                _ => (20, 5, 20, changed, 730),
            };
        Timer {
            days,
            acknowledge,
            extension,
            from_acknowledgement,
            in_time: (in_time + punctual).clamp(100, 960) as u32,
        }
    }

    fn known(&self, day: Day) -> Option<Day> {
        Some(day).filter(|day| *day <= self.horizon.until)
    }
}

fn team<'s>(random: &mut Random, service: &'s Service, year: i32) -> (&'s str, Weighted) {
    let there = |team: &&council::Team| team.since <= year;
    let total: u32 = service
        .teams
        .iter()
        .filter(there)
        .map(|team| team.weight)
        .sum();
    if total == 0 || random.chance(25) {
        return ("", service.procedures);
    }
    let mut left = random.below(u64::from(total)) as u32;
    for team in service.teams.iter().filter(there) {
        if left < team.weight {
            return (team.code, team.procedures);
        }
        left -= team.weight;
    }
    ("", service.procedures)
}

/// One nature or two different ones; seldom none, where nobody filled it in.
fn natures(random: &mut Random, procedure: &str) -> [&'static str; 2] {
    let list = contact::natures(procedure);
    if random.chance(18) {
        return [""; 2];
    }
    let first = *random.pick(list).unwrap_or(&"");
    if !random.chance(230) {
        return [first, ""];
    }
    let second = *random.pick(list).unwrap_or(&"");
    [first, if second == first { "" } else { second }]
}

fn outcomes(row: &Row<'_>) -> Weighted {
    match (row.procedure, row.stage) {
        ("housing", "1") => &[
            ("upheld", 430),
            ("partially_upheld", 215),
            ("not_upheld", 265),
            ("resolved", 30),
            ("withdrawn", 25),
            ("refused", 20),
            ("transferred", 8),
            ("escalated_without_outcome", 7),
        ],
        ("statutory_children", "1") => &[
            ("upheld", 190),
            ("partially_upheld", 330),
            ("not_upheld", 340),
            ("inconclusive", 15),
            ("withdrawn", 60),
            ("out_of_jurisdiction", 40),
            ("transferred", 25),
        ],
        ("statutory_children", _) => &[
            ("upheld", 150),
            ("partially_upheld", 460),
            ("not_upheld", 290),
            ("inconclusive", 60),
            ("withdrawn", 40),
        ],
        ("statutory_adults", _) => &[
            ("upheld", 300),
            ("partially_upheld", 290),
            ("not_upheld", 300),
            ("resolved", 35),
            ("withdrawn", 35),
            ("out_of_jurisdiction", 20),
            ("no_written_response", 20),
        ],
        (_, "1") => &[
            ("upheld", 345),
            ("partially_upheld", 190),
            ("not_upheld", 350),
            ("resolved", 35),
            ("withdrawn", 30),
            ("refused", 30),
            ("out_of_jurisdiction", 8),
            ("transferred", 6),
            ("escalated_without_outcome", 6),
        ],
        _ => &[
            ("upheld", 230),
            ("partially_upheld", 250),
            ("not_upheld", 400),
            ("refused", 90),
            ("withdrawn", 30),
        ],
    }
}

fn is_answered(outcome: &str) -> bool {
    matches!(
        outcome,
        "upheld" | "partially_upheld" | "not_upheld" | "resolved" | "inconclusive"
    )
}

fn remedies(random: &mut Random, outcome: &str) -> [&'static str; 2] {
    match outcome {
        "upheld" | "partially_upheld" => {
            let first = *random.pick(contact::REMEDIES).unwrap_or(&"apology");
            let second = *random.pick(contact::REMEDIES).unwrap_or(&"");
            let two = second != first && random.chance(420);
            [first, if two { second } else { "" }]
        }
        "resolved" => ["service_provided", ""],
        "not_upheld" if random.chance(350) => ["explanation", ""],
        _ => [""; 2],
    }
}
