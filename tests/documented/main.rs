//! What docs/ says is what the program does.
//!
//! docs/columns.md, measures.md, diagnostics.md, files.md and commands.md are written from the program's own lists: a test builds
//! each page and compares. `UPDATE_EXPECTED=1 cargo test --test documented` rewrites them; read the difference before
//! you keep it. docs/configuration.md is written by hand and compared key by key, and its examples are read by the
//! program.

mod columns;
mod commands;
mod configuration;
mod diagnostics;
mod files;
mod measures;
mod page;
mod themes;
mod words;
