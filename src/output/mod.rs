//! The files that leave the house, as one value: paths to bytes.

mod context;
pub mod csv;
pub mod json;
pub mod links;
pub mod manifest;
mod markup;
mod number;
pub mod pages;
mod printing;
pub mod tree;
pub use tree::OutputTree;
