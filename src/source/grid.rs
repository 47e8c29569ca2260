//! The cells of a sheet, packed into one text.

use super::table::{Cells, Row, Span};

/// Rows of text cells in memory. A million rows of strings would be twenty million allocations; here they are one text
/// and a list of ends.
#[derive(Debug, Default)]
pub(super) struct Grid {
    text: String,
    spans: Vec<Span>,
    /// Each row's number and the end of its spans.
    rows: Vec<(u32, u32)>,
}

impl Grid {
    /// Adds a row, unless it holds no text.
    pub(super) fn push(&mut self, number: u32, cells: &[String]) {
        if cells.iter().all(String::is_empty) {
            return;
        }
        for cell in cells {
            let start = self.text.len();
            self.text.push_str(cell);
            self.spans.push(Span::new(start, self.text.len()));
        }
        self.rows.push((number, self.spans.len() as u32));
    }

    /// Returns how many bytes the cells take.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.spans.len() * size_of::<Span>()
    }

    /// Calls `each` with every row.
    pub(super) fn rows(&self, each: &mut dyn FnMut(Row<'_>)) {
        let mut start = 0;
        for &(number, end) in &self.rows {
            let spans = &self.spans[start as usize..end as usize];
            let cells = Cells {
                text: &self.text,
                undone: "",
                spans,
            };
            each(Row { number, cells });
            start = end;
        }
    }
}
