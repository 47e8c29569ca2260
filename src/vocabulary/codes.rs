//! Codes as small numbers, and the built-in ones by name.

use super::List;
use std::collections::HashMap;
use std::sync::Arc;

/// A snake_case word of the vocabulary, as a number. Ask [`Codes`] for the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

/// Makes a constant for each built-in word, numbered from nought in the order written.
macro_rules! words {
    ($($name:ident $text:literal)*) => {
        /// The built-in words by name: `code::RECEIVED` is `received`.
        pub mod code {
            use super::Code;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #[repr(u16)]
            enum Position { $($name),* }
            $(#[doc = concat!("`", $text, "`")] pub const $name: Code = Code(Position::$name as u16);)*
        }
        const WORDS: &[&str] = &[$($text),*];
    };
}

words! {
    ALL "all"
    // contacts
    COMPLAINT "complaint" INFORMAL_COMPLAINT "informal_complaint" COMPLIMENT "compliment" COMMENT "comment"
    SERVICE_REQUEST "service_request" MEMBER_ENQUIRY "member_enquiry" OMBUDSMAN_ENQUIRY "ombudsman_enquiry" CONTEXT "context"
    // procedures
    CORPORATE "corporate" STATUTORY_CHILDREN "statutory_children" STATUTORY_ADULTS "statutory_adults"
    PUBLIC_HEALTH "public_health" SCHOOLS "schools" HOUSING "housing"
    // stages
    INFORMAL "informal" STAGE_1 "1" STAGE_2 "2" STAGE_3 "3"
    // outcomes
    UPHELD "upheld" PARTIALLY_UPHELD "partially_upheld" NOT_UPHELD "not_upheld" RESOLVED "resolved" INCONCLUSIVE "inconclusive"
    WITHDRAWN "withdrawn" REFUSED "refused" OUT_OF_JURISDICTION "out_of_jurisdiction" NO_WRITTEN_RESPONSE "no_written_response"
    ESCALATED_WITHOUT_OUTCOME "escalated_without_outcome" TRANSFERRED "transferred" OPEN "open" UNKNOWN "unknown" OTHER "other"
    UPHELD_OR_PARTIALLY_UPHELD "upheld_or_partially_upheld"
    // breakdowns
    OUTCOME "outcome" NATURE "nature" COMPLAINANT "complainant" CHANNEL "channel" REMEDY "remedy" TIMELINESS "timeliness"
    RESPONSE_BAND "response_band" REFUSAL_REASON "refusal_reason" NEXT_STAGE "next_stage" SERVICE "service" OMBUDSMAN "ombudsman"
    DECISION "decision" DECISION_REASON "decision_reason" FINDING "finding" GROUP "group"
    // timeliness and bands
    IN_TIME "in_time" IN_TIME_EXTENDED "in_time_extended" IN_TIME_CODE "in_time_code" IN_TIME_OUTER "in_time_outer" LATE "late"
    BAND_0_5 "0_5" BAND_6_10 "6_10" BAND_0_10 "0_10" BAND_11_15 "11_15" BAND_16_PLUS "16_plus"
    // ombudsmen
    LGSCO "lgsco" SPSO "spso" PSO_WALES "pso_wales" NIPSO "nipso" DFE "dfe"
    // decisions
    INVALID_INCOMPLETE "invalid_incomplete" ADVICE_GIVEN "advice_given" REFERRED_BACK "referred_back" CLOSED_INITIAL "closed_initial"
    NOT_READY "not_ready" ASSESSED_AND_CLOSED "assessed_and_closed" NOT_INVESTIGATED "not_investigated"
    NO_DETERMINATION "no_determination"
    // findings
    SEVERE_MALADMINISTRATION "severe_maladministration" MALADMINISTRATION "maladministration" SERVICE_FAILURE "service_failure"
    REASONABLE_REDRESS "reasonable_redress" NO_MALADMINISTRATION "no_maladministration" MEDIATION "mediation"
    OUTSIDE_JURISDICTION "outside_jurisdiction"
    // groups
    SIMILAR "similar" ENGLAND "england"
    // measures of the council's own complaints
    RECEIVED "received" ACKNOWLEDGED "acknowledged" ACCEPTED "accepted" RESPONDED "responded" DECIDED "decided"
    RECEIVED_ALL_STAGES "received_all_stages" CLOSED_WITHOUT_RESPONSE "closed_without_response"
    OPEN_AT_START "open_at_start" OPEN_AT_END "open_at_end"
    MEAN_RESPONSE_DAYS "mean_response_days" MEDIAN_RESPONSE_DAYS "median_response_days"
    PERCENTILE_90_RESPONSE_DAYS "percentile_90_response_days" LONGEST_RESPONSE_DAYS "longest_response_days"
    COMPLAINANTS "complainants" NATURES "natures"
    // shares by their base
    RECEIVED_PERCENT "received_percent" ACCEPTED_PERCENT "accepted_percent" RESPONDED_PERCENT "responded_percent"
    DECIDED_PERCENT "decided_percent" INVESTIGATED_PERCENT "investigated_percent" NATURES_PERCENT "natures_percent"
    UNSTATED_PERCENT "unstated_percent" ACKNOWLEDGED_PERCENT "acknowledged_percent" OPEN_CASES_PERCENT "open_cases_percent"
    UPHELD_PERCENT "upheld_percent" DUE_PERCENT "due_percent" COMPLETED_PERCENT "completed_percent" FINDINGS_PERCENT "findings_percent"
    // ombudsmen's measures
    INVESTIGATED "investigated" FINDINGS "findings" UPHOLD_RATE "uphold_rate" SATISFACTORY_REMEDY_RATE "satisfactory_remedy_rate"
    COMPLIANCE_RATE "compliance_rate" LATE_COMPLIANCE_RATE "late_compliance_rate" MALADMINISTRATION_RATE "maladministration_rate"
    SATISFACTORY_REMEDIES "satisfactory_remedies" COMPLIANCE_DUE "compliance_due" COMPLIANCE_DONE "compliance_done"
    COMPLIANCE_LATE "compliance_late" RECOMMENDATIONS "recommendations" PUBLIC_REPORTS "public_reports" PAYMENTS "payments"
    REMEDIES_IDENTIFIED "remedies_identified" SERVICE_IMPROVEMENTS "service_improvements"
    // rates
    RECEIVED_PER_1000 "received_per_1000" RECEIVED_PER_1000_HOMES "received_per_1000_homes" RECEIVED_PER_100000 "received_per_100000"
    UPHELD_PER_100000 "upheld_per_100000"
    // context
    POPULATION "population" HOMES_OWNED "homes_owned" OPEN_CASES "open_cases"
}

/// The table that turns codes into words and words into codes.
///
/// Built-in words come first, then those of candour.toml in the order of the file, then joined ones met in the data, so
/// the numbers depend on the input alone.
#[derive(Debug, Clone)]
pub struct Codes {
    words: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, Code>,
}

impl Default for Codes {
    fn default() -> Self {
        let mut codes = Codes {
            words: Vec::new(),
            numbers: HashMap::new(),
        };
        for word in WORDS {
            codes.intern(word);
        }
        codes
    }
}

impl Codes {
    /// The most words one site may use.
    pub const LIMIT: usize = u16::MAX as usize;

    /// Returns the code of a word, adding the word when it is new; `all` when the table is full.
    pub fn intern(&mut self, word: &str) -> Code {
        if let Some(&code) = self.numbers.get(word) {
            return code;
        }
        if self.words.len() >= Self::LIMIT {
            return code::ALL;
        }
        let code = Code(self.words.len() as u16);
        let word: Arc<str> = word.into();
        self.words.push(word.clone());
        self.numbers.insert(word, code);
        code
    }

    /// Returns the code of a word that is known.
    pub fn get(&self, word: &str) -> Option<Code> {
        self.numbers.get(word).copied()
    }

    /// Returns the word of a code; `all` for a code of another table.
    pub fn word(&self, code: Code) -> &str {
        self.words
            .get(usize::from(code.0))
            .map_or("all", |word| word)
    }
}

/// The built-in codes of a list, with other spellings that are read for them (source: domain notes 3.1, 4, 5 and 7).
pub(super) fn built_in(list: List) -> &'static [(&'static str, &'static [&'static str])] {
    match list {
        List::Contact => &[
            ("complaint", &["complaints", "formal complaint", "case"]),
            (
                "informal_complaint",
                &[
                    "informal complaints",
                    "informal",
                    "raise an issue",
                    "informal resolution",
                ],
            ),
            ("compliment", &["compliments", "thanks", "praise"]),
            ("comment", &["comments", "suggestion"]),
            (
                "service_request",
                &["service requests", "request for service"],
            ),
            (
                "member_enquiry",
                &[
                    "member enquiries",
                    "mp enquiry",
                    "mp enquiries",
                    "councillor enquiry",
                    "members enquiry",
                    "member mp enquiry",
                ],
            ),
            ("ombudsman_enquiry", &["ombudsman enquiries", "ombudsman"]),
        ],
        List::Procedure => &[
            (
                "corporate",
                &["corporate complaint", "corporate complaints", "corp"],
            ),
            (
                "statutory_children",
                &[
                    "children statutory",
                    "childrens statutory",
                    "statutory children's",
                    "children's statutory",
                ],
            ),
            (
                "statutory_adults",
                &[
                    "adult statutory",
                    "adults statutory",
                    "statutory adult",
                    "adult social care statutory",
                ],
            ),
            ("public_health", &["public health statutory"]),
            ("schools", &["school", "statutory school"]),
            ("housing", &["housing landlord", "landlord"]),
        ],
        List::Stage => &[
            ("informal", &["informal stage", "stage 0", "0"]),
            ("1", &["stage 1", "stage one", "s1", "first stage"]),
            (
                "2",
                &["stage 2", "stage two", "s2", "review", "stage 2 review"],
            ),
            ("3", &["stage 3", "stage three", "s3", "panel"]),
        ],
        List::Outcome => &[
            (
                "upheld",
                &[
                    "fully upheld",
                    "justified",
                    "well-founded",
                    "founded",
                    "substantiated",
                    "at fault",
                ],
            ),
            (
                "partially_upheld",
                &[
                    "part upheld",
                    "partly upheld",
                    "partial",
                    "upheld in part",
                    "partly at fault",
                    "partially justified",
                ],
            ),
            (
                "not_upheld",
                &[
                    "not justified",
                    "unfounded",
                    "unsubstantiated",
                    "no fault",
                    "not at fault",
                ],
            ),
            (
                "resolved",
                &[
                    "informally resolved",
                    "resolved at first contact",
                    "early resolution",
                    "resolved (no finding)",
                ],
            ),
            (
                "inconclusive",
                &["unable to determine", "no finding", "no finding possible"],
            ),
            (
                "withdrawn",
                &[
                    "cancelled",
                    "withdrawn - satisfied",
                    "withdrawn by complainant",
                    "complaint withdrawn",
                ],
            ),
            (
                "refused",
                &[
                    "rejected at intake",
                    "declined",
                    "review refused",
                    "not eligible",
                    "not accepted",
                ],
            ),
            (
                "out_of_jurisdiction",
                &["outside scope", "ooj", "not for us"],
            ),
            (
                "no_written_response",
                &[
                    "no response issued",
                    "verbal response only",
                    "no written response issued",
                ],
            ),
            (
                "escalated_without_outcome",
                &["escalated", "escalated with no outcome"],
            ),
            (
                "transferred",
                &[
                    "re-routed",
                    "dealt with under other process",
                    "moved to other procedure",
                ],
            ),
            ("open", &["ongoing", "in progress", "pending", "still open"]),
            ("unknown", &["not recorded"]),
            ("other", &["other recorded outcome"]),
        ],
        List::RefusalReason => &[
            ("older_than_12_months", &["over 12 months", "out of time"]),
            ("legal_proceedings", &["legal action", "court proceedings"]),
            ("previously_considered", &["already considered"]),
            (
                "appeal_or_tribunal",
                &["appeal", "tribunal", "right of appeal"],
            ),
            ("service_request", &["request for service"]),
            ("staffing_matter", &["staff matter", "employment"]),
            ("insurance_claim", &["insurance"]),
            ("other_procedure", &["another procedure", "other process"]),
            ("other", &[]),
        ],
        List::Nature | List::Theme => &[("other", &[])],
        List::Complainant => &[
            ("resident", &["customer", "member of the public"]),
            ("parent", &["parent or carer", "parents"]),
            (
                "young_person",
                &["child", "child or young person", "young people"],
            ),
            ("service_user", &["client", "person using the service"]),
            (
                "representative",
                &["advocate", "family member", "relative", "carer"],
            ),
            ("tenant", &["leaseholder"]),
            ("member", &["councillor", "mp", "councillor or mp"]),
            ("business", &["company"]),
            ("other", &[]),
        ],
        List::Channel => &[
            (
                "online",
                &["web form", "website", "web", "online form", "form"],
            ),
            ("email", &["e-mail"]),
            ("telephone", &["phone", "call"]),
            ("letter", &["post", "in writing"]),
            ("in_person", &["face to face", "visit", "counter"]),
            ("social_media", &["twitter", "facebook"]),
            ("other", &[]),
        ],
        List::Remedy => &[
            ("apology", &["apologise", "apologised"]),
            ("explanation", &["information given"]),
            ("service_provided", &["service given", "put right"]),
            ("decision_changed", &["decision reviewed"]),
            ("process_changed", &["procedure changed", "policy review"]),
            ("staff_training", &["training"]),
            (
                "payment",
                &["financial redress", "compensation", "financial remedy"],
            ),
            ("refund", &[]),
            ("none", &["no remedy"]),
            ("other", &[]),
        ],
        List::Ombudsman => &[
            (
                "lgsco",
                &["local government and social care ombudsman", "lgo"],
            ),
            (
                "housing",
                &[
                    "housing ombudsman",
                    "housing ombudsman service",
                    "hos",
                    "ho",
                ],
            ),
            ("spso", &["scottish public services ombudsman"]),
            (
                "pso_wales",
                &["psow", "public services ombudsman for wales"],
            ),
            ("nipso", &["northern ireland public services ombudsman"]),
            ("dfe", &["department for education"]),
        ],
        List::Decision => &[
            ("invalid_incomplete", &["invalid or incomplete"]),
            ("advice_given", &["advice"]),
            (
                "referred_back",
                &[
                    "referred back for local resolution",
                    "premature",
                    "premature complaint",
                ],
            ),
            (
                "closed_initial",
                &[
                    "closed after initial enquiries",
                    "closed after initial enquiries no further action",
                ],
            ),
            (
                "not_ready",
                &[
                    "not ready for us",
                    "not for us",
                    "not ready for investigation",
                    "not for us not ready for us",
                ],
            ),
            ("assessed_and_closed", &["assessed and closed"]),
            (
                "not_investigated",
                &["not investigating", "not investigated"],
            ),
            ("not_upheld", &["no fault found", "no fault"]),
            ("upheld", &["fault found"]),
            (
                "no_determination",
                &["no decision", "closed without determination"],
            ),
        ],
        List::DecisionReason => &[
            (
                "fault_and_injustice",
                &["fault and injustice", "fault & injustice"],
            ),
            ("fault_no_injustice", &["fault no injustice"]),
            (
                "already_remedied",
                &[
                    "no further action organisation already remedied",
                    "already remedied",
                    "no further action",
                ],
            ),
            ("no_fault", &["no maladministration"]),
            (
                "not_enough_evidence_of_fault",
                &[
                    "not enough evidence of fault",
                    "not warranted by alleged fault",
                    "too little evidence of fault",
                ],
            ),
            (
                "not_enough_injustice",
                &[
                    "not enough personal injustice",
                    "not warranted by alleged injustice",
                ],
            ),
            (
                "other_remedy_available",
                &[
                    "alternative remedy available",
                    "alternative procedure or remedy",
                ],
            ),
            ("out_of_time", &["complaint out of time", "late"]),
            (
                "premature",
                &["premature referred back", "premature advice given"],
            ),
            ("out_of_jurisdiction", &["outside jurisdiction"]),
            (
                "no_worthwhile_outcome",
                &[
                    "nothing to add",
                    "unable to add anything to the council's investigation",
                ],
            ),
            ("at_request_of_complainant", &["at request of complainant"]),
            ("other", &[]),
        ],
        List::Finding => &[
            ("severe_maladministration", &[]),
            ("maladministration", &[]),
            ("service_failure", &[]),
            ("reasonable_redress", &["redress"]),
            ("no_maladministration", &[]),
            (
                "mediation",
                &[
                    "resolved with intervention",
                    "early resolution",
                    "resolved with intervention early resolution",
                ],
            ),
            ("outside_jurisdiction", &["osj", "outside of jurisdiction"]),
            ("withdrawn", &[]),
        ],
        List::Timeliness => &[
            ("in_time", &["on time", "within timescale", "within target"]),
            ("in_time_extended", &["within extension"]),
            ("in_time_code", &["within the code"]),
            ("in_time_outer", &["within outer limit"]),
            ("late", &["out of time", "overdue", "not in time"]),
        ],
        List::ResponseBand => &[
            ("0_5", &[]),
            ("6_10", &[]),
            ("0_10", &[]),
            ("11_15", &[]),
            ("16_plus", &["over 16 days", "16+"]),
        ],
        List::Group => &[
            ("similar", &["similar councils", "similar authorities"]),
            ("england", &["national"]),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_word_has_the_number_of_its_name() {
        let codes = Codes::default();
        assert_eq!(codes.word(code::ALL), "all");
        assert_eq!(codes.get("received"), Some(code::RECEIVED));
        assert_eq!(codes.word(code::OPEN_CASES), "open_cases");
        assert_eq!(codes.word(code::STAGE_2), "2");
    }
}
