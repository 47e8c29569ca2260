//! The pages of words: about, methods, quality, releases, accessibility, the frame of how to complain, and any other the
//! council wrote.
//!
//! What the program knows (targets, the policy, dates, accepted contradictions) is said from the settings, so that words
//! and figures cannot disagree; the council's own Markdown stands before it.

use super::compose::Composer;
use super::page::{Block, Column, Fact, Inline, Link, Page, Section, Table, TableRow};
use super::sentence::Line;
use super::sheet::Sheet;
use super::table::Tables;
use crate::calendar::DayUnit;
use crate::config::{Acceptance, OutcomeBasis};
use crate::content::{ContentPage, Piece};
use crate::disclosure::findings;
use crate::period::Period;
use crate::vocabulary::{Code, List, code};

/// The pages every site has: the name of its Markdown file, its address, and its key in the language file.
const STANDARD: [(&str, &str, &str); 7] = [
    ("about", "about/", "about"),
    ("methods", "about/methods/", "methods"),
    (
        "protecting-people",
        "about/protecting-people/",
        "protection",
    ),
    ("quality", "about/quality/", "quality"),
    ("releases", "about/releases/", "releases"),
    ("how-to-complain", "how-to-complain/", "complain"),
    ("accessibility", "accessibility/", "accessibility"),
];

/// Returns a content page's body with its figures filled in, each under its key.
pub fn html(page: &ContentPage, sheet: &Sheet) -> String {
    page.pieces
        .iter()
        .map(|piece| match piece {
            Piece::Html(html) => html.clone(),
            Piece::Figure(text) => match sheet.by_text(text) {
                Some(Inline::Figure { key, text }) => {
                    let said = match text == super::hidden::HIDDEN {
                        true => sheet.names.words.get("symbols.c"),
                        false => &text,
                    };
                    format!(
                        "<span data-figure=\"{}\">{}</span>",
                        escape(&key),
                        escape(said)
                    )
                }
                _ => sheet.names.words.get("symbols.x").to_owned(),
            },
        })
        .collect()
}

/// Parts what the council wrote at its highest headings, which stand below a section's, so that each is a section of the
/// page, and raises those below by one level. What stands before the first of them comes under `heading`.
fn parts(html: &str, heading: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut push = |heading: &str, html: &str| {
        if html.trim().is_empty() && sections.is_empty() {
            return;
        }
        let id = match sections.len() {
            0 => "words".to_owned(),
            before => format!("words-{}", before + 1),
        };
        sections.push(Section {
            id,
            heading: unescape(heading),
            blocks: vec![Block::Html { html: raised(html) }],
            ..Section::default()
        });
    };
    let mut pieces = html.split("<h3>");
    push(heading, pieces.next().unwrap_or_default());
    for piece in pieces {
        match piece.split_once("</h3>") {
            Some((heading, rest)) => push(&plain(heading), rest),
            None => push(heading, piece),
        }
    }
    sections
}

/// Raises headings from the fourth level on by one. Only we write tags: those of a text are escaped.
fn raised(html: &str) -> String {
    (4..=6).fold(html.to_owned(), |html, level| {
        html.replace(&format!("<h{level}>"), &format!("<h{}>", level - 1))
            .replace(&format!("</h{level}>"), &format!("</h{}>", level - 1))
    })
}

/// Returns the words of a heading without its emphasis and links.
fn plain(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|letter| {
            inside |= *letter == '<';
            let shown = !inside;
            inside &= *letter != '>';
            shown
        })
        .collect()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

impl Composer<'_> {
    /// Returns the pages of words.
    pub(super) fn prose_pages(&self) -> Vec<Page> {
        let mut pages: Vec<Page> = STANDARD
            .iter()
            .map(|(file, path, key)| self.standard(file, path, key))
            .collect();
        let own = self.from.content.iter().filter(|page| {
            page.path != "home" && !STANDARD.iter().any(|(file, ..)| *file == page.path)
        });
        pages.extend(own.map(|page| self.own_page(page)));
        pages
    }

    fn standard(&self, file: &str, path: &str, key: &str) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let council = self.from.site.council.name.as_str();
        let written = self.from.content.iter().find(|page| page.path == file);
        let mut sections: Vec<Section> = Vec::new();
        if let Some(page) = written {
            let own = words.get(&format!("{key}.own"));
            sections.extend(parts(&html(page, &sheet), own));
        }
        sections.extend(match key {
            "about" => self.about(),
            "methods" => self.methods(),
            "protection" => self.protection(),
            "quality" => self.quality(&sheet),
            "releases" => self.releases(),
            "complain" => self.complain(&sheet),
            _ => self.accessibility(written.is_some()),
        });
        let heading = match written {
            Some(page) if !page.title.is_empty() => page.title.clone(),
            _ => words.get(&format!("{key}.heading")).to_owned(),
        };
        let title = words.fill(
            "prose.title",
            &[("heading", &heading), ("council", council)],
        );
        let mut way: Vec<(&str, &str)> = Vec::new();
        if path.starts_with("about/") && path != "about/" {
            way.push(("about/", words.get("nav.about")));
        }
        way.push((path, &heading));
        Page {
            path: path.to_owned(),
            template: if key == "complain" { "steps" } else { "text" },
            title,
            description: written
                .map(|page| page.description.clone())
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| {
                    words.fill(&format!("{key}.description"), &[("council", council)])
                }),
            nav: if key == "complain" {
                path.to_owned()
            } else {
                String::new()
            },
            crumbs: self.last(self.crumbs(&way)),
            heading,
            sections,
            downloads: if sheet.rows().is_empty() {
                Vec::new()
            } else {
                self.own_downloads()
            },
            indexed: true,
            rows: sheet.rows(),
            ..Page::default()
        }
    }

    fn own_page(&self, page: &ContentPage) -> Page {
        let words = self.from.words;
        let sheet = self.sheet();
        let html = html(page, &sheet);
        let rows = sheet.rows();
        Page {
            path: format!("{}/", page.path),
            template: "text",
            title: words.fill(
                "prose.title",
                &[
                    ("heading", &page.title),
                    ("council", &self.from.site.council.name),
                ],
            ),
            heading: page.title.clone(),
            description: if page.description.is_empty() {
                page.title.clone()
            } else {
                page.description.clone()
            },
            crumbs: self.last(self.crumbs(&[("", &page.title)])),
            sections: parts(&html, words.get("prose.own")),
            downloads: if rows.is_empty() {
                Vec::new()
            } else {
                self.own_downloads()
            },
            indexed: true,
            rows,
            ..Page::default()
        }
    }

    pub(super) fn section(&self, id: &str, key: &str, lines: Vec<String>) -> Section {
        let lines = lines
            .into_iter()
            .map(|line| vec![Inline::text(line)])
            .collect();
        Section {
            id: id.to_owned(),
            heading: self.from.words.get(key).to_owned(),
            blocks: vec![Block::Prose { lines }],
            ..Section::default()
        }
    }

    fn about(&self) -> Vec<Section> {
        let words = self.from.words;
        let links = [
            "methods",
            "protection",
            "quality",
            "releases",
            "complain",
            "accessibility",
        ]
        .iter()
        .filter_map(|key| STANDARD.iter().find(|(_, _, known)| known == key))
        .map(|(_, path, key)| Link {
            path: (*path).to_owned(),
            text: words.get(&format!("{key}.heading")).to_owned(),
            ..Link::default()
        })
        .collect();
        let council = &self.from.site.council.name;
        let mut site = self.section(
            "site",
            "about.site",
            vec![
                words.fill("about.what", &[("council", council)]),
                words.get("about.reuse").to_owned(),
                words.get("about.nothing_else").to_owned(),
            ],
        );
        site.blocks.push(Block::Links { links });
        vec![site]
    }

    fn methods(&self) -> Vec<Section> {
        let words = self.from.words;
        let site = self.from.site;
        let basis = match site.measures.outcome_basis {
            OutcomeBasis::Received => "methods.outcomes_received",
            OutcomeBasis::Responded => "methods.outcomes_responded",
        };
        let counting = vec![
            words.get("methods.counted").to_owned(),
            words.get(basis).to_owned(),
            words.get("methods.shares").to_owned(),
            words.get("methods.in_time").to_owned(),
            words.get("methods.stages").to_owned(),
            words.get("methods.natures").to_owned(),
        ];
        // Of days that the council counted itself we know only what it printed.
        let days = if self.counts_days() {
            vec![
                words
                    .get(&format!("methods.days.{}", nation(site.council.nation)))
                    .to_owned(),
                words.get("methods.averages").to_owned(),
                words.get("methods.rounding").to_owned(),
                words.get("methods.units").to_owned(),
            ]
        } else {
            vec![
                words.get("methods.days_supplied").to_owned(),
                words.get("methods.rounding").to_owned(),
                words.get("methods.units").to_owned(),
            ]
        };
        let policy = &site.disclosure;
        let mut small = vec![if policy.threshold == 0 {
            words.get("methods.nothing_hidden").to_owned()
        } else {
            let terms = words.all_of(&self.protected_terms());
            let key = match self.protects_everything() {
                true => "methods.hidden_everything",
                false => "methods.hidden",
            };
            let args = [("n", policy.threshold.to_string()), ("terms", terms)];
            words.fill(
                key,
                &args.each_ref().map(|(name, text)| (*name, text.as_str())),
            )
        }];
        if !policy.reason.is_empty() {
            small.push(words.fill("methods.reason", &[("reason", &policy.reason)]));
        }
        let mut small = self.section("small-numbers", "methods.small_numbers", small);
        let link = Link {
            path: "about/protecting-people/".to_owned(),
            text: words.get("protection.heading").to_owned(),
            ..Link::default()
        };
        small.blocks.push(Block::Links { links: vec![link] });
        let mut sections = vec![
            self.kinds(),
            self.section("counting", "methods.counting", counting),
            self.section("days", "methods.working_days", days),
            small,
        ];
        sections.extend(self.series_breaks());
        sections
    }

    /// What a complaint is, and what else people tell us that is counted apart.
    fn kinds(&self) -> Section {
        let names = self.names();
        let words = self.from.words;
        let mut contacts: Vec<Code> = self
            .from
            .release
            .values
            .keys()
            .map(|key| key.contact)
            .collect();
        contacts.sort_unstable();
        contacts.dedup();
        let facts = contacts
            .into_iter()
            .filter_map(|contact| {
                let meaning = format!("contact_meanings.{}", names.codes.word(contact));
                words.has(&meaning).then(|| Fact {
                    name: names.of(List::Contact, contact),
                    value: vec![Inline::text(words.get(&meaning))],
                })
            })
            .collect();
        Section {
            id: "kinds".into(),
            heading: words.get("methods.kinds").to_owned(),
            blocks: vec![Block::Facts { facts }],
            ..Section::default()
        }
    }

    /// Whether days are counted here, from the dates of case rows, for any figure of the site.
    fn counts_days(&self) -> bool {
        self.from.release.values.iter().any(|(key, released)| {
            key.measure == code::MEAN_RESPONSE_DAYS
                && !released.supplied
                && released.value.number().is_some()
        })
    }

    /// Targets that changed: figures before and after are not compared.
    fn series_breaks(&self) -> Option<Section> {
        let words = self.from.words;
        let names = self.names();
        let mut lines = Vec::new();
        for procedure in &self.from.site.procedures {
            for (stage, timers) in &procedure.timers {
                for pair in timers.windows(2) {
                    let (Some(before), Some(after), Some(from)) =
                        (pair[0].days, pair[1].days, pair[1].from)
                    else {
                        continue;
                    };
                    lines.push(words.fill(
                        "methods.target_changed",
                        &[
                            ("procedure", &names.of(List::Procedure, procedure.code)),
                            ("stage", &names.words.within(&names.stage(*stage))),
                            ("before", &self.time_limit(&pair[0], before)),
                            ("after", &self.time_limit(&pair[1], after)),
                            ("date", &words.date(from)),
                        ],
                    ));
                }
            }
        }
        (!lines.is_empty()).then(|| self.section("changes", "methods.changes", lines))
    }

    pub(super) fn days(&self, days: u16, unit: DayUnit) -> String {
        let words = self.from.words;
        let key = match unit {
            DayUnit::Working => "days.working_days",
            DayUnit::Calendar => "days.calendar_days",
            DayUnit::School => "days.school_days",
            DayUnit::Months => "days.months",
        };
        format!("{days} {}", words.count(key, days.into(), &[]))
    }

    /// Known contradictions in what was supplied, each with both values and its reason.
    fn quality(&self, sheet: &Sheet) -> Vec<Section> {
        let words = self.from.words;
        let site = self.from.site;
        let mut sections = vec![self.section(
            "checks",
            "quality.checks",
            vec![
                words.get("quality.checked").to_owned(),
                words.get("quality.stops").to_owned(),
            ],
        )];
        if site.accepted.is_empty() {
            sections.push(self.section(
                "differences",
                "quality.differences",
                vec![words.get("quality.no_differences").to_owned()],
            ));
            return sections;
        }
        let column = |key: &str| Column {
            text: words.get(&format!("quality.{key}")).to_owned(),
            numeric: key == "published",
        };
        let columns = ["figure", "published", "other", "reason"];
        let table = Table {
            caption: words.get("quality.differences_caption").to_owned(),
            columns: columns.map(column).into(),
            rows: site
                .accepted
                .iter()
                .map(|accepted| self.difference(sheet, accepted))
                .collect(),
            wide: true,
            ..Table::default()
        };
        let lines = vec![vec![Inline::text(words.get("quality.differences_lead"))]];
        sections.push(Section {
            id: "differences".into(),
            heading: words.get("quality.differences").to_owned(),
            blocks: vec![Block::Prose { lines }, Block::Table { table }],
            ..Section::default()
        });
        sections
    }

    /// Returns the row of a contradiction: the figure, the value that is published, what else was printed, and why. The
    /// value that was not used stands in the notes of the figure; where the figure is hidden nothing is said of it.
    fn difference(&self, sheet: &Sheet, accepted: &Acceptance) -> TableRow {
        let words = self.from.words;
        let key = self.names().parse_key(&accepted.key);
        let figure = key.and_then(|key| sheet.find(&key));
        let published = match (&key, &figure) {
            (Some(key), Some(_)) => sheet.cell_with_unit(key),
            _ => sheet.words(words.get("quality.several")),
        };
        let others: Vec<&str> = figure
            .iter()
            .filter(|figure| figure.number().is_some())
            .flat_map(|figure| &figure.notes)
            .map(|note| &**note)
            .filter(|note| *note != accepted.reason)
            .collect();
        let other = match others.join(" ") {
            none if none.is_empty() => words.get("quality.no_other").to_owned(),
            others => others,
        };
        TableRow {
            head: vec![Inline::text(self.say_key(&accepted.key))],
            cells: [
                published,
                sheet.words(other),
                sheet.words(accepted.reason.clone()),
            ]
            .into(),
        }
    }

    /// Says a figure's key in words where it is one; else the key as it is.
    fn say_key(&self, text: &str) -> String {
        let names = self.names();
        match names.parse_key(text) {
            Some(key) => {
                let mut said = vec![names.service(key.service), names.period(key.period)];
                if key.procedure != code::ALL {
                    said.push(names.of(List::Procedure, key.procedure));
                }
                if key.stage != code::ALL {
                    said.push(names.words.within(&names.stage(key.stage)));
                }
                said.push(names.words.within(&names.measure(key.measure)));
                if key.breakdowns[0].is_some() {
                    said.push(names.words.within(&names.categories(&key)));
                }
                said.join(", ")
            }
            None if text == findings::ONE_OUTCOME => {
                self.from.words.get("quality.one_outcome").to_owned()
            }
            None if text == findings::STEPS => self.from.words.get("quality.steps").to_owned(),
            None => text.to_owned(),
        }
    }

    fn releases(&self) -> Vec<Section> {
        let words = self.from.words;
        let release = &self.from.site.release;
        let mut dates: Vec<String> = release
            .date
            .iter()
            .map(|day| words.fill("releases.this", &[("date", &words.date(*day))]))
            .collect();
        let next: Vec<String> = release
            .next
            .iter()
            .filter(|day| **day > self.from.as_of)
            .map(|day| words.date(*day))
            .collect();
        dates.push(if next.is_empty() {
            words.get("releases.none").to_owned()
        } else {
            words.fill("releases.next", &[("dates", &words.all_of(&next))])
        });
        vec![self.section("dates", "releases.dates", dates)]
    }

    fn accessibility(&self, written: bool) -> Vec<Section> {
        if written {
            return Vec::new();
        }
        vec![self.section(
            "missing",
            "accessibility.missing_heading",
            vec![self.from.words.get("accessibility.missing").to_owned()],
        )]
    }

    /// Returns what a reader of a page of figures must know.
    pub(super) fn page_notes(&self, service: Code, period: Period, tables: &Tables) -> Vec<Block> {
        let words = self.from.words;
        let mut lines: Vec<Line> = Vec::new();
        let mut say = |key: &str| lines.push(vec![Inline::text(words.get(key))]);
        let complaints = tables.now.iter().any(|key| key.contact == code::COMPLAINT);
        if complaints {
            say(match self.from.site.measures.outcome_basis {
                OutcomeBasis::Received => "notes.outcomes_received",
                OutcomeBasis::Responded => "notes.outcomes_responded",
            });
        }
        if tables
            .now
            .iter()
            .any(|key| key.category(code::NATURE).is_some())
        {
            say("notes.natures");
        }
        let other_limits = [
            code::IN_TIME_EXTENDED,
            code::IN_TIME_CODE,
            code::IN_TIME_OUTER,
        ];
        if tables.now.iter().any(|key| {
            key.category(code::TIMELINESS)
                .is_some_and(|test| other_limits.contains(&test))
        }) {
            say("notes.timeliness");
        }
        if tables
            .now
            .iter()
            .any(|key| key.measure == code::MEAN_RESPONSE_DAYS)
        {
            say("notes.averages");
        }
        if tables
            .now
            .iter()
            .any(|key| key.measure == code::RECEIVED_ALL_STAGES)
        {
            say("notes.all_stages");
        }
        let _ = (service, period);
        let mut methods = words.pieces(
            "notes.methods",
            &[(
                "link",
                vec![Inline::Link {
                    link: Link {
                        path: "about/methods/".into(),
                        text: words.get("nav.methods").to_owned(),
                        ..Link::default()
                    },
                }],
            )],
        );
        if methods.is_empty() {
            methods.push(Inline::text(words.get("nav.methods")));
        }
        lines.push(methods);
        vec![Block::Notes { lines }]
    }
}

fn nation(nation: crate::calendar::Nation) -> &'static str {
    use crate::calendar::Nation;
    match nation {
        Nation::England => "england",
        Nation::Wales => "wales",
        Nation::Scotland => "scotland",
        Nation::NorthernIreland => "northern_ireland",
    }
}
