//! Codes as small numbers, and the built-in ones by name.

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
            use super::{Code, position};
            $(#[doc = concat!("`", $text, "`")] pub const $name: Code = position($text);)*
        }
        const WORDS: &[&str] = &[$($text),*];
    };
}

/// Returns the number of a built-in word. Called by the compiler alone, for words that are all in the list.
const fn position(word: &str) -> Code {
    let mut index = 0;
    while !same(WORDS[index].as_bytes(), word.as_bytes()) {
        index += 1;
    }
    Code(index as u16)
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
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

    /// Returns whether no further word fits. What was added since is then `all`, so that nothing may be published.
    pub fn is_full(&self) -> bool {
        self.words.len() >= Self::LIMIT
    }

    /// Returns the code of a word, adding the word when it is new; `all` when the table is full.
    pub fn intern(&mut self, word: &str) -> Code {
        if let Some(&code) = self.numbers.get(word) {
            return code;
        }
        if self.is_full() {
            return code::ALL;
        }
        let code = Code(self.words.len() as u16);
        let word: Arc<str> = word.into();
        self.words.push(word.clone());
        self.numbers.insert(word, code);
        code
    }

    /// Returns all words in the order of their codes.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(|word| &**word)
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
