//! The sums that must hold over whatever cases a council has, and the table that stands for them.

use candour::calendar::Calendar;
use candour::config::{self, Site};
use candour::cube::cases::assemble;
use candour::cube::{Cube, Observation, aggregates};
use candour::dataset::cases::Cases;
use candour::dataset::validate;
use candour::demo::Demo;
use candour::diagnostic::{Report, render_text};
use candour::period::Period;
use candour::source::{Kind, Table};
use candour::tabulate::Tabulation;
use candour::vocabulary::{Code, ObservationKey, code};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Figures = BTreeMap<ObservationKey, Observation>;

/// An invented council with its case rows.
struct Council {
    site: Site,
    calendar: Calendar,
    table: Table,
    demo: Demo,
}

fn council(rows: u64, seed: u64, services: usize) -> Council {
    let demo = Demo {
        rows: Some(rows),
        services,
        years: 2,
        seed,
        ..Demo::default()
    };
    let mut report = Report::new();
    let text = demo.configuration("Exampleshire", "E10000000");
    let site = config::parse("candour.toml", &text, &mut report);
    let mut csv = Vec::new();
    demo.write_csv(&mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let table = Table::from_csv(Kind::Cases, "data/cases/all.csv", &csv, &mut report).unwrap();
    assert!(!report.has_errors(), "{}", render_text(&report));
    let site = site.unwrap();
    Council {
        calendar: Calendar::new(site.council.nation),
        site,
        table,
        demo,
    }
}

impl Council {
    fn figures(&self) -> Figures {
        let mut report = Report::new();
        let cases = Cases::read(
            &[&self.table],
            &self.site,
            &self.calendar,
            self.demo.until,
            &mut report,
        );
        assert!(!report.has_errors(), "{}", render_text(&report));
        assemble(&cases, &self.site, self.demo.until)
            .0
            .iter()
            .map(|(key, observation)| (*key, observation.clone()))
            .collect()
    }
}

fn count(figures: &Figures, key: &ObservationKey) -> Option<i64> {
    figures.get(key)?.value.ok()?.as_whole()
}

/// Measures whose values add up over quarters, procedures and services.
const FLOWS: [Code; 7] = [
    code::RECEIVED,
    code::ACCEPTED,
    code::RESPONDED,
    code::DECIDED,
    code::CLOSED_WITHOUT_RESPONSE,
    code::ACKNOWLEDGED,
    code::RECEIVED_ALL_STAGES,
];

fn flows(figures: &Figures) -> impl Iterator<Item = (&ObservationKey, i64)> {
    figures
        .iter()
        .filter(|(key, _)| FLOWS.contains(&key.measure))
        .filter_map(|(key, observation)| Some((key, observation.value.ok()?.as_whole()?)))
}

/// Tests that a whole is the sum of its parts; a part that does not stand there had none.
fn adds_up(
    figures: &Figures,
    site: &Site,
    key: &ObservationKey,
    whole: i64,
    parts: Vec<ObservationKey>,
) {
    let sum: i64 = parts.iter().filter_map(|part| count(figures, part)).sum();
    assert_eq!(sum, whole, "{}", key.text(&site.codes));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6,
        failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_cases_the_sums_hold(seed in 0u64..1_000_000, rows in 40u64..600, services in 1usize..6) {
        let council = council(rows, seed, services);
        let figures = council.figures();
        let site = &council.site;
        prop_assert!(!figures.is_empty());
        let procedures: Vec<Code> = site.procedures.iter().map(|procedure| procedure.code).collect();
        for (key, whole) in flows(&figures) {
            if let Some(quarters) = key.period.quarters() {
                adds_up(&figures, site, key, whole, quarters.map(|quarter| key.period(quarter)).to_vec());
            }
            if key.procedure == code::ALL && key.contact == code::COMPLAINT {
                let parts = procedures.iter().map(|&procedure| ObservationKey { procedure, ..*key }).collect();
                adds_up(&figures, site, key, whole, parts);
            }
            if key.service == code::ALL {
                let top = site.services.children(code::ALL).map(|service| key.service(service.code)).collect();
                adds_up(&figures, site, key, whole, top);
            }
        }
    }

    #[test]
    fn whatever_the_cases_what_came_in_went_out_or_is_open(seed in 0u64..1_000_000, rows in 40u64..600) {
        let council = council(rows, seed, 4);
        let figures = council.figures();
        for (key, received) in flows(&figures) {
            if key.measure != code::RECEIVED || key.breakdowns[0].is_some() || key.contact != code::COMPLAINT {
                continue;
            }
            let of = |measure| count(&figures, &key.measure(measure)).unwrap_or_default();
            let came = of(code::OPEN_AT_START) + received;
            let went = of(code::RESPONDED) + of(code::CLOSED_WITHOUT_RESPONSE) + of(code::OPEN_AT_END);
            prop_assert_eq!(came, went, "{}", key.text(&council.site.codes));
            prop_assert!(of(code::OPEN_AT_END) >= 0);
            if let Period::Year(_) = key.period {
                let quarters = key.period.quarters().map(Vec::from).unwrap_or_default();
                let stocks = |measure: Code| {
                    let keys = quarters.iter().map(|quarter| key.period(*quarter).measure(measure));
                    keys.filter_map(|key| count(&figures, &key)).collect::<Vec<_>>()
                };
                let (starts, ends) = (stocks(code::OPEN_AT_START), stocks(code::OPEN_AT_END));
                prop_assert_eq!(starts.first().copied(), Some(of(code::OPEN_AT_START)));
                prop_assert_eq!(ends.last().copied(), Some(of(code::OPEN_AT_END)));
            }
        }
    }

    #[test]
    fn whatever_the_cases_outcomes_and_bands_add_to_their_whole(seed in 0u64..1_000_000, rows in 40u64..600) {
        let council = council(rows, seed, 3);
        let figures = council.figures();
        let mut sums: BTreeMap<(ObservationKey, Code), i64> = BTreeMap::new();
        for (key, value) in flows(&figures) {
            let [Some((breakdown, category)), None, None] = key.breakdowns else { continue };
            let partition = match (key.measure, breakdown) {
                (code::RECEIVED | code::CLOSED_WITHOUT_RESPONSE, code::OUTCOME) => true,
                (code::DECIDED, code::OUTCOME) => category != code::UPHELD_OR_PARTIALLY_UPHELD,
                (code::RESPONDED, code::TIMELINESS) => matches!(category, code::IN_TIME | code::LATE),
                (code::RESPONDED, code::RESPONSE_BAND) => true,
                _ => false,
            };
            if partition {
                *sums.entry((key.without(breakdown), breakdown)).or_default() += value;
            }
        }
        prop_assert!(!sums.is_empty());
        for ((key, breakdown), sum) in sums {
            let name = council.site.codes.word(breakdown);
            prop_assert_eq!(count(&figures, &key), Some(sum), "{} by {}", key.text(&council.site.codes), name);
        }
    }
}

#[test]
fn the_table_of_case_rows_gives_the_same_figures_as_the_rows() {
    let council = council(900, 7, 4);
    let figures = council.figures();
    let mut report = Report::new();
    let counted = Tabulation::count(
        &[&council.table],
        council.site.clone(),
        &council.calendar,
        council.demo.until,
        &mut report,
    );
    let mut text = Vec::new();
    let written = counted.unwrap().write(&mut text).unwrap();
    assert_eq!(written, figures.len());

    let text = String::from_utf8(text).unwrap();
    let table = Table::from_csv(
        Kind::Aggregates,
        "data/aggregates/cases.csv",
        &text,
        &mut report,
    )
    .unwrap();
    let dataset = validate(&council.site, &[table], council.demo.until, &mut report);
    let mut cube = Cube {
        codes: dataset.codes.clone(),
        ..Cube::default()
    };
    aggregates::supply(&mut cube, &dataset, &council.site, &mut report);
    assert!(!report.has_errors(), "{}", render_text(&report));
    for (key, made) in &figures {
        let name = key.text(&cube.codes);
        let read = cube
            .get(key)
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        assert_eq!(read.value, made.value, "{name}");
        assert_eq!(
            (read.numerator, read.denominator, read.unit),
            (made.numerator, made.denominator, made.unit),
            "{name}"
        );
    }
    assert!(
        cube.iter().all(|(key, _)| figures.contains_key(key)),
        "the table gives figures that the rows did not"
    );
}
