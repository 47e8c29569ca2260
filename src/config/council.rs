//! The council itself, and details that may be printed.

use super::keys;
use super::text::{Reader, Table};
use super::{Council, Printable};
use crate::calendar::Nation;
use crate::diagnostic::named as rule;
use std::ops::Range;

const NATIONS: &[Nation] = &[
    Nation::England,
    Nation::Wales,
    Nation::Scotland,
    Nation::NorthernIreland,
];

pub(super) fn council(reader: &mut Reader, root: &mut Table) -> Council {
    let mut table = reader.table(root, "council");
    let name = required(reader, &mut table, "name", "name = \"Anytown Council\"");
    let (area_code, place) = area_code(reader, &mut table);
    let council = Council {
        name,
        kind: reader.text(&mut table, "kind"),
        nation: nation(reader, &mut table, &area_code, place),
        area_code,
        base_url: base_url(reader, &mut table),
        languages: languages(reader, &mut table),
        website: reader.text(&mut table, "website"),
        example: reader.flag(&mut table, "example").unwrap_or(false),
        banner: reader.text(&mut table, "banner"),
    };
    reader.finish(table, keys::COUNCIL);
    council
}

/// Takes a text that must be there.
pub(super) fn required(reader: &mut Reader, table: &mut Table, key: &str, line: &str) -> String {
    let found = reader.word(table, key);
    if found.is_none() {
        let message = format!("[{}] does not say {key}", table.name);
        let help = format!("add the line\n    {line}");
        reader.error(rule::SETTINGS_MISSING, table.span.clone(), message, help);
    }
    found.map(|text| text.into_inner()).unwrap_or_default()
}

/// Takes the area code, and where it stands when it has the form of one.
fn area_code(reader: &mut Reader, table: &mut Table) -> (String, Option<Range<usize>>) {
    let Some(text) = reader.word(table, "area_code") else {
        let none = required(reader, table, "area_code", "area_code = \"E06000021\"");
        return (none, None);
    };
    let code = text.get_ref();
    let shaped = code.len() == 9
        && code.starts_with(['E', 'W', 'S', 'N', 'K'])
        && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if !shaped {
        let message = format!("\"{}\" is not an area code", crate::diagnostic::cut(code));
        let help = "an area code is a letter and eight digits, as E06000021";
        reader.error(rule::AREA_CODE, text.span(), message, help);
    }
    let place = shaped.then(|| text.span());
    (text.into_inner(), place)
}

/// Takes the nation, which must be that of the area code: it decides bank holidays, time limits and ombudsmen.
fn nation(
    reader: &mut Reader,
    table: &mut Table,
    area_code: &str,
    place: Option<Range<usize>>,
) -> Nation {
    let words: Vec<(&str, Nation)> = NATIONS.iter().map(|one| (one.word(), *one)).collect();
    let said = reader.choice(table, "nation", rule::SETTINGS_CHOICE, &words);
    let nation = said.unwrap_or_default();
    let of_code = Nation::of_area_code(area_code);
    if let (Some(place), Some(right)) = (place, of_code)
        && right != nation
    {
        let message = match said {
            Some(_) => format!(
                "{area_code} is not an area code of nation \"{}\"",
                nation.word()
            ),
            None => format!("{area_code} is not an area code of England, and no nation is named"),
        };
        let help = format!(
            "bank holidays, time limits and ombudsmen go by the nation; correct the code or write\n    nation = \"{}\"",
            right.word()
        );
        reader.error(rule::AREA_CODE, place, message, help);
    }
    nation
}

fn base_url(reader: &mut Reader, table: &mut Table) -> String {
    let Some(text) = reader.word(table, "base_url") else {
        return required(
            reader,
            table,
            "base_url",
            "base_url = \"https://complaints.example.gov.uk/\"",
        );
    };
    let url = text.get_ref();
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |rest: &str| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty()
            && !rest.contains("//")
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"?#\"'<>\\^`{|}@ ".contains(&byte))
    };
    if !rest.is_some_and(plain) {
        let message = format!(
            "\"{}\" is not an address a site can stand at",
            crate::diagnostic::cut(url)
        );
        let help = "write the whole address, as https://complaints.example.gov.uk/";
        reader.error(rule::BASE_URL, text.span(), message, help);
    }
    let mut url = text.into_inner();
    if !url.ends_with('/') {
        url.push('/');
    }
    url
}

fn languages(reader: &mut Reader, table: &mut Table) -> Vec<String> {
    let given = reader.strings(table, "languages").unwrap_or_default();
    let mut languages = Vec::new();
    for text in given {
        let shaped = (2..=3).contains(&text.get_ref().len())
            && text.get_ref().bytes().all(|byte| byte.is_ascii_lowercase());
        if !shaped {
            let message = format!(
                "\"{}\" is not a language code",
                crate::diagnostic::cut(text.get_ref())
            );
            let help = "write \"en\" for English, \"cy\" for Welsh";
            reader.error(rule::SETTINGS_CHOICE, text.span(), message, help);
        } else if !languages.contains(text.get_ref()) {
            if let Some(first) = languages.first() {
                let message = format!("this version builds one language alone, {first}");
                let help = "take the other one out; its pages will not be there";
                reader.warning(rule::LANGUAGE_NOT_BUILT, text.span(), message, help);
            }
            languages.push(text.into_inner());
        }
    }
    if languages.is_empty() {
        languages.push("en".into());
    }
    languages
}

pub(super) fn printable(reader: &mut Reader, root: &mut Table) -> Vec<Printable> {
    let tables = reader.tables(root, "printable").unwrap_or_default();
    let mut details = Vec::new();
    for mut table in tables {
        let label = required(reader, &mut table, "label", "label = \"Complaints team\"");
        let text = required(reader, &mut table, "text", "text = \"01234 567890\"");
        details.push(Printable { label, text });
        reader.finish(table, keys::PRINTABLE);
    }
    details
}
