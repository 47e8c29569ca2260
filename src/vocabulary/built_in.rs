//! The built-in codes of each list, with other spellings that are read for them.

use super::List;

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
