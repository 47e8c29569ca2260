//! The services of an invented council that has more than four.

use super::{SPRING, STEADY, SUMMER, Service, service};

/// What a council with more than four services has beside them.
const FURTHER: [(&str, &str, &str, [u32; 12]); 24] = [
    ("council_tax", "Council tax", "benefits_and_tax", SPRING),
    (
        "benefits",
        "Housing benefit and support",
        "benefits_and_tax",
        STEADY,
    ),
    ("parking", "Parking", "highways_and_transport", SUMMER),
    (
        "libraries",
        "Libraries",
        "corporate_and_other_services",
        STEADY,
    ),
    (
        "leisure",
        "Leisure centres",
        "corporate_and_other_services",
        SUMMER,
    ),
    (
        "environmental_health",
        "Environmental health",
        "environmental_services",
        SUMMER,
    ),
    ("licensing", "Licensing", "environmental_services", STEADY),
    (
        "trading_standards",
        "Trading standards",
        "environmental_services",
        STEADY,
    ),
    (
        "cemeteries",
        "Cemeteries and cremation",
        "environmental_services",
        STEADY,
    ),
    (
        "registrars",
        "Births, deaths and marriages",
        "corporate_and_other_services",
        SUMMER,
    ),
    (
        "elections",
        "Elections",
        "corporate_and_other_services",
        SPRING,
    ),
    (
        "customer_contact",
        "Contact centre",
        "corporate_and_other_services",
        STEADY,
    ),
    (
        "street_lighting",
        "Street lighting",
        "highways_and_transport",
        STEADY,
    ),
    (
        "buses",
        "Buses and travel",
        "highways_and_transport",
        STEADY,
    ),
    (
        "flooding",
        "Flooding and drains",
        "environmental_services",
        STEADY,
    ),
    (
        "markets",
        "Markets and town centres",
        "corporate_and_other_services",
        SUMMER,
    ),
    (
        "museums",
        "Museums and archives",
        "corporate_and_other_services",
        SUMMER,
    ),
    (
        "trees",
        "Trees and hedges",
        "environmental_services",
        SUMMER,
    ),
    (
        "community_safety",
        "Community safety",
        "environmental_services",
        SUMMER,
    ),
    (
        "economic_growth",
        "Jobs and business",
        "corporate_and_other_services",
        STEADY,
    ),
    (
        "land_charges",
        "Land searches",
        "planning_and_development",
        STEADY,
    ),
    (
        "information_rights",
        "Information requests",
        "corporate_and_other_services",
        STEADY,
    ),
    (
        "adult_learning",
        "Adult learning",
        "education_and_childrens_services",
        STEADY,
    ),
    ("welfare_rights", "Money advice", "benefits_and_tax", STEADY),
];

/// Returns the one with this number, from 0, of the services that a council has beside its first four.
pub(super) fn further_service(index: usize) -> Service {
    let (code, name, subject, season) = FURTHER[index % FURTHER.len()];
    let round = index / FURTHER.len() + 1;
    // Beyond the list the same services come again as area offices, since no council has more kinds of service.
    let (code, name) = match round {
        1 => (code.to_owned(), name.to_owned()),
        _ => (
            format!("{code}_area_{round}"),
            format!("{name}, area {round}"),
        ),
    };
    let weight = 30 + (index as u32 * 17) % 60;
    let punctual = (index as i32 * 37) % 160 - 80;
    Service {
        weight,
        season,
        punctual,
        ..service(&code, &name, subject)
    }
}
