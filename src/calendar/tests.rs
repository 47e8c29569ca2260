use super::*;
use proptest::prelude::*;

mod rules;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn england() -> Calendar {
    Calendar::new(Nation::England)
}

/// Received, working days allowed, due, responded, working days taken, calendar days, as a spreadsheet's NETWORKDAYS
/// counts, in time, due where the day of receipt is day 1.
type Example = (
    &'static str,
    u16,
    &'static str,
    &'static str,
    i32,
    i64,
    i32,
    bool,
    &'static str,
);

#[rustfmt::skip]
const EXAMPLES: [Example; 25] = [
    ("2024-04-02", 10, "2024-04-16", "2024-04-16", 10, 14, 11, true, "2024-04-15"), // 1: plain fortnight after Easter Monday
    ("2024-03-27", 10, "2024-04-12", "2024-04-15", 11, 19, 12, false, "2024-04-11"), // 2: Good Friday + Easter Monday; answered one WD late
    ("2023-04-28", 10, "2023-05-16", "2023-05-16", 10, 18, 11, true, "2023-05-15"), // 3: 1 May + Coronation 8 May 2023
    ("2023-05-05", 10, "2023-05-22", "2023-05-19", 9, 14, 10, true, "2023-05-19"), // 4: Coronation 8 May 2023; answered one WD before due
    ("2022-05-27", 10, "2022-06-14", "2022-06-14", 10, 18, 11, true, "2022-06-13"), // 5: Spring BH moved to Thu 2 June + Jubilee 3 June 2022
    ("2022-05-27", 10, "2022-06-14", "2022-06-13", 9, 17, 10, true, "2022-06-13"), // 6: same, answered day before due
    ("2022-09-09", 10, "2022-09-26", "2022-09-26", 10, 17, 11, true, "2022-09-23"), // 7: State funeral 19 Sept 2022
    ("2022-09-09", 5, "2022-09-16", "2022-09-16", 5, 7, 6, true, "2022-09-15"), // 8: acknowledgement before the funeral BH
    ("2020-05-01", 10, "2020-05-18", "2020-05-19", 11, 18, 12, false, "2020-05-15"), // 9: Early May BH moved to Fri 8 May 2020, Mon 4 May was a WD; one WD late
    ("2020-05-01", 5, "2020-05-11", "2020-05-11", 5, 10, 6, true, "2020-05-07"), // 10: 5 WD ack over moved 8 May 2020
    ("2021-12-22", 10, "2022-01-10", "2022-01-10", 10, 19, 11, true, "2022-01-07"), // 11: 27+28 Dec 2021 and 3 Jan 2022 substitutes
    ("2021-12-22", 10, "2022-01-10", "2022-01-11", 11, 20, 12, false, "2022-01-07"), // 12: same, one day late
    ("2022-12-23", 20, "2023-01-25", "2023-01-25", 20, 33, 21, true, "2023-01-24"), // 13: 26+27 Dec 2022 and 2 Jan 2023 substitutes
    ("2020-12-24", 10, "2021-01-12", "2021-01-13", 11, 20, 12, false, "2021-01-11"), // 14: 25 Dec, Mon 28 Dec substitute, 1 Jan; one WD late
    ("2027-12-23", 10, "2028-01-11", "2028-01-11", 10, 19, 11, true, "2028-01-10"), // 15: 27+28 Dec 2027 and 3 Jan 2028 substitutes
    ("2024-12-20", 25, "2025-01-29", "2025-01-29", 25, 40, 26, true, "2025-01-28"), // 16: children S2 base limit over Christmas 2024
    ("2024-02-29", 65, "2024-06-05", "2024-06-06", 66, 98, 67, false, "2024-06-04"), // 17: children S2 maximum from leap day over 4 bank holidays; one WD late
    ("2023-03-31", 20, "2023-05-03", "2023-05-03", 20, 33, 21, true, "2023-05-02"), // 18: FY boundary: received 2022/23, due 2023/24
    ("2025-03-14", 10, "2025-03-28", "2025-03-28", 10, 14, 11, true, "2025-03-27"), // 19: no holidays
    ("2024-08-24", 10, "2024-09-09", "2024-09-10", 11, 17, 11, false, "2024-09-09"), // 20: received Saturday of August BH weekend; late here, in time under DEEMED_NEXT_WD
    ("2024-05-26", 3, "2024-05-30", "2024-05-30", 3, 4, 3, true, "2024-05-30"), // 21: adult ack: received Sunday before Spring BH
    ("2026-12-24", 5, "2027-01-05", "2027-01-04", 4, 11, 5, true, "2027-01-04"), // 22: ack over Sat Boxing Day 2026 (Mon 28 substitute) + 1 Jan
    ("2025-06-06", 10, "2025-06-20", "2025-06-21", 10, 15, 11, false, "2025-06-19"), // 23: response recorded on a Saturday, day after due
    ("2025-08-04", 10, "2025-08-18", "2025-08-04", 0, 0, 1, true, "2025-08-15"), // 24: same-day answer
    ("2025-04-17", 30, "2025-06-04", "2025-06-04", 30, 48, 31, true, "2025-06-03"), // 25: panel within 30 WD over Easter, 5 and 26 May
];

#[test]
fn the_worked_examples_hold() {
    let calendar = england();
    for (received, n, due, responded, taken, days, network, in_time, inclusive) in EXAMPLES {
        let (received, responded) = (day(received), day(responded));
        assert_eq!(
            calendar.add_working_days(received, n),
            Ok(day(due)),
            "{received}"
        );
        assert_eq!(
            calendar.working_days_between(received, responded),
            Ok(taken),
            "{received}"
        );
        assert_eq!(calendar_days(received, responded), days, "{received}");
        let spreadsheet = taken + i32::from(calendar.is_working_day(received) == Ok(true));
        assert_eq!(spreadsheet, network, "{received}");
        assert_eq!(responded <= day(due), in_time, "{received}");
        assert_eq!(
            calendar.due_inclusive(received, n),
            Ok(day(inclusive)),
            "{received}"
        );
    }
    // Example 20 under the convention that moves a weekend's receipt to the next working day.
    assert_eq!(
        calendar.due_deemed(day("2024-08-24"), 10),
        Ok(day("2024-09-10"))
    );
}

#[test]
fn six_months_end_the_day_before_the_same_day_or_on_the_last_of_the_month() {
    for (received, end) in [
        ("2024-04-01", "2024-09-30"),
        ("2024-03-01", "2024-08-31"),
        ("2023-08-31", "2024-02-29"),
        ("2022-08-29", "2023-02-28"),
        ("2023-08-29", "2024-02-28"),
        ("2024-09-30", "2025-03-29"),
        ("2024-12-15", "2025-06-14"),
    ] {
        assert_eq!(months_end(day(received), 6), Some(day(end)), "{received}");
        let due = england().due(DayUnit::Months, Convention::AfterReceipt, day(received), 6);
        assert_eq!(due, Ok(day(end)));
    }
}

#[test]
fn the_codes_clock_runs_from_the_acknowledgement() {
    let calendar = england();
    let add = |from: &str, days| calendar.add_working_days(day(from), days);
    for (received, limit, acknowledged, due, extended, outer, older) in [
        (
            "2024-12-18",
            "2024-12-27",
            "2024-12-24",
            "2025-01-10",
            "2025-01-24",
            "2025-01-13",
            "2025-01-06",
        ),
        (
            "2025-04-11",
            "2025-04-22",
            "2025-04-22",
            "2025-05-07",
            "2025-05-21",
            "2025-05-07",
            "2025-04-29",
        ),
    ] {
        assert_eq!(add(received, 5), Ok(day(limit)));
        assert_eq!(add(acknowledged, 10), Ok(day(due)));
        assert_eq!(add(acknowledged, 20), Ok(day(extended)));
        assert_eq!(add(received, 15), Ok(day(outer)));
        assert_eq!(add(received, 10), Ok(day(older)));
    }
}

#[test]
fn moved_and_one_off_holidays_are_known() {
    let calendar = england();
    let works = |text| calendar.is_working_day(day(text)).unwrap();
    for working in ["2020-05-04", "2022-05-30", "2024-08-27"] {
        assert!(works(working), "{working}");
    }
    for closed in [
        "2020-05-08",
        "2022-06-02",
        "2022-06-03",
        "2022-09-19",
        "2023-05-01",
        "2023-05-08",
        "2021-12-27",
        "2021-12-28",
        "2027-12-28",
        "2022-12-27",
        "2028-01-03",
    ] {
        assert!(!works(closed), "{closed}");
    }
}

#[test]
fn working_days_of_a_year_add_up() {
    let calendar = england();
    for (year, days) in [
        (2022, 250),
        (2023, 251),
        (2017, 252),
        (2028, 252),
        (2015, 253),
        (2020, 254),
        (2024, 254),
    ] {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let count = first
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| calendar.is_working_day(*day) == Ok(true))
            .count();
        assert_eq!(count, days, "{year}");
    }
}

#[test]
fn nations_differ() {
    let works = |nation, text| Calendar::new(nation).is_working_day(day(text)).unwrap();
    // Easter Monday and 2 January.
    assert!(works(Nation::Scotland, "2024-04-01"));
    assert!(!works(Nation::Wales, "2024-04-01"));
    assert!(!works(Nation::Scotland, "2024-01-02"));
    assert!(works(Nation::England, "2024-01-02"));
    assert!(!works(Nation::Scotland, "2026-06-15"));
    assert!(!works(Nation::NorthernIreland, "2024-07-12"));
    assert!(!works(Nation::NorthernIreland, "2024-03-18"));
    assert_eq!(Convention::of(Nation::Scotland), Convention::Inclusive);
    assert_eq!(
        Convention::of(Nation::NorthernIreland),
        Convention::AfterReceipt
    );
}

#[test]
fn outside_the_known_years_there_is_an_error_and_no_guess() {
    let calendar = england();
    let outside = OutsideCalendar {
        first: 2015,
        last: 2028,
    };
    assert_eq!(calendar.is_working_day(day("2014-12-31")), Err(outside));
    assert_eq!(
        calendar.add_working_days(day("2028-12-20"), 20),
        Err(outside)
    );
    assert_eq!(
        calendar.working_days_between(day("2028-12-20"), day("2029-01-02")),
        Err(outside)
    );
    assert_eq!(calendar.range(), (day("2015-01-01"), day("2028-12-31")));
}

#[test]
fn a_councils_own_days_change_the_count() {
    let mut calendar = england();
    calendar.change([
        (day("2024-12-27"), Change::Close),
        (day("2024-12-30"), Change::CloseSchools),
        (day("2024-08-26"), Change::Open),
    ]);
    assert_eq!(calendar.is_working_day(day("2024-12-27")), Ok(false));
    assert_eq!(calendar.is_working_day(day("2024-12-30")), Ok(true));
    assert_eq!(calendar.is_school_day(day("2024-12-30")), Ok(false));
    assert_eq!(calendar.is_working_day(day("2024-08-26")), Ok(true));
    assert_eq!(
        calendar.school_days_between(day("2024-12-24"), day("2024-12-31")),
        Ok(1)
    );
}

#[test]
fn the_governments_file_adds_years_and_corrects_those_that_are_known() {
    let event = |date: &str| {
        format!("{{\"title\":\"x\",\"date\":\"{date}\",\"notes\":\"\",\"bunting\":true}}")
    };
    let days = [
        "2028-01-03",
        "2028-04-14",
        "2028-04-17",
        "2028-05-02",
        "2028-05-29",
        "2028-08-28",
        "2028-12-25",
        "2028-12-26",
        "2029-01-01",
        "2029-03-30",
        "2029-04-02",
        "2029-05-07",
        "2029-05-28",
        "2029-08-27",
        "2029-12-25",
        "2029-12-26",
    ];
    let events: Vec<String> = days.iter().map(|date| event(date)).collect();
    let text = format!(
        "{{\"england-and-wales\":{{\"division\":\"england-and-wales\",\"events\":[{}]}}}}",
        events.join(",")
    );
    let mut calendar = england();
    calendar.change(government_json(&text, Nation::England).unwrap());
    assert_eq!(calendar.range().1, day("2029-12-31"));
    assert_eq!(calendar.is_working_day(day("2028-05-01")), Ok(true));
    assert_eq!(calendar.is_working_day(day("2028-05-02")), Ok(false));
    assert_eq!(
        government_json(&text, Nation::Scotland),
        Err(CalendarFileError::Division("scotland"))
    );
    assert_eq!(
        government_json("{", Nation::England),
        Err(CalendarFileError::Json)
    );
    assert!(government_json(&text.replace("2029-12-26", "26/12/29"), Nation::England).is_err());
}

prop_compose! {
    fn known_day()(number in 0u64..4700) -> NaiveDate {
        day("2015-01-01") + chrono::Days::new(number)
    }
}

proptest! {
    #[test]
    fn adding_days_and_counting_them_agree(from in known_day(), days in 0u16..200) {
        let calendar = england();
        let due = calendar.add_working_days(from, days).unwrap();
        prop_assert_eq!(calendar.working_days_between(from, due), Ok(i32::from(days)));
        prop_assert!(days == 0 || calendar.is_working_day(due) == Ok(true));
    }

    #[test]
    fn the_inclusive_convention_is_a_day_earlier_on_working_days_and_equal_on_others(from in known_day(), days in 1u16..200) {
        let calendar = england();
        let (after, inclusive) = (calendar.add_working_days(from, days).unwrap(), calendar.due_inclusive(from, days).unwrap());
        let apart = calendar.working_days_between(inclusive, after).unwrap();
        prop_assert_eq!(apart, i32::from(calendar.is_working_day(from) == Ok(true)));
    }

    #[test]
    fn stretches_add_up(a in known_day(), b in known_day(), c in known_day()) {
        let calendar = england();
        let between = |from, to| calendar.working_days_between(from, to).unwrap();
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert_eq!(between(a, b), -between(b, a));
    }

    #[test]
    fn counting_day_by_day_gives_the_same(from in known_day(), days in 0u64..120) {
        let calendar = england();
        let to = from + chrono::Days::new(days);
        let slowly = from.iter_days().skip(1).take(days as usize)
            .filter(|day| calendar.is_working_day(*day) == Ok(true)).count();
        prop_assert_eq!(calendar.working_days_between(from, to), Ok(slowly as i32));
    }
}
