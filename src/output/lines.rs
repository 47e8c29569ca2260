//! The rows of the published table as lines of CSV and of JSON, each made once.
//!
//! A row stands in the whole table and on several pages, with the same cells in each. So the lines of the whole table are
//! made first, by all threads, and the files of a page are put together from pieces of them.

use super::{csv, json};
use crate::publication::tidy::TidyRow;
use rayon::prelude::*;
use std::sync::Arc;

/// How many rows a thread takes at a time.
const PIECE: usize = 4096;

/// The lines of the whole table.
pub(super) struct Lines {
    pieces: Vec<Piece>,
}

/// The lines of some rows.
#[derive(Default)]
struct Piece {
    csv: Vec<u8>,
    json: String,
    /// Where the lines of each row end.
    ends: Vec<(u32, u32)>,
}

/// The lines of one row: that of the CSV file whole, that of the JSON file without its bracket and its id.
struct Line<'l> {
    csv: &'l [u8],
    json: &'l str,
}

impl Piece {
    fn of<'r>(rows: impl ExactSizeIterator<Item = &'r TidyRow>) -> Self {
        let mut piece = Piece {
            csv: Vec::with_capacity(rows.len() * 208),
            json: String::with_capacity(rows.len() * 272),
            ends: Vec::with_capacity(rows.len()),
        };
        let numbers = json::numbers();
        for row in rows {
            csv::line(&mut piece.csv, row.cells());
            json::cells(&mut piece.json, &numbers, row.cells());
            piece
                .ends
                .push((piece.csv.len() as u32, piece.json.len() as u32));
        }
        piece
    }

    fn line(&self, at: usize) -> Line<'_> {
        let from = at.checked_sub(1).map_or((0, 0), |before| self.ends[before]);
        let to = self.ends[at];
        Line {
            csv: &self.csv[from.0 as usize..to.0 as usize],
            json: &self.json[from.1 as usize..to.1 as usize],
        }
    }
}

impl Lines {
    /// Makes the lines of the whole table.
    pub(super) fn of(rows: &[Arc<TidyRow>]) -> Self {
        let piece = |rows: &[Arc<TidyRow>]| Piece::of(rows.iter().map(|row| &**row));
        Lines {
            pieces: rows.par_chunks(PIECE).map(piece).collect(),
        }
    }

    fn line(&self, row: &TidyRow) -> Option<Line<'_>> {
        let place = row.place()?;
        Some(self.pieces.get(place / PIECE)?.line(place % PIECE))
    }

    /// Returns the files of the whole table, CSV and JSON.
    pub(super) fn whole<'m>(&self, meaning: impl Fn(&str) -> &'m str) -> [Arc<[u8]>; 2] {
        let sheet: Vec<&[u8]> = self.pieces.iter().map(|piece| &piece.csv[..]).collect();
        let header = csv::header(&TidyRow::COLUMNS);
        let columns = TidyRow::COLUMNS.map(|name| (name, meaning(name)));
        let mut tree = json::head(&columns).into_bytes();
        let lines = self
            .pieces
            .iter()
            .flat_map(|piece| (0..piece.ends.len()).map(|at| piece.line(at)));
        let size = |piece: &Piece| piece.json.len() + 3 * piece.ends.len();
        tree.reserve(self.pieces.iter().map(size).sum::<usize>() + json::FOOT.len());
        for (at, line) in lines.enumerate() {
            tree.extend_from_slice(json::before(at).as_bytes());
            tree.extend_from_slice(line.json.as_bytes());
        }
        tree.extend_from_slice(json::FOOT.as_bytes());
        [[&header, &sheet.concat()[..]].concat().into(), tree.into()]
    }

    /// Returns the files of some rows, CSV and JSON. In the second each row begins with its figure's key as `id`, which is
    /// also its anchor on the page; `head` is what stands before the rows.
    pub(super) fn page(&self, rows: &[Arc<TidyRow>], head: &str) -> [Arc<[u8]>; 2] {
        let mut others = Piece::default();
        let mut sheet = csv::header(&TidyRow::COLUMNS);
        let mut tree = String::with_capacity(head.len() + rows.len() * 352);
        sheet.reserve(rows.len() * 208);
        tree.push_str(head);
        for (at, row) in rows.iter().enumerate() {
            // A row that another page has in the same words stands only once in the whole table.
            let line = self.line(row).unwrap_or_else(|| {
                others = Piece::of(std::iter::once(&**row));
                others.line(0)
            });
            sheet.extend_from_slice(line.csv);
            tree.push_str(json::before(at));
            json::string(&mut tree, row.id());
            tree.push(',');
            tree.push_str(line.json);
        }
        tree.push_str(json::FOOT);
        [sheet.into(), tree.into_bytes().into()]
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
        let [sheet, tree] = Lines::of(rows).page(rows, &json::head(&columns));
        let sheet = String::from_utf8(sheet.to_vec()).expect("UTF-8");
        (sheet, serde_json::from_slice(&tree).expect("JSON"))
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
        let [sheet, tree] = Lines::of(&rows).whole(|_| "what it means");
        assert_eq!(String::from_utf8_lossy(&sheet), files(&rows).0);
        let file: Value = serde_json::from_slice(&tree).expect("JSON");
        assert_eq!(file["rows"][0][12], json!(5));
        assert_eq!(file["rows"].as_array().map(Vec::len), Some(2));
    }
}
