//! Codes in words: the council's own names first, then the language file's.

use crate::config::Site;
use crate::language::Words;
use crate::period::Period;
use crate::vocabulary::{
    Changes, Code, Codes, Derived, List, ObservationKey, Unit, breakdown_list, code,
};
use chrono::NaiveDate;

/// What is needed to say a code in words.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The council's settings.
    pub site: &'a Site,
    /// The words of the pages' language.
    pub words: &'a Words,
    /// The words of codes.
    pub codes: &'a Codes,
    /// Which of them are changes of which.
    pub changes: &'a Changes,
}

impl<'a> Names<'a> {
    /// Returns the name of a code of a list; of a joined code, its parts' names joined by "or".
    pub fn of(&self, list: List, code: Code) -> String {
        self.single(list, code)
            .unwrap_or_else(|| self.joined(list, code))
    }

    fn single(&self, list: List, code: Code) -> Option<String> {
        if let Some(name) = self
            .site
            .list(list)
            .entry(code)
            .and_then(|entry| entry.name.clone())
        {
            return Some(name);
        }
        let key = [list.section(), ".", self.codes.word(code)].concat();
        self.words.find(&key).map(str::to_owned)
    }

    /// A joined code is made of known ones with `_or_` between; the longest known part is taken first.
    fn joined(&self, list: List, code: Code) -> String {
        let word = self.codes.word(code);
        let mut names: Vec<String> = Vec::new();
        let mut rest = word;
        while !rest.is_empty() {
            let ends = rest
                .match_indices("_or_")
                .map(|(at, _)| at)
                .chain([rest.len()]);
            let Some((end, name)) = ends
                .filter_map(|end| Some((end, self.single(list, self.codes.get(&rest[..end])?)?)))
                .last()
            else {
                return word.replace('_', " ");
            };
            names.push(if names.is_empty() {
                name
            } else {
                self.words.within(&name)
            });
            rest = rest[end..].strip_prefix("_or_").unwrap_or("");
        }
        self.words.any_of(&names)
    }

    /// Returns a service's name; the council's word for everything for `all`.
    pub fn service(&self, code: Code) -> String {
        match self.site.services.get(code) {
            Some(node) => node.name.clone(),
            None => self.words.get("services.all").to_owned(),
        }
    }

    /// Returns a service's part of addresses.
    pub fn slug(&self, code: Code) -> &'a str {
        self.site
            .services
            .get(code)
            .map_or("all", |node| &node.slug)
    }

    /// Returns a category of a breakdown in words.
    pub fn category(&self, breakdown: Code, category: Code) -> String {
        if breakdown == code::SERVICE {
            return self.service(category);
        }
        if breakdown == code::NEXT_STAGE {
            return self.words.fill(
                "table.went_on_to",
                &[("stage", &self.words.within(&self.of(List::Stage, category)))],
            );
        }
        match breakdown_list(breakdown) {
            Some(list) => self.of(list, category),
            None => self.codes.word(category).replace('_', " "),
        }
    }

    /// Returns all categories of a key in words: `Conduct of an officer: upheld`.
    pub fn categories(&self, key: &ObservationKey) -> String {
        if let [Some((name, category)), None, None] = key.breakdowns {
            return self.category(name, category);
        }
        let parts: Vec<String> = key
            .breakdowns
            .iter()
            .flatten()
            .enumerate()
            .map(|(index, (name, category))| {
                let text = self.category(*name, *category);
                // Services and ombudsmen are names: they keep their capitals.
                if index == 0 || [code::SERVICE, code::OMBUDSMAN].contains(name) {
                    text
                } else {
                    self.words.within(&text)
                }
            })
            .collect();
        parts.join(": ")
    }

    /// Returns a breakdown's name: "Outcome".
    pub fn breakdown(&self, breakdown: Code) -> String {
        self.words
            .get(&["breakdowns.", self.codes.word(breakdown)].concat())
            .to_owned()
    }

    /// Returns the head over the categories of several breakdowns: "What it was about and outcome".
    pub fn breakdowns(&self, set: &[Code]) -> String {
        if let [only] = set {
            return self.breakdown(*only);
        }
        // Alone it stands over names of groups, as "Compared with"; beside another that would be half a sentence.
        let name = |(place, name): (usize, &Code)| {
            let name = match *name {
                code::GROUP => self.words.get("table.group").to_owned(),
                name => self.breakdown(name),
            };
            match place {
                0 => name,
                _ => self.words.within(&name),
            }
        };
        let names: Vec<String> = set.iter().enumerate().map(name).collect();
        self.words.all_of(&names)
    }

    /// Returns what a table is broken down by, for its caption: "outcome", "what they were about".
    pub fn by(&self, breakdown: Code) -> String {
        let key = ["breakdown_by.", self.codes.word(breakdown)].concat();
        self.words.get(&key).to_owned()
    }

    /// Returns a measure's name for a row or column head.
    pub fn measure(&self, measure: Code) -> String {
        let change = match self.changes.of(measure) {
            Some(Derived::ChangePercent(base)) => Some(("change_of_measure.percent", base)),
            Some(Derived::Change(base)) => Some(("change_of_measure.count", base)),
            None => None,
        };
        if let Some((key, base)) = change {
            return self.words.fill(key, &[("measure", &self.measure(base))]);
        }
        let word = self.codes.word(measure);
        if let Some(own) = self
            .site
            .measures
            .own
            .iter()
            .find(|own| own.code == measure)
        {
            return own.name.clone();
        }
        match self.words.find(&["measures.", word, ".name"].concat()) {
            Some(name) => name.to_owned(),
            None => word.replace('_', " "),
        }
    }

    /// Returns a measure's name for the head of a column, where the table's caption says what is counted: "Received".
    pub fn measure_short(&self, measure: Code) -> String {
        let word = self.codes.word(measure);
        match self.words.find(&["measures.", word, ".short"].concat()) {
            Some(name) => name.to_owned(),
            None => self.measure(measure),
        }
    }

    /// Returns a measure's name with the unit it is in, unless the name says it: a rate "for every 1,000 people" does.
    pub fn measure_in(&self, measure: Code, unit: Option<Unit>) -> String {
        let name = self.measure(measure);
        match unit {
            None | Some(Unit::Count | Unit::Per1000 | Unit::Per100000) => name,
            Some(unit) => self.words.fill(
                "table.with_unit",
                &[("name", &name), ("unit", &self.unit(unit))],
            ),
        }
    }

    /// Returns whether a measure is a change on the year before.
    pub fn is_change(&self, measure: Code) -> bool {
        self.changes.is_change(measure)
    }

    /// Returns whether a measure is a change in per cent.
    pub fn is_change_percent(&self, measure: Code) -> bool {
        self.changes.is_change_percent(measure)
    }

    /// Returns whether a measure is the change of a number of things, of which there are fewer and not less.
    pub fn is_change_of_things(&self, measure: Code) -> bool {
        let of = match self.changes.of(measure) {
            Some(Derived::Change(of) | Derived::ChangePercent(of)) => of,
            None => return false,
        };
        crate::vocabulary::measure(of).is_none_or(|measure| measure.unit == Unit::Count)
    }

    /// Reads a key's written form back (contract 7); nothing when it is none or names unknown codes.
    pub fn parse_key(&self, text: &str) -> Option<ObservationKey> {
        let mut parts = text.split('/');
        let mut next = || parts.next();
        let (service, period) = (next()?, next()?);
        let code = |word: Option<&str>| self.codes.get(word?);
        let mut key = ObservationKey {
            service: code(Some(service))?,
            period: period_with_id(period)?,
            contact: code(next())?,
            procedure: code(next())?,
            stage: code(next())?,
            measure: code(next())?,
            breakdowns: [None; 3],
        };
        for part in parts {
            let (name, category) = part.split_once('=')?;
            key = key.with(self.codes, self.codes.get(name)?, self.codes.get(category)?);
        }
        Some(key)
    }

    /// Returns a period in words: "April to June 2023".
    pub fn period(&self, period: Period) -> String {
        self.words.period(period)
    }

    /// Returns a procedure's short name for a column's head; "All" for all.
    pub fn procedure_short(&self, procedure: Code) -> String {
        match procedure {
            code::ALL => self.words.get("table.all").to_owned(),
            procedure => self.of(List::Procedure, procedure),
        }
    }

    /// Returns a stage's name: "Stage 1".
    pub fn stage(&self, stage: Code) -> String {
        self.of(List::Stage, stage)
    }

    /// Returns the unit in words, in the plural: "working days".
    pub fn unit(&self, unit: Unit) -> String {
        self.words.get(&["units.", unit.code()].concat()).to_owned()
    }

    /// Returns the target in days that holds for complaints received at the end of a key's period, for measures of time.
    pub fn target(&self, key: &ObservationKey) -> Option<u16> {
        let day = key.period.end().unwrap_or(NaiveDate::MAX);
        self.site
            .procedure(key.procedure)?
            .timer(key.stage, day)?
            .days
    }

    /// Returns the target that the published `target` column holds: nothing where none applies.
    pub fn target_days(&self, key: &ObservationKey) -> Option<u16> {
        let of_time = key.category(code::TIMELINESS).is_some()
            || matches!(
                key.measure,
                code::MEAN_RESPONSE_DAYS
                    | code::MEDIAN_RESPONSE_DAYS
                    | code::PERCENTILE_90_RESPONSE_DAYS
                    | code::LONGEST_RESPONSE_DAYS
            );
        of_time.then(|| self.target(key)).flatten()
    }
}

/// Returns the period with this id.
fn period_with_id(id: &str) -> Option<Period> {
    if let Some((from, to)) = id.split_once("--") {
        return Some(Period::Range(from.parse().ok()?, to.parse().ok()?));
    }
    let digits = id
        .find(|c: char| c.is_ascii_digit())
        .and_then(|at| id.get(at..at + 4));
    let year: u16 = digits.and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let quarters = (1..=4).map(|quarter| Period::Quarter(year, quarter));
    [
        Period::Undated,
        Period::Year(year),
        Period::Academic(year),
        Period::Calendar(year),
    ]
    .into_iter()
    .chain(quarters)
    .find(|period| period.id() == id)
}
