//! The council's figures of each ombudsman, and the sentence about the newest year.

use super::listing::Listed;
use super::measures;
use crate::config::FiguresSource;
use crate::period::Period;
use crate::publication::compose::Composer;
use crate::publication::page::{Block, Inline, Link, Section};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::publication::table::{Cut, Scope, Tables};
use crate::vocabulary::{Code, List, ObservationKey, code};
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Returns what an ombudsman did in the newest year that says so; of all ombudsmen, of those that the figures tell of.
    pub(super) fn what_they_did(&self, sheet: &Sheet, listed: Listed) -> Option<Line> {
        let ombudsman = listed.ombudsman();
        let investigated = self.investigated(sheet, listed, ombudsman.unwrap_or(code::LGSCO));
        let found = self.found(sheet, listed, ombudsman.unwrap_or(code::HOUSING));
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
    fn found(&self, sheet: &Sheet, listed: Listed, who: Code) -> Option<Line> {
        let words = self.from.words;
        let service = listed.service();
        self.years_to_show(listed).into_iter().find_map(|period| {
            let key = enquiries(sheet, (service, period), who);
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
    fn investigated(&self, sheet: &Sheet, listed: Listed, who: Code) -> Option<Line> {
        let told = |period: Period| -> Option<Line> {
            let of = (listed.service(), period);
            let key = enquiries(sheet, of, who);
            let upheld = key(code::DECIDED).with(sheet.names.codes, code::DECISION, code::UPHELD);
            let base = sheet.whole(&key(code::INVESTIGATED))?;
            sheet.whole(&upheld)?;
            if period == Period::Undated || base <= 0 {
                return None;
            }
            let mut line = self.upheld_of(sheet, (of, who), base, &upheld);
            let share = is_share_told(sheet, of, who, base);
            let more = [
                self.similar(sheet, of, who, share),
                self.complied(sheet, of, who),
            ];
            for sentence in more.into_iter().flatten() {
                line.push(Inline::text(" "));
                line.extend(sentence);
            }
            Some(line)
        };
        self.years_to_show(listed).into_iter().find_map(told)
    }

    fn upheld_of(
        &self,
        sheet: &Sheet,
        (of, who): ((Code, Period), Code),
        base: i64,
        upheld: &ObservationKey,
    ) -> Line {
        let words = self.from.words;
        let key = enquiries(sheet, of, who);
        let rate = key(code::UPHOLD_RATE);
        let (sentence, share) = match is_share_told(sheet, of, who, base) {
            true => ("ombudsman.investigated_share", vec![sheet.inline(&rate)]),
            false => ("ombudsman.investigated", Line::new()),
        };
        let ombudsman = sheet.names.of(List::Ombudsman, who);
        words.count_pieces(
            sentence,
            base,
            &[
                ("period", vec![Inline::text(words.period(of.1))]),
                ("ombudsman", vec![Inline::text(ombudsman)]),
                ("base", vec![sheet.inline(&key(code::INVESTIGATED))]),
                ("n", vec![sheet.inline(upheld)]),
                ("share", share),
            ],
        )
    }

    /// What share it upheld of similar councils' cases: in few words beside the council's own share, else in full.
    fn similar(&self, sheet: &Sheet, of: (Code, Period), who: Code, beside: bool) -> Option<Line> {
        let rate = enquiries(sheet, of, who)(code::UPHOLD_RATE);
        let similar = rate.with(sheet.names.codes, code::GROUP, code::SIMILAR);
        sheet.has(&similar).then(|| {
            let share = ("share", vec![sheet.inline(&similar)]);
            let sentence = match beside {
                true => "ombudsman.similar",
                false => "ombudsman.similar_upheld",
            };
            self.from.words.pieces(sentence, &[share])
        })
    }

    /// In how many cases the council did what it was asked to.
    fn complied(&self, sheet: &Sheet, of: (Code, Period), who: Code) -> Option<Line> {
        let key = enquiries(sheet, of, who);
        let (due, done) = (key(code::COMPLIANCE_DUE), key(code::COMPLIANCE_DONE));
        let (Some(cases), Some(_)) = (sheet.whole(&due), sheet.whole(&done)) else {
            // A letter may tell the share alone.
            let rate = key(code::COMPLIANCE_RATE);
            sheet.find(&rate)?.number()?;
            let share = ("share", vec![sheet.inline(&rate)]);
            let sentence = "ombudsman.complied_share";
            return Some(self.from.words.pieces(sentence, &[share]));
        };
        if cases <= 0 {
            return None;
        }
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
    /// all others, since the ombudsman counts whole years and one decision is no rate. A list of one year has only that.
    fn years_to_show(&self, listed: Listed) -> Vec<Period> {
        if let Some(period) = listed.period() {
            return vec![period];
        }
        let years = self.periods(listed.service()).iter().rev().copied();
        let (ended, running): (Vec<Period>, Vec<Period>) = years
            .filter(|period| matches!(period, Period::Year(_)))
            .partition(|period| period.end().is_some_and(|end| end < self.from.as_of));
        ended.into_iter().chain(running).collect()
    }

    /// The figures of each ombudsman about the council or a service, of a year, or of the newest that has ended.
    pub(super) fn figures_section(&self, sheet: &Sheet, listed: Listed) -> Option<Section> {
        let blocks = self.years_to_show(listed).into_iter();
        let blocks = blocks.map(|period| self.figures_of(sheet, listed, period));
        let blocks = blocks.into_iter().find(|blocks| !blocks.is_empty())?;
        let heading = self.from.words.get("ombudsman.figures");
        Some(Section::new("figures", heading, blocks))
    }

    fn figures_of(&self, sheet: &Sheet, listed: Listed, period: Period) -> Vec<Block> {
        let tables = Tables::new(sheet, listed.service(), period);
        let scope = Scope {
            service: listed.service(),
            period,
            contact: code::OMBUDSMAN_ENQUIRY,
            procedure: code::ALL,
            stage: code::ALL,
        };
        // What has a figure of another year alone is no figure of this one.
        if !tables.now.iter().any(|key| key.contact == scope.contact) {
            return Vec::new();
        }
        let found = || self.found_ombudsmen(&tables, &scope);
        let ombudsmen = listed.ombudsman().map_or_else(found, |who| vec![who]);
        let each = ombudsmen.into_iter();
        each.flat_map(|who| self.one_ombudsman(&tables, &scope, who))
            .collect()
    }

    /// "Source: Annual review letter 2023-24, published 24 July 2024.": where an ombudsman's figures about the council come
    /// from. A service's are often counted by the council itself.
    fn sources_of(&self, scope: &Scope, who: Code) -> Option<Block> {
        let words = self.from.words;
        let sources = self.from.site.figures_sources.iter().filter(|source| {
            source.ombudsman == who && source.year == scope.period && scope.service == code::ALL
        });
        let line = |source: &FiguresSource| {
            let title = match source.link.is_empty() {
                true => Inline::text(source.title.as_str()),
                false => Inline::Link {
                    link: Link {
                        external: true,
                        ..Link::new(source.link.as_str(), source.title.as_str())
                    },
                },
            };
            let title = ("title", vec![title]);
            match source.published {
                Some(day) => {
                    let day = ("date", vec![Inline::text(words.date(day))]);
                    words.pieces("ombudsman.source_published", &[title, day])
                }
                None => words.pieces("ombudsman.source", &[title]),
            }
        };
        let lines: Vec<Line> = sources.map(line).collect();
        (!lines.is_empty()).then_some(Block::Notes { lines })
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
        self.in_order(found)
    }

    /// Returns ombudsmen in the order of their list, which is that of the sentence above the tables.
    pub(super) fn in_order(&self, ombudsmen: BTreeSet<Code>) -> Vec<Code> {
        let list = self.from.site.list(List::Ombudsman).entries.iter();
        let mut ombudsmen: Vec<Code> = ombudsmen.into_iter().collect();
        ombudsmen.sort_by_key(|who| {
            let place = list.clone().position(|entry| entry.code == *who);
            (place.unwrap_or(usize::MAX), *who)
        });
        ombudsmen
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
        if !blocks.is_empty() {
            blocks.extend(self.sources_of(scope, who));
        }
        blocks
    }
}

/// Whether the share upheld is told beside the count: of fewer than ten it says more than is known.
fn is_share_told(sheet: &Sheet, of: (Code, Period), who: Code, base: i64) -> bool {
    base >= 10 && sheet.has(&enquiries(sheet, of, who)(code::UPHOLD_RATE))
}

/// Returns the keys of an ombudsman's figures of a service in a period, by measure.
fn enquiries(
    sheet: &Sheet,
    (service, period): (Code, Period),
    who: Code,
) -> impl Fn(Code) -> ObservationKey {
    let codes = sheet.names.codes;
    move |measure| {
        ObservationKey::contacts(service, period, code::OMBUDSMAN_ENQUIRY, measure).with(
            codes,
            code::OMBUDSMAN,
            who,
        )
    }
}
