//! Ombudsmen's decisions: one row, one case.
//!
//! A decision has a permanent address, so it needs a name that never changes: its id, or the ombudsman's reference. What
//! the ombudsman asked for stands in one cell, divided by semicolons, and the nth amount, due and done belong to the nth
//! requirement.

use super::cells;
use super::measures;
use super::sheet::{Sheet, slug};
use super::{OmbudsmanDecision, Requirement};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::source::Row;
use crate::vocabulary::{Code, List, code};
use chrono::NaiveDate;

/// Reads a table of decisions.
pub(super) fn read(sheet: &mut Sheet) -> Vec<OmbudsmanDecision> {
    let mut decisions = Vec::new();
    let table = sheet.table;
    let mut reading = Report::new();
    table.rows(&mut reading, |row| decisions.extend(decision(sheet, &row)));
    sheet.faults.extend(reading);
    decisions
}

fn decision(sheet: &mut Sheet, row: &Row) -> Option<OmbudsmanDecision> {
    let ombudsman = ombudsman(sheet, row);
    let service = sheet.service(row);
    let stage = sheet.code(row, "stage", List::Stage, code::ALL);
    let decided_on = sheet.date(row, "decided_on");
    let period = period(sheet, row, decided_on);
    let reference = reference(sheet, row, ombudsman);
    // A reference of a wrong shape was told; the record is not without a name for that.
    let named = slug(reference.as_deref().unwrap_or(sheet.cell(row, "reference")));
    let id = sheet.id(row, &named);
    let outcome = outcome(sheet, row);
    let findings = findings(sheet, row);
    let requirements = requirements(sheet, row);
    let total_amount = total(sheet, row);
    let decision = OmbudsmanDecision {
        origin: sheet.place(row, "id"),
        id: id?,
        reference: reference?,
        ombudsman: ombudsman?,
        service: service?,
        stage: stage?,
        decided_on,
        period: period?,
        subject: sheet.text(row, "subject"),
        decision: outcome?.0,
        reason: outcome?.1,
        findings: findings?,
        summary: sheet.text(row, "summary"),
        requirements: requirements?,
        total_amount,
        lessons: cells::parts(&sheet.text(row, "lessons"))
            .filter(|part| !part.is_empty())
            .map(str::to_string)
            .collect(),
        lessons_origin: sheet.place(row, "lessons"),
        link: sheet.link(row),
    };
    fits_ombudsman(sheet, row, &decision).then_some(decision)
}

fn ombudsman(sheet: &mut Sheet, row: &Row) -> Option<Code> {
    let read = cells::code(sheet.cell(row, "ombudsman"), List::Ombudsman, sheet.site);
    match read {
        Ok(code) => Some(code),
        Err(fault) => {
            sheet.fault(row, "ombudsman", *fault);
            None
        }
    }
}

/// Reads the council's year of a decision, from its period or its day.
fn period(sheet: &mut Sheet, row: &Row, decided_on: Option<NaiveDate>) -> Option<Period> {
    if let Some(day) = decided_on.filter(|day| *day > sheet.as_of) {
        sheet.fault(
            row,
            "decided_on",
            Diagnostic::error(rule::RECORD_FUTURE, "a date lies in the future").help(format!(
                "{day} is after {}, the day of this build. Correct the date.",
                sheet.as_of
            )),
        );
        return None;
    }
    if sheet.cell(row, "period").is_empty() && sheet.cell(row, "year").is_empty() {
        if let Some(day) = decided_on {
            return Some(Period::year_of(day));
        }
        if sheet.columns.get("decided_on").is_some() && !sheet.cell(row, "decided_on").is_empty() {
            // The date could not be read and has been reported.
            return None;
        }
    }
    let period = sheet.period(row)?;
    let inside = |day: NaiveDate| {
        period.start().is_none_or(|start| start <= day) && period.end().is_none_or(|end| day <= end)
    };
    if decided_on.is_some_and(|day| !inside(day)) {
        let message = format!("decided_on is not in {}", period.id());
        sheet.fault(
            row,
            "decided_on",
            Diagnostic::error(rule::DATE_OUTSIDE, message)
                .help("Correct the date or the period, or leave the period empty."),
        );
        return None;
    }
    Some(period.financial_year().unwrap_or(period))
}

/// Reads the ombudsman's reference, in its canonical form; empty where there is none.
fn reference(sheet: &mut Sheet, row: &Row, ombudsman: Option<Code>) -> Option<String> {
    let cell = sheet.cell(row, "reference");
    if cell.is_empty() {
        return Some(String::new());
    }
    let digits: String = cell.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let (read, shape) = match ombudsman {
        Some(code::LGSCO) => (
            (plain && digits.len() == 8 && grouped(cell))
                .then(|| format!("{} {} {}", &digits[..2], &digits[2..5], &digits[5..])),
            "eight digits, as 22 001 239",
        ),
        Some(code::HOUSING) => (
            (plain && digits.len() == 9).then(|| digits.clone()),
            "nine digits, as 202215678",
        ),
        _ => (Some(cell.to_string()), ""),
    };
    if read.is_none() {
        sheet.fault(
            row,
            "reference",
            Diagnostic::error(rule::REFERENCE_SHAPE, "a reference has the wrong shape")
                .help(format!("This ombudsman's references have {shape}.")),
        );
    }
    read
}

/// Returns whether gaps stand only after the second and the fifth digit.
fn grouped(cell: &str) -> bool {
    let parts: Vec<usize> = cell.split([' ', '-']).map(str::len).collect();
    matches!(parts.as_slice(), [8] | [2, 6] | [5, 3] | [2, 3, 3])
}

/// Reads the decision and, after a colon, its reason.
fn outcome(sheet: &mut Sheet, row: &Row) -> Option<(Code, Option<Code>)> {
    let cell = sheet.cell(row, "decision");
    if cell.is_empty() {
        if sheet.cell(row, "findings").is_empty() {
            sheet.fault(
                row,
                "decision",
                Diagnostic::error(
                    rule::DECISION_MISSING,
                    "a row has neither decision nor findings",
                )
                .help("Write what the ombudsman decided: upheld, not_upheld, closed_initial, …"),
            );
            return None;
        }
        return Some((code::ALL, None));
    }
    let whole = sheet.site.list(List::Decision).find(cell).is_some();
    let (decision, reason) = match cell.split_once(':').filter(|_| !whole) {
        Some((decision, reason)) => (decision.trim(), Some(reason.trim())),
        None => (cell, None),
    };
    let decision = word(sheet, row, decision, List::Decision);
    let reason = match reason {
        Some(reason) => Some(word(sheet, row, reason, List::DecisionReason)?),
        None => None,
    };
    Some((decision?, reason))
}

fn word(sheet: &mut Sheet, row: &Row, text: &str, list: List) -> Option<Code> {
    match measures::word(text, list, sheet.site, sheet.codes) {
        Ok(code) => Some(code),
        Err(fault) => {
            sheet.fault(row, "decision", *fault);
            None
        }
    }
}

fn findings(sheet: &mut Sheet, row: &Row) -> Option<Vec<Code>> {
    let mut found = Vec::new();
    let mut sound = true;
    for part in cells::parts(sheet.cell(row, "findings")).filter(|part| !part.is_empty()) {
        match cells::code(part, List::Finding, sheet.site) {
            Ok(code) => found.push(code),
            Err(fault) => {
                sound = false;
                sheet.fault(row, "findings", *fault);
            }
        }
    }
    sound.then_some(found)
}

fn requirements(sheet: &mut Sheet, row: &Row) -> Option<Vec<Requirement>> {
    let texts = sheet.text(row, "requirements");
    let split = |cell: &str| -> Vec<String> { cells::parts(cell).map(str::to_string).collect() };
    let texts = split(&texts);
    let amounts = split(sheet.cell(row, "amount"));
    let due = split(&sheet.text(row, "due"));
    let done = split(&sheet.text(row, "done"));
    let most = amounts.len().max(due.len()).max(done.len());
    if !texts.is_empty() && most > texts.len() {
        let column = match most {
            most if amounts.len() == most => "amount",
            most if due.len() == most => "due",
            _ => "done",
        };
        let message = format!("{most} parts stand beside {} requirements", texts.len());
        sheet.fault(
            row,
            column,
            Diagnostic::error(rule::REQUIREMENTS_UNEVEN, message)
                .help("Divide the requirements by semicolons too, so that the nth part belongs to the nth requirement."),
        );
        return None;
    }
    let part = |parts: &[String], n: usize| parts.get(n).cloned().unwrap_or_default();
    let mut requirements = Vec::new();
    for n in 0..most.max(texts.len()) {
        let amount = part(&amounts, n);
        requirements.push(Requirement {
            text: part(&texts, n),
            amount: if amount.is_empty() {
                None
            } else {
                let read = cells::money(&amount);
                Some(sheet.read(row, "amount", read)?)
            },
            due: part(&due, n),
            done: part(&done, n),
        });
    }
    Some(requirements)
}

fn total(sheet: &mut Sheet, row: &Row) -> Option<Decimal> {
    let cell = sheet.cell(row, "total_amount");
    if cell.is_empty() {
        return None;
    }
    let read = cells::money(cell);
    sheet.read(row, "total_amount", read)
}

/// Tests that this ombudsman makes such decisions.
fn fits_ombudsman(sheet: &mut Sheet, row: &Row, decision: &OmbudsmanDecision) -> bool {
    const BEFORE_INVESTIGATING: [Code; 6] = [
        code::INVALID_INCOMPLETE,
        code::ADVICE_GIVEN,
        code::REFERRED_BACK,
        code::CLOSED_INITIAL,
        code::NOT_READY,
        code::ASSESSED_AND_CLOSED,
    ];
    let housing = decision.ombudsman == code::HOUSING;
    let (column, message) = if housing && BEFORE_INVESTIGATING.contains(&decision.decision) {
        ("decision", "the Housing Ombudsman has no such decision")
    } else if decision.ombudsman == code::LGSCO && decision.decision == code::NO_DETERMINATION {
        ("decision", "this ombudsman has no such decision")
    } else if !housing && !decision.findings.is_empty() {
        (
            "findings",
            "only the Housing Ombudsman makes findings on each issue",
        )
    } else {
        return true;
    };
    sheet.fault(
        row,
        column,
        Diagnostic::error(rule::DECISION_PAIR, message)
            .help("Correct the ombudsman, or what it decided."),
    );
    false
}
