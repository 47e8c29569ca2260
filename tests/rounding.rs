//! Sites whose policy rounds: what is printed, what an outsider can work out from it, and what stays as it was printed.

#[path = "support/attacker.rs"]
mod attacker;
#[path = "support/newtown.rs"]
mod newtown;

use attacker::Attacker;
use candour::audit::{files, worlds};
use candour::build::Prepared;
use candour::diagnostic::{Report, render_text};
use candour::output::OutputTree;
use candour::release::ReleasedValue;
use candour::vocabulary::code;
use newtown::{OUTCOMES, SERVICES, corrected, read, site};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const ROUND: &str = "[disclosure]\nmethod = \"round\"\nsecret = \"dragon, oak and seven\"\n";

/// Two years of three services. The small numbers are North's 3, East's 2 and South's 1.
const ROWS: &str = "\
    2023-24,north,statutory_adults,1,44,8,11,25,\n\
    2023-24,south,statutory_adults,1,27,1,0,26,\n\
    2023-24,east,statutory_adults,1,38,9,8,21,\n\
    2024-25,north,statutory_adults,1,40,3,12,25,\n\
    2024-25,south,statutory_adults,1,50,14,11,25,\n\
    2024-25,east,statutory_adults,1,36,9,2,25,\n";

fn prepared(name: &str, settings: &str, rows: &str) -> Prepared {
    read(&site(name, settings, rows)).unwrap_or_else(|said| panic!("{said}"))
}

/// Prints the site, which the outsider must find nothing in.
fn printed(prepared: &Prepared) -> OutputTree {
    let mut report = Report::new();
    let release = prepared.release();
    let (_, tree) = prepared.print(&release, &mut report).unwrap();
    prepared
        .outsider()
        .unwrap()
        .run(&release, &tree, &mut report);
    assert!(!report.has_errors(), "{}", render_text(&report));
    tree
}

fn text(tree: &OutputTree, path: &str) -> String {
    let contents = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(contents.whole().to_vec()).unwrap()
}

/// Returns the published counts of what was received, with their marks, by period, service and outcome.
fn table(tree: &OutputTree) -> BTreeMap<(String, String, String), (i64, String)> {
    let text = text(tree, "data/latest/complaints.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<BTreeMap<String, String>> =
        reader.deserialize().map(|row| row.unwrap()).collect();
    let counts = rows
        .into_iter()
        .filter(|row| row["measure"] == "received" && row["procedure"] == "all");
    counts
        .map(|row| {
            let cell = |name: &str| row[name].clone();
            let place = (cell("period"), cell("service"), cell("category"));
            (place, (row["value"].parse().unwrap(), cell("qualifier")))
        })
        .collect()
}

/// Returns the true numbers of a table of rows, with those of the whole council.
fn truth(rows: &str) -> BTreeMap<(String, String, String), i64> {
    let mut all = BTreeMap::new();
    for row in rows.lines() {
        let cells: Vec<&str> = row.split(',').collect();
        for (at, outcome) in [
            (4, "all"),
            (5, "upheld"),
            (6, "partially_upheld"),
            (7, "not_upheld"),
        ] {
            let number: i64 = cells[at].parse().unwrap();
            for service in [cells[1], "all"] {
                let place = (cells[0].to_owned(), service.to_owned(), outcome.to_owned());
                *all.entry(place).or_insert(0) += number;
            }
        }
    }
    all
}

/// Attacks what is printed of one year with all sums that there are; returns the range of each count.
fn ranges(
    printed: &BTreeMap<(String, String, String), (i64, String)>,
    year: &str,
    base: i64,
) -> BTreeMap<(String, String, String), (i64, i64)> {
    let places: Vec<(String, String, String)> = SERVICES
        .iter()
        .flat_map(|service| OUTCOMES.map(|outcome| (*service, outcome)))
        .map(|(service, outcome)| (year.to_owned(), service.to_owned(), outcome.to_owned()))
        .collect();
    let at = |service: usize, outcome: usize| service * OUTCOMES.len() + outcome;
    let mut cells: Vec<Result<i64, i64>> = Vec::new();
    let mut sums: Vec<(Vec<(usize, i64)>, i64)> = Vec::new();
    let bounds: Vec<(i64, i64)> = places
        .iter()
        .map(|place| match printed[place].0 {
            0 => (0, 0),
            number => ((number - base + 1).max(1), number + base - 1),
        })
        .collect();
    cells.extend(bounds.iter().map(|bounds| Err(bounds.0)));
    for (cell, bounds) in bounds.iter().enumerate() {
        // What a count is short of the most it can be is at least nought.
        cells.push(Err(0));
        sums.push((vec![(cell, 1), (cells.len() - 1, 1)], bounds.1));
    }
    for service in 0..SERVICES.len() {
        let parts = (0..3).map(|outcome| (at(service, outcome), 1));
        sums.push((parts.chain([(at(service, 3), -1)]).collect(), 0));
    }
    for outcome in 0..OUTCOMES.len() {
        let parts = (0..3).map(|service| (at(service, outcome), 1));
        sums.push((parts.chain([(at(3, outcome), -1)]).collect(), 0));
    }
    let attacker = Attacker::new(&cells, sums);
    places
        .into_iter()
        .enumerate()
        .map(|(cell, place)| (place, attacker.range(cell)))
        .collect()
}

#[test]
fn every_count_is_printed_as_a_multiple_next_to_it_and_a_nought_as_a_nought() {
    for (threshold, base) in [(3, 5), (5, 5), (10, 10)] {
        let reason = format!("{ROUND}threshold = {threshold}\nreason = \"Agreed.\"\n");
        let tree = printed(&prepared(&format!("round-{threshold}"), &reason, ROWS));
        let table = table(&tree);
        for (place, number) in truth(ROWS) {
            let (printed, mark) = &table[&place];
            assert_eq!(printed % base, 0, "{place:?}");
            assert!((printed - number).abs() < base, "{place:?}");
            assert_eq!(*printed == 0, number == 0, "{place:?}");
            assert_eq!(mark, "rounded");
        }
    }
}

#[test]
fn a_page_says_that_its_numbers_are_rounded_and_the_rule_has_a_page() {
    let tree = printed(&prepared("round-pages", ROUND, ROWS));
    let page = text(&tree, "services/north/2024-25/index.html");
    assert!(
        page.contains("is rounded to 5: up or down, by less than 5"),
        "{page}"
    );
    let rule = text(&tree, "about/protecting-people/index.html");
    assert!(rule.contains("one of the two next to it") && !rule.contains("[c]"));
    let methods = text(&tree, "about/methods/index.html");
    assert!(methods.contains("rounded to a multiple of 5"));
}

#[test]
fn the_secret_stands_nowhere_and_another_one_rounds_otherwise() {
    let tree = printed(&prepared("round-secret", ROUND, ROWS));
    for (path, contents) in tree.iter() {
        let bytes = contents.whole();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("dragon, oak"),
            "{path}"
        );
    }
    let other = ROUND.replace("seven", "eight");
    let other = printed(&prepared("round-secret-other", &other, ROWS));
    assert_ne!(table(&tree), table(&other));
}

#[test]
fn what_was_printed_stays_while_the_number_stays() {
    let first = printed(&prepared("round-first", ROUND, ROWS));
    let changed = ROWS.replace("50,14,11,25", "57,14,11,32");
    for secret in ["seven", "eight", "nine"] {
        let root = site("round-second", &ROUND.replace("seven", secret), &changed);
        published(&root, &text(&first, "data/latest/complaints.csv"));
        let again = read(&root).unwrap_or_else(|said| panic!("{said}"));
        let (first, again) = (table(&first), table(&printed(&again)));
        let (before, now) = (truth(ROWS), truth(&changed));
        for (place, number) in now {
            if before[&place] == number {
                assert_eq!(first[&place], again[&place], "{place:?}");
            }
        }
    }
}

#[test]
fn settings_that_rounding_cannot_be_carried_out_with_are_refused() {
    let said = |settings: &str| read(&site("round-refused", settings, ROWS)).err().unwrap();
    let short = said("[disclosure]\nmethod = \"round\"\nsecret = \"short\"\n");
    assert!(short.contains("needs a secret of 16 characters"), "{short}");
    let noughts = said(&format!("{ROUND}zeros = \"hide\"\n"));
    assert!(noughts.contains("noughts cannot be hidden"), "{noughts}");
    let base = said(&format!("{ROUND}base = 7\n"));
    assert!(base.contains("numbers cannot be rounded to 7"), "{base}");
    let least = said(&format!("{ROUND}threshold = 10\nbase = 5\n"));
    assert!(
        least.contains("cannot be rounded to 5 beside a threshold of 10"),
        "{least}"
    );
}

#[test]
fn an_exact_number_in_one_file_is_found() {
    let prepared = prepared("round-leak", ROUND, ROWS);
    let release = prepared.release();
    let (_, tree) = prepared.print(&release, &mut Report::new()).unwrap();
    let names = files::Names::new(&prepared.cube, prepared.hiding.as_ref().unwrap());
    assert!(files::read(&tree, &names).leaks.is_empty());
    let path = "services/north/2024-25/index.html";
    let key = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    let page = text(&tree, path);
    let at = page.find(&format!("data-figure=\"{key}\"")).unwrap();
    let number = at + page[at..].find(">5<").unwrap() + 1;
    let leaking = format!("{}3{}", &page[..number], &page[number + 1..]);
    let mut leaky = OutputTree::default();
    for (at, contents) in tree.iter() {
        match at == path {
            true => leaky.insert(at, leaking.clone().into_bytes()),
            false => leaky.insert(at, contents.clone()),
        };
    }
    let leaks = files::read(&leaky, &names).leaks;
    assert!(
        leaks
            .iter()
            .any(|leak| leak.file == path && leak.key == key)
    );
}

#[test]
fn the_site_is_the_same_bytes_whatever_the_small_numbers_are() {
    let prepared = prepared("round-same", ROUND, ROWS);
    let others = worlds::tables(&prepared.outsider().unwrap());
    assert!(!others.is_empty());
    let tree = printed(&prepared);
    for other in others {
        let cube = worlds::apply(&prepared.cube, &prepared.opened.site, &other);
        let release = prepared.release_of(&cube);
        let (_, again) = prepared.print(&release, &mut Report::new()).unwrap();
        for (path, contents) in tree.iter() {
            assert_eq!(again.get(path), Some(contents), "{path}");
        }
    }
}

/// Puts a table that was published before beside a site.
fn published(root: &Path, table: &str) {
    let earlier = root.join("releases/2025-05-30");
    fs::create_dir_all(&earlier).unwrap();
    fs::write(earlier.join("complaints.csv"), table).unwrap();
}

#[test]
fn a_release_after_a_rounded_one_is_rounded_in_the_same_way() {
    let first = printed(&prepared("round-before", ROUND, ROWS));
    let table = text(&first, "data/latest/complaints.csv");
    let open = "[disclosure]\nthreshold = 0\nreason = \"All may be seen.\"\n";
    for settings in ["", open] {
        let exact = site("round-exact-after", settings, ROWS);
        published(&exact, &table);
        let said = read(&exact).err().unwrap();
        assert!(
            said.contains("C306") && said.contains("this one would not be"),
            "{said}"
        );
    }
    let other = site("round-other-after", &format!("{ROUND}base = 10\n"), ROWS);
    published(&other, &table);
    let said = read(&other).err().unwrap();
    assert!(
        said.contains("was rounded to 5, and this one would be to 10"),
        "{said}"
    );
}

#[test]
fn a_number_that_was_published_exactly_is_not_said_to_be_safe() {
    let exact = "[disclosure]\nthreshold = 0\nreason = \"As before.\"\n";
    let before = prepared("round-exact-before", exact, ROWS);
    let release = before.release();
    let (_, tree) = before.print(&release, &mut Report::new()).unwrap();
    let root = site("round-after-exact", ROUND, ROWS);
    published(&root, &text(&tree, "data/latest/complaints.csv"));
    let after = read(&root).unwrap_or_else(|said| panic!("{said}"));
    assert!(after.hiding.as_ref().unwrap().claims.is_empty());
    printed(&after);
}

/// Answers of South, enough for an average of rounded numbers, that took so long.
fn answered(root: &Path, days: &str) {
    let rows = format!(
        "period,service,procedure,stage,responded,mean_response_days\n2024-25,south,statutory_adults,1,73,{days}\n"
    );
    fs::write(root.join("data/aggregates/days.csv"), rows).unwrap();
}

#[test]
fn an_average_of_rounded_numbers_is_not_marked_as_another_than_was_published() {
    let exact = "[disclosure]\nthreshold = 0\nreason = \"As before.\"\n";
    let root = site("round-mean-before", exact, ROWS);
    answered(&root, "12.5");
    let before = read(&root).unwrap_or_else(|said| panic!("{said}"));
    let (_, tree) = before.print(&before.release(), &mut Report::new()).unwrap();
    let root = site(
        "round-mean-after",
        &format!("{ROUND}{}", corrected("south")),
        ROWS,
    );
    answered(&root, "13.5");
    published(&root, &text(&tree, "data/latest/complaints.csv"));
    let after = read(&root).unwrap_or_else(|said| panic!("{said}"));
    let release = after.release();
    let means = after.cube.revised.iter();
    let means: Vec<_> = means
        .filter(|key| key.measure == code::MEAN_RESPONSE_DAYS)
        .filter_map(|key| release.values.get(key))
        .collect();
    let shown = |value| matches!(value, ReleasedValue::Number(_));
    assert!(means.iter().any(|mean| mean.rounded && shown(mean.value)));
    assert!(means.iter().all(|mean| !mean.status.revised));
}

#[test]
fn most_small_tables_have_a_proof() {
    let mut number = 7_u64;
    let mut below = |most: u64| {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (number >> 33) % most
    };
    let mut proven = 0;
    for at in 0..24 {
        let rows: String = SERVICES[..3]
            .iter()
            .map(|service| {
                let [a, b, c] = [below(20), below(20), below(20)];
                format!(
                    "2024-25,{service},statutory_adults,1,{},{a},{b},{c},\n",
                    a + b + c
                )
            })
            .collect();
        proven += usize::from(read(&site(&format!("round-small-{at}"), ROUND, &rows)).is_ok());
    }
    assert!(proven >= 20, "only {proven} of 24");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_outsider_can_tell_no_small_number_more_closely_than_the_threshold(
        numbers in proptest::collection::vec(0_i64..16, 9),
        secret in "[a-z]{20}",
        threshold in proptest::sample::select(vec![3_i64, 5, 10]),
    ) {
        let rows: String = numbers
            .chunks(3)
            .zip(SERVICES)
            .map(|(row, service)| {
                let total: i64 = row.iter().sum();
                format!("2024-25,{service},statutory_adults,1,{total},{},{},{},\n", row[0], row[1], row[2])
            })
            .collect();
        let settings = format!(
            "[disclosure]\nmethod = \"round\"\nthreshold = {threshold}\nsecret = \"{secret}\"\nreason = \"Agreed.\"\n"
        );
        // Where no proof is found nothing is published, so nothing can be told.
        if let Ok(prepared) = read(&site("round-random", &settings, &rows)) {
            let table = table(&printed(&prepared));
            let base = if threshold == 10 { 10 } else { 5 };
            let ranges = ranges(&table, "2024-25", base);
            for (place, number) in truth(&rows) {
                if (1..threshold).contains(&number) {
                    let (least, most) = ranges[&place];
                    prop_assert!(most - least >= threshold - 1, "{place:?} {number}: {least} to {most}");
                }
            }
        }
    }
}
