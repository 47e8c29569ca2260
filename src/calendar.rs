//! Working days, bank holidays by nation, due dates, the counting conventions.
//!
//! The bank holidays of 2015 to 2028 are data (`calendar/*.csv`); a council adds its own closed days, or the years after
//! them, under `data/calendars/`. Outside the years that are known every question is an error and never a guess. All
//! answers are look-ups in tables of running counts, because a council's decade has a million rows.

mod conventions;
mod holidays;

pub use conventions::{Convention, months_end};
pub use holidays::{CalendarFileError, Change, government_json};

use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;
use std::fmt;

/// The nation whose calendar, procedures and ombudsmen apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nation {
    /// England.
    #[default]
    England,
    /// Wales: England's bank holidays.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    /// Returns the nation of an area code of the Office for National Statistics, by its first letter; nothing for codes of
    /// several nations (K) and for what is no code.
    pub fn of_area_code(code: &str) -> Option<Nation> {
        match code.bytes().next()? {
            b'E' => Some(Nation::England),
            b'W' => Some(Nation::Wales),
            b'S' => Some(Nation::Scotland),
            b'N' => Some(Nation::NorthernIreland),
            _ => None,
        }
    }

    /// Returns the word for it in candour.toml.
    pub fn word(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Wales => "wales",
            Nation::Scotland => "scotland",
            Nation::NorthernIreland => "northern_ireland",
        }
    }
}

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayUnit {
    /// Monday to Friday without bank holidays and the council's own closed days.
    Working,
    /// Every day.
    Calendar,
    /// Calendar months; the day of receipt counts.
    Months,
    /// Days on which schools are open, as the council's calendar says.
    School,
}

/// The days on which work is done, for all years that are known.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The first and the last year that are known.
    years: (i32, i32),
    /// Days other than Saturdays and Sundays without work.
    closed: BTreeSet<NaiveDate>,
    /// Further days on which schools alone are closed.
    schools_closed: BTreeSet<NaiveDate>,
    working: Count,
    school: Count,
}

/// Running counts of one kind of day.
#[derive(Debug, Clone, Default)]
struct Count {
    /// The number of the first day that is known.
    first: i32,
    /// How many such days there are from the first one up to and including each.
    up_to: Vec<u32>,
    /// The numbers of such days, in order.
    list: Vec<i32>,
}

/// A day that the calendar does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideCalendar {
    /// The first year that is known.
    pub first: i32,
    /// The last year that is known.
    pub last: i32,
}

impl fmt::Display for OutsideCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OutsideCalendar { first, last } = self;
        write!(f, "the calendar knows the years {first} to {last} only")
    }
}

impl std::error::Error for OutsideCalendar {}

impl Calendar {
    /// Returns the nation's calendar with its bank holidays.
    pub fn new(nation: Nation) -> Self {
        let closed = holidays::built_in(nation);
        let year = |day: Option<&NaiveDate>| day.map_or(0, |day| day.year());
        let mut calendar = Calendar {
            years: (year(closed.first()), year(closed.last())),
            closed,
            schools_closed: BTreeSet::new(),
            working: Count::default(),
            school: Count::default(),
        };
        calendar.count();
        calendar
    }

    /// Changes days. A year next to the known ones becomes known when at least six of its weekdays are closed: every
    /// nation has eight bank holidays or more, and some of them may be missing from a council's list only by mistake.
    pub fn change(&mut self, changes: impl IntoIterator<Item = (NaiveDate, Change)>) {
        for (day, change) in changes {
            match change {
                Change::Close => {
                    self.closed.insert(day);
                }
                Change::Open => {
                    self.closed.remove(&day);
                }
                Change::CloseSchools => {
                    self.schools_closed.insert(day);
                }
            }
        }
        while self.knows(self.years.1 + 1) {
            self.years.1 += 1;
        }
        while self.knows(self.years.0 - 1) {
            self.years.0 -= 1;
        }
        self.count();
    }

    fn knows(&self, year: i32) -> bool {
        let days = self.closed.iter();
        days.filter(|day| day.year() == year && is_weekday(**day))
            .count()
            >= 6
    }

    fn count(&mut self) {
        let (from, to) = self.range();
        let open = |day: NaiveDate| is_weekday(day) && !self.closed.contains(&day);
        self.working = Count::new(from, to, open);
        self.school = Count::new(from, to, |day| {
            open(day) && !self.schools_closed.contains(&day)
        });
    }

    /// Returns the first and the last day that are known.
    pub fn range(&self) -> (NaiveDate, NaiveDate) {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        (day(self.years.0, 1, 1), day(self.years.1, 12, 31))
    }

    fn outside(&self) -> OutsideCalendar {
        OutsideCalendar {
            first: self.years.0,
            last: self.years.1,
        }
    }

    fn counts(&self, unit: DayUnit) -> &Count {
        match unit {
            DayUnit::School => &self.school,
            _ => &self.working,
        }
    }

    /// Returns whether work is done on this day.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, OutsideCalendar> {
        self.working.holds(day).ok_or(self.outside())
    }

    /// Returns whether schools are open on this day: on every working day that the council's calendar does not name as
    /// closed for schools.
    pub fn is_school_day(&self, day: NaiveDate) -> Result<bool, OutsideCalendar> {
        self.school.holds(day).ok_or(self.outside())
    }

    /// Returns the day on which `days` working days after this one are full: the due date where the day of receipt is
    /// day 0.
    pub fn add_working_days(
        &self,
        day: NaiveDate,
        days: u16,
    ) -> Result<NaiveDate, OutsideCalendar> {
        self.working.add(day, days).ok_or(self.outside())
    }

    /// Returns how many working days lie after one day up to and including another; below nought when the second stands
    /// before the first, which is a fault of the data.
    pub fn working_days_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<i32, OutsideCalendar> {
        self.working.between(from, to).ok_or(self.outside())
    }

    /// Returns how many school days lie after one day up to and including another.
    pub fn school_days_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<i32, OutsideCalendar> {
        self.school.between(from, to).ok_or(self.outside())
    }

    /// Returns the first day on or after this one that counts in the unit.
    pub fn next_counted_day(
        &self,
        unit: DayUnit,
        day: NaiveDate,
    ) -> Result<NaiveDate, OutsideCalendar> {
        match unit {
            DayUnit::Calendar | DayUnit::Months => Ok(day),
            _ => self.counts(unit).next(day).ok_or(self.outside()),
        }
    }
}

/// Returns how many days lie between two days: none on the same day.
pub fn calendar_days(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

fn is_weekday(day: NaiveDate) -> bool {
    day.weekday().number_from_monday() < 6
}

impl Count {
    fn new(from: NaiveDate, to: NaiveDate, counts: impl Fn(NaiveDate) -> bool) -> Self {
        let mut count = Count {
            first: from.num_days_from_ce(),
            ..Count::default()
        };
        for day in from.iter_days().take_while(|day| *day <= to) {
            if counts(day) {
                count.list.push(day.num_days_from_ce());
            }
            count.up_to.push(count.list.len() as u32);
        }
        count
    }

    fn at(&self, day: NaiveDate) -> Option<usize> {
        let index = usize::try_from(day.num_days_from_ce().checked_sub(self.first)?).ok()?;
        (index < self.up_to.len()).then_some(index)
    }

    fn up_to(&self, day: NaiveDate) -> Option<usize> {
        self.at(day).map(|index| self.up_to[index] as usize)
    }

    fn holds(&self, day: NaiveDate) -> Option<bool> {
        let index = self.at(day)?;
        let before = index.checked_sub(1).map_or(0, |index| self.up_to[index]);
        Some(self.up_to[index] > before)
    }

    fn nth(&self, ordinal: usize) -> Option<NaiveDate> {
        let number = *self.list.get(ordinal.checked_sub(1)?)?;
        NaiveDate::from_num_days_from_ce_opt(number)
    }

    fn add(&self, day: NaiveDate, days: u16) -> Option<NaiveDate> {
        let before = self.up_to(day)?;
        if days == 0 {
            return Some(day);
        }
        self.nth(before + usize::from(days))
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> Option<i32> {
        Some(self.up_to(to)? as i32 - self.up_to(from)? as i32)
    }

    fn next(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.holds(day)? {
            return Some(day);
        }
        self.nth(self.up_to(day)? + 1)
    }
}

#[cfg(test)]
mod tests;
