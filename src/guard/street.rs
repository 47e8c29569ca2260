//! House numbers with their street, and flats with their house. A number before a road is also a count, a stage or a year:
//! the words before, between and behind decide.

use super::words::{MONTHS, after, before, only};
use super::{Kind, Match, Prepared, Word};

/// Kinds of streets, by which a street's name ends (Ordnance Survey's and the Post Office's common ones).
const STREETS: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "av",
    "lane",
    "ln",
    "close",
    "cl",
    "drive",
    "dr",
    "crescent",
    "cres",
    "court",
    "ct",
    "place",
    "way",
    "gardens",
    "gdns",
    "terrace",
    "grove",
    "square",
    "sq",
    "hill",
    "walk",
    "mews",
    "row",
    "view",
    "rise",
    "green",
    "park",
    "parade",
    "broadway",
    "vale",
    "croft",
    "fold",
    "meadow",
    "meadows",
    "mount",
    "villas",
    "cottages",
    "buildings",
    "quay",
    "wharf",
    "wynd",
    "brae",
    "esplanade",
    "promenade",
    "yard",
    "gate",
    "bank",
    "end",
    "drove",
    "chase",
    "heights",
    "common",
    "path",
    "circus",
    "garth",
    "dale",
    "field",
    "fields",
    "orchard",
];

/// Those that are hardly anything else, so that they count in small letters too.
const SURE: &[&str] = &[
    "street", "road", "avenue", "lane", "crescent", "drive", "close", "gardens", "terrace",
    "grove", "rd", "ave",
];

/// Houses that flats are in.
const HOUSES: &[&str] = &[
    "house",
    "court",
    "tower",
    "towers",
    "heights",
    "lodge",
    "point",
    "mansions",
    "apartments",
    "buildings",
    "wharf",
    "mill",
];

/// Words before a number that make it a count, a stage or a place in a list.
const COUNTED: &[&str] = &[
    "stage", "stages", "table", "figure", "section", "ward", "phase", "zone", "quarter", "day",
    "week", "year", "page", "step", "part", "chapter", "appendix", "junction", "platform", "bus",
    "route", "level", "band", "tier", "goal", "priority", "item", "version", "area", "key",
    "services", "care", "by", "than", "over", "about", "under", "nearly", "all", "these", "those",
];

/// Words between a number and a street that make it no address.
const NO_NAMES: &[&str] = &[
    "hour",
    "hours",
    "mile",
    "miles",
    "week",
    "weeks",
    "month",
    "months",
    "day",
    "days",
    "year",
    "years",
    "minute",
    "minutes",
    "stage",
    "stages",
    "working",
    "complaint",
    "complaints",
    "case",
    "cases",
    "adult",
    "adults",
    "children",
    "children's",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "of",
    "for",
    "and",
    "or",
    "in",
    "on",
    "at",
    "to",
    "from",
    "per",
    "were",
    "was",
    "are",
    "is",
    "about",
    "with",
    "by",
    "point",
    "points",
    "mph",
    "tonne",
    "tonnes",
    "care",
    "social",
    "people",
    "residents",
    "reports",
    "upheld",
    "not",
    "partly",
    "percent",
    "more",
    "fewer",
    "other",
    "services",
    "service",
    "council",
    "councils",
    "roads",
    "streets",
];

/// Words that describe a road without naming it, where everything is in small letters.
const PLAIN: &[&str] = &[
    "residential",
    "main",
    "side",
    "busy",
    "private",
    "minor",
    "major",
    "quiet",
    "bus",
    "cycle",
    "long",
    "narrow",
    "rural",
    "local",
    "public",
    "new",
    "old",
    "same",
    "lane",
    "country",
    "slip",
    "ring",
    "closed",
    "dead",
    "a",
    "the",
    "this",
    "that",
    "clear",
    "single",
    "our",
    "your",
    "their",
    "his",
    "her",
    "open",
    "bike",
    "trunk",
    "toll",
    "dual",
    "each",
    "every",
    "test",
];

/// Words behind a street that make it a kind of work: 30 New Street Lights.
const WORKS: &[&str] = &[
    "lights",
    "lighting",
    "cleaning",
    "cleansing",
    "parking",
    "works",
    "trees",
    "signs",
    "closures",
    "closure",
    "repairs",
    "scene",
    "care",
    "trading",
    "sweeping",
    "naming",
    "markings",
    "safety",
    "maintenance",
    "rangers",
    "wardens",
    "inspections",
    "complaints",
    "cases",
    "requests",
    "users",
    "runs",
    "surfaces",
    "resurfacing",
    "schemes",
    "permits",
    "awards",
    "charges",
    "fees",
    "directorate",
    "and",
    "forward",
    "to",
    "services",
    "service",
    "homes",
    "improvements",
];

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    for chain in &text.chains {
        for (index, group) in chain.iter().enumerate() {
            // The last group of "14-16 Station Road" is what the street follows.
            let last = chain
                .get(index + 1)
                .is_none_or(|next| text.text[group.end..next.start].contains([' ', '/']));
            if let Some(end) = last
                .then(|| numbered(text, group.start, group.end))
                .flatten()
            {
                let ranged = index > 0 && &text.text[chain[index - 1].end..group.start] == "-";
                let start = if ranged {
                    chain[index - 1].start
                } else {
                    group.start
                };
                found.push(Match {
                    kind: Kind::Address,
                    range: start..end,
                });
            }
        }
    }
}

/// Returns where the address whose number stands here ends.
fn numbered(text: &Prepared, start: usize, end: usize) -> Option<usize> {
    let digits = &text.text[start..end];
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let clear = before(text.text, start).is_none_or(|byte| {
        byte < 0x80
            && !byte.is_ascii_alphanumeric()
            && !matches!(byte, b'.' | b',' | b'/' | b'$' | b'#')
    });
    if digits.len() > 4 || digits.starts_with('0') || year || !clear {
        return None;
    }
    // The letter of 12a belongs to the number.
    let next = text.words.partition_point(|word| word.start < end);
    let lettered = text
        .words
        .get(next)
        .is_some_and(|word| word.start == end && word.letters() == 1);
    let first = next + usize::from(lettered);
    let behind = if lettered { text.words[next].end } else { end };
    let word = text.words.get(first)?;
    if !matches!(after(text.text, behind), Some(b' ' | b','))
        || !only(text.text, behind..word.start, ",")
    {
        return None;
    }
    let leading = next
        .checked_sub(1)
        .map(|at| text.words[at])
        .filter(|word| only(text.text, word.end..start, ".:-,#"));
    if leading.is_some_and(|word| word.is_in(COUNTED) && only(text.text, word.end..start, "")) {
        return None;
    }
    let flat =
        leading.is_some_and(|word| word.is_in(&["flat", "apartment", "apt", "room", "unit"]));
    named(text, first, flat, start, leading)
}

/// Returns where the name of the street or house ends that begins with this word.
fn named(
    text: &Prepared,
    first: usize,
    flat: bool,
    start: usize,
    leading: Option<Word>,
) -> Option<usize> {
    let small = !text.words[first].is_capital();
    for at in first..text.words.len().min(first + 5) {
        let word = text.words[at];
        if at > first
            && !only(
                text.text,
                text.words[at - 1].end..word.start,
                if word_is_saint(text, at - 1) { "." } else { "" },
            )
        {
            return None;
        }
        let named = at > first;
        let ends_so = word.is_in(STREETS) || flat && word.is_in(HOUSES);
        // St before a name is a saint: 7 St Mary's Close.
        let saint = word.is("st")
            && text.words.get(at + 1).is_some_and(|next| {
                next.is_capital() == word.is_capital() && only(text.text, word.end..next.start, ".")
            });
        if named && ends_so && !saint && !goes_on(text, at) {
            let fits = if small {
                is_sure(text, first, at, start, leading)
            } else {
                word.is_capital()
            };
            return (fits && !is_work(text, at)).then_some(word.end);
        }
        if word.is_in(NO_NAMES) || word.is_in(MONTHS) || !small && !word.is_capital() {
            return None;
        }
    }
    None
}

fn word_is_saint(text: &Prepared, at: usize) -> bool {
    text.words[at].is("st")
}

/// Returns whether another kind of street follows, as in Park Lane or Mill Hill Road.
fn goes_on(text: &Prepared, at: usize) -> bool {
    text.words.get(at + 1).is_some_and(|next| {
        next.is_capital() == text.words[at].is_capital()
            && next.is_in(STREETS)
            && only(text.text, text.words[at].end..next.start, "")
    })
}

/// Returns whether what follows makes the street a kind of work.
fn is_work(text: &Prepared, at: usize) -> bool {
    text.words.get(at + 1).is_some_and(|next| {
        next.is_in(WORKS) && only(text.text, text.words[at].end..next.start, "")
    })
}

/// Returns whether words in small letters are an address: at its beginning or after "at", one or two words, a sure kind.
fn is_sure(text: &Prepared, first: usize, at: usize, start: usize, leading: Option<Word>) -> bool {
    let opens = text.text[..start].trim().is_empty()
        || leading.is_some_and(|word| {
            word.is_in(&[
                "at", "of", "address", "no", "flat", "live", "lives", "living", "outside", "to",
            ])
        })
        || text.text[..start]
            .trim_end()
            .ends_with([',', ';', ':', '(']);
    let plain = text.words[first..at]
        .iter()
        .any(|word| word.is_in(PLAIN) || word.letters() < 3);
    opens && at - first <= 2 && !plain && text.words[at].is_in(SURE)
}
