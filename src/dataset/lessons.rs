//! What was learned: you said, we found, we did.

use super::Lesson;
use super::ledger::Ledger;
use super::sheet::Sheet;
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::source::Row;
use crate::vocabulary::{List, code, fold};

/// Reads a table of lessons.
pub(super) fn read(sheet: &mut Sheet) -> Ledger<Lesson> {
    let mut ledger = Ledger::default();
    let table = sheet.table;
    let mut reading = Report::new();
    table.rows(&mut reading, |row| {
        let lesson = lesson(sheet, &row, &mut ledger);
        ledger.records.extend(lesson);
    });
    sheet.faults.extend(reading);
    ledger
}

/// Reads every cell of a row before it is asked whether they make a lesson, so that no fault hides another.
fn lesson(sheet: &mut Sheet, row: &Row, ledger: &mut Ledger<Lesson>) -> Option<Lesson> {
    let id = sheet.id(row, "");
    let origin = sheet.place(row, "id");
    ledger.name(id.as_ref(), &origin);
    let period = sheet.period(row);
    let service = sheet.service(row);
    let theme = sheet.code(row, "theme", List::Theme, code::OTHER);
    let status = status(sheet, row);
    let [you_said, we_found, we_did] =
        ["you_said", "we_found", "we_did"].map(|name| sheet.text(row, name));
    let due = sheet.date(row, "due");
    let link = sheet.link(row);
    if we_did.is_empty() && we_found.is_empty() && you_said.is_empty() {
        sheet.fault(
            row,
            "we_did",
            Diagnostic::error(rule::LESSON_EMPTY, "a lesson has no words")
                .help("Write what people said, what was found, and what the council did."),
        );
        return None;
    }
    if we_did.is_empty() {
        unanswered(sheet, row, status);
    }
    Some(Lesson {
        origin,
        id: id?,
        period: period?,
        service: service?,
        theme: theme?,
        you_said,
        we_found,
        we_did,
        status: status?.into(),
        due,
        link,
    })
}

/// Asks what was done, where a lesson does not say it. Of what is only planned nothing can be said yet.
fn unanswered(sheet: &mut Sheet, row: &Row, status: Option<&'static str>) {
    let (message, help) = match status {
        Some("done") => (
            "a lesson is done, and does not say what was done",
            "Write into we_did what the council changed.",
        ),
        Some("not_done") => (
            "a lesson was not acted on, and does not say why",
            "Write the reason into we_did.",
        ),
        Some(_) if fold(sheet.cell(row, "status")) != "planned" => (
            "a lesson is under way, and does not say what is being done",
            "Write into we_did what the council is changing; or write planned as its status where nothing has been begun.",
        ),
        _ => return,
    };
    let finding = Diagnostic::warning(rule::LESSON_UNANSWERED, message).help(help);
    sheet.fault(row, "we_did", finding);
}

fn status(sheet: &mut Sheet, row: &Row) -> Option<&'static str> {
    let cell = sheet.cell(row, "status");
    Some(match fold(cell).as_str() {
        "done" | "complete" | "completed" | "finished" | "implemented" | "yes" => "done",
        "underway" | "inprogress" | "ongoing" | "started" | "planned" => "under_way",
        "notdone" | "notstarted" | "outstanding" | "dropped" | "no" => "not_done",
        _ => {
            let message = if cell.is_empty() {
                "a lesson has no status".into()
            } else {
                format!("status \"{}\" is not known", crate::diagnostic::cut(cell))
            };
            sheet.fault(
                row,
                "status",
                Diagnostic::error(rule::LESSON_STATUS, message)
                    .help("Write done, under_way or not_done."),
            );
            return None;
        }
    })
}
