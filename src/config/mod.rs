//! The text of candour.toml, checked and turned into a [`Site`].
//!
//! Unknown keys are refused with the nearest known one; every fault carries the place in the file. Later stages read the
//! [`Site`] and never the text.

mod council;
mod keys;
mod lists;
mod pages;
mod policy;
mod procedures;
mod services;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub use keys::KEYS;
pub use pages::{BUILT_IN_SECTIONS, COLUMNS, PARTS};
pub use services::SUBJECTS;

use crate::calendar::{DayUnit, Nation};
use crate::diagnostic::{Diagnostic, Report, named as rule};
use crate::period::Period;
use crate::vocabulary::{Code, Codes, List, Unit};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Everything a council settles about its site.
#[derive(Debug, Clone)]
pub struct Site {
    /// The council itself.
    pub council: Council,
    /// Telephone numbers, addresses and mail boxes that may be printed.
    pub printable: Vec<Printable>,
    /// The tree of services.
    pub services: Services,
    /// The procedures, by code, in the order of the file, built-in defaults included when data may use them.
    pub procedures: Vec<Procedure>,
    /// All words that have a code so far; stages that read data may add joined ones to their own copy.
    pub codes: Codes,
    /// The permitted codes of each list with the council's own names and aliases.
    pub lists: BTreeMap<List, CodeList>,
    /// Header aliases: a canonical column to the council's own headings.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Columns to drop unread.
    pub ignored_columns: Vec<String>,
    /// How measures are taken.
    pub measures: MeasureOptions,
    /// The disclosure policy.
    pub disclosure: DisclosurePolicy,
    /// Dates of releases.
    pub release: ReleaseDates,
    /// Findings that are known and explained in public.
    pub accepted: Vec<Acceptance>,
    /// The theme's name.
    pub theme: String,
    /// Which sections and tiles each service shows: by service code, `default` for the others.
    pub pages: BTreeMap<String, PageLayout>,
}

/// Parses the text of candour.toml. All faults go to the report; the site is returned also when there are some, so that
/// the data can be checked in the same run, but not when the text is no TOML at all.
pub fn parse(file: &str, text: &str, report: &mut Report) -> Option<Site> {
    let rules = text::TextRules {
        syntax: rule::SETTINGS_SYNTAX,
        unknown: rule::SETTINGS_UNKNOWN_KEY,
        kind: rule::SETTINGS_WRONG_KIND,
    };
    let mut reader = text::Reader::new(file, text, rules, report);
    let document = reader.document()?;
    let mut root = text::Table::root(&document);
    let site = read(&mut reader, &mut root);
    reader.finish(root, keys::SECTIONS);
    if site.codes.is_full() {
        report.push(too_many_codes());
    }
    Some(site)
}

/// Returns the finding that codes have run out, in candour.toml or in the tables.
pub fn too_many_codes() -> Diagnostic {
    Diagnostic::error(
        rule::TOO_MANY_CODES,
        "candour.toml and the tables have more codes than can be told apart",
    )
    .help("Look for a section of candour.toml or a column of the tables that holds something else than codes.")
}

/// Reads the sections in an order in which each finds the codes that it names.
fn read(reader: &mut text::Reader, root: &mut text::Table) -> Site {
    let mut codes = Codes::default();
    let council = council::council(reader, root);
    let printable = council::printable(reader, root);
    let services = services::services(reader, root, &mut codes);
    let (procedures, aliases) =
        procedures::procedures(reader, root, &mut codes, council.nation, &services);
    let lists = lists::lists(reader, root, &mut codes, &aliases);
    let measures = policy::measures(reader, root, &mut codes);
    let mut site = Site {
        council,
        printable,
        services,
        procedures,
        codes,
        lists,
        columns: BTreeMap::new(),
        ignored_columns: Vec::new(),
        measures,
        disclosure: DisclosurePolicy::default(),
        release: policy::release(reader, root),
        accepted: policy::accepted(reader, root),
        theme: theme(reader, root),
        pages: BTreeMap::new(),
    };
    site.disclosure = policy::disclosure(reader, root, &site);
    site.pages = pages::pages(reader, root, &site);
    (site.columns, site.ignored_columns) = pages::columns(reader, root, &site);
    site
}

fn theme(reader: &mut text::Reader, root: &mut text::Table) -> String {
    let mut table = reader.table(root, "theme");
    let name = reader.word(&mut table, "name");
    reader.finish(table, keys::THEME);
    name.map_or_else(|| "default".into(), toml::Spanned::into_inner)
}

/// The council.
#[derive(Debug, Clone, Default)]
pub struct Council {
    /// As printed.
    pub name: String,
    /// GSS code.
    pub area_code: String,
    /// county, district, metropolitan, unitary, london_borough, …
    pub kind: String,
    /// Chooses calendar, procedures and ombudsmen.
    pub nation: Nation,
    /// Where the site will stand, ending in `/`.
    pub base_url: String,
    /// Language codes; the first lives at the root.
    pub languages: Vec<String>,
    /// The council's own site.
    pub website: String,
    /// An invented council: every page says so.
    pub example: bool,
    /// One line on top of every page.
    pub banner: String,
}

/// A detail that may be printed although it looks personal.
#[derive(Debug, Clone)]
pub struct Printable {
    /// What it is.
    pub label: String,
    /// The exact text.
    pub text: String,
}

/// The dated tree of services.
#[derive(Debug, Clone, Default)]
pub struct Services {
    nodes: Vec<Service>,
    by_code: HashMap<Code, usize>,
    by_fold: HashMap<String, Code>,
    /// The places of the nodes below each, in order.
    below: HashMap<Option<Code>, Vec<usize>>,
}

/// A node of the tree: a directorate, a service or a team.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its code.
    pub code: Code,
    /// As printed.
    pub name: String,
    /// Its part of addresses, fixed for ever.
    pub slug: String,
    /// Whether it has pages.
    pub page: bool,
    /// `directorate`, `service`, `team` or another word of the council's.
    pub kind: String,
    /// The node above; nothing for the top level (whose parent is the council).
    pub parent: Option<Code>,
    /// One of the eight ombudsman subjects, or empty.
    pub subject: String,
    /// Residents' own words.
    pub keywords: Vec<String>,
    /// Other spellings in the data.
    pub aliases: Vec<String>,
    /// First and last day of its life.
    pub from: Option<NaiveDate>,
    /// Last day of its life.
    pub to: Option<NaiveDate>,
    /// What came after it.
    pub successors: Vec<Code>,
    /// How it changed into its successors.
    pub change: Option<ServiceChange>,
}

/// How a service turned into others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceChange {
    /// One to one: compare directly.
    Rename,
    /// One to several: compare only above.
    Split,
    /// Several to one: compare with the sum.
    Merge,
    /// A part moved: a break.
    Transfer,
}

impl Services {
    /// Builds the tree; the caller has checked that codes and slugs are unique and parents exist.
    pub fn new(nodes: Vec<Service>, codes: &Codes) -> Self {
        let mut services = Services {
            by_code: HashMap::new(),
            by_fold: HashMap::new(),
            below: HashMap::new(),
            nodes,
        };
        for (index, node) in services.nodes.iter().enumerate() {
            services.by_code.insert(node.code, index);
            services.below.entry(node.parent).or_default().push(index);
        }
        services.learn_spellings(codes);
        services
    }

    /// Codes win over aliases and aliases over names; a name that two services share finds neither, because a guess would
    /// count one service's complaints under the other.
    fn learn_spellings(&mut self, codes: &Codes) {
        use crate::vocabulary::fold;
        let mut names: HashMap<String, usize> = HashMap::new();
        for node in &self.nodes {
            *names.entry(fold(&node.name)).or_default() += 1;
        }
        for node in &self.nodes {
            self.by_fold.insert(fold(codes.word(node.code)), node.code);
        }
        for node in &self.nodes {
            for alias in &node.aliases {
                self.by_fold.entry(fold(alias)).or_insert(node.code);
            }
        }
        for node in &self.nodes {
            if names.get(&fold(&node.name)) == Some(&1) {
                self.by_fold.entry(fold(&node.name)).or_insert(node.code);
            }
        }
    }

    /// Returns the nodes in the order of candour.toml.
    pub fn iter(&self) -> impl Iterator<Item = &Service> {
        self.nodes.iter()
    }

    /// Returns the node with this code; nothing for `all`.
    pub fn get(&self, code: Code) -> Option<&Service> {
        self.by_code.get(&code).map(|&index| &self.nodes[index])
    }

    /// Returns the node's place in the order of candour.toml.
    pub fn position(&self, code: Code) -> usize {
        self.by_code.get(&code).copied().unwrap_or(usize::MAX)
    }

    /// Returns the code of the service that the data spell so (name, code or alias, compared folded).
    pub fn find(&self, spelling: &str) -> Option<Code> {
        self.by_fold
            .get(&crate::vocabulary::fold(spelling))
            .copied()
    }

    /// Returns whether candour.toml spells the service so, to the letter: as its code, its name or an alias.
    pub fn spells(&self, code: Code, spelling: &str, codes: &Codes) -> bool {
        self.get(code).is_some_and(|node| {
            node.name == spelling
                || codes.word(code) == spelling
                || node.aliases.iter().any(|alias| alias == spelling)
        })
    }

    /// Returns the nodes directly below this one; the top level for `all`.
    pub fn children(&self, code: Code) -> impl Iterator<Item = &Service> {
        let parent = (code != crate::vocabulary::code::ALL).then_some(code);
        let below = self.below.get(&parent).map_or(&[][..], Vec::as_slice);
        below.iter().map(|&index| &self.nodes[index])
    }

    /// Returns the node and all above it, without `all`.
    pub fn ancestors(&self, code: Code) -> Vec<Code> {
        let mut line = Vec::new();
        let mut at = Some(code);
        while let Some(code) = at.filter(|code| !line.contains(code)) {
            line.push(code);
            at = self.get(code).and_then(|node| node.parent);
        }
        line
    }
}

/// A complaints procedure: its stages and their timers.
#[derive(Debug, Clone)]
pub struct Procedure {
    /// Its code.
    pub code: Code,
    /// The council's own name; empty for the language file's.
    pub name: String,
    /// The law it rests on, as printed.
    pub law: String,
    /// Whether it is laid down in law.
    pub statutory: bool,
    /// The services it is for; empty for all.
    pub services: Vec<Code>,
    /// The stages it has, in order.
    pub stages: Vec<Code>,
    /// Timers by stage, earliest first; a later one starts a series break.
    pub timers: Vec<(Code, Vec<Timer>)>,
}

/// How long a stage may take, from a date on.
#[derive(Debug, Clone)]
pub struct Timer {
    /// The target; nothing where there is none.
    pub days: Option<u16>,
    /// What days are counted in.
    pub unit: DayUnit,
    /// The unit that response days are reported in (for targets in months, working days).
    pub report_in: DayUnit,
    /// The event that starts the clock.
    pub clock: Clock,
    /// Days to acknowledge, from receipt.
    pub acknowledge: Option<u16>,
    /// Days an extension may add.
    pub extension: Option<u16>,
    /// The most days in all.
    pub maximum: Option<u16>,
    /// Days a resident has to ask for this stage.
    pub request: Option<u16>,
    /// Who looks at it.
    pub who: String,
    /// The first day on which a complaint received runs by this timer.
    pub from: Option<NaiveDate>,
}

/// The event that starts a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Receipt.
    Received,
    /// Acknowledgement, as in the ombudsmen's Codes.
    Acknowledged,
    /// A start date given in the data.
    Started,
}

impl Procedure {
    /// Returns the timer of a stage for complaints received on this day.
    pub fn timer(&self, stage: Code, received: NaiveDate) -> Option<&Timer> {
        let timers = &self.timers.iter().find(|(code, _)| *code == stage)?.1;
        timers
            .iter()
            .rev()
            .find(|timer| timer.from.is_none_or(|from| from <= received))
            .or(timers.first())
    }
}

/// The permitted codes of one list.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    /// The codes in order, built-in ones first.
    pub entries: Vec<CodeEntry>,
    by_fold: HashMap<String, Code>,
    /// The spellings with other characters than ASCII, as they are written.
    written: HashSet<String>,
}

/// One permitted code.
#[derive(Debug, Clone)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// The council's own name; nothing for the language file's.
    pub name: Option<String>,
    /// Procedures it belongs to; empty for all.
    pub procedures: Vec<Code>,
}

impl CodeList {
    /// Adds a code with the spellings that are read for it. A spelling that is taken keeps its first owner.
    pub fn add(&mut self, codes: &Codes, entry: CodeEntry, spellings: &[&str]) {
        let word = codes.word(entry.code);
        for spelling in spellings
            .iter()
            .copied()
            .chain(entry.name.as_deref())
            .chain([word])
        {
            self.write(spelling);
            self.by_fold
                .entry(crate::vocabulary::fold(spelling))
                .or_insert(entry.code);
        }
        self.entries.push(entry);
    }

    /// Makes a spelling mean this code, whatever it meant before (a council's own alias wins over a built-in one).
    pub fn alias(&mut self, spelling: &str, code: Code) {
        self.write(spelling);
        self.by_fold.insert(crate::vocabulary::fold(spelling), code);
    }

    /// Returns the code that the data spell so.
    pub fn find(&self, spelling: &str) -> Option<Code> {
        self.by_fold
            .get(&crate::vocabulary::fold(spelling))
            .copied()
    }

    fn write(&mut self, spelling: &str) {
        if !spelling.is_ascii() {
            self.written.insert(spelling.to_owned());
        }
    }

    /// Returns whether a spelling has characters, such as a no-break space or an accent typed apart, that no spelling of
    /// this list is written with, so that it is another one's only because Unicode holds them for the same.
    pub fn is_otherwise(&self, spelling: &str) -> bool {
        !spelling.is_ascii() && !self.written.contains(spelling)
    }

    /// Returns the entry of a code.
    pub fn entry(&self, code: Code) -> Option<&CodeEntry> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}

/// How measures are taken.
#[derive(Debug, Clone)]
pub struct MeasureOptions {
    /// What tables of outcomes are of.
    pub outcome_basis: OutcomeBasis,
    /// How many days after a period's end its figures stay provisional.
    pub provisional_days: u16,
    /// The council's own measures.
    pub own: Vec<OwnMeasure>,
}

/// What a table of outcomes is of (contract 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutcomeBasis {
    /// The complaints received in the period.
    Received,
    /// Those responded to in the period.
    Responded,
}

/// A measure that a council counts for itself.
#[derive(Debug, Clone)]
pub struct OwnMeasure {
    /// Its code.
    pub code: Code,
    /// As printed.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// What it means.
    pub definition: String,
}

/// The disclosure policy of contract 6.
#[derive(Debug, Clone, Default)]
pub struct DisclosurePolicy {
    /// The count from which a number may be shown; 0 hides nothing.
    pub threshold: u16,
    /// `suppress` or `round`.
    pub method: String,
    /// Whether zeros are shown.
    pub show_zeros: bool,
    /// Added to the protected list.
    pub protect: Vec<String>,
    /// Taken from the protected list.
    pub show: Vec<String>,
    /// Why the policy is not the default; printed on the methods page.
    pub reason: String,
}

/// Dates of releases.
#[derive(Debug, Clone, Default)]
pub struct ReleaseDates {
    /// The day these figures are published.
    pub date: Option<NaiveDate>,
    /// The next days.
    pub next: Vec<NaiveDate>,
    /// Not to be published before this day.
    pub embargo: Option<NaiveDate>,
}

/// A finding that is known and explained in public.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The finding's code.
    pub code: String,
    /// The finding's key.
    pub key: String,
    /// Which of two disagreeing values to publish: `computed`, `supplied`, or the text of a row's `source`.
    pub choose: String,
    /// The explanation that the page prints.
    pub reason: String,
    /// The line in candour.toml, for messages.
    pub line: u32,
}

/// The sections that a service's pages show, in order.
#[derive(Debug, Clone, Default)]
pub struct PageLayout {
    /// Ids in order.
    pub sections: Vec<String>,
    /// What the council settled about a section, by id.
    pub settings: BTreeMap<String, SectionLayout>,
}

/// One section's settings.
#[derive(Debug, Clone, Default)]
pub struct SectionLayout {
    /// Its heading; nothing for the language file's.
    pub title: Option<String>,
    /// Its tiles, in order; nothing for the default ones.
    pub tiles: Option<Vec<String>>,
    /// Its parts, in order; nothing for the default ones.
    pub parts: Option<Vec<String>>,
}

impl Site {
    /// Returns the procedure with this code.
    pub fn procedure(&self, code: Code) -> Option<&Procedure> {
        self.procedures
            .iter()
            .find(|procedure| procedure.code == code)
    }

    /// Returns the permitted codes of a list.
    pub fn list(&self, list: List) -> &CodeList {
        static EMPTY: std::sync::OnceLock<CodeList> = std::sync::OnceLock::new();
        self.lists
            .get(&list)
            .unwrap_or_else(|| EMPTY.get_or_init(CodeList::default))
    }

    /// Returns the acceptance of a finding, when candour.toml has one.
    pub fn acceptance(&self, code: &str, key: &str) -> Option<&Acceptance> {
        self.accepted
            .iter()
            .find(|accepted| accepted.code == code && accepted.key == key)
    }

    /// Returns whether figures of this period may still change on the as-of date.
    pub fn provisional(&self, period: Period, as_of: NaiveDate) -> bool {
        period.end().is_some_and(|end| {
            as_of < end + chrono::Days::new(self.measures.provisional_days.into())
        })
    }
}
