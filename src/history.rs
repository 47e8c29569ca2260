//! What was published before, and stays public for ever.
//!
//! The whole table of each earlier release lies in `releases/<id>/complaints.csv`, as it was published. A reader can lay all
//! of them beside the new one. So a number that was shown is known, a number that was hidden must not come out because
//! of what a later release shows, and a small step between two releases tells of few people.

use crate::diagnostic::{Diagnostic, Location, Report, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::source::TextFile;
use crate::vocabulary::{Codes, ObservationKey, Unit, measure};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The releases, the earliest first.
#[derive(Debug, Default)]
pub struct History {
    /// Each of them.
    pub releases: Vec<Earlier>,
}

/// One earlier release.
#[derive(Debug)]
pub struct Earlier {
    /// Its id: the day, `2024-06-28`, with `-2` behind it for a second one on that day.
    pub id: String,
    /// Its figures.
    pub figures: BTreeMap<ObservationKey, Shown>,
    /// Those that were provisional: they may have changed since without anybody having been wrong.
    pub provisional: BTreeSet<ObservationKey>,
    /// The row of its table in which each exact number stands; rough ones (about 1,700) are left out.
    pub rows: BTreeMap<ObservationKey, u32>,
}

/// What a release showed of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A number.
    Number(Decimal),
    /// What it was rounded to.
    Rounded(i64),
    /// That it was hidden.
    Hidden,
    /// That there is none.
    Nothing,
}

/// The columns without which a row has no key or no value.
const COLUMNS: [&str; 10] = [
    "service",
    "period",
    "contact",
    "procedure",
    "stage",
    "measure",
    "breakdown",
    "category",
    "value",
    "status",
];

/// What a published table says in its column `qualifier` of a number that was rounded to protect people.
pub const ROUNDED: &str = "rounded";

impl History {
    /// Returns the days of the releases, in their order.
    pub fn days(&self) -> Vec<NaiveDate> {
        let days = self.releases.iter().filter_map(|release| {
            let day = release.id.get(..10)?;
            day.parse::<NaiveDate>().ok()
        });
        days.collect()
    }

    /// Reads the tables of all releases. Rows of services that the site no longer has cannot be compared: a note
    /// says so.
    pub fn read(files: &[TextFile], codes: &Codes, report: &mut Report) -> Self {
        let releases = files.iter().filter_map(|file| earlier(file, codes, report));
        let mut releases: Vec<Earlier> = releases.collect();
        releases.sort_by(|a, b| order(&a.id).cmp(&order(&b.id)));
        History { releases }
    }

    /// Returns whether any release hid this figure.
    pub fn hid(&self, key: &ObservationKey) -> bool {
        self.all(key).any(|shown| shown == Shown::Hidden)
    }

    /// Returns whether any release showed this number for this figure.
    pub fn showed(&self, key: &ObservationKey, number: Decimal) -> bool {
        self.all(key).any(|shown| shown == Shown::Number(number))
    }

    /// Returns the number that was shown last, with the release that showed it.
    pub fn last(&self, key: &ObservationKey) -> Option<(&str, Decimal)> {
        self.releases
            .iter()
            .rev()
            .find_map(|release| match release.figures.get(key) {
                Some(Shown::Number(number)) => Some((release.id.as_str(), *number)),
                _ => None,
            })
    }

    /// Returns what the counts of each release that rounded are multiples of, with the release, and whether they are so many
    /// that this is no chance.
    pub fn bases(&self) -> impl Iterator<Item = (&str, i64, bool)> {
        const SURE: usize = 12;
        const BASES: [i64; 3] = [20, 10, 5];
        self.releases.iter().filter_map(|release| {
            let rounded: Vec<i64> = release
                .figures
                .iter()
                .filter(|(key, _)| measure(key.measure).is_some_and(|it| it.unit == Unit::Count))
                .filter_map(|(_, shown)| match shown {
                    Shown::Rounded(number) => Some(*number),
                    _ => None,
                })
                .collect();
            rounded.first()?;
            let base = BASES
                .into_iter()
                .find(|base| rounded.iter().all(|number| number % base == 0));
            let sure = rounded.iter().filter(|number| **number > 0).count() >= SURE;
            Some((release.id.as_str(), base.unwrap_or(1), sure))
        })
    }

    /// Returns what the last release that rounded this figure printed of it.
    pub fn rounded(&self, key: &ObservationKey) -> Option<i64> {
        self.releases
            .iter()
            .rev()
            .find_map(|release| match release.figures.get(key) {
                Some(Shown::Rounded(number)) => Some(*number),
                _ => None,
            })
    }

    fn all(&self, key: &ObservationKey) -> impl Iterator<Item = Shown> {
        self.releases
            .iter()
            .filter_map(|release| release.figures.get(key).copied())
    }
}

/// Releases of one day in the order of their numbers, not of their letters.
fn order(id: &str) -> (&str, u32) {
    match id.get(10..).and_then(|rest| rest.strip_prefix('-')) {
        Some(number) => (&id[..10], number.parse().unwrap_or(u32::MAX)),
        None => (id, 1),
    }
}

/// Reads the table of a release. Nothing when it is not whole: half a release would let through what the other half hid.
///
/// `audit` reads published tables too, on purpose with a reader of its own: an outsider who shared this one would share its
/// faults.
fn earlier(file: &TextFile, codes: &Codes, report: &mut Report) -> Option<Earlier> {
    let mut reader = csv::Reader::from_reader(file.text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let places = match places(&header) {
        Ok(places) => places,
        Err(name) => {
            let message = format!("this is not a published table: it has no column \"{name}\"");
            report.push(unreadable(&file.file, message, None));
            return None;
        }
    };
    let id = file.file.split('/').nth_back(1).unwrap_or_default();
    let mut release = Earlier {
        id: id.to_owned(),
        figures: BTreeMap::new(),
        provisional: BTreeSet::new(),
        rows: BTreeMap::new(),
    };
    let qualifier = header.iter().position(|column| column == "qualifier");
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    for (number, row) in reader.records().enumerate() {
        let row = row.as_ref().ok();
        let Some(cells) = row.and_then(|row| cells(row, &places)) else {
            let message = "this row has fewer or more cells than the first".to_owned();
            report.push(unreadable(&file.file, message, Some(number as u32 + 2)));
            return None;
        };
        match key(&cells, codes) {
            Ok(key) => {
                let rough = row.and_then(|row| row.get(qualifier?)).unwrap_or_default();
                let shown = shown(cells[8], cells[9], rough);
                if let (Shown::Number(_), "") = (shown, rough) {
                    release.rows.insert(key, number as u32 + 2);
                    if has(cells[9], "p") {
                        release.provisional.insert(key);
                    }
                }
                release.figures.insert(key, shown);
            }
            Err(Unknown::Service(code)) => *unknown.entry(code.to_owned()).or_default() += 1,
            Err(Unknown::Other) => {}
        }
    }
    if !unknown.is_empty() {
        report.push(passed_over(file.file.clone(), &unknown));
    }
    Some(release)
}

/// Returns where the columns stand, or the first one that is missing.
fn places(header: &csv::StringRecord) -> Result<[usize; COLUMNS.len()], &'static str> {
    let mut places = [0; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        let found = header.iter().position(|column| column == name);
        *place = found.ok_or(name)?;
    }
    Ok(places)
}

fn cells<'r>(
    row: &'r csv::StringRecord,
    places: &[usize; COLUMNS.len()],
) -> Option<[&'r str; COLUMNS.len()]> {
    let mut cells = [""; COLUMNS.len()];
    for (cell, at) in cells.iter_mut().zip(places) {
        *cell = row.get(*at)?;
    }
    Some(cells)
}

fn unreadable(file: &Arc<str>, message: String, row: Option<u32>) -> Diagnostic {
    let place = Location::file(file.clone());
    Diagnostic::error(rule::RELEASE_UNREADABLE, message)
        .at(match row {
            Some(row) => place.row(row),
            None => place,
        })
        .help("copy it again from the site as it was published: data/<day>/complaints.csv")
}

/// Why a row has no key.
enum Unknown<'a> {
    /// A service that candour.toml does not have.
    Service(&'a str),
    /// A figure that pages work out from others, or a category that is not used any more.
    Other,
}

fn key<'a>(cells: &[&'a str], codes: &Codes) -> Result<ObservationKey, Unknown<'a>> {
    let code = |word: &str| codes.get(word).ok_or(Unknown::Other);
    let mut key = ObservationKey {
        service: codes.get(cells[0]).ok_or(Unknown::Service(cells[0]))?,
        period: Period::parse(cells[1]).map_err(|_| Unknown::Other)?,
        contact: code(cells[2])?,
        procedure: code(cells[3])?,
        stage: code(cells[4])?,
        measure: code(cells[5])?,
        breakdowns: [None; 3],
    };
    if cells[6] != "all" {
        let (names, categories) = (cells[6].split('+'), cells[7].split('+'));
        // A breakdown without its category would make this the figure of a whole.
        if names.clone().count() != categories.clone().count() {
            return Err(Unknown::Other);
        }
        for (name, category) in names.zip(categories) {
            key = key.with(codes, code(name)?, code(category)?);
        }
    }
    Ok(key)
}

fn shown(value: &str, status: &str, qualifier: &str) -> Shown {
    match Decimal::parse(value) {
        Some(number) if qualifier == ROUNDED => match number.as_whole() {
            Some(number) => Shown::Rounded(number),
            // A share or an average of rounded numbers tells no more than these.
            None => Shown::Nothing,
        },
        Some(number) => Shown::Number(number),
        None if has(status, "c") => Shown::Hidden,
        None => Shown::Nothing,
    }
}

fn has(status: &str, letter: &str) -> bool {
    status.split(' ').any(|found| found == letter)
}

fn passed_over(file: Arc<str>, unknown: &BTreeMap<String, usize>) -> Diagnostic {
    const NAMED: usize = 5;
    let names: Vec<String> = unknown
        .keys()
        .take(NAMED)
        .map(|code| format!("\"{code}\""))
        .collect();
    let more = match unknown.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} others"),
    };
    let rows: usize = unknown.values().sum();
    let message = format!(
        "{rows} rows of this release are not compared: candour.toml has no {}{more}",
        names.join(", ")
    );
    Diagnostic::note(rule::RELEASE_CODES, message)
        .at(Location::file(file))
        .help("keep the old code in candour.toml, with the last day of its life as `to`, so that its figures stay comparable")
}

#[cfg(test)]
mod tests {
    use super::{History, Shown};
    use crate::diagnostic::{Report, render_text};
    use crate::number::Decimal;
    use crate::period::Period;
    use crate::source::TextFile;
    use crate::vocabulary::{Codes, ObservationKey, code};

    const HEAD: &str =
        "period,service,contact,procedure,stage,breakdown,category,measure,value,status\n";

    fn read(tables: &[(&str, &str)]) -> (History, String) {
        let mut codes = Codes::default();
        codes.intern("adults");
        let files: Vec<TextFile> = tables
            .iter()
            .map(|(id, rows)| TextFile {
                file: format!("releases/{id}/complaints.csv").into(),
                text: format!("{HEAD}{rows}"),
            })
            .collect();
        let mut report = Report::new();
        let history = History::read(&files, &codes, &mut report);
        (history, render_text(&report))
    }

    fn received() -> ObservationKey {
        let mut codes = Codes::default();
        let adults = codes.intern("adults");
        let year = Period::Year(2023);
        ObservationKey::complaints(adults, year, code::ALL, code::STAGE_1, code::RECEIVED)
    }

    fn row(value: &str, status: &str) -> String {
        format!("2023-24,adults,complaint,all,1,all,all,received,{value},{status}\n")
    }

    #[test]
    fn what_any_release_hid_and_showed_is_known() {
        let (history, said) = read(&[
            ("2024-06-28", &row("", "c p")),
            ("2024-09-27", &row("7", "ok")),
        ]);
        assert_eq!(said, "");
        assert!(history.hid(&received()));
        assert!(history.showed(&received(), Decimal::whole(7)));
        assert!(!history.showed(&received(), Decimal::whole(8)));
        assert_eq!(
            history.last(&received()),
            Some(("2024-09-27", Decimal::whole(7)))
        );
    }

    #[test]
    fn a_second_and_a_tenth_release_of_a_day_follow_the_first() {
        let rows = row("7", "ok");
        let ids = ["2024-06-28-10", "2024-06-28-2", "2024-09-27", "2024-06-28"];
        let (history, _) = read(&ids.map(|id| (id, rows.as_str())));
        let found: Vec<&str> = history
            .releases
            .iter()
            .map(|release| release.id.as_str())
            .collect();
        assert_eq!(
            found,
            ["2024-06-28", "2024-06-28-2", "2024-06-28-10", "2024-09-27"]
        );
    }

    #[test]
    fn what_is_not_recorded_is_not_hidden() {
        let (history, _) = read(&[("2024-06-28", &row("", "x"))]);
        assert_eq!(history.releases[0].figures[&received()], Shown::Nothing);
        assert!(!history.hid(&received()));
    }

    #[test]
    fn a_breakdown_without_its_category_is_no_figure_of_the_whole() {
        let row = row("7", "ok").replace(",all,all,", ",outcome+nature,upheld,");
        let (history, said) = read(&[("2024-06-28", &row)]);
        assert_eq!(said, "");
        assert!(history.releases[0].figures.is_empty());
    }

    #[test]
    fn rows_of_services_that_are_gone_are_told_once() {
        let rows = row("7", "ok") + &row("3", "ok").replace("adults", "markets").repeat(2);
        let (history, said) = read(&[("2024-06-28", &rows)]);
        assert_eq!(history.releases[0].figures.len(), 1);
        assert!(
            said.contains(
                "2 rows of this release are not compared: candour.toml has no \"markets\""
            ),
            "{said}"
        );
    }

    #[test]
    fn a_table_of_another_kind_is_refused_with_the_cure() {
        let file = TextFile {
            file: "releases/2024-06-28/complaints.csv".into(),
            text: "a,b\n1,2\n".into(),
        };
        let mut report = Report::new();
        let history = History::read(&[file], &Codes::default(), &mut report);
        assert!(history.releases.is_empty());
        let said = render_text(&report);
        assert!(
            said.contains("it has no column \"service\"")
                && said.contains("data/<day>/complaints.csv"),
            "{said}"
        );
    }
}
