//! The council's figures of each ombudsman, and the sentence about the newest year.

use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Cell, Column, Inline, Section, Table, TableRow};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::publication::table::{Cut, Scope, Tables};
use crate::release::Shorthand;
use crate::vocabulary::{Code, List, MEASURES, ObservationKey, code};
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Returns what an ombudsman did in the newest year that says so; of all ombudsmen, of those that the figures tell of.
    pub(super) fn what_they_did(
        &self,
        sheet: &Sheet,
        period: Option<Period>,
        ombudsman: Option<Code>,
    ) -> Option<Line> {
        let investigated = self.investigated(sheet, period, ombudsman.unwrap_or(code::LGSCO));
        let found = self.found(sheet, period, ombudsman.unwrap_or(code::HOUSING));
        match (investigated, found) {
            (Some(mut line), Some(more)) => {
                line.push(Inline::text(" "));
                line.extend(more);
                Some(line)
            }
            (line, more) => line.or(more),
        }
    }

    /// "In 2023 to 2024 the Housing Ombudsman decided 4 complaints and made 6 findings": cases and findings are not the same.
    fn found(&self, sheet: &Sheet, period: Option<Period>, who: Code) -> Option<Line> {
        let words = self.from.words;
        let periods = period.map_or_else(|| self.years_to_show(), |period| vec![period]);
        periods.into_iter().find_map(|period| {
            let key =
                |measure| {
                    ObservationKey::contacts(code::ALL, period, code::OMBUDSMAN_ENQUIRY, measure)
                        .with(sheet.names.codes, code::OMBUDSMAN, who)
                };
            let decided = sheet.whole(&key(code::DECIDED)).filter(|n| *n > 0)?;
            let findings = sheet.whole(&key(code::FINDINGS))?;
            if period == Period::Undated {
                return None;
            }
            let findings = words.count_pieces(
                "ombudsman.findings",
                findings,
                &[("n", vec![sheet.inline(&key(code::FINDINGS))])],
            );
            Some(words.count_pieces(
                "ombudsman.found",
                decided,
                &[
                    ("period", vec![Inline::text(words.period(period))]),
                    (
                        "ombudsman",
                        vec![Inline::text(sheet.names.of(List::Ombudsman, who))],
                    ),
                    ("n", vec![sheet.inline(&key(code::DECIDED))]),
                    ("findings", findings),
                ],
            ))
        })
    }

    /// "In 2023 to 2024 the ombudsman investigated 10 complaints and upheld 8 (80%)", for the newest year that says so.
    fn investigated(&self, sheet: &Sheet, period: Option<Period>, who: Code) -> Option<Line> {
        let codes = sheet.names.codes;
        let periods: Vec<Period> = match period {
            Some(period) => vec![period],
            None => self.years_to_show(),
        };
        periods.into_iter().find_map(|period| {
            let key =
                |measure| {
                    ObservationKey::contacts(code::ALL, period, code::OMBUDSMAN_ENQUIRY, measure)
                        .with(codes, code::OMBUDSMAN, who)
                };
            let upheld = key(code::DECIDED).with(codes, code::DECISION, code::UPHELD);
            let base = sheet.whole(&key(code::INVESTIGATED))?;
            sheet.whole(&upheld)?;
            if period == Period::Undated {
                return None;
            }
            (base > 0).then(|| {
                let rate = key(code::UPHOLD_RATE);
                // Of fewer than ten a share says more than is known.
                let with_share = base >= 10 && sheet.has(&rate);
                let share = match with_share {
                    true => vec![sheet.inline(&rate)],
                    false => Line::new(),
                };
                let mut line = self.from.words.count_pieces(
                    if with_share {
                        "ombudsman.investigated_share"
                    } else {
                        "ombudsman.investigated"
                    },
                    base,
                    &[
                        ("period", vec![Inline::text(self.from.words.period(period))]),
                        (
                            "ombudsman",
                            vec![Inline::text(sheet.names.of(List::Ombudsman, who))],
                        ),
                        ("base", vec![sheet.inline(&key(code::INVESTIGATED))]),
                        ("n", vec![sheet.inline(&upheld)]),
                        ("share", share),
                    ],
                );
                let similar = key(code::UPHOLD_RATE).with(codes, code::GROUP, code::SIMILAR);
                if sheet.has(&similar) {
                    line.push(Inline::text(" "));
                    line.extend(self.from.words.pieces(
                        "ombudsman.similar",
                        &[("share", vec![sheet.inline(&similar)])],
                    ));
                }
                let (due, done) = (key(code::COMPLIANCE_DUE), key(code::COMPLIANCE_DONE));
                if let (Some(cases), Some(_)) = (
                    sheet.whole(&due).filter(|cases| *cases > 0),
                    sheet.whole(&done),
                ) {
                    line.push(Inline::text(" "));
                    line.extend(self.from.words.count_pieces(
                        "ombudsman.complied",
                        cases,
                        &[
                            ("base", vec![sheet.inline(&due)]),
                            ("n", vec![sheet.inline(&done)]),
                        ],
                    ));
                }
                line
            })
        })
    }

    /// The years in the order in which they are worth a headline: newest first, but one that has not ended comes after
    /// all others, since the ombudsman counts whole years and one decision is no rate.
    fn years_to_show(&self) -> Vec<Period> {
        let years = self.periods(code::ALL).iter().rev().copied();
        let (ended, running): (Vec<Period>, Vec<Period>) = years
            .filter(|period| matches!(period, Period::Year(_)))
            .partition(|period| period.end().is_some_and(|end| end < self.from.as_of));
        ended.into_iter().chain(running).collect()
    }

    /// The council's figures of each ombudsman, for a year, or for the newest that has ended.
    pub(super) fn figures_section(
        &self,
        sheet: &Sheet,
        period: Option<Period>,
        ombudsman: Option<Code>,
    ) -> Option<Section> {
        let periods: Vec<Period> = match period {
            Some(period) => vec![period],
            None => self
                .years_to_show()
                .into_iter()
                .filter(|period| self.has_ombudsman_figures(sheet, *period))
                .take(1)
                .collect(),
        };
        let mut blocks = Vec::new();
        for period in periods {
            let tables = Tables::new(sheet, code::ALL, period);
            let scope = Scope {
                service: code::ALL,
                period,
                contact: code::OMBUDSMAN_ENQUIRY,
                procedure: code::ALL,
                stage: code::ALL,
            };
            for who in
                ombudsman.map_or_else(|| self.found_ombudsmen(&tables, &scope), |who| vec![who])
            {
                blocks.extend(self.one_ombudsman(&tables, &scope, who));
            }
        }
        (!blocks.is_empty()).then(|| Section {
            id: "figures".into(),
            heading: self.from.words.get("ombudsman.figures").to_owned(),
            blocks,
            ..Section::default()
        })
    }

    fn has_ombudsman_figures(&self, sheet: &Sheet, period: Period) -> bool {
        sheet
            .keys(code::ALL, period)
            .iter()
            .any(|key| key.contact == code::OMBUDSMAN_ENQUIRY)
    }

    fn found_ombudsmen(&self, tables: &Tables, scope: &Scope) -> Vec<Code> {
        let found: BTreeSet<Code> = tables
            .now
            .iter()
            .filter(|key| {
                key.contact == scope.contact
                    && key.procedure == scope.procedure
                    && key.stage == scope.stage
            })
            .filter_map(|key| key.category(code::OMBUDSMAN))
            .collect();
        found.into_iter().collect()
    }

    /// Returns the tables of a slice's ombudsman figures: each ombudsman's measures beside similar councils, then its
    /// decisions, reasons and findings.
    pub(in crate::publication) fn ombudsman_tables(
        &self,
        tables: &Tables,
        scope: &Scope,
    ) -> Vec<Block> {
        let mut blocks = Vec::new();
        for who in self.found_ombudsmen(tables, scope) {
            blocks.extend(self.one_ombudsman(tables, scope, who));
        }
        let what = self.from.words.get("what.ombudsman").to_owned();
        blocks.extend(
            tables
                .by_measure(scope, "table.figures", &what)
                .map(|table| Block::Table { table }),
        );
        for set in tables
            .breakdowns(scope)
            .into_iter()
            .filter(|set| !set.contains(&code::OMBUDSMAN))
        {
            blocks.extend(
                tables
                    .by_breakdown(scope, &set, &what)
                    .into_iter()
                    .map(|table| Block::Table { table }),
            );
        }
        blocks
    }

    fn one_ombudsman(&self, tables: &Tables, scope: &Scope, who: Code) -> Vec<Block> {
        let names = &tables.sheet.names;
        let what = names.of(List::Ombudsman, who);
        let mut blocks: Vec<Block> = self
            .measures_of(tables, scope, who, &what)
            .map(|table| Block::Table { table })
            .into_iter()
            .collect();
        for set in tables.breakdowns(scope) {
            // Other councils' figures stand beside ours in the table of measures, unless they are broken down further.
            let own = !set.contains(&code::GROUP) || set.len() > 2;
            if set.len() > 1 && set.contains(&code::OMBUDSMAN) && own {
                blocks.extend(
                    tables
                        .by_breakdown_of(
                            scope,
                            &set,
                            &what,
                            Cut {
                                fixed: Some((code::OMBUDSMAN, who)),
                                measure: None,
                            },
                        )
                        .into_iter()
                        .map(|table| Block::Table { table }),
                );
            }
        }
        blocks
    }

    /// One row a measure: now, similar councils, the year before, the change.
    fn measures_of(&self, tables: &Tables, scope: &Scope, who: Code, what: &str) -> Option<Table> {
        let sheet = tables.sheet;
        let names = &sheet.names;
        let words = self.from.words;
        let codes = names.codes;
        let key = |measure: Code, period: Period| {
            scope
                .period(period)
                .key(measure)
                .with(codes, code::OMBUDSMAN, who)
        };
        let own: Vec<&ObservationKey> = tables
            .now
            .iter()
            .chain(&tables.then)
            .filter(|k| {
                k.contact == scope.contact
                    && k.procedure == scope.procedure
                    && k.stage == scope.stage
                    && k.category(code::OMBUDSMAN) == Some(who)
            })
            .collect();
        let groups: BTreeSet<Code> = own
            .iter()
            .filter_map(|key| key.category(code::GROUP))
            .collect();
        let plain: BTreeSet<Code> = own
            .iter()
            .filter(|key| {
                key.breakdowns.iter().flatten().count()
                    == 1 + usize::from(key.category(code::GROUP).is_some())
            })
            .map(|key| key.measure)
            .collect();
        let mut measures: BTreeSet<Code> = plain
            .iter()
            .copied()
            .filter(|measure| !names.is_change(*measure))
            .collect();
        for change in plain
            .iter()
            .filter_map(|measure| sheet.figures.change_of(*measure))
        {
            let (crate::publication::figures::Derived::Change(of)
            | crate::publication::figures::Derived::ChangePercent(of)) = change;
            measures.insert(of);
        }
        measures.extend(
            [
                code::UPHOLD_RATE,
                code::SATISFACTORY_REMEDY_RATE,
                code::COMPLIANCE_RATE,
                code::LATE_COMPLIANCE_RATE,
                code::UPHELD_PER_100000,
            ]
            .into_iter()
            .filter(|rate| {
                sheet.has(&key(*rate, scope.period))
                    && (*rate != code::UPHELD_PER_100000 || scope.service == code::ALL)
            }),
        );
        let mut ordered: Vec<Code> = measures.into_iter().collect();
        ordered.sort_by_key(|measure| {
            (
                MEASURES
                    .iter()
                    .position(|m| m.code == *measure)
                    .unwrap_or(usize::MAX),
                *measure,
            )
        });
        let then = scope.period.year_before().filter(|then| {
            ordered
                .iter()
                .any(|measure| sheet.has(&key(*measure, *then)))
        });
        let change = |measure: Code, percent| {
            sheet
                .figures
                .change_code(measure, percent)
                .map(|change| key(change, scope.period))
                .filter(|key| sheet.has(key))
        };
        let with_change = ordered
            .iter()
            .any(|measure| change(*measure, false).is_some());
        let worth = |key: &ObservationKey| {
            sheet
                .find(key)
                .is_some_and(|figure| !figure.notes.is_empty())
                || sheet.figures.release.values.contains_key(key)
        };
        let with_percent = ordered
            .iter()
            .any(|measure| change(*measure, true).is_some_and(|key| worth(&key)));
        let mut columns = vec![
            Column {
                text: words.get("table.measure").to_owned(),
                numeric: false,
            },
            Column {
                text: words.period_short(scope.period),
                numeric: true,
            },
        ];
        columns.extend(groups.iter().map(|group| Column {
            text: names.of(List::Group, *group),
            numeric: true,
        }));
        columns.extend(then.map(|then| Column {
            text: words.period_short(then),
            numeric: true,
        }));
        if with_change {
            columns.push(Column {
                text: words.get("table.change").to_owned(),
                numeric: true,
            });
        }
        if with_percent {
            columns.push(Column {
                text: words.get("table.change_percent").to_owned(),
                numeric: true,
            });
        }
        let shown = |key: Option<ObservationKey>| {
            key.filter(|key| sheet.has(key)).map_or_else(
                || sheet.blank(Shorthand::NotAvailable),
                |key| sheet.cell(&key),
            )
        };
        let mut notes = Vec::new();
        let rows: Vec<TableRow> = ordered
            .iter()
            .map(|measure| {
                let mut cells: Vec<Cell> = vec![shown(Some(key(*measure, scope.period)))];
                cells.extend(groups.iter().map(|group| {
                    shown(Some(key(*measure, scope.period).with(
                        codes,
                        code::GROUP,
                        *group,
                    )))
                }));
                cells.extend(then.map(|then| shown(Some(key(*measure, then)))));
                if with_change {
                    cells.push(shown(change(*measure, false)));
                }
                if with_percent {
                    cells.push(shown(change(*measure, true).filter(worth)));
                }
                let unit = sheet
                    .find(&key(*measure, scope.period))
                    .map(|figure| figure.unit)
                    .filter(|unit| *unit != crate::vocabulary::Unit::Count);
                let head = names.measure_in(*measure, unit);
                let mut beside = vec![key(*measure, scope.period)];
                beside.extend(change(*measure, false));
                beside.extend(change(*measure, true));
                beside.extend(
                    groups
                        .iter()
                        .map(|group| key(*measure, scope.period).with(codes, code::GROUP, *group)),
                );
                for figure in beside
                    .iter()
                    .filter_map(|key| sheet.find(key))
                    .filter(|figure| !figure.notes.is_empty())
                {
                    notes.push(vec![Inline::text(format!(
                        "{head}: {}",
                        figure.notes.join(" ")
                    ))]);
                }
                TableRow {
                    head: vec![Inline::text(head)],
                    cells,
                }
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut caption = words.fill(
            "table.figures",
            &[
                ("what", what),
                ("service", &names.service(scope.service)),
                ("period", &names.period(scope.period)),
            ],
        );
        if scope.procedure != code::ALL {
            caption = words.fill(
                "table.of_procedure",
                &[
                    ("caption", &caption),
                    (
                        "procedure",
                        &names
                            .words
                            .within(&names.of(List::Procedure, scope.procedure)),
                    ),
                ],
            );
        }
        Some(Table {
            wide: columns.len() > 4,
            caption,
            columns,
            rows,
            notes,
            ..Table::default()
        })
    }
}
