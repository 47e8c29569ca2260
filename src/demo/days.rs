//! The days of the generated years: which of them the invented council's offices are open, and their printed form.
//!
//! This is the calendar of one office, not the calendar that the site counts with (`calendar`). It closes at weekends,
//! from Christmas to 3 January and on the usual holidays, so that no reply is dated on a day when nobody was at work.

use chrono::{Datelike, Days as ChronoDays, NaiveDate, Weekday};

/// A day of the generated years, counted from their first day.
pub type Day = u32;

/// Extra holidays of the last years.
const ONE_OFF: [(i32, u32, u32); 6] = [
    (2020, 5, 8),
    (2022, 6, 2),
    (2022, 6, 3),
    (2022, 9, 19),
    (2023, 5, 8),
    (2027, 12, 28),
];

/// Everything that is asked of a day, worked out once.
#[derive(Debug)]
pub struct Days {
    dates: Vec<NaiveDate>,
    text: Vec<[u8; 10]>,
    /// The open days, in order.
    open: Vec<Day>,
    /// How many open days there were up to and including this one.
    opened: Vec<u32>,
}

impl Days {
    /// Lists the days from `first` to `last`, both included.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Self {
        let dates: Vec<NaiveDate> = first.iter_days().take_while(|date| *date <= last).collect();
        let mut open = Vec::new();
        let mut opened = Vec::with_capacity(dates.len());
        for (day, date) in dates.iter().enumerate() {
            if is_open(*date) {
                open.push(day as Day);
            }
            opened.push(open.len() as u32);
        }
        let text = dates.iter().map(|date| iso(*date)).collect();
        Days {
            dates,
            text,
            open,
            opened,
        }
    }

    /// Returns the date of `day`. A day after the last counts as the last.
    pub fn date(&self, day: Day) -> NaiveDate {
        let last = self.dates.len() - 1;
        self.dates[(day as usize).min(last)]
    }

    /// Returns the number of `date`, held within the list.
    pub fn number(&self, date: NaiveDate) -> Day {
        let from_first = (date - self.dates[0]).num_days();
        from_first.clamp(0, self.dates.len() as i64 - 1) as Day
    }

    /// Returns the printed form of `day`, `2024-07-03`.
    #[inline]
    pub fn text(&self, day: Day) -> &[u8; 10] {
        let last = self.text.len() - 1;
        &self.text[(day as usize).min(last)]
    }

    /// Returns the day that is `count` open days after `day`; the day itself is not counted. With 0, the day itself or
    /// the next open one.
    #[inline]
    pub fn add(&self, day: Day, count: u32) -> Day {
        let last = self.open.len() - 1;
        let before = self.opened[(day as usize).min(self.opened.len() - 1)];
        let next = match count {
            0 if before > 0 && self.open[before as usize - 1] == day => before - 1,
            0 => before,
            _ => before + count - 1,
        };
        self.open[(next as usize).min(last)]
    }

    /// Is true when the offices are open on `day`.
    #[inline]
    pub fn is_open(&self, day: Day) -> bool {
        self.add(day, 0) == day
    }
}

fn is_open(date: NaiveDate) -> bool {
    let (month, day) = (date.month(), date.day());
    let monday = date.weekday() == Weekday::Mon;
    let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let christmas = (month == 12 && day >= 25) || (month == 1 && day <= 3);
    let may = monday && month == 5 && (day <= 7 || day >= 25);
    let august = monday && month == 8 && day >= 25;
    let one_off = ONE_OFF.contains(&(date.year(), month, day));
    !(weekend || christmas || may || august || one_off || is_easter(date))
}

/// Is true on Good Friday and Easter Monday.
fn is_easter(date: NaiveDate) -> bool {
    let Some(easter) = easter_sunday(date.year()) else {
        return false;
    };
    date.checked_add_days(ChronoDays::new(2)) == Some(easter)
        || easter.checked_add_days(ChronoDays::new(1)) == Some(date)
}

/// Easter Sunday by the Gregorian computus: the Sunday after the full moon on or after 21 March.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let century = year / 100;
    let moon_correction = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    // Two full moons of the 30-day cycle are moved back a day so that no lunation is too long.
    let full_moon = epact - i32::from(epact == 29 || (epact == 28 && golden > 10));
    let twenty_first = NaiveDate::from_ymd_opt(year, 3, 21)?;
    let moon = twenty_first.checked_add_days(ChronoDays::new(full_moon as u64))?;
    let to_sunday = 7 - u64::from(moon.weekday().num_days_from_sunday());
    moon.checked_add_days(ChronoDays::new(to_sunday))
}

fn iso(date: NaiveDate) -> [u8; 10] {
    let mut text = *b"0000-00-00";
    let mut put = |end: usize, width: usize, number: u32| {
        let mut left = number;
        for place in 0..width {
            text[end - place] = b'0' + (left % 10) as u8;
            left /= 10;
        }
    };
    put(3, 4, date.year().unsigned_abs());
    put(6, 2, date.month());
    put(9, 2, date.day());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn easter_falls_where_the_calendars_print_it() {
        let printed = [
            (2019, 4, 21),
            (2023, 4, 9),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
        ];
        for (year, month, day) in printed {
            assert_eq!(easter_sunday(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn the_offices_close_at_easter_and_christmas() {
        for closed in [date(2024, 3, 29), date(2024, 4, 1), date(2025, 12, 29)] {
            assert!(!is_open(closed), "{closed}");
        }
        assert!(is_open(date(2024, 4, 2)));
    }

    #[test]
    fn counting_starts_on_the_day_after() {
        let days = Days::new(date(2024, 4, 1), date(2024, 12, 31));
        let tuesday = days.number(date(2024, 4, 2));
        assert_eq!(days.date(days.add(tuesday, 10)), date(2024, 4, 16));
        assert_eq!(days.add(tuesday, 0), tuesday);
        let saturday = days.number(date(2024, 4, 6));
        assert_eq!(days.date(days.add(saturday, 0)), date(2024, 4, 8));
        assert_eq!(days.date(days.add(saturday, 1)), date(2024, 4, 8));
    }

    #[test]
    fn a_day_is_printed_in_iso_form() {
        let days = Days::new(date(2024, 4, 1), date(2024, 4, 9));
        assert_eq!(days.text(8), b"2024-04-09");
    }
}
