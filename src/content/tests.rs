use super::*;
use crate::diagnostic::render_text;

fn read_page(text: &str) -> (ContentPage, Report) {
    let mut report = Report::new();
    let page = parse("content/about.md", text, &mut report);
    (page, report)
}

fn html(body: &str) -> (String, Vec<&'static str>) {
    let (page, report) = read_page(&format!("+++\ntitle = \"T\"\n+++\n{body}"));
    let html = page
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Html(html) => html.clone(),
            Piece::Figure(key) => format!("[{key}]"),
        })
        .collect();
    let codes = report.diagnostics().iter().map(|found| found.rule.code);
    (html, codes.collect())
}

#[test]
fn a_page_has_a_head_and_a_body() {
    let (page, report) = read_page(
        "\u{feff}+++\r\ntitle = \"About\"\r\ndescription = \"What.\"\r\norder = 2\r\nexpires = 2025-01-01\r\n+++\r\n\r\nHello *you*.\r\n",
    );
    assert!(report.diagnostics().is_empty(), "{}", render_text(&report));
    assert_eq!(
        (page.title.as_str(), page.path.as_str()),
        ("About", "about")
    );
    assert_eq!(page.order, Some(2));
    assert_eq!(
        page.pieces,
        [Piece::Html("<p>Hello <em>you</em>.</p>\n".into())]
    );
    let mut report = Report::new();
    check_dates(&[page], "2025-01-02".parse().unwrap(), &mut report);
    assert_eq!(report.diagnostics().len(), 1);
}

#[test]
fn faults_of_the_head_are_shown_in_their_place() {
    let (_, report) =
        read_page("+++\ntitle = \"About\"\ndescripton = \"What.\"\norder = \"two\"\n+++\nHello\n");
    let text = render_text(&report);
    assert!(
        text.contains("content/about.md, line 3\n3 | descripton = \"What.\"\n  | ^^^^^^^^^^\n"),
        "{text}"
    );
    assert!(text.contains("did you mean description?"), "{text}");
    assert!(text.contains("line 4"), "{text}");
    let (_, report) = read_page("+++\ntitle = About\n+++\nHello\n");
    assert!(render_text(&report).contains("C251"));
    let (_, report) = read_page("+++\ntitle = \"About\"\nHello\n");
    assert!(render_text(&report).contains("does not end"));
}

#[test]
fn a_page_without_a_head_takes_its_title_from_its_first_heading() {
    let (page, report) = read_page("# How *we* work\n\nHello\n\n## More\n");
    assert!(report.diagnostics().is_empty());
    assert_eq!(page.title, "How we work");
    assert_eq!(
        page.pieces,
        [Piece::Html("<p>Hello</p>\n<h3>More</h3>\n".into())]
    );
    assert!(render_text(&read_page("Hello\n").1).contains("C254"));
    assert!(render_text(&read_page("+++\ntitle = \"T\"\n+++\n\n").1).contains("C272"));
}

#[test]
fn headings_stand_below_those_of_the_page_and_its_section() {
    assert_eq!(html("# One\n\n## Two\n").0, "<h3>One</h3>\n<h4>Two</h4>\n");
    assert_eq!(
        html("## One\n\n### Two\n").0,
        "<h3>One</h3>\n<h4>Two</h4>\n"
    );
}

#[test]
fn html_is_printed_as_text_and_said_once() {
    let (out, codes) =
        html("<script>alert(1)</script>\n\nA <b>b</b> <img src=x onerror=y>\n\n<!-- a note -->\n");
    assert!(
        !out.contains("<script") && !out.contains("<b>") && !out.contains("<img"),
        "{out}"
    );
    assert!(out.contains("&lt;script&gt;"), "{out}");
    assert!(!out.contains("a note"), "{out}");
    assert_eq!(codes, ["C255"]);
}

#[test]
fn only_safe_links_are_links() {
    for safe in [
        "https://a.example/",
        "http://a.example/",
        "mailto:a@b.example",
        "tel:01234",
        "../data/",
        "#part",
        "a/b:c",
    ] {
        let (out, codes) = html(&format!("[words]({safe})"));
        assert!(
            out.contains(&format!("href=\"{safe}\"")) && codes.is_empty(),
            "{safe}: {out}"
        );
    }
    for unsafe_one in [
        "javascript:alert(1)",
        "JavaScript:x",
        "data:text/html,x",
        "file:///c:/x",
        "/data/",
        "//other.example/",
        "vbscript:x",
        "java&#10;script:alert(1)",
    ] {
        let (out, codes) = html(&format!("[words]({unsafe_one})"));
        assert!(
            !out.contains("href") && out.contains("words"),
            "{unsafe_one}: {out}"
        );
        assert_eq!(codes, ["C256"], "{unsafe_one}");
    }
    assert!(
        html("<someone@a.example>")
            .0
            .contains("mailto:someone@a.example")
    );
}

#[test]
fn pictures_have_words_and_come_from_this_site() {
    assert_eq!(html("![A chart](../assets/a.png)").1, [""; 0]);
    assert_eq!(html("![](../assets/a.png)").1, ["C258"]);
    let (out, codes) = html("![A chart](https://other.example/a.png)");
    assert!(!out.contains("<img") && out.contains("A chart"), "{out}");
    assert_eq!(codes, ["C258"]);
}

#[test]
fn tables_have_heads_of_columns_and_rows_and_no_styles() {
    let (out, codes) = html("| A | B |\n|---|--:|\n| a | 2 |\n| | 3 |\n");
    assert_eq!(
        out,
        "<table class=\"c2\">\n<caption><span class=\"vh\">T</span></caption>\n\
         <thead><tr><th scope=\"col\">A</th><th scope=\"col\" class=\"n\">B</th></tr></thead>\n<tbody>\n\
         <tr><th scope=\"row\">a</th><td class=\"n\">2</td></tr>\n<tr><td></td><td class=\"n\">3</td></tr>\n</tbody>\n</table>\n"
    );
    assert!(codes.is_empty());
    let list = html("| | B |\n|---|---|\n| a | b |\n").0;
    assert!(
        list.contains("<thead><tr><td></td><th scope=\"col\">B"),
        "{list}"
    );
    assert!(html("| A |\n|---|\n| a |\n").0.contains("<td>a</td>"));
}

#[test]
fn a_table_is_named_by_the_line_above_it_or_by_its_heading() {
    let table = "| A | B |\n|---|---|\n| a | b |\n";
    let named = html(&format!("Words.\n\nTable: What *we* & you did\n\n{table}")).0;
    assert!(
        named.contains(
            "<p>Words.</p>\n<table class=\"c2\">\n<caption>What <em>we</em> &amp; you did</caption>"
        ),
        "{named}"
    );
    let headed = html(&format!("## Gaps & errors\n\nThese are known:\n\n{table}")).0;
    assert!(
        headed.contains("<p>These are known:</p>\n<table class=\"c2\">\n<caption><span class=\"vh\">Gaps &amp; errors</span></caption>"),
        "{headed}"
    );
    let blank = html(&format!("Table:\n\n{table}")).0;
    assert!(
        blank.contains("<caption><span class=\"vh\">T</span></caption>"),
        "{blank}"
    );
    let key = "a/2023-24/complaint/corporate/1/received";
    let figure = html(&format!("Table: All {{{{ figure \"{key}\" }}}}\n\n{table}")).0;
    assert!(
        figure.contains(&format!("<caption>All [{key}]</caption>")),
        "{figure}"
    );
}

#[test]
fn a_table_too_wide_for_a_telephone_gets_a_named_box_to_scroll_in() {
    let table = "| Undertaking | Responsibility | Implementation | When |\n|---|---|---|---|\n| a | b | c | d |\n";
    let out = html(&format!("Table: \"Promises\" {{{{ figure \"a/2023-24/complaint/corporate/1/received\" }}}}\n\n{table}")).0;
    assert!(
        out.starts_with("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"&quot;Promises&quot;\">\n<table class=\"c4\">\n<caption><span>"),
        "{out}"
    );
    assert!(
        out.contains("<th scope=\"row\">a</th><td class=\"text\">b</td>"),
        "{out}"
    );
    assert!(out.ends_with("</tbody>\n</table>\n</div>\n"), "{out}");
}

#[test]
fn figures_stay_symbolic() {
    let key = "adults/2023-24/complaint/corporate/1/received";
    let (out, codes) = html(&format!(
        "We had {{{{ figure \"{key}\" }}}} of them, **{{{{figure \"{key}/outcome=upheld\"}}}}**.\n"
    ));
    assert_eq!(
        out,
        format!("<p>We had [{key}] of them, <strong>[{key}/outcome=upheld]</strong>.</p>\n")
    );
    assert!(codes.is_empty());
    let (out, _) = html(&format!(
        "{{{{ figure \"{key}\" service=\"all\" period=\"Q1 2023/24\" }}}}"
    ));
    assert!(
        out.contains("[all/2023-24-q1/complaint/corporate/1/received]"),
        "{out}"
    );
    let (out, _) = html("| A |\n|---|\n| {{ figure \"decisions/a/amount/1\" }} |\n");
    assert!(out.contains("[decisions/a/amount/1]"), "{out}");
}

#[test]
fn a_reference_that_cannot_be_read_is_refused_in_its_place() {
    for wrong in [
        "{{ figure adults }}",
        "{{ figure \"adults/received\" }}",
        "{{ number \"x\" }}",
        "{{ figure \"a/2023/complaint/corporate/1/received\" }}",
        "{{ figure \"a/2023-24/complaint/corporate/1/received\" year=\"x\" }}",
        "{{ figure \"a/2023-24/complaint/corporate/1/received\"",
    ] {
        assert_eq!(html(wrong).1[0], "C257", "{wrong}");
    }
    let (_, report) = read_page("+++\ntitle = \"T\"\n+++\n\nOne\n{{ figure x }}\n");
    assert_eq!(
        report.diagnostics()[0]
            .location
            .as_ref()
            .and_then(|place| place.row),
        Some(6)
    );
}

#[test]
fn no_page_can_counterfeit_a_mark() {
    let (out, _) = html("a \u{f8f0}0xx\u{f8f1} b {{ figure \"a/2023-24/c/p/1/m\" }}");
    assert_eq!(out.matches("[a/").count(), 1, "{out}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_fail_or_lets_html_through(text in "[<>a-z!\\[\\]():/#*`{}\" \n|+-]{0,80}") {
        let (page, _) = read_page(&text);
        for piece in &page.pieces {
            if let Piece::Html(html) = piece {
                proptest::prop_assert!(!html.contains("<script") && !html.contains("javascript:"));
            }
        }
    }
}
