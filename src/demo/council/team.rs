//! The teams of the invented council's services.

use super::Weighted;

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

pub(super) const CORPORATE: Weighted = &[("corporate", 1)];
pub(super) const ADULTS: Weighted = &[("statutory_adults", 1)];
pub(super) const CHILDREN: Weighted = &[("statutory_children", 1)];
pub(super) const HOUSING: Weighted = &[("housing", 1)];

pub(super) const fn team(
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

pub(super) const ADULTS_TEAMS: &[Team] = &[
    team("adults_assessment", "Care assessments", 38, ADULTS, 0),
    team("home_care", "Care at home", 30, ADULTS, 0),
    team("care_homes", "Care homes", 17, ADULTS, 0),
    team("blue_badges", "Blue badges and travel", 15, CORPORATE, 0),
];

pub(super) const CHILDRENS_TEAMS: &[Team] = &[
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

pub(super) const HOUSING_TEAMS: &[Team] = &[
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

pub(super) const PLACE_TEAMS: &[Team] = &[
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
