//! The preview server, asked over a raw connection as a browser, and as an attacker, would.

use candour::diagnostic::{Diagnostic, Report, Rule};
use candour::output::OutputTree;
use candour::preview::{Options, Preview};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const PAGE: &str = "<!doctype html><html lang=\"en\"><head><title>t</title></head><body class=\"x\"><h1>Home</h1></body></html>\n";

fn tree() -> OutputTree {
    tree_with(PAGE, "body{color:#000}")
}

fn tree_with(home: &str, style: &str) -> OutputTree {
    let mut tree = OutputTree::default();
    for (path, text) in [
        ("index.html", home),
        ("style.css", style),
        (
            "404.html",
            "<html><head></head><body>no such page</body></html>",
        ),
        ("services/adults/index.html", PAGE),
        ("services/adults/data.csv", "a,b\r\n1,2\r\n"),
        ("embed/chart.html", PAGE),
        ("letters.txt", "abcdefghijklmnopqrstuvwxyz"),
        (".well-known/security.txt", "Contact: x"),
    ] {
        tree.insert(path, text.as_bytes());
    }
    tree
}

fn plain_options() -> Options {
    Options {
        port: 0,
        reload: false,
        ..Options::default()
    }
}

fn start(options: Options) -> u16 {
    let preview = Preview::start(options, || Ok(tree())).expect("a free port");
    port_of(&preview)
}

fn port_of(preview: &Preview) -> u16 {
    let url = preview.url();
    url.trim_end_matches('/')
        .rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok())
        .expect("a port")
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the preview listens");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a time limit");
    stream
}

/// One answer, taken apart.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Reads one answer; nothing when the connection gives none in its time.
fn receive(stream: &mut TcpStream, with_body: bool) -> Option<Answer> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return None,
        }
    }
    let head = String::from_utf8(head).expect("a head in ASCII");
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut answer = Answer {
        status,
        head,
        body: Vec::new(),
    };
    let length = answer
        .header("Content-Length")
        .map_or(0, |length| length.parse().expect("a length"));
    if with_body && status != 304 {
        answer.body = vec![0; length];
        stream.read_exact(&mut answer.body).ok()?;
    }
    Some(answer)
}

/// Sends a request as it stands, with `HOST` replaced by the right one, and reads the answer.
fn ask(port: u16, request: &str) -> Option<Answer> {
    let mut stream = connect(port);
    send(&mut stream, port, request);
    receive(&mut stream, !request.starts_with("HEAD"))
}

fn send(stream: &mut TcpStream, port: u16, request: &str) {
    let request = request.replace("HOST", &format!("Host: 127.0.0.1:{port}"));
    stream
        .write_all(request.as_bytes())
        .expect("the preview reads");
}

fn get(port: u16, path: &str) -> Answer {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHOST\r\n\r\n")).expect("an answer")
}

#[test]
fn a_page_is_served_with_the_bytes_of_the_build_and_a_strict_policy() {
    let port = start(plain_options());
    let answer = get(port, "/");
    assert_eq!((answer.status, answer.text().as_str()), (200, PAGE));
    assert_eq!(
        answer.header("Content-Type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(answer.header("Cache-Control"), Some("no-store"));
    assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
    let policy = answer.header("Content-Security-Policy").expect("a policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    let embed = get(port, "/embed/chart.html");
    assert!(
        !embed
            .header("Content-Security-Policy")
            .expect("a policy")
            .contains("frame-ancestors")
    );
}

#[test]
fn a_folder_is_its_index_page_and_asking_without_the_slash_leads_there() {
    let port = start(plain_options());
    assert_eq!(get(port, "/services/adults/").text(), PAGE);
    let answer = get(port, "/services/adults?x=1");
    assert_eq!(
        (answer.status, answer.header("Location")),
        (308, Some("/services/adults/?x=1"))
    );
    assert_eq!(
        get(port, "/services/adults/data.csv").header("Content-Type"),
        Some("text/csv; charset=utf-8; header=present")
    );
    assert_eq!(get(port, "/.well-known/security.txt").status, 200);
}

#[test]
fn an_unknown_address_gets_the_sites_own_page_for_it() {
    let port = start(plain_options());
    let answer = get(port, "/nowhere/");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("no such page"));
}

#[test]
fn a_link_with_the_path_that_the_site_will_stand_under_leads_to_the_page() {
    let preview = Preview::start(plain_options(), || {
        let mut tree = OutputTree::at("/complaints/");
        for (path, contents) in self::tree().iter() {
            tree.insert(path, contents.clone());
        }
        Ok(tree)
    });
    let port = port_of(&preview.expect("a free port"));
    let answer = get(port, "/complaints/services/adults/?of=404");
    assert_eq!(answer.status, 308);
    assert!(
        answer
            .head
            .contains("\r\nLocation: /services/adults/?of=404\r\n"),
        "{}",
        answer.head
    );
    assert_eq!(get(port, "/complaints").status, 404);
    for elsewhere in ["/complaints//example.org/", "/complaints/%2Fexample.org/"] {
        assert_eq!(get(port, elsewhere).status, 400, "{elsewhere}");
    }
}

#[test]
fn the_preview_names_the_address_that_the_site_will_have() {
    let site = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/good-site");
    let mut serving = Command::new(env!("CARGO_BIN_EXE_candour"))
        .args(["serve", site, "--port", "0", "--no-reload"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(serving.stderr.take().unwrap());
    let port = said.lines().map(Result::unwrap).find_map(|line| {
        let (_, rest) = line.split_once("Serving at http://127.0.0.1:")?;
        rest.split('/').next()?.parse().ok()
    });
    let page = get(port.expect("an address"), "/services/adults/");
    serving.kill().unwrap();
    serving.wait().unwrap();
    let address =
        "<link rel=\"canonical\" href=\"https://complaints.anytown.example/services/adults/\">";
    assert!(page.text().contains(address), "{}", page.text());
}

#[test]
fn head_sends_the_head_alone_and_the_connection_goes_on() {
    let port = start(plain_options());
    let mut stream = connect(port);
    send(
        &mut stream,
        port,
        "HEAD / HTTP/1.1\r\nHOST\r\n\r\nGET /letters.txt HTTP/1.1\r\nHOST\r\n\r\n",
    );
    let head = receive(&mut stream, false).expect("an answer");
    assert_eq!(
        head.header("Content-Length"),
        Some(PAGE.len().to_string().as_str())
    );
    assert_eq!(
        receive(&mut stream, true)
            .expect("the next answer")
            .body
            .len(),
        26
    );
}

#[test]
fn an_unchanged_file_is_not_sent_again() {
    let port = start(plain_options());
    let etag = get(port, "/letters.txt")
        .header("ETag")
        .expect("a version")
        .to_owned();
    let again = |header: &str| {
        ask(
            port,
            &format!("GET /letters.txt HTTP/1.1\r\nHOST\r\n{header}\r\n\r\n"),
        )
        .expect("an answer")
    };
    let same = again(&format!("If-None-Match: \"x\", W/{etag}"));
    assert_eq!(
        (same.status, same.header("ETag")),
        (304, Some(etag.as_str()))
    );
    assert_eq!(again("If-None-Match: \"x\"").status, 200);
    assert_ne!(get(port, "/style.css").header("ETag"), Some(etag.as_str()));
}

#[test]
fn a_part_of_a_file_is_sent_when_a_range_asks_for_it() {
    let port = start(plain_options());
    let range = |headers: &str| {
        ask(
            port,
            &format!("GET /letters.txt HTTP/1.1\r\nHOST\r\n{headers}\r\n\r\n"),
        )
        .expect("an answer")
    };
    let part = range("Range: bytes=2-4");
    assert_eq!((part.status, part.text().as_str()), (206, "cde"));
    assert_eq!(part.header("Content-Range"), Some("bytes 2-4/26"));
    assert_eq!(range("Range: bytes=-2").text(), "yz");
    let outside = range("Range: bytes=26-");
    assert_eq!(
        (outside.status, outside.header("Content-Range")),
        (416, Some("bytes */26"))
    );
    let etag = get(port, "/letters.txt")
        .header("ETag")
        .expect("a version")
        .to_owned();
    assert_eq!(
        range(&format!("Range: bytes=0-0\r\nIf-Range: {etag}")).status,
        206
    );
    assert_eq!(range("Range: bytes=0-0\r\nIf-Range: \"old\"").status, 200);
    assert_eq!(range("Range: bytes=0-0,5-6").status, 200);
}

#[test]
fn nothing_outside_the_built_tree_is_reached_by_any_spelling() {
    let port = start(plain_options());
    for path in [
        "/../Cargo.toml",
        "/services/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e%2fCargo.toml",
        "/..%2fCargo.toml",
        "/%252e%252e/Cargo.toml",
        "/..%5cCargo.toml",
        "/..\\Cargo.toml",
        "//etc/passwd",
        "/services//adults/",
        "/C:/x",
        "/c%3a/x",
        "/%00",
        "/index.html%00.txt",
        "/.git/config",
        "/services/.hidden",
        "/.",
        "/./index.html",
        "/%c0%ae%c0%ae/x",
        "/%",
        "/%1",
        "http://127.0.0.1/index.html",
        "index.html",
        "*",
        "/etc/passwd",
        "/a%0d%0aX:y",
    ] {
        let answer = get(port, path);
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(
            !answer.text().contains("[package]") && !answer.text().contains("root:"),
            "{path}"
        );
    }
}

#[test]
fn a_foreign_or_missing_or_doubled_host_gets_nothing() {
    let port = start(plain_options());
    for host in [
        "Host: evil.example".to_owned(),
        format!("Host: evil.example:{port}"),
        format!("Host: 127.0.0.1.evil.example:{port}"),
        "Host: 127.0.0.1".to_owned(),
        format!("Host: 127.0.0.1:{}", port.wrapping_add(1)),
        format!("Host: 127.0.0.1:{port}\r\nHost: evil.example"),
        format!("Host: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}"),
        "X-Nothing: 1".to_owned(),
    ] {
        let answer = ask(port, &format!("GET / HTTP/1.1\r\n{host}\r\n\r\n")).expect("an answer");
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.text().contains("Home"), "{host}");
    }
    for host in [
        format!("Host: localhost:{port}"),
        format!("host: [::1]:{port}"),
    ] {
        assert_eq!(
            ask(port, &format!("GET / HTTP/1.1\r\n{host}\r\n\r\n"))
                .expect("an answer")
                .status,
            200
        );
    }
}

#[test]
fn only_get_and_head_are_understood() {
    let port = start(plain_options());
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "get",
    ] {
        let answer = ask(port, &format!("{method} / HTTP/1.1\r\nHOST\r\n\r\n")).expect("an answer");
        assert_eq!(
            (answer.status, answer.header("Allow")),
            (405, Some("GET, HEAD")),
            "{method}"
        );
    }
}

#[test]
fn a_request_with_a_body_is_refused_whatever_its_length_says() {
    let port = start(plain_options());
    let long = "x".repeat(5000);
    for request in [
        "GET / HTTP/1.1\r\nHOST\r\nContent-Length: 4\r\n\r\nabcd".to_owned(),
        format!("GET / HTTP/1.1\r\nHOST\r\nContent-Length: 5000\r\n\r\n{long}"),
        "GET / HTTP/1.1\r\nHOST\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nabcd"
            .to_owned(),
        "GET / HTTP/1.1\r\nHOST\r\nContent-Length: +0\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHOST\r\nContent-Length: 0\r\nContent-Length: 4\r\n\r\nabcd".to_owned(),
        "GET / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHOST\r\nTransfer-Encoding: identity\r\n\r\n".to_owned(),
    ] {
        let mut stream = connect(port);
        send(&mut stream, port, &request);
        let mut answer = receive(&mut stream, true).expect("an answer");
        if answer.status == 100 {
            answer = receive(&mut stream, true).expect("the answer itself");
        }
        assert_eq!(
            (answer.status, answer.header("Connection")),
            (400, Some("close")),
            "{request:?}"
        );
    }
    // A body longer than anything: refused without being read, and the preview goes on.
    let mut stream = connect(port);
    send(
        &mut stream,
        port,
        "GET / HTTP/1.1\r\nHOST\r\nContent-Length: 9000000000000000000\r\n\r\nabcd",
    );
    assert_eq!(get(port, "/").status, 200);
}

#[test]
fn a_request_hidden_in_the_body_of_another_is_not_answered() {
    let port = start(plain_options());
    for smuggle in ["chunked", "xchunked", "gzip", "chunked, identity"] {
        let mut stream = connect(port);
        let hidden = "GET /letters.txt HTTP/1.1\r\nHOST\r\n\r\n";
        send(
            &mut stream,
            port,
            &format!(
                "GET / HTTP/1.1\r\nHOST\r\nContent-Length: 4\r\nTransfer-Encoding: {smuggle}\r\n\r\n{hidden}{hidden}"
            ),
        );
        assert_eq!(receive(&mut stream, true).expect("an answer").status, 400);
        // Silence can only be waited for.
        stream
            .set_read_timeout(Some(Duration::from_millis(300)))
            .expect("a time limit");
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
        // Nor does anything sent after it get an answer.
        send(&mut stream, port, hidden);
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
    }
    assert_eq!(get(port, "/").status, 200);
}

#[test]
fn broken_request_lines_get_no_page() {
    let port = start(plain_options());
    for request in [
        "GET /\r\nHOST\r\n\r\n",
        "GET / HTTP/1.1\r\nHOST\r\n Transfer-Encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\nHOST\r\nContent-Length : 4\r\n\r\nabcd",
        "GET / HTTP/9.9\r\nHOST\r\n\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "GET / a HTTP/1.1\r\nHOST\r\n\r\n",
    ] {
        let answer = ask(port, request);
        assert!(
            answer.is_none_or(|answer| answer.status >= 400),
            "{request:?}"
        );
    }
    assert_eq!(get(port, "/").status, 200);
}

#[test]
fn two_hundred_slow_connections_do_not_keep_others_waiting() {
    let port = start(plain_options());
    let mut slow: Vec<TcpStream> = (0..200).map(|_| connect(port)).collect();
    for (number, stream) in slow.iter_mut().enumerate() {
        match number % 3 {
            // A head that never ends,
            0 => send(stream, port, "GET / HTTP/1.1\r\nHOST\r\nX: "),
            // a body that never comes,
            1 => send(
                stream,
                port,
                "POST / HTTP/1.1\r\nHOST\r\nContent-Length: 900000\r\n\r\nabc",
            ),
            // answers that are never read.
            _ => (0..20).for_each(|_| send(stream, port, "GET / HTTP/1.1\r\nHOST\r\n\r\n")),
        }
    }
    let started = Instant::now();
    for _ in 0..10 {
        assert_eq!(get(port, "/").status, 200);
    }
    // Generous, because the machine may be busy: without the care taken the answers do not come at all.
    assert!(
        started.elapsed() < Duration::from_secs(8),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn clients_that_never_read_large_answers_do_not_keep_others_waiting() {
    let preview = Preview::start(plain_options(), || {
        let mut tree = tree();
        tree.insert("large.csv", vec![b'x'; 8_000_000]);
        Ok(tree)
    })
    .expect("a free port");
    let port = port_of(&preview);
    let mut slow: Vec<TcpStream> = (0..40).map(|_| connect(port)).collect();
    for stream in &mut slow {
        (0..5).for_each(|_| send(stream, port, "GET /large.csv HTTP/1.1\r\nHOST\r\n\r\n"));
    }
    for _ in 0..10 {
        assert_eq!(get(port, "/").status, 200);
    }
}

#[test]
fn answers_come_in_the_order_of_their_requests() {
    let port = start(plain_options());
    let mut stream = connect(port);
    let paths = ["/letters.txt", "/style.css", "/services/adults/data.csv"];
    for path in paths.iter().cycle().take(30) {
        send(
            &mut stream,
            port,
            &format!("GET {path} HTTP/1.1\r\nHOST\r\n\r\n"),
        );
    }
    for path in paths.iter().cycle().take(30) {
        assert_eq!(
            receive(&mut stream, true).expect("an answer").body,
            get(port, path).body
        );
    }
}

/// A folder of its own for a test, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("candour-preview-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Saves as editors do: a new file in the place of the old one, never a file half written.
fn save(folder: &Folder, text: &str) {
    let new = folder.0.with_extension("new");
    fs::write(&new, text).expect("a file");
    fs::rename(&new, folder.0.join("page.txt")).expect("its place");
}

static RULE: Rule = Rule {
    code: "C999",
    title: "a fault made for a test",
    explanation: "",
};

/// A preview of one page whose text is that of a file; the file saying "broken" fails the build.
fn preview_of_a_file(folder: &Folder) -> u16 {
    let source = folder.0.join("page.txt");
    fs::write(&source, "one").expect("a file");
    let options = Options {
        port: 0,
        sources: vec![folder.0.clone()],
        bar: "Preview: not published & <draft>".to_owned(),
        ..Options::default()
    };
    let preview = Preview::start(options, move || {
        let text = fs::read_to_string(&source).unwrap_or_default();
        if text == "broken" {
            let mut report = Report::new();
            report.push(Diagnostic::error(&RULE, "outcome \"<b>\" is not known"));
            return Err(report);
        }
        let (style, page) = text.split_once('|').unwrap_or(("", &text));
        Ok(tree_with(&PAGE.replace("Home", page), style))
    })
    .expect("a free port");
    port_of(&preview)
}

/// Reads events until one holds the text.
fn event(stream: &mut TcpStream, text: &str) -> String {
    let mut said = Vec::new();
    let mut byte = [0];
    loop {
        assert!(
            matches!(stream.read(&mut byte), Ok(1)),
            "no event with {text:?}: {}",
            String::from_utf8_lossy(&said)
        );
        said.push(byte[0]);
        if said.ends_with(b"\n\n") || said.ends_with(b"\r\n\r\n") {
            let last = String::from_utf8(std::mem::take(&mut said)).expect("text");
            if last.contains(text) {
                return last;
            }
        }
    }
}

fn open_events(port: u16) -> TcpStream {
    let mut stream = connect(port);
    send(
        &mut stream,
        port,
        "GET /.candour/events HTTP/1.1\r\nHOST\r\nAccept: text/event-stream\r\n\r\n",
    );
    assert!(event(&mut stream, "HTTP/1.1").contains("text/event-stream"));
    assert!(event(&mut stream, "event: site").contains(" page"));
    stream
}

#[test]
fn the_draft_bar_and_the_reload_script_are_added_to_pages_only() {
    let folder = Folder::new();
    let port = preview_of_a_file(&folder);
    let page = get(port, "/").text();
    assert!(
        page.contains("<link rel=\"stylesheet\" href=\"/.candour/preview.css\"></head>"),
        "{page}"
    );
    assert!(page.contains("<body class=\"x\"><aside class=\"candour-preview\" aria-label=\"Preview\">Preview: not published &amp; &lt;draft&gt;</aside><h1>"), "{page}");
    assert!(
        page.contains("<script src=\"/.candour/reload.js\" data-version=\"")
            && page.contains(" defer></script></body>"),
        "{page}"
    );
    assert_eq!(
        get(port, "/letters.txt").text(),
        "abcdefghijklmnopqrstuvwxyz"
    );
    for (path, kind) in [
        ("/.candour/reload.js", "text/javascript; charset=utf-8"),
        ("/.candour/preview.css", "text/css; charset=utf-8"),
    ] {
        let file = get(port, path);
        assert_eq!(
            (file.status, file.header("Content-Type")),
            (200, Some(kind))
        );
    }
    assert_eq!(get(port, "/.candour/other").status, 404);
}

#[test]
fn a_saved_file_is_rebuilt_and_open_pages_are_told() {
    let folder = Folder::new();
    let port = preview_of_a_file(&folder);
    let before = get(port, "/");
    let mut events = open_events(port);
    save(&folder, "second");
    assert!(event(&mut events, "event: site").contains(" page"));
    let after = get(port, "/");
    assert!(after.text().contains("<h1>second</h1>"));
    assert_ne!(before.header("ETag"), after.header("ETag"));
}

#[test]
fn a_changed_style_sheet_is_exchanged_without_loading_the_page_again() {
    let folder = Folder::new();
    let port = preview_of_a_file(&folder);
    let mut events = open_events(port);
    save(&folder, "p{color:red}|one");
    assert!(event(&mut events, "event: site").contains(" style"));
    assert_eq!(get(port, "/style.css").text(), "p{color:red}");
}

#[test]
fn a_failed_rebuild_shows_its_report_over_the_last_good_site_until_it_is_mended() {
    let folder = Folder::new();
    let port = preview_of_a_file(&folder);
    let mut events = open_events(port);
    save(&folder, "broken");
    event(&mut events, "event: site");
    for path in ["/", "/services/adults/", "/nowhere/"] {
        let answer = get(port, path);
        assert_eq!(answer.status, 500, "{path}");
        assert!(
            answer
                .text()
                .contains("<h1>The site could not be built: 1 error</h1>")
        );
        assert!(
            answer
                .text()
                .contains("outcome &quot;&lt;b&gt;&quot; is not known")
                && answer.text().contains("reload.js")
        );
    }
    assert!(get(port, "/").text().contains("href=\"?last-good\""));
    assert!(get(port, "/?last-good").text().contains("<h1>one</h1>"));
    assert_eq!(get(port, "/letters.txt").status, 200);
    save(&folder, "three");
    event(&mut events, "event: site");
    assert!(get(port, "/").text().contains("<h1>three</h1>"));
}

#[test]
fn a_first_build_that_fails_is_shown_too() {
    let preview = Preview::start(plain_options(), || Err(Report::new())).expect("a free port");
    assert!(preview.has_failed());
    let answer = get(port_of(&preview), "/");
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("could not be built") && !answer.text().contains("last-good"));
}

#[test]
fn more_open_streams_than_are_allowed_end_the_oldest_and_do_no_harm() {
    let folder = Folder::new();
    let port = preview_of_a_file(&folder);
    let mut streams: Vec<TcpStream> = (0..40).map(|_| open_events(port)).collect();
    event(&mut streams[0], "event: full");
    save(&folder, "four");
    event(&mut streams[39], "event: site");
    assert!(get(port, "/").text().contains("four"));
}

#[test]
fn a_taken_port_gives_way_to_the_next_free_one() {
    let first = start(plain_options());
    let options = Options {
        port: first,
        ..plain_options()
    };
    let second = start(options);
    assert_ne!(first, second);
    assert_eq!(get(second, "/").status, 200);
}
