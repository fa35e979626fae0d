//! The name that was meant.

/// The nearest of some names, if one is near enough to have been meant.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 100 {
        return None;
    }
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let limit = (length / 3).max(2).min(length.saturating_sub(1));
    names
        .into_iter()
        .map(|candidate| (distance(&wanted, candidate), candidate))
        .filter(|(far, _)| *far <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How far two names are: by letters, or by words in another order.
fn distance(wanted: &str, candidate: &str) -> usize {
    let direct = edits(wanted, candidate);
    if direct <= 1 {
        return direct;
    }
    direct.min(edits(&sorted_words(wanted), &sorted_words(candidate)) + 1)
}

fn sorted_words(name: &str) -> String {
    let mut words: Vec<&str> = name.split(['.', '_', '-']).collect();
    words.sort_unstable();
    words.join(" ")
}

/// Levenshtein's distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = *cell;
            left = changed.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_slip_and_another_order() {
        let names = ["complaints.open_critical", "support.open", "points"];
        assert_eq!(nearest("suport.open", names), Some("support.open"));
        assert_eq!(
            nearest("complaints.critical_open", names),
            Some("complaints.open_critical")
        );
        assert_eq!(nearest("pionts", names), Some("points"));
        assert_eq!(nearest("weather", names), None);
    }
}
