//! Ready figures: how tables of them are read, which of them contradict one another, and what no table can upset.

mod contradictions;
mod council;
mod hostile;
mod tables;
