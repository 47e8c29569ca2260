//! The invented council: its services and teams, how busy each is, and what its complaints are about.
//!
//! Nothing here is taken from a real council. The sizes are chosen so that a resident's eye finds what it would find in
//! a real one: bins after Christmas, potholes in spring, damp in winter, school transport in September.

mod further;
mod team;

pub use team::Team;

use further::further_service;
use team::{ADULTS_TEAMS, CHILDRENS_TEAMS, CORPORATE, HOUSING, HOUSING_TEAMS, PLACE_TEAMS};

/// Codes with weights, as [`Random::pick`](super::random::Random::pick) takes them.
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

const STEADY: [u32; 12] = [104, 100, 102, 98, 99, 98, 98, 94, 103, 104, 102, 92];
const SUMMER: [u32; 12] = [82, 84, 92, 102, 110, 116, 120, 112, 102, 96, 88, 80];
const SPRING: [u32; 12] = [100, 110, 135, 125, 100, 92, 90, 86, 92, 96, 96, 88];

/// An ordinary service: corporate complaints, the same in all months and years.
fn service(code: &str, name: &str, subject: &'static str) -> Service {
    Service {
        code: code.to_owned(),
        name: name.to_owned(),
        subject,
        keywords: &[],
        weight: 0,
        season: STEADY,
        teams: &[],
        procedures: CORPORATE,
        punctual: 0,
        life: Life::Always,
        heir: "",
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
        Service {
            keywords: &[
                "carer",
                "care home",
                "home help",
                "blue badge",
                "social worker",
            ],
            weight: 78,
            season: [112, 110, 108, 96, 98, 96, 95, 92, 98, 101, 100, 94],
            teams: ADULTS_TEAMS,
            procedures: MIXED_ADULTS,
            punctual: 20,
            ..service("adults", "Adult social care", "adult_social_care")
        },
        Service {
            keywords: &[
                "send",
                "ehc plan",
                "social worker",
                "fostering",
                "school bus",
            ],
            weight: 76,
            season: [112, 102, 100, 92, 98, 104, 108, 74, 128, 118, 104, 78],
            teams: CHILDRENS_TEAMS,
            procedures: MIXED_CHILDREN,
            punctual: -90,
            ..service(
                "childrens",
                "Children's services",
                "education_and_childrens_services",
            )
        },
        Service {
            keywords: &[
                "repairs",
                "damp",
                "mould",
                "boiler",
                "council house",
                "rent",
            ],
            weight: 122,
            season: [128, 118, 104, 94, 90, 86, 86, 86, 94, 104, 116, 110],
            teams: HOUSING_TEAMS,
            procedures: HOUSING,
            punctual: -20,
            ..service("housing", "Housing", "housing")
        },
        Service {
            keywords: &["bins", "recycling", "potholes"],
            weight: 74,
            season: [126, 106, 112, 108, 100, 98, 100, 96, 92, 92, 88, 90],
            punctual: 30,
            life: Life::Before,
            heir: "place",
            ..service("streets", "Streets and waste", "environmental_services")
        },
        Service {
            keywords: &["planning permission", "extension"],
            weight: 36,
            life: Life::Before,
            heir: "place",
            ..service(
                "planning",
                "Planning and building control",
                "planning_and_development",
            )
        },
        Service {
            keywords: &[
                "bins",
                "recycling",
                "potholes",
                "planning permission",
                "parks",
            ],
            weight: 114,
            season: [124, 104, 112, 108, 102, 102, 104, 98, 92, 90, 86, 88],
            teams: PLACE_TEAMS,
            punctual: 50,
            life: Life::After,
            ..service("place", "Place", "environmental_services")
        },
    ]
}
