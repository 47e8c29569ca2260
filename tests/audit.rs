//! The outsider finds what a site tells of its hidden numbers, and the site of a policy that hides tells nothing.

use candour::audit::{Audit, attack, files, worlds};
use candour::build::{AsOf, Job, Prepared};
use candour::cube::Cube;
use candour::demo::Demo;
use candour::diagnostic::{Report, render_text};
use candour::disclosure::noughts;
use candour::disclosure::policy::{self, Policy};
use candour::disclosure::verify::Verifier;
use candour::output::OutputTree;
use candour::source::Limits;
use candour::vocabulary::ObservationKey;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const SETTINGS: &str = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
    example = true\n[release]\ndate = \"2025-08-29\"\n[services.north]\nname = \"North\"\n[services.south]\n\
    name = \"South\"\n[services.east]\nname = \"East\"\n";

/// Two years of three services. The small numbers are North's 3 and East's 2.
const FIGURES: &str = "period,service,procedure,stage,received,responded,upheld,partially_upheld,not_upheld,mean_response_days\n\
    2023-24,north,statutory_adults,1,44,43,8,11,25,12.5\n\
    2023-24,south,statutory_adults,1,51,50,13,12,26,14.1\n\
    2023-24,east,statutory_adults,1,38,38,9,8,21,11\n\
    2024-25,north,statutory_adults,1,40,40,3,12,25,13.2\n\
    2024-25,south,statutory_adults,1,50,47,14,11,25,15\n\
    2024-25,east,statutory_adults,1,36,36,9,2,25,9.7\n";

fn prepared(name: &str) -> Prepared {
    let figures = ("data/aggregates/figures.csv".to_owned(), FIGURES.into());
    made(name, SETTINGS, [figures])
}

/// A year of an invented council of one service, under the default policy.
fn invented(name: &str) -> Prepared {
    let demo = Demo {
        rows: Some(40),
        services: 1,
        years: 1,
        seed: 3,
        until: NaiveDate::from_ymd_opt(2024, 7, 20).unwrap(),
    };
    let settings = demo.configuration("Example Council", "E99999999");
    let start = settings.find("[disclosure]").unwrap();
    let end = start + settings[start..].find("\n[release]").unwrap();
    let settings = format!("{}{}", &settings[..start], &settings[end..]);
    made(name, &settings, demo.quarters().unwrap())
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 8, 29).unwrap()
}

fn made(
    name: &str,
    settings: &str,
    tables: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Prepared {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    for (path, bytes) in tables {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(root.join("candour.toml"), settings).unwrap();
    let job = Job {
        root,
        config: None,
        as_of: AsOf {
            asked: None,
            environment: None,
            today: day(),
        },
        base_url: None,
        limits: Limits::default(),
        public: true,
        memory: Default::default(),
    };
    let mut report = Report::new();
    let prepared = Prepared::read(&job, &mut report, &mut |_| ());
    prepared.unwrap_or_else(|| panic!("{}", render_text(&report)))
}

fn outsider(prepared: &Prepared) -> Audit<'_> {
    prepared.outsider().unwrap()
}

fn printed(prepared: &Prepared, cube: &Cube) -> OutputTree {
    let release = prepared.release_of(cube);
    prepared.print(&release, &mut Report::new()).unwrap().1
}

/// Returns the true cube and the others that could be true.
fn cubes(prepared: &Prepared) -> Vec<Cube> {
    let audit = outsider(prepared);
    let others = worlds::tables(&audit);
    assert!(!others.is_empty());
    let site = &prepared.opened.site;
    let others = others
        .iter()
        .map(|table| worlds::apply(&prepared.cube, site, table));
    std::iter::once(prepared.cube.clone())
        .chain(others)
        .collect()
}

fn hidden(prepared: &Prepared) -> Vec<ObservationKey> {
    let mask = &prepared.hiding.as_ref().unwrap().mask;
    let mut hidden: Vec<ObservationKey> = mask.hidden.iter().copied().collect();
    hidden.sort_unstable();
    hidden
}

fn count(cube: &Cube, key: &ObservationKey) -> Option<i64> {
    cube.get(key)?.value.ok()?.as_whole()
}

fn differing(one: &OutputTree, other: &OutputTree) -> Vec<String> {
    let changed = one
        .iter()
        .filter(|(path, bytes)| other.get(path) != Some(bytes));
    let new = other.iter().filter(|(path, _)| one.get(path).is_none());
    changed
        .chain(new)
        .map(|(path, _)| path.to_owned())
        .collect()
}

#[test]
fn the_site_is_the_same_bytes_whatever_the_hidden_numbers_are() {
    let prepared = prepared("audit-same");
    let cubes = cubes(&prepared);
    let site = printed(&prepared, &cubes[0]);
    for other in &cubes[1..] {
        assert_eq!(differing(&site, &printed(&prepared, other)), [""; 0]);
    }
}

#[test]
fn every_small_number_is_another_one_in_one_of_the_other_tables() {
    let prepared = prepared("audit-others");
    let cubes = cubes(&prepared);
    let claims = &prepared.hiding.as_ref().unwrap().claims;
    assert!(!claims.is_empty());
    for claim in claims {
        let differs = |other: &Cube| count(other, &claim.key) != count(&cubes[0], &claim.key);
        assert!(
            cubes[1..].iter().any(differs),
            "{}",
            claim.key.text(&cubes[0].codes)
        );
    }
}

#[test]
fn a_finished_site_that_hides_well_has_no_finding() {
    let prepared = prepared("audit-clean");
    let release = prepared.release();
    let mut report = Report::new();
    let tree = prepared.print(&release, &mut report).unwrap().1;
    outsider(&prepared).run(&release, &tree, &mut report);
    assert!(report.diagnostics().is_empty(), "{}", render_text(&report));
    let names = files::Names::new(&prepared.cube, prepared.hiding.as_ref().unwrap());
    let read = files::read(&tree, &names);
    assert!(
        read.known.len() > 40,
        "the figures that are shown were read"
    );
}

/// One hidden figure after the other is shown again, and the outsider must notice.
#[test]
fn showing_any_one_hidden_count_is_noticed() {
    let mut prepared = prepared("audit-shown");
    let mut noticed = 0;
    for key in hidden(&prepared) {
        let hiding = Arc::get_mut(prepared.hiding.as_mut().unwrap()).unwrap();
        let moved = hiding.tables.iter().any(|table| table.contains_key(&key));
        if !moved {
            continue;
        }
        hiding.mask.hidden.remove(&key);
        let release = prepared.release();
        let found = worlds::differences(&outsider(&prepared), &release);
        assert!(found.contains(&key), "{}", key.text(&prepared.cube.codes));
        noticed += 1;
        Arc::get_mut(prepared.hiding.as_mut().unwrap())
            .unwrap()
            .mask
            .hidden
            .insert(key);
    }
    assert!(noticed > 4);
}

/// Each hidden count of an invented council is shown in turn: those that are small, and those that protect others. The proofs that
/// rest on it must fail. What no proof rests on goes with a table that is withheld whole.
#[test]
fn showing_any_hidden_count_of_an_invented_council_breaks_its_proofs() {
    let mut prepared = invented("audit-mutated");
    let keys = hidden(&prepared);
    let Prepared {
        opened,
        cube,
        hiding,
        earlier,
        ..
    } = &mut prepared;
    let hiding = Arc::get_mut(hiding.as_mut().unwrap()).unwrap();
    let policy = Policy::after(&opened.site, earlier).within(&hiding.reach);
    let full = noughts::written(cube, &opened.site, &policy);
    let small = |key: &ObservationKey| {
        policy.protects(key) && count(&full, key).is_some_and(|n| n > 0 && policy.small(n))
    };
    let (tables, claims) = (&hiding.tables, &hiding.claims);
    let mut resting: HashMap<ObservationKey, Vec<usize>> = HashMap::new();
    for (at, claim) in claims.iter().enumerate() {
        for table in [claim.least, claim.most] {
            for key in tables[table].keys() {
                resting.entry(*key).or_default().push(at);
            }
        }
    }
    let (mut small_ones, mut protecting) = (0, 0);
    for key in keys {
        hiding.mask.hidden.remove(&key);
        let verifier = Verifier::new(
            &full,
            &opened.site,
            &policy,
            &hiding.mask,
            &hiding.model.withheld,
        );
        let name = key.text(&full.codes);
        match resting.get(&key) {
            _ if small(&key) => {
                let faults = verifier.verify(tables, &[]);
                assert!(faults.contains(&(key, "it is small and shown")), "{name}");
                small_ones += 1;
            }
            Some(resting) => {
                let claim = &claims[resting[0]];
                let faults = verifier.verify(tables, std::slice::from_ref(claim));
                assert!(faults.contains(&(key, "it changes and is shown")), "{name}");
                protecting += 1;
            }
            None => assert!(
                hiding.model.withheld.contains(&key) || !policy::counts(&key),
                "{name} is hidden and protects nobody"
            ),
        }
        hiding.mask.hidden.insert(key);
    }
    assert!(
        small_ones > 100 && protecting > 300,
        "{small_ones}, {protecting}"
    );
}

#[test]
fn a_small_number_that_follows_from_others_is_noticed() {
    let mut prepared = prepared("audit-follows");
    // All that protects the small numbers is shown, they alone are hidden.
    let small = |key: &ObservationKey| count(&prepared.cube, key).is_some_and(|n| n < 5);
    let protecting: Vec<ObservationKey> = hidden(&prepared)
        .into_iter()
        .filter(|key| !small(key))
        .collect();
    assert!(!protecting.is_empty());
    let mask = &mut Arc::get_mut(prepared.hiding.as_mut().unwrap())
        .unwrap()
        .mask;
    for key in protecting {
        mask.hidden.remove(&key);
    }
    let tree = printed(&prepared, &prepared.cube);
    let names = files::Names::new(&prepared.cube, prepared.hiding.as_ref().unwrap());
    let known = files::read(&tree, &names).known;
    assert!(!attack::narrow(&outsider(&prepared), &known).is_empty());
}

/// Changes a file of a tree.
fn with(tree: &OutputTree, path: &str, change: impl Fn(&str) -> String) -> OutputTree {
    let mut changed = OutputTree::default();
    for (at, contents) in tree.iter() {
        let bytes = contents.whole();
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        match at == path {
            true => changed.insert(at, change(text).into_bytes()),
            false => changed.insert(at, contents.clone()),
        };
    }
    changed
}

const PLACE: &str = "services/north/2024-25";

fn north_upheld(prepared: &Prepared) -> ObservationKey {
    let text = "north/2024-25/complaint/statutory_adults/1/received/outcome=upheld";
    let is = |key: &ObservationKey| key.text(&prepared.cube.codes) == text;
    hidden(prepared).into_iter().find(is).unwrap()
}

#[test]
fn a_number_in_the_place_of_a_hidden_one_is_found_in_every_kind_of_file() {
    let prepared = prepared("audit-printed");
    let release = prepared.release();
    let tree = printed(&prepared, &prepared.cube);
    let key = north_upheld(&prepared).text(&prepared.cube.codes);
    let mark = format!("data-figure=\"{key}\"");
    let from = |text: &str, start: &str| text.find(start).unwrap_or_else(|| panic!("{start}"));
    let page = |text: &str, old: &str, new: &str| {
        let at = from(text, &mark);
        let (before, after) = text.split_at(at);
        format!("{before}{}", after.replacen(old, new, 1))
    };
    type Change<'a> = Box<dyn Fn(&str) -> String + 'a>;
    let changes: [(&str, Change); 4] = [
        ("index.html", Box::new(|text| page(text, "[c]", "3"))),
        (
            "index.html",
            Box::new(|text| page(text, &mark, &format!("{mark} title=\"3 of 40\""))),
        ),
        (
            "data.csv",
            Box::new(|text| {
                let line = "statutory_adults,1,outcome,upheld,received,,";
                assert!(text.contains(line));
                text.replacen(line, "statutory_adults,1,outcome,upheld,received,3,", 1)
            }),
        ),
        (
            "data.json",
            Box::new(|text| {
                let (before, after) = text.split_at(from(text, &format!("\"{key}\"")));
                format!(
                    "{before}{}",
                    after.replacen("\"received\",null", "\"received\",3", 1)
                )
            }),
        ),
    ];
    for (file, change) in changes {
        let path = format!("{PLACE}/{file}");
        let leaking = with(&tree, &path, change);
        assert_eq!(
            differing(&tree, &leaking),
            [path.as_str()],
            "{file} was changed"
        );
        let mut report = Report::new();
        outsider(&prepared).run(&release, &leaking, &mut report);
        let text = render_text(&report);
        assert!(
            text.contains("C330") && text.contains(&path),
            "{file}: {text}"
        );
    }
}

/// Whatever way a hidden number takes onto the site, the site of another table is then another one.
#[test]
fn a_number_told_in_a_sentence_a_share_a_file_name_a_picture_or_an_order_makes_another_site_of_another_table()
 {
    let prepared = prepared("audit-told");
    let key = north_upheld(&prepared);
    let cubes = cubes(&prepared);
    let page = format!("{PLACE}/index.html");
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight",
    ];
    type Leak<'a> = Box<dyn Fn(&OutputTree, i64) -> OutputTree + 'a>;
    let told = |text: String| {
        let page = page.clone();
        move |tree: &OutputTree| with(tree, &page, |html| html.replacen("</main>", &text, 1))
    };
    let data = format!("{PLACE}/data.json");
    let csv = format!("{PLACE}/data.csv");
    let mark = format!("\"{}\"", key.text(&prepared.cube.codes));
    let leaks: [Leak; 7] = [
        Box::new(|tree, n| {
            told(format!(
                "<p>In North {} complaints were upheld.</p></main>",
                words[n as usize]
            ))(tree)
        }),
        Box::new(|tree, n| told(format!("<p>{} %</p></main>", 100 * n / 40))(tree)),
        Box::new(|tree, n| {
            let mut tree = tree.clone();
            tree.insert(format!("assets/north-{n}.svg"), *b"<svg/>");
            tree
        }),
        Box::new(|tree, n| {
            told(format!("<img alt=\"A bar of {n}\" src=\"bar.svg\"></main>"))(tree)
        }),
        Box::new(|tree, n| told(format!("<i class=\"bar\" width=\"{n}\"></i></main>"))(tree)),
        // A row is there where the number is small, and is not where it is large.
        Box::new(|tree, n| {
            with(tree, &data, |json| {
                let is_its = |line: &&str| n < 5 || !line.contains(&mark);
                json.lines().filter(is_its).collect::<Vec<_>>().join("\n")
            })
        }),
        // Rows stand in the order of their numbers.
        Box::new(|tree, n| {
            with(tree, &csv, |table| {
                let mut lines: Vec<&str> = table.lines().collect();
                let at = n as usize % (lines.len() - 1);
                lines.swap(1, 1 + at);
                lines.join("\r\n")
            })
        }),
    ];
    for (number, leak) in leaks.into_iter().enumerate() {
        let sites: Vec<OutputTree> = cubes
            .iter()
            .map(|cube| {
                let number = count(cube, &key).unwrap();
                leak(&printed(&prepared, cube), number)
            })
            .collect();
        let noticed = sites[1..]
            .iter()
            .any(|other| !differing(&sites[0], other).is_empty());
        assert!(noticed, "leak {number}");
    }
}
