//! The bank holidays computed from their rules, to test the lists against: Easter, the Mondays, substitute days, and the
//! exceptions of single years.

use super::super::{Nation, holidays};
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use std::collections::BTreeSet;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Easter Sunday by the Gregorian computus: the Sunday after the full moon on or after 21 March, as the church's tables
/// have it.
fn easter(year: i32) -> NaiveDate {
    let golden = year % 19;
    let century = year / 100;
    let moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = moon - (moon / 28) * (1 - (29 / (moon + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    date(year, 3, 28) + TimeDelta::days(i64::from(moon - weekday))
}

fn first_monday(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1).unwrap()
}

fn last_monday(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5)
        .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 4))
        .unwrap()
}

/// Adds holidays of fixed dates; one at a weekend moves to the next weekday that is not one already.
fn fixed(all: &mut BTreeSet<NaiveDate>, dates: &[NaiveDate]) {
    let weekend = |day: NaiveDate| day.weekday().number_from_monday() > 5;
    all.extend(dates.iter().filter(|day| !weekend(**day)));
    for date in dates.iter().filter(|day| weekend(**day)) {
        let substitute = date
            .iter_days()
            .find(|day| !weekend(*day) && !all.contains(day) && !dates.contains(day));
        all.extend(substitute);
    }
}

fn computed(nation: Nation, year: i32) -> BTreeSet<NaiveDate> {
    let mut all = BTreeSet::new();
    let scotland = nation == Nation::Scotland;
    let mut new_year = vec![date(year, 1, 1)];
    if scotland {
        new_year.push(date(year, 1, 2));
        fixed(&mut all, &[date(year, 11, 30)]);
        all.insert(first_monday(year, 8));
    } else {
        all.insert(easter(year) + Days::new(1));
        all.insert(last_monday(year, 8));
    }
    if nation == Nation::NorthernIreland {
        fixed(&mut all, &[date(year, 3, 17)]);
        fixed(&mut all, &[date(year, 7, 12)]);
    }
    fixed(&mut all, &new_year);
    fixed(&mut all, &[date(year, 12, 25), date(year, 12, 26)]);
    all.insert(easter(year) - Days::new(2));
    all.insert(match year {
        2020 => date(2020, 5, 8),
        _ => first_monday(year, 5),
    });
    all.insert(match year {
        2022 => date(2022, 6, 2),
        _ => last_monday(year, 5),
    });
    match (year, scotland) {
        (2022, _) => all.extend([date(2022, 6, 3), date(2022, 9, 19)]),
        (2023, _) => all.extend([date(2023, 5, 8)]),
        (2026, true) => all.extend([date(2026, 6, 15)]),
        _ => {}
    }
    all
}

#[test]
fn the_lists_follow_from_the_rules() {
    for nation in [
        Nation::England,
        Nation::Wales,
        Nation::Scotland,
        Nation::NorthernIreland,
    ] {
        let all: BTreeSet<NaiveDate> = (2015..=2028)
            .flat_map(|year| computed(nation, year))
            .collect();
        let listed = holidays::built_in(nation);
        let differ: Vec<_> = all.symmetric_difference(&listed).collect();
        assert!(differ.is_empty(), "{nation:?}: {differ:?}");
    }
    assert_eq!(holidays::built_in(Nation::England).len(), 115);
}
