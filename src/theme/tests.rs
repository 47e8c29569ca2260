//! The rules of themes.

use super::*;

fn site(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    files
        .iter()
        .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()))
        .collect()
}

fn codes(report: &Report) -> Vec<&'static str> {
    report
        .diagnostics()
        .iter()
        .map(|fault| fault.rule.code)
        .collect()
}

#[test]
fn the_built_in_theme_is_read_without_a_finding() {
    let mut report = Report::new();
    let theme = Theme::load(&BTreeMap::new(), "default", "en", &mut report);
    assert_eq!(codes(&report), Vec::<&str>::new());
    assert!(theme.environment().get_template("home.html").is_ok());
    assert!(theme.static_files().any(|(path, _)| path == "style.css"));
}

#[test]
fn a_theme_replaces_single_files_and_single_words() {
    let files = site(&[
        (
            "anytown/theme.toml",
            "name = \"Anytown\"\nextends = \"default\"\ncontract = 1\n",
        ),
        ("anytown/templates/text.html", "own"),
        ("anytown/lang/en.toml", "[template]\nskip = \"Jump\"\n"),
        ("anytown/static/style.css", "body{}"),
    ]);
    let mut report = Report::new();
    let theme = Theme::load(&files, "anytown", "en", &mut report);
    assert_eq!(codes(&report), Vec::<&str>::new());
    assert_eq!(
        theme
            .environment()
            .get_template("text.html")
            .unwrap()
            .source(),
        "own"
    );
    assert!(theme.environment().get_template("home.html").is_ok());
    let words = theme.lang("en").unwrap();
    assert_eq!(words.get("template.skip"), "Jump");
    assert!(words.has("template.menu"));
    let style = theme
        .static_files()
        .find(|(path, _)| *path == "style.css")
        .unwrap();
    assert_eq!(&**style.1, b"body{}");
}

#[test]
fn a_theme_that_an_editor_of_windows_saved_is_the_same_theme() {
    let files = site(&[
        ("anytown/theme.toml", "\u{feff}extends = \"default\"\r\n"),
        (
            "anytown/templates/text.html",
            "\u{feff}one\r\ntwo\rthree\r\n",
        ),
        (
            "anytown/lang/en.toml",
            "\u{feff}[template]\r\nskip = \"Jump\"\r\n",
        ),
        ("anytown/static/notes.txt", "as it is\r\n"),
    ]);
    let mut report = Report::new();
    let theme = Theme::load(&files, "anytown", "en", &mut report);
    assert_eq!(codes(&report), Vec::<&str>::new());
    let template = theme.environment().get_template("text.html").unwrap();
    assert_eq!(template.source(), "one\ntwo\rthree\n");
    assert_eq!(theme.lang("en").unwrap().get("template.skip"), "Jump");
    let mut statics = theme.static_files();
    let (_, notes) = statics.find(|(path, _)| *path == "notes.txt").unwrap();
    assert_eq!(&**notes, b"as it is\r\n");
}

#[test]
fn a_theme_that_is_not_there_is_refused_with_the_known_ones() {
    let mut report = Report::new();
    Theme::load(
        &site(&[("anytown/theme.toml", "")]),
        "anytwon",
        "en",
        &mut report,
    );
    assert_eq!(codes(&report), ["C260"]);
    assert_eq!(report.diagnostics()[0].facts[0].1, "anytown, default");
}

#[test]
fn faults_of_a_theme_are_named_with_their_place() {
    let files = site(&[
        ("a/theme.toml", "extends = \"b\"\n"),
        ("b/theme.toml", "extends = \"a\"\ncontract = 9\n"),
        ("b/templates/sliec.html", "x"),
        ("b/templates/slice.html", "one\n{% if %}\n"),
        ("b/lang/en.toml", "[template\n"),
    ]);
    let mut report = Report::new();
    Theme::load(&files, "a", "en", &mut report);
    let mut found = codes(&report);
    found.sort();
    assert_eq!(found, ["C250", "C262", "C263", "C264", "C266"]);
    let syntax = report
        .diagnostics()
        .iter()
        .find(|fault| fault.rule.code == "C266")
        .unwrap();
    assert_eq!(
        syntax.location,
        Some(Location::file("themes/b/templates/slice.html").row(2))
    );
    assert!(syntax.excerpt.as_ref().unwrap().contains("{% if %}"));
}

#[test]
fn a_template_cannot_use_what_is_not_there_or_run_for_ever() {
    let files = site(&[
        ("a/templates/text.html", "one\n{{ page.nothing }}\n"),
        (
            "a/templates/data.html",
            "{% for x in range(9000) %}{% for y in range(9000) %}{% endfor %}{% endfor %}",
        ),
        ("a/templates/home.html", "{{ t(\"no_such_word\") }}"),
        (
            "a/templates/steps.html",
            "{% include \"../../candour.toml\" %}",
        ),
        ("a/templates/slice.html", "{{ true }}"),
    ]);
    let mut report = Report::new();
    let theme = Theme::load(&files, "a", "en", &mut report);
    assert_eq!(codes(&report), Vec::<&str>::new());
    let fault = |name: &str| {
        let template = theme.environment().get_template(name).unwrap();
        let error = template
            .render(minijinja::context! { page => minijinja::context! {} })
            .unwrap_err();
        Theme::fault(&error)
    };
    let undefined = fault("text.html");
    assert_eq!(undefined.rule.code, "C268");
    assert_eq!(
        undefined.location,
        Some(Location::file("templates/text.html").row(2))
    );
    assert!(undefined.excerpt.unwrap().contains("page.nothing"));
    assert_eq!(fault("data.html").rule.code, "C269");
    assert!(fault("home.html").message.contains("no_such_word"));
    assert_eq!(fault("steps.html").rule.code, "C267");
    assert_eq!(fault("slice.html").rule.code, "C268");
}
