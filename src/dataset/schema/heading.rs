//! Finds each known column in the headings of a table.

use super::unknown::{likely, unknown};
use super::{Column, Columns, FigureColumn, Form, Holds, Required, columns_of};
use crate::config::Site;
use crate::dataset::cells::{parts, plain, toml};
use crate::dataset::columns::COLUMNS;
use crate::dataset::wide::{self, Observed, without_pounds};
use crate::diagnostic::{Diagnostic, Report, column_letter, cut, named as rule};
use crate::period::day::{DateForm, is_day_first, is_month_first};
use crate::source::Table;
use crate::vocabulary::{fold, nearest};
use std::collections::BTreeMap;

/// Finds each known column in the table's headings. Nothing when the table cannot be read for want of a column; unknown,
/// personal and doubled headings are reported and make the table unreadable too.
pub fn resolve(table: &Table, site: &Site, report: &mut Report) -> Option<Columns> {
    let columns = survey(table, site, report);
    columns.sound.then_some(columns)
}

/// Finds each known column in the table's headings as [`resolve`] does, and gives the columns even where headings are at
/// fault, so that the cells of the others can be looked at in the same run. What such rows say is not to be used, and of
/// their faults only those that [`super::alone`] keeps are to be told.
pub fn survey(table: &Table, site: &Site, report: &mut Report) -> Columns {
    let form = form_of(table, site);
    let mut finding = Finding {
        table,
        site,
        known: columns_of(table.kind, form),
        columns: Columns {
            kind: table.kind,
            form,
            figures: Vec::new(),
            by_name: BTreeMap::new(),
            date_forms: BTreeMap::new(),
            sound: true,
        },
        unread: Vec::new(),
        faults: Vec::new(),
        meant: Vec::new(),
    };
    for column in 0..table.header.len() {
        finding.heading(column);
    }
    finding.required();
    finding.month_first();
    let mut columns = finding.columns;
    columns.sound = finding.faults.is_empty();
    for name in finding.unread {
        columns.by_name.remove(name);
    }
    for fault in finding.faults {
        report.push(fault);
    }
    columns.date_forms = date_forms(table, &columns);
    columns
}

/// Tells the long form from the wide by its headings.
fn form_of(table: &Table, site: &Site) -> Form {
    let forms: Vec<Form> = COLUMNS
        .iter()
        .filter(|known| known.kind == table.kind)
        .map(|known| known.form)
        .collect();
    if forms.len() == 1 {
        return forms[0];
    }
    let long = columns_of(table.kind, Form::Long);
    let has = |name: &str| {
        let mut headings = table.header.iter();
        headings.any(|heading| find(heading, long, site).is_some_and(|found| found.name == name))
    };
    if has("measure") && has("value") {
        Form::Long
    } else {
        Form::Wide
    }
}

/// Returns the column that a heading names: by the council's own aliases first, then by name, then by built-in alias.
fn find(heading: &str, known: &'static [Column], site: &Site) -> Option<&'static Column> {
    let folded = fold(heading);
    let by_name = |name: &str| known.iter().find(|column| column.name == name);
    let built_in = |folded: &str| {
        let alias = |column: &&Column| column.aliases.iter().any(|alias| fold(alias) == folded);
        let mut columns = known.iter();
        let named = columns.find(|column| fold(column.name) == folded);
        named.or_else(|| known.iter().find(alias))
    };
    own_alias(&folded, site)
        .and_then(by_name)
        .or_else(|| built_in(&folded))
        .or_else(|| {
            let pounds = built_in(&fold(&without_pounds(heading)?))?;
            HOLD_POUNDS.contains(&pounds.name).then_some(pounds)
        })
}

/// The columns whose headings may say that they hold pounds.
const HOLD_POUNDS: &[&str] = &["amount", "total_amount"];

/// Returns the canonical name that the council's own `[columns]` give a heading.
fn own_alias<'s>(folded: &str, site: &'s Site) -> Option<&'s str> {
    site.columns
        .iter()
        .find(|(_, headings)| headings.iter().any(|heading| fold(heading) == folded))
        .map(|(name, _)| name.as_str())
}

struct Finding<'a> {
    table: &'a Table,
    site: &'a Site,
    known: &'static [Column],
    columns: Columns,
    faults: Vec<Diagnostic>,
    /// The columns whose cells say nothing certain: two headings name them, or their dates are written month first.
    unread: Vec<&'static str>,
    /// The columns that unknown headings were probably meant to be: they are not missing too.
    meant: Vec<&'static str>,
}

impl Finding<'_> {
    fn heading(&mut self, column: usize) {
        let heading = self.table.header[column].clone();
        let folded = fold(&heading);
        let ignored = &self.site.ignored_columns;
        if heading.is_empty() || ignored.iter().any(|ignored| fold(ignored) == folded) {
            return;
        }
        if let Err(fault) = plain(&heading) {
            let place = self.table.cell(self.table.header_row, column);
            return self.faults.push(fault.at(place));
        }
        if let Some(known) = find(&heading, self.known, self.site) {
            return self.known(column, known.name);
        }
        if self.columns.form == Form::Wide
            && let Some(observed) = self.observed(&heading)
        {
            return self.figure(column, observed);
        }
        let place = self.table.cell(self.table.header_row, column);
        let near = likely(&heading, self.known).or_else(|| near(&heading, self.known));
        self.meant.extend(near.map(|near| near.name));
        let fault = unknown(&heading, near, self.known, self.columns.form, self.site);
        self.faults.push(fault.at(place).value(&heading));
    }

    fn observed(&self, heading: &str) -> Option<Observed> {
        let named = own_alias(&fold(heading), self.site).unwrap_or(heading);
        wide::observed(named, self.site)
    }

    fn known(&mut self, column: usize, name: &'static str) {
        match self.columns.by_name.get(name) {
            Some(&first) => {
                self.unread.push(name);
                self.doubled(first, column, name);
            }
            None => {
                self.columns.by_name.insert(name, column);
            }
        }
    }

    fn figure(&mut self, column: usize, observed: Observed) {
        let figure = FigureColumn {
            column,
            contact: observed.contact,
            measure: observed.measure,
            breakdown: observed.breakdown,
        };
        let same = |other: &&FigureColumn| FigureColumn { column, ..**other } == figure;
        match self.columns.figures.iter().find(same) {
            Some(other) => {
                let word = self.site.codes.word(
                    observed
                        .breakdown
                        .map_or(observed.measure, |(_, category)| category),
                );
                let word = word.to_owned();
                self.doubled(other.column, column, &word);
            }
            None => self.columns.figures.push(figure),
        }
    }

    fn doubled(&mut self, first: usize, second: usize, name: &str) {
        let (a, b) = (&self.table.header[first], &self.table.header[second]);
        let fault = Diagnostic::error(
            rule::TWO_COLUMNS_FOR_ONE,
            format!(
                "two columns would both be read as {name}: \"{}\" and \"{}\"",
                cut(a),
                cut(b)
            ),
        )
        .at(self.table.cell(self.table.header_row, second))
        .fact(
            "first",
            format!("column {} \"{}\"", column_letter(first as u16), cut(a)),
        )
        .help(format!(
            "have the other one dropped unread; in candour.toml:\n    [columns]\n    ignore = [{}]",
            toml(b)
        ));
        self.faults.push(fault);
    }

    fn required(&mut self) {
        let has = |name: &str| self.columns.get(name).is_some() || self.meant.contains(&name);
        let missing = self.known.iter().filter(|column| match column.required {
            Required::No => false,
            Required::Yes => !has(column.name),
            // Of two that stand for one another the first in the list speaks for both.
            Required::Or(other) => {
                !has(column.name) && !has(other) && first_of(self.known, column.name, other)
            }
        });
        for column in missing {
            let name = match column.required {
                Required::Or(other) => format!("{} or {other}", column.name),
                _ => column.name.to_owned(),
            };
            self.faults.push(
                Diagnostic::error(rule::MISSING_COLUMN, format!("this table has no column {name}"))
                    .at(self.table.location().row(self.table.header_row))
                    .fact("holds", column.meaning)
                    .fact("headings", headings(&self.table.header))
                    .help(format!(
                        "if one of the headings means it, say so in candour.toml:\n    [columns]\n    {} = [\"your heading\"]",
                        column.name
                    )),
            );
        }
        if self.columns.form == Form::Wide
            && self.columns.figures.is_empty()
            && self.faults.is_empty()
        {
            self.faults.push(
                Diagnostic::error(rule::MISSING_COLUMN, "this table has no column of figures")
                    .at(self.table.location().row(self.table.header_row))
                    .fact("headings", headings(&self.table.header))
                    .help("give each measure a column (received, responded, upheld, in_time, …), or write the long form with measure and value"),
            );
        }
    }
}

/// Returns the column that a heading was probably meant to be.
fn near(heading: &str, known: &'static [Column]) -> Option<&'static Column> {
    let names = known.iter().flat_map(|column| {
        [column.name]
            .into_iter()
            .chain(column.aliases.iter().copied())
    });
    let near = nearest(heading, names)?;
    if !alike_apart_from_complaint(heading, near) {
        return None;
    }
    known
        .iter()
        .find(|column| column.name == near || column.aliases.contains(&near))
}

/// Returns whether two headings are near each other in what tells them from others. "Complaint level" is near "Complaint no"
/// only in the word that any heading of such a table may have.
fn alike_apart_from_complaint(heading: &str, near: &str) -> bool {
    let own = |text: &str| -> String {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let told = words
            .filter(|word| !["complaint", "complaints", "case"].contains(&fold(word).as_str()));
        told.collect::<Vec<_>>().join(" ")
    };
    let (one, other) = (own(heading), own(near));
    fold(&one) == fold(heading) || nearest(&one, [other.as_str()]).is_some()
}

fn first_of(known: &[Column], name: &str, other: &str) -> bool {
    known
        .iter()
        .find(|column| column.name == name || column.name == other)
        .is_some_and(|column| column.name == name)
}

impl Finding<'_> {
    /// Refuses a table whose dates are written month first. A few cells show it (04/22/2024); all the others would be read
    /// as another day, so they are not looked at.
    fn month_first(&mut self) {
        for known in self
            .known
            .iter()
            .filter(|column| column.holds == Holds::Date)
        {
            let Some(column) = self.columns.get(known.name) else {
                continue;
            };
            let sample = self.table.sample();
            let cells = || sample.iter().filter_map(|row| row.get(column));
            let Some(cell) = cells().find(|cell| is_month_first(cell)) else {
                continue;
            };
            // Where others can only be read day first, it is that cell which is wrong, and it is told with its own row.
            if cells().any(|cell| is_day_first(cell)) {
                continue;
            }
            let fault = Diagnostic::error(
                rule::DATE,
                format!("the dates of this column are written month first, as \"{}\"", cut(cell)),
            )
            .at(self.table.cell(self.table.header_row, column))
            .value(cell)
            .help("dates are read day first; format the column as year-month-day (2024-07-03) in the spreadsheet and export it again");
            self.faults.push(fault);
            self.unread.push(known.name);
        }
    }
}

fn headings(header: &[std::sync::Arc<str>]) -> String {
    let mut words: Vec<String> = header.iter().take(12).map(|heading| cut(heading)).collect();
    if header.len() > 12 {
        words.push("…".into());
    }
    words.join(", ")
}

/// Tells from the first rows how each column writes its dates: by the form that most of its cells have. A column without
/// any date is taken to be written like the first that has some.
fn date_forms(table: &Table, columns: &Columns) -> BTreeMap<usize, DateForm> {
    let known = columns_of(columns.kind, columns.form);
    let dated: Vec<usize> = known
        .iter()
        .filter(|column| matches!(column.holds, Holds::Date | Holds::Texts))
        .filter_map(|column| columns.get(column.name))
        .collect();
    let told: Vec<(usize, Option<DateForm>)> = dated
        .iter()
        .map(|&column| (column, most(table, column)))
        .collect();
    let usual = told.iter().find_map(|(_, form)| *form).unwrap_or_default();
    told.into_iter()
        .map(|(column, form)| (column, form.unwrap_or(usual)))
        .collect()
}

fn most(table: &Table, column: usize) -> Option<DateForm> {
    let mut counts: BTreeMap<DateForm, usize> = BTreeMap::new();
    for row in table.sample() {
        let cell = row.get(column).map_or("", String::as_str);
        for part in parts(cell) {
            if let Some(form) = DateForm::of(part) {
                *counts.entry(form).or_default() += 1;
            }
        }
    }
    let best = counts.values().copied().max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == best)
        .map(|(form, _)| form)
}
