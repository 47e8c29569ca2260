//! Whether everybody can read a theme's colours.
//!
//! The style sheet names its colours as custom properties of `:root`, once for the light scheme and, where they differ,
//! once for the dark one. Every pair that text, lines and marks are made of is computed, as WCAG 2.2 does it: 4.5 to 1
//! for text, 3 to 1 for lines, marks and the focus ring.

use crate::diagnostic::named as rule;
use crate::diagnostic::{Diagnostic, Location, Report};
use std::collections::BTreeMap;

/// What stands on what, and how far apart they must be, in tenths.
const PAIRS: [(&str, &str, f64); 15] = [
    ("ink", "paper", 4.5),
    ("quiet", "paper", 4.5),
    ("brand", "paper", 4.5),
    ("link", "paper", 4.5),
    ("ink", "tint", 4.5),
    ("quiet", "tint", 4.5),
    ("link", "tint", 4.5),
    ("focus", "paper", 3.0),
    ("focus", "tint", 3.0),
    ("edge", "paper", 3.0),
    ("k1", "paper", 3.0),
    ("k2", "paper", 3.0),
    ("k3", "paper", 3.0),
    ("k4", "paper", 3.0),
    ("k5", "paper", 3.0),
];

type Colours = BTreeMap<String, [u8; 3]>;

/// Refuses a style sheet whose colours are too close.
pub(super) fn check(path: &str, style: &str, report: &mut Report) {
    let (light, dark) = colours(style);
    let mut over = light.clone();
    over.extend(dark);
    for (scheme, colours) in [("light", light), ("dark", over)] {
        for (front, back, least) in PAIRS {
            let (Some(one), Some(other)) = (colours.get(front), colours.get(back)) else {
                continue;
            };
            let ratio = contrast(*one, *other);
            if ratio < least {
                report.push(
                    Diagnostic::error(
                        rule::LOW_CONTRAST,
                        format!("in the {scheme} scheme --{front} on --{back} has a contrast of {ratio:.2} to 1; it needs {least}"),
                    )
                    .at(Location::file(path))
                    .help(format!("Make --{front} darker or lighter in static/style.css, away from --{back}.")),
                );
            }
        }
    }
}

/// Returns the colours of the light scheme and those that the dark one changes. Rules for paper and for forced colours
/// are left out: there the reader's machine chooses.
fn colours(style: &str) -> (Colours, Colours) {
    let (mut light, mut dark) = (Colours::new(), Colours::new());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = style;
    while let Some(at) = rest.find(['{', '}', ';']) {
        let (text, sign) = (rest[..at].trim(), rest.as_bytes()[at]);
        rest = &rest[at + 1..];
        if sign == b'{' {
            open.push(text);
            continue;
        }
        let root = open
            .last()
            .is_some_and(|selector| selector.ends_with(":root"));
        let elsewhere = open.iter().any(|rule| {
            rule.contains("print") && !rule.contains("screen") || rule.contains("forced-colors")
        });
        let kept = if open
            .iter()
            .any(|rule| rule.contains("prefers-color-scheme: dark"))
        {
            &mut dark
        } else {
            &mut light
        };
        if let Some((name, colour)) = text
            .rsplit("*/")
            .next()
            .and_then(declared)
            .filter(|_| root && !elsewhere)
        {
            kept.insert(name.to_owned(), colour);
        }
        if sign == b'}' {
            open.pop();
        }
    }
    (light, dark)
}

/// Returns the name and the colour of `--name: #abc` or `--name: #aabbcc`.
fn declared(text: &str) -> Option<(&str, [u8; 3])> {
    let (name, value) = text.trim().strip_prefix("--")?.split_once(':')?;
    let digits = value.trim().strip_prefix('#')?;
    let part = |at: usize, length: usize| u8::from_str_radix(digits.get(at..at + length)?, 16).ok();
    let colour = match digits.len() {
        3 => [part(0, 1)? * 17, part(1, 1)? * 17, part(2, 1)? * 17],
        6 => [part(0, 2)?, part(2, 2)?, part(4, 2)?],
        _ => return None,
    };
    Some((name.trim(), colour))
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(style: &str) -> Vec<String> {
        let mut report = Report::new();
        check("themes/a/static/style.css", style, &mut report);
        report
            .diagnostics()
            .iter()
            .map(|fault| fault.message.clone())
            .collect()
    }

    #[test]
    fn the_default_theme_can_be_read_by_everybody() {
        let style = include_str!("../../themes/default/static/style.css");
        let (light, dark) = colours(style);
        assert!(
            light.len() >= 14 && dark.contains_key("paper"),
            "{light:?} {dark:?}"
        );
        assert_eq!(messages(style), Vec::<String>::new());
    }

    #[test]
    fn colours_that_are_too_close_are_refused_in_either_scheme() {
        let style = "/* a */ :root { --paper: #fff; --ink: #999; } @media screen and (prefers-color-scheme: dark) { :root { --paper: #000 } } @media print { :root { --ink: #fff; } }";
        assert_eq!(
            messages(style),
            ["in the light scheme --ink on --paper has a contrast of 2.85 to 1; it needs 4.5"]
        );
    }

    #[test]
    fn the_contrast_is_that_of_the_standard() {
        assert_eq!(
            format!("{:.2}", contrast([0x12, 0x43, 0x6d], [255, 255, 255])),
            "10.25"
        );
        assert_eq!(
            format!("{:.2}", contrast([0, 0, 0], [255, 255, 255])),
            "21.00"
        );
    }
}
