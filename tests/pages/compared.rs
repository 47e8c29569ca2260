//! How a figure stands against the year before, in words that agree with the figures beside them.

use crate::council::{Council, Site};

/// A council that supplied outcomes of two years: decided and upheld in the first, then in the second.
fn shares(name: &'static str, then: (u32, u32), now: (u32, u32)) -> Site {
    let mut rows = String::new();
    for (year, (decided, upheld)) in [("2022-23", then), ("2023-24", now)] {
        let of = |outcome: &str, n: u32| {
            format!("{year},adults,complaint,corporate,1,outcome,{outcome},received,{n},report\n")
        };
        rows += &format!("{year},adults,complaint,corporate,1,,,received,{decided},report\n");
        rows += &of("upheld", upheld);
        rows += &of("partially_upheld", 0);
        rows += &of("not_upheld", decided - upheld);
    }
    Council::new(name).figures(&rows).build()
}

const PAGE: &str = "services/adults/2023-24/";

/// Seen: "66% … In the year before it was 64%. It went up by 3 percentage points."
#[test]
fn shares_that_do_not_agree_with_their_difference_when_rounded_have_one_decimal_all_three() {
    let site = shares("shares to one decimal", (85, 54), (110, 73));
    site.says(
        PAGE,
        "We decided 110 and agreed, fully or in part, with 73 (66.4%). In 2022 to 2023 it was 63.5%. \
         It went up by 2.9 percentage points.",
    );
    let site = shares("fewer, to one decimal", (110, 73), (85, 54));
    site.says(
        PAGE,
        "with 54 (63.5%). In 2022 to 2023 it was 66.4%. It went down by 2.9 percentage points.",
    );
}

#[test]
fn shares_that_agree_with_their_difference_stay_whole() {
    let site = shares("whole shares", (100, 60), (100, 66));
    site.says(
        PAGE,
        "with 66 (66%). In 2022 to 2023 it was 60%. It went up by 6 percentage points.",
    );
    let site = shares("one point", (100, 65), (100, 66));
    site.says(PAGE, "it was 65%. It went up by 1 percentage point.");
    let site = shares("about the same", (1000, 656), (1000, 663));
    site.says(
        PAGE,
        "(66%). In 2022 to 2023 it was 66%, which is about the same.",
    );
}
