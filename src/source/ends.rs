//! The two ends of a cell, by which one that was met before is known again without a call and almost without a branch.

/// The first and the last sixteen bytes of a cell as it stands in its file, and its length. Cells of up to
/// [`Ends::WHOLE`] bytes are nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    head: u128,
    tail: u128,
    length: usize,
}

/// How many bytes an end has.
const END: usize = size_of::<u128>();

/// For each number of bytes what keeps that many of an end.
static KEPT: [u128; END + 1] = {
    let mut masks = [0; END + 1];
    let mut bytes = 1;
    while bytes <= END {
        masks[bytes] = u128::MAX >> (8 * (END - bytes));
        bytes += 1;
    }
    masks
};

impl Ends {
    /// Cells of this many bytes or fewer are the same when their ends are.
    pub const WHOLE: usize = 2 * END;

    /// Returns the ends of the cell from `start` to `end` of a text. The bytes around it are read too and put away, so
    /// that cells of all lengths take the same way.
    #[inline]
    pub(super) fn of(text: &[u8], start: usize, end: usize) -> Ends {
        let length = end.saturating_sub(start);
        let head = text
            .get(start..)
            .map_or(0, |from| match from.first_chunk() {
                Some(chunk) => u128::from_le_bytes(*chunk),
                None => padded(from),
            });
        let tail = text
            .get(end.saturating_sub(END)..)
            .and_then(<[u8]>::first_chunk)
            .map_or(0, |chunk| u128::from_le_bytes(*chunk));
        Ends {
            head: head & KEPT[length.min(END)],
            tail: tail & KEPT[if length > END { END } else { 0 }],
            length,
        }
    }

    /// Returns the ends of a text that stands alone.
    pub fn alone(text: &str) -> Ends {
        Ends::of(text.as_bytes(), 0, text.len())
    }

    /// Returns whether the ends are all of the cell.
    pub fn is_whole(&self) -> bool {
        self.length <= Self::WHOLE
    }

    /// Returns the four words of the two ends, of which the last two are nought in a cell of sixteen bytes or fewer, and
    /// the length.
    pub fn words(&self) -> ([u64; 4], usize) {
        let halves = |end: u128| (end as u64, (end >> 64) as u64);
        let ((a, b), (c, d)) = (halves(self.head), halves(self.tail));
        ([a, b, c, d], self.length)
    }

    /// Returns a number for finding the cell in a table; cells that differ may have the same.
    #[inline]
    pub fn number(&self) -> usize {
        let mixed = self.head as u64
            ^ ((self.head >> 64) as u64).rotate_left(29)
            ^ ((self.tail >> 64) as u64).rotate_left(47)
            ^ self.length as u64;
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
    }
}

/// Reads fewer bytes than an end has; only where the text itself ends.
#[cold]
fn padded(bytes: &[u8]) -> u128 {
    let mut end = [0; END];
    end[..bytes.len()].copy_from_slice(bytes);
    u128::from_le_bytes(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart_by_their_ends_and_not_by_what_stands_around_them() {
        let texts: Vec<String> = (0..=40)
            .flat_map(|length| {
                let plain = "x".repeat(length);
                let changed = (0..length).map(move |at| {
                    let mut text = "x".repeat(length);
                    text.replace_range(at..=at, "y");
                    text
                });
                [plain].into_iter().chain(changed)
            })
            .collect();
        let ends = |text: &str, before: &str, behind: &str| {
            let whole = format!("{before}{text}{behind}");
            Ends::of(whole.as_bytes(), before.len(), before.len() + text.len())
        };
        for text in &texts {
            let known = ends(text, "", "");
            for (before, behind) in [
                ("a,", ""),
                ("", ",b"),
                ("before it stands this,", ",and this behind"),
            ] {
                assert_eq!(known, ends(text, before, behind), "{text}");
            }
            for other in &texts {
                let same = text == other;
                if known.is_whole() && ends(other, "", "").is_whole() {
                    assert_eq!(known == ends(other, "c", "d"), same, "{text} {other}");
                }
            }
        }
    }
}
