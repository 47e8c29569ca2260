//! Pages that the council writes itself, and what lies beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Makes a site of one figure with these files under content/.
fn site(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("own pages")
        .join(name);
    let _ = fs::remove_dir_all(&root);
    let settings = "[council]\nname = \"Newtown\"\narea_code = \"E99999999\"\nbase_url = \"https://c.example/\"\n\
        example = true\n[disclosure]\nthreshold = 0\nreason = \"Invented.\"\n[services.waste]\nname = \"Waste\"\n";
    let figures = "period,service,procedure,stage,received\n2023-24,waste,corporate,1,70\n";
    let all = [
        ("candour.toml", settings.as_bytes()),
        ("data/aggregates/figures.csv", figures.as_bytes()),
    ];
    for (path, bytes) in all.iter().copied().chain(files.iter().copied()) {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    root
}

fn build(root: &Path) -> (Output, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args([
            "build",
            "--as-of",
            "2024-08-01",
            "--color",
            "never",
            "--root",
        ])
        .arg(root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    (out, said)
}

const PAGE: &str = "+++\ntitle = \"Our promise\"\n+++\n![A map](../assets/maps/one.png) and [the report](../assets/report.pdf)\n\n\
    Table: Promises\n\n| What | Of |\n|---|--:|\n| Answers | {{ figure \"waste/2023-24/complaint/corporate/1/received\" }} |\n";
const ABOUT: &str = "+++\ntitle = \"About\"\n+++\n[Our promise](../our-promise/)\n";

#[test]
fn a_page_shows_its_pictures_offers_its_documents_and_names_its_tables() {
    let root = site(
        "attachments",
        &[
            ("content/our-promise.md", PAGE.as_bytes()),
            ("content/about.md", ABOUT.as_bytes()),
            ("content/assets/maps/one.png", b"\x89PNG\r\n\x1a\n"),
            ("content/assets/report.pdf", b"%PDF-1.7"),
        ],
    );
    let (out, said) = build(&root);
    assert!(out.status.success(), "{said}");
    let page = fs::read_to_string(root.join("public/our-promise/index.html")).unwrap();
    assert!(
        page.contains("<caption>Promises</caption>")
            && page.contains("<th scope=\"row\">Answers</th>"),
        "{page}"
    );
    assert!(page.contains(">70</span></td>"), "{page}");
    assert_eq!(
        fs::read(root.join("public/assets/report.pdf")).unwrap(),
        b"%PDF-1.7"
    );
    assert!(root.join("public/assets/maps/one.png").is_file());
    let manifest = fs::read_to_string(root.join("public/MANIFEST")).unwrap();
    assert!(manifest.contains("  assets/report.pdf\n"));
}

#[test]
fn a_picture_that_is_not_there_is_a_broken_link() {
    let root = site(
        "missing",
        &[
            ("content/our-promise.md", PAGE.as_bytes()),
            ("content/about.md", ABOUT.as_bytes()),
        ],
    );
    let (out, said) = build(&root);
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.contains("assets/maps/one.png"), "{said}");
}

#[test]
fn what_a_browser_can_run_is_never_published_beside_a_page() {
    for name in ["chart.svg", "page.HTML", "code.js"] {
        let file = format!("content/assets/{name}");
        let root = site(
            "running",
            &[
                (
                    "content/about.md",
                    ABOUT.replace("../our-promise/", "../data/").as_bytes(),
                ),
                (&file, b"<script/>"),
            ],
        );
        let (out, said) = build(&root);
        assert_eq!(out.status.code(), Some(1), "{said}");
        assert!(
            said.contains("error[C003]") && said.contains(&file),
            "{said}"
        );
    }
}

#[test]
fn a_document_whose_name_windows_cannot_have_is_refused_on_every_computer() {
    // Where the system itself cannot make such a file, none can get into the site.
    if cfg!(windows) {
        return;
    }
    let files: &[(&str, &[u8])] = &[("content/assets/aux.pdf", b"%PDF-1.7")];
    let (out, said) = build(&site("device", files));
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(
        said.contains("error[C286]") && said.contains("Windows keeps this name for a device"),
        "{said}"
    );
}

#[test]
fn the_page_on_releases_names_those_before_and_says_why_one_is_late() {
    let root = site("dates", &[]);
    let (out, said) = build(&root);
    assert!(out.status.success(), "{said}");
    let table = fs::read(root.join("public/data/latest/complaints.csv")).unwrap();
    for day in ["2023-06-30", "2023-09-29", "2023-09-29-2"] {
        let release = root.join("releases").join(day);
        fs::create_dir_all(&release).unwrap();
        fs::write(release.join("complaints.csv"), &table).unwrap();
    }
    let settings = fs::read_to_string(root.join("candour.toml")).unwrap();
    let dates = "[release]\ndate = \"2024-08-01\"\nnext = [\"2024-10-01\"]\nlate = \"The figures came late to us.\"\n";
    fs::write(root.join("candour.toml"), settings + dates).unwrap();
    let (out, said) = build(&root);
    assert!(out.status.success(), "{said}");
    let page = fs::read_to_string(root.join("public/about/releases/index.html")).unwrap();
    for line in [
        "They came out later than announced. The figures came late to us.",
        "Earlier figures came out on 29 September 2023 and 30 June 2023.",
        "The next come out on 1 October 2024.",
    ] {
        assert!(page.contains(line), "no {line} in\n{page}");
    }
    let rows = fs::read_to_string(root.join("public/about/releases/data.csv")).unwrap();
    let rows: Vec<&str> = rows.lines().skip(1).collect();
    assert_eq!(
        rows,
        [
            "2023-06-30,published",
            "2023-09-29,published",
            "2024-08-01,published",
            "2024-10-01,planned"
        ]
    );
}
