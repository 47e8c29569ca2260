//! An outsider who knows everything that is shown, every sum, and the rule that hidden cells are at least so much.
//!
//! Works out the least and the most a cell can be by trying whole numbers, with bounds drawn from the sums. Shares nothing
//! with the code that hides.

/// What the outsider knows: for each cell the least and the most it can be, and sums with their values.
#[derive(Debug, Clone)]
pub struct Attacker {
    low: Vec<i64>,
    high: Vec<i64>,
    sums: Vec<(Vec<(usize, i64)>, i64)>,
    within: Vec<Vec<usize>>,
}

/// More than any count of the tests.
const MUCH: i64 = 10_000;

impl Attacker {
    /// `cells` are the shown numbers, or the least a hidden one can be.
    pub fn new(cells: &[Result<i64, i64>], sums: Vec<(Vec<(usize, i64)>, i64)>) -> Self {
        let mut within = vec![Vec::new(); cells.len()];
        for (at, (terms, _)) in sums.iter().enumerate() {
            for (cell, _) in terms {
                within[*cell].push(at);
            }
        }
        Attacker {
            low: cells
                .iter()
                .map(|cell| cell.unwrap_or_else(|least| least))
                .collect(),
            high: cells.iter().map(|cell| cell.unwrap_or(MUCH)).collect(),
            sums,
            within,
        }
    }

    /// Returns the least and the most a cell can be.
    pub fn range(&self, cell: usize) -> (i64, i64) {
        let mut bounds = self.clone();
        assert!(
            bounds.narrow((0..self.sums.len()).collect()),
            "the true table is allowed"
        );
        let (low, high) = (bounds.low[cell], bounds.high[cell]);
        let possible = |value: i64| {
            bounds
                .clone()
                .with(cell, value)
                .is_some_and(|b| b.possible())
        };
        let least = (low..=high)
            .find(|value| possible(*value))
            .expect("one number is possible");
        let most = (low..=high)
            .rev()
            .find(|value| possible(*value))
            .expect("one number is possible");
        (least, most)
    }

    /// Takes it that a cell is this number; nothing when a sum forbids it.
    fn with(mut self, cell: usize, value: i64) -> Option<Self> {
        self.low[cell] = value;
        self.high[cell] = value;
        let sums = self.within[cell].clone();
        self.narrow(sums).then_some(self)
    }

    /// Draws bounds from the sums until nothing changes; false when no number is left for a cell.
    fn narrow(&mut self, mut queue: Vec<usize>) -> bool {
        while let Some(sum) = queue.pop() {
            let (terms, total) = self.sums[sum].clone();
            let (mut least, mut most) = (0, 0);
            for &(cell, sign) in &terms {
                let ends = [sign * self.low[cell], sign * self.high[cell]];
                least += ends[0].min(ends[1]);
                most += ends[0].max(ends[1]);
            }
            if total < least || total > most {
                return false;
            }
            for &(cell, sign) in &terms {
                let ends = [sign * self.low[cell], sign * self.high[cell]];
                let (others_least, others_most) =
                    (least - ends[0].min(ends[1]), most - ends[0].max(ends[1]));
                let (low, high) = (total - others_most, total - others_least);
                let (low, high) = if sign > 0 { (low, high) } else { (-high, -low) };
                if low > self.low[cell] || high < self.high[cell] {
                    self.low[cell] = self.low[cell].max(low);
                    self.high[cell] = self.high[cell].min(high);
                    if self.low[cell] > self.high[cell] {
                        return false;
                    }
                    return self.narrow_more(queue, cell, sum);
                }
            }
        }
        true
    }

    fn narrow_more(&mut self, mut queue: Vec<usize>, cell: usize, sum: usize) -> bool {
        for &other in self.within[cell].iter().chain([&sum]) {
            if !queue.contains(&other) {
                queue.push(other);
            }
        }
        self.narrow(queue)
    }

    /// Returns whether any table fits.
    fn possible(&self) -> bool {
        let open = (0..self.low.len()).filter(|at| self.low[*at] < self.high[*at]);
        let Some(cell) = open.min_by_key(|at| self.high[*at] - self.low[*at]) else {
            return true;
        };
        (self.low[cell]..=self.high[cell])
            .any(|value| self.clone().with(cell, value).is_some_and(|b| b.possible()))
    }
}
