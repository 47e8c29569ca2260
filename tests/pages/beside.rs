//! The files beside each page: its figures, else what it lists, else what it is.

use crate::council::{Council, Site};
use std::fs;
use std::path::Path;

/// Every page of the site, as its folder's address; the page for addresses that are not there has none.
fn pages(folder: &Path, address: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            pages(&path, &format!("{address}{name}/"), found);
        } else if name == "index.html" {
            found.push(address.to_owned());
        }
    }
}

fn header(site: &Site, file: &str) -> String {
    let text = site.file(file);
    text.lines().next().unwrap_or_default().to_owned()
}

fn council(name: &'static str) -> Council {
    Council::new(name)
        .figures(
            "2023-24,all,complaint,corporate,1,,,received,40,report
             2023-24,adults,complaint,corporate,1,,,received,40,report",
        )
        .file(
            "data/decisions/decisions.csv",
            "id,reference,ombudsman,service,decided_on,subject,decision,findings,summary,requirements,amount",
            "one,,lgsco,children,2023-05-02,A delay,upheld,,We were slow.,Apologise,
             two,,lgsco,adults,2023-06-02,A charge,upheld,,We asked too much.,Pay back,150",
        )
        .file(
            "data/lessons/lessons.csv",
            "id,period,service,theme,you_said,we_found,we_did,status,due,link",
            "three,2022-23,children,other,Slow.,,Faster.,done,,",
        )
}

#[test]
fn every_page_has_its_data_in_both_forms_with_at_least_one_row() {
    let site = council("beside every page").build();
    let mut all = Vec::new();
    pages(&site.0, "", &mut all);
    assert!(all.len() > 15, "{all:?}");
    for page in all {
        let rows = site.file(&format!("{page}data.csv")).lines().count();
        assert!(rows > 1, "{page}data.csv has no row");
        let tree = site.file(&format!("{page}data.json"));
        assert!(tree.contains("\"columns\": ["), "{page}: {tree}");
        let html = site.file(&format!("{page}index.html"));
        for file in ["data.csv", "data.json"] {
            let link = format!("href=\"{file}\" download>");
            assert!(html.contains(&link), "{page} does not offer {file}");
        }
    }
}

/// The policy's column `value` holds numbers and words; the figures' column of that name holds numbers only.
#[test]
fn a_column_of_words_holds_words_in_every_row() {
    let site = council("types beside pages").build();
    let text = site.file("about/protecting-people/data.json");
    let rows = text.split_once("\"rows\": [").unwrap().1;
    assert!(rows.contains("[\"threshold\",\"0\","), "{rows}");
    let limits = site.file("about/methods/data.json");
    assert!(limits.contains(",10,\"working"), "{limits}");
    let files = site.file("data/data.json");
    assert!(files.contains("\"CSV\",2,"), "{files}");
}

#[test]
fn a_page_without_figures_has_what_it_lists_in_their_place() {
    let site = council("lists beside pages").build();
    let limits = header(&site, "about/methods/data.csv");
    assert!(limits.starts_with("procedure,stage,from,days,unit,"));
    assert_eq!(header(&site, "how-to-complain/data.csv"), limits);
    assert_eq!(
        header(&site, "about/protecting-people/data.csv"),
        "setting,value,meaning"
    );
    let page = site.file("accessibility/data.csv");
    assert!(
        page.starts_with("title,description,address,language,published,licence\r\nAccessibility"),
        "{page}"
    );
    // One decision has an amount, which is a figure; the other has none.
    let amounts = header(&site, "ombudsman/decisions/two/data.csv");
    assert!(amounts.starts_with("area_code,council,"), "{amounts}");
    let second = site.file("ombudsman/decisions/two/decisions.csv");
    assert!(
        second.contains("\r\ntwo,") && !second.contains("\r\none,"),
        "{second}"
    );
    let first = site.file("ombudsman/decisions/one/data.csv");
    assert!(
        first.starts_with("id,reference,ombudsman,") && first.contains("\r\none,"),
        "{first}"
    );
    // A service of which nothing but a lesson is known.
    let lessons = site.file("services/children/2022-23/data.csv");
    assert!(
        lessons.starts_with("id,period,service,theme,") && lessons.contains("\r\nthree,"),
        "{lessons}"
    );
}

#[test]
fn the_list_of_files_tells_the_size_and_the_checksum_of_each() {
    let site = council("list of files").build();
    let list = site.file("data/data.csv");
    let sums = site.file("data/checksums.txt");
    let mut lines = list.lines();
    assert_eq!(
        lines.next(),
        Some("file,contents,format,rows,updated,bytes,sha256")
    );
    for line in lines {
        let file = line.split(',').next().unwrap();
        let size = site.file(file).len();
        let sum = line.rsplit(',').next().unwrap();
        assert!(line.ends_with(&format!(",{size},{sum}")), "{line}");
        let known = format!("{sum}  {}\n", file.trim_start_matches("data/"));
        assert!(sum.len() == 64 && sums.contains(&known), "{line}");
    }
}

#[test]
fn the_limits_of_earlier_days_stand_beside_those_of_today() {
    let site = Council::new("limits that changed")
        .settings(
            "
            [[procedures.corporate.stage_1]]
            days = 20
            [[procedures.corporate.stage_1]]
            days = 10
            from = \"2024-04-01\"
            ",
        )
        .figures("2023-24,adults,complaint,corporate,1,,,received,12,report")
        .build();
    let limits = site.file("about/methods/data.csv");
    assert!(
        limits.contains("corporate,1,,20,working,received,"),
        "{limits}"
    );
    assert!(
        limits.contains("corporate,1,2024-04-01,10,working,received,"),
        "{limits}"
    );
    let tree = site.file("about/methods/data.json");
    assert!(
        tree.contains("[\"corporate\",\"1\",\"2024-04-01\",10,\"working\""),
        "{tree}"
    );
}
