//! What is built holds no personal data and nothing that runs, whatever stands in the data: through the real program.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn lay(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            lay(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Makes the good site in a folder of its own.
fn site(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("screening")
        .join(name);
    let _ = fs::remove_dir_all(&root);
    lay(&here().join("tests/support/good-site"), &root);
    root
}

fn candour(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(arguments)
        .args(["--color", "never"])
        .current_dir(root)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.as_slice(), output.stderr.as_slice()].concat()).unwrap()
}

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn built(root: &Path) -> Vec<(String, String)> {
    let output = candour(root, &["build"]);
    assert!(output.status.success(), "{}", said(&output));
    let walk = walkdir::WalkDir::new(root.join("public"))
        .into_iter()
        .map(Result::unwrap);
    walk.filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry
                .path()
                .strip_prefix(root.join("public"))
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            Some((path, fs::read_to_string(entry.path()).ok()?))
        })
        .collect()
}

fn lesson(text: &str) -> String {
    format!(
        "id,period,service,theme,you_said,we_found,we_did,status,due,link\nmissed-visits,2024-25-q1,adults,information,\"{0}\",\"{0}\",\"{0}\",done,,\n",
        text.replace('"', "\"\"")
    )
}

#[test]
fn a_declared_number_passes_in_every_spelling_and_another_does_not() {
    let root = site("declared");
    write(
        &root,
        "data/lessons/lessons.csv",
        lesson("Ring 01632 960140."),
    );
    let output = candour(&root, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("C350") && !said(&output).contains("960140"),
        "{}",
        said(&output)
    );
    let settings = fs::read_to_string(root.join("candour.toml")).unwrap();
    write(
        &root,
        "candour.toml",
        format!("{settings}\n[[printable]]\nlabel = \"Ours\"\ntext = \"(01632) 960 140\"\n"),
    );
    let output = candour(&root, &["check", "--deny", "warnings"]);
    assert!(output.status.success(), "{}", said(&output));
    write(
        &root,
        "data/lessons/lessons.csv",
        lesson("Ring 01632 960141."),
    );
    assert_eq!(candour(&root, &["check"]).status.code(), Some(1));
}

#[test]
fn a_name_passes_once_somebody_approved_it_by_its_exact_words() {
    let root = site("approved");
    write(
        &root,
        "data/lessons/lessons.csv",
        lesson("Councillor Ada Thistlewick asked for it."),
    );
    let output = candour(&root, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("candour guard --approvals data/lessons/lessons.csv"),
        "{}",
        said(&output)
    );
    let output = candour(&root, &["guard", "--approvals", "data/lessons/lessons.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let entry = String::from_utf8(output.stdout).unwrap();
    assert!(!entry.contains("Thistlewick"), "{entry}");
    // The same words three times need one entry.
    let entry: String = entry.split_inclusive("\n\n").take(1).collect();
    write(&root, "approvals.toml", &entry);
    let output = candour(&root, &["check"]);
    assert!(
        said(&output).contains("C353"),
        "who and when are asked for\n{}",
        said(&output)
    );
    let signed = entry
        .replace("who = \"\"", "who = \"A. Officer\"")
        .replace("when = \"\"", "when = \"2024-06-28\"");
    write(&root, "approvals.toml", signed);
    let output = candour(&root, &["check", "--deny", "warnings"]);
    assert!(output.status.success(), "{}", said(&output));
    let public = built(&root);
    assert!(
        !public
            .iter()
            .any(|(path, text)| path.contains("approvals") || text.contains("A. Officer"))
    );
    write(
        &root,
        "data/lessons/lessons.csv",
        lesson("Councillor Tom Thistlewick asked for it."),
    );
    assert_eq!(candour(&root, &["check"]).status.code(), Some(1));
}

#[test]
fn no_finding_of_any_stage_shows_a_detail() {
    let root = site("masked");
    let cases = fs::read_to_string(root.join("data/cases/2024-25-q1.csv")).unwrap();
    for text in ["Mrs Thistlewick", "07700 900140", "pat.doe@example.org"] {
        write(
            &root,
            "data/cases/2024-25-q1.csv",
            cases.replacen("not_upheld", text, 1),
        );
        for arguments in [&["check"][..], &["check", "--json"]] {
            let output = candour(&root, arguments);
            assert_eq!(output.status.code(), Some(1));
            assert!(!said(&output).contains(text), "{}", said(&output));
            assert!(!said(&output).contains("Thistlewick") && !said(&output).contains("900140"));
        }
    }
}

#[test]
fn the_guard_reads_any_text_and_says_what_stands_where() {
    let root = site("guard");
    write(
        &root,
        "note.txt",
        "First line.\nRing Mrs Thistlewick on 07700 900140.\n",
    );
    let output = candour(&root, &["guard", "note.txt", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["kind"], "name");
    assert_eq!(
        (&lines[0]["line"], &lines[0]["start"], &lines[0]["end"]),
        (&2.into(), &5.into(), &20.into())
    );
    assert_eq!(lines[1]["kind"], "telephone");
    assert_eq!(lines[1]["file"], "note.txt");
    assert_eq!(lines[1]["masked"], "0•••• ••••••");
    write(
        &root,
        "clean.txt",
        "10 working days for Mr X and Mrs B at St Mary's.\n",
    );
    let output = candour(&root, &["guard", "clean.txt"]);
    assert!(
        output.status.success() && output.stdout.is_empty(),
        "{}",
        said(&output)
    );
    assert_eq!(
        candour(&root, &["guard", "there-is-none.txt"])
            .status
            .code(),
        Some(3)
    );
    assert_eq!(candour(&root, &["guard"]).status.code(), Some(2));
}

#[test]
fn the_guard_does_not_say_of_a_file_that_it_cannot_look_into_that_nothing_was_found() {
    let root = site("guard-sealed");
    for (name, bytes, what) in [
        ("letter.pdf", &b"%PDF-1.7 Mrs Thistlewick"[..], "a PDF"),
        (
            "letter.docx",
            b"PK\x03\x04",
            "a document of a word processor",
        ),
        (
            "letter.doc",
            b"\xD0\xCF\x11\xE0\xA1\xB1",
            "a document of a word processor",
        ),
        ("scan.png", b"\x89PNG\r\n\x1A\n", "a picture"),
        ("letters.zip", b"PK\x03\x04", "a packed file"),
    ] {
        fs::write(root.join(name), bytes).unwrap();
        let output = candour(&root, &["guard", name]);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(3), "{text}");
        assert!(
            text.contains(&format!(
                "{name}: this is {what}, which cannot be looked through"
            )) && !text.contains("Nothing personal"),
            "{text}"
        );
    }
    // A text is one, whatever its name.
    fs::write(root.join("letter.doc"), "Mrs Thistlewick rang.\n").unwrap();
    let output = candour(&root, &["guard", "letter.doc"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
}

#[test]
fn the_guard_reads_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["guard", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"pat.doe@example.org")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("\"kind\":\"email\"")
    );
}

#[test]
fn the_guard_reads_tables_with_their_headings_and_pages_as_they_are_seen() {
    let root = site("kinds");
    write(
        &root,
        "export.csv",
        "Ref,Date of birth,Note\r\n1,03/04/1962,\"two\r\nlines\"\r\n2,,EX1 1AA\r\n",
    );
    let output = candour(&root, &["guard", "export.csv"]);
    let text = said(&output);
    assert!(
        text.contains("row 2, column B: a date of birth: ••/••/••••"),
        "{text}"
    );
    assert!(
        text.contains("row 3, column C: a postcode: E•• •••"),
        "{text}"
    );
    write(
        &root,
        "page.html",
        "<p>nothing</p>\n<p>01632 <b>960</b> 140</p><img alt=\"Mr Thistlewick\">",
    );
    let text = said(&candour(&root, &["guard", "page.html"]));
    assert!(
        text.contains("line 2: a telephone number") && text.contains("line 2: a title with a name"),
        "{text}"
    );
    write(&root, "old.txt", b"Caf\xe9 of Mrs Thistlewick");
    assert_eq!(candour(&root, &["guard", "old.txt"]).status.code(), Some(1));
}

/// Every text that a council can write, with the settings, tables and page it stands in.
fn hostile(root: &Path, text: &str) {
    let quoted = text.replace('"', "\"\"");
    let toml = toml_text(text);
    write(
        root,
        "data/decisions/decisions.csv",
        format!(
            "id,reference,ombudsman,service,decided_on,subject,decision,summary,requirements,amount,due,done,lessons\n,23 001 234,lgsco,adults,2024-05-20,\"{quoted}\",upheld: fault_and_injustice,\"{quoted}\",\"{0}\",,\"{0}\",\"{0}\",\"{0}\"\n",
            quoted.replace(';', ",")
        ),
    );
    write(root, "data/lessons/lessons.csv", lesson(text));
    write(
        root,
        "data/quotes/quotes.csv",
        format!("period,service,text,released\n2024-25-q1,streets,\"{quoted}\",yes\n"),
    );
    write(
        root,
        "data/context.csv",
        format!(
            "period,service,measure,value,unit,reference_date,source\n2023-24,,population,186420,count,2023-06-30,\"{quoted}\"\n"
        ),
    );
    write(
        root,
        "data/aggregates/2023-24.csv",
        format!(
            "period,service,contact,procedure,stage,measure,value,qualifier,source,note\n2023-24,housing,complaint,corporate,1,received,40,,\"{quoted}\",\"{quoted}\"\n2022-23,housing,complaint,corporate,1,received,43,,\"{quoted}\",\"{quoted}\"\n2023-24,housing,complaint,corporate,1,received_change,-3,,\"{quoted}\",\"{quoted}\"\n"
        ),
    );
    write(
        root,
        "content/about.md",
        format!(
            "+++\ntitle = {1}\ndescription = {toml}\n+++\n\n{text}\n\n[{0}]({0})\n\n![{0}]({0})\n\n# {0}\n\n- {0}\n\n| a |\n|---|\n| {0} |\n",
            text.replace('\n', " "),
            toml_text(&format!("About {text}"))
        ),
    );
    let settings = fs::read_to_string(here().join("tests/support/good-site/candour.toml")).unwrap();
    let settings = settings
        .replace("\"Anytown Council\"", &toml)
        .replace("\"Adult social care\"", &toml)
        .replace("\"An invented council has nobody to protect.\"", &toml)
        .replace("\"How staff behaved\"", &toml)
        .replace("\"Information\"", &toml)
        .replace(
            "example = true",
            &format!("example = true\nbanner = {toml}"),
        )
        .replace(
            "subject = \"adult_social_care\"",
            &format!("subject = \"adult_social_care\"\nkeywords = [{toml}]"),
        );
    write(
        root,
        "candour.toml",
        settings
            + &format!(
                "\n[[printable]]\nlabel = {toml}\ntext = {toml}\n\n[pages.default.closing]\ntitle = {toml}\ntiles = [\"compliment.received\"]\n"
            ),
    );
}

fn toml_text(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\n")
            .replace('\t', "\\t")
    )
}

const SCRIPTS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)' x='",
    "\" onmouseover=\"alert(1)\" x=\"",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "</style><style>*{display:none}</style>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<meta http-equiv=refresh content=0>",
    "{{ 7 * 7 }}{% for x in y %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\\\"; alert(1); //",
    "`${alert(1)}`",
];

/// A tag of a finished page: its name and its attributes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .unwrap_or(rest.len());
        let name = rest[..end].to_lowercase();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
                .unwrap_or(rest.len())
                .max(1);
            let key = rest[..end].to_lowercase();
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(given) = rest.strip_prefix('=') {
                let quote = given.chars().next().unwrap_or(' ');
                assert!(
                    quote == '"' || quote == '\'',
                    "an attribute without quotation marks: {key}"
                );
                let (inside, after) = given[1..].split_once(quote).unwrap_or((given, ""));
                value = inside
                    .replace("&#39;", "'")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&");
                rest = after;
            }
            attributes.push((key, value));
        }
        // What stands inside a script is no markup, up to its end.
        if name == "script" {
            let end = rest.find("</script").unwrap_or(rest.len());
            attributes.push(("inside".into(), rest[1.min(rest.len())..end].into()));
            rest = &rest[end..];
        }
        tags.push((name, attributes));
    }
    tags
}

#[test]
fn nothing_that_stands_in_data_or_words_runs_in_a_page() {
    let root = site("scripts");
    let text: Vec<String> = SCRIPTS.iter().map(|script| script.to_string()).collect();
    // All of them in one text, and each in its own, since one may close what another opens.
    let whole = text.join(" ");
    for (at, text) in text
        .iter()
        .map(String::as_str)
        .chain([whole.as_str()])
        .enumerate()
    {
        hostile(&root, text);
        let output = candour(&root, &["build"]);
        // A text may be refused; what is built must be harmless.
        if !output.status.success() {
            let told = said(&output);
            assert!(told.contains("error[C"), "{text}: {told}");
            // Links are refused; without them the rest must build.
            let page = fs::read_to_string(root.join("content/about.md")).unwrap();
            let plain: Vec<&str> = page
                .lines()
                .filter(|line| {
                    !line.contains("](") && (line.starts_with("title") || !line.contains("{{"))
                })
                .collect();
            write(&root, "content/about.md", plain.join("\n"));
        }
        let files = built(&root);
        assert!(
            files.iter().any(|(path, _)| path.ends_with(".html")),
            "{at}"
        );
        for (path, html) in files
            .iter()
            .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".svg"))
        {
            for (name, attributes) in tags(html) {
                assert!(
                    !matches!(
                        name.as_str(),
                        "style" | "iframe" | "object" | "embed" | "base"
                    ),
                    "{path}: <{name}> of {text}"
                );
                let named = |key: &str| attributes.iter().any(|(name, _)| name == key);
                assert!(
                    name != "script" || named("src") || named("type"),
                    "{path}: a script of {text}"
                );
                for (key, value) in &attributes {
                    assert!(
                        !key.starts_with("on") && key != "style" && key != "srcdoc",
                        "{path}: {key} of {text}"
                    );
                    let address = matches!(
                        key.as_str(),
                        "href" | "src" | "action" | "formaction" | "xlink:href"
                    );
                    let runs: String = value
                        .chars()
                        .filter(|c| !c.is_whitespace() && !c.is_control())
                        .collect();
                    let runs = runs.to_lowercase();
                    assert!(
                        !address
                            || !["javascript:", "vbscript:", "data:text"]
                                .iter()
                                .any(|start| runs.starts_with(start)),
                        "{path}: {key}={value:?} of {text}"
                    );
                }
                if name == "script" && !named("src") {
                    let inside = &attributes
                        .iter()
                        .find(|(key, _)| key == "inside")
                        .unwrap()
                        .1;
                    assert!(
                        serde_json::from_str::<serde_json::Value>(inside).is_ok(),
                        "{path}: {inside}"
                    );
                    assert!(!inside.contains('<'), "{path}: {inside}");
                }
            }
        }
    }
}

#[test]
fn no_cell_of_a_published_table_runs_in_a_spreadsheet_and_negative_numbers_stay_numbers() {
    let root = site("formulas");
    for text in [
        "=HYPERLINK(\"https://example.org\",\"x\")",
        "+1+1",
        "-1+1",
        "@SUM(A1:A2)",
        "\t=1+1",
        "  =1+1",
        "\u{ff1d}1+1",
        "-2-3",
        "=cmd|'/c calc'!A0",
        "%0A=1+1",
    ] {
        hostile(&root, text);
        let page = fs::read_to_string(root.join("content/about.md")).unwrap();
        let plain: Vec<&str> = page.lines().filter(|line| !line.contains("](")).collect();
        write(&root, "content/about.md", plain.join("\n"));
        let files = built(&root);
        let mut negatives = 0;
        for (path, table) in files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(table.as_bytes());
            for record in reader.records().map(Result::unwrap) {
                for cell in &record {
                    let number = cell
                        .strip_prefix('-')
                        .is_some_and(|rest| rest.parse::<f64>().is_ok());
                    negatives += usize::from(number);
                    let first = cell.trim_start().chars().next().unwrap_or(' ');
                    assert!(
                        number || !"=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\t".contains(first),
                        "{path}: {cell:?} of {text:?}"
                    );
                }
            }
        }
        assert!(negatives > 0, "a negative number stays one");
    }
}
