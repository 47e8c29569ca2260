//! How we protect people: the rule, in the policy's own values, for the people it protects.

use super::beside::POLICY;
use super::compose::Composer;
use super::page::{Section, Texts};
use crate::disclosure::policy::protected;
use crate::disclosure::rounding::Base;
use crate::vocabulary::{BREAKDOWNS, List};

impl Composer<'_> {
    /// Returns what the page says: from the settings, so that words and figures cannot disagree.
    pub(super) fn protection(&self) -> Vec<Section> {
        let words = self.from.words;
        let policy = &self.from.site.disclosure;
        let say = |key: &str| words.get(&format!("protection.{key}")).to_owned();
        let reason = (!policy.reason.is_empty())
            .then(|| words.fill("protection.reason", &[("reason", &policy.reason)]));
        let mut which = Vec::new();
        if policy.threshold == 0 {
            which.push(say("nothing"));
            which.extend(reason);
            return vec![
                self.section("which", "protection.which", which),
                self.section("proof", "protection.proof", vec![say("proof_details")]),
            ];
        }
        if let Some(base) = self.from.release.rounded {
            return self.rounded_protection(base, reason);
        }
        let most = (policy.threshold - 1).to_string();
        let terms = words.all_of(&self.protected_terms());
        let args = [("most", most.as_str()), ("terms", terms.as_str())];
        if self.protects_everything() {
            which.push(words.fill("protection.small_everything", &args));
        } else {
            which.push(words.fill("protection.small", &args));
        }
        let shown: Vec<String> = policy.show.iter().map(|term| self.term(term)).collect();
        if !shown.is_empty() {
            let terms = words.all_of(&shown);
            which.push(words.fill("protection.except", &[("terms", &terms)]));
        }
        let threshold = policy.threshold.to_string();
        which.push(words.fill("protection.averages", &[("n", &threshold)]));
        which.push(say(match policy.show_zeros {
            true => "zeros_shown",
            false => "zeros_hidden",
        }));
        which.extend(reason);
        let others = ["others_sums", "others_made", "others_tables", "others_mark"];
        let mut others: Vec<String> = others.into_iter().map(say).collect();
        if self.pages.ombudsman {
            others.push(say("others_open"));
        }
        let least = [("least", most.as_str())];
        let proof = vec![
            words.fill("protection.proof_tables", &least),
            say("proof_one"),
            say("proof_details"),
        ];
        let why = vec![say("why_people"), say("why_openness")];
        vec![
            self.section("why", "protection.why", why),
            self.section("which", "protection.which", which),
            self.section("others", "protection.others", others),
            self.section("proof", "protection.proof", proof),
        ]
    }

    /// The same where numbers are rounded.
    fn rounded_protection(&self, base: Base, reason: Option<String>) -> Vec<Section> {
        let words = self.from.words;
        let least = i64::from(self.from.site.disclosure.threshold) - 1;
        let number = base.number();
        let numbers = [
            number,
            number - 1,
            2 * number,
            least,
            base.enough(),
            least + 1,
        ];
        let [base, most, twice, least, enough, n] = numbers.map(|number| number.to_string());
        let terms = words.all_of(&self.protected_terms());
        let args = [
            ("base", &*base),
            ("most", &*most),
            ("twice", &*twice),
            ("least", &*least),
            ("small", &*least),
            ("enough", &*enough),
            ("n", &*n),
            ("terms", &*terms),
        ];
        let say = |key: &str| words.fill(&format!("protection.{key}"), &args);
        let rule = [
            "rounded_rule",
            "rounded_lots",
            "rounded_each",
            "rounded_made",
        ];
        let mut which: Vec<String> = rule.into_iter().map(say).collect();
        if self.pages.ombudsman {
            which.push(say("others_open"));
        }
        which.extend(reason);
        let small = match self.protects_everything() {
            true => "rounded_small_everything",
            false => "rounded_small",
        };
        let proof = vec![say(small), say("rounded_proof"), say("proof_details")];
        let why = vec![say("why_people"), say("rounded_why_openness")];
        vec![
            self.section("why", "protection.rounded_why", why),
            self.section("which", "protection.rounded_which", which),
            self.section("proof", "protection.proof", proof),
        ]
    }

    /// Returns the same policy as rows.
    pub(super) fn policy(&self) -> Texts {
        let policy = &self.from.site.disclosure;
        let words = self.from.words;
        let mut rows = Vec::new();
        let mut add = |setting: &str, value: String, meaning: &str| {
            rows.push(vec![setting.to_owned(), value, meaning.to_owned()]);
        };
        add(
            "threshold",
            policy.threshold.to_string(),
            words.get("policy.threshold"),
        );
        if policy.threshold > 0 {
            let method = match self.from.release.rounded {
                Some(_) => ("round", "policy.round"),
                None => ("suppress", "policy.suppress"),
            };
            add("method", method.0.to_owned(), words.get(method.1));
            match self.from.release.rounded {
                Some(base) => add("base", base.number().to_string(), words.get("policy.base")),
                None => {
                    let zeros = match policy.show_zeros {
                        true => ("show", "policy.zeros_shown"),
                        false => ("hide", "policy.zeros_hidden"),
                    };
                    add("zeros", zeros.0.to_owned(), words.get(zeros.1));
                }
            }
            for term in protected(policy) {
                add("protect", term.to_owned(), &self.term(term));
            }
            for term in &policy.show {
                add("show", term.clone(), &self.term(term));
            }
        }
        if !policy.reason.is_empty() {
            add("reason", String::new(), &policy.reason);
        }
        Texts {
            table: &POLICY,
            rows,
        }
    }

    /// Returns whether small numbers are protected whatever they are about.
    pub(super) fn protects_everything(&self) -> bool {
        protected(&self.from.site.disclosure).contains(&"everything")
    }

    /// Returns what the policy protects, in words.
    pub(super) fn protected_terms(&self) -> Vec<String> {
        let terms = protected(&self.from.site.disclosure);
        terms.into_iter().map(|term| self.term(term)).collect()
    }

    /// Says one word of the policy: of teams, of breakdowns, or the name of a procedure, a contact or a service.
    fn term(&self, term: &str) -> String {
        let names = self.names();
        let words = self.from.words;
        let key = format!("protection.terms.{term}");
        if words.has(&key) {
            return words.get(&key).to_owned();
        }
        let codes: Vec<_> = term
            .split('+')
            .filter_map(|word| names.codes.get(word))
            .collect();
        if !codes.is_empty() && codes.iter().all(|code| BREAKDOWNS.contains(code)) {
            let by: Vec<String> = codes.iter().map(|code| names.by(*code)).collect();
            return words.all_of(&by);
        }
        let Some(code) = codes.first().copied() else {
            return term.to_owned();
        };
        if self.from.site.procedure(code).is_some() {
            let name = words.within(&names.of(List::Procedure, code));
            return words.fill("protection.procedure", &[("procedure", &name)]);
        }
        if self.from.site.services.get(code).is_some() {
            return names.service(code);
        }
        words.within(&names.of(List::Contact, code))
    }
}
