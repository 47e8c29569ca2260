//! The council's figures of each ombudsman, and the sentence about the newest year.

use super::measures;
use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Inline, Section};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::publication::table::{Cut, Scope, Tables};
use crate::vocabulary::{Code, List, ObservationKey, code};
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
            let key = enquiries(sheet, period, who);
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
        let periods = period.map_or_else(|| self.years_to_show(), |period| vec![period]);
        let told = |period: Period| -> Option<Line> {
            let key = enquiries(sheet, period, who);
            let upheld = key(code::DECIDED).with(sheet.names.codes, code::DECISION, code::UPHELD);
            let base = sheet.whole(&key(code::INVESTIGATED))?;
            sheet.whole(&upheld)?;
            if period == Period::Undated || base <= 0 {
                return None;
            }
            let mut line = self.upheld_of(sheet, (period, who), base, &upheld);
            let more = [
                self.similar(sheet, period, who),
                self.complied(sheet, period, who),
            ];
            for sentence in more.into_iter().flatten() {
                line.push(Inline::text(" "));
                line.extend(sentence);
            }
            Some(line)
        };
        periods.into_iter().find_map(told)
    }

    fn upheld_of(
        &self,
        sheet: &Sheet,
        (period, who): (Period, Code),
        base: i64,
        upheld: &ObservationKey,
    ) -> Line {
        let words = self.from.words;
        let key = enquiries(sheet, period, who);
        let rate = key(code::UPHOLD_RATE);
        // Of fewer than ten a share says more than is known.
        let (sentence, share) = match base >= 10 && sheet.has(&rate) {
            true => ("ombudsman.investigated_share", vec![sheet.inline(&rate)]),
            false => ("ombudsman.investigated", Line::new()),
        };
        let ombudsman = sheet.names.of(List::Ombudsman, who);
        words.count_pieces(
            sentence,
            base,
            &[
                ("period", vec![Inline::text(words.period(period))]),
                ("ombudsman", vec![Inline::text(ombudsman)]),
                ("base", vec![sheet.inline(&key(code::INVESTIGATED))]),
                ("n", vec![sheet.inline(upheld)]),
                ("share", share),
            ],
        )
    }

    /// What share it upheld of similar councils' cases.
    fn similar(&self, sheet: &Sheet, period: Period, who: Code) -> Option<Line> {
        let rate = enquiries(sheet, period, who)(code::UPHOLD_RATE);
        let similar = rate.with(sheet.names.codes, code::GROUP, code::SIMILAR);
        sheet.has(&similar).then(|| {
            let share = ("share", vec![sheet.inline(&similar)]);
            self.from.words.pieces("ombudsman.similar", &[share])
        })
    }

    /// In how many cases the council did what it was asked to.
    fn complied(&self, sheet: &Sheet, period: Period, who: Code) -> Option<Line> {
        let key = enquiries(sheet, period, who);
        let (due, done) = (key(code::COMPLIANCE_DUE), key(code::COMPLIANCE_DONE));
        let cases = sheet.whole(&due).filter(|cases| *cases > 0)?;
        sheet.whole(&done)?;
        Some(self.from.words.count_pieces(
            "ombudsman.complied",
            cases,
            &[
                ("base", vec![sheet.inline(&due)]),
                ("n", vec![sheet.inline(&done)]),
            ],
        ))
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
        (!blocks.is_empty())
            .then(|| Section::new("figures", self.from.words.get("ombudsman.figures"), blocks))
    }

    fn has_ombudsman_figures(&self, sheet: &Sheet, period: Period) -> bool {
        sheet
            .released(code::ALL, period)
            .iter()
            .any(|(key, _)| key.contact == code::OMBUDSMAN_ENQUIRY)
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
            .filter(|set| !set.contains(&code::OMBUDSMAN))
        {
            blocks.extend(
                tables
                    .by_breakdown(scope, set, &what)
                    .into_iter()
                    .map(|table| Block::Table { table }),
            );
        }
        blocks
    }

    fn one_ombudsman(&self, tables: &Tables, scope: &Scope, who: Code) -> Vec<Block> {
        let names = &tables.sheet.names;
        let what = names.of(List::Ombudsman, who);
        let mut blocks: Vec<Block> = measures::table(tables, scope, who, &what)
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
                            set,
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
}

/// Returns the keys of an ombudsman's figures of the whole council in a period, by measure.
fn enquiries(sheet: &Sheet, period: Period, who: Code) -> impl Fn(Code) -> ObservationKey {
    let codes = sheet.names.codes;
    move |measure| {
        ObservationKey::contacts(code::ALL, period, code::OMBUDSMAN_ENQUIRY, measure).with(
            codes,
            code::OMBUDSMAN,
            who,
        )
    }
}
