//! Ready figures: how tables of them are read, which of them contradict one another, which are unlikely, and what no table
//! can upset.

mod contradictions;
mod council;
mod days;
mod hostile;
mod jumps;
mod releases;
mod roughly;
mod tables;
mod years;
