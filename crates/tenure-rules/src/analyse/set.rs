//! Sets of numbers, as intervals in rising order.

/// A set of 64-bit numbers: closed intervals that rise, touch nowhere and are none of them empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set(Vec<(i64, i64)>);

impl Set {
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// From one number to another, both of them in it; nothing where they fall.
    pub(super) fn range(low: i64, high: i64) -> Self {
        Self((low <= high).then_some((low, high)).into_iter().collect())
    }

    pub(super) fn only(number: i64) -> Self {
        Self::range(number, number)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn intervals(&self) -> &[(i64, i64)] {
        &self.0
    }

    pub(super) fn contains(&self, number: i64) -> bool {
        self.0
            .iter()
            .any(|(low, high)| (*low..=*high).contains(&number))
    }

    /// What is in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        for (low, high) in &self.0 {
            for (from, until) in &other.0 {
                let (low, high) = (*low.max(from), *high.min(until));
                if low <= high {
                    both.push((low, high));
                }
            }
        }
        Self(both)
    }

    /// What is in either.
    pub(super) fn or(&self, other: &Self) -> Self {
        let mut all: Vec<(i64, i64)> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::new();
        for (low, high) in all {
            match joined.last_mut() {
                Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
                Some(_) | None => joined.push((low, high)),
            }
        }
        Self(joined)
    }

    /// What is not in it.
    pub(super) fn not(&self) -> Self {
        let mut gaps = Vec::new();
        let mut from = Some(i64::MIN);
        for (low, high) in &self.0 {
            if let (Some(from), Some(until)) = (from, low.checked_sub(1))
                && from <= until
            {
                gaps.push((from, until));
            }
            from = high.checked_add(1);
        }
        gaps.extend(from.map(|from| (from, i64::MAX)));
        Self(gaps)
    }
}

#[cfg(test)]
mod tests {
    use super::Set;

    /// Every set of the numbers 0 to 5, and the ends of the scale.
    fn all() -> Vec<Set> {
        let ends = [i64::MIN, i64::MAX];
        (0_u32..256)
            .map(|bits| {
                (0..8)
                    .filter(|bit| bits & (1 << bit) != 0)
                    .fold(Set::none(), |set, bit: usize| match bit {
                        6 | 7 => set.or(&Set::only(ends[bit - 6])),
                        number => set.or(&Set::only(number as i64)),
                    })
            })
            .collect()
    }

    #[test]
    fn sets_are_what_their_members_say() {
        let numbers = [i64::MIN, -1, 0, 1, 2, 3, 4, 5, 6, i64::MAX];
        let sets = all();
        for (place, one) in sets.iter().enumerate() {
            let other = &sets[(place * 37 + 11) % sets.len()];
            let (and, or, not) = (one.and(other), one.or(other), one.not());
            for number in numbers {
                let (a, b) = (one.contains(number), other.contains(number));
                assert_eq!(and.contains(number), a && b, "{one:?} and {other:?}");
                assert_eq!(or.contains(number), a || b, "{one:?} or {other:?}");
                assert_eq!(not.contains(number), !a, "not {one:?}");
            }
            assert_eq!(one.not().not(), *one);
        }
    }
}
