//! What a number looks like in the files.

/// Returns whether the text is a number as JSON and CSV write it: an optional minus, digits without needless noughts in
/// front, and decimals after a point.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let needless = whole.len() > 1 && whole.starts_with('0');
    plain(whole) && !needless && fraction.is_none_or(plain)
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_told_from_what_looks_like_them() {
        for number in ["0", "12", "-3", "27.5", "0.05"] {
            assert!(is_number(number), "{number}");
        }
        for text in [
            "", "-", "007", "1.", ".5", "1e3", "+1", "1,234", "[c]", "--1",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }
}
