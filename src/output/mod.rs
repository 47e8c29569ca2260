//! The files that leave the house, as one value: paths to bytes.

mod context;
pub mod pages;
mod printing;
pub mod tree;
pub use tree::OutputTree;
