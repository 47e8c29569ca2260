//! Every reader of what comes from outside is given damaged input without end: it must answer, and never panic or hang.
//!
//! Each test takes good and bad files of this repository, damages them by a generator with a fixed seed, and runs a reader
//! over them for CANDOUR_FUZZ_SECONDS (1 when it is not set). What makes a reader fail is cut down to what is needed for
//! it, and its file is named in the message: it becomes a named test beside the reader. CANDOUR_FUZZ_SEED takes another
//! way through. README.md tells how to run it for longer.

mod corpus;
mod damage;
mod markup;
mod runner;
mod server;
mod sites;
mod tables;
mod texts;
mod workbooks;
