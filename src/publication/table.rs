//! Tables of figures: categories against periods, measures against periods, procedures side by side.
//!
//! One builder serves every breakdown, so a figure that the data hold always has its natural place: in the table of its
//! breakdown, under the measure and base it was given with.

use super::names::lower_first;
use super::page::{Cell, Column, Inline, Table, TableRow};
use super::sheet::Sheet;
use crate::period::Period;
use crate::release::Shorthand;
use crate::vocabulary::{Code, MEASURES, ObservationKey, code, measure};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a table is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    /// The service.
    pub service: Code,
    /// The period.
    pub period: Period,
    /// The contact.
    pub contact: Code,
    /// The procedure, or all.
    pub procedure: Code,
    /// The stage, or all.
    pub stage: Code,
}

impl Scope {
    /// Returns the key of a measure in this scope.
    pub fn key(&self, measure: Code) -> ObservationKey {
        ObservationKey {
            service: self.service,
            period: self.period,
            contact: self.contact,
            procedure: self.procedure,
            stage: self.stage,
            measure,
            breakdowns: [None; 3],
        }
    }

    /// Returns the same scope for another period.
    pub fn period(self, period: Period) -> Self {
        Scope { period, ..self }
    }

    /// Returns the same scope for another procedure.
    pub fn procedure(self, procedure: Code) -> Self {
        Scope { procedure, ..self }
    }

    /// Returns the keys that are of this scope. The keys are those of one service and period in their order, so that those
    /// of a scope stand side by side.
    fn part_of<'k>(&self, keys: &'k [ObservationKey]) -> &'k [ObservationKey] {
        let place = (self.contact, self.procedure, self.stage);
        let of = |key: &ObservationKey| (key.contact, key.procedure, key.stage);
        let start = keys.partition_point(|key| of(key) < place);
        let length = keys[start..].partition_point(|key| of(key) == place);
        &keys[start..start + length]
    }
}

/// What a table of breakdowns is about.
#[derive(Clone, Copy)]
struct Subject<'t> {
    scope: &'t Scope,
    set: &'t [Code],
    what: &'t str,
    fixed: Option<(Code, Code)>,
}

/// The words over a table, and over its first column.
struct Titles {
    caption: String,
    first: String,
}

/// Which part of a table of breakdowns is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cut {
    /// One category of one of the breakdowns, such as one ombudsman's decisions.
    pub fixed: Option<(Code, Code)>,
    /// One measure.
    pub measure: Option<Code>,
}

/// A column of figures before it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    measure: Code,
    period: Period,
}

/// Builds the tables of one page.
pub struct Tables<'s, 'a> {
    /// The page's figures.
    pub sheet: &'s Sheet<'a>,
    /// The released keys of the page's service and period.
    pub now: Vec<ObservationKey>,
    /// Those of the year before.
    pub then: Vec<ObservationKey>,
    /// For a year: its quarters that have figures.
    pub quarters: Vec<Period>,
    /// The keys, as cells carry them, of the figures that something must stand beside: few, and none where all was
    /// counted from case rows.
    noted: BTreeMap<String, ObservationKey>,
}

impl<'s, 'a> Tables<'s, 'a> {
    /// Collects what there is to tell about a service in a period.
    pub fn new(sheet: &'s Sheet<'a>, service: Code, period: Period) -> Self {
        let then = period
            .year_before()
            .map(|before| sheet.keys(service, before))
            .unwrap_or_default();
        let quarters = period
            .quarters()
            .into_iter()
            .flatten()
            .filter(|quarter| !sheet.keys(service, *quarter).is_empty())
            .collect();
        let now = sheet.keys(service, period);
        let noted = now
            .iter()
            .chain(&then)
            .filter(|key| is_claim(sheet, key) || !notes_on(sheet, key).is_empty())
            .map(|key| (key.text(sheet.names.codes), *key))
            .collect();
        Tables {
            sheet,
            now,
            then,
            quarters,
            noted,
        }
    }

    /// Returns the keys of a scope, now and a year before.
    fn of(&self, scope: &Scope) -> impl Iterator<Item = &ObservationKey> {
        scope
            .part_of(&self.now)
            .iter()
            .chain(scope.part_of(&self.then))
    }

    /// Returns the procedures that figures of a contact and stage name, in the order of candour.toml, `all` last.
    pub fn procedures(&self, contact: Code, stage: Code) -> Vec<Code> {
        let found: BTreeSet<Code> = self
            .now
            .iter()
            .filter(|key| key.contact == contact && key.stage == stage)
            .map(|key| key.procedure)
            .collect();
        let mut named: Vec<Code> = self
            .sheet
            .names
            .site
            .procedures
            .iter()
            .map(|procedure| procedure.code)
            .filter(|code| found.contains(code))
            .collect();
        named.extend(
            found
                .into_iter()
                .filter(|code| {
                    *code != code::ALL
                        && !self
                            .sheet
                            .names
                            .site
                            .procedures
                            .iter()
                            .any(|p| p.code == *code)
                })
                .collect::<Vec<_>>(),
        );
        if self
            .now
            .iter()
            .any(|key| key.contact == contact && key.stage == stage && key.procedure == code::ALL)
        {
            named.push(code::ALL);
        }
        named
    }

    /// Returns the sets of breakdowns that a scope has figures for, in a fixed order.
    pub fn breakdowns(&self, scope: &Scope) -> Vec<Vec<Code>> {
        let sets: BTreeSet<[Option<Code>; 3]> = scope
            .part_of(&self.now)
            .iter()
            .filter(|key| key.breakdowns[0].is_some())
            .map(ObservationKey::breakdown_names)
            .collect();
        let mut sets: Vec<Vec<Code>> = sets
            .into_iter()
            .map(|set| set.into_iter().flatten().collect())
            .collect();
        sets.sort_by_key(|set| {
            (
                set.len(),
                set.iter().map(|name| place(*name)).collect::<Vec<_>>(),
            )
        });
        sets
    }

    /// Returns the tables of one set of breakdowns: one, or one for each measure where one would have too many columns to
    /// read; none when they would hold no figure.
    pub fn by_breakdown(&self, scope: &Scope, set: &[Code], what: &str) -> Vec<Table> {
        self.by_breakdown_of(scope, set, what, Cut::default())
    }

    /// Returns a cut of the same table.
    pub fn by_breakdown_of(&self, scope: &Scope, set: &[Code], what: &str, cut: Cut) -> Vec<Table> {
        let Cut { fixed, measure } = cut;
        let of_set = |key: &&ObservationKey| {
            key.breakdown_names()
                .into_iter()
                .flatten()
                .eq(set.iter().copied())
                && fixed.is_none_or(|(name, category)| key.category(name) == Some(category))
                && measure.is_none_or(|measure| key.measure == measure)
        };
        let keys: Vec<&ObservationKey> = self.of(scope).filter(of_set).collect();
        let measures: BTreeSet<Code> = keys.iter().map(|key| key.measure).collect();
        let share = match measure {
            Some(code::ACKNOWLEDGED) => Some(code::ACKNOWLEDGED_PERCENT),
            _ => default_share(set),
        };
        let heads = self.heads(scope, &measures, share, &keys);
        let of = Subject {
            scope,
            set,
            what,
            fixed,
        };
        let parts = self.parts(heads);
        let whole = parts.len() == 1;
        parts
            .into_iter()
            .filter_map(|(measure, heads)| {
                let named = (!whole).then_some(measure);
                self.breakdown_table(&of, &keys, &heads, named)
            })
            .collect()
    }

    /// Divides the columns by what they count, when there are more than a reader can take in side by side. A share and a
    /// change stand with the count that they are of.
    fn parts(&self, heads: Vec<Head>) -> Vec<(Code, Vec<Head>)> {
        const MOST: usize = 5;
        let percent = |code: Code| {
            measure(code).is_some_and(|measure| measure.unit == crate::vocabulary::Unit::Percent)
        };
        let mut counts: Vec<Code> = Vec::new();
        for head in &heads {
            let plain = !percent(head.measure) && !self.sheet.names.is_change(head.measure);
            if plain && !counts.contains(&head.measure) {
                counts.push(head.measure);
            }
        }
        let Some(first) = counts.first().copied() else {
            return vec![(code::ALL, heads)];
        };
        if counts.len() == 1 || heads.len() <= MOST {
            return vec![(first, heads)];
        }
        let base = |head: &Head| {
            use super::figures::Derived;
            let of = match self.sheet.figures.change_of(head.measure) {
                Some(Derived::Change(of) | Derived::ChangePercent(of)) => of,
                _ => match head.measure {
                    code::DECIDED_PERCENT => code::DECIDED,
                    code::RESPONDED_PERCENT => code::RESPONDED,
                    code::RECEIVED_PERCENT => code::RECEIVED,
                    code::ACKNOWLEDGED_PERCENT => code::ACKNOWLEDGED,
                    measure => measure,
                },
            };
            if counts.contains(&of) { of } else { first }
        };
        let mut parts: Vec<(Code, Vec<Head>)> =
            counts.iter().map(|count| (*count, Vec::new())).collect();
        for head in heads {
            let of = base(&head);
            if let Some((_, part)) = parts.iter_mut().find(|(count, _)| *count == of) {
                part.push(head);
            }
        }
        parts
    }

    /// Makes one table; `named` is the measure that its caption names when there are others beside it.
    fn breakdown_table(
        &self,
        of: &Subject,
        keys: &[&ObservationKey],
        heads: &[Head],
        named: Option<Code>,
    ) -> Option<Table> {
        let Subject {
            scope,
            set,
            what,
            fixed,
        } = *of;
        let mut categories: Vec<ObservationKey> = keys
            .iter()
            .map(|key| key.measure(code::ALL).period(scope.period))
            .collect();
        categories.sort();
        categories.dedup();
        let first = heads.first()?;
        categories.retain(|category| self.worth_a_row(category, heads, set));
        self.sort(&mut categories, set, first);
        let rows: Vec<TableRow> = categories
            .iter()
            .map(|category| self.row(category, heads, set, fixed))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let set: Vec<Code> = set
            .iter()
            .copied()
            .filter(|name| fixed.is_none_or(|(fixed, _)| fixed != *name))
            .collect();
        let set = &set[..];
        let foot = self.foot(scope, heads, set);
        let names = &self.sheet.names;
        let by: Vec<String> = set.iter().map(|name| names.by(*name)).collect();
        let measure = named.map(|measure| lower_first(&names.measure(measure)));
        let mut words = vec![("what", what)];
        let by = names.words.all_of(&by);
        words.push(("breakdown", &by));
        let caption = match &measure {
            Some(measure) => {
                words.push(("measure", measure));
                self.caption(scope, "table.by_of_measure", &words)
            }
            None => self.caption(scope, "table.by", &words),
        };
        let first: Vec<String> = set.iter().map(|name| names.breakdown(*name)).collect();
        let first = names.words.all_of(&first);
        let titles = Titles { caption, first };
        Some(self.finish(titles, scope, heads, (rows, foot), named))
    }

    /// Returns the columns: each count now, its share, the quarters of a year, then, and the change.
    fn heads(
        &self,
        scope: &Scope,
        measures: &BTreeSet<Code>,
        share: Option<Code>,
        keys: &[&ObservationKey],
    ) -> Vec<Head> {
        let names = &self.sheet.names;
        let now = scope.period;
        let then = now.year_before();
        let mut heads = Vec::new();
        let (changes, values): (Vec<Code>, Vec<Code>) = order(measures, names.codes)
            .into_iter()
            .partition(|measure| names.is_change(*measure));
        let is_share = |code: &Code| {
            measure(*code).is_some_and(|measure| measure.unit == crate::vocabulary::Unit::Percent)
        };
        let (mut shares, counts): (Vec<Code>, Vec<Code>) = values.into_iter().partition(is_share);
        if let Some(share) = share.filter(|share| !shares.contains(share)) {
            shares.insert(0, share);
        }
        for count in &counts {
            heads.extend(self.quarters.iter().map(|quarter| Head {
                measure: *count,
                period: *quarter,
            }));
            heads.push(Head {
                measure: *count,
                period: now,
            });
        }
        heads.extend(shares.iter().map(|share| Head {
            measure: *share,
            period: now,
        }));
        // Outcomes and times are compared in full; of the many other categories the earlier count is enough, unless the
        // council supplied more.
        let in_full = share.is_none_or(|share| {
            [
                code::DECIDED_PERCENT,
                code::RESPONDED_PERCENT,
                code::ACKNOWLEDGED_PERCENT,
            ]
            .contains(&share)
        });
        let supplied = |measure: Code| {
            keys.iter().any(|key| {
                key.measure == measure && self.sheet.find(key).is_some_and(|figure| figure.supplied)
            })
        };
        if let Some(then) = then {
            let earlier = counts
                .iter()
                .chain(shares.iter().filter(|share| in_full || supplied(**share)));
            heads.extend(earlier.map(|measure| Head {
                measure: *measure,
                period: then,
            }));
        }
        let plain = if self.quarters.is_empty() && in_full {
            &counts[..]
        } else {
            &[]
        };
        let computed = plain
            .iter()
            .filter_map(|count| self.sheet.figures.change_code(*count, false));
        let mut last: Vec<Code> = computed.collect();
        last.extend(
            changes
                .into_iter()
                .filter(|change| !last.contains(change))
                .collect::<Vec<_>>(),
        );
        heads.extend(last.into_iter().map(|measure| Head {
            measure,
            period: now,
        }));
        heads.retain(|head| {
            keys.iter().any(|key| {
                self.sheet
                    .has(&key.measure(head.measure).period(head.period))
            })
        });
        heads
    }

    /// A category is worth a row when it was supplied, is one of the main outcomes, or is not nought in every column.
    fn worth_a_row(&self, category: &ObservationKey, heads: &[Head], set: &[Code]) -> bool {
        let main = [code::OUTCOME, code::TIMELINESS]
            .into_iter()
            .any(|name| set == [name]);
        let expected = match category.category(code::OUTCOME) {
            Some(outcome) => {
                [code::UPHELD, code::PARTIALLY_UPHELD, code::NOT_UPHELD].contains(&outcome)
            }
            None => main,
        };
        (main && expected)
            || heads
                .iter()
                .filter_map(|head| {
                    self.sheet
                        .find(&category.measure(head.measure).period(head.period))
                })
                .any(|figure| {
                    figure.supplied
                        || figure.number().is_none_or(|number| !number.is_zero())
                            && figure.value.number().is_some()
                })
    }

    fn sort(&self, categories: &mut [ObservationKey], set: &[Code], first: &Head) {
        let services = &self.sheet.names.site.services;
        let fixed = set.iter().all(|name| {
            [
                code::OUTCOME,
                code::TIMELINESS,
                code::RESPONSE_BAND,
                code::NEXT_STAGE,
                code::DECISION,
                code::OMBUDSMAN,
                code::FINDING,
                code::DECISION_REASON,
                code::GROUP,
            ]
            .contains(name)
        });
        if fixed {
            let order = |key: &ObservationKey| -> Vec<usize> {
                key.breakdowns
                    .iter()
                    .flatten()
                    .map(|(name, category)| self.list_place(*name, *category))
                    .collect()
            };
            categories.sort_by_key(order);
        } else if set == [code::SERVICE] {
            categories.sort_by_key(|key| {
                key.category(code::SERVICE)
                    .map(|service| services.position(service))
            });
        } else {
            let other = |key: &ObservationKey| {
                key.breakdowns
                    .iter()
                    .flatten()
                    .any(|(_, category)| *category == code::OTHER)
            };
            let count = |key: &ObservationKey| {
                self.sheet
                    .rank(&key.measure(first.measure).period(first.period))
            };
            categories.sort_by_cached_key(|key| (other(key), Reverse(count(key)), key.breakdowns));
        }
    }

    fn list_place(&self, breakdown: Code, category: Code) -> usize {
        let Some(list) = crate::vocabulary::breakdown_list(breakdown) else {
            return usize::MAX;
        };
        self.sheet
            .names
            .site
            .list(list)
            .entries
            .iter()
            .position(|entry| entry.code == category)
            .unwrap_or(usize::MAX - usize::from(u16::MAX) + usize::from(category.0))
    }

    fn row(
        &self,
        category: &ObservationKey,
        heads: &[Head],
        set: &[Code],
        fixed: Option<(Code, Code)>,
    ) -> TableRow {
        let names = &self.sheet.names;
        let shown = fixed.map_or(*category, |(name, _)| category.without(name));
        let mut head = names.categories(&shown);
        if set == [code::OUTCOME]
            && let Some(outcome) = category.category(code::OUTCOME)
        {
            let key = format!("outcome_meanings.{}", names.codes.word(outcome));
            if names.words.has(&key) && !names.words.get(&key).is_empty() {
                head = names.words.fill(
                    "table.outcome_meaning",
                    &[("outcome", &head), ("meaning", names.words.get(&key))],
                );
            }
        }
        let cells = heads
            .iter()
            .map(|head| self.cell(&category.measure(head.measure).period(head.period)))
            .collect();
        TableRow {
            head: vec![Inline::text(head)],
            cells,
        }
    }

    /// A share of decided complaints does not apply to outcomes that decide nothing.
    fn cell(&self, key: &ObservationKey) -> Cell {
        let undecided = key.measure == code::DECIDED_PERCENT
            && key.category(code::OUTCOME).is_some_and(|outcome| {
                ![
                    code::UPHELD,
                    code::PARTIALLY_UPHELD,
                    code::NOT_UPHELD,
                    code::UPHELD_OR_PARTIALLY_UPHELD,
                ]
                .contains(&outcome)
            });
        if undecided {
            self.sheet.blank(Shorthand::NotApplicable)
        } else {
            self.sheet.cell(key)
        }
    }

    /// Outcomes and response times add up to their base, which stands last.
    fn foot(&self, scope: &Scope, heads: &[Head], set: &[Code]) -> Vec<TableRow> {
        if ![[code::OUTCOME], [code::RESPONSE_BAND]]
            .iter()
            .any(|adds| set == adds)
        {
            return Vec::new();
        }
        let Some(base) = heads
            .iter()
            .map(|head| head.measure)
            .find(|measure| [code::RECEIVED, code::RESPONDED].contains(measure))
        else {
            return Vec::new();
        };
        let total = |head: &Head| {
            let key = scope.key(head.measure).period(head.period);
            let applies = head.measure == base
                || Some(head.measure) == self.sheet.figures.change_code(base, false);
            if applies {
                self.sheet.cell(&key)
            } else {
                self.sheet.blank(Shorthand::NotApplicable)
            }
        };
        vec![TableRow {
            head: vec![Inline::text(self.sheet.names.measure(base))],
            cells: heads.iter().map(total).collect(),
        }]
    }

    /// Returns the table of the measures of a scope without breakdowns, a measure a row.
    pub fn by_measure(&self, scope: &Scope, key: &str, what: &str) -> Option<Table> {
        let measures: BTreeSet<Code> = self
            .of(scope)
            .filter(|key| key.breakdowns[0].is_none())
            .map(|key| key.measure)
            .collect();
        let names = &self.sheet.names;
        let (changes, mut values): (Vec<Code>, Vec<Code>) = order(&measures, names.codes)
            .into_iter()
            .partition(|measure| names.is_change(*measure));
        for change in &changes {
            let of = match self.sheet.figures.change_of(*change) {
                Some(
                    super::figures::Derived::Change(of)
                    | super::figures::Derived::ChangePercent(of),
                ) => of,
                None => continue,
            };
            if !values.contains(&of) {
                values.push(of);
            }
        }
        let rates = [
            code::RECEIVED_PER_1000,
            code::RECEIVED_PER_1000_HOMES,
            code::RECEIVED_PER_100000,
        ];
        if scope.contact == code::COMPLAINT {
            values.extend(
                rates
                    .into_iter()
                    .filter(|rate| !values.contains(rate) && self.own_rate(scope, *rate))
                    .collect::<Vec<_>>(),
            );
        }
        let then = scope.period.year_before();
        let mut heads: Vec<Option<Period>> = self.quarters.iter().copied().map(Some).collect();
        heads.push(Some(scope.period));
        heads.extend(
            then.filter(|then| {
                values
                    .iter()
                    .any(|measure| self.sheet.has(&scope.key(*measure).period(*then)))
            })
            .map(Some),
        );
        let change = |measure: Code, percent| {
            self.sheet
                .figures
                .change_code(measure, percent)
                .map(|code| scope.key(code))
        };
        let any_change = values
            .iter()
            .any(|measure| change(*measure, false).is_some_and(|key| self.sheet.has(&key)));
        let any_percent = values.iter().any(|measure| {
            change(*measure, true).is_some_and(|key| self.worth_percent(&key, *measure, scope))
        });
        let mut rows = Vec::new();
        for measure in &values {
            let mut cells: Vec<Cell> = heads
                .iter()
                .flatten()
                .map(|period| self.sheet.cell(&scope.key(*measure).period(*period)))
                .collect();
            if any_change {
                cells.push(change(*measure, false).map_or_else(
                    || self.sheet.blank(Shorthand::NotAvailable),
                    |key| self.sheet.cell(&key),
                ));
            }
            if any_percent {
                let shown =
                    change(*measure, true).filter(|key| self.worth_percent(key, *measure, scope));
                cells.push(shown.map_or_else(
                    || self.sheet.blank(Shorthand::NotApplicable),
                    |key| self.sheet.cell(&key),
                ));
            }
            rows.push(TableRow {
                head: self.measure_head(scope, *measure),
                cells,
            });
        }
        if rows.is_empty() {
            return None;
        }
        let caption = self.caption(scope, key, &[("what", what)]);
        let mut columns = vec![Column {
            text: names.words.get("table.measure").to_owned(),
            numeric: false,
        }];
        columns.extend(heads.iter().flatten().map(|period| Column {
            text: self.period_head(scope, *period),
            numeric: true,
        }));
        if any_change {
            columns.push(Column {
                text: names.words.get("table.change").to_owned(),
                numeric: true,
            });
        }
        if any_percent {
            columns.push(Column {
                text: names.words.get("table.change_percent").to_owned(),
                numeric: true,
            });
        }
        let notes = self.notes(rows.iter());
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes,
            ..Table::default()
        })
    }

    /// A rate is shown where its context figure stands at the service itself.
    fn own_rate(&self, scope: &Scope, rate: Code) -> bool {
        let over = match rate {
            code::RECEIVED_PER_1000_HOMES => code::HOMES_OWNED,
            _ => code::POPULATION,
        };
        let year = scope.period.financial_year().unwrap_or(scope.period);
        let own = |period| {
            self.sheet
                .figures
                .release
                .values
                .contains_key(&ObservationKey::contacts(
                    scope.service,
                    period,
                    code::CONTEXT,
                    over,
                ))
        };
        rate != code::RECEIVED_PER_100000
            && (own(scope.period) || own(year))
            && self.sheet.has(&scope.key(rate))
    }

    /// A change in per cent stands beside large numbers, and wherever the council printed one.
    fn worth_percent(&self, key: &ObservationKey, of: Code, scope: &Scope) -> bool {
        let Some(figure) = self.sheet.find(key) else {
            return false;
        };
        let large = |period: Period| {
            self.sheet
                .whole(&scope.key(of).period(period))
                .is_some_and(|count| count >= 50)
        };
        self.sheet.figures.release.values.contains_key(key)
            || !figure.notes.is_empty()
            || (large(scope.period) && scope.period.year_before().is_some_and(large))
    }

    fn measure_head(&self, scope: &Scope, measure: Code) -> Vec<Inline> {
        let names = &self.sheet.names;
        let name = names.measure(measure);
        let unit = self
            .sheet
            .find(&scope.key(measure))
            .map(|figure| figure.unit);
        let text = match unit {
            Some(unit) if unit != crate::vocabulary::Unit::Count => names.words.fill(
                "table.with_unit",
                &[("name", &name), ("unit", &names.unit(unit))],
            ),
            _ => name,
        };
        vec![Inline::text(text)]
    }

    fn period_head(&self, scope: &Scope, period: Period) -> String {
        let words = self.sheet.names.words;
        match (scope.period, period) {
            (Period::Year(_), Period::Quarter(_, quarter)) => words.quarter_short(quarter),
            _ => words.period_short(period),
        }
    }

    /// Returns the table of procedures side by side: what came in, how long answers took, what share was in time.
    pub fn procedures_table(&self, scope: &Scope, procedures: &[Code]) -> Option<Table> {
        let names = &self.sheet.names;
        let keys: Vec<(Code, &str)> = vec![
            (code::RECEIVED, ""),
            (code::RESPONDED, ""),
            (code::MEAN_RESPONSE_DAYS, "days"),
            (code::RESPONDED_PERCENT, "in_time"),
        ];
        let key_of = |procedure: Code, measure: Code, kind: &str| {
            let key = scope.procedure(procedure).key(measure);
            if kind == "in_time" {
                key.with(names.codes, code::TIMELINESS, code::IN_TIME)
            } else {
                key
            }
        };
        let shown: Vec<&(Code, &str)> = keys
            .iter()
            .filter(|(measure, kind)| {
                procedures
                    .iter()
                    .any(|p| self.sheet.has(&key_of(*p, *measure, kind)))
            })
            .collect();
        let has_target = procedures.iter().any(|p| {
            names
                .target(&key_of(*p, code::MEAN_RESPONSE_DAYS, "days"))
                .is_some()
        });
        let mut columns = vec![Column {
            text: names.words.get("table.procedure").to_owned(),
            numeric: false,
        }];
        for (measure, kind) in &shown {
            let text = if *kind == "in_time" {
                names.words.get("table.in_time_percent").to_owned()
            } else {
                names.measure(*measure)
            };
            columns.push(Column {
                text,
                numeric: true,
            });
            if *kind == "days" {
                columns.push(Column {
                    text: names.words.get("table.counted_in").to_owned(),
                    numeric: false,
                });
            }
        }
        if has_target {
            columns.push(Column {
                text: names.words.get("table.target").to_owned(),
                numeric: true,
            });
        }
        let mut rows = Vec::new();
        for procedure in procedures.iter().filter(|code| **code != code::ALL) {
            let mut cells = Vec::new();
            for (measure, kind) in &shown {
                let key = key_of(*procedure, *measure, kind);
                cells.push(self.sheet.cell(&key));
                if *kind == "days" {
                    let unit = self.sheet.find(&key).map(|figure| names.unit(figure.unit));
                    cells.push(unit.map_or_else(
                        || self.sheet.blank(Shorthand::NotApplicable),
                        |unit| self.sheet.words(unit),
                    ));
                }
            }
            if has_target {
                let target = names.target(&key_of(*procedure, code::MEAN_RESPONSE_DAYS, "days"));
                cells.push(target.map_or_else(
                    || self.sheet.blank(Shorthand::NotApplicable),
                    |days| Cell {
                        text: days.to_string(),
                        ..Cell::default()
                    },
                ));
            }
            rows.push(TableRow {
                head: vec![Inline::text(
                    names.of(crate::vocabulary::List::Procedure, *procedure),
                )],
                cells,
            });
        }
        if rows.is_empty() || columns.len() < 2 {
            return None;
        }
        let caption = self.caption(scope, "table.procedures", &[("what", &self.what(scope))]);
        let notes = self.notes(rows.iter());
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes,
            ..Table::default()
        })
    }

    /// Returns the table of one breakdown with a column for each procedure.
    pub fn by_procedure(
        &self,
        scope: &Scope,
        breakdown: Code,
        count: Code,
        procedures: &[Code],
    ) -> Option<Table> {
        let names = &self.sheet.names;
        let mut categories: BTreeMap<usize, Code> = BTreeMap::new();
        for key in self.now.iter().filter(|key| {
            key.contact == scope.contact && key.stage == scope.stage && key.measure == count
        }) {
            if key.breakdown_names() == [Some(breakdown), None, None]
                && let Some(category) = key.category(breakdown)
            {
                categories.insert(self.list_place(breakdown, category), category);
            }
        }
        let key_of = |procedure: Code, category: Code| {
            scope
                .procedure(procedure)
                .key(count)
                .with(names.codes, breakdown, category)
        };
        categories.retain(|_, category| {
            procedures.iter().any(|p| {
                self.sheet
                    .whole(&key_of(*p, *category))
                    .is_some_and(|n| n > 0)
            })
        });
        let rows: Vec<TableRow> = categories
            .values()
            .map(|category| TableRow {
                head: vec![Inline::text(names.category(breakdown, *category))],
                cells: procedures
                    .iter()
                    .map(|procedure| {
                        let key = key_of(*procedure, *category);
                        if self.sheet.has(&key) {
                            self.sheet.cell(&key)
                        } else {
                            self.sheet.blank(Shorthand::NotApplicable)
                        }
                    })
                    .collect(),
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let caption = self.caption(
            scope,
            "table.by_procedure",
            &[
                ("what", &self.what(scope)),
                ("breakdown", &names.by(breakdown)),
            ],
        );
        let mut columns = vec![Column {
            text: names.breakdown(breakdown),
            numeric: false,
        }];
        columns.extend(procedures.iter().map(|procedure| Column {
            text: names.procedure_short(*procedure),
            numeric: true,
        }));
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            ..Table::default()
        })
    }

    /// Returns what a scope counts, in words: "Stage 1 complaints", "Compliments".
    pub fn what(&self, scope: &Scope) -> String {
        let names = &self.sheet.names;
        if scope.contact != code::COMPLAINT {
            return names.of(crate::vocabulary::List::Contact, scope.contact);
        }
        match scope.stage {
            code::ALL => names.words.get("what.complaints").to_owned(),
            stage => names
                .words
                .fill("what.stage_complaints", &[("stage", &names.stage(stage))]),
        }
    }

    fn caption(&self, scope: &Scope, key: &str, args: &[(&str, &str)]) -> String {
        let names = &self.sheet.names;
        let (service, period) = (names.service(scope.service), names.period(scope.period));
        let mut all: Vec<(&str, &str)> = args.to_vec();
        all.extend([("service", service.as_str()), ("period", period.as_str())]);
        let text = names.words.fill(key, &all);
        if scope.procedure == code::ALL {
            return text;
        }
        let procedure = lower_first(&names.of(crate::vocabulary::List::Procedure, scope.procedure));
        names.words.fill(
            "table.of_procedure",
            &[("caption", &text), ("procedure", &procedure)],
        )
    }

    fn finish(
        &self,
        titles: Titles,
        scope: &Scope,
        heads: &[Head],
        body: (Vec<TableRow>, Vec<TableRow>),
        named: Option<Code>,
    ) -> Table {
        let Titles { caption, first } = titles;
        let (rows, foot) = body;
        let names = &self.sheet.names;
        let counts: BTreeSet<Code> = heads
            .iter()
            .map(|head| head.measure)
            .filter(|m| !names.is_change(*m))
            .filter(|m| measure(*m).is_none_or(|m| m.unit != crate::vocabulary::Unit::Percent))
            .collect();
        let mut columns = vec![Column {
            text: first,
            numeric: false,
        }];
        for head in heads {
            let text = if names.is_change_percent(head.measure) {
                names.words.get("table.change_percent").to_owned()
            } else if names.is_change(head.measure) {
                match self.sheet.figures.change_of(head.measure) {
                    Some(super::figures::Derived::Change(of))
                        if !counts.contains(&of) || counts.len() > 1 =>
                    {
                        names
                            .words
                            .fill("table.change_of", &[("measure", &names.measure(of))])
                    }
                    _ => names.words.get("table.change").to_owned(),
                }
            } else if measure(head.measure)
                .is_some_and(|m| m.unit == crate::vocabulary::Unit::Percent)
            {
                let period =
                    (head.period != scope.period).then(|| self.period_head(scope, head.period));
                let share = names.measure(head.measure);
                let share = names.words.fill("table.share_head", &[("share", &share)]);
                match period {
                    Some(period) => format!("{share}, {period}"),
                    None => share,
                }
            } else if named == Some(head.measure)
                || counts.len() == 1
                    && (head.measure == code::RECEIVED || self.is_quarter_of(scope, head))
            {
                // A quarter's column needs no more than its months: the year's column beside it says what is counted.
                self.period_head(scope, head.period)
            } else {
                format!(
                    "{}, {}",
                    names.measure(head.measure),
                    self.period_head(scope, head.period)
                )
            };
            columns.push(Column {
                text,
                numeric: true,
            });
        }
        let notes = self.notes(rows.iter().chain(&foot));
        Table {
            id: String::new(),
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            foot,
            notes,
        }
    }

    fn is_quarter_of(&self, scope: &Scope, head: &Head) -> bool {
        head.period != scope.period && self.quarters.contains(&head.period)
    }

    /// Returns what must stand beside single figures of a table, each line naming its figure.
    fn notes<'t>(&self, rows: impl Iterator<Item = &'t TableRow>) -> Vec<Vec<Inline>> {
        let mut lines = Vec::new();
        let mut as_supplied = false;
        if self.noted.is_empty() {
            return lines;
        }
        for row in rows {
            for cell in &row.cells {
                let Some(key) = self.noted.get(&cell.key) else {
                    continue;
                };
                let text = notes_on(self.sheet, key);
                if text.is_empty() {
                    as_supplied = true;
                    continue;
                }
                let mut line = row.head.clone();
                line.push(Inline::text(format!(
                    ", {}: {}",
                    self.sheet.names.words.period_short(key.period),
                    text.join(" ")
                )));
                lines.push(line);
            }
        }
        lines.dedup_by(|a, b| plain(a) == plain(b));
        if as_supplied {
            lines.push(vec![Inline::text(
                self.sheet.names.words.get("table.as_supplied"),
            )]);
        }
        lines
    }
}

/// Returns the notes of a released figure.
fn notes_on<'a>(sheet: &Sheet<'a>, key: &ObservationKey) -> Vec<&'a str> {
    let release = sheet.figures.release;
    let notes = release.values.get(key).map(|released| &released.notes[..]);
    notes.into_iter().flatten().map(|note| &**note).collect()
}

/// A supplied share or change whose counts are not known is said to be as supplied.
fn is_claim(sheet: &Sheet, key: &ObservationKey) -> bool {
    let supplied = sheet
        .figures
        .release
        .values
        .get(key)
        .is_some_and(|released| released.supplied);
    let share = || {
        measure(key.measure).is_some_and(|measure| measure.unit == crate::vocabulary::Unit::Percent)
    };
    supplied && (sheet.names.is_change(key.measure) || share())
}

/// Returns the words of running text, without its figures' keys.
pub fn plain(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Text { text } | Inline::Figure { text, .. } | Inline::Strong { text } => {
                text.as_str()
            }
            Inline::Link { link } => link.text.as_str(),
        })
        .collect()
}

/// The share that stands beside a breakdown's counts.
fn default_share(set: &[Code]) -> Option<Code> {
    match set {
        [code::OUTCOME] => Some(code::DECIDED_PERCENT),
        [code::TIMELINESS | code::RESPONSE_BAND | code::NEXT_STAGE] => {
            Some(code::RESPONDED_PERCENT)
        }
        [code::NATURE | code::COMPLAINANT | code::CHANNEL] => Some(code::RECEIVED_PERCENT),
        _ => None,
    }
}

/// The place of a breakdown on a page.
fn place(breakdown: Code) -> usize {
    [
        code::OUTCOME,
        code::TIMELINESS,
        code::RESPONSE_BAND,
        code::NEXT_STAGE,
        code::NATURE,
        code::COMPLAINANT,
        code::CHANNEL,
        code::REMEDY,
        code::REFUSAL_REASON,
        code::SERVICE,
    ]
    .iter()
    .position(|name| *name == breakdown)
    .unwrap_or(usize::MAX)
}

/// Measures in the order a reader follows a case: what was open, came in, was answered, stayed open; how long it took.
fn order(measures: &BTreeSet<Code>, codes: &crate::vocabulary::Codes) -> Vec<Code> {
    let first = [
        code::OPEN_AT_START,
        code::RECEIVED,
        code::ACCEPTED,
        code::ACKNOWLEDGED,
        code::RESPONDED,
        code::DECIDED,
        code::CLOSED_WITHOUT_RESPONSE,
        code::OPEN_AT_END,
        code::RECEIVED_ALL_STAGES,
    ];
    let rank = |code: Code| {
        first
            .iter()
            .position(|m| *m == code)
            .or_else(|| {
                MEASURES
                    .iter()
                    .position(|m| m.code == code)
                    .map(|at| at + first.len())
            })
            .unwrap_or(usize::MAX)
    };
    let mut all: Vec<Code> = measures.iter().copied().collect();
    all.sort_by(|a, b| (rank(*a), codes.word(*a)).cmp(&(rank(*b), codes.word(*b))));
    all
}
