//! The default theme prints every kind of block, on pages that hold together.

use candour::diagnostic::Report;
use candour::output::{Sizes, pages};
use candour::publication::page::*;
use candour::publication::{Publication, SiteFacts};
use candour::theme::Theme;
use std::collections::BTreeMap;

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::text(words)]
}

fn figure(key: &str, number: &str) -> Inline {
    Inline::Figure {
        key: key.into(),
        text: number.into(),
    }
}

fn link(path: &str, words: &str) -> Link {
    Link {
        path: path.into(),
        text: words.into(),
        ..Link::default()
    }
}

fn number(key: &str, number: &str) -> Cell {
    Cell {
        key: key.into(),
        text: number.into(),
        ..Cell::default()
    }
}

fn symbol(key: &str, symbol: &str, meaning: &str) -> Cell {
    Cell {
        key: key.into(),
        text: symbol.into(),
        beside: Beside {
            meaning: meaning.into(),
            ..Beside::default()
        }
        .boxed(),
        ..Cell::default()
    }
}

fn words(words: &str) -> Cell {
    Cell {
        text: words.into(),
        words: true,
        ..Cell::default()
    }
}

fn columns(heads: &[&str]) -> Vec<Column> {
    let head = |(at, text): (usize, &&str)| Column {
        text: text.to_string(),
        numeric: at > 0,
    };
    heads.iter().enumerate().map(head).collect()
}

fn row(head: &str, cells: Vec<Cell>) -> TableRow {
    TableRow {
        head: text(head),
        cells: cells.into(),
    }
}

fn choice(words: &str, path: Option<&str>, current: bool) -> Choice {
    Choice {
        text: words.into(),
        path: path.map(str::to_owned),
        current,
        depth: 0,
    }
}

fn selectors(path: &str) -> Vec<Selector> {
    let services = [
        "",
        "services/adults/",
        "services/children/",
        "services/homes/",
    ];
    let names = ["All", "Adults", "Children’s", "Homes & neighbourhoods"];
    vec![
        Selector {
            id: "service",
            label: "Choose a service".into(),
            short: "Service".into(),
            choices: std::iter::zip(names, services)
                .map(|(name, page)| choice(name, Some(page), page == path))
                .collect(),
        },
        Selector {
            id: "quarter",
            label: "Choose a quarter".into(),
            short: "Quarter".into(),
            choices: [
                choice("April to June", Some(path), true),
                choice("January to March (not yet published)", None, false),
            ]
            .into(),
        },
    ]
}

fn tiles() -> Block {
    let tile = |heading: &str, figure: Cell, note: &str, colour: &'static str| Tile {
        heading: heading.into(),
        figure,
        notes: vec![text(note)],
        link: None,
        colour,
    };
    let mut first = tile(
        "Received",
        number("a/received", "1,805"),
        "210 more than last year (13% more)",
        "k0",
    );
    first.link = Some(link("services/adults/", "See why"));
    Block::Tiles {
        tiles: vec![
            first,
            tile(
                "Not upheld",
                number("a/not_upheld", "14"),
                "We were not at fault",
                "k1",
            ),
            tile(
                "Partly upheld",
                symbol("a/partly", "[c]", "hidden, to protect people"),
                "We were partly at fault",
                "k2",
            ),
            tile("Upheld", number("a/upheld", "6"), "We were at fault", "k3"),
        ],
    }
}

fn tables() -> Vec<Block> {
    let narrow = Table {
        id: "outcomes".into(),
        caption: "Stage 1 complaints by outcome, Adults, April to June 2023".into(),
        columns: columns(&["Outcome", "2023", "2022", "Change"]),
        rows: vec![
            row(
                "Not upheld",
                vec![
                    number("a/not_upheld", "14"),
                    number("b/not_upheld", "16"),
                    number("", "2 fewer"),
                ],
            ),
            row(
                "Partly upheld",
                vec![
                    symbol("a/partly", "[c]", "hidden, to protect people"),
                    Cell {
                        beside: Beside {
                            marks: vec![("[p]".into(), "provisional".into())],
                            ..Beside::default()
                        }
                        .boxed(),
                        ..number("b/partly", "17")
                    },
                    symbol("", "[z]", "not applicable"),
                ],
            ),
        ],
        foot: vec![row(
            "Received",
            vec![
                number("a/received", "1,805"),
                number("b/received", "1,595"),
                number("", "210 more"),
            ],
        )],
        notes: vec![text("Shares are of those decided.")],
        wide: false,
    };
    let mut wide = Table {
        id: String::new(),
        caption: "How long stage 1 replies took, by procedure".into(),
        columns: columns(&[
            "Procedure",
            "Received",
            "Average days",
            "Unit",
            "Target",
            "On time",
            "Last year",
        ]),
        rows: vec![],
        wide: true,
        ..Table::default()
    };
    for procedure in ["corporate", "statutory_adults"] {
        let cell = |name: &str, value: &str| number(&format!("c/{procedure}/{name}"), value);
        wide.rows.push(row(
            procedure,
            vec![
                Cell {
                    beside: Beside {
                        link: "services/adults/".into(),
                        ..Beside::default()
                    }
                    .boxed(),
                    ..cell("received", "29")
                },
                cell("mean", "22"),
                words("calendar days"),
                number("", "28"),
                cell("in_time", "76%"),
                number("", "19"),
            ],
        ));
    }
    vec![Block::Table { table: narrow }, Block::Table { table: wide }]
}

fn lists() -> Vec<Block> {
    vec![
        Block::Decisions {
            entries: vec![DecisionEntry {
                link: link("ombudsman/decisions/23-001-234/", "Education plan late"),
                verdict: "Upheld: fault and injustice".into(),
                colour: "k3",
                meta: vec![
                    "Children’s".into(),
                    "LGSCO".into(),
                    "reference 23 001 234".into(),
                ],
                summary: "We were late with a plan.".into(),
                asked: "What we did:".into(),
                remedy: vec![
                    Inline::text("Apology; "),
                    figure("decisions/lgsco-1/amount/1", "£500"),
                    Inline::text("."),
                ],
            }],
        },
        Block::Lessons {
            entries: vec![LessonEntry {
                id: "care-plans".into(),
                you_said: "Your plan came late.".into(),
                we_found: "No one watched the dates.".into(),
                we_did: "One person checks every date each week.".into(),
                meta: vec!["Delays".into(), "Children’s".into()],
                state: "done".into(),
                status: "done".into(),
                link: Some(link("services/children/", "The new letter")),
                decisions: vec![link(
                    "ombudsman/decisions/23-001-234/",
                    "Education plan late",
                )],
            }],
        },
        Block::Quotes {
            quotes: vec![QuoteEntry {
                text: "They rang back the same day.".into(),
                meta: "Adults, April to June 2023".into(),
            }],
        },
        Block::Facts {
            facts: vec![
                Fact {
                    name: "Reference".into(),
                    value: text("23 001 234"),
                },
                Fact {
                    name: "Decided".into(),
                    value: text("2 March 2023"),
                },
            ],
        },
        Block::Steps {
            steps: vec![
                Step {
                    title: "We say we have it".into(),
                    took: "Within 5 working days".into(),
                    lines: vec![text("You get a number.")],
                    live: vec![],
                },
                Step {
                    title: "Stage 1: the service answers".into(),
                    took: "Within 10 working days".into(),
                    lines: vec![text("A manager looks at what happened.")],
                    live: vec![
                        Inline::text("Last quarter "),
                        figure("a/in_time", "76%"),
                        Inline::text(" came in time."),
                    ],
                },
            ],
        },
        Block::Downloads {
            files: vec![Download {
                file: "data.csv".into(),
                text: "Every figure".into(),
                format: "CSV",
                size: "84\u{a0}kB".into(),
                ..Download::default()
            }],
        },
        Block::Links {
            links: vec![
                link("services/adults/", "Adults"),
                link("services/children/#quarter", "Children’s"),
            ],
        },
        Block::Html {
            html: "<p>Written by the <em>team</em>.</p>\n<ul><li>One</li></ul>".into(),
        },
    ]
}

fn page(path: &str, template: &'static str, title: &str, sections: Vec<Section>) -> Page {
    Page {
        path: path.into(),
        template,
        title: format!("{title} – complaints – Anytown Council"),
        heading: format!("{title}: complaints from April to June 2023"),
        description: format!("Complaints about {title}."),
        nav: "services/adults/".into(),
        crumbs: if path.is_empty() {
            vec![]
        } else {
            vec![link("", "Home"), link(path, title)]
        },
        status: vec![
            Inline::Strong {
                text: "Final.".into(),
            },
            Inline::text(" Published 28 June 2024."),
        ],
        lead: vec![
            Inline::text("We received "),
            figure("a/received", "1,805"),
            Inline::text(" complaints at stage 1. That is 210 more than last year."),
        ],
        selectors: selectors(path),
        notes: vec![text("3 of 41 are still open.")],
        sections,
        more: vec![
            link("services/adults/", "‹ January to March 2023"),
            link("services/children/", "July to September 2023 ›"),
        ],
        downloads: vec![
            Download {
                file: "data.csv".into(),
                text: "The figures of this page".into(),
                format: "CSV",
                size: "1\u{a0}kB".into(),
                ..Download::default()
            },
            Download {
                file: "data.json".into(),
                text: "The figures of this page".into(),
                format: "JSON",
                size: "2\u{a0}kB".into(),
                ..Download::default()
            },
        ],
        indexed: true,
        ..Page::default()
    }
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.into(),
        heading: heading.into(),
        blocks,
        ..Section::default()
    }
}

fn publication() -> Publication {
    let stage = vec![
        tiles(),
        Block::Heading {
            id: "times".into(),
            text: "How long we took".into(),
        },
        Block::Prose {
            lines: vec![text("On average it took us 22 calendar days to reply.")],
        },
    ];
    let whole = vec![
        section(
            "short",
            "In short",
            vec![Block::Short {
                lines: vec![
                    text("We received 41 stage 1 complaints."),
                    text("No complaint went to stage 3."),
                ],
            }],
        ),
        section(
            "stage-1",
            "Stage 1",
            stage.into_iter().chain(tables()).collect(),
        ),
        section("lists", "Lists", lists()),
        section(
            "notes",
            "Notes and quality",
            vec![Block::Notes {
                lines: vec![text("A & B < C")],
            }],
        ),
    ];
    let choose = vec![Block::Selectors {
        selectors: selectors(""),
    }];
    let mut home = page(
        "",
        "home",
        "The whole council",
        vec![
            section("now", "This quarter", vec![tiles()]),
            section("choose", "Choose what to see", choose),
        ],
    );
    home.selectors.clear();
    let mut missing = page("404.html", "text", "Not found", vec![]);
    missing.indexed = false;
    missing.selectors.clear();
    missing.downloads.clear();
    Publication {
        dated: "2024-06-28".into(),
        site: SiteFacts {
            council: "Anytown Council".into(),
            website: "https://www.example.org/".into(),
            base_url: "https://data.example.org/complaints/".into(),
            lang: "en-GB".into(),
            banners: vec!["Example: invented figures. There is no Anytown Council.".into()],
            published: "Figures published 28 June 2024. Next: 27 September 2024.".into(),
            navigation: vec![
                link("services/adults/", "Services"),
                link("services/children/", "Ombudsman"),
                link("services/homes/", "How to complain"),
            ],
            footer: vec![
                link("services/adults/", "About"),
                link("services/children/", "Accessibility"),
            ],
        },
        pages: vec![
            home,
            missing,
            page(
                "ombudsman/decisions/23-001-234/",
                "decision",
                "Education plan late",
                vec![section("lists", "Lists", lists())],
            ),
            page("services/adults/", "slice", "Adults", whole.clone()),
            page("services/children/", "slice", "Children’s", whole),
            page("services/homes/", "slice", "Homes & neighbourhoods", vec![]),
        ],
        files: vec![],
    }
}

fn rendered() -> BTreeMap<String, String> {
    let mut report = Report::new();
    let theme = Theme::load(&BTreeMap::new(), "default", "en", &mut report);
    let files = pages::render(&publication(), &theme, &Sizes::default(), &mut report);
    assert_eq!(candour::diagnostic::render_text(&report), "");
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("theme");
    let mut pages = BTreeMap::new();
    for (path, contents) in files {
        keep(&folder, &path, &contents.whole());
        pages.insert(
            path,
            String::from_utf8(contents.whole().into_owned()).unwrap(),
        );
    }
    for (path, bytes) in theme.static_files() {
        keep(&folder, &format!("static/{path}"), bytes);
    }
    pages
}

/// Leaves the file below `target/tmp/theme/`, to look at in a browser.
fn keep(folder: &std::path::Path, path: &str, bytes: &[u8]) {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn every_block_is_printed_and_escaped() {
    let pages = rendered();
    let html = &pages["services/adults/index.html"];
    for expected in [
        "<title>Adults – complaints – Anytown Council</title>",
        "<html lang=\"en-GB\">",
        "<link rel=\"canonical\" href=\"https://data.example.org/complaints/services/adults/\">",
        "href=\"../../static/style.css\"",
        "type=\"text/csv\"",
        "<span class=\"num\" id=\"a/received\" data-figure=\"a/received\">1,805</span>",
        "<td class=\"n\" data-figure=\"a/partly\"><span class=\"sym\" aria-hidden=\"true\">[c]</span><span class=\"vh\">hidden, to protect people</span></td>",
        "17 <span class=\"sym\" aria-hidden=\"true\">[p]</span><span class=\"vh\">provisional</span>",
        "A &amp; B &lt; C",
        "Written by the <em>team</em>.",
        "<a href=\"../../services/children/#service\">Children’s</a>",
        "<span>January to March (not yet published)</span>",
        "aria-label=\"How long stage 1 replies took, by procedure\"",
        "Licence v3.0</a>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(!html.contains("<script") && !html.contains(" style="));
}

#[test]
fn the_page_for_lost_addresses_finds_the_site_from_anywhere() {
    let html = &rendered()["404.html"];
    assert!(html.contains("href=\"/complaints/static/style.css\""));
    assert!(html.contains("noindex") && !html.contains("canonical"));
}

#[test]
fn pages_come_in_the_order_of_the_publication_whatever_the_threads_do() {
    let mut report = Report::new();
    let theme = Theme::load(&BTreeMap::new(), "default", "en", &mut report);
    let first = pages::render(&publication(), &theme, &Sizes::default(), &mut report);
    let second = pages::render(&publication(), &theme, &Sizes::default(), &mut report);
    assert_eq!(first, second);
    assert_eq!(first[0].0, "index.html");
}

#[test]
fn a_link_that_would_run_a_script_is_made_harmless() {
    let mut publication = publication();
    let link = Link {
        path: "JavaScript:alert(1)".into(),
        text: "x".into(),
        external: true,
        current: false,
    };
    publication.pages[0].lead = vec![Inline::Link { link: link.clone() }];
    publication.pages[0].more = vec![link];
    let mut report = Report::new();
    let theme = Theme::load(&BTreeMap::new(), "default", "en", &mut report);
    let files = pages::render(&publication, &theme, &Sizes::default(), &mut report);
    let html = files[0].1.whole();
    let html = String::from_utf8_lossy(&html);
    assert!(!html.to_lowercase().contains("javascript"));
}
