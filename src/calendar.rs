//! Working days, bank holidays by nation, due dates, the counting conventions.

/// The nation whose calendar, procedures and ombudsmen apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nation {
    /// England.
    #[default]
    England,
    /// Wales: England's bank holidays.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayUnit {
    /// Monday to Friday without bank holidays and the council's own closed days.
    Working,
    /// Every day.
    Calendar,
    /// Calendar months; the day of receipt counts.
    Months,
    /// Days on which schools are open, as the council's calendar says.
    School,
}
