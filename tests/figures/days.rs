//! Means, medians and longest times against their numbers of complaints, against one another, and in one unit.

use crate::council::{Council, facts};

#[test]
fn a_mean_is_of_whole_days() {
    let rows = |mean: &str| {
        format!(
            "
            2023-24,adults,complaint,corporate,1,,,received,4
            2023-24,adults,complaint,corporate,1,,,responded,3
            2023-24,adults,complaint,corporate,1,,,mean_response_days,{mean}
            "
        )
    };
    for right in ["12", "12.3", "12.7", "12.33", "12.67"] {
        Council::new().figures(&rows(right)).check().is_quiet();
    }
    let wrong = Council::new().figures(&rows("12.5")).check();
    let finding = wrong.finding(
        "C222",
        "adults/2023-24/complaint/corporate/1/mean_response_days",
    );
    assert_eq!(
        finding.message,
        "Adults, 2023-24, corporate stage 1, mean response days is 12.5 working days, but no 3 answers have that mean: \
         37 days in all make 12.3, 38 days in all make 12.7"
    );
    assert_eq!(
        facts(&finding, "looks like"),
        ["a mean of the 4 received"],
        "50 days of 4"
    );
}

#[test]
fn the_mean_of_one_complaint_is_its_own_time() {
    // One complaint of 54 days stands; 54.5 cannot.
    let rows = |mean: &str| {
        format!(
            "
            2022-23,adults,complaint,corporate,1,,,responded,1
            2022-23,adults,complaint,corporate,1,,,mean_response_days,{mean}
            "
        )
    };
    Council::new().figures(&rows("54")).check().is_quiet();
    assert_eq!(
        Council::new().figures(&rows("54.5")).check().codes(),
        ["C222"]
    );
}

#[test]
fn a_mean_is_of_the_complaints_answered() {
    let long = "period,service,contact,procedure,stage,measure,value,numerator,denominator";
    let table = |value: &str, days: &str, n: &str| {
        let rows = format!(
            "
            2023-24,adults,complaint,corporate,1,responded,10,,
            2023-24,adults,complaint,corporate,1,mean_response_days,{value},{days},{n}
            "
        );
        let kind = candour::source::Kind::Aggregates;
        Council::new()
            .table(kind, "data/aggregates/days.csv", long, &rows)
            .check()
    };
    table("12.5", "125", "10").is_quiet();
    assert!(
        table("12.5", "", "12")
            .finding(
                "C222",
                "adults/2023-24/complaint/corporate/1/mean_response_days"
            )
            .message
            .ends_with("of 12 by its own row, but 10 were answered")
    );
    assert!(
        table("12.5", "152", "10")
            .finding(
                "C222",
                "adults/2023-24/complaint/corporate/1/mean_response_days"
            )
            .message
            .ends_with("but of 10 answers 152 days in all make 15.2")
    );
}

#[test]
fn a_median_is_a_day_or_a_half_and_a_longest_answer_a_day() {
    let rows = |measure: &str, value: &str, n: u32| {
        let rows = format!(
            "
            2023-24,adults,complaint,corporate,1,,,responded,{n}
            2023-24,adults,complaint,corporate,1,,,{measure},{value}
            "
        );
        Council::new().figures(&rows).check()
    };
    rows("median_response_days", "8.5", 12).is_quiet();
    assert_eq!(rows("median_response_days", "8.5", 11).codes(), ["C222"]);
    assert_eq!(rows("median_response_days", "8.3", 12).codes(), ["C222"]);
    assert_eq!(rows("longest_response_days", "40.5", 12).codes(), ["C222"]);
    rows("percentile_90_response_days", "31", 12).is_quiet();
}

#[test]
fn the_longest_answer_is_no_shorter_than_the_mean() {
    let rows = |mean: u32, longest: u32| {
        let rows = format!(
            "
            2023-24,adults,complaint,corporate,1,,,responded,10
            2023-24,adults,complaint,corporate,1,,,mean_response_days,{mean}
            2023-24,adults,complaint,corporate,1,,,longest_response_days,{longest}
            "
        );
        Council::new().figures(&rows).check()
    };
    rows(14, 40).is_quiet();
    let key = "adults/2023-24/complaint/corporate/1/mean_response_days";
    assert!(
        rows(14, 12)
            .finding("C224", key)
            .message
            .ends_with("is 14 working days, but the longest answer took 12 working days")
    );
    // Ten answers of 4 days on average took 45 days at most, rounding allowed.
    rows(4, 45).is_quiet();
    assert!(
        rows(4, 60)
            .finding("C224", key)
            .message
            .contains("which its 10 answers cannot have")
    );
}

#[test]
fn a_years_mean_is_that_of_its_quarters_each_with_its_weight() {
    // 10 answers of 8 days and 30 of 16 make 14 days; the mean of the two means would be 12.
    let rows = |mean: &str| {
        let mut rows = format!(
            "
            2023-24,housing,complaint,corporate,1,,,responded,40
            2023-24,housing,complaint,corporate,1,,,mean_response_days,{mean}
            "
        );
        for (quarter, n, days) in [
            (1, 10, "8.0"),
            (2, 30, "16.0"),
            (3, 0, "[z]"),
            (4, 0, "[z]"),
        ] {
            rows += &format!(
                "2023-24-q{quarter},housing,complaint,corporate,1,,,responded,{n}
                 2023-24-q{quarter},housing,complaint,corporate,1,,,mean_response_days,{days}\n"
            );
        }
        Council::new().figures(&rows).check()
    };
    rows("14").is_quiet();
    rows("14.0").is_quiet();
    let wrong = rows("12");
    let finding = wrong.finding(
        "C223",
        "housing/2023-24/complaint/corporate/1/mean_response_days",
    );
    assert!(
        finding
            .message
            .contains("is 12 working days, but those of its quarters make "),
        "{}",
        finding.message
    );
    assert_eq!(facts(&finding, "parts"), ["10 × 8.0 + 30 × 16.0"]);
    assert_eq!(wrong.codes(), ["C223"]);
}

#[test]
fn the_mean_of_means_is_recognised() {
    let rows = "
        2023-24,corporate,complaint,corporate,1,,,responded,40
        2023-24,corporate,complaint,corporate,1,,,mean_response_days,12
        2023-24,housing,complaint,corporate,1,,,responded,10
        2023-24,housing,complaint,corporate,1,,,mean_response_days,8
        2023-24,parking,complaint,corporate,1,,,responded,30
        2023-24,parking,complaint,corporate,1,,,mean_response_days,16
    ";
    let finding = Council::new().figures(rows).check().finding(
        "C223",
        "corporate/2023-24/complaint/corporate/1/mean_response_days",
    );
    assert_eq!(
        facts(&finding, "looks like"),
        ["the mean of the 2 means, as if each had as many answers"]
    );
    let other = rows.replace("responded,40", "responded,41");
    let checked = Council::new().figures(&other).check();
    assert!(
        checked.codes().is_empty(),
        "one answer is of neither team: {:?}",
        checked.codes()
    );
}

const DAYS: &str = "period,service,contact,procedure,stage,measure,value,unit";

fn days(rows: &str) -> Council {
    let kind = candour::source::Kind::Aggregates;
    Council::new().table(kind, "data/aggregates/days.csv", DAYS, rows)
}

#[test]
fn procedures_may_count_in_days_of_their_own() {
    // Corporate means in calendar days and statutory ones in working days stand on one page.
    days(
        "
        2022-23,children,complaint,corporate,1,mean_response_days,22,calendar_days
        2022-23,children,complaint,statutory_children,1,mean_response_days,14,working_days
        2022-23,adults,complaint,corporate,1,mean_response_days,54,calendar_days
        2022-23,adults,complaint,statutory_adults,1,mean_response_days,16,working_days
    ",
    )
    .check()
    .is_quiet();
}

#[test]
fn units_do_not_mix_where_readers_compare() {
    let years = "
        2022-23,children,complaint,corporate,1,mean_response_days,22,calendar_days
        2023-24,children,complaint,corporate,1,mean_response_days,16,working_days
    ";
    let key = "children/2023-24/complaint/corporate/1/mean_response_days";
    let finding = days(years).check().finding("C226", key);
    assert!(
        finding
            .message
            .ends_with("is in working days, but that of 2022-23 is in calendar days")
    );
    let accepted = days(years)
        .accepts("C226", key, "", "Counted in working days from April 2023.")
        .check();
    accepted.is_quiet();
    assert_eq!(
        accepted.notes(key),
        ["Counted in working days from April 2023."]
    );

    let services = days(
        "
        2023-24,children,complaint,corporate,1,mean_response_days,22,calendar_days
        2023-24,adults,complaint,corporate,1,mean_response_days,16,working_days
        2023-24,housing,complaint,corporate,1,mean_response_days,15,working_days
    ",
    );
    let checked = services.check();
    let finding = checked.finding(
        "C226",
        "children/2023-24/complaint/corporate/1/mean_response_days",
    );
    assert!(
        finding
            .message
            .ends_with("is in calendar days, but that of Housing is in working days")
    );
    assert_eq!(checked.codes(), ["C226"]);

    let over_all = days(
        "
        2023-24,adults,complaint,,1,mean_response_days,20,working_days
        2023-24,adults,complaint,corporate,1,mean_response_days,22,calendar_days
        2023-24,adults,complaint,statutory_adults,1,mean_response_days,16,working_days
    ",
    );
    assert_eq!(over_all.check().codes(), ["C226"]);

    let change = days(
        "
        2022-23,adults,complaint,corporate,1,mean_response_days,20,working_days
        2023-24,adults,complaint,corporate,1,mean_response_days,22,working_days
        2023-24,adults,complaint,corporate,1,mean_response_days_change,2,calendar_days
    ",
    );
    assert!(change.check().codes().contains(&"C226"));
}

#[test]
fn one_number_in_two_units_is_two_values() {
    let checked = days(
        "
        2022-23,children,complaint,corporate,1,mean_response_days,22,calendar_days
        2022-23,children,complaint,corporate,1,mean_response_days,22,working_days
    ",
    )
    .check();
    let finding = checked.finding(
        "C200",
        "children/2022-23/complaint/corporate/1/mean_response_days",
    );
    assert!(finding.message.ends_with(
        "has more than one value: 22 calendar days (row 2) and 22 working days (row 3)"
    ));
}
