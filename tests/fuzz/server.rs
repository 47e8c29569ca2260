//! Requests to the preview: read by themselves, and sent over a connection to one that runs.

use crate::damage::Text;
use crate::readers;
use crate::runner::fuzz;
use candour::output::OutputTree;
use candour::preview::{Options, Preview};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

const REQUESTS: Text = Text {
    dividers: b" /:\r\n?=,-",
    words: &[
        "GET",
        "HEAD",
        "POST",
        "Host: 127.0.0.1:4040",
        "Host: [::1]:4040",
        "Transfer-Encoding: chunked",
        "Content-Length: 5",
        "Range: bytes=0-1",
        "Range: bytes=-0",
        "If-None-Match: *",
        "If-Range: \"x\"",
        "HTTP/1.0",
        "HTTP/9.9",
        "Expect: 100-continue",
        "Connection: close",
        "Upgrade: h2c",
        "\r\n\r\n",
        "%2e%2e",
        "//",
        "/../",
        "\r\n ",
    ],
};

fn corpus() -> Vec<Vec<u8>> {
    [
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:4040\r\n\r\n",
        "GET /services/adults/?a=b HTTP/1.1\r\nHost: localhost:4040\r\nRange: bytes=1-5\r\nIf-Range: \"x\"\r\n\r\n",
        "HEAD /letters.txt HTTP/1.0\r\nHost: [::1]:4040\r\nIf-None-Match: W/\"a\", \"b\"\r\nConnection: keep-alive\r\n\r\n",
        "GET /.well-known/security.txt HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 3\r\n\r\nabc",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

#[test]
fn requests() {
    fuzz("requests", &corpus(), REQUESTS, readers::request);
}

#[test]
fn connections() {
    let options = Options {
        port: 0,
        reload: false,
        ..Options::default()
    };
    let preview = Preview::start(options, || {
        let mut tree = OutputTree::default();
        tree.insert(
            "index.html",
            *b"<html><head></head><body>home</body></html>",
        );
        tree.insert("letters.txt", *b"abcdefghijklmnopqrstuvwxyz");
        Ok(tree)
    })
    .expect("a free port");
    let url = preview.url();
    let address = url
        .trim_start_matches("http://")
        .trim_end_matches('/')
        .to_owned();
    let send = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(&address).expect("the preview listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(3)))
            .expect("a time limit");
        // The preview may close the connection before it has read everything.
        let _ = stream
            .write_all(bytes)
            .and_then(|()| stream.shutdown(Shutdown::Write));
        let mut answer = Vec::new();
        let _ = stream.take(1 << 16).read_to_end(&mut answer);
        answer
    };
    let good = format!("GET /letters.txt HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    fuzz("connections", &corpus(), REQUESTS, |bytes| {
        send(bytes);
        let mut answer = send(good.as_bytes());
        if answer.is_empty() {
            // The system may give out the port of a connection that was refused a moment ago, which stays mute for a second.
            std::thread::sleep(Duration::from_millis(1200));
            answer = send(good.as_bytes());
        }
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("xyz"),
            "{answer}"
        );
    });
}
