//! Words of the code lists and of the service tree, as the data spell them.

use super::cells::{Fault, toml};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, cut, is_hidden, named as rule};
use crate::vocabulary::{Code, List, fold, looks_like, nearest};

/// Reads a word of a list; names the nearest known one and the lines for candour.toml where it is none.
pub fn code(text: &str, list: List, site: &Site) -> Result<Code, Fault> {
    plain(text)?;
    match site.list(list).find(text) {
        Some(code) => Ok(code),
        None => Err(Box::new(unknown_code(text, list, site))),
    }
}

/// Returns the word for one entry of a list.
fn noun(list: List) -> &'static str {
    match list {
        List::Contact => "contact",
        List::Procedure => "procedure",
        List::Stage => "stage",
        List::Outcome => "outcome",
        List::RefusalReason => "refusal reason",
        List::Nature => "nature",
        List::Complainant => "complainant",
        List::Channel => "channel",
        List::Remedy => "remedy",
        List::Theme => "theme",
        List::Ombudsman => "ombudsman",
        List::Decision => "decision",
        List::DecisionReason => "reason of a decision",
        List::Finding => "finding",
        List::Timeliness => "test of time",
        List::ResponseBand => "band of days",
        List::Group => "group",
    }
}

/// Returns whether candour.toml can add to a list.
fn is_open(list: List) -> bool {
    !matches!(
        list,
        List::Stage | List::Timeliness | List::ResponseBand | List::Ombudsman
    )
}

fn unknown_code(text: &str, list: List, site: &Site) -> Diagnostic {
    let shown = cut(text);
    let entries = &site.list(list).entries;
    let words: Vec<&str> = entries
        .iter()
        .map(|entry| site.codes.word(entry.code))
        .collect();
    if text.is_empty() {
        return Diagnostic::error(
            rule::UNKNOWN_CODE,
            format!("a {} is missing here", noun(list)),
        )
        .fact("known", known(&words));
    }
    let fault = Diagnostic::error(
        rule::UNKNOWN_CODE,
        format!("{} \"{shown}\" is not one this site knows", noun(list)),
    )
    .value(text)
    .fact("known", known(&words));
    if list == List::Outcome && fold(text).starts_with("reject") {
        return fault.help(format!(
            "it may mean not_upheld or refused, so it is never guessed; say which in candour.toml:\n    [outcomes.not_upheld]\n    aliases = [{}]",
            toml(text)
        ));
    }
    if says_nothing(text) {
        return fault.help("leave the cell empty where there is nothing to say");
    }
    let near = near(text, list, &words, site);
    let section = list.section();
    fault.help(match (near, is_open(list)) {
        (Some(near), true) => format!(
            "did you mean {near}? If your system always writes \"{shown}\", add it to candour.toml:\n    [{section}.{near}]\n    aliases = [{}]",
            toml(text)
        ),
        (Some(near), false) => format!("did you mean {near}?"),
        // Sums rest on the outcomes, so there are no others.
        (None, _) if list == List::Outcome => format!(
            "write one of these; or if your system always writes \"{shown}\" for one of them, say so in candour.toml, with that one in place of upheld:\n    [{section}.upheld]\n    aliases = [{}]",
            toml(text)
        ),
        (None, true) => format!(
            "write one of these; or if it is one of your own, add it to candour.toml:\n    [{section}.{}]\n    name = {}",
            slug(text, '_'),
            toml(text)
        ),
        (None, false) => "write one of these".into(),
    })
}

/// Returns whether a cell is filled with a word for nothing.
fn says_nothing(text: &str) -> bool {
    let words = ["na", "none", "null", "nil", "blank", "tbc", "notapplicable"];
    let bare = fold(&text.replace(['/', '.', '(', ')'], ""));
    bare.is_empty() || words.contains(&bare.as_str())
}

/// Returns the code whose word, name or alias is nearest.
fn near<'s>(text: &str, list: List, words: &[&'s str], site: &'s Site) -> Option<&'s str> {
    let names = site.list(list).entries.iter().filter_map(|entry| {
        let name = entry.name.as_deref()?;
        Some((name, site.codes.word(entry.code)))
    });
    let aliases = list
        .built_in()
        .iter()
        .flat_map(|(word, aliases)| aliases.iter().map(move |alias| (*alias, *word)));
    let spellings: Vec<(&str, &str)> = words
        .iter()
        .map(|word| (*word, *word))
        .chain(names)
        .chain(aliases)
        .filter(|(_, word)| words.contains(word))
        // A stage 9 is not nearly a stage 1: where only the digits differ, nothing is near.
        .filter(|(spelling, _)| letters(spelling) != letters(text) || fold(spelling) == fold(text))
        .collect();
    let near = nearest(text, spellings.iter().map(|(spelling, _)| *spelling))?;
    let (_, word) = spellings
        .into_iter()
        .find(|(spelling, _)| *spelling == near)?;
    words.iter().find(|known| **known == word).copied()
}

/// Returns the letters of a word, without its digits.
fn letters(text: &str) -> String {
    let letters = |c: &char| !c.is_ascii_digit();
    fold(text).chars().filter(letters).collect()
}

/// Lists the first known words.
fn known(words: &[&str]) -> String {
    const MOST: usize = 8;
    let mut text = words[..words.len().min(MOST)].join(", ");
    if words.len() > MOST {
        text.push_str(", …");
    }
    if text.is_empty() {
        text.push_str("none yet");
    }
    text
}

/// Makes a code or a slug of a name, as a proposal.
fn slug(text: &str, joint: char) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c != '\'' && c != '’' && !out.ends_with(joint) && !out.is_empty() {
            out.push(joint);
        }
    }
    let out = out.trim_end_matches(joint);
    if out.is_empty() {
        "new".into()
    } else {
        out.chars().take(40).collect()
    }
}

/// Reads a node of the service tree; `all`, `council` and an empty cell are not its business.
pub fn service(text: &str, site: &Site) -> Result<Code, Fault> {
    plain(text)?;
    match site.services.find(text).filter(|_| !has_mark(text)) {
        Some(code) => Ok(code),
        None => Err(Box::new(unknown_service(text, site))),
    }
}

/// Returns the note that a service is spelt otherwise than candour.toml spells it; nothing when it is not.
pub fn service_otherwise(text: &str, code: Code, site: &Site) -> Option<Diagnostic> {
    let node = site.services.get(code)?;
    (!site.services.spells(code, text, &site.codes)).then(|| otherwise("service", text, &node.name))
}

/// Returns the note that a word of a list has other characters than candour.toml writes it with; nothing when it has not.
pub fn code_otherwise(text: &str, list: List, code: Code, site: &Site) -> Option<Diagnostic> {
    site.list(list)
        .is_otherwise(text)
        .then(|| otherwise(noun(list), text, site.codes.word(code)))
}

fn otherwise(noun: &str, text: &str, name: &str) -> Diagnostic {
    let mut message = format!("{noun} \"{}\" is read as {}", cut(text), cut(name));
    if looks_like(text, name) {
        message += ", though it is written with other characters";
    }
    Diagnostic::note(rule::SPELT_OTHERWISE, message)
    .value(text)
    .help("nothing need be done; the note goes when the spelling is added to its aliases in candour.toml")
}

/// Signs that councils put behind names to point to a footnote.
const MARKS: [char; 8] = ['*', '†', '‡', '§', '¹', '²', '³', '^'];

fn has_mark(text: &str) -> bool {
    text.ends_with(MARKS)
}

fn unknown_service(text: &str, site: &Site) -> Diagnostic {
    let shown = cut(text);
    if text.is_empty() {
        return Diagnostic::error(rule::UNKNOWN_SERVICE, "a service is missing here")
            .help("write the service that the row is about, as candour.toml names it");
    }
    let bare = text.trim_end_matches(MARKS).trim_end();
    if bare != text && site.services.find(bare).is_some() {
        return Diagnostic::error(
            rule::UNKNOWN_SERVICE,
            format!("the service \"{shown}\" carries a footnote mark"),
        )
        .value(text)
        .help(format!(
            "write \"{}\" alone and put the note into a column note",
            cut(bare)
        ));
    }
    let spellings: Vec<(&str, &str)> = site
        .services
        .iter()
        .flat_map(|node| {
            let word = site.codes.word(node.code);
            let others = [node.name.as_str(), word].into_iter();
            others
                .chain(node.aliases.iter().map(String::as_str))
                .map(move |spelling| (spelling, word))
        })
        .collect();
    let words: Vec<&str> = site
        .services
        .iter()
        .map(|node| site.codes.word(node.code))
        .collect();
    let near = nearest(text, spellings.iter().map(|(spelling, _)| *spelling))
        .and_then(|near| spellings.iter().find(|(spelling, _)| *spelling == near));
    Diagnostic::error(
        rule::UNKNOWN_SERVICE,
        format!("service \"{shown}\" is not one this site knows"),
    )
    .value(text)
    .fact("known", known(&words))
    .help(match near {
        Some((spelling, word)) => format!(
            "did you mean {spelling}? If your system always writes \"{shown}\", add it to candour.toml:\n    [services.{word}]\n    aliases = [{}]",
            toml(text)
        ),
        None => format!(
            "if it is another name for one of these, add it to that service's aliases in candour.toml; if it is a new service:\n    [services.{}]\n    name = {}\n    slug = \"{}\"",
            slug(text, '_'),
            toml(text),
            slug(text, '-')
        ),
    })
}

/// Tests that a label holds no characters that hide or imitate others: bidirectional controls, zero-width, mixed scripts.
pub fn plain(text: &str) -> Result<(), Fault> {
    if text.is_ascii() {
        return Ok(());
    }
    let hidden = text.chars().find(|c| is_hidden(*c));
    let (message, help) = if let Some(c) = hidden {
        (
            format!(
                "this cell holds a character that cannot be seen (U+{:04X})",
                u32::from(c)
            ),
            "type the cell anew; such characters come along when text is copied from web pages and letters",
        )
    } else if text.split(|c: char| !c.is_alphabetic()).any(is_mixed) {
        (
            "a word in this cell mixes letters of two alphabets that look alike".to_owned(),
            "type the cell anew: one of its letters is Greek or Cyrillic",
        )
    } else {
        return Ok(());
    };
    Err(Box::new(
        Diagnostic::error(rule::HIDDEN_CHARACTER, message)
            .value(&text.chars().filter(|c| !is_hidden(*c)).collect::<String>())
            .help(help),
    ))
}

/// Returns whether a word has both Latin letters and letters that are drawn like them.
fn is_mixed(word: &str) -> bool {
    let latin = word.chars().any(|c| {
        c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
    });
    let other = word.chars().any(|c| matches!(c, '\u{370}'..='\u{3FF}' | '\u{400}'..='\u{52F}' | '\u{530}'..='\u{58F}' | '\u{13A0}'..='\u{13FF}'));
    latin && other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_not_nearly_another() {
        assert_eq!(letters("Stage 9"), letters("stage_1"));
        assert_ne!(letters("infrmal"), letters("informal"));
    }

    #[test]
    fn characters_that_hide_or_imitate_are_refused() {
        for text in [
            "Hous\u{200B}ing",
            "\u{202E}gnisuoH",
            "H\u{043E}using",
            "\u{0391}dults",
        ] {
            assert!(plain(text).is_err(), "{text:?}");
        }
        for text in ["Housing", "Children’s services", "Tŷ’r Cyngor", "Café – £5"] {
            assert!(plain(text).is_ok(), "{text:?}");
        }
    }
}
