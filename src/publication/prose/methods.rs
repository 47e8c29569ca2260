//! How figures are made: what is counted, how days run, what is hidden, what changed.

use crate::calendar::DayUnit;
use crate::config::OutcomeBasis;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Fact, Inline, Link, Section};
use crate::vocabulary::{Code, List, code};

impl Composer<'_> {
    pub(super) fn methods(&self) -> Vec<Section> {
        let mut sections = vec![
            self.kinds(),
            self.section("counting", "methods.counting", self.how_counted()),
            self.section("days", "methods.working_days", self.how_days_run()),
            self.small_numbers(),
        ];
        sections.extend(self.series_breaks());
        sections
    }

    fn how_counted(&self) -> Vec<String> {
        let basis = match self.from.site.measures.outcome_basis {
            OutcomeBasis::Received => "methods.outcomes_received",
            OutcomeBasis::Responded => "methods.outcomes_responded",
        };
        let keys = [
            "methods.counted",
            basis,
            "methods.shares",
            "methods.in_time",
            "methods.stages",
            "methods.natures",
        ];
        keys.map(|key| self.from.words.get(key).to_owned()).into()
    }

    /// Of days that the council counted itself we know only what it printed.
    fn how_days_run(&self) -> Vec<String> {
        let of_nation = format!("methods.days.{}", self.from.site.council.nation.word());
        let first = match self.counts_days() {
            true => &[&*of_nation, "methods.averages"][..],
            false => &["methods.days_supplied"],
        };
        let keys = first.iter().chain(&["methods.rounding", "methods.units"]);
        keys.map(|key| self.from.words.get(key).to_owned())
            .collect()
    }

    /// What the policy hides and why, with the way to the page that tells more.
    fn small_numbers(&self) -> Section {
        let words = self.from.words;
        let policy = &self.from.site.disclosure;
        let hidden = match (policy.threshold, self.protects_everything()) {
            (0, _) => words.get("methods.nothing_hidden").to_owned(),
            (threshold, everything) => {
                let key = match everything {
                    true => "methods.hidden_everything",
                    false => "methods.hidden",
                };
                let (n, terms) = (threshold.to_string(), words.all_of(&self.protected_terms()));
                words.fill(key, &[("n", &n), ("terms", &terms)])
            }
        };
        let mut lines = match self.from.release.rounded {
            Some(base) => {
                let [to, enough, compared] =
                    [base.number(), base.enough(), base.enough_to_compare()]
                        .map(|number| number.to_string());
                let args = [
                    ("base", &*to),
                    ("enough", &*enough),
                    ("compared", &*compared),
                ];
                ["methods.rounded", "methods.rounded_shares"]
                    .map(|key| words.fill(key, &args))
                    .into()
            }
            None => vec![hidden],
        };
        if !policy.reason.is_empty() {
            lines.push(words.fill("methods.reason", &[("reason", &policy.reason)]));
        }
        let mut section = self.section("small-numbers", "methods.small_numbers", lines);
        let link = Link::new("about/protecting-people/", words.get("protection.heading"));
        section.blocks.push(Block::Links { links: vec![link] });
        section
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
        Section::new(
            "kinds",
            words.get("methods.kinds"),
            vec![Block::Facts { facts }],
        )
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

    pub(in crate::publication) fn days(&self, days: u16, unit: DayUnit) -> String {
        let words = self.from.words;
        let key = match unit {
            DayUnit::Working => "days.working_days",
            DayUnit::Calendar => "days.calendar_days",
            DayUnit::School => "days.school_days",
            DayUnit::Months => "days.months",
        };
        format!("{days} {}", words.count(key, days.into(), &[]))
    }
}
