//! The `candour.toml` that belongs to generated rows.

use std::fmt::Write;

use chrono::NaiveDate;

use super::council::{Life, Service};

/// Names for the natures that the rows use. The other codes are built in, and so are their names.
const NATURES: [(&str, &str); 13] = [
    ("delay", "Delay or no action"),
    ("quality", "Quality of the work or care"),
    ("communication", "How we kept people informed"),
    ("conduct", "How staff behaved"),
    ("decision", "A decision or a policy"),
    ("information", "Wrong or unclear information"),
    ("charges", "Charges and money"),
    ("assessment", "An assessment"),
    ("support", "Support that was promised"),
    ("change_of_worker", "Changes of worker"),
    ("missed_appointment", "Missed appointments"),
    ("privacy", "How we looked after records"),
    ("fairness", "Fair treatment"),
];

/// Returns the whole text.
pub fn text(council: &str, area_code: &str, services: &[Service], until: NaiveDate) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail; the result only says so.
    let _ = write(&mut text, council, area_code, services, until);
    text
}

fn write(
    text: &mut String,
    council: &str,
    area_code: &str,
    services: &[Service],
    until: NaiveDate,
) -> std::fmt::Result {
    writeln!(
        text,
        "# An invented council. Its case rows are made by `candour demo`.\n"
    )?;
    writeln!(text, "[council]\nname = {}", quoted(council))?;
    writeln!(text, "area_code = {}", quoted(area_code))?;
    writeln!(
        text,
        "nation = \"england\"\nbase_url = \"https://demonstration.example/\"\nexample = true\n"
    )?;
    for service in services {
        self::service(text, service, services)?;
    }
    text.push_str(PROCEDURES);
    for (code, name) in NATURES {
        writeln!(text, "[natures.{code}]\nname = {}\n", quoted(name))?;
    }
    writeln!(
        text,
        "[disclosure]\nthreshold = 0\nreason = \"The council and its cases are invented, so there is nobody to protect.\"\n"
    )?;
    writeln!(text, "[release]\ndate = \"{until}\"")
}

fn service(text: &mut String, service: &Service, all: &[Service]) -> std::fmt::Result {
    writeln!(
        text,
        "[services.{}]\nname = {}",
        service.code,
        quoted(&service.name)
    )?;
    writeln!(text, "slug = \"{}\"", service.code.replace('_', "-"))?;
    writeln!(text, "subject = \"{}\"", service.subject)?;
    if !service.keywords.is_empty() {
        let words: Vec<String> = service.keywords.iter().map(|word| quoted(word)).collect();
        writeln!(text, "keywords = [{}]", words.join(", "))?;
    }
    match service.life {
        Life::Always => {}
        Life::After => writeln!(text, "from = \"2024-04-01\"")?,
        Life::Before => {
            let heirs: Vec<String> = all
                .iter()
                .filter(|other| other.life == Life::After)
                .map(|other| quoted(&other.code))
                .collect();
            writeln!(
                text,
                "to = \"2024-03-31\"\nsuccessor = [{}]\nchange = \"merge\"",
                heirs.join(", ")
            )?;
        }
    }
    text.push('\n');
    for team in service.teams {
        writeln!(
            text,
            "[services.{}]\nname = {}",
            team.code,
            quoted(team.name)
        )?;
        writeln!(text, "slug = \"{}\"", team.code.replace('_', "-"))?;
        writeln!(
            text,
            "parent = \"{}\"\npage = false\nkind = \"team\"",
            service.code
        )?;
        match (service.life, team.since) {
            (Life::After, 0) => writeln!(text, "from = \"2024-04-01\"\n")?,
            (_, 0) => text.push('\n'),
            (_, year) => writeln!(text, "from = \"{year}-04-01\"\n")?,
        }
    }
    Ok(())
}

/// Writes a text as TOML does, whatever is in it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// The limits that the generated replies keep or miss.
const PROCEDURES: &str = r#"[[procedures.corporate.stage_1]]
days = 20
unit = "working"
clock = "received"
acknowledge = 5
extension = 10

[[procedures.corporate.stage_1]]
days = 10
unit = "working"
clock = "acknowledged"
acknowledge = 5
extension = 10
from = "2024-04-01"

[[procedures.corporate.stage_2]]
days = 20
unit = "working"
clock = "received"
acknowledge = 5
extension = 20

[[procedures.corporate.stage_2]]
days = 20
unit = "working"
clock = "acknowledged"
acknowledge = 5
extension = 20
from = "2024-04-01"

[[procedures.statutory_adults.stage_1]]
days = 20
unit = "working"
clock = "received"
acknowledge = 3
extension = 20

[[procedures.statutory_children.stage_1]]
days = 10
unit = "working"
clock = "received"
acknowledge = 3
extension = 10

[[procedures.statutory_children.stage_2]]
days = 25
unit = "working"
clock = "received"
acknowledge = 5
extension = 40

[[procedures.statutory_children.stage_3]]
days = 45
unit = "working"
clock = "received"
acknowledge = 5

[[procedures.housing.stage_1]]
days = 10
unit = "working"
clock = "acknowledged"
acknowledge = 5
extension = 10

[[procedures.housing.stage_2]]
days = 20
unit = "working"
clock = "acknowledged"
acknowledge = 5
extension = 20

"#;

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::super::{contact, council};
    use super::*;
    use crate::diagnostic::{Report, render_text};
    use crate::vocabulary::List;

    #[test]
    fn every_nature_that_a_row_may_hold_has_a_name() {
        for procedure in [
            "corporate",
            "housing",
            "statutory_adults",
            "statutory_children",
        ] {
            for (code, _) in contact::natures(procedure) {
                assert!(NATURES.iter().any(|(named, _)| named == code), "{code}");
            }
        }
    }

    #[test]
    fn every_other_code_that_a_row_may_hold_is_built_in() {
        let procedures = [
            "corporate",
            "housing",
            "statutory_adults",
            "statutory_children",
        ];
        let complainants = procedures.map(contact::complainants).concat();
        let mut random = Random::new(1);
        let channels = (0..300)
            .map(|_| (contact::channel(&mut random, 3), 1))
            .collect();
        for (list, used) in [
            (List::Contact, contact::CONTACTS.to_vec()),
            (List::Complainant, complainants),
            (List::Channel, channels),
            (List::Remedy, contact::REMEDIES.to_vec()),
            (List::RefusalReason, contact::REFUSALS.to_vec()),
        ] {
            for (code, _) in used {
                assert!(
                    list.built_in().iter().any(|(known, _)| *known == code),
                    "{list:?} {code}"
                );
            }
        }
    }

    #[test]
    fn the_text_is_toml_whatever_the_council_is_called() {
        let services = council::services(40);
        let until = NaiveDate::from_ymd_opt(2026, 8, 28).unwrap();
        let text = text("St \"Ex\\bourne\"\n", "E99999999", &services, until);
        let mut report = Report::new();
        crate::config::parse("candour.toml", &text, &mut report);
        assert!(report.diagnostics().is_empty(), "{}", render_text(&report));
        let table: toml::Table = text.parse().unwrap();
        // 41 services, since the fourth was two before, and the teams of the first four.
        assert_eq!(table["services"].as_table().unwrap().len(), 42 + 16);
    }
}
