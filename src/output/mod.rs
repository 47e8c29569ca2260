//! The files that leave the house, as one value: paths to bytes.

pub mod tree;
pub use tree::OutputTree;
