//! Candour turns a council's anonymised quarterly complaint data into a static public performance site.
//!
//! Values go one way. Each stage takes the value of the stage before and returns a stricter one:
//!
//! 1. [`source::read`] finds the files of a site's folder and reads each once: tables of text cells with their positions.
//! 2. [`config::parse`] turns candour.toml into a [`config::Site`], which every later stage reads.
//! 3. [`dataset::validate`] and [`dataset::cases`] make records of rows, or findings of what is wrong with them.
//! 4. [`cube`] counts the case rows, takes what was supplied, and tests it against the sums that must hold.
//! 5. [`disclosure::release`] decides what of it may be seen.
//! 6. [`publication::compose`] makes everything the public sees: pages of blocks, sentences and figures.
//! 7. [`output::render`] prints pages and data files into an [`output::OutputTree`], in memory, and checks its links.
//! 8. [`screening`] puts every text that will be published before the [`guard`]: in the sources, and in the finished tree.
//! 9. [`output::write()`] puts the tree in the place of the old site; [`preview`] serves the same tree on this computer.
//!
//! [`build::build`] calls them in this order. Left of [`disclosure`] are true numbers, right of it only those that may be
//! seen: nothing after it can name the cube, which a test of every import makes sure of. [`content`] and [`theme`] bring
//! the council's own pages and looks, [`language`] the words.
//!
//! Every stage adds to one [`diagnostic::Report`]. An error stops before anything is written.
//!
//! The modules below stand in the order of the way; those that many of them use come first. DESIGN.md gives the reasons
//! and says which module may import which.

#![warn(missing_docs)]

// What everything rests on.
pub mod calendar;
pub mod diagnostic;
pub mod guard;
pub mod language;
pub mod number;
pub mod path;
pub mod period;
pub mod release;
pub mod vocabulary;

// From files to records.
pub mod config;
pub mod source;

pub mod content;
pub mod dataset;
pub mod history;
pub mod theme;

// From records to true numbers, and from these to what may be seen.
pub mod cube;
pub mod disclosure;
pub mod tabulate;

// From what may be seen to files.
pub mod publication;

pub mod output;

// The finished files, looked through before they are written: for personal data, and for what was hidden.
pub mod audit;
pub mod screening;

// The stages in order, and the ways in.
pub mod build;
pub mod cli;
pub mod preview;

// Something to begin with.
pub mod demo;
pub mod init;
