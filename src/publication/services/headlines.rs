//! The table of services with their headline figures.

use crate::period::Period;
use crate::publication::compose::{Composer, alive};
use crate::publication::page::{Cell, Column, Inline, Link, Table, TableRow};
use crate::publication::sentence::Line;
use crate::publication::sheet::Sheet;
use crate::publication::table::Tables;
use crate::release::Shorthand;
use crate::vocabulary::{Code, List, ObservationKey, code};
use std::collections::BTreeSet;

/// The heads of the headline figures, in the order of a row's cells.
const FIGURES: [&str; 3] = ["services.received", "services.at_fault", "services.on_time"];

/// A row of the table before it is known which columns are worth their place.
struct Headline {
    head: Vec<Inline>,
    period: Cell,
    figures: [Cell; FIGURES.len()],
    of_another: bool,
    service: Code,
    /// The procedure that the figures are of.
    procedure: Option<Code>,
    /// The only one that the service has figures of, where there is no more than one.
    only: Option<Code>,
}

impl Composer<'_> {
    /// Returns the table of services with their headline figures: in this period where they have it, else in their newest.
    pub(in crate::publication) fn services_table(
        &self,
        sheet: &Sheet,
        period: Option<Period>,
    ) -> Option<Table> {
        let mut rows: Vec<Headline> = self
            .services_in(period)
            .into_iter()
            .map(|service| self.headline_row(sheet, service, period))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let of_another = rows.iter().any(|row| row.of_another);
        let known = |cell: &Cell| !cell.key.is_empty();
        // On the home page, a service without any figure is found in the list of services below.
        if period.is_some() {
            rows.retain(|row| row.figures.iter().any(known));
        }
        // A column in which no service has a figure tells nothing.
        let shown: Vec<usize> = (0..FIGURES.len())
            .filter(|at| rows.iter().any(|row| known(&row.figures[*at])))
            .collect();
        if shown.is_empty() && period.is_some() {
            return None;
        }
        let notes = self.name_procedures(&mut rows);
        let rows = rows
            .into_iter()
            .map(|row| TableRow {
                cells: of_another
                    .then_some(row.period)
                    .into_iter()
                    .chain(shown.iter().map(|at| row.figures[*at].clone()))
                    .collect(),
                head: row.head,
            })
            .collect();
        let words = self.from.words;
        let mut columns = vec![Column::words(words.get("services.service"))];
        // Where all are of one period the caption names it, and a telephone has room for the figures.
        if of_another {
            columns.push(Column::words(words.get("table.period")));
        }
        columns.extend(
            shown
                .iter()
                .map(|at| Column::figures(words.get(FIGURES[*at]))),
        );
        let caption = match period {
            Some(period) => words.fill("services.caption_in", &[("period", &words.period(period))]),
            None => words.get("services.caption").to_owned(),
        };
        Some(Table {
            notes,
            ..Table::new(caption, columns, rows)
        })
    }

    /// Where the rows are not all of the same procedure, names in each the one that it is of; says that such rows are not to
    /// be added or compared, and of which procedure the whole council's is.
    fn name_procedures(&self, rows: &mut [Headline]) -> Vec<Line> {
        let (words, names) = (self.from.words, self.names());
        let procedures: BTreeSet<Code> = rows.iter().filter_map(|row| row.procedure).collect();
        if procedures.len() < 2 {
            return Vec::new();
        }
        let mut left_out = None;
        for row in rows {
            let named = row.procedure.filter(|procedure| *procedure != code::ALL);
            let Some(procedure) = named.or(row.only) else {
                continue;
            };
            let name = words.within(&names.of(List::Procedure, procedure));
            let text = |key: &str| words.fill(key, &[("procedure", &name)]);
            row.head.push(Inline::text(text("services.of_procedure")));
            if row.service == code::ALL {
                left_out = Some(text("services.left_out"));
            }
        }
        let unlike = words.get("services.unlike").to_owned();
        let lines = std::iter::once(unlike).chain(left_out);
        lines.map(|line| vec![Inline::text(line)]).collect()
    }

    /// Returns the services that stand in the table: all that have pages and the nodes right below them; of a period, those
    /// at the top that were there in it. A service that is no more stands among all services, not among those of today.
    fn services_in(&self, period: Option<Period>) -> Vec<Code> {
        let listed = |service: Code, depth: u8| match period {
            Some(period) => depth == 0 && alive(self.from.site, service, period),
            None => depth <= 1,
        };
        self.services()
            .into_iter()
            .filter(|(service, depth)| listed(*service, *depth))
            .map(|(service, _)| service)
            .collect()
    }

    fn headline_row(&self, sheet: &Sheet, service: Code, period: Option<Period>) -> Headline {
        let words = self.from.words;
        let names = &sheet.names;
        let at = period
            .filter(|period| self.has_slice(service, *period) && self.tells(service, *period))
            .or_else(|| self.latest(service));
        let path = match at {
            Some(at) => self.slice_path(service, at),
            None => format!("services/{}/", names.slug(service)),
        };
        let scope = at.and_then(|at| self.headline_scope(sheet, service, at));
        let figure = |key: Option<ObservationKey>| match key {
            Some(key) => sheet.cell(&key),
            None => sheet.blank(Shorthand::NotAvailable),
        };
        Headline {
            head: vec![Inline::Link {
                link: Link::new(path, names.service(service)),
            }],
            period: sheet.words(at.map_or_else(
                || words.get("services.no_figures").to_owned(),
                |at| words.period_short(at),
            )),
            figures: [
                scope.map(|scope| scope.key(code::RECEIVED)),
                scope.map(|scope| scope.at_fault(code::DECIDED_PERCENT, names.codes)),
                scope.map(|scope| scope.in_time(code::RESPONDED_PERCENT, names.codes)),
            ]
            .map(figure),
            of_another: at != period,
            service,
            procedure: scope.map(|scope| scope.procedure),
            only: scope.and_then(|scope| {
                let tables = Tables::new(sheet, service, scope.period);
                let procedures = tables.procedures(code::COMPLAINT, scope.stage);
                let mut real = procedures.into_iter().filter(|of| *of != code::ALL);
                real.next().filter(|_| real.next().is_none())
            }),
        }
    }
}
