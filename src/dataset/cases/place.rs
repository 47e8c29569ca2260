//! Where a case is counted and what it was about: the cells that hold words.

use super::record::{Case, Day, DayUnits, Quarter, Timing};
use super::rows::{Cells, Column, NAMES, Piece};
use super::words::{self, Meaning};
use crate::dataset::cells;
use crate::diagnostic::{Diagnostic, Severity, named as rule};
use crate::vocabulary::{Code, List, code};

/// The single-code columns and their lists, in the order of `Piece::codes`.
const LISTED: [(Column, List); 9] = [
    (Column::Contact, List::Contact),
    (Column::Procedure, List::Procedure),
    (Column::Stage, List::Stage),
    (Column::Outcome, List::Outcome),
    (Column::RefusalReason, List::RefusalReason),
    (Column::Complainant, List::Complainant),
    (Column::Channel, List::Channel),
    (Column::Nature, List::Nature),
    (Column::Remedy, List::Remedy),
];

impl Piece<'_> {
    /// Reads the cells that say where the case is counted; says also whether all of them do.
    pub(super) fn place_case(&mut self, row: &Cells<'_>) -> (Case, bool) {
        let contact = match self.cell(row, Column::Contact) {
            "" => Some(code::COMPLAINT),
            _ => self.listed(row, 0),
        };
        let complaint = contact == Some(code::COMPLAINT);
        let service = self.service(row);
        let procedure = if complaint {
            self.required(row, 1)
        } else {
            Some(code::ALL)
        };
        let stage = if complaint {
            self.required(row, 2)
        } else {
            Some(code::ALL)
        };
        if let (true, Some(procedure), Some(stage)) = (complaint, procedure, stage) {
            self.check_stage(row, procedure, stage);
        }
        let found = [contact, service, procedure, stage];
        let placed = found.iter().all(Option::is_some);
        // Rules that need a place do not apply to a row that has none.
        let [contact, service, procedure, stage] = found.map(|code| match (placed, code) {
            (true, Some(code)) => code,
            _ => code::ALL,
        });
        let case = Case {
            row: row.number,
            received: Day::NONE,
            responded: Day::NONE,
            natures: 0,
            remedies: 0,
            service,
            contact,
            procedure,
            stage,
            outcome: code::ALL,
            refusal_reason: code::ALL,
            complainant: code::ALL,
            channel: code::ALL,
            received_quarter: Quarter::NONE,
            acknowledged_quarter: Quarter::NONE,
            ended_quarter: Quarter::NONE,
            overdue_quarter: Quarter::NONE,
            response_days: Case::NO_DAYS,
            timing: Timing::default(),
            unit: DayUnits::default(),
        };
        (case, placed)
    }

    /// Reads the service, or the team where the row names one.
    fn service(&mut self, row: &Cells<'_>) -> Option<Code> {
        let service = self.named_service(row);
        match self.cell(row, Column::Team) {
            "" => service,
            team => self.team(row, service?, team),
        }
    }

    #[inline]
    fn named_service(&mut self, row: &Cells<'_>) -> Option<Code> {
        let site = self.rules.site;
        let cell = self.cell(row, Column::Service);
        if cell.is_empty() {
            self.missing(row, Column::Service);
            return None;
        }
        let meaning = Self::remembered(
            &mut self.services,
            &self.columns,
            row,
            Column::Service,
            || words::service(site, cell),
        );
        match meaning {
            Meaning::Code(service) => Some(service),
            Meaning::Otherwise(service) => {
                self.otherwise(row, Column::Service, || {
                    cells::service_otherwise(cell, service, site)
                });
                Some(service)
            }
            _ => {
                self.fault(
                    Severity::Error,
                    rule::UNKNOWN_SERVICE,
                    row,
                    Column::Service,
                    words::not_known("service", cell),
                    |d| words::service_help(site, cell, d),
                );
                None
            }
        }
    }

    #[inline]
    fn team(&mut self, row: &Cells<'_>, service: Code, team: &str) -> Option<Code> {
        let site = self.rules.site;
        let meaning = match self.teams.get(&(service, team.into())) {
            Some(meaning) => *meaning,
            None => {
                let meaning = words::team(site, service, team);
                if self.teams.len() < 10_000 {
                    self.teams.insert((service, team.into()), meaning);
                }
                meaning
            }
        };
        match meaning {
            Meaning::Code(team) => Some(team),
            Meaning::Otherwise(code) => {
                self.otherwise(row, Column::Team, || {
                    cells::service_otherwise(team, code, site)
                });
                Some(code)
            }
            _ => {
                self.fault(
                    Severity::Error,
                    rule::UNKNOWN_SERVICE,
                    row,
                    Column::Team,
                    words::not_known("team", team),
                    |d| words::team_help(site, service, team, d),
                );
                None
            }
        }
    }

    /// Reads a cell of a code list; `at` is the column's place in [`LISTED`]. Faults are told.
    fn listed(&mut self, row: &Cells<'_>, at: usize) -> Option<Code> {
        let (column, list) = LISTED[at];
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return None;
        }
        let site = self.rules.site;
        let meaning = Self::remembered(&mut self.codes[at], &self.columns, row, column, || {
            match words::code_of(site, list, cell) {
                Meaning::Code(code) if !cell.is_ascii() => Meaning::Otherwise(code),
                meaning => meaning,
            }
        });
        match meaning {
            Meaning::Code(code) => Some(code),
            Meaning::Otherwise(code) => {
                self.otherwise(row, column, || {
                    cells::code_otherwise(cell, list, code, site)
                });
                Some(code)
            }
            meaning => {
                self.wrong_word(row, column, list, cell, meaning);
                None
            }
        }
    }

    fn wrong_word(
        &mut self,
        row: &Cells<'_>,
        column: Column,
        list: List,
        word: &str,
        meaning: Meaning,
    ) {
        let site = self.rules.site;
        let name = NAMES[column as usize];
        if meaning == Meaning::Ambiguous {
            let message = format!(
                "outcome \"{}\" can mean not upheld or refused",
                crate::diagnostic::cut(word)
            );
            self.fault(
                Severity::Error,
                rule::AMBIGUOUS_OUTCOME,
                row,
                column,
                message,
                |d| words::ambiguous_help(word, d),
            );
        } else {
            self.fault(
                Severity::Error,
                rule::UNKNOWN_CODE,
                row,
                column,
                words::not_known(name, word),
                |d| words::code_help(site, list, word, d),
            );
        }
    }

    fn required(&mut self, row: &Cells<'_>, at: usize) -> Option<Code> {
        let column = LISTED[at].0;
        if self.cell(row, column).is_empty() {
            self.missing(row, column);
            return None;
        }
        self.listed(row, at)
    }

    pub(super) fn missing(&mut self, row: &Cells<'_>, column: Column) {
        let named = match column {
            Column::Received => "day of receipt",
            _ => NAMES[column as usize],
        };
        let message = format!("the {named} is missing");
        let help = match column {
            Column::Received => {
                "Write the day on which the complaint was received, or its quarter in the column period."
            }
            Column::Procedure => {
                "Write under which procedure the complaint was handled, e.g. corporate."
            }
            Column::Stage => "Write the stage: 1, 2, 3 or informal.",
            _ => "Write the service that the complaint is about.",
        };
        self.fault(
            Severity::Error,
            rule::MISSING_CELL,
            row,
            column,
            message,
            |d| d.help(help),
        );
    }

    fn check_stage(&mut self, row: &Cells<'_>, procedure: Code, stage: Code) {
        let site = self.rules.site;
        let Some(known) = site.procedure(procedure) else {
            return;
        };
        if known.stages.contains(&stage) {
            return;
        }
        let word = |code| site.codes.word(code);
        let stages = known
            .stages
            .iter()
            .map(|code| word(*code))
            .collect::<Vec<_>>()
            .join(", ");
        let message = format!(
            "the procedure {} has no stage {}",
            word(procedure),
            word(stage)
        );
        self.fault(Severity::Error, rule::STAGE_NOT_OF_PROCEDURE, row, Column::Stage, message, |d| {
            d.fact("stages", stages.clone()).help(format!(
                "Correct the stage or the procedure. If the procedure has this stage, add it to candour.toml:\n    [procedures.{}]\n    stages = [{}]",
                word(procedure),
                known.stages.iter().chain([&stage]).map(|code| format!("\"{}\"", word(*code))).collect::<Vec<_>>().join(", "),
            ))
        });
    }

    /// Reads what the case was about and how it ended.
    pub(super) fn read_attributes(&mut self, row: &Cells<'_>, case: &mut Case) {
        case.outcome = self.listed(row, 3).unwrap_or(code::ALL);
        case.refusal_reason = self.listed(row, 4).unwrap_or(code::ALL);
        case.complainant = self.listed(row, 5).unwrap_or(code::ALL);
        case.channel = self.listed(row, 6).unwrap_or(code::ALL);
        case.natures = self.list(row, 0, 7);
        case.remedies = self.list(row, 1, 8);
        if case.natures != 0 && self.rules.natures_differ {
            self.check_natures(row, case);
        }
    }

    /// Reads a cell that may hold several codes, divided by semicolons. The whole cell is remembered.
    fn list(&mut self, row: &Cells<'_>, memo: usize, at: usize) -> u32 {
        let (column, list) = LISTED[at];
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return 0;
        }
        const WRONG: u32 = u32::MAX;
        let (site, lists) = (self.rules.site, &mut self.lists);
        let (index, ascii) =
            Self::remembered(&mut self.cells[memo], &self.columns, row, column, || {
                match words::codes_of(site, list, cell) {
                    Ok(codes) => (lists.add(codes), cell.is_ascii()),
                    Err(_) => (WRONG, false),
                }
            });
        if index != WRONG {
            if !ascii {
                self.list_otherwise(row, column, list, cell);
            }
            return index;
        }
        if let Err(wrong) = words::codes_of(site, list, cell) {
            for (word, meaning) in wrong {
                self.wrong_word(row, column, list, word, meaning);
            }
        }
        0
    }

    #[cold]
    fn list_otherwise(&mut self, row: &Cells<'_>, column: Column, list: List, cell: &str) {
        let site = self.rules.site;
        // A name with a semicolon in it is one word.
        let whole = words::code_of(site, list, cell) != Meaning::Unknown;
        for word in cell.split(|c| c == ';' && !whole).map(str::trim) {
            if let Meaning::Code(code) = words::code_of(site, list, word) {
                self.otherwise(row, column, || {
                    cells::code_otherwise(word, list, code, site)
                });
            }
        }
    }

    /// Tells that a cell is spelt otherwise than candour.toml spells it, when it is.
    #[cold]
    fn otherwise(
        &mut self,
        row: &Cells<'_>,
        column: Column,
        note: impl FnOnce() -> Option<Diagnostic>,
    ) {
        if let Some(note) = note() {
            self.tell_cell(row, column, note);
        }
    }

    fn check_natures(&mut self, row: &Cells<'_>, case: &Case) {
        let site = self.rules.site;
        let foreign = self.lists.get(case.natures).iter().find(|nature| {
            let entry = site.list(List::Nature).entry(**nature);
            entry.is_some_and(|entry| {
                !entry.procedures.is_empty() && !entry.procedures.contains(&case.procedure)
            })
        });
        if let Some(nature) = foreign.filter(|_| case.contact == code::COMPLAINT) {
            let word = |code| site.codes.word(code);
            let message = format!(
                "the procedure {} does not use the nature {}",
                word(case.procedure),
                word(*nature)
            );
            let help = format!(
                "Correct the nature, or add the procedure to `procedures` of [natures.{}] in candour.toml.",
                word(*nature)
            );
            self.warning(rule::CONTRADICTION, row, Column::Nature, &message, &help);
        }
    }
}
