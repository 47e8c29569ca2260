//! What hiding small counts takes and leaves, under several policies:
//!
//! ```text
//! cargo bench --bench disclosure                figures of a hundred services, and the example council
//! cargo bench --bench disclosure -- services    figures of a hundred services
//! cargo bench --bench disclosure -- DIR         another site
//! ```

use candour::build::{AsOf, Job, Prepared};
use candour::config::Site;
use candour::cube::Cube;
use candour::diagnostic::Report;
use candour::disclosure::account::Account;
use candour::disclosure::hide::{Hiding, hide_after};
use candour::disclosure::policy::{Policy, counts};
use candour::period::Period;
use candour::vocabulary::{Code, ObservationKey, code};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

/// The policies that are tried: a threshold, and what is protected in addition.
const POLICIES: [(u16, &[&str]); 4] = [(5, &[]), (3, &[]), (10, &[]), (5, &["everything"])];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.find(|argument| argument != "--bench");
    // `cargo test --benches` runs this too, and has no time for it.
    if cfg!(debug_assertions) && root.is_none() {
        println!("usage: cargo bench --bench disclosure [-- services | DIR]");
        return;
    }
    let services = root.as_deref() == Some("services");
    if root.is_none() || services {
        for (name, years, stages) in [("a year", 1, 1), ("five years of three stages", 5, 3)] {
            hundred_services(name, years, stages);
        }
    }
    if services {
        return;
    }
    let here = || PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let Some(prepared) = read(root.map_or_else(here, PathBuf::from)) else {
        return;
    };
    let (cube, mut site) = (&prepared.cube, prepared.opened.site.clone());
    for (threshold, protect) in POLICIES {
        site.disclosure.threshold = threshold;
        site.disclosure.protect = protect.iter().map(|text| (*text).to_owned()).collect();
        let began = Instant::now();
        let hiding = hide_after(cube, &site, &prepared.earlier, prepared.reach());
        let took = began.elapsed();
        println!("threshold {threshold}, protect {protect:?}: {took:.2?}");
        tell(cube, &site, &hiding);
    }
}

/// Hides and proves what a hundred services received by quarter and outcome: a row for each has a total and three outcomes,
/// of which about a third are small.
fn hundred_services(name: &str, years: u16, stages: u8) {
    let root = std::env::temp_dir().join(format!("candour-bench-{}", std::process::id()));
    if let Err(error) = write_hundred(&root, years, stages) {
        println!("{}: {error}", root.display());
        return;
    }
    if let Some(prepared) = read(root.clone()) {
        let mut site = prepared.opened.site.clone();
        site.disclosure.threshold = 5;
        let began = Instant::now();
        let hiding = hide_after(&prepared.cube, &site, &prepared.earlier, prepared.reach());
        println!("a hundred services, {name}: {:.2?}", began.elapsed());
        tell(&prepared.cube, &site, &hiding);
    }
    let _ = std::fs::remove_dir_all(root);
}

fn write_hundred(root: &std::path::Path, years: u16, stages: u8) -> std::io::Result<()> {
    let mut settings = String::from(
        "[council]\nname = \"Many\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\nexample = true\n\
         [release]\ndate = \"2026-07-10\"\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n",
    );
    let mut rows = String::from(
        "period,service,procedure,stage,received,upheld,partially_upheld,not_upheld\n",
    );
    let mut random = 7_u64;
    let mut next = |below: u64| {
        random = random
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (random >> 33) % below
    };
    for service in 0..100 {
        settings += &format!("[services.s{service}]\nname = \"Service {service}\"\n");
        for year in 2025 - years + 1..=2025 {
            for (quarter, stage) in
                (1..=4).flat_map(|at| (1..=stages).map(move |stage| (at, stage)))
            {
                let mut count = || match next(3) {
                    0 => 1 + next(4),
                    _ => 5 + next(20),
                };
                let counts = [count(), count(), count()];
                rows += &format!(
                    "{year}-{:02}-q{quarter},s{service},statutory_children,{stage},{},{},{},{}\n",
                    (year + 1) % 100,
                    counts.iter().sum::<u64>(),
                    counts[0],
                    counts[1],
                    counts[2]
                );
            }
        }
    }
    std::fs::create_dir_all(root.join("data/aggregates"))?;
    std::fs::write(root.join("candour.toml"), settings)?;
    std::fs::write(root.join("data/aggregates/figures.csv"), rows)
}

/// Reads a site, which must hide nothing itself, and counts its cases.
fn read(root: PathBuf) -> Option<Prepared> {
    let job = Job {
        root,
        config: None,
        as_of: AsOf {
            asked: None,
            environment: None,
            today: chrono::Local::now().date_naive(),
        },
        base_url: None,
        public: false,
        memory: Default::default(),
        limits: Default::default(),
    };
    let mut report = Report::default();
    let prepared = Prepared::read(&job, &mut report, &mut |_| {});
    if prepared.is_none() {
        println!("the site has errors: candour check names them");
    }
    prepared
}

fn tell(cube: &Cube, site: &Site, hiding: &Hiding) {
    let policy = Policy::new(site).within(&hiding.reach);
    let whole = |key: &ObservationKey| cube.get(key).and_then(|of| of.value.ok()?.as_whole());
    let shown = |key: &ObservationKey| !hiding.mask.covers(key);
    let published: Vec<&ObservationKey> = cube
        .iter()
        .map(|(key, _)| key)
        .filter(|key| counts(key) && !hiding.mask.gone.contains(*key))
        .collect();
    let small = published
        .iter()
        .filter(|key| policy.protects(key))
        .filter(|key| whole(key).is_some_and(|value| value > 0 && policy.small(value)));
    let hidden = published.iter().filter(|key| !shown(key)).count();
    println!(
        "  {} counts, {} small, {} hidden, {} of them with a whole table",
        published.len(),
        small.count(),
        hidden,
        hiding.model.withheld.len()
    );
    let mut faults: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (key, why) in &hiding.faults {
        faults.entry(why).or_default().push(key.text(&cube.codes));
    }
    println!(
        "  {} cells without proof, {} perhaps told by a person in one, {} means exposed, {} faults",
        hiding.protection.exposed.len(),
        hiding.protection.told.len(),
        hiding.exposed_means.len(),
        hiding.faults.len()
    );
    for (why, keys) in faults {
        println!("    {} times {why}, as {}", keys.len(), keys[0]);
    }
    let account = Account::of(hiding, cube, site, &Default::default());
    println!(
        "  {}% of {} complaints stand in an outcome that is shown; {} tables withheld",
        account.covered_percent(),
        account.complaints,
        account.tables.len()
    );
    headlines(cube, &published, &shown);
    covered(cube, site, &published, &shown);
    walls(cube, &published, &shown);
}

/// How many of the whole council's headline counts are shown in each quarter.
fn headlines(cube: &Cube, published: &[&ObservationKey], shown: &dyn Fn(&ObservationKey) -> bool) {
    let codes = &cube.codes;
    for stage in [code::STAGE_1, code::STAGE_2, code::STAGE_3] {
        for (name, measure, breakdown) in [
            ("received", code::RECEIVED, None),
            ("responded", code::RESPONDED, None),
            (
                "in time",
                code::RESPONDED,
                Some((code::TIMELINESS, code::IN_TIME)),
            ),
            ("upheld", code::DECIDED, Some((code::OUTCOME, code::UPHELD))),
        ] {
            let keys: Vec<_> = published
                .iter()
                .filter(|key| {
                    matches!(key.period, Period::Quarter(..))
                        && (key.contact, key.service) == (code::COMPLAINT, code::ALL)
                        && (key.procedure, key.stage, key.measure) == (code::ALL, stage, measure)
                        && key.breakdowns == [breakdown, None, None]
                })
                .collect();
            let hidden: Vec<String> = keys
                .iter()
                .filter(|key| !shown(key))
                .map(|key| key.text(codes))
                .collect();
            print!(
                "  stage {} {name}: {} of {} quarters shown;",
                codes.word(stage),
                keys.len() - hidden.len(),
                keys.len()
            );
        }
        println!();
    }
}

/// How many complaints stand in a shown outcome of their service and quarter, or of their year or the service above.
fn covered(
    cube: &Cube,
    site: &Site,
    published: &[&ObservationKey],
    shown: &dyn Fn(&ObservationKey) -> bool,
) {
    let (mut all, mut here, mut year, mut above) = (0, 0, 0, 0);
    for key in published {
        let leaf = site.services.children(key.service).all(|child| !child.page);
        let outcome = key.category(code::OUTCOME).is_some() && key.breakdowns[1].is_none();
        if !outcome
            || !leaf
            || key.service == code::ALL
            || key.procedure == code::ALL
            || key.measure != code::RECEIVED
            || !matches!(key.period, Period::Quarter(..))
        {
            continue;
        }
        let count = cube
            .get(key)
            .and_then(|of| of.value.ok()?.as_whole())
            .unwrap_or(0);
        let years = [Some(key.period), key.period.financial_year()];
        let mut services = vec![key.service];
        services.extend(site.services.ancestors(key.service));
        let any = |services: &[Code], periods: &[Option<Period>]| {
            services.iter().any(|service| {
                periods.iter().flatten().any(|period| {
                    [key.procedure, code::ALL].iter().any(|procedure| {
                        let place = ObservationKey {
                            service: *service,
                            period: *period,
                            procedure: *procedure,
                            ..**key
                        };
                        cube.get(&place).is_some() && shown(&place)
                    })
                })
            })
        };
        let own = &services[..1];
        all += count;
        here += count * i64::from(any(own, &years[..1]));
        year += count * i64::from(any(own, &years));
        above += count * i64::from(any(&services, &years));
    }
    let percent = |part: i64| part * 1000 / all.max(1);
    println!(
        "  per mille of {all} complaints in a shown outcome: {} in their quarter, {} or year, {} or service above",
        percent(here),
        percent(year),
        percent(above)
    );
}

/// The pages of which most is hidden.
fn walls(cube: &Cube, published: &[&ObservationKey], shown: &dyn Fn(&ObservationKey) -> bool) {
    let mut pages: BTreeMap<(Code, Period), (usize, usize)> = BTreeMap::new();
    for key in published {
        if key.contact != code::COMPLAINT {
            continue;
        }
        let of = pages.entry((key.service, key.period)).or_default();
        of.0 += 1;
        of.1 += usize::from(!shown(key));
    }
    let mut shares: Vec<(usize, String)> = pages
        .iter()
        .map(|((service, period), (all, hidden))| {
            let name = format!("{} {period:?}", cube.codes.word(*service));
            (hidden * 100 / all, name)
        })
        .collect();
    shares.sort();
    shares.reverse();
    let over = |least: usize| shares.iter().filter(|share| share.0 > least).count();
    println!(
        "  {} pages of a service and period: {} have over a third hidden, {} over half, {} over two thirds; most: {:?}",
        shares.len(),
        over(33),
        over(50),
        over(66),
        &shares[..shares.len().min(3)]
    );
}
