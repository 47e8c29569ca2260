//! Reads TOML by hand, so that every fault of a file is found in one run and shown in its place.
//!
//! A derived deserialiser stops at the first fault and cannot say what a key was probably meant to be. Here a [`Table`]
//! gives its entries away one by one; what is left in the end is unknown.

use crate::diagnostic::{Diagnostic, Report, Rule};
use crate::vocabulary::nearest;
use chrono::NaiveDate;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The rules that a kind of TOML text breaks: candour.toml and front matter have their own.
pub(crate) struct TextRules {
    /// Not TOML.
    pub syntax: &'static Rule,
    /// A key that is not known.
    pub unknown: &'static Rule,
    /// A value of the wrong kind.
    pub kind: &'static Rule,
}

/// A text being read, with the report that its faults go to.
pub(crate) struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    rules: TextRules,
    report: &'a mut Report,
}

/// A table of the text with the entries that nobody has taken yet.
pub(crate) struct Table<'t> {
    /// As its heading writes it: `services.adults`; empty for the file itself.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
    entries: Vec<Entry<'t>>,
}

struct Entry<'t> {
    key: &'t str,
    key_span: Range<usize>,
    value: &'t Spanned<DeValue<'t>>,
}

impl<'t> Table<'t> {
    fn new(name: String, span: Range<usize>, table: &'t DeTable<'t>) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_span: key.span(),
                value,
            })
            .collect();
        // The map is sorted by key; the order of the file matters for services and lists.
        entries.sort_by_key(|entry| entry.key_span.start);
        Table {
            name,
            span,
            entries,
        }
    }

    /// Returns the table that is the whole text.
    pub fn root(document: &'t Spanned<DeTable<'t>>) -> Self {
        Table::new(String::new(), 0..0, document.get_ref())
    }

    /// Returns the table that stands at no place and has no entries, for a section that is not written.
    pub fn absent(name: &str) -> Self {
        Table {
            name: name.into(),
            span: 0..0,
            entries: Vec::new(),
        }
    }

    /// Returns the keys that are left, in the order of the file.
    pub fn keys(&self) -> Vec<&'t str> {
        self.entries.iter().map(|entry| entry.key).collect()
    }

    fn take(&mut self, key: &str) -> Option<Entry<'t>> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    fn below(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.into()
        } else {
            format!("{}.{key}", self.name)
        }
    }
}

impl<'a> Reader<'a> {
    /// Returns a reader of this text.
    pub fn new(file: &'a str, text: &'a str, rules: TextRules, report: &'a mut Report) -> Self {
        Reader {
            file,
            text,
            rules,
            report,
        }
    }

    /// Parses the text; nothing, and one fault for each mistake, when it is not TOML.
    pub fn document(&mut self) -> Option<Spanned<DeTable<'a>>> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let message = format!("this is not TOML: {}", error.message());
            let help = syntax_help(self.text, &span, error.message());
            self.error(self.rules.syntax, span, message, help);
        }
        errors.is_empty().then_some(document)
    }

    /// Reports an error at a place in the text.
    pub fn error(
        &mut self,
        rule: &'static Rule,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic::error(rule, message).help(help), span);
    }

    /// Reports a warning at a place in the text.
    pub fn warning(
        &mut self,
        rule: &'static Rule,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Diagnostic::warning(rule, message).help(help), span);
    }

    /// Reports a finding at a place in the text; at the file when the place is empty.
    pub fn push(&mut self, diagnostic: Diagnostic, span: Range<usize>) {
        self.report.push(if span == (0..0) {
            diagnostic.at(crate::diagnostic::Location::file(self.file))
        } else {
            diagnostic.in_text(self.file, self.text, span)
        });
    }

    /// Returns the line of a place.
    pub fn line(&self, span: &Range<usize>) -> u32 {
        crate::diagnostic::line_of(self.text, span.start)
    }

    fn wrong(&mut self, table: &Table, entry: &Entry, wanted: &str) {
        let key = table.below(entry.key);
        let found = entry.value.get_ref().type_str();
        let message = format!("{key} must be {wanted}, and is {} {found}", article(found));
        self.error(self.rules.kind, entry.value.span(), message, "");
    }

    /// Takes a text; nothing when the key is not written.
    pub fn string(&mut self, table: &mut Table, key: &str) -> Option<Spanned<String>> {
        let entry = table.take(key)?;
        match entry.value.get_ref() {
            DeValue::String(text) => {
                Some(Spanned::new(entry.value.span(), text.trim().to_string()))
            }
            _ => {
                self.wrong(table, &entry, "a text in quotation marks");
                None
            }
        }
    }

    /// Takes a text that says something; nothing when it is blank or not written.
    pub fn word(&mut self, table: &mut Table, key: &str) -> Option<Spanned<String>> {
        self.string(table, key)
            .filter(|text| !text.get_ref().is_empty())
    }

    /// Takes a text; blank when it is not written.
    pub fn text(&mut self, table: &mut Table, key: &str) -> String {
        self.string(table, key)
            .map(Spanned::into_inner)
            .unwrap_or_default()
    }

    /// Takes a yes or no.
    pub fn flag(&mut self, table: &mut Table, key: &str) -> Option<bool> {
        let entry = table.take(key)?;
        let flag = entry.value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(table, &entry, "true or false, without quotation marks");
        }
        flag
    }

    /// Takes a whole number from 0 to 9999.
    pub fn number(&mut self, table: &mut Table, key: &str) -> Option<Spanned<u16>> {
        let entry = table.take(key)?;
        let number = entry
            .value
            .get_ref()
            .as_integer()
            .and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok())
            .filter(|number| *number <= 9999);
        if number.is_none() {
            self.not_from_nought(table, &entry);
        }
        number.map(|number| Spanned::new(entry.value.span(), number))
    }

    fn not_from_nought(&mut self, table: &Table, entry: &Entry) {
        let range = "a whole number from 0 to 9999";
        let Some(number) = entry.value.get_ref().as_integer() else {
            return self.wrong(table, entry, &format!("{range}, without quotation marks"));
        };
        let key = table.below(entry.key);
        let message = format!("{key} must be {range}, and is {}", number.as_str());
        self.error(self.rules.kind, entry.value.span(), message, "");
    }

    /// Takes a date, written bare or as a text; nothing when it is blank.
    pub fn date(&mut self, table: &mut Table, key: &str) -> Option<Spanned<NaiveDate>> {
        let entry = table.take(key)?;
        self.as_date(table, &entry, entry.value)
    }

    /// Takes one date or a list of them.
    pub fn dates(&mut self, table: &mut Table, key: &str) -> Vec<Spanned<NaiveDate>> {
        let Some(entry) = table.take(key) else {
            return Vec::new();
        };
        match entry.value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| self.as_date(table, &entry, item))
                .collect(),
            _ => self
                .as_date(table, &entry, entry.value)
                .into_iter()
                .collect(),
        }
    }

    fn as_date(
        &mut self,
        table: &Table,
        entry: &Entry,
        value: &Spanned<DeValue>,
    ) -> Option<Spanned<NaiveDate>> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => "?".into(),
        };
        if text.is_empty() {
            return None;
        }
        // Ten characters, or a year of five digits would pass.
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d")
            .ok()
            .filter(|_| text.len() == 10);
        if date.is_none() {
            let message = format!(
                "{} must be a day as \"2024-06-28\": year, month, day",
                table.below(entry.key)
            );
            self.error(self.rules.kind, value.span(), message, "");
        }
        date.map(|date| Spanned::new(value.span(), date))
    }

    /// Takes a list of texts; blank ones are left out.
    pub fn strings(&mut self, table: &mut Table, key: &str) -> Option<Vec<Spanned<String>>> {
        let entry = table.take(key)?;
        let Some(items) = entry.value.get_ref().as_array() else {
            self.wrong(table, &entry, "a list of texts: [\"one\", \"two\"]");
            return None;
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str().map(str::trim) {
                Some("") => {}
                Some(text) => texts.push(Spanned::new(item.span(), text.to_string())),
                None => self.wrong(table, &entry, "a list of texts: [\"one\", \"two\"]"),
            }
        }
        Some(texts)
    }

    /// Takes one of a few known words.
    pub fn choice<T: Copy>(
        &mut self,
        table: &mut Table,
        key: &str,
        rule: &'static Rule,
        known: &[(&str, T)],
    ) -> Option<T> {
        let text = self.word(table, key)?;
        let found = known.iter().find(|(word, _)| word == text.get_ref());
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let message = format!(
                "{} cannot be \"{}\"",
                table.below(key),
                crate::diagnostic::cut(text.get_ref())
            );
            let help = offer(text.get_ref(), &words);
            self.error(rule, text.span(), message, help);
        }
        found.map(|(_, value)| *value)
    }

    /// Takes a table below this one; an absent one when it is not written.
    pub fn table<'t>(&mut self, table: &mut Table<'t>, key: &str) -> Table<'t> {
        match table.take(key) {
            Some(entry) => self.below(table, entry),
            None => Table::absent(&table.below(key)),
        }
    }

    fn below<'t>(&mut self, table: &Table, entry: Entry<'t>) -> Table<'t> {
        let name = table.below(entry.key);
        match entry.value.get_ref().as_table() {
            Some(inner) => Table::new(name, entry.key_span, inner),
            None => {
                self.wrong(table, &entry, &format!("a section headed [{name}]"));
                Table::absent(&name)
            }
        }
    }

    /// Takes tables that may be written several times (`[[accept]]`); a single one may be written `[accept]`.
    pub fn tables<'t>(&mut self, table: &mut Table<'t>, key: &str) -> Option<Vec<Table<'t>>> {
        let name = table.below(key);
        let entry = table.take(key)?;
        let made = |value: &'t Spanned<DeValue<'t>>| {
            let inner = value.get_ref().as_table()?;
            Some(Table::new(name.clone(), value.span(), inner))
        };
        let found: Option<Vec<Table>> = match entry.value.get_ref() {
            DeValue::Table(_) => made(entry.value).map(|one| vec![one]),
            DeValue::Array(items) => items.iter().map(made).collect(),
            _ => None,
        };
        if found.is_none() {
            self.wrong(table, &entry, &format!("sections headed [[{name}]]"));
        }
        found
    }

    /// Takes all tables below this one, in the order of the file, with their keys.
    pub fn named<'t>(&mut self, table: &mut Table<'t>) -> Vec<(Spanned<&'t str>, Table<'t>)> {
        std::mem::take(&mut table.entries)
            .into_iter()
            .map(|entry| {
                let key = Spanned::new(entry.key_span.clone(), entry.key);
                (key, self.below(table, entry))
            })
            .collect()
    }

    /// Takes those entries below this one that are tables, with their keys; leaves the others.
    pub fn named_tables<'t>(
        &mut self,
        table: &mut Table<'t>,
    ) -> Vec<(Spanned<&'t str>, Table<'t>)> {
        let rest = std::mem::take(&mut table.entries);
        let (tables, others) = rest
            .into_iter()
            .partition(|entry| entry.value.get_ref().is_table());
        table.entries = tables;
        let named = self.named(table);
        table.entries = others;
        named
    }

    /// Refuses the entries that nobody took.
    pub fn finish(&mut self, table: Table, known: &[&str]) {
        let place = if table.name.is_empty() {
            String::new()
        } else {
            format!(" in [{}]", table.name)
        };
        for entry in &table.entries {
            let message = format!("the key \"{}\" is not known{place}", entry.key);
            let help = offer(entry.key, known);
            self.error(self.rules.unknown, entry.key_span.clone(), message, help);
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    }
}

/// Returns the help for a word that is not known: the nearest known one, and all of them when they are few.
pub(crate) fn offer(word: &str, known: &[&str]) -> String {
    let meant = nearest(word, known.iter().copied()).map(|near| format!("did you mean {near}? "));
    let all = format!("Known: {}.", known.join(", "));
    match meant {
        Some(meant) if known.len() > 30 => meant.trim_end().into(),
        meant => meant.unwrap_or_default() + &all,
    }
}

/// Returns what most likely mends a mistake in TOML, for people who write it twice a year.
fn syntax_help(text: &str, span: &Range<usize>, message: &str) -> &'static str {
    let before = text.as_bytes().iter().take(span.start);
    let newline = before.rev().position(|byte| *byte == b'\n');
    let start = newline.map_or(0, |back| span.start.min(text.len()) - back);
    let line = text[start..].lines().next().unwrap_or_default();
    if message.contains("duplicate key") {
        "a section, and a key in it, stand only once: put these lines into the one that is there already"
    } else if line.contains(['“', '”', '‘', '’', '„']) {
        "quotation marks are the straight ones here: \"; a word processor makes them curly, a plain editor does not"
    } else {
        "texts stand in \"quotation marks\", headings of sections in [square brackets], and lines of notes begin with #"
    }
}
