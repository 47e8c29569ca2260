//! The categories that make a figure: those of a breakdown, and those that were printed as one.

use super::{Relation, Relations, Sum};
use crate::config::Site;
use crate::vocabulary::{Code, Codes, MOST_JOINED, ObservationKey, breakdown_list, code};
use std::collections::BTreeSet;

impl Relations<'_> {
    pub(super) fn of_categories(&self, whole: &ObservationKey) -> Vec<Relation> {
        const SINGLE: [Code; 5] = [
            code::OUTCOME,
            code::TIMELINESS,
            code::RESPONSE_BAND,
            code::CHANNEL,
            code::DECISION,
        ];
        SINGLE
            .into_iter()
            .filter_map(|name| {
                let categories = self.categories.get(&(*whole, name))?;
                let parts = self.apart(name, categories);
                let complete = self.every_category(whole, name, &parts);
                (!parts.is_empty()).then(|| Relation {
                    sum: Sum::Categories(name),
                    whole: *whole,
                    parts: parts
                        .into_iter()
                        .map(|category| whole.with(&self.codes, name, category))
                        .collect(),
                    foreign: Vec::new(),
                    complete,
                })
            })
            .collect()
    }

    /// Returns whether categories are all there are: both of in time and late, every band, or an outcome for the rest. Of
    /// complaints received, open ones are a rest of their own. "Other" of a list that may be left empty is no rest.
    fn every_category(&self, whole: &ObservationKey, name: Code, parts: &[Code]) -> bool {
        let has = |codes: &[Code]| codes.iter().all(|code| parts.contains(code));
        match name {
            code::TIMELINESS => has(&[code::IN_TIME, code::LATE]),
            code::RESPONSE_BAND => {
                has(&[code::BAND_11_15, code::BAND_16_PLUS])
                    && (has(&[code::BAND_0_10]) || has(&[code::BAND_0_5, code::BAND_6_10]))
            }
            code::OUTCOME if whole.measure == code::RESPONDED => {
                has(&[code::OTHER]) || has(&[code::UNKNOWN])
            }
            code::OUTCOME => has(&[code::OTHER]) || has(&[code::OPEN, code::UNKNOWN]),
            _ => false,
        }
    }

    /// Returns categories that share nothing: of `upheld_or_partially_upheld` and its two parts either the one or the
    /// others, of the tests of time only in time and late.
    pub fn apart(&self, name: Code, categories: &[Code]) -> Vec<Code> {
        let mut apart: Vec<Code> = categories.to_vec();
        if name == code::TIMELINESS {
            apart.retain(|code| [code::IN_TIME, code::LATE].contains(code));
        }
        if name == code::RESPONSE_BAND && apart.contains(&code::BAND_0_10) {
            apart.retain(|code| ![code::BAND_0_5, code::BAND_6_10].contains(code));
        }
        for &category in categories {
            let Some(parts) = joined_parts(self.site, &self.codes, name, category) else {
                continue;
            };
            if parts.iter().all(|part| categories.contains(part)) {
                apart.retain(|code| *code != category);
            } else {
                apart.retain(|code| !parts.contains(code));
            }
        }
        apart
    }

    pub(super) fn joined(&self, whole: &ObservationKey) -> Vec<Relation> {
        whole
            .breakdowns
            .iter()
            .flatten()
            .filter_map(|&(name, category)| {
                let parts = joined_parts(self.site, &self.codes, name, category)?;
                let rest = whole.without(name);
                let parts = parts
                    .into_iter()
                    .map(|part| rest.with(&self.codes, name, part));
                self.relation(Sum::Joined(name), whole, parts)
            })
            .collect()
    }
}

/// Returns the parts of a value that was printed as one (`upheld_or_partially_upheld`); nothing for a value of its own.
pub fn joined_parts(
    site: &Site,
    codes: &Codes,
    breakdown: Code,
    category: Code,
) -> Option<Vec<Code>> {
    let list = breakdown_list(breakdown)?;
    let word = codes.word(category);
    let known = |code: Code| site.list(list).entry(code).is_some();
    if !word.contains("_or_") || known(category) {
        return None;
    }
    split_joined(word, &|part| codes.get(part).filter(|&code| known(code)))
}

/// Returns the outcomes that are told, alone or as a part of one that joins them.
pub fn outcomes_told(
    site: &Site,
    codes: &Codes,
    outcomes: impl Iterator<Item = Code>,
) -> BTreeSet<Code> {
    let with_parts = |outcome: Code| {
        let parts = joined_parts(site, codes, code::OUTCOME, outcome);
        [outcome].into_iter().chain(parts.into_iter().flatten())
    };
    outcomes.flat_map(with_parts).collect()
}

/// Splits a joined word where every part is known; nothing for one of more parts than are ever printed as one.
fn split_joined(word: &str, known: &dyn Fn(&str) -> Option<Code>) -> Option<Vec<Code>> {
    if word.matches("_or_").count() >= MOST_JOINED {
        return None;
    }
    let mut from = 0;
    while let Some(at) = word[from..].find("_or_").map(|at| at + from) {
        if let Some(head) = known(&word[..at]) {
            let rest = &word[at + 4..];
            let tail = known(rest)
                .map(|code| vec![code])
                .or_else(|| split_joined(rest, known));
            if let Some(tail) = tail {
                return Some([vec![head], tail].concat());
            }
        }
        from = at + 4;
    }
    None
}
