//! docs/measures.md, from the catalogue of measures and its words.

use crate::page::{self, head, plain, row};
use candour::language::Words;
use candour::vocabulary::{Codes, MEASURES, Measure, Unit};

const TOP: &str = "\
# The measures

What each figure is called, what it means and how it is worked out. The dictionary page of every site says the same, from the
same list. Your own measures are declared in `candour.toml` under `[measures.…]`.

- **A share is named by what it is a share of**: `responded_percent` is of those responded to.
- **Days** are in the unit of the procedure: working, calendar or school days. Averages over two units are never made.
- **What adds up** adds up over quarters, services of one level and procedures. Stages never do: a complaint at stage 2 was
  a complaint at stage 1.
- **A stock** is a count at one moment. The year takes the first quarter's start and the last quarter's end.

This page is written from the program's own lists; a test fails when it is not up to date.
";

const ENDINGS: &str = "
## Names that are made of others

| ending | means | example |
|---|---|---|
| `_percent` | a share of the measure before the ending | `received_percent` |
| `_per_1000`, `_per_100000` | for each thousand, or hundred thousand, residents | `received_per_1000` |
| `_per_1000_homes` | for each thousand homes that the council owns | `received_per_1000_homes` |
| `_change` | this period less the same period a year earlier, in the measure's own unit; for shares in percentage points | `received_change` |
| `_change_percent` | that difference, divided by the earlier value | `received_change_percent` |

Shares, rates and changes that you supply are printed claims. Where they follow from the counts, the computed figure is
published. Where they do not, `candour check` says so, and `[[accept]]` settles which one is published.
";

const AMOUNTS_TOP: &str = "
## Amounts of single decisions

The pages of decisions print these, and the published table has a row for each. They are added up as
[`payments`](#payments) and not otherwise compared.
";

#[test]
fn every_measure_is_documented() {
    let words = Words::parse("en.toml", &page::read("themes/default/lang/en.toml")).unwrap();
    let codes = Codes::default();
    let mut text = TOP.to_owned();
    text += &head(&["code", "name", "unit", "share or mean of", "adds up"]);
    for measure in MEASURES {
        let code = codes.word(measure.code);
        let base = measure.base.map(|base| format!("`{}`", codes.word(base)));
        text += &row(&[
            &format!("[`{code}`](#{code})"),
            words.get(&format!("measures.{code}.name")),
            unit(measure),
            base.as_deref().unwrap_or(""),
            adds_up(measure),
        ]);
    }
    text += ENDINGS;
    text += "\n## What each one means\n";
    for measure in MEASURES {
        let code = codes.word(measure.code);
        let say = |part: &str| plain(words.get(&format!("measures.{code}.{part}")));
        text += &format!(
            "\n### {code}\n\n**{}.** {}\n\nHow it is worked out: {}\n",
            say("name"),
            say("definition"),
            say("formula")
        );
    }
    text += AMOUNTS_TOP;
    for code in ["amount", "total_amount"] {
        let say = |part: &str| plain(words.get(&format!("amounts.{code}.{part}")));
        text += &format!(
            "\n### {code}\n\n**{}.** {}\n\nWhere it comes from: {}\n",
            say("name"),
            say("definition"),
            say("formula")
        );
    }
    page::is("docs/measures.md", &text);
}

fn unit(measure: &Measure) -> &'static str {
    match measure.unit {
        Unit::WorkingDays => "days of the procedure",
        unit => unit.code(),
    }
}

fn adds_up(measure: &Measure) -> &'static str {
    match (measure.stock, measure.additive) {
        (true, _) => "stock",
        (false, true) => "yes",
        (false, false) => "no",
    }
}
