//! Ways of damaging a file.

/// Numbers that are as random as needed and the same on every computer.
pub struct Random(u64);

impl Random {
    /// Begins a row of numbers; each name has its own.
    pub fn new(seed: u64, name: &str) -> Self {
        let start = name
            .bytes()
            .fold(seed ^ 0x9e37_79b9_7f4a_7c15, |state, byte| {
                (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Random(start | 1)
    }

    /// Returns the next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// Returns a number below `end`, and 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            0
        } else {
            (self.next() % end as u64) as usize
        }
    }

    /// Returns one of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A way of damaging an input once.
pub trait Damage {
    /// Damages the input; the corpus is there to take pieces from.
    fn damage(&self, input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random);
}

/// Damages text that has parts: cells, words, lines.
pub struct Text {
    /// What divides the parts.
    pub dividers: &'static [u8],
    /// Parts that are put in, beside those every text gets.
    pub words: &'static [&'static str],
}

/// What no reader likes: the ends of numbers and of calendars, marks of other formats, invisible and strange letters.
const WORDS: &[&str] = &[
    "",
    " ",
    "0",
    "-0",
    "-1",
    "00",
    "1e309",
    "NaN",
    "inf",
    "0.5",
    ".",
    "-",
    "+",
    "1,234",
    "£5",
    "5%",
    "99999999999999999999",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "65535",
    "65536",
    "0001-01-01",
    "0000-00-00",
    "1900-01-01",
    "2199-12-31",
    "2200-01-01",
    "9999-12-31",
    "2024-02-29",
    "2023-02-29",
    "2024-02-30",
    "31/12/9999",
    "29/02/2023",
    "01-Jan-0001",
    "1-sept-2024",
    "2024-07-03T00:00:00Z",
    "2023-24",
    "9999-00",
    "1900-01",
    "2199-00",
    "0000-01",
    "2023-24-q1",
    "2023-24-q5",
    "academic-2023-24",
    "calendar-9999",
    "2023-01-01--2023-03-31",
    "9999-12-31--0001-01-01",
    "1900-01-01--2199-12-31",
    "undated",
    "all",
    "items",
    "[c]",
    "[x]",
    "[z]",
    "[c",
    "*",
    "<5",
    "n/a",
    "TOTAL",
    "=1+1",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\u{a0}",
    "é",
    "e\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "\u{10ffff}",
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "|",
    "{{",
    "}}",
    "{%",
    "[[",
    "]]",
    "<",
    ">",
    "&",
    "&#0;",
    "&#x110000;",
    "<!--",
    "-->",
    "<script>",
    "javascript:",
    "http://",
    "+++",
    "---",
    "```",
    "\u{f8f0}",
    "\u{f8f1}",
    "\\",
    "/",
    "..",
    "%00",
    "%2e",
];

impl Damage for Text {
    fn damage(&self, input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
        match random.below(12) {
            0 => flip(input, random),
            1 => drop_some(input, random),
            2 => repeat_some(input, random),
            3 => splice(input, corpus, random),
            4 => input.truncate(random.below(input.len() + 1)),
            5 => drop_line(input, random),
            6 => many(input, self.word(random), random),
            7 | 8 => insert(input, self.word(random).as_bytes(), random),
            _ => self.replace_part(input, random),
        }
    }
}

impl Text {
    fn word(&self, random: &mut Random) -> &'static str {
        let own = random.below(2) == 0 && !self.words.is_empty();
        let words = if own { self.words } else { WORDS };
        words[random.below(words.len())]
    }

    /// Puts another word in the place of a cell or a word.
    fn replace_part(&self, input: &mut Vec<u8>, random: &mut Random) {
        let at = random.below(input.len() + 1);
        let divides = |byte: &u8| self.dividers.contains(byte) || *byte == b'\n';
        let from = input[..at]
            .iter()
            .rposition(divides)
            .map_or(0, |place| place + 1);
        let to = input[at..]
            .iter()
            .position(divides)
            .map_or(input.len(), |place| at + place);
        let word = self.word(random).bytes();
        input.splice(from..to, word);
    }
}

/// Damages bytes without knowing what they mean.
pub struct Bytes;

impl Damage for Bytes {
    fn damage(&self, input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
        match random.below(8) {
            0..=2 => flip(input, random),
            3 => drop_some(input, random),
            4 => repeat_some(input, random),
            5 => splice(input, corpus, random),
            6 => input.truncate(random.below(input.len() + 1)),
            _ => insert(input, &random.next().to_le_bytes(), random),
        }
    }
}

fn flip(input: &mut [u8], random: &mut Random) {
    let at = random.below(input.len());
    if let Some(byte) = input.get_mut(at) {
        *byte = match random.below(3) {
            0 => *byte ^ (1 << random.below(8)),
            1 => byte.wrapping_add(1),
            _ => random.next() as u8,
        };
    }
}

/// Returns a stretch of the input, mostly a short one.
fn stretch(input: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    let from = random.below(input.len() + 1);
    let most = if random.below(4) == 0 {
        input.len() - from
    } else {
        (input.len() - from).min(24)
    };
    from..from + random.below(most + 1)
}

fn drop_some(input: &mut Vec<u8>, random: &mut Random) {
    let some = stretch(input, random);
    input.drain(some);
}

fn repeat_some(input: &mut Vec<u8>, random: &mut Random) {
    let some = input[stretch(input, random)].to_vec();
    insert(input, &some, random);
}

fn splice(input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
    let other = random.one(corpus);
    let some = other[stretch(other, random)].to_vec();
    insert(input, &some, random);
}

fn drop_line(input: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(input.len() + 1);
    let from = input[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |place| place + 1);
    let to = input[at..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(input.len(), |place| at + place + 1);
    input.drain(from..to);
}

/// Puts a word in many times over: what nests, nests deep.
fn many(input: &mut Vec<u8>, word: &str, random: &mut Random) {
    let times = 1 << random.below(11);
    insert(input, word.repeat(times).as_bytes(), random);
}

fn insert(input: &mut Vec<u8>, bytes: &[u8], random: &mut Random) {
    let at = random.below(input.len() + 1);
    input.splice(at..at, bytes.iter().copied());
}
