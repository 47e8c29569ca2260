use super::*;
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn the_councils_year_is_read_in_every_spelling() {
    for spelling in [
        "2023-24",
        "2023/24",
        "2023-2024",
        "2023/2024",
        "23/24",
        "23-24",
        "FY23-24",
        "FY 2023/24",
        "fy2023-24",
        "2023–24",
        "2023\u{2011}24",
        " 2023 / 24 ",
        "2023 - 2024",
        "2023 to 2024",
        "Financial year 2023/24",
        "Apr 2023 - Mar 2024",
        "April 2023 to March 2024",
        "2023\u{a0}/\u{a0}24",
    ] {
        assert_eq!(
            Period::parse(spelling),
            Ok(Period::Year(2023)),
            "{spelling}"
        );
    }
}

#[test]
fn quarters_are_read_in_every_spelling() {
    for spelling in [
        "2023-24-q1",
        "2023/24 Q1",
        "2023/24Q1",
        "Q1 2023/24",
        "Q1 2023-2024",
        "Quarter 1 2023/24",
        "Qtr 1, 2023/24",
        "2023/24 quarter 1",
        "q1 23/24",
        "Apr-Jun 2023",
        "Apr – Jun 2023",
        "April to June 2023",
        "April-June 2023",
        "Q1 (Apr-Jun) 2023/24",
    ] {
        assert_eq!(
            Period::parse(spelling),
            Ok(Period::Quarter(2023, 1)),
            "{spelling}"
        );
    }
    assert_eq!(
        Period::parse("Quarter 1 2018/19"),
        Ok(Period::Quarter(2018, 1))
    );
    assert_eq!(Period::parse("Jul-Sept 2023"), Ok(Period::Quarter(2023, 2)));
    assert_eq!(
        Period::parse("Oct to Dec 2023"),
        Ok(Period::Quarter(2023, 3))
    );
    // The trap: January to March belongs to the year that began before.
    assert_eq!(Period::parse("Jan-Mar 2024"), Ok(Period::Quarter(2023, 4)));
}

#[test]
fn other_periods_are_read() {
    for (spelling, period) in [
        ("undated", Period::Undated),
        ("academic-2023-24", Period::Academic(2023)),
        ("Academic year 2023/24", Period::Academic(2023)),
        ("School year 2023-24", Period::Academic(2023)),
        ("Sep 2023 to Aug 2024", Period::Academic(2023)),
        ("calendar-2023", Period::Calendar(2023)),
        ("Calendar year 2023", Period::Calendar(2023)),
        ("Jan-Dec 2023", Period::Calendar(2023)),
        (
            "2023-01-01--2023-03-31",
            Period::Range(day(2023, 1, 1), day(2023, 3, 31)),
        ),
        (
            "2023-01-01 to 2023-03-31",
            Period::Range(day(2023, 1, 1), day(2023, 3, 31)),
        ),
        (
            "Sep 2023 - Jul 2024",
            Period::Range(day(2023, 9, 1), day(2024, 7, 31)),
        ),
        (
            "Apr-Sep 2023",
            Period::Range(day(2023, 4, 1), day(2023, 9, 30)),
        ),
    ] {
        assert_eq!(Period::parse(spelling), Ok(period), "{spelling}");
    }
}

#[test]
fn a_year_that_looks_like_a_month_is_a_year() {
    assert_eq!(Period::parse("2011-12"), Ok(Period::Year(2011)));
    assert_eq!(Period::parse("2000-01"), Ok(Period::Year(2000)));
    assert_eq!(Period::parse("1999-2000"), Ok(Period::Year(1999)));
    assert_eq!(Period::parse("99/00"), Ok(Period::Year(1999)));
}

#[test]
fn what_is_no_period_is_refused_with_the_reason() {
    use PeriodError::*;
    for (spelling, error) in [
        ("", Empty),
        ("  ", Empty),
        ("2023-25", NotConsecutive),
        ("2023/2023", NotConsecutive),
        ("24/23", NotConsecutive),
        ("2023-24-q5", Unknown),
        ("Q1 2023/25", NotConsecutive),
        ("2023", SingleYear),
        ("Q1 2023", SingleYear),
        ("Dec-Feb 2024", SingleYear),
        ("2023-04-01", Date),
        ("Oct-11", Date),
        ("June 2023", Date),
        ("45017", Date),
        ("2023-03-31--2023-01-01", Backwards),
        ("Jun 2023 - Apr 2023", Backwards),
        ("Q1 (Jul-Sep) 2023/24", Unknown),
        ("last year", Unknown),
        ("2023-24-25", Unknown),
        ("Q1 Q2 2023/24", Unknown),
        ("academic 2023-24 q1", Unknown),
        ("1800/01", Unknown),
    ] {
        assert_eq!(Period::parse(spelling), Err(error), "{spelling}");
    }
}

#[test]
fn quarters_lie_in_their_year_and_follow_each_other() {
    let quarters = Period::Year(2023).quarters().unwrap();
    assert_eq!(quarters[0].start(), Some(day(2023, 4, 1)));
    assert_eq!(quarters[3].start(), Some(day(2024, 1, 1)));
    assert_eq!(quarters[3].end(), Some(day(2024, 3, 31)));
    for pair in quarters.windows(2) {
        assert_eq!(
            pair[0].end().and_then(|end| end.succ_opt()),
            pair[1].start()
        );
    }
    let days: i64 = quarters.iter().filter_map(Period::days).sum();
    assert_eq!(Some(days), Period::Year(2023).days());
    assert_eq!(days, 366);
}

#[test]
fn periods_sort_in_the_order_of_time_a_year_before_its_quarters() {
    let mut periods = [
        Period::Undated,
        Period::Quarter(2023, 4),
        Period::Quarter(2023, 1),
        Period::Calendar(2024),
        Period::Year(2023),
    ];
    periods.sort_by_key(Period::time_order);
    assert_eq!(
        periods.map(|period| period.id()),
        [
            "2023-24",
            "2023-24-q1",
            "calendar-2024",
            "2023-24-q4",
            "undated"
        ]
    );
}

#[test]
fn a_quarter_without_its_year_is_a_number_or_its_three_months() {
    use super::parse_quarter;
    for (text, quarter) in [
        ("Q1", Some(1)),
        ("4", Some(4)),
        ("Quarter 2", Some(2)),
        ("Q3 (Oct-Dec)", Some(3)),
        ("Jan-Mar", Some(4)),
        ("April to June", Some(1)),
        ("Feb-Apr", None),
        ("April", None),
        ("Q5", None),
        ("first", None),
        ("", None),
    ] {
        assert_eq!(parse_quarter(text), quarter, "{text}");
    }
}

proptest! {
    #[test]
    fn every_id_is_read_back(year in 1900u16..2190, quarter in 1u8..5, from in 0i64..40_000, length in 0i64..800) {
        let start = day(1950, 1, 1) + chrono::Days::new(from as u64);
        for period in [
            Period::Year(year),
            Period::Quarter(year, quarter),
            Period::Academic(year),
            Period::Calendar(year),
            Period::Range(start, start + chrono::Days::new(length as u64)),
            Period::Undated,
        ] {
            prop_assert_eq!(Period::parse(&period.id()), Ok(period));
        }
    }

    #[test]
    fn every_day_lies_in_its_quarter_and_its_year(number in 0u64..100_000) {
        let day = day(1900, 4, 1) + chrono::Days::new(number);
        prop_assert!(Period::quarter_of(day).contains(day));
        prop_assert!(Period::year_of(day).contains(day));
        prop_assert_eq!(Period::quarter_of(day).financial_year(), Some(Period::year_of(day)));
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in ".{0,40}") {
        let _ = Period::parse(&text);
    }
}
