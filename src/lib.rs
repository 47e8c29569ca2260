//! Candour turns a council's anonymised quarterly complaint data into a static public performance site.

pub mod build;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod content;
pub mod cube;
pub mod dataset;
pub mod demo;
pub mod diagnostic;
pub mod disclosure;
pub mod init;
pub mod language;
pub mod number;
pub mod output;
pub mod period;
pub mod preview;
pub mod publication;
pub mod release;
pub mod source;
pub mod tabulate;
pub mod theme;
pub mod vocabulary;
