//! The files that leave the house, as one value: paths to bytes.

mod contents;
mod context;
pub mod csv;
mod fit;
pub mod json;
mod lines;
pub mod links;
pub mod manifest;
mod markup;
mod number;
pub mod pages;
mod printing;
mod render;
mod sizes;
pub mod tree;
mod write;
pub use contents::{Contents, Piece};
pub use render::render;
pub use sizes::Sizes;
pub use tree::OutputTree;
pub use write::{Written, write};
