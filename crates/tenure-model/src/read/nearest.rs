//! The known name that a mistyped one is nearest to.

/// Names longer than this are not compared.
const LONGEST: usize = 48;

/// The nearest of some names, if one is near: at most one edit in three letters, capitals, `_` and `-` set aside.
pub(crate) fn nearest<'n>(
    typed: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    if typed.len() > LONGEST {
        return None;
    }
    let typed = plain(typed);
    let allowed = typed.len().div_ceil(3).min(3);
    names
        .into_iter()
        .map(|name| (edits(&typed, &plain(name)), name))
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

fn plain(name: &str) -> Vec<char> {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

/// How many letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
fn edits(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX);
            let mut least = (cell(&above, j) + usize::from(a != b))
                .min(cell(&above, j + 1) + 1)
                .min(cell(&row, j) + 1);
            let swapped = i > 0 && j > 0 && from.get(i - 1) == Some(b) && to.get(j - 1) == Some(a);
            if swapped {
                least = least.min(cell(&before, j - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let count = |a: &str, b: &str| edits(&plain(a), &plain(b));
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("ab", "ba"), 1);
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", ""), 3);
        assert_eq!(count("endDate", "end_date"), 0);
    }

    #[test]
    fn only_near_names_are_offered() {
        let names = ["end_date", "start_date", "amount"];
        assert_eq!(nearest("endDate", names), Some("end_date"));
        assert_eq!(nearest("amonut", names), Some("amount"));
        assert_eq!(nearest("stat_date", names), Some("start_date"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"x".repeat(1000), names), None);
    }
}
