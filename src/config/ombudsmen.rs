//! Where an ombudsman's figures about the council come from: what was published, when, and at which address.

use super::council::required;
use super::keys;
use super::text::{Reader, Table, offer};
use crate::diagnostic::named as rule;
use crate::period::{Period, PeriodKind};
use crate::vocabulary::{Code, Codes, List};
use chrono::NaiveDate;
use toml::Spanned;

/// Something that an ombudsman, or the council in its place, published about a year: a letter, a table of data.
#[derive(Debug, Clone)]
pub struct FiguresSource {
    /// Whose figures they are.
    pub ombudsman: Code,
    /// The year that they are of.
    pub year: Period,
    /// What was published, as printed: `annual review letter 2023-24`.
    pub title: String,
    /// The day it was published, where that is known.
    pub published: Option<NaiveDate>,
    /// The page that anyone can open; empty where there is none.
    pub link: String,
    /// Its line in candour.toml.
    pub line: u32,
}

/// Takes the sources of one ombudsman's figures; refuses those of an ombudsman that nobody knows.
pub(super) fn sources(
    reader: &mut Reader,
    key: &Spanned<&str>,
    table: &mut Table,
    named: bool,
    codes: &mut Codes,
) -> Vec<FiguresSource> {
    let tables = reader.tables(table, "figures").unwrap_or_default();
    let built_in = List::Ombudsman.built_in().iter().map(|(word, _)| *word);
    let known: Vec<&str> = built_in.collect();
    // A slip of the pen in the heading would make an ombudsman of its own, without a name and without figures.
    if !tables.is_empty() && !named && !known.contains(key.get_ref()) {
        let message = format!("the ombudsman \"{}\" is not known", key.get_ref());
        let help = format!(
            "{} One of your own needs a name.",
            offer(key.get_ref(), &known)
        );
        reader.error(rule::REFERENCE, key.span(), message, help);
    }
    let ombudsman = codes.intern(key.get_ref());
    let sources = tables.into_iter();
    sources
        .filter_map(|table| source(reader, table, ombudsman))
        .collect()
}

fn source(reader: &mut Reader, mut table: Table, ombudsman: Code) -> Option<FiguresSource> {
    let year = year(reader, &mut table);
    let title = required(
        reader,
        &mut table,
        "title",
        "title = \"Annual review letter 2023-24\"",
    );
    let published = reader.date(&mut table, "published");
    let link = link(reader, &mut table);
    if let (Some(year), Some(day)) = (&year, &published)
        && year
            .get_ref()
            .start()
            .is_some_and(|start| *day.get_ref() < start)
    {
        let message = format!(
            "figures of {} were not published on {}, before that year began",
            year.get_ref().id(),
            day.get_ref()
        );
        reader.error(
            rule::DATE_ORDER,
            day.span(),
            message,
            "correct the day or the year",
        );
    }
    let line = reader.line(&table.span);
    reader.finish(table, keys::FIGURES_SOURCE);
    Some(FiguresSource {
        ombudsman,
        year: year?.into_inner(),
        title,
        published: published.map(Spanned::into_inner),
        link,
        line,
    })
}

/// Takes the year, which is a whole one: ombudsmen publish no quarters.
fn year(reader: &mut Reader, table: &mut Table) -> Option<Spanned<Period>> {
    let Some(text) = reader.word(table, "year") else {
        required(reader, table, "year", "year = \"2023-24\"");
        return None;
    };
    let whole = [
        PeriodKind::FinancialYear,
        PeriodKind::AcademicYear,
        PeriodKind::CalendarYear,
    ];
    let read = Period::parse(text.get_ref()).ok();
    let read = read.filter(|period| whole.contains(&period.kind()));
    if read.is_none() {
        let message = format!(
            "\"{}\" is not a year",
            crate::diagnostic::cut(text.get_ref())
        );
        let help = "write 2023-24 for the year from April 2023";
        reader.error(rule::SETTINGS_CHOICE, text.span(), message, help);
    }
    read.map(|period| Spanned::new(text.span(), period))
}

fn link(reader: &mut Reader, table: &mut Table) -> String {
    let Some(text) = reader.word(table, "link") else {
        return String::new();
    };
    if !text.get_ref().starts_with("https://") {
        let message = format!(
            "the link \"{}\" is not a web address",
            crate::diagnostic::cut(text.get_ref())
        );
        let help = "write the whole address, beginning with https://, or leave the line out";
        reader.error(rule::LINK_SHAPE, text.span(), message, help);
    }
    text.into_inner()
}
