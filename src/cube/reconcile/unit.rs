//! Units that mix: working days beside calendar days.
//!
//! Twenty-two calendar days are about sixteen working days. Councils print both, often on one page, and each is right where
//! its procedure reports so. They must not meet where readers compare: from one year to the next, from one service to the
//! next, or in one mean over several procedures.

use super::desk::Desk;
use crate::config::Site;
use crate::cube::{Cube, words};
use crate::diagnostic::{Diagnostic, named as rule};
use crate::period::Period;
use crate::vocabulary::{Claim, ObservationKey, Unit, code};
use std::collections::{BTreeMap, HashSet};

/// Finds supplied numbers of days that stand beside others of another unit.
pub(super) fn units(cube: &mut Cube, desk: &mut Desk) {
    let mut found: Vec<(ObservationKey, Diagnostic)> = Vec::new();
    {
        let test = Test {
            cube,
            site: desk.site,
        };
        let days: Vec<(ObservationKey, Unit)> = cube
            .supplied
            .keys()
            .filter(|key| key.category(code::GROUP).is_none())
            .filter_map(|key| Some((*key, test.unit(key)?)))
            .collect();
        let neighbours = test.services(&days);
        let mut said = HashSet::new();
        for (key, unit) in days {
            let finding = test
                .change(&key, unit)
                .or_else(|| test.procedures(&key, unit))
                .or_else(|| test.years(&key, unit))
                .or_else(|| test.table(&key, unit, &neighbours));
            if let Some(finding) = finding
                && said.insert(key)
            {
                found.push((key, finding));
            }
        }
    }
    desk.raise_all(cube, found);
}

struct Test<'a> {
    cube: &'a Cube,
    site: &'a Site,
}

/// How many services of one table have each unit.
type Tables = BTreeMap<ObservationKey, BTreeMap<Unit, Vec<ObservationKey>>>;

impl Test<'_> {
    /// Returns the unit of a number of days; nothing for anything else, and for what is no number.
    fn unit(&self, key: &ObservationKey) -> Option<Unit> {
        let found = self.cube.get(key)?;
        let days = matches!(
            found.unit,
            Unit::WorkingDays | Unit::CalendarDays | Unit::SchoolDays
        );
        (days && found.value.is_ok()).then_some(found.unit)
    }

    fn finding(
        &self,
        key: &ObservationKey,
        unit: Unit,
        other: &ObservationKey,
        of: &str,
    ) -> Diagnostic {
        let there = self.unit(other).map_or("", noun);
        let mut finding = Diagnostic::error(
            rule::UNITS_MIX,
            format!(
                "{} is in {}, but {of} in {there}",
                words::figure(&self.cube.codes, self.site, key),
                noun(unit)
            ),
        )
        .value(noun(unit))
        .key(key.text(&self.cube.codes))
        .help(format!(
            "Readers would compare the two. Give both in one unit: write it into the unit column ({}), or set report_in of the procedure.",
            [unit, self.unit(other).unwrap_or(unit)].map(Unit::code).join(" or ")
        ));
        finding.location = self.cube.origin(key);
        finding.related = self.cube.origin(other).into_iter().collect();
        finding
    }

    /// A change in days of a number of other days.
    fn change(&self, key: &ObservationKey, unit: Unit) -> Option<Diagnostic> {
        let Some(Claim::Change(stem)) = Claim::of(self.cube.codes.word(key.measure)) else {
            return None;
        };
        let stem = key.measure(self.cube.codes.get(stem)?);
        self.unit(&stem).filter(|other| *other != unit)?;
        Some(self.finding(key, unit, &stem, "what changed is"))
    }

    /// A number over all procedures, one of which counts other days.
    fn procedures(&self, key: &ObservationKey, unit: Unit) -> Option<Diagnostic> {
        if key.procedure != code::ALL {
            return None;
        }
        let other = self.site.procedures.iter().find_map(|procedure| {
            let part = ObservationKey {
                procedure: procedure.code,
                ..*key
            };
            self.unit(&part)
                .filter(|other| *other != unit)
                .map(|_| part)
        })?;
        let name = words::plain(&self.cube.codes, other.procedure);
        Some(self.finding(key, unit, &other, &format!("its part {name} is")))
    }

    /// A number whose value a year earlier, or whose year, counts other days.
    fn years(&self, key: &ObservationKey, unit: Unit) -> Option<Diagnostic> {
        let year = match key.period {
            Period::Quarter(year, _) => Some(Period::Year(year)),
            _ => None,
        };
        let other = [key.period.year_before(), year]
            .into_iter()
            .flatten()
            .map(|period| key.period(period))
            .find(|other| self.unit(other).is_some_and(|other| other != unit))?;
        let of = format!("that of {} is", other.period.id());
        Some(self.finding(key, unit, &other, &of))
    }

    /// Returns the numbers of days of each table: all services side by side, for one procedure and period.
    fn services(&self, days: &[(ObservationKey, Unit)]) -> Tables {
        let mut tables = Tables::new();
        for (key, unit) in days.iter().filter(|(key, _)| key.procedure != code::ALL) {
            tables
                .entry(key.service(code::ALL))
                .or_default()
                .entry(*unit)
                .or_default()
                .push(*key);
        }
        tables
    }

    /// A number in another unit than that of most services beside it.
    fn table(&self, key: &ObservationKey, unit: Unit, tables: &Tables) -> Option<Diagnostic> {
        let table = tables.get(&key.service(code::ALL))?;
        let most = table
            .iter()
            .map(|(unit, keys)| (keys.len(), *unit))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let other = table.get(&most.1)?.first().filter(|_| most.1 != unit)?;
        let name = words::service(&self.cube.codes, self.site, other.service);
        Some(self.finding(key, unit, other, &format!("that of {name} is")))
    }
}

fn noun(unit: Unit) -> &'static str {
    match unit {
        Unit::CalendarDays => "calendar days",
        Unit::SchoolDays => "school days",
        _ => "working days",
    }
}
