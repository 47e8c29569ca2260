//! Decisions and lessons as rows of words.

use crate::dataset::{Lesson, OmbudsmanDecision, Requirement};
use crate::publication::beside::{DECISIONS, LESSONS};
use crate::publication::compose::Composer;
use crate::publication::page::Texts;
use crate::vocabulary::code;

impl Composer<'_> {
    /// Returns decisions as they stand in the whole table of them.
    pub(in crate::publication) fn decision_texts<'d>(
        &self,
        decisions: impl IntoIterator<Item = &'d OmbudsmanDecision>,
    ) -> Texts {
        let codes = self.names().codes;
        let joined = |parts: Vec<String>| {
            if parts.iter().all(String::is_empty) {
                String::new()
            } else {
                parts.join("; ")
            }
        };
        let rows = decisions
            .into_iter()
            .map(|decision| {
                let of_each = |part: fn(&Requirement) -> String| {
                    decision.requirements.iter().map(part).collect()
                };
                vec![
                    decision.id.clone(),
                    decision.reference.clone(),
                    codes.word(decision.ombudsman).to_owned(),
                    codes.word(decision.service).to_owned(),
                    match decision.stage {
                        code::ALL => String::new(),
                        stage => codes.word(stage).to_owned(),
                    },
                    decision.period.id(),
                    decision
                        .decided_on
                        .map(|day| day.to_string())
                        .unwrap_or_default(),
                    decision.subject.clone(),
                    codes.word(decision.decision).to_owned(),
                    decision
                        .reason
                        .map(|reason| codes.word(reason).to_owned())
                        .unwrap_or_default(),
                    joined(
                        decision
                            .findings
                            .iter()
                            .map(|finding| codes.word(*finding).to_owned())
                            .collect(),
                    ),
                    decision.summary.clone(),
                    joined(
                        decision
                            .requirements
                            .iter()
                            .map(|requirement| requirement.text.clone())
                            .collect(),
                    ),
                    joined(
                        decision
                            .requirements
                            .iter()
                            .map(|requirement| {
                                requirement
                                    .amount
                                    .map(|amount| amount.to_string())
                                    .unwrap_or_default()
                            })
                            .collect(),
                    ),
                    decision
                        .total_amount
                        .map(|amount| amount.to_string())
                        .unwrap_or_default(),
                    joined(of_each(|requirement| requirement.due.clone())),
                    joined(of_each(|requirement| requirement.done.clone())),
                    joined(decision.lessons.clone()),
                    decision.link.clone(),
                ]
            })
            .collect();
        Texts {
            table: &DECISIONS,
            rows,
        }
    }

    /// Returns lessons as they stand in the whole table of them.
    pub(in crate::publication) fn lesson_texts<'l>(
        &self,
        lessons: impl IntoIterator<Item = &'l Lesson>,
    ) -> Texts {
        let codes = self.names().codes;
        let row = |lesson: &Lesson| {
            vec![
                lesson.id.clone(),
                lesson.period.id(),
                codes.word(lesson.service).to_owned(),
                codes.word(lesson.theme).to_owned(),
                lesson.you_said.clone(),
                lesson.we_found.clone(),
                lesson.we_did.clone(),
                lesson.status.clone(),
                lesson.due.map(|day| day.to_string()).unwrap_or_default(),
                lesson.link.clone(),
            ]
        };
        Texts {
            table: &LESSONS,
            rows: lessons.into_iter().map(row).collect(),
        }
    }
}
