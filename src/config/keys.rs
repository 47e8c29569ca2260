//! Every key of candour.toml, by section. The documentation is tested against this list.

/// The sections and their keys. `x` stands for a code of the council's choice.
pub const KEYS: &[(&str, &[&str])] = &[
    ("", SECTIONS),
    ("council", COUNCIL),
    ("printable", PRINTABLE),
    ("services.x", SERVICE),
    ("procedures.x", PROCEDURE),
    ("procedures.x.stage_1", TIMER),
    ("contacts.x", CODE),
    ("stages.x", CODE),
    ("outcomes.x", CODE),
    ("refusal_reasons.x", CODE),
    ("natures.x", CODE),
    ("complainants.x", CODE),
    ("channels.x", CODE),
    ("remedies.x", CODE),
    ("themes.x", CODE),
    ("ombudsmen.x", OMBUDSMAN),
    ("ombudsmen.x.figures", FIGURES_SOURCE),
    ("decisions.x", CODE),
    ("decision_reasons.x", CODE),
    ("findings.x", CODE),
    ("timeliness.x", CODE),
    ("response_bands.x", CODE),
    ("groups.x", CODE),
    ("columns", COLUMNS),
    ("measures", MEASURES),
    ("measures.x", MEASURE),
    ("disclosure", DISCLOSURE),
    ("release", RELEASE),
    ("accept", ACCEPT),
    ("theme", THEME),
    ("pages.x", PAGE),
    ("pages.x.y", SECTION),
];

pub(super) const SECTIONS: &[&str] = &[
    "council",
    "printable",
    "services",
    "procedures",
    "contacts",
    "stages",
    "outcomes",
    "refusal_reasons",
    "natures",
    "complainants",
    "channels",
    "remedies",
    "themes",
    "ombudsmen",
    "decisions",
    "decision_reasons",
    "findings",
    "timeliness",
    "response_bands",
    "groups",
    "columns",
    "measures",
    "disclosure",
    "release",
    "accept",
    "theme",
    "pages",
];
pub(super) const COUNCIL: &[&str] = &[
    "name",
    "area_code",
    "kind",
    "nation",
    "base_url",
    "languages",
    "website",
    "example",
    "banner",
];
pub(super) const PRINTABLE: &[&str] = &["label", "text"];
pub(super) const SERVICE: &[&str] = &[
    "name",
    "slug",
    "page",
    "parent",
    "subject",
    "keywords",
    "aliases",
    "kind",
    "from",
    "to",
    "successor",
    "change",
];
pub(super) const PROCEDURE: &[&str] = &[
    "name",
    "aliases",
    "law",
    "statutory",
    "services",
    "stages",
    "informal",
    "stage_1",
    "stage_2",
    "stage_3",
];
pub(super) const TIMER: &[&str] = &[
    "days",
    "unit",
    "report_in",
    "clock",
    "acknowledge",
    "extension",
    "maximum",
    "request",
    "who",
    "from",
];
pub(super) const CODE: &[&str] = &["name", "aliases", "procedures"];
pub(super) const OMBUDSMAN: &[&str] = &["name", "aliases", "procedures", "figures"];
pub(super) const FIGURES_SOURCE: &[&str] = &["year", "title", "published", "link"];
pub(super) const COLUMNS: &[&str] = &["ignore"];
pub(super) const MEASURES: &[&str] = &["outcome_basis", "provisional_days"];
pub(super) const MEASURE: &[&str] = &["name", "unit", "definition"];
pub(super) const DISCLOSURE: &[&str] = &[
    "threshold",
    "method",
    "base",
    "secret",
    "zeros",
    "protect",
    "show",
    "reason",
];
pub(super) const RELEASE: &[&str] = &["date", "next", "late", "embargo"];
pub(super) const ACCEPT: &[&str] = &["code", "key", "use", "reason"];
pub(super) const THEME: &[&str] = &["name"];
pub(super) const PAGE: &[&str] = &["sections"];
pub(super) const SECTION: &[&str] = &["title", "tiles", "parts"];
