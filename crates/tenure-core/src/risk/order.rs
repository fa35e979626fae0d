//! In which order the cases of a unit win.

use super::overlays::{Amount, Place};

/// All places in three orders: by the magnitude of the points, by the low end, by the high end. Ties keep the order of
/// the rules.
pub(super) fn orders(amounts: &[Vec<Amount>]) -> (Vec<Place>, Vec<Place>, Vec<Place>) {
    let at = |place: &Place| amounts[usize::from(place.rule)][usize::from(place.case)];
    let mut all: Vec<Place> = Vec::new();
    for (rule, cases) in amounts.iter().enumerate() {
        all.extend((0..cases.len()).map(|case| Place {
            rule: rule as u16,
            case: case as u16,
        }));
    }
    let mut by_points: Vec<Place> = all
        .iter()
        .copied()
        .filter(|place| at(place).points != 0)
        .collect();
    by_points.sort_by_key(|place| std::cmp::Reverse(at(place).points.unsigned_abs()));
    let mut by_low = all.clone();
    by_low.sort_by_key(|place| at(place).low);
    let mut by_high = all;
    by_high.sort_by_key(|place| std::cmp::Reverse(at(place).high));
    (by_points, by_low, by_high)
}
