//! The invented council: its services and teams, how busy each is, and what its complaints are about.
//!
//! Nothing here is taken from a real council. The sizes are chosen so that a resident's eye finds what it would find in
//! a real one: bins after Christmas, potholes in spring, damp in winter, school transport in September.

/// Codes with weights, as [`Random::pick`] takes them.
pub type Weighted = &'static [(&'static str, u32)];

/// A service (or, before April 2024, one that has since been merged) as the generator sees it.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its code, as it stands in the `service` column.
    pub code: String,
    /// Its printed name.
    pub name: String,
    /// The ombudsman subject it is compared under.
    pub subject: &'static str,
    /// What residents call it, for search.
    pub keywords: &'static [&'static str],
    /// How many rows it has beside the others.
    pub weight: u32,
    /// How busy each month is, January first; 100 is usual.
    pub season: [u32; 12],
    /// Teams, with their weight and what their complaints run under.
    pub teams: &'static [Team],
    /// What its complaints run under when no team is recorded.
    pub procedures: Weighted,
    /// How many more (or fewer) of a thousand replies are in time here.
    pub punctual: i32,
    /// When it exists, beside April 2024.
    pub life: Life,
    /// The service that took over its work; empty for one that still exists.
    pub heir: &'static str,
}

/// When a service exists, beside the reorganisation of April 2024.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// In all years.
    Always,
    /// Until 31 March 2024.
    Before,
    /// From 1 April 2024.
    After,
}

/// A team within a service.
#[derive(Debug)]
pub struct Team {
    /// Its code, as it stands in the `team` column.
    pub code: &'static str,
    /// Its printed name.
    pub name: &'static str,
    /// How many of its service's rows it has.
    pub weight: u32,
    /// What its complaints run under.
    pub procedures: Weighted,
    /// The financial year in which it starts; 0 when it has always been there.
    pub since: i32,
}

const CORPORATE: Weighted = &[("corporate", 1)];
const ADULTS: Weighted = &[("statutory_adults", 1)];
const CHILDREN: Weighted = &[("statutory_children", 1)];
const HOUSING: Weighted = &[("housing", 1)];

const fn team(
    code: &'static str,
    name: &'static str,
    weight: u32,
    procedures: Weighted,
    since: i32,
) -> Team {
    Team {
        code,
        name,
        weight,
        procedures,
        since,
    }
}

const ADULTS_TEAMS: &[Team] = &[
    team("adults_assessment", "Care assessments", 38, ADULTS, 0),
    team("home_care", "Care at home", 30, ADULTS, 0),
    team("care_homes", "Care homes", 17, ADULTS, 0),
    team("blue_badges", "Blue badges and travel", 15, CORPORATE, 0),
];

const CHILDRENS_TEAMS: &[Team] = &[
    team(
        "children_assessment",
        "Assessment and family help",
        28,
        CHILDREN,
        0,
    ),
    team("children_in_care", "Children in our care", 22, CHILDREN, 0),
    team("send", "Special educational needs", 35, CORPORATE, 0),
    team(
        "school_transport",
        "School places and transport",
        15,
        CORPORATE,
        0,
    ),
];

const HOUSING_TEAMS: &[Team] = &[
    team("repairs", "Repairs", 52, HOUSING, 0),
    team("damp_and_mould", "Damp and mould", 16, HOUSING, 2025),
    team("tenancy", "Tenancy and estates", 20, HOUSING, 0),
    team(
        "homelessness",
        "Homelessness and the housing list",
        16,
        CORPORATE,
        0,
    ),
];

const PLACE_TEAMS: &[Team] = &[
    team("waste", "Bins and recycling", 44, CORPORATE, 0),
    team("highways", "Roads and pavements", 28, CORPORATE, 0),
    team(
        "planning_building",
        "Planning and building",
        16,
        CORPORATE,
        0,
    ),
    team("parks", "Parks and open spaces", 12, CORPORATE, 0),
];

const STEADY: [u32; 12] = [104, 100, 102, 98, 99, 98, 98, 94, 103, 104, 102, 92];
const SUMMER: [u32; 12] = [82, 84, 92, 102, 110, 116, 120, 112, 102, 96, 88, 80];
const SPRING: [u32; 12] = [100, 110, 135, 125, 100, 92, 90, 86, 92, 96, 96, 88];

#[allow(clippy::too_many_arguments)]
fn service(
    code: &str,
    name: &str,
    subject: &'static str,
    keywords: &'static [&'static str],
    weight: u32,
    season: [u32; 12],
    teams: &'static [Team],
    procedures: Weighted,
    punctual: i32,
    life: Life,
) -> Service {
    Service {
        code: code.to_owned(),
        name: name.to_owned(),
        subject,
        keywords,
        weight,
        season,
        teams,
        procedures,
        punctual,
        life,
        heir: if life == Life::Before { "place" } else { "" },
    }
}

/// The services of a council with `count` services today, at least one. The fourth was two services until April 2024.
pub fn services(count: usize) -> Vec<Service> {
    let mut list = first_four();
    let keep = match count {
        0..=3 => count.max(1),
        _ => list.len(),
    };
    list.truncate(keep);
    let further = count.saturating_sub(4);
    list.extend((0..further).map(further_service));
    list
}

fn first_four() -> Vec<Service> {
    const MIXED_ADULTS: Weighted = &[("statutory_adults", 7), ("corporate", 3)];
    const MIXED_CHILDREN: Weighted = &[("statutory_children", 1), ("corporate", 1)];
    vec![
        service(
            "adults",
            "Adult social care",
            "adult_social_care",
            &[
                "carer",
                "care home",
                "home help",
                "blue badge",
                "social worker",
            ],
            78,
            [112, 110, 108, 96, 98, 96, 95, 92, 98, 101, 100, 94],
            ADULTS_TEAMS,
            MIXED_ADULTS,
            20,
            Life::Always,
        ),
        service(
            "childrens",
            "Children's services",
            "education_and_childrens_services",
            &[
                "send",
                "ehc plan",
                "social worker",
                "fostering",
                "school bus",
            ],
            76,
            [112, 102, 100, 92, 98, 104, 108, 74, 128, 118, 104, 78],
            CHILDRENS_TEAMS,
            MIXED_CHILDREN,
            -90,
            Life::Always,
        ),
        service(
            "housing",
            "Housing",
            "housing",
            &[
                "repairs",
                "damp",
                "mould",
                "boiler",
                "council house",
                "rent",
            ],
            122,
            [128, 118, 104, 94, 90, 86, 86, 86, 94, 104, 116, 110],
            HOUSING_TEAMS,
            HOUSING,
            -20,
            Life::Always,
        ),
        service(
            "streets",
            "Streets and waste",
            "environmental_services",
            &["bins", "recycling", "potholes"],
            74,
            [126, 106, 112, 108, 100, 98, 100, 96, 92, 92, 88, 90],
            &[],
            CORPORATE,
            30,
            Life::Before,
        ),
        service(
            "planning",
            "Planning and building control",
            "planning_and_development",
            &["planning permission", "extension"],
            36,
            STEADY,
            &[],
            CORPORATE,
            0,
            Life::Before,
        ),
        service(
            "place",
            "Place",
            "environmental_services",
            &[
                "bins",
                "recycling",
                "potholes",
                "planning permission",
                "parks",
            ],
            114,
            [124, 104, 112, 108, 102, 102, 104, 98, 92, 90, 86, 88],
            PLACE_TEAMS,
            CORPORATE,
            50,
            Life::After,
        ),
    ]
}

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

fn further_service(index: usize) -> Service {
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
        ..service(
            &code,
            &name,
            subject,
            &[],
            0,
            STEADY,
            &[],
            CORPORATE,
            0,
            Life::Always,
        )
    }
}
