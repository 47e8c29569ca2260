//! The Wolverhampton dashboard: each view's sections and tiles in their order, the differences and the sentences.

use crate::figures::has_number;
use crate::page::Element;
use crate::site::{Site, source};
use serde_json::Value;

const YEAR: &str = "2022-23";
const YEAR_BEFORE: &str = "2021-22";

#[test]
fn wolverhampton_shows_the_sections_and_tiles_of_its_dashboard_in_order() {
    let site = Site::build("wolverhampton", "dashboard");
    let text = std::fs::read_to_string(source("wolverhampton").join("dashboard.json"))
        .expect("dashboard.json");
    let dashboard: Value = serde_json::from_str(&text).expect("dashboard.json is JSON");
    let mut faults = Vec::new();
    for view in list(&dashboard["views"]) {
        let service = service(word(&view["service"]));
        let folder = format!("services/{}/{YEAR}/", site.slug(service));
        let Some(page) = site.page(&folder) else {
            faults.push(format!("there is no page {folder}"));
            continue;
        };
        sections(page, service, view, &folder, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn sections(page: &Element, service: &str, view: &Value, folder: &str, faults: &mut Vec<String>) {
    let wanted: Vec<String> = list(&view["sections"])
        .iter()
        .map(|section| word(&section["title"]).to_lowercase())
        .collect();
    let shown: Vec<String> = page
        .headings()
        .iter()
        .map(|heading| heading.to_lowercase())
        .filter(|heading| wanted.contains(heading))
        .collect();
    if shown != wanted {
        faults.push(format!(
            "{folder} has the sections {shown:?}, not {wanted:?}"
        ));
    }
    for section in list(&view["sections"]) {
        let title = word(&section["title"]);
        let Some(element) = page.section(title) else {
            faults.push(format!("{folder} has no section {title:?}"));
            continue;
        };
        let mut fault = |text: String| faults.push(format!("{folder} {title:?}: {text}"));
        tiles(element, service, section, &mut fault);
        comparison(element, service, section, &mut fault);
    }
}

/// Tests that the section's tiles, then those of its procedures, stand in order with their values.
fn tiles(element: &Element, service: &str, section: &Value, fault: &mut dyn FnMut(String)) {
    let mut wanted: Vec<(String, Option<i64>)> = Vec::new();
    let title = word(&section["title"]);
    let own = list(&section["tiles"]);
    let given = own
        .iter()
        .map(|tile| (word(&tile["label"]).to_string(), tile["value"].as_i64()));
    // Where the dashboard's numbers are pictures its tiles are those of the other views, and none is available.
    let lost = pictured(title)
        .into_iter()
        .map(|label| (label.to_string(), None));
    for (label, value) in given.chain(lost.filter(|_| own.is_empty())) {
        wanted.push((format!("{service}/{YEAR}/{}", tile(&label)), value));
    }
    let stage = stage(title);
    for procedure in list(&section["procedures"]) {
        let code = if word(&procedure["procedure"]).starts_with("Corporate") {
            "corporate"
        } else if service == "adults" {
            "statutory_adults"
        } else {
            "statutory_children"
        };
        for tile in list(&procedure["tiles"]) {
            let measure = if word(&tile["label"]).starts_with("Average") {
                "mean_response_days"
            } else {
                "received"
            };
            let key = format!("{service}/{YEAR}/complaint/{code}/{stage}/{measure}");
            wanted.push((key, tile["value"].as_i64()));
        }
    }
    for (key, value) in &wanted {
        let carriers = element.figures(key);
        let good = carriers.iter().any(|carrier| match value {
            Some(value) => has_number(&carrier.text(), &value.to_string()),
            None => carrier.text().contains("[x]"),
        });
        if !good {
            let shown: Vec<String> = carriers.iter().map(|carrier| carrier.text()).collect();
            fault(format!("{key} should be {value:?} and is {shown:?}"));
        }
    }
    let order: Vec<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
    let mut shown: Vec<&str> = Vec::new();
    for key in element.keys() {
        if order.contains(&key) && !shown.contains(&key) {
            shown.push(key);
        }
    }
    if shown != order && order.iter().all(|key| shown.contains(key)) {
        fault(format!(
            "the tiles stand in the order {shown:?}, not {order:?}"
        ));
    }
}

/// Tests the comparison: the value of both years, the difference, and a sentence that says which way it went.
fn comparison(element: &Element, service: &str, section: &Value, fault: &mut dyn FnMut(String)) {
    let Some(difference) = section["comparison"]["difference"].as_i64() else {
        return;
    };
    let stage = stage(word(&section["title"]));
    for (row, year) in list(&section["comparison"]["rows"])
        .iter()
        .zip([YEAR, YEAR_BEFORE])
    {
        let key = format!("{service}/{year}/complaint/all/{stage}/received");
        let value = row["value"].as_i64().unwrap_or_default().to_string();
        if !element
            .figures(&key)
            .iter()
            .any(|carrier| has_number(&carrier.text(), &value))
        {
            fault(format!("{key} is not shown as {value}"));
        }
    }
    let key = format!("{service}/{YEAR}/complaint/all/{stage}/received_change");
    if element.figures(&key).is_empty() {
        fault(format!("the difference {key} is not shown"));
    }
    let before = section["comparison"]["rows"][1]["value"]
        .as_i64()
        .unwrap_or_default();
    let sentences = element.all(&|element| element.name == "p" && element.text().ends_with('.'));
    let said = sentences
        .iter()
        .any(|sentence| says(&sentence.text(), difference, before));
    if !said {
        let sentences: Vec<String> = sentences.iter().map(|sentence| sentence.text()).collect();
        fault(format!(
            "no sentence says a difference of {difference}: {sentences:?}"
        ));
    }
}

/// Returns whether a sentence says the difference: by its size and direction, or, down to none, by naming the number
/// of the year before.
fn says(sentence: &str, difference: i64, before: i64) -> bool {
    match difference {
        0 if before == 0 => sentence.contains("There were none in") && sentence.contains("either"),
        0 => sentence.contains("the same as"),
        more if more > 0 => sentence.contains(&format!("That is {more} more than")),
        fewer if before == -fewer => {
            sentence.contains("We received no") && has_number(sentence, &before.to_string())
        }
        fewer => sentence.contains(&format!("That is {} fewer than", -fewer)),
    }
}

/// Returns the end of the key of a tile with this label.
fn tile(label: &str) -> String {
    let label = label.to_lowercase();
    for (start, key) in [
        ("informal", "informal_complaint/all/all/received"),
        ("compliments", "compliment/all/all/received"),
        ("service requests", "service_request/all/all/received"),
        (
            "ho enquiries",
            "ombudsman_enquiry/all/all/received/ombudsman=housing",
        ),
        (
            "lgsco enquiries",
            "ombudsman_enquiry/all/all/received/ombudsman=lgsco",
        ),
    ] {
        if label.starts_with(start) {
            return key.into();
        }
    }
    let outcome = ["not upheld", "part upheld", "upheld"]
        .iter()
        .position(|outcome| label.ends_with(outcome))
        .map_or("", |at| {
            [
                "/outcome=not_upheld",
                "/outcome=partially_upheld",
                "/outcome=upheld",
            ][at]
        });
    format!("complaint/all/{}/received{outcome}", stage(&label))
}

/// Returns the tiles of a section whose numbers the dashboard prints as pictures.
fn pictured(title: &str) -> Vec<&'static str> {
    match title {
        "Stage 1 Complaints" => vec![
            "Stage 1 complaints received",
            "Stage 1 complaints not upheld",
            "Stage 1 complaints part upheld",
            "Stage 1 complaints upheld",
        ],
        "Stage 2 Complaints" => vec![
            "Stage 2 complaints received",
            "Stage 2 complaints not upheld",
            "Stage 2 complaints part upheld",
            "Stage 2 complaints upheld",
        ],
        "Compliments and Informal Complaints" => vec!["Informal complaints", "Compliments"],
        _ => vec![
            "Compliments",
            "Service requests",
            "HO enquiries",
            "LGSCO enquiries",
        ],
    }
}

/// Returns the stage that a title or label names.
fn stage(title: &str) -> &'static str {
    let title = title.to_lowercase();
    ["1", "2", "3"]
        .into_iter()
        .find(|stage| title.contains(&format!("stage {stage}")))
        .unwrap_or("all")
}

fn service(name: &str) -> &'static str {
    match name {
        "Children's" => "childrens",
        "Adults" => "adults",
        "Public Health" => "public_health",
        _ => "corporate",
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
