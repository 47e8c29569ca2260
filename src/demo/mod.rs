//! Invents the case rows of a council that does not exist.
//!
//! The same numbers in give the same bytes out, on any machine and in any year, because the random numbers and the
//! calendar are this module's own ([`random`], `days`). The example council of this repository is made by it, and so are
//! the files of millions of rows that the benchmarks read.
//!
//! What is invented behaves like the real thing, so that a page made from it can be judged: seasons and bursts, growth,
//! replies that roll over the end of a quarter, extensions, complaints that go on to the next stage under the same
//! reference, refusals with their reasons, a few cells nobody filled in, a merger of two services and a shorter target
//! from April 2024. Bytes go to a writer or come back under the
//! name of their file; this module touches no files itself.
//!
//! ```
//! let demo = candour::demo::Demo { rows: Some(100), ..Default::default() };
//! let mut csv = Vec::new();
//! demo.write_csv(&mut csv)?;
//! assert_eq!(csv.iter().filter(|byte| **byte == b'\n').count(), 101); // and a header
//! # Ok::<(), std::io::Error>(())
//! ```

mod case;
mod configuration;
mod contact;
mod council;
mod days;
pub mod random;

use std::io::{self, Write};

use chrono::{Datelike, Days as ChronoDays, NaiveDate};

use case::{Horizon, Lives, Row};
use council::{Life, Service};
use days::{Day, Days};
use random::Random;

/// The columns that are written, in order: those of the case table that an export with exact dates has.
pub const COLUMNS: &str = "case_ref,contact,service,team,procedure,stage,received,acknowledged,responded,closed,\
    extended_to,outcome,refusal_reason,nature,complainant,channel,remedy";

/// Rows a service has in a quarter, stages and other contacts together, where no number of rows is asked for.
const ROWS_PER_SERVICE_AND_QUARTER: u64 = 200;

/// How many days after the extract the calendar still goes, for limits that lie in the future.
const DAYS_AHEAD: u64 = 400;

/// What is to be invented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// Exactly how many rows; `None` for as many as councils of this size have.
    pub rows: Option<u64>,
    /// How many services the council has today, at least 1.
    pub services: usize,
    /// How many complete financial years, beside the quarters so far of the unfinished one.
    pub years: u16,
    /// The seed: another seed is another council's luck.
    pub seed: u64,
    /// The day of the extract. The last row is received in the last quarter that was over by then; replies up to this
    /// day are known.
    pub until: NaiveDate,
}

impl Default for Demo {
    /// The example council of this repository.
    fn default() -> Self {
        Demo {
            rows: None,
            services: 4,
            years: 3,
            seed: 2024,
            until: NaiveDate::from_ymd_opt(2026, 7, 10).unwrap_or(NaiveDate::MAX),
        }
    }
}

impl Demo {
    /// The most services and years that make sense; more are held at this.
    const MOST: (usize, u16) = (5000, 60);

    /// Returns the first day of the first year and the last day of the last quarter.
    pub fn span(&self) -> (NaiveDate, NaiveDate) {
        let first_of_quarter = first_of_quarter(self.until.succ_opt().unwrap_or(self.until));
        let year = financial_year(first_of_quarter);
        let years =
            i32::from(self.years.min(Self::MOST.1)).max(i32::from(quarter(first_of_quarter) == 1));
        let first = NaiveDate::from_ymd_opt(year - years, 4, 1).unwrap_or(first_of_quarter);
        (
            first,
            first_of_quarter.pred_opt().unwrap_or(first_of_quarter),
        )
    }

    /// Returns the number of rows that will be written.
    pub fn row_count(&self) -> u64 {
        let (first, last) = self.span();
        let quarters = (months_between(first, last) / 3) as u64;
        let services = self.services.clamp(1, Self::MOST.0) as u64;
        self.rows
            .unwrap_or(services * quarters * ROWS_PER_SERVICE_AND_QUARTER)
    }

    /// Writes all rows, a header first, as one CSV file. Returns how many rows were written.
    pub fn write_csv(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut buffer = header();
        let rows = self.each_row(|days, row| {
            print(&mut buffer, days, row);
            if buffer.len() >= 1 << 16 {
                out.write_all(&buffer)?;
                buffer.clear();
            }
            Ok(())
        })?;
        out.write_all(&buffer)?;
        out.flush()?;
        Ok(rows)
    }

    /// Returns one CSV file for each quarter, named as in a site folder (`data/cases/2024-25-q2.csv`). A row lies in
    /// the quarter in which it was received at its stage.
    pub fn quarters(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let (first, last) = self.span();
        let quarters = (months_between(first, last) / 3).max(1);
        let mut files: Vec<(String, Vec<u8>)> = (0..quarters)
            .map(|index| {
                (
                    quarter_file(financial_year(first) + index / 4, index % 4 + 1),
                    header(),
                )
            })
            .collect();
        self.each_row(|days, row| {
            let month = months_between(first, days.date(row.received)) as usize - 1;
            if let Some((_, bytes)) = files.get_mut(month / 3) {
                print(bytes, days, row);
            }
            Ok(())
        })?;
        Ok(files)
    }

    /// Returns the text of a `candour.toml` with which the rows build: services, teams, natures and the rest.
    pub fn configuration(&self, council: &str, area_code: &str) -> String {
        configuration::text(council, area_code, &self.council(), self.until)
    }

    fn council(&self) -> Vec<Service> {
        council::services(self.services.clamp(1, Self::MOST.0))
    }

    /// Makes every row in turn, cases in the order in which they were received.
    fn each_row(&self, mut each: impl FnMut(&Days, &Row<'_>) -> io::Result<()>) -> io::Result<u64> {
        let (first, last) = self.span();
        let calendar_end = self.until.checked_add_days(ChronoDays::new(DAYS_AHEAD));
        let days = Days::new(first, calendar_end.unwrap_or(self.until));
        let services = self.council();
        let mut random = Random::new(self.seed);
        let load = Load::new(&mut random, &services, &days, days.number(last));
        let change = NaiveDate::from_ymd_opt(2024, 4, 1).unwrap_or(first);
        let lives = Lives {
            days: &days,
            horizon: Horizon {
                change: if change > days.date(Day::MAX) {
                    Day::MAX
                } else {
                    days.number(change)
                },
                last_received: days.number(last),
                until: days.number(self.until),
            },
        };
        let wanted = self.row_count();
        let (mut written, mut case, mut day) = (0, 0, 0);
        while written < wanted {
            day = load.day(day, written, wanted);
            let (service, year) = load.service(&mut random, &services, day);
            case += 1;
            lives.live(&mut random, service, (case, day, year), &mut |row| {
                if written < wanted {
                    written += 1;
                    each(&days, row)?;
                }
                Ok::<(), io::Error>(())
            })?;
        }
        Ok(written)
    }
}

/// How much comes in on each day, and for which service.
struct Load {
    /// The sum of all days up to and including this one.
    up_to: Vec<u64>,
    /// Month of the span in which each day lies.
    month: Vec<usize>,
    /// Weights of the services in each month.
    by_month: Vec<MonthLoad>,
}

struct MonthLoad {
    year: i32,
    /// The services there were, each with the sum of the weights up to and including its own.
    services: Vec<(usize, u64)>,
    total: u64,
}

impl Load {
    fn new(random: &mut Random, services: &[Service], days: &Days, last: Day) -> Self {
        let first = days.date(0);
        let mut load = Load {
            up_to: Vec::new(),
            month: Vec::new(),
            by_month: Vec::new(),
        };
        let mut luck = vec![100; services.len()];
        let mut sum = 0;
        for day in 0..=last {
            let date = days.date(day);
            let month = months_between(first, date) as usize - 1;
            if month == load.by_month.len() {
                if month.is_multiple_of(3) {
                    // Some quarters are simply busier than others, for no reason anybody finds.
                    luck.iter_mut()
                        .for_each(|luck| *luck = random.between(78, 122));
                }
                load.by_month.push(month_load(services, &luck, date, first));
            }
            let office = if days.is_open(day) { 100 } else { 16 };
            sum += load.by_month[month].total * office * u64::from(random.between(55, 145));
            load.up_to.push(sum);
            load.month.push(month);
        }
        load
    }

    /// The day of the next case when `written` of `wanted` rows exist: as far through the load as through the rows.
    fn day(&self, from: Day, written: u64, wanted: u64) -> Day {
        let total = self.up_to.last().copied().unwrap_or(0);
        let reached = (u128::from(total) * u128::from(written) / u128::from(wanted.max(1))) as u64;
        let mut day = from;
        while self
            .up_to
            .get(day as usize)
            .is_some_and(|sum| *sum <= reached)
        {
            day += 1;
        }
        day.min(self.up_to.len().saturating_sub(1) as Day)
    }

    fn service<'s>(
        &self,
        random: &mut Random,
        services: &'s [Service],
        day: Day,
    ) -> (&'s Service, i32) {
        let month = &self.by_month[self.month[day as usize]];
        let point = random.below(month.total);
        let place = month.services.partition_point(|(_, sum)| *sum <= point);
        let index = month.services.get(place).map_or(0, |(index, _)| *index);
        (&services[index], month.year)
    }
}

fn month_load(services: &[Service], luck: &[u32], date: NaiveDate, first: NaiveDate) -> MonthLoad {
    let reorganised = date >= NaiveDate::from_ymd_opt(2024, 4, 1).unwrap_or(date);
    let growth = 1000 + 35 * (financial_year(date) - financial_year(first)).max(0) as u32;
    let absent = if reorganised {
        Life::Before
    } else {
        Life::After
    };
    let mut total = 0;
    let mut there = Vec::with_capacity(services.len());
    for (index, service) in services.iter().enumerate() {
        if service.life != absent {
            let season = service.season[date.month0() as usize];
            total += u64::from(service.weight * season / 10 * luck[index] / 10 * growth / 1000);
            there.push((index, total));
        }
    }
    MonthLoad {
        year: financial_year(date),
        services: there,
        total,
    }
}

fn header() -> Vec<u8> {
    let mut bytes = COLUMNS.as_bytes().to_vec();
    bytes.push(b'\n');
    bytes
}

/// Prints one row. No cell needs quoting: they are codes, dates and the case's number.
fn print(out: &mut Vec<u8>, days: &Days, row: &Row<'_>) {
    out.extend_from_slice(b"EX-");
    print_number(out, row.case);
    for text in [row.contact, row.service, row.team, row.procedure, row.stage] {
        cell(out, text);
    }
    let events = [row.acknowledged, row.responded, row.closed, row.extended_to];
    for day in std::iter::once(Some(row.received)).chain(events) {
        out.push(b',');
        if let Some(day) = day {
            out.extend_from_slice(days.text(day));
        }
    }
    cell(out, row.outcome);
    cell(out, row.refusal);
    list(out, row.natures);
    cell(out, row.complainant);
    cell(out, row.channel);
    list(out, row.remedies);
    out.push(b'\n');
}

fn cell(out: &mut Vec<u8>, text: &str) {
    out.push(b',');
    out.extend_from_slice(text.as_bytes());
}

fn list(out: &mut Vec<u8>, codes: [&str; 2]) {
    cell(out, codes[0]);
    if !codes[1].is_empty() {
        out.push(b';');
        out.extend_from_slice(codes[1].as_bytes());
    }
}

/// At least six digits, so that references sort as they are counted.
fn print_number(out: &mut Vec<u8>, number: u64) {
    let mut digits = [b'0'; 20];
    let (mut left, mut place) = (number, digits.len());
    while left > 0 {
        place -= 1;
        digits[place] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    out.extend_from_slice(&digits[place.min(digits.len() - 6)..]);
}

fn financial_year(date: NaiveDate) -> i32 {
    date.year() - i32::from(date.month() < 4)
}

fn quarter(date: NaiveDate) -> u32 {
    (date.month() + 8) % 12 / 3 + 1
}

fn first_of_quarter(date: NaiveDate) -> NaiveDate {
    let month = (date.month0() / 3) * 3 + 1;
    NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date)
}

/// How many months the days from `first`, the first of a month, to `last` touch.
fn months_between(first: NaiveDate, last: NaiveDate) -> i32 {
    (last.year() - first.year()) * 12 + last.month() as i32 - first.month() as i32 + 1
}

fn quarter_file(year: i32, quarter: i32) -> String {
    format!("data/cases/{year}-{:02}-q{quarter}.csv", (year + 1) % 100)
}

#[cfg(test)]
mod tests;
