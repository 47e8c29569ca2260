//! The known word that a misspelt one was probably meant to be.

use super::fold;

/// Returns the candidate nearest to a word, compared without case, spaces, hyphens and underscores; nothing when none is
/// near enough to be worth offering. Of equally near ones, the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = fold(word).chars().take(64).collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = fold(candidate).chars().take(64).collect();
        let far = distance(&word, &other);
        // A third of the letters may differ; of a short word, one; of a single sign, none, for it would be another altogether.
        let limit = match word.len().max(other.len()) {
            1 => 0,
            longest => (longest / 3).max(1),
        };
        if far <= limit && best.is_none_or(|(nearest, _)| far < nearest) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns how many letters must be added, dropped, changed or swapped with their neighbour to make one word the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_forgiven() {
        let known = ["name", "slug", "parent", "partially_upheld"];
        assert_eq!(nearest("nmae", known), Some("name"));
        assert_eq!(nearest("Parent", known), Some("parent"));
        assert_eq!(nearest("partialy-upheld", known), Some("partially_upheld"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest("5", ["1", "2", "3"]), None);
    }
}
