//! Whether the stages of one case can follow one another.

use super::{Case, Day};
use crate::diagnostic::Severity;
use crate::vocabulary::{Code, code};

/// How a later stage contradicts an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It was received before the earlier one was.
    Received,
    /// It was answered before the earlier one was received.
    Answered,
    /// It was received before the earlier one was answered, which can happen.
    Early,
}

impl Wrong {
    pub(super) fn severity(self) -> Severity {
        match self {
            Wrong::Received | Wrong::Answered => Severity::Error,
            Wrong::Early => Severity::Warning,
        }
    }

    /// Returns the folded heading of the later stage's column that is probably wrong.
    pub(super) fn column(self) -> &'static str {
        match self {
            Wrong::Received | Wrong::Early => "received",
            Wrong::Answered => "responded",
        }
    }

    pub(super) fn message(self, first: &str, later: &str) -> String {
        match self {
            Wrong::Received => format!("{later} was received before {first} of the same case"),
            Wrong::Answered => {
                format!("{later} was answered before {first} of the same case was received")
            }
            Wrong::Early => {
                format!("{later} was received before {first} of the same case was answered")
            }
        }
    }

    pub(super) fn help(self) -> &'static str {
        match self {
            Wrong::Received | Wrong::Answered => {
                "Look for a wrong date or swapped stages in the two rows, or a reference that two cases share, and correct it."
            }
            Wrong::Early => {
                "Look for a wrong date in the two rows. If the case went on before it was answered, nothing is wrong."
            }
        }
    }
}

/// Returns how the second record, of a later stage of the same case, contradicts the first; nothing where it is of no later
/// stage or follows.
pub(super) fn wrong(first: &Case, second: &Case) -> Option<Wrong> {
    if first.contact != code::COMPLAINT || second.contact != code::COMPLAINT {
        return None;
    }
    if rank(first.stage)? >= rank(second.stage)? {
        return None;
    }
    let before = |day: Day, other: Day| !day.is_none() && !other.is_none() && day < other;
    // Where exact dates were removed only the quarters tell.
    let undated = first.received.is_none() || second.received.is_none();
    if second.responded.is_none() || !before(second.responded, first.received) {
        let sooner = second.received_quarter < first.received_quarter;
        if before(second.received, first.received) || undated && sooner {
            return Some(Wrong::Received);
        }
        // What ended without an answer may have gone on at any time.
        let answered = Case::answered(first.outcome);
        return (answered && before(second.received, first.responded)).then_some(Wrong::Early);
    }
    Some(Wrong::Answered)
}

/// Returns the stage in words.
pub(super) fn name(stage: Code) -> &'static str {
    match stage {
        code::INFORMAL => "the informal stage",
        code::STAGE_1 => "stage 1",
        code::STAGE_2 => "stage 2",
        code::STAGE_3 => "stage 3",
        _ => "this stage",
    }
}

fn rank(stage: Code) -> Option<u8> {
    match stage {
        code::INFORMAL => Some(0),
        code::STAGE_1 => Some(1),
        code::STAGE_2 => Some(2),
        code::STAGE_3 => Some(3),
        _ => None,
    }
}
