//! A tree made ready to be served, and what an address in it answers.

use super::reload::{Change, SCRIPT_PATH};
use super::request::{Asked, Part, names_version, part};
use super::{Options, Shown};
use crate::diagnostic::{Report, Severity, render_text};
use crate::output::{Contents, OutputTree};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Where the preview keeps what is its own; no built site has a path like it.
pub const OWN_FOLDER: &str = ".candour/";

/// The style sheet of the draft bar and of the preview's own pages.
const STYLE_PATH: &str = ".candour/preview.css";

/// Asks for the last good version of a page while the newest build has failed.
const LAST_GOOD: &str = "last-good";

const STYLE: &str = "\
.candour-preview{margin:0;padding:.4rem 1rem;font:1rem/1.4 sans-serif;background:#ffdd00;color:#0b0c0c}\
.candour-report{max-width:70rem;margin:0 auto;padding:1rem;font:1.1rem/1.5 sans-serif;color:#0b0c0c;background:#fff}\
.candour-report pre{padding:1rem;background:#f3f2f1;font:1rem/1.45 monospace;white-space:pre-wrap;overflow-wrap:anywhere}\
@media print{.candour-preview{border:1px solid}}\n";

/// What a page may load and who may frame it. `/embed/` is made to be framed by anyone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
connect-src 'self'; form-action 'self'; base-uri 'none'";

/// What the preview adds to the pages it sends.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    style: String,
    bar: String,
    script: String,
    /// Part of the version of every page that has been added to.
    version: String,
}

impl Marks {
    /// Makes the marks for one version of the site.
    pub fn new(options: &Options, version: &str) -> Self {
        let bar = escape(&options.bar);
        Self {
            style: when(!bar.is_empty(), || {
                format!("<link rel=\"stylesheet\" href=\"/{STYLE_PATH}\">")
            }),
            bar: when(!bar.is_empty(), || {
                format!("<aside class=\"candour-preview\" aria-label=\"Preview\">{bar}</aside>")
            }),
            script: when(options.reload, || {
                format!("<script src=\"/{SCRIPT_PATH}\" data-version=\"{version}\" defer></script>")
            }),
            version: version.to_owned(),
        }
    }

    fn are_empty(&self) -> bool {
        self.bar.is_empty() && self.script.is_empty()
    }
}

fn when(wanted: bool, text: impl FnOnce() -> String) -> String {
    if wanted { text() } else { String::new() }
}

/// A site ready to be served.
#[derive(Default)]
pub struct Site {
    tree: OutputTree,
    files: HashMap<Arc<str>, File>,
    marks: Marks,
}

struct File {
    contents: Contents,
    kind: &'static str,
    /// Worked out when the file is first asked for: most files of a site never are.
    ready: OnceLock<Ready>,
}

struct Ready {
    etag: String,
    head: String,
    /// Where style, bar and script go; nothing for files that are no pages.
    places: Option<[usize; 3]>,
    length: usize,
}

impl Site {
    /// Makes a tree ready.
    pub fn new(tree: OutputTree, marks: Marks) -> Self {
        let files = tree
            .iter()
            .map(|(path, contents)| {
                let file = File {
                    contents: contents.clone(),
                    kind: content_type(path),
                    ready: OnceLock::new(),
                };
                (Arc::from(path), file)
            })
            .collect();
        Self { tree, files, marks }
    }

    /// Returns the same site with other marks.
    pub fn with_marks(&self, marks: Marks) -> Self {
        Self::new(self.tree.clone(), marks)
    }

    /// Returns what a reader of this site would notice of another tree; nothing when the two hold the same bytes.
    pub fn change_to(&self, tree: &OutputTree) -> Option<Change> {
        let differs = |path: &str, contents: &Contents| self.tree.get(path) != Some(contents);
        let mut change = (self.tree.len() != tree.len()).then_some(Change::Page);
        for (path, _) in tree
            .iter()
            .filter(|(path, contents)| differs(path, contents))
        {
            if !path.ends_with(".css") || self.tree.get(path).is_none() {
                return Some(Change::Page);
            }
            change = change.or(Some(Change::Style));
        }
        // As many files, and each of the new ones the same or a style sheet that was there before: none is gone.
        change
    }

    /// Returns the version that the pages carry.
    pub fn version(&self) -> &str {
        &self.marks.version
    }

    fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Returns the address of a path that begins with the one that the site will stand under. Only the page for addresses
    /// that are not there has such links, and the preview itself stands at the root.
    fn without_base<'p>(&self, path: &'p str) -> Option<&'p str> {
        let base = self.tree.base().trim_start_matches('/');
        path.strip_prefix(base).filter(|_| !base.is_empty())
    }
}

impl File {
    fn ready(&self, path: &str, marks: &Marks) -> &Ready {
        self.ready.get_or_init(|| {
            let marked = self.kind.starts_with("text/html") && !marks.are_empty();
            let bytes = self.contents.whole();
            let places = marked.then(|| places(&bytes));
            let digest = Sha256::digest(&bytes);
            let mut etag = String::from("\"");
            for byte in &digest[..12] {
                // Writing to a String cannot fail.
                let _ = write!(etag, "{byte:02x}");
            }
            if marked {
                etag.push('-');
                etag.push_str(&marks.version);
            }
            etag.push('"');
            let added = if marked {
                marks.style.len() + marks.bar.len() + marks.script.len()
            } else {
                0
            };
            let head = format!(
                "Content-Type: {}\r\nETag: {etag}\r\nAccept-Ranges: bytes\r\n{}",
                self.kind,
                guards(path)
            );
            Ready {
                etag,
                head,
                places,
                length: bytes.len() + added,
            }
        })
    }

    /// Appends the bytes as they are sent.
    fn append(&self, ready: &Ready, marks: &Marks, out: &mut Vec<u8>) {
        let Some([style, bar, script]) = ready.places else {
            for piece in self.contents.pieces() {
                out.extend_from_slice(piece.bytes());
            }
            return;
        };
        let bytes = self.contents.whole();
        out.extend_from_slice(&bytes[..style]);
        out.extend_from_slice(marks.style.as_bytes());
        out.extend_from_slice(&bytes[style..bar]);
        out.extend_from_slice(marks.bar.as_bytes());
        out.extend_from_slice(&bytes[bar..script]);
        out.extend_from_slice(marks.script.as_bytes());
        out.extend_from_slice(&bytes[script..]);
    }
}

/// Writes the whole answer, head and body, behind what `out` holds. In one piece: two writes cost 40 ms each time they meet.
pub(crate) fn answer(shown: &Shown, asked: &Asked, out: &mut Vec<u8>) {
    if let Some(own) = asked.path.strip_prefix(OWN_FOLDER) {
        own_file(own, asked, out);
        return;
    }
    let site = &shown.site;
    let path = if asked.path.is_empty() || asked.path.ends_with('/') {
        format!("{}index.html", asked.path)
    } else {
        asked.path.clone()
    };
    if let Some(failure) = &shown.failure {
        let is_page = content_type(&path).starts_with("text/html") || site.file(&path).is_none();
        if is_page && asked.query != LAST_GOOD {
            failed(failure, site, &path, asked, out);
            return;
        }
    }
    if let Some(file) = site.file(&path) {
        send(file, &path, &site.marks, asked, out);
    } else if site.file(&format!("{path}/index.html")).is_some() {
        redirect(&format!("{path}/"), asked, out);
    } else if let Some(path) = site.without_base(&asked.path) {
        redirect(path, asked, out);
    } else if let Some(file) = site.file("404.html") {
        let ready = file.ready("404.html", &site.marks);
        let mut body = Vec::with_capacity(ready.length);
        file.append(ready, &site.marks, &mut body);
        plain(asked, "404 Not Found", HTML, &[], &body, out);
    } else {
        plain(
            asked,
            "404 Not Found",
            TEXT,
            &[],
            b"There is no page at this address.\n",
            out,
        );
    }
}

/// Writes where a path of this site is to be found. It needs no encoding unless a council's own file name does.
fn redirect(path: &str, asked: &Asked, out: &mut Vec<u8>) {
    let query = when(!asked.query.is_empty(), || format!("?{}", asked.query));
    // With two slashes in front it would be the address of another computer.
    let path = encode(path.trim_start_matches('/'));
    let location = format!("Location: /{path}{query}\r\n");
    plain(
        asked,
        "308 Permanent Redirect",
        TEXT,
        &[&location],
        b"",
        out,
    );
}

/// Writes the page that tells what is wrong, with the way to the last good version of the page that was asked for.
fn failed(failure: &str, site: &Site, path: &str, asked: &Asked, out: &mut Vec<u8>) {
    let link = when(site.file(path).is_some(), || {
        format!("<p><a href=\"?{LAST_GOOD}\">Look at the last good version of this page</a></p>\n")
    });
    let page = failure.replace("<!--last good-->", &link);
    let page = page.replace("</body>", &format!("{}</body>", site.marks.script));
    let status = "500 Internal Server Error";
    plain(asked, status, HTML, &[], page.as_bytes(), out);
}

/// Writes a refusal.
pub fn refuse(status: &str, head_only: bool, out: &mut Vec<u8>) {
    let allow = when(status.starts_with("405"), || {
        "Allow: GET, HEAD\r\n".to_owned()
    });
    let length = status.len() + 1;
    let guards = guards("");
    // Writing to a Vec cannot fail.
    let _ = std::io::Write::write_fmt(
        out,
        format_args!(
            "HTTP/1.1 {status}\r\nContent-Type: {TEXT}\r\nContent-Length: {length}\r\n{allow}Connection: close\r\n{guards}\r\n"
        ),
    );
    if !head_only {
        out.extend_from_slice(status.as_bytes());
        out.push(b'\n');
    }
}

/// The head of a stream of events, which has no length.
pub fn stream_head() -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n{}\r\n",
        guards("")
    )
}

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

fn send(file: &File, path: &str, marks: &Marks, asked: &Asked, out: &mut Vec<u8>) {
    let ready = file.ready(path, marks);
    let head = &ready.head;
    if asked
        .if_none_match
        .as_deref()
        .is_some_and(|versions| names_version(versions, &ready.etag))
    {
        out.extend_from_slice(format!("HTTP/1.1 304 Not Modified\r\n{head}\r\n").as_bytes());
        return;
    }
    let same_version = asked
        .if_range
        .as_ref()
        .is_none_or(|version| *version == ready.etag);
    let wanted = match &asked.range {
        Some(range) if same_version && !asked.head_only => part(range, ready.length),
        _ => Part::Whole,
    };
    let length = ready.length;
    match wanted {
        Part::Whole => {
            let top = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{head}\r\n");
            out.reserve(top.len() + length);
            out.extend_from_slice(top.as_bytes());
            if !asked.head_only {
                file.append(ready, marks, out);
            }
        }
        Part::Bytes(first, last) => {
            let mut body = Vec::with_capacity(length);
            file.append(ready, marks, &mut body);
            let top = format!(
                "HTTP/1.1 206 Partial Content\r\nContent-Length: {}\r\nContent-Range: bytes {first}-{last}/{length}\r\n{head}\r\n",
                last - first + 1
            );
            out.extend_from_slice(top.as_bytes());
            out.extend_from_slice(&body[first..=last]);
        }
        Part::Outside => {
            let range = format!("Content-Range: bytes */{length}\r\n");
            plain(
                asked,
                "416 Range Not Satisfiable",
                TEXT,
                &[&range],
                b"",
                out,
            );
        }
    }
}

fn own_file(name: &str, asked: &Asked, out: &mut Vec<u8>) {
    match name {
        "preview.css" => plain(
            asked,
            "200 OK",
            "text/css; charset=utf-8",
            &[],
            STYLE.as_bytes(),
            out,
        ),
        "reload.js" => plain(
            asked,
            "200 OK",
            "text/javascript; charset=utf-8",
            &[],
            super::reload::SCRIPT.as_bytes(),
            out,
        ),
        _ => plain(
            asked,
            "404 Not Found",
            TEXT,
            &[],
            b"There is no page at this address.\n",
            out,
        ),
    }
}

fn plain(asked: &Asked, status: &str, kind: &str, more: &[&str], body: &[u8], out: &mut Vec<u8>) {
    let (length, more, guards) = (body.len(), more.concat(), guards(&asked.path));
    out.extend_from_slice(
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}{guards}\r\n").as_bytes(),
    );
    if !asked.head_only {
        out.extend_from_slice(body);
    }
}

/// The header lines that every answer carries.
fn guards(path: &str) -> String {
    let frames = if path.starts_with("embed/") {
        ""
    } else {
        "; frame-ancestors 'self'"
    };
    format!(
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: {POLICY}{frames}\r\n"
    )
}

/// Where to put the style sheet (the end of the head), the bar (the start of the body) and the script (its end). A page without
/// these gets all at its end.
fn places(page: &[u8]) -> [usize; 3] {
    let end = page.len();
    let script = rfind(page, b"</body>").unwrap_or(end);
    let head = find(page, b"</head>");
    let body = head
        .and_then(|head| Some(head + find(&page[head..], b"<body")?))
        .and_then(|body| Some(body + find(&page[body..], b">")? + 1))
        .filter(|body| *body <= script);
    match (head, body) {
        (Some(head), Some(body)) => [head, body, script],
        _ => [script, script, script],
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn rfind(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).rposition(|window| window == what)
}

/// The page shown in place of every page while the newest build fails.
pub fn failure_page(report: &Report) -> String {
    let counted = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {one}s"),
    };
    let title = format!(
        "The site could not be built: {}",
        counted(report.count(Severity::Error), "error")
    );
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"stylesheet\" href=\"/{STYLE_PATH}\">\n</head>\n<body>\n<main class=\"candour-report\">\n<h1>{title}</h1>\n\
         <p>Nothing was written. Mend the files named here and save them: this page then gives way to the site by itself.</p>\n\
         <!--last good--><pre tabindex=\"0\" role=\"region\" aria-label=\"The report\">{}</pre>\n</main>\n</body>\n</html>\n",
        escape(&render_text(report))
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Encodes what may not stand in a header line or an address as it is.
fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "csv" => "text/csv; charset=utf-8; header=present",
        "svg" => "image/svg+xml",
        "xml" => "application/xml",
        "txt" | "md" => TEXT,
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "webmanifest" => "application/manifest+json",
        "" if name == "MANIFEST" => TEXT,
        _ => "application/octet-stream",
    }
}
