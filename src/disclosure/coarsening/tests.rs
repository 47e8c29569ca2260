//! Ways to publish less finely: which are named, and what they would save.

use super::{Coarsening, Way, suggest};
use crate::config::{self, Site};
use crate::cube::{Cube, Observation};
use crate::diagnostic::Report;
use crate::disclosure::mask::Mask;
use crate::disclosure::policy::Policy;
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, Unit, code};

const SITE: &str = r#"
[council]
name = "A council"
area_code = "E99999999"
kind = "unitary"
nation = "england"
base_url = "https://example.org/"
[disclosure]
protect = ["everything"]
reason = "A test."
[services.adults]
name = "Adults"
[services.health]
name = "Public Health"
[services.place]
name = "Place"
[services.parks]
name = "Parks"
parent = "place"
[services.roads]
name = "Roads"
parent = "place"
"#;

/// A council with the counts of some outcomes, and which of them are hidden.
struct Council {
    site: Site,
    cube: Cube,
    mask: Mask,
}

const OUTCOMES: [Code; 4] = [
    code::UPHELD,
    code::PARTIALLY_UPHELD,
    code::NOT_UPHELD,
    code::WITHDRAWN,
];

impl Council {
    fn new() -> Self {
        let mut report = Report::default();
        let site = config::parse("candour.toml", SITE, &mut report).expect("settings");
        assert!(!report.has_errors(), "{report:?}");
        let cube = Cube {
            codes: site.codes.clone(),
            ..Cube::default()
        };
        Council {
            site,
            cube,
            mask: Mask::default(),
        }
    }

    fn key(&self, service: &str, period: Period) -> ObservationKey {
        let service = self.site.codes.get(service).unwrap_or(code::ALL);
        let stage = code::STAGE_1;
        ObservationKey::complaints(service, period, code::CORPORATE, stage, code::RECEIVED)
    }

    fn count(&mut self, key: ObservationKey, count: i64, hidden: bool) {
        let observation = Observation::computed(Decimal::whole(count), Unit::Count);
        self.cube.observations.insert(key, observation);
        if hidden {
            self.mask.hidden.insert(key);
        }
    }

    /// Adds the outcomes of a service; those below nought are hidden.
    fn outcomes(mut self, service: &str, period: Period, counts: [i64; 4]) -> Self {
        for (outcome, count) in OUTCOMES.into_iter().zip(counts) {
            let key = self.key(service, period);
            let key = key.with(&self.site.codes, code::OUTCOME, outcome);
            self.count(key, count.abs(), count < 0);
        }
        self
    }

    fn suggestions(&self) -> Vec<Coarsening> {
        let policy = Policy::new(&self.site);
        suggest(&self.cube, &self.site, &policy, &self.mask)
    }
}

const YEAR: Period = Period::Year(2024);

#[test]
fn two_services_that_are_joined_have_fewer_small_counts_together() {
    // 3 + 4 and 2 + 4 are not small any more, 1 + 2 still is. Eight are hidden for six that are small, so four for three.
    let council = Council::new()
        .outcomes("adults", YEAR, [-3, -2, -1, -20])
        .outcomes("health", YEAR, [-4, -4, -2, -9]);
    let [join] = &council.suggestions()[..] else {
        panic!("{:?}", council.suggestions());
    };
    let codes = &council.site.codes;
    let pair = (codes.get("adults").unwrap(), codes.get("health").unwrap());
    assert_eq!(join.way, Way::Join(pair.0, pair.1));
    assert_eq!((join.hidden, join.small), (8, 6));
    assert_eq!((join.small_then, join.remain, join.saves()), (1, 2, 6));
    assert_eq!(join.shown, 2);
    assert_eq!(
        join.text(),
        "join Adults with Public Health: 8 hidden counts become about 2, and about 2 more are shown"
    );
    let json = join.json(codes);
    assert_eq!(json["way"], "join");
    assert_eq!(json["services"], serde_json::json!(["adults", "health"]));
    assert_eq!(
        (&json["hidden"], &json["hidden_then"]),
        (&8.into(), &2.into())
    );
}

#[test]
fn services_of_different_parents_are_not_joined() {
    let council = Council::new()
        .outcomes("adults", YEAR, [-3, -2, -1, -20])
        .outcomes("parks", YEAR, [-4, -4, -2, -9]);
    let joins = council.suggestions();
    let joins = joins.iter().filter(|way| matches!(way.way, Way::Join(..)));
    assert_eq!(joins.count(), 0);
}

#[test]
fn teams_that_are_counted_in_their_service_hide_nothing_of_their_own() {
    let council = Council::new()
        .outcomes("place", YEAR, [9, 9, 9, 29])
        .outcomes("parks", YEAR, [-1, -1, -1, -9])
        .outcomes("roads", YEAR, [-8, -8, -8, 20]);
    let place = council.site.codes.get("place").unwrap();
    let found = council.suggestions();
    let teams = found.iter().find(|way| way.way == Way::Teams(place));
    let teams = teams.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!((teams.hidden, teams.remain, teams.shown), (7, 0, -1));
    assert_eq!(
        teams.text(),
        "count what is below Place in it (page = false): 7 hidden counts become none, and 1 fewer is shown"
    );
}

#[test]
fn years_have_fewer_small_counts_than_their_quarters() {
    let mut council = Council::new().outcomes("adults", YEAR, [8, 8, -4, -40]);
    for quarter in YEAR.quarters().into_iter().flatten() {
        council = council.outcomes("adults", quarter, [-2, -2, -1, -10]);
    }
    let found = council.suggestions();
    let years = found.iter().find(|way| way.way == Way::Years);
    let years = years.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!((years.hidden, years.small, years.small_then), (18, 13, 1));
    assert_eq!(years.remain, 2, "18 / 13 of one, rounded up");
    assert!(years.text().starts_with(
        "give years and not quarters (most is hidden of Adults): 18 hidden counts become about 2"
    ));
}

#[test]
fn a_column_that_is_left_out_takes_its_hidden_counts_with_it() {
    let mut council = Council::new();
    for (channel, count) in [
        ("letter", 2),
        ("email", 3),
        ("telephone", 1),
        ("online", 30),
    ] {
        let known = council.site.codes.get(channel);
        let channel = known.unwrap_or_else(|| council.cube.codes.intern(channel));
        let key = council.key("adults", YEAR);
        let key = key.with(&council.cube.codes, code::CHANNEL, channel);
        council.count(key, count, count < 30);
    }
    let found = council.suggestions();
    let [column] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(column.way, Way::LeaveOut(code::CHANNEL));
    assert_eq!(
        column.text(),
        "leave channel out: 3 hidden counts become none, and 1 fewer is shown"
    );
}

#[test]
fn where_nothing_is_hidden_nothing_is_suggested() {
    let council = Council::new()
        .outcomes("adults", YEAR, [30, 20, 10, 20])
        .outcomes("health", YEAR, [9, 8, 7, 9]);
    assert_eq!(council.suggestions(), []);
}

#[test]
fn what_protects_counts_elsewhere_is_not_saved_by_joining() {
    let council = Council::new()
        .outcomes("adults", YEAR, [-30, -20, -10, -20])
        .outcomes("health", YEAR, [9, 8, 7, 9]);
    assert_eq!(council.suggestions(), []);
}
