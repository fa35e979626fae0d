//! The nearest name to one that does not exist.

/// The name most like `name`, if any is like it at all; ties by order.
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (name.chars().count() / 3).max(1);
    names
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance <= limit || is_part(name, known))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Whether one is the other with something before or after it.
fn is_part(name: &str, known: &str) -> bool {
    name.len() >= 4 && known.len() >= 4 && (known.contains(name) || name.contains(known))
}

/// `; did you mean \`x\`?`, or nothing.
pub(crate) fn did_you_mean<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    nearest(name, names).map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant_and_nothing_far_away() {
        let names = ["end_date", "start_date", "amount"];
        assert_eq!(nearest("end_dat", names), Some("end_date"));
        assert_eq!(nearest("mrr_amount", names), Some("amount"));
        assert_eq!(nearest("zebra", names), None);
    }
}
