//! Every link inside the site leads somewhere, every page can be reached, and no two pages share a title.

use super::OutputTree;
use super::markup::{Markup, read};
use crate::diagnostic::named as rule;
use crate::diagnostic::{Diagnostic, Location, Report};
use crate::vocabulary::TextMap;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pages that nothing has to link to: the first one, and the one for addresses that are not there.
const ENTRANCES: [&str; 2] = ["index.html", "404.html"];

/// A link as it was found.
struct Found<'a> {
    page: &'a str,
    target: String,
    anchor: &'a str,
}

/// Checks all pages of a tree. `base` is the path that the site stands under (`/complaints/`), for links that begin with
/// it. A broken link is an error at each page that has it.
pub fn check(tree: &OutputTree, base: &str, report: &mut Report) {
    let files: Vec<(&str, &[u8])> = tree
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, contents)| (path, contents.as_slice().unwrap_or_default()))
        .collect();
    let pages: Pages = files
        .par_iter()
        .map(|(path, bytes)| (*path, read(bytes)))
        .collect();
    let places: Places = pages.iter().map(|(path, _)| *path).zip(0..).collect();
    let followed: Vec<Followed> = pages
        .par_iter()
        .map(|(path, markup)| follow(path, markup, (&pages, &places), tree, base))
        .collect();
    let mut reached = vec![false; pages.len()];
    for place in followed.iter().flat_map(|page| &page.reached) {
        reached[*place] = true;
    }
    report_broken(followed.into_iter().flat_map(|page| page.broken), report);
    repeated_ids(&pages, report);
    shared_titles(&pages, report);
    orphans(&pages, &reached, report);
}

/// All pages with their paths, in the order of these.
type Pages<'a> = Vec<(&'a str, Markup<'a>)>;

/// Where the page with a path stands among them: a large site has a hundred thousand links.
type Places<'a> = TextMap<&'a str, usize>;

/// Where the links of a page lead.
#[derive(Default)]
struct Followed<'a> {
    broken: Vec<Found<'a>>,
    /// The places of other pages, each as often as it is linked to.
    reached: Vec<usize>,
}

fn follow<'a>(
    page: &'a str,
    markup: &'a Markup<'a>,
    (pages, places): (&Pages<'a>, &Places<'a>),
    tree: &OutputTree,
    base: &str,
) -> Followed<'a> {
    let mut followed = Followed::default();
    for link in &markup.links {
        let Some((path, anchor)) = parts(link) else {
            continue;
        };
        let target = resolve(page, path, base);
        let there = places.get(target.as_str()).copied();
        followed
            .reached
            .extend(there.filter(|place| pages[*place].0 != page));
        let has_anchor = |place: usize| pages[place].1.ids.contains(anchor.as_bytes());
        let placed = anchor.is_empty() || there.is_some_and(has_anchor);
        let there = there.is_some() || tree.get(&target).is_some();
        if !there || !placed {
            followed.broken.push(Found {
                page,
                target,
                anchor: if there { anchor } else { "" },
            });
        }
    }
    followed
}

/// Splits an address inside the site into path and anchor; nothing for addresses elsewhere.
fn parts(link: &str) -> Option<(&str, &str)> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or(path);
    let scheme = path
        .split('/')
        .next()
        .is_some_and(|first| first.contains(':'));
    (!scheme && !path.starts_with("//")).then_some((path, anchor))
}

/// Returns the file that a link on a page leads to.
fn resolve(page: &str, path: &str, base: &str) -> String {
    if path.is_empty() {
        return page.to_owned();
    }
    let mut folders: Vec<&str> = Vec::new();
    let relative = match path.strip_prefix(base) {
        Some(rest) if base.ends_with('/') => rest,
        _ if path.starts_with('/') => return path.to_owned(),
        _ => {
            folders = page.split('/').collect();
            folders.pop();
            path
        }
    };
    let mut parts = relative.split('/').peekable();
    let mut file = "";
    while let Some(part) = parts.next() {
        match part {
            "" | "." => {}
            // Above the root there is nothing to find.
            ".." if folders.pop().is_none() => return path.to_owned(),
            ".." => {}
            part if parts.peek().is_none() => file = part,
            part => folders.push(part),
        }
    }
    folders.push(if file.is_empty() { "index.html" } else { file });
    folders.join("/")
}

fn report_broken<'a>(broken: impl Iterator<Item = Found<'a>>, report: &mut Report) {
    let mut targets: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
    for found in broken {
        let pages = targets.entry((found.target, found.anchor)).or_default();
        if pages.last() != Some(&found.page) {
            pages.push(found.page);
        }
    }
    for ((target, anchor), pages) in targets {
        let message = if anchor.is_empty() {
            format!("a link leads to \"{target}\", which is not there")
        } else {
            format!("a link leads to \"{target}#{anchor}\", but that page has no such place")
        };
        let mut fault = Diagnostic::error(rule::BROKEN_LINK, message)
            .help("If the link stands in a text of yours, put its address right. If not, the theme has made it.");
        fault.location = pages.first().map(|page| Location::file(*page));
        fault.also_at = pages
            .iter()
            .skip(1)
            .map(|page| Location::file(*page))
            .collect();
        report.push(fault);
    }
}

fn repeated_ids(pages: &Pages, report: &mut Report) {
    for (page, markup) in pages {
        for id in &markup.repeated {
            let id = String::from_utf8_lossy(id);
            report.push(
                Diagnostic::error(
                    rule::REPEATED_ID,
                    format!("two elements of the page have the id \"{id}\""),
                )
                .at(Location::file(*page))
                .help("An id is an address inside the page. Give one of the two another name."),
            );
        }
    }
}

fn shared_titles(pages: &Pages, report: &mut Report) {
    let mut titles: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for (page, markup) in pages {
        titles.entry(markup.title).or_default().push(page);
    }
    for (title, pages) in titles.into_iter().filter(|(_, pages)| pages.len() > 1) {
        let title = String::from_utf8_lossy(title);
        let mut fault = Diagnostic::error(
            rule::SHARED_TITLE,
            format!("{} pages have the title \"{title}\"", pages.len()),
        )
        .help("Whoever has several open cannot tell them apart. Give services, texts and decisions names of their own.");
        fault.location = pages.first().map(|page| Location::file(*page));
        fault.also_at = pages
            .iter()
            .skip(1)
            .map(|page| Location::file(*page))
            .collect();
        report.push(fault);
    }
}

fn orphans(pages: &Pages, reached: &[bool], report: &mut Report) {
    let orphans = pages.iter().zip(reached).filter(|(_, reached)| !**reached);
    let orphans = orphans.map(|((page, _), _)| page);
    for page in orphans.filter(|page| !ENTRANCES.contains(page)) {
        report.push(
            Diagnostic::warning(rule::ORPHAN_PAGE, "no other page links to this one")
                .at(Location::file(*page))
                .help(
                    "Readers find it only by its address. Link to it from a text, or leave it out.",
                ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> OutputTree {
        let mut tree = OutputTree::default();
        for (path, text) in files {
            assert!(tree.insert(*path, text.as_bytes()));
        }
        tree
    }

    fn messages(tree: &OutputTree) -> Vec<String> {
        let mut report = Report::new();
        check(tree, "/complaints/", &mut report);
        let line = |fault: &Diagnostic| {
            let file = fault.location.as_ref().map_or("", |place| &place.file);
            format!("{} {file}: {}", fault.rule.code, fault.message)
        };
        report.diagnostics().iter().map(line).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_no_finding() {
        let tree = tree(&[
            (
                "index.html",
                "<title>a</title><a href=\"./\"></a><a href=\"services/adults/#a/b=c\"></a><a href=data.csv><a href='https://x.org/y'>",
            ),
            (
                "services/adults/index.html",
                "<title>b</title><p id=\"a/b=c\"></p><a href=\"../../\"></a><img src=\"../../icon.svg\"><a href=\"#a/b=c\"></a>",
            ),
            (
                "404.html",
                "<title>c</title><a href=\"/complaints/services/adults/\"></a><a href=\"mailto:a@b.org\"></a>",
            ),
            ("data.csv", ""),
            ("icon.svg", ""),
        ]);
        assert_eq!(messages(&tree), Vec::<String>::new());
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named_with_its_page() {
        let tree = tree(&[
            (
                "index.html",
                "<title>a</title><a href=\"b/\"></a><a href=\"c/\"></a><a href=\"../x\"></a><a href=\"/y\"></a>",
            ),
            (
                "b/index.html",
                "<title>b</title><a href=\"../c/\"></a><a href=\"../#there\"></a>",
            ),
        ]);
        assert_eq!(
            messages(&tree),
            [
                "C290 index.html: a link leads to \"../x\", which is not there",
                "C290 index.html: a link leads to \"/y\", which is not there",
                "C290 b/index.html: a link leads to \"c/index.html\", which is not there",
                "C290 b/index.html: a link leads to \"index.html#there\", but that page has no such place",
            ]
        );
    }

    #[test]
    fn pages_that_nobody_can_reach_or_tell_apart_are_found() {
        let tree = tree(&[
            (
                "index.html",
                "<title>a</title><p id=\"x\"></p><p id=\"x\"></p>",
            ),
            ("b/index.html", "<title>a</title>"),
        ]);
        assert_eq!(
            messages(&tree),
            [
                "C292 index.html: two elements of the page have the id \"x\"",
                "C293 b/index.html: 2 pages have the title \"a\"",
                "C291 b/index.html: no other page links to this one",
            ]
        );
    }
}
