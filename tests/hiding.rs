//! A site whose policy hides small numbers, built by the program itself: what its pages and files show, what an outsider can
//! work out from them, and what happens when a number cannot be protected.

#[path = "support/attacker.rs"]
mod attacker;
#[path = "support/newtown.rs"]
mod newtown;

use attacker::Attacker;
use candour::config;
use candour::cube::Cube;
use candour::diagnostic::{Report, render_text};
use candour::disclosure::findings;
use candour::disclosure::hide::hide;
use candour::period::Period;
use candour::vocabulary::{ObservationKey, code};
use newtown::{OUTCOMES, SERVICES, SETTINGS, change, corrected, site};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Two years of complaints about three services under a procedure that is protected; the only small number is North's 3.
const ROWS: &str = "\
    2023-24,north,statutory_adults,1,44,8,11,25,\n\
    2023-24,south,statutory_adults,1,51,13,12,26,\n\
    2023-24,east,statutory_adults,1,38,9,8,21,\n\
    2024-25,north,statutory_adults,1,40,3,12,25,\n\
    2024-25,south,statutory_adults,1,50,14,11,25,\n\
    2024-25,east,statutory_adults,1,36,9,7,20,\n";

fn candour(root: &Path, command: &str, options: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candour"))
        .arg(command)
        .args(options)
        .arg("--root")
        .arg(root)
        .output()
        .unwrap()
}

/// Builds a site; returns the folder of its pages and files.
fn public(root: &Path) -> PathBuf {
    let out = candour(root, "build", &["--quiet"]);
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{told}");
    root.join("public")
}

fn built(name: &str, settings: &str, rows: &str) -> PathBuf {
    let root = site(name, settings, rows);
    public(&root)
}

/// Returns the published rows by the id of their figure.
fn table(public: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = fs::read(public.join("data/latest/complaints.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(&text[..]);
    let heads = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cells = heads.iter().zip(row.iter());
        cells
            .map(|(head, cell)| (head.to_owned(), cell.to_owned()))
            .collect::<BTreeMap<_, _>>()
    });
    rows.map(|row| {
        let place = [
            "service",
            "period",
            "procedure",
            "stage",
            "measure",
            "category",
        ];
        let id = place.map(|column| row[column].clone()).join("/");
        (id, row)
    })
    .collect()
}

fn id(service: &str, year: &str, measure: &str, category: &str) -> String {
    format!("{service}/{year}/all/1/{measure}/{category}")
}

fn read(public: &Path, path: &str) -> String {
    fs::read_to_string(public.join(path)).unwrap()
}

/// Returns the range that an outsider can tell of a small number from the table of outcomes by service.
fn range(public: &Path, year: &str, service: &str, outcome: &str) -> (i64, i64) {
    let table = table(public);
    let mut cells = Vec::new();
    for service in SERVICES {
        for outcome in OUTCOMES {
            let row = &table[&id(service, year, "received", outcome)];
            cells.push(match row["status"].as_str() {
                "c" => Err(1),
                _ => Ok(row["value"].parse().unwrap()),
            });
        }
    }
    let at = |service: usize, outcome: usize| service * OUTCOMES.len() + outcome;
    let mut sums = Vec::new();
    for one in 0..4 {
        let by_outcome = (0..3).map(|other| (at(one, other), 1));
        sums.push((by_outcome.chain([(at(one, 3), -1)]).collect(), 0));
        let by_service = (0..3).map(|other| (at(other, one), 1));
        sums.push((by_service.chain([(at(3, one), -1)]).collect(), 0));
    }
    let place = |all: [&str; 4], one: &str| all.iter().position(|it| *it == one).unwrap();
    Attacker::new(&cells, sums).range(at(place(SERVICES, service), place(OUTCOMES, outcome)))
}

#[test]
fn a_small_number_and_what_would_give_it_away_are_hidden_in_every_format() {
    let public = built("hiding", "", ROWS);
    let rows = table(&public);
    let small = &rows[&id("north", "2024-25", "received", "upheld")];
    assert_eq!((&*small["value"], &*small["status"]), ("", "c"));
    let hidden = |row: &&BTreeMap<String, String>| row["status"] == "c";
    let of_year = rows.values().filter(|row| row["period"] == "2024-25");
    let hidden: Vec<_> = of_year.filter(hidden).collect();
    assert!(hidden.len() > 3, "others are hidden with it");
    for row in &hidden {
        for column in ["value", "numerator", "denominator", "qualifier", "note"] {
            assert_eq!(row[column], "", "{row:?}");
        }
    }
    let json: serde_json::Value =
        serde_json::from_str(&read(&public, "services/north/2024-25/data.json")).unwrap();
    let cell = |row: &serde_json::Value, name: &str| {
        let columns = json["columns"].as_array().unwrap();
        let at = columns.iter().position(|column| column["name"] == name);
        row[at.unwrap()].clone()
    };
    let rows = json["rows"].as_array().unwrap();
    let hidden = rows.iter().filter(|row| cell(row, "status") == "c");
    let values: Vec<_> = hidden.map(|row| cell(row, "value")).collect();
    assert!(values.len() > 3 && values.iter().all(|value| value.is_null()));
    let page = read(&public, "services/north/2024-25/index.html");
    let key = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    let place = page.find(&format!("data-figure=\"{key}\"")).unwrap();
    let cell = &page[place..place + 300];
    assert!(cell.contains("[c]"), "{cell}");
    assert!(cell.contains("hidden, to protect people"), "{cell}");
}

#[test]
fn an_outsider_cannot_work_a_small_number_out_by_sums() {
    let public = built("hiding-sums", "", ROWS);
    let (low, high) = range(&public, "2024-25", "north", "upheld");
    assert!(high - low >= 4, "{low} to {high}");
    let rows = table(&public);
    let total = &rows[&id("all", "2024-25", "received", "all")];
    assert_eq!(total["value"], "126", "the headline is shown");
}

#[test]
fn what_is_made_of_a_hidden_number_is_hidden_too() {
    let public = built("hiding-made", "", ROWS);
    let rows = table(&public);
    let hidden: Vec<&String> = rows
        .iter()
        .filter(|(_, row)| row["status"] == "c" && row["measure"] == "received")
        .map(|(id, _)| id)
        .collect();
    for id in hidden {
        let share = id.replace("/received/", "/decided_percent/");
        if let Some(row) = rows.get(&share).filter(|_| !id.ends_with("/all")) {
            assert_eq!(row["status"], "c", "{share}");
        }
        let change = id.replace("/received/", "/received_change/");
        if let Some(row) = rows.get(&change) {
            assert_eq!(row["status"], "c", "{change}");
        }
    }
}

#[test]
fn each_page_says_how_many_of_its_figures_are_hidden_and_what_the_mark_means() {
    let public = built("hiding-count", "", ROWS);
    for page in ["services/north/2024-25", "services/south/2024-25"] {
        let text = read(&public, &format!("{page}/index.html"));
        let rows = read(&public, &format!("{page}/data.csv"));
        let all = rows.lines().count() - 1;
        let hidden = rows.lines().filter(|row| row.contains(",c,")).count();
        assert!(hidden > 0);
        let said = format!("{hidden} of {all} figures on this page are hidden to protect people.");
        assert!(text.contains(&said), "{said}");
        assert!(text.contains("[c] means hidden, to protect people"));
    }
    let much = read(&public, "services/north/2024-25/index.html");
    assert!(
        much.contains(
            "Many numbers here are hidden. See <a href=\"../../../services/all/2024-25/\">"
        ),
        "{much}"
    );
    let before = read(&public, "services/south/2023-24/index.html");
    assert!(!before.contains("are hidden to protect people"));
}

#[test]
fn the_rule_is_told_with_the_policys_own_values_and_its_reason() {
    let settings = "[disclosure]\nthreshold = 10\nprotect = [\"corporate\"]\nreason = \"Our town is small.\"\n";
    let public = built("hiding-rule", settings, ROWS);
    let page = read(&public, "about/protecting-people/index.html");
    assert!(page.contains("A number from 1 to 9 is small."), "{page}");
    assert!(page.contains("Our town is small."));
    let methods = read(&public, "about/methods/index.html");
    assert!(methods.contains("Numbers from 1 to under 10"));
    assert!(methods.contains("Our town is small."));
    assert!(
        methods.contains("about/protecting-people/") || methods.contains("../protecting-people/")
    );
}

#[test]
fn check_tells_the_publisher_what_is_hidden_and_the_site_does_not() {
    let root = site("hiding-account", "", ROWS);
    let out = candour(&root, "check", &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let account = &json["disclosure"];
    assert_eq!(account["threshold"], 5);
    let small = account["small"].as_u64().unwrap();
    assert!(small >= 1 && account["hidden"].as_u64().unwrap() > small);
    let cells = account["cells"].as_array().unwrap();
    let key = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    let cell = cells.iter().find(|cell| cell["key"] == key).unwrap();
    assert_eq!(cell["cause"], "small");
    let (least, most) = (&cell["least"], &cell["most"]);
    assert!(most.as_i64().unwrap() - least.as_i64().unwrap() >= 4);
    assert!(cells.iter().any(|cell| cell["cause"] == "protects"));
    let text = candour(&root, "check", &[]);
    let text = String::from_utf8(text.stderr).unwrap();
    assert!(
        text.contains("Hidden to protect people (threshold 5)"),
        "{text}"
    );
    assert!(
        text.contains("Most is hidden of: north by outcome (4)"),
        "{text}"
    );
    assert!(text.contains(&format!("{key}: small; anything from")));
}

/// Returns settings for what is not built by the program.
fn settings() -> config::Site {
    config::parse("candour.toml", SETTINGS, &mut Report::new()).unwrap()
}

#[test]
fn what_cannot_be_protected_is_an_error_that_names_the_place_and_the_cure_and_no_number() {
    let site = settings();
    let cube = Cube {
        codes: site.codes.clone(),
        ..Cube::default()
    };
    let mut hiding = hide(&cube, &site);
    let key = |service: &str, outcome| {
        let service = cube.codes.get(service).unwrap();
        let (year, stage) = (Period::Year(2024), code::STAGE_1);
        ObservationKey::complaints(service, year, code::STATUTORY_ADULTS, stage, code::RECEIVED)
            .with(&cube.codes, code::OUTCOME, outcome)
    };
    hiding
        .protection
        .exposed
        .push(hiding.model.keys.len() as u32);
    hiding.model.keys.push(vec![key("north", code::UPHELD)]);
    hiding.exposed_means.push(key("south", code::UPHELD));
    let narrow = "its range is too narrow";
    hiding.faults.push((key("north", code::UPHELD), narrow));
    hiding.faults.push((key("east", code::UPHELD), narrow));
    let mut report = Report::new();
    findings::report(&hiding, &cube, &site, &mut report);
    let said = render_text(&report);
    for (code, service) in [("C300", "north"), ("C301", "south"), ("C302", "east")] {
        let found: Vec<&str> = said.lines().filter(|line| line.contains(code)).collect();
        let heads = found.iter().filter(|line| line.starts_with("error"));
        let heads: Vec<_> = heads.collect();
        assert_eq!(heads.len(), 1, "{said}");
        let place =
            format!("{service}/2024-25/complaint/statutory_adults/1/received/outcome=upheld");
        assert!(heads[0].contains(&place), "{said}");
    }
    assert!(said.contains("tried: "), "{said}");
    assert!(
        said.contains("put north together with another small service"),
        "{said}"
    );
    assert!(
        said.contains("leave the column outcome out of the tables"),
        "{said}"
    );
}

/// Two complaints, both upheld: nothing of them can be shown.
const BARE: &str = "2024-25,north,statutory_adults,1,2,2,0,0,\n";

#[test]
fn a_table_in_which_nothing_is_left_to_see_becomes_a_sentence() {
    let public = built("hiding-bare", "", BARE);
    let page = read(&public, "services/north/2024-25/index.html");
    assert!(
        page.contains("to protect people. They are small, or they would give away some that are.")
    );
    assert!(!page.contains("<table"), "{page}");
    assert!(
        !page.contains(">2<") && !page.contains(">0<"),
        "noughts would tell the rest"
    );
    for row in table(&public).values() {
        assert_eq!(row["status"], "c", "{row:?}");
    }
}

/// A count of North's that another source gives as 15, and that its outcomes do not make: notes would tell how it adds up.
const NOTED: &str =
    "2024-25,north,statutory_adults,1,40,3,12,25,Printed as 15 partly upheld and 3 upheld.\n";

#[test]
fn a_note_beside_a_figure_tells_no_number_where_others_are_hidden() {
    let rows = ROWS.replace("2024-25,north,statutory_adults,1,40,3,12,25,\n", NOTED);
    let public = built("hiding-noted", "", &rows);
    for path in [
        "services/north/2024-25/index.html",
        "data/latest/complaints.csv",
    ] {
        assert!(!read(&public, path).contains("Printed as"), "{path}");
    }
}

#[test]
fn a_sentence_that_tells_a_small_number_of_a_service_is_warned_of_until_it_is_approved() {
    let root = site("hiding-told", "", ROWS);
    fs::create_dir_all(root.join("content")).unwrap();
    let page =
        "+++\ntitle = \"Our year\"\n+++\n\nWe learned. In North three complaints were upheld.\n";
    fs::write(root.join("content/our-year.md"), page).unwrap();
    let check = || String::from_utf8(candour(&root, "check", &[]).stderr).unwrap();
    let said = check();
    assert!(
        said.contains("C332") && said.contains("our-year.md, line 5"),
        "{said}"
    );
    let entry = said.lines().find(|line| line.contains("hash = ")).unwrap();
    let entry = format!(
        "[[approved]]\n{}\nwho = \"A. Officer\"\nwhen = \"2025-08-01\"\n",
        entry.trim().trim_start_matches("| ")
    );
    fs::write(root.join("approvals.toml"), entry).unwrap();
    let said = check();
    assert!(!said.contains("C332"), "{said}");
}

/// The heads of case rows, and complaints about one team: enough for medians in the first quarter, few in the second.
const CASES: &str =
    "case_ref,contact,service,procedure,stage,received,acknowledged,responded,outcome\n";

fn cases(rows: &mut String, service: &str, procedure: &str, month: u32, outcomes: &[(&str, u32)]) {
    for (outcome, count) in outcomes {
        for _ in 0..*count {
            let number = rows.lines().count();
            let day = 1 + number % 20;
            *rows += &format!(
                "R-{number},complaint,{service},{procedure},1,2024-{month:02}-{day:02},2024-{month:02}-{day:02},\
                 2024-{month:02}-{:02},{outcome}\n",
                day + 4
            );
        }
    }
}

#[test]
fn what_did_not_happen_is_hidden_where_its_table_is() {
    let root = site("hiding-cases", "", "");
    fs::remove_dir_all(root.join("data/aggregates")).unwrap();
    fs::create_dir_all(root.join("data/cases")).unwrap();
    let mut rows = CASES.to_owned();
    for month in [4, 7, 10] {
        cases(
            &mut rows,
            "south",
            "statutory_adults",
            month,
            &[("upheld", 9), ("not_upheld", 12)],
        );
        cases(
            &mut rows,
            "north",
            "statutory_adults",
            month,
            &[("upheld", 11), ("not_upheld", 14)],
        );
    }
    cases(&mut rows, "east", "statutory_adults", 4, &[("upheld", 2)]);
    fs::write(root.join("data/cases/cases.csv"), rows).unwrap();
    let out = candour(&root, "build", &["--quiet"]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    let public = root.join("public");
    let rows = table(&public);
    let few = rows
        .iter()
        .filter(|(_, row)| row["service"] == "east" && row["period"] == "2024-25-q1");
    // Outcomes on merits are a table of their own; that nothing else came of any complaint hides nothing.
    let merits = [
        "upheld",
        "partially_upheld",
        "not_upheld",
        "upheld_or_partially_upheld",
    ];
    for (id, row) in few.filter(|(_, row)| row["breakdown"] == "outcome") {
        let on_merits = merits.contains(&row["category"].as_str());
        assert_eq!(row["status"], if on_merits { "c" } else { "ok" }, "{id}");
    }
}

#[test]
fn noughts_are_hidden_with_the_small_numbers_where_the_policy_says_so() {
    let rows = ROWS.replace("40,3,12,25", "37,0,12,25");
    let hides = "[disclosure]\nzeros = \"hide\"\n";
    for (name, settings, status) in [("shown", "", "ok"), ("hidden", hides, "c")] {
        let public = built(&format!("hiding-noughts-{name}"), settings, &rows);
        let row = &table(&public)[&id("north", "2024-25", "received", "upheld")];
        assert_eq!(row["status"], status, "{name}");
    }
}

/// A small number under a procedure that the policy does not protect.
const OPEN: &str = "\
    2024-25,north,corporate,1,203,3,100,100,\n\
    2024-25,south,corporate,1,351,114,111,126,\n";

#[test]
fn a_procedure_that_the_policy_does_not_protect_shows_its_small_numbers_unless_all_are_protected() {
    let everything = "[disclosure]\nprotect = [\"everything\"]\nreason = \"A small town.\"\n";
    for (name, settings, status) in [("some", "", "ok"), ("all", everything, "c")] {
        let public = built(&format!("hiding-open-{name}"), settings, OPEN);
        let row = &table(&public)[&id("north", "2024-25", "received", "upheld")];
        assert_eq!(row["status"], status, "{name}");
        let page = read(&public, "about/protecting-people/index.html");
        assert_eq!(page.contains("We hide all small numbers."), name == "all");
    }
}

/// Builds a site, keeps its table as a release, and gives it other figures.
fn released(name: &str, settings: &str, rows: &str, then: &str) -> PathBuf {
    let public = built(name, settings, rows);
    let root = public.parent().unwrap().to_owned();
    let release = root.join("releases/2025-06-27");
    fs::create_dir_all(&release).unwrap();
    fs::copy(
        public.join("data/latest/complaints.csv"),
        release.join("complaints.csv"),
    )
    .unwrap();
    change(&root, settings, then);
    root
}

#[test]
fn what_an_earlier_release_hid_stays_hidden_when_it_is_not_small_any_more() {
    let grown = ROWS.replace(",40,3,12,25,", ",44,7,12,25,");
    let root = released("hiding-earlier", "", ROWS, &grown);
    change(&root, &corrected("north"), &grown);
    let out = candour(&root, "build", &["--quiet"]);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let north = id("north", "2024-25", "received", "upheld");
    assert_eq!(table(&root.join("public"))[&north]["status"], "c");
    let out = candour(&root, "check", &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let cells = json["disclosure"]["cells"].as_array().unwrap();
    let key = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    let cell = cells.iter().find(|cell| cell["key"] == key).unwrap();
    assert_eq!(cell["cause"], "earlier");
    assert!(cell["most"].as_i64().unwrap() - cell["least"].as_i64().unwrap() >= 4);
}

#[test]
fn what_an_earlier_release_hid_is_not_shown_by_a_policy_that_hides_nothing_until_somebody_says_why()
{
    let root = released("hiding-given-up", "", ROWS, ROWS);
    let open = "[disclosure]\nthreshold = 0\nreason = \"All may be seen.\"\n";
    change(&root, open, ROWS);
    let before = read(&root.join("public"), "index.html");
    let out = candour(&root, "build", &[]);
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success());
    assert!(told.contains("error[C307]"), "{told}");
    let key = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    assert!(told.contains(key), "{told}");
    assert_eq!(read(&root.join("public"), "index.html"), before);
    let accepted = format!(
        "{open}[[accept]]\ncode = \"C307\"\nkey = \"disclosure/shown_after_all\"\nreason = \"All of them agreed.\"\n"
    );
    change(&root, &accepted, ROWS);
    let out = candour(&root, "build", &[]);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let public = root.join("public");
    assert!(read(&public, "about/quality/index.html").contains("All of them agreed."));
    assert_eq!(
        table(&public)[&id("north", "2024-25", "received", "upheld")]["value"],
        "3"
    );
}

#[test]
fn what_an_earlier_release_showed_is_known_and_protects_nothing() {
    let open = "[disclosure]\nthreshold = 0\nreason = \"All was shown.\"\n";
    let root = released("hiding-shown", open, ROWS, ROWS);
    change(&root, "", ROWS);
    let out = candour(&root, "check", &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let account = &json["disclosure"];
    assert_eq!(account["hidden"], 0);
    let public = account["already_public"].as_array().unwrap();
    let key = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    assert!(public.iter().any(|one| one == key), "{public:?}");
    let said = String::from_utf8(candour(&root, "check", &[]).stderr).unwrap();
    assert!(said.contains("C305"), "{said}");
}

#[test]
fn a_hidden_number_is_not_marked_as_another_than_was_published() {
    let before = "\
        2024-25,north,statutory_adults,1,43,8,11,24,\n\
        2024-25,south,statutory_adults,1,56,16,13,27,\n\
        2024-25,east,statutory_adults,1,41,11,9,21,\n";
    let open = "[disclosure]\nthreshold = 0\nreason = \"All was shown.\"\n";
    let root = released("hiding-revised", open, before, ROWS);
    change(&root, &SERVICES.map(corrected)[..3].concat(), ROWS);
    let prepared = newtown::read(&root).unwrap_or_else(|said| panic!("{said}"));
    let release = prepared.release();
    let revised = |key: &&ObservationKey| release.values.get(key).unwrap().status.revised;
    let (shown, hidden): (Vec<_>, Vec<_>) = prepared
        .cube
        .revised
        .iter()
        .partition(|key| release.values.get(key).unwrap().value.number().is_some());
    assert!(!shown.is_empty() && shown.iter().all(revised));
    assert!(!hidden.is_empty() && !hidden.iter().any(revised));
    let out = candour(&root, "build", &["--quiet"]);
    assert!(out.status.success());
    let marks = table(&root.join("public")).into_values();
    let mut marks = marks.map(|row| row["status"].clone());
    assert!(marks.all(|marks| !marks.contains('c') || marks == "c"));
}

#[test]
fn a_figure_that_is_not_what_was_published_stops_the_build_without_telling_a_small_number() {
    let open = "[disclosure]\nthreshold = 0\nreason = \"All was shown.\"\n";
    let fewer = ROWS.replace(",38,9,8,21,", ",32,3,8,21,");
    let root = released("hiding-published", open, ROWS, &fewer);
    change(&root, "", &fewer);
    let out = candour(&root, "build", &["--quiet"]);
    assert!(!out.status.success());
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(
        said.contains("received 38 then, 32 now; received (upheld) 9 then, fewer than 5 now"),
        "{said}"
    );
}

#[test]
fn a_small_step_since_an_earlier_release_is_a_warning_until_it_is_accepted() {
    let late = ROWS.replace(",50,14,11,25,", ",51,15,11,25,");
    let root = released("hiding-step", "", ROWS, &late);
    change(&root, &corrected("south"), &late);
    let said = String::from_utf8(candour(&root, "check", &[]).stderr).unwrap();
    assert!(
        said.contains("C304") && said.contains("disclosure/steps"),
        "{said}"
    );
    let step =
        "[[accept]]\ncode = \"C304\"\nkey = \"disclosure/steps\"\nreason = \"One late case.\"\n";
    let accepted = format!("{step}{}", corrected("south"));
    change(&root, &accepted, &late);
    let said = String::from_utf8(candour(&root, "check", &[]).stderr).unwrap();
    assert!(!said.contains("warning["), "{said}");
    assert!(said.contains("accepted: One late case."), "{said}");
    // Without the step the acceptance accepts nothing.
    change(&root, step, ROWS);
    let said = String::from_utf8(candour(&root, "check", &[]).stderr).unwrap();
    assert!(said.contains("nothing needs accepting"), "{said}");
}

#[test]
fn a_council_with_hardly_any_complaints_can_publish_too() {
    // Few rows, few services, two years, and another seed for each: nearly all that these councils have is small.
    for (rows, services, seed) in [("60", "2", "5"), ("100", "3", "1"), ("100", "3", "3")] {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("few-{rows}-{seed}"));
        let _ = fs::remove_dir_all(&root);
        let day = ["--as-of", "2025-08-29"];
        let out = format!("{}/", root.display());
        let size = ["--rows", rows, "--services", services, "--years", "2"];
        let options = [&size[..], &["--seed", seed, "--out", &out], &day].concat();
        let made = candour(&root, "demo", &options);
        assert!(made.status.success(), "{made:?}");
        let settings = fs::read_to_string(root.join("candour.toml")).unwrap();
        let (before, after) = settings.split_once("threshold = 0").unwrap();
        fs::write(
            root.join("candour.toml"),
            format!("{before}threshold = 5{after}"),
        )
        .unwrap();
        let checked = candour(&root, "check", &day);
        let told = String::from_utf8_lossy(&checked.stderr);
        assert!(
            checked.status.success() && !told.contains("error["),
            "{rows} {seed}: {told}"
        );
    }
}

/// Three services and one procedure, which says the same as all procedures together; the only small number is a letter's.
const LETTERS: &str = "\
    2023-24,adults,complaint,corporate,1,,,received,8\n\
    2023-24,adults,complaint,corporate,1,channel,letter,received,3\n\
    2023-24,children,complaint,corporate,1,,,received,12\n\
    2023-24,children,complaint,corporate,1,channel,letter,received,9\n\
    2023-24,roads,complaint,corporate,1,,,received,31\n\
    2023-24,roads,complaint,corporate,1,channel,letter,received,20\n";

/// A remedy for every answer, none among them.
const REMEDIES: &str = "\
    2023-24,adults,complaint,corporate,1,,,responded,60\n\
    2023-24,adults,complaint,corporate,1,remedy,apology,responded,30\n\
    2023-24,adults,complaint,corporate,1,remedy,payment,responded,27\n\
    2023-24,adults,complaint,corporate,1,remedy,none,responded,3\n";

/// Builds a site from a long table, with everything protected.
fn built_long(name: &str, rows: &str) -> PathBuf {
    const LONG: &str = "[council]\nname = \"Wold\"\narea_code = \"E06000999\"\nbase_url = \"https://c.example/\"\nexample = true\n\
        [release]\ndate = \"2024-08-01\"\n\
        [disclosure]\nthreshold = 5\nprotect = [\"everything\"]\nreason = \"A test.\"\n\
        [services.adults]\nname = \"Adults\"\n[services.children]\nname = \"Children\"\n[services.roads]\nname = \"Roads\"\n";
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("data/aggregates")).unwrap();
    fs::write(root.join("candour.toml"), LONG).unwrap();
    let heads = "period,service,contact,procedure,stage,breakdown,category,measure,value\n";
    fs::write(
        root.join("data/aggregates/figures.csv"),
        format!("{heads}{rows}"),
    )
    .unwrap();
    public(&root)
}

fn status(public: &Path, service: &str, measure: &str, category: (&str, &str)) -> Vec<String> {
    let text = read(public, "data/latest/complaints.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    let of = rows.map(Result::unwrap).filter(|row| {
        row["service"] == service
            && row["measure"] == measure
            && (row["breakdown"].as_str(), row["category"].as_str()) == category
    });
    of.map(|row| row["status"].clone()).collect()
}

#[test]
fn a_table_that_is_printed_once_where_two_say_the_same_still_counts_for_what_is_hidden() {
    let public = built_long("hiding-twins", LETTERS);
    // 32 for the whole council less 9 and 20 would leave 3.
    for service in ["adults", "children"] {
        let status = status(&public, service, "received", ("channel", "letter"));
        assert!(
            !status.is_empty() && status.iter().all(|it| it == "c"),
            "{service}: {status:?}"
        );
    }
}

#[test]
fn where_remedies_always_make_the_whole_one_hidden_remedy_hides_another() {
    let public = built_long("hiding-remedies", REMEDIES);
    let hidden = |remedy| {
        let status = status(&public, "adults", "responded", ("remedy", remedy));
        assert!(!status.is_empty());
        status.iter().all(|it| it == "c")
    };
    assert!(hidden("none"));
    assert!(hidden("apology") || hidden("payment"));
}

/// A council of two years that gave its outcomes only for the second. `others` are the rare ones of the adults then.
fn with_rare_outcomes(name: &str, others: &[(&str, u32)]) -> PathBuf {
    let mut rows = String::new();
    let mut put = |year: &str, service: &str, received: u32, outcomes: &[(&str, u32)]| {
        let of = format!("{year},{service},complaint,corporate,1");
        rows += &format!("{of},,,received,{received}\n");
        for (outcome, count) in outcomes {
            rows += &format!("{of},outcome,{outcome},received,{count}\n");
        }
    };
    let merits = [("upheld", 10), ("partially_upheld", 12), ("not_upheld", 15)];
    put("2022-23", "adults", 52, &merits);
    put("2023-24", "adults", 41, &[&merits, others].concat());
    let more = [("withdrawn", 9), ("resolved", 8), ("refused", 11)];
    let more = [&merits[..], &more].concat();
    put("2023-24", "children", 65, &more);
    built_long(name, &rows)
}

/// Seen: a row of `[c]` for the one outcome that was supplied, which gave its number away, and how many figures were tested.
#[test]
fn which_outcomes_of_a_withheld_table_were_supplied_is_not_told_by_rows_nor_by_numbers_of_checks() {
    let seen = [("withdrawn", 4), ("resolved", 4)].map(|other| {
        let public = with_rare_outcomes(&format!("hiding-rare-{}", other.0), &[other]);
        let page = read(&public, "services/adults/2023-24/index.html");
        assert!(page.contains("Other outcomes"), "{}", other.0);
        assert!(
            !page.contains("Withdrawn") && !page.contains("Resolved"),
            "{}",
            other.0
        );
        read(&public, "about/quality/index.html")
    });
    assert_eq!(seen[0], seen[1]);
    assert!(seen[0].contains("every figure that came ready made"));
}

/// Seen: "none" for fifteen complaints of which nobody said how they ended.
#[test]
fn other_outcomes_are_none_only_in_a_column_that_adds_up_without_them() {
    let public = with_rare_outcomes("hiding-not-given", &[("withdrawn", 2), ("resolved", 2)]);
    let page = read(&public, "services/adults/2023-24/index.html");
    let row = page.split("Other outcomes").nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(row.contains("[c]") && row.contains("[x]"), "{row}");
    assert!(!row.contains("none"), "{row}");
}
