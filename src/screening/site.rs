//! Every string that will be published, where the council wrote it.

use super::told::Told;
use super::{details, gaps, names};
use crate::config::Site;
use crate::dataset::Dataset;
use crate::dataset::schema::{Form, Holds, columns_of, resolve};
use crate::diagnostic::{Diagnostic, Location, Report, line_excerpt, line_of};
use crate::guard::{self, Permitted};
use crate::source::{Kind, Sources, Table};
use crate::vocabulary::code;
use std::collections::HashSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The look through a site's sources.
struct Look<'a> {
    permitted: &'a Permitted,
    report: &'a mut Report,
}

/// Looks through the settings, the pages, the theme, the tables that are printed and the names of all files. Case rows are
/// not printed; their columns take no free text.
pub fn sources(
    sources: &Sources,
    site: &Site,
    dataset: &Dataset,
    permitted: &Permitted,
    report: &mut Report,
) {
    let mut look = Look { permitted, report };
    if let Some(settings) = &sources.config {
        look.settings(&settings.file, &settings.text);
    }
    for page in &sources.content {
        look.lines(&page.file, &page.text);
        gaps::in_text(&page.file, &page.text, 0..page.text.len(), look.report);
    }
    for (path, bytes) in &sources.themes {
        if let Ok(text) = std::str::from_utf8(bytes) {
            look.lines(&format!("themes/{path}"), text);
        }
    }
    let figures = figures_hold(dataset);
    for table in &sources.tables {
        match table.kind {
            // Case rows and calendars are not printed; quotations only when they were released, which the records know.
            Kind::Cases | Kind::Calendars | Kind::Quotes => {}
            Kind::Aggregates | Kind::Benchmarks | Kind::Context if !figures => {}
            _ => look.table(table, site),
        }
    }
    for quote in &dataset.quotes {
        look.text(&quote.text, || quote.origin.clone());
    }
    look.names(sources);
    if let Some(told) = Told::new(site, permitted) {
        small_numbers(&told, sources, dataset, report);
    }
}

/// Looks for small numbers in the council's pages, lessons and quotations. Ombudsmen's decisions are public as they are.
fn small_numbers(told: &Told, sources: &Sources, dataset: &Dataset, report: &mut Report) {
    for page in &sources.content {
        told.in_text(&page.file, &page.text, report);
    }
    for lesson in dataset
        .lessons
        .iter()
        .filter(|one| one.service != code::ALL)
    {
        for text in [&lesson.you_said, &lesson.we_found, &lesson.we_did] {
            told.in_cell(text, &lesson.origin, report);
        }
    }
    for quote in dataset.quotes.iter().filter(|one| one.service != code::ALL) {
        told.in_cell(&quote.text, &quote.origin, report);
    }
}

/// Returns whether the words beside any figure could hold something to tell of. Tables of figures are long and their words few and
/// shared, so that only those tables are read again where there is something to find.
fn figures_hold(dataset: &Dataset) -> bool {
    let mut seen = HashSet::new();
    dataset
        .aggregates
        .iter()
        .flat_map(|record| [&record.basis, &record.source, &record.note])
        .filter(|text| !text.is_empty() && seen.insert(text.as_ptr()))
        .any(|text| guard::may_hold(text) || gaps::has(text))
}

impl Look<'_> {
    /// Looks at one string; `place` is asked for only when there is something to say.
    fn text(&mut self, text: &str, place: impl Fn() -> Location) {
        gaps::in_cell(text, &place, self.report);
        for one in guard::find(text) {
            if !self.permitted.permits(&one) {
                self.report.push(details::written(&one, text, place()));
            }
        }
    }

    /// Looks at a text that people write by hand, and shows the line with the detail masked.
    fn lines(&mut self, file: &str, text: &str) {
        let found: Vec<(Range<usize>, _)> = guard::find(text)
            .into_iter()
            .filter(|one| !self.permitted.permits(one))
            .map(|one| {
                let diagnostic = details::written(&one, text, Location::file(file));
                (one.range, diagnostic)
            })
            .collect();
        for (range, diagnostic) in found {
            self.report.push(in_masked(diagnostic, file, text, range));
        }
    }

    /// Looks at every text of candour.toml but those it declares as printable; notes for people (#) are not published.
    fn settings(&mut self, file: &str, text: &str) {
        let Ok(document) = DeTable::parse(text) else {
            return;
        };
        let mut strings = Vec::new();
        strings_of(document.get_ref(), &mut |string, span| {
            strings.push((string.to_owned(), span))
        });
        for (string, span) in strings {
            gaps::in_text(file, text, span.clone(), self.report);
            gaps::address(file, text, span.clone(), self.report);
            for one in guard::find(&string) {
                if self.permitted.permits(&one) {
                    continue;
                }
                let diagnostic = details::written(&one, &string, Location::file(file));
                self.report
                    .push(in_masked(diagnostic, file, text, span.clone()));
            }
        }
    }

    /// Looks at the columns of a table that hold free words.
    fn table(&mut self, table: &Table, site: &Site) {
        // Faults of the headings were told when the table was read.
        let Some(columns) = resolve(table, site, &mut Report::new()) else {
            return;
        };
        let words: Vec<usize> = [Form::Long, Form::Wide]
            .into_iter()
            .flat_map(|form| columns_of(table.kind, form))
            .filter(|column| {
                matches!(
                    column.holds,
                    Holds::Text | Holds::Texts | Holds::Reference | Holds::Link
                )
            })
            .filter_map(|column| columns.get(column.name))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        table.rows(&mut Report::new(), |row| {
            for &column in &words {
                let cell = row.cell(column);
                if !cell.is_empty() {
                    self.text(cell, || table.cell(row.number, column));
                }
            }
        });
    }

    /// Looks at the names of files, which become addresses or stand in messages.
    fn names(&mut self, sources: &Sources) {
        let tables = sources.tables.iter().map(|table| table.file.to_string());
        let pages = sources.content.iter().map(|page| page.file.to_string());
        let assets = sources
            .assets
            .keys()
            .map(|path| format!("content/assets/{path}"));
        let themes = sources.themes.keys().map(|path| format!("themes/{path}"));
        for name in tables.chain(pages).chain(assets).chain(themes) {
            for one in names::find(&name) {
                if !self.permitted.permits(&one) {
                    let place = Location::file(name.as_str());
                    self.report.push(details::written(&one, &name, place));
                }
            }
        }
    }
}

/// Says where in a text a detail stands, and shows its line with every detail masked. A detail that goes over the end of
/// its line is not shown at all.
fn in_masked(diagnostic: Diagnostic, file: &str, text: &str, range: Range<usize>) -> Diagnostic {
    let row = line_of(text, range.start);
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..]
        .find('\n')
        .map_or(text.len(), |at| range.start + at);
    let mut diagnostic = diagnostic.at(Location::file(file).row(row));
    if range.end <= end {
        let line = text[start..end].trim_end_matches('\r');
        let hidden = |part: &str| part.replace(char::is_alphanumeric, "•");
        let (before, rest) = line.split_at(range.start - start);
        let (detail, behind) = rest.split_at((range.end - range.start).min(rest.len()));
        let masked = |part: &str| guard::mask(part).unwrap_or_else(|| part.to_owned());
        let (before, detail) = (masked(before), hidden(detail));
        let mark = before.len()..before.len() + detail.len();
        let shown = format!("{before}{detail}{}", masked(behind));
        diagnostic.excerpt = Some(line_excerpt(&shown, row, mark));
    }
    diagnostic
}

/// Calls `each` with every string of a table and its place, but not with those declared as printable.
fn strings_of(table: &DeTable, each: &mut dyn FnMut(&str, Range<usize>)) {
    for (key, value) in table.iter() {
        if key.get_ref() != "printable" {
            strings_in(value, each);
        }
    }
}

fn strings_in(value: &Spanned<DeValue>, each: &mut dyn FnMut(&str, Range<usize>)) {
    match value.get_ref() {
        DeValue::String(text) => each(text, value.span()),
        DeValue::Array(items) => items.iter().for_each(|item| strings_in(item, each)),
        DeValue::Table(table) => strings_of(table, each),
        _ => {}
    }
}
