//! The council's printed figures, and what the page and its data file must show of each.

use crate::page::Element;
use crate::site::Site;
use std::collections::BTreeMap;

/// A line of figures-map.csv: one printed figure.
#[derive(Debug, Clone)]
pub struct Printed {
    pub row: String,
    pub key: String,
    pub service: String,
    pub period: String,
    pub value: String,
    /// How a value stands that lost against another; empty for those that stand as printed.
    pub lost: String,
}

/// A line of a page's data.csv, by column.
pub type Tidy = BTreeMap<String, String>;

impl Printed {
    fn measure(&self) -> &str {
        self.key.split('/').nth(5).unwrap_or_default()
    }

    /// Returns the folder of the page on which the figure must stand (contract 9).
    pub fn page(&self, site: &Site) -> String {
        if let Some(rest) = self.key.strip_prefix("decisions/") {
            let id = rest.split('/').next().unwrap_or_default();
            return format!("ombudsman/decisions/{id}/");
        }
        let service = format!("services/{}/", site.slug(&self.service));
        match self.period.as_str() {
            "undated" => service,
            period => format!("{service}{period}/"),
        }
    }

    /// Returns what is wrong with the figure's place on the site, in words; nothing when it stands as it must.
    pub fn fault(&self, site: &Site) -> Option<String> {
        let folder = self.page(site);
        let Some(page) = site.page(&folder) else {
            return Some(format!("there is no page {folder}"));
        };
        let carriers = page.figures(&self.key);
        if carriers.is_empty() {
            return Some(format!("{folder} has no element for it"));
        }
        if !labelled(page, &self.key) {
            return Some(format!("{folder} shows it without words beside it"));
        }
        if self.key.starts_with("decisions/") {
            let shown = carriers
                .iter()
                .any(|carrier| has_number(&carrier.text(), &self.value));
            return (!shown).then(|| format!("{folder} shows {}", texts(&carriers)));
        }
        let Some(tidy) = site.tidy(&folder, &self.key) else {
            return Some(format!("{folder}data.csv has no row for it"));
        };
        if self.lost.is_empty() {
            self.shown(&folder, page, &carriers, tidy)
        } else {
            self.explained(&folder, page, tidy)
        }
    }

    /// Tests a figure that stands as printed.
    fn shown(
        &self,
        folder: &str,
        page: &Element,
        carriers: &[&Element],
        tidy: &Tidy,
    ) -> Option<String> {
        if !self.agrees(tidy) {
            return Some(format!("{folder}data.csv has {:?}", tidy["value"]));
        }
        let wanted = self.on_page(tidy);
        let directed = |carrier: &Element| match self.direction() {
            Some(words) if !wanted.is_empty() => {
                says(&carrier.text(), words) || said_around(page, &self.key, words)
            }
            _ => true,
        };
        let good = carriers.iter().any(|carrier| {
            let text = carrier.text();
            let number = match wanted.as_str() {
                "" => says(&text, NO_CHANGE) || has_number(&text, "0"),
                wanted => has_number(&text, wanted),
            };
            number && directed(carrier)
        });
        (!good).then(|| format!("{folder} shows {}, not {wanted:?}", texts(carriers)))
    }

    /// Returns whether the row's value is the printed one, given as exactly as the council printed it. Of a share made of
    /// two counts the counts decide, since its value in the file is rounded already.
    fn agrees(&self, tidy: &Tidy) -> bool {
        let places = self
            .value
            .split_once('.')
            .map_or(0, |(_, part)| part.len() as u32);
        let Some(wanted) = hundredths(&self.value) else {
            return false;
        };
        let unit = 100 / 10_i64.pow(places.min(2));
        let exact = parts(tidy).filter(|_| tidy["unit"] == "percent");
        let value = match exact {
            Some((numerator, denominator)) => rounded(numerator.abs() * 10_000, denominator * unit),
            None => match hundredths(&tidy["value"]) {
                Some(value) => rounded(value.abs(), unit),
                None => return false,
            },
        };
        let negative = tidy["value"].starts_with('-');
        value * unit == wanted.abs() && (negative == self.value.starts_with('-') || value == 0)
    }

    /// Returns the digits that the page must print: whole percentages, one decimal for rates, counts with commas; empty
    /// for a change of nought, which is words.
    fn on_page(&self, tidy: &Tidy) -> String {
        let change = self.measure().contains("_change");
        if change && hundredths(&self.value) == Some(0) {
            return String::new();
        }
        if tidy["unit"] == "percent" {
            return exact_share(tidy)
                .or_else(|| hundredths(&self.value).map(|value| rounded(value.abs(), 100)))
                .map(|share| share.to_string())
                .unwrap_or_default();
        }
        commas(self.value.trim_start_matches('-'))
    }

    /// Returns the words of which one must say which way a change went.
    fn direction(&self) -> Option<&'static [&'static str]> {
        if !self.measure().contains("_change") || self.value.starts_with('0') {
            return None;
        }
        Some(if self.value.starts_with('-') {
            FEWER
        } else {
            MORE
        })
    }

    /// Tests a value that lost: it stands in a note of the section that shows the winner, and in the row's note.
    fn explained(&self, folder: &str, page: &Element, tidy: &Tidy) -> Option<String> {
        let printed = commas(self.value.trim_start_matches('-'));
        let beside = page
            .sections_with(&self.key)
            .iter()
            .any(|section| has_number(&section.text(), &printed));
        if !beside {
            return Some(format!(
                "{folder} does not print {printed} beside the figure used"
            ));
        }
        let noted = has_number(&tidy["note"], &printed);
        (!noted).then(|| format!("{folder}data.csv has no note of {printed}"))
    }
}

const MORE: &[&str] = &[
    "more",
    "higher",
    "longer",
    "up",
    "+",
    "changed by",
    "increase",
];
const FEWER: &[&str] = &[
    "fewer",
    "less",
    "lower",
    "shorter",
    "down",
    "-",
    "\u{2212}",
    "changed by",
];
const NO_CHANGE: &[&str] = &["same", "no change", "none"];

fn says(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Returns whether one of the words stands next to the figure: in the sentence, tile or cell that holds it.
fn said_around(page: &Element, key: &str, words: &[&str]) -> bool {
    let holders = page.all(&|element| {
        matches!(element.name.as_str(), "p" | "li" | "td" | "dd")
            && !element.figures(key).is_empty()
    });
    holders.iter().any(|holder| says(&holder.text(), words))
}

/// Returns whether the figure stands in a row, tile or sentence that says what it is.
fn labelled(page: &Element, key: &str) -> bool {
    let holders = page.all(&|element| {
        matches!(element.name.as_str(), "tr" | "li" | "p" | "div")
            && !element.figures(key).is_empty()
    });
    holders.iter().any(|holder| {
        let numbers: usize = holder
            .figures(key)
            .iter()
            .map(|figure| figure.text().len())
            .sum();
        let text = holder.text();
        text.len() > numbers && text.chars().any(char::is_alphabetic)
    })
}

fn texts(carriers: &[&Element]) -> String {
    let texts: Vec<String> = carriers
        .iter()
        .map(|carrier| format!("{:?}", carrier.text()))
        .collect();
    texts.join(", ")
}

/// Returns the row's exact numerator and denominator, when it has both.
fn parts(tidy: &Tidy) -> Option<(i64, i64)> {
    let numerator = tidy["numerator"].parse().ok()?;
    let denominator = tidy["denominator"].parse().ok().filter(|base| *base > 0)?;
    Some((numerator, denominator))
}

/// Returns the share that they make as a whole number.
fn exact_share(tidy: &Tidy) -> Option<i64> {
    let (numerator, denominator) = parts(tidy)?;
    Some(rounded(100 * numerator.abs(), denominator))
}

/// Divides, rounding half away from nought; both numbers are positive.
fn rounded(numerator: i64, denominator: i64) -> i64 {
    (2 * numerator + denominator) / (2 * denominator)
}

/// Returns a printed number in hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = format!("{part:0<2}");
    let whole: i64 = whole.parse().ok()?;
    Some(sign * (whole * 100 + part.get(..2)?.parse::<i64>().ok()?))
}

/// Writes a whole number with commas: 1805 as 1,805.
fn commas(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push('.');
        text.push_str(part);
    }
    text
}

/// Returns whether this number stands in the text by itself, not as a part of a longer one.
pub fn has_number(text: &str, number: &str) -> bool {
    let number = &commas(&number.replace(',', ""));
    text.match_indices(number.as_str()).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + number.len()..].chars();
        let next = after.next();
        let apart = |letter: Option<char>| !letter.is_some_and(|letter| letter.is_ascii_digit());
        let goes_on =
            matches!(next, Some('.' | ',')) && after.next().is_some_and(|l| l.is_ascii_digit());
        apart(before) && !matches!(before, Some('.' | ',')) && apart(next) && !goes_on
    })
}

#[test]
fn a_number_stands_by_itself_or_not_at_all() {
    assert!(has_number("1,805 complaints", "1805"));
    assert!(has_number("That is 9 fewer.", "9"));
    assert!(!has_number("19 fewer", "9"));
    assert!(!has_number("9.5 days", "9"));
    assert!(has_number("£200", "200"));
}
