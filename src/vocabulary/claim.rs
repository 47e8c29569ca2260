//! Names of shares, rates and changes: a measure's code with an ending that says what was made of it.
//!
//! `received_percent` is a share of those received, `upheld_per_100000` a rate of those upheld, `received_change_percent`
//! how much received changed against the year before. The endings of changes come last, so a change of a share is
//! `responded_percent_change` (contract 3).

/// What a measure's name says was made of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim<'a> {
    /// `…_percent`: a share of this base.
    Share(&'a str),
    /// `…_per_1000`: of this, per thousand residents.
    Per1000(&'a str),
    /// `…_per_1000_homes`: of this, per thousand homes owned.
    Per1000Homes(&'a str),
    /// `…_per_100000`: of this, per hundred thousand residents.
    Per100000(&'a str),
    /// `…_change`: this less its value a year earlier, in its own unit (of shares: percentage points).
    Change(&'a str),
    /// `…_change_percent`: that difference as a share of the value a year earlier.
    ChangePercent(&'a str),
}

impl<'a> Claim<'a> {
    /// Reads the ending of a measure's name; nothing for a plain measure.
    pub fn of(name: &'a str) -> Option<Self> {
        let stem = |ending: &str| name.strip_suffix(ending).filter(|stem| !stem.is_empty());
        stem("_change_percent")
            .map(Claim::ChangePercent)
            .or_else(|| stem("_change").map(Claim::Change))
            .or_else(|| stem("_per_100000").map(Claim::Per100000))
            .or_else(|| stem("_per_1000_homes").map(Claim::Per1000Homes))
            .or_else(|| stem("_per_1000").map(Claim::Per1000))
            .or_else(|| stem("_percent").map(Claim::Share))
    }

    /// Returns the name without the ending: the base of a share, what a rate counts, what changed.
    pub fn stem(self) -> &'a str {
        match self {
            Claim::Share(stem)
            | Claim::Per1000(stem)
            | Claim::Per1000Homes(stem)
            | Claim::Per100000(stem)
            | Claim::Change(stem)
            | Claim::ChangePercent(stem) => stem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_that_comes_last_is_read_first() {
        assert_eq!(Claim::of("received"), None);
        assert_eq!(
            Claim::of("received_percent"),
            Some(Claim::Share("received"))
        );
        assert_eq!(
            Claim::of("received_change_percent"),
            Some(Claim::ChangePercent("received"))
        );
        assert_eq!(
            Claim::of("responded_percent_change"),
            Some(Claim::Change("responded_percent"))
        );
        assert_eq!(
            Claim::of("received_percent_change_percent"),
            Some(Claim::ChangePercent("received_percent"))
        );
        assert_eq!(
            Claim::of("received_per_1000_homes"),
            Some(Claim::Per1000Homes("received"))
        );
        assert_eq!(
            Claim::of("upheld_per_100000"),
            Some(Claim::Per100000("upheld"))
        );
    }
}
