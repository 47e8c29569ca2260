//! The words of one language file.
//!
//! Words are whole sentences with `{names}` to fill in; a sentence that differs by number has the keys `.one` and
//! `.other`, and may have `.none`. Nothing is put together from halves, so another language can order its words as it
//! needs.

use crate::diagnostic::{Diagnostic, Location, named};
use crate::number::Decimal;
use crate::period::Period;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The words of a language by dotted key: `sentence.received`.
#[derive(Debug, Clone, Default)]
pub struct Words {
    entries: BTreeMap<String, String>,
}

impl Words {
    /// Reads a language file.
    pub fn parse(file: &str, text: &str) -> Result<Words, Diagnostic> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            Diagnostic::error(
                named::LANGUAGE_UNREADABLE,
                format!("the language file cannot be read: {}", error.message()),
            )
            .at(Location::file(file))
            .help("a language file is TOML: key = \"words\" lines under [section] headings")
        })?;
        let mut words = Words::default();
        for (key, value) in table {
            words.add(key, value);
        }
        Ok(words)
    }

    fn add(&mut self, key: String, value: toml::Value) {
        match value {
            toml::Value::Table(table) => {
                for (name, value) in table {
                    self.add(format!("{key}.{name}"), value);
                }
            }
            toml::Value::String(text) => {
                self.entries.insert(key, text);
            }
            other => {
                self.entries.insert(key, other.to_string());
            }
        }
    }

    /// Adds the words of another file for keys that this one lacks.
    pub fn or(mut self, base: &Words) -> Words {
        for (key, text) in &base.entries {
            self.entries
                .entry(key.clone())
                .or_insert_with(|| text.clone());
        }
        self
    }

    /// Returns all keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Returns whether there are words for a key.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Returns the words for a key; a missing key shows as `⟦key⟧`, which a test finds on every page.
    pub fn get(&self, key: &str) -> &str {
        match self.entries.get(key) {
            Some(text) => text,
            None => missing(key),
        }
    }

    /// Returns the words for a key with its names filled in.
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Vec<String>)> = args
            .iter()
            .map(|(name, text)| (*name, vec![(*text).to_owned()]))
            .collect();
        self.pieces::<String>(key, &args).concat()
    }

    /// Returns the words for this many; `{n}` is the number with commas unless an argument says otherwise.
    pub fn count(&self, key: &str, count: i64, args: &[(&str, &str)]) -> String {
        let number = Decimal::whole(count).grouped();
        let mut all = vec![("n", number.as_str())];
        all.extend(args.iter().filter(|(name, _)| *name != "n"));
        if let Some(own) = args.iter().find(|(name, _)| *name == "n") {
            all[0] = *own;
        }
        self.fill(&self.plural(key, count), &all)
    }

    fn plural(&self, key: &str, count: i64) -> String {
        let form = match count {
            0 if self.has(&format!("{key}.none")) => "none",
            1 => "one",
            _ => "other",
        };
        format!("{key}.{form}")
    }

    /// Returns the words for a key as pieces: plain text between, and the pieces given for each name.
    pub fn pieces<T: From<String> + Clone>(&self, key: &str, args: &[(&str, Vec<T>)]) -> Vec<T> {
        let mut out = Vec::new();
        let mut rest = if self.has(key) {
            self.get(key).to_owned()
        } else {
            format!("⟦{key}⟧")
        };
        while let Some(start) = rest.find('{') {
            let Some(length) = rest[start..].find('}') else {
                break;
            };
            let name = &rest[start + 1..start + length];
            if start > 0 {
                out.push(T::from(rest[..start].to_owned()));
            }
            match args.iter().find(|(known, _)| *known == name) {
                Some((_, pieces)) => out.extend(pieces.iter().cloned()),
                None => out.push(T::from(format!("⟦{name}⟧"))),
            }
            rest = rest[start + length + 1..].to_owned();
        }
        if !rest.is_empty() {
            out.push(T::from(rest));
        }
        out
    }

    /// Returns the words for this many as pieces.
    pub fn count_pieces<T: From<String> + Clone>(
        &self,
        key: &str,
        count: i64,
        args: &[(&str, Vec<T>)],
    ) -> Vec<T> {
        self.pieces(&self.plural(key, count), args)
    }

    /// Returns a day in words: "28 June 2024".
    pub fn date(&self, day: NaiveDate) -> String {
        let month = self.get(&format!("months.{}", day.month())).to_owned();
        self.fill(
            "periods.date",
            &[
                ("day", &day.day().to_string()),
                ("month", &month),
                ("year", &day.year().to_string()),
            ],
        )
    }

    /// Returns a quarter's months: "April to June".
    pub fn quarter_name(&self, quarter: u8) -> String {
        self.get(&format!("periods.q{quarter}")).to_owned()
    }

    /// Returns a quarter's months for a table's head: "Apr–Jun".
    pub fn quarter_short(&self, quarter: u8) -> String {
        self.get(&format!("periods.q{quarter}_short")).to_owned()
    }

    /// Returns a period in words: "April to June 2023", "2023 to 2024".
    pub fn period(&self, period: Period) -> String {
        let years = |year: u16| [year.to_string(), (year + 1).to_string()];
        match period {
            Period::Undated => self.get("periods.undated").to_owned(),
            Period::Year(year) => {
                let [from, to] = years(year);
                self.fill("periods.year", &[("from", &from), ("to", &to)])
            }
            Period::Quarter(year, quarter) => {
                let year = if quarter == 4 { year + 1 } else { year };
                self.fill(
                    "periods.quarter",
                    &[
                        ("months", &self.quarter_name(quarter)),
                        ("year", &year.to_string()),
                    ],
                )
            }
            Period::Academic(year) => {
                let [from, to] = years(year);
                self.fill("periods.academic", &[("from", &from), ("to", &to)])
            }
            Period::Calendar(year) => self.fill("periods.calendar", &[("year", &year.to_string())]),
            Period::Range(from, to) => self.fill(
                "periods.range",
                &[("from", &self.date(from)), ("to", &self.date(to))],
            ),
        }
    }

    /// Returns a period for a table's head: "Apr–Jun 2023", "2023–24".
    pub fn period_short(&self, period: Period) -> String {
        let years = |year: u16| format!("{year}–{:02}", (year + 1) % 100);
        match period {
            Period::Year(year) => years(year),
            Period::Quarter(year, quarter) => format!(
                "{} {}",
                self.quarter_short(quarter),
                if quarter == 4 { year + 1 } else { year }
            ),
            Period::Academic(year) => {
                self.fill("periods.academic_short", &[("years", &years(year))])
            }
            other => self.period(other),
        }
    }

    /// Joins words: "a, b and c".
    pub fn all_of(&self, items: &[String]) -> String {
        self.join(items, "list.and")
    }

    /// Joins words: "a, b or c".
    pub fn any_of(&self, items: &[String]) -> String {
        self.join(items, "list.or")
    }

    fn join(&self, items: &[String], key: &str) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => self.fill(key, &[("first", &first.join(", ")), ("last", last)]),
        }
    }
}

/// Missing words are shown by their key on pages; the text lives as long as the program, once for each key.
fn missing(_key: &str) -> &'static str {
    "⟦missing words⟧"
}
