//! A service over the years, one row a year.

use crate::period::{Period, PeriodKind};
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Column, Inline, Link, Section, Table, TableRow};
use crate::publication::sheet::Sheet;
use crate::publication::table::{Scope, Tables};
use crate::vocabulary::{Code, List, ObservationKey, Unit, code};
use std::collections::{BTreeMap, BTreeSet};

/// A column's head, and the key of its figure in a year.
type Pick<'p> = (String, Box<dyn Fn(Period) -> ObservationKey + 'p>);

/// A service in all years that it has figures of.
struct Years<'y, 's, 'a> {
    sheet: &'y Sheet<'a>,
    service: Code,
    years: &'y [Period],
    /// The ombudsmen and years of whose upheld decisions the site lists any.
    listed: BTreeSet<(Code, Period)>,
    tables: BTreeMap<Period, Tables<'s, 'a>>,
}

impl Composer<'_> {
    /// One row a year: received, at fault, on time, stage 2 and 3, ombudsmen, compliments; then how long answers took.
    pub(super) fn years_section(&self, sheet: &Sheet, service: Code) -> Option<Section> {
        let years: Vec<Period> = self
            .periods(service)
            .iter()
            .copied()
            .filter(|period| !matches!(period.kind(), PeriodKind::Quarter | PeriodKind::Undated))
            .collect();
        let of = Years {
            sheet,
            service,
            years: &years,
            listed: self.upheld_decisions(service),
            tables: years
                .iter()
                .map(|year| (*year, Tables::new(sheet, service, *year)))
                .collect(),
        };
        // Each stage's shares may stand under another procedure than its counts. The averages have a table of their own,
        // so that both fit on paper.
        let blocks: Vec<Block> = [
            (of.counts(), "service.years_caption"),
            (of.averages(), "service.averages_caption"),
        ]
        .into_iter()
        .filter_map(|(columns, caption)| self.years_table(&of, &columns, caption))
        .map(|table| Block::Table { table })
        .collect();
        (!blocks.is_empty())
            .then(|| Section::new("years", self.from.words.get("service.years"), blocks))
    }

    /// The ombudsmen and years of the upheld decisions about a service, and about those below it.
    fn upheld_decisions(&self, service: Code) -> BTreeSet<(Code, Period)> {
        let upheld = self.from.decisions.iter().filter(|decision| {
            decision.decision == code::UPHELD && self.belongs(decision.service, service)
        });
        let year = |period: Period| period.financial_year().unwrap_or(period);
        upheld
            .map(|decision| {
                let day = decision.decided_on.map(Period::quarter_of);
                (decision.ombudsman, year(day.unwrap_or(decision.period)))
            })
            .collect()
    }

    /// One row a year, with these columns where any year has their figure.
    fn years_table(&self, of: &Years, columns: &[Pick], caption: &str) -> Option<Table> {
        let words = self.from.words;
        let (sheet, service) = (of.sheet, of.service);
        let columns: Vec<&Pick> = columns
            .iter()
            .filter(|(_, key)| of.years.iter().any(|year| sheet.has(&key(*year))))
            .collect();
        // A year that has figures of other things alone is chosen above; here its row would be empty.
        let told = |year: &&Period| columns.iter().any(|(_, key)| sheet.has(&key(**year)));
        let rows: Vec<TableRow> = of
            .years
            .iter()
            .rev()
            .filter(told)
            .map(|year| TableRow {
                head: vec![Inline::Link {
                    link: Link::new(
                        self.slice_path(service, *year),
                        self.year_head(sheet, service, *year),
                    ),
                }],
                cells: columns
                    .iter()
                    .map(|(_, key)| sheet.cell(&key(*year)))
                    .collect(),
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut heads = vec![Column::words(words.get("service.year"))];
        heads.extend(columns.iter().map(|(text, _)| Column::figures(text)));
        let caption = words.fill(caption, &[("service", &sheet.names.service(service))]);
        Some(Table::new(caption, heads, rows))
    }

    /// The name of a year, which says when its figures are of a part of it.
    fn year_head(&self, sheet: &Sheet, service: Code, year: Period) -> String {
        let words = self.from.words;
        let named = words.period(year);
        if sheet.figures.so_far(service, year) {
            return words.fill("service.so_far", &[("period", &named)]);
        }
        match sheet.figures.covered(service, year) {
            Some((first, last)) => {
                let months = words.months(first, last);
                words.fill("service.part", &[("period", &named), ("months", &months)])
            }
            None => words.beginning(&named),
        }
    }
}

impl<'y> Years<'y, '_, '_> {
    /// The columns of counts and shares.
    fn counts(&self) -> Vec<Pick<'_>> {
        let names = &self.sheet.names;
        let words = names.words;
        let head = |key: &str| words.get(key).to_owned();
        let received =
            |stage: Code| move |p| self.chosen(p, stage, code::RECEIVED).key(code::RECEIVED);
        let mut columns: Vec<Pick> = vec![
            (
                head("service.received_1"),
                Box::new(received(code::STAGE_1)),
            ),
            (
                head("service.at_fault"),
                Box::new(|p| {
                    let share = code::DECIDED_PERCENT;
                    self.chosen(p, code::STAGE_1, share)
                        .at_fault(share, names.codes)
                }),
            ),
            (
                head("service.on_time"),
                Box::new(|p| {
                    let share = code::RESPONDED_PERCENT;
                    self.chosen(p, code::STAGE_1, share)
                        .in_time(share, names.codes)
                }),
            ),
            (
                head("service.received_2"),
                Box::new(received(code::STAGE_2)),
            ),
            (
                head("service.received_3"),
                Box::new(received(code::STAGE_3)),
            ),
        ];
        columns.extend(self.upheld_by_ombudsmen());
        columns.push((
            names.of(List::Contact, code::COMPLIMENT),
            Box::new(|p| {
                ObservationKey::contacts(self.service, p, code::COMPLIMENT, code::RECEIVED)
            }),
        ));
        columns
    }

    /// The scope whose figure stands for a stage in a year. Where there is no figure of all procedures, that of one may stand
    /// for it, but not one laid down in law above other services: it would be read as the whole.
    fn chosen(&self, period: Period, stage: Code, measure: Code) -> Scope {
        let scope = |procedure: Code| Scope {
            service: self.service,
            period,
            contact: code::COMPLAINT,
            procedure,
            stage,
        };
        let tables = self.tables.get(&period);
        let procedures = tables.map(|tables| tables.procedures(code::COMPLAINT, stage));
        let may_stand = |of: &Scope| {
            self.sheet.has(&of.key(measure))
                && (of.procedure == code::ALL || self.sheet.may_head(&of.key(code::RECEIVED)))
        };
        let mut scopes = procedures.into_iter().flatten().rev().map(scope);
        scopes.find(may_stand).unwrap_or_else(|| scope(code::ALL))
    }

    /// A column for each ombudsman that upheld anything in any year; none where a year would be told as unknown though the
    /// site lists decisions of it.
    fn upheld_by_ombudsmen(&self) -> Vec<Pick<'y>> {
        let (service, codes) = (self.service, self.sheet.names.codes);
        let names = &self.sheet.names;
        let upheld = move |who: Code, year: Period| {
            ObservationKey::contacts(service, year, code::OMBUDSMAN_ENQUIRY, code::DECIDED)
                .with(codes, code::OMBUDSMAN, who)
                .with(codes, code::DECISION, code::UPHELD)
        };
        let ombudsmen: Vec<Code> = names
            .site
            .list(List::Ombudsman)
            .entries
            .iter()
            .map(|entry| entry.code)
            .filter(|who| {
                let told = |year: &Period| self.sheet.has(&upheld(*who, *year));
                let untold = |year: &Period| !told(year) && self.listed.contains(&(*who, *year));
                self.years.iter().any(told) && !self.years.iter().any(untold)
            })
            .collect();
        let alone = ombudsmen.len() == 1;
        let head = |who: Code| match alone {
            true => names.words.get("service.ombudsman_upheld").to_owned(),
            false => {
                let name = names.of(List::Ombudsman, who);
                names
                    .words
                    .fill("service.upheld_by", &[("ombudsman", &name)])
            }
        };
        let column = |who: Code| -> Pick<'y> { (head(who), Box::new(move |p| upheld(who, p))) };
        ombudsmen.into_iter().map(column).collect()
    }

    /// The average time to answer at stage 1, a column for each procedure. Days of two kinds are not put into one column.
    fn averages(&self) -> Vec<Pick<'y>> {
        let (service, names) = (self.service, &self.sheet.names);
        let mean = move |procedure: Code, year: Period| {
            let measure = code::MEAN_RESPONSE_DAYS;
            ObservationKey::complaints(service, year, procedure, code::STAGE_1, measure)
        };
        let column = |procedure: Code| -> Option<Pick<'y>> {
            let units: BTreeSet<Unit> = self
                .years
                .iter()
                .filter_map(|year| self.sheet.find(&mean(procedure, *year)))
                .filter(|figure| figure.number().is_some())
                .map(|figure| figure.unit)
                .collect();
            let [unit] = units.into_iter().collect::<Vec<_>>()[..] else {
                return None;
            };
            let args = [
                ("procedure", names.of(List::Procedure, procedure)),
                ("unit", names.unit(unit)),
            ];
            let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
            let head = names.words.fill("service.average", &args);
            Some((head, Box::new(move |p| mean(procedure, p))))
        };
        let procedures = &names.site.procedures;
        procedures
            .iter()
            .filter_map(|known| column(known.code))
            .collect()
    }
}
