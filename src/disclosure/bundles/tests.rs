//! The search finds with bounds what it finds when it makes and prices every move.

use super::Bundler;
use crate::config::{self, Site};
use crate::cube::{Cube, Observation};
use crate::diagnostic::Report;
use crate::disclosure::model::model;
use crate::disclosure::places::layout;
use crate::disclosure::policy::Policy;
use crate::disclosure::system::{Id, Seen};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{Code, ObservationKey, Unit, code};
use proptest::prelude::*;
use std::collections::BTreeMap;

const SITE: &str = r#"
[council]
name = "A council"
area_code = "E99999999"
base_url = "https://example.org/"
[disclosure]
protect = ["everything"]
reason = "A test."
[services.adults]
name = "Adults"
[services.children]
name = "Children"
[services.roads]
name = "Roads"
"#;

const OUTCOMES: [Code; 3] = [code::UPHELD, code::NOT_UPHELD, code::WITHDRAWN];

fn site() -> Site {
    let mut report = Report::default();
    let site = config::parse("candour.toml", SITE, &mut report).expect("settings");
    assert!(!report.has_errors(), "{report:?}");
    site
}

/// Three services with two procedures in four quarters: what came in by outcome, and how much of it was answered in time.
fn cube(site: &Site, mut next: impl FnMut() -> i64) -> Cube {
    let codes = &site.codes;
    let mut counts = BTreeMap::new();
    for service in ["adults", "children", "roads"] {
        let service = codes.get(service).expect("a service");
        for procedure in [code::CORPORATE, code::HOUSING] {
            for quarter in 1..=4 {
                let quarter = Period::Quarter(2024, quarter);
                let mut add = |measure, of: Option<(Code, Code)>, count: i64| {
                    for service in [service, code::ALL] {
                        for procedure in [procedure, code::ALL] {
                            for period in [quarter, Period::Year(2024)] {
                                let key = ObservationKey::complaints(
                                    service,
                                    period,
                                    procedure,
                                    code::STAGE_1,
                                    measure,
                                );
                                let key = match of {
                                    Some((name, category)) => key.with(codes, name, category),
                                    None => key,
                                };
                                *counts.entry(key).or_insert(0) += count;
                            }
                        }
                    }
                };
                let mut received = 0;
                let mut answered = 0;
                for outcome in OUTCOMES {
                    let count = next();
                    received += count;
                    answered += if outcome == code::WITHDRAWN { 0 } else { count };
                    add(code::RECEIVED, Some((code::OUTCOME, outcome)), count);
                }
                let late = answered - answered / 2;
                add(code::RECEIVED, None, received);
                add(code::RESPONDED, None, answered);
                for (time, count) in [(code::IN_TIME, answered - late), (code::LATE, late)] {
                    add(code::RESPONDED, Some((code::TIMELINESS, time)), count);
                }
            }
        }
    }
    let observation = |(key, count)| {
        (
            key,
            Observation::computed(Decimal::whole(count), Unit::Count),
        )
    };
    Cube {
        codes: codes.clone(),
        observations: counts.into_iter().map(observation).collect(),
        ..Cube::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_a_move_costs_at_least_leaves_out_no_move_that_would_be_found(
        numbers in proptest::collection::vec(prop_oneof![0..3_i64, 1..5_i64, 5..25_i64], 72),
        hidden in proptest::collection::vec(0..4_u8, 64),
    ) {
        let site = site();
        let mut numbers = numbers.into_iter();
        let cube = cube(&site, || numbers.next().expect("enough numbers"));
        let policy = Policy::new(&site);
        let mut model = model(&cube, &site, &policy);
        let layout = layout(&model, &site, &cube.codes);
        // Some other counts are hidden already, so that moves may be free or cost anything.
        for (cell, hidden) in model.system.cells.iter_mut().zip(hidden.iter().cycle()) {
            if *hidden == 0 && cell.seen == Seen::Shown {
                cell.seen = Seen::Hidden;
            }
        }
        let system = &model.system;
        let [mut bounded, mut all] = [(), ()].map(|()| Bundler::new(system, &layout));
        all.bounds.unknown = true;
        let small = (0..system.cells.len() as Id)
            .filter(|cell| system.cells[*cell as usize].need > 0);
        let mut found = 0;
        for cell in small {
            for by in [1, -1, 2] {
                let any = all.find(system, &[], cell, by, u32::MAX);
                prop_assert_eq!(&bounded.find(system, &[], cell, by, u32::MAX), &any);
                let Some((price, _)) = any else { continue };
                found += 1;
                // What may cost no more than that is found still, and nothing for less.
                prop_assert_eq!(&bounded.find(system, &[], cell, by, price), &any);
                if price > 0 {
                    prop_assert_eq!(bounded.find(system, &[], cell, by, price - 1), None);
                }
            }
        }
        prop_assume!(found > 0);
        prop_assert!(bounded.priced < all.priced);
    }
}
