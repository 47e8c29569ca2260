//! First names beside praise or blame: compliments thank people, complaints name them, and officers are people too. A name from the
//! lists counts where the same sentence praises, blames or tells of a talk within a few words; names that are words themselves (May,
//! Grace, Mark) only straight beside it.

use super::words::{NAMED_AFTER, only};
use super::{Kind, Match, Prepared, Word};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that praise, by their beginning.
const PRAISE: &[&str] = &[
    "thank",
    "grateful",
    "gratitude",
    "brilliant",
    "helpful",
    "excellent",
    "amazing",
    "fantastic",
    "wonderful",
    "kind",
    "caring",
    "patient",
    "professional",
    "superb",
    "lovely",
    "star",
    "credit",
    "praise",
    "appreciat",
    "outstanding",
    "friendly",
    "supportive",
    "courteous",
    "polite",
    "compassionate",
    "marvellous",
    "incredible",
    "incredibly",
    "terrific",
    "legend",
    "legends",
    "pleasure",
    "delight",
    "exceptional",
    "invaluable",
    "cheers",
    "kudos",
    "hero",
    "gem",
    "angel",
    "lifesaver",
    "beyond",
    "knowledgeable",
    "reassuring",
    "efficient",
    "best",
    "great",
];

/// Words that blame somebody, or tell of talking to them, by their beginning.
const BLAME: &[&str] = &[
    "rude",
    "rudely",
    "rudeness",
    "dismissive",
    "unhelpful",
    "unprofessional",
    "arrogan",
    "abrupt",
    "patronis",
    "condescend",
    "aggressive",
    "incompetent",
    "disrespect",
    "bullied",
    "bully",
    "lied",
    "lazy",
    "useless",
    "ignored",
    "spoke",
];

/// Words that begin like praise and are none.
const NO_PRAISE: &[&str] = &[
    "kinds",
    "kindergarten",
    "starts",
    "start",
    "started",
    "starting",
    "patients",
    "credits",
    "greater",
    "professionals",
    "efficiency",
];

/// First names that are hardly ever anything else: the common ones of the last eighty years' birth and marriage registers.
const NAMES: &str = include_str!("first-names.txt");

/// First names that are words or places too.
const ALSO_WORDS: &[&str] = &[
    "april",
    "may",
    "june",
    "august",
    "grace",
    "hope",
    "faith",
    "joy",
    "will",
    "mark",
    "bill",
    "rose",
    "ivy",
    "lily",
    "daisy",
    "poppy",
    "amber",
    "ruby",
    "jack",
    "rob",
    "pat",
    "sue",
    "jade",
    "robin",
    "dawn",
    "eve",
    "penny",
    "summer",
    "rich",
    "art",
    "drew",
    "chase",
    "max",
    "miles",
    "victoria",
    "florence",
    "charlotte",
    "chelsea",
    "georgia",
    "sydney",
    "chester",
    "jordan",
    "kent",
    "bob",
    "carol",
    "holly",
    "heather",
    "olive",
    "violet",
    "iris",
    "pearl",
    "crystal",
    "angel",
    "frank",
    "grant",
    "guy",
    "harry",
    "dean",
    "clay",
    "dale",
    "glen",
    "lee",
    "ray",
    "reed",
    "wade",
    "melody",
    "harmony",
    "jasmine",
    "sandy",
    "rusty",
    "skip",
    "gene",
    "nick",
    "pip",
    "bea",
    "ash",
    "ashton",
    "brook",
    "preston",
    "nelson",
    "warren",
    "earl",
    "duke",
    "king",
    "bishop",
    "christian",
    "israel",
    "paris",
    "china",
    "india",
    "asia",
    "august",
];

/// What a first name may be part of besides [`NAMED_AFTER`]. Beside a title these can be surnames: Dr Green.
const PLACES: &[&str] = &[
    "depot", "lodge", "cottage", "hostel", "unit", "suite", "room", "station", "line", "theatre",
    "tower", "wing", "day", "cross", "green",
];

/// Words before a name that make it a place's or a king's.
const BEFORE: &[&str] = &[
    "st", "saint", "king", "queen", "prince", "princess", "lake", "port", "mount", "fort", "in",
    "near", "from",
];

/// How many words may stand between a name and praise.
const REACH: usize = 7;

pub(super) fn find(text: &Prepared, found: &mut Vec<Match>) {
    let words = &text.words;
    let praise: Vec<usize> = (0..words.len()).filter(|&at| is_praise(text, at)).collect();
    if praise.is_empty() {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let Some(sure) = is_first_name(*word) else {
            continue;
        };
        let near = praise.partition_point(|&other| other < at);
        let beside = [
            near.checked_sub(1).map(|at| praise[at]),
            praise.get(near).copied(),
        ];
        let praised = beside.into_iter().flatten().any(|other| {
            let (from, to) = (at.min(other), at.max(other));
            if !word.is_capital() || !sure {
                return straight(text, from, to, other < at, word.is_capital());
            }
            to - from <= REACH && same_sentence(text, from, to)
        });
        if praised && !is_named_after(text, at) {
            found.push(Match {
                kind: Kind::FirstName,
                range: word.start..word.start + word.bare().len(),
            });
        }
    }
}

fn is_praise(text: &Prepared, at: usize) -> bool {
    let word = text.words[at];
    let folded = word.folded();
    // A kind of complaint.
    if word.is("kind") && text.words.get(at + 1).is_some_and(|next| next.is("of")) {
        return false;
    }
    let done = word.is("well") && text.words.get(at + 1).is_some_and(|next| next.is("done"));
    done || !NO_PRAISE.contains(&folded.as_str())
        && folded.split('-').any(|part| {
            PRAISE
                .iter()
                .chain(BLAME)
                .any(|praise| part == *praise || praise.len() > 4 && part.starts_with(praise))
        })
}

/// Returns whether a word is a first name, and whether it is hardly anything else.
fn is_first_name(word: Word) -> Option<bool> {
    let folded = word.bare().to_lowercase();
    if folded.len() < 3 || folded.len() > 14 {
        return None;
    }
    if ALSO_WORDS.contains(&folded.as_str()) {
        return Some(false);
    }
    static SURE: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());
    SURE.contains(folded.as_str()).then_some(true)
}

/// Returns whether the sentence does not end between two words.
fn same_sentence(text: &Prepared, from: usize, to: usize) -> bool {
    let between = &text.text[text.words[from].end..text.words[to].start];
    !between.contains(['!', '?', ';', '|']) && !between.contains(". ")
}

/// Returns whether praise stands straight beside the name: thanks to May; Grace was brilliant.
fn straight(text: &Prepared, from: usize, to: usize, praise_first: bool, capital: bool) -> bool {
    if !same_sentence(text, from, to) {
        return false;
    }
    let between = &text.words[from + 1..to];
    if praise_first {
        let joins = between
            .iter()
            .all(|word| word.is_in(&["you", "to", "so", "much", "very", "done", "and"]));
        let thanks = text.words[from].folded().starts_with("thank") || text.words[from].is("well");
        // Without "to" or "you" a word may follow: thank will come.
        return thanks && joins && between.len() <= 4 && (capital || to - from > 1);
    }
    let verbs = &[
        "was",
        "is",
        "has",
        "been",
        "so",
        "very",
        "really",
        "an",
        "a",
        "absolutely",
        "such",
        "such",
        "truly",
    ];
    capital
        && between.first().is_some_and(|word| word.is_in(&["was", "has"]))
        && between.iter().all(|word| word.is_in(verbs))
        // April was an excellent month.
        && !text.words.get(to + 1).is_some_and(|word| word.is_in(&["month", "year", "start", "week", "quarter", "value"]))
}

fn is_named_after(text: &Prepared, at: usize) -> bool {
    let led = at > 0
        && text.words[at - 1].is_in(BEFORE)
        && only(text.text, text.words[at - 1].end..text.words[at].start, ".");
    let capital = |word: &Word| word.is_capital() || is_place(word);
    let mut last = at;
    let followed = text.words[at + 1..].iter().take(3).take_while(|word| {
        let close = only(text.text, text.words[last].end..word.start, "");
        last += 1;
        close && capital(word)
    });
    led || followed.into_iter().any(is_place)
}

fn is_place(word: &Word) -> bool {
    word.is_in(NAMED_AFTER) || word.is_in(PLACES)
}
