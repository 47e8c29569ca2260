//! Everything the public sees, as one documented value; the contract with themes.

mod beside;
mod complain;
mod compose;
mod data;
mod figures;
mod hidden;
mod home;
mod learning;
mod names;
mod ombudsman;
pub mod page;
mod parts;
mod print;
mod prose;
mod protection;
mod sentence;
mod services;
mod sheet;
mod slice;
mod symbols;
mod table;
pub mod tidy;

pub use beside::{TABLES, TextTable};
pub use compose::{Sources, compose};
pub use data::{DataFile, DataRows};

use page::Page;
use serde::Serialize;

/// The whole site before it is rendered: what every page shares, and the pages.
#[derive(Debug, Clone, Serialize)]
pub struct Publication {
    /// What every page shares.
    pub site: SiteFacts,
    /// The pages, sorted by path.
    pub pages: Vec<Page>,
    /// The whole tables the site offers: complaints (every figure of the site, once), decisions, lessons. Not for templates.
    #[serde(skip)]
    pub files: Vec<DataFile>,
    /// The day of the release, in whose folder the whole tables stand for ever: `2024-06-28`. Not for templates.
    #[serde(skip)]
    pub dated: String,
}

/// What every page of the site shares.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteFacts {
    /// The council's name.
    pub council: String,
    /// The council's own site; may be empty.
    pub website: String,
    /// Where the site will stand, ending in `/`; for canonical addresses.
    pub base_url: String,
    /// The language of the pages, such as `en-GB`.
    pub lang: String,
    /// Lines on top of every page: an invented council, a draft.
    pub banners: Vec<String>,
    /// "Figures published 28 June 2024. Next: 27 September 2024."
    pub published: String,
    /// The main navigation: only pages that exist.
    pub navigation: Vec<page::Link>,
    /// The links at the foot: only pages that exist.
    pub footer: Vec<page::Link>,
}
