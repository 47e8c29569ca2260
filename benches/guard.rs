//! How long the guard takes for ten megabytes of prose: `cargo bench --bench guard`.

use candour::guard;
use std::time::Instant;

/// Sentences as councils write them, with what only looks personal.
const PLAIN: &[&str] = &[
    "We answered 54 of 93 stage 1 complaints within 10 working days, 12 more than in 2023-24.",
    "Mr X complained that the council delayed in assessing his mother's care needs at St Mary's.",
    "The ombudsman (case 23 012 345) found fault and asked us to pay £600 by 28 June 2024.",
    "Residents of SW1 and CV4 told us about bins, road works and PM10 near the A34.",
    "The Lord Mayor opened the new hub; calls are answered from 8am to 6pm, Monday to Friday.",
];

/// Sentences with a detail.
const PERSONAL: &[&str] = &[
    "Mrs Thistlewick of 12 Rowan Street rang us on 01632 960140.",
    "Thank you to Callum, who wrote to pat.doe@example.org about EX1 1AA.",
];

fn main() {
    for (name, every) in [
        ("prose", usize::MAX),
        ("prose with a detail in every twentieth sentence", 20),
    ] {
        let mut text = String::new();
        let mut at = 0;
        while text.len() < 10 << 20 {
            at += 1;
            let from = if at % every == 0 { PERSONAL } else { PLAIN };
            text += from[at % from.len()];
            text += if at % 5 == 0 { "\n\n" } else { " " };
        }
        let start = Instant::now();
        let found = guard::find(&text).len();
        let taken = start.elapsed().as_secs_f64();
        println!(
            "{name}: {:.0} ms, {:.0} MB a second, {found} details",
            taken * 1e3,
            text.len() as f64 / 1e6 / taken
        );
    }
}
