//! The dated tree of services.

use crate::period::Period;
use crate::vocabulary::{Code, Codes, code, fold};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The dated tree of services.
#[derive(Debug, Clone, Default)]
pub struct Services {
    nodes: Vec<Service>,
    by_code: HashMap<Code, usize>,
    by_fold: HashMap<String, Code>,
    /// The places of the nodes below each, in order.
    below: HashMap<Option<Code>, Vec<usize>>,
    /// By service: the days on which another one, or a part of it, came to it while it was there already.
    arrivals: HashMap<Code, Vec<NaiveDate>>,
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
            arrivals: HashMap::new(),
            nodes,
        };
        for (index, node) in services.nodes.iter().enumerate() {
            services.by_code.insert(node.code, index);
            services.below.entry(node.parent).or_default().push(index);
        }
        services.arrivals = services.learn_arrivals();
        services.learn_spellings(codes);
        services
    }

    fn learn_arrivals(&self) -> HashMap<Code, Vec<NaiveDate>> {
        let mut arrivals: HashMap<Code, Vec<NaiveDate>> = HashMap::new();
        for node in &self.nodes {
            let Some(day) = node.to.and_then(|last| last.succ_opt()) else {
                continue;
            };
            for successor in &node.successors {
                let there = |node: &Service| node.from.is_none_or(|from| from < day);
                if self.get(*successor).is_some_and(there) {
                    arrivals.entry(*successor).or_default().push(day);
                }
            }
        }
        arrivals
    }

    /// Returns the days on which a service took over another one, or a part of it, while it was there already: its figures
    /// before and after are of different work.
    pub fn arrivals(&self, code: Code) -> &[NaiveDate] {
        if self.arrivals.is_empty() {
            return &[];
        }
        self.arrivals.get(&code).map_or(&[], Vec::as_slice)
    }

    /// Returns whether a service was there on any day of a period; true for `all`.
    pub fn lived(&self, code: Code, period: Period) -> bool {
        let Some(node) = self.get(code) else {
            return true;
        };
        let unborn = node
            .from
            .zip(period.end())
            .is_some_and(|(from, end)| from > end);
        let gone = node
            .to
            .zip(period.start())
            .is_some_and(|(to, start)| to < start);
        !unborn && !gone
    }

    /// Codes win over aliases and aliases over names; a name that two services share finds neither, because a guess would
    /// count one service's complaints under the other.
    fn learn_spellings(&mut self, codes: &Codes) {
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
        self.by_fold.get(&fold(spelling)).copied()
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
        let parent = (code != code::ALL).then_some(code);
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
