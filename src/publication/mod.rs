//! Everything the public sees, as one documented value; the contract with themes.

pub mod page;
pub mod tidy;

use page::Page;
use serde::Serialize;

/// The whole site before it is rendered: what every page shares, and the pages.
#[derive(Debug, Clone, Serialize)]
pub struct Publication {
    /// What every page shares.
    pub site: SiteFacts,
    /// The pages, sorted by path.
    pub pages: Vec<Page>,
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
