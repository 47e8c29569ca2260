//! The `candour.toml` that belongs to generated rows.

use std::fmt::Write;

use chrono::NaiveDate;

use super::council::{Life, Service};

/// Names for the codes that the rows use, beside those every site knows: section, code, name.
const NAMES: [(&str, &str, &str); 36] = [
    ("natures", "delay", "Delay or no action"),
    ("natures", "quality", "Quality of the work or care"),
    ("natures", "communication", "How we kept people informed"),
    ("natures", "conduct", "How staff behaved"),
    ("natures", "decision", "A decision or a policy"),
    ("natures", "information", "Wrong or unclear information"),
    ("natures", "charges", "Charges and money"),
    ("natures", "assessment", "An assessment"),
    ("natures", "support", "Support that was promised"),
    ("natures", "change_of_worker", "Changes of worker"),
    ("natures", "missed_appointment", "Missed appointments"),
    ("natures", "privacy", "How we looked after records"),
    ("natures", "fairness", "Fair treatment"),
    ("complainants", "resident", "Resident"),
    ("complainants", "tenant", "Tenant"),
    ("complainants", "leaseholder", "Leaseholder"),
    ("complainants", "service_user", "Person who gets the care"),
    ("complainants", "family", "Family member"),
    ("complainants", "carer", "Unpaid carer"),
    ("complainants", "parent", "Parent"),
    ("complainants", "young_person", "Young person"),
    ("complainants", "representative", "Advocate or adviser"),
    ("complainants", "business", "Business"),
    ("channels", "web_form", "Form on our website"),
    ("channels", "email", "Email"),
    ("channels", "phone", "Phone"),
    ("channels", "letter", "Letter"),
    ("channels", "in_person", "In person"),
    ("channels", "social_media", "Social media"),
    ("remedies", "apology", "Apology"),
    (
        "remedies",
        "service_provided",
        "We did the work or gave the service",
    ),
    ("remedies", "explanation", "Explanation"),
    ("remedies", "process_change", "Change to how we work"),
    ("remedies", "payment", "Payment"),
    ("remedies", "staff_training", "Staff training"),
    ("remedies", "repair", "Repair"),
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
    writeln!(text, "nation = \"england\"\nexample = true\n")?;
    for service in services {
        self::service(text, service, services)?;
    }
    text.push_str(PROCEDURES);
    for (section, code, name) in NAMES {
        writeln!(text, "[{section}.{code}]\nname = {}\n", quoted(name))?;
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

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            _ if letter.is_control() => quoted.push(' '),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
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
    use super::super::council;
    use super::*;

    fn unnamed(section: &str, list: council::Weighted) -> Vec<&'static str> {
        let codes = list.iter().map(|(code, _)| *code);
        codes
            .filter(|code| {
                !NAMES
                    .iter()
                    .any(|(named, known, _)| *named == section && known == code)
            })
            .collect()
    }

    #[test]
    fn every_code_that_a_row_may_hold_has_a_name() {
        for procedure in [
            "corporate",
            "housing",
            "statutory_adults",
            "statutory_children",
        ] {
            assert!(unnamed("natures", council::natures(procedure)).is_empty());
            assert!(unnamed("complainants", council::complainants(procedure)).is_empty());
        }
        assert!(unnamed("remedies", council::REMEDIES).is_empty());
    }

    #[test]
    fn the_text_is_toml_whatever_the_council_is_called() {
        let services = council::services(40);
        let until = NaiveDate::from_ymd_opt(2026, 8, 28).unwrap();
        let text = text("St \"Ex\\bourne\"\n", "E99999999", &services, until);
        let table: toml::Table = text.parse().unwrap();
        // 41 services, since the fourth was two before, and the teams of the first four.
        assert_eq!(table["services"].as_table().unwrap().len(), 42 + 16);
    }
}
