//! docs/themes.md against what a page gives to templates.

use crate::page;

/// Returns the fields of a page and of everything on it, as their source names them; those that are kept from templates
/// are left out, and those whose own fields stand in their place.
fn fields() -> Vec<String> {
    let text = page::read("src/publication/page.rs");
    let (mut fields, mut skipped) = (Vec::new(), false);
    for line in text.lines().map(str::trim) {
        if ["#[serde(skip)]", "#[serde(flatten)]"].contains(&line) {
            skipped = true;
        } else if let Some(name) = field(line) {
            if !skipped {
                fields.push(name.to_owned());
            }
            skipped = false;
        }
    }
    fields
}

fn field(line: &str) -> Option<&str> {
    let (name, kind) = line.strip_prefix("pub ").unwrap_or(line).split_once(": ")?;
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (plain && kind.ends_with(',') && !kind.contains('(')).then_some(name)
}

#[test]
fn every_value_that_a_template_may_use_is_named() {
    let documented = page::read("docs/themes.md");
    let fields = fields();
    assert!(fields.len() > 40, "the fields were not found: {fields:?}");
    let missing: Vec<&String> = fields
        .iter()
        .filter(|field| !documented.contains(&format!("`{field}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/themes.md does not name {missing:?}"
    );
}

#[test]
fn every_template_is_named() {
    let documented = page::read("docs/themes.md");
    let templates = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/templates");
    for entry in std::fs::read_dir(templates).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".html").unwrap_or(&file);
        let named =
            documented.contains(&format!("`{name}`")) || documented.contains(&format!("`{file}`"));
        // The first of a line stands with its meaning behind it: `slice` (a service in a period).
        assert!(named, "docs/themes.md does not name {file}");
    }
}
