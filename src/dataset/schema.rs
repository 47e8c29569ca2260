//! The columns of each kind of table: name, aliases, type, required or not; unknown columns refused.
//!
//! [`COLUMNS`] is data: docs/columns.md is made from it, and [`resolve`] compares a table's headings with it. A heading
//! is an allow-list's entry or it is refused: what nobody declared (a name, a telephone number) never gets past here.

use super::cells::{DateForm, is_month_first, plain, toml};
pub use super::columns::COLUMNS;
pub use super::wide::WORDS as WIDE_HEADINGS;
use super::wide::{self, Observed};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Report, column_letter, cut, named as rule};
use crate::source::{Kind, Table};
use crate::vocabulary::{Code, List, fold, nearest};
use std::collections::BTreeMap;

/// The columns of one kind of table.
#[derive(Debug, Clone, Copy)]
pub struct KindColumns {
    /// The kind.
    pub kind: Kind,
    /// How the table is laid out.
    pub form: Form,
    /// Where such tables lie: `data/cases/`.
    pub place: &'static str,
    /// The columns, in the order of the documentation.
    pub columns: &'static [Column],
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One row, one record.
    Records,
    /// One row, one figure (contract 3).
    Long,
    /// One row, several figures, a column each.
    Wide,
}

/// A column that is known.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The canonical name.
    pub name: &'static str,
    /// Other headings that are read for it, compared without case, spaces, hyphens and underscores.
    pub aliases: &'static [&'static str],
    /// What stands in its cells.
    pub holds: Holds,
    /// Whether a table without it is refused.
    pub required: Required,
    /// What it means, one plain sentence.
    pub meaning: &'static str,
    /// What may stand in it, in words.
    pub values: &'static str,
}

/// Whether a table must have a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// It must.
    Yes,
    /// It need not.
    No,
    /// It must, unless it has this other one.
    Or(&'static str),
}

/// What stands in a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A word of one of the lists.
    Code(List),
    /// Several words of a list, divided by `;`.
    Codes(List),
    /// A node of the service tree.
    Service,
    /// A period.
    Period,
    /// A date.
    Date,
    /// A whole number of things, or a shorthand.
    Count,
    /// A number with decimals, or a shorthand.
    Number,
    /// yes or no.
    YesNo,
    /// A short reference or slug.
    Reference,
    /// Free words, which only tables that are written for the public may hold.
    Text,
    /// Free words, several parts divided by `;`.
    Texts,
    /// An address beginning with https://.
    Link,
}

/// Where each known column stands in one table.
#[derive(Debug, Clone)]
pub struct Columns {
    /// The kind of table.
    pub kind: Kind,
    /// How it is laid out.
    pub form: Form,
    /// The wide columns of figures.
    pub figures: Vec<FigureColumn>,
    by_name: BTreeMap<&'static str, usize>,
    date_forms: BTreeMap<usize, DateForm>,
}

/// A column of figures in a wide table: what it is shorthand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureColumn {
    /// The column's number, from 0.
    pub column: usize,
    /// The contact that it is about, of all procedures and stages; nothing where the row's own (a complaint) counts.
    pub contact: Option<Code>,
    /// The measure.
    pub measure: Code,
    /// The breakdown and its category.
    pub breakdown: Option<(Code, Code)>,
}

impl Columns {
    /// Returns the number (from 0) of the column with this canonical name, when the table has it.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Returns the one form in which a column's dates are written.
    pub fn date_form(&self, column: usize) -> DateForm {
        self.date_forms.get(&column).copied().unwrap_or_default()
    }
}

/// Returns the columns of a kind of table in a form.
pub fn columns_of(kind: Kind, form: Form) -> &'static [Column] {
    COLUMNS
        .iter()
        .find(|known| known.kind == kind && known.form == form)
        .or_else(|| COLUMNS.iter().find(|known| known.kind == kind))
        .map_or(&[], |known| known.columns)
}

/// Finds each known column in the table's headings. Nothing when the table cannot be read for want of a column; unknown,
/// personal and doubled headings are reported and make the table unreadable too.
pub fn resolve(table: &Table, site: &Site, report: &mut Report) -> Option<Columns> {
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
        },
        faults: Vec::new(),
        meant: Vec::new(),
    };
    for column in 0..table.header.len() {
        finding.heading(column);
    }
    finding.required();
    finding.month_first();
    let sound = finding.faults.is_empty();
    for fault in finding.faults {
        report.push(fault);
    }
    let mut columns = finding.columns;
    columns.date_forms = date_forms(table, &columns);
    sound.then_some(columns)
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
    own_alias(&folded, site)
        .and_then(by_name)
        .or_else(|| known.iter().find(|column| fold(column.name) == folded))
        .or_else(|| {
            known
                .iter()
                .find(|column| column.aliases.iter().any(|alias| fold(alias) == folded))
        })
}

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
        let near = near(&heading, self.known);
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
            Some(&first) => self.doubled(first, column, name),
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
    known
        .iter()
        .find(|column| column.name == near || column.aliases.contains(&near))
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
            let mut cells = self.table.sample().iter().filter_map(|row| row.get(column));
            let Some(cell) = cells.find(|cell| is_month_first(cell)) else {
                continue;
            };
            let fault = Diagnostic::error(
                rule::DATE,
                format!("the dates of this column are written month first, as \"{}\"", cut(cell)),
            )
            .at(self.table.cell(self.table.header_row, column))
            .value(cell)
            .help("dates are read day first; format the column as year-month-day (2024-07-03) in the spreadsheet and export it again");
            self.faults.push(fault);
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

/// Words in headings that tell of personal data. A heading is taken apart at everything that is no letter.
const PERSONAL: &[&str] = &[
    "name",
    "names",
    "forename",
    "forenames",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "title",
    "initials",
    "email",
    "mail",
    "phone",
    "telephone",
    "tel",
    "mobile",
    "address",
    "addressline",
    "street",
    "postcode",
    "post",
    "town",
    "dob",
    "birth",
    "age",
    "gender",
    "sex",
    "ethnicity",
    "religion",
    "disability",
    "nhs",
    "nino",
    "ni",
    "insurance",
    "uprn",
    "officer",
    "handler",
    "investigator",
    "owner",
    "manager",
    "assigned",
    "username",
    "user",
    "signature",
    "iban",
];

/// Words in headings that tell of free text about a case.
const FREE_TEXT: &[&str] = &[
    "description",
    "details",
    "detail",
    "narrative",
    "text",
    "comments",
    "notes",
    "note",
    "summary",
    "statement",
    "letter",
    "response",
    "lessons",
    "learning",
    "circumstances",
];

/// Words in headings of dates and numbers that the program works out itself.
const WORKED_OUT: &[&str] = &[
    "targetdate",
    "duedate",
    "deadline",
    "target",
    "due",
    "dayslate",
    "daysoverdue",
    "age",
    "year",
    "month",
];

fn unknown(
    heading: &str,
    near: Option<&Column>,
    known: &[Column],
    form: Form,
    site: &Site,
) -> Diagnostic {
    let words: Vec<String> = heading
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let ignore = format!("[columns]\n    ignore = [{}]", toml(heading));
    let texts = known
        .iter()
        .any(|column| matches!(column.holds, Holds::Text | Holds::Texts));
    if has(PERSONAL) {
        return Diagnostic::error(
            rule::PERSONAL_COLUMN,
            format!("the column \"{}\" looks like personal data, which must not come in here", cut(heading)),
        )
        .help(format!("leave it out of the export; if that is not possible, have it dropped unread, in candour.toml:\n    {ignore}"));
    }
    if !texts && has(FREE_TEXT) {
        return Diagnostic::error(
            rule::PERSONAL_COLUMN,
            format!("the column \"{}\" looks like free text about cases, which must not come in here", cut(heading)),
        )
        .help(format!("leave it out of the export; if that is not possible, have it dropped unread, in candour.toml:\n    {ignore}"));
    }
    let fault = Diagnostic::error(
        rule::UNKNOWN_COLUMN,
        format!("the column \"{}\" is not one that is known", cut(heading)),
    )
    .fact("known", listed(known, form, site));
    if WORKED_OUT.contains(&fold(heading).as_str()) {
        return fault.help(format!(
            "target dates and years are worked out from the dates and from candour.toml; have it dropped unread:\n    {ignore}"
        ));
    }
    if heading.contains('%')
        || words
            .iter()
            .any(|word| word == "percent" || word == "percentage" || word == "rate")
    {
        return fault.help(format!(
            "shares are worked out from the counts; give the count, or a printed share in the long form, or have it dropped unread:\n    {ignore}"
        ));
    }
    fault.help(match near {
        Some(near) => format!(
            "did you mean {0}? If your system always writes {1} for it, add to candour.toml:\n    [columns]\n    {0} = [{1}]",
            near.name,
            toml(heading)
        ),
        None => format!(
            "if it is one of these under another name, say so in candour.toml, with the known name in front:\n    [columns]\n    known_name = [{0}]\nIf it is not needed, have it dropped unread:\n    {1}",
            toml(heading),
            ignore
        ),
    })
}

fn listed(known: &[Column], form: Form, site: &Site) -> String {
    let mut words: Vec<&str> = known.iter().map(|column| column.name).collect();
    if form == Form::Wide {
        words.extend([
            "received",
            "responded",
            "in_time",
            "late",
            "mean_response_days",
            "open_at_start",
            "open_at_end",
        ]);
        words.extend(
            site.list(List::Outcome)
                .entries
                .iter()
                .map(|entry| site.codes.word(entry.code))
                .take(3),
        );
        words.extend(["compliments", "…"]);
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
        for part in super::cells::parts(cell) {
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
