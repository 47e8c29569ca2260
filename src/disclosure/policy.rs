//! What the council's policy protects (contract 6).

use super::reach::Reach;
use crate::config::{DisclosurePolicy, Site};
use crate::history::History;
use crate::number::Decimal;
use crate::vocabulary::{Code, ObservationKey, Unit, code, measure};

/// What is protected unless `show` takes it out.
const DEFAULT: [&str; 8] = [
    "statutory_children",
    "statutory_adults",
    "public_health",
    "schools",
    "teams",
    "complainant",
    "nature+outcome",
    "channel",
];

/// The kind of service that is a team.
const TEAM: &str = "team";

/// A policy, ready to be asked about figures.
#[derive(Debug)]
pub struct Policy<'a> {
    site: &'a Site,
    earlier: Option<&'a History>,
    reach: Option<&'a Reach>,
    protect: Vec<Term>,
    /// What `everything` leaves out.
    show: Vec<Term>,
    everything: bool,
    /// The count from which a number may be shown.
    pub threshold: i64,
    /// Whether noughts are shown.
    pub show_zeros: bool,
}

/// One word of the policy.
#[derive(Debug)]
enum Term {
    Teams,
    /// A procedure, contact or service.
    Place(Code),
    Breakdowns(Vec<Code>),
}

/// Returns the words of what a policy protects; `everything` stands for all that can be hidden.
pub fn protected(policy: &DisclosurePolicy) -> Vec<&str> {
    let own = policy.protect.iter().map(String::as_str);
    let shown = |text: &&str| !policy.show.iter().any(|show| show == text);
    let mut terms: Vec<&str> = Vec::new();
    for term in DEFAULT.into_iter().chain(own).filter(shown) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

impl<'a> Policy<'a> {
    /// Reads the site's policy.
    pub fn new(site: &'a Site) -> Self {
        let policy: &DisclosurePolicy = &site.disclosure;
        let read = |texts: &mut dyn Iterator<Item = &str>| -> Vec<Term> {
            texts.filter_map(|text| term(site, text)).collect()
        };
        Policy {
            protect: read(&mut protected(policy).into_iter()),
            show: read(&mut policy.show.iter().map(String::as_str)),
            everything: policy.protect.iter().any(|text| text == "everything"),
            threshold: policy.threshold.into(),
            show_zeros: policy.show_zeros,
            site,
            earlier: None,
            reach: None,
        }
    }

    /// Reads the site's policy, with what earlier releases showed and hid.
    pub fn after(site: &'a Site, earlier: &'a History) -> Self {
        Policy {
            earlier: Some(earlier),
            ..Policy::new(site)
        }
    }

    /// The same for a site that shows figures of some kinds only.
    pub fn within(self, reach: &'a Reach) -> Self {
        Policy {
            reach: Some(reach),
            ..self
        }
    }

    /// Returns whether an earlier release showed this number for this figure: then it is known, whatever is hidden now.
    pub fn is_public(&self, key: &ObservationKey, value: i64) -> bool {
        let number = Decimal::whole(value);
        self.earlier
            .is_some_and(|earlier| earlier.showed(key, number))
    }

    /// Returns whether an earlier release hid this figure: then it stays hidden, or the two releases would tell what
    /// became of it.
    pub fn was_hidden(&self, key: &ObservationKey) -> bool {
        self.earlier.is_some_and(|earlier| earlier.hid(key))
    }

    /// Returns what the last release that rounded this figure printed of it.
    pub fn rounded_before(&self, key: &ObservationKey) -> Option<i64> {
        self.earlier?.rounded(key)
    }

    /// Returns whether the policy protects a figure: a small count of this kind is hidden.
    ///
    /// Ombudsmen's decisions are published one by one, and context figures are not of complaints, so neither is protected.
    pub fn protects(&self, key: &ObservationKey) -> bool {
        if !counts(key) {
            return false;
        }
        let any = |terms: &[Term]| terms.iter().any(|term| self.meets(term, key));
        any(&self.protect) || (self.everything && !any(&self.show))
    }

    /// Returns whether a count is not published in any form: the site shows none of its kind, or it is one of those that no
    /// proof counts on.
    pub fn leaves_out(&self, key: &ObservationKey) -> bool {
        counts(key) && (self.out_of_reach(key) || self.passes_over(key))
    }

    /// Returns whether the site shows no count of this kind.
    pub fn out_of_reach(&self, key: &ObservationKey) -> bool {
        self.reach.is_some_and(|reach| !reach.has(key))
    }

    /// Returns whether a count is published nowhere and no proof counts on it: teams without pages are counted in their
    /// service; natures with outcomes stand nowhere while they are protected, because hardly one of them is over the
    /// threshold; and of a breakdown that is not shown there is always a table that fits what is.
    pub fn passes_over(&self, key: &ObservationKey) -> bool {
        let crossed = key.category(code::NATURE).is_some() && key.category(code::OUTCOME).is_some();
        let without_page = self
            .site
            .services
            .get(key.service)
            .is_some_and(|node| !node.page);
        let broken_down = key.breakdowns[0].is_some();
        counts(key)
            && (without_page
                || (crossed && self.protects(key))
                || (broken_down && self.out_of_reach(key)))
    }

    fn meets(&self, term: &Term, key: &ObservationKey) -> bool {
        match term {
            Term::Teams => self.is_team(key.service),
            Term::Place(code) => [key.procedure, key.contact, key.service].contains(code),
            Term::Breakdowns(names) => names.iter().all(|name| key.category(*name).is_some()),
        }
    }

    /// Returns whether a service is a team: it says so, or stands below one.
    fn is_team(&self, service: Code) -> bool {
        let line = self.site.services.ancestors(service);
        let mut nodes = line.iter().filter_map(|code| self.site.services.get(*code));
        nodes.any(|node| node.kind == TEAM)
    }

    /// Returns whether a count is small: from 1, or from 0 where noughts are hidden, to the threshold less 1.
    pub fn small(&self, value: i64) -> bool {
        let least = if self.show_zeros { 1 } else { 0 };
        (least..self.threshold).contains(&value)
    }
}

/// Returns whether a key is of a count of the council's contacts, which is what can be hidden.
pub fn counts(key: &ObservationKey) -> bool {
    let open = [code::CONTEXT, code::OMBUDSMAN_ENQUIRY].contains(&key.contact);
    !open
        && key.category(code::GROUP).is_none()
        && key.category(code::OMBUDSMAN).is_none()
        && measure(key.measure).is_some_and(|measure| measure.unit == Unit::Count)
}

fn term(site: &Site, text: &str) -> Option<Term> {
    if text == "teams" {
        return Some(Term::Teams);
    }
    let codes: Option<Vec<Code>> = text.split('+').map(|part| site.codes.get(part)).collect();
    let codes = codes?;
    let breakdowns = codes
        .iter()
        .all(|code| crate::vocabulary::BREAKDOWNS.contains(code));
    match (breakdowns, &codes[..]) {
        (true, _) => Some(Term::Breakdowns(codes)),
        (false, [code]) => Some(Term::Place(*code)),
        _ => None,
    }
}
