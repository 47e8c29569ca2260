//! The council's own pages: Markdown with front matter.

/// One page that the council wrote.
#[derive(Debug, Clone, Default)]
pub struct ContentPage {
    /// The file's path below `content/` without its ending: `home`, `how-to-complain`, `about`.
    pub path: String,
    /// The title of its front matter.
    pub title: String,
    /// The description of its front matter; may be empty.
    pub description: String,
    /// The body.
    pub pieces: Vec<Piece>,
}

/// A piece of a page's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Safe HTML.
    Html(String),
    /// The key of a figure to fill in.
    Figure(String),
}
