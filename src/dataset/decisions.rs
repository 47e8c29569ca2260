//! Ombudsmen's decisions: one row, one case.
//!
//! A decision has a permanent address, so it needs a name that never changes: its id, or the ombudsman's reference. What
//! the ombudsman asked for stands in one cell, divided by semicolons, and the nth amount, due and done belong to the nth
//! requirement.

use super::cells;
use super::ledger::Ledger;
use super::measures;
use super::sheet::{Sheet, slug};
use super::{OmbudsmanDecision, Payments, Requirement};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::source::Row;
use crate::vocabulary::{Code, List, code};
use chrono::NaiveDate;

/// Reads a table of decisions.
pub(super) fn read(sheet: &mut Sheet) -> Ledger<OmbudsmanDecision> {
    let mut ledger = Ledger::default();
    let table = sheet.table;
    let mut reading = Report::new();
    table.rows(&mut reading, |row| {
        let decision = decision(sheet, &row, &mut ledger);
        ledger.records.extend(decision);
    });
    sheet.faults.extend(reading);
    ledger
}

/// Reads every cell of a row before it is asked whether they make a decision, so that no fault hides another.
fn decision(
    sheet: &mut Sheet,
    row: &Row,
    ledger: &mut Ledger<OmbudsmanDecision>,
) -> Option<OmbudsmanDecision> {
    let ombudsman = ombudsman(sheet, row);
    let service = sheet.service(row);
    let stage = sheet.code(row, "stage", List::Stage, code::ALL);
    let decided_on = sheet.date(row, "decided_on");
    let period = period(sheet, row, decided_on);
    let reference = reference(sheet, row, ombudsman);
    // A reference of a wrong shape was told; the record is not without a name for that.
    let named = slug(reference.as_deref().unwrap_or(sheet.cell(row, "reference")));
    let id = sheet.id(row, &named);
    let origin = match sheet.cell(row, "id") {
        "" => sheet.place(row, "reference"),
        _ => sheet.place(row, "id"),
    };
    ledger.name(id.as_ref(), &origin);
    let outcome = outcome(sheet, row);
    let findings = findings(sheet, row);
    let (requirements, amounts) = requirements(sheet, row);
    let total_amount = total(sheet, row);
    // The name that a wrong reference makes will be another once it is right.
    let payable = id
        .clone()
        .filter(|_| reference.is_some() || !sheet.cell(row, "id").is_empty());
    ledger
        .payments
        .extend(total_amount.zip(amounts).map(|(total, amounts)| Payments {
            origin: sheet.place(row, "total_amount"),
            id: payable.clone(),
            total,
            amounts,
        }));
    let text = |sheet: &mut Sheet, name| sheet.text(row, name);
    let (subject, summary) = (text(sheet, "subject"), text(sheet, "summary"));
    let lessons: Vec<String> = cells::parts(&text(sheet, "lessons"))
        .filter(|part| !part.is_empty())
        .map(str::to_string)
        .collect();
    ledger
        .mentions
        .push((lessons.clone(), sheet.place(row, "lessons")));
    let link = sheet.link(row);
    let fits = fits_ombudsman(sheet, row, ombudsman, outcome, findings.as_deref());
    let decision = OmbudsmanDecision {
        origin,
        id: id?,
        reference: reference?,
        ombudsman: ombudsman?,
        service: service?,
        stage: stage?,
        decided_on,
        period: period?,
        subject,
        decision: outcome?.0,
        reason: outcome?.1,
        findings: findings?,
        summary,
        requirements: requirements?,
        total_amount,
        lessons,
        link,
    };
    fits.then_some(decision)
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
    let future = decided_on.filter(|day| *day > sheet.as_of);
    if let Some(day) = future {
        sheet.fault(
            row,
            "decided_on",
            Diagnostic::error(rule::RECORD_FUTURE, "a date lies in the future").help(format!(
                "{day} is after {}, the day of this build. Correct the date.",
                sheet.as_of
            )),
        );
    }
    if sheet.cell(row, "period").is_empty() && sheet.cell(row, "year").is_empty() {
        if let Some(day) = decided_on {
            return Some(Period::year_of(day)).filter(|_| future.is_none());
        }
        if sheet.columns.get("decided_on").is_some() && !sheet.cell(row, "decided_on").is_empty() {
            // The date could not be read and has been reported.
            return None;
        }
    }
    let period = sheet.period(row).filter(|_| future.is_none())?;
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

/// Reads what was asked for, and beside it the amounts that were to be paid, which add up whether or not each is known to
/// belong to a requirement.
fn requirements(sheet: &mut Sheet, row: &Row) -> (Option<Vec<Requirement>>, Option<Vec<Decimal>>) {
    let texts = sheet.text(row, "requirements");
    let split = |cell: &str| -> Vec<String> { cells::parts(cell).map(str::to_string).collect() };
    let texts = split(&texts);
    let amounts = amounts(sheet, row);
    let due = split(&sheet.text(row, "due"));
    let done = split(&sheet.text(row, "done"));
    let most = amounts.len().max(due.len()).max(done.len());
    let even = texts.is_empty() || most <= texts.len();
    if !even {
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
    }
    let part = |parts: &[String], n: usize| parts.get(n).cloned().unwrap_or_default();
    let requirements = (0..most.max(texts.len())).map(|n| {
        Some(Requirement {
            text: part(&texts, n),
            amount: amounts.get(n).copied().unwrap_or(Some(None))?,
            due: part(&due, n),
            done: part(&done, n),
        })
    });
    let requirements = requirements.collect::<Option<_>>().filter(|_| even);
    let amounts: Option<Vec<Option<Decimal>>> = amounts.into_iter().collect();
    (
        requirements,
        amounts.map(|amounts| amounts.into_iter().flatten().collect()),
    )
}

/// Reads the parts of the column amount: a sum, no sum, or nothing for what cannot be read.
fn amounts(sheet: &mut Sheet, row: &Row) -> Vec<Option<Option<Decimal>>> {
    let cell = sheet.cell(row, "amount");
    let mut amounts = Vec::new();
    for part in cells::parts(cell) {
        amounts.push(match part {
            "" => Some(None),
            part => sheet.read(row, "amount", cells::money(part)).map(Some),
        });
    }
    amounts
}

fn total(sheet: &mut Sheet, row: &Row) -> Option<Decimal> {
    let cell = sheet.cell(row, "total_amount");
    if cell.is_empty() {
        return None;
    }
    let read = cells::money(cell);
    sheet.read(row, "total_amount", read)
}

/// Tests that this ombudsman makes such decisions, as far as both are known.
fn fits_ombudsman(
    sheet: &mut Sheet,
    row: &Row,
    ombudsman: Option<Code>,
    outcome: Option<(Code, Option<Code>)>,
    findings: Option<&[Code]>,
) -> bool {
    const BEFORE_INVESTIGATING: [Code; 6] = [
        code::INVALID_INCOMPLETE,
        code::ADVICE_GIVEN,
        code::REFERRED_BACK,
        code::CLOSED_INITIAL,
        code::NOT_READY,
        code::ASSESSED_AND_CLOSED,
    ];
    let Some(ombudsman) = ombudsman else {
        return true;
    };
    let housing = ombudsman == code::HOUSING;
    let decided = |decision: Code| outcome.is_some_and(|(known, _)| known == decision);
    let mut wrong = Vec::new();
    if housing && BEFORE_INVESTIGATING.into_iter().any(decided) {
        wrong.push(("decision", "the Housing Ombudsman has no such decision"));
    }
    if ombudsman == code::LGSCO && decided(code::NO_DETERMINATION) {
        wrong.push(("decision", "this ombudsman has no such decision"));
    }
    if !housing && findings.is_some_and(|findings| !findings.is_empty()) {
        let message = "only the Housing Ombudsman makes findings on each issue";
        wrong.push(("findings", message));
    }
    for (column, message) in &wrong {
        sheet.fault(
            row,
            column,
            Diagnostic::error(rule::DECISION_PAIR, *message)
                .help("Correct the ombudsman, or what it decided."),
        );
    }
    wrong.is_empty()
}
