//! Who is held out when: by the number of the row, and by nothing else.

/// Mixes the bits of a row's number, so that rows that stand together part.
fn mixed(row: u64) -> u64 {
    let mut x = row.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The rows in an order that has nothing to do with how they stand.
fn shuffled(rows: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut rows: Vec<u32> = rows.collect();
    rows.sort_by_key(|row| (mixed(u64::from(*row)), *row));
    rows
}

/// The fold of each of the rows, each fold with the same share of losses as far as that goes.
pub(super) fn folds(rows: &[u32], lost: &[bool], count: usize) -> Vec<usize> {
    let place: std::collections::HashMap<u32, usize> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| (*row, place))
        .collect();
    let mut folds = vec![0; rows.len()];
    let of = |outcome: bool| {
        shuffled(
            rows.iter()
                .copied()
                .filter(move |row| lost[*row as usize] == outcome),
        )
    };
    let all = of(true).into_iter().chain(of(false));
    for (turn, row) in all.enumerate() {
        if let Some(place) = place.get(&row) {
            folds[*place] = turn % count;
        }
    }
    folds
}

/// At most so many of the rows, drawn by their numbers, in their order.
pub(super) fn sample(rows: &[u32], most: usize) -> Vec<u32> {
    if rows.len() <= most {
        return rows.to_vec();
    }
    let mut kept = shuffled(rows.iter().copied());
    kept.truncate(most);
    kept.sort_unstable();
    kept
}

/// The rows inside and outside a fold.
pub(super) fn part(rows: &[u32], folds: &[usize], fold: usize) -> (Vec<u32>, Vec<u32>) {
    let pairs = rows.iter().copied().zip(folds.iter().copied());
    let (out, within): (Vec<_>, Vec<_>) = pairs.partition(|(_, of)| *of == fold);
    let rows = |pairs: Vec<(u32, usize)>| pairs.into_iter().map(|(row, _)| row).collect();
    (rows(within), rows(out))
}
