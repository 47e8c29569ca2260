//! What a move of whole complaints hides, and the move itself.
//!
//! A price is what hiding costs in parts of [`UNIT`], so that of two moves which hide as much the one with fewer cells of one
//! is taken: such a cell is known to the person in it.

use super::super::layout::{Choice, Feature, Kind, NONE};
use super::super::moves::Table;
use super::super::system::{Id, Seen, System};
use super::{Beside, Bundler, Moved, UNIT, Unions, Wanted};

/// Complaints moved and the counts that each of them adds to.
type Written<'m> = (&'m Moved, &'m [Feature]);

/// How often another category is tried where a sum does not hold with the cheapest one.
const OTHERS: usize = 6;

impl<'a> Bundler<'a> {
    /// Prices complaints of several kinds, each moved between places of its own: of the same category where that is
    /// cheapest. Keeps the move if it is the cheapest so far and closes.
    pub(super) fn price(
        &mut self,
        system: &System,
        wanted: &mut Wanted,
        unions: &Unions,
        kinds: &[&Kind],
        fixed: Option<(usize, &Choice)>,
        beside: &Beside,
    ) {
        self.priced += 1;
        let mut barred = Vec::new();
        while barred.len() <= OTHERS {
            let limit = wanted.limit(beside.order);
            let chosen = (fixed, &barred[..]);
            let written = self.written(system, limit, unions, kinds, chosen, beside);
            let Some((price, written)) = written else {
                return;
            };
            let table = self.table(&written, beside);
            match self.close(system, table, wanted.cell, wanted.by) {
                Ok(table) => return wanted.take(price, table, beside.order),
                Err(None) => return,
                Err(Some(sum)) => {
                    let fixed = fixed.map(|of| &of.1[..]);
                    let Some(choice) = self.breaks(system, sum, &written, kinds, fixed) else {
                        return;
                    };
                    barred.push(choice);
                }
            }
        }
    }

    /// Returns the category that has a part in a sum which does not hold.
    fn breaks<'m>(
        &self,
        system: &System,
        sum: u32,
        written: &[Written<'m>],
        kinds: &[&Kind],
        fixed: Option<&[Feature]>,
    ) -> Option<&'m [Feature]> {
        let base = |features: &[Feature]| {
            let mut bases = kinds.iter().flat_map(|kind| &kind.base);
            bases.any(|base| std::ptr::eq(features, std::slice::from_ref(base)))
        };
        let stands = |&(moved, features): &Written| {
            let mut cells = moved
                .iter()
                .flat_map(|at| features.iter().map(|feature| self.cell(at.0, *feature)));
            cells.any(|cell| system.terms(sum).iter().any(|term| term.0 == cell))
        };
        let mut choices = written.iter().filter(|(_, features)| {
            !base(features) && !fixed.is_some_and(|fixed| std::ptr::eq(fixed, *features))
        });
        choices.find(|piece| stands(piece)).map(|piece| piece.1)
    }

    /// Returns what is written, cell by cell.
    fn table(&self, written: &[Written], beside: &Beside) -> Table {
        let mut added: Vec<(u32, Feature, i64)> = Vec::with_capacity(64);
        for (moved, features) in written {
            for &feature in *features {
                let more = moved.iter().map(|at| (at.0, feature, at.1 * beside.by));
                added.extend(more);
            }
        }
        added.sort_unstable();
        added.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
        let counts = added.into_iter();
        let mut table: Table = counts
            .map(|(place, feature, by)| (self.cell(place, feature), by))
            .filter(|(cell, _)| *cell != NONE)
            .collect();
        table.extend_from_slice(beside.cells);
        table
    }

    /// Returns what is written where when complaints are moved so, and what that costs, if it is less than the limit.
    fn written<'m>(
        &self,
        system: &System,
        limit: u32,
        unions: &'m Unions,
        kinds: &[&'m Kind],
        (fixed, barred): (Option<(usize, &'m Choice)>, &[&[Feature]]),
        beside: &Beside,
    ) -> Option<(u32, Vec<Written<'m>>)>
    where
        'a: 'm,
    {
        let below = |price: u32| (price < limit).then_some(price);
        let mut price = below(beside.price)?;
        let mut written = Vec::new();
        for (at, kind) in kinds.iter().enumerate() {
            for feature in &kind.base {
                if kinds[..at].iter().any(|kind| kind.base.contains(feature)) {
                    continue;
                }
                let moved = unions.of(kinds, |kind| kind.base.contains(feature));
                let cost = self.cost(system, moved, *feature, beside.by)?;
                price = below(price.saturating_add(cost))?;
                written.push((moved, std::slice::from_ref(feature)));
            }
        }
        for (at, kind) in kinds.iter().enumerate() {
            for &dimension in &kind.dimensions {
                let before = &kinds[..at];
                if before
                    .iter()
                    .any(|kind| kind.dimensions.contains(&dimension))
                {
                    continue;
                }
                let fixed = fixed.filter(|fixed| fixed.0 == dimension).map(|of| of.1);
                let (cost, pieces) =
                    self.categories(system, unions, kinds, dimension, (fixed, barred), beside.by)?;
                price = below(price.saturating_add(cost))?;
                written.extend(pieces);
            }
        }
        Some((price, written))
    }

    /// Returns the cheapest categories of one breakdown: one for all that is moved, or one for each kind.
    fn categories<'m>(
        &self,
        system: &System,
        unions: &'m Unions,
        kinds: &[&Kind],
        dimension: usize,
        (fixed, barred): (Option<&'m Choice>, &[&[Feature]]),
        by: i64,
    ) -> Option<(u32, Vec<Written<'m>>)>
    where
        'a: 'm,
    {
        let layout = self.layout;
        let choices = &layout.dimensions[dimension].choices;
        let bit = 1 << dimension;
        // No category at all will do where they do not make the whole.
        let optional = |moved: &Moved| {
            let mut places = moved.iter();
            places.all(|(place, _)| layout.exact[*place as usize] & bit == 0)
        };
        let has = |kind: &Kind| kind.dimensions.contains(&dimension);
        let all = unions.of(kinds, has);
        let together = match fixed {
            Some(_) if all.is_empty() => None,
            Some(choice) => {
                let cost = self.choice(system, all, bit, choice, by);
                cost.map(|cost| (cost, Some(choice)))
            }
            None if optional(all) => Some((0, None)),
            None => self.cheapest(system, all, bit, choices, (None, barred), by),
        };
        let whole = together.map(|(cost, choice)| {
            let written = choice.map(|of| (all, &of[..]));
            (cost, written.into_iter().collect())
        });
        let most = together.map_or(u32::MAX, |of| of.0);
        if most == 0 || kinds.iter().filter(|kind| has(kind)).count() < 2 {
            return whole;
        }
        let (mut sum, mut pieces, mut first) = (0_u32, Vec::new(), None);
        for (number, _) in kinds.iter().enumerate().filter(|(_, kind)| has(kind)) {
            let moved = unions.single(number);
            let best = match fixed.filter(|_| number == 0) {
                Some(choice) => {
                    let cost = self.choice(system, moved, bit, choice, by);
                    cost.map(|cost| (cost, Some(choice)))
                }
                None if optional(moved) && first.is_some() => Some((0, None)),
                None => self.cheapest(system, moved, bit, choices, (first, barred), by),
            };
            let Some((cost, choice)) = best else {
                return whole;
            };
            if number == 0 {
                first = choice;
            }
            sum = sum.saturating_add(cost);
            pieces.extend(choice.map(|of| (moved, &of[..])));
        }
        if sum < most {
            return Some((sum, pieces));
        }
        whole
    }

    /// Returns the cheapest category but one, and but those that are barred.
    fn cheapest<'c>(
        &self,
        system: &System,
        moved: &Moved,
        bit: u32,
        choices: &'c [Choice],
        (not, barred): (Option<&Choice>, &[&[Feature]]),
        by: i64,
    ) -> Option<(u32, Option<&'c Choice>)> {
        let mut best: Option<(u32, Option<&Choice>)> = None;
        for choice in choices {
            if not == Some(choice) || barred.iter().any(|of| std::ptr::eq(*of, &choice[..])) {
                continue;
            }
            if let Some(cost) = self.choice(system, moved, bit, choice, by)
                && best.is_none_or(|best| cost < best.0)
            {
                best = Some((cost, Some(choice)));
                if cost == 0 {
                    break;
                }
            }
        }
        best
    }

    pub(super) fn cost(
        &self,
        system: &System,
        moved: &Moved,
        feature: Feature,
        by: i64,
    ) -> Option<u32> {
        let mut sum = 0;
        for &(place, times) in moved {
            let cell = self.cell(place, feature);
            if cell != NONE {
                sum = u32::saturating_add(sum, self.one(system, cell, times * by)?);
            }
        }
        Some(sum)
    }

    pub(super) fn choice(
        &self,
        system: &System,
        moved: &Moved,
        bit: u32,
        choice: &[Feature],
        by: i64,
    ) -> Option<u32> {
        let mut sum = 0;
        for (at, &feature) in choice.iter().enumerate() {
            for &(place, times) in moved {
                let cell = self.cell(place, feature);
                if cell != NONE {
                    sum = u32::saturating_add(sum, self.one(system, cell, times * by)?);
                    continue;
                }
                let place = place as usize;
                let never = match at {
                    0 => self.layout.has[place] & bit != 0,
                    _ => self.layout.reasoned[place] && self.layout.reasons.contains(&feature),
                };
                if never {
                    // The place has the breakdown, and never one of this category or for this reason.
                    return None;
                }
            }
        }
        Some(sum)
    }

    /// Returns what changing a cell so costs, if it can be.
    pub(super) fn one(&self, system: &System, cell: Id, by: i64) -> Option<u32> {
        let at = cell as usize;
        let it = &system.cells[at];
        let now = it.value + self.before[at] + by;
        if it.seen == Seen::Fixed || self.still[at] || now < 0 {
            return None;
        }
        let one = u32::from(it.value == 1);
        let cost = match it.seen {
            Seen::Hidden if now >= it.least => return Some(one),
            Seen::Shown if now >= it.least => it.cost,
            // Only where all of its table is withheld can it be none, or more than none.
            _ => system.cost_of_tables(cell)?,
        };
        Some(cost.saturating_mul(UNIT).saturating_add(one))
    }

    /// Brings a move into the order of its cells and adds what is left over of inequalities.
    ///
    /// # Errors
    ///
    /// Returns the first sum that would not hold; none where figures that are one number would change by two, or where not
    /// so many are added as were asked for.
    fn close(
        &mut self,
        system: &System,
        mut table: Table,
        cell: Id,
        by: i64,
    ) -> Result<Table, Option<u32>> {
        table.sort_unstable();
        table.dedup();
        if table.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(None);
        }
        table.retain(|entry| entry.1 != 0);
        let at = table.binary_search_by_key(&cell, |entry| entry.0);
        if !at.is_ok_and(|at| table[at].1 == by) {
            return Err(None);
        }
        let mut sums = Vec::new();
        for &(cell, by) in &table {
            for &(sum, sign) in system.within(cell) {
                sums.push(sum);
                self.off[sum as usize] += sign * by;
            }
        }
        sums.sort_unstable();
        sums.dedup();
        let mut fails = None;
        for sum in sums {
            let off = std::mem::take(&mut self.off[sum as usize]);
            if off == 0 {
                continue;
            }
            match self.rests[sum as usize] {
                Some((rest, sign)) => {
                    let by = -off * sign;
                    let at = rest as usize;
                    let left = system.value(rest) + self.before[at] + by;
                    if left < 0 || self.still[at] {
                        fails = fails.or(Some(sum));
                    }
                    table.push((rest, by));
                }
                None => fails = fails.or(Some(sum)),
            }
        }
        if fails.is_some() {
            return Err(fails);
        }
        table.sort_unstable();
        Ok(table)
    }
}
