//! Pages as HTML.

use super::context::{self, Shared};
use super::{Contents, Sizes, printing};
use crate::diagnostic::{Diagnostic, Report};
use crate::publication::Publication;
use crate::publication::page::Page;
use crate::theme::Theme;
use crate::vocabulary::TextSet;
use memchr::{memchr, memmem};
use minijinja::{Environment, Value};
use rayon::prelude::*;
use std::sync::LazyLock;

/// Renders all pages with the theme, with the sizes of what they offer to download; the files come in the order of the pages, whatever the number of threads.
pub fn render(
    publication: &Publication,
    theme: &Theme,
    sizes: &Sizes,
    report: &mut Report,
) -> Vec<(String, Contents)> {
    let environment = printing::with_filters(theme.environment());
    // Each thread counts the users of its own values, or both would wait for one another at every page's end. And each
    // prints into the same text again, which has grown to the length of a page long ago.
    let own = || (context::site(&publication.site), Vec::new());
    let shared = Shared::of(&publication.pages, sizes);
    let base = base_path(&publication.site.base_url);
    let rendered: Vec<Result<Printed, Diagnostic>> = publication
        .pages
        .par_iter()
        .map_init(own, |(site, html), page| {
            let root = root(&page.path, base);
            html.clear();
            print(&environment, page, site.clone(), &root, &shared, html)
                .map_err(|error| Theme::fault(&error).fact("page", page.path.clone()))?;
            let contents = Contents::from(give_ids(html));
            // Now, while the bytes are still in the processor's own memory: the manifest wants it.
            contents.hash();
            Ok((file(&page.path), contents))
        })
        .collect();
    let mut files = Vec::with_capacity(rendered.len());
    for result in rendered {
        match result {
            Ok(file) => files.push(file),
            Err(fault) => report.push(fault),
        }
    }
    files
}

/// A page's file and what is in it.
type Printed = (String, Contents);

fn print(
    environment: &Environment,
    page: &Page,
    site: Value,
    root: &str,
    shared: &Shared,
    html: &mut Vec<u8>,
) -> Result<(), minijinja::Error> {
    let template = environment.get_template(&format!("{}.html", page.template))?;
    let values = context::whole(site, context::page(page, root, shared), root);
    template.render_captured_to(values, &mut *html)?;
    html.push(b'\n');
    Ok(())
}

/// Returns the file of an address: `services/adults/` is `services/adults/index.html`.
pub fn file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// Returns the way from a page to the root: one step up for each part of its address. The page for addresses that are
/// not there is shown at any of them, so only a whole path leads from it to the root.
fn root(path: &str, base: &str) -> String {
    if path == "404.html" {
        return base.to_owned();
    }
    "../".repeat(path.matches('/').count())
}

/// Returns the path part of the site's address: `/complaints/` of `https://example.org/complaints/`.
pub fn base_path(base_url: &str) -> &str {
    let path = base_url
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|slash| &rest[slash..]));
    path.unwrap_or("/")
}

/// What stands before a figure's key.
const MARK: &[u8] = b" data-figure=\"";

static MARKS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(MARK));

/// Gives the first element of `main` that carries a figure's key the key as its `id`, so that every figure has an address
/// (contract 7). One pass; the templates do not have to know what was printed before.
fn give_ids(bytes: &[u8]) -> Vec<u8> {
    const ID: &[u8] = b" id=\"";
    let main = memmem::find(bytes, b"<main").unwrap_or(bytes.len());
    let marks: Vec<usize> = MARKS.find_iter(&bytes[main..]).collect();
    let mut seen: TextSet<&[u8]> = TextSet::default();
    seen.reserve(marks.len());
    let mut ids: Vec<(usize, &[u8])> = Vec::with_capacity(marks.len());
    for at in marks {
        let at = main + at;
        let value = at + MARK.len();
        let Some(end) = memchr(b'"', &bytes[value..]) else {
            break;
        };
        let key = &bytes[value..value + end];
        if seen.insert(key) {
            ids.push((at, key));
        }
    }
    let longer: usize = ids.iter().map(|(_, key)| ID.len() + key.len() + 1).sum();
    let mut out = Vec::with_capacity(bytes.len() + longer);
    let mut from = 0;
    for (at, key) in ids {
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(ID);
        out.extend_from_slice(key);
        out.push(b'"');
        from = at;
    }
    out.extend_from_slice(&bytes[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_of_main_with_a_key_carries_it_as_its_id() {
        let html = "<p data-figure=\"a/1\"></p><main><b class=\"n\" data-figure=\"a/1\">4</b><i data-figure=\"a/1\">4</i><i data-figure=\"b\">5</i></main>";
        assert_eq!(
            give_ids(html.as_bytes()),
            b"<p data-figure=\"a/1\"></p><main><b class=\"n\" id=\"a/1\" data-figure=\"a/1\">4</b><i data-figure=\"a/1\">4</i><i id=\"b\" data-figure=\"b\">5</i></main>"
        );
    }

    #[test]
    fn links_lead_from_any_page_to_the_root() {
        assert_eq!(root("", "/"), "");
        assert_eq!(root("services/adults/2023-24/q1/", "/"), "../../../../");
        assert_eq!(root("404.html", "/complaints/"), "/complaints/");
        assert_eq!(base_path("https://example.org/complaints/"), "/complaints/");
        assert_eq!(base_path("https://example.org"), "/");
        assert_eq!(base_path(""), "/");
    }
}
