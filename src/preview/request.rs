//! What a request has to look like before the site is asked.
//!
//! A preview shows unpublished figures, and every page that the browser has open elsewhere can send it requests. So the name it
//! was called by is checked (a foreign name that resolves to this computer is an attack), and only what a browser needs for
//! looking is understood.

use std::net::IpAddr;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not a path, or one that tries to leave the site.
    BadRequest,
    /// It carries a body, or says that it might.
    HasBody,
    /// It was sent to another name than this computer's own.
    Misdirected,
    /// Neither GET nor HEAD.
    MethodNotAllowed,
}

impl Refusal {
    /// Returns the status line's code and words.
    pub fn status(self) -> &'static str {
        match self {
            Self::BadRequest | Self::HasBody => "400 Bad Request",
            Self::Misdirected => "421 Misdirected Request",
            Self::MethodNotAllowed => "405 Method Not Allowed",
        }
    }
}

/// A request that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The decoded path without its leading `/`.
    pub path: String,
    /// What follows `?`.
    pub query: String,
    /// Only the head is wanted.
    pub head_only: bool,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `Range`, unless `If-Range` makes it depend on a version, which then stands in `if_range`.
    pub range: Option<String>,
    /// `If-Range`.
    pub if_range: Option<String>,
}

/// Where this preview listens, which is what `Host` has to name.
#[derive(Debug, Clone, Copy)]
pub struct Here {
    /// The port.
    pub port: u16,
    /// Whether only this computer can reach it.
    pub loopback: bool,
}

/// Reads a request, or says why it is refused. Headers are pairs of name and value, in the order they came.
pub fn read<'a>(
    method: &str,
    target: &str,
    headers: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    here: Here,
) -> Result<Asked, Refusal> {
    let all = |name: &'static str| {
        headers
            .clone()
            .filter(move |(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    let only = |name: &'static str| {
        let mut values = all(name);
        values.next().filter(|_| values.next().is_none())
    };
    let known = only("Host").is_some_and(|host| is_own_name(host, here));
    if !known {
        return Err(Refusal::Misdirected);
    }
    if method != "GET" && method != "HEAD" {
        return Err(Refusal::MethodNotAllowed);
    }
    if all("Transfer-Encoding").next().is_some()
        || all("Content-Length").any(|length| length != "0")
    {
        return Err(Refusal::HasBody);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Ok(Asked {
        path: decode(path).ok_or(Refusal::BadRequest)?,
        query: query.to_owned(),
        head_only: method == "HEAD",
        if_none_match: only("If-None-Match").map(str::to_owned),
        range: only("Range").map(str::to_owned),
        if_range: only("If-Range").map(str::to_owned),
    })
}

/// Returns whether `Host` names this computer. When other computers may look in, any numeric address will do: the attack this
/// wards off needs a name.
fn is_own_name(host: &str, here: Here) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let port_fits = match port {
        Some(port) => port.bytes().all(|b| b.is_ascii_digit()) && port.parse() == Ok(here.port),
        None => here.port == 80,
    };
    let is_number = || {
        let bare = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'));
        match bare {
            Some(bare) => bare.parse().is_ok_and(|address: IpAddr| address.is_ipv6()),
            None => name.parse().is_ok_and(|address: IpAddr| address.is_ipv4()),
        }
    };
    port_fits
        && (name.eq_ignore_ascii_case("localhost")
            || name == "127.0.0.1"
            || name == "[::1]"
            || (!here.loopback && is_number()))
}

/// Decodes a path once and returns it without its leading `/`, or nothing when it is not a plain path inside the site.
///
/// What is still encoded after one decoding was encoded twice, to get past a check like this one.
fn decode(path: &str) -> Option<String> {
    let rest = path.strip_prefix('/')?;
    let mut bytes = Vec::with_capacity(rest.len());
    let mut left = rest.bytes();
    while let Some(byte) = left.next() {
        bytes.push(match byte {
            b'%' => hex(left.next()?)? * 16 + hex(left.next()?)?,
            byte => byte,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    let forbidden = |c: char| c.is_control() || matches!(c, '\\' | ':' | '%');
    if text.contains(forbidden) {
        return None;
    }
    let (folders, name) = text.rsplit_once('/').unwrap_or(("", &text));
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.');
    let folders_are_plain = folders.is_empty()
        || folders
            .split('/')
            .enumerate()
            .all(|(depth, part)| is_plain(part) || (depth == 0 && is_own_folder(part)));
    // A slash at the front of what is left would make the first folder empty.
    let fits = folders_are_plain && !text.starts_with('/') && (name.is_empty() || is_plain(name));
    fits.then_some(text)
}

/// The two folders whose names may begin with a dot.
fn is_own_folder(part: &str) -> bool {
    part == ".well-known" || part == ".candour"
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Returns whether `If-None-Match` names this version.
pub fn names_version(if_none_match: &str, etag: &str) -> bool {
    if_none_match
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == "*" || one == etag)
}

/// What part of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From the first place to the last, both counted from 0 and included.
    Bytes(usize, usize),
    /// A part that lies outside.
    Outside,
}

/// Reads a `Range`. A form that is not understood, or several ranges at once, asks for the whole: that is always allowed.
pub fn part(range: &str, length: usize) -> Part {
    let Some((first, last)) = range
        .strip_prefix("bytes=")
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Part::Whole;
    };
    let place = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A number too large to hold is beyond every file.
        digits.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    let span = |first: usize, last: usize| match length.checked_sub(1) {
        Some(end) if first <= end => Part::Bytes(first, last.min(end)),
        _ => Part::Outside,
    };
    match (place(first), place(last)) {
        (Some(first), Some(last)) if first <= last => span(first, last),
        (Some(first), None) if last.is_empty() => span(first, usize::MAX),
        (None, Some(0)) if first.is_empty() => Part::Outside,
        (None, Some(count)) if first.is_empty() => span(length.saturating_sub(count), usize::MAX),
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Here = Here {
        port: 4040,
        loopback: true,
    };

    #[test]
    fn a_path_is_decoded_once_and_stays_inside_the_site() {
        assert_eq!(decode("/"), Some(String::new()));
        assert_eq!(
            decode("/services/adults/"),
            Some("services/adults/".to_owned())
        );
        assert_eq!(decode("/%61bout/"), Some("about/".to_owned()));
        assert_eq!(
            decode("/.well-known/security.txt"),
            Some(".well-known/security.txt".to_owned())
        );
        for path in [
            "",
            "about/",
            "*",
            "http://evil.example/",
            "//evil.example/",
            "/a//b",
            "/../x",
            "/a/../x",
            "/a/..",
            "/.",
            "/./a",
            "/%2e%2e/x",
            "/%252e%252e/x",
            "/a%2f..%2fx",
            "/..%2fx",
            "/a\\..\\x",
            "/a%5cx",
            "/C:/x",
            "/c%3a/x",
            "/x%00.html",
            "/%0d%0ax",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/.git/config",
            "/a/.hidden",
            "/a/.well-known/x",
            "/.candour",
            "/.env",
        ] {
            assert_eq!(decode(path), None, "{path}");
        }
    }

    #[test]
    fn only_this_computers_own_names_with_the_right_port_are_answered() {
        for host in [
            "127.0.0.1:4040",
            "localhost:4040",
            "LOCALHOST:4040",
            "[::1]:4040",
        ] {
            assert!(is_own_name(host, HERE), "{host}");
        }
        for host in [
            "",
            "localhost",
            "127.0.0.1",
            "[::1]",
            "localhost:80",
            "localhost:04041",
            "localhost:+4040",
            "evil.example:4040",
            "127.0.0.1.evil.example:4040",
            "127.0.0.2:4040",
            "0.0.0.0:4040",
            "192.168.1.5:4040",
            "localhost.:4040",
            "::1:4040",
            "user@localhost:4040",
            "localhost:4040:4040",
        ] {
            assert!(!is_own_name(host, HERE), "{host}");
        }
        let open = Here {
            port: 80,
            loopback: false,
        };
        assert!(is_own_name("192.168.1.5", open) && is_own_name("[fe80::1]:80", open));
        assert!(!is_own_name("evil.example", open) && !is_own_name("[evil]:80", open));
    }

    #[test]
    fn a_range_is_one_span_inside_the_file_or_the_whole() {
        assert_eq!(part("bytes=0-9", 100), Part::Bytes(0, 9));
        assert_eq!(part("bytes=90-", 100), Part::Bytes(90, 99));
        assert_eq!(part("bytes=90-1000", 100), Part::Bytes(90, 99));
        assert_eq!(part("bytes=-10", 100), Part::Bytes(90, 99));
        assert_eq!(part("bytes=-1000", 100), Part::Bytes(0, 99));
        assert_eq!(
            part("bytes=0-99999999999999999999999999", 100),
            Part::Bytes(0, 99)
        );
        for outside in [
            "bytes=100-",
            "bytes=100-200",
            "bytes=-0",
            "bytes=99999999999999999999999999-",
        ] {
            assert_eq!(part(outside, 100), Part::Outside, "{outside}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Outside);
        for whole in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-2",
            "bytes=0-1,5-6",
            "lines=0-1",
            "bytes=1-x",
            "bytes=x-1",
        ] {
            assert_eq!(part(whole, 100), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn any_of_several_versions_may_match_strong_or_weak() {
        assert!(names_version("\"a\", W/\"b\"", "\"b\""));
        assert!(names_version("*", "\"b\""));
        assert!(!names_version("\"a\"", "\"b\""));
    }
}
