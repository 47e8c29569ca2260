//! What changes between two years: services that are merged, and limits that become shorter.

#[path = "support/builder.rs"]
mod builder;

use builder::built;
use std::fs;
use std::path::PathBuf;

/// A site in a folder of its own, built by the real program.
struct Site {
    root: PathBuf,
}

impl Site {
    fn new(name: &str, settings: &str, figures: &str) -> Self {
        let start = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
            example = true\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n[release]\ndate = \"2025-08-29\"\n";
        let root = built(
            name,
            [
                ("candour.toml", &*format!("{start}{settings}")),
                ("data/aggregates/figures.csv", figures),
            ],
        );
        Site { root }
    }

    /// The rows of the page's data.csv that hold all of these words as cells.
    fn rows(&self, page: &str, cells: &[&str]) -> Vec<String> {
        let path = self.root.join("public").join(page).join("data.csv");
        let text = fs::read_to_string(&path).unwrap();
        let has = |line: &&str| {
            cells
                .iter()
                .all(|cell| line.split(',').any(|found| found == *cell))
        };
        text.lines().filter(has).map(str::to_owned).collect()
    }
}

const MERGER: &str = "
[services.place]\nname = \"Place\"\nfrom = \"2024-04-01\"
[services.streets]\nname = \"Streets\"\nto = \"2024-03-31\"\nsuccessor = [\"place\"]\nchange = \"CHANGE\"
[services.planning]\nname = \"Planning\"\nto = \"2024-03-31\"\nsuccessor = [\"place\"]\nchange = \"CHANGE\"
";

const RECEIVED: &str = "period,service,procedure,stage,received
2023-24,streets,corporate,1,70
2023-24,planning,corporate,1,31
2024-25,place,corporate,1,95
";

#[test]
fn a_merged_service_is_compared_with_the_sum_of_what_it_was_made_from() {
    let site = Site::new("merged", &MERGER.replace("CHANGE", "merge"), RECEIVED);
    let then = site.rows(
        "services/place/2024-25",
        &["2023-24", "corporate", "received"],
    );
    assert_eq!(then.len(), 1, "{then:?}");
    assert!(
        then[0].contains(",101,") && then[0].ends_with(",Streets; Planning"),
        "{then:?}"
    );
    let change = site.rows("services/place/2024-25", &["corporate", "received_change"]);
    assert!(change[0].contains(",-6,"), "{change:?}");
}

/// What follows from provisional figures may still change with them.
#[test]
fn the_sum_of_what_a_service_was_made_from_is_provisional_while_its_parts_are() {
    let marked = |name: &str, days: u16| {
        let settings = MERGER.replace("CHANGE", "merge");
        let settings = format!("[measures]\nprovisional_days = {days}\n{settings}");
        let site = Site::new(name, &settings, RECEIVED);
        let then = site.rows("services/place/2024-25", &["2023-24", "received", "101"]);
        then[0].split(',').any(|cell| cell == "p")
    };
    assert!(!marked("merged, final", 60));
    assert!(marked("merged, provisional", 600));
}

#[test]
fn a_service_that_got_only_a_part_of_another_has_nothing_to_be_compared_with() {
    let site = Site::new(
        "transferred",
        &MERGER.replace("CHANGE", "transfer"),
        RECEIVED,
    );
    assert!(
        site.rows("services/place/2024-25", &["2023-24", "received", "101"])
            .is_empty()
    );
}

#[test]
fn what_was_in_time_is_marked_and_not_compared_where_the_limit_changed() {
    let settings = "
[services.waste]\nname = \"Waste\"
[[procedures.corporate.stage_1]]\ndays = 20
[[procedures.corporate.stage_1]]\ndays = 10\nfrom = \"2024-04-01\"
";
    let figures = "period,service,procedure,stage,responded,in_time,late
2022-23,waste,corporate,1,50,40,10
2023-24,waste,corporate,1,60,45,15
2024-25,waste,corporate,1,64,32,32
";
    let site = Site::new("break", settings, figures);
    let marked = |year: &str| {
        let rows = site.rows(
            &format!("services/waste/{year}"),
            &[year, "corporate", "responded", "in_time", "count"],
        );
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows[0].split(',').any(|cell| cell == "b")
    };
    assert!(!marked("2023-24"), "the same limit as the year before");
    assert!(marked("2024-25"), "half the limit of the year before");
    let numbers = |year: &str| {
        let rows = site.rows(
            &format!("services/waste/{year}"),
            &["corporate", "responded_change", "in_time"],
        );
        rows.iter().filter(|row| row.contains(",5,")).count()
    };
    assert_eq!((numbers("2023-24"), numbers("2024-25")), (1, 0));
}
