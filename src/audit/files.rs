//! The finished files, read back.
//!
//! Nothing here knows how the files were made. Tables are read with a CSV reader, JSON with a JSON reader, and pages are
//! searched for the elements that carry a figure's key.

use crate::cube::Cube;
use crate::disclosure::hide::Hiding;
use crate::disclosure::policy::counts;
use crate::output::{Contents, OutputTree};
use crate::vocabulary::ObservationKey;
use memchr::memmem;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The figures by their written keys.
pub struct Names {
    keys: HashMap<String, ObservationKey>,
    hidden: HashSet<String>,
    gone: HashSet<String>,
    /// What rounded counts are printed as: no other number may stand at their keys.
    rounded: HashMap<String, i64>,
}

impl Names {
    /// Writes out the keys of a cube, and which of them are hidden.
    pub fn new(cube: &Cube, hiding: &Hiding) -> Self {
        let mask = &hiding.mask;
        let text = |key: &ObservationKey| key.text(&cube.codes);
        // Days that are left out have the mark in their place, like days over few answers.
        let marked = mask.gone.iter().filter(|key| !counts(key));
        let rounded = hiding.rounding.iter().flat_map(|rounding| {
            let printed = |key: &ObservationKey| Some((text(key), rounding.print(key)?.number));
            cube.iter().filter_map(move |(key, _)| printed(key))
        });
        Names {
            rounded: rounded.collect(),
            keys: cube.iter().map(|(key, _)| (text(key), *key)).collect(),
            hidden: mask.hidden.iter().chain(marked).map(text).collect(),
            gone: mask
                .gone
                .iter()
                .filter(|key| counts(key))
                .map(text)
                .collect(),
        }
    }

    /// Returns whether a text that stands at a key has another number than the rounded one.
    fn another(&self, key: &str, text: &str) -> bool {
        let Some(printed) = self.rounded.get(key) else {
            return false;
        };
        let text = text.replace(',', "");
        let numbers = text.split(|c: char| !c.is_ascii_digit());
        numbers
            .filter(|number| !number.is_empty())
            .any(|number| number.parse() != Ok(*printed))
    }

    fn covers(&self, key: &str) -> bool {
        self.hidden.contains(key) || self.gone.contains(key)
    }
}

/// A hidden figure that has a number in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The file.
    pub file: String,
    /// The figure's key.
    pub key: String,
}

/// What an outsider finds in the files.
#[derive(Debug, Default)]
pub struct Read {
    /// The whole numbers that stand at the keys of counts.
    pub known: BTreeMap<ObservationKey, i64>,
    /// Hidden figures that have a number all the same.
    pub leaks: BTreeSet<Leak>,
}

/// A figure as a file has it.
struct Figure<'a> {
    key: &'a str,
    /// Everything that stands in the place of its number.
    text: &'a str,
    value: &'a str,
}

/// Reads all pages, tables and JSON files of a site.
pub fn read(tree: &OutputTree, names: &Names) -> Read {
    let files: Vec<(&str, &Contents)> = tree.iter().collect();
    let read: Vec<Read> = files
        .par_iter()
        .filter_map(|(path, contents)| {
            let bytes = contents.whole();
            let text = std::str::from_utf8(&bytes).ok()?;
            let mut read = Read::default();
            let mut take = |figure: Figure| read.take(path, names, &figure);
            match path.rsplit_once('.')?.1 {
                "csv" => table(text, &mut take),
                "json" => json(text, &mut take),
                "html" => page(text, &mut take),
                _ => {}
            }
            Some(read)
        })
        .collect();
    let mut all = Read::default();
    for one in read {
        all.known.extend(one.known);
        all.leaks.extend(one.leaks);
    }
    all
}

impl Read {
    fn take(&mut self, file: &str, names: &Names, figure: &Figure) {
        let leak = match names.covers(figure.key) {
            true => {
                let number = figure.text.contains(|c: char| c.is_ascii_digit());
                names.gone.contains(figure.key) || number
            }
            false => names.another(figure.key, figure.text),
        };
        if leak {
            self.leaks.insert(Leak {
                file: file.to_owned(),
                key: figure.key.to_owned(),
            });
        } else if !names.covers(figure.key)
            && let (Some(key), Ok(number)) = (names.keys.get(figure.key), figure.value.parse())
        {
            self.known.insert(*key, number);
        }
    }
}

/// Reads the rows of a table that has the columns of a key.
fn table(text: &str, take: &mut dyn FnMut(Figure)) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let Ok(header) = reader.headers().cloned() else {
        return;
    };
    let place = |name: &str| header.iter().position(|column| column == name);
    let coordinates = [
        "service",
        "period",
        "contact",
        "procedure",
        "stage",
        "measure",
    ];
    let coordinates: Option<Vec<usize>> = coordinates.into_iter().map(place).collect();
    let (Some(coordinates), Some(breakdown), Some(category), Some(value)) = (
        coordinates,
        place("breakdown"),
        place("category"),
        place("value"),
    ) else {
        return;
    };
    let numbers: Vec<usize> = ["value", "numerator", "denominator", "note"]
        .into_iter()
        .filter_map(place)
        .collect();
    let mut key = String::new();
    let mut all = String::new();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).unwrap_or(false) {
        let cell = |at: usize| row.get(at).unwrap_or_default();
        key.clear();
        for (number, &at) in coordinates.iter().enumerate() {
            key.push_str(if number == 0 { "" } else { "/" });
            key.push_str(cell(at));
        }
        if cell(breakdown) != "all" {
            for (name, category) in cell(breakdown).split('+').zip(cell(category).split('+')) {
                key.push('/');
                key.push_str(name);
                key.push('=');
                key.push_str(category);
            }
        }
        all.clear();
        for &at in &numbers {
            all.push_str(cell(at));
            all.push(' ');
        }
        take(Figure {
            key: &key,
            text: &all,
            value: cell(value),
        });
    }
}

/// Reads the rows of a JSON table: lists in the order of `columns`.
fn json(text: &str, take: &mut dyn FnMut(Figure)) {
    let Ok(serde_json::Value::Object(file)) = serde_json::from_str(text) else {
        return;
    };
    let list = |name: &str| file.get(name).and_then(serde_json::Value::as_array);
    let (Some(columns), Some(rows)) = (list("columns"), list("rows")) else {
        return;
    };
    let place = |name: &str| {
        let named = |column: &serde_json::Value| column.get("name").is_some_and(|it| it == name);
        columns.iter().position(named)
    };
    let Some(value) = place("value") else { return };
    // The key stands before the columns of the table where these do not name it.
    let (id, shift) = match place("id") {
        Some(at) => (at, 0),
        None => (0, 1),
    };
    let numbers: Vec<usize> = ["value", "numerator", "denominator", "note"]
        .into_iter()
        .filter_map(place)
        .map(|at| at + shift)
        .collect();
    for row in rows {
        let cell = |at: usize| match row.get(at) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let all: Vec<String> = numbers.iter().map(|at| cell(*at)).collect();
        take(Figure {
            key: &cell(id),
            text: &all.join(" "),
            value: &cell(value + shift),
        });
    }
}

/// Finds the elements of a page that carry a figure's key: their text, and what else their tag says.
fn page(text: &str, take: &mut dyn FnMut(Figure)) {
    const MARK: &str = " data-figure=\"";
    for at in memmem::find_iter(text.as_bytes(), MARK) {
        let from = at + MARK.len();
        let Some(key) = text[from..].split('"').next() else {
            continue;
        };
        let Some((start, end)) = text[..at].rfind('<').zip(text[from..].find('>')) else {
            continue;
        };
        let tag = &text[start..from + end];
        let name: String = tag[1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let inside = inner(&text[from + end + 1..], &name);
        let mut all = spoken(tag);
        all.push_str(&plain(inside));
        let value: String = plain(inside).chars().filter(|c| *c != ',').collect();
        take(Figure {
            key: key.replace("&amp;", "&").as_str(),
            text: &all,
            value: value.trim(),
        });
    }
}

/// Returns what a tag's attributes say, without those that only name or lead somewhere.
fn spoken(tag: &str) -> String {
    let silent = ["data-figure", "id", "href", "class", "headers", "for"];
    let mut said = String::new();
    for (at, piece) in tag.split('"').enumerate() {
        if at % 2 == 0 {
            continue;
        }
        let before = tag.split('"').nth(at - 1).unwrap_or_default();
        let name = before.trim_end_matches('=').rsplit(' ').next();
        if !silent.contains(&name.unwrap_or_default()) {
            said.push_str(piece);
            said.push(' ');
        }
    }
    said
}

/// Returns an element's inside, from behind its tag to its end.
fn inner<'a>(rest: &'a str, name: &str) -> &'a str {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let mut depth = 0;
    let mut at = 0;
    while let Some(next) = rest[at..].find('<') {
        let here = at + next;
        if rest[here..].starts_with(&close) {
            if depth == 0 {
                return &rest[..here];
            }
            depth -= 1;
        } else if rest[here..].starts_with(&open) {
            depth += 1;
        }
        at = here + 1;
    }
    rest
}

/// Returns a text without its tags, with what their attributes say.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = tag.split_once('>') else {
            return text;
        };
        if !tag.starts_with('/') {
            text.push_str(&spoken(tag));
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::{Figure, json, page, table};

    fn all(read: impl Fn(&mut dyn FnMut(Figure))) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        read(&mut |figure: Figure| {
            found.push((
                figure.key.to_owned(),
                figure.text.trim().to_owned(),
                figure.value.to_owned(),
            ));
        });
        found
    }

    fn one(key: &str, text: &str, value: &str) -> Vec<(String, String, String)> {
        vec![(key.to_owned(), text.to_owned(), value.to_owned())]
    }

    #[test]
    fn an_element_is_read_with_all_it_says() {
        let html = r#"<td class="n1" data-figure="a/b" title="4 of 5"><b>1,203</b> <i aria-label="more">[c]</i></td><td>9"#;
        assert_eq!(
            all(|take| page(html, take)),
            one("a/b", "4 of 5 1,203 more [c]", "1203 more [c]")
        );
    }

    #[test]
    fn elements_of_the_same_name_inside_belong_to_it() {
        let html = r#"<span data-figure="a">[c]<span>7</span></span>8"#;
        assert_eq!(all(|take| page(html, take)), one("a", "[c]7", "[c]7"));
    }

    #[test]
    fn rows_are_read_by_the_names_of_their_columns() {
        let csv = "period,service,contact,procedure,stage,breakdown,category,measure,value,numerator\r\n2024-25,adults,complaint,all,1,nature+outcome,delay+upheld,received,,3\r\n";
        let key = "adults/2024-25/complaint/all/1/received/nature=delay/outcome=upheld";
        assert_eq!(all(|take| table(csv, take)), one(key, "3", ""));
    }

    #[test]
    fn a_json_row_begins_with_its_key() {
        let text = r#"{"columns": [{"name": "service"}, {"name": "value"}, {"name": "note"}], "rows": [["k", "adults", 7, "x"]]}"#;
        assert_eq!(all(|take| json(text, take)), one("k", "7 x", "7"));
    }
}
