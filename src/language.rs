//! The words of one language: labels, sentences, dates and lists.
//!
//! All words that the public reads stand in `themes/<name>/lang/<code>.toml`, whole sentences with holes (`{n}`), because
//! a sentence glued together from pieces cannot be put into another language. Code only chooses the sentence and says what
//! goes into its holes. A key that is missing shows itself between ⟦ and ⟧, so that it is seen and not passed over; tests
//! look for these marks in the finished pages.

mod missing;

use crate::diagnostic::{Diagnostic, Location, named as rule};
use crate::number::Decimal;
use crate::period::Period;
use crate::vocabulary::{TextMap, Unit};
use chrono::{Datelike, NaiveDate};
use missing::Missing;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The words of one language file, by dotted key: `outcomes.upheld`.
#[derive(Debug, Default, Clone)]
pub struct Words {
    entries: BTreeMap<String, String>,
    /// Made when words are first asked for: pages ask by the million, and a search through an ordered map compares the
    /// beginnings of keys, which are alike.
    index: OnceLock<Index>,
    missing: Missing,
}

/// The same entries, for finding.
#[derive(Debug, Clone)]
struct Index {
    entries: TextMap<String, String>,
    /// The names that keep their capitals.
    names: Vec<String>,
}

impl Words {
    /// Parses a language file: sections of texts, nothing else.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostic> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let message = format!("the language file cannot be read: {}", error.message());
            let found = Diagnostic::error(rule::LANGUAGE_UNREADABLE, message)
                .help("a language file is TOML: key = \"words\" lines under [section] headings");
            found.in_text(file, text, error.span().unwrap_or(0..0))
        })?;
        Words::from_table(&table).map_err(|key| {
            let message = format!("{key} is not a text in quotation marks");
            Diagnostic::error(rule::LANGUAGE_UNREADABLE, message).at(Location::file(file))
        })
    }

    /// Takes the words of a table; the key of the first entry that is neither a text nor a section when there is one.
    pub fn from_table(table: &toml::Table) -> Result<Self, String> {
        let mut words = Words::default();
        words.flatten("", table)?;
        Ok(words)
    }

    fn flatten(&mut self, above: &str, table: &toml::Table) -> Result<(), String> {
        for (key, value) in table {
            let key = if above.is_empty() {
                key.clone()
            } else {
                format!("{above}.{key}")
            };
            match value {
                toml::Value::String(text) => {
                    self.entries.insert(key, text.clone());
                }
                toml::Value::Table(inner) => self.flatten(&key, inner)?,
                _ => return Err(key),
            }
        }
        Ok(())
    }

    /// Returns whether there are words for this key.
    pub fn has(&self, key: &str) -> bool {
        self.index().entries.contains_key(key)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index {
            entries: self
                .entries
                .iter()
                .map(|(key, words)| (key.clone(), words.clone()))
                .collect(),
            names: self
                .keys_from("names.")
                .filter_map(|key| self.entries.get(key).cloned())
                .collect(),
        })
    }

    /// Returns the words for this key when there are some: for labels of codes that a council may have added.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.index().entries.get(key).map(String::as_str)
    }

    /// Returns the words for this key; the key between ⟦ and ⟧ when there are none.
    pub fn get(&self, key: &str) -> &str {
        match self.find(key) {
            Some(words) => words,
            None => self.missing.note(key),
        }
    }

    /// Returns the keys that were asked for and are not there, in alphabetical order.
    pub fn missed(&self) -> Vec<String> {
        self.missing.keys()
    }

    /// Returns all keys, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Returns the keys that begin so, in alphabetical order.
    pub fn keys_from(&self, beginning: &str) -> impl Iterator<Item = &str> {
        self.entries
            .range(beginning.to_string()..)
            .map(|(key, _)| key.as_str())
            .take_while(move |key| key.starts_with(beginning))
    }

    /// Adds the words of another file for keys that this one lacks.
    pub fn or(mut self, base: &Words) -> Words {
        self.index.take();
        for (key, words) in &base.entries {
            self.entries
                .entry(key.clone())
                .or_insert_with(|| words.clone());
        }
        self
    }

    /// Returns the words for this key with their holes filled; a hole that nothing fills shows itself like a missing key.
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        let words = self.get(key);
        let more: usize = args.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(words.len() + more);
        for piece in pieces_of(words) {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Hole(name) => match args.iter().find(|(arg, _)| *arg == name) {
                    Some((_, text)) => out.push_str(text),
                    None => out.push_str(&format!("⟦{name}⟧")),
                },
            }
        }
        out
    }

    /// Returns the words for one, none or many, with the holes filled; `{n}` is the number with its commas unless the
    /// holes name it.
    pub fn count(&self, key: &str, n: i64, args: &[(&str, &str)]) -> String {
        let number = number(n);
        let mut all = args.to_vec();
        // The first of a name fills the hole, so a caller's own `n` wins.
        all.push(("n", &number));
        self.fill(&self.counted(key, n), &all)
    }

    /// Returns the key for this number: `key.none` for 0 when there is one, `key.one` for 1, else `key.other`.
    pub fn counted(&self, key: &str, n: i64) -> String {
        let form = |form: &str| [key, form].concat();
        match n {
            0 if self.has(&form(".none")) => form(".none"),
            1 | -1 => form(".one"),
            _ => form(".other"),
        }
    }

    /// Returns the words for this key as pieces of running text, the holes filled with pieces.
    pub fn pieces<T: From<String> + Clone>(&self, key: &str, args: &[(&str, Vec<T>)]) -> Vec<T> {
        let mut out: Vec<T> = Vec::new();
        for piece in pieces_of(self.get(key)) {
            match piece {
                Piece::Words(words) => out.push(T::from(words.to_string())),
                Piece::Hole(name) => match args.iter().find(|(arg, _)| *arg == name) {
                    Some((_, filled)) => out.extend(filled.iter().cloned()),
                    None => out.push(T::from(format!("⟦{name}⟧"))),
                },
            }
        }
        out
    }

    /// Returns the words for one, none or many as pieces; `{n}` is the number with its commas unless the holes
    /// name it, so that a figure can stand there.
    pub fn count_pieces<T: From<String> + Clone>(
        &self,
        key: &str,
        n: i64,
        args: &[(&str, Vec<T>)],
    ) -> Vec<T> {
        let mut all = args.to_vec();
        if args.iter().all(|(name, _)| *name != "n") {
            all.push(("n", vec![T::from(number(n))]));
        }
        self.pieces(&self.counted(key, n), &all)
    }

    /// Joins words: "a, b and c".
    pub fn all_of<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.join(items, "lists.and")
    }

    /// Joins words: "a, b or c".
    pub fn any_of<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.join(items, "lists.or")
    }

    fn join<S: AsRef<str>>(&self, items: &[S], last: &str) -> String {
        let items: Vec<Vec<String>> = items
            .iter()
            .map(|item| vec![item.as_ref().to_string()])
            .collect();
        self.joined(&items, last).concat()
    }

    /// Joins pieces: "a, b and c".
    pub fn all_of_pieces<T: From<String> + Clone>(&self, items: &[Vec<T>]) -> Vec<T> {
        self.joined(items, "lists.and")
    }

    /// Joins pieces of running text: "a, b or c".
    pub fn any_of_pieces<T: From<String> + Clone>(&self, items: &[Vec<T>]) -> Vec<T> {
        self.joined(items, "lists.or")
    }

    fn joined<T: From<String> + Clone>(&self, items: &[Vec<T>], last: &str) -> Vec<T> {
        let mut out = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                let between = if index + 1 == items.len() {
                    last
                } else {
                    "lists.comma"
                };
                out.push(T::from(self.get(between).to_string()));
            }
            out.extend(item.iter().cloned());
        }
        out
    }

    /// Returns a day in words: "28 June 2024".
    pub fn date(&self, day: NaiveDate) -> String {
        let month = self.month(day.month());
        self.fill(
            "dates.day",
            &[
                ("day", &day.day().to_string()),
                ("month", month),
                ("year", &day.year().to_string()),
            ],
        )
    }

    /// Returns the name of a month, 1 to 12.
    pub fn month(&self, month: u32) -> &str {
        self.get(&format!("months.{month}"))
    }

    /// Returns the months of a quarter in words: "April to June".
    pub fn quarter_name(&self, quarter: u8) -> String {
        self.get(&format!("quarters.{quarter}")).to_string()
    }

    /// Returns the months of a quarter in few letters: "Apr–Jun".
    pub fn quarter_short(&self, quarter: u8) -> String {
        self.get(&format!("quarters_short.{quarter}")).to_string()
    }

    /// Returns a period in words for running text: "April to June 2023", "2023 to 2024".
    pub fn period(&self, period: Period) -> String {
        self.period_by("periods", "quarters", period)
    }

    /// Returns a period in few letters for the heads of tables: "Apr–Jun 2023", "2023–24".
    pub fn period_short(&self, period: Period) -> String {
        self.period_by("periods_short", "quarters_short", period)
    }

    fn period_by(&self, section: &str, quarters: &str, period: Period) -> String {
        let key = |name: &str| [section, ".", name].concat();
        let years = |name: &str, year: u16| {
            let (to, short) = (u32::from(year) + 1, (u32::from(year) + 1) % 100);
            self.fill(
                &key(name),
                &[
                    ("from", &year.to_string()),
                    ("to", &to.to_string()),
                    ("short", &format!("{short:02}")),
                ],
            )
        };
        match period {
            Period::Undated => self.get(&key("undated")).to_string(),
            Period::Year(year) => years("year", year),
            Period::Academic(year) => years("academic", year),
            Period::Calendar(year) => self.fill(&key("calendar"), &[("year", &year.to_string())]),
            Period::Quarter(year, quarter) => {
                // January to March belongs to the year that began in April before.
                let calendar = u32::from(year) + u32::from(quarter == 4);
                let months = self.get(&format!("{quarters}.{quarter}"));
                self.fill(
                    &key("quarter"),
                    &[("months", months), ("year", &calendar.to_string())],
                )
            }
            Period::Range(from, to) => self.fill(
                &key("range"),
                &[("from", &self.date(from)), ("to", &self.date(to))],
            ),
        }
    }

    /// Returns the months from one quarter to another: "April to December 2026".
    pub fn months(&self, first: Period, last: Period) -> String {
        use chrono::Datelike;
        let (Some(start), Some(end)) = (first.start(), last.end()) else {
            return self.period(first);
        };
        let key = if start.year() == end.year() {
            "periods.months"
        } else {
            "periods.months_over_years"
        };
        self.fill(
            key,
            &[
                ("from", self.month(start.month())),
                ("from_year", &start.year().to_string()),
                ("to", self.month(end.month())),
                ("year", &end.year().to_string()),
            ],
        )
    }

    /// Returns an amount with its unit: "10 working days", "£300", "66%". `text` is the number as printed; `one` chooses
    /// the singular.
    pub fn amount(&self, unit: Unit, text: &str, one: bool) -> String {
        let form = if one { "one" } else { "other" };
        self.fill(&format!("amounts.{}.{form}", unit.code()), &[("n", text)])
    }

    /// Returns words for the beginning of a line: their first letter large.
    pub fn beginning(&self, text: &str) -> String {
        let mut letters = text.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => String::new(),
        }
    }

    /// Returns a label for the middle of a sentence: its first letter small, unless it begins with an abbreviation or a
    /// name, which the language file lists under `[names]`.
    pub fn within(&self, label: &str) -> String {
        let mut letters = label.chars();
        let (first, second) = (letters.next(), letters.next());
        let named = self
            .index()
            .names
            .iter()
            .any(|name| label.starts_with(name.as_str()));
        match first {
            Some(first) if !named && second.is_none_or(|letter| !letter.is_uppercase()) => {
                first.to_lowercase().chain(label.chars().skip(1)).collect()
            }
            _ => label.to_string(),
        }
    }
}

/// Returns a whole number as sentences print it: "1,805".
fn number(n: i64) -> String {
    Decimal::whole(n).grouped()
}

enum Piece<'a> {
    Words(&'a str),
    Hole(&'a str),
}

/// Splits a sentence at its holes; a brace that is not closed is words.
fn pieces_of(sentence: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let hole = rest.find('{').and_then(|open| {
            let close = rest[open..].find('}')?;
            Some((open, open + close))
        });
        match hole {
            Some((0, close)) => {
                let name = &rest[1..close];
                rest = &rest[close + 1..];
                Some(Piece::Hole(name))
            }
            Some((open, _)) => {
                let words = &rest[..open];
                rest = &rest[open..];
                Some(Piece::Words(words))
            }
            None => Some(Piece::Words(std::mem::take(&mut rest))),
        }
    })
}

#[cfg(test)]
mod tests;
