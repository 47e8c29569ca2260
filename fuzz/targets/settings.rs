//! candour.toml.

#![no_main]

#[path = "../../tests/fuzz/markup.rs"]
mod markup;
#[path = "../../tests/fuzz/readers.rs"]
#[expect(dead_code, reason = "each target runs one reader")]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::settings(bytes));
