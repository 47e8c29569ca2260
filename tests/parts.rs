//! A service's page shows its parts beside one another, so that a team without pages of its own can be read somewhere.

#[path = "support/builder.rs"]
mod builder;

use builder::built;
use std::fs;
use std::path::PathBuf;

const SETTINGS: &str = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
    example = true\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n[release]\ndate = \"2025-08-29\"\n\
    [services.adults]\nname = \"Adults\"\n\
    [services.home_care]\nname = \"Care at home\"\nparent = \"adults\"\npage = false\n\
    [services.care_homes]\nname = \"Care homes\"\nparent = \"adults\"\n";

const HEADS: &str = "period,service,procedure,stage,received,responded,in_time,upheld,partially_upheld,not_upheld\n";

fn build(name: &str, rows: &str) -> PathBuf {
    build_with(name, SETTINGS, rows)
}

fn build_with(name: &str, settings: &str, rows: &str) -> PathBuf {
    let figures = format!("{HEADS}{rows}");
    let files = [
        ("candour.toml", settings),
        ("data/aggregates/figures.csv", &figures),
    ];
    let root = built(name, files);
    root.join("public/services")
}

const WHOLE: &str = "2024-25,adults,corporate,1,20,20,15,5,5,10\n";
const HOME_CARE: &str = "2024-25,home_care,corporate,1,12,12,9,3,2,7\n";
const CARE_HOMES: &str = "2024-25,care_homes,corporate,1,8,8,6,2,3,3\n";
const REST: &str = "Not every part of this service is in the list.";

#[test]
fn a_team_without_pages_stands_on_the_page_of_its_service_and_in_its_files() {
    let site = build("parts", &[WHOLE, HOME_CARE, CARE_HOMES].concat());
    assert!(!site.join("home-care").exists());
    for page in ["adults/2024-25", "adults"] {
        let text = fs::read_to_string(site.join(page).join("index.html")).unwrap();
        assert!(text.contains("by part of the service, Adults, 2024 to 2025"));
        assert!(
            text.contains("<th scope=\"row\">Care at home</th>"),
            "{text}"
        );
        assert!(text.contains("data-figure=\"home_care/2024-25/complaint/all/1/received\""));
        assert!(text.contains("All of Adults"));
        assert!(!text.contains(REST));
        let table = fs::read_to_string(site.join(page).join("data.csv")).unwrap();
        for figure in [
            "home_care,,complaint,all,1,all,all,received,12",
            "home_care,,complaint,all,1,all,all,decided,12",
            "home_care,,complaint,all,1,outcome,upheld_or_partially_upheld,decided_percent,41.7",
            "home_care,,complaint,all,1,timeliness,in_time,responded_percent,75.0",
        ] {
            assert!(table.contains(figure), "{page}: {figure}\n{table}");
        }
    }
    let text = fs::read_to_string(site.join("adults/2024-25/index.html")).unwrap();
    assert!(text.contains("<a href=\"../../../services/care-homes/2024-25/\">Care homes</a>"));
}

#[test]
fn parts_that_do_not_make_the_whole_say_why() {
    let site = build("parts-without-one", &[WHOLE, HOME_CARE].concat());
    let text = fs::read_to_string(site.join("adults/2024-25/index.html")).unwrap();
    assert!(text.contains(REST), "{text}");
}

/// A directorate of a service of a team of a unit of a crew: five levels below the council.
#[test]
fn a_tree_of_five_levels_adds_up_and_each_level_leads_to_the_next() {
    let levels = ["place", "streets", "cleaning", "sweeping", "night"];
    let tree: String = levels
        .iter()
        .enumerate()
        .map(|(at, code)| {
            let parent = match at {
                0 => String::new(),
                _ => format!("parent = \"{}\"\n", levels[at - 1]),
            };
            format!("[services.{code}]\nname = \"The {code}\"\n{parent}")
        })
        .collect();
    let head = SETTINGS.split("[services.").next().unwrap();
    // Only the lowest level and the parts beside it are given; every level above follows from them.
    let beside: String = levels[1..]
        .iter()
        .map(|code| {
            format!(
                "[services.other_{code}]\nname = \"Beside {code}\"\nparent = \"{}\"\n",
                levels[levels.iter().position(|one| one == code).unwrap() - 1]
            )
        })
        .collect();
    let mut rows = "2024-25,night,corporate,1,3,3,3,1,1,1\n".to_owned();
    for code in &levels[1..] {
        rows += &format!("2024-25,other_{code},corporate,1,10,10,10,5,2,3\n");
    }
    let site = build_with("deep-tree", &format!("{head}{tree}{beside}"), &rows);
    for (at, code) in levels.iter().enumerate() {
        let received = 3 + 10 * (levels.len() - 1 - at);
        let page = site.join(code).join("2024-25");
        let table = fs::read_to_string(page.join("data.csv")).unwrap();
        let figure = format!("{code},,complaint,all,1,all,all,received,{received},");
        assert!(table.contains(&figure), "{figure}\n{table}");
        let text = fs::read_to_string(page.join("index.html")).unwrap();
        if let Some(below) = levels.get(at + 1) {
            assert!(
                text.contains(&format!("services/{below}/2024-25/\">The {below}</a>")),
                "{text}"
            );
        }
        // Each service leads back to all services.
        assert!(text.contains("href=\"../../../services/\""), "{text}");
    }
    let all = fs::read_to_string(site.join("all/2024-25/data.csv")).unwrap();
    assert!(
        all.contains("all,,complaint,all,1,all,all,received,43,"),
        "{all}"
    );
}

#[test]
fn a_quarter_that_no_release_could_tell_says_when_its_figures_are_due() {
    let settings = SETTINGS.replace(
        "date = \"2025-08-29\"",
        "date = \"2025-08-29\"\nnext = [\"2025-08-30\", \"2025-11-28\"]",
    );
    let rows: String = ["2024-25-q4", "2025-26-q1"]
        .map(|quarter| format!("{quarter},adults,corporate,1,20,20,15,5,5,10\n"))
        .concat();
    let site = build_with("due", &settings, &rows);
    let page = fs::read_to_string(site.join("adults/2025-26/q1/index.html")).unwrap();
    assert!(page.contains("July to September (due 28 November 2025)"));
    assert!(page.contains("January to March (not yet published)"));
    let page = fs::read_to_string(site.join("adults/2024-25/q4/index.html")).unwrap();
    assert!(page.contains("October to December (no figures)"));
    let page = fs::read_to_string(site.join("adults/index.html")).unwrap();
    assert!(page.contains("due 28 November 2025"), "{page}");
}

#[test]
fn what_came_and_went_and_how_long_it_took_are_tables_of_their_own() {
    let settings = format!("{SETTINGS}[pages.default.stage_1]\nparts = [\"flow\", \"days\"]\n");
    let figures = "period,service,procedure,stage,open_at_start,received,accepted,responded,closed_without_response,\
        open_at_end,mean_response_days,median_response_days\n\
        2024-25,adults,corporate,1,3,20,19,18,1,4,12.5,11\n";
    let site = built(
        "flow",
        [
            ("candour.toml", &*settings),
            ("data/aggregates/figures.csv", figures),
        ],
    );
    let page = fs::read_to_string(site.join("public/services/adults/2024-25/index.html")).unwrap();
    let rows_below = |caption: &str| -> Vec<String> {
        let (_, table) = page.split_once(caption).unwrap();
        let (table, _) = table.split_once("</table>").unwrap();
        let heads = table.split("<th scope=\"row\">").skip(1);
        heads
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        rows_below("what came in and what was still open"),
        [
            "Complaints open at the start",
            "Complaints received",
            "Complaints replied to",
            "Complaints closed without a reply",
            "Complaints open at the end"
        ]
    );
    assert_eq!(
        rows_below("how many days replies took"),
        [
            "Complaints replied to",
            "Average days to reply (working days)",
            "Middle number of days to reply (working days)"
        ]
    );
}

#[test]
fn what_waits_and_is_late_stands_beside_the_share_that_was_on_time() {
    let cases = "service,procedure,stage,received,acknowledged,responded,outcome\n\
        adults,corporate,1,2024-04-02,2024-04-02,2024-08-01,upheld\n\
        adults,corporate,1,2024-06-27,2024-06-27,2024-07-05,upheld\n\
        adults,corporate,1,2024-07-08,2024-07-08,2024-07-10,upheld\n";
    let site = built(
        "waiting",
        [("candour.toml", SETTINGS), ("data/cases/all.csv", cases)],
    );
    let page = |path: &str| fs::read_to_string(site.join("public/services").join(path)).unwrap();
    let key = |quarter: &str| format!("all/2024-25-{quarter}/complaint/all/1/open_at_end");
    let quarter = page("all/2024-25/q1/index.html");
    assert!(
        quarter.contains("how many still waited for a reply"),
        "{quarter}"
    );
    assert!(quarter.contains(">30 June 2024</th>"), "{quarter}");
    for (path, rows) in [("all/2024-25/q1", 1), ("all/2024-25", 2)] {
        let figures =
            fs::read_to_string(site.join("public/services").join(path).join("data.csv")).unwrap();
        let late = figures
            .lines()
            .filter(|line| line.contains(",timeliness,late,open_at_end,"));
        assert_eq!(late.count(), rows, "{path}");
    }
    let year = page("all/2024-25/index.html");
    for (quarter, late) in [("q1", 1), ("q2", 0)] {
        let cell = format!("data-figure=\"{}/timeliness=late\"", key(quarter));
        let (_, rest) = year.split_once(&cell).unwrap();
        let number = rest.split_once('>').unwrap().1.split('<').next().unwrap();
        assert_eq!(number, late.to_string(), "{quarter}");
    }
}
