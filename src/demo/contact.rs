//! What reaches the invented council: kinds of contact, what they are about, who writes, and how it ends.

use super::council::Weighted;
use super::random::Random;

/// Kinds of contact, out of a thousand.
pub const CONTACTS: Weighted = &[
    ("complaint", 590),
    ("compliment", 160),
    ("informal_complaint", 85),
    ("service_request", 65),
    ("comment", 50),
    ("member_enquiry", 50),
];

/// What a complaint is about, by procedure.
pub fn natures(procedure: &str) -> Weighted {
    match procedure {
        "statutory_adults" => &[
            ("quality", 30),
            ("communication", 26),
            ("assessment", 18),
            ("delay", 16),
            ("charges", 14),
            ("conduct", 12),
        ],
        "statutory_children" => &[
            ("communication", 28),
            ("conduct", 20),
            ("assessment", 18),
            ("support", 16),
            ("change_of_worker", 12),
            ("privacy", 3),
        ],
        "housing" => &[
            ("delay", 38),
            ("quality", 28),
            ("communication", 20),
            ("missed_appointment", 14),
            ("conduct", 8),
            ("charges", 4),
        ],
        _ => &[
            ("delay", 34),
            ("quality", 26),
            ("communication", 22),
            ("decision", 16),
            ("conduct", 12),
            ("information", 10),
            ("charges", 4),
            ("fairness", 1),
        ],
    }
}

/// Who complains, by procedure.
pub fn complainants(procedure: &str) -> Weighted {
    match procedure {
        "statutory_adults" => &[("representative", 60), ("service_user", 34), ("member", 2)],
        "statutory_children" => &[("parent", 62), ("young_person", 18), ("representative", 20)],
        "housing" => &[("tenant", 90), ("representative", 8), ("member", 2)],
        _ => &[
            ("resident", 80),
            ("parent", 5),
            ("business", 7),
            ("representative", 7),
            ("member", 1),
        ],
    }
}

/// How a contact reaches the council. Fewer letters and more web forms from year to year.
pub fn channel(random: &mut Random, years: u32) -> &'static str {
    let web = 360 + 25 * years.min(12);
    let choices = [
        ("online", web),
        ("email", 270),
        ("telephone", 230),
        ("letter", 70),
        ("in_person", 40),
        ("social_media", 15),
    ];
    random.pick(&choices).copied().unwrap_or("online")
}

/// Why a complaint is refused.
pub const REFUSALS: Weighted = &[
    ("older_than_12_months", 24),
    ("appeal_or_tribunal", 20),
    ("previously_considered", 16),
    ("legal_proceedings", 12),
    ("insurance_claim", 12),
    ("service_request", 10),
    ("other_procedure", 8),
    ("staffing_matter", 4),
    ("other", 3),
];

/// What is done to put things right.
pub const REMEDIES: Weighted = &[
    ("apology", 46),
    ("service_provided", 24),
    ("decision_changed", 8),
    ("explanation", 18),
    ("process_changed", 9),
    ("payment", 8),
    ("staff_training", 6),
];
