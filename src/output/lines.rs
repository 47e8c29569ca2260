//! The rows of the published table as lines of CSV and of JSON, each made once.
//!
//! A row stands in the whole table and on several pages, with the same cells in each. So the lines of all rows are made
//! first, by all threads, and the files of a page are put together from pieces of those texts. They are in the order of
//! the figures' keys, which is that of the rows of a page, so that many rows are one piece.

use super::contents::Joiner;
use super::{Contents, csv, json};
use crate::publication::tidy::{self, TidyRow};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// How many rows a thread takes at a time.
const SHARE: usize = 4096;

/// The lines of all rows.
pub(super) struct Lines {
    texts: Vec<Texts>,
    /// The line of each row of the whole table, in its order.
    places: Vec<u32>,
    sheet_head: Arc<Vec<u8>>,
    /// What stands before the rows of a page's JSON, without the end of the line.
    tree_head: String,
    /// The same with the end of the line.
    tree_begun: Arc<Vec<u8>>,
}

/// The lines of some rows.
#[derive(Default)]
struct Texts {
    sheet: Arc<Vec<u8>>,
    /// Each begins with its figure's key, and has a comma behind it.
    tree: Arc<Vec<u8>>,
    ends: Vec<Ends>,
}

/// Where the lines of a row end.
#[derive(Clone, Copy, Default)]
struct Ends {
    sheet: u32,
    tree: u32,
    /// Where the cells that the whole table has begin, behind the key.
    cells: u32,
}

/// A line in a text.
struct Line<'l> {
    texts: &'l Texts,
    sheet: Range<usize>,
    tree: Range<usize>,
    cells: usize,
}

/// What stands behind a row of JSON that has another after it.
const NEXT: &str = ",\n";

impl Texts {
    fn of<'r>(rows: impl ExactSizeIterator<Item = &'r TidyRow>) -> Self {
        let mut sheet = Vec::with_capacity(rows.len() * 216);
        let mut tree = String::with_capacity(rows.len() * 368);
        let mut ends = Vec::with_capacity(rows.len());
        let numbers = json::numbers();
        for row in rows {
            let ordinary = csv::is_ordinary(row.text(), TidyRow::COLUMNS.len());
            match ordinary {
                true => csv::ordinary_line(&mut sheet, row.text()),
                false => csv::line(&mut sheet, row.cells()),
            }
            tree.push('[');
            json::string(&mut tree, row.id());
            tree.push(',');
            let cells = tree.len() as u32;
            match ordinary {
                true => json::ordinary_cells(&mut tree, &numbers, row.cells()),
                false => json::cells(&mut tree, &numbers, row.cells()),
            }
            tree.push_str(NEXT);
            ends.push(Ends {
                sheet: sheet.len() as u32,
                tree: tree.len() as u32,
                cells,
            });
        }
        Texts {
            sheet: sheet.into(),
            tree: tree.into_bytes().into(),
            ends,
        }
    }

    fn line(&self, at: usize) -> Line<'_> {
        let from = at
            .checked_sub(1)
            .map_or(Ends::default(), |before| self.ends[before]);
        let to = self.ends[at];
        Line {
            texts: self,
            sheet: from.sheet as usize..to.sheet as usize,
            tree: from.tree as usize..to.tree as usize,
            cells: to.cells as usize,
        }
    }
}

impl Line<'_> {
    /// Returns the last row of a file of JSON from here on, with what stands before and behind it.
    fn last_from(&self, from: usize, before: &str) -> Vec<u8> {
        let row = &self.texts.tree[from..self.tree.end - NEXT.len()];
        [before.as_bytes(), row, json::FOOT.as_bytes()].concat()
    }
}

impl Lines {
    /// Makes the lines of the whole table, of which these are the rows; `head` is what stands before the rows of a page's
    /// JSON.
    pub(super) fn of(rows: &[Arc<TidyRow>], head: String) -> Self {
        let order = tidy::in_order_of_keys(rows);
        let texts = |places: &[u32]| Texts::of(places.iter().map(|place| &*rows[*place as usize]));
        let mut places = vec![0; rows.len()];
        for (at, place) in order.iter().enumerate() {
            places[*place as usize] = at as u32;
        }
        Lines {
            texts: order.par_chunks(SHARE).map(texts).collect(),
            places,
            sheet_head: csv::header(&TidyRow::COLUMNS).into(),
            tree_begun: format!("{head}\n").into_bytes().into(),
            tree_head: head,
        }
    }

    /// Returns the line of the row that has this place in the whole table.
    fn at(&self, place: usize) -> Option<Line<'_>> {
        let at = *self.places.get(place)? as usize;
        Some(self.texts.get(at / SHARE)?.line(at % SHARE))
    }

    /// Returns the files of the whole table, CSV and JSON. Its rows of JSON have no key, so each is a bracket and the rest of
    /// the line that pages have.
    pub(super) fn whole<'m>(&self, meaning: impl Fn(&str) -> &'m str) -> [Contents; 2] {
        let columns = TidyRow::COLUMNS.map(|name| (name, meaning(name)));
        let head = json::head(&columns);
        let mut sheet = Joiner::default();
        sheet.push_all(&self.sheet_head);
        let mut lines = (0..self.places.len()).filter_map(|place| self.at(place));
        let Some(last) = lines.next_back() else {
            let tree = [head.as_str(), json::FOOT].concat();
            return [sheet.finish(), tree.into_bytes().into()];
        };
        let mut tree = Joiner::default();
        tree.push_all(&Arc::new(format!("{head}\n").into_bytes()));
        let bracket = Arc::new(b"[".to_vec());
        for line in lines {
            sheet.push(&line.texts.sheet, line.sheet);
            tree.push_all(&bracket);
            tree.push(&line.texts.tree, line.cells..line.tree.end);
        }
        tree.push_all(&last.last_from(last.cells, "[").into());
        sheet.push(&last.texts.sheet, last.sheet);
        [sheet.finish(), tree.finish()]
    }

    /// Returns the files of some rows, CSV and JSON. In the second each row begins with its figure's key as `id`, which is
    /// also its anchor on the page.
    pub(super) fn page(&self, rows: &[Arc<TidyRow>]) -> [Contents; 2] {
        let mut sheet = Joiner::default();
        sheet.push_all(&self.sheet_head);
        let Some((last, before)) = rows.split_last() else {
            let tree = [self.tree_head.as_str(), json::FOOT].concat();
            return [sheet.finish(), tree.into_bytes().into()];
        };
        let mut tree = Joiner::default();
        tree.push_all(&self.tree_begun);
        for row in before {
            self.line(row, |line| {
                sheet.push(&line.texts.sheet, line.sheet);
                tree.push(&line.texts.tree, line.tree);
            });
        }
        self.line(last, |line| {
            tree.push_all(&line.last_from(line.tree.start, "").into());
            sheet.push(&line.texts.sheet, line.sheet);
        });
        [sheet.finish(), tree.finish()]
    }

    /// Calls `add` with the line of a row.
    fn line(&self, row: &TidyRow, add: impl FnOnce(Line)) {
        match row.place().and_then(|place| self.at(place)) {
            Some(line) => add(line),
            // A row that another page has in the same words stands only once in the whole table.
            None => add(Texts::of(std::iter::once(row)).line(0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const ID: &str =
        "children/2024-25/complaint/corporate/1/received/nature=conduct/outcome=upheld";

    fn row(status: &str, value: &str) -> Arc<TidyRow> {
        let note = "A \"note\"\nin two lines";
        let cells = [
            ("council", "Anytown"),
            ("value", value),
            ("status", status),
            ("note", note),
        ];
        Arc::new(TidyRow::named(ID, &cells))
    }

    fn files(rows: &[Arc<TidyRow>]) -> (String, Value) {
        let columns: Vec<(&str, &str)> = std::iter::once("id")
            .chain(TidyRow::COLUMNS)
            .map(|name| (name, "what it means"))
            .collect();
        let [sheet, tree] = Lines::of(rows, json::head(&columns)).page(rows);
        let sheet = String::from_utf8(sheet.whole().into_owned()).expect("UTF-8");
        (sheet, serde_json::from_slice(&tree.whole()).expect("JSON"))
    }

    #[test]
    fn the_published_columns_stand_in_their_order() {
        let (sheet, _) = files(&[row("ok", "5")]);
        let mut lines = sheet.split("\r\n");
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("area_code,council,period,period_kind,"))
        );
        let line = ",Anytown,,,,,,,,,,,5,,,,,,,ok,\"A \"\"note\"\" in two lines\"";
        assert_eq!(lines.next(), Some(line));
        assert_eq!(lines.next(), Some(""));
    }

    #[test]
    fn a_row_has_its_key_and_numbers_are_numbers() {
        let (_, file) = files(&[row("ok", "4")]);
        assert_eq!(
            file["columns"][0],
            json!({"name": "id", "definition": "what it means"})
        );
        assert_eq!(file["columns"].as_array().map(Vec::len), Some(22));
        let names = file["columns"].as_array().cloned().unwrap_or_default();
        let cell = |name: &str| {
            let at = names.iter().position(|column| column["name"] == name);
            file["rows"][0][at.expect("a column")].clone()
        };
        assert_eq!(cell("id"), ID);
        assert_eq!(cell("value"), json!(4));
        assert_eq!(cell("numerator"), Value::Null);
        assert_eq!(cell("note"), "A \"note\"\nin two lines");
        assert_eq!(file["rows"][0].as_array().map(Vec::len), Some(22));
    }

    #[test]
    fn a_hidden_number_is_null_with_its_status() {
        let (_, file) = files(&[row("c", "")]);
        assert_eq!(file["rows"][0][13], Value::Null);
        assert_eq!(file["rows"][0][20], "c");
    }

    #[test]
    fn the_whole_table_has_the_lines_of_its_pages() {
        let rows = [row("ok", "5"), row("c", "")];
        let [sheet, tree] = Lines::of(&rows, String::new()).whole(|_| "what it means");
        assert_eq!(String::from_utf8_lossy(&sheet.whole()), files(&rows).0);
        let file: Value = serde_json::from_slice(&tree.whole()).expect("JSON");
        assert_eq!(file["rows"][0][12], json!(5));
        assert_eq!(file["rows"].as_array().map(Vec::len), Some(2));
    }
}
