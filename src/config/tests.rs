use super::*;
use crate::calendar::DayUnit;
use crate::diagnostic::render_text;
use crate::vocabulary::code;

const GOOD: &str = r#"
[council]
name = "Anytown Council"
area_code = "E06000021"
base_url = "https://ashford.example"

[services.adults]
name = "Adult social care"

[disclosure]
threshold = 0
reason = "Invented figures."
"#;

fn site(more: &str) -> Site {
    let (site, report) = parsed(&format!("{GOOD}{more}"));
    assert!(report.diagnostics().is_empty(), "{}", render_text(&report));
    site.unwrap()
}

fn parsed(text: &str) -> (Option<Site>, Report) {
    let mut report = Report::new();
    let site = parse("candour.toml", text, &mut report);
    (site, report)
}

fn faults(more: &str) -> Vec<(String, String)> {
    let (_, report) = parsed(&format!("{GOOD}{more}"));
    report
        .grouped()
        .into_iter()
        .map(|found| (found.rule.code.to_string(), found.message))
        .collect()
}

#[track_caller]
fn refused(more: &str, code: &str, words: &str) {
    let found = faults(more);
    assert!(
        found
            .iter()
            .any(|(rule, message)| rule == code && message.contains(words)),
        "{found:?}"
    );
}

#[test]
fn a_short_file_makes_a_whole_site() {
    let site = site("");
    assert_eq!(site.council.base_url, "https://ashford.example/");
    assert_eq!(site.council.languages, ["en"]);
    let adults = site.services.find("Adult Social Care").unwrap();
    assert_eq!(site.services.get(adults).unwrap().slug, "adults");
    let corporate = site.procedure(code::CORPORATE).unwrap();
    assert_eq!(corporate.stages, [code::STAGE_1, code::STAGE_2]);
    let day = NaiveDate::from_ymd_opt(2024, 4, 1).unwrap();
    let timer = corporate.timer(code::STAGE_1, day).unwrap();
    assert_eq!(
        (timer.days, timer.acknowledge, timer.extension),
        (Some(10), Some(5), Some(10))
    );
    let adults = site.procedure(code::STATUTORY_ADULTS).unwrap();
    let timer = adults.timer(code::STAGE_1, day).unwrap();
    assert_eq!(
        (timer.unit, timer.report_in),
        (DayUnit::Months, DayUnit::Working)
    );
    assert_eq!(
        site.list(List::Outcome).find("Upheld in part"),
        Some(code::PARTIALLY_UPHELD)
    );
}

#[test]
fn a_misspelt_key_is_refused_with_the_nearest_one_and_its_place() {
    let (_, report) = parsed(&GOOD.replace("area_code", "area_cde"));
    let text = render_text(&report);
    assert!(
        text.contains(
            "error[C051]: the key \"area_cde\" is not known in [council]\n  \
             --> candour.toml, line 4\n4 | area_cde = \"E06000021\"\n  | ^^^^^^^^\n  \
             help: did you mean area_code?"
        ),
        "{text}"
    );
    assert!(text.contains("[council] does not say area_code"), "{text}");
}

#[test]
fn all_faults_of_a_file_are_found_in_one_run() {
    let (site, report) = parsed(
        r#"
[council]
nmae = "X"
area_code = "06000021"
nation = "Englnd"
base_url = "ashford"
[services.Adults]
[services.all]
name = "All"
slug = "Big One"
parent = "nobody"
[accept]
"#,
    );
    assert!(site.is_some());
    let mut codes: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|found| found.rule.code)
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(
        codes,
        [
            "C051", "C053", "C054", "C055", "C056", "C057", "C058", "C060", "C061", "C067"
        ]
    );
}

#[test]
fn a_text_that_is_not_toml_is_refused_without_a_site() {
    let (site, report) = parsed("[council\nname = Anytown\n");
    assert!(site.is_none());
    assert!(
        report
            .diagnostics()
            .iter()
            .all(|found| found.rule.code == "C050")
    );
    assert!(report.has_errors());
}

#[test]
fn a_policy_that_cannot_be_carried_out_is_refused() {
    for right in ["threshold = 3", "threshold = 5", "threshold = 10", ""] {
        let (_, report) = parsed(&GOOD.replace("threshold = 0", right));
        assert!(!report.has_errors(), "{}", render_text(&report));
    }
    for wrong in ["threshold = 4", "threshold = 1", "method = \"round\""] {
        let (_, report) = parsed(&GOOD.replace("threshold = 0", wrong));
        assert!(render_text(&report).contains("C065"), "{wrong}");
    }
    let (_, report) = parsed(&GOOD.replace("reason = \"Invented figures.\"", ""));
    assert!(render_text(&report).contains("C066"));
}

#[test]
fn services_make_a_tree_without_circles_or_shared_addresses() {
    let site = site(
        "[services.homes]\nname = \"Homes\"\nparent = \"adults\"\nkind = \"team\"\naliases = [\"Housing team\"]\nfrom = \"2024-04-01\"\n",
    );
    let homes = site.services.find("housing-team").unwrap();
    assert_eq!(site.services.ancestors(homes).len(), 2);
    refused(
        "[services.b]\nname = \"B\"\nslug = \"adults\"\n",
        "C059",
        "same slug",
    );
    // Names of devices on Windows, where no folder can have them.
    refused("[services.con]\nname = \"B\"\n", "C060", "called con");
    let named = faults("[services.con]\nname = \"B\"\nslug = \"con-service\"\n");
    assert!(named.iter().all(|(code, _)| code != "C060"), "{named:?}");
    refused(
        "[services.b]\nname = \"B\"\nparent = \"b\"\n",
        "C062",
        "above itself",
    );
    refused(
        "[services.b]\nname = \"B\"\nparent = \"c\"\n[services.c]\nname = \"C\"\nparent = \"b\"\n",
        "C062",
        "above itself",
    );
    refused(
        "[services.b]\nname = \"B\"\naliases = [\"Adults\"]\n",
        "C063",
        "both adults and b",
    );
    refused(
        "[services.b]\nname = \"B\"\nfrom = \"2024-04-01\"\nto = \"2023-04-01\"\n",
        "C064",
        "before it begins",
    );
    refused(
        "[services.b]\nname = \"B\"\nsuccessor = [\"aduls\"]\n",
        "C071",
        "successor",
    );
}

#[test]
fn a_name_that_two_services_share_finds_neither() {
    let (found, report) = parsed(&format!(
        "{GOOD}[services.a]\nname = \"Duty team\"\n[services.b]\nname = \"Duty team\"\n"
    ));
    assert!(!report.has_errors());
    assert_eq!(report.diagnostics().len(), 1);
    assert_eq!(found.unwrap().services.find("Duty team"), None);
}

#[test]
fn a_councils_alias_wins_over_a_built_in_one_but_means_one_code_only() {
    let site = site(
        "[outcomes.not_upheld]\nname = \"No fault\"\naliases = [\"Rejected\", \"Declined\"]\n",
    );
    let outcomes = site.list(List::Outcome);
    assert_eq!(outcomes.find("rejected"), Some(code::NOT_UPHELD));
    assert_eq!(outcomes.find("declined"), Some(code::NOT_UPHELD));
    assert_eq!(
        outcomes.entry(code::NOT_UPHELD).unwrap().name.as_deref(),
        Some("No fault")
    );
    refused(
        "[natures.a]\naliases = [\"Delay\"]\n[natures.b]\naliases = [\"delay\"]\n",
        "C063",
        "both a and b",
    );
    refused(
        "[outcomes.upheld]\naliases = [\"not-upheld\"]\n",
        "C063",
        "both not_upheld and upheld",
    );
    refused(
        "[outcomes.granted]\nname = \"Granted\"\n",
        "C071",
        "fixed list",
    );
}

#[test]
fn joined_codes_of_a_fixed_list_are_permitted() {
    let site = site("[outcomes.withdrawn_or_refused]\nname = \"Withdrawn or refused\"\n");
    assert!(
        site.list(List::Outcome)
            .find("Withdrawn or refused")
            .is_some()
    );
}

#[test]
fn a_stage_that_is_written_replaces_its_default_and_a_later_entry_starts_a_break() {
    let site = site(
        "[procedures.corporate]\nname = \"Our procedure\"\nservices = [\"adults\"]\n\
         [[procedures.corporate.stage_1]]\ndays = 20\n\
         [[procedures.corporate.stage_1]]\ndays = 10\nfrom = \"2024-04-01\"\n",
    );
    let corporate = site.procedure(code::CORPORATE).unwrap();
    let days = |year, month| {
        let day = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        corporate.timer(code::STAGE_1, day).unwrap().days
    };
    assert_eq!((days(2024, 3), days(2024, 4)), (Some(20), Some(10)));
    assert_eq!(corporate.stages, [code::STAGE_1, code::STAGE_2]);
    refused(
        "[[procedures.corporate.stage_1]]\ndays = 20\n[[procedures.corporate.stage_1]]\ndays = 10\n",
        "C068",
        "needs from",
    );
    refused("[procedures.own]\nname = \"Own\"\n", "C069", "no stages");
    refused(
        "[[procedures.corporate.stage_1]]\ndays = 0\n",
        "C068",
        "cannot be 0",
    );
}

#[test]
fn an_acceptance_needs_a_code_a_key_and_a_reason() {
    refused(
        "[[accept]]\ncode = \"C065\"\nkey = \"k\"\n",
        "C067",
        "does not say reason",
    );
    refused(
        "[[accept]]\ncode = \"C999\"\nkey = \"k\"\nreason = \"r\"\n",
        "C067",
        "C999",
    );
    let site =
        site("[[accept]]\ncode = \"C065\"\nkey = \"k\"\nuse = \"supplied\"\nreason = \"r\"\n");
    assert_eq!(site.acceptance("C065", "k").unwrap().choose, "supplied");
    assert_eq!(site.accepted[0].line, 13);
}

#[test]
fn headings_and_layouts_are_checked() {
    let site = site(
        "[columns]\nreceived = [\"Date Logged\"]\nignore = [\"Officer\"]\n\
         [pages.default]\nsections = [\"stage_1\", \"closing\"]\n\
         [pages.default.closing]\ntitle = \"And\"\ntiles = [\"compliment.received\", \"stage_3.received\"]\nparts = [\"stage_3.comparison\"]\n",
    );
    assert_eq!(site.columns["received"], ["Date Logged"]);
    assert_eq!(site.pages["default"].sections, ["stage_1", "closing"]);
    refused("[columns]\nrecieved = [\"x\"]\n", "C051", "recieved");
    refused(
        "[columns]\nreceived = [\"x\"]\nignore = [\"X\"]\n",
        "C073",
        "both",
    );
    refused(
        "[pages.default]\nsections = [\"stage_9\"]\n",
        "C072",
        "stage_9",
    );
    refused(
        "[pages.default.stage_1]\ntiles = [\"uphold\"]\n",
        "C072",
        "uphold",
    );
    refused(
        "[pages.adluts]\nsections = [\"stage_1\"]\n",
        "C071",
        "adluts",
    );
}

#[test]
fn every_key_of_the_list_is_read() {
    for (section, known) in KEYS {
        for key in *known {
            let section = section
                .replace("measures.x", "measures.own")
                .replace("pages.x", "pages.default");
            let mark = match section.as_str() {
                "" => continue,
                "printable" | "accept" | "procedures.x.stage_1" | "ombudsmen.x.figures" => {
                    format!("[[{section}]]")
                }
                _ => format!("[{section}]"),
            };
            // A value of the wrong kind at worst; the point is that the key is not called unknown.
            let (_, report) = parsed(&format!("{mark}\n{key} = \"x\"\n"));
            let unknown = format!("the key \"{key}\" is not known");
            assert!(
                report
                    .diagnostics()
                    .iter()
                    .all(|found| !found.message.starts_with(&unknown)),
                "{section}.{key}"
            );
        }
    }
}

#[test]
fn a_day_is_written_year_first_with_quotation_marks_or_without() {
    let day = |text: &str| site(&format!("[release]\ndate = {text}\n")).release.date;
    let expected = NaiveDate::from_ymd_opt(2024, 2, 29);
    assert_eq!(day("2024-02-29"), expected);
    assert_eq!(day("\" 2024-02-29 \""), expected);
    assert_eq!(day("\"\""), None);
    for wrong in [
        "\"29/02/2024\"",
        "\"2023-02-29\"",
        "\"2024-2-29\"",
        "\"12024-02-29\"",
        "\"29 February 2024\"",
        "2024-02-29T10:00:00Z",
        "10:00:00",
        "20240229",
        "true",
    ] {
        refused(
            &format!("[release]\ndate = {wrong}\n"),
            "C052",
            "release.date must be a day as \"2024-06-28\"",
        );
    }
    refused(
        "[release]\nnext = [\"2026-13-01\"]\n",
        "C052",
        "release.next must be a day",
    );
    let next = site("[release]\nnext = [2026-02-27, \"\", \"2025-11-28\"]\n")
        .release
        .next;
    assert_eq!(next.len(), 2);
    assert!(next[0] < next[1], "{next:?}");
}

#[test]
fn codes_that_cannot_be_told_apart_any_more_are_refused() {
    let mut codes = Codes::default();
    let mut known = 0;
    while !codes.is_full() {
        assert_ne!(codes.intern(&format!("word_{known}")), code::ALL);
        known += 1;
    }
    // Each word has a number of its own until they run out; one more has none, and is never taken for another's.
    assert_eq!(codes.intern("one_more"), code::ALL);
    assert_eq!(codes.word(codes.get("word_7").unwrap()), "word_7");
    assert_eq!(too_many_codes().rule.code, "C192");
}

const LETTER: &str = "year = \"2023-24\"\ntitle = \"Annual review letter 2023-24\"\n";

#[test]
fn the_source_of_an_ombudsman_s_figures_has_a_year_and_a_title_and_may_have_a_day_and_a_link() {
    let site = site(&format!(
        "[[ombudsmen.lgsco.figures]]\n{LETTER}published = \"2024-07-24\"\nlink = \"https://a.example/\"\n\
         [[ombudsmen.housing.figures]]\n{LETTER}"
    ));
    let [first, second] = &site.figures_sources[..] else {
        panic!("{:?}", site.figures_sources);
    };
    assert_eq!(first.ombudsman, code::LGSCO);
    assert_eq!(first.year, Period::Year(2023));
    assert_eq!(first.published, NaiveDate::from_ymd_opt(2024, 7, 24));
    assert_eq!(first.link, "https://a.example/");
    assert_eq!(second.ombudsman, code::HOUSING);
    assert_eq!((second.published, second.link.as_str()), (None, ""));
    let section = "[[ombudsmen.lgsco.figures]]\n";
    refused(
        &format!("{section}title = \"Letter\"\n"),
        "C053",
        "does not say year",
    );
    refused(
        &format!("{section}year = \"2023-24\"\n"),
        "C053",
        "does not say title",
    );
}

#[test]
fn a_source_of_figures_is_of_a_whole_year_that_had_begun_and_leads_to_the_web() {
    let section = "[[ombudsmen.lgsco.figures]]\n";
    let of = |year: &str| format!("{section}year = \"{year}\"\ntitle = \"Letter\"\n");
    refused(&of("2023"), "C055", "\"2023\" is not a year");
    refused(&of("2023-24-q1"), "C055", "is not a year");
    refused(&of("undated"), "C055", "is not a year");
    let with = |line: &str| format!("{section}{LETTER}{line}\n");
    refused(&with("published = \"24 July 2024\""), "C052", "published");
    refused(
        &with("published = \"2022-07-24\""),
        "C064",
        "before that year began",
    );
    refused(
        &with("link = \"www.a.example\""),
        "C171",
        "is not a web address",
    );
}

/// `[[ombudsmen.lgcso.figures]]` would otherwise make an ombudsman of that name, whose sentence stands nowhere.
#[test]
fn a_source_of_an_ombudsman_that_nobody_knows_is_refused_with_the_nearest() {
    let source = format!("[[ombudsmen.lgcso.figures]]\n{LETTER}");
    refused(&source, "C071", "the ombudsman \"lgcso\" is not known");
    let own = format!(
        "[ombudsmen.school_board]\nname = \"School board\"\n[[ombudsmen.school_board.figures]]\n{LETTER}"
    );
    assert_eq!(site(&own).figures_sources.len(), 1);
}
